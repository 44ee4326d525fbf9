"""The examples in help texts and docstrings: each can be typed as it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import hillfort
from hillfort.cli import main
from hillfort.files.scenario import measures, read
from hillfort.files.scenario.check import checked
from hillfort.files.theatre.artefact import load_theatre

SOURCE = Path(hillfort.__file__).parent


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words that lead to it."""
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, below in command.commands.items():
        yield from leaves(below, (*path, name))
    if path and getattr(command, "invoke_without_command", False):
        yield path, command


def examples() -> list[tuple[tuple[str, ...], str]]:
    found = leaves(typer.main.get_command(main.app))
    return [
        (path, line) for path, command in found for line in re.findall(r"Example: hillfort (.+)", command.help or "")
    ]


def parsed(line: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The command that a line calls, and what it is given; nothing is run."""
    root = typer.main.get_command(main.app)
    called: list[tuple[tuple[str, ...], dict[str, Any]]] = []
    for path, command in leaves(root):
        command.callback = lambda path=path, **given: called.append((path, given))
    root.main(shlex.split(line), prog_name="hillfort", standalone_mode=False)
    return called[-1]  # a group that does something by itself is called before what is below it


def resolve(path: tuple[str, ...], given: dict[str, Any]) -> None:
    """Reads everything that a call names; raises for what does not exist."""
    for asked in given.get("measure") or [""]:
        name = given.get("scenario") or (given.get("name") if path[0] == "scenario" else None)
        if name:
            case = read.scenario(name, measures=[each for each in asked.split("+") if each])
            assert given.get("coa") in (None, *case.courses_of_action)
    for file in given.get("files") or ():
        checked(str(file), measures=[])
    if path[0] == "theatre":
        load_theatre(given["name"], date=given.get("date"))


def test_most_commands_have_an_example() -> None:
    assert len(examples()) >= 8


@pytest.mark.parametrize(("path", "line"), examples())
def test_every_example_in_a_help_text_is_of_its_command_and_names_what_exists(path: tuple[str, ...], line: str) -> None:
    called, given = parsed(line)
    assert called == path
    resolve(path, given)


@pytest.mark.parametrize(
    "line", ["compare baltic-2019 --measure seven-brigades", "theatre check baltik", "assess baltic-2019 --coa none"]
)
def test_an_example_that_names_what_is_not_there_would_be_noticed(line: str) -> None:
    with pytest.raises((hillfort.HillfortError, AssertionError)):
        resolve(*parsed(line))


def test_an_example_with_an_option_that_is_not_there_would_be_noticed() -> None:
    with pytest.raises(Exception, match="No such option: --draw"):
        parsed("assess baltic-2019 --draw 5")


def test_examples_in_docstrings_name_measures_that_exist() -> None:
    named = {
        measure
        for file in SOURCE.rglob("*.py")
        for listed in re.findall(r">>> .*measures=\[([^\]]*)\]", file.read_text(encoding="utf-8"))
        for measure in re.findall(r"[\w-]+", listed)
    }
    assert named
    assert named <= set(measures.measure_names())
