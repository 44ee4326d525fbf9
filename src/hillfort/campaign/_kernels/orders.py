"""Tasks: what each unit wants to do in this hour."""

from __future__ import annotations

from hillfort.campaign._kernels.city import city_side, must_search
from hillfort.campaign._kernels.fight import attack
from hillfort.campaign._kernels.move import detour
from hillfort.campaign._kernels.power import out_of_fuel, power_now
from hillfort.campaign._kernels.records import (
    ACTIVE,
    ATTACK,
    BROKEN,
    CARRY,
    COUNTER,
    DELAY,
    DISOBEYS,
    HOLD,
    MANOEUVRE,
    MOVE,
    Assumed,
    Cells,
    Clock,
    Fields,
    Goals,
    Ground,
    Tasks,
    Units,
    Watches,
)
from hillfort.campaign._kernels.ring import lost_to, same_city
from hillfort.campaign._kernels.supply import hungry
from hillfort.foundation.jit import njit

WATCH_STEP_H = 6
NEVER_H = 1e9
BROKEN_LOOK_H = 3.0
"""How often a broken unit that is out of contact looks whether the enemy has come up."""
IDLE_LOOK_H = 6.0
"""How often a unit that has done its task looks whether it still stands where it should."""


@njit()
def raise_alerts(w: Ground, u: Units, c: Cells, v: Watches, x: Clock, p: Assumed) -> None:
    """Mark the watched places that an intruder is near to, or has taken from those who watch.

    An alert fades over a day, so that a reserve stays where it has thrown the enemy back.
    """
    lasts = int(p.alert_lasts_h / WATCH_STEP_H)  # in steps
    for index in range(len(v)):
        if x[0].t == -x[0].lead_h:
            v[index].held, v[index].alert = 0, 0
        v[index].alert = max(0, v[index].alert - 1)
        holder = c[v[index].cell].control
        if c[v[index].cell].city >= 0:
            holder = v[index].side
            if lost_to(w, c, cell=v[index].cell, enemy=1 - holder):
                holder = 1 - holder
        if holder == v[index].side:
            v[index].held = 1
        elif holder == 1 - v[index].side and v[index].held > 0:
            v[index].alert = lasts
    if x[0].t < 0:
        return
    for j in range(len(u)):
        if u[j].status != ACTIVE and u[j].status != BROKEN:
            continue
        here = u[j].cell
        if w[here].holder != 1 - u[j].side:
            continue
        for index in range(len(v)):
            if v[index].side != u[j].side and v[index].alert < lasts:
                dx, dy = w[here].x_km - w[v[index].cell].x_km, w[here].y_km - w[v[index].cell].y_km
                if dx * dx + dy * dy <= v[index].within_km * v[index].within_km:
                    v[index].alert = lasts


@njit(inline=True)
def threatened(k: Tasks, v: Watches, task: int) -> int:
    """Index of the task's watched place with the freshest alert, the first of several, or -1."""
    first = k[task].watch_first
    best, freshest = -1, 0
    for index in range(first, first + k[task].watch_count):
        if v[index].alert > freshest:
            best, freshest = index, v[index].alert
    return best


@njit(inline=True)
def at_goal(w: Ground, f: Fields, u: Units, c: Cells, side: int, i: int, cell: int, field: int) -> bool:
    """True on the goal cell, or beside it once it is in own hands."""
    here = u[i].cell
    if here != cell:
        d = f[field, here].next
        if not 0 <= d < 6 or w[here].neighbours[d] != cell or c[cell].control != side:
            return False
    return c[cell].city < 0 or lost_to(w, c, cell=cell, enemy=side)  # it fights on until the city is its side's


@njit(inline=True)
def in_place(w: Ground, f: Fields, u: Units, c: Cells, p: Assumed, i: int, cell: int, field: int) -> bool:
    """True on the cell to be held, or beside it where it is full, and for guns and support in any case."""
    if u[i].cell == cell or same_city(c, one=u[i].cell, other=cell):
        return True
    if not at_goal(w, f, u, c, side=u[i].side, i=i, cell=cell, field=field):
        return False
    return u[i].role != MANOEUVRE or c[cell].load[u[i].side] + u[i].power > p.stack_limit_bneq


@njit(inline=True)
def next_task(u: Units, i: int) -> bool:
    """Go on to the next task if there is one; returns True if there was."""
    if u[i].task + 1 < u[i].task_first + u[i].task_count:
        u[i].task += 1
        u[i].phase = 0
        return True
    return False


@njit(inline=True)
def counter(
    w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, v: Watches, p: Assumed, i: int, task: int
) -> tuple[int, bool]:
    """Field and fighting mode of a reserve: wait, or strike where a watched place is threatened."""
    found = threatened(k, v, task)
    if found >= 0:
        return v[found].field, True
    return (-1 if in_place(w, f, u, c, p, i=i, cell=k[task].cell, field=k[task].field) else k[task].field), False


