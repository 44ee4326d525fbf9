"""What people say about the lines of communication of a theatre, beside what its maps show: records only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from hillfort.foundation.evidence import Evidence

Point = tuple[float, float]
"""Lat, lon in degrees."""

ROAD, RAIL_1435, RAIL_1520 = "road", "rail-1435", "rail-1520"
Limits = dict[str, tuple[float, float]]
"""Field to the least and the most that it can be, in its unit."""
RATE: Limits = {"rate": (1e-6, 1e6)}
"""Capacities are above nothing: a line that carries nothing is left out."""
GATE_KINDS = ("bridge", "crossing")
"""What a gate can be: over water, or over a border."""
WIDER_KINDS = ("corridor", "crossing", "bridge", "strait", "sea")
"""What a group of gates, lines or lanes can be."""
LAND = (ROAD, RAIL_1435, RAIL_1520)
"""Layers that come from the maps; sea, port, air, airfield and airlift are curated."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Which of the theatre's lines are used, and how coarsely."""

    detail: tuple[Point, ...]
    """Outline of the part where the full maps are used; () for the whole theatre."""
    outline: tuple[Point, ...]
    """Outline of everything that is used; () for all."""
    merge_detail_km: float
    merge_outside_km: float
    third_states: tuple[str, ...]
    """Countries whose lines are closed unless they are opened."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A place with a node on roads and railways."""

    name: str
    lat: float
    lon: float
    layers: tuple[str, ...]
    kind: str = "town"
    destination: bool = False
    within_km: float = 6.0
    """How far the line may be from the place."""
    start: bool = False
    """Forces start here when nothing is said about formations."""


@dataclass(frozen=True, slots=True)
class ExtraLink:
    """A line that the maps lack, through hubs."""

    name: str
    layer: str
    between: tuple[str, ...]
    km: float
    tracks: int
    groups: tuple[str, ...]
    element: str
    source: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Points at which lines are counted as one group."""

    name: str
    kind: str
    """One of GATE_KINDS."""
    layer: str
    at: tuple[Point, ...]
    groups: tuple[str, ...]
    places: tuple[str, ...]
    road_class: tuple[int, ...]
    rate: Evidence | None
    bridge: Evidence | None
    map_name: str = ""
    """What it is called on a map; '' for its name."""

    LIMITS: ClassVar[Limits] = {**RATE, "bridge": (1, 200)}
    UNITS: ClassVar[dict[str, str]] = {"rate": "", "bridge": "MLC"}
    HIDDEN: ClassVar[tuple[str, ...]] = ("at", "road_class")


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where vehicles change between road and rail, or from one gauge to the other."""

    name: str
    at: str
    gauge: int
    """Of a railhead; 0 for a transload."""
    rate: Evidence | None
    hours: Evidence | None
    opened: str
    element: str
    broad_at: str = ""
    """Hub of the broad gauge side of a transload, where it is another one."""

    LIMITS: ClassVar[Limits] = {**RATE, "hours": (0, 8760)}
    UNITS: ClassVar[dict[str, str]] = {"rate": "", "hours": "h"}
    HIDDEN: ClassVar[tuple[str, ...]] = ("gauge",)


@dataclass(frozen=True, slots=True)
class NetworkPort:
    """A port: what it can load or discharge, and the sea area before it."""

    name: str
    lat: float
    lon: float
    hub: str
    sea: str
    berths: int
    rate: Evidence
    hours: Evidence | None

    LIMITS: ClassVar[Limits] = {**RATE, "hours": (0, 8760)}
    UNITS: ClassVar[dict[str, str]] = {"hours": "h"}
    HIDDEN: ClassVar[tuple[str, ...]] = ("lat", "lon")


@dataclass(frozen=True, slots=True)
class AreaLane:
    """A lane between two sea areas."""

    between: tuple[str, str]
    km: float
    """0 for the great circle with a few per cent more."""
    groups: tuple[str, ...]
    places: tuple[str, ...]
    rate: Evidence | None

    LIMITS: ClassVar[Limits] = {**RATE, "km": (0, 20_000)}
    UNITS: ClassVar[dict[str, str]] = {"rate": ""}


@dataclass(frozen=True, slots=True)
class Airfield:
    """An airfield for strategic lift; `name` is a place of the theatre."""

    name: str
    lat: float
    lon: float
    hub: str
    runway_m: float
    rate: Evidence

    LIMITS: ClassVar[Limits] = RATE
    HIDDEN: ClassVar[tuple[str, ...]] = ("lat", "lon")


