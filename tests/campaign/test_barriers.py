"""Barriers: a water line is taken by crossing it, work on it goes by who covers it, an uncovered belt delays little."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from campaign.sandbox import exact, scenario, task, theatre
from hillfort.campaign.barriers import belt_cells
from hillfort.campaign.run import fight
from hillfort.campaign.scenario import BarrierLine, Scenario
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError
from hillfort.plans.plan import CourseOfAction, Order
from hillfort.theatre.theatre import Theatre

DRAWS = 24
RIVER_EAST = 0.3
"""Degrees east of the middle of the map at which the river runs, between Gate and Eastford."""


def with_river(bridge: bool = True) -> Theatre:
    """The sandbox with a river from its northern to its southern edge, bridged everywhere or nowhere."""
    ground = theatre()
    cells = ground.cells
    west = cells.lon < -30.0 + RIVER_EAST
    far = np.maximum(cells.neighbours, 0)
    parted = (cells.neighbours >= 0) & (west[:, None] != west[far])
    river, over = parted.astype(np.int16), (parted & bridge).astype(np.int8)
    return replace(ground, rivers=("Stream",), cells=replace(cells, river=river, bridge=over))


def war(ground: Theatre, *, blue: int = 0, chance: float = 1.0, hours: float = 20.0, **values: float) -> Scenario:
    """Red drives on Eastburg; Blue, if any, stands at the far end, out of the way, or where a test puts it."""
    whole = scenario(blue, 3, days=6, ground=ground)
    given = {
        "uncovered_share": 0.25, "covered_factor": 4.0, "full_cover_bneq": 0.5, "bridge_blown_chance": 0.0,
        "bridging_h": 1.0,
    } | values  # fmt: skip
    fixed = {name: exact(value, whole.assumptions[name].unit) for name, value in given.items()}
    drive = Order("drive", ("r",), (task("attack", "Eastburg"),))
    barriers = {}
    if ground.rivers:
        barriers = {
            "Stream": BarrierLine(
                "Stream", "water", exact(hours, "h"), river="Stream", blown_chance=exact(chance, "chance")
            )
        }
    return replace(
        whole,
        orders=(),
        barriers=barriers,
        courses_of_action={"drive": CourseOfAction("drive", "Drive", "", exact(48.0, "h"), {}, (drive,))},
        assumptions={**whole.assumptions, **fixed},
    )


def reached(case: Scenario) -> float:
    """Median hour at which Eastburg falls, beyond the river."""
    outcome = fight(case, coa="drive", draws=DRAWS, seed=2)
    return float(np.median(np.nan_to_num(outcome.lost_h[:, outcome.objectives.index("Eastburg")], nan=999.0)))


def test_blown_bridges_cost_their_hours_though_the_far_bank_is_empty() -> None:
    stand, blown = (reached(war(with_river(), chance=chance)) for chance in (0.0, 1.0))
    assert blown - stand == pytest.approx(20.0 * 0.25, abs=2.0)


def test_with_the_rule_off_ground_beyond_a_river_is_taken_from_the_near_bank_and_its_bridge_stands() -> None:
    stand, blown = (reached(war(with_river(), chance=c, rule_barriers=0.0, bridge_blown_chance=c)) for c in (0.0, 1.0))
    assert blown - stand < 2.0


def test_a_river_without_bridges_has_to_be_bridged() -> None:
    stand, none = (reached(war(with_river(bridge), chance=0.0)) for bridge in (True, False))
    assert none - stand == pytest.approx(20.0 * 0.25, abs=2.0)


def test_hours_rise_with_the_hours_of_the_line() -> None:
    found = [reached(war(with_river(), hours=hours)) for hours in (8.0, 40.0, 72.0)]
    assert found[1] - found[0] == pytest.approx(8.0, abs=2.0) and found[2] - found[1] == pytest.approx(8.0, abs=2.0)


def test_who_covers_a_crossing_makes_it_last() -> None:
    """A battalion within a cell of the far bank, that never attacks: work on the crossing takes hours for each hour."""
    ground = with_river()
    bank = _bank(ground)
    covered = replace(ground, places={**ground.places, "Eastford": replace(ground.places["Eastford"], cell=bank)})
    passive = {"least_attack_ratio": 0.0}
    empty, held = (
        fight(_standing(war(covered, blue=count, hours=20.0, **passive)), coa="drive", draws=DRAWS, seed=2)
        for count in (0, 1)
    )
    row = empty.objectives.index("Eastburg")
    first, later = (np.median(np.nan_to_num(each.lost_h[:, row], nan=999.0)) for each in (empty, held))
    assert later > first + 10.0


def _bank(ground: Theatre) -> int:
    """The cell on the way from Gate to Eastford that lies on the far bank."""
    cells = ground.cells
    far = (cells.lon >= -30.0 + RIVER_EAST) & (cells.river > 0).any(axis=1)
    lat = ground.places["Gate"].lat
    candidates = np.flatnonzero(far)
    return int(candidates[np.argmin(np.abs(cells.lat[candidates] - lat))])


def _standing(case: Scenario) -> Scenario:
    """With Blue, if there is any, told to hold at the bank."""
    if not any(each.side == "blue" for each in case.battalions):
        return case
    return replace(case, orders=(Order("stand", ("b",), (task("hold", "Eastford"),)),))


def belt_across(hours: float, **values: float) -> Scenario:
    case = war(theatre(), **values)
    north, south = (
        replace(case.theatre.places["Gate"], name=name, lat=50.0 + up) for name, up in (("North", 0.8), ("South", -0.8))
    )
    ground = replace(case.theatre, places={**case.theatre.places, "North": north, "South": south})
    belt = BarrierLine("Line", "belt", exact(hours, "h"), along=("North", "South"), side="blue")
    return replace(case, theatre=ground, barriers={"Line": belt})


def test_an_uncovered_belt_delays_little_and_by_its_own_share() -> None:
    none, belt = reached(war(theatre())), belt_across(16.0)
    assert len(belt_cells(belt, belt.barriers["Line"])) > 10
    assert reached(belt) - none == pytest.approx(16.0 * 0.25, abs=2.0)
    assert reached(belt_across(16.0, rule_barriers=0.0)) == none


def test_a_belt_of_no_hours_changes_nothing() -> None:
    assert reached(belt_across(0.0)) == reached(war(theatre()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "{kind: water, river: Rhine, blown_chance: FIXED, hours: FIXED, source: judgement, grade: F6}",
            "'Rhine' is not a river of the theatre",
        ),
        (
            "{kind: belt, side: blue, along: [Minsk, Barysaw], hours: FIXED, source: judgement, grade: F6}",
            "no ground of blue's lies within 4 km",
        ),
        (
            "{kind: belt, side: blue, along: [Nowhere, Riga], hours: FIXED, source: judgement, grade: F6}",
            "'Nowhere' is not a place",
        ),
    ],
)
def test_a_barrier_that_is_nowhere_is_refused_where_it_stands(tmp_path: Path, text: str, words: str) -> None:
    given = text.replace("FIXED", "{value: 1, low: 1, high: 1, shape: fixed, source: judgement, grade: F6}")
    file = tmp_path / "wrong.yaml"
    file.write_text(f"version: 1\nname: wrong\nbase: baltic-2019\nbarriers:\n  Mine:\n    {given}\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        read.scenario(str(file))
    assert words in str(told.value) and "wrong.yaml:6" in str(told.value)
