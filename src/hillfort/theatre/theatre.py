"""A theatre: where it happens. Cells with terrain and ways between them, places, networks, coast."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hillfort.foundation.fixed import content_digest
from hillfort.theatre.lands import World

ROAD_NONE, ROAD_LOCAL, ROAD_MAIN, ROAD_DUAL = 0, 1, 2, 3
"""Best road across a cell edge: none mapped, local, main single carriageway, dual carriageway."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells as a struct of arrays; `n` cells, six sides each.

    Sides are ordered by bearing, clockwise from north, so side `d` faces `(d + 3) % 6` of the neighbour nearly
    (exactly: `neighbours[neighbours[i, d], back[i, d]] == i`).
    """

    ids: np.ndarray
    """(n,) uint64, H3 index."""
    lat: np.ndarray
    lon: np.ndarray
    """(n,) float64, degrees of the centre."""
    country: np.ndarray
    """(n,) int8, index into `Theatre.countries`; -1 is sea."""
    land_share: np.ndarray
    forest_share: np.ndarray
    wetland_share: np.ndarray
    lake_share: np.ndarray
    urban_share: np.ndarray
    """(n,) float32, each 0 to 1, of the cell's area."""
    neighbours: np.ndarray
    """(n, 6) int32, index of the neighbour or -1 at the edge of the theatre."""
    back: np.ndarray
    """(n, 6) int8, the side of the neighbour that faces this cell, or -1."""
    edge_km: np.ndarray
    """(n, 6) float32, great-circle distance between the two centres."""
    passable: np.ndarray
    """(n, 6) bool, ground forces can cross (both cells are land and no wide water lies between)."""
    road: np.ndarray
    """(n, 6) int8, best road across: ROAD_NONE, ROAD_LOCAL, ROAD_MAIN, ROAD_DUAL."""
    road_km: np.ndarray
    """(n, 6) float32, kilometres along that road from cell to cell (so that routes add up to road distance)."""
    rail_gauge_mm: np.ndarray
    """(n, 6) int16, 0, 1435 or 1520; a dual-gauge line counts as 1435."""
    river: np.ndarray
    """(n, 6) int16, 0 or 1 + index into `Theatre.rivers`."""
    bridge: np.ndarray
    """(n, 6) int8, 1 where a road bridge crosses that river here, else 0."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Place:
    """A named point that people give orders about."""

    name: str
    lat: float
    lon: float
    cell: int
    """Index of its land cell in `Cells`, -1 where it lies outside the theatre."""
    kinds: tuple[str, ...]
    """Of 'town', 'capital', 'port', 'airfield', 'crossing', 'military'."""
    country: str
    """ISO 3166 alpha-2."""
    population: int = 0
    aliases: tuple[str, ...] = ()
    """Other spellings, e.g. without diacritics."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One network of lines with its true geometry kept as straight chords between nodes."""

    mode: str
    """'road', 'rail' or 'sea'."""
    node_lat: np.ndarray
    node_lon: np.ndarray
    edge_from: np.ndarray
    edge_to: np.ndarray
    """(m,) int32, undirected."""
    edge_km: np.ndarray
    """(m,) float32, along the line."""
    edge_class: np.ndarray
    """(m,) int16: ROAD_* for roads, gauge in mm for rail, 0 for sea."""
    edge_tracks: np.ndarray
    """(m,) int8: tracks for rail, lanes per direction for roads, 0 for sea."""


_DIGESTS: deque[tuple[Theatre, str]] = deque(maxlen=8)
"""Digests of the theatres last asked for: a theatre does not change."""


@dataclass(frozen=True, slots=True)
class Theatre:
    """Everything that is known about the ground before anyone is put on it."""

    name: str
    title: str
    resolution: int
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    countries: tuple[str, ...]
    """ISO 3166 alpha-2; `Cells.country` indexes this."""
    rivers: tuple[str, ...]
    cells: Cells
    places: dict[str, Place]
    """By name."""
    regions: dict[str, tuple[str, ...]]
    """Sector name to the countries or places it is made of, for the balance of forces."""
    road: Layer
    rail: Layer
    sea: Layer
    coarse_road: Layer
    """Europe, thinned, for reinforcement to reach the theatre."""
    coarse_rail: Layer
    coast: tuple[np.ndarray, ...]
    borders: tuple[np.ndarray, ...]
    lakes: tuple[np.ndarray, ...]
    river_lines: tuple[np.ndarray, ...]
    """Polylines (k, 2) of lon, lat for drawing; simplified."""
    provenance: dict[str, Any] = field(default_factory=dict)
    """Packages and versions, licences, recipe digest."""
    country_names: dict[str, str] = field(default_factory=dict)
    """What countries are called, by code; no part of the ground."""
    lands: Callable[[], World] | None = field(default=None, repr=False, compare=False)
    """The lands of the world, which say where water parts a place from a line; None where nothing is known of them."""

    @property
    def content_digest(self) -> str:
        """SHA-256 of the ground itself: cells, places and networks, however they were come by."""
        found = next((digest for theatre, digest in _DIGESTS if theatre is self), None)
        if found is None:
            ground = (self.name, self.resolution, self.countries, self.cells, tuple(self.places.items()))
            found = content_digest((*ground, self.road, self.rail, self.sea, self.coarse_road, self.coarse_rail))
            _DIGESTS.append((self, found))
        return found
