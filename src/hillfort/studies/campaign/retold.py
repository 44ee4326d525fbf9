"""One draw again with its story: which it is, what happened in it, when it was decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

from hillfort.campaign.outcome import Trace
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.progress import Progress
from hillfort.studies import asked as requests
from hillfort.studies import request
from hillfort.studies.asked import Asked, ReplayAsked
from hillfort.studies.campaign import assess, decisive, event_log, story, summary
from hillfort.studies.campaign.batches import fight_in_batches
from hillfort.studies.campaign.story import Picked, Story
from hillfort.studies.request import Request


@dataclass(frozen=True)
class Again:
    """One draw hour by hour, with the log of its events."""

    scenario: Scenario
    trace: Trace
    coa: str
    seed: int
    picked: Picked | None = None
    """How the draw was chosen, where it was picked by a story."""

    @cached_property
    def events(self) -> list[event_log.Event]:
        """What happened, by hour."""
        return event_log.log(self.scenario, self.trace)

    @cached_property
    def decisions(self) -> list[decisive.Decision]:
        """When and why each protected place was lost."""
        return decisive.decisions(self.scenario, self.trace, self.events)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Where it comes from and what it tells, as in `result.json`."""
        return summary.provenance(self.scenario, self.coa, self.seed) | {
            "trace_draw": self.trace.draw,
            "picked": self.picked.as_dict() | {"words": self.picked.words} if self.picked is not None else None,
            "decided": decisive.summary(self.scenario, self.decisions),
            "decisions": [
                {"place": each.place, "lost_h": each.lost_h, "decided_h": each.decided_h, "words": each.words}
                for each in self.decisions
            ],
            "events": [
                {name: getattr(each, name) for name in ("hour", "kind", "side", "who", "where", "words")}
                for each in self.events
            ],
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """A checked request for one draw again."""

    scenario: Scenario
    """With the length that was asked for."""
    request: Request
    draw: int
    story: Story | None

    def told(self) -> dict[str, Any]:
        """All that makes another study of it."""
        if self.story is None:
            return self.request.told() | {"draw": self.draw}
        return self.request.told() | {"pick": self.story.asked, "draws": self.request.draws}


def check(scenario: Scenario, *, draw: int | None = None, **asked: Unpack[ReplayAsked]) -> Wanted:
    """The request with its defaults filled in: a draw by its number, or by a story.

    Raises
    ------
    InputError
        With every problem found; both a number and a story, or neither, are one.
    """
    given = requests.checked(ReplayAsked, asked)
    pick = given.pop("pick")
    plain: Asked = given  # type: ignore[assignment]
    checked = request.check(scenario, **plain)
    if (draw is None) == (pick is None):
        said = "is needed, or --pick." if draw is None else "and --pick both say which draw."
        raise InputError([Problem("request", 0, "--draw", said, "Give one of the two.")], "the request")
    fought = assess.lasting(scenario, checked.days)
    if pick is not None:
        return Wanted(fought, checked, 0, story.read(pick, fought, days=checked.days))
    request.check_draw(draw or 0)
    return Wanted(fought, checked, draw or 0, None)


def again(wanted: Wanted, *, progress: Progress | None = None) -> Again:
    """Fight one draw again; where it is picked by a story, fight all draws first.

    Raises
    ------
    InputError
        No draw fits the story.

    >>> from hillfort.files.scenario.read import scenario
    >>> found = again(check(scenario("marrow"), draw=3, days=2))
    >>> found.trace.draw, found.summary["decided"]
    (3, 'No protected place was lost (Alder).')
    """
    fought, checked, draw, picked = wanted.scenario, wanted.request, wanted.draw, None
    if wanted.story is not None:
        picked = story.pick(wanted.story, fight_in_batches(fought, checked, progress=progress))
        draw = picked.draw
    kept = assess.replay(fought, coa=checked.coa, seed=checked.seed, draw=draw)
    return Again(fought, kept, checked.coa, checked.seed, picked)
