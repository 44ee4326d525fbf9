"""A doubted value: what is sampled once a draw, made where the value arises and told from one record everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hillfort.foundation.evidence import Evidence

NOTHING = Evidence.fixed(0.0, "")
"""For a column of something that is not there, such as the mines of a side without any."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """One value that a draw may vary.

    >>> said = Doubted("quality.EE", "Quality of troops, EE", "Troops", Evidence(1.0, "factor", 0.8, 1.2))
    >>> said.unit, said.is_there, said.stream_name
    ('factor', True, 'quality.EE')
    """

    address: str
    """Where it stands in a scenario; see `foundation.addresses`."""
    title: str
    """What people call it, without its unit."""
    group: str
    """What it is about: the heading that it stands under."""
    evidence: Evidence
    meaning: str = ""
    """In a sentence, where the title does not say it all."""
    acts: bool = True
    """Whether it can move anything in this scenario; where not, it stands at its best value in every draw."""
    luck: str = ""
    """Name that its doubt is drawn under, where that is not the address:
    values keep their draws when they are renamed."""
    common: str = ""
    """Address of the value that it has in common with others of its side, from 0 to 1; '' for none."""
    rises: bool = True
    """Whether it is high where what is common is high."""

    @property
    def unit(self) -> str:
        """Unit of the evidence."""
        return self.evidence.unit

    @property
    def value(self) -> float:
        """Best estimate."""
        return self.evidence.value

    @property
    def is_there(self) -> bool:
        """Whether the thing that it is about is in the scenario at all."""
        return self.evidence is not NOTHING

    @property
    def stream_name(self) -> str:
        """The name whose address its doubt is drawn at."""
        return self.luck or self.address


def by_address(listed: Iterable[Doubted]) -> dict[str, Doubted]:
    """Doubted values by their addresses, in order.

    >>> list(by_address([Doubted("days", "Days", "Time", Evidence.fixed(3, "days"))]))
    ['days']
    """
    return {each.address: each for each in listed}


def first_sentence(note: str) -> str:
    """What a note says first, without its full stop.

    >>> first_sentence("Hours until a unit gives up. Judged.")
    'Hours until a unit gives up'
    """
    return note.split(". ", maxsplit=1)[0].rstrip(".")


def title_from(meaning: str) -> str:
    """A title from what a value means: up to the first semicolon or colon.

    >>> title_from("Cohesion below which a unit breaks; it rejoins half-way back to 1")
    'Cohesion below which a unit breaks'
    """
    found = meaning.split(";", maxsplit=1)[0].split(":", maxsplit=1)[0]
    return found[:1].upper() + found[1:]
