"""Kernels say what they are handed, and are handed it by word where two neighbours could be taken for each other."""

from __future__ import annotations

import ast
import itertools

from architecture.source import Module, modules

Signature = list[tuple[str, str]]
"""Name and annotation of each parameter, in order."""


def compiled(module: Module) -> dict[str, ast.FunctionDef]:
    """The functions of a kernel file that are compiled, by name."""
    return {
        node.name: node
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and any("njit" in ast.unparse(each) for each in node.decorator_list)
    }


def signatures(found: list[Module]) -> dict[tuple[str, str], Signature]:
    """Parameters of every kernel, by module and name."""
    return {
        (module.name, name): [
            (each.arg, ast.unparse(each.annotation) if each.annotation else "") for each in function.args.args
        ]
        for module in found
        if module.is_kernel
        for name, function in compiled(module).items()
    }


def unannotated(found: list[Module]) -> list[str]:
    return [
        f"{module.name}.{name}"
        for module in found
        if module.is_kernel
        for name, function in compiled(module).items()
        if function.returns is None or any(each.annotation is None for each in function.args.args)
    ]


def excused(found: list[Module]) -> list[str]:
    return [
        f"{module.name}:{number}"
        for module in found
        if module.is_kernel
        for number, line in enumerate(module.text.splitlines(), 1)
        if "type: ignore" in line
    ]


def calls_of_kernels(module: Module, known: dict[tuple[str, str], Signature]) -> list[tuple[ast.Call, Signature]]:
    """Every call in a module of a kernel that is its own or imported by name."""
    here = {name: signature for (home, name), signature in known.items() if home == module.name}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (signature := known.get((str(node.module), alias.name))) is not None:
                    here[alias.asname or alias.name] = signature
    return [
        (node, here[node.func.id])
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in here
    ]


def taken_by_place(found: list[Module]) -> list[str]:
    """Calls that hand two neighbours of one kind by position: exchanging them would go unnoticed."""
    known, broken = signatures(found), []
    for module in found:
        for call, signature in calls_of_kernels(module, known):
            kinds = [kind for _, kind in signature[: len(call.args)]]
            starred = any(isinstance(each, ast.Starred) for each in call.args)
            alike = any(one == other for one, other in itertools.pairwise(kinds))
            if starred or alike:
                broken.append(f"{module.name}:{call.lineno} {ast.unparse(call.func)}()")
    return broken


def numbered(found: list[Module]) -> list[str]:
    """Values of assumptions looked up by a number or an expression instead of by name."""
    return [
        f"{module.name}:{node.lineno} {ast.unparse(node)}"
        for module in found
        if module.is_kernel
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("p", "v.shared")
        if not (isinstance(node.slice, ast.Name) and node.slice.id == "row")
    ]


def test_every_kernel_says_what_it_is_handed_and_what_it_gives() -> None:
    assert unannotated(modules()) == []


def test_no_kernel_is_excused_from_the_type_checker() -> None:
    assert excused(modules()) == []


def test_neighbours_of_one_kind_are_handed_to_a_kernel_by_word() -> None:
    assert taken_by_place(modules()) == []


def test_an_assumption_is_read_by_its_name() -> None:
    assert numbered(modules()) == []


def test_the_rules_of_kernels_catch_what_they_are_for() -> None:
    bare = Module(
        "hillfort.ground._kernels.bare", "@njit()\ndef f(a, b):  # type: ignore[no-untyped-def]\n    return p[3]\n"
    )
    assert len(unannotated([bare])) == len(excused([bare])) == len(numbered([bare])) == 1
    told = Module(
        "hillfort.ground._kernels.told",
        "@njit()\ndef f(c: Cells, a: int, b: int) -> int:\n    return a\nf(c, 1, 2)\nf(c, 1, b=2)\nf(*d)\n",
    )
    assert taken_by_place([told]) == [f"{told.name}:4 f()", f"{told.name}:6 f()"]
    assert unannotated([told]) == []
