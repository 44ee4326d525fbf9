"""An hour of fighting for one cell: what the law is asked, and what its answer does to those who stand there."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import fight, move, records

HOUR, PERSONS, TANKS = 200, (600.0, 900.0), (30.0, 12.0)
"""The hour; persons and tanks of a battalion of (blue, red)."""


class OneCell(Scene):
    """Two red battalions attack one blue from one cell, and the law answers what a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(2, 3)
        self.patch, self.facts = monkeypatch, []
        self.cell, self.origin = 100, int(self.w[100].neighbours[3])
        self.x["t"], self.x["surprised"], self.x["air"] = HOUR, 0, 0
        self.p.surprise_lasts_h, self.p.rule_broken_hold, self.p.overrun_ratio = 48.0, 0.0, 1e6
        self.p.pressed_share, self.p.delay_ratio, self.p.overrun_depths = 0.5, 1e6, 9.0
        self.p.rule_supply_classes = 0.0
        self.side_of(self.blue[0], self.cell, 0, wealth=10.0)
        for unit in self.red[:2]:
            self.side_of(unit, self.origin, 1, wealth=9.0)
            self.u[unit].heading = int(np.flatnonzero(self.w[self.origin].neighbours == self.cell)[0])
        self.c[self.cell].control = 0
        self.c[self.origin].control = 1

    def side_of(self, unit: int, cell: int, side: int, **values: float) -> None:
        self.place(unit, cell, persons=PERSONS[side], tanks=TANKS[side], **values)

    def hour(
        self, edge: float = 0.1, km: float = 0.0, attacker: float = 0.0, defender: float = 0.0, *, venture: bool = True
    ) -> None:
        """One hour; what the law was asked is appended to `facts`."""

        def adjudicate(*given: Any, facts: Any, **named: Any) -> tuple[float, float, float, float]:
            self.facts.append(facts)
            return edge, km, attacker, defender

        self.patch.setattr(fight, "adjudicate", adjudicate)
        self.patch.setattr(fight, "ventures", lambda *given, **named: venture)
        contested, a = 0, self.a
        self.c[self.cell].attackers = -1
        for unit in self.red[:2]:
            self.u[unit].engaged = 0
            contested = run(fight.attack, self.u, self.c, unit, self.cell, contested, 1.0)
        given = (a.w, a.f, a.u, a.c, a.k, a.g, a.q, a.x, self.out.changes, a.m, self.p)
        run(fight.resolve, *given, self.cell)

    def strength(self) -> list[float]:
        return [float(self.u[unit].strength) for unit in (self.blue[0], *self.red[:2])]


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> OneCell:
    return OneCell(monkeypatch)


def test_the_law_is_asked_with_what_stands_on_both_sides(one: OneCell) -> None:
    one.u[one.blue[0]].static_h = 5.0  # half way to a prepared position
    one.hour()
    (facts,) = one.facts
    assert facts.attackers == pytest.approx(2 * PERSONS[1])
    assert facts.defenders == pytest.approx(PERSONS[0])
    assert facts.log_ratio == pytest.approx(math.log(2.0), abs=1e-6)
    tanks = [math.log1p(1000.0 * TANKS[side] / PERSONS[side]) for side in (0, 1)]
    assert facts.armour == pytest.approx(tanks[1] - tanks[0], rel=1e-5)
    assert facts.wealth == pytest.approx(-1.0, rel=1e-5)
    assert facts.army == 1.0
    assert facts.air == pytest.approx(-float(one.p.air_superiority))
    assert (facts.delaying, facts.dug, facts.surprise) == (0.0, pytest.approx(0.25), 0.0)


def test_more_is_told_to_the_law_than_it_is_valid_for_never(one: OneCell) -> None:
    one.u[one.red[0]].power = 1e6
    one.p.stack_limit_bneq = 1e9
    one.u[one.blue[0]].tanks = 0.0
    for unit in one.red[:2]:
        one.u[unit].tanks = 1e6
    one.hour()
    assert one.facts[0].log_ratio == pytest.approx(fight.MOST_LOG_RATIO)
    assert one.facts[0].armour == pytest.approx(fight.MOST_ARMOUR)
    one.u[one.red[0]].power, one.u[one.red[1]].power, one.u[one.blue[0]].power = 1e-9, 1e-9, 1e6
    one.u[one.blue[0]].tanks = 1e6
    for unit in one.red[:2]:
        one.u[unit].tanks = 0.0
    one.hour()
    assert one.facts[1].log_ratio == pytest.approx(-fight.MOST_LOG_RATIO)
    assert one.facts[1].armour == pytest.approx(-fight.MOST_ARMOUR)


@pytest.mark.parametrize(
    ("hour", "kind", "surprised", "found"),
    [(47, 1, 1, 1.0), (48, 1, 1, 0.0), (47, 0, 1, 0.0), (47, 1, 0, 0.0)],
)
def test_surprise_is_an_aggressors_and_lasts_its_hours(
    one: OneCell, hour: int, kind: int, surprised: int, found: float
) -> None:
    aggressor = records.AGGRESSOR
    one.x["t"], one.x["surprised"] = hour, surprised
    for unit in one.red[:2]:
        one.u[unit].kind = aggressor if kind else aggressor + 1
    one.hour()
    assert one.facts[0].surprise == found


