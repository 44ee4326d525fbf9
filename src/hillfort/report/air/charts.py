"""Charts of the air: leak against raid size, presence through the year, the sky day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hillfort.air.presence import DAYS
from hillfort.air.war import DAILY, HELD
from hillfort.foundation.lettering import as_written, plain
from hillfort.report.parts import charts, numbers
from hillfort.studies.air.study import SIZES, AirStudy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#2c66a8", "#e08214", "#5f7f86", "#1b7837", "#762a83")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRSTS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


@as_written
def leak(study: AirStudy) -> Figure:
    """Share of a raid that gets through against its size, a panel for each place that anything defends."""
    from matplotlib.figure import Figure

    defended = {
        place: curves for place, curves in study.leaks.items() if any(each.min() < 1.0 for each in curves.values())
    }
    sides = {row["place"]: row["defender"] for row in study.summary["raids"]}
    columns = 2 if len(defended) in (2, 4) else max(1, min(3, len(defended)))
    rows = max(1, -(-len(defended) // columns))
    figure = Figure(figsize=(4.4 * columns + 0.6, 3.1 * rows + 0.9), layout="constrained", facecolor="white")
    panels = np.atleast_1d(figure.subplots(rows, columns, sharey=True)).ravel()
    for panel, (place, curves) in zip(panels, defended.items(), strict=False):
        _leaks(
            panel,
            place if sides[place] == "blue" else f"{place} (defended by {study.scenario.sides['red'].name})",
            curves,
        )
    for panel in panels[len(defended) :]:
        panel.set_visible(False)
    if not defended:
        panels[0].set_visible(True)
        panels[0].text(
            0.5,
            0.5,
            "No place has standing air defence that reaches a raider.",
            ha="center",
            transform=panels[0].transAxes,
        )
    named = sorted(set(study.leaks) - set(defended))
    note = f" Nothing defends {', '.join(named)}: all gets through." if named else ""
    if defended:
        figure.supylabel("share that gets through", fontsize=9)
        figure.legend(
            *panels[0].get_legend_handles_labels(), loc="outside lower left", ncols=5, fontsize=8, frameon=False
        )
    figure.suptitle(
        f"{study.scenario.title}: share of a raid that gets through, by its size.{note}", x=0.01, ha="left", fontsize=10
    )
    return figure


def _leaks(panel: Axes, place: str, curves: dict[str, np.ndarray]) -> None:
    for colour, (threat, drawn) in zip(COLOURS, curves.items(), strict=True):
        low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9], axis=0)
        panel.plot(SIZES, middle, color=colour, label=threat, lw=1.8)
        panel.fill_between(SIZES, low, high, color=colour, alpha=0.12)
    panel.set_xscale("log", base=2)
    panel.set(
        xlabel="raiders at once",
        ylim=(0, 1.03),
        xticks=[1, 2, 4, 8, 16, 32, 64],
        xticklabels=["1", "2", "4", "8", "16", "32", "64"],
    )
    panel.set_title(place, loc="left", fontsize=10)
    panel.spines[["top", "right"]].set_visible(False)


@as_written
def through_the_year(study: AirStudy) -> Figure:
    """Who is there on which day: each battery that is not standing, and the best calendar of the contributors."""
    from matplotlib.figure import Figure

    rows = study.summary["presence"]["batteries"]
    schedule = study.summary["presence"]["schedule"]
    stays = schedule["weeks"] if schedule else {}
    count = len(rows) + len(stays)
    figure = Figure(figsize=(10.5, 1.6 + 0.42 * max(count, 1)), layout="constrained", facecolor="white")
    panel = figure.subplots()
    labels = []
    for place, row in enumerate(rows):
        there = study.presences[row["battery"]].by_day
        panel.imshow(
            np.clip(there, 0, 1)[None, :],
            extent=(0, DAYS, place + 0.35, place - 0.35),
            aspect="auto",
            cmap="Blues",
            vmin=0,
            vmax=1.3,
        )
        told = f"any day {numbers.percent(row['random_day'])}, chosen day {numbers.percent(row['chosen_day'])}"
        labels.append(f"{row['name']}\n{told}")
    for place, (name, weeks) in enumerate(stays.items(), len(rows)):
        for week in weeks:
            panel.barh(place, 7, left=7 * (week - 1), height=0.55, color="#1b7837")
        labels.append(f"{name}, best calendar")
    if schedule:
        covered = (
            f"{schedule['weeks_covered']} weeks of 52 covered, longest gap "
            f"{numbers.plural(schedule['longest_gap_weeks'], 'week')}"
        )
        panel.set_xlabel(
            f"Green: the best calendar that {len(stays)} contributors can keep: {covered}", fontsize=9, loc="left"
        )
    panel.set(
        yticks=range(count),
        yticklabels=[plain(each) for each in labels],
        xlim=(0, DAYS),
        xticks=FIRSTS,
        xticklabels=MONTHS,
        ylim=(count - 0.4, -0.6),
    )
    panel.tick_params(axis="y", labelsize=8, length=0)
    panel.spines[["top", "right", "left"]].set_visible(False)
    panel.grid(axis="x", color=charts.GRID)
    panel.set_axisbelow(True)
    panel.set_title("Presence through the year (by calendar; warning adds to it)", loc="left", fontsize=11)
    return figure


@as_written
def sky(study: AirStudy) -> Figure:
    """Who holds the sky over each region, and the chance of airlift, day by day."""
    from matplotlib.figure import Figure

    regions = [region for region in study.sky.region_names if region in study.summary["sky"]]
    columns = min(4, len(regions))
    rows = -(-len(regions) // columns)
    figure = Figure(figsize=(3.3 * columns + 0.4, 2.7 * rows + 0.7), layout="constrained", facecolor="white")
    panels = np.atleast_1d(figure.subplots(rows, columns, sharex=True, sharey=True)).ravel()
    days = np.arange(1, study.daily.shape[1] + 1)
    for panel, region in zip(panels, regions, strict=False):
        part = study.daily[:, :, study.sky.region_names.index(region)]
        low, middle, high = np.quantile(part[..., DAILY.index("superiority")], [0.1, 0.5, 0.9], axis=0)
        panel.axhline(0.0, color=charts.MUTED, lw=0.7)
        for edge in (-HELD, HELD):
            panel.axhline(edge, color=charts.MUTED, lw=0.7, ls=":")
        panel.fill_between(days, low, high, color=charts.NEUTRAL, alpha=0.25)
        panel.plot(
            days,
            middle,
            color=charts.INK,
            lw=1.8,
            label="balance in the sky (-1 Red, 1 Blue; denied between the dotted lines), median and four draws in five",
        )
        panel.plot(
            days,
            part[..., DAILY.index("airlift")].mean(axis=0),
            color=charts.ACCENT,
            lw=1.5,
            ls="--",
            label="chance that airlift can land",
        )
        panel.set(title=region, ylim=(-1.02, 1.02), xlabel="day")
        panel.spines[["top", "right"]].set_visible(False)
    for panel in panels[len(regions) :]:
        panel.set_visible(False)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower left", ncols=2, fontsize=8, frameon=False)
    figure.suptitle(f"{study.scenario.title}: the air situation (no ground campaign)", x=0.01, ha="left", fontsize=10)
    return figure
