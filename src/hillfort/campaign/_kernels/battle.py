"""What the law of ground combat is asked in an hour, and with what luck: one battle of a command, cell by cell."""

from __future__ import annotations

import math

from hillfort.foundation._kernels.chance import normal
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
NEW_ENGAGEMENT_AFTER_H = 12
LONGEST_ENGAGEMENT_H = 120
"""An attack is made anew after five days: three of four battles in the record are over by then."""
MOST_DAYS = 8
CELL_KM = 6.5
"""From middle to middle of cells of resolution 6: depth and front of one."""
MODERN = 2.0
"""Era of all that is fought after 1958."""
CLASSICAL_PACE_KM_PER_DAY = 1.6
"""Advance of an attacker who just prevails, for laws that say nothing of it: the median of battles since 1900."""


@njit()
def refresh(record, x, lasting_stream, daily_stream, item):  # type: ignore[no-untyped-def]
    """Luck of a battle or of one of its cells: four numbers that last, four that are new every day; True if it is new.

    Addressed by how many there were before, so that a fight that begins an hour later keeps its luck.
    """
    t = x[0].t
    new = record.fight_last < t - NEW_ENGAGEMENT_AFTER_H or t - record.fight_first >= LONGEST_ENGAGEMENT_H
    if new:
        record.ordinal += 1
        record.fight_first = t
        record.fight_day = -1
        for index in range(4):
            record.lasting[index] = normal(x[0].seed, lasting_stream, x[0].draw, record.ordinal, item * 4 + index)
    day = (t - record.fight_first) // 24
    if day != record.fight_day:
        stamp = record.ordinal * MOST_DAYS + day
        for index in range(4):
            record.daily[index] = normal(x[0].seed, daily_stream, x[0].draw, stamp, item * 4 + index)
        record.fight_day = day
    record.fight_last = t
    return new


@njit()
def adjudicate(c, q, x, p, cell, command, facts):  # type: ignore[no-untyped-def]
    """Margin, advance (km, below 0 driven back) and loss shares of attacker and defender in this hour.

    `facts`: ln of the power ratio, persons of attacker and defender here, air superiority, surprise, wealth, armour,
    delaying and dug-in share of the defender, +1 where red attacks and -1 where blue does.
    """
    log_ratio, attackers, defenders, air, surprise, wealth, armour, delaying, dug, army = facts
    cells = max(q[command].cells, 1.0)
    size = size_of(max(q[command].attackers, attackers), max(q[command].defenders, defenders))
    density = density_of(attackers, defenders, CELL_KM)
    wider = widened(p, cells)
    m1 = wider * shared(p, q[command].lasting[0], c[cell].lasting[0])
    m2 = wider * shared(p, q[command].daily[0], c[cell].daily[0])
    e1 = wider * shared(p, q[command].lasting[1], c[cell].lasting[1])
    e2 = wider * shared(p, q[command].daily[1], c[cell].daily[1])
    i1 = wider * shared(p, q[command].lasting[2], c[cell].lasting[2])
    i2 = wider * shared(p, q[command].daily[2], c[cell].daily[2])
    log_pct = intensity(
        p,
        expected_intensity(p, surprise, delaying, size, MODERN, p.wet_share, density),
        intensity_luck(p, m1, e1, i1),
        intensity_luck(p, m2, e2, i2),
        size,
    )
    if x[0].law != CALIBRATED:
        edge, km, attacker, defender, c[cell].law_first, c[cell].law_second = law_hour(
            x[0].law,
            log_ratio,
            m1,
            attackers,
            defenders,
            CLASSICAL_PACE_KM_PER_DAY,
            math.exp(log_pct) / 2400.0,
            c[cell].law_first,
            c[cell].law_second,
        )
        return edge, km, attacker, defender
    a1 = wider * shared(p, q[command].lasting[3], c[cell].lasting[3])
    a2 = wider * shared(p, q[command].daily[3], c[cell].daily[3])
    edge = margin(
        p,
        expected_margin(p, log_ratio, air, surprise, wealth, armour, delaying, dug, army),
        m1,
        m2,
    )
    swing = exchange(
        p,
        expected_exchange(p, log_ratio, surprise, wealth, armour, dug, army),
        exchange_luck(p, m1, e1),
        exchange_luck(p, m2, e2),
        size,
    )
    speed = advance(
        p,
        expected_advance(p, log_ratio, air, surprise, wealth, delaying, dug, density, army),
        advance_luck(p, m1, e1, i1, a1),
        advance_luck(p, m2, e2, i2, a2),
        size,
    )
    persons = math.log(max(attackers, 1.0) / max(defenders, 1.0))
    return (
        edge,
        advance_km_per_h(speed),
        attacker_share_per_h(log_pct, swing, persons),
        defender_share_per_h(log_pct, swing, persons),
    )
