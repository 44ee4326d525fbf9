"""Thinning: the same network with fewer points, its lengths kept."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from hillfort.theatre.geodesy import distance_km, plane_km
from hillfort.theatre.stitching import tidy
from hillfort.theatre.survey import Chords

Neighbours = list[list[tuple[int, int]]]


def contract(lines: Chords, *, tolerance_km: float) -> Chords:
    """Chains of points that are no junctions, drawn with as few chords as stay within `tolerance_km` of the line.

    Lengths are those along the old line. Kinds and tracks never mix.
    """
    near = _near(lines)
    fixed = [_is_junction(lines, near, point) for point in range(len(lines.lat))]
    spots = plane_km(lines.lat, lines.lon, lat_0=float(np.median(lines.lat)) if len(lines.lat) else 0.0)
    used = np.zeros(len(lines.km), dtype=bool)
    made: list[tuple[int, int, float, int]] = []
    loose = [point for point in range(len(fixed)) if not fixed[point]]
    for point in [point for point in range(len(fixed)) if fixed[point]] + loose:
        for other, edge in near[point]:
            if not used[edge]:
                chain, edges = _follow(point, other, edge, near=near, fixed=fixed, used=used)
                made += _chords(chain, edges, lines, spots, tolerance_km)
    start, end, km, sample = (np.array(column) for column in zip(*made, strict=True)) if made else (np.zeros(0),) * 4
    sample = sample.astype(np.int64)
    fresh = Chords(
        lines.lat,
        lines.lon,
        start.astype(np.int64),
        end.astype(np.int64),
        km.astype(np.float64),
        lines.kind[sample],
        lines.tracks[sample],
    )
    return fresh.keep(np.arange(len(fresh.km)))


def _near(lines: Chords) -> Neighbours:
    near: Neighbours = [[] for _ in range(len(lines.lat))]
    for edge, (a, b) in enumerate(zip(lines.start.tolist(), lines.end.tolist(), strict=True)):
        near[a].append((b, edge))
        near[b].append((a, edge))
    return near


def _is_junction(lines: Chords, near: Neighbours, point: int) -> bool:
    if len(near[point]) != 2:
        return True
    (_, one), (_, two) = near[point]
    return bool(lines.kind[one] != lines.kind[two] or lines.tracks[one] != lines.tracks[two])


def _follow(
    point: int, other: int, edge: int, *, near: Neighbours, fixed: list[bool], used: np.ndarray
) -> tuple[list[int], list[int]]:
    chain, edges = [point, other], [edge]
    used[edge] = True
    while not fixed[chain[-1]] and chain[-1] != point:
        onward = [(after, way) for after, way in near[chain[-1]] if not used[way]]
        if not onward:
            break
        after, way = onward[0]
        used[way] = True
        chain.append(after)
        edges.append(way)
    return chain, edges


def _chords(
    chain: list[int], edges: list[int], lines: Chords, spots: np.ndarray, tolerance_km: float
) -> list[tuple[int, int, float, int]]:
    kept = _outline(spots[chain], tolerance_km)
    if chain[0] == chain[-1] and len(kept) == 2:
        kept = [0, len(chain) // 2, len(chain) - 1]
    length = np.concatenate([[0.0], np.cumsum(lines.km[edges])])
    return [
        (chain[a], chain[b], float(length[b] - length[a]), edges[a])
        for a, b in itertools.pairwise(kept)
        if chain[a] != chain[b]
    ]


def _outline(spots: np.ndarray, tolerance_km: float) -> list[int]:
    """Douglas and Peucker: positions to keep so that no point is further than the tolerance from the chords."""
    keep = {0, len(spots) - 1}
    stack = [(0, len(spots) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        along = spots[last] - spots[first]
        inner = spots[first + 1 : last] - spots[first]
        size = float(along @ along)
        share = np.clip(inner @ along / size, 0.0, 1.0) if size > 0.0 else np.zeros(len(inner))
        away = np.linalg.norm(inner - share[:, None] * along, axis=1)
        worst = int(np.argmax(away))
        if away[worst] > tolerance_km:
            middle = first + 1 + worst
            keep.add(middle)
            stack += [(first, middle), (middle, last)]
    return sorted(keep)


def thin(lines: Chords, *, merge_km: float) -> Chords:
    """Junctions nearer than `merge_km` along the line made one, dead ends shorter than that cut off.

    Half the way from a junction to the one it was merged into is added to its other edges: a route passes some
    of them on the way and leaves others aside. Distances stay within a few per cent; merging by position alone
    loses 15 %.
    """
    bare = contract(_prune(contract(lines, tolerance_km=1e9), merge_km), tolerance_km=1e9)
    home, offset = _merge(bare, merge_km)
    start, end = home[bare.start], home[bare.end]
    km = bare.km + 0.5 * (offset[bare.start] + offset[bare.end])
    chord = distance_km(bare.lat[start], bare.lon[start], bare.lat[end], bare.lon[end])
    joined = replace(bare, start=start, end=end, km=np.maximum(km, chord))
    return contract(tidy(joined), tolerance_km=1e9)


def _prune(lines: Chords, least_km: float) -> Chords:
    degree = np.bincount(np.concatenate([lines.start, lines.end]), minlength=len(lines.lat))
    leaf = (degree[lines.start] == 1) | (degree[lines.end] == 1)
    return lines.keep(np.flatnonzero(~(leaf & (lines.km < least_km))))


def _merge(lines: Chords, merge_km: float) -> tuple[np.ndarray, np.ndarray]:
    """Each point's new home and its way there: busiest junctions first take in what lies within half the distance."""
    near = _near(lines)
    count = len(lines.lat)
    home, offset = np.arange(count), np.zeros(count)
    taken = np.zeros(count, dtype=bool)
    for hub in sorted(range(count), key=lambda point: (-len(near[point]), point)):
        if taken[hub]:
            continue
        taken[hub] = True
        queue = [(0.0, hub)]
        reached = {hub: 0.0}
        while queue:
            queue.sort()
            length, point = queue.pop(0)
            for other, edge in near[point]:
                way = length + float(lines.km[edge])
                if way <= merge_km and not taken[other] and way < reached.get(other, np.inf):
                    reached[other] = way
                    queue.append((way, other))
        for point, way in reached.items():
            home[point], offset[point], taken[point] = hub, way, True
    return home, offset
