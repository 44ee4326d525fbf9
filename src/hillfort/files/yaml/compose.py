"""Composition: a file on its base, measures on a scenario. Every node keeps the file and line it came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hillfort.files.yaml.lines import YamlNode, read_yaml, shorten
from hillfort.files.yaml.shipped import resolve
from hillfort.foundation.addresses import Address, advice, parse, printed
from hillfort.foundation.errors import InputError, Problem, did_you_mean

MAX_BASES = 10
LAID_LATER = (
    ("assumptions",),
    ("types",),
    ("templates",),
    ("lines",),
    ("movement",),
    ("sea", "assumptions"),
    ("air", "assumptions"),
    ("air", "types"),
    ("crisis",),
)
"""Parts of a scenario that are laid on what comes with the package, and only then known whole."""


JOINED = {"correlations": "between"}
"""Lists of statements about some things, and the field that names the things: one list is joined to another."""


def _joined(base: YamlNode, patch: YamlNode) -> YamlNode:
    """Both lists, of statements about the same things the patch's."""
    said: dict[Any, YamlNode] = {}
    for node in (*base.list, *patch.list):
        named = node.get(JOINED["correlations"])
        about = frozenset(each.text for each in named.list) if named is not None and named.list else None
        said[about or id(node)] = node
    return YamlNode(list(said.values()), patch.file, patch.line)


def merged(base: YamlNode, patch: YamlNode, problems: list[Problem], path: str = "") -> YamlNode:
    """`patch` laid over `base`: mappings key by key, lists and evidence whole, null deletes, `{add:
    [...]}` lengthens a list.

    Neither argument is changed. Deleting what is not there is a problem, because it is nearly always a typing error.
    """
    if path in JOINED and base.list and patch.list:
        return _joined(base, patch)
    if (longer := _lengthened(base, patch)) is not None:
        return longer
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


def _lengthened(base: YamlNode, patch: YamlNode) -> YamlNode | None:
    """A list, or what is to be added to one, with more at its end; None where that is not what the patch says."""
    more = patch.get("add")
    if more is None or len(patch.items) > 1 or not isinstance(more.value, list):
        return None
    if isinstance(base.value, list):
        return YamlNode([*base.list, *more.list], patch.file, patch.line)
    before = base.get("add")
    if before is None or not isinstance(before.value, list):
        return None
    return YamlNode({"add": YamlNode([*before.list, *more.list], more.file, more.line)}, patch.file, patch.line)


Whole = Callable[[YamlNode], YamlNode]
"""Works in what parts of a file name as their bases, so that addresses lead into them."""


def laid(base: YamlNode, patch: YamlNode, problems: list[Problem], whole: Whole = lambda tree: tree) -> YamlNode:
    """`patch` laid over `base`, keys of it that are addresses last: `quality.EE: {...}` sets that number alone.

    Neither argument is changed.
    """
    addressed = {key: child for key, child in patch.items.items() if "." in key or "[" in key}
    plain = {key: child for key, child in patch.items.items() if key not in addressed}
    tree = merged(base, YamlNode(plain, patch.file, patch.line, patch.deleted), problems)
    tree = whole(tree) if addressed else tree
    for key, child in addressed.items():
        try:
            steps = parse(key)
        except ValueError as error:
            advice = "Write steps with dots between them, as in formations.cc-bde.notice_to_move_h."
            problems.append(child.problem(key, f"{error}.", advice))
            continue
        tree = _set(tree, steps, child, problems)
    return tree


def known_only(base: YamlNode, patch: YamlNode, problems: list[Problem], place: str = "") -> YamlNode:
    """The patch without entries that are not in the base and lack what all entries of that section have.

    Such an entry is a key spelled wrongly, and one problem rather than one for each field that it lacks.
    """
    sections = {}
    for section, node in patch.items.items():
        there = base.get(section)
        entries = {key: each for key, each in (there.items if there else {}).items() if each.items}
        common = set.intersection(*(set(each.items) for each in entries.values())) if entries else set()
        kept = {}
        for key, child in node.items.items():
            if key not in entries and child.items and common - set(child.items) and _numbers_only(child):
                wrong = printed((*((place,) if place else ()), section, key)).replace(f'"{place}"', place)
                problems.append(child.problem(wrong, f"'{key}' is not there.", did_you_mean(key, entries)))
            else:
                kept[key] = child
        sections[section] = YamlNode(kept, node.file, node.line, node.deleted) if node.items else node
    return YamlNode(sections, patch.file, patch.line, patch.deleted)


