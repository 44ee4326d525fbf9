"""What a fight is described by: each feature by hand, unknown where a fact is,
and the years at which a rule changes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from hillfort.ground.fight import FEATURES, POSTURES, Fight, Wealth, era, generation, matrix, tanks_per_thousand

WEALTH = Wealth(
    {"Aland": {1900: 100.0, 1940: 400.0}, "Bland": {1920: 50.0}}, {"kingdom of aland": "Aland", "bland, north": "Bland"}
)
KNOWN: dict[str, Any] = {
    "attacker_persons": 20_000.0,
    "defender_persons": 5_000.0,
    "attacker_tanks": 60.0,
    "defender_tanks": 5.0,
    "front_km": 8.0,
    "air": 0.25,
    "surprise": -0.5,
    "posture": "prepared",
    "wet": 1.0,
    "year": 1943.0,
    "attacker_army": "Aland",
    "defender_army": "Bland",
}


def features(**changes: Any) -> dict[str, float]:
    return dict(zip(FEATURES, matrix([Fight(**(KNOWN | changes))], WEALTH)[0].tolist(), strict=True))


def test_every_feature_of_a_known_fight_is_what_it_is_by_hand() -> None:
    assert features() == pytest.approx(
        {
            "ratio": math.log(4.0),
            "air": 0.25,
            "surprise": -0.5,
            "wealth": math.tanh(math.log(8.0)),
            "armour": math.log(1.0 + 3.0) - math.log(1.0 + 1.0),
            "delaying": 0.0,
            "dug": 0.5,
            "fortified": 0.0,
            "size": math.log(10_000.0 / 15_000.0),
            "era": 1.25,
            "wet": 1.0,
            "density": math.log(10_000.0 / 8.0) - 7.5,
        }
    )


@pytest.mark.parametrize(
    ("without", "unknown"),
    [
        ("attacker_persons", {"ratio", "armour", "size", "density"}),
        ("defender_persons", {"ratio", "armour", "size", "density"}),
        ("attacker_tanks", {"armour"}),
        ("defender_tanks", {"armour"}),
        ("front_km", {"density"}),
        ("surprise", {"surprise"}),
        ("posture", {"delaying", "dug", "fortified"}),
        ("wet", {"wet"}),
        ("year", {"era"}),
    ],
)
def test_a_fact_that_is_not_known_leaves_unknown_what_rests_on_it_and_no_more(without: str, unknown: set[str]) -> None:
    found = features(**{without: None})
    assert {name for name, value in found.items() if math.isnan(value)} == unknown


@pytest.mark.parametrize("nobody", [0.0, -1.0])
def test_no_persons_are_persons_unknown(nobody: float) -> None:
    assert math.isnan(features(attacker_persons=nobody)["ratio"])
    assert math.isnan(features(defender_persons=nobody)["ratio"])
    assert math.isnan(features(front_km=nobody)["density"])
    assert math.isfinite(features(attacker_persons=0.5)["ratio"])


def test_without_an_army_wealth_is_unknown_and_air_is_presumed_by_it() -> None:
    assert math.isnan(features(attacker_army="")["wealth"]) and math.isnan(features(defender_army="Utopia")["wealth"])
    assert features(air=None)["air"] == features()["wealth"]
    assert math.isnan(features(air=None, attacker_army="")["air"])


@pytest.mark.parametrize(
    ("year", "air"), [(1914.0, 0.0), (1915.0, math.tanh(math.log(2.0))), (None, math.tanh(math.log(8.0)))]
)
def test_before_there_were_aircraft_nobody_had_the_air(year: float | None, air: float) -> None:
    assert features(air=None, year=year)["air"] == pytest.approx(air)
    assert features(air=-1.0, year=year)["air"] == -1.0


@pytest.mark.parametrize(("year", "armour"), [(1915.0, 0.0), (1916.0, math.nan), (None, math.nan)])
def test_before_there_were_tanks_nobody_had_any(year: float | None, armour: float) -> None:
    assert features(attacker_tanks=None, year=year)["armour"] == pytest.approx(armour, nan_ok=True)
    assert features(year=year)["armour"] == pytest.approx(math.log(2.0))


def test_postures_delay_or_dig_in() -> None:
    found = {
        name: tuple(features(posture=name)[each] for each in ("delaying", "dug", "fortified")) for name in POSTURES
    }
    assert found == {
        "withdrawal": (1.0, 0.0, 0.0),
        "delay": (1.0, 0.0, 0.0),
        "hasty": (0.0, 0.0, 0.0),
        "prepared": (0.0, 0.5, 0.0),
        "fortified": (0.0, 1.0, 1.0),
    }


@pytest.mark.parametrize(
    ("year", "value"), [(1900, 0.0), (1918, 0.0), (1919, 0.05), (1938, 1.0), (1957, 1.95), (1958, 2.0), (2022, 2.0)]
)
def test_battle_thins_out_from_1918_to_1958(year: float, value: float) -> None:
    assert era(year) == pytest.approx(value)


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (1800, "until 1925"), (1925, "until 1925"), (1926, "1926-1946"), (1946, "1926-1946"), (1947, "1947-1985"),
        (1985, "1947-1985"), (1986, "since 1986"), (2030, "since 1986"), (None, "since 1986"),
    ],
)  # fmt: skip
def test_a_generation_of_armies_begins_with_its_first_year(year: float | None, name: str) -> None:
    assert generation(year) == name


def test_tanks_are_counted_per_thousand() -> None:
    assert tanks_per_thousand(0.0, 5_000.0) == 0.0
    assert tanks_per_thousand(15.0, 5_000.0) == pytest.approx(math.log(4.0))


@pytest.mark.parametrize(
    ("army", "countries"),
    [
        ("Aland", ("Aland",)),
        (" kingdom of aland ", ("Aland",)),
        ("Aland & Bland", ("Aland", "Bland")),
        ("Aland/Utopia", ("Aland",)),
        ("ALAND and bland", ("Aland", "Bland")),
        ("Utopia", ()),
        ("", ()),
    ],
)
def test_an_army_is_the_countries_behind_its_name(army: str, countries: tuple[str, ...]) -> None:
    assert WEALTH.countries(army) == countries


@pytest.mark.parametrize(
    ("army", "year", "product"),
    [
        ("Aland", 1899.0, 100.0), ("Aland", 1900.0, 100.0), ("Aland", 1939.0, 100.0), ("Aland", 1940.0, 400.0),
        ("Aland", None, 400.0), ("Bland", 1910.0, 50.0), ("Aland & Bland", 1930.0, math.sqrt(100.0 * 50.0)),
    ],
)  # fmt: skip
def test_product_per_head_is_of_the_latest_year_not_after_the_fight(
    army: str, year: float | None, product: float
) -> None:
    assert WEALTH.log_per_head(army, year) == pytest.approx(math.log(product))


def test_product_of_nobody_is_not_known() -> None:
    assert WEALTH.log_per_head("Utopia", 1940.0) is None


def test_an_armys_effect_is_its_countries_and_then_their_generations() -> None:
    assert WEALTH.armies("Aland & Bland", 1930.0) == ("Aland", "Bland", "Aland 1926-1946", "Bland 1926-1946")


def test_no_fights_are_a_matrix_without_rows() -> None:
    assert matrix([], WEALTH).shape == (0, len(FEATURES))
    assert np.isnan(matrix([Fight()], WEALTH)).all()
