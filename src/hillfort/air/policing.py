"""Air policing in peace: where and when quick-reaction aircraft meet a flight. They identify; they do not engage."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from hillfort.air.coverage import apart_km
from hillfort.air.engagement import blocked_share
from hillfort.air.posture import FlightTrack, Radar, Site
from hillfort.air.radar import horizon_km
from hillfort.foundation.evidence import Evidence
from hillfort.theatre.theatre import Theatre

BEFORE_BORDER, BEFORE_CAPITAL, AFTER, NEVER = "before the border", "before the capital", "too late", "never"
OUTCOMES = (BEFORE_BORDER, BEFORE_CAPITAL, AFTER, NEVER)
STEP_KM = 1.0


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where an interceptor meets a flight on a line, or that it does not."""

    minutes: float
    """After detection; infinite where it never does."""
    km: float
    """From the line, outside positive."""


def head_on(*, detected_km: float, base_km: float, delay_min: float, speeds_km_min: tuple[float, float]) -> Meeting:
    """Meeting of a flight that comes straight at a base behind a line, and an interceptor that goes to meet it.

    Parameters
    ----------
    detected_km : float
        Distance outside the line at which it is detected.
    base_km : float
        Distance of the base behind the line.
    delay_min : float
        From detection to take-off: decision and readiness.
    speeds_km_min : (float, float)
        Of the flight and of the interceptor, kilometres a minute.

    Assumes
    -------
    One dimension, steady speeds, no chase once the flight has passed the base before take-off.

    Examples
    --------
    >>> found = head_on(detected_km=300, base_km=100, delay_min=20, speeds_km_min=(15, 15))
    >>> round(found.minutes, 3), round(found.km, 1)
    (23.333, -50.0)
    """
    flight, interceptor = speeds_km_min
    if (detected_km + base_km) / flight < delay_min:
        return Meeting(math.inf, -math.inf)
    minutes = (detected_km + base_km + interceptor * delay_min) / (flight + interceptor)
    return Meeting(minutes, detected_km - flight * minutes)


@dataclass(frozen=True, slots=True)
class Path:
    """A flight on the map, a point every kilometre."""

    lat: np.ndarray
    lon: np.ndarray
    km: np.ndarray
    """From the origin."""
    detected: int
    """Index of the first point that a radar sees; the number of points where none does."""
    border: int
    """Index of the first point over the other side's ground; the number of points where it stays outside."""
    capital: int
    """Index of the first point at its aim; the number of points where it does not come there."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """Quick-reaction aircraft as one draw has them."""

    base: Site
    decision_min: float
    readiness_min: float
    dash_kmh: float


def path_of(
    track: FlightTrack,
    theatre: Theatre,
    *,
    radars: tuple[Radar, ...],
    home: tuple[str, ...],
    aim: Site,
    near_km: float,
) -> Path:
    """A flight laid on the map: where it is detected, where it crosses the border, where it is at its aim.

    Parameters
    ----------
    home : tuple of str
        Countries whose border counts.
    near_km : float
        A flight has reached its aim when it is this near.

    Assumes
    -------
    Great circles between waypoints. A radar sees what is above its horizon and within its range, at once. The
    border is as fine as the cells of the theatre (about 7 km); the sea belongs to nobody, so territorial waters are
    crossed without a border.

    Examples
    --------
    >>> import hillfort as hf
    >>> from hillfort.foundation.evidence import Evidence as E
    >>> a, b = Site("a", 54.77, 20.39, "RU"), Site("b", 56.95, 24.11, "LV")
    >>> flight = FlightTrack("t", "to Riga", "red", (a, b), E.fixed(900, "km/h"), E.fixed(100, "m"), "Riga")
    >>> found = path_of(flight, hf.load_theatre("baltic"), radars=(), home=("LT", "LV"), aim=b, near_km=5.0)
    >>> len(found.km), found.border < found.capital <= len(found.km)
    (337, True)
    """
    lat, lon = _laid(track.points)
    steps = apart_km(lat[1:], lon[1:], (0.0, 0.0)) * 0.0
    for index in range(len(steps)):
        steps[index] = apart_km(lat[index + 1], lon[index + 1], (float(lat[index]), float(lon[index])))
    km = np.concatenate([[0.0], np.cumsum(steps)])
    return Path(
        lat,
        lon,
        km,
        _detected(track, lat, lon, radars),
        _border(theatre, lat, lon, home),
        _first(apart_km(lat, lon, aim) <= near_km),
    )


def _laid(points: tuple[Site, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Points about a kilometre apart on straight lines of the sphere."""
    lat: list[np.ndarray] = []
    lon: list[np.ndarray] = []
    for one, other in itertools.pairwise(points):
        length = float(apart_km(np.array(other.lat), np.array(other.lon), one))
        count = max(1, math.ceil(length / STEP_KM))
        part = np.linspace(0.0, 1.0, count, endpoint=False)
        a, b = _vector(one), _vector(other)
        angle = math.acos(min(1.0, max(-1.0, float(a @ b)))) or 1e-12
        way = (np.sin((1 - part) * angle)[:, None] * a + np.sin(part * angle)[:, None] * b) / math.sin(angle)
        lat.append(np.degrees(np.arcsin(np.clip(way[:, 2], -1, 1))))
        lon.append(np.degrees(np.arctan2(way[:, 1], way[:, 0])))
    last = points[-1]
    return np.append(np.concatenate(lat), last.lat), np.append(np.concatenate(lon), last.lon)


