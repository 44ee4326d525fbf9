"""Killed at any step on the disk: the earlier result is whole, and the next command leaves nothing behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.crash import Crash, Killed
from hillfort import workbench
from hillfort.campaign import run
from hillfort.cli import main, show
from hillfort.cli.commands import lines as lines_command
from hillfort.files.results.manifest import WORK, contents
from hillfort.files.results.swap import SUMMARY
from hillfort.files.scenario import read
from hillfort.report.campaign import comparison as comparison_page
from hillfort.report.campaign import figures, page, replay
from hillfort.report.lines import curves as lines_curves
from hillfort.report.lines import map as lines_map
from hillfort.report.lines import page as lines_page
from hillfort.report.parts import pictures
from hillfort.studies.campaign import assess as studies_assess
from studies import synthetic

POINTS = int(os.environ.get("HILLFORT_KILL_POINTS", "40"))
"""Of each command: half of them where an earlier result is there, half where nothing is.
A large number tries every step."""
LAST = 100
"""Steps at the end, in which results change places: half of the points fall there."""

COMMANDS = {
    "assess": ("assess", "invented", "--draws", "60"),
    "compare": ("compare", "invented", "--measure", "nothing", "--draws", "60"),
    "lines": ("lines", "marrow", "--draws", "0"),
    "validate": ("validate", "deployments", "--draws", "100"),
    "trace": ("trace", "invented", "--draw", "3"),
}


@dataclass
class FakeLines:
    """What is written of a study of lines."""

    summary: dict[str, Any]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Known answers at once, and pages without pictures: what is tried is the writing."""
    real = read.scenario

    def scenario(name: str, *, measures: tuple[str, ...] = ()) -> Any:
        return synthetic.scenario() if name == "invented" else real(name, measures=measures)

    moves = workbench.deployments(draws=100)
    keys = ("format", "hillfort", "scenario", "measures", "seed", "draws")
    found = FakeLines(dict.fromkeys(keys, 1) | {"complete": True})
    monkeypatch.setattr(run, "fight", synthetic.fight)
    monkeypatch.setattr(run, "fight_on_other_luck", synthetic.fight_on_other_luck)
    monkeypatch.setattr(run, "trace", synthetic.trace)
    concluded: dict[int, Any] = {}
    conclude = studies_assess.conclude

    def known(scenario: Any, outcome: Any, **named: Any) -> Any:
        return concluded.get(outcome.seed) or concluded.setdefault(outcome.seed, conclude(scenario, outcome, **named))

    monkeypatch.setattr(studies_assess, "conclude", known)
    monkeypatch.setattr(read, "scenario", scenario)
    monkeypatch.setattr(workbench, "surrounded", lambda found, **_: found)
    monkeypatch.setattr(workbench, "lines_study", lambda *_, **__: found)
    monkeypatch.setattr(workbench, "deployments", lambda *_, **__: moves)
    monkeypatch.setattr(pictures, "png", lambda *_, **__: b"PNG")
    for module, name in (
        (figures, "loss_map"),
        (page, "assessment"),
        (replay, "replay"),
        (comparison_page, "comparison"),
        (lines_page, "lines"),
        (lines_map, "lines_map"),
        (lines_curves, "curves"),
        (lines_command, "answer"),
        (show, "answer"),
    ):
        monkeypatch.setattr(module, name, lambda *_, **__: "page")
    return


def leave(*arguments: str) -> int:
    """Exit code of the command."""
    with pytest.raises(SystemExit) as stop:
        main.run(arguments)
    return int(stop.value.code or 0)


def die(root: Path, at: int | None, *arguments: str) -> int:
    """Run the command to the step at which it dies; how many steps there were."""
    crash = Crash(root, at)
    with pytest.MonkeyPatch.context() as patch:
        crash.install(patch)
        with contextlib.suppress(Killed, SystemExit):
            main.run(arguments)
    return crash.count


