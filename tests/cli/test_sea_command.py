"""hillfort sea: what it prints and writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hillfort.cli import main


def called(*arguments: str) -> int:
    try:
        main.run(["sea", *arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_it_prints_tables_and_writes_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sea"
    assert called("baltic-2019", "--draws", "12", "--days", "4", "--out", str(out)) == 0
    said = capsys.readouterr().out
    for part in (
        "Chance that a load ready at H-hour has arrived",
        "State of each lane",
        "Landings",
        "What would clear the sea sooner",
    ):
        assert part in said
    assert {path.name for path in out.iterdir()} == {
        "manifest.json",
        "result.json",
        "sea.json",
        "sea-map.png",
        "sea-curves.png",
    }
    kept = json.loads((out / "sea.json").read_text(encoding="utf-8"))
    assert (kept["draws"], kept["days"], kept["scenario"]["name"]) == (12, 4, "baltic-2019")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("marrow",), "says nothing about the sea"),
        (("baltic-2019", "--draws", "0"), "draws"),
        (("baltic-2019", "--days", "400"), "days"),
        (("baltic-2019", "--measure", "maritime-pakage"), "Did you mean 'maritime-package'?"),
        (("baltik-2019",), "Did you mean 'baltic-2019'?"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(*arguments) == 2
    assert said in capsys.readouterr().err


def test_a_folder_with_something_else_in_it_is_refused_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    assert called("baltic-2019", "--draws", "5", "--out", str(tmp_path)) == 2
    assert "not a Hillfort result" in capsys.readouterr().err