def _vector(site: Site) -> np.ndarray:
    phi, lam = math.radians(site.lat), math.radians(site.lon)
    return np.array([math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)])


def _detected(track: FlightTrack, lat: np.ndarray, lon: np.ndarray, radars: tuple[Radar, ...]) -> int:
    seen = np.zeros(len(lat), bool)
    for radar in radars:
        if radar.side != track.side:
            far = min(radar.range_km.value, horizon_km(track.altitude_m.value, antenna_m=radar.antenna_m.value))
            seen |= apart_km(lat, lon, radar.site) <= far
    return _first(seen)


def _border(theatre: Theatre, lat: np.ndarray, lon: np.ndarray, home: tuple[str, ...]) -> int:
    from scipy.spatial import cKDTree

    cells = theatre.cells
    squeeze = math.cos(math.radians(float(np.mean(theatre.bounds[1::2]))))
    away, nearest = cKDTree(np.column_stack([cells.lat, cells.lon * squeeze])).query(
        np.column_stack([lat, lon * squeeze])
    )
    own = [index for index, country in enumerate(theatre.countries) if country in home]
    return _first(np.isin(cells.country[nearest], own) & (away < 0.1))


def _first(where: np.ndarray) -> int:
    return int(np.argmax(where)) if where.any() else len(where)


def meeting(path: Path, reactions: list[Reaction], *, speed_kmh: float) -> tuple[int, float]:
    """Where on its path a flight is met, and how many minutes after detection; the number of points where never.

    Assumes
    -------
    The interceptor is sent to the first point that it reaches before the flight does, by the best of those on duty;
    it flies straight, at its scramble speed, and finds what it is sent to.

    Examples
    --------
    >>> flat = Path(np.zeros(3), np.array([0.0, 1.0, 2.0]), np.array([0.0, 111.2, 222.4]), 0, 1, 2)
    >>> at_aim = Reaction(Site("base", 0.0, 2.0, "LV"), 0.0, 5.0, 900.0)
    >>> place, minutes = meeting(flat, [at_aim], speed_kmh=600)
    >>> place, round(minutes, 1)
    (2, 22.2)
    """
    points = len(path.km)
    if path.detected >= points:
        return points, math.inf
    flown_min = 60.0 * (path.km - path.km[path.detected]) / speed_kmh
    best = points
    for each in reactions:
        ready = each.decision_min + each.readiness_min
        there = ready + 60.0 * apart_km(path.lat, path.lon, each.base) / each.dash_kmh
        in_time = (there <= flown_min) & (np.arange(points) >= path.detected)
        best = min(best, _first(in_time))
    return best, float(flown_min[best]) if best < points else math.inf


def outcome(path: Path, place: int) -> str:
    """Whether a flight that is met at this point of its path is met in time, and for what.

    Assumes
    -------
    Met at the last point of its path is met; what comes after is another flight.

    Examples
    --------
    >>> flat = Path(np.zeros(3), np.zeros(3), np.zeros(3), 0, 1, 2)
    >>> [outcome(flat, place) for place in (0, 1, 2, 3)]
    ['before the border', 'before the capital', 'too late', 'never']
    """
    if place >= len(path.km):
        return NEVER
    if place < path.border:
        return BEFORE_BORDER
    return BEFORE_CAPITAL if place < path.capital else AFTER


@dataclass(frozen=True, slots=True)
class Workload:
    """What a year of scrambles means for those on duty."""

    per_week: float
    missed_share: float
    """Share of calls that find the pair in the air already."""
    hours_per_aircraft: float
    """Flown in a year on scrambles by each aircraft."""


def workload(scrambles_per_year: float, *, detachments: int, aircraft: int, flight_h: float) -> Workload:
    """What a year of scrambles means for one detachment: a pair flies each, another pair can follow if there is one.

    Assumes
    -------
    Calls come at random and are shared evenly by detachments; a pair flies each; a pair down for turnaround counts as
    busy for as long again as it flew.

    Examples
    --------
    >>> found = workload(300, detachments=2, aircraft=4, flight_h=1.5)
    >>> round(found.per_week, 2), round(found.missed_share, 4), round(found.hours_per_aircraft)
    (2.88, 0.0013, 112)
    """
    each = scrambles_per_year / detachments
    load = each * 2.0 * flight_h / 8760.0
    return Workload(each / 52.0, blocked_share(load, channels=max(1, aircraft // 2)), each * 2.0 * flight_h / aircraft)


def engaging_aircraft(aircraft: float, *, hour: float, authority_h: float) -> float:
    """Aircraft that may engage at an hour: none until authority has been transferred, whatever is on duty.

    Assumes
    -------
    Peacetime rules allow to identify and to escort; to engage,
    aircraft go back to national command or to wartime rules.

    Sources
    -------
    "Air policing is a peace time task ... Air defense is something entirely different": chief of staff of NATO's air
    command, quoted by Air Force Magazine (2015).

    Examples
    --------
    >>> engaging_aircraft(8, hour=5.0, authority_h=6.0), engaging_aircraft(8, hour=6.0, authority_h=6.0)
    (0.0, 8)
    """
    return aircraft if hour >= authority_h else 0.0


def authority_chance(authority_h: Evidence, *, hour: float) -> float:
    """Chance that authority has been transferred by an hour.

    Assumes
    -------
    As `presence.deployed_chance`.

    Examples
    --------
    >>> authority_chance(Evidence(6.0, "h", 0.0, 48.0), hour=48.0)
    1.0
    """
    from hillfort.air.presence import deployed_chance

    return deployed_chance(authority_h, warning=hour)
