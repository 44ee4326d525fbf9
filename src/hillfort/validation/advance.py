"""How fast attackers go in a campaign, beside what history shows.

Published are rates of armies and divisions over days and weeks. Measured here, on hour-by-hour draws of the reference
scenario, is the same thing at the scale that the campaign has: how far an attacking formation gets in a day, as the crow
flies between where its battalions stand at the day's two ends, by how much of that day it was in contact.
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
"""Shares of a day in contact from which a formation is heavily, and up to which it is lightly engaged."""
MOST_DRAWS = 60
ENGAGED = 4


@dataclass(frozen=True, slots=True)
class FormationDays:
    """Attacking formations of one draw: arrays with axes (formation, day)."""

    km: np.ndarray
    """How far its battalions got, mean, as the crow flies; NaN where none was there all day."""
    contact: np.ndarray
    """Share of their hours in contact."""
    drive_km: np.ndarray
    """(formation,) from the first to the last day of a drive; NaN where none was there at both."""


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Advance heavily and lightly engaged, and of the fastest formation of a drive."""
    scenario = given.scenario(SCENARIO, ())
    coa, draws = next(iter(scenario.courses_of_action)), min(given.draws, MOST_DRAWS)
    found = []
    for draw in range(draws):
        found.append(formation_days(scenario, run.trace(scenario, coa=coa, seed=given.seed, draw=draw)))
        progress(draw + 1, draws)
    heavy = [each.km[(each.contact >= HEAVY) & ~np.isnan(each.km)] for each in found]
    light = [each.km[(each.contact > 0.0) & (each.contact <= LIGHT) & ~np.isnan(each.km)] for each in found]
    drives = [np.array([np.nanmax(each.drive_km)]) / DRIVE_DAYS for each in found if not np.isnan(each.drive_km).all()]
    rows = (
        ("Heavily engaged formations", 2.0, heavy, f"At least {HEAVY:.0%} of the day's hours in contact."),
        ("Lightly engaged formations", 11.0, light, f"In contact for some, at most {LIGHT:.0%} of the day's hours."),
        ("Fastest formation of a drive of four days", 35.0, drives, "Published for 1991 and 2003."),
    )
    for name, published, parts, note in rows:
        middle, low, high = mean_of_draws(parts)
        yield Anchor(
            SUBJECT, f"{name}, mean", published, middle, low, high, unit="km/day", rule="near", source=SOURCE,
            note=f"{note} {SCENARIO}, first {DAYS} days, {draws} draws.",
        )  # fmt: skip


def formation_days(scenario: Scenario, trace: Trace) -> FormationDays:
    """How far each attacking manoeuvre formation got on each day, and how much of it was in contact."""
    side = {unit.id: unit for unit in scenario.battalions}
    chosen = [
        index for index, name in enumerate(trace.unit_ids)
        if trace.unit_side[index] == 1 and side[name].type.role == "manoeuvre"
    ]  # fmt: skip
    formations = np.array([side[trace.unit_ids[index]].formation for index in chosen])
    cell, status = trace.cell[-trace.first_hour :, chosen], trace.status[-trace.first_hour :, chosen]
    days = min(DAYS, (len(cell) - 1) // 24)
    km = np.stack([_moved(scenario, cell[24 * day], cell[24 * day + 24]) for day in range(days)], axis=1)
    contact = np.stack([(status[24 * day : 24 * day + 24] == ENGAGED).mean(axis=0) for day in range(days)], axis=1)
    there = ~np.isnan(km)
    drive = _moved(scenario, cell[0], cell[24 * min(DRIVE_DAYS, days)])[:, None]
    rows = [formations == each for each in np.unique(formations)]
    return FormationDays(
        np.array([_mean(km[row], there[row]) for row in rows]),
        np.array([_mean(contact[row], there[row]) for row in rows]),
        np.array([_mean(drive[row], ~np.isnan(drive[row]))[0] for row in rows]),
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
