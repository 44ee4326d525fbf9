"""Arrival against an expanded network, closed forms and its own certificate."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.lines.flow.certificate import verify
from hillfort.lines.flow.flow import Arc, FlowNetwork, FlowSource, network_of
from hillfort.lines.loss.arrival import arrival
from lines.nets import expanded_value, random_network

MINUTES = (20, 40, 60)


@pytest.mark.parametrize("block", range(4))
def test_the_curve_equals_the_maximum_flow_of_the_network_expanded_minute_by_minute(block: int) -> None:
    for seed in range(12 * block, 12 * block + 12):
        network = random_network(seed, stocks=seed % 3 == 0)
        curve = arrival(network, days=60 / 1440)
        assert [curve.exact(minute) for minute in MINUTES] == [expanded_value(network, minute) for minute in MINUTES], (
            seed
        )


def circulation(network: FlowNetwork, minute: int) -> int:
    """The same value as one minimum-cost circulation: the way back from the sinks earns the horizon."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    start, end = network.n_nodes, network.n_nodes + 1
    huge = int(network.capacity_per_day.sum()) + 1
    for arc in range(network.n_arcs):
        solver.add_arc_with_capacity_and_unit_cost(
            int(network.tail[arc]),
            int(network.head[arc]),
            int(network.capacity_per_day[arc]),
            int(network.transit_min[arc]),
        )
    for source in network.sources:
        solver.add_arc_with_capacity_and_unit_cost(start, source.node, huge, source.release_min)
    for sink in network.sinks:
        solver.add_arc_with_capacity_and_unit_cost(sink, end, huge, 0)
    solver.add_arc_with_capacity_and_unit_cost(end, start, huge, -minute)
    assert solver.solve() == solver.OPTIMAL
    return -int(solver.optimal_cost())


def test_the_curve_equals_a_minimum_cost_circulation() -> None:
    for seed in range(200, 260):
        network = random_network(seed, nodes=12)
        curve = arrival(network, days=1)
        assert [curve.exact(m) for m in (15, 50, 1440)] == [circulation(network, m) for m in (15, 50, 1440)], seed


def test_coarse_steps_of_an_expanded_network_are_biased_and_the_bias_shrinks() -> None:
    """Rounding every transit time up to a step of an hour or a quarter loses arrivals; the finer step loses less."""
    arcs = [Arc("a", "b", 61, 10), Arc("b", "c", 125, 10), Arc("a", "c", 250, 5)]
    exact = arrival(network_of(arcs, sources=[("a", FlowSource("x", 0))], sinks=["c"]), days=1).exact(1440)
    lost = []
    for step in (60, 15):
        rounded = [dataclasses.replace(arc, transit_min=-(-arc.transit_min // step) * step) for arc in arcs]
        lost.append(
            exact - arrival(network_of(rounded, sources=[("a", FlowSource("x", 0))], sinks=["c"]), days=1).exact(1440)
        )
    assert lost[0] > lost[1] > 0


def test_a_single_way_follows_its_closed_form() -> None:
    network = network_of(
        [Arc("a", "b", 300, 40), Arc("b", "c", 200, 25)], sources=[("a", FlowSource("x", 0, 100))], sinks=["c"]
    )
    curve = arrival(network, days=10)
    assert curve.at(5) == pytest.approx(25 * (5 - 600 / 1440))
    assert curve.closing_day(100) == pytest.approx(600 / 1440 + 4)
    assert curve.closing_day(1000) is None
    assert curve.first_day == pytest.approx(601 / 1440)
    assert curve.breaks == ((600, 25),)


def test_a_stock_runs_out() -> None:
    network = network_of([Arc("a", "c", 100, 25)], sources=[("a", FlowSource("x", 0, stock=50))], sinks=["c"])
    curve = arrival(network, days=10)
    assert [curve.at(1), curve.at(5), curve.at(10)] == [pytest.approx(25 * (1 - 100 / 1440)), 50, 50]
    assert curve.closing_day(50) == pytest.approx(2 + 100 / 1440)
    assert {binding.arc for binding in curve.binding(10)} == {"stock of x"}


def test_nothing_can_arrive_is_an_answer() -> None:
    network = network_of([Arc("a", "b", 1, 1, ("g",))], sources=[("a", FlowSource("x", 0))], sinks=["c"])
    curve = arrival(network, days=5)
    assert (curve.at(5), curve.closing_day(1), curve.first_day, curve.flows(5), curve.phases()) == (
        0,
        None,
        None,
        (),
        (),
    )
    assert verify(network, curve.certificate(5)).proved
    nobody = arrival(dataclasses.replace(network, sources=()), days=5)
    assert nobody.at(5) == 0


def test_what_binds_changes_with_time() -> None:
    """A road fills first; from the second day its bridge has the rest of the traffic of a later, wider way as well."""
    arcs = [Arc("a", "m", 60, 100, ("road",)), Arc("b", "m", 60, 200, ("sea",)), Arc("m", "c", 60, 250, ("bridge",))]
    starts = [("a", FlowSource("by road", 0)), ("b", FlowSource("by sea", 0, release_min=2880))]
    phases = arrival(network_of(arcs, sources=starts, sinks=["c"]), days=10).phases()
    assert [phase.names for phase in phases] == [("road",), ("bridge",)]
    assert [phase.rate_per_day for phase in phases] == [100, 250]
    assert phases[0].to_day == pytest.approx(2.04, abs=0.1)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), minute=st.integers(0, 200), stocks=st.booleans())
def test_every_value_has_a_certificate_that_independent_arithmetic_accepts(
    seed: int, minute: int, stocks: bool
) -> None:
    network = random_network(seed, stocks=stocks, nodes=12)
    curve = arrival(network, days=200 / 1440)
    checked = verify(network, curve.certificate(minute / 1440))
    assert checked.proved, checked.problems
    assert checked.most == curve.exact(minute)
    assert sum(binding.vehicles for binding in curve.binding(minute / 1440)) == pytest.approx(checked.vehicles)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_arrivals_never_fall_and_the_rate_never_falls_without_stocks(seed: int) -> None:
    curve = arrival(random_network(seed, nodes=12), days=0.2)
    values = np.array([curve.exact(minute) for minute in range(0, 288, 7)])
    assert (np.diff(values) >= 0).all()
    assert (np.diff(values, n=2) >= 0).all()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_names_and_order_do_not_matter(seed: int) -> None:
    network = random_network(seed, nodes=12)
    rng = np.random.default_rng(seed)
    node = rng.permutation(network.n_nodes)
    order = rng.permutation(network.n_arcs)
    counts = np.diff(network.group_start)
    shuffled = dataclasses.replace(
        network,
        tail=node[network.tail][order],
        head=node[network.head][order],
        transit_min=network.transit_min[order],
        capacity_per_day=network.capacity_per_day[order],
        group_start=np.concatenate([[0], np.cumsum(counts[order])]),
        group_of=np.concatenate([network.groups_of(arc) for arc in order]),
        arc_names=(),
        node_names=(),
        sources=tuple(dataclasses.replace(s, node=int(node[s.node])) for s in network.sources),
        sinks=tuple(int(node[sink]) for sink in network.sinks),
    )
    one, other = arrival(network, days=0.2), arrival(shuffled, days=0.2)
    assert [one.exact(m) for m in range(0, 288, 9)] == [other.exact(m) for m in range(0, 288, 9)]
