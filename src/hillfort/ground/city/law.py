"""The law of a fight for a city: from what is known at its start to days and to the chance that the city is taken."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.draws import normals, uniforms
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.streams import CITY, DOUBT

Array = NDArray[np.float64]
DRAWS = 999
QUANTILES = (0.1, 0.5, 0.9)
RANGE_SD = 2.563
"""Standard deviations between the ends of a range that holds four in five."""
LEAST_RATIO, MOST_RATIO = 0.02, 200.0
"""Beyond these a ratio says nothing more."""
LEAST_SPREAD = 0.05
"""Spread of the logarithm of a number that is given as exact: nobody counted to the last man."""


@dataclass(frozen=True, slots=True)
class CityAmount:
    """A number as far as it is known: four in five that it lies between both ends; both above nought."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The middle on the scale of logarithms.

        >>> CityAmount(10.0, 40.0).middle
        20.0
        """
        return math.sqrt(self.low * self.high)


@dataclass(frozen=True, slots=True)
class CityFight:
    """What is known when a fight for a city begins; None where it is not."""

    name: str
    attackers: CityAmount | None = None
    """People around the city, not only those who are sent in."""
    defenders: CityAmount | None = None
    ratio: CityAmount | None = None
    """Attackers for each defender; used where one of the two is not known."""
    area_km2: CityAmount | None = None
    """Built-up area that is fought for."""
    inhabitants: CityAmount | None = None
    """Used for the area where that is not known."""
    density: CityAmount | None = None
    """Defenders on a square kilometre; used where area or defenders are not known."""
    isolated: bool | None = None
    """No supply reaches the defenders when the assault begins."""
    organised: bool = True
    """False where it is known that nobody has organised a defence."""


@dataclass(frozen=True, slots=True)
class CityPrediction:
    """Days from the first assault until the city is taken or the attacker gives up, and the chance that it is taken."""

    name: str
    days_p10: float
    days_p50: float
    days_p90: float
    taken_chance: float


class CityDoubts(Mapping[str, Array]):
    """One value of each parameter for each draw, by name; the same name, seed and draw give the same value."""

    def __init__(self, parameters: Mapping[str, Evidence], *, draws: int = DRAWS, seed: int = 1) -> None:
        self.parameters, self.draws, self.seed = parameters, draws, seed
        self._drawn: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._drawn:
            chances = uniforms(f"cities.{name}", stream=DOUBT, draws=self.draws, seed=self.seed)
            self._drawn[name] = self.parameters[name].quantiles(chances)
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parameters)

    def __len__(self) -> int:
        return len(self.parameters)

    def luck(self, fight: str, what: str) -> Array:
        """Uniforms, one for each draw, of what is not known of one fight."""
        return uniforms(f"{fight}/{what}", stream=CITY, draws=self.draws, seed=self.seed)

    def normals(self, fight: str, what: str) -> Array:
        """Standard normals, one for each draw, of what is not known of one fight."""
        return normals(f"{fight}/{what}", stream=CITY, draws=self.draws, seed=self.seed)

    def amount(self, fight: str, what: str, known: CityAmount | None, otherwise: Array) -> Array:
        """A number of one fight in each draw: as far as it is known, `otherwise` where it is not."""
        if known is None:
            return otherwise
        spread = max(math.log(known.high / known.low) / RANGE_SD, LEAST_SPREAD)
        return known.middle * np.exp(spread * self.normals(fight, what))


@dataclass(frozen=True, slots=True)
class CityDraws:
    """What the law says of one fight before luck, draw by draw."""

    defended_days: Array
    """Days that the defended ground would take at a headway of one square kilometre a day for each battalion."""
    search_days: Array
    """Days that the ground takes on which no defender stands."""
    ammunition_days: Array
    """Days after which the headway has doubled, because no supply reaches the defenders; infinite where it does."""
    price_days: Array
    """Days after which an attacker who does not prevail has paid his price."""
    ratio: Array
    isolated: Array
    """0 or 1."""


def defended_share(density: Array, holdable_density: Array) -> Array:
    """Share of a city's ground on which its defenders stand; the attacker only has to go through the rest.

    Assumes
    -------
    Defenders hold one part as close as it takes, not all of it thinly.

    Examples
    --------
    >>> defended_share(np.array([5.0, 100.0, 400.0]), np.array([100.0])).tolist()
    [0.05, 1.0, 1.0]
    """
    return np.minimum(density / holdable_density, 1.0)


def dry_days(days: Array, ammunition_days: Array) -> Array:
    """Days of a fight against defenders whom no supply reaches, of those that it would take if they were supplied.

    Parameters
    ----------
    ammunition_days : array
        Days after which the attackers' headway has doubled; infinite where supply reaches.

    Assumes
    -------
    Headway grows in proportion to the days without supply.

    Examples
    --------
    >>> dry_days(np.array([40.0, 40.0]), np.array([10.0, np.inf])).tolist()
    [20.0, 40.0]
    """
    supplied = ~np.isfinite(ammunition_days)
    after = np.where(supplied, 1.0, ammunition_days)
    return np.where(supplied, days, after * (np.sqrt(1.0 + 2.0 * days / after) - 1.0))


def clear_days(area_km2: Array, battalions: Array, front_battalions: Array, headway_km2: Array) -> Array:
    """Days to take built-up ground from defenders who are supplied.

    Parameters
    ----------
    area_km2, battalions : arrays
        The ground, and the battalions that can be sent into it.
    front_battalions : array
        Those that find room at its edge when the fight begins.
    headway_km2 : array
        Ground that one of them takes in a day.

    Assumes
    -------
    The defender holds a shrinking ring and shifts inside it, so that no part falls before the rest: the edge, and with
    it the room for attackers, shrinks with the root of what is left. The last part then takes longest; where battalions
    are fewer than the room, all of them fight until the edge is as short as they are.

    Examples
    --------
    >>> one = np.ones(1)
    >>> many = clear_days(20.0 * one, 10.0 * one, 5.0 * one, 0.1 * one)  # ten battalions, room for five
    >>> few = clear_days(20.0 * one, 2.0 * one, 1e9 * one, 0.1 * one)  # two, room for any
    >>> many.tolist(), few.tolist()
    ([80.0], [100.0])
    """
    narrow = np.minimum(battalions / front_battalions, 1.0)  # share of the edge, as it is at first, that can be manned
    return area_km2 / headway_km2 * ((1.0 - narrow**2) / battalions + 2.0 * narrow / front_battalions)


def held_days(draws: CityDraws, headway_km2: Array | float) -> Array:
    """Days in each draw until a city that is held is taken, at a headway.

    Assumes
    -------
    Ground without defenders takes its days whatever the headway against them; hunger shortens both alike.
    """
    return dry_days(draws.defended_days / headway_km2 + draws.search_days, draws.ammunition_days)


def draws_of(fight: CityFight, doubts: CityDoubts) -> CityDraws:
    """The law of one fight before luck and before the quick falls.

    Assumes
    -------
    The edge is that of a round town; all of it is attacked where the city is isolated, else the side that is open.
    Defenders hold as much ground as they can man, and shift inside it; the rest is only gone through. Where they are
    more than that, they slow every battalion by a power of their density.
    """
    name, d = fight.name, doubts
    area = area_of(fight, doubts)
    attackers, defenders, ratio = forces_of(fight, area, doubts)
    isolated = (d.luck(name, "isolated") < d["isolated_unknown"]).astype(float)
    if fight.isolated is not None:
        isolated = np.full(d.draws, float(fight.isolated))
    battalions = np.maximum(attackers * d["infantry_share"] / d["battalion_people"], 1.0)
    edge_km = 2.0 * np.sqrt(math.pi * area) * np.where(isolated > 0.0, 1.0, d["open_side_share"])
    front = np.maximum(edge_km / d["front_km"], 1.0)
    density = defenders / area
    held = defended_share(density, d["holdable_density"])
    slower = np.maximum(density / d["holdable_density"], 1.0) ** d["density_power"]
    whole = clear_days(area, battalions, front, np.ones(d.draws))
    dry_after = np.where(isolated > 0.0, d["ammunition_days"], np.inf)
    price = d["price_share"] * battalions / (d["loss_share_per_day"] * np.minimum(battalions, front))
    search = (1.0 - held) * whole / d["search_km2"]
    return CityDraws(held * slower * whole, search, dry_after, price, ratio, isolated)


def area_of(fight: CityFight, doubts: CityDoubts) -> Array:
    """Built-up area in each draw, km2.

    Assumes
    -------
    As given; else by the inhabitants; else by defenders and their density; else that of any city.
    """
    name, d = fight.name, doubts
    if fight.area_km2 is not None:
        return d.amount(name, "area", fight.area_km2, d["area_unknown"])
    if fight.inhabitants is not None:
        people = d.amount(name, "inhabitants", fight.inhabitants, d["area_unknown"])
        return people / d["people_per_built_km2"]
    if fight.defenders is not None and fight.density is not None:
        defenders = d.amount(name, "defenders", fight.defenders, d["area_unknown"])
        return defenders / d.amount(name, "density", fight.density, d["area_unknown"])
    return d["area_unknown"]


def forces_of(fight: CityFight, area_km2: Array, doubts: CityDoubts) -> tuple[Array, Array, Array]:
    """Attackers, defenders and their ratio in each draw.

    Assumes
    -------
    Each is as given, else it follows from the others; a ratio counts only where one of the two is not given.
    """
    name, d = fight.name, doubts
    usual = d.amount(name, "ratio", fight.ratio, d["ratio_unknown"])
    attackers = d.amount(name, "attackers", fight.attackers, d["attackers_unknown"])
    defenders = attackers / usual
    if fight.defenders is not None:
        defenders = d.amount(name, "defenders", fight.defenders, defenders)
    elif fight.density is not None:
        defenders = area_km2 * d.amount(name, "density", fight.density, defenders)
    if fight.attackers is None and (fight.defenders is not None or fight.density is not None):
        attackers = defenders * usual
    ratio = np.clip(attackers / np.maximum(defenders, 1.0), LEAST_RATIO, MOST_RATIO)
    return attackers, defenders, ratio


def chance_of(x: Array) -> Array:
    """The chance (0 to 1) of log-odds.

    Assumes
    -------
    Nothing: it is a definition.
    """
    return 1.0 / (1.0 + np.exp(-x))


def quick_chance(fight: CityFight, draws: CityDraws, doubts: CityDoubts) -> Array:
    """Chance in each draw that the city falls in days.

    Assumes
    -------
    It depends on the ratio and on whether a defence is organised, as far as that is known beforehand.
    """
    if not fight.organised:
        return doubts["not_organised"]
    away = np.log(draws.ratio / doubts.parameters["ratio_unknown"].value)
    return chance_of(doubts["fit_quick"] + doubts["fit_quick_ratio"] * away)


def held_taken_chance(draws: CityDraws, doubts: CityDoubts) -> Array:
    """Chance in each draw that a city which is held is taken.

    Assumes
    -------
    Log-odds are linear in the logarithm of the ratio, and higher by a constant where the city is isolated.
    """
    away = np.log(draws.ratio / doubts.parameters["ratio_unknown"].value)
    isolated = doubts["fit_taken_isolated"] * draws.isolated
    return chance_of(doubts["fit_taken"] + doubts["fit_taken_ratio"] * away + isolated)


def predict(fight: CityFight, doubts: CityDoubts) -> CityPrediction:
    """Days and the chance of being taken, with doubt and luck together.

    Assumes
    -------
    A city is either held, and then its ground must be taken, or it falls in days. Whoever does not prevail leaves when
    the price is paid, and no fight outlasts the patience of both.
    """
    name = fight.name
    draws = draws_of(fight, doubts)
    quick = quick_chance(fight, draws, doubts)
    taken = held_taken_chance(draws, doubts)
    spread = doubts["fit_spread"] * doubts.normals(name, "days")
    held = held_days(draws, doubts["headway_km2"]) * np.exp(spread)
    given_up = doubts.luck(name, "taken") >= taken
    held = np.where(given_up, np.minimum(held, draws.price_days), held)
    held = np.minimum(held, doubts["patience_days"])
    days = np.where(doubts.luck(name, "quick") < quick, doubts["quick_days"], held)
    low, middle, high = np.quantile(days, QUANTILES)
    return CityPrediction(name, float(low), float(middle), float(high), float(np.mean(quick + (1.0 - quick) * taken)))
