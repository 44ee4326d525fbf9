"""Composition: a file on its base, measures on a scenario. Every node keeps the file and line it came from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from hillfort.files.yaml.lines import YamlNode, read_yaml, shorten
from hillfort.files.yaml.shipped import resolve
from hillfort.foundation.errors import InputError, Problem, did_you_mean

MAX_BASES = 10


def merged(base: YamlNode, patch: YamlNode, problems: list[Problem], path: str = "") -> YamlNode:
    """`patch` laid over `base`: mappings key by key, lists and evidence whole, null deletes.

    Neither argument is changed. Deleting what is not there is a problem, because it is nearly always a typing error.
    """
    if (
        not isinstance(patch.value, dict)
        or not isinstance(base.value, dict)
        or "value" in {**base.items, **patch.items}
    ):
        return patch
    entries = dict(base.items)
    deleted = dict(base.deleted)
    for key, child in patch.items.items():
        here = f"{path}.{key}" if path else key
        if child.value is None:
            if entries.pop(key, None) is None:
                problems.append(child.problem(here, "is deleted here, but is not there.", did_you_mean(key, entries)))
            deleted[key] = (child.file, child.line)
        elif key in entries:
            entries[key] = merged(entries[key], child, problems, here)
        else:
            entries[key] = child
    return YamlNode(entries, base.file, base.line, deleted)


def composed(path: Path, problems: list[Problem]) -> tuple[YamlNode, list[str]]:
    """A scenario file laid over its bases, and the names of all of them, this one first.

    Raises
    ------
    InputError
        A file cannot be read, a base does not exist, or the bases go round in a circle.
    """
    chain: list[tuple[Path, YamlNode]] = []
    here: Path | None = path
    while here is not None:
        if any(_same(here, seen) for seen, _ in chain):
            circle = " -> ".join([seen.stem for seen, _ in chain] + [here.stem])
            raise InputError(chain[-1][1].items["base"].problem("base", f"goes round in a circle: {circle}."))
        if len(chain) >= MAX_BASES:
            raise InputError(chain[-1][1].items["base"].problem("base", f"more than {MAX_BASES} bases on each other."))
        root = read_yaml(here)
        chain.append((here, root))
        here = _base_of(root, here)
    names = [_name(root, file) for file, root in chain]
    tree = chain[-1][1]
    for _, root in reversed(chain[:-1]):
        _check_head(root, problems)
        tree = merged(tree, root, problems)
        tree = YamlNode(tree.value, root.file, root.line, tree.deleted)
    tree.items.pop("base", None)
    return tree, names


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError):
        return one == other


def _base_of(root: YamlNode, file: Path) -> Path | None:
    node = root.get("base")
    if node is None:
        return None
    if node.text is None:
        raise InputError(node.problem("base", "is not the name of a scenario or a path."))
    try:
        return resolve("scenario", node.text, beside=file)
    except InputError as error:
        advice = error.problems[0].advice
        raise InputError(node.problem("base", f"'{shorten(node.text)}' is not a scenario.", advice)) from None


def _check_head(root: YamlNode, problems: list[Problem]) -> None:
    """A patch says which version of the format it is in and gives itself a name."""
    for name in ("version", "name"):
        if root.get(name) is None:
            problems.append(Problem(root.file, root.line, name, "is required in every file and absent."))


def _name(root: YamlNode, file: Path) -> str:
    name = root.get("name")
    return name.text if name is not None and name.text else file.stem


def digest(*parts: Any) -> str:
    """SHA-256 over canonical JSON of the parts.

    >>> digest({"b": 1, "a": 2.0}) == digest({"a": 2.0, "b": 1})
    True
    """
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
