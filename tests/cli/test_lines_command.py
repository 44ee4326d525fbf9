"""hillfort lines: what it prints, what it writes, how it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hillfort.cli import main
from hillfort.files.lines import read as lines_files


def leave(*arguments: str) -> int:
    """Exit code of the command."""
    with pytest.raises(SystemExit) as stop:
        main.run(arguments)
    return int(stop.value.code or 0)


def test_the_answer_is_printed_in_words_that_fit_and_everything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert leave("lines", "marrow", "--draws", "10", "--attack", "2", "--out", str(out)) == 0
    said = capsys.readouterr().out
    for part in (
        "Cut off only if Port Alder is lost.",
        "What arrives when",
        "What limits it",
        "What to fortify",
        "independent",
        "seed 1",
    ):
        assert part in said
    assert max(len(line) for line in said.splitlines() if not line.startswith("Report: ")) <= 100
    assert "\x1b" not in said
    found = json.loads((out / "lines.json").read_text(encoding="utf-8"))
    assert set(found) >= {
        "arrival",
        "bottlenecks",
        "isolating_set",
        "attack",
        "fortify",
        "certificate",
        "hillfort",
        "scenario",
        "seed",
        "draws",
    }
    assert set(found["arrival"][0]) == {"day", "vehicles", "battalions"}
    assert set(found["attack"][0]) >= {"k", "groups", "delivered", "proved"}
    assert {path.name for path in out.iterdir()} == {
        "lines.json",
        "result.json",
        "manifest.json",
        "report.html",
        "map.png",
        "curves.png",
    }


def test_that_nothing_can_arrive_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("lines", "marrow", "--close", "Port Alder", "--draws", "0") == 0
    assert "Nothing can arrive by day 30." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("lines", "marrow", "--close", "Port Aldr"), "Did you mean 'Port Alder'?"),
        (("lines", "marrow", "--attack", "99"), "99 losses"),
        (("lines", "marrow", "--by", "0"), "out of range"),
        (("lines", "nowhere"), "is not one of the scenarios"),
        (("lines", "marrow", "baltic-2019"), "one name too many"),
        (("lines",), "Missing argument"),
        (("lines", "check", "nowhere"), "is not one of the scenarios"),
    ],
)
def test_wrong_input_leaves_with_2_and_says_why(
    arguments: tuple[str, ...],
    part: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert leave(*arguments) == 2
    said = capsys.readouterr().err
    assert part in said.replace("│\n│", "")
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_theatre_without_a_network_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lines_files, "FOLDER", tmp_path)
    assert leave("lines", "marrow", "--draws", "0") == 2
    assert "theatre 'marrow' has no lines of communication" in capsys.readouterr().err


def test_a_network_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("lines", "check", "marrow") == 0
    said = capsys.readouterr().out
    assert "checks of the lines of marrow hold." in said
    assert "road Alder-Eastholt" in said


def test_a_check_that_fails_leaves_with_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from hillfort.lines.network import checks

    monkeypatch.setattr(
        checks, "check", lambda network: [checks.NetworkCheck("road A-B", "distance", False, "900 km", "100 to 120 km")]
    )
    assert leave("lines", "check", "marrow") == 3
    assert "1 of 1 checks of the lines of marrow fail." in capsys.readouterr().out
