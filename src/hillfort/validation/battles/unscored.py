"""Battles that a score does not hold, and why: beside every score, so that none is flattered by what is absent."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from hillfort.foundation.errors import on_lines
from hillfort.validation.battles.file import Battle, BattleOutcome

WINNER = "winner"
FIELDS = {
    "log_ler": "log_exchange",
    "log_attacker_pct_day": "attacker_pct",
    "log_defender_pct_day": "defender_pct",
    "asinh_advance": "advance_km_per_day",
}
"""What `scores.json` calls each measure, and what a battle's outcome does."""
LOGARITHMS = ("attacker_pct", "defender_pct")


def unscored(battles: Sequence[Battle]) -> dict[str, dict[str, list[int]]]:
    """Lines of the battles that each score leaves out, by reason; nothing for a score that holds all of them.

    Returns
    -------
    dict
        `winner` and each measure of `scores.json`, to `blank`, `drawn` or `zero` (no logarithm), to lines.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for name in (WINNER, *FIELDS):
        why: dict[str, list[int]] = {}
        for each in battles:
            if reason := _reason(name, each.result):
                why.setdefault(reason, []).append(each.line)
        if why:
            found[name] = why
    return found


def _reason(name: str, result: BattleOutcome) -> str:
    if name == WINNER:
        return "blank" if not math.isfinite(result.outcome) else "drawn" if result.outcome == 0.0 else ""
    field = FIELDS[name]
    value = getattr(result, field)
    if not math.isfinite(value):
        return "blank"
    return "zero" if field in LOGARITHMS and value <= 0.0 else ""


SAID = {"blank": "blank on", "drawn": "drawn on", "zero": "nobody lost, so no logarithm, on"}


def in_words(why: Mapping[str, Sequence[int]], count: int) -> str:
    """How many battles a score holds and where the others are.

    >>> in_words({"blank": [3, 4]}, 10)
    '8 of 10 battles (blank on lines 3 to 4)'
    """
    left = sum(len(each) for each in why.values())
    reasons = "; ".join(f"{SAID[name]} {on_lines(each)}" for name, each in why.items())
    return f"{count - left} of {count} battles{f' ({reasons})' if reasons else ''}"
