"""How ready each side is: notice, manning and starts of tasks as doubted values with a part in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from hillfort.campaign.scenario import Scenario
from hillfort.forces.formation import Battalion, Readiness
from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.doubted import Doubted
from hillfort.plans.plan import CourseOfAction, Order

GROUP = "Readiness"
COMMON_SHARE = "assumptions.readiness_common_share"
"""Address of how much of a formation's readiness is common to its side."""
COMMON = {side: f"assumptions.readiness_{side}" for side in ("blue", "red")}
"""Address of what is common to each side: 0 as unready as anybody expects, 1 as ready."""
PARAMETERS = ("readiness_blue", "readiness_red", "readiness_common_share")
"""Assumptions about readiness: no kernel reads them."""
TITLES = {"notice_to_move_h": "notice to move", "manning_share": "manning"}
"""What fields of a formation's readiness are called."""
HIGHER_IS_READIER = ("manning_share",)


def readiness_doubts(scenario: Scenario, coa: str) -> Iterator[Doubted]:
    """Notice and manning of every formation as it was listed, then the starts of tasks,
    with what is common to their side.

    Assumes
    -------
    A formation's battalions are as ready as it is, and start a task together. Notice and starts are early, and manning
    is high, where a side is readier than expected. A formation whose battalions do not stand at their base has no
    notice to run.
    """
    plan = scenario.courses_of_action[coa]
    groups: dict[str, list[Battalion]] = {}
    for battalion in scenario.battalions:
        groups.setdefault(holder_of(scenario, battalion), []).append(battalion)
    names = {each.id: each.name for each in scenario.formations}
    for key, units in groups.items():
        for each in fields(Readiness):
            acts = each.name != "notice_to_move_h" or any(stands_at_base(scenario, plan, unit) for unit in units)
            yield Doubted(
                readiness_address(key, each.name),
                f"{names.get(key, key)}: {TITLES.get(each.name, each.name.replace('_', ' '))}",
                GROUP,
                getattr(units[0].readiness, each.name),
                acts=acts,
                luck=readiness_address(_luck_of(key, units[0]), each.name),
                common=COMMON[units[0].side],
                rises=each.name in HIGHER_IS_READIER,
            )
    yield from _starts(scenario.orders, ("orders",), ("orders",), "blue")
    above, luck = (("courses_of_action", key, "orders") for key in (coa, plan.lucky(coa)))
    yield from _starts(plan.orders, above, luck, "red")


def _luck_of(holder: str, unit: Battalion) -> str:
    """Luck key of whose readiness a unit has: of its formation as listed, or its own."""
    return unit.luck if holder == unit.id else unit.luck.split("/")[0]


def readiness_address(formation: str, field: str) -> str:
    """Address of one field of a formation's readiness.

    Assumes
    -------
    Nothing.
    """
    return printed(("formations", formation, field))


def holder_of(scenario: Scenario, battalion: Battalion) -> str:
    """Whose readiness a battalion has: its formation's as listed; its own where it was given another.

    Assumes
    -------
    Files state readiness for formations only.
    """
    listed = battalion.formation.split("/")[0]
    first = scenario.first_readiness.get(listed)
    return listed if first == battalion.readiness else battalion.id


def stands_at_base(scenario: Scenario, plan: CourseOfAction, battalion: Battalion) -> bool:
    """Whether a battalion starts from its base, where its notice runs; staged, it stands ready.

    Assumes
    -------
    A staging place that is the base is no staging.
    """
    return staging_of(scenario, plan, battalion) == battalion.base


def staging_of(scenario: Scenario, plan: CourseOfAction, battalion: Battalion) -> str:
    """Where a battalion stands when the campaign starts: its staging place, else its base.

    Assumes
    -------
    What is said of a formation holds for those below it.
    """
    parents = {each.id: each.parent for each in scenario.formations}
    key, chain = battalion.id, battalion.formation
    while key not in plan.staging and chain:
        key, chain = chain, parents.get(chain, "")
    return plan.staging.get(key, battalion.base)


def start_address(above: Address, order: Order, number: int) -> str:
    """Address of the start of a task, by its number in the order as written.

    Assumes
    -------
    Nothing.
    """
    return printed((*above, order.id, "tasks", number, "start_h"))


def start_columns(scenario: Scenario, coa: str, column: Mapping[str, int]) -> dict[tuple[int, int], int]:
    """Column of the start of each task that is doubted, by the identity of its order and the task's number.

    Assumes
    -------
    Orders are told apart as objects: both sides may have one of the same id.
    """
    found = {}
    of_plan = ("courses_of_action", coa, "orders")
    for above, orders in ((("orders",), scenario.orders), (of_plan, scenario.courses_of_action[coa].orders)):
        for order in orders:
            for task in order.tasks:
                place = column.get(start_address(above, order, task.number))
                if place is not None:
                    found[id(order), task.number] = place
    return found


def _starts(orders: tuple[Order, ...], above: Address, luck: Address, side: str) -> Iterator[Doubted]:
    """Starts that are doubted: a task without a start of its own starts as early as it can.

    Their luck is looked up below `luck`, where no order is renamed the same as their address.
    """
    for order in orders:
        for number, task in {task.number: task for task in reversed(order.tasks)}.items():
            if task.start_h.high > task.start_h.low:
                yield Doubted(
                    start_address(above, order, number),
                    f"Start of task {number + 1} of order {order.id}",
                    GROUP,
                    task.start_h,
                    "Not before this hour from H-hour",
                    luck=printed((*luck, order.lucky(order.id), "tasks", number, "start_h")),
                    common=COMMON[side],
                    rises=False,
                )
