"""Luck keys of a scenario file: of things of one kind, no two may have the same luck."""

from __future__ import annotations

from collections.abc import Iterator

from hillfort.files.yaml.lines import YamlNode, shorten
from hillfort.files.yaml.structure import where
from hillfort.foundation.errors import Problem
from hillfort.foundation.keyed import KINDS

Found = tuple[tuple[str, ...], YamlNode]


def luck_problems(root: YamlNode) -> list[Problem]:
    """A problem for each thing whose luck key is that of another of its kind, with the place of both."""
    found: list[Problem] = []
    for kind in KINDS:
        for sections in _sections(root, kind):
            seen: dict[str, Found] = {}
            for path, node in sections:
                said = node.get("luck_key")
                luck = said.text if said is not None and said.text else path[-1]
                first, there = seen.setdefault(luck, (path, node))
                if first != path and (said is not None or there.get("luck_key") is not None):
                    place, other = said or node, there.get("luck_key") or there
                    text = f"'{shorten(luck)}' is also the luck of {where(list(first))} in {other.file}:{other.line}."
                    advice = "Give one of the two another luck_key, or leave it out."
                    found.append(place.problem(where([*path, "luck_key"]), text, advice))
    return found


def _sections(root: YamlNode, kind: tuple[tuple[str, ...], ...]) -> Iterator[list[Found]]:
    """What stands in the sections of a kind: together, but the orders of each course of action for themselves."""
    if any("*" in path for path in kind):
        for path in kind:
            above = _at(root, path[: path.index("*")])
            for key in above.items if above is not None else ():
                whole = tuple(key if step == "*" else step for step in path)
                yield _things(root, whole)
    else:
        yield [each for path in kind for each in _things(root, path)]


def _things(root: YamlNode, path: tuple[str, ...]) -> list[Found]:
    node = _at(root, path)
    return [((*path, key), child) for key, child in node.items.items()] if node is not None else []


def _at(node: YamlNode, path: tuple[str, ...]) -> YamlNode | None:
    found: YamlNode | None = node
    for step in path:
        found = found.get(step) if found is not None else None
    return found
