"""The definitions of the verdict, on draws made up for each of them."""

from __future__ import annotations

import numpy as np
import pytest

from hillfort.studies.campaign import summary, verdict
from studies.synthetic import outcome, scenario


def lost(*hours: float) -> np.ndarray:
    """First objective lost at these hours, the others never."""
    found = np.full((len(hours), 3), np.nan, np.float32)
    found[:, 0] = hours
    return found


def test_what_is_lost_and_retaken_is_in_friendly_hands_at_the_end_but_was_not_held() -> None:
    case = outcome(2, lost_h=lost(40.0, np.nan), lost_at_end=np.zeros((2, 3), bool))
    assert verdict.held_at_end(case).tolist() == [True, True]
    assert verdict.held(case).tolist() == [False, True]


def test_what_is_not_protected_does_not_count() -> None:
    hours = np.full((1, 3), np.nan, np.float32)
    hours[0, 2] = 5.0
    case = outcome(1, lost_h=hours, lost_at_end=~np.isnan(hours))
    assert verdict.held(case).tolist() == [True]
    assert np.isnan(verdict.first_loss_h(case)).all()
    assert verdict.first_loss_h(case, censored=True).tolist() == [240.0]


@pytest.mark.parametrize(
    ("fell", "allied", "expected"),
    [
        (40.0, 0, True),
        (40.0, 2, True),
        (40.0, 3, False),  # three battalions are a brigade, wherever they came from
        (np.nan, 0, False),
        (np.nan, 3, False),
    ],
)
def test_a_fait_accompli_is_a_loss_with_no_allied_brigade_in_the_country(
    fell: float, allied: int, *, expected: bool
) -> None:
    there = np.full((1, 3), allied, np.float32)
    case = outcome(1, lost_h=lost(fell), allied_at_loss=there)
    assert verdict.fait_accompli(case).tolist() == [expected]


def test_a_course_of_action_is_denied_by_what_it_is_after() -> None:
    """The third place is not protected: whoever comes for it alone is denied only if he does not have it."""
    at_end = np.array([[False, False, True], [True, False, False]])
    hours = np.where(at_end, 5.0, np.nan).astype(np.float32)
    case = outcome(2, lost_h=hours, lost_at_end=at_end, aims=np.array([False, False, True]))
    assert verdict.denied(case).tolist() == [False, True]
    assert verdict.aims_taken(case).tolist() == [1.0, 0.0]
    assert verdict.held(case).tolist() == [True, False]


def test_days_isolated_add_up_hours() -> None:
    hours = np.zeros((1, 10), np.float32)
    hours[0, 2:5] = (12.0, 24.0, 6.0)
    assert verdict.isolated_days(outcome(1, isolated_h=hours)).tolist() == [42.0 / 24.0]


def test_losses_are_those_of_each_side_by_the_last_day() -> None:
    persons = np.zeros((2, 10, 2), np.float32)
    persons[:, :, 0], persons[:, :, 1] = np.arange(10.0) * 3.0, np.arange(10.0) * 7.0
    persons[1] *= 2.0
    assert verdict.losses_persons(outcome(2, lost_persons=persons)).tolist() == [[27.0, 63.0], [54.0, 126.0]]


@pytest.mark.parametrize("by", ["lost", "hour", "isolated", "blue", "red"])
def test_the_typical_draw_is_in_the_middle_of_each_result_by_itself(by: str) -> None:
    """Five draws that differ in one result alone, in an order that is not that of the draws."""
    rank = np.array([3, 0, 4, 2, 1])
    persons = np.zeros((5, 10, 2), np.float32)
    hours, at_end = np.full((5, 3), 9.0, np.float32), np.zeros((5, 3), bool)
    isolated = np.zeros((5, 10), np.float32)
    if by == "lost":
        hours[:] = 9.0
        at_end[:, 0], at_end[:, 1] = rank > 2, rank > 1
        rank = np.array([2, 0, 2, 1, 0])
    elif by == "hour":
        hours[:, 0], hours[:, 1] = 10.0 + rank, np.nan
    elif by == "isolated":
        isolated[:, 4] = rank
    else:
        persons[:, -1, ["blue", "red"].index(by)] = rank
    case = outcome(5, lost_h=hours, lost_at_end=at_end, isolated_h=isolated, lost_persons=persons, first_draw=10)
    shares = [(np.sum(rank < each) + np.sum(rank <= each)) / 10.0 for each in rank]
    assert verdict.from_the_middle(case) == pytest.approx([(share - 0.5) ** 2 for share in shares])
    assert verdict.typical_draw(case) == 13


def test_the_typical_draw_is_one_of_the_draws_and_near_the_middle() -> None:
    case = outcome(100, first_draw=300, held=0.0)
    assert verdict.typical_draw(case) in range(300, 400)
    extreme = np.full((100, 3), np.nan, np.float32)
    extreme[:, 0] = np.arange(100) + 1.0
    spread = outcome(100, lost_h=extreme, lost_at_end=~np.isnan(extreme), isolated_h=np.zeros((100, 10), np.float32))
    assert 45 <= verdict.typical_draw(spread) <= 55


def test_the_summary_of_known_draws_is_known() -> None:
    numbers = summary.summarise(scenario(), outcome(1000))
    assert numbers["verdict"]["hold"]["chance"] == 0.25
    assert numbers["verdict"]["first_brigade_arrives"]["chance"] == 0.9
    assert numbers["verdict"]["isolated_days"]["p90"] == 2.0
    alva = numbers["objectives"][0]
    assert (alva["name"], alva["lost_chance"]["chance"]) == ("Alva", 0.75)
    assert 40.0 <= alva["lost_h"]["p10"] <= alva["lost_h"]["p90"] <= 89.0
    assert numbers["objectives"][1]["lost_h"]["p50"] is None
    assert numbers["losses"]["red"]["persons"]["p50"] == 1100.0
    assert numbers["losses"]["blue"]["battalion_equivalents"]["p50"] == pytest.approx(1.1, abs=1e-4)  # as by cause
    assert numbers["speed"] == {"draws_per_s": 100.0, "unit_hours_per_s": 100_000.0, "seconds": 10.0}


def test_the_summary_has_every_key_that_readers_rely_on() -> None:
    numbers = summary.summarise(scenario(), outcome(60))
    assert {
        "hillfort",
        "scenario",
        "coa",
        "measures",
        "seed",
        "draws",
        "days",
        "verdict",
        "objectives",
        "reinforcement",
        "losses",
        "speed",
    } <= set(numbers)
    assert set(numbers["scenario"]) >= {"name", "hash"}
    assert set(numbers["verdict"]["hold"]) == {"chance", "low", "high"}
    assert {"p10", "p50", "p90"} <= set(numbers["reinforcement"][0]["battalions"])
    assert [each["day"] for each in numbers["reinforcement"]] == list(range(11))


def test_a_time_that_was_not_measured_is_not_made_up() -> None:
    assert summary.speed_numbers(outcome(3, seconds=0.0))["draws_per_s"] is None
