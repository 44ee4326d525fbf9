"""Licences travel with the data: every file is listed, every theatre has its notice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hillfort
from hillfort.files.theatre.artefact import theatre_names
from hillfort.files.theatre.loading import ONE, SIX, _ranges
from hillfort.files.theatre.manifest import manifest_of
from hillfort.files.theatre.notice import COLUMNS, NOTICE, notice_of
from hillfort.files.theatre.recipe import theatre_home

DATA = Path(hillfort.__file__).parent / "data"
PAGE = Path(__file__).resolve().parents[2] / "DATA-LICENSES.md"


def patterns() -> list[str]:
    """Paths in the first column of the table of files."""
    table = PAGE.read_text(encoding="utf-8").split("## Every file")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [path for row in rows for path in re.findall("`([^`]+)`", row)]


def test_every_file_that_ships_is_listed_and_every_listed_one_ships() -> None:
    files = {path for path in DATA.rglob("*") if path.is_file()}
    listed = {pattern: set(DATA.glob(pattern)) for pattern in patterns()}
    assert [pattern for pattern, found in listed.items() if not found] == []
    assert sorted(files - set().union(*listed.values())) == []


@pytest.mark.parametrize("name", theatre_names())
def test_a_theatre_carries_the_notice_of_what_it_was_built_from(name: str) -> None:
    folder = theatre_home() / name
    manifest = manifest_of(folder)
    notice = (folder / NOTICE).read_text(encoding="utf-8")
    assert notice == notice_of(manifest["theatre"]["title"], manifest["provenance"])
    assert all(source["licence"] in notice for source in manifest["provenance"]["sources"].values())


def test_the_notice_of_baltic_offers_its_tables_under_the_odbl_and_holds_the_mit_license() -> None:
    notice = (theatre_home() / "baltic" / NOTICE).read_text(encoding="utf-8")
    for words in (
        "© OpenStreetMap contributors",
        "offered under the ODbL 1.0",
        "Ramiro Gómez",
        "THE SOFTWARE IS PROVIDED",
    ):
        assert words in notice


@pytest.mark.parametrize("table", ["cells", "changes"])
def test_the_notice_names_every_column(table: str) -> None:
    manifest = manifest_of(theatre_home() / "marrow")
    named = {word for what in COLUMNS[f"{table}.parquet"] for word in re.findall("`([^`]+)`", what)}
    six = {f"{name}_*" for name in SIX}
    assert named == ({*ONE, *six} if table == "cells" else set(_ranges(table, manifest, 10)))


def test_every_lock_is_audited_by_a_locked_tool() -> None:
    root = PAGE.parent
    recipe = (root / "Makefile").read_text(encoding="utf-8").split("\naudit:")[1].split("\n\n")[0]
    locks = {path.stem for path in (root / "requirements").glob("*.lock")}
    assert set(re.search(r"for lock in ([a-z ]+);", recipe)[1].split()) == locks  # type: ignore[index]
    assert "--strict" in recipe
