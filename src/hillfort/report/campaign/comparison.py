"""The report of a comparison: each measure against the baseline, on one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hillfort.report.campaign import sections
from hillfort.report.parts import charts, html, numbers, toll_words, words
from hillfort.report.parts.markup import NOTHING, Html, document, joined, markup
from hillfort.studies.campaign import limits
from hillfort.studies.campaign.compare import Comparison

INTRODUCTION = (
    "Draw k of each option has the same luck and the same values of all assumptions as draw k of the baseline, until "
    "the measure causes a difference: what is shown are differences between paired draws, with 95 % intervals for "
    "the number of draws."
)

FOLDED_ABOVE = 12
"""A longer list of what differs is folded, so that the answer stays in sight."""


def comparison(found: Comparison) -> Html:
    """The page as HTML: nothing fetched."""
    summary = found.summary
    title = f"{summary['scenario']['title']}: what each measure would change"
    body = [
        markup(
            '<header class="top"><p class="eyebrow">{}</p><h1>What each measure would change</h1>', words.title(summary)
        ),
        markup(
            '<div class="lead">{}</div>', html.paragraphs([words.headline(summary), words.hold(summary), INTRODUCTION])
        ),
        markup('<p class="condition">{}</p></header><main>', limits.CONDITION),
        _overview(summary),
        *(_option(option, summary) for option in summary["options"]),
        html.definitions(summary),
        sections.limits(summary),
        markup("</main>"),
        sections.foot(summary),
    ]
    return document(title, body, None)


def _overview(summary: Mapping[str, Any]) -> Html:
    """The chance to hold with each measure."""
    rows = []
    changes = [_aspect(option, "hold") for option in summary["options"]]
    reach = max((max(abs(each["low"]), abs(each["high"])) for each in changes), default=1.0)
    for option, change in zip(summary["options"], changes, strict=True):
        said = numbers.difference(change, "chance")
        drawn = charts.bar(
            change["change"], (change["low"], change["high"]), reach, faint=change["finding"] != "better", title=said
        )
        loss = _aspect(option, "first_loss_h")
        rows.append(
            (
                markup("<b>{}</b><br><span class='quiet'>{}</span>", _title(option), option["name"]),
                numbers.chance(option["verdict"]["hold"]),
                drawn,
                said,
                numbers.difference(loss, "h"),
            )
        )
    head = ("Measure", "Chance to hold", "Change against the baseline", "", "Hour of the first loss")
    return markup(
        "<section><h2>The chance to hold</h2>{}</section>",
        html.table(head, rows, "drivers"),
    )


def _title(option: Mapping[str, Any]) -> str:
    """What an option is called by people: its measures' titles, else its name."""
    return "; ".join(ask["title"] for ask in option["measures"]) or str(option["name"])


def _aspect(option: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return next(each for each in option["differences"] if each["aspect"] == key)


def _differs(option: Mapping[str, Any]) -> Html:
    """What the option has otherwise than the baseline, by address; folded where it is long,
    nothing where nothing is."""
    found = option.get("differs", ())
    if not found:
        return NOTHING
    rows = [tuple(cell for cell in (each["address"], _said(each["before"]), _said(each["after"]))) for each in found]
    shown = html.table(("Address", "Baseline", "With it"), rows)
    said = numbers.plural(len(rows), "difference")
    opened = " open" if len(rows) <= FOLDED_ABOVE else ""
    return markup(
        "<details{opened}><summary>What it has otherwise than the baseline: {said}</summary>{shown}</details>",
        opened=opened,
        said=said,
        shown=shown,
    )


def _said(value: Any) -> str:
    """A value of the scenario in words: with unit and range where it is in doubt, a dash where there is none.

    >>> _said({"value": 72.0, "low": 48.0, "high": 96.0, "unit": "h", "shape": "triangular"}).replace(numbers.NARROW,
    ...     " ")
    '72 h (48–96 h, triangular)'
    >>> _said(None), _said(["a", "b"]), _said([]), _said("there"), _said(True), _said(30)
    ('–', 'a, b', '–', 'there', 'yes', '30')
    """
    if value is None or value == []:
        return numbers.DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return numbers.value(value)
    if isinstance(value, Mapping):
        middle, unit = numbers.value(value["value"], value["unit"]), value["unit"]
        if value["low"] == value["high"]:
            return middle
        return f"{middle} ({numbers.evidence_range(value['low'], value['high'], unit)}, {value['shape']})"
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value)


def _option(option: Mapping[str, Any], summary: Mapping[str, Any]) -> Html:
    """One measure: what it asks for, what it has otherwise, what it changes."""
    asks = html.paragraphs([words.cost(ask) for ask in option["measures"]], "quiet")
    head = markup(
        "<section><h2>{}</h2><p>{}</p>{asks}{}",
        _title(option),
        words.comparison(option, summary["draws"]),
        _differs(option),
        asks=asks,
    )
    if option["identical"]:
        return markup("{head}</section>", head=head)
    head += html.paragraphs([f"With it: {toll_words.headline({**summary, 'toll': option['toll']})}"])
    rows = [
        (
            each["title"],
            words.level(each["baseline"], each["unit"]),
            words.level(each["option"], each["unit"]),
            numbers.difference(each, each["unit"]),
            numbers.percent(each["changed_share"]),
            words.FINDINGS[each["finding"]],
        )
        for each in option["differences"]
    ]
    columns = ("", "Baseline, mean", "With it, mean", "Paired difference", "Draws that change", "Reads as")
    return markup("{head}{}{}</section>", html.table(columns, rows), _corrected(option), head=head)


def _corrected(option: Mapping[str, Any]) -> Html:
    """For how many questions the last column is corrected."""
    first = [each for each in option["differences"] if each.get("primary")]
    others = [each for each in option["differences"] if not each.get("primary")]
    if not first or not others:
        return joined([])
    return markup(
        '<p class="quiet">Each interval holds for its own number at 95 %. What it reads as is corrected for asking so '
        "many questions at once: {} of the quantities that the answer is about, {} of the others.</p>",
        first[0]["asked"],
        others[0]["asked"],
    )
