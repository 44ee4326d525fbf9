"""The law of combat term by term: each parameter weighs what its name says,
and every bound is where it is said to be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.foundation.named import by_name
from hillfort.ground import fitted
from hillfort.ground._kernels import adjudication as kernels

FACTS = {
    "intercept": 1.0,
    "ratio": 0.7,
    "air": -0.3,
    "surprise": 0.9,
    "wealth": 0.6,
    "armour": 1.3,
    "delaying": 0.4,
    "dug": 0.85,
    "size": -1.1,
    "era": 1.9,
    "wet": 0.55,
    "density": 0.25,
    "army": -1.0,
}
"""A fight in which no two facts are alike."""
WEIGHED = FACTS | {"wealth": math.tanh(0.6), "fortified": 2.0 * 0.85 - 1.0}
"""What a weight is multiplied with."""
READS = {
    "margin": ("ratio", "air", "surprise", "wealth", "armour", "delaying", "dug", "army"),
    "exchange": ("ratio", "surprise", "wealth", "armour", "dug", "army"),
    "intensity": ("surprise", "delaying", "size", "era", "wet", "density"),
    "advance": ("ratio", "air", "surprise", "wealth", "delaying", "dug", "density", "army"),
}
LATENTS = ("margin", "exchange", "intensity", "advance")
finite = st.floats(-3.0, 3.0)


def parameters(**given: float) -> Any:
    """One draw's parameters: nothing weighs anything but what is given."""
    found = by_name(np.zeros((1, len(fitted.FITTED))), fitted.FITTED)[0]
    for name, value in given.items():
        found[f"fit_{name}"] = value
    return found


def expected(latent: str, p: Any) -> float:
    arguments = [FACTS[name] for name in READS[latent]]
    return float(getattr(kernels, f"expected_{latent}").py_func(p, *arguments))


@pytest.mark.parametrize("latent", LATENTS)
def test_each_weight_is_multiplied_with_the_fact_of_its_name_and_all_are_added(latent: str) -> None:
    own = [name.removeprefix(f"fit_{latent}_") for name in fitted.FITTED if name.startswith(f"fit_{latent}_")]
    terms = [each for each in own if each not in ("lasting", "daily", "size_exponent")]
    for number, term in enumerate(terms):
        weight = 0.5 + number
        alone = expected(latent, parameters(**{f"{latent}_{term}": weight}))
        assert alone == pytest.approx(weight * WEIGHED[term], rel=1e-12), term
    together = parameters(**{f"{latent}_{term}": 0.5 + number for number, term in enumerate(terms)})
    whole = sum((0.5 + number) * WEIGHED[term] for number, term in enumerate(terms))
    assert expected(latent, together) == pytest.approx(whole, rel=1e-12)


@given(st.lists(finite, min_size=4, max_size=4), st.lists(finite, min_size=10, max_size=10))
def test_the_four_lucks_are_rows_of_one_lower_triangle(z: list[float], entries: list[float]) -> None:
    names = [f"luck_{row}_{other}" for at, row in enumerate(LATENTS) for other in LATENTS[: at + 1] if at]
    p = parameters(**dict(zip(names, entries, strict=False)))
    matrix = np.eye(4)
    place = iter(entries)
    for row in range(1, 4):
        for column in range(row + 1):
            matrix[row, column] = next(place)
    wanted = matrix @ np.array(z)
    assert kernels.exchange_luck.py_func(p, *z[:2]) == pytest.approx(wanted[1])
    assert kernels.intensity_luck.py_func(p, *z[:3]) == pytest.approx(wanted[2])
    assert kernels.advance_luck.py_func(p, *z) == pytest.approx(wanted[3])


def test_a_division_on_a_division_is_of_size_nil() -> None:
    assert kernels.size_of.py_func(15_000.0, 15_000.0) == pytest.approx(0.0)
    assert kernels.size_of.py_func(30_000.0, 7_500.0) == pytest.approx(0.0)
    assert kernels.size_of.py_func(1_500.0, 1_500.0) == pytest.approx(-math.log(10.0))
    assert kernels.size_of.py_func(60_000.0, 15_000.0) == pytest.approx(math.log(2.0))


