"""Areas: forest, wetland and built-up shares of the cells, from the overlay's countries and regions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hillfort.foundation.evidence import Evidence
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.grid import Grid
from hillfort.theatre.overlay import Area
from hillfort.theatre.shares import cover
from hillfort.theatre.theatre import Place

COVERS = ("forest", "wetland", "urban")

PEOPLE_PER_KM2 = Evidence(2500.0, "people/km2", 1400.0, 5000.0, note="Three capitals have 1,400 to 2,800.")
"""Density at which ground counts as wholly built up; it is built into a theatre."""


def covers(
    grid: Grid, cells: np.ndarray, areas: Sequence[Area], *, country: np.ndarray, towns: Sequence[Place]
) -> dict[str, np.ndarray]:
    """(n,) shares by name. Areas are laid on in order, each over the earlier ones for the part it covers.

    Built-up ground comes from the people of the towns, spread over a disc at a common density, and takes its
    room from the forest. `country` (n,) holds the code of each cell's country.
    """
    import shapely

    found = {name: np.zeros(len(grid)) for name in COVERS}
    for area in areas:
        part = (country == area.country).astype(np.float64) if area.country else np.ones(len(grid))
        if area.outline:
            part = part * cover(cells, shapely.make_valid(shapely.Polygon([(lon, lat) for lat, lon in area.outline])))
        found[area.cover] = found[area.cover] * (1.0 - part) + part * area.share
    found["urban"] = np.minimum(found["urban"] + _built_up(grid, towns), 1.0)
    found["forest"] = np.minimum(found["forest"], 1.0 - found["urban"])
    return found


def _built_up(grid: Grid, towns: Sequence[Place]) -> np.ndarray:
    """Share of each cell inside the discs of the towns."""
    total = np.zeros(len(grid))
    cell_km = float(np.median(grid.edge_km[grid.edge_km > 0.0]))
    area_km2 = cell_km**2 * np.sqrt(3.0) / 2.0
    for town in towns:
        if town.population < 2000:
            continue
        town_km2 = town.population / PEOPLE_PER_KM2.value
        radius = max(float(np.sqrt(town_km2 / np.pi)), cell_km * 0.55)
        away = distance_km(town.lat, town.lon, grid.lat, grid.lon)
        inside = np.flatnonzero(away <= radius)
        if not len(inside):
            inside = np.array([int(np.argmin(away))])
            if away[inside[0]] > cell_km:
                continue
        total[inside] += town_km2 / (len(inside) * area_km2)
    return np.minimum(total, 0.95)
