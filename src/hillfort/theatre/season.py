"""What the date does to movement: daylight, and ground that is firm, wet or frozen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from hillfort.foundation.evidence import Evidence

CIVIL_TWILIGHT_DEG = -6.0

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
OFF_ROAD = tuple(f"off_road_share_{month}" for month in MONTHS)
"""January to December: the assumption of cross-country speed against midsummer."""


def off_road_share(day: date, assumptions: Mapping[str, Evidence]) -> float:
    """Cross-country speed on this date as a share of midsummer's (0 to 1).

    >>> off_road_share(date(2019, 9, 15), {"off_road_share_september": Evidence.fixed(0.95, "share")})
    0.95
    """
    return assumptions[OFF_ROAD[day.month - 1]].value


def solar_elevation_deg(day: date, hour_utc: float, *, lat: float, lon: float) -> float:
    """Height of the sun above the horizon in degrees, good to about half a degree.

    Sources
    -------
    Spencer's declination in its one-term form; local solar time from longitude.

    >>> solar_elevation_deg(date(2019, 6, 21), 10.3, lat=57.0, lon=25.0) > 50
    True
    """
    declination = -23.44 * math.cos(math.radians(360.0 / 365.0 * (day.timetuple().tm_yday + 10)))
    hour_angle = 15.0 * (hour_utc + lon / 15.0 - 12.0)
    phi, delta = math.radians(lat), math.radians(declination)
    sine = math.sin(phi) * math.sin(delta) + math.cos(phi) * math.cos(delta) * math.cos(math.radians(hour_angle))
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


def is_daylight(day: date, hour_utc: float, *, lat: float, lon: float) -> bool:
    """True while one can see without lamps (civil twilight or lighter)."""
    return solar_elevation_deg(day, hour_utc, lat=lat, lon=lon) > CIVIL_TWILIGHT_DEG
