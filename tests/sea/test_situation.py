"""The sea of a draw: the kernel is its slow twin, and laws that must hold whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from hillfort.campaign.doubt import sample
from hillfort.campaign.scenario import Scenario
from hillfort.foundation._kernels.chance import normal, uniform
from hillfort.sea.posture import REASONS, STATES
from hillfort.sea.prepare import PreparedSea, lead, prepare, steps
from hillfort.sea.situation import Timeline, delivered, timeline
from oracles.sea import SlowSea
from scenarios.shipped import shipped

DAYS, LEAD_H, SEED = 5, 30, 3


@cache
def prepared() -> PreparedSea:
    scenario = shipped("baltic-2019")
    assert scenario.sea is not None
    return prepare(scenario.sea, scenario.theatre)


@cache
def values(draws: int = 60) -> np.ndarray:
    return sample(prepared().columns, seed=SEED, first_draw=0, draws=draws).astype(np.float64)


def ran(changed: np.ndarray, *, days: int = DAYS, first: int = 0, sea: PreparedSea | None = None) -> Timeline:
    return timeline(sea or prepared(), changed, days=days, lead_h=LEAD_H, seed=SEED, first_draw=first)


def column(name: str) -> int:
    return list(prepared().columns).index(name)


def with_values(**changes: float) -> np.ndarray:
    """Sampled values with some parameters of the model set for every draw."""
    changed = values().copy()
    for name, value in changes.items():
        changed[:, column(f"sea.assumptions.{name}")] = value
    return changed


def no_threat() -> np.ndarray:
    """No missiles, mines, boats or ships on either side, and nobody who believes in any."""
    changed = values().copy()
    for name in prepared().columns:
        if name.endswith((".salvo", ".stock", ".boats", ".shots")):
            changed[:, column(name)] = 0.0
    return changed


@pytest.mark.parametrize("draw", [0, 1, 2, 3])
def test_the_kernel_is_its_slow_twin(draw: int) -> None:
    sea = prepared()
    found = ran(values()[draw : draw + 1], first=draw)
    sampled = dict(zip(sea.columns, (float(value) for value in values()[draw]), strict=True))
    twin = SlowSea(sea.order, sea.tracks, sampled, uniform, normal, SEED, draw)
    told = twin.run(steps(DAYS, LEAD_H), float(lead(LEAD_H)))
    for step, lanes in enumerate(told):
        for index, name in enumerate(sea.lanes):
            where = f"{name}, step {step}"
            assert STATES[found.state[0, step, index]] == lanes[name].state, where
            assert REASONS[found.reason[0, step, index]] == lanes[name].reason, where
            assert found.survival[0, step, index] == pytest.approx(lanes[name].survival, abs=2e-6), where
            assert found.delay_h[0, step, index] == pytest.approx(lanes[name].delay_h, rel=1e-5), where


def test_a_draw_is_the_same_whatever_batch_it_is_part_of() -> None:
    whole, alone = ran(values()), ran(values()[7:8], first=7)
    assert np.array_equal(whole.state[7], alone.state[0])
    assert np.array_equal(whole.survival[7], alone.survival[0])


def test_survival_is_a_chance_and_an_open_lane_waits_for_nobody() -> None:
    found = ran(values())
    assert ((found.survival >= 0) & (found.survival <= 1)).all()
    assert (found.delay_h[found.state == 0] == 0).all()
    assert (found.delay_h[found.state > 0] > 0).all()
    assert ((found.reason == 0) == (found.state == 0)).all()


def test_before_h_hour_nothing_is_closed_and_in_war_something_is() -> None:
    found = ran(values())
    assert (found.state[:, found.hours < 0] < 2).all()
    assert (found.state[:, found.hours >= 0] == 2).any()


def test_without_any_threat_every_load_arrives_and_no_lane_is_ever_closed() -> None:
    found = ran(no_threat(), days=DAYS)
    assert (found.survival == 1.0).all()
    assert (found.state < 2).all()


def test_owners_come_back_after_the_days_of_calm_that_they_ask_for() -> None:
    changed = no_threat()
    changed[:, column("sea.assumptions.commercial_stop_h")] = 0.0
    changed[:, column("sea.assumptions.confidence_days")] = 2.0
    found = ran(changed)
    again = found.hours[np.argmax((found.state == 0) & (found.hours >= 0)[None, :, None], axis=1)]
    assert (again == 48).all()
    assert (found.reason[:, found.step_of(24.0)] == REASONS.index("willingness to sail")).all()


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("sea.assumptions.military_risk", 1.5),
        ("sea.assumptions.commercial_risk", 2.0),
        ("sea.assumptions.mine_reliability", 0.5),
        ("sea.assumptions.boat_attacks_per_day", 0.3),
    ],
)
def test_more_will_or_less_threat_never_closes_a_lane_for_more_hours_over_all_draws(name: str, factor: float) -> None:
    changed = values().copy()
    changed[:, column(name)] *= factor
    before, after = ran(values()), ran(changed)
    blue = [index for index, lane in enumerate(prepared().order.lanes.values()) if lane.side == "blue"]
    assert (after.state[:, :, blue] == 2).sum() <= (before.state[:, :, blue] == 2).sum()


def test_twice_the_clearance_vessels_leave_fewer_lanes_closed_by_mines() -> None:
    changed = values().copy()
    for name in prepared().columns:
        if name.startswith("sea.clearance.") and name.endswith(".vessels") and ".ru-" not in name:
            changed[:, column(name)] *= 2.0
    blue = [index for index, lane in enumerate(prepared().order.lanes.values()) if lane.side == "blue"]
    cause = REASONS.index("mines")
    before, after = ran(values(), days=15), ran(changed, days=15)
    assert ((after.state == 2) & (after.reason == cause))[:, :, blue].sum() < (
        (before.state == 2) & (before.reason == cause)
    )[:, :, blue].sum()


def test_the_aggressors_lane_is_closed_more_often_with_batteries_beside_it() -> None:
    scenario: Scenario = shipped("baltic-2019", "maritime-package")
    assert scenario.sea is not None
    more = prepare(scenario.sea, scenario.theatre)
    sampled = sample(more.columns, seed=SEED, first_draw=0, draws=60).astype(np.float64)
    red = prepared().lanes.index("Ust-Luga–Baltiysk")
    assert (ran(sampled, sea=more).state[:, :, red] == 2).mean() > (ran(values()).state[:, :, red] == 2).mean() + 0.05


def test_what_is_delivered_never_falls_with_the_days_and_never_beats_the_passage() -> None:
    found = ran(values())
    grid = np.arange(0.0, 24.0 * DAYS, 6.0)
    there = delivered(found, prepared(), values(), ready_h=0.0, by_h=grid)
    assert (np.diff(there, axis=1) >= 0).all()
    fastest = min(prepared().tracks[name].length_km for name in prepared().lanes) / 36.0
    assert (there[:, grid < fastest] == 0).all()


def test_hours_of_closing_and_opening_are_those_of_the_timeline() -> None:
    state = np.zeros((2, 6, 1), np.int8)
    state[0, 2:4] = 2
    empty = np.zeros((2, 6, 1), np.float32)
    found = Timeline(("x",), 0, state, state, empty, empty)
    assert found.closes_h()[0, 0] == 12.0
    assert found.opens_h()[0, 0] == 24.0
    assert np.isnan(found.closes_h()[1, 0])
    assert np.isnan(found.opens_h()[1, 0])


def test_a_way_in_finds_its_lane_or_the_shortest_to_its_port() -> None:
    sea = prepared()
    assert sea.lanes[sea.lane_to("Rostock", "Klaipėda")] == "Rostock–Klaipėda"
    assert sea.lanes[sea.lane_to("Bremerhaven", "Klaipėda")] == "Gdańsk–Klaipėda"
    assert sea.lane_to("Rostock", "Visby") == -1


def test_a_parameter_that_is_absent_is_named() -> None:
    order = prepared().order
    fewer = {name: value for name, value in order.assumptions.items() if name != "channel_km"}
    with pytest.raises(ValueError, match="channel_km"):
        prepare(replace(order, assumptions=fewer), shipped("baltic-2019").theatre)
