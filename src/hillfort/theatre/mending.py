"""Mending: the overlay's links and stretches put into the mapped networks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.overlay import Link, Point, Spot, Stretch
from hillfort.theatre.routing import nearest_point, route
from hillfort.theatre.survey import Lines

SNAP_KM = 6.0
"""The end of a link joins the network when that lies within this distance."""

WINDING = 1.1
"""Length of a road or railway over the straight pieces it is drawn with, where nothing better is known."""

Where = Callable[[Spot, str], Point]
"""Turns a place name or a point into lat, lon; the second argument says who asks."""


def add_links(lines: Lines, links: Sequence[Link], *, where: Where) -> Lines:
    """The network with every link added, its ends joined to the nearest point of the nearest line."""
    for link in links:
        spots = [where(spot, f"links.{link.name}") for spot in link.through]
        lines = _add(lines, spots, link)
    return lines


def _add(lines: Lines, spots: list[Point], link: Link) -> Lines:
    lines, first = _join(lines, spots[0])
    lines, last = _join(lines, spots[-1])
    inner = np.arange(len(spots) - 2) + len(lines.lat)
    lat = np.concatenate([lines.lat, [spot[0] for spot in spots[1:-1]]])
    lon = np.concatenate([lines.lon, [spot[1] for spot in spots[1:-1]]])
    chain = np.concatenate([[first], inner, [last]]).astype(np.int64)
    chord = distance_km(lat[chain[:-1]], lon[chain[:-1]], lat[chain[1:]], lon[chain[1:]])
    factor = link.km / float(chord.sum()) if link.km > 0.0 else WINDING
    count = len(chord)
    return Lines(
        lat,
        lon,
        np.concatenate([lines.start, chain[:-1]]),
        np.concatenate([lines.end, chain[1:]]),
        np.concatenate([lines.km, np.maximum(chord * max(factor, 1.0), 1e-3)]),
        np.concatenate([lines.kind, np.full(count, link.kind, dtype=np.int16)]),
        np.concatenate([lines.tracks, np.full(count, link.tracks, dtype=np.int8)]),
    )


def _join(lines: Lines, spot: Point) -> tuple[Lines, int]:
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
    if edge < 0 or away[edge] > SNAP_KM:
        return replace(lines, lat=np.append(lines.lat, lat), lon=np.append(lines.lon, lon)), len(lines.lat)
    part = float(share[edge])
    for end, close in ((lines.start[edge], part), (lines.end[edge], 1.0 - part)):
        if close * float(lines.km[edge]) < 0.2:
            return lines, int(end)
    return _split(lines, edge, part)


def _split(lines: Lines, edge: int, part: float) -> tuple[Lines, int]:
    a, b = int(lines.start[edge]), int(lines.end[edge])
    point = len(lines.lat)
    km = lines.km.copy()
    km[edge] *= part
    end = lines.end.copy()
    end[edge] = point
    split = Lines(
        np.append(lines.lat, lines.lat[a] + part * (lines.lat[b] - lines.lat[a])),
        np.append(lines.lon, lines.lon[a] + part * (lines.lon[b] - lines.lon[a])),
        np.append(lines.start, point),
        np.append(end, b),
        np.append(km, lines.km[edge] * (1.0 - part)),
        np.append(lines.kind, lines.kind[edge]),
        np.append(lines.tracks, lines.tracks[edge]),
    )
    return split, point


def set_stretches(lines: Lines, stretches: Sequence[Stretch], *, where: Where) -> Lines:
    """The network with the kind and tracks of every stretch set along the shortest way through its points.

    `InputError` when the network does not connect them: the overlay or the sources are then wrong.
    """
    kind, tracks = lines.kind.copy(), lines.tracks.copy()
    edges = _edges_by_ends(lines)
    problems = []
    for stretch in stretches:
        spots = [where(spot, f"stretches.{stretch.name}") for spot in stretch.through]
        for (lat_1, lon_1), (lat_2, lon_2) in zip(spots[:-1], spots[1:], strict=True):
            way = route(lines, nearest_point(lines, lat_1, lon_1), nearest_point(lines, lat_2, lon_2))
            if not way:
                found = f"no {stretch.mode} leads from {lat_1}, {lon_1} to {lat_2}, {lon_2}."
                problems.append(Problem("overlay", 0, f"stretches.{stretch.name}", found, "Add a link there."))
            for a, b in zip(way[:-1], way[1:], strict=True):
                for edge in edges[min(a, b), max(a, b)]:
                    kind[edge], tracks[edge] = stretch.kind, stretch.tracks
    if problems:
        raise InputError(problems)
    return replace(lines, kind=kind, tracks=tracks)


def _edges_by_ends(lines: Lines) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    low, high = np.minimum(lines.start, lines.end), np.maximum(lines.start, lines.end)
    for edge, ends in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        found.setdefault(ends, []).append(edge)
    return found


def set_gauges(rail: Lines, *, gauges: dict[str, int], countries: dict[str, object]) -> Lines:
    """Railways with the gauge of the country that each edge's middle lies in; `default` elsewhere."""
    import shapely

    lat = (rail.lat[rail.start] + rail.lat[rail.end]) / 2.0
    lon = (rail.lon[rail.start] + rail.lon[rail.end]) / 2.0
    kind = np.full(len(rail.km), gauges.get("default", 1435), dtype=np.int16)
    for code, shape in countries.items():
        if code in gauges:
            shapely.prepare(shape)
            kind[shapely.contains_xy(shape, lon, lat)] = gauges[code]
    return replace(rail, kind=kind)
