"""Ways in: open or not, and how units from outside come by them."""

from __future__ import annotations

from hillfort.campaign._kernels_move import arrive, claim, put
from hillfort.campaign._kernels_records import (
    ACTIVE,
    MODE_AIR,
    MODE_SEA,
    MOST_THROUGH,
    MOST_WAYS,
    REROUTE_H,
    TRAVEL_FACTOR,
    WAITING,
)
from hillfort.foundation.jit import njit

FARTHEST_KM = 1e9
WAY_PREFERENCE_H = 12.0
"""Hours that the next way in of a unit's list must save to be taken before an earlier one."""
NEVER_H = 1e9


@njit()
def check_ways(c, y, x):  # type: ignore[no-untyped-def]
    """Mark which ways in are open in this hour; returns True if none of Blue's that count is."""
    isolated, t = True, x[0].t
    for j in range(len(y)):
        side = y[j].side
        is_open = 1
        for index in range(MOST_THROUGH):
            cell = y[j].through[index]
            if cell >= 0 and (c[cell].control == 1 - side or c[cell].count[1 - side] > 0):
                is_open = 0
        if y[j].mode == MODE_SEA and t >= x[0].sea_closes_h and t < x[0].sea_opens_h:
            is_open = 0
        if y[j].mode == MODE_AIR and t >= 0 and t < x[0].air_opens_h:
            is_open = 0
        y[j].open = is_open
        if is_open and y[j].counts:
            isolated = False
    return isolated


@njit()
def choose_way(u, y, x, p, i):  # type: ignore[no-untyped-def]
    """Position in the unit's list of the open way in by which it is there first, or -1.

    Counts the queue at the way's end; an earlier place in the list is worth some hours.
    """
    best, best_h = -1, FARTHEST_KM
    for index in range(MOST_WAYS):
        way = u[i].ways[index]
        if way >= 0 and y[way].open:
            there = x[0].t + u[i].travel_h[index] * p[TRAVEL_FACTOR]
            score = max(there, y[way].free_h) + WAY_PREFERENCE_H * index
            if score < best_h:
                best, best_h = index, score
    return best


@njit()
def land(w, u, c, g, x, h, i, cell):  # type: ignore[no-untyped-def]
    """Put a unit that has come from outside on the map."""
    from_outside = u[i].outside
    u[i].status = ACTIVE
    u[i].way = -1
    u[i].wake_h = -NEVER_H
    u[i].previous = -1
    put(u, c, i, cell)
    if from_outside and w[cell].region:
        u[i].way = -2
        arrive(u, x, i)
    claim(w, u, c, g, x, h, i)


@njit()
def bring_in(w, u, c, y, g, x, h, p):  # type: ignore[no-untyped-def]
    """Let units that wait outside set out, arrive, turn to another way or wait."""
    t = x[0].t
    for i in range(len(u)):
        if u[i].status != WAITING or t < u[i].wake_h:
            continue
        if u[i].way < 0:
            index = choose_way(u, y, x, p, i)
            if index >= 0:
                travel = p[REROUTE_H] if u[i].way == -3 else u[i].travel_h[index] * p[TRAVEL_FACTOR]
                u[i].way = u[i].ways[index]
                u[i].arrive_h = t + travel
            continue
        if t < u[i].arrive_h:
            u[i].wake_h = u[i].arrive_h
            continue
        way = u[i].way
        if not y[way].open or c[y[way].cell].count[1 - u[i].side] > 0:
            u[i].way = -3
            continue
        if y[way].free_h >= t + 1:
            continue
        y[way].free_h = max(y[way].free_h, t) + y[way].interval_h
        land(w, u, c, g, x, h, i, y[way].cell)
