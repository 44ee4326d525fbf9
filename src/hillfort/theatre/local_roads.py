"""Local roads: the maps hold main roads only, so every town off them is given a road to the nearest one."""

from __future__ import annotations

import heapq

import numpy as np

from hillfort.foundation.evidence import Evidence
from hillfort.theatre.grid import SIDES, Grid
from hillfort.theatre.theatre import ROAD_LOCAL

WINDING = Evidence(1.3, "factor", 1.2, 1.5)
"""Length of a local road over the straight line from centre to centre; it is built into a theatre."""

FURTHEST_KM = 60.0
"""No road is supposed over a longer way than this."""


def join_places(
    grid: Grid, road: np.ndarray, road_km: np.ndarray, *, passable: np.ndarray, river: np.ndarray, cells: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """The roads with a ROAD_LOCAL from every cell of `cells` without one to the nearest cell with one.

    Such roads follow passable sides and never cross a river: a bridge nobody has mapped is not supposed.
    """
    kind, km = road.copy(), road_km.copy()
    for cell in cells:
        if (kind[cell] > 0).any():
            continue
        for here, side in _way(cell, kind, grid, passable & (river == 0)):
            there, back = int(grid.neighbours[here, side]), int(grid.back[here, side])
            for one, way in ((here, side), (there, back)):
                kind[one, way] = ROAD_LOCAL
                km[one, way] = grid.edge_km[here, side] * WINDING.value
    return kind, km


def _way(cell: int, kind: np.ndarray, grid: Grid, open_side: np.ndarray) -> list[tuple[int, int]]:
    """Sides to cross from a cell to the nearest one that has a road, empty when there is none in reach."""
    before: dict[int, tuple[int, int]] = {}
    done: set[int] = set()
    queue = [(0.0, cell)]
    best = {cell: 0.0}
    while queue:
        length, here = heapq.heappop(queue)
        if here in done:
            continue
        done.add(here)
        if here != cell and (kind[here] > 0).any():
            way = []
            while here != cell:
                way.append(before[here])
                here = before[here][0]
            return way
        for side in range(SIDES):
            there = int(grid.neighbours[here, side])
            if there < 0 or not open_side[here, side]:
                continue
            onward = length + float(grid.edge_km[here, side])
            if onward <= FURTHEST_KM and onward < best.get(there, np.inf):
                best[there], before[there] = onward, (here, side)
                heapq.heappush(queue, (onward, there))
    return []
