"""What air forces risk, when they turn away, what they hunt and what holds a sky: laws that nobody may break."""

from __future__ import annotations

import numpy as np
import pytest

from air.test_hour import doubts, named, same_hour, sky, started
from hillfort.air._kernels import hour as k
from hillfort.air.situation import PARAMETERS
from hillfort.air.war import DAILY, Timing, fought
from oracles.air import war_of

RULES = [name for name in PARAMETERS if name.startswith("air_rule_")]
NAME = "baltic-2019"
DRAWS = 30


def varied(values: np.ndarray, **named_values: float) -> np.ndarray:
    """The same doubts with some parameters otherwise."""
    found = values.copy()
    for name, value in named_values.items():
        found[:, PARAMETERS.index(name)] = value
    return found


def numbers(values: np.ndarray, **factors: float) -> np.ndarray:
    """The same doubts with the number of some elements times a factor."""
    found, elements = values.copy(), sky(NAME)
    for name, factor in factors.items():
        found[:, elements.elements[elements.element_names.index(name.replace("_", "-"))]["column"]] *= factor
    return found


def war(values: np.ndarray, days: int = 14) -> np.ndarray:
    draws = len(values)
    return fought(sky(NAME), values, timing=Timing(np.full(draws, 36.0), np.full(draws, 48.0)), days=days)


def total(daily: np.ndarray, what: str) -> np.ndarray:
    return np.asarray(daily[..., DAILY.index(what)].sum(axis=(1, 2)))


@pytest.mark.parametrize("off", [RULES, *[[name] for name in RULES]])
def test_the_kernel_does_what_its_twin_does_with_rules_off(off: list[str]) -> None:
    found, row = sky(NAME), varied(doubts(1, NAME), **dict.fromkeys(off, 0.0))[0]
    luck = np.linspace(0.0, 1.0, len(found.elements))
    state, out = started(row, luck, found), found.hour()
    twin = war_of(found, list(row), warning_h=36.0, decision_h=48.0, luck=list(luck))
    for t in range(60):
        k.step(state, found.elements, found.bases, found.regions, named(row), t, 0.9, out)
        same_hour(out[0], twin.hour(t, 0.9), twin)


def test_every_rule_does_something() -> None:
    values = doubts(4, NAME)
    on = war(values)
    assert all(not np.array_equal(on, war(varied(values, **{name: 0.0}))) for name in RULES)


def test_twice_the_fighters_of_red_never_make_blues_sky_better() -> None:
    values = doubts(DRAWS, NAME)
    more = numbers(values, ru_khotilovo=2.0, ru_besovets=2.0, ru_kaliningrad_fighters=2.0)
    before, after = (war(each)[..., 0].mean(axis=1) for each in (values, more))
    assert (after.mean(axis=0) < before.mean(axis=0)).all(), "over every region"
    assert (after <= before + 0.02).mean() > 0.97, "and draw by draw, but for aircraft lost earlier"


def test_nobody_is_lost_in_the_air_without_contact() -> None:
    found, row = sky(NAME), doubts(1, NAME)[0].copy()
    for one in found.elements:
        if one["kind"] != 0 or one["side"] == 1:
            row[one["column"]] = 0.0
    daily = war(row[None, :])
    assert total(daily, "sorties_blue")[0] > 1000.0
    assert total(daily, "aircraft_blue")[0] == total(daily, "aircraft_red")[0] == 0.0


def test_at_no_tolerance_nobody_flies_into_defended_airspace() -> None:
    found, row = sky(NAME), varied(doubts(1, NAME), air_loss_tolerance_blue=0.0, air_loss_tolerance_red=0.0)[0]
    state, out = started(row, np.zeros(len(found.elements)), found), found.hour()
    for t in range(72):
        k.step(state, found.elements, found.bases, found.regions, named(row), t, 0.9, out)
        regions = len(found.region_names)
        assert not state[0]["risk"][:, :regions].any()
        assert not state[0]["hunt"][:, :regions].any()
    covered = state[0]["cover"][1, 0, found.region_names.index("PL")]
    assert 0.0 < covered < 1.0
    assert state[0]["calm"][0, found.region_names.index("PL")] < 1.0


def test_less_tolerance_costs_fewer_aircraft_for_each_sortie() -> None:
    values = doubts(DRAWS, NAME)
    bold, shy = (
        war(varied(values, air_loss_tolerance_blue=each, air_loss_tolerance_red=each)) for each in (0.04, 0.005)
    )
    for side in ("blue", "red"):
        lost = [total(each, f"aircraft_{side}").sum() / total(each, f"sorties_{side}").sum() for each in (shy, bold)]
        assert lost[0] < lost[1]


def test_batteries_alone_deny_a_sky_and_never_hold_it() -> None:
    found, row = sky(NAME), doubts(1, NAME)[0].copy()
    for one in found.elements:
        if one["kind"] == 0 and one["side"] == 1:
            row[one["column"]] = 0.0
    row[PARAMETERS.index("air_authority_h")] = 1e6
    batteries_only = war(row[None, :], days=2)[0, :, :, 0]
    assert (batteries_only >= 0.0).all()
    without = war(varied(row[None, :], air_rule_denial=0.0), days=2)[0, :, :, 0]
    assert (without[:, found.region_names.index("LT")] < -0.9).all(), "as they did before"


def test_hunting_wears_off_batteries_and_costs_none_where_nobody_hunts() -> None:
    values = doubts(DRAWS, NAME)
    many, none = (war(varied(values, air_hunt_share=each, air_hunt_share_others=each), days=30) for each in (0.6, 0.0))
    assert many[:, -1, :, 0].mean() > none[:, -1, :, 0].mean()


def test_no_aircraft_flies_more_than_its_side_keeps_up() -> None:
    values = varied(doubts(DRAWS, NAME), air_sorties_most_red=0.4)
    found = sky(NAME)
    red = [one["column"] for one in found.elements if one["kind"] == 0 and one["side"] == 1]
    flown = war(values, days=1)[..., DAILY.index("sorties_red")].sum(axis=(1, 2))
    assert (flown <= 0.4 * values[:, red].sum(axis=1) + 1e-3).all()
    assert flown.mean() > 0.2 * values[:, red].sum(axis=1).mean()


def test_a_force_that_lost_much_yesterday_orders_less_today() -> None:
    found, row = sky(NAME), doubts(1, NAME)[0]
    sorties = []
    for recent in (0.0, 20.0):
        state, out = started(row, np.zeros(len(found.elements)), found), found.hour()
        state[0]["recent"][1] = recent
        k.step(state, found.elements, found.bases, found.regions, named(row), 10, 0.9, out)
        sorties.append(float(out[0]["sorties"][1]))
    assert 0.0 < sorties[1] < 0.6 * sorties[0]
