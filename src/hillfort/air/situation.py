"""From what each side has to the arrays that the hourly air situation works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.air._kernels import records as k
from hillfort.air.coverage import apart_km, depth
from hillfort.air.defence import sorties_per_day
from hillfort.air.posture import CLASSES, ROLES, AirPosture, Battery, MissileForce, Policing, Squadron
from hillfort.air.presence import calendar, day_of_year
from hillfort.air.raids import RULES
from hillfort.air.titles import GROUP, TITLES
from hillfort.foundation.addresses import printed
from hillfort.foundation.doubted import Doubted, by_address, first_sentence, title_from
from hillfort.foundation.errors import ModelError
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.keyed import Keyed
from hillfort.foundation.streams import address_of
from hillfort.theatre.theatre import Theatre

PARAMETERS = k.PARAMETERS
GIVEN = ("air_task_h", "air_tanked_radii", "air_region_weight", "air_strip_m")
"""Assumptions that are read once, before any draw: they cannot be doubted."""
STUDIED = ("air_aim_near_km", "air_scramble_h", *RULES, "air_common_failure_share")
"""Assumptions that the study of the air alone reads; the campaign does not."""
HIGH_M, LOW_M = 5000.0, 100.0
"""Altitudes that stand for flying high and low over a region."""
Counts = Mapping[str, tuple[float, float, float]]
"""Ports, rail crossings and bridges to close, by region."""


@dataclass(frozen=True, slots=True)
class Sky:
    """What the kernels read, and what its rows are called."""

    elements: np.ndarray
    bases: np.ndarray
    regions: np.ndarray
    element_names: tuple[str, ...]
    base_names: tuple[str, ...]
    region_names: tuple[str, ...]
    luck: np.ndarray
    """(element,) addresses for the chance that it is there."""

    def state(self) -> np.ndarray:
        """Room for the state of one draw."""
        return np.zeros(1, k.STATE)

    def hour(self) -> np.ndarray:
        """Room for what one hour gives."""
        return np.zeros(1, k.HOUR)


def nothing() -> Sky:
    """No air at all: empty arrays of the right kinds.

    Assumes
    -------
    The caller has a plainer form of the air, or none.

    Examples
    --------
    >>> len(nothing().elements)
    0
    """
    empty = (np.zeros(0, k.ELEMENT), np.zeros(0, k.BASE), np.zeros(0, k.REGION))
    return Sky(*empty, (), (), (), np.zeros(0, np.int64))


def columns(order: AirPosture) -> dict[str, Doubted]:
    """Everything that is doubted in the air by address, in the order of the columns: parameters, numbers, then delays.

    Assumes
    -------
    Doubts are independent of each other: nobody has published how they go together.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> order = read.scenario("baltic-2019").air
    >>> list(columns(order))[0], len(columns(order)) > len(PARAMETERS)
    ('air.assumptions.air_authority_h', True)
    """
    found = [_parameter(name, order.assumptions[name]) for name in PARAMETERS]
    delays = [
        Doubted(
            _delay(key), f"{each.name}: time until ready", GROUP, each.deploy_h, luck=f"air_delay_{each.lucky(key)}"
        )
        for key, each in order.batteries.items()
        if each.presence != "standing"
    ]
    return by_address([*found, *_numbers(order).values(), *delays])


def _parameter(name: str, evidence: Evidence) -> Doubted:
    meaning = first_sentence(evidence.note)
    title = TITLES.get(name) or title_from(meaning)
    return Doubted(printed(("air", "assumptions", name)), title, GROUP, evidence, meaning, luck=name)


def _delay(battery: str) -> str:
    return printed(("air", "batteries", battery, "deploy_h"))


COUNTED = {"squadrons": "aircraft", "policing": "aircraft", "batteries": "units", "missiles": "rounds"}
"""Parts of a posture whose members have a number of something, in the order of the elements."""


def _unit(order: AirPosture, key: str) -> Keyed:
    """The squadron, detachment, battery or missile force of a key."""
    units: dict[str, Keyed] = {**order.squadrons, **order.policing, **order.batteries, **order.missiles}
    return units[key]


def _numbers(order: AirPosture) -> dict[str, Doubted]:
    """Aircraft, fire units and missiles by the key of who has them, in the order of the elements."""
    return {
        key: Doubted(
            printed(("air", part, key, field)),
            f"{each.name}: how many",
            GROUP,
            getattr(each, field),
            luck=f"air_number_{each.lucky(key)}",
        )
        for part, field in COUNTED.items()
        for key, each in getattr(order, part).items()
    }


def prepare(
    order: AirPosture,
    theatre: Theatre,
    *,
    regions: Sequence[str],
    counts: Counts,
    day: str,
    out: frozenset[str] = frozenset(),
) -> Sky:
    """Arrays for the kernels.

    Parameters
    ----------
    regions : sequence of str
        Countries of the defended region, in the order of its index.
    counts : mapping
        What there is to close in each.
    day : str
        D-day, ISO: for rotations with dates.
    out : frozenset of str
        Countries whose forces stay out of the fighting: they are no elements, and their airfields no targets. Doubts
        about them keep their columns, so that the luck of everybody else stays the same.

    Raises
    ------
    ModelError
        More elements, bases or regions than there is room for.

    Assumes
    -------
    A region is as far from a base as the mean of its cells. A battery covers the share of a region's cells that it
    reaches at 5,000 m (high) and 100 m (low). Beyond its radius, up to twice that, an aircraft needs from tankers what
    it burns on the extra way. A base that nobody flies from needs the runway of an airlifter.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> case = read.scenario("baltic-2019")
    >>> sky = prepare(case.air, case.theatre, regions=("EE", "LV", "LT", "PL"), counts={}, day=case.date)
    >>> len(sky.elements) == len(sky.element_names)
    True
    """
    numbers = _numbers(order)
    fighting = order.without(out)
    names = tuple(_numbers(fighting))
    for found, most, what in (
        (names, k.MOST_ELEMENTS, "elements"),
        (order.bases, k.MOST_BASES, "bases"),
        (regions, k.MOST_REGIONS, "regions"),
    ):
        if len(found) > most:
            raise ModelError(f"The air model has room for {most} {what}; there are {len(found)}.")
    e, b, r = np.zeros(len(names), k.ELEMENT), np.zeros(len(order.bases), k.BASE), np.zeros(len(regions), k.REGION)
    column = {name: place for place, name in enumerate(columns(order))}
    places = {key: place for place, key in enumerate(order.bases)}
    ground = _Ground(theatre, tuple(regions))
    for row, key in enumerate(names):
        e[row]["column"] = column[numbers[key].address]
        e[row]["delay_column"] = column.get(_delay(key), -1)
        e[row]["luck"] = address_of(_unit(order, key).lucky(key))
        if (squadron := order.squadrons.get(key)) is not None:
            _squadron(e[row], squadron, order, places, ground)
        elif (policing := order.policing.get(key)) is not None:
            _squadron(e[row], policing, order, places, ground)
        elif (battery := order.batteries.get(key)) is not None:
            _battery(e[row], battery, order, day, ground)
        else:
            _missiles(e[row], key, order, ground)
            _spare(e[row], order, out)
            for place, name in enumerate(names):
                if name in order.batteries:
                    e[row]["strikes"][place] = _in_reach(order.missiles[key], order.batteries[name])
    _bases(b, order, tuple(regions))
    for row, region in enumerate(regions):
        r[row]["ports"], r[row]["rail"], r[row]["bridges"] = counts.get(region, (0.0, 0.0, 0.0))
    return Sky(e, b, r, names, tuple(order.bases), tuple(regions), e["luck"].copy())


class _Ground:
    """Cells of each region, for distances and shares."""

    def __init__(self, theatre: Theatre, regions: tuple[str, ...]) -> None:
        cells = theatre.cells
        self.names = regions
        self.lat, self.lon, self.weight = [], [], []
        for region in regions:
            own = cells.country == (theatre.countries.index(region) if region in theatre.countries else -2)
            self.lat.append(cells.lat[own])
            self.lon.append(cells.lon[own])
            self.weight.append(cells.land_share[own].astype(float))

    def distance_km(self, region: int, lat: float, lon: float) -> float:
        """Mean distance of a region's cells."""
        return (
            float(np.mean(apart_km(self.lat[region], self.lon[region], (lat, lon))))
            if len(self.lat[region])
            else np.inf
        )

    def share(self, region: int, battery: Battery, altitude_m: float) -> float:
        """Share of a region's land that a battery reaches."""
        if not len(self.lat[region]):
            return 0.0
        under = depth(self.lat[region], self.lon[region], batteries=[battery], altitude_m=altitude_m) > 0
        return float((self.weight[region] * under).sum() / self.weight[region].sum())


