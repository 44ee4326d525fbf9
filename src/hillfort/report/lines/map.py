"""The map of lines of communication: where the flow goes, what limits it, what would be cut, what to fortify."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.foundation.lettering import as_written, plain
from hillfort.report.lines.marks import MapMark, colophon, marks, sign_title
from hillfort.report.parts import charts, ground, numbers, words
from hillfort.report.parts.labels import Labels
from hillfort.report.parts.projection import Projection

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hillfort.lines.network.network import Group, LineNetwork
    from hillfort.studies.lines.answer import LinesAnswer
    from hillfort.theatre.theatre import Theatre

SEA, LAND, REGION, ADVERSE = "#dbe6ec", "#efece4", "#fdfcf8", "#d9d5cc"
View = tuple[float, float, float, float]
"""Left, top, right, bottom in map units."""
MODES = {"road": "#b5651d", "rail": "#5b3a8c", "sea": "#1f6fb2", "air": "#4f8f7b"}
"""Colours of what carries; the marks have none of them."""
NAMES = {"road": "by road", "rail": "by rail", "sea": "by sea", "air": "by air"}
MAP_IN, SIDE_IN, PANEL_IN, HEAD_IN, FOOT_IN = 8.6, 4.3, 4.2, 0.78, 0.26
"""Inches: width of the map and of the column beside it, height of its panel, room above and below."""
WIDEST = 12.0
"""Points of the widest line."""
LEAST_WIDTH = 0.9
CLOSE, TOWN = 2500.0, 60_000
"""Map units (100 m) below which a panel is close; people of a town that the whole map names."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How one kind of mark is drawn."""

    title: str
    marker: str
    face: str
    edge: str
    size: float


SIGNS = {
    "closed": Sign("closed as asked", "X", "#22262b", "white", 10.0),
    "attack": Sign("worst loss", "X", "#d11f1f", "white", 13.0),
    "bottleneck": Sign("bottleneck", "D", "#f5b70a", "#5c4300", 7.5),
    "fortify": Sign("fortify", "s", "#17803d", "white", 10.5),
}
ORDER = ("bottleneck", "fortify", "attack", "closed")
WORDS = {"attack": "#a31515", "fortify": "#0f5c2b", "bottleneck": "#5c4300", "closed": charts.INK}


def family(mode: str) -> str:
    """Road, rail, sea or air, whatever the network calls it.

    >>> family("rail-1520"), family("port"), family("airlift")
    ('rail', 'sea', 'air')
    """
    if mode.startswith(("rail", "ramp", "transload")):
        return "rail"
    return {"port": "sea", "airlift": "air", "airfield": "air"}.get(mode, mode)


