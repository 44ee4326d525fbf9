"""From the network and what has to move to the arrays of a flow: what is open, at which values, and back to links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.lines.flow.flow import FlowNetwork, FlowSource
from hillfort.lines.movers.arcs import Arcs, LinesState, origins_of
from hillfort.lines.movers.demand import Demand, Mover
from hillfort.lines.network.curation import ROAD
from hillfort.lines.network.network import LineNetwork, Link

__all__ = ["Assembly", "LinesState", "assemble", "row_of"]


@dataclass(frozen=True)
class Assembly:
    """A flow network and the way back from its arcs to links, movers and groups."""

    network: LineNetwork
    demand: Demand
    state: LinesState
    columns: dict[str, Evidence]
    """Everything doubted, network first; a row of values has one number for each, in this order."""
    flow: FlowNetwork
    """At the values that were asked for."""
    link_of_arc: np.ndarray
    """(arcs,) int32, number of the link in `network.links`; -1 for the way from a base to the network."""
    forward: np.ndarray
    """(arcs,) bool, from the link's start to its end."""
    node_of: np.ndarray
    """(nodes,) int32, number of the node in `network.nodes`; -1 for a base."""
    destinations: dict[str, int]
    """Place to its node in the flow: every destination of the region and of a mover."""
    arcs: Arcs = field(repr=False)
    """What prices the flow."""

    def priced(self, values: Mapping[str, float] | np.ndarray) -> FlowNetwork:
        """The same flow network at other values of the columns: a mapping by name,
        or a row in the order of `columns`."""
        row = row_of(self.columns, values)
        minutes, vehicles = self.arcs.price(row)
        named = dict(zip(self.columns, row.tolist(), strict=True))
        sources = tuple(
            _source(mover, self.demand, named, node=source.node)
            for mover, source in zip(self.demand.movers, self.flow.sources, strict=False)
        )
        standing = self.flow.sources[len(sources) :]
        return replace(self.flow, transit_min=minutes, capacity_per_day=vehicles, sources=(*sources, *standing))

    def towards(self, places: Sequence[str]) -> tuple[int, ...]:
        """Nodes of the flow for places, for `FlowNetwork.towards`.

        Raises
        ------
        InputError
            A place that is no destination.
        """
        unknown = [name for name in places if name not in self.destinations]
        if unknown:
            raise InputError(
                [
                    Problem(
                        self.network.name,
                        0,
                        "destination",
                        f"'{name}' is not a destination.",
                        did_you_mean(name, self.destinations),
                    )
                    for name in unknown
                ]
            )
        return tuple(dict.fromkeys(self.destinations[name] for name in places))

    @property
    def addresses(self) -> dict[str, str]:
        """Column to the address by which its number can be set; a definition has none."""
        return {**self.network.addresses, **self.demand.addresses}

    def links(self, arcs: Sequence[int]) -> list[Link]:
        """Links of arcs, each once; ways from bases to the network are none."""
        numbers = dict.fromkeys(int(self.link_of_arc[arc]) for arc in arcs)
        return [self.network.links[number] for number in numbers if number >= 0]

    def mover(self, source: int) -> Mover | None:
        """The formation behind a source of the flow; None for forces without limit at a start."""
        return self.demand.movers[source] if source < len(self.demand.movers) else None


def row_of(columns: Mapping[str, Evidence], values: Mapping[str, float] | np.ndarray | None) -> np.ndarray:
    """One number for each column: best estimates, replaced by those given.

    Raises
    ------
    InputError
        A name that is no column, or a row of another length.

    Assumes
    -------
    What is not given is at its best estimate.
    """
    if isinstance(values, np.ndarray):
        if values.shape != (len(columns),):
            found = f"{values.shape} numbers for {len(columns)} columns."
            raise InputError(Problem("values", 0, "row", found, "One for each column."))
        return values.astype(np.float64)
    best = {name: evidence.value for name, evidence in columns.items()}
    unknown = [name for name in values or () if name not in best]
    if unknown:
        raise InputError(
            [Problem("values", 0, name, "is not one of the columns.", did_you_mean(name, best)) for name in unknown]
        )
    return np.array(list({**best, **(values or {})}.values()), dtype=np.float64)


