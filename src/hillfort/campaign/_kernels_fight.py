"""Engagements: who attacks which cell, what it costs, who gives way."""

from __future__ import annotations

import math

from hillfort.campaign._kernels_move import destroy, enter, pace_km_per_h, retreat_side, tired
from hillfort.campaign._kernels_records import (
    ACTIVE,
    ADVANCE_BASE,
    ADVANCE_GAIN,
    BREAK_COHESION,
    BROKEN,
    COHESION_LOSS,
    COHESION_RETREAT,
    DELAY,
    DELAY_RATIO,
    DESTROYED,
    DESTROYED_SHARE,
    EXCHANGE_INTERCEPT,
    EXCHANGE_SLOPE,
    EXCHANGE_SPREAD,
    FIRES,
    FIRES_LIMIT,
    FOREST,
    GUN_REACH,
    HASTY,
    LOSS_PCT,
    LOSS_SIZE,
    LOSS_SPREAD,
    MANOEUVRE,
    NO_SUPPLY,
    PERSISTENCE,
    PREPARATION_H,
    PREPARED,
    PREVAIL_INTERCEPT,
    PREVAIL_SLOPE,
    REAR_UNIT,
    RETREAT_LOSS,
    RIVER,
    STACK_LIMIT,
    SURPRISE_FACTOR,
    UNREADY,
    URBAN,
)
from hillfort.foundation._kernels import normal
from hillfort.foundation.jit import njit
from hillfort.ground._kernels import advance_km_per_h, exchange, loss_centre, margin, share_per_h, size_factor
from hillfort.ground._kernels_reference import CALIBRATED, law_hour

STREAM_ENGAGEMENT = 1
STREAM_ENGAGEMENT_DAY = 2
STREAM_LOSS = 3
STREAM_EXCHANGE = 4
CELL_DEPTH_KM = 6.5
"""From middle to middle of cells of resolution 6, the only one that campaigns are fought on."""
NEW_ENGAGEMENT_AFTER_H = 12
MOST_CLOSED = 0.9
"""Share of the way into a cell that attackers cover while it is still held."""
PRESSED_AT = 0.35
"""Share of the cell given up at which a delaying force steps back."""
OBSTACLES_AFTER_H = 12.0
"""Hours in one place after which a force leaves obstacles behind."""
OVERRUN_AT = 3.0
"""A surrounded force that has been driven through three times over is taken."""


@njit()
def power_now(u, x, p, i):  # type: ignore[no-untyped-def]
    """Battalion equivalents that a unit brings to bear in this hour, before terrain and posture."""
    power = u[i].power
    if u[i].role != MANOEUVRE:
        power = p[REAR_UNIT]
    power *= u[i].strength * p[u[i].quality] * (0.5 + 0.5 * u[i].cohesion) * tired(u[i].fatigue, p)
    if u[i].supply <= 0.0:
        power *= p[NO_SUPPLY]
    if x[0].t < u[i].ready_h and u[i].kind != 0:
        power *= p[UNREADY]
    if x[0].t < 24 and u[i].kind != 0 and x[0].surprised > 0:
        power *= p[SURPRISE_FACTOR]
    return power


@njit()
def attack(u, c, i, cell, contested, power):  # type: ignore[no-untyped-def]
    """Enter a unit on the list of attackers of a cell; returns the number of contested cells."""
    if c[cell].attackers < 0:
        u[contested].contested = cell
        contested += 1
        c[cell].attack_power = 0.0
    u[i].next_attacker = c[cell].attackers
    c[cell].attackers = i
    c[cell].attack_power += power
    u[i].aim = cell
    u[i].engaged = 1
    return contested


@njit()
def in_reach(w, u, c, p, i, contested):  # type: ignore[no-untyped-def]
    """True if a fight in which a unit of the same command takes part is within reach of a unit's guns."""
    here, command = u[i].cell, u[i].command
    for index in range(contested):
        cell = u[index].contested
        dx, dy = w[cell].x_km - w[here].x_km, w[cell].y_km - w[here].y_km
        if dx * dx + dy * dy > p[GUN_REACH] * p[GUN_REACH]:
            continue
        other = c[cell].attackers
        if u[other].side == u[i].side:
            while other >= 0:
                if u[other].command == command:
                    return True
                other = u[other].next_attacker
        other = c[cell].head[u[i].side]
        while other >= 0:
            if u[other].command == command:
                return True
            other = u[other].next_here
    return False


@njit()
def gather_fires(w, u, c, q, x, p, contested):  # type: ignore[no-untyped-def]
    """Sum what each command's guns in reach can give and what its engaged units could use."""
    for command in range(len(q)):
        q[command].pool = 0.0
        q[command].need = 0.0
    for index in range(contested):
        cell = u[index].contested
        i = c[cell].attackers
        side = 1 - u[i].side
        while i >= 0:
            q[u[i].command].need += power_now(u, x, p, i)
            i = u[i].next_attacker
        i = c[cell].head[side]
        while i >= 0:
            u[i].engaged = 1
            q[u[i].command].need += power_now(u, x, p, i)
            i = u[i].next_here
    for i in range(len(u)):
        if u[i].role != FIRES or u[i].status != ACTIVE or u[i].supply <= 0.0 or q[u[i].command].need <= 0.0:
            continue
        if in_reach(w, u, c, p, i, contested):
            q[u[i].command].pool += u[i].fires * u[i].strength * p[u[i].quality]


