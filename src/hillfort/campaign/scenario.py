"""A scenario: theatre, forces, plans and assumptions, frozen. What a campaign is run from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

import numpy as np

from hillfort.air.posture import AirPosture
from hillfort.campaign.acting import NEEDS, Present, refused
from hillfort.crisis.posture import CrisisPosture
from hillfort.forces.formation import Battalion, Formation, Readiness
from hillfort.forces.template import Templates
from hillfort.foundation import addressed
from hillfort.foundation.addressed import Number
from hillfort.foundation.correlation import Correlation, contradiction, joined, members
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.fixed import content_digest, fix
from hillfort.foundation.keyed import Keyed
from hillfort.ground.adjudication import Adjudication
from hillfort.lines.movers.from_base import idle
from hillfort.lines.network.everywhere import problem
from hillfort.lines.network.lengths import impossible_lengths
from hillfort.lines.ways_in import VEHICLES, Lines
from hillfort.plans.plan import CourseOfAction, ListedOrders, Order
from hillfort.sea.posture import SeaPosture
from hillfort.theatre.theatre import Theatre

DAY_H = 24
SWITCHED = 0.5
LONGEST_WARNING = 1.0 - 1e-4
"""Chance of a warning that is no longer than what is simulated: one draw in ten thousand has more, where its shape has
no end, and is cut."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A place that matters."""

    name: str
    place: str
    side: str
    """Who has it at H-hour: 'blue' or 'red'."""
    protect: bool
    """Counts for the verdict: losing it is not holding."""
    kind: str
    """'capital', 'port', 'corridor', 'airfield', 'town'."""


@dataclass(frozen=True, slots=True)
class WayIn(Keyed):
    """A line of communication into the region, as far as this version knows it: open or not, and how long."""

    name: str
    side: str
    mode: str
    """'road', 'rail', 'sea' or 'air'."""
    place: str
    """Where units appear."""
    through: tuple[str, ...]
    """Places that must not be in enemy hands."""
    battalions_per_day: Evidence
    start: str
    """Place on the coarse network or outside where the last leg starts, '' to go all the way by this mode."""
    counts_for_isolation: bool = True
    vehicles_per_day: Evidence | None = None
    """In place of what the network lets through; None where the network says it, or nothing does."""

    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {"battalions_per_day": (0, 100)}
    UNITS: ClassVar[dict[str, str]] = {"vehicles_per_day": VEHICLES}


DIFFERENCE_UNIT = "log-odds"


@dataclass(frozen=True, slots=True)
class StatedQuality:
    """Quality of troops as a file writes it: of each country, and between the two sides where that is stated."""

    countries: Mapping[str, Evidence]
    difference: Evidence | None

    UNITS: ClassVar[dict[str, str]] = {"difference": DIFFERENCE_UNIT}

    def parts(self) -> dict[str | int, Any]:
        """Its numbers by country, then the difference."""
        found: dict[str | int, Any] = dict(self.countries.items())
        return found | {"difference": self.difference}

    def with_part(self, step: str | int, part: Any) -> StatedQuality:
        """The same with another number."""
        if step == "difference":
            return replace(self, difference=part)
        return replace(self, countries={**self.countries, str(step): part})


@dataclass(frozen=True, slots=True)
class Lift(Keyed):
    """Ships, aircraft or helicopters that carry troops into a landing or an air assault."""

    name: str
    side: str
    kind: str
    """'ships', 'aircraft' or 'helicopters'."""
    start: str
    """Place where it takes its load."""
    persons: Evidence
    """That it carries at once."""
    vehicles: Evidence
    """That it carries at once, beside those persons."""
    km_per_h: Evidence
    loading_h: Evidence
    """Hours to load, once."""
    reach_km: Evidence
    """Farthest that it goes, one way: read once, at its value, before any draw."""
    source: str = ""
    grade: str = ""

    UNITS: ClassVar[dict[str, str]] = {
        "persons": "persons",
        "vehicles": "count",
        "km_per_h": "km/h",
        "loading_h": "h",
        "reach_km": "km",
    }
    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {
        "persons": (0, 100_000),
        "vehicles": (0, 100_000),
        "km_per_h": (1, 1000),
        "loading_h": (0, 240),
        "reach_km": (1, 20_000),
    }


