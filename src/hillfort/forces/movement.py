"""Movement tables: what a battalion is to those who have to move and feed it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from hillfort.forces.formation import Battalion
from hillfort.foundation.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Movement:
    """One battalion of a type at full strength."""

    UNITS: ClassVar[dict[str, str]] = {
        "wheeled": "vehicles",
        "tracked": "vehicles",
        "heaviest_mlc": "MLC",
        "wagons": "wagons",
        "trains": "trains",
        "lane_metres": "lane-metres",
        "pallets": "pallets",
        "tonnes_per_day": "t/day",
        "days_of_supply": "days",
    }
    wheeled: Evidence
    """Wheeled vehicles, trailers counted with what pulls them."""
    tracked: Evidence
    """Tracked vehicles: on rail or heavy transporters for any distance."""
    heaviest_mlc: Evidence
    """Class of bridge that the heaviest vehicle needs."""
    wagons: Evidence
    trains: Evidence
    lane_metres: Evidence
    pallets: Evidence
    """Air pallets, where it flies."""
    tonnes_per_day: Evidence
    """Supplies used in a day of combat."""
    days_of_supply: Evidence
    """Carried along."""
    by_air: bool
    """Whether all of it can fly."""


@dataclass(frozen=True, slots=True)
class MovementTable:
    """What moves, by type of battalion, and what holds everybody up."""

    types: dict[str, Movement]
    """By key of the type of battalion."""
    tail_share: Evidence
    """Vehicles of headquarters and support that go with a formation, as a share of its battalions'."""
    border_permission_h: Evidence
    """From the request to leave to cross the borders on the way."""
    tonnes_per_truck: Evidence
    """Load of a supply vehicle."""

    def parts(self) -> dict[str | int, Any]:
        """Its numbers by the names of its fields in a file."""
        delays = {"border_permission_h": self.border_permission_h, "tonnes_per_truck": self.tonnes_per_truck}
        return {"delays": delays, "tail_share": self.tail_share, "types": self.types}

    def with_part(self, step: str | int, part: Any) -> MovementTable:
        """The table with another part."""
        return replace(self, **(part if step == "delays" else {str(step): part}))

    def of(self, battalion: Battalion) -> Movement:
        """The table of a battalion's type."""
        return self.types[battalion.type.key]

    def vehicles(self, battalion: Battalion) -> Evidence:
        """Wheeled and tracked vehicles of a battalion at its manning, without its formation's support.

        Both ends together make the range.
        """
        move, share = self.of(battalion), battalion.readiness.manning_share
        return product(total([move.wheeled, move.tracked], "vehicles"), share, "vehicles")


def total(parts: list[Evidence], unit: str) -> Evidence:
    """A sum whose range is that of all parts at the same end; the worst grade stands for all.

    >>> total([Evidence(2, "h", 1, 4), Evidence(3, "h", 2, 5)], "h").high
    9
    """
    if len(parts) == 1:
        return parts[0]
    weakest = max(parts, key=lambda part: (part.grade[1], part.grade[0]))
    return Evidence(
        sum(part.value for part in parts),
        unit,
        sum(part.low for part in parts),
        sum(part.high for part in parts),
        weakest.date,
        weakest.source,
        weakest.grade,
    )


def product(one: Evidence, two: Evidence, unit: str) -> Evidence:
    """A product of values above zero, its range at the same ends of both.

    >>> product(Evidence(10, "", 5, 20), Evidence(0.5, "", 0.2, 1), "vehicles").low
    1.0
    """
    weakest = max((one, two), key=lambda part: (part.grade[1], part.grade[0]))
    return Evidence(
        one.value * two.value, unit, one.low * two.low, one.high * two.high, weakest.date, weakest.source, weakest.grade
    )
