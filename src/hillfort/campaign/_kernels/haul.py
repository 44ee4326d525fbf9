"""Two classes of supply in tonnes: what units use, how far trains come, what trucks bring, and to whom first."""

from __future__ import annotations

import math

from hillfort.campaign._kernels.battle import CELL_KM
from hillfort.campaign._kernels.power import rationed
from hillfort.campaign._kernels.records import (
    ACTIVE,
    AMMUNITION,
    ATTACK,
    BROKEN,
    COUNTER,
    FUEL,
    HOST,
    MANOEUVRE,
    RANKS,
    Assumed,
    Cells,
    Clock,
    Depots,
    Fleets,
    Ground,
    Queue,
    Tasks,
    Units,
    Ways,
)
from hillfort.campaign._kernels.supply import SUPPLY_STEP_H
from hillfort.foundation.jit import njit

BITS_OF_A_SIDE, SIDE_BITS = 4, 15
"""Sides of a cell packed into one number: four bits each, the side's number and one, the lowest side first; 0 ends."""
TRAINS_STEP_H = 24


# --- what a unit needs


@njit()
def fill_up(u: Units, p: Assumed, i: int) -> None:
    """Say what a unit uses in tonnes, from its equipment, and fill it: at the start of a draw."""
    u[i].day_t = (
        u[i].guns * p.ammunition_t_per_gun
        + u[i].tanks * p.ammunition_t_per_tank
        + u[i].fighting_vehicles * p.ammunition_t_per_fighting_vehicle
        + u[i].persons * p.ammunition_kg_per_person / 1000.0
    )
    others = max(0.0, u[i].vehicles - u[i].tanks - u[i].fighting_vehicles)
    kg = u[i].tanks * p.fuel_kg_per_km_tank + u[i].fighting_vehicles * p.fuel_kg_per_km_fighting_vehicle
    u[i].km_t = (kg + others * p.fuel_kg_per_km_truck) / 1000.0
    u[i].fuel = p.fuel_range_km
    u[i].gone_km, u[i].attack_h, u[i].defend_h = 0.0, 0.0, 0.0
    u[i].paused = 0
    u[i].rank = RANKS - 1
    u[i].line_km = 0.0
    u[i].source = -1
    u[i].short_h, u[i].short_km = math.nan, math.nan


@njit()
def fill_depots(u: Units, x: Clock, p: Assumed) -> None:
    """Fill the region's depots: so many days of full combat of the region's own forces."""
    x[0].full_t[AMMUNITION], x[0].full_t[FUEL] = 0.0, 0.0
    for i in range(len(u)):
        if u[i].kind == HOST:
            x[0].full_t[AMMUNITION] += p.stocks_days * u[i].day_t
            x[0].full_t[FUEL] += p.stocks_days * 24.0 * p.fuel_fight_km_per_h * u[i].km_t
    for kind in range(2):
        x[0].stock_t[kind] = x[0].full_t[kind]
        for side in range(2):
            x[0].short_h[side, kind] = 0.0
            x[0].lifted_t[side, kind] = 0.0
            x[0].delivered_t[side, kind] = 0.0
    x[0].imported_t = 0.0
    x[0].rail_km = 0.0


@njit()
def consume(u: Units, x: Clock, p: Assumed, i: int) -> None:
    """Take off what a unit has used since the last step, by what it did; before H-hour everybody is supplied where
    he is.

    A day's ammunition goes in as many hours of fighting as a day of combat has on record; who fights on, day and night,
    uses no more than a day's in a day.
    """
    attack = min(u[i].attack_h, SUPPLY_STEP_H)
    defend = min(u[i].defend_h, SUPPLY_STEP_H - attack)
    quiet = SUPPLY_STEP_H - attack - defend
    if x[0].t > 0:
        fought = (attack + p.ammunition_defend_share * defend) / p.combat_day_h
        fire = rationed(u, p, i) * min(SUPPLY_STEP_H / 24.0, fought)
        u[i].supply = max(0.0, u[i].supply - fire - p.ammunition_quiet_share * quiet / 24.0)
        used_km = u[i].gone_km + p.fuel_fight_km_per_h * (attack + defend) + p.fuel_rest_km_per_h * quiet
        u[i].fuel = max(0.0, u[i].fuel - used_km)
    u[i].gone_km, u[i].attack_h, u[i].defend_h = 0.0, 0.0, 0.0


