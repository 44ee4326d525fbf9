"""Every public name says what it is; everything that models says what it assumes or where it comes from."""

from __future__ import annotations

import ast
import inspect
import re

import pytest

import hillfort
from architecture.source import Module, modules

MODELLING = ("ground", "lines", "air", "sea", "campaign")
ARRANGES = {
    "hillfort.campaign.scenario": "records",
    "hillfort.campaign.outcome": "records",
    "hillfort.campaign.hour": "prints the order of an hour",
    "hillfort.campaign.prepare": "turns a scenario into arrays",
}
"""Modules of the modelling packages that hold or arrange data and model nothing."""


def undocumented(found: list[Module]) -> list[str]:
    broken = []
    for module in found:
        if not ast.get_docstring(module.tree):
            broken.append(module.name)
        broken.extend(
            f"{module.name}.{name}"
            for name, function, public in module.functions()
            if public and not ast.get_docstring(function)
        )
        broken.extend(
            f"{module.name}.{node.name}"
            for node in module.tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
        )
    return broken


def models_without_reasons(found: list[Module]) -> list[str]:
    """Public functions of the modelling packages that state neither their assumptions nor their sources."""
    broken = []
    for module in found:
        if module.package not in MODELLING or module.is_kernel or module.name in ARRANGES:
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if not re.search(r"^(Assumes|Sources)(\n-+|:)", ast.get_docstring(node) or "", re.MULTILINE):
                broken.append(f"{module.name}.{node.name}")
    return broken


def test_every_public_name_is_documented() -> None:
    assert undocumented(modules()) == []


def test_whatever_models_says_what_it_assumes_or_where_it_comes_from() -> None:
    assert models_without_reasons(modules()) == []


FUNCTIONS = [name for name in hillfort.__all__ if inspect.isfunction(getattr(hillfort, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_root_shows_an_example(name: str) -> None:
    assert ">>> " in (getattr(hillfort, name).__doc__ or "")


def test_the_rules_of_documentation_catch_what_they_are_for() -> None:
    bare = Module("hillfort.ground.advance", "def rate_km_per_day(ratio):\n    return ratio\nclass Law:\n    pass\n")
    assert len(undocumented([bare])) == 3
    assert models_without_reasons([bare]) == ["hillfort.ground.advance.rate_km_per_day"]
    told = Module(
        "hillfort.ground.advance", 'def rate(x):\n    """Rate.\n\n    Assumes\n    -------\n    x.\n    """\n'
    )
    assert models_without_reasons([told]) == []
