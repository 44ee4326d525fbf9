"""Cities: built-up cells that are fought for as one thing. The law behind it is that of `ground.city`.

The cells of a city form a ring (`c[cell].city` is the next one, -1 outside cities). A city is lost once the enemy holds
more than half of its built-up ground; its garrison shifts inside; ground is gained at the headway of battalions where
the garrison can man it, and at the pace of a search elsewhere.
"""

from __future__ import annotations

import math

from hillfort.campaign._kernels.battle import CELL_KM
from hillfort.campaign._kernels.move import put, take
from hillfort.campaign._kernels.records import (
    ACTIVE,
    ATTACK,
    COUNTER,
    MANOEUVRE,
    Assumed,
    Cells,
    Clock,
    Goals,
    Ground,
    Tasks,
    Units,
)
from hillfort.campaign._kernels.ring import LEAST_SHARE, same_city
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit

STREAM_CITY = 70
CELL_KM2 = 36.1
"""Area of a cell of resolution 6, and one of its six sides."""
SIDE_KM = 3.7


@njit(inline=True)
def built_km2(w: Ground, cell: int) -> float:
    """Built-up ground of a cell."""
    return CELL_KM2 * max(w[cell].urban, LEAST_SHARE)


@njit()
def open_cities(w: Ground, c: Cells, x: Clock, p: Assumed) -> None:
    """Before the first hour: in which cities nobody will have organised a defence in this draw."""
    for cell in range(len(w)):
        c[cell].city = -1
        c[cell].unorganised = 0
        if w[cell].city < 0 or p.rule_cities < 0.5:
            continue
        first, at = cell, w[cell].city
        while at != cell:
            first, at = min(first, at), w[at].city
        chance = uniform(seed=x[0].seed, stream=STREAM_CITY, draw=x[0].draw, hour=0, unit=first)
        c[cell].city = w[cell].city
        c[cell].unorganised = 1 if chance < p.city_quick_chance else 0


@njit()
def garrison_density(w: Ground, u: Units, c: Cells, cell: int, side: int) -> float:
    """Persons of fighting units on a square kilometre of what a side still holds of a city: it shifts inside."""
    persons, ground = 0.0, 0.0
    at = cell
    while True:
        if c[at].control == side:
            ground += built_km2(w, at)
            i = c[at].head[side]
            while i >= 0:
                if u[i].role == MANOEUVRE:
                    persons += u[i].persons * u[i].strength
                i = u[i].next_here
        at = c[at].city
        if at == cell:
            break
    return max(persons, 1.0) / max(ground, 1.0)


@njit()
def assault_battalions(w: Ground, u: Units, c: Cells, p: Assumed, cell: int) -> float:
    """Battalions of those who attack a cell that find room at its sides."""
    persons, sides = 0.0, 0
    i = c[cell].attackers
    while i >= 0:
        if u[i].aim == cell:
            persons += u[i].persons * u[i].strength
            d = u[i].heading
            if 0 <= d < 6:
                sides |= 1 << w[u[i].cell].back[d]
        i = u[i].next_attacker
    room = 0.0
    for d in range(6):
        if (sides >> d) & 1:
            room += SIDE_KM / p.city_front_km
    return min(persons / p.city_battalion_people, room)


@njit()
def headway_share(w: Ground, u: Units, c: Cells, p: Assumed, cell: int, side: int) -> float:
    """Share of a city cell that its attackers take in an hour in which they prevail over its garrison.

    The garrison stands on as much of the ground as it can man; the rest is only gone through, and all of it where
    nobody has organised a defence.
    """
    battalions = assault_battalions(w, u, c, p, cell)
    if c[cell].unorganised:
        return battalions * p.city_search_km2 / (24.0 * built_km2(w, cell))
    dense = garrison_density(w, u, c, cell=cell, side=side) / p.city_holdable_density
    defended = min(dense, 1.0) * max(dense, 1.0) ** p.city_density_power / p.city_headway_km2
    searched = (1.0 - min(dense, 1.0)) / p.city_search_km2
    return battalions / (24.0 * built_km2(w, cell) * (defended + searched))


@njit()
def city_km(w: Ground, u: Units, c: Cells, p: Assumed, cell: int, side: int, edge: float) -> float:
    """Kilometres that an hour's fight in a city brings: none where the attacker does not prevail,
    and nothing is lost again."""
    if edge <= 0.0:
        return 0.0
    return CELL_KM * headway_share(w, u, c, p, cell=cell, side=side)


