"""Measures: what can be asked of an ally, as a change to a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hillfort.campaign.scenario import Measure
from hillfort.files.evidence.read import dated, source_problems, sources_of
from hillfort.files.scenario.schema import MeasureEntry, ScenarioEntry
from hillfort.files.yaml.given import Given, path_of, tree_of
from hillfort.files.yaml.lines import YamlNode, read_yaml
from hillfort.files.yaml.shipped import is_path, resolve, shipped
from hillfort.files.yaml.structure import validated
from hillfort.foundation.errors import InputError, Problem, did_you_mean

_HEAD = ("version", "name", "base")
"""Fields that a measure cannot change."""


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
    patch = node.get("patch")
    for name, child in (patch.items if patch else {}).items():
        if name in _HEAD:
            problems.append(child.problem(f"patch.{name}", "is not for a measure to change."))
        elif name not in ScenarioEntry.model_fields and not ("." in name or "[" in name):
            advice = did_you_mean(name, ScenarioEntry.model_fields)
            problems.append(child.problem(f"patch.{name}", "is not a field of a scenario.", advice))
    costs = YamlNode({key: child for key, child in node.items.items() if key != "patch"}, node.file, node.line)
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
    return MeasureFile(measure, entry, patch, written, _names(path_of("measure", name_or_path), written))


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
    if not wanted or set(wanted) & set(lineage):
        return []
    found = f"measure '{file.measure.name}' was written for {', '.join(wanted)}, not for {lineage[0]}."
    return [file.applies_to[0].problem("applies_to", found)]
