"""Graded lines, gradual surrender and breaking out, at their bounds and by their closed forms."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import orders, records, supply
from oracles.philox import uniform

SURRENDER = 12


class Line(Scene):
    """A blue battalion some way from its depot, and six red ones to put on its road."""

    def __init__(self) -> None:
        super().__init__(6, 6)
        for name in ("rule_graded_lines", "rule_gradual_surrender", "rule_break_out"):
            self.p[name] = 1.0
        values = {
            "line_block_bneq": 0.5, "escort_share": 0.75, "surrender_after_h": 48.0, "surrender_h": 120.0,
            "surrender_odds_limit": 3.0, "surrender_power_share": 0.5, "hunger_cohesion_per_day": 0.1,
            "rule_supply_classes": 0.0,
            "break_out_after_h": 24.0, "turn_back_h": 36.0, "supply_idle_share": 0.5, "catch_up_factor": 1.25,
        }  # fmt: skip
        for name, value in values.items():
            self.p[name] = value
        self.x["t"] = 96
        self.depot = int(np.flatnonzero(self.a.b["side"] == 0)[0])
        self.field = int(self.a.b[self.depot].field)
        self.road = self.way_of(self.w_cell())
        self.unit = self.place(self.blue[0], self.road[0], dry_h=0.0, line_share=1.0)

    def w_cell(self) -> int:
        """A cell eight steps from the depot, well within Blue's country."""
        return next(
            cell for cell in range(len(self.w))
            if len(self.way_of(cell)) == 9 and all(self.w[n].holder == 0 for n in self.w[cell].neighbours if n >= 0)
        )  # fmt: skip

    def way_of(self, cell: int) -> list[int]:
        """The cells downhill from one to the depot."""
        way = [cell]
        while 0 <= self.a.f[self.field, way[-1]].next < 6:
            way.append(int(self.w[way[-1]].neighbours[self.a.f[self.field, way[-1]].next]))
        return way

    def passes(self, cell: int) -> float:
        return float(run(supply.passes, self.u, self.c, self.x, self.p, 0, cell))

    def share(self) -> float:
        a = self.a
        self.x["t"] += 24  # what was remembered of this hour is forgotten
        run(supply.find_lines, a.w, a.f, a.u, a.c, a.b, a.n, a.x, self.p, True)
        return float(self.u[self.unit].line_share)


@pytest.fixture
def line() -> Line:
    return Line()


# --- what gets through


@pytest.mark.parametrize(
    ("power", "hostile", "share"),
    [
        (0.0, False, 1.0), (0.0, True, 0.75), (0.25, False, 0.5), (0.25, True, 0.375), (0.5, False, 0.0),
        (0.5, True, 0.0),
        (0.499, False, 0.002), (3.0, True, 0.0),
    ],
)  # fmt: skip
def test_half_a_block_costs_half_and_a_block_lets_nobody_through(
    line: Line, power: float, share: float, *, hostile: bool
) -> None:
    cell = line.road[3]
    line.c[cell].control = 1 if hostile else 0
    if power:
        line.place(line.red[0], cell, power=power)
    assert line.passes(cell) == pytest.approx(share, rel=1e-4)


def test_powers_on_a_cell_add_up_to_a_block_but_those_who_cannot_hold_it_do_not_count(line: Line) -> None:
    cell = line.road[3]
    for unit in line.red[:2]:
        line.place(unit, cell, power=0.25)
    assert line.passes(cell) == 0.0
    line.u[line.red[0]].status = records.BROKEN
    assert line.passes(cell) == pytest.approx(0.5)
    line.u[line.red[1]].role = records.FIRES
    assert line.passes(cell) == 1.0


@pytest.mark.parametrize(("power", "hostile"), [(0.01, False), (0.0, True)])
def test_with_the_rule_off_anybody_and_any_enemy_ground_cuts(line: Line, power: float, *, hostile: bool) -> None:
    line.p.rule_graded_lines = 0.0
    cell = line.road[3]
    line.c[cell].control = 1 if hostile else 0
    if power:
        line.place(line.red[0], cell, power=power)
    assert line.passes(cell) == 0.0


@pytest.mark.parametrize("cells", [0, 1, 3])
def test_each_cell_of_enemy_ground_on_the_way_takes_its_escort(line: Line, cells: int) -> None:
    whole = line.share()
    assert whole > 0.0
    for cell in line.road[2 : 2 + cells]:
        line.c[cell].control = 1
    assert line.share() == pytest.approx(whole * 0.75**cells, rel=1e-6)


