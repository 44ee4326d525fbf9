"""The best calendar that some contributors can keep: fewest weeks with nobody there, then the shortest gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.air.posture import Contributor
from hillfort.air.presence import WEEKS, longest_gap
from hillfort.foundation import solver


@dataclass(frozen=True, slots=True)
class Calendar:
    """Who is there in which week."""

    names: tuple[str, ...]
    there: np.ndarray
    """(contributor, week) bool."""

    @property
    def covered(self) -> int:
        """Weeks with somebody there."""
        return int(self.there.any(axis=0).sum())

    @property
    def longest_gap(self) -> int:
        """Longest run of weeks with nobody there; the year is a circle."""
        return longest_gap(np.asarray(self.there.any(axis=0)))


def best_schedule(contributors: Sequence[Contributor], *, weeks: int = WEEKS) -> Calendar:
    """The schedule with the most weeks covered and, among those, the shortest longest gap; proven, not searched for.

    Assumes
    -------
    Whole weeks, a year that repeats. A contributor comes for at most as many weeks and stays as it says, and not in
    weeks when it is busy. One contributor is enough. Handing over takes no time.

    Examples
    --------
    >>> four = [Contributor(key, 13, 1) for key in ("DE", "ES", "NL", "US")]
    >>> best_schedule(four).covered
    52
    """
    names = tuple(each.key for each in contributors)
    if not contributors:
        return Calendar(names, np.zeros((0, weeks), bool))
    most = _solve(contributors, weeks)
    assert most is not None, "doing nothing is a schedule"
    best = Calendar(names, most)
    stays = max(1, sum(each.stays for each in contributors))
    for gap in range(
        -(-(weeks - best.covered) // stays), best.longest_gap
    ):  # No gap can be shorter than the first of these.
        tried = _solve(contributors, weeks, covered=best.covered, gap=gap)
        if tried is not None:
            return Calendar(names, tried)
    return best


def _solve(
    contributors: Sequence[Contributor], weeks: int, *, covered: int = 0, gap: int | None = None
) -> np.ndarray | None:
    """Most weeks covered with no gap longer than `gap`, or None where so many cannot be covered.

    Unknowns: is contributor i there in week w, does a stay of i begin in w, is week w covered.
    """
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import lil_matrix

    count = len(contributors)
    size = 2 * count * weeks + weeks

    def there(i: int, w: int) -> int:
        return i * weeks + w % weeks

    def begins(i: int, w: int) -> int:
        return (count + i) * weeks + w % weeks

    def cover(w: int) -> int:
        return 2 * count * weeks + w % weeks

    rows: list[tuple[dict[int, float], float, float]] = []
    for i, each in enumerate(contributors):
        rows.append(({there(i, w): 1.0 for w in range(weeks)}, 0.0, float(each.weeks)))
        rows.append(({begins(i, w): 1.0 for w in range(weeks)}, 0.0, float(each.stays)))
        rows += [({there(i, w): 1.0, there(i, w - 1): -1.0, begins(i, w): -1.0}, -np.inf, 0.0) for w in range(weeks)]
    for w in range(weeks):
        rows.append(({cover(w): 1.0, **{there(i, w): -1.0 for i in range(count)}}, -np.inf, 0.0))
    if gap is not None:
        rows.append(({cover(w): 1.0 for w in range(weeks)}, float(covered), np.inf))
        if gap + 1 <= weeks:
            rows += [({cover(w + k): 1.0 for k in range(gap + 1)}, 1.0, np.inf) for w in range(weeks)]
    upper = np.ones(size)
    for i, each in enumerate(contributors):
        for first, last in each.busy:
            for w in range(first - 1, last):
                upper[there(i, w)] = 0.0
    matrix = lil_matrix((len(rows), size))
    for number, (terms, _, _) in enumerate(rows):
        for column, factor in terms.items():
            matrix[number, column] += factor
    wanted = np.zeros(size)
    wanted[2 * count * weeks :] = -1.0
    bounds = LinearConstraint(matrix.tocsr(), [row[1] for row in rows], [row[2] for row in rows])
    found = solver.solve(wanted, whole=np.ones(size), bounds=Bounds(np.zeros(size), upper), constraints=bounds)
    if found.x is None:
        return None
    return np.asarray(found.x[: count * weeks].reshape(count, weeks) > 0.5)
