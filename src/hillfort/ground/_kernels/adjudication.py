"""The adjudication model as arithmetic, for the hour loop. Meaning and the readable form are in `adjudication.py`.

`p` is an array that holds the fitted parameters from place `o` on, in the order of `fitted.FITTED`; the constants below
are places in that order. Nothing here allocates.
"""

from __future__ import annotations

import math

from hillfort.foundation.jit import njit

MARGIN_INTERCEPT = 0
MARGIN_RATIO = 1
MARGIN_AIR = 2
MARGIN_SURPRISE = 3
MARGIN_WEALTH = 4
MARGIN_ARMOUR = 5
MARGIN_DELAYING = 6
MARGIN_FORTIFIED = 7
MARGIN_ARMY = 8
EXCHANGE_INTERCEPT = 9
EXCHANGE_RATIO = 10
EXCHANGE_SURPRISE = 11
EXCHANGE_WEALTH = 12
EXCHANGE_ARMOUR = 13
EXCHANGE_FORTIFIED = 14
EXCHANGE_ARMY = 15
INTENSITY_INTERCEPT = 16
INTENSITY_SURPRISE = 17
INTENSITY_DELAYING = 18
INTENSITY_SIZE = 19
INTENSITY_ERA = 20
INTENSITY_WET = 21
INTENSITY_DENSITY = 22
ADVANCE_INTERCEPT = 23
ADVANCE_RATIO = 24
ADVANCE_AIR = 25
ADVANCE_SURPRISE = 26
ADVANCE_WEALTH = 27
ADVANCE_DELAYING = 28
ADVANCE_DUG = 29
ADVANCE_DENSITY = 30
ADVANCE_ARMY = 31
MARGIN_LASTING = 32
MARGIN_DAILY = 33
MARGIN_SIZE_EXPONENT = 34
EXCHANGE_LASTING = 35
EXCHANGE_DAILY = 36
EXCHANGE_SIZE_EXPONENT = 37
INTENSITY_LASTING = 38
INTENSITY_DAILY = 39
INTENSITY_SIZE_EXPONENT = 40
ADVANCE_LASTING = 41
ADVANCE_DAILY = 42
ADVANCE_SIZE_EXPONENT = 43
LUCK_EXCHANGE_MARGIN = 44
LUCK_EXCHANGE_EXCHANGE = 45
LUCK_INTENSITY_MARGIN = 46
LUCK_INTENSITY_EXCHANGE = 47
LUCK_INTENSITY_INTENSITY = 48
LUCK_ADVANCE_MARGIN = 49
LUCK_ADVANCE_EXCHANGE = 50
LUCK_ADVANCE_INTENSITY = 51
LUCK_ADVANCE_ADVANCE = 52
NEIGHBOUR_SHARE = 53
COUNT = 54

REFERENCE_PERSONS = 15000.0
REFERENCE_DENSITY = 7.5
DAYS_OF_THE_RECORD = 2.0
"""Length of fight, in days, at which the mean of the daily luck is taken out of losses and advance."""
WORST_SHARE_PER_H = 0.03
FASTEST_KM_PER_H = 4.0


@njit()
def size_of(attacker_persons, defender_persons):  # type: ignore[no-untyped-def]
    """Logarithm of the geometric mean of both sides' strength over a division's. Persons of the whole fight."""
    return 0.5 * math.log(max(attacker_persons, 50.0) * max(defender_persons, 50.0)) - math.log(REFERENCE_PERSONS)


@njit()
def density_of(attacker_persons, defender_persons, front_km):  # type: ignore[no-untyped-def]
    """Logarithm of persons a side on a kilometre of front, over the reference."""
    persons = 0.5 * math.log(max(attacker_persons, 50.0) * max(defender_persons, 50.0))
    return persons - math.log(max(front_km, 0.5)) - REFERENCE_DENSITY


@njit()
def fortified_of(dug):  # type: ignore[no-untyped-def]
    """From dug in (0 hasty, 0.5 prepared, 1 fortified) to fortified (0 up to prepared, 1 at the end)."""
    return max(0.0, 2.0 * dug - 1.0)


