"""The hour loop's arithmetic, added up over an engagement, is the adjudication model."""

from __future__ import annotations

import inspect
import math
import re

import numpy as np
import pytest

from ground.engagements import Facts, fought
from hillfort.files.battles.read import adjudication
from hillfort.foundation.evidence import problems_of
from hillfort.foundation.named import by_name
from hillfort.ground import fitted
from hillfort.ground._kernels import adjudication as kernels
from hillfort.ground.adjudication import (
    FASTEST_KM_PER_DAY,
    LATENTS,
    Adjudication,
    luck_variance,
    predict,
    wins_by_ratio,
)
from hillfort.ground.fight import FEATURES, Fight, generation

DRAWS = 3000


@pytest.fixture(scope="module")
def model() -> Adjudication:
    return adjudication()


@pytest.fixture(scope="module")
def best(model: Adjudication) -> np.record:
    return by_name(fitted.sample_fitted(model, np.zeros((1, len(fitted.FITTED)))), fitted.FITTED)[0]


def test_the_kernels_read_every_fitted_parameter_and_no_other() -> None:
    read = set(re.findall(r"\bp\.(fit_\w+)", inspect.getsource(kernels)))
    assert read == set(fitted.FITTED)


def test_the_kernels_expect_what_the_model_expects(model: Adjudication, best: np.record) -> None:
    fight = Fight(
        24_000.0, 9_000.0, 200.0, 30.0, 12.0, air=0.5, surprise=1.0, posture="fortified", wet=1.0, year=2022.0
    )
    found = predict(model, [fight])
    armour = math.log1p(200 / 24) - math.log1p(30 / 9)
    ratio, size = math.log(24 / 9), kernels.size_of(24_000.0, 9_000.0)
    density = kernels.density_of(24_000.0, 9_000.0, 12.0)
    wealth = math.atanh(model.typical[FEATURES.index("wealth")])  # no armies are named
    assert kernels.expected_margin(best, ratio, 0.5, 1.0, wealth, armour, 0.0, 1.0, 0.0) == pytest.approx(
        found.margin[0], abs=1e-3
    )
    exchange = kernels.expected_exchange(best, ratio, 1.0, wealth, armour, 1.0, 0.0)
    assert exchange == pytest.approx(found.log_exchange[0][0], abs=1e-3)
    intensity = kernels.expected_intensity(best, 1.0, 0.0, size, 2.0, 1.0, density)
    assert intensity + 0.5 * (exchange - ratio) == pytest.approx(found.log_attacker_pct[0][0], abs=1e-3)
    advance = kernels.expected_advance(best, ratio, 0.5, 1.0, wealth, 0.0, 1.0, density, 0.0)
    assert advance == pytest.approx(found.asinh_advance[0][0], abs=1e-3)


@pytest.mark.parametrize("persons", [(800.0, 600.0), (15_000.0, 10_000.0)], ids=["battalion", "division"])
@pytest.mark.parametrize("days", [1, 3, 7])
def test_hours_added_up_spread_as_the_model_says(
    model: Adjudication, best: np.record, days: int, persons: tuple[float, float]
) -> None:
    """Days are summed, not multiplied, which shifts a centre by up to about half the daily variance and widens nothing;
    3000 draws settle a spread to about 2 % and a median to 0.02 spreads."""
    facts = Facts(*persons, front_km=persons[0] / 1500.0)
    found = fought(best, facts, days=days, draws=DRAWS)
    size, ratio = kernels.size_of(*persons), math.log(persons[0] / persons[1])
    density = kernels.density_of(*persons, facts.front_km)
    luck = {
        name: model.latents[name].scale * math.sqrt(luck_variance(model.latents[name], 1.0 / days, np.array([size]))[0])
        for name in LATENTS
    }
    exchange = kernels.expected_exchange(best, ratio, 0.0, 0.0, 0.0, 0.5, 0.0)
    intensity = kernels.expected_intensity(best, 0.0, 0.0, size, 1.0, 0.0, density)
    advance = kernels.expected_advance(best, ratio, 0.0, 0.0, 0.0, 0.0, 0.5, density, 0.0)
    margin = kernels.expected_margin(best, ratio, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0)
    together = model.correlation[1, 2] * luck["intensity"] * luck["exchange"]
    pct = math.sqrt(luck["intensity"] ** 2 + 0.25 * luck["exchange"] ** 2 + together)
    for name, middle, width in (
        ("log_exchange", exchange, luck["exchange"]),
        ("log_attacker_pct", intensity + 0.5 * (exchange - ratio), pct),
        ("asinh_advance", advance, luck["advance"]),
    ):
        low, centre, high = np.quantile(found[name], (0.1, 0.5, 0.9))
        assert centre == pytest.approx(middle, abs=0.25 * width), name
        assert (high - low) / 2.5631 == pytest.approx(width, rel=0.15), name
    spread = math.sqrt(luck_variance(model.latents["margin"], 1.0 / days, np.array([size]))[0])
    assert found["won"].mean() == pytest.approx(0.5 * math.erfc(-margin / spread / math.sqrt(2.0)), abs=0.03)


