"""Real moves against the model of movement: predictions, scores, and the fit of the few numbers that were fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.foundation.evidence import Evidence
from hillfort.lines.moves import ends
from hillfort.lines.moves.atlas import MoveAtlas
from hillfort.lines.moves.doubts import Doubts
from hillfort.lines.moves.ends import Doubtful
from hillfort.lines.moves.legs import Move, itinerary
from hillfort.lines.moves.moves import PARTS, WITHIN_RECORD, MovePrediction, noisy, parts_of, predict
from hillfort.validation.anchors import FITTED as FITTED_KIND
from hillfort.validation.anchors import Anchor, Given, Progress
from hillfort.validation.outside import Record

FITTED = ("march", "rail", "queue", "sea", "air")
"""Parts of a move whose length is fitted by one multiplier each."""
PRIOR_SPREADS = {"march": 0.08, "rail": 0.15, "queue": 0.25, "sea": 0.2, "air": 0.2}
"""How far a multiplier is expected from 1 before any case is seen (standard deviation of its logarithm).

Daily distances on the road are published for several other marches; rates of release are judgement.
"""
CASE_SPREAD = 0.25
"""How far a case is expected from the model when multipliers are fitted."""
WITHIN = 0.20
"""A prediction this near to what was observed counts as near."""
AIM_PCT, LEAST_COVERED_PCT = 20.0, 70.0
"""Aims: the median error at most, and the share of days that intervals of 80 % must hold at least."""
SUBJECT = "Real moves"
COVERAGE = 0.80
"""Share of cases that the interval from 10 to 90 % promises to cover."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Multipliers of the parts of a move, and how far cases lie from the model when they were not used to fit it."""

    multipliers: dict[str, float]
    error: float
    """Standard deviation of the logarithm of observed over predicted, each move left out in turn."""
    left_out: dict[str, float]
    """Case to predicted median days, its own move left out of the fit."""


def predictions(
    moves: Sequence[Move],
    ways: MoveAtlas,
    parameters: Mapping[str, Evidence],
    *,
    known: Record | None = None,
    draws: int = 999,
    seed: int = 1,
) -> list[MovePrediction]:
    """A prediction for each move, in order; the same input gives the same numbers. Intervals widen with how far a move
    lies outside the record that is `known`."""
    doubts = Doubts(parameters, draws=draws, seed=seed)
    return [
        predict(move, ways, doubts, WITHIN_RECORD if known is None else known.extrapolation(move)) for move in moves
    ]


def refusals(move: Move, ways: MoveAtlas) -> list[Doubtful]:
    """Why a move cannot be predicted as it is given; empty where it can."""
    return ends.refusals(move, itinerary(move, ways), ways)


def scores(moves: Sequence[Move], predicted: Sequence[MovePrediction]) -> dict[str, Any]:
    """How near the predictions are, over the moves whose days are known.

    Returns
    -------
    dict
        cases, observed, median_absolute_error_pct, within_20_pct (share), coverage_80 (share whose days lie between
        10 and 90 %), mean_log_error (positive: predicted too long), log_error (root mean square), by_mode.
        None where nothing was observed.
    """
    known = [(move, mine) for move, mine in zip(moves, predicted, strict=True) if move.observed_days is not None]
    modes = sorted({move.mode for move, _ in known})
    by_mode = {mode: _score([pair for pair in known if pair[0].mode == mode]) for mode in modes}
    return {"cases": len(moves), **_score(known), "by_mode": by_mode}


def _score(known: Sequence[tuple[Move, MovePrediction]]) -> dict[str, Any]:
    if not known:
        return {
            "observed": 0,
            "median_absolute_error_pct": None,
            "within_20_pct": None,
            "coverage_80": None,
            "mean_log_error": None,
            "log_error": None,
        }
    days = np.array([move.observed_days for move, _ in known], dtype=float)
    middle = np.array([mine.p50 for _, mine in known])
    off = np.abs(middle / days - 1.0)
    inside = np.array([mine.p10 <= seen <= mine.p90 for (_, mine), seen in zip(known, days, strict=True)])
    logs = np.log(middle / days)
    return {
        "observed": len(known),
        "median_absolute_error_pct": round(100.0 * float(np.median(off)), 1),
        "within_20_pct": round(float(np.mean(off <= WITHIN)), 3),
        "coverage_80": round(float(np.mean(inside)), 3),
        "mean_log_error": round(float(np.mean(logs)), 3),
        "log_error": round(float(np.sqrt(np.mean(logs**2))), 3),
    }


def row_of(move: Move, mine: MovePrediction) -> dict[str, Any]:
    """What is written for a move: days, error where it can be said, what the days are made of, the way, remarks."""
    seen = move.observed_days
    row: dict[str, Any] = {"case": mine.case}
    row |= {f"days_{name}": f"{getattr(mine, name):.2f}" for name in ("p10", "p50", "p90")}
    row["error_pct"] = f"{100 * (mine.p50 / seen - 1):.0f}" if seen else ""
    row["inside_80"] = ("yes" if mine.p10 <= seen <= mine.p90 else "no") if seen else ""
    row |= {f"days_{name}": f"{mine.parts[name]:.2f}" for name in PARTS}
    row["way"] = mine.words
    row["urgency_taken"], row["phase_taken"] = move.urgency, move.phase
    row["ship_knots_taken"] = "" if move.ship_knots is None else f"{move.ship_knots:g}"
    row["ends"] = mine.ends
    row["straight_stretches"], row["land_stretches"] = mine.straight[:2]
    row["straight_km"] = f"{mine.straight[2]:.0f}"
    row["remarks"] = "; ".join([*mine.doubts, *(f"{name} is not known" for name in mine.unknown), *mine.notes])
    return row


