"""The curves of lines of communication: what can arrive, what is scheduled, what chance leaves of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.foundation.lettering import as_written
from hillfort.report.lines.marks import colophon
from hillfort.report.parts import charts, numbers
from hillfort.report.parts.charts import ChartLine, Frame
from hillfort.report.parts.markup import Html, markup

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from hillfort.studies.lines.answer import LinesAnswer

SHADES = ("#2c66a8", "#8a4b16", "#5f7f86", "#7a3b8f", "#3f7d4f", "#b0852b", "#6b7178", "#a04a5a", "#4a6b2f")
"""For destinations; the strongest first."""


@as_written
def curves(answer: LinesAnswer) -> Figure:
    """The region's curve with schedule and chance, and one small panel for the destinations."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.6, 6.6), facecolor="white", layout="constrained")
    top, bottom = figure.subplots(2, 1, height_ratios=(1.5, 1.0))
    _region(top, answer)
    _destinations(bottom, answer)
    figure.text(0.995, 0.002, colophon(answer), fontsize=6, color="#555555", ha="right", va="bottom")
    return figure


def _region(axes: Axes, answer: LinesAnswer) -> None:
    days, vehicles = answer.curve.curve(0.25)
    chances = answer.chances
    if chances is not None:
        low, middle, high = np.quantile(chances.delivered, [0.1, 0.5, 0.9], axis=0)
        at = np.arange(len(middle))
        axes.fill_between(
            at,
            low,
            high,
            step="post",
            color=charts.ACCENT,
            alpha=0.15,
            lw=0,
            label="four draws in five, closures and repairs",
        )
        axes.step(at, middle, where="post", color=charts.ACCENT, lw=1.6, label="median draw")
    axes.plot(days, vehicles, color=charts.BLUE, lw=2.2, label="at most (exact, at best values)")
    scheduled = [answer.schedule.delivered(float(day)) for day in days]
    axes.plot(days, scheduled, color=charts.INK, lw=1.3, ls=(0, (4, 2)), label="feasible schedule")
    _loss(axes, answer)
    wanted = float(answer.summary["wanted"]["vehicles"])
    axes.axhline(wanted, color="#8f959b", lw=0.8, ls=":")
    axes.annotate(
        f"all: {numbers.count(wanted)}",
        (60.0, wanted),
        xytext=(-2, 3),
        textcoords="offset points",
        ha="right",
        fontsize=8,
        color=charts.MUTED,
    )
    axes.axvline(answer.by_day, color="#8f959b", lw=0.8)
    top = max(wanted, 1.0, *(np.quantile(chances.delivered[:, -1], [0.9]) if chances is not None else ()))
    axes.annotate(
        f"day {answer.by_day:g}",
        (answer.by_day, 1.07 * top),
        xytext=(3, -4),
        textcoords="offset points",
        fontsize=8,
        color=charts.MUTED,
    )
    axes.set(xlim=(0, 60), ylim=(0, 1.08 * top), ylabel="vehicles in the region")
    axes.set_title(f"What arrives when, {answer.scenario.title}", loc="left", fontsize=11, weight="bold")
    axes.legend(frameon=False, fontsize=8.5, loc="upper left")
    _plain(axes)


def _loss(axes: Axes, answer: LinesAnswer) -> None:
    """What is left after the worst losses, at the day they are worst for."""
    for each in answer.attack.worst[: min(answer.request.attack, 4)]:
        axes.plot(answer.by_day, each.delivered, "X", color="#d11f1f", ms=8, mec="white", zorder=6)
        axes.annotate(
            f"worst loss of {each.k}",
            (answer.by_day, each.delivered),
            xytext=(7, 5 if each.delivered < 1 else -3),
            textcoords="offset points",
            fontsize=8,
            color="#a31515",
        )


def _destinations(axes: Axes, answer: LinesAnswer) -> None:
    found = sorted(answer.places, key=lambda each: -each.vehicles[: int(answer.by_day) + 1].sum())
    for place, each in enumerate(found):
        axes.plot(
            each.days,
            each.vehicles,
            color=SHADES[place % len(SHADES)],
            lw=1.5,
            ls="-" if place < 5 else "--",
            label=each.name,
        )
    axes.set(xlim=(0, 60), ylim=(0, None), xlabel="days after the warning", ylabel="vehicles")
    axes.set_title("At most, if everything were sent to one place", loc="left", fontsize=10)
    axes.legend(frameon=False, fontsize=8.5, ncols=2, loc="lower right")
    _plain(axes)


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=charts.GRID, lw=0.8)
    axes.set_axisbelow(True)


def arrival_chart(summary: dict[str, Any]) -> Html:
    """The same as the upper panel, as a chart of the page."""
    rows = summary["arrival"]
    days = np.array([row["day"] for row in rows], dtype=float)
    most = np.array([row["vehicles"] for row in rows])
    planned = np.array([0.0, *(row["scheduled"] for row in summary["gap"]["by_day"])])[: len(days)]
    lines = []
    if summary["chance"] is not None:
        found = [row["vehicles"] for row in summary["chance"]["days"]]
        low, middle, high = (np.array([each[key] or 0.0 for each in found]) for key in ("p10", "p50", "p90"))
        lines.append(ChartLine(days, middle, low, high, charts.ACCENT, "median draw", step=True))
    lines += [
        ChartLine(days, planned, planned, planned, charts.INK, ""),
        ChartLine(days, most, most, most, charts.BLUE, "at most"),
    ]
    top = max(float(summary["wanted"]["vehicles"]), 1.0, *(float(line.high.max()) for line in lines))
    step = charts.nice_step(top, 5)
    frame = Frame(
        944,
        300,
        float(days[-1]),
        float(np.ceil(top / step) * step),
        charts.nice_step(float(days[-1]), 12),
        step,
        "day",
        marks=((float(summary["by_day"]), f"day {summary['by_day']:g}"),),
        right=92,
    )
    return charts.chart(frame, lines, title="Vehicles from outside that have arrived, by day after the warning")


def frontier_chart(summary: dict[str, Any]) -> Html:
    """Bars of what is left after the worst losses."""
    rows = [
        (0, summary["undisturbed"], True),
        *((each["k"], each["delivered"], each["proved"]) for each in summary["attack"]),
    ]
    width, height, left = 944, 26 * len(rows) + 10, 120
    top = max(summary["undisturbed"], 1.0)
    parts = []
    for place, (k, amount, proved) in enumerate(rows):
        y = 5 + 26 * place
        long = (width - left - 250) * amount / top
        said = "nothing lost" if k == 0 else f"worst {k} lost"
        parts.append(
            markup('<text x="{}" y="{}" class="row" text-anchor="end">{said}</text>', left - 8, y + 15, said=said)
        )
        parts.append(
            markup(
                '<rect x="{left}" y="{}" width="{:.1f}" height="17" fill="{}" opacity="{}"/>',
                y + 2,
                max(long, 1.5),
                charts.BLUE if k == 0 else charts.RED,
                0.85 if proved else 0.5,
                left=left,
            )
        )
        parts.append(
            markup('<text x="{:.1f}" y="{}" class="row">{}</text>', left + long + 8, y + 15, numbers.count(amount))
        )
    return charts.svg(width, height, parts, title="Vehicles that arrive by the day after the worst losses")
