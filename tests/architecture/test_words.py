"""The project speaks of its subject: nothing half-done, nothing about where or how it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from architecture.source import ROOT

WRITTEN = ("src", "tests", "docs", "bench", "requirements", ".ci")
KINDS = {".py", ".md", ".yaml", ".yml", ".toml", ".cff", ".txt", ".in", ".lock", ".html", ".js", ".css", ".json", ""}

HALF_DONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ELSEWHERE = re.compile(
    r"(?<![\w.~])/(work|home|Users|root|tmp|opt)/\w"  # a path on somebody's machine
    r"|\b(pythonhosted|pypi\.org|registry\.npmjs)\b"  # a host that serves packages
    r"|\b((?<!scope=.)sessions?|agents?|chatbots?|language models?|pull requests?|issue #?\d+|(next|this) issue)\b",
    re.IGNORECASE,
)


def written_files() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in KINDS and path.name != ".git")
    for folder in WRITTEN:
        for path in (ROOT / folder).rglob("*"):
            made = "__pycache__" in path.parts or any(part.endswith(".egg-info") for part in path.parts)
            if not made and path.is_file() and path.suffix in KINDS and path != Path(__file__):
                yield path


def matches(pattern: re.Pattern[str], files: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number} {found.group()!r}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := pattern.search(line))
    ]


def test_nothing_is_marked_as_half_done() -> None:
    assert matches(HALF_DONE, written_files()) == []


def test_no_file_speaks_of_where_it_was_written() -> None:
    assert matches(ELSEWHERE, written_files()) == []


def test_the_rules_of_words_catch_what_they_are_for() -> None:
    for line in ("# TO" + "DO later", "FIX" + "ME"):
        assert HALF_DONE.search(line)
    for line in ("/home/ann/data.csv", "see issue 12", "https://files.pythonhosted.org/x", "the agent moved"):
        assert ELSEWHERE.search(line)
    for line in ('@fixture(scope="session")', "src/hillfort/" + "work/x", "reagents", "obsession", "and/or/" + "work"):
        assert not ELSEWHERE.search(line)
