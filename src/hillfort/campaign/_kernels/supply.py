"""Supply: where it comes from, whether a line is open, what arrives, who gives up."""

from __future__ import annotations

import math

from hillfort.campaign._kernels.control import change_control
from hillfort.campaign._kernels.move import destroy
from hillfort.campaign._kernels.power import holding_power, power_in
from hillfort.campaign._kernels.records import (
    ACTIVE,
    AMMUNITION,
    BROKEN,
    SURRENDER,
    Assumed,
    Cells,
    Changes,
    Clock,
    Depots,
    Fields,
    Goals,
    Ground,
    Queue,
    Units,
)
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit

STREAM_SURRENDER = 12
SUPPLY_STEP_H = 12
LINES_STEP_H = 24
DRY_LOOK_H = 6
"""How often a unit without supply looks for a line; the others look once in `LINES_STEP_H`."""
SUPPLY_LOOK_CELLS = 300
FARTHEST_KM = 1e9
NO_LINE, LINE_OPEN = 0, 1
"""What is remembered of a cell: no way downhill, or a line."""


@njit()
def draw_on_stocks(x: Clock, p: Assumed, isolated: bool) -> None:
    """An hour of what the region's depots hold, in days: less while no way in is open, more while one is.

    With classes of supply they hold tonnes, which trucks take and ways in bring.
    """
    if x[0].entered == 0:
        return
    if p.rule_supply_classes > 0.5:
        x[0].starved = 1 if isolated and x[0].stock_t[AMMUNITION] <= 0.0 else 0
        return
    if isolated:
        x[0].stocks_days = max(0.0, x[0].stocks_days - 1.0 / 24.0)
    else:
        x[0].stocks_days = min(p.stocks_days, x[0].stocks_days + 1.0 / 24.0)
    x[0].starved = 1 if isolated and x[0].stocks_days <= 0.0 else 0


@njit(inline=True)
def has_supply(c: Cells, b: Depots, x: Clock, source: int) -> bool:
    """True if a source is in its side's hands and has something to bring."""
    return c[b[source].cell].control != 1 - b[source].side and not (x[0].starved and b[source].region)


@njit(inline=True)
def nearest_depot(w: Ground, f: Fields, u: Units, c: Cells, b: Depots, x: Clock, i: int) -> int:
    """Index of the nearest supply source that has something to bring, or -1."""
    best, best_km = w[u[i].cell].depot[u[i].side], FARTHEST_KM
    if best >= 0 and has_supply(c, b, x, best):
        return best
    best = -1
    for source in range(len(b)):
        if b[source].side != u[i].side or not has_supply(c, b, x, source):
            continue
        if f[b[source].field, u[i].cell].cost < best_km:
            best, best_km = source, f[b[source].field, u[i].cell].cost
    return best


@njit()
def passes(u: Units, c: Cells, x: Clock, p: Assumed, side: int, cell: int) -> float:
    """Share of a side's convoys that get through a cell: 0 where the enemy bars it.

    A force of the size of a block bars the road; a smaller one costs convoys in proportion, and ground that is the
    enemy's with nobody on it costs those that turn back for want of an escort.
    """
    enemy = 1 - side
    if c[cell].control != enemy and c[cell].count[enemy] == 0:
        return 1.0
    if p.rule_graded_lines < 0.5:
        return 0.0
    there = holding_power(u, c, x, p, cell=cell, side=enemy) if c[cell].count[enemy] > 0 else 0.0
    if there >= p.line_block_bneq:
        return 0.0
    share = 1.0 - there / p.line_block_bneq
    return share * p.escort_share if c[cell].control == enemy else share


@njit(inline=True)
def trains_come(c: Cells, x: Clock, side: int, cell: int) -> bool:
    """Whether a side's trains can come to a cell: trucks load there, as at a depot."""
    return c[cell].rail_h[side, 0] == x[0].rail_t or c[cell].rail_h[side, 1] == x[0].rail_t


