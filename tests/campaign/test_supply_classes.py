"""Two classes of supply by their closed forms and laws: what trucks bring, how far trains come, who pauses."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.sandbox import assumptions, exact, kind, scenario
from campaign.scene import Scene, run
from hillfort.campaign import prepare
from hillfort.campaign._kernels import haul, move, records
from hillfort.campaign.outcome import AMMUNITION, FUEL, Outcome
from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario

VALUES = {
    "rule_supply_classes": 1.0, "lift_ammunition_t_red": 20.0, "lift_fuel_t_red": 10.0, "supply_truck_km_per_h": 30.0,
    "supply_truck_handling_h": 3.0, "supply_truck_hours_per_day": 20.0, "supply_truck_ready_share": 0.8,
    "fuel_range_km": 500.0, "fuel_fight_km_per_h": 4.0, "fuel_rest_km_per_h": 0.5, "combat_day_h": 10.0,
    "ammunition_defend_share": 0.5, "ammunition_quiet_share": 0.1, "save_below_days": 1.0, "attack_stock_days": 0.5,
    "fuel_reserve_km": 60.0, "pause_until_share": 0.5, "rail_repair_km_per_day": 13.0,
}  # fmt: skip


class Depot(Scene):
    """Red battalions 45 km from their depot: a day of attack is 24 t of ammunition, a kilometre 0.1 t of fuel."""

    def __init__(self) -> None:
        super().__init__(3, 4)
        for name, value in VALUES.items():
            self.p[name] = value
        self.x["t"] = 96
        for unit in self.red:
            self.place(
                unit,
                5,
                day_t=24.0,
                km_t=0.1,
                fuel=500.0,
                line_share=1.0,
                line_km=45.0,
                supply_days=4.0,
                fleet=1,
                source=-1,
                duty=-1,
                fought_h=-1e5,
            )
        for unit in self.blue:
            self.u[unit].status = records.WAITING

    def step(self) -> None:
        a = self.a
        run(haul.haul, self.u, a.k, a.s, a.b, self.x, self.p)

    def unit(self, number: int) -> np.record:
        return self.u[self.red[number]]


@pytest.fixture
def depot() -> Depot:
    return Depot()


# --- what trucks can do


@pytest.mark.parametrize(("km", "tonnes"), [(50.0, 10105.3), (100.0, 6620.7), (200.0, 3918.4), (300.0, 2782.6)])
def test_a_fleet_delivers_what_the_formula_of_a_truck_line_says(depot: Depot, km: float, tonnes: float) -> None:
    """400 trucks of 10 t, 80 % fit, 20 hours a day at 30 km/h, 3 h of handling: N q a H / (2D/v + h)."""
    depot.p.lift_ammunition_t_red = 4000.0
    half_day = run(haul.tonne_hours, depot.p, 1, AMMUNITION, 1.0)
    assert 2.0 * half_day / run(haul.round_trip_h, depot.p, km) == pytest.approx(tonnes, rel=1e-4)


@pytest.mark.parametrize(
    ("attack", "defend", "km", "days", "fuel"),
    [
        (0.0, 0.0, 0.0, 0.05, 6.0), (0.0, 0.0, 80.0, 0.05, 86.0), (2.0, 0.0, 0.0, 0.2 + 1 / 24, 8.0 + 5.0),
        (0.0, 4.0, 0.0, 0.2 + 0.8 / 24, 16.0 + 4.0), (12.0, 0.0, 0.0, 0.5, 48.0), (8.0, 4.0, 10.0, 0.5, 58.0),
    ],
)  # fmt: skip
def test_a_unit_uses_what_its_deeds_cost(
    depot: Depot, attack: float, defend: float, km: float, days: float, fuel: float
) -> None:
    unit = depot.unit(0)
    unit.attack_h, unit.defend_h, unit.gone_km, unit.supply = attack, defend, km, 4.0
    run(haul.consume, depot.u, depot.x, depot.p, depot.red[0])
    assert (4.0 - unit.supply, 500.0 - unit.fuel) == (pytest.approx(days, rel=1e-4), pytest.approx(fuel, rel=1e-4))
    assert (unit.attack_h, unit.defend_h, unit.gone_km) == (0.0, 0.0, 0.0)


def test_who_saves_uses_less_and_nothing_is_used_before_h_hour(depot: Depot) -> None:
    unit = depot.unit(0)
    unit.attack_h, unit.supply = 5.0, 0.5
    run(haul.consume, depot.u, depot.x, depot.p, depot.red[0])
    assert 0.5 - unit.supply == pytest.approx(0.5 * 0.5 + 0.1 * 7.0 / 24.0, rel=1e-4)
    depot.x["t"] = 0
    unit.attack_h, unit.supply, unit.fuel = 5.0, 0.5, 100.0
    run(haul.consume, depot.u, depot.x, depot.p, depot.red[0])
    assert (unit.supply, unit.fuel, unit.attack_h) == (0.5, 100.0, 0.0)


# --- who is served first


def test_attackers_are_filled_up_before_others_get_anything(depot: Depot) -> None:
    depot.p.lift_ammunition_t_red = 1.0  # 4 battalions x 1 t x 0.8 x 10 h = 32 tonne-hours; a load takes 6 h
    depot.unit(0).duty, depot.unit(0).supply = 0, 1.0
    for other in (1, 2, 3):
        depot.unit(other).supply = 1.0
    depot.step()
    assert depot.unit(0).supply == pytest.approx(1.0 - 0.05 + 32.0 / 6.0 / 24.0, rel=1e-4)
    assert [depot.unit(other).supply for other in (1, 2, 3)] == pytest.approx([0.95] * 3)


def test_within_a_rank_all_get_the_same_part_and_the_far_cost_more(depot: Depot) -> None:
    depot.p.lift_ammunition_t_red = 3.0
    for number, km in enumerate((0.0, 45.0, 45.0, 135.0)):
        depot.unit(number).line_km, depot.unit(number).supply = km, 1.05
    depot.step()
    got = [depot.unit(number).supply - 1.0 for number in range(4)]
    hours = 4 * 3.0 * 0.8 * 10.0
    assert got == pytest.approx([hours / (3.0 + 6.0 + 6.0 + 12.0) / 24.0] * 4, rel=1e-3)


@settings(max_examples=60, deadline=None)
@given(
    lift=st.floats(0.0, 60.0), more=st.floats(1.0, 4.0), part=st.floats(0.0, 1.0),
    km=st.lists(st.floats(0.0, 400.0), min_size=4, max_size=4),
    has=st.lists(st.floats(0.0, 4.0), min_size=4, max_size=4),
)  # fmt: skip
def test_no_more_arrives_than_is_lifted_or_lacks_and_more_trucks_never_bring_less(
    lift: float, more: float, part: float, km: list[float], has: list[float]
) -> None:
    brought = []
    for factor in (1.0, more):
        scene = Depot()
        scene.p.lift_ammunition_t_red = lift * factor
        for number in range(4):
            unit = scene.unit(number)
            unit.line_km, unit.supply, unit.line_share = km[number], has[number], part
        before = [max(0.0, each - 0.05) for each in has]
        scene.step()
        lifted, delivered = scene.x[0].lifted_t[1, AMMUNITION], scene.x[0].delivered_t[1, AMMUNITION]
        assert delivered == pytest.approx(lifted * part, rel=1e-5, abs=1e-6)
        gained = sum(24.0 * (scene.unit(number).supply - before[number]) for number in range(4))
        assert gained == pytest.approx(delivered, rel=1e-3, abs=1e-3)
        assert all(scene.unit(number).supply <= 4.0 + 1e-5 for number in range(4))
        assert lifted <= 4 * lift * factor * 0.8 * 10.0 / 3.0 + 1e-3  # all at the railhead
        brought.append(delivered)
    assert brought[1] >= brought[0] - 1e-4


def test_depots_of_the_region_give_no_more_than_they_hold(depot: Depot) -> None:
    depot.x["entered"] = 1
    source = int(np.flatnonzero(depot.a.b["side"] == 1)[0])
    depot.a.b["region"] = 1
    depot.x["stock_t"] = [30.0, 1000.0]
    for number in range(4):
        depot.unit(number).source, depot.unit(number).supply, depot.unit(number).fuel = source, 1.05, 400.0
    depot.p.lift_ammunition_t_red, depot.p.lift_fuel_t_red = 1000.0, 1000.0
    depot.step()
    assert depot.x[0].lifted_t[1, AMMUNITION] == pytest.approx(30.0, rel=1e-5)
    assert depot.x[0].stock_t[AMMUNITION] == 0.0
    assert depot.x[0].stock_t[FUEL] == pytest.approx(1000.0 - 4 * 106.0 * 0.1, rel=1e-4)


# --- pause


def test_an_attacker_who_is_short_pauses_until_both_classes_are_back(depot: Depot) -> None:
    unit = depot.unit(0)
    depot.p.lift_ammunition_t_red, depot.p.lift_fuel_t_red = 0.0, 1000.0
    unit.duty, unit.supply, unit.short_h, unit.short_km = 0, 0.5, np.nan, np.nan
    depot.step()
    assert (unit.paused, unit.short_h, unit.short_km) == (1, 96.0, 45.0)
    assert depot.x[0].short_h[1].tolist() == [12.0, 0.0]
    unit.supply, depot.x["t"] = 1.9, 108
    depot.step()
    assert unit.paused == 1 and unit.short_h == 96.0  # not yet half of four days
    unit.supply = 2.1
    depot.step()
    assert unit.paused == 0


def test_without_fuel_nobody_marches_but_the_light(depot: Depot) -> None:
    for mobility, goes in ((0, False), (1, False), (2, True)):
        unit = depot.unit(0)
        unit.mobility, unit.fuel, unit.gone_km, unit.progress, unit.heading = mobility, 30.0, 30.0, 0.0, -1
        unit.moved, a = 0, depot.a
        run(move.march, depot.w, a.f, depot.u, depot.c, a.g, depot.x, depot.out.changes, depot.p, depot.red[0],
            int(a.k[0].field))  # fmt: skip
        assert bool(unit.moved) == goes or (unit.gone_km > 30.0 and goes)


# --- trains


def test_trains_go_as_far_as_rails_of_their_gauge_are_held_and_repaired(depot: Depot) -> None:
    a, w = depot.a, depot.w
    source = int(a.b[int(np.flatnonzero(a.b["side"] == 1)[0])].cell)
    line = [source]
    for _ in range(12):  # eastward from the depot, out of Red's country
        line.append(
            int(w[line[-1]].neighbours[np.argmax([w[n].x_km if n >= 0 else -1e9 for n in w[line[-1]].neighbours])])
        )
    crossed = np.zeros((len(w), 6), bool)
    for one, other in itertools.pairwise(line):
        for here, there in ((one, other), (other, one)):
            crossed[here, w[here].neighbours.tolist().index(there)] = True
    w["rails"] = 0
    w["rails"][:, 1] = prepare.packed(crossed)
    depot.c["control"] = 0
    for cell in line[:5]:
        depot.c[cell].control = 1

    def come(hour: int) -> int:
        depot.x["t"] = hour
        run(haul.run_trains, w, depot.c, a.b, a.n, depot.x, depot.p)
        return sum(int(depot.c[cell].rail_h[1, 1] == hour) for cell in line)

    assert come(0) == 5
    for cell in line:
        depot.c[cell].control = 1
    assert [come(24), come(48)] == [7, 9]  # 13 km a day are two cells
    depot.c[line[3]].control = 0
    assert come(72) == 3
    assert not (depot.c["rail_h"][:, 1, 0] == 72).any()  # the other gauge


# --- campaigns


def war(**values: float) -> Scenario:
    known = assumptions()
    fixed = {name: exact(value, known[name].unit) for name, value in values.items()}
    found = scenario(1, 8, days=12, assumptions=known | {"surrender_h": exact(8760.0, "h")} | fixed)
    return replace(found, battalions=tuple(replace(each, type=kind(guns=exact(6.0))) for each in found.battalions))


def outcome(**values: float) -> Outcome:
    return fight(war(**values), coa="drive", draws=40)


def test_without_trucks_nothing_is_delivered_and_attackers_live_on_what_they_carry() -> None:
    none = outcome(lift_ammunition_t_red=0.0, lift_fuel_t_red=0.0, fuel_range_km=100.0)
    some = outcome(lift_ammunition_t_red=60.0, lift_fuel_t_red=60.0, fuel_range_km=100.0)
    assert (none.lifted_t[:, 1] == 0.0).all() and (none.delivered_t[:, 1] == 0.0).all()
    assert (some.delivered_t <= some.lifted_t + 1e-3).all() and some.delivered_t[:, 1].min() > 0.0
    assert (~np.isnan(none.short_h)).sum() > (~np.isnan(some.short_h)).sum()
    assert none.cell_lost[-1].sum() < some.cell_lost[-1].sum()
    assert none.short_bn_days[:, 1].sum() > some.short_bn_days[:, 1].sum()


def test_more_trucks_never_mean_less_ground_over_many_draws() -> None:
    taken = [
        outcome(lift_fuel_t_red=lift, fuel_range_km=80.0, lift_ammunition_t_red=40.0).cell_lost[-1].sum()
        for lift in (0.0, 0.3, 1.0, 20.0)
    ]
    assert all(more >= 0.99 * fewer for fewer, more in itertools.pairwise(taken))
