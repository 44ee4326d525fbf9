"""Urgency, speed of ships and phase of a move: never slower, never later, first before main before last."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.files.lines.deployments import shipped_atlas, shipped_parameters
from hillfort.files.theatre.artefact import load_theatre
from hillfort.lines.moves.atlas import MoveAtlas
from hillfort.lines.moves.choices import PHASES, URGENCIES
from hillfort.lines.moves.doubts import Doubts
from hillfort.lines.moves.legs import MODES, Move, itinerary
from hillfort.lines.moves.moves import parts_of, predict
from hillfort.lines.moves.urgency import FASTER, SHORTER

WAYS = MoveAtlas(shipped_atlas(), load_theatre("baltic"))
DOUBTS = Doubts(shipped_parameters(), draws=60, seed=3)
ENDS = {
    "land": ((53.56, 13.26), (54.98, 25.77)),
    "ferry": ((59.33, 18.07), (57.64, 18.30)),
    "ocean": ((32.08, -81.09), (53.55, 8.58)),
}


def days(move: Move) -> np.ndarray:
    """Days of a move in each draw, before what is not known of a single move."""
    found: np.ndarray = np.sum(list(parts_of(move, itinerary(move, WAYS), DOUBTS).values()), axis=0)
    return found


@st.composite
def moves(draw: st.DrawFn) -> Move:
    """A move of any mode, amount, urgency and phase."""
    origin, end = ENDS[draw(st.sampled_from(sorted(ENDS)))]
    vehicles = st.one_of(st.none(), st.integers(1, 3000))
    return Move(
        "a",
        origin,
        end,
        draw(st.sampled_from(MODES)),
        personnel=draw(st.one_of(st.none(), st.integers(1, 20_000))),
        wheeled=draw(vehicles),
        tracked=draw(vehicles),
        ships=draw(st.one_of(st.none(), st.integers(1, 8))),
        urgency=draw(st.sampled_from(URGENCIES)),
        phase=draw(st.sampled_from(PHASES)),
        ship_knots=draw(st.one_of(st.none(), st.floats(5.0, 45.0))),
    )


@settings(max_examples=40, deadline=None)
@given(move=moves())
def test_more_urgency_is_never_slower_in_any_draw(move: Move) -> None:
    administrative, urgent, forced = (days(replace(move, urgency=each)) for each in URGENCIES)
    assert np.all(urgent <= administrative + 1e-9)
    assert np.all(forced <= urgent + 1e-9)


@settings(max_examples=40, deadline=None)
@given(move=moves(), slow=st.floats(5.0, 45.0), more=st.floats(0.0, 30.0))
def test_a_faster_ship_is_never_later_in_any_draw(move: Move, slow: float, more: float) -> None:
    assert np.all(days(replace(move, ship_knots=slow + more)) <= days(replace(move, ship_knots=slow)) + 1e-9)


@settings(max_examples=40, deadline=None)
@given(move=moves())
def test_the_first_vehicle_comes_before_the_main_body_and_that_before_the_last(move: Move) -> None:
    first, main, last = (days(replace(move, phase=each)) for each in PHASES)
    assert np.all(first <= main + 1e-9)
    assert np.all(main <= last + 1e-9)


def test_each_changes_a_move_that_it_can_act_on() -> None:
    ship = Move("a", *ENDS["ocean"], "sea-road", wheeled=900, ships=3)
    usual = predict(ship, WAYS, DOUBTS).p50
    assert predict(replace(ship, urgency="urgent"), WAYS, DOUBTS).p50 < 0.9 * usual
    assert predict(replace(ship, ship_knots=30.0), WAYS, DOUBTS).p50 < usual - 2.0
    assert predict(replace(ship, phase="first"), WAYS, DOUBTS).p50 < usual - 1.0


def test_a_given_speed_is_the_speed_made_good_after_its_share() -> None:
    ship = Move("a", *ENDS["ocean"], "sea-road", wheeled=10, ships=1)
    km = sum(leg.km for leg in itinerary(ship, WAYS).streams[0].legs if leg.mode == "sea")
    slow, fast = (days(replace(ship, ship_knots=knots)) for knots in (10.0, 20.0))
    made = np.minimum(DOUBTS["ship_made_good"], 1.0) * 1.852 * 24.0
    assert slow - fast == pytest.approx(DOUBTS["fit_sea"] * km / made * (1 / 10.0 - 1 / 20.0), rel=1e-9)


def test_every_rate_and_time_that_urgency_changes_is_a_shipped_figure_with_factors() -> None:
    shipped = shipped_parameters()
    assert set(FASTER) | set(SHORTER) <= set(shipped)
    for what in {*FASTER.values(), *SHORTER.values()}:
        for step in ("urgent", "forced"):
            assert shipped[f"{step}_{what}"].low >= 1.0
