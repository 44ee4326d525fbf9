"""The cache of compiled kernels: damaged, read-only, nowhere, off; the numbers are the same and one line says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from hillfort.foundation import compiled

KERNEL = """
from hillfort.foundation.jit import njit

@njit()
def twice(number):
    return 2.0 * number

@njit()
def more(number):
    return twice(number) + 1.0

print(more(20.5), twice(1.0))
"""


def run(script: Path, **environment: str) -> tuple[str, list[str]]:
    """What a program with two kernels prints, and what it says on standard error."""
    given = {name: value for name, value in os.environ.items() if name != "HILLFORT_CACHE_DIR"} | environment
    found = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=given, check=False)
    assert "Traceback" not in found.stderr, found.stderr
    assert found.returncode == 0
    return found.stdout, found.stderr.splitlines()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("program") / "kernels.py"
    path.write_text(KERNEL, encoding="utf-8")
    return path


@pytest.fixture
def cache(script: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    assert run(script, HILLFORT_CACHE_DIR=str(folder)) == ("42.0 2.0\n", [])
    assert len(list(folder.rglob("*.nbi"))) == len(list(folder.rglob("*.nbc"))) == 2
    return folder


def emptied(content: bytes) -> bytes:
    return b""


def cut(content: bytes) -> bytes:
    return content[:1000]


def flipped(content: bytes) -> bytes:
    """One bit of the machine code: what unpickles without a word, and runs."""
    place = len(content) * 2 // 3
    return content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]


def foreign(content: bytes) -> bytes:
    return b"\x80\x04this is no pickle of anybody's"


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("damage", [emptied, cut, flipped, foreign])
def test_damaged_files_are_dropped_and_made_anew_and_one_line_says_so(
    script: Path, cache: Path, ending: str, damage: Callable[[bytes], bytes]
) -> None:
    if ending == "nbi" and damage is cut:
        pytest.skip("an index is shorter than that")
    for path in cache.rglob(f"*.{ending}"):
        path.write_bytes(damage(path.read_bytes()))
    answer, said = run(script, HILLFORT_CACHE_DIR=str(cache))
    assert answer == "42.0 2.0\n"
    assert len(said) == 1
    assert said[0].startswith("hillfort: the compiled kernels in ")
    assert "were damaged: they are dropped and compiled anew" in said[0]
    assert run(script, HILLFORT_CACHE_DIR=str(cache)) == ("42.0 2.0\n", [])


def test_a_folder_that_cannot_be_made_is_replaced_by_a_temporary_one(script: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    for environment in ({"HILLFORT_CACHE_DIR": str(tmp_path / "file")}, {"HOME": "/proc/nobody", "XDG_CACHE_HOME": ""}):
        answer, said = run(script, TMPDIR=str(tmp_path / "tmp"), **environment)
        assert answer == "42.0 2.0\n"
        assert len(said) == 1
        assert f"they are kept in {tmp_path / 'tmp'}" in said[0]
    assert len(list((tmp_path / "tmp").iterdir())) == 1, "the same folder is found again"


def test_a_folder_in_which_the_index_is_a_folder_costs_a_line_and_no_answer(script: Path, cache: Path) -> None:
    """As root, who may write anywhere, this stands for a folder that takes nothing."""
    for path in cache.rglob("*.nbi"):
        path.unlink()
        path.mkdir()
        (path / "in-the-way").write_text("", encoding="utf-8")
    answer, said = run(script, HILLFORT_CACHE_DIR=str(cache))
    assert answer == "42.0 2.0\n"
    assert 1 <= len(said) <= 2


def test_a_filled_folder_that_takes_no_files_is_read_all_the_same(
    cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = next(cache.iterdir()).name.removeprefix("kernels-")
    monkeypatch.setenv("HILLFORT_CACHE_DIR", str(cache))
    monkeypatch.setattr(compiled, "_said", set())
    takes_files = compiled._takes_files
    monkeypatch.setattr(compiled, "_takes_files", lambda path: tmp_path not in path.parents and takes_files(path))
    assert compiled.cache_folder(digest) == str(cache / f"kernels-{digest}")
    assert capsys.readouterr().err == ""
    assert compiled.cache_folder("another") != str(cache / "kernels-another")
    assert capsys.readouterr().err.count("\n") == 1


def test_somebody_elses_temporary_folder_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(compiled.tempfile, "tempdir", str(tmp_path))
    open_to_all = tmp_path / f"hillfort-{os.getuid()}"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    assert Path(compiled._temporary("kernels-x")).parent == tmp_path
    open_to_all.chmod(0o700)
    assert Path(compiled._temporary("kernels-x")) == open_to_all / "kernels-x"


def table(path: Path) -> dict[str, np.ndarray]:
    frame = pyarrow.parquet.read_table(path)
    return {name: frame[name].to_pandas().to_numpy() for name in frame.column_names}


def test_a_campaign_has_the_same_numbers_with_compilation_off(tmp_path: Path) -> None:
    """Hours, losses of places and control are equal; strengths are single precision,
    whose last digit may round otherwise."""
    found = {}
    for name, environment in {"on": {}, "off": {"NUMBA_DISABLE_JIT": "1"}}.items():
        out = tmp_path / name
        line = [sys.executable, "-m", "hillfort.cli.main", "assess", "marrow", "--draws", "2", "--days", "2"]
        done = subprocess.run([*line, "--out", str(out)], check=True, capture_output=True, env=os.environ | environment)
        assert b"Warning" not in done.stderr
        summary = json.loads((out / "result.json").read_text(encoding="utf-8"))
        found[name] = {key: summary[key] for key in ("verdict", "objectives", "reinforcement", "ways_in", "isolation")}
    assert found["on"] == found["off"]
    for path in sorted((tmp_path / "on").glob("*.parquet")):
        on, off = table(path), table(tmp_path / "off" / path.name)
        assert list(on) == list(off)
        for name, values in on.items():
            if "strength" in name or "persons" in name:
                np.testing.assert_allclose(values.astype(float), off[name].astype(float), rtol=5e-7, atol=1e-6)
            else:
                np.testing.assert_array_equal(values, off[name], err_msg=f"{path.name} {name}")
