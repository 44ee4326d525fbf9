"""How far a radar sees: the horizon of a round earth with a standard atmosphere."""

from __future__ import annotations

import math

EARTH_KM = 6371.0
STANDARD = 4.0 / 3.0
"""Factor on the earth's radius that stands for refraction in a standard atmosphere."""


def horizon_km(target_m: float, *, antenna_m: float, factor: float = STANDARD) -> float:
    """Distance at which a target at this height comes over the horizon: 63.8 km for 100 m seen from 30 m.

    Parameters
    ----------
    target_m, antenna_m : float
        Heights above the surface, metres; not negative.
    factor : float
        On the earth's radius: 4/3 standard, 1 without refraction, more where the air ducts.

    Raises
    ------
    ValueError
        A height is negative, or the factor not positive.

    Assumes
    -------
    Smooth surface, no terrain, no trees; terms of second order in height over radius left out (below 0.1 %).

    Sources
    -------
    The 4/3-earth rule in its usual form, d = sqrt(2kR) (sqrt(h1) + sqrt(h2)), as in FS-1037 and the ATIS glossary.

    Examples
    --------
    >>> round(horizon_km(100, antenna_m=30), 3)
    63.794
    """
    if target_m < 0.0 or antenna_m < 0.0 or factor <= 0.0:
        raise ValueError("heights are not negative and the factor is above 0")
    return km_per_root_m(factor) * (math.sqrt(antenna_m) + math.sqrt(target_m))


def lowest_visible_m(distance_km: float, *, antenna_m: float, factor: float = STANDARD) -> float:
    """Lowest height that is above the horizon at this distance, metres: the inverse of `horizon_km`.

    Assumes
    -------
    As `horizon_km`; 0 within the antenna's own horizon.

    Examples
    --------
    >>> round(lowest_visible_m(400, antenna_m=30))
    8385
    """
    beyond = distance_km / km_per_root_m(factor) - math.sqrt(antenna_m)
    return max(beyond, 0.0) ** 2


def km_per_root_m(factor: float = STANDARD) -> float:
    """Kilometres of horizon for each square root of a metre of height.

    Sources
    -------
    As `horizon_km`.

    Examples
    --------
    >>> round(km_per_root_m(), 4)
    4.1218
    """
    return math.sqrt(2.0 * factor * EARTH_KM * 1000.0) / 1000.0
