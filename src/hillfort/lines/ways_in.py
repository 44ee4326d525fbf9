"""A scenario's ways in on the network: hours to each, what goes through it in a day, and hours from one to another.

A way in of the campaign is a few entries of the network: the crossings, railways, ports or airfields by which a force
comes into the region. Everything that lies before them and behind them (ramps, ports of loading, straits, ships and
aircraft, transloads, roads to the way's place) counts, as far as it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, Protocol

import numpy as np

from hillfort.forces.movement import MovementTable
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork, FlowSource, Ints, Longs
from hillfort.lines.flow.static import StaticGraph, minutes
from hillfort.lines.movers.arcs import LinesState
from hillfort.lines.movers.assembly import Assembly, assemble
from hillfort.lines.movers.demand import Demand, Posture, demand
from hillfort.lines.network.curation import ROAD, Curation, Extent
from hillfort.lines.network.everywhere import REPAIRS
from hillfort.lines.network.network import LineNetwork

MODES = {
    "road": "road",
    "rail-1435": "rail",
    "rail-1520": "rail",
    "sea": "sea",
    "port": "sea",
    "airlift": "air",
    "airfield": "air",
}
"""Mode of a way in by that of the link with which the region is entered."""
LOADING = ("ramp", "transload", "rail-1435", "rail-1520", "sea", "port", "airlift", "airfield")
"""What a way by road to a place outside the region does not use."""
INVERSE = ("lane_metres_per_vehicle",)
"""Columns of which a higher value means less."""
SHOWN = 4
HORIZONS = (10.0, 40.0, 365.0)
"""Days within which a formation is first looked for, then farther on."""
DEFENDER = "blue"
VEHICLES = "vehicles/day"


class Entrance(Protocol):
    """What is used of a scenario's way in."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def side(self) -> str:
        """'blue' or 'red'."""

    @property
    def mode(self) -> str:
        """road, rail, sea or air."""

    @property
    def place(self) -> str:
        """Where units appear."""

    @property
    def through(self) -> tuple[str, ...]:
        """Places that must not be in enemy hands."""


@dataclass(frozen=True, slots=True)
class Together:
    """Vehicles a day by all ways of a mode together, in place of what the network lets through."""

    UNITS: ClassVar[dict[str, str]] = dict.fromkeys(("road", "rail", "sea", "air"), VEHICLES)
    road: Evidence | None = None
    rail: Evidence | None = None
    sea: Evidence | None = None
    air: Evidence | None = None


@dataclass(frozen=True)
class Lines:
    """The network of a scenario's theatre and what its forces are to those who move them; laid when first asked for."""

    lay: Callable[[Curation], LineNetwork] = field(repr=False, compare=False)
    """Lays the network over the theatre."""
    movement: MovementTable = field(repr=False)
    curation: Curation = field(repr=False, default=Curation("", "", Extent((), (), 0.0, 0.0, ()), {}, {}))
    """What is said about the theatre's lines."""
    vehicles_per_day: Together = Together()

    @cached_property
    def network(self) -> LineNetwork:
        """The multimodal network."""
        return self.lay(self.curation)

    @property
    def overridden(self) -> Mapping[str, str]:
        """Parameters of any theatre that are other here, with the reason."""
        return self.curation.overridden

    def parts(self) -> dict[str | int, Any]:
        """Its numbers by the names of its fields in a file; the movement table stands beside it there."""
        return {**self.curation.parts(), "vehicles_per_day": self.vehicles_per_day}

    def with_part(self, step: str | int, part: Any) -> Lines:
        """The same with another part; its network is laid afresh."""
        if step == "vehicles_per_day":
            return replace(self, vehicles_per_day=part)
        return replace(self, curation=self.curation.with_part(step, part))


