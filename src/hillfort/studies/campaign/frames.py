"""Results as tables: one row a thing, column names that end in their unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hillfort.campaign.doubt import rests_on
from hillfort.campaign.outcome import BECAME, SIDES, Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.studies.campaign import quantities
from hillfort.studies.quantity import TABLE

if TYPE_CHECKING:
    import pandas as pd

Columns = dict[str, np.ndarray]
LANDING_HOURS = ("tried_h", "ashore_h", "relieved_h")


def draws_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw: the verdict and what it rests on."""
    found: Columns = {"draw": _draws(outcome)}
    for each in quantities.shown_in(TABLE):
        values = each.values(scenario, outcome)
        found[each.key] = values.astype(np.int16) if each.whole else values
    return found


def objectives_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw and objective; hours from H-hour, NaN for never."""
    count = len(outcome.objectives)
    return {
        "draw": np.repeat(_draws(outcome), count),
        "objective": np.tile(np.array(outcome.objectives, dtype=object), outcome.draws),
        "protected": np.tile(np.asarray(outcome.protected, dtype=bool), outcome.draws),
        "outskirts_h": outcome.outskirts_h.ravel(),
        "lost_h": outcome.lost_h.ravel(),
        "retaken_h": outcome.retaken_h.ravel(),
        "lost_at_end": outcome.lost_at_end.astype(bool).ravel(),
    }


def reinforcement_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw and day: battalions from outside that have arrived by the day's end."""
    days = outcome.reinforcement_bn.shape[1]
    return {
        "draw": np.repeat(_draws(outcome), days),
        "day": np.tile(np.arange(days, dtype=np.int16), outcome.draws),
        "arrived_battalions": outcome.reinforcement_bn.ravel(),
    }


def losses_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw, day and side: strength in the theatre and cumulative losses."""
    days = outcome.power.shape[1]
    return {
        "draw": np.repeat(_draws(outcome), days * 2),
        "day": np.tile(np.repeat(np.arange(days, dtype=np.int16), 2), outcome.draws),
        "side": np.tile(np.array(SIDES, dtype=object), outcome.draws * days),
        "power_battalion_equivalents": outcome.power.ravel(),
        "lost_persons": outcome.lost_persons.ravel(),
    }


def supply_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw and side: every quantity of its supply."""
    found: Columns = {
        "draw": np.repeat(_draws(outcome), len(SIDES)),
        "side": np.tile(np.array(SIDES, dtype=object), outcome.draws),
    }
    for each in quantities.of_part("supply"):
        found[each.key] = each.values(scenario, outcome).ravel()
    return found


def doubt_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw: the value that each assumption had in it."""
    found: Columns = {"draw": _draws(outcome)}
    for column, name in enumerate(outcome.doubt_names):
        found[name] = outcome.doubt[:, column]
    return found


def ways_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw and way in: hours open."""
    count = len(outcome.ways_in)
    return {
        "draw": np.repeat(_draws(outcome), count),
        "way_in": np.tile(np.array(outcome.ways_in, dtype=object), outcome.draws),
        "open_h": outcome.way_open_h.ravel(),
    }


def landings_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a draw and landing or air assault: what became of it, and when."""
    count = len(outcome.landings)
    became = np.array(BECAME, dtype=object)[outcome.landing[:, :, 0].astype(np.int64).ravel()]
    hours = {name: outcome.landing[:, :, place].ravel() for place, name in enumerate(LANDING_HOURS, start=1)}
    return {
        "draw": np.repeat(_draws(outcome), count),
        "landing": np.tile(np.array(outcome.landings, dtype=object), outcome.draws),
        "became": became,
        **hours,
        "strength_share": outcome.landing[:, :, 4].ravel(),
    }


def units_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a unit: how much of it is left at the end, over all draws."""
    by_id = {battalion.id: battalion for battalion in scenario.battalions}
    strength = outcome.unit_strength.astype(np.float64)
    low, middle, high = np.quantile(strength, [0.1, 0.5, 0.9], axis=0)
    known = [by_id.get(unit) for unit in outcome.unit_ids]
    return {
        "unit": np.array(outcome.unit_ids, dtype=object),
        "name": np.array([unit.name if unit else "" for unit in known], dtype=object),
        "side": np.array([unit.side if unit else "" for unit in known], dtype=object),
        "country": np.array([unit.country if unit else "" for unit in known], dtype=object),
        "formation": np.array([unit.formation if unit else "" for unit in known], dtype=object),
        "strength_share_p10": low,
        "strength_share_p50": middle,
        "strength_share_p90": high,
        "destroyed_chance": (strength <= 0.0).mean(axis=0),
    }


def cells_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row a snapshot day and cell that was lost in any draw."""
    cells = scenario.theatre.cells
    snapshot, cell = np.nonzero(outcome.cell_lost)
    return {
        "day": np.asarray(outcome.snapshot_days, dtype=np.int16)[snapshot],
        "h3": cells.ids[cell].astype(np.uint64),
        "lat": cells.lat[cell],
        "lon": cells.lon[cell],
        "lost_draws": outcome.cell_lost[snapshot, cell].astype(np.int32),
        "lost_chance": outcome.cell_lost[snapshot, cell] / outcome.draws,
    }


def assumptions_table(scenario: Scenario, outcome: Outcome) -> Columns:
    """One row an assumption: value, range, source, grade, and why it differs from the model's own."""
    found = rests_on(scenario, outcome.coa)
    rows, why = [(address, each.evidence) for address, each in found.items()], scenario.reasons
    return {
        "assumption": np.array([name for name, _ in rows], dtype=object),
        "title": np.array([each.title for each in found.values()], dtype=object),
        "group": np.array([each.group for each in found.values()], dtype=object),
        "acts": np.array([each.acts for each in found.values()], dtype=bool),
        "value": np.array([evidence.value for _, evidence in rows], dtype=np.float64),
        "low": np.array([evidence.low for _, evidence in rows], dtype=np.float64),
        "high": np.array([evidence.high for _, evidence in rows], dtype=np.float64),
        "unit": np.array([evidence.unit for _, evidence in rows], dtype=object),
        "source": np.array([evidence.source for _, evidence in rows], dtype=object),
        "grade": np.array([evidence.grade for _, evidence in rows], dtype=object),
        "date": np.array([evidence.date for _, evidence in rows], dtype=object),
        "note": np.array([evidence.note for _, evidence in rows], dtype=object),
        "overridden_because": np.array([why.get(name, "") for name, _ in rows], dtype=object),
    }


TABLES = {
    "draws": draws_table,
    "objectives": objectives_table,
    "reinforcement": reinforcement_table,
    "losses": losses_table,
    "supply": supply_table,
    "ways_in": ways_table,
    "landings": landings_table,
    "doubt": doubt_table,
    "units": units_table,
    "cells": cells_table,
    "assumptions": assumptions_table,
}
"""Every table by name; each takes the scenario and the outcome."""


def columns(name: str, scenario: Scenario, outcome: Outcome) -> Columns:
    """The columns of one table; `InputError` names the tables there are."""
    if name not in TABLES:
        raise InputError(Problem("request", 0, "table", f"'{name}' is not a table.", did_you_mean(name, TABLES)))
    return TABLES[name](scenario, outcome)


def frame(name: str, scenario: Scenario, outcome: Outcome) -> pd.DataFrame:
    """One table as a pandas frame."""
    import pandas

    return pandas.DataFrame(columns(name, scenario, outcome))


def _draws(outcome: Outcome) -> np.ndarray:
    return np.arange(outcome.first_draw, outcome.first_draw + outcome.draws, dtype=np.int32)