@njit(inline=True)
def delay(w: Ground, u: Units, c: Cells, k: Tasks, x: Clock, p: Assumed, i: int, task: int) -> tuple[int, bool]:
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
        if moving_on or u[i].dry_h > 0.0 or (u[i].static_h >= p.left_alone_h and not beside_enemy(w, u, c, i)):
            return k[task].fallback_field, False
        u[i].wake_h = x[0].t + BROKEN_LOOK_H
        return -1, False
    if u[i].cell == k[task].cell:
        u[i].wake_h = NEVER_H
        return -1, False
    return k[task].field, False


@njit(inline=True)
def to_lift(w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, i: int, task: int) -> tuple[int, bool]:
    """Field of a unit that is to be carried: to where its lift loads, where it waits to be fetched."""
    if k[task].field < 0 or at_goal(w, f, u, c, side=u[i].side, i=i, cell=k[task].cell, field=k[task].field):
        u[i].wake_h = NEVER_H
        return -1, False
    return k[task].field, False


@njit(inline=True)
def on_duty(w: Ground, f: Fields, u: Units, c: Cells, g: Goals, x: Clock, i: int) -> tuple[int, bool]:
    """Field of a unit that a standing rule has sent to a place: there, and fighting for it."""
    j = u[i].duty
    field = g[j].fields[u[i].side, u[i].mobility]
    if at_goal(w, f, u, c, side=u[i].side, i=i, cell=g[j].cell, field=field):
        u[i].wake_h = x[0].t + IDLE_LOOK_H
        return -1, False
    return field, True


@njit(inline=True)
def intention(
    w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, v: Watches, g: Goals, x: Clock, p: Assumed, i: int
) -> tuple[int, bool]:
    """(field to move along or -1, whether to fight for it) of an active unit.

    A unit that wants nothing sleeps until the hour at which it could want something; being moved wakes it.
    """
    task, t = u[i].task, x[0].t
    if u[i].duty >= 0:
        return on_duty(w, f, u, c, g, x, i)
    if task < 0:
        u[i].wake_h = NEVER_H
        return -1, False
    begin = max(u[i].ready_h, k[task].begin)
    if t < begin:
        u[i].wake_h = begin
        return -1, False
    kind = k[task].kind
    if kind == COUNTER:
        field, fights = counter(w, f, u, c, k, v, p, i=i, task=task)
        if field < 0 or f[field, u[i].cell].next > 5:
            u[i].wake_h = t + WATCH_STEP_H - (t + x[0].lead_h) % WATCH_STEP_H
            field = -1
        return field, fights
    if kind == CARRY:
        return to_lift(w, f, u, c, k, i=i, task=task)
    if kind == DELAY:
        return delay(w, u, c, k, x, p, i=i, task=task)
    if kind == ATTACK:
        if not at_goal(w, f, u, c, side=u[i].side, i=i, cell=k[task].cell, field=k[task].field):
            return k[task].field, True
        if not next_task(u, i):
            u[i].wake_h = t + IDLE_LOOK_H
        return -1, False
    there = in_place(w, f, u, c, p, i=i, cell=k[task].cell, field=k[task].field)
    last = task + 1 >= u[i].task_first + u[i].task_count
    due = NEVER_H if last else k[task + 1].begin
    if not last and ((kind == MOVE and there) or (kind == HOLD and t >= due and (there or due > k[task].begin))):
        next_task(u, i)
        return -1, False
    if there:
        u[i].wake_h = min(due, t + IDLE_LOOK_H)
        return -1, False
    return k[task].field, False


@njit(inline=True)
def cut_off(w: Ground, u: Units, c: Cells, p: Assumed, i: int, fights: bool) -> bool:
    """Whether a unit that is nearly out of supply, with no line, gives up what it does and makes for its own rear.

    One that holds a place which is to be protected stays. With the rule off only attackers turn back.
    """
    if u[i].line_share > 0.0 or (u[i].supply >= 1.0 and not out_of_fuel(u, p, i) and not hungry(u, p, i)):
        return False
    if fights and u[i].dry_h >= p.turn_back_h:
        return True
    if p.rule_break_out < 0.5 or u[i].role != MANOEUVRE or u[i].dry_h < p.break_out_after_h:
        return False
    if c[u[i].cell].city >= 0 and c[u[i].cell].control == u[i].side:
        return False
    return w[u[i].cell].strong == 0 or c[u[i].cell].control != u[i].side


@njit(inline=True)
def regroups(u: Units, x: Clock, p: Assumed, i: int) -> bool:
    """Whether a unit that would begin to attack has first to come together again."""
    on = p.rule_regroup_blue if u[i].side == 0 else p.rule_regroup_red
    return on > 0.5 and u[i].fought_h < x[0].t - 1 and u[i].cohesion < p.regroup_cohesion and u[i].homeward == 0


