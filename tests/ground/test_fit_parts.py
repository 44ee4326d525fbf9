"""Each step of the fit against the same thing worked out another way: densities, conditioning, differences."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from hillfort.ground import fit
from hillfort.ground.adjudication import GENERATION_SHARE, LUCK_OF_MARGIN, RECORD
from hillfort.ground.fight import FEATURES, Fight, Wealth, matrix

COUNT, ARMIES = 24, 3
GROUPS = ("theatre", "campaign", "army")
WEALTH = Wealth({"Rich": {1900: 6000.0}, "Poor": {1900: 2000.0}}, {})


def slopes(of: Callable[[np.ndarray], float], at: np.ndarray, step: float = 1e-5) -> np.ndarray:
    axes = step * np.eye(len(at))
    return np.array([(of(at + axis) - of(at - axis)) / (2.0 * step) for axis in axes])


def design(seed: int = 1) -> fit._Design:
    luck = np.random.default_rng(seed)
    x = np.column_stack([np.ones(COUNT), luck.standard_normal((COUNT, 2))])
    root = np.sqrt(np.array([0.5, 0.3, 0.7]))
    signs = luck.choice([-1.0, 0.0, 1.0], (COUNT, ARMIES)) * root
    theatre, campaign = (np.repeat(np.arange(COUNT // each), each) for each in (4, 2))
    kernels = {
        "theatre": fit._same([str(each) for each in theatre]),
        "campaign": fit._same([str(each) for each in campaign]),
        "army": signs @ signs.T,
        "quality": fit._same([str(each) for each in theatre % 3]),
    }
    days, size = luck.uniform(1.0, 5.0, COUNT), luck.standard_normal(COUNT)
    prior = np.array([9.0, 1.0, 0.25])
    return fit._Design(("one", "two"), x, prior, kernels, signs, root, ("A", "B", "C"), 1.0 / days, size)


def noise_of(base: fit._Design, point: np.ndarray) -> np.ndarray:
    """Variance of each battle's luck."""
    return np.array(
        [
            (math.exp(point[-3]) ** 2 + math.exp(point[-2]) ** 2 * days) * math.exp(-point[-1] * size) ** 2
            for days, size in zip(base.inverse_days, base.size, strict=True)
        ]
    )


def covariance_of(base: fit._Design, point: np.ndarray) -> np.ndarray:
    """Of what is observed, by hand."""
    total = np.diag(noise_of(base, point)) + base.x @ np.diag(base.prior) @ base.x.T
    return total + sum(math.exp(point[index]) ** 2 * base.kernels[each] for index, each in enumerate(GROUPS))


