"""What may stand in the `sea` section of a scenario or of a measure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from hillfort.files.evidence.entries import (
    Country,
    Entry,
    EvidenceEntry,
    Grade,
    Key,
    KeyedEntry,
    Override,
    SideKey,
    SourceEntry,
    StartHour,
    Title,
    TitledEntry,
    _bounded,
    _within,
)

Kilometres = Annotated[EvidenceEntry, AfterValidator(_within("km", 0, 2000)), _bounded("km", 0, 2000)]
WaterKilometres = Annotated[EvidenceEntry, AfterValidator(_within("km", 0.1, 500)), _bounded("km", 0.1, 500)]
Metres = Annotated[EvidenceEntry, AfterValidator(_within("m", 0, 15_000)), _bounded("m", 0, 15_000)]
Share = Annotated[EvidenceEntry, AfterValidator(_within("share", 0, 1)), _bounded("share", 0, 1)]
Weight = Annotated[EvidenceEntry, AfterValidator(_within("weight", 0, 100)), _bounded("weight", 0, 100)]
Number = Annotated[EvidenceEntry, AfterValidator(_within("count", 0, 100_000)), _bounded("count", 0, 100_000)]
Missiles = Annotated[EvidenceEntry, AfterValidator(_within("missiles", 0, 10_000)), _bounded("missiles", 0, 10_000)]
MissilesPerDay = Annotated[
    EvidenceEntry, AfterValidator(_within("missiles/day", 0, 10_000)), _bounded("missiles/day", 0, 10_000)
]
SalvoesPerDay = Annotated[
    EvidenceEntry, AfterValidator(_within("salvoes/day", 0, 100)), _bounded("salvoes/day", 0, 100)
]
Mines = Annotated[EvidenceEntry, AfterValidator(_within("mines", 0, 200_000)), _bounded("mines", 0, 200_000)]
MinesPerDay = Annotated[
    EvidenceEntry, AfterValidator(_within("mines/day", 0, 20_000)), _bounded("mines/day", 0, 20_000)
]
Ships = Annotated[EvidenceEntry, AfterValidator(_within("ships", 0, 500)), _bounded("ships", 0, 500)]
Hits = Annotated[EvidenceEntry, AfterValidator(_within("hits", 0.2, 50)), _bounded("hits", 0.2, 50)]
Battalions = Annotated[
    EvidenceEntry, AfterValidator(_within("battalion equivalents", 0, 100)), _bounded("battalion equivalents", 0, 100)
]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class PortEntry(Entry):
    """Where a lane begins or ends."""

    lat: Latitude
    lon: Longitude
    country: Country


class WaterEntry(TitledEntry):
    """A strait or an approach to a port in which mines may lie."""

    kind: Literal["strait", "approach"]
    lat: Latitude
    lon: Longitude
    length_km: WaterKilometres
    width_km: WaterKilometres
    red_weight: Weight | None = Field(None, description="How much of red's mines would go here, against other waters.")
    blue_weight: Weight | None = Field(None, description="How much of blue's mines would go here.")


class LaneEntry(TitledEntry):
    """A way for ships of one side."""

    side: SideKey
    start: Title = Field(description="A port of this section.")
    end: Title
    waters: tuple[Title, ...] = Field((), description="Waters of this section that it passes, in order.")
    purpose: Literal["supply", "landing"] = "supply"
    lift: Battalions | None = Field(None, description="What one landing can carry; with a landing only.")
    garrison: Battalions | None = Field(None, description="What would meet it; with a landing only.")


class SeaForceEntry(KeyedEntry):
    """What every force at sea has."""

    name: Title
    side: SideKey
    lat: Latitude = Field(description="Where it is based, or the middle of its patrol area.")
    lon: Longitude
    from_h: StartHour = Field(description="Hour at which it is ready or sails, from H-hour.")
    source: str = Field(max_length=60)
    grade: Grade


class StrikerEntry(SeaForceEntry):
    """A coastal missile battery, or aircraft that attack ships."""

    kind: Literal["coastal", "aircraft"]
    range_km: Kilometres
    mast_m: Metres
    offboard_share: Share
    salvo: Missiles
    salvos_per_day: SalvoesPerDay
    magazine: Missiles
    rearm_per_day: MissilesPerDay
    hit_share: Share


class SurfaceEntry(SeaForceEntry):
    """Warships."""

    role: Literal["strike", "escort"]
    ships: Ships
    shots: Missiles
    hit_share: Share
    stops: Missiles
    stop_share: Share
    staying: Hits
    reach_km: Kilometres


class SubmarinesEntry(SeaForceEntry):
    """Boats."""

    boats: Ships
    reach_km: Kilometres


class MineStockEntry(Entry):
    """Mines of one side."""

    chance: Share
    stock: Mines
    per_day: MinesPerDay
    starts_h: StartHour
    delivered_share: Share


class SideMinesEntry(Entry):
    """Mines of both sides; a side left out lays none."""

    blue: MineStockEntry | None = None
    red: MineStockEntry | None = None


class ClearanceEntry(SeaForceEntry):
    """Vessels that clear mines."""

    vessels: Ships


class ClearFirstEntry(Entry):
    """Waters in the order in which a side clears them."""

    blue: tuple[Title, ...] = ()
    red: tuple[Title, ...] = ()


class SeaEntry(Entry):
    """The sea: lanes, and both sides' means to close and open them."""

    base: Key | None = Field(None, description="A sea that comes with the package; the rest is then a patch to it.")
    title: Title
    ports: dict[Title, PortEntry] = Field(min_length=1, max_length=200)
    waters: dict[Title, WaterEntry] = Field(default_factory=dict, max_length=60)
    lanes: dict[Title, LaneEntry] = Field(min_length=1, max_length=60)
    strikers: dict[Key, StrikerEntry] = Field(default_factory=dict, max_length=60)
    surface: dict[Key, SurfaceEntry] = Field(default_factory=dict, max_length=60)
    submarines: dict[Key, SubmarinesEntry] = Field(default_factory=dict, max_length=60)
    mines: SideMinesEntry = SideMinesEntry()
    clearance: dict[Key, ClearanceEntry] = Field(default_factory=dict, max_length=60)
    clear_first: ClearFirstEntry = ClearFirstEntry()
    assumptions: dict[Key, Override] = Field(default_factory=dict)


class SeaFileEntry(Entry):
    """A file of the package with a sea that scenarios build on."""

    version: Literal[1]
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    sea: SeaEntry
