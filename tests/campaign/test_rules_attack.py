"""The decision to attack by its closed form: what is hoped for, what is asked for, when it ends, and at what price."""

from __future__ import annotations

import math

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import battle, orders, power, records, venture
from hillfort.ground._kernels import adjudication as law
from hillfort.ground._kernels.reference import THREE_TO_ONE

CELL = 100
FACTS = battle.Facts(0.4, 1500.0, 900.0, 0.3, 1.0, 0.5, 0.7, 0.2, 0.8, 1.0)


def logit(chance: float) -> float:
    return math.log(chance / (1.0 - chance))


class Before(Scene):
    """Red battalions ready before a cell; under a classical law, so that what is hoped for is the ratio."""

    def __init__(self) -> None:
        super().__init__(2, 4)
        values = {
            "attack_chance_blue": 0.5, "attack_chance_red": 0.6, "build_up_h": 24.0, "hasty_log_odds": 0.3,
            "repulse_log_odds": 0.15, "break_off_log_odds": 0.4, "waiting_log_odds_per_day": 0.05,
            "massing_gap_h": 12.0,
            "least_attack_chance": 0.55, "least_attack_ratio": 0.01, "operation_km": 20.0, "price_share": 0.4,
            "rule_attack_by_chance": 1.0, "rule_price": 1.0, "regroup_cohesion": 0.6, "rule_regroup_blue": 1.0,
            "rule_regroup_red": 1.0,
        }  # fmt: skip
        for name, value in values.items():
            self.p[name] = value
        self.x["law"], self.x["t"] = THREE_TO_ONE, 200
        self.beside = int(self.w[CELL].neighbours[0])
        self.first = self.place(self.red[0], self.beside, kind=records.AGGRESSOR, homeward=0)
        self.c[CELL].attackers = self.first
        self.a.m[:] = 0.0
        self.a.m[0, self.w[CELL].row, self.w[CELL].column] = 1e6  # so that only the cell's own ratio counts

    def goes(self, log_ratio: float, t: int | None = None) -> bool:
        if t is not None:
            self.x["t"] = t
        a = self.a
        return bool(
            run(venture.ventures, a.w, a.u, a.c, a.x, a.m, self.p, CELL, FACTS._replace(log_ratio=log_ratio), log_ratio,
                1.0)
        )  # fmt: skip

    def under_way(self, t: int) -> None:
        self.x["t"] = t
        self.c[CELL].fight_last, self.c[CELL].mass_last = t - 1, t - 1


@pytest.fixture
def before() -> Before:
    return Before()


# --- what is asked for


@pytest.mark.parametrize(("side", "bar"), [(0, logit(0.5)), (1, logit(0.6))])
@pytest.mark.parametrize("repulses", [0, 3])
@pytest.mark.parametrize("waited", [0, 23])
def test_a_hasty_attack_asks_for_the_bar_and_more_and_for_each_repulse(
    before: Before, side: int, bar: float, repulses: int, waited: int
) -> None:
    before.c[CELL].mass_first, before.c[CELL].repulses = 200 - waited, repulses
    found = run(venture.asked, before.c, before.x, before.p, CELL, side)
    assert found == pytest.approx(bar + 0.15 * repulses + 0.3)


@pytest.mark.parametrize(("waited", "days"), [(24, 0.0), (36, 0.5), (72, 2.0)])
def test_after_a_build_up_each_day_of_waiting_takes_off_what_is_asked(before: Before, waited: int, days: float) -> None:
    before.c[CELL].mass_first, before.c[CELL].repulses = 200 - waited, 2
    found = run(venture.asked, before.c, before.x, before.p, CELL, 1)
    assert found == pytest.approx(logit(0.6) + 0.3 - 0.05 * days)


def test_waiting_never_brings_it_below_the_least_and_the_least_never_lifts_a_low_bar(before: Before) -> None:
    before.c[CELL].mass_first, before.x["t"] = 0, 24 * 60
    assert run(venture.asked, before.c, before.x, before.p, CELL, 1) == pytest.approx(logit(0.55))
    assert run(venture.asked, before.c, before.x, before.p, CELL, 0) == pytest.approx(logit(0.5))


