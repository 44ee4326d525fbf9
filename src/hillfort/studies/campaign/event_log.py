"""What happened in one draw, in order: the log of its events, told from its hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hillfort.campaign.cities import built_km2_of, counted
from hillfort.campaign.outcome import ABANDONED, BECAME, FOUGHT_BACK, GAVE_UP, SIDES, Trace
from hillfort.campaign.scenario import Scenario

KINDS = {
    "contact": "a formation fights for the first time",
    "outskirts": "an enemy stands within two cells of an objective, or beside its city, for the first time",
    "attack": "a fight for an objective's ground (its cell, all cells of its city) or one beside it begins, "
    "after none for half a day",
    "contested": "a fight for an objective's own ground begins, after none for half a day",
    "thrown back": "those who fight for a cell at an objective are driven off",
    "broken off": "an attack at an objective ends, and the place has not fallen",
    "lost": "an objective falls to the enemy of its holder",
    "regained": "an objective is its holder's again",
    "broken": "a unit loses its cohesion",
    "destroyed": "a unit is destroyed in fighting, or from the air",
    "surrender": "a unit that was cut off gives up",
    "route cut": "no line brings anything to a formation any more",
    "route open": "a line brings something to a formation again",
    "bridge": "a unit finds a bridge blown before it",
    "sets out": "troops leave for a landing or an air assault",
    "ashore": "troops have landed from the sea or the air",
    "landing failed": "a landing or an air assault is lost on the way or thrown back",
    "relieved": "troops that have landed are joined by others that came by land",
    "arrival": "units from outside the region come onto the map",
    "order": "a standing rule sends units to an objective",
    "release": "units that a standing rule had sent go back to their orders",
}
"""Kinds of events, each with what it means."""
REGAINED = {FOUGHT_BACK: "fought back", GAVE_UP: "its besieger gave up", ABANDONED: "its besieger had left"}
QUIET_H = 12
"""Hours without a fight at a place after which the next is another attack."""
REGAINED_BY_H = 48
"""A place is regained by fighting, or by a besieger who gave up, if that was at most so long before:
as the campaign has it."""
NEAR_KM = 15.0
"""Kilometres within two cells of an objective."""
BROKEN, DESTROYED, ENGAGED = 2, 3, 4
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a draw."""

    hour: int
    """From H-hour; negative before it."""
    kind: str
    """One of `KINDS`."""
    side: str
    """Whose it is: of the units, or of those who take a place."""
    who: str
    """Formation or unit."""
    where: str
    """The objective, or the nearest place."""
    words: str
    """The whole event as a sentence."""
    cell: int
    """Where on the map, -1 for nowhere."""


