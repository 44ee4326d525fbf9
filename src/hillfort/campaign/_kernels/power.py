"""What a unit is worth in an hour, and where the power of both sides stands on the map."""

from __future__ import annotations

from hillfort.campaign._kernels.records import (
    ACTIVE,
    LIGHT,
    MANOEUVRE,
    SQUARE_KM,
    STAYING,
    Assumed,
    Cells,
    Clock,
    Ground,
    Squares,
    Units,
)
from hillfort.foundation.jit import njit


@njit(inline=True)
def tired(fatigue: float, p: Assumed) -> float:
    """Factor on speed and power of a unit that has been at it for some hours."""
    if fatigue <= p.fatigue_h:
        return 1.0
    return max(p.fatigue_floor, 1.0 - (fatigue - p.fatigue_h) / p.fatigue_h)


@njit(inline=True)
def rationed(u: Units, p: Assumed, i: int) -> float:
    """Share of its fire that a unit keeps up: all, until its ammunition runs low."""
    return min(1.0, u[i].supply / p.save_below_days)


@njit(inline=True)
def out_of_fuel(u: Units, p: Assumed, i: int) -> bool:
    """Whether a unit stands still for want of fuel; light units go on, on foot."""
    return p.rule_supply_classes > 0.5 and u[i].mobility != LIGHT and u[i].gone_km >= u[i].fuel


@njit()
def power_now(u: Units, x: Clock, p: Assumed, i: int) -> float:
    """Battalion equivalents that a unit brings to bear in this hour, before terrain and posture."""
    power = u[i].power
    if u[i].role != MANOEUVRE:
        power = p.rear_unit_bneq
    power *= (
        u[i].strength
        * u[i].quality
        * (p.least_cohesion_power + (1.0 - p.least_cohesion_power) * u[i].cohesion)
        * tired(u[i].fatigue, p)
    )
    if p.rule_supply_classes > 0.5:
        power *= p.no_supply_factor + (1.0 - p.no_supply_factor) * rationed(u, p, i)
    elif u[i].supply <= 0.0:
        power *= p.no_supply_factor
    if x[0].t < u[i].ready_h and u[i].kind != 0:
        power *= p.unready_factor
    return power


@njit()
def power_in(u: Units, c: Cells, x: Clock, p: Assumed, cell: int, side: int) -> float:
    """What all of one side's units in a cell are worth in this hour."""
    power = 0.0
    i = c[cell].head[side]
    while i >= 0:
        power += power_now(u, x, p, i)
        i = u[i].next_here
    return power


@njit()
def holding_power(u: Units, c: Cells, x: Clock, p: Assumed, cell: int, side: int) -> float:
    """What those of one side in a cell are worth who can hold it: fighting units that are not broken."""
    power = 0.0
    i = c[cell].head[side]
    while i >= 0:
        if u[i].role == MANOEUVRE and u[i].status == ACTIVE:
            power += power_now(u, x, p, i)
        i = u[i].next_here
    return power


@njit()
def survey(w: Ground, u: Units, x: Clock, m: Squares, p: Assumed) -> None:
    """Sum the power of fighting units in each square of the map, and note which side is worn down.

    `m[STAYING + side]` begins alike: what standing rules send away is taken off there, so that neither side sees what
    the other has only just ordered.

    A side is worn down once those it has had in the theatre are worth less by its share than they were when they came.
    """
    m[:, :, :] = 0.0
    for side in range(2):
        now, once = 0.0, 0.0
        for i in range(len(u)):
            if u[i].side != side or u[i].role != MANOEUVRE or u[i].cell < 0:
                continue
            once += u[i].power * u[i].strength0
            now += u[i].power * u[i].strength
            if u[i].status == ACTIVE:
                here = u[i].cell
                mine = power_now(u, x, p, i)
                m[side, w[here].row, w[here].column] += mine
                m[STAYING + side, w[here].row, w[here].column] += mine
        x[0].worn[side] = 1 if once > 0.0 and now < (1.0 - p.price_share) * once else 0


@njit()
def power_near(m: Squares, side: int, row: int, column: int, radius_km: float) -> float:
    """Power of one side within a distance of a square, counted by squares."""
    reach = int(radius_km / SQUARE_KM)
    most = (radius_km / SQUARE_KM) * (radius_km / SQUARE_KM)
    total = 0.0
    for dr in range(-reach, reach + 1):
        r = row + dr
        if r < 0 or r >= m.shape[1]:
            continue
        wide = reach
        while wide >= 0 and dr * dr + wide * wide > most:
            wide -= 1
        for s in range(max(0, column - wide), min(m.shape[2], column + wide + 1)):
            total += m[side, r, s]
    return total
