"""The results of assessments, comparisons and traces, typed: what `result.json` holds."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from hillfort.studies.air.result import SkyResult
from hillfort.studies.campaign import quantities
from hillfort.studies.intervals import Chance
from hillfort.studies.lines.result import LinesBriefResult
from hillfort.studies.quantity import OfQuantities
from hillfort.studies.records import Paired, ResultPart, Sourced, Spread, Studied
from hillfort.studies.sea.result import SeaBriefResult


class OfCampaign(OfQuantities):
    """A record with every quantity of one part of the campaign's table."""

    table = quantities.QUANTITIES
    part = "verdict"


class VerdictResult(OfCampaign):
    """Is it enough? Chances and quantiles of whole campaigns."""


class ObjectiveResult(OfCampaign):
    """One objective."""

    part = "objectives"
    name: str
    kind: str
    side: str
    protected: bool
    aim: bool = False


class TogetherResult(ResultPart):
    """Places that are lost together, and how often among the draws of the row."""

    names: tuple[str, ...]
    share: float


class CountResult(ResultPart):
    """How often so many of the protected objectives are in enemy hands, and which."""

    places: int
    chance: Chance
    draws: int
    which: tuple[TogetherResult, ...]
    """The most frequent first; empty where none is lost."""


class LostCountResult(CountResult):
    """So many of them lost at some hour of a draw: for how long each, and whether any is still lost at the end."""

    days: Spread
    """Days in enemy hands of each place that is lost, over all its losses."""
    still_lost: Chance | None
    """Any of them is in enemy hands when the period ends: share of the row's draws; None where none is lost."""


class TollResult(ResultPart):
    """How many protected objectives are lost, which, for how long, and what is held at the end: counted together, draw
    by draw."""

    places: tuple[str, ...]
    lost: tuple[LostCountResult, ...]
    at_end: tuple[CountResult, ...]


class CauseResult(ResultPart):
    """Mean losses to one cause, or to all of them."""

    persons: float
    battalion_equivalents: float


class ReinforcementResult(OfCampaign):
    """What has come from outside by the end of a day; day 0 is H-hour."""

    part = "reinforcement"
    day: int


class WayResult(OfCampaign):
    """One way in."""

    part = "ways_in"
    name: str
    side: str
    mode: str


class TroopsLandedResult(OfCampaign):
    """One landing or air assault of a battalion."""

    part = "landings"
    name: str


class IsolationResult(OfCampaign):
    """Whether the region is cut off on a day; day 1 is the first."""

    part = "isolation"
    day: int


class LossResult(OfCampaign):
    """What a side has lost by the end."""

    part = "losses"


class SideSupplyResult(OfCampaign):
    """What a side's trucks bring, how long its battalions are short, and where its attackers culminate."""

    part = "supply"


class BalanceResult(ResultPart):
    """Battalion equivalents alive in the theatre at the end of a day."""

    day: int
    blue: Spread
    red: Spread


class DriverResult(ResultPart):
    """How an answer differs between the lowest and the highest third of the values of one assumption."""

    name: str
    title: str
    meaning: str
    unit: str
    low_value: float
    high_value: float
    at_low: float
    at_high: float
    change: float
    low: float
    high: float
    finding: str
    of_the_law: bool = False


class QuestionResult(ResultPart):
    """One quantity and what moves it, strongest first."""

    outcome: str
    title: str
    unit: str
    draws_per_group: int
    asked: int
    noise: int
    findings: tuple[DriverResult, ...]


class HingeSettingResult(ResultPart):
    """What one setting of a hinge does: paired differences of chances by key of the quantity."""

    setting: str
    set: dict[str, float]
    draws: int
    differences: dict[str, Paired]


class HingeResult(ResultPart):
    """A rule or structural choice that nobody has published, and what setting it otherwise does to the answer."""

    key: str
    title: str
    most: float
    settings: tuple[HingeSettingResult, ...]


class SpreadResult(ResultPart):
    """How much of the variance of a primary quantity is doubt; the rest is luck. None where no draw differs."""

    outcome: str
    title: str
    draws: int
    doubt: float | None
    low: float | None
    high: float | None


class SpeedResult(ResultPart):
    """How fast the engine was; None where it was not measured."""

    draws_per_s: float | None
    unit_hours_per_s: float | None
    seconds: float | None


class MissingResult(ResultPart):
    """Why a part could not be had."""

    missing: str


