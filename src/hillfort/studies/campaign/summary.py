"""The summary of a study as plain numbers by name: what `result.json` holds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hillfort.campaign.outcome import CAUSES, SIDES, Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.version import VERSION
from hillfort.studies import intervals
from hillfort.studies.campaign import limits, quantities, toll
from hillfort.studies.campaign.drivers import Question
from hillfort.studies.quantity import numbers_of

FORMAT = 2
"""Version of the layout of `result.json`."""


def summarise(scenario: Scenario, outcome: Outcome, questions: tuple[Question, ...] = ()) -> dict[str, Any]:
    """All numbers of an assessment, each with its interval and its number of draws.

    Quantiles over draws in which a thing never happened are None (`null` in JSON). Hours count from H-hour.
    """
    return {
        **provenance(scenario, outcome.coa, outcome.seed),
        "days": outcome.days,
        "draws": outcome.draws,
        "verdict": verdict_numbers(scenario, outcome),
        "toll": toll.numbers(outcome),
        "objectives": objective_numbers(scenario, outcome),
        "reinforcement": reinforcement_numbers(scenario, outcome),
        "ways_in": way_numbers(scenario, outcome),
        "landings": landing_numbers(scenario, outcome),
        "isolation": isolation_numbers(scenario, outcome),
        "losses": loss_numbers(scenario, outcome),
        "supply": supply_numbers(scenario, outcome),
        "losses_by_cause": cause_numbers(outcome),
        "balance": balance_numbers(outcome),
        "drivers": [question.as_dict() for question in questions],
        "speed": speed_numbers(outcome),
        "definitions": quantities.definitions(),
        "leaves_out": list(limits.LEAVES_OUT),
        "overridden": dict(sorted(scenario.reasons.items())),
    }


def provenance(scenario: Scenario, coa: str, seed: int) -> dict[str, Any]:
    """Where a result comes from: enough to compute it again."""
    return {
        "format": FORMAT,
        "hillfort": VERSION,
        "complete": True,
        "scenario": {
            "name": scenario.name,
            "hash": scenario.hash,
            "title": scenario.title,
            "date": scenario.date,
            "theatre": scenario.theatre.name,
        },
        "coa": coa,
        "measures": [measure.name for measure in scenario.measures],
        "changes": [change.as_dict() for change in scenario.changes],
        "seed": seed,
        "days": scenario.days,
    }


def verdict_numbers(scenario: Scenario, outcome: Outcome) -> dict[str, Any]:
    """Chances and quantiles that answer 'is it enough?'; see `quantities`."""
    return quantities.QUANTITIES.numbers("verdict", scenario, outcome)


def _numbers_of_each(part: str, scenario: Scenario, outcome: Outcome) -> dict[str, np.ndarray]:
    """(draw, thing) values of every quantity of a part."""
    return {each.key: each.values(scenario, outcome) for each in quantities.of_part(part)}


def _of_thing(values: dict[str, np.ndarray], thing: int) -> dict[str, Any]:
    return {key: numbers_of(each[:, thing]) for key, each in values.items()}


def objective_numbers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    """One entry an objective, in the scenario's order."""
    by_name = {objective.name: objective for objective in scenario.objectives}
    values = _numbers_of_each("objectives", scenario, outcome)
    found = []
    for column, name in enumerate(outcome.objectives):
        objective = by_name.get(name)
        head = {
            "name": name,
            "kind": objective.kind if objective else "",
            "side": objective.side if objective else "",
            "protected": bool(outcome.protected[column]),
            "aim": bool(outcome.aims[column]),
        }
        found.append(head | _of_thing(values, column))
    return found


def reinforcement_numbers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    """Battalions from outside the region that have arrived, by the end of each day (day 0 is H-hour)."""
    values = _numbers_of_each("reinforcement", scenario, outcome)
    return [{"day": day, **_of_thing(values, day)} for day in range(outcome.reinforcement_bn.shape[1])]


def landing_numbers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    """What becomes of each landing and air assault, battalion by battalion."""
    values = _numbers_of_each("landings", scenario, outcome)
    return [{"name": name, **_of_thing(values, column)} for column, name in enumerate(outcome.landings)]


def way_numbers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    """Share of the period in which each way in is open."""
    by_name = {way.name: way for way in scenario.ways_in}
    values = _numbers_of_each("ways_in", scenario, outcome)
    return [
        {
            "name": name,
            "side": by_name[name].side if name in by_name else "",
            "mode": by_name[name].mode if name in by_name else "",
            **_of_thing(values, column),
        }
        for column, name in enumerate(outcome.ways_in)
    ]


def isolation_numbers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    """Chance that no way in is open for at least half of each day (day 1 is the first)."""
    values = _numbers_of_each("isolation", scenario, outcome)
    return [{"day": day + 1, **_of_thing(values, day)} for day in range(outcome.isolated_h.shape[1])]


def loss_numbers(scenario: Scenario, outcome: Outcome) -> dict[str, Any]:
    """By side: what it has lost by the end."""
    values = _numbers_of_each("losses", scenario, outcome)
    return {side: _of_thing(values, column) for column, side in enumerate(SIDES)}


def supply_numbers(scenario: Scenario, outcome: Outcome) -> dict[str, Any]:
    """By side: tonnes that reach it, days short by class, and where its attackers culminate."""
    values = _numbers_of_each("supply", scenario, outcome)
    return {side: _of_thing(values, column) for column, side in enumerate(SIDES)}


def cause_numbers(outcome: Outcome) -> dict[str, dict[str, dict[str, float]]]:
    """By side and cause: mean persons and battalion equivalents lost by the end; 'all' is their sum."""
    mean = outcome.losses.astype(np.float64).mean(axis=0)
    return {
        side: {
            cause: {"persons": float(lost[0]), "battalion_equivalents": float(lost[1])}
            for cause, lost in zip((*CAUSES, "all"), (*mean[:, place], mean[:, place].sum(axis=0)), strict=True)
        }
        for place, side in enumerate(SIDES)
    }


def balance_numbers(outcome: Outcome) -> list[dict[str, Any]]:
    """Battalion equivalents alive in the theatre by side at the end of each day."""
    return [
        {"day": day, **{side: intervals.quantiles(outcome.power[:, day, i]) for i, side in enumerate(SIDES)}}
        for day in range(outcome.power.shape[1])
    ]


def speed_numbers(outcome: Outcome) -> dict[str, float | None]:
    """Draws and unit-hours per second of the engine's own time; None where it was not measured."""
    if not outcome.seconds > 0.0 or math.isinf(outcome.seconds):
        return {"draws_per_s": None, "unit_hours_per_s": None, "seconds": None}
    return {
        "draws_per_s": outcome.draws / outcome.seconds,
        "unit_hours_per_s": outcome.unit_hours / outcome.seconds,
        "seconds": outcome.seconds,
    }
