"""The ground under a map: coast, borders, waters, towns and cells, in flat map units."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.campaign.scenario import Scenario
from hillfort.report.parts.projection import Projection
from hillfort.theatre.theatre import Cells, Theatre

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

TOLERANCE = 4.0
"""Map units (100 m) by which a drawn line may leave the true one."""
MOST_TOWNS = 46
APART = 300
"""Map units between towns that are named: districts of a city are not."""


@dataclass(frozen=True, slots=True)
class Hexagons:
    """Outlines of some cells: shared corners, and six of them for each cell."""

    cells: np.ndarray
    """(k,) index of each into the theatre's cells."""
    corners: np.ndarray
    """(corner, 2) uint16 map units."""
    faces: np.ndarray
    """(k, 6) uint32."""


def land_cells(cells: Cells) -> np.ndarray:
    """Index of every cell that is somebody's."""
    return np.flatnonzero(cells.country >= 0)


def hexagons(cells: Cells, chosen: np.ndarray, projection: Projection) -> Hexagons:
    """Outlines of the chosen cells."""
    from h3.api import basic_int

    rings = np.array([_six(basic_int.cell_to_boundary(int(cell))) for cell in cells.ids[chosen]])
    flat = rings.reshape(-1, 2)
    points = np.clip(np.round(projection.xy(flat[:, 1], flat[:, 0])), 0, 65535).astype(np.uint32)
    keys, inverse = np.unique(points[:, 0] << 16 | points[:, 1], return_inverse=True)
    corners = np.column_stack([keys >> 16, keys & 0xFFFF]).astype(np.uint16)
    return Hexagons(chosen, corners, inverse.reshape(-1, 6).astype(np.uint32))


def _six(ring: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Six corners whatever the cell has: some have a corner more, pentagons one fewer."""
    return [ring[round(place * len(ring) / 6) % len(ring)] for place in range(6)]


def shapes(theatre: Theatre, projection: Projection) -> dict[str, list[list[list[int]]]]:
    """Land, lakes, borders and rivers as lists of [x, y] pairs; land is [] where the coast does not close."""
    return {
        "land": _land(theatre, projection),
        "lakes": _lines(theatre.lakes, projection, closed=True),
        "borders": _lines(theatre.borders, projection),
        "rivers": _lines(theatre.river_lines, projection),
    }


def _lines(lines: tuple[np.ndarray, ...], projection: Projection, *, closed: bool = False) -> list[list[list[int]]]:
    import shapely

    least = 4 if closed else 2
    found = []
    for line in lines:
        if len(line) < least:
            continue
        points = projection.xy(line[:, 0], line[:, 1])
        simple = shapely.get_coordinates(shapely.simplify(shapely.LineString(points), TOLERANCE))
        if len(simple) >= least and np.ptp(simple, axis=0).max() > 2.0 * TOLERANCE:
            found.append(np.round(simple).astype(int).tolist())
    return found


def _land(theatre: Theatre, projection: Projection) -> list[list[list[int]]]:
    """Rings of land (and of islands), cut out of the map's frame by the coast."""
    import shapely

    if not theatre.coast:
        return []
    west, south, east, north = theatre.bounds
    inset = 0.02
    west, south, east, north = west + inset, south + inset, east - inset, north - inset
    sides = np.linspace(0.0, 1.0, 30)
    frame = np.concatenate(
        [
            np.column_stack([west + (east - west) * sides, np.full(30, south)]),
            np.column_stack([np.full(30, east), south + (north - south) * sides]),
            np.column_stack([east - (east - west) * sides, np.full(30, north)]),
            np.column_stack([np.full(30, west), north - (north - south) * sides]),
        ]
    )
    drawn = [shapely.LineString(projection.xy(line[:, 0], line[:, 1])) for line in theatre.coast if len(line) > 1]
    edge = shapely.LinearRing(projection.xy(frame[:, 0], frame[:, 1]))
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all([*drawn, edge]))))
    whole = shapely.Polygon(edge)
    kept = [piece for piece in pieces if whole.contains(piece.representative_point())]
    land = shapely.simplify([piece for piece in kept if _is_land(piece, theatre, projection)], TOLERANCE)
    rings = [ring for piece in land for ring in shapely.get_rings(piece)]
    return [np.round(shapely.get_coordinates(ring)).astype(int).tolist() for ring in rings if len(ring.coords) >= 4]


def _is_land(piece: BaseGeometry, theatre: Theatre, projection: Projection) -> bool:
    """By the cells whose centres lie in it; a piece too small for one is an island."""
    import shapely

    centres = projection.xy(theatre.cells.lon, theatre.cells.lat)
    left, top, right, bottom = piece.bounds
    near = (centres[:, 0] >= left) & (centres[:, 0] <= right) & (centres[:, 1] >= top) & (centres[:, 1] <= bottom)
    inside = np.flatnonzero(near)[shapely.contains_xy(piece, centres[near])]
    return inside.size == 0 or float(np.mean(theatre.cells.country[inside] >= 0)) > 0.5


def towns(scenario: Scenario, projection: Projection) -> list[dict[str, Any]]:
    """Objectives, capitals and the largest towns: where their names go, most important first."""
    objectives = {objective.place: objective for objective in scenario.objectives}
    places = scenario.theatre.places.values()
    ranked = sorted(
        (
            place
            for place in places
            if place.cell >= 0 and (place.name in objectives or {"town", "capital"} & set(place.kinds))
        ),
        key=lambda place: (place.name not in objectives, "capital" not in place.kinds, -place.population, place.name),
    )
    found: list[dict[str, Any]] = []
    for place in ranked:
        x, y = projection.xy(np.array([place.lon]), np.array([place.lat]))[0]
        crowded = any(abs(x - other["x"]) + abs(y - other["y"]) < APART for other in found)
        if len(found) == MOST_TOWNS or (crowded and place.name not in objectives):
            continue
        objective = objectives.get(place.name)
        rank = 0 if "capital" in place.kinds else 1 if objective is not None else 2
        found.append({"name": place.name, "x": round(float(x)), "y": round(float(y)), "rank": rank})
    return found


def nearest_names(theatre: Theatre, chosen: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Names of places, and for each chosen cell the nearest of them: what a reader calls it."""
    from scipy.spatial import cKDTree

    places = [place for place in theatre.places.values() if place.cell >= 0]
    if not places:
        return [], np.zeros(len(chosen), np.uint16)
    squeeze = np.cos(np.radians(np.mean(theatre.bounds[1::2])))
    tree = cKDTree([(place.lat, place.lon * squeeze) for place in places])
    cells = theatre.cells
    _, nearest = tree.query(np.column_stack([cells.lat[chosen], cells.lon[chosen] * squeeze]))
    used, index = np.unique(nearest, return_inverse=True)
    return [f"{places[each].name} ({places[each].country})" for each in used], index.astype(np.uint16)


def side_of_cells(scenario: Scenario, chosen: np.ndarray) -> np.ndarray:
    """(cell,) int8: 0 blue's home, 1 red's home, 2 neither's."""
    countries = scenario.theatre.countries
    side = np.full(len(countries), 2, np.int8)
    for place, country in enumerate(countries):
        for number, key in enumerate(("blue", "red")):
            if country in scenario.sides[key].countries:
                side[place] = number
    return np.asarray(side[scenario.theatre.cells.country[chosen]])


def packed(values: np.ndarray) -> str:
    """An array as base64 text, little-endian."""
    return base64.b64encode(np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes()).decode(
        "ascii"
    )
