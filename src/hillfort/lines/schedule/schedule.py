"""A feasible schedule: which way each formation goes, when it leaves and closes, and what holds it up.

Formations are taken in an order; each takes, way by way, the room that those before it left, until all of it has
arrived. Several orders are tried and the one that brings the vehicles in soonest is kept. The result is feasible by
construction, and never above the exact curve of arrivals; how far below it lies is stated.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork, FlowSource
from hillfort.lines.schedule.room import Room, Sending, way_of

MOST_WAYS = 12
"""Ways that one formation may be split over."""
WORTH_WAITING = 0.1
"""A way is looked for over arcs that have this share of their capacity left."""
LEAST_SHARE = 0.01
"""A way that would carry less than this share of a formation is not used."""
Told = Callable[[Sequence[int]], tuple[str, tuple[str, ...]]]
"""Words and modes of a way, from its arcs."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a formation that goes one way."""

    route: str
    modes: tuple[str, ...]
    vehicles: float
    depart_h: float
    close_h: float
    sending: Sending


@dataclass(frozen=True, slots=True)
class Arrival:
    """How one formation comes. Hours are from the start of the clock; infinite where it does not close."""

    formation: str
    vehicles: float
    delivered: float
    """Vehicles that arrive within the days asked for."""
    release_h: float
    depart_h: float
    close_h: float
    """Its last vehicle is there."""
    parts: tuple[Part, ...]
    limited_by: str
    """What holds it up, or why it does not close."""

    @property
    def route(self) -> str:
        """The way that most of it takes."""
        return max(self.parts, key=lambda part: part.vehicles).route if self.parts else ""

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes that most of it uses, in their order."""
        return max(self.parts, key=lambda part: part.vehicles).modes if self.parts else ()

    @property
    def closes(self) -> bool:
        """True where all of it arrives within the days asked for."""
        return bool(np.isfinite(self.close_h))

    @property
    def close_day(self) -> float:
        """Day on which it closes, counted from 0."""
        return self.close_h / 24.0


@dataclass(frozen=True, slots=True)
class Gap:
    """The schedule against the exact curve, by day."""

    days: tuple[float, ...]
    scheduled: tuple[float, ...]
    exact: tuple[float, ...]

    @property
    def worst(self) -> tuple[float, float]:
        """Day and share of the exact curve that is missing, where most vehicles are missing."""
        day = int(np.argmax(np.subtract(self.exact, self.scheduled)))
        return self.days[day], _missing(self.scheduled[day], max(self.exact[day], 1e-9))

    @property
    def mean(self) -> float:
        """Area between the curves as a share of that under the exact one."""
        total = float(np.sum(self.exact))
        return _missing(float(np.sum(self.scheduled)), total) if total > 0.0 else 0.0

    def words(self) -> str:
        """The gap in a sentence."""
        if not any(self.exact):
            return "Nothing can arrive, and nothing is scheduled."
        day, share = self.worst
        return (
            f"The schedule delivers {self.scheduled[-1]:,.0f} of {self.exact[-1]:,.0f} vehicles by day "
            f"{self.days[-1]:g}; over the days it "
            f"lies {100 * self.mean:.0f} % below the exact curve, most on day {day:g} ({100 * share:.0f} %)."
        )


def _missing(scheduled: float, exact: float) -> float:
    """Share of the exact curve that is missing; what adding up in another order leaves of nothing is nothing."""
    share = 1.0 - scheduled / exact
    return 0.0 if abs(share) < 1e-9 else share


@dataclass(frozen=True)
class Schedule:
    """The movements of all formations, in the order in which they were given room."""

    network: FlowNetwork
    days: float
    movements: tuple[Arrival, ...]

    def movement(self, formation: str) -> Arrival:
        """That of one formation; InputError where it has none."""
        known = {each.formation: each for each in self.movements}
        if formation not in known:
            raise InputError(Problem("schedule", 0, formation, "has no movement.", did_you_mean(formation, known)))
        return known[formation]

    def delivered(self, day: float) -> float:
        """Vehicles that have arrived by a day."""
        parts = (part.sending for each in self.movements for part in each.parts)
        return float(sum(np.interp(day * DAY_MIN - each.way.transit_min, each.times, each.sent) for each in parts))

    def gap(self, exact: Callable[[float], float], days: Iterable[float] | None = None) -> Gap:
        """The schedule against an exact curve, by default at the end of every day."""
        at = tuple(days) if days is not None else tuple(float(day) for day in range(1, int(self.days) + 1))
        return Gap(at, tuple(self.delivered(day) for day in at), tuple(float(exact(day)) for day in at))

    @property
    def shortfall(self) -> float:
        """Vehicle-days until everything is there, what does not arrive counted to twice the days:
        the less the better."""
        total = 0.0
        for each in self.movements:
            for part in each.parts:
                sending = part.sending
                middle = (sending.times[1:] + sending.times[:-1]) / 2.0 + sending.way.transit_min
                total += float(np.sum(np.diff(sending.sent) * middle)) / DAY_MIN
            total += (each.vehicles - each.delivered) * 2.0 * self.days
        return total


def schedule(
    network: FlowNetwork,
    *,
    days: float = 30.0,
    towards: Mapping[str, Sequence[int]] | None = None,
    order: Sequence[str] | None = None,
    tries: int = 4,
    told: Told | None = None,
    held_up_h: float = 0.0,
) -> Schedule:
    """A feasible schedule of every formation (source) of a network.

    Parameters
    ----------
    network : FlowNetwork
        Sources are formations with their vehicles (stock) and release; sinks are where they are wanted.
    days : float
        Nothing is scheduled to arrive after them.
    towards : mapping, optional
        Formation to its own destinations (numbers of nodes); the sinks of the network for all others.
    order : sequence of str, optional
        Formations by priority, first served first; those not named follow. The best of several orders when left out.
    tries : int
        Orders that may be tried when none is given.
    told : callable, optional
        Words and modes of a way, see `schedule_words.told_by`; names of nodes when left out.
    held_up_h : float
        A formation that closes later than this behind its first vehicle's earliest arrival is told to be held up by
        capacity.

    Raises
    ------
    InputError
        An order or a destination names a formation that is not there; a formation without limit of vehicles.

    Assumes
    -------
    Capacities are rates that hold at every minute. A formation may be split over ways and counts as closed with its
    last vehicle. Nobody waits on the way. Who has priority takes all that is left.

    Examples
    --------
    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> arcs = [Arc("a", "gap", 600, 480), Arc("b", "gap", 300, 480), Arc("gap", "z", 60, 240, ("E67 crossing",))]
    >>> starts = [("a", FlowSource("one", 0, stock=120)), ("b", FlowSource("two", 0, release_min=60, stock=240))]
    >>> found = schedule(network_of(arcs, sources=starts, sinks=["z"]), days=10)
    >>> [(each.formation, round(each.close_h, 1), each.limited_by) for each in found.movements]
    [('one', 23.0, 'E67 crossing'), ('two', 43.0, 'E67 crossing')]
    """
    _check(network, towards or {}, order)
    planner = _Planner(network, days, dict(towards or {}), told, held_up_min=held_up_h * 60.0)
    if order is not None:
        rest = [source.name for source in network.sources if source.name not in order]
        return planner.plan([*order, *rest])
    return planner.best(tries)


def _check(network: FlowNetwork, towards: Mapping[str, Sequence[int]], order: Sequence[str] | None) -> None:
    names = {source.name for source in network.sources}
    problems = [
        Problem(network.name, 0, where, f"'{name}' is not a formation that moves.", did_you_mean(name, names))
        for where, given in (("towards", towards), ("order", order or ()))
        for name in given
        if name not in names
    ]
    problems += [
        Problem(network.name, 0, f"source {source.name}", "has no limit of vehicles.", "Give it a stock.")
        for source in network.sources
        if source.stock is None
    ]
    if order is not None and len(set(order)) != len(order):
        problems.append(Problem(network.name, 0, "order", "names a formation twice."))
    if problems:
        raise InputError(problems, network.name)


class _Planner:
    def __init__(
        self,
        network: FlowNetwork,
        days: float,
        towards: dict[str, Sequence[int]],
        told: Told | None,
        *,
        held_up_min: float,
    ) -> None:
        self.network, self.days, self.held_up_min = network, days, held_up_min
        self.wanted = {source.name: set(towards.get(source.name, network.sinks)) for source in network.sources}
        self._to: dict[tuple[int, ...], list[float]] = {}
        self.told = told or (lambda arcs: _names(network, arcs))
        self.sources = {source.name: source for source in network.sources}
        self.leaving = _leaving(network)

    def best(self, tries: int) -> Schedule:
        """The least shortfall over some orders: by release, by when each would close alone, by size,
        then by nudging."""
        alone = {name: self._movement(self._empty(), source) for name, source in self.sources.items()}
        rules: list[Callable[[str], float]] = [
            lambda name: self.sources[name].release_min,
            lambda name: alone[name].close_h,
            lambda name: self.sources[name].stock or 0,
            lambda name: -(self.sources[name].stock or 0),
        ]
        orders = [sorted(self.sources, key=lambda name: (rule(name), name)) for rule in rules]
        seen = list({tuple(order): None for order in orders})[: max(tries, 1)]
        found = min((self.plan(order) for order in seen), key=lambda each: each.shortfall)
        for _ in range(tries - len(seen)):
            tried = self._nudged(found, alone, seen)
            if tried is None:
                break
            seen.append(tried)
            found = min(found, self.plan(tried), key=lambda each: each.shortfall)
        return found

    def _nudged(
        self, found: Schedule, alone: Mapping[str, Arrival], seen: Sequence[tuple[str, ...]]
    ) -> tuple[str, ...] | None:
        """An order not tried yet: the formation that is held up most goes before the one ahead of it, or first."""
        order = [each.formation for each in found.movements]
        late = sorted(found.movements, key=lambda each: alone[each.formation].close_h - min(each.close_h, 1e9))
        for each in late:
            place = order.index(each.formation)
            rest = order[:place] + order[place + 1 :]
            for to in (place - 1, 0):
                tried = (*rest[: max(to, 0)], each.formation, *rest[max(to, 0) :])
                if place > 0 and tried not in seen:
                    return tried
        return None

    def _empty(self) -> Room:
        return Room(self.network, until_min=self.days * DAY_MIN)

    def plan(self, order: Sequence[str]) -> Schedule:
        """Room to one after the other."""
        room = self._empty()
        movements = []
        for name in order:
            movement = self._movement(room, self.sources[name])
            for part in movement.parts:
                room.take(part.sending)
            movements.append(movement)
        return Schedule(self.network, self.days, tuple(movements))

    def _movement(self, room: Room, source: FlowSource) -> Arrival:
        """One formation into the room that is left; the room itself is not touched."""
        stock = float(source.stock or 0)
        release_h = source.release_min / 60.0
        if stock <= 0.0:
            return Arrival(source.name, 0.0, 0.0, release_h, release_h, release_h, (), "nothing to move")
        sendings, first = self._sendings(room, source, stock)
        if not sendings:
            return Arrival(source.name, stock, 0.0, release_h, np.inf, np.inf, (), self._why_not(source))
        arrived, close = _closing(sendings, stock)
        parts = [self._part(each.until(close - each.way.transit_min)) for each in sendings]
        parts = [part for part in parts if part.vehicles > 1e-9]
        short = arrived < stock - 1e-6
        brief = close - first < self.held_up_min
        limit = "the length of the way" if brief else _limit(self.network, parts)
        if short:
            limit = f"{stock - arrived:,.0f} of {stock:,.0f} vehicles are not in by day {self.days:g}: {limit}"
        return Arrival(
            source.name,
            stock,
            min(arrived, stock),
            release_h,
            min(part.depart_h for part in parts),
            np.inf if short else close / 60.0,
            tuple(parts),
            limit,
        )

    def _why_not(self, source: FlowSource) -> str:
        soonest = source.release_min + self._ahead(source.name)[source.node]
        if not np.isfinite(soonest):
            return "no way leads from it to where it is wanted"
        if soonest >= self.days * DAY_MIN:
            return f"its first vehicle would arrive on day {soonest / DAY_MIN:.1f}, not by day {self.days:g}"
        return f"those ahead of it leave no room that brings anything in by day {self.days:g}"

    def _sendings(self, room: Room, source: FlowSource, stock: float) -> tuple[list[Sending], float]:
        """Ways for one formation, soonest first, each with all the room the ones before it leave;
        and the first arrival."""
        left = room.copy()
        found: list[Sending] = []
        first, close = np.inf, np.inf
        rate = source.rate_per_day
        for _ in range(MOST_WAYS):
            arcs, soonest = self._soonest(left, source, min(close, room.until_min))
            first = min(first, soonest)
            if not arcs:
                break
            sending = left.sending(way_of(self.network, arcs), from_min=float(source.release_min), rate_per_day=rate)
            if sending is None:
                break
            left.take(sending)
            if sending.sent[-1] >= LEAST_SHARE * stock or not found:
                found.append(sending)
                _, close = _closing(found, stock)
            if rate is not None:
                break
        return found, first

    def _soonest(self, room: Room, source: FlowSource, before: float) -> tuple[tuple[int, ...], float]:
        """Arcs of the way that arrives first when one waits for room before each arc, and the minute of arrival.

        Searched towards the destinations: what is left of the way, were everything free, is never more than it takes.
        Nothing is looked for that arrives at `before` or later; then the way is empty and the minute infinite.
        """
        ahead = self._ahead(source.name)
        reached: dict[int, float] = {source.node: float(source.release_min)}
        came: dict[int, int] = {}
        queue = [(source.release_min + ahead[source.node], source.node)]
        done: set[int] = set()
        while queue:
            total, node = heapq.heappop(queue)
            if node in done:
                continue
            if total >= before:
                break
            done.add(node)
            minute = reached[node]
            if ahead[node] == 0.0 and node in self.wanted[source.name]:
                return self._back(came, source.node, node), minute
            for arc, head, transit in self.leaving[node]:
                if head in done or minute + transit + ahead[head] >= before:
                    continue
                later = room.free_from(arc, minute, WORTH_WAITING) + transit
                if later < reached.get(head, np.inf):
                    reached[head] = later
                    came[head] = arc
                    heapq.heappush(queue, (later + ahead[head], head))
        return (), np.inf

    def _ahead(self, name: str) -> list[float]:
        """Minutes from every node to the destinations of a formation where everything is free."""
        key = tuple(sorted(self.wanted[name]))
        if key not in self._to:
            self._to[key] = _minutes_to(self.network, key)
        return self._to[key]

    def _back(self, came: Mapping[int, int], start: int, node: int) -> tuple[int, ...]:
        arcs: list[int] = []
        while node != start:
            arcs.append(came[node])
            node = int(self.network.tail[came[node]])
        return tuple(reversed(arcs))

    def _part(self, sending: Sending) -> Part:
        route, modes = self.told(sending.way.arcs)
        moving = np.flatnonzero(sending.rates > 0.0)
        vehicles = float(sending.sent[-1])
        if not len(moving):
            return Part(route, modes, 0.0, np.inf, np.inf, sending)
        depart, last = sending.times[moving[0]], sending.times[moving[-1] + 1]
        return Part(route, modes, vehicles, float(depart) / 60.0, float(last + sending.way.transit_min) / 60.0, sending)


def _leaving(network: FlowNetwork) -> list[list[tuple[int, int, int]]]:
    found: list[list[tuple[int, int, int]]] = [[] for _ in range(network.n_nodes)]
    ends = zip(network.tail.tolist(), network.head.tolist(), network.transit_min.tolist(), strict=True)
    for arc, (tail, head, transit) in enumerate(ends):
        found[tail].append((arc, head, transit))
    return found


def _minutes_to(network: FlowNetwork, ends: Sequence[int]) -> list[float]:
    """Shortest transit from every node to the nearest of some nodes; infinite where no way leads there."""
    entering: list[list[tuple[int, int]]] = [[] for _ in range(network.n_nodes)]
    for tail, head, transit in zip(
        network.tail.tolist(), network.head.tolist(), network.transit_min.tolist(), strict=True
    ):
        entering[head].append((tail, transit))
    found = [np.inf] * network.n_nodes
    queue = [(0.0, node) for node in ends]
    for node in ends:
        found[node] = 0.0
    while queue:
        minutes, node = heapq.heappop(queue)
        if minutes > found[node]:
            continue
        for tail, transit in entering[node]:
            if minutes + transit < found[tail]:
                found[tail] = minutes + transit
                heapq.heappush(queue, (found[tail], tail))
    return found


def _closing(sendings: Sequence[Sending], stock: float) -> tuple[float, float]:
    """Vehicles that arrive (the stock at most) and the minute at which that number is reached."""
    times = np.unique(np.concatenate([each.times + each.way.transit_min for each in sendings]))
    arrived = np.sum([np.interp(times - each.way.transit_min, each.times, each.sent) for each in sendings], axis=0)
    if arrived[-1] <= stock:
        full = int(np.searchsorted(arrived, arrived[-1] - 1e-9))
        return float(arrived[-1]), float(times[full])
    step = int(np.searchsorted(arrived, stock, side="left"))
    before, after = arrived[step - 1], arrived[step]
    return stock, float(
        times[step - 1] + (times[step] - times[step - 1]) * (stock - before) / max(after - before, 1e-12)
    )


def _limit(network: FlowNetwork, parts: Sequence[Part]) -> str:
    """What allows no more, by the vehicles that met it."""
    held: dict[str, float] = {}
    for part in parts:
        for arc, vehicles in zip(part.sending.binding.tolist(), np.diff(part.sending.sent), strict=True):
            name = "the rate at which it can leave" if arc < 0 else _arc_words(network, arc)
            held[name] = held.get(name, 0.0) + float(vehicles)
    return max(held, key=lambda name: held[name])


def _arc_words(network: FlowNetwork, arc: int) -> str:
    """The narrowest group that an arc belongs to, else its own name."""
    groups = network.groups_of(arc)
    if not len(groups):
        return network.arc_name(arc)
    sizes = np.bincount(network.group_of, minlength=network.n_groups)
    return network.group_names[int(min(groups, key=lambda group: (sizes[group], group)))]


def _names(network: FlowNetwork, arcs: Sequence[int]) -> tuple[str, tuple[str, ...]]:
    nodes = [int(network.tail[arcs[0]]), *(int(network.head[arc]) for arc in arcs)]
    return " - ".join(network.node_name(node) for node in nodes), ()
