"""Belief by Bayes' rule, its worked examples, its laws and its slow twin."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.crisis import race
from hillfort.crisis.columns import drawn
from hillfort.crisis.hours import looks_of, warned
from hillfort.crisis.luck import Luck
from hillfort.crisis.warning import Looks, acting_belief, believed, expected_cost, posterior
from hillfort.files.crisis.read import shipped
from oracles import crisis as slow

CHANCE = st.floats(0.01, 0.99)
POSTURE = shipped()[0]


def test_the_published_sums_of_an_alarm_come_out_to_the_digit() -> None:
    assert round(posterior(0.084, 0.9, 0.3), 5) == 0.21575
    assert round(posterior(0.158, 0.9, 0.3), 5) == 0.36018


def test_the_published_races_come_out_to_the_digit() -> None:
    assert round(race.ready_first(0.1, 1 / 14), 5) == 0.58333
    assert round(race.ready_first_lognormal(12, 10, 0.4), 5) == 0.37361
    assert race.ready_first_lognormal(12, 10, 0.4, delay=2) == pytest.approx(0.2567, abs=6e-4)
    assert race.ready_first_lognormal(12, 10, 0.4, delay=5) == pytest.approx(0.1311, abs=6e-4)
    assert race.strike_first(0, -50, -80) == 0.625


def test_a_race_with_hardly_a_delay_is_the_race_without() -> None:
    without = race.ready_first_lognormal(12, 10, 0.4)
    assert race.ready_first_lognormal(12, 10, 0.4, delay=1e-6) == pytest.approx(without, abs=1e-5)


def test_the_build_up_curve_of_1988_is_25_to_24_at_once_and_34_to_34_after_three_weeks() -> None:
    east, west = [(0.0, 25.0), (21.0, 9.0)], [(0.0, 24.0), (21.0, 10.0)]
    assert race.there_by(0, east) / race.there_by(0, west) == pytest.approx(1.04, abs=0.002)
    assert (race.there_by(21, east), race.there_by(21, west)) == (34.0, 34.0)


@given(prior=CHANCE, hit=CHANCE, false=CHANCE)
def test_belief_after_a_look_is_belief_before_it_in_the_mean(prior: float, hit: float, false: float) -> None:
    found = prior * hit + (1 - prior) * false
    mean = found * posterior(prior, hit, false) + (1 - found) * posterior(prior, hit, false, found=False)
    assert mean == pytest.approx(prior, abs=1e-12)


@given(prior=CHANCE, looks=st.lists(st.tuples(CHANCE, CHANCE), max_size=3), more=st.tuples(CHANCE, CHANCE))
def test_one_more_look_never_costs_more(
    prior: float, looks: list[tuple[float, float]], more: tuple[float, float]
) -> None:
    assert expected_cost(prior, [*looks, more], 0.3, 1.0) <= expected_cost(prior, looks, 0.3, 1.0) + 1e-12


@given(prior=CHANCE, hit=CHANCE, false=CHANCE, better=st.floats(0, 1), cost=st.floats(0.01, 0.99))
def test_a_better_sensor_never_costs_more(prior: float, hit: float, false: float, better: float, cost: float) -> None:
    low, high = min(hit, false), max(hit, false)
    sharper = (high + better * (1 - high), low * (1 - better))
    assert expected_cost(prior, [sharper], cost, 1.0) <= expected_cost(prior, [(high, low)], cost, 1.0) + 1e-12


@given(prior=CHANCE, cost=st.floats(0.01, 0.99))
def test_acting_pays_from_the_ratio_of_its_cost_to_what_it_spares(prior: float, cost: float) -> None:
    better = min(cost, prior)
    assert expected_cost(prior, [], cost, 1.0) == pytest.approx(better)
    assert (prior >= acting_belief(cost, 1.0)) is (cost <= prior)


def _path(found: tuple[bool, ...], weight: float = 1.0) -> np.ndarray:
    looks = Looks(np.array([[30.0, 9.0, 2.0]]), np.array([[0.9, 0.7, 0.6]]), np.array([[0.5, 0.2, 0.1]]))
    seen = believed(np.array([0.1]), looks, np.array([found]), np.array([weight]), np.array([40.0]))
    return seen.after[0]


def test_belief_rises_with_each_thing_that_is_found() -> None:
    for found in itertools.product((False, True), repeat=3):
        for place in range(3):
            if not found[place]:
                more = (*found[:place], True, *found[place + 1 :])
                assert (_path(more)[place:] > _path(found)[place:]).all()


def test_a_false_alarm_that_is_remembered_dulls_what_is_found() -> None:
    assert (_path((True, True, True), 0.7) < _path((True, True, True))).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), attack=st.booleans())
def test_belief_by_day_is_that_of_the_slow_twin(seed: int, attack: bool) -> None:
    values, luck = drawn(POSTURE, seed=seed, draws=4), Luck(seed, 0, 4)
    mine, looks, keys = warned(POSTURE, values, luck, attack=attack), looks_of(POSTURE, values), sorted(POSTURE.signals)
    seen = luck.of_each("look" if attack else "look at nothing", len(keys)) < (looks.hit if attack else looks.false)
    for draw in range(4):
        told = {
            key: (looks.day[draw, at], looks.hit[draw, at], looks.false[draw, at], bool(seen[draw, at]))
            for at, key in enumerate(keys)
        }
        weight = (1 - values["dulled_share"][draw]) ** mine.remembered[draw]
        prior, length = values["attack_chance"][draw], values["build_up_days"][draw]
        path = slow.belief_path(prior, told, weight, length)
        assert mine.belief.day[draw].tolist() == pytest.approx([day for day, _ in path])
        assert mine.belief.after[draw].tolist() == pytest.approx([belief for _, belief in path], rel=1e-6)
        for who, passed in mine.passes.items():
            expected = slow.passes(prior, path, values[f"{who}_acts_at"][draw], length)
            assert passed[draw] == pytest.approx(expected, nan_ok=True)


def test_belief_is_right_as_often_as_it_says() -> None:
    draws = 4000
    values, luck = drawn(POSTURE, seed=5, draws=draws), Luck(5, 0, draws)
    values["dulled_share"][:] = 0.0
    values["attack_chance"][:] = 0.3
    sure = {attack: warned(POSTURE, values, luck, attack=attack).belief.on(2.0) for attack in (True, False)}
    for low, high in ((0.0, 0.1), (0.1, 0.4), (0.4, 0.7), (0.7, 1.0)):
        came, not_came = (((sure[each] >= low) & (sure[each] < high)) for each in (True, False))
        weight = 0.3 * came.mean() + 0.7 * not_came.mean()
        said = (0.3 * (sure[True] * came).mean() + 0.7 * (sure[False] * not_came).mean()) / weight
        assert 0.3 * came.mean() / weight == pytest.approx(said, abs=0.04)


def test_more_look_alikes_leave_more_alarms_and_less_warning() -> None:
    draws = 2000
    luck, few = Luck(1, 0, draws), drawn(POSTURE, seed=1, draws=draws)
    many = few | {"look_alikes_per_year": few["look_alikes_per_year"] * 4, "dulled_share": np.full(draws, 0.3)}
    quiet = few | {"look_alikes_per_year": np.full(draws, 1e-9)}
    calm, noisy = warned(POSTURE, quiet, luck), warned(POSTURE, many, luck)
    assert calm.remembered.sum() == 0 < noisy.remembered.sum()
    assert np.isnan(noisy.passes["nation"]).sum() > np.isnan(calm.passes["nation"]).sum()


def test_a_prior_that_is_enough_warns_at_the_start_of_the_build_up() -> None:
    looks = Looks(np.array([[3.0]]), np.array([[0.9]]), np.array([[0.1]]))
    seen = believed(np.array([0.5]), looks, np.array([[True]]), np.array([1.0]), np.array([20.0]))
    assert seen.passes(np.array([0.4])).tolist() == [20.0]
    assert math.isnan(float(seen.passes(np.array([0.95]))[0]))
