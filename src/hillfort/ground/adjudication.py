"""The adjudication model: what is known before a fight in, distributions out.

An engagement seen from the attacker has four latents:

* *margin*, in log-odds: the attacker prevails where it is above 0;
* *exchange*, the logarithm of the attacker's casualties over the defender's;
* *intensity*, the logarithm of the geometric mean of both sides' casualties a day, in per cent;
* *advance*, the inverse hyperbolic sine of km a day.

Each is a weighted sum of a few terms (`fight.TERMS`), an effect of the two armies, an effect of the theatre of war, and
luck. Luck has a part that lasts for the whole engagement and a part that is new each day, and the four lucks go
together. Weights, armies and theatre are *doubt*; luck is *chance*. Everything is fitted by `ground.fit`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hillfort.ground.fight import FEATURES, TERMS, Fight, Wealth, matrix

LATENTS = ("margin", "exchange", "intensity", "advance")
"""Order of the latents wherever they stand in a matrix."""
LUCK_OF_MARGIN = math.pi / math.sqrt(3.0)
"""Standard deviation of a logistic variate: the unit of the margin's luck."""
QUANTILES = {"p10": -1.2815515655446004, "p50": 0.0, "p90": 1.2815515655446004}
FIGHTS_A_THEATRE, THEATRES_A_ROW = 12.0, 8.0
"""Judgement: how many fights of a published table share a theatre, and how many theatres a row has at most."""
FASTEST_KM_PER_DAY = 96.0
"""Nobody advances faster: the cap of the hour loop (`_kernels/adjudication.py`), for a day."""
MODERN_YEAR = 1983
"""First year after the record."""
RECORD = (1900, MODERN_YEAR - 1)
"""First and last year of the era that the record is of."""

GENERATION_SHARE = {"margin": 0.5, "exchange": 0.0, "advance": 0.5}
"""Part of an army's effect that is its generation's; who bleeds stays with a country (chosen by cross-validation)."""

OUTSIDE = {"margin": (math.sqrt(2.0), math.sqrt(2.0)), "advance": (1.0, 1.0)}
"""Judgement: factors on the spreads of theatres and of the difference of two armies for a war outside the record, where
they are not the root of two and one. That of the advance is widened in the fit already,
until each war of the record counts once."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Latent:
    """One latent: weights (intercept first) with their covariance, and how its luck and its groups spread.

    `lasting` and `daily` are standard deviations of luck at a division's size; both scale with size to the power
    `-size_exponent`. `scale` widens or narrows the whole so that intervals cover what they should.
    """

    terms: tuple[str, ...]
    weights: Array
    covariance: Array
    lasting: float
    daily: float
    size_exponent: float
    theatre: float
    army: float
    armies: Mapping[str, tuple[float, float]]
    """Effect of each country, and of each generation of its army, met in the record: (mean, standard deviation)."""
    scale: float = 1.0

    def group_spread(self, *, outside: bool) -> float:
        """Standard deviation of a new theatre's effect;
        a war before or after the record is two steps into the unknown."""
        return self.theatre * (self.outside_theatre if outside else 1.0)

    generation_share: float = 0.0
    outside_theatre: float = math.sqrt(2.0)
    outside_army: float = 1.0
    """Factors on the spreads of theatres and of armies in a war before or after the record."""

    def army_widening(self, *, outside: bool) -> float:
        """Factor on the standard deviation of how two armies differ."""
        return self.outside_army if outside else 1.0

    def army_effect(self, army: str) -> tuple[float, float]:
        """Mean and standard deviation of a part of an army's effect;
        one not met has mean nil and the spread of armies."""
        generation = any(each.isdigit() for each in army)
        share = self.generation_share if generation else 1.0 - self.generation_share
        return self.armies.get(army, (0.0, self.army * math.sqrt(share)))


@dataclass(frozen=True, slots=True)
class Adjudication:
    """The fitted model."""

    latents: Mapping[str, Latent]
    correlation: Array
    """Correlation of the four lucks, (4, 4) in the order of `LATENTS`."""
    theatre_correlation: Array
    """Correlation of the errors in a theatre that was not seen, which holds a theatre's own effects."""
    typical: Array
    """Mean of each feature in the record, which stands in for a fact that is not known."""
    spread: Array
    """Standard deviation of each feature in the record."""
    inverse_days: float
    """Mean of one over the days of combat in the record: the length of a fight nobody knows beforehand."""
    wealth: Wealth
    neighbour_share: float
    """Share of the lasting luck that neighbouring cells of one battle have in common."""
    provenance: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prediction:
    """Distributions for fights, one row each. Normal in the logarithm (or inverse hyperbolic sine) stated."""

    win_chance: Array
    """Chance that the attacker prevails, given that somebody does."""
    margin: Array
    margin_doubt: Array
    """Mean of the margin and the standard deviation of the doubt about it (luck comes on top)."""
    log_exchange: tuple[Array, Array]
    """Mean and standard deviation of ln(attacker casualties / defender casualties)."""
    log_attacker_pct: tuple[Array, Array]
    """The same of ln(casualties in per cent a day) of the attacker."""
    log_defender_pct: tuple[Array, Array]
    asinh_advance: tuple[Array, Array]
    """The same of the inverse hyperbolic sine of km a day."""

    def alike(self) -> bool:
        """Whether several fights are all predicted the same: no fact that differs between them was read."""
        several = len(self.win_chance) > 1
        return several and bool(np.ptp(self.margin) == 0.0 and np.ptp(self.log_exchange[0]) == 0.0)


