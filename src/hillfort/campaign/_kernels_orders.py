"""Tasks: what each unit wants to do in this hour, and where its supplies come from."""

from __future__ import annotations

from hillfort.campaign._kernels_fight import attack, power_now
from hillfort.campaign._kernels_move import arrive, claim, destroy, detour, put
from hillfort.campaign._kernels_records import (
    ACTIVE,
    ATTACK,
    BROKEN,
    BYPASS_RATIO,
    COUNTER,
    DELAY,
    HOLD,
    IDLE_SHARE,
    MANOEUVRE,
    MODE_AIR,
    MODE_SEA,
    MOST_THROUGH,
    MOST_WAYS,
    MOVE,
    REACH_BLUE,
    REROUTE_H,
    STACK_LIMIT,
    SURRENDER_H,
    TRAVEL_FACTOR,
    WAITING,
)
from hillfort.foundation.jit import njit

SUPPLY_STEP_H = 12
LINES_STEP_H = 24
CATCH_UP = 1.25
"""What a full line brings against full combat consumption, so that stocks can be rebuilt."""
WATCH_STEP_H = 6
ALERT_STEPS = 4
"""Watch steps for which an alert outlasts what raised it: a day."""
DRY_LOOK_H = 6
"""How often a unit without supply looks for a line."""
SUPPLY_LOOK_CELLS = 300
FARTHEST_KM = 1e9
LEFT_ALONE_H = 12.0
"""Hours after which a delaying force that is not followed goes on to its next position."""
WAY_PREFERENCE_H = 12.0
"""Hours that the next way in of a unit's list must save to be taken before an earlier one."""
NO_LINE, LINE_OPEN, CUT_OFF = 0, 1, 3
"""What is remembered of a cell: no way downhill, a line, joined to no line."""
NEVER_H = 1e9
BROKEN_LOOK_H = 3.0
"""How often a broken unit that is out of contact looks whether the enemy has come up."""
IDLE_LOOK_H = 6.0
"""How often a unit that has done its task looks whether it still stands where it should."""
TRUCK_KM_PER_H = 30.0
TRUCK_HANDLING_H = 3.0


@njit()
def raise_alerts(w, u, c, v, x):  # type: ignore[no-untyped-def]
    """Mark the watched places that an intruder is near to, or has taken from those who watch.

    An alert fades over a day, so that a reserve stays where it has thrown the enemy back.
    """
    for index in range(len(v)):
        if x[0].t == -x[0].lead_h:
            v[index].held, v[index].alert = 0, 0
        v[index].alert = max(0, v[index].alert - 1)
        holder = c[v[index].cell].control
        if holder == v[index].side:
            v[index].held = 1
        elif holder == 1 - v[index].side and v[index].held > 0:
            v[index].alert = ALERT_STEPS
    if x[0].t < 0:
        return
    for j in range(len(u)):
        if u[j].status != ACTIVE and u[j].status != BROKEN:
            continue
        here = u[j].cell
        if w[here].holder != 1 - u[j].side:
            continue
        for index in range(len(v)):
            if v[index].side != u[j].side and v[index].alert < ALERT_STEPS:
                dx, dy = w[here].x_km - w[v[index].cell].x_km, w[here].y_km - w[v[index].cell].y_km
                if dx * dx + dy * dy <= v[index].within_km * v[index].within_km:
                    v[index].alert = ALERT_STEPS


@njit(inline=True)
def threatened(k, v, task):  # type: ignore[no-untyped-def]
    """Index of the task's watched place with the freshest alert, the first of several, or -1."""
    first = k[task].watch_first
    best, freshest = -1, 0
    for index in range(first, first + k[task].watch_count):
        if v[index].alert > freshest:
            best, freshest = index, v[index].alert
    return best


@njit(inline=True)
def at_goal(w, f, u, c, side, i, cell, field):  # type: ignore[no-untyped-def]
    """True on the goal cell, or beside it once it is in own hands."""
    here = u[i].cell
    if here == cell:
        return True
    d = f[field, here].next
    return d >= 0 and d < 6 and w[here].neighbours[d] == cell and c[cell].control == side


@njit(inline=True)
def in_place(w, f, u, c, p, i, cell, field):  # type: ignore[no-untyped-def]
    """True on the cell to be held, or beside it where it is full, and for guns and support in any case."""
    if u[i].cell == cell:
        return True
    if not at_goal(w, f, u, c, u[i].side, i, cell, field):
        return False
    return u[i].role != MANOEUVRE or c[cell].load[u[i].side] + u[i].power > p[STACK_LIMIT]


@njit(inline=True)
def next_task(u, i):  # type: ignore[no-untyped-def]
    """Go on to the next task if there is one; returns True if there was."""
    if u[i].task + 1 < u[i].task_first + u[i].task_count:
        u[i].task += 1
        u[i].phase = 0
        return True
    return False


