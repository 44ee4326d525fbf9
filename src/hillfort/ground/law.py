"""The law of ground combat: who prevails, how fast, at what cost. One interface for the whole product.

A fight is decided by a margin in log-odds, `intercept + slope * ln(ratio) + luck`, where the luck is as wide as a
logistic distribution, so that the share of attackers who prevail at each force ratio is the one found in 672 division
engagements. The same margin sets the advance; loss shares of both sides scale with an intensity and an exchange that
have their own luck. Three things are deliberate:

* outcomes of single fights are sampled with a wide spread, because across wars nothing known beforehand predicts them
  well; force ratio alone explains little;
* the loss exchange follows the ratio less than proportionally (between the linear and the logarithmic law): the square
  law is four standard errors away from the record of battles since 1900;
* posture and terrain are stated against the average battle, because the published table already holds average
  positions.

The numbers are in `data/assumptions.yaml`; the arithmetic is in `_kernels.py`, and this module is the readable door to
it. Whoever replaces the law replaces these functions and nothing else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from hillfort.foundation.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Law:
    """Parameters of the law, each the best estimate of the assumption of the same name.

    Assumes
    -------
    Ratios are of battalion equivalents after quality, fatigue, supply, fires, posture and terrain.

    Sources
    -------
    Attacker wins by force ratio: The Dupuy Institute 2019. Loss rates, exchange and advance: CDB90 since 1900.
    """

    prevail_intercept: float = -0.07
    prevail_slope: float = 0.93
    advance_base_km_per_day: float = 1.6
    advance_gain: float = 0.95
    loss_pct_per_day: float = 2.2
    loss_size_exponent: float = -0.17
    exchange_intercept: float = -0.20
    exchange_slope: float = 0.69


def prevail_chance(ratio: float, *, law: Law | None = None) -> float:
    """Chance that an attacker prevails at a force ratio, before anything about the luck of the day is known.

    Not the chance that a campaign succeeds: it is one fight, and the luck of a fight mostly stays with it.

    Parameters
    ----------
    ratio : float
        Attacker's over defender's power, above 0.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    InputError
        The ratio is not a positive number.

    Assumes
    -------
    Luck is a normal variate of a logistic's standard deviation; the difference from a logistic is below 0.01.

    Sources
    -------
    The Dupuy Institute 2019, attacker wins by force ratio, 672 division engagements 1904-1991.

    Examples
    --------
    >>> round(prevail_chance(1.0), 2), round(prevail_chance(3.0), 2)
    (0.48, 0.7)
    """
    law = law or Law()
    margin = law.prevail_intercept + law.prevail_slope * math.log(_positive(ratio, "ratio"))
    return 0.5 * math.erfc(-margin / 1.8137993642342178 / math.sqrt(2.0))


def advance_km_per_day(margin: float, *, law: Law | None = None) -> float:
    """Advance against an engaged defender, in km a day, for a margin in log-odds; 0 where the attacker fails.

    Assumes
    -------
    Roads, darkness and fatigue are the campaign's: this is the defender's part only.

    Sources
    -------
    CDB90 median of 1.6 km/day; 11 km/day lightly and 2 km/day heavily engaged, 35 km/day in 1991 and 2003.

    >>> [round(advance_km_per_day(margin), 1) for margin in (-1.0, 0.3, 2.0, 3.2)]
    [0.0, 2.1, 10.7, 33.4]
    """
    from hillfort.ground._kernels import advance_km_per_h

    law = law or Law()
    return 24.0 * float(advance_km_per_h(margin, law.advance_base_km_per_day, law.advance_gain))


def loss_pct_per_day(ratio: float, *, persons: tuple[float, float], law: Law | None = None) -> tuple[float, float]:
    """Median casualties a day of (attacker, defender) in per cent of those engaged, at a force ratio.

    Parameters
    ----------
    ratio : float
        Attacker's over defender's power, above 0.
    persons : tuple of float
        Engaged strength of attacker and defender, above 0.

    Raises
    ------
    InputError
        A number is not positive.

    Assumes
    -------
    The exchange follows the power ratio; intensity falls with the size of the force.

    Sources
    -------
    CDB90 medians since 1900 (1.46 % attacker, 3.40 % defender at a median ratio of 1.86).

    >>> [round(each, 1) for each in loss_pct_per_day(1.86, persons=(20000.0, 12000.0))]
    [1.6, 3.3]
    """
    from hillfort.ground._kernels import exchange, loss_centre, share_per_h, size_factor

    law = law or Law()
    log_ratio = math.log(_positive(ratio, "ratio"))
    centre = loss_centre(law.loss_pct_per_day, 0.0, 0.0)
    half = 0.5 * exchange(log_ratio, 0.0, law.exchange_intercept, law.exchange_slope, 0.0)
    sizes = [size_factor(_positive(each, "persons"), law.loss_size_exponent) for each in persons]
    attacker = 2400.0 * float(share_per_h(centre, half, sizes[0]))
    return attacker, 2400.0 * float(share_per_h(centre, -half, sizes[1]))


def _positive(value: float, name: str) -> float:
    if not (math.isfinite(value) and value > 0.0):
        raise InputError(Problem("law", 0, name, f"{value} is not a positive number.", "Give one above 0."))
    return value