class Climbed:
    """Looks on while the fit climbs: the score that it is given and the point that it finds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.score: Any = None
        self.start = self.point = np.zeros(0)
        climb = fit._climb

        def look(score: Any, start: Any, **options: Any) -> Any:
            self.score, self.start = score, start
            self.point = climb(score, start, **options)
            return self.point

        monkeypatch.setattr(fit, "_climb", look)


@pytest.fixture
def climbed(monkeypatch: pytest.MonkeyPatch) -> Climbed:
    return Climbed(monkeypatch)


def observed(base: fit._Design) -> np.ndarray:
    point = np.array([math.log(0.6), math.log(0.4), math.log(0.5), math.log(0.5), math.log(0.6), 0.2])
    values = np.random.default_rng(2).multivariate_normal(np.zeros(COUNT), covariance_of(base, point))
    return np.append(values, np.nan)  # one outcome is not known


def fitted(apart: bool = False) -> tuple[fit._Design, np.ndarray, dict[str, Any], np.ndarray]:
    base = design()
    values = observed(base)
    plain, residual = fit._normal(values, lambda keep: base, groups=GROUPS, apart=apart)
    return base, values[:-1], plain, residual


def test_the_score_of_losses_is_the_density_of_what_was_seen_with_its_priors(climbed: Climbed) -> None:
    base, y, _, _ = fitted()
    names = [*GROUPS, "lasting", "daily", "size_exponent"]

    def loss(point: np.ndarray) -> float:
        prior = sum(norm(*fit.PRIORS[name]).logpdf(value) for name, value in zip(names, point, strict=True))
        return -float(multivariate_normal(np.zeros(COUNT), covariance_of(base, point)).logpdf(y)) - float(prior)

    assert climbed.start == pytest.approx([fit.PRIORS[name][0] for name in names])
    points = [climbed.start, climbed.start + 0.3, climbed.point]
    apart = [climbed.score(point)[0] - loss(point) for point in points]
    assert apart == pytest.approx([apart[0]] * 3, abs=1e-8)  # densities have a constant that the score leaves out
    for point in points:
        assert climbed.score(point)[1] == pytest.approx(slopes(loss, point), abs=1e-5)
    for axis in 0.05 * np.eye(len(names)):
        assert loss(climbed.point) < min(loss(climbed.point + axis), loss(climbed.point - axis))


def test_weights_and_armies_are_those_of_a_regression_on_both(climbed: Climbed) -> None:
    base, y, plain, _ = fitted()
    point = climbed.point
    theatre, campaign, army = (math.exp(each) ** 2 for each in point[:3])
    rest = np.diag(noise_of(base, point)) + theatre * base.kernels["theatre"] + campaign * base.kernels["campaign"]
    both = np.column_stack([base.x, base.signs])
    prior = np.diag([*base.prior, *[army] * ARMIES])
    doubt = np.linalg.inv(both.T @ np.linalg.inv(rest) @ both + np.linalg.inv(prior))
    mean = doubt @ both.T @ np.linalg.inv(rest) @ y
    assert plain["terms"] == ["one", "two"]
    assert plain["weights"] == pytest.approx(mean[:3], abs=1e-9)
    assert np.array(plain["covariance"]) == pytest.approx(doubt[:3, :3], abs=1e-9)
    for index, name in enumerate(base.armies):
        own = [base.root[index] * mean[3 + index], base.root[index] * math.sqrt(doubt[3 + index, 3 + index])]
        assert plain["armies"][name] == pytest.approx(own, abs=1e-9)
    assert [plain["theatre"] ** 2, plain["army"] ** 2] == pytest.approx([theatre + campaign, army])
    assert [plain["lasting"], plain["daily"], plain["size_exponent"]] == pytest.approx(
        [math.exp(point[3]), math.exp(point[4]), point[5]]
    )


def test_a_residual_is_what_the_others_do_not_say(climbed: Climbed) -> None:
    base, y, plain, residual = fitted()
    total, noise = covariance_of(base, climbed.point), noise_of(base, climbed.point)

    def said(own: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        gain = total[np.ix_(own, others)] @ np.linalg.inv(total[np.ix_(others, others)])
        return y[own] - gain @ y[others], np.diag(total[np.ix_(own, own)] - gain @ total[np.ix_(others, own)])

    every = np.arange(COUNT)
    alone = [said(np.array([row]), np.delete(every, row))[0][0] for row in every]
    assert residual[0, :-1] == pytest.approx(alone / np.sqrt(noise), abs=1e-8)
    elsewhere = []
    for first in range(0, COUNT, 4):  # theatres are of four battles
        own = np.arange(first, first + 4)
        left, variance = said(own, np.delete(every, own))
        elsewhere += (left / np.sqrt(variance)).tolist()
    assert residual[1, :-1] == pytest.approx(elsewhere, abs=1e-8)
    assert np.isnan(residual[:, -1]).all()
    widest = np.quantile(np.abs(elsewhere), 0.8) / norm.ppf(0.9)
    assert plain["scale"] == pytest.approx(min(max(widest, 0.75), 1.25))


def test_wars_that_are_further_apart_widen_the_theatre_and_nothing_else(
    climbed: Climbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, plain, _ = fitted()
    asked: list[float] = []
    monkeypatch.setattr(fit, "_wars_apart", lambda standard, same, variance: asked.append(variance) or 0.3)
    base, _, apart, _ = fitted(apart=True)
    spread = [math.exp(each) ** 2 for each in climbed.point[:3]]
    inside = spread[2] * np.mean(np.diag(base.kernels["army"])) + np.mean(noise_of(base, climbed.point))
    assert asked == pytest.approx([spread[0] + spread[1] + inside])
    assert apart["theatre"] ** 2 == pytest.approx(plain["theatre"] ** 2 + 0.3)
    assert apart["scale"] == 1.0
    assert {**apart, "theatre": 0, "scale": 0} == {**plain, "theatre": 0, "scale": 0}


def test_four_battles_in_five_set_the_scale_within_its_bounds() -> None:
    inside = norm.ppf(0.9)
    assert fit._scale(np.array([-0.5, 1.0, 1.1 * inside])[[0, 2, 2, 2, 0, 2]]) == pytest.approx(1.1)
    assert fit._scale(np.full(5, 9.0)) == 1.25
    assert fit._scale(np.full(5, 0.1)) == 0.75


WON = np.array([1.0, 0.0, 0.5, 1.0, 1.0, 0.0])


def kernel(seed: int = 3) -> np.ndarray:
    luck = np.random.default_rng(seed).standard_normal((len(WON), 8))
    return luck @ luck.T


def logged(margins: np.ndarray, won: np.ndarray = WON) -> float:
    """Logarithm of the chance of what came, at margins."""
    up, down = norm.logcdf(margins / LUCK_OF_MARGIN), norm.logcdf(-margins / LUCK_OF_MARGIN)
    return float(sum(share * a + (1.0 - share) * b for share, a, b in zip(won, up, down, strict=True)))


def test_slope_and_curvature_of_who_prevails_are_differences_of_the_chance() -> None:
    at = np.array([-3.0, -1.0, 0.0, 0.4, 2.0, 5.0])
    slope, curve, likelihood = fit._probit(at, WON)
    assert likelihood == pytest.approx(logged(at))
    assert slope == pytest.approx(slopes(logged, at), abs=1e-8)
    for row, won in enumerate(WON):
        bent = slopes(lambda x, won=won: fit._probit(x, np.array([won]))[0][0], at[row : row + 1])
        assert curve[row] == pytest.approx(-bent[0], abs=1e-8)
    assert fit._probit(np.zeros(6), WON)[2] == pytest.approx(6 * math.log(0.5))
    assert fit._probit(np.array([400.0]), np.array([1.0]))[1] == [1e-12]


def test_laplace_stands_on_the_summit_and_measures_its_height_and_breadth() -> None:
    k = kernel()
    before = k.copy()
    mode, weight, evidence = fit._laplace(k, WON, np.zeros(len(WON)))
    assert k.tolist() == before.tolist()

    def height(margins: np.ndarray) -> float:
        return logged(margins) - 0.5 * float(margins @ np.linalg.solve(k, margins))

    assert k @ weight == pytest.approx(mode)
    assert weight == pytest.approx(slopes(logged, mode), abs=1e-7)
    assert slopes(height, mode) == pytest.approx(np.zeros(len(WON)), abs=1e-6)
    curve = np.diag(fit._probit(mode, WON)[1])
    whole = np.linalg.det(np.eye(len(WON)) + k @ curve)
    assert evidence == pytest.approx(height(mode) - 0.5 * math.log(whole))
    again = fit._laplace(k, WON, 3.0 * np.ones(len(WON)))
    assert again[0] == pytest.approx(mode)
    assert fit._curved_inverse(k, mode, WON) == pytest.approx(np.linalg.inv(k + np.linalg.inv(curve)))


def test_the_inverse_is_one_also_where_nothing_can_be_factored() -> None:
    k = kernel()
    for given in (k, k - 2.0 * np.trace(k) * np.eye(len(k))):  # the second is negative definite
        inverse, log_size = fit._inverse(given)
        assert inverse @ given == pytest.approx(np.eye(len(k)), abs=1e-9)
        assert log_size == pytest.approx(math.log(abs(np.linalg.det(given))))


def test_who_prevails_is_fitted_where_its_evidence_is_greatest(climbed: Climbed) -> None:
    base = design()
    outcome = np.append(np.sign(base.x[:, 1] + 0.3 * base.x[:, 2]), np.nan)
    outcome[3] = 0.0
    plain, residual = fit._margin(outcome, lambda keep: base, inverse_days=0.4)
    won = 0.5 * (outcome[:-1] + 1.0)

    def covariance(point: np.ndarray) -> np.ndarray:
        groups = sum(
            math.exp(2.0 * value) * base.kernels[name] for name, value in zip(fit.MARGIN_PRIORS, point, strict=True)
        )
        return base.x @ np.diag(base.prior) @ base.x.T + groups + 1e-8 * np.eye(COUNT)

    def loss(point: np.ndarray) -> float:
        prior = sum(
            0.5 * ((value - middle) / width) ** 2
            for value, (middle, width) in zip(point, fit.MARGIN_PRIORS.values(), strict=True)
        )
        return prior - fit._laplace(covariance(point), won, np.zeros(COUNT))[2]

    for point in (climbed.start, climbed.start + 0.2, climbed.point):
        height, slope = climbed.score(point)
        assert height == pytest.approx(loss(point), abs=1e-7)
        midway = [slopes(loss, point + 5e-4 * axis, 1e-4)[row] for row, axis in enumerate(np.eye(len(point)))]
        assert slope == pytest.approx(midway, abs=1e-4)  # it looks a thousandth ahead
    spread = [math.exp(2.0 * each) for each in climbed.point]
    assert plain["theatre"] ** 2 == pytest.approx(spread[0] + spread[1])
    assert plain["army"] ** 2 == pytest.approx(spread[2] / 2.0)  # two armies differ by twice an army's variance
    assert plain["lasting"] ** 2 == pytest.approx(fit.MARGIN_LASTING_SHARE * LUCK_OF_MARGIN**2)
    assert plain["lasting"] ** 2 + 0.4 * plain["daily"] ** 2 == pytest.approx(LUCK_OF_MARGIN**2)
    assert (plain["size_exponent"], plain["scale"], plain["armies"]) == (0.0, 1.0, {})
    mode, weight, _ = fit._laplace(covariance(climbed.point), won, np.zeros(COUNT))
    assert plain["weights"] == pytest.approx(base.prior * (base.x.T @ weight), abs=1e-6)
    curve = np.diag(1.0 / fit._probit(mode, won)[1])
    rest = covariance(climbed.point) - base.x @ np.diag(base.prior) @ base.x.T + curve
    doubt = np.linalg.inv(base.x.T @ np.linalg.inv(rest) @ base.x + np.diag(1.0 / base.prior))
    assert np.array(plain["covariance"]) == pytest.approx(doubt, abs=1e-5)
    assert residual[:, :-1] == pytest.approx(np.tile(base.x @ plain["weights"] / LUCK_OF_MARGIN, (2, 1)))
    assert np.isnan(residual[:, -1]).all()


@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.6])
def test_how_luck_goes_with_who_prevails_is_found_again_in_any_unit(rho: float) -> None:
    luck = np.random.default_rng(4)
    expected, z = luck.standard_normal(6000), luck.standard_normal(6000)
    other = rho * z + math.sqrt(1.0 - rho * rho) * luck.standard_normal(6000)
    outcome = np.where(expected + other > 0.0, 1.0, -1.0)
    assert fit._polyserial(expected, z, outcome) == pytest.approx(rho, abs=0.05)
    missing = np.append(outcome, [np.nan, 1.0, 1.0])
    given = np.append(expected, [0.0, np.nan, 0.0]), np.append(100.0 * z, [5.0, 5.0, np.nan])
    assert fit._polyserial(*given, missing) == fit._polyserial(expected, z, outcome)


def test_neighbours_share_luck_so_that_four_of_them_spread_as_the_record_says() -> None:
    for exponent in (0.05, 0.2, 0.4):
        share = fit._neighbour_share(exponent)
        assert share + (1.0 - share) / 4.0 == pytest.approx(0.25 ** (2.0 * exponent))
    assert fit._neighbour_share(0.0) == fit._neighbour_share(-1.0) == 0.95
    assert fit._neighbour_share(2.0) == 0.1


def record(years: list[float], **changes: Any) -> fit.BattleRecord:
    count = len(years)
    armies = [("Rich", "Poor"), ("Poor", "Rich & Poor")]
    fights = tuple(
        Fight(
            10_000.0 + 1000.0 * row, 8_000.0, year=year, posture="hasty", air=0.0, wet=0.0, front_km=5.0, surprise=0.0,
            attacker_army=armies[row % 2][0], defender_army=armies[row % 2][1], attacker_tanks=0.0, defender_tanks=0.0,
        )
        for row, year in enumerate(years)
    )  # fmt: skip
    names = {key: tuple(f"{key}{row // 2}" for row in range(count)) for key in ("theatre", "campaign", "war")}
    values = np.arange(1.0, count + 1.0)
    measured = {
        key: place + values
        for place, key in enumerate(("days", "outcome", "log_exchange", "log_attacker_pct", "log_defender_pct"))
    }
    whole = fit.BattleRecord(fights, **names, **measured, asinh_advance=9.0 - values)
    return replace(whole, **changes)


def designed(name: str, years: list[float], terms: tuple[str, ...] = ("ratio", "wealth")) -> fit._Design:
    known = record(years)
    return fit._design(known, matrix(known.fights, WEALTH), WEALTH, name, terms, np.array([True] * len(years)))


def test_two_records_are_one_after_the_other_and_are_taken_apart_again() -> None:
    first, second = record([1914.0, 1916.0]), record([1940.0, 1941.0, 1942.0])
    whole = first.and_then(second)
    for keep, part in ((slice(0, 2), first), (slice(2, 5), second)):
        mask = np.zeros(5, bool)
        mask[keep] = True
        found = whole.part(mask)
        for name in ("fights", "theatre", "campaign", "war"):
            assert getattr(found, name) == getattr(part, name)
        for name in ("days", "outcome", "log_exchange", "log_attacker_pct", "log_defender_pct", "asinh_advance"):
            assert getattr(found, name).tolist() == getattr(part, name).tolist()
    with pytest.raises(FrozenInstanceError):
        whole.war = ()  # type: ignore[misc]


def test_a_battle_is_earlier_before_the_first_year_of_the_record() -> None:
    plain = designed("margin", [RECORD[0], 1943.0])
    assert plain.x.shape == (2, 3)
    assert plain.prior == pytest.approx([fit.INTERCEPT_SD**2, fit.WEIGHT_SD**2, fit.WEAK["margin", "wealth"] ** 2])
    early = designed("margin", [RECORD[0] - 1.0, RECORD[0], 1943.0])
    ratio = [math.log((10_000.0 + 1000.0 * row) / 8_000.0) for row in range(3)]
    assert early.x[:, 0].tolist() == [1.0] * 3
    assert early.x[:, 1] == pytest.approx(ratio)
    assert early.x[:, 3].tolist() == [1.0, 0.0, 0.0]
    assert early.x[:, 4] == pytest.approx([ratio[0], 0.0, 0.0])
    assert early.prior[3:] == pytest.approx([fit.EARLIER_SD**2] * 2)


def test_two_armies_differ_by_twice_the_variance_of_one_split_into_country_and_generation() -> None:
    for name in ("exchange", "advance"):
        share = GENERATION_SHARE[name]
        found = designed(name, [1943.0, 1943.0, 1950.0])
        assert found.armies == ("Poor", "Poor 1926-1946", "Poor 1947-1985", "Rich", "Rich 1926-1946", "Rich 1947-1985")
        assert found.root**2 == pytest.approx([1.0 - share, share, share] * 2)
        army = found.kernels["army"]
        assert army[0, 0] == pytest.approx(2.0)
        assert army[1, 1] == pytest.approx(0.5)  # half of the allies is the army itself
        assert army[0, 1] == pytest.approx(-1.0)
        assert army[0, 2] == pytest.approx(2.0 * (1.0 - share))  # another generation: the countries alone
        assert found.inverse_days == pytest.approx([1.0, 0.5, 1.0 / 3.0])
        assert found.kernels["theatre"].tolist() == [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]


def test_what_was_typical_is_the_mean_of_what_is_known() -> None:
    known = record([1914.0, 1916.0, 1940.0, 1943.0, 1944.0, 1944.0])
    fights = (replace(known.fights[0], front_km=None), *known.fights[1:])
    luck = np.random.default_rng(6)
    won = np.array([1.0, -1.0, 1.0, 1.0, -1.0, 0.0])
    known = replace(known, fights=fights, outcome=won, log_attacker_pct=luck.standard_normal(6))
    earlier = record([1870.0, 1870.0], outcome=np.array([1.0, -1.0]))
    found = fit.calibrate(known, WEALTH, earlier=earlier)
    features = matrix(fights, WEALTH)
    for column, name in enumerate(FEATURES):
        there = features[np.isfinite(features[:, column]), column]
        assert found["typical"][name] == pytest.approx(sum(there) / len(there))
        assert found["spread"][name] ** 2 == pytest.approx(sum((there - sum(there) / len(there)) ** 2) / len(there))
    assert found["inverse_days"] == pytest.approx(sum(1.0 / each for each in range(1, 7)) / 6.0)
    for matrix_of in ("correlation", "theatre_correlation"):
        values = np.array(found[matrix_of])
        assert (values == values.T).all()
        assert np.diag(values).tolist() == [1.0] * 4
        assert (np.abs(values) <= 1.0).all()
    assert found["neighbour_share"] == fit._neighbour_share(found["latents"]["exchange"]["size_exponent"])
    assert [found["latents"][name]["terms"] for name in ("exchange", "intensity")] == [
        ["ratio", "surprise", "wealth", "armour", "fortified"],
        ["surprise", "delaying", "size", "era", "wet", "density"],
    ]
