"""Real moves: the file, the scores, the fit and what the command says."""

from __future__ import annotations

import contextlib
import csv
import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.cli import main
from hillfort.files.lines.deployments import (
    COLUMNS,
    mode_of,
    parse_cases,
    read_cases,
    shipped_atlas,
    shipped_parameters,
)
from hillfort.files.theatre.artefact import load_theatre
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.lines.moves.atlas import MoveAtlas
from hillfort.lines.moves.legs import MODES, Move
from hillfort.lines.moves.moves import MovePrediction
from hillfort.validation.deployments import FITTED, Fit, covered, fit, predictions, scores

HEADER = "case,from_lat,from_lon,to_lat,to_lon,via,mode,personnel,wheeled_vehicles,observed_days"
WAYS = MoveAtlas(shipped_atlas(), load_theatre("baltic"))
CASES = read_cases()


@pytest.fixture(scope="module")
def fitted() -> Fit:
    return fit(CASES.moves, WAYS, shipped_parameters(), together=[row["move"] for row in CASES.rows])


def leave(*arguments: str) -> int:
    """Exit code of the command."""
    with pytest.raises(SystemExit) as stop:
        main.run(arguments)
    return int(stop.value.code or 0)


def test_the_shipped_cases_have_every_column_and_name_their_source_and_phase() -> None:
    assert set(COLUMNS) - set(CASES.columns) == {"urgency", "ship_knots"}
    assert all(row["source"] and row["timed"] for row in CASES.rows)
    assert sum(each.observed_days is not None for each in CASES.moves) >= 12
    assert {each.mode for each in CASES.moves} == set(MODES) - {"sea-rail"}


def test_the_shipped_cases_name_no_place_that_is_not_known() -> None:
    assert [mine.unknown for mine in predictions(CASES.moves, WAYS, shipped_parameters()) if mine.unknown] == []


def test_the_median_error_is_within_a_fifth_and_intervals_hold_what_they_promise() -> None:
    found = scores(CASES.moves, predictions(CASES.moves, WAYS, shipped_parameters()))
    assert found["median_absolute_error_pct"] <= 20.0
    assert 0.75 <= found["coverage_80"] <= 1.0
    assert abs(found["mean_log_error"]) < 0.15


def test_cases_left_out_of_the_fit_are_predicted_nearly_as_well(fitted: Fit) -> None:
    off = sorted(
        abs(fitted.left_out[each.case] / each.observed_days - 1.0) for each in CASES.moves if each.observed_days
    )
    assert off[len(off) // 2] <= 0.20
    assert fitted.error < 0.32
    assert covered(CASES.moves, WAYS, shipped_parameters(), fitted) >= 0.8


def test_the_shipped_multipliers_are_those_of_the_fit(fitted: Fit) -> None:
    shipped = {name: shipped_parameters()[f"fit_{name}"].value for name in FITTED}
    assert shipped == pytest.approx(fitted.multipliers, rel=0.01)


def test_without_a_model_error_the_cases_left_out_are_not_covered(fitted: Fit) -> None:
    """The error is there for a reason: doubt about parameters alone promises too much."""
    alone = {**shipped_parameters(), "model_error": Evidence.fixed(0.0, "ln")}
    assert covered(CASES.moves, WAYS, alone, fitted) < 0.8


def test_scores_are_those_of_a_worked_example() -> None:
    moves = [
        Move(name, (50.0, 10.0), (54.0, 20.0), "rail", observed_days=days)
        for name, days in (("a", 10.0), ("b", 4.0), ("c", None), ("d", 5.0))
    ]
    mine = [
        MovePrediction(each.case, low, middle, high, {}, "", (), ())
        for each, (low, middle, high) in zip(
            moves, ((8.0, 11.0, 14.0), (5.0, 6.0, 7.0), (1.0, 2.0, 3.0), (3.0, 4.0, 6.0)), strict=True
        )
    ]
    found = scores(moves, mine)
    assert (found["cases"], found["observed"], found["median_absolute_error_pct"]) == (4, 3, 20.0)
    assert (found["within_20_pct"], found["coverage_80"]) == (0.667, 0.667)
    assert found["log_error"] == pytest.approx(
        math.sqrt((math.log(1.1) ** 2 + math.log(1.5) ** 2 + math.log(0.8) ** 2) / 3), abs=6e-4
    )


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("road-wheeled", "road-wheeled"),
        ("Road wheeled", "road-wheeled"),
        ("HET", "road-het"),
        ("Rail ", "rail"),
        ("sea_rail", "sea-rail"),
        ("sea+road", "sea-road"),
        ("airlift", "air"),
        ("multi-modal", "mixed"),
        ("on foot", None),
        ("", None),
    ],
)
def test_modes_are_read_as_people_write_them(text: str, mode: str | None) -> None:
    assert mode_of(text) == mode


