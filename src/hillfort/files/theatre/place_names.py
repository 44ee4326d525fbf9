"""Places by any of their spellings: the theatre's and the scenario's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from hillfort.foundation.errors import did_you_mean
from hillfort.theatre.theatre import Place


class Gazetteer:
    """Finds places by name, alias or spelling without accents.

    >>> tapa = Place("Tapa", 59.26, 25.96, 7, ("town",), "EE", aliases=("Taps",))
    >>> Gazetteer([tapa]).find("tapa").name
    'Tapa'
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_name = {place.name: place for place in places}
        self._folded: dict[str, Place | None] = {}
        for place in self.by_name.values():
            for spelling in (place.name, *place.aliases):
                self._add(_folded(spelling), place)

    def _add(self, spelling: str, place: Place) -> None:
        """Remember a spelling; one that fits two places finds neither."""
        known = self._folded.get(spelling, place)
        self._folded[spelling] = place if known is place else None

    def find(self, name: str) -> Place | None:
        """The place of that name, or None."""
        return self.by_name.get(name) or self._folded.get(_folded(name))

    def advice(self, name: str) -> str:
        """What might have been meant."""
        return did_you_mean(name, self.by_name)


@lru_cache(maxsize=65536)
def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l").replace("ø", "o"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
