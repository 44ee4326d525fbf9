"""Rules that an adjudication has to beat: how often they would have named the winner, and how near they come."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.validation.battles.file import MEASURES, Battle, record

Array = NDArray[np.float64]
RIDGE = 1.0
"""Pull of the logistic baselines' weights towards nil (inverse prior variance)."""
PERSONS_A_TANK, PERSONS_A_GUN = 60.0, 25.0
POSTURE_FACTOR = {"withdrawal": 1.0, "delay": 1.2, "hasty": 1.3, "prepared": 1.5, "fortified": 1.6}
TERRAIN_FACTOR = {"flat": 1.05, "rolling": 1.2, "rugged": 1.45}
RIVER_FACTOR, AIR_FACTOR, SURPRISE_FACTOR = 1.25, 1.15, 1.4
"""Factors of the ratio in the manner of the QJM: its structure with our own round numbers;
nothing is taken from its tables."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What each rule says of a list of battles."""

    chances: Mapping[str, Array]
    """Chance that the attacker wins, by rule."""
    measures: Mapping[str, Mapping[str, tuple[Array, Array]]]
    """By rule and by quantity of `battles.MEASURES`: mean and standard deviation."""


def rules(train: Sequence[Battle], test: Sequence[Battle], *, surprise: bool = True) -> Rules:
    """Who wins, at what cost and how fast, by each rule; results of `test` are not looked at."""
    return Rules(baselines(train, test, surprise=surprise), expectations(train, test, surprise=surprise))


def expectations(
    train: Sequence[Battle], test: Sequence[Battle], *, surprise: bool = True
) -> dict[str, dict[str, tuple[Array, Array]]]:
    """Losses and advance by least squares on what each rule looks at; the base rate is the mean of `train`."""
    results = record(train)
    found: dict[str, dict[str, tuple[Array, Array]]] = {}
    looked = [_looked_at(part, surprise=surprise) for part in (train, test)]
    for name in looked[0]:
        x, at = (np.column_stack([np.ones(len(each[name])), each[name]]) for each in looked)
        found[name] = {}
        for measure in MEASURES:
            values = getattr(results, measure)
            known = np.isfinite(values)
            if known.sum() <= 2 * x.shape[1]:
                found[name][measure] = (np.full(len(test), np.nan), np.full(len(test), np.nan))
                continue
            weights = np.linalg.lstsq(x[known], values[known], rcond=None)[0]
            error = values[known] - x[known] @ weights
            spread = float(np.sqrt((error**2).sum() / (known.sum() - x.shape[1])))
            found[name][measure] = (np.asarray(at @ weights), np.full(len(test), spread))
    return found


def _looked_at(part: Sequence[Battle], *, surprise: bool) -> dict[str, Array]:
    """Features of each rule: (battle, feature)."""
    ratio = np.array([_log_ratio(each) for each in part])
    return {
        "base rate": np.zeros((len(part), 0)),
        "3:1 rule": (ratio >= math.log(3.0)).astype(np.float64)[:, None],
        "force ratio": ratio[:, None],
        "QJM-style ratio": np.array([qjm_log_ratio(each, surprise=surprise) for each in part])[:, None],
        "three features": np.array([_three(each, surprise=surprise) for each in part]),
    }


def baselines(train: Sequence[Battle], test: Sequence[Battle], *, surprise: bool = True) -> dict[str, Array]:
    """Chance that the attacker wins each battle of `test`, by each rule; what a rule has to learn it learns on `train`.

    Parameters
    ----------
    train, test : sequence of Battle
        Results of `test` are not looked at.
    surprise : bool
        Whether the three-feature logistic and the QJM-style ratio may use surprise.

    Returns
    -------
    dict of str to array
        Chances of the length of `test`: base rate, 3:1 rule, force ratio, QJM-style ratio, three features.
    """
    known = [each for each in train if each.result.outcome in (-1.0, 1.0)]
    won = np.array([each.result.outcome > 0.0 for each in known], dtype=np.float64)
    learnt, asked = (_looked_at(part, surprise=surprise) for part in (known, test))
    base = np.full(len(test), float(won.mean()))
    return {name: _logistic(x, won, asked[name]) if x.shape[1] else base for name, x in learnt.items()}


def qjm_log_ratio(battle: Battle, *, surprise: bool = True) -> float:
    """Logarithm of the attacker's over the defender's power: strength with weapons, times posture, terrain, air.

    >>> from hillfort.ground.fight import Fight
    >>> from hillfort.validation.battles.file import BattleOutcome
    >>> fight = Fight(30_000.0, 10_000.0, posture="prepared", air=0.0, surprise=0.0)
    >>> battle = Battle("1", "X", "", "", "", fight, (None, None), "rolling", False, BattleOutcome())
    >>> round(qjm_log_ratio(battle), 2)
    0.51
    """
    fight = battle.fight
    powers = []
    for persons, tanks, guns in (
        (fight.attacker_persons, fight.attacker_tanks, battle.guns[0]),
        (fight.defender_persons, fight.defender_tanks, battle.guns[1]),
    ):
        powers.append(
            None if persons is None else persons + PERSONS_A_TANK * (tanks or 0.0) + PERSONS_A_GUN * (guns or 0.0)
        )
    value = math.log(powers[0] / powers[1]) if powers[0] and powers[1] else 0.0
    value -= math.log(POSTURE_FACTOR.get(fight.posture or "prepared", 1.5)) + math.log(
        TERRAIN_FACTOR.get(battle.terrain, 1.2)
    )
    value -= math.log(RIVER_FACTOR) if battle.river else 0.0
    value += math.log(AIR_FACTOR) * (fight.air or 0.0)
    return value + (math.log(SURPRISE_FACTOR) * (fight.surprise or 0.0) if surprise else 0.0)


def _log_ratio(battle: Battle) -> float:
    a, d = battle.fight.attacker_persons, battle.fight.defender_persons
    return math.log(a / d) if a and d else 0.0


def _three(battle: Battle, *, surprise: bool) -> list[float]:
    return [_log_ratio(battle), battle.fight.air or 0.0, (battle.fight.surprise or 0.0) if surprise else 0.0]


def _logistic(x: Array, won: Array, at: Array) -> Array:
    """Chances at `at` by a logistic regression with a light ridge, fitted by Newton's method."""
    design = np.column_stack([np.ones(len(x)), x])
    pull = np.diag([1e-6] + [RIDGE] * x.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-design @ weights))
        slope = design.T @ (won - chance) - pull @ weights
        curve = (design * (chance * (1.0 - chance))[:, None]).T @ design + pull
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-10:
            break
    return np.asarray(1.0 / (1.0 + np.exp(-(np.column_stack([np.ones(len(at)), at]) @ weights))))
