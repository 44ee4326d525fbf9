"""What a forecast of days and of a chance is scored by, and quantiles of a record from weighted points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Forecast:
    """One forecast: a chance, and points of ln days with their weights."""

    name: str
    chance: float
    points: Array
    weights: Array

    @property
    def days(self) -> tuple[float, float, float]:
        """Days at 10, 50 and 90 %."""
        low, middle, high = (float(math.exp(each)) for each in weighted(self.points, self.weights))
        return low, middle, high


def weighted(points: Array, weights: Array) -> Array:
    """Quantiles of weighted points at 10, 50 and 90 %; a weight of one is one case.

    Of n points of one case the k-th stands at k/(n+1), so that few points do not claim to know the tails.

    >>> weighted(np.array([1.0, 2.0, 3.0]), np.ones(3)).tolist()
    [1.0, 2.0, 3.0]
    """
    order = np.argsort(points, kind="stable")
    weight = weights[order]
    places = (np.cumsum(weight) - weight / 2.0 + 0.5) / (weight.sum() + 1.0)
    found: Array = np.interp(SHARES, places, points[order])
    return found


def crps(points: Array, weights: Array, seen: float) -> float:
    """Continuous ranked probability score of weighted points: in the unit of the points, less is better.

    >>> crps(np.array([2.0]), np.ones(1), 5.0)
    3.0
    """
    share = weights / weights.sum()
    apart = np.abs(points[:, None] - points[None, :])
    return float(share @ np.abs(points - seen) - 0.5 * share @ apart @ share)


def scores(
    forecasts: Sequence[Forecast], happened: Sequence[bool | None], days: Sequence[float | None]
) -> dict[str, Any]:
    """How near forecasts are where it is known what came.

    Returns
    -------
    dict
        cases; decided, brier and log_score of the chance (less is better); observed, coverage_80 (share of known days
        that lie between 10 and 90 %), crps_ln_days and quantile_loss (of ln days; less is better). None where nothing
        is known.
    """
    told = [(each.chance, float(came)) for each, came in zip(forecasts, happened, strict=True) if came is not None]
    seen = [(each, math.log(day)) for each, day in zip(forecasts, days, strict=True) if day is not None]
    return {
        "cases": len(forecasts),
        "decided": len(told),
        "brier": _mean([(chance - came) ** 2 for chance, came in told]),
        "log_score": _mean([-math.log(chance if came else 1.0 - chance) for chance, came in told]),
        "observed": len(seen),
        "coverage_80": _mean([float(_inside(each, day)) for each, day in seen]),
        "crps_ln_days": _mean([crps(each.points, each.weights, day) for each, day in seen]),
        "quantile_loss": _mean([_loss(each, day) for each, day in seen]),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _inside(each: Forecast, seen: float) -> bool:
    low, _, high = each.days
    return math.log(low) - 1e-9 <= seen <= math.log(high) + 1e-9


def _loss(each: Forecast, seen: float) -> float:
    ends = zip(SHARES, (math.log(day) for day in each.days), strict=True)
    return sum(max(share * (seen - end), (share - 1.0) * (seen - end)) for share, end in ends)
