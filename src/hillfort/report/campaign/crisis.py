"""The section of a report about warning and decision, where these come from a crisis."""

from __future__ import annotations

from hillfort.report.crisis import words
from hillfort.report.parts.html import paragraphs, table
from hillfort.report.parts.markup import NOTHING, Html, joined, markup
from hillfort.studies.campaign.assessment import Assessment
from hillfort.studies.crisis import study

DRAWS = 2000
"""Draws of warning and decision that the section is written from."""


def has_crisis(found: Assessment) -> bool:
    """Whether anything of warning and decision acts in a scenario."""
    return bool(found.scenario.crisis)


def section(found: Assessment) -> Html:
    """Belief by day, the clocks and the formations that wait for them; nothing where the stated hours hold alone."""
    if not has_crisis(found):
        return NOTHING
    summary = study.study(found.scenario, coa=found.outcome.coa, draws=DRAWS, seed=found.summary["seed"]).summary
    tables = joined(
        markup("<h3>{}</h3>{}{}", title, table(rows[0], rows[1:]), paragraphs(notes, "quiet"))
        for title, rows, notes in words.tables(summary)
    )
    return markup(
        '<section id="crisis"><h2>Warning and decision</h2>{}{}</section>',
        paragraphs([words.headline(summary), *words.sentences(summary)]),
        tables,
    )
