"""Checks: a theatre against what is known about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.theatre.geodesy import distance_km, geodesic_km
from hillfort.theatre.places import find_place
from hillfort.theatre.recipe import Check
from hillfort.theatre.routing import matrix
from hillfort.theatre.theatre import ROAD_MAIN, Layer, Place, Theatre

ACCESS_FACTOR = 1.3
"""Length of the way from a place to the mapped network over the straight line."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what the theatre says."""

    name: str
    measure: str
    unit: str
    found: float
    low: float
    high: float
    source: str
    grade: str

    @property
    def passed(self) -> bool:
        """True where the figure lies within its bounds."""
        return bool(self.low <= self.found <= self.high)


def check(
    checks: dict[str, Check], *, load: Callable[[str], Theatre], progress: Callable[[str], None] = lambda _: None
) -> list[Finding]:
    """Every check of a recipe; `load` gives the theatre in the state of a date ('' for its own).

    `progress` is told the check that comes next, and how many there are.

    Raises `InputError` where a check names a measure or a place that does not exist.
    """
    problems = []
    findings = []
    for number, (name, entry) in enumerate(checks.items(), start=1):
        progress(f"check {number} of {len(checks)}, {name}")
        measure = MEASURES.get(entry.measure)
        if measure is None:
            advice = did_you_mean(entry.measure, MEASURES)
            problems.append(Problem("recipe.yaml", 0, f"checks.{name}", f"'{entry.measure}' is no measure.", advice))
            continue
        unit, how = measure
        try:
            found = how(load(entry.date), entry)
        except InputError as error:
            problems += [
                Problem("recipe.yaml", 0, f"checks.{name}", each.found, each.advice) for each in error.problems
            ]
            continue
        findings.append(Finding(name, entry.measure, unit, found, entry.low, entry.high, entry.source, entry.grade))
    if problems:
        raise InputError(problems)
    return findings


def _ends(theatre: Theatre, entry: Check) -> tuple[tuple[float, float], tuple[float, float]]:
    if entry.points:
        return entry.points[0], entry.points[1]
    first, last = (find_place(theatre, name=name) for name in entry.between[:2])
    return (first.lat, first.lon), (last.lat, last.lon)


def _straight(theatre: Theatre, entry: Check) -> float:
    first, last = _ends(theatre, entry)
    return geodesic_km(*first, *last)


def _by_network(mode: str) -> Callable[[Theatre, Check], float]:
    def how(theatre: Theatre, entry: Check) -> float:
        network: Layer = getattr(theatre, mode)
        return way_km(network, *_ends(theatre, entry))

    return how


def way_km(network: Layer, first: tuple[float, float], last: tuple[float, float]) -> float:
    """Kilometres along a network between two points, the way from each to its nearest line included; inf when apart."""
    from scipy.sparse.csgraph import dijkstra

    start, end = network.edge_from.astype(np.int64), network.edge_to.astype(np.int64)
    fixed, extra_km, edges = [], [], []
    count = len(network.node_lat)
    for number, spot in enumerate((first, last)):
        edge, part, away = _foot(network, spot)
        fixed.append(count + number)
        for node, share in ((int(start[edge]), part), (int(end[edge]), 1.0 - part)):
            edges.append((count + number, node))
            extra_km.append(away * ACCESS_FACTOR + share * float(network.edge_km[edge]))
    extra = np.array(edges, dtype=np.int64)
    km = np.concatenate([network.edge_km.astype(np.float64), extra_km])
    graph = matrix(np.concatenate([start, extra[:, 0]]), np.concatenate([end, extra[:, 1]]), km, count=count + 2)
    return float(dijkstra(graph, directed=False, indices=fixed[0])[fixed[1]])


def _foot(network: Layer, spot: tuple[float, float]) -> tuple[int, float, float]:
    """Nearest edge to a point, how far along it, and how far away in km."""
    lat, lon = spot
    shrink = float(np.cos(np.radians(lat)))
    first = np.column_stack(
        [(network.node_lon[network.edge_from] - lon) * shrink, network.node_lat[network.edge_from] - lat]
    )
    last = np.column_stack(
        [(network.node_lon[network.edge_to] - lon) * shrink, network.node_lat[network.edge_to] - lat]
    )
    along = last - first
    part = np.clip(-(first * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-18), 0.0, 1.0)
    foot = first + part[:, None] * along
    away = np.hypot(foot[:, 0], foot[:, 1]) * 111.2
    edge = int(np.argmin(away))
    return edge, float(part[edge]), float(away[edge])


def _by_cells(array: str) -> Callable[[Theatre, Check], float]:
    def how(theatre: Theatre, entry: Check) -> float:
        first, last = (find_place(theatre, name=name) for name in entry.between[:2])
        return cells_km(theatre, first, last, array=array)

    return how


def cells_km(theatre: Theatre, first: Place, last: Place, *, array: str = "road") -> float:
    """Kilometres from cell to cell by road (or straight from centre to centre by rail); inf when apart."""
    from scipy.sparse.csgraph import dijkstra

    cells = theatre.cells
    kind = cells.road if array == "road" else cells.rail_gauge_mm
    here, side = np.nonzero(kind > 0)
    km = (cells.road_km if array == "road" else cells.edge_km)[here, side].astype(np.float64)
    graph = matrix(here.astype(np.int64), cells.neighbours[here, side].astype(np.int64), km, count=len(cells))
    has = np.asarray((kind > 0).any(axis=1))
    ends = [_nearest_with(theatre, place, has) for place in (first, last)]
    return float(dijkstra(graph, directed=False, indices=ends[0])[ends[1]])