@as_written
def lines_map(answer: LinesAnswer) -> Figure:
    """The map of an answer: width of a line is what it has carried by the day that was asked about."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    scene = _Scene(answer)
    left, top, right, bottom = scene.view
    high = MAP_IN * (bottom - top) / (right - left)
    whole, wide = high + HEAD_IN + FOOT_IN, MAP_IN + SIDE_IN + 0.3
    figure = Figure(figsize=(wide, whole), facecolor="white", dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.1 / wide, FOOT_IN / whole, MAP_IN / wide, high / whole))
    inset = scene.inset()
    scene.draw(axes, scene.view, hidden=inset)
    figure.text(
        0.1 / wide, 1.0 - 0.16 / whole, plain(scene.title()), fontsize=16, weight="bold", color=charts.INK, va="top"
    )
    figure.text(0.1 / wide, 1.0 - 0.5 / whole, plain(scene.subtitle()), fontsize=10.5, color=charts.MUTED, va="top")
    place, edge = FOOT_IN + high, (MAP_IN + 0.2) / wide
    panel = None
    if inset is not None:
        panel = figure.add_axes((edge, (place - PANEL_IN) / whole, SIDE_IN / wide, PANEL_IN / whole))
        scene.draw(panel, inset)
        _frame(axes, inset)
        place -= PANEL_IN + 0.15
    figure.draw_without_rendering()
    scene.label(axes, scene.view, without=inset)
    if panel is not None and inset is not None:
        scene.label(panel, inset)
    _side(figure, scene, edge, place)
    credit = str(scene.theatre.provenance.get("credit", ""))
    figure.text(
        0.1 / wide,
        0.06 / whole,
        colophon(answer) + (f" Map data: {credit}." if credit else ""),
        fontsize=6.5,
        color="#555555",
        va="bottom",
    )
    return figure


def _frame(axes: Axes, inset: View) -> None:
    from matplotlib.patches import Rectangle

    left, top, right, bottom = inset
    axes.add_patch(
        Rectangle((left, top), right - left, bottom - top, fill=False, ec=charts.INK, lw=0.8, ls=(0, (3, 2)), zorder=9)
    )


class _Scene:
    """Everything of a map in flat units, drawn as often as there are panels."""

    def __init__(self, answer: LinesAnswer) -> None:
        self.answer = answer
        self.network: LineNetwork = answer.network
        self.theatre: Theatre = answer.scenario.theatre
        self.projection = Projection.of(self.theatre.bounds)
        self.xy = self.projection.xy(
            np.array([node.lon for node in self.network.nodes]), np.array([node.lat for node in self.network.nodes])
        )
        self.carried = {link: amount for link, amount in answer.carried.items() if amount >= 1.0}
        self.most = max(self.carried.values(), default=1.0)
        self.shapes = ground.shapes(self.theatre, self.projection)
        self.marks = _marks(answer)
        self.view = self._view()

    def _view(self) -> View:
        """What lies within the theatre and near the region and the ways to it."""
        region = [
            place for place in self.theatre.places.values() if place.cell >= 0 and place.country in self.answer.region
        ]
        points = self.projection.xy(np.array([each.lon for each in region]), np.array([each.lat for each in region]))
        if not region:
            return 0.0, 0.0, float(self.projection.width), float(self.projection.height)
        (left, top), (right, bottom) = (
            points.min(axis=0) - np.array([1500.0, 300.0]),
            points.max(axis=0) + np.array([300.0, 900.0]),
        )
        top, bottom = max(top, 0.0), min(bottom, float(self.projection.height))
        return max(float(left), 60.0), float(top), min(float(right), float(self.projection.width)), float(bottom)

    def inset(self) -> View | None:
        """The corridor, where the network has one that is narrow beside the map."""
        group = next((each for each in self.network.groups.values() if each.kind == "corridor"), None)
        if group is None:
            return None
        ends = [
            end for number in group.links for end in (self.network.links[number].start, self.network.links[number].end)
        ]
        points = self.xy[ends]
        middle = (points.min(axis=0) + points.max(axis=0)) / 2.0
        across, up = np.maximum(np.ptp(points, axis=0) / 2.0, 150.0) * 1.25
        half = max(across, up * SIDE_IN / PANEL_IN)
        if 2.0 * half > 0.6 * (self.view[2] - self.view[0]):
            return None
        high = half * PANEL_IN / SIDE_IN
        return middle[0] - half, middle[1] - high, middle[0] + half, middle[1] + high

    def title(self) -> str:
        """What the map shows."""
        return f"Lines of communication, {self.answer.scenario.title}"

    def subtitle(self) -> str:
        """How to read it."""
        day = numbers.figures(self.answer.by_day)
        return (
            f"Width of a line: vehicles that have come over it by day {day} after the warning. Thin lines: open, "
            "unused."
        )

    def draw(self, axes: Axes, view: View, *, hidden: View | None = None) -> None:
        """Ground, lines and marks, without their labels; no marks where another panel shows them."""
        axes.set_facecolor(SEA)
        left, top, right, bottom = view
        axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])
        for spine in axes.spines.values():
            spine.set(color="#8f959b", linewidth=0.8)
        self._ground(axes)
        self._lines(axes, wider=1.0 if view == self.view else 1.2)
        self._signs(axes, hidden)

    def _ground(self, axes: Axes) -> None:
        from matplotlib.collections import LineCollection, PolyCollection
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        rings = self.shapes["land"]
        cells = self.theatre.cells
        chosen = ground.land_cells(cells)
        outlines = ground.hexagons(cells, chosen, self.projection)
        owners = np.array(self.theatre.countries, dtype=object)[cells.country[chosen]]
        adverse = set(self.answer.adversaries)
        colours = [REGION if owner in self.answer.region else ADVERSE if owner in adverse else LAND for owner in owners]
        drawn = PolyCollection(
            list(outlines.corners[outlines.faces].astype(float)),
            facecolors=colours,
            edgecolors=colours,
            linewidths=0.4,
            zorder=1,
        )
        axes.add_collection(drawn)
        if rings:
            outline = Path.make_compound_path(*(Path(np.array(ring), closed=True) for ring in rings))
            axes.add_patch(PathPatch(outline, facecolor=LAND, edgecolor="none", zorder=0.9))
            drawn.set_clip_path(outline, transform=axes.transData)
        lakes = [np.array(line) for line in self.shapes["lakes"] if np.ptp(np.array(line), axis=0).max() > 60.0]
        axes.add_collection(PolyCollection(lakes, facecolors=SEA, edgecolors="none", zorder=2))
        for name, colour, width in (("rivers", "#a9c3d1", 0.7), ("land", "#9fb2bd", 0.5), ("borders", "#8d8a83", 1.0)):
            axes.add_collection(
                LineCollection(
                    [np.array(line) for line in self.shapes[name]], colors=colour, linewidths=width, zorder=2
                )
            )

    def _lines(self, axes: Axes, *, wider: float) -> None:
        from matplotlib.collections import LineCollection

        quiet: dict[str, list[Any]] = {}
        loud: dict[str, list[tuple[Any, float]]] = {}
        for number in self.answer.open_links:
            link = self.network.links[number]
            mode = family(link.mode)
            ends = self.xy[[link.start, link.end]]
            if mode == "air" or np.ptp(ends, axis=0).max() < 0.5:
                continue
            quiet.setdefault(mode, []).append(ends)
            if number in self.carried:
                loud.setdefault(mode, []).append((ends, self.carried[number]))
        for mode, colour, width, style in (
            ("road", "#d3bfa5", 0.5, "-"),
            ("rail", "#b3a6c4", 0.5, "-"),
            ("sea", "#a8c6dd", 0.6, (0, (3, 2))),
        ):
            axes.add_collection(
                LineCollection(quiet.get(mode, []), colors=colour, linewidths=width, linestyles=style, zorder=3)
            )
        for mode in ("sea", "rail", "road"):
            found = sorted(loud.get(mode, []), key=lambda each: each[1])
            if not found:
                continue
            strokes, widths = [each for each, _ in found], [wider * self.width(amount) for _, amount in found]
            axes.add_collection(
                LineCollection(
                    strokes,
                    colors="white",
                    linewidths=[each + 1.2 for each in widths],
                    capstyle="round",
                    zorder=4,
                    alpha=0.75,
                )
            )
            axes.add_collection(
                LineCollection(strokes, colors=MODES[mode], linewidths=widths, capstyle="round", zorder=5, alpha=0.92)
            )

    def width(self, amount: float) -> float:
        """Points for an amount of vehicles: in proportion, with a least width that can be seen."""
        return LEAST_WIDTH + (WIDEST - LEAST_WIDTH) * amount / self.most

    def _signs(self, axes: Axes, hidden: View | None) -> None:
        for kind in ORDER:
            sign = SIGNS[kind]
            spots = [
                spot
                for mark in self.marks
                if mark.kind == kind
                for spot in self.spots(mark.group)
                if hidden is None or not _inside(spot, hidden)
            ]
            if spots:
                x, y = np.array(spots).T
                size = sign.size if kind != "fortify" else sign.size + 4.0
                axes.plot(
                    x,
                    y,
                    sign.marker,
                    ms=size,
                    mfc=sign.face if kind != "fortify" else "none",
                    mec=sign.edge if kind != "fortify" else sign.face,
                    mew=1.2 if kind != "fortify" else 2.2,
                    ls="none",
                    zorder=10 + ORDER.index(kind),
                    clip_on=True,
                )

    def spots(self, name: str) -> list[tuple[float, float]]:
        """Where a group is on the map: its gates, ports or bridges, the airfields of an airlift;
        at most a dozen of them."""
        group = self.network.groups[name]
        links = group.links
        if group.kind == "airlift":
            links = tuple(
                number for each in self.network.groups.values() if each.kind == "airfield" for number in each.links[:1]
            )
        elif group.kind == "sea":
            links = tuple(number for number in links if number in self.carried) or links
        return [(float(x), float(y)) for x, y in _places(self.network, links, self.xy, self.view)]

    def label(self, axes: Axes, view: View, *, without: View | None = None) -> None:
        """Names of towns and words at the marks, none over another."""
        labels = Labels(axes)
        for mark in self.marks:
            for x, y in self.spots(mark.group):
                if without is None or not _inside((x, y), without):
                    labels.keep_clear(x, y, 11.0)
        if without is not None:
            hidden = [mark for mark in self.marks if any(_inside(spot, without) for spot in self.spots(mark.group))]
            strong = max(hidden, key=lambda mark: ORDER.index(mark.kind), default=None)
            said = "see panel" if strong is None else f"{self._short(strong.group)}\n(see panel)"
            labels.put(
                ((without[0] + without[2]) / 2.0, without[3]),
                said,
                size=8.6,
                colour=WORDS[strong.kind] if strong else charts.INK,
                weight="bold" if strong else "normal",
            )
        self._town_labels(labels, view, without)
        for group, marked in _by_group(self.marks).items():
            spots = [
                spot
                for spot in self.spots(group)
                if _inside(spot, view) and (without is None or not _inside(spot, without))
            ]
            strongest = max(marked, key=lambda mark: ORDER.index(mark.kind))
            said = "\n".join([self._short(group), *dict.fromkeys(mark.text for mark in marked if mark.text)])
            for spot in sorted(spots, key=lambda spot: _from_middle(spot, view))[:4]:
                if labels.put(spot, said, colour=WORDS[strongest.kind], size=8.6, weight="bold"):
                    break
        self._edge_labels(labels, view, without)

    def _short(self, group: str) -> str:
        return short(self.network.groups[group])

    def _town_labels(self, labels: Labels, view: View, without: Any) -> None:
        close = (view[2] - view[0]) < CLOSE
        for name in self._towns(close=close):
            node = next(
                each for layer in ("road", "port", "rail-1435") if (each := self.network.node(name, layer)) >= 0
            )
            x, y = (float(each) for each in self.xy[node])
            if not _inside((x, y), view) or (without is not None and _inside((x, y), without)):
                continue
            wanted = name in self.answer.destinations
            labels.axes.plot(
                x,
                y,
                "o",
                ms=4.6 if wanted else 3.2,
                mfc=charts.INK if wanted else "white",
                mec=charts.INK,
                mew=0.9,
                zorder=9,
            )
            arrived = self.answer.at_destination(name) if wanted and not close else None
            said = f"{name}\n{numbers.count(arrived)} vehicles" if arrived else name
            labels.put((x, y), said, size=9.6 if wanted else 8.2, weight="bold" if wanted else "normal", leader=False)

    def _towns(self, *, close: bool) -> list[str]:
        """Destinations, then the other hubs, greatest first; all of them in the panel that is close."""
        hubs = self.network.curation.hubs
        places = self.theatre.places
        rest = [name for name in hubs if name not in self.answer.destinations and self.network.node(name, "road") >= 0]
        rest.sort(key=lambda name: -(places[name].population if name in places else 0))
        if not close:
            rest = [name for name in rest if name in places and places[name].population > TOWN]
        return [*self.answer.destinations, *rest]

    def _edge_labels(self, labels: Labels, view: View, without: Any) -> None:
        """How much comes over the edge of the map, by mode."""
        if without is None and (view[2] - view[0]) < CLOSE:
            return
        sums: dict[str, list[tuple[float, tuple[float, float]]]] = {}
        for number, amount in self.carried.items():
            link = self.network.links[number]
            first, last = self.xy[link.start], self.xy[link.end]
            if _inside(first, view) == _inside(last, view):
                continue
            inner, outer = (first, last) if _inside(first, view) else (last, first)
            if outer[0] < view[0] or outer[1] > view[3]:
                sums.setdefault(family(link.mode), []).append((amount, _crossing(inner, outer, view)))
        for mode, found in sums.items():
            total = sum(amount for amount, _ in found)
            where = max(found)[1]
            if total >= 1.0 and mode in MODES:
                labels.put(
                    where,
                    f"{numbers.count(total)} {NAMES[mode]} →",
                    colour=MODES[mode],
                    size=10.0,
                    weight="bold",
                    leader=False,
                )


def short(group: Group) -> str:
    """What a group is called on a map: as the file on the lines says, and a railhead by its place.

    >>> from hillfort.lines.network.network import Group
    >>> short(Group("Railhead Alder", "railhead", ())), short(Group("Ford of two", "crossing", (), map_name="Ford"))
    ('Alder', 'Ford')
    """
    return group.map_name or (group.name.removeprefix("Railhead ") if group.kind == "railhead" else group.name)


def _marks(answer: LinesAnswer) -> list[MapMark]:
    """The marks of an answer whose groups have a place on the map, each group and kind once."""
    found = {(mark.kind, mark.group): mark for mark in marks(answer) if mark.group in answer.network.groups}
    return sorted(found.values(), key=lambda mark: (-ORDER.index(mark.kind), mark.group))


def _by_group(marks: Iterable[MapMark]) -> dict[str, list[MapMark]]:
    found: dict[str, list[MapMark]] = {}
    for mark in marks:
        found.setdefault(mark.group, []).append(mark)
    return found


def _places(network: LineNetwork, links: Sequence[int], xy: np.ndarray, view: View) -> np.ndarray:
    """(n, 2) points of links: the port, the airfield, the middle of what is seen of each crossing."""
    points = []
    for number in links:
        link = network.links[number]
        ends = xy[[link.start, link.end]]
        layers = [network.nodes[end].layer for end in (link.start, link.end)]
        own = next((layers.index(layer) for layer in ("port", "airfield") if layer in layers), None)
        points.append(_middle(ends, view) if own is None else ends[own])
    kept: np.ndarray = np.unique(np.round(np.array(points).reshape(-1, 2)), axis=0)
    return kept[np.linspace(0, len(kept) - 1, min(len(kept), 12)).astype(int)] if len(kept) else kept


def _middle(ends: np.ndarray, view: View) -> np.ndarray:
    """Middle of a line, or of the part within the map where one end is."""
    seen = [_inside(end, view) for end in ends]
    if seen[0] == seen[1]:
        return np.asarray(ends.mean(axis=0))
    inner, outer = (ends[0], ends[1]) if seen[0] else (ends[1], ends[0])
    return np.asarray((inner + np.array(_crossing(inner, outer, view))) / 2.0)


def _from_middle(spot: tuple[float, float], view: View) -> float:
    return float(np.hypot(spot[0] - (view[0] + view[2]) / 2.0, spot[1] - (view[1] + view[3]) / 2.0))


def _inside(point: Any, view: View) -> bool:
    return bool(view[0] <= point[0] <= view[2] and view[1] <= point[1] <= view[3])


def _crossing(inner: np.ndarray, outer: np.ndarray, view: View) -> tuple[float, float]:
    """Where a line leaves the map."""
    left, top, right, bottom = view
    share = 1.0
    for axis, edges in ((0, (left, right)), (1, (top, bottom))):
        step = outer[axis] - inner[axis]
        for edge in edges:
            if step and 0.0 < (edge - inner[axis]) / step < share:
                share = (edge - inner[axis]) / step
    x, y = inner + share * (outer - inner)
    return float(x), float(y)


def _side(figure: Figure, scene: _Scene, edge: float, place: float) -> None:
    """The column beside the map: signs, widths, and the answer in a few lines; `place` is inches from the bottom."""
    from matplotlib.lines import Line2D

    whole = figure.get_figheight()
    used = {family(scene.network.links[number].mode) for number in scene.carried}
    handles = [
        Line2D([], [], color=MODES[mode], lw=5, label=NAMES[mode]) for mode in ("road", "rail", "sea") if mode in used
    ]
    handles += [
        Line2D(
            [],
            [],
            color="#8f959b",
            lw=scene.width(amount),
            label=f"{numbers.count(amount)} vehicles",
            solid_capstyle="butt",
        )
        for amount in _round_amounts(scene.most)
        if scene.carried
    ]
    for kind in reversed(ORDER):
        sign, hollow = SIGNS[kind], kind == "fortify"
        if any(mark.kind == kind for mark in scene.marks):
            handles.append(
                Line2D(
                    [],
                    [],
                    ls="none",
                    marker=sign.marker,
                    ms=10,
                    mfc="none" if hollow else sign.face,
                    mec=sign.face if hollow else sign.edge,
                    mew=2.2 if hollow else 1.0,
                    label=sign_title(scene.answer, kind, sign.title),
                )
            )
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(edge, place / whole),
        ncols=2,
        fontsize=9.5,
        frameon=False,
        handlelength=2.0,
        columnspacing=1.4,
        borderaxespad=0.0,
        labelspacing=0.65,
    )
    place -= 0.235 * ((len(handles) + 1) // 2) + 0.2
    for title, sentences, colour in _told(scene.answer):
        figure.text(edge, place / whole, title, fontsize=10.5, weight="bold", color=colour, va="top")
        said = "\n".join(line for sentence in sentences for line in textwrap.wrap(sentence, 52))
        figure.text(edge, (place - 0.22) / whole, said, fontsize=9.5, color=charts.INK, va="top", linespacing=1.25)
        place -= 0.37 + 0.185 * (said.count("\n") + 1)


def _told(answer: LinesAnswer) -> list[tuple[str, list[str], str]]:
    """Heading, sentences and colour of what is said beside the map."""
    from hillfort.studies.lines.answer import asked_loss

    day, base = f"{answer.by_day:g}", answer.attack.undisturbed
    wanted = answer.summary["wanted"]["vehicles"]
    found = [
        (
            f"By day {day}",
            [
                (
                    f"{numbers.count(base)} of {numbers.count(wanted)} vehicles can have arrived, "
                    f"{numbers.count(answer.schedule.delivered(answer.by_day))} are scheduled."
                )
            ],
            charts.INK,
        )
    ]
    by_air = sum(amount for number, amount in answer.carried.items() if answer.network.links[number].mode == "airlift")
    if by_air >= 1.0:
        found[0][1].append(f"By air {numbers.count(by_air)}; what comes over the edge of the map is written there.")
    if answer.request.close:
        found.append(("Closed beforehand", [words.listing(list(answer.request.close)) + "."], WORDS["closed"]))
    loss = asked_loss(answer.attack, answer.request.attack)
    if base >= 1.0 and loss is not None:
        said = f"{words.listing(list(loss.groups))}: {numbers.count(loss.delivered)} vehicles arrive."
        found.append((f"Worst loss of {loss.k}{'' if loss.proved else ' (not proved)'}", [said], WORDS["attack"]))
    if answer.fortified is not None and answer.fortified.groups and answer.fortified.proved:
        each = answer.fortified
        said = (
            f"{words.listing(list(each.groups))}: then {numbers.count(each.delivered)} arrive after the worst loss "
            "of the rest."
        )
        found.append(("Fortify", [said], WORDS["fortify"]))
    binding = [
        f"{mark.group}: {mark.text.removeprefix('binds ')}." for mark in marks(answer) if mark.kind == "bottleneck"
    ]
    if binding:
        found.append(("Bottlenecks", binding, WORDS["bottleneck"]))
    return found


def _round_amounts(most: float) -> list[float]:
    """Three round amounts up to the most."""
    top = charts.nice_step(most, 2)
    return [amount for amount in (top / 5.0, top / 2.0, top, 2.0 * top) if 1.0 <= amount <= most][-3:]
