"""Movement: entering and leaving cells, roads and queues, bridges, retreat."""

from __future__ import annotations

import math

from hillfort.campaign._kernels.control import claim
from hillfort.campaign._kernels.crossings import STREAM_BRIDGE, over_water, through_belt
from hillfort.campaign._kernels.power import out_of_fuel, tired
from hillfort.campaign._kernels.records import (
    ACTIVE,
    BLOWN,
    CROSSED,
    DESTROYED,
    MANOEUVRE,
    Assumed,
    Cells,
    Changes,
    Clock,
    Fields,
    Goals,
    Ground,
    Units,
)
from hillfort.campaign._kernels.ring import same_city
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit

BLOCKED_LOOK_H = 3.0
"""How often a unit looks again whether its way is free."""


@njit()
def fill_speeds(x: Clock, p: Assumed, off_road_share: float) -> None:
    """Column speeds of this draw: (3 mobility classes, 5 kinds of way), km/h by day, halts included."""
    speed = x[0].speed
    for mobility in range(3):
        main = p.road_kmh_tracked
        off = p.cross_country_share_tracked
        if mobility == 1:
            main = p.road_kmh_wheeled
            off = p.cross_country_share_wheeled
        elif mobility == 2:
            main = p.road_kmh_light
            off = p.cross_country_share_wheeled
        main *= p.march_share
        speed[mobility, 0] = 0.0
        speed[mobility, 1] = main * off * off_road_share
        speed[mobility, 2] = main * p.local_road_share
        speed[mobility, 3] = main
        speed[mobility, 4] = main * p.dual_speed_factor


@njit(inline=True)
def put(u: Units, c: Cells, i: int, cell: int) -> None:
    """Put a unit into a cell's list."""
    side = u[i].side
    u[i].cell = cell
    u[i].next_here = c[cell].head[side]
    c[cell].head[side] = i
    c[cell].count[side] += 1
    if u[i].role == MANOEUVRE:
        c[cell].load[side] += u[i].power


@njit(inline=True)
def take(u: Units, c: Cells, i: int) -> None:
    """Take a unit out of its cell's list."""
    side, cell = u[i].side, u[i].cell
    if c[cell].head[side] == i:
        c[cell].head[side] = u[i].next_here
    else:
        before = c[cell].head[side]
        while u[before].next_here != i:
            before = u[before].next_here
        u[before].next_here = u[i].next_here
    c[cell].count[side] -= 1
    if u[i].role == MANOEUVRE:
        c[cell].load[side] = max(0.0, c[cell].load[side] - u[i].power)
    if c[cell].count[side] == 0:
        c[cell].load[side] = 0.0  # no crumbs of rounding


@njit(inline=True)
def count_loss(u: Units, x: Clock, i: int, lost: float, cause: int) -> None:
    """Add a share of a unit's full strength to what its side has lost, and to what."""
    x[0].lost[u[i].side] += lost * u[i].persons
    x[0].by_cause[cause, u[i].side, 0] += lost * u[i].persons
    if u[i].role == MANOEUVRE:
        x[0].by_cause[cause, u[i].side, 1] += lost * u[i].power


@njit()
def destroy(u: Units, c: Cells, x: Clock, i: int, cause: int) -> None:
    """Remove a unit for good; what was left of it counts as lost."""
    count_loss(u, x, i, u[i].strength, cause)
    u[i].strength = 0.0
    u[i].status = DESTROYED
    u[i].aim = -1
    take(u, c, i)


@njit()
def arrive(u: Units, x: Clock, i: int) -> None:
    """Count a unit from outside as reinforcement when it first stands in the region."""
    x[0].arrived += 1.0
    if u[i].role == MANOEUVRE:
        x[0].arrived_manoeuvre += 1.0
        if x[0].arrived_manoeuvre == 3.0:
            x[0].first_brigade_h = x[0].t


@njit()
def enter(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, p: Assumed, i: int, cell: int) -> None:
    """Move a unit into a neighbouring cell and see what that changes."""
    u[i].previous = u[i].cell
    take(u, c, i)
    put(u, c, i=i, cell=cell)
    u[i].static_h = 0.0
    u[i].moved = 1
    u[i].wake_h = x[0].t
    if w[cell].holder == 1 - u[i].side:
        c[cell].belt_h = 0.0
    if u[i].outside and u[i].way != -2 and w[cell].region:
        u[i].way = -2
        arrive(u, x, i)
    claim(w, u, c, g, x, h, p, i)


