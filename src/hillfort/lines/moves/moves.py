"""How long a move takes: march, trains, ships, aircraft, and the queues before them, with honest doubt.

A move is a chain of legs. Each leg takes its own time for one convoy, train or ship; the number of them and the rate
at which they are released makes the queue. Every figure is an `Evidence` and is drawn anew in each draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hillfort.foundation.streams import MOVE
from hillfort.lines.moves import ends
from hillfort.lines.moves.atlas import MoveAtlas
from hillfort.lines.moves.doubts import Doubts
from hillfort.lines.moves.legs import Itinerary, Leg, Move, Stream, itinerary
from hillfort.lines.moves.urgency import Hurried, phase_share

PARTS = ("march", "rail", "queue", "sea", "air", "start")
"""What the days of a move are made of."""
LEAST_VEHICLES = 0.5
"""A stream with less than this carries nothing."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
KM_PER_NAUTICAL_MILE = 1.852


@dataclass(frozen=True, slots=True)
class MovePrediction:
    """Days from the announced start of a move until its last element is at its end."""

    case: str
    p10: float
    p50: float
    p90: float
    parts: dict[str, float]
    """Median days by part: march, rail, queue, sea, air, start."""
    words: str
    unknown: tuple[str, ...]
    notes: tuple[str, ...]
    ends: str = ""
    """Country of both ends and the straight distance."""
    doubts: tuple[str, ...] = ()
    """Ends that may have been given wrongly."""
    straight: tuple[int, int, float] = (0, 0, 0.0)
    """Stretches over land that are straight lines, all stretches over land, kilometres of the straight ones."""


@dataclass(frozen=True, slots=True)
class Extrapolation:
    """How far a move lies outside the record of real moves."""

    far: float = 0.0
    """Logarithm of the ratio to the nearest end of the record, of size and distance together."""
    unseen: int = 0
    """Kinds (mode, urgency) that the record has no move of."""


WITHIN_RECORD = Extrapolation()


@dataclass(frozen=True, slots=True)
class Load:
    """Vehicles and people of a stream, one number for each draw."""

    people: np.ndarray
    wheeled: np.ndarray
    tracked: np.ndarray

    @property
    def vehicles(self) -> np.ndarray:
        """Both kinds, at least one."""
        both: np.ndarray = np.maximum(self.wheeled + self.tracked, 1.0)
        return both


def predict(
    move: Move, ways: MoveAtlas, doubts: Doubts, extrapolation: Extrapolation = WITHIN_RECORD
) -> MovePrediction:
    """Days that a move takes: 10, 50 and 90 % and what they are made of.

    Assumes
    -------
    From the first element under way (the first ship at the port, where the move starts at one) until the element that
    the phase of the move names, the last one as a rule, is at its end. Ways, escorts and staff are there as in
    peacetime; permission to cross borders is not counted.

    Sources
    -------
    Each parameter names its own; fitted are five multipliers and the size of the error, see `docs/deployments.md`.
    """
    way = itinerary(move, ways)
    parts = parts_of(move, way, doubts)
    days = noisy(move, np.sum(list(parts.values()), axis=0), doubts, extrapolation)
    low, middle, high = (float(value) for value in np.quantile(days, (LOW, MIDDLE, HIGH)))
    medians = {name: float(np.median(values)) for name, values in parts.items()}
    return MovePrediction(
        move.case,
        low,
        middle,
        high,
        medians,
        words_of(way),
        way.unknown,
        way.notes,
        ends.words(move, ways),
        ends.warnings(move, ways),
        straight_of(way),
    )


def straight_of(way: Itinerary) -> tuple[int, int, float]:
    """How many stretches over land are straight lines, how many there are, and kilometres of the straight ones.

    Assumes
    -------
    A stretch of two streams of a mixed move counts twice.
    """
    land = [
        distance
        for stream in way.streams
        for leg in stream.legs
        if leg.mode in ("road", "rail")
        for distance in leg.distances
    ]
    straight = [distance.km for distance in land if distance.straight]
    return len(straight), len(land), float(sum(straight))