def assemble(
    network: LineNetwork,
    demand: Demand,
    *,
    state: LinesState,
    towards: Sequence[str] = (),
    starts: Sequence[str] = (),
    values: Mapping[str, float] | np.ndarray | None = None,
) -> Assembly:
    """The flow network of what has to move over what is open, every lane and road an arc each way.

    Parameters
    ----------
    network : Network
        Nothing closed.
    demand : Demand
        What moves; each formation is a source with its stock and release.
    state : State
        The day, losses, third states, switches.
    towards : sequence of str
        Destinations; every hub marked as one when left out.
    starts : sequence of str
        Hubs where forces without limit stand ready, besides what moves: what the lines could carry. Where nothing
        moves and none is named, the hubs marked as starts.
    values : mapping or array, optional
        Values of columns in place of the best estimates; see `Assembly.columns`.

    Raises
    ------
    InputError
        Unknown groups, elements or destinations; a base from which no line can be reached; a line with a capacity or
        speed that is not above zero.

    Assumes
    -------
    A capacity holds each way. The way from barracks to the network never binds by road; by rail a ramp does.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> from hillfort.files.lines.read import network, shipped_movement
    >>> from hillfort.lines.movers.demand import demand
    >>> marrow = read.scenario("marrow")
    >>> made = assemble(network(marrow.theatre), demand(marrow, shipped_movement()), state=LinesState(marrow.date))
    >>> [source.name for source in made.flow.sources]
    ['cc-bde']
    """
    network.check_groups(state.closed)
    network.check_elements(state.switch)
    columns = {**network.columns, **demand.columns}
    row = row_of(columns, values)
    _check_values(network, columns, row)
    wanted, sinks = _destinations(network, demand, towards)
    standing = _starts(network, demand, starts)
    arcs = Arcs(network, state, list(columns))
    for number, link in enumerate(network.links):
        arcs.add_link(number, link, dict(zip(columns, row.tolist(), strict=True)))
    origins = origins_of(network, demand, arcs=arcs)
    arcs.prune([*origins, *standing.values()], list(wanted.values()))
    made = _Made(arcs, wanted, sinks, origins, standing)
    return _assembled(network, demand, state, columns, row, made)


def _check_values(network: LineNetwork, columns: Mapping[str, Evidence], row: np.ndarray) -> None:
    wrong = [
        Problem(network.name, 0, name, f"{value:g} {columns[name].unit} is not above 0.", "Close the group instead.")
        for name, value in zip(columns, row.tolist(), strict=True)
        if name in network.columns and not value > 0.0 and columns[name].unit != "h"
    ]
    if wrong:
        raise InputError(wrong, network.name)


def _destinations(network: LineNetwork, demand: Demand, towards: Sequence[str]) -> tuple[dict[str, int], list[int]]:
    """Place to its road node, those of the movers among them; and the nodes of those asked for, or all marked hubs."""
    marked = [hub.name for hub in network.curation.hubs.values() if hub.destination]
    found: dict[str, int] = {}
    unknown = []
    for name in towards or marked:
        node = network.node(name, ROAD)
        if node < 0:
            hubs = [each.name for each in network.nodes if each.layer == ROAD and each.name]
            unknown.append(
                Problem(network.name, 0, "destination", f"'{name}' has no road here.", did_you_mean(name, hubs))
            )
        found[name] = node
    if unknown:
        raise InputError(unknown)
    sinks = list(dict.fromkeys(found.values()))
    for mover in demand.movers:
        if mover.destination and mover.destination not in found and network.node(mover.destination, ROAD) >= 0:
            found[mover.destination] = network.node(mover.destination, ROAD)
    return found, sinks


