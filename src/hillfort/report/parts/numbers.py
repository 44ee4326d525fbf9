"""The only way a number gets into a text: with its unit, its interval and what it counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

NARROW = "\N{NARROW NO-BREAK SPACE}"
DASH = "\N{EN DASH}"


def percent(share: float) -> str:
    """A share as a percentage, without claiming more than it knows.

    >>> [percent(share).replace(NARROW, " ") for share in (0.0, 0.0004, 0.12, 0.1249, 0.9996, 1.0)]
    ['0 %', '<0.1 %', '12 %', '12 %', '>99.9 %', '100 %']
    """
    return f"{_percent_number(share)}{NARROW}%"


def _percent_number(share: float) -> str:
    number = 100.0 * share
    if number in (0.0, 100.0):
        return f"{number:.0f}"
    if number < 0.1:
        return "<0.1"
    if number > 99.9:
        return ">99.9"
    if number < 1.0 or number > 99.0:
        return f"{number:.1f}"
    return f"{number:.0f}"


def chance(found: Mapping[str, float]) -> str:
    """A chance with its interval.

    >>> chance({"chance": 0.12, "low": 0.1, "high": 0.14}).replace(NARROW, " ")
    '12 % (10–14 %)'
    """
    return f"{percent(found['chance'])} ({interval(found)})"


def interval(found: Mapping[str, float]) -> str:
    """The interval of a chance alone, for where the chance stands beside it."""
    low, high = _percent_number(found["low"]), _percent_number(found["high"])
    between = " to " if {"<", ">"} & {low[0], high[0]} else DASH
    return f"{low if low == high else f'{low}{between}{high}'}{NARROW}%"


def count(number: float) -> str:
    """A whole number with thousands marked.

    >>> count(12345.4)
    '12,345'
    """
    return f"{number:,.0f}"


def plural(number: int, noun: str) -> str:
    """A number of things.

    >>> plural(1, "draw"), plural(1000, "draw")
    ('1 draw', '1,000 draws')
    """
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def value(number: float | None, unit: str = "") -> str:
    """A number with its unit to three figures, or a dash where there is none; shares and chances as percentages.

    >>> value(0.123456, "share").replace(NARROW, " "), value(41.2, "h").replace(NARROW, " "), value(None), value(1.5,
    ...     "factor")
    ('12.3 %', '41.2 h', '–', '1.5')
    """
    if number is None or math.isnan(number):
        return DASH
    return f"{figures(_in_percent(number, unit))}{_unit(unit)}"


SHARES = ("share", "chance")
PLAIN = ("", "factor", "ratio", "exponent", "ln", "logit", "log-odds", "share per share", "count", "weight", "index")
"""Units that are said by the name of the thing, not after the number."""


def _in_percent(number: float, unit: str) -> float:
    return 100.0 * number if unit in SHARES else number


def _unit(unit: str) -> str:
    """What stands after a number: the unit with the space that belongs to it."""
    if unit in PLAIN:
        return ""
    shown = "%" if unit in SHARES else unit
    return f"{NARROW if shown in ('h', 'km', '%', 't') else ' '}{shown}"


def about(number: float, unit: str = "") -> str:
    """A number with its unit to two figures: for middles of ranges, which claim no more.

    >>> about(0.6917, "battalion equivalents/day"), about(69.9, "h").replace(NARROW, " "), about(123.0,
    ...     "km").replace(NARROW, " ")
    ('0.69 battalion equivalents/day', '70 h', '120 km')
    """
    shown = _in_percent(number, unit)
    return f"{figures(shown, 2)}{_unit(unit)}"


def figures(number: float, most: int = 3) -> str:
    """Three figures, no exponent for what people read daily.

    >>> [figures(number) for number in (0.0, 0.0123456, 3.0, 3.14159, 41.25, 987.6, 12345.0, -2.0)]
    ['0', '0.0123', '3', '3.14', '41.2', '988', '12,300', '-2']
    """
    if number == 0.0:
        return "0"
    if not math.isfinite(number):
        return DASH
    size = math.floor(math.log10(abs(number)))
    rounded = round(number, most - 1 - size)
    if rounded == int(rounded) and size < 15:
        return f"{int(rounded):,}"
    return f"{rounded:,.{max(0, min(6, most - 1 - size))}f}".rstrip("0").rstrip(".")


def span(found: Mapping[str, Any], unit: str) -> str:
    """The middle of the draws and where four in five lie: 'median (p10 to p90)'.

    >>> span({"p10": 20.0, "p50": 41.0, "p90": 66.0, "draws": 900}, "h").replace(NARROW, " ")
    '41 h (20–66)'
    >>> span({"p10": None, "p50": None, "p90": None, "draws": 0}, "h")
    'never'
    """
    if found["p50"] is None:
        return "never"
    middle, inside = figures(_tidy(found["p50"], unit)), range_of(found, unit)
    return f"{middle}{NARROW if unit == 'h' else ' '}{unit} ({inside})" if unit else f"{middle} ({inside})"


def range_of(found: Mapping[str, Any], unit: str) -> str:
    """Where four draws in five lie, for where the median stands beside it; a dash where there is none."""
    if found["p10"] is None:
        return DASH
    low, high = (figures(_tidy(found[key], unit)).replace("-", "\N{MINUS SIGN}") for key in ("p10", "p90"))
    return f"{low}{' to ' if found['p10'] < 0 else DASH}{high}"


def _tidy(number: float, unit: str) -> float:
    """Whole hours and persons: the model knows no finer."""
    if unit == "h":
        return float(round(number))
    if unit == "days":
        return round(number, 1)
    if unit == "persons":
        return float(round(number, -2)) if abs(number) >= 1000 else float(round(number, -1))
    if unit in ("battalions", "bn", "bn eq."):
        return round(number, 1)
    return number


def difference(found: Mapping[str, Any], unit: str) -> str:
    """A paired difference with sign and interval; chances in points of percent.

    >>> difference({"change": 0.08, "low": 0.05, "high": 0.11}, "chance")
    '+8 points (+5 to +11)'
    >>> difference({"change": -12.0, "low": -14.2, "high": -9.8}, "h").replace(NARROW, " ")
    '−12 h (−14 to −9.8)'
    >>> difference({"change": 0.0167, "low": -0.0535, "high": 0.0868}, "battalions")
    '+0.02 (−0.05 to +0.09)'
    """
    numbers = [found[key] for key in ("change", "low", "high")]
    if unit == "chance":
        vanishing = any(number != 0.0 and abs(number) < 0.005 for number in numbers)
        decimals = 1 if vanishing or max(abs(number) for number in numbers) < 0.02 else 0
        middle, low, high = (_signed(f"{100.0 * number:.{decimals}f}") for number in numbers)
        return f"{middle} points ({low} to {high})"
    middle, low, high = (_signed(_change(number, unit)) for number in numbers)
    shown = "" if unit in COUNTED else f"{NARROW if unit == 'h' else ' '}{unit}"
    return f"{middle}{shown} ({low} to {high})"


def level(number: float, unit: str) -> str:
    """A mean of draws, as fine as the unit is known.

    >>> level(76.2, "h").replace(NARROW, " "), level(1.216, "objectives"), level(13456.0, "persons")
    ('76 h', '1.22', '13,500 persons')
    """
    return figures(_tidy(number, unit)) if unit in COUNTED else value(_tidy(number, unit), unit)


COUNTED = ("objectives", "battalions")
"""Units that the name of what is counted says already."""


def _change(number: float, unit: str) -> str:
    """A difference: two figures and no more than two places below 10, else as fine as the unit is known."""
    return figures(_tidy(number, unit)) if abs(number) >= 10.0 else figures(round(number, 2), 2)


def _signed(text: str) -> str:
    if not text.strip("-0.,"):
        return "0"
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else f"+{text}"


def evidence_range(low: float, high: float, unit: str) -> str:
    """The range of an evidence: 'fixed' where there is none.

    >>> evidence_range(0.4, 0.7, "share").replace(NARROW, " "), evidence_range(6.0, 96.0, "h").replace(NARROW, " ")
    ('40–70 %', '6–96 h')
    """
    if low == high:
        return "fixed"
    return f"{figures(_in_percent(low, unit))}{DASH}{figures(_in_percent(high, unit))}{_unit(unit)}"


def rate(number: float | None, unit: str) -> str:
    """A speed to three figures."""
    return f"{DASH} {unit}" if number is None else f"{figures(number)} {unit}"


def told(found: Any, unit: str) -> str:
    """Whatever stands in a file of results: a chance or a spread with its range, a difference, a number,
    or several by name.

    >>> told({"chance": 0.12, "low": 0.1, "high": 0.14}, "chance").replace(NARROW, " "), told(None, "h")
    ('12 % (10–14 %)', '–')
    >>> told({"port": 0.5, "bridge": 0.25}, "share").replace(NARROW, " ")
    'port 50 %, bridge 25 %'
    """
    if isinstance(found, Mapping):
        for key, words in (("chance", chance), ("p50", lambda each: span(each, unit))):
            if key in found:
                return words(found)
        if "change" in found:
            return difference(found, unit)
        return ", ".join(f"{name} {told(each, unit)}" for name, each in found.items())
    if isinstance(found, (list, tuple)):
        return ", ".join(told(each, unit) for each in found)
    return found if isinstance(found, str) else value(found, unit)
