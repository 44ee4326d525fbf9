"""Standing rules: what commanders of both sides do when their orders do not say.

Each rule is an assumption of its own that can be switched for either side. Orders outrank the rules: who marches,
attacks or delays as ordered is left alone, and so are units whose orders say that they stay.
"""

from __future__ import annotations

from hillfort.campaign._kernels.power import power_near, power_now
from hillfort.campaign._kernels.records import (
    ACTIVE,
    ATTACK,
    COUNTER,
    DISOBEYS,
    HOLD,
    MANOEUVRE,
    STAYING,
    WITHIN_COUNTRY,
    Assumed,
    Cells,
    Clock,
    Fields,
    Goals,
    Ground,
    Squares,
    Tasks,
    Units,
)
from hillfort.campaign._kernels.ring import held_by
from hillfort.foundation.jit import njit

FAR_H = 1e9
LEAST_POWER = 1e-2


@njit(inline=True)
def of_side(p: Assumed, side: int, blue: float, red: float) -> bool:
    """Whether a rule is on for a side."""
    return (blue if side == 0 else red) > 0.5


@njit()
def free_to_go(u: Units, k: Tasks, x: Clock, p: Assumed, i: int) -> bool:
    """Whether a unit is at its commander's disposal: fit, ready, not fighting,
    and not busy with what it was ordered to do."""
    if u[i].status != ACTIVE or u[i].role != MANOEUVRE or u[i].obeys == DISOBEYS or u[i].duty >= 0:
        return False
    if u[i].obeys == WITHIN_COUNTRY and p.rule_territorials_rally < 0.5:
        return False
    t = x[0].t
    if t < u[i].ready_h or t - u[i].fought_h < p.idle_h or u[i].cohesion < p.regroup_cohesion:
        return False
    if u[i].supply < 1.0 or u[i].line_share <= 0.0 or u[i].paused:
        return False
    task = u[i].task
    if task < 0:
        return True
    last = task + 1 >= u[i].task_first + u[i].task_count
    kind = k[task].kind
    if kind == COUNTER:
        return True
    if kind == HOLD:
        return last or k[task + 1].begin > t + p.standing_reach_h
    return kind == ATTACK and last and u[i].cell == k[task].cell


@njit()
def may_leave(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, m: Squares, p: Assumed, i: int, goal: int) -> bool:
    """Whether what stays behind is enough: near each place that its side holds, where the unit stands, and at home.

    Against enemies near, those who stay have to be a share of them: fixing is proportional, not yes or no. To a place
    of its side in another country nobody is sent while a place of his own country is lost, or not covered by others.
    """
    side, here = u[i].side, u[i].cell
    if not of_side(p, side=side, blue=p.rule_guard_blue, red=p.rule_guard_red):
        return True
    mine = power_now(u, x, p, i)
    row, column = w[here].row, w[here].column
    enemy = power_near(m, side=1 - side, row=row, column=column, radius_km=p.position_km)
    if enemy > 0.0:
        own = power_near(m, side=STAYING + side, row=row, column=column, radius_km=p.position_km)
        if own - mine < p.leave_behind_odds * enemy:
            return False
    abroad = p.rule_home_first > 0.5 and g[goal].side == side and g[goal].country != u[i].country
    for j in range(len(g)):
        if j == goal or g[j].protect == 0:
            continue
        at_home = abroad and g[j].side == side and g[j].country == u[i].country
        if not held_by(w, c, cell=g[j].cell, side=side):
            if at_home:
                return False
            continue
        dx, dy = w[here].x_km - w[g[j].cell].x_km, w[here].y_km - w[g[j].cell].y_km
        beside = dx * dx + dy * dy <= p.threat_km * p.threat_km
        if not beside and not at_home:
            continue
        at_row, at_column = w[g[j].cell].row, w[g[j].cell].column
        stay = power_near(m, side=STAYING + side, row=at_row, column=at_column, radius_km=p.threat_km)
        stay -= mine if beside else 0.0
        near = power_near(m, side=1 - side, row=at_row, column=at_column, radius_km=p.threat_km)
        far = power_near(m, side=1 - side, row=at_row, column=at_column, radius_km=p.day_march_km)
        if stay < p.garrison_odds * near or stay < p.leave_behind_odds * far:
            return False
    return True


@njit(inline=True)
def hours_to(f: Fields, u: Units, g: Goals, i: int, j: int) -> float:
    """March hours of a unit to an objective, or for ever where no way leads there."""
    field = g[j].fields[u[i].side, u[i].mobility]
    if field < 0 or f[field, u[i].cell].next < 0:
        return FAR_H
    return f[field, u[i].cell].cost


@njit(inline=True)
def suits(u: Units, k: Tasks, g: Goals, i: int, j: int, onward: bool) -> bool:
    """Whether a rule may send a unit to an objective: only attackers whose last order is done go on to another."""
    if u[i].obeys == WITHIN_COUNTRY and u[i].country != g[j].country:
        return False
    return not onward or (u[i].task >= 0 and k[u[i].task].kind == ATTACK)


