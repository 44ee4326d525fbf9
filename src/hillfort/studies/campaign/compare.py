"""Does a measure change the answer? Each option against the baseline, draw by draw, on the same luck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Measure, Scenario
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.progress import Progress
from hillfort.studies import intervals, request
from hillfort.studies.asked import Asked
from hillfort.studies.campaign import limits, primary, quantities, summary, toll
from hillfort.studies.campaign.assess import lasting
from hillfort.studies.campaign.batches import Checkpoint, Interrupted, fight_in_batches
from hillfort.studies.campaign.differing import differing
from hillfort.studies.quantity import CHANCE, COMPARISON, Quantity

if TYPE_CHECKING:
    import pandas as pd

    from hillfort.studies.campaign.result import ComparisonResult

TOUCHES_CHANCE, TOUCHES = 0.0005, 0.005
"""An end of an interval nearer to 0 than this is told as 0: a twentieth of a point of a chance,
else half a hundredth."""


@dataclass(frozen=True)
class Comparison:
    """Options against a baseline, each draw on the same luck.

    >>> import hillfort as hf
    >>> hf.compare("baltic-2019", measures=["seven-brigades-three-heavy"]).frame()  # doctest: +SKIP
    """

    baseline: Outcome
    options: dict[str, Outcome]
    summary: dict[str, Any]
    """All numbers, as in `result.json`."""

    @property
    def result(self) -> ComparisonResult:
        """The same numbers as records with named fields, such as `result.verdict.hold.chance`."""
        from hillfort.studies.campaign.result import ComparisonResult

        return ComparisonResult.model_validate(self.summary)

    def frame(self) -> pd.DataFrame:
        """One row a measure and aspect: mean of the baseline and of the option, paired difference with interval."""
        import pandas

        rows = [
            {"measure": option["name"], **difference}
            for option in self.summary["options"]
            for difference in option["differences"]
        ]
        return pandas.DataFrame(rows)

    def polars(self) -> Any:
        """The same as a polars frame."""
        import polars

        return polars.from_pandas(self.frame())


def compare(
    baseline: Scenario,
    *,
    options: Mapping[str, Scenario],
    progress: Progress | None = None,
    checkpoint: Callable[[Scenario], Checkpoint] | None = None,
    **asked: Unpack[Asked],
) -> Comparison:
    """Paired differences between each option and the baseline, with intervals, cost and lead time.

    Parameters
    ----------
    baseline : Scenario
        What there is.
    options : Mapping[str, Scenario]
        Name to the same scenario with a measure, or several, applied.
    progress, coa, draws, days, seed, threads
        As in `assess`; the same for all, so that draw k differs only by what the measure causes.
    checkpoint : callable, optional
        The checkpoint of the baseline or of an option, as in `assess`.

    Raises
    ------
    InputError
        The request is wrong, or an option lacks the course of action.
    Interrupted
        On Ctrl-C; counts the draws that were complete, over all options.
    """
    checked = request.check(baseline, **asked)
    for option in options.values():
        request.check(option, coa=checked.coa)
    fought = _fight_all([baseline, *options.values()], checked, progress, checkpoint)
    base, found = fought[0], dict(zip(options, fought[1:], strict=True))
    return Comparison(base, found, _summary(baseline, base, options, found))


def _fight_all(
    scenarios: Sequence[Scenario],
    checked: request.Request,
    progress: Progress | None,
    checkpoint: Callable[[Scenario], Checkpoint] | None,
) -> list[Outcome]:
    """The same draws of each scenario, in order."""
    total = checked.draws * len(scenarios)
    fought: list[Outcome] = []
    for scenario in scenarios:
        before = len(fought) * checked.draws

        def report(done: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress(before + done, total)

        kept = checkpoint(scenario) if checkpoint is not None else None
        try:
            outcome = fight_in_batches(lasting(scenario, checked.days), checked, progress=report, checkpoint=kept)
        except Interrupted as stop:
            raise Interrupted(None, total, done=before + stop.done) from stop
        fought.append(outcome)
    return fought


def _summary(
    baseline: Scenario, base: Outcome, options: Mapping[str, Scenario], fought: dict[str, Outcome]
) -> dict[str, Any]:
    known = {measure.name for measure in baseline.measures}
    return {
        **summary.provenance(lasting(baseline, base.days), base.coa, base.seed),
        "days": base.days,
        "draws": base.draws,
        "verdict": summary.verdict_numbers(baseline, base),
        "toll": toll.numbers(base),
        "objectives": summary.objective_numbers(baseline, base),
        "options": [
            {
                "name": name,
                "scenario": {"name": options[name].name, "hash": outcome.scenario_hash},
                "measures": [_ask(measure) for measure in options[name].measures if measure.name not in known],
                "verdict": summary.verdict_numbers(options[name], outcome),
                "toll": toll.numbers(outcome),
                "identical": identical(base, outcome),
                "differences": differences(baseline, base, outcome, options=len(fought)),
                "differs": differing(baseline, options[name]),
            }
            for name, outcome in fought.items()
        ],
        "definitions": quantities.definitions(),
        "leaves_out": list(limits.LEAVES_OUT),
    }


def differences(scenario: Scenario, base: Outcome, option: Outcome, *, options: int = 1) -> list[dict[str, Any]]:
    """Every quantity of two outcomes of the same draws: means and the paired difference with its interval, 95 % for
    itself. What it reads as is corrected for all questions that are asked together (Šidák): the primary quantities of
    all `options` are one family, the others another."""
    found = []
    shown = quantities.shown_in(COMPARISON)
    first = sum(each.key in primary.KEYS for each in shown)
    for each in shown:
        asked = options * (first if each.key in primary.KEYS else len(shown) - first)
        before, after = (quantities.compared(each, scenario, outcome) for outcome in (base, option))
        paired = intervals.paired(after, before).as_dict()
        found.append(
            {
                "aspect": each.key,
                "title": each.title + (" (the period's end where none)" if each.unit == "h" else ""),
                "unit": each.unit,
                "better": each.better,
                "baseline": float(before.mean()),
                "option": float(after.mean()),
                **paired,
                "finding": _finding(paired, each, asked),
                "primary": each.key in primary.KEYS,
                "asked": asked,
                "draws": int(before.size),
            }
        )
    return found


def _finding(paired: dict[str, float], quantity: Quantity, asked: int = 1) -> str:
    """'none' where no draw changes, 'unclear' where the interval holds or touches 0, else 'better', 'worse' or
    'changed'. The interval is widened so that noise alone shows in any of those asked together in 5 % of cases."""
    if paired["changed_share"] == 0.0:
        return "none"
    touch = TOUCHES_CHANCE if quantity.unit == CHANCE else TOUCHES
    middle, half = (paired["high"] + paired["low"]) / 2.0, (paired["high"] - paired["low"]) / 2.0
    half *= intervals.clear_z(asked) / intervals.Z
    if middle - half < touch and middle + half > -touch:
        return "unclear"
    if quantity.better == 0:
        return "changed"
    return "better" if paired["change"] * quantity.better > 0.0 else "worse"


def identical(base: Outcome, option: Outcome) -> bool:
    """True where no result of any draw differs."""
    fields = ("lost_h", "lost_at_end", "reinforcement_bn", "isolated_h", "power", "lost_persons")
    return all(
        getattr(base, name).shape == getattr(option, name).shape
        and np.array_equal(getattr(base, name), getattr(option, name), equal_nan=name == "lost_h")
        for name in fields
    )


def _ask(measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "title": measure.title,
        "who": measure.who,
        "cost_meur_per_year": _range(measure.cost_meur_per_year),
        "cost_once_meur": _range(measure.cost_once_meur),
        "lead_time_months": _range(measure.lead_time_months),
    }


def _range(evidence: Evidence) -> dict[str, Any]:
    return {
        "value": evidence.value,
        "low": evidence.low,
        "high": evidence.high,
        "unit": evidence.unit,
        "source": evidence.source,
        "grade": evidence.grade,
    }