@njit()
def line_part(
    w: Ground, f: Fields, u: Units, c: Cells, x: Clock, n: Queue, p: Assumed, side: int, field: int, cell: int
) -> float:
    """Share of the convoys from the source of a field that reach a cell by the way downhill; -1 where it is barred.

    Remembered for every cell on the way; `n` is room for it.
    """
    stamp = 2 * x[0].t + side
    part, steps, here = -1.0, 0, cell
    n[0] = cell
    for _ in range(SUPPLY_LOOK_CELLS):
        if c[here].line_stamp == stamp and c[here].line_field == field:
            part = c[here].line_part if c[here].line_open == LINE_OPEN else -1.0
            break
        d = f[field, here].next
        if d == 6:
            part = 1.0
            break
        if d < 0:
            break
        ahead = w[here].neighbours[d]
        if passes(u, c, x, p, side=side, cell=ahead) <= 0.0:
            ahead = round_block(w, f, u, c, x, p, side=side, source=field, here=here)
            if ahead < 0:
                break
        here = ahead
        steps += 1
        n[steps] = here
    for step in range(steps, -1, -1):
        at = n[step]
        if step < steps and part > 0.0:
            part *= passes(u, c, x, p, side=side, cell=n[step + 1])
        if step < steps:
            c[at].line_km = c[n[step + 1]].line_km + f[field, at].cost - f[field, n[step + 1]].cost
        elif c[at].line_stamp != stamp or c[at].line_field != field:
            c[at].line_km = 0.0
        if trains_come(c, x, side=side, cell=at):
            c[at].line_km = 0.0
        c[at].line_stamp, c[at].line_field = stamp, field
        c[at].line_open = LINE_OPEN if part > 0.0 else NO_LINE
        if part > 0.0 and c[at].control == 1 - side and c[at].used == 0:
            c[at].used, c[at].next_used = 1, x[0].used
            x[0].used = at
        c[at].line_part = max(part, 0.0)
    return part


@njit(inline=True)
def line_share(f: Fields, u: Units, b: Depots, p: Assumed, best: int, i: int) -> float:
    """Share of full combat consumption that a line of this length brings to a unit."""
    reach_km = p.supply_reach_km_blue if u[i].side == 0 else p.supply_reach_km_red
    in_reach = 2.0 * reach_km / p.truck_km_per_h + p.truck_handling_h
    return min(1.0, in_reach / (2.0 * f[b[best].field, u[i].cell].cost / p.truck_km_per_h + p.truck_handling_h))


@njit(inline=True)
def round_block(
    w: Ground, f: Fields, u: Units, c: Cells, x: Clock, p: Assumed, side: int, source: int, here: int
) -> int:
    """Another neighbour, nearer to the source, that is not barred; -1 if there is none."""
    best, best_km = -1, f[source, here].cost
    for d in range(6):
        n = w[here].neighbours[d]
        if n < 0 or w[here].kind[d] == 0 or f[source, n].next < 0:
            continue
        if f[source, n].cost < best_km and passes(u, c, x, p, side=side, cell=n) > 0.0:
            best, best_km = n, f[source, n].cost
    return best


@njit()
def way_round(w: Ground, u: Units, c: Cells, n: Queue, x: Clock, p: Assumed, side: int, cell: int) -> float:
    """Share of the convoys that reach a cell round about, over own ground from one that has a line;
    0 if nothing joins it.

    Spreads outward, and remembers for all it has joined; `n` is room for a queue of cells. Each cell is looked at once
    in a step and for a side, whoever asks.
    """
    stamp = 2 * x[0].t + side
    if c[cell].round_stamp == stamp:
        return c[cell].round_part
    n[0] = cell
    c[cell].round_stamp, c[cell].round_part = stamp, 0.0
    first, last, part = 0, 1, 0.0
    while first < last and part <= 0.0:
        here = n[first]
        first += 1
        for d in range(6):
            other = w[here].neighbours[d]
            if other < 0 or w[here].kind[d] == 0 or w[other].enter[side] == 0:
                continue
            through = passes(u, c, x, p, side=side, cell=other)
            if through <= 0.0:
                continue
            if c[other].line_stamp == stamp and c[other].line_open == LINE_OPEN:
                part = max(part, c[other].line_part * through)
            elif c[other].round_stamp == stamp:
                part = max(part, c[other].round_part * through)
            else:
                c[other].round_stamp, c[other].round_part = stamp, 0.0
                n[last] = other
                last += 1
    if part > 0.0:
        for index in range(last):
            c[n[index]].round_part = part
    return part


@njit()
def pressed(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int) -> float:
    """Power of the enemies beside a unit's cell over what stands in it; 0 where nobody is beside it."""
    cell, side = u[i].cell, u[i].side
    enemy = 0.0
    for d in range(6):
        other = w[cell].neighbours[d]
        if other >= 0 and c[other].count[1 - side] > 0:
            enemy += power_in(u, c, x, p, cell=other, side=1 - side)
    return enemy / max(power_in(u, c, x, p, cell=cell, side=side), 1e-6)


@njit()
def gives_up(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int) -> bool:
    """Whether a unit that has been without supply, and has nothing left, gives up in this step.

    By chance, the sooner the stronger those are who press it: never a whole army in an hour. With that rule off: all
    who have been cut off for as long, at once.
    """
    odds = pressed(w, u, c, x, p, i)
    if odds <= 0.0 or odds < p.surrender_power_share:
        return False
    if p.rule_gradual_surrender < 0.5:
        return u[i].dry_h > p.surrender_h
    if u[i].dry_h < p.surrender_after_h:
        return False
    rate = min(odds, p.surrender_odds_limit) / p.surrender_h
    luck = uniform(seed=x[0].seed, stream=STREAM_SURRENDER, draw=x[0].draw, hour=x[0].t + x[0].lead_h, unit=u[i].luck)
    return luck < 1.0 - math.exp(-rate * SUPPLY_STEP_H)


