"""The schedule of formations: feasible at every minute, never above the exact curve, nobody forgotten."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from hillfort.foundation.errors import InputError
from hillfort.lines.flow.flow import Arc, FlowNetwork, FlowSource, network_of
from hillfort.lines.loss.arrival import arrival
from hillfort.lines.schedule.room import Room, way_of
from hillfort.lines.schedule.schedule import Gap, Schedule, schedule
from hillfort.lines.schedule.words import place_words

DAY = 1440


def exact(network: FlowNetwork, hours: int) -> float:
    """Most vehicles that can arrive by an hour: a maximum flow over hours, exact where all times are whole hours.

    An arrival by T at a rate that held for the hour before T counts: layer t stands for the hour from t to t + 1.
    """
    size = network.n_nodes * hours
    first, last = size, size + 1
    tails, heads, room = [], [], []

    def join(tail: int, head: int, most: int) -> None:
        tails.append(tail), heads.append(head), room.append(most)

    plenty = 10**8
    for hour in range(hours):
        for node in range(network.n_nodes):
            if hour + 1 < hours:
                join(node * hours + hour, node * hours + hour + 1, plenty)
        for arc in range(network.n_arcs):
            later = hour + int(network.transit_min[arc]) // 60
            if later < hours:
                join(
                    int(network.tail[arc]) * hours + hour,
                    int(network.head[arc]) * hours + later,
                    int(network.capacity_per_day[arc]) // 24,
                )
        for sink in network.sinks:
            join(sink * hours + hour, last, plenty)
    starts = len(network.sources)
    for number, source in enumerate(network.sources):
        if source.release_min // 60 < hours:
            join(first, size + 2 + number, int(source.stock or 0))
            join(size + 2 + number, source.node * hours + source.release_min // 60, plenty)
    total = size + 2 + starts
    graph = coo_array((np.array(room, dtype=np.int32), (tails, heads)), shape=(total, total)).tocsr()
    return float(maximum_flow(graph, first, last).flow_value)


def overloads(found: Schedule) -> list[str]:
    """Arcs that carry more than they may at some minute, counted anew from the movements alone."""
    network = found.network
    events: dict[int, list[tuple[float, float]]] = {}
    for movement in found.movements:
        for part in movement.parts:
            entered = 0
            for arc in part.sending.way.arcs:
                for start, end, rate in zip(
                    part.sending.times[:-1], part.sending.times[1:], part.sending.rates, strict=True
                ):
                    events.setdefault(arc, []).extend([(start + entered, rate), (end + entered, -rate)])
                entered += int(network.transit_min[arc])
    broken = []
    for arc, changes in events.items():
        by_time: dict[float, float] = {}
        for minute, change in changes:
            by_time[minute] = by_time.get(minute, 0.0) + change
        load = np.cumsum([by_time[minute] for minute in sorted(by_time)])
        if load.max() > network.capacity_per_day[arc] / DAY * (1 + 1e-9) + 1e-9:
            broken.append(network.arc_name(arc))
    return broken


def misled(found: Schedule) -> list[str]:
    """Formations whose parts do not lead from their base to a destination, leave too soon, or do not add up."""
    network = found.network
    sources = {source.name: source for source in network.sources}
    broken = []
    for movement in found.movements:
        source = sources[movement.formation]
        for part in movement.parts:
            arcs = part.sending.way.arcs
            joined = all(network.head[one] == network.tail[other] for one, other in itertools.pairwise(arcs))
            if not joined or network.tail[arcs[0]] != source.node or network.head[arcs[-1]] not in network.sinks:
                broken.append(f"{source.name}: way")
            if part.depart_h * 60 < source.release_min - 1e-6:
                broken.append(f"{source.name}: too soon")
        if abs(sum(part.vehicles for part in movement.parts) - movement.delivered) > 1e-6 * max(movement.vehicles, 1):
            broken.append(f"{source.name}: sum")
        if movement.closes and abs(movement.delivered - movement.vehicles) > 1e-6 * max(movement.vehicles, 1):
            broken.append(f"{source.name}: closes without all")
    return broken


@st.composite
def networks(draw: st.DrawFn) -> FlowNetwork:
    """Small networks with whole hours and whole vehicles an hour."""
    count = draw(st.integers(3, 7))
    pairs = [(one, other) for one in range(count) for other in range(count) if one != other]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=count, max_size=16, unique=True))
    arcs = [
        Arc(f"n{one}", f"n{other}", 60 * draw(st.integers(1, 6)), 24 * draw(st.integers(1, 8)), (f"g{one}{other}",))
        for one, other in chosen
    ]
    number = draw(st.integers(1, 5))
    starts = [
        (
            f"n{draw(st.integers(0, count - 2))}",
            FlowSource(f"f{index}", 0, 60 * draw(st.integers(0, 20)), draw(st.integers(0, 120))),
        )
        for index in range(number)
    ]
    return network_of(arcs, sources=starts, sinks=[f"n{count - 1}"])


@given(networks())
@settings(max_examples=120, deadline=None)
def test_no_arc_is_overloaded_at_any_minute_and_every_way_is_a_way(network: FlowNetwork) -> None:
    found = schedule(network, days=4)
    assert overloads(found) == []
    assert misled(found) == []


@given(networks())
@settings(max_examples=60, deadline=None)
def test_it_never_delivers_more_than_is_possible(network: FlowNetwork) -> None:
    found = schedule(network, days=3)
    for hours in (6, 13, 24, 47, 72):
        assert found.delivered(hours / 24) <= exact(network, hours) + 1e-6


@given(networks())
@settings(max_examples=40, deadline=None)
def test_it_never_rises_above_the_exact_curve_of_arrivals(network: FlowNetwork) -> None:
    curve = arrival(network, days=4)
    gap = schedule(network, days=4).gap(curve.at, [day / 8 for day in range(1, 33)])
    assert all(ours <= most + 1e-6 for ours, most in zip(gap.scheduled, gap.exact, strict=True))
    assert 0.0 <= gap.mean + 1e-9 <= 1.0 + 1e-9


@given(networks())
@settings(max_examples=60, deadline=None)
def test_every_formation_closes_or_says_why_not(network: FlowNetwork) -> None:
    found = schedule(network, days=2)
    assert sorted(each.formation for each in found.movements) == sorted(source.name for source in network.sources)
    for each in found.movements:
        assert each.limited_by
        assert each.closes or each.delivered < each.vehicles
        assert not each.closes or each.close_h <= 48.0 + 1e-9


@given(networks())
@settings(max_examples=40, deadline=None)
def test_with_time_enough_all_that_has_a_way_arrives(network: FlowNetwork) -> None:
    found = schedule(network, days=60)
    assert sum(each.delivered for each in found.movements) == pytest.approx(exact(network, 24 * 6 * 6), rel=1e-6)


def one_gap() -> FlowNetwork:
    arcs = [
        Arc("a", "gap", 600, 480),
        Arc("b", "gap", 300, 480),
        Arc("gap", "z", 60, 240, ("E67 crossing", "Corridor")),
        Arc("c", "gap", 60, 240, ("Corridor",)),
    ]
    starts = [
        ("a", FlowSource("one", 0, stock=120)),
        ("b", FlowSource("two", 0, release_min=60, stock=240)),
        ("c", FlowSource("none", 0, stock=0)),
    ]
    return network_of(arcs, sources=starts, sinks=["z"])


def test_one_gap_is_shared_by_priority_and_binds() -> None:
    first = schedule(one_gap(), days=10, order=["two"])
    assert [(each.formation, round(each.close_h, 6)) for each in first.movements] == [
        ("two", 31.0),
        ("one", 43.0),
        ("none", 0.0),
    ]
    assert {each.limited_by for each in first.movements[:2]} == {"E67 crossing"}
    assert first.movement("none").limited_by == "nothing to move"


def test_the_better_order_is_found() -> None:
    """A great formation and a small one at the same gap: together they close no later,
    but the order tried is kept if better."""
    found = schedule(one_gap(), days=10)
    assert (
        found.shortfall <= min(schedule(one_gap(), days=10, order=[name]).shortfall for name in ("one", "two")) + 1e-9
    )


def test_a_formation_is_split_over_two_ways_when_that_is_sooner() -> None:
    arcs = [Arc("a", "z", 60, 240, name="road"), Arc("a", "z", 600, 480, name="rail")]
    movement = schedule(
        network_of(arcs, sources=[("a", FlowSource("one", 0, stock=400))], sinks=["z"]), days=10
    ).movements[0]
    # 10 an hour from hour 1 and 20 an hour from hour 10: 90 are there by hour 10, the other 310 at 30 an hour.
    assert movement.close_h == pytest.approx(10 + 310 / 30)
    assert [round(part.vehicles) for part in movement.parts] == [193, 207]


def test_nothing_can_arrive_is_an_answer() -> None:
    arcs = [Arc("a", "b", 60, 240), Arc("c", "z", 60, 240)]
    found = schedule(
        network_of(
            arcs,
            sources=[("a", FlowSource("one", 0, stock=10)), ("c", FlowSource("late", 0, 60 * 24 * 40, 5))],
            sinks=["z"],
        ),
        days=30,
    )
    assert found.movement("one").limited_by == "no way leads from it to where it is wanted"
    assert "would arrive on day 40.0" in found.movement("late").limited_by
    assert [math.isinf(each.close_h) for each in found.movements] == [True, True]
    assert found.gap(lambda day: 0.0).words() == "Nothing can arrive, and nothing is scheduled."


def test_sums_in_another_order_leave_no_share_below_nothing() -> None:
    exact = (0.3,) * 3
    scheduled = tuple(float(np.nextafter(each, 1.0)) for each in exact)
    gap = Gap((1.0, 2.0, 3.0), scheduled, exact)
    assert (gap.mean, gap.worst) == (0.0, (1.0, 0.0))
    assert Gap((1.0,), (4.0,), (2.0,)).mean == -1.0


def test_who_comes_after_the_room_is_gone_is_told_so() -> None:
    network = one_gap()
    found = schedule(network, days=1, order=["one", "two"])
    late = found.movement("two")
    assert not late.closes
    assert late.delivered < 240
    assert "vehicles are not in by day 1" in late.limited_by


def test_own_destinations_are_kept() -> None:
    arcs = [Arc("a", "m", 60, 240), Arc("m", "y", 60, 240), Arc("m", "z", 600, 240)]
    network = network_of(arcs, sources=[("a", FlowSource("one", 0, stock=10))], sinks=["y", "z"])
    to_z = network.node_names.index("z")
    assert schedule(network, days=5, towards={"one": [to_z]}).movements[0].close_h == pytest.approx(11 + 10 / 10)


def test_the_gap_to_the_exact_curve_is_stated() -> None:
    network = one_gap()
    found = schedule(network, days=3)
    gap = found.gap(lambda day: exact(network, round(24 * day)))
    assert all(ours <= most + 1e-6 for ours, most in zip(gap.scheduled, gap.exact, strict=True))
    assert gap.mean == pytest.approx(0.0, abs=1e-6)
    assert "360 of 360 vehicles by day 3" in gap.words()


@pytest.mark.parametrize("wrong", [{"order": ["nobody"]}, {"order": ["one", "one"]}, {"towards": {"nobody": [0]}}])
def test_names_that_are_no_formations_are_refused(wrong: dict[str, Sequence[str]]) -> None:
    with pytest.raises(InputError):
        schedule(one_gap(), days=5, **wrong)  # type: ignore[arg-type]


def test_a_formation_without_limit_cannot_be_scheduled() -> None:
    network = network_of([Arc("a", "z", 60, 240)], sources=[("a", FlowSource("one", 0))], sinks=["z"])
    with pytest.raises(InputError, match="no limit of vehicles"):
        schedule(network)


def test_room_that_is_taken_is_gone_and_no_more() -> None:
    network = one_gap()
    room = Room(network, until_min=10 * DAY)
    way = way_of(network, (0, 2))
    sending = room.sending(way, from_min=100.0)
    assert sending is not None
    part = sending.until(400.0)
    room.take(part)
    rate = network.capacity_per_day[2] / DAY
    left = room.at(2, np.array([0.0, 699.9, 700.0, 999.9, 1000.0]))
    assert left == pytest.approx([rate, rate, 0.0, 0.0, rate])
    assert room.free_from(2, 750.0, 0.1) == 1000.0


def test_a_way_is_told_by_where_it_turns() -> None:
    names = [
        "Munster (vjtf)",
        "Munster (rail-1435)",
        "52.0N 14.0E (rail-1435 3)",
        "Mockava (rail-1435)",
        "Mockava (road)",
        "Rukla (road)",
    ]
    layers = ["base", "rail-1435", "rail-1435", "rail-1435", "road", "road"]
    modes = ["road", "rail-1435", "rail-1435", "ramp", "road"]
    assert place_words(names, layers, modes) == ("Munster - Mockava - Rukla", ("road", "rail-1435", "road"))
