"""The files on lines of communication and on what moves, as they are written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from hillfort.files.evidence.entries import (
    AnyCheck,
    Country,
    Entry,
    EvidenceEntry,
    Grade,
    Key,
    Override,
    Prose,
    SourceEntry,
    Title,
    VehiclesPerDay,
    _iso_date,
    _within,
)

Lat = Annotated[float, Field(ge=-90, le=90)]
Lon = Annotated[float, Field(ge=-180, le=180)]
PointEntry = tuple[Lat, Lon]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Layer = Literal["road", "rail-1435", "rail-1520"]
AnyLayer = Literal["road", "rail-1435", "rail-1520", "sea"]
GroupKind = Literal["corridor", "crossing", "bridge", "strait", "sea"]
Partial = Annotated[str, AfterValidator(lambda text: _iso_date(text, partial=True) if text else text)]
Value = Annotated[EvidenceEntry, AnyCheck]
LEAST = 1e-6
"""Capacities and speeds are above this: a line that carries nothing is left out."""
Rate = Annotated[EvidenceEntry, AfterValidator(_within("", LEAST, 1e6))]
Days = Annotated[EvidenceEntry, AfterValidator(_within("days", 0, 365))]
Hours = Annotated[EvidenceEntry, AfterValidator(_within("h", 0, 8760))]
Class = Annotated[EvidenceEntry, AfterValidator(_within("MLC", 1, 200))]
Places = tuple[Name, ...]


class MergeEntry(Entry):
    """How near, along the line, junctions are made one."""

    detail: float = Field(ge=0, le=50)
    outside: float = Field(ge=0, le=100)


class ExtentEntry(Entry):
    """Which of the theatre's lines are used."""

    detail: tuple[PointEntry, ...] = ()
    outline: tuple[PointEntry, ...] = ()
    merge_km: MergeEntry
    third_states: tuple[Country, ...] = ()


class HubEntry(Entry):
    """A place with nodes on roads and railways."""

    at: PointEntry | None = None
    road: bool = False
    rail: tuple[Literal[1435, 1520], ...] = ()
    kind: Literal["town", "military"] = "town"
    destination: bool = False
    start: bool = False
    within_km: float = Field(6.0, gt=0, le=60)


class LineEntry(Entry):
    """A line that the maps lack."""

    name: Title
    layer: Layer
    between: Annotated[tuple[Name, ...], Field(min_length=2)]
    km: float = Field(gt=0, le=3000)
    tracks: int = Field(1, ge=1, le=3, description="Tracks, or the class of a road: 1 local, 2 main, 3 dual.")
    groups: tuple[Name, ...] = ()
    element: str = ""
    source: str
    grade: Grade
    note: Prose = ""


class BarredEntry(Entry):
    """A mapped line that is not there."""

    layer: Layer
    at: PointEntry
    source: str
    grade: Grade
    note: Prose = ""


class GateEntry(Entry):
    """Points at which lines are counted as one group."""

    kind: Literal["bridge", "crossing"] = Field(description="Over water, or over a border.")
    map_name: str = Field("", max_length=40, description="What it is called on a map; its name if left out.")
    layer: Layer
    at: Annotated[tuple[PointEntry, ...], Field(min_length=1)]
    groups: tuple[Name, ...] = ()
    places: Places = ()
    road_class: tuple[Literal[1, 2, 3], ...] = (1, 2, 3)
    rate: Rate | None = None
    bridge: Class | None = None


class RailheadEntry(Entry):
    """Where vehicles board and leave trains."""

    at: str = ""
    gauge: Literal[1435, 1520]
    rate: Rate | None = None
    hours: Hours | None = None
    opened: Partial = ""
    element: str = ""


class TransloadEntry(Entry):
    """Where one gauge meets the other."""

    at: str = ""
    broad_at: str = ""
    rate: Rate | None = None
    hours: Hours | None = None
    opened: Partial = ""
    element: str = ""


class NetworkPortEntry(Entry):
    """A port."""

    at: PointEntry
    hub: str = ""
    sea: Name
    berths: int = Field(ge=1, le=50)
    rate: Rate
    hours: Hours | None = None


class AreaLaneEntry(Entry):
    """A lane between two sea areas."""

    between: tuple[Name, Name]
    km: float = Field(0.0, ge=0, le=20000)
    groups: tuple[Name, ...] = ()
    places: Places = ()
    rate: Rate | None = None


class AirliftEntry(Entry):
    """The aircraft."""

    rate: Rate


class AirfieldEntry(Entry):
    """An airfield for strategic lift."""

    at: PointEntry | None = None
    hub: Name
    runway_m: float = Field(ge=300, le=6000)
    rate: Rate


