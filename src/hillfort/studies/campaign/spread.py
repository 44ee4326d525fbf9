"""How far the draws differ because of what nobody knows, and how far by the luck of war."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.streams import LARGEST
from hillfort.studies import intervals
from hillfort.studies.campaign import primary

FEWEST_DRAWS, MOST_DRAWS = 100, 200
"""Draws that are fought again on other luck: below the first nothing is said, above the second none is added."""

Note = Callable[[str], None]


def apportioned(
    scenario: Scenario, outcome: Outcome, *, threads: int | None = None, stage: Note | None = None
) -> list[dict[str, Any]]:
    """The share of the variance of each primary quantity that comes from doubt; the rest is luck.

    The first draws are fought again with the same values of all that is in doubt, on other luck. What two such draws
    have in common is doubt: Var(Y) = Var(E[Y | doubt]) + E[Var(Y | doubt)], and the first term is their covariance.

    Parameters
    ----------
    scenario : Scenario
        As it was fought.
    outcome : Outcome
        Its draws; from 100 on the first of them are fought again, 200 at most.
    stage : callable, optional
        Told what is being fought.

    Returns
    -------
    list of dict
        By primary quantity: key, title, draws, and `doubt` with `low` and `high`, shares from 0 to 1; None where no
        draw differs from another. Empty where there are too few draws.
    """
    from hillfort.campaign.run import fight_on_other_luck

    draws = min(outcome.draws, MOST_DRAWS)
    if draws < FEWEST_DRAWS:
        return []
    if stage is not None:
        stage("how much of the spread is luck")
    again = fight_on_other_luck(
        scenario,
        coa=outcome.coa,
        draws=draws,
        seed=outcome.seed,
        first_draw=outcome.first_draw,
        luck_seed=outcome.seed + 1 if outcome.seed < LARGEST else outcome.seed - 1,
        threads=threads,
    )
    found = []
    for each in primary.rows():
        first, second = (np.asarray(each.values(scenario, of))[:draws] for of in (outcome, again))
        share = in_common(first, second)
        doubt = dict(zip(("doubt", "low", "high"), share or (None, None, None), strict=True))
        found.append({"outcome": each.key, "title": each.title, "draws": draws, **doubt})
    return found


def in_common(first: np.ndarray, second: np.ndarray) -> tuple[float, float, float] | None:
    """Share of the variance that pairs have in common (intraclass correlation), with a 95 % jackknife interval.

    Parameters
    ----------
    first, second : np.ndarray
        (pair,) numbers or bool; which is first does not matter.

    Returns
    -------
    tuple of float, or None
        Share, low and high, each from 0 to 1; None where all values are the same.

    >>> in_common(np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    (1.0, 1.0, 1.0)
    >>> in_common(np.zeros(3), np.zeros(3)) is None
    True
    """
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if a.min() == a.max() == b.min() == b.max():
        return None
    whole = float(_correlation(np.array([a.size]), (a + b).sum(), (a * a + b * b).sum(), (a * b).sum())[0])
    without = _correlation(
        np.full(a.size, a.size - 1.0),
        (a + b).sum() - (a + b),
        (a * a + b * b).sum() - (a * a + b * b),
        (a * b).sum() - a * b,
    )
    error = float(np.sqrt((a.size - 1.0) / a.size * ((without - without.mean()) ** 2).sum()))
    low, middle, high = (min(1.0, max(0.0, whole + step * intervals.Z * error)) for step in (-1.0, 0.0, 1.0))
    return middle, low, high


def _correlation(count: np.ndarray, total: Any, squares: Any, products: Any) -> np.ndarray:
    """Of both members of each pair about their common mean; 0 where nothing varies."""
    mean = total / (2.0 * count)
    variance = squares / (2.0 * count) - mean * mean
    covariance = products / count - mean * mean
    return np.asarray(np.divide(covariance, variance, out=np.zeros(count.size), where=variance > 1e-12))