@njit()
def expected_margin(p, o, log_ratio, air, surprise, wealth, armour, delaying, dug, army):  # type: ignore[no-untyped-def]
    """Margin of the attacker in log-odds before luck.

    `wealth` is ln(attacker's product per head / defender's); `army` is +1 where red attacks, -1 where blue does.
    """
    return (
        p[o + MARGIN_INTERCEPT]
        + p[o + MARGIN_RATIO] * log_ratio
        + p[o + MARGIN_AIR] * air
        + p[o + MARGIN_SURPRISE] * surprise
        + p[o + MARGIN_WEALTH] * math.tanh(wealth)
        + p[o + MARGIN_ARMOUR] * armour
        + p[o + MARGIN_DELAYING] * delaying
        + p[o + MARGIN_FORTIFIED] * fortified_of(dug)
        + p[o + MARGIN_ARMY] * army
    )


@njit()
def expected_exchange(p, o, log_ratio, surprise, wealth, armour, dug, army):  # type: ignore[no-untyped-def]
    """Logarithm of attacker's over defender's casualties before luck."""
    return (
        p[o + EXCHANGE_INTERCEPT]
        + p[o + EXCHANGE_RATIO] * log_ratio
        + p[o + EXCHANGE_SURPRISE] * surprise
        + p[o + EXCHANGE_WEALTH] * math.tanh(wealth)
        + p[o + EXCHANGE_ARMOUR] * armour
        + p[o + EXCHANGE_FORTIFIED] * fortified_of(dug)
        + p[o + EXCHANGE_ARMY] * army
    )


@njit()
def expected_intensity(p, o, surprise, delaying, size, era, wet, density):  # type: ignore[no-untyped-def]
    """Logarithm of the geometric mean of both sides' casualties in per cent a day, before luck."""
    return (
        p[o + INTENSITY_INTERCEPT]
        + p[o + INTENSITY_SURPRISE] * surprise
        + p[o + INTENSITY_DELAYING] * delaying
        + p[o + INTENSITY_SIZE] * size
        + p[o + INTENSITY_ERA] * era
        + p[o + INTENSITY_WET] * wet
        + p[o + INTENSITY_DENSITY] * density
    )


@njit()
def expected_advance(p, o, log_ratio, air, surprise, wealth, delaying, dug, density, army):  # type: ignore[no-untyped-def]
    """Inverse hyperbolic sine of the advance in km a day, before luck."""
    return (
        p[o + ADVANCE_INTERCEPT]
        + p[o + ADVANCE_RATIO] * log_ratio
        + p[o + ADVANCE_AIR] * air
        + p[o + ADVANCE_SURPRISE] * surprise
        + p[o + ADVANCE_WEALTH] * math.tanh(wealth)
        + p[o + ADVANCE_DELAYING] * delaying
        + p[o + ADVANCE_DUG] * dug
        + p[o + ADVANCE_DENSITY] * density
        + p[o + ADVANCE_ARMY] * army
    )


@njit()
def exchange_luck(p, o, z_margin, z_exchange):  # type: ignore[no-untyped-def]
    """Standard normal luck of the exchange, which goes with the margin's."""
    return p[o + LUCK_EXCHANGE_MARGIN] * z_margin + p[o + LUCK_EXCHANGE_EXCHANGE] * z_exchange


@njit()
def intensity_luck(p, o, z_margin, z_exchange, z_intensity):  # type: ignore[no-untyped-def]
    """Standard normal luck of the intensity, which goes with the two before."""
    return (
        p[o + LUCK_INTENSITY_MARGIN] * z_margin
        + p[o + LUCK_INTENSITY_EXCHANGE] * z_exchange
        + p[o + LUCK_INTENSITY_INTENSITY] * z_intensity
    )


@njit()
def advance_luck(p, o, z_margin, z_exchange, z_intensity, z_advance):  # type: ignore[no-untyped-def]
    """Standard normal luck of the advance, which goes with the three before."""
    return (
        p[o + LUCK_ADVANCE_MARGIN] * z_margin
        + p[o + LUCK_ADVANCE_EXCHANGE] * z_exchange
        + p[o + LUCK_ADVANCE_INTENSITY] * z_intensity
        + p[o + LUCK_ADVANCE_ADVANCE] * z_advance
    )


