"""Calibration: weights, spreads and doubt of the adjudication model from a record of battles.

Each latent is a linear model with weights, theatre and campaign effects and a difference of the two armies, all normal
around nil; the spreads of those effects and of luck are set where the evidence for them is greatest (empirical Bayes),
with weak priors, and the weights follow in closed form. Losses and advance have normal luck, wider for small and short
fights. Who prevails has a probit likelihood on the margin's scale and Laplace's approximation; a draw counts half as
each. For who prevails the armies differ by a quality that is one and the same in all battles of a war; for the loss
exchange and the advance by what is learned of their countries.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hillfort.ground.adjudication import GENERATION_SHARE, LATENTS, LUCK_OF_MARGIN, RECORD, terms_of
from hillfort.ground.fight import FEATURES, Fight, Wealth, matrix, named_armies

Array = NDArray[np.float64]

INTERCEPT_SD = 3.0
WEIGHT_SD = 1.0
"""Prior standard deviation of a weight, all terms being scaled to about one from one end to the other."""
MARGIN_LASTING_SHARE = 0.8
"""Judgement: the record cannot tell how much of the margin's luck is new each day (see docs/ground-law.md)."""
PRIORS = {
    "theatre": (math.log(0.4), 0.6),
    "campaign": (math.log(0.4), 0.6),
    "army": (math.log(0.3), 0.5),
    "lasting": (math.log(0.5), 0.8),
    "daily": (math.log(0.6), 0.8),
    "size_exponent": (0.1, 0.15),
}
"""Mean and standard deviation of the logarithm of each spread (of the size exponent itself)."""
MARGIN_PRIORS = {"theatre": (math.log(0.45), 0.4), "campaign": (math.log(0.3), 0.4), "quality": (math.log(0.9), 0.25)}
"""Who prevails is one bit a battle: the priors are tighter."""
GROUPS = {
    "margin": ("theatre", "campaign", "quality"),
    "exchange": ("theatre", "campaign", "army"),
    "intensity": ("theatre", "campaign"),
    "advance": ("theatre", "campaign", "army"),
}
"""What battles of each latent have in common."""
WEAK = {("margin", "wealth"): 0.5}
"""Prior standard deviations that are not `WEIGHT_SD`. Judgement: in one war of three the poorer side had the better
army, so that what wealth says of who prevails is held near nil unless the record insists."""
Z80 = 1.2815515655446004
"""Standard deviations on either side that hold 80 % of a normal law."""
MOST_APART = 1.5
"""Bound on the factor by which wars are told to be further apart than the likelihood says."""
EARLIER_SD = 0.5
"""Prior standard deviation of what sets the level and the weight of force ratio apart in battles before the record."""


@dataclass(frozen=True, slots=True)
class BattleRecord:
    """Battles to learn from, as arrays of one length; NaN where an outcome is not known."""

    fights: tuple[Fight, ...]
    theatre: tuple[str, ...]
    campaign: tuple[str, ...]
    war: tuple[str, ...]
    days: Array
    outcome: Array
    """1 the attacker won, 0 a draw, -1 he lost."""
    log_exchange: Array
    log_attacker_pct: Array
    log_defender_pct: Array
    asinh_advance: Array

    def part(self, keep: NDArray[np.bool_]) -> BattleRecord:
        """The battles marked True."""
        chosen = np.flatnonzero(keep)
        return BattleRecord(
            tuple(self.fights[index] for index in chosen),
            tuple(self.theatre[index] for index in chosen),
            tuple(self.campaign[index] for index in chosen),
            tuple(self.war[index] for index in chosen),
            self.days[chosen],
            self.outcome[chosen],
            self.log_exchange[chosen],
            self.log_attacker_pct[chosen],
            self.log_defender_pct[chosen],
            self.asinh_advance[chosen],
        )

    def and_then(self, other: BattleRecord) -> BattleRecord:
        """These battles, then those of another record."""

        def both(name: str) -> Array:
            return np.concatenate([getattr(self, name), getattr(other, name)])

        return BattleRecord(
            self.fights + other.fights,
            self.theatre + other.theatre,
            self.campaign + other.campaign,
            self.war + other.war,
            *(both(name) for name in ("days", "outcome", "log_exchange")),
            *(both(name) for name in ("log_attacker_pct", "log_defender_pct", "asinh_advance")),
        )


