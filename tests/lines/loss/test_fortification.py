"""Protection and improvements against enumeration of every protection and every attack."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.foundation.errors import InputError
from hillfort.lines.flow.effects import Attack
from hillfort.lines.flow.flow import Arc, FlowSource, network_of
from hillfort.lines.loss.fortification import Improvement, fortify, improve
from hillfort.lines.loss.interdiction import worst
from lines.nets import Enumerated, expanded_value, random_network

MINUTE = 50
DAY = MINUTE / 1440


def exact(vehicles: float) -> int:
    return round(vehicles * 1440)


@pytest.mark.parametrize("block", range(10))
def test_the_best_protection_equals_enumeration_on_500_random_networks(block: int) -> None:
    for seed in range(50 * block, 50 * block + 50):
        network = random_network(seed, groups=5, stocks=seed % 4 == 0)
        every = Enumerated(network, MINUTE)
        k, q = ((1, 1), (2, 1), (2, 2), (3, 2), (3, 3))[seed % 5]
        plan = fortify(network, by_day=DAY, k=min(k, 5), q=q)
        best = max(every.worst(k, protected) for protected in itertools.combinations(range(5), q))
        assert plan.proved
        assert exact(plan.delivered) == best, (seed, k, q)
        assert exact(plan.unprotected) == every.worst(k)
        protected = network.group_numbers(plan.groups)
        assert len(protected) <= q
        assert every.worst(k, protected) == best
        assert every.after(frozenset(network.group_numbers(plan.attack))) == best
        for name, worth in plan.worth.items():
            without = tuple(group for group in protected if network.group_names[group] != name)
            assert exact(worth) == best - every.worst(k, without)


def test_a_protection_is_told_between_bounds_when_the_work_runs_out() -> None:
    unproved = 0
    for seed, work in itertools.product(range(40), (0, 60, 300)):
        network = random_network(seed, groups=5, stocks=seed % 4 == 0)
        every = Enumerated(network, MINUTE)
        plan = fortify(network, by_day=DAY, k=2, q=2, work=work)
        best = max(every.worst(2, protected) for protected in itertools.combinations(range(5), 2))
        assert exact(plan.delivered) <= best <= exact(plan.bound)
        assert plan.proved == (plan.delivered == plan.bound)
        assert exact(plan.delivered) <= every.worst(2, network.group_numbers(plan.groups))
        assert plan.proved or not plan.worth
        unproved += not plan.proved
    assert unproved > 0


def test_groups_prepared_for_quick_repair_equal_enumeration() -> None:
    for seed in range(12):
        network = random_network(seed, groups=4)
        plan = fortify(network, by_day=DAY, k=2, q=1, prepared_days=8 / 1440)
        values = []
        for prepared in network.group_names:
            least = []
            for lost in (one for size in range(3) for one in itertools.combinations(network.group_names, size)):
                late: dict[int, int] = {}
                if prepared in lost:
                    late = {int(arc): 8 for arc in network.arcs_in(network.group_numbers([prepared])).nonzero()[0]}
                    late |= {network.n_arcs + n: 8 for n, s in enumerate(network.sources) if prepared in s.groups}
                gone = network.arcs_in(network.group_numbers(name for name in lost if name != prepared))
                closed = {int(arc): MINUTE for arc in gone.nonzero()[0]}
                closed |= {
                    network.n_arcs + n: MINUTE
                    for n, s in enumerate(network.sources)
                    if set(s.groups) & set(lost) - {prepared}
                }
                least.append(expanded_value(network, MINUTE, late, closed))
            values.append(min(least))
        assert exact(plan.delivered) == max(values), seed


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_more_protection_never_hurts_and_more_losses_never_help(seed: int) -> None:
    network = random_network(seed)
    grid = [[fortify(network, by_day=DAY, k=k, q=q).delivered for q in range(4)] for k in (1, 2, 3)]
    assert all(row == sorted(row) for row in grid)
    assert all(list(column) == sorted(column, reverse=True) for column in zip(*grid, strict=True))


def test_no_protection_is_the_worst_case_and_full_protection_is_no_loss() -> None:
    network = random_network(3)
    frontier = worst(network, by_day=DAY, k=2)
    assert fortify(network, by_day=DAY, k=2, q=0).delivered == frontier.at(2).delivered
    assert fortify(network, by_day=DAY, k=2, q=6).delivered == frontier.undisturbed


def test_a_second_ramp_a_ferry_and_a_brigade_in_place_are_worth_what_a_new_solve_says() -> None:
    arcs = [Arc("a", "m", 600, 40, ("ramp",)), Arc("m", "c", 60, 100, ("bridge",))]
    network = network_of(arcs, sources=[("a", FlowSource("force", 0))], sinks=["c"])
    options = {
        "second ramp": Improvement(duplicate=("ramp",)),
        "ferry": Improvement(arcs=(Arc("a", "c", 900, 15, ("ferry",)),)),
        "wider bridge": Improvement(capacity={"bridge": (2.0, 0)}),
        "brigade in place": Improvement(sources=(("m", FlowSource("brigade", 0, stock=30)),)),
    }
    single = {one.names: one for one in improve(network, by_day=10, k=1, improvements=options)}
    assert single[()].delivered == 0
    assert single[("ferry",)].delivered == pytest.approx(15 * (10 - 900 / 1440))
    assert single[("second ramp",)].delivered == 0  # the bridge is lost instead
    pairs = improve(network, by_day=10, k=1, improvements=options, q=2)
    assert pairs[0].delivered >= max(one.delivered for one in single.values())
    assert len(pairs) == 1 + 4 + 6


def test_impossible_wishes_are_refused() -> None:
    network = random_network(1)
    with pytest.raises(InputError, match="out of range"):
        fortify(network, by_day=1, k=2, q=7)
    with pytest.raises(InputError, match="combinations"):
        improve(network, by_day=1, k=1, improvements={f"w{i}": Improvement() for i in range(30)}, q=3)
    with pytest.raises(InputError, match="'nowhere' is not a node"):
        improve(network, by_day=1, k=1, improvements={"x": Improvement(sources=(("nowhere", FlowSource("s", 0)),))})
    with pytest.raises(InputError, match="not a group"):
        fortify(network, by_day=1, k=1, q=1, attack=Attack(groups=("zz",)))
