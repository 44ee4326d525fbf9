"""Survey: the raw material of a theatre, as read from its sources and before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Chords:
    """A network of straight chords between points; edges are undirected.

    `kind` is a ROAD_* class for roads and the gauge in mm for railways; `tracks` is tracks or lanes per direction.
    """

    lat: np.ndarray
    lon: np.ndarray
    """(n,) float64, degrees."""
    start: np.ndarray
    end: np.ndarray
    """(m,) int64, indices of points."""
    km: np.ndarray
    """(m,) float64, along the line."""
    kind: np.ndarray
    """(m,) int16."""
    tracks: np.ndarray
    """(m,) int8."""

    @classmethod
    def of(cls, points: np.ndarray, pairs: np.ndarray, km: np.ndarray, *, kind: int = 0, tracks: int = 1) -> Chords:
        """Lines of one kind; `points` is (n, 2) lat, lon and `pairs` (m, 2) indices."""
        count = len(pairs)
        ends = np.asarray(pairs, dtype=np.int64).reshape(count, 2)
        spots = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        return cls(
            spots[:, 0].copy(),
            spots[:, 1].copy(),
            ends[:, 0].copy(),
            ends[:, 1].copy(),
            np.asarray(km, dtype=np.float64).reshape(count),
            np.full(count, kind, dtype=np.int16),
            np.full(count, tracks, dtype=np.int8),
        )

    @classmethod
    def none(cls) -> Chords:
        """No lines at all."""
        return cls.of(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0))

    def keep(self, edges: np.ndarray) -> Chords:
        """Only these edges (mask or indices), and only the points they use."""
        start, end = self.start[edges], self.end[edges]
        used, index = np.unique(np.concatenate([start, end]), return_inverse=True)
        half = len(start)
        return Chords(
            self.lat[used],
            self.lon[used],
            index[:half].astype(np.int64),
            index[half:].astype(np.int64),
            self.km[edges],
            self.kind[edges],
            self.tracks[edges],
        )

    def clip(self, bounds: tuple[float, float, float, float]) -> Chords:
        """Only edges with both ends inside west, south, east, north."""
        west, south, east, north = bounds
        inside = (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)
        return self.keep(inside[self.start] & inside[self.end])

    def without(self, edges: np.ndarray) -> Chords:
        """All edges but those of the mask; points stay."""
        left = ~edges
        return replace(
            self,
            start=self.start[left],
            end=self.end[left],
            km=self.km[left],
            kind=self.kind[left],
            tracks=self.tracks[left],
        )


@dataclass(frozen=True, slots=True)
class GazetteerSpot:
    """A named point from a gazetteer."""

    name: str
    lat: float
    lon: float
    kind: str
    country: str
    population: int = 0
    aliases: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything the sources of a theatre hold, clipped to what the recipe asks for."""

    countries: dict[str, Any]
    """ISO 3166 alpha-2 -> shapely geometry of its land."""
    lakes: tuple[Any, ...]
    """shapely polygons."""
    streams: tuple[np.ndarray, ...]
    """Unnamed river pieces, (k, 2) lon, lat."""
    rivers: dict[str, tuple[np.ndarray, ...]]
    """Named river lines."""
    road: Chords
    rail: Chords
    sea: Chords
    """All three over the wider bounds of the coarse network."""
    spots: tuple[GazetteerSpot, ...]
    provenance: dict[str, Any] = field(default_factory=dict)