@njit()
def note_surrender(w: Ground, u: Units, g: Goals, x: Clock, i: int) -> None:
    """Note at each objective that the other side holds or besieges that one of its besiegers there has given up."""
    zone = w[u[i].cell].zone
    for j in range(len(g)):
        if (zone >> j) & 1 and g[j].side != u[i].side:
            g[j].gave_up_h = x[0].t


@njit()
def find_lines(
    w: Ground, f: Fields, u: Units, c: Cells, b: Depots, n: Queue, x: Clock, p: Assumed, whole: bool
) -> None:
    """Share of full combat consumption that can reach each unit: downhill to its depot, else round about.

    With classes of supply the share is that of the convoys that get through, and the length of the line stands beside
    it: what they bring is a matter of tonnes.

    `whole`: for everybody; else only for those who had no line.
    """
    while x[0].used >= 0:
        c[x[0].used].used = 0
        x[0].used = c[x[0].used].next_used
    for i in range(len(u)):
        if (u[i].status != ACTIVE and u[i].status != BROKEN) or not (whole or u[i].dry_h > 0.0):
            continue
        u[i].line_share = 0.0
        best = nearest_depot(w, f, u, c, b, x, i)
        u[i].source = best
        if best >= 0:
            field = b[best].field
            part = line_part(w, f, u, c, x, n, p, side=u[i].side, field=field, cell=u[i].cell)
            whole_share = 1.0 if p.rule_supply_classes > 0.5 else line_share(f, u, b, p, best=best, i=i)
            u[i].line_share = whole_share * part if part > 0.0 else -whole_share
            u[i].line_km = c[u[i].cell].line_km if part > 0.0 else f[field, u[i].cell].cost
    for i in range(len(u)):
        if u[i].line_share < 0.0:
            u[i].line_share *= -way_round(w, u, c, n, x, p, side=u[i].side, cell=u[i].cell)


@njit(inline=True)
def hungry(u: Units, p: Assumed, i: int) -> bool:
    """Whether a cut-off unit has eaten what it had, whatever ammunition is left."""
    return p.rule_supply_classes > 0.5 and u[i].dry_h >= 24.0 * p.rations_days


@njit()
def secure_lines(w: Ground, u: Units, c: Cells, g: Goals, n: Queue, x: Clock, h: Changes, p: Assumed) -> None:
    """Once a day: a road that a side's convoys have just used, and on which no enemy stands, is its own.

    Not a place that somebody has to take, and not a city. `n` is room for a queue of cells.
    """
    if p.rule_secure_lines < 0.5:
        return
    found, cell = 0, x[0].used
    while cell >= 0:
        side = c[cell].line_stamp - 2 * x[0].t
        if (side == 0 or side == 1) and c[cell].line_open == LINE_OPEN and c[cell].control == 1 - side:
            if c[cell].count[1 - side] == 0 and w[cell].strong == 0 and c[cell].city < 0 and w[cell].enter[side] > 0:
                place = found
                while place > 0 and n[place - 1] > cell:
                    n[place] = n[place - 1]
                    place -= 1
                n[place] = cell
                found += 1
        cell = c[cell].next_used
    for index in range(found):
        cell = n[index]
        change_control(w, u, c, g, x, h, cell=cell, side=c[cell].line_stamp - 2 * x[0].t)


@njit()
def resupply(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, p: Assumed) -> None:
    """Twelve hours for every unit in the theatre: consumption and delivery, unless supply goes by class, and what
    becomes of those who are cut off."""
    for i in range(len(u)):
        if u[i].status != ACTIVE and u[i].status != BROKEN:
            continue
        share = u[i].line_share
        busy_h = min(u[i].busy_h, SUPPLY_STEP_H)  # before H-hour everybody is supplied where he is
        used = (busy_h + p.supply_idle_share * (SUPPLY_STEP_H - busy_h)) / 24.0
        u[i].busy_h = 0.0
        if p.rule_supply_classes < 0.5:
            u[i].supply = min(u[i].supply_days, u[i].supply + p.catch_up_factor * share * SUPPLY_STEP_H / 24.0 - used)
            u[i].supply = max(0.0, u[i].supply)
        if share > 0.0:
            u[i].dry_h = 0.0
            continue
        u[i].dry_h += SUPPLY_STEP_H
        u[i].wake_h = min(u[i].wake_h, x[0].t)
        if u[i].supply > 0.0 and not hungry(u, p, i):
            continue
        if p.rule_gradual_surrender > 0.5:
            u[i].cohesion = max(0.0, u[i].cohesion - p.hunger_cohesion_per_day * SUPPLY_STEP_H / 24.0)
        if gives_up(w, u, c, x, p, i):
            note_surrender(w, u, g, x, i)
            u[i].gave_up = 1
            destroy(u, c, x, i=i, cause=SURRENDER)
