"""Supply: where it comes from, whether a line is open, what arrives, who gives up."""

from __future__ import annotations

from hillfort.campaign._kernels.fight import power_now
from hillfort.campaign._kernels.move import destroy
from hillfort.campaign._kernels.records import (
    ACTIVE,
    BROKEN,
    Assumed,
    Cells,
    Clock,
    Depots,
    Fields,
    Ground,
    Queue,
    Units,
)
from hillfort.foundation.jit import njit

SUPPLY_STEP_H = 12
LINES_STEP_H = 24
DRY_LOOK_H = 6
"""How often a unit without supply looks for a line; the others look once in `LINES_STEP_H`."""
SUPPLY_LOOK_CELLS = 300
FARTHEST_KM = 1e9
NO_LINE, LINE_OPEN, CUT_OFF = 0, 1, 3
"""What is remembered of a cell: no way downhill, a line, joined to no line."""


@njit()
def draw_on_stocks(x: Clock, p: Assumed, isolated: bool) -> None:
    """An hour of what the region's depots hold, in days: less while no way in is open, more while one is."""
    if x[0].entered == 0:
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
def line_open(w: Ground, f: Fields, c: Cells, side: int, field: int, cell: int, stamp: int) -> int:
    """Whether a way downhill through own ground leads to the source of a field; remembered along the way."""
    here, answer, steps = cell, NO_LINE, 0
    for _ in range(SUPPLY_LOOK_CELLS):
        if c[here].line_stamp == stamp and c[here].line_field == field:
            answer = c[here].line_open
            break
        d = f[field, here].next
        if d == 6:
            answer = LINE_OPEN
            break
        if d < 0:
            break
        ahead = w[here].neighbours[d]
        if c[ahead].control == 1 - side or c[ahead].count[1 - side] > 0:
            ahead = round_block(w, f, c, side=side, source=field, here=here)
            if ahead < 0:
                break
        c[here].line_ahead = ahead
        here = ahead
        steps += 1
    last, here = here, cell
    for _ in range(steps + 1):
        c[here].line_stamp, c[here].line_field, c[here].line_open = stamp, field, answer
        if here == last:
            break
        here = c[here].line_ahead
    return answer


@njit(inline=True)
def line_share(f: Fields, u: Units, b: Depots, p: Assumed, best: int, i: int) -> float:
    """Share of full combat consumption that a line of this length brings to a unit."""
    reach_km = p.supply_reach_km_blue if u[i].side == 0 else p.supply_reach_km_red
    in_reach = 2.0 * reach_km / p.truck_km_per_h + p.truck_handling_h
    return min(1.0, in_reach / (2.0 * f[b[best].field, u[i].cell].cost / p.truck_km_per_h + p.truck_handling_h))


@njit(inline=True)
def round_block(w: Ground, f: Fields, c: Cells, side: int, source: int, here: int) -> int:
    """Another neighbour, nearer to the source, that is not the enemy's; -1 if there is none."""
    best, best_km = -1, f[source, here].cost
    for d in range(6):
        n = w[here].neighbours[d]
        if n < 0 or w[here].kind[d] == 0 or f[source, n].next < 0:
            continue
        if c[n].control != 1 - side and c[n].count[1 - side] == 0 and f[source, n].cost < best_km:
            best, best_km = n, f[source, n].cost
    return best


