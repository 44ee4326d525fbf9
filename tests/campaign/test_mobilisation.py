"""Reservists come in waves and not all of them; a warning is as long as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from campaign.sandbox import exact, scenario
from hillfort.campaign.run import fight, trace
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.evidence import Evidence

WAVES = {"most_turnout": 0.7, "first_wave_share": 0.4, "later_waves_h": 40.0, "host_decision_h": 4.0}


def called_up(*, side: str = "blue", manning: float = 0.9, reserve: bool = True, **values: float) -> Scenario:
    """Two battalions whose people are called up, and an enemy who never comes."""
    war = scenario(2, 2, days=4, orders=())
    given = {name: exact(value, war.assumptions[name].unit) for name, value in (WAVES | values).items()}
    units = tuple(
        replace(
            each,
            reserve=reserve and each.side == side,
            readiness=replace(each.readiness, manning_share=exact(manning, "share")),
        )
        for each in war.battalions
    )
    plan = replace(war.courses_of_action["drive"], orders=())
    return replace(war, battalions=units, courses_of_action={"drive": plan}, assumptions={**war.assumptions, **given})


def strength(war: Scenario, side: int) -> tuple[np.ndarray, np.ndarray]:
    found = trace(war, coa="drive", seed=1, draw=0)
    unit = int(np.flatnonzero(found.unit_side == side)[0])
    return np.arange(len(found.strength)) + found.first_hour, found.strength[:, unit]


@pytest.mark.parametrize("side", ["blue", "red"])
def test_waves_come_when_notice_ends_and_after_it(side: str) -> None:
    war = called_up(side=side)
    hours, share = strength(war, ("blue", "red").index(side))
    start = -war.lead_of("drive") if side == "red" else 4 - 48
    assert share[0] == pytest.approx(0.7 * 0.4, abs=1e-3 if side == "blue" else 0.02)
    assert share[hours == start + 20] == pytest.approx(0.7 * (0.4 + 0.6 * 0.5), abs=0.02)
    assert share[hours >= start + 41] == pytest.approx(0.7, abs=1e-3)


def test_nobody_who_was_called_up_is_there_beyond_what_call_ups_have_shown() -> None:
    assert strength(called_up(manning=0.6), 0)[1].max() == pytest.approx(0.6, abs=1e-3)
    assert strength(called_up(manning=1.0), 0)[1].max() == pytest.approx(0.7, abs=1e-3)


def test_others_and_those_with_the_rule_off_have_their_manning_at_once() -> None:
    for war in (called_up(reserve=False), called_up(rule_mobilisation=0.0)):
        assert (strength(war, 0)[1] == np.float32(0.9)).all()


def warned(hours: Evidence, **values: float) -> Scenario:
    war = scenario(lead_h=24)
    given = {name: exact(value, war.assumptions[name].unit) for name, value in values.items()}
    plan = replace(war.courses_of_action["drive"], warning_h=hours)
    return replace(war, courses_of_action={"drive": plan}, assumptions={**war.assumptions, **given})


def test_a_warning_longer_than_the_lead_is_simulated_and_a_shorter_one_changes_nothing() -> None:
    assert warned(exact(24.0, "h")).lead_of("drive") == 24
    assert warned(exact(97.0, "h")).lead_of("drive") == 120
    assert warned(exact(97.0, "h"), rule_whole_warning=0.0).lead_of("drive") == 24
    doubted = Evidence(48.0, unit="h", low=12.0, high=168.0, source="judgement", grade="F6", shape="triangular")
    assert warned(doubted).lead_of("drive") == 168
    found = trace(warned(exact(97.0, "h")), coa="drive", seed=1, draw=0)
    assert found.first_hour == -120 and len(found.strength) == 120 + 240
    assert fight(warned(exact(97.0, "h")), coa="drive", draws=2).draws == 2
