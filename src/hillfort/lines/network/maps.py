"""From the theatre's maps to webs: which lines are used, what country they run through,
and how the two maps are joined."""

from __future__ import annotations

from typing import Any

import numpy as np

from hillfort.lines.network.curation import RAIL_1435, RAIL_1520, ROAD, Extent, Point
from hillfort.lines.network.webs import CLASSES, THIRD, Web, nearest_edge
from hillfort.theatre import theatre as theatres

INNER = (0.15, 0.38, 0.62, 0.85)
"""Shares of an edge at which its country is looked up."""
AT_BORDER_KM = 4.0
"""The country of a shorter edge is not to be told from cells of this size: it counts as home ground."""
NEAR_LAND = 0.12
"""Degrees of latitude: a point farther than this from any land cell has no country."""


class LandCells:
    """Countries of points, and the nearest cell, from the theatre's land cells."""

    def __init__(self, theatre: theatres.Theatre) -> None:
        from scipy.spatial import cKDTree

        self.land = np.flatnonzero(theatre.cells.country >= 0)
        self.codes, self.country = theatre.countries, theatre.cells.country[self.land]
        self.squeeze = float(np.cos(np.radians(np.mean(theatre.cells.lat))))
        lat, lon = theatre.cells.lat[self.land], theatre.cells.lon[self.land]
        self.tree = cKDTree(np.column_stack([lat, lon * self.squeeze]))

    def _near(self, lat: Any, lon: Any) -> tuple[np.ndarray, np.ndarray]:
        points = np.column_stack([np.atleast_1d(lat), np.atleast_1d(lon) * self.squeeze])
        away, which = self.tree.query(points)
        return away, which

    def states(self, lat: Any, lon: Any) -> list[str]:
        """Country of each point, '' beyond the theatre."""
        away, which = self._near(lat, lon)
        return [self.codes[self.country[at]] if far < NEAR_LAND else "" for far, at in zip(away, which, strict=True)]

    def cell(self, lat: float, lon: float) -> int:
        """The nearest land cell, -1 beyond the theatre."""
        away, which = self._near(lat, lon)
        return int(self.land[which[0]]) if away[0] < NEAR_LAND else -1


def inside(outline: tuple[Point, ...], lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Mask of the points inside an outline; all of them where there is none.

    Assumes
    -------
    Degrees are flat coordinates: outlines are drawn by hand.
    """
    if not outline:
        return np.ones(len(lat), dtype=bool)
    import shapely

    shape = shapely.Polygon([(each[1], each[0]) for each in outline])
    found: np.ndarray = shapely.contains_xy(shape, lon, lat)
    return found


def web_of(theatre: theatres.Theatre, layer: str, *, extent: Extent, ground: LandCells) -> Web:
    """The lines of one layer: full maps in the detailed part, the wider network round it, joined where they meet.

    The wider network's junctions are points of the full maps: where its lines enter the detailed part they are put
    on the full map's lines, and there is no gap.

    Assumes
    -------
    A line is as it is drawn; gauges that trains run through between are one.
    """
    near, far = (theatre.road, theatre.coarse_road) if layer == ROAD else (theatre.rail, theatre.coarse_rail)
    web = Web()
    loader = _Loader(web, layer, extent, ground)
    if not extent.detail:
        loader.load(near, _of_layer(near, layer))
        return web
    within = inside(extent.detail, near.node_lat, near.node_lon)
    loader.load(near, _of_layer(near, layer) & within[near.edge_from] & within[near.edge_to])
    detailed = inside(extent.detail, far.node_lat, far.node_lon)
    wanted = inside(extent.outline, far.node_lat, far.node_lon)
    used = _of_layer(far, layer) & (wanted | detailed)[far.edge_from] & (wanted | detailed)[far.edge_to]
    used &= ~(detailed[far.edge_from] & detailed[far.edge_to])
    loader.load(far, used, seam=detailed)
    return web


def _of_layer(network: theatres.Layer, layer: str) -> np.ndarray:
    if layer == ROAD:
        return network.edge_class > 0
    gauge = {RAIL_1435: 1435, RAIL_1520: 1520}[layer]
    found: np.ndarray = network.edge_class == gauge
    return found


class _Loader:
    """Copies edges of a network of the theatre into a web."""

    def __init__(self, web: Web, layer: str, extent: Extent, ground: LandCells) -> None:
        self.web, self.layer, self.ground = web, layer, ground
        self.third = set(extent.third_states)

    def load(self, network: theatres.Layer, used: np.ndarray, *, seam: np.ndarray | None = None) -> None:
        """Edges of the mask; nodes of `seam` are put on the lines that the web has already."""
        start, end = network.edge_from[used], network.edge_to[used]
        km, kind = network.edge_km[used], network.edge_class[used] if self.layer == ROAD else network.edge_tracks[used]
        if not len(start):
            return
        states = self.ground.states(network.node_lat, network.node_lon)
        abroad = self._abroad(network, used)
        index: dict[int, int] = {}

        def place(node: int) -> int:
            if node not in index:
                lat, lon = float(network.node_lat[node]), float(network.node_lon[node])
                index[node] = self._joined(lat, lon) if seam is not None and seam[node] else -1
                if index[node] < 0:
                    index[node] = self.web.node(lat, lon, states[node])
            return index[node]

        for first, last, length, which, share in zip(start, end, km, kind, abroad, strict=True):
            a, b = place(int(first)), place(int(last))
            parts = [0.0] * CLASSES
            parts[min(max(int(which), 1), 3) - 1] = float(length)
            parts[THIRD] = float(length * share)
            if a != b:
                self.web.edge(a, b, tuple(parts))

    def _abroad(self, network: theatres.Layer, used: np.ndarray) -> np.ndarray:
        """Share of each edge in third states, from points within it: its ends may lie on the border itself."""
        start, end = network.edge_from[used], network.edge_to[used]
        found = np.zeros(len(start))
        for share in INNER:
            lat = network.node_lat[start] * (1.0 - share) + network.node_lat[end] * share
            lon = network.node_lon[start] * (1.0 - share) + network.node_lon[end] * share
            found += [state in self.third for state in self.ground.states(lat, lon)]
        return np.where(network.edge_km[used] < AT_BORDER_KM, 0.0, found / len(INNER))

    def _joined(self, lat: float, lon: float) -> int:
        """The node where the web passes a point, -1 where it does not come near."""
        edge, share, away = nearest_edge(self.web, lat, lon)
        if edge < 0 or away > 12.0:
            return -1
        first, last = self.web.ends[edge]
        if share < 0.02 or share > 0.98:
            return first if share < 0.5 else last
        return self.web.split(edge, share)
