"""Where ports and towns lie, and how far it is between them by road, by rail and by sea."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from hillfort.lines.moves.regions import Regions
from hillfort.lines.network.planning_figures import CoarseNetwork
from hillfort.theatre.geodesy import great_circle_km
from hillfort.theatre.lands import WATER_KM, World
from hillfort.theatre.theatre import Theatre

AT_PORT_KM = 25.0
"""A place this near to a port is at that port."""
ON_NETWORK_KM = 40.0
"""A place this near to a line of the stored network is on it."""
WORST_DETOUR = 2.2
"""A route longer than this multiple of the straight line is a gap of the stored network, not a route."""
NEAR_PORTS = 8
"""So many ports on each side of a water are looked at for a crossing."""
SHIP_OVER_ROAD = 3.0
"""A day at sea over a day on the road, in kilometres."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A point of a move: a town, a base, or a port with the sea lanes that it opens on."""

    name: str
    lat: float
    lon: float
    country: str = ""
    lanes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    unnamed: bool = False
    """An end of a move, given by its coordinates: at a port, but nobody said that a ship is taken."""

    @property
    def is_port(self) -> bool:
        """True where ships can be loaded."""
        return bool(self.lanes)


@dataclass(frozen=True, slots=True)
class Distance:
    """Kilometres, and whether they are measured along a line or straight."""

    km: float
    straight: bool


def fold(name: str) -> str:
    """A name without accents, case and surrounding blanks, for comparing.

    Assumes
    -------
    Latin letters.

    >>> fold(" Klaipėda ")
    'klaipeda'
    """
    plain = name.casefold().replace("ł", "l").replace("ø", "o").replace("ß", "ss").replace("æ", "ae").strip()
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class Atlas:
    """Ports, towns and sea lanes by name.

    Assumes
    -------
    Ships keep to the lanes between their ports; lanes are straight between their corners.
    """

    def __init__(
        self,
        ports: Iterable[Stop],
        towns: Iterable[Stop],
        lanes: Mapping[str, tuple[float, float]],
        joined: Iterable[tuple[str, str]],
        world: World,
        regions: Regions,
    ) -> None:
        self.world, self.regions = world, regions
        self.ports = {port.name: port for port in ports}
        known = list(towns)
        self.stops = (*self.ports.values(), *known)
        self._ports = self._index(self.ports.values())
        self._towns = self._index(known)
        self._lanes = dict(lanes)
        self._row = {name: row for row, name in enumerate(self._lanes)}
        self._km = self._lane_km(joined)

    @staticmethod
    def _index(stops: Iterable[Stop]) -> dict[str, list[Stop]]:
        found: dict[str, list[Stop]] = {}
        for stop in stops:
            for name in {fold(spelling) for spelling in (stop.name, *stop.aliases)}:
                found.setdefault(name, []).append(stop)
        return found

    def _lane_km(self, joined: Iterable[tuple[str, str]]) -> np.ndarray:
        from scipy.sparse.csgraph import floyd_warshall

        count = len(self._lanes)
        matrix = np.full((count, count), np.inf)
        for one, other in joined:
            km = great_circle_km(*self._lanes[one], *self._lanes[other])
            matrix[self._row[one], self._row[other]] = matrix[self._row[other], self._row[one]] = km
        result: np.ndarray = floyd_warshall(matrix, directed=False)
        return result

    def find(self, name: str, *, near: tuple[float, float]) -> Stop | None:
        """The port, else the town of that name that is nearest to a point; None where nobody knows it."""
        for index in (self._ports, self._towns):
            found = index.get(fold(name), [])
            if found:
                return min(found, key=lambda stop: great_circle_km(stop.lat, stop.lon, *near))
        return None

    def port_at(self, lat: float, lon: float) -> Stop | None:
        """The port that a point is at, if any."""
        nearest = next(iter(self.nearest_ports(lat, lon)), None)
        if nearest is None or great_circle_km(nearest.lat, nearest.lon, lat, lon) > AT_PORT_KM:
            return None
        return nearest

    def land(self, stop: Stop, mode: str = "road") -> int:
        """Number of the land of a stop; lands that bridges and tunnels for a mode join have one number."""
        return self.world.land(stop.lat, stop.lon, mode)

    def nearest_port(self, lat: float, lon: float, mode: str = "road") -> Stop | None:
        """The nearest port on the same land."""
        return next(iter(self.nearest_ports(lat, lon, mode)), None)

    def nearest_ports(self, lat: float, lon: float, mode: str = "road") -> list[Stop]:
        """Ports on the same land, the nearest first."""
        land = self.world.land(lat, lon, mode)
        near = [port for port in self.ports.values() if self.land(port, mode) == land]
        return sorted(near, key=lambda port: great_circle_km(port.lat, port.lon, lat, lon))

    def sea_km(self, one: Stop, other: Stop) -> Distance:
        """Distance between two ports along the lanes; straight where no lane joins them."""
        straight = great_circle_km(one.lat, one.lon, other.lat, other.lon)
        best = np.inf
        for lane_a in one.lanes:
            for lane_b in other.lanes:
                out = great_circle_km(one.lat, one.lon, *self._lanes[lane_a])
                back = great_circle_km(other.lat, other.lon, *self._lanes[lane_b])
                best = min(best, out + float(self._km[self._row[lane_a], self._row[lane_b]]) + back)
        if straight < 120.0 and set(one.lanes) & set(other.lanes):
            best = min(best, 1.1 * straight)
        return Distance(float(best), straight=False) if np.isfinite(best) else Distance(straight, straight=True)


