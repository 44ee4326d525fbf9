"""Where a battery can engage, by altitude of the target: the least of what the missile reaches and the radars see."""

from __future__ import annotations

from dataclasses import dataclass

from hillfort.air.posture import SamType
from hillfort.air.radar import STANDARD, horizon_km

ALTITUDES_M = (100.0, 1000.0, 5000.0, 10_000.0)
"""Classes of altitude that coverage is told by: low flyer, helicopter and slow drone up high, medium, airlift."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One fire unit's reach with every value fixed; all heights in metres, all distances in kilometres."""

    range_km: float
    range_low_km: float
    full_altitude_m: float
    min_range_km: float
    lowest_m: float
    highest_m: float
    search_antenna_m: float
    guide_antenna_m: float
    """0 where the missile finds its target alone."""
    factor: float = STANDARD
    """Of refraction; see `radar.horizon_km`."""
    cued: bool = False
    """Told of targets by somebody who sees farther: the search radar's horizon does not count."""


def envelope(kind: SamType, *, cued: bool = False, at: str = "value") -> Envelope:
    """The reach of a type at its best estimate, or with the ends of its ranges ('low' or 'high').

    Assumes
    -------
    At an end, everything that makes the reach longer or shorter is at that end at once.

    Examples
    --------
    >>> from hillfort.foundation.evidence import Evidence as E
    >>> f = lambda x: E.fixed(x, "")
    >>> kind = SamType("x", "X", "long", *map(f, (400, 40, 3000, 3, 5, 30000, 30, 0, 6, 10, 32, 1, .7, .6, .3)))
    >>> round(reach_km(envelope(kind), 10_000.0), 1)
    400.0
    """

    def read(name: str) -> float:
        return float(getattr(getattr(kind, name), at))

    return Envelope(
        read("range_km"),
        read("range_low_km"),
        kind.full_altitude_m.value,
        kind.min_range_km.value,
        kind.lowest_m.value,
        read("highest_m"),
        read("search_antenna_m"),
        read("guide_antenna_m"),
        cued=cued,
    )


def reach_km(unit: Envelope, altitude_m: float) -> float:
    """Radius inside which a target at this altitude can be engaged; 0 where the missile does not go.

    Assumes
    -------
    The missile's reach grows in a straight line from its lowest altitude to the one where it is full. The search
    radar has to see the target unless somebody cues; an antenna that guides has to see it in any case. No terrain.

    Examples
    --------
    >>> long = Envelope(400, 400, 1, 3, 5, 30_000, search_antenna_m=30, guide_antenna_m=30)
    >>> round(reach_km(long, 100.0), 1)
    63.8
    """
    if not unit.lowest_m <= altitude_m <= unit.highest_m:
        return 0.0
    climbed = 1.0
    if unit.full_altitude_m > unit.lowest_m:
        climbed = min(1.0, (altitude_m - unit.lowest_m) / (unit.full_altitude_m - unit.lowest_m))
    limits = [unit.range_low_km + (unit.range_km - unit.range_low_km) * climbed]
    if not unit.cued:
        limits.append(horizon_km(altitude_m, antenna_m=unit.search_antenna_m, factor=unit.factor))
    if unit.guide_antenna_m > 0.0:
        limits.append(horizon_km(altitude_m, antenna_m=unit.guide_antenna_m, factor=unit.factor))
    return min(limits)


def drawn_share(unit: Envelope, altitude_m: float, *, ring_km: float) -> float:
    """What is left of a drawn ring: area in reach at this altitude over the ring's area.

    Assumes
    -------
    As `reach_km`; areas of flat circles.

    Examples
    --------
    >>> long = Envelope(400, 400, 1, 3, 5, 30_000, search_antenna_m=30, guide_antenna_m=30)
    >>> round(100 * drawn_share(long, 100.0, ring_km=400), 2)
    2.54
    """
    return (reach_km(unit, altitude_m) / ring_km) ** 2


def window_s(unit: Envelope, *, altitude_m: float, speed_kmh: float) -> float:
    """Seconds that a target flying straight at the battery spends inside its envelope.

    Assumes
    -------
    Straight and level at a steady speed, to the least range of the missile.

    Examples
    --------
    >>> long = Envelope(400, 400, 1, 3, 5, 30_000, search_antenna_m=30, guide_antenna_m=30)
    >>> round(window_s(long, altitude_m=100.0, speed_kmh=900))
    243
    """
    inside = max(0.0, reach_km(unit, altitude_m) - unit.min_range_km)
    return 3600.0 * inside / speed_kmh