@njit()
def city_losses(
    w: Ground, u: Units, c: Cells, p: Assumed, cell: int, attacker_share: float, defender_share: float
) -> float:
    """Factor on an hour's losses in a city: only those fight who find room, at the rate of a city;
    never more than outside.

    The exchange stays that of the law: how much is lost, not who loses it, is what buildings change. Where nobody has
    organised a defence, losses are those outside.
    """
    if c[cell].unorganised:
        return 1.0
    both = math.sqrt(max(attacker_share * defender_share, 1e-12))
    persons = 0.0
    i = c[cell].attackers
    while i >= 0:
        if u[i].aim == cell:
            persons += u[i].persons * u[i].strength
        i = u[i].next_attacker
    fighting = assault_battalions(w, u, c, p, cell) * p.city_battalion_people / max(persons, 1.0)
    return min(1.0, p.city_loss_share_per_day * fighting / (24.0 * both))


@njit()
def search_empty(w: Ground, u: Units, c: Cells, p: Assumed, cell: int) -> bool:
    """An hour of going through a city cell that nobody defends; returns True once that is done."""
    battalions = assault_battalions(w, u, c, p, cell)
    c[cell].pushed += battalions * p.city_search_km2 / (24.0 * built_km2(w, cell))
    return c[cell].pushed >= 1.0


@njit()
def shift_inside(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, contested: int) -> None:
    """Interior lines: a garrison moves one unit an hour from a quiet cell of its city into each one that is pressed
    more."""
    for index in range(contested):
        cell = u[index].contested
        if c[cell].city < 0 or c[cell].attackers < 0 or c[cell].unorganised:
            continue
        side = 1 - u[c[cell].attackers].side
        if c[cell].control != side or c[cell].load[side] >= min(c[cell].attack_power, p.stack_limit_bneq):
            continue
        found = spare(w, u, c, x, p, cell=cell, side=side)
        if found < 0:
            continue
        kept = min(u[found].static_h, p.preparation_h)
        take(u, c, found)
        put(u, c, i=found, cell=cell)
        u[found].static_h = kept
        u[found].moved = 1
        u[found].field = -1
        u[found].heading = -1
        u[found].progress = 0.0
        u[found].wake_h = x[0].t


@njit()
def spare(w: Ground, u: Units, c: Cells, x: Clock, p: Assumed, cell: int, side: int) -> int:
    """A fighting unit in a quiet cell of the same city, of the cell that has most; -1 if there is none."""
    best, most = -1, 0.0
    at = c[cell].city
    while at != cell:
        if c[at].control == side and c[at].attackers < 0 and c[at].count[1 - side] == 0 and c[at].load[side] > most:
            i = c[at].head[side]
            while i >= 0:
                if u[i].status == ACTIVE and u[i].role == MANOEUVRE and u[i].aim < 0 and u[i].moved == 0:
                    best, most = i, c[at].load[side]
                    break
                i = u[i].next_here
        at = c[at].city
    return best


@njit(inline=True)
def must_search(c: Cells, cell: int, side: int) -> bool:
    """Whether a side has to go through an enemy's city cell before anybody can march into it."""
    return c[cell].city >= 0 and c[cell].control == 1 - side


@njit(inline=True)
def sent_to(u: Units, k: Tasks, g: Goals, i: int) -> int:
    """Cell of the place that a unit fights for: of the rule that sends it, or of its task; -1 for none."""
    if u[i].duty >= 0:
        return g[u[i].duty].cell
    task = u[i].task
    return k[task].cell if task >= 0 and (k[task].kind == ATTACK or k[task].kind == COUNTER) else -1


@njit()
def city_side(w: Ground, u: Units, c: Cells, k: Tasks, g: Goals, i: int) -> int:
    """Side on which a unit that fights for a city, and stands in it, has enemy ground of it: the weakest;
    -1 for none."""
    here, side = u[i].cell, u[i].side
    goal = sent_to(u, k, g, i)
    if goal < 0 or not same_city(c, one=here, other=goal):
        return -1
    best, least = -1, 1e30
    for d in range(6):
        n = w[here].neighbours[d]
        if n < 0 or w[here].kind[d] == 0 or w[n].enter[side] == 0 or not same_city(c, one=here, other=n):
            continue
        if (c[n].count[1 - side] > 0 or must_search(c, cell=n, side=side)) and c[n].load[1 - side] < least:
            best, least = d, c[n].load[1 - side]
    return best