@dataclass(frozen=True, slots=True)
class NetworkElement:
    """Something that opens on a day, and can be switched by hand."""

    key: str
    title: str
    opened: str
    dual: tuple[str, ...]
    """Hubs between which the road becomes a dual carriageway."""
    gates: dict[str, Evidence]
    """Gate to its capacity once this is open."""
    source: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What is said of one group beside what its kind says: open or closed, fortified, how long its repair takes."""

    open: bool = True
    """False: nothing passes, from the first day on."""
    fortified: bool = False
    """It cannot be lost."""
    repair_days: Evidence | None = None
    """Days until it carries again once it is lost, in place of those of its kind."""

    LIMITS: ClassVar[Limits] = {"repair_days": (0, 365)}
    UNITS: ClassVar[dict[str, str]] = {"repair_days": "days"}


@dataclass(frozen=True, slots=True)
class KnownDistance:
    """A distance along a layer that has to come out."""

    layer: str
    between: tuple[str, str]
    low: float
    high: float
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownCrossings:
    """How many links of a layer join two countries."""

    layer: str
    between: tuple[str, str]
    least: int
    most: int
    classes: dict[str, int]
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownCut:
    """Groups that together separate two hubs on some layers."""

    groups: tuple[str, ...]
    layers: tuple[str, ...]
    between: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything that is said about the lines of one theatre."""

    theatre: str
    title: str
    extent: Extent
    values: dict[str, Evidence]
    """Shared by all lines of a kind: capacities, speeds, handling, conversions to vehicles."""
    hubs: dict[str, Hub]
    links: tuple[ExtraLink, ...] = ()
    barred: tuple[tuple[str, Point], ...] = ()
    """Layer and a point of each mapped line that is not there."""
    gates: dict[str, Gate] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    """Kind of each group that gates, lines and lanes belong to beside their own: one of WIDER_KINDS."""
    railheads: dict[str, Transfer] = field(default_factory=dict)
    transloads: dict[str, Transfer] = field(default_factory=dict)
    ports: dict[str, NetworkPort] = field(default_factory=dict)
    sea: dict[str, Point] = field(default_factory=dict)
    lanes: tuple[AreaLane, ...] = ()
    airlift: Evidence | None = None
    airfields: dict[str, Airfield] = field(default_factory=dict)
    elements: dict[str, NetworkElement] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    """Group to what is said of it beside its kind."""
    distances: tuple[KnownDistance, ...] = ()
    crossings: tuple[KnownCrossings, ...] = ()
    cuts: tuple[KnownCut, ...] = ()
    assumptions: dict[str, Evidence] = field(default_factory=dict)
    """Parameters that hold on any theatre, by name (`everywhere.PARAMETERS`); see data/lines/assumptions.yaml."""
    overridden: dict[str, str] = field(default_factory=dict)
    """Those of them that the theatre's file or the scenario changed, with the reason."""

    BESIDE: ClassVar[tuple[str, ...]] = ("overridden",)

    @property
    def kinds_of_groups(self) -> frozenset[str]:
        """Kinds of the groups that gates, lines and lanes make."""
        return frozenset(self.groups.values()) | {gate.kind for gate in self.gates.values()}

    def parts(self) -> dict[str | int, Any]:
        """Its numbers by the names of its fields in a file."""
        names = ("values", "links", "gates", "railheads", "transloads", "ports", "lanes", "airfields", "elements")
        found: dict[str | int, Any] = {name: getattr(self, name) for name in (*names, "conditions", "assumptions")}
        return found | ({"airlift": {"rate": self.airlift}} if self.airlift is not None else {})

    def with_part(self, step: str | int, part: Any) -> Curation:
        """The same with another part."""
        return replace(self, **{str(step): part["rate"] if step == "airlift" else part})

    @property
    def closed(self) -> tuple[str, ...]:
        """Groups that are closed from the first day on."""
        return tuple(name for name, each in self.conditions.items() if not each.open)

    @property
    def fortified(self) -> tuple[str, ...]:
        """Groups that cannot be lost."""
        return tuple(name for name, each in self.conditions.items() if each.fortified)


VALUES = {
    "local_road_vehicles": "vehicles/day",
    "main_road_vehicles": "vehicles/day",
    "dual_road_vehicles": "vehicles/day",
    "local_road_km": "km/day",
    "main_road_km": "km/day",
    "dual_road_km": "km/day",
    "single_track_trains": "trains/day",
    "double_track_trains": "trains/day",
    "third_track_trains": "trains/day",
    "rail_km": "km/day",
    "sea_km": "km/day",
    "air_km": "km/day",
    "vehicles_per_train": "vehicles/train",
    "lane_metres_per_vehicle": "lane-metres/vehicle",
    "vehicles_per_sortie": "vehicles/sortie",
    "local_bridge_class": "MLC",
    "main_bridge_class": "MLC",
    "dual_bridge_class": "MLC",
    "ramp_trains": "trains/day",
    "ramp_hours": "h",
    "transload_trains": "trains/day",
    "transload_hours": "h",
    "load_hours": "h",
    "discharge_hours": "h",
    "ocean_hours": "h",
    "ocean_lane_metres": "lane-metres/day",
    "airlift_hours": "h",
    "origin_hours": "h",
}
"""Every shared value with its unit: a theatre's file gives each of them."""

RATE_UNITS = ("vehicles/day", "trains/day", "lane-metres/day", "sorties/day")
"""Native units of a capacity."""
