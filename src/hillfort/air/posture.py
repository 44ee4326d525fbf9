"""What each side has in the air and against it: bases, squadrons, policing, batteries, missiles, rotations, radars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from hillfort.foundation.evidence import Evidence
from hillfort.foundation.fixed import fix
from hillfort.foundation.keyed import Keyed

FIGHTER, ATTACK, MULTIROLE = "fighter", "attack", "multirole"
ROLES = (FIGHTER, ATTACK, MULTIROLE)
"""What a squadron does: fights aircraft, attacks ground, or both."""
LONG, MEDIUM, SHORT = "long", "medium", "short"
CLASSES = (LONG, MEDIUM, SHORT)
"""Classes of ground-based air defence."""
CRISIS_DAYS = ("scenario", "random", "chosen")
"""Whether a rotation is there on D-day: by the calendar on the scenario's date, on a day that nobody chose, or on the
day that the aggressor chooses."""


@dataclass(frozen=True, slots=True)
class AircraftType:
    """A kind of aircraft."""

    key: str
    name: str
    role: str
    cruise_kmh: Evidence
    dash_kmh: Evidence
    """Speed on a scramble."""
    radius_km: Evidence
    """Combat radius with weapons."""
    strip_m: Evidence
    """Runway that it needs."""
    burn_t_per_h: Evidence


@dataclass(frozen=True, slots=True)
class SamType:
    """A kind of ground-based air defence: one fire unit of it."""

    key: str
    name: str
    class_: str
    range_km: Evidence
    """Reach of the missile against a target high enough."""
    range_low_km: Evidence
    """Reach of the missile against a target at its lowest altitude."""
    full_altitude_m: Evidence
    """Altitude above which the missile has its full reach."""
    min_range_km: Evidence
    lowest_m: Evidence
    highest_m: Evidence
    search_antenna_m: Evidence
    """Height of the search radar's antenna above ground."""
    guide_antenna_m: Evidence
    """Height of the antenna that guides; 0 where the missile finds its target alone."""
    channels: Evidence
    cycle_s: Evidence
    magazine: Evidence
    """Missiles ready to fire in one fire unit."""
    reload_h: Evidence
    kill_aircraft: Evidence
    kill_cruise: Evidence
    kill_ballistic: Evidence
    """Chance that one shot kills, by kind of target."""


@dataclass(frozen=True, slots=True)
class MissileType:
    """A kind of missile against the ground."""

    key: str
    name: str
    ballistic: bool
    reach_km: Evidence
    speed_kmh: Evidence
    altitude_m: Evidence
    """At which defences meet it."""


