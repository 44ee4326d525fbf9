"""Kernels at the values where they change their mind, and that a draw begins with nothing of another."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import battle, city, control, crossings, fight, haul, hour, records, ways
from hillfort.ground._kernels import adjudication as law

JUNK = 37


@pytest.fixture
def scene() -> Scene:
    return Scene()


def side_towards(scene: Scene, cell: int, other: int) -> int:
    return int(np.flatnonzero(scene.w["neighbours"][cell] == other)[0])


def test_a_battle_of_one_cell_has_the_luck_that_the_law_says(scene: Scene) -> None:
    """Luck is widened for battles of several cells, so that their mean spreads as one: one cell has its own."""
    facts = battle.Facts(0.4, 1500.0, 900.0, 0.3, 1.0, 0.5, 0.7, 0.2, 0.8, 1.0)
    scene.x["law"] = 0
    p, common, own = scene.p, 0.8, -0.3
    share = float(p.fit_neighbour_share)
    z = math.sqrt(share) * common + math.sqrt(1.0 - share) * own
    expected = run(
        law.expected_margin, p, facts.log_ratio, facts.air, facts.surprise, facts.wealth, facts.armour,
        facts.delaying, facts.dug, facts.army,
    )  # fmt: skip
    for cells, wider in ((0.0, 1.0), (1.0, 1.0), (4.0, 1.0 / math.sqrt(share + (1.0 - share) / 4.0))):
        scene.q[1].cells = cells
        scene.q[1].lasting, scene.q[1].daily = common, common
        scene.c[9].lasting, scene.c[9].daily = own, own
        found = run(battle.adjudicate, scene.c, scene.q, scene.x, p, 9, 1, facts)[0]
        assert found == pytest.approx(run(law.margin, p, expected, wider * z, wider * z), abs=1e-5)


def test_who_fights_for_a_city_turns_to_its_weakest_enemy_part_wherever_it_lies(scene: Scene) -> None:
    tasks: Any = scene.a.k.view(np.recarray)
    goal = 0
    ring = [int(each) for each in scene.w["neighbours"][goal] if each >= 0]
    here = ring[0]
    unit = scene.place(scene.red[0], here, task=0, duty=-1)
    tasks[0].kind, tasks[0].cell = records.ATTACK, goal
    scene.c["city"] = -1
    for cell, following in ((goal, here), (here, goal)):  # a city of two cells is a ring of both
        scene.c[cell].city = following
        scene.w[cell].enter[1] = 1
    scene.c[goal].control, scene.c[here].control = 0, 1
    asked = (scene.w, scene.u, scene.c, tasks, scene.a.g, unit)
    assert run(city.city_side, *asked) == side_towards(scene, here, goal)
    scene.c[goal].control = 1
    assert run(city.city_side, *asked) == -1  # nobody is there and it is searched
    scene.c[goal].control = 0
    scene.u[unit].task = -1
    assert run(city.city_side, *asked) == -1


def test_undefended_ground_beside_is_taken_only_where_a_side_may_enter(scene: Scene) -> None:
    unit = scene.place(scene.red[0], 100)
    ring = [int(each) for each in scene.w["neighbours"][100]]
    scene.p.rule_barriers, scene.p.control_floor_bneq = 0.0, 0.1
    scene.c["city"], scene.w["strong"], scene.w["zone"] = -1, 0, 0
    scene.w[100].holder = 0
    for cell in (100, *ring):
        scene.c[cell].control = 0
        scene.w[cell].enter[1] = 1
    scene.w[ring[2]].enter[1] = 0
    scene.place(scene.blue[0], ring[4])
    given = (scene.w, scene.u, scene.c, scene.a.g, scene.x, scene.out.changes, scene.p, unit)
    run(control.claim, *given)
    held = [int(scene.c[cell].control) for cell in (100, *ring)]
    assert held == [1, 1, 1, 0, 1, 0, 1]  # neither the forbidden cell nor the defended one


@pytest.mark.parametrize("line", [0, 1, 2, 3])
def test_a_bridge_of_a_water_line_is_blown_by_the_chance_and_takes_the_hours_of_that_line(
    scene: Scene, line: int
) -> None:
    unit, d = scene.place(scene.red[0], 100), 3
    n = int(scene.w["neighbours"][100][d])
    back = int(scene.w["back"][100][d])
    scene.w[100].river[d] = scene.w[n].river[back] = 1
    scene.w[100].line[d] = scene.w[n].line[back] = line
    scene.c[n].control = 0
    scene.p.bridging_h = 5.0
    for own, crossed, left in ((1.0, records.BLOWN, 6.0 + line), (0.0, records.CROSSED, 0.0)):
        scene.x["blown_chance"][0][:4] = 1.0 - own
        scene.p.bridge_blown_chance = own if line == 0 else 1.0 - own
        if line:
            scene.x["blown_chance"][0][line - 1] = own
        scene.x["barrier_h"][0][:4] = (7.0, 8.0, 9.0, 10.0)
        for cell, side in ((100, d), (n, back)):
            scene.c[cell].crossed[side], scene.c[cell].work_h[side] = 0, 0.0
        run(crossings.find_crossing, scene.w, scene.u, scene.c, scene.x, scene.p, unit, d, 10.0)
        for cell, side in ((100, d), (n, back)):
            assert scene.c[cell].crossed[side] == crossed
            assert scene.c[cell].work_h[side] == (5.0 if line == 0 and left else left)


def test_a_belt_stops_those_for_whom_it_was_laid_until_its_work_is_done(scene: Scene) -> None:
    unit, d = scene.place(scene.red[0], 100), 2
    n = int(scene.w["neighbours"][100][d])
    scene.w["belt"], scene.x["t"] = 0, 10
    scene.w[n].belt, scene.c[n].belt_h, scene.w[n].holder = 1, 0.5, 0
    scene.p.full_cover_bneq, scene.p.uncovered_share, scene.p.covered_factor = 1.0, 1.0, 4.0

    def through(now: float) -> float:
        scene.c[n].worked = -1
        given = (scene.w, scene.u, scene.c, scene.x, scene.p, unit, d, now)
        return float(run(crossings.through_belt, *given))

    scene.w[n].holder = 1
    assert through(10.25) == 10.25  # his own obstacles: he knows the gaps
    scene.w[n].holder = 0
    scene.w[100].belt = 1
    assert through(10.25) == 10.25  # he is in the belt already
    scene.w[100].belt = 0
    assert through(10.75) == 11.0
    assert scene.c[n].belt_h == pytest.approx(0.25)
    scene.place(scene.blue[0], n)  # fully covered: four hours for one
    assert through(10.5) == 11.0
    assert scene.c[n].belt_h == pytest.approx(0.25 - 0.5 / 4.0)
    run(fight.destroy, scene.u, scene.c, scene.x, scene.blue[0], records.FIGHTING)
    assert through(10.0) == 11.0
    assert scene.c[n].belt_h == 0.0
    assert through(10.5) == 10.5


@pytest.mark.parametrize(("power", "supply", "given"), [(0.5, 0.5, True), (0.5, 0.0, False), (0.01, 0.01, True)])
def test_guns_fire_for_any_need_and_with_any_supply(scene: Scene, power: float, supply: float, given: bool) -> None:
    gun = scene.place(scene.red[0], 101, role=records.FIRES, fires=2.0, strength=0.5, supply=supply)
    attacker = scene.place(scene.red[1], int(scene.w["neighbours"][100][0]), power=power)
    scene.place(scene.blue[0], 100)
    scene.p.rule_supply_classes, scene.p.gun_reach_km = 0.0, 1000.0
    contested = run(fight.attack, scene.u, scene.c, attacker, 100, 0, 1.0)
    before = float(scene.u[gun].attack_h)
    run(fight.gather_fires, scene.w, scene.u, scene.c, scene.q, scene.x, scene.p, contested)
    assert scene.q[1].need == pytest.approx(power)
    assert scene.q[1].pool == pytest.approx(1.0 if given else 0.0)
    assert scene.u[gun].attack_h - before == float(given)


def test_a_way_that_carries_little_brings_that_little_and_takes_its_time(scene: Scene) -> None:
    x, p = scene.x, scene.p
    y: Any = np.zeros(1, scene.a.y.dtype).view(np.recarray)
    y.open, y.counts, y.rate, y.slot, y.share, y.limit_column, y.free_h = 1, 1, 1.0, 1.0, 0.5, -1, -1e6
    p.rule_supply_classes, p.way_supply_share, p.way_tonnes_per_vehicle = 1.0, 0.25, 4.0
    x["t"] = 24
    step = haul.SUPPLY_STEP_H
    most_t = step * 0.25 / 24.0 * 0.5 * 4.0
    assert most_t < 1.0
    for lack, brought in ((9.0, most_t), (most_t / 2.0, most_t / 2.0)):
        x["full_t"][0], x["stock_t"][0], x["imported_t"] = (6.0, 4.0), (6.0, 4.0 - lack), 0.0
        y.free_h = -1e6
        run(haul.bring_supplies, y, x, p)
        assert x["imported_t"][0] == pytest.approx(brought, rel=1e-5)
        assert x["stock_t"][0] == pytest.approx([6.0, 4.0 - lack + brought], rel=1e-5)
        assert y[0].free_h == pytest.approx(24.0 + step * 0.25 * brought / most_t)


COUNTERS = (
    "lost", "by_cause", "worn", "taken", "arrived", "arrived_manoeuvre", "surprised", "starved",
)  # fmt: skip


def test_a_draw_begins_with_nothing_counted_whatever_the_last_one_left(scene: Scene) -> None:
    ready, fresh = Scene(), {}
    for name in ready.c.dtype.names:
        fresh[name] = ready.c[name].copy()
    for name in COUNTERS:
        scene.x[name] = JUNK
    for name in fresh:
        scene.c[name] = JUNK
    scene.reset()
    for name in COUNTERS:
        assert not np.asarray(scene.x[name]).any(), name
    assert np.isnan(scene.x["first_brigade_h"]).all()
    assert scene.x["sea_opens_h"] == scene.x["sea_closes_h"] + 24.0 * float(scene.p.sea_closed_days)
    left = [name for name in fresh if not np.array_equal(scene.c[name], fresh[name])]
    never = [name for name in left if (scene.c[name] == JUNK).all()]
    assert left == never  # what is set at all is set whole; the rest is written before it is read
    for name in ("obstacle", "used", "count", "load", "pushed", "repulses", "belt_h", "crossed", "work_h"):
        assert not np.asarray(scene.c[name]).any(), name
    chained = set()
    cell = int(scene.x["front"][0])
    while cell >= 0:
        assert scene.w[cell].border
        chained.add(cell)
        cell = int(scene.c[cell].next_front)
    assert (
        chained == set(np.flatnonzero(scene.w["border"]).tolist()) == set(np.flatnonzero(scene.c["at_front"]).tolist())
    )


def test_later_waves_fill_a_unit_and_never_more_than_it_has_room_for(scene: Scene) -> None:
    unit = scene.place(scene.blue[0], 5, strength=0.75, strength0=0.875, called=0.125, ready_h=10.0, dry_h=0.0)
    away = scene.place(scene.blue[1], 6, strength=0.5, strength0=0.5, called=0.125, ready_h=10.0, dry_h=1.0)
    scene.p.rule_mobilisation, scene.p.later_waves_h = 1.0, 3.0
    found = []
    for t in range(9, 15):
        scene.x["t"] = t
        run(hour.call_up, scene.u, scene.x, scene.p)
        found.append((float(scene.u[unit].strength), float(scene.u[unit].strength0)))
    assert found == [(0.75, 0.875), (0.875, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0), (1.0, 1.0)]
    assert scene.u[away].strength == 0.5  # they do not find it
    scene.p.rule_mobilisation, scene.x["t"] = 0.0, 11
    scene.u[unit].strength = 0.5
    run(hour.call_up, scene.u, scene.x, scene.p)
    assert scene.u[unit].strength == 0.5


def test_hours_of_shortage_are_written_down_as_days_and_tonnes_as_tonnes(scene: Scene) -> None:
    x = scene.x
    x["short_h"][0] = [[48.0, 12.0], [6.0, 24.0]]
    x["lifted_t"][0] = [[1.0, 2.0], [3.0, 4.0]]
    x["delivered_t"][0] = [[5.0, 6.0], [7.0, 8.0]]
    a = scene.a
    run(hour.close_draw, scene.w, scene.u, scene.c, a.g.view(np.recarray), x, scene.out, 0)
    kept = np.asarray(scene.out.per_supply)[0]
    assert kept[:, :, 0] == pytest.approx(np.array([[2.0, 0.5], [0.25, 1.0]]))
    assert kept[:, :, 1].tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert kept[:, :, 2].tolist() == [[5.0, 6.0], [7.0, 8.0]]


@pytest.mark.parametrize(("sea", "wait"), [(ways.SEA_CONTESTED, 30.0), (0, 0.0)])
def test_who_comes_over_a_contested_lane_waits_for_the_convoy_once(scene: Scene, sea: int, wait: float) -> None:
    y: Any = scene.a.y.view(np.recarray)
    unit = scene.place(scene.blue[0], 300)
    run(fight.destroy, scene.u, scene.c, scene.x, unit, records.FIGHTING)
    scene.u[unit].status, scene.u[unit].way, scene.u[unit].wake_h = records.WAITING, 0, 0.0
    scene.u[unit].arrive_h, scene.u[unit].convoyed, scene.u[unit].closing = 50.0, 0, 0
    y[0].open, y[0].sea, y[0].delay_h, y[0].survival, y[0].free_h = 1, sea, 30.0, 1.0, 1e6
    given = (scene.w, scene.u, scene.c, y, scene.a.g, scene.x, scene.out.changes, scene.p)
    scene.x["t"] = 50
    run(ways.bring_in, *given)
    assert scene.u[unit].arrive_h == 50.0 + wait
    assert scene.u[unit].convoyed == (wait > 0.0)
    scene.x["t"] = 50 + int(wait)
    run(ways.bring_in, *given)
    assert scene.u[unit].arrive_h == 50.0 + wait  # no second convoy
