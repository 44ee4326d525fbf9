"""How fast attackers go in a campaign, beside what history shows.

Published are rates of armies and divisions over days and weeks, halts included. Two readings of them are measured here
on hour-by-hour draws of the reference scenario, because neither alone is the same thing:

* *as the record counts*: ground gained in the hours of contact alone, a day being 24 of them, as a battle's advance is
  counted for its days of combat; the net way of whole formations over ten days, halts and all; and whole drives, from
  where their battalions stood at H-hour until a capital fell to them;
* *by single days*: how far a formation gets on a day, by how much of that day it was in contact.

All distances are as the crow flies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hillfort.campaign import run
from hillfort.campaign.outcome import Trace
from hillfort.campaign.scenario import Scenario
from hillfort.studies.intervals import Z
from hillfort.theatre.geodesy import distance_km
from hillfort.validation.anchors import Anchor, Given, Progress

SUBJECT = "Advance rates"
SCENARIO = "baltic-2019"
SOURCE = "Keeping Pace, Leiden Security and Global Affairs (2022), after Helmbold"
DAYS, DRIVE_DAYS = 10, 4
"""Days that are looked at, and the length of a drive: about the 100 hours of 1991."""
HEAVY, LIGHT = 0.5, 0.25
"""Shares of the time in contact from which a formation is heavily, and up to which it is lightly engaged."""
OUTSKIRTS_KM = 14.0
"""Two cells: a battalion nearer than that took part in taking a capital."""
MOST_DRAWS = 60
ENGAGED = 4


@dataclass(frozen=True, slots=True)
class Attackers:
    """Attacking manoeuvre battalions of one draw from H-hour on."""

    formation: np.ndarray
    """(unit,) its formation."""
    cell: np.ndarray
    """(hour, unit), -1 where it is not in the theatre."""
    engaged: np.ndarray
    """(hour, unit) whether it is in contact at the end of the hour."""


@dataclass(frozen=True, slots=True)
class FormationDays:
    """Attacking formations of one draw: arrays with axes (formation, day)."""

    km: np.ndarray
    """How far its battalions got, mean, as the crow flies; NaN where none was there all day."""
    contact: np.ndarray
    """Share of their hours in contact."""
    drive_km: np.ndarray
    """(formation,) from the first to the last day of a drive; NaN where none was there at both."""
    net_km: np.ndarray
    """(formation,) from the first to the last of all days; NaN where none was there at both."""
    net_contact: np.ndarray
    """(formation,) share of the hours of all days in contact, of the battalions that were there at both ends."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What one draw adds to each row."""

    contact_km: np.ndarray
    """Kilometres gained in the hour after each hour of contact, one for each, in the days that are looked at."""
    drives: np.ndarray
    """Km a day of each drive that took a capital."""
    formations: FormationDays


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Advance in contact, over ten days, of drives that took a capital; then by single days, and of the fastest."""
    scenario = given.scenario(SCENARIO, ())
    coa, draws = next(iter(scenario.courses_of_action)), min(given.draws, MOST_DRAWS)
    found = []
    for draw in range(draws):
        found.append(_measured(scenario, run.trace(scenario, coa=coa, seed=given.seed, draw=draw)))
        progress(draw + 1, draws)
    days = f"first {DAYS} days"
    for name, published, parts, note in (
        (
            "In contact, for 24 hours of contact",
            2.0,
            [24.0 * each.contact_km for each in found],
            f"Hours of contact alone, {days}.",
        ),
        *_over_ten_days([each.formations for each in found]),
        (
            "Drives that took a capital, halts included",
            35.0,
            [each.drives for each in found],
            (
                "From H-hour until it fell, battalions that stood within two cells of it then; published for 1991 "
                "and 2003."
            ),
        ),
        *_by_day([each.formations for each in found]),
    ):
        middle, low, high = mean_of_draws(parts)
        yield Anchor(
            SUBJECT,
            f"{name}, mean",
            published,
            middle,
            low,
            high,
            unit="km/day",
            rule="near",
            source=SOURCE,
            note=f"{note} {SCENARIO}, first course of action, {draws} draws.",
        )


Row = tuple[str, float, list[np.ndarray], str]


def _over_ten_days(found: list[FormationDays]) -> Iterator[Row]:
    """Net way of formations over all days, by how much of them they were in contact."""
    for name, published, low, high in (("heavily", 2.0, HEAVY, 1.0), ("lightly", 11.0, 1e-9, LIGHT)):
        parts = []
        for each in found:
            chosen = (each.net_contact >= low) & (each.net_contact <= high) & ~np.isnan(each.net_km)
            parts.append(each.net_km[chosen] / DAYS)
        words = (
            f"In contact for {HEAVY:.0%} of the hours or more"
            if name == "heavily"
            else f"In contact for some, at most {LIGHT:.0%} of the hours"
        )
        yield (
            f"Over ten days, {name} engaged, halts included",
            published,
            parts,
            f"{words}; net way from H-hour to the end of day {DAYS}.",
        )


def _by_day(found: list[FormationDays]) -> Iterator[Row]:
    """Single days of formations, by how much of the day they were in contact, and the fastest over four days."""
    heavy = [each.km[(each.contact >= HEAVY) & ~np.isnan(each.km)] for each in found]
    light = [each.km[(each.contact > 0.0) & (each.contact <= LIGHT) & ~np.isnan(each.km)] for each in found]
    drives = [np.array([np.nanmax(each.drive_km)]) / DRIVE_DAYS for each in found if not np.isnan(each.drive_km).all()]
    days = f"Single days, first {DAYS}"
    yield "Heavily engaged formations", 2.0, heavy, f"{days}; at least {HEAVY:.0%} of the day's hours in contact."
    yield (
        "Lightly engaged formations",
        11.0,
        light,
        f"{days}; in contact for some, at most {LIGHT:.0%} of the day's hours.",
    )
    yield (
        "Fastest formation of a drive of four days",
        35.0,
        drives,
        "A maximum beside published means of 1991 and 2003.",
    )


def _measured(scenario: Scenario, trace: Trace) -> Draw:
    units = attackers(scenario, trace)
    return Draw(contact_km(scenario, units), capital_drives(scenario, trace, units), formation_days(scenario, units))


def attackers(scenario: Scenario, trace: Trace) -> Attackers:
    """The manoeuvre battalions of red, hour by hour from H-hour."""
    side = {unit.id: unit for unit in scenario.battalions}
    chosen = [
        index
        for index, name in enumerate(trace.unit_ids)
        if trace.unit_side[index] == 1 and side[name].type.role == "manoeuvre"
    ]
    formations = np.array([side[trace.unit_ids[index]].formation for index in chosen])
    return Attackers(
        formations, trace.cell[-trace.first_hour :, chosen], trace.status[-trace.first_hour :, chosen] == ENGAGED
    )


def contact_km(scenario: Scenario, units: Attackers) -> np.ndarray:
    """Kilometres from each hour at whose end a battalion was in contact to the next."""
    last = min(24 * DAYS, len(units.cell) - 1)
    km = _moved(scenario, units.cell[:last], units.cell[1 : last + 1])
    return np.asarray(km[units.engaged[:last] & ~np.isnan(km)])


def capital_drives(scenario: Scenario, trace: Trace, units: Attackers) -> np.ndarray:
    """Km a day, from H-hour to its fall, of the battalions that stood at a protected place when it was first taken."""
    found = []
    for objective in scenario.objectives:
        goal = scenario.theatre.places[objective.place].cell
        hours = trace.control_hour[(trace.control_cell == goal) & (trace.control_side == 1) & (trace.control_hour > 0)]
        if not objective.protect or not hours.size or hours.min() >= len(units.cell):
            continue
        hour = int(hours.min())
        way = _moved(scenario, units.cell[0], units.cell[hour])
        left = _moved(scenario, units.cell[hour], np.full(len(way), goal))
        there = ~np.isnan(way) & (left <= OUTSKIRTS_KM)
        if there.any():
            found.append(24.0 * float(way[there].mean()) / hour)
    return np.array(found)


def formation_days(scenario: Scenario, units: Attackers) -> FormationDays:
    """How far each attacking formation got on each day and over all days, and how much of it was in contact."""
    cell, engaged = units.cell, units.engaged
    days = min(DAYS, (len(cell) - 1) // 24)
    km = np.stack([_moved(scenario, cell[24 * day], cell[24 * day + 24]) for day in range(days)], axis=1)
    contact = np.stack([engaged[24 * day : 24 * day + 24].mean(axis=0) for day in range(days)], axis=1)
    there = ~np.isnan(km)
    drive = _moved(scenario, cell[0], cell[24 * min(DRIVE_DAYS, days)])[:, None]
    net = _moved(scenario, cell[0], cell[24 * days])[:, None]
    rows = [units.formation == each for each in np.unique(units.formation)]
    return FormationDays(
        np.array([_mean(km[row], there[row]) for row in rows]),
        np.array([_mean(contact[row], there[row]) for row in rows]),
        np.array([_mean(drive[row], ~np.isnan(drive[row]))[0] for row in rows]),
        np.array([_mean(net[row], ~np.isnan(net[row]))[0] for row in rows]),
        np.array([_mean(contact[row].mean(axis=1)[:, None], ~np.isnan(net[row]))[0] for row in rows]),
    )


def _moved(scenario: Scenario, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Kilometres between two cells of each unit; NaN where it was not in the theatre at both times."""
    cells = scenario.theatre.cells
    found = distance_km(cells.lat[start], cells.lon[start], cells.lat[end], cells.lon[end])
    return np.where((start >= 0) & (end >= 0), found, np.nan)


def _mean(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Mean over the battalions that are there; NaN where none is."""
    count = there.sum(axis=0)
    total = np.where(there, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def mean_of_draws(parts: list[np.ndarray]) -> tuple[float, float, float]:
    """Mean of all values with a 95 % interval that takes each draw as a whole (jackknife over draws).

    >>> mean_of_draws([np.array([1.0, 3.0]), np.array([2.0])])[0]
    2.0
    """
    sums, counts = np.array([each.sum() for each in parts]), np.array([each.size for each in parts])
    if counts.sum() == 0:
        return float("nan"), float("nan"), float("nan")
    middle = float(sums.sum() / counts.sum())
    left = counts.sum() - counts
    if len(parts) < 2 or (left == 0).any():
        return middle, float("nan"), float("nan")
    without = (sums.sum() - sums) / left
    error = float(np.sqrt((len(parts) - 1) / len(parts) * ((without - without.mean()) ** 2).sum()))
    return middle, middle - Z * error, middle + Z * error
