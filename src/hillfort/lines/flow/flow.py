"""The network that every calculation of lines of communication reads: arcs with a transit time,
a daily capacity and groups.

Whole numbers throughout (minutes, vehicles per day), so that what is computed can be proved exactly. A network that
breaks a rule cannot be made: the error names every problem at once. That nothing can arrive is no problem but an
answer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.errors import InputError, Problem, did_you_mean

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

DAY_MIN = 1440
MOST_MINUTES = 10_000_000
MOST_PER_DAY = 10_000_000
"""Bounds of a transit time and of a capacity, far above any real one: exact arithmetic fits 64 bits."""
MOST_SOURCES_WITH_STOCK = 62
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Arc:
    """One direction of a link, by the names of its nodes; `groups` are the links an analyst speaks of."""

    tail: str
    head: str
    transit_min: int
    capacity_per_day: int
    groups: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class FlowSource:
    """Where a force starts: a node, the delay before it may leave, how much there is and how fast it leaves.

    `stock` and `rate_per_day` of None are without limit. `groups` can be lost like those of an arc.
    """

    name: str
    node: int
    release_min: int = 0
    stock: int | None = None
    rate_per_day: int | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class FlowNetwork:
    """A static network: node numbers from 0, one entry per arc (one direction) in every array.

    `group_start` and `group_of` list the groups of arc `a`: `group_of[group_start[a]:group_start[a + 1]]`, numbers
    into `group_names`. Whatever reaches one of `sinks` has arrived; several sinks are one region.
    """

    n_nodes: int
    tail: Ints
    head: Ints
    transit_min: Ints
    capacity_per_day: Ints
    group_names: tuple[str, ...]
    group_start: Ints
    group_of: Ints
    sources: tuple[FlowSource, ...]
    sinks: tuple[int, ...]
    node_names: tuple[str, ...] = ()
    arc_names: tuple[str, ...] = ()
    name: str = "network"

    def __post_init__(self) -> None:
        for field in ("tail", "head", "transit_min", "capacity_per_day", "group_start", "group_of"):
            given = np.asarray(getattr(self, field))
            if given.size and not np.issubdtype(given.dtype, np.integer):
                raise InputError(Problem(self.name, 0, field, f"{given.dtype} numbers.", "Whole numbers are needed."))
            if field in ("transit_min", "capacity_per_day"):
                # An absurd figure has to survive the narrowing to be named.
                given = np.clip(given, -MOST_MINUTES, 2 * MOST_MINUTES)
            array = np.ascontiguousarray(given, dtype=np.int32)
            array.setflags(write=False)
            object.__setattr__(self, field, array)
        problems = list(_problems(self))
        if problems:
            raise InputError(problems, self.name)

    @property
    def n_arcs(self) -> int:
        """How many arcs, one for each direction."""
        return len(self.tail)

    @property
    def n_groups(self) -> int:
        """How many groups of links."""
        return len(self.group_names)

    def node_name(self, node: int) -> str:
        """The node's name, or its number where nodes have none."""
        return self.node_names[node] if self.node_names else f"node {node}"

    def arc_name(self, arc: int) -> str:
        """The arc's name, else the names of its ends."""
        if self.arc_names and self.arc_names[arc]:
            return self.arc_names[arc]
        return f"{self.node_name(int(self.tail[arc]))} to {self.node_name(int(self.head[arc]))}"

    def groups_of(self, arc: int) -> Ints:
        """Numbers of the groups that the arc belongs to."""
        return self.group_of[self.group_start[arc] : self.group_start[arc + 1]]

    def group_numbers(self, names: Iterable[str]) -> tuple[int, ...]:
        """Numbers of groups by name, ascending, each once; InputError for every name that is no group."""
        known = {name: number for number, name in enumerate(self.group_names)}
        wanted = list(dict.fromkeys(names))
        unknown = [
            Problem(self.name, 0, "group", f"'{name}' is not a group of links.", did_you_mean(name, known))
            for name in wanted
            if name not in known
        ]
        if unknown:
            raise InputError(unknown, self.name)
        return tuple(sorted(known[name] for name in wanted))

    def arcs_in(self, groups: Iterable[int]) -> NDArray[np.bool_]:
        """True for every arc that belongs to one of the groups (numbers)."""
        lost = np.zeros(self.n_groups + 1, dtype=bool)
        lost[list(groups)] = True
        within = np.zeros(self.n_arcs, dtype=bool)
        owner = np.repeat(np.arange(self.n_arcs), np.diff(self.group_start))
        within[owner[lost[self.group_of]]] = True
        return within

    def without(self, groups: Iterable[str]) -> FlowNetwork:
        """The network after the loss of groups: their arcs and sources are gone, numbers of groups stay."""
        lost = self.group_numbers(groups)
        names = {self.group_names[number] for number in lost}
        kept = self._arcs_where(~self.arcs_in(lost))
        left = tuple(source for source in self.sources if not names & set(source.groups))
        return dataclasses.replace(kept, sources=left)

    def towards(self, sinks: Sequence[int]) -> FlowNetwork:
        """The same network with other destinations (numbers of nodes)."""
        return dataclasses.replace(self, sinks=tuple(sinks))

    def with_capacity(self, groups: Iterable[str], *, factor: float = 1.0, plus_per_day: int = 0) -> FlowNetwork:
        """The network with more (or less) capacity on every arc of the groups, rounded down, at least one a day."""
        chosen = self.arcs_in(self.group_numbers(groups))
        changed = np.floor(self.capacity_per_day * factor).astype(np.int64) + plus_per_day
        return dataclasses.replace(
            self, capacity_per_day=np.where(chosen, np.maximum(changed, 1), self.capacity_per_day)
        )

    def with_arcs(self, arcs: Sequence[Arc]) -> FlowNetwork:
        """The network with further arcs between nodes that it has; new names of groups are added at the end."""
        return _assemble(self, arcs)

    def _arcs_where(self, kept: NDArray[np.bool_]) -> FlowNetwork:
        counts = np.diff(self.group_start)[kept]
        owner = np.repeat(np.arange(self.n_arcs), np.diff(self.group_start))
        return dataclasses.replace(
            self,
            tail=self.tail[kept],
            head=self.head[kept],
            transit_min=self.transit_min[kept],
            capacity_per_day=self.capacity_per_day[kept],
            group_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            group_of=self.group_of[kept[owner]],
            arc_names=tuple(name for name, keep in zip(self.arc_names, kept, strict=True) if keep)
            if self.arc_names
            else (),
        )


