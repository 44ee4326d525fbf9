"""How sure a number is: intervals for chances, for quantiles and for paired differences."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

LEVEL = 0.95
"""Confidence of every interval that is shown."""
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2.0)


def clear_z(count: int) -> float:
    """Standard errors that pure noise exceeds in any of `count` questions with a chance of 5 % (Šidák).

    >>> round(clear_z(1), 2), round(clear_z(80), 2)
    (1.96, 3.41)
    """
    return NormalDist().inv_cdf(1.0 - (1.0 - LEVEL ** (1.0 / count)) / 2.0)


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of draws with its Wilson interval, all 0 to 1. `low` and `high` cover sampling only, not the model."""

    chance: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """The three numbers as the result file names them."""
        return {"chance": self.chance, "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of a paired difference (option minus baseline) with its interval, in the unit of the outcome.

    `changed_share` is the share of draws in which the two differ at all; 0 says that nothing was touched.
    """

    change: float
    low: float
    high: float
    changed_share: float

    def as_dict(self) -> dict[str, float]:
        """The numbers as the result file names them."""
        return {"change": self.change, "low": self.low, "high": self.high, "changed_share": self.changed_share}


def chance(happened: np.ndarray) -> Chance:
    """Share of draws in which something happened, with a 95 % Wilson score interval.

    Parameters
    ----------
    happened : np.ndarray
        (draw,) bool, at least one draw.

    Raises
    ------
    ValueError
        With no draws there is no share.

    Examples
    --------
    >>> import numpy as np
    >>> found = chance(np.array([True] * 12 + [False] * 88))
    >>> round(found.chance, 3), round(found.low, 3), round(found.high, 3)
    (0.12, 0.07, 0.198)
    """
    happened = np.asarray(happened, dtype=bool)
    return wilson(int(happened.sum()), happened.size)


def wilson(count: int, draws: int) -> Chance:
    """Wilson score interval of `count` in `draws`; never empty at 0 or at `draws`.

    Examples
    --------
    >>> none = wilson(0, 1000)
    >>> none.low, round(none.high, 4)
    (0.0, 0.0038)
    """
    if draws < 1:
        raise ValueError("a chance needs at least one draw")
    share = count / draws
    weight = Z * Z / draws
    middle = (share + weight / 2.0) / (1.0 + weight)
    half = Z / (1.0 + weight) * math.sqrt(share * (1.0 - share) / draws + weight / (4.0 * draws))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == draws else min(1.0, middle + half)
    return Chance(share, low, high)


def quantiles(values: np.ndarray) -> dict[str, float | int | None]:
    """10th, 50th and 90th percentile, with an order-statistic interval for the median.

    NaN means 'did not happen' and is left out; `draws` says over how many draws the numbers go. With none left
    every number is None. Quantiles are values that occurred (no interpolation between draws).

    Parameters
    ----------
    values : np.ndarray
        (draw,) any unit.

    Examples
    --------
    >>> import numpy as np
    >>> found = quantiles(np.arange(1.0, 102.0))
    >>> found["p10"], found["p50"], found["p90"], found["median_low"], found["median_high"], found["draws"]
    (11.0, 51.0, 91.0, 41.0, 61.0, 101)
    >>> quantiles(np.array([np.nan]))["p50"] is None
    True
    """
    happened = np.sort(np.asarray(values, dtype=np.float64).ravel())
    happened = happened[~np.isnan(happened)]
    count = happened.size
    if count == 0:
        return {"p10": None, "p50": None, "p90": None, "median_low": None, "median_high": None, "draws": 0}
    low, high = quantile_ranks(count, 0.5)
    return {
        "p10": float(happened[_rank(count, 0.1)]),
        "p50": float(happened[_rank(count, 0.5)]),
        "p90": float(happened[_rank(count, 0.9)]),
        "median_low": float(happened[low]),
        "median_high": float(happened[high]),
        "draws": int(count),
    }


def quantile_ranks(count: int, share: float) -> tuple[int, int]:
    """Ranks (from 0) of the order statistics that enclose a quantile with 95 % confidence or the widest there is."""
    middle, spread = count * share, Z * math.sqrt(count * share * (1.0 - share))
    return max(0, math.floor(middle - spread)), min(count - 1, math.ceil(middle + spread) - 1)


def _rank(count: int, share: float) -> int:
    return min(count - 1, math.floor(count * share))


def paired(option: np.ndarray, baseline: np.ndarray) -> Difference:
    """Mean paired difference with its interval: draw k of the option against draw k of the baseline.

    For yes-no outcomes (bool) the interval adds one draw to each way of changing (Bonett and Price), so that it
    does not shrink to nothing when few draws change. Where no draw changes at all the difference is exactly zero.

    Parameters
    ----------
    option, baseline : np.ndarray
        (draw,) of the same draws; bool, or a number in any unit without NaN.

    Raises
    ------
    ValueError
        The two do not have the same draws.

    Examples
    --------
    >>> import numpy as np
    >>> paired(np.array([3.0, 4.0]), np.array([3.0, 4.0])).as_dict()
    {'change': 0.0, 'low': 0.0, 'high': 0.0, 'changed_share': 0.0}
    """
    if option.shape != baseline.shape or option.size == 0:
        raise ValueError(f"paired draws needed, found {option.shape} and {baseline.shape}")
    changed = float(np.mean(option != baseline))
    if changed == 0.0:
        return Difference(0.0, 0.0, 0.0, 0.0)
    if option.dtype == bool:
        return _paired_chance(option, baseline, changed)
    gap = option.astype(np.float64) - baseline.astype(np.float64)
    middle = float(gap.mean())
    half = Z * float(gap.std(ddof=1)) / math.sqrt(gap.size) if gap.size > 1 else math.inf
    return Difference(middle, middle - half, middle + half, changed)


def _paired_chance(option: np.ndarray, baseline: np.ndarray, changed: float) -> Difference:
    gained, lost = int(np.sum(option & ~baseline)), int(np.sum(~option & baseline))
    draws = option.size
    up, down = (gained + 1) / (draws + 2), (lost + 1) / (draws + 2)
    half = Z * math.sqrt((up + down - (up - down) ** 2) / (draws + 2))
    return Difference((gained - lost) / draws, max(-1.0, up - down - half), min(1.0, up - down + half), changed)


def unpaired_chance(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """Difference of two independent shares (second minus first) and its standard error, with one draw added.

    Examples
    --------
    >>> import numpy as np
    >>> gap, error = unpaired_chance(np.zeros(50, bool), np.ones(50, bool))
    >>> gap, round(error, 3)
    (1.0, 0.027)
    """
    shares = [(float(group.sum()) + 1.0) / (group.size + 2.0) for group in (first, second)]
    variance = sum(
        share * (1.0 - share) / (group.size + 2.0) for share, group in zip(shares, (first, second), strict=True)
    )
    return float(second.mean() - first.mean()), math.sqrt(variance)


def unpaired_mean(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """Difference of two independent means (second minus first) and its standard error."""
    variance = sum(float(group.var(ddof=1)) / group.size for group in (first, second))
    return float(second.mean() - first.mean()), math.sqrt(variance)