@dataclass(frozen=True)
class Ways:
    """What the network says about a scenario's ways in; a way or pair that it does not know is left out."""

    hours: dict[tuple[str, str], float]
    """Formation and way to the hours from its base to the way's place, loading and unloading in them, until its first
    vehicle is there; those after it follow at the way's limit,
    and the last is there when the network can have brought it."""
    limits: dict[str, Evidence]
    """Way to the vehicles a day that can come through it while all others are closed."""
    pools: dict[str, Evidence]
    """Mode to the vehicles a day that can come through all its ways together."""
    turn_h: dict[tuple[str, str], float]
    """Hours from the entry of the first way (its place,
    where that lies before the region) to the place of the second."""
    cells: dict[str, tuple[int, ...]]
    """Cells of the theatre with which a way is lost, besides those of its places."""
    entered: tuple[str, ...]
    """Ways that enter the region, which share ships, aircraft and roads with the others of their mode."""
    limited_by: dict[str, tuple[str, ...]]
    """Way to the links that limit it at best estimates."""
    notes: tuple[str, ...]
    """What could not be found on the network, in words."""
    shut: tuple[str, ...] = ()
    """Ways through which nothing can come, because the theatre's lines say that groups are closed."""
    spared: Mapping[str, float] = field(default_factory=dict)
    """Way to the share of what strikes would take from it that they do not: 1 where every entry of it is fortified, and
    as much less as the quicker repair of the one that is spared least leaves."""


NOTHING = Ways({}, {}, {}, {}, {}, (), {}, ())


@dataclass(frozen=True, slots=True)
class _Way:
    """A way in on the arcs of the flow."""

    way: Entrance
    sink: int
    gate: np.ndarray
    """Numbers of the arcs by which it enters; none where its place lies before the region."""
    open: np.ndarray
    """(arcs,) bool: what may be used to come by it."""


def ways(
    lines: Lines, posture: Posture, entrances: Sequence[Entrance], *, region: Sequence[str], closed: Sequence[str] = ()
) -> Ways:
    """Hours, daily limits and turns of the defender's ways in, from the network of the theatre.

    Parameters
    ----------
    lines : Lines
        The network, and the movement tables.
    posture : Posture
        A scenario: its date says what has opened.
    entrances : sequence of Entrance
        Its ways in.
    region : sequence of str
        Countries that are to be entered (ISO codes).
    closed : sequence of str
        Groups of the network that are lost before anything moves.

    Assumes
    -------
    One column at a time for hours: queues are the campaign's. A limit is the largest flow from the bases of those who
    may come by the way through its entries to its place, all other entries closed; a range has all capacities at the
    same end. Ships and aircraft serve all ways of their mode together, so each mode has a limit too.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> marrow = read.scenario("marrow")
    >>> found = ways(marrow.lines, marrow, marrow.ways_in, region=("AA",))
    >>> found.limits["Port of Alder"].value, found.limited_by["Port of Alder"]
    (200.0, ('Port Alder',))
    """
    own = [way for way in entrances if way.side == DEFENDER]
    users = {way.name: _users(posture, way.name) for way in own}
    formations = sorted({name for names in users.values() for name in names})
    if not formations:
        return NOTHING
    network = lines.network
    found = _ways(lines, network, posture, own, users, tuple(region), tuple(closed))
    if not network.curation.closed:
        return found
    as_if = replace(network, curation=replace(network.curation, conditions={}))
    whole = _ways(lines, as_if, posture, own, users, tuple(region), tuple(closed))
    shut = tuple(name for name in whole.limits if name not in found.limits)
    notes = (f"{name}: closed on the network; nothing comes by it." for name in shut)
    kept = (each for each in found.notes if not each.startswith(tuple(f"{name}: " for name in shut)))
    return replace(found, shut=shut, notes=(*kept, *notes))


