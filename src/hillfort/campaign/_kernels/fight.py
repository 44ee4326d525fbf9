"""Engagements: who attacks which cell, what it costs, who gives way."""

from __future__ import annotations

import math

from hillfort.campaign._kernels.battle import (
    CELL_KM,
    Facts,
    adjudicate,
    is_new,
    luck_of_battle,
    luck_of_cell,
)
from hillfort.campaign._kernels.city import city_km, city_losses, must_search, search_empty
from hillfort.campaign._kernels.control import change_control
from hillfort.campaign._kernels.move import count_loss, destroy, enter, pace_km_per_h, retreat_side
from hillfort.campaign._kernels.power import power_now, rationed
from hillfort.campaign._kernels.records import (
    ACTIVE,
    AGGRESSOR,
    AIRCRAFT,
    BROKEN,
    DELAY,
    DESTROYED,
    FIGHTING,
    FIRES,
    MANOEUVRE,
    RETREAT,
    Assumed,
    Cells,
    Changes,
    Clock,
    Commands,
    Fields,
    Goals,
    Ground,
    Squares,
    Tasks,
    Units,
)
from hillfort.campaign._kernels.ring import same_city
from hillfort.campaign._kernels.venture import repulsed, ventures
from hillfort.foundation.jit import njit

NEARLY_TAKEN = 0.99
MOST_LOG_RATIO = 2.6
"""The record ends at ratios of about 14 to 1: the law is not asked beyond."""
MOST_ARMOUR = 2.3
"""Nineteen in twenty battles of the record differ by less in ln(1 + tanks for each thousand persons)."""
LONG_AGO = -100000
WAITS, FIGHTS = 1, 2
"""Marks of an hour in contact; after the fighting `engaged` is 1 for those who fought."""


@njit(inline=True)
def sky_over(w: Ground, x: Clock, p: Assumed, cell: int) -> float:
    """Who holds the sky over a cell: 1 Blue, -1 Red."""
    if x[0].air == 0:
        return p.air_superiority
    return x[0].superiority[w[cell].sky] if w[cell].sky >= 0 else 0.0


@njit()
def attack(u: Units, c: Cells, i: int, cell: int, contested: int, power: float) -> int:
    """Enter a unit on the list of attackers of a cell; returns the number of contested cells."""
    if c[cell].attackers < 0:
        u[contested].contested = cell
        contested += 1
        c[cell].attack_power = 0.0
    u[i].next_attacker = c[cell].attackers
    c[cell].attackers = i
    c[cell].attack_power += power
    u[i].aim = cell
    u[i].engaged = WAITS
    return contested


@njit(inline=True)
def note_battle(u: Units, q: Commands, command: int, cell: int, noted: int) -> int:
    """Enter a contested cell among the battles of a command, once; returns the number of entries so far.

    There is room for as many entries as there are units: more would take every unit, alone under its command, in two
    battles at once.
    """
    if q[command].noted == cell or noted >= len(u):
        return noted
    u[noted].battle, u[noted].next_battle = cell, q[command].battles
    q[command].noted, q[command].battles = cell, noted
    return noted + 1


@njit(inline=True)
def in_reach(w: Ground, u: Units, q: Commands, p: Assumed, i: int) -> bool:
    """True if a fight in which a unit of the same command takes part is within reach of a unit's guns."""
    here, entry = u[i].cell, q[u[i].command].battles
    while entry >= 0:
        cell = u[entry].battle
        dx, dy = w[cell].x_km - w[here].x_km, w[cell].y_km - w[here].y_km
        if dx * dx + dy * dy <= p.gun_reach_km * p.gun_reach_km:
            return True
        entry = u[entry].next_battle
    return False


