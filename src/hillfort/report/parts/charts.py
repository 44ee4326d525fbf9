"""Charts as SVG text: drawn here, so that a page needs no script to show them."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from hillfort.report.parts import numbers

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


def chart(frame: Frame, lines: Sequence[ChartLine], *, title: str) -> str:
    """Lines with bands over a light grid."""
    parts = [axes(frame), *(_band(frame, line) for line in lines), *(_line(frame, line) for line in lines)]
    parts += [_mark(frame, where, what) for where, what in frame.marks if frame.x_start <= where <= frame.x_end]
    return svg(frame.width, frame.height, parts, title=title)


def svg(width: int, height: int, parts: Sequence[str], *, title: str) -> str:
    """An SVG element with a spoken title."""
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{html.escape(title, quote=True)}"><title>{html.escape(title)}</title>{"".join(parts)}</svg>'
    )


def axes(frame: Frame) -> str:
    """Grid and labels of a chart."""
    parts = []
    value = 0.0
    while value <= frame.y_end * 1.0001:
        y = frame.y(value)
        parts.append(
            f'<line x1="{frame.left}" x2="{frame.width - frame.right}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        )
        label = f"{100 * value:.0f}{numbers.NARROW}%" if frame.y_percent else numbers.figures(value)
        parts.append(f'<text x="{frame.left - 7}" y="{y + 4:.1f}" class="tick" text-anchor="end">{label}</text>')
        value += frame.y_step
    value = frame.x_start
    floor = frame.height - frame.bottom
    while value <= frame.x_end * 1.0001:
        x = frame.x(value)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{floor}" y2="{floor + 4}" class="grid"/>')
        unit = f" {frame.x_unit}" if value == frame.x_start and frame.x_unit else ""
        anchor = "start" if unit else "middle"
        label = f"{html.escape(frame.x_unit)} {numbers.figures(value)}" if unit else numbers.figures(value)
        parts.append(f'<text x="{x:.1f}" y="{floor + 17}" class="tick" text-anchor="{anchor}">{label}</text>')
        value += frame.x_step
    return "".join(parts)


def _mark(frame: Frame, where: float, what: str) -> str:
    x, right = frame.x(where), where > 0.6 * frame.x_end
    anchor, shift = ("end", -5) if right else ("start", 5)
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{frame.top}" y2="{frame.height - frame.bottom}" class="mark"/>'
        f'<text x="{x + shift:.1f}" y="{frame.top + 9}" class="note" text-anchor="{anchor}">{html.escape(what)}</text>'
    )


def _points(frame: Frame, x: np.ndarray, y: np.ndarray, *, step: bool) -> list[str]:
    found = []
    for place in range(len(x)):
        if step and place:
            found.append(f"{frame.x(float(x[place])):.1f},{frame.y(float(y[place - 1])):.1f}")
        found.append(f"{frame.x(float(x[place])):.1f},{frame.y(float(y[place])):.1f}")
    return found


def _band(frame: Frame, line: ChartLine) -> str:
    up = _points(frame, line.x, line.high, step=line.step)
    down = _points(frame, line.x, line.low, step=line.step)
    return f'<polygon points="{" ".join([*up, *reversed(down)])}" fill="{line.colour}" opacity="0.16"/>'


def _line(frame: Frame, line: ChartLine) -> str:
    points = " ".join(_points(frame, line.x, line.middle, step=line.step))
    drawn = f'<polyline points="{points}" fill="none" stroke="{line.colour}" stroke-width="2" stroke-linejoin="round"/>'
    if not line.name:
        return drawn
    x, y = frame.x(float(line.x[-1])), frame.y(float(line.middle[-1]))
    return f'{drawn}<text x="{x + 5:.1f}" y="{y + 4:.1f}" class="name" fill="{line.colour}">{html.escape(line.name)}</text>'


def bar(change: float, interval: tuple[float, float], reach: float, *, faint: bool, title: str) -> str:
    """One change to the left or right of nothing, with its interval; `reach` is the end of the scale."""
    width, height = 300, 26
    middle, scale = width / 2.0, (width / 2.0 - 4.0) / (reach or 1.0)
    start, end = sorted((middle, middle + scale * change))
    low, high = (middle + scale * edge for edge in interval)
    opacity = 0.4 if faint else 0.9
    parts = [
        f'<line x1="{middle:.1f}" x2="{middle:.1f}" y1="0" y2="{height}" class="zero"/>',
        f'<rect x="{start:.1f}" y="5" width="{max(end - start, 1):.1f}" height="16" fill="{NEUTRAL}" opacity="{opacity}"/>',
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="13" y2="13" class="whisker"/>',
    ]
    return svg(width, height, parts, title=title)
