"""Battalion types, formation templates and the model's assumptions, as shipped with the package."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hillfort.campaign.scenario import Source
from hillfort.files.compose import digest
from hillfort.files.entries import EvidenceEntry, SourceEntry, evidence_of
from hillfort.files.scenario_schema import (
    AssumptionsEntry,
    BattalionsEntry,
    BattalionTypeEntry,
    FormationTemplateEntry,
    PartEntry,
    TemplatesEntry,
)
from hillfort.files.shipped import DATA
from hillfort.files.structure import evidence_nodes, validated, where
from hillfort.files.yaml_lines import Node, read_yaml
from hillfort.forces.formation import BattalionType
from hillfort.forces.template import Component, FormationTemplate, Templates
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import JUDGEMENT, Evidence

_UNITS = {
    "personnel": "persons",
    "tanks": "count",
    "fighting_vehicles": "count",
    "guns": "count",
    "vehicles": "count",
    "combat_power": "battalion equivalents",
    "fires_power": "battalion equivalents",
    "supply_days": "days",
}


@dataclass(frozen=True)
class Shipped:
    """Something read from a file of the package, with its sources and its digest."""

    sources: dict[str, Source]
    digest: str


@cache
def shipped_templates() -> tuple[Templates, Shipped]:
    """Battalion types and formation templates of the package."""
    return read_templates(DATA / "forces" / "templates.yaml")


def read_templates(path: Path) -> tuple[Templates, Shipped]:
    """Battalion types and formation templates from a file.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    node = read_yaml(path)
    entry, problems = validated(TemplatesEntry, node)
    problems += source_problems(node, set()) + _template_problems(node)
    if entry is None or problems:
        raise InputError(problems)
    sources = sources_of(entry.sources)
    types = {key: _type_of(key, kind, sources) for key, kind in entry.battalion_types.items()}
    formations = {key: template_of(key, form) for key, form in entry.formation_templates.items()}
    return Templates(types, formations), Shipped(sources, digest(entry.model_dump(mode="json")))


@cache
def shipped_assumptions() -> tuple[dict[str, Evidence], Shipped]:
    """The model's parameters by name."""
    return read_assumptions(DATA / "assumptions.yaml")


def read_assumptions(path: Path) -> tuple[dict[str, Evidence], Shipped]:
    """The model's parameters from a file: name to evidence, whose note says what it means.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    node = read_yaml(path)
    entry, problems = validated(AssumptionsEntry, node)
    problems += source_problems(node, set())
    if entry is None or problems:
        raise InputError(problems)
    sources = sources_of(entry.sources)
    values = {}
    for name, value in entry.assumptions.items():
        noted = value.model_copy(update={"note": f"{value.meaning} {value.note}".strip()})
        values[name] = dated(noted, value.unit, sources)
    return values, Shipped(sources, digest(entry.model_dump(mode="json")))


def sources_of(entries: dict[str, SourceEntry]) -> dict[str, Source]:
    """The domain's sources."""
    return {key: Source(key, entry.title, entry.date, entry.grade, entry.note) for key, entry in entries.items()}


def dated(entry: EvidenceEntry, unit: str, sources: dict[str, Source], default: str = "") -> Evidence:
    """The domain's evidence; without a date of its own it has that of its source, else the default."""
    source = sources.get(entry.source)
    return evidence_of(entry, unit, (source.date if source else "") or default)


def template_of(key: str, entry: FormationTemplateEntry) -> FormationTemplate:
    """The domain's template."""
    return FormationTemplate(
        key, entry.name, entry.echelon, entry.symbol, components(entry.battalions), components(entry.parts)
    )


def components(entries: tuple[BattalionsEntry, ...] | tuple[PartEntry, ...]) -> tuple[Component, ...]:
    """The domain's components."""
    return tuple(
        Component(entry.type if isinstance(entry, BattalionsEntry) else entry.template, entry.count, entry.name)
        for entry in entries
    )


def _type_of(key: str, entry: BattalionTypeEntry, sources: dict[str, Source]) -> BattalionType:
    values = {name: dated(getattr(entry, name), unit, sources) for name, unit in _UNITS.items()}
    return BattalionType(
        key=key, name=entry.name, role=entry.role, mobility=entry.mobility, symbol=entry.symbol, **values
    )


def source_problems(root: Node, known: set[str]) -> list[Problem]:
    """Evidence below a node whose source is not listed, and judgement that claims to be exact."""
    listed = root.get("sources")
    keys = known | set(listed.items if listed else {}) | {JUDGEMENT}
    problems = []
    for node, path in evidence_nodes(root):
        source = node.get("source")
        if source is not None and source.text is not None and source.text not in keys:
            found = f"'{source.text}' is not one of the sources."
            problems.append(source.problem(where([*path, "source"]), found, did_you_mean(source.text, keys)))
        problems += _exact_judgement(node, path)
    return problems


def _exact_judgement(node: Node, path: list[object]) -> list[Problem]:
    source, low, high, shape = (node.get(name) for name in ("source", "low", "high", "shape"))
    if source is None or source.text != JUDGEMENT or low is None or high is None or low.value != high.value:
        return []
    if shape is not None and shape.text == "fixed":
        return []
    advice = "Widen low and high, or say `shape: fixed` if it is a choice and not an estimate."
    return [node.problem(where(path), "is judgement without a range.", advice)]


def _template_problems(root: Node) -> list[Problem]:
    """Templates that name what is not there, are empty, or contain themselves."""
    types = set((root.get("battalion_types") or root).items)
    templates = (root.get("formation_templates") or root).items
    problems: list[Problem] = []
    for key, node in templates.items():
        problems += component_problems(node, ["formation_templates", key], types, set(templates))
        if _contains(key, key, templates, set()):
            problems.append(node.problem(where(["formation_templates", key]), "contains itself."))
    return problems


def component_problems(node: Node, path: list[object], types: set[str], templates: set[str]) -> list[Problem]:
    """Components of a template, or of a formation that says itself what it is made of, that do not exist."""
    problems = []
    for name, field, allowed in (("battalions", "type", types), ("parts", "template", templates)):
        listed = node.get(name)
        for index, component in enumerate(listed.list if listed else []):
            key = component.get(field)
            if key is not None and key.text is not None and key.text not in allowed:
                found = f"'{key.text}' is not one of the {'battalion types' if field == 'type' else 'templates'}."
                problems.append(key.problem(where([*path, name, index, field]), found, did_you_mean(key.text, allowed)))
    return problems


def _contains(key: str, wanted: str, templates: dict[str, Node], seen: set[str]) -> bool:
    parts = templates[key].get("parts") if key in templates else None
    below = {part.items["template"].text or "" for part in (parts.list if parts else []) if "template" in part.items}
    if wanted in below:
        return True
    fresh = below - seen
    return any(_contains(part, wanted, templates, seen | fresh) for part in fresh)
