"""How far a move lies outside the record, and the columns and options that say what it is."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort import workbench
from hillfort.files.lines.deployments import parse_cases
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.lines.moves.doubts import Doubts
from hillfort.lines.moves.legs import Move
from hillfort.lines.moves.moves import WITHIN_RECORD, Extrapolation, noisy
from hillfort.theatre.geodesy import great_circle_km
from hillfort.validation.outside import record

HEADER = "case,from_lat,from_lon,to_lat,to_lon,mode,urgency,ship_knots,phase"
KNOWN = [
    Move("a", (50.0, 10.0), (50.0, 20.0), "rail", personnel=1000, observed_days=5.0),
    Move("b", (50.0, 10.0), (50.0, 15.0), "rail", personnel=200, observed_days=3.0),
    Move("c", (50.0, 10.0), (40.0, -80.0), "sea-road", personnel=9000),
]


def test_within_the_record_nothing_is_said() -> None:
    assert record(KNOWN).outside(Move("x", (50.0, 10.0), (50.0, 17.0), "rail", personnel=700)) == ()


def test_distance_mode_amount_and_urgency_outside_are_said_with_how_far() -> None:
    far = record(KNOWN).outside(Move("x", (50.0, 0.0), (50.0, 20.0), "rail", personnel=3000, urgency="forced"))
    assert far[0] == "no forced move in the record"
    assert "2.0 times the most of the record by rail (2 moves): 357 to 714" in far[1]
    assert far[2] == "people 3,000, 3.0 times the most of the record: 200 to 1,000"
    small = record(KNOWN).outside(Move("x", (50.0, 10.0), (50.0, 15.0), "air", personnel=50))
    assert small == ("no move by air in the record", "people 50, 0.25 times the least of the record: 200 to 1,000")


def test_moves_without_known_days_are_no_record() -> None:
    assert "sea-road" not in record(KNOWN).modes


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("a,50,10,54,20,rail,,,", ("administrative", None, "last")),
        ("a,50,10,54,20,rail,Urgent,24,First vehicle", ("urgent", 24.0, "first")),
        ("a,50,10,54,20,rail,forced march,,main body", ("forced", None, "main")),
        ("a,50,10,54,20,rail,,,first ship in to last train", ("administrative", None, "last")),
    ],
)
def test_the_three_columns_are_read_as_people_write_them(line: str, taken: tuple[str, float | None, str]) -> None:
    move = parse_cases(f"{HEADER}\n{line}\n", "x.csv").moves[0]
    assert (move.urgency, move.ship_knots, move.phase) == taken


def test_what_is_not_allowed_is_told_with_line_and_column() -> None:
    with pytest.raises(InputError) as error:
        parse_cases(f"{HEADER}\na,50,10,54,20,rail,urgnt,100,frist\n", "x.csv")
    assert {(each.line, each.where) for each in error.value.problems} == {
        (2, "urgency"),
        (2, "ship_knots"),
        (2, "phase"),
    }
    with pytest.raises(InputError) as error:
        workbench.deployments(draws=100, urgency="fast", phase="never", ship_knots=2.0)
    assert {each.where for each in error.value.problems} == {"--urgency", "--phase", "--ship-knots"}


def test_options_hold_where_the_line_does_not_say_it_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "moves.csv"
    file.write_text(f"{HEADER}\na,50,10,54,20,rail,,,\nb,50,10,54,20,rail,administrative,,last\n")
    plain = workbench.deployments(file, draws=100).predicted
    asked = workbench.deployments(file, draws=100, urgency="forced", phase="first")
    assert asked.predicted[0].p50 < 0.8 * plain[0].p50
    assert asked.predicted[1] == plain[1]
    assert "no forced move in the record" in asked.outside[0]


def test_a_file_of_before_is_an_administrative_move_to_the_last_vehicle(tmp_path: Path) -> None:
    rows = list(csv.reader(["case,from_lat,from_lon,to_lat,to_lon,mode", "a,50,10,54,20,rail"]))
    file = tmp_path / "moves.csv"
    file.write_text("\n".join(",".join(row) for row in rows) + "\n")
    found = workbench.deployments(file, draws=100)
    said = workbench.deployments(file, draws=100, urgency="administrative", phase="last")
    assert found.predicted == said.predicted
    assert found.cases.moves[0].urgency == "administrative"


def test_how_far_outside_is_a_number_of_size_and_distance_together() -> None:
    known = record(KNOWN)
    most = known.spans["", "people"][1]
    inside = Move("x", (50.0, 10.0), (50.0, 17.0), "rail", personnel=most)
    assert known.extrapolation(inside) == WITHIN_RECORD
    larger = replace(inside, personnel=10.0 * most)
    assert known.extrapolation(larger).far == pytest.approx(math.log(10.0))
    farther = replace(larger, origin=(50.0, -60.0))
    away = great_circle_km(*farther.origin, *farther.end) / known.spans["rail", "distance"][1]
    assert known.extrapolation(farther).far == pytest.approx(math.hypot(math.log(10.0), math.log(away)))
    assert known.extrapolation(replace(inside, urgency="forced", mode="mixed")).unseen == 2


@given(far=st.floats(0.0, 4.0), more=st.floats(0.01, 4.0), unseen=st.integers(0, 2))
def test_days_spread_as_far_as_the_closed_form_says_and_more_the_further_out(
    far: float, more: float, unseen: int
) -> None:
    """The days of nothing but the error of the model: its variance is that of the move and of the power."""
    move, days = Move("x", (50.0, 10.0), (50.0, 17.0), "rail"), np.full(4000, 1e6)
    fixed = {"model_error": Evidence.fixed(0.25, "ln"), "outside_power": Evidence.fixed(0.3, "factor")}
    doubts = Doubts(fixed, draws=4000)
    near, out = (np.log(noisy(move, days, doubts, Extrapolation(each, unseen)) / 1e6) for each in (far, far + more))
    assert near.std() == pytest.approx(math.sqrt((1 + unseen) * 0.0625 + (0.3 * far) ** 2), rel=0.04)
    assert out.std() > near.std()
    same = noisy(move, days, doubts)
    assert np.array_equal(same, noisy(move, days, doubts, WITHIN_RECORD))