def whole(folder: Path) -> bool:
    """Whether a complete result is there, every file as its manifest says."""
    found = contents(folder)
    assert found.manifest is not None
    assert set(found.ours) == {*found.manifest.files, "manifest.json"}
    return found.changed == () and json.loads((folder / SUMMARY).read_text(encoding="utf-8"))["complete"]


def points(steps: int) -> list[int]:
    """Steps to die at: half over all of them, half over the last."""
    half = POINTS // 4
    last = min(LAST, steps)
    over_all = (1 + (point * (steps - 1)) // (half - 1) for point in range(half))
    at_the_end = (steps - (point * (last - 1)) // half for point in range(half))
    return sorted({*over_all, *at_the_end})


@pytest.mark.parametrize("earlier", [True, False], ids=["replaced", "new"])
@pytest.mark.parametrize("command", COMMANDS)
def test_whatever_step_it_is_killed_at_nothing_is_lost_and_nothing_is_left(
    command: str, earlier: bool, quick: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = COMMANDS[command]
    (tmp_path / "all").mkdir()
    if earlier:
        assert leave(*asked, "--out", str(tmp_path / "all" / "out")) == 0
    steps = die(tmp_path, None, *asked, "--out", str(tmp_path / "all" / "out"))
    for at in points(steps):
        root = tmp_path / f"at-{at}"
        root.mkdir()
        out = root / "out"
        if earlier:
            shutil.copytree(tmp_path / "all" / "out", out)
            (out / "notes.txt").write_text("years of work", encoding="utf-8")
        die(tmp_path, at, *asked, "--out", str(out))
        if (out / SUMMARY).exists():
            assert whole(out), at
        before = capsys.readouterr()
        assert "Traceback" not in before.err
        code = leave(*asked, "--seed", "99", "--out", str(out))
        if earlier:
            assert (code, whole(out)) == (2, True), at
            assert not (out / WORK).exists(), at
            assert "holds another result" in capsys.readouterr().err
        assert leave(*asked, *([] if earlier else ["--force"]), "--out", str(out)) == 0
        assert whole(out), at
        assert not (out / WORK).exists(), at
        assert os.listdir(root) == ["out"], at
        assert not earlier or (out / "notes.txt").read_text(encoding="utf-8") == "years of work"


REAL = """
import os, signal, sys
import pytest
from cli import crash
from hillfort.cli import main

def kill(self):
    self.count += 1
    if self.count == self.at:
        os.kill(os.getpid(), signal.SIGKILL)

crash.Crash._maybe_die = kill
root, at, *asked = sys.argv[1:]
watched = crash.Crash(root, int(at))
watched.install(pytest.MonkeyPatch())
try:
    main.run(asked)
finally:
    print(watched.count)
"""


def steps_of(root: Path, at: int, *asked: str) -> tuple[int, str]:
    """Exit code of a process that is killed at a step, and how many steps there were where it was not."""
    path = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    line = [sys.executable, "-c", REAL, str(root), str(at), *asked]
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | path, timeout=300, check=False)
    return done.returncode, done.stdout


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_a_process_that_is_really_killed_loses_nothing_either(tmp_path: Path) -> None:
    """Before the first rename, among them, and while the old files are removed."""
    out = tmp_path / "out"
    asked = ("validate", "deployments", "--draws", "100", "--out", str(out))
    assert leave(*asked) == 0
    (out / "notes.txt").write_text("years of work", encoding="utf-8")
    code, said = steps_of(tmp_path, 0, *asked)
    assert code == 0
    steps = int(said.split()[-1])
    for before_the_end in (3, 25, 45):
        assert steps_of(tmp_path, steps - before_the_end, *asked)[0] == -signal.SIGKILL
        assert leave(*asked[:-2], "--seed", "9", "--out", str(out)) == 2
        assert whole(out)
        assert os.listdir(tmp_path) == ["out"]
        assert (out / "notes.txt").read_text(encoding="utf-8") == "years of work"
