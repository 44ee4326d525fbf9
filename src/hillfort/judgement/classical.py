"""Cooke's Classical Model: experts are scored on questions whose answers are known, and weighted by their scores.

Sources: R. M. Cooke, *Experts in Uncertainty* (1991). Calibration is the chance that a difference at least as large as
the one seen between stated and realised frequencies arises by luck alone; information is how far an expert narrows the
range that all experts together leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, rel_entr

from hillfort.judgement.panel import Array, Panel

OVERSHOOT = 0.1
"""Share of the range of all answers by which the background reaches beyond them on either side."""
WAYS = ("equal", "global", "global_optimised", "item", "item_optimised", "quantile_average")
"""Ways of combining a panel."""


@dataclass(frozen=True, slots=True)
class ExpertScore:
    """What one expert's answers are worth: calibration (a chance), information on seeds and on all questions (nats)."""

    expert: str
    calibration: float
    information_seeds: float
    information_all: float
    answered: int
    """Seed questions that the expert has answered."""


@dataclass(frozen=True, slots=True, eq=False)
class DecisionMaker:
    """A combination of the panel.

    Parameters
    ----------
    way : str
        One of `WAYS`.
    calibration, information, information_all : float
        Its own scores, as if it were an expert.
    cut_off : float
        Calibration below which an expert has no weight.
    weights : array (expert, question)
        Each column sums to one; 0 where an expert has not answered.
    quantiles : array (question, quantile)
        What it says.
    """

    way: str
    calibration: float
    information: float
    information_all: float
    cut_off: float
    weights: Array
    quantiles: Array


@dataclass(frozen=True, slots=True, eq=False)
class PanelScores:
    """Scores of a panel and of every way of combining it."""

    experts: tuple[ExpertScore, ...]
    makers: Mapping[str, DecisionMaker]


def calibration(shares: Array, expected: Array, count: int, *, power: float = 1.0) -> float:
    """Chance that luck alone makes shares differ this much from what was expected.

    Parameters
    ----------
    shares, expected : array (bin,)
        Each sums to one.
    count : int
        Seed questions behind the shares.
    power : float
        Above 0 and at most 1: the count is multiplied by it, where panels with different counts are compared.

    Examples
    --------
    >>> shares, expected = np.array([0.5, 0.375, 0.0, 0.125]), np.array([0.05, 0.45, 0.45, 0.05])
    >>> round(calibration(shares, expected, 8), 8)
    0.00025342
    """
    apart = float(rel_entr(shares, expected).sum())
    return float(chdtrc(len(expected) - 1, 2.0 * count * power * max(apart, 0.0)))


def score(panel: Panel, *, overshoot: float = OVERSHOOT, power: float = 1.0) -> PanelScores:
    """Scores of all experts, and of all ways of combining them.

    Examples
    --------
    >>> from hillfort.judgement.panel import PanelQuestion
    >>> answers = np.array([[[20.0, 23.0, 34.0]], [[20.0, 25.0, 28.0]]])
    >>> found = score(Panel((0.05, 0.5, 0.95), ("B", "C"), (PanelQuestion("Q1", answer=24.0),), answers))
    >>> found.makers["equal"].weights.tolist()
    [[0.5], [0.5]]
    """
    ground = _Background(panel, overshoot, power)
    seeds = list(panel.seeds)
    information = np.array([ground.information(each) for each in ground.answers])
    experts = []
    for name, own, row in zip(panel.experts, ground.answers, information, strict=True):
        answered = int((~np.isnan(row[seeds])).sum())
        experts.append(ExpertScore(name, ground.calibration(own), _mean(row[seeds]), _mean(row), answered))
    calibrations = np.array([each.calibration for each in experts])
    globally = np.repeat(
        (calibrations * np.array([each.information_seeds for each in experts]))[:, None], len(panel.questions), axis=1
    )
    by_item = calibrations[:, None] * np.nan_to_num(information)
    equal = np.ones_like(globally)
    found = {
        "equal": ground.maker("equal", equal),
        "global": ground.maker("global", globally),
        "global_optimised": ground.optimised("global_optimised", globally, calibrations),
        "item": ground.maker("item", by_item),
        "item_optimised": ground.optimised("item_optimised", by_item, calibrations),
        "quantile_average": ground.averaged(equal),
    }
    return PanelScores(tuple(experts), found)


def _mean(values: Array) -> float:
    kept = values[~np.isnan(values)]
    return float(kept.mean()) if len(kept) else 0.0