@njit()
def rank_of(u: Units, k: Tasks, x: Clock, i: int) -> int:
    """Whom trucks serve first: 0 those who have to attack, 1 those who have fought within a day, 2 all others."""
    task = u[i].task
    if u[i].duty >= 0:
        return 0
    if task >= 0 and (k[task].kind == ATTACK or k[task].kind == COUNTER) and x[0].t >= k[task].begin:
        return 0
    return 1 if u[i].fought_h >= x[0].t - 24 else 2


@njit()
def note_shortage(u: Units, x: Clock, p: Assumed, i: int) -> None:
    """Count those who are short, and let attackers who are pause until they have enough again.

    Where and when an attacker first pauses is where it culminated.
    """
    low = u[i].supply < p.attack_stock_days
    dry = u[i].fuel < p.fuel_reserve_km
    if u[i].role == MANOEUVRE and u[i].status == ACTIVE:
        x[0].short_h[u[i].side, AMMUNITION] += SUPPLY_STEP_H if low else 0.0
        x[0].short_h[u[i].side, FUEL] += SUPPLY_STEP_H if dry else 0.0
    if (low or dry) and u[i].paused == 0:
        u[i].paused = 1
        if u[i].rank == 0 and math.isnan(u[i].short_h):
            u[i].short_h, u[i].short_km = x[0].t, u[i].line_km
    enough = p.pause_until_share
    if u[i].paused and u[i].supply >= enough * u[i].supply_days and u[i].fuel >= enough * p.fuel_range_km:
        u[i].paused = 0
        u[i].wake_h = min(u[i].wake_h, x[0].t)


# --- trains


@njit(inline=True)
def safe_for_trains(c: Cells, cell: int, side: int) -> bool:
    """Whether a side's trains could pass a cell: it holds it, and no enemy is there."""
    return c[cell].control == side and c[cell].count[1 - side] == 0


@njit(inline=True)
def lengthen(w: Ground, c: Cells, n: Queue, here: int, side: int, gauge: int, last: int, t: int, before: int) -> int:
    """Mark the neighbours along the railway that trains can come to from a cell, and add them to the queue.

    Of those not in use at hour `before` none, unless `before` is the present hour. Returns the length of the queue.
    """
    sides = w[here].rails[gauge - 1]
    while sides > 0:
        other = w[here].neighbours[(sides & SIDE_BITS) - 1]
        sides >>= BITS_OF_A_SIDE
        if other < 0:
            continue
        mark = c[other].rail_h[side, gauge - 1]
        if mark != t and (before == t or mark == before) and safe_for_trains(c, cell=other, side=side):
            c[other].rail_h[side, gauge - 1] = t
            n[last] = other
            last += 1
    return last