@dataclass(frozen=True, slots=True)
class BarrierLine(Keyed):
    """A water line, or a belt of obstacles."""

    name: str
    kind: str
    """'water' or 'belt'."""
    hours: Evidence
    """Of work until a column can pass, at one place, where nobody hinders it much."""
    river: str = ""
    """Of a water line: river of the theatre."""
    blown_chance: Evidence | None = None
    """Of a water line: chance that one of its bridges is down when the enemy comes to it."""
    along: tuple[str, ...] = ()
    """Of a belt: places that it runs along, in order."""
    side: str = ""
    """Of a belt: whose it is; it lies on that side's ground."""
    source: str = ""
    grade: str = ""

    UNITS: ClassVar[dict[str, str]] = {"hours": "h", "blown_chance": "chance"}
    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {"hours": (0, 8760), "blown_chance": (0, 1)}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides."""

    key: str
    name: str
    countries: tuple[str, ...]
    """Home countries whose cells it holds at H-hour."""
    may_enter: tuple[str, ...]
    """Countries its ground forces may move through."""
    supply_from: tuple[str, ...]
    """Places that supply flows from."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where values come from."""

    key: str
    title: str
    date: str
    grade: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A change to a posture that can be asked of an ally, as shipped in `measures/`."""

    name: str
    title: str
    cost_meur_per_year: Evidence
    cost_once_meur: Evidence
    lead_time_months: Evidence
    who: str

    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {
        "cost_meur_per_year": (0, 1e6),
        "cost_once_meur": (0, 1e6),
        "lead_time_months": (0, 600),
    }


@dataclass(frozen=True, slots=True)
class Change:
    """One number that was changed in Python."""

    address: str
    before: Number | None
    """None where nothing was set."""
    value: Number
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Address, value, range and unit as it is, value as it was, and the reason."""
        new, old = self.value, self.before
        low, high, unit = (new.low, new.high, new.unit) if isinstance(new, Evidence) else (new, new, "")
        value = new.value if isinstance(new, Evidence) else new
        was = old.value if isinstance(old, Evidence) else old
        return {
            "address": self.address,
            "value": value,
            "low": low,
            "high": high,
            "unit": unit,
            "was": was,
            "reason": self.reason,
        }


class Origin(Protocol):
    """Where a scenario was read from."""

    def read(self, measures: Sequence[Any]) -> Scenario:
        """The scenario as its files say it, with measures on top of those it was read with."""