@njit()
def shared(p, o, common, own):  # type: ignore[no-untyped-def]
    """Standard normal of one cell, from the battle's (one for all its cells) and the cell's own."""
    share = min(max(p[o + NEIGHBOUR_SHARE], 0.0), 1.0)
    return math.sqrt(share) * common + math.sqrt(1.0 - share) * own


@njit()
def widened(p, o, cells):  # type: ignore[no-untyped-def]
    """Factor on the lasting luck of one cell so that the mean of all cells of the battle spreads as the model says."""
    share = min(max(p[o + NEIGHBOUR_SHARE], 0.0), 1.0)
    return 1.0 / math.sqrt(share + (1.0 - share) / max(cells, 1.0))


@njit()
def small(p, o, exponent, size):  # type: ignore[no-untyped-def]
    """Factor on all luck of a fight of some size: a small one is more of a gamble. `exponent` is a place."""
    return math.exp(-p[o + exponent] * size)


@njit()
def margin(p, o, expected, lasting, daily):  # type: ignore[no-untyped-def]
    """Margin of this hour: above 0 the attacker prevails. `lasting` and `daily` are standard normal."""
    return expected + p[o + MARGIN_LASTING] * lasting + p[o + MARGIN_DAILY] * daily


@njit()
def exchange(p, o, expected, lasting, daily, size):  # type: ignore[no-untyped-def]
    """Logarithm of the casualty ratio of this hour."""
    luck = p[o + EXCHANGE_LASTING] * lasting + p[o + EXCHANGE_DAILY] * daily
    return expected + small(p, o, EXCHANGE_SIZE_EXPONENT, size) * luck


@njit()
def intensity(p, o, expected, lasting, daily, size):  # type: ignore[no-untyped-def]
    """Logarithm of the casualties of this hour, in per cent a day.

    Days are summed, not multiplied, so good and bad days do not cancel out: what the daily lucks of intensity and
    exchange add over the record's length of fight is taken out again.
    """
    wider = small(p, o, INTENSITY_SIZE_EXPONENT, size)
    luck = p[o + INTENSITY_LASTING] * lasting + p[o + INTENSITY_DAILY] * daily
    own = wider * p[o + INTENSITY_DAILY]
    split = small(p, o, EXCHANGE_SIZE_EXPONENT, size) * p[o + EXCHANGE_DAILY]
    return expected + wider * luck - (0.5 * own * own + 0.125 * split * split) * (1.0 - 1.0 / DAYS_OF_THE_RECORD)


@njit()
def advance(p, o, expected, lasting, daily, size):  # type: ignore[no-untyped-def]
    """Inverse hyperbolic sine of the advance of this hour, in km a day."""
    wider = small(p, o, ADVANCE_SIZE_EXPONENT, size)
    own = wider * p[o + ADVANCE_DAILY]
    luck = p[o + ADVANCE_LASTING] * lasting + p[o + ADVANCE_DAILY] * daily
    lift = 0.5 * own * own * math.tanh(expected) * (1.0 - 1.0 / DAYS_OF_THE_RECORD)
    return expected + wider * luck - lift


@njit()
def advance_km_per_h(asinh_km_per_day):  # type: ignore[no-untyped-def]
    """Advance of the attacker in km an hour; below 0 he is driven back."""
    return max(-FASTEST_KM_PER_H, min(math.sinh(min(max(asinh_km_per_day, -8.0), 8.0)) / 24.0, FASTEST_KM_PER_H))


@njit()
def attacker_share_per_h(log_pct, log_exchange, log_persons_ratio):  # type: ignore[no-untyped-def]
    """Loss share of the attacker in an hour. `log_persons_ratio` is ln(attacker persons / defender persons)."""
    return min(math.exp(log_pct + 0.5 * (log_exchange - log_persons_ratio)) / 2400.0, WORST_SHARE_PER_H)


@njit()
def defender_share_per_h(log_pct, log_exchange, log_persons_ratio):  # type: ignore[no-untyped-def]
    """Loss share of the defender in an hour."""
    return min(math.exp(log_pct - 0.5 * (log_exchange - log_persons_ratio)) / 2400.0, WORST_SHARE_PER_H)
