"""What arrives when: the exact cumulative curve, its proof, the ways taken and what binds in which period."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.lines.flow.certificate import Certificate, PathFlow
from hillfort.lines.flow.effects import Attack, Effects
from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork, Longs
from hillfort.lines.flow.static import StaticGraph, minutes, saturated, value_at
from hillfort.lines.loss.duel import Duel

SHORT_DAYS = 0.25
"""A bottleneck that binds for less, or a period that lasts less, is no phase worth a name."""
NOTHING_ATTACKED = Attack(groups=())


@dataclass(frozen=True)
class Branch:
    """One possible law of arrival: rises of the rate, and a stock (vehicle-minutes a day) that counts at once."""

    lengths: Longs
    rates: Longs
    fee: int
    spent: tuple[int, ...]

    def at(self, minute: int) -> int:
        """Vehicle-minutes a day by the minute."""
        return value_at(self.lengths, self.rates, minute) + self.fee


@dataclass(frozen=True)
class Binding:
    """A bottleneck of what arrives by a day: where, for departures from and to which day, and how much passes it.

    `groups` are the names that an analyst uses, `arc` the link itself; `share` is its part of all that arrives.
    """

    arc: str
    groups: tuple[str, ...]
    from_day: float
    to_day: float
    vehicles: float
    share: float


@dataclass(frozen=True)
class Phase:
    """A period in which the same links bind, the widest first, and the rate at which they let arrive."""

    from_day: float
    to_day: float
    names: tuple[str, ...]
    rate_per_day: int


@dataclass(frozen=True)
class ArrivalCurve:
    """The most that can have arrived by any time until `days`: exact to the minute and the vehicle."""

    network: FlowNetwork
    days: float
    branches: tuple[Branch, ...]

    def exact(self, minute: int) -> int:
        """Vehicle-minutes a day by the minute, a whole number: 1,440 make a vehicle."""
        return min(branch.at(minute) for branch in self.branches)

    def at(self, day: float) -> float:
        """Vehicles that have arrived by the day, counted from the start."""
        return self.exact(minutes(day)) / DAY_MIN

    def curve(self, step_days: float = 1.0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Days and vehicles, from day 0 in steps."""
        count = int(np.floor(self.days / step_days + 1e-9))
        days = np.arange(count + 1, dtype=np.float64) * step_days
        return days, np.array([self.at(float(day)) for day in days])

    @property
    def breaks(self) -> tuple[tuple[int, int], ...]:
        """(minute, vehicles a day) from each minute on; where stocks run out,
        those of the law that holds at the end."""
        last = min(self.branches, key=lambda branch: branch.at(minutes(self.days)))
        return tuple(zip(last.lengths.tolist(), np.cumsum(last.rates).tolist(), strict=True))

    @property
    def first_day(self) -> float | None:
        """Day from which anything arrives, or None."""
        return self.closing_day(1 / DAY_MIN)

    def closing_day(self, vehicles: float) -> float | None:
        """Day by which so many vehicles have arrived, to the minute; None if not by the end."""
        wanted = int(np.ceil(vehicles * DAY_MIN - 1e-6))
        low, high = 0, minutes(self.days)
        if self.exact(high) < wanted:
            return None
        while low < high:
            middle = (low + high) // 2
            if self.exact(middle) >= wanted:
                high = middle
            else:
                low = middle + 1
        return low / DAY_MIN

    def certificate(self, day: float) -> Certificate:
        """Flow and cut that prove the value at the day: give it to `certificate.verify`."""
        return self._solved(minutes(day))[2]

    def flows(self, day: float) -> tuple[PathFlow, ...]:
        """The ways taken if most is to arrive by the day, the strongest first."""
        return tuple(sorted(self._solved(minutes(day))[2].paths, key=lambda path: (-path.rate_per_day, path.minutes)))

    def binding(self, day: float) -> tuple[Binding, ...]:
        """The bottlenecks of what arrives by the day, the widest first."""
        by_min = minutes(day)
        graph, labels, certificate = self._solved(by_min)
        total = max(certificate.claimed, 1)
        spent = [
            Binding(
                f"stock of {source.name}",
                (),
                source.release_min / DAY_MIN,
                by_min / DAY_MIN,
                float(source.stock or 0),
                (source.stock or 0) * DAY_MIN / total,
            )
            for source in (self.network.sources[number] for number in certificate.spent)
        ]
        span = saturated(graph, labels, graph.room)
        found = [self._binding(graph, int(arc), labels, int(span[arc]), total) for arc in np.flatnonzero(span)]
        return tuple(sorted(spent + found, key=lambda binding: (-binding.vehicles, binding.from_day, binding.arc)))

    def _binding(self, graph: StaticGraph, arc: int, labels: Longs, span: int, total: int) -> Binding:
        network = self.network
        start = int(labels[graph.tail[arc]])
        if arc < network.n_arcs:
            name, groups = network.arc_name(arc), tuple(network.group_names[group] for group in network.groups_of(arc))
        else:
            source = network.sources[arc - network.n_arcs]
            name, groups, start = source.name, source.groups, source.release_min
        amount = span * int(graph.room[arc])
        return Binding(name, groups, start / DAY_MIN, (start + span) / DAY_MIN, amount / DAY_MIN, amount / total)

    def phases(self, day: float | None = None) -> tuple[Phase, ...]:
        """Which links bind in which period of departures, in order; groups are named where a link has one."""
        found = [
            binding
            for binding in self.binding(self.days if day is None else day)
            if not binding.arc.startswith("stock of") and binding.to_day - binding.from_day >= SHORT_DAYS
        ]
        edges = sorted({binding.from_day for binding in found} | {binding.to_day for binding in found})
        phases: list[Phase] = []
        for start, end in itertools.pairwise(edges):
            names: dict[str, float] = {}
            for binding in found:
                if binding.from_day <= start and end <= binding.to_day:
                    name = " / ".join(binding.groups) or binding.arc
                    names[name] = names.get(name, 0.0) + binding.vehicles / (binding.to_day - binding.from_day)
            ordered = tuple(sorted(names, key=lambda name: (-names[name], name)))
            rate = round(sum(names.values()))
            if (phases and end - start < SHORT_DAYS) or (
                phases and phases[-1].names == ordered and phases[-1].rate_per_day == rate
            ):
                phases[-1] = dataclasses.replace(phases[-1], to_day=end)
            elif ordered:
                phases.append(Phase(start, end, ordered, rate))
        return tuple(phases)

    def _solved(self, by_min: int) -> tuple[StaticGraph, Longs, Certificate]:
        branch = min(self.branches, key=lambda one: one.at(by_min))
        graph = StaticGraph(self.network)
        graph.room[self.network.n_arcs + np.array(branch.spent, dtype=int)] = 0
        return certified(self.network, graph, by_min, spent=branch.spent)