@njit()
def clearing_side(w: Ground, u: Units, c: Cells, k: Tasks, p: Assumed, i: int) -> int:
    """Side on which a unit with nothing left to do attacks the weakest enemy beside it; -1 if it does not, or has none.

    Those who attacked, or whom a rule or an alert has brought here, clear what is beside them; those told to hold,
    hold.
    """
    side = u[i].side
    on = p.rule_clear_blue if side == 0 else p.rule_clear_red
    if on < 0.5 or u[i].status != ACTIVE or u[i].role != MANOEUVRE or u[i].obeys == DISOBEYS:
        return -1
    kind = k[u[i].task].kind if u[i].task >= 0 else HOLD
    if u[i].duty < 0 and kind != ATTACK and kind != COUNTER:
        return -1
    best, least = -1, 1e30
    for d in range(6):
        n = w[u[i].cell].neighbours[d]
        if n < 0 or w[u[i].cell].kind[d] == 0 or w[n].enter[side] == 0 or c[n].count[1 - side] == 0:
            continue
        if c[n].load[1 - side] < least:
            best, least = d, c[n].load[1 - side]
    return best


@njit(inline=True)
def stands_by(u: Units, x: Clock, p: Assumed, i: int) -> bool:
    """Whether a unit cannot begin an attack now: before H-hour, no fighting unit, out of supply or of fuel,
    in a pause for supply, or it has to regroup."""
    if x[0].t < 0 or u[i].role != MANOEUVRE or (u[i].supply <= 0.0 and u[i].dry_h <= 0.0):
        return True
    if u[i].paused and u[i].homeward == 0:
        return True
    return out_of_fuel(u, p, i) or regroups(u, x, p, i)


@njit(inline=True)
def stands_off(c: Cells, x: Clock, ahead: int) -> bool:
    """Whether those before a cell have stood ready in the last hour without attacking it."""
    return c[ahead].mass_last >= x[0].t - 1 and c[ahead].fight_last < x[0].t - 1


@njit()
def join_attack(u: Units, c: Cells, x: Clock, p: Assumed, i: int, d: int, ahead: int, contested: int) -> int:
    """Enter a unit among those who attack the neighbour on side `d`; returns the number of contested cells."""
    if u[i].heading != d:
        u[i].heading = d
        u[i].progress = 0.0
    u[i].field = -1
    return attack(u, c, i=i, cell=ahead, contested=contested, power=power_now(u, x, p, i))


@njit()
def decide(
    w: Ground,
    f: Fields,
    u: Units,
    c: Cells,
    k: Tasks,
    v: Watches,
    g: Goals,
    x: Clock,
    p: Assumed,
    i: int,
    contested: int,
) -> int:
    """Set the unit's field for this hour and enter it as an attacker if an enemy bars its way.

    Returns the number of contested cells.
    """
    u[i].rear = u[i].home
    u[i].homeward = 0
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
        field, fights = intention(w, f, u, c, k, v, g, x, p, i)
        if cut_off(w, u, c, p, i=i, fights=fights):
            field, fights = u[i].home, True
            u[i].homeward = 1
        elif fights and u[i].paused and x[0].t >= 0:
            u[i].field = -1
            u[i].wake_h = x[0].t + IDLE_LOOK_H
            return contested
    u[i].field = field
    cell = u[i].cell
    if field < 0:
        d = clearing_side(w, u, c, k, p, i=i) if x[0].t >= max(u[i].ready_h, 0.0) else -1
        if d < 0 or stands_by(u, x, p, i):
            return contested
        ahead = w[cell].neighbours[d]
        u[i].wake_h = x[0].t if c[ahead].fight_last >= x[0].t - 1 else x[0].t + BROKEN_LOOK_H
        return join_attack(u, c, x, p, i=i, d=d, ahead=ahead, contested=contested)
    d = f[field, cell].next
    if fights and c[cell].city >= 0:
        inside = city_side(w, u, c, k, g, i=i)
        d = inside if inside >= 0 else d
    if d < 0 or d > 5:
        return contested
    ahead = w[cell].neighbours[d]
    enemy = 1 - u[i].side
    if c[ahead].count[enemy] == 0 and not must_search(c, cell=ahead, side=u[i].side):
        return contested
    if not fights:
        return contested
    if stands_by(u, x, p, i):
        u[i].field = -1
        u[i].wake_h = x[0].t + IDLE_LOOK_H if x[0].t >= 0 else 0.0
        return contested
    if u[i].duty >= 0 and stands_off(c, x, ahead) and detour(w, f, u, c, p, i=i, field=field) >= 0:
        return contested
    if c[ahead].attackers >= 0 and u[i].duty < 0 and u[i].task >= 0 and k[u[i].task].bypass:
        enough = p.bypass_ratio * c[ahead].load[enemy]
        if c[ahead].attack_power > enough and detour(w, f, u, c, p, i=i, field=field) >= 0:
            return contested
    return join_attack(u, c, x, p, i=i, d=d, ahead=ahead, contested=contested)


@njit()
def beside_enemy(w: Ground, u: Units, c: Cells, i: int) -> bool:
    """True if an enemy stands in a neighbouring cell."""
    for d in range(6):
        n = w[u[i].cell].neighbours[d]
        if n >= 0 and c[n].count[1 - u[i].side] > 0:
            return True
    return False
