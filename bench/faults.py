"""Small faults that can be put into a module, and a sample of them that a seed decides."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OTHER_WAY: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
ENDS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what stood there and what stands there instead."""

    file: str
    function: str
    line: int
    lines: tuple[int, int]
    """First and last line, from the head of the function, of which one is run when the change is."""
    start: int
    end: int
    before: str
    after: str
    again: int
    """How many changes of the same words stand before it in the function."""

    @property
    def id(self) -> str:
        """Short name that stays as it is while the function does, wherever in the file it stands."""
        words = (self.file, self.function, self.before, self.after, str(self.again))
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:10]

    def put_into(self, content: bytes) -> bytes:
        """The file with the fault."""
        return content[: self.start] + self.after.encode("utf-8") + content[self.end :]

    def shown(self) -> str:
        """One line for people."""
        before, after = " ".join(self.before.split())[:90], " ".join(self.after.split())[:90]
        return f"{self.id}  {self.file}:{self.line} ({self.function}): {before} -> {after}"


def _changes_of(node: ast.AST) -> Iterator[ast.AST | str]:
    """Every small fault that can be put in the place of a node."""
    if isinstance(node, ast.Compare | ast.BinOp | ast.BoolOp):
        operator = node.ops[0] if isinstance(node, ast.Compare) else node.op
        if type(operator) in OTHER_WAY:
            other: Any = copy.deepcopy(node)
            new: Any = OTHER_WAY[type(operator)]()
            if isinstance(node, ast.Compare):
                other.ops[0] = new
            else:
                other.op = new
            yield other
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1 if isinstance(node.value, int) or node.value == 0.0 else node.value * 2.0)
    elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ENDS:
        other = copy.deepcopy(node)
        place = "id" if isinstance(other.func, ast.Name) else "attr"
        setattr(other.func, place, ENDS[getattr(other.func, place)])
        yield other
    elif (
        isinstance(node, ast.AugAssign)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript))
    ):
        yield "pass"


class Places:
    """Which function a line is in, and how far from its head."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.spans: dict[str, list[tuple[int, int, str]]] = {}

    def _spans(self, file: str) -> list[tuple[int, int, str]]:
        """First and last line and name of each function, inner ones last."""
        if file not in self.spans:
            found: list[tuple[int, int, str]] = []

            def look(node: ast.AST, name: str) -> None:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    name = f"{name}.{node.name}".lstrip(".")
                    if isinstance(node, ast.FunctionDef):
                        found.append((node.lineno, node.end_lineno or node.lineno, name))
                for child in ast.iter_child_nodes(node):
                    look(child, name)

            look(ast.parse((self.root / file).read_bytes()), "")
            self.spans[file] = found
        return self.spans[file]

    def of(self, lines: dict[str, list[int]]) -> dict[str, list[int]]:
        """'file function' to lines from the head of it, from a file's path below the root to lines of it."""
        found: dict[str, list[int]] = {}
        for path, numbers in lines.items():
            file = path.partition(self.root.name + "/")[2]
            for number in numbers:
                inside = [span for span in self._spans(file) if span[0] <= number <= span[1]]
                if inside:
                    found.setdefault(f"{file} {inside[-1][2]}", []).append(number - inside[-1][0])
        return found


def _arithmetic_of(
    node: ast.AST, function: str, head: int, lines: tuple[int, int]
) -> Iterator[tuple[ast.AST, str, tuple[int, int]]]:
    """Every node of what functions do, with the function's name and the lines that are run with it.

    Left out are annotations, decorators, defaults, what is set once for a module or a class, words (a number inside of
    them has no place of its own), and assertions, which are there for the type checker.
    """
    if isinstance(node, ast.FunctionDef):
        inner = f"{function}.{node.name}".lstrip(".")
        for statement in node.body:
            yield from _arithmetic_of(statement, inner, node.lineno, lines)
        return
    if isinstance(node, ast.JoinedStr | ast.Assert):
        return
    if isinstance(node, ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    if isinstance(node, ast.stmt):
        whole = not hasattr(node, "body")
        lines = (node.lineno, (node.end_lineno or node.lineno) if whole else node.lineno)
    elif isinstance(node, ast.expr):
        lines = (min(lines[0], node.lineno), max(lines[1], node.end_lineno or node.lineno))
    if head:
        yield node, function, (lines[0] - head, lines[1] - head)
    for name, value in ast.iter_fields(node):
        if name != "annotation":
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _arithmetic_of(child, function, head, lines)


def mutants_of(root: Path, file: str) -> list[Mutant]:
    """All mutants of a file under a root, in order."""
    content = (root / file).read_bytes()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found: dict[tuple[int, int, str], tuple[str, int, tuple[int, int], str]] = {}
    for node, function, lines in _arithmetic_of(ast.parse(content), "", 0, (0, 0)):
        for change in _changes_of(node):
            place: Any = node
            start = starts[place.lineno - 1] + place.col_offset
            end = starts[place.end_lineno - 1] + place.end_col_offset
            after = change if isinstance(change, str) else f"({ast.unparse(change)})"
            found[start, end, after] = (function, place.lineno, lines, content[start:end].decode("utf-8"))
    seen: Counter[tuple[str, str, str]] = Counter()
    mutants = []
    for (start, end, after), (function, line, lines, before) in sorted(found.items()):
        mutants.append(Mutant(file, function, line, lines, start, end, before, after, seen[function, before, after]))
        seen[function, before, after] += 1
    return mutants


def sampled(families: Sequence[Sequence[Mutant]], count: int, seed: int) -> list[Mutant]:
    """Mutants of every family by turns, within a family by lot; a family that has no more leaves its turn to others.

    A larger sample of the same seed begins with the smaller one, and an edit of one function moves no other's lot.
    """
    lots = [
        sorted(family, key=lambda mutant: hashlib.sha256(f"{seed} {mutant.id}".encode()).digest())
        for family in families
    ]
    turns = [lot[turn] for turn in range(max(map(len, lots), default=0)) for lot in lots if turn < len(lot)]
    return turns[:count]
