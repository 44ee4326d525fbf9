"""The law of ground combat against the published tables it was taken from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.foundation.errors import InputError
from hillfort.ground.law import advance_km_per_day, loss_pct_per_day, prevail_chance

RATIOS = st.floats(0.05, 20.0)
TABLE = [(0.75, 42, 77), (1.25, 55, 150), (1.75, 59, 123), (2.25, 71, 56), (2.75, 83, 53), (3.25, 69, 48),
         (3.75, 77, 30), (4.97, 65, 66), (6.98, 88, 17)]
"""Middle force ratio, per cent of attackers who won, engagements: The Dupuy Institute, 672 division engagements."""


def test_attacker_wins_by_force_ratio_are_the_published_ones_within_sampling_error() -> None:
    """Weighted chi-square of the nine rows with enough cases; 95 % point for nine rows is 16.9."""
    square = 0.0
    for ratio, won, cases in TABLE:
        chance = prevail_chance(ratio)
        square += (won / 100.0 - chance) ** 2 / (chance * (1.0 - chance) / cases)
    assert square < 16.9


@given(RATIOS, RATIOS)
def test_more_force_never_lowers_the_chance(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert prevail_chance(low) <= prevail_chance(high) + 1e-12


@given(RATIOS)
def test_a_better_ratio_shifts_losses_to_the_defender(ratio: float) -> None:
    attacker, defender = loss_pct_per_day(ratio, persons=(3000.0, 3000.0))
    worse_attacker, worse_defender = loss_pct_per_day(ratio * 1.1, persons=(3000.0, 3000.0))
    assert worse_attacker <= attacker and worse_defender >= defender


def test_losses_at_the_median_ratio_are_the_medians_of_the_record() -> None:
    attacker, defender = loss_pct_per_day(1.86, persons=(20000.0, 12000.0))
    assert attacker == pytest.approx(1.46, rel=0.25)
    assert defender == pytest.approx(3.40, rel=0.25)


def test_small_forces_lose_a_larger_share() -> None:
    small = loss_pct_per_day(2.0, persons=(700.0, 700.0))
    large = loss_pct_per_day(2.0, persons=(20000.0, 20000.0))
    assert small[0] > large[0] and small[1] > large[1]


def test_advance_has_the_published_anchors() -> None:
    """2 km/day heavily engaged, 11 lightly, 35 in 1991 and 2003, at the margins that define those words."""
    rates = [advance_km_per_day(margin) for margin in (0.3, 2.0, 3.2)]
    assert np.allclose(rates, [2.0, 11.0, 35.0], rtol=0.15)
    assert advance_km_per_day(-0.01) == 0.0


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("nan"), float("inf")])
def test_a_ratio_that_is_no_ratio_is_refused(ratio: float) -> None:
    with pytest.raises(InputError, match="not a positive number"):
        prevail_chance(ratio)