def _ways(
    lines: Lines,
    network: LineNetwork,
    posture: Posture,
    own: Sequence[Entrance],
    users: Mapping[str, list[str]],
    region: tuple[str, ...],
    closed: tuple[str, ...],
) -> Ways:
    """What a network says about ways in, with its own groups closed and others."""
    formations = sorted({name for names in users.values() for name in names})
    try:
        wanted = demand(posture, lines.movement, formations=formations)
        made = assemble(network, wanted, state=LinesState(posture.date, closed=closed), towards=_towards(network, own))
    except InputError as error:
        return replace(NOTHING, notes=tuple(f"The network is not used: {problem.found}" for problem in error.problems))
    laid, notes = _laid(made, own, region)
    found = _Finder(made, laid, {name: _numbers(wanted, names) for name, names in users.items()})
    limits, limited = found.limits()
    hours = found.hours(limits)
    notes += [
        f"{each.way.name}: nothing can come by it on the network; planning figures and the scenario's own rate "
        "are used."
        for each in laid
        if each.way.name not in limits
    ]
    notes += [
        f"{name}: its formation {formation} cannot come by it on the network; planning figures are used."
        for name, names in users.items()
        if name in limits
        for formation in names
        if (formation, name) not in hours
    ]
    cells = {each.way.name: _cells(made, each) for each in laid}
    entered = tuple(each.way.name for each in laid if len(each.gate))
    spared = {each.way.name: share for each in laid if (share := _spared(made.network, made, each)) > 0.0}
    pools, turns = found.pools(), found.turns()
    return Ways(hours, limits, pools, turns, cells, entered, limited, tuple(notes), spared=spared)


def _spared(network: LineNetwork, made: Assembly, way: _Way) -> float:
    """Share of what strikes would take from a way that they do not, by what is said of the groups of its entries."""
    said = network.curation.conditions
    if not said or not len(way.gate):
        return 0.0
    return min(max((_share(network, name) for name in _entered(made, int(arc))), default=0.0) for arc in way.gate)


def _entered(made: Assembly, arc: int) -> Sequence[str]:
    """Groups of an entry; one from overseas straight to a port is lost with the port's place."""
    if made.link_of_arc[arc] >= 0:
        return _groups(made, arc)
    port = made.network.nodes[made.node_of[made.flow.head[arc]]].name
    return [name for name in made.network.groups_at([port]) if made.network.groups[name].kind == "port"]


def _share(network: LineNetwork, name: str) -> float:
    """1 for a group that is fortified; else how much sooner it is repaired than others of its kind."""
    said = network.curation.conditions.get(name)
    if said is None or said.fortified:
        return 0.0 if said is None else 1.0
    usual = network.curation.assumptions[REPAIRS[network.groups[name].kind]].value
    return max(0.0, 1.0 - network.repair_of(name).value / usual)


def _users(posture: Posture, way: str) -> list[str]:
    """Formations of which a battalion may come by a way."""
    return list(
        dict.fromkeys(unit.formation for unit in posture.battalions if unit.side == DEFENDER and way in unit.ways_in)
    )


def _numbers(wanted: Demand, names: Sequence[str]) -> list[int]:
    return [number for number, mover in enumerate(wanted.movers) if mover.formation in names]


def _towards(network: LineNetwork, own: Sequence[Entrance]) -> list[str]:
    """Places of the ways that have a road, besides every marked hub."""
    marked = [hub.name for hub in network.curation.hubs.values() if hub.destination]
    return list(dict.fromkeys([*marked, *(way.place for way in own if network.node(way.place, ROAD) >= 0)]))


def _laid(made: Assembly, own: Sequence[Entrance], region: tuple[str, ...]) -> tuple[list[_Way], list[str]]:
    """The ways that the network knows, and a note on each of the others."""
    nodes = made.network.nodes
    within = np.array([node >= 0 and nodes[node].state in region for node in made.node_of])
    entering = ~within[made.flow.tail] & within[made.flow.head]
    laid, notes = [], []
    for way in own:
        found = _on_network(made, way, entering, region)
        if isinstance(found, str):
            notes.append(f"{way.name}: {found}; planning figures and the scenario's own rate are used.")
        else:
            laid.append(found)
    return laid, notes