@njit()
def reach_of_trains(w: Ground, c: Cells, b: Depots, n: Queue, x: Clock, side: int, gauge: int, cells: int) -> None:
    """Mark the cells that a side's trains of a gauge can come to from its depots.

    At H-hour: all that is joined to them over own ground. Later: what was in use a day before and is still safe, and
    `cells` more along each line, which have been repaired since. `n` is room for a queue of cells.
    """
    t = x[0].t
    before = t if t <= 0 else x[0].rail_t
    last = 0
    for source in range(len(b)):
        if b[source].side != side or c[b[source].cell].control != side:
            continue
        for d in range(-1, 6):
            at = b[source].cell if d < 0 else w[b[source].cell].neighbours[d]
            if at < 0 or w[at].rails[gauge - 1] == 0 or c[at].rail_h[side, gauge - 1] == t:
                continue
            if safe_for_trains(c, cell=at, side=side):
                c[at].rail_h[side, gauge - 1] = t
                n[last] = at
                last += 1
    first = 0
    while first < last:
        last = lengthen(w, c, n, here=n[first], side=side, gauge=gauge, last=last, t=t, before=before)
        first += 1
    first = 0
    for _ in range(cells):
        end = last
        for index in range(first, end):
            last = lengthen(w, c, n, here=n[index], side=side, gauge=gauge, last=last, t=t, before=t)
        first = end


@njit()
def run_trains(w: Ground, c: Cells, b: Depots, n: Queue, x: Clock, p: Assumed) -> None:
    """Once a day: how far the trains of either side come, on rails of the gauge that its depots lie on."""
    if p.rule_supply_classes < 0.5:
        return
    x[0].rail_km += p.rail_repair_km_per_day if x[0].t > 0 else 0.0
    cells = int(x[0].rail_km / CELL_KM)
    x[0].rail_km -= cells * CELL_KM
    for side in range(2):
        for gauge in range(1, 3):
            reach_of_trains(w, c, b, n, x, side=side, gauge=gauge, cells=cells)
    x[0].rail_t = x[0].t


# --- trucks


@njit(inline=True)
def round_trip_h(p: Assumed, km: float) -> float:
    """Hours of a truck for one load: there, back, loading and unloading."""
    return 2.0 * km / p.supply_truck_km_per_h + p.supply_truck_handling_h


@njit(inline=True)
def tonne_hours(p: Assumed, side: int, kind: int, battalions: float) -> float:
    """What a fleet can do in a step: the tonnes that it lifts at once times the hours that its trucks work."""
    lift_t = p.lift_ammunition_t_blue if side == 0 else p.lift_ammunition_t_red
    if kind == FUEL:
        lift_t = p.lift_fuel_t_blue if side == 0 else p.lift_fuel_t_red
    return battalions * lift_t * p.supply_truck_ready_share * p.supply_truck_hours_per_day * SUPPLY_STEP_H / 24.0


@njit()
def share_out(s: Fleets, p: Assumed) -> None:
    """Divide what each fleet can do among those who ask: the first rank gets all it asks before the next gets any;
    within a rank all get the same share."""
    for fleet in range(len(s)):
        for kind in range(2):
            left = tonne_hours(p, side=s[fleet].side, kind=kind, battalions=s[fleet].battalions)
            for rank in range(RANKS):
                asked = s[fleet].asked[kind, rank]
                share = 1.0 if asked <= left else left / asked
                s[fleet].share[kind, rank] = share
                left = max(0.0, left - asked * share)


@njit()
def ask(u: Units, k: Tasks, s: Fleets, x: Clock, p: Assumed) -> None:
    """What every unit with a line asks its fleet for: to be filled up."""
    for fleet in range(len(s)):
        s[fleet].battalions = 0.0
        for kind in range(2):
            for rank in range(RANKS):
                s[fleet].asked[kind, rank] = 0.0
    for i in range(len(u)):
        if u[i].status != ACTIVE and u[i].status != BROKEN:
            continue
        fleet = u[i].fleet
        s[fleet].battalions += 1.0
        consume(u, x, p, i)
        u[i].rank = rank_of(u, k, x, i)
        u[i].asked_t[AMMUNITION] = (u[i].supply_days - u[i].supply) * u[i].day_t * u[i].strength
        u[i].asked_t[FUEL] = (p.fuel_range_km - u[i].fuel) * u[i].km_t * u[i].strength
        for kind in range(2):
            if u[i].line_share <= 0.0:
                u[i].asked_t[kind] = 0.0
            s[fleet].asked[kind, u[i].rank] += u[i].asked_t[kind] * round_trip_h(p, u[i].line_km)


