"""Pairs of degrees that people exchange or write without a sign."""

from __future__ import annotations

from collections.abc import Iterator

Bounds = tuple[float, float, float, float]
"""West, south, east, north, degrees."""

FAR_DEG = 3.0
"""A point farther than this from the bounds lies far outside them: 330 km from south to north."""


def readings(lat: float, lon: float) -> Iterator[tuple[str, float, float]]:
    """Other ways to read a pair of degrees: a sign lost, exchanged, both.

    >>> next(words for words, *point in readings(24.1, 56.9) if point == [56.9, 24.1])
    'exchanged'
    """
    flips = ((1, 1, ""), (1, -1, "with a lost sign of the longitude"), (-1, 1, "with a lost sign of the latitude"))
    for north, east, words in flips:
        if words:
            yield words, north * lat, east * lon
    for north, east, words in flips:
        if abs(lon) <= 90.0:
            yield f"exchanged {words}".strip(), north * lon, east * lat


def meant(lat: float, lon: float, bounds: Bounds) -> tuple[str, float, float] | None:
    """The reading of a pair that lies within bounds, where the pair itself lies far outside them; else None.

    >>> meant(24.1, 56.9, (18.0, 52.0, 32.0, 60.6))
    ('exchanged', 56.9, 24.1)
    >>> meant(53.6, 8.6, (18.0, 52.0, 32.0, 60.6)) is None
    True
    """
    if within(lat, lon, bounds, FAR_DEG):
        return None
    return next((each for each in readings(lat, lon) if within(each[1], each[2], bounds)), None)


def within(lat: float, lon: float, bounds: Bounds, margin: float = 0.0) -> bool:
    """Whether a point lies within bounds and a margin in degrees around them."""
    west, south, east, north = bounds
    return west - margin <= lon <= east + margin and south - margin <= lat <= north + margin