@pytest.mark.parametrize("cells", [2, 4])
def test_a_division_fought_in_neighbouring_cells_spreads_as_one_division(best: np.record, cells: int) -> None:
    facts = Facts()
    whole = fought(best, facts, days=2, draws=DRAWS)
    parts = fought(best, facts, days=2, draws=DRAWS, cells=cells, seed=2)
    for name in ("log_exchange", "log_attacker_pct", "log_defender_pct", "asinh_advance"):
        one, many = (np.quantile(each[name], (0.1, 0.5, 0.9)) for each in (whole, parts))
        assert many[1] == pytest.approx(one[1], abs=0.2), name
        assert many[2] - many[0] == pytest.approx(one[2] - one[0], rel=0.12), name
    assert parts["won"].mean() == pytest.approx(whole["won"].mean(), abs=0.03)


def test_without_a_common_part_each_cell_has_to_gamble_more() -> None:
    together, apart = by_name(np.array([[1.0], [0.0]]), ("fit_neighbour_share",))
    assert kernels.widened(together, 4.0) == 1.0
    assert kernels.widened(apart, 4.0) == pytest.approx(2.0)


@pytest.mark.parametrize(("dug", "fortified"), [(0.0, 0.0), (0.25, 0.0), (0.5, 0.0), (0.75, 0.5), (1.0, 1.0)])
def test_only_what_is_more_than_prepared_is_fortified(dug: float, fortified: float) -> None:
    assert kernels.fortified_of.py_func(dug) == fortified


def test_up_to_prepared_digging_in_moves_neither_who_prevails_nor_who_bleeds(best: np.record) -> None:
    def edge(dug: float) -> tuple[float, float]:
        return (
            kernels.expected_margin.py_func(best, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, dug, 0.0),
            kernels.expected_exchange.py_func(best, 0.5, 0.0, 0.0, 0.0, dug, 0.0),
        )

    assert edge(0.0) == edge(0.3) == edge(0.5)
    assert edge(1.0)[0] < edge(0.75)[0] < edge(0.5)[0]
    assert edge(1.0)[1] > edge(0.75)[1] > edge(0.5)[1]


def test_an_attacker_who_prevails_advances_further_and_bleeds_less(best: np.record) -> None:
    found = fought(best, Facts(), days=2, draws=DRAWS)
    won = found["won"]
    assert np.median(found["asinh_advance"][won]) > np.median(found["asinh_advance"][~won]) + 0.3
    assert np.median(found["log_exchange"][won]) < np.median(found["log_exchange"][~won]) - 0.2


@pytest.mark.parametrize(
    "better",
    [
        {"attacker_persons": 30_000.0},
        {"air": 1.0},
        {"surprise": 1.0},
        {"attacker_tanks": 300.0},
        {"posture": "hasty"},
        {"attacker_army": "USA", "defender_army": "Japan"},
    ],
    ids=lambda better: next(iter(better)),
)
def test_what_should_help_the_attacker_helps_him(model: Adjudication, better: dict[str, object]) -> None:
    base = {
        "attacker_persons": 15_000.0,
        "defender_persons": 15_000.0,
        "attacker_tanks": 50.0,
        "defender_tanks": 50.0,
        "air": 0.0,
        "surprise": 0.0,
        "posture": "fortified",
        "year": 1944.0,
        "attacker_army": "USA",
        "defender_army": "USA",
    }
    chances = predict(model, [Fight(**base), Fight(**(base | better))]).win_chance  # type: ignore[arg-type]
    assert chances[1] > chances[0] + 0.02