class _Background:
    """A panel on the scale of its questions, with the range that its answers span."""

    def __init__(self, panel: Panel, overshoot: float, power: float) -> None:
        self.power = power
        self.chances = np.array(panel.chances)
        self.expected = np.diff(np.concatenate(([0.0], self.chances, [1.0])))
        self.seeds = list(panel.seeds)
        self.log = np.array([each.log for each in panel.questions])
        truth = np.array([np.nan if each.answer is None else each.answer for each in panel.questions])
        self.truth = np.where(self.log, np.log(np.where(self.log, truth, 1.0)), truth)
        log = self.log[None, :, None]
        self.answers = np.where(log, np.log(np.where(log, panel.answers, 1.0)), panel.answers)
        self.has = ~np.isnan(self.answers[:, :, 0])
        self.count = int(self.has[:, self.seeds].sum(axis=1).min())
        low = np.fmin(np.nanmin(np.where(self.has, self.answers[:, :, 0], np.inf), axis=0), self.truth)
        high = np.fmax(np.nanmax(np.where(self.has, self.answers[:, :, -1], -np.inf), axis=0), self.truth)
        reach = overshoot * (high - low)
        self.low, self.high = low - reach, high + reach
        self.levels = np.concatenate(([0.0], self.chances, [1.0]))
        self.knots, self.laws = self._laws()

    def _laws(self) -> tuple[list[Array], list[Array]]:
        """Of each question, the values at which some expert's law bends, and the laws of all experts there."""
        knots, laws = [], []
        for place in range(len(self.log)):
            ends = self.low[place], self.high[place]
            given = self.answers[self.has[:, place], place]
            at = np.unique(np.concatenate(([ends[0]], given.ravel(), [ends[1]]))) if len(given) else np.zeros(0)
            rows = [
                np.interp(at, [ends[0], *own, ends[1]], self.levels) if has else np.zeros(len(at))
                for own, has in zip(self.answers[:, place], self.has[:, place], strict=True)
            ]
            knots.append(at)
            laws.append(np.array(rows))
        return knots, laws

    def information(self, answers: Array) -> Array:
        """(question, quantile) answers to (question,) information in nats; not a number where there is no answer."""
        edges = np.concatenate((self.low[:, None], answers, self.high[:, None]), axis=1)
        widths = np.diff(edges, axis=1)
        range_of_all = self.high - self.low
        least = np.finfo(np.float64).eps * range_of_all[:, None]
        with np.errstate(invalid="ignore", divide="ignore"):  # where nobody has answered there is no range
            apart = self.expected * (np.log(self.expected) - np.log(np.maximum(widths, least)))
            found: Array = np.log(range_of_all) + apart.sum(axis=1)
        return found

    def calibration(self, answers: Array) -> float:
        """Calibration of (question, quantile) answers on the seed questions that were answered.

        Everybody is tested as if he had answered as many seeds as whoever answered fewest: a longer test finds smaller
        faults, and would punish diligence.
        """
        bins = [
            int(np.searchsorted(answers[place], self.truth[place], side="left"))
            for place in self.seeds
            if not np.isnan(answers[place, 0])
        ]
        shares = np.bincount(bins, minlength=len(self.expected)) / max(len(bins), 1)
        return calibration(shares, self.expected, self.count, power=self.power)

    def maker(self, way: str, weights: Array, cut_off: float = 0.0) -> DecisionMaker:
        """A mixture of the experts' laws."""
        shares = self._shares(weights)
        said = np.full((len(self.log), len(self.chances)), np.nan)
        for place, (knots, laws) in enumerate(zip(self.knots, self.laws, strict=True)):
            if len(knots):
                said[place] = np.interp(self.chances, shares[:, place] @ laws, knots)
        return self._made(way, said, shares, cut_off)

    def averaged(self, weights: Array) -> DecisionMaker:
        """The mean of the experts' quantiles, each expert alike."""
        shares = self._shares(weights)
        said = np.einsum("eq,eqc->qc", shares, np.nan_to_num(self.answers))
        said[~self.has.any(axis=0)] = np.nan
        return self._made("quantile_average", said, shares, 0.0)

    def optimised(self, way: str, weights: Array, calibrations: Array) -> DecisionMaker:
        """The mixture whose cut-off makes the product of its own calibration and information largest."""
        tried = [
            self.maker(way, np.where(calibrations[:, None] >= each, weights, 0.0), float(each))
            for each in np.unique(calibrations)
        ]
        return max(tried, key=lambda each: each.calibration * each.information)

    def _shares(self, weights: Array) -> Array:
        """Weights that sum to one on each question, among those who have answered it; alike where all weigh nothing."""
        kept = np.where(self.has, weights, 0.0)
        kept = np.where(kept.sum(axis=0) > 0.0, kept, self.has)
        total = kept.sum(axis=0)
        found: Array = kept / np.where(total > 0.0, total, 1.0)
        return found

    def _made(self, way: str, said: Array, shares: Array, cut_off: float) -> DecisionMaker:
        information = self.information(said)
        shown = np.where(self.log[:, None], np.exp(np.where(self.log[:, None], said, 0.0)), said)
        known = _mean(information[self.seeds])
        return DecisionMaker(way, self.calibration(said), known, _mean(information), cut_off, shares, shown)


def without_each_expert(panel: Panel) -> list[PanelScores | None]:
    """Scores of the panel without each of its experts in turn; None where nobody is left."""
    if len(panel.experts) == 1:
        return [None]
    return [score(panel.without_expert(place)) for place in range(len(panel.experts))]


def without_each_seed(panel: Panel) -> list[PanelScores | None]:
    """Scores of the panel without each seed question in turn; None where somebody could not be scored without it."""
    found: list[PanelScores | None] = []
    for place in panel.seeds:
        rest = [each for each in panel.seeds if each != place]
        lacking = not rest or bool(np.isnan(panel.answers[:, rest, 0]).all(axis=1).any())
        found.append(None if lacking else score(panel.without_question(place)))
    return found
