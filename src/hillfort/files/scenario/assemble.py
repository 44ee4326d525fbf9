"""From a validated scenario file to the domain's `Scenario`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from hillfort.campaign.scenario import (
    DIFFERENCE_UNIT,
    BarrierLine,
    Lift,
    Measure,
    Objective,
    Origin,
    Scenario,
    Side,
    Source,
    WayIn,
)
from hillfort.files.air import read as air_files
from hillfort.files.crisis import read as crisis_files
from hillfort.files.evidence.entries import EvidenceEntry, luck_key, unit_of
from hillfort.files.evidence.read import dated
from hillfort.files.forces.templates import components
from hillfort.files.scenario.schema import (
    AirAssaultEntry,
    AttackEntry,
    CounterAttackEntry,
    CourseOfActionEntry,
    DelayEntry,
    FormationEntry,
    LandingEntry,
    MoveEntry,
    OrderEntry,
    PlaceEntry,
    ScenarioEntry,
    TaskEntry,
    WaterLineEntry,
)
from hillfort.files.sea import read as sea_files
from hillfort.files.theatre.place_names import Gazetteer
from hillfort.forces.formation import Battalion, Formation, Readiness
from hillfort.forces.orbat import members_of
from hillfort.forces.template import FormationTemplate, ListedFormation, Templates, expand
from hillfort.foundation.correlation import Correlation
from hillfort.foundation.evidence import Evidence
from hillfort.ground.adjudication import Adjudication
from hillfort.lines.ways_in import Lines
from hillfort.plans.expand import along, disjoint
from hillfort.plans.plan import CourseOfAction, Order, Task
from hillfort.theatre.theatre import Place, Theatre

KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Assembler:
    """What is needed to turn entries into the domain's records."""

    entry: ScenarioEntry
    theatre: Theatre
    """With the scenario's own places."""
    gazetteer: Gazetteer
    templates: Templates
    sources: dict[str, Source]
    air_types: air_files.TypesRead
    lines: Lines | None = None

    def evidence(self, entry: EvidenceEntry, unit: str) -> Evidence:
        """Evidence in the unit of its field; undated judgement speaks of the scenario's date."""
        return dated(entry, unit, self.sources, self.entry.date[:7])

    def place(self, name: str) -> str:
        """The proper name of a place, whichever way it was spelled."""
        found = self.gazetteer.find(name)
        return found.name if found is not None else name

    def places(self, names: Sequence[str]) -> tuple[str, ...]:
        """Proper names of places."""
        return tuple(self.place(name) for name in names)

    def scenario(
        self, assumptions: dict[str, Evidence], law: Adjudication, measures: tuple[Measure, ...], origin: Origin
    ) -> Scenario:
        """The whole scenario."""
        entry = self.entry
        formations, battalions = self._forces()
        members = _members(formations, battalions)
        overrides = {name: self.evidence(value, assumptions[name].unit) for name, value in entry.assumptions.items()}
        courses = {key: self._course(key, course, members) for key, course in entry.courses_of_action.items()}
        return Scenario(
            name=entry.name,
            title=entry.title,
            description=entry.description.strip(),
            date=entry.date,
            h_hour_utc=entry.h_hour_utc,
            days=entry.days,
            lead_h=entry.lead_h,
            ground_law=entry.ground_law,
            theatre=self.theatre,
            sides=self._sides(),
            formations=tuple(formations),
            battalions=tuple(sorted(battalions, key=lambda unit: unit.luck)),
            orders=self._orders(entry.orders, members, earliest_h=-float(entry.lead_h)),
            courses_of_action=courses,
            objectives=self._objectives(),
            cities={self.place(name): tuple(cells) for name, cells in entry.cities.items()},
            ways_in=self._ways_in(),
            lifts=self._lifts(),
            barriers=self._barriers(),
            quality={country: self.evidence(value, "factor") for country, value in entry.quality.countries.items()},
            quality_difference=self.evidence(entry.quality.difference, DIFFERENCE_UNIT)
            if entry.quality.difference is not None
            else None,
            assumptions={**assumptions, **overrides},
            adjudication=law,
            sources=self.sources,
            measures=measures,
            origin=origin,
            overridden={name: value.why for name, value in entry.assumptions.items()},
            sea=sea_files.order(entry.sea, self.evidence) if entry.sea is not None else None,
            air=air_files.order(entry.air, self.gazetteer, self.evidence, self.air_types)
            if entry.air is not None
            else None,
            crisis=crisis_files.posture(entry.crisis, self.evidence),
            lines=self.lines,
            templates=self.templates,
            correlations=tuple(
                Correlation((each.between[0], each.between[1]), each.rank, each.why, each.source, each.grade)
                for each in entry.correlations
            ),
        )

    def _sides(self) -> dict[str, Side]:
        sides = {"blue": self.entry.sides.blue, "red": self.entry.sides.red}
        return {
            key: Side(key, side.name, side.countries, side.may_enter, self.places(side.supply_from))
            for key, side in sides.items()
        }

    def _forces(self) -> tuple[list[Formation], list[Battalion]]:
        formations: list[Formation] = []
        battalions: list[Battalion] = []
        for key, listed in self.entry.formations.items():
            above, below = expand(self._listed(key, listed), self.templates)
            formations += above
            battalions += below
        return formations, battalions

    def _listed(self, key: str, listed: FormationEntry) -> ListedFormation:
        return ListedFormation(
            id=key,
            luck_key=luck_key(key, listed),
            name=listed.name,
            side=listed.side,
            country=listed.country,
            composition=self._composition(listed),
            base=self.place(listed.base),
            command=listed.command or listed.name,
            readiness=self._readiness(listed),
            outside=listed.outside,
            ways_in=listed.ways_in,
            reserve=listed.reserve,
            equipment=listed.equipment,
            source=listed.source,
            grade=listed.grade,
        )

    def _readiness(self, listed: FormationEntry) -> Readiness:
        """Every field of a formation's readiness, in the unit that its entry states."""
        return Readiness(
            **{
                each.name: self.evidence(getattr(listed, each.name), unit_of(listed, each.name))
                for each in fields(Readiness)
            }
        )

    def _composition(self, listed: FormationEntry) -> FormationTemplate:
        if listed.template is not None:
            found = self.templates.find(listed.template)
            assert found is not None, "templates are checked before"
            return found
        first = self.templates.types[listed.battalions[0].type]
        echelon = listed.echelon or "brigade"
        return FormationTemplate("", listed.name, echelon, first.symbol, components(listed.battalions))

    def _orders(
        self, orders: dict[str, OrderEntry], members: dict[str, list[str]], *, earliest_h: float
    ) -> tuple[Order, ...]:
        """Orders; a task without `start_h` starts at `earliest_h`: H-hour for Red, as soon as ready for Blue."""
        built = []
        for key, order in orders.items():
            tasks = tuple(
                replace(task, number=number)
                for number, entry in enumerate(order.tasks)
                for task in self._task(entry, earliest_h)
            )
            built.append(
                Order(key, order.forces, tasks, order.note, order.standing_rules, luck_key=luck_key(key, order))
            )
        return tuple(order for order in disjoint(built, members) if order.forces)

    def _task(self, entry: TaskEntry, earliest_h: float) -> tuple[Task, ...]:
        start = self.evidence(entry.start_h, "h") if entry.start_h is not None else Evidence.fixed(earliest_h, "h")
        if isinstance(entry, AttackEntry | MoveEntry):
            bypass = isinstance(entry, AttackEntry) and entry.bypass
            return along(Task(entry.task, self.place(entry.to), start, bypass=bypass), self.places(entry.via))
        task = Task(entry.task, self.place(entry.at), start)
        if isinstance(entry, DelayEntry):
            task = replace(task, fallback=self.place(entry.fallback))
        elif isinstance(entry, LandingEntry | AirAssaultEntry):
            task = replace(task, lift=entry.lift)
        elif isinstance(entry, CounterAttackEntry):
            task = replace(task, watch=self.places(entry.watch), within_km=entry.within_km)
        return (task,)

    def _course(self, key: str, course: CourseOfActionEntry, members: dict[str, list[str]]) -> CourseOfAction:
        return CourseOfAction(
            key=key,
            luck_key=luck_key(key, course),
            title=course.title,
            description=course.description.strip(),
            warning_h=self.evidence(course.warning_h, "h"),
            staging={unit: self.place(place) for unit, place in course.staging.items()},
            orders=self._orders(course.orders, members, earliest_h=0.0),
            opened=course.opened,
            takes_part=course.takes_part,
            aims=course.aims,
        )

    def _objectives(self) -> tuple[Objective, ...]:
        return tuple(
            Objective(name, self.place(entry.place), entry.side, entry.protect, entry.kind)
            for name, entry in self.entry.objectives.items()
        )

    def _barriers(self) -> dict[str, BarrierLine]:
        found = {}
        for name, entry in self.entry.barriers.items():
            made = BarrierLine(
                name,
                entry.kind,
                self.evidence(entry.hours, "h"),
                source=entry.source,
                grade=entry.grade,
                luck_key=luck_key(name, entry),
            )
            if isinstance(entry, WaterLineEntry):
                chance = self.evidence(entry.blown_chance, "chance")
                found[name] = replace(made, river=entry.river, blown_chance=chance)
            else:
                found[name] = replace(made, along=self.places(entry.along), side=entry.side)
        return found

    def _lifts(self) -> dict[str, Lift]:
        return {
            name: Lift(
                name=name,
                luck_key=luck_key(name, entry),
                side=entry.side,
                kind=entry.kind,
                start=self.place(entry.start),
                source=entry.source,
                grade=entry.grade,
                **{field: self.evidence(getattr(entry, field), unit) for field, unit in Lift.UNITS.items()},
            )
            for name, entry in self.entry.lifts.items()
        }

    def _ways_in(self) -> tuple[WayIn, ...]:
        return tuple(
            WayIn(
                name=name,
                luck_key=luck_key(name, entry),
                side=entry.side,
                mode=entry.mode,
                place=self.place(entry.place),
                through=self.places(entry.through),
                battalions_per_day=self.evidence(entry.battalions_per_day, "battalions/day"),
                start=self.place(entry.start) if entry.start else "",
                counts_for_isolation=entry.counts_for_isolation,
                vehicles_per_day=self.evidence(given, "vehicles/day") if (given := entry.vehicles_per_day) else None,
            )
            for name, entry in self.entry.ways_in.items()
        )


