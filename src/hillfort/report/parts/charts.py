"""Charts as SVG text: drawn here, so that a page needs no script to show them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from hillfort.report.parts import numbers
from hillfort.report.parts.markup import Html, joined, markup

INK, MUTED, GRID = "#22262b", "#6b7178", "#e4e1da"
BLUE, RED, ACCENT, NEUTRAL = "#2c66a8", "#b8322a", "#8a4b16", "#5f7f86"
"""The two sides, a third thing, and changes: which are nobody's colour."""


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of a chart with its band."""

    x: np.ndarray
    middle: np.ndarray
    low: np.ndarray
    high: np.ndarray
    colour: str
    name: str = ""
    step: bool = False
    """Holds its value until the next point."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Size and axes of a chart; data coordinates of its corners."""

    width: int
    height: int
    x_end: float
    y_end: float
    x_step: float
    y_step: float
    x_unit: str = ""
    y_percent: bool = False
    x_start: float = 0.0
    marks: tuple[tuple[float, str], ...] = field(default=())
    """Vertical marks: where, what."""
    left: int = 44
    right: int = 12
    top: int = 14
    bottom: int = 30

    def x(self, value: float) -> float:
        """Pixels from the left."""
        inner = self.width - self.left - self.right
        return self.left + inner * (value - self.x_start) / (self.x_end - self.x_start)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        inner = self.height - self.top - self.bottom
        return self.top + inner * (1.0 - value / self.y_end)


def nice_step(span: float, most: int) -> float:
    """A round step that cuts a span into at most `most` parts.

    >>> nice_step(30.0, 6), nice_step(1.0, 4), nice_step(47.0, 5)
    (5.0, 0.25, 10.0)
    """
    if span <= 0.0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(span / most))
    return next((step * size for step in (1.0, 2.0, 2.5, 5.0, 10.0) if span / (step * size) <= most), 10.0 * size)


def chart(frame: Frame, lines: Sequence[ChartLine], *, title: str) -> Html:
    """Lines with bands over a light grid."""
    parts = [axes(frame), *(_band(frame, line) for line in lines), *(_line(frame, line) for line in lines)]
    parts += [_mark(frame, where, what) for where, what in frame.marks if frame.x_start <= where <= frame.x_end]
    return svg(frame.width, frame.height, parts, title=title)


def svg(width: int, height: int, parts: Sequence[str], *, title: str) -> Html:
    """An SVG element with a spoken title."""
    return markup(
        '<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="{title}"><title>{title}</title>{}</svg>',
        joined(parts),
        width=width,
        height=height,
        title=title,
    )


def axes(frame: Frame) -> Html:
    """Grid and labels of a chart."""
    parts = []
    value = 0.0
    while value <= frame.y_end * 1.0001:
        y = frame.y(value)
        parts.append(
            markup(
                '<line x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>',
                frame.left,
                frame.width - frame.right,
                y=y,
            )
        )
        label = f"{100 * value:.0f}{numbers.NARROW}%" if frame.y_percent else numbers.figures(value)
        parts.append(
            markup(
                '<text x="{}" y="{:.1f}" class="tick" text-anchor="end">{label}</text>',
                frame.left - 7,
                y + 4,
                label=label,
            )
        )
        value += frame.y_step
    value = frame.x_start
    floor = frame.height - frame.bottom
    while value <= frame.x_end * 1.0001:
        x = frame.x(value)
        parts.append(
            markup('<line x1="{x:.1f}" x2="{x:.1f}" y1="{floor}" y2="{}" class="grid"/>', floor + 4, x=x, floor=floor)
        )
        unit = f" {frame.x_unit}" if value == frame.x_start and frame.x_unit else ""
        anchor = "start" if unit else "middle"
        label = f"{frame.x_unit} {numbers.figures(value)}" if unit else numbers.figures(value)
        parts.append(
            markup(
                '<text x="{x:.1f}" y="{}" class="tick" text-anchor="{anchor}">{label}</text>',
                floor + 17,
                x=x,
                anchor=anchor,
                label=label,
            )
        )
        value += frame.x_step
    return joined(parts)


def _mark(frame: Frame, where: float, what: str) -> Html:
    x, right = frame.x(where), where > 0.6 * frame.x_end
    anchor, shift = ("end", -5) if right else ("start", 5)
    return markup(
        '<line x1="{x:.1f}" x2="{x:.1f}" y1="{}" y2="{}" class="mark"/><text x="{:.1f}" y="{}" class="note" '
        'text-anchor="{anchor}">{what}</text>',
        frame.top,
        frame.height - frame.bottom,
        x + shift,
        frame.top + 9,
        x=x,
        anchor=anchor,
        what=what,
    )


def _points(frame: Frame, x: np.ndarray, y: np.ndarray, *, step: bool) -> list[str]:
    found = []
    for place in range(len(x)):
        if step and place:
            found.append(f"{frame.x(float(x[place])):.1f},{frame.y(float(y[place - 1])):.1f}")
        found.append(f"{frame.x(float(x[place])):.1f},{frame.y(float(y[place])):.1f}")
    return found


def _band(frame: Frame, line: ChartLine) -> Html:
    up = _points(frame, line.x, line.high, step=line.step)
    down = _points(frame, line.x, line.low, step=line.step)
    return markup('<polygon points="{}" fill="{}" opacity="0.16"/>', " ".join([*up, *reversed(down)]), line.colour)


def _line(frame: Frame, line: ChartLine) -> Html:
    points = " ".join(_points(frame, line.x, line.middle, step=line.step))
    drawn = markup(
        '<polyline points="{points}" fill="none" stroke="{}" stroke-width="2" stroke-linejoin="round"/>',
        line.colour,
        points=points,
    )
    if not line.name:
        return drawn
    x, y = frame.x(float(line.x[-1])), frame.y(float(line.middle[-1]))
    return markup(
        '{drawn}<text x="{:.1f}" y="{:.1f}" class="name" fill="{}">{}</text>',
        x + 5,
        y + 4,
        line.colour,
        line.name,
        drawn=drawn,
    )


def bar(change: float, interval: tuple[float, float], reach: float, *, faint: bool, title: str) -> Html:
    """One change to the left or right of nothing, with its interval; `reach` is the end of the scale."""
    width, height = 300, 26
    middle, scale = width / 2.0, (width / 2.0 - 4.0) / (reach or 1.0)
    start, end = sorted((middle, middle + scale * change))
    low, high = (middle + scale * edge for edge in interval)
    opacity = 0.4 if faint else 0.9
    parts = [
        markup(
            '<line x1="{middle:.1f}" x2="{middle:.1f}" y1="0" y2="{height}" class="zero"/>',
            middle=middle,
            height=height,
        ),
        markup(
            '<rect x="{start:.1f}" y="5" width="{:.1f}" height="16" fill="{NEUTRAL}" opacity="{opacity}"/>',
            max(end - start, 1),
            start=start,
            NEUTRAL=NEUTRAL,
            opacity=opacity,
        ),
        markup('<line x1="{low:.1f}" x2="{high:.1f}" y1="13" y2="13" class="whisker"/>', low=low, high=high),
    ]
    return svg(width, height, parts, title=title)
