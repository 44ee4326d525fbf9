"""Which way a move goes: the legs by land, sea and air between its ends, through the places it names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container
from dataclasses import dataclass, field

import numpy as np

from hillfort.lines.moves.atlas import Atlas, Distance, MoveAtlas, Stop
from hillfort.theatre.geodesy import great_circle_km

MODES = ("road-wheeled", "road-het", "rail", "sea-road", "sea-rail", "air", "mixed")
"""How a move is made: on wheels, on heavy transporters, by train, by ship and then one of them, by air,
several ways."""

WANDERING = 1.6
"""A named place that makes the straight way longer than this multiple belongs to something else and is left out."""
DIRECT_ROAD_KM = 2500.0
"""A mixed move sends part by road only where the straight way is shorter than this."""

WORTH_SAILING = 0.3
"""From one named port a second is only looked for where it brings the ship to within this share of the way."""

_SEPARATORS = re.compile(r"[;|,/>→]|\s[-–—]+\s|\s(?:and|then|via|to)\s")
_SPOKEN = re.compile(
    r"^(?:(?:the|via|from|port|ports|ferry|ship|sea|rail|railway|road|roads|motorway|highway|convoy|train|air|base|"
    r"border|crossing|route|routes|airport|seaport|of|two|three|several)\b[\s:]*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Move:
    """A move to be predicted: from where to where, how, and with what. None where it is not known."""

    case: str
    origin: tuple[float, float]
    end: tuple[float, float]
    """Latitude and longitude, degrees."""
    mode: str
    via: tuple[str, ...] = ()
    personnel: float | None = None
    wheeled: float | None = None
    tracked: float | None = None
    convoys: float | None = None
    ships: float | None = None
    trains_per_day: float | None = None
    cleared: bool = True
    """False where borders were not cleared beforehand."""
    observed_days: float | None = None
    urgency: str = "administrative"
    """One of `URGENCIES`."""
    phase: str = "last"
    """One of `PHASES`: which of the vehicles is waited for."""
    ship_knots: float | None = None
    """Service speed of the ships, knots."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a move by one mode."""

    mode: str
    """'road', 'rail', 'sea' or 'air'."""
    start: Stop
    end: Stop
    distances: tuple[Distance, ...]
    ferry: bool = False
    """Water lies on this land leg and no port is named: a scheduled ferry."""
    regauged: bool = False
    """Trains meet another gauge between its ends."""
    from_overseas: bool = False
    """It starts on the far side of the ocean."""

    @property
    def km(self) -> float:
        """Kilometres as known, without the detour of straight parts."""
        return sum(distance.km for distance in self.distances)


@dataclass(frozen=True, slots=True)
class Stream:
    """Part of a move that goes one way: its legs and what it takes."""

    name: str
    legs: tuple[Leg, ...]
    carries: str
    """'all', 'wheeled', 'tracked', 'shipped' (part of the wheeled) or 'driven' (the other part)."""
    het: bool = False


