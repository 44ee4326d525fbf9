"""What a result can be at all, whatever the file said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from fuzz.harness import OutOfRangeError
from hillfort.campaign.outcome import SIDES, Outcome
from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario
from hillfort.studies.campaign.summary import summarise

DRAWS = 2
ROUNDING = 1.001
"""Sums are in single precision."""


def fought(scenario: Scenario) -> None:
    """Two draws under each course of action, and what is said of them."""
    for coa in list(scenario.courses_of_action)[:2]:
        outcome = fight(scenario, coa=coa, draws=DRAWS, threads=1)
        in_range(scenario, outcome)
        summary_in_range(summarise(scenario, outcome))


def in_range(scenario: Scenario, outcome: Outcome) -> None:
    """Refuse arrays with a number that cannot be."""
    last = 24.0 * outcome.days
    for name in ("lost_h", "retaken_h", "outskirts_h", "first_brigade_h"):
        within(name, getattr(outcome, name), -float(scenario.lead_h), last, nan=True)
    within("way_open_h", outcome.way_open_h, 0.0, last)
    within("isolated_h", outcome.isolated_h, 0.0, 24.0)
    within("unit_strength", outcome.unit_strength, 0.0, 1.0, nan=True)  # never there: NaN, as the outcome says
    within("power", outcome.power, 0.0, np.inf)
    within("reinforcement_bn", outcome.reinforcement_bn, 0.0, float(len(scenario.battalions)))
    within("cell_lost", outcome.cell_lost, 0.0, float(outcome.draws))
    for number, side in enumerate(SIDES):
        there = sum(each.type.personnel.value for each in scenario.battalions if each.side == side)
        within(f"lost_persons of {side}", outcome.lost_persons[:, :, number], 0.0, there * ROUNDING)
    within("lost_persons from day to day", np.diff(outcome.lost_persons, axis=1), -0.5, np.inf)
    within("doubt", outcome.doubt, -np.inf, np.inf)


def within(name: str, values: np.ndarray, low: float, high: float, *, nan: bool = False) -> None:
    """Refuse values beyond two ends, and those that are no number unless that may be."""
    known = np.asarray(values, np.float64)
    wrong = known[~((known >= low) & (known <= high) & np.isfinite(known)) & ~(np.isnan(known) & nan)]
    if wrong.size:
        raise OutOfRangeError(f"{name} is {wrong.flat[0]} in {wrong.size} places, allowed: {low} to {high}")


def summary_in_range(summary: Mapping[str, Any], *, unmeasured: bool = False) -> None:
    """Refuse chances beyond 0 and 1 and numbers that are none, wherever they stand; scores may be unmeasured (NaN)."""
    for path, value in leaves(summary):
        if np.isnan(value) and unmeasured:
            continue
        if not np.isfinite(value):
            raise OutOfRangeError(f"{path} is {value}")
        if path.endswith((".chance", "_chance", "_share")) and not 0.0 <= value <= 1.0:
            raise OutOfRangeError(f"{path} is {value}, allowed: 0 to 1")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number with where it stands."""
    children = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list | tuple) else ()
    )
    for key, child in children:
        yield from leaves(child, f"{path}.{key}")
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        yield path, float(value)