@njit()
def gather_fires(w: Ground, u: Units, c: Cells, q: Commands, x: Clock, p: Assumed, contested: int) -> None:
    """Sum what each command's guns in reach can give and what its engaged units could use."""
    for command in range(len(q)):
        q[command].pool = 0.0
        q[command].need = 0.0
        q[command].noted, q[command].battles = -1, -1
    noted = 0
    for index in range(contested):
        cell = u[index].contested
        i = c[cell].attackers
        side = 1 - u[i].side
        while i >= 0:
            q[u[i].command].need += power_now(u, x, p, i)
            noted = note_battle(u, q, command=u[i].command, cell=cell, noted=noted)
            i = u[i].next_attacker
        i = c[cell].head[side]
        while i >= 0:
            u[i].engaged = max(u[i].engaged, WAITS)
            q[u[i].command].need += power_now(u, x, p, i)
            noted = note_battle(u, q, command=u[i].command, cell=cell, noted=noted)
            i = u[i].next_here
        i = c[cell].head[1 - side]
        while i >= 0:
            noted = note_battle(u, q, command=u[i].command, cell=cell, noted=noted)
            i = u[i].next_here
    for i in range(len(u)):
        if u[i].role != FIRES or u[i].status != ACTIVE or u[i].supply <= 0.0 or q[u[i].command].need <= 0.0:
            continue
        if in_reach(w, u, q, p, i=i):
            fire = u[i].fires * u[i].strength * u[i].quality
            if p.rule_supply_classes > 0.5:
                fire *= rationed(u, p, i)
            q[u[i].command].pool += fire
            u[i].attack_h += 1.0


@njit()
def supported(u: Units, q: Commands, p: Assumed, i: int, power: float) -> float:
    """Power with the unit's part of its command's fires."""
    need = q[u[i].command].need
    if need <= 0.0:
        return power
    return power * (1.0 + min(p.fires_bonus_limit, q[u[i].command].pool / need))


@njit(inline=True)
def attacking_fire(u: Units, p: Assumed, i: int) -> float:
    """What is left of a unit's power to attack when it has to save ammunition, beyond what a defender loses by that."""
    if p.rule_supply_classes < 0.5:
        return 1.0
    return p.no_ammunition_attack_factor + (1.0 - p.no_ammunition_attack_factor) * rationed(u, p, i)


@njit()
def attacking_power(
    w: Ground, u: Units, c: Cells, q: Commands, x: Clock, p: Assumed, cell: int
) -> tuple[float, float, float, float]:
    """Of all who attack a cell, within what each origin has room for: power, persons, tanks,
    sum of wealth by persons."""
    power, persons, tanks, wealth = 0.0, 0.0, 0.0, 0.0
    i = c[cell].attackers
    while i >= 0:
        if u[i].aim != cell:
            i = u[i].next_attacker
            continue
        origin = u[i].cell
        mine = supported(u, q, p, i, power_now(u, x, p, i)) * attacking_fire(u, p, i)
        mine *= min(1.0, p.stack_limit_bneq / max(c[origin].load[u[i].side], 0.01))
        d = u[i].heading
        if d >= 0 and d < 6 and w[origin].neighbours[d] == cell and w[origin].river[d] > 0:
            mine /= p.river_factor
        if c[cell].belt_h > 0.0:
            mine /= p.belt_factor
        power += mine
        persons += u[i].persons * u[i].strength
        tanks += u[i].tanks * u[i].strength
        wealth += u[i].wealth * u[i].persons * u[i].strength
        i = u[i].next_attacker
    return power, persons, tanks, wealth


@njit(inline=True)
def dug_in(u: Units, x: Clock, p: Assumed, i: int) -> float:
    """How a unit stands: 0 hasty, 0.5 prepared, 1 fortified; time in barracks does not count."""
    in_place = min(u[i].static_h, max(0.0, x[0].t - u[i].ready_h))
    prepared = min(1.0, in_place / p.preparation_h)
    fortified = min(1.0, max(0.0, in_place - p.preparation_h) / p.fortification_h)
    return 0.5 * (prepared + fortified)


@njit(inline=True)
def terrain_factor(w: Ground, p: Assumed, cell: int) -> float:
    """What woods, bog and buildings add to the power of those who defend a cell."""
    wild = 1.0 + (p.forest_factor - 1.0) * max(w[cell].forest, w[cell].wetland)
    return wild * (1.0 + (p.urban_factor - 1.0) * w[cell].urban)