def test_a_weak_force_on_the_way_costs_convoys_in_proportion(line: Line) -> None:
    whole = line.share()
    line.place(line.red[0], line.road[4], power=0.125)
    assert line.share() == pytest.approx(whole * 0.75, rel=1e-6)
    line.place(line.red[1], line.road[6], power=0.25)
    assert line.share() == pytest.approx(whole * 0.75 * 0.5, rel=1e-6)


def test_a_held_block_is_gone_round_and_a_ring_of_them_cuts(line: Line) -> None:
    whole = line.share()
    line.place(line.red[0], line.road[1], power=0.5)
    assert line.share() == pytest.approx(whole, rel=1e-6)
    around = [int(n) for n in line.w[line.road[0]].neighbours]
    for unit, cell in zip(line.red[1:], (cell for cell in around if cell != line.road[1]), strict=True):
        line.place(unit, cell, power=0.5)
    assert line.share() == 0.0
    for unit in line.red:
        line.u[unit].power = 0.25
    assert line.share() == pytest.approx(whole * 0.5, rel=1e-6)


# --- who gives up


def encircle(line: Line, odds: float) -> None:
    """A cut-off unit with nothing left, and one enemy beside it of so many times its power."""
    line.p.no_supply_factor = 1.0
    line.u[line.unit].supply, line.u[line.unit].line_share, line.u[line.unit].dry_h = 0.0, 0.0, 200.0
    line.place(line.red[0], int(line.w[line.road[0]].neighbours[0]), power=odds)


def gives_up(line: Line, unit: int | None = None) -> bool:
    a = line.a
    return bool(run(supply.gives_up, a.w, a.u, a.c, a.x, line.p, line.unit if unit is None else unit))


@pytest.mark.parametrize("odds", [0.5, 1.0, 3.0, 9.0])
def test_the_chance_to_give_up_in_a_step_is_its_closed_form(line: Line, odds: float) -> None:
    encircle(line, odds)
    chance = 1.0 - math.exp(-12.0 * min(odds, 3.0) / 120.0)
    luck = int(line.u[line.unit].luck)
    for draw in range(60):
        line.x["draw"] = draw
        assert gives_up(line) == (uniform(7, SURRENDER, draw, 96 + line.war.lead_h, luck) < chance)


def likely(line: Line) -> bool:
    """Whether it gives up in any of many draws."""
    found = False
    for draw in range(60):
        line.x["draw"] = draw
        found |= gives_up(line)
    return found


def test_nobody_gives_up_before_his_time_or_to_less_than_can_press_him(line: Line) -> None:
    encircle(line, 1.0)
    line.u[line.unit].dry_h = 47.9
    assert not likely(line)
    line.u[line.unit].dry_h = 48.0
    assert likely(line)
    line.u[line.red[0]].power = 0.49
    assert not likely(line)
    line.u[line.red[0]].power = 0.5
    assert likely(line)
    line.c[int(line.u[line.red[0]].cell)].count[1] = 0
    assert not likely(line)


def encircled_army(line: Line) -> list[int]:
    """Six blue units in one cell, dry for long, pressed at even odds."""
    encircle(line, 6.0)
    for unit in line.blue[1:]:
        line.place(unit, line.road[0])
    for unit in line.blue:
        line.u[unit].supply, line.u[unit].line_share, line.u[unit].dry_h = 0.0, 0.0, 200.0
    return line.blue


def resupply(line: Line) -> None:
    a = line.a
    run(supply.resupply, a.w, a.u, a.c, a.g, a.x, line.p)


@pytest.mark.parametrize("draw", range(12))
def test_an_army_never_gives_up_whole_in_a_step(line: Line, draw: int) -> None:
    army = encircled_army(line)
    line.x["draw"] = draw
    resupply(line)
    assert (line.u["status"][army] == records.DESTROYED).sum() < len(army)


def test_an_army_gives_up_by_and_by_and_with_the_rule_off_at_once() -> None:
    steps, left = 0, Line()
    army = encircled_army(left)
    while (left.u["status"][army] != records.DESTROYED).any():
        resupply(left)
        left.x["t"] += 12
        steps += 1
        assert steps < 400
    assert steps > 3
    once = Line()
    army = encircled_army(once)
    once.p.rule_gradual_surrender = 0.0
    once.u["dry_h"][army] = 108.0
    resupply(once)
    assert (once.u["status"][army] == records.ACTIVE).all()  # at 120 h not yet
    resupply(once)
    assert (once.u["status"][army] == records.DESTROYED).all()


