"""What may stand in the `air` section of a scenario, in the file of types and in the air assumptions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from hillfort.files.evidence.entries import (
    Country,
    Day,
    Entry,
    EvidenceEntry,
    Grade,
    Hours,
    Key,
    KeyedEntry,
    Override,
    PlaceName,
    Prose,
    SideKey,
    SourceEntry,
    Title,
    _bounded,
    _within,
)

Km = Annotated[EvidenceEntry, AfterValidator(_within("km", 0, 3000)), _bounded("km", 0, 3000)]
SomeKm = Annotated[EvidenceEntry, AfterValidator(_within("km", 0.1, 3000)), _bounded("km", 0.1, 3000)]
Altitude = Annotated[EvidenceEntry, AfterValidator(_within("m", 0, 100_000)), _bounded("m", 0, 100_000)]
Antenna = Annotated[EvidenceEntry, AfterValidator(_within("m", 0, 15_000)), _bounded("m", 0, 15_000)]
Runway = Annotated[EvidenceEntry, AfterValidator(_within("m", 300, 6000)), _bounded("m", 300, 6000)]
Speed = Annotated[EvidenceEntry, AfterValidator(_within("km/h", 50, 12_000)), _bounded("km/h", 50, 12_000)]
Burn = Annotated[EvidenceEntry, AfterValidator(_within("t/h", 0.1, 20)), _bounded("t/h", 0.1, 20)]
Minutes = Annotated[EvidenceEntry, AfterValidator(_within("min", 0, 600)), _bounded("min", 0, 600)]
Seconds = Annotated[EvidenceEntry, AfterValidator(_within("s", 0.5, 3600)), _bounded("s", 0.5, 3600)]
Chance = Annotated[EvidenceEntry, AfterValidator(_within("chance", 0, 1)), _bounded("chance", 0, 1)]
Number = Annotated[EvidenceEntry, AfterValidator(_within("count", 0, 2000)), _bounded("count", 0, 2000)]
Channels = Annotated[EvidenceEntry, AfterValidator(_within("count", 1, 100)), _bounded("count", 1, 100)]
PerYear = Annotated[EvidenceEntry, AfterValidator(_within("per year", 0, 10_000)), _bounded("per year", 0, 10_000)]


class AircraftTypeEntry(Entry):
    """A kind of aircraft."""

    name: Title
    role: Literal["fighter", "attack", "multirole"]
    cruise_kmh: Speed
    dash_kmh: Speed = Field(description="Speed on a scramble.")
    radius_km: SomeKm
    strip_m: Runway = Field(description="Runway that it needs.")
    burn_t_per_h: Burn


class SamTypeEntry(Entry):
    """A kind of ground-based air defence: one fire unit."""

    name: Title
    class_: Literal["long", "medium", "short"] = Field(alias="class")
    range_km: SomeKm = Field(description="Against a target high enough.")
    range_low_km: SomeKm = Field(description="Against a target at its lowest altitude.")
    full_altitude_m: Altitude = Field(description="From here on the missile has its full reach.")
    min_range_km: Km
    lowest_m: Altitude
    highest_m: Altitude
    search_antenna_m: Antenna
    guide_antenna_m: Antenna = Field(description="0 where the missile finds its target alone.")
    channels: Channels
    cycle_s: Seconds
    magazine: Channels = Field(description="Missiles ready to fire in one fire unit.")
    reload_h: Hours
    kill_aircraft: Chance
    kill_cruise: Chance
    kill_ballistic: Chance


class MissileTypeEntry(Entry):
    """A kind of missile against the ground."""

    name: Title
    ballistic: bool
    reach_km: SomeKm
    speed_kmh: Speed
    altitude_m: Altitude


class AirTypesEntry(Entry):
    """The file of types."""

    version: Literal[1]
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    aircraft: dict[Key, AircraftTypeEntry]
    sams: dict[Key, SamTypeEntry]
    missiles: dict[Key, MissileTypeEntry]


class BaseEntry(Entry):
    """An airfield."""

    side: SideKey
    place: PlaceName
    runway_m: Runway
    runways: Channels
    shelters: Number = Field(description="Aircraft that a hit on the base does not reach.")
    repair_teams: Number
    airlift: bool = Field(True, description="May take airlifters.")


class ListedEntry(KeyedEntry):
    """What every unit says about itself."""

    name: Title
    side: SideKey
    country: Country
    source: str = Field(max_length=60)
    grade: Grade
    note: Prose = ""


class SquadronEntry(ListedEntry):
    """Aircraft of one type at one base."""

    type: Key
    base: Key
    aircraft: Number
    outside: bool = Field(False, description="Comes from outside after the allies' decision.")
    national: bool = Field(False, description="May defend its own country before authority is transferred.")
    hunts_air_defence: bool = Field(False, description="Trained and armed to find and destroy batteries.")


class PolicingEntry(ListedEntry):
    """Quick-reaction aircraft of the peacetime mission."""

    type: Key
    base: Key
    aircraft: Number
    readiness_min: Minutes
    decision_min: Minutes


class BatteryEntry(ListedEntry):
    """Fire units of one type at one place."""

    type: Key
    place: PlaceName
    units: Number
    presence: Literal["standing", "rotation", "deploys"] = "standing"
    deploy_h: Hours = Field(description="From the order to ready to fire, where it is not there.")


class MissileForceEntry(ListedEntry):
    """Missiles against the ground."""

    type: Key
    place: PlaceName
    rounds: Number = Field(description="That will be spent on this theatre.")


class RadarEntry(Entry):
    """A radar of the surveillance network."""

    side: SideKey
    place: PlaceName
    antenna_m: Antenna
    range_km: SomeKm


class TrackEntry(KeyedEntry):
    """A flight of the other side's, over named places."""

    name: Title
    side: SideKey
    over: tuple[PlaceName, ...] = Field(min_length=2, max_length=50, description="Origin, waypoints, end.")
    speed_kmh: Speed
    altitude_m: Altitude
    aim: PlaceName


