"""Where so many batteries cover most people: the maximal covering problem on the towns of a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hillfort.air import coverage
from hillfort.air.envelope import envelope, reach_km
from hillfort.air.placement import best_placement
from hillfort.air.posture import AirPosture, SamType
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.theatre.theatre import Place

USUAL = "iris-t-slm"
"""Type that is placed if nothing is asked for."""
MOST, HIGHEST_M = 50, 30_000.0
LARGE = 50_000
"""People of a town that is a site even without an airfield, a port or a garrison."""
FITTING = frozenset({"airfield", "capital", "port", "military"})


def study(
    scenario: Scenario,
    *,
    counts: Sequence[int],
    kind: str | None = None,
    altitudes_m: Sequence[float] = (100.0, 5000.0),
) -> dict[str, Any]:
    """The best places for each number of batteries and each altitude of the target, proven,
    beside what stands there now.

    Parameters
    ----------
    counts : sequence of int
        Batteries to place, 1 to 50.
    kind : str, optional
        Type of battery; `iris-t-slm` where None.
    altitudes_m : sequence of float
        Altitudes of the target: each has its own best places.

    Raises
    ------
    InputError
        The scenario has no air order, or the request is wrong.
    """
    order, chosen = checked(scenario, counts, kind, altitudes_m)
    found = _Ground(scenario)
    standing = [each for each in order.of_side("blue") if each.presence == "standing" and each.units.value >= 0.5]
    rows = [found.best(chosen, count=count, altitude_m=height) for height in altitudes_m for count in counts]
    now = [
        {
            "altitude_m": height,
            "people_share": found.covered(
                coverage.depth(found.lat, found.lon, batteries=standing, altitude_m=height) > 0
            ),
        }
        for height in altitudes_m
    ]
    return {
        "type": chosen.key,
        "name": chosen.name,
        "placement": rows,
        "standing": now,
        "sites": len(found.sites),
        "towns": len(found.weight),
    }


def checked(
    scenario: Scenario, counts: Sequence[int], kind: str | None, altitudes_m: Sequence[float]
) -> tuple[AirPosture, SamType]:
    """The air order and the type that is asked for; every problem with the request at once."""
    problems = []
    if scenario.air is None:
        problems.append(
            Problem(scenario.name, 0, "air", "the scenario says nothing about the air.", "Add a section `air`.")
        )
    problems += [
        Problem("the request", 0, "--count", f"{count:,} is out of range.", f"Allowed: 1 to {MOST}.")
        for count in counts
        if not 1 <= count <= MOST
    ]
    problems += [
        Problem(
            "the request", 0, "--altitude", f"{height:,.0f} m is out of range.", f"Allowed: 0 to {HIGHEST_M:,.0f} m."
        )
        for height in altitudes_m
        if not 0.0 <= height <= HIGHEST_M
    ]
    types = scenario.air.sam_types if scenario.air is not None else {}
    if kind is not None and types and kind not in types:
        problems.append(
            Problem("the request", 0, "--kind", f"'{kind}' is not a type of battery.", did_you_mean(kind, types))
        )
    if problems or scenario.air is None:
        raise InputError(problems, "the request")
    return scenario.air, types[kind or usual(types)]


def usual(types: Mapping[str, SamType]) -> str:
    """The type that is placed if nothing is asked for."""
    return USUAL if USUAL in types else next(iter(types))


def usual_rows(scenario: Scenario, order: AirPosture) -> list[dict[str, Any]]:
    """One to six medium-range batteries, against targets at 100 m and at 5,000 m."""
    if not order.sam_types:
        return []
    found, kind = _Ground(scenario), order.sam_types[usual(order.sam_types)]
    return [found.best(kind, count=count, altitude_m=height) for height in (100.0, 5000.0) for count in (1, 2, 3, 4, 6)]


class _Ground:
    """Towns to cover and sites to stand on, in the countries whose capitals or towns are protected."""

    def __init__(self, scenario: Scenario) -> None:
        theatre = scenario.theatre
        hosts = {theatre.places[each.place].country for each in scenario.objectives if each.protect}
        home = [country for country in scenario.sides["blue"].countries if country in hosts]
        towns = [place for place in theatre.places.values() if place.country in home and place.cell >= 0]
        districts = coverage.districts(theatre)
        demand = [place for place in towns if place.population > 0 and place.name not in districts]
        self.sites = _sites(towns, districts)
        self.weight = np.array([float(place.population) for place in demand])
        self.lat, self.lon = np.array([place.lat for place in demand]), np.array([place.lon for place in demand])
        self.away = np.array([coverage.apart_km(self.lat, self.lon, (place.lat, place.lon)) for place in self.sites])
        cells = theatre.cells
        self.area_km2 = 36.1 * float(
            sum(cells.land_share[cells.country == theatre.countries.index(each)].sum() for each in home)
        )

    def covered(self, under: np.ndarray) -> float:
        """Share of people in the towns that are under something."""
        return float(self.weight[under].sum() / max(self.weight.sum(), 1e-9))

    def best(self, kind: SamType, *, count: int, altitude_m: float) -> dict[str, Any]:
        """The best places, and the same number of batteries put down anywhere."""
        reach = reach_km(envelope(kind), altitude_m)
        found = best_placement(self.away <= reach, self.weight, count=count) if reach > 0.0 else None
        return {
            "type": kind.key,
            "altitude_m": altitude_m,
            "reach_km": reach,
            "batteries": count,
            "people_share": found.share if found is not None else 0.0,
            "at_random": coverage.random_share(count, reach=reach, area_km2=self.area_km2),
            "sites": [self.sites[index].name for index in found.chosen] if found is not None else [],
        }


def _sites(towns: Sequence[Place], districts: set[str]) -> list[Place]:
    fit = {
        place.name: place
        for place in towns
        if FITTING & set(place.kinds) or (place.population > LARGE and place.name not in districts)
    }
    return sorted(fit.values(), key=lambda place: place.name)
