"""Clocks side by side: what each switch does, against the slow twin, and in campaigns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hillfort as hf
from hillfort.campaign import doubt
from hillfort.campaign.clocks import shown
from hillfort.crisis import hours
from hillfort.crisis.columns import columns, drawn
from hillfort.crisis.luck import Luck
from hillfort.crisis.posture import CrisisPosture
from hillfort.files.crisis.read import shipped
from hillfort.foundation.evidence import Evidence
from oracles import crisis as slow

POSTURE = shipped()[0]
COA = "both-coasts"
RULES = ("rule_command_prepares", "rule_command_deploys", "rule_nations_send", "rule_consents")


def on(*rules: str) -> CrisisPosture:
    switched = {rule: Evidence.fixed(1.0, "switch") for rule in rules}
    return replace(POSTURE, assumptions={**POSTURE.assumptions, **switched})


def sampled(draws: int = 40, **values: float) -> tuple[dict[str, np.ndarray], list[str]]:
    scenario = hf.scenario("marrow")
    if values:
        addressed = {f"crisis.assumptions.{name}": value for name, value in values.items()}
        scenario = scenario.vary(addressed, reason="a test")
    listed = doubt.doubted(scenario, COA)
    block = doubt.sample(listed, seed=3, first_draw=0, draws=draws, scenario=scenario)
    return {address: block[:, place] for place, address in enumerate(listed)}, list(listed)


WARNING = f"courses_of_action.{COA}.warning_h"
HOST, ALLIANCE = "assumptions.host_decision_h", "assumptions.alliance_decision_h"
NOTICE = "formations.cc-bde.notice_to_move_h"


@pytest.mark.parametrize(("name", "quartiles"), [("council_plain_days", (3.0, 5.5, 15.0, 26.0))])
def test_members_with_a_military_trigger_take_as_long_as_published(name: str, quartiles: tuple[float, ...]) -> None:
    said = POSTURE.assumptions[name]
    assert said.quantiles(np.array([0.25, 0.5, 0.75, 0.9])).tolist() == pytest.approx(quartiles)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_clocks_are_those_of_the_slow_twin(seed: int) -> None:
    values, luck = drawn(POSTURE, seed=seed, draws=3), Luck(seed, 0, 3)
    mine, seen = hours.clocks(POSTURE, values, luck), hours.warned(POSTURE, values, luck)
    council = hours.council_days(values, luck)
    for draw in range(3):
        one = {name: float(each[draw]) for name, each in values.items()}
        takes = {**{who: one[f"{who}_days"] for who in ("nation", "command", "ally")}, "council": council[draw]}
        longest = 24.0 * one["longest_warning_days"]
        begins = min(-24.0 * seen.passes["nation"][draw], -one["tactical_warning_h"])
        if np.isnan(seen.passes["nation"][draw]):
            begins = -one["tactical_warning_h"]
        warning = min(-begins, longest)
        assert mine.warning_h[draw] == pytest.approx(warning)
        for who, days in takes.items():
            ends = one["nation_open_days" if who == "nation" else "open_attack_days"]
            decided = slow.decided_h(float(seen.passes[who][draw]), one["tactical_warning_h"], float(days), ends)
            assert getattr(mine, f"{who}_h")[draw] == pytest.approx(max(decided + warning, 0.0))


def test_nobody_waits_longer_than_until_the_attack_that_all_see() -> None:
    values, luck = drawn(POSTURE, seed=2, draws=2000), Luck(2, 0, 2000)
    found = hours.clocks(POSTURE, values, luck)
    assert (found.council_h <= found.warning_h + 24.0 + 1e-9).all()
    assert found.warning_h.min() >= 0.0
    assert found.warning_h.max() <= 21 * 24


@settings(max_examples=60, deadline=None)
@given(
    council=st.floats(0, 500), command=st.floats(0, 100), ally=st.floats(0, 300), notice=st.floats(0, 400),
    rules=st.sets(st.sampled_from(RULES[:3])),
)  # fmt: skip
def test_a_formation_leaves_when_the_slow_twin_says(
    council: float, command: float, ally: float, notice: float, rules: set[str]
) -> None:
    made = hours.Clocks(*(np.array([each]) for each in (48.0, 12.0, command, ally, council)))
    mine = hours.leaves_h(on(*rules), {}, made, "CC", np.array([notice]))
    expected = slow.leaves_h(
        council=council, command=command, ally=ally, notice=notice, prepares=RULES[0] in rules,
        deploys=RULES[1] in rules, sends=RULES[2] in rules,
    )  # fmt: skip
    assert float(mine[0]) == pytest.approx(expected)
    assert float(mine[0]) <= council + notice + 1e-9


def test_a_parliament_holds_its_own_forces_and_no_others() -> None:
    made = hours.Clocks(*(np.array([each]) for each in (400.0, 12.0, 6.0, 30.0, 60.0)))
    values = {"consents.DE": np.array([7.0])}
    german = hours.leaves_h(on("rule_consents"), values, made, "DE", np.array([24.0]))
    french = hours.leaves_h(on("rule_consents"), values, made, "FR", np.array([24.0]))
    assert (float(german[0]), float(french[0])) == (30.0 + 7 * 24.0, 84.0)


def test_with_no_rule_on_a_scenario_and_its_draws_are_as_they_were() -> None:
    scenario = hf.scenario("marrow")
    values, listed = sampled()
    assert not scenario.crisis
    assert not [each for each in listed if each.startswith("crisis.")]
    other = scenario.vary({"crisis.assumptions.nation_days": 3.0}, reason="nothing reads it")
    assert other.hash == scenario.hash
    assert values[ALLIANCE].max() > 48


def test_hours_from_the_crisis_are_in_every_draw_and_shown_as_a_sample() -> None:
    values, listed = sampled(rule_crisis_hours=1.0)
    stated, _ = sampled()
    assert (values[WARNING] != stated[WARNING]).mean() > 0.9
    assert (values[ALLIANCE] <= values[WARNING] + 24.001).all()
    assert set(columns(POSTURE)) <= set(listed)
    scenario = hf.scenario("marrow").vary({"crisis.assumptions.rule_crisis_hours": 1}, reason="a test")
    told = doubt.rests_on(scenario, COA)[WARNING].evidence
    assert told.shape == "sample"
    assert told == shown(scenario.crisis)["warning"]
    assert scenario.lead_of(COA) == 21 * 24


def test_draws_of_a_crisis_do_not_hang_on_the_batch_that_they_are_in() -> None:
    scenario = hf.scenario("marrow").vary({"crisis.assumptions.rule_crisis_hours": 1}, reason="a test")
    listed = doubt.doubted(scenario, COA)
    whole = doubt.sample(listed, seed=3, first_draw=0, draws=9, scenario=scenario)
    part = doubt.sample(listed, seed=3, first_draw=5, draws=4, scenario=scenario)
    assert np.array_equal(whole[5:], part)


def test_a_command_that_prepares_takes_the_councils_time_off_the_notice() -> None:
    stated, _ = sampled()
    values, _ = sampled(rule_command_prepares=1.0)
    assert np.array_equal(values[ALLIANCE], stated[ALLIANCE])
    gained = np.minimum(values["crisis.assumptions.command_days"] * 24, stated[ALLIANCE])
    expected = np.maximum(gained + stated[NOTICE] - stated[ALLIANCE], 0.0)
    assert values[NOTICE] == pytest.approx(expected, abs=0.01)


def test_a_council_that_has_bound_itself_decides_in_time() -> None:
    stated, _ = sampled()
    values, _ = sampled(council_limit_days=2.0)
    assert values[ALLIANCE] == pytest.approx(np.minimum(stated[ALLIANCE], 48.0))
    assert np.array_equal(values[HOST], stated[HOST])
