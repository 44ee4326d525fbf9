"""Ways in on the network: daily limits, hours and turns against the exact curve of arrivals, and what is not on it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.lines.laid import laid, scenario, wanted

from hillfort.campaign.scenario import WayIn
from hillfort.files.lines.read import shipped_movement
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.lines.flow.flow import FlowNetwork, FlowSource
from hillfort.lines.loss.arrival import arrival
from hillfort.lines.movers.assembly import LinesState, assemble
from hillfort.lines.ways_in import NOTHING, Lines, Ways, ways

BALTIC = ("EE", "LT", "LV")
ROADS = (
    "E67 crossing",
    "DK16 crossing",
    "Local crossing Radiškės",
    "Local crossing Galiniai",
    "Local crossing Kapčiamiestis",
)
RAIL = "Rail crossing Trakiszki-Mockava"
OWN = {
    "Suwałki road E67": {"E67 crossing", "Local crossing Radiškės"},
    "Suwałki rail": {RAIL},
    "Klaipėda port": {"Port Klaipėda"},
    "Air to Riga": {"Airfield Riga airport"},
}


@cache
def lines() -> Lines:
    return Lines(lambda said: laid("baltic-2019"), shipped_movement())


@cache
def found(*closed: str) -> Ways:
    war = scenario("baltic-2019")
    return ways(lines(), war, war.ways_in, region=BALTIC, closed=closed)


def alone(way: str, formation: str | None = None) -> FlowNetwork:
    """The network with every other entry into the region lost, from one formation's base or from all that may come."""
    war, network, demand = scenario("baltic-2019"), laid("baltic-2019"), wanted("baltic-2019")
    place = {each.name: each.place for each in war.ways_in}[way]
    entries = {*ROADS, RAIL} | {name for name, group in network.groups.items() if group.kind == "airfield"}
    entries |= {f"Port {port}" for port in ("Klaipėda", "Liepāja", "Ventspils", "Riga", "Tallinn", "Muuga", "Paldiski")}
    made = assemble(network, demand, state=LinesState(war.date), towards=(place if way != "Air to Riga" else "Riga",))
    flow = made.flow.without(entries - OWN[way])
    users = {unit.formation for unit in war.battalions if way in unit.ways_in}
    sources = tuple(
        FlowSource(each.name, each.node)
        for each in flow.sources
        if each.name in users and formation in (None, each.name)
    )
    return replace(flow, sources=sources)


@pytest.mark.parametrize("way", list(OWN))
def test_the_limit_of_a_way_is_the_slope_that_the_exact_curve_ends_with(way: str) -> None:
    curve = arrival(alone(way), days=120)
    assert found().limits[way].value == pytest.approx(curve.at(120) - curve.at(119), abs=1e-6)


@pytest.mark.parametrize(
    ("way", "formation"),
    [
        ("Suwałki road E67", "us-abct-zagan"),
        ("Suwałki rail", "vjtf-main"),
        ("Klaipėda port", "us-abct-aps"),
        ("Klaipėda port", "vjtf-lead"),
        ("Air to Riga", "us-173abn"),
    ],
)
def test_a_formation_that_comes_alone_closes_when_the_exact_curve_says(way: str, formation: str) -> None:
    demand = wanted("baltic-2019")
    mover = {each.formation: each for each in demand.movers}[formation]
    vehicles = demand.vehicles(mover, demand.best())
    hours = found().hours[formation, way] + 24.0 * vehicles / found().limits[way].value
    exact = arrival(alone(way, formation), days=60).closing_day(vehicles)
    assert exact is not None
    assert hours == pytest.approx(24.0 * exact, abs=0.1 if way != "Air to Riga" else 0.5)


def test_ships_and_aircraft_are_shared_by_all_ways_of_their_mode() -> None:
    limits, pools = found().limits, found().pools
    ways_of = {
        mode: [way.name for way in scenario("baltic-2019").ways_in if way.mode == mode and way.name in found().entered]
        for mode in pools
    }
    for mode, names in ways_of.items():
        values = [limits[name].value for name in names]
        assert max(values) <= pools[mode].value <= sum(values)
    assert pools["air"].value == 20 * 2.5 < sum(limits[name].value for name in ways_of["air"]) / 2


