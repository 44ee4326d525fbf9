"""An hour of the whole loop against slow twins of march, orders, supply and ways in, on small random worlds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from tests.campaign.sandbox import assumptions, battalion, exact, kind, scenario, task, theatre

from hillfort.campaign._kernels import control as holding
from hillfort.campaign._kernels import fight as fighting
from hillfort.campaign._kernels import haul as hauling
from hillfort.campaign._kernels import hour as kernel
from hillfort.campaign._kernels import move as marching
from hillfort.campaign._kernels import orders as ordering
from hillfort.campaign._kernels import power as weighing
from hillfort.campaign._kernels import records
from hillfort.campaign._kernels import standing as commanding
from hillfort.campaign._kernels import supply as feeding
from hillfort.campaign._kernels import ways as entering
from hillfort.campaign._kernels.records import Arrays, Batch
from hillfort.campaign.doubt import sample
from hillfort.campaign.run import _room, prepared
from hillfort.campaign.scenario import Objective, Scenario, WayIn
from hillfort.forces.formation import Readiness
from hillfort.foundation.evidence import Evidence
from hillfort.plans.plan import CourseOfAction, Order
from hillfort.theatre.theatre import Theatre
from oracles import control, haul, march, orders, standing, supply, ways
from oracles.world import Thing, World

UNIT = [
    "status",
    "engaged",
    "moved",
    "phase",
    "heading",
    "way",
    "convoyed",
    "closing",
    "wake_h",
    "field",
    "aim",
    "cell",
    "task",
    "strength",
    "cohesion",
    "fatigue",
    "supply",
    "static_h",
    "progress",
    "previous",
    "rear",
    "arrive_h",
    "dry_h",
    "line_share",
    "busy_h",
    "homeward",
    "duty",
    "fought_h",
    "fuel",
    "gone_km",
    "attack_h",
    "defend_h",
    "paused",
    "line_km",
    "source",
    "rank",
    "short_h",
    "short_km",
]
CELL = ["control", "obstacle", "crossed", "free_at", "rail_h"]
WAY = ["open", "share", "free_h", "pool_free_h"]
GOAL = ["outskirts_h", "lost_h", "retaken_h", "gave_up_h", "how", "allied"]
CLOCK = [
    "stocks_days",
    "starved",
    "taken",
    "arrived",
    "arrived_manoeuvre",
    "first_brigade_h",
    "lost",
    "worn",
    "unit_hours",
    "stock_t",
    "imported_t",
    "rail_km",
    "short_h",
    "lifted_t",
    "delivered_t",
]
DAYS = 5


def random_ground(luck: np.random.Generator) -> Theatre:
    """The sandbox with roads, rivers, bridges, forest and bog thrown over it, the same from either side of an edge."""
    ground = theatre()
    cells, around, back = ground.cells, ground.cells.neighbours, ground.cells.back
    road, river, bridge, rail = (np.zeros(around.shape, np.int16) for _ in range(4))
    for cell, side in np.argwhere(around >= 0):
        other = around[cell, side]
        if cell < other:
            mirrored = (np.array([cell, other]), np.array([side, back[cell, side]]))
            road[mirrored] = luck.choice([0, 0, 1, 2, 3])
            rail[mirrored] = luck.choice([0, 1435, 1520], p=[0.4, 0.2, 0.4])
            river[mirrored] = luck.random() < 0.3
            bridge[mirrored] = luck.random() < 0.6
    shares = {
        name: luck.choice([0.0, 0.4, 1.0], len(cells)).astype(np.float32) for name in ("forest", "wetland", "urban")
    }
    changed = {f"{name}_share": share for name, share in shares.items()}
    passable = cells.passable & (river + luck.random() < 1.99)
    return replace(
        ground,
        cells=replace(
            cells,
            road=road.astype(np.int8),
            rail_gauge_mm=rail,
            river=river,
            bridge=bridge.astype(np.int8),
            passable=passable,
            **changed,
        ),
    )


def random_world(seed: int) -> Scenario:
    """Two small forces with every kind of task, guns, latecomers, and a third that comes by two ways in."""
    luck = np.random.default_rng(seed)
    types = [
        kind(),
        kind(key="wheeled-bn", mobility="wheeled", power_bneq=exact(0.75)),
        kind(key="light-bn", mobility="light", power_bneq=exact(0.5), supply_days=exact(2.0)),
        kind(key="gun-bn", role="fires", fires_bneq=exact(1.0)),
    ]

    def some(prefix: str, side: str, bases: list[str], count: int, **changes: Any) -> list[Any]:
        notice = Readiness(exact(float(luck.choice([0, 12, 60])), "h"), exact(1.0, "share"))
        return [
            battalion(
                f"{prefix}/{number}",
                side,
                str(luck.choice(bases)),
                type=types[luck.choice(4, p=[0.5, 0.2, 0.2, 0.1])],
                **{"readiness": notice, **changes},
            )
            for number in range(count)
        ]

    units = some("b", "blue", ["Gate", "Eastford", "Eastburg"], 3) + some("c", "blue", ["Eastburg"], 2)
    units += (
        some("d", "blue", ["Gate"], 2) + some("r", "red", ["Westford", "Mark"], 7) + some("s", "red", ["Westburg"], 2)
    )
    ready = Readiness(exact(float(luck.choice([0, 30])), "h"), exact(1.0, "share"))
    units += some(
        "z",
        "blue",
        ["Oversea"],
        4,
        outside=True,
        ways_in=("Port", "East road") if seed % 2 else ("East road", "Port"),
        readiness=ready,
    )
    blue = (
        Order(
            "stand",
            ("b", "z"),
            (task("move", "Gate", -12.0), task("hold", "Eastford", 30.0), task("hold", "Eastburg", 60.0)),
        ),
        Order("reserve", ("c",), (task("counter-attack", "Eastburg", watch=("Eastford", "Gate"), within_km=20.0),)),
        Order("delay", ("d",), (task("delay", "Gate", -24.0, fallback="Eastford"), task("hold", "Eastburg", -24.0))),
    )
    drive = Order(
        "drive",
        ("r",),
        tuple(task("attack", place, bypass=bool(seed % 3)) for place in ("Gate", "Eastford", "Eastburg")),
    )
    guard = Order("guard", ("s",), (task("counter-attack", "Westford", watch=("Mark", "Gate"), within_km=15.0),))
    plan = CourseOfAction("drive", "Drive", "", exact(float(luck.choice([6, 48])), "h"), {}, (drive, guard))
    known = assumptions()

    def certain(**values: float) -> dict[str, Evidence]:
        return {name: Evidence.fixed(float(value), known[name].unit) for name, value in values.items()}

    doubted = {name: each for name, each in known.items() if each.low < each.high and not name.startswith("fit_")}
    drawn = known | certain(**{name: luck.uniform(each.low, each.high) for name, each in doubted.items()})
    drawn |= certain(
        air_start_h=8760, surrender_h=18, turn_back_h=12, stocks_days=1, travel_factor=0.02, alliance_decision_h=24
    )
    drawn |= certain(supply_reach_km_red=luck.choice([20, 150]), transports_per_battalion=luck.choice([1, 3]))
    drawn |= certain(
        bridge_blown_chance=0.7, obstacles_after_h=2, stack_limit_bneq=luck.choice([1.5, 5]), columns_per_cell=1
    )
    rules = [name for name in known if name.startswith("rule_")]
    drawn |= certain(**{name: float(seed == 0 or luck.random() < 0.8) for name in rules})
    drawn |= certain(surrender_after_h=12, break_out_after_h=12, line_block_bneq=luck.choice([0.1, 3.0]))
    drawn |= certain(attack_chance_red=0.3, attack_chance_blue=0.3, idle_h=6, threat_km=luck.choice([10, 30]))
    drawn |= certain(position_km=luck.choice([10, 30]), day_march_km=40, garrison_odds=luck.choice([0.1, 1.0]))
    drawn |= certain(lift_ammunition_t_red=luck.choice([2, 40]), lift_fuel_t_red=luck.choice([0, 2, 40]))
    drawn |= certain(lift_ammunition_t_blue=luck.choice([2, 40]), fuel_range_km=luck.choice([250, 600]))
    drawn |= certain(rail_repair_km_per_day=luck.choice([0, 9, 40]), rule_supply_classes=float(seed % 4 > 0))
    ways_in = (
        WayIn("East road", "blue", "sea" if seed % 2 else "road", "Eastford", ("Eastburg",), exact(4.0), ""),
        WayIn("Port", "blue", "sea", "Eastburg", (), exact(6.0), ""),
    )
    return scenario(
        ground=random_ground(luck),
        days=DAYS,
        battalions=tuple(sorted(units, key=lambda unit: unit.id)),
        orders=blue,
        courses_of_action={"drive": plan},
        assumptions=drawn,
        ways_in=ways_in,
        objectives=tuple(Objective(name, name, "blue", True, "town") for name in ("Gate", "Eastford", "Eastburg")),
    )


@dataclass
class Campaign:
    """One draw, held step by step."""

    war: Scenario
    seed: int = 1
    ground: list[Thing] | None = None

    def __post_init__(self) -> None:
        self.ready = prepared(self.war, "drive")
        doubt = sample(self.ready.columns, seed=self.seed, first_draw=0, draws=1, scenario=self.war)
        self.doubt, self.a = self.ready.by_name(doubt), self.ready.workspace()
        self.out = _room(self.war, 1, keep=False)
        self.batch = Batch(self.seed, 0, self.war.days, self.war.lead_h, 0, 0, self.ready.off_road_share)
        self.sea = self.ready.sea.of_draws(doubt[:, self.ready.sea_first :], self.war, seed=self.seed, first_draw=0)
        self.p = self.doubt.assumed[0]

    def world(self) -> World:
        """The twin's world as the arrays stand now."""
        found = World(self.a, self.p, ground=self.ground)
        self.ground = found.ground
        return found

    def begin(self) -> None:
        """What `run_draws` does before the first hour."""
        a, clock = self.a, self.a.x
        clock["seed"], clock["lead_h"], clock["law"] = self.seed, self.war.lead_h, 0
        clock["air"] = clock["sea"] = clock["draw"] = clock["keep"] = 0
        kernel.reset(a.w, a.c, a.y, a.g, a.q, a.x, self.p, self.doubt.columns[0], self.ready.off_road_share)
        kernel.muster(a.w, a.u, a.c, a.k, a.x, self.p, self.doubt.columns[0])

    def hours(self) -> Iterator[int]:
        for t in range(-self.war.lead_h, self.war.days * 24):
            self.a.x["t"], self.a.x["day"] = t, self.a.daylight[t + self.war.lead_h]
            yield t

    def before_the_fight(self, t: int) -> int:
        """The hour as far as what everybody wants; returns the number of contested cells."""
        a, p, h = self.a, self.p, self.out.changes
        isolated = entering.check_ways(a.c, a.y, a.x, p)
        feeding.draw_on_stocks(a.x, p, isolated)
        if t >= 0 and t % feeding.SUPPLY_STEP_H == 0:
            hauling.bring_supplies(a.y, a.x, p)
        entering.bring_in(a.w, a.u, a.c, a.y, a.g, a.x, h, p)
        if t >= 0 and t % hauling.TRAINS_STEP_H == 0:
            hauling.run_trains(a.w, a.c, a.b, a.n, a.x, p)
        if t >= 0 and t % feeding.DRY_LOOK_H == 0:
            feeding.find_lines(a.w, a.f, a.u, a.c, a.b, a.n, a.x, p, t % feeding.LINES_STEP_H == 0)
        if t >= 0 and t % feeding.SUPPLY_STEP_H == 0:
            hauling.haul(a.u, a.k, a.s, a.b, a.x, p)
            feeding.resupply(a.w, a.u, a.c, a.g, a.x, p)
        if (t + self.war.lead_h) % ordering.WATCH_STEP_H == 0:
            ordering.raise_alerts(a.w, a.u, a.c, a.v, a.x, p)
            weighing.survey(a.w, a.u, a.x, a.m, p)
            commanding.apply_standing_rules(a.w, a.f, a.u, a.c, a.k, a.g, a.x, a.m, p)
        if t >= 0 and t % holding.CONSOLIDATE_STEP_H == 0:
            holding.consolidate(a.w, a.u, a.c, a.g, a.x, h, a.n, p)
        return int(kernel.want(a.w, a.f, a.u, a.c, a.k, a.v, a.g, a.x, p))

    def fight(self, contested: int) -> None:
        a, p, h = self.a, self.p, self.out.changes
        fighting.gather_fires(a.w, a.u, a.c, a.q, a.x, p, contested)
        fighting.count_battles(a.u, a.c, a.q, a.x, p, contested)
        fighting.fight(a.w, a.f, a.u, a.c, a.k, a.g, a.q, a.x, h, a.m, p, contested)
        fighting.settle(a.u, a.c, a.x, contested)

    def after_the_fight(self) -> None:
        a, p, h = self.a, self.p, self.out.changes
        kernel.move(a.w, a.f, a.u, a.c, a.g, a.x, h, p)
        fighting.check_units(a.u, a.c, a.x, p)
        kernel.rest(a.u, p)


