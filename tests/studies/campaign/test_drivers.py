"""What would change the answer: what is there is found, what is not there is not."""

from __future__ import annotations

import numpy as np

from hillfort.campaign.doubt import rests_on
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.evidence import Evidence
from hillfort.studies.campaign import drivers
from studies.synthetic import outcome, scenario

NOISE = 40


def noisy(seed: int, draws: int = 600) -> np.ndarray:
    """Columns of values that have nothing to do with anything."""
    return np.random.default_rng(seed).random((draws, NOISE)).astype(np.float32)


def asked(values: np.ndarray, **changes: object) -> tuple[drivers.Question, ...]:
    names = tuple(f"noise_{place}" for place in range(values.shape[1]))
    return drivers.questions(scenario(), outcome(len(values), doubt=values, doubt_names=names, **changes), {})


def coin(seed: int, draws: int = 600) -> np.ndarray:
    lost = np.full((draws, 3), np.nan, np.float32)
    lost[np.random.default_rng(seed).random(draws) < 0.5, 0] = 50.0
    return lost


def test_noise_is_hardly_ever_called_a_clear_finding() -> None:
    clear = 0
    for seed in range(20):
        lost = coin(1000 + seed)
        found = asked(noisy(seed), lost_h=lost, lost_at_end=~np.isnan(lost))
        clear += any(driver.finding == "clear" for driver in found[0].drivers)
    assert clear <= 4


def test_what_decides_the_answer_comes_first_and_is_clear() -> None:
    values = noisy(1)
    lost = np.where(values[:, [7]] > 0.5, 50.0, np.nan) * np.array([1.0, np.nan, np.nan])
    first = asked(values, lost_h=lost.astype(np.float32), lost_at_end=~np.isnan(lost))[0].drivers[0]
    assert (first.name, first.finding) == ("noise_7", "clear")
    assert (first.at_low, first.at_high, first.change) == (1.0, 0.0, -1.0)


def test_where_holding_is_settled_the_hour_of_the_first_loss_is_asked_about() -> None:
    values = noisy(2)
    lost = np.full((600, 3), np.nan, np.float32)
    lost[:, 0] = 20.0 + 100.0 * values[:, 3]
    found = asked(values, lost_h=lost, lost_at_end=~np.isnan(lost))
    assert found[0].outcome == "first_loss_h"
    assert found[0].drivers[0].name == "noise_3"
    assert found[0].drivers[0].change > 50.0


def test_an_assumption_that_does_not_vary_is_not_asked_about() -> None:
    values = np.column_stack([noisy(3)[:, :2], np.full(600, 7.0)]).astype(np.float32)
    assert {driver.name for driver in asked(values)[0].drivers} == {"noise_0", "noise_1"}


def test_a_handful_of_draws_says_nothing() -> None:
    assert asked(noisy(4, draws=20)) == ()


def test_what_is_noise_is_counted_but_not_listed() -> None:
    numbers = asked(noisy(5))[0].as_dict()
    assert numbers["asked"] == NOISE
    assert numbers["noise"] + len(numbers["findings"]) == NOISE
    assert all(each["finding"] != "noise" for each in numbers["findings"])


def test_everything_that_varies_has_words() -> None:
    found = rests_on(scenario(), "short")
    assert list(found) == [
        "courses_of_action.short.warning_h",
        "types.mech.power_bneq",
        "formations.aa-1bde.notice_to_move_h",
        "formations.aa-1bde.manning_share",
        "formations.rr-1bde.notice_to_move_h",
        "formations.rr-1bde.manning_share",
        "assumptions.advance_km_per_day",
        "assumptions.decision_delay_h",
        "assumptions.stacking_km",
        "ways_in.Road south.battalions_per_day",
        "ways_in.Brod port.battalions_per_day",
    ]
    assert all(each.title and each.group for each in found.values())


def test_a_formation_does_not_answer_for_its_whole_side() -> None:
    chance = np.random.default_rng(6)
    common = chance.random(600)
    followers = common[:, None] + 0.3 * chance.random((600, 3))
    values = np.column_stack([common, followers]).astype(np.float32)
    names = ("assumptions.readiness_red", *(f"formations.unit-{each}.notice_to_move_h" for each in range(3)))
    about = {
        name: Doubted(name, name, "", Evidence(0.5, "share", 0.0, 1.0), common="" if name == names[0] else names[0])
        for name in names
    }
    lost = np.full((600, 3), np.nan, np.float32)
    lost[:, 0] = 20.0 + 100.0 * common + 60.0 * (followers[:, 2] - common)
    found = drivers.questions(
        scenario(), outcome(600, doubt=values, doubt_names=names, lost_h=lost, lost_at_end=~np.isnan(lost)), about
    )[0].drivers
    assert [each.name for each in found[:2]] == [names[0], names[3]]
    assert {each.name: each.finding == "clear" for each in found} == {
        names[0]: True,
        names[1]: False,
        names[2]: False,
        names[3]: True,
    }
