"""Ways in of a campaign from the network: hours, limits, shared ships, turns; supply of a region that is isolated."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.campaign.sandbox import assumptions, battalion, exact, scenario, task

from hillfort.campaign import doubt
from hillfort.campaign import ways_in as entrances
from hillfort.campaign._kernels import records
from hillfort.campaign._kernels.supply import draw_on_stocks
from hillfort.campaign.run import fight, prepared, trace
from hillfort.campaign.scenario import Scenario, WayIn
from hillfort.files.lines.read import shipped_movement
from hillfort.files.scenario import read
from hillfort.forces.formation import Readiness
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.named import by_name
from hillfort.lines.loss.arrival import arrival
from hillfort.lines.movers.assembly import LinesState, assemble
from hillfort.lines.movers.demand import demand
from hillfort.lines.network.planning_figures import Travel
from hillfort.lines.ways_in import NOTHING, Lines, Ways
from hillfort.plans.plan import Order

DECISION_H, WARNING_H = 30.0, 48.0


def never() -> None:
    raise AssertionError("the network is not laid in these tests")


def made(**parts: object) -> Ways:
    """What a network might say of the two ways in of `allies`."""
    hours = {("z", "Near"): 50.0, ("z", "Far"): 90.0}
    limits = {"Near": exact(240.0, "vehicles/day"), "Far": exact(240.0, "vehicles/day")}
    whole = replace(NOTHING, hours=hours, limits=limits, entered=("Near", "Far"))
    return replace(whole, **parts)  # type: ignore[arg-type]


def allies(
    monkeypatch: pytest.MonkeyPatch, ways: Ways, *, count: int = 3, permission_h: float = 0.0, **changes: object
) -> Scenario:
    """Allied battalions of 120 vehicles that come from overseas by two ways, with everything else certain."""
    table = shipped_movement()
    move = replace(table.types["mech-bn"], wheeled=exact(60.0), tracked=exact(60.0))
    table = replace(
        table,
        types={**table.types, "mech-bn": move},
        tail_share=exact(0.0),
        border_permission_h=exact(permission_h, "h"),
    )
    units = [
        battalion(f"z/{index}", "blue", "Oversea", formation="z", outside=True, ways_in=("Near", "Far"))
        for index in range(count)
    ]
    values = assumptions() | {
        "travel_factor": exact(1.0),
        "alliance_decision_h": exact(DECISION_H),
        "sea_closed_days": exact(0.0),
        "air_closed_days": exact(0.0),
    }
    war = scenario(blue=1, red=0, days=20, assumptions=values, **changes)
    war = replace(
        war,
        battalions=tuple(sorted((*war.battalions, *units), key=lambda unit: unit.id)),
        lines=Lines(never, table),  # type: ignore[arg-type]
        ways_in=(
            WayIn("Near", "blue", "sea", "Eastburg", (), exact(100.0), ""),
            WayIn("Far", "blue", "sea", "Eastford", (), exact(100.0), ""),
        ),
    )
    monkeypatch.setattr(entrances, "_on_network", lambda key: ways)
    return war


def landed(war: Scenario) -> list[float]:
    """Hours after the alliance's decision at which units from outside are on the map."""
    kept = trace(war, coa="drive", seed=1, draw=0)
    rows = [index for index, name in enumerate(kept.unit_ids) if name.startswith("z/")]
    hours = [np.flatnonzero(kept.cell[:, row] >= 0) for row in rows]
    return sorted(float(each[0]) + kept.first_hour + WARNING_H - DECISION_H for each in hours if len(each))


def test_battalions_close_one_after_the_other_at_the_limit_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """120 vehicles at 240 a day are 12 hours behind those before them."""
    one = made(hours={("z", "Near"): 50.0, ("z", "Far"): 5000.0})
    assert landed(allies(monkeypatch, one)) == pytest.approx([62.0, 74.0, 86.0], abs=2.0)


def test_the_scenarios_own_rate_holds_where_it_is_less(monkeypatch: pytest.MonkeyPatch) -> None:
    one = made(hours={("z", "Near"): 50.0, ("z", "Far"): 5000.0})
    war = allies(monkeypatch, one)
    slow = replace(war, ways_in=tuple(replace(way, battalions_per_day=exact(0.5)) for way in war.ways_in))
    assert landed(slow) == pytest.approx([98.0, 146.0, 194.0], abs=2.0)


