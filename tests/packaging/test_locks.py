"""The locks: every dependency pinned with its hashes, no host named, one version of each package."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run", "dev", "theatre")
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+) \\$")


def lines(lock: str) -> list[str]:
    return (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8").splitlines()


def pins(lock: str) -> dict[str, str]:
    return {found[1]: found[2] for line in lines(lock) if (found := PIN.match(line))}


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def asked_for(lock: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["dependencies"] + (project["optional-dependencies"][lock] if lock != "run" else [])


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_of_the_project_is_locked(lock: str) -> None:
    assert {name_of(requirement) for requirement in asked_for(lock)} - set(pins(lock)) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_or_a_hash(lock: str) -> None:
    hashed = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
    stray = [line for line in lines(lock) if line and not PIN.match(line) and not hashed.match(line)]
    assert [line for line in stray if not line.startswith("#")] in ([], ["--only-binary :all:"])


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_nothing_is_compiled_to_run_or_to_test(lock: str) -> None:
    assert lines(lock)[0] == "--only-binary :all:"


def test_a_package_has_the_same_version_in_every_lock() -> None:
    run = pins("run")
    for other in ("dev", "theatre"):
        assert {name: version for name, version in pins(other).items() if name in run} == run
