"""The hour of the air situation: the kernel does what its slow twin does, and obeys what nobody may break."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from hillfort.air._kernels import hour as k
from hillfort.air.situation import PARAMETERS, Sky, columns, counts_of, prepare
from hillfort.air.war import DAILY, Timing, fought
from hillfort.campaign.doubt import sample
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.foundation.named import by_name
from oracles.air import GROUPS, SIDES, War, war_of


@cache
def case(name: str = "baltic-2025") -> Scenario:
    return read.scenario(name)


@cache
def sky(name: str = "baltic-2025") -> Sky:
    found = case(name)
    regions = found.sides["blue"].countries
    counts = counts_of([(way.mode, way.place) for way in found.ways_in if way.side == "blue"], found.theatre, regions)
    assert found.air is not None
    return prepare(found.air, found.theatre, regions=regions, counts=counts, day=found.date)


def doubts(draws: int, name: str = "baltic-2025", seed: int = 1) -> np.ndarray:
    order = case(name).air
    assert order is not None
    return sample(columns(order), seed=seed, first_draw=0, draws=draws)


def named(row: np.ndarray) -> np.record:
    """A row's parameters as the kernel reads them."""
    return by_name(row[None, :], PARAMETERS)[0]


def started(row: np.ndarray, luck: np.ndarray, found: Sky) -> np.ndarray:
    state = found.state()
    k.begin(state, found.elements, found.bases, found.regions, named(row), row, 36.0, 48.0, luck)
    return state


def same_hour(out: np.void, told: dict, war: War) -> None:
    for place, region in enumerate(war.regions):
        assert out["superiority"][place] == pytest.approx(told["superiority"][region], abs=1e-5)
        assert out["airlift"][place] == told["airlift"][region]
        assert list(out["open"][place]) == pytest.approx(list(told["open"][region]), abs=1e-5)
        for number, side in enumerate(SIDES):
            assert out["ground_loss"][number, place] == pytest.approx(told["ground_loss"][side, region], abs=1e-6)
            assert out["slow"][number, place] == pytest.approx(told["slow"][side, region], abs=1e-6)
    for number, side in enumerate(SIDES):
        assert out["lost"][number] == pytest.approx(told["lost"][side], abs=1e-5)
    assert list(out["base_open"][: len(war.airfields)]) == pytest.approx(list(told["base_open"].values()), abs=1e-5)


@pytest.mark.parametrize("draw", range(4))
def test_the_kernel_does_what_its_twin_does(draw: int) -> None:
    found, row = sky(), doubts(4)[draw]
    luck = np.linspace(0.0, 1.0, len(found.elements))
    state, out = started(row, luck, found), found.hour()
    war = war_of(found, list(row), warning_h=36.0, decision_h=48.0, luck=list(luck))
    lost = found.base_names.index("siauliai")
    for t in range(120):
        weather = (7 * t % 24) / 24.0
        if t == 60:
            state[0]["held"][lost] = 0
            war.airfields["siauliai"].held = False
        if t == 70:
            state[0]["weight"][1, 0] = 3.0
            war.weight["red", war.regions[0]] = 3.0
        k.step(state, found.elements, found.bases, found.regions, named(row), t, weather, out)
        same_hour(out[0], war.hour(t, weather), war)
    assert [state[0]["alive"][i] for i in range(len(war.elements))] == pytest.approx(
        [each.alive for each in war.elements], rel=1e-4, abs=1e-6
    )
    assert state[0]["closed"][: len(war.regions)].tolist() == [
        pytest.approx([war.closed.get((region, group), 0.0) for group in GROUPS], abs=1e-6) for region in war.regions
    ]


def test_aircraft_never_destroy_more_than_the_published_upper_end_in_a_day() -> None:
    values, found = doubts(40), sky()
    cap = values[:, PARAMETERS.index("air_cap_bneq_per_day")]
    values[:, PARAMETERS.index("air_vehicles_per_sortie_red")] = 50.0
    daily = fought(found, values, timing=Timing(np.full(40, 36.0), np.full(40, 48.0)), days=10)
    for side in ("lost_blue", "lost_red"):
        lost = daily[..., DAILY.index(side)].sum(axis=2)
        assert (lost <= cap[:, None] + 1e-6).all()
        assert (lost >= 0.0).all()
    assert daily[..., DAILY.index("lost_blue")].sum(axis=2).max() == pytest.approx(cap.max(), rel=0.05), (
        "the bound binds somewhere"
    )
    assert cap.max() <= 3.0


