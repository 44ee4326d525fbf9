"""From a scenario to the arrays that the campaign kernels read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np

from hillfort.air import situation
from hillfort.campaign import barriers, cities, landings
from hillfort.campaign._kernels import records
from hillfort.campaign._kernels.haul import BITS_OF_A_SIDE
from hillfort.campaign.air_and_sea import SeaAround, doubts, sea_around, sky_arrays, sky_of_countries
from hillfort.campaign.correlated import correlation_problems
from hillfort.campaign.doubt import DIFFERENCE, doubted
from hillfort.campaign.fields import UNREACHABLE_H, Passage, kinds, rivers, ways_km
from hillfort.campaign.parameters import DOUBLE, WARNING
from hillfort.campaign.quality import wealth_of_countries
from hillfort.campaign.readiness import holder_of, readiness_address, staging_of, stands_at_base, start_columns
from hillfort.campaign.same_luck import same_luck
from hillfort.campaign.scenario import Scenario
from hillfort.campaign.taskbook import TaskBook
from hillfort.campaign.ways_in import PERMISSION, SIDES, load_of, region_countries, way_records, ways_of_units
from hillfort.forces.formation import MOBILITY, ROLES, Battalion, Readiness
from hillfort.foundation import addressed
from hillfort.foundation.addresses import printed
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.named import by_name, record_of
from hillfort.foundation.streams import address_of
from hillfort.ground.fitted import FITTED
from hillfort.plans.plan import CourseOfAction, Order
from hillfort.theatre.season import is_daylight, off_road_share
from hillfort.theatre.theatre import Theatre

CACHE_LINE = 64
"""Bytes."""
OUTSKIRTS_CELLS = 2
GAUGES_MM = (1435, 1520)
"""Gauges of railways that trains are followed on: standard and broad."""
RESOLUTION = 6
MOST_OBJECTIVES = 60
SHARED = (*records.SINGLE, WARNING, *FITTED, *DOUBLE)
"""What every scenario has a value of: kernels read it by these names."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything `run_draws` needs but the doubt and the results."""

    arrays: records.Arrays
    """What a batch starts from; `workspace` makes a batch's own."""
    columns: dict[str, Doubted]
    """What is doubted, in the order of the doubt array's columns."""
    lead_h: int
    """Hours simulated before H-hour."""
    off_road_share: float
    air_first: int
    """Column of the first doubt about the air."""
    sea_first: int
    sea: SeaAround
    shared: dict[str, str]
    """Address of what every scenario has a value of, to the name that kernels read it by."""

    def by_name(self, doubt: np.ndarray) -> records.Doubt:
        """Values of the columns, (draw, column), as the kernels read them."""
        air = np.ascontiguousarray(doubt[:, self.air_first : self.sea_first])
        assumed = by_name(doubt, SHARED, among=[self.shared.get(each, each) for each in self.columns], double=DOUBLE)
        for address, name in self.shared.items():
            if name in DOUBLE and self.columns[address].evidence.shape == "fixed":
                assumed[name] = self.columns[address].value  # not rounded as the doubt is
        return records.Doubt(
            assumed=assumed,
            columns=np.ascontiguousarray(doubt),
            air=by_name(air, situation.PARAMETERS)
            if air.shape[1]
            else np.zeros(len(doubt), record_of(situation.PARAMETERS, doubt.dtype)).view(np.recarray),
            air_columns=air,
        )

    def workspace(self) -> records.Arrays:
        """Arrays for one batch: its own copy of all that a campaign changes, and room for the ground's state."""
        a = self.arrays
        own = a._replace(
            u=a.u.copy(),
            k=a.k.copy(),
            v=a.v.copy(),
            y=a.y.copy(),
            g=a.g.copy(),
            s=a.s.copy(),
            q=a.q.copy(),
            landings=a.landings.copy(),
            lifts=a.lifts.copy(),
            c=_on_lines(len(a.w), records.GROUND),
            x=np.zeros(1, records.CLOCK),
            n=np.zeros(len(a.w) + 8, np.int32),
            m=np.zeros((2 * len(SIDES), int(a.w["row"].max()) + 1, int(a.w["column"].max()) + 1), np.float32),
            sky=a.sky.copy(),
            hour=a.hour.copy(),
            presence=a.presence.copy(),
        )
        if os.environ.get("NUMBA_DISABLE_JIT") == "1":
            return records.Arrays(*(each.view(np.recarray) if each.dtype.names else each for each in own))
        return own


