"""The law of ground combat on battles that it has not seen: each theatre of war predicted by a fit without it.

The scores are those of `hillfort validate battles --cross-validate`, computed anew. They are called fitted all the
same: no battle is predicted by a model that saw its theatre, but which terms the law has was decided with these scores
in sight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hillfort.validation.anchors import FITTED, Anchor, Given, Progress
from hillfort.validation.battles.file import Battle
from hillfort.validation.battles.scores import (
    COVERAGE_TARGET,
    EACH_WAR_TARGET,
    MEASURES,
    TARGETS,
    cross_validation,
    not_seen,
    scores,
)

SUBJECT = "Battles left out"
SOURCE = "Aim of Hillfort, on CDB90 since 1900; the rules beside it are in hillfort validate battles --cross-validate"
NAMES = {
    "brier": "Theatres left out: Brier score",
    "auc": "Theatres left out: AUC",
    "rmse_log_ler": "Theatres left out: RMSE of ln loss exchange",
    "rmse_log_attacker_pct_day": "Theatres left out: RMSE of ln attacker's losses in % a day",
    "rmse_asinh_advance": "Theatres left out: RMSE of asinh advance in km a day",
}
COVERED = {
    "log_ler": "loss exchange",
    "log_attacker_pct_day": "attacker's losses",
    "log_defender_pct_day": "defender's losses",
    "asinh_advance": "advance",
}


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Scores of who prevails, errors and coverage, beside what was aimed at;
    and the model beside the best of the rules."""
    (battles, wealth), earlier = given.data("battles"), given.data("earlier battles")
    prediction, said = cross_validation(battles, wealth, by="theatre", earlier=earlier, progress=progress)
    found = scores(battles, prediction, said)
    note = f"{found['battles']} battles, {found['decisive']} won or lost. Interval: whole campaigns resampled."
    for name, (kind, aim) in TARGETS.items():
        part = found["measures"].get(name.removeprefix("rmse_"), {}).get("rmse") or found["winner"]["model"].get(name)
        yield _anchor(NAMES[name], aim, part, "at most" if kind == "most" else "at least", note)
    decisive = found["measures"]["log_ler_decisive"]["rmse"]
    yield _anchor(
        f"{NAMES['rmse_log_ler']}, battles won or lost", TARGETS["rmse_log_ler"][1], decisive, "at most", note
    )
    for name in MEASURES:
        part, inside, said_of = found["measures"][name]["coverage_80"], COVERAGE_TARGET, note
        if name == "asinh_advance":
            part = dict.fromkeys(("value", "low", "high"), found["each_war_once"][f"coverage_80_{name}"])
            inside, said_of = EACH_WAR_TARGET, "Mean over wars, each counting once; no interval."
        yield _anchor(f"Theatres left out: 80 % interval of {COVERED[name]}", inside, part, "inside", said_of)
    yield _curve(found["by_ratio"], note)
    rule, nearest = max(found["brier_less_than"].items(), key=lambda each: each[1]["value"])
    yield _anchor(
        "Theatres left out: Brier score less that of the best rule",
        0.0,
        nearest,
        "at most",
        f"{note} Best rule: {rule}.",
    )

    yield from _early(battles, earlier, given)


def _curve(found: Mapping[str, Any], note: str) -> Anchor:
    """How far wins by force ratio are from the record's curve, beside three features."""
    value, aim = found["distance"]["model"], found["distance"]["three features"]
    part = dict.fromkeys(("value", "low", "high"), value)
    words = (
        f"{note} Root mean square over ranges of force ratio; published: three features. Luck: {found['by_luck']:.3f}."
    )
    return _anchor("Theatres left out: distance of wins by force ratio from the record", aim, part, "at most", words)


def _early(battles: Sequence[Battle], earlier: Sequence[Battle], given: Given) -> Iterator[Anchor]:
    """The standing test on wars before the record: the law beside three features, neither of which has seen them."""
    prediction, said = not_seen(battles, earlier, given.data("battles")[1])
    found = scores(earlier, prediction, said)
    yield _anchor(
        "Wars before 1900, not seen: Brier score less that of three features",
        0.0,
        found["brier_less_than"]["three features"],
        "at most",
        f"{found['decisive']} battles won or lost in {len(found['by_war'])} wars, by a fit to battles since "
        "1900 alone.",
    )


def _anchor(name: str, aim: float | tuple[float, float], each: dict[str, float], rule: str, note: str) -> Anchor:
    unit = "share" if rule == "inside" else ""
    return Anchor(
        SUBJECT,
        name,
        aim,
        each["value"],
        each["low"],
        each["high"],
        unit=unit,
        rule=rule,
        kind=FITTED,
        source=SOURCE,
        note=note,
    )
