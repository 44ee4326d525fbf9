"""Whether cells fit together: neighbours know each other, and an edge is the same from both sides."""

from __future__ import annotations

import numpy as np

from hillfort.theatre.theatre import Cells

EDGES = ("edge_km", "passable", "road", "road_km", "rail_gauge_mm", "river", "bridge")
"""What an edge has, the same from both of its cells."""

Unsound = tuple[str, np.ndarray, str]
"""Name of an array of the cells, the rows of it that are wrong, (n,) bool, and what is allowed."""


def unsound(cells: Cells, resolution: int) -> list[Unsound]:
    """Arrays of the cells that do not fit together, every value taken to be within its range already.

    An index that leads out of the table hides what hangs on it, so that nothing is looked up by it.
    """
    count = len(cells)
    ids = cells.ids.astype(np.uint64)
    is_cell = (ids >> np.uint64(59) == 1) & (ids >> np.uint64(52) & np.uint64(15) == resolution)
    found: list[Unsound] = [("ids", ~is_cell | _twice(ids), f"H3 cells of resolution {resolution}, each once")]
    there = cells.neighbours >= 0
    beyond = (cells.neighbours >= count) | (cells.neighbours == np.arange(count)[:, None])
    one_only = there != (cells.back >= 0)
    found += [
        ("neighbours", beyond.any(axis=1), f"another cell, 0 to {count - 1}, or -1 at the edge of the theatre"),
        ("back", one_only.any(axis=1), "0 to 5 where there is a neighbour, else -1"),
    ]
    if beyond.any() or one_only.any():
        return _wrong_only(found)
    cell, side = np.nonzero(there)
    other, facing = cells.neighbours[cell, side], cells.back[cell, side]
    apart = np.zeros(there.shape, dtype=np.bool_)
    apart[cell, side] = cells.neighbours[other, facing] != cell
    found.append(
        ("neighbours", np.any(apart, axis=1), "each is the neighbour of its neighbour, on the side `back` names")
    )
    return _wrong_only(found) or unsound_edges(cells)


def unsound_edges(cells: Cells, names: tuple[str, ...] = EDGES) -> list[Unsound]:
    """Arrays of the edges between cells that differ from one side to the other, or say what an edge cannot be."""
    there = cells.neighbours >= 0
    here = np.flatnonzero(there)
    facing = (cells.neighbours.astype(np.int64) * there.shape[1] + cells.back).ravel()[here]
    found: list[Unsound] = []
    for name in names:
        values = getattr(cells, name)
        flat = values.ravel()
        differs = (flat != 0) & ~there.ravel()
        differs[here] = flat[here] != flat[facing]
        words = "the same from both cells, and 0 where there is no neighbour"
        found.append((name, differs.reshape(there.shape).any(axis=1), words))
    on_water = cells.passable & (cells.country < 0)[:, None]
    no_length = (cells.road > 0) & ~(cells.road_km > 0)
    found += [
        ("edge_km", np.any(there & ~(cells.edge_km > 0), axis=1), "above 0 to every neighbour"),
        ("road_km", np.any(no_length, axis=1), "above 0 where there is a road"),
        ("passable", np.any(on_water, axis=1), "only between cells of land"),
    ]
    return _wrong_only(found)


def _twice(ids: np.ndarray) -> np.ndarray:
    _, where, times = np.unique(ids, return_inverse=True, return_counts=True)
    return np.asarray(times[where] > 1)


def _wrong_only(found: list[Unsound]) -> list[Unsound]:
    return [each for each in found if each[1].any()]
