"""Cities of a scenario: which cells are fought for as one thing."""

from __future__ import annotations

import numpy as np

from hillfort.campaign._kernels.city import CELL_KM2
from hillfort.campaign._kernels.records import NOBODY
from hillfort.campaign._kernels.ring import LEAST_SHARE
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addresses import printed
from hillfort.foundation.errors import Problem


def cells_of(scenario: Scenario) -> dict[str, list[int]]:
    """Numbers of the cells of each city, by its place.

    Assumes
    -------
    `problems` has found nothing.
    """
    number = _numbers(scenario)
    return {place: [number[name] for name in names if name in number] for place, names in scenario.cities.items()}


def counted(scenario: Scenario) -> dict[str, list[int]]:
    """As `cells_of`, of the cities that are fought for as one thing: none where that rule is off.

    Assumes
    -------
    `problems` has found nothing.
    """
    rule = scenario.assumptions.get("rule_cities")
    return cells_of(scenario) if scenario.cities and rule is not None and rule.value > 0.5 else {}


def _numbers(scenario: Scenario) -> dict[str, int]:
    """Number of each cell of the theatre by its H3 name."""
    return {f"{int(name):x}": index for index, name in enumerate(scenario.theatre.cells.ids)}


def rings(scenario: Scenario) -> np.ndarray:
    """Next cell of its city for each cell, round and round, (cell,) int32; -1 outside cities.

    Assumes
    -------
    No cell belongs to two cities.
    """
    ring = np.full(len(scenario.theatre.cells), NOBODY, np.int32)
    for cells in cells_of(scenario).values() if scenario.cities else ():
        for index, cell in enumerate(cells):
            ring[cell] = cells[(index + 1) % len(cells)]
    return ring


def built_km2(scenario: Scenario, place: str) -> float:
    """Built-up ground of a city, km2.

    Assumes
    -------
    Each of its cells has the built-up share of the theatre's, and 0.05 at least.
    """
    return float(np.sum(built_km2_of(scenario, cells_of(scenario)[place])))


def built_km2_of(scenario: Scenario, cells: list[int]) -> np.ndarray:
    """Built-up ground of each of some cells of a city, (cell,) float64 km2: what decides who holds it.

    Assumes
    -------
    Each of them has the built-up share of the theatre's, and 0.05 at least.
    """
    shares = scenario.theatre.cells.urban_share[cells].astype(np.float64)
    return np.asarray(np.maximum(shares, LEAST_SHARE) * CELL_KM2)


def problems(scenario: Scenario) -> list[Problem]:
    """What is wrong with the cities of a scenario: places and cells that are not there, not on land, or in two cities.

    Assumes
    -------
    Nothing of the scenario but its theatre.
    """
    theatre, found = scenario.theatre, []
    number = _numbers(scenario) if scenario.cities else {}
    first: dict[str, str] = {}
    for place, names in scenario.cities.items():
        where = printed(("cities", place))
        if place not in theatre.places or theatre.places[place].cell < 0:
            found.append(Problem(scenario.name, 0, where, f"'{place}' is no place on the theatre's land."))
        if not names:
            found.append(Problem(scenario.name, 0, where, "has no cells.", "Name its built-up cells, or leave it out."))
        for name in names:
            cell = number.get(name)
            if cell is None or theatre.cells.country[cell] < 0:
                advice = f"A cell is an H3 name of resolution {theatre.resolution} on the theatre's land."
                found.append(Problem(scenario.name, 0, where, f"'{name}' is no cell of the theatre's land.", advice))
            if first.setdefault(name, place) != place or names.count(name) > 1:
                found.append(
                    Problem(
                        scenario.name, 0, where, f"'{name}' stands twice (in '{first[name]}').", "Name each cell once."
                    )
                )
    return found
