"""Every family of results has one table of quantities: a row is the number wherever it is told."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from hillfort.cli.commands import sea as sea_command
from hillfort.files.results import schema
from hillfort.report.sea import words as sea_words
from hillfort.studies.campaign.quantities import QUANTITIES
from hillfort.studies.quantity import Quantity
from hillfort.studies.sea import study as sea_study
from hillfort.studies.sea.quantities import SEA
from hillfort.studies.sea.result import SeaResult
from hillfort.workbench.inputs import named

FAMILIES = {name: table for name, table in schema.TABLES.items() if table is not QUANTITIES}
HEAD = {"format", "seed", "draws", "days", "day"}
"""Numbers that say what was asked, or to which day others belong."""
FORMS = {"Chance", "Spread", "Paired", "DayChance", "DaySpread", "Middle", "ResultRange", "Sourced", "LanePairedResult"}
"""Forms in which a quantity may stand, which have fields of their own."""


@pytest.fixture(scope="module")
def sea() -> dict[str, Any]:
    return sea_study.study(
        named("baltic-2019", ["maritime-package"]), baseline=named("baltic-2019", []), draws=20
    ).summary


def counted(part: str) -> Quantity:
    """A number that nobody told of before."""
    return Quantity("new_share", "A new number", "share", "A number of a test.", lambda *_: 0.25, part=part, kind=float)


ROWS = {f"{name}-{row.part}-{row.key}": (name, row) for name, table in FAMILIES.items() for row in table}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_says_what_it_counts_of_what(row: tuple[str, Quantity]) -> None:
    name, found = row
    assert found.definition.endswith(".")
    assert found.part in FAMILIES[name].parts
    assert [each.key for each in FAMILIES[name].of_part(found.part)].count(found.key) == 1


def numbers_beside(found: dict[str, Any], rows: set[tuple[str, str]]) -> Iterator[str]:
    """Numbers of a schema that are neither quantities of a table nor say what was asked."""
    for name, part in {"the file": found, **found["$defs"]}.items():
        for key, each in part.get("properties", {}).items():
            kinds = {each.get("type"), *(one.get("type") for one in each.get("anyOf", ()))}
            refers = str(each)
            number = kinds & {"number", "integer"} or any(f"/{form}'" in refers for form in FORMS)
            if number and name not in FORMS and key not in HEAD and (each.get("title", ""), key) not in rows:
                yield f"{name}.{key}"


@pytest.mark.parametrize("command", FAMILIES)
def test_every_number_of_a_family_is_described_by_a_row(command: str) -> None:
    rows = {(row.title, row.key) for row in FAMILIES[command]}
    assert list(numbers_beside(schema.json_schema(command), rows)) == []


def test_a_number_that_no_row_describes_is_found() -> None:
    found = schema.json_schema("sea")
    found["$defs"]["LaneResult"]["properties"]["tonnes"] = {"title": "Tonnes", "type": "number"}
    assert list(numbers_beside(found, {(row.title, row.key) for row in SEA})) == ["LaneResult.tonnes"]


def test_the_sea_is_what_its_rows_say(sea: dict[str, Any]) -> None:
    found = SeaResult.model_validate(sea)
    assert found.model_dump(mode="json", exclude_unset=True, by_alias=True) == sea
    assert found.lanes[0].closed_chance.chance == sea["lanes"][0]["closed_chance"]["chance"]


@pytest.mark.parametrize("place", [("lanes",), ("lanes", "states"), ("landings",), ("waters",), ("levers",)], ids=str)
def test_a_result_with_a_number_too_many_or_too_few_is_refused(sea: dict[str, Any], place: tuple[str, ...]) -> None:
    for more in (True, False):
        wrong = copy.deepcopy(sea)
        thing = wrong
        for step in place:
            thing = thing[step][0]
        if more:
            thing["luck"] = 1.0
        else:
            del thing[SEA.of_part(place[-1])[0].key]
        with pytest.raises(ValueError, match="quantities of"):
            SeaResult.model_validate(wrong)


@pytest.mark.parametrize("part", SEA.parts)
def test_a_new_number_of_the_sea_is_one_row(
    part: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(SEA, "rows", (*SEA.rows, counted(part)))
    scenario = named("baltic-2019", ["maritime-package"])
    found = sea_study.study(scenario, baseline=named("baltic-2019", []), draws=5, days=3).summary
    SeaResult.model_validate(found)
    assert str(found).count("'new_share': 0.25") >= 1
    described = str(schema.json_schema("sea"))
    assert "A number of a test. Unit: share." in described
    assert "| `new_share` | A new number | share | depends | A number of a test. |" in schema.page("sea")
    sea_command.answer(found, only=["definitions"])
    assert "A new number (share): A number of a test." in capsys.readouterr().out


@pytest.mark.parametrize("part", ["lanes", "landings", "waters", "levers", "closers"])
def test_a_row_with_a_heading_is_a_column_on_the_screen(
    part: str, sea: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Quantity("new_share", "A", "share", "A.", lambda *_: 0.25, part=part, kind=float, column="novel")
    monkeypatch.setattr(SEA, "rows", (*SEA.rows, row))
    found = copy.deepcopy(sea)
    for thing in found[part]:
        thing["new_share"] = 0.25
    told = [rows for _, rows, _ in sea_words.tables(found) if "novel" in rows[0]]
    assert len(told) == 1
    assert {each[told[0][0].index("novel")].replace("\N{NARROW NO-BREAK SPACE}", " ") for each in told[0][1:]} == {
        "25 %"
    }
