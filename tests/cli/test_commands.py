"""The command line: what it prints, what it writes, how it leaves."""

from __future__ import annotations

import dataclasses
import errno
import json
from pathlib import Path
from typing import Any

import pytest

from hillfort.campaign import run
from hillfort.campaign.outcome import Outcome
from hillfort.cli import main
from hillfort.files.results import folder as results
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError, ModelError, Problem
from studies import synthetic


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A campaign with known answers and a scenario that needs no file."""

    def scenario(name: str, *, measures: tuple[str, ...] = ()) -> Any:
        if name != "invented" or set(measures) - {"nothing"}:
            raise InputError(Problem(name, 0, "", "is not a scenario or measure."))
        return synthetic.scenario()

    monkeypatch.setattr(run, "fight", synthetic.fight)
    monkeypatch.setattr(run, "fight_on_other_luck", synthetic.fight_on_other_luck)
    monkeypatch.setattr(run, "trace", synthetic.trace)
    monkeypatch.setattr(read, "scenario", scenario)


def leave(*arguments: str) -> int:
    """Exit code of the command."""
    with pytest.raises(SystemExit) as stop:
        main.run(arguments)
    return int(stop.value.code or 0)


def test_the_answer_is_printed_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("assess", "invented", "--draws", "200") == 0
    said = capsys.readouterr().out
    for part in (
        "not enough in most draws",
        "In 200 draws",
        "Alva",
        "What would change the answer most",
        "What the model leaves out",
        "seed 1",
    ):
        assert part in said
    assert "\x1b" not in said


def test_the_result_is_written_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("assess", "invented", "--draws", "60", "--out", str(tmp_path / "out")) == 0
    assert f"Report: {tmp_path / 'out' / 'report.html'}" in " ".join(capsys.readouterr().out.split())
    summary = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert (summary["draws"], summary["complete"], summary["scenario"]["name"]) == (60, True, "invented")
    assert not (tmp_path / "out.partial").exists()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"report.html", "draws.parquet", "objectives.parquet", "trace_units.parquet"} <= names


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "nowhere"),
        ("assess", "invented", "--measure", "magic"),
        ("assess", "invented", "--draws", "0"),
        ("assess", "invented", "--draws", "2000000"),
        ("assess", "invented", "--draws", "nan"),
        ("assess", "invented", "--days", "-3"),
        ("assess", "invented", "--seed", "-1"),
        ("assess", "invented", "--threads", "0"),
        ("assess", "invented", "--coa", "magic"),
        ("assess", "invented", "--trace", "1000"),
        ("assess",),
        ("assess", "invented", "--nonsense"),
        ("surrender",),
        ("compare", "invented"),
        ("compare", "invented", "--measure", "magic"),
        ("compare", "invented", "--measure", "nothing", "--draws", "0"),
        ("trace", "invented", "--draw", "-1", "--out", "x"),
        ("trace", "invented", "--out", "x"),
    ],
)
def test_wrong_input_leaves_with_2_and_says_why(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert leave(*arguments) == 2
    said = capsys.readouterr()
    assert len(said.err) > 20
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_used_is_refused_before_anything_is_fought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fight(*_: Any, **__: Any) -> Outcome:
        raise AssertionError("fought")

    monkeypatch.setattr(run, "fight", fight)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for command in (
        ("assess", "invented"),
        ("compare", "invented", "--measure", "nothing"),
        ("trace", "invented", "--draw", "0"),
    ):
        assert leave(*command, "--out", str(tmp_path)) == 2
        assert leave(*command, "--out", str(tmp_path / "notes.txt")) == 2


def test_a_full_disk_leaves_with_2_and_the_answer_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(results, "write_table", full)
    assert leave("assess", "invented", "--draws", "60", "--out", str(tmp_path / "out")) == 2
    said = capsys.readouterr()
    assert "In 60 draws" in said.out
    assert "the disk is full" in said.err
    assert not (tmp_path / "out").exists()


def test_no_answer_leaves_with_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fight(*_: Any, **__: Any) -> Outcome:
        raise ModelError("No route.")

    monkeypatch.setattr(run, "fight", fight)
    assert leave("assess", "invented") == 3
    assert "No route." in capsys.readouterr().err


def test_an_interruption_leaves_with_130_and_the_next_call_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    fought: list[int] = []

    def fight(case: Any, *, first_draw: int, **asked: Any) -> Outcome:
        if first_draw >= 100 and not fought:
            raise KeyboardInterrupt
        fought.append(first_draw) if first_draw >= 100 else None
        return synthetic.fight(case, first_draw=first_draw, **asked)

    monkeypatch.setattr(run, "fight", fight)
    command = ("assess", "invented", "--draws", "1000", "--out", str(out))
    assert leave(*command) == 130
    assert "Interrupted after 100 of 1,000 draws" in capsys.readouterr().err
    partial = json.loads((tmp_path / "out.partial" / "result.json").read_text(encoding="utf-8"))
    assert (partial["complete"], partial["draws"], partial["draws_wanted"]) == (False, 100, 1000)
    assert not out.exists()
    fought.append(-1)
    assert leave(*command) == 0
    assert "100 draws of this study were kept" in capsys.readouterr().err
    assert fought[1] == 100
    assert json.loads((out / "result.json").read_text(encoding="utf-8"))["draws"] == 1000
    assert not (tmp_path / "out.partial").exists()


def test_a_resumed_study_says_the_same_as_one_that_ran_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert leave("assess", "invented", "--draws", "400", "--out", str(tmp_path / "through")) == 0
    kept = synthetic.outcome(150)
    from hillfort import workbench

    monkeypatch.setattr("hillfort.files.results.checkpoints.Checkpoints.load", lambda _: (kept,))
    resumed = workbench.surrounded(workbench.study(synthetic.scenario(), draws=400, out=tmp_path / "resumed"))
    with workbench.writing(tmp_path / "resumed", synthetic.scenario(), draws=400) as place:
        assert place is not None
        workbench.save(resumed, place)
    one, two = (
        json.loads((tmp_path / name / "result.json").read_text(encoding="utf-8")) for name in ("through", "resumed")
    )
    assert {key: one[key] for key in one if key != "speed"} == {key: two[key] for key in two if key != "speed"}


def test_a_comparison_prints_and_writes_paired_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("compare", "invented", "--measure", "nothing", "--draws", "60", "--out", str(tmp_path / "c")) == 0
    assert "nothing: not one of 60 draws changes." in capsys.readouterr().out
    assert json.loads((tmp_path / "c" / "result.json").read_text(encoding="utf-8"))["options"][0]["identical"]


@pytest.mark.parametrize("call", [2, 3, 4, 5])
def test_an_interrupted_comparison_goes_on_and_says_the_same(
    call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = synthetic.scenario()
    other = dataclasses.replace(case, title="With it")
    shares = {case.hash: 0.25, other.hash: 0.5}
    fought: list[int] = []
    stop_at = [0]

    def fight(fought_case: Any, *, draws: int, first_draw: int, **_: Any) -> Outcome:
        if len(fought) + 1 == stop_at[0]:
            raise KeyboardInterrupt
        fought.append(draws)
        return synthetic.outcome(draws, first_draw, held=shares[fought_case.hash], scenario_hash=fought_case.hash)

    monkeypatch.setattr(run, "fight", fight)
    monkeypatch.setattr(read, "scenario", lambda _, *, measures=(): other if measures else case)
    command = ("compare", "invented", "--measure", "more", "--draws", "300", "--out")
    assert leave(*command, str(tmp_path / "through")) == 0
    fought.clear()
    stop_at[0] = call
    assert leave(*command, str(tmp_path / "out")) == 130
    assert f"Interrupted after {sum(fought)} of 600 draws" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    stop_at[0] = 0
    assert leave(*command, str(tmp_path / "out")) == 0
    assert "going on from there" in capsys.readouterr().err
    assert sum(fought) == 600
    one, two = (
        json.loads((tmp_path / name / "result.json").read_text(encoding="utf-8")) for name in ("through", "out")
    )
    assert one == two
    assert not (tmp_path / "out.partial").exists()


def test_one_draw_can_be_kept_hour_by_hour(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("trace", "invented", "--draw", "17", "--out", str(tmp_path / "t")) == 0
    assert json.loads((tmp_path / "t" / "result.json").read_text(encoding="utf-8"))["trace_draw"] == 17
    assert (tmp_path / "t" / "trace_control.parquet").exists()
    assert "Replay:" in capsys.readouterr().out


@pytest.mark.parametrize("how", ["--version", "version"])
def test_the_version_is_told(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(how) == 0
    assert capsys.readouterr().out.startswith("hillfort 0.")


@pytest.mark.parametrize("command", [(), ("assess",), ("compare",), ("trace",), ("version",)])
def test_every_command_explains_itself(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(*command, "--help") == 0
    said = capsys.readouterr().out
    assert "Exit codes" in said
    assert not command or "Example: hillfort" in said


def test_progress_without_a_terminal_is_plain_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hillfort.cli import show

    monkeypatch.setattr(show, "PLAIN_EVERY_S", 0.0)
    assert leave("assess", "invented", "--draws", "60") == 0
    assert "invented: 60 of 60 draws" in capsys.readouterr().err


def test_a_reader_who_turns_away_does_not_cost_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`hillfort assess ... | head -1`: what is printed is lost, what is written is not."""
    from hillfort.cli import show

    def gone(_: object, **_more: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr(show, "answer", gone)
    assert leave("assess", "invented", "--draws", "60", "--out", str(tmp_path / "out")) == 0
    assert results.is_result(tmp_path / "out")