@dataclass(frozen=True)
class Course:
    """A draw and its scenario, with what is asked of both again and again."""

    scenario: Scenario
    trace: Trace

    @cached_property
    def formations(self) -> list[tuple[str, np.ndarray]]:
        """Name of each formation with its units, in the order of the scenario's battalions."""
        titles = {each.id: each.name for each in self.scenario.formations}
        found: dict[str, list[int]] = {}
        for unit, each in enumerate(self.scenario.battalions):
            found.setdefault(each.formation, []).append(unit)
        countries = {each.formation: each.country for each in self.scenario.battalions}
        return [(f"{titles.get(key, key)} ({countries[key]})", np.array(units)) for key, units in found.items()]

    @cached_property
    def formation_of(self) -> list[str]:
        """Name of each unit's formation."""
        names = [""] * len(self.scenario.battalions)
        for name, units in self.formations:
            for unit in units:
                names[unit] = name
        return names

    @cached_property
    def objective_cells(self) -> np.ndarray:
        """(objective,) cell."""
        return np.array([self.scenario.theatre.places[each.place].cell for each in self.scenario.objectives], np.int64)

    @cached_property
    def grounds(self) -> list[list[int]]:
        """Cells of each objective: all of the city that its place stands in, where cities count; else its own."""
        city_of = {cell: cells for cells in counted(self.scenario).values() for cell in cells}
        return [city_of.get(int(cell), [int(cell)]) for cell in self.objective_cells]

    def turns(self, goal: int) -> list[tuple[int, bool]]:
        """Hours at which an objective is lost (true) or its holder's again (false), by turns.

        It is lost while the enemy holds its cell, or more than half of the built-up ground of its city: the rule of
        the campaign, followed change by change, so that the first loss is at the hour that an assessment counts.
        """
        trace, cells = self.trace, self.grounds[goal]
        enemy = 1 - SIDES.index(self.scenario.objectives[goal].side)
        built = dict(zip(cells, built_km2_of(self.scenario, cells), strict=True))
        control = {cell: int(trace.control_start[cell]) for cell in cells}
        found, lost = [], False
        for change in np.flatnonzero(np.isin(trace.control_cell, cells)):
            control[int(trace.control_cell[change])] = int(trace.control_side[change])
            now = sum(built[cell] for cell in cells if control[cell] == enemy) / sum(built.values()) > 0.5
            if now != lost:
                lost = now
                found.append((int(trace.control_hour[change]), lost))
        return found

    def hour(self, row: int) -> int:
        """Hour from H-hour of a row of the trace."""
        return int(row) + self.trace.first_hour

    def side_of(self, unit: int) -> str:
        """Key of a unit's side."""
        return SIDES[self.trace.unit_side[unit]]

    def unit(self, unit: int) -> str:
        """What a reader calls a unit."""
        each = self.scenario.battalions[unit]
        return f"{each.name} ({each.country})"

    def distance_km(self, cell: int) -> np.ndarray:
        """(cell,) float64: kilometres from a cell to each, along the great circle."""
        cells = self.scenario.theatre.cells
        lat, lon = np.radians(cells.lat), np.radians(cells.lon)
        half = np.sin((lat - lat[cell]) / 2) ** 2
        half += np.cos(lat) * np.cos(lat[cell]) * np.sin((lon - lon[cell]) / 2) ** 2
        return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))

    @cached_property
    def _places(self) -> list[tuple[str, int]]:
        """Places on the map, objectives under their own names first."""
        named = [(each.name, int(self.objective_cells[j])) for j, each in enumerate(self.scenario.objectives)]
        taken = {cell for _, cell in named}
        others = [(each.name, each.cell) for each in self.scenario.theatre.places.values()]
        return named + [(name, cell) for name, cell in others if cell >= 0 and cell not in taken]

    def near(self, cell: int) -> str:
        """The place nearest to a cell; of several on one cell the first."""
        if cell < 0 or not self._places:
            return ""
        km = self.distance_km(cell)
        return min(self._places, key=lambda place: km[place[1]])[0]

    def holder(self, goal: int) -> np.ndarray:
        """(row,) int8: side that has an objective at the end of each hour."""
        own = SIDES.index(self.scenario.objectives[goal].side)
        held = np.full(len(self.trace.cell), own, np.int8)
        for hour, lost in self.turns(goal):
            held[hour - self.trace.first_hour :] = 1 - own if lost else own
        return held

    def from_ground_km(self, goal: int) -> np.ndarray:
        """(cell,) float64: kilometres from the nearest cell of an objective's ground to each."""
        return np.asarray(np.min([self.distance_km(cell) for cell in self.grounds[goal]], axis=0))

    def ground_and_beside(self, goal: int) -> list[int]:
        """Cells of an objective's ground and those beside it."""
        beside = self.scenario.theatre.cells.neighbours[self.grounds[goal]]
        return sorted({*self.grounds[goal], *(int(each) for each in beside.ravel() if each >= 0)})


def log(scenario: Scenario, trace: Trace) -> list[Event]:
    """All events of a draw, by hour; within an hour in the order of `KINDS`.

    Hours count from H-hour. Kinds and their meaning are in `KINDS`.

    >>> from hillfort.campaign.run import trace as again
    >>> from hillfort.files.scenario.read import scenario
    >>> case = scenario("marrow")
    >>> events = log(case, again(case, coa="both-coasts", seed=1, draw=0))
    >>> {each.kind for each in events} <= set(KINDS)
    True
    """
    told = Course(scenario, trace)
    parts = (contacts, arrivals, landings, ends, routes, bridges, orders, outskirts, attacks, changes)
    found = [event for part in parts for event in part(told)]
    rank = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(found, key=lambda each: (each.hour, rank[each.kind], each.where, each.who))


