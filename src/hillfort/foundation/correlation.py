"""Rank correlation: what two doubted values have in common,
drawn by a Gaussian copula that leaves each its own range."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ROUNDING = 1e-9
"""What an eigenvalue or pivot may be below nought by rounding alone."""
THOUSANDTHS = 1000.0
"""Digits to which a nearest allowed correlation is told: a thousandth, towards the side that is allowed."""
EDGE = 1e-12
"""How near a chance comes to 0 or 1 before it is turned into a normal variate."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """A rank correlation between the doubts about two numbers.

    Parameters
    ----------
    between : pair of str
        Addresses of the two; what is said of one and the other holds the other way round too.
    rank : float
        Spearman's coefficient, -1 to 1: 1 where the higher of one always goes with the higher of the other.
    why : str
        The reason, for whoever reads the result.
    source, grade : str
        As of evidence: 'judgement' where nobody has published it.

    Examples
    --------
    >>> Correlation(("quality.RU", "quality.BY"), 0.6, "Trained alike.").pair == {"quality.BY", "quality.RU"}
    True
    """

    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {"rank": (-1.0, 1.0)}
    between: tuple[str, str]
    rank: float
    why: str
    source: str = "judgement"
    grade: str = "F6"

    @property
    def pair(self) -> frozenset[str]:
        """Both addresses, in no order."""
        return frozenset(self.between)


def joined(first: Iterable[Correlation], then: Iterable[Correlation]) -> tuple[Correlation, ...]:
    """Correlations of two lists: of a pair in both, what the second says.

    >>> one, other = Correlation(("a", "b"), 0.5, "?"), Correlation(("b", "a"), 0.2, "?")
    >>> [each.rank for each in joined([one], [other])]
    [0.2]
    """
    return tuple({each.pair: each for each in (*first, *then)}.values())


def pearson(rank: float) -> float:
    """Correlation of two normal variates whose ranks are correlated so: Pearson 1907, 2 sin(pi r / 6).

    >>> pearson(0.0), round(pearson(1.0), 12), round(pearson(0.5), 4)
    (0.0, 1.0, 0.5176)
    """
    return 2.0 * math.sin(math.pi * rank / 6.0)


def spearman(normal: float) -> float:
    """The rank correlation of two normal variates that are correlated so: the inverse of `pearson`.

    >>> round(spearman(pearson(-0.7)), 12)
    -0.7
    """
    return 6.0 / math.pi * math.asin(normal / 2.0)


def sets_of(correlations: Iterable[Correlation]) -> list[list[Correlation]]:
    """Correlations in sets of addresses that hang together; those of nought join nothing and are left out.

    >>> [len(each) for each in sets_of([Correlation(("a", "b"), 0.5, ""), Correlation(("c", "d"), 0.0, "")])]
    [1]
    """
    found: list[list[Correlation]] = []
    for each in correlations:
        if each.rank == 0.0:
            continue
        touching = [one for one in found if any(each.pair & other.pair for other in one)]
        found = [one for one in found if one not in touching]
        found.append([*itertools.chain(*touching), each])
    return found


def members(correlations: Iterable[Correlation]) -> list[str]:
    """Addresses of some correlations, sorted.

    >>> members([Correlation(("b", "a"), 0.5, "")])
    ['a', 'b']
    """
    return sorted({address for each in correlations for address in each.between})


def matrix(addresses: Sequence[str], correlations: Iterable[Correlation]) -> Array:
    """Correlations of the normal variates of some addresses, (n, n); a pair of which nothing is said has 0.

    >>> matrix(["a", "b"], [Correlation(("a", "b"), 1.0, "")]).round(6).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    place = {address: index for index, address in enumerate(addresses)}
    found: Array = np.eye(len(addresses))
    for each in correlations:
        if all(address in place for address in each.between):
            first, second = (place[address] for address in each.between)
            found[first, second] = found[second, first] = pearson(each.rank)
    return found


def is_possible(correlated: Array) -> bool:
    """Whether variates can be correlated so: no eigenvalue is below nought.

    >>> is_possible(np.array([[1.0, 1.0], [1.0, 1.0]])), is_possible(np.array([[1.0, 1.1], [1.1, 1.0]]))
    (True, False)
    """
    return bool(np.linalg.eigvalsh(correlated).min() >= -ROUNDING)


def offending(correlations: Sequence[Correlation]) -> list[str]:
    """The addresses that cannot all be correlated as is said, as few as contradict each other; none where all can.

    >>> said = [Correlation(("a", "b"), 0.9, ""), Correlation(("b", "c"), 0.9, ""), Correlation(("c", "d"), 0.1, "")]
    >>> offending(said)
    ['a', 'b', 'c']
    """
    for one in sets_of(correlations):
        kept = members(one)
        if is_possible(matrix(kept, one)):
            continue
        for address in list(kept):
            fewer = [each for each in kept if each != address]
            if not is_possible(matrix(fewer, one)):
                kept = fewer
        return kept
    return []


