"""The adjudication model against closed forms, on a made-up fit in which every number is known."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from hillfort.ground.adjudication import (
    FIGHTS_A_THEATRE,
    LATENTS,
    LUCK_OF_MARGIN,
    THEATRES_A_ROW,
    Adjudication,
    Latent,
    Prediction,
    army_difference,
    from_plain,
    luck_variance,
    outside_record,
    predict,
    wins_by_ratio,
)
from hillfort.ground.fight import FEATURES, TERMS, Fight, Wealth

WEALTH = Wealth({"Aland": {1900: 100.0}, "Bland": {1900: 200.0}, "Cland": {1900: 300.0}}, {})
ARMIES = {"Aland": (0.4, 0.1), "Aland 1926-1946": (0.2, 0.05), "Bland": (-0.3, 0.2)}
SEEN = {
    "ratio": math.log(1.5), "air": 0.5, "surprise": 1.0, "wealth": math.tanh(math.log(0.5)),
    "armour": math.log1p(200 / 24) - math.log1p(40 / 16), "delaying": 0.0, "dug": 1.0, "fortified": 1.0,
    "size": 0.5 * math.log(24_000 * 16_000) - math.log(15_000), "era": 1.3, "wet": 1.0,
    "density": 0.5 * math.log(24_000 * 16_000) - math.log(12.0) - 7.5,
}  # fmt: skip
"""What `FIGHT` is made of."""
FIGHT = Fight(24_000.0, 16_000.0, 200.0, 40.0, 12.0, 0.5, 1.0, "fortified", 1.0, 1944.0, "Aland", "Bland")


def latent(name: str) -> Latent:
    count = len(TERMS[name]) + 1
    return Latent(
        terms=TERMS[name],
        weights=0.1 + 0.2 * np.arange(count),
        covariance=np.diag(0.01 * (1.0 + np.arange(count))) + 0.002,
        lasting=0.8,
        daily=0.6,
        size_exponent=0.0 if name == "margin" else 0.3,
        theatre=0.25,
        army=0.5,
        armies=ARMIES,
        scale=1.2,
        generation_share=0.36,
    )


@pytest.fixture
def model() -> Adjudication:
    several = np.arange(1.0, len(FEATURES) + 1)
    return Adjudication(
        latents={name: latent(name) for name in LATENTS},
        correlation=np.eye(4),
        theatre_correlation=np.full((4, 4), 0.3) + 0.7 * np.eye(4),
        typical=0.05 * several,
        spread=0.1 * several,
        inverse_days=0.4,
        wealth=WEALTH,
        neighbour_share=0.5,
        provenance={},
    )


def moments(one: Latent, facts: dict[str, float], size: float, inverse_days: float) -> tuple[float, float, float]:
    """Mean, variance of the doubt and variance of the luck, without army or what is absent."""
    point = np.array([1.0, *(facts[term] for term in one.terms)])
    mean = sum(weight * value for weight, value in zip(one.weights, point, strict=True))
    doubt = float(point @ one.covariance @ point)
    luck = (0.64 + 0.36 * inverse_days) * math.exp(-2.0 * one.size_exponent * size)
    return float(mean), doubt, luck


@pytest.mark.parametrize("days", [None, 4.0])
def test_a_prediction_is_the_weighted_sum_with_doubt_and_luck_added(model: Adjudication, days: float | None) -> None:
    found = predict(model, [FIGHT], days=days)
    shift = (0.4 + 0.2) - (-0.3)  # both parts of an army; the defender's generation was not met
    spread = (0.1**2 + 0.05**2) + (0.2**2 + (0.5 * 0.6) ** 2)
    mean, doubt, total = {}, {}, {}
    for name in LATENTS:
        own, unsure, luck = moments(model.latents[name], SEEN, SEEN["size"], 0.4 if days is None else 0.25)
        mean[name], doubt[name] = own + shift, unsure + spread + 0.25**2
        total[name] = 1.44 * (doubt[name] + luck)
    chance = NormalDist().cdf(mean["margin"] / math.sqrt(total["margin"]))
    assert found.win_chance[0] == pytest.approx(chance, abs=1e-9)
    assert found.margin[0] == pytest.approx(mean["margin"])
    assert found.margin_doubt[0] == pytest.approx(math.sqrt(doubt["margin"]))
    assert found.log_exchange[0][0] == pytest.approx(mean["exchange"])
    assert found.log_exchange[1][0] == pytest.approx(math.sqrt(total["exchange"]))
    assert found.asinh_advance[0][0] == pytest.approx(mean["advance"])
    assert found.asinh_advance[1][0] == pytest.approx(math.sqrt(total["advance"]))
    half = 0.5 * (mean["exchange"] - SEEN["ratio"])
    cross = 0.3 * math.sqrt(total["exchange"] * total["intensity"])
    for sign, (centre, width) in ((1.0, found.log_attacker_pct), (-1.0, found.log_defender_pct)):
        assert centre[0] == pytest.approx(mean["intensity"] + sign * half)
        assert width[0] == pytest.approx(math.sqrt(total["intensity"] + 0.25 * total["exchange"] + sign * cross))


def test_a_fact_that_is_not_known_is_at_the_records_mean_with_the_records_spread(model: Adjudication) -> None:
    absent = predict(model, [FIGHT, replace(FIGHT, surprise=None)]).log_exchange
    one = model.latents["exchange"]
    weight, column = one.weights[1 + one.terms.index("surprise")], FEATURES.index("surprise")
    typical = {**SEEN, "surprise": model.typical[column]}
    assert absent[0][1] - absent[0][0] == pytest.approx(weight * (model.typical[column] - 1.0))
    own, wide = (moments(one, facts, SEEN["size"], 0.4)[1] for facts in (SEEN, typical))
    added = wide - own + (weight * model.spread[column]) ** 2
    assert absent[1][1] ** 2 - absent[1][0] ** 2 == pytest.approx(1.44 * added)


def test_spreads_never_vanish_where_losses_go_against_each_other(model: Adjudication) -> None:
    nothing = {"lasting": 0.0, "daily": 0.0, "armies": {}, "army": 0.0, "theatre": 0.0}
    sure = {
        name: replace(each, **nothing, weights=0.0 * each.weights, covariance=0.0 * each.covariance)
        for name, each in model.latents.items()
    } | {"margin": model.latents["margin"]}
    found = predict(replace(model, latents=sure, spread=0.0 * model.spread), [FIGHT])
    assert found.log_attacker_pct[1][0] == found.log_defender_pct[1][0] == pytest.approx(1e-3)


def test_fights_are_alike_only_where_there_are_several_and_none_differs(model: Adjudication) -> None:
    bigger = replace(FIGHT, attacker_persons=30_000.0)
    losses_only = replace(predict(model, [FIGHT, FIGHT]), margin=np.array([0.5, 0.6]))
    assert predict(model, [FIGHT, FIGHT]).alike() is True
    assert predict(model, [FIGHT]).alike() is False
    assert predict(model, [FIGHT, bigger]).alike() is False
    assert losses_only.alike() is False
    level = replace(losses_only, margin=np.zeros(2), log_exchange=(np.array([0.0, 1.0]), np.ones(2)))
    assert isinstance(level, Prediction) and level.alike() is False


@pytest.mark.parametrize(
    ("year", "outside"),
    [(1899.9, True), (1900.0, False), (1982.0, False), (1982.9, False), (1983.0, True), (None, False)],
)
def test_the_record_holds_its_first_and_its_last_year_whole(year: float | None, *, outside: bool) -> None:
    assert outside_record(year) is outside


def test_a_war_outside_the_record_is_two_steps_into_the_unknown(model: Adjudication) -> None:
    one = model.latents["margin"]
    assert one.group_spread(outside=False) == 0.25
    assert one.group_spread(outside=True) == pytest.approx(0.25 * math.sqrt(2.0))
    then, now = predict(
        model, [replace(FIGHT, year=year, attacker_army="", defender_army="") for year in (1980.0, 1990.0)]
    ).margin_doubt
    assert now**2 - then**2 == pytest.approx(0.25**2)


def test_a_part_of_an_army_that_was_not_met_has_its_share_of_the_spread() -> None:
    one = latent("margin")
    assert one.army_effect("Aland") == (0.4, 0.1)
    assert one.army_effect("Dland") == (0.0, pytest.approx(0.5 * math.sqrt(0.64)))
    assert one.army_effect("Dland 1926-1946") == (0.0, pytest.approx(0.5 * math.sqrt(0.36)))


@pytest.mark.parametrize(
    ("attacker", "defender", "mean", "variance"),
    [
        ("Aland", "Aland", 0.0, 0.0),
        ("Aland", " ALAND ", 0.0, 0.0),
        ("", "", 0.0, 2.0 * 0.5**2),  # nobody knows who they are: two armies
        ("Aland", "", 0.6, 0.01 + 0.0025 + 0.25),
        ("", "Aland", -0.6, 0.01 + 0.0025 + 0.25),
        ("Aland & Bland", "", 0.15, (0.01 + 0.0025 + 0.04 + 0.09) / 4.0 + 0.25),
    ],
)
def test_armies_differ_by_what_is_known_of_each(attacker: str, defender: str, mean: float, variance: float) -> None:
    fight = Fight(year=1944.0, attacker_army=attacker, defender_army=defender)
    assert army_difference(latent("margin"), WEALTH, fight) == pytest.approx((mean, variance))


def test_two_armies_of_one_country_differ_nobody_knows_which_way() -> None:
    war = Wealth({"Aland": {1900: 100.0}}, {"rebels": "Aland", "crown": "Aland"})
    fight = Fight(year=1944.0, attacker_army="Rebels", defender_army="Crown")
    assert army_difference(latent("margin"), war, fight) == (0.0, 2.0 * 0.5**2)


def test_luck_shrinks_with_days_only_in_its_daily_part_and_with_size() -> None:
    one = replace(latent("exchange"), lasting=3.0, daily=2.0, size_exponent=0.5)
    assert luck_variance(one, 0.25, np.array([0.0, 1.0, -1.0])) == pytest.approx(
        [10.0, 10.0 * math.exp(-1.0), 10.0 * math.exp(1.0)]
    )


def row_by_hand(model: Adjudication, ratio: float, count: int) -> tuple[float, float, float]:
    """Per cent won at a ratio with its interval, term by term."""
    one = model.latents["margin"]
    typical = dict(zip(FEATURES, model.typical, strict=True))
    point = np.array([1.0, *(math.log(ratio) if term == "ratio" else typical[term] for term in one.terms)])
    spread = dict(zip(FEATURES, model.spread, strict=True))
    between = sum(
        (weight * spread[term]) ** 2 for term, weight in zip(one.terms, one.weights[1:], strict=True) if term != "ratio"
    )
    luck = math.sqrt(math.pi**2 / 3.0 + 0.25**2 + between)
    theatres = min(max(count / 12.0, 1.0), 8.0)
    doubt = math.sqrt(float(point @ one.covariance @ point) + (0.25**2 + between) / theatres)
    mean = float(point @ one.weights)
    chances = [NormalDist().cdf((mean + step * 1.645 * doubt) / luck) for step in (-1.0, 0.0, 1.0)]
    half = 1.645 * math.sqrt(chances[1] * (1.0 - chances[1]) / count)
    low, high = (
        chances[1] - math.hypot(chances[1] - chances[0], half),
        chances[1] + math.hypot(chances[2] - chances[1], half),
    )
    return 100.0 * chances[1], 100.0 * max(low, 0.0), 100.0 * min(high, 1.0)


@pytest.mark.parametrize("count", [1, 11, 13, 60, 95, 97, 1000])
@pytest.mark.parametrize("ratio", [0.01, 0.5, 1.0, 3.0, 50.0])
def test_a_row_of_wins_by_ratio_is_what_it_is_by_hand(model: Adjudication, ratio: float, count: int) -> None:
    quiet = replace(model, typical=0.3 * model.typical, spread=0.2 * model.spread)
    (found,) = wins_by_ratio(quiet, [ratio], counts=[count])
    middle, low, high = row_by_hand(quiet, ratio, count)
    assert found == pytest.approx((middle, low, high), abs=1e-6)


def test_more_fights_narrow_a_row_only_up_to_the_theatres_that_it_can_have(model: Adjudication) -> None:
    assert (FIGHTS_A_THEATRE, THEATRES_A_ROW) == (12.0, 8.0)
    assert pytest.approx(math.pi / math.sqrt(3.0)) == LUCK_OF_MARGIN
    rows = wins_by_ratio(model, [2.0] * 3, counts=[12, 96, 9600])
    widths = [high - low for _, low, high in rows]
    assert widths[0] > widths[1] > widths[2] > 0.5 * widths[1]


def test_no_fight_at_all_counts_as_one(model: Adjudication) -> None:
    assert wins_by_ratio(model, [2.0], counts=[0]) == wins_by_ratio(model, [2.0], counts=[1])


def test_the_model_is_read_from_plain_content_without_loss(model: Adjudication) -> None:
    plain = {
        name: {
            "terms": list(each.terms), "weights": each.weights.tolist(), "covariance": each.covariance.tolist(),
            "lasting": 0.8, "daily": 0.6, "size_exponent": 0.3, "theatre": 0.25, "army": 0.5,
            "armies": {army: list(effect) for army, effect in ARMIES.items()}, "scale": 1.2,
        }
        for name, each in model.latents.items()
    }  # fmt: skip
    content = {
        "models": {
            "full": {
                "latents": plain, "correlation": model.correlation.tolist(),
                "theatre_correlation": model.theatre_correlation.tolist(),
                "typical": dict(zip(FEATURES, model.typical, strict=True)),
                "spread": dict(zip(FEATURES, model.spread, strict=True)),
                "inverse_days": 0.4, "neighbour_share": 0.5,
            }
        },
        "provenance": {"made": "by hand"},
    }  # fmt: skip
    found = from_plain(content, WEALTH)
    assert found.latents["margin"].generation_share == 0.5
    assert found.latents["exchange"].generation_share == found.latents["intensity"].generation_share == 0.0
    assert found.latents["advance"].armies == ARMIES
    np.testing.assert_array_equal(found.latents["advance"].covariance, model.latents["advance"].covariance)
    np.testing.assert_array_equal(found.typical, model.typical)
    assert (found.inverse_days, found.neighbour_share, found.provenance) == (0.4, 0.5, {"made": "by hand"})
