"""Plans as data: who does what, where, from when. Both sides use the same five tasks."""

from __future__ import annotations

from dataclasses import dataclass

from hillfort.foundation.evidence import Evidence

TASKS = ("attack", "hold", "delay", "counter-attack", "move")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    attack: fight towards `place` and take it. hold: go to `place` and defend it. delay: go to `place`, and when
    pressed give ground towards `fallback`, then hold that. counter-attack: wait at `place`; when an enemy comes
    within `within_km` of one of `watch`, attack there. move: go to `place` without fighting.
    """

    kind: str
    place: str
    start_h: Evidence
    """Not before this hour from H-hour."""
    fallback: str = ""
    watch: tuple[str, ...] = ()
    within_km: float = 30.0
    bypass: bool = False
    """Attack only: go round resistance where a way round is free."""


@dataclass(frozen=True, slots=True)
class Order:
    """The tasks of some formations, done one after the other."""

    id: str
    forces: tuple[str, ...]
    """Formation or battalion ids."""
    tasks: tuple[Task, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CourseOfAction:
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