def network_of(
    arcs: Sequence[Arc], *, sources: Sequence[tuple[str, FlowSource]], sinks: Sequence[str], name: str = "network"
) -> FlowNetwork:
    """A network from named arcs; `sources` pair the node's name with a Source, whose node number is filled in.

    Raises InputError with every problem of the network.

    Assumes
    -------
    An arc is one direction: a road that is used both ways is two arcs.

    >>> arcs = [Arc("Suwałki", "Kaunas", 180, 400, ("E67 crossing",)),
    ...     Arc("Rostock", "Kaunas", 1600, 300, ("Klaipėda",))]
    >>> starts = [("Suwałki", FlowSource("by road", 0)), ("Rostock", FlowSource("by sea", 0, release_min=1440))]
    >>> network = network_of(arcs, sources=starts, sinks=["Kaunas"])
    >>> network.n_nodes, network.group_names
    (3, ('E67 crossing', 'Klaipėda'))
    """
    order = dict.fromkeys(node for arc in arcs for node in (arc.tail, arc.head))
    order |= dict.fromkeys([node for node, _ in sources] + list(sinks))
    number = {node: index for index, node in enumerate(order)}
    groups = tuple(dict.fromkeys(group for _, source in sources for group in source.groups))
    return FlowNetwork(
        n_nodes=len(order),
        node_names=tuple(order),
        name=name,
        sinks=tuple(number[node] for node in sinks),
        sources=tuple(dataclasses.replace(source, node=number[node]) for node, source in sources),
        **_fields(arcs, number, groups),
    )


def _fields(arcs: Sequence[Arc], number: dict[str, int], groups: tuple[str, ...]) -> dict[str, Any]:
    """The arrays of arcs, with further groups after the given ones."""
    names = tuple(dict.fromkeys([*groups, *(group for arc in arcs for group in arc.groups)]))
    group = {name: index for index, name in enumerate(names)}
    counts = [len(set(arc.groups)) for arc in arcs]
    return {
        "tail": _whole([number[arc.tail] for arc in arcs]),
        "head": _whole([number[arc.head] for arc in arcs]),
        "transit_min": _whole([arc.transit_min for arc in arcs]),
        "capacity_per_day": _whole([arc.capacity_per_day for arc in arcs]),
        "group_names": names,
        "group_start": np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]),
        "group_of": _whole([group[name] for arc in arcs for name in dict.fromkeys(arc.groups)]),
        "arc_names": tuple(arc.name for arc in arcs),
    }


