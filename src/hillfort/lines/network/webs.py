"""Webs: the mapped lines of one layer as a graph that can be cut, split at hubs and made smaller, its lengths kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

CLASSES = 4
"""Columns of an edge's kilometres: the three classes of its layer, worst first, and those in a third state."""
THIRD = 3
HUB, GATE = 1, 2
"""How a node is kept: a hub may take in junctions near it, a gate has one edge on either side and takes in nothing."""
MERGED = 0.7
"""Share of the way between two junctions that are made one that a route through them is charged, each time."""
STUB_KM = 0.6
"""A stretch shorter than this of a lower class is the drawing of a junction, not a bottleneck."""


@dataclass(slots=True)
class Web:
    """Nodes and edges of one layer; edges are undirected, and removed ones stay as gaps until `packed`."""

    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    state: list[str] = field(default_factory=list)
    """Country of each node, '' where unknown."""
    name: list[str] = field(default_factory=list)
    """Name of the hub or gate that a node is, or ''."""
    kept: list[int] = field(default_factory=list)
    """0, HUB or GATE."""
    ends: list[tuple[int, int]] = field(default_factory=list)
    km: list[tuple[float, ...]] = field(default_factory=list)
    """Kilometres by class, and of those in a third state."""
    near: list[set[int]] = field(default_factory=list)
    """Edges at each node."""
    _drawn: tuple[np.ndarray, np.ndarray] | None = None
    _fresh: list[int] = field(default_factory=list)

    def node(self, lat: float, lon: float, state: str = "") -> int:
        """A new node and its number."""
        for column, value in ((self.lat, lat), (self.lon, lon), (self.state, state)):
            column.append(value)  # type: ignore[arg-type]
        self.name.append("")
        self.kept.append(0)
        self.near.append(set())
        return len(self.lat) - 1

    def edge(self, first: int, last: int, km: tuple[float, ...]) -> int:
        """A new edge and its number."""
        self.ends.append((first, last))
        self.km.append(km)
        number = len(self.ends) - 1
        self._fresh.append(number)
        self.near[first].add(number)
        self.near[last].add(number)
        return number

    def drop(self, edge: int) -> None:
        """Take an edge out."""
        first, last = self.ends[edge]
        self.near[first].discard(edge)
        self.near[last].discard(edge)
        self.ends[edge] = (-1, -1)
        if self._drawn is not None:
            self._drawn[1][self._drawn[0] == edge] = 1e6

    def other(self, edge: int, node: int) -> int:
        """The far end of an edge."""
        first, last = self.ends[edge]
        return last if first == node else first

    def length(self, edge: int) -> float:
        """Kilometres of an edge."""
        return sum(self.km[edge][:THIRD])

    def chords(self) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of the edges and their ends as (m, 4) lat, lon, lat, lon; an edge taken out lies far away."""
        if self._drawn is None:
            self._fresh = self.live()
        fresh = [edge for edge in self._fresh if self.ends[edge][0] >= 0]
        self._fresh = []
        ends = np.array([self.ends[edge] for edge in fresh], dtype=np.int64).reshape(-1, 2)
        lat, lon = np.array(self.lat), np.array(self.lon)
        drawn = (
            np.column_stack([lat[ends[:, 0]], lon[ends[:, 0]], lat[ends[:, 1]], lon[ends[:, 1]]])
            if fresh
            else np.zeros((0, 4))
        )
        numbers = np.array(fresh, dtype=np.int64)
        if self._drawn is not None and (not fresh):
            return self._drawn
        if self._drawn is not None:
            numbers, drawn = np.concatenate([self._drawn[0], numbers]), np.concatenate([self._drawn[1], drawn])
        self._drawn = (numbers, drawn)
        return self._drawn

    def forget_chords(self) -> None:
        """Before many changes: edges are no longer followed for `chords`."""
        self._drawn, self._fresh = None, []

    def live(self) -> list[int]:
        """Edges that are there."""
        return [edge for edge, ends in enumerate(self.ends) if ends[0] >= 0]

    def keep(self, node: int, name: str, how: int) -> None:
        """Name a node and keep it."""
        self.name[node], self.kept[node] = name, max(self.kept[node], how)

    def split(self, edge: int, share: float) -> int:
        """A node put into an edge at a share of its length from its first end; the edge becomes two."""
        first, last = self.ends[edge]
        km = self.km[edge]
        lat = self.lat[first] + share * (self.lat[last] - self.lat[first])
        lon = self.lon[first] + share * (self.lon[last] - self.lon[first])
        middle = self.node(lat, lon, self.state[first if share < 0.5 else last])
        self.drop(edge)
        self.edge(first, middle, tuple(part * share for part in km))
        self.edge(middle, last, tuple(part * (1.0 - share) for part in km))
        return middle


def worst_class(km: tuple[float, ...]) -> int:
    """The class (1 to 3) that limits what goes over an edge: the worst with more than a short end of it.

    >>> worst_class((0.1, 20.0, 3.0, 0.0)), worst_class((0.2, 0.0, 0.0, 0.0))
    (2, 1)

    Assumes
    -------
    A short stretch of a lower class is an artefact of the drawing.
    """
    for number, part in enumerate(km[:THIRD], 1):
        if part > STUB_KM:
            return number
    return 1 + max(range(THIRD), key=lambda number: km[number])


def nearest_edge(
    web: Web, lat: float, lon: float, *, only: Callable[[int], bool] | None = None
) -> tuple[int, float, float]:
    """The edge that passes nearest to a point, the share of it up to there, and the distance in km.

    (-1, 0, inf) where the web has no edge.

    Assumes
    -------
    Edges are straight chords; flat ground between the point and the edge.
    """
    numbers, chords = web.chords()
    if not len(numbers):
        return -1, 0.0, float("inf")
    scale = np.array([111.2, 111.2 * np.cos(np.radians(lat))])
    first = (chords[:, 0:2] - (lat, lon)) * scale
    along = (chords[:, 2:4] - chords[:, 0:2]) * scale
    size = (along * along).sum(axis=1)
    share = np.clip(-(first * along).sum(axis=1) / np.where(size > 0.0, size, 1.0), 0.0, 1.0)
    away = np.hypot(*(first + share[:, None] * along).T)
    if only is None:
        best = int(np.argmin(away))
        return int(numbers[best]), float(share[best]), float(away[best])
    for best in np.argsort(away, kind="stable").tolist():
        if only(int(numbers[best])):
            return int(numbers[best]), float(share[best]), float(away[best])
    return -1, 0.0, float("inf")


def put(
    web: Web, lat: float, lon: float, *, name: str, how: int, only: Callable[[int], bool] | None = None
) -> tuple[int, float]:
    """The node where a hub or gate lies on the web, and how far the web is from it in km; -1 where there is no web.

    It is put into the nearest edge; a hub takes an unnamed node that is there already.

    Assumes
    -------
    A hub is served by the line that passes nearest to it.
    """
    edge, share, away = nearest_edge(web, lat, lon, only=only)
    if edge < 0:
        return -1, away
    length = web.length(edge)
    first, last = web.ends[edge]
    for end, gap in ((first, share * length), (last, (1.0 - share) * length)):
        free = web.kept[end] == 0 and (how == HUB or len(web.near[end]) == 2)
        if gap < 0.3 and free:
            web.keep(end, name, how)
            return end, away
    node = web.split(edge, min(max(share, 0.02), 0.98))
    web.keep(node, name, how)
    return node, away


def simplify(web: Web, *, merge_km: Callable[[int], float]) -> Web:
    """The web with chains made one edge, dead ends cut off, and junctions near each other merged.

    Hubs and gates stay; nodes of different countries are never merged. Lengths along the lines are kept, with most of
    the way to the junction that was merged added to the others' edges.

    Parameters
    ----------
    merge_km : callable
        How near, along the line, junctions have to be to the given node to be made one with it.

    Assumes
    -------
    What a merged junction adds to a route is a fixed share of the way to it; against the lines before merging, ways
    between hubs of the Baltic states come out 1.00 times as long in the middle, 0.97 to 1.10 in 98 of 100.
    """
    web.forget_chords()
    _thin(web)
    _merge(web, merge_km)
    _thin(web)
    _single(web, merge_km)
    _thin(web)
    return packed(web)


def _thin(web: Web) -> None:
    """Chains become one edge and dead ends go, until nothing changes."""
    queue = list(range(len(web.lat)))
    while queue:
        node = queue.pop()
        if web.kept[node]:
            continue
        edges = sorted(web.near[node])
        loops = [edge for edge in edges if web.other(edge, node) == node]
        for edge in loops:
            web.drop(edge)
        edges = [edge for edge in edges if edge not in loops]
        if len(edges) == 1:
            queue.append(web.other(edges[0], node))
            web.drop(edges[0])
        elif len(edges) == 2:
            one, two = edges
            first, last = web.other(one, node), web.other(two, node)
            km = tuple(a + b for a, b in zip(web.km[one], web.km[two], strict=True))
            web.drop(one)
            web.drop(two)
            if first != last:
                web.edge(first, last, km)
            queue += [first, last]


def _merge(web: Web, merge_km: Callable[[int], float]) -> None:
    import heapq

    home = list(range(len(web.lat)))
    offset = [0.0] * len(home)
    taken = [kept == GATE for kept in web.kept]
    order = sorted(range(len(home)), key=lambda node: (-web.kept[node], -len(web.near[node]), node))
    for hub in order:
        if taken[hub] or not web.near[hub]:
            continue
        reach = merge_km(hub)
        taken[hub] = True
        best = {hub: 0.0}
        queue = [(0.0, hub)]
        while queue:
            way, node = heapq.heappop(queue)
            if way > best[node]:
                continue
            for edge in web.near[node]:
                there = web.other(edge, node)
                onward = way + web.length(edge)
                fits = not taken[there] and web.kept[there] == 0 and web.state[there] == web.state[hub]
                if onward <= reach and fits and onward < best.get(there, np.inf):
                    best[there] = onward
                    heapq.heappush(queue, (onward, there))
        for node, way in best.items():
            home[node], offset[node], taken[node] = hub, way, True
    _move(web, home, offset)


def _move(web: Web, home: list[int], offset: list[float]) -> None:
    """Edges go to the new homes of their ends; the way there is added in the class of the edge.

    All of it where the home is a hub, where ways begin and end; MERGED of it at junctions, which ways pass by.
    """
    for edge in web.live():
        first, last = web.ends[edge]
        if home[first] == first and home[last] == last:
            continue
        km = list(web.km[edge])
        extra = sum(offset[end] * (1.0 if web.kept[home[end]] else MERGED) for end in (first, last))
        km[worst_class(web.km[edge]) - 1] += extra
        web.drop(edge)
        if home[first] != home[last]:
            web.edge(home[first], home[last], tuple(km))


def _single(web: Web, merge_km: Callable[[int], float]) -> None:
    """Of edges between the same two nodes the short ways round a place go; others are roads of their own."""
    pairs: dict[tuple[int, int], list[int]] = {}
    for edge in web.live():
        first, last = web.ends[edge]
        pairs.setdefault((min(first, last), max(first, last)), []).append(edge)
    for (first, last), edges in pairs.items():
        if len(edges) < 2:
            continue
        edges.sort(key=lambda edge: (-worst_class(web.km[edge]), web.length(edge)))
        best = edges[0]
        reach = max(merge_km(first), merge_km(last), 1.0)
        for number, edge in enumerate(edges[1:]):
            around = web.length(edge)
            if around < 3.0 * reach or around > 1.6 * web.length(best) or number >= 1:
                web.drop(edge)


def packed(web: Web) -> Web:
    """The same web without gaps: only edges that are there and the nodes they use, and hubs and gates.

    Assumes
    -------
    Nothing: names, places and lengths are copied.
    """
    fresh = Web()
    index: dict[int, int] = {}

    def place(node: int) -> int:
        if node not in index:
            index[node] = fresh.node(web.lat[node], web.lon[node], web.state[node])
            fresh.name[-1], fresh.kept[-1] = web.name[node], web.kept[node]
        return index[node]

    for node, kept in enumerate(web.kept):
        if kept:
            place(node)
    for edge in web.live():
        first, last = web.ends[edge]
        fresh.edge(place(first), place(last), web.km[edge])
    return fresh