@pytest.mark.parametrize("chance", [0.0, 1e-9, 0.3, 1.0])
def test_log_odds_are_finite_for_every_chance(chance: float) -> None:
    assert run(venture.log_odds, chance) == pytest.approx(logit(min(max(chance, 1e-6), 1 - 1e-6)))


# --- what is hoped for


def test_hope_is_the_law_s_expectation_over_the_luck_that_it_leaves(before: Before) -> None:
    f, p = FACTS, before.p
    before.x["law"], before.x["t"], p.rule_learn_quality = 0, 0, 0.0
    expected = run(law.expected_margin, p, 0.9, f.air, f.surprise, f.wealth, f.armour, f.delaying, f.dug, f.army)
    luck = math.hypot(float(p.fit_margin_lasting), float(p.fit_margin_daily))
    assert run(venture.prospect, before.x, p, f, 0.9) == pytest.approx(1.702 * expected / luck, rel=1e-6)


@pytest.mark.parametrize(("days", "known"), [(-1, 0.0), (0, 0.0), (10, 1.0 - math.exp(-1.0)), (90, 1.0)])
def test_what_the_armies_are_worth_is_luck_to_a_staff_until_it_has_learned_it(
    before: Before, days: int, known: float
) -> None:
    f, p = FACTS, before.p
    p.rule_learn_quality, p.learning_days, p.unknown_quality_log_odds, p.fit_margin_army = 1.0, 10.0, 1.1, -2.0
    before.x["law"], before.x["t"] = 0, 24 * days
    expected = run(
        law.expected_margin, p, 0.9, f.air, f.surprise, f.wealth, f.armour, f.delaying, f.dug, known * f.army
    )
    luck = math.hypot(float(p.fit_margin_lasting), float(p.fit_margin_daily), 1.1 * (1.0 - known))
    assert run(venture.prospect, before.x, p, f, 0.9) == pytest.approx(1.702 * expected / luck, rel=1e-3)


@pytest.mark.parametrize("repulses", [0, 2])
def test_who_is_strong_enough_attacks_whatever_he_expects(before: Before, repulses: int) -> None:
    before.p.sure_ratio, before.c[CELL].repulses = 3.0, repulses
    needed = math.log(3.0) + 0.15 * repulses
    for rule, ratio, goes in ((1.0, needed + 0.01, True), (1.0, needed - 0.01, False), (0.0, needed + 0.01, False)):
        before.p.rule_sure_ratio = rule
        assert bool(run(venture.surely, before.c, before.p, CELL, ratio)) is goes


def test_better_odds_give_more_hope(before: Before) -> None:
    before.x["law"] = 0
    hopes = [run(venture.prospect, before.x, before.p, FACTS, ratio) for ratio in np.linspace(-2.0, 2.0, 9)]
    assert (np.diff(hopes) > 0.0).all()


def test_an_operation_counts_the_power_of_both_around_the_cell_and_the_ground_for_the_defender(before: Before) -> None:
    m, row, column = before.a.m, int(before.w[CELL].row), int(before.w[CELL].column)
    m[:] = 0.0
    m[1, row, column], m[1, row + 2, column], m[1, row + 3, column] = 2.0, 4.0, 99.0  # the last is 30 km off
    m[0, row, column + 1] = 1.5
    found = run(venture.operation_log_ratio, before.w, m, before.p, 1, CELL, 2.0)
    assert found == pytest.approx(math.log(6.0 / 3.0), rel=1e-6)


# --- whether there is an attack


def test_an_attack_is_made_at_what_is_asked_for_and_not_below(before: Before) -> None:
    before.p.build_up_h = 0.0
    assert before.goes(logit(0.6) + 1e-9, t=200)
    assert not before.goes(logit(0.6) - 1e-6, t=300)


def test_who_has_not_enough_for_a_hasty_attack_makes_a_deliberate_one_a_build_up_later(before: Before) -> None:
    hope = logit(0.6) + 0.2
    assert [before.goes(hope, t=200 + hour) for hour in range(30)] == [False] * 24 + [True] * 6


