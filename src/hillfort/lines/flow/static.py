"""The network as the kernels read it: one source, one sink, residual arcs, and room to work in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.errors import InputError, Problem
from hillfort.lines.flow._kernels import FAR, Graph, Work, path_flows, successive_paths
from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork, Ints, Longs

UNLIMITED = 1 << 40
MOST_DAYS = 3650


def minutes(days: float) -> int:
    """Whole minutes of a number of days; InputError unless it is between 0 and ten years.

    Assumes
    -------
    A day has 1,440 minutes.

    >>> minutes(1.5)
    2160
    """
    if not 0 <= days <= MOST_DAYS:
        raise InputError(Problem("request", 0, "day", f"{days} is out of range.", f"Allowed: 0 to {MOST_DAYS}."))
    return round(days * DAY_MIN)


class StaticGraph:
    """Arcs 0 to n_arcs - 1 are those of the network; then come the sources', the sinks',
    and `extra` arcs from the source.

    An extra arc (head, minutes) has no room until somebody gives it some.
    """

    def __init__(self, network: FlowNetwork, extra: tuple[tuple[int, int], ...] = ()) -> None:
        n = network.n_nodes
        self.network, self.source, self.sink = network, n, n + 1
        starts, sinks = network.sources, network.sinks
        self.first_source = network.n_arcs
        self.first_sink = self.first_source + len(starts)
        self.first_extra = self.first_sink + len(sinks)
        self.n_arcs = self.first_extra + len(extra)

        def joined(arcs: Ints, of_sources: list[int], of_sinks: list[int], of_extra: list[int]) -> Longs:
            return np.concatenate([arcs, of_sources, of_sinks, of_extra]).astype(np.int64)

        self.tail = joined(network.tail, [n] * len(starts), list(sinks), [n] * len(extra))
        self.head = joined(network.head, [s.node for s in starts], [n + 1] * len(sinks), [head for head, _ in extra])
        self.minutes = joined(
            network.transit_min, [s.release_min for s in starts], [0] * len(sinks), [at for _, at in extra]
        )
        rates = [UNLIMITED if s.rate_per_day is None else s.rate_per_day for s in starts]
        self.room = joined(network.capacity_per_day, rates, [UNLIMITED] * len(sinks), [0] * len(extra))
        self._prepare()

    def _prepare(self) -> None:
        nodes, arcs = self.sink + 1, 2 * self.n_arcs
        leaves = np.concatenate([self.tail, self.head])
        order = np.argsort(leaves, kind="stable")
        place = np.empty(arcs, dtype=np.int32)
        place[order] = np.arange(arcs)
        self._forward, self._reverse = place[: self.n_arcs], place[self.n_arcs :]
        mate = np.concatenate([self._reverse, self._forward])[order].astype(np.int32)
        to = np.concatenate([self.head, self.tail])[order].astype(np.int32)
        owner = np.where(order < self.n_arcs, order, -1).astype(np.int32)
        first = np.concatenate([[0], np.cumsum(np.bincount(leaves, minlength=nodes))]).astype(np.int32)
        self.graph = Graph(first, to, mate, owner, self.source, self.sink)
        long, int_ = np.int64, np.int32
        self.work = Work(
            np.zeros(nodes, long),
            np.zeros(nodes, long),
            np.zeros(nodes, int_),
            np.zeros(nodes, int_),
            np.zeros(nodes, int_),
            np.zeros(nodes, int_),
            np.zeros(arcs + 2, int_),
            np.zeros(2 * arcs + 8, long),
            np.zeros(2 * arcs + 8, int_),
        )
        self._cost, self._left = np.empty(arcs, np.int64), np.empty(arcs, np.int64)
        self._rises = (np.empty(1024, np.int64), np.empty(1024, np.int64))
        self._paths = (
            np.empty(self.n_arcs + 2, np.int32),
            np.empty(64 * 1024, np.int32),
            np.empty(self.n_arcs + 2, np.int64),
        )

    def fill(self, horizon_min: int, *, room: Longs | None = None, cost: Longs | None = None) -> tuple[Longs, Longs]:
        """Lengths (minutes) and rates (a day) of the successive shortest paths shorter than the horizon."""
        cost = self.minutes if cost is None else cost
        self._cost[self._forward], self._cost[self._reverse] = cost, -cost
        while True:
            self._left[self._forward] = self.room if room is None else room
            self._left[self._reverse] = 0
            lengths, flows = self._rises
            count = successive_paths(
                self.graph,
                self.work,
                cost=self._cost,
                left=self._left,
                horizon=horizon_min,
                lengths=lengths,
                flows=flows,
            )
            if count >= 0:
                return lengths[:count].copy(), flows[:count].copy()
            self._rises = (np.empty(4 * len(lengths), np.int64), np.empty(4 * len(lengths), np.int64))

    def labels(self, horizon_min: int) -> Longs:
        """Minutes from which each node is cut off from the source, after `fill`: the dual of the last horizon."""
        found: Longs = np.clip(horizon_min - np.minimum(self.work.height, FAR), 0, horizon_min)
        return found

    def paths(self) -> tuple[Ints, Ints, Longs]:
        """The flow of the last `fill` as paths: where each starts in the list of arcs, the arcs, and the rate a day."""
        while True:
            left = self._left.copy()
            first, arcs, rates = self._paths
            count = path_flows(self.graph, self.work, left, path_first=first, path_arc=arcs, path_rate=rates)
            if count >= 0:
                return first[: count + 1].copy(), arcs[: first[count]].copy(), rates[:count].copy()
            self._paths = (
                np.empty(2 * len(first), np.int32),
                np.empty(4 * len(arcs), np.int32),
                np.empty(2 * len(rates), np.int64),
            )


def value_at(lengths: Longs, rates: Longs, minute: int) -> int:
    """Vehicle-minutes per day that have arrived by the minute: divide by 1,440 for vehicles.

    Assumes
    -------
    Every path carries its rate from the start until the last moment from which the journey still ends in time.

    >>> value_at(np.array([60]), np.array([10]), 1500)
    14400
    """
    return int(np.sum(rates * np.maximum(minute - lengths, 0)))


def saturated(graph: StaticGraph, labels: Longs, room: Longs) -> NDArray[np.int64]:
    """Minutes for which each arc binds: how long the cut over time runs through it.

    Assumes
    -------
    `labels` are those of an optimal dual; an arc without room binds for no time.
    """
    across = labels[graph.head] - labels[graph.tail] - graph.minutes
    return np.where(room > 0, np.maximum(across, 0), 0)