def noisy(move: Move, days: np.ndarray, doubts: Doubts, extrapolation: Extrapolation = WITHIN_RECORD) -> np.ndarray:
    """Days with what the model does not know of a single move, and with days counted as dates.

    Assumes
    -------
    A log-normal error of the model, the same for every move within the record, and up to half a day either way from
    counting dates. Outside the record its variance grows: by itself for each kind that the record does not know, and by
    the square of the logarithm of the distance times that of a power that is not known (`outside_power`).
    """
    spread = doubts["model_error"]
    if extrapolation != WITHIN_RECORD:
        power = doubts["outside_power"] * extrapolation.far
        spread = np.sqrt((1 + extrapolation.unseen) * spread**2 + power**2)
    error = doubts.normals(f"{move.case}.error")
    count = doubts.chances(MOVE, f"{move.case}.count") - 0.5
    counted: np.ndarray = np.maximum(days * np.exp(error * spread) + count, 0.2)
    return counted


def parts_of(move: Move, way: Itinerary, doubts: Doubts) -> dict[str, np.ndarray]:
    """Days by part for each draw, of whichever stream of the move counts in that draw.

    Assumes
    -------
    Streams do not wait for each other on the way; one that carries nothing does not count. The last stream counts, for
    the first vehicle the first one. Fitted multipliers are applied where there are any.
    """
    doubts = Hurried(doubts, move)
    load = load_of(move, doubts)
    loads = [_carried(stream, load, doubts) for stream in way.streams]
    found = [
        _fitted(_stream(move, stream, carried, doubts), doubts)
        for stream, carried in zip(way.streams, loads, strict=True)
    ]
    totals = np.array([np.sum(list(parts.values()), axis=0) for parts in found])
    empty = np.array([carried.wheeled + carried.tracked < LEAST_VEHICLES for carried in loads])
    out = empty & ~empty.all(axis=0)
    if move.phase == "first":
        counts = np.argmin(np.where(out, np.inf, totals), axis=0)
    else:
        counts = np.argmax(np.where(out, -1.0, totals), axis=0)
    return {name: np.choose(counts, [parts[name] for parts in found]) for name in PARTS}


def _fitted(parts: dict[str, np.ndarray], doubts: Doubts) -> dict[str, np.ndarray]:
    """Days by part times the multipliers that were fitted, before streams are compared."""
    return {name: days * doubts[f"fit_{name}"] if f"fit_{name}" in doubts else days for name, days in parts.items()}


def load_of(move: Move, doubts: Doubts) -> Load:
    """What moves; the parts that are not known from those that are.

    Assumes
    -------
    About one vehicle for three people; tracked ones only where the way of moving suggests them.
    """
    ones = np.ones(doubts.draws)
    given = (move.wheeled or 0.0) + (move.tracked or 0.0)
    if move.personnel is not None:
        people = move.personnel * ones
    else:
        people = given / doubts["vehicles_per_person"] if given else doubts["personnel_unknown"]
    known = {name: value * ones for name in ("wheeled", "tracked") if (value := getattr(move, name)) is not None}
    if len(known) == 2:
        return Load(people, known["wheeled"], known["tracked"])
    if move.convoys is not None and not known:
        vehicles = move.convoys * doubts["vehicles_per_convoy"]
    else:
        vehicles = people * doubts["vehicles_per_person"]
    share = doubts["tracked_share"] if move.mode in ("rail", "sea-rail", "mixed", "road-het") else 0.0 * ones
    if "tracked" in known:
        alone = move.mode in ("road-het", "rail") and move.personnel is None
        wheeled = known["tracked"] * doubts["support_per_tracked"] if move.mode == "road-het" else vehicles
        return Load(people, 0.0 * ones if alone and move.mode == "rail" else wheeled, known["tracked"])
    if "wheeled" in known:
        return Load(people, known["wheeled"], known["wheeled"] * share if move.mode == "road-het" else 0.0 * ones)
    return Load(people, vehicles * (1.0 - share), vehicles * share)


