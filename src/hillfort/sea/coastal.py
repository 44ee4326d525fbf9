"""Missiles from the shore: how far they see, and what part of a lane they cover."""

from __future__ import annotations

import math

import numpy as np

HORIZON_FACTOR = 4.1214
"""Kilometres of radar horizon for the square root of a metre of height, over an earth of 4/3 of its radius."""


def radar_horizon_km(sensor_m: float, target_m: float) -> float:
    """Distance at which a radar sees a target over the curve of the earth.

    Sources
    -------
    Standard refraction: an earth of 4/3 of its radius, horizon sqrt(2 k R h).

    Examples
    --------
    >>> round(radar_horizon_km(30, 20), 1), round(radar_horizon_km(3000, 20), 1)
    (41.0, 244.2)
    """
    return HORIZON_FACTOR * (math.sqrt(sensor_m) + math.sqrt(target_m))


def denied_km(distances_km: np.ndarray, step_km: np.ndarray, *, range_km: float, sensor_km: float) -> float:
    """Kilometres of a lane that a battery can reach with a missile and see.

    Parameters
    ----------
    distances_km, step_km : np.ndarray
        (piece,) distance of each piece of the lane from the battery, and its length.
    range_km, sensor_km : float
        Of the missile and of the sensor: the shorter counts.

    Assumes
    -------
    Nothing stands between but the horizon; a drawn ring is not coverage.

    Examples
    --------
    >>> import numpy as np
    >>> away = np.abs(np.arange(-100.0, 100.0, 2.0))
    >>> denied_km(away, np.full(100, 2.0), range_km=300.0, sensor_km=41.0)
    82.0
    """
    return float(step_km[distances_km <= min(range_km, sensor_km)].sum())


def salvoes(magazine: float, salvo: float) -> int:
    """Full attacks in a magazine: what bounds a battery that is not brought more.

    Assumes
    -------
    Salvoes of one size.

    Examples
    --------
    >>> salvoes(48, 5)
    9
    """
    return int(magazine // salvo)
