"""Standing rules at their bounds: who is free, who may leave, how many are sent, who is let go; orders outrank them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.campaign.sandbox import battalion, exact, kind, scenario, task

from campaign.scene import Scene, run
from hillfort.campaign._kernels import power, records, standing
from hillfort.campaign.run import prepared, trace
from hillfort.campaign.scenario import Scenario
from hillfort.plans.plan import CourseOfAction, Order

PLACE = 1  # Eastburg, which is to be protected


class Staff(Scene):
    """Six blue and six red battalions; nobody is told to stay, all rules are on, and distances are a test's own."""

    def __init__(self) -> None:
        super().__init__(6, 6)
        for name in self.p.dtype.names:
            if name.startswith("rule_"):
                self.p[name] = 1.0
        values = {
            "standing_reach_h": 60.0, "idle_h": 24.0, "release_h": 24.0, "threat_km": 30.0, "reinforce_odds": 1.0,
            "relief_odds": 1.0, "commit_odds": 1.5, "position_km": 30.0, "leave_behind_odds": 0.5, "garrison_odds": 1.5,
            "day_march_km": 30.0, "control_floor_bneq": 0.1, "regroup_cohesion": 0.6,
        }  # fmt: skip
        for name, value in values.items():
            self.p[name] = value
        self.x["t"] = 100
        self.goal = self.a.g[PLACE]
        self.place_cell = int(self.goal.cell)
        self.far = self.cells_at(60.0, 90.0)
        self.u["cell"] = -1

    def km(self, cell: int) -> float:
        here, there = self.w[cell], self.w[self.place_cell]
        return math.hypot(here.x_km - there.x_km, here.y_km - there.y_km)

    def cells_at(self, least: float, most: float) -> list[int]:
        """Cells of Blue's country that far from the place, the nearest by march first."""
        field = int(self.goal.fields[0, 0])
        found = [
            cell
            for cell in range(len(self.w))
            if self.w[cell].holder == 0 and least < self.km(cell) < most and self.a.f[field, cell].next >= 0
        ]
        return sorted(found, key=lambda cell: float(self.a.f[field, cell].cost))

    def post(self, unit: int, cell: int, **values: float) -> int:
        """A unit that is free unless a test says otherwise."""
        plain = {
            "duty": -1,
            "obeys": records.EVERYWHERE,
            "fought_h": -99.0,
            "line_share": 1.0,
            "country": 0,
            "mobility": 0,
        }
        return self.place(unit, cell, **plain | values)

    def look(self, side: int = 0) -> list[int]:
        """Units of a side that are sent to the place when it looks after it once."""
        a = self.a
        run(power.survey, a.w, a.u, a.x, a.m, self.p)
        run(standing.look_after, a.w, a.f, a.u, a.c, a.k, a.g, a.x, a.m, self.p, side, PLACE)
        return [unit for unit in (self.blue, self.red)[side] if self.u[unit].duty == PLACE]

    def lose(self, *enemies: float) -> None:
        """The place is lost to enemies of such powers, who stand in it."""
        self.c[self.place_cell].control = 1
        for unit, worth in zip(self.red, enemies, strict=False):
            self.place(unit, self.place_cell, power=worth)


@pytest.fixture
def staff() -> Staff:
    return Staff()


# --- how many are sent


@pytest.mark.parametrize(("enemy", "sent"), [(1.0, 2), (2.0, 3), (0.6, 1), (4.0, 6), (6.0, 6), (6.01, 0)])
def test_a_lost_place_is_relieved_by_as_many_as_it_needs_if_there_are_enough(
    staff: Staff, enemy: float, sent: int
) -> None:
    """Up to one and a half times what holds it; nobody, if all together are weaker than that."""
    staff.lose(enemy)
    for unit, cell in zip(staff.blue, staff.far, strict=False):
        staff.post(unit, cell)
    assert len(staff.look()) == sent
    assert len(staff.look()) == sent  # those under way are counted: no more go


def test_a_lost_place_where_nobody_stands_is_taken_back_by_one(staff: Staff) -> None:
    staff.lose()
    for unit, cell in zip(staff.blue, staff.far, strict=False):
        staff.post(unit, cell)
    assert len(staff.look()) == 1


@pytest.mark.parametrize(("enemy", "sent"), [(0.0, 0), (1.0, 0), (2.0, 1), (3.5, 3), (50.0, 5)])
def test_a_threatened_place_is_reinforced_up_to_even_odds_and_whatever_can_come_comes(
    staff: Staff, enemy: float, sent: int
) -> None:
    if enemy:
        staff.place(staff.red[0], staff.cells_at(1.0, 20.0)[-1], power=enemy)
    staff.post(staff.blue[0], staff.place_cell, obeys=records.DISOBEYS)
    for unit, cell in zip(staff.blue[1:], staff.far, strict=False):
        staff.post(unit, cell)
    assert len(staff.look()) == sent


