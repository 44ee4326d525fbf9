"""What an answer rests on: every doubted number, in groups that can be read, and the forces."""

from __future__ import annotations

from collections.abc import Sequence

from hillfort.campaign.doubt import rests_on
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.evidence import Evidence
from hillfort.report.parts import numbers
from hillfort.report.parts.html import Summary, table, text

LIST = "assumptions.csv"
"""File of the result folder with every number."""
HEAD = ("Assumption", "Value", "Range", "Source", "Grade", "Note")
OPEN_ROWS, PRINTED_ROWS = 40, 60
"""Groups of more are folded on the screen; of more, told by their list alone on paper."""


def section(scenario: Scenario, summary: Summary) -> str:
    """Every parameter with its range, source and grade, by what it is about; then the forces."""
    coa = summary["coa"]
    values = rests_on(scenario, coa)
    judged = sum(each.evidence.is_judgement for each in values.values())
    parts = [_group(scenario, title, found) for title, found in groups(scenario, coa).items()]
    return (
        '<section id="assumptions"><h2>What it rests on</h2>'
        f"<p>{len(values)} assumptions, of which {judged} are judgement because nobody has published a value: those are "
        "wide on purpose. Every draw takes a value from each range. Grades follow the Admiralty system: reliability of "
        f"the source A to F, credibility of the information 1 to 6. All of them are in {LIST} beside this page, each under "
        f"the address by which it can be set.</p>{''.join(parts)}{_formations(scenario)}</section>"
    )


def groups(scenario: Scenario, coa: str) -> dict[str, list[Doubted]]:
    """All doubted values by what they are about, each once, in the order in which groups first come up."""
    found: dict[str, list[Doubted]] = {}
    for each in rests_on(scenario, coa).values():
        found.setdefault(each.group, []).append(each)
    return found


def _group(scenario: Scenario, title: str, values: Sequence[Doubted]) -> str:
    judged = sum(each.evidence.is_judgement for each in values)
    folded, long = len(values) > OPEN_ROWS, len(values) > PRINTED_ROWS
    reasons = scenario.reasons
    changed = sum(each.address in reasons for each in values)
    more = f", {changed} changed in this scenario" if changed else ""
    rows = [_row(scenario, each, reasons.get(each.address, "")) for each in values]
    note = f'<p class="paper quiet">{len(values)} rows: see {LIST} beside this page.</p>' if long else ""
    kind = ' class="long"' if long else "" if folded else " open"
    head = f"<summary>{text(title)}: {len(values)}, {judged} of them judgement{more}</summary>"
    return f"<details{kind}>{head}{table(HEAD, rows)}</details>{note}"


def _row(scenario: Scenario, about: Doubted, why: str) -> tuple[str, ...]:
    evidence = about.evidence
    source = scenario.sources.get(evidence.source)
    title = f"{source.title}{f', {source.date}' if source.date else ''}" if source else evidence.source
    idle = "" if about.acts else " <span class=why>Cannot act in this scenario.</span>"
    note = f"{text(evidence.note)}{idle}{f' <span class=why>Changed here: {text(why)}</span>' if why else ''}"
    return (
        text(about.title),
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
    "address",
    "title",
    "value",
    "low",
    "high",
    "unit",
    "shape",
    "acts",
    "source",
    "grade",
    "date",
    "note",
    "changed_because",
)
"""Columns of the list."""


def list_rows(scenario: Scenario, coa: str) -> list[tuple[object, ...]]:
    """Every doubted number as rows of `LIST_HEAD`, under the address by which it can be set."""
    rows: list[tuple[object, ...]] = []
    reasons = scenario.reasons
    for each in (each for values in groups(scenario, coa).values() for each in values):
        evidence = each.evidence
        source = scenario.sources.get(evidence.source)
        told = (each.group, each.address, each.title, evidence.value, evidence.low, evidence.high, evidence.unit)
        more = (evidence.shape, "yes" if each.acts else "no", source.title if source else evidence.source)
        rows.append((*told, *more, evidence.grade, evidence.date, evidence.note, reasons.get(each.address, "")))
    return rows
