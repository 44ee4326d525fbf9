"""Formations as people know them, battalions as the campaign fights them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hillfort.foundation.evidence import Evidence
from hillfort.foundation.keyed import Keyed

ROLES = ("manoeuvre", "fires", "support")
MOBILITY = ("tracked", "wheeled", "light")
"""Tracked armour; wheeled APCs and trucks; foot, lorry-borne or territorial."""


Limits = dict[str, tuple[float, float]]
"""Field to the least and the most that it can be, in its unit."""


@dataclass(frozen=True, slots=True)
class BattalionType(Keyed):
    """A kind of battalion: what one has at full strength."""

    LIMITS: ClassVar[Limits] = {"personnel": (0, 5000), "power_bneq": (0, 10), "fires_bneq": (0, 10)}
    key: str
    name: str
    role: str
    mobility: str
    personnel: Evidence
    tanks: Evidence
    fighting_vehicles: Evidence
    """IFV and APC together."""
    guns: Evidence
    """Tubes and launchers of 100 mm and more."""
    vehicles: Evidence
    """All vehicles, for column length."""
    power_bneq: Evidence
    """Battalion equivalents at full strength: 1 is a heavy mechanised battalion."""
    fires_bneq: Evidence
    """Battalion equivalents of supporting fire, 0 unless the role is 'fires'."""
    supply_days: Evidence
    """Days of combat consumption carried."""
    symbol: str
    """APP-6D entity (6 digits) and two modifiers (2 + 2 digits), 10 in all."""
    stays_in_country: bool = False
    """True for a territorial unit: standing rules do not send it out of its own country."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How soon and how full a formation is: doubted once for all its battalions."""

    LIMITS: ClassVar[Limits] = {"notice_to_move_h": (0, 8760), "manning_share": (0, 1.2)}
    notice_to_move_h: Evidence
    """Hours from order to first move."""
    manning_share: Evidence
    """Of strength and equipment that is there at H-hour."""


@dataclass(frozen=True, slots=True)
class Battalion(Keyed):
    """One battalion-size unit of one side."""

    id: str
    """Stable: formation id, slash, number ('ru-138-mrb/2')."""
    name: str
    side: str
    """'blue' or 'red'."""
    country: str
    formation: str
    """Id of the formation it comes from (brigade or regiment): the one that fights together."""
    command: str
    """Who commands (corps, division, host brigade): shares fires."""
    type: BattalionType
    base: str
    """Place name; may lie outside the theatre."""
    readiness: Readiness
    """That of its formation."""
    outside: bool
    """True for an ally's unit from outside the region: it waits for the alliance,
    and counts as reinforcement once it has come."""
    ways_in: tuple[str, ...] = ()
    """Ways in that it may use, best first; empty for a unit that is in the theatre."""
    reserve: bool = False
    """True where its people are called up: they come in waves, and not all of them."""

    IF_ANY: ClassVar[tuple[str, ...]] = ("reserve", "luck_key")

    @property
    def luck(self) -> str:
        """Id under which its luck is looked up, and by which battalions are in order."""
        return self.lucky(self.id)


@dataclass(frozen=True, slots=True)
class Formation:
    """A brigade, regiment, division or independent battalion as listed in a scenario."""

    id: str
    name: str
    side: str
    country: str
    echelon: str
    """'battalion', 'regiment', 'brigade', 'division'."""
    template: str
    base: str
    command: str
    parent: str
    """Id of the formation above, or ''."""
    battalions: tuple[str, ...]
    symbol: str
    """20-digit APP-6D code."""
    equipment: str
    """Summary in words, with its source."""
    source: str
    grade: str
