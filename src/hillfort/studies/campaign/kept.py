"""Draws of an assessment as a result folder keeps them: what its charts are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.campaign.outcome import SIDES


@dataclass(frozen=True, slots=True)
class KeptDraws:
    """The arrays of an outcome that charts need, with its names for them."""

    scenario: str
    coa: str
    days: int
    draws: int
    objectives: tuple[str, ...]
    protected: np.ndarray
    lost_h: np.ndarray
    """(draw, objective)"""
    reinforcement_bn: np.ndarray
    """(draw, day)"""
    power: np.ndarray
    """(draw, day, side)"""
    snapshot_days: tuple[int, ...]
    cell_lost: np.ndarray
    """(snapshot, cell) draws in which a cell is lost; no cells where the theatre is not known."""


def kept_draws(summary: Mapping[str, Any], tables: Mapping[str, Any], cell_ids: np.ndarray) -> KeptDraws:
    """The draws from the tables 'objectives', 'reinforcement',
    'losses' and 'cells' (pandas frames) of a result folder."""
    draws, names = int(summary["draws"]), tuple(each["name"] for each in summary["objectives"])
    cells = tables["cells"]
    days = tuple(sorted({int(day) for day in cells["day"]}))
    lost = np.zeros((len(days), len(cell_ids)), np.int32)
    if len(cell_ids):
        order = np.argsort(cell_ids)
        places = order[np.searchsorted(cell_ids, cells["h3"].to_numpy(), sorter=order)]
        lost[np.searchsorted(days, cells["day"].to_numpy()), places] = cells["lost_draws"].to_numpy()
    return KeptDraws(
        scenario=str(summary["scenario"]["name"]),
        coa=str(summary["coa"]),
        days=int(summary["days"]),
        draws=draws,
        objectives=names,
        protected=np.array([each["protected"] for each in summary["objectives"]], dtype=bool),
        lost_h=tables["objectives"]["lost_h"].to_numpy(np.float64).reshape(draws, len(names)),
        reinforcement_bn=tables["reinforcement"]["arrived_battalions"].to_numpy(np.float64).reshape(draws, -1),
        power=tables["losses"]["power_battalion_equivalents"].to_numpy(np.float64).reshape(draws, -1, len(SIDES)),
        snapshot_days=days,
        cell_lost=lost,
    )
