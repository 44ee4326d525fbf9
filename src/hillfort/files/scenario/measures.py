"""Measures: what can be asked of an ally, as a change to a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hillfort.campaign.scenario import Measure
from hillfort.files.evidence.read import dated, source_problems, sources_of
from hillfort.files.scenario.claims import Claim, claims_of
from hillfort.files.scenario.schema import MeasureEntry, ScenarioEntry
from hillfort.files.yaml.given import Given, path_of, tree_of
from hillfort.files.yaml.lines import YamlNode, read_yaml
from hillfort.files.yaml.shipped import is_path, resolve, shipped
from hillfort.files.yaml.structure import validated
from hillfort.foundation.addresses import parse
from hillfort.foundation.errors import InputError, Problem, did_you_mean

_HEAD = ("version", "name", "base")
"""Fields that a measure cannot change."""
_PATCHES = ("patch", "patch_on", "claims")


@dataclass(frozen=True)
class MeasureFile:
    """A measure as read: what it costs, and what it changes."""

    measure: Measure
    entry: MeasureEntry
    patch: YamlNode
    applies_to: tuple[YamlNode, ...] = ()
    """What is written under `applies_to`, with its lines."""
    names: tuple[str, ...] = ()
    """Names of the scenarios that it was written for: of a path, the name that stands in the file."""
    claims: tuple[Claim, ...] = ()
    """What it says that it does."""
    variants: Mapping[str, YamlNode] = field(default_factory=dict)
    """What is laid over the patch, by name of the base that it is laid on."""

    def patch_on(self, lineage: Sequence[str]) -> YamlNode:
        """The patch for a base that is named with the bases that it rests on, itself first."""
        for name in lineage:
            if name in self.variants:
                return overlaid(self.patch, self.variants[name])
        return self.patch


def measure_names() -> list[str]:
    """Names of the measures that come with the package, sorted."""
    return shipped("measure")


def _twice(asked: list[MeasureFile]) -> list[Problem]:
    """Problems with measures that are asked for more than once: they would be paid for twice."""
    keys = [file.measure.name for file in asked]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    return [Problem("request", 0, "measure", f"'{key}' is asked for twice.") for key in doubled]


def read_measure(name_or_path: Given) -> Measure:
    """The measure of that name or file: who would do it, what it costs and how long it takes.

    Raises
    ------
    InputError
        Everything that is wrong with the file.
    """
    return read_measure_file(name_or_path).measure


def read_measure_file(name_or_path: Given) -> MeasureFile:
    """The measure with the patch that it is."""
    node = tree_of("measure", name_or_path)
    entry, problems = validated(MeasureEntry, node)
    patch, variants = node.get("patch"), node.get("patch_on")
    others = variants.items if variants else {}
    for place, each in (("patch", patch), *((f"patch_on.{name}", child) for name, child in others.items())):
        problems += _head_problems(place, each)
    problems += _patch_on_problems(node, others)
    claims, wrong = claims_of(node.get("claims"))
    problems += wrong
    costs = YamlNode({key: child for key, child in node.items.items() if key not in _PATCHES}, node.file, node.line)
    problems += source_problems(costs, set())
    if entry is None or patch is None or problems:
        raise InputError(problems, node.file)
    sources = sources_of(entry.sources)
    measure = Measure(
        name=entry.measure,
        title=entry.title,
        cost_meur_per_year=dated(entry.cost_meur_per_year, "MEUR/year", sources),
        cost_once_meur=dated(entry.cost_once_meur, "MEUR", sources),
        lead_time_months=dated(entry.lead_time_months, "months", sources),
        who=entry.who,
    )
    listed = node.get("applies_to")
    written = tuple(listed.list) if listed is not None else ()
    names = _names(path_of("measure", name_or_path), written)
    return MeasureFile(measure, entry, patch, written, names, claims, others)


def _head_problems(place: str, patch: YamlNode | None) -> list[Problem]:
    """Fields at the top of a patch that no measure may change, or that no scenario has."""
    problems = []
    for name, child in (patch.items if patch else {}).items():
        try:
            first = str(parse(name)[0]) if "." in name or "[" in name else name
        except ValueError:
            continue  # Said when it is laid.
        if first in _HEAD:
            problems.append(child.problem(f"{place}.{name}", "is not for a measure to change."))
        elif first not in ScenarioEntry.model_fields:
            advice = did_you_mean(first, ScenarioEntry.model_fields)
            problems.append(child.problem(f"{place}.{name}", f"'{first}' is not a field of a scenario.", advice))
    return problems


def _patch_on_problems(node: YamlNode, variants: Mapping[str, YamlNode]) -> list[Problem]:
    """Names under `patch_on` that are no scenario's."""
    listed = node.get("applies_to")
    known = {*shipped("scenario"), *(each.text or "" for each in (listed.list if listed else []))}
    return [
        child.problem(f"patch_on.{name}", f"'{name}' is not one of the scenarios.", did_you_mean(name, known))
        for name, child in variants.items()
        if name not in known and not any(is_path(each) for each in known)
    ]


def overlaid(patch: YamlNode, variant: YamlNode) -> YamlNode:
    """A patch with what is otherwise on one base: `null` takes out of the patch what is in it."""
    if not variant.items or not patch.items or "value" in {**patch.items, **variant.items}:
        return variant
    entries = dict(patch.items)
    for key, child in variant.items.items():
        if child.value is None and key in entries:
            del entries[key]
        else:
            entries[key] = overlaid(entries[key], child) if key in entries else child
    return YamlNode(entries, patch.file, patch.line, patch.deleted)


def _names(file: Path, written: tuple[YamlNode, ...]) -> tuple[str, ...]:
    """Names of the scenarios that are listed by name or by path, paths being relative to the file that lists them."""
    found, problems = [], []
    for index, node in enumerate(written):
        text = node.text or ""
        if is_path(text):
            try:
                name = read_yaml(resolve("scenario", text, beside=file)).get("name")
            except InputError as error:
                problems += [node.problem(f"applies_to[{index}]", f"'{text}' {each.found}") for each in error.problems]
                continue
            text = name.text or "" if name is not None else ""
        found.append(text)
    if problems:
        raise InputError(problems, str(problems[0].file))
    return tuple(found)


def _fitting(file: MeasureFile, lineage: list[str]) -> list[Problem]:
    """A problem, if a measure was written for other scenarios."""
    wanted = file.names
    unknown = [
        node.problem(
            f"applies_to[{index}]", f"'{node.text}' is not one of the scenarios.", did_you_mean(node.text, known)
        )
        for index, node in enumerate(file.applies_to)
        if node.text and not is_path(node.text) and node.text not in (known := [*shipped("scenario"), *lineage])
    ]
    if unknown or not wanted or set(wanted) & set(lineage):
        return unknown
    found = f"measure '{file.measure.name}' was written for {', '.join(wanted)}, not for {lineage[0]}."
    return [file.applies_to[0].problem("applies_to", found)]