class RotationEntry(Entry):
    """A stay of a battery: every year from one day to another, or so many weeks of no fixed date."""

    battery: Key
    contributor: Title
    first: Day | None = None
    last: Day | None = None
    weeks: float | None = Field(None, ge=0, le=52, description="Weeks a year, where there are no dates.")


class ContributorEntry(Entry):
    """Somebody who could take a turn in a rotation calendar."""

    weeks: int = Field(ge=0, le=52)
    stays: int = Field(1, ge=1, le=26)
    busy: tuple[tuple[int, int], ...] = Field(
        (), description="Weeks of the year (first, last) in which it cannot come."
    )


class AirEntry(Entry):
    """Everything in the air and against it, of both sides."""

    base: Key | None = Field(None, description="An air order of the package that this one is a patch to.")
    types: dict[Literal["aircraft", "sams", "missiles"], dict[Key, Any]] = Field(
        default_factory=dict, description="Kinds of its own, or other values for those of the package."
    )
    crisis_day: Literal["scenario", "random", "chosen"] = Field(
        "scenario",
        description="On which day rotations count: D-day by the calendar, a day nobody chose, the aggressor's choice.",
    )
    scrambles_per_year: PerYear
    bases: dict[Key, BaseEntry] = Field(min_length=1, max_length=32)
    squadrons: dict[Key, SquadronEntry] = Field(default_factory=dict, max_length=60)
    policing: dict[Key, PolicingEntry] = Field(default_factory=dict, max_length=20)
    batteries: dict[Key, BatteryEntry] = Field(default_factory=dict, max_length=60)
    missiles: dict[Key, MissileForceEntry] = Field(default_factory=dict, max_length=20)
    radars: dict[Key, RadarEntry] = Field(default_factory=dict, max_length=60)
    tracks: dict[Key, TrackEntry] = Field(default_factory=dict, max_length=40)
    rotations: dict[Key, RotationEntry] = Field(default_factory=dict, max_length=200)
    contributors: dict[Key, ContributorEntry] = Field(default_factory=dict, max_length=12)
    assumptions: dict[Key, Override] = Field(default_factory=dict)


class AirFileEntry(Entry):
    """An air order of the package, which scenarios take as a base; its `air` may be a patch to another."""

    version: Literal[1]
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    places: dict[PlaceName, Any] = Field(default_factory=dict)
    air: dict[str, Any]