@njit()
def nearest_free(
    w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, g: Goals, x: Clock, m: Squares, p: Assumed,
    side: int, j: int, onward: bool,
) -> int:  # fmt: skip
    """The free unit with the fewest march hours to an objective, within the reach; -1 if there is none."""
    best, best_h = -1, p.standing_reach_h
    for i in range(len(u)):
        if u[i].side != side or not free_to_go(u, k, x, p, i) or not suits(u, k, g, i=i, j=j, onward=onward):
            continue
        hours = hours_to(f, u, g, i=i, j=j)
        if hours < best_h and may_leave(w, u, c, g, x, m, p, i=i, goal=j):
            best, best_h = i, hours
    return best


@njit()
def in_reach_of(
    w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, g: Goals, x: Clock, m: Squares, p: Assumed,
    side: int, j: int, onward: bool,
) -> float:  # fmt: skip
    """Power of all whom a rule could send to an objective, each taken alone."""
    total = 0.0
    for i in range(len(u)):
        if u[i].side != side or not free_to_go(u, k, x, p, i) or not suits(u, k, g, i=i, j=j, onward=onward):
            continue
        if hours_to(f, u, g, i=i, j=j) < p.standing_reach_h and may_leave(w, u, c, g, x, m, p, i=i, goal=j):
            total += power_now(u, x, p, i)
    return total


@njit()
def under_way(w: Ground, u: Units, g: Goals, x: Clock, p: Assumed, side: int, j: int) -> float:
    """Power of those sent to an objective who are not near it yet."""
    total = 0.0
    place = g[j].cell
    for i in range(len(u)):
        if u[i].side != side or u[i].duty != j or u[i].status != ACTIVE:
            continue
        dx, dy = w[u[i].cell].x_km - w[place].x_km, w[u[i].cell].y_km - w[place].y_km
        if dx * dx + dy * dy > p.threat_km * p.threat_km:
            total += power_now(u, x, p, i)
    return total


@njit()
def send(
    w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, g: Goals, x: Clock, m: Squares, p: Assumed,
    side: int, j: int, onward: bool, wanted: float,
) -> None:  # fmt: skip
    """Send free units to an objective, the nearest first, until what was wanted is on its way."""
    while wanted > 0.0:
        i = nearest_free(w, f, u, c, k, g, x, m, p, side=side, j=j, onward=onward)
        if i < 0:
            return
        u[i].duty = j
        u[i].wake_h = x[0].t
        mine = power_now(u, x, p, i)
        wanted -= max(mine, LEAST_POWER)
        m[STAYING + side, w[u[i].cell].row, w[u[i].cell].column] -= mine


@njit()
def look_after(
    w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, g: Goals, x: Clock, m: Squares, p: Assumed, side: int, j: int
) -> None:
    """What one side does about one objective: reinforce what is threatened, relieve what is lost,
    go on to what is next."""
    row, column = w[g[j].cell].row, w[g[j].cell].column
    enemy = power_near(m, side=1 - side, row=row, column=column, radius_km=p.threat_km)
    own = power_near(m, side=STAYING + side, row=row, column=column, radius_km=p.threat_km)
    own += under_way(w, u, g, x, p, side=side, j=j)
    if held_by(w, c, cell=g[j].cell, side=side):
        if enemy > 0.0 and of_side(p, side=side, blue=p.rule_reinforce_blue, red=p.rule_reinforce_red):
            wanted = p.reinforce_odds * enemy - own
            send(w, f, u, c, k, g, x, m, p, side=side, j=j, onward=False, wanted=wanted)
        return
    onward = g[j].side != side
    if onward and not of_side(p, side=side, blue=p.rule_exploit_blue, red=p.rule_exploit_red):
        return
    if not onward and not of_side(p, side=side, blue=p.rule_relieve_blue, red=p.rule_relieve_red):
        return
    if own >= p.commit_odds * enemy and own > 0.0:
        return
    there = own + in_reach_of(w, f, u, c, k, g, x, m, p, side=side, j=j, onward=onward)
    if there >= p.relief_odds * enemy:
        wanted = max(p.commit_odds * enemy, p.control_floor_bneq) - own
        send(w, f, u, c, k, g, x, m, p, side=side, j=j, onward=onward, wanted=wanted)


@njit()
def release_duties(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, m: Squares, p: Assumed) -> None:
    """Units whose place is safe again go back to their orders; attackers stay where they have come to."""
    for i in range(len(u)):
        j = u[i].duty
        if j < 0 or not held_by(w, c, cell=g[j].cell, side=u[i].side) or x[0].t - u[i].fought_h < p.release_h:
            continue
        if g[j].side != u[i].side:
            continue
        row, column = w[g[j].cell].row, w[g[j].cell].column
        if power_near(m, side=1 - u[i].side, row=row, column=column, radius_km=p.threat_km) <= 0.0:
            u[i].duty = -1
            u[i].wake_h = x[0].t


@njit()
def apply_standing_rules(
    w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, g: Goals, x: Clock, m: Squares, p: Assumed
) -> None:
    """What commanders of both sides do about each place that is to be protected."""
    if x[0].t < 0:
        return
    release_duties(w, u, c, g, x, m, p)
    for side in range(2):
        for j in range(len(g)):
            if g[j].protect > 0:
                look_after(w, f, u, c, k, g, x, m, p, side=side, j=j)
