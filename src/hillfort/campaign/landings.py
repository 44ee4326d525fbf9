"""Landings and air assaults of a course of action: what is wrong with them, and what the kernels read of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hillfort.campaign._kernels import carriage
from hillfort.campaign.readiness import staging_of
from hillfort.campaign.scenario import Lift, Scenario
from hillfort.forces.formation import Battalion
from hillfort.foundation.addresses import printed
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.errors import Problem
from hillfort.foundation.streams import address_of
from hillfort.plans.plan import CARRIED, CourseOfAction, Order, Task
from hillfort.theatre.geodesy import great_circle_km
from hillfort.theatre.theatre import Theatre

SHIPS = "ships"
FIGHTS = "manoeuvre"
NEAR_LANE_KM = 60.0
"""A landing goes by the lane of the sea order whose end is nearest to its place, if that is no farther than this."""
GROUP = "Landings and air assaults"
IN_FILE = {"landing": ("ships",), "air-assault": ("aircraft", "helicopters")}
"""Kinds of lift that each task may name."""
DOUBTS = {
    "persons": "Persons carried at once",
    "vehicles": "Vehicles carried at once",
    "km_per_h": "Speed",
    "loading_h": "Hours to load",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A landing or an air assault of one battalion."""

    unit: int
    """Position among the scenario's battalions."""
    task: Task
    order: Order
    position: int
    """Which of its order's tasks it is."""


def carried(scenario: Scenario, coa: str) -> Iterator[Carried]:
    """Landings and air assaults of a course of action, those of both sides, battalion by battalion.

    Assumes
    -------
    Only fighting battalions are carried.

    Examples
    --------
    >>> from hillfort.files.scenario.read import scenario
    >>> list(carried(scenario("marrow"), "both-coasts"))
    []
    """
    from hillfort.campaign.prepare import orders_by_battalion

    orders = orders_by_battalion(scenario, scenario.courses_of_action[coa])
    for unit, battalion in enumerate(scenario.battalions):
        order = orders.get(battalion.id)
        for position, task in enumerate(order.tasks if order is not None else ()):
            if task.kind in CARRIED and order is not None and battalion.type.role == FIGHTS:
                yield Carried(unit, task, order, position)


def lift_doubts(scenario: Scenario) -> Iterator[Doubted]:
    """What is doubted of each lift: its load, speed and hours to load.

    Assumes
    -------
    Lifts are independent of each other. How far one reaches is read once, before any draw.
    """
    for name, lift in scenario.lifts.items():
        for field, title in DOUBTS.items():
            address = printed(("lifts", name, field))
            yield Doubted(
                address, f"{title}: {name}", GROUP, getattr(lift, field), luck=f"lift_{field}_{lift.lucky(name)}"
            )


def garrison_address(lane: str) -> str:
    """Address of what meets a landing that goes by a lane of the sea order, where nobody of the map's defends.

    Assumes
    -------
    Nothing.
    """
    return printed(("sea", "lanes", lane, "garrison"))


def lift_records(scenario: Scenario, column: Mapping[str, int]) -> np.ndarray:
    """Records of the lifts (lift,) `LIFT`; `column` is the number of each doubt.

    Assumes
    -------
    `problems` has found nothing.
    """
    rows = np.zeros(len(scenario.lifts), carriage.LIFT)
    for row, (name, lift) in enumerate(scenario.lifts.items()):
        rows[row]["ships"], rows[row]["on_foot"] = lift.kind == SHIPS, lift.kind == "helicopters"
        rows[row]["cell"] = scenario.theatre.places[lift.start].cell
        for field in DOUBTS:
            rows[row][f"{field}_column"] = column[printed(("lifts", name, field))]
    return rows


def landing_records(
    scenario: Scenario, coa: str, skies: Mapping[str, int], column: Mapping[str, int], first: np.ndarray
) -> np.ndarray:
    """Records of the landings and air assaults of a course of action (landing,) `LANDING`.

    Parameters
    ----------
    skies : mapping
        Region of the air situation by country.
    column : mapping
        Number of each doubt.
    first : np.ndarray
        (unit,) first task of each in the task book.

    Assumes
    -------
    `problems` has found nothing.
    """
    places, number = scenario.theatre.places, {name: row for row, name in enumerate(scenario.lifts)}
    found, lanes = list(carried(scenario, coa)), lanes_of_landings(scenario, coa)
    lane_of = {name: len(scenario.ways_in) + row for row, name in enumerate(lanes)}
    rows = np.zeros(len(found), carriage.LANDING)
    for row, each in enumerate(found):
        lift, place = scenario.lifts[each.task.lift], places[each.task.place]
        rows[row]["unit"], rows[row]["task"] = each.unit, first[each.unit] + each.position
        rows[row]["lift"], rows[row]["cell"] = number[lift.name], place.cell
        rows[row]["km"] = way_km(scenario, lift, each.task)
        rows[row]["sky"] = skies.get(place.country, -1)
        by_sea = lift.kind == SHIPS
        rows[row]["lane"] = lane_of.get(each.task.place, -1) if by_sea else -1
        rows[row]["garrison_column"] = (
            column.get(garrison_address(lanes.get(each.task.place, "")), -1) if by_sea else -1
        )
        rows[row]["luck"] = address_of(f"landing {scenario.battalions[each.unit].luck} {each.position}")
    return rows


