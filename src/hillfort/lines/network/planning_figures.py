"""How long forces from outside take to reach a way in, by road, rail, sea or air, over the coarse network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hillfort.foundation.evidence import Evidence
from hillfort.theatre.geodesy import great_circle_km
from hillfort.theatre.lands import World
from hillfort.theatre.theatre import Layer, Place, Theatre

PLANNING: dict[str, Evidence] = {
    "road_km_per_day": Evidence(220.0, "km/day", 150.0, 285.0, "2022", "observed-marches", "C4"),
    "rail_km_per_day": Evidence(290.0, "km/day", 220.0, 500.0, "2022", "observed-marches", "C4"),
    "rail_handling_h": Evidence(24.0, "h", 8.0, 48.0, note="Loading and unloading a battalion's trains."),
    "sea_km_per_h": Evidence(30.0, "km/h", 24.0, 35.0, note="About 16 knots."),
    "sea_handling_h": Evidence(36.0, "h", 16.0, 96.0, note="Loading and discharging a battalion."),
    "air_km_per_h": Evidence(700.0, "km/h", 500.0, 800.0),
    "air_handling_h": Evidence(24.0, "h", 8.0, 72.0, note="Assembly, loading, turn-rounds for a battalion."),
    "network_reach_km": Evidence(
        1500.0, "km", 700.0, 2000.0, note="Farther from any line, a base lies across an ocean."
    ),
    "road_winding": Evidence(1.2, "factor", 1.05, 1.6, note="A way to the nearest line over the straight one."),
    "sea_winding": Evidence(1.2, "factor", 1.0, 2.0, note="A ship's way over the straight one, without mapped lanes."),
    "ocean_handling_h": Evidence(96.0, "h", 48.0, 240.0, note="Port to port across an ocean: both ends."),
}
"""Planning figures behind travel times; the scenario's `travel_factor` carries the doubt about them."""


@dataclass(frozen=True, slots=True)
class TravelTime:
    """Hours from a place to a way in, and what they are made of."""

    hours: float
    words: str


class CoarseNetwork:
    """Shortest distances over one of the theatre's coarse networks.

    Assumes
    -------
    With `lands`, a point is joined to the nearest node that no water parts it from; without, to the nearest of all.
    """

    def __init__(self, network: Layer, lands: Callable[[], World] | None = None) -> None:
        from scipy.sparse import coo_matrix

        self.lat, self.lon = network.node_lat, network.node_lon
        count = len(self.lat)
        self.graph = coo_matrix((network.edge_km, (network.edge_from, network.edge_to)), shape=(count, count)).tocsr()
        self._from = lru_cache(maxsize=256)(self._distances)
        self._lands, self._join = lands, lru_cache(maxsize=256)(self._joined)

    def nearest(self, lat: float, lon: float) -> tuple[int, float]:
        """Nearest node and its distance in km."""
        if len(self.lat) == 0:
            return -1, float("inf")
        square = self._square(lat, lon)
        node = int(np.argmin(square))
        return node, float(np.sqrt(square[node]))

    def _square(self, lat: float, lon: float) -> np.ndarray:
        """(node,) squares of the kilometres from a point."""
        dx = (self.lon - lon) * np.cos(np.radians(lat)) * 111.2
        dy = (self.lat - lat) * 111.2
        square: np.ndarray = dx * dx + dy * dy
        return square

    def _joined(self, lat: float, lon: float) -> tuple[int, float]:
        """The node that a point is joined to, and kilometres without bends;
        -1 and infinite where there is none in reach."""
        node, away = self.nearest(lat, lon)
        if node < 0 or away > _value("network_reach_km"):
            return -1, float("inf")
        if self._lands is None:
            return node, away
        return self._lands().nearest((lat, lon), self.lat, self.lon, np.sqrt(self._square(lat, lon)))

    def _distances(self, node: int) -> np.ndarray:
        from scipy.sparse.csgraph import dijkstra

        distances: np.ndarray = dijkstra(self.graph, directed=False, indices=node)
        return distances

    def distance_km(self, lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
        """Kilometres over the network between two points, infinite where there is no line."""
        node_a, off_a = self._join(lat_a, lon_a)
        node_b, off_b = self._join(lat_b, lon_b)
        if min(node_a, node_b) < 0 or max(off_a, off_b) > _value("network_reach_km"):
            return float("inf")
        return float(self._from(node_a)[node_b]) + _value("road_winding") * (off_a + off_b)


class Travel:
    """Travel times to the ways in of one theatre.

    Assumes
    -------
    One battalion at a time, movement planned and cleared; queues at the way in are the campaign's.
    """

    def __init__(self, theatre: Theatre) -> None:
        self.road = CoarseNetwork(theatre.coarse_road, theatre.lands)
        self.rail = CoarseNetwork(theatre.coarse_rail, theatre.lands)

    def overland_h(self, mode: str, a: tuple[float, float], b: tuple[float, float]) -> float:
        """Hours by road or rail between two (lat, lon); infinite where the network has no line."""
        network = self.rail if mode == "rail" else self.road
        km = network.distance_km(*a, *b)
        if mode == "rail":
            return _value("rail_handling_h") + 24.0 * km / _value("rail_km_per_day")
        return 24.0 * km / _value("road_km_per_day")

    def hours(self, base: Place, mode: str, start: Place | None, end: Place) -> float:
        """Hours from a base to the far end of a way in.

        `start` is where the last leg begins (a port of loading, a border town); None goes all the way by `mode`.
        Infinite where no road, railway or ship that is named leads there; a base across the ocean sails to a `start`
        that is a port.
        """
        origin, goal = (base.lat, base.lon), (end.lat, end.lon)
        if mode == "air":
            km = great_circle_km(*origin, *goal)
            return _value("air_handling_h") + km / _value("air_km_per_h")
        if start is None:
            return self._sea_h(origin, goal) if mode == "sea" else self._overland(origin, goal, mode)
        first = (start.lat, start.lon)
        lead = self._overland(origin, first)
        if not np.isfinite(lead) and (mode == "sea" or "port" in start.kinds):
            lead = _value("ocean_handling_h") + _value("sea_winding") * great_circle_km(*origin, *first) / _value(
                "sea_km_per_h"
            )
        return lead + (self._sea_h(first, goal) if mode == "sea" else self.overland_h(mode, first, goal))

    def _sea_h(self, a: tuple[float, float], b: tuple[float, float]) -> float:
        km = _value("sea_winding") * great_circle_km(*a, *b)
        return _value("sea_handling_h") + km / _value("sea_km_per_h")

    def _overland(self, a: tuple[float, float], b: tuple[float, float], mode: str = "") -> float:
        """Best of road and rail, or the mode that is given; infinite where no line of the network leads there."""
        if a == b:
            return 0.0
        return min(self.overland_h(each, a, b) for each in ((mode,) if mode else ("road", "rail")))


def _value(name: str) -> float:
    return PLANNING[name].value