def prepare(scenario: Scenario, coa: str) -> Prepared:
    """Arrays of a scenario under one of its courses of action.

    Raises
    ------
    InputError
        A number cannot be what it is, or a place that a unit, task, objective, way in or supply source needs lies
        outside the theatre or in the sea.
    """
    wrong = [*addressed.problems(scenario), *correlation_problems(scenario, also_fixed=True), *same_luck(scenario)]
    if wrong:
        raise InputError(wrong, scenario.name)
    plan = scenario.courses_of_action[coa]
    day = date.fromisoformat(scenario.date)
    holder, enter = territory(scenario, plan)
    off_road = off_road_share(day, scenario.assumptions)
    grounds = [Passage(scenario.theatre, enter[side], scenario.assumptions, off_road) for side in range(2)]
    columns, sea = (
        doubted(scenario, coa),
        sea_around(scenario, tuple(landings.lanes_of_landings(scenario, coa).values())),
    )
    column = {name: index for index, name in enumerate(columns)}
    book = TaskBook(scenario, grounds, start_columns(scenario, coa, column))
    _check_places(scenario, plan)
    orders = orders_by_battalion(scenario, plan)
    for battalion in scenario.battalions:
        book.enlist(battalion, orders.get(battalion.id))
    world = _world(scenario, holder, enter)
    depots = _depots(scenario, grounds, book)
    _point_to_depots(world, depots, book)
    goals = _goals(scenario, book, scenario.aims(coa))
    arrays = records.Arrays(
        w=world,
        f=book.fields(),
        u=_units(scenario, plan, book, column, orders),
        k=book.tasks(),
        v=book.watches(),
        b=depots,
        y=way_records(scenario, column),
        s=_fleets(scenario),
        g=goals,
        q=_command_records(scenario),
        c=np.zeros(0, records.GROUND),
        x=np.zeros(0, records.CLOCK),
        n=np.zeros(0, np.int32),
        m=np.zeros((0, 0, 0), np.float32),
        daylight=_daylight(scenario, scenario.lead_of(coa)),
        landings=landings.landing_records(
            scenario, coa, sky_of_countries(scenario), column, np.array(book.first, np.int64)
        ),
        lifts=landings.lift_records(scenario, column),
        barriers=barriers.barrier_records(scenario, column),
        **sky_arrays(scenario, coa),
    )
    at_sea = len(columns) - len(doubts(scenario)[1])
    return Prepared(
        arrays,
        columns,
        lead_h=scenario.lead_of(coa),
        off_road_share=off_road,
        air_first=at_sea - len(doubts(scenario)[0]),
        sea_first=at_sea,
        sea=sea,
        shared=_shared(scenario, coa),
    )


def _shared(scenario: Scenario, coa: str) -> dict[str, str]:
    warning = {printed(("courses_of_action", coa, "warning_h")): "warning_h"}
    found = warning | {printed(("assumptions", name)): name for name in SHARED if name != "warning_h"}
    if scenario.quality_difference is not None:
        found[printed(("quality", "difference"))] = found.pop(printed(("assumptions", DIFFERENCE)))
    return found


def territory(scenario: Scenario, plan: CourseOfAction) -> tuple[np.ndarray, np.ndarray]:
    """Who holds each cell at H-hour (cell,) int8, and which cells each side may enter (2, cell) bool."""
    cells, countries = scenario.theatre.cells, scenario.theatre.countries
    holder = np.full(len(cells), records.NOBODY, np.int8)
    enter = np.zeros((2, len(cells)), bool)
    for side, key in enumerate(SIDES):
        extra = plan.opened if key == "red" else ()
        home = _mask(cells.country, countries, (*scenario.sides[key].countries, *extra))
        holder[home] = side
        enter[side] = home | _mask(cells.country, countries, scenario.sides[key].may_enter)
    return holder, enter


def orders_by_battalion(scenario: Scenario, plan: CourseOfAction) -> dict[str, Order]:
    """The order of each battalion: the one that names it, else its formation, else a formation above it."""
    parents = {each.id: each.parent for each in scenario.formations}
    named: dict[str, Order] = {}
    for order in (*scenario.orders, *plan.orders):
        for force in order.forces:
            named.setdefault(force, order)
    found = {}
    for battalion in scenario.battalions:
        key, chain = battalion.id, battalion.formation
        while key not in named and chain:
            key, chain = chain, parents.get(chain, "")
        if key in named:
            found[battalion.id] = named[key]
    return found


