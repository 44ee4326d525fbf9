"""Gazetteer: towns, ports and airfields of several sources made into one list of places, each in its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.grid import Grid, nearest_cell
from hillfort.theatre.ground import Ground
from hillfort.theatre.neighbourhood import within
from hillfort.theatre.overlay import OverlayPlace
from hillfort.theatre.places import plain
from hillfort.theatre.rivers import Banks
from hillfort.theatre.survey import GazetteerSpot
from hillfort.theatre.theatre import Place

SAME_PLACE_KM = 15.0
"""Two entries of one name nearer than this are one place."""

MOST_ALIASES = 12


def gather(marks: Sequence[OverlayPlace], spots: Sequence[GazetteerSpot]) -> list[Place]:
    """One list: curated marks first, gazetteer entries of the same name and spot merged into them.

    A second place of a name that is taken gets its country behind it: 'Brest (PL)'.
    """
    found: list[Place] = [
        Place(mark.name, *mark.at, -1, mark.kinds, mark.country, mark.population, mark.aliases, mark.source)
        for mark in marks
    ]
    known: dict[str, list[int]] = {}
    for number, place in enumerate(found):
        for name in {plain(place.name), *map(plain, place.aliases)}:
            known.setdefault(name, []).append(number)
    for spot in spots:
        same = _same(spot, found, known)
        if same >= 0:
            found[same] = _merged(found[same], spot)
            number = same
        else:
            number = len(found)
            source, aliases = spot.source, spot.aliases
            found.append(
                Place(spot.name, spot.lat, spot.lon, -1, (spot.kind,), spot.country, spot.population, aliases, source)
            )
        for name in {plain(spot.name), *map(plain, spot.aliases[:MOST_ALIASES])}:
            known.setdefault(name, []).append(number)
    return _named_once([_trimmed(place) for place in found])


def _same(spot: GazetteerSpot, found: list[Place], known: dict[str, list[int]]) -> int:
    names = {plain(spot.name), *map(plain, spot.aliases)} if spot.kind != "town" else {plain(spot.name)}
    for name in sorted(names):
        for number in known.get(name, []):
            place = found[number]
            if float(distance_km(spot.lat, spot.lon, place.lat, place.lon)) <= SAME_PLACE_KM:
                return number
    return -1


def _merged(place: Place, spot: GazetteerSpot) -> Place:
    kinds = place.kinds if spot.kind in place.kinds else (*place.kinds, spot.kind)
    aliases = place.aliases + tuple(name for name in (spot.name, *spot.aliases) if name != place.name)
    people = max(place.population, spot.population)
    source = place.source if spot.source in place.source else f"{place.source}; {spot.source}"
    return replace(place, kinds=kinds, aliases=aliases, population=people, source=source)


def _trimmed(place: Place) -> Place:
    seen: dict[str, str] = {plain(place.name): place.name}
    for name in place.aliases:
        seen.setdefault(plain(name), name)
    others = tuple(name for key, name in seen.items() if key and name != place.name)
    bare = plain(place.name).capitalize()
    return replace(place, aliases=tuple(dict.fromkeys((*others[: MOST_ALIASES - 1], bare))) if others else (bare,))


def _named_once(places: list[Place]) -> list[Place]:
    taken: set[str] = set()
    found = []
    for place in places:
        name = place.name
        if name in taken:
            name = f"{place.name} ({place.country})"
        number = 2
        while name in taken:
            name, number = f"{place.name} ({place.country} {number})", number + 1
        taken.add(name)
        found.append(replace(place, name=name))
    return found


@dataclass(frozen=True, slots=True)
class Settling:
    """What decides the cell of a place."""

    grid: Grid
    ground: Ground
    resolution: int
    codes: tuple[str, ...]
    banks: Banks


def settle(places: list[Place], on: Settling) -> list[Place]:
    """Each place with the index of its cell: the one it lies in, on its own bank of a river, when that is dry and of
    its country, else the nearest such cell within two."""
    own = np.array([nearest_cell(place.lat, place.lon, ids=on.grid.ids, resolution=on.resolution) for place in places])
    lat, lon = np.array([place.lat for place in places]), np.array([place.lon for place in places])
    bank = on.banks.assign(lat, lon, own.astype(np.int64))
    return [
        replace(place, cell=_cell(place, int(here), int(there), on))
        for place, here, there in zip(places, own, bank, strict=True)
    ]


def _cell(place: Place, own: int, bank: int, on: Settling) -> int:
    if own < 0:
        return -1
    number = on.codes.index(place.country) if place.country in on.codes else -1
    around = np.array(sorted(within(own, on.grid.neighbours, 2)))
    dry = around[on.ground.dry[around]]
    home = dry[on.ground.country[dry] == number] if number >= 0 else dry
    options = home if len(home) else dry
    if not len(options):
        return -1
    for wanted in (bank, own):
        if wanted in options:
            return wanted
    away = distance_km(place.lat, place.lon, on.grid.lat[options], on.grid.lon[options])
    return int(options[int(np.argmin(away))])
