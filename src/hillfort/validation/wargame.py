"""The published wargame of 2016: how soon the capitals are reached, and what seven brigades would change.

Figures: Shlapak and Johnson, Reinforcing Deterrence on NATO's Eastern Flank (RAND RR1253, 2016): the outskirts of Riga,
Tallinn or both were reached 36 to 60 hours after the start in every game; about seven brigades, three of them heavy,
in place and ready prevent that. Shlapak (RAND PE-250, 2018): with national forces they hold up to 28 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hillfort.campaign.doubt import rests_on
from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.doubted import NOTHING, Doubted
from hillfort.studies import intervals, request
from hillfort.studies.campaign import batches, verdict
from hillfort.validation.anchors import FITTED, PREDICTED, Anchor, Given, Progress

SUBJECT = "Wargame of 2016"
SCENARIO, MEASURE = "baltic-2016", "seven-brigades-three-heavy"
KINDS = {SCENARIO: PREDICTED, MEASURE: FITTED}
"""The measure's plan was chosen with the published result in sight; nothing in the scenario was."""
REPORT = "Shlapak and Johnson, RAND RR1253 (2016)"
PERSPECTIVE = "Shlapak, The Russian Challenge, RAND PE-250 (2018)"
LATE_H, TENTH_DAY_H, TWENTY_EIGHTH_DAY_H = 72.0, 240.0, 672.0
FEWEST_FOR_RANKS = 30
STRONGEST = 8


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How an hour of the campaign moves with one assumption, over all draws."""

    name: str
    meaning: str
    unit: str
    rank_correlation: float
    low: float
    high: float
    """95 % interval of the rank correlation."""
    low_value: float
    high_value: float
    """Medians of the assumption in the lowest and in the highest third of its values."""
    at_low: float
    at_high: float
    """Median hours in those thirds."""
    clear: bool
    """Chance alone would hardly show as much in any of the assumptions asked about (5 % over all of them)."""


@dataclass(frozen=True, slots=True)
class CapitalFall:
    """One capital in one half: hours at which it is reached and falls, over draws; never counts as the end."""

    name: str
    brigades: bool
    reached: dict[str, float | int | None]
    lost: dict[str, float | int | None]
    lost_chance: intervals.Chance


@dataclass(frozen=True, slots=True)
class WargameResult:
    """Both halves of the comparison: the posture as it was, and with the brigades in place."""

    anchors: tuple[Anchor, ...]
    places: tuple[CapitalFall, ...]
    without: tuple[Sensitivity, ...]
    """What moves the hour at which the first capital is reached, strongest first."""
    with_brigades: tuple[Sensitivity, ...]
    """The same with the brigades in place; where no capital is reached the period's last hour counts."""
    draws: int
    asked: int
    """Assumptions that were asked about."""


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """The four anchors of the wargame; see `measure`."""
    yield from measure(given, progress).anchors


def measure(given: Given, progress: Progress | None = None) -> WargameResult:
    """Fight both halves and hold them against the published figures.

    Parameters
    ----------
    given : Given
        Scenarios, number of draws, seed.
    progress : callable, optional
        Called with draws done and draws wanted, over both halves.

    Raises
    ------
    InputError
        The number of draws is out of range.
    Interrupted
        On Ctrl-C.
    """
    scenarios = [given.scenario(SCENARIO, ()), given.scenario(SCENARIO, (MEASURE,))]
    before, after = (_fight(each, given, progress, half) for half, each in enumerate(scenarios))
    return WargameResult(
        anchors=(*_without(before), *_with_brigades(after)),
        places=tuple(place for half, each in enumerate((before, after)) for place in _places(each, brigades=half == 1)),
        without=sensitivities(scenarios[0], before, verdict.first_outskirts_h(before, censored=True)),
        with_brigades=sensitivities(scenarios[1], after, verdict.first_outskirts_h(after, censored=True)),
        draws=before.draws,
        asked=len(_doubted(before)),
    )


def _fight(scenario: Scenario, given: Given, progress: Progress | None, half: int) -> Outcome:
    asked = request.check(scenario, draws=given.draws, seed=given.seed, threads=given.threads)

    def report(done: int, wanted: int) -> None:
        if progress is not None:
            progress(half * wanted + done, 2 * wanted)

    return batches.fight_in_batches(scenario, asked, progress=report)


def _protected(outcome: Outcome) -> list[str]:
    return [outcome.objectives[index] for index in np.flatnonzero(outcome.protected)]


