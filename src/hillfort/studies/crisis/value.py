"""What a day is worth: campaigns with other days of warning, of decision and of readiness, on the same luck."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario
from hillfort.crisis.posture import RULE
from hillfort.foundation.progress import Progress
from hillfort.studies.campaign.verdict import fait_accompli, first_loss_h, held
from hillfort.studies.intervals import chance, paired, quantiles, wilson

WARNING_DAYS = (1.0, 3.0, 7.0, 14.0)
DECISION_DAYS = (0.0, 1.0, 3.0, 7.0, 14.0)
NEVER_DAYS = 90.0
"""A decision that comes when the campaign is over."""
TIER_DAYS = (2.5, 5.0, 10.0, 30.0)
"""Readiness of allied forces: two or three days, five, ten and thirty."""
DAY_H = 24.0
ALLIANCE = "assumptions.alliance_decision_h"


@dataclass(frozen=True, slots=True)
class DayPoint:
    """One point of the design; `tier_days` None leaves formations their own notice."""

    warning_days: float
    decision_days: float
    tier_days: float | None = None


@dataclass(frozen=True, slots=True)
class FoughtPoint:
    """What became of the campaigns of one point, (draw,) each."""

    point: DayPoint
    hold: np.ndarray
    alone: np.ndarray
    first_loss_days: np.ndarray


def design(scenario: Scenario, coa: str) -> list[DayPoint]:
    """Points in the order in which they are fought: the surface, then tiers at the stated warning."""
    decisions = (*DECISION_DAYS, NEVER_DAYS)
    surface = [DayPoint(warning, decision) for warning in WARNING_DAYS for decision in decisions]
    stated = round(scenario.courses_of_action[coa].warning_h.value / DAY_H, 2)
    if not any(each.outside and each.side == "blue" for each in scenario.battalions):
        return surface
    return surface + [DayPoint(stated, decision, tier) for tier in TIER_DAYS for decision in decisions]


def fought(
    scenario: Scenario,
    points: Sequence[DayPoint],
    *,
    coa: str,
    draws: int,
    seed: int,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Iterator[FoughtPoint]:
    """Campaigns of each point, one after the other, all on the same luck and doubt.

    Assumes
    -------
    Warning and allied decision are exactly as the point says; whatever else the scenario doubts stays doubted.
    """
    for place, point in enumerate(points):
        if progress is not None:
            progress(place * draws, len(points) * draws)
        outcome = fight(_varied(scenario, coa, point), coa=coa, draws=draws, seed=seed, threads=threads)
        yield FoughtPoint(point, held(outcome), fait_accompli(outcome), first_loss_h(outcome) / DAY_H)
    if progress is not None:
        progress(len(points) * draws, len(points) * draws)


def _varied(scenario: Scenario, coa: str, point: DayPoint) -> Scenario:
    values: dict[str, float] = {
        f"courses_of_action.{coa}.warning_h": point.warning_days * DAY_H,
        ALLIANCE: point.decision_days * DAY_H,
    }
    if scenario.crisis:
        rules = [name for name in scenario.crisis.assumptions if name.startswith(RULE)]
        values |= {f"crisis.assumptions.{name}": 0.0 for name in rules}
        values["crisis.assumptions.council_limit_days"] = 365.0
    if point.tier_days is not None:
        outside = {each.formation.split("/")[0] for each in scenario.battalions if each.side == "blue" and each.outside}
        values |= {f"formations.{key}.notice_to_move_h": point.tier_days * DAY_H for key in sorted(outside)}
    return scenario.vary(values, reason="the value of a day")


def summary(found: Sequence[FoughtPoint]) -> dict[str, Any]:
    """Cells with their intervals, and what a day is worth between neighbouring decisions, on the same luck."""
    never = {
        (each.point.warning_days, each.point.tier_days): each
        for each in found
        if each.point.decision_days == NEVER_DAYS
    }
    cells, steps = [], []
    for each in found:
        key = each.point.warning_days, each.point.tier_days
        if key in never:
            cells.append(_cell(each, never[key]))
    for sooner, later in itertools.pairwise(found):
        same = (sooner.point.warning_days, sooner.point.tier_days) == (later.point.warning_days, later.point.tier_days)
        if same and later.point.decision_days < NEVER_DAYS:
            steps.append(_step(sooner, later))
    draws = len(found[0].hold) if found else 0
    return {"campaigns": draws * len(found), "draws_a_cell": draws, "cells": cells, "steps": steps}


def _cell(each: FoughtPoint, never: FoughtPoint) -> dict[str, Any]:
    return {
        "warning_days": each.point.warning_days,
        "decision_days": each.point.decision_days,
        "tier_days": each.point.tier_days,
        "hold": chance(each.hold).as_dict(),
        "fait_accompli": chance(each.alone).as_dict(),
        "first_loss_days": quantiles(each.first_loss_days),
        "against_never": _above(each, never),
    }


def _above(each: FoughtPoint, never: FoughtPoint) -> dict[str, Any]:
    """Chance to hold above that of a decision that never comes; so few draws without any change prove no equality."""
    found = paired(each.hold, never.hold).as_dict()
    if each is not never and not found["changed_share"]:
        most = wilson(0, len(each.hold)).high
        found |= {"low": -most, "high": most}
    return found


def _step(sooner: FoughtPoint, later: FoughtPoint) -> dict[str, Any]:
    days = later.point.decision_days - sooner.point.decision_days
    whole = paired(sooner.hold, later.hold).as_dict()
    changed = whole.pop("changed_share")
    return {
        "warning_days": sooner.point.warning_days,
        "tier_days": sooner.point.tier_days,
        "sooner_days": sooner.point.decision_days,
        "later_days": later.point.decision_days,
        "hold_a_day": {**{name: number / days for name, number in whole.items()}, "changed_share": changed},
    }
