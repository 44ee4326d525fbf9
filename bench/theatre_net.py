"""A network of the reference theatre for measuring: its coarse roads, railways and sea lanes joined,
every edge a group.

Geometry is real, capacities are drawn from an addressed stream, for timing alone: speeds are evidence, amounts are not.
"""

from __future__ import annotations

import numpy as np

from hillfort.files.theatre.artefact import load_theatre
from hillfort.lines.flow.flow import FlowNetwork, FlowSource
from hillfort.theatre.theatre import Layer

SPEED_KM_PER_DAY = {"road": 350.0, "rail": 500.0, "sea": 700.0}
RATES = {"road": (200, 300, 400, 600, 900), "rail": (90, 150, 240, 360), "sea": (300, 600, 1200)}
SOURCES = {
    "Berlin": (52.5, 13.4),
    "Hamburg": (53.5, 10.0),
    "Warszawa": (52.2, 21.0),
    "Szczecin": (53.4, 14.6),
    "Rostock": (54.15, 12.1),
    "Wrocław": (51.1, 17.0),
    "Esbjerg": (55.47, 8.45),
    "Praha": (50.1, 14.4),
}
SINKS = {"Tallinn": (59.4, 24.7), "Tartu": (58.4, 26.7), "Riga": (56.95, 24.1), "Vilnius": (54.7, 25.3)}
BOXES = {1: (5.0, 49.5, 28.3, 60.0), 2: (5.0, 47.0, 28.3, 66.0)}


def _hash(text: str, modulus: int) -> int:
    value = 2166136261
    for letter in text.encode():
        value = (value ^ letter) * 16777619 % 2**32
    return value % modulus


def _within(network: Layer, box: tuple[float, float, float, float]) -> np.ndarray:
    west, south, east, north = box
    lat, lon = network.node_lat, network.node_lon
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    kaliningrad = (lon > 19.7) & (lon < 22.8) & (lat > 54.38) & (lat < 55.25)
    belarus = (lat < 54.0) & (lon > 23.6) | (lon > 26.6) & (lat < 55.7)
    return inside if network.mode == "sea" else inside & ~kaliningrad & ~belarus


class _Joined:
    def __init__(self, box: tuple[float, float, float, float]) -> None:
        theatre = load_theatre("baltic")
        self.lat: list[float] = []
        self.lon: list[float] = []
        self.mode: list[str] = []
        self.edges: list[tuple[int, int, int, int]] = []
        for network in (theatre.coarse_road, theatre.coarse_rail, theatre.sea):
            self._add(network, _within(network, box))
        self.at = np.column_stack([self.lat, np.multiply(self.lon, 0.56)])
        self.of = {mode: np.flatnonzero(np.array(self.mode) == mode) for mode in SPEED_KM_PER_DAY}

    def _add(self, network: Layer, inside: np.ndarray) -> None:
        number = np.cumsum(inside) - 1 + len(self.lat)
        self.lat += list(network.node_lat[inside])
        self.lon += list(network.node_lon[inside])
        self.mode += [network.mode] * int(inside.sum())
        rates, speed = RATES[network.mode], SPEED_KM_PER_DAY[network.mode]
        for index, (a, b, km) in enumerate(zip(network.edge_from, network.edge_to, network.edge_km, strict=True)):
            if inside[a] and inside[b] and a != b:
                rate = rates[_hash(f"{network.mode}{index}", len(rates))]
                self.edges.append((int(number[a]), int(number[b]), max(1, round(1440 * float(km) / speed)), rate))

    def nearest(self, mode: str, lat: float, lon: float) -> int:
        chosen = self.of[mode]
        return int(chosen[np.argmin(((self.at[chosen] - (lat, 0.56 * lon)) ** 2).sum(axis=1))])

    def transfer(self) -> None:
        """Every eighth railway node and every port-like end of a sea lane can change to the nearest road."""
        for mode, step, wait, rate in (("rail", 8, 480, 120), ("sea", 5, 720, 300)):
            for node in self.of[mode][::step]:
                road = self.nearest("road", self.lat[node], self.lon[node])
                if ((self.at[node] - self.at[road]) ** 2).sum() < 0.3**2:
                    self.edges.append((int(node), road, wait, rate))


def theatre_network(size: int = 1) -> FlowNetwork:
    """Size 1 is about 3,500 nodes before pruning; every undirected edge is a group of two arcs."""
    joined = _Joined(BOXES[size])
    joined.transfer()
    edges = np.array(joined.edges)
    both = np.repeat(np.arange(len(edges)), 2)
    tail, head = edges[both, 0].copy(), edges[both, 1].copy()
    tail[1::2], head[1::2] = edges[:, 1], edges[:, 0]
    sources = tuple(
        FlowSource(name, joined.nearest("road", *at), 1440 * (1 + _hash(name, 4)), rate_per_day=2000)
        for name, at in SOURCES.items()
    )
    sinks = tuple(joined.nearest("road", *at) for at in SINKS.values())
    return FlowNetwork(
        len(joined.lat),
        tail,
        head,
        edges[both, 2],
        edges[both, 3],
        tuple(f"edge {i}" for i in range(len(edges))),
        np.arange(len(both) + 1),
        both,
        sources,
        sinks,
        name=f"theatre {size}",
    )
