"""March, slowly: an hour of one unit on the road, cell by cell."""

from __future__ import annotations

import math

import numpy as np

from oracles.control import claim
from oracles.philox import uniform
from oracles.world import ACTIVE, BROKEN, MANOEUVRE, Thing, World

BRIDGES = 5
"""Stream of the luck of bridges."""
OPEN_COUNTRY, DUAL = 1, 4
LOOKS_AGAIN_H = 3


def main_speed(world: World, mobility: int, kind: int) -> float:
    """Column speed by day on a kind of way, halts included; the clock holds it for the draw."""
    return float(world.clock.speed[mobility][kind])


def pace(world: World, unit: Thing, side: int) -> float:
    """Kilometres in this hour towards the neighbour on a side."""
    p, here = world.p, unit.cell
    there = world.ahead(here, side)
    kind = world.ground[here].kind[side]
    speed = main_speed(world, unit.mobility, kind)
    if kind == OPEN_COUNTRY:
        speed *= 1 - p["forest_slow_share"] * world.ground[there].forest
        speed *= 1 - p["wetland_slow_share"] * world.ground[there].wetland
    if not world.clock.day:
        speed *= p["night_speed_share"]
    if world.t >= 0 and world.cells[there].control == 1 - unit.side:
        speed *= p["hostile_speed_share"]
    return max(0.05, speed * world.tired(unit))


def has_room(world: World, unit: Thing, cell: int) -> bool:
    """Whether a unit could stand in a cell: it may, no enemy is there, and its roads have room.

    Guns and support do not go where the enemy holds the ground. The first unit always has room.
    """
    if not world.ground[cell].enter[unit.side] or world.enemies(unit, cell):
        return False
    if unit.role != MANOEUVRE:
        return bool(world.cells[cell].control != 1 - unit.side)
    there = world.load(cell, unit.side)
    return there <= 0 or there + unit.power <= world.p["columns_per_cell"] * world.p["stack_limit_bneq"]


def can_enter(world: World, unit: Thing, side: int) -> bool:
    other = world.ahead(unit.cell, side)
    return other >= 0 and world.ground[unit.cell].kind[side] > 0 and has_room(world, unit, other)


def detour(world: World, unit: Thing, field: int) -> int:
    """Another side to leave by, not back and not much farther from the goal; a step aside has to lead on."""
    here = world.cost[field, unit.cell]
    choices = []
    for side, other in world.around(unit.cell):
        cost, onward = world.cost[field, other], world.next[field, other]
        if other == unit.previous or onward < 0 or cost >= here + world.p["detour_slack_h"]:
            continue
        if not can_enter(world, unit, side):
            continue
        if cost >= here:
            beyond = world.ahead(other, onward)
            if world.cost[field, beyond] >= here or not has_room(world, unit, beyond):
                continue
        choices.append((cost, side))
    return min(choices)[1] if choices else -1


def crossing_free(world: World, unit: Thing, side: int, now: float) -> float:
    """Hour at which the way to a neighbour is free: columns before, a bridge that is down, obstacles, each once."""
    p, here = world.p, unit.cell
    there, back = world.ahead(here, side), world.ground[here].back[side]
    near, far = world.cells[here], world.cells[there]
    hostile = far.control == 1 - unit.side
    free = max(now, near.free_at[side])
    if not world.off("barriers"):
        if world.ground[here].river[side]:
            free = max(free, bridged(world, unit, side, now))
        if far.obstacle and hostile:
            far.obstacle = 0
            free += p["obstacle_h"]
        return free
    river = world.ground[here].river[side]
    if river and not near.crossed[side]:
        near.crossed[side] = 1
        down = river == 2
        if not down and hostile and now >= 0 and not far.crossed[back]:
            address = min(6 * here + side, 6 * there + back)
            luck = uniform(world.clock.seed, BRIDGES, world.clock.draw, 0, address)
            down = luck < p["bridge_blown_chance"]
        if down:
            free = max(free, now + p["bridging_h"])
            near.free_at[side], far.crossed[back] = free, 1
            near.crossed[side] = 2 if river == 1 else 1
    if far.obstacle and hostile:
        far.obstacle = 0
        free += p["obstacle_h"]
    return free