def cell_of(theatre: Theatre, place: str) -> int:
    """Cell of a place that has already been checked."""
    return theatre.places[place].cell


def _check_places(scenario: Scenario, plan: CourseOfAction) -> None:
    """Raise one error for every place that has to be on the map and is not."""
    places = scenario.theatre.places
    needed: list[tuple[str, str]] = []
    for order in (*scenario.orders, *plan.orders):
        for task in order.tasks:
            names = [task.place, *([task.fallback] if task.fallback else []), *task.watch]
            needed += [(f"orders.{order.id}", name) for name in names]
    needed += [(f"objectives.{each.name}", each.place) for each in scenario.objectives]
    for way in scenario.ways_in:
        needed += [(f"ways_in.{way.name}", name) for name in (way.place, *way.through)]
    for key in SIDES:
        needed += [(f"sides.{key}.supply_from", name) for name in scenario.sides[key].supply_from]
    problems = [
        Problem(
            scenario.name, 0, where, f"'{name}' lies outside the theatre or in the sea.", "Name a place on its land."
        )
        for where, name in needed
        if name not in places or places[name].cell < 0
    ]
    counts = [(each.id, len(each.ways_in), records.MOST_WAYS, "ways in") for each in scenario.battalions]
    counts += [(each.name, len(each.through) + 1, records.MOST_THROUGH, "places to pass") for each in scenario.ways_in]
    counts += [(scenario.name, len(scenario.ways_in), records.MOST_ENTRANCES, "ways in")]
    problems += [*cities.problems(scenario), *landings.problems(scenario), *barriers.problems(scenario)]
    problems += [
        Problem(scenario.name, 0, name, f"{count} {what} are too many.", f"At most {most}.")
        for name, count, most, what in counts
        if count > most
    ]
    if scenario.theatre.resolution != RESOLUTION:
        found = f"theatre '{scenario.theatre.name}' has cells of resolution {scenario.theatre.resolution}."
        advice = (
            f"Campaigns are fought on resolution {RESOLUTION}: room, depth and outskirts are for cells of about 7 km."
        )
        problems.append(Problem(scenario.name, 0, "theatre", found, advice))
    if len(scenario.objectives) > MOST_OBJECTIVES:
        problems.append(
            Problem(
                scenario.name,
                0,
                "objectives",
                f"{len(scenario.objectives)} are too many.",
                f"At most {MOST_OBJECTIVES}.",
            )
        )
    if problems:
        raise InputError(problems, scenario.name)


def _mask(country: np.ndarray, countries: tuple[str, ...], wanted: tuple[str, ...]) -> np.ndarray:
    return np.isin(country, [index for index, code in enumerate(countries) if code in wanted])


def _rings(neighbours: np.ndarray, cell: int, rings: int) -> set[int]:
    found = {cell}
    for _ in range(rings):
        found |= {int(n) for each in found for n in neighbours[each] if n >= 0}
    return found


def _on_lines(count: int, dtype: np.dtype) -> np.ndarray:
    """Records of zeros that begin on a cache line of 64 bytes, so that what is read together comes together."""
    room = np.zeros(count * dtype.itemsize + CACHE_LINE, np.uint8)
    first = -room.ctypes.data % CACHE_LINE
    return room[first : first + count * dtype.itemsize].view(dtype)


def packed(crossed: np.ndarray) -> np.ndarray:
    """For each cell, the sides that are marked in `crossed` (cell, side), as one number (`BITS_OF_A_SIDE`)."""
    packed = np.zeros(len(crossed), np.int32)
    for side in reversed(range(crossed.shape[1])):
        marked = crossed[:, side]
        packed[marked] = (packed[marked] << BITS_OF_A_SIDE) | (side + 1)
    return packed


def _outskirts(neighbours: np.ndarray, cell: int, city: Sequence[int]) -> set[int]:
    """Cells from which an enemy threatens a place: two cells around it, and those beside its built-up ground."""
    found = _rings(neighbours, cell, OUTSKIRTS_CELLS)
    for each in city:
        found |= _rings(neighbours, each, 1)
    return found


