"""Fields: for every cell the side to leave by and the hours to go, towards one goal, for one kind of unit."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from hillfort.foundation.evidence import Evidence
from hillfort.theatre.season import OFF_ROAD
from hillfort.theatre.theatre import Theatre

UNREACHABLE_H = np.float32(1e30)
GIVEN = (
    "track_winding_factor",
    "off_road_supply_factor",
    "sea_winding_factor",
    "rule_whole_warning",
    *OFF_ROAD,
)
"""Assumptions that are read once, before any draw: they cannot be doubted."""


@dataclass(slots=True)
class Passage:
    """The ways between cells for one side: what can be crossed, how far and how fast."""

    theatre: Theatre
    enter: np.ndarray
    """(cell,) bool, cells this side may enter."""
    assumptions: dict[str, Evidence]
    off_road_share: float
    _graphs: dict[str, object] = field(default_factory=dict)

    def hours(self, mobility: str) -> np.ndarray:
        """Hours to cross each side of each cell in own territory by day: (cell, 6), infinite where impossible."""
        cells, value = self.theatre.cells, self._value
        main = value(f"road_kmh_{mobility}") * value("march_share")
        off = value(f"cross_country_share_{'tracked' if mobility == 'tracked' else 'wheeled'}") * self.off_road_share
        ahead = np.maximum(cells.neighbours, 0)
        rough = (1.0 - value("forest_slow_share") * cells.forest_share) * (
            1.0 - value("wetland_slow_share") * cells.wetland_share
        )
        pace = np.choose(
            kinds(self.theatre),
            [
                np.zeros(ahead.shape),
                main * off * rough[ahead],
                np.full(ahead.shape, main * value("local_road_share")),
                np.full(ahead.shape, main),
                np.full(ahead.shape, main * value("dual_speed_factor")),
            ],
        )
        hours = np.where(
            pace > 0.0, ways_km(self.theatre, self._value("track_winding_factor")) / np.maximum(pace, 1e-3), np.inf
        )
        hours = hours + np.where(
            rivers(self.theatre) == 2, value("bridging_h"), 0.0
        )  # for choosing routes; a draw has its own
        return np.where(self.enter[ahead] & self.enter[:, None], hours, np.inf)

    def supply_km(self) -> np.ndarray:
        """Road kilometres across each side of each cell, more off the roads: (cell, 6)."""
        km = ways_km(self.theatre, self._value("track_winding_factor")) * np.where(
            kinds(self.theatre) == 1, self._value("off_road_supply_factor"), 1.0
        )
        ahead = np.maximum(self.theatre.cells.neighbours, 0)
        km = np.where(kinds(self.theatre) > 0, km, np.inf)
        return np.where(self.enter[ahead] & self.enter[:, None], km, np.inf)

    def towards(self, mobility: str, goals: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Field towards the nearest of some cells: sides (cell,) int8 and hours (cell,) float32.

        `mobility` is a mobility class, or 'supply' for road kilometres in place of hours.
        """
        from scipy.sparse.csgraph import dijkstra

        if mobility not in self._graphs:
            cost = self.supply_km() if mobility == "supply" else self.hours(mobility)
            self._graphs[mobility] = reversed_graph(self.theatre, cost)
        graph = self._graphs[mobility]
        cost_to, before, _ = dijkstra(graph, indices=goals, return_predecessors=True, min_only=True)
        return self._sides(before, goals), np.where(np.isfinite(cost_to), cost_to, UNREACHABLE_H).astype(np.float32)

    def _sides(self, before: np.ndarray, goals: list[int]) -> np.ndarray:
        match = self.theatre.cells.neighbours == before[:, None]
        match &= before[:, None] >= 0
        sides = np.where(match.any(axis=1), match.argmax(axis=1), -1).astype(np.int8)
        sides[goals] = 6
        return sides

    def _value(self, name: str) -> float:
        return self.assumptions[name].value


def kinds(theatre: Theatre) -> np.ndarray:
    """Kind of way across each side: 0 impassable, 1 cross country, 2 local road, 3 main road, 4 dual carriageway.

    Assumes
    -------
    A cell without a mapped road is crossed on tracks and fields.
    """
    cells = theatre.cells
    open_ = cells.passable & (cells.neighbours >= 0)
    return np.where(open_, np.where(cells.road > 0, cells.road + 1, 1), 0).astype(np.int8)


def ways_km(theatre: Theatre, winding: float) -> np.ndarray:
    """Kilometres across each side: along the road where there is one, else `winding` times the straight line.

    Assumes
    -------
    Tracks wind alike everywhere: `track_winding_factor`.
    """
    cells = theatre.cells
    return np.where(cells.road > 0, np.maximum(cells.road_km, 0.5), cells.edge_km * winding).astype(np.float32)


def rivers(theatre: Theatre) -> np.ndarray:
    """River on each side: 0 none, 1 with a bridge, 2 without.

    Assumes
    -------
    Only the rivers of the theatre's overlay are obstacles; smaller ones are part of the terrain.
    """
    cells = theatre.cells
    return np.where(cells.river > 0, np.where(cells.bridge > 0, 1, 2), 0).astype(np.int8)


def reversed_graph(theatre: Theatre, cost: np.ndarray) -> object:
    """Sparse graph from the far cell of each side to the near one, for distances towards a goal.

    Assumes
    -------
    Times do not depend on who else is on the way; queues are the campaign's.
    """
    from scipy.sparse import csr_matrix

    count = len(theatre.cells)
    near = np.repeat(np.arange(count), 6)
    far = theatre.cells.neighbours.ravel()
    keep = np.isfinite(cost.ravel()) & (far >= 0)
    return csr_matrix((cost.ravel()[keep], (far[keep], near[keep])), shape=(count, count))
