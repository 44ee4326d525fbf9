"""The law of a fight for a city: its closed form, what moves it which way, and its fit."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.files.battles.cities import read_cities, shipped_parameters
from hillfort.foundation.evidence import Evidence
from hillfort.ground.city.fitting import COMMON, PRIORS, CityOutcome, _Cities, fit
from hillfort.ground.city.law import (
    CityAmount,
    CityDoubts,
    CityFight,
    clear_days,
    draws_of,
    dry_days,
    held_days,
    predict,
)

PARAMETERS = shipped_parameters()
DOUBTS = CityDoubts(PARAMETERS, draws=999)
POSITIVE = st.floats(0.05, 500.0)


def exactly(value: float) -> CityAmount:
    return CityAmount(value, value)


def fight(attackers: float = 20_000.0, defenders: float = 3_000.0, **more: object) -> CityFight:
    known = {"area_km2": exactly(40.0), "isolated": False} | more
    return CityFight("Somewhere", exactly(attackers), exactly(defenders), **known)  # type: ignore[arg-type]


def by_steps(area: float, battalions: float, front: float, headway: float, ammunition: float) -> float:
    """Days of the same fight, step by step."""
    left, days, step = area, 0.0, 0.002
    while left > 1e-6 * area:
        here = min(battalions, front * math.sqrt(left / area))
        left -= step * here * headway * (1.0 + days / ammunition)
        days += step
    return days


@pytest.mark.parametrize(("battalions", "front"), [(10.0, 4.0), (3.0, 8.0), (5.0, 5.0)])
def test_the_closed_form_is_what_day_by_day_fighting_gives(battalions: float, front: float) -> None:
    one = np.ones(1)
    known = {
        "area_km2": 20.0 * one,
        "battalions": battalions * one,
        "front_battalions": front * one,
        "headway_km2": 0.2 * one,
    }
    assert clear_days(**known)[0] == pytest.approx(by_steps(20.0, battalions, front, 0.2, 1e12), rel=0.01)
    dry = dry_days(clear_days(**known), 15.0 * one)[0]
    assert dry == pytest.approx(by_steps(20.0, battalions, front, 0.2, 15.0), rel=0.01)


def days_of(of: CityFight, doubts: CityDoubts = DOUBTS) -> np.ndarray:
    return held_days(draws_of(of, doubts), doubts["headway_km2"])


@given(area=POSITIVE, battalions=POSITIVE, front=POSITIVE, headway=st.floats(0.01, 1.0))
def test_more_battalions_or_room_never_take_longer_and_ground_takes_in_proportion(
    area: float, battalions: float, front: float, headway: float
) -> None:
    def days(area: float = area, battalions: float = battalions, front: float = front) -> float:
        return float(clear_days(*(np.array([each]) for each in (area, battalions, front, headway)))[0])

    assert days(battalions=2.0 * battalions) <= days() * (1.0 + 1e-9)
    assert days(front=2.0 * front) <= days() * (1.0 + 1e-9)
    assert days(area=3.0 * area) == pytest.approx(3.0 * days())


def test_a_battalion_beyond_the_room_at_the_edge_changes_nothing() -> None:
    one = np.ones(1)
    few, many = (clear_days(9.0 * one, count * one, 3.0 * one, 0.1 * one)[0] for count in (3.0, 30.0))
    assert few == pytest.approx(many)


def test_what_moves_the_days_moves_them_rightly() -> None:
    usual = days_of(fight())
    assert np.median(days_of(fight(area_km2=exactly(80.0), defenders=6_000.0))) > np.median(usual)
    assert np.median(days_of(fight(defenders=9_000.0))) > np.median(usual)
    assert np.median(days_of(fight(attackers=3_500.0))) > np.median(usual)
    assert np.median(days_of(fight(isolated=True))) < np.median(usual)


def test_a_garrison_too_thin_for_the_whole_holds_its_part_and_the_rest_is_searched() -> None:
    """As near as numbers given as exact are: a twentieth of each is left open."""
    exact = {name: Evidence.fixed(each.value, each.unit) for name, each in PARAMETERS.items()}
    doubts = CityDoubts(exact, draws=1)
    whole, tenth = (draws_of(fight(defenders=40.0 * 60.0 * part), doubts) for part in (1.0, 0.1))
    assert tenth.defended_days[0] == pytest.approx(0.1 * whole.defended_days[0], rel=0.3)
    assert whole.search_days[0] == pytest.approx(0.0, abs=0.4)
    assert tenth.search_days[0] == pytest.approx(0.9 * whole.defended_days[0] / exact["search_km2"].value, rel=0.3)


def test_the_chance_of_being_taken_rises_with_the_ratio_and_with_isolation() -> None:
    few, usual, many = (predict(fight(attackers=each), DOUBTS).taken_chance for each in (3_000.0, 20_000.0, 120_000.0))
    assert few < usual < many
    assert predict(fight(isolated=True), DOUBTS).taken_chance > usual


def test_a_city_that_nobody_holds_falls_in_days_and_one_that_is_held_in_weeks() -> None:
    empty, held = predict(fight(organised=False), DOUBTS), predict(fight(), DOUBTS)
    assert empty.days_p50 < 12.0 < 20.0 < held.days_p50


def test_what_is_not_known_makes_the_interval_wider() -> None:
    known, unknown = predict(fight(isolated=True), DOUBTS), predict(CityFight("Somewhere"), DOUBTS)
    assert unknown.days_p90 / unknown.days_p50 > known.days_p90 / known.days_p50


def test_the_same_fact_told_in_another_way_gives_nearly_the_same() -> None:
    by_ratio = replace(fight(), attackers=None, ratio=exactly(20.0 / 3.0))
    by_density = replace(fight(), defenders=None, density=exactly(75.0))
    for other in (by_ratio, by_density):
        assert np.median(days_of(other)) == pytest.approx(np.median(days_of(fight())), rel=0.05)


@pytest.fixture(scope="module")
def fitted() -> dict[str, Evidence]:
    cases = read_cities()
    return fit(cases.fights, cases.outcomes, PARAMETERS)


def test_the_shipped_numbers_are_those_of_the_fit(fitted: dict[str, Evidence]) -> None:
    for name in PRIORS:
        assert PARAMETERS[name].value == pytest.approx(fitted[name].value, rel=0.02, abs=0.01), name
        assert PARAMETERS[name].low == pytest.approx(fitted[name].low, rel=0.03, abs=0.02), name
        assert PARAMETERS[name].high == pytest.approx(fitted[name].high, rel=0.03, abs=0.02), name


def test_the_fit_finds_the_headway_that_made_a_record() -> None:
    """Sixteen cities that were fought for at three times the shipped headway, all of them held and known."""
    common = {name: Evidence.fixed(PARAMETERS[name].value, PARAMETERS[name].unit) for name in (*COMMON, "headway_km2")}
    truth = CityDoubts(PARAMETERS | common, draws=100)
    fights = [replace(fight(attackers=8_000.0 + 2_000.0 * each), name=f"City {each}") for each in range(16)]
    slow = [float(np.median(days_of(each, truth))) / 3.0 for each in fights]
    found = fit(fights, [CityOutcome(exactly(each), taken=True) for each in slow], PARAMETERS)
    assert found["headway_km2"].value == pytest.approx(3.0 * PARAMETERS["headway_km2"].value, rel=0.1)


def test_without_cities_the_fit_is_its_prior() -> None:
    nothing = fit([CityFight("X")], [CityOutcome()], PARAMETERS)
    assert nothing["fit_quick"].value == pytest.approx(PRIORS["fit_quick"][0], abs=0.01)
    assert nothing["headway_km2"].value == pytest.approx(0.045, rel=0.02)


def test_one_city_weighs_no_more_than_a_chance_of_one_in_a_million_million() -> None:
    at = np.array([middle for middle, _ in PRIORS.values()])

    def misfit(outcome: CityOutcome) -> float:
        return _Cities([fight()], [outcome], PARAMETERS, 1).misfit(at)

    nothing = misfit(CityOutcome())
    assert misfit(CityOutcome(exactly(1e30))) - nothing == pytest.approx(-math.log(1e-12))
    assert nothing < misfit(CityOutcome(exactly(30.0))) < nothing - math.log(1e-6)
