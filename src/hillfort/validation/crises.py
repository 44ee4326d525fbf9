"""Crises: the chance of an attack and the days to a decision, from what is known on the first day, and scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.crisis.history import CrisisCase, CrisisOutcome
from hillfort.foundation.evidence import Evidence
from hillfort.validation.forecast import Forecast

Array = NDArray[np.float64]
MODEL = "by who decides"
BASELINE = "the record's base rate"
BUILD_UPS = "8.4 % of all build-ups"
LEAST_DAYS = 0.25
"""Days below this are counted as this: the same morning."""
SHRINK = 8.0
"""Crises of the whole record that stand beside those of a class: with so many the chance errs least on crises that
were left out, and hardly more with half or twice as many."""
PUBLISHED = 10.0
"""Published responses of the class that stand beside the record's decisions, as so many of them."""
SHOWN = 200
MEMBERS, OTHERS = (
    "NATO members, military trigger (7,8,9)",
    "trigger: non-violent military act (build-up, exercise, mobilisation)",
)
"""Groups of published response times."""


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """Published quantiles of days from trigger to major response of one group, counted inclusively."""

    group: str
    actors: int
    quantiles: tuple[float, float, float, float, float]
    """At 10, 25, 50, 75 and 90 %."""

    @property
    def lognormal(self) -> tuple[float, float]:
        """Mean and standard deviation of ln days that match the median and the upper quartile.

        >>> mu, sigma = ResponseTimes("all", 1045, (1, 2, 5, 18, 52)).lognormal
        >>> round(mu, 3), round(sigma, 3)
        (1.609, 1.629)
        """
        low, middle, high = self.quantiles[1:4]
        return math.log(middle), math.log(high / low) / QUARTILES

    def points(self, count: int) -> Array:
        """Points of ln days, each as likely as any other, with half a day off for the day of the trigger."""
        chances = (np.arange(count) + 0.5) / count
        ends = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
        least, most = min(1.0, self.quantiles[0]), self.quantiles[-1] * 2.0
        days = np.interp(chances, ends, (least, *self.quantiles, most)) - 0.5
        found: Array = np.log(np.maximum(days, LEAST_DAYS))
        return found


QUARTILES = 1.349
"""Standard deviations between the quartiles of a normal law."""


@dataclass(frozen=True, slots=True)
class CrisisRecord:
    """Crises with what came of them, and what is published of many more."""

    cases: Sequence[CrisisCase]
    outcomes: Sequence[CrisisOutcome]
    members: Mapping[str, int]
    """Year of accession by name."""
    responses: Mapping[str, ResponseTimes]

    def without(self, case: CrisisCase) -> CrisisRecord:
        """The record without every case of the same name: what came of it must not tell what comes of it."""
        kept = [at for at, each in enumerate(self.cases) if not _same(each, case)]
        return CrisisRecord(
            [self.cases[at] for at in kept], [self.outcomes[at] for at in kept], self.members, self.responses
        )


def _same(first: CrisisCase, second: CrisisCase) -> bool:
    return first.name.casefold() == second.name.casefold() and first.year == second.year


def predict(case: CrisisCase, record: CrisisRecord) -> Forecast:
    """The chance of an attack and the days to a decision, from the name, the year and who decides.

    Assumes
    -------
    The case is one that a list like the record would hold; of all build-ups, far fewer end in an attack. Whoever is in
    the record under the same name and year is left out of it.
    """
    rest = record.without(case)
    whole = base_rate(rest)
    member = case.is_member(record.members)
    alike = [
        outcome
        for each, outcome in zip(rest.cases, rest.outcomes, strict=True)
        if each.is_member(record.members) == member and outcome.attacked is not None
    ]
    told = bool(case.deciders) and case.year is not None
    attacked = sum(bool(each.attacked) for each in alike) if told else 0
    chance = (attacked + SHRINK * whole) / ((len(alike) if told else 0) + SHRINK)
    own = decision_points(rest)
    published = record.responses[MEMBERS if member else OTHERS].points(SHOWN)
    weights = np.concatenate([np.ones(len(own)), np.full(SHOWN, PUBLISHED / SHOWN)])
    return Forecast(case.name, chance, np.concatenate([own, published]), weights)


def baseline(case: CrisisCase, record: CrisisRecord) -> Forecast:
    """What somebody says who knows the record and nothing of this case."""
    rest = record.without(case)
    points = decision_points(rest)
    return Forecast(case.name, base_rate(rest), points, np.ones(len(points)))


def of_all_build_ups(case: CrisisCase, record: CrisisRecord, prior: Evidence) -> Forecast:
    """What somebody says who knows published rates alone: 8.4 % end in war, days as all actors took."""
    points = record.responses[OTHERS].points(SHOWN)
    return Forecast(case.name, prior.value, points, np.ones(SHOWN))


def base_rate(record: CrisisRecord) -> float:
    """Share of the record that was attacked, with one case added on either side."""
    known = [each.attacked for each in record.outcomes if each.attacked is not None]
    return (sum(known) + 1) / (len(known) + 2)


def decision_points(record: CrisisRecord) -> Array:
    """Ln days to a decision of the record's cases."""
    days = [max(each.decision_days, LEAST_DAYS) for each in record.outcomes if each.decision_days is not None]
    found: Array = np.log(np.array(days, float))
    return found


def counted(days: float | None) -> float | None:
    """Days to a decision as they are scored."""
    return None if days is None else max(days, LEAST_DAYS)


@dataclass(frozen=True, slots=True)
class GroupFit:
    """A group of published response times beside the lognormal law that has its quartiles."""

    group: str
    actors: int
    published: tuple[float, ...]
    law: tuple[float, ...]

    @property
    def worst(self) -> float:
        """Largest ratio between the two, at 10, 25, 50, 75 or 90 %."""
        return max(max(a / b, b / a) for a, b in zip(self.published, self.law, strict=True))


def groups(record: CrisisRecord, clock: Evidence) -> list[GroupFit]:
    """Each published group beside a lognormal law, and members of the alliance beside the council's clock."""
    shares = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
    found = [
        GroupFit(each.group, each.actors, each.quantiles, _law(each.lognormal)) for each in record.responses.values()
    ]
    members = record.responses[MEMBERS]
    ours = tuple(float(each) for each in clock.quantiles(shares))
    return [*found, GroupFit("the council's clock of a crisis", members.actors, members.quantiles, ours)]


def _law(fit: tuple[float, float]) -> tuple[float, ...]:
    from scipy.special import ndtri

    mu, sigma = fit
    scores = ndtri(np.array([0.1, 0.25, 0.5, 0.75, 0.9]))
    return tuple(float(each) for each in np.maximum(np.exp(mu + sigma * scores), 1.0))
