"""From the network and what has to move to the arrays of a flow: what is open, at which values, and back to links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.lines.curation import RAIL_1435, RAIL_1520, ROAD
from hillfort.lines.demand import Demand, Mover
from hillfort.lines.flow import MOST_PER_DAY, FlowNetwork, Source
from hillfort.lines.network import OPEN_WATER, PER_NATIVE, Link, Network, class_rate, speeds
from hillfort.theatre.geodesy import distance_km

DETOUR = 1.25
"""From a base to the nearest junction the road is that much longer than the straight line."""
ROAD_REACH_KM, RAIL_REACH_KM = 120.0, 60.0
"""A base farther from any road lies overseas; one farther from any railway loads elsewhere."""
OCEAN_WINDING = 1.2
GREAT_PORT_BERTHS = 6
"""Ships from overseas call at ports with as many berths."""


@dataclass(frozen=True, slots=True)
class State:
    """What is open: the day, what was lost before anything moved, who lets troops through, what is switched by hand."""

    date: str
    """ISO; elements and terminals are there from their day on."""
    closed: tuple[str, ...] = ()
    """Groups that are lost."""
    third_states: tuple[str, ...] = ()
    """Third states whose lines may be used."""
    switch: Mapping[str, bool] = field(default_factory=dict)
    """Elements there or not whatever the day."""
    least_bridge_class: float = 0.0
    """Roads whose weakest bridges are below this load class are not used."""


@dataclass(frozen=True)
class Assembly:
    """A flow network and the way back from its arcs to links, movers and groups."""

    network: Network
    demand: Demand
    state: State
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
    _arcs: Any = field(repr=False, default=None)

    def priced(self, values: Mapping[str, float] | np.ndarray) -> FlowNetwork:
        """The same flow network at other values of the columns: a mapping by name, or a row in the order of `columns`."""
        row = row_of(self.columns, values)
        minutes, vehicles = self._arcs.price(row)
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
            raise InputError([Problem(self.network.name, 0, "destination", f"'{name}' is not a destination.",
                                      did_you_mean(name, self.destinations)) for name in unknown])  # fmt: skip
        return tuple(dict.fromkeys(self.destinations[name] for name in places))

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
        raise InputError([Problem("values", 0, name, "is not one of the columns.", did_you_mean(name, best)) for name in unknown])
    return np.array(list({**best, **(values or {})}.values()), dtype=np.float64)


def assemble(
    network: Network,
    demand: Demand,
    *,
    state: State,
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
    >>> from hillfort.files import read
    >>> from hillfort.files.lines_files import network, shipped_movement
    >>> from hillfort.lines.demand import demand
    >>> marrow = read.scenario("marrow")
    >>> made = assemble(network(marrow.theatre), demand(marrow, shipped_movement()), state=State(marrow.date))
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
    arcs = _Arcs(network, state, list(columns))
    for number, link in enumerate(network.links):
        arcs.add_link(number, link, dict(zip(columns, row.tolist(), strict=True)))
    origins = _origins(network, demand, arcs)
    arcs.prune([*origins, *standing.values()], list(wanted.values()))
    made = _Made(arcs, wanted, sinks, origins, standing)
    return _assembled(network, demand, state, columns, row, made)


def _check_values(network: Network, columns: Mapping[str, Evidence], row: np.ndarray) -> None:
    wrong = [
        Problem(network.name, 0, name, f"{value:g} {columns[name].unit} is not above 0.", "Close the group instead.")
        for name, value in zip(columns, row.tolist(), strict=True)
        if name in network.columns and not value > 0.0 and columns[name].unit != "h"
    ]
    if wrong:
        raise InputError(wrong, network.name)


def _destinations(network: Network, demand: Demand, towards: Sequence[str]) -> tuple[dict[str, int], list[int]]:
    """Place to its road node, those of the movers among them; and the nodes of those asked for, or all marked hubs."""
    marked = [hub.name for hub in network.curation.hubs.values() if hub.destination]
    found: dict[str, int] = {}
    unknown = []
    for name in towards or marked:
        node = network.node(name, ROAD)
        if node < 0:
            hubs = [each.name for each in network.nodes if each.layer == ROAD and each.name]
            unknown.append(Problem(network.name, 0, "destination", f"'{name}' has no road here.", did_you_mean(name, hubs)))
        found[name] = node
    if unknown:
        raise InputError(unknown)
    sinks = list(dict.fromkeys(found.values()))
    for mover in demand.movers:
        if mover.destination and mover.destination not in found and network.node(mover.destination, ROAD) >= 0:
            found[mover.destination] = network.node(mover.destination, ROAD)
    return found, sinks


def _starts(network: Network, demand: Demand, starts: Sequence[str]) -> dict[str, int]:
    """Hub to its road node, for forces without limit."""
    names = starts or ([] if demand.movers else [hub.name for hub in network.curation.hubs.values() if hub.start])
    found = {name: network.node(name, ROAD) for name in names}
    hubs = [each.name for each in network.nodes if each.layer == ROAD and each.name]
    unknown = [Problem(network.name, 0, "start", f"'{name}' has no road here.", did_you_mean(name, hubs))
               for name, node in found.items() if node < 0]  # fmt: skip
    if unknown:
        raise InputError(unknown)
    return found


class _Arcs:
    """Arcs as columns of numbers, so that pricing them is arithmetic on whole arrays."""

    def __init__(self, network: Network, state: State, columns: list[str]) -> None:
        self.network, self.state = network, state
        self.column = {name: number for number, name in enumerate(columns)}
        self.nodes = len(network.nodes)
        self.tail: list[int] = []
        self.head: list[int] = []
        self.km: list[tuple[float, float, float]] = []
        self.speed: list[tuple[int, int, int]] = []
        self.rate: list[int] = []
        self.hours: list[int] = []
        self.link: list[int] = []
        self.forward: list[bool] = []
        self.names: list[str] = []
        self.groups: list[tuple[str, ...]] = []
        self.lost = set(state.closed)
        self.open = {
            key: network.is_open(key, date=state.date, switch=state.switch) for key in network.curation.elements
        }
        self._ready: Any = None

    def add_link(self, number: int, link: Link, values: Mapping[str, float]) -> None:
        """Both directions of a link, if it is open."""
        if not self._is_open(link) or self.lost & set(link.groups):
            return
        if link.bridge and values[link.bridge] < self.state.least_bridge_class:
            return
        km, rate = link.km, link.rate
        if link.upgrade:
            dual = self.open[link.upgrade]
            km = (0.0, 0.0, link.length) if dual else (0.0, link.length, 0.0)
            if rate in (class_rate(ROAD, 1), class_rate(ROAD, 2), class_rate(ROAD, 3)):
                rate = class_rate(ROAD, 3 if dual else 2)
        for key, column in link.rates_with:
            rate = column if self.open[key] else rate
        self.add(link.start, link.end, link.mode, km, rate, link.hours, (number, True, link.name, link.groups))
        if link.both:
            self.add(link.end, link.start, link.mode, km, rate, link.hours_back or link.hours, (number, False, link.name, link.groups))

    def _is_open(self, link: Link) -> bool:
        if link.opened > self.state.date or (link.element and not self.open[link.element]):
            return False
        if not link.third:
            return True
        owners = {self.network.nodes[end].state for end in (link.start, link.end)} & set(self.network.curation.extent.third_states)
        return (owners or set(self.network.curation.extent.third_states)) <= set(self.state.third_states)

    def add(
        self, tail: int, head: int, mode: str, km: tuple[float, float, float], rate: str, hours: str,
        what: tuple[int, bool, str, tuple[str, ...]],
    ) -> None:  # fmt: skip
        """One arc; `what` is the link's number, its direction, its name and groups."""
        number, forward, name, groups = what
        self.tail.append(tail)
        self.head.append(head)
        self.km.append(km)
        self.rate.append(self.column[rate])
        self.hours.append(self.column[hours] if hours else -1)
        self.link.append(number)
        self.forward.append(forward)
        self.names.append(name)
        self.groups.append(groups)
        one, two, three = speeds(mode)
        self.speed.append((self.column[one], self.column[two], self.column[three]))

    def prune(self, origins: Sequence[int], wanted: Sequence[int]) -> None:
        """Only what lies on some way from an origin to a destination."""
        onward, back = _reached(self.tail, self.head, origins), _reached(self.head, self.tail, wanted)
        keep = [a for a in range(len(self.tail)) if self.tail[a] in onward and self.head[a] in back]
        for name in ("tail", "head", "km", "speed", "rate", "hours", "link", "forward", "names", "groups"):
            column = getattr(self, name)
            setattr(self, name, [column[a] for a in keep])

    def price(self, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Minutes and vehicles a day of every arc at a row of values."""
        if self._ready is None:
            units = [evidence.unit for evidence in self.network.columns.values()]
            modes = list(PER_NATIVE)
            names = list(self.network.columns)
            unit_of = {self.column[name]: modes.index(unit) if unit in modes else 0 for name, unit in zip(names, units, strict=True)}
            rate = np.array(self.rate, dtype=np.int64)
            self._ready = (
                np.array(self.km, dtype=np.float64).reshape(-1, 3), np.array(self.speed, dtype=np.int64).reshape(-1, 3), rate,
                np.array(self.hours, dtype=np.int64), np.array([unit_of[each] for each in self.rate], dtype=np.int64),
            )  # fmt: skip
        km, speed, rate, hours, unit = self._ready
        factors = np.array([
            1.0, row[self.column["vehicles_per_train"]], 1.0 / row[self.column["lane_metres_per_vehicle"]],
            row[self.column["vehicles_per_sortie"]],
        ])  # fmt: skip
        handling = np.where(hours >= 0, row[np.maximum(hours, 0)], 0.0)
        minutes = 1440.0 * (km / row[speed]).sum(axis=1) + 60.0 * handling
        vehicles = row[rate] * factors[unit]
        return (
            np.maximum(np.rint(minutes), 1.0).astype(np.int64),
            np.clip(np.rint(vehicles), 1.0, MOST_PER_DAY).astype(np.int64),
        )


def _reached(tail: Sequence[int], head: Sequence[int], starts: Sequence[int]) -> set[int]:
    onward: dict[int, list[int]] = {}
    for a, b in zip(tail, head, strict=True):
        onward.setdefault(a, []).append(b)
    seen, stack = set(starts), list(starts)
    while stack:
        for there in onward.get(stack.pop(), ()):
            if there not in seen:
                seen.add(there)
                stack.append(there)
    return seen


def _origins(network: Network, demand: Demand, arcs: _Arcs) -> list[int]:
    """A node for every mover, joined to the network; what can be reached from nowhere is a problem."""
    origins, problems = [], []
    for mover in demand.movers:
        node = arcs.nodes
        arcs.nodes += 1
        before = len(arcs.tail)
        if mover.by_air and network.node("Airlift", "airlift") >= 0:
            _join_air(network, arcs, mover, node)
        if mover.by_land:
            _join_land(network, arcs, mover, node)
        if len(arcs.tail) == before:
            found = f"no road, railway or port can be reached from '{mover.base}'."
            problems.append(Problem(network.name, 0, f"formations.{mover.formation}.base", found, "Give it another base or way in."))
        origins.append(node)
    if problems:
        raise InputError(problems)
    return origins


def _join(arcs: _Arcs, mover: Mover, node: int, to: int, km: float, how: tuple[str, str, str]) -> None:
    """An arc from a base; `how` is the mode, the column of the capacity and that of the handling time."""
    mode, rate, hours = how
    name = f"{mover.base} to {arcs.network.nodes[to].name or 'the network'} ({arcs.network.nodes[to].layer})"
    arcs.add(node, to, mode, (0.0, km, 0.0), rate, hours, (-1, True, name, ()))


def _join_air(network: Network, arcs: _Arcs, mover: Mover, node: int) -> None:
    pool = network.node("Airlift", "airlift")
    there = network.nodes[pool]
    km = float(distance_km(mover.lat, mover.lon, there.lat, there.lon))
    _join(arcs, mover, node, pool, km, ("airlift", OPEN_WATER, "origin_hours"))


def _join_land(network: Network, arcs: _Arcs, mover: Mover, node: int) -> None:
    road, away = _nearest(network, arcs, mover, (ROAD,))
    if away <= ROAD_REACH_KM:
        _join(arcs, mover, node, road, away * DETOUR, ("road", OPEN_WATER, "origin_hours"))
        rail, far = _nearest(network, arcs, mover, (RAIL_1435, RAIL_1520))
        if far <= RAIL_REACH_KM:
            _join(arcs, mover, node, rail, far * DETOUR, (network.nodes[rail].layer, "ramp_trains", "ramp_hours"))
        return
    ports = network.curation.ports.values()
    great = [port for port in ports if port.berths >= GREAT_PORT_BERTHS] or list(ports)
    for port in great:
        quay = network.node(port.name, "port")
        km = OCEAN_WINDING * float(distance_km(mover.lat, mover.lon, port.lat, port.lon))
        if quay >= 0:
            _join(arcs, mover, node, quay, km, ("sea", "ocean_lane_metres", "ocean_hours"))


def _nearest(network: Network, arcs: _Arcs, mover: Mover, layers: tuple[str, ...]) -> tuple[int, float]:
    """The nearest node of some layers outside third states that has a link, and its distance."""
    barred = set(network.curation.extent.third_states) - set(arcs.state.third_states)
    fitting = [
        number for number, node in enumerate(network.nodes) if node.layer in layers and node.state not in barred
    ]
    used = set(arcs.tail)
    fitting = [number for number in fitting if number in used]
    if not fitting:
        return -1, float("inf")
    lat = np.array([network.nodes[number].lat for number in fitting])
    lon = np.array([network.nodes[number].lon for number in fitting])
    away = distance_km(mover.lat, mover.lon, lat, lon)
    best = int(np.argmin(away))
    return fitting[best], float(away[best])


def _source(mover: Mover, demand: Demand, values: Mapping[str, float], *, node: int) -> Source:
    vehicles = max(round(demand.vehicles(mover, values)), 1)
    return Source(mover.formation, node, max(round(60.0 * demand.release_h(mover, values)), 0), vehicles)


@dataclass(frozen=True, slots=True)
class _Made:
    """Arcs and the nodes that count, by their numbers before those that are used are numbered afresh."""

    arcs: _Arcs
    wanted: dict[str, int]
    sinks: list[int]
    origins: list[int]
    standing: dict[str, int]

    def nodes(self) -> list[int]:
        return list(dict.fromkeys(
            [*self.origins, *self.standing.values(), *self.wanted.values(), *self.arcs.tail, *self.arcs.head]
        ))  # fmt: skip


def _assembled(
    network: Network, demand: Demand, state: State, columns: dict[str, Evidence], row: np.ndarray, made: _Made
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
        Source(f"from {name}", number[node]) for name, node in made.standing.items() if node not in made.sinks
    ]
    listed = [[group[name] for name in dict.fromkeys(each)] for each in arcs.groups]
    flow = FlowNetwork(
        n_nodes=len(used), tail=np.array([number[node] for node in arcs.tail], dtype=np.int32),
        head=np.array([number[node] for node in arcs.head], dtype=np.int32), transit_min=minutes, capacity_per_day=vehicles,
        group_names=tuple(network.groups), group_start=np.concatenate([[0], np.cumsum([len(each) for each in listed])]).astype(np.int32),
        group_of=np.array([one for each in listed for one in each], dtype=np.int32), sources=tuple(sources),
        sinks=tuple(number[node] for node in made.sinks),
        node_names=_node_names(network, demand, used), arc_names=tuple(arcs.names), name=f"lines of {network.name}",
    )  # fmt: skip
    return Assembly(
        network, demand, state, columns, flow, np.array(arcs.link, dtype=np.int32), np.array(arcs.forward, dtype=bool),
        np.array([node if node < len(network.nodes) else -1 for node in used], dtype=np.int32),
        {name: number[node] for name, node in made.wanted.items()}, arcs,
    )  # fmt: skip


def _node_names(network: Network, demand: Demand, used: Sequence[int]) -> tuple[str, ...]:
    names = []
    for node in used:
        if node >= len(network.nodes):
            mover = demand.movers[node - len(network.nodes)]
            names.append(f"{mover.base} ({mover.formation})")
            continue
        each = network.nodes[node]
        names.append(f"{each.name} ({each.layer})" if each.name else f"{each.lat:.2f}N {each.lon:.2f}E ({each.layer} {node})")
    return tuple(names)
