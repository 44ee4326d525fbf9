"""Landings and air assaults: troops are carried to a place, come ashore or do not, and wait there to be relieved."""

from __future__ import annotations

import math

from hillfort.campaign._kernels.carriage import (
    ASHORE,
    CALLED_OFF,
    LOST_ON_THE_WAY,
    NOT_TRIED,
    REPULSED,
    UNDER_WAY,
    Landings,
    Lifts,
)
from hillfort.campaign._kernels.control import claim
from hillfort.campaign._kernels.move import count_loss, put, take
from hillfort.campaign._kernels.power import power_in, power_now
from hillfort.campaign._kernels.records import (
    ACTIVE,
    BROKEN,
    CROSSED,
    DESTROYED,
    FIGHTING,
    MANOEUVRE,
    PASSAGE,
    WAITING,
    Assumed,
    Cells,
    Changes,
    Clock,
    Goals,
    Ground,
    Row,
    Sea,
    Tasks,
    Units,
)
from hillfort.campaign._kernels.ways import SEA_CLOSED, SEA_STEP_H
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation._kernels.kinds import Numbers
from hillfort.foundation.jit import njit

STREAM_LIFT = 34
STREAM_LANDING = 35
NEVER_H = 1e9
DRY_H = 1.0
"""Hours without a line with which those ashore begin, so that they look for one as those do who have none."""
LIFT_STEP_H = 24


@njit()
def begin_landings(u: Units, z: Landings, r: Lifts, own: Row) -> None:
    """Before the first hour: lifts as they are in this draw; who is to be fetched from outside the map waits there."""
    for j in range(len(r)):
        r[j].persons = own[r[j].persons_column]
        r[j].vehicles = own[r[j].vehicles_column]
        r[j].km_per_h = max(own[r[j].km_per_h_column], 1.0)
        r[j].loading_h = own[r[j].loading_h_column]
        r[j].free_h = -NEVER_H
        r[j].leaves_h = -NEVER_H
        r[j].room = 0.0
    for j in range(len(z)):
        z[j].state = NOT_TRIED
        z[j].tried_h = math.nan
        z[j].ashore_h = math.nan
        z[j].relieved_h = math.nan
        z[j].failed_h = math.nan
        z[j].garrison = own[z[j].garrison_column] if z[j].garrison_column >= 0 else 0.0
        i = z[j].unit
        if r[z[j].lift].cell < 0 and u[i].status == WAITING:
            u[i].wake_h = NEVER_H  # it does not come by a way in


@njit(inline=True)
def waits_for_lift(w: Ground, u: Units, z: Landings, r: Lifts, j: int) -> bool:
    """Whether a battalion stands where its lift loads, or beside, and this landing is what it has to do next."""
    i, base = z[j].unit, r[z[j].lift].cell
    if u[i].task != z[j].task:
        return False
    if u[i].status == WAITING:
        return base < 0
    if u[i].status != ACTIVE or u[i].engaged > 0 or base < 0:
        return False
    if u[i].cell == base:
        return True
    near = False
    for d in range(6):
        near = near or w[base].neighbours[d] == u[i].cell
    return near


@njit(inline=True)
def loads_of(u: Units, r: Lifts, p: Assumed, i: int, lift: int) -> float:
    """Loads that a lift has to carry for a battalion: by its people, or by the vehicles that go along; by helicopter
    it comes on foot."""
    people = u[i].strength * u[i].persons / max(r[lift].persons, 1e-6)
    if r[lift].on_foot:
        return people
    needed = p.landed_vehicle_share * u[i].strength * u[i].vehicles
    return max(people, needed / max(r[lift].vehicles, 1e-6))


@njit(inline=True)
def has_room(u: Units, r: Lifts, x: Clock, p: Assumed, i: int, lift: int) -> bool:
    """Whether a lift is there for a battalion: free, or about to leave in this hour with enough room for it."""
    if r[lift].free_h <= x[0].t:
        return True
    return r[lift].leaves_h == x[0].t and r[lift].room >= loads_of(u, r, p, i=i, lift=lift)


@njit(inline=True)
def sky_of(z: Landings, x: Clock, p: Assumed, side: int, j: int) -> float:
    """Who holds the sky over the place of a landing, from its own side: 1 it does, -1 the enemy."""
    held = p.air_superiority
    if x[0].air and z[j].sky >= 0:
        held = x[0].superiority[z[j].sky]
    return held if side == 0 else -held


