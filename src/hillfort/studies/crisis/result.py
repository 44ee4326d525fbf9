"""The answer about warning and decision, typed."""

from __future__ import annotations

from hillfort.studies.intervals import Chance
from hillfort.studies.records import Paired, ResultPart, Spread, Studied


class HoursSpread(ResultPart):
    """Quantiles of hours, or of a chance."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


class BeliefResult(HoursSpread):
    """Belief on a day."""

    mean: float


class CrisisDayResult(ResultPart):
    """One day before H-hour."""

    day: int
    belief_if_attack: BeliefResult
    belief_if_none: BeliefResult
    decided: dict[str, Chance]


class AlarmsResult(ResultPart):
    """Alarms that were missed, or false."""

    missed: Chance
    false: Chance
    false_a_year: float
    remembered: float
    meur_a_year: HoursSpread


class LeavingResult(ResultPart):
    """When an allied formation may leave; days from H-hour, before it negative."""

    formation: str
    name: str
    country: str
    leaves_days: Spread
    before_h_hour: Chance


class LaidOn(ResultPart):
    """A measure that was laid on the scenario."""

    name: str
    title: str


class DayCell(ResultPart):
    """Campaigns with one warning, one decision and one tier of readiness; days."""

    warning_days: float
    decision_days: float
    tier_days: float | None
    hold: Chance
    fait_accompli: Chance
    first_loss_days: Spread
    against_never: Paired
    """Chance to hold above that of a decision that does not come in time, on the same luck."""


class DayStep(ResultPart):
    """What a day is worth between two decisions."""

    warning_days: float
    tier_days: float | None
    sooner_days: float
    later_days: float
    hold_a_day: Paired
    """Change of the chance to hold by a decision one day sooner."""


class DayValueResult(ResultPart):
    """Value of a day."""

    campaigns: int
    draws_a_cell: int
    cells: tuple[DayCell, ...]
    steps: tuple[DayStep, ...]


class CrisisResult(ResultPart):
    """Warning and decision of a scenario."""

    format: int
    hillfort: str
    scenario: Studied
    measures: tuple[LaidOn, ...]
    coa: str
    draws: int
    seed: int
    rules: tuple[str, ...]
    days: tuple[CrisisDayResult, ...]
    hours: dict[str, HoursSpread]
    before_h_hour: dict[str, Chance]
    stated: dict[str, HoursSpread]
    alarms: AlarmsResult
    formations: tuple[LeavingResult, ...]
    value_of_a_day: DayValueResult | None
    leaves_out: tuple[str, ...]