@njit()
def defending_power(
    w: Ground, u: Units, c: Cells, k: Tasks, q: Commands, x: Clock, p: Assumed, side: int, cell: int
) -> tuple[float, float, float, float, float, float]:
    """Of all who defend a cell: power with terrain, persons, tanks, sums by persons of wealth, delaying, dug in."""
    power, persons, tanks, wealth, delaying, dug = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    i = c[cell].head[side]
    while i >= 0:
        power += supported(u, q, p, i, power_now(u, x, p, i))
        mine = u[i].persons * u[i].strength
        if u[i].role != MANOEUVRE:
            mine *= (
                p.rear_unit_bneq
            )  # persons count as far as they fight: guns that support an attack are not counted at all
        persons += mine
        tanks += u[i].tanks * u[i].strength
        wealth += u[i].wealth * mine
        if u[i].task >= 0 and k[u[i].task].kind == DELAY and x[0].t >= u[i].ready_h:
            delaying += mine
        else:
            dug += dug_in(u, x, p, i) * mine
        i = u[i].next_here
    power *= min(1.0, p.stack_limit_bneq / max(c[cell].load[side], 0.01))
    power *= terrain_factor(w, p, cell)
    return power, persons, tanks, wealth, delaying, dug


@njit(inline=True)
def command_of(u: Units, c: Cells, x: Clock, p: Assumed, cell: int) -> int:
    """The command whose battle the fight for a cell belongs to: the one that began it."""
    if c[cell].fight_last >= x[0].t - p.new_engagement_after_h:
        return c[cell].command
    return u[c[cell].attackers].command


@njit()
def count_battles(u: Units, c: Cells, q: Commands, x: Clock, p: Assumed, contested: int) -> None:
    """Cells and persons of the battle that each command attacks in."""
    for command in range(len(q)):
        q[command].cells = 0.0
        q[command].attackers = 0.0
        q[command].defenders = 0.0
    for index in range(contested):
        cell = u[index].contested
        i = c[cell].attackers
        command, side = command_of(u, c, x, p, cell), 1 - u[i].side
        q[command].cells += 1.0
        while i >= 0:
            q[command].attackers += u[i].persons * u[i].strength
            i = u[i].next_attacker
        i = c[cell].head[side]
        while i >= 0:
            q[command].defenders += u[i].persons * u[i].strength
            i = u[i].next_here


@njit()
def wear(u: Units, x: Clock, p: Assumed, i: int, share: float, cause: int) -> None:
    """Take a share of a unit's strength, and the cohesion that goes with it."""
    loss = u[i].strength * min(share, 1.0)
    u[i].strength -= loss
    count_loss(u, x, i, loss, cause)
    u[i].cohesion = max(0.0, u[i].cohesion - p.cohesion_per_loss * min(share, 1.0))


@njit()
def give_way(
    w: Ground, f: Fields, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, p: Assumed, i: int, forced: bool
) -> bool:
    """Step back one cell if there is a way; returns True if the unit got away."""
    d = retreat_side(w, f, u, c, p, i)
    if d < 0:
        return False
    if u[i].role == MANOEUVRE and u[i].static_h >= p.obstacles_after_h:
        c[u[i].cell].obstacle = 1
    if forced:
        wear(u, x, p, i, p.retreat_loss_share, RETREAT)
        u[i].cohesion = max(0.0, u[i].cohesion - p.cohesion_per_retreat)
    u[i].progress = 0.0
    u[i].heading = -1
    u[i].aim = -1
    u[i].homeward = 1
    here, prepared = u[i].cell, min(u[i].static_h, p.preparation_h)
    enter(w, u, c, g, x, h, p, i=i, cell=w[here].neighbours[d])
    if same_city(c, one=here, other=u[i].cell):
        u[i].static_h = prepared  # a second position behind the first
        u[i].homeward = 0
    return True


@njit()
def fight(
    w: Ground,
    f: Fields,
    u: Units,
    c: Cells,
    k: Tasks,
    g: Goals,
    q: Commands,
    x: Clock,
    h: Changes,
    m: Squares,
    p: Assumed,
    contested: int,
) -> None:
    """One hour of fighting for every contested cell, one after the other."""
    for index in range(contested):
        resolve(w, f, u, c, k, g, q, x, h, m, p, u[index].contested)


