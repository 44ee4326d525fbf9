"""Intervals against closed forms, and how often they hold what they claim to hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.studies import intervals


@given(st.integers(1, 5000), st.data())
def test_a_chance_lies_in_its_own_interval_and_the_interval_in_0_to_1(draws: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, draws))
    found = intervals.wilson(count, draws)
    assert 0.0 <= found.low <= found.chance <= found.high <= 1.0
    assert found.low < found.high


def test_wilson_solves_its_own_equation() -> None:
    """The ends are the shares p with |count/n - p| = z sqrt(p (1 - p) / n)."""
    found = intervals.wilson(37, 160)
    for end in (found.low, found.high):
        assert abs(37 / 160 - end) == pytest.approx(intervals.Z * math.sqrt(end * (1 - end) / 160), rel=1e-9)


def test_a_wilson_interval_holds_the_true_chance_as_often_as_it_says() -> None:
    """Exact coverage at n = 200, averaged over true chances, by the binomial law."""
    draws, covered = 200, []
    held = [intervals.wilson(count, draws) for count in range(draws + 1)]
    for true in np.linspace(0.02, 0.98, 49):
        weights = [math.comb(draws, k) * true**k * (1 - true) ** (draws - k) for k in range(draws + 1)]
        covered.append(sum(w for w, each in zip(weights, held, strict=True) if each.low <= true <= each.high))
    assert np.mean(covered) == pytest.approx(0.95, abs=0.01)


def test_a_chance_of_no_draws_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one draw"):
        intervals.chance(np.zeros(0, bool))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200))
def test_quantiles_are_values_that_occurred_and_in_order(values: list[float]) -> None:
    found = intervals.quantiles(np.array(values))
    assert found["p10"] <= found["p50"] <= found["p90"]
    assert found["median_low"] <= found["p50"] <= found["median_high"]
    assert {found["p10"], found["p50"], found["p90"]} <= set(values)


def test_what_did_not_happen_is_left_out_and_counted() -> None:
    found = intervals.quantiles(np.array([np.nan, 5.0, np.nan]))
    assert (found["p50"], found["draws"]) == (5.0, 1)


def test_the_interval_of_a_median_holds_it_as_often_as_it_says() -> None:
    """P(rank low <= median < rank high) from the binomial law."""
    for count in (50, 101, 400):
        low, high = intervals.quantile_ranks(count, 0.5)
        inside = sum(math.comb(count, k) for k in range(low + 1, high + 1)) / 2**count
        assert 0.93 < inside < 0.985


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=50))
def test_a_thing_differs_from_itself_by_exactly_nothing(values: list[float]) -> None:
    found = intervals.paired(np.array(values), np.array(values))
    assert found.as_dict() == {"change": 0.0, "low": 0.0, "high": 0.0, "changed_share": 0.0}


def test_a_shift_of_every_draw_has_no_spread() -> None:
    values = np.arange(30.0)
    found = intervals.paired(values + 2.5, values)
    assert (found.change, found.low, found.high, found.changed_share) == (2.5, 2.5, 2.5, 1.0)


def test_few_changed_draws_do_not_make_a_certain_difference() -> None:
    baseline = np.zeros(100, bool)
    option = baseline.copy()
    option[0] = True
    found = intervals.paired(option, baseline)
    assert found.change == 0.01
    assert found.low < 0.0 < found.high


def test_options_with_different_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="paired draws needed"):
        intervals.paired(np.zeros(3), np.zeros(4))
