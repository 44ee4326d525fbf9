"""Files of battles: nothing that is in them drops out of a score, or of the notice what the model was fitted to,
without a word."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hillfort import workbench
from hillfort.files.battles import read as files
from hillfort.foundation.errors import InputError
from hillfort.validation.battles.file import Battle
from hillfort.validation.battles.sample import familiar, spelt
from hillfort.validation.battles.unscored import in_words, unscored

Row = dict[str, str]
EVERY_DATE: list[Callable[[str], str]] = [
    lambda iso: iso,
    lambda iso: ".".join(reversed(iso.split("-"))),
    lambda iso: f"{iso} 00:00:00",
    lambda iso: "",
]


def shipped(count: int = 40) -> list[Row]:
    with files.SHIPPED.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))[:count]


def written(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        table = csv.DictWriter(text, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.mark.parametrize("word", ["win", "xyz", "nan", "0,5188", "2", "-0.5"])
def test_an_outcome_that_cannot_be_read_is_a_problem_of_its_line(tmp_path: Path, word: str) -> None:
    rows = shipped(5)
    rows[2]["outcome"] = word
    with pytest.raises(InputError) as raised:
        files.read(written(tmp_path / "b.csv", rows))
    assert [(each.line, each.where) for each in raised.value.problems] == [(4, "outcome")]


def test_two_columns_that_say_the_opposite_are_a_problem(tmp_path: Path) -> None:
    rows = shipped(3)
    rows[0] |= {"outcome": "1", "attacker_win": "0"}
    rows[1] |= {"year": "1950"}
    with pytest.raises(InputError) as raised:
        files.read(written(tmp_path / "b.csv", rows))
    assert {(each.line, each.where) for each in raised.value.problems} == {(2, "attacker_win"), (3, "date_start")}


def test_every_score_says_which_battles_it_does_not_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = shipped(12)
    rows[3] |= {"log_ler": "", "outcome": "", "attacker_win": ""}
    rows[5]["attacker_casualty_pct_per_day"] = "0"
    rows[7] |= {"outcome": "0", "attacker_win": ""}
    for row in rows[1:]:
        row["advance_km_per_day"] = ""
    file = written(tmp_path / "b.csv", rows)
    left = unscored(files.read(file))
    assert left["winner"]["blank"] == [5]
    assert 9 in left["winner"]["drawn"]
    assert left["log_ler"] == {"blank": [5]}
    assert left["log_attacker_pct_day"] == {"zero": [7]}
    assert left["asinh_advance"] == {"blank": list(range(3, 14))}
    assert "log_defender_pct_day" not in left
    found = workbench.validate_battles(file, out=tmp_path / "out")
    assert found["measures"]["log_ler"]["battles"] == 11
    assert found["measures"]["log_attacker_pct_day"]["battles"] == 11
    page = (tmp_path / "out" / "battles.html").read_text(encoding="utf-8")
    assert "11 of 12 battles (blank on line 5)" in page
    assert "1 of 12 battles (blank on lines 3 to 13)" in page
    from hillfort.cli.commands.validate import battles_answer

    battles_answer(found)
    said = capsys.readouterr().out
    assert "11 of 12 battles (blank on line 5)" in said
    assert "asinh_advance: not scored, 1 of 12 battles" in said


def test_reasons_are_counted_together() -> None:
    assert in_words({"blank": [2], "drawn": [3, 4]}, 9) == "6 of 9 battles (blank on line 2; drawn on lines 3 to 4)"


def known(change: Callable[[int, Battle], Battle]) -> list[int]:
    cases = [change(place, each) for place, each in enumerate(files.read())]
    found = familiar(cases, files.read(), files.wealth())
    return [len(found.found), len(found.perhaps), found.others]


@pytest.mark.parametrize(
    "change",
    [
        lambda place, each: replace(each, isqno=f"mine-{place}"),
        lambda place, each: replace(each, fight=replace(each.fight, year=None)),
        lambda place, each: replace(each, fight=replace(each.fight, year=each.fight.year + 7)),
        lambda place, each: replace(each, fight=replace(each.fight, attacker_army="Blue", defender_army="Red")),
        lambda place, each: replace(each, fight=replace(each.fight, attacker_persons=None, defender_persons=None)),
        lambda place, each: replace(each, fight=replace(each.fight, posture=None, surprise=None, front_km=1.0)),
        lambda place, each: replace(each, name=f"Battle of {each.name.title()}"),
        lambda place, each: replace(each, name=""),
    ],
)
def test_a_battle_of_the_record_is_known_whichever_fact_is_changed(change: Callable[[int, Battle], Battle]) -> None:
    assert known(change) == [271, 0, 0]


def test_battles_with_a_name_alone_are_perhaps_of_the_record() -> None:
    assert known(lambda place, each: replace(each, isqno=f"m{place}", fight=type(each.fight)())) == [0, 271, 0]


def test_battles_of_other_times_are_not_of_the_record() -> None:
    others = files.read(files.SHIPPED.with_name("before-1900.csv"))
    found = familiar(others, files.read(), files.wealth())
    assert (found.found, found.perhaps, found.others) == ((), (), len(others))


@pytest.mark.parametrize(
    "other", ["Second Battle of El-Alamein", "el alamein 2", "El Alameïn II", "2nd battle of El Alamein"]
)
def test_names_are_known_however_they_are_spelt(other: str) -> None:
    assert spelt(other) == spelt("EL ALAMEIN II") != spelt("EL ALAMEIN I")


@pytest.mark.parametrize("form", EVERY_DATE)
def test_the_notice_stays_however_dates_are_written(tmp_path: Path, form: Callable[[str], str]) -> None:
    rows = [row | {"date_start": form(row["date_start"]), "year": ""} for row in shipped(8)]
    found = workbench.validate_battles(written(tmp_path / "b.csv", rows), out=tmp_path / "out")
    assert found["fitted_to"] == 8
    assert found["sample"].startswith("In sample: 8 of 8 battles")
    assert "In sample: 8 of 8" in (tmp_path / "out" / "battles.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "header",
    [
        '"isqno","war","name","locn","campgn","postype","post1","post2","front","aeroa","surpa","wina","kmda","crit"',
        '"isqno","attacker","nam","co","str","code","intst","rerp","cas","finst","cav","tank","arty","actors"',
        "ISQNO\tWAR\tNAME\tNAMA\tNAMD\tWOFA1\tWOFD1\tYR1\tPOST1\tSURPA\tAEROA\tSTRA\tSTRD\tCASA\tCASD",
    ],
)
def test_cdb90_as_published_is_refused_by_name(tmp_path: Path, header: str) -> None:
    mark = "\t" if "\t" in header else ","
    path = tmp_path / "cdb90.csv"
    path.write_text(f"{header}\n{mark.join('1' * (header.count(mark) + 1))}\n", encoding="utf-8")
    with pytest.raises(InputError, match="is a table of CDB90 as it is published") as raised:
        files.read(path)
    assert "Here it is attacker_strength" in str(raised.value) or "Here it is defender_posture" in str(raised.value)


def test_a_file_of_other_columns_is_refused_and_one_prediction_for_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none of the columns that a prediction is made of"):
        files.read(written(tmp_path / "b.csv", [{"isqno": str(n), "colour": "red"} for n in range(3)]))
    found = workbench.validate_battles(
        written(tmp_path / "c.csv", [{"isqno": str(n), "year": "1944"} for n in range(3)]), out=tmp_path / "out"
    )
    from hillfort.validation.battles.file import in_words as remarks

    assert "one and the same prediction" in remarks(found["remarks"], 3)[0]
    assert not math.isnan(found["battles"])


def test_the_example_is_read_and_lies_outside_the_record() -> None:
    example = Path(__file__).parents[2] / "examples" / "my-battles.csv"
    battles = files.read(example)
    assert len(battles) == 8
    assert familiar(battles, files.read(), files.wealth()).others == 8