@dataclass(frozen=True, slots=True)
class _Design:
    """What the fit of one latent stands on, rows with a known outcome only."""

    terms: tuple[str, ...]
    x: Array
    """Intercept and terms, and what is told apart of earlier battles."""
    prior: Array
    """Prior variance of the weight of each column."""
    kernels: dict[str, Array]
    """Covariance of unit-spread theatre, campaign and army effects, and of unit-spread differences of quality."""
    signs: Array
    """+1 for the attacker's army, -1 for the defender's, times `root`: (battle, country or generation)."""
    root: Array
    """Square root of the part of an army's variance that is its country's or its generation's."""
    armies: tuple[str, ...]
    inverse_days: Array
    size: Array


def calibrate(
    record: BattleRecord,
    wealth: Wealth,
    *,
    earlier: BattleRecord | None = None,
    surprise: bool = True,
    by_wealth: bool = True,
) -> dict[str, Any]:
    """The fitted model as plain numbers, in the form that `adjudication.from_plain` takes for one variant.

    Parameters
    ----------
    record : BattleRecord
        Battles to learn from.
    wealth : Wealth
        Product per head, for the prior of quality.
    earlier : BattleRecord, optional
        Battles of wars before the record, for who prevails alone: they tell how far the quality of two armies differs.
        They have a level and a weight of force ratio of their own.
    surprise, by_wealth : bool
        False leaves surprise, or wealth, out altogether.

    Assumes
    -------
    Facts that are missing are at the mean of the record. Battles are independent given their theatre, campaign and
    armies. A theatre's and a campaign's effect are drawn anew for a theatre that is not in the record.
    """
    features = matrix(record.fights, wealth)
    typical = np.nanmean(features, axis=0)
    spread = np.nanstd(features, axis=0)
    filled = np.where(np.isfinite(features), features, typical)
    targets = {
        "exchange": record.log_exchange,
        "intensity": 0.5 * (record.log_attacker_pct + record.log_defender_pct),
        "advance": record.asinh_advance,
    }
    inverse_days = float(np.mean(1.0 / record.days))
    everything = record if earlier is None else record.and_then(earlier)
    early = matrix(everything.fights[len(record.fights) :], wealth)
    filled_all = np.vstack([filled, np.where(np.isfinite(early), early, typical)])
    latents, residuals = {}, {}
    for name in LATENTS:
        terms = terms_of(name, surprise=surprise, wealth=by_wealth)
        if name == "margin":
            design = partial(_design, everything, filled_all, wealth, name, terms)
            latents[name], found = _margin(everything.outcome, design, inverse_days=inverse_days)
            residuals[name] = found[:, : len(record.fights)]
        else:
            design = partial(_design, record, filled, wealth, name, terms)
            latents[name], residuals[name] = _normal(
                targets[name], design, groups=GROUPS[name], apart=name == "advance"
            )
    return {
        "latents": latents,
        "correlation": _correlation(residuals, record.outcome, row=0).tolist(),
        "theatre_correlation": _correlation(residuals, record.outcome, row=1).tolist(),
        "typical": dict(zip(FEATURES, typical.tolist(), strict=True)),
        "spread": dict(zip(FEATURES, spread.tolist(), strict=True)),
        "inverse_days": inverse_days,
        "neighbour_share": _neighbour_share(latents["exchange"]["size_exponent"]),
    }


