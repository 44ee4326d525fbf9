"""The toll is one thing: counted in the same draws, it adds up, and its words are those counts."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.campaign.outcome import CAUSES, SIDES, Outcome
from hillfort.report.campaign import sections
from hillfort.report.parts import numbers
from hillfort.report.parts import toll_words as words
from hillfort.studies.campaign import toll
from hillfort.studies.campaign.assess import conclude
from hillfort.studies.campaign.compare import Comparison, _summary
from studies import synthetic


def three_kinds() -> Outcome:
    """200 draws: in 60 nothing is lost, in 100 Alva for two days and back, in 40 both, Brod for six days for good."""
    k, nan = np.arange(200), np.float32(np.nan)
    lost = np.full((200, 3), nan, np.float32)
    lost[k >= 60, 0], lost[k >= 160, 1] = 48.0, 96.0
    enemy, at_end = np.zeros((200, 3), np.float32), np.zeros((200, 3), bool)
    enemy[k >= 60, 0], enemy[k >= 160, 1] = 48.0, 144.0
    at_end[k >= 160, 1] = True
    return synthetic.outcome(200, lost_h=lost, enemy_h=enemy, lost_at_end=at_end)


def test_rows_tell_how_many_are_lost_which_for_how_long_and_what_stays_lost() -> None:
    found = toll.numbers(three_kinds())
    assert found["places"] == ["Alva", "Brod"]
    none, one, both = found["lost"]
    assert [row["chance"]["chance"] for row in found["lost"]] == [0.3, 0.5, 0.2]
    assert none["which"] == [] and none["still_lost"] is None and none["days"]["p50"] is None
    assert one["which"] == [{"names": ["Alva"], "share": 1.0}] and one["days"]["p50"] == 2.0
    assert one["still_lost"]["chance"] == 0.0
    assert both["which"] == [{"names": ["Alva", "Brod"], "share": 1.0}]
    assert (both["days"]["p10"], both["days"]["p90"]) == (2.0, 6.0) and both["still_lost"]["chance"] == 1.0
    assert [(row["places"], row["draws"]) for row in found["at_end"]] == [(0, 160), (1, 40)]


def test_the_headline_says_it_in_plain_words_and_days() -> None:
    case = conclude(synthetic.scenario(), three_kinds()).summary
    assert words.headline(case) == (
        "In 30 of 100 campaigns none of Alva and Brod is lost within 10 days; in 50 one is, always Alva, for a "
        "median of 2 days; in 20 both are, each for a median of 6 days."
    )
    assert words.at_end(case) == (
        "At the end of day 10 all are in friendly hands in 80 of 100; in 20 one is in enemy hands, always Brod."
    )


def test_a_place_that_is_aimed_at_and_not_protected_stands_in_the_headline() -> None:
    case = conclude(synthetic.scenario(), synthetic.outcome(100, held=1.0, aims=np.array([False, False, True]))).summary
    assert words.headline(case) == (
        "In all 100 campaigns none of Alva and Brod is lost within 10 days; but of what the course of action is after "
        "Cask is in enemy hands at the end in 100 of 100."
    )


@given(lost=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=300))
def test_counts_add_up_and_fit_the_chances_of_the_verdict(lost: list[tuple[bool, bool]]) -> None:
    gone = np.array([(*each, False) for each in lost])
    hours = np.where(gone, 24.0, np.nan).astype(np.float32)
    outcome = synthetic.outcome(
        len(lost), lost_h=hours, lost_at_end=gone, enemy_h=np.where(gone, 216.0, 0.0).astype(np.float32)
    )
    found = toll.numbers(outcome)
    for rows in (found["lost"], found["at_end"]):
        assert sum(row["draws"] for row in rows) == len(lost)
        assert sum(row["chance"]["chance"] for row in rows) == pytest.approx(1.0)
        whole, shares = words.shares_of(rows)
        plain = [int(each) for each in shares if each.isdigit()]
        if len(plain) == len(shares):
            assert sum(plain) == whole
        if whole == 100 and shares[0].isdigit():
            assert int(shares[0]) == round(100.0 * rows[0]["chance"]["chance"])
    chances = conclude(synthetic.scenario(), outcome).summary["verdict"]
    assert found["lost"][0]["chance"]["chance"] == chances["hold"]["chance"]
    assert found["at_end"][0]["chance"]["chance"] == chances["held_at_end"]["chance"]


def test_losses_by_cause_add_up_in_the_summary_and_on_the_page() -> None:
    outcome = synthetic.outcome(50)
    found = conclude(synthetic.scenario(), outcome)
    for place, side in enumerate(SIDES):
        causes = found.summary["losses_by_cause"][side]
        assert set(causes) == {*CAUSES, "all"}
        assert sum(causes[each]["persons"] for each in CAUSES) == pytest.approx(causes["all"]["persons"])
        assert causes["all"]["persons"] == pytest.approx(float(outcome.lost_persons[:, -1, place].mean()))
        assert found.result.losses_by_cause[side]["all"].battalion_equivalents == pytest.approx(1.1)
    assert numbers.count(1100.0) in sections._causes(found.summary)


def test_an_option_of_a_comparison_has_its_toll() -> None:
    held, fell = synthetic.outcome(200, held=1.0), three_kinds()
    case = synthetic.scenario()
    found = Comparison(fell, {"x": held}, _summary(case, fell, {"x": case}, {"x": held}))
    assert found.result.toll.lost[1].draws == 100
    assert [row.draws for row in found.result.options[0].toll.lost] == [200]


def test_the_page_shows_every_row_with_its_interval() -> None:
    case = conclude(synthetic.scenario(), three_kinds()).summary
    shown = sections.toll(case)
    assert len(re.findall("<tr>", shown)) == 2 + 3 + 2
    for row in (*case["toll"]["lost"], *case["toll"]["at_end"]):
        assert numbers.chance(row["chance"]) in shown
