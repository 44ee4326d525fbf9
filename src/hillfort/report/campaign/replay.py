"""One draw to be watched hour by hour, on a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hillfort.campaign.outcome import Trace
from hillfort.campaign.scenario import Scenario
from hillfort.report.campaign import mapping, sections
from hillfort.report.parts import document, html
from hillfort.report.parts.html import text


def replay(scenario: Scenario, trace: Trace, summary: Mapping[str, Any]) -> str:
    """The page as HTML: nothing fetched."""
    credit = html.credit_of(scenario)
    data = {
        "draws": "1",
        "map": mapping.base(scenario, trace.control_cell),
        "loss": None,
        "replay": mapping.replay(scenario, trace),
    }
    body = [
        f'<header class="top"><p class="eyebrow">{text(scenario.title)} · course of action {text(summary["coa"])}</p>'
        f"<h1>Draw {trace.draw:,}</h1></header><main>",
        sections.replay(trace, typical=False, credit=credit),
        "</main>",
        sections.foot(summary, credit=credit),
    ]
    return document.document(f"{scenario.title}: draw {trace.draw:,}", body, data)