def _design(
    record: BattleRecord, filled: Array, wealth: Wealth, name: str, terms: Sequence[str], keep: NDArray[np.bool_]
) -> _Design:
    generation = GENERATION_SHARE.get(name, 0.0)
    rows = np.flatnonzero(keep)
    columns = [FEATURES.index(each) for each in terms]
    x = np.column_stack([np.ones(len(rows)), filled[rows][:, columns]])
    prior = np.array([INTERCEPT_SD**2, *(WEAK.get((name, each), WEIGHT_SD) ** 2 for each in terms)])
    years = np.array([record.fights[row].year or math.inf for row in rows])
    if (years < RECORD[0]).any():
        before = (years < RECORD[0]).astype(np.float64)
        x = np.column_stack([x, before, before * filled[rows, FEATURES.index("ratio")]])
        prior = np.append(prior, [EARLIER_SD**2] * 2)
    sides = []
    for row in rows:
        fight = record.fights[row]
        sides.append((wealth.armies(fight.attacker_army, fight.year), wealth.armies(fight.defender_army, fight.year)))
    armies = tuple(sorted({country for pair in sides for side in pair for country in side}))
    signs = np.zeros((len(rows), len(armies)))
    for place, pair in enumerate(sides):
        for sign, countries in zip((1.0, -1.0), pair, strict=True):
            for country in countries:  # half of them countries, half generations
                signs[place, armies.index(country)] += sign * 2.0 / len(countries)
    own = 1.0 - generation
    parts = np.array([generation if any(each.isdigit() for each in name) else own for name in armies])
    signs = signs * np.sqrt(parts)
    kernels = {
        "theatre": _same([record.theatre[row] for row in rows]),
        "campaign": _same([record.campaign[row] for row in rows]),
        "army": signs @ signs.T,
        "quality": _same_quality(record, rows),
    }
    size = filled[rows, FEATURES.index("size")]
    return _Design(tuple(terms), x, prior, kernels, signs, np.sqrt(parts), armies, 1.0 / record.days[rows], size)


def _same_quality(record: BattleRecord, rows: NDArray[np.int64]) -> Array:
    """Covariance of the attacker's quality less the defender's, where each army has one of its own in each war.

    Two armies differ by one standard deviation; allies are the mean of theirs. The better army of a war is the better
    one in each of its battles, whether it attacks or defends.
    """
    columns: dict[tuple[str, str], int] = {}
    effects = []
    for row in rows:
        found: dict[int, float] = {}
        for sign, army in ((1.0, record.fights[row].attacker_army), (-1.0, record.fights[row].defender_army)):
            names = named_armies(army) or [""]
            for name in names:
                place = columns.setdefault((record.war[row], name), len(columns))
                found[place] = found.get(place, 0.0) + sign / len(names)
        effects.append(found)
    signs = np.zeros((len(rows), len(columns)))
    for place, found in enumerate(effects):
        signs[place, list(found)] = list(found.values())
    return np.asarray(0.5 * signs @ signs.T)


def _same(labels: Sequence[str]) -> Array:
    values = np.array(labels)
    return np.asarray(values[:, None] == values[None, :], dtype=np.float64)


def _climb(score: Callable[[Array], tuple[float, Array]], start: Array, *, near: float = 2.2e-9) -> Array:
    """Where the evidence is greatest, rounded so that the last bits of the arithmetic do not show."""
    from scipy.optimize import minimize

    found = minimize(score, start, jac=True, method="L-BFGS-B", options={"maxiter": 60, "ftol": near})
    return np.asarray([round(each, 2) for each in found.x.tolist()], dtype=np.float64)


# --- losses and advance: normal luck