def _stream(move: Move, stream: Stream, load: Load, doubts: Doubts) -> dict[str, np.ndarray]:
    """Days by part of one stream with what it carries."""
    parts = {name: np.zeros(doubts.draws) for name in PARTS}
    parts["start"] = parts["start"] + doubts["start_days"]
    sea = [leg for leg in stream.legs if leg.mode == "sea"]
    ships = _ships(move, sea, load, doubts)
    rates = []
    share = phase_share(move.phase, doubts)
    for leg in stream.legs:
        if leg.mode == "air":
            parts["air"] = parts["air"] + _air_days(move, leg, load, share, doubts)
        elif leg.mode == "sea":
            days = _voyage_days(leg, load.vehicles / ships, share, doubts)
            parts["sea"] = (
                parts["sea"] + days + _port_days(leg, doubts, first=leg is stream.legs[0], last=leg is stream.legs[-1])
            )
        elif leg.mode == "road":
            parts["march"] = parts["march"] + _march_days(leg, stream.het, doubts)
            rates.append((_convoys(move, load, stream.het, doubts), doubts["convoys_per_day"]))
        else:
            parts["rail"] = parts["rail"] + _train_days(leg, doubts)
            rates.append((_trains(load, doubts), _trains_per_day(move, leg, doubts)))
    first = stream.legs[0] if stream.legs else None
    landed = first is not None and first.start.is_port and first.mode != "sea" and move.ships is not None
    if landed:
        ships = np.maximum(np.full(doubts.draws, float(move.ships or 1)), 1.0)
        parts["sea"] = parts["sea"] + _landing_days(load.vehicles / ships * share, doubts)
    parts["queue"] = share * _queue_days(rates, ships if sea or landed else None, doubts)
    if not move.cleared and not (first is not None and first.mode == "air"):
        parts["march"] = parts["march"] + doubts["border_wait_days"]
    return parts


def _carried(stream: Stream, load: Load, doubts: Doubts) -> Load:
    none = np.zeros(doubts.draws)
    shipped = doubts["mixed_share"]
    shares = {
        "wheeled": (1.0 + none, none),
        "tracked": (none, 1.0 + none),
        "shipped": (shipped, none),
        "driven": (1.0 - shipped, none),
        "all": (1.0 + none, 1.0 + none),
    }
    wheeled, tracked = shares[stream.carries]
    return Load(load.people, load.wheeled * wheeled, load.tracked * tracked)


def _km(leg: Leg, detour: np.ndarray) -> np.ndarray:
    along = sum(distance.km for distance in leg.distances if not distance.straight)
    km: np.ndarray = along + sum(distance.km for distance in leg.distances if distance.straight) * detour
    return km


def _march_days(leg: Leg, het: bool, doubts: Doubts) -> np.ndarray:
    km = _km(leg, doubts["road_detour"]) + doubts["short_march_km"]
    days: np.ndarray = km / doubts["het_km_per_day" if het else "wheeled_km_per_day"]
    return days + (doubts["ferry_days"] if leg.ferry else 0.0)


def _convoys(move: Move, load: Load, het: bool, doubts: Doubts) -> np.ndarray:
    if move.convoys is not None:
        return np.full(doubts.draws, max(float(move.convoys), 1.0))
    tracked = load.tracked / doubts["transporters_per_convoy" if het else "vehicles_per_convoy"]
    convoys: np.ndarray = load.wheeled / doubts["vehicles_per_convoy"] + tracked
    return convoys


def _train_days(leg: Leg, doubts: Doubts) -> np.ndarray:
    km = _km(leg, doubts["rail_detour"])
    wait = doubts["train_wait_h"] * np.minimum(km / doubts.parameters["train_wait_km"].value, 1.0)
    handling = doubts["train_load_h"] + doubts["train_unload_h"] + wait
    if leg.regauged:
        handling = handling + doubts["gauge_change_h"]
    days: np.ndarray = km / doubts["rail_km_per_day"] + handling / 24.0
    return days


def _trains(load: Load, doubts: Doubts) -> np.ndarray:
    wagons = load.tracked * doubts["wagons_per_tracked"] + load.wheeled * doubts["wagons_per_wheeled"]
    trains: np.ndarray = wagons / doubts["wagons_per_train"]
    return trains


def _trains_per_day(move: Move, leg: Leg, doubts: Doubts) -> np.ndarray:
    given = move.trains_per_day
    rate: np.ndarray = np.full(doubts.draws, given) if given is not None else doubts["trains_per_day"]
    return np.minimum(rate, doubts["gauge_trains_per_day"]) if leg.regauged else rate


def _ocean(leg: Leg, doubts: Doubts) -> float:
    """How much of an ocean a voyage is, 0 to 1: between a crossing and an ocean the habits of both mix."""
    crossing, ocean = (doubts.parameters[name].value for name in ("short_sea_km", "ocean_km"))
    share = (np.log(max(leg.km, 1.0)) - np.log(crossing)) / (np.log(ocean) - np.log(crossing))
    return float(np.clip(share, 0.0, 1.0))


def _between(short: np.ndarray, ocean: np.ndarray, share: float) -> np.ndarray:
    mixed: np.ndarray = short ** (1.0 - share) * ocean**share
    return mixed