def test_fewer_than_fifty_count_as_fifty_on_each_side() -> None:
    floor = kernels.size_of.py_func(50.0, 50.0)
    for few in (0.0, 1.0, 49.0):
        assert kernels.size_of.py_func(few, 50.0) == kernels.size_of.py_func(50.0, few) == floor
    assert kernels.size_of.py_func(51.0, 50.0) > floor and kernels.size_of.py_func(50.0, 51.0) > floor
    thin = kernels.density_of.py_func(50.0, 50.0, 10.0)
    assert kernels.density_of.py_func(0.0, 50.0, 10.0) == kernels.density_of.py_func(50.0, 0.0, 10.0) == thin
    assert kernels.density_of.py_func(51.0, 50.0, 10.0) > thin and kernels.density_of.py_func(50.0, 51.0, 10.0) > thin


def test_density_is_persons_a_side_on_a_kilometre_and_a_front_is_half_a_kilometre_at_least() -> None:
    reference = math.exp(7.5)
    assert kernels.density_of.py_func(reference * 4.0, reference * 4.0, 4.0) == pytest.approx(0.0)
    assert kernels.density_of.py_func(reference * 4.0, reference, 1.0) == pytest.approx(math.log(2.0))
    assert kernels.density_of.py_func(reference, reference, 0.5) == pytest.approx(math.log(2.0))
    assert kernels.density_of.py_func(reference, reference, 0.01) == pytest.approx(math.log(2.0))
    assert kernels.density_of.py_func(reference, reference, 0.6) < math.log(2.0)


@given(st.floats(0.0, 1.0), finite, finite)
def test_a_cells_luck_is_mixed_of_the_battles_and_its_own_and_stays_standard(
    share: float, common: float, own: float
) -> None:
    p = parameters(neighbour_share=share)
    wanted = math.sqrt(share) * common + math.sqrt(1.0 - share) * own
    assert kernels.shared.py_func(p, common, own) == pytest.approx(wanted, abs=1e-12)
    assert kernels.shared.py_func(p, 1.0, 0.0) ** 2 + kernels.shared.py_func(p, 0.0, 1.0) ** 2 == pytest.approx(1.0)


@pytest.mark.parametrize(("share", "taken"), [(-0.5, 0.0), (0.0, 0.0), (0.25, 0.25), (1.0, 1.0), (1.5, 1.0)])
def test_a_share_in_common_is_between_none_and_all(share: float, taken: float) -> None:
    p, bound = parameters(neighbour_share=share), parameters(neighbour_share=taken)
    assert kernels.shared.py_func(p, 2.0, 3.0) == kernels.shared.py_func(bound, 2.0, 3.0)
    assert kernels.widened.py_func(p, 4.0) == kernels.widened.py_func(bound, 4.0)
    assert kernels.widened.py_func(p, 4.0) == pytest.approx(1.0 / math.sqrt(taken + (1.0 - taken) / 4.0))


def test_one_cell_or_less_is_not_widened() -> None:
    p = parameters(neighbour_share=0.36)
    assert kernels.widened.py_func(p, 1.0) == kernels.widened.py_func(p, 0.0) == pytest.approx(1.0)
    assert kernels.widened.py_func(p, 1.5) > 1.0


def test_luck_grows_as_a_fight_gets_smaller() -> None:
    assert kernels.small.py_func(0.3, 0.0) == 1.0
    assert kernels.small.py_func(0.3, -2.0) == pytest.approx(math.exp(0.6))
    assert kernels.small.py_func(0.3, 2.0) == pytest.approx(math.exp(-0.6))


@given(finite, finite, finite)
def test_the_margin_is_what_is_expected_and_two_lucks(centre: float, lasting: float, daily: float) -> None:
    p = parameters(margin_lasting=1.5, margin_daily=0.25)
    assert kernels.margin.py_func(p, centre, lasting, daily) == pytest.approx(centre + 1.5 * lasting + 0.25 * daily)