def titles(scenario: Scenario, coa: str) -> tuple[str, ...]:
    """Landings and air assaults of a course of action in words, in the order of their records.

    Assumes
    -------
    As `carried`.
    """
    return tuple(f"{_who(scenario, each)}: {each.task.kind} at {each.task.place}" for each in carried(scenario, coa))


def _who(scenario: Scenario, each: Carried) -> str:
    battalion = scenario.battalions[each.unit]
    return f"{battalion.name} ({battalion.country})"


def way_km(scenario: Scenario, lift: Lift, task: Task) -> float:
    """Kilometres from where a lift loads to the place of a landing: straight through the air, longer by sea.

    Assumes
    -------
    Ships go `sea_winding_factor` times the straight line.

    Examples
    --------
    >>> from hillfort.files.scenario.read import scenario
    >>> case = scenario("baltic-2019")
    >>> plan = case.courses_of_action["landings-and-air-assault"]
    >>> task = next(task for order in plan.orders for task in order.tasks if task.kind == "landing")
    >>> 350 < way_km(case, case.lifts[task.lift], task) < 600
    True
    """
    start, end = scenario.theatre.places[lift.start], scenario.theatre.places[task.place]
    straight = great_circle_km(start.lat, start.lon, end.lat, end.lon)
    return float(straight * (scenario.assumptions["sea_winding_factor"].value if lift.kind == SHIPS else 1.0))


def lanes_of_landings(scenario: Scenario, coa: str) -> dict[str, str]:
    """Lane of the sea order by which each landing goes, by the name of its place; those without one are left out.

    Assumes
    -------
    A lane of the side's that is for landings and ends within 60 km of the place leads there.
    """
    found: dict[str, str] = {}
    if scenario.sea is None:
        return found
    for each in carried(scenario, coa):
        lift, place = scenario.lifts[each.task.lift], scenario.theatre.places[each.task.place]
        if lift.kind != SHIPS:
            continue
        ends = {
            name: great_circle_km(place.lat, place.lon, port.lat, port.lon)
            for name, lane in scenario.sea.lanes.items()
            if lane.side == lift.side and lane.purpose == "landing"
            for port in (scenario.sea.ports[lane.end],)
        }
        near = min(ends, key=lambda name: ends[name], default="")
        if near and ends[near] <= NEAR_LANE_KM:
            found[each.task.place] = near
    return found


def problems(scenario: Scenario) -> list[Problem]:
    """What is wrong with landings and air assaults: no lift that could carry them, no coast, no airfield or bridge.

    Each stands at the address of its task.

    Assumes
    -------
    Places are those of the theatre's cells: a coast is within two cells of the place.
    """
    return [
        Problem(scenario.name, 0, printed((*above, order.id, "tasks", task.number)), found, advice)
        for coa, plan in (("", None), *scenario.courses_of_action.items())
        for above, order, task in _tasks(scenario, coa, plan)
        for found, advice in _wrong(scenario, plan, order, task)
    ]


def _tasks(scenario: Scenario, coa: str, plan: CourseOfAction | None) -> Iterator[tuple[tuple[str, ...], Order, Task]]:
    above = ("courses_of_action", coa, "orders") if plan is not None else ("orders",)
    for order in plan.orders if plan is not None else scenario.orders:
        for task in order.tasks:
            if task.kind in CARRIED:
                yield above, order, task


def _wrong(scenario: Scenario, plan: CourseOfAction | None, order: Order, task: Task) -> Iterator[tuple[str, str]]:
    """What is wrong with one task, and what to do."""
    lift, place = scenario.lifts.get(task.lift), scenario.theatre.places.get(task.place)
    if lift is None:
        yield f"no lift '{task.lift}' carries it.", f"Name one of: {', '.join(scenario.lifts) or 'none is listed'}."
        return
    side = "blue" if plan is None else "red"
    if lift.side != side:
        yield f"'{lift.name}' is a lift of {lift.side}.", f"Name a lift of {side}."
    if lift.kind not in IN_FILE[task.kind]:
        allowed = " or ".join(IN_FILE[task.kind])
        yield f"'{lift.name}' is of the kind {lift.kind}, which makes no {task.kind}.", f"Name a lift of {allowed}."
    if lift.persons.high <= 0.0:
        yield f"'{lift.name}' carries nobody.", "Say how many persons it carries at once."
    if place is None or place.cell < 0:
        return  # said where places are checked
    yield from _wrong_place(scenario, lift, task)
    yield from _wrong_forces(scenario, plan, order, lift, task)


