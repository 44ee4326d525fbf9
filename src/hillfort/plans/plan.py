"""Plans as data: who does what, where, from when. Both sides use the same tasks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from hillfort.foundation.evidence import Evidence
from hillfort.foundation.keyed import Keyed

TASKS = ("attack", "hold", "delay", "counter-attack", "move", "landing", "air-assault")
CARRIED = ("landing", "air-assault")
"""Tasks whose forces are carried to their place by a lift: by ships, or by aircraft or helicopters."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    attack: fight towards `place` and take it. hold: go to `place` and defend it. delay: go to `place`, and when
    pressed give ground towards `fallback`, then hold that. counter-attack: wait at `place`; when an enemy comes
    within `within_km` of one of `watch`, attack there. move: go to `place` without fighting. landing: be put ashore at
    `place` by the ships of `lift`. air-assault: be dropped or set down at `place` by its aircraft or helicopters.
    """

    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {"start_h": (-2160, 8760), "within_km": (0, 500)}
    kind: str
    place: str
    start_h: Evidence
    """Not before this hour from H-hour."""
    fallback: str = ""
    watch: tuple[str, ...] = ()
    within_km: float = 30.0
    bypass: bool = False
    """Attack only: go round resistance where a way round is free."""
    lift: str = ""
    """Landing and air assault only: what carries its forces."""
    number: int = 0
    """Which task of its order it was written as, from 0: one with a way to go by becomes several."""

    def parts(self) -> dict[str | int, Any]:
        """Its numbers by the names of its fields in a file."""
        names = ("start_h", "within_km") if self.kind == "counter-attack" else ("start_h",)
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Order(Keyed):
    """The tasks of some formations, done one after the other."""

    id: str
    forces: tuple[str, ...]
    """Formation or battalion ids."""
    tasks: tuple[Task, ...]
    note: str = ""
    standing_rules: bool = True
    """Whether its forces follow standing rules once they have nothing left to do; False:
    they stay where it puts them."""

    def parts(self) -> dict[str | int, Any]:
        """Its tasks, as they were written."""
        return {"tasks": Written(self.tasks)}

    def with_part(self, step: str | int, part: Any) -> Order:  # noqa: ARG002  (all that have parts are asked alike)
        """The order with other tasks."""
        return replace(self, tasks=part.tasks)


@dataclass(frozen=True, slots=True)
class Written:
    """Tasks by their number in the order as written."""

    tasks: tuple[Task, ...]

    def parts(self) -> dict[str | int, Any]:
        """The first task of each number stands for all of them: they start together."""
        return {task.number: task for task in reversed(self.tasks)}

    def with_part(self, step: str | int, part: Any) -> Written:
        """The tasks with another start or reach of one that was written."""
        changed = {"start_h": part.start_h, "within_km": part.within_km}
        return Written(tuple(replace(task, **changed) if task.number == step else task for task in self.tasks))


@dataclass(frozen=True, slots=True)
class ListedOrders:
    """Orders by their ids."""

    orders: tuple[Order, ...]

    def parts(self) -> dict[str | int, Any]:
        """The orders."""
        return {order.id: order for order in self.orders}

    def with_part(self, step: str | int, part: Any) -> ListedOrders:
        """The orders with another one in the place of one."""
        return ListedOrders(tuple(part if order.id == step else order for order in self.orders))


@dataclass(frozen=True, slots=True)
class CourseOfAction(Keyed):
    """A plan of the aggressor's."""

    key: str
    title: str
    description: str
    warning_h: Evidence
    """Hours between the moment the defender understands and H-hour; may be 0."""
    staging: dict[str, str]
    """Formation id to the place where it stands at H-hour, where that is not its base."""
    orders: tuple[Order, ...]
    opened: tuple[str, ...] = ()
    """Third states whose ground the aggressor uses in this course of action only: added to what his side holds
    at H-hour and may enter."""
    takes_part: tuple[str, ...] = ()
    """Third states whose aircraft, air defence and missiles fight on the aggressor's side in this course of action.

    Ground that is opened is one thing, forces that fight another: either may be without the other."""

    aims: tuple[str, ...] = ()
    """Objectives that it is after; empty for all that are protected."""

    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {"warning_h": (0, 8760)}

    def parts(self) -> dict[str | int, Any]:
        """Warning and orders."""
        return {"warning_h": self.warning_h, "orders": ListedOrders(self.orders)}

    def with_part(self, step: str | int, part: Any) -> CourseOfAction:
        """The course of action with another warning, or other orders."""
        return replace(self, orders=part.orders) if step == "orders" else replace(self, warning_h=part)