@njit(inline=True)
def room_for(w: Ground, u: Units, c: Cells, p: Assumed, i: int, n: int) -> bool:
    """True if a unit could stand in a cell now: allowed, no enemy, room.

    Guns and support do not go ahead of the fighting troops into ground that the enemy holds.
    """
    side = u[i].side
    if w[n].enter[side] == 0 or c[n].count[1 - side] > 0:
        return False
    if c[n].city >= 0 and c[n].control == 1 - side:
        return False  # the buildings have to be gone through first
    if u[i].role != MANOEUVRE:
        return c[n].control != 1 - side
    if c[n].load[side] <= 0.0:
        return True
    return c[n].load[side] + u[i].power <= p.columns_per_cell * p.stack_limit_bneq


@njit(inline=True)
def open_to(w: Ground, u: Units, c: Cells, p: Assumed, i: int, cell: int, d: int) -> bool:
    """True if a unit may enter the neighbour on side `d` now: there is a way, and room for it."""
    n = w[cell].neighbours[d]
    return n >= 0 and w[cell].kind[d] > 0 and room_for(w, u, c, p, i=i, n=n)


@njit()
def detour(w: Ground, f: Fields, u: Units, c: Cells, p: Assumed, i: int, field: int) -> int:
    """Best other side to leave by when the way ahead is not open, or -1; never straight back.

    A step aside counts only where there is room in the cell beyond it, and that is nearer to the goal than this one:
    otherwise those who are barred would walk in circles round what bars them.
    """
    cell = u[i].cell
    here = f[field, cell].cost
    best, best_cost = -1, here + p.detour_slack_h
    for d in range(6):
        n = w[cell].neighbours[d]
        if n < 0 or n == u[i].previous or f[field, n].next < 0 or f[field, n].cost >= best_cost:
            continue
        if not open_to(w, u, c, p, i=i, cell=cell, d=d):
            continue
        if f[field, n].cost >= here:
            beyond = w[n].neighbours[f[field, n].next]
            if f[field, beyond].cost >= here or not room_for(w, u, c, p, i=i, n=beyond):
                continue
        best, best_cost = d, f[field, n].cost
    return best


@njit(inline=True)
def pace_km_per_h(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int, d: int) -> float:
    """Speed of a unit towards the neighbour on side `d` in this hour."""
    cell = u[i].cell
    n = w[cell].neighbours[d]
    kind = w[cell].kind[d]
    pace = x[0].speed[u[i].mobility, kind]
    if kind == 1:
        pace *= (1.0 - p.forest_slow_share * w[n].forest) * (1.0 - p.wetland_slow_share * w[n].wetland)
    if x[0].day == 0:
        pace *= p.night_speed_share
    if c[n].control == 1 - u[i].side and x[0].t >= 0:
        pace *= p.hostile_speed_share
    if x[0].air and x[0].t >= 0 and w[cell].sky >= 0:
        pace *= 1.0 - x[0].slow[u[i].side, w[cell].sky]
    return max(pace * tired(u[i].fatigue, p), 0.05)


@njit(inline=True)
def behind_delay(u: Units, c: Cells, p: Assumed, i: int, n: int, free: float) -> float:
    """Later by what a delaying force has put into a cell, for the first who come there."""
    if c[n].obstacle > 0 and c[n].control == 1 - u[i].side:
        c[n].obstacle = 0
        return free + p.obstacle_h
    return free


