"""Control by power and consolidation at their bounds, and the three ways in which a place comes back."""

from __future__ import annotations

import numpy as np
import pytest

from campaign.scene import Scene, run
from hillfort.campaign._kernels import control, records


@pytest.fixture
def scene() -> Scene:
    found = Scene()
    found.p.rule_control_by_power = found.p.rule_consolidate = 1.0
    found.p.control_floor_bneq = 0.125
    found.x["t"] = 100
    return found


def deep(scene: Scene, side: int) -> int:
    """A cell of plain ground that lies, with all within two cells of it,
    in one side's country and is no objective's."""
    for cell in range(len(scene.w)):
        ring = [int(n) for n in scene.w[cell].neighbours]
        near = {cell, *ring, *(int(n) for each in ring if each >= 0 for n in scene.w[each].neighbours)}
        if -1 not in near and all(scene.w[n].holder == side and not scene.w[n].strong for n in near):
            return cell
    raise AssertionError("no such ground")


def claim(scene: Scene, unit: int) -> None:
    a = scene.a
    run(control.claim, a.w, a.u, a.c, a.g, a.x, scene.out.changes, scene.p, unit)


def consolidate(scene: Scene) -> None:
    """What a test has changed by hand is noted as at a front first, as `change_control` notes it."""
    a = scene.a
    for cell in np.flatnonzero(scene.c["control"] != scene.w["holder"]).tolist():
        for each in (cell, *(int(n) for n in scene.w[cell].neighbours if n >= 0)):
            run(control.note_front, a.c, a.x, each)
    run(control.consolidate, a.w, a.u, a.c, a.g, a.x, scene.out.changes, a.n, scene.p)


@pytest.mark.parametrize(
    ("values", "takes"),
    [
        ({"strength": 0.125}, True), ({"strength": 0.1249}, False), ({"strength": 1.0}, True),
        ({"strength": 1.0, "quality": 0.12}, False), ({"status": records.BROKEN}, False), ({"homeward": 1}, False),
        ({"role": records.FIRES, "power": 9.0}, False),
    ],
)  # fmt: skip
def test_ground_goes_to_power_at_the_floor_and_not_to_the_broken_or_those_on_their_way_back(
    scene: Scene, values: dict[str, float], *, takes: bool
) -> None:
    cell = deep(scene, 0)
    unit = scene.place(scene.red[0], cell, **values)
    claim(scene, unit)
    assert scene.c[cell].control == (1 if takes else 0)
    assert all(scene.c[int(n)].control == (1 if takes else 0) for n in scene.w[cell].neighbours)


@pytest.mark.parametrize("values", [{"strength": 0.01}, {"status": records.BROKEN}, {"homeward": 1}])
def test_with_the_rule_off_any_fighting_unit_turns_what_it_stands_on(scene: Scene, values: dict[str, float]) -> None:
    scene.p.rule_control_by_power = 0.0
    cell = deep(scene, 0)
    claim(scene, scene.place(scene.red[0], cell, **values))
    assert scene.c[cell].control == 1


def test_before_h_hour_nothing_changes_hands(scene: Scene) -> None:
    cell = deep(scene, 0)
    unit = scene.place(scene.red[0], cell)
    scene.x["t"] = -1
    claim(scene, unit)
    assert scene.c[cell].control == 0
    scene.x["t"] = 0
    claim(scene, unit)
    assert scene.c[cell].control == 1


def surround(scene: Scene, cell: int, hostile: int) -> None:
    """Give so many of the six cells around one to red."""
    scene.x[0].taken[1] = hostile
    for n in scene.w[cell].neighbours[:hostile]:
        scene.c[int(n)].control = 1


@pytest.mark.parametrize(("share", "hostile", "goes"),
    [(0.5, 3, True), (0.5, 2, False), (0.84, 6, True), (0.84, 5, False), (1.0, 6, True), (0.65, 4, True)])  # fmt: skip
