"""What the air does to a campaign ashore: who holds the sky, what columns and lines suffer.
The air itself is in `air`."""

from __future__ import annotations

from hillfort.air._kernels.hour import begin, step
from hillfort.campaign._kernels.fight import wear
from hillfort.campaign._kernels.out import Out
from hillfort.campaign._kernels.records import (
    ACTIVE,
    AIRCRAFT,
    BROKEN,
    MOST_SKIES,
    Arrays,
    Assumed,
    Cells,
    Clock,
    Row,
    Units,
)
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit

STREAM_AIR_PRESENCE = 40
STREAM_AIR_WEATHER = 41
WEIGHT_STEP_H = 6
LEAST_WEIGHT = 0.1
"""Battalion equivalents that a region without anybody counts for when sorties are shared out."""


@njit()
def begin_sky(a: Arrays, x: Clock, p: Assumed, air: Assumed, own: Row) -> None:
    """State of the air before the first hour of a draw."""
    for i in range(len(a.elements)):
        a.presence[i] = uniform(
            seed=x[0].seed, stream=STREAM_AIR_PRESENCE, draw=x[0].draw, hour=0, unit=a.elements[i].luck
        )
    begin(
        a.sky,
        a.elements,
        a.bases,
        a.skies,
        air,
        own,
        warning_h=p.warning_h,
        decision_h=p.alliance_decision_h,
        presence_luck=a.presence,
    )
    for region in range(MOST_SKIES):
        x[0].superiority[region] = 0.0
        x[0].airlift[region] = 1
        for group in range(4):
            x[0].line_open[region, group] = 1.0
        for side in range(2):
            x[0].slow[side, region] = 0.0


@njit()
def sky_hour(a: Arrays, u: Units, c: Cells, x: Clock, p: Assumed, air: Assumed) -> None:
    """One hour of the air: bases that the enemy stands on fall out, sorties go where the fighting is."""
    w, t = a.w, x[0].t
    for base in range(len(a.bases)):
        cell = a.base_cells[base]
        if cell >= 0:
            a.sky[0].held[base] = 0 if c[cell].control == 1 - a.bases[base].side else 1
    if t % WEIGHT_STEP_H == 0:
        for side in range(2):
            for region in range(MOST_SKIES):
                a.sky[0].weight[side, region] = LEAST_WEIGHT
        for i in range(len(u)):
            if (u[i].status == ACTIVE or u[i].status == BROKEN) and w[u[i].cell].sky >= 0:
                matters = u[i].power * u[i].strength * (1.0 if u[i].engaged else p.out_of_contact_share)
                for side in range(2):
                    a.sky[0].weight[side, w[u[i].cell].sky] += matters
    weather = uniform(seed=x[0].seed, stream=STREAM_AIR_WEATHER, draw=x[0].draw, hour=t // 24, unit=0)
    step(a.sky, a.elements, a.bases, a.skies, air, t, weather, a.hour)
    for region in range(len(a.skies)):
        x[0].superiority[region] = a.hour[0].superiority[region]
        x[0].airlift[region] = a.hour[0].airlift[region]
        for group in range(4):
            x[0].line_open[region, group] = a.hour[0].open[region, group]
        for side in range(2):
            x[0].slow[side, region] = a.hour[0].slow[side, region]


@njit()
def keep_sky(a: Arrays, x: Clock, o: Out, row: int) -> None:
    """From H-hour on: write down who holds each sky in this hour, whether airlift lands, what flies and is lost."""
    if x[0].t < 0:
        return
    day = x[0].t // 24
    for region in range(len(a.skies)):
        o.per_sky[row, day, region, 0] += a.hour[0].superiority[region] / 24.0
        o.per_sky[row, day, region, 1] += a.hour[0].airlift[region] / 24.0
    for side in range(2):
        o.per_air[row, day, side, 0] += a.hour[0].sorties[side]
        o.per_air[row, day, side, 1] += a.hour[0].lost[side]


@njit(inline=True)
def exposed(u: Units, i: int) -> bool:
    """True for a unit that marches or fights: aircraft find it."""
    return u[i].status == ACTIVE and (u[i].engaged or u[i].moved)


@njit()
def strikes(a: Arrays, u: Units, x: Clock, p: Assumed) -> None:
    """What the air situation costs those who march or fight, region by region."""
    w = a.w
    for side in range(2):
        for region in range(MOST_SKIES):
            x[0].exposed[side, region] = 0.0
    for i in range(len(u)):
        if exposed(u, i) and w[u[i].cell].sky >= 0:
            x[0].exposed[u[i].side, w[u[i].cell].sky] += u[i].power * u[i].strength
    for i in range(len(u)):
        if exposed(u, i) and w[u[i].cell].sky >= 0:
            region, side = w[u[i].cell].sky, u[i].side
            share = a.hour[0].ground_loss[side, region] / max(x[0].exposed[side, region], 0.01)
            wear(u, x, p, i, min(share, p.worst_air_share_per_h), AIRCRAFT)


@njit()
def plain_losses(u: Units, x: Clock, p: Assumed) -> None:
    """What aircraft cost those who march or fight, where the scenario has no air order: a daily rate for each side."""
    if x[0].t < p.air_start_h:
        return
    exposed_blue, exposed_red = 0.0, 0.0
    for i in range(len(u)):
        if exposed(u, i):
            if u[i].side == 0:
                exposed_blue += u[i].power * u[i].strength
            else:
                exposed_red += u[i].power * u[i].strength
    share_blue = min(p.air_loss_bneq_per_day_blue / 24.0 / max(exposed_blue, 0.01), p.worst_air_share_per_h)
    share_red = min(p.air_loss_bneq_per_day_red / 24.0 / max(exposed_red, 0.01), p.worst_air_share_per_h)
    for i in range(len(u)):
        if exposed(u, i):
            wear(u, x, p, i, share_blue if u[i].side == 0 else share_red, AIRCRAFT)


@njit()
def air_losses(a: Arrays, u: Units, x: Clock, p: Assumed) -> None:
    """Losses to aircraft in this hour."""
    if x[0].air:
        strikes(a, u, x, p)
    else:
        plain_losses(u, x, p)