def _whole(values: list[int]) -> NDArray[Any]:
    """An array that still shows whether somebody gave a number that is not whole."""
    return np.asarray(values) if values else np.zeros(0, dtype=np.int64)


def _assemble(base: FlowNetwork, arcs: Sequence[Arc]) -> FlowNetwork:
    number = {node: index for index, node in enumerate(base.node_names or map(str, range(base.n_nodes)))}
    strangers = {node for arc in arcs for node in (arc.tail, arc.head)} - set(number)
    if strangers:
        raise InputError(
            [
                Problem(base.name, 0, "node", f"'{node}' is not a node.", did_you_mean(node, number))
                for node in sorted(strangers)
            ],
            base.name,
        )
    more = _fields(arcs, number, base.group_names)
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(base, name), more[name]])
        for name in ("tail", "head", "transit_min", "capacity_per_day", "group_of")
    }
    starts = np.concatenate([base.group_start, base.group_start[-1] + more["group_start"][1:]])
    names = (*(base.arc_names or ("",) * base.n_arcs), *more["arc_names"])
    return dataclasses.replace(base, **joined, group_start=starts, group_names=more["group_names"], arc_names=names)


def _problems(network: FlowNetwork) -> Iterable[Problem]:
    """Everything that is wrong with a network, the shapes first: nothing else can be said until they fit."""

    def problem(where: str, found: str, advice: str = "") -> Problem:
        return Problem(network.name, 0, where, found, advice)

    arcs = len(network.tail)
    lengths = {field: len(getattr(network, field)) for field in ("head", "transit_min", "capacity_per_day")}
    shapes = [
        problem(field, f"{length} entries for {arcs} arcs.", "One for each arc.")
        for field, length in lengths.items()
        if length != arcs
    ]
    starts = network.group_start
    if len(starts) != arcs + 1 or starts[0] != 0 or starts[-1] != len(network.group_of) or (np.diff(starts) < 0).any():
        shapes.append(
            problem("group_start", "does not list the groups of each arc.", "arcs + 1 numbers that never fall.")
        )
    if network.node_names and len(network.node_names) != network.n_nodes:
        shapes.append(problem("node_names", f"{len(network.node_names)} names for {network.n_nodes} nodes."))
    if network.arc_names and len(network.arc_names) != arcs:
        shapes.append(problem("arc_names", f"{len(network.arc_names)} names for {arcs} arcs."))
    ends = np.concatenate([network.tail, network.head, list(network.sinks), [s.node for s in network.sources]])
    if ends.size and (ends.min() < 0 or ends.max() >= network.n_nodes):
        shapes.append(
            problem(
                "nodes",
                "an arc, a source or a sink names a node that is not there.",
                f"Nodes are numbered 0 to {network.n_nodes - 1}.",
            )
        )
    if network.group_of.size and (network.group_of.min() < 0 or network.group_of.max() >= network.n_groups):
        shapes.append(
            problem("group_of", "a number that is no group.", f"Groups are numbered 0 to {network.n_groups - 1}.")
        )
    if shapes:
        yield from shapes
        return
    if len(set(network.group_names)) != network.n_groups:
        yield problem("group_names", "a name is used twice.")
    if not network.sinks:
        yield problem("sinks", "no destination.", "Name at least one.")
    yield from _problems_of_arcs(network)
    yield from _problems_of_sources(network)


