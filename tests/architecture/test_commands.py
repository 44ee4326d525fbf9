"""A command is a file: found by the listing of a folder, and named by no other file."""

from __future__ import annotations

import ast

import pytest
import typer.main

from architecture.source import PACKAGE, Module, modules
from hillfort.cli import main, registry

FOLDER = "hillfort.cli.commands"
MAKING = ("hillfort.cli.main", "hillfort.cli.registry")
BUILT_IN = {"version"}


def names() -> list[str]:
    return sorted(path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py") if path.stem != "__init__")


def named_elsewhere(found: list[Module], commands: list[str]) -> list[str]:
    """Modules outside the folder that load a command, and those that make the command line and say the name of one."""
    broken = []
    for module in found:
        if module.name.startswith(FOLDER):
            continue
        known = {each.split(".")[3] for each in module.imports if each.startswith(f"{FOLDER}.")}
        if module.name in MAKING:
            known |= {each.value for each in ast.walk(module.tree) if isinstance(each, ast.Constant)} & set(commands)
        broken += [f"{module.name} names the command {name}" for name in sorted(known)]
    return broken


def files_of(found: list[Module], command: str) -> list[str]:
    """The files that a command is made of, beside the study itself: its own, those of `workbench` that it loads,
    and those that hold its options."""
    own = next(module for module in found if module.name == f"{FOLDER}.{command}")
    known = {module.name for module in found}
    jobs = {part for each in own.imports for part in (each, each.rpartition(".")[0]) if part in known}
    kept = {each for each in jobs if each.startswith("hillfort.workbench.") or each == "hillfort.studies.asked"}
    return sorted({own.name} | kept)


def test_every_file_of_the_folder_is_a_command_and_every_command_a_file() -> None:
    offered = set(typer.main.get_command(main.app).commands)  # type: ignore[attr-defined]
    assert offered - BUILT_IN == set(names())
    assert list(registry.commands()) == names()


def test_no_other_file_of_the_command_line_names_a_command() -> None:
    assert named_elsewhere(modules(), names()) == []


@pytest.mark.parametrize(
    ("name", "text"), [("hillfort.x", f"from {FOLDER} import sea\n"), (MAKING[0], "OFFERED = ('assess', 'sea')\n")]
)
def test_a_file_that_names_a_command_is_found(name: str, text: str) -> None:
    assert f"{name} names the command sea" in named_elsewhere([Module(name, text)], names())


def test_what_was_added_last_stands_in_three_files() -> None:
    assert files_of(modules(), "crisis") == [f"{FOLDER}.crisis", "hillfort.studies.asked", "hillfort.workbench.crises"]
    assert files_of(modules(), "experts") == [f"{FOLDER}.experts", "hillfort.workbench.panels"]


def test_a_command_of_the_folder_needs_no_other_command() -> None:
    shared = {f"{FOLDER}.air"}  # batteries and rotations print tables of the air as it does
    for module in modules():
        if module.name.startswith(f"{FOLDER}."):
            others = {each.rpartition(".")[0] for each in module.imports if each.startswith(f"{FOLDER}.")}
            assert others <= shared, module.name
