"""Every parameter of the lines moves something that the study of lines tells."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

import pytest

from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.lines.movers import from_base, territory
from hillfort.lines.movers.assembly import Assembly, LinesState, assemble
from hillfort.lines.movers.demand import demand
from hillfort.lines.network.everywhere import CLOSURES, FROM_BASE, PARAMETERS, READ_ONCE, REPAIRS, STRUCK
from hillfort.lines.network.network import LineNetwork
from hillfort.studies.lines import chance, loss
from hillfort.studies.lines.study import scheduled
from lines.laid import laid, scenario, wanted

WAR = "baltic-2019"
TRIED = {"road_reach_km": 0.5, "rail_reach_km": 0.5, "great_port_berths": 1.0, "single_target_links": 1.0}
"""What is tried where twice the value would not do."""


def other(name: str) -> LineNetwork:
    """The network with one parameter doubled, a chance halved."""
    network = laid(WAR)
    now = network.curation.assumptions[name]
    value = TRIED.get(name, now.value * (0.5 if now.unit == "chance" else 2.0))
    curation = dataclasses.replace(
        network.curation, assumptions={**network.curation.assumptions, name: Evidence.fixed(value, now.unit)}
    )
    columns = {**network.columns, **({name: curation.assumptions[name]} if name in network.columns else {})}
    return dataclasses.replace(network, curation=curation, columns=columns)


def assembled(network: LineNetwork) -> Assembly:
    """With the first mover across the ocean."""
    movers = wanted(WAR).movers
    abroad = dataclasses.replace(movers[0], base="Fort Bragg", lat=35.1, lon=-79.0)
    asked = dataclasses.replace(wanted(WAR), movers=(abroad, *movers[1:]))
    return assemble(network, asked, state=LinesState(scenario(WAR).date))


@cache
def plain() -> Assembly:
    return assembled(laid(WAR))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ocean_winding", "nobody comes from overseas"),
        ("great_port_berths", "nobody comes from overseas"),
        ("base_road_winding", ""),
        ("rail_reach_km", ""),
        ("road_reach_km", ""),
        ("territory_refused_chance", ""),
    ],
)
def test_what_nobody_comes_by_is_refused_with_the_reason(name: str, why: str) -> None:
    war = scenario(WAR)
    assert war.lines is not None
    assert from_base.idle(name, war.lines, war) == why


@pytest.mark.parametrize("name", ["marrow", "baltic-2025"])
def test_where_no_state_on_the_way_is_outside_the_alliance_nobody_s_refusal_can_be_set(name: str) -> None:
    with pytest.raises(InputError, match="no way leads through a state outside the alliance"):
        scenario(name).vary({"lines.assumptions.territory_refused_chance": 0.9}, reason="A try.")


def test_ground_is_refused_by_states_that_have_not_joined_and_do_not_take_part() -> None:
    assert territory.neutral("2023-04-03", []) == {"FI", "SE"}
    assert territory.neutral("2023-04-04", []) == {"SE"}  # the day itself counts as joined
    assert territory.neutral("2019-01-01", ["SE"]) == {"FI"}
    assert from_base.may_refuse(plain(), scenario(WAR)) == {"Port Helsinki": "FI"}
    refusable = territory.refusable(plain(), frozenset({"PL"}))
    assert len(refusable) > 3 and set(refusable.values()) == {"PL"}
    assert all(territory.states_of(laid(WAR), group) == {"PL"} for group in refusable)
    shut = dataclasses.replace(plain(), state=dataclasses.replace(plain().state, closed=tuple(refusable)))
    assert not territory.refusable(shut, frozenset({"PL"}))  # what is closed already cannot be lost


def from_bases(made: Assembly) -> list[Any]:
    """The ways from bases to the network: where they end, and how many minutes they take."""
    own = made.link_of_arc < 0
    return [made.flow.n_arcs, made.flow.transit_min[own].tolist()]


@pytest.mark.parametrize("name", FROM_BASE)
def test_the_way_from_a_base_rests_on_it(name: str) -> None:
    assert from_bases(assembled(other(name))) != from_bases(plain())


def closed(network: LineNetwork) -> list[Any]:
    made = dataclasses.replace(plain(), network=network)
    said = {name: each.value for name, each in chance.closing_columns(scenario(WAR), network).items()}
    found = chance._Closings(scenario(WAR), made, 30, 1)
    return [found.windows(draw, said) for draw in range(30)]


@pytest.mark.parametrize("name", [*CLOSURES, *(REPAIRS[kind] for kind in STRUCK), "single_target_links"])
def test_closures_rest_on_it(name: str) -> None:
    if name == "transload_struck_chance" or name == REPAIRS["transload"]:
        assert any(group.kind == "transload" for group in laid(WAR).groups.values())
    assert closed(other(name)) != closed(laid(WAR))


@pytest.mark.parametrize("kind", sorted({group.kind for group in laid(WAR).groups.values()}))
def test_an_attack_that_is_repaired_rests_on_the_days_of_its_kind(kind: str) -> None:
    names = [name for name, group in laid(WAR).groups.items() if group.kind == kind]
    before, after = (loss.repairs(each, names=names).repair_of for each in (laid(WAR), other(REPAIRS[kind])))
    assert {after[name] / before[name] for name in names} == {2.0}


@pytest.mark.parametrize("name", ["ferry_lane_metres", "stores_ready_h"])
def test_what_might_help_rests_on_it(name: str) -> None:
    def tried(network: LineNetwork) -> list[Any]:
        made = dataclasses.replace(plain(), network=network)
        return [
            (flow.capacity_per_day.tolist(), [each.release_min for each in flow.sources])
            for _, flow in loss.options(made, limits=[], lost=[]).values()
        ]

    assert tried(other(name)) != tried(laid(WAR))


def test_who_is_held_up_rests_on_it() -> None:
    war = scenario("marrow")
    assert war.lines is not None
    made = assemble(war.lines.network, demand(war, war.lines.movement), state=LinesState(war.date))
    said = made.network.curation
    told = []
    for hours in (0.0, 2000.0):
        held = {**said.assumptions, "held_up_h": Evidence.fixed(hours, "h")}
        network = dataclasses.replace(made.network, curation=dataclasses.replace(said, assumptions=held))
        planned = scheduled(dataclasses.replace(made, network=network), lambda _: None)
        told.append([each.limited_by for each in planned.movements])
    assert told[0] != told[1] == ["the length of the way"]


def test_every_parameter_is_tried() -> None:
    here = {*FROM_BASE, *CLOSURES, *REPAIRS.values(), "single_target_links", "ferry_lane_metres", "stores_ready_h"}
    assert here | {"held_up_h", "prepared_repair_days"} == set(PARAMETERS) >= set(READ_ONCE)
