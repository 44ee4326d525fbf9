"""The pictures of a report as matplotlib figures, for notebooks and papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.campaign.outcome import SIDES
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.lettering import as_written, plain
from hillfort.report.campaign import curves, mapping
from hillfort.report.parts import charts, ground, numbers
from hillfort.report.parts.pictures import credit
from hillfort.report.parts.projection import Projection

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Drawn = mapping.Drawn
SEA, ELSEWHERE = "#dfe8ee", "#d9d6cf"


@as_written
def loss_map(scenario: Scenario, outcome: Drawn, *, day: int | None = None) -> Figure:
    """Chance that each cell is lost by the end of a snapshot day; the last one where None."""
    from matplotlib.figure import Figure

    days, rows = mapping.snapshots(outcome)
    if day is not None and day not in days:
        allowed = f"Allowed: {', '.join(str(each) for each in days)}."
        raise InputError(Problem("request", 0, "day", f"{day} is not a day of the map.", allowed), "the request")
    row = rows[days.index(day)] if day is not None else rows[-1]
    projection = Projection.of(scenario.theatre.bounds)
    left, top, right, bottom = mapping.first_view(scenario, mapping.touched(outcome), projection)
    shape = (bottom - top) / (right - left)
    figure = Figure(figsize=(8.0, 8.0 * shape + 0.9), facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    axes.set_facecolor(SEA)
    _cells(axes, scenario, outcome.cell_lost[row] / outcome.draws, projection)
    _lines(axes, scenario, projection)
    _names(axes, scenario, projection)
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])
    axes.set_title(
        f"Share of {numbers.plural(outcome.draws, 'draw')} in which ground is lost by the end of day "
        f"{day if day is not None else days[-1]}",
        loc="left",
        fontsize=11,
    )
    credit(axes, str(scenario.theatre.provenance.get("credit", "")))
    _legend(figure)
    return figure


def _cells(axes: Axes, scenario: Scenario, chance: np.ndarray, projection: Projection) -> None:
    from matplotlib.collections import PolyCollection
    from matplotlib.path import Path

    cells = scenario.theatre.cells
    chosen = ground.land_cells(cells)
    outlines = ground.hexagons(cells, chosen, projection)
    colours = np.array(mapping.COLOURS, dtype=object)[mapping.classes_of(chance[chosen])]
    colours[ground.side_of_cells(scenario, chosen) != 0] = ELSEWHERE
    drawn = PolyCollection(
        outlines.corners[outlines.faces].astype(float), facecolors=colours, edgecolors=colours, linewidths=0.3
    )
    axes.add_collection(drawn)
    rings = ground.shapes(scenario.theatre, projection)["land"]
    if rings:
        outline = Path.make_compound_path(*(Path(np.array(ring), closed=True) for ring in rings))
        drawn.set_clip_path(outline, transform=axes.transData)


def _lines(axes: Axes, scenario: Scenario, projection: Projection) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    found = ground.shapes(scenario.theatre, projection)
    axes.add_collection(
        PolyCollection(
            [np.array(line) for line in found["lakes"]], facecolors=SEA, edgecolors="#8aa3b2", linewidths=0.4
        )
    )
    for name, colour, width in (("rivers", "#5d8caa", 0.5), ("land", "#8aa3b2", 0.5), ("borders", "#3c4147", 0.8)):
        axes.add_collection(LineCollection([np.array(line) for line in found[name]], colors=colour, linewidths=width))


def _names(axes: Axes, scenario: Scenario, projection: Projection) -> None:
    from matplotlib.patheffects import withStroke

    for town in ground.towns(scenario, projection):
        if town["rank"] > 1:
            continue
        axes.plot(town["x"], town["y"], "s" if town["rank"] == 0 else "o", ms=4, mfc="white", mec=charts.INK, mew=1)
        label = axes.annotate(
            town["name"],
            (town["x"], town["y"]),
            annotation_clip=True,
            xytext=(5, 3),
            textcoords="offset points",
            fontsize=9 if town["rank"] == 0 else 7,
            weight="bold" if town["rank"] == 0 else "normal",
            color=charts.INK,
        )
        label.set_path_effects([withStroke(linewidth=2.2, foreground="#fffefb")])


def _legend(figure: Figure) -> None:
    from matplotlib.patches import Patch

    handles = [
        Patch(fc=colour, ec="#b5b0a5", lw=0.5, label=name)
        for colour, name in zip(mapping.COLOURS, mapping.LEGEND, strict=True)
    ]
    handles.append(Patch(fc=ELSEWHERE, ec="#b5b0a5", lw=0.5, label="not the defender's"))
    figure.legend(handles=handles, loc="outside lower left", ncols=5, fontsize=8, frameon=False)


@as_written
def survival(outcome: Drawn) -> Figure:
    """Share of draws in which each protected objective has not been lost yet, with 95 % intervals."""
    figure, axes = _axes("Not lost yet, share of draws", outcome)
    hours = np.arange(0.0, 24.0 * outcome.days + 1.0, 6.0)
    for place in np.flatnonzero(outcome.protected):
        middle, low, high = curves.survival_shares(outcome, int(place), hours)
        (line,) = axes.step(hours / 24.0, middle, where="post", label=outcome.objectives[place])
        axes.fill_between(hours / 24.0, low, high, step="post", alpha=0.15, color=line.get_color())
    axes.set_ylim(0.0, 1.02)
    axes.legend(frameon=False)
    return figure


@as_written
def reinforcement(outcome: Drawn) -> Figure:
    """Battalions arrived from outside: median and the range of four draws in five."""
    figure, axes = _axes("Battalions arrived from outside", outcome)
    _spread(axes, outcome.reinforcement_bn, charts.BLUE, "")
    return figure


@as_written
def balance(outcome: Drawn) -> Figure:
    """Battalion equivalents alive in the theatre: median and the range of four draws in five."""
    figure, axes = _axes("Battalion equivalents in the theatre", outcome)
    for column, (side, colour) in enumerate(zip(SIDES, (charts.BLUE, charts.RED), strict=True)):
        _spread(axes, outcome.power[:, :, column], colour, side.capitalize())
    axes.legend(frameon=False)
    return figure


@as_written
def differences(summary: Mapping[str, Any], key: str = "hold") -> Figure:
    """Paired differences of one quantity, each option against the baseline, with 95 % intervals."""
    from matplotlib.figure import Figure

    known = [each["aspect"] for option in summary["options"] for each in option["differences"]]
    if key not in known:
        problem = Problem("request", 0, "key", f"'{key}' is not a quantity of comparisons.", did_you_mean(key, known))
        raise InputError(problem, "the request")
    rows = [next(each for each in option["differences"] if each["aspect"] == key) for option in summary["options"]]
    figure = Figure(figsize=(8.0, 1.4 + 0.5 * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    for place, row in enumerate(rows):
        axes.plot([row["low"], row["high"]], [place, place], color=charts.BLUE)
        axes.plot(row["change"], place, "o", color=charts.BLUE)
    axes.axvline(0.0, color=charts.MUTED, linewidth=0.8)
    axes.set_yticks(range(len(rows)), [plain(option["name"]) for option in summary["options"]])
    axes.set(
        xlabel=f"{rows[0]['title']}: difference against the baseline, {rows[0]['unit']}", ylim=(len(rows) - 0.5, -0.5)
    )
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _axes(label: str, outcome: Drawn) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, 3.6), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlabel="day from H-hour", ylabel=label, xlim=(0, outcome.days))
    axes.set_title(
        f"{outcome.scenario}, {outcome.coa}, {numbers.plural(outcome.draws, 'draw')}", loc="left", fontsize=10
    )
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _spread(axes: Axes, values: np.ndarray, colour: str, label: str) -> None:
    low, middle, high = np.quantile(values, [0.1, 0.5, 0.9], axis=0)
    days = np.arange(values.shape[1])
    axes.plot(days, middle, color=colour, label=label)
    axes.fill_between(days, low, high, color=colour, alpha=0.15)
    axes.set_ylim(bottom=0.0)
