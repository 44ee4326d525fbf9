"""What the map of a report is drawn from: everything computed here, nothing in the browser."""

from __future__ import annotations

from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome, Trace
from hillfort.campaign.scenario import Scenario
from hillfort.report.parts import ground
from hillfort.report.parts.ground import packed
from hillfort.report.parts.projection import Projection
from hillfort.studies.campaign.kept import KeptDraws

Drawn = Outcome | KeptDraws
"""Draws as they were fought, or as a result folder keeps them."""
STEPS = (0.0, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90)
"""Lower ends of the classes of the map; the first is 'never in any draw'."""
COLOURS = ("#f6f2e8", "#fbe6c2", "#f6cb8c", "#eea55c", "#dc7440", "#b3402f", "#74182b", "#3d0a1c")
"""From light to dark, so that they stay apart for every kind of colour vision and in grey."""
MARGIN = 500.0
"""Map units (100 m) that the first view shows around what matters."""
LEGEND = ("in none", "up to 5 %", "5–10 %", "10–25 %", "25–50 %", "50–75 %", "75–90 %", "over 90 %")


def base(scenario: Scenario, touched: np.ndarray) -> dict[str, Any]:
    """Ground and cells, without results; `touched` is the index of cells that the first view has to show."""
    theatre = scenario.theatre
    projection = Projection.of(theatre.bounds)
    chosen = ground.land_cells(theatre.cells)
    outlines = ground.hexagons(theatre.cells, chosen, projection)
    names, nearest = ground.nearest_names(theatre, chosen)
    return {
        "width": projection.width,
        "height": projection.height,
        "view": first_view(scenario, touched, projection),
        **ground.shapes(theatre, projection),
        "towns": ground.towns(scenario, projection),
        "corners": packed(outlines.corners),
        "faces": packed(outlines.faces),
        "home": packed(ground.side_of_cells(scenario, chosen)),
        "names": names,
        "nearest": packed(nearest),
    }


def first_view(scenario: Scenario, touched: np.ndarray, projection: Projection) -> list[int]:
    """Left, top, right and bottom of what matters: cells that change hands, objectives that are the defender's."""
    cells, places = scenario.theatre.cells, scenario.theatre.places
    named = [places[each.place].cell for each in scenario.objectives if each.place in places and each.side == "blue"]
    shown = np.concatenate([touched, np.array([cell for cell in named if cell >= 0], dtype=np.int64)]).astype(np.int64)
    if not len(shown):
        return [0, 0, projection.width, projection.height]
    points = projection.xy(cells.lon[shown], cells.lat[shown])
    left, top = np.maximum(points.min(axis=0) - MARGIN, 0.0)
    right, bottom = np.minimum(points.max(axis=0) + MARGIN, [projection.width, projection.height])
    return [round(float(edge)) for edge in (left, top, right, bottom)]


def losses(scenario: Scenario, outcome: Drawn) -> dict[str, Any]:
    """Chance of each land cell to be lost by each snapshot day, in half percents (0 to 200)."""
    chosen = ground.land_cells(scenario.theatre.cells)
    days, kept = snapshots(outcome)
    chance = outcome.cell_lost[kept][:, chosen] / outcome.draws
    halves = np.where(chance > 0.0, np.clip(np.round(200.0 * chance), 1, 200), 0).astype(np.uint8)
    classes = classes_of(chance)
    return {
        "days": days,
        "chance": [packed(row) for row in halves],
        "classes": [packed(row) for row in classes],
        "colours": list(COLOURS),
        "legend": list(LEGEND),
    }


def touched(outcome: Drawn) -> np.ndarray:
    """Cells that are lost in at least one draw in a hundred."""
    return np.flatnonzero((outcome.cell_lost >= max(1.0, 0.01 * outcome.draws)).any(axis=0))


def classes_of(chance: np.ndarray) -> np.ndarray:
    """Class of each chance: 0 for none, then by `STEPS`."""
    return np.where(chance <= 0.0, 0, np.searchsorted(np.array(STEPS), chance, side="left").clip(1, None)).astype(
        np.uint8
    )


def snapshots(outcome: Drawn) -> tuple[list[int], list[int]]:
    """Snapshot days within the period, each once, and which rows they are."""
    days: list[int] = []
    kept: list[int] = []
    for row, day in enumerate(outcome.snapshot_days):
        if day <= outcome.days and day not in days:
            days.append(int(day))
            kept.append(row)
    return days, kept


def replay(scenario: Scenario, trace: Trace) -> dict[str, Any]:
    """One draw as changes: of control, and of place, strength and state of each unit in the theatre."""
    theatre = scenario.theatre
    chosen = ground.land_cells(theatre.cells)
    local = np.full(len(theatre.cells), -1, np.int64)
    local[chosen] = np.arange(len(chosen))
    name_of = {battalion.id: f"{battalion.name}, {battalion.country}" for battalion in scenario.battalions}
    units = []
    for unit in range(len(trace.unit_ids)):
        steps = _steps(trace, unit, local)
        if steps:
            identity = trace.unit_ids[unit]
            units.append({"name": name_of.get(identity, identity), "side": int(trace.unit_side[unit]), "steps": steps})
    known = local[trace.control_cell] >= 0
    return {
        "draw": trace.draw,
        "first": trace.first_hour,
        "last": trace.first_hour + len(trace.cell) - 1,
        "control": packed(trace.control_start[chosen].astype(np.int8)),
        "change_hour": packed(trace.control_hour[known].astype(np.int16)),
        "change_cell": packed(local[trace.control_cell[known]].astype(np.uint16)),
        "change_side": packed(trace.control_side[known].astype(np.int8)),
        "units": units,
    }


def _steps(trace: Trace, unit: int, local: np.ndarray) -> list[int]:
    """Flat list of hour, cell, strength in twentieths, status: one group each time one of them changes."""
    cell = np.where(trace.cell[:, unit] >= 0, local[np.maximum(trace.cell[:, unit], 0)], -1)
    strength = np.round(20.0 * np.nan_to_num(trace.strength[:, unit])).astype(int)
    status = trace.status[:, unit].astype(int)
    state = np.column_stack([cell, np.where(cell >= 0, strength, 0), np.where(cell >= 0, status, 0)])
    changed = np.flatnonzero(np.any(np.diff(state, axis=0, prepend=-9), axis=1))
    if (cell < 0).all():
        return []
    return [int(number) for hour in changed for number in (hour + trace.first_hour, *state[hour])]
