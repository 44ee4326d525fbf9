"""Probes: the same war with one thing otherwise, and whether the answer moves in the direction that it has to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hillfort.air.war import states_of_sky
from hillfort.campaign.outcome import FOUGHT_BACK, SIDES, Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.forces.formation import Battalion
from hillfort.foundation import addressed
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.plans.plan import Order
from hillfort.studies import intervals
from hillfort.studies.campaign import quantities

COPY = "+"
"""What stands behind the formation of a battalion that is there a second time."""
MET, NOT_MET, UNCLEAR = "met", "not met", "unclear"
RED = 1
SKIES = {"red_sky": "red", "blue_sky": "blue"}
"""Share of the days on which a side holds the sky over a country, by what a probe calls it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """In which direction a quantity has to move, and by how much where that is said."""

    what: str
    direction: str
    much: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing otherwise."""

    key: str
    title: str
    expect: tuple[Expectation, ...]
    values: Mapping[str, float] = field(default_factory=dict)
    """Numbers by address; `*` for every one there is."""
    double: tuple[str, ...] = ()
    halve: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    """Each: sides, countries, formations or battalions."""
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a side only battalions of these types."""
    in_place: tuple[str, ...] = ()
    """Places at which outside forces stand from the start, in turn."""


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What became of one expectation."""

    probe: Probe
    expectation: Expectation
    before: float
    after: float
    change: intervals.Difference
    verdict: str


def probe(scenario: Scenario, outcome: Outcome, one: Probe, *, threads: int | None = None) -> Iterator[ProbeAnswer]:
    """Fight a scenario again with one thing otherwise, on the luck of draws that have been fought,
    and judge each expectation."""
    from hillfort.campaign.run import fight

    other = otherwise(scenario, one)
    again = fight(other, coa=outcome.coa, draws=outcome.draws, seed=outcome.seed, threads=threads)
    for each in one.expect:
        before, after = asked(scenario, outcome, each.what), asked(other, again, each.what)
        change = intervals.paired(after, before)
        middle = np.median if each.what == "worst_day" else np.mean
        values = float(middle(before)), float(middle(after))
        yield ProbeAnswer(one, each, *values, change, judged(each, values[1], change))


def judged(expectation: Expectation, value: float, change: intervals.Difference) -> str:
    """Whether an expectation is met.

    >>> change = intervals.Difference(0.1, 0.02, 0.18, 0.2)
    >>> judged(Expectation("hold", "up"), 0.5, change), judged(Expectation("hold", "down"), 0.5, change)
    ('met', 'not met')
    >>> judged(Expectation("hold", "within", 0.15), 0.5, change), judged(Expectation("hold", "same"), 0.5, change)
    ('met', 'not met')
    """
    clearly_up, clearly_down = change.low > 0.0, change.high < 0.0
    if expectation.direction == "same":
        return MET if change.changed_share == 0.0 else NOT_MET
    if expectation.direction == "at most":
        return MET if value <= expectation.much else NOT_MET
    if expectation.direction == "within":
        return MET if abs(change.change) <= expectation.much else NOT_MET
    if expectation.direction == "not up":
        return NOT_MET if clearly_up else MET
    if expectation.direction == "not down":
        return NOT_MET if clearly_down else MET
    right, wrong = (clearly_up, clearly_down) if expectation.direction == "up" else (clearly_down, clearly_up)
    return MET if right else NOT_MET if wrong else UNCLEAR


def asked(scenario: Scenario, outcome: Outcome, what: str) -> np.ndarray:
    """(draw,) values of a quantity that a probe asks about."""
    name, _, place = what.partition(" ")
    if name in ("lost", "lost_at_end"):
        column = outcome.objectives.index(place)
        lost = ~np.isnan(outcome.lost_h[:, column]) if name == "lost" else outcome.lost_at_end[:, column]
        return np.asarray(lost, bool)
    if name in ("delivered_t", "short_bn_days"):
        values = outcome.delivered_t if name == "delivered_t" else outcome.short_bn_days
        return np.asarray(values[:, SIDES.index(place)].sum(axis=1), float)
    if name in SKIES:
        states = states_of_sky(outcome.sky[:, :, outcome.skies.index(place), 0])
        return np.asarray(states[SKIES[name]].mean(axis=1), float)
    if name == "aircraft_lost":
        return np.asarray(outcome.flown[:, :, SIDES.index(place), 1].sum(axis=1), float)
    if what == "worst_day":
        return np.asarray(np.diff(outcome.lost_persons[:, :, RED], axis=1).max(axis=1), float)
    if what == "unfought":
        how = outcome.how_regained[:, outcome.protected]
        return np.asarray(((how != 0) & (how != FOUGHT_BACK)).any(axis=1), bool)
    row = next(each for each in quantities.of_part("verdict") if each.key == what)
    return quantities.compared(row, scenario, outcome)


def otherwise(scenario: Scenario, one: Probe) -> Scenario:
    """The scenario with what a probe changes.

    Raises
    ------
    InputError
        An address, a country, a formation or a place that is not there.
    """
    changed = scenario
    if one.values:
        changed = changed.vary(spelled_out(changed, one.values), reason=one.title)
    doubled, halved, gone = (_named(changed, names) for names in (one.double, one.halve, one.remove))
    units: list[Battalion] = []
    for number, unit in enumerate(changed.battalions):
        if unit.id in gone or (unit.id in halved and number % 2):
            continue
        if unit.side in one.keep and unit.type.key not in one.keep[unit.side]:
            continue
        units.append(unit)
        if unit.id in doubled:
            units.append(_twin(unit))
    if one.in_place:
        units = _stationed(changed, units, one.in_place)
    if units == list(changed.battalions):
        return changed
    plans = {
        key: dataclasses.replace(plan, orders=with_twins(plan.orders, doubled))
        for key, plan in changed.courses_of_action.items()
    }
    return dataclasses.replace(
        changed,
        battalions=tuple(sorted(units, key=lambda unit: unit.id)),
        orders=with_twins(changed.orders, doubled),
        courses_of_action=plans,
    )


def spelled_out(scenario: Scenario, values: Mapping[str, float]) -> dict[str, float]:
    """The same numbers with every `*` in an address replaced by all that it stands for."""
    found = {}
    for pattern, value in values.items():
        head, star, tail = pattern.partition("*")
        if not star:
            found[pattern] = value
            continue
        every = [address for address in addressed.addresses(scenario) if address.startswith(head)]
        fits = [
            address
            for address in every
            if address.endswith(tail) and "." not in address[len(head) :].removesuffix(tail)
        ]
        if not fits:
            raise InputError(Problem("probe", 0, pattern, "stands for nothing in this scenario."), "the probe")
        found |= dict.fromkeys(fits, value)
    return found


def _named(scenario: Scenario, names: Sequence[str]) -> set[str]:
    """Ids of the battalions that are meant by sides, countries, formations or battalions."""
    found: set[str] = set()
    for name in names:
        members = {
            unit.id
            for unit in scenario.battalions
            if name in (unit.side, unit.country, unit.id, unit.formation) or unit.formation.startswith(f"{name}/")
        }
        if not members:
            advice = did_you_mean(name, [each.id for each in scenario.formations])
            raise InputError(Problem("probe", 0, name, "is no side, country or formation here.", advice), "the probe")
        found |= members
    return found


def _twin(unit: Battalion) -> Battalion:
    """The same battalion once more, under the same command."""
    return dataclasses.replace(unit, id=f"{unit.id}{COPY}", name=f"{unit.name} (second)")


def with_twins(orders: Sequence[Order], doubled: set[str]) -> tuple[Order, ...]:
    """Orders that name a doubled battalion name its twin too."""
    return tuple(
        dataclasses.replace(
            order, forces=(*order.forces, *(f"{force}{COPY}" for force in order.forces if force in doubled))
        )
        for order in orders
    )


def _stationed(scenario: Scenario, units: Sequence[Battalion], places: Sequence[str]) -> list[Battalion]:
    """Outside forces of Blue at the places from the start, formation by formation in turn."""
    formations = sorted({unit.formation for unit in units if unit.side == "blue" and unit.outside and unit.ways_in})
    at = {formation: places[number % len(places)] for number, formation in enumerate(formations)}
    for place in places:
        if place not in scenario.theatre.places:
            advice = did_you_mean(place, scenario.theatre.places)
            raise InputError(Problem("probe", 0, place, "is no place of the theatre.", advice), "the probe")
    return [
        dataclasses.replace(unit, base=at[unit.formation], ways_in=())
        if unit.formation in at and unit.ways_in
        else unit
        for unit in units
    ]


Stage = Callable[[str], None]


def sanity(
    scenario: Scenario,
    probes: Sequence[Probe],
    *,
    draws: int,
    seed: int = 1,
    threads: int | None = None,
    stage: Stage | None = None,
) -> Iterator[ProbeAnswer]:
    """Every probe of a scenario under its first course of action, one after the other, on common luck.

    Assumes
    -------
    The direction that a probe expects is right whatever the numbers are: a soldier would say so.
    """
    from hillfort.campaign.run import fight

    coa = next(iter(scenario.courses_of_action))
    outcome = fight(scenario, coa=coa, draws=draws, seed=seed, threads=threads)
    for each in probes:
        if stage is not None:
            stage(each.title)
        yield from probe(scenario, outcome, each, threads=threads)
