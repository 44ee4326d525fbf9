"""Battalion types, formation templates and the model's assumptions, as shipped with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hillfort.campaign.scenario import Source
from hillfort.files.evidence.entries import luck_key
from hillfort.files.evidence.read import Shipped, dated, source_problems, sources_of
from hillfort.files.forces.schema import (
    BattalionsEntry,
    BattalionTypeEntry,
    FormationTemplateEntry,
    PartEntry,
    TemplatesEntry,
)
from hillfort.files.yaml.compose import digest, known_only, merged
from hillfort.files.yaml.lines import YamlNode, read_yaml
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import validated, where
from hillfort.forces.formation import BattalionType
from hillfort.forces.template import Component, FormationTemplate, Templates
from hillfort.foundation.errors import InputError, Problem, did_you_mean

_UNITS = {
    "personnel": "persons",
    "tanks": "count",
    "fighting_vehicles": "count",
    "guns": "count",
    "vehicles": "count",
    "power_bneq": "battalion equivalents",
    "fires_bneq": "battalion equivalents",
    "supply_days": "days",
}


def templates_of(root: YamlNode, problems: list[Problem]) -> tuple[Templates, Shipped]:
    """Battalion types and formation templates for a scenario: those of the package, with its own `types` and
    `templates` laid on them. What is wrong with its own is added to the problems."""
    if not (own := {name: node for name in ("types", "templates") if (node := root.get(name)) is not None}):
        return shipped_templates()
    shipped = read_yaml(DATA / "forces" / "templates.yaml")
    sources = {name: node.items for name, node in (("", shipped.get("sources")), ("own", root.get("sources"))) if node}
    entries = {
        **merged(shipped, known_only(shipped, YamlNode(own, root.file, root.line), problems), problems).items,
        "sources": YamlNode({**sources.get("", {}), **sources.get("own", {})}, root.file, root.line),
    }
    found = _read(YamlNode(entries, root.file, root.line), problems)
    return found if found is not None else shipped_templates()


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
    problems: list[Problem] = []
    found = _read(read_yaml(path), problems)
    if found is None:
        raise InputError(problems)
    return found


def _read(node: YamlNode, problems: list[Problem]) -> tuple[Templates, Shipped] | None:
    entry, wrong = validated(TemplatesEntry, node)
    wrong += source_problems(node, set()) + _template_problems(node)
    problems += wrong
    if entry is None or wrong:
        return None
    sources = sources_of(entry.sources)
    types = {key: _type_of(key, kind, sources) for key, kind in entry.types.items()}
    formations = {key: template_of(key, form) for key, form in entry.templates.items()}
    return Templates(types, formations), Shipped(sources, digest(entry.model_dump(mode="json")))


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
        key=key,
        luck_key=luck_key(key, entry),
        name=entry.name,
        role=entry.role,
        mobility=entry.mobility,
        symbol=entry.symbol,
        stays_in_country=entry.stays_in_country,
        **values,
    )


def _template_problems(root: YamlNode) -> list[Problem]:
    """Templates that name what is not there, are empty, or contain themselves."""
    types = set((root.get("types") or root).items)
    templates = (root.get("templates") or root).items
    problems: list[Problem] = []
    for key, node in templates.items():
        problems += component_problems(node, ["templates", key], types, set(templates))
        if _contains(key, key, templates, set()):
            problems.append(node.problem(where(["templates", key]), "contains itself."))
    return problems


def component_problems(node: YamlNode, path: list[object], types: set[str], templates: set[str]) -> list[Problem]:
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


def _contains(key: str, wanted: str, templates: dict[str, YamlNode], seen: set[str]) -> bool:
    parts = templates[key].get("parts") if key in templates else None
    below = {part.items["template"].text or "" for part in (parts.list if parts else []) if "template" in part.items}
    if wanted in below:
        return True
    fresh = below - seen
    return any(_contains(part, wanted, templates, seen | fresh) for part in fresh)
