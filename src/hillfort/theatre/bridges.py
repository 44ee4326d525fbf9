"""Bridges: where roads cross rivers, and where the maps only seem to say so."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.grid import SIDES, Grid
from hillfort.theatre.theatre import ROAD_LOCAL

SURE_KM = 5.0
"""A mapped crossing is believed when a known bridge lies this near to the middle of its side."""

BRIDGE_KM = 9.0
"""The nearest mapped crossing is taken for a known bridge up to this distance."""

EXCURSION_KM = 30.0
"""A road that comes back over the same river within this length never left its bank: the two lines are drawn askew."""


@dataclass(slots=True)
class _Ways:
    """Roads of a grid, as they are being mended."""

    grid: Grid
    kind: np.ndarray
    km: np.ndarray
    river: np.ndarray

    def put(self, cell: int, side: int, kind: int, km: float) -> None:
        other, back = int(self.grid.neighbours[cell, side]), int(self.grid.back[cell, side])
        for one, way in ((cell, side), (other, back)):
            self.kind[one, way], self.km[one, way] = kind, km


Side = tuple[int, int]


def find_bridges(
    grid: Grid, road: np.ndarray, road_km: np.ndarray, *, river: np.ndarray, known: Mapping[int, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Roads, their kilometres and (n, 6) int8 bridges: 1 where a road crosses a river.

    On a river (1 + index) whose bridges are `known` as (k, 2) lat, lon, a mapped crossing far from all of them is
    kept only when the road does not come back: otherwise the road is led along its own bank. A known bridge
    without a mapped crossing gets a local road over the nearest side of the river.
    """
    ways = _Ways(grid, road.copy(), road_km.copy(), river)
    for number, spots in known.items():
        sides = _sides_of(grid, river, number)
        away = _away(grid, sides, spots)
        crossed = np.array([ways.kind[cell, side] > 0 for cell, side in sides], dtype=bool)
        sure = _sure(away, crossed)
        for place in np.flatnonzero(crossed & ~sure):
            _settle(ways, sides[place], [sides[other] for other in np.flatnonzero(crossed) if other != place])
        for bridge in range(len(spots)):
            reach = away[:, bridge] <= BRIDGE_KM
            if reach.any() and not (reach & crossed).any():
                cell, side = sides[int(np.argmin(away[:, bridge]))]
                ways.put(cell, side, ROAD_LOCAL, float(grid.edge_km[cell, side]) * 1.2)
    return ways.kind, ways.km, ((ways.kind > 0) & (river > 0)).astype(np.int8)


def _sides_of(grid: Grid, river: np.ndarray, number: int) -> list[Side]:
    here, side = np.nonzero(river == number)
    once = here < grid.neighbours[here, side]
    return list(zip(here[once].tolist(), side[once].tolist(), strict=True))


def _away(grid: Grid, sides: list[Side], spots: np.ndarray) -> np.ndarray:
    """(sides, bridges) km from the middle of each side to each known bridge."""
    here = np.array([cell for cell, _ in sides], dtype=np.int64)
    there = np.array([grid.neighbours[cell, side] for cell, side in sides], dtype=np.int64)
    lat, lon = (grid.lat[here] + grid.lat[there]) / 2.0, (grid.lon[here] + grid.lon[there]) / 2.0
    away: np.ndarray = distance_km(lat[:, None], lon[:, None], spots[None, :, 0], spots[None, :, 1])
    return away


def _sure(away: np.ndarray, crossed: np.ndarray) -> np.ndarray:
    """Crossings near a known bridge, and for each bridge without one the nearest crossing in reach."""
    sure: np.ndarray = crossed & (away.min(axis=1) <= SURE_KM)
    for bridge in range(away.shape[1]):
        if not (sure & (away[:, bridge] <= SURE_KM)).any():
            options = np.flatnonzero(crossed & (away[:, bridge] <= BRIDGE_KM))
            if len(options):
                sure[options[int(np.argmin(away[options, bridge]))]] = True
    return sure


def _settle(ways: _Ways, crossing: Side, others: list[Side]) -> None:
    """Take a doubtful crossing off the map when its road comes back over one of the others, and mend the bank."""
    best: tuple[float, int, int] | None = None
    for near, far in (_ends(ways, crossing), _ends(ways, crossing)[::-1]):
        reached = _along_roads(ways, far)
        for other in others:
            for back_far, back_near in (_ends(ways, other), _ends(ways, other)[::-1]):
                length = reached.get(back_far)
                if length is not None and (best is None or length < best[0]):
                    best = (length, near, back_near)
    if best is None:
        return
    cell, side = crossing
    kind = int(ways.kind[cell, side])
    path = _along_bank(ways, best[1], best[2])
    if path is None:
        return
    ways.put(cell, side, 0, 0.0)
    for one, way in path:
        if ways.kind[one, way] < kind:
            ways.put(one, way, kind, float(ways.grid.edge_km[one, way]) * 1.05)


def _ends(ways: _Ways, side: Side) -> tuple[int, int]:
    return side[0], int(ways.grid.neighbours[side])


def _along_roads(ways: _Ways, start: int) -> dict[int, float]:
    """Cells that roads reach from a cell without crossing a river, with the way there."""
    done: dict[int, float] = {}
    queue = [(0.0, start)]
    while queue:
        length, cell = heapq.heappop(queue)
        if cell in done:
            continue
        done[cell] = length
        for side in range(SIDES):
            onward = length + float(ways.km[cell, side])
            if ways.kind[cell, side] > 0 and ways.river[cell, side] == 0 and onward <= EXCURSION_KM:
                heapq.heappush(queue, (onward, int(ways.grid.neighbours[cell, side])))
    return done


def _along_bank(ways: _Ways, start: int, end: int) -> list[Side] | None:
    """Sides from one cell to another across no river, at most a few cells round; None when there is no such way."""
    before: dict[int, Side] = {}
    done: set[int] = set()
    queue = [(0.0, start)]
    while queue:
        length, cell = heapq.heappop(queue)
        if cell in done:
            continue
        done.add(cell)
        if cell == end:
            path = []
            while cell != start:
                path.append(before[cell])
                cell = before[cell][0]
            return path
        for side in range(SIDES):
            other = int(ways.grid.neighbours[cell, side])
            onward = length + float(ways.grid.edge_km[cell, side])
            if other >= 0 and other not in done and ways.river[cell, side] == 0 and onward <= EXCURSION_KM * 1.5:
                before.setdefault(other, (cell, side))
                heapq.heappush(queue, (onward, other))
    return None
