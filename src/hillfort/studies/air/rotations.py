"""Which calendar of rotations leaves no gap, what it is worth beside the same weeks unplanned, and as a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from hillfort.air import presence
from hillfort.air.calendars import Calendar, best_schedule
from hillfort.air.posture import AirPosture, Contributor, Rotation
from hillfort.air.presence import WEEKS
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import Evidence

KEY = "rotating"
MOST_CONTRIBUTORS, MOST_STAYS = 12, 26
WARNINGS_D = (3, 7, 14, 30)
USUAL = "nasams"
DEPLOY_H = Evidence(
    432.0, "h", 192.0, 1300.0, shape="lognormal", note="18 days from departure and 53 from decision in 2012-13"
)
"""From the order to ready to fire, where the battery is not there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a calendar."""

    contributors: int | None = None
    """How many, all alike; those of the scenario where None."""
    weeks: int = 13
    """A year, of each."""
    stays: int = 1
    """A year, of each at most."""
    kind: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Rotations:
    """A calendar, and what it is worth."""

    scenario: Scenario
    wish: Wish
    kind: str
    place: str
    stays: tuple[Rotation, ...]
    summary: dict[str, Any]


def study(scenario: Scenario, wish: Wish) -> Rotations:
    """The calendar with most weeks covered and then the shortest gap, proven, beside the same stays unplanned.

    Raises
    ------
    InputError
        The scenario has no air order or no contributors and none are asked for, or the request is wrong.
    """
    order = _checked(scenario, wish)
    asked = contributors(order, wish)
    best = best_schedule(asked)
    year = date.fromisoformat(scenario.date).year
    stays = tuple(stays_of(best, year))
    kind = wish.kind or (USUAL if USUAL in order.sam_types else next(iter(order.sam_types)))
    place = wish.place or _usual_place(scenario)
    unplanned = presence.together(min(1.0, each.weeks / WEEKS) for each in asked)
    planned = presence.calendar(stays)
    deployed = {str(days): presence.deployed_chance(DEPLOY_H, warning=24.0 * days) for days in WARNINGS_D}
    there = planned.by_day[presence.day_of_year(scenario.date)] > 0.0
    summary = {
        "contributors": [
            {"name": each.key, "weeks": each.weeks, "stays": each.stays, "busy": [list(pair) for pair in each.busy]}
            for each in asked
        ],
        "stays": [{"contributor": each.contributor, "first": each.first, "last": each.last} for each in stays],
        "weeks_offered": sum(each.weeks for each in asked),
        "weeks_covered": best.covered,
        "longest_gap_weeks": best.longest_gap,
        "date": scenario.date,
        "on_the_day": bool(there),
        "planned": _worth(planned.random_day, planned.chosen_day, deployed),
        "unplanned": _worth(unplanned, 0.0 if unplanned < 1.0 else 1.0, deployed),
    }
    return Rotations(scenario, wish, kind, place, stays, summary)


def _worth(random_day: float, chosen_day: float, deployed: dict[str, float]) -> dict[str, Any]:
    return {
        "random_day": random_day,
        "chosen_day": chosen_day,
        "ready_random": {days: presence.ready_chance(random_day, chance) for days, chance in deployed.items()},
        "ready_chosen": {days: presence.ready_chance(chosen_day, chance) for days, chance in deployed.items()},
    }


def _checked(scenario: Scenario, wish: Wish) -> AirPosture:
    found, order = [], scenario.air
    if order is None:
        found.append(
            Problem(scenario.name, 0, "air", "the scenario says nothing about the air.", "Add a section `air`.")
        )
    elif wish.contributors is None and not order.contributors:
        found.append(
            Problem(scenario.name, 0, "air.contributors", "nobody is listed.", "List them, or ask with --contributors.")
        )
    ranges = (
        ("--contributors", wish.contributors, MOST_CONTRIBUTORS),
        ("--weeks", wish.weeks, WEEKS),
        ("--stays", wish.stays, MOST_STAYS),
    )
    for option, value, most in ranges:
        if value is not None and not 1 <= value <= most:
            found.append(Problem("the request", 0, option, f"{value:,} is out of range.", f"Allowed: 1 to {most}."))
    if order is not None and wish.kind is not None and wish.kind not in order.sam_types:
        found.append(
            Problem(
                "the request",
                0,
                "--kind",
                f"'{wish.kind}' is not a type of battery.",
                did_you_mean(wish.kind, order.sam_types),
            )
        )
    places = scenario.theatre.places
    if wish.place is not None and (wish.place not in places or places[wish.place].cell < 0):
        advice = did_you_mean(wish.place, places)
        found.append(
            Problem("the request", 0, "--place", f"'{wish.place}' is not a place on the ground of the theatre.", advice)
        )
    if found or order is None:
        raise InputError(found, "the request")
    return order


def contributors(order: AirPosture, wish: Wish) -> list[Contributor]:
    """Those of the scenario, or so many alike."""
    if wish.contributors is None:
        return list(order.contributors.values())
    return [Contributor(f"contributor {number + 1}", wish.weeks, wish.stays) for number in range(wish.contributors)]


def _usual_place(scenario: Scenario) -> str:
    return next(
        (each.place for each in reversed(scenario.objectives) if each.protect), next(iter(scenario.theatre.places))
    )


def stays_of(schedule: Calendar, year: int) -> list[Rotation]:
    """The weeks of a schedule as stays with dates; week 52 runs to the end of the year, and a stay may run over it.

    Examples
    --------
    >>> there = np.zeros((1, 52), bool)
    >>> there[0, [0, 1, 51]] = True
    >>> [(stay.first, stay.last) for stay in stays_of(Calendar(("NL",), there), 2019)]
    [('2019-12-24', '2020-01-14')]
    """
    found: list[Rotation] = []
    for name, row in zip(schedule.names, schedule.there, strict=True):
        if row.all():
            found.append(Rotation(f"stay-{len(found) + 1}", KEY, name, f"{year}-01-01", f"{year}-12-31", 0.0))
            continue
        for first in np.flatnonzero(row & ~np.roll(row, 1)):
            length = int(np.argmin(np.roll(row, -int(first))))
            begins, ends = _first_day(int(first), year), _first_day(int(first) + length, year) - timedelta(days=1)
            found.append(Rotation(f"stay-{len(found) + 1}", KEY, name, begins.isoformat(), ends.isoformat(), 0.0))
    return found


def _first_day(week: int, year: int) -> date:
    """First day of a week counted from 0 in a year; weeks from 52 are those of the next year."""
    return date(year + week // WEEKS, 1, 1) + timedelta(days=7 * (week % WEEKS))


def dated(stays: Sequence[Rotation]) -> list[str]:
    """Stays in words, in the order of the year.

    Examples
    --------
    >>> dated([Rotation("a", "b", "NL", "2019-03-01", "2019-04-11", 0.0)])
    ['NL from 1 March to 11 April']
    """
    ordered = sorted(stays, key=lambda stay: stay.first)
    return [f"{stay.contributor} from {_day(stay.first)} to {_day(stay.last)}" for stay in ordered]


def _day(text: str) -> str:
    found = date.fromisoformat(text)
    return f"{found.day} {found:%B}"
