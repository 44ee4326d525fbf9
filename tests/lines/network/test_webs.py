from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.lines.network.webs import GATE, HUB, Web, nearest_edge, put, simplify, worst_class

MAIN = 1


def km_of(length: float, kind: int = 2) -> tuple[float, ...]:
    parts = [0.0, 0.0, 0.0, 0.0]
    parts[kind - 1] = length
    return tuple(parts)


def grid(side: int, step_km: float = 10.0) -> Web:
    """A square grid of roads near the equator, where a degree is as long both ways."""
    web = Web()
    step = step_km / 111.2
    for row in range(side):
        for column in range(side):
            web.node(row * step, column * step, "AA")
    for row in range(side):
        for column in range(side):
            here = row * side + column
            if column + 1 < side:
                web.edge(here, here + 1, km_of(step_km))
            if row + 1 < side:
                web.edge(here, here + side, km_of(step_km))
    return web


def shortest(web: Web, first: int, last: int) -> float:
    best = {first: 0.0}
    queue = [first]
    while queue:
        node = queue.pop(0)
        for edge in web.near[node]:
            there, way = web.other(edge, node), best[node] + web.length(edge)
            if way < best.get(there, math.inf) - 1e-9:
                best[there] = way
                queue.append(there)
    return best.get(last, math.inf)


def named(web: Web, name: str) -> int:
    return web.name.index(name)


def test_a_chain_becomes_one_edge_of_the_same_length() -> None:
    web = Web()
    nodes = [web.node(0.0, place * 0.05, "AA") for place in range(6)]
    for a, b in itertools.pairwise(nodes):
        web.edge(a, b, km_of(6.0))
    web.keep(nodes[0], "one", HUB)
    web.keep(nodes[-1], "two", HUB)
    thin = simplify(web, merge_km=lambda node: 0.0)
    assert len(thin.live()) == 1
    assert thin.length(thin.live()[0]) == pytest.approx(30.0)


def test_a_dead_end_without_a_hub_goes_and_one_with_a_hub_stays() -> None:
    web = grid(3)
    spur = web.node(-0.3, 0.0, "AA")
    web.edge(0, spur, km_of(30.0))
    for corner in (0, 8):
        web.keep(corner, f"corner {corner}", HUB)
    assert len(simplify(web, merge_km=lambda node: 0.0).near[0]) == 2
    web = grid(3)
    spur = web.node(-0.3, 0.0, "AA")
    web.edge(0, spur, km_of(30.0))
    web.keep(spur, "pier", HUB)
    web.keep(8, "corner", HUB)
    thin = simplify(web, merge_km=lambda node: 0.0)
    assert shortest(thin, named(thin, "pier"), named(thin, "corner")) == pytest.approx(70.0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 24), min_size=2, max_size=6, unique=True))
def test_without_merging_ways_between_hubs_keep_their_length(hubs: list[int]) -> None:
    web, again = grid(5), grid(5)
    for hub in hubs:
        again.keep(hub, f"hub {hub}", HUB)
    thin = simplify(again, merge_km=lambda node: 0.0)
    for a in hubs:
        for b in hubs:
            there = shortest(thin, named(thin, f"hub {a}"), named(thin, f"hub {b}"))
            assert there == pytest.approx(shortest(web, a, b))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 48), min_size=2, max_size=4, unique=True), st.floats(1.0, 14.0))
def test_merging_never_parts_hubs_and_never_loses_one(hubs: list[int], reach: float) -> None:
    web = grid(7)
    for hub in hubs:
        web.keep(hub, f"hub {hub}", HUB)
    thin = simplify(web, merge_km=lambda node: reach)
    for a in hubs:
        for b in hubs:
            assert math.isfinite(shortest(thin, named(thin, f"hub {a}"), named(thin, f"hub {b}")))


def test_junctions_of_different_countries_are_never_merged() -> None:
    web = grid(2, step_km=3.0)
    for node in (1, 3):
        web.state[node] = "BB"
    web.keep(0, "here", HUB)
    web.keep(3, "there", HUB)
    thin = simplify(web, merge_km=lambda node: 10.0)
    assert set(thin.state) == {"AA", "BB"}


def test_a_gate_keeps_exactly_two_edges() -> None:
    web = grid(3)
    node, away = put(web, 0.045, 0.0, name="gate", how=GATE)
    assert away < 0.1
    web.keep(0, "a", HUB)
    web.keep(8, "b", HUB)
    thin = simplify(web, merge_km=lambda node: 12.0)
    assert node >= 0
    assert len(thin.near[named(thin, "gate")]) == 2


def test_a_hub_is_put_into_the_edge_not_on_the_nearest_junction() -> None:
    web = grid(2, step_km=100.0)
    node, away = put(web, 0.01, 0.45, name="halfway", how=HUB)
    assert away == pytest.approx(1.1, abs=0.1)
    assert web.lon[node] == pytest.approx(0.45, abs=0.001)
    assert sorted(web.length(edge) for edge in web.near[node]) == pytest.approx([50.0, 50.0], abs=0.3)


def test_the_nearest_edge_can_be_asked_for_by_class() -> None:
    web = grid(2, step_km=100.0)
    far = web.edge(2, 3, km_of(100.0, kind=3))
    edge, _, away = nearest_edge(web, 0.0, 0.4, only=lambda each: worst_class(web.km[each]) == 3)
    assert edge == far
    assert away == pytest.approx(100.0, rel=0.01)


def test_an_edge_taken_out_is_not_found_again() -> None:
    web = grid(2, step_km=100.0)
    first, _, _ = nearest_edge(web, 0.0, 0.4)
    web.drop(first)
    second, _, away = nearest_edge(web, 0.0, 0.4)
    assert second != first
    assert away > 30.0


def test_nothing_is_near_an_empty_web() -> None:
    assert nearest_edge(Web(), 0.0, 0.0) == (-1, 0.0, math.inf)
