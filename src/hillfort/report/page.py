"""The report of an assessment: one page that needs nothing but a browser."""

from __future__ import annotations

import html
import json
from importlib import resources
from typing import Any

from hillfort.report import around_sections, assumptions, mapping, numbers, sections, words
from hillfort.studies import verdict
from hillfort.studies.assess import Assessment

NAVIGATION = {
    "map": "Map",
    "objectives": "Objectives",
    "help": "Help from outside",
    "forces": "Forces and losses",
    "replay": "One campaign",
    **around_sections.TITLES,
    "drivers": "What would change it",
    "assumptions": "Assumptions",
    "definitions": "Definitions",
    "limits": "What is left out",
}


def assessment(found: Assessment) -> str:
    """The page as HTML: text, charts and data inside, nothing fetched."""
    summary, credit = found.summary, sections.credit_of(found.scenario)
    data: dict[str, Any] = {
        "draws": numbers.count(summary["draws"]),
        "map": mapping.base(found.scenario, mapping.touched(found.outcome)),
        "loss": mapping.losses(found.scenario, found.outcome),
        "replay": mapping.replay(found.scenario, found.trace) if found.trace is not None else None,
    }
    around, there = found.around, {"replay": found.trace is not None}
    there |= {key: around is not None and around.has(key) for key in around_sections.TITLES}
    shown = {key: text for key, text in NAVIGATION.items() if there.get(key, True)}
    body = [
        sections.head(found.scenario, summary, shown),
        "<main>",
        sections.loss_map(data["loss"], summary, credit=credit),
        sections.objectives(summary, found.outcome),
        sections.help_from_outside(summary),
        sections.forces(summary),
        sections.replay(found.trace, typical=is_typical(found), credit=credit) if found.trace is not None else "",
        *(around_sections.all_of(around, credit=credit) if around is not None else ()),
        sections.drivers(summary),
        assumptions.section(found.scenario, summary),
        sections.definitions(summary),
        sections.limits(summary),
        "</main>",
        sections.foot(summary, credit=credit),
    ]
    return document(f"{found.scenario.title}: {words.headline(summary)}", body, data)


def is_typical(found: Assessment) -> bool:
    """True where the draw that is kept is the one nearest the middle, not one that was asked for."""
    return found.trace is not None and found.trace.draw == verdict.typical_draw(found.outcome)


def document(title: str, body: list[str], data: dict[str, Any] | None) -> str:
    """A whole HTML document with style, script and data inside."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title><style>{asset('page.css')}</style></head><body>",
        *body,
    ]
    if data is not None:
        parts += [
            f'<script type="application/json" id="data">{embedded(data)}</script>',
            f"<script>{asset('page.js')}</script>",
        ]
    return "\n".join([*parts, "</body></html>", ""])


def asset(name: str) -> str:
    """A file of the page's look or behaviour."""
    return resources.files("hillfort").joinpath("data", "report", name).read_text(encoding="utf-8")


def embedded(data: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
