"""No number that the model rests on hides in code: it is evidence, or it is listed as technical with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase

from architecture.source import Module, dotted, modules
from architecture.technical import TECHNICAL

MODELLING = ("campaign", "ground", "lines", "air", "sea", "plans", "crisis", "theatre", "studies")
PLAIN = {0, 1, 2, -1, -2, 0.5, 24, 60, 100, 1000, 1440, 2400, 3600}
"""Units, halves and doubles inside a formula: nothing that anybody could judge otherwise. A number that was worth a
name of its own is never plain."""
TINY, HUGE = 1e-6, 1e6
"""Below and beyond these lie guards against dividing by nothing and marks for 'never'."""
COUNTING = (
    "range",
    "round",
    "np.zeros",
    "np.ones",
    "np.full",
    "np.empty",
    "np.linspace",
    "np.dtype",
    "np.int64",
    "np.uint64",
)
"""Calls whose whole numbers count places or digits."""
EVIDENCE = ("Evidence", "Evidence.fixed", "_judged", "_evidence")
"""Calls that state a value with its unit, range and source."""


def parents(tree: ast.Module) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def is_plain(node: ast.Constant, above: dict[ast.AST, ast.AST], *, named: bool) -> bool:
    """True for a number that needs no reason: a unit, a place, a count of digits, a guard, or part of an evidence."""
    value = node.value
    if (value in PLAIN and not named) or value == 0 or 0 < abs(value) <= TINY or abs(value) >= HUGE:
        return True
    at: ast.AST = node
    while (up := above.get(at)) is not None and not isinstance(up, ast.stmt):
        if isinstance(up, ast.Call):
            name = dotted(up.func)
            if name in EVIDENCE or (name in COUNTING and isinstance(value, int)):
                return True
        if isinstance(up, ast.Subscript) and up.slice is at and isinstance(value, int):
            return True
        at = up
    return False


def is_enumeration(node: ast.Assign | ast.AnnAssign) -> bool:
    """True for marks that stand for words: several names with whole numbers, or the address of a stream of chance."""
    if isinstance(node, ast.AnnAssign) or node.value is None:
        return False
    target = node.targets[0]
    whole = isinstance(node.value, ast.Tuple) and all(
        isinstance(each, ast.Constant | ast.UnaryOp) and isinstance(ast.literal_eval(each), int)
        for each in node.value.elts
    )
    stream = isinstance(target, ast.Name) and target.id.startswith("STREAM_")
    return stream or (
        isinstance(target, ast.Tuple)
        and whole
        and max(map(ast.literal_eval, node.value.elts)) < len(node.value.elts) + 1
    )


def numbers_in(tree: ast.AST, above: dict[ast.AST, ast.AST], *, named: bool = False) -> list[int | float]:
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and not is_plain(node, above, named=named)
    ]


def constants(module: Module) -> Iterator[tuple[str, int]]:
    """Names of all that would need a reason, with the line: 'air.radar.STANDARD', or 'air.radar.horizon_km: 4.1'."""
    short, above = ".".join(module.parts), parents(module.tree)
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            if not is_enumeration(node) and numbers_in(node.value, above, named=True):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                yield f"{short}.{ast.unparse(target).strip('()')}", node.lineno
        else:
            found = {(name, value) for name, each in _functions(node, ()) for value in numbers_in(each, above)}
            yield from ((f"{short}.{name}: {value}", node.lineno) for name, value in sorted(found))


def _functions(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, ast.AST]]:
    """Functions and methods at the top of a module; what is inside a function belongs to it."""
    if isinstance(node, ast.FunctionDef):
        yield ".".join((*names, node.name)), node
    elif isinstance(node, ast.ClassDef):
        for child in node.body:
            bounded = (
                isinstance(child, ast.AnnAssign) and ast.unparse(child.target) == "LIMITS"
            )  # of what a file may say
            if isinstance(child, ast.Assign | ast.AnnAssign) and not bounded:
                yield ".".join((*names, node.name)), child
            yield from _functions(child, (*names, node.name))


def unsourced(found: list[Module], reasons: dict[str, str]) -> list[str]:
    return [
        f"{module.name}:{line} {name}: make it evidence, or list it in tests/architecture/technical.py with a reason"
        for module in found
        if module.package in MODELLING
        for name, line in constants(module)
        if not any(fnmatchcase(name, each) for each in reasons)
    ]


def without_a_number(found: list[Module], reasons: dict[str, str]) -> list[str]:
    there = {name for module in found if module.package in MODELLING for name, _ in constants(module)}
    return sorted(each for each in reasons if not any(fnmatchcase(name, each) for name in there))


def reasons() -> dict[str, str]:
    return {name: reason for reason, names in TECHNICAL.items() for name in names}


def test_no_number_of_the_model_hides_in_code() -> None:
    assert unsourced(modules(), reasons()) == []


def test_the_table_of_technical_numbers_lists_only_what_is_there() -> None:
    assert without_a_number(modules(), reasons()) == []


def test_every_technical_number_has_one_reason() -> None:
    listed = [name for names in TECHNICAL.values() for name in names]
    assert len(listed) == len(set(listed))


def test_the_rule_of_constants_catches_what_it_is_for() -> None:
    text = (
        "SPEED = 30.0\nA, B = 0, 1\nSTREAM_X = 7\nMADE = Evidence(3.0, 'h', 1.0, 9.0)\n"
        "def f(x):\n    y = 7.5 * x[3] / max(x, 1e-9)\n    for d in range(6):\n        y += d / 24.0\n    return y\n"
    )
    module = Module("hillfort.sea.bad", text)
    assert [name for name, _ in constants(module)] == ["sea.bad.SPEED", "sea.bad.f: 7.5"]
    assert len(unsourced([module], {"sea.bad.SPEED": "a reason"})) == 1
    assert without_a_number([module], {"sea.bad.GONE": "a reason"}) == ["sea.bad.GONE"]