def predict(model: Adjudication, fights: Sequence[Fight], *, days: float | None = None) -> Prediction:
    """Who prevails, at what cost and how fast, as distributions: one row for each fight.

    Parameters
    ----------
    model : Adjudication
        The fitted model.
    fights : sequence of Fight
        Facts known beforehand. What is missing is taken at the record's mean and widens the spread.
    days : float, optional
        Length of the fight; None takes the record's mix of lengths, because nobody knows it beforehand.

    Returns
    -------
    Prediction
        Arrays of the length of `fights`.

    Assumes
    -------
    Each fight is in a theatre that the model has not seen.

    Sources
    -------
    Battles since 1900 of CDB90, by `ground.fit`.
    """
    features = matrix(fights, model.wealth)
    known = np.isfinite(features)
    filled = np.where(known, features, model.typical)
    centre = {name: _centre(model, name, fights, filled, known) for name in LATENTS}
    mean = {name: each[0] for name, each in centre.items()}
    doubt = {name: each[1] for name, each in centre.items()}
    inverse_days = model.inverse_days if days is None else 1.0 / days
    size = filled[:, FEATURES.index("size")]
    luck = {name: luck_variance(model.latents[name], inverse_days, size) for name in LATENTS}
    ratio = filled[:, FEATURES.index("ratio")]
    total = {name: model.latents[name].scale ** 2 * (doubt[name] + luck[name]) for name in LATENTS}
    cross = model.theatre_correlation[1, 2] * np.sqrt(total["exchange"] * total["intensity"])
    pct_variance = total["intensity"] + 0.25 * total["exchange"]
    half = 0.5 * (mean["exchange"] - ratio)
    return Prediction(
        win_chance=_normal_cdf(mean["margin"] / np.sqrt(total["margin"])),
        margin=mean["margin"],
        margin_doubt=np.sqrt(doubt["margin"]),
        log_exchange=(mean["exchange"], np.sqrt(total["exchange"])),
        log_attacker_pct=(mean["intensity"] + half, np.sqrt(np.maximum(pct_variance + cross, 1e-6))),
        log_defender_pct=(mean["intensity"] - half, np.sqrt(np.maximum(pct_variance - cross, 1e-6))),
        asinh_advance=(mean["advance"], np.sqrt(total["advance"])),
    )


def luck_variance(latent: Latent, inverse_days: float, size: Array) -> Array:
    """Variance of the luck of fights of some length and size.

    Assumes
    -------
    The daily part is independent from day to day, so it shrinks with the number of days; the lasting part does not.
    """
    return np.asarray((latent.lasting**2 + latent.daily**2 * inverse_days) * np.exp(-2.0 * latent.size_exponent * size))


