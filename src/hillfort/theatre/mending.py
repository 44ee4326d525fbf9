"""Mending: the overlay's links and stretches put into the mapped networks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.overlay import Gauge, OverlayLine, Point, Spot, Stretch
from hillfort.theatre.routing import route
from hillfort.theatre.survey import Chords

SNAP_KM = 8.0
"""The end of a link joins the network when that lies within this distance: long chords stray that far."""

PASS_KM = 2.5
"""A point between the ends joins when the network is this near: a junction on the way."""

MOST_DETOUR = 1.6
"""A stretch longer than this many times the straight line has left the road or railway that was meant."""

WINDING = 1.1
"""Length of a road or railway over the straight pieces it is drawn with, where nothing better is known."""

STANDARD_MM = 1435
"""Gauge of railways where an overlay says nothing."""

Where = Callable[[Spot, str], Point]
"""Turns a place name or a point into lat, lon; the second argument says who asks."""


def add_links(lines: Chords, links: Sequence[OverlayLine], *, where: Where) -> Chords:
    """The network with every link added, its ends joined to the nearest point of the nearest line."""
    for link in links:
        spots = [where(spot, f"links.{link.name}") for spot in link.through]
        lines = _add(lines, spots, link)
    return lines


def _add(lines: Chords, spots: list[Point], link: OverlayLine) -> Chords:
    chain: list[int] = []
    for number, spot in enumerate(spots):
        reach = SNAP_KM if number in (0, len(spots) - 1) else PASS_KM
        lines, point = _join(lines, spot, reach)
        if not chain or chain[-1] != point:
            chain.append(point)
    ways = np.array(chain, dtype=np.int64)
    first, last = ways[:-1], ways[1:]
    chord = distance_km(lines.lat[first], lines.lon[first], lines.lat[last], lines.lon[last])
    factor = link.km / float(chord.sum()) if link.km > 0.0 and len(chord) else WINDING
    count = len(chord)
    return replace(
        lines,
        start=np.concatenate([lines.start, first]),
        end=np.concatenate([lines.end, last]),
        km=np.concatenate([lines.km, np.maximum(chord * max(factor, 1.0), 1e-3)]),
        kind=np.concatenate([lines.kind, np.full(count, link.kind, dtype=np.int16)]),
        tracks=np.concatenate([lines.tracks, np.full(count, link.tracks, dtype=np.int8)]),
    )


def _join(lines: Chords, spot: Point, reach_km: float) -> tuple[Chords, int]:
    """The network with a point at the foot of the perpendicular from `spot`, or at `spot` itself when all is far."""
    lat, lon = spot
    shrink = float(np.cos(np.radians(lat)))
    start = np.column_stack([(lines.lon[lines.start] - lon) * shrink, lines.lat[lines.start] - lat])
    along = np.column_stack([(lines.lon[lines.end] - lon) * shrink, lines.lat[lines.end] - lat]) - start
    size = np.maximum((along**2).sum(axis=1), 1e-18)
    share = np.clip(-(start * along).sum(axis=1) / size, 0.0, 1.0)
    foot = start + share[:, None] * along
    away = np.hypot(foot[:, 0], foot[:, 1]) * 111.2
    edge = int(np.argmin(away)) if len(away) else -1
    if edge < 0 or away[edge] > reach_km:
        return replace(lines, lat=np.append(lines.lat, lat), lon=np.append(lines.lon, lon)), len(lines.lat)
    part = float(share[edge])
    for end, close in ((lines.start[edge], part), (lines.end[edge], 1.0 - part)):
        if close * float(lines.km[edge]) < 0.2:
            return lines, int(end)
    return _split(lines, edge, part)


def _split(lines: Chords, edge: int, part: float) -> tuple[Chords, int]:
    a, b = int(lines.start[edge]), int(lines.end[edge])
    point = len(lines.lat)
    km = lines.km.copy()
    km[edge] *= part
    end = lines.end.copy()
    end[edge] = point
    split = Chords(
        np.append(lines.lat, lines.lat[a] + part * (lines.lat[b] - lines.lat[a])),
        np.append(lines.lon, lines.lon[a] + part * (lines.lon[b] - lines.lon[a])),
        np.append(lines.start, point),
        np.append(end, b),
        np.append(km, lines.km[edge] * (1.0 - part)),
        np.append(lines.kind, lines.kind[edge]),
        np.append(lines.tracks, lines.tracks[edge]),
    )
    return split, point


def set_stretches(lines: Chords, stretches: Sequence[Stretch], *, where: Where) -> Chords:
    """The network with the kind and tracks of every stretch set along the shortest way through its points.

    `InputError` when the network does not connect them, or only by a detour: the overlay or the sources are then wrong.
    """
    problems = []
    for stretch in stretches:
        spots = [where(spot, f"stretches.{stretch.name}") for spot in stretch.through]
        points = []
        for spot in spots:
            lines, point = _join(lines, spot, SNAP_KM)
            points.append(point)
        kind, tracks = lines.kind.copy(), lines.tracks.copy()
        edges = _edges_by_ends(lines)
        for place, (first, last) in enumerate(pairwise(points)):
            way = route(lines, first, last)
            straight = float(distance_km(*spots[place], *spots[place + 1]))
            if not way or _km(lines, way) > MOST_DETOUR * straight + SNAP_KM:
                found = f"no {stretch.mode} leads straight enough from {spots[place]} to {spots[place + 1]}."
                problems.append(Problem("overlay", 0, f"stretches.{stretch.name}", found, "Add a link or a point."))
                continue
            for a, b in pairwise(way):
                for edge in edges[min(a, b), max(a, b)]:
                    kind[edge], tracks[edge] = stretch.kind, stretch.tracks
        lines = replace(lines, kind=kind, tracks=tracks)
    if problems:
        raise InputError(problems)
    return lines


def _km(lines: Chords, way: list[int]) -> float:
    a, b = np.array(way[:-1], dtype=np.int64), np.array(way[1:], dtype=np.int64)
    return float(distance_km(lines.lat[a], lines.lon[a], lines.lat[b], lines.lon[b]).sum())


def _edges_by_ends(lines: Chords) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    low, high = np.minimum(lines.start, lines.end), np.maximum(lines.start, lines.end)
    for edge, ends in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        found.setdefault(ends, []).append(edge)
    return found


def set_gauges(rail: Chords, *, gauges: dict[str, Gauge], countries: dict[str, object]) -> Chords:
    """Railways with the gauge of the country that each edge's middle lies in; `default` elsewhere."""
    import shapely

    lat = (rail.lat[rail.start] + rail.lat[rail.end]) / 2.0
    lon = (rail.lon[rail.start] + rail.lon[rail.end]) / 2.0
    elsewhere = gauges["default"].mm if "default" in gauges else STANDARD_MM
    kind = np.full(len(rail.km), elsewhere, dtype=np.int16)
    for code, shape in countries.items():
        if code in gauges:
            shapely.prepare(shape)
            kind[shapely.contains_xy(shape, lon, lat)] = gauges[code].mm
    return replace(rail, kind=kind)