def _problems_of_arcs(network: FlowNetwork) -> Iterable[Problem]:
    def each(wrong: NDArray[np.bool_], what: str, found: str, advice: str) -> Iterable[Problem]:
        where = np.flatnonzero(wrong)
        for arc in where[:SHOWN]:
            yield Problem(
                network.name, 0, network.arc_name(int(arc)), found.format(int(getattr(network, what)[arc])), advice
            )
        if len(where) > SHOWN:
            yield Problem(network.name, 0, what, f"{len(where) - SHOWN} more arcs like these.")

    time, rate = network.transit_min, network.capacity_per_day
    yield from each(
        rate <= 0,
        "capacity_per_day",
        "a capacity of {} a day.",
        "At least 1: leave an arc that carries nothing out, or close its group.",
    )
    yield from each(
        rate > MOST_PER_DAY, "capacity_per_day", "a capacity above the bound.", f"At most {MOST_PER_DAY:,} a day."
    )
    yield from each(time < 0, "transit_min", "a transit time below zero.", "Minutes from 0.")
    yield from each(
        time > MOST_MINUTES, "transit_min", "a transit time above the bound.", f"At most {MOST_MINUTES:,} minutes."
    )
    yield from each(network.tail == network.head, "tail", "ends where it starts.", "Leave it out.")
    still = (time == 0) & (network.tail != network.head)
    if still.any():
        yield from _zero_time_cycles(network, still)


def _zero_time_cycles(network: FlowNetwork, still: NDArray[np.bool_]) -> Iterable[Problem]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = (network.tail[still], network.head[still])
    graph = coo_array((np.ones(int(still.sum())), ends), shape=(network.n_nodes, network.n_nodes))
    _, label = connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(label)
    for component in np.flatnonzero(sizes > 1)[:SHOWN]:
        nodes = np.flatnonzero(label == component)
        shown = ", ".join(network.node_name(int(node)) for node in nodes[:6])
        yield Problem(
            network.name,
            0,
            "cycle",
            f"it takes no time to go round {shown}.",
            "Give at least one link of the cycle a minute or more.",
        )


def _problems_of_sources(network: FlowNetwork) -> Iterable[Problem]:
    known = set(network.group_names)
    seen: set[str] = set()
    for source in network.sources:
        where = f"source {source.name}"
        if source.name in seen:
            yield Problem(network.name, 0, where, "the name is used twice.")
        seen.add(source.name)
        if not 0 <= source.release_min <= MOST_MINUTES:
            yield Problem(network.name, 0, where, f"released after {source.release_min} minutes.", "Minutes from 0.")
        if source.stock is not None and not 0 <= source.stock <= MOST_PER_DAY:
            yield Problem(
                network.name, 0, where, f"a stock of {source.stock}.", f"0 to {MOST_PER_DAY:,}, or none for no limit."
            )
        if source.rate_per_day is not None and not 0 < source.rate_per_day <= MOST_PER_DAY:
            yield Problem(
                network.name,
                0,
                where,
                f"a rate of {source.rate_per_day} a day.",
                f"1 to {MOST_PER_DAY:,}, or none for no limit.",
            )
        if source.node in network.sinks and source.rate_per_day is None:
            yield Problem(
                network.name, 0, where, "starts at a destination and has no rate.", "It is there already: leave it out."
            )
        for group in source.groups:
            if group not in known:
                yield Problem(network.name, 0, where, f"'{group}' is not a group of links.", did_you_mean(group, known))
    if sum(source.stock is not None for source in network.sources) > MOST_SOURCES_WITH_STOCK:
        yield Problem(
            network.name, 0, "sources", "too many have a limited stock.", f"At most {MOST_SOURCES_WITH_STOCK}."
        )


def unconnected(network: FlowNetwork) -> tuple[str, ...]:
    """Names of the sources from which no destination can be reached, in their order.

    Assumes
    -------
    Nothing is closed but what the network has already left out.

    >>> arcs = [Arc("a", "b", 10, 5), Arc("c", "d", 10, 5)]
    >>> unconnected(network_of(arcs, sources=[("a", FlowSource("one", 0)), ("c", FlowSource("two", 0))], sinks=["b"]))
    ('two',)
    """
    reaches = np.zeros(network.n_nodes, dtype=bool)
    reaches[list(network.sinks)] = True
    count = 0
    while count != (count := int(reaches.sum())):
        reaches[network.tail[reaches[network.head]]] = True
    return tuple(source.name for source in network.sources if not reaches[source.node])


def require_connected(network: FlowNetwork) -> None:
    """InputError naming every source from which no destination can be reached: for networks before anything is lost.

    Assumes
    -------
    A source that never had a way is a gap in the data; one that lost its ways is an answer.
    """
    problems = [
        Problem(
            network.name,
            0,
            f"source {name}",
            "no way leads from it to any destination.",
            "Join its node to the network, or leave it out.",
        )
        for name in unconnected(network)
    ]
    if problems:
        raise InputError(problems, network.name)
