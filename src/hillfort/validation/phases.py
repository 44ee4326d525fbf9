"""Phases of operations: how much longer than planned they take, from the plan alone, and scores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.crisis.history import PlanOutcome, PlanPhase
from hillfort.validation.forecast import Forecast

Array = NDArray[np.float64]
MODEL = "by length of the plan"
BASELINE = "the record's ratios"
RIDGE = 20.0
"""How strongly the effect of a plan's length is drawn towards none, in squares of ln days from the middle; phases that
were left out are hit about as well with a quarter of it."""


@dataclass(frozen=True, slots=True)
class PhaseRecord:
    """Phases with what came of them."""

    phases: Sequence[PlanPhase]
    outcomes: Sequence[PlanOutcome]

    def without(self, phase: PlanPhase) -> PhaseRecord:
        """The record without a phase of the same operation and name."""
        kept = [at for at, each in enumerate(self.phases) if each.key.casefold() != phase.key.casefold()]
        return PhaseRecord([self.phases[at] for at in kept], [self.outcomes[at] for at in kept])

    def ratios(self) -> tuple[Array, Array]:
        """Ln of planned days, and ln of actual over planned days, of phases with both."""
        pairs = [
            (math.log(each.planned_days), math.log(came.actual_days / each.planned_days))
            for each, came in zip(self.phases, self.outcomes, strict=True)
            if each.planned_days and came.actual_days
        ]
        both = np.array(pairs, float).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def never(self) -> float:
        """Share of phases that were never achieved, with one added on either side."""
        known = [each.never for each in self.outcomes if each.never or each.actual_days is not None]
        return (sum(known) + 1) / (len(known) + 2)


def predict(phase: PlanPhase, record: PhaseRecord) -> Forecast:
    """Actual over planned days of a phase that is achieved, as points of its logarithm, and the chance that it is not.

    Assumes
    -------
    Short plans slip by more, in proportion, than long ones: the slope is fitted and drawn towards none. Whoever is in
    the record under the same name is left out of it.
    """
    rest = record.without(phase)
    length, ratio = rest.ratios()
    middle = length.mean()
    slope = float(((length - middle) * (ratio - ratio.mean())).sum() / (((length - middle) ** 2).sum() + RIDGE))
    points = ratio - slope * (length - middle)
    if phase.planned_days:
        points = points + slope * (math.log(phase.planned_days) - middle)
    return Forecast(phase.key, rest.never(), points, np.ones(len(points)))


def baseline(phase: PlanPhase, record: PhaseRecord) -> Forecast:
    """What somebody says who knows the record's ratios and nothing of this plan."""
    rest = record.without(phase)
    ratio = rest.ratios()[1]
    return Forecast(phase.key, rest.never(), ratio, np.ones(len(ratio)))


def ratio_of(phase: PlanPhase, outcome: PlanOutcome) -> float | None:
    """Actual over planned days; None where one of them is not known or nought."""
    if not phase.planned_days or not outcome.actual_days:
        return None
    return outcome.actual_days / phase.planned_days