def twin_before_the_fight(world: World, t: int, lead_h: int) -> None:
    supply.draw_on_stocks(world, ways.check_ways(world))
    if t >= 0 and t % 12 == 0:
        haul.bring_supplies(world)
    ways.bring_in(world)
    if t >= 0 and t % 24 == 0:
        haul.run_trains(world)
    if t >= 0 and t % 6 == 0:
        supply.find_lines(world, whole=t % 24 == 0)
    if t >= 0 and t % 12 == 0:
        haul.haul(world)
        supply.resupply(world)
    if (t + lead_h) % 6 == 0:
        orders.raise_alerts(world)
        standing.survey(world)
        standing.apply_standing_rules(world)
    if t >= 0 and t % 24 == 0:
        control.consolidate(world)
    orders.want(world)


def twin_after_the_fight(world: World) -> None:
    march.move(world)
    world.check_units()
    world.rest()


def told(thing: Thing, names: list[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def alike(one: Any, other: Any) -> bool:
    if one == other:
        return True
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    return abs(one - other) <= 2e-4 * max(1.0, abs(one), abs(other))


def differences(world: World, arrays: Arrays, p: np.void) -> list[str]:
    """What twin and kernel disagree about, in words."""
    now, found = World(arrays, p, ground=world.ground), []
    for label, mine, theirs, names in (
        ("unit", world.units, now.units, UNIT),
        ("cell", world.cells, now.cells, CELL),
        ("way", world.ways, now.ways, WAY),
        ("goal", world.goals, now.goals, GOAL),
        ("watch", world.watches, now.watches, ["alert", "held"]),
        ("clock", [world.clock], [now.clock], CLOCK),
    ):
        for one, other in zip(mine, theirs, strict=True):
            found.extend(
                f"{label} {one.number} {name}: twin {getattr(one, name)}, kernel {getattr(other, name)}"
                for name in names
                if not alike(getattr(one, name), getattr(other, name))
            )
    for one, other in zip(world.cells, now.cells, strict=True):
        twins, kernels = ([[unit.number for unit in side] for side in cell.here] for cell in (one, other))
        if twins != kernels:
            found.append(f"cell {one.number} holds: twin {twins}, kernel {kernels}")
    return found


def disturb(campaign: Campaign, luck: np.random.Generator) -> None:
    """Ground that changes hands, obstacles, hunger, broken units, alerts, lanes that close:
    whatever an hour may begin with."""
    a = campaign.a
    ground = luck.random(len(a.c)) < 0.1
    a.c["control"] = np.where(ground & (a.c["control"] >= 0), luck.integers(0, 2, len(a.c)), a.c["control"])
    for cell in range(len(a.c)):
        holding.note_front(a.c, a.x, cell)
    a.c["obstacle"] = luck.random(len(a.c)) < 0.3
    fit = np.flatnonzero(np.isin(a.u["status"], (records.ACTIVE, records.BROKEN)))
    some = luck.permutation(fit)
    for name, values in (
        ("supply", [0.0, 0.4, 2.0, 4.0]),
        ("dry_h", [0.0, 0.0, 12.0, 30.0]),
        ("line_share", [0.0, 0.7]),
        ("cohesion", [0.3, 0.6, 0.9]),
        ("fatigue", [0.0, 30.0, 60.0]),
        ("static_h", [0.0, 20.0]),
        ("phase", [0, 1]),
        ("progress", [0.0, 0.5, 0.9]),
        ("wake_h", [-1e9, 1e9]),
        ("fuel", [0.0, 50.0, 300.0, 500.0, 500.0]),
        ("gone_km", [0.0, 0.0, 20.0]),
        ("attack_h", [0.0, 3.0, 14.0]),
        ("defend_h", [0.0, 5.0]),
        ("paused", [0, 0, 0, 0, 1]),
        ("fought_h", [-1e5, float(a.x["t"][0] - 1), float(a.x["t"][0])]),
        ("homeward", [0, 0, 1]),
        ("duty", [-1, -1, -1, 0, 2]),
    ):
        part = some[luck.random(len(some)) < 0.5]
        a.u[name][part] = luck.choice(values, len(part))
    a.u["status"][some[: len(some) // 5]] = records.BROKEN
    a.u["way"] = np.where((a.u["status"] == records.WAITING) & (luck.random(len(a.u)) < 0.2), -3, a.u["way"])
    a.v["alert"] = luck.integers(0, 4, len(a.v))
    a.c["fought_last"] = luck.choice([-100000, campaign.a.x["t"][0] - 10], len(a.c))
    standing_off = luck.random(len(a.c)) < 0.3
    a.c["mass_last"] = np.where(standing_off, a.x["t"][0] - 1, a.c["mass_last"])
    a.x["sea"], a.x["stocks_days"] = luck.random() < 0.6, luck.choice([0.0, 0.02, 0.9])
    a.x["stock_t"] = luck.choice([0.0, 5.0, 400.0], 2)
    a.y["sea"], a.y["survival"], a.y["delay_h"] = luck.choice([0, 1, 1, 2], len(a.y)), 0.6, 5.0
    a.y["free_h"] = luck.choice(
        [-1e5, campaign.a.x["t"][0] + 0.5, campaign.a.x["t"][0] + 30.0], len(a.y), p=[0.6, 0.2, 0.2]
    )


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 5, 6])  # in the world of 4 hardly anybody meets
def test_every_hour_is_what_the_slow_twins_make_of_it(seed: int) -> None:
    campaign, luck = Campaign(random_world(seed)), np.random.default_rng(seed)
    campaign.begin()
    fights = 0
    for t in campaign.hours():
        looked_at = t % 5 == seed % 5 or t in (0, 12, 24)
        if looked_at and t > 0:
            disturb(campaign, luck)
        world = campaign.world() if looked_at else None
        contested = campaign.before_the_fight(t)
        if world is not None:
            twin_before_the_fight(world, t, campaign.war.lead_h)
            assert world.contested == campaign.a.u["contested"][:contested].tolist(), t
            assert differences(world, campaign.a, campaign.p) == [], t
        if contested:
            fights += 1
            campaign.fight(contested)
            world = campaign.world() if looked_at else None
        campaign.after_the_fight()
        if world is not None:
            twin_after_the_fight(world)
            assert differences(world, campaign.a, campaign.p) == [], t
    assert fights > 5, "a world in which nothing happens proves nothing"


def test_the_steps_one_by_one_are_the_draw() -> None:
    campaign, whole = Campaign(random_world(1)), Campaign(random_world(1))
    campaign.begin()
    for t in campaign.hours():
        contested = campaign.before_the_fight(t)
        if contested:
            campaign.fight(contested)
        campaign.after_the_fight()
    kernel.run_draws(whole.a, whole.out, whole.doubt, whole.batch, whole.sea)
    for one, other in ((campaign.a.u, whole.a.u), (campaign.a.c, whole.a.c), (campaign.a.q, whole.a.q)):
        for name in one.dtype.names:
            np.testing.assert_array_equal(one[name], other[name])
    assert (campaign.a.y["free_h"] == whole.a.y["free_h"]).all()


def test_ways_that_are_shut_struck_spared_or_flown_are_what_the_slow_twin_makes_of_them() -> None:
    campaign, luck = Campaign(random_world(2)), np.random.default_rng(5)
    campaign.begin()
    a, seen = campaign.a, set()
    for t in range(-20, 180):
        a.x["t"], a.x["air"], a.x["sea"] = t, luck.random() < 0.8, luck.random() < 0.5
        a.x["line_open"] = luck.choice([0.0, 0.1, 0.5, 1.0], a.x["line_open"].shape)
        a.x["airlift"] = luck.random(a.x["airlift"].shape) < 0.5
        a.y["mode"], a.y["group"] = luck.integers(0, 3, len(a.y)), luck.integers(0, 4, len(a.y))
        a.y["sky"], a.y["sea"] = luck.choice([-1, 0, 1], len(a.y)), luck.integers(0, 3, len(a.y))
        a.y["shut"], a.y["spared"] = luck.random(len(a.y)) < 0.2, luck.choice([0.0, 0.3, 1.0], len(a.y))
        world = campaign.world()
        assert ways.check_ways(world) == entering.check_ways(a.c, a.y, a.x, campaign.p), t
        assert differences(world, a, campaign.p) == [], t
        seen |= {(way.open, way.shut, way.spared > 0.0, way.share < 1.0) for way in world.ways}
    assert {(0, 1, True, False), (1, 0, True, True), (0, 0, True, True), (1, 0, False, True)} <= seen


def test_the_comparison_sees_what_it_is_for() -> None:
    campaign = Campaign(random_world(0))
    campaign.begin()
    world = campaign.world()
    assert differences(world, campaign.a, campaign.p) == []
    world.units[0].supply += 0.1
    world.cells[3].control = 1 - world.cells[3].control
    assert len(differences(world, campaign.a, campaign.p)) == 2
    assert records.ACTIVE == 1 and marching.STREAM_BRIDGE == march.BRIDGES and entering.STREAM_PASSAGE == ways.PASSAGE
