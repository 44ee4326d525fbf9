"""What an answer rests on: every doubted number, in groups that can be read, and the forces."""

from __future__ import annotations

from collections.abc import Sequence

from hillfort.campaign.doubt import rests_on
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.evidence import Evidence
from hillfort.report.parts import numbers
from hillfort.report.parts.html import Summary, table
from hillfort.report.parts.markup import NOTHING, Html, joined, markup

LIST = "assumptions.csv"
"""File of the result folder with every number."""
HEAD = ("Assumption", "Value", "Range", "Source", "Grade", "Note")
OPEN_ROWS, PRINTED_ROWS = 40, 60
"""Groups of more are folded on the screen; of more, told by their list alone on paper."""


def section(scenario: Scenario, summary: Summary) -> Html:
    """Every parameter with its range, source and grade, by what it is about; then the forces."""
    coa = summary["coa"]
    values = rests_on(scenario, coa)
    judged = sum(each.evidence.is_judgement for each in values.values())
    parts = [_group(scenario, title, found) for title, found in groups(scenario, coa).items()]
    return markup(
        '<section id="assumptions"><h2>What it rests on</h2><p>{} assumptions, of which {judged} are '
        "judgement because nobody has published a value: those are wide on purpose. Every draw takes a value "
        "from each range. Grades follow the Admiralty system: reliability of the source A to F, credibility "
        "of the information 1 to 6. All of them are in {LIST} beside this page, each under the address by "
        "which it can be set.</p>{}{}</section>",
        len(values),
        joined(parts),
        joined([_correlations(scenario), _formations(scenario)]),
        judged=judged,
        LIST=LIST,
    )


def groups(scenario: Scenario, coa: str) -> dict[str, list[Doubted]]:
    """All doubted values by what they are about, each once, in the order in which groups first come up."""
    found: dict[str, list[Doubted]] = {}
    for each in rests_on(scenario, coa).values():
        found.setdefault(each.group, []).append(each)
    return found


def _group(scenario: Scenario, title: str, values: Sequence[Doubted]) -> Html:
    judged = sum(each.evidence.is_judgement for each in values)
    folded, long = len(values) > OPEN_ROWS, len(values) > PRINTED_ROWS
    reasons = scenario.reasons
    changed = sum(each.address in reasons for each in values)
    more = f", {changed} changed in this scenario" if changed else ""
    rows = [_row(scenario, each, reasons.get(each.address, "")) for each in values]
    note = (
        markup('<p class="paper quiet">{} rows: see {LIST} beside this page.</p>', len(values), LIST=LIST)
        if long
        else ""
    )
    kind = markup(' class="long"') if long else NOTHING if folded else markup(" open")
    head = markup(
        "<summary>{title}: {}, {judged} of them judgement{more}</summary>",
        len(values),
        title=title,
        judged=judged,
        more=more,
    )
    return markup("<details{kind}>{head}{}</details>{note}", table(HEAD, rows), kind=kind, head=head, note=note)


def _row(scenario: Scenario, about: Doubted, why: str) -> tuple[str, ...]:
    evidence = about.evidence
    source = scenario.sources.get(evidence.source)
    title = f"{source.title}{f', {source.date}' if source.date else ''}" if source else evidence.source
    idle = NOTHING if about.acts else markup(" <span class=why>Cannot act in this scenario.</span>")
    changed = markup(" <span class=why>Changed here: {why}</span>", why=why) if why else NOTHING
    return (
        about.title,
        numbers.value(evidence.value, evidence.unit),
        _range(evidence),
        title,
        _grade(evidence.grade, judged=evidence.is_judgement),
        joined([evidence.note, idle, changed]),
    )


def _range(evidence: Evidence) -> str:
    """The range; a long unit stands with the value alone."""
    found = numbers.evidence_range(evidence.low, evidence.high, evidence.unit)
    return found.removesuffix(f" {evidence.unit}")


def _grade(grade: str, *, judged: bool) -> Html:
    return markup('<span class="grade{}">{grade}</span>', " judged" if judged else "", grade=grade)


def _correlations(scenario: Scenario) -> Html:
    """What doubted values have in common, where the scenario says so."""
    if not scenario.correlations:
        return NOTHING
    rows = [
        (
            " and ".join(each.between),
            f"{each.rank:g}",
            _source_title(scenario, each.source),
            _grade(each.grade, judged=each.source == "judgement"),
            each.why,
        )
        for each in scenario.correlations
    ]
    head = ("Between", "Rank correlation", "Source", "Grade", "Why")
    shown = table(head, rows)
    return markup("<details open><summary>Values that go together: {}</summary>{}</details>", len(rows), shown)


def _formations(scenario: Scenario) -> Html:
    rows = [
        (
            formation.name,
            formation.side.capitalize(),
            formation.country,
            formation.base,
            len(formation.battalions),
            formation.equipment,
            _source_title(scenario, formation.source),
            _grade(formation.grade, judged=formation.source == "judgement"),
        )
        for formation in scenario.formations
    ]
    head = ("Formation", "Side", "Country", "Base", "Battalions", "Equipment", "Source", "Grade")
    return markup(
        "<details><summary>Forces: {} formations with base, equipment, source and grade</summary>{}</details>",
        len(rows),
        table(head, rows),
    )


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
    "correlated_with",
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
        rows.append(
            (
                *told,
                *more,
                evidence.grade,
                evidence.date,
                evidence.note,
                reasons.get(each.address, ""),
                _partners(scenario, each),
            )
        )
    return rows


def _partners(scenario: Scenario, about: Doubted) -> str:
    """Addresses that a value is correlated with, each with its rank correlation."""
    said = []
    for each in scenario.correlations:
        if about.address in each.between:
            said += [f"{other} {each.rank:g}" for other in each.between if other != about.address]
    return "; ".join(said)
