"""Lanchester's laws: deterministic in closed form, and stochastic as exact chances.

Reference laws, kept to be measured against: battles since 1900 follow neither well. The square law lets every element
of a side shoot at every element of the other (losses follow the other's number); in the linear law a fight is a row of
duels (losses do not depend on the ratio).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hillfort.foundation.errors import InputError, Problem


@dataclass(frozen=True, slots=True)
class Sides:
    """Numbers of two sides, and what one element of each takes from the other in a unit of time."""

    first: float
    second: float
    first_rate: float = 1.0
    """Losses of the second per element of the first (square), or per encounter (linear)."""
    second_rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Reinforcement:
    """Elements of the first side that arrive evenly between two times."""

    start: float
    end: float
    number: float


def square_survivors(sides: Sides) -> tuple[float, float]:
    """Survivors (first, second) of a fight to the end under the square law: at least one is 0.

    Sources
    -------
    Lanchester, Aircraft in Warfare (1916). The worked case of 1,000 against 800 is a public exercise.

    Assumes
    -------
    Aimed fire of all at all; nobody breaks off.

    >>> first, second = square_survivors(Sides(1000.0, 800.0, first_rate=0.8, second_rate=0.9))
    >>> round(first, 2), second
    (529.15, 0.0)
    """
    _check(sides)
    surplus = sides.first_rate * sides.first**2 - sides.second_rate * sides.second**2
    if surplus >= 0.0:
        return math.sqrt(surplus / sides.first_rate), 0.0
    return 0.0, math.sqrt(-surplus / sides.second_rate)


def square_duration(sides: Sides) -> float:
    """Time until one side is gone under the square law, in the unit of the rates; infinite at an exact balance.

    Sources
    -------
    The zero of the closed-form solution.

    Assumes
    -------
    As for `square_survivors`.

    >>> round(square_duration(Sides(1000.0, 800.0, first_rate=0.8, second_rate=0.9)), 5)
    1.47417
    """
    _check(sides)
    pace = math.sqrt(sides.first_rate * sides.second_rate)
    strengths = sorted((math.sqrt(sides.first_rate) * sides.first, math.sqrt(sides.second_rate) * sides.second))
    return math.inf if strengths[0] == strengths[1] else math.atanh(strengths[0] / strengths[1]) / pace


def square_course(sides: Sides, time: float, reinforcements: Sequence[Reinforcement] = ()) -> tuple[float, float]:
    """Numbers of (first, second) at a time under the square law, with reinforcements of the first; never below 0.

    Exact between the times at which a stream of reinforcements starts or ends: no step size is involved.

    Parameters
    ----------
    sides : Sides
        At time 0.
    time : float
        Not negative, in the unit of the rates.
    reinforcements : sequence of Reinforcement
        Streams into the first side.

    Sources
    -------
    Engel, A Verification of Lanchester's Law, Operations Research 2 (1954), for Iwo Jima.

    Assumes
    -------
    As for `square_survivors`; a side that reaches 0 stays there (asked for at the end of each stretch).

    >>> engel = Sides(0.0, 21500.0, first_rate=0.0106, second_rate=0.0544)
    >>> landed = [Reinforcement(0, 1, 54000), Reinforcement(2, 3, 6000), Reinforcement(5, 6, 13000)]
    >>> [round(each, 1) for each in square_course(engel, 36.0, landed)]
    [51985.2, 216.8]
    """
    first, second = sides.first, sides.second
    edges = sorted(
        {0.0, time, *(edge for each in reinforcements for edge in (each.start, each.end) if 0.0 < edge < time)}
    )
    for start, end in itertools.pairwise(edges):
        arriving = sum(
            each.number / (each.end - each.start) for each in reinforcements if each.start <= start and end <= each.end
        )
        first, second = _stretch(sides, (first, second), arriving, end - start)
    return first, second


def _stretch(sides: Sides, numbers: tuple[float, float], arriving: float, time: float) -> tuple[float, float]:
    """Numbers after a time with a steady stream into the first side: the closed form about its point of rest."""
    pace = math.sqrt(sides.first_rate * sides.second_rate)
    rest = arriving / sides.second_rate
    first, second = numbers[0], numbers[1] - rest
    even, odd = math.cosh(pace * time), math.sinh(pace * time)
    later = (
        first * even - second * odd * sides.second_rate / pace,
        second * even - first * odd * sides.first_rate / pace + rest,
    )
    return max(later[0], 0.0), max(later[1], 0.0)


def linear_survivors(sides: Sides) -> tuple[float, float]:
    """Survivors (first, second) of a fight to the end under the linear law: the surplus of the better side.

    Sources
    -------
    Lanchester, Aircraft in Warfare (1916): single combats, or unaimed fire at an area.

    Assumes
    -------
    Nobody breaks off.

    >>> linear_survivors(Sides(1000.0, 800.0))
    (200.0, 0.0)
    """
    _check(sides)
    surplus = sides.first_rate * sides.first - sides.second_rate * sides.second
    return (surplus / sides.first_rate, 0.0) if surplus >= 0.0 else (0.0, -surplus / sides.second_rate)


def square_chance(first: int, second: int, *, rate: float = 1.0) -> float:
    """Chance that the first side outlives the second under the stochastic square law, exact.

    A chain of single losses: with a and b left, the next loss is the second's with chance rate*a / (rate*a + b).

    Parameters
    ----------
    first, second : int
        Elements, not both 0.
    rate : float
        Losses that an element of the first inflicts for each that an element of the second does.

    Sources
    -------
    The Markov chain of the square law; chances by recursion.

    Assumes
    -------
    Times between losses have no memory; a fight to the last element.

    >>> [round(square_chance(*each), 6) for each in ((1, 1), (2, 1), (3, 2), (5, 4))]
    [0.5, 0.833333, 0.775, 0.715209]
    """
    return _chance(first, second, lambda a, b: rate * a / (rate * a + b))


def linear_chance(first: int, second: int, *, duel: float = 0.5) -> float:
    """Chance that the first side outlives the second in a row of duels, each won with chance `duel`, exact.

    Sources
    -------
    The Markov chain of the linear law.

    Assumes
    -------
    Duels are independent; a fight to the last element.

    >>> [round(linear_chance(*each), 6) for each in ((2, 1), (3, 2), (10, 8))]
    [0.75, 0.6875, 0.685471]
    """
    return _chance(first, second, lambda a, b: duel)


def square_score(first: float, second: float) -> float:
    """Normal score of `square_chance` at equal rates: (a² - b²) / sqrt(4/3 (a³ + b³)); 0 is an even chance.

    The difference of squares has no drift; its variance is summed along the even path. Within 0.04 of the chain from
    two elements a side.

    Sources
    -------
    Derived here; held against the exact chain in the tests.

    Assumes
    -------
    Equal rates; more than a few elements.

    >>> round(square_score(20.0, 15.0), 2)
    1.42
    """
    return (first**2 - second**2) / math.sqrt(4.0 / 3.0 * (first**3 + second**3))


def linear_score(first: float, second: float) -> float:
    """Normal score of `linear_chance` for even duels: (a - b) / sqrt(a + b - 1).

    Sources
    -------
    The binomial: the first wins if it takes at least b of a + b - 1 duels.

    Assumes
    -------
    Even duels; more than a few elements.

    >>> round(linear_score(10.0, 8.0), 3)
    0.485
    """
    return (first - second) / math.sqrt(max(first + second - 1.0, 1.0))


def _chance(first: int, second: int, first_takes: Callable[[int, int], float]) -> float:
    """Chance of the first side by recursion over what is left of both."""
    if first < 0 or second < 0 or first + second == 0:
        raise InputError(
            Problem(
                "reference law", 0, "elements", f"{first} against {second} is no fight.", "Give one element or more."
            )
        )
    row = [1.0] + [0.0] * second
    for a in range(1, first + 1):
        below, row = row, [1.0] * (second + 1)
        for b in range(1, second + 1):
            win = first_takes(a, b)
            row[b] = win * row[b - 1] + (1.0 - win) * (below[b] if a > 1 else 0.0)
    return row[second]


def _check(sides: Sides) -> None:
    values = {
        "first": sides.first,
        "second": sides.second,
        "first_rate": sides.first_rate,
        "second_rate": sides.second_rate,
    }
    wrong = [
        Problem("reference law", 0, name, f"{value} is not a positive number.", "Give one above 0.")
        for name, value in values.items()
        if not (math.isfinite(value) and value > 0.0)
    ]
    if wrong:
        raise InputError(wrong, "the reference law")
