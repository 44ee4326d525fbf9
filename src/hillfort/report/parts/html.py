"""Pieces of a page, escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hillfort.campaign.scenario import Scenario
from hillfort.report.parts import words

Summary = Mapping[str, Any]


def text(value: object) -> str:
    """Escaped for HTML."""
    return html.escape(str(value))


def paragraphs(sentences: Iterable[str], kind: str = "") -> str:
    """Sentences, a paragraph each."""
    return "".join(f"<p{f' class={kind}' if kind else ''}>{text(sentence)}</p>" for sentence in sentences)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are HTML already."""
    heads = "".join(f"<th>{name}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def credit_of(scenario: Scenario) -> str:
    """Whose map data the theatre is made from; '' where it does not say."""
    return str(scenario.theatre.provenance.get("credit", ""))


def credit_line(credit: str) -> str:
    """The line under a map; nothing where there is nobody to name."""
    return f'<p class="quiet credit">Map data: {text(credit)}</p>' if credit else ""


def canvas(key: str, title: str) -> str:
    """A map with its buttons."""
    return (
        f'<div class="map" id="{key}"><canvas role="img" aria-label="{text(title)}"></canvas><div class="tip"></div>'
        '<div class="zoom"><button type="button" data-by="1.6" aria-label="Nearer">+</button>'
        '<button type="button" data-by="0.625" aria-label="Farther">−</button>'
        '<button type="button" data-by="0" aria-label="Whole map">⌂</button></div></div>'
        "<noscript><p class='quiet'>The map needs scripts to be allowed; the numbers are in the tables.</p></noscript>"
    )


def definitions(summary: Summary) -> str:
    """What the words mean here."""
    rows = "".join(
        f"<dt>{text(words.sentence_case(key.replace('_', ' ')))}</dt><dd>{text(meaning)}</dd>"
        for key, meaning in summary["definitions"].items()
    )
    return f'<section id="definitions"><h2>What the words mean</h2><dl>{rows}</dl></section>'