@dataclass(frozen=True, slots=True, repr=False)
class Scenario:
    """All that a campaign needs, with nothing left to defaults."""

    name: str
    title: str
    description: str
    date: str
    """D-day, ISO."""
    h_hour_utc: int
    days: int
    lead_h: int
    """Hours simulated before H-hour, in which only those who are warned move; more under a course of action with a
    longer warning (`lead_of`)."""
    theatre: Theatre
    sides: dict[str, Side]
    """'blue' and 'red'."""
    formations: tuple[Formation, ...]
    battalions: tuple[Battalion, ...]
    """Sorted by id: that order, not the side, decides array order."""
    orders: tuple[Order, ...]
    """Of the defender."""
    courses_of_action: dict[str, CourseOfAction]
    objectives: tuple[Objective, ...]
    ways_in: tuple[WayIn, ...]
    quality: dict[str, Evidence]
    """Combat effectiveness per head by country ('EE': 1.0)."""
    assumptions: dict[str, Evidence]
    """Every model parameter by name: data/assumptions.yaml,
    and the fitted ones of the law of ground combat (`fit_*`)."""
    adjudication: Adjudication
    """The law of ground combat as fitted to battles."""
    sources: dict[str, Source]
    ground_law: str = "calibrated"
    """Law that decides engagements: 'calibrated', or a classical one of `ground.reference_engagement.LAWS`."""
    measures: tuple[Measure, ...] = ()
    """Applied to the base, in order."""
    overridden: dict[str, str] = field(default_factory=dict)
    """Assumptions that the scenario's files changed, with the reason; see `reasons`."""
    changes: tuple[Change, ...] = ()
    """What was changed in Python, in order; see `vary`."""
    origin: Origin | None = field(default=None, repr=False, compare=False)
    """Where it was read from, so that measures can be laid on it; None for one that was made otherwise."""
    sea: SeaPosture | None = None
    """Lanes and what stands at sea; None where the scenario says nothing about it."""
    air: AirPosture | None = None
    """What flies and what meets it; None where the scenario says nothing about it."""
    cities: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Cells of each city, as H3 names, by the name of a place: built-up ground that is fought for as one thing."""
    lines: Lines | None = None
    """The network over which forces come; None where nobody comes from outside, or the theatre has none."""
    templates: Templates = field(default_factory=lambda: Templates({}, {}))
    """Types of battalions and templates of formations that may be named here."""
    correlations: tuple[Correlation, ...] = ()
    """What doubted values have in common, in pairs."""
    lifts: dict[str, Lift] = field(default_factory=dict)
    """What carries troops into landings and air assaults, by name."""
    barriers: dict[str, BarrierLine] = field(default_factory=dict)
    """Water lines and belts of obstacles, by name; rivers that are not named have the model's own values."""
    crisis: CrisisPosture | None = None
    """Warning and decision; where no rule of it is on, the hours are as stated."""
    quality_difference: Evidence | None = None
    """Quality of red's armies over blue's in log-odds of prevailing, common to all fights; None: wealth says it."""

    LIMITS: ClassVar[dict[str, tuple[float, float]]] = {
        "days": (1, 180),
        "h_hour_utc": (0, 23),
        "lead_h": (0, 2160),
    }
    ORDERED: ClassVar[tuple[str, ...]] = ("courses_of_action",)
    BESIDE: ClassVar[tuple[str, ...]] = ("measures", "overridden", "changes", "sources")
    IF_ANY: ClassVar[tuple[str, ...]] = ("correlations", "lifts", "barriers", "quality_difference", "crisis")

    def __post_init__(self) -> None:
        fix(self)

    @property
    def hash(self) -> str:
        """SHA-256 of all that a campaign is run from, theatre included: it follows the content, however it was made."""
        return content_digest(self)

    @property
    def reasons(self) -> dict[str, str]:
        """Why numbers are other than those that come with the package: address to reason, of files and of `vary`."""
        found = {f"assumptions.{name}": why for name, why in self.overridden.items()}
        for part, posture in (("sea", self.sea), ("air", self.air), ("lines", self.lines), ("crisis", self.crisis)):
            found |= {
                f"{part}.assumptions.{name}": why for name, why in (posture.overridden if posture else {}).items()
            }
        return found | {change.address: change.reason for change in self.changes}

    def present(self) -> Present:
        """What it has of what assumptions need in order to act.

        >>> import hillfort as hf
        >>> hf.scenario("marrow").present()
        Present(air=False, sea=False, ways_in=True, classical=False, cities=False, month=5, lifts=False)
        """
        return Present(
            air=self.air is not None,
            sea=self.sea is not None,
            ways_in=bool(self.ways_in),
            classical=self.ground_law != "calibrated",
            cities=bool(self.cities),
            month=int(self.date[5:7]),
            lifts=bool(self.lifts),
        )

    def lead_of(self, coa: str) -> int:
        """Hours simulated before H-hour under a course of action: `lead_h`, or its longest warning if that is more.

        In whole days, and only with `rule_whole_warning` on.

        >>> import hillfort as hf
        >>> [hf.scenario("baltic-2019").lead_of(key) for key in ("short-warning-seizure", "corridor-both-sides")]
        [168, 240]
        """
        if self.assumptions["rule_whole_warning"].value < SWITCHED:
            return self.lead_h
        if self.crisis and self.crisis.is_on("rule_crisis_hours"):
            longest = DAY_H * self.crisis.assumptions["longest_warning_days"].value
        else:
            longest = float(self.courses_of_action[coa].warning_h.quantiles(np.array([LONGEST_WARNING]))[0])
        return max(self.lead_h, DAY_H * math.ceil(round(longest / DAY_H, 6)))

    def aims(self, coa: str) -> tuple[str, ...]:
        """Objectives that a course of action is after: those it names, else all that are protected.

        >>> import hillfort as hf
        >>> hf.scenario("baltic-2019").aims("limited-land-grab")
        ('Narva',)
        """
        return self.courses_of_action[coa].aims or tuple(each.name for each in self.objectives if each.protect)

    def vary(self, values: Mapping[str, Number], *, reason: str = "") -> Scenario:
        """The scenario with other numbers at some addresses, and why: recorded in `changes` and seen in `hash`.

        Parameters
        ----------
        values : mapping
            Address to evidence in the unit that stands there, or to a plain number, which is then certain.
        reason : str
            For whoever reads the result.

        Raises
        ------
        InputError
            No reason, an address at which nothing stands, a value that cannot stand there, or an assumption that cannot
            act in this scenario; all of them at once.

        Examples
        --------
        >>> import hillfort as hf
        >>> marrow = hf.scenario("marrow")
        >>> sooner = marrow.vary({"formations.cc-bde.notice_to_move_h": 24}, reason="Kept at high readiness.")
        >>> sooner.changes[0].as_dict()["was"], sooner.hash == marrow.hash
        (72.0, False)
        """
        problems = []
        if not isinstance(reason, str) or not reason.strip():
            found = "is required and absent."
            problems.append(Problem(self.name, 0, "reason", found, "Say in a sentence why the numbers are changed."))
        problems += _cannot_act(self, values)
        try:
            varied = addressed.replace(self, values)
        except InputError as error:
            raise InputError([*problems, *error.problems], self.name) from None
        if problems:
            raise InputError(problems, self.name)
        made = tuple(
            Change(address, addressed.at(self, address), addressed.get(varied, address), reason.strip())
            for address in values
        )
        return replace(varied, changes=(*self.changes, *made))

    def with_measures(self, *measures: Any) -> Scenario:
        """The scenario with measures laid on it, by name, path or content; where a measure sets what was varied,
        it wins.

        Raises
        ------
        InputError
            Something is wrong with a measure, or nobody knows what file to lay it on: the scenario was not read from
            one, or was changed otherwise than by `vary`.

        Examples
        --------
        >>> import hillfort as hf
        >>> marrow = hf.scenario("marrow").vary({"quality.BB": 1.0}, reason="A try.")
        >>> [each.name for each in marrow.with_measures("marrow-brigade").measures], len(marrow.changes)
        (['marrow-brigade'], 1)
        """
        if self.origin is None:
            advice = "Lay measures on a scenario that was read from a file."
            raise InputError(Problem(self.name, 0, "measures", "have no file to be laid on.", advice), self.name)
        plain, found = self.origin.read(()), self.origin.read(measures)
        own = tuple(each for each in self.correlations if each not in plain.correlations)
        if replace(_again(plain, self.changes), correlations=self.correlations).hash != self.hash:
            said = "the scenario was changed in a way that no file and no record shows."
            raise InputError(Problem(self.name, 0, "measures", said, "Change numbers with `vary`."), self.name)
        kept = tuple(
            each for each in self.changes if addressed.at(plain, each.address) == addressed.at(found, each.address)
        )
        return _again(replace(found, correlations=joined(found.correlations, own)), kept)

    def correlate(self, ranks: Mapping[tuple[str, str], float], *, reason: str) -> Scenario:
        """The scenario with rank correlations between doubted values; each value keeps its own range and shape.

        Parameters
        ----------
        ranks : mapping
            Two addresses to Spearman's coefficient, -1 to 1; of a pair that the scenario already speaks of, this holds.
        reason : str
            For whoever reads the result.

        Raises
        ------
        InputError
            No reason, an address at which nothing stands, or coefficients that cannot be together. That both values are
            doubted and act is asked when the scenario is prepared.

        Examples
        --------
        >>> import hillfort as hf
        >>> marrow = hf.scenario("marrow").correlate({("quality.AA", "quality.BB"): 0.6}, reason="They train together.")
        >>> marrow.correlations[0].rank
        0.6
        """
        if not isinstance(reason, str) or not reason.strip():
            found = "is required and absent."
            advice = "Say in a sentence why they go together."
            raise InputError(Problem(self.name, 0, "reason", found, advice), self.name)
        said = tuple(Correlation(pair, float(rank), reason.strip()) for pair, rank in ranks.items())
        made = replace(self, correlations=joined(self.correlations, said))
        problems = addressed.problems(made.correlations)
        for address in members(said):
            problems += _unknown(self, address)
        if not problems and (contrary := contradiction(made.correlations)) is not None:
            wrong, found, advice = contrary
            problems.append(Problem(self.name, 0, " and ".join(wrong.between), f"{wrong.rank:g} {found}", advice))
        if problems:
            raise InputError(problems, self.name)
        return made

    def __repr__(self) -> str:
        plans = ", ".join(self.courses_of_action)
        return f"<Scenario {self.name}: {len(self.battalions)} battalions, courses of action {plans}>"

    def parts(self) -> dict[str | int, Any]:
        """Its numbers by the names of its sections in a file."""
        types = {**self.templates.types, **{each.type.key: each.type for each in self.battalions}}
        found: dict[str | int, Any] = {
            "days": self.days,
            "h_hour_utc": self.h_hour_utc,
            "lead_h": self.lead_h,
            "quality": StatedQuality(self.quality, self.quality_difference),
            "formations": self.first_readiness,
            "types": types,
            "orders": ListedOrders(self.orders),
            "courses_of_action": self.courses_of_action,
            "ways_in": {way.name: way for way in self.ways_in},
            "assumptions": self.assumptions,
            "sea": self.sea,
            "air": self.air,
            "crisis": self.crisis,
            "lines": self.lines,
            "movement": self.lines.movement if self.lines is not None else None,
            "lifts": self.lifts or None,
            "barriers": self.barriers or None,
            "correlations": self.correlations or None,
            "measures": {each.name: each for each in self.measures} or None,
        }
        return {name: part for name, part in found.items() if part is not None}

    def with_part(self, step: str | int, part: Any) -> Scenario:
        """The scenario with another section; what was made from the section follows it."""
        if step == "formations":
            return replace(self, battalions=tuple(_readied(each, part) for each in self.battalions))
        if step == "types":
            known = {key: part[key] for key in self.templates.types}
            retyped = tuple(replace(each, type=part[each.type.key]) for each in self.battalions)
            return replace(self, templates=replace(self.templates, types=known), battalions=retyped)
        if step == "quality":
            return replace(self, quality=part.countries, quality_difference=part.difference)
        if step == "orders":
            return replace(self, orders=part.orders)
        if step == "ways_in":
            return replace(self, ways_in=tuple(part.values()))
        if step == "measures":
            return replace(self, measures=tuple(part.values()))
        if step == "movement" and self.lines is not None:
            return replace(self, lines=replace(self.lines, movement=part))
        return replace(self, **{str(step): part})

    @property
    def first_readiness(self) -> dict[str, Readiness]:
        """How ready each formation is, as it was listed; those below a listed one are as ready as that."""
        return {_listed(each): each.readiness for each in reversed(self.battalions)}


