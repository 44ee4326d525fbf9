"""The air and the sea around a campaign ashore: their arrays, their doubts,
and which way in belongs to which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hillfort.air import situation
from hillfort.campaign._kernels import records
from hillfort.campaign.acting import Present, idle
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.doubted import Doubted
from hillfort.sea import prepare as sea_prepare
from hillfort.sea.situation import timeline

GROUPS = {"air": 0, "sea": 1, "rail": 2, "road": 3}
"""Which strikes a way in suffers: on airfields, ports, rail crossings or road bridges."""


def regions_of_sky(scenario: Scenario) -> tuple[str, ...]:
    """Countries whose sky is told apart: the defender's, at most eight.

    Assumes
    -------
    Over the aggressor's own country nobody's aircraft weigh on the fighting ashore.
    """
    return scenario.sides["blue"].countries[: records.MOST_SKIES] if scenario.air is not None else ()


def sky_of_countries(scenario: Scenario) -> Mapping[str, int]:
    """Region of the air situation by country.

    Assumes
    -------
    One air situation for each country.
    """
    return {country: index for index, country in enumerate(regions_of_sky(scenario))}


def doubts(scenario: Scenario) -> tuple[dict[str, Doubted], dict[str, Doubted]]:
    """What is doubted of the air and of the sea, in the order of their columns; empty without an order.

    Assumes
    -------
    As `air.situation.columns` and `sea.prepare.columns`.
    """
    air = situation.columns(scenario.air) if scenario.air is not None else {}
    sea = sea_prepare.columns(scenario.sea) if scenario.sea is not None else {}
    has = scenario.present()
    return acting(air, has), acting(sea, has)


def acting(columns: Mapping[str, Doubted], has: Present) -> dict[str, Doubted]:
    """The same values, of which those say that they cannot act that lack something they need (`acting.idle`).

    Assumes
    -------
    Couplings and steps name parameters by the names that their draws are addressed by.
    """
    return {
        address: replace(each, acts=False) if each.acts and idle(each.stream_name, has) else each
        for address, each in columns.items()
    }


def staying_out(scenario: Scenario, coa: str) -> frozenset[str]:
    """Countries with forces in the air on the aggressor's side that do not fight in a course of action.

    Assumes
    -------
    The aggressor's own countries always fight; a third state fights where the course of action says that it takes part.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> case = read.scenario("baltic-2019")
    >>> sorted(staying_out(case, "short-warning-seizure")), sorted(staying_out(case, "corridor-both-sides"))
    (['BY'], [])
    """
    if scenario.air is None:
        return frozenset()
    order = scenario.air
    forces = (each for part in (order.squadrons, order.batteries, order.missiles) for each in part.values())
    fighting = {*scenario.sides["red"].countries, *scenario.courses_of_action[coa].takes_part}
    return frozenset(each.country for each in forces if each.side == "red" and each.country not in fighting)


def sky_arrays(scenario: Scenario, coa: str) -> dict[str, np.ndarray]:
    """Fields of `Arrays` that hold the air of a course of action; empty arrays without an air order.

    Assumes
    -------
    Third states fight as `staying_out` says. A base falls out when the enemy controls the cell it stands in.
    """
    if scenario.air is None:
        sky = situation.nothing()
        return {
            "elements": sky.elements,
            "bases": sky.bases,
            "skies": sky.regions,
            "sky": sky.state()[:0],
            "hour": sky.hour()[:0],
            "presence": np.zeros(0),
            "base_cells": np.zeros(0, np.int32),
        }
    theatre, regions = scenario.theatre, regions_of_sky(scenario)
    ways = [(way.mode, way.place) for way in scenario.ways_in if way.side == "blue"]
    counts = situation.counts_of(ways, theatre, regions)
    out = staying_out(scenario, coa)
    sky = situation.prepare(scenario.air, theatre, regions=regions, counts=counts, day=scenario.date, out=out)
    sites = [scenario.air.bases[name].site.place for name in sky.base_names]
    cells = [theatre.places[name].cell if name in theatre.places else -1 for name in sites]
    return {
        "elements": sky.elements,
        "bases": sky.bases,
        "skies": sky.regions,
        "sky": sky.state(),
        "hour": sky.hour(),
        "presence": np.zeros(len(sky.elements)),
        "base_cells": np.array(cells, np.int32),
    }


@dataclass(frozen=True, slots=True)
class SeaAround:
    """The sea of a scenario: what its timeline is made from, and the lane of each way in."""

    prepared: Any
    """`sea.prepare.Prepared`, None without a sea order."""
    lane_of_way: tuple[int, ...]
    """-1 where a way in is no lane of the sea order."""
    landings: tuple[int, ...] = ()
    """Lanes of landings: their columns come after those of the ways in."""

    def of_draws(
        self, values: np.ndarray, scenario: Scenario, *, seed: int, first_draw: int, lead_h: int | None = None
    ) -> records.Sea:
        """The sea of consecutive draws, for the ways in; `values` (draw, column) are those of its doubts, and `lead_h`
        the hours before H-hour where they are more than the scenario's.

        Assumes
        -------
        What happens at sea does not depend on the fighting ashore, but for ports that fall.
        """
        ways = len(self.lane_of_way)
        if self.prepared is None or not any(lane >= 0 for lane in (*self.lane_of_way, *self.landings)):
            nothing = np.zeros((0, 0, ways), np.float32)
            return records.Sea(nothing.astype(np.int8), nothing, nothing, np.zeros(ways, np.int8))
        if len(values) == 0:
            values = np.array([[each.value for each in self.prepared.columns.values()]])
        found = timeline(
            self.prepared,
            values.astype(np.float64),
            days=scenario.days,
            lead_h=scenario.lead_h if lead_h is None else lead_h,
            seed=seed,
            first_draw=first_draw,
        )
        lanes = np.maximum(np.array((*self.lane_of_way, *self.landings)), 0)
        return records.Sea(
            np.ascontiguousarray(found.state[:, :, lanes]),
            np.ascontiguousarray(found.survival[:, :, lanes]),
            np.ascontiguousarray(found.delay_h[:, :, lanes]),
            (np.array(self.lane_of_way) >= 0).astype(np.int8),
        )


def sea_around(scenario: Scenario, landings: tuple[str, ...] = ()) -> SeaAround:
    """The sea of a scenario, the lanes of its ways in, and those by which troops land.

    Assumes
    -------
    A way in by sea whose lane the sea order does not know is open or closed as the plain assumptions say.
    """
    if scenario.sea is None:
        return SeaAround(None, (-1,) * len(scenario.ways_in))
    prepared = sea_prepare.prepare(scenario.sea, scenario.theatre)
    lanes = [
        prepared.lane_to(way.start, way.place, side=way.side) if way.mode == "sea" else -1 for way in scenario.ways_in
    ]
    return SeaAround(prepared, tuple(lanes), tuple(prepared.lanes.index(name) for name in landings))
