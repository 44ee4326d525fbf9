"""One draw to be watched hour by hour, on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hillfort.campaign.outcome import Trace
from hillfort.campaign.scenario import Scenario
from hillfort.report.campaign import mapping, sections
from hillfort.report.parts import html
from hillfort.report.parts.markup import NOTHING, Html, document, markup


def replay(scenario: Scenario, trace: Trace, summary: Mapping[str, Any]) -> Html:
    """The page as HTML: nothing fetched."""
    credit = html.credit_of(scenario)
    data = {
        "draws": "1",
        "map": mapping.base(scenario, trace.control_cell),
        "loss": None,
        "replay": mapping.replay(scenario, trace),
    }
    body = [
        markup(
            '<header class="top"><p class="eyebrow">{} · course of action {}</p><h1>Draw {:,}</h1></header><main>',
            scenario.title,
            summary["coa"],
            trace.draw,
        ),
        sections.decided(summary) if "decided" in summary else NOTHING,
        sections.replay(trace, typical=False, credit=credit, events=summary.get("events", ())),
        markup("</main>"),
        sections.foot(summary, credit=credit),
    ]
    return document(f"{scenario.title}: draw {trace.draw:,}", body, data)
