"""What would change the answer most: draws with low values of an assumption against draws with high ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.campaign.doubt import LAW
from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.doubted import NOTHING, Doubted
from hillfort.studies import intervals
from hillfort.studies.campaign import quantities
from hillfort.studies.quantity import CHANCE

SMALLEST_GROUP = 15
"""Draws in a third below which nothing is said."""
OPEN_QUESTION = 0.05
"""A chance nearer to 0 or 1 than this says little about what moves it: an outcome with shades is asked as well."""
MOST_QUESTIONS = 2
POSSIBLE_Z = 2.0


@dataclass(frozen=True, slots=True)
class Driver:
    """How an answer differs between the lowest and the highest third of the values of one assumption.

    `finding` is 'clear' where chance alone would hardly show such a difference in any of the assumptions asked
    about (5 % over all of them), 'possible' above two standard errors, otherwise 'noise'.
    """

    name: str
    """Address of the assumption."""
    title: str
    meaning: str
    unit: str
    low_value: float
    high_value: float
    """Medians of the values in the lowest and in the highest third."""
    at_low: float
    at_high: float
    change: float
    low: float
    high: float
    finding: str
    of_the_law: bool = False
    """A coefficient of the law of ground combat: fitted, not something that one goes and finds out or changes."""

    def as_dict(self) -> dict[str, Any]:
        """The fields by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Question:
    """One outcome and what moves it, strongest first; coefficients of the law of ground combat after all others."""

    outcome: str
    title: str
    unit: str
    draws_per_group: int
    drivers: tuple[Driver, ...]

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, with the findings only."""
        shown = [driver.as_dict() for driver in self.drivers if driver.finding != "noise"]
        return {
            "outcome": self.outcome,
            "title": self.title,
            "unit": self.unit,
            "draws_per_group": self.draws_per_group,
            "asked": len(self.drivers),
            "noise": len(self.drivers) - len(shown),
            "findings": shown,
        }


def questions(scenario: Scenario, outcome: Outcome, assumptions: Mapping[str, Doubted]) -> tuple[Question, ...]:
    """What moves the quantities that are asked about, two at most: one chance, where it is not nearly settled,
    then shades.

    Parameters
    ----------
    scenario : Scenario
        What was fought.
    outcome : Outcome
        Draws with the value of each assumption in `doubt`.
    assumptions : mapping of str to Doubted
        For titles and units; addresses that are missing are shown as they are.

    Assumes
    -------
    One assumption at a time; effects that exist only in combination are not seen. What follows something common to a
    side is asked with that taken out, and the common part is asked by itself.
    """
    end = f"hours, {outcome.days * 24:,} where never"
    asked: list[tuple[str, str, str, np.ndarray]] = []
    for each in (each for each in quantities.QUANTITIES if each.asked):
        values = quantities.compared(each, scenario, outcome)
        if each.unit == CHANCE:
            told = not asked and OPEN_QUESTION <= float(values.mean()) <= 1.0 - OPEN_QUESTION
        else:
            told = _varies(values)
        if told and len(asked) < MOST_QUESTIONS:
            asked.append((each.key, each.title, end if each.unit == "h" else each.unit, values))
    found = [_question(outcome, assumptions, *each) for each in asked]
    return tuple(question for question in found if question is not None)


def _varies(values: np.ndarray) -> bool:
    """True unless nearly all draws have the same value."""
    _, counts = np.unique(values, return_counts=True)
    return bool(counts.max() <= (1.0 - OPEN_QUESTION) * values.size)


def _question(
    outcome: Outcome, assumptions: Mapping[str, Doubted], key: str, title: str, unit: str, values: np.ndarray
) -> Question | None:
    size = outcome.draws // 3
    if size < SMALLEST_GROUP:
        return None
    columns = [column for column in range(len(outcome.doubt_names)) if _is_doubted(outcome.doubt[:, column])]
    if not columns:
        return None
    clear = intervals.clear_z(len(columns))
    found = []
    for column in columns:
        name = outcome.doubt_names[column]
        about = assumptions.get(name) or Doubted(name, name, "", NOTHING)
        doubt = outcome.doubt[:, column]
        order = doubt
        if about.common in outcome.doubt_names:
            order = own_part(doubt, outcome.doubt[:, outcome.doubt_names.index(about.common)])
        found.append(_driver(about, doubt, order, values, clear))
    found.sort(key=lambda driver: (driver.of_the_law, -abs(driver.change), driver.name))
    return Question(key, title, unit, size, tuple(found))


def _is_doubted(values: np.ndarray) -> bool:
    return bool(np.nanmax(values) > np.nanmin(values))


def own_part(doubt: np.ndarray, common: np.ndarray) -> np.ndarray:
    """What is left of a value's place among the draws once what it has in common with others is taken out: (draw,).

    Each formation's readiness follows that of its whole side. Asked as it stands,
    every one of them would answer for the side.

    >>> common = np.arange(9.0)
    >>> bool(np.allclose(own_part(2.0 * common, common), 0.0))
    True

    Assumes
    -------
    Places become normal scores; the common part is removed along a straight line.
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    own, shared = (ndtri((rankdata(each) - 0.5) / each.size) for each in (doubt, common))
    return np.asarray(own - shared * (own @ shared) / max(shared @ shared, 1e-12))


def _driver(about: Doubted, doubt: np.ndarray, order: np.ndarray, values: np.ndarray, clear: float) -> Driver:
    """How `values` differ between the draws that are lowest and highest in `order`;
    the values shown are the doubt's."""
    ranked = np.argsort(order, kind="stable")
    size = doubt.size // 3
    lowest, highest = ranked[:size], ranked[-size:]
    first, second = values[lowest], values[highest]
    gap = intervals.unpaired_chance if values.dtype == bool else intervals.unpaired_mean
    change, error = gap(first, second)
    finding = "noise"
    if error > 0.0 and abs(change) > POSSIBLE_Z * error:
        finding = "clear" if abs(change) > clear * error else "possible"
    elif error == 0.0 and change != 0.0:
        finding = "clear"
    return Driver(
        name=about.address,
        title=about.title,
        meaning=about.meaning,
        unit=about.unit,
        low_value=float(np.median(doubt[lowest])),
        high_value=float(np.median(doubt[highest])),
        at_low=float(first.mean()),
        at_high=float(second.mean()),
        change=change,
        low=change - intervals.Z * error,
        high=change + intervals.Z * error,
        finding=finding,
        of_the_law=about.group == LAW,
    )
