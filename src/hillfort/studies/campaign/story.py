"""Which draw of a batch to watch: by its rank, or by what happens in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.studies.campaign import verdict

RANKS = ("median", "worst", "best")
ENDS = ("falls", "holds", "is regained")
ALLOWED = (
    "Allowed: median, worst, best, 'PLACE falls', 'PLACE falls before day N', 'PLACE falls after day N', "
    "'PLACE holds' or "
    "'PLACE is regained'."
)
_SENTENCE = re.compile(
    r"(?P<place>.+?)\s+(?P<end>falls|holds|is\s+regained)(?:\s+(?P<when>before|after)\s+day\s+(?P<day>\d{1,3}))?"
)


@dataclass(frozen=True, slots=True)
class Story:
    """What a draw is picked by."""

    asked: str
    """As it was given."""
    rank: str = ""
    """One of `RANKS`, or nothing where it is a story of a place."""
    objective: int = -1
    end: str = ""
    """One of `ENDS`."""
    when: str = ""
    """`before` or `after` a day, or nothing."""
    day: int = 0
    """Day N lasts from hour 24 (N - 1) to hour 24 N."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The draw that was taken, and of how many."""

    asked: str
    draw: int
    fit: int
    """Draws that fit."""
    draws: int
    """Draws that were looked at."""

    @property
    def words(self) -> str:
        """How many draws fit and which was taken."""
        return f"'{self.asked}' fits {self.fit:,} of {self.draws:,} draws; draw {self.draw:,} was taken."

    def as_dict(self) -> dict[str, Any]:
        """For `result.json`."""
        return {"asked": self.asked, "draw": self.draw, "fit": self.fit, "draws": self.draws}


def read(text: str, scenario: Scenario, *, days: int) -> Story:
    """A story in words, checked against a scenario's objectives.

    Parameters
    ----------
    text : str
        One of `RANKS`, or a place with what becomes of it: see `ALLOWED`. Capitals and spaces do not matter.
    scenario : Scenario
        Whose objectives may be named.
    days : int
        Length of the campaign in days: a day after it is refused.

    Raises
    ------
    InputError
        It is no story, names no objective, or a day that the campaign has not.

    >>> from hillfort.files.scenario.read import scenario
    >>> found = read("alder falls before day 5", scenario("marrow"), days=30)
    >>> found.objective, found.end, found.when, found.day
    (0, 'falls', 'before', 5)
    """
    plain = " ".join(text.split())
    lowered = plain.casefold()
    if lowered in RANKS:
        return Story(plain, lowered)
    found = _SENTENCE.fullmatch(lowered)
    if found is None:
        ranks = did_you_mean(lowered, RANKS)
        advice = ranks if " " not in lowered and not ranks.startswith("Allowed") else ALLOWED
        raise _wrong(f"{plain[:60]!r} is nothing to pick a draw by.", advice)
    end, when = " ".join(found["end"].split()), found["when"] or ""
    names = {each.name.casefold(): number for number, each in enumerate(scenario.objectives)}
    problems = []
    if found["place"] not in names:
        near = did_you_mean(found["place"], names)
        shown = {each.name.casefold(): each.name for each in scenario.objectives}
        for name, as_written in shown.items():
            near = near.replace(f"'{name}'", f"'{as_written}'")
        if near.startswith("Allowed"):
            near = did_you_mean("", shown.values())
        problems.append(_problem(f"{found['place'][:60]!r} is not an objective of {scenario.name}.", near))
    day = int(found["day"] or 0)
    if when and end != "falls":
        problems.append(_problem(f"a day goes with 'falls' only, not with '{end}'.", ALLOWED))
    if when and not 1 <= day <= days:
        problems.append(_problem(f"day {day} is out of range.", f"Allowed: a day from 1 to {days}."))
    if problems:
        raise InputError(problems, "the request")
    return Story(plain, "", names[found["place"]], end, when, day)


def pick(story: Story, outcome: Outcome) -> Picked:
    """The draw of a batch that a story is about: of those that fit the one nearest the median hour,
    the first of equals.

    `median` is the draw nearest the middle of all; `worst` the one with most protected places lost at the end, then the
    earliest first loss, then the greatest loss of the defender's; `best` the other way round. Of draws in which a place
    holds, the one nearest the middle of all is taken.

    Raises
    ------
    InputError
        No draw fits.
    """
    if story.rank:
        return Picked(story.asked, outcome.first_draw + _ranked(story.rank, outcome), 1, outcome.draws)
    hours = (outcome.retaken_h if story.end == "is regained" else outcome.lost_h)[:, story.objective].astype(np.float64)
    fits = np.isnan(hours) if story.end == "holds" else ~np.isnan(hours)
    if story.when == "before":
        fits &= hours < 24.0 * (story.day - 1)
    elif story.when == "after":
        fits &= hours >= 24.0 * story.day
    among = np.flatnonzero(fits)
    if not len(among):
        raise _wrong(f"none of {outcome.draws:,} draws fits '{story.asked}'.", _instead(story, outcome, hours))
    if story.end == "holds":
        distance = verdict.from_the_middle(outcome)[among]
    else:
        distance = np.abs(hours[among] - np.median(hours[among]))
    return Picked(story.asked, outcome.first_draw + int(among[np.argmin(distance)]), len(among), outcome.draws)


def _ranked(rank: str, outcome: Outcome) -> int:
    if rank == "median":
        return int(np.argmin(verdict.from_the_middle(outcome)))
    keys = (
        -verdict.losses_persons(outcome)[:, 0],
        verdict.first_loss_h(outcome, censored=True),
        -verdict.protected_lost(outcome),
    )
    if rank == "best":
        keys = (-keys[0], -keys[1], -keys[2])
    return int(np.lexsort(keys)[0])


def _instead(story: Story, outcome: Outcome, hours: np.ndarray) -> str:
    """What does happen, for who asked for what never does."""
    name, known = outcome.objectives[story.objective], hours[~np.isnan(hours)]
    more = "Ask for another, or for more --draws."
    if story.end == "is regained":
        lost = int((~np.isnan(outcome.lost_h[:, story.objective])).sum())
        return f"{name} falls in {lost:,} of them and is regained in none. {more}"
    if not len(known):
        return f"{name} falls in none of them. {more}"
    days = [int(hour // 24) + 1 for hour in (known.min(), known.max())]
    return (
        f"{name} falls in {len(known):,} of them, on day {days[0]} at the earliest and {days[1]} at the latest. {more}"
    )


def _wrong(said: str, advice: str) -> InputError:
    return InputError([_problem(said, advice)], "the request")


def _problem(said: str, advice: str) -> Problem:
    return Problem("request", 0, "--pick", said, advice)
