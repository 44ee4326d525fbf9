"""The report on lines of communication: one page that needs nothing but a browser and prints well."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from hillfort.foundation.addresses import printed
from hillfort.report.lines import curves as lines_curves
from hillfort.report.lines import words as lines_words
from hillfort.report.parts import html, numbers
from hillfort.report.parts.markup import NOTHING, Html, document, joined, markup

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
PAPER = markup(
    "<style>.lines-map img{{width:100%;height:auto;border:1px solid var(--rule)}} "
    "td.r,th.r{{text-align:right}} @media print{{.lines-map "
    "img{{max-height:138mm;width:auto;max-width:100%}}}}</style>"
)


def lines(answer: LinesAnswer, picture: bytes) -> Html:
    """The page as HTML: text, charts and the map inside, nothing fetched."""
    summary, credit = answer.summary, html.credit_of(answer.scenario)
    shown = {key: name for key, name in NAVIGATION.items() if key != "chance" or summary["chance"] is not None}
    if summary["undisturbed"] < 1.0:
        shown = {key: name for key, name in shown.items() if key not in ("limits", "schedule", "worst", "fortify")}
    body = [_head(summary, shown), markup("<main>"), _map(answer, picture, credit), _arrival(summary)]
    if summary["undisturbed"] >= 1.0:
        body += [
            _part("limits", lines_words.limits(summary)),
            _part("schedule", lines_words.movements(summary)),
            _worst(summary),
            _part("fortify", lines_words.defence(summary)),
        ]
    if summary["chance"] is not None:
        body.append(_chance(summary))
    body += [
        _assumptions(answer),
        html.definitions(summary),
        _left_out(summary),
        markup("</main>"),
        _foot(summary, credit),
    ]
    return document(f"{answer.scenario.title}: {lines_words.headline(summary)}", [PAPER, *body], None)


def _head(summary: dict[str, Any], navigation: dict[str, str]) -> Html:
    links = joined(markup('<a href="#{key}">{name}</a>', key=key, name=name) for key, name in navigation.items())
    lead = [*lines_words.arrivals(summary)[1]]
    if summary["undisturbed"] >= 1.0:
        lead.append(lines_words.isolation(summary)[1][0])
    return markup(
        '<header class="top"><p class="eyebrow">{}</p><h1>{}</h1>{}<div '
        'class="lead">{}</div><nav>{links}</nav></header>',
        lines_words.title(summary),
        lines_words.headline(summary),
        _tiles(summary),
        html.paragraphs(lead),
        links=links,
    )


def _tiles(summary: dict[str, Any]) -> Html:
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
    tiles = joined(
        markup('<div class="tile"><b>{number}</b><span>{what}</span></div>', number=number, what=what)
        for number, what in rows
    )
    return markup('<div class="tiles">{tiles}</div>', tiles=tiles)


def _map(answer: LinesAnswer, picture: bytes, credit: str) -> Html:
    data = base64.b64encode(picture).decode("ascii")
    return markup(
        '<section id="map"><h2>Where it flows, and what is cut</h2><figure class="lines-map"><img alt="Map '
        'of the lines of communication of {}" src="data:image/png;base64,{data}"></figure>{}</section>',
        answer.scenario.title,
        html.credit_line(credit),
        data=data,
    )


def _arrival(summary: dict[str, Any]) -> Html:
    _, sentences, rows = lines_words.arrivals(summary)
    drawn = lines_curves.arrival_chart(summary) if summary["first_day"] is not None else ""
    chance = (
        " Brown: the median draw of closures and repairs, with four draws in five."
        if summary["chance"] is not None
        else ""
    )
    caption = markup(
        "<figcaption><b>Vehicles in the region, by day after the warning.</b> Blue: the exact most. Black: a "
        "feasible schedule.{chance}</figcaption>",
        chance=chance,
    )
    places = _places(summary)
    return markup(
        '<section id="arrival"><h2>What arrives when</h2>{}<figure>{caption}{drawn}</figure>{}{places}</section>',
        html.paragraphs(sentences[1:]),
        _table(rows),
        caption=caption,
        drawn=drawn,
        places=places,
    )


def _places(summary: dict[str, Any]) -> Html:
    days = [day for day in lines_words.SHOWN_DAYS if day <= len(summary["arrival"]) - 1]
    rows = [["If all were sent to", *(f"day {day}" for day in days), f"scheduled by day {summary['by_day']:g}"]]
    for each in summary["destinations"]:
        by_day = {row["day"]: row["vehicles"] for row in each["arrival"]}
        rows.append([each["name"], *(numbers.count(by_day[day]) for day in days), numbers.count(each["scheduled"])])
    return markup("<h3>By destination, vehicles at most</h3>{}", _table(rows))


def _part(key: str, part: lines_words.Part) -> Html:
    title, sentences, rows = part
    return markup(
        '<section id="{key}"><h2>{title}</h2>{}{}</section>',
        html.paragraphs(sentences),
        _table(rows),
        key=key,
        title=title,
    )


def _worst(summary: dict[str, Any]) -> Html:
    title, sentences, rows = lines_words.worst(summary)
    drawn = lines_curves.frontier_chart(summary)
    isolation = html.paragraphs(lines_words.isolation(summary)[1])
    caption = markup(
        "<figcaption><b>Vehicles that still arrive by day {:g}</b> after the worst loss of so many groups; "
        "pale: not proved</figcaption>",
        summary["by_day"],
    )
    return markup(
        '<section id="worst"><h2>{title}</h2>{isolation}<figure>{caption}{drawn}</figure>{}{}</section>',
        html.paragraphs(sentences),
        _table(rows),
        title=title,
        isolation=isolation,
        caption=caption,
        drawn=drawn,
    )


def _chance(summary: dict[str, Any]) -> Html:
    title, sentences, rows = lines_words.chance(summary)
    found = summary["chance"]
    closed = [
        ["Group", "closed at some time, share of draws"],
        *([name, numbers.percent(share)] for name, share in list(found["closed_share"].items())[:14]),
    ]
    return markup(
        '<section id="chance"><h2>{title}</h2>{}{}<h3>What was closed</h3>{}</section>',
        html.paragraphs(sentences),
        _table(rows),
        _table(closed),
        title=title,
    )


def _assumptions(answer: LinesAnswer) -> Html:
    said = answer.network.curation.assumptions
    columns, addresses = {**answer.made.columns, **said}, answer.made.addresses
    addresses |= {name: printed(("lines", "assumptions", name)) for name in said}
    if answer.chances is not None:
        columns |= answer.chances.columns
        addresses |= answer.chances.addresses
    judged = sum(evidence.is_judgement for evidence in columns.values())
    rows = [
        [
            name.replace("_", " "),
            addresses.get(name, "not to be set"),
            numbers.value(each.value, each.unit),
            numbers.evidence_range(each.low, each.high, each.unit),
            each.source,
            each.grade,
            each.note,
        ]
        for name, each in columns.items()
    ]
    head = ["Value", "Address", "Best", "Range", "Source", "Grade", "Note"]
    return markup(
        '<section id="assumptions"><h2>What it rests on</h2><p>{} doubted numbers, {judged} of them '
        "judgement because nobody has published a value: those are wide on purpose, or held fixed and say so. The "
        "curves, losses and proofs are at best values; draws take a value from each range.</p><details>"
        "<summary>All {} numbers with range, source and grade</summary>{}</details></section>",
        len(columns),
        len(columns),
        _table([head, *rows]),
        judged=judged,
    )


def _left_out(summary: dict[str, Any]) -> Html:
    rows = joined(markup("<li>{each}</li>", each=each) for each in summary["leaves_out"])
    return markup('<section id="left-out"><h2>What the model leaves out</h2><ul>{rows}</ul></section>', rows=rows)


def _foot(summary: dict[str, Any], credit: str) -> Html:
    data = f" Map data: {credit}." if credit else ""
    return markup(
        "<footer>Hillfort {} · scenario {} {} · {}, seed {}. {}{data}</footer>",
        summary["hillfort"],
        summary["scenario"]["name"],
        summary["scenario"]["hash"],
        numbers.plural(summary["draws"], "draw"),
        summary["seed"],
        lines_words.certificate(summary)[1][0],
        data=data,
    )


def _table(rows: list[list[str]]) -> Html:
    """A table from words; columns of figures to the right."""
    if len(rows) < 2:
        return NOTHING
    right = [place > 0 and all(_figure(row[place]) for row in rows[1:]) for place in range(len(rows[0]))]
    head = joined(
        markup("<th{}>{cell}</th>", " class=r" if right[place] else "", cell=cell) for place, cell in enumerate(rows[0])
    )
    body = joined(
        markup("<tr>")
        + joined(
            markup("<td{}>{cell}</td>", " class=r" if right[place] else "", cell=cell) for place, cell in enumerate(row)
        )
        + markup("</tr>")
        for row in rows[1:]
    )
    return markup(
        '<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>',
        head=head,
        body=body,
    )


def _figure(cell: str) -> bool:
    return cell in ("", "–", "never") or cell[:1].isdigit() or cell[:1] in "+−≥<"