def test_the_nearest_by_march_go_first(staff: Staff) -> None:
    staff.lose(1.0)
    order = [3, 0, 5, 1, 4, 2]
    for rank, number in enumerate(order):
        staff.post(staff.blue[number], staff.far[4 * rank])
    assert sorted(staff.look()) == sorted(staff.blue[number] for number in order[:2])


def test_nobody_is_sent_from_further_than_the_reach(staff: Staff) -> None:
    staff.lose(0.5)
    unit = staff.post(staff.blue[0], staff.far[0])
    hours = float(staff.a.f[int(staff.goal.fields[0, 0]), staff.far[0]].cost)
    staff.p.standing_reach_h = hours
    assert staff.look() == []
    staff.p.standing_reach_h = hours * 1.0001
    assert staff.look() == [unit]


@pytest.mark.parametrize("rule", ["rule_relieve_blue", "rule_relieve_red"])
def test_relief_is_switched_for_each_side(staff: Staff, rule: str) -> None:
    staff.lose(0.5)
    staff.post(staff.blue[0], staff.far[0])
    staff.p[rule] = 0.0
    assert len(staff.look()) == (0 if rule.endswith("blue") else 1)


def test_only_attackers_whose_last_task_is_done_go_on_to_the_enemy_s_place(staff: Staff) -> None:
    staff.a.k[0].kind, staff.a.k[0].cell = records.ATTACK, staff.far[0]
    attacker = staff.post(staff.red[0], staff.far[0], task=0, task_first=0, task_count=1)
    staff.post(staff.red[1], staff.far[1])
    assert staff.look(side=1) == [attacker]
    staff.u[attacker].duty = -1
    staff.p.rule_exploit_red = 0.0
    assert staff.look(side=1) == []


# --- who stays


@pytest.mark.parametrize(("enemy", "sent"), [(1.0, 1), (1.01, 0), (0.0, 1)])
def test_those_who_stay_at_a_position_are_at_least_their_share_of_the_enemies_near(
    staff: Staff, enemy: float, sent: int
) -> None:
    staff.lose(0.5)
    unit = staff.post(staff.blue[0], staff.far[0])
    staff.post(staff.blue[1], staff.far[0], power=0.5, obeys=records.DISOBEYS)
    if enemy:
        staff.place(staff.red[1], int(staff.w[staff.far[0]].neighbours[0]), power=enemy)
    assert staff.look() == [unit][:sent]
    staff.p.rule_guard_blue = 0.0
    assert staff.look() == [unit]


def test_of_several_only_so_many_leave_that_enough_stay(staff: Staff) -> None:
    staff.lose(4.0)
    for unit in staff.blue[:4]:
        staff.post(unit, staff.far[0])
    for unit in staff.blue[4:]:
        staff.post(unit, staff.far[60])
    staff.place(staff.red[1], int(staff.w[staff.far[0]].neighbours[0]), power=5.0)
    from_there = [unit for unit in staff.look() if unit in staff.blue[:4]]
    assert len(from_there) == 1  # three stay: 2.5 are needed


@pytest.mark.parametrize(
    ("near", "far", "may"), [(2.0, 0.0, True), (2.01, 0.0, False), (0.0, 6.0, True), (0.0, 6.01, False)]
)
def test_a_garrison_keeps_what_those_near_and_those_a_day_off_would_need(
    staff: Staff, near: float, far: float, *, may: bool
) -> None:
    """Four stand in the place; if one leaves three stay: one and a half times two, or half of six."""
    staff.p.position_km, staff.p.threat_km, staff.p.day_march_km = 1.0, 30.0, 120.0
    staff.p.leave_behind_odds = 0.5
    for unit in staff.blue[:4]:
        staff.post(unit, staff.place_cell)
    staff.place(staff.red[0], staff.cells_at(10.0, 20.0)[0], power=near)
    staff.place(staff.red[1], staff.cells_at(60.0, 90.0)[0], power=far)
    a = staff.a
    run(power.survey, a.w, a.u, a.x, a.m, staff.p)

    def leaves(goal: int) -> bool:
        return bool(run(standing.may_leave, a.w, a.u, a.c, a.g, a.x, a.m, staff.p, staff.blue[0], goal))

    assert leaves(0) == may
    assert leaves(PLACE)  # towards the place itself nothing is uncovered
    staff.c[staff.place_cell].control = 1
    assert leaves(0)  # what is lost is not guarded


