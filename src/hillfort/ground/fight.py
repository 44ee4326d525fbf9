"""A fight as it is known beforehand, and the numbers that the adjudication model makes of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

REFERENCE_PERSONS = 15_000.0
"""Strength of a side (geometric mean of both) at which the size term is nil: a division."""
REFERENCE_DENSITY = 7.5
"""Logarithm of persons a side on a kilometre of front at which the density term is nil (1,800)."""
GENERATIONS = (1926, 1947, 1986)
"""First years of generations of armies: an army of one has not the habits of the same country's in another."""
POSTURES = {
    "withdrawal": (1.0, 0.0),
    "delay": (1.0, 0.0),
    "hasty": (0.0, 0.0),
    "prepared": (0.0, 0.5),
    "fortified": (0.0, 1.0),
}
"""Defender's posture as (delaying, dug in)."""
FEATURES = (
    "ratio",
    "air",
    "surprise",
    "wealth",
    "armour",
    "delaying",
    "dug",
    "fortified",
    "size",
    "era",
    "wet",
    "density",
)
"""What a fight is described by, in the order of the columns."""

MARGIN_TERMS = ("ratio", "air", "surprise", "wealth", "armour", "delaying", "fortified")
EXCHANGE_TERMS = ("ratio", "surprise", "wealth", "armour", "fortified")
INTENSITY_TERMS = ("surprise", "delaying", "size", "era", "wet", "density")
ADVANCE_TERMS = ("ratio", "air", "surprise", "wealth", "delaying", "dug", "density")
TERMS = {"margin": MARGIN_TERMS, "exchange": EXCHANGE_TERMS, "intensity": INTENSITY_TERMS, "advance": ADVANCE_TERMS}
"""Which of them each latent of the model depends on."""


@dataclass(frozen=True, slots=True)
class Fight:
    """What is known before a fight; None where it is not.

    Parameters
    ----------
    attacker_persons, defender_persons : float, optional
        Engaged strength, above 0.
    attacker_tanks, defender_tanks : float, optional
        Number of tanks.
    front_km : float, optional
        Width of the front at the start.
    air : float, optional
        Air superiority: 1 the attacker's, -1 the defender's, 0 nobody's.
    surprise : float, optional
        Surprise: 1 substantial and the attacker's, -1 the defender's, 0.5 minor. None leaves the term out.
    posture : str, optional
        One of `POSTURES`.
    wet : float, optional
        1 in rain, snow or mud.
    year : float, optional
        When it is fought.
    attacker_army, defender_army : str
        Armies as the tables of `data/ground/` name them; several are joined by '&'.
    """

    attacker_persons: float | None = None
    defender_persons: float | None = None
    attacker_tanks: float | None = None
    defender_tanks: float | None = None
    front_km: float | None = None
    air: float | None = None
    surprise: float | None = None
    posture: str | None = None
    wet: float | None = None
    year: float | None = None
    attacker_army: str = ""
    defender_army: str = ""


@dataclass(frozen=True, slots=True)
class Wealth:
    """Product per head by country and reference year: the prior of an army's quality that is known before a war."""

    per_head: Mapping[str, Mapping[int, float]]
    names: Mapping[str, str]
    """Other spellings of countries."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """ISO 3166 alpha-2 to the spelling of the table; a successor state takes its predecessor's."""

    def countries(self, army: str) -> tuple[str, ...]:
        """Countries behind an army's name, in the spelling of the table; unknown ones are left out.

        >>> Wealth({"Turkey": {1913: 1213.0}}, {"ottoman empire": "Turkey"}).countries("Ottoman Empire & Utopia")
        ('Turkey',)
        """
        spelling = {name.lower(): name for name in self.per_head}
        found = []
        for key in named_armies(army):
            name = spelling.get(key) or self.names.get(key)
            if name:
                found.append(name)
        return tuple(found)

    def armies(self, army: str, year: float | None) -> tuple[str, ...]:
        """What a name's effect is made of: the countries, then each country's army of that generation.

        Assumes
        -------
        A part of what sets an army apart is its country's and stays, the rest is its generation's.

        >>> Wealth({"Turkey": {1913: 1213.0}}, {}).armies("Turkey", 1915)
        ('Turkey', 'Turkey until 1925')
        """
        countries = self.countries(army)
        return (*countries, *(f"{country} {generation(year)}" for country in countries))

    def log_per_head(self, army: str, year: float | None) -> float | None:
        """Logarithm of product per head at the latest reference year not after the fight (else the earliest).

        Assumes
        -------
        Allies count alike.

        >>> round(Wealth({"Turkey": {1913: 1213.0}}, {}).log_per_head("Turkey", 1915), 2)
        7.1
        """
        found = []
        for country in self.countries(army):
            series = self.per_head[country]
            past = [each for each in series if year is None or each <= year]
            found.append(math.log(series[max(past)] if past else series[min(series)]))
        return sum(found) / len(found) if found else None