class MoveAtlas:
    """Distances over sea and over land: along the stored European networks where both ends are on them, else straight.

    Assumes
    -------
    The shortest route. A route of more than 2.2 times the straight line is a gap in the network and not used.
    """

    def __init__(self, atlas: Atlas, theatre: Theatre | None = None) -> None:
        self.atlas = atlas
        self._places: dict[str, Stop] = {}
        for place in theatre.places.values() if theatre is not None else ():
            stop = Stop(place.name, place.lat, place.lon, place.country)
            self._places |= {fold(spelling): stop for spelling in (*place.aliases, place.name)}
        self._network: dict[str, CoarseNetwork] = {}
        if theatre is not None:
            self._network = {"road": CoarseNetwork(theatre.coarse_road), "rail": CoarseNetwork(theatre.coarse_rail)}

    def find(self, name: str, *, near: tuple[float, float]) -> Stop | None:
        """A place by name: of the atlas, else of the theatre; None where nobody knows it."""
        return self.atlas.find(name, near=near) or self._places.get(fold(name))

    def along_km(self, mode: str, one: Stop, other: Stop) -> float:
        """Along the network; infinite where it does not lead, not a number where an end is off it."""
        network = self._network.get(mode)
        if network is None:
            return float("nan")
        off = [network.nearest(stop.lat, stop.lon)[1] for stop in (one, other)]
        return network.distance_km(one.lat, one.lon, other.lat, other.lon) if max(off) < ON_NETWORK_KM else float("nan")

    def land_km(self, mode: str, one: Stop, other: Stop) -> Distance:
        """Distance of a land leg; `straight` asks the reader to add a detour.

        Assumes
        -------
        Off the network, where more than 10 km of water lie on the straight line, the shortest way around over land.
        """
        straight = great_circle_km(one.lat, one.lon, other.lat, other.lon)
        along = self.along_km(mode, one, other)
        if np.isfinite(along) and along <= max(WORST_DETOUR * straight, straight + 60.0):
            return Distance(along, straight=False)
        around = self.atlas.world.way_km(mode, (one.lat, one.lon), (other.lat, other.lon))
        return Distance(around if np.isfinite(around) else straight, straight=True)

    def needs_ship(self, mode: str, one: Stop, other: Stop) -> bool:
        """True where no road or railway leads from one point to another, or only one that goes far around a sea."""
        ends = (one.lat, one.lon), (other.lat, other.lon)
        straight = great_circle_km(*ends[0], *ends[1])
        around = self.atlas.world.way_km(mode, *ends)
        if not np.isfinite(around):
            return straight > WATER_KM or self.atlas.world.water_km(*ends) > 0.5
        along = self.along_km(mode, one, other)
        if np.isfinite(along) and along <= max(WORST_DETOUR * straight, straight + 60.0):
            return False
        return around > max(WORST_DETOUR * straight, straight + 60.0)

    def ferry(self, mode: str, one: Stop, other: Stop) -> tuple[Stop, Stop] | None:
        """The ports of the quickest crossing from one point to another; None where no two are known.

        Assumes
        -------
        One of the eight ports nearest to each end on its land; a day at sea goes three times as far as on the road.
        Ports that no lane joins are not taken.
        """
        pairs = []
        for port in self._ports_between(one, other, mode):
            for landing in self._ports_between(other, one, mode):
                voyage = self.atlas.sea_km(port, landing)
                if port.name != landing.name and not voyage.straight:
                    land = great_circle_km(one.lat, one.lon, port.lat, port.lon)
                    land += great_circle_km(landing.lat, landing.lon, other.lat, other.lon)
                    pairs.append((land + voyage.km / SHIP_OVER_ROAD, port, landing, voyage.km / SHIP_OVER_ROAD))
        best, found = np.inf, None
        for least, port, landing, sailing in sorted(pairs, key=lambda pair: pair[0]):
            if least >= best:
                break
            lead = self.atlas.world.way_km(mode, (one.lat, one.lon), (port.lat, port.lon))
            tail = self.atlas.world.way_km(mode, (landing.lat, landing.lon), (other.lat, other.lon))
            if lead + sailing + tail < best:
                best, found = lead + sailing + tail, (port, landing)
        return found

    def _ports_between(self, one: Stop, other: Stop, mode: str) -> list[Stop]:
        """Ports on the land of a point: those nearest to it, and those on the way to another point."""
        near = self.atlas.nearest_ports(one.lat, one.lon, mode)

        def way(port: Stop) -> float:
            lead = great_circle_km(one.lat, one.lon, port.lat, port.lon)
            return lead + great_circle_km(port.lat, port.lon, other.lat, other.lon)

        return list({port.name: port for port in (*near[:NEAR_PORTS], *sorted(near, key=way)[:NEAR_PORTS])}.values())

    def sea_km(self, one: Stop, other: Stop) -> Distance:
        """Distance of a voyage."""
        return self.atlas.sea_km(one, other)

    def apart(self, one: Stop, other: Stop) -> bool:
        """True where water lies between two points and nothing on wheels gets across."""
        return self.needs_ship("road", one, other) or bool(np.isinf(self.along_km("road", one, other)))