class ElementEntry(Entry):
    """Something that opens on a day."""

    title: Title
    opened: Partial
    dual: tuple[Name, ...] = ()
    gates: dict[Name, Rate] = {}
    source: str
    grade: Grade
    note: Prose = ""


class ConditionEntry(Entry):
    """What is said of one group beside what its kind says."""

    open: bool = Field(True, description="false: nothing passes, from the first day on.")
    fortified: bool = Field(False, description="true: it cannot be lost.")
    repair_days: Days | None = Field(None, description="Days until it carries again once it is lost.")


class DistanceEntry(Entry):
    """A distance that has to come out."""

    layer: AnyLayer
    between: tuple[Name, Name]
    low: float = Field(gt=0)
    high: float = Field(gt=0)
    source: str
    grade: Grade
    note: Prose = ""


class CrossingsEntry(Entry):
    """How many links join two countries."""

    layer: Layer
    between: tuple[Country, Country]
    least: int = Field(ge=0)
    most: int = Field(ge=0)
    classes: dict[Literal["local", "main", "dual"], int] = {}
    source: str
    grade: Grade
    note: Prose = ""


class CutEntry(Entry):
    """Groups that separate two hubs."""

    groups: Annotated[tuple[Name, ...], Field(min_length=1)]
    layers: tuple[AnyLayer, ...]
    between: tuple[Name, Name]


class ChecksEntry(Entry):
    """What has to be true."""

    distances: tuple[DistanceEntry, ...] = ()
    crossings: tuple[CrossingsEntry, ...] = ()
    cuts: tuple[CutEntry, ...] = ()


class LinesEntry(Entry):
    """The lines of communication of one theatre."""

    version: Literal[1]
    theatre: Name
    title: Title
    sources: dict[Name, SourceEntry] = {}
    extent: ExtentEntry
    values: dict[Name, Value]
    hubs: dict[Name, HubEntry]
    links: tuple[LineEntry, ...] = ()
    barred: tuple[BarredEntry, ...] = ()
    gates: dict[Name, GateEntry] = {}
    groups: dict[Name, GroupKind] = Field({}, description="Kind of each group that gates, links and lanes name.")
    railheads: dict[Name, RailheadEntry] = {}
    transloads: dict[Name, TransloadEntry] = {}
    ports: dict[Name, NetworkPortEntry] = {}
    sea: dict[Name, PointEntry] = {}
    lanes: tuple[AreaLaneEntry, ...] = ()
    airlift: AirliftEntry | None = None
    airfields: dict[Name, AirfieldEntry] = {}
    elements: dict[Name, ElementEntry] = {}
    conditions: dict[Name, ConditionEntry] = Field({}, description="By the name of a group, as `lines` prints it.")
    checks: ChecksEntry = ChecksEntry()
    assumptions: dict[Key, Override] = Field({}, description="Parameters of any theatre that are other here, and why.")


class TogetherEntry(Entry):
    """Vehicles a day by all ways of a mode together, in place of what the network lets through."""

    road: VehiclesPerDay | None = None
    rail: VehiclesPerDay | None = None
    sea: VehiclesPerDay | None = None
    air: VehiclesPerDay | None = None


class MovementEntry(Entry):
    """What one battalion of a type is to those who move it."""

    wheeled: Annotated[EvidenceEntry, AfterValidator(_within("vehicles", 0, 2000))]
    tracked: Annotated[EvidenceEntry, AfterValidator(_within("vehicles", 0, 500))]
    heaviest_mlc: Class
    wagons: Annotated[EvidenceEntry, AfterValidator(_within("wagons", 0, 2000))]
    trains: Annotated[EvidenceEntry, AfterValidator(_within("trains", 0, 60))]
    lane_metres: Annotated[EvidenceEntry, AfterValidator(_within("lane-metres", 0, 40000))]
    pallets: Annotated[EvidenceEntry, AfterValidator(_within("pallets", 0, 10000))]
    tonnes_per_day: Annotated[EvidenceEntry, AfterValidator(_within("t/day", 0, 5000))]
    days_of_supply: Annotated[EvidenceEntry, AfterValidator(_within("days", 0, 60))]
    by_air: bool = False


class DelaysEntry(Entry):
    """What stands before a departure."""

    border_permission_h: Hours
    tonnes_per_truck: Annotated[EvidenceEntry, AfterValidator(_within("t/vehicle", 1, 100))]


class MovementFileEntry(Entry):
    """Movement tables of the types of battalion."""

    version: Literal[1]
    sources: dict[Name, SourceEntry] = {}
    delays: DelaysEntry
    tail_share: Annotated[EvidenceEntry, AfterValidator(_within("share", 0, 3))]
    types: dict[Name, MovementEntry]