def bridged(world: World, unit: Thing, side: int, now: float) -> float:
    """Hour at which a river can be crossed: at once, or after work that those who cover the far bank slow down."""
    p, here = world.p, unit.cell
    there, back = world.ahead(here, side), world.ground[here].back[side]
    near, far = world.cells[here], world.cells[there]
    if not near.crossed[side]:
        bridge = world.ground[here].river[side] == 1
        enemys = 1 - unit.side in (far.control, world.ground[there].holder)
        if bridge and not (enemys and now >= 0):
            return now
        address = min(6 * here + side, 6 * there + back)
        luck = uniform(world.clock.seed, BRIDGES, world.clock.draw, 0, address)
        down = not bridge or luck < p["bridge_blown_chance"]
        near.crossed[side] = far.crossed[back] = 2 if bridge and down else 1
        if down:
            near.work_h[side] = far.work_h[back] = np.float32(p["bridging_h"])
    if near.work_h[side] <= 0:
        return now
    end = world.t + 1
    if near.worked != world.t:
        near.worked = world.t
        cover = sum(world.load(cell, 1 - unit.side) for cell in (there, *(n for _, n in world.around(there))))
        slow = p["uncovered_share"] + (p["covered_factor"] - p["uncovered_share"]) * min(
            1.0, cover / p["full_cover_bneq"]
        )
        left = max(0.0, near.work_h[side] - max(0.0, end - now) / slow)
        near.work_h[side] = far.work_h[back] = np.float32(left)
    return end


def column_h(world: World, unit: Thing, side: int) -> float:
    """Hours for which a unit's column keeps others off a way."""
    kind = world.ground[unit.cell].kind[side]
    share = {OPEN_COUNTRY: world.p["open_country_passing_share"], DUAL: world.p["dual_passing_share"]}.get(kind, 1.0)
    km = unit.vehicles * unit.strength / world.p["column_veh_per_km"]
    return km / max(main_speed(world, unit.mobility, kind), 1.0) * world.p["march_share"] * share


def enter(world: World, unit: Thing, cell: int) -> None:
    unit.previous = unit.cell
    world.take(unit)
    world.put(unit, cell)
    unit.static_h, unit.moved, unit.wake_h = 0.0, 1, world.t
    if unit.outside and unit.way != -2 and world.ground[cell].region:
        world.arrive(unit)
    claim(world, unit)


def march(world: World, unit: Thing, field: int) -> None:
    """One hour along a field of least times."""
    if world.t >= 0 and unit.status == ACTIVE and world.stands_still(unit):
        unit.wake_h = world.t + LOOKS_AGAIN_H
        return
    left = 1.0
    while left > 0:
        side = int(world.next[field, unit.cell])
        if not 0 <= side < 6:
            return
        if not can_enter(world, unit, side):
            side = detour(world, unit, field)
            if side < 0:
                unit.progress = min(unit.progress, 0.95)
                unit.wake_h = world.t + LOOKS_AGAIN_H
                return
        if side != unit.heading:
            unit.heading, unit.progress = side, 0.0
        whole = world.ground[unit.cell].km[side] / pace(world, unit, side)
        needed = whole * (1 - unit.progress)
        if needed > left:
            unit.progress += left / whole
            unit.gone_km += world.ground[unit.cell].km[side] * left / whole
            unit.moved = 1
            return
        unit.gone_km += world.ground[unit.cell].km[side] * (1 - unit.progress)
        unit.progress = 1.0
        start = crossing_free(world, unit, side, world.t + 1 - left + needed)
        if start >= world.t + 1:
            unit.wake_h = math.floor(start)
            return
        world.cells[unit.cell].free_at[side] = start + column_h(world, unit, side)
        unit.progress = 0.0
        enter(world, unit, world.ahead(unit.cell, side))
        left = world.t + 1 - start


def move(world: World) -> None:
    """Everybody marches who wants to and is not held by a fight."""
    for unit in world.alive():
        if unit.field >= 0 and unit.aim < 0:
            pinned = unit.engaged > 0 and unit.role == MANOEUVRE
            if unit.status == BROKEN or not pinned:
                march(world, unit, unit.field)
