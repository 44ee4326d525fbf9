"""The task book: every battalion's tasks as arrays, and the fields they need, each computed once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hillfort.campaign._kernels import records
from hillfort.campaign.fields import Passage
from hillfort.campaign.scenario import Scenario
from hillfort.forces.formation import Battalion
from hillfort.plans.plan import Order, Task

KINDS = {
    "attack": records.ATTACK,
    "hold": records.HOLD,
    "delay": records.DELAY,
    "counter-attack": records.COUNTER,
    "move": records.MOVE,
    "landing": records.CARRY,
    "air-assault": records.CARRY,
}


EARLIEST_H = -1e6
"""Start of a task that starts as soon as it can: before any hour that is simulated."""


class TaskBook:
    """Collects tasks battalion by battalion, in array order."""

    def __init__(self, scenario: Scenario, grounds: list[Passage], starts: Mapping[tuple[int, int], int]) -> None:
        self.scenario = scenario
        self.grounds = grounds
        self.starts = starts
        self.first: list[int] = []
        self.count: list[int] = []
        self.home: list[int] = []
        self._rows: list[tuple[object, ...]] = []
        self._watch: list[tuple[int, int, float, int, int, int]] = []
        self._watch_lists: dict[tuple[int, str, tuple[str, ...], float], int] = {}
        self._fields: dict[tuple[int, str, tuple[int, ...]], int] = {}
        self._sides: list[np.ndarray] = []
        self._costs: list[np.ndarray] = []

    def enlist(self, battalion: Battalion, order: Order | None) -> None:
        """Add the next battalion with its order, or with none: it then stays and defends where it is."""
        side = 0 if battalion.side == "blue" else 1
        mobility = battalion.type.mobility
        rear = tuple(self._cell(place) for place in self.scenario.sides[battalion.side].supply_from)
        self.home.append(self._field(side, mobility, rear) if rear else -1)
        self.first.append(len(self._rows))
        for task in order.tasks if order else ():
            self._rows.append(self._row(side, mobility, task, self.starts.get((id(order), task.number), -1)))
        self.count.append(len(self._rows) - self.first[-1])

    def tasks(self) -> np.ndarray:
        """All tasks, in the order they were enlisted."""
        return np.array(self._rows, records.TASK)

    def watches(self) -> np.ndarray:
        """Watched places of all counter-attack tasks."""
        return np.array(self._watch, records.WATCH)

    def fields(self) -> np.ndarray:
        """All fields: (field, cell) of `STEP`."""
        fields = np.zeros((len(self._sides), len(self.scenario.theatre.cells)), records.STEP)
        for row, (sides, cost) in enumerate(zip(self._sides, self._costs, strict=True)):
            fields[row]["next"], fields[row]["cost"] = sides, cost
        return fields

    def cost(self, field: int) -> np.ndarray:
        """Hours (supply: kilometres) of a field: (cell,) float32."""
        return self._costs[field]

    def add(self, sides: np.ndarray, cost: np.ndarray) -> int:
        """Number of a new field."""
        self._sides.append(sides)
        self._costs.append(cost)
        return len(self._sides) - 1

    def towards(self, side: int, mobility: str, cell: int) -> int:
        """Number of the field by which units of a side and mobility come to a cell."""
        return self._field(side, mobility, (cell,))

    def _row(self, side: int, mobility: str, task: Task, start_column: int) -> tuple[object, ...]:
        """One task in the order of the fields of `TASK`; who is to be carried goes to where the lift loads."""
        cell = self._cell(self.scenario.lifts[task.lift].start if task.lift else task.place)
        fallback = self._cell(task.fallback) if task.fallback else -1
        return (
            KINDS[task.kind],
            task.bypass,
            cell,
            self._field(side, mobility, (cell,)),
            fallback,
            self._field(side, mobility, (fallback,)),
            self._watched(side, mobility, task),
            len(task.watch),
            start_column,
            task.start_h.value if task.start_h.value > -self.scenario.lead_h else EARLIEST_H,
        )

    def _watched(self, side: int, mobility: str, task: Task) -> int:
        """Where the task's watched places start in the list; units with the same orders share them."""
        key = (side, mobility, task.watch, task.within_km)
        if key not in self._watch_lists:
            self._watch_lists[key] = len(self._watch)
            for place in task.watch:
                cell = self._cell(place)
                self._watch.append((cell, self._field(side, mobility, (cell,)), task.within_km, side, 0, 0))
        return self._watch_lists[key]

    def _cell(self, place: str) -> int:
        found = self.scenario.theatre.places.get(place)
        return found.cell if found else -1

    def _field(self, side: int, mobility: str, goals: tuple[int, ...]) -> int:
        goals = tuple(goal for goal in goals if goal >= 0)
        if not goals:
            return -1
        key = (side, mobility, goals)
        if key not in self._fields:
            self._fields[key] = self.add(*self.grounds[side].towards(mobility, list(goals)))
        return self._fields[key]
