"""Anchors in words and numbers, for the page and for the screen."""

from __future__ import annotations

import math

from hillfort.report.parts import numbers
from hillfort.validation.anchors import Anchor

SIGNS = {"at least": "≥ ", "at most": "≤ ", "near": "about "}


def published(anchor: Anchor) -> str:
    """The published figure with its unit, and how it is meant.

    >>> published(Anchor("W", "First", (36.0, 60.0), 44.0, 40.0, 47.0, unit="h", rule="inside")).replace(numbers.NARROW,
    ...     " ")
    '36–60 h'
    >>> published(Anchor("W", "Late", 0.1, 0.02, 0.01, 0.03, unit="share", rule="at most")).replace(numbers.NARROW, " ")
    '≤ 10 %'
    """
    if isinstance(anchor.published, tuple):
        return numbers.evidence_range(*anchor.published, anchor.unit)
    return f"{SIGNS.get(anchor.rule, '')}{_number(anchor, anchor.published)}"


def ours(anchor: Anchor) -> str:
    """Our figure with its unit and, where anything was sampled, its interval.

    >>> ours(Anchor("W", "First", (36.0, 60.0), 44.0, 40.0, 47.0, unit="h", rule="inside")).replace(numbers.NARROW, " ")
    '44 h (40–47)'
    >>> ours(Anchor("W", "Pace", 2.0, 2.113, 0.0426, 9.45, unit="km/day"))
    '2.11 km/day (0.04–9.45)'
    """
    if math.isnan(anchor.ours):
        return "none"
    middle = _number(anchor, anchor.ours)
    if anchor.low == anchor.high or math.isnan(anchor.low):
        return middle
    if anchor.unit in numbers.SHARES:
        return numbers.chance({"chance": anchor.ours, "low": anchor.low, "high": anchor.high})
    between = " to " if anchor.low < 0.0 else numbers.DASH
    return f"{middle} ({_edge(anchor.low, anchor.ours)}{between}{_edge(anchor.high, anchor.ours)})"


def _edge(value: float, middle: float) -> str:
    """An edge of an interval, no finer than three figures of its middle."""
    size = math.floor(math.log10(abs(middle))) if middle else 0
    return numbers.figures(round(value, max(0, 2 - size))).replace("-", "\N{MINUS SIGN}")


def _number(anchor: Anchor, value: float) -> str:
    """As many decimals as are published where figures have to be equal, else three figures."""
    if anchor.rule != "equal":
        return numbers.percent(value) if anchor.unit in numbers.SHARES else numbers.value(value, anchor.unit)
    digits = max(0, round(-math.log10(2.0 * anchor.tolerance)))
    unit = f"{numbers.NARROW if anchor.unit == 'km' else ' '}{anchor.unit}" if anchor.unit else ""
    return f"{value:,.{digits}f}{unit}"