def test_every_share_stays_a_share() -> None:
    daily = fought(sky(), doubts(60), timing=Timing(np.full(60, 36.0), np.full(60, 48.0)), days=30)
    assert np.isfinite(daily).all()
    assert (np.abs(daily[..., 0]) <= 1.0 + 1e-9).all()
    assert (daily[..., 1:8] >= -1e-9).all()
    assert (daily[..., 1:8] <= 1.0 + 1e-9).all()


def test_policing_aircraft_do_not_engage_before_authority_is_transferred() -> None:
    found, row = sky("baltic-2019"), doubts(1, "baltic-2019")[0].copy()
    row[PARAMETERS.index("air_start_blue_h")] = 0.0
    row[PARAMETERS.index("air_authority_h")] = 10.0
    state, out = started(row, np.zeros(len(found.elements)), found), found.hour()
    states = list(found.region_names)
    for t in range(11):
        k.step(state, found.elements, found.bases, found.regions, named(row), t, 1.0, out)
        flown = state[0]["fighter"][0] + state[0]["attack"][0]
        if t < 10:
            assert flown[states.index("EE")] == flown[states.index("LT")] == 0.0
            assert flown[states.index("PL")] > 0.0, "Poland defends itself at once"
        else:
            assert flown[states.index("EE")] > 0.0
            assert flown[states.index("LT")] > 0.0


def test_before_h_hour_nothing_flies_and_everything_is_open() -> None:
    found, row = sky(), doubts(1)[0]
    state, out = started(row, np.zeros(len(found.elements)), found), found.hour()
    before = state.copy()
    k.step(state, found.elements, found.bases, found.regions, named(row), -5, 0.0, out)
    assert state.tobytes() == before.tobytes()
    assert out[0]["airlift"][: len(found.region_names)].all()
    assert out[0]["ground_loss"].sum() == out[0]["slow"].sum() == 0.0


def test_an_airfield_in_enemy_hands_takes_no_aircraft_and_lets_none_off() -> None:
    found, row = sky(), doubts(1)[0]
    state, out = started(row, np.zeros(len(found.elements)), found), found.hour()
    state[0]["held"][:] = 0
    k.step(state, found.elements, found.bases, found.regions, named(row), 80, 1.0, out)
    assert out[0]["sorties"].tolist() == [0.0, 0.0]
    with_airfields = {base["region"] for base in found.bases if base["region"] >= 0 and base["airlift"]}
    assert [out[0]["airlift"][region] for region in with_airfields] == [0] * len(with_airfields)


def test_more_air_defence_over_a_region_never_makes_the_enemys_sky_better() -> None:
    found = sky()
    index = {"units": found.element_names.index("lt-nasams-siauliai")}
    fewer, more = doubts(30), doubts(30)
    column = found.elements[index["units"]]["column"]
    fewer[:, column], more[:, column] = 0.0, 1.0
    timing = Timing(np.full(30, 36.0), np.full(30, 48.0))
    first = [fought(found, each, timing=timing, days=1)[:, 0, :, 0].mean(axis=0) for each in (fewer, more)]
    assert (first[1] >= first[0] - 1e-9).all()
    assert first[1][found.region_names.index("LT")] > first[0][found.region_names.index("LT")]


def test_a_draw_is_the_same_whatever_batch_it_is_part_of() -> None:
    values, timing = doubts(6), Timing(np.full(6, 36.0), np.full(6, 48.0))
    whole = fought(sky(), values, timing=timing, days=3)
    part = fought(sky(), values[4:], timing=Timing(timing.warning_h[4:], timing.decision_h[4:]), days=3, first_draw=4)
    assert (whole[4:] == part).all()


def test_a_column_has_one_name_and_stands_where_the_kernel_looks_for_it() -> None:
    order = case().air
    assert order is not None
    names = list(columns(order))
    assert names[: len(PARAMETERS)] == [f"air.assumptions.{name}" for name in PARAMETERS]
    assert len(set(names)) == len(names)
    for one, name in zip(sky().elements, sky().element_names, strict=True):
        assert names[one["column"]].split(".")[2] == name