@pytest.mark.parametrize(
    ("word", "cleared"),
    [("prior", True), ("", True), ("unknown", True), ("5 days", True), ("none", False), ("not yet", False)],
)
def test_clearance_is_a_free_word(word: str, cleared: bool) -> None:
    text = f"case,from_lat,from_lon,to_lat,to_lon,mode,clearance\na,50,10,54,20,rail,{word}\n"
    assert parse_cases(text, "x.csv").moves[0].cleared is cleared


def test_every_problem_is_told_at_once_with_its_line() -> None:
    text = f"{HEADER}\na,99,1,2,3,,rail,x,,\na,5,1,2,3,,walk,1,,-2\nb,5,1\n,,1,2,3,,air,,,\nc,5,5,5,5,,rail,,,\n"
    with pytest.raises(InputError) as error:
        parse_cases(text, "bad.csv")
    told = {(each.line, each.where) for each in error.value.problems}
    assert {
        (2, "from_lat"),
        (2, "personnel"),
        (3, "mode"),
        (3, "observed_days"),
        (3, "case"),
        (4, ""),
        (5, "case"),
        (5, "from_lat"),
        (6, "to_lat"),
    } <= told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "case\n",
        HEADER + "\n",
        "a,b\n1,2\n",
        f"{HEADER},case\na,50,10,54,20,,rail,,,,b\n",
        '"',
        "\0",
        f'{HEADER}\n"a,50\n',
    ],
    ids=[
        "empty",
        "columns missing",
        "no moves",
        "other columns",
        "column twice",
        "open quote",
        "zero byte",
        "open quote in a row",
    ],
)
def test_what_is_no_file_of_moves_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_cases(text, "bad.csv")


def test_columns_may_come_in_any_order_with_semicolons_a_mark_and_more_columns() -> None:
    text = (
        '\ufeffmode;case;to_lon;to_lat;from_lon;from_lat;remark\nrail;a;20;54;10;50;"x;y"\n\n# a remark\n'.removeprefix(
            "\ufeff"
        )
    )
    cases = parse_cases(text, "x.csv")
    assert cases.moves[0].origin == (50.0, 10.0)
    assert cases.rows[0]["remark"] == "x;y"


@pytest.mark.parametrize(
    ("text", "value"), [("1,200", 1200.0), ("~300", 300.0), ("7-8", 7.5), ("n/a", None), ("", None), ("1e3", 1000.0)]
)
def test_numbers_are_read_as_people_write_them(text: str, value: float | None) -> None:
    row = f'case,from_lat,from_lon,to_lat,to_lon,mode,personnel\na,50,10,54,20,rail,"{text}"\n'
    assert parse_cases(row, "x.csv").moves[0].personnel == value


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    for content in (text, f"{HEADER}\n{text}\n"):
        with contextlib.suppress(InputError):
            assert parse_cases(content, "any.csv").moves


def test_the_command_writes_days_and_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "moves.csv"
    file.write_text(
        f"{HEADER}\nthere,49.62,11.8,53.81,21.95,Powidz;Atlantis,road-wheeled,800,,6\nunknown,54.15,12.1,55.03,24.39,,sea-road,,,\n"
    )
    assert leave("validate", "deployments", str(file), "--out", str(tmp_path / "out"), "--draws", "200") == 0
    said = capsys.readouterr().out
    assert "2 moves, 1 with known days" in said and "'Atlantis' is not known" in said
    rows = list(csv.DictReader((tmp_path / "out" / "predictions.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["case"] for row in rows] == ["there", "unknown"]
    assert all(0 < float(row["days_p10"]) <= float(row["days_p50"]) <= float(row["days_p90"]) for row in rows)
    found = json.loads((tmp_path / "out" / "scores.json").read_text(encoding="utf-8"))
    assert (found["cases"], found["observed"]) == (2, 1)


def test_without_a_file_the_shipped_cases_are_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("validate", "deployments", "--draws", "100") == 0
    assert "median error" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [("no-such.csv",), ("--draws", "5")])
def test_wrong_requests_leave_with_two(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert leave("validate", "deployments", *arguments) == 2
    assert "1 problem" in capsys.readouterr().err


def test_degrees_and_minutes_are_answered_with_how_to_write_them(tmp_path: Path) -> None:
    path = tmp_path / "moves.csv"
    path.write_text(
        "case,from_lat,from_lon,to_lat,to_lon,mode\na,52°31'N,13.4,54.69,25.28,road-wheeled\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match="Write degrees with a decimal point"):
        read_cases(path)