def certified(
    network: FlowNetwork,
    graph: StaticGraph,
    by_min: int,
    *,
    spent: Sequence[int] = (),
    late: Sequence[tuple[int, int]] = (),
) -> tuple[StaticGraph, Longs, Certificate]:
    """Fill the graph and write down flow and cut; also returns the graph and the labels of all its nodes.

    Assumes
    -------
    `graph` is that of `network`, with no room on the arcs of `spent` sources.
    """
    cost = graph.minutes.copy()
    for arc, added in late:
        cost[arc] += added
    lengths, rates = graph.fill(by_min, cost=cost)
    labels = graph.labels(by_min)
    first, arcs, amounts = graph.paths()
    fee = sum((network.sources[number].stock or 0) * DAY_MIN for number in spent)
    paths = tuple(
        PathFlow(
            int(arcs[start] - network.n_arcs),
            tuple(int(arc) for arc in arcs[start + 1 : end - 1]),
            int(rate),
            int(cost[arcs[start:end]].sum()),
        )
        for start, end, rate in zip(first[:-1], first[1:], amounts, strict=True)
    )
    claimed = value_at(lengths, rates, by_min) + fee
    return (
        graph,
        labels,
        Certificate(by_min, claimed, tuple(labels[: network.n_nodes].tolist()), paths, tuple(spent), tuple(late)),
    )


def arrival(network: FlowNetwork, *, days: float = 30.0) -> ArrivalCurve:
    """The most that can have arrived at the sinks by every time until `days`, in vehicles, as one exact curve.

    "Nothing" is an answer: a curve that stays at zero. Stocks of sources are kept exactly. Raises InputError for days
    out of range.

    Assumes
    -------
    Capacities are rates and do not change; vehicles may wait anywhere; one vehicle is like another.

    Sources
    -------
    Ford and Fulkerson (1958), flows over time from temporally repeated paths; with limited stocks, the minimum over
    which stocks run out.

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> arcs = [Arc("Suwałki", "Kaunas", 180, 400), Arc("Rostock", "Kaunas", 1600, 300)]
    >>> starts = [("Suwałki", FlowSource("by road", 0)), ("Rostock", FlowSource("by sea", 0, release_min=1440))]
    >>> curve = arrival(network_of(arcs, sources=starts, sinks=["Kaunas"]), days=10)
    >>> curve.at(2), round(curve.closing_day(3000), 2)
    (750.0, 5.26)
    """
    horizon = minutes(days)
    graph = StaticGraph(network)
    branches = [_branch(network, graph, horizon, ())]
    if any(source.stock is not None for source in network.sources):
        branches = _branches(network, graph, horizon)
    return ArrivalCurve(network, days, tuple(branches))


def _branch(network: FlowNetwork, graph: StaticGraph, horizon: int, spent: tuple[int, ...]) -> Branch:
    room = graph.room.copy()
    room[network.n_arcs + np.array(spent, dtype=int)] = 0
    lengths, rates = graph.fill(horizon, room=room)
    return Branch(lengths, rates, sum((network.sources[number].stock or 0) * DAY_MIN for number in spent), spent)


def _branches(network: FlowNetwork, graph: StaticGraph, horizon: int) -> list[Branch]:
    """Every law that holds somewhere: more stocks run out as time goes on,
    so looking where two laws cross finds all."""
    known: dict[tuple[int, ...], Branch] = {}

    def holds_at(minute: int) -> tuple[int, ...]:
        duel = Duel(Effects(network, minute, NOTHING_ATTACKED))
        spent = tuple(
            sorted(int(duel.effects.columns.arcs(column)[0]) - network.n_arcs for column in duel.solve(0).columns)
        )
        if spent not in known:
            known[spent] = _branch(network, graph, horizon, spent)
        return spent

    def between(low: int, high: int, at_low: tuple[int, ...], at_high: tuple[int, ...]) -> None:
        if at_low == at_high or high - low < 2:
            return
        least, most = low, high  # First minute from which the later law asks for less.
        while most - least > 1:
            middle = (least + most) // 2
            if known[at_high].at(middle) <= known[at_low].at(middle):
                most = middle
            else:
                least = middle
        at_least = holds_at(least) if least > low else at_low
        at_most = holds_at(most) if most < high else at_high
        if known[at_least].at(least) < known[at_low].at(least):
            between(low, least, at_low, at_least)
        if known[at_most].at(most) < known[at_high].at(most):
            between(most, high, at_most, at_high)

    between(0, horizon, holds_at(0), holds_at(horizon))
    return list(known.values())
