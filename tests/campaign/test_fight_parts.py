"""What an engagement is made of, part by part: each by its closed form, and at the bounds where it changes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import battle, fight, power, records
from hillfort.foundation._kernels.chance import normal_quantile
from hillfort.ground._kernels import adjudication as law
from hillfort.ground._kernels.reference import LANCHESTER_LINEAR, THREE_TO_ONE, law_hour
from oracles.philox import uniform


@pytest.fixture
def scene() -> Scene:
    return Scene()


def worth(scene: Scene, **values: float) -> float:
    unit = scene.place(scene.blue[0], 5, **values)
    return float(run(power.power_now, scene.u, scene.x, scene.p, unit))


# --- what a unit is worth


def test_a_fresh_battalion_is_worth_its_power_and_all_factors_multiply(scene: Scene) -> None:
    assert worth(scene, power=1.5) == pytest.approx(1.5)
    found = worth(scene, power=1.5, strength=0.8, quality=1.25, cohesion=0.6, fatigue=24.0)
    assert found == pytest.approx(1.5 * 0.8 * 1.25 * (0.5 + 0.5 * 0.6) * (1.0 - 4.0 / 20.0), rel=1e-6)


@pytest.mark.parametrize(
    ("fatigue", "factor"), [(0.0, 1.0), (20.0, 1.0), (25.0, 0.75), (32.0, 0.4), (33.0, 0.4), (60.0, 0.4)]
)
def test_a_unit_tires_after_its_hours_and_never_below_the_floor(scene: Scene, fatigue: float, factor: float) -> None:
    assert run(power.tired, fatigue, scene.p) == pytest.approx(factor)
    assert worth(scene, fatigue=fatigue) == pytest.approx(factor)


@pytest.mark.parametrize(("supply", "factor"), [(0.1, 1.0), (0.0, 0.25), (-0.5, 0.25)])
def test_who_has_nothing_left_fights_at_a_part(scene: Scene, supply: float, factor: float) -> None:
    scene.p.rule_supply_classes = 0.0
    assert worth(scene, supply=supply) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("days", "defends", "attacks"),
    [(2.0, 1.0, 1.0), (4.0, 1.0, 1.0), (1.0, 0.625, 0.625 * 0.75), (0.0, 0.25, 0.25 * 0.5)],
)
def test_little_ammunition_costs_a_defender_power_and_an_attacker_more(
    scene: Scene, days: float, defends: float, attacks: float
) -> None:
    scene.p.rule_supply_classes, scene.p.save_below_days, scene.p.no_ammunition_attack_factor = 1.0, 2.0, 0.5
    assert worth(scene, supply=days) == pytest.approx(defends)
    unit = scene.place(scene.blue[1], 5, supply=days)
    assert defends * run(fight.attacking_fire, scene.u, scene.p, unit) == pytest.approx(attacks)


@pytest.mark.parametrize(("kind", "hour", "factor"), [(1, 9, 0.6), (1, 10, 1.0), (2, 9, 0.6), (0, 9, 1.0)])
def test_who_is_not_ready_fights_at_a_part_but_an_aggressor_is(
    scene: Scene, kind: int, hour: int, factor: float
) -> None:
    scene.x["t"] = hour
    assert worth(scene, kind=kind, ready_h=10.0) == pytest.approx(factor)


def test_guns_and_staffs_are_worth_what_a_rear_unit_is(scene: Scene) -> None:
    assert worth(scene, power=5.0, role=records.FIRES) == pytest.approx(0.1)


# --- guns


@pytest.mark.parametrize(
    ("pool", "need", "found"), [(0.0, 2.0, 3.0), (1.0, 2.0, 4.5), (1.5, 2.0, 5.25), (9.0, 2.0, 5.25), (1.0, 0.0, 3.0)]
)
def test_fires_add_what_is_there_for_each_who_needs_them_up_to_a_limit(
    scene: Scene, pool: float, need: float, found: float
) -> None:
    unit = scene.place(scene.blue[0], 5)
    scene.q[0].pool, scene.q[0].need = pool, need
    assert run(fight.supported, scene.u, scene.q, scene.p, unit, 3.0) == pytest.approx(found)


class Contact(Scene):
    """Two red battalions from two cells at one blue in a third, with blue and red guns."""

    def __init__(self, blue: int = 3, red: int = 4) -> None:
        super().__init__(blue, red)
        ring = self.w[100].neighbours
        self.cell, self.one, self.two, self.far = 100, int(ring[0]), int(ring[3]), 300
        self.place(self.blue[0], self.cell)
        for unit, origin in zip(self.red[:2], (self.one, self.two), strict=True):
            self.place(unit, origin)
            self.u[unit].heading = int(np.flatnonzero(self.w[origin].neighbours == self.cell)[0])
        self.contested = 0
        for unit in self.red[:2]:
            self.contested = run(fight.attack, self.u, self.c, unit, self.cell, self.contested, 1.0)

    def attackers(self) -> tuple[float, ...]:
        return tuple(run(fight.attacking_power, self.w, self.u, self.c, self.q, self.x, self.p, self.cell))

    def defenders(self) -> tuple[float, ...]:
        a = self.a
        return tuple(run(fight.defending_power, a.w, a.u, a.c, a.k, a.q, a.x, self.p, 0, self.cell))

    def gather(self) -> None:
        run(fight.gather_fires, self.w, self.u, self.c, self.q, self.x, self.p, self.contested)


@pytest.fixture
def contact() -> Contact:
    return Contact()


def test_attackers_of_a_cell_stand_on_one_list_and_the_cell_once_on_the_list_of_cells(contact: Contact) -> None:
    first, second = contact.red[:2]
    assert contact.contested == 1 and contact.u[0].contested == contact.cell
    assert contact.c[contact.cell].attackers == second and contact.u[second].next_attacker == first
    assert contact.u[first].next_attacker == -1 and contact.c[contact.cell].attack_power == pytest.approx(2.0)
    assert [int(contact.u[unit].aim) for unit in (first, second)] == [contact.cell] * 2
    assert [int(contact.u[unit].engaged) for unit in (first, second)] == [fight.WAITS] * 2


def test_a_second_cell_stands_second_and_begins_with_its_own_power(contact: Contact) -> None:
    contact.c[7].attack_power = 9.0
    assert run(fight.attack, contact.u, contact.c, contact.place(contact.red[2], 300), 7, 1, 0.5) == 2
    assert contact.u[1].contested == 7 and contact.c[7].attack_power == pytest.approx(0.5)
    assert contact.u[contact.red[2]].next_attacker == -1


def test_attackers_add_up_with_their_persons_tanks_and_wealth(contact: Contact) -> None:
    first, second = contact.red[:2]
    contact.u[first].strength, contact.u[first].wealth, contact.u[second].wealth = 0.5, 2.0, 3.0
    assert contact.attackers() == pytest.approx((1.5, 1050.0, 15.0, 2.0 * 350.0 + 3.0 * 700.0))


def test_who_aims_elsewhere_by_now_does_not_attack(contact: Contact) -> None:
    contact.u[contact.red[1]].aim = -1
    assert contact.attackers() == pytest.approx((1.0, 700.0, 10.0, 0.0))


def test_a_river_costs_those_who_have_to_cross_it_only(contact: Contact) -> None:
    heading = int(contact.u[contact.red[0]].heading)
    contact.w[contact.one].river[heading] = 1
    contact.w[contact.two].river[(int(contact.u[contact.red[1]].heading) + 1) % 6] = 1
    assert contact.attackers()[0] == pytest.approx(1.0 / 1.6 + 1.0)
    contact.u[contact.red[0]].heading = -1
    assert contact.attackers()[0] == pytest.approx(2.0)


@pytest.mark.parametrize(("load", "factor"), [(0.0, 1.0), (3.0, 1.0), (4.0, 0.75), (6.0, 0.5)])
def test_from_a_crowded_cell_only_as_many_attack_as_have_room(contact: Contact, load: float, factor: float) -> None:
    contact.c[contact.one].load[1] = load
    contact.c[contact.one].load[0] = 99.0
    assert contact.attackers()[0] == pytest.approx(factor + 1.0)


@pytest.mark.parametrize(("load", "factor"), [(0.0, 1.0), (3.0, 1.0), (4.0, 0.75), (6.0, 0.5)])
def test_a_crowded_cell_gives_the_defender_no_more_than_it_has_room_for(
    contact: Contact, load: float, factor: float
) -> None:
    contact.c[contact.cell].load[0] = load
    contact.c[contact.cell].load[1] = 99.0
    assert contact.defenders()[0] == pytest.approx(factor)


def test_defenders_add_up_and_guns_count_by_the_part_that_they_fight_with(contact: Contact) -> None:
    contact.u[contact.blue[0]].strength, contact.u[contact.blue[0]].wealth = 0.5, 2.0
    contact.place(contact.blue[1], contact.cell, role=records.FIRES, persons=400.0, tanks=3.0, wealth=1.0)
    assert contact.defenders() == pytest.approx((0.5 + 0.1, 350.0 + 40.0, 5.0 + 3.0, 700.0 + 40.0, 0.0, 0.0), rel=1e-6)


def test_who_delays_is_counted_as_delaying_once_ready_and_who_stays_as_dug_in(contact: Contact) -> None:
    contact.a.k[0].kind = records.DELAY
    contact.u[contact.blue[0]].task, contact.u[contact.blue[0]].static_h = 0, 1000.0
    contact.place(contact.blue[1], contact.cell, static_h=10.0)
    contact.x["t"] = 50
    assert contact.defenders()[4:] == pytest.approx((700.0, 0.5 * 700.0))
    contact.u[contact.blue[0]].ready_h = 50.0
    assert contact.defenders()[4:] == pytest.approx((700.0, 0.5 * 700.0))
    contact.u[contact.blue[0]].ready_h = 51.0
    assert contact.defenders()[4:] == pytest.approx((0.0, 0.5 * 700.0))


@pytest.mark.parametrize(
    ("forest", "wetland", "urban", "factor"),
    [(0.0, 0.0, 0.0, 1.0), (1.0, 0.0, 0.0, 1.5), (0.2, 0.4, 0.0, 1.2), (0.0, 0.0, 0.5, 1.5), (1.0, 1.0, 1.0, 3.0)],
)
def test_woods_or_bog_and_buildings_favour_the_defender(
    contact: Contact, forest: float, wetland: float, urban: float, factor: float
) -> None:
    here = contact.w[contact.cell]
    here.forest, here.wetland, here.urban = forest, wetland, urban
    assert run(fight.terrain_factor, contact.w, contact.p, contact.cell) == pytest.approx(factor)
    assert contact.defenders()[0] == pytest.approx(factor)


@pytest.mark.parametrize(
    ("reach", "supply", "status", "fires", "pool"),
    [
        (20.0, 4.0, records.ACTIVE, 2.0, 2.0 * 0.5 * 1.2), (20.0, 0.0, records.ACTIVE, 2.0, 0.0),
        (20.0, 4.0, records.BROKEN, 2.0, 0.0), (0.001, 4.0, records.ACTIVE, 2.0, 0.0),
    ],
)  # fmt: skip
def test_guns_in_reach_give_what_they_have(
    contact: Contact, reach: float, supply: float, status: int, fires: float, pool: float
) -> None:
    contact.p.gun_reach_km = reach
    guns = {"role": records.FIRES, "fires": fires, "strength": 0.5, "quality": 1.2, "supply": supply, "status": status}
    contact.place(contact.red[2], contact.one, **guns)
    contact.place(contact.red[3], contact.far, fires=5.0)  # no guns
    contact.q["pool"] = contact.q["need"] = 77.0
    contact.gather()
    assert contact.q[1].pool == pytest.approx(pool)
    assert contact.q[1].need == pytest.approx(2.0) and contact.q[0].need == pytest.approx(1.0)
    assert contact.q[0].pool == 0.0
    assert contact.u[contact.blue[0]].engaged == fight.WAITS


def test_guns_reach_exactly_as_far_as_is_said_and_serve_their_own_command(contact: Contact) -> None:
    gun = contact.place(contact.blue[1], contact.far, role=records.FIRES, fires=1.0)
    dx, dy = (float(contact.w[contact.cell][axis] - contact.w[contact.far][axis]) for axis in ("x_km", "y_km"))

    def within() -> bool:
        contact.gather()  # enters the battles of every command
        return bool(run(fight.in_reach, contact.w, contact.u, contact.q, contact.p, gun))

    contact.p.gun_reach_km = math.hypot(dx, dy) * 1.0001
    assert within()
    contact.p.gun_reach_km = math.hypot(dx, dy) * 0.9999
    assert not within()
    contact.p.gun_reach_km = 1e6
    contact.q = np.concatenate([contact.q, contact.q[:1]]).view(np.recarray)
    contact.u[gun].command = 2  # which fights nowhere
    assert not within()
    gun = contact.place(contact.red[2], contact.far, role=records.FIRES, fires=1.0)
    assert within()
    contact.u[gun].command = 2
    assert not within()


# --- how they stand, what they lose


def test_losses_take_persons_and_cohesion_together(contact: Contact) -> None:
    unit = contact.blue[0]
    contact.u[unit].strength = 0.8
    run(fight.wear, contact.u, contact.x, contact.p, unit, 0.1, records.FIGHTING)
    assert contact.u[unit].strength == pytest.approx(0.72)
    assert contact.x[0].lost[0] == pytest.approx(0.08 * 700.0) and contact.x[0].lost[1] == 0.0
    assert contact.u[unit].cohesion == pytest.approx(0.8)
    run(fight.wear, contact.u, contact.x, contact.p, unit, 5.0, records.FIGHTING)
    assert contact.u[unit].strength == pytest.approx(0.0, abs=1e-6) and contact.u[unit].cohesion == 0.0
    assert contact.x[0].lost[0] == pytest.approx(0.8 * 700.0)


@pytest.mark.parametrize(
    ("before", "km", "edge", "after", "off"),
    [
        (0.0, 3.25, 1.0, 0.5, False), (0.9, 3.25, 1.0, 1.4, False), (0.9, 3.25, 0.0, 0.99, False),
        (0.9, 3.25, -1.0, 0.99, False),
        (-0.4, -3.25, 1.0, -0.9, False), (-0.5, -3.25, 1.0, 0.0, True), (-0.6, -6.5, -1.0, 0.0, True),
        (0.2, 0.65, -1.0, 0.3, False),
    ],
)  # fmt: skip
def test_an_attack_takes_a_cell_by_its_depth_only_if_it_prevails_and_is_called_off_if_thrown_back(
    contact: Contact, before: float, km: float, edge: float, after: float, *, off: bool
) -> None:
    here = contact.c[contact.cell]
    here.pushed, here.edge_sum, here.off_until = before, edge, -5
    contact.x["t"] = 100
    run(fight.push, contact.c, contact.x, contact.p, contact.cell, km)
    assert contact.c[contact.cell].pushed == pytest.approx(after, abs=1e-6)
    assert contact.c[contact.cell].off_until == (124 if off else -5)


def test_a_fight_that_is_over_leaves_nothing_behind(contact: Contact) -> None:
    here = contact.c[contact.cell]
    here.pushed, here.fight_last, here.mass_last, here.repulses = 0.7, 50, 50, 3
    run(fight.release, contact.c, contact.cell)
    assert contact.c[contact.cell].pushed == 0.0 and contact.c[contact.cell].repulses == 0
    assert contact.c[contact.cell].fight_last == contact.c[contact.cell].mass_last == fight.LONG_AGO


def test_after_the_hour_those_who_fought_are_engaged_and_those_who_waited_are_not(contact: Contact) -> None:
    waits, fights, idle = contact.red[0], contact.red[1], contact.red[2]
    contact.u[waits].engaged, contact.u[fights].engaged, contact.u[idle].engaged = fight.WAITS, fight.FIGHTS, 0
    contact.u["fought_h"] = -9.0
    contact.x["t"] = 31
    run(fight.settle, contact.u, contact.c, contact.x, contact.contested)
    assert [int(contact.u[unit].engaged) for unit in (waits, fights, idle)] == [0, 1, 0]
    assert [float(contact.u[unit].fought_h) for unit in (waits, fights, idle)] == [-9.0, 31.0, -9.0]
    assert contact.c[contact.cell].attackers == -1


@pytest.mark.parametrize(
    ("status", "strength", "cohesion", "after"),
    [
        (records.ACTIVE, 0.299, 1.0, records.DESTROYED), (records.ACTIVE, 0.3, 1.0, records.ACTIVE),
        (records.ACTIVE, 1.0, 0.399, records.BROKEN), (records.ACTIVE, 1.0, 0.4, records.ACTIVE),
        (records.BROKEN, 1.0, 0.7, records.BROKEN), (records.BROKEN, 1.0, 0.701, records.ACTIVE),
        (records.BROKEN, 0.2, 1.0, records.DESTROYED), (records.WAITING, 0.0, 0.0, records.WAITING),
    ],
)  # fmt: skip
def test_units_break_rally_and_are_struck_off_at_their_bounds(
    contact: Contact, status: int, strength: float, cohesion: float, after: int
) -> None:
    unit = contact.blue[0]
    contact.p.destroyed_share, contact.p.break_cohesion = 0.3, 0.4
    values = {
        "status": status,
        "strength": strength,
        "strength0": 1.0,
        "cohesion": cohesion,
        "progress": 0.5,
        "wake_h": 999.0,
    }
    for name, value in values.items():
        contact.u[unit][name] = value
    contact.u[unit].engaged = 1
    contact.x["t"] = 40
    run(fight.check_units, contact.u, contact.c, contact.x, contact.p)
    assert contact.u[unit].status == after
    if after == records.BROKEN and status == records.ACTIVE:
        assert contact.u[unit].progress == 0.0 and contact.u[unit].wake_h == 40.0
    if after == records.ACTIVE and status == records.BROKEN:
        assert contact.u[unit].wake_h == 40.0 and contact.u[unit].progress == 0.5
    if status == after:
        assert contact.u[unit].wake_h == 999.0
    assert contact.u[unit].engaged == (0 if after == records.DESTROYED else 1)


def test_a_unit_that_came_thin_is_not_struck_off_for_it(contact: Contact) -> None:
    unit = contact.blue[0]
    contact.u[unit].strength = contact.u[unit].strength0 = 0.25
    run(fight.check_units, contact.u, contact.c, contact.x, contact.p)
    assert contact.u[unit].status == records.ACTIVE


# --- battles of a command


def test_a_battle_counts_its_cells_and_the_persons_of_both_sides(contact: Contact) -> None:
    contact.place(contact.blue[1], 7, strength=0.5)
    contact.u[contact.red[2]].command = 1
    contact.place(contact.red[2], contact.far, strength=0.25)
    contested = run(fight.attack, contact.u, contact.c, contact.red[2], 7, contact.contested, 1.0)
    contact.q["cells"] = contact.q["attackers"] = contact.q["defenders"] = 55.0
    run(fight.count_battles, contact.u, contact.c, contact.q, contact.x, contact.p, contested)
    assert (contact.q[1].cells, contact.q[1].attackers, contact.q[1].defenders) == pytest.approx((2.0, 1575.0, 1050.0))
    assert (contact.q[0].cells, contact.q[0].attackers, contact.q[0].defenders) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("last", "command"), [(88, 0), (87, 1)])
def test_a_fight_belongs_to_the_command_that_began_it_until_it_has_paused(
    contact: Contact, last: int, command: int
) -> None:
    contact.x["t"] = 100
    contact.c[contact.cell].fight_last, contact.c[contact.cell].command = last, 0
    assert run(fight.command_of, contact.u, contact.c, contact.x, contact.p, contact.cell) == command


# --- luck


@pytest.mark.parametrize(
    ("last", "first", "longest", "new"),
    [(88, 50, 120.0, False), (87, 50, 120.0, True), (99, -19, 120.0, False), (99, -20, 120.0, True),
        (99, -92, 1e6, True), (99, -91, 1e6, False)],
)  # fmt: skip
def test_an_engagement_is_new_after_a_pause_and_when_it_has_lasted_as_long_as_one_does(
    scene: Scene, last: int, first: int, longest: float, *, new: bool
) -> None:
    scene.x["t"], scene.p.longest_engagement_h = 100, longest
    scene.c[9].fight_last, scene.c[9].fight_first = last, first
    assert run(battle.is_new, scene.c[9], scene.x, scene.p) == new


def lucks(stream: int, stamp: int, item: int) -> list[float]:
    return [normal_quantile(uniform(7, stream, 3, stamp, item * 4 + index)) for index in range(4)]


def refresh(scene: Scene, t: int, place: int = 5) -> bool:
    scene.x["t"] = t
    return bool(run(battle.refresh, scene.c[9], scene.x, scene.p, (11, 22), 6, place))


def test_luck_of_a_pair_lasts_and_that_of_a_day_is_new_every_day(scene: Scene) -> None:
    scene.p.rule_luck_of_the_pair = 1.0
    here = scene.c[9]
    assert refresh(scene, 100)
    np.testing.assert_allclose(here.lasting, lucks(11, 5, 6), rtol=1e-6)
    np.testing.assert_allclose(here.daily, lucks(22, battle.MOST_DAYS, 6), rtol=1e-6)
    assert (here.ordinal, here.fight_first, here.fight_last, here.place, here.fight_day) == (1, 100, 100, 5, 0)
    for t in (106, 112, 118, 123):
        assert not refresh(scene, t)
    np.testing.assert_allclose(here.daily, lucks(22, battle.MOST_DAYS, 6), rtol=1e-6)
    assert not refresh(scene, 124) and here.fight_day == 1
    np.testing.assert_allclose(here.daily, lucks(22, battle.MOST_DAYS + 1, 6), rtol=1e-6)
    assert refresh(scene, 200) and here.ordinal == 2
    np.testing.assert_allclose(here.lasting, lucks(11, 5, 6), rtol=1e-6)
    np.testing.assert_allclose(here.daily, lucks(22, 2 * battle.MOST_DAYS, 6), rtol=1e-6)
    assert not refresh(scene, 201, place=8) and here.place == 8
    np.testing.assert_allclose(here.lasting, lucks(11, 8, 6), rtol=1e-6)


def test_with_the_rule_off_luck_is_new_after_every_pause(scene: Scene) -> None:
    scene.p.rule_luck_of_the_pair = 0.0
    refresh(scene, 100)
    np.testing.assert_allclose(scene.c[9].lasting, lucks(11, 1, 6), rtol=1e-6)
    assert not refresh(scene, 105, place=8)
    np.testing.assert_allclose(scene.c[9].lasting, lucks(11, 1, 6), rtol=1e-6)
    refresh(scene, 200)
    np.testing.assert_allclose(scene.c[9].lasting, lucks(11, 2, 6), rtol=1e-6)


def test_luck_of_a_battle_is_of_its_part_of_the_map(scene: Scene) -> None:
    scene.p.rule_luck_of_the_pair, scene.p.battle_part_km = 1.0, 3.0 * records.SQUARE_KM
    scene.x["t"] = 10
    scene.w[9].row, scene.w[9].column = 7, 4
    run(battle.luck_of_battle, scene.w, scene.c, scene.q, scene.x, scene.p, 9, 1)
    assert scene.q[1].place == 1 + 2 * battle.MOST_PARTS + 1
    np.testing.assert_allclose(scene.q[1].lasting, lucks(10, int(scene.q[1].place), int(scene.q[1].address)), rtol=1e-6)
    scene.p.battle_part_km = 0.1
    scene.x["t"] = 11
    run(battle.luck_of_battle, scene.w, scene.c, scene.q, scene.x, scene.p, 9, 1)
    assert scene.q[1].place == 1 + 7 * battle.MOST_PARTS + 4


def test_luck_of_a_cell_is_that_of_its_command(scene: Scene) -> None:
    scene.p.rule_luck_of_the_pair, scene.x["t"] = 1.0, 10
    assert run(battle.luck_of_cell, scene.c, scene.q, scene.x, scene.p, 9, 1)
    np.testing.assert_allclose(scene.c[9].lasting, lucks(1, 1 + int(scene.q[1].address), 9), rtol=1e-6)


# --- what the law is asked


FACTS = battle.Facts(0.4, 1500.0, 900.0, 0.3, 1.0, 0.5, 0.7, 0.2, 0.8, 1.0)


def lucky(scene: Scene, *, law_code: int = 0) -> Any:
    luck = np.random.default_rng(4)
    for record in (scene.q[1], scene.c[9]):
        record.lasting, record.daily = luck.normal(size=4), luck.normal(size=4)
    scene.q[1].cells, scene.q[1].attackers, scene.q[1].defenders = 3.0, 5000.0, 2500.0
    scene.x["law"] = law_code
    return run(battle.adjudicate, scene.c, scene.q, scene.x, scene.p, 9, 1, FACTS)


def by_hand(scene: Scene) -> tuple[float, float, float, float, float, float]:
    """Margin, km, losses of both, casualties in per cent a day and the lasting luck of the margin,
    from the law's own parts."""
    p, f, q, c = scene.p, FACTS, scene.q[1], scene.c[9]
    size = math.log(math.sqrt(5000.0 * 2500.0) / 15_000.0)
    density = math.log(math.sqrt(1500.0 * 900.0) / 6.5) - 7.5
    share = float(p.fit_neighbour_share)
    wider = 1.0 / math.sqrt(share + (1.0 - share) / 3.0)
    z = [
        [wider * (math.sqrt(share) * float(q[k][n]) + math.sqrt(1.0 - share) * float(c[k][n])) for n in range(4)]
        for k in ("lasting", "daily")
    ]
    expected = (
        run(law.expected_margin, p, f.log_ratio, f.air, f.surprise, f.wealth, f.armour, f.delaying, f.dug, f.army),
        run(law.expected_exchange, p, f.log_ratio, f.surprise, f.wealth, f.armour, f.dug, f.army),
        run(law.expected_intensity, p, f.surprise, f.delaying, size, 2.0, p.wet_share, density),
        run(law.expected_advance, p, f.log_ratio, f.air, f.surprise, f.wealth, f.delaying, f.dug, density, f.army),
    )
    margin = run(law.margin, p, expected[0], z[0][0], z[1][0])
    swing = run(law.exchange, p, expected[1], *(run(law.exchange_luck, p, *each[:2]) for each in z), size)
    pct = run(law.intensity, p, expected[2], *(run(law.intensity_luck, p, *each[:3]) for each in z), size)
    speed = run(law.advance, p, expected[3], *(run(law.advance_luck, p, *each) for each in z), size)
    ratio = math.log(1500.0 / 900.0)
    return (
        margin, run(law.advance_km_per_h, speed), run(law.attacker_share_per_h, pct, swing, ratio),
        run(law.defender_share_per_h, pct, swing, ratio), pct, z[0][0],
    )  # fmt: skip


