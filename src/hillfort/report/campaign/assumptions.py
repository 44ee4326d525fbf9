"""What an answer rests on: every doubted number, in groups that can be read, and the forces."""

from __future__ import annotations

from collections.abc import Mapping

from hillfort.campaign.air_and_sea import doubts
from hillfort.campaign.doubt import scenario_doubts
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.evidence import Evidence
from hillfort.report.parts import numbers, words
from hillfort.report.parts.html import Summary, table, text
from hillfort.studies.doubt.names import rests_on, spoken
from hillfort.studies.doubt.words import names_of

LIST = "assumptions.csv"
"""File of the result folder with every number."""
HEAD = ("Assumption", "Value", "Range", "Source", "Grade", "Note")
OPEN_ROWS, PRINTED_ROWS = 40, 60
"""Groups of more are folded on the screen; of more, told by their list alone on paper."""


def section(scenario: Scenario, summary: Summary) -> str:
    """Every parameter with its range, source and grade, by what it is about; then the forces."""
    coa = summary["coa"]
    values = rests_on(scenario, coa)
    judged = sum(evidence.is_judgement for evidence in values.values())
    parts = [_group(scenario, title, found) for title, found in groups(scenario, coa).items() if found]
    return (
        '<section id="assumptions"><h2>What it rests on</h2>'
        f"<p>{len(values)} assumptions, of which {judged} are judgement because nobody has published a value: those are "
        "wide on purpose. Every draw takes a value from each range. Grades follow the Admiralty system: reliability of "
        f"the source A to F, credibility of the information 1 to 6. All of them are in {LIST} beside this page.</p>"
        f"{''.join(parts)}{_formations(scenario)}</section>"
    )


def groups(scenario: Scenario, coa: str) -> dict[str, dict[str, Evidence]]:
    """All doubted numbers by what they are about, each once."""
    given = scenario_doubts(scenario, coa) if coa in scenario.courses_of_action else {}
    air, sea = doubts(scenario)
    ways = {name: each for name, each in given.items() if name.startswith("way_")}
    law = {name: each for name, each in scenario.assumptions.items() if name.startswith("fit_")}
    elsewhere = law | air | sea
    ashore = {name: each for name, each in sorted(scenario.assumptions.items()) if name not in elsewhere}
    troops = {name: each for name, each in given.items() if name not in ways}
    return {
        "Warning, troops and their power": troops,
        "Campaign ashore": ashore,
        "Ways in": ways,
        "Law of ground combat, fitted to battles since 1900": law,
        "In the air": air,
        "At sea": sea,
    }


def _group(scenario: Scenario, title: str, values: Mapping[str, Evidence]) -> str:
    judged = sum(evidence.is_judgement for evidence in values.values())
    folded, long = len(values) > OPEN_ROWS, len(values) > PRINTED_ROWS
    changed = sum(name in scenario.overridden for name in values)
    more = f", {changed} changed in this scenario" if changed else ""
    rows = [_row(scenario, name, evidence) for name, evidence in values.items()]
    note = f'<p class="paper quiet">{len(values)} rows: see {LIST} beside this page.</p>' if long else ""
    kind = ' class="long"' if long else "" if folded else " open"
    return f"<details{kind}><summary>{text(title)}: {len(values)}, {judged} of them judgement{more}</summary>{table(HEAD, rows)}</details>{note}"


def _row(scenario: Scenario, name: str, evidence: Evidence) -> tuple[str, ...]:
    source = scenario.sources.get(evidence.source)
    title = f"{source.title}{f', {source.date}' if source.date else ''}" if source else evidence.source
    why = scenario.overridden.get(name, "")
    note = f"{text(evidence.note)}{f' <span class=why>Changed here: {text(why)}</span>' if why else ''}"
    return (
        text(words.sentence_case(spoken(name, names_of(scenario)))),
        text(numbers.value(evidence.value, evidence.unit)),
        text(_range(evidence)),
        text(title),
        _grade(evidence.grade, judged=evidence.is_judgement),
        note,
    )


def _range(evidence: Evidence) -> str:
    """The range; a long unit stands with the value alone."""
    found = numbers.evidence_range(evidence.low, evidence.high, evidence.unit)
    return found.removesuffix(f" {evidence.unit}")


def _grade(grade: str, *, judged: bool) -> str:
    return f'<span class="grade{" judged" if judged else ""}">{text(grade)}</span>'


def _formations(scenario: Scenario) -> str:
    rows = [
        (
            text(formation.name),
            text(formation.side.capitalize()),
            text(formation.country),
            text(formation.base),
            text(len(formation.battalions)),
            text(formation.equipment),
            text(_source_title(scenario, formation.source)),
            _grade(formation.grade, judged=formation.source == "judgement"),
        )
        for formation in scenario.formations
    ]
    head = ("Formation", "Side", "Country", "Base", "Battalions", "Equipment", "Source", "Grade")
    return f"<details><summary>Forces: {len(rows)} formations with base, equipment, source and grade</summary>{table(head, rows)}</details>"


def _source_title(scenario: Scenario, key: str) -> str:
    source = scenario.sources.get(key)
    return source.title if source else key


LIST_HEAD = (
    "group",
    "name",
    "words",
    "value",
    "low",
    "high",
    "unit",
    "source",
    "grade",
    "date",
    "note",
    "changed_because",
)
"""Columns of the list."""


def list_rows(scenario: Scenario, coa: str) -> list[tuple[object, ...]]:
    """Every doubted number as rows of `LIST_HEAD`: group, name, words, value, range, unit, source, grade, date, note, why changed."""
    called = names_of(scenario)
    rows: list[tuple[object, ...]] = []
    for title, values in groups(scenario, coa).items():
        for name, each in values.items():
            source = scenario.sources.get(each.source)
            rows.append(
                (
                    title,
                    name,
                    spoken(name, called),
                    each.value,
                    each.low,
                    each.high,
                    each.unit,
                    source.title if source else each.source,
                    each.grade,
                    each.date,
                    each.note,
                    scenario.overridden.get(name, ""),
                )
            )
    return rows
