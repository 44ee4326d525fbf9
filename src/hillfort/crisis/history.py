"""Crises and phases of operations as a record tells them: what was known at first apart from what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CrisisCase:
    """What is known of a crisis on its first day."""

    name: str
    year: int | None
    deciders: tuple[str, ...]
    """Those who decide, by name."""

    def is_member(self, members: Mapping[str, int]) -> bool:
        """Whether one of those who decide was a member of the alliance in that year; `members` is year by name."""
        year = self.year
        return year is not None and any(year >= members.get(each.casefold(), year + 1) for each in self.deciders)


@dataclass(frozen=True, slots=True)
class CrisisOutcome:
    """What came of it; None where that is not known."""

    attacked: bool | None = None
    decision_days: float | None = None
    response_days: float | None = None
    """From trigger to major response, counted inclusively."""


@dataclass(frozen=True, slots=True)
class PlanPhase:
    """A phase of an operation as it was planned."""

    operation: str
    name: str
    planned_days: float | None

    @property
    def key(self) -> str:
        """Operation and phase."""
        return f"{self.operation}: {self.name}"


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """How long it took; `never` where it was not achieved."""

    actual_days: float | None = None
    never: bool = False


def deciders_of(text: str) -> tuple[str, ...]:
    """Names in a cell.

    >>> deciders_of("NATO, Baltic states"), deciders_of("USA (third party)")
    (('NATO', 'Baltic states'), ('USA',))
    """
    plain = re.sub(r"\([^)]*\)", "", text)
    return tuple(part for each in re.split(r"[,;/&]| and ", plain) if (part := each.strip(" .")))
