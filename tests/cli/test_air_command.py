"""`hillfort air` from the outside: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hillfort import workbench
from hillfort.cli.main import app
from hillfort.foundation.errors import InputError
from hillfort.report.air import tables as air_tables


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    out = tmp_path_factory.mktemp("air") / "out"
    found = CliRunner().invoke(
        app,
        [
            "air",
            "baltic-2025",
            "--measure",
            "rotation-calendar",
            "--date",
            "2025-08-20",
            "--draws",
            "20",
            "--out",
            str(out),
        ],
    )
    assert found.exit_code == 0, found.output
    return found.output, out


def test_every_table_is_printed(written: tuple[str, Path]) -> None:
    output, out = written
    summary = json.loads((out / "air.json").read_text(encoding="utf-8"))
    for table in air_tables.all_of(summary):
        assert table.title in output
        assert all(len(row) == len(table.head) for row in table.rows)
    assert output.splitlines()[1].startswith("0 of ")


def test_the_folder_holds_the_numbers_the_pictures_and_a_page_that_fetches_nothing(written: tuple[str, Path]) -> None:
    _, out = written
    assert {path.name for path in out.iterdir()} == {
        "air.json",
        "air.html",
        "result.json",
        "manifest.json",
        "coverage.png",
        "interception.png",
        "leak.png",
        "year.png",
        "sky.png",
    }
    page = (out / "air.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert not any(fetch in page for fetch in ('src="http', 'href="http', "url(http"))
    assert all((out / name).read_bytes().startswith(b"\x89PNG") for name in ("coverage.png", "sky.png"))


def test_the_numbers_say_what_the_calendar_says(written: tuple[str, Path]) -> None:
    summary = json.loads((written[1] / "air.json").read_text(encoding="utf-8"))
    presence = {row["battery"]: row for row in summary["presence"]["batteries"]}
    assert (presence["rotating"]["chosen_day"], presence["rotating"]["random_day"]) == (1.0, 1.0)
    assert (presence["nl-patriot"]["on_the_day"], presence["nl-patriot"]["chosen_day"]) == (1.0, 0.0)
    assert 0.0 < presence["nl-patriot"]["random_day"] < 0.2
    assert summary["policing"]["may_engage_before_authority"] == 0.0
    assert all(abs(sum(row["outcomes"].values()) - 1.0) < 1e-9 for row in summary["tracks"])


def test_the_same_seed_gives_the_same_numbers() -> None:
    first, second = (workbench.air_study("baltic-2019", draws=8, seed=3).summary for _ in range(2))
    assert first == second


def test_a_request_that_cannot_be_is_refused_whole() -> None:
    with pytest.raises(InputError) as caught:
        workbench.air_study("baltic-2019", coa="by-balloon", date="2019-02-30", draws=0)
    assert {each.where for each in caught.value.problems} == {"--coa", "--date", "--draws"}


def test_a_scenario_without_an_air_order_says_so() -> None:
    with pytest.raises(InputError, match="says nothing about the air"):
        workbench.air_study("marrow")
