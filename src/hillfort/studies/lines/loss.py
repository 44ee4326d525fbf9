"""What an adversary would cut, and what to make safe against it: exact searches put to the questions of a study."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hillfort.lines.flow.effects import Attack
from hillfort.lines.flow.flow import FlowNetwork
from hillfort.lines.loss.fortification import Improvement
from hillfort.lines.loss.interdiction import Frontier, worst
from hillfort.lines.movers.assembly import Assembly
from hillfort.lines.network.network import LineNetwork

AREAS = ("corridor", "sea", "border", "airlift")
"""Kinds of groups that are stretches of land, sea or air, not single points."""


@dataclass(frozen=True, slots=True)
class LineLever:
    """One change to the network or the force: vehicles by the day, undisturbed and after the worst loss.

    `attacked` and `gain_attacked` are proved: at least so many where the search did not end, and then at most `bound`
    and `gain_attacked_most`.
    """

    name: str
    kind: str
    """duplicate, capacity, ferry or preposition."""
    undisturbed: float
    attacked: float
    bound: float
    gain: float
    gain_attacked: float
    gain_attacked_most: float
    proved: bool


def areas(network: LineNetwork) -> frozenset[str]:
    """Groups that are wide: a stretch of land, sea or air, or a name for at least three narrower ones."""
    links = {name: frozenset(group.links) for name, group in network.groups.items()}
    wide = set()
    for name, group in network.groups.items():
        within = sum(links[other] < links[name] for other in links if links[other])
        if group.kind in AREAS or within >= 3:
            wide.add(name)
    return frozenset(wide)


def targets(network: LineNetwork, *, names: Iterable[str]) -> tuple[str, ...]:
    """Groups that are single targets: a crossing, a bridge, a port, a strait, an airfield, a railhead, a transload."""
    wide = areas(network)
    return tuple(name for name in names if name not in wide)


def repairs(network: LineNetwork, *, names: Iterable[str]) -> Attack:
    """An attack after which each group carries again once it is repaired or swept."""
    days = {name: network.repair_of(name).value for name in names}
    return Attack(mode="out", repair_of=days, groups=tuple(days))


def options(made: Assembly, *, limits: Sequence[str], lost: Sequence[str]) -> dict[str, tuple[str, FlowNetwork]]:
    """Named changes that might help, each as its kind and the network after it.

    Parameters
    ----------
    made : Assembly
        The network as it is.
    limits : sequence of str
        Groups that bind, strongest first: the first port and the first railhead or transload get a second ramp.
    lost : sequence of str
        Groups of the worst loss: each is duplicated.
    """
    flow, network = made.flow, made.network
    found: dict[str, tuple[str, FlowNetwork]] = {}
    for kinds, what in ((("railhead", "transload"), "second ramp"), (("port",), "second berth")):
        name = next((each for each in limits if each in network.groups and network.groups[each].kind in kinds), None)
        if name is not None:
            found[f"{what}: {name}"] = ("capacity", Improvement(capacity={name: (2.0, 0)}).applied(flow))
    found |= _ferry(made)
    found |= _prepositioned(made)
    for name in lost:
        found[f"second link: {name}"] = ("duplicate", Improvement(duplicate=(name,)).applied(flow))
    return found


def _ferry(made: Assembly) -> dict[str, tuple[str, FlowNetwork]]:
    """One more ship on every lane of the region that ships, not water, limit."""
    at_sea = {name for name, group in made.network.groups.items() if group.kind == "sea"}
    limited = [
        name
        for name, group in made.network.groups.items()
        if group.kind == "strait"
        and any(made.network.columns[made.network.links[link].rate].unit == "lane-metres/day" for link in group.links)
        and at_sea & {other for link in group.links for other in made.network.links[link].groups}
    ]
    if not limited:
        return {}
    carried = made.network.curation.assumptions["ferry_lane_metres"].value
    plus = round(carried / made.columns["lane_metres_per_vehicle"].value)
    return {
        f"one more ship: {limited[0]}": ("ferry", Improvement(capacity={limited[0]: (1.0, plus)}).applied(made.flow))
    }


def _prepositioned(made: Assembly) -> dict[str, tuple[str, FlowNetwork]]:
    """The brigade that is released last stands in the region, men flown in, and moves once it is out of the stores."""
    flow = made.flow
    brigades = [number for number, mover in enumerate(made.demand.movers) if len(mover.battalions) >= 3]
    if not brigades or not made.destinations:
        return {}
    late = max(brigades, key=lambda number: (flow.sources[number].release_min, flow.sources[number].stock or 0))
    mover, source = made.demand.movers[late], flow.sources[late]
    node = made.destinations.get(mover.destination, flow.sinks[0])
    decision = (
        min(round(60.0 * made.columns["alliance_decision_h"].value), source.release_min)
        if "alliance_decision_h" in made.columns
        else 0
    )
    ready = round(60.0 * made.network.curation.assumptions["stores_ready_h"].value)
    moved = dataclasses.replace(source, node=node, release_min=decision + ready, rate_per_day=max(source.stock or 1, 1))
    sources = tuple(moved if number == late else each for number, each in enumerate(flow.sources))
    return {f"prepositioned: {mover.name}": ("preposition", dataclasses.replace(flow, sources=sources))}


def lever(
    name: str, *, change: tuple[str, FlowNetwork], base: Frontier, k: int, work: int, kept: Sequence[str] = ()
) -> LineLever:
    """What one change is worth by the day of `base`, undisturbed and after the worst loss of `k` groups not `kept`."""
    groups = tuple(each for each in change[1].group_names if each not in kept) if kept else None
    found = worst(change[1], by_day=base.by_day, k=k, attack=Attack(groups=groups), work=work)
    then = found.at(k)
    return LineLever(
        name,
        change[0],
        found.undisturbed,
        then.bound,
        then.delivered,
        found.undisturbed - base.undisturbed,
        then.bound - base.at(k).delivered,
        then.delivered - base.at(k).bound,
        then.proved and base.at(k).proved,
    )


def by_kind(groups: Mapping[str, object], names: Iterable[str]) -> list[str]:
    """Names that are groups, in their order."""
    return [name for name in names if name in groups]