def test_a_lost_crossing_lowers_the_limit_of_its_way_alone() -> None:
    whole, lost = found().limits, found("E67 crossing").limits
    assert lost["Suwałki road E67"].value == 150.0 < whole["Suwałki road E67"].value
    assert lost["Klaipėda port"] == whole["Klaipėda port"]


def test_upstream_limits_bind_where_the_way_itself_does_not() -> None:
    ports = tuple(
        f"Port {name}"
        for name in ("Gdańsk", "Gdynia", "Świnoujście", "Rostock", "Travemünde", "Kiel", "Karlshamn", "Nynäshamn")
    )
    less = found(*ports, "Danish straits", "Kiel Canal")
    assert (
        "Klaipėda port" not in less.limits or less.limits["Klaipėda port"].value < found().limits["Klaipėda port"].value
    )
    assert less.limits["Suwałki rail"] == found().limits["Suwałki rail"]


def test_a_lost_railway_is_no_way_and_somebody_is_told() -> None:
    lost = found(RAIL)
    assert "Suwałki rail" not in lost.limits
    assert any(note.startswith("Suwałki rail") for note in lost.notes)


def test_the_range_of_a_limit_spans_its_value_and_says_what_binds() -> None:
    for name, limit in found().limits.items():
        assert 0.0 < limit.low < limit.value < limit.high, name
        assert limit.unit == "vehicles/day" and limit.note.startswith("limited by")
    assert found().limited_by["Suwałki rail"] == (RAIL,)


def test_air_is_faster_than_road_and_road_faster_than_a_ship_that_turns_round() -> None:
    hours, turn = found().hours, found().turn_h
    assert (
        hours["us-173abn", "Air to Riga"]
        < hours["us-abct-zagan", "Suwałki rail"]
        < hours["us-abct-zagan", "Klaipėda port"]
    )
    assert turn["Suwałki road E67", "Suwałki road DK16"] < turn["Suwałki road E67", "Suwałki rail"]
    assert turn["Suwałki road E67", "Suwałki rail"] < turn["Suwałki road E67", "Klaipėda port"]
    assert turn["Klaipėda port", "Liepāja port"] < turn["Klaipėda port", "Suwałki road E67"]
    assert ("Air to Riga", "Suwałki rail") not in turn


@pytest.mark.parametrize("other", ["Suwałki road DK16", "Klaipėda port", "Liepāja port", "Poland by rail"])
def test_to_keep_to_a_way_is_never_slower_than_to_turn_to_it(other: str) -> None:
    turn = found().turn_h
    assert turn[other, other] <= min(hours for (_, to), hours in turn.items() if to == other) + 1e-9


def test_the_crossing_closes_with_its_own_cells_and_a_port_with_its_places() -> None:
    network = laid("baltic-2019")
    assert found().cells["Suwałki rail"] == network.groups[RAIL].cells != ()
    assert found().cells["Klaipėda port"] == ()


def test_red_and_places_beyond_the_network_are_left_to_planning_figures() -> None:
    war = scenario("baltic-2019")
    strange = WayIn("Nowhere", "blue", "sea", "Narva", ("Narva",), Evidence.fixed(1.0, "battalions/day"), "")
    units = tuple(
        replace(unit, ways_in=("Nowhere", *unit.ways_in)) if unit.ways_in else unit for unit in war.battalions
    )
    answer = ways(lines(), replace(war, battalions=units), (*war.ways_in, strange), region=BALTIC)
    assert "Nowhere" not in answer.limits and any("Nowhere: no port" in note for note in answer.notes)
    assert all(not name.startswith("Pskov") for name in (*answer.limits, *answer.notes))


def test_where_nobody_comes_nothing_is_laid() -> None:
    war = scenario("baltic-2019")

    def never() -> None:
        raise AssertionError

    home = tuple(replace(unit, ways_in=()) for unit in war.battalions)
    assert ways(Lines(never, shipped_movement()), replace(war, battalions=home), war.ways_in, region=BALTIC) is NOTHING  # type: ignore[arg-type]


def test_a_group_that_is_none_is_told_in_the_notes() -> None:
    answer = found("Suwalki Gap")
    assert answer.limits == {} and "not a group" in answer.notes[0]
    with pytest.raises(InputError, match="not a group"):
        laid("baltic-2019").check_groups(["Suwalki Gap"])
