"""What each command may be asked: every option once, with its kind, default, bounds and help.

The command line, the Python surface and the checks of a request are all made from these. A field of a class below
is an option; `Option` beside it says the rest.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypedDict, TypeVar, get_args, get_type_hints

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.streams import LARGEST
from hillfort.lines.moves.choices import KNOTS, PHASES, URGENCIES


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command: its default, what is allowed, and its help in words without what is allowed."""

    default: Any
    words: str
    low: float | None = None
    high: float | None = None
    more: str = ""
    """What follows the bounds in the help, with its own mark before it."""
    one_of: tuple[str, ...] = ()
    """Words that are allowed, where not every one is."""

    @property
    def help(self) -> str:
        """The help, with the bounds or the words that are allowed.

        >>> Option(1000, "Simulated campaigns", 1, 1_000_000).help
        'Simulated campaigns, 1 to 1,000,000.'
        >>> Option("slow", "Pace", one_of=("slow", "fast")).help
        'Pace: slow or fast.'
        """
        allowed = f", {self.low:,g} to {self._most}" if self.low is not None else ""
        if self.one_of:
            allowed = f": {', '.join(self.one_of[:-1])} or {self.one_of[-1]}"
        return f"{self.words}{allowed}{self.more}."

    @property
    def _most(self) -> str:
        return f"{self.high:,}" if isinstance(self.high, int) else f"{self.high:,g}"

    def problems(self, name: str, value: object, *, whole: bool = True) -> list[Problem]:
        """What is wrong with a value; None is right where it is the default, and each of several values is looked at.

        >>> print(Option(5, "Days", 1, 180).problems("days", 0)[0].found)
        0 is out of range.
        """
        if value is None and self.default is None:
            return []
        if isinstance(value, list | tuple) and isinstance(self.default, list | tuple):
            return [problem for each in value for problem in self.problems(name, each, whole=whole)]
        where = f"--{name.replace('_', '-')}"
        if self.one_of and value not in self.one_of:
            said, advice = f"{str(value)[:40]!r} is not allowed here.", did_you_mean(str(value), self.one_of)
            return [Problem("request", 0, where, said, advice)]
        return self._out_of_bounds(where, value, whole) if self.low is not None else []

    def _out_of_bounds(self, where: str, value: object, whole: bool) -> list[Problem]:
        kind = "a whole number" if whole else "a number"
        allowed = f"Allowed: {kind} from {self.low:,g} to {self._most}."
        if isinstance(value, bool | str) or not hasattr(value, "__index__" if whole else "__float__"):
            return [Problem("request", 0, where, f"{value!r} is not {kind}.", allowed)]
        number = value.__index__() if whole else float(value)  # type: ignore[attr-defined,arg-type]
        low, high = self.low or 0, math.inf if self.high is None else self.high
        if low <= number <= high:
            return []
        shown = f"{number:,}" if whole else f"{number:,g}"
        return [Problem("request", 0, where, f"{shown} is out of range.", allowed)]


MOST_DRAWS, MOST_DAYS = 1_000_000, 180
"""Most draws and days of a campaign, and of the sea around it."""

_NOT_GIVEN = "; the scenario's own if not given"
_SEED = Option(1, "Seed of luck and doubt", 0, LARGEST, "; same seed, same numbers, on any number of threads")
_THREADS = Option(None, "Threads", 1, 1024, "; all cores if not given. Never changes a result")

_WORK = ": the same on every machine. What is not proved by then is told with both bounds"
_UNSAID = ", where the line does not say it"
_SHIPS = f"{_UNSAID}; the usual ones if not given"

Coa = Annotated[str | None, Option(None, "Course of action of the aggressor; the scenario's first if not given")]
Days = Annotated[int | None, Option(None, "Length of the campaign", 1, MOST_DAYS, _NOT_GIVEN)]
Seed = Annotated[int, _SEED]
Threads = Annotated[int | None, _THREADS]


