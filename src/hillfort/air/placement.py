"""Where to put n batteries: the placement that covers most, proven best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hillfort.foundation import solver


@dataclass(frozen=True, slots=True)
class Placement:
    """Sites chosen, and what they cover."""

    chosen: np.ndarray
    """(n,) index of the sites, ascending."""
    covered: np.ndarray
    """(demand,) bool."""
    share: float
    """Of the whole weight."""


def best_placement(reaches: np.ndarray, weight: np.ndarray, *, count: int) -> Placement:
    """The sites that cover the greatest weight with so many batteries (maximal covering location).

    Parameters
    ----------
    reaches : (site, demand) bool
        Whether a battery at the site covers the demand.
    weight : (demand,) float
        What each demand is worth, not negative.
    count : int
        Batteries to place, at most one at a site.

    Raises
    ------
    ValueError
        `count` is negative, or a weight is.

    Assumes
    -------
    Covered once is covered; every battery is alike.

    Sources
    -------
    Church and ReVelle (1974), solved as a mixed-integer programme by HiGHS.

    Examples
    --------
    >>> near = np.array([[True, True, False], [False, True, True], [False, False, True]])
    >>> found = best_placement(near, np.array([1.0, 5.0, 3.0]), count=1)
    >>> found.chosen.tolist(), round(found.share, 3)
    ([1], 0.889)
    """
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import csr_matrix, hstack, identity, vstack

    if count < 0 or (weight < 0).any():
        raise ValueError("neither the count nor a weight may be negative")
    sites = reaches.shape[0]
    useful = np.flatnonzero((weight > 0) & reaches.any(axis=0))
    # Demands that the same sites reach are one demand: the programme stays small on a fine grid.
    groups, member = np.unique(reaches[:, useful].T, axis=0, return_inverse=True)
    worth = np.bincount(member.ravel(), weights=weight[useful], minlength=len(groups))
    count = min(count, sites)
    if count == 0 or not len(useful):
        return _placed(np.array([], np.int64), reaches, weight)
    cover = hstack([-csr_matrix(groups.astype(float)), identity(len(groups))])
    limit = csr_matrix(np.concatenate([np.ones(sites), np.zeros(len(groups))]))
    constraint = LinearConstraint(vstack([cover, limit]).tocsr(), -np.inf, np.append(np.zeros(len(groups)), count))
    wanted = np.concatenate([np.zeros(sites), -worth / worth.sum()])
    whole = np.concatenate([np.ones(sites), np.zeros(len(groups))])
    found = solver.solve(wanted, whole=whole, bounds=Bounds(0, 1), constraints=constraint)
    return _placed(np.flatnonzero(found.x[:sites] > 0.5), reaches, weight)


def _placed(chosen: np.ndarray, reaches: np.ndarray, weight: np.ndarray) -> Placement:
    covered = reaches[chosen].any(axis=0)
    total = float(weight.sum())
    return Placement(chosen, covered, float(weight[covered].sum()) / total if total > 0.0 else 0.0)
