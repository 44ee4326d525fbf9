"""Distances and bearings on the globe."""

from __future__ import annotations

from typing import Any

import numpy as np

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

KM_PER_DEGREE = EARTH_KM * np.pi / 180.0


def distance_km(lat_1: Any, lon_1: Any, lat_2: Any, lon_2: Any) -> Any:
    """Great-circle distance in km between points in degrees; arrays broadcast.

    On a sphere: up to 0.4 % off the ellipsoid at these latitudes. Use `geodesic_km` to compare with a survey.

    >>> round(float(distance_km(59.437, 24.754, 59.377, 28.190)), 1)
    194.5
    """
    a, b = np.radians(lat_1), np.radians(lat_2)
    half_lat = np.sin((b - a) / 2.0)
    half_lon = np.sin(np.radians(np.subtract(lon_2, lon_1)) / 2.0)
    chord = half_lat * half_lat + np.cos(a) * np.cos(b) * half_lon * half_lon
    return 2.0 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))


def great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Distance on a sphere of 6,371 km, in kilometres.

    Assumes
    -------
    A sphere: within 0.5 % of the ellipsoid.

    >>> round(great_circle_km(59.437, 24.754, 56.946, 24.106))
    280
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((phi_b - phi_a) / 2) ** 2
    half += np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(lon_b - lon_a) / 2) ** 2
    return float(2 * 6371.0 * np.arcsin(np.sqrt(half)))


def geodesic_km(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> float:
    """Distance in km on the WGS84 ellipsoid.

    >>> round(geodesic_km(54.363, 22.792, 53.957, 23.515), 1)
    65.4
    """
    from pyproj import Geod

    return float(Geod(ellps="WGS84").inv(lon_1, lat_1, lon_2, lat_2)[2]) / 1000.0


def bearing_deg(lat_1: Any, lon_1: Any, lat_2: Any, lon_2: Any) -> Any:
    """Initial bearing in degrees, 0 north, 90 east, below 360.

    >>> float(bearing_deg(55.0, 24.0, 56.0, 24.0))
    0.0
    """
    a, b = np.radians(lat_1), np.radians(lat_2)
    turn = np.radians(np.subtract(lon_2, lon_1))
    east = np.sin(turn) * np.cos(b)
    north = np.cos(a) * np.sin(b) - np.sin(a) * np.cos(b) * np.cos(turn)
    return np.degrees(np.arctan2(east, north)) % 360.0


def plane_km(lat: Any, lon: Any, *, lat_0: float) -> np.ndarray:
    """Flat coordinates in km, (n, 2) east, north, good for short distances near the parallel `lat_0`."""
    east = np.asarray(lon, dtype=np.float64) * KM_PER_DEGREE * np.cos(np.radians(lat_0))
    return np.column_stack([east, np.asarray(lat, dtype=np.float64) * KM_PER_DEGREE])