@pytest.mark.parametrize(
    ("country", "rule", "near", "held", "may"),
    [
        (0, 1.0, 2.0, True, True), (0, 1.0, 2.01, True, False), (0, 1.0, 0.0, False, False),
        (0, 0.0, 9.0, True, True), (1, 1.0, 9.0, True, True), (2, 1.0, 9.0, True, True),
    ],
)  # fmt: skip
def test_nobody_goes_abroad_while_a_place_of_his_own_country_is_lost_or_not_covered(
    staff: Staff, country: int, rule: float, near: float, *, held: bool, may: bool
) -> None:
    """Three stay at the own country's place, far from the unit: one and a half times two."""
    staff.p.position_km, staff.p.threat_km, staff.p.day_march_km = 1.0, 30.0, 30.0
    staff.p.rule_home_first = rule
    for unit in staff.blue[1:4]:
        staff.post(unit, staff.place_cell)
    unit = staff.post(staff.blue[0], staff.far[-1], country=country)
    staff.place(staff.red[0], staff.cells_at(10.0, 20.0)[0], power=near)
    a = staff.a
    a.g[PLACE].country, a.g[0].country = 0, 1
    a.g[0].side, a.g[0].protect = 0, 1
    staff.c[staff.place_cell].control = 0 if held else 1
    run(power.survey, a.w, a.u, a.x, a.m, staff.p)
    assert bool(run(standing.may_leave, a.w, a.u, a.c, a.g, a.x, a.m, staff.p, unit, 0)) == may
    a.g[0].side = 1  # going on against the enemy is no help to a neighbour
    assert run(standing.may_leave, a.w, a.u, a.c, a.g, a.x, a.m, staff.p, unit, 0)


# --- who is free


@pytest.mark.parametrize(
    ("values", "free"),
    [
        ({}, True), ({"status": records.BROKEN}, False), ({"role": records.FIRES}, False),
        ({"obeys": records.DISOBEYS}, False),
        ({"duty": 0}, False), ({"ready_h": 100.0}, True), ({"ready_h": 101.0}, False), ({"fought_h": 76.0}, True),
        ({"fought_h": 77.0}, False), ({"cohesion": 0.61}, True), ({"cohesion": 0.59}, False), ({"supply": 1.0}, True),
        ({"supply": 0.99}, False), ({"line_share": 0.0}, False), ({"line_share": 0.01}, True),
    ],
)  # fmt: skip
def test_who_is_free(staff: Staff, values: dict[str, float], *, free: bool) -> None:
    unit = staff.post(staff.blue[0], staff.far[0], **values)
    assert bool(run(standing.free_to_go, staff.u, staff.a.k, staff.x, staff.p, unit)) == free


@pytest.mark.parametrize(
    ("first", "second", "begin", "at", "free"),
    [
        (records.HOLD, None, 0.0, 0, True), (records.COUNTER, None, 0.0, 0, True), (records.ATTACK, None, 0.0, 0, True),
        (records.ATTACK, None, 0.0, 1, False), (records.MOVE, None, 0.0, 0, False),
        (records.DELAY, None, 0.0, 0, False),
        (records.HOLD, records.HOLD, 160.0, 0, False), (records.HOLD, records.HOLD, 161.0, 0, True),
        (records.ATTACK, records.HOLD, 999.0, 0, False),
    ],
)  # fmt: skip
def test_orders_outrank_rules(
    staff: Staff, first: int, second: int | None, begin: float, at: int, *, free: bool
) -> None:
    """Free are those who watch, hold last or for long, and attackers who have come to where they were sent."""
    tasks = staff.a.k
    tasks[0].kind, tasks[0].cell = first, staff.far[0]
    tasks[1].kind, tasks[1].begin = (second if second is not None else records.HOLD), begin
    count = 1 if second is None else 2
    unit = staff.post(staff.blue[0], staff.far[at], task=0, task_first=0, task_count=count)
    assert bool(run(standing.free_to_go, staff.u, tasks, staff.x, staff.p, unit)) == free


@pytest.mark.parametrize(
    ("country", "rally", "sent"), [(0, 1.0, True), (1, 1.0, False), (-1, 1.0, False), (0, 0.0, False)]
)
def test_territorials_go_within_their_own_country(staff: Staff, country: int, rally: float, *, sent: bool) -> None:
    staff.lose(0.5)
    staff.p.rule_territorials_rally = rally
    unit = staff.post(staff.blue[0], staff.far[0], obeys=records.WITHIN_COUNTRY, country=country)
    assert staff.look() == ([unit] if sent else [])