def anchors(given: Given, progress: Progress) -> list[Anchor]:
    """The shipped cases as anchors: days beside days, the median error, and how many days the intervals hold."""
    moves, ways, parameters = given.data("moves")
    mine = predictions(moves, ways, parameters, seed=given.seed)
    progress(1, 1)
    found = []
    for move, days in zip(moves, mine, strict=True):
        if move.observed_days is None:
            continue
        made = ", ".join(f"{name} {value:.1f}" for name, value in days.parts.items() if value >= 0.05)
        found.append(
            Anchor(
                SUBJECT,
                move.case,
                move.observed_days,
                days.p50,
                days.p10,
                days.p90,
                unit="days",
                rule="near",
                kind=FITTED_KIND,
                source="deployments.csv",
                note=f"Range: 10 to 90 %. Median days by part: {made}.",
            )
        )
    total = scores(moves, mine)
    error, share = total["median_absolute_error_pct"], 100.0 * total["coverage_80"]
    found.append(
        Anchor(
            SUBJECT,
            "median absolute error of the days",
            AIM_PCT,
            error,
            error,
            error,
            unit="%",
            rule="at most",
            kind=FITTED_KIND,
            source="deployments.csv",
        )
    )
    found.append(
        Anchor(
            SUBJECT,
            "days inside the interval of 80 %",
            LEAST_COVERED_PCT,
            share,
            share,
            share,
            unit="%",
            rule="at least",
            kind=FITTED_KIND,
            source="deployments.csv",
        )
    )
    return found


def fit(
    moves: Sequence[Move], ways: MoveAtlas, parameters: Mapping[str, Evidence], *, together: Sequence[str] = ()
) -> Fit:
    """Fit one multiplier for each part of a move, and measure the error with each move left out.

    `together` names, for each move, what it must be left out with (several cases of one real move); a move counts in
    the fit with one over the number of its cases.

    Assumes
    -------
    Multipliers are near 1, the nearer the better their figures are published (`PRIOR_SPREADS`): a dozen cases may only
    nudge planning figures.
    """
    known = [index for index, move in enumerate(moves) if move.observed_days is not None]
    groups = [together[index] if together and together[index] else moves[index].case for index in known]
    plain = {name: value for name, value in parameters.items() if not name.startswith("fit_")}
    doubts = Doubts(plain)
    parts = [parts_of(moves[index], itinerary(moves[index], ways), doubts) for index in known]
    days = np.log([moves[index].observed_days or 1.0 for index in known])
    left: dict[str, float] = {}
    for group in dict.fromkeys(groups):
        kept = [row for row, name in enumerate(groups) if name != group]
        found = _multipliers([parts[row] for row in kept], days[kept], [groups[row] for row in kept])
        left |= {moves[known[row]].case: _middle(parts[row], found) for row, name in enumerate(groups) if name == group}
    off = np.array([np.log(left[moves[index].case]) for index in known]) - days
    best = _multipliers(parts, days, groups)
    return Fit(dict(zip(FITTED, best.tolist(), strict=True)), float(np.sqrt(np.mean(off**2))), left)


def _middle(parts: Mapping[str, np.ndarray], multipliers: np.ndarray) -> float:
    total = parts["start"] + sum(parts[name] * value for name, value in zip(FITTED, multipliers, strict=True))
    return float(np.median(total))


def _multipliers(parts: Sequence[Mapping[str, np.ndarray]], days: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    """The most likely multipliers, prior and cases weighed together."""
    from scipy.optimize import least_squares

    spreads = np.array([PRIOR_SPREADS[name] for name in FITTED])
    weights = np.array([1.0 / np.sqrt(groups.count(name)) for name in groups])

    def misfit(logs: np.ndarray) -> np.ndarray:
        mine = np.array([np.log(_middle(each, np.exp(logs))) for each in parts])
        return np.concatenate([weights * (mine - days) / CASE_SPREAD, logs / spreads])

    result: np.ndarray = np.exp(least_squares(misfit, np.zeros(len(FITTED)), diff_step=1e-3).x)
    return result


def covered(moves: Sequence[Move], ways: MoveAtlas, parameters: Mapping[str, Evidence], found: Fit) -> float:
    """Share of observed days inside the 80 % interval when each interval is centred on its left-out median."""
    doubts = Doubts(parameters)
    inside = []
    for move in moves:
        if move.observed_days is None:
            continue
        parts = parts_of(move, itinerary(move, ways), doubts)
        total = np.sum(list(parts.values()), axis=0)
        days = noisy(move, total * (found.left_out[move.case] / float(np.median(total))), doubts)
        low, high = np.quantile(days, ((1.0 - COVERAGE) / 2.0, (1.0 + COVERAGE) / 2.0))
        inside.append(low <= move.observed_days <= high)
    return float(np.mean(inside))
