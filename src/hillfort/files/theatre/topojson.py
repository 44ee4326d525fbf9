"""TopoJSON: countries out of shared, quantised arcs."""

from __future__ import annotations

from typing import Any

import numpy as np

Bounds = tuple[float, float, float, float]


def countries(topology: Any, *, codes: dict[str, str], bounds: Bounds) -> dict[str, Any]:
    """Land of each wanted country as a shapely geometry, clipped to `bounds`.

    `codes` maps our code to the identifier in the file (ISO 3166 numeric); a country without land in
    the bounds is left out.
    """
    import shapely

    arcs = _arcs(topology)
    wanted = {number: code for code, number in codes.items()}
    found: dict[str, Any] = {}
    for item in topology["objects"]["countries"]["geometries"]:
        code = wanted.get(str(item.get("id", "")))
        if code is None:
            continue
        groups = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
        pieces = [_polygon(group, arcs, bounds) for group in groups]
        land = shapely.union_all([piece for piece in pieces if piece is not None])
        if not land.is_empty:
            found[code] = shapely.normalize(land)
    return {code: found[code] for code in codes if code in found}


def _arcs(topology: Any) -> list[np.ndarray]:
    scale = np.array(topology["transform"]["scale"])
    shift = np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc, dtype=np.int64), axis=0) * scale + shift for arc in topology["arcs"]]


def _polygon(group: list[list[int]], arcs: list[np.ndarray], bounds: Bounds) -> Any:
    import shapely

    rings = [_ring(numbers, arcs) for numbers in group]
    west, south, east, north = bounds
    low, high = rings[0].min(axis=0), rings[0].max(axis=0)
    if low[0] > east or high[0] < west or low[1] > north or high[1] < south:
        return None
    shape = shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
    return shapely.make_valid(shapely.clip_by_rect(shape, west, south, east, north))


def _ring(numbers: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Join arcs end to end; a negative number is the complement, walked backwards."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([parts[0]] + [part[1:] for part in parts[1:]])