# --- who is let go


@pytest.mark.parametrize(
    ("values", "control", "side", "enemy", "goes"),
    [
        ({"fought_h": 76.0}, 0, 0, False, True), ({"fought_h": 77.0}, 0, 0, False, False), ({}, 0, 0, True, False),
        ({}, 1, 0, False, False), ({}, 0, 1, False, False),
    ],
)  # fmt: skip
def test_a_unit_goes_back_to_its_orders_once_its_own_place_is_safe_and_it_has_rested(
    staff: Staff, values: dict[str, float], control: int, side: int, *, enemy: bool, goes: bool
) -> None:
    unit = staff.post(staff.blue[0], staff.place_cell, **{"duty": PLACE, "wake_h": 999.0} | values)
    staff.c[staff.place_cell].control, staff.a.g[PLACE].side = control, side
    if enemy:
        staff.place(staff.red[0], staff.cells_at(5.0, 20.0)[0])
    a = staff.a
    run(power.survey, a.w, a.u, a.x, a.m, staff.p)
    run(standing.release_duties, a.w, a.u, a.c, a.g, a.x, a.m, staff.p)
    assert staff.u[unit].duty == (-1 if goes else PLACE)
    assert staff.u[unit].wake_h == (100.0 if goes else 999.0)


def test_before_h_hour_and_for_what_is_not_protected_nobody_is_sent(staff: Staff) -> None:
    staff.lose(0.5)
    unit = staff.post(staff.blue[0], staff.far[0])
    a = staff.a

    def apply(t: int) -> int:
        staff.x["t"] = t
        run(power.survey, a.w, a.u, a.x, a.m, staff.p)
        run(standing.apply_standing_rules, a.w, a.f, a.u, a.c, a.k, a.g, a.x, a.m, staff.p)
        return int(staff.u[unit].duty)

    assert apply(-1) == -1
    staff.a.g[PLACE].protect = 0
    assert apply(100) == -1
    staff.a.g[PLACE].protect = 1
    assert apply(106) == PLACE


# --- in a campaign


def raid(**changes: Any) -> Scenario:
    """A weak red battalion that is far within Blue's country takes undefended Eastburg; two of Blue hold the border."""
    units = [battalion(f"b/{number}", "blue", "Gate", type=kind(power_bneq=exact(2.0))) for number in range(2)]
    units.append(battalion("r/0", "red", "Eastford", type=kind(power_bneq=exact(0.3))))
    drive = Order("drive", ("r",), (task("attack", "Eastburg", bypass=True),))
    plain = {
        "battalions": tuple(units), "orders": (Order("stand", ("b",), (task("hold", "Gate", -24.0),), **changes),),
        "courses_of_action": {"drive": CourseOfAction("drive", "", "", exact(48.0, "h"), {}, (drive,))},
    }  # fmt: skip
    war = scenario(0, 0, days=8, **plain)
    certain = {name: exact(each.value, each.unit) for name, each in war.assumptions.items()}
    return replace(
        war, assumptions=certain | {"host_decision_h": exact(0.0, "h"), "rule_guard_blue": exact(0.0, "switch")}
    )


def test_in_a_campaign_free_forces_go_where_they_are_needed_and_those_told_to_stay_do_not() -> None:
    moved = {}
    for rules in (True, False):
        kept = trace(raid(standing_rules=rules), coa="drive", seed=1, draw=0)
        blue = kept.cell[-kept.first_hour : 120 - kept.first_hour, kept.unit_side == 0]  # later hunger moves them
        moved[rules] = bool((blue != blue[0]).any())
    assert moved == {True: True, False: False}


def test_what_an_order_and_a_type_say_is_what_a_unit_obeys() -> None:
    home_guard = kind(stays_in_country=True)
    units = (battalion("b/0", "blue", "Eastford"), battalion("b/1", "blue", "Eastford", type=home_guard))
    for rules, obeys in ((True, [records.EVERYWHERE, records.WITHIN_COUNTRY]), (False, [records.DISOBEYS] * 2)):
        order = Order("stand", ("b",), (task("hold", "Eastford"),), standing_rules=rules)
        war = scenario(0, 0, battalions=units, orders=(order,))
        assert prepared(war, "drive").workspace().u["obeys"].tolist() == obeys
    war = scenario(0, 0, battalions=units, orders=())
    assert prepared(war, "drive").workspace().u["obeys"].tolist() == [records.EVERYWHERE, records.WITHIN_COUNTRY]
    assert np.unique(prepared(war, "drive").workspace().u["country"]).tolist() == [0]
