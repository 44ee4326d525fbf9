"""Random small networks and slow, obvious answers to compare with."""

from __future__ import annotations

import itertools

import numpy as np

from hillfort.lines.flow.flow import Arc, FlowNetwork, FlowSource, network_of
from hillfort.lines.flow.static import StaticGraph


def random_network(seed: int, *, stocks: bool = False, nodes: int = 7, groups: int = 6) -> FlowNetwork:
    """At most 12 nodes; several arcs in a group, some in two groups, some in none, one or two sources and sinks."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(4, nodes + 1))
    names = [f"n{i}" for i in range(count)]
    labels = [f"g{i}" for i in range(groups)]
    arcs = []
    for _ in range(int(rng.integers(count, 3 * count))):
        tail, head = rng.choice(count, 2, replace=False)
        member = tuple(str(name) for name in rng.choice(labels, int(rng.choice([0, 1, 1, 1, 2])), replace=False))
        arcs.append(Arc(names[tail], names[head], int(rng.integers(1, 30)), int(rng.integers(1, 12)), member))
    arcs += [Arc(names[0], names[1], 5, 1, (label,)) for label in labels]
    starts = [("n0", FlowSource("one", 0, int(rng.integers(0, 10)), int(rng.integers(0, 4)) if stocks else None))]
    if rng.random() < 0.5:
        starts.append(
            (
                "n1",
                FlowSource(
                    "two", 0, int(rng.integers(0, 20)), int(rng.integers(0, 3)) if stocks else None, groups=("g0",)
                ),
            )
        )
    ends = [names[-1]] if rng.random() < 0.6 else [names[-1], names[-2]] if count > 4 else [names[-1]]
    return network_of(arcs, sources=starts, sinks=ends, name=f"random {seed}")


class Enumerated:
    """What arrives by a minute after every set of groups,
    one run of the flow for each (and each set of spent stocks)."""

    def __init__(self, network: FlowNetwork, minute: int) -> None:
        self.network, self.minute, self.graph = network, minute, StaticGraph(network)
        self.members = [network.arcs_in([number]).nonzero()[0] for number in range(network.n_groups)]
        self.known: dict[frozenset[int], int] = {}

    def after(self, lost: frozenset[int]) -> int:
        if lost not in self.known:
            self.known[lost] = self._after(lost)
        return self.known[lost]

    def _after(self, lost: frozenset[int]) -> int:
        network, room = self.network, self.graph.room.copy()
        for group in lost:
            room[self.members[group]] = 0
        names = {network.group_names[group] for group in lost}
        for number, source in enumerate(network.sources):
            if names & set(source.groups):
                room[network.n_arcs + number] = 0
        limited = [number for number, source in enumerate(network.sources) if source.stock is not None]
        least = None
        for size in range(len(limited) + 1):
            for spent in itertools.combinations(limited, size):
                left = room.copy()
                left[[network.n_arcs + number for number in spent]] = 0
                lengths, rates = self.graph.fill(self.minute, room=left)
                stock = sum(1440 * (network.sources[number].stock or 0) for number in spent)
                value = (
                    sum(int(rate) * (self.minute - int(length)) for length, rate in zip(lengths, rates, strict=True))
                    + stock
                )
                least = value if least is None else min(least, value)
        assert least is not None
        return least

    def worst(self, k: int, protected: tuple[int, ...] = ()) -> int:
        """Least over every set of at most k groups that are not protected."""
        left = [group for group in range(self.network.n_groups) if group not in protected]
        return min(
            self.after(frozenset(lost))
            for size in range(min(k, len(left)) + 1)
            for lost in itertools.combinations(left, size)
        )


def expanded_value(
    network: FlowNetwork, minute: int, late: dict[int, int] | None = None, closed_until: dict[int, int] | None = None
) -> int:
    """Vehicle-minutes a day by the minute over a network with one copy per minute: the maximum flow of that graph.

    Exact when all times are whole minutes. A stock counts 1,440 per vehicle.
    """
    from ortools.graph.python import max_flow

    late, closed_until = late or {}, closed_until or {}
    solver = max_flow.SimpleMaxFlow()
    copies = minute + 1
    start, end, base = 0, 1, 2
    huge = 10**9

    def at(node: int, time: int) -> int:
        return base + node * copies + time

    for node in range(network.n_nodes):
        for time in range(minute):
            solver.add_arc_with_capacity(at(node, time), at(node, time + 1), huge)
    for arc in range(network.n_arcs):
        transit = int(network.transit_min[arc]) + late.get(arc, 0)
        for time in range(closed_until.get(arc, 0), minute - transit):
            # What leaves in minute `time` has wholly arrived one minute later than it would in continuous time.
            solver.add_arc_with_capacity(
                at(int(network.tail[arc]), time),
                at(int(network.head[arc]), time + transit),
                int(network.capacity_per_day[arc]),
            )
    next_node = base + network.n_nodes * copies
    for number, source in enumerate(network.sources):
        hub = next_node + number
        solver.add_arc_with_capacity(start, hub, huge if source.stock is None else source.stock * 1440)
        release = max(
            source.release_min + late.get(network.n_arcs + number, 0), closed_until.get(network.n_arcs + number, 0)
        )
        for time in range(release, minute):
            solver.add_arc_with_capacity(hub, at(source.node, time), source.rate_per_day or huge)
    for sink in network.sinks:
        for time in range(minute):
            solver.add_arc_with_capacity(at(sink, time), end, huge)
    if not network.sources or minute == 0:
        return 0
    status = solver.solve(start, end)
    assert status == solver.OPTIMAL
    return int(solver.optimal_flow())
