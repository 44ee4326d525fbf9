"""What a defender brings to bear: time to dig in, and no more battalions than a cell has room for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from campaign.sandbox import scenario
from hillfort.campaign._kernels import fight as kernels
from hillfort.campaign.doubt import sample
from hillfort.campaign.run import prepared
from hillfort.foundation._kernels.kinds import Record

PREPARATION_H, FORTIFICATION_H, ROOM_BNEQ = 10.0, 40.0, 3.0


class Stand:
    """Blue battalions of one battalion equivalent each in one cell,
    and the assumptions that decide what they are worth."""

    def __init__(self, battalions: int) -> None:
        ready = prepared(scenario(blue=battalions, red=1), "drive")
        self.a = ready.workspace()
        self.p: Record = ready.by_name(sample(ready.columns, seed=1, first_draw=0, draws=1)).assumed[0]
        self.p.preparation_h, self.p.fortification_h = PREPARATION_H, FORTIFICATION_H
        self.p.stack_limit_bneq = ROOM_BNEQ
        units, self.cell = self.a.u, 0
        mine = np.flatnonzero(units["side"] == 0)
        for name, value in {"power": 1.0, "strength": 1.0, "quality": 1.0, "cohesion": 1.0, "supply": 4.0}.items():
            units[name][mine] = value
        units["next_here"][mine] = [*mine[1:], -1]
        self.a.c["head"][self.cell] = (mine[0], -1)
        self.a.c["load"][self.cell] = (battalions, 0.0)
        self.a.w["forest"][self.cell] = self.a.w["wetland"][self.cell] = self.a.w["urban"][self.cell] = 0.0
        self.first = int(mine[0])

    def dug_in(self, static_h: float, *, hour: int = 1000, ready_h: float = 0.0) -> float:
        """How the first battalion stands."""
        units: Any = self.a.u.view(np.recarray)
        clock: Any = self.a.x.view(np.recarray)
        units[self.first].static_h, units[self.first].ready_h, clock[0].t = static_h, ready_h, hour
        return float(kernels.dug_in.py_func(units, clock, self.p, self.first))

    def power(self) -> float:
        """Battalion equivalents of all of them, and what they brought."""
        a = self.a
        return float(kernels.defending_power(a.w, a.u, a.c, a.k, a.q, a.x, self.p, 0, self.cell)[0])


@pytest.fixture(scope="module")
def stand() -> Stand:
    return Stand(2)


@pytest.mark.parametrize(
    ("static_h", "dug"),
    [(0.0, 0.0), (5.0, 0.25), (PREPARATION_H, 0.5), (30.0, 0.75), (50.0, 1.0), (500.0, 1.0)],
)
def test_a_battalion_is_prepared_after_its_hours_and_fortified_after_further_ones(
    stand: Stand, static_h: float, dug: float
) -> None:
    assert stand.dug_in(static_h) == pytest.approx(dug)


def test_the_longer_it_stands_the_better_it_is_dug_in(stand: Stand) -> None:
    found = [stand.dug_in(hours) for hours in range(50)]
    assert (np.diff(found) > 0.0).all()


def test_time_in_barracks_does_not_count(stand: Stand) -> None:
    assert stand.dug_in(500.0, hour=105, ready_h=100.0) == pytest.approx(0.25)
    assert stand.dug_in(500.0, hour=90, ready_h=100.0) == 0.0


def test_a_cell_gives_a_defender_no_more_than_it_has_room_for() -> None:
    power = {count: Stand(count).power() for count in (1, 2, 3, 4, 6)}
    one = power[1]
    assert one > 0.0
    for count, found in power.items():
        assert found == pytest.approx(one * min(count, ROOM_BNEQ), rel=1e-5)