def test_the_law_is_asked_with_the_size_of_the_battle_and_the_density_of_the_cell(scene: Scene) -> None:
    assert lucky(scene) == pytest.approx(by_hand(scene)[:4], rel=1e-5)


def test_a_battle_is_no_smaller_than_its_cell_and_has_a_cell_at_least(scene: Scene) -> None:
    lucky(scene)
    scene.q[1].cells = scene.q[1].attackers = scene.q[1].defenders = 0.0
    found = run(battle.adjudicate, scene.c, scene.q, scene.x, scene.p, 9, 1, FACTS)
    scene.q[1].cells, scene.q[1].attackers, scene.q[1].defenders = 1.0, 1500.0, 900.0
    assert found == pytest.approx(run(battle.adjudicate, scene.c, scene.q, scene.x, scene.p, 9, 1, FACTS))


@pytest.mark.parametrize("code", [THREE_TO_ONE, LANCHESTER_LINEAR])
def test_a_classical_law_is_asked_with_the_same_losses_and_carries_its_state(scene: Scene, code: int) -> None:
    scene.c[9].law_first, scene.c[9].law_second = 0.5, 0.25
    found = lucky(scene, law_code=code)
    pct, luck = by_hand(scene)[4:]
    pace = float(scene.p.classical_pace_km_per_day)
    wanted = run(law_hour, code, 0.4, luck, 1500.0, 900.0, pace, math.exp(pct) / 2400.0, 0.5, 0.25)
    assert found == pytest.approx(wanted[:4], rel=1e-5)
    assert (scene.c[9].law_first, scene.c[9].law_second) == pytest.approx(wanted[4:])


# --- who is broken drives nobody back


@pytest.mark.parametrize(
    ("status", "role", "found"),
    [
        ([records.ACTIVE, records.BROKEN], records.MANOEUVRE, True),
        ([records.BROKEN, records.BROKEN], records.MANOEUVRE, False),
        ([records.ACTIVE, records.ACTIVE], records.FIRES, False),
    ],
    ids=["one of two stands", "both are broken", "guns alone"],
)
def test_somebody_stands_while_one_fighting_unit_is_not_broken(
    scene: Scene, status: list[int], role: int, found: bool
) -> None:
    for unit, each in zip(scene.blue, status, strict=False):
        scene.place(unit, 5, status=each, role=role)
    assert bool(run(fight.stands, scene.u, scene.c, 5, 0)) is found
    assert not run(fight.stands, scene.u, scene.c, 5, 1)