@dataclass(frozen=True, slots=True)
class AirTypes:
    """Every kind of aircraft, air defence and missile that may be named, by key."""

    aircraft: Mapping[str, AircraftType] = field(default_factory=dict)
    sams: Mapping[str, SamType] = field(default_factory=dict)
    missiles: Mapping[str, MissileType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """A point on the map."""

    place: str
    lat: float
    lon: float
    country: str

    def parts(self) -> dict[str | int, Any]:
        """Nothing: where a place lies is the theatre's to say."""
        return {}


@dataclass(frozen=True, slots=True)
class Base:
    """An airfield."""

    key: str
    side: str
    site: Site
    runway_m: Evidence
    runways: Evidence
    shelters: Evidence
    """Aircraft that a hit on the base does not reach."""
    repair_teams: Evidence
    airlift: bool = True


@dataclass(frozen=True, slots=True)
class Squadron(Keyed):
    """Aircraft of one type at one base."""

    key: str
    name: str
    side: str
    country: str
    HIDDEN: ClassVar[tuple[str, ...]] = ("type",)
    type: AircraftType
    base: str
    aircraft: Evidence
    outside: bool
    """Comes from outside the region after the allies' decision."""
    national: bool
    """Under its own country's orders: may defend its own country's ground before authority is transferred."""
    source: str
    grade: str
    hunts_air_defence: bool = False
    """Trained and armed to find and destroy batteries."""


@dataclass(frozen=True, slots=True)
class Policing(Keyed):
    """Quick-reaction aircraft of the peacetime mission: they identify and escort, and may not engage."""

    key: str
    name: str
    side: str
    country: str
    HIDDEN: ClassVar[tuple[str, ...]] = ("type",)
    type: AircraftType
    base: str
    aircraft: Evidence
    readiness_min: Evidence
    """From the order to take-off."""
    decision_min: Evidence
    """From detection to the order."""
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class Rotation:
    """A stay of a battery on a calendar: every year from one day to another, or for some weeks of no fixed date."""

    key: str
    battery: str
    contributor: str
    first: str
    """ISO date, '' where only the number of weeks is known."""
    last: str
    weeks: float
    """Weeks a year, of a stay without dates."""


@dataclass(frozen=True, slots=True)
class Battery(Keyed):
    """Fire units of one type at one place."""

    key: str
    name: str
    side: str
    country: str
    HIDDEN: ClassVar[tuple[str, ...]] = ("type",)
    type: SamType
    site: Site
    units: Evidence
    presence: str
    """'standing', 'rotation' or 'deploys' (comes only after warning)."""
    deploy_h: Evidence
    """From the order to ready to fire, of a battery that is not there."""
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class MissileForce(Keyed):
    """Missiles against the ground."""

    key: str
    name: str
    side: str
    country: str
    HIDDEN: ClassVar[tuple[str, ...]] = ("type",)
    type: MissileType
    site: Site
    rounds: Evidence
    """Missiles that will be spent on this theatre."""
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar of the surveillance network."""

    key: str
    side: str
    site: Site
    antenna_m: Evidence
    """Height of the antenna above the surface around it, hill included."""
    range_km: Evidence


@dataclass(frozen=True, slots=True)
class FlightTrack(Keyed):
    """A flight of the other side's, from a named origin over waypoints."""

    key: str
    name: str
    side: str
    points: tuple[Site, ...]
    speed_kmh: Evidence
    altitude_m: Evidence
    capital: str
    """Place that counts as its aim."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who could take a turn in a rotation calendar."""

    key: str
    weeks: int
    """Weeks a year."""
    stays: int
    """Stays that those weeks may be split into."""
    busy: tuple[tuple[int, int], ...] = ()
    """Weeks of the year (first, last) in which it cannot come."""


@dataclass(frozen=True, slots=True)
class AirPosture:
    """Everything in the air and against it, of both sides."""

    crisis_day: str
    scrambles_per_year: Evidence
    bases: Mapping[str, Base]
    squadrons: Mapping[str, Squadron]
    policing: Mapping[str, Policing]
    batteries: Mapping[str, Battery]
    missiles: Mapping[str, MissileForce]
    radars: Mapping[str, Radar]
    tracks: Mapping[str, FlightTrack]
    rotations: Mapping[str, Rotation]
    contributors: Mapping[str, Contributor]
    assumptions: Mapping[str, Evidence]
    """Every parameter of the air model by name, with the prefix 'air_'."""
    types: AirTypes = field(default_factory=AirTypes)
    """Every type that may be named, also for studies of what could be placed."""
    overridden: Mapping[str, str] = field(default_factory=dict)
    """Parameters that the scenario changed, with the reason."""

    HIDDEN: ClassVar[tuple[str, ...]] = ("contributors", "overridden")
    ORDERED: ClassVar[tuple[str, ...]] = ("bases", "squadrons", "policing", "batteries", "missiles")
    BESIDE: ClassVar[tuple[str, ...]] = ("overridden",)

    def __post_init__(self) -> None:
        fix(self)

    @property
    def sam_types(self) -> Mapping[str, SamType]:
        """Kinds of ground-based air defence."""
        return self.types.sams

    def with_part(self, step: str | int, part: Any) -> AirPosture:
        """The posture with another part; every unit has the type of its key as it then is."""
        if step != "types":
            return replace(self, **{str(step): part})
        known = {
            "squadrons": part.aircraft,
            "policing": part.aircraft,
            "batteries": part.sams,
            "missiles": part.missiles,
        }
        retyped: dict[str, Any] = {
            name: {
                key: replace(each, type=types.get(each.type.key, each.type))
                for key, each in getattr(self, name).items()
            }
            for name, types in known.items()
        }
        return replace(self, types=part, **retyped)

    def without(self, countries: frozenset[str]) -> AirPosture:
        """The posture without the forces of some countries; airfields and radars stay where they are.

        An empty set gives the posture itself.
        """
        if not countries:
            return self
        forces: dict[str, Any] = {
            part: {key: each for key, each in getattr(self, part).items() if each.country not in countries}
            for part in ("squadrons", "policing", "batteries", "missiles")
        }
        return replace(self, **forces)

    def of_side(self, side: str) -> tuple[Battery, ...]:
        """Batteries of one side."""
        return tuple(each for each in self.batteries.values() if each.side == side)
