"""Is it there on the day? Rotations as a calendar, and as chance; how long it takes to come when it is not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np

from hillfort.air.posture import Rotation
from hillfort.foundation.evidence import Evidence

DAYS = 365
WEEKS = 52


@dataclass(frozen=True, slots=True)
class Presence:
    """How many are there on each day of a year, and what that is worth."""

    by_day: np.ndarray
    """(365,) expected number, or chance for stays without dates."""
    random_day: float
    """Chance that at least one is there on a day that nobody chose."""
    chosen_day: float
    """The same on the day that an adversary chooses, who knows the calendar: the least of the year."""
    longest_gap_days: int
    """Longest run of days with nobody there by the calendar; the year is a circle."""


def stationary(on: float, off: float) -> float:
    """Share of time that something is there which comes and goes: mean stay over mean cycle.

    Assumes
    -------
    Alternating renewal process, seen at a time that has nothing to do with it.

    Examples
    --------
    >>> round(stationary(6, 46), 5)
    0.11538
    """
    return on / (on + off)


def together(shares: Iterable[float]) -> float:
    """Chance that at least one of several independent contributors is there.

    Assumes
    -------
    Nobody plans with anybody else.

    Examples
    --------
    >>> round(together([6 / 52] * 4), 5)
    0.38762
    """
    return 1.0 - math.prod(1.0 - share for share in shares)


def uncoordinated(stays_per_year: float, *, weeks: float) -> float:
    """Chance that at least one is there where stays begin at random.

    Assumes
    -------
    Stays begin as a Poisson process and do not wait for one another (M/G/infinity).

    Examples
    --------
    >>> round(uncoordinated(4, weeks=3), 5)
    0.20608
    """
    return -math.expm1(-stays_per_year * weeks / WEEKS)


def gap_and_stay(stays_per_year: float, *, weeks: float) -> tuple[float, float]:
    """Mean length, in weeks, of a time with nobody there and of one with somebody, where stays begin at random.

    Assumes
    -------
    As `uncoordinated`.

    Examples
    --------
    >>> [round(x, 3) for x in gap_and_stay(6, weeks=4)]
    [8.667, 5.083]
    """
    rate = stays_per_year / WEEKS
    return 1.0 / rate, math.expm1(rate * weeks) / rate


def coordinated(weeks: Iterable[float]) -> float:
    """Share of the year covered by stays one after the other.

    Assumes
    -------
    Stays touch and do not overlap.

    Examples
    --------
    >>> coordinated([6, 6, 6, 8])
    0.5
    """
    return min(1.0, sum(weeks) / WEEKS)


def expected_wait(mean_off: float, *, square_off: float) -> float:
    """Mean time until the next stay, seen at a time when nobody is there.

    Parameters
    ----------
    mean_off, square_off : float
        Mean of the gap, and mean of its square.

    Sources
    -------
    Equilibrium residual life of a renewal process.

    Examples
    --------
    >>> expected_wait(23, square_off=23**2)
    11.5
    """
    return square_off / (2.0 * mean_off)


def deployed_chance(deploy: Evidence, *, warning: float) -> float:
    """Chance that a deployment which takes so long is done within the warning (same unit as the evidence).

    Assumes
    -------
    The shapes of `foundation.evidence`, log-normal ones with their tails cut at low and high.

    Examples
    --------
    >>> round(deployed_chance(Evidence(24.0, "h", 0.0, 48.0), warning=24.0), 2)
    0.5
    """
    if warning >= deploy.high:
        return 1.0
    if warning < deploy.low:
        return 0.0
    below, above = 0.0, 1.0
    for _ in range(60):
        middle = (below + above) / 2.0
        if deploy.quantile(middle) <= warning:
            below = middle
        else:
            above = middle
    return below


def lognormal_chance(warning: float, *, median: float, sigma: float) -> float:
    """Chance that a log-normal time is over within the warning: the form in which deployment is often quoted.

    Sources
    -------
    Distribution function of the log-normal law.

    Examples
    --------
    >>> round(lognormal_chance(30, median=53, sigma=0.4), 4)
    0.0774
    """
    return NormalDist(math.log(median), sigma).cdf(math.log(warning)) if warning > 0.0 else 0.0


def ready_chance(present: float, deployed: float) -> float:
    """Chance to be ready: there already, or come within the warning.

    Assumes
    -------
    How long it takes to come does not depend on when the crisis is.

    Examples
    --------
    >>> round(ready_chance(0.115, lognormal_chance(14, median=18, sigma=0.5)), 3)
    0.387
    """
    return present + (1.0 - present) * deployed


def calendar(rotations: Sequence[Rotation]) -> Presence:
    """How many are there on each day of the year, and the chance on a random and on a chosen day.

    Assumes
    -------
    The calendar repeats every year and is kept. Stays without dates begin at random, independently of everything. An
    adversary sees who is there and strikes on a day when nobody is, unless the stays leave none.

    Examples
    --------
    >>> summer = Rotation("nl", "patriot", "NL", "2024-07-01", "2024-08-11", 0)
    >>> found = calendar([summer])
    >>> round(found.random_day, 4), found.chosen_day, found.longest_gap_days
    (0.1151, 0.0, 323)
    """
    there = np.zeros(DAYS)
    for stay in rotations:
        if stay.first:
            there[days_of(stay)] += 1.0
    chance = together(stay.weeks / WEEKS for stay in rotations if not stay.first)
    somebody = np.where(there > 0.0, 1.0, chance)
    least = 1.0 if (somebody >= 1.0).all() else 0.0
    return Presence(there + (there == 0.0) * chance, float(somebody.mean()), least, longest_gap(there > 0.0))


def days_of(stay: Rotation) -> np.ndarray:
    """Days of the year, from 0, of a stay with dates, both ends included; it may run over the new year.

    Assumes
    -------
    Years of 365 days: 29 February is 1 March.

    Examples
    --------
    >>> days_of(Rotation("x", "b", "NL", "2024-12-31", "2025-01-02", 0)).tolist()
    [364, 0, 1]
    """
    first, last = day_of_year(stay.first), day_of_year(stay.last)
    length = (date.fromisoformat(stay.last) - date.fromisoformat(stay.first)).days + 1
    if length >= DAYS:
        return np.arange(DAYS)
    return np.arange(first, first + (last - first) % DAYS + 1) % DAYS


def day_of_year(day: str) -> int:
    """Day of the year from 0, as in a year of 365 days.

    Assumes
    -------
    As `days_of`.

    Examples
    --------
    >>> day_of_year("2024-03-01"), day_of_year("2023-03-01")
    (59, 59)
    """
    found = date.fromisoformat(day)
    if (found.month, found.day) == (2, 29):
        return 59
    return (date(2023, found.month, found.day) - date(2023, 1, 1)).days


def longest_gap(there: np.ndarray) -> int:
    """Longest run of False in a year that is a circle.

    Assumes
    -------
    The year after is like this one.

    Examples
    --------
    >>> longest_gap(np.array([False, True, False, False]))
    3
    """
    if not there.any():
        return len(there)
    turned = np.roll(there, -int(np.argmax(there)))
    filled = np.flatnonzero(np.append(turned, True))
    return int(np.max(np.diff(filled) - 1)) if len(filled) > 1 else 0