def allowed(addresses: Sequence[str], correlations: Sequence[Correlation], pair: frozenset[str]) -> tuple[float, float]:
    """The least and the most that one pair's rank correlation can be, all others as they are; to a thousandth.

    Parameters
    ----------
    addresses : sequence of str
        As `offending` gives them: without either of the pair the rest is possible.

    Examples
    --------
    >>> said = [Correlation(("a", "b"), 0.9, ""), Correlation(("b", "c"), 0.9, "")]
    >>> allowed(["a", "b", "c"], said, frozenset(("a", "c")))
    (0.632, 1.0)
    """
    first, second = sorted(pair)
    rest = [each for each in addresses if each not in pair]
    whole = matrix([first, second, *rest], correlations)
    to_rest, among = whole[:2, 2:], np.linalg.pinv(whole[2:, 2:], hermitian=True)
    shared = to_rest @ among @ to_rest.T
    room = math.sqrt(max(0.0, 1.0 - shared[0, 0]) * max(0.0, 1.0 - shared[1, 1]))
    least, most = (min(1.0, max(-1.0, spearman(end))) for end in (shared[0, 1] - room, shared[0, 1] + room))
    slack = ROUNDING * THOUSANDTHS
    least, most = (
        math.ceil(least * THOUSANDTHS - slack) / THOUSANDTHS,
        math.floor(most * THOUSANDTHS + slack) / THOUSANDTHS,
    )
    return (least, most) if least <= most else (spearman(shared[0, 1]),) * 2


def contradiction(correlations: Sequence[Correlation]) -> tuple[Correlation, str, str] | None:
    """The correlation that needs the least change for all to be possible, what is wrong, and its nearest allowed value.

    >>> said = [Correlation(("a", "b"), 0.9, ""), Correlation(("b", "c"), 0.9, ""), Correlation(("a", "c"), -0.9, "")]
    >>> each, wrong, advice = contradiction(said)
    >>> print(wrong)
    cannot be: no numbers are correlated so among a, b, c.
    """
    addresses = offending(correlations)
    if not addresses:
        return None
    stated = [each for each in correlations if each.pair <= set(addresses)]
    near = []
    for each in stated:
        least, most = allowed(addresses, stated, each.pair)
        nearest = min(max(each.rank, least), most)
        near.append((abs(nearest - each.rank), each.between, each, nearest))
    _, _, each, nearest = min(near, key=lambda one: one[:2])
    unsaid = [
        pair for pair in itertools.combinations(addresses, 2) if frozenset(pair) not in {one.pair for one in stated}
    ]
    listed = ", ".join(addresses)
    advice = f"The nearest allowed rank between {' and '.join(each.between)}, all others as they are, is {nearest:g}."
    if unsaid:
        least, most = allowed(addresses, stated, frozenset(unsaid[0]))
        advice += (
            f" Between {' and '.join(unsaid[0])} nothing is said, which counts as 0:"
            f" all is possible with {least:g} to {most:g} there."
        )
    return each, f"cannot be: no numbers are correlated so among {listed}.", advice


def correlate(place: Mapping[str, int], chances: Array, correlations: Iterable[Correlation]) -> set[str]:
    """Move chances of correlated values, in place: each stays uniform, ranks go together as is said.

    Parameters
    ----------
    place : mapping
        Address to its column of `chances`; of an address without one nothing is drawn.
    chances : array
        (draw, column) independent uniforms in (0, 1). Each draw is moved alone, so that one is the same in any batch.
    correlations : iterable of Correlation

    Returns
    -------
    set of str
        Addresses that were moved or that others were moved to; the first of a set by its address keeps its chances.

    Examples
    --------
    >>> chances = np.array([[0.2, 0.7], [0.9, 0.4]])
    >>> sorted(correlate({"a": 0, "b": 1}, chances, [Correlation(("a", "b"), 1.0, "")]))
    ['a', 'b']
    >>> chances.round(9).tolist()
    [[0.2, 0.2], [0.9, 0.9]]
    """
    from scipy.special import ndtr, ndtri

    there = [each for each in correlations if all(address in place for address in each.between)]
    for one in sets_of(there):
        addresses = members(one)
        columns = [place[address] for address in addresses]
        weights = _lower(matrix(addresses, one))
        own = ndtri(np.clip(chances[:, columns], EDGE, 1.0 - EDGE))
        for row, column in enumerate(columns):
            if row:  # the first keeps its chances to the last bit
                total = np.zeros(len(chances))
                for index in range(row + 1):
                    total += weights[row, index] * own[:, index]
                chances[:, column] = ndtr(total)
    return set(members(there))


def _lower(correlated: Array) -> Array:
    """Lower triangle whose product with itself gives a possible matrix, which may be singular (Cholesky)."""
    size = len(correlated)
    lower: Array = np.zeros((size, size))
    for column in range(size):
        left = float(correlated[column, column] - lower[column, :column] @ lower[column, :column])
        if left <= ROUNDING:
            continue  # follows wholly from those before
        lower[column, column] = math.sqrt(left)
        for row in range(column + 1, size):
            shared = float(lower[row, :column] @ lower[column, :column])
            lower[row, column] = (correlated[row, column] - shared) / lower[column, column]
    scaled: Array = lower / np.sqrt((lower * lower).sum(axis=1))[:, None]
    return scaled
