"""The page of a validation against battles: scores beside rules, reliability, coverage, the worst misses by name."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hillfort.report.parts import charts
from hillfort.report.parts.markup import Html, document, joined, markup
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
    "coverage_asinh_advance": "80 % interval, advance, each war once",
}
"""Words for what `scores.json` names."""
IN_SAMPLE = (
    "These battles are among those that the model was fitted to. The scores below describe the fit; they are "
    "not a test. "
    "Use --cross-validate for how it does on theatres and wars that it has not seen."
)


def battles(
    title: str,
    runs: Mapping[str, Mapping[str, Any]],
    *,
    in_sample: bool = False,
    remarks: Sequence[str] = (),
    unscored: Mapping[str, Mapping[str, Sequence[int]]] | None = None,
) -> Html:
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
    body = [markup("<main><h1>{title}</h1>", title=title)]
    if in_sample:
        body.append(markup("<p><strong>In sample.</strong> {IN_SAMPLE}</p>", IN_SAMPLE=IN_SAMPLE))
    body += [markup("<p>{each}</p>", each=each) for each in remarks]
    for name, found in runs.items():
        body.append(markup("<section><h2>{name}</h2>", name=name))
        body += _run(found if not in_sample else {**found, "aims": {}})
        body += _held(found, unscored or {})
        body.append(markup("</section>"))
    body.append(markup("</main>"))
    return document(title, body, None)


def _run(found: Mapping[str, Any]) -> list[Html]:
    parts = [
        markup(
            "<p>{} battles, {} of them won or lost. Intervals are 95 %, whole campaigns resampled.</p>",
            found["battles"],
            found["decisive"],
        )
    ]
    if found.get("aims"):
        parts += [
            markup("<h3>Aims</h3>"),
            _table(("aim", "asked", "reached", "verdict"), [_aim(*each) for each in found["aims"].items()]),
        ]
    if "winner" in found:
        measures = ("brier", "auc", "accuracy", "balanced_accuracy", "ece")
        rows = [(name, *(_span(each[measure]) for measure in measures)) for name, each in found["winner"].items()]
        parts += [markup("<h3>Who prevails</h3>"), _table(("", *(NAMES[each] for each in measures)), rows)]
        rows = [(name, _span(each)) for name, each in found["brier_less_than"].items()]
        parts += [
            markup(
                "<p>Brier score of the model less that of each rule, on the same battles: below 0 the model is "
                "better.</p>"
            ),
            _table(("rule", "difference"), rows),
        ]
        parts += [
            markup("<figure>"),
            reliability(found["reliability"]),
            markup("<figcaption>Chance stated and share won, in groups of equal number.</figcaption></figure>"),
        ]
    if found.get("by_ratio", {}).get("rows"):
        parts += _by_ratio(found["by_ratio"])
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
            markup("<h3>Losses and advance</h3>"),
            _table(("", "battles", "RMSE", "inside the 80 % interval", "within ln 2"), rows),
        ]
        parts += [
            markup(
                "<p>RMSE of the model and of what each rule looks at, by least squares; in brackets the share inside "
                "the 80 % interval.</p>"
            ),
            _beside(found["measures"]),
        ]
    return [*parts, *_wars(found.get("by_war", ())), *_worst(found.get("worst", {}))]


def _wars(rows: Sequence[Mapping[str, Any]]) -> list[Html]:
    """Scores of each war, so that a long one does not stand for all."""

    def share(value: float | None, form: str) -> str:
        return "" if value is None else format(value, form)

    if len(rows) < 2:
        return []
    columns = ("coverage_80_log_ler", "coverage_80_asinh_advance")
    table = [
        (
            each["war"],
            str(each["battles"]),
            str(each["decisive"]),
            share(each["brier"], ".3f"),
            share(each.get("brier_three_features"), ".3f"),
            *(share(each[name], ".0%") for name in columns),
        )
        for each in rows
    ]
    heads = ("war", "battles", "won or lost", "Brier", "three features", "exchange inside 80 %", "advance inside 80 %")
    return [markup("<h3>War by war</h3>"), _table(heads, table)]


def _worst(worst: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Html]:
    """The battles that were predicted worst, by name."""
    parts: list[Html] = []
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
            markup("<h3>Worst misses: who prevailed</h3>"),
            _table(("battle", "theatre", "attacker's chance", "what happened"), rows),
        ]
    if worst.get("exchange"):
        far = [
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
            markup("<h3>Worst misses: loss exchange (ln)</h3>"),
            _table(("battle", "theatre", "expected", "was", "deviations"), far),
        ]
    return parts


def _held(found: Mapping[str, Any], unscored: Mapping[str, Mapping[str, Sequence[int]]]) -> list[Html]:
    """How many battles each score holds, and where those are that it does not."""
    if not found["decisive"] and not found["measures"]:
        return []
    names = {WINNER: "who prevails", **{each: NAMES[each] for each in FIELDS}}
    rows = [(words, in_words(unscored.get(name, {}), found["battles"])) for name, words in names.items()]
    return [markup("<h3>What the scores hold</h3>"), _table(("score", "battles"), rows)]


def _beside(measures: Mapping[str, Mapping[str, Any]]) -> Html:
    """The model beside the rules: a row for each, a column for each quantity."""
    names = [each for each in measures if not each.endswith("_decisive")]
    rows = [("model", *(_error(measures[each]) for each in names))] if names else []
    rules = measures[names[0]]["rules"] if names else ()
    rows.extend((rule, *(_error(measures[each]["rules"][rule]) for each in names)) for rule in rules)
    return _table(("", *(NAMES[each] for each in names)), rows)


def _error(each: Mapping[str, Mapping[str, float]]) -> str:
    value, inside = each["rmse"]["value"], each["coverage_80"]["value"]
    return f"{value:.3f} ({inside:.0%})" if math.isfinite(value) else "–"


def _by_ratio(found: Mapping[str, Any]) -> list[Html]:
    """The curve of wins by force ratio, and how far the law and each rule are from it."""
    names = tuple(found["distance"])
    rows = [
        (
            f"{row['from']:g} to {row['to']:g}" if row["to"] is not None else f"{row['from']:g} and above",
            str(row["battles"]),
            f"{row['won']:.0%}",
            *(f"{row[name]:.0%}" for name in names),
        )
        for row in found["rows"]
    ]
    rows.append(("distance", "", "", *(f"{100.0 * found['distance'][name]:.1f} points" for name in names)))
    return [
        markup("<h3>Wins by force ratio</h3>"),
        _table(("attacker over defender", "battles", "won", *names), rows),
        markup(
            "<p>Root mean square over ranges, battles weighted. Luck alone would make {:.1f} points "
            "of the law's chances.</p>",
            100.0 * found["by_luck"],
        ),
    ]


def reliability(rows: Sequence[Mapping[str, float]]) -> Html:
    """Reliability diagram as SVG: a point on the diagonal is a chance that came true as often as stated."""
    size, edge = 300, 44

    def x(value: float) -> float:
        return edge + value * size

    def y(value: float) -> float:
        return 12 + (1.0 - value) * size

    def line(x1: object, y1: object, x2: object, y2: object, look: Html) -> Html:
        return markup('<line x1="{}" x2="{}" y1="{}" y2="{}" {}/>', x1, x2, y1, y2, look)

    def words(where: Html, anchor: str, points: int, ink: str, said: str) -> Html:
        return markup('<text {} text-anchor="{}" font-size="{}" fill="{}">{}</text>', where, anchor, points, ink, said)

    parts = []
    for step in (0.0, 0.25, 0.5, 0.75, 1.0):
        level, across = f"{y(step):.1f}", f"{x(step):.1f}"
        left, below = markup('x="{}" y="{:.1f}"', x(0) - 6, y(step) + 4), markup('x="{}" y="{}"', across, y(0) + 16)
        parts.append(line(x(0), level, x(1), level, markup('stroke="{}"', charts.GRID)))
        parts.append(words(left, "end", 11, charts.MUTED, f"{step:.0%}"))
        parts.append(words(below, "middle", 11, charts.MUTED, f"{step:.0%}"))
    parts.append(line(x(0), y(0), x(1), y(1), markup('stroke="{}" stroke-dasharray="4 4"', charts.MUTED)))
    for row in rows:
        across = f"{x(row['stated']):.1f}"
        spread = markup('stroke="{}" stroke-width="1.5"', charts.BLUE)
        parts.append(line(across, f"{y(row['low']):.1f}", across, f"{y(row['high']):.1f}", spread))
        parts.append(markup('<circle cx="{}" cy="{:.1f}" r="4.5" fill="{}"/>', across, y(row["won"]), charts.BLUE))
    parts.append(words(markup('x="{}" y="{}"', x(0.5), y(0) + 34), "middle", 12, charts.INK, "chance stated"))
    upright = markup('x="12" y="{0}" transform="rotate(-90 12 {0})"', y(0.5))
    parts.append(words(upright, "middle", 12, charts.INK, "share won"))
    return markup(
        '<svg viewBox="0 0 {side} {side}" width="{side}" role="img" aria-label="Reliability diagram">{}</svg>',
        joined(parts),
        side=size + edge + 16,
    )


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


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    top = joined(markup("<th>{each}</th>", each=each) for each in head)
    lines = [
        markup("<tr>") + joined(markup("<td>{each}</td>", each=each) for each in row) + markup("</tr>") for row in rows
    ]
    return markup("<table><thead><tr>{top}</tr></thead><tbody>{}</tbody></table>", joined(lines), top=top)
