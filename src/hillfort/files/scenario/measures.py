"""Measures: what can be asked of an ally, as a change to a scenario."""

from __future__ import annotations

from dataclasses import dataclass

from hillfort.campaign.scenario import Measure
from hillfort.files.evidence.read import dated, source_problems, sources_of
from hillfort.files.scenario.schema import MeasureEntry, ScenarioEntry
from hillfort.files.yaml.given import Given, tree_of
from hillfort.files.yaml.lines import YamlNode
from hillfort.files.yaml.shipped import shipped
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
    return MeasureFile(measure, entry, patch)


def _fitting(file: MeasureFile, lineage: list[str]) -> list[Problem]:
    """A problem, if a measure was written for other scenarios."""
    wanted = file.entry.applies_to
    if not wanted or set(wanted) & set(lineage):
        return []
    found = f"measure '{file.measure.name}' was written for {', '.join(wanted)}, not for {lineage[0]}."
    return [Problem(file.patch.file, 0, "applies_to", found)]