@njit()
def supported(u, q, p, i, power):  # type: ignore[no-untyped-def]
    """Power with the unit's part of its command's fires."""
    need = q[u[i].command].need
    if need <= 0.0:
        return power
    return power * (1.0 + min(p[FIRES_LIMIT], q[u[i].command].pool / need))


@njit()
def attacking_power(w, u, c, q, x, p, cell):  # type: ignore[no-untyped-def]
    """Power and persons of all who attack a cell, within what each origin has room for."""
    power, persons = 0.0, 0.0
    i = c[cell].attackers
    while i >= 0:
        if u[i].aim != cell:
            i = u[i].next_attacker
            continue
        origin = u[i].cell
        mine = supported(u, q, p, i, power_now(u, x, p, i))
        mine *= min(1.0, p[STACK_LIMIT] / max(c[origin].load[u[i].side], 0.01))
        d = u[i].heading
        if d >= 0 and d < 6 and w[origin].neighbours[d] == cell and w[origin].river[d] > 0:
            mine /= p[RIVER]
        power += mine
        persons += u[i].persons * u[i].strength
        i = u[i].next_attacker
    return power, persons


@njit()
def defending_power(w, u, c, q, x, p, side, cell):  # type: ignore[no-untyped-def]
    """Power and persons of all who defend a cell, with posture and terrain."""
    power, persons = 0.0, 0.0
    i = c[cell].head[side]
    while i >= 0:
        dug = min(1.0, u[i].static_h / p[PREPARATION_H])
        mine = supported(u, q, p, i, power_now(u, x, p, i))
        power += mine * (p[HASTY] + (p[PREPARED] - p[HASTY]) * dug)
        persons += u[i].persons * u[i].strength
        i = u[i].next_here
    power *= min(1.0, p[STACK_LIMIT] / max(c[cell].load[side], 0.01))
    power *= 1.0 + (p[FOREST] - 1.0) * max(w[cell].forest, w[cell].wetland)
    power *= 1.0 + (p[URBAN] - 1.0) * w[cell].urban
    return power, persons


@njit()
def refresh_luck(c, x, p, cell):  # type: ignore[no-untyped-def]
    """Luck of this engagement in this hour (standard normal): part lasting, part new every day."""
    t, stamp = x[0].t, x[0].t + x[0].lead_h
    if c[cell].fight_last < t - NEW_ENGAGEMENT_AFTER_H:
        c[cell].luck_fight = normal(x[0].seed, STREAM_ENGAGEMENT, x[0].draw, stamp, cell)
        c[cell].luck_loss = normal(x[0].seed, STREAM_LOSS, x[0].draw, stamp, cell)
        c[cell].luck_exchange = normal(x[0].seed, STREAM_EXCHANGE, x[0].draw, stamp, cell)
        c[cell].fight_day = t - 24
        c[cell].pushed = 0.0
        c[cell].law_first = 0.0
        c[cell].law_second = 0.0
    if t - c[cell].fight_day >= 24:
        c[cell].luck_day = normal(x[0].seed, STREAM_ENGAGEMENT_DAY, x[0].draw, stamp, cell)
        c[cell].fight_day = t
    c[cell].fight_last = t
    lasting = p[PERSISTENCE]
    return math.sqrt(lasting) * c[cell].luck_fight + math.sqrt(1.0 - lasting) * c[cell].luck_day


@njit()
def adjudicate(c, x, p, cell, log_ratio, luck, attack_persons, defend_persons):  # type: ignore[no-untyped-def]
    """Advance (km) and loss shares of attacker and defender in this hour, by the law that the scenario names."""
    centre = loss_centre(p[LOSS_PCT], p[LOSS_SPREAD], c[cell].luck_loss)
    attack_size, defend_size = size_factor(attack_persons, p[LOSS_SIZE]), size_factor(defend_persons, p[LOSS_SIZE])
    if x[0].law != CALIBRATED:
        _, advance, attacker, defender, c[cell].law_first, c[cell].law_second = law_hour(
            x[0].law, log_ratio, luck, attack_persons, defend_persons, p[ADVANCE_BASE],
            centre * math.sqrt(attack_size * defend_size), c[cell].law_first, c[cell].law_second,
        )
        return advance, attacker, defender
    edge = margin(log_ratio, luck, p[PREVAIL_INTERCEPT], p[PREVAIL_SLOPE])
    swing = 0.5 * exchange(log_ratio, c[cell].luck_exchange, p[EXCHANGE_INTERCEPT], p[EXCHANGE_SLOPE],
                           p[EXCHANGE_SPREAD])
    attacker, defender = share_per_h(centre, swing, attack_size), share_per_h(centre, -swing, defend_size)
    return advance_km_per_h(edge, p[ADVANCE_BASE], p[ADVANCE_GAIN]), attacker, defender


