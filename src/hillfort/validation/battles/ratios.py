"""Wins by force ratio: the curve that a record has, and how far the law and the rules beside it are from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from hillfort.ground.adjudication import Prediction
from hillfort.validation.battles.baselines import Rules
from hillfort.validation.battles.file import Battle, record

EDGES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, math.inf)
"""Force ratios at which one row ends and the next begins."""


def by_ratio(battles: Sequence[Battle], prediction: Prediction, said: Rules) -> dict[str, Any]:
    """Share of attackers who won at each force ratio, and what was predicted of them.

    Parameters
    ----------
    battles : sequence of Battle
        With results; those that nobody won, or of which a strength is not known, are left out.
    prediction, said : Prediction, Rules
        What the model and the rules say of them.

    Returns
    -------
    dict
        `rows`, one for each range of ratios that has battles: `from`, `to` (None without an end), `battles`, `won` and
        by name of model or rule the mean chance (`model`, ...); and `distance` by name: the root mean square difference
        from `won`, rows weighted by battles. Smaller is better; what luck alone makes of it is in `by_luck`.

    Assumes
    -------
    The battles of a row share its chances: `by_luck` takes those that the model states, battle by battle.
    """
    outcome = record(battles).outcome
    ratios = np.array([_ratio(each) for each in battles])
    keep = np.isin(outcome, (-1.0, 1.0)) & np.isfinite(ratios)
    chances = {"model": prediction.win_chance, **said.chances}
    rows: list[dict[str, Any]] = []
    luck = 0.0
    for low, high in pairwise(EDGES):
        inside = keep & (ratios >= low) & (ratios < high)
        if not inside.any():
            continue
        row = {"from": low, "to": high if math.isfinite(high) else None, "battles": int(inside.sum())}
        rows.append(row | {"won": float((outcome[inside] > 0.0).mean())})
        rows[-1] |= {name: float(each[inside].mean()) for name, each in chances.items()}
        stated = prediction.win_chance[inside]
        luck += float((stated * (1.0 - stated)).sum()) / len(stated)
    count = sum(row["battles"] for row in rows)
    if not count:
        return {"rows": [], "distance": {}, "by_luck": None}
    off = {
        name: math.sqrt(sum(row["battles"] * (row[name] - row["won"]) ** 2 for row in rows) / count) for name in chances
    }
    return {"rows": rows, "distance": off, "by_luck": math.sqrt(luck / count)}


def _ratio(battle: Battle) -> float:
    attacker, defender = battle.fight.attacker_persons, battle.fight.defender_persons
    return attacker / defender if attacker and defender else math.nan