def test_ships_that_two_ways_share_bring_no_more_over_both(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = made(hours={("z", "Near"): 50.0, ("z", "Far"): 50.0})
    shared = replace(apart, pools={"sea": exact(240.0, "vehicles/day")})

    def split(war: Scenario) -> Scenario:
        units = (
            replace(unit, ways_in=("Near" if int(unit.id[2:]) % 2 else "Far",)) if unit.ways_in else unit
            for unit in war.battalions
        )
        return replace(war, battalions=tuple(units))

    assert landed(split(allies(monkeypatch, apart, count=4))) == pytest.approx([62.0, 62.0, 74.0, 74.0], abs=2.0)
    assert landed(split(allies(monkeypatch, shared, count=4))) == pytest.approx([62.0, 74.0, 86.0, 98.0], abs=3.0)


def test_nobody_leaves_before_the_permission_to_cross_borders(monkeypatch: pytest.MonkeyPatch) -> None:
    one = made(hours={("z", "Near"): 50.0, ("z", "Far"): 5000.0})
    assert landed(allies(monkeypatch, one, permission_h=100.0))[0] == pytest.approx(162.0, abs=2.0)


@pytest.mark.parametrize(
    ("turn_h", "arrives"), [({("Near", "Far"): 20.0}, 20.0), ({("Near", "Far"): 200.0}, 200.0), ({}, 77.0)]
)
def test_who_loses_his_way_turns_to_another_in_the_hours_between_the_two(
    monkeypatch: pytest.MonkeyPatch, turn_h: dict[tuple[str, str], float], arrives: float
) -> None:
    """Without a known turn the plain `reroute_h` holds."""
    war = allies(monkeypatch, made(turn_h=turn_h), count=1)
    kept = replace(war, ways_in=(war.ways_in[0], replace(war.ways_in[1], mode="road")))
    values = kept.assumptions | {"sea_closes_h": exact(20.0), "sea_closed_days": exact(100.0), "reroute_h": exact(77.0)}
    lost_at = 50.0
    assert landed(replace(kept, assumptions=values))[0] == pytest.approx(lost_at + arrives + 12.0, abs=3.0)


def test_rates_are_sampled_and_stand_before_the_air_and_the_sea() -> None:
    war = baltic()
    ready = prepared(war, next(iter(war.courses_of_action)))
    names = list(ready.columns)
    mine = [names.index(name) for name in entrances.way_doubts(war)]
    assert mine == list(range(mine[0], mine[0] + len(mine)))
    assert mine[-1] < ready.air_first
    assert names[mine[-1]] == "movement.delays.border_permission_h"
    way = ready.arrays.y[[each.name for each in war.ways_in].index("Klaipėda port")]
    assert (
        names[way["rate_column"]] == "ways_in.Klaipėda port.battalions_per_day"
        and names[way["limit_column"]] == "ways_in.Klaipėda port.vehicles_per_day"
    )
    values = doubt.sample(ready.columns, seed=1, first_draw=0, draws=50)[:, way["limit_column"]]
    limit = ready.columns["ways_in.Klaipėda port.vehicles_per_day"].evidence
    assert len(set(values.tolist())) == 50 and limit.low <= values.min() and values.max() <= limit.high


def test_hours_come_from_the_network_and_from_planning_figures_without_one() -> None:
    war, plain = baltic(), replace(baltic(), lines=None)
    coa = next(iter(war.courses_of_action))
    row = [unit.id for unit in war.battalions].index(
        next(unit.id for unit in war.battalions if unit.formation == "us-abct-aps")
    )
    way = war.battalions[row].ways_in.index("Klaipėda port")
    over = entrances.on_network(war).hours["us-abct-aps", "Klaipėda port"]
    places = war.theatre.places
    planned = Travel(war.theatre).hours(places["Bremerhaven"], "sea", places["Rostock"], places["Klaipėda"])
    assert prepared(war, coa).arrays.u[row]["travel_h"][way] == pytest.approx(over)
    assert prepared(plain, coa).arrays.u[row]["travel_h"][way] == pytest.approx(planned)
    assert abs(over - planned) > 5.0
    assert entrances.notes(war) == () and "planning figures" in entrances.notes(plain)[0]
    assert (prepared(plain, coa).arrays.y["limit_column"] == -1).all() and (
        prepared(plain, coa).arrays.u["load"] == 0.0
    ).all()


def test_red_comes_by_planning_figures_whatever_the_network() -> None:
    war, plain = baltic(), replace(baltic(), lines=None)
    coa = next(iter(war.courses_of_action))
    red = [index for index, unit in enumerate(war.battalions) if unit.side == "red"]
    one, other = (prepared(each, coa).arrays.u[red] for each in (war, plain))
    np.testing.assert_array_equal(one["travel_h"], other["travel_h"])
    assert (one["permit_column"] == -1).all()


@cache
def baltic() -> Scenario:
    return read.scenario("baltic-2019")


def certain(value: Evidence) -> Evidence:
    return Evidence.fixed(value.value, value.unit)


def test_a_campaign_never_brings_in_more_than_the_exact_curve_of_arrivals(monkeypatch: pytest.MonkeyPatch) -> None:
    """All at best estimates, no enemy, everything open: vehicles on the map against the most that could be there."""
    war = baltic()
    coa, plan = next(iter(war.courses_of_action.items()))
    plan = replace(plan, warning_h=certain(plan.warning_h), orders=(), staging={})
    values = {name: certain(each) for name, each in war.assumptions.items()}
    values |= {"sea_closed_days": exact(0.0), "air_closed_days": exact(0.0)}
    units = tuple(
        replace(
            unit,
            readiness=Readiness(certain(unit.readiness.notice_to_move_h), certain(unit.readiness.manning_share)),
        )
        for unit in war.battalions
        if unit.side == "blue"
    )
    ways = tuple(replace(way, battalions_per_day=exact(100.0, "battalions/day")) for way in war.ways_in)
    calm = replace(
        war, battalions=units, assumptions=values, sea=None, air=None, courses_of_action={coa: plan}, ways_in=ways
    )
    plain = entrances.way_doubts
    monkeypatch.setattr(
        doubt,
        "way_doubts",
        lambda one: {n: replace(each, evidence=certain(each.evidence)) for n, each in plain(one).items()},
    )
    kept = trace(calm, coa=coa, seed=1, draw=0)
    by_name = {unit.id: unit for unit in units}
    came = []
    for row, name in enumerate(kept.unit_ids):
        at = np.flatnonzero(kept.cell[:, row] >= 0)
        if by_name[name].outside and len(at):
            load = entrances.load_of(calm, by_name[name]) * by_name[name].readiness.manning_share.value
            came.append((float(at[0]) + 1.0 + kept.first_hour + plan.warning_h.value, load))
    hours, loads = np.array(sorted(came)).T
    assert war.lines is not None
    places = [
        way.place
        for way in war.ways_in
        if way.side == "blue" and way.counts_for_isolation and war.lines.network.node(way.place, "road") >= 0
    ]
    flow = assemble(
        war.lines.network, demand(war, war.lines.movement), state=LinesState(war.date), towards=(*places, "Šiauliai")
    ).flow
    curve = arrival(flow, days=31)
    gap = np.cumsum(loads) - np.array([curve.at(hour / 24.0) for hour in hours])
    assert gap.max() <= 2.0
    days = np.arange(1, 31)
    brought = sum(float(loads[hours <= 24.0 * day].sum()) for day in days)
    assert 0.8 < brought / sum(curve.at(float(day)) for day in days) < 1.0


def test_stocks_fall_a_day_in_a_day_without_a_way_in_and_refill_as_fast() -> None:
    clock = np.zeros(1, records.CLOCK).view(np.recarray)
    p = by_name(np.array([[2.0, 0.0]]), ("stocks_days", "rule_supply_classes"))[0]
    clock[0].entered, clock[0].stocks_days = 1, 2.0
    step = getattr(draw_on_stocks, "py_func", draw_on_stocks)

    def after(hours: int, *, isolated: bool) -> tuple[float, int]:
        for _ in range(hours):
            step(clock, p, isolated)
        return float(clock[0].stocks_days), int(clock[0].starved)

    assert after(24, isolated=True) == (pytest.approx(1.0, abs=1e-4), 0)
    assert after(12, isolated=False) == (pytest.approx(1.5, abs=1e-4), 0)
    assert after(37, isolated=True) == (0.0, 1)
    assert after(1, isolated=False)[1] == 0
    assert after(100, isolated=False)[0] == 2.0
    clock[0].entered = 0
    assert after(100, isolated=True) == (2.0, 0)


def test_a_region_without_a_way_in_fights_on_its_stocks_and_then_does_not() -> None:
    shut = WayIn("Sea", "blue", "sea", "Eastburg", (), exact(4.0), "")
    closed = assumptions() | {"sea_closes_h": exact(-1e3), "sea_closed_days": exact(1e3)}
    closed |= {"rule_supply_classes": exact(0.0, "switch")}
    held = {}
    for name, days, way in (
        ("little", 0.5, shut),
        ("much", 100.0, shut),
        ("open", 0.5, replace(shut, mode="road")),
        ("none", 0.5, None),
    ):
        war = scenario(5, 7, days=20, assumptions=closed | {"stocks_days": exact(days)}, ways_in=(way,) if way else ())
        held[name] = fight(war, coa="drive", draws=100).cell_lost[-1].sum()
    assert held["much"] == held["open"] == held["none"]
    assert held["little"] > 1.02 * held["much"]


def test_depots_outside_the_region_bring_on() -> None:
    war = scenario(2, 3, assumptions=assumptions() | {"stocks_days": exact(1.0)})
    assert prepared(war, "drive").arrays.b["region"].tolist() == [1, 0]
    abroad = replace(war, sides={**war.sides, "blue": replace(war.sides["blue"], supply_from=("Westburg", "Eastburg"))})
    assert prepared(abroad, "drive").arrays.b["region"].tolist() == [0, 1, 0]


def test_too_many_ways_in_are_refused() -> None:
    many = tuple(
        WayIn(f"Way {index}", "blue", "road", "Eastburg", (), exact(1.0), "")
        for index in range(records.MOST_ENTRANCES + 1)
    )
    with pytest.raises(Exception, match="ways in are too many"):
        prepared(scenario(ways_in=many, orders=(Order("stand", ("b",), (task("hold", "Eastford"),)),)), "drive")


def on_an_island(ways: tuple[str, ...]) -> Scenario:
    """The shipped scenario without a network, with one formation moved to an island that no line reaches."""
    war = replace(read.scenario("baltic-2019"), lines=None)
    moved = next(unit.formation for unit in war.battalions if "Suwałki road E67" in unit.ways_in)
    place = replace(war.theatre.places["Riga"], name="Visby", lat=57.64, lon=18.30, cell=-1, country="SE", aliases=())
    theatre = replace(war.theatre, places={**war.theatre.places, "Visby": place})
    units = (replace(unit, base="Visby", ways_in=ways) if unit.formation == moved else unit for unit in war.battalions)
    return replace(war, theatre=theatre, battalions=tuple(units))


def test_a_way_that_only_water_leads_to_is_left_out_and_told() -> None:
    war = on_an_island(("Suwałki road E67", "Air to Riga"))
    told = [note for note in entrances.notes(war) if "left out" in note]
    assert len(told) == 1
    assert told[0].startswith("Suwałki road E67 is left out for ") and told[0].endswith("leads there from Visby.")
    listed, _ = entrances.ways_of_units(war)
    moved = [row for row, unit in enumerate(war.battalions) if unit.base == "Visby"]
    names = {war.ways_in[listed[row, 0]].name for row in moved}
    assert names == {"Air to Riga"} and (listed[moved, 1:] == -1).all()


def test_a_formation_that_only_water_surrounds_is_refused() -> None:
    with pytest.raises(InputError, match="no road, railway or ship leads from Visby to Suwałki road E67"):
        entrances.ways_of_units(on_an_island(("Suwałki road E67",)))