def _normal(
    values: Array, design_of: Callable[[NDArray[np.bool_]], _Design], *, groups: Sequence[str], apart: bool
) -> tuple[dict[str, Any], Array]:
    keep = np.isfinite(values)
    design, y = design_of(keep), values[keep]
    names = [*groups, "lasting", "daily", "size_exponent"]
    centre = np.array([PRIORS[each][0] for each in names])
    width = np.array([PRIORS[each][1] for each in names])
    base = (design.x * design.prior) @ design.x.T

    def parts(point: Array) -> tuple[Array, Array, Array]:
        spread2 = np.asarray(np.exp(2.0 * point[:-1]), dtype=np.float64)
        small = np.exp(-2.0 * point[-1] * design.size)
        noise = (spread2[-2] + spread2[-1] * design.inverse_days) * small
        total: Array = np.asarray(np.diag(noise) + base, dtype=np.float64)
        for index, each in enumerate(groups):
            total += spread2[index] * design.kernels[each]
        return total, spread2, small

    def score(point: Array) -> tuple[float, Array]:
        total, spread2, small = parts(point)
        inverse, log_size = _inverse(total)
        weight = inverse @ y
        loss = 0.5 * float(y @ weight) + 0.5 * log_size + 0.5 * float((((point - centre) / width) ** 2).sum())
        pull = np.outer(weight, weight) - inverse
        diagonal = np.diag(pull)
        slopes = [-float((pull * design.kernels[each]).sum()) * spread2[index] for index, each in enumerate(groups)]
        slopes.append(-float(diagonal @ small) * spread2[-2])
        slopes.append(-float(diagonal @ (small * design.inverse_days)) * spread2[-1])
        noise = (spread2[-2] + spread2[-1] * design.inverse_days) * small
        slopes.append(float(diagonal @ (noise * design.size)))
        return loss, np.array(slopes) + (point - centre) / width**2

    point = _climb(score, centre)
    total, spread2, small = parts(point)
    inverse, _ = _inverse(total)
    of = {each: float(spread2[index]) for index, each in enumerate(groups)}
    weight = inverse @ y
    weights, covariance, armies = _posterior(design, inverse, weight, of.get("army", 0.0))
    noise = (spread2[-2] + spread2[-1] * design.inverse_days) * small
    left_out = weight / np.diag(inverse)
    standard = _theatre_left_out(inverse, weight, design.kernels["theatre"])
    residual = np.full((2, len(values)), np.nan)
    residual[0, keep] = left_out / np.sqrt(noise)
    residual[1, keep] = standard
    between, scale = float(spread2[0] + spread2[1]), _scale(standard)
    if apart:
        inside = of["army"] * float(np.diag(design.kernels["army"]).mean()) + float(noise.mean())
        between, scale = between + _wars_apart(standard, design.kernels["theatre"], between + inside), 1.0
    return _plain(design, weights, covariance, armies if "army" in groups else {}) | {
        "theatre": math.sqrt(between),
        "army": math.sqrt(of.get("army", 0.0)),
        "lasting": math.sqrt(spread2[-2]),
        "daily": math.sqrt(spread2[-1]),
        "size_exponent": float(point[-1]),
        "scale": scale,
    }, residual


def _theatre_left_out(inverse: Array, weight: Array, same_theatre: Array) -> Array:
    """Residuals of battles in standard deviations, each battle judged by the battles of other theatres alone."""
    standard = np.empty(len(weight))
    for first in sorted({int(np.flatnonzero(row)[0]) for row in same_theatre}):
        block = np.flatnonzero(same_theatre[first])
        covariance = np.linalg.inv(inverse[np.ix_(block, block)])
        standard[block] = covariance @ weight[block] / np.sqrt(np.diag(covariance))
    return standard


def _scale(standard: Array) -> float:
    """How much wider than normal four battles in five spread, each judged by other theatres."""
    return float(np.clip(np.quantile(np.abs(standard), 0.8) / Z80, 0.75, 1.25))


def _wars_apart(standard: Array, same_theatre: Array, variance: float) -> float:
    """Variance between wars that is missing for four battles in five to lie inside, every theatre counting once.

    A record of two long wars and many short ones tells more of fights within a war than of how far wars are apart, so
    what is missing is given to the theatre, and nothing to luck.
    """
    width, once = np.abs(standard), 1.0 / same_theatre.sum(axis=1)
    order = np.argsort(width, kind="stable")
    reached = np.cumsum(once[order])
    found = float(np.interp(0.8, (reached - 0.5 * once[order]) / reached[-1], width[order])) / Z80
    return float(np.clip(found, 1.0, MOST_APART) ** 2 - 1.0) * variance