def _on_network(made: Assembly, way: Entrance, entering: np.ndarray, region: tuple[str, ...]) -> _Way | str:
    """One way on the arcs, or why it is not there."""
    flow, network = made.flow, made.network
    modes = _modes(made)
    sink = _sink(made, way)
    if sink < 0:
        return f"'{way.place}' is not a place of the network"
    if network.nodes[made.node_of[sink]].state not in region:
        return _outside(made, way, sink, (modes, ~entering))
    of_mode = entering & np.array([MODES.get(mode, "") == way.mode for mode in modes], dtype=bool)
    ours = [bool(of_mode[arc]) and _is_of(made, way, arc) for arc in range(flow.n_arcs)]
    named = of_mode & np.array(ours, dtype=bool)
    gate = named if named.any() or way.mode in ("sea", "air") else of_mode
    if not gate.any():
        return (
            f"no {'airfield' if way.mode == 'air' else 'port' if way.mode == 'sea' else 'crossing'} of the network "
            "is one of its places"
        )
    return _Way(way, sink, np.flatnonzero(gate), ~entering | gate)


def _is_of(made: Assembly, way: Entrance, arc: int) -> bool:
    """Whether an arc is lost with a place of the way; one from overseas straight to a port belongs to the port's
    place."""
    places = (way.place, *way.through)
    if made.link_of_arc[arc] < 0:
        return made.network.nodes[made.node_of[made.flow.head[arc]]].name in places
    return bool(set(made.network.groups_at(places)) & set(_groups(made, arc)))


def _outside(made: Assembly, way: Entrance, sink: int, arcs: tuple[list[str], np.ndarray]) -> _Way | str:
    """A way to a place that is not in the region: its last link is of its mode. `arcs`: their modes,
    and which stay outside."""
    nothing = np.zeros(0, np.int64)
    modes, before = arcs
    if way.mode == "road":
        return _Way(way, sink, nothing, before & np.array([mode not in LOADING for mode in modes], dtype=bool))
    last = {"rail": "ramp", "sea": "port", "air": "airfield"}[way.mode]
    at_sink = made.flow.head == sink
    kept = at_sink & np.array([mode == last for mode in modes], dtype=bool)
    if not kept.any():
        return f"'{way.place}' has no {last} on the network"
    return _Way(way, sink, nothing, before & (~at_sink | kept))


def _sink(made: Assembly, way: Entrance) -> int:
    """Node of the flow where a way ends: its place's road, for an airfield the road behind it; -1 if there is none."""
    number = made.network.node(way.place, ROAD)
    apron = made.network.node(way.place, "airfield")
    if way.mode == "air" and apron >= 0:
        at = np.flatnonzero(made.node_of == apron)
        behind = made.flow.head[np.isin(made.flow.tail, at)]
        return int(behind[0]) if len(behind) else -1
    at = np.flatnonzero(made.node_of == number) if number >= 0 else np.zeros(0, np.int64)
    return int(at[0]) if len(at) else -1


def _modes(made: Assembly) -> list[str]:
    """Mode of every arc; that of a base's own way to the network is that of where it leads."""
    links, nodes = made.network.links, made.network.nodes
    return [
        links[link].mode if link >= 0 else nodes[made.node_of[head]].layer
        for link, head in zip(made.link_of_arc.tolist(), made.flow.head.tolist(), strict=True)
    ]


def _groups(made: Assembly, arc: int) -> tuple[str, ...]:
    link = int(made.link_of_arc[arc])
    return made.network.links[link].groups if link >= 0 else ()


def _cells(made: Assembly, way: _Way) -> tuple[int, ...]:
    """Cells of the crossing that carries most: with it the way is lost.
    Ports and airfields are lost with their places."""
    if len(way.gate) == 0 or way.way.mode in ("sea", "air"):
        return ()
    main = int(way.gate[np.argmax(made.flow.capacity_per_day[way.gate])])
    groups = [made.network.groups[name] for name in _groups(made, main)]
    narrow = min((group for group in groups if group.cells), key=lambda group: len(group.links), default=None)
    return narrow.cells if narrow else ()