@pytest.mark.parametrize(("gap", "goes"), [(12, True), (13, False)])
def test_a_build_up_begins_anew_after_a_gap(before: Before, gap: int, *, goes: bool) -> None:
    hope = logit(0.6) + 0.2
    for t in range(200, 220):
        assert not before.goes(hope, t=t)
    assert before.goes(hope, t=219 + gap) == goes


def test_power_around_the_cell_counts_for_an_operation_that_no_single_cell_would_bear(before: Before) -> None:
    before.p.build_up_h = 0.0
    assert not before.goes(-1.0, t=200)
    before.a.m[:] = 0.0
    row, column = before.w[CELL].row, before.w[CELL].column
    before.a.m[1, row, column], before.a.m[0, row, column] = 3.0, 1.5
    assert before.goes(-1.0, t=201)


@pytest.mark.parametrize(("below", "goes_on"), [(0.39, True), (0.41, False)])
def test_an_attack_under_way_is_broken_off_once_the_hope_has_fallen_far_enough(
    before: Before, below: float, *, goes_on: bool
) -> None:
    before.p.build_up_h = 0.0
    before.c[CELL].mass_first = 100
    bar = run(venture.asked, before.c, before.x, before.p, CELL, 1)
    before.under_way(200)
    assert before.goes(bar - below) == goes_on
    assert before.c[CELL].repulses == (0 if goes_on else 1)
    assert before.c[CELL].mass_first == (100 if goes_on else 200)


def test_a_repulsed_attack_needs_a_build_up_of_its_own_and_more(before: Before) -> None:
    hope = logit(0.6) + 0.3001
    assert before.goes(hope, t=200)
    before.under_way(201)
    assert not before.goes(hope - 0.5)
    waits = [before.goes(logit(0.6) + 0.149, t=202 + hour) for hour in range(23)]
    assert not any(waits) and not before.goes(logit(0.6) + 0.149, t=225)
    assert before.goes(logit(0.6) + 0.151, t=226)


def test_repulses_are_counted_up_to_a_number(before: Before) -> None:
    for _ in range(50):
        run(venture.repulsed, before.c, before.x, CELL)
    assert before.c[CELL].repulses == venture.MOST_REPULSES


def test_nobody_attacks_below_the_least_ratio_and_the_cut_off_do_not_weigh(before: Before) -> None:
    before.u[before.first].homeward = 1
    assert before.goes(-3.0)
    before.p.least_attack_ratio = 0.5
    assert before.goes(math.log(0.5)) and not before.goes(math.log(0.5) - 1e-9)


def test_with_the_rule_off_any_ratio_above_the_least_will_do(before: Before) -> None:
    before.p.rule_attack_by_chance, before.p.least_attack_ratio = 0.0, 0.4
    assert before.goes(math.log(0.41)) and not before.goes(math.log(0.39))


# --- the price


def test_an_aggressor_who_has_paid_his_price_goes_on_but_begins_nothing(before: Before) -> None:
    before.p.build_up_h, before.x[0].worn[1] = 0.0, 1
    assert not before.goes(9.0, t=200)
    before.under_way(201)
    assert before.goes(9.0)
    before.p.rule_price = 0.0
    assert before.goes(9.0, t=300)
    before.p.rule_price = 1.0
    before.x[0].worn[1], before.x[0].worn[0] = 0, 1
    assert before.goes(9.0, t=400)
    before.x[0].worn[1] = 1
    before.u[before.first].kind = records.HOST
    assert before.goes(9.0, t=500)


@pytest.mark.parametrize(("left", "worn"), [(0.5, 0), (0.4999, 1), (1.0, 0)])
def test_the_price_is_paid_when_more_than_its_share_of_what_came_is_gone(
    before: Before, left: float, worn: int
) -> None:
    before.p.price_share = 0.5
    for unit in before.red[1:3]:
        before.place(unit, 7, strength=left, power=2.0)
    before.u[before.first].strength = left
    before.place(before.red[3], 7, role=records.FIRES, power=99.0)
    before.place(before.blue[0], 9)
    for unit in (before.blue[1], before.red[3]):
        before.u[unit].cell = -1  # who has not come yet is not counted
    run(power.survey, before.w, before.u, before.x, before.a.m, before.p)
    assert before.x[0].worn.tolist() == [0, worn]


