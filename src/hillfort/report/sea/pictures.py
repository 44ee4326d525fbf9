"""Pictures of the sea: lanes on the map by the chance that they are sailed, and their states through the days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hillfort.foundation.lettering import as_written
from hillfort.report.parts import charts, ground, numbers, pictures
from hillfort.report.parts.projection import Projection
from hillfort.studies import intervals
from hillfort.studies.sea.study import NOON_H, SeaStudy, by_day, supply

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CLASSES = (0.1, 0.25, 0.5, 0.75, 0.9)
COLOURS = ("#7a0e23", "#c8502f", "#e39a3c", "#86a66f", "#2f8a8f", "#15507a")
"""From closed to sailed; apart in lightness and hue, so that they stay apart for every kind of colour vision."""
WORDS = ("under 10 %", "10–25 %", "25–50 %", "50–75 %", "75–90 %", "over 90 %")
OPEN, CONTESTED, CLOSED = "#2c66a8", "#e0b04f", "#d9d6cf"
MAP_DAYS = (1, 7, 14, 30)
AGGRESSOR = "#8c1d18"
PANEL_IN, BARE_IN = 6.0, 4.9
"""Inches: width of a map by itself, and of one on a page of its own words."""
SEA, LAND = "#eaf1f5", "#d8d4c8"
MARGIN = 250.0
"""Map units (100 m) around the lanes."""
APART = 330.0
"""Map units between names that stand on the same side of their points."""


@as_written
def lane_map(study: SeaStudy, *, days: Sequence[int] = MAP_DAYS, bare: bool = False) -> Figure:
    """Chance that each of the defender's lanes is sailed, at noon of some days, side by side.

    `bare` for a page that says itself what is shown and whose data it is: smaller, without title and credit.
    """
    from matplotlib.figure import Figure

    days = [day for day in days if day <= study.scenario.days] or [study.scenario.days]
    projection = Projection.of(study.scenario.theatre.bounds)
    left, top, right, bottom = _frame(study, projection)
    shapes = ground.shapes(study.scenario.theatre, projection)
    rows, columns, wide = math.ceil(len(days) / 2), min(2, len(days)), BARE_IN if bare else PANEL_IN
    figure = Figure(
        figsize=(wide * columns, wide * (bottom - top) / (right - left) * rows + (0.9 if bare else 1.2)),
        facecolor="white",
        layout="constrained",
    )
    for place, day in enumerate(days):
        axes = figure.add_subplot(rows, columns, place + 1)
        axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])
        _ground(axes, shapes)
        _draw_lanes(axes, study, projection, day)
        _names(axes, study, projection)
        axes.set_title(f"Day {day}", loc="left", fontsize=12, weight="bold")
        if not bare:
            pictures.credit(axes, str(study.scenario.theatre.provenance.get("credit", "")))
    if not bare:
        title = (
            f"{study.scenario.title}: chance that ships sail, alone or in convoy "
            f"({numbers.plural(len(study.values), 'draw')})"
        )
        figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    _legend(figure)
    return figure


def _frame(study: SeaStudy, projection: Projection) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the lanes, inside the theatre's map."""
    lines = np.vstack([track.line for name, track in study.prepared.tracks.items() if _blue(study, name)])
    points = projection.xy(lines[:, 0], lines[:, 1])
    inside = points[(points >= 0).all(axis=1) & (points <= [projection.width, projection.height]).all(axis=1)]
    if not len(inside):
        return 0.0, 0.0, float(projection.width), float(projection.height)
    west = float(
        projection.xy(
            np.array([study.scenario.theatre.bounds[0]]), inside[:1, 1] * 0 + study.scenario.theatre.bounds[1]
        )[0, 0]
    )
    top, bottom = float(inside[:, 1].min()) - MARGIN, float(inside[:, 1].max()) + 1.5 * MARGIN
    return west, max(0.0, top), float(inside[:, 0].max()) + 3 * MARGIN, min(float(projection.height), bottom)


def _blue(study: SeaStudy, name: str) -> bool:
    lane = study.prepared.order.lanes[name]
    return lane.side == "blue" and lane.purpose == "supply"