class _Finder:
    """Times and largest flows over the arcs that each way may use."""

    def __init__(self, made: Assembly, laid: list[_Way], users: dict[str, list[int]]) -> None:
        self.made, self.laid, self.users = made, laid, users
        self.rows = [_row(made, end) for end in ("value", "low", "high")]

    def hours(self, limits: Mapping[str, Evidence]) -> dict[tuple[str, str], float]:
        """Hours from bases: as many that a formation that then comes in at the way's limit is there when it can be."""
        demand, best = self.made.demand, self.made.demand.best()
        found = {}
        for each in self.laid:
            name = each.way.name
            if name not in limits:
                continue
            graph = StaticGraph(_narrowed(self.made.flow, each))
            for number in self.users[name]:
                mover = demand.movers[number]
                vehicles = demand.vehicles(mover, best)
                closes = _quickest_h(graph, number, vehicles)
                if np.isfinite(closes):
                    found[mover.formation, name] = max(closes - 24.0 * vehicles / limits[name].value, 0.0)
        return found

    def turns(self) -> dict[tuple[str, str], float]:
        """Hours between ways."""
        flow, turns = self.made.flow, {}
        for each in self.laid:
            to_sink = _minutes_to(
                flow.n_nodes, flow.tail[each.open], flow.head[each.open], flow.transit_min[each.open], each.sink
            )
            for other in self.laid:
                stands = flow.tail[other.gate] if len(other.gate) else np.array([other.sink])
                found = float(to_sink[stands].min()) / 60.0
                if np.isfinite(found):
                    turns[other.way.name, each.way.name] = found
        return turns

    def limits(self) -> tuple[dict[str, Evidence], dict[str, tuple[str, ...]]]:
        """Vehicles a day through each way alone, and what limits it."""
        found, by = {}, {}
        for each in self.laid:
            evidence, names = self._limit(each.open, [each.sink], self.users[each.way.name])
            if evidence is not None:
                found[each.way.name], by[each.way.name] = evidence, names
        return found, by

    def pools(self) -> dict[str, Evidence]:
        """Vehicles a day through all ways of a mode together."""
        found = {}
        for mode in ("road", "rail", "sea", "air"):
            own = [each for each in self.laid if each.way.mode == mode and len(each.gate)]
            if len(own) < 2:
                continue
            usable = np.any([each.open for each in own], axis=0)
            movers = sorted({number for each in own for number in self.users[each.way.name]})
            evidence, _ = self._limit(usable, [each.sink for each in own], movers)
            if evidence is not None:
                found[mode] = evidence
        return found

    def _limit(
        self, usable: np.ndarray, sinks: Sequence[int], movers: Sequence[int]
    ) -> tuple[Evidence | None, tuple[str, ...]]:
        flow = self.made.flow
        starts = [flow.sources[number].node for number in movers] or [source.node for source in flow.sources]
        arcs = np.flatnonzero(usable)
        rates: list[float] = []
        cut = np.zeros(0, np.int64)
        for row in self.rows:
            room = self.made.arcs.price(row)[1][arcs]
            rate, across = _most(flow.n_nodes, flow.tail[arcs], flow.head[arcs], room, (starts, sinks))
            cut = cut if rates else arcs[across]
            rates.append(float(rate))
        if rates[0] <= 0.0:
            return None, ()
        columns = [list(self.made.columns.values())[self.made.arcs.rate[arc]] for arc in cut]
        weakest = max(columns, key=lambda each: (each.grade[1], each.grade[0]), default=Evidence.fixed(0.0, ""))
        names = tuple(dict.fromkeys(_spoken(self.made, int(arc)) for arc in cut))
        note = f"limited by {', '.join(names[:SHOWN])}{' and others' if len(names) > SHOWN else ''}"
        return Evidence(
            rates[0],
            VEHICLES,
            min(rates[1], rates[0]),
            max(rates[2], rates[0]),
            weakest.date,
            weakest.source,
            weakest.grade,
            note=note,
        ), names