def contacts(told: Course) -> Iterator[Event]:
    """The first hour in which a unit of a formation fights."""
    for name, units in told.formations:
        rows, places = np.nonzero(told.trace.status[:, units] == ENGAGED)
        if not len(rows):
            continue
        unit, row = int(units[places[0]]), int(rows[0])
        cell = int(told.trace.cell[row, unit])
        where = told.near(cell)
        yield Event(
            told.hour(row), "contact", told.side_of(unit), name, where, f"{name} is in contact near {where}.", cell
        )


def arrivals(told: Course) -> Iterator[Event]:
    """Units from outside the region that come onto the map, those of a formation and an hour together."""
    for name, units in told.formations:
        came: dict[tuple[int, int], int] = {}
        for unit in units:
            there = np.flatnonzero(told.trace.cell[:, unit] >= 0)
            if told.scenario.battalions[unit].outside and len(there) and there[0] > 0:
                key = (int(there[0]), int(told.trace.cell[there[0], unit]))
                came[key] = came.get(key, 0) + 1
        for (row, cell), count in came.items():
            where, side = told.near(cell), told.side_of(int(units[0]))
            words = f"{_battalions(count)} of {name} {_verb(count, 'arrives', 'arrive')} near {where}."
            yield Event(told.hour(row), "arrival", side, name, where, words, cell)


def landings(told: Course) -> Iterator[Event]:
    """Landings and air assaults: setting out, coming ashore or not, being relieved."""
    trace = told.trace
    for row, unit, cell in zip(trace.landing, trace.landing_unit, trace.landing_cell, strict=True):
        became, side, where, name = BECAME[int(row[0])], told.side_of(unit), told.near(cell), told.unit(unit)
        hours = {"sets out": row[1], "ashore": row[2], "relieved": row[3]}
        said = {"sets out": f"sets out for {where}", "ashore": f"has landed at {where}", "relieved": "is relieved"}
        for kind, hour in hours.items():
            if np.isfinite(hour):
                yield Event(int(hour), kind, side, name, where, f"{name} {said[kind]}.", int(cell))
        if became in ("lost on the way", "thrown back"):
            words = f"{name} is {became}: the landing at {where} has failed."
            yield Event(int(row[5]), "landing failed", side, name, where, words, int(cell))


def ends(told: Course) -> Iterator[Event]:
    """Units that break, are destroyed or give up."""
    status = told.trace.status
    for unit in range(status.shape[1]):
        rows = 1 + np.flatnonzero(np.diff(status[:, unit].astype(np.int16)) != 0)
        for row in rows:
            now = status[row, unit]
            if now not in (BROKEN, DESTROYED):
                continue
            cell = int(told.trace.cell[row if now == BROKEN else row - 1, unit])
            gave_up = bool(told.trace.gave_up[row, unit])
            kind = "broken" if now == BROKEN else "surrender" if gave_up else "destroyed"
            name, where = told.unit(unit), told.near(cell)
            said = {"broken": "breaks", "surrender": "gives up, cut off,", "destroyed": "is destroyed"}[kind]
            place = f" near {where}" if where else ""
            words = f"{name} {said}{place}."
            yield Event(told.hour(int(row)), kind, told.side_of(unit), name, where, words, cell)


def routes(told: Course) -> Iterator[Event]:
    """Formations whose last line is cut, and those that have one again."""
    alive = told.trace.cell >= 0
    for name, units in told.formations:
        there = alive[:, units].any(axis=1)
        fed = np.asarray((alive[:, units] & (told.trace.line_share[:, units] > 0.0)).any(axis=1))
        cut = False
        for row in np.flatnonzero(there):
            if fed[row] != cut:
                continue
            cut = not cut
            unit = int(units[alive[row, units]][0])
            cell = int(told.trace.cell[row, unit])
            where = told.near(cell)
            said = "is cut off from supply" if cut else "is supplied again"
            kind = "route cut" if cut else "route open"
            yield Event(
                told.hour(int(row)), kind, told.side_of(unit), name, where, f"{name} {said} near {where}.", cell
            )


def bridges(told: Course) -> Iterator[Event]:
    """Bridges found blown, each once."""
    seen: set[tuple[int, int]] = set()
    for row, unit in zip(*np.nonzero(told.trace.bridge >= 0), strict=True):
        cell, side = int(told.trace.cell[row, unit]), int(told.trace.bridge[row, unit])
        if (cell, side) in seen:
            continue
        seen.add((cell, side))
        name, where = told.formation_of[unit], told.near(cell)
        words = f"{name} finds a bridge near {where} blown."
        yield Event(told.hour(int(row)), "bridge", told.side_of(int(unit)), name, where, words, cell)


