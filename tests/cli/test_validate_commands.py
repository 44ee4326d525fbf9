"""hillfort validate: one table, a page, a list; a miss is no error; an interruption keeps what was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hillfort.cli import main
from hillfort.validation import reference_laws, table
from hillfort.validation.anchors import FITTED, Anchor, Given, Progress

MISS = Anchor(
    "Wargame",
    "Hours to the capital",
    (36.0, 60.0),
    72.0,
    70.0,
    75.0,
    unit="h",
    rule="inside",
    kind=FITTED,
    source="A report",
)


def missed(given: Given, progress: Progress) -> list[Anchor]:
    progress(1, 1)
    return [MISS]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two subjects that take no time."""
    subjects = (("a miss", missed), ("reference laws", reference_laws.anchors))
    monkeypatch.setattr(table, "SUBJECTS", subjects)
    monkeypatch.setattr(table.run, "__kwdefaults__", {"subjects": subjects})


def leave(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main.run(arguments)
    return int(stop.value.code or 0)


def test_a_miss_is_a_result_and_not_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("validate", "--out", str(tmp_path / "new" / "folder"), "--json", str(tmp_path / "list.json")) == 0
    said = capsys.readouterr().out
    assert "missed" in said and "fitted" in said and "DIFFERENCES.md" in said
    assert "Iwo Jima" in said
    found = json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))
    assert found[0]["ok"] is False
    assert (found[0]["published"], found[0]["ours"], found[0]["kind"]) == ([36.0, 60.0], 72.0, "fitted")
    assert all(each["ok"] for each in found[1:])
    page = (tmp_path / "new" / "folder" / "report.html").read_text(encoding="utf-8")
    assert "Hours to the capital" in page
    assert [each.name for each in tmp_path.rglob(".*")] == []


def test_where_nothing_is_said_the_page_is_in_a_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert leave("validate") == 0
    assert (tmp_path / "validation" / "report.html").exists()


def test_a_place_that_cannot_be_written_to_is_refused_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert leave("validate", "--out", str(tmp_path / "file" / "below")) == 2
    assert leave("validate", "--out", str(tmp_path / "out"), "--json", str(tmp_path)) == 2
    assert leave("validate", "--out", str(tmp_path / "out"), "--draws", "0") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "--out" in said.err and "--json" in said.err and "--draws" in said.err


def test_an_interruption_prints_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(given: Given, progress: Progress) -> list[Anchor]:
        raise KeyboardInterrupt

    monkeypatch.setattr(table.run, "__kwdefaults__", {"subjects": (("a miss", missed), ("slow", stopped))})
    assert leave("validate", "--out", str(tmp_path / "out")) == 130
    said = capsys.readouterr()
    assert "Hours to the capital" in said.out
    assert "after 1 anchor;" in said.err
    assert not (tmp_path / "out" / "report.html").exists()


def test_the_wargame_prints_both_postures_and_what_they_rest_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # so that no name of an anchor is wrapped
    assert leave("validate", "wargame", "--draws", "150", "--json", str(tmp_path / "wargame.json")) == 0
    said = capsys.readouterr().out
    for part in (
        "150 draws of each posture",
        "Outskirts of Riga or Tallinn",
        "With seven brigades",
        "rank correlation",
        "march",
    ):
        assert part in said
    assert len(json.loads((tmp_path / "wargame.json").read_text(encoding="utf-8"))) == 4
