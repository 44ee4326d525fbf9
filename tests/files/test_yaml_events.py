"""Two parsers of YAML: where the quick one answers, it says what the strict one says."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.files.yaml import lines
from hillfort.files.yaml.events import RefusedError, quick_events
from hillfort.files.yaml.lines import parse_yaml, read_yaml
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError

pytest.importorskip("yaml")

PIECES = [
    "a",
    "b c",
    ": ",
    ":",
    "-",
    "- ",
    "\n",
    "\n  ",
    "\n    ",
    "{",
    "}",
    "[",
    "]",
    ",",
    ", ",
    "'",
    '"',
    "#",
    " #",
    "|\n",
]
PIECES += [
    "> \n",
    ">-\n",
    "?",
    "? ",
    "!",
    "&x ",
    "*x",
    "1",
    "null",
    "é",
    "---",
    "...",
    "\\",
    "@",
    "%",
    " ",
    "''",
    "|2\n",
]


def told(events: Any, text: str) -> str:
    """What the nodes are, or what is said of the text."""
    builder = lines._Builder("x.yaml")
    try:
        for event in events(text):
            builder.take(event)
    except InputError as error:
        return str(error)
    return f"{builder.root} {builder.problems}"


@settings(max_examples=400, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join), key=st.sampled_from(["", "k: ", "k:\n  "]))
def test_what_the_quick_parser_reads_is_what_the_strict_one_reads(text: str, key: str) -> None:
    with contextlib.suppress(RefusedError):
        assert told(quick_events, key + text) == told(lambda each: lines._events(each, "x.yaml"), key + text)


@pytest.mark.parametrize("path", sorted(DATA.rglob("marrow*.yaml")), ids=lambda path: path.name)
def test_shipped_files_are_read_quickly_and_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert told(quick_events, text) == told(lambda each: lines._events(each, "x.yaml"), text)


def test_every_shipped_file_is_one_for_the_quick_parser() -> None:
    folders = ("air", "forces", "lines", "measures", "scenarios", "sea")
    for path in [DATA / "assumptions.yaml", *(path for folder in folders for path in (DATA / folder).glob("*.yaml"))]:
        assert list(quick_events(path.read_text(encoding="utf-8")))


def test_without_the_quick_parser_the_nodes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: 1\nb: {c: NO, d: [x, 'y']}\n"
    quick = parse_yaml(text, "x.yaml")
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert parse_yaml(text, "x.yaml") == quick


def test_a_file_that_was_edited_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    for value in (1, 2, 1):
        path.write_text(f"a: {value}\n", encoding="utf-8")
        assert read_yaml(path).items["a"].value == value
