"""What may stand in a scenario, a measure, the templates and the assumptions: one strict model per mapping."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from hillfort.files.air.schema import AirEntry
from hillfort.files.crisis.schema import CrisisEntry
from hillfort.files.evidence.entries import (
    BattalionsPerDay,
    ChanceOf,
    Country,
    Day,
    Difference,
    Entry,
    EvidenceEntry,
    Grade,
    Hours,
    Key,
    KeyedEntry,
    LiftedPersons,
    LiftedVehicles,
    LiftReach,
    LiftSpeed,
    LoadingHours,
    Manning,
    Money,
    MoneyPerYear,
    Months,
    ObstacleHours,
    Override,
    PlaceName,
    Prose,
    Quality,
    SideKey,
    SourceEntry,
    StartHour,
    Title,
    TitledEntry,
    VehiclesPerDay,
)
from hillfort.files.forces.schema import BattalionsEntry
from hillfort.files.sea.schema import SeaEntry


class PlaceEntry(Entry):
    """A place that the theatre does not know."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    country: Country
    source: str = Field("", max_length=200)


class SideEntry(Entry):
    """One of the two sides."""

    name: Title
    countries: tuple[Country, ...] = Field(description="Whose ground it holds at H-hour.")
    may_enter: tuple[Country, ...] = Field(description="Whose ground its forces may move on.")
    supply_from: tuple[PlaceName, ...] = Field(description="Places that supply flows from.")


class SidesEntry(Entry):
    """The two sides."""

    blue: SideEntry
    red: SideEntry


class FormationEntry(KeyedEntry):
    """A brigade, regiment, division or single battalion."""

    name: Title
    side: SideKey
    country: Country
    template: Key | None = Field(None, description="A formation template or, for a single battalion, a battalion type.")
    battalions: tuple[BattalionsEntry, ...] = Field((), description="In place of a template: what it is made of.")
    echelon: Literal["battalion", "regiment", "brigade", "division"] | None = Field(
        None, description="With `battalions`; a brigade if left out."
    )
    base: PlaceName
    command: str = Field("", max_length=100, description="Who commands it; its own name if left out.")
    notice_to_move_h: Hours
    manning_share: Manning
    stands_for: Key | None = Field(
        None,
        description="The real formation that it is, where another file may bring in the same; its own id if left out.",
    )
    outside: bool = Field(False, description="True for an ally's unit from outside the region.")
    ways_in: tuple[str, ...] = Field((), description="Names of ways in, best first.")
    reserve: bool | None = Field(
        None,
        description="True where its people are called up and come in waves; as its battalion types say if left out: "
        "territorial ones are.",
    )
    equipment: Prose = ""
    source: str = Field(max_length=60)
    grade: Grade


class AttackEntry(Entry):
    """Fight towards a place and take it."""

    task: Literal["attack"]
    to: PlaceName
    via: tuple[PlaceName, ...] = Field((), description="Places to take on the way, in order.")
    bypass: bool = Field(False, description="Go round resistance where a way round is free.")
    start_h: StartHour | None = None


class MoveEntry(Entry):
    """Go to a place without fighting."""

    task: Literal["move"]
    to: PlaceName
    via: tuple[PlaceName, ...] = ()
    start_h: StartHour | None = None


class HoldEntry(Entry):
    """Go to a place and defend it."""

    task: Literal["hold"]
    at: PlaceName
    start_h: StartHour | None = None


class DelayEntry(Entry):
    """Go to a place, give ground when pressed, and hold the fallback."""

    task: Literal["delay"]
    at: PlaceName
    fallback: PlaceName
    start_h: StartHour | None = None


class CounterAttackEntry(Entry):
    """Wait, and attack an enemy who comes near one of the watched places."""

    task: Literal["counter-attack"]
    at: PlaceName
    watch: tuple[PlaceName, ...] = Field(min_length=1)
    within_km: float = Field(30.0, gt=0, le=500)
    start_h: StartHour | None = None


class LandingEntry(Entry):
    """Be put ashore by ships."""

    task: Literal["landing"]
    at: PlaceName
    lift: Title = Field(description="Name of a lift of the side, of the kind `ships`.")
    start_h: StartHour | None = None


class AirAssaultEntry(Entry):
    """Be dropped or set down at an airfield or a bridge."""

    task: Literal["air-assault"]
    at: PlaceName
    lift: Title = Field(description="Name of a lift of the side, of the kind `aircraft` or `helicopters`.")
    start_h: StartHour | None = None


