"""Geography is data: no country, place, sea, gate or corridor stands in the strings of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import polars as pl
import pytest
import yaml

from architecture.source import PACKAGE, Module, modules

DATA = PACKAGE / "data"
SHORTEST = 4
"""Shorter names are words of other kinds as well: Hel, Ii, Mo."""

PUBLISHED = {
    "hillfort.validation.advance": ("Leiden",),
    "hillfort.validation.record": ("Leiden", "Iraq", "United States"),
    "hillfort.validation.reference_laws": ("Britain",),
}
"""Names inside the title of a source, or of a fight as it was published: they are quoted and decide nothing."""

ORDINARY = frozenset(
    {"Field", "Hours", "Line", "Lines", "Main", "Point", "Ports", "Rest", "Road", "Rail", "Ship", "West"}
)
"""Words of the language that are the names of places too."""


@cache
def geography() -> re.Pattern[str]:
    """Every proper name of the shipped geography that is long enough to be told from a word."""
    names: set[str] = set(pl.read_parquet(DATA / "lines" / "world.parquet")["country"])
    for path in (DATA / "theatres").glob("*/places.parquet"):
        names |= set(pl.read_parquet(path)["name"])
    for name, column in (
        ("moves_ports", "name"),
        ("moves_places", "name"),
        ("moves_lanes", "lane"),
        ("fixed_links", "name"),
    ):
        names |= set(pl.read_csv(DATA / "lines" / f"{name}.csv", infer_schema_length=0)[column])
    names |= set(pl.read_csv(DATA / "lines" / "moves_countries.csv", infer_schema_length=0)["name"].str.to_titlecase())
    for folder in ("lines", "sea", "theatres/baltic", "theatres/marrow"):
        for path in (DATA / folder).glob("*.yaml"):
            names |= set(_named(yaml.safe_load(path.read_text(encoding="utf-8"))))
    wanted = sorted(
        (re.escape(each) for each in names if len(each) >= SHORTEST and each[0].isupper() and each not in ORDINARY),
        reverse=True,
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)")


def _named(tree: object) -> Iterator[str]:
    """Keys and names of a file that begin with a capital."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(key, str) and key[:1].isupper():
                yield key
            if key == "name" and isinstance(value, str):
                yield value
            yield from _named(value)
    elif isinstance(tree, list):
        for each in tree:
            yield from _named(each)


def proper_names(module: Module) -> Iterator[str]:
    """Strings of a module, its docstrings apart, that hold a name of the geography."""
    told = {
        id(node.value)
        for above in ast.walk(module.tree)
        if isinstance(above, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for node in above.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            for name in geography().findall(node.value):
                if name not in PUBLISHED.get(module.name, ()):
                    yield f"{module.name}:{node.lineno} says {name!r}: let a file of data say it"


def test_no_name_of_a_place_stands_in_code() -> None:
    assert [found for module in modules() for found in proper_names(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "ENTRY = 'Bremerhaven'",
        "if country == 'Poland': pass",
        "GATES = {'Øresund bridge': 3}",
        "print(f'by Gdańsk {km} km')",
    ],
)
def test_a_name_in_code_is_found(text: str) -> None:
    assert list(proper_names(Module("hillfort.lines.example", text)))


def test_a_name_in_a_docstring_and_a_word_of_the_language_are_not() -> None:
    text = '"""Over Gdańsk."""\nADVICE = "name a port in via"\nMODE = "road"\n'
    assert list(proper_names(Module("hillfort.lines.example", text))) == []


def test_every_exception_is_used() -> None:
    by_name = {module.name: module.text for module in modules()}
    assert [f"{name}: {word}" for name, words in PUBLISHED.items() for word in words if word not in by_name[name]] == []