@njit(inline=True)
def crossing_h(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int, d: int, now: float) -> float:
    """When the crossing to the neighbour on side `d` is next free, in hours from H-hour."""
    cell = u[i].cell
    n = w[cell].neighbours[d]
    free = max(now, c[cell].free_at[d])
    if p.rule_barriers > 0.5:
        if w[cell].river[d] > 0:
            free = max(free, over_water(w, u, c, x, p, i=i, d=d, now=now))
        if c[n].belt_h > 0.0:
            free = max(free, through_belt(w, u, c, x, p, i=i, d=d, now=free))
        return behind_delay(u, c, p, i=i, n=n, free=free)
    if w[cell].river[d] > 0 and c[cell].crossed[d] == 0:
        c[cell].crossed[d] = CROSSED
        back = w[cell].back[d]
        down = w[cell].river[d] == 2
        if not down and c[n].control == 1 - u[i].side and now >= 0.0 and c[n].crossed[back] == 0:
            low = min(cell * 6 + d, n * 6 + back)
            down = (
                uniform(seed=x[0].seed, stream=STREAM_BRIDGE, draw=x[0].draw, hour=0, unit=low) < p.bridge_blown_chance
            )
        if down:
            free = max(free, now + p.bridging_h)
            c[cell].free_at[d] = free
            c[n].crossed[back] = CROSSED
            if w[cell].river[d] == 1:
                c[cell].crossed[d] = BLOWN
    return behind_delay(u, c, p, i=i, n=n, free=free)


@njit(inline=True)
def passing_share(p: Assumed, kind: int) -> float:
    """Time that a column takes to pass by a kind of way, against a main road."""
    if kind == 1:
        return p.open_country_passing_share
    return p.dual_passing_share if kind == 4 else 1.0


@njit()
def march(
    w: Ground, f: Fields, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, p: Assumed, i: int, field: int
) -> None:
    """Spend an hour moving along a field; several cells if the road allows."""
    if x[0].t >= 0 and u[i].status == ACTIVE and out_of_fuel(u, p, i):
        u[i].wake_h = x[0].t + BLOCKED_LOOK_H
        return
    budget = 1.0
    while budget > 0.0:
        cell = u[i].cell
        d = f[field, cell].next
        if d < 0 or d > 5:
            return
        if not open_to(w, u, c, p, i=i, cell=cell, d=d):
            d = detour(w, f, u, c, p, i=i, field=field)
            if d < 0:
                u[i].progress = min(u[i].progress, 0.95)
                u[i].wake_h = x[0].t + BLOCKED_LOOK_H
                return
        if d != u[i].heading:
            u[i].heading = d
            u[i].progress = 0.0
        full_h = w[cell].km[d] / pace_km_per_h(w, u, c, x, p, i=i, d=d)
        need_h = full_h * (1.0 - u[i].progress)
        if need_h > budget:
            u[i].progress += budget / full_h
            u[i].gone_km += w[cell].km[d] * budget / full_h
            u[i].moved = 1
            return
        u[i].gone_km += w[cell].km[d] * (1.0 - u[i].progress)
        u[i].progress = 1.0
        now = x[0].t + 1.0 - budget + need_h
        start = crossing_h(w, u, c, x, p, i=i, d=d, now=now)
        if start >= x[0].t + 1.0:
            u[i].wake_h = math.floor(start)
            return
        column_h = (
            u[i].vehicles * u[i].strength / (p.column_veh_per_km * max(x[0].speed[u[i].mobility, w[cell].kind[d]], 1.0))
        )
        c[cell].free_at[d] = start + column_h * p.march_share * passing_share(p, w[cell].kind[d])
        u[i].progress = 0.0
        enter(w, u, c, g, x, h, p, i=i, cell=w[cell].neighbours[d])
        budget = x[0].t + 1.0 - start


@njit()
def retreat_side(w: Ground, f: Fields, u: Units, c: Cells, p: Assumed, i: int) -> int:
    """Side by which a unit can get away from its cell, its own rear first; -1 if surrounded."""
    cell, side = u[i].cell, u[i].side
    home = u[i].rear
    best, best_cost = -1, 1e30
    for d in range(6):
        n = w[cell].neighbours[d]
        if n < 0 or not open_to(w, u, c, p, i=i, cell=cell, d=d):
            continue
        cost = 1e6
        if home >= 0 and f[home, n].next >= 0:
            cost = f[home, n].cost
        if c[n].control == 1 - side:
            cost += p.hostile_retreat_h
        elif c[cell].city >= 0 and same_city(c, one=cell, other=n):
            cost -= p.city_stay_h
        if cost < best_cost:
            best, best_cost = d, cost
    return best
