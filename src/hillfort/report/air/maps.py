"""Maps of the air: coverage by altitude, never one circle; flights and where they are met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hillfort.air.coverage import depth
from hillfort.air.envelope import ALTITUDES_M
from hillfort.air.posture import SHORT, Battery
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.lettering import as_written, plain
from hillfort.report.parts import charts, ground, numbers
from hillfort.report.parts.projection import Projection
from hillfort.studies.air.study import AirStudy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SEA, LAND = "#dfe8ee", "#f6f2e8"
SHADES = {"blue": ("#c5d7ea", "#7fa8d0", "#2c66a8", "#123a66"), "red": ("#f4cfc8", "#e0917f", "#b8322a", "#6b1512")}
"""One battery, two, three, four and more."""
LEGEND = ("one battery", "two", "three", "four or more")
GRID = 260
MARGIN = 350.0
NOT_THEN = ("#1b7837", "#e08214", "#762a83", "#4d4d4d")
"""By outcome of an interception, in the order of `policing.OUTCOMES`: apart for every kind of colour vision."""


@as_written
def coverage(study: AirStudy) -> Figure:
    """Eight panels: what each side's standing batteries can engage, by the altitude of the target."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    scenario, order = study.scenario, study.order
    projection = Projection.of(scenario.theatre.bounds)
    left, top, right, bottom = _view(scenario, projection)
    shape = (bottom - top) / (right - left)
    figure = Figure(figsize=(14.0, 7.4 * shape + 1.0), facecolor="white", layout="constrained")
    axes = figure.subplots(2, len(ALTITUDES_M))
    outline = ground.shapes(scenario.theatre, projection)
    for row, side in enumerate(("blue", "red")):
        batteries = [each for each in order.of_side(side) if each.presence == "standing" and each.units.value >= 0.5]
        for column, height in enumerate(ALTITUDES_M):
            panel = axes[row, column]
            _backdrop(panel, outline)
            _depth(panel, scenario, batteries, height, side, projection)
            _outlines(panel, outline)
            _batteries(panel, batteries, side, projection)
            panel.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])
            panel.set_title(f"{scenario.sides[side].name}: target at {height:,.0f} m", loc="left", fontsize=9)
    handles = [
        Patch(fc=shade, label=f"{scenario.sides[side].name}: {words}")
        for side in ("blue", "red")
        for shade, words in zip(SHADES[side], LEGEND, strict=True)
    ]
    figure.legend(handles=handles, loc="outside lower left", ncols=4, fontsize=8, frameon=False)
    figure.suptitle(
        f"{scenario.title}: what standing air defence can engage, by altitude of the target (best estimates, "
        "no terrain)",
        x=0.01,
        ha="left",
        fontsize=11,
    )
    _credit(axes[1, -1], scenario)
    return figure


def _view(scenario: Scenario, projection: Projection) -> tuple[float, float, float, float]:
    """Left, top, right, bottom around the defended countries and what lies next to them."""
    cells = scenario.theatre.cells
    hosts = {scenario.theatre.places[each.place].country for each in scenario.objectives if each.protect}
    own = np.isin(
        cells.country, [index for index, country in enumerate(scenario.theatre.countries) if country in hosts]
    )
    points = projection.xy(cells.lon[own], cells.lat[own])
    left, top = np.maximum(points.min(axis=0) - MARGIN * 2.2, 0.0)
    right, bottom = np.minimum(points.max(axis=0) + MARGIN * 2.2, [projection.width, projection.height])
    return float(left), float(top), float(right), float(bottom)


def _depth(
    panel: Axes, scenario: Scenario, batteries: list[Battery], height: float, side: str, projection: Projection
) -> None:
    """How many batteries reach each point, as filled areas on a fine net of the theatre."""
    west, south, east, north = scenario.theatre.bounds
    lon, lat = np.meshgrid(np.linspace(west, east, GRID), np.linspace(south, north, GRID))
    count = depth(lat, lon, batteries=batteries, altitude_m=height)
    if not count.any():
        panel.text(
            0.5, 0.5, "nowhere", transform=panel.transAxes, ha="center", va="center", color=charts.MUTED, fontsize=10
        )
        return
    points = projection.xy(lon.ravel(), lat.ravel()).reshape(GRID, GRID, 2)
    panel.contourf(
        points[..., 0], points[..., 1], count, levels=[0.5, 1.5, 2.5, 3.5, 99], colors=SHADES[side], alpha=0.75
    )


def _backdrop(panel: Axes, outline: dict[str, list[list[list[int]]]]) -> None:
    from matplotlib.collections import PolyCollection

    panel.set_facecolor(SEA)
    panel.add_collection(
        PolyCollection([np.array(line) for line in outline["land"]], facecolors=LAND, edgecolors="none")
    )


def _outlines(panel: Axes, outline: dict[str, list[list[list[int]]]]) -> None:
    from matplotlib.collections import LineCollection

    for name, colour, width in (("land", "#8aa3b2", 0.5), ("borders", "#3c4147", 0.7)):
        panel.add_collection(
            LineCollection([np.array(line) for line in outline[name]], colors=colour, linewidths=width)
        )


