"""Ways in of a campaign: what the network says about them, or else the planning figures, as columns and records."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from hillfort.campaign._kernels import records
from hillfort.campaign.air_and_sea import GROUPS, sky_of_countries
from hillfort.campaign.scenario import Scenario, WayIn
from hillfort.forces.formation import Battalion
from hillfort.foundation.addresses import printed
from hillfort.foundation.doubted import Doubted, by_address, first_sentence, title_from
from hillfort.foundation.errors import InputError, Problem
from hillfort.lines.movers.from_base import all_idle
from hillfort.lines.network.everywhere import FROM_BASE
from hillfort.lines.network.planning_figures import Travel
from hillfort.lines.ways_in import NOTHING, Ways, ways

SIDES = ("blue", "red")
MODES = {"road": records.MODE_LAND, "rail": records.MODE_LAND, "sea": records.MODE_SEA, "air": records.MODE_AIR}
GROUP = "Ways in"
PERMISSION = "movement.delays.border_permission_h"
LONGEST_H = 24.0 * 365


class ByIdentity:
    """A scenario as a cache key: by identity, since it is frozen."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and other.scenario is self.scenario


def region_countries(scenario: Scenario) -> tuple[str, ...]:
    """The countries to be defended.

    Assumes
    -------
    They are those of the protected objectives.
    """
    places = scenario.theatre.places
    return tuple(sorted({places[each.place].country for each in scenario.objectives if each.protect}))


def on_network(scenario: Scenario) -> Ways:
    """What the network of the theatre says about a scenario's ways in; nothing where there is none.

    Assumes
    -------
    As `lines.ways.ways`.
    """
    return _on_network(ByIdentity(scenario))


@lru_cache(maxsize=8)
def _on_network(key: ByIdentity) -> Ways:
    scenario = key.scenario
    if scenario.lines is None:
        return NOTHING
    found = ways(scenario.lines, scenario, scenario.ways_in, region=region_countries(scenario))
    given = {way.name: way.vehicles_per_day for way in scenario.ways_in if way.vehicles_per_day is not None}
    together = scenario.lines.vehicles_per_day
    pools = {mode: each for mode in found.pools if (each := getattr(together, mode)) is not None}
    return replace(found, limits={**found.limits, **given}, pools={**found.pools, **pools})


def notes(scenario: Scenario) -> tuple[str, ...]:
    """Which ways in rest on planning figures rather than on the network, in words.

    Assumes
    -------
    Red's ways in lie beyond every network and are not mentioned.
    """
    own = [way.name for way in scenario.ways_in if way.side == "blue"]
    if scenario.lines is None:
        own_rates = "Ways in: planning figures and the scenario's own rates; no network is used."
        return (*([own_rates] if own else ()), *_left_out(scenario))
    return (*on_network(scenario).notes, *_left_out(scenario))


def _left_out(scenario: Scenario) -> list[str]:
    """Ways in that a formation names and cannot come by, in words, each once."""
    found = dict.fromkeys(
        (battalion.formation, battalion.base, name)
        for battalion, row in zip(scenario.battalions, _hours_of_units(scenario), strict=True)
        for name, hours in row.items()
        if not np.isfinite(hours)
    )
    return [
        f"{name} is left out for {formation}: no road, railway or ship leads there from {base}."
        for formation, base, name in found
    ]


