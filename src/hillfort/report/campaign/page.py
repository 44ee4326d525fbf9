"""The report of an assessment: one page that needs nothing but a browser."""

from __future__ import annotations

from typing import Any

from hillfort.report.campaign import assumptions, crisis, mapping, sections
from hillfort.report.campaign import surroundings as around_sections
from hillfort.report.parts import html, numbers, words
from hillfort.report.parts.markup import Html, document, markup
from hillfort.studies.campaign import verdict
from hillfort.studies.campaign.assessment import Assessment

NAVIGATION = {
    "toll": "What is lost",
    "map": "Map",
    "objectives": "Objectives",
    "crisis": "Warning and decision",
    "help": "Help from outside",
    "landings": "Landings",
    "forces": "Forces and losses",
    "replay": "One campaign",
    **around_sections.TITLES,
    "hinges": "What it hangs on",
    "drivers": "What would change it",
    "assumptions": "Assumptions",
    "definitions": "Definitions",
    "limits": "What is left out",
}


def assessment(found: Assessment) -> Html:
    """The page as HTML: text, charts and data inside, nothing fetched."""
    summary, credit = found.summary, html.credit_of(found.scenario)
    data: dict[str, Any] = {
        "draws": numbers.count(summary["draws"]),
        "map": mapping.base(found.scenario, mapping.touched(found.outcome)),
        "loss": mapping.losses(found.scenario, found.outcome),
        "replay": mapping.replay(found.scenario, found.trace) if found.trace is not None else None,
    }
    around, there = found.around, {"replay": found.trace is not None}
    there["landings"] = bool(summary.get("landings"))
    there["crisis"] = crisis.has_crisis(found)
    there["hinges"] = bool(summary.get("hinges"))
    there |= {key: around is not None and around.has(key) for key in around_sections.TITLES}
    shown = {key: text for key, text in NAVIGATION.items() if there.get(key, True)}
    body = [
        sections.head(found.scenario, summary, shown),
        markup("<main>"),
        sections.toll(summary),
        sections.loss_map(data["loss"], summary, credit=credit),
        sections.objectives(summary, found.outcome),
        crisis.section(found),
        sections.help_from_outside(summary),
        sections.landings(summary),
        sections.forces(summary),
        sections.replay(found.trace, typical=is_typical(found), credit=credit) if found.trace is not None else "",
        *(
            around_sections.all_of(around, names=found.scenario.theatre.country_names, credit=credit)
            if around is not None
            else ()
        ),
        sections.hinges(summary),
        sections.drivers(summary),
        assumptions.section(found.scenario, summary),
        html.definitions(summary),
        sections.limits(summary),
        markup("</main>"),
        sections.foot(summary, credit=credit),
    ]
    return document(f"{found.scenario.title}: {words.headline(summary)}", body, data)


def is_typical(found: Assessment) -> bool:
    """True where the draw that is kept is the one nearest the middle, not one that was asked for."""
    return found.trace is not None and found.trace.draw == verdict.typical_draw(found.outcome)
