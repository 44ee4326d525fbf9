"""Battles of a record: what was known before each, and what came of it, kept apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.ground.fight import Fight
from hillfort.ground.fit import Record


@dataclass(frozen=True, slots=True)
class Result:
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
    result: Result


def record(battles: Sequence[Battle]) -> Record:
    """Battles as the arrays that the fit takes."""
    results = [each.result for each in battles]
    pct = [np.array([getattr(each, name) for each in results], dtype=np.float64) for name in ("attacker_pct", "defender_pct")]
    logs = [np.log(np.where(each > 0.0, each, np.nan)) for each in pct]
    days = np.array([each.days if each.days >= 1.0 else 1.0 for each in results])
    return Record(
        fights=tuple(each.fight for each in battles),
        theatre=tuple(each.theatre for each in battles),
        campaign=tuple(each.campaign for each in battles),
        days=days,
        outcome=np.array([each.outcome for each in results]),
        log_exchange=np.array([each.log_exchange for each in results]),
        log_attacker_pct=logs[0],
        log_defender_pct=logs[1],
        asinh_advance=np.arcsinh(np.array([each.advance_km_per_day for each in results])),
    )
