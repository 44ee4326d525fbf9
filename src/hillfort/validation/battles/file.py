"""Battles of a record: what was known before each, and what came of it, kept apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hillfort.ground.adjudication import RECORD, outside_record
from hillfort.ground.fight import Fight, Wealth
from hillfort.ground.fit import BattleRecord

MEASURES = ("log_exchange", "log_attacker_pct", "log_defender_pct", "asinh_advance")
"""What is measured of a battle beside who won, as a `BattleRecord` and a `Prediction` name it."""


@dataclass(frozen=True, slots=True)
class BattleOutcome:
    """What came of a battle; NaN where nobody recorded it. Never used for prediction."""

    outcome: float = math.nan
    """1 the attacker won, 0 a draw, -1 he lost."""
    log_exchange: float = math.nan
    attacker_pct: float = math.nan
    defender_pct: float = math.nan
    advance_km_per_day: float = math.nan
    days: float = math.nan


@dataclass(frozen=True, slots=True)
class Battle:
    """One row of a file of battles."""

    isqno: str
    name: str
    war: str
    theatre: str
    campaign: str
    fight: Fight
    guns: tuple[float | None, float | None]
    """Artillery pieces of attacker and defender: for the QJM-style baseline."""
    terrain: str
    river: bool
    result: BattleOutcome
    line: int = field(default=0, compare=False)
    """Line of its file; 0 where it comes from none."""


def record(battles: Sequence[Battle]) -> BattleRecord:
    """Battles as the arrays that the fit takes."""
    results = [each.result for each in battles]
    pct = [
        np.array([getattr(each, name) for each in results], dtype=np.float64)
        for name in ("attacker_pct", "defender_pct")
    ]
    logs = [np.log(np.where(each > 0.0, each, np.nan)) for each in pct]
    days = np.array([max(each.days, 1.0) for each in results])
    return BattleRecord(
        fights=tuple(each.fight for each in battles),
        theatre=tuple(each.theatre for each in battles),
        campaign=tuple(each.campaign for each in battles),
        war=tuple(each.war for each in battles),
        days=days,
        outcome=np.array([each.outcome for each in results]),
        log_exchange=np.array([each.log_exchange for each in results]),
        log_attacker_pct=logs[0],
        log_defender_pct=logs[1],
        asinh_advance=np.arcsinh(np.array([each.advance_km_per_day for each in results])),
    )


def remarks(battles: Sequence[Battle], wealth: Wealth) -> dict[str, Any]:
    """What a reader of the predictions has to know: facts that are blank, armies that nobody knows,
    wars of another era.

    Returns
    -------
    dict
        `missing` battles by fact, `unknown_armies` sides by name, `outside_era` battles.
    """
    fights = [each.fight for each in battles]
    absent = {
        "strength": sum(each.attacker_persons is None or each.defender_persons is None for each in fights),
        "tanks": sum(each.attacker_tanks is None or each.defender_tanks is None for each in fights),
        "front": sum(each.front_km is None for each in fights),
        "air superiority": sum(each.air is None for each in fights),
        "surprise": sum(each.surprise is None for each in fights),
        "posture": sum(each.posture is None for each in fights),
        "weather": sum(each.wet is None for each in fights),
        "year": sum(each.year is None for each in fights),
        "army": sum(not each.attacker_army.strip() or not each.defender_army.strip() for each in fights),
    }
    armies = Counter(
        name.strip() for each in fights for name in (each.attacker_army, each.defender_army) if name.strip()
    )
    return {
        "missing": {name: count for name, count in absent.items() if count},
        "unknown_armies": {name: count for name, count in sorted(armies.items()) if not wealth.countries(name)},
        "outside_era": sum(outside_record(each.year) for each in fights),
    }


def in_words(found: dict[str, Any], count: int) -> list[str]:
    """Remarks as sentences; none where there is nothing to say.

    >>> in_words({"missing": {"front": 2}, "unknown_armies": {}, "outside_era": 0}, 5)
    ['Not known, so taken at the mean of the record with a wider spread, in so many of 5 battles: front 2.']
    """
    said = []
    if found.get("alike"):
        said.append(
            f"All {count} battles get one and the same prediction: no fact that the model reads differs "
            "between them, or none is "
            "given. The scores say nothing."
        )
    if found["outside_era"]:
        said.append(
            f"{found['outside_era']} of {count} battles lie outside the era that the law is fitted to "
            f"({RECORD[0]} to {RECORD[1]}): "
            "a theatre's effect is wider there, and nothing in the record says that this is enough."
        )
    if found["missing"]:
        rows = ", ".join(f"{name} {number}" for name, number in found["missing"].items())
        said.append(
            f"Not known, so taken at the mean of the record with a wider spread, in so many of {count} battles: {rows}."
        )
    if found["unknown_armies"]:
        names = list(found["unknown_armies"])
        more = f" and {len(names) - 12} more" if len(names) > 12 else ""
        said.append(
            "Armies of which nothing is known, so that nothing is presumed of their quality: "
            f"{', '.join(names[:12])}{more}."
        )
    return said
