"""The wheel, installed in an empty environment, does the whole job without the repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "out", "build", "dist", "*.egg-info", "__pycache__", "tests", "docs")
LARGEST_MB = 30


def run(*words: str | Path, cwd: Path) -> str:
    """What a command prints; its own words when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HILLFORT"))}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def contents(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as opened:
        return opened.namelist()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=LEFT_OUT)
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder,
        folder / "source",
        cwd=folder,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of programs of a new environment that holds the wheel and what it asks for, at the locked versions."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=True)
    lock = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    pins = "\n".join(re.findall(r"^[a-z0-9-]+==[^ ]+", lock, re.MULTILINE))
    (folder / "constraints.txt").write_text(pins, encoding="utf-8")
    programs = folder / "venv" / "bin"
    run(
        programs / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--only-binary",
        ":all:",
        "--constraint",
        folder / "constraints.txt",
        wheel,
        cwd=folder,
    )
    return programs


def test_the_wheel_holds_theatres_scenarios_measures_and_licences(wheel: Path) -> None:
    names = contents(wheel)
    shipped = {
        str(path.relative_to(ROOT / "src"))
        for path in (ROOT / "src" / "hillfort" / "data").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped - set(names) == set()
    assert any(name.startswith("hillfort/data/theatres/") for name in names)
    assert any(name.endswith("/baltic-2019.yaml") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/DATA-LICENSES.md") for name in names)


def test_the_wheel_holds_nothing_but_the_package_and_stays_small(wheel: Path) -> None:
    assert {name.split("/")[0].split("-")[0] for name in contents(wheel)} == {"hillfort"}
    assert wheel.stat().st_size < LARGEST_MB * 1e6


def test_what_the_wheel_asks_for_is_all_there(installed: Path, tmp_path: Path) -> None:
    assert "No broken requirements" in run(installed / "python", "-m", "pip", "check", cwd=tmp_path)


def test_the_installed_command_line_knows_its_version_and_its_data(installed: Path, tmp_path: Path) -> None:
    assert re.search(r"\d+\.\d+", run(installed / "hillfort", "--version", cwd=tmp_path))
    assert "baltic-2019" in run(installed / "hillfort", "scenario", "list", cwd=tmp_path)
    run(installed / "hillfort", "theatre", "check", "baltic", cwd=tmp_path)


def test_the_installed_command_line_fights_and_reports(installed: Path, tmp_path: Path) -> None:
    run(installed / "hillfort", "assess", "marrow", "--draws", "20", "--seed", "1", "--out", "answer", cwd=tmp_path)
    assert json.loads((tmp_path / "answer" / "result.json").read_text(encoding="utf-8"))["draws"] == 20
    assert (tmp_path / "answer" / "report.html").is_file()


def test_the_installed_library_fights_the_reference_scenario(installed: Path, tmp_path: Path) -> None:
    code = "import hillfort as hf; print(hf.assess(hf.scenario('baltic-2019'), draws=4, seed=1).summary['draws'])"
    assert run(installed / "python", "-c", code, cwd=tmp_path).split()[-1] == "4"
