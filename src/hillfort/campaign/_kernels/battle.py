"""What the law of ground combat is asked in an hour, and with what luck: one battle of a command, cell by cell."""

from __future__ import annotations

import math
from typing import NamedTuple

from hillfort.campaign._kernels.records import SQUARE_KM, Assumed, Cells, Clock, Commands, Ground
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
MOST_PARTS = 4096
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


@njit(inline=True)
def is_new(record: Record, x: Clock, p: Assumed) -> bool:
    """Whether fighting now is a new engagement or battle: after a pause,
    or when the last has gone on for as long as one does."""
    t = x[0].t
    return record.fight_last < t - p.new_engagement_after_h or t - record.fight_first >= min(
        p.longest_engagement_h, 24.0 * MOST_DAYS
    )


@njit()
def refresh(record: Record, x: Clock, p: Assumed, streams: tuple[int, int], item: int, place: int) -> bool:
    """Luck of a battle or of one of its cells: four numbers that last, four that are new every day; True if it is new.

    `streams`: of what lasts and of what is daily. What lasts belongs to `item` and `place`, for good: those who were
    thrown back meet the same luck when they come again. With that rule off it is counted: new after every pause. Either
    way a fight that begins an hour later keeps its luck.
    """
    t = x[0].t
    new = is_new(record, x, p)
    pair = p.rule_luck_of_the_pair > 0.5
    if new:
        record.ordinal = record.ordinal + 1
        record.fight_first = t
        record.fight_day = -1
    if (new and not pair) or (pair and record.place != place):
        record.place = place
        stamp = place if pair else record.ordinal
        for index in range(4):
            record.lasting[index] = normal(
                seed=x[0].seed, stream=streams[0], draw=x[0].draw, hour=stamp, unit=item * 4 + index
            )
    day = (t - record.fight_first) // 24
    if day != record.fight_day:
        stamp = record.ordinal * MOST_DAYS + day
        for index in range(4):
            record.daily[index] = normal(
                seed=x[0].seed, stream=streams[1], draw=x[0].draw, hour=stamp, unit=item * 4 + index
            )
        record.fight_day = day
    record.fight_last = t
    return new


@njit()
def luck_of_battle(w: Ground, c: Cells, q: Commands, x: Clock, p: Assumed, cell: int, command: int) -> None:
    """Bring up to date the luck of the battle that a command fights: one for each part of the map."""
    squares = max(1, int(p.battle_part_km / SQUARE_KM))
    place = 1 + (w[cell].row // squares) * MOST_PARTS + w[cell].column // squares
    refresh(q[command], x, p, streams=(STREAM_BATTLE, STREAM_BATTLE_DAY), item=q[command].address, place=place)


@njit()
def luck_of_cell(c: Cells, q: Commands, x: Clock, p: Assumed, cell: int, command: int) -> bool:
    """Bring up to date the luck of one cell in a command's battle; True if the engagement is new."""
    streams = (STREAM_ENGAGEMENT, STREAM_ENGAGEMENT_DAY)
    return refresh(c[cell], x, p, streams=streams, item=cell, place=1 + q[command].address)


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
