"""Pages are made of templates that stand in the code and of values that are escaped: nothing joins the two by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.source import PACKAGE

HELPER = PACKAGE / "report" / "parts" / "markup.py"
TAG = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9]*[\s/>{]|[a-zA-Z][a-zA-Z0-9]*$|/[a-zA-Z]|!)")
"""Where an element, its end or a comment begins."""
TEMPLATES = frozenset({"markup"})
"""What takes a template, as its first argument, written out."""
CALLED_TEMPLATES = "markup.Html is made in report/parts/markup.py only: write markup('<b>{}</b>', value)"
FILES = sorted(path for path in (PACKAGE / "report").rglob("*.py") if path != HELPER)


def name_of(call: ast.Call) -> str:
    """What is called, without what it belongs to."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def told(tree: ast.Module) -> set[int]:
    """Strings that are no markup: docstrings and what `__repr__` says of an object."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and isinstance(node.body[0], ast.Expr):
            found.add(id(node.body[0].value))
        if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
            found |= {id(each) for each in ast.walk(node)}
    return found


def templates(tree: ast.Module) -> set[int]:
    """Strings that stand as they are as the template of a call."""
    return {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and name_of(node) in TEMPLATES
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def faults(tree: ast.Module) -> Iterator[str]:
    """Every string with an element that is not a template, every template that is put together,
    every HTML made by hand."""
    fine = told(tree) | templates(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node) in TEMPLATES and not (node.args and id(node.args[0]) in fine):
            yield f"line {node.lineno}: a template is put together"
        if isinstance(node, ast.Call) and name_of(node) == "Html":
            yield f"line {node.lineno}: {CALLED_TEMPLATES}"
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in fine
            and TAG.search(node.value)
        ):
            yield f"line {node.lineno}: '{node.value[:40]}' is no template of markup()"
        if isinstance(node, ast.ImportFrom | ast.Import) and "html" in [each.name for each in node.names]:
            module = getattr(node, "module", None)
            if module is None:
                yield f"line {node.lineno}: html.escape is called by the helper alone"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_markup_is_written_out_as_a_template(path: Path) -> None:
    assert list(faults(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_other_packages_make_no_page() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        if (PACKAGE / "report") in path.parents:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        fine = told(tree)
        elements = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in fine
            and re.search(r"</(?:p|b|div|td|tr|table|svg|section|span|script)>", node.value)
        ]
        assert elements == [], path


@pytest.mark.parametrize(
    "wrong",
    [
        'page = f"<b>{name}</b>"',
        'page = "<b>" + name + "</b>"',
        'page = "<b>%s</b>" % name',
        'page = "<b>{}</b>".format(name)',
        'page = markup(f"<b>{name}</b>")',
        'page = markup("<b>" + name)',
        "page = markup(name)",
        "page = Html(name)",
        'page = "".join(["<td>", name])',
        "import html",
    ],
)
def test_markup_that_is_put_together_by_hand_is_found(wrong: str) -> None:
    assert list(faults(ast.parse(wrong)))


def test_a_template_with_values_and_an_objects_own_words_are_fine() -> None:
    right = (
        'page = markup("<b>{}</b>", name)\nclass A:\n    def __repr__(self):\n        return f"<A of {self.name}>"\n'
    )
    assert list(faults(ast.parse(right))) == []


def figures_made_otherwise(tree: ast.Module) -> list[str]:
    """Functions of a report that give a figure and are not made so that names are drawn as they are written."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.unparse(node.returns or ast.Constant(None)) == "Figure"
        and "as_written" not in [getattr(each, "id", "") for each in node.decorator_list]
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_figure_draws_names_as_they_are_written(path: Path) -> None:
    assert figures_made_otherwise(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_a_figure_made_otherwise_is_found() -> None:
    assert figures_made_otherwise(ast.parse("def a() -> Figure: ...\n@as_written\ndef b() -> Figure: ...")) == ["a"]
