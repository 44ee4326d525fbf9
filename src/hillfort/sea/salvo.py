"""Exchanges of salvoes between groups of ships: Hughes's equations, and the same with luck."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np


@dataclass(frozen=True, slots=True)
class Force:
    """One side of an exchange of missiles between ships."""

    ships: float
    shots: float
    """Well-aimed missiles a ship fires in one salvo."""
    stops: float
    """Missiles a ship defeats in one salvo."""
    staying: float
    """Hits that put a ship out of action."""
    scouting: float = 1.0
    """Share of the shots that are aimed at what is there, 0 to 1."""
    alert: float = 1.0
    """Share of the defence that is ready, 0 to 1."""


def losses(attacker: Force, defender: Force) -> float:
    """Ships of the defender put out of action by one salvo, not capped: more than it has is overkill.

    Sources
    -------
    Hughes 1995, "A salvo model of warships in missile combat": (shots - stops) / staying power.

    Examples
    --------
    >>> losses(Force(5, 8, 0, 2, scouting=0.5), Force(2, 4, 4, 1))
    12.0
    """
    hits = attacker.scouting * attacker.shots * attacker.ships - defender.alert * defender.stops * defender.ships
    return max(0.0, hits) / defender.staying


def exchange(one: Force, other: Force, *, first: str = "both") -> tuple[float, float]:
    """Ships left on both sides after one exchange; `first` is 'both', 'one' or 'other'.

    Sources
    -------
    Hughes 1995. Who fires first fires with all, the answer comes from what is left.

    Examples
    --------
    >>> a, b = Force(2, 4, 4, 1), Force(5, 8, 0, 2, scouting=0.5)
    >>> exchange(a, b)
    (0.0, 1.0)
    >>> exchange(a, b, first="one")
    (2.0, 1.0)
    """
    if first == "one":
        left = max(0.0, other.ships - losses(one, other))
        return max(0.0, one.ships - losses(_with(other, left), one)), left
    if first == "other":
        left = max(0.0, one.ships - losses(other, one))
        return left, max(0.0, other.ships - losses(_with(one, left), other))
    return max(0.0, one.ships - losses(other, one)), max(0.0, other.ships - losses(one, other))


def _with(force: Force, ships: float) -> Force:
    return Force(ships, force.shots, force.stops, force.staying, force.scouting, force.alert)


def exchange_ratio(one: Force, other: Force) -> float:
    """Share of `other` lost for each share of `one` lost in one uncapped exchange: above 1 favours `one`.

    Sources
    -------
    Hughes's fractional exchange ratio, (dB/B) / (dA/A), with A the side that is asked about.
    """
    own, theirs = losses(other, one) / one.ships, losses(one, other) / other.ships
    if own == 0.0:
        return math.inf if theirs > 0.0 else 1.0
    return theirs / own


def pulse(one: int, other: int, *, first: str = "both") -> tuple[int, int]:
    """Carriers left when each carrier's air group sinks one carrier: (one, other).

    Sources
    -------
    Hughes, "Fleet Tactics": the carrier battles of 1942 as single pulses of power.

    Examples
    --------
    >>> pulse(4, 3), pulse(4, 3, first="one"), pulse(4, 3, first="other")
    ((1, 0), (4, 0), (1, 2))
    """
    if first == "one":
        left = max(0, other - one)
        return max(0, one - left), left
    if first == "other":
        left = max(0, one - other)
        return left, max(0, other - left)
    return max(0, one - other), max(0, other - one)


@dataclass(frozen=True, slots=True)
class SalvoLuck:
    """Losses of a group from one salvo with luck."""

    mean: float
    deviation: float
    none: float
    """Chance of no loss."""
    all: float
    """Chance that the whole group is lost."""


@dataclass(frozen=True, slots=True)
class Salvo:
    """Missiles fired at a group of ships, each with its own luck."""

    offence: int
    """Missiles fired."""
    hit_share: float
    defence: int
    """Missiles that the defenders engage."""
    stop_share: float
    loss_per_hit: float
    """Ships lost for each hit."""
    ships: float
    """In the group: no more can be lost."""


def enumerated(salvo: Salvo) -> SalvoLuck:
    """Losses by counting every outcome of the two binomials.

    Sources
    -------
    Armstrong 2005, "A stochastic salvo model for naval surface combat": net hits are good shots less good stops.

    Examples
    --------
    >>> found = enumerated(Salvo(12, 0.6, 9, 0.7, 0.5, 3))
    >>> round(found.mean, 6), round(found.none, 6)
    (0.687815, 0.428487)
    """
    good = _binomial(salvo.offence, salvo.hit_share)
    stopped = _binomial(salvo.defence, salvo.stop_share)
    net = np.maximum(0, np.arange(len(good))[:, None] - np.arange(len(stopped))[None, :])
    lost = np.minimum(float(salvo.ships), salvo.loss_per_hit * net)
    chance = good[:, None] * stopped[None, :]
    mean = float((chance * lost).sum())
    spread = float((chance * lost**2).sum()) - mean * mean
    return SalvoLuck(
        mean, math.sqrt(max(0.0, spread)), float(chance[lost <= 0.0].sum()), float(chance[lost >= salvo.ships].sum())
    )


def _binomial(number: int, share: float) -> np.ndarray:
    return np.array([math.comb(number, k) * share**k * (1.0 - share) ** (number - k) for k in range(number + 1)])


def approximated(salvo: Salvo) -> float:
    """Mean loss with net hits taken as normal: what the campaign's kernel uses.

    Sources
    -------
    Armstrong 2005: mean nO pO - nD pD, variance nO pO (1 - pO) + nD pD (1 - pD), then the mean of what lies above 0
    and below the whole group.

    Examples
    --------
    >>> round(approximated(Salvo(12, 0.6, 9, 0.7, 0.5, 3)), 3)
    0.694
    """
    mean, deviation = net_hits(salvo)
    whole = salvo.ships / salvo.loss_per_hit
    return salvo.loss_per_hit * (mean_above(mean, deviation, 0.0) - mean_above(mean, deviation, whole))


def net_hits(salvo: Salvo) -> tuple[float, float]:
    """Mean and standard deviation of good shots less good stops.

    Sources
    -------
    Armstrong 2005.
    """
    mean = salvo.offence * salvo.hit_share - salvo.defence * salvo.stop_share
    variance = salvo.offence * salvo.hit_share * (1.0 - salvo.hit_share)
    variance += salvo.defence * salvo.stop_share * (1.0 - salvo.stop_share)
    return mean, math.sqrt(variance)


def mean_above(mean: float, deviation: float, level: float) -> float:
    """Mean of max(0, X - level) for a normal X.

    Sources
    -------
    The unit normal loss integral.

    Examples
    --------
    >>> round(mean_above(0.9, 4.77**0.5, 0.0), 6)
    1.394252
    """
    if deviation <= 0.0:
        return max(0.0, mean - level)
    standard = NormalDist()
    far = (mean - level) / deviation
    return (mean - level) * standard.cdf(far) + deviation * standard.pdf(far)