def _ships(move: Move, sea: list[Leg], load: Load, doubts: Doubts) -> np.ndarray:
    if move.ships is not None:
        return np.full(doubts.draws, max(float(move.ships), 1.0))
    if not sea:
        return np.ones(doubts.draws)
    share = max(_ocean(leg, doubts) for leg in sea)
    items = _between(doubts["items_per_ship_short"], doubts["items_per_ship_ocean"], share)
    ships: np.ndarray = np.maximum(np.ceil(load.vehicles / items - doubts.parameters["ship_overload_share"].value), 1.0)
    return ships


def _voyage_days(leg: Leg, items: np.ndarray, share: np.ndarray, doubts: Doubts) -> np.ndarray:
    """One ship: loading, sailing, discharge of the share that counts."""
    handling = items / doubts["load_items_per_day"] + share * items / doubts["discharge_items_per_day"]
    km = _km(leg, doubts["sea_detour"])
    sailing = km / (doubts["ship_knots"] * KM_PER_NAUTICAL_MILE * 24.0)
    days: np.ndarray = handling + sailing + 2.0 * doubts["ship_call_days"]
    return days


def _port_days(leg: Leg, doubts: Doubts, *, first: bool, last: bool) -> np.ndarray:
    """Stay before a ship and release after it; a move that starts or ends at the port has none there."""
    share, none = _ocean(leg, doubts), np.zeros(doubts.draws)
    stay = none if first else _between(doubts["port_stay_short_days"], doubts["port_stay_ocean_days"], share)
    release = none if last else _between(doubts["port_release_short_days"], doubts["port_release_ocean_days"], share)
    days: np.ndarray = stay + release
    return days


def _landing_days(items: np.ndarray, doubts: Doubts) -> np.ndarray:
    """Discharge of the first ship and release, where the move starts as ships come in."""
    release = doubts["port_release_short_days"]
    days: np.ndarray = doubts["ship_call_days"] + items / doubts["discharge_items_per_day"] / 2.0 + release
    return days


def _queue_days(land: list[tuple[np.ndarray, np.ndarray]], ships: np.ndarray | None, doubts: Doubts) -> np.ndarray:
    """Days between the first and the last convoy, train or ship.

    `land` holds, for each land leg, how many convoys or trains it takes and how many start in a day.
    """
    none = np.zeros(doubts.draws)
    if ships is None:
        return np.max([np.maximum(count - 1.0, 0.0) / rate for count, rate in land], axis=0) if land else none
    each = [np.maximum(count / ships - 1.0, 0.0) / rate for count, rate in land]
    slowest = np.max([count / ships / rate for count, rate in land], axis=0) if land else none
    total: np.ndarray = sum(each, none) + (ships - 1.0) * np.maximum(doubts["ship_interval_days"], slowest)
    return total


def _air_days(move: Move, leg: Leg, load: Load, share: np.ndarray, doubts: Doubts) -> np.ndarray:
    cargo = load.people / doubts["people_per_cargo_sortie"]
    if move.wheeled is not None:
        cargo = np.maximum(load.wheeled / doubts["vehicles_per_sortie"] + load.tracked, 0.5 * cargo)
    sorties = load.people / doubts["people_per_sortie"] + cargo
    fleet = "american" if leg.from_overseas else "european"
    usual = doubts.parameters["air_usual_sorties"].value
    spread = doubts[f"air_spread_{fleet}_days"] * (sorties / usual) ** doubts["air_spread_power"] * share
    stops = np.floor(leg.km / doubts["air_stop_km"]) * doubts["air_stop_days"]
    days: np.ndarray = doubts["air_alert_days"] + leg.km / doubts["air_km_per_h"] / 24.0 + stops + spread
    return days


def words_of(way: Itinerary) -> str:
    """The way in words.

    Assumes
    -------
    Nothing: it only tells what was found.
    """
    told = []
    for stream in way.streams:
        legs = ", ".join(_leg_words(leg) for leg in stream.legs) or "no way"
        told.append(f"{stream.name}: {legs}" if len(way.streams) > 1 else legs)
    return "; ".join(told)


def _leg_words(leg: Leg) -> str:
    straight = any(distance.straight for distance in leg.distances)
    tail = " straight" if straight and leg.mode != "air" else ""
    return f"{leg.mode} {leg.km:,.0f} km{tail}" + (f" {leg.start.name}-{leg.end.name}" if leg.mode == "sea" else "")
