"""No clock decides a number: the same command under a clock that races and one that stands still writes the same
bytes."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hillfort.cli import main


def racing() -> Callable[[], float]:
    """A clock on which eleven days pass between two looks."""
    ticks = itertools.count()
    return lambda: next(ticks) * 1e6


def standing() -> Callable[[], float]:
    """A clock that stands still."""
    return lambda: 0.0


def test_the_answer_on_lines_is_the_same_under_a_fast_and_a_slow_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for name, clock in (("racing", racing), ("standing", standing)):
        folder = tmp_path / name
        folder.mkdir()
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            for each in ("perf_counter", "monotonic", "time"):
                patch.setattr(time, each, clock())
            with pytest.raises(SystemExit) as stop:
                main.run(("lines", "marrow", "--draws", "5", "--attack", "2", "--work", "60", "--out", "out"))
        assert stop.value.code in (0, None)
        found.append(((folder / "out" / "lines.json").read_bytes(), capsys.readouterr().out))
    assert found[0] == found[1]
