"""The contract of the network: what is wrong is said at once, what is lost is gone."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from hillfort.foundation.errors import InputError
from hillfort.lines.flow.flow import Arc, FlowNetwork, FlowSource, network_of, require_connected, unconnected
from hillfort.lines.loss.interdiction import worst
from hillfort.lines.loss.isolation import isolate

ARCS = [Arc("a", "b", 60, 10, ("bridge",)), Arc("b", "c", 30, 5, ("bridge", "E67")), Arc("b", "a", 60, 10, ("bridge",))]
START = [("a", FlowSource("force", 0))]


def network(arcs: list[Arc] | None = None, **more: object) -> FlowNetwork:
    return network_of(arcs or ARCS, sources=more.get("sources", START), sinks=["c"])  # type: ignore[arg-type]


def messages(error: pytest.ExceptionInfo[InputError]) -> str:
    return "\n".join(str(problem) for problem in error.value.problems)


def test_every_problem_of_a_network_is_named_at_once() -> None:
    bad = [Arc("a", "b", 60, 0), Arc("b", "c", -1, 5), Arc("c", "c", 5, -3), Arc("b", "d", 0, 5), Arc("d", "b", 0, 5)]
    with pytest.raises(InputError) as error:
        network(bad, sources=[("a", FlowSource("force", 0, -5)), ("c", FlowSource("there already", 0))])
    told = messages(error)
    for part in (
        "a capacity of 0 a day",
        "a capacity of -3 a day",
        "below zero",
        "ends where it starts",
        "it takes no time to go round b, d",
        "released after -5",
        "It is there already",
    ):
        assert part in told, part


def test_numbers_that_are_not_whole_or_absurd_are_refused() -> None:
    good = network()
    arrays = (good.group_names, good.group_start, good.group_of, good.sources, good.sinks)
    with pytest.raises(InputError, match="Whole numbers"):
        FlowNetwork(3, good.tail, good.head, good.transit_min + 0.5, good.capacity_per_day, *arrays)
    with pytest.raises(InputError, match="above the bound"):
        FlowNetwork(3, good.tail, good.head, good.transit_min, np.array([10, 2**40, 3]), *arrays)
    with pytest.raises(InputError, match="2 entries for 3 arcs"):
        FlowNetwork(3, good.tail, good.head[:2], good.transit_min, good.capacity_per_day, *arrays)


def test_an_unknown_group_is_named_with_the_nearest_one() -> None:
    with pytest.raises(InputError, match="Did you mean 'bridge'"):
        network().without(["brigde"])
    with pytest.raises(InputError, match="not a group"):
        dataclasses.replace(network(), sources=(FlowSource("force", 0, groups=("ferry",)),))


def test_an_attack_larger_than_the_network_is_refused() -> None:
    with pytest.raises(InputError, match="worth 2"):
        worst(network(), by_day=3, k=3)


def test_a_lost_group_takes_all_its_arcs_and_its_sources() -> None:
    whole = network(sources=[("a", FlowSource("force", 0)), ("b", FlowSource("by sea", 0, groups=("E67",)))])
    left = whole.without(["E67"])
    assert left.n_arcs == 2
    assert [source.name for source in left.sources] == ["force"]
    assert left.group_names == whole.group_names
    assert whole.without(["bridge"]).n_arcs == 0


def test_a_disconnected_origin_is_found_and_that_nothing_arrives_is_an_answer() -> None:
    gap = network(sources=[*START, ("x", FlowSource("island", 0))])
    assert unconnected(gap) == ("island",)
    with pytest.raises(InputError, match="source island"):
        require_connected(gap)
    assert isolate(gap.without(["bridge"])).groups == ()
    require_connected(network())


def test_capacity_and_links_can_be_added() -> None:
    wider = network().with_capacity(["E67"], factor=2.0, plus_per_day=1)
    assert wider.capacity_per_day.tolist() == [10, 11, 10]
    longer = network().with_arcs([Arc("a", "c", 90, 7, ("ferry",))])
    assert longer.group_names == ("bridge", "E67", "ferry")
    assert [longer.group_names[number] for number in longer.groups_of(3)] == ["ferry"]
    with pytest.raises(InputError, match="'z' is not a node"):
        network().with_arcs([Arc("a", "z", 90, 7)])
