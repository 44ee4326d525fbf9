"""The few numbers of the law of a city that were fitted, and how sure the record makes them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hillfort.foundation.evidence import TWO_SIDED_95, Evidence
from hillfort.ground.city.law import (
    RANGE_SD,
    Array,
    CityAmount,
    CityDoubts,
    CityFight,
    chance_of,
    draws_of,
    dry_days,
)

LOGARITHMS = ("headway_km2", "fit_spread")
"""Fitted on the scale of logarithms."""
PRIORS = {
    "headway_km2": (math.log(0.045), 0.76),
    "fit_spread": (-0.36, 0.4),
    "fit_quick": (-1.3, 0.7),
    "fit_quick_ratio": (-0.2, 0.25),
    "fit_taken": (1.7, 0.7),
    "fit_taken_ratio": (0.4, 0.3),
    "fit_taken_isolated": (0.7, 0.6),
}
"""Middle and spread of each fitted number before any city is seen; of its logarithm for `LOGARITHMS`.

The headway is that of 70 to 80 m a day on the front of one battalion, with its published doubt.

The ratio helps an attacker by about half of what it does in the law of an engagement, since the room at the edge of a
city, not the force outside it, says how many can fight. That an attacker nearly always gets a city is published.
"""
COMMON = ("front_km", "battalion_people", "density_power", "holdable_density", "ammunition_days", "open_side_share")
"""What is the same in every fight: the fitted headway holds their doubt, since only the product of all is seen."""
FIT_DRAWS = 300
"""Draws of what is not known, over which the likelihood of a city is taken."""


@dataclass(frozen=True, slots=True)
class CityOutcome:
    """What came of a fight for a city; None where it is not known."""

    days: CityAmount | None = None
    at_least: bool = False
    """The days are a lower bound."""
    taken: bool | None = None


def fit(
    fights: Sequence[CityFight], outcomes: Sequence[CityOutcome], parameters: Mapping[str, Evidence], *, seed: int = 1
) -> dict[str, Evidence]:
    """The fitted numbers as evidence: the most likely values with priors and cities weighed together,
    and their 95 % range.

    Assumes
    -------
    Fights are independent of each other. What is not known of a fight and what is doubted in the law are averaged over
    for each fight by itself.
    """
    from scipy.optimize import minimize

    cities = _Cities(fights, outcomes, parameters, seed)
    start = np.array([middle for middle, _ in PRIORS.values()])
    best = minimize(cities.misfit, start, method="BFGS", options={"gtol": 1e-4}).x
    spread = np.sqrt(np.diag(np.linalg.inv(_curvature(cities.misfit, best))))
    return {
        name: _evidence(parameters[name], name, float(value), float(width))
        for name, value, width in zip(PRIORS, best, spread, strict=True)
    }


def _evidence(shipped: Evidence, name: str, value: float, width: float) -> Evidence:
    low, high = value - TWO_SIDED_95 * width, value + TWO_SIDED_95 * width
    if name in LOGARITHMS:
        value, low, high = math.exp(value), math.exp(low), math.exp(high)
    return replace(shipped, value=round(value, 3), low=round(low, 3), high=round(high, 3))


def _curvature(misfit: object, at: Array, step: float = 0.02) -> Array:
    """Second differences of the misfit, which is twice differentiable, at its least value."""
    count = len(at)
    found = np.empty((count, count))
    for row in range(count):
        for column in range(count):
            one, other = step * np.eye(count)[row], step * np.eye(count)[column]
            corners = [misfit(at + a * one + b * other) for a in (1, -1) for b in (1, -1)]  # type: ignore[operator]
            found[row, column] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4.0 * step * step)
    return found


class _Cities:
    """Everything about the cities of a fit that does not depend on the fitted numbers."""

    def __init__(
        self,
        fights: Sequence[CityFight],
        outcomes: Sequence[CityOutcome],
        parameters: Mapping[str, Evidence],
        seed: int,
    ) -> None:
        common = {name: Evidence.fixed(parameters[name].value, parameters[name].unit) for name in COMMON}
        doubts = CityDoubts(dict(parameters) | common, draws=FIT_DRAWS, seed=seed)
        draws = [draws_of(each, doubts) for each in fights]
        usual = parameters["ratio_unknown"].value
        self.ground = tuple(
            np.array([getattr(each, name) for each in draws])
            for name in ("defended_days", "search_days", "ammunition_days")
        )
        self.away = np.log(np.array([each.ratio for each in draws]) / usual)
        self.isolated = np.array([each.isolated for each in draws])
        self.organised = np.array([[each.organised] for each in fights])
        self.not_organised = doubts["not_organised"][None, :]
        self.quick = np.log(doubts["quick_days"])[None, :]
        days = [each.days for each in outcomes]
        self.known = np.array([each is not None for each in days])
        self.days = np.array([[math.log(each.middle) if each else 0.0] for each in days])
        self.width = np.array([[math.log(each.high / each.low) / RANGE_SD if each else 0.0] for each in days])
        self.at_least = np.array([[each.at_least] for each in outcomes])
        self.decided = np.array([each.taken is not None for each in outcomes])
        self.taken = np.array([bool(each.taken) for each in outcomes])
        self.priors = np.array(list(PRIORS.values()))

    def misfit(self, at: Array) -> float:
        """Minus the logarithm of prior and likelihood."""
        headway, spread, quick_at, quick_ratio, taken_at, taken_ratio, taken_isolated = at
        quick = np.where(self.organised, chance_of(quick_at + quick_ratio * self.away), self.not_organised)
        taken = chance_of(taken_at + taken_ratio * self.away + taken_isolated * self.isolated)
        width = np.hypot(math.exp(spread), self.width)
        held = self._likelihood(self._held(math.exp(headway)), width)
        fast = self._likelihood(self.quick, np.hypot(self.width, 0.1))
        days = np.log(np.mean(quick * fast + (1.0 - quick) * held, axis=1) + 1e-12)
        chance = np.mean(quick + (1.0 - quick) * taken, axis=1)
        came = np.log(np.where(self.taken, chance, 1.0 - chance))
        prior = 0.5 * np.sum(((at - self.priors[:, 0]) / self.priors[:, 1]) ** 2)
        return float(prior - np.sum(days[self.known]) - np.sum(came[self.decided]))

    def _held(self, headway_km2: float) -> Array:
        """Logarithm of the days until a held city is taken, (city, draw)."""
        defended, search, ammunition = self.ground
        return np.log(dry_days(defended / headway_km2 + search, ammunition))

    def _likelihood(self, middle: Array, width: Array) -> Array:
        from scipy.special import ndtr

        z = (self.days - middle) / width
        return np.where(self.at_least, ndtr(-z), np.exp(-0.5 * z**2) / width)
