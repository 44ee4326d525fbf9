"""What a batch of draws writes down."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Out(NamedTuple):
    """Results of a batch of draws."""

    per_objective: np.ndarray
    """(draw, objective, 7) float32: hours at the outskirts, lost and retaken, lost at the end, how regained, allied
    battalions, hours in enemy hands."""
    per_day: np.ndarray  # (draw, day + 1, 6) float32: see DAY_*
    per_draw: np.ndarray  # (draw, 1) float32: first brigade hour
    per_cause: np.ndarray  # (draw, cause, side, 2) float32: persons, battalion equivalents
    per_sky: np.ndarray  # (draw, day, sky, 2) float32: means over the day of who holds it, and of airlift
    per_air: np.ndarray  # (draw, day, side, 2) float32: sorties, aircraft lost
    per_way: np.ndarray  # (draw, way) float32 hours open
    per_landing: np.ndarray  # (draw, landing, 6) float32: became; hours tried, ashore, relieved; strength; hour failed
    per_unit: np.ndarray  # (draw, unit) float32 strength at the end, NaN if it never came
    per_short: np.ndarray  # (draw, unit, 2) float32: hour and km of line at which it first stopped for want of supply
    per_supply: np.ndarray  # (draw, side, class, 3) float32: battalion-days short, tonnes lifted, tonnes delivered
    per_cell: np.ndarray  # (snapshot, cell) int32
    snapshot_days: np.ndarray  # (snapshot,) int32
    unit_hours: np.ndarray  # (1,) float64
    track: np.ndarray  # (hour, unit) TRACK
    changes: np.ndarray  # (change,) CHANGE
    change_count: np.ndarray  # (1,) int64
