"""The result of a study of the sea, typed: what `sea.json` holds, its numbers by the table of quantities."""

from __future__ import annotations

from typing import Any

from hillfort.studies.quantity import OfQuantities
from hillfort.studies.records import ResultPart, Studied
from hillfort.studies.sea.quantities import SEA


class OfSea(OfQuantities):
    """A record with every quantity of one part of the sea's table."""

    table = SEA
    part = "lanes"


class LaneStateResult(OfSea):
    """A lane on a day: chances of its states, and why it is not open."""

    part = "states"
    day: int


class LaneResult(OfSea):
    """One lane; hours from H-hour."""

    name: str
    side: str
    start: str
    end: str
    waters: tuple[str, ...]
    states: tuple[LaneStateResult, ...]


class LandingResult(OfSea):
    """One landing."""

    part = "landings"
    name: str


class WaterResult(OfSea):
    """One strait or approach and its mines."""

    part = "waters"
    name: str
    kind: str
    side: str
    lanes: tuple[str, ...]


class SeaLeverResult(OfSea):
    """One thing tried alone to clear the defender's lanes; on so many draws."""

    part = "levers"
    lever: str
    words: str
    draws: int


class SeaCloserResult(OfSea):
    """One thing tried alone to close the aggressor's lanes; on so many draws."""

    part = "closers"
    lever: str
    words: str
    draws: int


class LaneAgainstResult(OfSea):
    """Days sooner of one lane with the measures."""

    part = "lanes_against"
    lane: str
    side: str


class LandingAgainstResult(OfSea):
    """One landing with and without the measures."""

    part = "landings_against"
    name: str


class SeaAgainstResult(ResultPart):
    """The sea with measures against the same without them."""

    days_sooner: tuple[LaneAgainstResult, ...]
    landings: tuple[LandingAgainstResult, ...]


class SeaBriefResult(ResultPart):
    """The sea in brief, beside an assessment."""

    draws: int
    seed: int
    days: int
    lanes: tuple[LaneResult, ...]
    landings: tuple[LandingResult, ...]
    leaves_out: tuple[str, ...]


class MeasureResult(ResultPart):
    """A measure by name and title."""

    name: str
    title: str


class SeaResult(SeaBriefResult):
    """The answer to 'does the sea deliver?': `sea.json` of `hillfort sea`."""

    format: int
    hillfort: str
    complete: bool
    scenario: Studied
    measures: tuple[MeasureResult, ...]
    changes: tuple[dict[str, Any], ...] = ()
    waters: tuple[WaterResult, ...]
    levers: tuple[SeaLeverResult, ...]
    closers: tuple[SeaCloserResult, ...]
    against_baseline: SeaAgainstResult | None = None