def _without(outcome: Outcome) -> Iterator[Anchor]:
    hours = verdict.first_outskirts_h(outcome, censored=True)
    found = intervals.quantiles(hours)
    yield Anchor(
        SUBJECT,
        f"Outskirts of {' or '.join(sorted(_protected(outcome)))} reached, median",
        (36.0, 60.0),
        _number(found["p50"]),
        _number(found["median_low"]),
        _number(found["median_high"]),
        unit="h",
        rule="inside",
        kind=KINDS[SCENARIO],
        source=REPORT,
        note=f"{SCENARIO}, first course of action; an enemy within 13 km, or beside the city.",
    )
    late = intervals.chance(hours > LATE_H)
    yield Anchor(
        SUBJECT,
        "Reached after 72 h or never, share of draws",
        0.10,
        late.chance,
        late.low,
        late.high,
        unit="share",
        rule="at most",
        kind=KINDS[SCENARIO],
        source=REPORT,
        note="The games published 60 h as the longest; the share that is allowed beyond 72 h is ours.",
    )


def _with_brigades(outcome: Outcome) -> Iterator[Anchor]:
    reached = intervals.chance(verdict.first_outskirts_h(outcome, censored=True) > TENTH_DAY_H)
    yield Anchor(
        SUBJECT,
        "With seven brigades: no capital reached by day 10, share of draws",
        0.80,
        reached.chance,
        reached.low,
        reached.high,
        unit="share",
        rule="at least",
        kind=KINDS[MEASURE],
        source=REPORT,
        note="'Prevents a rapid overrun' is published; day 10 and the share are ours.",
    )
    held = intervals.chance(
        verdict.first_loss_h(outcome, censored=True) >= min(TWENTY_EIGHTH_DAY_H, 24.0 * outcome.days)
    )
    yield Anchor(
        SUBJECT,
        "With seven brigades: no capital lost by day 28, share of draws",
        0.50,
        held.chance,
        held.low,
        held.high,
        unit="share",
        rule="at least",
        kind=KINDS[MEASURE],
        source=PERSPECTIVE,
        note="'Up to 28 days' is published; read as: in the median draw the capitals are held on day 28.",
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _places(outcome: Outcome, *, brigades: bool) -> Iterator[CapitalFall]:
    end = 24.0 * outcome.days
    for index in np.flatnonzero(outcome.protected):
        lost = outcome.lost_h[:, index].astype(np.float64)
        reached = outcome.outskirts_h[:, index].astype(np.float64)
        yield CapitalFall(
            outcome.objectives[index],
            brigades,
            intervals.quantiles(np.where(np.isnan(reached), end, reached)),
            intervals.quantiles(np.where(np.isnan(lost), end, lost)),
            intervals.chance(~np.isnan(lost)),
        )


def _doubted(outcome: Outcome) -> list[int]:
    """Columns of the doubt that vary between draws."""
    return [column for column in range(len(outcome.doubt_names)) if np.ptp(outcome.doubt[:, column]) > 0.0]


def sensitivities(scenario: Scenario, outcome: Outcome, hours: np.ndarray) -> tuple[Sensitivity, ...]:
    """Assumptions by how strongly a result moves with them, strongest first; none with too few draws.

    Spearman's rank correlation over all draws: it asks whether more of one goes with more of the other, whatever the
    shape, with everything else varying as it does. What works only in combination is not seen.

    Parameters
    ----------
    scenario : Scenario
        For what the assumptions mean.
    outcome : Outcome
        Draws with the value of each assumption.
    hours : np.ndarray
        (draw,) the result, without NaN.
    """
    if outcome.draws < FEWEST_FOR_RANKS or np.ptp(hours) == 0.0:
        return ()
    known, columns = rests_on(scenario, outcome.coa), _doubted(outcome)
    clear = intervals.clear_z(len(columns))
    ranked = ranks(hours)
    found = []
    for column in columns:
        name, values = outcome.doubt_names[column], outcome.doubt[:, column].astype(np.float64)
        order = np.argsort(values, kind="stable")
        thirds = order[: outcome.draws // 3], order[-(outcome.draws // 3) :]
        rho = float(np.corrcoef(ranks(values), ranked)[0, 1])
        score, error = np.arctanh(np.clip(rho, -0.999999, 0.999999)), 1.03 / np.sqrt(outcome.draws - 3)
        about = known.get(name) or Doubted(name, name, "", NOTHING)
        found.append(
            Sensitivity(
                name=name,
                meaning=about.title,
                unit=about.unit,
                rank_correlation=rho,
                low=float(np.tanh(score - intervals.Z * error)),
                high=float(np.tanh(score + intervals.Z * error)),
                low_value=float(np.median(values[thirds[0]])),
                high_value=float(np.median(values[thirds[1]])),
                at_low=float(np.median(hours[thirds[0]])),
                at_high=float(np.median(hours[thirds[1]])),
                clear=bool(abs(score) > clear * error),
            )
        )
    return tuple(sorted(found, key=lambda each: (-abs(each.rank_correlation), each.name)))


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0, equal values with the mean of theirs.

    >>> ranks(np.array([5.0, 1.0, 5.0, 3.0])).tolist()
    [2.5, 0.0, 2.5, 1.0]
    """
    ordered = np.sort(values)
    return (np.searchsorted(ordered, values, side="left") + np.searchsorted(ordered, values, side="right") - 1) / 2.0