def _unknown(scenario: Scenario, address: str) -> list[Problem]:
    """What is wrong with an address at which no number stands; one that is worked out when nothing is set is right."""
    try:
        addressed.get(scenario, address)
    except InputError as error:
        return [each for each in error.problems if "worked out" not in each.found]
    return []


def _again(scenario: Scenario, changes: Sequence[Change]) -> Scenario:
    """The scenario with recorded changes made once more, in order."""
    for each in changes:
        scenario = scenario.vary({each.address: each.value}, reason=each.reason)
    return scenario


def _listed(battalion: Battalion) -> str:
    """The listed formation that a battalion belongs to."""
    return battalion.formation.split("/")[0]


def _readied(battalion: Battalion, readiness: Mapping[str, Readiness]) -> Battalion:
    return replace(battalion, readiness=readiness[_listed(battalion)])


def _cannot_act(scenario: Scenario, values: Mapping[str, Number]) -> list[Problem]:
    """A problem for each assumption among some addresses that has no effect in a scenario."""
    present, problems = scenario.present(), []
    for address in values:
        section, _, name = str(address).partition(".")
        if section == "assumptions" and (lacking := refused(name, present)):
            why, advice = NEEDS[lacking]
            problems.append(Problem(scenario.name, 0, address, f"cannot act in this scenario: {why}.", advice))
    return problems + unfit_lines(scenario, values)


def unfit_lines(scenario: Scenario, values: Mapping[str, Number]) -> list[Problem]:
    """A problem for each parameter of a scenario's lines that cannot act there, or not as it is given, by address.

    >>> import hillfort as hf
    >>> unfit_lines(hf.scenario("marrow"), {"lines.assumptions.base_road_winding": 1.4})[0].found
    'cannot act in this scenario: nobody who comes from outside starts by road.'
    """
    if scenario.lines is None:
        return []
    start, said = "lines.assumptions.", scenario.lines.curation
    own = {address: address.removeprefix(start) for address in values if str(address).startswith(start)}
    found = {address: problem(name, values[address], said) for address, name in own.items()}
    found |= impossible_lengths(said, values)
    return [Problem(scenario.name, 0, address, *wrong) for address, wrong in found.items() if wrong] + [
        Problem(scenario.name, 0, address, f"cannot act in this scenario: {why}.", "Leave this out.")
        for address, name in own.items()
        if (why := idle(name, scenario.lines, scenario))
    ]
