"""Routing: shortest ways along a network of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.geodesy import distance_km

if TYPE_CHECKING:
    from hillfort.theatre.survey import Chords


def matrix(start: np.ndarray, end: np.ndarray, km: np.ndarray, *, count: int) -> Any:
    """Symmetric sparse matrix of the shortest edge between each pair of points.

    Raises `InputError` for a length below zero or none at all: shortest ways have no meaning with it.
    """
    from scipy.sparse import csr_matrix

    if len(km) and not (np.min(km) >= 0 and np.isfinite(np.max(km))):
        wrong = float(km[np.flatnonzero(~((km >= 0) & np.isfinite(km)))[0]])
        found = f"{wrong:g} km is no length of an edge."
        raise InputError(Problem("network", 0, "km", found, "Allowed: 0 km and more, and finite."))

    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((km, high, low))
    low, high, length = low[order], high[order], np.maximum(km[order], 1e-6)
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    low, high, length = low[fresh], high[fresh], length[fresh]
    rows, columns = np.concatenate([low, high]), np.concatenate([high, low])
    return csr_matrix((np.concatenate([length, length]), (rows, columns)), shape=(count, count))


def network_km(lines: Chords, first: tuple[float, float], last: tuple[float, float]) -> float:
    """Kilometres along the lines between the points of the network nearest to two (lat, lon); inf when apart.

    The way from each place to the network is not counted.
    """
    a, b = nearest_point(lines, *first), nearest_point(lines, *last)
    return float(_ways(lines, a)[0][b])


def route(lines: Chords, first: int, last: int) -> list[int]:
    """Points of the shortest way from `first` to `last`, empty when there is none."""
    lengths, before = _ways(lines, first)
    if not np.isfinite(lengths[last]):
        return []
    way = [last]
    while way[-1] != first:
        way.append(int(before[way[-1]]))
    return way[::-1]


def nearest_point(lines: Chords, lat: float, lon: float) -> int:
    """Index of the point of the network nearest to a place."""
    return int(np.argmin(distance_km(lat, lon, lines.lat, lines.lon)))


def _ways(lines: Chords, first: int) -> tuple[np.ndarray, np.ndarray]:
    from scipy.sparse.csgraph import dijkstra

    graph = matrix(lines.start, lines.end, lines.km, count=len(lines.lat))
    lengths, before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)
    return lengths, before
