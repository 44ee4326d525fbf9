"""Wrong files from right ones: one seed, one change of structure or of text, the same bytes every time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

Tree = Any
Path = tuple[Any, ...]

EXTREME = (
    0, -1, 1, 2, 180, 1e-300, 1e300, -1e300, 2**31, 2**63, -(2**63), 10**400, 0.1, 1e6,
    float("nan"), float("inf"), float("-inf"), -0.0,
)  # fmt: skip
"""Numbers at and beyond the ends of what a field may be."""
OTHER = (
    None,
    True,
    False,
    "",
    " ",
    "judgement",
    "fixed",
    "normal",
    "lognormal",
    "2019-02-30",
    "9999-12-31",
    "F6",
    "A1",
    [],
    {},
    [[]],
    {"": None},
    [None],
)
"""Values of other kinds than the one that stands there."""
STRANGE = (
    "\u202egnirts", "\u0000", "\x1b[31m", "e\u0301", "ß", "İ", "\ufeff", "\U0001f3f0", "\u2028", "a" * 5000, "=1+1",
    "../../x", "%s", "{0}", "'\"",
    "<script>", "1_000", "0x10", "1e3", "٣", "NaN", "null", "~", "1,5",
)  # fmt: skip
"""Texts that are easily taken for something else."""
RAW = (
    "&a x",
    "*a",
    "!!python/object/apply:os.system ['true']",
    "!!binary aGk=",
    "<<: 1",
    "- - - -",
    "? x",
    "|",
    ">",
    "%TAG",
    "---",
    "...",
    "\t",
    "{",
    "}",
    "[",
    ": :",
    "#",
    "@",
    "`",
)
"""Pieces of a line that mean something to a reader of YAML."""


def paths_of(tree: Tree, at: Path = ()) -> list[Path]:
    """Every place in a tree but its root."""
    children = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    found = []
    for key, child in children:
        found.append((*at, key))
        found += paths_of(child, (*at, key))
    return found


def parent_of(tree: Tree, path: Path) -> Tree:
    """What holds the value at a path."""
    for key in path[:-1]:
        tree = tree[key]
    return tree


def _drop(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    del holder[key]


def _extreme(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    holder[key] = chance.choice(EXTREME)


def _other(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    holder[key] = json.loads(json.dumps(chance.choice(OTHER)))


def _strange(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    holder[key] = chance.choice(STRANGE)


def _scaled(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    """A number near the one that stands there: most of these are accepted and fought."""
    if isinstance(holder[key], int | float) and not isinstance(holder[key], bool):
        factor = chance.choice((0.0, 0.5, 0.9, 1.1, 2.0, 10.0, -1.0))
        holder[key] = type(holder[key])(holder[key] * factor)
    else:
        _extreme(chance, holder, key, _)


def _double(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    """The same once more: beside itself in a list, under another name in a mapping."""
    copy = json.loads(json.dumps(holder[key], default=str))
    if isinstance(holder, list):
        holder.insert(chance.randrange(len(holder) + 1), copy)
    else:
        holder[chance.choice((f"{key} 2", f"{key}/1", str(key).upper(), chance.choice(STRANGE)))] = copy


def _elsewhere(chance: random.Random, holder: Tree, key: Any, tree: Tree) -> None:
    """What stands somewhere else in the same file."""
    other = chance.choice(paths_of(tree))
    holder[key] = json.loads(json.dumps(parent_of(tree, other)[other[-1]], default=str))


def _renamed(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    if isinstance(holder, dict):
        holder[chance.choice((*STRANGE, str(key)[:-1], f"{key}s"))] = holder.pop(key)
    else:
        holder[key] = [holder[key]]


def _nested(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    deep: Tree = holder[key]
    for _step in range(chance.choice((1, 3, 30, 400))):
        deep = [deep] if chance.random() < 0.5 else {"x": deep}
    holder[key] = deep


def _many(chance: random.Random, holder: Tree, key: Any, _: Tree) -> None:
    """Two hundred of the same."""
    text = json.dumps(holder[key], default=str)
    copies = [json.loads(text) for _step in range(200)]
    holder[key] = copies if isinstance(holder, list) else {f"{key}{number}": each for number, each in enumerate(copies)}


CHANGES: Sequence[tuple[int, Callable[[random.Random, Tree, Any, Tree], None]]] = (
    (6, _scaled), (4, _drop), (3, _extreme), (3, _other), (2, _strange), (3, _double), (3, _elsewhere), (2, _renamed),
    (1, _nested), (1, _many),
)  # fmt: skip
"""Each with how often it is made."""


def changed_tree(chance: random.Random, tree: Tree, below: Path = ()) -> Tree:
    """The tree with one to four changes of structure, all of them below a path."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        places = [path for path in paths_of(tree) if path[: len(below)] == below and len(path) > len(below)]
        if not places:
            break
        path = chance.choice(places)
        weights, changes = zip(*CHANGES, strict=True)
        (change,) = chance.choices(changes, weights)
        change(chance, parent_of(tree, path), path[-1], tree)
    return tree


def as_yaml(tree: Tree) -> str:
    """The tree in the part of YAML that is JSON, with YAML's words for what is no number."""
    try:
        text = json.dumps(tree, indent=0, ensure_ascii=False, default=str)
    except RecursionError:
        return "x: " + "[" * 400
    for word, meant in (("-Infinity", "-.inf"), ("Infinity", ".inf"), ("NaN", ".nan")):
        text = text.replace(f": {word}", f": {meant}")
    return text


def changed_text(chance: random.Random, text: str) -> str:
    """The text with one to four lines lost, doubled, moved, indented, cut or with something strange in them."""
    lines = text.splitlines(keepends=True) or [""]
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(lines))
        line, kind = lines[at], chance.randrange(8)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(chance.randrange(len(lines) + 1), line)
        elif kind == 2:
            lines[at] = " " * chance.choice((1, 2, 3)) + line
        elif kind == 3:
            lines[at] = line[: chance.randrange(len(line) + 1)]
        elif kind == 4:
            del lines[chance.randrange(1, len(lines) + 1) :]
        else:
            spot = chance.randrange(len(line) + 1)
            piece = chance.choice(RAW if kind < 7 else STRANGE)
            lines[at] = line[:spot] + piece + line[spot + chance.choice((0, 1, 5)) :]
    return "".join(lines)


def changed_table(chance: random.Random, text: str) -> str:
    """A table with cells, columns or lines changed, and now and then as any other text."""
    if chance.random() < 0.25:
        return changed_text(chance, text)
    rows = [line.split(",") for line in text.splitlines()]
    for _ in range(chance.choice((1, 1, 2, 4))):
        row = chance.randrange(len(rows))
        cell, kind = chance.randrange(len(rows[row])), chance.randrange(6)
        if kind == 0 and len(rows[row]) > 1:
            del rows[row][cell]
        elif kind == 1:
            rows[row].insert(cell, rows[row][cell])
        elif kind == 2:
            for each in rows:
                del each[cell : cell + 1]
            rows = [each or [""] for each in rows]
        elif kind == 3:
            other = chance.choice(rows)
            rows[row][cell] = chance.choice(other)
        else:
            rows[row][cell] = str(chance.choice((*EXTREME[:11], *EXTREME[12:], *STRANGE, "")))
    return chance.choice(("\n", "\n", "\n", "\r\n", "\r")).join(
        chance.choice((",", ",", ",", ";")).join(r) for r in rows
    )
