"""The lines of communication in brief: what arrives by day, what isolates, the first worst losses, and chance.

The parts of `studies.lines` that take a second or two; which groups to fortify, single targets, losses that are
repaired and each destination by itself are left to it.
"""

from __future__ import annotations

from hillfort.campaign.scenario import Scenario
from hillfort.forces.movement import MovementTable
from hillfort.lines.flow.effects import Attack
from hillfort.lines.loss.arrival import arrival
from hillfort.lines.loss.interdiction import Frontier, worst
from hillfort.lines.loss.isolation import isolate
from hillfort.lines.network.network import LineNetwork
from hillfort.studies.lines import answer
from hillfort.studies.lines import chance as lines_chance
from hillfort.studies.lines import limits as lines_limits
from hillfort.studies.lines import loss as lines_loss
from hillfort.studies.lines import request as lines_request
from hillfort.studies.lines import study as whole
from hillfort.studies.lines import summary as lines_summary
from hillfort.studies.lines.answer import LinesAnswer

LOSSES = 3
"""Groups lost at most."""
TOLD = (
    "draws",
    "seed",
    "by_day",
    "work",
    "attack_size",
    "wanted",
    "first_day",
    "undisturbed",
    "arrival",
    "bottlenecks",
    "schedule",
    "gap",
    "isolating_set",
    "isolating_targets",
    "attack",
    "supply",
    "certificate",
    "chance",
)
"""What of `lines.json` is told here, under the same names."""


def study(scenario: Scenario, *, network: LineNetwork, movement: MovementTable, draws: int, seed: int) -> LinesAnswer:
    """The answer of `studies.lines` without what takes long: no destinations by themselves, fortification or levers.

    Raises
    ------
    InputError
        Nothing comes from outside, or a base has no line to the network.
    """
    made = whole.assembled(scenario, network, movement, ())
    names = whole.losable(made)
    request = lines_request.check(network, attack=max(1, min(LOSSES, len(names))), fortify=0, draws=draws, seed=seed)
    curve = arrival(made.flow, days=lines_request.MOST_DAY)
    planned = whole.scheduled(made, whole.silent)
    nothing = Frontier(request.by, curve.at(request.by), ())
    losses = nothing
    if names:
        losses = worst(
            made.flow,
            by_day=request.by,
            k=request.attack,
            attack=Attack(groups=names),
            ties=whole.TIES,
            work=request.work,
        )
        losses = whole.as_told(network, losses)
    isolation = whole.in_plain_groups(
        network, isolate(made.flow, groups=whole.isolating(made), ties=whole.TIES, work=whole.SIZES * request.work)
    )
    narrow = isolate(
        made.flow, groups=lines_loss.targets(network, names=names), ties=0, work=whole.SIZES * request.work
    )
    worst_one = answer.asked_loss(losses, request.attack)
    found = LinesAnswer(
        scenario=scenario,
        network=network,
        made=made,
        request=request,
        curve=curve,
        places=(),
        periods=lines_limits.periods(made, curve),
        schedule=planned,
        gap=planned.gap(curve.at),
        isolation=isolation,
        isolation_targets=narrow,
        attack=losses,
        attack_targets=nothing,
        attack_repaired=nothing,
        fortified=None,
        prepared=None,
        levers=(),
        supply=whole.supply_after(made, worst_one.groups if worst_one is not None else ()),
        proofs=tuple(whole.proven(made, curve, request, losses)),
        chances=lines_chance.simulate(scenario, made, draws=draws, seed=seed) if draws else None,
        summary={},
    )
    found.summary.update(lines_summary.summarise(found))
    return found
