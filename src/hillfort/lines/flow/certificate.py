"""Proof of what arrives, checked by plain whole-number arithmetic that knows nothing of the search that found it.

A certificate holds a flow (paths with a daily rate, each repeated from its release until the last moment that still
arrives in time) and a cut over time (for each node the minute until which it is cut off). The flow shows that so much
arrives; the cut that no more can. Where a stock runs out the cut alone is checked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork


@dataclass(frozen=True)
class PathFlow:
    """A way of the flow: the source's number, the arcs in order, vehicles a day,
    and minutes from the start to the end."""

    source: int
    arcs: tuple[int, ...]
    rate_per_day: int
    minutes: int


@dataclass(frozen=True)
class Certificate:
    """What is claimed to have arrived by `by_min`, in vehicle-minutes a day (1,440 make a vehicle), and why.

    `labels` is the minute from which each node can still be reached in time; `spent` are sources whose whole stock
    counts instead of their way; `late` are minutes added to single arcs.
    """

    by_min: int
    claimed: int
    labels: tuple[int, ...]
    paths: tuple[PathFlow, ...]
    spent: tuple[int, ...] = ()
    late: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Checked:
    """What independent arithmetic makes of a certificate: `least` and `most` that can have arrived,
    and what is wrong."""

    least: int
    most: int
    problems: tuple[str, ...]
    proved: bool

    @property
    def vehicles(self) -> float:
        """The most that can have arrived, in vehicles."""
        return self.most / DAY_MIN


def verify(network: FlowNetwork, certificate: Certificate) -> Checked:
    """Check a certificate against the network: proved if the flow is legal and as large as the cut and the claim.

    Assumes
    -------
    Weak duality of flows over time: whatever crosses a cut over time is bounded by the capacity of its arcs times the
    minutes for which they cross it.
    """
    late = dict(certificate.late)
    problems = [*_problems_of_labels(network, certificate), *_problems_of_paths(network, certificate, late)]
    most = _most(network, certificate, late)
    least = sum(path.rate_per_day * max(0, certificate.by_min - path.minutes) for path in certificate.paths)
    if most is None:
        problems.append("a link without limit crosses the cut")
        most = -1
    if certificate.claimed != most:
        problems.append(f"the cut says {most}, the claim {certificate.claimed}")
    limited = any(source.stock is not None for source in network.sources)
    if not limited and least != most:
        problems.append(f"the flow says {least}, the cut {most}")
    return Checked(least, most, tuple(problems), not problems)


def _problems_of_labels(network: FlowNetwork, certificate: Certificate) -> list[str]:
    if len(certificate.labels) != network.n_nodes:
        return [f"{len(certificate.labels)} labels for {network.n_nodes} nodes"]
    return [
        f"label of node {node} is {label}"
        for node, label in enumerate(certificate.labels)
        if not 0 <= label <= certificate.by_min
    ]


def _most(network: FlowNetwork, certificate: Certificate, late: Mapping[int, int]) -> int | None:
    labels, total = certificate.labels, 0
    for arc, (tail, head) in enumerate(zip(network.tail.tolist(), network.head.tolist(), strict=True)):
        across = labels[head] - labels[tail] - int(network.transit_min[arc]) - late.get(arc, 0)
        if across > 0:
            total += across * int(network.capacity_per_day[arc])
    for number, source in enumerate(network.sources):
        if number in certificate.spent:
            if source.stock is None:
                return None
            total += source.stock * DAY_MIN
            continue
        across = labels[source.node] - source.release_min - late.get(network.n_arcs + number, 0)
        if across > 0:
            if source.rate_per_day is None:
                return None
            total += across * source.rate_per_day
    if any(labels[sink] < certificate.by_min for sink in network.sinks):
        return None
    return total


def _problems_of_paths(network: FlowNetwork, certificate: Certificate, late: Mapping[int, int]) -> list[str]:
    problems: list[str] = []
    used: defaultdict[int, int] = defaultdict(int)
    leaving: defaultdict[int, int] = defaultdict(int)
    for number, path in enumerate(certificate.paths):
        source = network.sources[path.source]
        at = source.node
        minutes = source.release_min + late.get(network.n_arcs + path.source, 0)
        leaving[path.source] += path.rate_per_day
        for arc in path.arcs:
            if int(network.tail[arc]) != at:
                problems.append(f"path {number} jumps before arc {arc}")
            at = int(network.head[arc])
            minutes += int(network.transit_min[arc]) + late.get(arc, 0)
            used[arc] += path.rate_per_day
        if at not in network.sinks:
            problems.append(f"path {number} ends at node {at}, no destination")
        if minutes != path.minutes or path.rate_per_day <= 0:
            problems.append(f"path {number}: {path.minutes} minutes and rate {path.rate_per_day}, counted {minutes}")
    problems += [f"arc {arc} carries {rate}" for arc, rate in used.items() if rate > int(network.capacity_per_day[arc])]
    problems += [
        f"source {number} sends {rate}"
        for number, rate in leaving.items()
        if (limit := network.sources[number].rate_per_day) is not None and rate > limit
    ]
    return problems
