"""Belief in an attack: what signs say by Bayes' rule, when it is enough to act, and what false alarms leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.crisis.luck import Luck

Array = NDArray[np.float64]
CERTAIN = 1e-9
"""No look is surer than this: a sign that never errs would end all doubt for good."""
MOST_ALARMS = 12
"""False alarms that one memory holds at most."""


def posterior(prior: float, hit: float, false: float, *, found: bool = True) -> float:
    """Chance of an attack after one look, by Bayes' rule.

    >>> round(posterior(0.084, 0.9, 0.3), 5), round(posterior(0.158, 0.9, 0.3), 4)
    (0.21575, 0.3602)
    """
    for_attack, against = (hit, false) if found else (1.0 - hit, 1.0 - false)
    total = prior * for_attack + (1.0 - prior) * against
    return prior * for_attack / total if total > 0.0 else prior


def acting_belief(acting_cost: float, spared: float) -> float:
    """Belief from which acting costs less than waiting: the cost of acting over the loss that acting in time spares.

    >>> acting_belief(60.0, 200.0)
    0.3
    """
    return min(acting_cost / spared, 1.0) if spared > 0.0 else 1.0


def expected_cost(prior: float, looks: Sequence[tuple[float, float]], acting_cost: float, spared: float) -> float:
    """What waiting for looks and then doing the better thing costs in the mean: acting, or being surprised.

    `looks` are pairs of hit and false-alarm chance, each found or not on its own.

    >>> round(expected_cost(0.2, [], 0.3, 1.0), 3), round(expected_cost(0.2, [(1.0, 0.0)], 0.3, 1.0), 3)
    (0.2, 0.06)
    """
    total = 0.0
    for pattern in range(2 ** len(looks)):
        attack, none = prior, 1.0 - prior
        for place, (hit, false) in enumerate(looks):
            found = bool(pattern >> place & 1)
            attack *= hit if found else 1.0 - hit
            none *= false if found else 1.0 - false
        total += min(acting_cost * (attack + none), spared * attack)
    return total


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks of many draws: all arrays are (draw, look)."""

    day: Array
    """Days before the end of the build-up at which the look is done."""
    hit: Array
    false: Array


@dataclass(frozen=True, slots=True)
class Belief:
    """Belief in an attack as looks come in, earliest first: (draw, look)."""

    day: Array
    """Days before the end, falling."""
    after: Array
    """Belief after the look."""
    start: Array
    """(draw,) belief before any look."""
    length: Array
    """(draw,) days from the start of the build-up to its end."""

    def on(self, days_before: float) -> Array:
        """Belief that many days before the end, (draw,); what it was before the build-up, where it had not begun."""
        seen = (self.day >= days_before).sum(axis=1)
        every = np.column_stack([self.start, self.after])
        found: Array = every[np.arange(len(seen)), seen]
        return found

    def passes(self, threshold: Array) -> Array:
        """Days before the end at which belief is enough for the first time, (draw,); nan where it never is."""
        enough = self.after >= threshold[:, None]
        first = np.where(enough.any(axis=1), enough.argmax(axis=1), -1)
        day = np.where(first >= 0, self.day[np.arange(len(first)), first], np.nan)
        found: Array = np.where(self.start >= threshold, self.length, day)
        return found


def believed(start: Array, looks: Looks, found: NDArray[np.bool_], weight: Array, length: Array) -> Belief:
    """Belief after each look, in the order in which they come.

    Parameters
    ----------
    start : (draw,)
        Belief before any look.
    looks : Looks
    found : (draw, look)
    weight : (draw,)
        Of what a look says, 1 for all of it; less where alarms were false before.
    length : (draw,)
        Days of the build-up: no look comes before it.
    """
    hit, false = (np.clip(each, CERTAIN, 1.0 - CERTAIN) for each in (looks.hit, looks.false))
    says = np.where(found, np.log(hit / false), np.log((1.0 - hit) / (1.0 - false))) * weight[:, None]
    day = np.minimum(looks.day, length[:, None])
    order = np.argsort(-day, axis=1, kind="stable")
    prior = np.clip(start, CERTAIN, 1.0 - CERTAIN)
    odds = np.log(prior / (1.0 - prior))[:, None] + np.cumsum(np.take_along_axis(says, order, axis=1), axis=1)
    return Belief(np.take_along_axis(day, order, axis=1), 1.0 / (1.0 + np.exp(-odds)), start, length)


def false_alarms(values: Mapping[str, Array], looks: Looks, luck: Luck, threshold: Array) -> Array:
    """False alarms that are remembered when the build-up begins, (draw,): each dulls the next.

    Assumes
    -------
    Build-ups that were none came by chance in the months that are remembered; each was looked at as this one is.
    """
    from scipy.special import pdtrik

    years = values["alarm_memory_months"] / 12.0
    mean = values["look_alikes_per_year"] * years
    came = np.clip(np.ceil(pdtrik(luck.of("look-alikes"), np.maximum(mean, CERTAIN))), 0, MOST_ALARMS)
    remembered = np.zeros(len(mean))
    for number in range(int(came.max(initial=0))):
        seen = luck.of_each(f"look-alike {number}", looks.false.shape[1]) < looks.false
        weight = (1.0 - values["dulled_share"]) ** remembered
        path = believed(values["attack_chance"], looks, seen, weight, values["build_up_days"])
        alarm = ~np.isnan(path.passes(threshold)) & (number < came)
        remembered = remembered + alarm
    return remembered
