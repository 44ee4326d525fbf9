"""What may be asked of a study, checked all at once before anything is computed."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from typing import Any, Unpack

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.studies import asked as requests
from hillfort.studies.asked import MOST_DRAWS, Asked, Option


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request: which course of action, how many draws, how long, on what luck."""

    coa: str
    draws: int
    days: int
    seed: int
    threads: int | None

    def told(self) -> dict[str, Any]:
        """All that makes another study of it: everything but how many draws there are, and how they are computed."""
        return {name: value for name, value in dataclasses.asdict(self).items() if name not in ("draws", "threads")}


def check(scenario: Scenario, **asked: Unpack[Asked]) -> Request:
    """The request with its defaults filled in, or every problem with it at once.

    Parameters
    ----------
    **asked
        See `hillfort.studies.asked.Asked` for defaults and bounds; `days` is the scenario's own where None.

    Raises
    ------
    InputError
        With every problem found.
    """
    given = requests.filled(Asked, asked)
    problems = requests.problems(Asked, given)
    coa, days = given["coa"], given["days"]
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
    lasting = int(days if days is not None else scenario.days)
    return Request(chosen, int(given["draws"]), lasting, int(given["seed"]), given["threads"])


def check_draw(draw: int) -> None:
    """A draw has a number from 0; `InputError` where it has not."""
    problems = Option(0, "Number of the draw", 0, MOST_DRAWS - 1).problems("draw", draw)
    if problems:
        raise InputError(problems, "the request")


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