def test_who_gave_way_for_good_counts_among_what_came(before: Before) -> None:
    before.p.price_share = 0.5
    for unit in before.red[1:]:
        before.place(unit, 7, strength=0.0, status=records.DESTROYED)
    run(power.survey, before.w, before.u, before.x, before.a.m, before.p)
    assert before.x[0].worn[1] == 1


# --- coming together again, and clearing


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({"cohesion": 0.59}, True), ({"cohesion": 0.61}, False), ({"cohesion": 0.59, "fought_h": 199.0}, False),
        ({"cohesion": 0.59, "fought_h": 198.0}, True), ({"cohesion": 0.59, "homeward": 1}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("side", [0, 1])
def test_a_shaken_unit_comes_together_before_it_begins_but_goes_on_with_what_it_has_begun(
    before: Before, values: dict[str, float], side: int, *, waits: bool
) -> None:
    unit = before.place((before.blue, before.red)[side][1], 300, **{"fought_h": -99.0, "homeward": 0} | values)
    assert bool(run(orders.regroups, before.u, before.x, before.p, unit)) == waits
    before.p[("rule_regroup_blue", "rule_regroup_red")[side]] = 0.0
    assert not run(orders.regroups, before.u, before.x, before.p, unit)


def clears(before: Before, kind: int, **values: float) -> int:
    before.p.rule_clear_blue = before.p.rule_clear_red = 1.0
    before.a.k[0].kind = kind
    for name, value in {"duty": -1, "obeys": records.EVERYWHERE, "task": 0}.items():
        before.u[before.first][name] = value
    for name, value in values.items():
        before.u[before.first][name] = value
    return int(run(orders.clearing_side, before.w, before.u, before.c, before.a.k, before.p, before.first))


def test_who_attacked_or_was_sent_clears_the_weakest_enemy_beside_him_and_who_was_told_to_hold_does_not(
    before: Before,
) -> None:
    around = [int(n) for n in before.w[before.beside].neighbours]
    before.place(before.blue[0], around[1], power=2.0)
    before.place(before.blue[1], around[4], power=0.5)
    for kind in (records.ATTACK, records.COUNTER):
        assert clears(before, kind) == 4
    for kind in (records.HOLD, records.MOVE, records.DELAY):
        assert clears(before, kind) == -1
        assert clears(before, kind, duty=1) == 4
    assert clears(before, records.ATTACK, task=-1) == -1
    assert clears(before, records.ATTACK, task=-1, duty=0) == 4
    assert clears(before, records.ATTACK, obeys=records.DISOBEYS) == -1
    assert clears(before, records.ATTACK, role=records.FIRES) == -1
    assert clears(before, records.ATTACK, role=records.MANOEUVRE, status=records.BROKEN) == -1
    before.w[around[4]].enter[1] = 0
    assert clears(before, records.ATTACK, status=records.ACTIVE) == 1
    before.w[before.beside].kind[1] = 0
    assert clears(before, records.ATTACK) == -1


# --- luck


def test_those_who_were_thrown_back_meet_the_same_luck_after_any_pause_and_others_do_not(before: Before) -> None:
    before.p.rule_luck_of_the_pair, before.p.battle_part_km = 1.0, 30.0
    a = before.a

    def luck(t: int, command: int) -> list[float]:
        before.x["t"] = t
        run(battle.luck_of_battle, a.w, a.c, a.q, a.x, before.p, CELL, command)
        run(battle.luck_of_cell, a.c, a.q, a.x, before.p, CELL, command)
        return [*a.q[command].lasting.tolist(), *a.c[CELL].lasting.tolist()]

    first = luck(10, 1)
    other = luck(40, 0)
    assert not set(first) & set(other)
    assert luck(41, 1) == first and luck(600, 1) == first
    before.p.rule_luck_of_the_pair = 0.0
    assert not set(luck(700, 1)) & set(luck(800, 1))
