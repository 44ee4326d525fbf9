"""What an hour begins and ends with: who rests, what is written down, and that nothing of one draw reaches the next."""

from __future__ import annotations

import math

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import hour, records
from oracles.philox import uniform


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize(("chance", "value"), [(0.0, 2.0), (0.25, 4.0), (1.0, 10.0), (0.5, 10.0 - math.sqrt(24.0))])
def test_the_triangular_distribution_is_inverted(chance: float, value: float) -> None:
    assert run(hour.triangular, 2.0, 4.0, 10.0, chance) == pytest.approx(value)


def test_a_range_of_one_value_is_that_value() -> None:
    assert run(hour.triangular, 3.0, 3.0, 3.0, 0.9) == 3.0
    assert run(hour.triangular, 0.0, 0.0, 4.0, 0.75) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("engaged", "moved", "supply", "fatigue", "cohesion", "busy", "static"),
    [
        (1, 0, 1.0, 11.0, 0.5, 8.0, 6.0), (1, 1, 1.0, 11.0, 0.5, 8.0, 0.0), (0, 1, 1.0, 10.25, 0.5, 8.0, 0.0),
        (0, 0, 1.0, 8.0, 0.51, 7.0, 6.0), (0, 0, 0.0, 8.0, 0.5, 7.0, 6.0),
    ],
)  # fmt: skip
def test_who_fights_or_marches_tires_and_who_does_neither_rests(
    scene: Scene, engaged: int, moved: int, supply: float, fatigue: float, cohesion: float, busy: float, static: float
) -> None:
    unit = scene.place(
        scene.blue[0],
        5,
        engaged=engaged,
        moved=moved,
        supply=supply,
        fatigue=10.0,
        cohesion=0.5,
        busy_h=7.0,
        static_h=5.0,
    )
    run(hour.rest, scene.u, scene.p)
    now = scene.u[unit]
    assert (now.fatigue, now.cohesion, now.busy_h, now.static_h) == pytest.approx((fatigue, cohesion, busy, static))


def test_nobody_is_more_than_rested_or_more_tired_than_can_be(scene: Scene) -> None:
    fresh = scene.place(scene.blue[0], 5, fatigue=1.0, cohesion=0.999)
    spent = scene.place(scene.blue[1], 5, fatigue=59.9, engaged=1, status=records.BROKEN)
    gone = scene.place(scene.blue[2], 5, fatigue=7.0, status=records.DESTROYED)
    run(hour.rest, scene.u, scene.p)
    assert scene.u[fresh].fatigue == 0.0 and scene.u[fresh].cohesion == 1.0
    assert scene.u[spent].fatigue == pytest.approx(60.0)
    assert scene.u[gone].fatigue == 7.0 and scene.u[gone].static_h == 0.0


def test_nothing_of_one_draw_reaches_the_next() -> None:
    clean, used = Scene(), Scene()
    kept = {
        "c": (),
        "y": (
            "side",
            "mode",
            "counts",
            "cell",
            "through",
            "rate_column",
            "limit_column",
            "slot",
            "pool_column",
            "pool",
            "turn_h",
            "sky",
            "group",
            "shut",
            "spared",
        ),
        "g": ("cell", "side", "protect", "country", "fields"),
        "q": ("address",),
    }
    for letter, names in kept.items():
        array = getattr(used.a, letter)
        for name in array.dtype.names:
            if name not in names:
                array[name] = 1
    for name in (
        "starved",
        "lost",
        "worn",
        "taken",
        "arrived",
        "arrived_manoeuvre",
        "first_brigade_h",
        "surprised",
        "entered",
    ):
        used.a.x[name] = 1
    used.reset()
    idle = {
        "c": ("fight_day", "attack_power", "command", "edge_sum", "surprise", "lasting", "daily", "law_first",
            "law_second", "line_field", "line_open", "line_part", "round_part", "spare"),
        "q": ("fight_day", "lasting", "daily", "pool", "need", "noted", "battles", "cells", "attackers", "defenders"),
    }  # fmt: skip
    for letter in kept:
        one, other = getattr(clean.a, letter), getattr(used.a, letter)
        for name in one.dtype.names:
            if name not in idle.get(letter, ()):  # those are set when a fight begins
                np.testing.assert_array_equal(one[name], other[name], err_msg=f"{letter}.{name}")
    for name in clean.a.x.dtype.names:
        np.testing.assert_array_equal(clean.a.x[name], used.a.x[name], err_msg=name)


