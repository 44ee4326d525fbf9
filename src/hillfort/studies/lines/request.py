"""What may be asked about lines of communication, checked all at once before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.streams import LARGEST
from hillfort.lines.network.network import LineNetwork

MOST_DAY, MOST_ATTACK, MOST_FORTIFY, MOST_DRAWS = 60, 12, 4, 100_000
WORK, MOST_WORK = 20_000, 1_000_000_000
"""What one search may do unless asked otherwise, and at most, in nodes: choices of losses that it looks at."""


class LinesAsked(TypedDict, total=False):
    """What a study of lines takes by keyword; see `check` for ranges and defaults."""

    close: Sequence[str]
    attack: int
    fortify: int
    by: float | None
    draws: int
    seed: int
    work: int


@dataclass(frozen=True, slots=True)
class LinesRequest:
    """A checked request."""

    close: tuple[str, ...]
    attack: int
    fortify: int
    by: float
    draws: int
    seed: int
    work: int = WORK


def check(network: LineNetwork, **asked: Unpack[LinesAsked]) -> LinesRequest:
    """The request with its defaults filled in, or every problem with it at once.

    Parameters
    ----------
    network : Network
        Whose groups may be named.
    close : sequence of str
        Groups that are lost before anything moves.
    attack : int
        Losses that the map shows and that fortification is weighed against, 1 to 12 and no more than there are groups.
    fortify : int
        Groups that may be made safe, 0 to 4.
    by : float, optional
        Day after the warning by which deliveries count, 1 to 60; 30 where None.
    draws : int
        Draws of closures and repairs, 0 to 100,000; none where 0.
    seed : int
        0 to 4,294,967,295.
    work : int
        What each search may do, in nodes, 1 to 1,000,000,000: what is not proved by then is told with both bounds.

    Raises
    ------
    InputError
        With every problem found.
    """
    close, attack = asked.get("close", ()), asked.get("attack", 3)
    whole = {"fortify": asked.get("fortify", 2), "draws": asked.get("draws", 200), "seed": asked.get("seed", 1)}
    whole["work"] = asked.get("work", WORK)
    names: list[str] = [close] if isinstance(close, str) else list(close)
    known = LinesAsked.__annotations__
    problems = [
        Problem("request", 0, name, "is nothing that can be asked.", did_you_mean(name, known))
        for name in asked
        if name not in known
    ]
    try:
        network.check_groups(names)
    except InputError as unknown:
        problems += [Problem("request", 0, "--close", each.found, each.advice) for each in unknown.problems]
    open_groups = sum(1 for name, group in network.groups.items() if group.links and name not in names)
    most = min(MOST_ATTACK, open_groups)
    if attack > open_groups:
        problems.append(
            Problem(
                "request",
                0,
                "--attack",
                f"{attack} losses, but only {open_groups} groups can be lost.",
                f"Allowed: 1 to {most}.",
            )
        )
    else:
        problems += _whole("--attack", attack, 1, most)
    ranges = {"fortify": (0, MOST_FORTIFY), "draws": (0, MOST_DRAWS), "seed": (0, LARGEST), "work": (1, MOST_WORK)}
    for option, (low, high) in ranges.items():
        problems += _whole(f"--{option}", whole[option], low, high)
    by = asked.get("by")
    day = 30.0 if by is None else float(by)
    if not 1.0 <= day <= MOST_DAY:
        problems.append(Problem("request", 0, "--by", f"day {day:g} is out of range.", f"Allowed: 1 to {MOST_DAY}."))
    if problems:
        raise InputError(problems, "the request")
    return LinesRequest(
        tuple(dict.fromkeys(names)), int(attack), by=day, **{option: int(value) for option, value in whole.items()}
    )


def _whole(option: str, value: object, low: int, high: int) -> list[Problem]:
    allowed = f"Allowed: a whole number from {low:,} to {high:,}."
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        return [Problem("request", 0, option, f"{value!r} is not a whole number.", allowed)]
    number = value.__index__()
    return [] if low <= number <= high else [Problem("request", 0, option, f"{number:,} is out of range.", allowed)]