def _batteries(panel: Axes, batteries: list[Battery], side: str, projection: Projection) -> None:
    colour = charts.BLUE if side == "blue" else charts.RED
    for short, mark in ((True, "."), (False, "^")):
        chosen = [each for each in batteries if (each.type.class_ == SHORT) is short]
        if chosen:
            points = projection.xy(
                np.array([each.site.lon for each in chosen]), np.array([each.site.lat for each in chosen])
            )
            panel.plot(points[:, 0], points[:, 1], mark, ms=5, color=colour, mec="white", mew=0.5)


def _credit(panel: Axes, scenario: Scenario) -> None:
    credit = str(scenario.theatre.provenance.get("credit", ""))
    if credit:
        panel.text(
            0.995, 0.005, credit, transform=panel.transAxes, ha="right", va="bottom", fontsize=3.6, color="#444444"
        )


@as_written
def interception(study: AirStudy) -> Figure:
    """Flights from named origins on the map: detected, over the border, met, and how often each outcome is."""
    from matplotlib.figure import Figure

    scenario = study.scenario
    projection = Projection.of(scenario.theatre.bounds)
    left, top, right, bottom = _view(scenario, projection)
    shape = (bottom - top) / (right - left)
    figure = Figure(figsize=(12.0, 5.6 * shape + 0.5), facecolor="white", layout="constrained")
    panel, words = figure.subplots(1, 2, width_ratios=[5.6, 5.6])
    outline = ground.shapes(scenario.theatre, projection)
    _backdrop(panel, outline)
    _outlines(panel, outline)
    numbered: dict[tuple[float, ...], list[str]] = {}
    for number, row in enumerate(study.summary["tracks"], 1):
        path = study.paths[row["key"]]
        numbered.setdefault(
            (float(path.lon[0]), float(path.lat[0]), float(path.lon[-1]), float(path.lat[-1])), []
        ).append(str(number))
        _flight(panel, study, row, projection)
    for (lon, lat, *_), names in numbered.items():
        start = projection.xy(np.array([lon]), np.array([lat]))[0]
        panel.annotate(
            ", ".join(names),
            start,
            fontsize=9,
            weight="bold",
            color=charts.RED,
            xytext=(-8, -14),
            textcoords="offset points",
            annotation_clip=True,
        )
    for base in dict.fromkeys(each.base for each in study.order.policing.values()):
        site = study.order.bases[base].site
        x, y = projection.xy(np.array([site.lon]), np.array([site.lat]))[0]
        panel.plot(x, y, "D", ms=7, color=charts.BLUE, mec="white")
        panel.annotate(site.place, (x, y), xytext=(7, -10), textcoords="offset points", fontsize=8, color=charts.BLUE)
    panel.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])
    panel.set_title("Flights, and where policing aircraft meet them", loc="left", fontsize=11)
    _credit(panel, scenario)
    _outcomes(words, study)
    return figure


def _flight(panel: Axes, study: AirStudy, row: dict[str, object], projection: Projection) -> None:
    key = str(row["key"])
    path, met = study.paths[key], study.met[key]
    points = projection.xy(path.lon, path.lat)
    panel.plot(points[:, 0], points[:, 1], "-", color=charts.RED, lw=1.2)
    for index, mark, size in ((path.detected, "o", 5), (path.border, "|", 9)):
        if index < len(points):
            panel.plot(*points[index], mark, ms=size, mfc="white", mec=charts.RED, mew=1.2)
    inside = met[met < len(points)]
    if len(inside) >= 0.1 * len(met):
        low, high = np.quantile(inside, [0.1, 0.9]).astype(int)
        panel.plot(
            points[low : high + 1, 0],
            points[low : high + 1, 1],
            "-",
            color=charts.BLUE,
            lw=5,
            alpha=0.35,
            solid_capstyle="round",
        )
        panel.plot(*points[int(np.median(inside))], "x", ms=7, color=charts.BLUE, mew=2)


def _outcomes(panel: Axes, study: AirStudy) -> None:
    """Shares of the outcomes of each flight, as bars with their numbers."""
    from hillfort.air.policing import OUTCOMES

    rows = study.summary["tracks"]
    for number, row in enumerate(rows):
        start = 0.0
        for outcome, colour in zip(OUTCOMES, NOT_THEN, strict=True):
            share = row["outcomes"][outcome]
            panel.barh(number, share, left=start, color=colour, height=0.55, label=outcome if number == 0 else None)
            if share > 0.12:
                panel.text(
                    start + share / 2,
                    number,
                    numbers.percent(share),
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=7,
                )
            start += share
    panel.set(
        yticks=range(len(rows)),
        yticklabels=[plain(f"{number}  {row['name']}") for number, row in enumerate(rows, 1)],
        xlim=(0, 1),
        xticks=[],
    )
    panel.invert_yaxis()
    panel.tick_params(axis="y", labelsize=8, length=0)
    panel.spines[:].set_visible(False)
    panel.legend(loc="upper center", bbox_to_anchor=(0.4, 0.0), ncols=2, fontsize=8, frameon=False)
    panel.set_title("Met, share of draws", loc="left", fontsize=10)
    panel.text(
        0.0,
        -0.13,
        "o detected   | over the border   x met (median; bar: four draws in five)\nTo meet is not to engage: "
        "policing aircraft may not.",
        transform=panel.transAxes,
        fontsize=8,
        color=charts.MUTED,
        va="top",
    )
