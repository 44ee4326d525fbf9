"""From orders as written to tasks as fought: ways spelled out, every battalion under one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hillfort.plans.plan import Order, Task


def along(task: Task, via: Sequence[str]) -> tuple[Task, ...]:
    """The same task at each place of a way in turn, then at its own place.

    >>> from hillfort.foundation.evidence import Evidence
    >>> attack = Task("attack", "Tallinn", Evidence.fixed(0.0, "h"))
    >>> [step.place for step in along(attack, ["Narva", "Rakvere"])]
    ['Narva', 'Rakvere', 'Tallinn']
    """
    return tuple(replace(task, place=place) for place in (*via, task.place))


def disjoint(orders: Sequence[Order], members: Mapping[str, Sequence[str]]) -> tuple[Order, ...]:
    """Orders in which no battalion stands twice: the more closely named force wins.

    A brigade under one order, and its second battalion under another, become the brigade's other battalions under the
    first and that battalion under the second. A formation no part of which is singled out stays as it is.

    Parameters
    ----------
    orders : sequence of Order
        Of one plan.
    members : mapping
        Id of a formation to the ids of all battalions in it, at any depth.
    """
    named = {force for order in orders for force in order.forces}
    return tuple(replace(order, forces=_rest(order.forces, named, members)) for order in orders)


def destinations(orders: Sequence[Order], members: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Where the last task of its orders sends each battalion: battalion id to place.

    Battalions without orders are left out. `members` is as for `disjoint`.
    """
    return {
        unit: order.tasks[-1].place
        for order in orders
        for force in order.forces
        for unit in members.get(force, (force,))
    }


def _rest(forces: Sequence[str], named: set[str], members: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    found: list[str] = []
    for force in forces:
        below = [other for other in named if other != force and other.startswith(f"{force}/")]
        if not below:
            found.append(force)
            continue
        taken = {unit for other in below for unit in members.get(other, (other,))}
        found += [unit for unit in members.get(force, ()) if unit not in taken]
    return tuple(dict.fromkeys(found))
