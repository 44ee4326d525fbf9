"""Operations of a patch on a number that is there: what becomes of its value and of its range.

add        value, low and high of the operand are added to value, low and high
scale      each is multiplied
at_least   each is raised to that of the operand where it is less
at_most    each is lowered to that of the operand where it is more
replace    what is there is taken out and the operand stands there
append     entries are put at the end of a list: `{add: [...]}` on a list

An operand is a number, which is certain, or `{value, low, high}`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from hillfort.files.yaml.lines import YamlNode, kind_of, shorten
from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.errors import Problem, did_you_mean

WORDS = ("add", "scale", "at_least", "at_most", "replace")
"""What is written; `append` is `add` with a list, and is done where the list is laid (`files.yaml.compose`)."""
COMMUTING = ("add", "scale", "at_least", "at_most", "append")
"""Those of which two at one address give the same in any order."""
BESIDE = ("source", "grade", "note", "why")
"""What may stand beside an operator: where the change is known from, and why."""
_TAKES = "An operand is a number or {value, low, high}."

_RULES: dict[str, Callable[[float, float], float]] = {
    "add": lambda there, by: there + by,
    "scale": lambda there, by: there * by,
    "at_least": max,
    "at_most": min,
}


@dataclass(frozen=True)
class Operand:
    """By how much, as a range."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether it is one number."""
        return self.low == self.value == self.high


def operator_of(node: YamlNode) -> str:
    """The operator of a node that is an operation, '' where it is none.

    A mapping is one where an operator stands over a number, a text, a list or a range; over fields, a word like `add`
    is the name of something. `replace` is one alone or with what may stand beside it.
    """
    for word in WORDS:
        child = node.get(word)
        if child is None or "value" in node.items:
            continue
        if word == "replace":
            if set(node.items) <= {*WORDS, *BESIDE}:
                return word
        elif child.list or child.value == []:
            return "append" if word == "add" else word
        elif not child.items or {"value", "low", "high"} & set(child.items):
            return word
    return ""


def applied(
    operation: YamlNode, there: YamlNode, steps: Address, problems: list[Problem], *, why: str = ""
) -> YamlNode | None:
    """What stands at an address after an operation; None where it cannot be done, with a problem for each reason.

    The result has the file and line of the operation. Its source is that of the operation, else judgement graded F6:
    who has published the value that is changed has not published the change.
    """
    operator = operator_of(operation)
    place = printed(steps)
    wrong = _shape_problems(operation, place)
    if wrong:
        problems += wrong
        return None
    word = operation.items[operator]
    if operator == "replace":
        return YamlNode(word.value, operation.file, operation.line)
    operand = _operand(word, operator, place, problems)
    if operand is None:
        return None
    if _is_number(there):
        return _plain(operation, operator, operand, there, place, problems)
    if not all(_is_number(there.items.get(name)) for name in ("value", "low", "high")):
        shown = f"'{shorten(there.text)}'" if there.text is not None else "what stands there"
        found = f"{shown} is {_kind(there)}, and {operator} changes a number."
        problems.append(operation.problem(place, found, "`replace` sets anything."))
        return None
    told = _Told(place, why if "assumptions" in steps[:-1] else "")
    return _evidence(operation, operator, operand, there, told, problems)


@dataclass(frozen=True)
class _Told:
    """Where an operation stands, and the reason of a parameter."""

    place: str
    why: str


def _kind(node: YamlNode) -> str:
    return "a mapping of fields" if node.items else kind_of(node.value)


def _shape_problems(operation: YamlNode, place: str) -> list[Problem]:
    """Two operators in one, and fields that mean nothing beside one."""
    words = [word for word in WORDS if word in operation.items]
    if len(words) > 1:
        return [operation.problem(place, f"holds more than one operator: {', '.join(words)}.", "Keep one of them.")]
    allowed = {*words, *BESIDE}
    return [
        child.problem(f"{place}.{key}", "is not for an operation to say.", did_you_mean(key, allowed))
        for key, child in operation.items.items()
        if key not in allowed
    ]


