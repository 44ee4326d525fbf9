"""Ground: whose each cell is, how much of it is dry, and which neighbours can be reached on foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.theatre.grid import SIDES, Grid
from hillfort.theatre.shares import cover, crossing, tiled

DRY_SHARE = 0.25
"""A cell with less dry land than this is water, unless a road runs through it (a spit, a causeway)."""

DRY_SIDE_SHARE = 0.15
"""Two cells touch on land when at least this much of their common side is dry (about 0.5 km at resolution 6)."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the coast, the borders and the lakes make of a grid."""

    country: np.ndarray
    land_share: np.ndarray
    lake_share: np.ndarray
    dry: np.ndarray
    """(n,) bool, ground forces can be here."""
    dry_side: np.ndarray
    """(n, 6) bool, the common side is dry enough."""


def survey_ground(grid: Grid, cells: np.ndarray, *, countries: dict[str, Any], lakes: tuple[Any, ...]) -> Ground:
    """Land, lakes and country of every cell; `cells` are the outlines of the grid."""
    import shapely

    shares = np.stack([cover(cells, shape) for shape in countries.values()], axis=1)
    land = np.minimum(shares.sum(axis=1), 1.0)
    water = shapely.union_all(list(lakes)) if lakes else shapely.Polygon()
    lake = np.minimum(cover(cells, water), land)
    dry = land - lake >= DRY_SHARE
    country = np.where(land > 0.0, shares.argmax(axis=1), -1).astype(np.int8)
    firm = {code: shapely.difference(shape, water) for code, shape in countries.items()}
    sides = _dry_sides(grid, cells, firm=list(firm.values()), mixed=land - lake < 0.999)
    return Ground(country, land, lake, dry, sides)


def _dry_sides(grid: Grid, cells: np.ndarray, *, firm: list[Any], mixed: np.ndarray) -> np.ndarray:
    """(n, 6) bool: enough of the side between two neighbours lies on firm ground."""
    import shapely

    sides = grid.neighbours >= 0
    here, side = np.nonzero(sides)
    there = grid.neighbours[here, side]
    doubtful = (here < there) & (mixed[here] | mixed[there])
    here, side, there = here[doubtful], side[doubtful], there[doubtful]
    common = shapely.intersection(cells[here], cells[there], grid_size=1e-9)
    tiles = np.concatenate([tiled(shape) for shape in firm]) if firm else np.array([], dtype=object)
    dry_length = _length_on(common, tiles)
    whole = np.maximum(shapely.length(common), 1e-12)
    firm_enough = dry_length / whole >= DRY_SIDE_SHARE
    sides[here, side] = firm_enough
    sides[there, grid.back[here, side]] = firm_enough
    return sides


def _length_on(lines: np.ndarray, tiles: np.ndarray) -> np.ndarray:
    import shapely

    total = np.zeros(len(lines))
    if len(tiles) and len(lines):
        line, tile = shapely.STRtree(tiles).query(lines, predicate="intersects")
        order = np.lexsort((tile, line))
        line, tile = line[order], tile[order]
        np.add.at(total, line, shapely.length(shapely.intersection(lines[line], tiles[tile])))
    return total


def barred(grid: Grid, barriers: list[np.ndarray]) -> np.ndarray:
    """(n, 6) bool: the straight line between the two centres crosses a barrier (wide water the map does not show)."""
    found = np.zeros(grid.neighbours.shape, dtype=bool)
    if not barriers:
        return found
    here, side = np.nonzero(grid.neighbours >= 0)
    there = grid.neighbours[here, side]
    centre = np.column_stack([grid.lon, grid.lat])
    met = crossing(centre[here], centre[there], barriers) % 2 == 1
    found[here[met], side[met]] = True
    return found


def passable(grid: Grid, dry: np.ndarray, *, dry_side: np.ndarray, bars: np.ndarray, road: np.ndarray) -> np.ndarray:
    """(n, 6) bool: both cells are ground, and the side is dry and not barred, or a road crosses it."""
    other = np.maximum(grid.neighbours, 0)
    both = dry[:, None] & dry[other] & (grid.neighbours >= 0)
    open_side = (dry_side & ~bars) | (road > 0)
    open_back = np.zeros_like(open_side)
    for side in range(SIDES):
        here = np.flatnonzero(grid.neighbours[:, side] >= 0)
        open_back[here, side] = open_side[grid.neighbours[here, side], grid.back[here, side]]
    way: np.ndarray = both & open_side & open_back
    return way