@njit()
def resolve(
    w: Ground,
    f: Fields,
    u: Units,
    c: Cells,
    k: Tasks,
    g: Goals,
    q: Commands,
    x: Clock,
    h: Changes,
    m: Squares,
    p: Assumed,
    cell: int,
) -> None:
    """One hour of fighting for one cell."""
    first = c[cell].attackers
    side = 1 - u[first].side
    if c[cell].count[side] == 0:
        if must_search(c, cell=cell, side=1 - side):
            if not search_empty(w, u, c, p, cell=cell):
                return
            change_control(w, u, c, g, x, h, cell=cell, side=1 - side)
        release(c, cell)
        return
    attack_power, attackers, attack_tanks, attack_wealth = attacking_power(w, u, c, q, x, p, cell)
    if attackers <= 0.0:
        return  # driven from where they started, earlier in this hour
    defend_power, defenders, defend_tanks, defend_wealth, delaying, dug = defending_power(
        w, u, c, k, q, x, p, side=side, cell=cell
    )
    log_ratio = math.log(max(attack_power, 1e-3) / max(defend_power, 1e-3))
    if x[0].t < c[cell].off_until:
        return  # thrown back: they wait
    defenders = max(defenders, 1.0)
    begins = c[cell].fight_last < x[0].t - p.new_engagement_after_h
    surprised = 1 if u[first].kind == AGGRESSOR and x[0].t < p.surprise_lasts_h and x[0].surprised > 0 else 0
    red = 2.0 * u[first].side - 1.0  # 1 where red attacks, -1 where blue does
    armour = math.log1p(1000.0 * attack_tanks / attackers) - math.log1p(1000.0 * defend_tanks / defenders)
    armour = min(max(armour, -MOST_ARMOUR), MOST_ARMOUR)
    facts = Facts(
        log_ratio=min(max(log_ratio, -MOST_LOG_RATIO), MOST_LOG_RATIO),
        attackers=attackers,
        defenders=defenders,
        air=-red * sky_over(w, x, p, cell),
        surprise=float(surprised if is_new(c[cell], x, p) else c[cell].surprise),
        wealth=attack_wealth / attackers - defend_wealth / defenders,
        armour=armour,
        delaying=delaying / defenders,
        dug=dug / defenders,
        army=red,
    )
    if not ventures(w, u, c, x, m, p, cell=cell, facts=facts, log_ratio=log_ratio, terrain=terrain_factor(w, p, cell)):
        return  # too little to hope for: they wait
    command = command_of(u, c, x, p, cell)
    luck_of_battle(w, c, q, x, p, cell=cell, command=command)
    if luck_of_cell(c, q, x, p, cell=cell, command=command):
        c[cell].command = command
        c[cell].edge_sum = 0.0
        c[cell].law_first = 0.0
        c[cell].law_second = 0.0
        c[cell].surprise = surprised
        if begins and c[cell].city < 0:  # buildings that were taken stay taken over a pause
            c[cell].pushed = 0.0
    c[cell].fought_last = x[0].t
    edge, km, attacker_share, defender_share = adjudicate(c, q, x, p, cell=cell, command=command, facts=facts)
    c[cell].edge_sum += edge
    if c[cell].city >= 0:
        km = city_km(w, u, c, p, cell=cell, side=side, edge=edge)
        calmer = city_losses(w, u, c, p, cell=cell, attacker_share=attacker_share, defender_share=defender_share)
        attacker_share *= calmer
        defender_share *= calmer
    elif edge > 0.0 and log_ratio > math.log(p.overrun_ratio):
        km = max(km, pace_km_per_h(w, u, c, x, p, i=first, d=u[first].heading))
    if km < 0.0 and p.rule_broken_hold > 0.5 and not stands(u, c, cell=cell, side=side):
        km = 0.0
    push(c, x, p, cell, km)
    i = first
    while i >= 0:
        if u[i].aim == cell:
            u[i].engaged = FIGHTS
            wear(u, x, p, i, attacker_share, FIGHTING)
            close_up(w, u, c, x, p, i, c[cell].pushed)
        i = u[i].next_attacker
    forced = c[cell].pushed >= 1.0
    pressed = c[cell].pushed >= p.pressed_share or log_ratio > math.log(p.delay_ratio)
    i = c[cell].head[side]
    while i >= 0:
        following = u[i].next_here
        u[i].engaged = FIGHTS
        wear(u, x, p, i, defender_share, FIGHTING)
        delaying = u[i].task >= 0 and k[u[i].task].kind == DELAY and x[0].t >= u[i].ready_h
        if u[i].moved == 0 and (forced or (delaying and pressed)):  # one step back in an hour, not two
            if delaying:
                u[i].phase = 1
                if k[u[i].task].fallback_field >= 0:
                    u[i].rear = k[u[i].task].fallback_field
            away = give_way(w, f, u, c, g, x, h, p, i, forced)
            if not away and (c[cell].pushed >= p.overrun_depths or c[cell].city >= 0):
                destroy(u, c, x, i=i, cause=RETREAT)
        i = following
    if c[cell].count[side] == 0:
        if c[cell].city >= 0 and c[cell].pushed >= 1.0 and c[cell].control == side:
            change_control(w, u, c, g, x, h, cell=cell, side=1 - side)
        release(c, cell)


