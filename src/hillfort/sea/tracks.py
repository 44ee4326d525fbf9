"""Lanes on the map: the line that ships follow, and how much of it lies within so many kilometres of a point."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hillfort.foundation.errors import ModelError
from hillfort.foundation.evidence import Evidence
from hillfort.sea.posture import Lane, Port, Water
from hillfort.theatre.theatre import Layer

PIECE_KM = 2.0
"""Length of the pieces that a track is cut into."""
RING_KM = 10.0
"""Step of the table of kilometres within a distance."""
RINGS = 61
"""Entries of that table: up to 600 km."""
EARTH_KM = 6371.0
GIVEN = ("off_line_factor", "port_detour_km")
"""Assumptions of the sea that are read once, before any draw: they cannot be doubted."""


@dataclass(frozen=True, slots=True)
class LaneTrack:
    """The line of a lane in pieces of about two kilometres."""

    lat: np.ndarray
    lon: np.ndarray
    """(piece,) centre of each."""
    km: np.ndarray
    """(piece,) length of each."""
    line: np.ndarray
    """(corner, 2) lon, lat, for drawing."""

    @property
    def length_km(self) -> float:
        """From port to port."""
        return float(self.km.sum())


class SeaLines:
    """The theatre's sea network, in which lanes find their shortest way.

    Assumes
    -------
    Ships keep to the lines of the network, which are generalised; a strait that a lane passes is the node
    nearest to it.
    """

    def __init__(self, network: Layer, assumptions: Mapping[str, Evidence]) -> None:
        """Over the network of a theatre, joined as the assumptions of a sea say (`GIVEN`)."""
        from scipy.sparse import coo_matrix

        self.off_line, self.detour_km = (assumptions[name].value for name in GIVEN)
        self.lat, self.lon = np.asarray(network.node_lat, float), np.asarray(network.node_lon, float)
        count = len(self.lat)
        ends = (network.edge_from, network.edge_to)
        self.graph = coo_matrix((network.edge_km, ends), shape=(count, count)).tocsr()

    def nearest(self, lat: float, lon: float) -> tuple[int, float]:
        """Nearest node and its distance in km."""
        away = great_circle_km(self.lat, self.lon, lat, lon)
        node = int(np.argmin(away))
        return node, float(away[node])

    def between(self, start: int, end: int) -> list[int]:
        """Nodes of the shortest way, both ends included."""
        from scipy.sparse.csgraph import dijkstra

        _, before = dijkstra(self.graph, directed=False, indices=start, return_predecessors=True)
        nodes = [end]
        while nodes[-1] != start:
            previous = int(before[nodes[-1]])
            if previous < 0:
                raise ModelError("No way by sea between two points of a lane.")
            nodes.append(previous)
        return nodes[::-1]

    def track(self, lane: Lane, ports: dict[str, Port], waters: dict[str, Water]) -> LaneTrack:
        """The line of a lane: from its port through the straits that it passes to the other."""
        start, end = ports[lane.start], ports[lane.end]
        through = [waters[name] for name in lane.waters if waters[name].kind == "strait"]
        stops = [self.nearest(each.lat, each.lon)[0] for each in through]
        ahead = stops[0] if stops else self.nearest(end.lat, end.lon)[0]
        nodes = [self.entry(start, ahead)]
        nodes.append(self.entry(end, stops[-1] if stops else nodes[0]))
        stops = [nodes[0], *stops, nodes[1]]
        walked = [stops[0]]
        for one, other in itertools.pairwise(stops):
            walked += self.between(one, other)[1:]
        inner = [(float(self.lat[node]), float(self.lon[node])) for node in walked]
        return pieces(np.array([(start.lat, start.lon), *inner, (end.lat, end.lon)]))

    def entry(self, port: Port, ahead: int) -> int:
        """The node by which a port joins the lines when bound for another node: near, and not away from it."""
        from scipy.sparse.csgraph import dijkstra

        away = great_circle_km(self.lat, self.lon, port.lat, port.lon)
        total = self.off_line * away + dijkstra(self.graph, directed=False, indices=ahead)
        total[away > away.min() + self.detour_km] = np.inf
        return int(np.argmin(total))


def pieces(corners: np.ndarray) -> LaneTrack:
    """A line of (lat, lon) corners cut into pieces.

    Assumes
    -------
    Straight in degrees between corners, which are at most some hundred kilometres apart.

    Examples
    --------
    >>> import numpy as np
    >>> round(pieces(np.array([[55.0, 20.0], [56.0, 20.0]])).length_km)
    111
    """
    lat, lon, km = [], [], []
    for (lat_a, lon_a), (lat_b, lon_b) in itertools.pairwise(corners):
        length = float(great_circle_km(lat_a, lon_a, lat_b, lon_b))
        count = max(1, round(length / PIECE_KM))
        share = (np.arange(count) + 0.5) / count
        lat.append(lat_a + (lat_b - lat_a) * share)
        lon.append(lon_a + (lon_b - lon_a) * share)
        km.append(np.full(count, length / count))
    line = np.column_stack([corners[:, 1], corners[:, 0]])
    return LaneTrack(np.concatenate(lat), np.concatenate(lon), np.concatenate(km), line)


def within(track: LaneTrack, lat: float, lon: float) -> np.ndarray:
    """(RINGS,) kilometres of the track that lie within 0, 10, 20 ... 600 km of a point.

    Assumes
    -------
    A piece lies where its centre does.
    """
    away = great_circle_km(track.lat, track.lon, lat, lon)
    rings = np.searchsorted(RING_KM * np.arange(RINGS), away)
    counted = np.bincount(rings[rings < RINGS], weights=track.km[rings < RINGS], minlength=RINGS)
    return np.cumsum(counted)


def great_circle_km(lat_a: np.ndarray | float, lon_a: np.ndarray | float, lat_b: float, lon_b: float) -> np.ndarray:
    """Distance on a sphere of 6,371 km.

    Assumes
    -------
    A sphere: within 0.5 % of the ellipsoid.

    Examples
    --------
    >>> round(float(great_circle_km(59.437, 24.754, 56.946, 24.106)))
    280
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((phi_b - phi_a) / 2) ** 2
    half = half + np.cos(phi_a) * np.cos(phi_b) * np.sin((np.radians(lon_b) - np.radians(lon_a)) / 2) ** 2
    return np.asarray(2.0 * EARTH_KM * np.arcsin(np.sqrt(half)))