def _members(formations: list[Formation], battalions: list[Battalion]) -> dict[str, list[str]]:
    """Formation id to the ids of all battalions in it."""
    return {formation.id: members_of(formation.id, battalions) for formation in formations}


def with_places(theatre: Theatre, entries: dict[str, PlaceEntry]) -> Theatre:
    """The theatre with a scenario's own places, each on its nearest land cell if it lies on the theatre's ground."""
    if not entries:
        return theatre
    cells = land_cells(theatre, [(entry.lat, entry.lon) for entry in entries.values()])
    added = {
        name: Place(name, entry.lat, entry.lon, cell, (), entry.country, source=entry.source)
        for (name, entry), cell in zip(entries.items(), cells, strict=True)
    }
    return replace(theatre, places={**theatre.places, **added})


def land_cells(theatre: Theatre, points: list[tuple[float, float]]) -> list[int]:
    """For each (lat, lon) the index of the land cell nearest to it, or -1 where none is within one and a half cells."""
    cells = theatre.cells
    land = np.flatnonzero(cells.country >= 0)
    if len(land) == 0:
        return [-1] * len(points)
    lengths = cells.edge_km[cells.neighbours >= 0]
    reach = 1.5 * float(np.median(lengths)) if len(lengths) else 10.0
    lats, lons = cells.lat[land], cells.lon[land]
    found = []
    for lat, lon in points:
        north = (lats - lat) * KM_PER_DEGREE
        east = (lons - lon) * KM_PER_DEGREE * np.cos(np.radians(lat))
        apart = np.hypot(north, east)
        nearest = int(apart.argmin())
        found.append(int(land[nearest]) if apart[nearest] <= reach else -1)
    return found