TaskEntry = Annotated[
    AttackEntry | MoveEntry | HoldEntry | DelayEntry | CounterAttackEntry | LandingEntry | AirAssaultEntry,
    Field(discriminator="task"),
]


class OrderEntry(KeyedEntry):
    """Tasks of some forces, one after the other."""

    forces: tuple[str, ...] = Field(min_length=1, description="Ids of formations, or of battalions ('ee-1bde/1').")
    tasks: tuple[TaskEntry, ...] = Field(min_length=1, max_length=50)
    note: Prose = ""
    standing_rules: bool = Field(
        default=True,
        description="False: its forces stay where it puts them, whatever standing rules would have them do.",
    )


class CourseOfActionEntry(KeyedEntry):
    """A plan of the aggressor's."""

    title: Title
    description: Prose = ""
    warning_h: Hours
    staging: dict[str, PlaceName] = Field(
        default_factory=dict, description="Formation id to where it stands at H-hour."
    )
    orders: dict[Key, OrderEntry] = Field(min_length=1)
    opened: tuple[Country, ...] = Field((), description="Third states whose ground the aggressor uses in this one.")
    takes_part: tuple[Country, ...] = Field(
        (),
        description="Third states whose aircraft, air defence and missiles fight for the aggressor in this one.",
    )
    aims: tuple[Title, ...] = Field((), description="Objectives that it is after; all protected ones if left out.")


CellName = Annotated[str, Field(pattern=r"^[0-9a-f]{15}$")]


class ObjectiveEntry(Entry):
    """A place that matters."""

    place: PlaceName
    side: SideKey
    protect: bool = Field(description="Losing it is not holding.")
    kind: Literal["capital", "port", "corridor", "airfield", "town"]


class WayInEntry(TitledEntry):
    """A line of communication into the region."""

    side: SideKey
    mode: Literal["road", "rail", "sea", "air"]
    place: PlaceName = Field(description="Where units appear.")
    through: tuple[PlaceName, ...] = Field((), description="Places that must not be in enemy hands.")
    battalions_per_day: BattalionsPerDay
    vehicles_per_day: VehiclesPerDay | None = Field(None, description="In place of what the network lets through.")
    start: str = Field("", max_length=100, description="Where the last leg starts; empty: this mode all the way.")
    counts_for_isolation: bool = True


class LiftEntry(TitledEntry):
    """Ships, aircraft or helicopters that carry troops into a landing or an air assault."""

    side: SideKey
    kind: Literal["ships", "aircraft", "helicopters"]
    start: PlaceName = Field(description="Where it takes its load.")
    persons: LiftedPersons = Field(description="That it carries at once.")
    vehicles: LiftedVehicles = Field(description="That it carries at once, beside those persons.")
    km_per_h: LiftSpeed
    loading_h: LoadingHours
    reach_km: LiftReach = Field(description="Farthest that it goes, one way; its `value` holds in every draw.")
    source: str = Field(max_length=60)
    grade: Grade


class WaterLineEntry(TitledEntry):
    """A river that is a line."""

    kind: Literal["water"]
    river: Title = Field(description="A river of the theatre.")
    blown_chance: ChanceOf = Field(description="Chance that one of its bridges is down when the enemy comes to it.")
    hours: ObstacleHours = Field(description="Of work to bridge it at one place, where nobody hinders it much.")
    source: str = Field(max_length=60)
    grade: Grade


class BeltEntry(TitledEntry):
    """A belt of obstacles."""

    kind: Literal["belt"]
    side: SideKey = Field(description="Whose it is: it lies on that side's ground.")
    along: tuple[PlaceName, ...] = Field(min_length=2, description="Places that it runs along, in order.")
    hours: ObstacleHours = Field(description="Of work to open it at one place, where nobody hinders it much.")
    source: str = Field(max_length=60)
    grade: Grade


BarrierEntry = Annotated[WaterLineEntry | BeltEntry, Field(discriminator="kind")]


class CorrelationEntry(Entry):
    """What the doubts about two numbers have in common."""

    between: tuple[str, str] = Field(description="Addresses of two doubted values.")
    rank: float = Field(ge=-1, le=1, description="Spearman's rank correlation, -1 to 1.")
    why: str = Field(min_length=1, max_length=2000, description="The reason.")
    source: str = Field("judgement", max_length=60)
    grade: Grade = "F6"


