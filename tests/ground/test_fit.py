"""The fit: what battles of one war have in common, and what it makes of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hillfort.files.battles.read import adjudication
from hillfort.ground import fit
from hillfort.ground.adjudication import predict
from hillfort.ground.fight import Fight
from hillfort.ground.fitted import FITTED, as_evidence, sample_fitted


def record(armies: list[tuple[str, str]], wars: list[str]) -> fit.BattleRecord:
    fights = tuple(Fight(10_000.0, 10_000.0, year=1943.0, attacker_army=a, defender_army=d) for a, d in armies)
    values = np.zeros(len(fights))
    names = tuple(wars)
    return fit.BattleRecord(fights, names, names, names, values + 1.0, values, values, values, values, values)


def test_the_better_army_of_a_war_is_the_better_one_whichever_attacks() -> None:
    armies = [
        ("Germany", "USSR"),
        ("USSR", "Germany"),
        ("Germany", "USA"),
        ("Germany", "USSR"),
        ("USA & USSR", "Germany"),
    ]
    shared = fit._same_quality(record(armies, ["W", "W", "W", "V", "W"]), np.arange(5))
    assert np.diag(shared) == pytest.approx([1.0, 1.0, 1.0, 1.0, 0.75])
    assert shared[0, 1] == pytest.approx(-1.0)
    assert shared[0, 2] == pytest.approx(0.5)
    assert shared[0, 3] == 0.0
    assert shared[0, 4] == pytest.approx(-0.75)


def test_what_is_missing_between_wars_counts_each_once() -> None:
    """Eighteen battles of one war well inside, three wars of one battle far off: pooled all is well,
    war by war it is not."""
    standard = np.array([0.5] * 18 + [2.5, 2.5, 2.5])
    same = np.zeros((21, 21))
    same[:18, :18] = 1.0
    same[18:, 18:] = np.eye(3)
    assert fit._scale(standard) < 1.0
    assert fit._wars_apart(standard, same, 2.0) == pytest.approx((fit.MOST_APART**2 - 1.0) * 2.0)
    assert fit._wars_apart(0.1 * standard, same, 2.0) == 0.0


def test_a_draw_has_one_quality_of_the_two_armies_wider_after_the_record() -> None:
    model = adjudication()
    place = FITTED.index("fit_margin_army")
    normals = np.random.default_rng(1).standard_normal((4000, len(FITTED)))
    within, after = (sample_fitted(model, normals, modern=each)[:, place].std() for each in (False, True))
    assert within == pytest.approx(math.sqrt(2.0) * model.latents["margin"].army, rel=0.05)
    assert after == pytest.approx(math.sqrt(2.0) * within, rel=1e-6)
    assert 0.8 < within < 1.5


def test_without_wealth_nobody_is_presumed_the_better_and_the_doubt_is_wider() -> None:
    known, bare = adjudication(), adjudication(by_wealth=False)
    rich, poor = (
        Fight(10_000.0, 10_000.0, air=0.0, surprise=0.0, posture="hasty", year=1990.0, attacker_army=a, defender_army=d)
        for a, d in (("USA", "Iraq"), ("Iraq", "USA"))
    )
    first, second = predict(known, [rich, poor]).win_chance
    assert first > second + 0.1
    same = predict(bare, [rich, poor])
    assert same.win_chance[0] == same.win_chance[1]
    assert bare.latents["margin"].army > known.latents["margin"].army


def test_the_range_of_each_fitted_number_holds_nine_draws_in_ten() -> None:
    model = adjudication()
    for modern in (False, True):
        told = as_evidence(model, modern=modern)
        draws = sample_fitted(model, np.random.default_rng(3).standard_normal((60_000, len(FITTED))), modern=modern)
        for place, name in enumerate(FITTED):
            low, middle, high = np.quantile(draws[:, place], [0.05, 0.5, 0.95])
            near = 0.02 * (high - low) + 1e-12
            assert (told[name].low, told[name].value, told[name].high) == pytest.approx((low, middle, high), abs=near)
            assert (told[name].shape == "fixed") == (high - low < 1e-12)