def orders(told: Course) -> Iterator[Event]:
    """Units that a standing rule sends to an objective, and those that go back to their orders;
    by formation and hour."""
    duty, alive = told.trace.duty, told.trace.cell >= 0
    for name, units in told.formations:
        groups: dict[tuple[int, str, int], int] = {}
        for unit in units:
            for row in map(int, 1 + np.flatnonzero(np.diff(duty[:, unit].astype(np.int16)) != 0)):
                before, now = int(duty[row - 1, unit]), int(duty[row, unit])
                if now >= 0:
                    key = (row, "order", now)
                elif alive[row, unit]:
                    key = (row, "release", before)
                else:
                    continue
                groups[key] = groups.get(key, 0) + 1
        for (row, kind, goal), count in groups.items():
            place, cell = told.scenario.objectives[goal].name, int(told.objective_cells[goal])
            said = (
                f"{_verb(count, 'is', 'are')} sent to {place}"
                if kind == "order"
                else f"{_verb(count, 'goes', 'go')} back from {place} to {_verb(count, 'its', 'their')} orders"
            )
            words = f"{_battalions(count)} of {name} {said}."
            yield Event(told.hour(row), kind, told.side_of(int(units[0])), name, place, words, cell)


def outskirts(told: Course) -> Iterator[Event]:
    """Objectives at whose outskirts an enemy of the holder stands for the first time."""
    for goal, each in enumerate(told.scenario.objectives):
        if not np.isfinite(told.trace.outskirts_h[goal]):
            continue
        hour, cell = int(told.trace.outskirts_h[goal]), int(told.objective_cells[goal])
        row = hour - told.trace.first_hour
        enemy = 1 - SIDES.index(each.side)
        there = np.flatnonzero((told.trace.unit_side == enemy) & (told.trace.cell[row] >= 0))
        nearest = there[np.argmin(told.distance_km(cell)[told.trace.cell[row, there]])] if len(there) else -1
        name = told.formation_of[nearest] if nearest >= 0 else told.scenario.sides[SIDES[enemy]].name
        words = f"{name} reaches the outskirts of {each.name}."
        yield Event(hour, "outskirts", SIDES[enemy], name, each.name, words, cell)


def attacks(told: Course) -> Iterator[Event]:
    """Attacks at objectives: begun, at the place itself, thrown back, broken off."""
    trace = told.trace
    for goal, each in enumerate(told.scenario.objectives):
        cell = int(told.objective_cells[goal])
        at_place, within = (np.isin(trace.aim, of) for of in (told.ground_and_beside(goal), told.grounds[goal]))
        for side in (0, 1):
            of_side = trace.unit_side == side
            aiming = at_place & of_side
            yield from _course(told, goal, side, aiming)
            fought = aiming & (trace.status == ENGAGED) & within
            for first, _ in _runs(np.flatnonzero(fought.any(axis=1))):
                names = _names(told, fought[first])
                words = f"{each.name} itself is contested by {names}."
                yield Event(told.hour(first), "contested", SIDES[side], names, each.name, words, cell)


def _course(told: Course, goal: int, side: int, aiming: np.ndarray) -> Iterator[Event]:
    """How the attacks of one side at one place begin, fail and end."""
    trace, place, cell = told.trace, told.scenario.objectives[goal].name, int(told.objective_cells[goal])
    fought = aiming & (trace.status == ENGAGED)
    held = told.holder(goal)
    failures = list(_failures(told, aiming))
    for row, names, fighting in failures:
        kind = "thrown back" if fighting else "broken off"
        words = f"{names}: the attack at {place} is {kind}."
        yield Event(told.hour(row), kind, SIDES[side], names, place, words, cell)
    for first, last in _runs(np.flatnonzero(fought.any(axis=1))):
        names = _names(told, fought[first])
        words = f"An attack by {names} begins at {place}."
        yield Event(told.hour(first), "attack", SIDES[side], names, place, words, cell)
        over = last + 1
        silent = over + QUIET_H <= len(held)
        told_already = any(last <= row <= over + QUIET_H for row, _, _ in failures)
        if silent and not told_already and held[min(over + 1, len(held) - 1)] != side:
            names = _names(told, fought[last])
            words = f"{names}: the attack at {place} is broken off."
            yield Event(told.hour(over), "broken off", SIDES[side], names, place, words, cell)


