"""Scores war by war: a record in which two wars hold most battles says little of a war that nobody has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hillfort.ground.adjudication import Prediction
from hillfort.validation.battles.baselines import Rules
from hillfort.validation.battles.file import Battle, record

Array = NDArray[np.float64]
Z80 = 1.2815515655446004
NEAREST = "three features"
"""The rule that a war's Brier score is set beside."""


def by_war(
    battles: Sequence[Battle], prediction: Prediction, said: Rules, measures: Mapping[str, str]
) -> list[dict[str, Any]]:
    """One row for each war, in the order of their names; a battle of no war is a war of its own.

    Parameters
    ----------
    battles : sequence of Battle
        With results.
    prediction, said : Prediction, Rules
        What the model and the rules say of them.
    measures : mapping
        Quantities by the name that they have in the row.

    Returns
    -------
    list of dict
        `war`, `battles`, `decisive`, `brier` and `brier_three_features` (None without a battle won or lost), and for
        each quantity `coverage_80_...`, the share of its 80 % intervals that hold what was (None where nobody recorded
        it).
    """
    results = record(battles)
    wars = np.array([each.war or f"battle {each.isqno}" for each in battles])
    decisive = np.isin(results.outcome, (-1.0, 1.0))
    won = np.asarray(results.outcome > 0.0, dtype=np.float64)
    miss = {"brier": (prediction.win_chance - won) ** 2}
    if NEAREST in said.chances:
        miss["brier_three_features"] = (said.chances[NEAREST] - won) ** 2
    inside = {}
    for name, field in measures.items():
        values, (mean, spread) = getattr(results, field), getattr(prediction, field)
        inside[f"coverage_80_{name}"] = np.where(np.isfinite(values), np.abs(values - mean) <= Z80 * spread, np.nan)
    rows = []
    for war in sorted(set(wars.tolist())):
        own = wars == war
        row: dict[str, Any] = {"war": war, "battles": int(own.sum()), "decisive": int((own & decisive).sum())}
        row |= {name: _mean(each[own & decisive]) for name, each in miss.items()}
        rows.append(row | {name: _mean(each[own & np.isfinite(each)]) for name, each in inside.items()})
    return rows


def each_war_once(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Means over the wars of `by_war`, each counting once however many battles it has; without what no war has.

    >>> each_war_once([{"war": "A", "battles": 9, "decisive": 9, "brier": 0.1},
    ...     {"war": "B", "battles": 1, "decisive": 1, "brier": 0.3}])
    {'brier': 0.2}
    """
    found = {}
    for name in [each for each in rows[0] if each not in ("war", "battles", "decisive")] if rows else []:
        known = [row[name] for row in rows if row[name] is not None]
        if known:
            found[name] = float(np.mean(known))
    return found


def _mean(values: Array) -> float | None:
    return float(values.mean()) if len(values) else None
