"""Air defence with aircraft: patrols, sorties, losses, tankers. Not policing, which cannot engage."""

from __future__ import annotations

import math
from dataclasses import dataclass

TURNAROUND_H = 3.0
"""From landing to take-off: fourteen tasks of 180 minutes together (Stillion and Orletsky)."""
MAINTENANCE_BASE_H, MAINTENANCE_PER_H = 3.4, 0.68
"""Maintenance for each sortie: a fixed part, and hours for each hour flown."""


@dataclass(frozen=True, slots=True)
class Patrol:
    """What a patrol of some aircraft on station asks for."""

    aircraft: float
    """Mission-capable aircraft that keep it up, before losses."""
    cycle_h: float
    """From one take-off of an aircraft to its next."""
    sorties_per_day: float
    """Of all aircraft together."""


def cycle_h(flight_h: float, *, turnaround_h: float = TURNAROUND_H) -> float:
    """Hours from one take-off of an aircraft to its next: flight, turnaround, maintenance.

    Assumes
    -------
    Crews, weapons and fuel do not run out; maintenance grows with hours flown.

    Sources
    -------
    Stillion and Orletsky, Airbase Vulnerability to Conventional Cruise-Missile and Ballistic-Missile Attacks (RAND
    MR-1028), appendix B. The two coefficients of maintenance are those that give the example printed there.

    Examples
    --------
    >>> cycle_h(2.0)
    9.76
    """
    return round(flight_h + turnaround_h + MAINTENANCE_BASE_H + MAINTENANCE_PER_H * flight_h, 12)


def sorties_per_day(
    distance_km: float, *, cruise_kmh: float, turnaround_h: float = TURNAROUND_H, task_h: float = 0.0
) -> float:
    """Sorties that one aircraft flies in a day to a place at this distance and back: 2.46 at 500 nautical miles.

    Parameters
    ----------
    distance_km, cruise_kmh : float
        One way; speed on the way.
    task_h : float
        Hours over the place itself.

    Assumes
    -------
    As `cycle_h`; round the clock.

    Sources
    -------
    As `cycle_h`.

    Examples
    --------
    >>> round(sorties_per_day(926.0, cruise_kmh=926.0), 3)
    2.459
    """
    return 24.0 / cycle_h(2.0 * distance_km / cruise_kmh + task_h, turnaround_h=turnaround_h)


def patrol(on_station: int, *, station_h: float, transit_h: float, turnaround_h: float = TURNAROUND_H) -> Patrol:
    """Aircraft that keep so many on station round the clock: 14.1 for a pair with an hour and a half there.

    Parameters
    ----------
    station_h, transit_h : float
        Hours on station in one sortie, and to the station (as many back).

    Raises
    ------
    ValueError
        No time is left on station.

    Assumes
    -------
    As `cycle_h`; every sortie is flown as planned.

    Examples
    --------
    >>> found = patrol(2, station_h=1.5, transit_h=0.5)
    >>> round(found.aircraft, 2), found.cycle_h
    (14.13, 10.6)
    """
    if station_h <= 0.0:
        raise ValueError("a patrol needs time on station")
    whole = cycle_h(station_h + 2.0 * transit_h, turnaround_h=turnaround_h)
    return Patrol(on_station * whole / station_h, whole, on_station * 24.0 / station_h)


def sustained(aircraft: float, *, station_h: float, transit_h: float, turnaround_h: float = TURNAROUND_H) -> float:
    """Aircraft on station that so many mission-capable aircraft keep up: the inverse of `patrol`.

    Assumes
    -------
    As `patrol`.

    Examples
    --------
    >>> round(sustained(14.133333, station_h=1.5, transit_h=0.5), 3)
    2.0
    """
    return aircraft / patrol(1, station_h=station_h, transit_h=transit_h, turnaround_h=turnaround_h).aircraft


def tankers(receivers: float, *, burn_t_per_h: float, offload_t: float, sorties_per_day: float) -> float:
    """Tankers that keep so many fighters fed in the air: fuel burnt in a day over what one tanker brings in a day.

    Assumes
    -------
    Everything that receivers burn on station comes from tankers; no booms wait, nobody is late. The simplest honest
    form: a lower bound.

    Examples
    --------
    >>> round(tankers(4, burn_t_per_h=3.0, offload_t=30.0, sorties_per_day=1.5), 2)
    6.4
    """
    return receivers * burn_t_per_h * 24.0 / (offload_t * sorties_per_day)


def left_after(sorties: int, *, loss: float) -> float:
    """Share of aircraft left after so many sorties each, with this chance of loss in each.

    Assumes
    -------
    Losses are independent and not replaced.

    Examples
    --------
    >>> round(left_after(20, loss=0.05), 4)
    0.3585
    """
    return float((1.0 - loss) ** sorties)


def take_offs(sorties: int, *, loss: float) -> float:
    """Take-offs for each aircraft at the start, if those left fly so many times.

    Assumes
    -------
    As `left_after`; an aircraft that is lost has taken off.

    Examples
    --------
    >>> round(take_offs(20, loss=0.05), 4)
    12.8303
    """
    return float(sorties) if loss == 0.0 else (1.0 - (1.0 - loss) ** sorties) / loss


def returns(sorties: int, *, loss: float) -> float:
    """Sorties that come back for each aircraft at the start: Epstein counts these.

    Assumes
    -------
    As `left_after`.

    Sources
    -------
    Epstein, The Calculus of Conventional War (1985), equations of close air support.

    Examples
    --------
    >>> round(returns(20, loss=0.05), 4)
    12.1888
    """
    return math.fsum((1.0 - loss) ** flown for flown in range(1, sorties + 1))
