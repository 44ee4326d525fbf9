"""Classical laws of combat, an hour of an engagement at a time. Meaning, sources and judgement:
`reference_engagement.py`."""

from __future__ import annotations

import math

from hillfort.foundation.jit import njit

CALIBRATED = 0
THREE_TO_ONE = 1
LANCHESTER_SQUARE = 2
LANCHESTER_LINEAR = 3
EPSTEIN = 4
BIDDLE = 5

LOGISTIC_SD = 1.8137993642342178
"""Standard deviation of a logistic variate: margins of all laws are in log-odds."""
LN_3 = 1.0986122886681098
MOST_SHARE_PER_H = 0.03
FASTEST_KM_PER_DAY = 35.0
"""Advances of 1991 and 2003: no law goes faster here."""
ADVANCE_EXPONENT = 0.88
"""Growth of advance with the force ratio for laws that say nothing of movement."""
PERSONS_PER_ELEMENT = 35.0
"""A platoon: what the stochastic Lanchester laws count."""

EPSTEIN_RHO = 1.5
EPSTEIN_START_P = 0.02
EPSTEIN_FASTEST_W = 20.0
EPSTEIN_DEFENDER_THRESHOLD = 0.05
EPSTEIN_ATTACKER_THRESHOLD = 0.075

BIDDLE_T = 9.0
BIDDLE_DEPTH_KM = 6.5
BIDDLE_RESERVE = 0.4
BIDDLE_THEATRE_KM = 500.0
BIDDLE_ASSAULT_KM = 25.0
BIDDLE_RESERVE_SPEED = 100.0
BIDDLE_K = (2.5, 0.01, 0.4, 0.5, 5.0, 0.1, 0.01)
"""k1, k2, k3, k4, k7, k8, k9."""
BIDDLE_HELD_BELOW = 0.4
"""km/day: an attack that can break through only more slowly than this counts as held."""


@njit()
def law_hour(
    law: int,
    log_ratio: float,
    luck: float,
    attack_persons: float,
    defend_persons: float,
    pace_km_per_day: float,
    loss_share_per_h: float,
    first: float,
    second: float,
) -> tuple[float, float, float, float, float, float]:
    """One hour under a classical law: margin, advance (km/h), loss shares (per hour) of attacker and defender,
    new state.

    `first` and `second` are what the law carries from hour to hour in an engagement, 0 when it begins.
    """
    if law == EPSTEIN:
        return epstein_hour(log_ratio=log_ratio, withdrawal_km_per_day=first, prosecution=second)
    if law == BIDDLE:
        speed = biddle_speed_km_per_day(math.exp(log_ratio))
        margin = math.log(max(speed, 1e-6) / BIDDLE_HELD_BELOW)
        advance = min(speed, FASTEST_KM_PER_DAY) / 24.0 if margin > 0.0 else 0.0
        attacker, defender = shares(loss_share_per_h=loss_share_per_h, exchange=-log_ratio)
        return margin, advance, attacker, defender, first, second
    if law == THREE_TO_ONE:
        margin = LOGISTIC_SD * (log_ratio - LN_3)
        exchange = -2.0 * (log_ratio - LN_3)
    elif law == LANCHESTER_SQUARE:
        margin = LOGISTIC_SD * (square_score(log_ratio=log_ratio, persons=attack_persons + defend_persons) + luck)
        exchange = -2.0 * log_ratio
    else:
        margin = LOGISTIC_SD * (linear_score(log_ratio=log_ratio, persons=attack_persons + defend_persons) + luck)
        exchange = -log_ratio
    advance = ratio_advance_km_per_h(log_ratio=log_ratio, pace_km_per_day=pace_km_per_day) if margin > 0.0 else 0.0
    attacker, defender = shares(loss_share_per_h=loss_share_per_h, exchange=exchange)
    return margin, advance, attacker, defender, first, second


@njit()
def shares(loss_share_per_h: float, exchange: float) -> tuple[float, float]:
    """Loss shares of attacker and defender whose geometric mean and log quotient are given,
    each at most 3 % an hour."""
    swing = math.exp(min(max(0.5 * exchange, -20.0), 20.0))
    return min(loss_share_per_h * swing, MOST_SHARE_PER_H), min(loss_share_per_h / swing, MOST_SHARE_PER_H)


@njit()
def ratio_advance_km_per_h(log_ratio: float, pace_km_per_day: float) -> float:
    """Advance of an attacker who prevails, for laws that say nothing of movement."""
    return min(pace_km_per_day * math.exp(ADVANCE_EXPONENT * max(log_ratio, 0.0)), FASTEST_KM_PER_DAY) / 24.0


