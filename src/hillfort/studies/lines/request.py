"""What may be asked about lines of communication, checked all at once before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from hillfort.foundation.errors import InputError, Problem
from hillfort.lines.network.network import LineNetwork
from hillfort.studies import asked as requests
from hillfort.studies.asked import LinesAsked

MOST_DAY = int(requests.options_of(LinesAsked)["by"][1].high or 0)
"""Last day by which deliveries are counted."""


@dataclass(frozen=True, slots=True)
class LinesRequest:
    """A checked request."""

    close: tuple[str, ...]
    attack: int
    fortify: int
    by: float
    draws: int
    seed: int
    work: int


def check(network: LineNetwork, **asked: Unpack[LinesAsked]) -> LinesRequest:
    """The request with its defaults filled in, or every problem with it at once.

    Parameters
    ----------
    network : Network
        Whose groups may be named.
    **asked
        See `hillfort.studies.asked.LinesAsked` for defaults and bounds; no more losses than there are groups.

    Raises
    ------
    InputError
        With every problem found.
    """
    given = requests.filled(LinesAsked, asked)
    names: list[str] = [given["close"]] if isinstance(given["close"], str) else list(given["close"])
    problems: list[Problem] = []
    try:
        network.check_groups(names)
    except InputError as unknown:
        problems += [Problem("request", 0, "--close", each.found, each.advice) for each in unknown.problems]
    problems += requests.problems(LinesAsked, given)
    open_groups = sum(1 for name, group in network.groups.items() if group.links and name not in names)
    attack = given["attack"]
    if hasattr(attack, "__index__") and attack > open_groups:
        most = min(requests.options_of(LinesAsked)["attack"][1].high or open_groups, open_groups)
        found = f"{attack} losses, but only {open_groups} groups can be lost."
        problems = [each for each in problems if each.where != "--attack"]
        problems.append(Problem("request", 0, "--attack", found, f"Allowed: 1 to {most}."))
    if problems:
        raise InputError(problems, "the request")
    numbers = {name: int(given[name]) for name in ("attack", "fortify", "draws", "seed", "work")}
    return LinesRequest(close=tuple(dict.fromkeys(names)), by=float(given["by"]), **numbers)
