"""Groups of links as a file on lines names them: their kinds, and what is said of single ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hillfort.files.yaml.lines import YamlNode
from hillfort.foundation.errors import Problem, did_you_mean
from hillfort.lines.network.curation import WIDER_KINDS

BORDER = re.compile(r"Border [A-Z]{2}-[A-Z]{2}, (roads|railways)")
"""Groups of all lines over a border, which the maps make."""


def group_problems(root: YamlNode) -> Iterable[Problem]:
    """Every group that something belongs to has a kind: it is a gate, or stands in `groups`."""
    nothing = YamlNode({}, "", 0)
    gates, groups = (root.get("gates") or nothing).items, (root.get("groups") or nothing).items
    known = set(gates) | set(groups)
    listed = [(f"gates.{name}", gate) for name, gate in gates.items()]
    for kind in ("links", "lanes"):
        listed += [(f"{kind}[{index}]", each) for index, each in enumerate((root.get(kind) or root).list)]
    for where, entry in listed:
        for name in (entry.get("groups") or nothing).list:
            if name.text and name.text not in known:
                found = f"'{name.text}' is neither a gate nor one of the groups."
                near = did_you_mean(name.text, known) if known else ""
                advice = f"Say under `groups` what it is: {', '.join(WIDER_KINDS)}. {near}".rstrip()
                yield name.problem(f"{where}.groups", found, advice)
    for key, node in groups.items():
        if key in gates:
            yield node.problem(f"groups.{key}", "is a gate too, which says its own kind.", "Leave it out here.")


def condition_problems(root: YamlNode) -> Iterable[Problem]:
    """A problem for each condition of what is no group: none of the file's, and not all lines over a border."""
    nothing = YamlNode({}, "", 0)

    def keys(name: str) -> Iterable[str]:
        return (root.get(name) or nothing).items

    known = {*keys("gates"), *keys("groups"), *(("Airlift",) if root.get("airlift") else ())}
    for kind, word in (
        ("ports", "Port"),
        ("railheads", "Railhead"),
        ("transloads", "Transload"),
        ("airfields", "Airfield"),
    ):
        known |= {f"{word} {name}" for name in keys(kind)}
    named = [each.get("name") for each in (root.get("links") or nothing).list]
    known |= {each.text for each in named if each is not None and each.text}
    for name, node in (root.get("conditions") or nothing).items.items():
        if name not in known and not BORDER.fullmatch(name):
            yield node.problem(f"conditions.{name}", "is not a group of links.", did_you_mean(name, known))
