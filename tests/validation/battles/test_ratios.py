"""The curve of wins by force ratio on a record, by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from hillfort.ground.adjudication import Prediction
from hillfort.ground.fight import Fight
from hillfort.validation.battles.baselines import Rules
from hillfort.validation.battles.file import Battle, BattleOutcome
from hillfort.validation.battles.ratios import by_ratio


def battle(attacker: float | None, outcome: float) -> Battle:
    fight = Fight(attacker_persons=attacker, defender_persons=10_000.0)
    plain = Battle("1", "X", "", "", "", fight, (None, None), "rolling", False, BattleOutcome())
    return replace(plain, result=replace(plain.result, outcome=outcome))


def predicted(chances: list[float]) -> Prediction:
    nothing = np.zeros(len(chances))
    pair = (nothing, nothing)
    return Prediction(np.array(chances), nothing, nothing, pair, pair, pair, pair)


def test_rows_distance_and_luck_are_those_worked_out_by_hand() -> None:
    battles = [battle(4_000.0, -1.0), battle(4_500.0, 1.0), battle(20_000.0, 1.0), battle(30_000.0, 0.0)]
    battles += [battle(None, 1.0)]
    rule = {"coin": np.full(5, 0.5)}
    found = by_ratio(battles, predicted([0.2, 0.4, 0.9, 0.1, 0.1]), Rules(rule, {}))
    low, high = found["rows"]  # a draw and a battle of unknown strength are in no row
    assert (low["from"], low["to"], low["battles"], low["won"]) == (0.0, 0.5, 2, 0.5)
    assert low["model"] == pytest.approx(0.3) and (high["from"], high["battles"], high["won"]) == (2.0, 1, 1.0)
    assert found["distance"]["model"] == pytest.approx(math.sqrt((2 * 0.2**2 + 0.1**2) / 3))
    assert found["distance"]["coin"] == pytest.approx(math.sqrt(0.5**2 / 3))
    assert found["by_luck"] == pytest.approx(math.sqrt((0.5 * (0.2 * 0.8 + 0.4 * 0.6) + 0.9 * 0.1) / 3))


def test_without_a_battle_that_counts_there_is_no_curve() -> None:
    found = by_ratio([battle(4_000.0, 0.0)], predicted([0.5]), Rules({}, {}))
    assert found == {"rows": [], "distance": {}, "by_luck": None}