def _posterior(
    design: _Design, inverse: Array, weight: Array, army_variance: float
) -> tuple[Array, Array, dict[str, list[float]]]:
    """Weights with covariance, and army effects, given the inverse covariance of what was observed."""
    weights, covariance = _weights(design, inverse, weight)
    effects = design.root * army_variance * (design.signs.T @ weight)
    explained = army_variance**2 * np.einsum("ia,ij,ja->a", design.signs, inverse, design.signs)
    doubt = design.root**2 * (army_variance - explained)
    armies = {
        name: [float(mean), math.sqrt(max(float(variance), 0.0))]
        for name, mean, variance in zip(design.armies, effects, doubt, strict=True)
    }
    return weights, covariance, armies


def _weights(design: _Design, inverse: Array, weight: Array) -> tuple[Array, Array]:
    """Weights with their covariance."""
    prior = np.diag(design.prior)
    reach = prior @ design.x.T
    covariance = prior - reach @ inverse @ reach.T
    return reach @ weight, 0.5 * (covariance + covariance.T)


def _plain(design: _Design, weights: Array, covariance: Array, armies: Mapping[str, list[float]]) -> dict[str, Any]:
    kept = 1 + len(design.terms)
    return {
        "terms": list(design.terms),
        "weights": weights[:kept].tolist(),
        "covariance": covariance[:kept, :kept].tolist(),
        "armies": dict(armies),
    }


# --- who prevails: probit


def _margin(
    outcome: Array, design_of: Callable[[NDArray[np.bool_]], _Design], *, inverse_days: float
) -> tuple[dict[str, Any], Array]:
    keep = np.isfinite(outcome)
    design, won = design_of(keep), 0.5 * (outcome[keep] + 1.0)
    names = list(MARGIN_PRIORS)
    centre = np.array([MARGIN_PRIORS[each][0] for each in names])
    width = np.array([MARGIN_PRIORS[each][1] for each in names])
    base = (design.x * design.prior) @ design.x.T + 1e-8 * np.eye(len(won))

    def kernel(point: Array) -> Array:
        return np.asarray(
            base + sum(math.exp(2.0 * point[index]) * design.kernels[each] for index, each in enumerate(names))
        )

    near = [np.zeros(len(won))]

    def value(point: Array) -> float:
        near[0], _, evidence = _laplace(kernel(point), won, near[0])
        return -evidence + 0.5 * float((((point - centre) / width) ** 2).sum())

    def score(point: Array) -> tuple[float, Array]:
        step = 1e-3
        here = value(point)
        return here, np.array([(value(point + step * axis) - here) / step for axis in np.eye(len(point))])

    point = _climb(score, centre, near=1e-7)
    mode, weight, _ = _laplace(kernel(point), won, near[0])
    inverse = _curved_inverse(kernel(point), mode, won)
    spread2 = np.exp(2.0 * point)
    weights, covariance = _weights(design, inverse, weight)
    lasting2 = MARGIN_LASTING_SHARE * LUCK_OF_MARGIN**2
    daily2 = (LUCK_OF_MARGIN**2 - lasting2) / inverse_days
    residual = np.full((2, len(outcome)), np.nan)
    residual[:, keep] = (design.x @ weights) / LUCK_OF_MARGIN
    return _plain(design, weights, covariance, {}) | {
        "theatre": math.sqrt(spread2[0] + spread2[1]),
        "army": math.sqrt(0.5 * spread2[2]),
        "lasting": math.sqrt(lasting2),
        "daily": math.sqrt(daily2),
        "size_exponent": 0.0,
        "scale": 1.0,
    }, residual


def _laplace(kernel: Array, won: Array, start: Array) -> tuple[Array, Array, float]:
    """Mode, its weight (kernel x weight = mode), and evidence."""
    from scipy.linalg import cho_factor, cho_solve

    mode = start
    eye = np.eye(len(won))
    for _ in range(60):
        slope, curve, _ = _probit(mode, won)
        root = np.sqrt(curve)
        target = curve * mode + slope
        factor = cho_factor(eye + root[:, None] * kernel * root, lower=True, overwrite_a=True, check_finite=False)
        weight = target - root * cho_solve(factor, root * (kernel @ target), check_finite=False)
        following = kernel @ weight
        moved = float(np.abs(following - mode).max())
        mode = following
        if moved < 1e-10:
            break
    slope, curve, likelihood = _probit(mode, won)
    root = np.sqrt(curve)
    factor = cho_factor(eye + root[:, None] * kernel * root, lower=True, overwrite_a=True, check_finite=False)
    return mode, weight, likelihood - 0.5 * float(weight @ mode) - float(np.log(np.diag(factor[0])).sum())


