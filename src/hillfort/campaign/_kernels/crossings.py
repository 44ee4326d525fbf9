"""Barriers: water lines with their crossings, and belts of obstacles. What they cost hangs on who covers them.

Work on a crossing or a gap goes on hour by hour while somebody of the attacker's is at it: quickly where nobody of the
defender's is near, hardly under his guns.
"""

from __future__ import annotations

from hillfort.campaign._kernels.carriage import Barriers
from hillfort.campaign._kernels.records import (
    BLOWN,
    CROSSED,
    Assumed,
    Cells,
    Clock,
    Ground,
    Row,
    Units,
)
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit

STREAM_BRIDGE = 5


@njit()
def begin_barriers(w: Ground, c: Cells, x: Clock, p: Assumed, e: Barriers, own: Row) -> None:
    """Before the first hour: barriers of the scenario as they are in this draw, belts laid out."""
    for j in range(len(e)):
        x[0].blown_chance[j] = own[e[j].chance_column] if e[j].chance_column >= 0 else 0.0
        x[0].barrier_h[j] = own[e[j].hours_column]
    if len(e) > 0 and p.rule_barriers > 0.5:
        for cell in range(len(w)):
            if w[cell].belt > 0:
                c[cell].belt_h = x[0].barrier_h[w[cell].belt - 1]


@njit(inline=True)
def cover(w: Ground, c: Cells, cell: int, side: int) -> float:
    """Power of a side's fighting units in a cell and beside it: who covers what is there."""
    total = c[cell].load[side]
    for d in range(6):
        n = w[cell].neighbours[d]
        if n >= 0:
            total += c[n].load[side]
    return total


@njit(inline=True)
def hours_per_hour(w: Ground, c: Cells, p: Assumed, cell: int, side: int) -> float:
    """Hours that an hour of work takes on a barrier before a cell, under what of its defenders covers it."""
    share = min(1.0, cover(w, c, cell=cell, side=1 - side) / p.full_cover_bneq)
    return p.uncovered_share + (p.covered_factor - p.uncovered_share) * share


@njit(inline=True)
def hostile_ground(w: Ground, c: Cells, cell: int, side: int) -> bool:
    """Whether a cell is the enemy's, or was at H-hour: what he has prepared there is still there."""
    return c[cell].control == 1 - side or w[cell].holder == 1 - side


@njit()
def find_crossing(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int, d: int, now: float) -> None:
    """A unit comes to a river: a bridge into ground that is or was the enemy's is blown or not, once and for all."""
    cell, side = u[i].cell, u[i].side
    n, back = w[cell].neighbours[d], w[cell].back[d]
    line = w[cell].line[d]
    down = w[cell].river[d] == 2
    if not down:
        if now < 0.0 or not hostile_ground(w, c, cell=n, side=side):
            return  # nobody hinders it, and it stays as it is
        low = min(cell * 6 + d, n * 6 + back)
        chance = p.bridge_blown_chance if line == 0 else x[0].blown_chance[line - 1]
        down = uniform(seed=x[0].seed, stream=STREAM_BRIDGE, draw=x[0].draw, hour=0, unit=low) < chance
    was = BLOWN if down and w[cell].river[d] == 1 else CROSSED
    c[cell].crossed[d], c[n].crossed[back] = was, was
    if down:
        hours = p.bridging_h if line == 0 else x[0].barrier_h[line - 1]
        c[cell].work_h[d], c[n].work_h[back] = hours, hours


@njit(inline=True)
def works_here(c: Cells, x: Clock, cell: int) -> bool:
    """Whether this is the first unit in this hour that works at a cell's barrier; marks that somebody does."""
    if c[cell].worked == x[0].t:
        return False
    c[cell].worked = x[0].t
    return True


@njit()
def over_water(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int, d: int, now: float) -> float:
    """Hour from which a unit can cross the river on a side of its cell; the end of this hour where work goes on."""
    cell, side = u[i].cell, u[i].side
    n, back = w[cell].neighbours[d], w[cell].back[d]
    if c[cell].crossed[d] == 0:
        find_crossing(w, u, c, x, p, i=i, d=d, now=now)
    left = c[cell].work_h[d]
    if left <= 0.0:
        return now
    end = x[0].t + 1.0
    if not works_here(c, x, cell):
        return end
    slow = hours_per_hour(w, c, p, cell=n, side=side)
    done = max(0.0, end - now) / slow
    left = left - done if left > done else 0.0
    c[cell].work_h[d], c[n].work_h[back] = left, left
    return end


@njit()
def through_belt(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int, d: int, now: float) -> float:
    """Hour from which a unit can pass the obstacles of the cell on a side; the end of this hour where work goes on."""
    here, side = u[i].cell, u[i].side
    n = w[here].neighbours[d]
    left = c[n].belt_h
    if left <= 0.0 or w[n].holder != 1 - side or w[here].belt == w[n].belt:
        return now  # who is in a belt has come through it
    end = x[0].t + 1.0
    if not works_here(c, x, n):
        return end
    done = max(0.0, end - now) / hours_per_hour(w, c, p, cell=n, side=side)
    c[n].belt_h = left - done if left > done else 0.0
    return end


@njit(inline=True)
def parts(w: Ground, c: Cells, p: Assumed, cell: int, d: int) -> bool:
    """Whether a water line parts a cell from the neighbour on a side: nobody has crossed it, and it has no bridge that
    stands open."""
    return p.rule_barriers > 0.5 and w[cell].river[d] > 0 and (c[cell].crossed[d] == 0 or c[cell].work_h[d] > 0.0)