@pytest.mark.parametrize(("on", "cohesion"), [(1.0, 0.85), (0.0, 0.9)])
def test_hunger_wears_cohesion_by_the_day(line: Line, on: float, cohesion: float) -> None:
    line.p.rule_gradual_surrender = on
    line.u[line.unit].supply, line.u[line.unit].line_share, line.u[line.unit].cohesion = 0.0, 0.0, 0.9
    resupply(line)
    assert line.u[line.unit].cohesion == pytest.approx(cohesion)
    line.u[line.unit].line_share = 0.01
    resupply(line)
    assert line.u[line.unit].cohesion == pytest.approx(cohesion) and line.u[line.unit].dry_h == 0.0


def test_a_besieger_who_gives_up_is_noted_at_the_places_he_besieged_and_no_other(line: Line) -> None:
    goals = line.a.g
    unit = line.place(line.red[0], int(goals[0].cell))
    run(supply.note_surrender, line.w, line.u, goals, line.x, unit)
    inside = [bool((int(line.w[int(goals[0].cell)].zone) >> j) & 1) for j in range(len(goals))]
    assert [each == 96.0 for each in goals["gave_up_h"].tolist()] == inside and inside[0] and not all(inside)
    goals["gave_up_h"] = -1.0
    run(supply.note_surrender, line.w, line.u, goals, line.x, line.place(line.blue[1], int(goals[0].cell)))
    assert (goals["gave_up_h"] == -1.0).all()


# --- who breaks out


@pytest.mark.parametrize(
    ("values", "fights", "out"),
    [
        ({}, False, True), ({"line_share": 0.01}, False, False), ({"supply": 1.0}, False, False),
        ({"supply": 0.99}, False, True),
        ({"dry_h": 23.9}, False, False), ({"dry_h": 24.0}, False, True), ({"role": records.FIRES}, False, False),
        ({"dry_h": 35.0, "role": records.FIRES}, True, False), ({"dry_h": 36.0, "role": records.FIRES}, True, True),
    ],
)  # fmt: skip
def test_the_cut_off_break_out_in_time(line: Line, values: dict[str, Any], *, fights: bool, out: bool) -> None:
    unit = line.place(line.blue[1], line.road[0], **{"supply": 0.5, "dry_h": 24.0, "line_share": 0.0} | values)
    assert bool(run(orders.cut_off, line.w, line.u, line.c, line.p, unit, fights)) == out


def test_who_holds_an_objective_stays_in_it_and_with_the_rule_off_only_attackers_turn_back(line: Line) -> None:
    place = int(line.a.g[1].cell)
    unit = line.place(line.blue[1], place, supply=0.0, dry_h=100.0, line_share=0.0)

    def out(*, fights: bool = False) -> bool:
        return bool(run(orders.cut_off, line.w, line.u, line.c, line.p, unit, fights))

    assert not out() and out(fights=True)
    line.c[place].control = 1  # it is no longer held
    assert out()
    line.p.rule_break_out = 0.0
    assert not out() and out(fights=True)


# --- a road that is used becomes one's own


@pytest.mark.parametrize(
    ("rule", "enemy", "strong", "secured"),
    [(1.0, False, 0, True), (0.0, False, 0, False), (1.0, True, 0, False), (1.0, False, 1, False)],
    ids=["nobody on it", "rule off", "an enemy on it", "a place to be taken"],
)
def test_convoys_make_a_road_their_side_s_own_where_no_enemy_stands(
    line: Line, rule: float, enemy: bool, strong: int, secured: bool
) -> None:
    a, cell = line.a, line.road[3]
    line.c[cell].control, line.w[cell].strong = 1, strong
    line.p.rule_secure_lines = rule
    if enemy:
        line.place(line.red[0], cell, strength=0.01)
    assert line.share() > 0.0
    run(supply.secure_lines, a.w, a.u, a.c, a.g, a.n, a.x, line.out.changes, line.p)
    assert line.c[cell].control == (0 if secured else 1)
    elsewhere = [each for each in range(len(line.w)) if each not in line.road and line.w[each].holder == 1]
    assert all(line.c[each].control == 1 for each in elsewhere)
