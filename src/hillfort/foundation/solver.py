"""Mixed-integer programmes, solved the same way on every machine: one thread, one seed, no limit of time."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from scipy.optimize import Bounds, LinearConstraint, OptimizeResult

SEED = {"random_seed": 0}
ONE_THREAD = {"threads": 1}
REFUSED = 4
"""Status of a solver that did not start."""


def solve(
    cost: ArrayLike,
    *,
    whole: ArrayLike,
    bounds: Bounds,
    constraints: LinearConstraint,
    options: Mapping[str, Any] | None = None,
) -> OptimizeResult:
    """The least `cost` x within the bounds and constraints, x whole where `whole` is 1, as SciPy's `milp` tells it.

    Parameters
    ----------
    cost, whole : array-like, shape (n,)
    bounds, constraints
        As SciPy takes them.
    options : mapping, optional
        Limits in work, such as `node_limit`; never of time.

    Assumes
    -------
    What is within 1e-6 of a whole number is one.

    Sources
    -------
    HiGHS (Huangfu and Hall 2018), by SciPy.

    >>> import numpy as np
    >>> from scipy.optimize import Bounds, LinearConstraint
    >>> row = LinearConstraint(np.array([[2.0, 3.0]]), -np.inf, 4.0)
    >>> solve([-2.0, -3.5], whole=[1, 1], bounds=Bounds(0, 5), constraints=row).x.round(6).tolist()
    [2.0, 0.0]
    """
    from scipy.optimize import milp

    asked = {**(options or {}), **SEED}
    with warnings.catch_warnings():
        # SciPy hands options it does not know to the solver, which knows them, and remarks on it.
        warnings.filterwarnings("ignore", "Unrecognized options detected", RuntimeWarning)
        for each in (asked | ONE_THREAD, asked):
            found = milp(cost, integrality=whole, bounds=bounds, constraints=constraints, options=dict(each))
            # Where other code of this process has started the solver with more threads, it refuses to start with one.
            if found.x is not None or found.status != REFUSED:
                break
    return found
