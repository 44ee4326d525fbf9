"""Who holds which ground: what a unit takes by being there, what a force takes by having passed,
how a place is regained."""

from __future__ import annotations

import math

from hillfort.campaign._kernels.crossings import parts
from hillfort.campaign._kernels.power import power_now
from hillfort.campaign._kernels.records import (
    ABANDONED,
    ACTIVE,
    FOUGHT_BACK,
    GAVE_UP,
    MANOEUVRE,
    Assumed,
    Cells,
    Changes,
    Clock,
    Goals,
    Ground,
    Queue,
    Units,
)
from hillfort.campaign._kernels.ring import lost_to, same_city
from hillfort.foundation.jit import njit

CONSOLIDATE_STEP_H = 24
REGAINED_BY_H = 48
"""A place is regained by fighting, or by a besieger who gave up, if that was at most so long before."""


@njit()
def how_regained(w: Ground, c: Cells, g: Goals, x: Clock, j: int) -> int:
    """Whether an objective that changes hands was fought back, given up by its besieger, or abandoned."""
    cell, since = g[j].cell, x[0].t - REGAINED_BY_H
    if c[cell].fought_last >= since:
        return FOUGHT_BACK
    for d in range(6):
        n = w[cell].neighbours[d]
        if n >= 0 and c[n].fought_last >= since:
            return FOUGHT_BACK
    return GAVE_UP if g[j].gave_up_h >= since else ABANDONED


@njit()
def allied_in(w: Ground, u: Units, country: int) -> int:
    """Fighting battalions of allies that stand in a country and are not broken, wherever they came from."""
    found = 0
    for i in range(len(u)):
        if u[i].allied and u[i].role == MANOEUVRE and u[i].status == ACTIVE and w[u[i].cell].country == country:
            found += 1
    return found


@njit(inline=True)
def note_front(c: Cells, x: Clock, cell: int) -> None:
    """Put a cell on the list of those that may lie within the other side's ground."""
    if c[cell].at_front == 0:
        c[cell].at_front = 1
        c[cell].next_front = x[0].front
        x[0].front = cell


@njit()
def change_control(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, cell: int, side: int) -> None:
    """Give a cell to a side; note what that does to objectives, and that a front runs here."""
    c[cell].control = side
    note_front(c, x, cell)
    for d in range(6):
        if w[cell].neighbours[d] >= 0:
            note_front(c, x, w[cell].neighbours[d])
    if w[cell].holder == 1 - side:
        x[0].taken[side] += 1
    elif w[cell].holder == side:
        x[0].taken[1 - side] -= 1
    if x[0].keep > 0 and x[0].changes < len(h):
        slot = x[0].changes
        h[slot].hour = x[0].t
        h[slot].cell = cell
        h[slot].side = side
        x[0].changes = slot + 1
    if w[cell].strong == 0 and c[cell].city < 0:
        return
    for j in range(len(g)):
        if g[j].cell != cell and not same_city(c, one=cell, other=g[j].cell):
            continue
        if lost_to(w, c, cell=g[j].cell, enemy=1 - g[j].side):
            if g[j].gone == 0:
                g[j].gone, g[j].gone_h = 1, x[0].t
            if math.isnan(g[j].lost_h):
                g[j].lost_h = x[0].t
                g[j].allied = allied_in(w, u, g[j].country)
            continue
        if g[j].gone:
            g[j].gone = 0
            g[j].enemy_h += x[0].t - g[j].gone_h
        if not math.isnan(g[j].lost_h) and math.isnan(g[j].retaken_h):
            g[j].retaken_h = x[0].t
            g[j].how = how_regained(w, c, g, x, j)


@njit()
def surrounded(w: Ground, c: Cells, cell: int, side: int) -> bool:
    """True if no way into a cell leads through ground that the other side still holds."""
    for d in range(6):
        n = w[cell].neighbours[d]
        if n >= 0 and w[cell].kind[d] > 0 and c[n].control == 1 - side:
            return False
    return True


@njit(inline=True)
def takes_ground(u: Units, x: Clock, p: Assumed, i: int) -> bool:
    """Whether the ground on which a unit stands becomes its side's: it fights, and is not broken,
    beaten or on its way back."""
    if x[0].t < 0 or u[i].role != MANOEUVRE:
        return False
    if p.rule_control_by_power < 0.5:
        return True
    return u[i].status == ACTIVE and u[i].homeward == 0 and power_now(u, x, p, i) >= p.control_floor_bneq


@njit()
def claim(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, p: Assumed, i: int) -> None:
    """A unit with power takes the cell it stands on, and undefended ground beside it that its side may enter and that
    no water line parts from it.

    An objective falls to those who enter it, or once it is undefended and surrounded.
    """
    if not takes_ground(u, x, p, i):
        return
    cell, side = u[i].cell, u[i].side
    if c[cell].control == 1 - side:
        change_control(w, u, c, g, x, h, cell=cell, side=side)
    beside = w[cell].holder != side or x[0].taken[1 - side] > 0
    for d in range(6):
        n = w[cell].neighbours[d] if beside else -1
        if n >= 0 and c[n].control == 1 - side and w[cell].kind[d] > 0 and w[n].enter[side] > 0:
            if (
                c[n].count[1 - side] == 0
                and not parts(w, c, p, cell=cell, d=d)
                and c[n].city < 0
                and (w[n].strong == 0 or surrounded(w, c, cell=n, side=side))
            ):
                change_control(w, u, c, g, x, h, cell=n, side=side)
    if w[cell].zone != 0:
        for j in range(len(g)):
            if (w[cell].zone >> j) & 1 and g[j].side != side and math.isnan(g[j].outskirts_h):
                g[j].outskirts_h = x[0].t


@njit(inline=True)
def enclosed(w: Ground, c: Cells, p: Assumed, cell: int) -> bool:
    """Whether empty ground of one side lies so far within the other's that nobody contests it."""
    side = c[cell].control
    if w[cell].strong > 0 or c[cell].city >= 0 or w[cell].enter[1 - side] == 0 or c[cell].count[side] > 0:
        return False
    joined, hostile = 0, 0
    for d in range(6):
        n = w[cell].neighbours[d]
        if n < 0 or w[cell].kind[d] == 0:
            continue
        if c[n].count[side] > 0:
            return False
        joined += 1
        if c[n].control == 1 - side:
            hostile += 1
    return hostile > 0 and hostile >= p.enclosed_share * joined


@njit()
def consolidate(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, n: Queue, p: Assumed) -> None:
    """Once a day: units take the ground they stand on, and a force takes what it has passed and nobody contests."""
    if p.rule_consolidate < 0.5:
        return
    for i in range(len(u)):
        if u[i].status == ACTIVE and c[u[i].cell].control == 1 - u[i].side and takes_ground(u, x, p, i):
            claim(w, u, c, g, x, h, p, i)
    if x[0].taken[0] <= 0 and x[0].taken[1] <= 0:
        return
    found, cell = 0, x[0].front
    while cell >= 0:
        if c[cell].control >= 0 and enclosed(w, c, p, cell):
            n[found] = cell
            found += 1
        cell = c[cell].next_front
    for index in range(found):
        change_control(w, u, c, g, x, h, cell=n[index], side=1 - c[n[index]].control)
