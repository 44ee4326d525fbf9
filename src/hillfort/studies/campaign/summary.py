"""The summary of a study as plain numbers by name: what `result.json` holds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hillfort.campaign.outcome import SIDES, Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.version import VERSION
from hillfort.studies import intervals
from hillfort.studies.campaign import limits, verdict
from hillfort.studies.campaign.drivers import Question

FORMAT = 1
"""Version of the layout of `result.json`."""


def summarise(scenario: Scenario, outcome: Outcome, questions: tuple[Question, ...] = ()) -> dict[str, Any]:
    """All numbers of an assessment, each with its interval and its number of draws.

    Quantiles over draws in which a thing never happened are None (`null` in JSON). Hours count from H-hour.
    """
    return {
        **provenance(scenario, outcome.coa, outcome.seed),
        "days": outcome.days,
        "draws": outcome.draws,
        "verdict": verdict_numbers(outcome),
        "objectives": objective_numbers(scenario, outcome),
        "reinforcement": reinforcement_numbers(outcome),
        "ways_in": way_numbers(scenario, outcome),
        "isolation": isolation_numbers(outcome),
        "losses": loss_numbers(scenario, outcome),
        "balance": balance_numbers(outcome),
        "drivers": [question.as_dict() for question in questions],
        "speed": speed_numbers(outcome),
        "definitions": dict(verdict.DEFINITIONS),
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


def verdict_numbers(outcome: Outcome) -> dict[str, Any]:
    """Chances and quantiles that answer 'is it enough?'; see `verdict.DEFINITIONS`."""
    arrived = ~np.isnan(outcome.first_brigade_h)
    isolated = verdict.isolated_days(outcome)
    return {
        "hold": intervals.chance(verdict.held(outcome)).as_dict(),
        "held_at_end": intervals.chance(verdict.held_at_end(outcome)).as_dict(),
        "fait_accompli": intervals.chance(verdict.fait_accompli(outcome)).as_dict(),
        "isolated_days": intervals.quantiles(isolated),
        "ever_isolated": intervals.chance(isolated > 0.0).as_dict(),
        "first_loss_hour": intervals.quantiles(verdict.first_loss_h(outcome)),
        "first_outskirts_hour": intervals.quantiles(verdict.first_outskirts_h(outcome)),
        "first_brigade_hour": intervals.quantiles(outcome.first_brigade_h),
        "first_brigade_arrives": intervals.chance(arrived).as_dict(),
    }


def objective_numbers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    """One entry an objective, in the scenario's order."""
    by_name = {objective.name: objective for objective in scenario.objectives}
    found = []
    for column, name in enumerate(outcome.objectives):
        objective = by_name.get(name)
        lost = outcome.lost_h[:, column]
        found.append(
            {
                "name": name,
                "kind": objective.kind if objective else "",
                "side": objective.side if objective else "",
                "protected": bool(outcome.protected[column]),
                "lost_chance": intervals.chance(~np.isnan(lost)).as_dict(),
                "lost_at_end_chance": intervals.chance(outcome.lost_at_end[:, column]).as_dict(),
                "loss_hour": intervals.quantiles(lost),
                "outskirts_chance": intervals.chance(~np.isnan(outcome.outskirts_h[:, column])).as_dict(),
                "outskirts_hour": intervals.quantiles(outcome.outskirts_h[:, column]),
                "retaken_chance": intervals.chance(~np.isnan(outcome.retaken_h[:, column])).as_dict(),
                "retaken_hour": intervals.quantiles(outcome.retaken_h[:, column]),
            }
        )
    return found


def reinforcement_numbers(outcome: Outcome) -> list[dict[str, Any]]:
    """Battalions from outside the region that have arrived, by the end of each day (day 0 is H-hour)."""
    table = outcome.reinforcement_bn
    return [{"day": day, "battalions": intervals.quantiles(table[:, day])} for day in range(table.shape[1])]


def way_numbers(scenario: Scenario, outcome: Outcome) -> list[dict[str, Any]]:
    """Share of the period in which each way in is open."""
    by_name = {way.name: way for way in scenario.ways_in}
    hours = 24.0 * outcome.days
    share = outcome.way_open_h.astype(np.float64) / hours
    return [
        {
            "name": name,
            "side": by_name[name].side if name in by_name else "",
            "mode": by_name[name].mode if name in by_name else "",
            "open_share": intervals.quantiles(share[:, column]),
        }
        for column, name in enumerate(outcome.ways_in)
    ]


def isolation_numbers(outcome: Outcome) -> list[dict[str, Any]]:
    """Chance that no way in is open for at least half of each day (day 1 is the first)."""
    return [
        {"day": day + 1, "isolated": intervals.chance(outcome.isolated_h[:, day] >= 12.0).as_dict()}
        for day in range(outcome.isolated_h.shape[1])
    ]


def loss_numbers(scenario: Scenario, outcome: Outcome) -> dict[str, Any]:
    """By side: persons lost by the end, battalion equivalents lost, and battalions destroyed or captured.

    Battalion equivalents are the sum of the falls of a side's strength from one day's end to the next, so that
    what arrives on the same day offsets what is lost.
    """
    side_of = {battalion.id: battalion.side for battalion in scenario.battalions}
    sides = np.array([side_of.get(unit, "") for unit in outcome.unit_ids], dtype=object)
    found: dict[str, Any] = {}
    for column, side in enumerate(SIDES):
        falls = np.maximum(0.0, -np.diff(outcome.power[:, :, column].astype(np.float64), axis=1)).sum(axis=1)
        destroyed = (outcome.unit_strength[:, sides == side] <= 0.0).sum(axis=1)
        found[side] = {
            "persons": intervals.quantiles(outcome.lost_persons[:, -1, column]),
            "battalion_equivalents": intervals.quantiles(falls),
            "battalions_destroyed": intervals.quantiles(destroyed),
        }
    return found


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
