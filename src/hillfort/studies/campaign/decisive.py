"""When a draw was decided, and why: told in a sentence for each protected place that was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.campaign.outcome import SIDES, Trace
from hillfort.campaign.scenario import Scenario
from hillfort.studies.campaign.event_log import Course, Event

AROUND_KM = 30.0
"""Kilometres around a place (the nearest cell of its city, where it is one) within which power counts for it:
about what a brigade reaches in half a day."""


@dataclass(frozen=True, slots=True)
class Decision:
    """When it was decided that a protected place would be lost, and why."""

    place: str
    lost_h: int
    """Hour from H-hour of its first loss."""
    decided_h: int
    """The hour after the last at which its side's power within `AROUND_KM` was at least the enemy's; the hour of the
    loss where it was so until then."""
    words: str


def decisions(scenario: Scenario, trace: Trace, events: Sequence[Event]) -> list[Decision]:
    """When and why each protected place of a draw was lost, by the hour of the loss.

    Power is in battalion equivalents of this draw, of manoeuvre units within 30 km.
    Empty where nothing protected was lost.

    >>> from hillfort.campaign.run import trace as again
    >>> from hillfort.files.scenario.read import scenario
    >>> from hillfort.studies.campaign.event_log import log
    >>> case = scenario("marrow")
    >>> kept = again(case, coa="both-coasts", seed=1, draw=0)
    >>> all(each.decided_h <= each.lost_h for each in decisions(case, kept, log(case, kept)))
    True
    """
    told = Course(scenario, trace)
    found = []
    for goal, each in enumerate(scenario.objectives):
        lost = [event.hour for event in events if event.kind == "lost" and event.where == each.name]
        if each.protect and lost:
            found.append(_decision(told, goal, lost[0], events))
    return sorted(found, key=lambda each: (each.lost_h, each.place))


def summary(scenario: Scenario, found: Sequence[Decision]) -> str:
    """A sentence on the whole draw: where it was decided first, or that every protected place held."""
    if not found:
        names = [each.name for each in scenario.objectives if each.protect]
        return f"No protected place was lost ({', '.join(names)})."
    first = min(found, key=lambda each: (each.decided_h, each.lost_h, each.place))
    return f"This draw was decided at hour {first.decided_h}, at {first.place}."


def _decision(told: Course, goal: int, lost_h: int, events: Sequence[Event]) -> Decision:
    each = told.scenario.objectives[goal]
    side = SIDES.index(each.side)
    start, row = max(0, -told.trace.first_hour), lost_h - told.trace.first_hour
    own, enemy = (_around(told, goal, of) for of in (side, 1 - side))
    powers = [np.where(who, told.trace.power, 0.0).sum(axis=1) for who in (own, enemy)]
    equal = np.flatnonzero(powers[0][start : row + 1] >= powers[1][start : row + 1])
    decided = min(row, start + int(equal[-1]) + 1) if len(equal) else start
    decided_h = told.hour(decided)
    # At the hour of the loss those who were driven out are gone: who faced whom is read just before it.
    read = max(0, min(decided, row - 1)) if decided < row else max(0, row - 1)
    count = [int(who[read].sum()) for who in (own, enemy)]
    power = [float(each[read]) for each in powers]
    odds = (
        f"{_battalions(count[0])} within {AROUND_KM:.0f} km of it ({power[0]:.1f} battalion equivalents) faced "
        f"{count[1]} ({power[1]:.1f})"
    )
    if decided == row:
        even = "to a force that was not stronger around it" if power[0] >= power[1] else "and was outnumbered only then"
        words = f"{each.name} fell at hour {lost_h} {even}: at hour {told.hour(read)} {odds}"
    else:
        words = f"{each.name} fell at hour {lost_h}: from hour {decided_h} on it was outnumbered; {odds}"
    return Decision(each.name, lost_h, decided_h, f"{words}; {_relief(told, goal, row, events)}.")


def _around(told: Course, goal: int, side: int) -> np.ndarray:
    """(row, unit) bool: manoeuvre units of a side with power within `AROUND_KM` of an objective."""
    near = told.from_ground_km(goal) <= AROUND_KM
    there = (told.trace.cell >= 0) & near[np.maximum(told.trace.cell, 0)]
    return np.asarray(there & (told.trace.power > 0.0) & (told.trace.unit_side == side))


def _relief(told: Course, goal: int, row: int, events: Sequence[Event]) -> str:
    """What had become of the help that was ordered to an objective when it fell."""
    each = told.scenario.objectives[goal]
    side = SIDES.index(each.side)
    ordered = [
        event.hour for event in events
        if event.kind == "order" and event.where == each.name and event.side == each.side
        and event.hour <= told.hour(row)
    ]  # fmt: skip
    if not ordered:
        return "nobody had been sent to help"
    before = max(0, row - 1)
    sent = (told.trace.duty[before] == goal) & (told.trace.unit_side == side) & (told.trace.cell[before] >= 0)
    units = np.flatnonzero(sent)
    if not len(units):
        return f"help had been ordered at hour {ordered[0]}, and none of it was left"
    km = told.from_ground_km(goal)[told.trace.cell[before, units]]
    late = units[km > AROUND_KM]
    if not len(late):
        return f"the help ordered at hour {ordered[0]} had come ({_battalions(len(units))})"
    nearest = late[int(np.argmin(km[km > AROUND_KM]))]
    where, far = told.near(int(told.trace.cell[before, nearest])), float(km[km > AROUND_KM].min())
    if len(late) < len(units):
        came = len(units) - len(late)
        return (
            f"of the help ordered from hour {ordered[0]} {came} of {_battalions(len(units))} had come, the "
            "next was near "
            f"{where}, {far:.0f} km away"
        )
    return f"the help ordered at hour {ordered[0]} was near {where}, {far:.0f} km away"


def _battalions(count: int) -> str:
    return f"{count} battalion" if count == 1 else f"{count} battalions"
