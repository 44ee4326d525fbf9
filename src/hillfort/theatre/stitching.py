"""Stitching: making a network out of lines whose ends nearly meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hillfort.theatre.geodesy import distance_km, plane_km
from hillfort.theatre.survey import Chords


def tidy(lines: Chords) -> Chords:
    """The same lines with points at one spot made one, and loops and repeated edges dropped (the shortest stays)."""
    spots = np.round(np.column_stack([lines.lat, lines.lon]), 6)
    unique, place = np.unique(spots, axis=0, return_inverse=True)
    place = place.reshape(-1)
    first, last = place[lines.start], place[lines.end]
    low, high = np.minimum(first, last), np.maximum(first, last)
    order = np.lexsort((lines.km, -lines.kind, high, low))
    low, high = low[order], high[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    fresh &= low != high
    chosen = order[fresh]
    chord = distance_km(unique[low[fresh], 0], unique[low[fresh], 1], unique[high[fresh], 0], unique[high[fresh], 1])
    merged = Chords(
        unique[:, 0],
        unique[:, 1],
        low[fresh].astype(np.int64),
        high[fresh].astype(np.int64),
        np.maximum(lines.km[chosen], chord),
        lines.kind[chosen],
        lines.tracks[chosen],
    )
    return merged.keep(np.arange(len(merged.km)))


def components(lines: Chords) -> np.ndarray:
    """(n,) int32, the number of the connected piece each point belongs to."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    count = len(lines.lat)
    ones = np.ones(len(lines.start), dtype=np.int8)
    found: np.ndarray = connected_components(coo_matrix((ones, (lines.start, lines.end)), shape=(count, count)))[1]
    return found


def stitch(lines: Chords, *, gap_km: float) -> Chords:
    """Join dead ends to what lies within `gap_km`, and separate pieces where they come that near each other.

    Sources cut railways at stations and roads at crossings; unstitched, Kaunas-Tallinn is 1,400 km by rail.
    """
    from scipy.spatial import cKDTree

    piece = components(lines)
    degree = np.bincount(np.concatenate([lines.start, lines.end]), minlength=len(lines.lat))
    flat = plane_km(lines.lat, lines.lon, lat_0=float(np.median(lines.lat)) if len(lines.lat) else 0.0)
    pairs = cKDTree(flat).query_pairs(gap_km * 1.6, output_type="ndarray")
    if not len(pairs):
        return lines
    first, last = pairs.min(axis=1), pairs.max(axis=1)
    gap = distance_km(lines.lat[first], lines.lon[first], lines.lat[last], lines.lon[last])
    apart = piece[first] != piece[last]
    dead = (degree[first] == 1) | (degree[last] == 1)
    near = (gap <= gap_km) & (apart | dead)
    order = np.lexsort((last[near], first[near], gap[near]))
    chosen = np.flatnonzero(near)[order]
    bridged = _needed(piece, first[chosen], last[chosen], dead=dead[chosen])
    return _with_edges(lines, first[chosen[bridged]], last[chosen[bridged]], gap[chosen[bridged]])


def _needed(piece: np.ndarray, first: np.ndarray, last: np.ndarray, *, dead: np.ndarray) -> np.ndarray:
    """Mask of the joins, nearest first, that connect separate pieces or give a dead end its one join."""
    root = np.arange(piece.max() + 1)

    def top(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = int(root[number])
        return number

    joined: set[int] = set()
    keep = np.zeros(len(first), dtype=bool)
    for number, (one, two) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        a, b = top(int(piece[one])), top(int(piece[two]))
        lone = bool(dead[number]) and one not in joined and two not in joined
        if a != b or lone:
            keep[number] = True
            root[max(a, b)] = min(a, b)
            joined.update((one, two))
    return keep


def _with_edges(lines: Chords, first: np.ndarray, last: np.ndarray, km: np.ndarray) -> Chords:
    count = len(first)
    kind = np.full(count, lines.kind.max() if len(lines.kind) else 0, dtype=np.int16)
    return replace(
        lines,
        start=np.concatenate([lines.start, first]),
        end=np.concatenate([lines.end, last]),
        km=np.concatenate([lines.km, km]),
        kind=np.concatenate([lines.kind, kind]),
        tracks=np.concatenate([lines.tracks, np.ones(count, dtype=np.int8)]),
    )


def drop_scraps(lines: Chords, *, least_km: float) -> Chords:
    """Without connected pieces shorter than `least_km` in all."""
    piece = components(lines)
    total = np.bincount(piece[lines.start], weights=lines.km, minlength=int(piece.max()) + 1 if len(piece) else 1)
    return lines.keep(np.flatnonzero(total[piece[lines.start]] >= least_km))