@njit()
def way_round(w: Ground, c: Cells, n: Queue, side: int, cell: int, stamp: int) -> bool:
    """True if own ground joins a cell to one that has a line; spreads outward, and remembers for all it has joined.

    `n` is room for a queue of cells. Each cell is looked at once in a step and for a side, whoever asks.
    """
    if c[cell].round_stamp == stamp:
        return c[cell].round_open == LINE_OPEN
    n[0] = cell
    c[cell].round_stamp, c[cell].round_open = stamp, CUT_OFF
    first, last, found = 0, 1, False
    while first < last and not found:
        here = n[first]
        first += 1
        for d in range(6):
            other = w[here].neighbours[d]
            if other < 0 or w[here].kind[d] == 0 or w[other].enter[side] == 0:
                continue
            if c[other].control == 1 - side or c[other].count[1 - side] > 0:
                continue
            if c[other].line_stamp == stamp and c[other].line_open == LINE_OPEN:
                found = True
            elif c[other].round_stamp == stamp:
                found = found or c[other].round_open == LINE_OPEN
            else:
                c[other].round_stamp, c[other].round_open = stamp, CUT_OFF
                n[last] = other
                last += 1
    if found:
        for index in range(last):
            c[n[index]].round_open = LINE_OPEN
    return found


@njit()
def power_in(u: Units, c: Cells, x: Clock, p: Assumed, cell: int, side: int) -> float:
    """What all of one side's units in a cell are worth in this hour."""
    power = 0.0
    i = c[cell].head[side]
    while i >= 0:
        power += power_now(u, x, p, i)
        i = u[i].next_here
    return power


@njit()
def outmatched(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int) -> bool:
    """True if enemies beside a unit's cell have at least so much of the power that stands in it as makes it give up."""
    cell, side = u[i].cell, u[i].side
    enemy = 0.0
    for d in range(6):
        other = w[cell].neighbours[d]
        if other >= 0 and c[other].count[1 - side] > 0:
            enemy += power_in(u, c, x, p, cell=other, side=1 - side)
    return enemy > 0.0 and enemy >= p.surrender_power_share * power_in(u, c, x, p, cell=cell, side=side)


@njit()
def find_lines(
    w: Ground, f: Fields, u: Units, c: Cells, b: Depots, n: Queue, x: Clock, p: Assumed, whole: bool
) -> None:
    """Share of full combat consumption that can reach each unit: downhill to its depot, else round about.

    `whole`: for everybody; else only for those who had no line.
    """
    for i in range(len(u)):
        if (u[i].status != ACTIVE and u[i].status != BROKEN) or not (whole or u[i].dry_h > 0.0):
            continue
        u[i].line_share = 0.0
        best = nearest_depot(w, f, u, c, b, x, i)
        if best >= 0:
            u[i].line_share = line_share(f, u, b, p, best=best, i=i)
            if (
                line_open(w, f, c, side=u[i].side, field=b[best].field, cell=u[i].cell, stamp=2 * x[0].t + u[i].side)
                != LINE_OPEN
            ):
                u[i].line_share = -u[i].line_share
    for i in range(len(u)):
        if u[i].line_share < 0.0:
            joined = way_round(w, c, n, side=u[i].side, cell=u[i].cell, stamp=2 * x[0].t + u[i].side)
            u[i].line_share = -u[i].line_share if joined else 0.0


@njit()
def resupply(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed) -> None:
    """Twelve hours of consumption and delivery for every unit in the theatre."""
    for i in range(len(u)):
        if u[i].status != ACTIVE and u[i].status != BROKEN:
            continue
        share = u[i].line_share
        busy_h = min(u[i].busy_h, SUPPLY_STEP_H)  # before H-hour everybody is supplied where he is
        used = (busy_h + p.supply_idle_share * (SUPPLY_STEP_H - busy_h)) / 24.0
        u[i].busy_h = 0.0
        u[i].supply = min(u[i].supply_days, u[i].supply + p.catch_up_factor * share * SUPPLY_STEP_H / 24.0 - used)
        u[i].supply = max(0.0, u[i].supply)
        if share > 0.0:
            u[i].dry_h = 0.0
            continue
        u[i].dry_h += SUPPLY_STEP_H
        u[i].wake_h = min(u[i].wake_h, x[0].t)
        if u[i].dry_h > p.surrender_h and u[i].supply <= 0.0 and outmatched(w, u, c, x, p, i):
            destroy(u, c, x, i)
