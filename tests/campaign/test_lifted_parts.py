"""Landings part by part: when a lift is sent, what comes through, who joins those ashore, what the sky is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import carriage, lifted, records, sky
from hillfort.campaign._kernels.records import Sea

ROW, T = 1, 50
LOSSES = {"landing_own_sky_loss": 0.1, "landing_denied_sky_loss": 0.3, "landing_enemy_sky_loss": 0.8}


class Lifted(Scene):
    """One red battalion that waits beside its lift for a landing in cell 100; the second lane of the sea is its own."""

    def __init__(self, *, ships: bool) -> None:
        super().__init__(2, 3)
        self.z: Any = np.zeros(1, carriage.LANDING).view(np.recarray)
        self.r: Any = np.zeros(1, carriage.LIFT).view(np.recarray)
        self.i, self.base = self.red[0], 200
        self.z.unit, self.z.cell, self.z.sky, self.z.km, self.z.lane = self.i, 100, -1, 60.0, -1
        self.z.garrison_column, self.z.task = -1, 0
        self.r.ships, self.r.cell, self.r.persons, self.r.vehicles = ships, self.base, 300.0, 30.0
        self.r.km_per_h, self.r.loading_h, self.r.free_h, self.r.leaves_h = 30.0, 1.0, -1e9, -1e9
        self.x["t"], self.x["air"] = T, 0
        for name, value in LOSSES.items():
            self.p[name] = value
        steps = 40
        self.sea = Sea(
            state=np.zeros((2, steps, 2), np.int8),
            survival=np.full((2, steps, 2), 0.9, np.float32),
            delay_h=np.zeros((2, steps, 2), np.float32),
            of_way=np.zeros(2, np.int8),
        )
        self.step = int(run(lifted.lane_step, self.sea, self.x))

    def sets_out(self) -> bool:
        return bool(run(lifted.may_set_out, self.z, self.r, self.x, self.p, self.sea, 1, ROW, 0))

    def survival(self) -> float:
        return float(run(lifted.passage_survival, self.z, self.r, self.x, self.p, self.sea, 1, ROW, 0))


def test_ships_sail_unless_their_own_lane_is_closed() -> None:
    case = Lifted(ships=True)
    assert case.sets_out()  # no lane: nobody closes it
    assert case.survival() == pytest.approx(float(case.p.landing_passage_survival))
    for lane in (0, 1):
        case.z.lane = lane
        case.sea.state[:] = 2
        case.sea.state[ROW, case.step, lane] = 0
        case.sea.survival[ROW, case.step, lane] = 0.25
        assert case.sets_out()
        assert case.survival() == pytest.approx(0.25)
        case.sea.state[:] = 0
        case.sea.state[ROW, case.step, lane] = 1  # contested is not closed
        assert case.sets_out()
        case.sea.state[ROW, case.step, lane] = 2
        assert not case.sets_out()


def test_a_step_of_the_sea_lasts_its_hours_and_the_last_one_stays() -> None:
    case = Lifted(ships=True)
    found = []
    for hour in range(-24, 300):
        case.x["t"] = hour
        found.append(int(run(lifted.lane_step, case.sea, case.x)))
    assert found[0] == 0
    changes = np.flatnonzero(np.diff(found)) + 1
    assert changes.tolist() == [lifted.SEA_STEP_H * (k + 1) for k in range(len(changes))]
    assert found[-1] == min((299 + 24) // lifted.SEA_STEP_H, 39)


@pytest.mark.parametrize(
    ("held", "loss"), [(1.0, 0.1), (0.5, 0.2), (0.0, 0.3), (-0.25, 0.425), (-0.5, 0.55), (-1.0, 0.8)]
)
def test_aircraft_lose_by_who_holds_the_sky_over_the_place(held: float, loss: float) -> None:
    case = Lifted(ships=False)
    case.p.air_superiority = -held  # told from blue's side
    assert case.survival() == pytest.approx(1.0 - loss, abs=1e-6)
    case.p.landing_least_sky = held
    assert case.sets_out()
    case.p.landing_least_sky = held + 0.01
    assert not case.sets_out()


def test_with_an_air_order_the_sky_is_that_of_its_region() -> None:
    case = Lifted(ships=False)
    case.p.air_superiority = 1.0
    case.x["air"] = 1
    case.x["superiority"][0][:3] = (0.9, -1.0, 0.9)
    case.z.sky = 1
    assert case.survival() == pytest.approx(0.9)
    case.z.sky = 0
    assert case.survival() == pytest.approx(1.0 - 0.9 * 0.8 - 0.1 * 0.3, abs=1e-6)
    case.z.sky = -1  # no region there: that of the whole war
    assert case.survival() == pytest.approx(0.2)


def test_before_the_first_hour_every_lift_is_free_and_has_not_left() -> None:
    case = Lifted(ships=True)
    own = np.array([400.0, 20.0, 0.25, 2.0, 1.5])
    for column, name in enumerate(("persons", "vehicles", "km_per_h", "loading_h")):
        case.r[f"{name}_column"] = column
    case.z.garrison_column = 4
    case.u[case.i].status, case.u[case.i].wake_h = records.WAITING, 3.0
    run(lifted.begin_landings, case.u, case.z, case.r, own)
    lift = case.r[0]
    assert [float(lift[name]) for name in ("persons", "vehicles", "km_per_h", "loading_h")] == [400.0, 20.0, 1.0, 2.0]
    assert lift.room == 0.0
    for hour in (-100, 0, 100):
        case.x["t"] = hour
        assert run(lifted.has_room, case.u, case.r, case.x, case.p, case.i, 0)
        assert lift.leaves_h < hour
    assert case.z[0].state == carriage.NOT_TRIED
    assert case.z[0].garrison == 1.5
    assert case.u[case.i].wake_h == 3.0  # it loads on the map
    assert np.isnan([case.z[0][name] for name in ("tried_h", "ashore_h", "relieved_h", "failed_h")]).all()
    case.r.cell = -1
    case.z.garrison_column = -1
    run(lifted.begin_landings, case.u, case.z, case.r, own)
    assert case.u[case.i].wake_h > 1e6  # it is fetched, and comes by no way in
    assert case.z[0].garrison == 0.0


@pytest.mark.parametrize(
    ("role", "status", "line", "beside", "joined"),
    [
        (records.MANOEUVRE, records.ACTIVE, 0.5, True, True),
        (records.MANOEUVRE, records.ACTIVE, 0.5, False, True),
        (records.MANOEUVRE, records.ACTIVE, 0.0, True, False),
        (records.MANOEUVRE, records.BROKEN, 0.5, True, False),
        (records.FIRES, records.ACTIVE, 0.5, True, False),
    ],
)
def test_those_ashore_are_joined_by_fighting_troops_that_have_a_line(
    role: int, status: int, line: float, beside: bool, joined: bool
) -> None:
    case = Lifted(ships=True)
    case.place(case.i, 100)
    case.z.state, case.z.relieved_h = carriage.ASHORE, np.nan
    there = int(case.w[100].neighbours[4]) if beside else 100
    other = case.place(case.red[1], there, role=role, status=status, line_share=line)
    asked = (case.w, case.u, case.c, case.z, case.i)
    assert run(lifted.joined_by_land, *asked) == joined
    if joined:
        case.z.unit = other  # who has landed himself and waits to be relieved joins nobody
        assert not run(lifted.joined_by_land, *asked)
        case.z.relieved_h = 4.0
        assert run(lifted.joined_by_land, *asked)
        if beside:
            case.w[100].kind[4] = 0
            assert not run(lifted.joined_by_land, *asked)


def test_a_landing_place_is_the_free_one_with_the_fewest_enemies_around() -> None:
    case = Lifted(ships=False)
    free = lambda: run(lifted.lodgement, case.w, case.u, case.c, case.p, case.i, 100, False)  # noqa: E731
    case.u[case.i].power = 1.0
    for side in range(6):
        case.w[int(case.w[100].neighbours[side])].enter[1] = 1
    assert free() == 100
    case.place(case.blue[0], 100)
    near = [int(each) for each in case.w[100].neighbours]
    case.place(case.blue[1], int(case.w[near[0]].neighbours[0]), power=3.0)
    assert free() in near
    best = free()
    case.w[100].kind[near.index(best)] = 0  # not to be walked to
    second = free()
    assert second in near
    assert second != best
    case.w[second].enter[1] = 0
    assert free() not in (best, second)
    for side in range(6):
        case.w[100].kind[side] = 0
    assert free() == -1


def test_a_landing_is_begun_by_who_is_ready_and_not_by_who_is_lost() -> None:
    case, a = Lifted(ships=True), None
    case.place(case.i, case.base, role=records.MANOEUVRE, vehicles=0.0)
    case.u[case.i].task = 0
    tasks: Any = case.a.k.view(np.recarray)
    tasks[0].begin = T - 1.0
    case.p.rule_landings, case.p.landing_patience_h = 1.0, 48.0
    a = case.a
    given = (case.w, case.u, case.c, tasks, case.z, case.r, a.g, case.x, case.out.changes, case.p, case.sea, ROW)
    case.u[case.i].status = records.DESTROYED
    run(lifted.land_troops, *given)
    assert case.z[0].state == carriage.NOT_TRIED
    case.u[case.i].status, case.u[case.i].ready_h = records.ACTIVE, T + 1.0
    run(lifted.land_troops, *given)
    assert case.z[0].state == carriage.NOT_TRIED
    case.u[case.i].ready_h = T
    run(lifted.land_troops, *given)
    assert case.z[0].state == carriage.UNDER_WAY
    assert case.z[0].tried_h == T
    loads = 3  # of 700 persons by 300
    assert case.z[0].due_h == pytest.approx(T + 1.0 + 2.0 + (loads - 1) * (1.0 + 4.0))
    assert case.r[0].free_h == pytest.approx(T + loads * 5.0)
    assert case.r[0].room == pytest.approx(loads - 700.0 / 300.0, abs=1e-5)
    case.p.landing_passage_survival, case.p.least_ashore_share = 1.0, 0.5
    for hour, state in ((T + 12, carriage.UNDER_WAY), (T + 13, carriage.ASHORE)):
        case.x["t"] = hour
        run(lifted.land_troops, *given)
        assert case.z[0].state == state
    assert case.u[case.i].cell == 100


# --- what the air is told, and what of it is kept


class Skies(Scene):
    """Two regions of the sky, no aircraft."""

    def __init__(self) -> None:
        super().__init__(2, 2)
        self.hour: Any = np.zeros(1, np.dtype([
            ("superiority", "f4", 2), ("airlift", "i1", 2), ("sorties", "f4", 2), ("lost", "f4", 2),
        ])).view(np.recarray)  # fmt: skip


def test_an_hour_of_the_air_is_kept_by_day_from_h_hour_on() -> None:
    case = Skies()
    case.hour.superiority, case.hour.airlift = (0.5, -0.25), (1, 0)
    case.hour.sorties, case.hour.lost = (6.0, 4.0), (0.5, 0.25)

    class Given:
        skies, hour = [0, 1], case.hour

    class Kept:
        per_sky, per_air = np.zeros((2, 3, 2, 2)), np.zeros((2, 3, 2, 2))

    for hour in range(-2, 36):
        case.x["t"] = hour
        run(sky.keep_sky, Given, case.x, Kept, 1)
    assert Kept.per_sky[1, 0] == pytest.approx(np.array([[0.5, 1.0], [-0.25, 0.0]]))
    assert Kept.per_sky[1, 1] == pytest.approx(np.array([[0.25, 0.5], [-0.125, 0.0]]))
    assert Kept.per_air[1, 0] == pytest.approx(np.array([[144.0, 12.0], [96.0, 6.0]]))
    assert Kept.per_air[1, 1] == pytest.approx(np.array([[72.0, 6.0], [48.0, 3.0]]))
    for each in (Kept.per_sky, Kept.per_air):
        assert not each[0].any()
        assert not each[1, 2].any()


def test_sorties_go_where_troops_are_and_more_where_they_fight(monkeypatch: pytest.MonkeyPatch) -> None:
    case, asked = Skies(), []
    state: Any = np.zeros(1, np.dtype([("weight", "f8", (2, records.MOST_SKIES)), ("held", "i1", 2)])).view(np.recarray)
    given: Any = np.zeros(1, np.dtype([
        ("superiority", "f4", 2), ("airlift", "i1", 2), ("open", "f4", (2, 4)), ("slow", "f4", (2, 2)),
    ])).view(np.recarray)  # fmt: skip
    given.superiority, given.airlift, given.open = (0.5, -0.5), (1, 0), np.arange(8.0).reshape(2, 4)
    given.slow = [[0.1, 0.2], [0.3, 0.4]]
    bases: Any = np.zeros(3, np.dtype([("side", "i1")])).view(np.recarray)
    bases.side = (0, 1, 0)

    class Air:
        w, sky, hour, elements, skies = case.w, state, given, [], [0, 1]
        base_cells = np.array([5, 6])

    Air.bases = bases[:2]
    monkeypatch.setattr(sky, "step", lambda *values: asked.append(values[5]))
    case.w["sky"] = -1
    case.w["sky"][[100, 101]], case.w["sky"][[300, 301]] = 0, 1
    case.p.out_of_contact_share = 0.25
    case.place(case.blue[0], 100, power=2.0, strength=0.5, engaged=1)
    case.place(case.blue[1], 101, power=2.0, status=records.BROKEN)
    case.place(case.red[0], 300, power=4.0, engaged=1, status=records.DESTROYED)
    case.place(case.red[1], 500, power=9.0)
    case.c[5].control, case.c[6].control = 1, 1

    def hour(t: int) -> list[float]:
        case.x["t"] = t
        run(sky.sky_hour, Air, case.u, case.c, case.x, case.p, None)
        return [float(each) for each in state.weight[0, 0, :2]]

    least = sky.LEAST_WEIGHT
    assert hour(12) == pytest.approx([least + 1.0 + 0.5, least])
    assert state.weight[0, 1].tolist() == state.weight[0, 0].tolist()  # both sides fly there
    assert state.held[0].tolist() == [0, 1]  # the enemy stands on the first
    case.u[case.blue[1]].status = records.ACTIVE
    case.u[case.blue[0]].engaged = 0
    assert hour(13) == pytest.approx([least + 1.5, least])  # weighed anew at its hours only
    assert hour(18) == pytest.approx([least + 0.25 + 0.5, least])
    assert case.x["superiority"][0][:2].tolist() == [0.5, -0.5]
    assert case.x["airlift"][0][:2].tolist() == [1, 0]
    assert case.x["line_open"][0][:2].tolist() == [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]]
    assert case.x["slow"][0][:, :2] == pytest.approx(np.array([[0.1, 0.2], [0.3, 0.4]]))
    assert asked == [12, 13, 18]
