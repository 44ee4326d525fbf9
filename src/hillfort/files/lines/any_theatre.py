"""Parameters about lines that hold on any theatre: as they come with the package, and as a file has them otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from hillfort.campaign.scenario import Source
from hillfort.files.evidence.entries import OverrideEntry
from hillfort.files.evidence.read import Shipped, dated, read_assumptions
from hillfort.files.yaml.lines import YamlNode
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import Problem, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.lines.network.curation import Curation
from hillfort.lines.network.everywhere import problem
from hillfort.lines.network.lengths import impossible_length


@cache
def shipped_assumptions() -> tuple[dict[str, Evidence], Shipped]:
    """Parameters about lines that hold on any theatre, by name."""
    return read_assumptions(DATA / "lines" / "assumptions.yaml")


def with_overrides(entries: Mapping[str, OverrideEntry], sources: dict[str, Source]) -> dict[str, Evidence]:
    """All of them, with what a file says instead."""
    shipped = shipped_assumptions()[0]
    return {**shipped, **{name: dated(each, shipped[name].unit, sources) for name, each in entries.items()}}


def parameter_problems(root: YamlNode) -> Iterable[Problem]:
    """Names and units of parameters that hold on any theatre."""
    shipped = shipped_assumptions()[0]
    listed = root.get("assumptions")
    for name, node in (listed.items if listed else {}).items():
        unit = node.get("unit")
        if name not in shipped:
            found = "is not one of the assumptions about lines."
            yield node.problem(f"assumptions.{name}", found, did_you_mean(name, shipped))
        elif unit is not None and unit.text is not None and unit.text != shipped[name].unit:
            found = f"'{unit.text}' is not the unit of this assumption."
            yield unit.problem(f"assumptions.{name}.unit", found, f"It is {shipped[name].unit}.")


def unfit(node: YamlNode, made: Curation) -> list[Problem]:
    """Parameters of any theatre that cannot stand here as they do, and added lines of a length that cannot be."""
    listed = node.get("assumptions")
    said = {name: problem(name, made.assumptions[name], made) for name in made.overridden}
    found = [
        (listed or node).items[name].problem(f"assumptions.{name}", *wrong) for name, wrong in said.items() if wrong
    ]
    links = node.get("links")
    for index, each in enumerate(links.list if links else ()):
        if wrong := impossible_length(made, index, made.links[index].km):
            found.append((each.get("km") or each).problem(f"links[{index}].km", *wrong))
    return found
