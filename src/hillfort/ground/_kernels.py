"""The law of ground combat as arithmetic. Meaning, sources and the readable form are in `law.py`."""

from __future__ import annotations

import math

from hillfort.foundation.jit import njit

LOGISTIC_SD = 1.8137993642342178
REFERENCE_STRENGTH = 20000.0
WORST_SHARE_PER_H = 0.03


@njit()
def margin(log_ratio, luck, intercept, slope):  # type: ignore[no-untyped-def]
    """Logit margin of the attacker: above 0 he prevails. `luck` is standard normal."""
    return intercept + slope * log_ratio + LOGISTIC_SD * luck


@njit()
def advance_km_per_h(margin_logit, base_km_per_day, gain):  # type: ignore[no-untyped-def]
    """Advance against an engaged defender; none where the attacker does not prevail."""
    if margin_logit <= 0.0:
        return 0.0
    return base_km_per_day * math.exp(min(gain * margin_logit, 6.0)) / 24.0


@njit()
def loss_centre(pct_per_day, spread, luck):  # type: ignore[no-untyped-def]
    """Geometric mean of both sides' loss shares per hour at the reference strength."""
    return pct_per_day / 2400.0 * math.exp(spread * luck)


@njit()
def exchange(log_ratio, luck, intercept, slope, spread):  # type: ignore[no-untyped-def]
    """Logarithm of the attacker's loss share over the defender's."""
    return intercept - slope * log_ratio + spread * luck


@njit()
def size_factor(persons, exponent):  # type: ignore[no-untyped-def]
    """How much larger a small force's loss share is than the reference's."""
    return math.exp(exponent * math.log(max(persons, 50.0) / REFERENCE_STRENGTH))


@njit()
def share_per_h(centre, half_exchange, size):  # type: ignore[no-untyped-def]
    """Loss share of one side in an hour, at most 3 %."""
    return min(centre * math.exp(half_exchange) * size, WORST_SHARE_PER_H)
