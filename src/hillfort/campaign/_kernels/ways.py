"""Ways in: open or not, and how units from outside come by them."""

from __future__ import annotations

from hillfort.campaign._kernels.control import claim
from hillfort.campaign._kernels.move import arrive, count_loss, put
from hillfort.campaign._kernels.records import (
    ACTIVE,
    DESTROYED,
    MODE_AIR,
    MODE_SEA,
    MOST_THROUGH,
    MOST_WAYS,
    PASSAGE,
    WAITING,
    Assumed,
    Cells,
    Changes,
    Clock,
    Goals,
    Ground,
    Sea,
    Units,
    Ways,
)
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit

FARTHEST_KM = 1e9
NEVER_H = 1e9
TURNING = -3
"""`way` of a unit that has lost its way in: this less the number of that way."""
LEAST_RATE = 0.01
SEA_STEP_H = 6
SEA_CONTESTED, SEA_CLOSED = 1, 2
STREAM_PASSAGE = 33


@njit()
def sea_step(y: Ways, sea: Sea, row: int, t: int, lead_h: int) -> None:
    """Lay the sea of this draw, in steps of six hours, upon the ways in that are lanes of it."""
    whole_days = (lead_h + 23) // 24 * 24
    step = min((t + whole_days) // SEA_STEP_H, sea.state.shape[1] - 1)
    for j in range(len(y)):
        if sea.of_way[j]:
            y[j].sea = sea.state[row, step, j]
            y[j].survival = sea.survival[row, step, j]
            y[j].delay_h = sea.delay_h[row, step, j]


@njit(inline=True)
def passable(y: Ways, x: Clock, p: Assumed, j: int) -> bool:
    """True if sea and air let a way in be used in this hour; notes the share of it that strikes have left."""
    t = x[0].t
    y[j].share = 1.0
    if y[j].shut:
        return False
    struck = x[0].air and y[j].sky >= 0
    if struck:
        y[j].share = x[0].line_open[y[j].sky, y[j].group]
        if y[j].spared > 0.0:
            y[j].share += (1.0 - y[j].share) * y[j].spared
    if y[j].mode == MODE_SEA:
        if x[0].sea:
            if y[j].sea == SEA_CLOSED:
                return False
        elif t >= x[0].sea_closes_h and t < x[0].sea_opens_h:
            return False
    if y[j].mode == MODE_AIR:
        if struck:
            if x[0].airlift[y[j].sky] == 0:
                return False
        elif t >= 0 and t < x[0].air_opens_h:
            return False
    return y[j].share >= p.least_way_share


@njit()
def check_ways(c: Cells, y: Ways, x: Clock, p: Assumed) -> bool:
    """Mark which ways in are open in this hour; returns True if none of Blue's that count is."""
    isolated = True
    for j in range(len(y)):
        side = y[j].side
        is_open = 1
        for index in range(MOST_THROUGH):
            cell = y[j].through[index]
            if cell >= 0 and (c[cell].control == 1 - side or c[cell].count[1 - side] > 0):
                is_open = 0
        if not passable(y, x, p, j):
            is_open = 0
        y[j].open = is_open
        if is_open and y[j].counts:
            isolated = False
    return isolated


@njit(inline=True)
def hours_by(u: Units, y: Ways, p: Assumed, i: int, index: int) -> float:
    """Hours until a unit can be there by a way of its list: from its base, or from the way that it has lost."""
    if u[i].way > TURNING:
        return u[i].travel_h[index] * p.travel_factor
    turn = y[TURNING - u[i].way].turn_h[u[i].ways[index]]
    return turn * p.travel_factor if turn >= 0.0 else p.reroute_h


@njit(inline=True)
def free_from(y: Ways, way: int) -> float:
    """Hour from which a way in takes the next unit: its own queue, or that for ships and aircraft."""
    return max(y[way].free_h, y[y[way].pool].pool_free_h)


@njit()
def choose_way(u: Units, y: Ways, x: Clock, p: Assumed, i: int) -> int:
    """Position in the unit's list of the open way in by which it is there first, or -1.

    Counts the queue at the way's end; an earlier place in the list is worth some hours.
    """
    best, best_h = -1, FARTHEST_KM
    for index in range(MOST_WAYS):
        way = u[i].ways[index]
        if way >= 0 and y[way].open:
            score = max(x[0].t + hours_by(u, y, p, i=i, index=index), free_from(y, way)) + p.way_preference_h * index
            if score < best_h:
                best, best_h = index, score
    return best


@njit()
def take_up(u: Units, y: Ways, x: Clock, p: Assumed, i: int, way: int) -> None:
    """Hold the way in, and what it shares with others, for as long as a unit needs to come through.

    On the network it is there when its last vehicle is; with planning figures alone, at once.
    """
    t, load = x[0].t, 24.0 * u[i].load * u[i].strength
    hours = 24.0 / max(y[way].rate, LEAST_RATE)
    if y[way].limit_column >= 0:
        hours = max(hours, load / max(y[way].limit, LEAST_RATE))
    y[way].free_h = max(y[way].free_h, t) + hours / y[way].share
    if y[way].pool_column >= 0:
        keeper = y[way].pool
        y[keeper].pool_free_h = max(y[keeper].pool_free_h, t) + load / max(y[way].pool_limit, LEAST_RATE)
    if y[way].limit_column >= 0:
        u[i].closing = 1
        u[i].arrive_h = free_from(y, way)


@njit()
def land(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, p: Assumed, i: int, cell: int) -> None:
    """Put a unit that has come from outside on the map."""
    from_outside = u[i].outside
    u[i].status = ACTIVE
    u[i].way = -1
    u[i].wake_h = -NEVER_H
    u[i].previous = -1
    put(u, c, i=i, cell=cell)
    if from_outside and w[cell].region:
        u[i].way = -2
        arrive(u, x, i)
    claim(w, u, c, g, x, h, p, i)


@njit()
def come_through(u: Units, x: Clock, p: Assumed, i: int, survival: float) -> bool:
    """Lose the transports of a unit that do not survive the passage; returns False if none did."""
    arrived, transports = 0.0, max(1, int(p.transports_per_battalion))
    for ship in range(transports):
        if uniform(seed=x[0].seed, stream=STREAM_PASSAGE, draw=x[0].draw, hour=ship, unit=u[i].luck) < survival:
            arrived += 1.0
    lost = u[i].strength * (1.0 - arrived / transports)
    count_loss(u, x, i, lost, PASSAGE)
    u[i].strength -= lost
    if arrived > 0.0:
        return True
    u[i].status = DESTROYED
    u[i].strength = 0.0
    return False


@njit()
def bring_in(w: Ground, u: Units, c: Cells, y: Ways, g: Goals, x: Clock, h: Changes, p: Assumed) -> None:
    """Let units that wait outside set out, arrive, turn to another way or wait."""
    t = x[0].t
    for i in range(len(u)):
        if u[i].status != WAITING or t < u[i].wake_h:
            continue
        if u[i].way < 0:
            index = choose_way(u, y, x, p, i)
            if index >= 0:
                u[i].arrive_h = t + hours_by(u, y, p, i=i, index=index)
                u[i].way = u[i].ways[index]
            continue
        if t < u[i].arrive_h:
            u[i].wake_h = u[i].arrive_h
            continue
        way = u[i].way
        if not y[way].open or c[y[way].cell].count[1 - u[i].side] > 0:
            u[i].way = TURNING - way
            u[i].closing = 0
            continue
        if y[way].sea == SEA_CONTESTED and u[i].convoyed == 0:
            u[i].convoyed = 1
            u[i].arrive_h = t + y[way].delay_h
            continue
        if u[i].closing == 0:
            if free_from(y, way) >= t + 1:
                continue
            take_up(u, y, x, p, i=i, way=way)
            if u[i].closing:
                continue
        if y[way].sea == SEA_CONTESTED and not come_through(u, x, p, i, y[way].survival):
            continue
        land(w, u, c, g, x, h, p, i=i, cell=y[way].cell)
