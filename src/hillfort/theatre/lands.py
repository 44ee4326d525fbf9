"""Which land a point lies on, whose it is, and whether wheels or rails lead from one point to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.theatre.geodesy import great_circle_km

COAST_KM = 25.0
"""A point farther than this from every shore lies in the sea; nearer ones are taken to the nearest shore."""
KM_PER_DEGREE = 111.2
WATER_KM = 10.0
"""A straight land leg may cross this much water: estuaries and lakes have bridges."""
STEP_KM = 2.0
MOST_TRIED = 500
"""Points that are looked at for one that lies straight over land."""
LEAST_CELL_DEG, MOST_CELLS = 0.04, 400
"""Size of the squares by which a way over land is looked for: at least so many degrees,
at most so many squares a side."""


@dataclass(frozen=True, slots=True)
class LandSpot:
    """Where a point lies: the land's number, the country's name, and kilometres to the shore (0 on land)."""

    land: int
    country: str
    off_km: float

    @property
    def at_sea(self) -> bool:
        """True where no shore is near."""
        return self.off_km > COAST_KM

    @property
    def words(self) -> str:
        """The country, or how far out it lies.

        >>> LandSpot(3, "Sweden", 40.0).words
        'in the sea, 40 km from Sweden'
        """
        return f"in the sea, {self.off_km:,.0f} km from {self.country}" if self.at_sea else self.country


@dataclass(frozen=True, slots=True)
class FixedLink:
    """A bridge, tunnel or causeway between two lands: its ends (latitude, longitude) and who may use it."""

    name: str
    one: tuple[float, float]
    other: tuple[float, float]
    modes: frozenset[str]


class World:
    """The lands of the world and the fixed links between them.

    Assumes
    -------
    Outlines of Natural Earth 1:50m: islands under some square kilometres are missing. Lakes are land. Borders are open.
    """

    def __init__(
        self, shapes: Iterable[Any], lands: Iterable[int], countries: Iterable[str], links: Iterable[FixedLink]
    ) -> None:
        import shapely

        self._shapes = np.array(list(shapes), dtype=object)
        self._lands, self._countries = list(lands), list(countries)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        self._spots: dict[tuple[float, float], LandSpot] = {}
        self._links = tuple(links)
        self._joined = {mode: self._group(mode) for mode in ("road", "rail")}
        self._ways: dict[tuple[str, tuple[float, float], tuple[float, float]], float] = {}

    def _group(self, mode: str) -> Mapping[int, int]:
        """The lowest number of the lands that fixed links make one."""
        group = {land: land for land in self._lands}
        for link in self._links:
            if mode in link.modes:
                one, other = (group[self.spot(*end).land] for end in (link.one, link.other))
                group = {land: min(one, other) if now in (one, other) else now for land, now in group.items()}
        return group

    def spot(self, lat: float, lon: float) -> LandSpot:
        """Where a point lies."""
        import shapely

        if (lat, lon) not in self._spots:
            point = shapely.Point(lon, lat)
            near = self._tree.query(point, predicate="dwithin", distance=3.0)
            rows = near if len(near) else [int(self._tree.nearest(point))]
            far = {int(row): self._off_km(int(row), lat, lon) for row in sorted(rows)}
            row = min(far, key=lambda each: far[each])
            self._spots[lat, lon] = LandSpot(self._lands[row], self._countries[row], far[row])
        return self._spots[lat, lon]

    def _off_km(self, row: int, lat: float, lon: float) -> float:
        import shapely

        point, shape = shapely.Point(lon, lat), self._shapes[row]
        if shape.covers(point):
            return 0.0
        shore = shapely.shortest_line(point, shape).coords[-1]
        return great_circle_km(lat, lon, shore[1], shore[0])

    def land(self, lat: float, lon: float, mode: str = "road") -> int:
        """Number of the land of a point; lands that fixed links for 'road' or 'rail' join have one number."""
        return self._joined[mode][self.spot(lat, lon).land]

    def on_land(self, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
        """For each point the row of the outline it lies in, -1 in the sea."""
        import shapely

        found = np.full(len(lat), -1)
        around = shapely.box(np.min(lon), np.min(lat), np.max(lon), np.max(lat))
        for row in sorted(self._tree.query(around, predicate="intersects")):
            found[shapely.contains_xy(self._shapes[row], lon, lat)] = row
        return found

    def water_km(self, one: tuple[float, float], other: tuple[float, float]) -> float:
        """The longest stretch of sea on the great circle between two points, kilometres, to two kilometres."""
        lat, lon = great_circle(one, other, STEP_KM)
        wet = self.on_land(lat, lon) < 0
        edges = np.flatnonzero(np.diff(np.concatenate([[False], wet, [False]]).astype(int)))
        longest = int(np.max(edges[1::2] - edges[::2], initial=0))
        return longest * great_circle_km(*one, *other) / max(len(lat) - 1, 1)

    def way_km(self, mode: str, one: tuple[float, float], other: tuple[float, float]) -> float:
        """Shortest way over land and fixed links, without roads' bends; infinite where water lies between.

        Assumes
        -------
        Straight where no more than 10 km of water lie on the great circle; else from square to square of land, whose
        corners make it up to a tenth too long. Looked for within three quarters of the distance around both ends (200
        km at least): what goes farther around counts as no way.
        """
        if self.land(*one, mode) != self.land(*other, mode):
            return float("inf")
        if self.water_km(one, other) <= WATER_KM:
            return great_circle_km(*one, *other)
        key = (mode, one, other)
        if key not in self._ways:
            self._ways[key] = self._by_squares(mode, one, other)
        return self._ways[key]

    def join_km(self, one: tuple[float, float], other: tuple[float, float]) -> float:
        """Kilometres by which a road might join two points that no line joins; infinite where water parts them.

        Assumes
        -------
        As `way_km`. A point more than 10 km from every shore is an island that the outlines do not have, or a rig:
        nothing joins it to a land. Where both points lie in the open sea, the ground is an invented one of which the
        outlines say nothing, and the straight line is taken.
        """
        spots = self.spot(*one), self.spot(*other)
        if all(spot.at_sea for spot in spots):
            return great_circle_km(*one, *other)
        if any(spot.off_km > WATER_KM for spot in spots):
            return float("inf")
        return self.way_km("road", one, other)

    def nearest(
        self, here: tuple[float, float], lat: np.ndarray, lon: np.ndarray, away_km: np.ndarray
    ) -> tuple[int, float]:
        """Number of the nearest of some points that a road from here might reach, and its kilometres;
        -1 and infinite for none.

        `away_km` is how far each lies on the straight line.

        Assumes
        -------
        As `join_km`. Where no way leads around the water before the nearest, the first of the 500 nearest on the same
        land is taken that lies straight over land.
        """
        nodes = [(float(a), float(b)) for a, b in zip(lat, lon, strict=True)]
        best = int(np.argmin(away_km))
        km = self.join_km(here, nodes[best])
        if not np.isfinite(km):
            group = np.array([*(self._joined["road"][land] for land in self._lands), -1])
            own = np.flatnonzero(group[self.on_land(lat, lon)] == self.land(*here))
            order = own[np.argsort(away_km[own], kind="stable")][:MOST_TRIED]
            best = next((int(each) for each in order if self.water_km(here, nodes[each]) <= WATER_KM), -1)
            km = self.join_km(here, nodes[best]) if best >= 0 else km
        if not np.isfinite(km):
            return -1, float("inf")
        return best, float(away_km[best]) if km == great_circle_km(*here, *nodes[best]) else km

    def _by_squares(self, mode: str, one: tuple[float, float], other: tuple[float, float]) -> float:
        from scipy.sparse.csgraph import dijkstra

        lat, lon = _squares(one, other)
        group = np.array([*(self._joined[mode][land] for land in self._lands), -1])
        rows = self.on_land(*(axis.ravel() for axis in np.meshgrid(lat, lon, indexing="ij")))
        dry = (group[rows] == self.land(*one, mode)).reshape(len(lat), len(lon))
        graph = _graph(lat, lon, dry, [(link.one, link.other) for link in self._links if mode in link.modes])
        start, end = (_nearest_dry(lat, lon, dry, point) for point in (one, other))
        if start < 0 or end < 0:
            return float("inf")
        return float(dijkstra(graph, directed=False, indices=start)[end])


def great_circle(one: tuple[float, float], other: tuple[float, float], step_km: float) -> tuple[np.ndarray, np.ndarray]:
    """Latitudes and longitudes of points on the great circle, both ends included, about `step_km` apart.

    Assumes
    -------
    A sphere; the ends do not lie opposite each other.

    >>> latitudes, longitudes = great_circle((0.0, 179.0), (0.0, -179.0), 111.0)
    >>> [round(float(abs(each)), 1) for each in longitudes]
    [179.0, 180.0, 179.0]
    """
    count = max(int(great_circle_km(*one, *other) / step_km), 1) + 1
    ends = np.radians(np.array([one, other]))
    corners = np.stack(
        [np.cos(ends[:, 0]) * np.cos(ends[:, 1]), np.cos(ends[:, 0]) * np.sin(ends[:, 1]), np.sin(ends[:, 0])]
    )
    angle = float(np.arccos(np.clip(corners[:, 0] @ corners[:, 1], -1.0, 1.0)))
    share = np.linspace(0.0, 1.0, count)
    both = np.stack([np.sin((1.0 - share) * angle), np.sin(share * angle)]) / max(np.sin(angle), 1e-12)
    x, y, z = corners @ both
    return np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))


def _squares(one: tuple[float, float], other: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Latitudes and longitudes of the squares around two points, with room to go around a gulf."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    room = np.maximum(0.75 * float(np.max(high - low)), 2.0) * np.array([1.0, 2.0])
    south_west, north_east = np.maximum(low - room, (-85.0, -180.0)), np.minimum(high + room, (85.0, 180.0))
    cell = max(LEAST_CELL_DEG, float(np.max(north_east - south_west)) / MOST_CELLS)
    lat, lon = (np.arange(a, b + cell, cell) for a, b in zip(south_west, north_east, strict=True))
    return lat, lon


def _graph(
    lat: np.ndarray, lon: np.ndarray, dry: np.ndarray, links: Iterable[tuple[tuple[float, float], tuple[float, float]]]
) -> Any:
    """Neighbouring squares of land, kilometres between their middles, and the fixed links between squares."""
    from scipy.sparse import coo_array

    number = np.arange(dry.size).reshape(dry.shape)
    height = KM_PER_DEGREE * float(lat[1] - lat[0])
    width = height * np.cos(np.radians(lat))[:, None] * np.ones(dry.shape)
    tails, heads, km = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        rows = slice(0, len(lat) - down), slice(down, len(lat))
        columns = (slice(0, len(lon) - right), slice(right, len(lon)))
        if right < 0:
            columns = (slice(1, len(lon)), slice(0, len(lon) - 1))
        one, other = (rows[0], columns[0]), (rows[1], columns[1])
        both = dry[one] & dry[other]
        tails.append(number[one][both])
        heads.append(number[other][both])
        km.append(np.hypot(down * height, right * width[one])[both])
    box = (lat[0], lat[-1], lon[0], lon[-1])
    for ends in links:
        if all(box[0] <= at[0] <= box[1] and box[2] <= at[1] <= box[3] for at in ends):
            squares = [_nearest_dry(lat, lon, dry, at) for at in ends]
            if min(squares) >= 0 and squares[0] != squares[1]:
                tails.append(np.array(squares[:1]))
                heads.append(np.array(squares[1:]))
                km.append(np.array([great_circle_km(*ends[0], *ends[1])]))
    edges = (np.concatenate(km), (np.concatenate(tails), np.concatenate(heads)))
    return coo_array(edges, shape=(dry.size, dry.size)).tocsr()


def _nearest_dry(lat: np.ndarray, lon: np.ndarray, dry: np.ndarray, point: tuple[float, float]) -> int:
    """Number of the square of land nearest to a point; -1 where all is sea."""
    north = (lat - point[0])[:, None]
    east = (lon - point[1])[None, :] * np.cos(np.radians(point[0]))
    away = np.where(dry, np.hypot(north, east), np.inf)
    best = int(np.argmin(away))
    return best if np.isfinite(away.ravel()[best]) else -1
