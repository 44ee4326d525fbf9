"""Stitching, thinning, tracing and bridges on networks small enough to check by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.theatre.bridges import find_bridges
from hillfort.theatre.checks import way_km
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.grid import make_grid
from hillfort.theatre.rivers import river_sides
from hillfort.theatre.routing import network_km
from hillfort.theatre.stitching import components, stitch, tidy
from hillfort.theatre.survey import Chords
from hillfort.theatre.theatre import Theatre
from hillfort.theatre.thinning import contract, thin
from hillfort.theatre.tracing import trace


def line(points: list[tuple[float, float]], *, kind: int = 2) -> Chords:
    """A chain of points (lat, lon)."""
    spots = np.array(points)
    pairs = np.column_stack([np.arange(len(spots) - 1), np.arange(1, len(spots))])
    km = distance_km(spots[:-1, 0], spots[:-1, 1], spots[1:, 0], spots[1:, 1])
    return Chords.of(spots, pairs, km, kind=kind)


def joined(*parts: Chords) -> Chords:
    """Several lines as one unconnected network."""
    shift = np.cumsum([0] + [len(part.lat) for part in parts[:-1]])
    return Chords(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("lat", "lon")),
        *(
            np.concatenate([getattr(part, name) + more for part, more in zip(parts, shift, strict=True)])
            for name in ("start", "end")
        ),
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("km", "kind", "tracks")),
    )


def test_ends_that_nearly_meet_are_joined_and_others_are_not() -> None:
    west, east = line([(55.0, 24.0), (55.0, 24.2)]), line([(55.0, 24.205), (55.0, 24.4)])
    far = line([(55.2, 24.0), (55.2, 24.4)])
    stitched = stitch(joined(west, east, far), gap_km=0.5)
    assert len(set(components(stitched).tolist())) == 2
    assert network_km(stitched, (55.0, 24.0), (55.0, 24.4)) == pytest.approx(25.5, abs=0.2)


def test_tidy_merges_points_and_drops_loops_and_repeats() -> None:
    twice = joined(line([(55.0, 24.0), (55.0, 24.2)]), line([(55.0, 24.2), (55.0, 24.0)]))
    looped = joined(twice, line([(55.0, 24.0), (55.0, 24.0)]))
    assert len(tidy(looped).km) == 1
    assert len(tidy(looped).lat) == 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.05, 0.05), st.floats(0.01, 0.08)), min_size=3, max_size=20))
def test_contracting_a_chain_keeps_its_length(bends: list[tuple[float, float]]) -> None:
    lon = 24.0 + np.cumsum([step for _, step in bends])
    chain = line([(55.0 + bend, float(east)) for (bend, _), east in zip(bends, lon, strict=True)])
    short = contract(chain, tolerance_km=1.0)
    assert float(short.km.sum()) == pytest.approx(float(chain.km.sum()), rel=1e-9)
    assert len(short.km) <= len(chain.km)


def test_contracting_never_mixes_kinds() -> None:
    road = joined(line([(55.0, 24.0), (55.0, 24.2)], kind=2), line([(55.0, 24.2), (55.0, 24.4)], kind=3))
    assert sorted(contract(tidy(road), tolerance_km=9.0).kind.tolist()) == [2, 3]


def test_thinning_joins_near_junctions_and_cuts_short_dead_ends() -> None:
    street = line([(55.0, 24.0), (55.0, 24.5), (55.0, 24.53), (55.0, 25.0)])
    north, south = line([(55.0, 24.5), (55.4, 24.5)]), line([(55.0, 24.53), (54.6, 24.53)])
    alley = line([(55.0, 24.2), (55.01, 24.2)])
    thinned = thin(tidy(joined(street, north, south, alley)), merge_km=5.0)
    assert len(thinned.lat) == 5
    assert network_km(thinned, (55.4, 24.5), (54.6, 24.53)) == pytest.approx(90.9, abs=2.5)


@pytest.mark.parametrize(("first", "last"), [("Tallinn", "Warsaw"), ("Riga", "Minsk"), ("Klaipėda", "Pskov")])
def test_the_coarse_network_keeps_long_distances_within_6_per_cent(baltic: Theatre, first: str, last: str) -> None:
    ends = [(place.lat, place.lon) for place in (baltic.places[first], baltic.places[last])]
    fine = way_km(baltic.road, ends[0], ends[1])
    assert way_km(baltic.coarse_road, ends[0], ends[1]) == pytest.approx(fine, rel=0.06)


def test_a_road_over_cells_is_as_long_as_the_road() -> None:
    from scipy.sparse.csgraph import dijkstra

    from hillfort.theatre.routing import matrix

    grid = make_grid((24.0, 55.0, 26.0, 56.0), resolution=6)
    road = line([(55.2, 24.2), (55.5, 25.0), (55.4, 25.8)])
    traced = trace(road, grid, resolution=6)
    here, side = np.nonzero(traced.kind)
    graph = matrix(here, grid.neighbours[here, side], traced.km[here, side].astype(float), count=len(grid))
    ends = [
        int(np.argmin((grid.lat - lat) ** 2 + ((grid.lon - lon) * 0.57) ** 2))
        for lat, lon in ((55.2, 24.2), (55.4, 25.8))
    ]
    assert float(dijkstra(graph, indices=ends[0])[ends[1]]) == pytest.approx(float(road.km.sum()), rel=0.06)
    assert traced.lost == 0


def test_a_river_parts_the_grid_and_only_a_known_bridge_joins_it() -> None:
    grid = make_grid((24.0, 55.0, 25.0, 55.8), resolution=6)
    river = np.array([[24.5, 54.5], [24.52, 55.3], [24.47, 56.3]])
    sides = river_sides(grid, (river,))
    west = np.array(
        [lon < np.interp(lat, river[:, 1], river[:, 0]) for lat, lon in zip(grid.lat, grid.lon, strict=True)]
    )
    here, side = np.nonzero(grid.neighbours >= 0)
    apart = west[here] != west[grid.neighbours[here, side]]
    assert ((sides[here, side] > 0) == apart).all()
    none = np.zeros_like(sides, dtype=np.int8)
    road, km, bridge = find_bridges(
        grid, none, np.zeros(sides.shape), river=sides, known={1: np.array([[55.3, 24.52]])}
    )
    assert bridge.sum() == 2
    assert (road > 0).sum() == 2
    assert (km[bridge > 0] > 0).all()