def test_what_is_not_known_widens_the_spread(model: Adjudication) -> None:
    known = Fight(20_000.0, 10_000.0, 100.0, 100.0, 10.0, 0.0, 0.0, "prepared", 0.0, 1944.0, "USA", "Germany")
    found = predict(model, [known, Fight()])
    assert found.margin_doubt[1] > found.margin_doubt[0]
    for mean, spread in (found.log_exchange, found.log_attacker_pct, found.log_defender_pct, found.asinh_advance):
        assert np.isfinite(mean).all()
        assert spread[1] > spread[0]


def test_a_war_after_the_record_is_more_doubtful(model: Adjudication) -> None:
    then, now = (
        Fight(20_000.0, 10_000.0, year=year, attacker_army="Utopia", defender_army="Ruritania")
        for year in (1975.0, 2022.0)
    )
    found = predict(model, [then, now])
    assert found.margin_doubt[1] > 1.1 * found.margin_doubt[0]
    assert found.log_exchange[1][1] > found.log_exchange[1][0]


def test_doubt_is_sampled_as_the_fit_says(model: Adjudication) -> None:
    normals = np.random.default_rng(3).standard_normal((20_000, len(fitted.FITTED)))
    drawn = fitted.sample_fitted(model, normals)
    place = {name: index for index, name in enumerate(fitted.FITTED)}
    latent = model.latents["margin"]
    own = [place["fit_margin_intercept"], *(place[f"fit_margin_{term}"] for term in latent.terms)]
    assert drawn[:, own].mean(axis=0) == pytest.approx(latent.weights, abs=0.03)
    wanted = latent.scale**2 * latent.covariance.copy()
    wanted[0, 0] += (latent.scale * latent.group_spread(outside=True)) ** 2
    assert np.abs(np.cov(drawn[:, own].T) - wanted).max() < 0.05
    total = drawn[:, place["fit_margin_lasting"]] ** 2 + drawn[:, place["fit_margin_daily"]] ** 2 * model.inverse_days
    assert total == pytest.approx(np.full(len(total), math.pi**2 / 3.0), rel=1e-6)
    ends = drawn[:, place["fit_exchange_intercept"]], drawn[:, place["fit_margin_intercept"]]
    assert np.corrcoef(*ends)[0, 1] < -0.1  # where attackers do well, they bleed less


def test_every_fitted_parameter_is_an_evidence_without_a_problem(model: Adjudication) -> None:
    found = fitted.as_evidence(model)
    assert tuple(found) == fitted.FITTED
    assert {name: problems_of(each) for name, each in found.items() if problems_of(each)} == {}
    assert found["fit_margin_ratio"].low > 0.0


def test_the_published_table_of_wins_by_ratio_is_inside_the_models_intervals(model: Adjudication) -> None:
    """The Dupuy Institute's 672 division engagements; nothing of it enters the fit."""
    table = [
        (0.75, 77, 42),
        (1.25, 150, 55),
        (1.75, 123, 59),
        (2.25, 56, 71),
        (2.75, 53, 83),
        (3.25, 48, 69),
        (3.75, 30, 77),
        (5.0, 66, 65),
    ]
    found = wins_by_ratio(model, [each[0] for each in table], counts=[each[1] for each in table])
    inside = sum(low <= published <= high for (_, _, published), (_, low, high) in zip(table, found, strict=True))
    assert inside == len(table)
    assert all(high - low < 60.0 for _, low, high in found)
    assert [each[0] for each in found] == sorted(each[0] for each in found)


def test_generations_cover_every_year() -> None:
    assert [generation(year) for year in (1900.0, 1926.0, 1950.0, 1986.0, None)] == [
        "until 1925",
        "1926-1946",
        "1947-1985",
        "since 1986",
        "since 1986",
    ]


def test_a_day_and_an_hour_have_the_same_fastest_advance() -> None:
    assert pytest.approx(24.0 * kernels.FASTEST_KM_PER_H) == FASTEST_KM_PER_DAY