def _ground(axes: Axes, shapes: dict[str, list[list[list[int]]]]) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    axes.set_facecolor(SEA)
    axes.add_collection(
        PolyCollection(
            [np.array(ring) for ring in shapes["land"]], facecolors=LAND, edgecolors="#8d8779", linewidths=0.6
        )
    )
    axes.add_collection(
        LineCollection([np.array(line) for line in shapes["borders"]], colors="#a39b88", linewidths=0.7)
    )


def _draw_lanes(axes: Axes, study: SeaStudy, projection: Projection, day: int) -> None:
    """The least likely first, so that a stretch that lanes share shows the best of them."""
    from matplotlib.patheffects import Normal, Stroke

    found = study.timeline
    step = found.step_of(24.0 * day - NOON_H)
    chance = {
        name: float(np.mean(found.state[:, step, index] < 2))
        for index, name in enumerate(found.lanes)
        if _blue(study, name)
    }
    best: dict[str, float] = {}
    _draw_aggressor(axes, study, projection, step)
    for name in sorted(chance, key=lambda each: chance[each]):
        track, end = study.prepared.tracks[name], study.prepared.order.lanes[name].end
        points = projection.xy(track.line[:, 0], track.line[:, 1])
        (drawn,) = axes.plot(
            points[:, 0], points[:, 1], color=_colour(chance[name]), lw=2.6, solid_joinstyle="round", zorder=4
        )
        drawn.set_path_effects([Stroke(linewidth=4.2, foreground="white"), Normal()])
        best[end] = max(best.get(end, 0.0), chance[name])
    for end, value in best.items():
        x, y = _at(study, projection, end)
        axes.plot(x, y, "o", ms=7, mfc=_colour(value), mec="white", mew=1.4, zorder=6)


def _draw_aggressor(axes: Axes, study: SeaStudy, projection: Projection, step: int) -> None:
    """The aggressor's lanes of supply, dashed, and the port that they go to."""
    found = study.timeline
    for index, name in enumerate(found.lanes):
        lane = study.prepared.order.lanes[name]
        if lane.side != "red" or lane.purpose != "supply":
            continue
        colour = _colour(float(np.mean(found.state[:, step, index] < 2)))
        track = study.prepared.tracks[name]
        points = projection.xy(track.line[:, 0], track.line[:, 1])
        axes.plot(points[:, 0], points[:, 1], color=colour, lw=1.9, ls=(0, (4, 2)), zorder=3)
        x, y = _at(study, projection, lane.end)
        axes.plot(x, y, "s", ms=6, mfc=colour, mec="white", mew=1.2, zorder=6)
        axes.annotate(
            lane.end,
            (x, y),
            xytext=(6, -10),
            textcoords="offset points",
            fontsize=8.5,
            color=AGGRESSOR,
            zorder=8,
            annotation_clip=True,
        )


def _colour(chance: float) -> str:
    return COLOURS[int(np.searchsorted(CLASSES, chance, side="right"))]


def _at(study: SeaStudy, projection: Projection, port: str) -> tuple[float, float]:
    found = study.prepared.order.ports[port]
    x, y = projection.xy(np.array([found.lon]), np.array([found.lat]))[0]
    return float(x), float(y)


def _names(axes: Axes, study: SeaStudy, projection: Projection) -> None:
    """Ports of arrival, ports of departure inside the frame, and where lanes that leave the frame come from."""
    from matplotlib.patheffects import withStroke

    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    lanes = [lane for lane in study.prepared.order.lanes.values() if _blue(study, lane.name)]
    glow = [withStroke(linewidth=2.4, foreground="white")]
    placed: list[tuple[float, float]] = []
    for name in dict.fromkeys([*(lane.end for lane in lanes), *(lane.start for lane in lanes)]):
        x, y = _at(study, projection, name)
        if not (left < x < right and top < y < bottom):
            continue
        crowded = any(abs(x - other) < APART and abs(y - beside) < 0.5 * APART for other, beside in placed)
        placed.append((x, y))
        arrives = any(lane.end == name for lane in lanes)
        axes.annotate(
            name,
            (x, y),
            xytext=(7, 5) if crowded else (7, -11),
            textcoords="offset points",
            fontsize=9,
            zorder=8,
            weight="bold" if arrives else "normal",
            color=charts.INK if arrives else charts.MUTED,
            path_effects=glow,
        )
    for height, names in _leaving(study, projection, left):
        axes.annotate(
            "← " + ", ".join(names),
            (left, height),
            xytext=(4, 5),
            textcoords="offset points",
            fontsize=8,
            color=charts.MUTED,
            zorder=8,
            path_effects=glow,
            annotation_clip=True,
        )


