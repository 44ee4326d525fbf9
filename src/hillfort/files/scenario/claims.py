"""What a measure says that it does, checked against what it does.

    claims:
      courses_of_action.*.warning_h: {rises_by: 72}
      formations.*: {added: 3}

An address may have `*` in it. Of a value, the best estimate counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hillfort.files.scenario.patches import ANY, Beyond, fits, matching
from hillfort.files.yaml.lines import YamlNode, kind_of
from hillfort.foundation.addresses import Address, advice, parse, printed
from hillfort.foundation.errors import Problem, did_you_mean

_BEFORE_AND_AFTER: dict[str, Callable[[float, float, float], bool]] = {
    "rises_by": lambda before, after, by: _alike(after - before, by),
    "falls_by": lambda before, after, by: _alike(before - after, by),
    "scaled_by": lambda before, after, by: _alike(after, before * by),
    "becomes": lambda before, after, to: _alike(after, to),
    "at_least": lambda before, after, least: after >= least or _alike(after, least),
    "at_most": lambda before, after, most: after <= most or _alike(after, most),
}
_COUNTED = ("added", "removed")
_NEVER: dict[str, Callable[[float, float], bool]] = {
    "rises": lambda before, after: after > before,
    "falls": lambda before, after: after < before,
    "changes": lambda before, after: after != before,
}
WORDS = (*_BEFORE_AND_AFTER, *_COUNTED, "never")


@dataclass(frozen=True)
class Claim:
    """One thing that a measure says of one address."""

    steps: Address
    word: str
    amount: float | str
    node: YamlNode

    @property
    def where(self) -> str:
        """Where it is written."""
        return f"claims.{printed(self.steps)}"


@dataclass(frozen=True)
class BeforeAndAfter:
    """A scenario before and after a measure, and the numbers of the package that it does not write itself."""

    before: YamlNode
    after: YamlNode
    beyond: Beyond


def claims_of(node: YamlNode | None) -> tuple[tuple[Claim, ...], list[Problem]]:
    """Claims as written, and what is wrong with how they are written."""
    found: list[Claim] = []
    problems: list[Problem] = []
    for key, said in (node.items if node else {}).items():
        try:
            steps = parse(key)
        except ValueError as error:
            problems.append(said.problem(f"claims.{key}", f"{error}."))
            continue
        if not said.items:
            allowed = f"Write one of {', '.join(WORDS)}, as in {{rises_by: 72}}."
            problems.append(said.problem(f"claims.{key}", "says nothing that can be checked.", allowed))
        for word, child in said.items.items():
            text = _wrong_amount(word, child)
            if text:
                problems.append(child.problem(f"claims.{key}.{word}", *text))
            else:
                amount = child.value if word == "never" else float(child.value)
                found.append(Claim(steps, word, amount, child))
    return tuple(found), problems


def _wrong_amount(word: str, node: YamlNode) -> tuple[str, str] | None:
    """What is wrong with a word and what stands under it, and what is allowed; None where all is well."""
    if word not in WORDS:
        return "is not a word for a claim.", did_you_mean(word, WORDS)
    if word == "never":
        known = node.text in _NEVER
        return None if known else ("is not one of rises, falls, changes.", did_you_mean(node.text or "", _NEVER))
    number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return None if number else (f"is {kind_of(node.value)}; a number is expected.", "")


def unkept(claims: Sequence[Claim], sides: BeforeAndAfter, base: str) -> list[Problem]:
    """A problem for each address of a base at which a claim is not so: what is claimed, and what was found."""
    problems = []
    for claim in claims:
        problems += _counted(claim, sides, base) if claim.word in _COUNTED else _compared(claim, sides, base)
    return problems


def _counted(claim: Claim, sides: BeforeAndAfter, base: str) -> list[Problem]:
    """Entries that are there after and not before, or the other way round."""
    before, after = (set(matching(tree, claim.steps)) for tree in (sides.before, sides.after))
    found = after - before if claim.word == "added" else before - after
    if len(found) == claim.amount:
        return []
    named = f" ({', '.join(sorted(printed(each) for each in found)[:6])})" if found else ""
    text = f"on {base}, {len(found)} are {claim.word}{named}, and {claim.amount:g} is claimed."
    return [claim.node.problem(claim.where, text)]


def _compared(claim: Claim, sides: BeforeAndAfter, base: str) -> list[Problem]:
    """Values before and after."""
    given = sides.beyond(claim.steps) if not matching(sides.before, claim.steps) or ANY in claim.steps else {}
    after = _numbers(dict(given) | matching(sides.after, claim.steps))
    before = _numbers(dict(given) | matching(sides.before, claim.steps))
    if not (before if claim.word not in ("becomes", "at_least", "at_most") else after):
        return [claim.node.problem(claim.where, f"on {base}, no number stands there.", _nearest(claim, sides.before))]
    problems = []
    addresses = sorted({*before, *after}, key=printed)
    for steps in addresses:
        told = _told(claim, before.get(steps), after.get(steps))
        if told:
            problems.append(claim.node.problem(claim.where, f"on {base}, {printed(steps)} {told}."))
    return problems


def _told(claim: Claim, before: float | None, after: float | None) -> str:
    """What was found and what is claimed, where they are not the same; '' where they are."""
    claimed = f"{claim.word} {claim.amount if isinstance(claim.amount, str) else format(claim.amount, 'g')} is claimed"
    if after is None:
        return f"is gone, and {claimed}"
    if before is None:
        if claim.word in ("becomes", "at_least", "at_most"):
            before = after
        else:
            return ""  # It came with the measure: there is no before.
    if claim.word == "never":
        broken = _NEVER[str(claim.amount)](before, after)
    else:
        broken = not _BEFORE_AND_AFTER[claim.word](before, after, float(claim.amount))
    return f"goes from {before:g} to {after:g}, and {claimed}" if broken else ""


def _numbers(nodes: Mapping[Address, YamlNode]) -> dict[Address, float]:
    """The best estimate, or the plain number, of each."""
    found = {}
    for steps, node in nodes.items():
        inner = node.items.get("value")
        value = inner.value if inner is not None else node.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[steps] = float(value)
    return found


def _nearest(claim: Claim, tree: YamlNode) -> str:
    """The nearest step that is there."""
    place: Address = ()
    for step in claim.steps:
        below = [steps[-1] for steps in matching(tree, (*place, ANY))]
        if step != ANY and not any(fits((step,), (each,)) for each in below):
            return advice(step, place, below)
        place = (*place, step)
    return ""


def _alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
