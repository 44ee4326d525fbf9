"""The page of a validation against battles: scores beside rules, reliability, coverage, the worst misses by name."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import Any

from hillfort.report.parts import charts
from hillfort.report.parts.document import document
from hillfort.validation.battles.unscored import FIELDS, WINNER, in_words

NAMES = {
    "brier": "Brier score",
    "auc": "AUC",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "ece": "calibration error",
    "log_ler": "loss exchange (ln)",
    "log_attacker_pct_day": "attacker's losses, % a day (ln)",
    "log_defender_pct_day": "defender's losses, % a day (ln)",
    "asinh_advance": "advance, km a day (asinh)",
    "rmse_log_ler": "RMSE of loss exchange (ln)",
    "rmse_log_attacker_pct_day": "RMSE of attacker's losses (ln)",
    "rmse_asinh_advance": "RMSE of advance (asinh)",
    "coverage_log_ler": "80 % interval, loss exchange",
    "coverage_log_attacker_pct_day": "80 % interval, attacker's losses",
    "coverage_log_defender_pct_day": "80 % interval, defender's losses",
    "coverage_asinh_advance": "80 % interval, advance",
}
"""Words for what `scores.json` names."""
IN_SAMPLE = (
    "These battles are among those that the model was fitted to. The scores below describe the fit; they are not a test. "
    "Use --cross-validate for how it does on theatres and wars that it has not seen."
)


def battles(
    title: str,
    runs: Mapping[str, Mapping[str, Any]],
    *,
    in_sample: bool = False,
    remarks: Sequence[str] = (),
    unscored: Mapping[str, Mapping[str, Sequence[int]]] | None = None,
) -> str:
    """The page as HTML.

    Parameters
    ----------
    title : str
        What was predicted.
    runs : mapping
        For each way of predicting, its name and the content of `scores.json` for it (with `worst`).
    in_sample : bool
        Whether the model was fitted to these very battles.
    remarks : sequence of str
        What has to be known of the file, in sentences.
    unscored : mapping, optional
        Lines of the battles that a score leaves out, by score and reason.
    """
    body = [f"<main><h1>{html.escape(title)}</h1>"]
    if in_sample:
        body.append(f"<p><strong>In sample.</strong> {html.escape(IN_SAMPLE)}</p>")
    body += [f"<p>{html.escape(each)}</p>" for each in remarks]
    for name, found in runs.items():
        body.append(f"<section><h2>{html.escape(name)}</h2>")
        body += _run(found if not in_sample else {**found, "aims": {}})
        body += _held(found, unscored or {})
        body.append("</section>")
    body.append("</main>")
    return document(title, body, None)


def _run(found: Mapping[str, Any]) -> list[str]:
    parts = [
        f"<p>{found['battles']} battles, {found['decisive']} of them won or lost. Intervals are 95 %, whole campaigns resampled.</p>"
    ]
    if found.get("aims"):
        parts += [
            "<h3>Aims</h3>",
            _table(("aim", "asked", "reached", "verdict"), [_aim(*each) for each in found["aims"].items()]),
        ]
    if "winner" in found:
        measures = ("brier", "auc", "accuracy", "balanced_accuracy", "ece")
        rows = [(name, *(_span(each[measure]) for measure in measures)) for name, each in found["winner"].items()]
        parts += ["<h3>Who prevails</h3>", _table(("", *(NAMES[each] for each in measures)), rows)]
        rows = [(name, _span(each)) for name, each in found["brier_less_than"].items()]
        parts += [
            "<p>Brier score of the model less that of each rule, on the same battles: below 0 the model is better.</p>",
            _table(("rule", "difference"), rows),
        ]
        parts += [
            "<figure>",
            reliability(found["reliability"]),
            "<figcaption>Chance stated and share won, in groups of equal number.</figcaption></figure>",
        ]
    if found["measures"]:
        rows = [
            (
                _measure(name),
                str(each["battles"]),
                *(_span(each[key]) for key in ("rmse", "coverage_80", "within_factor_2")),
            )
            for name, each in found["measures"].items()
        ]
        parts += [
            "<h3>Losses and advance</h3>",
            _table(("", "battles", "RMSE", "inside the 80 % interval", "within ln 2"), rows),
        ]
        parts += [
            "<p>RMSE of the model and of what each rule looks at, by least squares; in brackets the share inside the 80 % interval.</p>",
            _beside(found["measures"]),
        ]
    worst = found.get("worst", {})
    if worst.get("winner"):
        rows = [
            (
                each["name"].title(),
                each["theatre"],
                f"{each['chance']:.2f}",
                "attacker won" if each["won"] else "attacker lost",
            )
            for each in worst["winner"]
        ]
        parts += [
            "<h3>Worst misses: who prevailed</h3>",
            _table(("battle", "theatre", "attacker's chance", "what happened"), rows),
        ]
    if worst.get("exchange"):
        rows = [
            (
                each["name"].title(),
                each["theatre"],
                f"{each['expected']:+.2f}",
                f"{each['was']:+.2f}",
                f"{each['deviations']:+.1f}",
            )
            for each in worst["exchange"]
        ]
        parts += [
            "<h3>Worst misses: loss exchange (ln)</h3>",
            _table(("battle", "theatre", "expected", "was", "deviations"), rows),
        ]
    return parts


def _held(found: Mapping[str, Any], unscored: Mapping[str, Mapping[str, Sequence[int]]]) -> list[str]:
    """How many battles each score holds, and where those are that it does not."""
    if not found["decisive"] and not found["measures"]:
        return []
    names = {WINNER: "who prevails", **{each: NAMES[each] for each in FIELDS}}
    rows = [(words, in_words(unscored.get(name, {}), found["battles"])) for name, words in names.items()]
    return ["<h3>What the scores hold</h3>", _table(("score", "battles"), rows)]


def _beside(measures: Mapping[str, Mapping[str, Any]]) -> str:
    """The model beside the rules: a row for each, a column for each quantity."""
    names = [each for each in measures if not each.endswith("_decisive")]
    rows = [("model", *(_error(measures[each]) for each in names))] if names else []
    for rule in measures[names[0]]["rules"] if names else ():
        rows.append((rule, *(_error(measures[each]["rules"][rule]) for each in names)))
    return _table(("", *(NAMES[each] for each in names)), rows)


def _error(each: Mapping[str, Mapping[str, float]]) -> str:
    value, inside = each["rmse"]["value"], each["coverage_80"]["value"]
    return f"{value:.3f} ({inside:.0%})" if math.isfinite(value) else "–"


def reliability(rows: Sequence[Mapping[str, float]]) -> str:
    """Reliability diagram as SVG: a point on the diagonal is a chance that came true as often as stated."""
    size, edge = 300, 44

    def x(value: float) -> float:
        return edge + value * size

    def y(value: float) -> float:
        return 12 + (1.0 - value) * size

    parts = [
        f'<svg viewBox="0 0 {size + edge + 16} {size + edge + 16}" width="{size + edge + 16}" role="img" aria-label="Reliability diagram">'
    ]
    for step in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<line x1="{x(0)}" x2="{x(1)}" y1="{y(step):.1f}" y2="{y(step):.1f}" stroke="{charts.GRID}"/>')
        parts.append(
            f'<text x="{x(0) - 6}" y="{y(step) + 4:.1f}" text-anchor="end" font-size="11" fill="{charts.MUTED}">{step:.0%}</text>'
        )
        parts.append(
            f'<text x="{x(step):.1f}" y="{y(0) + 16}" text-anchor="middle" font-size="11" fill="{charts.MUTED}">{step:.0%}</text>'
        )
    parts.append(
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="{charts.MUTED}" stroke-dasharray="4 4"/>'
    )
    for row in rows:
        across = x(row["stated"])
        parts.append(
            f'<line x1="{across:.1f}" x2="{across:.1f}" y1="{y(row["low"]):.1f}" y2="{y(row["high"]):.1f}" stroke="{charts.BLUE}" stroke-width="1.5"/>'
        )
        parts.append(f'<circle cx="{across:.1f}" cy="{y(row["won"]):.1f}" r="4.5" fill="{charts.BLUE}"/>')
    parts.append(
        f'<text x="{x(0.5)}" y="{y(0) + 34}" text-anchor="middle" font-size="12" fill="{charts.INK}">chance stated</text>'
    )
    parts.append(
        f'<text x="12" y="{y(0.5)}" text-anchor="middle" font-size="12" fill="{charts.INK}" transform="rotate(-90 12 {y(0.5)})">share won</text></svg>'
    )
    return "".join(parts)


def _measure(name: str) -> str:
    base = name.removesuffix("_decisive")
    return NAMES[base] + (", won or lost" if base != name else "")


def _aim(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    if row["kind"] == "between":
        asked = f"{row['aim'][0]:.0%} to {row['aim'][1]:.0%}"
        return NAMES[name], asked, f"{row['value']:.1%}", "reached" if row["ok"] else "missed"
    asked = f"{'at most' if row['kind'] == 'most' else 'at least'} {row['aim']:g}"
    return NAMES[name], asked, f"{row['value']:.3f}", "reached" if row["ok"] else "missed"


def _span(each: Mapping[str, float]) -> str:
    if not math.isfinite(each["value"]):
        return "–"
    return f"{each['value']:.3f}" + (
        f" ({each['low']:.3f} to {each['high']:.3f})" if math.isfinite(each["low"]) else ""
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{html.escape(each)}</th>" for each in head)
    lines = ["<tr>" + "".join(f"<td>{html.escape(str(each))}</td>" for each in row) + "</tr>" for row in rows]
    return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