def test_empty_ground_goes_over_once_enough_of_what_is_around_it_is_the_enemy_s(
    scene: Scene, share: float, hostile: int, *, goes: bool
) -> None:
    cell = deep(scene, 0)
    scene.p.enclosed_share = share
    surround(scene, cell, hostile)
    consolidate(scene)
    assert scene.c[cell].control == (1 if goes else 0)


def test_what_is_contested_an_objective_or_closed_to_the_enemy_does_not_go_over(scene: Scene) -> None:
    cell = deep(scene, 0)
    around = [int(n) for n in scene.w[cell].neighbours]
    scene.p.enclosed_share = 0.5

    def enclosed() -> bool:
        return bool(run(control.enclosed, scene.w, scene.c, scene.p, cell))

    surround(scene, cell, 6)
    assert enclosed()
    scene.w[cell].strong = 1
    assert not enclosed()
    scene.w[cell].strong = 0
    scene.w[cell].enter[1] = 0
    assert not enclosed()
    scene.w[cell].enter[1] = 1
    for place in (cell, around[0]):  # one of the holder's on it or beside it, be he broken
        scene.c[place].count[0] = 1
        assert not enclosed()
        scene.c[place].count[0] = 0
    scene.c[around[0]].count[1] = 1  # an enemy beside it does not keep it
    assert enclosed()


def test_ground_goes_over_by_what_stood_around_it_when_the_day_began(scene: Scene) -> None:
    """A cell that has just gone over does not take the next with it in the same day."""
    cell = deep(scene, 0)
    around = [int(n) for n in scene.w[cell].neighbours]
    scene.p.enclosed_share = 1.0
    inner = around[0]
    for n in {int(n) for n in scene.w[inner].neighbours} | {int(n) for n in scene.w[cell].neighbours}:
        scene.c[n].control = 1
    scene.c[cell].control = scene.c[inner].control = 0
    scene.x[0].taken[1] = 9
    consolidate(scene)
    assert (scene.c[cell].control, scene.c[inner].control) == (0, 0)
    scene.p.enclosed_share = 0.8
    consolidate(scene)
    assert (scene.c[cell].control, scene.c[inner].control) == (1, 1)


def test_once_a_day_units_take_what_they_stand_on_and_with_the_rule_off_they_do_not(scene: Scene) -> None:
    cell = deep(scene, 0)
    scene.place(scene.red[0], cell)
    scene.p.rule_consolidate = 0.0
    consolidate(scene)
    assert scene.c[cell].control == 0
    scene.p.rule_consolidate = 1.0
    consolidate(scene)
    assert scene.c[cell].control == 1


@pytest.mark.parametrize(
    ("fought", "beside", "gave_up", "how"),
    [
        (52, -999, -999, records.FOUGHT_BACK), (-999, 52, -999, records.FOUGHT_BACK),
        (52, -999, 100, records.FOUGHT_BACK),
        (51, 51, 52, records.GAVE_UP), (51, 51, 51, records.ABANDONED), (-999, -999, -999, records.ABANDONED),
    ],
)  # fmt: skip
def test_a_place_comes_back_by_fighting_by_its_besieger_s_surrender_or_because_he_had_left(
    scene: Scene, fought: int, beside: int, gave_up: int, how: int
) -> None:
    goal, a = scene.a.g[0], scene.a
    cell = int(goal.cell)
    scene.c["fought_last"] = -999
    scene.c[cell].fought_last = fought
    scene.c[int(scene.w[cell].neighbours[2])].fought_last = beside
    scene.a.g[0].gave_up_h = gave_up

    def give(t: int, side: int) -> None:
        scene.x["t"] = t
        run(control.change_control, a.w, a.u, a.c, a.g, a.x, scene.out.changes, cell, side)

    give(10, 1)
    assert scene.a.g[0].lost_h == 10.0 and np.isnan(scene.a.g[0].retaken_h) and scene.a.g[0].how == 0
    give(100, 0)
    assert scene.a.g[0].retaken_h == 100.0 and scene.a.g[0].how == how
    give(110, 1)
    scene.c["fought_last"] = -999
    give(400, 0)
    assert (scene.a.g[0].lost_h, scene.a.g[0].retaken_h, scene.a.g[0].how) == (10.0, 100.0, how)