def _leaving(study: SeaStudy, projection: Projection, left: float) -> list[tuple[float, list[str]]]:
    """Where lanes cross the left edge, and the ports that they come from."""
    crossing: dict[float, list[str]] = {}
    for name, track in study.prepared.tracks.items():
        start = study.prepared.order.lanes[name].start
        if not _blue(study, name) or _at(study, projection, start)[0] >= left:
            continue
        points = projection.xy(track.lon, track.lat)
        height = float(points[int(np.argmin(np.abs(points[:, 0] - left))), 1])
        near = next((each for each in crossing if abs(each - height) < 0.6 * APART), height)
        if start not in crossing.setdefault(near, []):
            crossing[near].append(start)
    return sorted(crossing.items())


def _legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=colour, lw=3, label=label) for colour, label in zip(COLOURS, WORDS, strict=True)]
    figure.legend(
        handles=handles,
        loc="outside lower left",
        ncols=6,
        fontsize=9,
        frameon=False,
        title="Share of draws in which the lane is sailed at noon. A stretch that lanes share shows the best of "
        "them. Dashed: the aggressor's lane.",
        title_fontsize=9,
        alignment="left",
    )


@as_written
def curves(study: SeaStudy) -> Figure:
    """Each lane through the days: share of draws open, contested, closed, and a load of H-hour delivered."""
    from matplotlib.figure import Figure

    lanes = supply(study.prepared)
    columns = 3
    rows = math.ceil(len(lanes) / columns)
    figure = Figure(figsize=(11.4, 2.15 * rows + 1.0), facecolor="white", layout="constrained")
    for place, lane in enumerate(lanes):
        _curve(
            figure.add_subplot(rows, columns, place + 1),
            study,
            lane,
            first=place % columns == 0,
            last=place >= len(lanes) - columns,
        )
    title = f"{study.scenario.title}: lanes through the days ({numbers.plural(len(study.values), 'draw')})"
    figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    _curve_legend(figure)
    return figure


def _curve(axes: Axes, study: SeaStudy, lane: int, *, first: bool, last: bool) -> None:
    found, days = study.timeline, study.scenario.days
    shown = found.hours >= -48
    hours = found.hours[shown] / 24.0
    state = found.state[:, shown, lane]
    alone, sails = (state == 0).mean(axis=0), (state < 2).mean(axis=0)
    bounds = [intervals.wilson(int(count), len(state)) for count in (state < 2).sum(axis=0)]
    axes.fill_between(hours, 0, alone, step="post", color=OPEN, lw=0)
    axes.fill_between(hours, alone, sails, step="post", color=CONTESTED, lw=0)
    axes.fill_between(hours, sails, 1, step="post", color=CLOSED, lw=0)
    low, high = [each.low for each in bounds], [each.high for each in bounds]
    axes.fill_between(hours, low, high, step="post", color=charts.INK, alpha=0.22, lw=0)
    grid = np.arange(0.0, days + 0.01, 0.5)
    delivered = by_day(study.prepared, study.values, found, grid)[:, :, lane]
    axes.plot(grid, delivered.mean(axis=0), color=charts.INK, lw=1.8)
    axes.axvline(0, color="white", lw=1)
    name = found.lanes[lane]
    side = "" if study.prepared.order.lanes[name].side == "blue" else " (the aggressor's)"
    axes.set_title(f"{name}{side}", loc="left", fontsize=9.5)
    axes.set(xlim=(-2, days), ylim=(0, 1), yticks=[0, 0.5, 1], yticklabels=["0", "50 %", "100 %"] if first else [])
    axes.tick_params(labelsize=8, length=2)
    if last:
        axes.set_xlabel("day from H-hour", fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)


def _curve_legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Patch(fc=OPEN, label="open: ships sail by themselves"),
        Patch(fc=CONTESTED, label="contested: in convoy, under orders"),
        Patch(fc=CLOSED, label="closed"),
        Line2D([], [], color=charts.INK, lw=1.8, label="a load ready at H-hour is there"),
        Patch(fc=charts.INK, alpha=0.22, label="95 % interval of the chance to sail"),
    ]
    figure.legend(handles=handles, loc="outside lower left", ncols=5, fontsize=8, frameon=False)
