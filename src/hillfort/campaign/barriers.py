"""Barriers of a scenario on the map: which sides of which cells are a water line, which cells a belt of obstacles."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import numpy as np

from hillfort.campaign._kernels import carriage, records
from hillfort.campaign.scenario import BarrierLine, Scenario
from hillfort.foundation.addresses import printed
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.errors import Problem, did_you_mean

GROUP = "Barriers"
BELT_KM = 4.0
"""A belt runs through the cells whose middles are no farther than this from its course: about one cell wide."""
KM_PER_DEGREE = 111.2
TITLES = {"blown_chance": "Chance that a bridge is blown", "hours": "Hours of work at one place"}


def barrier_doubts(scenario: Scenario) -> Iterator[Doubted]:
    """What is doubted of each barrier: hours of work, and of a water line the chance that a bridge is blown.

    Assumes
    -------
    Barriers are independent of each other.
    """
    for name, each in scenario.barriers.items():
        for field, title in TITLES.items():
            evidence = getattr(each, field)
            if evidence is not None:
                address = printed(("barriers", name, field))
                yield Doubted(address, f"{title}: {name}", GROUP, evidence, luck=f"barrier_{field}_{each.lucky(name)}")


def barrier_records(scenario: Scenario, column: Mapping[str, int]) -> np.ndarray:
    """Records of the barriers (barrier,) `BARRIER`; `column` is the number of each doubt.

    Assumes
    -------
    `problems` has found nothing.
    """
    rows = np.zeros(len(scenario.barriers), carriage.BARRIER)
    for row, name in enumerate(scenario.barriers):
        rows[row]["chance_column"] = column.get(printed(("barriers", name, "blown_chance")), -1)
        rows[row]["hours_column"] = column[printed(("barriers", name, "hours"))]
    return rows


def lines_and_belts(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Barrier on each side of each cell (cell, 6) int8 and of each cell (cell,) int8, counted from 1; 0 for none.

    Assumes
    -------
    `problems` has found nothing. Where belts cross, the last one holds.
    """
    cells = scenario.theatre.cells
    lines, belts = np.zeros((len(cells), 6), np.int8), np.zeros(len(cells), np.int8)
    for number, each in enumerate(scenario.barriers.values(), start=1):
        if each.kind == "water":
            lines[cells.river == scenario.theatre.rivers.index(each.river) + 1] = number
        else:
            belts[belt_cells(scenario, each)] = number
    return lines, belts


def belt_cells(scenario: Scenario, belt: BarrierLine) -> np.ndarray:
    """Cells of its side's ground within `BELT_KM` of the course of a belt: (found,) int.

    Assumes
    -------
    Its course is straight between the places that it runs along.
    """
    theatre = scenario.theatre
    cells = theatre.cells
    own = [theatre.countries.index(each) for each in scenario.sides[belt.side].countries if each in theatre.countries]
    places = [theatre.places[name] for name in belt.along]
    near = np.zeros(len(cells), bool)
    for one, other in itertools.pairwise(places):
        scale = KM_PER_DEGREE * np.cos(np.radians((one.lat + other.lat) / 2.0))
        east, north = (cells.lon - one.lon) * scale, (cells.lat - one.lat) * KM_PER_DEGREE
        to_east, to_north = (other.lon - one.lon) * scale, (other.lat - one.lat) * KM_PER_DEGREE
        part = np.clip((east * to_east + north * to_north) / max(to_east**2 + to_north**2, 1e-9), 0.0, 1.0)
        near |= np.hypot(east - part * to_east, north - part * to_north) <= BELT_KM
    return np.flatnonzero(near & np.isin(cells.country, own))


def problems(scenario: Scenario) -> list[Problem]:
    """What is wrong with barriers: a river that the theatre has not, or twice; places off the map; a belt nowhere.

    Assumes
    -------
    Sides and their countries have been checked.
    """
    found: list[Problem] = []
    rivers: dict[str, str] = {}
    for name, each in scenario.barriers.items():
        where = printed(("barriers", name))
        if each.kind == "water":
            if each.river not in scenario.theatre.rivers:
                advice = did_you_mean(each.river, scenario.theatre.rivers)
                said = f"'{each.river}' is not a river of the theatre."
                found.append(Problem(scenario.name, 0, f"{where}.river", said, advice))
            elif rivers.setdefault(each.river, name) != name:
                said = f"'{each.river}' is already the line '{rivers[each.river]}'."
                found.append(Problem(scenario.name, 0, f"{where}.river", said, "Name each river once."))
            continue
        lacking = [place for place in each.along if place not in scenario.theatre.places]
        if not lacking and not len(belt_cells(scenario, each)):
            said = f"no ground of {each.side}'s lies within {BELT_KM:g} km of its course."
            advice = "Name places on that side's ground or along its border."
            found.append(Problem(scenario.name, 0, f"{where}.along", said, advice))
    if len(scenario.barriers) > records.MOST_BARRIERS:
        said = f"{len(scenario.barriers)} are too many."
        found.append(Problem(scenario.name, 0, "barriers", said, f"At most {records.MOST_BARRIERS}."))
    return found
