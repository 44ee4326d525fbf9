"""The result of a study of the sea, typed: what `sea.json` holds."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from hillfort.studies.intervals import Chance
from hillfort.studies.records import DayChance, Paired, ResultPart, Spread, Studied


class LaneStateResult(ResultPart):
    """A lane on a day: chances of its states, and why it is not open."""

    day: int
    open: Chance
    contested: Chance
    closed: Chance
    survival_of_a_sailing: float | None
    reasons: dict[str, float]


class LaneResult(ResultPart):
    """One lane; hours from H-hour."""

    name: str
    side: str
    start: str
    end: str
    km: float
    waters: tuple[str, ...]
    delivers_by: tuple[DayChance, ...]
    states: tuple[LaneStateResult, ...]
    closed_chance: Chance
    closes_hour: Spread
    sails_again_hour: Spread
    contested_hours: Spread


class LandingResult(ResultPart):
    """One landing."""

    name: str
    km: float
    crossing_survival: Chance
    too_risky_as_believed: Chance
    ashore: Spread
    garrison: Spread
    holds: Chance


class WaterResult(ResultPart):
    """One strait or approach and its mines."""

    name: str
    kind: str
    side: str
    lanes: tuple[str, ...]
    laid_chance: float
    mines_if_laid: Spread
    first_ship_risk: Spread
    states: dict[str, float]
    vessels: float
    days_to_clear: Spread
    cleared_as: Any = None


class LanePairedResult(Paired):
    """Paired difference in days of one lane."""

    lane: str


class SeaLeverResult(ResultPart):
    """One thing tried alone."""

    lever: str
    words: str
    draws: int
    days_sooner: Paired | None = None
    days_later: Paired | None = None
    lanes: tuple[LanePairedResult, ...]


class LaneAgainstResult(Paired):
    """Days sooner of one lane with the measures."""

    lane: str
    side: str
    days_with: float
    days_baseline: float


class LandingAgainstResult(ResultPart):
    """One landing with and without the measures."""

    name: str
    with_measures: Chance = Field(alias="with")
    baseline: Chance
    crossing_with: Chance
    crossing_baseline: Chance


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
    closers: tuple[SeaLeverResult, ...]
    against_baseline: SeaAgainstResult | None = None