def _failures(told: Course, aiming: np.ndarray) -> Iterator[tuple[int, str, bool]]:
    """Hours in which an attack on a cell fails, by whom, and whether they were fighting in that hour."""
    trace = told.trace
    known: dict[int, int] = {}
    for row in np.flatnonzero(aiming.any(axis=1)):
        units = np.flatnonzero(aiming[row])
        for cell in np.unique(trace.aim[row, units]):
            those = units[trace.aim[row, units] == cell]
            count = int(trace.repulses[row, those[0]])
            if count > known.get(int(cell), 0):
                mask = np.zeros(aiming.shape[1], bool)
                mask[those] = True
                yield int(row), _names(told, mask), bool((trace.status[row, those] == ENGAGED).any())
            known[int(cell)] = count


def changes(told: Course) -> Iterator[Event]:
    """Objectives lost and regained."""
    trace = told.trace
    for goal, each in enumerate(told.scenario.objectives):
        cell, holder = int(told.objective_cells[goal]), SIDES.index(each.side)
        regained = 0
        for hour, lost in told.turns(goal):
            side = 1 - holder if lost else holder
            names = _beside(told, hour, goal, side)
            if lost:
                words = f"{each.name} falls to {names}."
                yield Event(hour, "lost", SIDES[side], names, each.name, words, cell)
                continue
            how = int(trace.how_regained[goal]) if regained == 0 else how_regained(told, goal, hour)
            regained += 1
            said = REGAINED.get(how, "")
            words = f"{each.name} is {told.scenario.sides[each.side].name}'s again{': ' if said else ''}{said}."
            yield Event(hour, "regained", SIDES[side], names, each.name, words, cell)


def how_regained(told: Course, goal: int, hour: int) -> int:
    """How an objective was regained at an hour, by the same rule as in the campaign, told from the hours before."""
    trace, cell = told.trace, int(told.objective_cells[goal])
    first, last = max(0, hour - REGAINED_BY_H - trace.first_hour), hour - trace.first_hour + 1
    cells = [cell, *(int(near) for near in told.scenario.theatre.cells.neighbours[cell] if near >= 0)]
    fights = np.isin(trace.aim[first:last], cells) & (trace.status[first:last] == ENGAGED)
    if fights.any():
        return FOUGHT_BACK
    enemy = trace.unit_side != SIDES.index(told.scenario.objectives[goal].side)
    near = told.distance_km(cell) <= NEAR_KM
    gone = np.diff(trace.gave_up[first:last].astype(np.int8), axis=0) > 0
    stood = trace.cell[first : last - 1]
    besiegers = gone & enemy & (stood >= 0) & near[np.maximum(stood, 0)]
    return GAVE_UP if besiegers.any() else ABANDONED


def _beside(told: Course, hour: int, goal: int, side: int) -> str:
    """Formations of a side at an objective or beside it at the end of an hour; the side's name where there are none."""
    row = min(hour - told.trace.first_hour, len(told.trace.cell) - 1)
    there = np.isin(told.trace.cell[row], told.ground_and_beside(goal))
    names = _names(told, there & (told.trace.unit_side == side))
    return names or told.scenario.sides[SIDES[side]].name


def _names(told: Course, units: np.ndarray) -> str:
    """Formations of the units in a mask, at most three by name."""
    names = list(dict.fromkeys(told.formation_of[unit] for unit in np.flatnonzero(units)))
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more formations"
    return " and ".join([*([", ".join(names[:-1])] if len(names) > 1 else []), *names[-1:]])


def _runs(rows: Sequence[int] | np.ndarray) -> list[tuple[int, int]]:
    """First and last row of each run of rows with gaps below `QUIET_H`.

    >>> _runs([1, 2, 5, 40])
    [(1, 5), (40, 40)]
    """
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row - found[-1][1] < QUIET_H:
            found[-1] = (found[-1][0], int(row))
        else:
            found.append((int(row), int(row)))
    return found


def _battalions(count: int) -> str:
    return f"{count} battalion" if count == 1 else f"{count} battalions"


def _verb(count: int, one: str, several: str) -> str:
    return one if count <= 1 else several
