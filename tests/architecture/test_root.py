"""The root: few names, in order, each there when asked for, and nothing heavy before that."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import hillfort

HEAVY = (
    "numba",
    "llvmlite",
    "pandas",
    "polars",
    "matplotlib",
    "pyarrow",
    "scipy",
    "h3",
    "shapely",
    "pyproj",
    "pydantic",
    "ruamel",
    "typer",
    "rich",
)
MOST_MODULES = 60
"""Modules that `import hillfort` may bring in: itself, and what of the standard library it needs."""


def fresh(code: str) -> str:
    """What a new interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_the_names_of_the_root_are_in_order_and_not_repeated() -> None:
    assert list(hillfort.__all__) == sorted(set(hillfort.__all__))


@pytest.mark.parametrize("name", hillfort.__all__)
def test_every_name_of_the_root_is_there_and_listed(name: str) -> None:
    assert getattr(hillfort, name) is not None
    assert name in dir(hillfort)


def test_a_name_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'surrender'"):
        _ = hillfort.surrender


def test_importing_hillfort_loads_nothing_heavy() -> None:
    loaded = json.loads(
        fresh("import hillfort, json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))")
    )
    assert sorted(set(loaded) & set(HEAVY)) == []


def test_importing_hillfort_loads_few_modules() -> None:
    """Counted, not timed: a busy machine says nothing about the import."""
    code = "import sys; before = set(sys.modules); import hillfort; print(len(set(sys.modules) - before))"
    assert int(fresh(code)) < MOST_MODULES
