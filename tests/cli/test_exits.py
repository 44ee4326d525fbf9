"""The codes that the command leaves with: every one is documented, and none is said that does not occur."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import typer.main

from hillfort.cli import exits, main
from hillfort.foundation import errors

SOURCE = Path(main.__file__).resolve().parents[1]
PAGE = SOURCE.parents[1] / "docs" / "results-on-disk.md"
SHELL = [sys.executable, "-m", "hillfort.cli.main"]


def codes_of(text: str) -> set[int]:
    """Whole numbers that a program is left with, or that are named as such."""
    names = {"sys.exit", "typer.Exit", "exit"}
    found: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
            found |= {each.value for each in node.args if isinstance(each, ast.Constant) and type(each.value) is int}
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("exit_code", "FAILED"):
            if isinstance(node.value, ast.Constant) and type(node.value.value) is int:
                found.add(node.value.value)
    return found


def test_every_code_in_the_source_is_documented() -> None:
    used = set().union(*(codes_of(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")))
    assert used >= {1, 2, 3, 130}
    assert used <= set(exits.EXITS)
    assert {each.exit_code for each in vars(errors).values() if hasattr(each, "exit_code")} <= set(exits.EXITS)


def test_the_rule_sees_a_code() -> None:
    assert codes_of("import sys\nclass E:\n    exit_code = 7\nsys.exit(9)\nraise typer.Exit(5)\n") == {5, 7, 9}


def test_the_page_lists_the_codes_that_the_help_lists() -> None:
    table = re.findall(
        r"^\| (\d+) \| (.+) \|$", PAGE.read_text(encoding="utf-8").split("## Exit codes")[1], re.MULTILINE
    )
    assert [int(code) for code, _ in table] == list(exits.EXITS)
    assert all(f"{code} " in exits.EPILOG for code in exits.EXITS)


def commands(group: typer.main.TyperGroup, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command and group, by its words."""
    yield path
    for name, each in getattr(group, "commands", {}).items():
        yield from commands(each, *path, name)


ALL = list(commands(typer.main.get_command(main.app)))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_the_help_of_every_command_names_every_code(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.run([*words, "--help"])
    assert left.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Exit codes" in said
    assert all(f" {code} " in said for code in exits.EXITS)


@pytest.mark.parametrize(
    "line",
    ["--help", "scenario list", "scenario schema", "theatre check marrow"],
)
@pytest.mark.parametrize("pipes", ["| true", "| head -1", "2>&1 | true", "2>&1 >/dev/null | true"])
def test_a_reader_who_turns_away_hears_nothing_and_the_code_is_0(line: str, pipes: str, tmp_path: Path) -> None:
    said = tmp_path / "said"
    before, _, after = pipes.partition("|")
    errors_to = "" if "2>&1" in before else f"2>{said}"
    script = f"{{ {' '.join(SHELL)} {line} {errors_to} {before}; echo $? >{tmp_path}/code; }} |{after}"
    subprocess.run(["bash", "-c", script], check=False, capture_output=True, timeout=120)
    assert (tmp_path / "code").read_text(encoding="utf-8").strip() in ("0", "141")
    assert not said.exists() or said.read_text(encoding="utf-8") == ""


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("line", ["sea baltic-2019 --draws 1000000", "lines baltic-2019"])
def test_an_interrupted_command_leaves_with_130_and_says_how_to_go_on(line: str, number: signal.Signals) -> None:
    heard = partial(signal.signal, number, signal.SIG_DFL)
    command = [*SHELL, *line.split()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heard) as running:
        try:
            time.sleep(3.0)
            running.send_signal(number)
            _, said = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 130
    assert b"The same command starts anew" in said
    assert b"Traceback" not in said
