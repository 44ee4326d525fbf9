"""How good predictions of battles were: proper scores, errors, coverage, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hillfort.campaign.doubt import sample
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.ground.adjudication import Adjudication, Prediction, from_plain, predict
from hillfort.ground.fight import Wealth
from hillfort.ground.fit import calibrate
from hillfort.validation.battles.baselines import Rules, rules
from hillfort.validation.battles.file import Battle, record
from hillfort.validation.battles.ratios import by_ratio
from hillfort.validation.battles.wars import Z80, by_war, each_war_once

Array = NDArray[np.float64]
RESAMPLES = 400
BINS = 10
TARGETS = {
    "brier": ("most", 0.185),
    "auc": ("least", 0.70),
    "rmse_log_ler": ("most", 1.12),
    "rmse_log_attacker_pct_day": ("most", 0.95),
    "rmse_asinh_advance": ("most", 1.15),
}
"""What was aimed at, theatres left out."""
COVERAGE_TARGET = (0.76, 0.84)
EACH_WAR_TARGET = (0.72, 0.88)
"""Aim for the advance, every war counting once: two long wars would hide how far others are from them."""
EARLY_RUN = "wars before 1900, by a fit that has not seen them"
MEASURES = {
    "log_ler": "log_exchange",
    "log_attacker_pct_day": "log_attacker_pct",
    "log_defender_pct_day": "log_defender_pct",
    "asinh_advance": "asinh_advance",
}
"""Quantities by the name that they have in `scores.json`, and in a `Record` and a `Prediction`."""


def join(parts: Sequence[tuple[NDArray[np.int64], Prediction]], count: int) -> Prediction:
    """Predictions of parts of a list of battles as one, in the order of the list."""

    def put(get: Callable[[Prediction], Array]) -> Array:
        out = np.full(count, np.nan)
        for places, each in parts:
            out[places] = get(each)
        return out

    return Prediction(
        win_chance=put(lambda each: each.win_chance),
        margin=put(lambda each: each.margin),
        margin_doubt=put(lambda each: each.margin_doubt),
        log_exchange=(put(lambda each: each.log_exchange[0]), put(lambda each: each.log_exchange[1])),
        log_attacker_pct=(put(lambda each: each.log_attacker_pct[0]), put(lambda each: each.log_attacker_pct[1])),
        log_defender_pct=(put(lambda each: each.log_defender_pct[0]), put(lambda each: each.log_defender_pct[1])),
        asinh_advance=(put(lambda each: each.asinh_advance[0]), put(lambda each: each.asinh_advance[1])),
    )


def cross_validation(
    battles: Sequence[Battle],
    wealth: Wealth,
    *,
    by: str,
    earlier: Sequence[Battle] = (),
    surprise: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Prediction, Rules]:
    """Each group of battles predicted by a model, and by baselines, fitted on the others alone.

    Parameters
    ----------
    battles : sequence of Battle
        With results.
    wealth : Wealth
        Product per head.
    by : str
        'theatre' or 'war': what is left out at a time.
    earlier : sequence of Battle
        Battles before the record, which the model learns from beside the others; a group that is left out is left out
        of them.
    surprise : bool
        False leaves surprise out of model and baselines.
    progress : callable, optional
        Called with groups done and groups in all.

    Returns
    -------
    (Prediction, Rules)
        In the order of `battles`. Spreads of effects and of luck are fitted anew within each part.
    """
    labels = np.array([getattr(each, by) for each in battles])
    groups = sorted(set(labels.tolist()))
    whole = record(battles)
    parts: list[tuple[NDArray[np.int64], Prediction]] = []
    said: list[tuple[NDArray[np.int64], Rules]] = []
    for done, group in enumerate(groups):
        out: NDArray[np.int64] = np.flatnonzero(labels == group)
        kept = [each for each, label in zip(battles, labels, strict=True) if label != group]
        before = record([each for each in earlier if getattr(each, by) != group]) if earlier else None
        plain = calibrate(whole.part(labels != group), wealth, earlier=before, surprise=surprise)
        model = from_plain({"models": {"full": plain}, "provenance": {}}, wealth)
        test = [battles[place] for place in out.tolist()]
        parts.append((out, predict(model, [each.fight for each in test])))
        said.append((out, rules(kept, test, surprise=surprise)))
        if progress is not None:
            progress(done + 1, len(groups))
    return join(parts, len(battles)), join_rules(said, len(battles))


def join_rules(parts: Sequence[tuple[NDArray[np.int64], Rules]], count: int) -> Rules:
    """What rules say of parts of a list of battles as one, in the order of the list."""

    def put(get: Callable[[Rules], Array]) -> Array:
        out = np.full(count, np.nan)
        for places, each in parts:
            out[places] = get(each)
        return out

    def both(name: str, measure: str) -> tuple[Array, Array]:
        return put(lambda each: each.measures[name][measure][0]), put(lambda each: each.measures[name][measure][1])

    names = list(parts[0][1].chances)
    chances = {name: put(lambda each, name=name: each.chances[name]) for name in names}  # type: ignore[misc]
    return Rules(chances, {name: {measure: both(name, measure) for measure in MEASURES.values()} for name in names})


def foretell(
    model: Adjudication, train: Sequence[Battle], battles: Sequence[Battle], *, surprise: bool = True
) -> tuple[Prediction, Rules]:
    """Battles predicted by the shipped model, and by baselines that learned on the shipped battles."""
    return predict(model, [each.fight for each in battles]), rules(train, battles, surprise=surprise)


def scores(battles: Sequence[Battle], prediction: Prediction, said: Rules) -> dict[str, Any]:
    """Scores of the model and of the rules beside it, each with its 95 % cluster-bootstrap interval.

    Returns
    -------
    dict
        `battles`, `decisive`, `winner` by name of model or rule, `measures` by quantity with `rmse`, `coverage_80`,
        `within_factor_2` and, in `rules`, the same of each rule; absent where no outcome is known. Differences in Brier
        are model less rule, paired. `by_war` has the scores of each war, `each_war_once` their means.
    """
    results = record(battles)
    decisive = np.isin(results.outcome, (-1.0, 1.0))
    clusters = [each.campaign or each.theatre or each.war or f"battle {each.isqno}" for each in battles]
    found: dict[str, Any] = {"battles": len(battles), "decisive": int(decisive.sum())}
    if decisive.sum() >= 2:
        won = (results.outcome[decisive] > 0.0).astype(np.float64)
        inside = [clusters[place] for place in np.flatnonzero(decisive)]
        model = prediction.win_chance[decisive]
        picks = _resamples(inside)
        found["winner"] = {
            name: winner(won, chances, picks)
            for name, chances in [("model", model), *((n, c[decisive]) for n, c in said.chances.items())]
        }
        gains = {name: (model - won) ** 2 - (chances[decisive] - won) ** 2 for name, chances in said.chances.items()}
        found["brier_less_than"] = {
            name: _interval(partial(_mean, gain), picks, len(won)) for name, gain in gains.items()
        }
        found["reliability"] = reliability(won, model)
        found["by_ratio"] = by_ratio(battles, prediction, said)
    found["by_war"] = by_war(battles, prediction, said, MEASURES)
    found["each_war_once"] = each_war_once(found["by_war"])
    found["measures"] = {}
    for name, field in MEASURES.items():
        values = getattr(results, field)
        for suffix, keep in (("", np.isfinite(values)), ("_decisive", np.isfinite(values) & decisive)):
            if keep.sum() >= 2:
                rows = np.flatnonzero(keep)
                picks = _resamples([clusters[row] for row in rows])
                mine = _measure(values, getattr(prediction, field), rows, picks)
                others = {rule: _measure(values, each[field], rows, picks) for rule, each in said.measures.items()}
                found["measures"][name + suffix] = mine | {"rules": others}
    return found


def winner(won: Array, chances: Array, picks: Sequence[NDArray[np.int64]]) -> dict[str, Any]:
    """Brier, AUC, accuracy, balanced accuracy and calibration error with their intervals."""
    measures: dict[str, Callable[[Array, Array], float]] = {
        "brier": lambda y, p: float(np.mean((p - y) ** 2)),
        "auc": auc,
        "accuracy": lambda y, p: float(np.mean((p > 0.5) == (y > 0.5))),
        "balanced_accuracy": balanced,
        "ece": calibration_error,
    }
    return {
        name: _interval(partial(_of_rows, measure, won, chances), picks, len(won)) for name, measure in measures.items()
    }


def _mean(values: Array, rows: NDArray[np.int64]) -> float:
    return float(values[rows].mean())


def _of_rows(measure: Callable[[Array, Array], float], won: Array, chances: Array, rows: NDArray[np.int64]) -> float:
    return measure(won[rows], chances[rows])


def auc(won: Array, chances: Array) -> float:
    """Chance that a battle won has the higher chance of a pair; ties count half; NaN with one kind only.

    >>> auc(np.array([0.0, 1.0, 1.0]), np.array([0.2, 0.2, 0.9]))
    0.75
    """
    yes, no = chances[won > 0.5], chances[won <= 0.5]
    if not len(yes) or not len(no):
        return math.nan
    return float(np.mean((yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])))


def balanced(won: Array, chances: Array) -> float:
    """Mean of the shares of wins and of losses that were called right.

    >>> balanced(np.array([0.0, 1.0, 1.0]), np.array([0.2, 0.2, 0.9]))
    0.75
    """
    called = chances > 0.5
    yes, no = won > 0.5, won <= 0.5
    if not yes.any() or not no.any():
        return math.nan
    return float(0.5 * (called[yes].mean() + (~called[no]).mean()))


def calibration_error(won: Array, chances: Array) -> float:
    """Mean distance of the share won from the chance stated, over ten bins of equal width.

    >>> round(calibration_error(np.array([0.0, 1.0]), np.array([0.55, 0.55])), 2)
    0.05
    """
    place = np.minimum((chances * BINS).astype(np.int64), BINS - 1)
    total = 0.0
    for each in range(BINS):
        inside = place == each
        if inside.any():
            total += inside.sum() * abs(float(won[inside].mean()) - float(chances[inside].mean()))
    return float(total / len(won))


def reliability(won: Array, chances: Array, *, bins: int = 6) -> list[dict[str, float]]:
    """Chance stated and share won in groups of equal number, with a 95 % Wilson interval."""
    from hillfort.studies.intervals import chance

    rows = []
    for part in np.array_split(np.argsort(chances, kind="stable"), min(bins, len(won))):
        share = chance(won[part] > 0.5)
        rows.append(
            {
                "stated": float(chances[part].mean()),
                "won": share.chance,
                "low": share.low,
                "high": share.high,
                "battles": len(part),
            }
        )
    return rows


def _measure(
    known: Array, expected: tuple[Array, Array], chosen: NDArray[np.int64], picks: Sequence[NDArray[np.int64]]
) -> dict[str, Any]:
    values, mean, spread = known[chosen], expected[0][chosen], expected[1][chosen]
    error, inside = values - mean, np.abs(values - mean) <= Z80 * spread
    return {
        "battles": len(values),
        "rmse": _interval(lambda rows: float(np.sqrt(np.mean(error[rows] ** 2))), picks, len(values)),
        "coverage_80": _interval(lambda rows: float(inside[rows].mean()), picks, len(values)),
        "within_factor_2": _interval(
            lambda rows: float(np.mean(np.abs(error[rows]) <= math.log(2.0))), picks, len(values)
        ),
    }


def _resamples(clusters: Sequence[str]) -> list[NDArray[np.int64]]:
    """Rows of bootstrap samples: whole clusters drawn with replacement, always the same for the same clusters.

    None at all for a single cluster: how much campaigns differ cannot be told from one.
    """
    names = sorted(set(clusters))
    if len(names) < 2:
        return []
    labels = np.array(clusters)
    rows = [np.flatnonzero(labels == name) for name in names]
    columns = {f"cluster {place}": Evidence(0.5, "", 0.0, 1.0, shape="uniform") for place in range(len(names))}
    chances = sample(columns, seed=1, first_draw=0, draws=RESAMPLES)
    drawn = np.minimum((chances * len(names)).astype(np.int64), len(names) - 1)
    return [np.concatenate([rows[place] for place in each]) for each in drawn]


def _interval(
    measure: Callable[[NDArray[np.int64]], float], picks: Sequence[NDArray[np.int64]], count: int
) -> dict[str, float]:
    values = np.array([measure(rows) for rows in picks])
    values = values[np.isfinite(values)]
    value = measure(np.arange(count))
    low, high = (float(each) for each in np.quantile(values, (0.025, 0.975))) if len(values) else (math.nan, math.nan)
    return {"value": value, "low": low, "high": high}


def worst(battles: Sequence[Battle], prediction: Prediction, *, most: int = 12) -> dict[str, list[dict[str, Any]]]:
    """The worst misses by name: of the winner, and of the loss exchange in standard deviations."""
    results = record(battles)
    decisive = np.isin(results.outcome, (-1.0, 1.0))
    miss = np.where(decisive, np.abs(prediction.win_chance - 0.5 * (results.outcome + 1.0)), -1.0)
    off = (results.log_exchange - prediction.log_exchange[0]) / prediction.log_exchange[1]
    far = np.where(np.isfinite(off), np.abs(off), -1.0)
    winners = [
        {
            "name": battles[row].name,
            "theatre": battles[row].theatre,
            "chance": float(prediction.win_chance[row]),
            "won": bool(results.outcome[row] > 0.0),
        }
        for row in np.argsort(-miss, kind="stable")[:most]
        if miss[row] > 0.5
    ]
    exchanges = [
        {
            "name": battles[row].name,
            "theatre": battles[row].theatre,
            "was": float(results.log_exchange[row]),
            "expected": float(prediction.log_exchange[0][row]),
            "deviations": float(off[row]),
        }
        for row in np.argsort(-far, kind="stable")[:most]
        if far[row] > Z80
    ]
    return {"winner": winners, "exchange": exchanges}


def verdicts(found: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each aim beside what was reached; measures on all battles that have them."""
    values: dict[str, float] = {}
    if "winner" in found:
        values |= {name: found["winner"]["model"][name]["value"] for name in ("brier", "auc")}
    values |= {f"rmse_{name}": each["rmse"]["value"] for name, each in found["measures"].items()}
    rows = {
        name: {
            "aim": limit,
            "kind": kind,
            "value": values[name],
            "ok": values[name] <= limit if kind == "most" else values[name] >= limit,
        }
        for name, (kind, limit) in TARGETS.items()
        if math.isfinite(values.get(name, math.nan))
    }
    for name in MEASURES:
        if name in found["measures"]:
            value, (low, high) = found["measures"][name]["coverage_80"]["value"], COVERAGE_TARGET
            if name == "asinh_advance":
                value, (low, high) = found["each_war_once"][f"coverage_80_{name}"], EACH_WAR_TARGET
            rows[f"coverage_{name}"] = {
                "aim": [low, high],
                "kind": "between",
                "value": value,
                "ok": low <= value <= high,
            }
    return rows