def way_doubts(scenario: Scenario) -> dict[str, Doubted]:
    """What is doubted about ways in, by address.

    `battalions_per_day` of a way is the scenario's own rate; `vehicles_per_day` what the network lets through,
    `lines.vehicles_per_day` for all ways of a mode together. In each draw the least of them holds. With a network comes
    also the permission to cross borders, which runs beside a unit's notice.

    Assumes
    -------
    Columns are independent: a draw may have a poor port and a good strait.
    """
    found, luck = on_network(scenario), {way.name: way.lucky(way.name) for way in scenario.ways_in}
    listed = [
        Doubted(
            rate_of(way.name),
            f"Battalions a day by {way.name}",
            GROUP,
            way.battalions_per_day,
            luck=f"way_rate_{way.lucky(way.name)}",
        )
        for way in scenario.ways_in
    ]
    listed += [
        Doubted(limit_of(name), f"Vehicles a day by {name}", GROUP, limit, luck=f"way_limit_{luck[name]}")
        for name, limit in found.limits.items()
    ]
    listed += [
        Doubted(pool_of(mode), f"Vehicles a day by all ways by {mode}", GROUP, limit, luck=f"way_limit_all_{mode}")
        for mode, limit in found.pools.items()
    ]
    if found.limits and scenario.lines is not None:
        permission = scenario.lines.movement.border_permission_h
        meaning = first_sentence(permission.note)
        listed.append(
            Doubted(PERMISSION, "Permission to cross borders", GROUP, permission, meaning, luck="border_permission_h")
        )
    return by_address(listed)


def way_parameters(scenario: Scenario) -> dict[str, Doubted]:
    """What the ways over the network rest on beside what is drawn of them, by address: read once, before any draw.

    Assumes
    -------
    Nothing where no way is found on a network. A parameter that nobody who comes asks for is told as one that cannot
    act.
    """
    if scenario.lines is None or not on_network(scenario).limits:
        return {}
    idle = _idle_lines(ByIdentity(scenario))
    said = scenario.lines.curation.assumptions
    listed = [
        Doubted(
            printed(("lines", "assumptions", name)),
            title_from(meaning),
            GROUP,
            said[name],
            meaning,
            acts=name not in idle,
        )
        for name in FROM_BASE
        for meaning in [first_sentence(said[name].note)]
    ]
    return by_address(listed)


@lru_cache(maxsize=8)
def _idle_lines(key: ByIdentity) -> dict[str, str]:
    """Parameters of its lines that move nothing in a scenario, with the reason."""
    lines = key.scenario.lines
    return all_idle(lines, key.scenario) if lines is not None else {}


def rate_of(way: str) -> str:
    """Address of a way's own rate of battalions a day.

    Assumes
    -------
    Nothing.
    """
    return printed(("ways_in", way, "battalions_per_day"))


def limit_of(way: str) -> str:
    """Address of what the network lets through by a way, in vehicles a day.

    Assumes
    -------
    Nothing.
    """
    return printed(("ways_in", way, "vehicles_per_day"))


def pool_of(mode: str) -> str:
    """Address of what the network lets through by all ways of a mode together, in vehicles a day.

    Assumes
    -------
    Nothing.
    """
    return printed(("lines", "vehicles_per_day", mode))


def load_of(scenario: Scenario, battalion: Battalion) -> float:
    """Vehicles that a battalion at full strength brings over the network,
    its share of its formation's support among them.

    Assumes
    -------
    Best estimates of the movement tables; none without a network.
    """
    if scenario.lines is None or battalion.side != "blue" or not battalion.ways_in:
        return 0.0
    table = scenario.lines.movement
    move = table.of(battalion)
    return (move.wheeled.value + move.tracked.value) * (1.0 + table.tail_share.value)


