"""Control, slowly: who takes which ground, and how a place comes back."""

from __future__ import annotations

import math

from oracles.world import ACTIVE, MANOEUVRE, Thing, World

FOUGHT_BACK, GAVE_UP, ABANDONED = 1, 2, 3
JUST_NOW_H = 48


def how(world: World, goal: Thing) -> int:
    """By which of three ways a place that changes hands was regained."""
    places = [goal.cell, *(other for _, other in world.around(goal.cell))]
    if any(world.cells[place].fought_last >= world.t - JUST_NOW_H for place in places):
        return FOUGHT_BACK
    return GAVE_UP if goal.gave_up_h >= world.t - JUST_NOW_H else ABANDONED


def hold(world: World, cell: int, side: int) -> None:
    """A side takes a cell; an objective there is lost or retaken, once each."""
    own = world.ground[cell].holder
    world.cells[cell].control = side
    if own == 1 - side:
        world.clock.taken[side] += 1
    elif own == side:
        world.clock.taken[1 - side] -= 1
    for goal in world.goals if world.ground[cell].strong else []:
        if goal.cell == cell and side != goal.side and math.isnan(goal.lost_h):
            goal.lost_h = world.t
            goal.allied = sum(
                unit.allied
                and unit.role == MANOEUVRE
                and unit.status == ACTIVE
                and world.ground[unit.cell].country == goal.country
                for unit in world.units
            )
        elif goal.cell == cell and side == goal.side and not math.isnan(goal.lost_h) and math.isnan(goal.retaken_h):
            goal.retaken_h, goal.how = world.t, how(world, goal)


def takes_ground(world: World, unit: Thing) -> bool:
    """Fighting units from H-hour on; with the rule on, those with power that are neither broken nor on their way
    back."""
    if world.t < 0 or unit.role != MANOEUVRE:
        return False
    strong = world.power(unit) >= world.p["control_floor_bneq"]
    return world.off("control_by_power") or (unit.status == ACTIVE and not unit.homeward and strong)


def claim(world: World, unit: Thing) -> None:
    """A unit takes its cell, and empty ground beside it; an objective beside it only once it is surrounded."""
    if not takes_ground(world, unit):
        return
    side, here = unit.side, unit.cell
    if world.cells[here].control == 1 - side:
        hold(world, here, side)
    if world.ground[here].holder != side or world.clock.taken[1 - side] > 0:
        for number, other in world.joined(here):
            if beyond_water(world, here, number):
                continue
            undefended = world.cells[other].control == 1 - side and not world.enemies(unit, other)
            if undefended and world.ground[other].enter[side]:
                cut_off = all(world.cells[near].control != 1 - side for _, near in world.joined(other))
                if not world.ground[other].strong or cut_off:
                    hold(world, other, side)
    for number, goal in enumerate(world.goals):
        if goal.side != side and (world.ground[here].zone >> number) & 1 and math.isnan(goal.outskirts_h):
            goal.outskirts_h = world.t


def beyond_water(world: World, cell: int, side: int) -> bool:
    """Whether a river that nobody has crossed parts a cell from its neighbour."""
    near = world.cells[cell]
    uncrossed = not near.crossed[side] or near.work_h[side] > 0
    return not world.off("barriers") and world.ground[cell].river[side] > 0 and uncrossed


def passed_by(world: World, cell: int) -> bool:
    """Empty ground, of no objective, with nobody of its side near and mostly the other side's ground around it."""
    side = world.cells[cell].control
    if side < 0 or world.ground[cell].strong or not world.ground[cell].enter[1 - side]:
        return False
    near = [other for _, other in world.joined(cell)]
    if any(world.cells[place].here[side] for place in (cell, *near)):
        return False
    hostile = sum(world.cells[other].control == 1 - side for other in near)
    return 0 < hostile and hostile >= world.p["enclosed_share"] * len(near)


def consolidate(world: World) -> None:
    """Once a day: everybody who can takes the ground he stands on, then a force takes what it has passed."""
    if world.off("consolidate"):
        return
    for unit in world.alive():
        if unit.status == ACTIVE and world.cells[unit.cell].control == 1 - unit.side:
            claim(world, unit)
    if not any(taken > 0 for taken in world.clock.taken):
        return
    for cell in [cell for cell in range(len(world.cells)) if passed_by(world, cell)]:
        hold(world, cell, 1 - world.cells[cell].control)