def _numbers_only(node: YamlNode) -> bool:
    return all("value" in child.items for child in node.items.values())


def _set(tree: YamlNode, steps: Address, child: YamlNode, problems: list[Problem], place: int = 0) -> YamlNode:
    """The tree with another node at an address. What an address leads through has to be there, but for a whole section
    and for what the package gives (`LAID_LATER`), which is looked up when it is laid on that."""
    step, last = steps[place], place == len(steps) - 1
    open_ = place == 0 or any(steps[: len(part)] == part for part in LAID_LATER)
    entries: dict[Any, YamlNode] = dict(enumerate(tree.list)) if tree.list else dict(tree.items)
    if step not in entries and not open_ and (not last or isinstance(step, int)):
        problems.append(
            child.problem(printed(steps), f"'{step}' is not there.", advice(step, steps[:place], list(entries)))
        )
        return tree
    if last and child.value is None:
        if step not in entries:
            problems.append(child.problem(printed(steps), "is deleted here, but is not there."))
            return tree
        del entries[step]
        return _like(tree, entries, {**tree.deleted, str(step): (child.file, child.line)})
    below = entries.get(step, YamlNode({}, child.file, child.line))
    if last:
        entries[step] = _lengthened(below, child) or child
    else:
        entries[step] = _set(below, steps, child, problems, place + 1)
    return _like(tree, entries, tree.deleted)


def _like(tree: YamlNode, entries: dict[Any, YamlNode], deleted: dict[str, tuple[str, int]]) -> YamlNode:
    value = list(entries.values()) if tree.list else entries
    return YamlNode(value, tree.file, tree.line, deleted)


def composed(
    path: Path, problems: list[Problem], whole: Whole = lambda tree: tree, *, own: YamlNode | None = None
) -> tuple[YamlNode, list[str]]:
    """A scenario file laid over its bases, and the names of all of them, this one first; `own` is its content, if read.

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
        root = own if own is not None and not chain else read_yaml(here)
        chain.append((here, root))
        here = _base_of(root, here)
    names = [_name(root, file) for file, root in chain]
    tree = YamlNode({}, chain[-1][1].file, chain[-1][1].line)
    for number, (file, root) in enumerate(reversed(chain)):
        if number:
            _check_head(root, problems)
        for included in _included(file, root, problems):
            tree = laid(tree, included, problems, whole)
        tree = laid(tree, root, problems, whole)
        tree = YamlNode(tree.value, root.file, root.line, tree.deleted)
    for name in ("base", "include"):
        tree.items.pop(name, None)
    return tree, names


def _included(file: Path, root: YamlNode, problems: list[Problem]) -> list[YamlNode]:
    """Files of parts that a scenario file takes in before its own: types, templates, sources, places."""
    found = []
    node = root.get("include")
    for index, entry in enumerate(node.list if node else []):
        if entry.text is None or not entry.text.endswith((".yaml", ".yml")):
            problems.append(entry.problem(f"include[{index}]", "is not the path of a YAML file."))
            continue
        part = read_yaml(file.parent / entry.text)
        problems.extend(
            child.problem(name, "is not for a file that is included to say.")
            for name in ("name", "base", "include")
            if (child := part.get(name)) is not None
        )
        kept = {key: child for key, child in part.items.items() if key not in ("version", "name", "base", "include")}
        found.append(YamlNode(kept, part.file, part.line))
    return found


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
    problems.extend(
        Problem(root.file, root.line, name, "is required in every file and absent.")
        for name in ("version", "name")
        if root.get(name) is None
    )


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