def _wrong_place(scenario: Scenario, lift: Lift, task: Task) -> Iterator[tuple[str, str]]:
    theatre = scenario.theatre
    km = way_km(scenario, lift, task)
    if km > lift.reach_km.value:
        yield (
            f"'{task.place}' is {km:.0f} km from {lift.start}, and '{lift.name}' reaches {lift.reach_km.value:.0f} km.",
            "Name a nearer place, or a lift that reaches it.",
        )
    cell = theatre.places[task.place].cell
    if task.kind == "landing" and not has_coast(theatre, cell):
        yield (
            f"'{task.place}' has no coast: no sea within two cells of it.",
            "Land at a place on the shore, and go on from there with another task.",
        )
    if task.kind == "air-assault" and not (has_airfield(theatre, cell) or has_bridge(theatre, cell)):
        yield (
            f"'{task.place}' has neither an airfield nor a bridge over a river of the theatre.",
            "Name an airfield, or a place at a bridge, and go on from there with another task.",
        )


def _wrong_forces(
    scenario: Scenario, plan: CourseOfAction | None, order: Order, lift: Lift, task: Task
) -> Iterator[tuple[str, str]]:
    forces = [each for each in scenario.battalions if _is_of(each, order)]
    others = [each.name for each in forces if each.type.role != FIGHTS]
    if others:
        advice = "Name the fighting battalions alone, as in `ru-104aar/2`."
        yield f"{others[0]} is no fighting battalion: only those hold a place ashore.", advice
    heavy = [each.name for each in forces if each.type.tanks.value > 0.0]
    if lift.kind != SHIPS and heavy:
        yield f"{heavy[0]} has tanks, which '{lift.name}' does not carry.", "Send a force without tanks."
    from_afar = scenario.theatre.places[lift.start].cell < 0
    for each in forces if from_afar else ():
        place = staging_of(scenario, plan, each) if plan is not None else each.base
        if place != lift.start:
            yield (
                f"{each.name} is at {place}, and '{lift.name}' loads at {lift.start}, outside the theatre.",
                f"Station it at {lift.start}, or name a lift that loads inside the theatre.",
            )
            return
        if task is not order.tasks[0]:
            yield (
                f"'{lift.name}' loads at {lift.start}, outside the theatre, and this is not the first task.",
                "Make it the first, or name a lift that loads inside the theatre.",
            )
            return


def _is_of(battalion: Battalion, order: Order) -> bool:
    """Whether an order names a battalion or a formation that it belongs to."""
    chain = battalion.id
    return any(chain == force or chain.startswith(f"{force}/") for force in order.forces)


def has_airfield(theatre: Theatre, cell: int) -> bool:
    """Whether an airfield lies in a cell.

    Assumes
    -------
    The theatre's places of the kind `airfield` are all there are.
    """
    return any(each.cell == cell and "airfield" in each.kinds for each in theatre.places.values())


def has_bridge(theatre: Theatre, cell: int) -> bool:
    """Whether a bridge over a river of the theatre leads out of a cell.

    Assumes
    -------
    Only large rivers are obstacles.
    """
    return bool(((theatre.cells.river[cell] > 0) & (theatre.cells.bridge[cell] > 0)).any())


def has_coast(theatre: Theatre, cell: int) -> bool:
    """Whether a cell, or one beside it on land, borders on the sea, and not on a lake alone.

    Assumes
    -------
    Water is the sea if it covers more than 150 cells; Peipus, the largest lake of the theatres, covers about a hundred.
    """
    near = theatre.cells.neighbours[cell]
    shore = [cell, *(int(n) for n, passable in zip(near, theatre.cells.passable[cell], strict=True) if passable)]
    beyond = theatre.cells.neighbours[shore].ravel()
    return bool(_sea(_Ground(theatre))[beyond[beyond >= 0]].any())


class _Ground:
    """A theatre as a cache key: by its cells, since those of one theatre are shared."""

    def __init__(self, theatre: Theatre) -> None:
        self.cells = theatre.cells

    def __hash__(self) -> int:
        return id(self.cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ground) and other.cells is self.cells


LARGEST_LAKE_CELLS = 150


@lru_cache(maxsize=4)
def _sea(key: _Ground) -> np.ndarray:
    """Which cells are sea: (cell,) bool."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    cells = key.cells
    water = cells.country < 0
    near = np.repeat(np.arange(len(cells)), 6)
    far = cells.neighbours.ravel()
    joined = (far >= 0) & water[near] & water[np.maximum(far, 0)]
    graph = csr_matrix((np.ones(int(joined.sum())), (near[joined], far[joined])), shape=(len(cells), len(cells)))
    count, part = connected_components(graph, directed=False)
    size = np.bincount(part[water], minlength=count)
    return np.asarray(water & (size[part] > LARGEST_LAKE_CELLS))