@njit(inline=True)
def lane_step(sea: Sea, x: Clock) -> int:
    """Step of the sea that the hour belongs to."""
    whole_days = (x[0].lead_h + 23) // 24 * 24
    return min((x[0].t + whole_days) // SEA_STEP_H, sea.state.shape[1] - 1)


@njit(inline=True)
def may_set_out(z: Landings, r: Lifts, x: Clock, p: Assumed, sea: Sea, side: int, row: int, j: int) -> bool:
    """Whether a lift is sent now: not through a sky that is too much the enemy's, nor over a lane that is closed."""
    if r[z[j].lift].ships:
        return z[j].lane < 0 or sea.state[row, lane_step(sea, x), z[j].lane] != SEA_CLOSED
    return sky_of(z, x, p, side=side, j=j) >= p.landing_least_sky


@njit(inline=True)
def passage_survival(z: Landings, r: Lifts, x: Clock, p: Assumed, sea: Sea, side: int, row: int, j: int) -> float:
    """Chance that a part of the load comes through: by sea as its lane, by air as the sky over the place."""
    if r[z[j].lift].ships:
        return sea.survival[row, lane_step(sea, x), z[j].lane] if z[j].lane >= 0 else p.landing_passage_survival
    held = sky_of(z, x, p, side=side, j=j)
    if held >= 0.0:
        loss = held * p.landing_own_sky_loss + (1.0 - held) * p.landing_denied_sky_loss
    else:
        loss = -held * p.landing_enemy_sky_loss + (1.0 + held) * p.landing_denied_sky_loss
    return 1.0 - min(1.0, max(0.0, loss))


@njit()
def set_out(u: Units, c: Cells, z: Landings, r: Lifts, x: Clock, p: Assumed, j: int) -> None:
    """Take a battalion off the map and into its lift, which is taken up until its last load is back."""
    i, lift = z[j].unit, z[j].lift
    share = loads_of(u, r, p, i=i, lift=lift)
    loads = max(1.0, math.ceil(share - 1e-6))
    way_h = z[j].km / r[lift].km_per_h
    round_h = r[lift].loading_h + 2.0 * way_h
    start = float(x[0].t)
    z[j].state = UNDER_WAY
    z[j].tried_h = start
    z[j].due_h = start + r[lift].loading_h + way_h + (loads - 1.0) * round_h
    if r[lift].leaves_h != start:
        r[lift].leaves_h = start
        r[lift].room = loads
    r[lift].room -= share
    r[lift].free_h = max(r[lift].free_h, start + loads * round_h)
    if u[i].status == ACTIVE:
        take(u, c, i)
    u[i].cell = -1
    u[i].status = WAITING
    u[i].wake_h = NEVER_H
    u[i].aim = -1
    u[i].field = -1


@njit()
def come_through(u: Units, z: Landings, x: Clock, p: Assumed, j: int, survival: float) -> float:
    """Share of a load that arrives; what does not is lost."""
    i, arrived = z[j].unit, 0.0
    parts = max(1, int(p.load_parts))
    for part in range(parts):
        if uniform(seed=x[0].seed, stream=STREAM_LIFT, draw=x[0].draw, hour=part, unit=z[j].luck) < survival:
            arrived += 1.0 / parts
    lost = u[i].strength * (1.0 - arrived)
    count_loss(u, x, i, lost, PASSAGE)
    u[i].strength -= lost
    return arrived


@njit(inline=True)
def lodgement(w: Ground, u: Units, c: Cells, p: Assumed, i: int, cell: int, afloat: bool) -> int:
    """Cell in which a landing is made: the place itself, or one beside it without an enemy; -1 where none is free."""
    side = u[i].side
    if c[cell].count[1 - side] == 0:
        return cell
    best, least = -1, 1e30
    for d in range(6):
        n = w[cell].neighbours[d]
        if n < 0 or w[cell].kind[d] == 0 or w[n].enter[side] == 0 or c[n].count[1 - side] > 0:
            continue
        if afloat and not on_shore(w, n):
            continue
        if c[n].load[side] + u[i].power > p.columns_per_cell * p.stack_limit_bneq:
            continue
        enemy = 0.0
        for e in range(6):
            beside = w[n].neighbours[e]
            if beside >= 0:
                enemy += c[beside].load[1 - side]
        if enemy < least:
            best, least = n, enemy
    return best


@njit(inline=True)
def on_shore(w: Ground, cell: int) -> bool:
    """Whether a cell borders on water."""
    for d in range(6):
        n = w[cell].neighbours[d]
        if n >= 0 and w[n].country < 0:
            return True
    return False


@njit()
def power_around(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, cell: int, side: int) -> float:
    """Power of one side in a cell and those beside it."""
    total = power_in(u, c, x, p, cell=cell, side=side)
    for d in range(6):
        n = w[cell].neighbours[d]
        if n >= 0 and c[n].count[side] > 0:
            total += power_in(u, c, x, p, cell=n, side=side)
    return total


@njit(inline=True)
def power_share(r: Lifts, p: Assumed, lift: int) -> float:
    """What landed troops are worth against the same that came by road."""
    return p.landed_power_share * (p.landed_foot_share if r[lift].on_foot else 1.0)


@njit()
def comes_ashore(w: Ground, u: Units, c: Cells, z: Landings, r: Lifts, x: Clock, p: Assumed, j: int) -> float:
    """Chance that those who have come through gain a foothold, against all who defend the place or stand beside it.

    Where nobody of the map's does, and the place is the enemy's, its garrison meets a landing from the sea.
    """
    i = z[j].unit
    enemy = power_around(w, u, c, x, p, cell=z[j].cell, side=1 - u[i].side)
    if c[z[j].cell].control == 1 - u[i].side:
        enemy = max(enemy, z[j].garrison)
    if enemy <= 0.0:
        return 1.0
    own = power_now(u, x, p, i) * power_share(r, p, z[j].lift)
    own += power_around(w, u, c, x, p, cell=z[j].cell, side=u[i].side)
    odds = p.landing_opposed_log_odds + p.landing_ratio_log_odds * math.log(max(own, 1e-6) / enemy)
    return 1.0 / (1.0 + math.exp(-odds))


@njit()
def go_back(u: Units, c: Cells, z: Landings, r: Lifts, x: Clock, p: Assumed, j: int) -> None:
    """A landing that has failed: what is left goes back to where it came from, and waits for other orders."""
    i, home = z[j].unit, r[z[j].lift].cell
    z[j].state = REPULSED
    z[j].failed_h = x[0].t
    lost = u[i].strength * p.landing_repulse_loss
    count_loss(u, x, i, lost, FIGHTING)
    u[i].strength -= lost
    u[i].cohesion *= 1.0 - p.landing_repulse_loss
    u[i].task = -1
    if home >= 0 and c[home].count[1 - u[i].side] == 0:
        u[i].status = ACTIVE
        u[i].wake_h = x[0].t
        put(u, c, i=i, cell=home)


@njit()
def hold_bridges(w: Ground, c: Cells, cell: int) -> None:
    """Bridges at which troops have been set down are not blown any more."""
    for d in range(6):
        n = w[cell].neighbours[d]
        if n >= 0 and w[cell].river[d] == 1 and c[cell].crossed[d] == 0:
            c[cell].crossed[d] = CROSSED
            c[n].crossed[w[cell].back[d]] = CROSSED


@njit()
def put_ashore(
    w: Ground, u: Units, c: Cells, z: Landings, r: Lifts, g: Goals, x: Clock, h: Changes, p: Assumed, j: int, cell: int
) -> None:
    """A battalion that has come ashore: light, with some days of supply, and without a line."""
    i = z[j].unit
    z[j].state = ASHORE
    z[j].ashore_h = x[0].t
    z[j].due_h = x[0].t + LIFT_STEP_H
    u[i].status = ACTIVE
    u[i].wake_h = x[0].t
    u[i].previous = -1
    u[i].heading = -1
    u[i].static_h = 0.0
    u[i].progress = 0.0
    u[i].power *= power_share(r, p, z[j].lift)
    u[i].supply = min(u[i].supply_days, p.landed_supply_days)
    u[i].line_share = 0.0
    u[i].dry_h = DRY_H
    u[i].task = z[j].task + 1 if z[j].task + 1 < u[i].task_first + u[i].task_count else z[j].task
    u[i].phase = 0
    put(u, c, i=i, cell=cell)
    claim(w, u, c, g, x, h, p, i)
    hold_bridges(w, c, cell)


@njit()
def arrive_at(
    w: Ground, u: Units, c: Cells, z: Landings, r: Lifts, g: Goals, x: Clock, h: Changes, p: Assumed,
    j: int, survival: float,
) -> None:  # fmt: skip
    """The end of a passage: what is left of a battalion comes ashore, is thrown back, or is lost."""
    i = z[j].unit
    if come_through(u, z, x, p, j=j, survival=survival) < p.least_ashore_share:
        z[j].state = LOST_ON_THE_WAY
        z[j].failed_h = x[0].t
        count_loss(u, x, i, u[i].strength, PASSAGE)
        u[i].strength = 0.0
        u[i].status = DESTROYED
        return
    chance = comes_ashore(w, u, c, z, r, x, p, j)
    cell = lodgement(w, u, c, p, i=i, cell=z[j].cell, afloat=r[z[j].lift].ships > 0)
    luck = uniform(seed=x[0].seed, stream=STREAM_LANDING, draw=x[0].draw, hour=0, unit=z[j].luck)
    if cell < 0 or luck >= chance:
        go_back(u, c, z, r, x, p, j)
        return
    if chance < 1.0:
        lost = u[i].strength * p.landing_repulse_loss * (1.0 - chance)
        count_loss(u, x, i, lost, FIGHTING)
        u[i].strength -= lost
    put_ashore(w, u, c, z, r, g, x, h, p, j=j, cell=cell)


@njit()
def came_by_lift(z: Landings, i: int) -> bool:
    """Whether a unit is one that has landed and was not relieved yet."""
    found = False
    for j in range(len(z)):
        found = found or (z[j].unit == i and z[j].state == ASHORE and math.isnan(z[j].relieved_h))
    return found


@njit()
def joined_by_land(w: Ground, u: Units, c: Cells, z: Landings, i: int) -> bool:
    """Whether fighting troops of its side that have a line stand in a unit's cell or beside it."""
    for d in range(7):
        cell = u[i].cell if d == 6 else w[u[i].cell].neighbours[d]
        if cell < 0 or (d < 6 and w[u[i].cell].kind[d] == 0):
            continue
        other = c[cell].head[u[i].side]
        while other >= 0:
            fights = u[other].role == MANOEUVRE and u[other].status == ACTIVE
            if fights and u[other].line_share > 0.0 and not came_by_lift(z, other):
                return True
            other = u[other].next_here
    return False


@njit()
def sustain(
    w: Ground, u: Units, c: Cells, z: Landings, r: Lifts, x: Clock, p: Assumed, sea: Sea, row: int, j: int
) -> None:
    """Those ashore have no line until troops that came by land join them; their lift brings what it can, daily."""
    i = z[j].unit
    if u[i].status != ACTIVE and u[i].status != BROKEN:
        return
    if math.isnan(z[j].relieved_h):
        if joined_by_land(w, u, c, z, i):
            z[j].relieved_h = x[0].t
            u[i].wake_h = x[0].t
            return
        u[i].line_share = 0.0
        u[i].dry_h = max(u[i].dry_h, DRY_H)
        if x[0].t < z[j].due_h:
            return
        z[j].due_h = x[0].t + LIFT_STEP_H
        side, lift = u[i].side, z[j].lift
        holds = c[z[j].cell].control == side and c[z[j].cell].count[1 - side] == 0
        if holds and r[lift].free_h <= x[0].t and may_set_out(z, r, x, p, sea, side=side, row=row, j=j):
            through = passage_survival(z, r, x, p, sea, side=side, row=row, j=j)
            u[i].supply = min(u[i].supply_days, u[i].supply + p.lift_supply_share * through)


@njit()
def call_off(u: Units, z: Landings, x: Clock, j: int) -> None:
    """A landing that nobody could set out for in time: the battalion goes on to its next task."""
    i = z[j].unit
    z[j].state = CALLED_OFF
    u[i].task = z[j].task + 1 if z[j].task + 1 < u[i].task_first + u[i].task_count else -1
    u[i].phase = 0
    u[i].wake_h = x[0].t


@njit()
def land_troops(
    w: Ground, u: Units, c: Cells, k: Tasks, z: Landings, r: Lifts, g: Goals, x: Clock, h: Changes, p: Assumed,
    sea: Sea, row: int,
) -> None:  # fmt: skip
    """An hour of all landings and air assaults: set out, arrive, be supplied by the lift, be relieved."""
    for j in range(len(z)):
        i, lift = z[j].unit, z[j].lift
        if z[j].state == NOT_TRIED and u[i].status != DESTROYED:
            start = max(0.0, u[i].ready_h, k[z[j].task].begin)
            if x[0].t < start or not waits_for_lift(w, u, z, r, j):
                continue
            side = u[i].side
            carried = r[lift].persons > 0.0 and p.rule_landings > 0.5 and u[i].role == MANOEUVRE
            if not carried or x[0].t >= start + p.landing_patience_h:
                call_off(u, z, x, j)
            elif has_room(u, r, x, p, i=i, lift=lift) and may_set_out(z, r, x, p, sea, side=side, row=row, j=j):
                set_out(u, c, z, r, x, p, j)
        elif z[j].state == UNDER_WAY and x[0].t >= z[j].due_h:
            survival = passage_survival(z, r, x, p, sea, side=u[i].side, row=row, j=j)
            arrive_at(w, u, c, z, r, g, x, h, p, j=j, survival=survival)
        elif z[j].state == ASHORE:
            sustain(w, u, c, z, r, x, p, sea, row=row, j=j)


@njit()
def close_landings(u: Units, z: Landings, found: Numbers, row: int) -> None:
    """Write down what became of each landing of a draw."""
    for j in range(len(z)):
        i = z[j].unit
        found[row, j, 0] = z[j].state
        found[row, j, 1] = z[j].tried_h
        found[row, j, 2] = z[j].ashore_h
        found[row, j, 3] = z[j].relieved_h
        found[row, j, 4] = u[i].strength if u[i].status != DESTROYED else 0.0
        found[row, j, 5] = z[j].failed_h