def _nearest_with(theatre: Theatre, place: Place, has: np.ndarray) -> int:
    """The place's own cell, or the nearest one that has a line."""
    if place.cell >= 0 and has[place.cell]:
        return place.cell
    away = distance_km(place.lat, place.lon, theatre.cells.lat, theatre.cells.lon)
    return int(np.argmin(np.where(has, away, np.inf)))


def _ratio(how: Callable[[Theatre, Check], float]) -> Callable[[Theatre, Check], float]:
    def ratio(theatre: Theatre, entry: Check) -> float:
        return how(theatre, entry) / _straight(theatre, entry)

    return ratio


def _country_pair(theatre: Theatre, entry: Check) -> np.ndarray:
    """(n, 6) bool: sides from the first country to the second."""
    cells = theatre.cells
    one, two = (theatre.countries.index(code) for code in entry.between[:2])
    other = cells.country[np.maximum(cells.neighbours, 0)]
    pair: np.ndarray = (cells.country == one)[:, None] & (other == two) & (cells.neighbours >= 0)
    return pair


def _main_crossings(theatre: Theatre, entry: Check) -> float:
    return float(_groups(theatre, _country_pair(theatre, entry) & (theatre.cells.road >= ROAD_MAIN)))


def _local_crossings(theatre: Theatre, entry: Check) -> float:
    return float((_country_pair(theatre, entry) & (theatre.cells.road == 1)).sum())


def _rail_crossings(theatre: Theatre, entry: Check) -> float:
    return float(_groups(theatre, _country_pair(theatre, entry) & (theatre.cells.rail_gauge_mm > 0)))


def _groups(theatre: Theatre, sides: np.ndarray) -> int:
    """How many crossings: sides whose cells touch are one."""
    here, side = np.nonzero(sides)
    pairs = [{int(a), int(b)} for a, b in zip(here, theatre.cells.neighbours[here, side], strict=True)]
    groups: list[set[int]] = []
    for pair in pairs:
        touching = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair] + [set().union(pair, *touching)]
    return len(groups)


def _bridge_count(theatre: Theatre, entry: Check) -> float:
    number = theatre.rivers.index(entry.between[0]) + 1
    cells = theatre.cells
    return float(_groups(theatre, (cells.river == number) & (cells.bridge > 0)))


def _cell_count(theatre: Theatre, entry: Check) -> float:
    if not entry.between:
        return float(len(theatre.cells))
    return float((theatre.cells.country == theatre.countries.index(entry.between[0])).sum())


def _dual_share(theatre: Theatre, entry: Check) -> float:
    """Share of the road way between two places that is dual carriageway, over the network."""
    from scipy.sparse.csgraph import dijkstra

    road = theatre.road
    graph = matrix(
        road.edge_from.astype(np.int64),
        road.edge_to.astype(np.int64),
        road.edge_km.astype(np.float64),
        count=len(road.node_lat),
    )
    (lat_1, lon_1), (lat_2, lon_2) = _ends(theatre, entry)
    first, last = (
        int(np.argmin(distance_km(lat, lon, road.node_lat, road.node_lon)))
        for lat, lon in ((lat_1, lon_1), (lat_2, lon_2))
    )
    before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)[1]
    kinds = {
        (min(a, b), max(a, b)): kind
        for a, b, kind in zip(road.edge_from.tolist(), road.edge_to.tolist(), road.edge_class.tolist(), strict=True)
    }
    way = [last]
    while way[-1] != first and before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    total = dual = 0.0
    for a, b in pairwise(way):
        km = float(graph[a, b])
        total += km
        dual += km if kinds.get((min(a, b), max(a, b))) == 3 else 0.0
    return dual / total if total else 0.0


def _gauge_share(theatre: Theatre, entry: Check) -> float:
    """Share of a country's rail sides (first code) that have the gauge named second."""
    cells = theatre.cells
    home = (cells.country == theatre.countries.index(entry.between[0]))[:, None]
    rail = home & (cells.rail_gauge_mm > 0)
    return float((rail & (cells.rail_gauge_mm == int(entry.between[1]))).sum() / max(int(rail.sum()), 1))


MEASURES: dict[str, tuple[str, Callable[[Theatre, Check], float]]] = {
    "straight_km": ("km", _straight),
    "road_km": ("km", _by_network("road")),
    "road_cells_km": ("km", _by_cells("road")),
    "rail_km": ("km", _by_network("rail")),
    "rail_cells_km": ("km", _by_cells("rail")),
    "coarse_road_km": ("km", _by_network("coarse_road")),
    "coarse_rail_km": ("km", _by_network("coarse_rail")),
    "sea_km": ("km", _by_network("sea")),
    "road_over_straight": ("", _ratio(_by_network("road"))),
    "road_cells_over_straight": ("", _ratio(_by_cells("road"))),
    "main_road_crossings": ("", _main_crossings),
    "local_road_crossings": ("", _local_crossings),
    "rail_crossings": ("", _rail_crossings),
    "bridges": ("", _bridge_count),
    "cells": ("", _cell_count),
    "dual_carriageway_share": ("", _dual_share),
    "gauge_share": ("", _gauge_share),
}
"""What a check can measure: unit and how."""
