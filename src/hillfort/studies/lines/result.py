"""The result of a study of lines of communication, typed: what `lines.json` holds."""

from __future__ import annotations

from typing import Any

from hillfort.studies.intervals import Chance
from hillfort.studies.records import DayChance, ResultPart, Sourced, Spread, Studied


class WantedResult(ResultPart):
    """What is to come from outside."""

    vehicles: float
    battalions: int
    vehicles_per_battalion: float
    formations: int


class ArrivalResult(ResultPart):
    """The most that can have arrived by a day after the warning."""

    day: float
    vehicles: float
    battalions: float


class DestinationResult(ResultPart):
    """One destination by itself."""

    name: str
    scheduled: float
    arrival: tuple[ArrivalResult, ...]


class BottleneckResult(ResultPart):
    """What limits the flow over some days."""

    from_day: float
    to_day: float
    kind: str
    names: tuple[str, ...]
    vehicles: float
    vehicles_per_day: float


class MovementResult(ResultPart):
    """One formation of the schedule; None where it does not leave, or not close."""

    formation: str
    name: str
    battalions: int
    vehicles: float
    release_day: float
    depart_day: float | None
    close_day: float | None
    delivered: float
    route: str
    modes: tuple[str, ...]
    limited_by: str


class GapDayResult(ResultPart):
    """Vehicles by a day: as scheduled, and at most."""

    day: float
    scheduled: float
    exact: float


class GapResult(ResultPart):
    """How far the schedule stays below the most that can come."""

    mean_share: float
    worst_day: float
    worst_share: float
    by_day: tuple[GapDayResult, ...]


class IsolatingSetResult(ResultPart):
    """The smallest set of groups whose loss stops everything, at least of size `bound`; None where nothing does."""

    groups: tuple[str, ...] | None
    size: float | None
    bound: float | None
    ties: tuple[tuple[str, ...], ...]
    all_ties: bool
    proved: bool


class WorstLossResult(ResultPart):
    """The worst loss of up to k groups."""

    k: int
    groups: tuple[str, ...]
    delivered: float
    bound: float
    gap: float
    proved: bool
    ties: tuple[tuple[str, ...], ...]
    all_ties: bool


class FortifiedResult(ResultPart):
    """Which groups to make safe: `delivered` is proved, no choice leaves more than `bound`."""

    groups: tuple[str, ...]
    delivered: float
    unprotected: float
    bound: float
    proved: bool
    worth: dict[str, float]
    then_lost: tuple[str, ...]


class LineLeverResult(ResultPart):
    """One change of the network, and what it is worth, at least; `bound` and `gain_attacked_most` at most."""

    name: str
    kind: str
    undisturbed: float
    attacked: float
    bound: float
    gain: float
    gain_attacked: float
    gain_attacked_most: float
    proved: bool


class SupplyResult(ResultPart):
    """Supply a day."""

    tonnes_per_day: float
    trucks_per_day: float
    carried_per_day: float
    carried_per_day_after_loss: float


class ProofResult(ResultPart):
    """One certificate as checked."""

    what: str
    vehicles: float
    proved: bool
    problems: tuple[str, ...]


class CertificateResult(ResultPart):
    """What was proved."""

    proved: bool
    checked: tuple[ProofResult, ...]


class ChanceDayResult(ResultPart):
    """What has arrived by a day, over draws of closures and repairs."""

    day: float
    vehicles: Spread
    battalions: Spread


class LinesChanceResult(ResultPart):
    """The lines over draws of closures and repairs."""

    draws: int
    days: tuple[ChanceDayResult, ...]
    isolated_days: Spread
    ever_isolated: Chance
    isolated_by_day: tuple[DayChance, ...]
    closed_share: dict[str, float]
    assumptions: dict[str, Sourced]


class LinesBriefResult(ResultPart):
    """Lines of communication in brief, beside an assessment."""

    draws: int
    seed: int
    by_day: float
    work: int
    attack_size: int
    wanted: WantedResult
    first_day: float | None
    undisturbed: float
    arrival: tuple[ArrivalResult, ...]
    bottlenecks: tuple[BottleneckResult, ...]
    schedule: tuple[MovementResult, ...]
    gap: GapResult
    isolating_set: IsolatingSetResult
    isolating_targets: IsolatingSetResult
    attack: tuple[WorstLossResult, ...]
    supply: SupplyResult
    certificate: CertificateResult
    chance: LinesChanceResult | None


class LinesResult(LinesBriefResult):
    """The answer to 'are they cut off?': `lines.json` of `hillfort lines`."""

    format: int
    hillfort: str
    complete: bool
    scenario: Studied
    measures: tuple[str, ...]
    changes: tuple[dict[str, Any], ...] = ()
    close: tuple[str, ...]
    fortify_size: int
    destinations: tuple[DestinationResult, ...]
    attack_targets: tuple[WorstLossResult, ...]
    attack_repaired: tuple[WorstLossResult, ...]
    fortify: FortifiedResult | None
    quick_repair: FortifiedResult | None
    levers: tuple[LineLeverResult, ...]
    definitions: dict[str, str]
    leaves_out: tuple[str, ...]