@given(finite, finite, finite, finite)
def test_the_luck_of_the_exchange_is_wider_in_small_fights(
    centre: float, lasting: float, daily: float, size: float
) -> None:
    p = parameters(exchange_lasting=0.8, exchange_daily=0.3, exchange_size_exponent=0.2)
    wanted = centre + math.exp(-0.2 * size) * (0.8 * lasting + 0.3 * daily)
    assert kernels.exchange.py_func(p, centre, lasting, daily, size) == pytest.approx(wanted)


@given(finite, finite, finite, finite)
def test_casualties_of_an_hour_take_out_what_days_that_are_summed_would_add(
    centre: float, lasting: float, daily: float, size: float
) -> None:
    p = parameters(
        intensity_lasting=0.7, intensity_daily=0.4, intensity_size_exponent=0.25, exchange_daily=0.6,
        exchange_size_exponent=0.1, exchange_lasting=9.0,
    )  # fmt: skip
    own, split = 0.4 * math.exp(-0.25 * size), 0.6 * math.exp(-0.1 * size)
    luck = math.exp(-0.25 * size) * (0.7 * lasting + 0.4 * daily)
    # Of the variance of a day, a record of two days holds half: the other half is what the mean of days adds.
    wanted = centre + luck - 0.25 * own**2 - 0.0625 * split**2
    assert kernels.intensity.py_func(p, centre, lasting, daily, size) == pytest.approx(wanted)


@given(finite, finite, finite, finite)
def test_an_hours_advance_takes_out_what_its_curve_would_add(
    centre: float, lasting: float, daily: float, size: float
) -> None:
    p = parameters(advance_lasting=0.5, advance_daily=0.9, advance_size_exponent=0.15)
    factor = math.exp(-0.15 * size)
    wanted = centre + factor * (0.5 * lasting + 0.9 * daily) - 0.25 * (0.9 * factor) ** 2 * math.tanh(centre)
    assert kernels.advance.py_func(p, centre, lasting, daily, size) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("km_per_day", "km_per_h"),
    [(0.0, 0.0), (24.0, 1.0), (-24.0, -1.0), (95.9, 95.9 / 24.0), (-95.9, -95.9 / 24.0), (96.1, 4.0), (-96.1, -4.0)],
)
def test_an_advance_is_at_most_four_kilometres_an_hour_either_way(km_per_day: float, km_per_h: float) -> None:
    assert kernels.advance_km_per_h.py_func(math.asinh(km_per_day)) == pytest.approx(km_per_h)


def test_an_advance_beyond_all_numbers_is_the_fastest() -> None:
    assert kernels.advance_km_per_h.py_func(1e6) == 4.0
    assert kernels.advance_km_per_h.py_func(-1e6) == -4.0


@given(st.floats(-4.0, 3.0), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_both_sides_losses_have_the_mean_and_the_quotient_that_they_are_made_from(
    log_pct: float, log_exchange: float, log_ratio: float
) -> None:
    attacker = kernels.attacker_share_per_h.py_func(log_pct, log_exchange, log_ratio)
    defender = kernels.defender_share_per_h.py_func(log_pct, log_exchange, log_ratio)
    assert math.sqrt(attacker * defender) * 2400.0 == pytest.approx(math.exp(log_pct))
    assert math.log(attacker / defender) + log_ratio == pytest.approx(log_exchange, abs=1e-9)


def test_nobody_loses_more_than_three_per_cent_in_an_hour() -> None:
    worst = math.log(0.03 * 2400.0)
    for share in (kernels.attacker_share_per_h.py_func, kernels.defender_share_per_h.py_func):
        assert share(worst + 1.0, 0.0, 0.0) == 0.03
        assert share(worst - 0.01, 0.0, 0.0) == pytest.approx(0.03 * math.exp(-0.01))
