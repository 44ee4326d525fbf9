"""What batteries cover, by altitude: cells, people, named places. Never one circle."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from hillfort.air.envelope import envelope, reach_km
from hillfort.air.posture import Battery, Site
from hillfort.theatre.theatre import Theatre

EARTH_KM = 6371.0


def apart_km(lat: np.ndarray, lon: np.ndarray, site: Site | tuple[float, float]) -> np.ndarray:
    """Great-circle distance of points, degrees, from one point, kilometres.

    Assumes
    -------
    A sphere of 6,371 km: within 0.5 % of the ellipsoid.

    Examples
    --------
    >>> apart_km(np.array([59.437]), np.array([24.754]), (56.946, 24.106)).round().tolist()
    [280.0]
    """
    at_lat, at_lon = (site.lat, site.lon) if isinstance(site, Site) else site
    phi, phi_0 = np.radians(lat), math.radians(at_lat)
    half = np.sin((phi - phi_0) / 2.0) ** 2
    half += np.cos(phi) * math.cos(phi_0) * np.sin(np.radians(np.asarray(lon) - at_lon) / 2.0) ** 2
    return np.asarray(2.0 * EARTH_KM * np.arcsin(np.sqrt(half)))


def depth(
    lat: np.ndarray, lon: np.ndarray, *, batteries: Sequence[Battery], altitude_m: float, at: str = "value"
) -> np.ndarray:
    """(point,) number of batteries that can engage a target over each point at this altitude.

    Parameters
    ----------
    at : str
        'value', 'low' or 'high': which end of every reach.

    Assumes
    -------
    No terrain; every battery at full readiness where it stands; as `envelope.reach_km`.

    Examples
    --------
    >>> depth(np.array([54.7]), np.array([20.5]), batteries=[], altitude_m=100.0).tolist()
    [0]
    """
    found = np.zeros(np.shape(lat), np.int64)
    for battery in batteries:
        found += apart_km(lat, lon, battery.site) <= reach_km(envelope(battery.type, at=at), altitude_m)
    return found


def people(theatre: Theatre) -> np.ndarray:
    """(cell,) people of the towns in each cell.

    Assumes
    -------
    Those who live outside named towns are left out: about a quarter of the region's people. See `districts`.

    Examples
    --------
    >>> import hillfort as hf
    >>> int(people(hf.load_theatre("marrow")).sum()) > 0
    True
    """
    found = np.zeros(len(theatre.cells))
    skipped = districts(theatre)
    for place in theatre.places.values():
        if place.cell >= 0 and place.name not in skipped:
            found[place.cell] += place.population
    return found


def districts(theatre: Theatre) -> set[str]:
    """Names of towns that are taken for districts of a city, whose people are counted with it.

    Assumes
    -------
    Within 12 km of a city of 100,000 that has at least twice its people; some true suburbs are lost with them.

    Examples
    --------
    >>> import hillfort as hf
    >>> "Tallinn" in districts(hf.load_theatre("baltic"))
    False
    """
    towns = [place for place in theatre.places.values() if place.population > 0]
    lat, lon = np.array([place.lat for place in towns]), np.array([place.lon for place in towns])
    size = np.array([place.population for place in towns])
    found: set[str] = set()
    for city in (place for place in towns if place.population >= 100_000):
        near = (apart_km(lat, lon, (city.lat, city.lon)) < 12.0) & (2 * size <= city.population)
        found |= {towns[index].name for index in np.flatnonzero(near)}
    return found


def by_country(
    theatre: Theatre, *, batteries: Sequence[Battery], altitudes_m: Sequence[float], countries: Sequence[str]
) -> dict[str, np.ndarray]:
    """Share of each country's people (first row) and land (second) under at least one battery: (2, altitude).

    Assumes
    -------
    As `depth` and `people`.

    Examples
    --------
    >>> import hillfort as hf
    >>> ground = hf.load_theatre("marrow")
    >>> by_country(ground, batteries=[], altitudes_m=[100.0],
    ...     countries=ground.countries[:1])[ground.countries[0]].tolist()
    [[0.0], [0.0]]
    """
    cells, living = theatre.cells, people(theatre)
    under = [depth(cells.lat, cells.lon, batteries=batteries, altitude_m=height) > 0 for height in altitudes_m]
    found = {}
    for country in countries:
        own = cells.country == theatre.countries.index(country)
        weights = [living * own, cells.land_share * own]
        found[country] = np.array([[float((w * each).sum() / max(w.sum(), 1e-9)) for each in under] for w in weights])
    return found


def of_places(
    places: Mapping[str, Site], *, batteries: Sequence[Battery], altitudes_m: Sequence[float]
) -> dict[str, list[int]]:
    """For each named place, how many batteries cover it at each altitude.

    Assumes
    -------
    As `depth`.

    Examples
    --------
    >>> of_places({"Riga": Site("Riga", 56.9, 24.1, "LV")}, batteries=[], altitudes_m=[100.0])
    {'Riga': [0]}
    """
    lat = np.array([site.lat for site in places.values()])
    lon = np.array([site.lon for site in places.values()])
    counts = [depth(lat, lon, batteries=batteries, altitude_m=height) for height in altitudes_m]
    return {name: [int(each[row]) for each in counts] for row, name in enumerate(places)}


def random_share(batteries: int, *, reach: float, area_km2: float) -> float:
    """Share of an area covered by circles put down at random: what any placement has to beat.

    Assumes
    -------
    Centres fall anywhere, independently; edges do not matter.

    Sources
    -------
    Boolean model of stochastic geometry: 1 - exp(-n pi r^2 / A).

    Examples
    --------
    >>> round(random_share(6, reach=25, area_km2=65_000), 5)
    0.16577
    """
    return -math.expm1(-batteries * math.pi * reach**2 / area_km2)