@dataclass(frozen=True, slots=True)
class BattleStudy:
    """Battles predicted, and how good that was."""

    prediction: Prediction
    """Of the first run."""
    summary: dict[str, Any]
    """`runs` by name, each with scores, aims and worst misses; the first run's scores stand at the top as well."""
    scored: bool
    """Whether any outcome is known."""


def study(
    cases: Sequence[Battle],
    shipped: Sequence[Battle],
    model: Adjudication,
    *,
    earlier: Sequence[Battle] = (),
    surprise: bool = True,
    cross_validate: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BattleStudy:
    """Battles predicted by the shipped model or, cross-validated, by models that have not seen their theatre or war.

    Cross-validation has a third run: the `earlier` battles by a fit to `cases` alone.

    Raises
    ------
    InputError
        Cross-validation of battles of fewer than three theatres, or with hardly an outcome known.
    """
    if not cross_validate:
        prediction, said = foretell(model, shipped, cases, surprise=surprise)
        runs = {"the shipped model": _run(cases, prediction, said)}
    else:
        outcomes = record(cases).outcome
        if int(np.isin(outcomes, (-1.0, 1.0)).sum()) < 30 or len({each.theatre for each in cases}) < 3:
            raise InputError(
                Problem("request", 0, "--cross-validate", "needs 30 battles won or lost, of three theatres or more.")
            )
        runs, first = {}, None
        for by in ("theatre", "war"):
            found, said = cross_validation(
                cases, model.wealth, by=by, earlier=earlier, surprise=surprise, progress=progress
            )
            runs[f"leave one {by} out"] = _run(cases, found, said)
            first = first or found
        assert first is not None
        prediction = first
        if earlier:
            before, said = not_seen(cases, earlier, model.wealth, surprise=surprise)
            runs[EARLY_RUN] = _run(earlier, before, said)
    top = next(iter(runs.values()))
    scored = bool(top["decisive"] or top["measures"])
    return BattleStudy(prediction, dict(top) | {"runs": runs}, scored)


def not_seen(
    train: Sequence[Battle], battles: Sequence[Battle], wealth: Wealth, *, surprise: bool = True
) -> tuple[Prediction, Rules]:
    """Battles predicted by a model, and by rules, that learned from others alone."""
    plain = calibrate(record(train), wealth, surprise=surprise)
    model = from_plain({"models": {"full": plain}, "provenance": {}}, wealth)
    return foretell(model, train, battles, surprise=surprise)


def _run(cases: Sequence[Battle], prediction: Prediction, said: Rules) -> dict[str, Any]:
    found = scores(cases, prediction, said)
    return found | {"aims": verdicts(found), "worst": worst(cases, prediction)}