def _centre(
    model: Adjudication, name: str, fights: Sequence[Fight], filled: Array, known: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Mean of a latent and the variance of the doubt about it."""
    latent = model.latents[name]
    columns = [FEATURES.index(term) for term in latent.terms]
    design = np.column_stack([np.ones(len(fights)), filled[:, columns]])
    mean = design @ latent.weights
    variance = np.einsum("ij,jk,ik->i", design, latent.covariance, design)
    absent = np.where(known[:, columns], 0.0, model.spread[columns] * latent.weights[1:])
    variance = variance + (absent**2).sum(axis=1)
    for row, fight in enumerate(fights):
        shift, spread = army_difference(latent, model.wealth, fight)
        mean[row] += shift
        outside = outside_record(fight.year)
        variance[row] += spread * latent.army_widening(outside=outside) ** 2 + latent.group_spread(outside=outside) ** 2
    return mean, variance


def outside_record(year: float | None) -> bool:
    """Whether a year is known to lie before or after the era of the record.

    Assumes
    -------
    A fight of an unknown year is of the era.

    >>> [outside_record(year) for year in (1805, 1900, 1982, 1983, None)]
    [True, False, False, True, False]
    """
    return year is not None and not RECORD[0] <= math.floor(year) <= RECORD[1]


def army_difference(latent: Latent, wealth: Wealth, fight: Fight) -> tuple[float, float]:
    """Attacker's army effect less the defender's, and the variance of it.

    Assumes
    -------
    Allies count alike. An army against itself cancels out; two armies of one country (a civil war) differ by as much as
    armies differ, nobody knows which way.
    """
    sides = [wealth.armies(each, fight.year) or ("", " 0") for each in (fight.attacker_army, fight.defender_army)]
    if sides[0] == sides[1] and sides[0] != ("", " 0"):
        same = fight.attacker_army.strip().lower() == fight.defender_army.strip().lower()
        return 0.0, 0.0 if same else 2.0 * latent.army**2
    mean = variance = 0.0
    for sign, countries in zip((1.0, -1.0), sides, strict=True):
        effects = [latent.army_effect(each) for each in countries]
        allies = 0.5 * len(effects)  # each has two parts, its country's and its generation's
        mean += sign * sum(each[0] for each in effects) / allies
        variance += sum(each[1] ** 2 for each in effects) / allies**2
    return mean, variance


def wins_by_ratio(
    model: Adjudication, ratios: Sequence[float], *, counts: Sequence[int], undecided: float = 0.0
) -> list[tuple[float, float, float]]:
    """Per cent of attackers who prevail at each force ratio, with the model's 90 % interval, for an average fight.

    `undecided` is the margin, in log-odds, that an attacker has to prevail by: fights within it on either side are
    draws, and no win (`undecided_margin`).

    The interval holds the doubt of the model and the luck of as many fights as the published figure counts.

    Assumes
    -------
    Nothing is published of a row's fights but the ratio: the rest is at the mean of the record, in doubt by as much as
    a few theatres differ. Fights of a theatre share its effect, so a row counts for fewer fights than it holds.

    Sources
    -------
    The fit; nothing of the published table enters it.
    """
    latent = model.latents["margin"]
    columns = [FEATURES.index(term) for term in latent.terms]
    rows = []
    for ratio, count in zip(ratios, counts, strict=True):
        point = np.concatenate([[1.0], model.typical[columns]])
        point[1 + latent.terms.index("ratio")] = math.log(ratio)
        between = sum(
            (latent.weights[1 + index] * model.spread[column]) ** 2
            for index, column in enumerate(columns)
            if latent.terms[index] != "ratio"
        )
        luck = math.sqrt(LUCK_OF_MARGIN**2 + latent.theatre**2 + between)
        mean, doubt = float(point @ latent.weights) - undecided, math.sqrt(float(point @ latent.covariance @ point))
        theatres = min(max(count / FIGHTS_A_THEATRE, 1.0), THEATRES_A_ROW)
        doubt = math.hypot(doubt, math.sqrt((latent.theatre**2 + between) / theatres))
        chances = [float(_normal_cdf(np.array([(mean + step * 1.645 * doubt) / luck]))[0]) for step in (-1.0, 0.0, 1.0)]
        half = [1.645 * math.sqrt(each * (1.0 - each) / max(count, 1)) for each in chances]
        low = max(0.0, chances[1] - math.hypot(chances[1] - chances[0], half[1]))
        high = min(1.0, chances[1] + math.hypot(chances[2] - chances[1], half[1]))
        rows.append((100.0 * chances[1], 100.0 * low, 100.0 * high))
    return rows


def undecided_margin(model: Adjudication, fights: Sequence[Fight], *, drawn: float) -> float:
    """Margin, in log-odds, within which fights are draws, so that a share `drawn` of these fights is.

    Parameters
    ----------
    model : Adjudication
    fights : sequence of Fight
        Those of a record of which it is known how many were drawn.
    drawn : float
        Share of them that neither side won, 0 to below 1.

    Assumes
    -------
    A draw is a fight that was as good as even: nobody prevailed by more than this margin.
    """
    found = predict(model, fights)
    luck = np.hypot(LUCK_OF_MARGIN, found.margin_doubt)
    low, high = 0.0, 8.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        share = _normal_cdf((middle - found.margin) / luck) - _normal_cdf((-middle - found.margin) / luck)
        low, high = (middle, high) if float(share.mean()) < drawn else (low, middle)
    return 0.5 * (low + high) if drawn > 0.0 else 0.0


def from_plain(plain: Mapping[str, Any], wealth: Wealth, *, variant: str = "full") -> Adjudication:
    """The model from the content of its data file; `variant` is 'full', 'without_surprise' or 'without_wealth'.

    Assumes
    -------
    The file was made by `ground.fit` (its form is not checked again).
    """
    found = plain["models"][variant]
    latents = {
        name: Latent(
            terms=tuple(each["terms"]),
            weights=np.array(each["weights"], dtype=np.float64),
            covariance=np.array(each["covariance"], dtype=np.float64),
            lasting=each["lasting"],
            daily=each["daily"],
            size_exponent=each["size_exponent"],
            theatre=each["theatre"],
            army=each["army"],
            armies={army: (effect[0], effect[1]) for army, effect in each["armies"].items()},
            scale=each["scale"],
            generation_share=GENERATION_SHARE.get(name, 0.0),
            outside_theatre=OUTSIDE.get(name, (math.sqrt(2.0), 1.0))[0],
            outside_army=OUTSIDE.get(name, (math.sqrt(2.0), 1.0))[1],
        )
        for name, each in found["latents"].items()
    }
    return Adjudication(
        latents=latents,
        correlation=np.array(found["correlation"], dtype=np.float64),
        theatre_correlation=np.array(found["theatre_correlation"], dtype=np.float64),
        typical=np.array([found["typical"][name] for name in FEATURES], dtype=np.float64),
        spread=np.array([found["spread"][name] for name in FEATURES], dtype=np.float64),
        inverse_days=found["inverse_days"],
        wealth=wealth,
        neighbour_share=found["neighbour_share"],
        provenance=plain["provenance"],
    )


def terms_of(name: str, *, surprise: bool, wealth: bool = True) -> tuple[str, ...]:
    """Terms of a latent, with or without surprise and wealth.

    Assumes
    -------
    The terms that earned their place in grouped cross-validation.

    >>> terms_of("exchange", surprise=False)
    ('ratio', 'wealth', 'armour', 'fortified')
    """
    left_out = {each for each, said in (("surprise", surprise), ("wealth", wealth)) if not said}
    return tuple(each for each in TERMS[name] if each not in left_out)


def _normal_cdf(x: Array) -> Array:
    return np.array([0.5 * math.erfc(-each / math.sqrt(2.0)) for each in np.atleast_1d(x)])
