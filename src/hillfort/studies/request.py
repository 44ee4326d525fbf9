"""What may be asked of a study, checked all at once before anything is computed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TypedDict

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.streams import LARGEST

MOST_DRAWS = 1_000_000
MOST_DAYS = 180
MOST_THREADS = 1024


class Asked(TypedDict, total=False):
    """What assessments and comparisons take by keyword; see `check` for ranges and defaults."""

    coa: str | None
    draws: int
    days: int | None
    seed: int
    threads: int | None


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request: which course of action, how many draws, how long, on what luck."""

    coa: str
    draws: int
    days: int
    seed: int
    threads: int | None


def check(
    scenario: Scenario,
    *,
    coa: str | None = None,
    draws: int = 1000,
    days: int | None = None,
    seed: int = 1,
    threads: int | None = None,
) -> Request:
    """The request with its defaults filled in, or every problem with it at once.

    Parameters
    ----------
    coa : str, optional
        Key of a course of action; the scenario's first where None.
    draws : int
        1 to 1,000,000.
    days : int, optional
        1 to 180; the scenario's own where None.
    seed : int
        0 to 4,294,967,295.
    threads : int, optional
        1 to 1,024; all cores where None. Never changes a result.

    Raises
    ------
    InputError
        With every problem found.
    """
    problems = _whole("--draws", draws, 1, MOST_DRAWS) + _whole("--seed", seed, 0, LARGEST)
    if days is not None:
        problems += _whole("--days", days, 1, MOST_DAYS)
    if threads is not None:
        problems += _whole("--threads", threads, 1, MOST_THREADS)
    known = list(scenario.courses_of_action)
    if not known:
        problems.append(Problem(scenario.name, 0, "courses_of_action", "the scenario has none."))
    chosen = coa if coa is not None else (known[0] if known else "")
    if known and chosen not in known:
        found = f"'{chosen}' is not a course of action of {scenario.name}."
        problems.append(Problem("request", 0, "--coa", found, did_you_mean(chosen, known)))
    if not any(objective.protect for objective in scenario.objectives):
        advice = "Mark at least one objective with 'protect: true'."
        problems.append(Problem(scenario.name, 0, "objectives", "none is protected: nothing to hold.", advice))
    if problems:
        raise InputError(problems, "the request")
    return Request(chosen, int(draws), int(days if days is not None else scenario.days), int(seed), threads)


def check_draw(draw: int) -> None:
    """A draw has a number from 0; `InputError` where it has not."""
    problems = _whole("--draw", draw, 0, MOST_DRAWS - 1)
    if problems:
        raise InputError(problems, "the request")


def _whole(option: str, value: object, low: int, high: int) -> list[Problem]:
    allowed = f"Allowed: a whole number from {low:,} to {high:,}."
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        return [Problem("request", 0, option, f"{value!r} is not a whole number.", allowed)]
    number = value.__index__()
    return [] if low <= number <= high else [Problem("request", 0, option, f"{number:,} is out of range.", allowed)]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
