"""Rivers: which sides of cells they run along, and on which bank a road lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.grid import SIDES, Grid
from hillfort.theatre.shares import crossing
from hillfort.theatre.stitching import stitch, tidy
from hillfort.theatre.survey import Chords

REACH_KM = 12.0
"""A waypoint further than this from every mapped stream is taken as it stands."""

BORDER_KM = 4.0
"""A waypoint this near to a border that is a river lies on it."""

STRAIGHT_FACTOR = 2.6
"""A way along the streams longer than this many times the straight line is not believed."""


def stream_lines(streams: tuple[np.ndarray, ...]) -> Chords:
    """Unnamed river pieces as one network, ends within 1.5 km joined."""
    if not streams:
        return Chords.none()
    points = np.concatenate([line[:, ::-1] for line in streams])
    size = np.array([len(line) for line in streams])
    last = np.cumsum(size)
    number = np.setdiff1d(np.arange(len(points)), last - 1)
    pairs = np.column_stack([number, number + 1])
    first, second = points[pairs[:, 0]], points[pairs[:, 1]]
    km = distance_km(first[:, 0], first[:, 1], second[:, 0], second[:, 1])
    return stitch(tidy(Chords.of(points, pairs, km)), gap_km=1.5)


def river_line(waypoints: np.ndarray, streams: Chords, *, border: Chords) -> np.ndarray:
    """(k, 2) lon, lat: from waypoint to waypoint (lon, lat) along the border that the river is, else along the mapped
    streams, straight where there are neither."""
    way: list[tuple[float, float]] = []
    for (lon_1, lat_1), (lon_2, lat_2) in zip(waypoints[:-1].tolist(), waypoints[1:].tolist(), strict=True):
        leg = [(lon_1, lat_1), (lon_2, lat_2)]
        piece = _along(leg, border, BORDER_KM) or _along(leg, streams, REACH_KM) or leg
        way += piece if not way else piece[1:] if way[-1] == piece[0] else piece
    return np.array(way)


def _along(leg: list[tuple[float, float]], lines: Chords, reach_km: float) -> list[tuple[float, float]]:
    """The leg led along lines whose points lie within reach of both its ends; empty when there is no such way."""
    from hillfort.theatre.routing import nearest_point, route

    if not len(lines.lat):
        return []
    ends = [nearest_point(lines, lat, lon) for lon, lat in leg]
    away = [
        float(distance_km(lat, lon, lines.lat[end], lines.lon[end])) for (lon, lat), end in zip(leg, ends, strict=True)
    ]
    if max(away) > reach_km or ends[0] == ends[1]:
        return []
    spots = [(float(lines.lon[point]), float(lines.lat[point])) for point in route(lines, ends[0], ends[1])]
    return spots if spots and _km(spots) <= STRAIGHT_FACTOR * _km(leg) + 5.0 else []


def _km(spots: list[tuple[float, float]]) -> float:
    line = np.array(spots)
    return float(distance_km(line[:-1, 1], line[:-1, 0], line[1:, 1], line[1:, 0]).sum())


def river_sides(grid: Grid, rivers: tuple[np.ndarray, ...]) -> np.ndarray:
    """(n, 6) int16: 1 + the first river that the straight line between the two centres crosses an odd number of times.

    An even number is a bend: both centres lie on one bank.
    """
    found = np.zeros(grid.neighbours.shape, dtype=np.int16)
    here, side = np.nonzero(grid.neighbours >= 0)
    there = grid.neighbours[here, side]
    once = here < there
    here, side, there = here[once], side[once], there[once]
    centre = np.column_stack([grid.lon, grid.lat])
    for number, line in reversed(list(enumerate(rivers))):
        odd = crossing(centre[here], centre[there], [line]) % 2 == 1
        found[here[odd], side[odd]] = number + 1
        found[there[odd], grid.back[here[odd], side[odd]]] = number + 1
    return found


@dataclass(frozen=True, slots=True)
class Banks:
    """Which cell a point near a river belongs to: the nearest whose centre is on the same bank."""

    grid: Grid
    rivers: tuple[np.ndarray, ...]
    river: np.ndarray
    """(n, 6) int16, as in `Cells`."""

    def assign(self, lat: np.ndarray, lon: np.ndarray, cell: np.ndarray) -> np.ndarray:
        """(n,) int64: the cell of each point, moved to a neighbour where its own centre is across a river."""
        near = np.asarray((self.river > 0).any(axis=1))
        for side in range(SIDES):
            near = near | near[np.maximum(self.grid.neighbours[:, side], 0)] & (self.grid.neighbours[:, side] >= 0)
        doubtful = np.flatnonzero((cell >= 0) & near[np.maximum(cell, 0)])
        options = np.column_stack([cell[doubtful], self.grid.neighbours[cell[doubtful]]])
        spots = np.column_stack([lon[doubtful], lat[doubtful]])
        across = self._across(spots, options)
        east = (self.grid.lon[options] - spots[:, :1]) * np.cos(np.radians(spots[:, 1:]))
        gap = east**2 + (self.grid.lat[options] - spots[:, 1:]) ** 2
        gap = np.where((options < 0) | across, np.inf, gap)
        best = gap.argmin(axis=1)
        settled = np.isfinite(gap[np.arange(len(best)), best])
        moved = cell.copy()
        moved[doubtful[settled]] = options[np.arange(len(best)), best][settled]
        return moved

    def _across(self, spots: np.ndarray, options: np.ndarray) -> np.ndarray:
        size = options.shape[1]
        starts = np.repeat(spots, size, axis=0)
        flat = np.maximum(options.reshape(-1), 0)
        ends = np.column_stack([self.grid.lon[flat], self.grid.lat[flat]])
        across = np.zeros(len(flat), dtype=bool)
        for line in self.rivers:
            west, south = line.min(axis=0) - 0.2
            east, north = line.max(axis=0) + 0.2
            close = np.flatnonzero(
                (starts[:, 0] > west) & (starts[:, 0] < east) & (starts[:, 1] > south) & (starts[:, 1] < north)
            )
            across[close] |= crossing(starts[close], ends[close], [line]) % 2 == 1
        return across.reshape(options.shape)
