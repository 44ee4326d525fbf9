"""Pieces of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hillfort.campaign.scenario import Scenario
from hillfort.report.parts import words
from hillfort.report.parts.markup import NOTHING, Html, joined, markup

Summary = Mapping[str, Any]


def paragraphs(sentences: Iterable[str], kind: str = "") -> Html:
    """Sentences, a paragraph each."""
    return joined(
        markup("<p{}>{sentence}</p>", markup(" class={}", kind) if kind else NOTHING, sentence=sentence)
        for sentence in sentences
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]], kind: str = "") -> Html:
    """A table of cells of text or HTML; its class, where it has one."""
    heads = joined(markup("<th>{name}</th>", name=name) for name in head)
    body = joined(markup("<tr>{}</tr>", joined(markup("<td>{cell}</td>", cell=cell) for cell in row)) for row in rows)
    return markup(
        '<div class="scroll"><table{}><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>',
        markup(" class={}", kind) if kind else NOTHING,
        heads=heads,
        body=body,
    )


def credit_of(scenario: Scenario) -> str:
    """Whose map data the theatre is made from; '' where it does not say."""
    return str(scenario.theatre.provenance.get("credit", ""))


def credit_line(credit: str) -> Html:
    """The line under a map; nothing where there is nobody to name."""
    return markup('<p class="quiet credit">Map data: {credit}</p>', credit=credit) if credit else NOTHING


def canvas(key: str, title: str) -> Html:
    """A map with its buttons."""
    return markup(
        '<div class="map" id="{key}"><canvas role="img" aria-label="{title}"></canvas><div '
        'class="tip"></div><div class="zoom"><button type="button" data-by="1.6" '
        'aria-label="Nearer">+</button><button type="button" data-by="0.625" '
        'aria-label="Farther">−</button><button type="button" data-by="0" aria-label="Whole '
        "map\">⌂</button></div></div><noscript><p class='quiet'>The map needs scripts to be allowed; the "
        "numbers are in the tables.</p></noscript>",
        key=key,
        title=title,
    )


def definitions(summary: Summary) -> Html:
    """What the words mean here."""
    rows = joined(
        markup("<dt>{}</dt><dd>{meaning}</dd>", words.sentence_case(key.replace("_", " ")), meaning=meaning)
        for key, meaning in summary["definitions"].items()
    )
    return markup('<section id="definitions"><h2>What the words mean</h2><dl>{rows}</dl></section>', rows=rows)
