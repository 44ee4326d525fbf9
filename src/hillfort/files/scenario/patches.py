"""What a measure sets, address by address: operators and `*` worked out against what they are laid on.

A leaf of a patch is a value, a list, an evidence, `null` or an operation such as `{add: 72}`. Operations are turned
into whole values before the patch is laid, so that what is laid needs to know nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from hillfort.files.scenario.operations import COMMUTING, applied, operator_of
from hillfort.files.yaml.compose import JOINED, LAID_LATER
from hillfort.files.yaml.lines import YamlNode
from hillfort.foundation.addresses import Address, Step, advice, parse, printed
from hillfort.foundation.errors import Problem
from hillfort.foundation.evidence import Evidence

ANY = "*"
"""A step of an address that stands for every key, or every entry of a list, that is there in the base."""

Beyond = Callable[[Address], Mapping[Address, YamlNode]]
"""Numbers that no file of the scenario holds because the package gives them, by an address that may have `*` in it."""


@dataclass(frozen=True)
class Setting:
    """One leaf of a patch at one address of the scenario that it is laid on."""

    steps: Address
    node: YamlNode
    operator: str = ""
    """The operator; '' where the leaf simply stands there afterwards."""

    def commutes_with(self, other: Setting) -> bool:
        """Whether the two may be laid together: the same operation at the same address, in any order the same."""
        same = self.steps == other.steps and self.operator == other.operator
        return same and self.operator in COMMUTING

    def meets(self, other: Setting) -> bool:
        """Whether one stands at or below the other."""
        length = min(len(self.steps), len(other.steps))
        return self.steps[:length] == other.steps[:length]


@dataclass(frozen=True)
class Resolved:
    """A patch without operations, and all that it sets."""

    patch: YamlNode
    settings: list[Setting] = field(default_factory=list)


def leaves(patch: YamlNode) -> Iterator[Setting]:
    """Every leaf of a patch with its address; keys that are no address are passed over,
    and are said when it is laid."""
    for key, child in patch.items.items():
        try:
            steps = parse(key) if "." in key or "[" in key else (key,)
        except ValueError:
            continue
        yield from _leaves(child, steps)


def _leaves(node: YamlNode, steps: Address) -> Iterator[Setting]:
    operator = operator_of(node)
    if operator or "value" in node.items or not node.items:
        yield Setting(steps, node, operator)
        return
    for key, child in node.items.items():
        yield from _leaves(child, (*steps, key))


def found_at(tree: YamlNode, steps: Address) -> YamlNode | None:
    """What stands at an address of a tree."""
    for step in steps:
        entries = _entries(tree)
        if step not in entries:
            return None
        tree = entries[step]
    return tree


def matching(tree: YamlNode, pattern: Address, above: Address = ()) -> dict[Address, YamlNode]:
    """Every address of a tree that a pattern stands for, with what is there."""
    if not pattern:
        return {above: tree}
    first, rest = pattern[0], pattern[1:]
    entries = _entries(tree)
    if first != ANY:
        return matching(entries[first], rest, (*above, first)) if first in entries else {}
    found: dict[Address, YamlNode] = {}
    for step, child in entries.items():
        found |= matching(child, rest, (*above, step))
    return found


def fits(pattern: Address, steps: Address) -> bool:
    """Whether an address is one that a pattern stands for.

    >>> fits(("quality", "*"), ("quality", "EE")), fits(("quality",), ("quality", "EE"))
    (True, False)
    """
    return len(pattern) == len(steps) and all(a in (ANY, b) for a, b in zip(pattern, steps, strict=True))


def resolved(
    patch: YamlNode, base: YamlNode, now: YamlNode, beyond: Beyond, problems: list[Problem], *, why: str = ""
) -> Resolved:
    """A patch with its operations and `*` worked out.

    Parameters
    ----------
    patch : YamlNode
    base : YamlNode
        The scenario before any measure: `*` means what is there.
    now : YamlNode
        The scenario as it stands: what an operation is applied to.
    beyond : callable
        Numbers of the package that the scenario does not write itself.
    problems : list of Problem
        What is wrong is added to it; the leaf is then left out.
    why : str
        The reason that is given for a parameter where the operation gives none.
    """
    settings: list[Setting] = []
    relative: dict[str, YamlNode] = {}
    for each in leaves(patch):
        if not _is_relative(each):
            settings.append(each)
            continue
        there = matching(base, each.steps) or dict(beyond(each.steps))
        if not there:
            problems.append(_nothing_there(each, base, beyond))
        for steps, node in there.items():
            made = each.node
            if each.operator:
                here = found_at(now, steps)
                worked = applied(each.node, here if here is not None else node, steps, problems, why=why)
                if worked is None:
                    continue
                made = worked
            settings.append(Setting(steps, each.node, each.operator))
            relative[printed(steps)] = made
    problems += _twice_in_one(settings)
    rest = _without_relative(patch)
    entries = {**(rest.items if rest is not None else {}), **relative}
    return Resolved(YamlNode(entries, patch.file, patch.line, patch.deleted), settings)


def _is_relative(setting: Setting) -> bool:
    """Whether a leaf has to be worked out; what is added to a list is laid as it is."""
    return ANY in setting.steps or setting.operator not in ("", "append")


def _without_relative(node: YamlNode, steps: Address = ()) -> YamlNode | None:
    """The patch without what is worked out; a mapping that held nothing else is gone too."""
    if steps and (operator_of(node) or "value" in node.items or not node.items):
        return None if _is_relative(Setting(steps, node, operator_of(node))) else node
    kept = {}
    for key, child in node.items.items():
        try:
            below = parse(key) if not steps and ("." in key or "[" in key) else (key,)
        except ValueError:
            below = (key.replace(ANY, ""),)
        if (left := _without_relative(child, (*steps, *below))) is not None:
            kept[key] = left
    return YamlNode(kept, node.file, node.line, node.deleted) if kept or not steps else None


def _nothing_there(setting: Setting, base: YamlNode, beyond: Beyond) -> Problem:
    """The problem of an address that is not in the base, with the nearest step that is."""
    above = setting.steps[:-1]
    of_package = [steps[-1] for steps in beyond((*above, ANY))]
    if of_package:
        found = "is not there to be changed."
        return setting.node.problem(printed(setting.steps), found, advice(setting.steps[-1], above, of_package))
    here = base
    place: Address = ()
    for written in setting.steps:
        entries = _entries(here)
        step = next(iter(entries)) if written == ANY and entries else written
        if step not in entries:
            said = "stands for nothing in the base." if ANY in setting.steps else "is not there to be changed."
            return setting.node.problem(printed(setting.steps), said, advice(step, place, list(entries)))
        here, place = entries[step], (*place, step)
    return setting.node.problem(printed(setting.steps), "is not there to be changed.")


def _twice_in_one(settings: list[Setting]) -> list[Problem]:
    """What one measure works out that meets something else that it sets."""
    problems = []
    for number, each in enumerate(settings):
        for other in settings[:number]:
            both = each.operator == other.operator == "append"
            if (each.operator or other.operator) and each.meets(other) and not both:
                found = f"is set here and in {other.node.file}:{other.node.line} of the same measure."
                problems.append(each.node.problem(printed(each.steps), found, "Keep one of the two."))
                break
    return problems


def _entries(tree: YamlNode) -> Mapping[Step, YamlNode]:
    found: dict[Step, YamlNode] = {}
    found.update(enumerate(tree.list) if tree.list else tree.items)
    return found


def is_laid_later(pattern: Address) -> bool:
    """Whether an address leads into what comes with the package."""
    return any(len(part) < len(pattern) and fits(pattern[: len(part)], part) for part in LAID_LATER)


def evidence_node(evidence: Evidence, root: YamlNode) -> YamlNode:
    """Evidence as a file would have it."""
    fields = {name: getattr(evidence, name) for name in ("value", "low", "high", "unit", "shape")}
    entries = {name: YamlNode(value, root.file, root.line) for name, value in fields.items()}
    points = [[chance, value] for chance, value in evidence.table]
    if points:
        pairs = [
            YamlNode([YamlNode(part, root.file, root.line) for part in pair], root.file, root.line) for pair in points
        ]
        entries["table"] = YamlNode(pairs, root.file, root.line)
    if evidence.sample:
        entries["sample"] = YamlNode(
            [YamlNode(each, root.file, root.line) for each in evidence.sample], root.file, root.line
        )
    return YamlNode(entries, root.file, root.line)


def clashes(measures: list[tuple[str, list[Setting]]]) -> list[Problem]:
    """A problem for each address at which two measures set what cannot be laid together, with both places."""
    problems = []
    for number, (name, settings) in enumerate(measures):
        for earlier, theirs in measures[:number]:
            for each in settings:
                met = next((other for other in theirs if _clash(each, other)), None)
                if met is None:
                    continue
                at = "" if met.steps == each.steps else f" at {printed(met.steps)}"
                found = f"is set by '{name}' here and by '{earlier}' in {met.node.file}:{met.node.line}{at}."
                advice = "Lay one of the two, or write both with the same one of add, scale, at_least, at_most."
                problems.append(each.node.problem(printed(each.steps), found, advice))
    return problems


def _clash(one: Setting, other: Setting) -> bool:
    joined = one.steps == other.steps and one.steps[0] in JOINED
    return one.meets(other) and not one.commutes_with(other) and not joined