@njit(inline=True)
def from_region(b: Depots, u: Units, x: Clock, i: int) -> bool:
    """Whether a unit lives on the region's depots, which hold no more than has come in."""
    return x[0].entered > 0 and u[i].source >= 0 and b[u[i].source].region > 0


@njit()
def deliver(u: Units, s: Fleets, b: Depots, x: Clock) -> None:
    """Bring to every unit what its fleet manages and the depots have; of that which is lifted, the part arrives that
    gets through."""
    x[0].taken_t[AMMUNITION], x[0].taken_t[FUEL] = 0.0, 0.0
    for i in range(len(u)):
        if u[i].status != ACTIVE and u[i].status != BROKEN:
            continue
        for kind in range(2):
            u[i].asked_t[kind] *= s[u[i].fleet].share[kind, u[i].rank]
            if from_region(b, u, x, i):
                x[0].taken_t[kind] += u[i].asked_t[kind]
    for i in range(len(u)):
        if u[i].status != ACTIVE and u[i].status != BROKEN:
            continue
        for kind in range(2):
            lifted = u[i].asked_t[kind]
            if from_region(b, u, x, i) and x[0].taken_t[kind] > x[0].stock_t[kind]:
                lifted *= x[0].stock_t[kind] / x[0].taken_t[kind]
            got = lifted * max(0.0, u[i].line_share)
            x[0].lifted_t[u[i].side, kind] += lifted
            x[0].delivered_t[u[i].side, kind] += got
            each = u[i].strength * (u[i].day_t if kind == AMMUNITION else u[i].km_t)
            if each <= 0.0:
                continue
            if kind == AMMUNITION:
                u[i].supply = min(u[i].supply_days, u[i].supply + got / each)
            else:
                u[i].fuel += got / each
    for kind in range(2):
        x[0].stock_t[kind] = max(0.0, x[0].stock_t[kind] - x[0].taken_t[kind])


@njit()
def bring_supplies(y: Ways, x: Clock, p: Assumed) -> None:
    """Refill the region's depots over the ways in that are open: what supplies take of a way, units do not have.

    Supplies take a part of each way's time at most, and no more than the depots lack.
    """
    if p.rule_supply_classes < 0.5 or x[0].t <= 0:
        return
    for j in range(len(y)):
        lack = (x[0].full_t[AMMUNITION] - x[0].stock_t[AMMUNITION]) + (x[0].full_t[FUEL] - x[0].stock_t[FUEL])
        if not y[j].open or not y[j].counts or lack <= 0.0:
            continue
        vehicles = y[j].rate * y[j].slot
        if y[j].limit_column >= 0:
            vehicles = min(vehicles, y[j].limit)
        most_h = SUPPLY_STEP_H * p.way_supply_share
        most_t = most_h / 24.0 * vehicles * y[j].share * p.way_tonnes_per_vehicle
        if most_t <= 0.0:
            continue
        brought = min(lack, most_t)
        y[j].free_h = max(y[j].free_h, x[0].t) + most_h * brought / most_t
        if y[j].sea == 1:
            brought *= y[j].survival
        for kind in range(2):
            x[0].stock_t[kind] += brought * (x[0].full_t[kind] - x[0].stock_t[kind]) / lack
        x[0].imported_t += brought


@njit()
def haul(u: Units, k: Tasks, s: Fleets, b: Depots, x: Clock, p: Assumed) -> None:
    """Twelve hours of two classes of supply: what units used, what their fleets bring, and who has to pause."""
    if p.rule_supply_classes < 0.5:
        return
    ask(u, k, s, x, p)
    share_out(s, p)
    deliver(u, s, b, x)
    for i in range(len(u)):
        if u[i].status == ACTIVE or u[i].status == BROKEN:
            note_shortage(u, x, p, i)
