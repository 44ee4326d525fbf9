"""A panel: experts, questions, and the quantiles that they gave."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.errors import InputError, Problem

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PanelQuestion:
    """One question of a panel.

    Parameters
    ----------
    name : str
        What it is called in files.
    log : bool
        True where orders of magnitude are asked for: the background measure is uniform in the logarithm.
    answer : float or None
        The realisation of a seed question; None where nobody knows.
    """

    name: str
    log: bool = False
    answer: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Answers of experts, complete and checked.

    Parameters
    ----------
    chances : tuple of float
        Of the quantiles asked for, rising inside 0 to 1: (0.05, 0.5, 0.95).
    experts : tuple of str
        Codes, each once.
    questions : tuple of PanelQuestion
        At least one is a seed question.
    answers : array (expert, question, quantile)
        In the question's unit; not a number where an expert has not answered.

    Raises
    ------
    InputError
        All that is wrong at once: names twice, no seed, quantiles that do not rise, nothing above 0 on a log scale.

    Examples
    --------
    >>> panel = Panel((0.05, 0.5, 0.95), ("A",), (PanelQuestion("q", answer=3.0),), np.array([[[1.0, 2.0, 4.0]]]))
    >>> panel.seeds
    (0,)
    """

    chances: tuple[float, ...]
    experts: tuple[str, ...]
    questions: tuple[PanelQuestion, ...]
    answers: Array

    def __post_init__(self) -> None:
        found = problems_of_panel(self)
        if found:
            raise InputError([Problem("panel", 0, where, what) for where, what in found])

    @property
    def seeds(self) -> tuple[int, ...]:
        """Places of the questions whose answer is known."""
        return tuple(place for place, each in enumerate(self.questions) if each.answer is not None)

    def without_expert(self, place: int) -> Panel:
        """The same panel as if one expert had not been asked."""
        kept = [each for each in range(len(self.experts)) if each != place]
        return replace(self, experts=tuple(self.experts[each] for each in kept), answers=self.answers[kept])

    def without_question(self, place: int) -> Panel:
        """The same panel as if one question had not been put."""
        kept = [each for each in range(len(self.questions)) if each != place]
        return replace(self, questions=tuple(self.questions[each] for each in kept), answers=self.answers[:, kept])


def problems_of_panel(panel: Panel) -> list[tuple[str, str]]:
    """What is wrong with a panel: (where, what) pairs, empty when nothing is."""
    found = []
    chances = np.array(panel.chances)
    if len(chances) < 1 or not (np.all(chances > 0.0) and np.all(chances < 1.0) and np.all(np.diff(chances) > 0.0)):
        found.append(("chances", f"{panel.chances} are not chances that rise between 0 and 1."))
    shape = (len(panel.experts), len(panel.questions), len(panel.chances))
    if panel.answers.shape != shape:
        return [
            *found,
            ("answers", f"have the shape {panel.answers.shape}; experts, questions, quantiles are {shape}."),
        ]
    names = (("experts", panel.experts), ("questions", tuple(each.name for each in panel.questions)))
    for what, given in names:
        if not given:
            found.append((what, "none are there."))
        found += [
            (what, f"'{name}' stands twice.") for name in sorted({each for each in given if given.count(each) > 1})
        ]
    if panel.questions and not panel.seeds:
        found.append(("questions", "no seed question is there: without a known answer nobody can be scored."))
    for expert, row in zip(panel.experts, panel.answers, strict=True):
        if panel.seeds and np.isnan(row[list(panel.seeds), 0]).all():
            found.append((expert, "has answered no seed question, and cannot be scored."))
        for question, given in zip(panel.questions, row, strict=True):
            wrong = wrong_answer(given, log=question.log, seed=question.answer is not None)
            if wrong:
                found.append((f"{expert}, {question.name}", wrong))
    for question in panel.questions:
        if question.log and question.answer is not None and question.answer <= 0.0:
            found.append((question.name, f"its answer {question.answer:g} is not above 0, and its scale is log."))
    return found


def wrong_answer(given: Array, *, log: bool = False, seed: bool = True) -> str:
    """What is wrong with the quantiles of one answer, in words; '' when nothing is.

    Two that are equal are wrong on a seed question: a range of no width has no bound to its information, which is a
    factor of the expert's weight everywhere. On any other question published cases have some, and only all alike are.

    >>> wrong_answer(np.array([5.0, 4.0, 9.0]))
    'the quantiles 5, 4, 9 do not rise.'
    """
    shown = ", ".join(f"{each:g}" for each in given)
    missing = np.isnan(given)
    if missing.all():
        return ""
    if missing.any() or not np.isfinite(given).all():
        return f"of the quantiles {shown} some are missing: give all or none."
    apart = np.diff(given)
    if np.any(apart < 0.0) or (len(apart) and ((seed and np.any(apart == 0.0)) or given[0] == given[-1])):
        return f"the quantiles {shown} do not rise."
    if log and given[0] <= 0.0:
        return f"the quantiles {shown} are not all above 0, and the scale is log."
    return ""
