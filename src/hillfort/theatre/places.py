"""Places: names that orders speak of, found whatever the spelling."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.theatre import Place, Theatre

_PLAIN = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae", "ı": "i"})


def plain(name: str) -> str:
    """A name without diacritics, case, blanks and signs, for comparing.

    >>> plain("Ādaži"), plain("St. Petersburg"), plain("Biała Podlaska")
    ('adazi', 'stpetersburg', 'bialapodlaska')
    """
    bare = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    return "".join(letter for letter in bare.lower() if letter.isalnum() and not unicodedata.combining(letter))


class PlaceIndex:
    """Places by any of their spellings: exact name first, then plain name, then alias."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = {place.name: place for place in places}
        self._plain: dict[str, str] = {}
        ranked = sorted(self.places.values(), key=lambda place: (-place.population, place.name))
        for place in ranked:
            self._plain.setdefault(plain(place.name), place.name)
        for place in ranked:
            for alias in place.aliases:
                self._plain.setdefault(plain(alias), place.name)

    def get(self, name: str) -> Place | None:
        """The place of this name or spelling, or None."""
        if name in self.places:
            return self.places[name]
        found = self._plain.get(plain(name))
        return self.places[found] if found else None

    def advice(self, name: str) -> str:
        """What to write instead of a name that is not there."""
        near = difflib.get_close_matches(plain(name), list(self._plain), n=1, cutoff=0.6)
        if near:
            return f"Did you mean '{self._plain[near[0]]}'?"
        return "`hillfort theatre show` names the places of a theatre."


def find_place(theatre: Theatre, *, name: str) -> Place:
    """The place that a name means, diacritics and case aside; `InputError` with the nearest name when there is none."""
    if name in theatre.places:  # Its own spelling needs no index of all the others.
        return theatre.places[name]
    index = PlaceIndex(theatre.places.values())
    found = index.get(name)
    if found is None:
        problem = Problem(f"theatre {theatre.name}", 0, "place", f"'{name}' is not a place.", index.advice(name))
        raise InputError(problem)
    return found


def region_of(theatre: Theatre, *, cell: int) -> str:
    """Name of the region a cell belongs to: by its country, else by the nearest place of a region; '' for none."""
    number = int(theatre.cells.country[cell])
    country = theatre.countries[number] if number >= 0 else ""
    by_country = [name for name, members in theatre.regions.items() if country in members]
    if len(by_country) == 1:
        return by_country[0]
    candidates = by_country or list(theatre.regions)
    return _nearest_region(theatre, cell, candidates)


def _nearest_region(theatre: Theatre, cell: int, candidates: list[str]) -> str:
    from hillfort.theatre.geodesy import distance_km

    best, nearest = "", float("inf")
    for name in candidates:
        for member in theatre.regions[name]:
            place = theatre.places.get(member)
            if place is None or place.cell < 0:
                continue
            cells = theatre.cells
            away = float(distance_km(place.lat, place.lon, cells.lat[cell], cells.lon[cell]))
            if away < nearest:
                best, nearest = name, away
    return best if best or not candidates else candidates[0]