class Asked(TypedDict, total=False):
    """What assessments and comparisons take by keyword."""

    coa: Coa
    draws: Annotated[int, Option(1000, "Simulated campaigns", 1, MOST_DRAWS)]
    days: Days
    seed: Seed
    threads: Threads


_STORIES = "median, worst, best, 'PLACE falls', 'PLACE falls before day 5', 'PLACE holds' or 'PLACE is regained'"


class ReplayAsked(TypedDict, total=False):
    """What one draw again takes by keyword."""

    coa: Coa
    days: Days
    seed: Seed
    pick: Annotated[str | None, Option(None, f"Pick the draw by its story, instead of by its number: {_STORIES}")]
    draws: Annotated[int, Option(200, "Draws among which one is picked", 1, MOST_DRAWS)]


class SeaAsked(TypedDict, total=False):
    """What a study of the sea takes by keyword."""

    draws: Annotated[int, Option(1000, "Simulated seas", 1, MOST_DRAWS)]
    days: Annotated[int | None, Option(None, "Length of the period", 1, MOST_DAYS, _NOT_GIVEN)]
    seed: Seed


class AirAsked(TypedDict, total=False):
    """What a study of the air takes by keyword."""

    coa: Annotated[str | None, Option(None, "Course of action whose warning counts; the scenario's first if not given")]
    date: Annotated[
        str | None, Option(None, "Day on which rotations are looked up, like 2025-08-20; D-day if not given")
    ]
    draws: Annotated[int, Option(300, "Simulated skies", 1, 20_000)]
    seed: Seed


class CrisisAsked(TypedDict, total=False):
    """What a study of warning and decision takes by keyword."""

    coa: Coa
    draws: Annotated[int, Option(2000, "Draws of warning and decision", 100, 100_000)]
    seed: Seed
    campaigns: Annotated[
        int, Option(960, "Campaigns in all that the value of a day may cost", 0, MOST_DRAWS, "; 0 for none")
    ]
    threads: Threads


class LinesAsked(TypedDict, total=False):
    """What a study of the lines of communication takes by keyword."""

    close: Annotated[
        Sequence[str], Option((), "A group that is lost before anything moves; may be given several times")
    ]
    attack: Annotated[int, Option(3, "Losses that the map shows and that fortification is weighed against", 1, 12)]
    fortify: Annotated[int, Option(2, "Groups that may be made safe", 0, 4)]
    by: Annotated[float | None, Option(30.0, "Day after the warning by which deliveries count", 1, 60)]
    draws: Annotated[int, Option(200, "Draws of closures and repairs", 0, 100_000)]
    seed: Seed
    work: Annotated[int, Option(20_000, "What each search may do, in choices looked at", 1, 1_000_000_000, _WORK)]


class ValidationAsked(TypedDict, total=False):
    """What the validation of everything takes by keyword."""

    draws: Annotated[int, Option(1000, "Simulated campaigns for each figure that is a campaign's", 1, MOST_DRAWS)]
    seed: Seed
    threads: Threads


class WargameAsked(TypedDict, total=False):
    """What the validation against the wargame takes by keyword."""

    draws: Annotated[int, Option(1000, "Simulated campaigns of each of the two postures", 1, MOST_DRAWS)]
    seed: Seed
    threads: Threads


class SanityAsked(TypedDict, total=False):
    """What probes take by keyword."""

    draws: Annotated[int, Option(100, "Simulated campaigns of each probe", 20, MOST_DRAWS)]
    seed: Seed
    threads: Threads


class CulminationAsked(TypedDict, total=False):
    """What the validation of culmination takes by keyword."""

    draws: Annotated[int, Option(200, "Draws of the doubt, and campaigns by ground", 20, MOST_DRAWS)]
    seed: Seed
    threads: Threads


