"""The kernels of the classical laws where their bounds lie, and the readable laws at their edges."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from hillfort.foundation.errors import InputError
from hillfort.ground._kernels import adjudication
from hillfort.ground._kernels import reference as kernels
from hillfort.ground.adjudication import terms_of
from hillfort.ground.reference import biddle, epstein, lanchester


@pytest.mark.parametrize(
    ("ratio", "pace", "km_per_day"),
    [
        (1.0, 6.0, 6.0),
        (0.5, 6.0, 6.0),
        (math.e, 6.0, 6.0 * math.exp(0.88)),
        (1.0, 35.0, 35.0),
        (1.0, 40.0, 35.0),
        (100.0, 6.0, 35.0),
    ],
)
def test_an_attacker_who_prevails_goes_faster_the_stronger_he_is_up_to_thirty_five_kilometres_a_day(
    ratio: float, pace: float, km_per_day: float
) -> None:
    found = kernels.ratio_advance_km_per_h.py_func(math.log(ratio), pace)
    assert found == pytest.approx(km_per_day / 24.0)


@pytest.mark.parametrize("exchange", [-100.0, -40.0, -39.0, 0.0, 1.0, 39.0, 40.0, 100.0])
def test_losses_swing_at_most_by_the_exponent_of_twenty(exchange: float) -> None:
    swing = math.exp(min(max(exchange / 2.0, -20.0), 20.0))
    attacker, defender = kernels.shares.py_func(1e-12, exchange)
    assert attacker == pytest.approx(min(1e-12 * swing, 0.03)) and defender == pytest.approx(min(1e-12 / swing, 0.03))


def test_an_engagement_with_a_defender_of_nothing_is_won_by_what_a_logarithm_bears() -> None:
    margin = kernels.epstein_hour.py_func(-100.0, 0.0, 0.02)[0]
    assert margin == pytest.approx(math.log(1e-9 / 0.05))
    assert kernels.epstein_hour.py_func(0.0, 0.0, 0.02)[0] == pytest.approx(math.log(0.02 / 1.5 / 0.05))


def test_an_even_balance_leaves_nobody_and_lasts_for_ever() -> None:
    even = lanchester.Sides(100.0, 100.0)
    assert lanchester.square_survivors(even) == (0.0, 0.0)
    assert lanchester.square_duration(even) == math.inf


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.nan, math.inf])
def test_a_side_that_is_no_number_is_refused(wrong: float) -> None:
    for law in (lanchester.square_survivors, lanchester.linear_survivors):
        with pytest.raises(InputError, match="not a positive number"):
            law(lanchester.Sides(wrong, 100.0))


@pytest.mark.parametrize(
    ("first", "second", "chance"), [(1, 0, 1.0), (0, 1, 0.0), (1, 1, 0.5), (2, 1, 2.0 / 3.0 + 1.0 / 6.0)]
)
def test_chances_of_a_few_elements_by_hand(first: int, second: int, chance: float) -> None:
    assert lanchester.square_chance(first, second) == pytest.approx(chance)


def test_no_element_at_all_is_no_fight_and_says_where() -> None:
    with pytest.raises(InputError, match="0 against 0 is no fight") as refused:
        lanchester.square_chance(0, 0)
    assert ":0" not in str(refused.value)


def test_an_attack_that_gains_exactly_the_depth_has_not_broken_through() -> None:
    base = biddle.BiddleInputs()
    gained = biddle.assault(base).ground_gained_km
    at, below = (replace(base, depth_km=depth) for depth in (gained, gained * 0.999))
    for inputs in (at, below):
        found = biddle.assault(inputs)
        assert found.breakthrough == (found.ground_gained_km > inputs.depth_km)


def test_epsteins_rates_stay_between_nothing_and_the_fastest() -> None:
    inputs = epstein.EpsteinInputs()
    fastest = inputs.fastest_withdrawal_km_per_day
    assert epstein.next_withdrawal(inputs, 0.0, inputs.defender_bears) == 0.0
    assert epstein.next_withdrawal(inputs, 0.0, 1.0) == pytest.approx(fastest)
    assert epstein.next_withdrawal(inputs, fastest, 0.5) == pytest.approx(fastest)
    assert 0.0 < epstein.next_withdrawal(inputs, 0.0, inputs.defender_bears * 1.01) < 1.0
    assert epstein.next_prosecution(inputs, 0.02, 10.0) == 0.0


def test_a_slow_attack_advances_by_less_than_any_number_that_counts() -> None:
    assert adjudication.advance_km_per_h.py_func(math.asinh(1.0)) == pytest.approx(1.0 / 24.0)
    assert adjudication.advance_km_per_h.py_func(7.9) == 4.0  # the exponent is kept below what a float bears


def test_terms_with_and_without_surprise() -> None:
    assert terms_of("intensity", surprise=True) == ("surprise", "delaying", "size", "era", "wet", "density")
    assert terms_of("intensity", surprise=False) == ("delaying", "size", "era", "wet", "density")


def test_a_defender_who_loses_just_what_he_bears_stands_as_the_readable_model_says() -> None:
    """Losses at the threshold to the last bit: below and at it nobody withdraws, above it he does."""
    bears, fastest = kernels.EPSTEIN_DEFENDER_THRESHOLD, kernels.EPSTEIN_FASTEST_W
    inputs = epstein.EpsteinInputs(defender_bears=bears, fastest_withdrawal_km_per_day=fastest)
    before = fastest / 2.0

    def hour(prosecution: float, log_ratio: float) -> tuple[float, float]:
        """Withdrawal after the hour, and the defender's daily loss."""
        found = kernels.epstein_hour.py_func(log_ratio, before, prosecution)
        return found[4], prosecution * 0.5 / kernels.EPSTEIN_RHO * math.exp(log_ratio)

    at = 2.0 * kernels.EPSTEIN_RHO * bears
    near = [(at * (1.0 + step * 2.0**-52), more * 2.0**-52) for step in range(-4, 5) for more in range(-4, 5)]
    assert bears in [hour(*each)[1] for each in near]
    for case in ((0.5 * at, 0.0), *near, (1.5 * at, 0.0)):
        withdrawal, loss = hour(*case)
        assert (withdrawal > 0.0) == (epstein.next_withdrawal(inputs, before, loss) > 0.0) == (loss > bears)