def _world(scenario: Scenario, holder: np.ndarray, enter: np.ndarray) -> np.ndarray:
    theatre = scenario.theatre
    cells = theatre.cells
    world = _on_lines(len(cells), records.CELL)
    world["neighbours"], world["back"] = cells.neighbours, cells.back
    world["kind"], world["river"], world["km"] = (
        kinds(theatre),
        rivers(theatre),
        ways_km(theatre, scenario.assumptions["track_winding_factor"].value),
    )
    for index, gauge in enumerate(GAUGES_MM):
        world["rails"][:, index] = packed(cells.rail_gauge_mm == gauge)
    world["forest"], world["wetland"], world["urban"] = cells.forest_share, cells.wetland_share, cells.urban_share
    middle = np.radians(float(np.mean(cells.lat)))
    world["x_km"], world["y_km"] = cells.lon * np.cos(middle) * 111.2, cells.lat * 111.2
    for name, axis in (("row", "y_km"), ("column", "x_km")):
        world[name] = (world[axis] - world[axis].min()) // records.SQUARE_KM
    world["enter"], world["holder"] = enter.T, holder
    beside = np.where(cells.neighbours >= 0, holder[cells.neighbours], records.NOBODY)
    world["border"] = (holder >= 0) & (beside == 1 - holder[:, None]).any(axis=1)
    city = cities.counted(scenario)
    for index, objective in enumerate(scenario.objectives):
        cell = cell_of(theatre, objective.place)
        world["strong"][cell] = 1
        for near in _outskirts(cells.neighbours, cell, city.get(objective.place, ())):
            world["zone"][near] |= np.int64(1) << np.int64(index)
    world["city"] = cities.rings(scenario)
    world["line"], world["belt"] = barriers.lines_and_belts(scenario)
    skies = sky_of_countries(scenario)
    of_country = np.array([*(skies.get(country, -1) for country in theatre.countries), -1], np.int8)
    world["sky"], world["country"] = of_country[cells.country], cells.country
    world["region"] = _mask(cells.country, theatre.countries, region_countries(scenario))
    return world


def _depots(scenario: Scenario, grounds: list[Passage], book: TaskBook) -> np.ndarray:
    """Supply sources of both sides, each with its field of road kilometres."""
    places, region = scenario.theatre.places, region_countries(scenario)
    rows = [
        (
            cell_of(scenario.theatre, place),
            book.add(*grounds[side].towards("supply", [cell_of(scenario.theatre, place)])),
            side,
            key == "blue" and places[place].country in region,
        )
        for side, key in enumerate(SIDES)
        for place in scenario.sides[key].supply_from
    ]
    return np.array(rows, records.DEPOT)


def _point_to_depots(world: np.ndarray, depots: np.ndarray, book: TaskBook) -> None:
    """Write the nearest depot of each side into every cell."""
    world["depot"] = -1
    for side in range(2):
        own = np.flatnonzero(depots["side"] == side)
        if len(own):
            km = np.array([book.cost(int(depots["field"][index])) for index in own])
            near = own[km.argmin(axis=0)]
            world["depot"][:, side] = np.where(km.min(axis=0) < UNREACHABLE_H, near, -1)