def _squadron(
    row: np.void, one: Squadron | Policing, order: AirPosture, places: Mapping[str, int], ground: _Ground
) -> None:
    site, kind = order.bases[one.base].site, one.type
    row["kind"], row["side"], row["class"] = k.SQUADRON, int(one.side == "red"), ROLES.index(kind.role)
    row["base"] = places[one.base]
    national = isinstance(one, Squadron) and one.national
    row["home"] = ground.names.index(one.country) if national and one.country in ground.names else -1
    row["hunts"] = isinstance(one, Squadron) and one.hunts_air_defence
    row["when"] = k.OUTSIDE if isinstance(one, Squadron) and one.outside else k.STANDING
    if isinstance(one, Policing):
        row["class"] = k.FIGHTER
    tanked, task_h = order.assumptions["air_tanked_radii"].value, order.assumptions["air_task_h"].value
    for region in range(len(ground.names)):
        away = ground.distance_km(region, site.lat, site.lon)
        if away <= tanked * kind.radius_km.value:
            row["reach"][region] = sorties_per_day(away, cruise_kmh=kind.cruise_kmh.value, task_h=task_h)
            row["fuel"][region] = (
                kind.burn_t_per_h.value * 2.0 * max(0.0, away - kind.radius_km.value) / kind.cruise_kmh.value
            )