@njit()
def elements(log_ratio: float, persons: float) -> tuple[float, float]:
    """Equal elements of attacker and defender with the given ratio, as many in all as there are platoons."""
    count = max(persons / PERSONS_PER_ELEMENT, 2.0)
    ratio = math.exp(log_ratio)
    return count * ratio / (1.0 + ratio), count / (1.0 + ratio)


@njit()
def square_score(log_ratio: float, persons: float) -> float:
    """Standard normal score of the attacker's chance under the stochastic square law."""
    attacker, defender = elements(log_ratio=log_ratio, persons=persons)
    return (attacker * attacker - defender * defender) / math.sqrt(4.0 / 3.0 * (attacker**3 + defender**3))


@njit()
def linear_score(log_ratio: float, persons: float) -> float:
    """Standard normal score of the attacker's chance under the stochastic linear law of even duels."""
    attacker, defender = elements(log_ratio=log_ratio, persons=persons)
    return (attacker - defender) / math.sqrt(max(attacker + defender - 1.0, 1.0))


@njit()
def epstein_hour(
    log_ratio: float, withdrawal_km_per_day: float, prosecution: float
) -> tuple[float, float, float, float, float, float]:
    """An hour of the adaptive model; a new engagement starts with no withdrawal and the first day's prosecution."""
    if prosecution <= 0.0:
        prosecution = EPSTEIN_START_P
    attacker = prosecution * (1.0 - withdrawal_km_per_day / EPSTEIN_FASTEST_W)
    defender = attacker / EPSTEIN_RHO * math.exp(log_ratio)
    margin = math.log(max(defender, 1e-9) / EPSTEIN_DEFENDER_THRESHOLD)
    advance = withdrawal_km_per_day / 24.0
    withdrawal = (
        withdrawal_km_per_day + epstein_withdrawal_step(withdrawal=withdrawal_km_per_day, defender_rate=defender) / 24.0
    )
    if defender <= EPSTEIN_DEFENDER_THRESHOLD:
        withdrawal = 0.0
    withdrawal = min(max(withdrawal, 0.0), EPSTEIN_FASTEST_W)
    prosecution = prosecution + epstein_prosecution_step(prosecution=prosecution, attacker_rate=attacker) / 24.0
    prosecution = min(max(prosecution, 1e-6), 1.0)
    attacker_h, defender_h = min(attacker / 24.0, MOST_SHARE_PER_H), min(defender / 24.0, MOST_SHARE_PER_H)
    return margin, advance, attacker_h, defender_h, withdrawal, prosecution


@njit()
def epstein_withdrawal_step(withdrawal: float, defender_rate: float) -> float:
    """A day's change of the withdrawal rate of a defender above his threshold (A-4)."""
    over = (defender_rate - EPSTEIN_DEFENDER_THRESHOLD) / (1.0 - EPSTEIN_DEFENDER_THRESHOLD)
    return (EPSTEIN_FASTEST_W - withdrawal) * over


@njit()
def epstein_prosecution_step(prosecution: float, attacker_rate: float) -> float:
    """A day's change of the attacker's prosecution rate (A-6)."""
    threshold = EPSTEIN_ATTACKER_THRESHOLD
    return -(threshold - prosecution) / threshold * (attacker_rate - threshold)


@njit()
def biddle_speed_km_per_day(ratio: float) -> float:
    """Fastest assault speed (km/day) that still breaks through a position one cell deep; 0 where none does."""
    k1, k2, k3, k4, k7, k8, k9 = BIDDLE_K
    commits = BIDDLE_T ** (-k2 * BIDDLE_RESERVE_SPEED)
    front = 1.0 - BIDDLE_RESERVE
    garrison = front * BIDDLE_ASSAULT_KM / (BIDDLE_THEATRE_KM * BIDDLE_DEPTH_KM)
    screen = k3 * front * (1.0 - BIDDLE_ASSAULT_KM / BIDDLE_THEATRE_KM)
    spare = ratio - screen - k1 * garrison
    per_km = k7 * BIDDLE_T * garrison
    flanks = 2.0 * k9 * BIDDLE_RESERVE * commits / BIDDLE_T**k4
    whole = k1 * BIDDLE_RESERVE * commits
    travel_days = BIDDLE_THEATRE_KM / BIDDLE_RESERVE_SPEED
    late = ((spare - whole) / BIDDLE_DEPTH_KM - per_km * k8 - flanks) / per_km
    if late <= BIDDLE_DEPTH_KM / travel_days:  # all reserves are there before the position is crossed
        return max(late, 0.0)
    half = 0.5 * (spare / BIDDLE_DEPTH_KM - per_km * k8 - flanks) / per_km
    root = half * half - whole / travel_days / per_km
    return half + math.sqrt(max(root, 0.0)) if half > 0.0 else 0.0