GroundLaw = Literal["calibrated", "three-to-one", "lanchester-square", "lanchester-linear", "epstein", "biddle"]


class LawEntry(Entry):
    """What of the law of ground combat a scenario sets apart."""

    wealth: Literal["on", "off"] = Field(
        "on", description="off: the law fitted without wealth; nothing is presumed of whose army is better."
    )


class QualityEntry(Entry):
    """Quality of troops: of each country, and between the two sides."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Country, Quality]
    difference: Difference | None = Field(
        None, description="Quality of red's armies over blue's, common to the war; in place of what wealth presumes."
    )

    @property
    def countries(self) -> dict[str, EvidenceEntry]:
        """Combat effectiveness per head by country."""
        return dict(self.__pydantic_extra__)


class ScenarioEntry(Entry):
    """A scenario: theatre, forces, plans and what is assumed."""

    version: Literal[1]
    name: Key
    base: str | None = Field(None, description="Another scenario; the rest of the file is then a patch to it.")
    include: tuple[str, ...] = Field((), description="Files of types, templates and other parts, laid before this one.")
    title: Title
    description: Prose = ""
    theatre: str = Field(min_length=1, max_length=200)
    date: Day
    h_hour_utc: int = Field(ge=0, le=23)
    days: int = Field(ge=1, le=180)
    lead_h: int = Field(168, ge=0, le=2160, description="Hours simulated before H-hour.")
    ground_law: GroundLaw = Field("calibrated", description="Law that decides engagements.")
    law: LawEntry | None = None
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    places: dict[PlaceName, PlaceEntry] = Field(default_factory=dict)
    sides: SidesEntry
    quality: QualityEntry = Field(description="Combat effectiveness per head by country, and between the two sides.")
    types: dict[Key, Any] = Field(
        default_factory=dict, description="Types of battalions of its own, or other values for those of the package."
    )
    templates: dict[Key, Any] = Field(
        default_factory=dict, description="Templates of formations of its own, or changes to those of the package."
    )
    formations: dict[Key, FormationEntry] = Field(min_length=1, max_length=2000)
    orders: dict[Key, OrderEntry] = Field(default_factory=dict, description="Of blue.")
    courses_of_action: dict[Key, CourseOfActionEntry] = Field(min_length=1)
    objectives: dict[Title, ObjectiveEntry] = Field(min_length=1)
    cities: dict[PlaceName, tuple[CellName, ...]] = Field(
        default_factory=dict, description="Built-up cells that are fought for as one city, as H3 names, by place."
    )
    ways_in: dict[Title, WayInEntry] = Field(default_factory=dict)
    barriers: dict[Title, BarrierEntry] = Field(
        default_factory=dict, description="Rivers that are lines, and belts of obstacles."
    )
    lifts: dict[Title, LiftEntry] = Field(
        default_factory=dict, description="What carries troops into landings and air assaults."
    )
    assumptions: dict[Key, Override] = Field(default_factory=dict)
    correlations: tuple[CorrelationEntry, ...] = Field(
        (),
        max_length=2000,
        description="Rank correlations; those of a patch are joined to those of its base, pair by pair.",
    )
    sea: SeaEntry | None = None
    air: AirEntry | None = None
    crisis: CrisisEntry | None = Field(None, description="Warning and decision, laid on the package's.")
    lines: dict[str, Any] = Field(default_factory=dict, description="A patch to the file on the theatre's lines.")
    movement: dict[str, Any] = Field(default_factory=dict, description="A patch to the movement tables.")


class MeasureEntry(Entry):
    """A change to a posture that can be asked of an ally."""

    measure: Key
    title: Title
    description: Prose = ""
    who: Title
    cost_meur_per_year: MoneyPerYear
    cost_once_meur: Money
    lead_time_months: Months
    applies_to: tuple[str, ...] = Field(
        (), description="Scenarios it was written for, by name, or by path from this file; any if left out."
    )
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    claims: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="What it says that it does, by address: checked on every base."
    )
    patch: dict[str, Any] = Field(description="What it changes, in the form of a scenario file.")
    patch_on: dict[Key, dict[str, Any]] = Field(
        default_factory=dict, description="By name of a base: laid over the patch where it is laid on that one."
    )
