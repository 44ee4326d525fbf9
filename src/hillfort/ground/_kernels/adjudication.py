"""The adjudication model as arithmetic, for the hour loop. Meaning and the readable form are in `adjudication.py`.

`p` is a record that has the fitted parameters under the names of `fitted.FITTED`. Nothing here allocates.
"""

from __future__ import annotations

import math

from hillfort.foundation._kernels.kinds import Record
from hillfort.foundation.jit import njit

Fitted = Record
"""One draw's fitted parameters by name (`p`)."""

REFERENCE_PERSONS = 15000.0
REFERENCE_DENSITY = 7.5
DAYS_OF_THE_RECORD = 2.0
"""Length of fight, in days, at which the mean of the daily luck is taken out of losses and advance."""
WORST_SHARE_PER_H = 0.03
FASTEST_KM_PER_H = 4.0


@njit()
def size_of(attacker_persons: float, defender_persons: float) -> float:
    """Logarithm of the geometric mean of both sides' strength over a division's. Persons of the whole fight."""
    return 0.5 * math.log(max(attacker_persons, 50.0) * max(defender_persons, 50.0)) - math.log(REFERENCE_PERSONS)


@njit()
def density_of(attacker_persons: float, defender_persons: float, front_km: float) -> float:
    """Logarithm of persons a side on a kilometre of front, over the reference."""
    persons = 0.5 * math.log(max(attacker_persons, 50.0) * max(defender_persons, 50.0))
    return persons - math.log(max(front_km, 0.5)) - REFERENCE_DENSITY


@njit()
def fortified_of(dug: float) -> float:
    """From dug in (0 hasty, 0.5 prepared, 1 fortified) to fortified (0 up to prepared, 1 at the end)."""
    return max(0.0, 2.0 * dug - 1.0)


@njit()
def expected_margin(
    p: Fitted,
    log_ratio: float,
    air: float,
    surprise: float,
    wealth: float,
    armour: float,
    delaying: float,
    dug: float,
    army: float,
) -> float:
    """Margin of the attacker in log-odds before luck.

    `wealth` is ln(attacker's product per head / defender's); `army` is +1 where red attacks, -1 where blue does.
    """
    return (
        p.fit_margin_intercept
        + p.fit_margin_ratio * log_ratio
        + p.fit_margin_air * air
        + p.fit_margin_surprise * surprise
        + p.fit_margin_wealth * math.tanh(wealth)
        + p.fit_margin_armour * armour
        + p.fit_margin_delaying * delaying
        + p.fit_margin_fortified * fortified_of(dug)
        + p.fit_margin_army * army
    )


@njit()
def expected_exchange(
    p: Fitted, log_ratio: float, surprise: float, wealth: float, armour: float, dug: float, army: float
) -> float:
    """Logarithm of attacker's over defender's casualties before luck."""
    return (
        p.fit_exchange_intercept
        + p.fit_exchange_ratio * log_ratio
        + p.fit_exchange_surprise * surprise
        + p.fit_exchange_wealth * math.tanh(wealth)
        + p.fit_exchange_armour * armour
        + p.fit_exchange_fortified * fortified_of(dug)
        + p.fit_exchange_army * army
    )


@njit()
def expected_intensity(
    p: Fitted, surprise: float, delaying: float, size: float, era: float, wet: float, density: float
) -> float:
    """Logarithm of the geometric mean of both sides' casualties in per cent a day, before luck."""
    return (
        p.fit_intensity_intercept
        + p.fit_intensity_surprise * surprise
        + p.fit_intensity_delaying * delaying
        + p.fit_intensity_size * size
        + p.fit_intensity_era * era
        + p.fit_intensity_wet * wet
        + p.fit_intensity_density * density
    )


@njit()
def expected_advance(
    p: Fitted,
    log_ratio: float,
    air: float,
    surprise: float,
    wealth: float,
    delaying: float,
    dug: float,
    density: float,
    army: float,
) -> float:
    """Inverse hyperbolic sine of the advance in km a day, before luck."""
    return (
        p.fit_advance_intercept
        + p.fit_advance_ratio * log_ratio
        + p.fit_advance_air * air
        + p.fit_advance_surprise * surprise
        + p.fit_advance_wealth * math.tanh(wealth)
        + p.fit_advance_delaying * delaying
        + p.fit_advance_dug * dug
        + p.fit_advance_density * density
        + p.fit_advance_army * army
    )


@njit()
def exchange_luck(p: Fitted, z_margin: float, z_exchange: float) -> float:
    """Standard normal luck of the exchange, which goes with the margin's."""
    return p.fit_luck_exchange_margin * z_margin + p.fit_luck_exchange_exchange * z_exchange


