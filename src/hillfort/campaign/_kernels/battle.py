"""What the law of ground combat is asked in an hour, and with what luck: one battle of a command, cell by cell."""

from __future__ import annotations

import math
from typing import NamedTuple

from hillfort.campaign._kernels.records import Assumed, Cells, Clock, Commands
from hillfort.foundation._kernels.chance import normal
from hillfort.foundation._kernels.kinds import Record
from hillfort.foundation.jit import njit
from hillfort.ground._kernels.adjudication import (
    advance,
    advance_km_per_h,
    advance_luck,
    attacker_share_per_h,
    defender_share_per_h,
    density_of,
    exchange,
    exchange_luck,
    expected_advance,
    expected_exchange,
    expected_intensity,
    expected_margin,
    intensity,
    intensity_luck,
    margin,
    shared,
    size_of,
    widened,
)
from hillfort.ground._kernels.reference import CALIBRATED, law_hour

STREAM_ENGAGEMENT = 1
STREAM_ENGAGEMENT_DAY = 2
STREAM_BATTLE = 10
STREAM_BATTLE_DAY = 11
MOST_DAYS = 8
"""Addresses of daily luck that one engagement has."""
CELL_KM = 6.5
"""From middle to middle of cells of resolution 6: depth and front of one."""
MODERN = 2.0
"""Era of all that is fought after 1958."""


class Facts(NamedTuple):
    """What the law of ground combat is told of one cell in one hour."""

    log_ratio: float  # ln of the power ratio
    attackers: float
    defenders: float  # persons here
    air: float  # who holds the sky, as the attacker sees it
    surprise: float
    wealth: float
    armour: float
    delaying: float
    dug: float  # shares of the defender
    army: float  # +1 where red attacks, -1 where blue does


@njit()
def refresh(record: Record, x: Clock, p: Assumed, lasting_stream: int, daily_stream: int, item: int) -> bool:
    """Luck of a battle or of one of its cells: four numbers that last, four that are new every day; True if it is new.

    Addressed by how many there were before, so that a fight that begins an hour later keeps its luck.
    """
    t = x[0].t
    new = record.fight_last < t - p.new_engagement_after_h or t - record.fight_first >= min(
        p.longest_engagement_h, 24.0 * MOST_DAYS
    )
    if new:
        ordinal = record.ordinal + 1
        record.ordinal = ordinal
        record.fight_first = t
        record.fight_day = -1
        for index in range(4):
            record.lasting[index] = normal(
                seed=x[0].seed, stream=lasting_stream, draw=x[0].draw, hour=ordinal, unit=item * 4 + index
            )
    day = (t - record.fight_first) // 24
    if day != record.fight_day:
        stamp = record.ordinal * MOST_DAYS + day
        for index in range(4):
            record.daily[index] = normal(
                seed=x[0].seed, stream=daily_stream, draw=x[0].draw, hour=stamp, unit=item * 4 + index
            )
        record.fight_day = day
    record.fight_last = t
    return new


@njit()
def adjudicate(
    c: Cells, q: Commands, x: Clock, p: Assumed, cell: int, command: int, facts: Facts
) -> tuple[float, float, float, float]:
    """Margin, advance (km, below 0 driven back) and loss shares of attacker and defender in this hour."""
    attackers, defenders = facts.attackers, facts.defenders
    cells = max(q[command].cells, 1.0)
    size = size_of(
        attacker_persons=max(q[command].attackers, attackers), defender_persons=max(q[command].defenders, defenders)
    )
    density = density_of(attacker_persons=attackers, defender_persons=defenders, front_km=CELL_KM)
    wider = widened(p, cells)
    m1 = wider * shared(p, common=q[command].lasting[0], own=c[cell].lasting[0])
    m2 = wider * shared(p, common=q[command].daily[0], own=c[cell].daily[0])
    e1 = wider * shared(p, common=q[command].lasting[1], own=c[cell].lasting[1])
    e2 = wider * shared(p, common=q[command].daily[1], own=c[cell].daily[1])
    i1 = wider * shared(p, common=q[command].lasting[2], own=c[cell].lasting[2])
    i2 = wider * shared(p, common=q[command].daily[2], own=c[cell].daily[2])
    log_pct = intensity(
        p,
        expected=expected_intensity(
            p, surprise=facts.surprise, delaying=facts.delaying, size=size, era=MODERN, wet=p.wet_share, density=density
        ),
        lasting=intensity_luck(p, z_margin=m1, z_exchange=e1, z_intensity=i1),
        daily=intensity_luck(p, z_margin=m2, z_exchange=e2, z_intensity=i2),
        size=size,
    )
    if x[0].law != CALIBRATED:
        edge, km, attacker, defender, c[cell].law_first, c[cell].law_second = law_hour(
            x[0].law,
            log_ratio=facts.log_ratio,
            luck=m1,
            attack_persons=attackers,
            defend_persons=defenders,
            pace_km_per_day=p.classical_pace_km_per_day,
            loss_share_per_h=math.exp(log_pct) / 2400.0,
            first=c[cell].law_first,
            second=c[cell].law_second,
        )
        return edge, km, attacker, defender
    a1 = wider * shared(p, common=q[command].lasting[3], own=c[cell].lasting[3])
    a2 = wider * shared(p, common=q[command].daily[3], own=c[cell].daily[3])
    edge = margin(
        p,
        expected=expected_margin(
            p,
            log_ratio=facts.log_ratio,
            air=facts.air,
            surprise=facts.surprise,
            wealth=facts.wealth,
            armour=facts.armour,
            delaying=facts.delaying,
            dug=facts.dug,
            army=facts.army,
        ),
        lasting=m1,
        daily=m2,
    )
    swing = exchange(
        p,
        expected=expected_exchange(
            p,
            log_ratio=facts.log_ratio,
            surprise=facts.surprise,
            wealth=facts.wealth,
            armour=facts.armour,
            dug=facts.dug,
            army=facts.army,
        ),
        lasting=exchange_luck(p, z_margin=m1, z_exchange=e1),
        daily=exchange_luck(p, z_margin=m2, z_exchange=e2),
        size=size,
    )
    speed = advance(
        p,
        expected=expected_advance(
            p,
            log_ratio=facts.log_ratio,
            air=facts.air,
            surprise=facts.surprise,
            wealth=facts.wealth,
            delaying=facts.delaying,
            dug=facts.dug,
            density=density,
            army=facts.army,
        ),
        lasting=advance_luck(p, z_margin=m1, z_exchange=e1, z_intensity=i1, z_advance=a1),
        daily=advance_luck(p, z_margin=m2, z_exchange=e2, z_intensity=i2, z_advance=a2),
        size=size,
    )
    persons = math.log(max(attackers, 1.0) / max(defenders, 1.0))
    return (
        edge,
        advance_km_per_h(speed),
        attacker_share_per_h(log_pct=log_pct, log_exchange=swing, log_persons_ratio=persons),
        defender_share_per_h(log_pct=log_pct, log_exchange=swing, log_persons_ratio=persons),
    )
