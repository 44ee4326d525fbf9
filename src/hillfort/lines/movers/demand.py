"""What wants to move: each formation from outside with its vehicles, its start, when it is released,
and where it is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hillfort.forces.formation import Battalion, Formation
from hillfort.forces.movement import MovementTable
from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.plans.plan import Order
from hillfort.theatre.theatre import Theatre

DECISION = "alliance_decision_h"
"""The assumption of a scenario that holds up every ally's departure."""
PERMISSION = "border_permission_h"
TAIL = "tail_share"
TRUCK = "tonnes_per_truck"
_Listed = dict[str, tuple[Evidence, Address]]
"""Columns with where their numbers stand."""


class WayInHours(Protocol):
    """What is used of a scenario's way in."""

    @property
    def mode(self) -> str:
        """road, rail, sea or air."""

    @property
    def place(self) -> str:
        """Where units appear."""

    @property
    def name(self) -> str:
        """What it is called."""


class Posture(Protocol):
    """What is used of a scenario: any object with these will do."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def date(self) -> str:
        """D-day, ISO."""

    @property
    def theatre(self) -> Theatre:
        """Where it happens."""

    @property
    def formations(self) -> tuple[Formation, ...]:
        """As listed."""

    @property
    def battalions(self) -> tuple[Battalion, ...]:
        """All of both sides."""

    @property
    def orders(self) -> tuple[Order, ...]:
        """Of the defender."""

    @property
    def assumptions(self) -> dict[str, Evidence]:
        """By name."""

    @property
    def ways_in(self) -> tuple[WayInHours, ...]:
        """Entrances."""


@dataclass(frozen=True, slots=True)
class Mover:
    """One formation that has to be brought in."""

    formation: str
    """Its id."""
    name: str
    country: str
    base: str
    lat: float
    lon: float
    battalions: tuple[str, ...]
    types: tuple[tuple[str, int], ...]
    """Type of battalion and how many."""
    destination: str
    """Place where its orders want it; the place of its first way in where it has none."""
    by_air: bool
    """All of its battalions can fly, and one of its ways in is by air."""
    by_land: bool
    """It may drive, go by rail or sail."""
    heaviest_mlc: Evidence
    """Class of bridge that its heaviest vehicle needs."""

    @property
    def manning(self) -> str:
        """Column of its manning."""
        return f"{self.formation}: manning"

    @property
    def notice(self) -> str:
        """Column of its notice to move."""
        return f"{self.formation}: notice"


@dataclass(frozen=True)
class Demand:
    """All that has to be brought in, and the numbers that are doubted about it, by column."""

    movers: tuple[Mover, ...]
    columns: dict[str, Evidence]
    addresses: dict[str, str] = field(default_factory=dict)
    """Column to the address by which its number can be set."""

    def vehicles(self, mover: Mover, values: Mapping[str, float]) -> float:
        """Vehicles of a formation with its support, at given values of the columns.

        Assumes
        -------
        Support in proportion to battalions; losses of manning take the vehicles with them.
        """
        own = sum(count * (values[f"{kind}: wheeled"] + values[f"{kind}: tracked"]) for kind, count in mover.types)
        return own * values[mover.manning] * (1.0 + values[TAIL])

    def tracked(self, mover: Mover, values: Mapping[str, float]) -> float:
        """Tracked vehicles among them."""
        return sum(count * values[f"{kind}: tracked"] for kind, count in mover.types) * values[mover.manning]

    def release_h(self, mover: Mover, values: Mapping[str, float]) -> float:
        """Hours from warning until a formation may leave: the decision, then the longer of notice and permission."""
        return values[DECISION] + max(values[mover.notice], values[PERMISSION])

    def tonnes_per_day(self, mover: Mover, values: Mapping[str, float]) -> float:
        """Tonnes of supply that a formation uses in a day of combat."""
        return sum(count * values[f"{kind}: tonnes_per_day"] for kind, count in mover.types) * values[mover.manning]

    def days_of_supply(self, mover: Mover, values: Mapping[str, float]) -> float:
        """Days for which a formation carries its own supply: the least of its battalions'."""
        return min(values[f"{kind}: days_of_supply"] for kind, _ in mover.types)

    def supply_vehicles_per_day(self, mover: Mover, values: Mapping[str, float]) -> float:
        """Loaded trucks a day that keep a formation going once it is in place."""
        return self.tonnes_per_day(mover, values) / values[TRUCK]

    def best(self) -> dict[str, float]:
        """Best estimates of all columns."""
        return {name: evidence.value for name, evidence in self.columns.items()}