def _battery(row: np.void, one: Battery, order: AirPosture, day: str, ground: _Ground) -> None:
    row["kind"], row["side"], row["class"] = k.BATTERY, int(one.side == "red"), CLASSES.index(one.type.class_)
    row["base"], row["home"], row["magazine"] = -1, -1, one.type.magazine.value
    row["when"] = {"standing": k.STANDING, "deploys": k.OUTSIDE, "rotation": k.ROTATING}[one.presence]
    row["presence"] = presence_on(order, one.key, day) if one.presence == "rotation" else 1.0
    for region in range(len(ground.names)):
        row["reach"][region] = ground.share(region, one, HIGH_M)
        row["low"][region] = ground.share(region, one, LOW_M)


def presence_on(order: AirPosture, battery: str, day: str) -> float:
    """Chance that a battery that rotates is there on D-day, by whose choice the day is.

    Assumes
    -------
    As `presence.calendar`.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> order = read.scenario("baltic-2025").air
    >>> presence_on(order, "nl-patriot", "2025-07-20"), presence_on(order, "nl-patriot", "2025-08-20")
    (0.0, 1.0)
    """
    found = calendar([stay for stay in order.rotations.values() if stay.battery == battery])
    if order.crisis_day == "random":
        return found.random_day
    if order.crisis_day == "chosen":
        return found.chosen_day
    return float(min(1.0, found.by_day[day_of_year(day)]))


