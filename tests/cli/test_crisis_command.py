"""hillfort crisis: what it prints and writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import hillfort as hf
from hillfort.cli import main
from hillfort.foundation.errors import InputError
from hillfort.studies.crisis.result import CrisisResult

Capture = pytest.CaptureFixture[str]


def called(*arguments: str) -> int:
    try:
        main.run(["crisis", *arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_it_says_warning_clocks_and_what_is_left_out(capsys: Capture) -> None:
    assert called("marrow", "--draws", "200", "--campaigns", "0") == 0
    said = capsys.readouterr().out
    for text in ("days before H-hour", "Belief and decision by day", "Decision of the council", "leaves out"):
        assert text in said


def test_the_answer_is_written_as_it_is_in_python(tmp_path: Path) -> None:
    file = tmp_path / "crisis.json"
    assert called("marrow", "--draws", "200", "--campaigns", "96", "--json", str(file)) == 0
    written = json.loads(file.read_text(encoding="utf-8"))
    mine = hf.crisis("marrow", draws=200, campaigns=96)
    assert CrisisResult.model_validate(written) == mine.result
    assert mine.result.value_of_a_day is not None
    assert mine.result.value_of_a_day.campaigns == 96


def test_a_section_can_be_asked_for_alone(capsys: Capture) -> None:
    assert called("marrow", "--draws", "200", "--campaigns", "0", "--only", "clocks") == 0
    said = capsys.readouterr().out
    assert "Decision of the council" in said
    assert "Belief and decision" not in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("atlantis",), "'atlantis'"),
        (("marrow", "--coa", "north"), "'north' is not a course of action of marrow."),
        (("marrow", "--draws", "5"), "5 is out of range. Allowed: a whole number from 100"),
        (("marrow", "--campaigns", "-1"), "-1 is out of range."),
        (("marrow", "--only", "dice"), "'dice' is no section of this answer."),
        (("marrow", "--measure", "no-such"), "no-such"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_computed(arguments: tuple[str, ...], said: str, capsys: Capture) -> None:
    assert called(*arguments) == 2
    assert said in capsys.readouterr().err


def test_everything_wrong_in_python_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        hf.crisis("marrow", draws=5, campaigns=-3)
    assert len(caught.value.problems) == 2


def test_a_measure_moves_the_order_for_allied_forces_and_nothing_before_it() -> None:
    before = hf.crisis("marrow", draws=400, campaigns=0).result
    after = hf.crisis("marrow", measures=["delegated-authority"], draws=400, campaigns=0).result
    assert after.hours["release"].p50 < before.hours["release"].p50
    assert after.hours["warning"] == before.hours["warning"]
    assert after.rules == ("rule_command_deploys",)