def demand(posture: Posture, table: MovementTable, *, formations: Sequence[str] | None = None) -> Demand:
    """The formations of a scenario's defender that come from outside, and what is doubted about them.

    Parameters
    ----------
    posture : Posture
        A scenario.
    table : MovementTable
        What a battalion of each type is to those who move it.
    formations : sequence of str, optional
        Ids of the formations to bring in, in place of all that come from outside.

    Raises
    ------
    InputError
        A formation that is not there or has no battalions, or a base that is no place.

    Assumes
    -------
    A formation moves from one base as a whole. It is wanted where its first order sends it. The clock starts with the
    warning; the alliance decides once for all.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> from hillfort.files.lines.read import shipped_movement
    >>> [mover.formation for mover in demand(read.scenario("marrow"), shipped_movement()).movers]
    ['cc-bde']
    """
    groups = _wanted(posture, formations)
    problems = [
        Problem(posture.name, 0, f"formations.{name}.base", f"'{units[0].base}' is not a place.")
        for name, units in groups.items()
        if units[0].base not in posture.theatre.places
    ]
    if problems:
        raise InputError(problems)
    movers = tuple(_mover(posture, table, name, units) for name, units in groups.items())
    listed = {**_shared(posture, table), **_of_types(table, groups), **_of_formations(groups)}
    columns = {name: evidence for name, (evidence, _) in listed.items()}
    return Demand(movers, columns, {name: printed(at) for name, (_, at) in listed.items()})


def _wanted(posture: Posture, formations: Sequence[str] | None) -> dict[str, list[Battalion]]:
    groups: dict[str, list[Battalion]] = {}
    for battalion in posture.battalions:
        if formations is None:
            if battalion.outside and battalion.side == "blue":
                groups.setdefault(battalion.formation, []).append(battalion)
        elif battalion.formation in formations or battalion.formation.split("/")[0] in formations:
            groups.setdefault(battalion.formation, []).append(battalion)
    if formations is not None:
        found = {name for key in groups for name in (key, key.split("/")[0])}
        absent = [name for name in formations if name not in found]
        if absent:
            raise InputError(
                [Problem(posture.name, 0, "formations", f"'{name}' has no battalions here.") for name in absent]
            )
    return groups


def _mover(posture: Posture, table: MovementTable, name: str, units: list[Battalion]) -> Mover:
    first = units[0]
    base = posture.theatre.places[first.base]
    ways = {way.name: way for way in posture.ways_in}
    used = [ways[each] for each in first.ways_in if each in ways]
    flies = all(table.of(unit).by_air for unit in units) or all(
        unit.type.role == "fires" or table.of(unit).by_air for unit in units
    )
    air = flies and (not used or any(way.mode == "air" for way in used))
    kinds: dict[str, int] = {}
    for unit in units:
        kinds[unit.type.key] = kinds.get(unit.type.key, 0) + 1
    known = {formation.id: formation.name for formation in posture.formations}
    return Mover(
        formation=name,
        name=known.get(name, name),
        country=first.country,
        base=first.base,
        lat=base.lat,
        lon=base.lon,
        battalions=tuple(unit.id for unit in units),
        types=tuple(sorted(kinds.items())),
        destination=_destination(posture, name, used),
        by_air=air,
        by_land=not used or not air or any(way.mode != "air" for way in used),
        heaviest_mlc=max((table.of(unit).heaviest_mlc for unit in units), key=lambda each: each.value),
    )


def _destination(posture: Posture, formation: str, used: list[WayInHours]) -> str:
    for order in posture.orders:
        members = {force.split("/")[0] for force in order.forces} | set(order.forces)
        if (formation in members or formation.split("/", maxsplit=1)[0] in members) and order.tasks:
            return order.tasks[0].place
    return used[0].place if used else ""


def _shared(posture: Posture, table: MovementTable) -> _Listed:
    """What holds for all that moves."""
    decision = posture.assumptions.get(DECISION, Evidence(48.0, "h", 6.0, 240.0, shape="lognormal"))
    return {
        DECISION: (decision, ("assumptions", DECISION)),
        PERMISSION: (table.border_permission_h, ("movement", "delays", PERMISSION)),
        TAIL: (table.tail_share, ("movement", TAIL)),
        TRUCK: (table.tonnes_per_truck, ("movement", "delays", TRUCK)),
    }


def _of_types(table: MovementTable, groups: Mapping[str, list[Battalion]]) -> _Listed:
    """What each type of battalion brings and uses."""
    return {
        f"{kind}: {name}": (getattr(table.types[kind], name), ("movement", "types", kind, name))
        for kind in sorted({unit.type.key for units in groups.values() for unit in units})
        for name in ("wheeled", "tracked", "tonnes_per_day", "days_of_supply")
    }


def _of_formations(groups: Mapping[str, list[Battalion]]) -> _Listed:
    """How ready each formation is; a file says it of the formation as it was listed."""
    found: _Listed = {}
    for name, units in groups.items():
        ready, listed = units[0].readiness, name.partition("/")[0]
        found[f"{name}: manning"] = ready.manning_share, ("formations", listed, "manning_share")
        found[f"{name}: notice"] = ready.notice_to_move_h, ("formations", listed, "notice_to_move_h")
    return found


def totals(movers: Iterable[Mover], demand: Demand, values: Mapping[str, float]) -> dict[str, float]:
    """Vehicles by destination.

    Assumes
    -------
    Each formation goes to one place.
    """
    found: dict[str, float] = {}
    for mover in movers:
        found[mover.destination] = found.get(mover.destination, 0.0) + demand.vehicles(mover, values)
    return found