@njit(inline=True)
def counter(w, f, u, c, k, v, p, i, task):  # type: ignore[no-untyped-def]
    """Field and fighting mode of a reserve: wait, or strike where a watched place is threatened."""
    found = threatened(k, v, task)
    if found >= 0:
        return v[found].field, True
    return (-1 if in_place(w, f, u, c, p, i, k[task].cell, k[task].field) else k[task].field), False


@njit(inline=True)
def delay(w, u, c, k, x, i, task):  # type: ignore[no-untyped-def]
    """Field of a delaying force: out to its position, back to the next when pressed, let alone or cut off.

    Stepping back under pressure is the engagement's part; here it goes on once the enemy does not follow.
    """
    back = u[i].phase == 1 or u[i].dry_h > 0.0
    if back and u[i].cell == k[task].fallback_cell:
        if not next_task(u, i):
            u[i].wake_h = NEVER_H
        return -1, False
    if back and k[task].fallback_field >= 0:
        moving_on = u[i].heading >= 0 and u[i].progress > 0.0
        if moving_on or u[i].dry_h > 0.0 or (u[i].static_h >= LEFT_ALONE_H and not beside_enemy(w, u, c, i)):
            return k[task].fallback_field, False
        u[i].wake_h = x[0].t + BROKEN_LOOK_H
        return -1, False
    if u[i].cell == k[task].cell:
        u[i].wake_h = NEVER_H
        return -1, False
    return k[task].field, False


@njit(inline=True)
def intention(w, f, u, c, k, v, x, p, i):  # type: ignore[no-untyped-def]
    """(field to move along or -1, whether to fight for it) of an active unit.

    A unit that wants nothing sleeps until the hour at which it could want something; being moved wakes it.
    """
    task, t = u[i].task, x[0].t
    if task < 0:
        u[i].wake_h = NEVER_H
        return -1, False
    begin = max(u[i].ready_h, k[task].begin)
    if t < begin:
        u[i].wake_h = begin
        return -1, False
    kind = k[task].kind
    if kind == COUNTER:
        field, fights = counter(w, f, u, c, k, v, p, i, task)
        if field < 0 or f[field, u[i].cell].next > 5:
            u[i].wake_h = t + WATCH_STEP_H - (t + x[0].lead_h) % WATCH_STEP_H
            field = -1
        return field, fights
    if kind == DELAY:
        return delay(w, u, c, k, x, i, task)
    if kind == ATTACK:
        if not at_goal(w, f, u, c, u[i].side, i, k[task].cell, k[task].field):
            return k[task].field, True
        if not next_task(u, i):
            u[i].wake_h = t + IDLE_LOOK_H
        return -1, False
    there = in_place(w, f, u, c, p, i, k[task].cell, k[task].field)
    last = task + 1 >= u[i].task_first + u[i].task_count
    due = NEVER_H if last else k[task + 1].begin
    if not last and ((kind == MOVE and there) or (kind == HOLD and t >= due and (there or due > k[task].begin))):
        next_task(u, i)
        return -1, False
    if there:
        u[i].wake_h = min(due, t + IDLE_LOOK_H)
        return -1, False
    return k[task].field, False


@njit()
def decide(w, f, u, c, k, v, x, p, i, contested):  # type: ignore[no-untyped-def]
    """Set the unit's field for this hour and enter it as an attacker if an enemy bars its way.

    Returns the number of contested cells.
    """
    u[i].rear = u[i].home
    task = u[i].task
    field, fights = -1, False
    if u[i].status == BROKEN:
        if beside_enemy(w, u, c, i):
            field = u[i].home
        else:
            u[i].wake_h = x[0].t + BROKEN_LOOK_H
    else:
        if task >= 0 and k[task].kind == DELAY and u[i].phase == 1 and k[task].fallback_field >= 0:
            u[i].rear = k[task].fallback_field
        field, fights = intention(w, f, u, c, k, v, x, p, i)
        if fights and u[i].dry_h >= 24.0 and u[i].supply < 1.0 and u[i].line_share <= 0.0:
            field = u[i].home
    u[i].field = field
    if field < 0:
        return contested
    cell = u[i].cell
    d = f[field, cell].next
    if d < 0 or d > 5:
        return contested
    ahead = w[cell].neighbours[d]
    enemy = 1 - u[i].side
    if c[ahead].count[enemy] == 0:
        return contested
    if not fights:
        return contested
    if x[0].t < 0 or u[i].role != MANOEUVRE or (u[i].supply <= 0.0 and u[i].dry_h <= 0.0):
        u[i].field = -1
        u[i].wake_h = x[0].t + IDLE_LOOK_H if x[0].t >= 0 else 0.0
        return contested
    if c[ahead].attackers >= 0 and k[u[i].task].bypass:
        enough = p[BYPASS_RATIO] * c[ahead].load[enemy]
        if c[ahead].attack_power > enough and detour(w, f, u, c, p, i, field) >= 0:
            return contested
    if u[i].heading != d:
        u[i].heading = d
        u[i].progress = 0.0
    u[i].field = -1
    return attack(u, c, i, ahead, contested, power_now(u, x, p, i))


