"""The grid: which H3 cells a theatre has and who neighbours whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hillfort.theatre.geodesy import bearing_deg, distance_km

SIDES = 6


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells without anything on them; see `Cells` for the meaning of the arrays."""

    ids: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    neighbours: np.ndarray
    back: np.ndarray
    edge_km: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)


def make_grid(bounds: tuple[float, float, float, float], *, resolution: int) -> Grid:
    """All cells whose centres lie in `bounds` (west, south, east, north in degrees), in order of their H3 index."""
    import h3

    west, south, east, north = bounds
    box = h3.LatLngPoly([(south, west), (south, east), (north, east), (north, west)])
    names = sorted(h3.h3shape_to_cells(box, resolution), key=h3.str_to_int)
    ids = np.array([h3.str_to_int(name) for name in names], dtype=np.uint64)
    centres = np.array([h3.cell_to_latlng(name) for name in names]).reshape(-1, 2)
    neighbours = _neighbours(names, centres)
    lat, lon = centres[:, 0].copy(), centres[:, 1].copy()
    other = np.maximum(neighbours, 0)
    edge_km = distance_km(lat[:, None], lon[:, None], lat[other], lon[other]).astype(np.float32)
    edge_km[neighbours < 0] = 0.0
    return Grid(ids, lat, lon, neighbours, facing(neighbours), edge_km)


def _neighbours(names: list[str], centres: np.ndarray) -> np.ndarray:
    import h3

    index = {name: number for number, name in enumerate(names)}
    table = np.full((len(names), SIDES), -1, dtype=np.int32)
    for number, name in enumerate(names):
        around = [other for other in h3.grid_disk(name, 1) if other != name]
        spots = np.array([h3.cell_to_latlng(other) for other in around])
        turns = bearing_deg(centres[number, 0], centres[number, 1], spots[:, 0], spots[:, 1])
        for side, place in enumerate(np.argsort(turns, kind="stable")):
            table[number, side] = index.get(around[place], -1)
    return table


def facing(neighbours: np.ndarray) -> np.ndarray:
    """(n, 6) int8: the side of each neighbour that faces back, -1 where there is no neighbour."""
    back = np.full(neighbours.shape, -1, dtype=np.int8)
    for side in range(SIDES):
        here = np.flatnonzero(neighbours[:, side] >= 0)
        there = neighbours[here, side]
        back[here, side] = np.argmax(neighbours[there] == here[:, None], axis=1).astype(np.int8)
    return back


def outlines(ids: np.ndarray) -> np.ndarray:
    """Boundaries of cells for drawing, (n,) array of shapely polygons in lon, lat."""
    import h3
    import shapely

    rings = []
    for number in ids:
        ring = h3.cell_to_boundary(h3.int_to_str(int(number)))
        rings.append(shapely.Polygon([(lon, lat) for lat, lon in ring]))
    return np.array(rings, dtype=object)


def nearest_cell(lat: float, lon: float, *, ids: np.ndarray, resolution: int) -> int:
    """Index of the cell that holds a point, -1 when it lies outside the grid; `ids` sorted."""
    import h3

    wanted = np.uint64(h3.str_to_int(h3.latlng_to_cell(lat, lon, resolution)))
    place = int(np.searchsorted(ids, wanted))
    return place if place < len(ids) and ids[place] == wanted else -1
