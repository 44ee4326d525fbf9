"""What limits arrivals, period by period: releases, or the links that bind."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np

from hillfort.lines.loss.arrival import ArrivalCurve
from hillfort.lines.movers.assembly import Assembly

STEP_DAYS = 1.0
SMALL = 1.0
"""Vehicles a day below which nothing arrives that is worth a word."""
STOCK = "stock of "
SHORT_DAYS = 3.0
OPEN = ("capacity", "release")
"""Kinds of periods in which something arrives."""
NAMED = 2
"""Names that a period is told by."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days in which the same things limit what arrives."""

    from_day: float
    to_day: float
    kind: str
    """release: who could come has come; capacity: links bind; complete: all of it is there; nothing."""
    names: tuple[str, ...]
    """Groups or links that bind, strongest first; formations that are waited for."""
    vehicles: float
    """That arrive in these days."""

    @property
    def rate_per_day(self) -> float:
        """Vehicles a day."""
        return self.vehicles / max(self.to_day - self.from_day, 1e-9)


def periods(made: Assembly, curve: ArrivalCurve) -> tuple[Period, ...]:
    """Days from 0 to the end of the curve, neighbours that are limited by the same joined.

    A day is limited by capacity where what the binding links let pass grows with it, by release where what grows is
    formations that arrive whole: more would come only if more had been released earlier.
    """
    days = np.arange(0.0, curve.days + STEP_DAYS / 2.0, STEP_DAYS)
    total = float(sum(source.stock or 0 for source in made.flow.sources))
    found: list[Period] = []
    before: dict[str, float] = {}
    for start, end in itertools.pairwise(days):
        grown = curve.at(float(end)) - curve.at(float(start))
        now = _contributions(made, curve, float(end))
        found.append(
            _day(
                made,
                curve,
                (float(start), float(end)),
                grown,
                {name: now[name] - before.get(name, 0.0) for name in now},
                total,
            )
        )
        before = now
    return tuple(_joined(found))


def _contributions(made: Assembly, curve: ArrivalCurve, day: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for binding in curve.binding(day):
        name = narrowest(made, binding.groups) if binding.groups else binding.arc
        found[name] = found.get(name, 0.0) + binding.vehicles
    return found


def narrowest(made: Assembly, groups: tuple[str, ...]) -> str:
    """The group with the fewest links."""
    return min(groups, key=lambda name: (len(made.network.groups[name].links), name))


def _day(
    made: Assembly, curve: ArrivalCurve, span: tuple[float, float], grown: float, gains: dict[str, float], total: float
) -> Period:
    start, end = span
    if curve.at(start) >= total - 0.5:
        return Period(start, end, "complete", (), grown)
    if grown < SMALL:
        return Period(start, end, "nothing" if curve.at(end) < SMALL else "release", _waiting(made, end), grown)
    stocks = sum(gain for name, gain in gains.items() if name.startswith(STOCK) and gain > 0.0)
    links = sorted(
        (name for name, gain in gains.items() if not name.startswith(STOCK) and gain > SMALL),
        key=lambda name: -gains[name],
    )
    if not links or (stocks > 0.7 * grown + SMALL and not _bind(gains, links, grown)):
        return Period(start, end, "release", _waiting(made, end), grown)
    return Period(start, end, "capacity", tuple(links), grown)


def _bind(gains: dict[str, float], links: list[str], grown: float) -> bool:
    return sum(gains[name] for name in links) >= 0.3 * grown


def _waiting(made: Assembly, day: float) -> tuple[str, ...]:
    """Formations that are not released yet, next first."""
    behind = zip(made.flow.sources, made.demand.movers, strict=False)  # forces without limit at a start have no mover
    late = [(source.release_min, mover.name) for source, mover in behind if source.release_min / 1440.0 > day - 3.0]
    return tuple(name for _, name in sorted(late))


def _joined(days: list[Period]) -> list[Period]:
    """Days joined where the same limits; what lasts less than `SHORT_DAYS` goes to the neighbour it is most like."""
    found: list[Period] = []
    for day in days:
        last = found[-1] if found else None
        if last is not None and last.kind == day.kind and (day.kind != "capacity" or last.names[0] == day.names[0]):
            found[-1] = _one(last, day)
        else:
            found.append(day)
    while (place := _shortest(found)) >= 0:
        beside = [at for at in (place - 1, place + 1) if 0 <= at < len(found) and found[at].kind in OPEN]
        if not beside:
            break
        other = max(beside, key=lambda at: (found[at].kind == found[place].kind, -_days(found[at])))
        first = min(place, other)
        found[first : first + 2] = [_one(found[first], found[first + 1])]
    told: list[Period] = []
    for each in found:
        if told and told[-1].kind == each.kind and (each.kind != "capacity" or told[-1].names[0] == each.names[0]):
            told[-1] = _one(told[-1], each)
        else:
            told.append(each)
    return told


def _days(period: Period) -> float:
    return period.to_day - period.from_day


def _shortest(found: list[Period]) -> int:
    """Number of the shortest period that is too short to be told and has a neighbour to go to; -1 where none is."""
    short = [
        at
        for at, each in enumerate(found)
        if each.kind in OPEN
        and _days(each) < SHORT_DAYS
        and any(0 <= other < len(found) and found[other].kind in OPEN for other in (at - 1, at + 1))
    ]
    return min(short, key=lambda at: (_days(found[at]), at), default=-1)


def _one(first: Period, second: Period) -> Period:
    """Two neighbours as one, told by what the more vehicles of both are limited by."""
    leading, other = (first, second) if first.vehicles >= second.vehicles else (second, first)
    names = leading.names
    if leading.kind == "capacity" and other.kind == "capacity":
        names = tuple(dict.fromkeys([*leading.names[:NAMED], *other.names[:1], *leading.names, *other.names]))
    if leading.kind == "release":
        names = max(first.names, second.names, key=len) if first.kind == second.kind else leading.names
    return replace(
        leading, from_day=first.from_day, to_day=second.to_day, vehicles=first.vehicles + second.vehicles, names=names
    )
