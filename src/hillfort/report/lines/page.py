"""The report on lines of communication: one page that needs nothing but a browser and prints well."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from hillfort.report.lines import curves as lines_curves
from hillfort.report.lines import words as lines_words
from hillfort.report.parts import document, html, numbers
from hillfort.report.parts.html import text

if TYPE_CHECKING:
    from hillfort.studies.lines.answer import LinesAnswer

NAVIGATION = {
    "map": "Map",
    "arrival": "What arrives when",
    "limits": "What limits it",
    "schedule": "Schedule",
    "worst": "What would be cut",
    "fortify": "What to fortify",
    "chance": "Chance",
    "assumptions": "Assumptions",
    "definitions": "Definitions",
    "left-out": "What is left out",
}
PAPER = "<style>.lines-map img{width:100%;height:auto;border:1px solid var(--rule)} td.r,th.r{text-align:right} @media print{.lines-map img{max-height:138mm;width:auto;max-width:100%}}</style>"


def lines(answer: LinesAnswer, picture: bytes) -> str:
    """The page as HTML: text, charts and the map inside, nothing fetched."""
    summary, credit = answer.summary, html.credit_of(answer.scenario)
    shown = {key: name for key, name in NAVIGATION.items() if key != "chance" or summary["chance"] is not None}
    if summary["undisturbed"] < 1.0:
        shown = {key: name for key, name in shown.items() if key not in ("limits", "schedule", "worst", "fortify")}
    body = [_head(summary, shown), "<main>", _map(answer, picture, credit), _arrival(summary)]
    if summary["undisturbed"] >= 1.0:
        body += [
            _part("limits", lines_words.limits(summary)),
            _part("schedule", lines_words.movements(summary)),
            _worst(summary),
            _part("fortify", lines_words.defence(summary)),
        ]
    if summary["chance"] is not None:
        body.append(_chance(summary))
    body += [_assumptions(answer), html.definitions(summary), _left_out(summary), "</main>", _foot(summary, credit)]
    return document.document(f"{answer.scenario.title}: {lines_words.headline(summary)}", [PAPER, *body], None)


def _head(summary: dict[str, Any], navigation: dict[str, str]) -> str:
    links = "".join(f'<a href="#{key}">{text(name)}</a>' for key, name in navigation.items())
    lead = [*lines_words.arrivals(summary)[1]]
    if summary["undisturbed"] >= 1.0:
        lead.append(lines_words.isolation(summary)[1][0])
    return (
        f'<header class="top"><p class="eyebrow">{text(lines_words.title(summary))}</p><h1>{text(lines_words.headline(summary))}</h1>'
        f'{_tiles(summary)}<div class="lead">{html.paragraphs(lead)}</div><nav>{links}</nav></header>'
    )


def _tiles(summary: dict[str, Any]) -> str:
    day, size = f"{summary['by_day']:g}", summary["attack_size"]
    rows = [
        (
            numbers.count(summary["undisturbed"]),
            f"vehicles can have arrived by day {day}, of {numbers.count(summary['wanted']['vehicles'])}",
        ),
        ("never" if summary["first_day"] is None else f"day {summary['first_day']:.1f}", "the first can be there"),
    ]
    if summary["attack"]:
        each = summary["attack"][min(size, len(summary["attack"])) - 1]
        rows.append(
            (
                numbers.count(each["delivered"]),
                f"arrive by then after the worst loss of {size}{'' if each['proved'] else ' (not proved)'}",
            )
        )
    if summary["fortify"] is not None and summary["fortify"]["groups"] and summary["fortify"]["proved"]:
        rows.append(
            (numbers.count(summary["fortify"]["delivered"]), f"after it, with {summary['fortify_size']} made safe")
        )
    elif summary["chance"] is not None:
        rows.append((numbers.value(summary["chance"]["isolated_days"]["p50"], "days"), "cut off in the median draw"))
    tiles = "".join(f'<div class="tile"><b>{text(number)}</b><span>{text(what)}</span></div>' for number, what in rows)
    return f'<div class="tiles">{tiles}</div>'


def _map(answer: LinesAnswer, picture: bytes, credit: str) -> str:
    data = base64.b64encode(picture).decode("ascii")
    return (
        '<section id="map"><h2>Where it flows, and what is cut</h2>'
        f'<figure class="lines-map"><img alt="Map of the lines of communication of {text(answer.scenario.title)}" src="data:image/png;base64,{data}"></figure>'
        f"{html.credit_line(credit)}</section>"
    )


def _arrival(summary: dict[str, Any]) -> str:
    _, sentences, rows = lines_words.arrivals(summary)
    drawn = lines_curves.arrival_chart(summary) if summary["first_day"] is not None else ""
    chance = (
        " Brown: the median draw of closures and repairs, with four draws in five."
        if summary["chance"] is not None
        else ""
    )
    caption = f"<figcaption><b>Vehicles in the region, by day after the warning.</b> Blue: the exact most. Black: a feasible schedule.{chance}</figcaption>"
    places = _places(summary)
    return f'<section id="arrival"><h2>What arrives when</h2>{html.paragraphs(sentences[1:])}<figure>{caption}{drawn}</figure>{_table(rows)}{places}</section>'


def _places(summary: dict[str, Any]) -> str:
    days = [day for day in lines_words.SHOWN_DAYS if day <= len(summary["arrival"]) - 1]
    rows = [["If all were sent to", *(f"day {day}" for day in days), f"scheduled by day {summary['by_day']:g}"]]
    for each in summary["destinations"]:
        by_day = {row["day"]: row["vehicles"] for row in each["arrival"]}
        rows.append([each["name"], *(numbers.count(by_day[day]) for day in days), numbers.count(each["scheduled"])])
    return f"<h3>By destination, vehicles at most</h3>{_table(rows)}"


def _part(key: str, part: lines_words.Part) -> str:
    title, sentences, rows = part
    return f'<section id="{key}"><h2>{text(title)}</h2>{html.paragraphs(sentences)}{_table(rows)}</section>'


def _worst(summary: dict[str, Any]) -> str:
    title, sentences, rows = lines_words.worst(summary)
    drawn = lines_curves.frontier_chart(summary)
    isolation = html.paragraphs(lines_words.isolation(summary)[1])
    caption = f"<figcaption><b>Vehicles that still arrive by day {summary['by_day']:g}</b> after the worst loss of so many groups; pale: not proved</figcaption>"
    return f'<section id="worst"><h2>{text(title)}</h2>{isolation}<figure>{caption}{drawn}</figure>{html.paragraphs(sentences)}{_table(rows)}</section>'


def _chance(summary: dict[str, Any]) -> str:
    title, sentences, rows = lines_words.chance(summary)
    found = summary["chance"]
    closed = [
        ["Group", "closed at some time, share of draws"],
        *([name, numbers.percent(share)] for name, share in list(found["closed_share"].items())[:14]),
    ]
    return f'<section id="chance"><h2>{text(title)}</h2>{html.paragraphs(sentences)}{_table(rows)}<h3>What was closed</h3>{_table(closed)}</section>'


def _assumptions(answer: LinesAnswer) -> str:
    columns = dict(answer.made.columns)
    if answer.chances is not None:
        columns |= answer.chances.columns
    judged = sum(evidence.is_judgement for evidence in columns.values())
    rows = [
        [
            name.replace("_", " "),
            numbers.value(each.value, each.unit),
            numbers.evidence_range(each.low, each.high, each.unit),
            each.source,
            each.grade,
            each.note,
        ]
        for name, each in columns.items()
    ]
    head = ["Value", "Best", "Range", "Source", "Grade", "Note"]
    return (
        f'<section id="assumptions"><h2>What it rests on</h2><p>{len(columns)} doubted numbers, {judged} of them judgement because nobody has '
        "published a value: those are wide on purpose. The curves, losses and proofs are at best values; draws take a value from each range.</p>"
        f"<details><summary>All {len(columns)} numbers with range, source and grade</summary>{_table([head, *rows])}</details></section>"
    )


def _left_out(summary: dict[str, Any]) -> str:
    rows = "".join(f"<li>{text(each)}</li>" for each in summary["leaves_out"])
    return f'<section id="left-out"><h2>What the model leaves out</h2><ul>{rows}</ul></section>'


def _foot(summary: dict[str, Any], credit: str) -> str:
    data = f" Map data: {text(credit)}." if credit else ""
    return (
        f"<footer>Hillfort {text(summary['hillfort'])} · scenario {text(summary['scenario']['name'])} {text(summary['scenario']['hash'])} · "
        f"{numbers.plural(summary['draws'], 'draw')}, seed {summary['seed']}. {text(lines_words.certificate(summary)[1][0])}{data}</footer>"
    )


def _table(rows: list[list[str]]) -> str:
    """A table from words; columns of figures to the right."""
    if len(rows) < 2:
        return ""
    right = [place > 0 and all(_figure(row[place]) for row in rows[1:]) for place in range(len(rows[0]))]
    head = "".join(f"<th{' class=r' if right[place] else ''}>{text(cell)}</th>" for place, cell in enumerate(rows[0]))
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=r' if right[place] else ''}>{text(cell)}</td>" for place, cell in enumerate(row))
        + "</tr>"
        for row in rows[1:]
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _figure(cell: str) -> bool:
    return cell in ("", "–", "never") or cell[:1].isdigit() or cell[:1] in "+−≥<"
