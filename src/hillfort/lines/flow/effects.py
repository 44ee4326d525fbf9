"""What a loss does to the static network: columns that a search may choose, and the network after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from hillfort.foundation.errors import InputError, Problem
from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork, Longs
from hillfort.lines.flow.static import StaticGraph, minutes

LOST, DELAYED, OUT = 0, 1, 2
MODES = {"lost": LOST, "delayed": DELAYED, "out": OUT}


@dataclass(frozen=True)
class Attack:
    """How a group is lost, and what may be lost.

    `lost`: for good. `delayed`: every passage takes `repair_days` longer (a detour, a pontoon). `out`: nothing passes
    before `repair_days`, everything after. `costs` prices groups (1 unless named; whole numbers from 1); `groups` are
    those that may be lost (all if None). `repair_of` gives single groups a repair time of their own.
    """

    mode: str = "lost"
    repair_days: float = 0.0
    costs: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[str, ...] | None = None
    repair_of: Mapping[str, float] = field(default_factory=dict)

    def problems(self, network: FlowNetwork) -> list[Problem]:
        """Everything that is wrong with the attack on this network."""
        found = []
        if self.mode not in MODES:
            found.append(Problem("attack", 0, "mode", f"'{self.mode}'.", f"Allowed: {', '.join(MODES)}."))
        elif self.mode != "lost" and self.repair_days <= 0 and not self.repair_of:
            found.append(
                Problem("attack", 0, "repair_days", f"{self.repair_days} with mode '{self.mode}'.", "Above 0.")
            )
        found += [
            Problem("attack", 0, f"costs.{name}", f"{cost}.", "A whole number from 1.")
            for name, cost in self.costs.items()
            if cost < 1 or cost != int(cost)
        ]
        for names in (self.costs, self.groups or (), self.repair_of):
            try:
                network.group_numbers(names)
            except InputError as error:
                found += error.problems
        return found


@dataclass(frozen=True)
class Columns:
    """What may be chosen: `group` is the number of the price-bearing group; a source's stock is a group of its own.

    `arc_first` and `arc_column` list the columns that touch each arc of the graph; `extra` is the arc that stands in
    for a column's arc while it is out (-1: none).
    """

    kind: NDArray[np.int8]
    group: NDArray[np.int32]
    minutes: Longs
    extra: NDArray[np.int32]
    column_first: NDArray[np.int64]
    column_arc: NDArray[np.int64]
    arc_first: NDArray[np.int64]
    arc_column: NDArray[np.int64]
    price: Longs
    fee: Longs
    names: tuple[str, ...]

    def arcs(self, column: int) -> NDArray[np.int64]:
        """Arcs of the graph that the column touches."""
        return self.column_arc[self.column_first[column] : self.column_first[column + 1]]


class Effects:
    """The network, what may happen to it, and its value after that at one horizon."""

    def __init__(
        self, network: FlowNetwork, by_min: int, attack: Attack, *, repaired_days: float | None = None
    ) -> None:
        """With `repaired_days` every group gets a second column that only delays:
        what is left to do when it is prepared."""
        problems = attack.problems(network)
        if problems:
            raise InputError(problems, "attack")
        self.network, self.by_min, self.attack = network, by_min, attack
        self._repaired = None if repaired_days is None else min(minutes(repaired_days), 2 * by_min + 1)
        self._rows: list[tuple[int, int, int, list[int], tuple[int, int] | None]] = []
        self._sources_of: dict[int, list[int]] = {}
        for index, source in enumerate(network.sources):
            for number in network.group_numbers(source.groups):
                self._sources_of.setdefault(number, []).append(network.n_arcs + index)
        self._arcs_of = self._arcs_by_group()
        for number in self._attacked():
            self._add_group(number)
        self.graph = StaticGraph(network, tuple(row[4] for row in self._rows if row[4] is not None))
        self.columns = self._columns()

    @property
    def prepared(self) -> bool:
        """Whether protected groups can still be delayed."""
        return self._repaired is not None

    def _attacked(self) -> Iterable[int]:
        if self.attack.groups is None:
            return range(self.network.n_groups)
        return self.network.group_numbers(self.attack.groups)

    def _arcs_by_group(self) -> list[NDArray[np.int64]]:
        network = self.network
        owner = np.repeat(np.arange(network.n_arcs), np.diff(network.group_start))
        order = np.argsort(network.group_of, kind="stable")
        ends = np.cumsum(np.bincount(network.group_of, minlength=network.n_groups))[:-1]
        return np.split(owner[order], ends) if network.n_groups else []

    def _add_group(self, number: int) -> None:
        """Rows of (kind, group, minutes, arcs, what stands in)."""
        arcs = [int(arc) for arc in self._arcs_of[number]]
        starts = self._sources_of.get(number, [])
        kind = MODES[self.attack.mode]
        days = self.attack.repair_of.get(self.network.group_names[number], self.attack.repair_days)
        repair = min(minutes(days), 2 * self.by_min + 1) if kind != LOST else 0
        if kind != OUT:
            if arcs or starts:
                self._rows.append((kind, number, repair, arcs + starts, None))
            if (arcs or starts) and self._repaired is not None:
                self._rows.append((DELAYED, number, self._repaired, arcs + starts, None))
            return
        for arc in arcs:
            head, transit = int(self.network.head[arc]), int(self.network.transit_min[arc])
            self._rows.append((OUT, number, repair, [arc], (head, repair + transit)))
        for start in starts:
            late = repair - self.network.sources[start - self.network.n_arcs].release_min
            if late > 0:
                self._rows.append((DELAYED, number, late, [start], None))

    def _columns(self) -> Columns:
        network, rows = self.network, self._rows
        names = list(network.group_names)
        price = [int(self.attack.costs.get(name, 1)) for name in names]
        fee = [0] * len(names)
        for index, source in enumerate(network.sources):
            if source.stock is not None:
                rows.append((LOST, len(names), 0, [network.n_arcs + index], None))
                names.append(f"stock of {source.name}")
                price.append(0)
                fee.append(source.stock * DAY_MIN)
        count = np.array([len(row[3]) for row in rows], dtype=np.int64)
        column_arc = np.array([arc for row in rows for arc in row[3]], dtype=np.int64)
        owner = np.repeat(np.arange(len(rows)), count)
        order = np.argsort(column_arc, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(column_arc, minlength=self.graph.n_arcs))])
        stands_in = np.cumsum([row[4] is not None for row in rows]) - 1 + self.graph.first_extra
        return Columns(
            np.array([row[0] for row in rows], dtype=np.int8),
            np.array([row[1] for row in rows], dtype=np.int32),
            np.array([row[2] for row in rows], dtype=np.int64),
            np.array([stands_in[i] if row[4] is not None else -1 for i, row in enumerate(rows)], dtype=np.int32),
            np.concatenate([[0], np.cumsum(count)]),
            column_arc,
            starts,
            owner[order],
            np.array(price, dtype=np.int64),
            np.array(fee, dtype=np.int64),
            tuple(names),
        )

    def partly(self, shares: Mapping[int, float]) -> Longs:
        """Minutes of the arcs of the graph after shares of columns: where a good flow goes when nothing is certain."""
        cost = self.graph.minutes.copy()
        for column, share in shares.items():
            arcs = self.columns.arcs(column)
            most = self.slack[arcs] if self.columns.kind[column] == LOST else self.columns.minutes[column]
            cost[arcs] += np.ceil(share * most).astype(np.int64)
        return cost

    @cached_property
    def distances(self) -> tuple[Longs, Longs]:
        """Minutes from the source to each node and from each node to the sink; one more than the horizon if farther."""
        graph = self.graph
        size = graph.sink + 1
        usable = np.flatnonzero(graph.room)
        order = usable[np.lexsort((graph.minutes[usable], graph.head[usable], graph.tail[usable]))]
        pair = graph.tail[order] * size + graph.head[order]
        quickest = order[np.diff(pair, prepend=-1) != 0]  # Entries of one pair would be added up.
        # A hair on every arc: an entry of zero would be no arc.
        there_arcs: Any = csr_array(
            (graph.minutes[quickest] + 1e-6, (graph.tail[quickest], graph.head[quickest])), shape=(size, size)
        )
        found = [
            dijkstra(arcs, indices=end)
            for arcs, end in ((there_arcs, graph.source), (there_arcs.T.tocsr(), graph.sink))
        ]
        there, back = (np.rint(np.minimum(minutes_, self.by_min + 1)).astype(np.int64) for minutes_ in found)
        return there, back

    @property
    def slack(self) -> Longs:
        """Minutes that a journey over each arc can spare and still arrive in time."""
        there, back = self.distances
        spare: Longs = np.maximum(self.by_min - there[self.graph.tail] - self.graph.minutes - back[self.graph.head], 0)
        return spare

    def after(self, chosen: Iterable[int]) -> tuple[Longs, Longs, int]:
        """Room and minutes of the arcs of the graph after the columns,
        and the fees to be added to what is delivered."""
        room, cost = self.graph.room.copy(), self.graph.minutes.copy()
        fees: dict[int, int] = {}
        columns = self.columns
        for column in chosen:
            arcs = columns.arcs(column)
            if columns.kind[column] == DELAYED:
                cost[arcs] += columns.minutes[column]
                continue
            if columns.kind[column] == OUT:
                room[columns.extra[column]] = self.graph.room[arcs[0]]
            room[arcs] = 0
            fees[int(columns.group[column])] = int(columns.fee[columns.group[column]])
        return room, cost, sum(fees.values())