@njit()
def intensity_luck(p: Fitted, z_margin: float, z_exchange: float, z_intensity: float) -> float:
    """Standard normal luck of the intensity, which goes with the two before."""
    return (
        p.fit_luck_intensity_margin * z_margin
        + p.fit_luck_intensity_exchange * z_exchange
        + p.fit_luck_intensity_intensity * z_intensity
    )


@njit()
def advance_luck(p: Fitted, z_margin: float, z_exchange: float, z_intensity: float, z_advance: float) -> float:
    """Standard normal luck of the advance, which goes with the three before."""
    return (
        p.fit_luck_advance_margin * z_margin
        + p.fit_luck_advance_exchange * z_exchange
        + p.fit_luck_advance_intensity * z_intensity
        + p.fit_luck_advance_advance * z_advance
    )


@njit()
def shared(p: Fitted, common: float, own: float) -> float:
    """Standard normal of one cell, from the battle's (one for all its cells) and the cell's own."""
    share = min(max(p.fit_neighbour_share, 0.0), 1.0)
    return math.sqrt(share) * common + math.sqrt(1.0 - share) * own


@njit()
def widened(p: Fitted, cells: float) -> float:
    """Factor on the lasting luck of one cell so that the mean of all cells of the battle spreads as the model says."""
    share = min(max(p.fit_neighbour_share, 0.0), 1.0)
    return 1.0 / math.sqrt(share + (1.0 - share) / max(cells, 1.0))


@njit()
def small(exponent: float, size: float) -> float:
    """Factor on all luck of a fight of some size: a small one is more of a gamble."""
    return math.exp(-exponent * size)


@njit()
def margin(p: Fitted, expected: float, lasting: float, daily: float) -> float:
    """Margin of this hour: above 0 the attacker prevails. `lasting` and `daily` are standard normal."""
    return expected + p.fit_margin_lasting * lasting + p.fit_margin_daily * daily


@njit()
def exchange(p: Fitted, expected: float, lasting: float, daily: float, size: float) -> float:
    """Logarithm of the casualty ratio of this hour."""
    luck = p.fit_exchange_lasting * lasting + p.fit_exchange_daily * daily
    return expected + small(exponent=p.fit_exchange_size_exponent, size=size) * luck


@njit()
def intensity(p: Fitted, expected: float, lasting: float, daily: float, size: float) -> float:
    """Logarithm of the casualties of this hour, in per cent a day.

    Days are summed, not multiplied, so good and bad days do not cancel out: what the daily lucks of intensity and
    exchange add over the record's length of fight is taken out again.
    """
    wider = small(exponent=p.fit_intensity_size_exponent, size=size)
    luck = p.fit_intensity_lasting * lasting + p.fit_intensity_daily * daily
    own = wider * p.fit_intensity_daily
    split = small(exponent=p.fit_exchange_size_exponent, size=size) * p.fit_exchange_daily
    return expected + wider * luck - (0.5 * own * own + 0.125 * split * split) * (1.0 - 1.0 / DAYS_OF_THE_RECORD)


@njit()
def advance(p: Fitted, expected: float, lasting: float, daily: float, size: float) -> float:
    """Inverse hyperbolic sine of the advance of this hour, in km a day."""
    wider = small(exponent=p.fit_advance_size_exponent, size=size)
    own = wider * p.fit_advance_daily
    luck = p.fit_advance_lasting * lasting + p.fit_advance_daily * daily
    lift = 0.5 * own * own * math.tanh(expected) * (1.0 - 1.0 / DAYS_OF_THE_RECORD)
    return expected + wider * luck - lift


@njit()
def advance_km_per_h(asinh_km_per_day: float) -> float:
    """Advance of the attacker in km an hour; below 0 he is driven back."""
    return max(-FASTEST_KM_PER_H, min(math.sinh(min(max(asinh_km_per_day, -8.0), 8.0)) / 24.0, FASTEST_KM_PER_H))


@njit()
def attacker_share_per_h(log_pct: float, log_exchange: float, log_persons_ratio: float) -> float:
    """Loss share of the attacker in an hour. `log_persons_ratio` is ln(attacker persons / defender persons)."""
    return min(math.exp(log_pct + 0.5 * (log_exchange - log_persons_ratio)) / 2400.0, WORST_SHARE_PER_H)


@njit()
def defender_share_per_h(log_pct: float, log_exchange: float, log_persons_ratio: float) -> float:
    """Loss share of the defender in an hour."""
    return min(math.exp(log_pct - 0.5 * (log_exchange - log_persons_ratio)) / 2400.0, WORST_SHARE_PER_H)