class MovesAsked(TypedDict, total=False):
    """What the validation against real moves takes by keyword;
    the last three hold for moves whose line does not say them."""

    draws: Annotated[int, Option(999, "Draws of the doubt for each move", 100, 100_000)]
    seed: Seed
    urgency: Annotated[str, Option("administrative", f"How urgent a move is{_UNSAID}", one_of=URGENCIES)]
    phase: Annotated[str, Option("last", f"Until which vehicle arrives{_UNSAID}", one_of=PHASES)]
    ship_knots: Annotated[float | None, Option(None, "Service speed of the ships in knots", *KNOTS, _SHIPS)]


class CitiesAsked(TypedDict, total=False):
    """What the validation against fights for cities takes by keyword."""

    draws: Annotated[int, Option(999, "Draws of doubt and luck for each city", 100, 100_000)]
    seed: Seed
    campaigns: Annotated[int, Option(0, "Campaigns for one city that are held against the law; 0 for none", 0, 10_000)]


@cache
def options_of(model: type) -> Mapping[str, tuple[Any, Option]]:
    """Kind and option of each field of a model, by name, in order."""
    hints = get_type_hints(model, include_extras=True)
    return {name: (hint.__origin__, hint.__metadata__[0]) for name, hint in hints.items()}


def filled(model: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked, with defaults for all that was not, or that is None. What is no option stays,
    for `problems` to name.

    >>> filled(SeaAsked, {"draws": 5})
    {'draws': 5, 'days': None, 'seed': 1}
    """
    return {name: option.default for name, (_, option) in options_of(model).items()} | {
        name: value for name, value in given.items() if value is not None
    }


def problems(model: type, asked: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with a filled request: keywords that are no option, values that are not allowed."""
    known = options_of(model)
    unknown = [
        Problem("request", 0, name, "is nothing that can be asked.", did_you_mean(name, known))
        for name in asked
        if name not in known
    ]
    return unknown + [
        problem
        for name, (kind, option) in known.items()
        for problem in option.problems(name, asked[name], whole=_whole(kind))
    ]


def checked(model: type, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked, with defaults for all that was not.

    Raises
    ------
    InputError
        With every problem found.
    """
    given = filled(model, asked)
    wrong = problems(model, given)
    if wrong:
        raise InputError(wrong, "the request")
    return given


def unusual(model: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a filled request that are not as when nothing is asked.

    >>> unusual(SeaAsked, filled(SeaAsked, {"draws": 5, "seed": 1}))
    {'draws': 5}
    """
    return {name: given[name] for name, (_, option) in options_of(model).items() if given[name] != option.default}


def _whole(kind: Any) -> bool:
    """Whether values of a kind are whole numbers, alone or several."""
    return kind is int or int in get_args(kind)


Function = TypeVar("Function", bound=Callable[..., Any])


def taking(model: type) -> Callable[[Function], Function]:
    """Say in the documentation and the signature of a function with `**asked` which options that means,
    and their defaults.

    The line that begins with "Options of" below `**asked` is replaced by one line an option.
    """

    def told(function: Function) -> Function:
        own = inspect.signature(function).parameters.values()
        keywords = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=option.default, annotation=_named(kind))
            for name, (kind, option) in options_of(model).items()
        ]
        kept = [each for each in own if each.kind is not inspect.Parameter.VAR_KEYWORD]
        function.__signature__ = inspect.Signature([*kept, *keywords])  # type: ignore[attr-defined]
        lines = [f"        {each.name} ({_shown(each.default)}): {_option(model, each.name).help}" for each in keywords]
        function.__doc__ = re.sub(
            r"^ +Options of .*$", lambda _: "\n".join(lines), function.__doc__ or "", flags=re.MULTILINE
        )
        return function

    return told


def _option(model: type, name: str) -> Option:
    return options_of(model)[name][1]


def _named(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind).replace("collections.abc.", "")


def _shown(default: Any) -> str:
    return f"{default:,}" if isinstance(default, int | float) else "none" if default in (None, ()) else str(default)