@njit()
def wear(u, x, p, i, share):  # type: ignore[no-untyped-def]
    """Take a share of a unit's strength, and the cohesion that goes with it."""
    loss = u[i].strength * min(share, 1.0)
    u[i].strength -= loss
    x[0].lost[u[i].side] += loss * u[i].persons
    u[i].cohesion = max(0.0, u[i].cohesion - p[COHESION_LOSS] * min(share, 1.0))


@njit()
def give_way(w, f, u, c, g, x, h, p, i, forced):  # type: ignore[no-untyped-def]
    """Step back one cell if there is a way; returns True if the unit got away."""
    d = retreat_side(w, f, u, c, p, i)
    if d < 0:
        return False
    if u[i].role == MANOEUVRE and u[i].static_h >= OBSTACLES_AFTER_H:
        c[u[i].cell].obstacle = 1
    if forced:
        wear(u, x, p, i, p[RETREAT_LOSS])
        u[i].cohesion = max(0.0, u[i].cohesion - p[COHESION_RETREAT])
    u[i].progress = 0.0
    u[i].heading = -1
    u[i].aim = -1
    enter(w, u, c, g, x, h, i, w[u[i].cell].neighbours[d])
    return True


@njit()
def resolve(w, f, u, c, k, g, q, x, h, p, cell):  # type: ignore[no-untyped-def]
    """One hour of fighting for one cell."""
    first = c[cell].attackers
    side = 1 - u[first].side
    if c[cell].count[side] == 0:
        release(c, cell)
        return
    attack_power, attack_persons = attacking_power(w, u, c, q, x, p, cell)
    if attack_persons <= 0.0:
        return  # driven from where they started, earlier in this hour
    luck = refresh_luck(c, x, p, cell)
    defend_power, defend_persons = defending_power(w, u, c, q, x, p, side, cell)
    log_ratio = math.log(max(attack_power, 1e-3) / max(defend_power, 1e-3))
    log_ratio = min(max(log_ratio, -4.0), 4.0)
    advance, attacker_share, defender_share = adjudicate(c, x, p, cell, log_ratio, luck, attack_persons, defend_persons)
    c[cell].pushed += advance / CELL_DEPTH_KM
    i = first
    while i >= 0:
        if u[i].aim == cell:
            wear(u, x, p, i, attacker_share)
            close_up(w, u, c, x, p, i, c[cell].pushed)
        i = u[i].next_attacker
    forced = c[cell].pushed >= 1.0
    pressed = c[cell].pushed >= PRESSED_AT or log_ratio > math.log(p[DELAY_RATIO])
    i = c[cell].head[side]
    while i >= 0:
        following = u[i].next_here
        wear(u, x, p, i, defender_share)
        delaying = u[i].task >= 0 and k[u[i].task].kind == DELAY and x[0].t >= u[i].ready_h
        if u[i].moved == 0 and (forced or (delaying and pressed)):  # one step back in an hour, not two
            if delaying:
                u[i].phase = 1
                if k[u[i].task].fallback_field >= 0:
                    u[i].rear = k[u[i].task].fallback_field
            away = give_way(w, f, u, c, g, x, h, p, i, forced)
            if not away and c[cell].pushed >= OVERRUN_AT:
                destroy(u, c, x, i)
        i = following
    if c[cell].count[side] == 0:
        release(c, cell)


@njit()
def close_up(w, u, c, x, p, i, pushed):  # type: ignore[no-untyped-def]
    """Bring an attacker as far into the cell as the defender has been pushed, no faster than it can march."""
    d = u[i].heading
    hour = pace_km_per_h(w, u, c, x, p, i, d) / w[u[i].cell].km[d]
    u[i].progress = max(u[i].progress, min(MOST_CLOSED, pushed, u[i].progress + hour))


@njit()
def release(c, cell):  # type: ignore[no-untyped-def]
    """The way is free: the engagement is over."""
    c[cell].pushed = 0.0
    c[cell].fight_last = -100000


@njit()
def check_units(u, c, x, p):  # type: ignore[no-untyped-def]
    """Break, rally or strike off units after an hour's fighting."""
    for i in range(len(u)):
        status = u[i].status
        if status != ACTIVE and status != BROKEN:
            continue
        if u[i].strength < p[DESTROYED_SHARE] * u[i].strength0:
            destroy(u, c, x, i)
        elif status == ACTIVE and u[i].cohesion < p[BREAK_COHESION]:
            u[i].status = BROKEN
            u[i].progress = 0.0
            u[i].wake_h = x[0].t
        elif status == BROKEN and u[i].cohesion > 0.5 * (1.0 + p[BREAK_COHESION]):
            u[i].status = ACTIVE
            u[i].wake_h = x[0].t
        if u[i].status == DESTROYED:
            u[i].engaged = 0
