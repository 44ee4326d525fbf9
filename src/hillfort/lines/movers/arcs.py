"""Arcs of a flow as columns of numbers, and the ways from bases to the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.lines.flow.flow import MOST_PER_DAY
from hillfort.lines.movers.demand import Demand, Mover
from hillfort.lines.network.curation import RAIL_1435, RAIL_1520, ROAD
from hillfort.lines.network.everywhere import PRICED
from hillfort.lines.network.network import OPEN_WATER, PER_NATIVE, LineNetwork, Link, class_rate, speeds
from hillfort.theatre.geodesy import distance_km

ROAD_WINDING, OCEAN_WINDING = PRICED


@dataclass(frozen=True, slots=True)
class LinesState:
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


class Arcs:
    """Arcs as columns of numbers, so that pricing them is arithmetic on whole arrays."""

    def __init__(self, network: LineNetwork, state: LinesState, columns: list[str]) -> None:
        self.network, self.state = network, state
        self.column = {name: number for number, name in enumerate(columns)}
        self.nodes = len(network.nodes)
        self.tail: list[int] = []
        self.head: list[int] = []
        self.km: list[tuple[float, float, float]] = []
        self.speed: list[tuple[int, int, int]] = []
        self.rate: list[int] = []
        self.hours: list[int] = []
        self.winding: list[int] = []
        """Column that multiplies the kilometres; -1 where they are those of the way itself."""
        self.link: list[int] = []
        self.forward: list[bool] = []
        self.names: list[str] = []
        self.groups: list[tuple[str, ...]] = []
        self.lost = {*state.closed, *network.curation.closed}
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
            self.add(
                link.end,
                link.start,
                link.mode,
                km,
                rate,
                link.hours_back or link.hours,
                (number, False, link.name, link.groups),
            )

    def _is_open(self, link: Link) -> bool:
        if link.opened > self.state.date or (link.element and not self.open[link.element]):
            return False
        if not link.third:
            return True
        owners = {self.network.nodes[end].state for end in (link.start, link.end)} & set(
            self.network.curation.extent.third_states
        )
        return (owners or set(self.network.curation.extent.third_states)) <= set(self.state.third_states)

    def add(
        self,
        tail: int,
        head: int,
        mode: str,
        km: tuple[float, float, float],
        rate: str,
        hours: str,
        what: tuple[int, bool, str, tuple[str, ...]],
    ) -> None:
        """One arc; `what` is the link's number, its direction, its name and groups."""
        number, forward, name, groups = what
        self.tail.append(tail)
        self.head.append(head)
        self.km.append(km)
        self.rate.append(self.column[rate])
        self.hours.append(self.column[hours] if hours else -1)
        self.winding.append(-1)
        self.link.append(number)
        self.forward.append(forward)
        self.names.append(name)
        self.groups.append(groups)
        one, two, three = speeds(mode)
        self.speed.append((self.column[one], self.column[two], self.column[three]))

    def wind(self, column: str) -> None:
        """The kilometres of the last arc are those of a straight line, which a column multiplies."""
        self.winding[-1] = self.column[column]

    def prune(self, origins: Sequence[int], wanted: Sequence[int]) -> None:
        """Only what lies on some way from an origin to a destination."""
        onward, back = _reached(self.tail, self.head, origins), _reached(self.head, self.tail, wanted)
        keep = [a for a in range(len(self.tail)) if self.tail[a] in onward and self.head[a] in back]
        for name in ("tail", "head", "km", "speed", "rate", "hours", "winding", "link", "forward", "names", "groups"):
            column = getattr(self, name)
            setattr(self, name, [column[a] for a in keep])

    def price(self, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Minutes and vehicles a day of every arc at a row of values."""
        if self._ready is None:
            units = [evidence.unit for evidence in self.network.columns.values()]
            modes = list(PER_NATIVE)
            names = list(self.network.columns)
            unit_of = {
                self.column[name]: modes.index(unit) if unit in modes else 0
                for name, unit in zip(names, units, strict=True)
            }
            rate = np.array(self.rate, dtype=np.int64)
            self._ready = (
                np.array(self.km, dtype=np.float64).reshape(-1, 3),
                np.array(self.speed, dtype=np.int64).reshape(-1, 3),
                rate,
                np.array(self.hours, dtype=np.int64),
                np.array(self.winding, dtype=np.int64),
                np.array([unit_of[each] for each in self.rate], dtype=np.int64),
            )
        km, speed, rate, hours, winding, unit = self._ready
        factors = np.array(
            [
                1.0,
                row[self.column["vehicles_per_train"]],
                1.0 / row[self.column["lane_metres_per_vehicle"]],
                row[self.column["vehicles_per_sortie"]],
            ]
        )
        handling = np.where(hours >= 0, row[np.maximum(hours, 0)], 0.0)
        longer = np.where(winding >= 0, row[np.maximum(winding, 0)], 1.0)
        minutes = 1440.0 * (km * longer[:, None] / row[speed]).sum(axis=1) + 60.0 * handling
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


def origins_of(network: LineNetwork, demand: Demand, *, arcs: Arcs) -> list[int]:
    """A node for every mover, joined to the network; what can be reached from nowhere is a problem.

    Raises
    ------
    InputError
        A base from which no line can be reached.

    Assumes
    -------
    By road to the nearest junction on the same land, which never binds; by rail from a ramp where a railway is near;
    over an ocean into the great ports; through the airlift for those that fly.
    """
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
            problems.append(
                Problem(network.name, 0, f"formations.{mover.formation}.base", found, "Give it another base or way in.")
            )
        origins.append(node)
    if problems:
        raise InputError(problems)
    return origins


def _join(arcs: Arcs, mover: Mover, node: int, to: int, km: float, how: tuple[str, str, str, str]) -> None:
    """An arc from a base; `how` is the mode and the columns of the capacity, the handling time and the winding."""
    mode, rate, hours, winding = how
    name = f"{mover.base} to {arcs.network.nodes[to].name or 'the network'} ({arcs.network.nodes[to].layer})"
    arcs.add(node, to, mode, (0.0, km, 0.0), rate, hours, (-1, True, name, ()))
    if winding:
        arcs.wind(winding)


def _join_air(network: LineNetwork, arcs: Arcs, mover: Mover, node: int) -> None:
    pool = network.node("Airlift", "airlift")
    there = network.nodes[pool]
    km = float(distance_km(mover.lat, mover.lon, there.lat, there.lon))
    _join(arcs, mover, node, pool, km, ("airlift", OPEN_WATER, "origin_hours", ""))


def _join_land(network: LineNetwork, arcs: Arcs, mover: Mover, node: int) -> None:
    said = {name: each.value for name, each in network.curation.assumptions.items()}
    road, away = _nearest(network, arcs, mover, (ROAD,), reach_km=said["road_reach_km"])
    if away <= said["road_reach_km"]:
        _join(arcs, mover, node, road, away, ("road", OPEN_WATER, "origin_hours", ROAD_WINDING))
        rail, far = _nearest(network, arcs, mover, (RAIL_1435, RAIL_1520), reach_km=said["rail_reach_km"])
        if far <= said["rail_reach_km"]:
            how = (network.nodes[rail].layer, "ramp_trains", "ramp_hours", ROAD_WINDING)
            _join(arcs, mover, node, rail, far, how)
        return
    ports = network.curation.ports.values()
    great = [port for port in ports if port.berths >= said["great_port_berths"]] or list(ports)
    for port in great:
        quay = network.node(port.name, "port")
        km = float(distance_km(mover.lat, mover.lon, port.lat, port.lon))
        if quay >= 0:
            _join(arcs, mover, node, quay, km, ("sea", "ocean_lane_metres", "ocean_hours", OCEAN_WINDING))


def _nearest(
    network: LineNetwork, arcs: Arcs, mover: Mover, layers: tuple[str, ...], *, reach_km: float
) -> tuple[int, float]:
    """The nearest node of some layers outside third states that has a link and no water before it, and its distance."""
    barred = set(network.curation.extent.third_states) - set(arcs.state.third_states)
    fitting = [number for number, node in enumerate(network.nodes) if node.layer in layers and node.state not in barred]
    used = set(arcs.tail)
    fitting = [number for number in fitting if number in used]
    if not fitting:
        return -1, float("inf")
    lat = np.array([network.nodes[number].lat for number in fitting])
    lon = np.array([network.nodes[number].lon for number in fitting])
    away = distance_km(mover.lat, mover.lon, lat, lon)
    best = int(np.argmin(away))
    if network.lands is None or away[best] > reach_km:
        return fitting[best], float(away[best])
    best, km = network.lands().nearest((mover.lat, mover.lon), lat, lon, away)
    return (fitting[best] if best >= 0 else -1), km