@njit(inline=True)
def stands(u: Units, c: Cells, cell: int, side: int) -> bool:
    """Whether anybody of a side in a cell is not broken."""
    i = c[cell].head[side]
    while i >= 0:
        if u[i].role == MANOEUVRE and u[i].status != BROKEN:
            return True
        i = u[i].next_here
    return False


@njit(inline=True)
def push(c: Cells, x: Clock, p: Assumed, cell: int, km: float) -> None:
    """Add an hour's advance; an attacker who does not prevail over the whole fight does not take the cell.

    One who is driven back by a cell's depth calls the attack off for a day.
    """
    pushed = c[cell].pushed + km / CELL_KM
    if c[cell].edge_sum <= 0.0:
        pushed = min(pushed, NEARLY_TAKEN)
    if pushed <= -1.0:
        pushed = 0.0
        c[cell].off_until = x[0].t + p.called_off_h
        repulsed(c, x, cell)
    c[cell].pushed = pushed


@njit()
def settle(u: Units, c: Cells, x: Clock, contested: int) -> None:
    """Empty the lists of attackers. Those who only stood before each other in this hour did not fight."""
    for index in range(contested):
        c[u[index].contested].attackers = -1
    for i in range(len(u)):
        if u[i].engaged == FIGHTS:
            u[i].engaged = 1
            u[i].fought_h = x[0].t
        else:
            u[i].engaged = 0


@njit()
def close_up(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, i: int, pushed: float) -> None:
    """Bring an attacker as far into the cell as the defender has been pushed, no faster than it can march."""
    d = u[i].heading
    hour = pace_km_per_h(w, u, c, x, p, i=i, d=d) / w[u[i].cell].km[d]
    u[i].progress = max(u[i].progress, min(p.closing_share, pushed, u[i].progress + hour))


@njit()
def release(c: Cells, cell: int) -> None:
    """The way is free: the engagement is over."""
    c[cell].pushed = 0.0
    c[cell].fight_last = LONG_AGO
    c[cell].mass_last = LONG_AGO
    c[cell].repulses = 0


@njit()
def check_units(u: Units, c: Cells, x: Clock, p: Assumed) -> None:
    """Break, rally or strike off units after an hour's fighting."""
    for i in range(len(u)):
        status = u[i].status
        if status != ACTIVE and status != BROKEN:
            continue
        if u[i].strength < p.destroyed_share * u[i].strength0:
            destroy(u, c, x, i=i, cause=FIGHTING if u[i].engaged > 0 else AIRCRAFT if status == ACTIVE else RETREAT)
        elif status == ACTIVE and u[i].cohesion < p.break_cohesion:
            u[i].status = BROKEN
            u[i].progress = 0.0
            u[i].wake_h = x[0].t
        elif status == BROKEN and u[i].cohesion > 0.5 * (1.0 + p.break_cohesion):
            u[i].status = ACTIVE
            u[i].wake_h = x[0].t
        if u[i].status == DESTROYED:
            u[i].engaged = 0