def _curved_inverse(kernel: Array, mode: Array, won: Array) -> Array:
    """Inverse of (kernel + 1 / curvature) at the mode."""
    root = np.sqrt(_probit(mode, won)[1])
    return np.asarray(root[:, None] * _inverse(np.eye(len(won)) + root[:, None] * kernel * root)[0] * root)


def _inverse(matrix: Array) -> tuple[Array, float]:
    """Inverse of a covariance, and the logarithm of its determinant."""
    from scipy.linalg.lapack import dpotrf, dpotri

    factor, failed = dpotrf(matrix, lower=1)
    if failed:  # not positive definite to the last bit
        return np.asarray(np.linalg.inv(matrix)), float(np.linalg.slogdet(matrix)[1])
    log_size = 2.0 * float(np.log(np.diag(factor)).sum())
    half = np.tril(dpotri(factor, lower=1)[0])
    return np.asarray(half + np.tril(half, -1).T), log_size


def _probit(mode: Array, won: Array) -> tuple[Array, Array, float]:
    """Slope, curvature and log-likelihood of who prevailed, at margins."""
    from scipy.special import log_ndtr

    z = mode / LUCK_OF_MARGIN
    density = -0.5 * z**2 - 0.5 * math.log(2.0 * math.pi)
    up, down = np.exp(density - log_ndtr(z)), np.exp(density - log_ndtr(-z))
    slope = (won * up - (1.0 - won) * down) / LUCK_OF_MARGIN
    curve = (won * up * (up + z) + (1.0 - won) * down * (down - z)) / LUCK_OF_MARGIN**2
    likelihood = float(won @ log_ndtr(z) + (1.0 - won) @ log_ndtr(-z))
    return slope, np.maximum(curve, 1e-12), likelihood


# --- how the four go together


def _correlation(residuals: Mapping[str, Array], outcome: Array, *, row: int) -> Array:
    """Correlation of the four lucks (row 0), or of the errors in a new theatre (row 1).

    Pearson's among the three that are measured, polyserial with the margin.
    """
    order = list(LATENTS)
    found = np.eye(len(order))
    for i, first in enumerate(order):
        for j in range(i + 1, len(order)):
            one, other = residuals[first][row], residuals[order[j]][row]
            if i == 0:
                value = _polyserial(one, other, outcome)
            else:
                both = np.isfinite(one) & np.isfinite(other)
                value = float(np.corrcoef(one[both], other[both])[0, 1])
            found[i, j] = found[j, i] = round(value, 2)
    return found


def _polyserial(expected: Array, residual: Array, outcome: Array) -> float:
    """Correlation of the margin's luck with a measured residual, from who prevailed."""
    from scipy.special import log_ndtr

    both = np.isfinite(residual) & np.isfinite(expected) & np.isfinite(outcome)
    spread = float(np.std(residual[both]))
    z, won = residual[both] / spread, 0.5 * (outcome[both] + 1.0)
    best, best_value = 0.0, -math.inf
    for step in range(-80, 81):
        rho = step / 100.0
        point = (expected[both] + rho * z) / math.sqrt(1.0 - rho * rho)
        value = float(won @ log_ndtr(point) + (1.0 - won) @ log_ndtr(-point))
        if value > best_value + 1e-9:
            best, best_value = rho, value
    return best


def _neighbour_share(size_exponent: float) -> float:
    """Share of luck that neighbouring cells must have in common so that four of them spread as the record says.

    Four cells with a common share s have the variance s + (1 - s) / 4 of one; the record says 4 to the power of minus
    twice the size exponent.
    """
    variance = 4.0 ** (-2.0 * max(size_exponent, 0.0))
    return float(np.clip((variance - 0.25) / 0.75, 0.1, 0.95))
