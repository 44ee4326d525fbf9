"""Neighbourhood: what lies at, around and between cells of a theatre."""

from __future__ import annotations

import numpy as np

from hillfort.theatre import grid
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.theatre import Theatre


def cell_at(theatre: Theatre, *, lat: float, lon: float) -> int:
    """Index of the cell that holds a point, -1 outside the theatre; land or sea alike."""
    return grid.nearest_cell(lat, lon, ids=theatre.cells.ids, resolution=theatre.resolution)


def neighbourhood(theatre: Theatre, *, cell: int, rings: int) -> np.ndarray:
    """Indices of the cells within so many steps of a cell, itself included, in order; at rings 1 seven at most."""
    return np.array(sorted(within(cell, theatre.cells.neighbours, rings)), dtype=np.int64)


def within(cell: int, neighbours: np.ndarray, steps: int) -> set[int]:
    """Cells within so many steps over a (n, 6) table of neighbours, the first included."""
    found = {cell}
    edge = {cell}
    for _ in range(steps):
        edge = {int(other) for one in edge for other in neighbours[one] if other >= 0} - found
        found |= edge
    return found


def cells_apart_km(theatre: Theatre, *, first: int, last: int) -> float:
    """Great-circle distance between the centres of two cells, km."""
    cells = theatre.cells
    return float(distance_km(cells.lat[first], cells.lon[first], cells.lat[last], cells.lon[last]))


def outline(theatre: Theatre, *, cell: int) -> np.ndarray:
    """Corners of a cell for drawing, (k, 2) lon, lat, the first repeated at the end."""
    return np.asarray(grid.outlines(theatre.cells.ids[[cell]])[0].exterior.coords)