def ways_of_units(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Ways in of each unit (unit, way) int8, best first, -1 filler, and hours to each (unit, way) float32.

    Assumes
    -------
    Hours over the network where it knows base and way, else planning figures (`lines.travel`). A way that no road,
    railway or ship leads to from the base is left out.

    Raises
    ------
    InputError
        Nothing leads from a base to any of the ways in that its formation may take.
    """
    numbers = {each.name: number for number, each in enumerate(scenario.ways_in)}
    listed = np.full((len(scenario.battalions), records.MOST_WAYS), -1, np.int8)
    hours = np.zeros((len(scenario.battalions), records.MOST_WAYS), np.float32)
    for row, (battalion, found) in enumerate(zip(scenario.battalions, _hours_of_units(scenario), strict=True)):
        led = [(name, each) for name, each in found.items() if np.isfinite(each)]
        for column, (name, each) in enumerate(led):
            listed[row, column], hours[row, column] = numbers[name], min(each, LONGEST_H)
        if battalion.ways_in and not led:
            raise InputError([_nowhere(battalion)])
    return listed, hours


def _hours_of_units(scenario: Scenario) -> list[dict[str, float]]:
    """For each battalion the hours to each way in that it may take, best first; infinite where nothing leads there."""
    known, travel = on_network(scenario).hours, Travel(scenario.theatre)
    entrances = {each.name: each for each in scenario.ways_in}
    planned: dict[tuple[str, str], float] = {}
    listed: list[dict[str, float]] = []
    for battalion in scenario.battalions:
        row: dict[str, float] = {}
        for name in battalion.ways_in[: records.MOST_WAYS]:
            found = known.get((battalion.formation, name))
            if found is None and (battalion.base, name) not in planned:
                planned[battalion.base, name] = _planned(scenario, travel, battalion, entrances[name])
            row[name] = planned[battalion.base, name] if found is None else found
        listed.append(row)
    return listed


def _planned(scenario: Scenario, travel: Travel, battalion: Battalion, way: WayIn) -> float:
    places = scenario.theatre.places
    start = places[way.start] if way.start else None
    return travel.hours(places[battalion.base], way.mode, start, places[way.place])


def _nowhere(battalion: Battalion) -> Problem:
    """What is said of a formation that cannot come by any of its ways in."""
    where = f"formations.{battalion.formation}.ways_in"
    found = f"no road, railway or ship leads from {battalion.base} to {', '.join(battalion.ways_in)}."
    advice = "Add a way in by air, or one by sea whose `start` is the port where the formation is loaded or discharged."
    return Problem("", 0, where, found, advice)


def _mean_vehicles(scenario: Scenario) -> float:
    """Vehicles of the mean battalion from outside; 0 where nobody comes."""
    found = [load_of(scenario, each) or each.type.vehicles.value for each in scenario.battalions if each.ways_in]
    return float(np.mean(found)) if found else 0.0


def way_records(scenario: Scenario, column: dict[str, int]) -> np.ndarray:
    """Records of the ways in; `column` is the number of each doubt.

    Assumes
    -------
    A way that the network has closed is never open; strikes take less from one whose entries are
    fortified or quickly repaired (`Ways.spared`).
    A way is lost with its place, with any place that it leads through, and with the cell of its main entry.
    """
    found = on_network(scenario)
    rows = np.zeros(len(scenario.ways_in), records.WAY)
    rows["through"], rows["turn_h"] = -1, -1.0
    skies, places = sky_of_countries(scenario), scenario.theatre.places
    keeper: dict[str, int] = {}
    usual = _mean_vehicles(scenario)
    for row, way in enumerate(scenario.ways_in):
        rows[row]["side"], rows[row]["mode"] = SIDES.index(way.side), MODES[way.mode]
        rows[row]["counts"] = way.side == "blue" and way.counts_for_isolation
        rows[row]["cell"] = places[way.place].cell
        rows[row]["sky"] = skies.get(places[way.place].country, -1)
        rows[row]["group"] = GROUPS[way.mode]
        rows[row]["shut"], rows[row]["spared"] = way.name in found.shut, found.spared.get(way.name, 0.0)
        rows[row]["slot"] = usual
        rows[row]["rate_column"] = column[rate_of(way.name)]
        rows[row]["limit_column"] = column.get(limit_of(way.name), -1)
        shared = way.name in found.entered and way.mode in found.pools
        rows[row]["pool"] = keeper.setdefault(way.mode, row) if shared else row
        rows[row]["pool_column"] = column[pool_of(way.mode)] if shared else -1
        cells = dict.fromkeys(
            [*(places[name].cell for name in (way.place, *way.through)), *found.cells.get(way.name, ())]
        )
        for place, cell in enumerate(list(cells)[: records.MOST_THROUGH]):
            rows[row]["through"][place] = cell
        for other, to in enumerate(scenario.ways_in):
            rows[row]["turn_h"][other] = found.turn_h.get((way.name, to.name), -1.0)
    return rows