def test_a_draw_begins_with_all_stocks_and_lanes_as_assumed(scene: Scene) -> None:
    clock = scene.x[0]
    assert clock.stocks_days == 3.0 and clock.sea_closes_h == 10.0
    assert clock.sea_opens_h == 10.0 + 48.0 and clock.air_opens_h == 36.0
    assert scene.a.y[0].open == 1 and scene.a.y[0].share == scene.a.y[0].survival == 1.0
    assert scene.a.y[0].rate == pytest.approx(scene.own[scene.a.y[0].rate_column])
    assert (scene.c["control"] == scene.w["holder"]).all()
    assert np.isnan(scene.a.g["lost_h"]).all() and scene.a.g[0].gave_up_h < -1e4


def test_a_unit_starts_at_its_base_with_its_manning_and_its_stocks(scene: Scene) -> None:
    for name in ("cohesion", "fatigue", "supply", "progress", "strength", "dry_h", "busy_h", "line_share"):
        scene.u[name] = 0.123
    for name in ("engaged", "moved", "phase", "convoyed", "closing", "homeward"):
        scene.u[name] = 1
    a = scene.a
    run(hour.muster, a.w, a.u, a.c, a.k, a.x, scene.p, scene.own)
    for unit in (*scene.blue, *scene.red):
        now = scene.u[unit]
        assert now.status == records.ACTIVE and now.cell == now.start_cell
        assert (now.cohesion, now.fatigue, now.progress, now.dry_h, now.busy_h, now.line_share) == (1, 0, 0, 0, 0, 1)
        assert (now.engaged, now.moved, now.phase, now.convoyed, now.closing, now.homeward) == (0,) * 6
        assert (now.heading, now.previous, now.field, now.aim, now.way, now.duty) == (-1,) * 6
        assert now.supply == now.supply_days and now.rear == now.home and now.static_h == 0.0
        assert now.strength == now.strength0 == pytest.approx(min(1.0, scene.own[now.manning_share_column]))
        assert now.power == pytest.approx(scene.own[now.power_column])
        assert now.task == (now.task_first if now.task_count else -1)
    assert scene.x[0].t == -scene.war.lead_h
    there = int(scene.u[scene.blue[0]].start_cell)
    assert scene.c[there].count[0] == len(scene.blue)


@pytest.mark.parametrize(("kind", "ready"), [(0, -24.0), (1, 6.0 - 20.0), (2, 30.0 - 20.0), (3, 30.0 - 20.0)])
def test_an_aggressor_begins_at_once_and_others_when_they_have_decided(scene: Scene, kind: int, ready: float) -> None:
    scene.p.warning_h = 20.0
    unit = scene.blue[0]
    scene.u[unit].kind = kind
    a = scene.a
    run(hour.start_clock, a.u, a.k, a.x, scene.p, scene.own, unit)
    column = int(scene.u[unit].notice_to_move_h_column)
    notice = float(scene.own[column]) if column >= 0 else 0.0
    assert scene.u[unit].ready_h == pytest.approx(max(ready + notice, -24.0))
    scene.u[unit].permit_column = 0
    scene.own[0] = 100.0
    run(hour.start_clock, a.u, a.k, a.x, scene.p, scene.own, unit)
    assert scene.u[unit].ready_h == pytest.approx(ready + max(notice, 100.0))


@pytest.mark.parametrize("draw", range(8))
def test_surprise_fades_with_warning_and_is_luck_of_the_draw(scene: Scene, draw: int) -> None:
    scene.x["draw"], scene.p.surprise_chance = draw, 1.0
    scene.p.warning_h, scene.p.warning_memory_h = 24.0 * math.log(2.0), 24.0
    a = scene.a
    run(hour.muster, a.w, a.u, a.c, a.k, a.x, scene.p, scene.own)
    assert scene.x[0].surprised == (uniform(7, 6, draw, 0, 0) < 0.5)


def test_a_unit_of_no_strength_is_not_there(scene: Scene) -> None:
    unit = scene.blue[0]
    scene.own = scene.own.copy()
    scene.own[scene.u[unit].manning_share_column] = 0.0
    a = scene.a
    run(hour.muster, a.w, a.u, a.c, a.k, a.x, scene.p, scene.own)
    assert scene.u[unit].status == records.DESTROYED


