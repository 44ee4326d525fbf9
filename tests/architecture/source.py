"""The source tree as data, for tests that read it. Each rule takes modules and returns what breaks it, in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "hillfort"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of the package."""

    name: str
    """Dotted name, e.g. 'hillfort.ground.attrition'."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        """Dotted name in pieces, without 'hillfort'."""
        return tuple(self.name.split(".")[1:])

    @property
    def package(self) -> str:
        """The package it belongs to: 'ground'; '' for the root."""
        return self.parts[0] if self.parts else ""

    @property
    def is_kernel(self) -> bool:
        """True for a file of hot arithmetic: `_kernels*.py`, or anything in a folder of such a name."""
        return any(part.startswith("_kernels") for part in self.parts) and not self.is_init

    @property
    def is_init(self) -> bool:
        """True for the `__init__` of a package."""
        return "__init__" in self.parts

    @property
    def imports(self) -> list[str]:
        """Dotted names that it imports, wherever the import stands; `from a import b` counts as `a.b`."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [f"{node.module}.{alias.name}" for alias in node.names]
        return found

    def functions(self) -> Iterator[tuple[str, Function, bool]]:
        """Every function with its dotted name, and whether every part of that name is public."""
        yield from _functions(self.tree, ())


def _functions(node: ast.AST, above: tuple[str, ...]) -> Iterator[tuple[str, Function, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            inside = isinstance(node, Function)
            names = (*above, child.name)
            yield ".".join(names), child, not inside and not any(name.startswith("_") for name in names)
            yield from _functions(child, names)
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, (*above, child.name))
        elif not isinstance(child, ast.expr):
            yield from _functions(child, above)


@cache
def modules() -> list[Module]:
    """Every module of the package, in order of its path; read and parsed once for all tests."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        dotted = ".".join(("hillfort", *path.relative_to(PACKAGE).with_suffix("").parts))
        found.append(Module(dotted, path.read_text(encoding="utf-8")))
    return found


def body_lines(function: Function) -> int:
    """Lines of a function, its docstring not counted: explaining costs nothing."""
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    words = (first.end_lineno - first.lineno + 1) if has_docstring else 0
    return function.end_lineno - function.lineno + 1 - words


def classes(module: Module) -> list[str]:
    """Public classes that stand in the module itself."""
    return [node.name for node in module.tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]


def parameters(function: Function) -> list[str]:
    """Names of what a caller passes, without self and cls."""
    arguments = function.args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def dotted(node: ast.AST) -> str:
    """'np.random.default_rng' for such an attribute chain, '' for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else ""
    return ""