def test_both_sides_lose_their_own_share_of_what_they_have_and_nobody_else_does(one: OneCell) -> None:
    bystander = one.place(one.red[2], one.origin)
    one.u[one.red[1]].strength = 0.5
    one.hour(attacker=0.1, defender=0.2)
    assert one.strength() == pytest.approx([0.8, 0.9, 0.45])
    assert one.u[bystander].strength == 1.0
    lost = np.asarray(one.x["by_cause"][0][records.FIGHTING])
    assert lost[:, 0] == pytest.approx([0.2 * PERSONS[0], 0.15 * PERSONS[1]], rel=1e-5)
    engaged = [int(one.u[unit].engaged) for unit in (one.blue[0], *one.red[:2], bystander)]
    assert engaged == [fight.FIGHTS] * 3 + [0]


def test_who_waits_or_was_thrown_back_loses_nothing_and_asks_nothing(one: OneCell) -> None:
    one.hour(attacker=0.1, defender=0.2, venture=False)
    one.c[one.cell].off_until = HOUR + 1
    one.hour(attacker=0.1, defender=0.2)
    assert one.strength() == [1.0] * 3
    assert one.facts == []
    one.c[one.cell].off_until = HOUR
    one.hour(attacker=0.1, defender=0.2)
    assert len(one.facts) == 1


def test_a_cell_that_nobody_defends_is_not_fought_for(one: OneCell) -> None:
    run(move.take, one.u, one.c, one.blue[0])
    one.hour(attacker=0.1, defender=0.2)
    assert one.facts == []
    assert one.strength() == [1.0] * 3


def test_edges_add_up_and_a_new_engagement_begins_with_none(one: OneCell) -> None:
    one.c[one.cell].edge_sum = 7.0
    one.hour(edge=0.25)
    assert one.c[one.cell].edge_sum == pytest.approx(0.25)
    one.x["t"] = HOUR + 1
    one.hour(edge=-1.0)
    assert one.c[one.cell].edge_sum == pytest.approx(-0.75)
    assert one.c[one.cell].fought_last == HOUR + 1


def test_those_who_are_pushed_a_whole_cell_give_way_and_no_sooner(one: OneCell) -> None:
    depth = 1.0
    one.c[one.cell].pushed = 0.0
    one.hour(km=0.5)
    share = float(one.c[one.cell].pushed)
    assert 0.0 < share < depth
    assert one.u[one.blue[0]].cell == one.cell
    one.x["t"] = HOUR + 1
    one.hour(km=0.25 * (depth - share) / share)  # half of what is left
    assert one.c[one.cell].pushed == pytest.approx(0.5 * (1.0 + share), rel=1e-4)
    assert one.u[one.blue[0]].cell == one.cell
    one.x["t"] = HOUR + 2
    one.hour(km=0.2501 * (depth - share) / share)
    assert one.u[one.blue[0]].cell != one.cell
    assert one.u[one.blue[0]].strength == pytest.approx(1.0 - float(one.p.retreat_loss_share))


def test_who_delays_goes_when_pressed_and_not_before(one: OneCell) -> None:
    one.u[one.blue[0]].task = 0
    one.a.k.view(np.recarray)[0].kind = records.DELAY
    one.hour()
    assert one.facts[0].delaying == 1.0
    assert one.u[one.blue[0]].cell == one.cell
    one.p.pressed_share = 0.0  # nothing is enough
    one.x["t"] = HOUR + 1
    one.hour()
    assert one.u[one.blue[0]].cell != one.cell
    assert one.u[one.blue[0]].phase == 1
    assert one.u[one.blue[0]].strength == 1.0  # of his own will: without the losses of a rout


def test_at_long_odds_who_delays_goes_at_once(one: OneCell) -> None:
    one.u[one.blue[0]].task = 0
    one.a.k.view(np.recarray)[0].kind = records.DELAY
    one.p.delay_ratio = 2.0001
    one.hour()
    assert one.u[one.blue[0]].cell == one.cell
    one.p.delay_ratio = 1.9999
    one.x["t"] = HOUR + 1
    one.hour()
    assert one.u[one.blue[0]].cell != one.cell


def test_where_nobody_can_go_a_push_of_some_depths_destroys(one: OneCell) -> None:
    for side in range(6):
        beside = int(one.w[one.cell].neighbours[side])
        one.c[beside].control = 1
        one.w[beside].enter[0] = 0
    one.p.overrun_depths = 2.0
    one.c[one.cell].pushed = 0.0
    for step in range(40):
        one.x["t"] = HOUR + step
        one.hour(km=0.5)
        pushed = float(one.c[one.cell].pushed)
        gone = one.u[one.blue[0]].status == records.DESTROYED
        assert gone == (pushed >= 2.0 or one.c[one.cell].count[0] == 0)
        if gone:
            break
    assert step > 4