class ProvenanceResult(ResultPart):
    """Where a result comes from: enough to compute it again."""

    format: int
    hillfort: str
    complete: bool
    scenario: Studied
    coa: str
    measures: tuple[str, ...]
    changes: tuple[dict[str, Any], ...] = ()
    seed: int
    days: int


class AssessmentResult(ProvenanceResult):
    """The answer to 'is it enough?': `result.json` of `hillfort assess`."""

    draws: int
    verdict: VerdictResult
    toll: TollResult | None = None
    """None in results of before it was told."""
    objectives: tuple[ObjectiveResult, ...]
    reinforcement: tuple[ReinforcementResult, ...]
    ways_in: tuple[WayResult, ...]
    landings: tuple[TroopsLandedResult, ...] = ()
    isolation: tuple[IsolationResult, ...]
    losses: dict[str, LossResult]
    supply: dict[str, SideSupplyResult] | None = None
    """By side; None in results of before supply went by class."""
    losses_by_cause: dict[str, dict[str, CauseResult]] | None = None
    """By side, then by cause; 'all' is the sum of the others. None in results of before they were told apart."""
    balance: tuple[BalanceResult, ...]
    drivers: tuple[QuestionResult, ...]
    speed: SpeedResult
    definitions: dict[str, str]
    leaves_out: tuple[str, ...]
    overridden: dict[str, str]
    trace_draw: int | None = None
    hinges: tuple[HingeResult, ...] | None = None
    """Strongest first; None where they were not asked for, empty where the draws were too few."""
    spread: tuple[SpreadResult, ...] | None = None
    """None where it was not asked for, empty where the draws were too few."""
    air: SkyResult | MissingResult | None = None
    sea: SeaBriefResult | MissingResult | None = None
    lines: LinesBriefResult | MissingResult | None = None


class OptionScenario(ResultPart):
    """The scenario of an option, by name and content."""

    name: str
    hash: str


class AskResult(ResultPart):
    """What a measure asks for, of whom."""

    name: str
    title: str
    who: str
    cost_meur_per_year: Sourced
    cost_once_meur: Sourced
    lead_time_months: Sourced


class DifferenceResult(Paired):
    """One quantity of an option against the baseline, draw by draw."""

    aspect: str
    """Key of the quantity."""
    title: str
    unit: str
    better: int
    baseline: float
    option: float
    finding: str
    draws: int
    primary: bool = False
    """Named beforehand as what the answer is about."""
    asked: int = 1
    """Questions asked together with this one, for which the finding is corrected."""


class WhatDiffersResult(ResultPart):
    """One number that an option has otherwise than the baseline."""

    address: str
    before: Any = None
    after: Any = None


class OptionResult(ResultPart):
    """One option of a comparison."""

    name: str
    scenario: OptionScenario
    measures: tuple[AskResult, ...]
    verdict: VerdictResult
    toll: TollResult | None = None
    """None in results of before it was told."""
    identical: bool
    differences: tuple[DifferenceResult, ...]
    differs: tuple[WhatDiffersResult, ...] = ()


class ComparisonResult(ProvenanceResult):
    """The answer to 'does it change the answer?': `result.json` of `hillfort compare`."""

    draws: int
    verdict: VerdictResult
    toll: TollResult | None = None
    """None in results of before it was told."""
    objectives: tuple[ObjectiveResult, ...]
    options: tuple[OptionResult, ...]
    definitions: dict[str, str]
    leaves_out: tuple[str, ...]


class PickedResult(ResultPart):
    """How a draw was picked by its story."""

    asked: str
    draw: int = Field(ge=0)
    fit: int = Field(ge=1, description="Draws that fit the story.")
    draws: int = Field(ge=1, description="Draws that were looked at.")
    words: str


class DecisionResult(ResultPart):
    """When it was decided that a protected place would be lost, and why; hours from H-hour."""

    place: str
    lost_h: int
    decided_h: int
    words: str


class EventResult(ResultPart):
    """Something that happened in a draw; the hour counts from H-hour."""

    hour: int
    kind: str
    side: str
    who: str
    where: str
    words: str


class TraceResult(ProvenanceResult):
    """Which draw was fought again, what happened in it, when it was decided: `result.json` of `hillfort trace`."""

    trace_draw: int = Field(ge=0)
    picked: PickedResult | None = None
    decided: str = ""
    decisions: list[DecisionResult] = []
    events: list[EventResult] = []
