"""Changes after which a file is mostly right still: what is accepted is fought,
which files that are plainly wrong never are."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from fuzz.mutate import Path, Tree, parent_of, paths_of

OPTIONAL = (
    "note",
    "description",
    "equipment",
    "command",
    "title",
    "who",
    "echelon",
    "bypass",
    "within_km",
    "date",
    "name",
)
"""Keys that may mostly be left out."""
NAMES = ("base", "at", "to", "fallback", "place")
"""Keys that hold the name of a place."""
NUMBER = re.compile(r'"@@(.*?)@@"')
"""A number in the notation in which it is to be written."""


def _numbers(tree: Tree, below: Path) -> list[Path]:
    return [
        path for path in paths_of(tree) if _is_number(parent_of(tree, path)[path[-1]]) and path[: len(below)] == below
    ]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _evidence(tree: Tree, below: Path) -> list[Path]:
    """Where numbers with a range stand."""
    return [
        path
        for path in paths_of(tree)
        if path[: len(below)] == below
        and isinstance(held := parent_of(tree, path)[path[-1]], dict)
        and {"value", "low", "high"} <= set(held)
        and all(_is_number(held[each]) for each in ("value", "low", "high"))
    ]


def nudged(chance: random.Random, tree: Tree, below: Path) -> None:
    """A best value moved anywhere inside its range, or a range moved and widened around it."""
    if not (found := _evidence(tree, below)):
        return _close(chance, tree, below)
    path = chance.choice(found)
    held = parent_of(tree, path)[path[-1]]
    low, high = held["low"], held["high"]
    kind = chance.randrange(4)
    if kind == 0:
        held["value"] = chance.choice((low, high))
    elif kind == 1:
        held["low"] = held["value"] = held["high"] = chance.uniform(low, high)
    elif kind == 2:
        held["low"] = low + chance.random() * (held["value"] - low)
    else:
        held["value"] = chance.uniform(low, high)
    return None


def _close(chance: random.Random, tree: Tree, below: Path) -> None:
    """A number near the one that stands there."""
    if found := _numbers(tree, below):
        path = chance.choice(found)
        holder, key = parent_of(tree, path), path[-1]
        value = holder[key]
        holder[key] = value + chance.choice((0, 1)) if isinstance(value, int) else value * chance.uniform(0.98, 1.02)


def notated(chance: random.Random, tree: Tree, below: Path) -> None:
    """Up to twenty numbers written otherwise: with an exponent, with noughts behind the point, with a sign."""
    found = _numbers(tree, below)
    for path in chance.sample(found, min(len(found), chance.randint(1, 20))):
        holder, key = parent_of(tree, path), path[-1]
        value = holder[key]
        if isinstance(value, int):
            text = chance.choice((f"{value}", f"+{value}" if value >= 0 else f"{value}"))
        else:
            text = chance.choice(
                (f"{value!r}", f"{value!r}000" if "e" not in repr(value) else repr(value), f"{value:.17e}")
            )
        holder[key] = f"@@{text}@@"


def dropped(chance: random.Random, tree: Tree, below: Path) -> None:
    """Something that may be left out, left out."""
    found = [path for path in paths_of(tree) if path[-1] in OPTIONAL and len(path) > 1 and path[: len(below)] == below]
    if found:
        path = chance.choice(found)
        del parent_of(tree, path)[path[-1]]


def doubled(chance: random.Random, tree: Tree, below: Path) -> None:
    """One thing of a section once more under another key, or one of a list once more beside itself."""
    sections = [
        path
        for path in paths_of(tree)
        if path[-1] in ("formations", "places", "sources", "tasks", "batteries", "groups")
    ]
    sections = [path for path in sections if path[: len(below)] == below or below[: len(path)] == path]
    if not sections:
        return
    path = chance.choice(sections)
    held = parent_of(tree, path)[path[-1]]
    if isinstance(held, dict) and held:
        key = chance.choice(list(held))
        held[f"{key}-too"] = json.loads(json.dumps(held[key]))
    elif isinstance(held, list) and held:
        held.insert(0, json.loads(json.dumps(chance.choice(held))))


def _pairs(tree: Tree, below: Path, keys: Sequence[str]) -> Iterator[tuple[Any, Any, str]]:
    """Two holders of the same key."""
    found: dict[str, list[Any]] = {}
    for path in paths_of(tree):
        if path[-1] in keys and path[: len(below)] == below:
            found.setdefault(path[-1], []).append(parent_of(tree, path))
    for key, holders in found.items():
        for place, one in enumerate(holders):
            for other in holders[place + 1 :]:
                yield one, other, key


def exchanged(keys: Sequence[str]) -> Callable[[random.Random, Tree, Path], None]:
    """A change that exchanges two values of one key."""

    def change(chance: random.Random, tree: Tree, below: Path) -> None:
        pairs = list(_pairs(tree, below, keys))
        if pairs:
            one, other, key = chance.choice(pairs)
            one[key], other[key] = other[key], one[key]

    return change


def reordered(chance: random.Random, tree: Tree, below: Path) -> None:
    """A section in another order."""
    found = [
        path
        for path in paths_of(tree)
        if isinstance(parent_of(tree, path)[path[-1]], dict) and path[: len(below)] == below
    ]
    if found:
        path = chance.choice(found)
        holder = parent_of(tree, path)
        items = list(holder[path[-1]].items())
        chance.shuffle(items)
        holder[path[-1]] = dict(items)


CHANGES: Sequence[tuple[int, Callable[[random.Random, Tree, Path], None]]] = (
    (6, nudged), (2, _close), (3, notated), (2, dropped), (1, doubled), (3, exchanged(NAMES)),
    (3, exchanged(("template", "battalions", "forces", "notice_to_move_h", "manning_share", "ways_in"))),
    (2, reordered),
)  # fmt: skip
"""Each with how often it is made."""


def changed(chance: random.Random, tree: Tree, below: Path = ()) -> Tree:
    """The tree with one to three gentle changes; what a path below has is changed only."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        weights, changes = zip(*CHANGES, strict=True)
        (change,) = chance.choices(changes, weights)
        change(chance, tree, below)
    return tree


def as_written(text: str) -> str:
    """The text of a tree with its numbers in the notation that was chosen for them."""
    return NUMBER.sub(lambda found: found[1], text)


def table(chance: random.Random, text: str) -> str:
    """A table with a few numbers moved a little, written otherwise, or lines in another order, doubled or left out."""
    lines = text.splitlines()
    head, rows = lines[0], lines[1:]
    for _ in range(chance.choice((1, 2, 3))):
        kind, at = chance.randrange(5), chance.randrange(len(rows))
        if kind == 0:
            chance.shuffle(rows)
        elif kind == 1 and len(rows) > 2:
            del rows[at]
        elif kind == 2:
            rows.append(_named_anew(rows[at]))
        else:
            rows[at] = _moved(chance, rows[at])
    return "\n".join([head, *rows, ""])


def _named_anew(row: str) -> str:
    name, comma, rest = row.partition(",")
    return f"{name} too{comma}{rest}"


def _moved(chance: random.Random, row: str) -> str:
    """One plain number of a line a little greater or smaller, as long as it has a point."""
    cells = row.split(",")
    places = [place for place, cell in enumerate(cells) if re.fullmatch(r"-?\d+\.\d+", cell)]
    if places:
        place = chance.choice(places)
        cells[place] = chance.choice(("{:.4f}", "{:.6f}", "{:g}")).format(
            float(cells[place]) * chance.uniform(0.97, 1.03)
        )
    return ",".join(cells)
