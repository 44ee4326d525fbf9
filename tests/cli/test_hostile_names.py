"""Names with commands for a terminal in them are shown, not obeyed; a spreadsheet runs nothing of what is written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from hillfort.cli import main
from hillfort.cli.output import Console
from hillfort.foundation.visible import visible

ESCAPES = "\x1b[31mred\x1b]0;title\x07\u202egnp\u2066.\x9b2J\x00\x7f"
HEADER = "case,from_lat,from_lon,to_lat,to_lon,via,mode,observed_days"


def leave(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    return int(left.value.code or 0)


def harmless(text: str) -> bool:
    return visible(text) == text


@given(st.text())
def test_what_is_visible_commands_nothing_and_is_left_alone_the_second_time(text: str) -> None:
    shown = visible(text)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in shown)
    assert not any(127 <= ord(letter) < 160 or letter in "\u202e\u2066\u200f" for letter in shown)
    assert visible(shown) == shown
    assert len(shown) == len(text)


@pytest.mark.parametrize("terminal", [False, True])
def test_a_console_shows_what_names_command(terminal: bool) -> None:
    out = Console(file=io.StringIO(), force_terminal=terminal, color_system=None, width=200)
    table = Table("name")
    table.add_row(ESCAPES)
    out.print(table)
    out.print(ESCAPES, markup=False)
    assert isinstance(out.file, io.StringIO)
    assert harmless(out.file.getvalue())


@pytest.mark.parametrize(
    "arguments",
    [("assess", f"mar{ESCAPES}row"), ("scenario", "check", f"{ESCAPES}.yaml"), ("assess", f"--{ESCAPES}"), (ESCAPES,)],
)
def test_no_word_of_a_command_reaches_the_terminal_as_it_is(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave(*(each.replace("\x00", "") for each in arguments)) == 2
    said = capsys.readouterr()
    assert harmless(said.out + said.err)


def test_names_of_moves_are_shown_and_written_without_harm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [ESCAPES.replace("\x00", ""), "=HYPERLINK(A1)", "@SUM(1)", "+1+1", "-1+1", "\t=1", "Žagań; =1+1", "[red]x"]
    file = tmp_path / "moves.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        table = csv.writer(text)
        table.writerow(HEADER.split(","))
        table.writerows([name, 53.57, 8.55, 51.62, 15.31, name, "rail", 10] for name in names)
    assert leave("validate", "deployments", str(file), "--draws", "100", "--out", str(tmp_path / "out")) == 0
    said = capsys.readouterr()
    assert harmless(said.out + said.err)
    assert "[red]x" in said.out
    raw = (tmp_path / "out" / "predictions.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == len(names) + 1
    for cell in (cell for row in rows for cell in row):
        assert harmless(cell)
        for part in cell.split(";"):
            assert not part.lstrip().startswith(("=", "@", "+1+", "-1+"))
