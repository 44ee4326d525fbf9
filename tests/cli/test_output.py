"""Whatever the terminal is like: no traceback, and the result is written."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from hillfort.cli import output as streams
from hillfort.cli import stop

SHELL = [sys.executable, "-m", "hillfort.cli.main"]
ASCII = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}


def run(*arguments: str, redirect: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a shell, with redirections."""
    line = " ".join(["exec", *SHELL, *arguments, redirect])
    return subprocess.run(
        ["sh", "-c", line], capture_output=True, env=os.environ | environment, timeout=120, check=False
    )


def test_an_alphabet_without_accents_gets_the_nearest_letters() -> None:
    found = run("scenario", "show", "baltic-2019", **ASCII)
    assert (found.returncode, found.stderr) == (0, b"")
    assert b"Suwalki" in found.stdout
    assert found.stdout.isascii()


@pytest.mark.parametrize("redirect", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_swallow_what_is_printed(redirect: str) -> None:
    found = run("scenario", "list", redirect=redirect)
    assert found.returncode == 0
    assert b"Traceback" not in found.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_leaves_with_2_and_says_why() -> None:
    found = run("scenario", "list", redirect=">/dev/full")
    assert found.returncode == 2
    assert found.stderr == b"hillfort: reading or writing failed: the disk is full.\n"


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_being_told_to_end_is_an_interruption(number: signal.Signals, tmp_path: Path) -> None:
    command = [*SHELL, "assess", "marrow", "--draws", "1000000", "--out", str(tmp_path / "out")]
    # Whoever runs the tests in the background or under nohup ignores some signals, and children inherit that.
    heard = partial(signal.signal, number, signal.SIG_DFL)
    with subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heard) as running:
        try:
            deadline = time.monotonic() + 120
            while not list((tmp_path / "out.partial").glob("*/draws-*.npz")) and time.monotonic() < deadline:
                time.sleep(0.1)
            running.send_signal(number)
            _, said = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 130
    assert b"of 1,000,000 draws" in said
    assert b"Traceback" not in said
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "out.partial").glob("*/draws-*.npz"))


def test_a_signal_that_somebody_swallows_still_stops_the_study(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stop, "_asked", [])
    stop.check()
    with contextlib.suppress(KeyboardInterrupt):
        stop._take(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        stop.check()


def test_every_character_of_an_answer_has_a_plain_one() -> None:
    assert "".join(map(streams.plain, "5\u202f% (–3 – −2) Šiauliai, Łódź…")) == "5 % (-3 - -2) Siauliai, Lodz..."
