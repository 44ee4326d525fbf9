"""Evidence as files give it: dates, sources and the assumptions that ship."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hillfort.campaign.scenario import Source
from hillfort.files.evidence.entries import EvidenceEntry, SourceEntry, evidence_of
from hillfort.files.evidence.schema import AssumptionsEntry
from hillfort.files.yaml.compose import digest
from hillfort.files.yaml.lines import YamlNode, read_yaml
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import evidence_nodes, validated, where
from hillfort.foundation.domains import domain_of
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import JUDGEMENT, Evidence, is_date

PARAMETERS = frozenset({"assumptions", "values"})
"""Sections of files that hold parameters by name."""


@dataclass(frozen=True)
class Shipped:
    """Something read from a file of the package, with its sources and its digest."""

    sources: dict[str, Source]
    digest: str


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
    problems += source_problems(node, set()) + domain_problems(node, {})
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
    published = source.date if source is not None and is_date(source.date) else ""
    return evidence_of(entry, unit, published or default)


def source_problems(root: YamlNode, known: set[str]) -> list[Problem]:
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


def _exact_judgement(node: YamlNode, path: list[object]) -> list[Problem]:
    source, low, high, shape = (node.get(name) for name in ("source", "low", "high", "shape"))
    if source is None or source.text != JUDGEMENT or low is None or high is None or low.value != high.value:
        return []
    if shape is not None and shape.text == "fixed":
        return []
    advice = "Widen low and high, or say `shape: fixed` if it is a choice and not an estimate."
    return [node.problem(where(path), "is judgement without a range.", advice)]


def domain_problems(root: YamlNode, units: Mapping[str, str]) -> list[Problem]:
    """Parameters below a node whose numbers cannot be what they are.

    Fields have their bounds in the schema; a parameter has its own by its name and unit, which no schema knows.

    Parameters
    ----------
    root : YamlNode
    units : mapping
        Unit of every parameter by name; what has none here has the one that it states.
    """
    problems = []
    for node, path in evidence_nodes(root):
        if not PARAMETERS & set(path[:-1]):
            continue
        stated = node.get("unit")
        unit = units.get(str(path[-1])) or (stated.text if stated is not None else "") or ""
        steps = tuple(each for each in path if isinstance(each, str | int))
        for name in ("value", "low", "high"):
            child = node.get(name)
            number = child.value if child is not None else None
            if child is None or isinstance(number, bool) or not isinstance(number, int | float):
                continue
            if math.isfinite(number) and (text := domain_of(steps, unit).problem(number, unit)):
                problems.append(child.problem(where([*path, name]), text))
    return problems
