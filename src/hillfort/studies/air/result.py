"""The result of a study of the air, typed: what `air.json` holds."""

from __future__ import annotations

from typing import Any

from hillfort.studies.intervals import Chance
from hillfort.studies.records import DaySpread, Middle, ResultPart, ResultRange, Spread, Studied


class SkyDayResult(ResultPart):
    """One day over one country."""

    day: int
    superiority: Spread
    blue_holds: Chance
    denied: Chance
    red_holds: Chance
    airlift_open: Chance


class AirCostResult(ResultPart):
    """What the war in the air costs a side in the whole period."""

    sorties: Spread
    aircraft: Spread
    battalion_equivalents: Spread


class SkyResult(ResultPart):
    """The air in brief, beside an assessment."""

    draws: int
    seed: int
    days: int
    countries: dict[str, tuple[SkyDayResult, ...]]
    sorties: dict[str, tuple[DaySpread, ...]]
    cost: dict[str, AirCostResult]
    definitions: dict[str, str]


class DetachmentResult(ResultPart):
    """One detachment of air policing."""

    name: str
    base: str
    aircraft: float
    readiness_min: float
    scrambles_per_week: float
    missed_share: float
    hours_per_aircraft: float | None


class PolicingResult(ResultPart):
    """Air policing; `authority_passed` by hour."""

    detachments: dict[str, DetachmentResult]
    scrambles_per_year: float
    aircraft: float
    may_engage_before_authority: float
    authority_passed: dict[int, float]


class TrackResult(ResultPart):
    """One track across the border, and where it is met."""

    key: str
    name: str
    length_km: float
    detected_min: float | None
    border_min: float | None
    capital_min: float | None
    met_min: float | None
    outcomes: dict[str, float]


class PatrolResult(ResultPart):
    """A patrol over a country."""

    region: str
    base: str
    distance_km: float
    station_h: float
    aircraft: float | None
    aircraft_with_tankers: float | None
    tankers: float | None
    """None of the three where the station is out of reach."""


class CoverResult(ResultPart):
    """Shares covered by altitude: of people and land by country, and whether places are."""

    people: dict[str, tuple[float, ...]]
    land: dict[str, tuple[float, ...]]
    places: dict[str, tuple[float, ...]]


class CoverageResult(ResultPart):
    """Cover of both sides by altitude."""

    altitudes_m: tuple[float, ...]
    blue: CoverResult
    red: CoverResult


class ReachResult(ResultPart):
    """Reach of a type of battery by altitude, in km."""

    type: str
    name: str
    altitudes_m: tuple[float, ...]
    low: tuple[float, ...]
    value: tuple[float, ...]
    high: tuple[float, ...]
    cued: tuple[float, ...]
    share_of_drawn_ring: tuple[float | None, ...]


class DeniedResult(ResultPart):
    """A place under the other side's air defence."""

    place: str
    country: str
    nearest: str
    km: float
    from_m: ResultRange
    shot_down: dict[str, ResultRange]


class RaidResult(ResultPart):
    """What gets through to a place, by size of the raid."""

    place: str
    defender: str
    threat: str
    layers: tuple[Any, ...]
    leak: dict[int, Middle]


class PlacementResult(ResultPart):
    """Where so many batteries cover most people."""

    type: str
    altitude_m: float
    reach_km: float
    batteries: int
    people_share: float
    at_random: float
    sites: tuple[str, ...]


class SkySituationResult(ResultPart):
    """The sky over a country on a day."""

    superiority: Middle
    slow_blue: Middle
    slow_red: Middle
    airfields: Middle
    ports: Middle
    bridges: Middle
    airlift_chance: float
    red_holds: float
    denied: float
    blue_holds: float
    """Shares of draws in which it is Red's, nobody's and Blue's; they add up to one."""


class BatteryPresenceResult(ResultPart):
    """Whether one battery is there: on D-day, on a day that nobody chose, on the worst day;
    and by days after a call."""

    battery: str
    name: str
    stays: int
    on_the_day: float
    random_day: float
    chosen_day: float
    longest_gap_days: int
    deployed: dict[int, float]
    ready_random: dict[int, float]
    ready_chosen: dict[int, float]


class PresenceScheduleResult(ResultPart):
    """The calendar of rotations that leaves the least gaps."""

    weeks_covered: int
    longest_gap_weeks: int
    weeks: dict[str, tuple[int, ...]]


class PresenceResult(ResultPart):
    """Presence of batteries through the year."""

    batteries: tuple[BatteryPresenceResult, ...]
    schedule: PresenceScheduleResult | None = None


class AirResult(ResultPart):
    """The answer to 'who holds the sky, and what is covered?': `air.json` of `hillfort air`."""

    hillfort: str
    complete: bool
    kind: str
    seed: int
    draws: int
    coa: str
    date: str
    scenario: Studied
    measures: tuple[Any, ...]
    changes: tuple[dict[str, Any], ...] = ()
    policing: PolicingResult
    tracks: tuple[TrackResult, ...]
    patrols: tuple[PatrolResult, ...]
    coverage: CoverageResult
    reach: tuple[ReachResult, ...]
    denied: tuple[DeniedResult, ...]
    raids: tuple[RaidResult, ...]
    placement: tuple[PlacementResult, ...]
    presence: PresenceResult
    sky: dict[str, dict[int, SkySituationResult] | dict[int, Middle] | Middle]
    """By country, then by day; `lost_*` are battalion equivalents lost to the other side's aircraft,
    by day and in all."""
