"""The balance of forces: who has how much where, before anything moves."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hillfort.forces.formation import Battalion
from hillfort.foundation.evidence import Evidence
from hillfort.theatre.theatre import Place, Theatre

OUTSIDE = "From outside"
"""The sector of units that still have to come in."""


@dataclass(frozen=True, slots=True)
class BalanceRange:
    """A sum with the range that its parts allow together."""

    value: float
    low: float
    high: float

    def __add__(self, other: BalanceRange) -> BalanceRange:
        return BalanceRange(self.value + other.value, self.low + other.low, self.high + other.high)


NOTHING = BalanceRange(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Strength:
    """What one side has in one sector, at its manning."""

    battalions: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    personnel: BalanceRange = NOTHING
    """Persons."""
    tanks: BalanceRange = NOTHING
    fighting_vehicles: BalanceRange = NOTHING
    guns: BalanceRange = NOTHING
    power_bneq: BalanceRange = NOTHING
    """Battalion equivalents of manoeuvre; supporting fire is in `fires_bneq`."""
    fires_bneq: BalanceRange = NOTHING


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One sector."""

    sector: str
    blue: Strength
    red: Strength

    @property
    def ratio(self) -> BalanceRange | None:
        """Red's combat power to Blue's; None where Blue has none."""
        blue, red = self.blue.power_bneq, self.red.power_bneq
        if blue.value <= 0.0:
            return None
        return BalanceRange(
            red.value / blue.value, red.low / blue.high, red.high / blue.low if blue.low > 0.0 else math.inf
        )


@dataclass(frozen=True, slots=True)
class Balance:
    """Forces of both sides by sector, and in total."""

    rows: tuple[BalanceRow, ...]
    total: BalanceRow


def balance_of_forces(
    battalions: Sequence[Battalion], *, theatre: Theatre, sent_to: Mapping[str, str] | None = None
) -> Balance:
    """Battalions, people, vehicles, guns and combat power of both sides by sector of the theatre.

    Counted at peacetime bases, or where units are sent: nothing is said about who arrives in time. Ranges add up as if
    all were low or all high together, so they are wider than a chance of 90 % would be.

    Parameters
    ----------
    battalions : sequence of Battalion
        Of both sides.
    theatre : Theatre
        Its `regions` are the sectors. A base in no region belongs to the one whose places are nearest; units that
        come in over a way in are counted in a sector of their own.
    sent_to : mapping, optional
        Battalion id to the place where it is to be counted in place of its base.

    Returns
    -------
    Balance
        Sectors in the theatre's order, empty ones left out.
    """
    sector_of = _sectors(theatre)
    groups: dict[str, list[Battalion]] = {name: [] for name in (*theatre.regions, OUTSIDE)}
    for battalion in battalions:
        place = sent_to.get(battalion.id) if sent_to else None
        outside = place is None and (battalion.outside or bool(battalion.ways_in))
        sector = OUTSIDE if outside else sector_of(place or battalion.base)
        groups.setdefault(sector, []).append(battalion)
    rows = tuple(_row(name, units) for name, units in groups.items() if units)
    return Balance(rows, _row("Total", list(battalions)))


def _row(sector: str, units: list[Battalion]) -> BalanceRow:
    return BalanceRow(sector, *(strength([unit for unit in units if unit.side == side]) for side in ("blue", "red")))


def strength(battalions: Sequence[Battalion]) -> Strength:
    """What some battalions have together, at their manning."""

    def total(read: Callable[[Battalion], Evidence]) -> BalanceRange:
        found = NOTHING
        for unit in battalions:
            have, manning = read(unit), unit.readiness.manning_share
            found += BalanceRange(have.value * manning.value, have.low * manning.low, have.high * manning.high)
        return found

    by_type: dict[str, int] = {}
    for unit in battalions:
        by_type[unit.type.key] = by_type.get(unit.type.key, 0) + 1
    return Strength(
        battalions=len(battalions),
        by_type=dict(sorted(by_type.items())),
        personnel=total(lambda unit: unit.type.personnel),
        tanks=total(lambda unit: unit.type.tanks),
        fighting_vehicles=total(lambda unit: unit.type.fighting_vehicles),
        guns=total(lambda unit: unit.type.guns),
        power_bneq=total(lambda unit: unit.type.power_bneq),
        fires_bneq=total(lambda unit: unit.type.fires_bneq),
    )


def _sectors(theatre: Theatre) -> Callable[[str], str]:
    """A function from the name of a base to its sector."""
    members = {sector: _marks(parts, theatre) for sector, parts in theatre.regions.items()}
    known: dict[str, str] = {}

    def sector_of(base: str) -> str:
        if base not in known:
            known[base] = _sector(theatre.places.get(base), theatre, members)
        return known[base]

    return sector_of


def _marks(parts: Sequence[str], theatre: Theatre) -> list[Place]:
    """The places that say where a region lies: those it names, else all of its countries."""
    places = theatre.places.values()
    return [place for place in places if place.name in parts] or [place for place in places if place.country in parts]


def _sector(base: Place | None, theatre: Theatre, members: dict[str, list[Place]]) -> str:
    if base is None:
        return OUTSIDE
    named = [sector for sector, parts in theatre.regions.items() if base.name in parts]
    if not named:
        named = [sector for sector, parts in theatre.regions.items() if base.country in parts]
    if len(named) == 1:
        return named[0]
    candidates = [sector for sector in named or members if members[sector]]
    if not candidates:
        return named[0] if named else OUTSIDE
    return min(
        candidates, key=lambda sector: min(_apart(base, place) for place in members[sector] if place is not base)
    )


def _apart(one: Place, other: Place) -> float:
    """Distance good enough to tell which is nearer (equirectangular, in degrees of latitude)."""
    return math.hypot(one.lat - other.lat, (one.lon - other.lon) * math.cos(math.radians(one.lat)))