def _narrowed(flow: FlowNetwork, way: _Way) -> FlowNetwork:
    """Only what may be used to come by a way, towards its place; sources start at once and without end."""
    sources = tuple(FlowSource(each.name, each.node) for each in flow.sources)
    kept = way.open
    none = np.zeros(0, np.int32)
    return FlowNetwork(
        flow.n_nodes,
        flow.tail[kept],
        flow.head[kept],
        flow.transit_min[kept],
        flow.capacity_per_day[kept],
        (),
        np.zeros(int(kept.sum()) + 1, np.int32),
        none,
        sources,
        (way.sink,),
        flow.node_names,
    )


def _quickest_h(graph: StaticGraph, number: int, vehicles: float) -> float:
    """Hours after which so many vehicles from one source can all be there; infinite where no way leads."""
    room = graph.room.copy()
    room[graph.first_source : graph.first_sink] = 0
    room[graph.first_source + number] = graph.room[graph.first_source + number]
    wanted = vehicles * DAY_MIN
    for days in HORIZONS:
        lengths, rates = graph.fill(minutes(days), room=room)
        if len(lengths) == 0:
            continue
        # With the first n paths in use, the last vehicle is there when their lines add up to all of them.
        rate, before = np.cumsum(rates), np.cumsum(rates * lengths)
        closes = float(np.min((wanted + before) / rate))
        if closes <= minutes(days):
            return closes / 60.0
    return float("inf")


def _spoken(made: Assembly, arc: int) -> str:
    """What an arc is called: its narrowest group, else its own name."""
    groups = [made.network.groups[name] for name in _groups(made, arc)]
    return min(groups, key=lambda group: len(group.links)).name if groups else made.flow.arc_name(arc)


def _row(made: Assembly, end: str) -> np.ndarray:
    """Values of all columns at the end of their ranges at which most, or least, can pass."""
    other = {"low": "high", "high": "low", "value": "value"}[end]
    return np.array([getattr(each, other if name in INVERSE else end) for name, each in made.columns.items()])


def _minutes_to(nodes: int, tail: Ints, head: Ints, minutes: Ints, sink: int) -> np.ndarray:
    """(node,) minutes to the sink, infinite where nothing leads there."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    order = np.lexsort((minutes, tail, head))
    first = (
        np.concatenate([[True], np.diff(head[order].astype(np.int64) * nodes + tail[order]) != 0])
        if len(order)
        else order.astype(bool)
    )
    kept = order[first]
    back = csr_array((np.maximum(minutes[kept], 1).astype(np.float64), (head[kept], tail[kept])), shape=(nodes, nodes))
    found: np.ndarray = dijkstra(back, indices=sink)
    return found


def _most(
    nodes: int, tail: Ints, head: Ints, room: Longs, ends: tuple[Sequence[int], Sequence[int]]
) -> tuple[int, np.ndarray]:
    """The largest flow a day from some nodes to others, and which arcs are the narrowest cut."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    starts, sinks = ends
    wide = int(room.sum()) + 1
    tails = np.concatenate([tail, np.full(len(starts), nodes), np.array(sinks)]).astype(np.int64)
    heads = np.concatenate([head, np.array(starts), np.full(len(sinks), nodes + 1)]).astype(np.int64)
    rooms = np.concatenate([room, np.full(len(starts) + len(sinks), min(wide, 1 << 30))])
    graph: Any = csr_array((rooms.astype(np.int32), (tails, heads)), shape=(nodes + 2, nodes + 2))
    graph.sum_duplicates()
    result = maximum_flow(graph, nodes, nodes + 1)
    left: Any = (graph - result.flow).tocsr()
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    reached = np.zeros(nodes + 2, bool)
    reached[breadth_first_order(left, nodes, return_predecessors=False)] = True
    return int(result.flow_value), reached[tail] & ~reached[head]