def _starts(network: LineNetwork, demand: Demand, starts: Sequence[str]) -> dict[str, int]:
    """Hub to its road node, for forces without limit."""
    names = starts or ([] if demand.movers else [hub.name for hub in network.curation.hubs.values() if hub.start])
    found = {name: network.node(name, ROAD) for name in names}
    hubs = [each.name for each in network.nodes if each.layer == ROAD and each.name]
    unknown = [
        Problem(network.name, 0, "start", f"'{name}' has no road here.", did_you_mean(name, hubs))
        for name, node in found.items()
        if node < 0
    ]
    if unknown:
        raise InputError(unknown)
    return found


def _source(mover: Mover, demand: Demand, values: Mapping[str, float], *, node: int) -> FlowSource:
    vehicles = max(round(demand.vehicles(mover, values)), 1)
    return FlowSource(mover.formation, node, max(round(60.0 * demand.release_h(mover, values)), 0), vehicles)


@dataclass(frozen=True, slots=True)
class _Made:
    """Arcs and the nodes that count, by their numbers before those that are used are numbered afresh."""

    arcs: Arcs
    wanted: dict[str, int]
    sinks: list[int]
    origins: list[int]
    standing: dict[str, int]

    def nodes(self) -> list[int]:
        return list(
            dict.fromkeys(
                [*self.origins, *self.standing.values(), *self.wanted.values(), *self.arcs.tail, *self.arcs.head]
            )
        )


def _assembled(
    network: LineNetwork, demand: Demand, state: LinesState, columns: dict[str, Evidence], row: np.ndarray, made: _Made
) -> Assembly:
    """Nodes numbered afresh, arrays, and the flow network."""
    arcs, used = made.arcs, made.nodes()
    number = {node: index for index, node in enumerate(used)}
    group = {name: index for index, name in enumerate(network.groups)}
    minutes, vehicles = arcs.price(row)
    values = dict(zip(columns, row.tolist(), strict=True))
    sources = [
        _source(mover, demand, values, node=number[node])
        for mover, node in zip(demand.movers, made.origins, strict=True)
    ]
    sources += [
        FlowSource(f"from {name}", number[node]) for name, node in made.standing.items() if node not in made.sinks
    ]
    listed = [[group[name] for name in dict.fromkeys(each)] for each in arcs.groups]
    flow = FlowNetwork(
        n_nodes=len(used),
        tail=np.array([number[node] for node in arcs.tail], dtype=np.int32),
        head=np.array([number[node] for node in arcs.head], dtype=np.int32),
        transit_min=minutes,
        capacity_per_day=vehicles,
        group_names=tuple(network.groups),
        group_start=np.concatenate([[0], np.cumsum([len(each) for each in listed])]).astype(np.int32),
        group_of=np.array([one for each in listed for one in each], dtype=np.int32),
        sources=tuple(sources),
        sinks=tuple(number[node] for node in made.sinks),
        node_names=_node_names(network, demand, used),
        arc_names=tuple(arcs.names),
        name=f"lines of {network.name}",
    )
    return Assembly(
        network,
        demand,
        state,
        columns,
        flow,
        np.array(arcs.link, dtype=np.int32),
        np.array(arcs.forward, dtype=bool),
        np.array([node if node < len(network.nodes) else -1 for node in used], dtype=np.int32),
        {name: number[node] for name, node in made.wanted.items()},
        arcs,
    )


def _node_names(network: LineNetwork, demand: Demand, used: Sequence[int]) -> tuple[str, ...]:
    names = []
    for node in used:
        if node >= len(network.nodes):
            mover = demand.movers[node - len(network.nodes)]
            names.append(f"{mover.base} ({mover.formation})")
            continue
        each = network.nodes[node]
        names.append(f"{each.name} ({each.layer})" if each.name else f"{each.near} ({each.layer} {node})")
    return tuple(names)