def test_a_day_is_closed_with_what_has_arrived_what_is_lost_and_what_is_left() -> None:
    scene = Scene()
    scene.place(scene.blue[0], 5, power=2.0, strength=0.5)
    scene.place(scene.blue[1], 5, status=records.BROKEN, power=3.0)
    scene.place(scene.blue[2], 5, role=records.FIRES, power=50.0)
    scene.place(scene.red[0], 6, status=records.DESTROYED, power=50.0)
    scene.place(scene.red[1], 6, power=1.5)
    scene.x[0].arrived, scene.x[0].lost[0], scene.x[0].lost[1] = 4.0, 11.0, 22.0
    ours = np.flatnonzero(scene.w["holder"] == 0)
    scene.c["control"][ours[:3]] = 1
    scene.out.per_day[0, 3] = 99.0
    day = int(scene.out.snapshot_days[-1])
    for _ in range(2):
        run(hour.close_day, scene.w, scene.u, scene.c, scene.x, scene.out, 0, day)
    told = scene.out.per_day[0, day]
    assert told[records.DAY_ARRIVED] == 4.0
    assert (told[records.DAY_LOST], told[records.DAY_LOST + 1]) == (11.0, 22.0)
    assert (told[records.DAY_POWER], told[records.DAY_POWER + 1]) == pytest.approx((1.0 + 3.0, 1.5))
    assert scene.out.per_cell[-1].sum() == 2 * 3 and (scene.out.per_cell[:-1] == 0).all()


def test_an_hour_is_closed_with_which_ways_were_open_and_whether_none_was(scene: Scene) -> None:
    scene.x["t"] = 47
    for isolated in (True, False, True):
        run(hour.close_hour, scene.a.y, scene.x, scene.out, 0, isolated)
    scene.a.y["open"] = 0
    run(hour.close_hour, scene.a.y, scene.x, scene.out, 0, False)
    assert scene.out.per_way[0].tolist() == [3.0]
    assert scene.out.per_day[0, :, records.DAY_ISOLATED].tolist() == [0.0, 2.0, 0.0, 0.0]


def test_a_track_says_where_who_is_alive_stands_and_who_is_engaged(scene: Scene) -> None:
    for unit, status, engaged in zip(
        (*scene.blue, scene.red[0]),
        (records.ACTIVE, records.ACTIVE, records.BROKEN, records.DESTROYED),
        (1, 0, 1, 1),
        strict=True,
    ):
        scene.place(
            unit, 5, status=status, engaged=engaged, strength=0.5, aim=7, heading=1, duty=0, line_share=0.25, power=2.0
        )
    scene.u[scene.red[0]].gave_up = 1
    scene.c[7].repulses = 3
    scene.c[5].crossed[1] = records.BLOWN
    run(hour.keep_track, scene.u, scene.c, scene.out.track, 2)
    told = scene.out.track[2]
    units = [*scene.blue, scene.red[0]]
    assert told.cell[units].tolist() == [5, 5, 5, -1]
    assert told.status[units].tolist() == [records.ENGAGED, records.ACTIVE, records.BROKEN, records.DESTROYED]
    assert told.strength[units].tolist() == [0.5] * 4
    assert told.aim[units].tolist() == [7, 7, 7, -1] and told.repulses[units].tolist() == [3, 3, 3, 0]
    assert told.bridge[units].tolist() == [1, 1, 1, -1] and told.duty[units].tolist() == [0, 0, 0, -1]
    assert told.line_share[units].tolist() == [0.25, 0.25, 0.25, 0.0]
    assert told.power[units].tolist() == [1.0, 1.0, 1.0, 0.0]
    assert told.gave_up[units].tolist() == [0, 0, 0, 1]


def test_a_draw_is_closed_with_each_objective_and_each_unit(scene: Scene) -> None:
    goals = scene.a.g
    for number, goal in enumerate(goals):
        goal.outskirts_h, goal.lost_h, goal.retaken_h, goal.how = 1.0 + number, 2.0 + number, 3.0 + number, 1
    scene.c[goals[0].cell].control = 1 - goals[0].side
    scene.c[goals[1].cell].control = goals[1].side
    scene.place(scene.blue[0], 5, strength=0.5)
    scene.place(scene.blue[1], 5, status=records.WAITING)
    scene.x[0].first_brigade_h, scene.x[0].changes = 77.0, 13
    run(hour.close_draw, scene.w, scene.u, scene.c, goals, scene.x, scene.out, 0)
    assert scene.out.per_objective[0, 0].tolist() == [1.0, 2.0, 3.0, 1.0, 1.0, 0.0, 0.0]
    assert scene.out.per_objective[0, 1].tolist() == [2.0, 3.0, 4.0, 0.0, 1.0, 0.0, 0.0]
    assert scene.out.per_unit[0, scene.blue[0]] == 0.5 and np.isnan(scene.out.per_unit[0, scene.blue[1]])
    assert scene.out.per_draw[0, 0] == 77.0 and scene.out.change_count[0] == 13
