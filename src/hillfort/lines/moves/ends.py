"""Whether the ends of a move can be what was meant: in the sea, exchanged, without a sign, or not to be reached."""

from __future__ import annotations

from dataclasses import dataclass

from hillfort.foundation.degrees import readings
from hillfort.lines.moves.atlas import MoveAtlas
from hillfort.lines.moves.legs import Itinerary, Move
from hillfort.theatre.geodesy import great_circle_km

UNKNOWN_KM, KNOWN_KM = 150.0, 40.0
"""An end this far from every place of the atlas is doubted where another reading of it lies this near to one."""
AROUND = 3.0
AROUND_KM = 1500.0
"""A voyage whose way is longer than this multiple of the straight line, and by this much, has no port within reach."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What is wrong with a move: the column, what was found, and what to do."""

    where: str
    found: str
    advice: str


def _nearest_km(lat: float, lon: float, ways: MoveAtlas) -> float:
    return min((great_circle_km(lat, lon, stop.lat, stop.lon) for stop in ways.atlas.stops), default=float("inf"))


def meant(end: tuple[float, float], other: tuple[float, float], ways: MoveAtlas) -> str:
    """The likeliest other reading of an end in words; empty where none lies near to a known place.

    Assumes
    -------
    Places of the atlas are where moves go; of several readings the one nearest to the other end of the move, or to
    another reading of it, is meant.
    """
    others = [other, *((lat, lon) for _, lat, lon in readings(*other))]
    fit = [
        (min(great_circle_km(lat, lon, *each) for each in others), words, lat, lon)
        for words, lat, lon in readings(*end)
        if not ways.atlas.world.spot(lat, lon).at_sea and _nearest_km(lat, lon, ways) <= KNOWN_KM
    ]
    if not fit:
        return ""
    _, words, lat, lon = min(fit)
    return f"Probably meant, {words}: {lat:g}, {lon:g} ({ways.atlas.world.spot(lat, lon).country})."


def warnings(move: Move, ways: MoveAtlas) -> tuple[str, ...]:
    """Ends that lie far from every known place while another reading of them does not.

    Assumes
    -------
    Moves end near places of the atlas; a wrong pair that lies near one as well is not found.
    """
    found = []
    for name, end, other in (("from", move.origin, move.end), ("to", move.end, move.origin)):
        spot = ways.atlas.world.spot(*end)
        if _nearest_km(*end, ways) > UNKNOWN_KM and (likely := meant(end, other, ways)):
            found.append(f"{name}_lat, {name}_lon {end[0]:g}, {end[1]:g} is {spot.words}. {likely.rstrip('.')}")
        elif spot.at_sea:
            found.append(f"{name}_lat, {name}_lon {end[0]:g}, {end[1]:g} is {spot.words}")
    return tuple(found)


def refusals(move: Move, way: Itinerary, ways: MoveAtlas) -> list[Doubtful]:
    """Why a move cannot be predicted as it is given: an end in the sea, water without known ports,
    no port within reach.

    Assumes
    -------
    Aircraft may go anywhere; their ends are only warned of.
    """
    found = []
    if move.mode == "air":
        return []
    for name, end, other in (("from", move.origin, move.end), ("to", move.end, move.origin)):
        spot = ways.atlas.world.spot(*end)
        if spot.at_sea:
            advice = meant(end, other, ways) or "Give degrees on land, latitude first; south and west are negative."
            found.append(Doubtful(f"{name}_lat", f"{end[0]:g}, {end[1]:g} lies {spot.words}.", advice))
    if found:
        return found
    for one, two in way.gaps:
        between = " and ".join(f"{stop.lat:g}, {stop.lon:g}" if stop.unnamed else stop.name for stop in (one, two))
        what = "railway" if "rail" in move.mode else "road"
        advice = "Name in via the port of loading and the port of discharge, with a semicolon between them."
        found.append(Doubtful("via", f"no {what} joins {between}, and no ports on both sides are known.", advice))
    direct = great_circle_km(*move.origin, *move.end)
    for stream in way.streams:
        km = sum(leg.km for leg in stream.legs)
        if any(leg.mode == "sea" for leg in stream.legs) and not move.via and km > AROUND * direct + AROUND_KM:
            text = (
                f"no port within reach: the way over known ports is {km:,.0f} km, the straight line {direct:,.0f} km."
            )
            doubts = " ".join(f"{doubt}." for doubt in warnings(move, ways))
            advice = f"Name the ports of loading and of discharge. {doubts}".strip()
            found.append(Doubtful("via", text, advice))
            break
    return found


def words(move: Move, ways: MoveAtlas) -> str:
    """The countries of both ends and the straight distance between them.

    Assumes
    -------
    An end near a shore belongs to that shore's country.
    """
    one, two = (ways.atlas.world.spot(*end).words for end in (move.origin, move.end))
    return f"{one} to {two}, {great_circle_km(*move.origin, *move.end):,.0f} km as the crow flies"