def _daylight(scenario: Scenario, lead_h: int) -> np.ndarray:
    west, south, east, north = scenario.theatre.bounds
    hours = lead_h + scenario.days * 24
    start = date.fromisoformat(scenario.date)
    light = np.zeros(hours, np.uint8)
    for index in range(hours):
        clock = scenario.h_hour_utc + index - lead_h
        day = start + timedelta(days=clock // 24)
        light[index] = is_daylight(day, clock % 24 + 0.5, lat=(south + north) / 2, lon=(west + east) / 2)
    return light


def _commands(scenario: Scenario) -> list[tuple[str, str]]:
    return sorted({(each.side, each.command) for each in scenario.battalions})


def _nations(scenario: Scenario) -> list[tuple[str, str]]:
    """Side and country of all battalions: each nation supplies its own with its own trucks."""
    return sorted({(each.side, each.country) for each in scenario.battalions})


def _fleets(scenario: Scenario) -> np.ndarray:
    fleets = np.zeros(len(_nations(scenario)) or 1, records.FLEET)
    for row, (side, _) in enumerate(_nations(scenario)):
        fleets[row]["side"] = SIDES.index(side)
    return fleets


def _command_records(scenario: Scenario) -> np.ndarray:
    """Commands with the address of their luck: a name has the same on either side."""
    commands = np.zeros(len(_commands(scenario)) or 1, records.COMMAND)
    for row, (_, name) in enumerate(_commands(scenario)):
        commands[row]["address"] = address_of(name) // 4  # four lucks each
    return commands


def _units(
    scenario: Scenario, plan: CourseOfAction, book: TaskBook, column: dict[str, int], orders: dict[str, Order]
) -> np.ndarray:
    battalions = scenario.battalions
    number = {name: index for index, name in enumerate(_commands(scenario))}
    units = np.zeros(len(battalions), records.UNIT)
    units["ways"], units["travel_h"] = ways_of_units(scenario)
    units["home"], units["task_first"], units["task_count"] = book.home, book.first, book.count
    wealth = wealth_of_countries(scenario)
    fleet = {name: index for index, name in enumerate(_nations(scenario))}
    for row, each in enumerate(battalions):
        unit, kind = units[row], each.type
        unit["tanks"], unit["wealth"] = kind.tanks.value, wealth[each.country]
        unit["side"], unit["kind"], unit["outside"] = (
            SIDES.index(each.side),
            _clock(each),
            each.outside and each.side == "blue",
        )
        unit["mobility"], unit["role"] = MOBILITY.index(kind.mobility), ROLES.index(kind.role)
        unit["command"], unit["quality_column"] = (
            number[each.side, each.command],
            column[printed(("quality", each.country))],
        )
        unit["luck"], unit["start_cell"] = address_of(each.luck), _start_cell(scenario, plan, each)
        unit["power_column"] = column[printed(("types", kind.key, "power_bneq"))]
        unit["fires_column"] = column.get(printed(("types", kind.key, "fires_bneq")), -1)
        unit["persons"], unit["vehicles"] = kind.personnel.value, kind.vehicles.value
        unit["supply_days"] = kind.supply_days.value
        unit["guns"], unit["fighting_vehicles"] = kind.guns.value, kind.fighting_vehicles.value
        unit["fleet"] = fleet[each.side, each.country]
        unit["load"], unit["reserve"] = load_of(scenario, each), each.reserve
        unit["country"] = _country(scenario.theatre, each.country)
        unit["allied"] = each.side == "blue" and each.country not in region_countries(scenario)
        unit["obeys"] = _obeys(each, orders.get(each.id))
        abroad = unit["kind"] == records.OUTSIDE and unit["start_cell"] < 0
        unit["permit_column"] = column.get(PERMISSION, -1) if abroad else -1
        holder = holder_of(scenario, each)
        for field in fields(Readiness):
            unit[f"{field.name}_column"] = column[readiness_address(holder, field.name)]
        if not stands_at_base(scenario, plan, each):
            unit["notice_to_move_h_column"] = -1
    return units


def _obeys(battalion: Battalion, order: Order | None) -> int:
    """Which standing rules a battalion follows: none if its order says so,
    those of its own country if its type does."""
    if order is not None and not order.standing_rules:
        return records.DISOBEYS
    return records.WITHIN_COUNTRY if battalion.type.stays_in_country else records.EVERYWHERE


def _clock(battalion: Battalion) -> int:
    if battalion.side == "red":
        return records.AGGRESSOR
    return records.OUTSIDE if battalion.outside else records.HOST


def _start_cell(scenario: Scenario, plan: CourseOfAction, battalion: Battalion) -> int:
    """Where a battalion stands when the campaign starts; -1 where it still has to come by a way in.

    A battalion that lists ways in comes by one of them, unless it is based or staged in the region already.
    """
    name = staging_of(scenario, plan, battalion)
    place = scenario.theatre.places[name]
    in_region = place.cell >= 0 and place.country in region_countries(scenario)
    if battalion.ways_in and name == battalion.base and not in_region:
        return -1
    return place.cell


def _goals(scenario: Scenario, book: TaskBook, aims: tuple[str, ...]) -> np.ndarray:
    """Objectives; those to be protected, or that the enemy is after,
    with fields for all whom a standing rule may send there."""
    theatre, goals = scenario.theatre, np.zeros(len(scenario.objectives), records.GOAL)
    goals["fields"] = -1
    for row, each in enumerate(scenario.objectives):
        cell = cell_of(theatre, each.place)
        goals[row]["cell"], goals[row]["side"] = cell, SIDES.index(each.side)
        wanted = each.protect or each.name in aims
        goals[row]["protect"] = wanted
        goals[row]["country"] = _country(theatre, theatre.places[each.place].country)
        if wanted:
            goals[row]["fields"] = [
                [book.towards(side, mobility, cell) for mobility in MOBILITY] for side in range(len(SIDES))
            ]
    return goals


def _country(theatre: Theatre, code: str) -> int:
    """Number of a country in the theatre, -1 outside it."""
    return theatre.countries.index(code) if code in theatre.countries else -1
