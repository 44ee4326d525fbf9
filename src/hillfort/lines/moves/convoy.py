"""Battalions on the move over links that close and open again: a feasible order of march for one draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork
from hillfort.lines.moves._kernels import NEVER, AtlasArcs, Closures, ConvoyRoom, Packets, convoys, reached

MOST_WINDOWS = 6
"""Closures of one link that are kept apart; further ones are joined to the last."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A group that carries nothing from one minute to another; infinite where it stays lost."""

    group: int
    from_min: float
    to_min: float


class Convoys:
    """One network, many draws: arrays are laid out once."""

    def __init__(self, network: FlowNetwork, battalions: Sequence[int]) -> None:
        """`battalions` is how many each source has: it moves in as many parts of the same size."""
        self.network, self.battalions = network, tuple(max(each, 1) for each in battalions)
        n, m = network.n_nodes, network.n_arcs
        order = np.argsort(network.tail, kind="stable")
        self._first = np.concatenate([[0], np.cumsum(np.bincount(network.tail, minlength=n))]).astype(np.int64)
        self._order = order.astype(np.int64)
        self._sink = np.zeros(n, dtype=np.uint8)
        self._sink[list(network.sinks)] = 1
        owner = np.repeat(np.arange(m), np.diff(network.group_start))
        by_group = np.argsort(network.group_of, kind="stable")
        ends = np.cumsum(np.bincount(network.group_of, minlength=network.n_groups))[:-1]
        self._arcs_of = np.split(owner[by_group], ends) if network.n_groups else []
        self._room = ConvoyRoom(
            free=np.zeros(m),
            lead=np.zeros(n),
            tail=np.zeros(n),
            came=np.zeros(n, dtype=np.int64),
            done=np.zeros(n, dtype=np.uint8),
            heap_key=np.zeros(m + n + 8),
            heap_node=np.zeros(m + n + 8, dtype=np.int64),
        )
        self._stack, self._seen = np.zeros(n + 1, dtype=np.int64), np.zeros(n, dtype=np.uint8)
        self._count = np.zeros(m, dtype=np.int64)
        self._closes, self._opens = np.zeros((m, MOST_WINDOWS)), np.zeros((m, MOST_WINDOWS))

    def _graph(self, network: FlowNetwork) -> AtlasArcs:
        return AtlasArcs(
            first=self._first,
            arc_of=self._order,
            leaves=network.tail.astype(np.int64),
            head=network.head.astype(np.int64),
            transit=network.transit_min.astype(np.float64),
            rate=network.capacity_per_day.astype(np.float64),
            sink=self._sink,
        )

    def _windows(self, closures: Sequence[Closure]) -> Closures:
        self._count[:] = 0
        for each in closures:
            arcs = self._arcs_of[each.group]
            place = np.minimum(self._count[arcs], MOST_WINDOWS - 1)
            fresh = self._count[arcs] < MOST_WINDOWS
            starts, ends = self._closes[arcs, place], self._opens[arcs, place]
            end = min(each.to_min, NEVER)
            self._closes[arcs, place] = np.where(fresh, each.from_min, np.minimum(starts, each.from_min))
            self._opens[arcs, place] = np.where(fresh, end, np.maximum(ends, end))
            self._count[arcs] = place + 1
        return Closures(self._count, self._closes, self._opens)

    def run(
        self, priced: FlowNetwork, closures: Sequence[Closure], *, days: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Closing day and vehicles of every battalion, and for every day whether no way is open at its noon.

        Parameters
        ----------
        priced : FlowNetwork
            The same arcs and sources at other values.
        closures : sequence of Closure
            What is lost when.
        days : int
            Nothing arrives after them; a battalion that does not has an infinite day.

        Assumes
        -------
        Battalions move whole, in the order of their release, and know of closures ahead: what they reach is an upper
        estimate of what one who is surprised would. One follows another through a link without mixing.
        """
        packets = self._packets(priced)
        graph, windows = self._graph(priced), self._windows(closures)
        close = np.empty(len(packets.node_of))
        convoys(graph, packets, windows, float(days * DAY_MIN), self._room, close)
        starts = np.array([source.node for source in priced.sources], dtype=np.int64)
        apart = np.array(
            [not reached(graph, starts, windows, (day + 0.5) * DAY_MIN, self._stack, self._seen) for day in range(days)]
        )
        return np.where(close >= NEVER, np.inf, close / DAY_MIN), packets.vehicles, apart

    def _packets(self, priced: FlowNetwork) -> Packets:
        rows = sorted(
            (source.release_min, number, part)
            for number, source in enumerate(priced.sources)
            for part in range(self.battalions[number])
        )
        numbers = [number for _, number, _ in rows]
        nodes = np.array([priced.sources[number].node for number in numbers], dtype=np.int64)
        release = np.array([each for each, _, _ in rows], dtype=np.float64)
        vehicles = np.array([(priced.sources[number].stock or 0) / self.battalions[number] for number in numbers])
        return Packets(nodes, release, vehicles)


def closures_of(network: FlowNetwork, windows: Mapping[str, tuple[float, float]]) -> list[Closure]:
    """Closures from names of groups and minutes; those without a name in the network are left out.

    Assumes
    -------
    A group is lost once.

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> net = network_of([Arc("a", "b", 60, 10, ("bridge",))], sources=[("a", FlowSource("force", 0, stock=10))],
    ...     sinks=["b"])
    >>> Convoys(net, [1]).run(net, closures_of(net, {"bridge": (0.0, 1440.0)}), days=5)[0].round(2).tolist()
    [2.04]
    """
    number = {name: index for index, name in enumerate(network.group_names)}
    return [
        Closure(number[name], start, end) for name, (start, end) in windows.items() if name in number and end > start
    ]
