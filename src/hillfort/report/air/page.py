"""The page of the air: pictures and tables, one file that needs nothing but a browser."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from hillfort.report.air import charts as air_charts
from hillfort.report.air import maps as air_maps
from hillfort.report.air import tables as air_tables
from hillfort.report.parts import html
from hillfort.report.parts.markup import Html, document, joined, markup
from hillfort.report.parts.pictures import png
from hillfort.studies.air.study import AirStudy

CAPTIONS = {
    "coverage": "What standing air defence can engage, by the altitude of the target. A ring drawn for one altitude is "
    "true for no other.",
    "interception": "Flights from named origins, and where policing aircraft meet them. To meet is not to engage.",
    "leak": "Share of a raid that gets through, by its size: channels, time inside the envelope and missiles ready "
    "limit a defence.",
    "year": "Presence through the year: by the calendar, and the best calendar that contributors could keep.",
    "sky": "Who holds the sky over each region, and the chance that airlift can land. No ground campaign.",
}
LIMITS = (
    "No terrain, no weather on radars, no ducting: reach at low altitude is that of a smooth earth.",
    "Numbers of aircraft and how well weapons work are judgement with wide ranges; few have been published.",
    "Electronic warfare, decoys and cyber attack are in the ranges of the kill chances, and nowhere else.",
    "Flights are straight and are not hidden; policing aircraft find what they are sent to.",
    "The towns of a country stand for its people.",
)


def pictures(study: AirStudy) -> dict[str, bytes]:
    """Every picture as the bytes of a PNG file."""
    drawn = {
        "coverage": air_maps.coverage(study),
        "interception": air_maps.interception(study),
        "leak": air_charts.leak(study),
        "year": air_charts.through_the_year(study),
        "sky": air_charts.sky(study),
    }
    return {name: png(figure, dpi=110) for name, figure in drawn.items()}


def page(study: AirStudy, drawn: Mapping[str, bytes]) -> Html:
    """The page as HTML: nothing fetched."""
    summary, title = study.summary, f"{study.scenario.title}: the air"
    measures = ", ".join(summary["measures"]) or "as it is"
    lead = (
        f"{summary['draws']:,} draws, seed {summary['seed']}, rotations on {summary['date']}, course of action "
        f"{summary['coa']}, {measures}."
    )
    body = [
        markup(
            '<header class="top"><p class="eyebrow">{}</p><h1>{title}</h1>', summary["scenario"]["name"], title=title
        ),
        markup('<div class="lead">{}</div></header><main>', html.paragraphs([lead])),
        *(_picture(name, drawn[name]) for name in CAPTIONS),
        *(_table(table) for table in air_tables.all_of(summary) if table.rows),
        markup("<section><h2>What is left out</h2>{}</section>", html.paragraphs(LIMITS)),
        markup("</main><footer><p>Hillfort {}, scenario {}. ", summary["hillfort"], summary["scenario"]["hash"][:12]),
        markup("{}</p></footer>", study.scenario.theatre.provenance.get("credit", "")),
    ]
    return document(title, body, None)


def _picture(name: str, drawn: bytes) -> Html:
    data = base64.b64encode(drawn).decode("ascii")
    caption = CAPTIONS[name]
    return markup(
        '<section><figure><img src="data:image/png;base64,{data}" alt="{caption}" '
        'style="max-width:100%"><figcaption>{caption}</figcaption></figure></section>',
        data=data,
        caption=caption,
    )


def _table(table: air_tables.AirTable) -> Html:
    head = joined(markup("<th>{name}</th>", name=name) for name in table.head)
    rows = joined(
        markup("<tr>") + joined(markup("<td>{cell}</td>", cell=cell) for cell in row) + markup("</tr>")
        for row in table.rows
    )
    note = markup("<p>{}</p>", table.note) if table.note else ""
    return markup(
        "<section><h2>{}</h2><div "
        'style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        "{note}</section>",
        table.title,
        head=head,
        rows=rows,
        note=note,
    )
