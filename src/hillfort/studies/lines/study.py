"""Are they cut off? What arrives when, what limits it, what isolates the region,
what to cut first and what to fortify."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Unpack

import numpy as np

from hillfort.campaign.scenario import Scenario
from hillfort.forces.movement import MovementTable
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.progress import Progress
from hillfort.lines.flow.certificate import verify
from hillfort.lines.flow.effects import Attack
from hillfort.lines.flow.flow import DAY_MIN
from hillfort.lines.loss.arrival import ArrivalCurve, arrival
from hillfort.lines.loss.fortification import Fortified, fortify
from hillfort.lines.loss.interdiction import Frontier, Worst, certify_loss, worst
from hillfort.lines.loss.isolation import Isolation, isolate
from hillfort.lines.movers.assembly import Assembly, LinesState, assemble
from hillfort.lines.movers.demand import demand
from hillfort.lines.network.network import LineNetwork
from hillfort.lines.schedule.schedule import Schedule, schedule
from hillfort.lines.schedule.words import told_by
from hillfort.studies.asked import LinesAsked
from hillfort.studies.lines import loss as lines_loss
from hillfort.studies.lines import request as lines_request
from hillfort.studies.lines.answer import Destination, LinesAnswer, Proof, Supply, asked_loss
from hillfort.studies.lines.limits import periods
from hillfort.studies.lines.loss import LineLever
from hillfort.studies.lines.request import MOST_DAY, LinesRequest

if TYPE_CHECKING:
    pass

LOSSES = 8
"""Losses that the frontier goes up to, where the network has so many groups."""
TIES = 6
SIZES = 10
"""Searches in the work of one for isolation: it looks for a set of every size up to the smallest there is."""
Stage = Callable[[str], None]
"""Told, in a few words, what is being computed."""


def study(
    scenario: Scenario,
    *,
    network: LineNetwork,
    movement: MovementTable,
    stage: Stage | None = None,
    progress: Progress | None = None,
    **asked: Unpack[LinesAsked],
) -> LinesAnswer:
    """Everything about the lines of communication of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Who comes from outside, from where, to where.
    network : Network
        Of the scenario's theatre.
    movement : MovementTable
        What a battalion of each type is to those who move it.
    stage : callable, optional
        Told what is being computed.
    progress : callable, optional
        Called with draws done and draws wanted.
    **asked
        See `hillfort.studies.asked.LinesAsked` for defaults and bounds.

    Raises
    ------
    InputError
        Anything in the request is wrong, nothing moves, or a base has no line to the network: every problem at once.
    """
    from hillfort.studies.lines import chance as lines_chance
    from hillfort.studies.lines import summary as lines_summary

    say = stage or silent
    request = lines_request.check(network, **asked)
    say("assembling the network")
    made = assembled(scenario, network, movement, request.close)
    say("the arrival curve")
    curve = arrival(made.flow, days=MOST_DAY)
    planned = scheduled(made, say)
    places = _places(made, planned, request, say)
    say("what limits it")
    found = periods(made, curve)
    say("what isolates the region")
    open_targets = lines_loss.targets(network, names=losable(made, request.close))
    isolation, narrow = (
        in_plain_groups(network, isolate(made.flow, groups=isolating(made), ties=TIES, work=SIZES * request.work)),
        isolate(made.flow, groups=open_targets, ties=0, work=SIZES * request.work),
    )
    attacks = _attacks(made, request, open_targets, curve.at(request.by), say)
    defence = _defence(made, request, attacks, say)
    levers = _levers(made, request, attacks[0], [name for each in found for name in each.names], say)
    say("checking the proofs")
    proofs = tuple(proven(made, curve, request, attacks[0]))
    worst_one = asked_loss(attacks[0], request.attack)
    supply = supply_after(made, worst_one.groups if worst_one is not None else ())
    chances = None
    if request.draws:
        chances = lines_chance.simulate(scenario, made, draws=request.draws, seed=request.seed, progress=progress)
    answer = LinesAnswer(
        scenario,
        network,
        made,
        request,
        curve,
        places,
        found,
        planned,
        planned.gap(curve.at),
        isolation,
        narrow,
        *attacks,
        *defence,
        levers,
        supply,
        proofs,
        chances,
        {},
    )
    answer.summary.update(lines_summary.summarise(answer))
    return answer


def silent(_: str) -> None:
    """Says nothing."""


def assembled(scenario: Scenario, network: LineNetwork, movement: MovementTable, close: Sequence[str]) -> Assembly:
    """What is to move, joined to the network. Raises `InputError` where nothing comes from outside."""
    wanted = demand(scenario, movement)
    if not wanted.movers:
        advice = "Mark the formations that come from outside the region with 'outside: true'."
        raise InputError(
            Problem(scenario.name, 0, "formations", "nothing comes from outside: no lines to weigh.", advice)
        )
    return assemble(network, wanted, state=LinesState(scenario.date, closed=tuple(close)))


def scheduled(made: Assembly, say: Stage) -> Schedule:
    """A feasible schedule, each formation to where its orders want it."""
    say("a feasible schedule")
    towards = {
        mover.formation: (made.destinations[mover.destination],)
        for mover in made.demand.movers
        if mover.destination in made.destinations
    }
    held_up_h = made.network.curation.assumptions["held_up_h"].value
    return schedule(made.flow, days=MOST_DAY, towards=towards, told=told_by(made), held_up_h=held_up_h)


def _places(made: Assembly, planned: Schedule, request: LinesRequest, say: Stage) -> tuple[Destination, ...]:
    names = {node: name for name, node in made.destinations.items()}
    brought = dict.fromkeys(made.destinations, 0.0)
    for each in planned.movements:
        for part in each.parts:
            end = names.get(int(made.flow.head[part.sending.way.arcs[-1]]))
            if end is not None:
                sending = part.sending
                brought[end] += float(
                    np.interp(request.by * DAY_MIN - sending.way.transit_min, sending.times, sending.sent)
                )
    found = []
    for name, node in made.destinations.items():
        say(f"the arrival curve of {name}")
        days, vehicles = arrival(made.flow.towards([node]), days=MOST_DAY).curve()
        found.append(Destination(name, days, vehicles, brought[name]))
    return tuple(found)


def losable(made: Assembly, closed: Sequence[str] = ()) -> tuple[str, ...]:
    """Groups that some open link on a way from an origin to a destination belongs to, and that are not fortified."""
    used = set(np.unique(made.flow.group_of).tolist())
    kept = {*closed, *made.network.curation.fortified}
    return tuple(name for number, name in enumerate(made.flow.group_names) if number in used and name not in kept)


def isolating(made: Assembly) -> tuple[str, ...] | None:
    """Groups with which the region may be isolated: all, or those that are not fortified."""
    fortified = made.network.curation.fortified
    return tuple(name for name in made.flow.group_names if name not in fortified) if fortified else None


def _attacks(
    made: Assembly, request: LinesRequest, targets: tuple[str, ...], undisturbed: float, say: Stage
) -> tuple[Frontier, Frontier, Frontier]:
    """The worst losses of anything, of single targets, and of anything that is repaired."""
    names = losable(made, request.close)
    if not names:
        nothing = Frontier(request.by, undisturbed, ())
        return nothing, nothing, nothing
    most = min(max(LOSSES, request.attack), len(names))
    say(f"the worst loss of 1 to {most} groups")
    anything = worst(made.flow, by_day=request.by, k=most, attack=Attack(groups=names), ties=TIES, work=request.work)
    anything = as_told(made.network, anything)
    few = min(request.attack, len(targets))
    say(f"the worst loss of 1 to {few} single targets")
    single = Frontier(request.by, undisturbed, ())
    if few:
        single = worst(made.flow, by_day=request.by, k=few, attack=Attack(groups=targets), work=request.work)
    say("the worst loss where what is lost is repaired")
    repaired = worst(
        made.flow,
        by_day=request.by,
        k=min(request.attack, len(names)),
        attack=lines_loss.repairs(made.network, names=names),
        work=request.work,
    )
    return anything, single, repaired


def _plain(network: LineNetwork, groups: Sequence[str]) -> tuple[int, int, int, tuple[str, ...]]:
    """Which of several equal losses is told first: fewest groups, then the corridor, then fewest links."""
    found = [network.groups[name] for name in groups]
    return (
        len(found),
        -sum(each.kind == "corridor" for each in found),
        sum(len(each.links) for each in found),
        tuple(groups),
    )


def in_plain_groups(network: LineNetwork, found: Isolation) -> Isolation:
    """The same with the plainest of the equals first."""
    if not found.groups:
        return found
    ordered = sorted([found.groups, *found.ties], key=lambda groups: _plain(network, groups))
    return dataclasses.replace(found, groups=ordered[0], ties=tuple(ordered[1:]))


def as_told(network: LineNetwork, found: Frontier) -> Frontier:
    """The same with the plainest of the equals first; where one more loss changes nothing, the smaller one stands."""
    told: list[Worst] = []
    for each in found.worst:
        if told and told[-1].delivered <= each.delivered + 1e-9:
            before = told[-1]
            told.append(dataclasses.replace(each, groups=before.groups, ties=before.ties, all_ties=before.all_ties))
            continue
        small = [groups for groups in (each.groups, *each.ties) if len(groups) <= each.k]
        ordered = sorted(small, key=lambda groups: _plain(network, groups))
        told.append(dataclasses.replace(each, groups=ordered[0], ties=tuple(ordered[1:])))
    return dataclasses.replace(found, worst=tuple(told))


def _defence(
    made: Assembly, request: LinesRequest, attacks: Sequence[Frontier], say: Stage
) -> tuple[Fortified | None, Fortified | None]:
    if request.fortify == 0 or attacks[0].undisturbed <= 0.0 or not attacks[0].worst:
        return None, None
    say(f"which {request.fortify} groups to fortify")
    names = losable(made, request.close)
    attack = Attack(groups=names)
    k = min(request.attack, len(names))
    most = attacks[0].undisturbed
    safe = fortify(made.flow, by_day=request.by, k=k, q=request.fortify, attack=attack, work=request.work)
    say("which groups to make quickly repairable")
    quick = fortify(
        made.flow,
        by_day=request.by,
        k=k,
        q=request.fortify,
        attack=attack,
        prepared_days=made.network.curation.assumptions["prepared_repair_days"].value,
        work=request.work,
    )
    return _capped(safe, most), _capped(quick, most)


def _capped(found: Fortified, most: float) -> Fortified:
    """No choice saves more than what comes undisturbed."""
    return dataclasses.replace(found, bound=max(found.delivered, min(found.bound, most)))


def _levers(
    made: Assembly, request: LinesRequest, base: Frontier, limits: Sequence[str], say: Stage
) -> tuple[LineLever, ...]:
    if base.undisturbed <= 0.0 or not base.worst:
        return ()
    k = min(request.attack, len(base.worst))
    found, kept = [], made.network.curation.fortified
    for name, change in lines_loss.options(made, limits=limits, lost=base.at(k).groups).items():
        say(name)
        found.append(lines_loss.lever(name, change=change, base=base, k=k, work=request.work, kept=kept))
    return tuple(sorted(found, key=lambda each: (not each.proved, -each.gain_attacked, -each.gain, each.name)))


def proven(made: Assembly, curve: ArrivalCurve, request: LinesRequest, attacks: Frontier) -> list[Proof]:
    """Arrivals by the day that was asked, in the end and after each worst loss, each checked by its certificate."""
    found = []
    for day in dict.fromkeys((request.by, float(MOST_DAY))):
        checked = verify(made.flow, curve.certificate(day))
        found.append(Proof(f"arrivals by day {day:g}", checked.vehicles, checked.proved, checked.problems))
    for loss in attacks.worst[: request.attack]:
        left, certificate = certify_loss(made.flow, loss.groups, by_day=request.by)
        checked = verify(left, certificate)
        agrees = abs(checked.vehicles - loss.delivered) < 1e-6
        wrong = () if agrees else (f"the search says {loss.delivered:g}",)
        found.append(
            Proof(
                f"arrivals by day {request.by:g} after the worst loss of {loss.k}",
                checked.vehicles,
                checked.proved and agrees,
                (*checked.problems, *wrong),
            )
        )
    return found


def supply_after(made: Assembly, lost: Sequence[str]) -> Supply:
    """Trucks a day of all movers once in place, and the steady rate of the lines, as they are and after a loss."""
    values = {name: evidence.value for name, evidence in made.columns.items()}
    tonnes = sum(made.demand.tonnes_per_day(mover, values) for mover in made.demand.movers)
    trucks = sum(made.demand.supply_vehicles_per_day(mover, values) for mover in made.demand.movers)
    return Supply(tonnes, trucks, steady_rate(made), steady_rate(made, lost=lost))


def steady_rate(made: Assembly, *, lost: Sequence[str] = ()) -> float:
    """Vehicles a day that the lines carry for ever, from where the force comes to the destinations: the minimum cut."""
    from hillfort.lines.flow.static import StaticGraph

    _, rates = StaticGraph(made.flow.without(lost)).fill(3650 * DAY_MIN)
    return float(rates.sum())