@njit(inline=True)
def nearest_depot(w, f, u, c, b, i):  # type: ignore[no-untyped-def]
    """Index of the nearest supply source in own hands, or -1."""
    best, best_km = w[u[i].cell].depot[u[i].side], FARTHEST_KM
    if best >= 0 and c[b[best].cell].control != 1 - u[i].side:
        return best
    best = -1
    for source in range(len(b)):
        if b[source].side != u[i].side or c[b[source].cell].control == 1 - u[i].side:
            continue
        if f[b[source].field, u[i].cell].cost < best_km:
            best, best_km = source, f[b[source].field, u[i].cell].cost
    return best


@njit()
def line_open(w, f, c, side, field, cell, stamp):  # type: ignore[no-untyped-def]
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
            ahead = round_block(w, f, c, side, field, here)
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
def line_share(f, u, b, p, best, i):  # type: ignore[no-untyped-def]
    """Share of full combat consumption that a line of this length brings to a unit."""
    in_reach = 2.0 * p[REACH_BLUE + u[i].side] / TRUCK_KM_PER_H + TRUCK_HANDLING_H
    return min(1.0, in_reach / (2.0 * f[b[best].field, u[i].cell].cost / TRUCK_KM_PER_H + TRUCK_HANDLING_H))


@njit()
def way_round(w, c, n, side, cell, stamp):  # type: ignore[no-untyped-def]
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


@njit(inline=True)
def round_block(w, f, c, side, source, here):  # type: ignore[no-untyped-def]
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
def beside_enemy(w, u, c, i):  # type: ignore[no-untyped-def]
    """True if an enemy stands in a neighbouring cell."""
    for d in range(6):
        n = w[u[i].cell].neighbours[d]
        if n >= 0 and c[n].count[1 - u[i].side] > 0:
            return True
    return False


@njit()
def power_in(u, c, x, p, cell, side):  # type: ignore[no-untyped-def]
    """What all of one side's units in a cell are worth in this hour."""
    power = 0.0
    i = c[cell].head[side]
    while i >= 0:
        power += power_now(u, x, p, i)
        i = u[i].next_here
    return power


@njit()
def outmatched(w, u, c, x, p, i):  # type: ignore[no-untyped-def]
    """True if enemies beside a unit's cell have at least half the power that stands in it."""
    cell, side = u[i].cell, u[i].side
    enemy = 0.0
    for d in range(6):
        other = w[cell].neighbours[d]
        if other >= 0 and c[other].count[1 - side] > 0:
            enemy += power_in(u, c, x, p, other, 1 - side)
    return enemy > 0.0 and enemy >= 0.5 * power_in(u, c, x, p, cell, side)


@njit()
def find_lines(w, f, u, c, b, n, x, p, whole):  # type: ignore[no-untyped-def]
    """Share of full combat consumption that can reach each unit: downhill to its depot, else round about.

    `whole`: for everybody; else only for those who had no line.
    """
    for i in range(len(u)):
        if (u[i].status != ACTIVE and u[i].status != BROKEN) or not (whole or u[i].dry_h > 0.0):
            continue
        u[i].line_share = 0.0
        best = nearest_depot(w, f, u, c, b, i)
        if best >= 0:
            u[i].line_share = line_share(f, u, b, p, best, i)
            if line_open(w, f, c, u[i].side, b[best].field, u[i].cell, 2 * x[0].t + u[i].side) != LINE_OPEN:
                u[i].line_share = -u[i].line_share
    for i in range(len(u)):
        if u[i].line_share < 0.0:
            joined = way_round(w, c, n, u[i].side, u[i].cell, 2 * x[0].t + u[i].side)
            u[i].line_share = -u[i].line_share if joined else 0.0


@njit()
def resupply(w, u, c, x, p):  # type: ignore[no-untyped-def]
    """Twelve hours of consumption and delivery for every unit in the theatre."""
    for i in range(len(u)):
        if u[i].status != ACTIVE and u[i].status != BROKEN:
            continue
        share = u[i].line_share
        busy_h = min(u[i].busy_h, SUPPLY_STEP_H)  # before H-hour everybody is supplied where he is
        used = (busy_h + p[IDLE_SHARE] * (SUPPLY_STEP_H - busy_h)) / 24.0
        u[i].busy_h = 0.0
        u[i].supply = min(u[i].supply_days, u[i].supply + CATCH_UP * share * SUPPLY_STEP_H / 24.0 - used)
        u[i].supply = max(0.0, u[i].supply)
        if share > 0.0:
            u[i].dry_h = 0.0
            continue
        u[i].dry_h += SUPPLY_STEP_H
        u[i].wake_h = min(u[i].wake_h, x[0].t)
        if u[i].dry_h > p[SURRENDER_H] and u[i].supply <= 0.0 and outmatched(w, u, c, x, p, i):
            destroy(u, c, x, i)


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