@dataclass(frozen=True, slots=True)
class Itinerary:
    """The ways a move takes, and what had to be left out."""

    streams: tuple[Stream, ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    gaps: tuple[tuple[Stop, Stop], ...] = ()
    """Pairs of places with water between them over which no ports are known: the move cannot be made as it is given."""


def via_names(text: str, countries: Container[str] = ()) -> tuple[str, ...]:
    """The places that a free text names; `countries` are names of countries, in small letters.

    Assumes
    -------
    Names are set apart by ';', '|', ',', '/', arrows or a dash between blanks; countries and words like 'port of'
    say nothing about the way.

    >>> via_names("Rostock ; port of Klaipėda | ferry")
    ('Rostock', 'Klaipėda')
    """
    parts = (_SPOKEN.sub("", part.strip() + " ").strip() for part in _SEPARATORS.split(text))
    return tuple(part for part in parts if part and part.casefold() not in countries)


def itinerary(move: Move, ways: MoveAtlas) -> Itinerary:
    """The legs of a move.

    Assumes
    -------
    Places in the order they are given. Where a sea move names no port, the nearest one on the same land. A mixed move
    sends tracked vehicles by rail and wheeled ones by road, both over the sea where it names ports or must cross.
    """
    atlas = ways.atlas
    start, end = _stop(move.origin, atlas, "start"), _stop(move.end, atlas, "end")
    if move.mode == "air":
        straight = Distance(great_circle_km(*move.origin, *move.end), straight=False)
        leg = Leg("air", start, end, (straight,), from_overseas=atlas.regions.overseas(*move.origin))
        return Itinerary((Stream("by air", (leg,), "all"),))
    stops, unknown, notes = _resolved(move, start, end, ways)
    mode = "rail" if move.mode in ("rail", "sea-rail") else "road"
    crossing = atlas.land(start, mode) != atlas.land(end, mode)
    ocean = atlas.regions.overseas(*move.origin) != atlas.regions.overseas(*move.end)
    ports = [stop for stop in stops[1:-1] if stop.is_port]
    at_sea = move.mode.startswith("sea") or ocean or (move.mode == "mixed" and (bool(ports) or crossing))
    if at_sea:
        stops = _with_ports(stops, atlas)
    stops, gaps = _with_crossings(stops, ways, mode)
    streams = _streams(move, stops, ways, at_sea)
    return Itinerary(streams, tuple(unknown), tuple(notes), tuple(gaps))


def _with_crossings(stops: list[Stop], ways: MoveAtlas, mode: str) -> tuple[list[Stop], list[tuple[Stop, Stop]]]:
    """The stops with two ports wherever water lies on the way, and the waters that no known ports lead over."""
    found, gaps = [stops[0]], []
    for one, other in itertools.pairwise(stops):
        if not (one.is_port and other.is_port) and ways.needs_ship(mode, one, other):
            ports = ways.ferry(mode, one, other)
            if ports is None:
                gaps.append((one, other))
            else:
                found += [port for port in ports if port.name not in (one.name, other.name)]
        found.append(other)
    return found, gaps


def _stop(point: tuple[float, float], atlas: Atlas, name: str) -> Stop:
    port = atlas.port_at(*point)
    return Stop(port.name if port else name, *point, lanes=port.lanes if port else (), unnamed=True)


def _resolved(move: Move, start: Stop, end: Stop, ways: MoveAtlas) -> tuple[list[Stop], list[str], list[str]]:
    """Start, the named places that are known and on the way, end."""
    middle = ((start.lat + end.lat) / 2, (start.lon + end.lon) / 2)
    stops, unknown, notes = [start], [], []
    for name in move.via:
        found = ways.find(name, near=middle)
        if found is None:
            unknown.append(name)
        elif found.is_port and found.name in (start.name, end.name):
            continue
        elif _wanders(stops[-1], found, end) and not found.is_port:
            notes.append(f"{name} is far off the way and left out")
        else:
            stops.append(found)
    return [*stops, end], unknown, notes


def _wanders(last: Stop, found: Stop, end: Stop) -> bool:
    direct = great_circle_km(last.lat, last.lon, end.lat, end.lon)
    out = great_circle_km(last.lat, last.lon, found.lat, found.lon)
    return out + great_circle_km(found.lat, found.lon, end.lat, end.lon) > max(WANDERING * direct, direct + 150.0)


def _with_ports(stops: list[Stop], atlas: Atlas) -> list[Stop]:
    """The stops with a port of loading and one of discharge at least."""
    ports = [index for index, stop in enumerate(stops) if stop.is_port]
    start, end = stops[0], stops[-1]
    lands = {atlas.land(stops[index]) for index in ports}
    if atlas.land(start) != atlas.land(end):
        if ports and atlas.land(start) not in lands:
            return _with_port(stops, atlas.nearest_port(start.lat, start.lon), 1)
        if ports and atlas.land(end) not in lands:
            return _with_port(stops, atlas.nearest_port(end.lat, end.lon), len(stops) - 1)
    if len(ports) >= 2:
        return stops
    if len(ports) == 1:
        port = stops[ports[0]]
        out, back = (great_circle_km(stop.lat, stop.lon, port.lat, port.lon) for stop in (start, end))
        near, place = (end, len(stops) - 1) if out <= back else (start, 1)
        other = atlas.nearest_port(near.lat, near.lon)
        left = great_circle_km(near.lat, near.lon, other.lat, other.lon) if other else np.inf
        return stops if left > WORTH_SAILING * max(out, back) else _with_port(stops, other, place)
    pair = [atlas.nearest_port(stop.lat, stop.lon) for stop in (start, end)]
    if pair[0] is None or pair[1] is None or pair[0].name == pair[1].name:
        return stops
    return [start, pair[0], pair[1], end]


def _with_port(stops: list[Stop], port: Stop | None, place: int) -> list[Stop]:
    if port is None or any(stop.name == port.name for stop in stops):
        return stops
    return [*stops[:place], port, *stops[place:]]


def _streams(move: Move, stops: list[Stop], ways: MoveAtlas, at_sea: bool) -> tuple[Stream, ...]:
    het = move.mode == "road-het"
    if move.mode in ("rail", "sea-rail"):
        return (Stream("by rail", _legs("rail", stops, ways, at_sea), "all"),)
    if move.mode != "mixed":
        return (Stream("by road", _legs("road", stops, ways, at_sea), "all", het),)
    streams = [Stream("tracked by rail", _legs("rail", stops, ways, at_sea), "tracked")]
    start, end = stops[0], stops[-1]
    direct = great_circle_km(start.lat, start.lon, end.lat, end.lon) < DIRECT_ROAD_KM and not ways.apart(start, end)
    if at_sea and direct:
        streams.append(Stream("wheeled by ship", _legs("road", stops, ways, at_sea), "shipped"))
        streams.append(Stream("wheeled by road", _legs("road", [start, end], ways, at_sea=False), "driven"))
    else:
        streams.append(Stream("wheeled by road", _legs("road", stops, ways, at_sea), "wheeled"))
    return tuple(streams)


def _legs(mode: str, stops: list[Stop], ways: MoveAtlas, at_sea: bool) -> tuple[Leg, ...]:
    """Legs between the stops; consecutive land legs are one."""
    found: list[Leg] = []
    for one, other in itertools.pairwise(stops):
        if great_circle_km(one.lat, one.lon, other.lat, other.lon) < 3.0:
            continue
        leg = _leg(mode, one, other, ways, at_sea)
        if found and found[-1].mode == leg.mode == mode:
            last = found.pop()
            regauged = ways.atlas.regions.gauge_changes(last.start, other)
            leg = Leg(mode, last.start, other, last.distances + leg.distances, last.ferry or leg.ferry, regauged)
        found.append(leg)
    return tuple(found)


def _leg(mode: str, one: Stop, other: Stop, ways: MoveAtlas, at_sea: bool) -> Leg:
    if one.is_port and other.is_port and (at_sea or _is_crossing(mode, one, other, ways)):
        return Leg("sea", one, other, (ways.sea_km(one, other),))
    ferry = mode == "road" and ways.needs_ship(mode, one, other)
    regauged = ways.atlas.regions.gauge_changes(one, other)
    return Leg(mode, one, other, (ways.land_km(mode, one, other),), ferry, regauged)


def _is_crossing(mode: str, one: Stop, other: Stop, ways: MoveAtlas) -> bool:
    """Whether a land move takes a ship between two ports: where it must,
    and between named ones where that is shorter."""
    if ways.needs_ship(mode, one, other):
        return True
    if one.unnamed and other.unnamed:
        return False
    return ways.apart(one, other) or ways.sea_km(one, other).km < 0.6 * ways.land_km("road", one, other).km
