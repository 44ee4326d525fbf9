"""The notebook runs from the first cell to the last, and what ends a cell shows itself."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from documents.pages import ROOT

NOTEBOOK = ROOT / "docs" / "marrow.ipynb"


def shown(source: str, names: dict[str, object]) -> object:
    """Run a cell; its last expression, if it ends with one."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)
    return eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names) if last is not None else None  # type: ignore[attr-defined]


def test_the_notebook_runs_and_is_kept_without_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    cells = [each for each in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if each["cell_type"] == "code"]
    told = []
    for cell in cells:
        assert cell["outputs"] == []
        value = shown("".join(cell["source"]), names)
        if hasattr(value, "_repr_html_"):
            told.append(value._repr_html_())
    assert len(cells) > 8
    assert len(told) >= 2