def _operand(node: YamlNode, operator: str, place: str, problems: list[Problem]) -> Operand | None:
    """The operand, if it is one."""
    where = f"{place}.{operator}"
    if _is_number(node):
        numbers = [float(node.value)] * 3
    elif node.items:
        extra = [key for key in node.items if key not in ("value", "low", "high")]
        parts = {name: node.items.get(name) for name in ("value", "low", "high")}
        if extra or not all(_is_number(each) for each in parts.values()):
            problems.append(node.problem(where, "is not a range of three numbers.", _TAKES))
            return None
        numbers = [float(each.value) for each in parts.values() if each is not None]
    else:
        shown = f"'{shorten(str(node.text))}' is " if node.text is not None else "is "
        problems.append(node.problem(where, f"{shown}{kind_of(node.value)}, and no number.", _TAKES))
        return None
    value, low, high = numbers
    if not low <= value <= high:
        problems.append(node.problem(where, f"{low:g}, {value:g}, {high:g} are not low, value, high in order."))
        return None
    if operator == "scale" and low < 0:
        problems.append(node.problem(where, f"{low:g} is below 0.", "A factor is 0 or more; `add` takes less than 0."))
        return None
    return Operand(value, low, high)


def _plain(
    operation: YamlNode, operator: str, operand: Operand, there: YamlNode, place: str, problems: list[Problem]
) -> YamlNode | None:
    """A plain number after an operation; a whole one stays whole where the result is."""
    if not operand.certain:
        found = "is a plain number without a range, and the operand has one."
        problems.append(operation.problem(place, found, "Give one number."))
        return None
    number = _rounded(_RULES[operator](float(there.value), operand.value))
    whole = isinstance(there.value, int) and number == int(number)
    return YamlNode(int(number) if whole else number, operation.file, operation.line)


def _evidence(
    operation: YamlNode, operator: str, operand: Operand, there: YamlNode, told: _Told, problems: list[Problem]
) -> YamlNode | None:
    """Evidence after an operation."""
    rule = _RULES[operator]
    listed = [name for name in ("table", "sample") if there.items.get(name) is not None and there.items[name].list]
    if listed and not operand.certain:
        found = f"has a {listed[0]} of its own, and the operand has a range."
        problems.append(operation.problem(told.place, found, "Give one number, or `replace` it."))
        return None
    value = _rounded(rule(float(there.items["value"].value), operand.value))
    ends = _ends(operator, there, operand)
    made: dict[str, object] = {"value": value, "low": min(ends[0], value), "high": max(ends[1], value)}
    fixed = made["low"] == made["high"]
    if fixed or there.items.get("shape") is not None:
        made["shape"] = "fixed" if fixed else there.items["shape"].value
    if (unit := there.items.get("unit")) is not None and unit.value:
        made["unit"] = unit.value
    made |= {"source": "judgement", "grade": "F6"}
    why = there.items.get("why")
    if why is not None or told.why:
        made["why"] = why.value if why is not None else told.why
    made |= {name: operation.items[name].value for name in BESIDE if name in operation.items}
    entries = {key: YamlNode(each, operation.file, operation.line) for key, each in made.items()}
    if not fixed:
        entries |= {name: _points(there.items[name], name, rule, operand.value) for name in listed}
    return YamlNode(entries, operation.file, operation.line)


def _ends(operator: str, there: YamlNode, operand: Operand) -> tuple[float, float]:
    """Low and high after an operation: where a factor has a range, the least and the most of the products."""
    low, high = (float(there.items[name].value) for name in ("low", "high"))
    if operator != "scale":
        rule = _RULES[operator]
        return _rounded(rule(low, operand.low)), _rounded(rule(high, operand.high))
    return (
        _rounded(min(low * operand.low, low * operand.high)),
        _rounded(max(high * operand.low, high * operand.high)),
    )


def _points(node: YamlNode, name: str, rule: Callable[[float, float], float], by: float) -> YamlNode:
    """A table of quantiles or a sample, each value after the operation."""

    def moved(each: YamlNode) -> YamlNode:
        if name == "table" and len(each.list) == 2:
            chance, point = each.list
            return YamlNode([chance, moved_number(point)], each.file, each.line)
        return moved_number(each)

    def moved_number(each: YamlNode) -> YamlNode:
        return YamlNode(_rounded(rule(float(each.value), by)), each.file, each.line) if _is_number(each) else each

    return YamlNode([moved(each) for each in node.list], node.file, node.line)


def _is_number(node: YamlNode | None) -> bool:
    value = node.value if node is not None else None
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _rounded(number: float) -> float:
    """To twelve digits, as a scenario's numbers count: then it does not matter which of two measures is laid first."""
    return float(f"{number:.12g}")
