"""Orders spelled out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hillfort.foundation.evidence import Evidence
from hillfort.plans.expand import along, destinations, disjoint
from hillfort.plans.plan import Order, Task

START = Evidence(12.0, "h", 6.0, 24.0)
MEMBERS = {"a": ["a/1", "a/2", "a/3"], "b": ["b/1/1", "b/1/2", "b/2/1"], "b/1": ["b/1/1", "b/1/2"], "b/2": ["b/2/1"]}


def order(key: str, *forces: str, to: str = "Riga") -> Order:
    return Order(key, forces, (Task("move", "Tapa", START), Task("attack", to, START)))


def test_a_way_is_the_same_task_at_each_place_of_it() -> None:
    tasks = along(Task("attack", "Tallinn", START, bypass=True), ["Narva", "Rakvere"])
    assert [(task.kind, task.place, task.bypass, task.start_h) for task in tasks] == [
        ("attack", place, True, START) for place in ("Narva", "Rakvere", "Tallinn")
    ]


def test_the_more_closely_named_force_wins() -> None:
    orders = disjoint([order("main", "a", "b"), order("one", "a/2"), order("regiment", "b/1")], MEMBERS)
    assert [found.forces for found in orders] == [("a/1", "a/3", "b/2/1"), ("a/2",), ("b/1",)]


def test_a_formation_that_nobody_is_taken_from_stays_whole() -> None:
    assert disjoint([order("main", "a"), order("other", "b")], MEMBERS)[0].forces == ("a",)


def test_destinations_are_those_of_the_last_task() -> None:
    assert destinations([order("main", "b/1", to="Pärnu")], MEMBERS) == {"b/1/1": "Pärnu", "b/1/2": "Pärnu"}


_FORCES = ["a", "a/1", "a/2", "a/3", "b", "b/1", "b/2", "b/1/1", "b/1/2", "b/2/1"]


@given(st.permutations(_FORCES), st.integers(1, 10), st.integers(1, 4))
def test_no_battalion_ever_stands_in_two_orders_and_none_is_lost(forces: list[str], used: int, orders: int) -> None:
    chosen = forces[:used]
    plan = [order(str(number), *chosen[number::orders]) for number in range(orders)]
    found = [
        unit for listed in disjoint(plan, MEMBERS) for force in listed.forces for unit in MEMBERS.get(force, [force])
    ]
    assert len(found) == len(set(found))
    assert set(found) == {unit for force in chosen for unit in MEMBERS.get(force, [force])}
