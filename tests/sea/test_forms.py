"""Closed forms: published figures, laws, and the normal approximation beside the exact count."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hillfort.sea import coastal, convoy, mines, salvo, sealift
from hillfort.sea._kernels import day as _kernels

SHARE = some.floats(0.0, 1.0)


@pytest.mark.parametrize(
    ("start", "first", "left"),
    [
        ((2, 2), "one", (2, 0)),
        ((4, 3), "one", (4, 0)),
        ((3, 2), "one", (3, 0)),
        ((2, 1), "one", (2, 0)),
        ((3, 1), "one", (3, 0)),
        ((2, 2), "other", (0, 2)),
        ((4, 3), "other", (1, 2)),
        ((3, 2), "other", (1, 1)),
        ((2, 1), "other", (1, 0)),
        ((3, 1), "other", (2, 0)),
        ((2, 2), "both", (0, 0)),
        ((4, 3), "both", (1, 0)),
        ((3, 2), "both", (1, 0)),
        ((2, 1), "both", (1, 0)),
        ((3, 1), "both", (2, 0)),
    ],
)
def test_pulses_of_carriers_are_those_of_the_table_of_1942(
    start: tuple[int, int], first: str, left: tuple[int, int]
) -> None:
    assert salvo.pulse(*start, first=first) == left


def test_equal_power_loses_equal_shares_and_half_the_ships_of_twice_the_power_are_not_enough() -> None:
    many, few = salvo.Force(2, 1, 1, 1), salvo.Force(1, 2, 2, 2)
    assert salvo.exchange(many, few) == (2.0, 1.0)
    assert salvo.exchange_ratio(many, few) == pytest.approx(1.0)


def test_the_ratio_of_exchange_favours_the_side_that_loses_less() -> None:
    strong, weak = salvo.Force(5, 4, 1, 2), salvo.Force(3, 2, 1, 1)
    assert salvo.exchange_ratio(strong, weak) > 1.0
    assert salvo.exchange_ratio(weak, strong) < 1.0
    assert salvo.exchange_ratio(strong, weak) == pytest.approx(1.0 / salvo.exchange_ratio(weak, strong)) or math.isinf(
        salvo.exchange_ratio(strong, weak)
    )


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 14), SHARE, some.integers(0, 14), SHARE, some.floats(0.2, 1.0), some.integers(1, 8))
def test_luck_never_loses_more_than_the_group_and_its_mean_is_at_least_what_hughes_says_uncapped(
    offence: int, hit: float, defence: int, stop: float, loss: float, ships: int
) -> None:
    found = salvo.enumerated(salvo.Salvo(offence, hit, defence, stop, loss, ships))
    assert 0.0 <= found.mean <= ships + 1e-9
    assert 0.0 <= found.none <= 1.0 + 1e-9
    uncapped = salvo.enumerated(salvo.Salvo(offence, hit, defence, stop, loss, 10_000))
    assert uncapped.mean >= loss * max(0.0, offence * hit - defence * stop) - 1e-9


@pytest.mark.parametrize("offence", [4, 8, 12, 24])
@pytest.mark.parametrize("defence", [0, 4, 9])
def test_the_normal_approximation_is_near_the_exact_count(offence: int, defence: int) -> None:
    case = salvo.Salvo(offence, 0.6, defence, 0.7, 0.5, 3)
    assert salvo.approximated(case) == pytest.approx(salvo.enumerated(case).mean, abs=0.12)


@settings(max_examples=60, deadline=None)
@given(some.floats(0.1, 30), SHARE, some.floats(0, 30), SHARE, some.floats(0.5, 4), some.floats(0.1, 20))
def test_the_kernels_salvo_is_the_package_s(
    shots: float, hit: float, stops: float, stop: float, hits: float, ships: float
) -> None:
    ours = _kernels.salvo_loss(shots, hit, stops, stop, hits, ships)
    assert ours == pytest.approx(salvo.approximated(salvo.Salvo(shots, hit, stops, stop, 1.0 / hits, ships)), abs=1e-9)  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(some.floats(1, 300), some.floats(1e-4, 0.5), some.integers(1, 30))
def test_hits_of_a_row_of_ships_are_the_sum_of_their_threats_where_each_mine_works_once(
    number: float, chance: float, ships: int
) -> None:
    total = mines.expected_hits(number, chance, transits=ships)
    each = [
        mines.expected_hits(number, chance, transits=n) - mines.expected_hits(number, chance, transits=n - 1)
        for n in range(1, ships + 1)
    ]
    assert sum(each) == pytest.approx(total, abs=1e-9)
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(each))
    assert mines.initial_threat(number, chance) <= number * chance + 1e-12


@given(some.floats(0.05, 0.95), some.floats(0.05, 0.999))
def test_passes_and_what_they_clear_are_inverse(share_of_a_pass: float, share: float) -> None:
    passes = mines.passes_for(share, share_of_a_pass)
    assert mines.cleared_share(share_of_a_pass, passes=passes) == pytest.approx(share, abs=1e-9)


def test_ninety_per_cent_cleared_is_not_open() -> None:
    assert mines.at_least_one(mines.initial_threat(2, 0.016), transits=30) > 0.6


def test_a_random_search_finds_less_than_tracks_that_do_not_overlap() -> None:
    covered = 0.6
    assert mines.random_search_share(width=0.6, speed=1.0, factor=1.0, time=1.0, area=1.0) < covered


def test_a_convoy_loses_less_than_its_ships_by_themselves_and_escorts_help() -> None:
    together = convoy.transit_survival(found=0.67, attacked=1.0, lost=5.0, ships=50)
    assert together > 1.0 - 0.25
    assert convoy.escort_factor(6, 3.0) < convoy.escort_factor(3, 3.0) < convoy.escort_factor(0, 3.0)
    assert convoy.convoy_losses(90, convoys=2) < convoy.convoy_losses(90, convoys=3)


def test_what_is_denied_of_a_lane_is_bounded_by_range_and_by_sight() -> None:
    away = np.abs(np.arange(-400.0, 400.0, 2.0))
    pieces = np.full(len(away), 2.0)
    seen = coastal.denied_km(away, pieces, range_km=300.0, sensor_km=coastal.radar_horizon_km(30.0, 20.0))
    ring = coastal.denied_km(away, pieces, range_km=300.0, sensor_km=1e9)
    assert seen < 0.15 * ring


def test_more_ships_never_close_a_force_later() -> None:
    lift = sealift.Shuttle(300.0, 18.0, 12.0, 10.0)
    hours = [sealift.closure_h(lift, cargo=20_000, ships=ships, capacity=2000) for ships in range(1, 12)]
    assert all(later <= earlier for earlier, later in itertools.pairwise(hours))
    assert json.dumps(hours)
