"""The worst case against enumeration, a mixed-integer programme and published toys."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.foundation.errors import InputError
from hillfort.lines.flow.certificate import verify
from hillfort.lines.flow.effects import Attack, Effects
from hillfort.lines.flow.flow import Arc, FlowSource, network_of
from hillfort.lines.loss.compact import programme, solve_programme
from hillfort.lines.loss.interdiction import certify_loss, worst
from hillfort.lines.loss.isolation import isolate
from lines.nets import Enumerated, expanded_value, random_network

MINUTE = 50
DAY = MINUTE / 1440


def exact(vehicles: float) -> int:
    return round(vehicles * 1440)


@pytest.mark.parametrize("block", range(10))
def test_the_worst_loss_equals_enumeration_on_600_random_networks(block: int) -> None:
    for seed in range(60 * block, 60 * block + 60):
        network = random_network(seed, stocks=seed % 4 == 0, nodes=12 if seed % 2 else 7)
        every = Enumerated(network, MINUTE)
        frontier = worst(network, by_day=DAY, k=3)
        assert exact(frontier.undisturbed) == every.after(frozenset()), seed
        for one in frontier.worst:
            assert one.proved
            assert exact(one.delivered) == every.worst(one.k), (seed, one.k)
            lost = frozenset(network.group_numbers(one.groups))
            assert len(lost) <= one.k
            assert every.after(lost) == exact(one.delivered)


def test_ties_are_all_the_sets_that_leave_as_little_and_need_nothing_added() -> None:
    for seed in range(60):
        network = random_network(seed)
        every = Enumerated(network, MINUTE)
        one = worst(network, by_day=DAY, k=2, ties=100).at(2)
        assert one.all_ties
        least = exact(one.delivered)
        as_bad = [
            set(lost)
            for size in range(3)
            for lost in itertools.combinations(range(network.n_groups), size)
            if every.after(frozenset(lost)) == least
        ]
        found = [set(network.group_numbers(groups)) for groups in (one.groups, *one.ties)]
        for lost in as_bad:
            assert any(other <= lost for other in found), (seed, lost)
        assert all(every.after(frozenset(lost)) == least for lost in found)


def test_the_compact_programme_agrees() -> None:
    for seed in range(40):
        network = random_network(seed, stocks=seed % 3 == 0)
        effects = Effects(network, MINUTE, Attack())
        for one in worst(network, by_day=DAY, k=3).worst:
            value, _, bound = solve_programme(effects, one.k)
            assert value == pytest.approx(one.delivered, abs=1e-6)
            assert bound <= one.delivered + 1e-6


def test_another_solver_of_the_same_programme_agrees() -> None:
    highspy = pytest.importorskip("highspy")
    network = random_network(7, nodes=12)
    task = programme(Effects(network, MINUTE, Attack()), 2)
    solver = highspy.Highs()
    solver.silent()
    columns = len(task.cost)
    solver.addVars(columns, task.lower, task.upper)
    solver.changeColsCost(columns, np.arange(columns, dtype=np.int32), task.cost)
    for column in range(task.first_column, columns):
        solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for row in range(task.matrix.shape[0]):
        start, end = task.matrix.indptr[row : row + 2]
        solver.addRow(
            task.low[row],
            highspy.kHighsInf,
            end - start,
            task.matrix.indices[start:end].astype(np.int32),
            task.matrix.data[start:end],
        )
    solver.run()
    assert solver.getInfo().objective_function_value == pytest.approx(
        worst(network, by_day=DAY, k=2).at(2).delivered, abs=1e-6
    )


@pytest.mark.parametrize("mode", ["delayed", "out"])
def test_delays_and_closures_equal_enumeration_over_an_expanded_network(mode: str) -> None:
    for seed in range(300, 324):
        network = random_network(seed, stocks=seed % 3 == 0, groups=4)
        attack = Attack(mode, repair_days=17 / 1440, repair_of={"g1": 9 / 1440})
        frontier = worst(network, by_day=DAY, k=2, attack=attack)
        values = {}
        for size in range(3):
            for lost in itertools.combinations(network.group_names, size):
                added: dict[int, int] = {}
                for name in lost:
                    repair = 9 if name == "g1" else 17
                    for arc in network.arcs_in(network.group_numbers([name])).nonzero()[0]:
                        added[int(arc)] = (
                            max(added.get(int(arc), 0), repair) if mode == "out" else added.get(int(arc), 0) + repair
                        )
                    for number, source in enumerate(network.sources):
                        if name in source.groups:
                            arc = network.n_arcs + number
                            added[arc] = max(added.get(arc, 0), repair) if mode == "out" else added.get(arc, 0) + repair
                values[lost] = expanded_value(
                    network, MINUTE, **({"late": added} if mode == "delayed" else {"closed_until": added})
                )
        for one in frontier.worst:
            assert one.proved
            assert exact(one.delivered) == min(value for lost, value in values.items() if len(lost) <= one.k), (
                seed,
                one,
            )


def test_prices_are_kept() -> None:
    for seed in range(40):
        network = random_network(seed)
        costs = {name: 1 + index % 3 for index, name in enumerate(network.group_names)}
        every = Enumerated(network, MINUTE)
        for one in worst(network, by_day=DAY, k=4, attack=Attack(costs=costs)).worst:
            least = min(
                every.after(frozenset(lost))
                for size in range(5)
                for lost in itertools.combinations(range(network.n_groups), size)
                if sum(costs[network.group_names[group]] for group in lost) <= one.k
            )
            assert exact(one.delivered) == least
            assert sum(costs[name] for name in one.groups) <= one.k


def test_isolation_equals_enumeration() -> None:
    for seed in range(80):
        network = random_network(seed, groups=5)
        every = Enumerated(network, 100_000)
        found = isolate(network, ties=50)
        sets = [
            set(lost)
            for size in range(6)
            for lost in itertools.combinations(range(5), size)
            if every.after(frozenset(lost)) == 0
        ]
        if not sets:
            assert found.groups is None
            continue
        smallest = min(map(len, sets))
        assert found.groups is not None
        assert found.cost == len(found.groups) == smallest
        expected = {frozenset(lost) for lost in sets if len(lost) == smallest}
        assert {frozenset(network.group_numbers(groups)) for groups in (found.groups, *found.ties)} == expected


PYOMO_PATH = [("Start", "B", 10), ("Start", "C", 2), ("C", "B", 2), ("B", "End", 1), ("C", "D", 7), ("D", "End", 8)]
PYOMO_FLOW = [
    ("Start", "B", 10),
    ("Start", "C", 70),
    ("C", "B", 30),
    ("B", "End", 100),
    ("C", "D", 40),
    ("D", "End", 50),
]
SPI_5_5 = [("1", "2", 3, 3), ("2", "3", 1, 4), ("3", "5", 8, 5), ("2", "4", 4, 1), ("4", "5", 6, 3)]


def test_the_published_shortest_path_toy_of_pyomo() -> None:
    """A force that leaves one a day takes the shortest way: least arrivals are the longest way. 5, 17, cut off."""
    arcs = [Arc(tail, head, minutes, 99, (f"{tail}-{head}",)) for tail, head, minutes in PYOMO_PATH]
    network = network_of(arcs, sources=[("Start", FlowSource("one", 0, rate_per_day=1))], sinks=["End"])
    frontier = worst(network, by_day=1, k=2)
    assert [
        1440 - exact(value) for value in (frontier.undisturbed, frontier.at(1).delivered, frontier.at(2).delivered)
    ] == [5, 17, 1440]


def test_the_published_maximum_flow_toy_of_pyomo() -> None:
    arcs = [Arc(tail, head, 0, capacity, (f"{tail}-{head}",)) for tail, head, capacity in PYOMO_FLOW]
    frontier = worst(network_of(arcs, sources=[("Start", FlowSource("one", 0))], sinks=["End"]), by_day=1, k=2)
    assert [frontier.undisturbed, frontier.at(1).delivered, frontier.at(2).delivered] == [80, 10, 0]
    assert frontier.at(1).groups == ("Start-C",)


def test_the_published_shortest_path_instance_of_five_nodes() -> None:
    """Delays of their own, two of five arcs: 16, arcs 1 and 3."""
    arcs = [Arc(tail, head, length, 9, (f"arc {number}",)) for number, (tail, head, length, _) in enumerate(SPI_5_5, 1)]
    network = network_of(arcs, sources=[("1", FlowSource("one", 0, rate_per_day=1))], sinks=["5"])
    delays = {f"arc {number}": delay / 1440 for number, (*_, delay) in enumerate(SPI_5_5, 1)}
    one = worst(network, by_day=1, k=2, attack=Attack("delayed", repair_of=delays), ties=20).at(2)
    assert 1440 - exact(one.delivered) == 16
    assert ("arc 1", "arc 3") in (one.groups, *one.ties)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10**6), minute=st.integers(10, 100))
def test_more_losses_never_help_and_more_time_never_hurts(seed: int, minute: int) -> None:
    network = random_network(seed)
    early, later = (worst(network, by_day=at / 1440, k=4) for at in (minute, minute + 15))
    values = [early.undisturbed, *(one.delivered for one in early.worst)]
    assert values == sorted(values, reverse=True)
    assert all(one.delivered <= other.delivered for one, other in zip(early.worst, later.worst, strict=True))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), mode=st.sampled_from(["lost", "delayed"]), stocks=st.booleans())
def test_what_is_left_after_the_worst_loss_has_a_certificate(seed: int, mode: str, stocks: bool) -> None:
    network = random_network(seed, stocks=stocks)
    attack = Attack(mode, repair_days=0.01 if mode == "delayed" else 0.0)
    one = worst(network, by_day=DAY, k=2, attack=attack).at(2)
    left, certificate = certify_loss(network, one.groups, by_day=DAY, attack=attack)
    checked = verify(left, certificate)
    assert checked.proved, checked.problems
    assert checked.most == exact(one.delivered)


def test_a_gap_is_told_when_the_work_runs_out() -> None:
    unproved = 0
    for seed, work in itertools.product(range(30), (0, 60, 200)):
        network = random_network(seed, nodes=12, stocks=seed % 3 == 0)
        one = worst(network, by_day=DAY, k=3, ties=5, work=work).at(3)
        full = worst(network, by_day=DAY, k=3).at(3)
        assert full.proved
        assert one.bound <= full.delivered <= one.delivered
        assert one.proved == (one.gap == 0)
        assert one.proved or (one.ties == () and not one.all_ties)
        unproved += not one.proved
    assert unproved > 0


def test_isolation_is_told_between_bounds_when_the_work_runs_out() -> None:
    unproved = 0
    for seed, work in itertools.product(range(30), (0, 40, 120)):
        network = random_network(seed, nodes=12)
        one, full = isolate(network, work=work), isolate(network)
        assert full.proved and full.bound == full.cost
        assert one.bound <= full.cost <= one.cost
        assert one.proved == (one.bound == one.cost)
        if one.groups is not None:
            assert isolate(network.without(one.groups)).groups in ((), None) or not one.groups
        unproved += not one.proved
    assert unproved > 0


def test_what_is_wrong_with_an_attack_is_said_at_once() -> None:
    with pytest.raises(InputError) as error:
        worst(random_network(1), by_day=1, k=1, attack=Attack("bombed", costs={"g0": 0, "gx": 1}, groups=("gy",)))
    assert len(error.value.problems) == 4
    with pytest.raises(InputError, match="Above 0"):
        worst(random_network(1), by_day=1, k=1, attack=Attack("out"))
    with pytest.raises(InputError, match="out of range"):
        worst(random_network(1), by_day=-1, k=1)


def test_a_ferry_that_nobody_may_attack_is_left_alone() -> None:
    network = random_network(5)
    spared = dataclasses.replace(Attack(), groups=network.group_names[1:])
    assert all("g0" not in one.groups for one in worst(network, by_day=DAY, k=3, attack=spared).worst)
