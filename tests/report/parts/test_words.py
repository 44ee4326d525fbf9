"""The answer in words: conditional, with its interval, never a promise."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.report.parts import numbers, words
from hillfort.studies.campaign import compare, quantities
from hillfort.studies.campaign.assess import conclude
from hillfort.studies.quantity import Quantity
from studies import synthetic


def summary(**changes: object) -> dict[str, object]:
    return conclude(synthetic.scenario(), synthetic.outcome(200, **changes)).summary


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (0.02, "not enough in nearly all draws"),
        (0.25, "not enough in most draws"),
        (0.5, "an open question"),
        (0.75, "enough in most draws"),
        (0.98, "enough in nearly all draws"),
    ],
)
def test_the_headline_follows_the_chance_to_hold(held: float, said: str) -> None:
    assert said in words.verdict(summary(held=held))
    assert said in words.answer(summary(held=held))[0]


@pytest.mark.parametrize(("held", "reached", "said"), [(0.98, 150, True), (0.98, 90, False), (0.02, 150, False)])
def test_a_place_that_is_not_lost_may_have_an_enemy_before_it(held: float, reached: int, *, said: bool) -> None:
    case = summary(held=held)
    case["verdict"]["first_outskirts_h"]["draws"] = reached
    assert ("an enemy stands at the outskirts of one of them in 75" in words.verdict(case)) is said


@pytest.mark.parametrize("draws", [1, 3])
def test_a_handful_of_draws_gives_no_verdict(draws: int) -> None:
    case = conclude(synthetic.scenario(), synthetic.outcome(draws)).summary
    assert "too few to say" in words.headline(case)


@pytest.mark.parametrize("held", [0.0, 0.25, 1.0])
def test_the_answer_never_promises(held: float) -> None:
    said = " ".join(
        (words.headline(summary(held=held)), *words.answer(summary(held=held)), *words.drivers(summary(held=held)))
    )
    assert not re.search(r"\b(will|certain|inevitable|win|wins)\b", said)


def test_the_answer_names_the_places_the_days_the_draws_and_the_interval() -> None:
    said = words.hold(summary())
    for part in ("200 draws", "Alva and Brod", "10 days", "25", "(20–31"):
        assert part in said
    assert "Cask" not in said


def test_what_is_lost_and_retaken_is_said() -> None:
    said = words.hold(summary(lost_at_end=np.zeros((200, 3), bool)))
    assert "at their end all are in friendly hands in 100" in said


def test_a_region_that_is_never_isolated_is_called_so() -> None:
    assert "never without" in words.isolation(summary(isolated_h=np.zeros((200, 10), np.float32)))


@given(st.floats(0.0, 1.0))
def test_a_percentage_never_rounds_something_to_nothing_or_to_all(share: float) -> None:
    text = numbers.percent(share).replace(numbers.NARROW, " ")
    assert (text == "0 %") == (share == 0.0)
    assert (text == "100 %") == (share == 1.0)


@given(st.floats(-1e9, 1e9))
def test_figures_are_right_to_three_places(number: float) -> None:
    text = numbers.figures(number).replace(",", "")
    assert "e" not in text
    if abs(number) >= 1e-4:
        assert float(text) == pytest.approx(number, rel=0.006)


@given(
    aspect=st.sampled_from([each for each in quantities.QUANTITIES if each.better]),
    edge=st.one_of(st.floats(-0.02, 0.02), st.floats(-30.0, 30.0)),
    width=st.floats(0.001, 50.0),
)
def test_a_difference_whose_interval_is_told_to_touch_nothing_is_within_chance(
    aspect: Quantity, edge: float, width: float
) -> None:
    low, high = (edge, edge + width) if edge > 0.0 else (edge - width, edge)
    paired = {"change": (low + high) / 2.0, "low": low, "high": high, "changed_share": 0.5}
    said = numbers.difference(paired, aspect.unit)
    read = words.FINDINGS[compare._finding(paired, aspect)]
    touches = re.search(r"\(0(\.0+)? to|to 0(\.0+)?\)", said) is not None
    assert read == "within chance" if touches else read.endswith(" for the defender")


def test_a_loss_of_the_attacker_is_said_to_be_good_for_whom() -> None:
    red = next(each for each in quantities.QUANTITIES if each.key == "red_lost_persons")
    paired = {"change": 900.0, "low": 400.0, "high": 1400.0, "changed_share": 1.0}
    assert words.FINDINGS[compare._finding(paired, red)] == "better for the defender"
    assert (
        words.FINDINGS[compare._finding({**paired, "change": -900.0, "low": -1400.0, "high": -400.0}, red)]
        == "worse for the defender"
    )
