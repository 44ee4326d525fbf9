"""The wargame is measured as it says: hours, shares, intervals, and what they rest on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from hillfort import workbench
from hillfort.campaign import run
from hillfort.campaign.outcome import Outcome
from hillfort.foundation.errors import InputError
from hillfort.studies.campaign import quantities
from hillfort.validation import advance, wargame
from scenarios.shipped import shipped
from studies import synthetic

DRAWS = 40


@pytest.fixture(scope="module")
def measured() -> tuple[wargame.WargameResult, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    given = dataclasses.replace(workbench.validation_given(draws=DRAWS, seed=1), scenario=shipped_with)
    return wargame.measure(given, lambda done, wanted: told.append((done, wanted))), told


def shipped_with(name: str, measures: tuple[str, ...]) -> object:
    return shipped(name, *measures)


def fought(*measures: str) -> Outcome:
    war = shipped(wargame.SCENARIO, *measures)
    return run.fight(war, coa=next(iter(war.courses_of_action)), draws=DRAWS, seed=1)


def test_the_hour_is_the_first_at_either_capital_and_never_counts_as_late(
    measured: tuple[wargame.WargameResult, object],
) -> None:
    outcome = fought()
    assert {name for name, protected in zip(outcome.objectives, outcome.protected, strict=True) if protected} == {
        "Riga",
        "Tallinn",
    }
    hours = np.nan_to_num(outcome.outskirts_h[:, outcome.protected], nan=np.inf).min(axis=1)
    reached, late = measured[0].anchors[:2]
    assert reached.ours == sorted(hours)[DRAWS // 2]
    assert reached.low <= reached.ours <= reached.high
    assert late.ours == pytest.approx((hours > 72.0).mean())


def test_with_the_brigades_day_10_counts_for_reaching_and_day_28_for_losing(
    measured: tuple[wargame.WargameResult, object],
) -> None:
    outcome = fought(wargame.MEASURE)
    reached = np.nan_to_num(outcome.outskirts_h[:, outcome.protected], nan=np.inf).min(axis=1)
    lost = np.nan_to_num(outcome.lost_h[:, outcome.protected], nan=np.inf).min(axis=1)
    tenth, twenty_eighth = measured[0].anchors[2:]
    assert tenth.ours == pytest.approx((reached > 240.0).mean())
    assert twenty_eighth.ours == pytest.approx((lost >= 672.0).mean())
    assert tenth.low < tenth.ours < tenth.high or tenth.ours in (0.0, 1.0)


def test_progress_runs_over_both_postures(measured: tuple[wargame.WargameResult, list[tuple[int, int]]]) -> None:
    told = measured[1]
    assert told[-1] == (2 * DRAWS, 2 * DRAWS)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_both_capitals_stand_in_both_postures(measured: tuple[wargame.WargameResult, object]) -> None:
    assert [(each.name, each.brigades) for each in measured[0].places] == [
        ("Tallinn", False),
        ("Riga", False),
        ("Tallinn", True),
        ("Riga", True),
    ]


def test_too_many_draws_are_refused_before_anything_is_fought() -> None:
    with pytest.raises(InputError):
        wargame.measure(workbench.validation_given(draws=0, seed=1))


def test_what_moves_a_result_is_found_and_what_does_not_is_not() -> None:
    outcome = synthetic.outcome(draws=400)
    hours = 100.0 - 3.0 * np.exp(outcome.doubt[:, 0].astype(np.float64) / np.ptp(outcome.doubt[:, 0]))
    found = wargame.sensitivities(synthetic.scenario(), outcome, hours)
    assert found[0].name == outcome.doubt_names[0]
    assert found[0].rank_correlation == pytest.approx(-1.0)
    assert found[0].clear and found[0].at_low > found[0].at_high
    assert not any(each.clear for each in found[1:])
    assert all(each.low <= each.rank_correlation <= each.high + 1e-6 for each in found[1:])


def test_a_result_that_never_varies_rests_on_nothing() -> None:
    outcome = synthetic.outcome(draws=400)
    assert wargame.sensitivities(synthetic.scenario(), outcome, np.full(400, 720.0)) == ()


def test_ranks_are_those_of_the_definition() -> None:
    values = np.array([3.0, 1.0, 2.0, 2.0, 5.0])
    expected = [
        sum(other < each for other in values) + (sum(other == each for other in values) - 1) / 2 for each in values
    ]
    assert wargame.ranks(values).tolist() == expected


def test_formations_move_as_their_battalions_do() -> None:
    war = shipped("baltic-2016")
    trace = run.trace(war, coa=next(iter(war.courses_of_action)), seed=1, draw=0)
    found = advance.formation_days(war, advance.attackers(war, trace))
    assert found.km.shape == found.contact.shape == (len(found.drive_km), advance.DAYS)
    there = ~np.isnan(found.km)
    assert there.any() and (found.km[there] >= 0.0).all()
    assert ((found.contact[there] >= 0.0) & (found.contact[there] <= 1.0)).all()
    assert (
        np.nanmax(found.drive_km)
        <= np.nansum(np.nanmax(np.nan_to_num(found.km[:, : advance.DRIVE_DAYS]), axis=0)) + 1e-6
    )


def test_the_hours_of_a_day_in_contact_are_those_of_the_trace() -> None:
    war = shipped("baltic-2016")
    trace = run.trace(war, coa=next(iter(war.courses_of_action)), seed=1, draw=0)
    still = dataclasses.replace(trace, status=np.full_like(trace.status, 1))
    fighting = dataclasses.replace(trace, status=np.full_like(trace.status, advance.ENGAGED))
    assert np.nanmax(advance.formation_days(war, advance.attackers(war, still)).contact) == 0.0
    assert np.nanmin(advance.formation_days(war, advance.attackers(war, fighting)).contact) == 1.0


def test_the_interval_of_a_mean_takes_each_draw_as_a_whole() -> None:
    """Copies of the same draw add nothing: two draws of many equal values are two values."""
    few = advance.mean_of_draws([np.array([1.0]), np.array([3.0])])
    many = advance.mean_of_draws([np.full(50, 1.0), np.full(50, 3.0)])
    assert few == pytest.approx(many)
    assert few[0] == 2.0 and few[1] < 1.0 < 3.0 < few[2]
    assert np.isnan(advance.mean_of_draws([])[0])


def test_the_wargame_fights_what_the_first_course_of_action_says(
    measured: tuple[wargame.WargameResult, object],
) -> None:
    assert measured[0].draws == DRAWS
    assert measured[0].asked > 50
    assert quantities.WORDS["outskirts"].startswith("An enemy")