def named_armies(army: str) -> list[str]:
    """The names joined in an army's name, in small letters.

    Assumes
    -------
    Allies are joined by '&', '/', a comma or 'and'.

    >>> named_armies("Great Britain & Portugal")
    ['great britain', 'portugal']
    """
    parts = army.replace("/", "&").replace(",", "&").replace(" and ", "&").split("&")
    return [each.strip().lower() for each in parts if each.strip()]


def generation(year: float | None) -> str:
    """The generation of armies that a year belongs to.

    Assumes
    -------
    See `GENERATIONS`.

    >>> generation(1943), generation(2022)
    ('1926-1946', 'since 1986')
    """
    if year is None or year >= GENERATIONS[-1]:
        return f"since {GENERATIONS[-1]}"
    if year < GENERATIONS[0]:
        return f"until {GENERATIONS[0] - 1}"
    for first, following in itertools.pairwise(GENERATIONS):
        if year < following:
            return f"{first}-{following - 1}"
    raise AssertionError(year)


def era(year: float) -> float:
    """How far battle had thinned out by a year: 0 until 1918, 1 in 1938, 2 from 1958 on.

    Assumes
    -------
    Dispersion stopped to lower daily casualties after 1958: the record after it is too thin to say otherwise.

    >>> [era(year) for year in (1904, 1928, 2022)]
    [0.0, 0.5, 2.0]
    """
    return min(max((year - 1918.0) / 20.0, 0.0), 2.0)


def tanks_per_thousand(tanks: float, persons: float) -> float:
    """Logarithm of one plus tanks per thousand persons.

    Assumes
    -------
    The first tanks count most.

    >>> round(tanks_per_thousand(150.0, 15_000.0), 2)
    2.4
    """
    return math.log1p(1000.0 * tanks / persons)


def matrix(fights: Sequence[Fight], wealth: Wealth) -> NDArray[np.float64]:
    """Features of fights: (fight, feature) in the order of `FEATURES`; NaN where a fact is not known.

    Assumes
    -------
    Where nobody recorded air superiority and aircraft existed, the richer side is presumed to have had the better of
    it, in proportion to tanh of the difference in log product per head.
    """
    return np.array([_row(each, wealth) for each in fights], dtype=np.float64).reshape(len(fights), len(FEATURES))


def _row(fight: Fight, wealth: Wealth) -> list[float]:
    a, d = _positive(fight.attacker_persons), _positive(fight.defender_persons)
    both = math.isfinite(a) and math.isfinite(d)
    rich, poor = (wealth.log_per_head(each, fight.year) for each in (fight.attacker_army, fight.defender_army))
    richer = math.tanh(rich - poor) if rich is not None and poor is not None else math.nan
    delaying, dug = POSTURES.get(fight.posture or "", (math.nan, math.nan))
    armour = math.nan
    if both and fight.attacker_tanks is not None and fight.defender_tanks is not None:
        armour = tanks_per_thousand(fight.attacker_tanks, a) - tanks_per_thousand(fight.defender_tanks, d)
    elif fight.year is not None and fight.year < 1916:
        armour = 0.0
    size = 0.5 * (math.log(a) + math.log(d)) if both else math.nan
    front = _positive(fight.front_km)
    return [
        math.log(a / d) if both else math.nan,
        _air(fight, richer),
        math.nan if fight.surprise is None else fight.surprise,
        richer,
        armour,
        delaying,
        dug,
        max(0.0, 2.0 * dug - 1.0) if math.isfinite(dug) else math.nan,
        size - math.log(REFERENCE_PERSONS),
        era(fight.year) if fight.year is not None else math.nan,
        math.nan if fight.wet is None else fight.wet,
        size - math.log(front) - REFERENCE_DENSITY,
    ]


def _air(fight: Fight, richer: float) -> float:
    if fight.air is not None:
        return fight.air
    if fight.year is not None and fight.year < 1915:
        return 0.0
    return richer


def _positive(value: float | None) -> float:
    return value if value is not None and value > 0.0 else math.nan
