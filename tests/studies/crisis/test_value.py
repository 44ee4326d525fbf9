"""What a day is worth, from campaigns on the same luck."""

from __future__ import annotations

import numpy as np

import hillfort as hf
from hillfort.report.crisis import words
from hillfort.studies.crisis.value import NEVER_DAYS, DayPoint, FoughtPoint, design, fought, summary

COA = "both-coasts"


def point(decision: float, holds: list[bool], warning: float = 7.0) -> FoughtPoint:
    held = np.array(holds)
    return FoughtPoint(DayPoint(warning, decision), held, ~held, np.where(held, np.nan, 2.0))


def test_a_day_is_worth_what_the_difference_of_two_decisions_says_per_day() -> None:
    found = summary([point(0.0, [True] * 40), point(2.0, [True] * 20 + [False] * 20), point(NEVER_DAYS, [False] * 40)])
    step = found["steps"][0]["hold_a_day"]
    assert step["change"] == 0.25
    assert 0.0 < step["low"] < 0.25 < step["high"]
    assert len(found["steps"]) == 1
    told = words.value_sentences(found)
    assert "+25.0 points" in told[0]
    assert told[1] == (
        "With 7 days of warning a decision helps up to day 2 after the warning, and later ones were not tried."
    )


def test_it_is_too_late_from_the_day_on_which_a_decision_can_gain_no_more_than_a_tenth() -> None:
    never = point(NEVER_DAYS, [False] * 80)
    found = summary([point(0.0, [True] * 80), point(3.0, [False] * 80), never])
    told = words.value_sentences(found)[1]
    assert told == (
        "With 7 days of warning a decision helps up to day 0 after the warning; on day 3 it is too late: less than 10 "
        "points can still be gained."
    )
    useless = summary([point(0.0, [False] * 80), never])
    assert "no decision shows that it helps; on day 0 it is too late" in words.value_sentences(useless)[1]


def test_few_campaigns_do_not_say_when_it_is_too_late() -> None:
    found = summary([point(0.0, [True] * 9), point(3.0, [False] * 9), point(NEVER_DAYS, [False] * 9)])
    assert words.value_sentences(found)[1].endswith("so many campaigns do not tell.")


def test_campaigns_of_two_points_differ_by_warning_and_decision_alone() -> None:
    scenario = hf.scenario("marrow")
    points = [DayPoint(7.0, 0.0, 2.5), DayPoint(7.0, 0.0, 2.5), DayPoint(7.0, NEVER_DAYS, 30.0)]
    soon, again, late = fought(scenario, points, coa=COA, draws=30, seed=1)
    assert np.array_equal(soon.hold, again.hold)
    assert soon.hold.sum() > late.hold.sum()
    assert soon.hold[late.hold].mean() > 0.8


def test_a_point_takes_no_hours_from_a_crisis_that_is_on() -> None:
    scenario = hf.scenario("marrow")
    on = scenario.vary(
        {"crisis.assumptions.rule_crisis_hours": 1, "crisis.assumptions.council_limit_days": 2}, reason="a test"
    )
    points = [DayPoint(3.0, 5.0)]
    (stated,), (crisis,) = (list(fought(each, points, coa=COA, draws=20, seed=1)) for each in (scenario, on))
    assert np.array_equal(stated.hold, crisis.hold)


def test_tiers_are_fought_only_where_somebody_comes_from_outside() -> None:
    assert {each.tier_days for each in design(hf.scenario("marrow"), COA)} == {None, 2.5, 5.0, 10.0, 30.0}