def _missiles(row: np.void, key: str, order: AirPosture, ground: _Ground) -> None:
    one = order.missiles[key]
    row["kind"], row["side"] = k.MISSILES, int(one.side == "red")
    row["base"], row["home"], row["when"] = -1, -1, k.STANDING
    for region in range(len(ground.names)):
        row["reach"][region] = float(ground.distance_km(region, one.site.lat, one.site.lon) <= one.type.reach_km.value)
    for place, base in enumerate(order.bases.values()):
        away = float(apart_km(np.array(base.site.lat), np.array(base.site.lon), one.site))
        weight = (
            order.assumptions["air_region_weight"].value
            if base.site.country in ground.names and base.side == "blue"
            else 1
        )
        row["hits"][place] = weight if base.side != one.side and away <= one.type.reach_km.value else 0


def _in_reach(missiles: MissileForce, battery: Battery) -> bool:
    """True for a battery of the other side's that missiles reach from where they stand."""
    away = float(apart_km(np.array(battery.site.lat), np.array(battery.site.lon), missiles.site))
    return battery.side != missiles.side and away <= missiles.type.reach_km.value


def _spare(row: np.void, order: AirPosture, out: frozenset[str]) -> None:
    """Aim no missile at an airfield of a country that stays out, unless somebody who fights flies from it."""
    used = {
        each.base for part in (order.squadrons, order.policing) for each in part.values() if each.country not in out
    }
    for place, (key, base) in enumerate(order.bases.items()):
        if base.site.country in out and key not in used:
            row["hits"][place] = 0


def _bases(b: np.ndarray, order: AirPosture, regions: tuple[str, ...]) -> None:
    flying: list[Squadron | Policing] = [*order.squadrons.values(), *order.policing.values()]
    for row, (key, base) in enumerate(order.bases.items()):
        needed = max(
            [each.type.strip_m.value for each in flying if each.base == key] or [order.assumptions["air_strip_m"].value]
        )
        b[row]["side"] = int(base.side == "red")
        b[row]["region"] = (
            regions.index(base.site.country) if base.site.country in regions and base.side == "blue" else -1
        )
        b[row]["airlift"] = base.airlift
        b[row]["strip"] = needed / base.runway_m.value
        b[row]["runways"], b[row]["teams"] = base.runways.value, base.repair_teams.value
        b[row]["shelters"] = base.shelters.value


def bridges(theatre: Theatre, country: str) -> int:
    """Bridges of main roads in a country: edges between cells where one crosses a river.

    Assumes
    -------
    A bridge on a border counts half.

    Examples
    --------
    >>> import hillfort as hf
    >>> bridges(hf.load_theatre("baltic"), "LT") > 10
    True
    """
    cells = theatre.cells
    own = cells.country == theatre.countries.index(country)
    return round(int(((cells.bridge == 1) & (cells.road >= 2) & own[:, None]).sum()) / 2.0)


def counts_of(
    ways: Iterable[tuple[str, str]], theatre: Theatre, regions: Sequence[str]
) -> dict[str, tuple[float, float, float]]:
    """What there is to close in each region: ports and rail crossings that ways in use, and bridges of main roads.

    Parameters
    ----------
    ways : iterable of (mode, place)
        Ways in: 'sea', 'rail', 'road' or 'air', and where units appear.

    Assumes
    -------
    What no way in uses is not worth a missile.

    Examples
    --------
    >>> import hillfort as hf
    >>> counts_of([("sea", "Klaipėda"), ("rail", "Kaunas")], hf.load_theatre("baltic"), ["LT"])["LT"][:2]
    (1.0, 1.0)
    """
    used = {(mode, place) for mode, place in ways if place in theatre.places}
    found = {}
    for region in regions:
        here = [mode for mode, place in used if theatre.places[place].country == region]
        known = region in theatre.countries
        found[region] = (
            float(here.count("sea")),
            float(here.count("rail")),
            float(bridges(theatre, region) if known else 0),
        )
    return found
