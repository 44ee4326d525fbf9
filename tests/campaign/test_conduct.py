"""How units conduct themselves: what a staff officer would notice in a replay, and the edges of the input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.campaign.sandbox import assumptions, battalion, exact, kind, scenario, task, theatre

from hillfort.campaign._kernels.hour import run_draws
from hillfort.campaign._kernels.records import Batch
from hillfort.campaign.doubt import sample
from hillfort.campaign.outcome import Trace
from hillfort.campaign.run import _room, fight, prepared, trace
from hillfort.campaign.scenario import Objective, Scenario, Side, WayIn
from hillfort.foundation.errors import InputError
from hillfort.plans.plan import CourseOfAction, Order


def fixed(**changes: float) -> dict[str, Any]:
    values = {name: exact(each.value) for name, each in assumptions().items()}
    return values | {name: exact(value) for name, value in changes.items()}


def drive(*tasks: Any, forces: tuple[str, ...] = ("r",)) -> dict[str, CourseOfAction]:
    orders = (Order("drive", forces, tasks),) if tasks else ()
    return {"drive": CourseOfAction("drive", "", "", exact(48.0, "h"), {}, orders)}


def with_units(war: Scenario, *more: Any) -> Scenario:
    return replace(war, battalions=tuple(sorted((*war.battalions, *more), key=lambda unit: unit.id)))


def cell_of(war: Scenario, place: str) -> int:
    return war.theatre.places[place].cell


def column(kept: Trace, unit: str) -> np.ndarray:
    return kept.cell[:, kept.unit_ids.index(unit)]


@pytest.mark.parametrize("seed", range(4))
def test_those_driven_from_a_place_do_not_walk_in_circles_round_it(seed: int) -> None:
    war = scenario(4, 10, days=20, courses_of_action=drive(task("attack", "Eastford"), task("hold", "Eastford")))
    kept = trace(war, coa="drive", seed=seed, draw=0)
    for unit in np.flatnonzero(kept.unit_side == 0):
        on_map = kept.cell[kept.cell[:, unit] >= 0, unit]
        assert int((np.diff(on_map) != 0).sum()) <= 40, kept.unit_ids[unit]


def test_reserves_that_find_their_place_full_stay_beside_it() -> None:
    """Fifteen battalions told to wait in one cell that has room for ten: nobody circles."""
    units = tuple(battalion(f"b/{index:02}", "blue", "Eastburg") for index in range(15))
    order = Order("wait", ("b",), (task("counter-attack", "Eastford", -24.0, watch=("Gate",), within_km=5.0),))
    war = scenario(0, 0, days=10, orders=(order,), battalions=units, assumptions=fixed(host_decision_h=0.0))
    kept = trace(war, coa="drive", seed=1, draw=0)
    assert (np.diff(kept.cell[-120:], axis=0) == 0).all()
    beside = set(war.theatre.cells.neighbours[cell_of(war, "Eastford")]) | {cell_of(war, "Eastford")}
    assert set(kept.cell[-1]) <= beside


def test_who_is_told_to_hold_a_place_stands_in_it() -> None:
    units = tuple(battalion(f"b/{index}", "blue", "Eastburg") for index in range(2))
    war = scenario(0, 0, battalions=units, orders=(Order("hold", ("b",), (task("hold", "Eastford", -24.0),)),))
    kept = trace(war, coa="drive", seed=1, draw=0)
    assert (kept.cell[-1] == cell_of(war, "Eastford")).all()


def test_a_delaying_force_based_where_it_is_to_fall_back_to_goes_out_first() -> None:
    delay = Order("delay", ("b",), (task("delay", "Gate", -24.0, fallback="Eastford"), task("hold", "Eastburg", -24.0)))
    war = scenario(1, 0, orders=(delay,), assumptions=fixed(host_decision_h=0.0))
    kept = trace(war, coa="drive", seed=1, draw=0)
    assert kept.cell[0, 0] == cell_of(war, "Eastford") and kept.cell[-1, 0] == cell_of(war, "Gate")


def test_a_delaying_force_without_a_fallback_gives_ground_towards_its_own_rear() -> None:
    order = Order("delay", ("b",), (task("delay", "Eastford", -24.0),))
    war = scenario(1, 8, orders=(order,), days=6, assumptions=fixed(attack_chance_red=0.3))
    kept = trace(war, coa="drive", seed=1, draw=0)
    cells = column(kept, "b/0")
    left = cells[(cells >= 0) & (cells != cell_of(war, "Eastford"))]
    assert len(left) and war.theatre.cells.lon[left[0]] > war.theatre.places["Eastford"].lon - 0.05


def test_a_delaying_force_never_hurries_the_attacker() -> None:
    """Draw by draw, the attacker is not at his goal sooner than against nobody, and mostly later."""
    delay = (Order("delay", ("b",), (task("delay", "Gate", -24.0, fallback="Eastford"),)),)
    alone = fight(scenario(0, 6, days=10), coa="drive", draws=60)
    delayed = fight(scenario(2, 6, days=10, orders=delay), coa="drive", draws=60)
    with np.errstate(invalid="ignore"):
        assert not (delayed.lost_h[:, 0] < alone.lost_h[:, 0] - 1.0).any()
    assert np.nanmedian(delayed.lost_h[:, 0]) > np.nanmedian(alone.lost_h[:, 0])


@pytest.mark.parametrize("seed", range(6))
def test_off_the_roads_nobody_is_two_cells_on_within_an_hour(seed: int) -> None:
    """Marching is slower than a cell an hour here, and who is driven back twice steps back once."""
    delay = Order("delay", ("b",), (task("delay", "Gate", -24.0, fallback="Eastford"), task("hold", "Eastburg", -24.0)))
    war = scenario(8, 16, days=12, assumptions=fixed(host_decision_h=0.0), orders=(delay,))
    kept = trace(war, coa="drive", seed=seed, draw=0)
    near = [{int(cell), *map(int, around)} for cell, around in enumerate(war.theatre.cells.neighbours)]
    for before, after in zip(kept.cell[:-1], kept.cell[1:], strict=True):
        assert all(end < 0 or end in near[start] for start, end in zip(before, after, strict=True) if start >= 0)


def test_nobody_takes_ground_that_his_side_may_not_enter() -> None:
    war = scenario(8, 2, days=12, orders=(Order("retake", ("b",), (task("attack", "Gate", 72.0),)),))
    ground, places = war.theatre.cells.country, war.theatre.places
    edge = next(int(n) for n in war.theatre.cells.neighbours[places["Mark"].cell] if ground[n] == 0)
    border = replace(war.theatre, places={**places, "Gate": replace(places["Gate"], cell=edge)})
    war = replace(war, theatre=border)
    for draw in range(10):
        kept = trace(war, coa="drive", seed=1, draw=draw)
        blue = kept.control_cell[kept.control_side == 0]
        assert (ground[blue] == 0).all()


def test_a_reserve_that_watches_a_place_not_yet_taken_stays_at_home() -> None:
    reserve = task("counter-attack", "Westford", watch=("Eastford",), within_km=5.0)
    kept = trace(scenario(0, 2, courses_of_action=drive(reserve)), coa="drive", seed=1, draw=0)
    assert (kept.cell == kept.cell[0]).all()


def test_guns_do_not_go_ahead_of_the_troops_into_enemy_ground() -> None:
    guns = battalion(
        "r/9", "red", "Westford", type=kind(key="gun-bn", role="fires", mobility="wheeled", fires_bneq=exact(1.0))
    )
    war = with_units(scenario(0, 2, days=4), guns)
    kept = trace(war, coa="drive", seed=1, draw=0)
    taken = {int(cell): int(hour) for cell, hour in zip(kept.control_cell, kept.control_hour, strict=True)}
    cells = column(kept, "r/9")
    assert cells[-1] != cells[0]
    for row, cell in enumerate(cells):
        if war.theatre.cells.country[cell] == 0:
            assert taken[int(cell)] <= row + kept.first_hour


def test_guns_out_of_reach_do_not_support() -> None:
    """A gun battalion of the same command 50 km away changes nothing; beside its troops it does."""
    lost = {}
    for base in ("", "Far", "Eastford"):
        war = scenario(
            2,
            4,
            days=4,
            assumptions=fixed(air_start_h=1e6, attack_chance_red=0.2),
            courses_of_action=drive(task("attack", "Eastford")),
        )
        far = int(
            np.argmax((war.theatre.cells.country == 0) * (war.theatre.cells.lat - war.theatre.places["Eastford"].lat))
        )
        places = {**war.theatre.places, "Far": replace(war.theatre.places["Eastford"], name="Far", cell=far)}
        war = replace(war, theatre=replace(war.theatre, places=places))
        if base:
            gun = kind(key="gun-bn", role="fires", power_bneq=exact(0.0), fires_bneq=exact(3.0))
            war = with_units(war, battalion("g/9", "blue", base, type=gun, formation="g", command="b"))
        outcome = fight(war, coa="drive", draws=30)
        lost[base] = outcome.lost_persons[:, -1, 1]
    assert (lost[""] > 0.0).all()
    np.testing.assert_array_equal(lost["Far"], lost[""])
    assert not np.array_equal(lost["Eastford"], lost[""])


def test_two_objectives_at_one_place_are_lost_in_the_same_hour() -> None:
    war = scenario(0, 4)
    war = replace(war, objectives=(*war.objectives, Objective("Eastburg port", "Eastburg", "blue", True, "port")))
    outcome = fight(war, coa="drive", draws=10)
    assert not np.isnan(outcome.lost_h[:, 1]).all()
    np.testing.assert_array_equal(outcome.lost_h[:, 1], outcome.lost_h[:, 2])


def test_a_way_in_passes_what_its_capacity_says() -> None:
    """Sixteen a day are one each hour and a half, not one every second hour."""
    outside = tuple(
        battalion(f"z/{index:02}", "blue", "Oversea", formation="z", outside=True, ways_in=("East road",))
        for index in range(40)
    )
    war = scenario(0, 0, days=30, battalions=outside, assumptions=fixed(alliance_decision_h=0.0, travel_factor=1.0))
    war = replace(war, ways_in=(replace(war.ways_in[0], battalions_per_day=exact(16.0)),))
    kept = trace(war, coa="drive", seed=1, draw=0)
    hours = np.sort([int(np.argmax(cells >= 0)) for cells in kept.cell.T])
    assert (kept.cell[-1] >= 0).all() and hours[-1] - hours[0] == pytest.approx(39 * 1.5, abs=1.0)


def test_only_blue_s_units_count_as_reinforcement() -> None:
    red = battalion("r/0", "red", "Westford", outside=True)
    outcome = fight(
        scenario(0, 0, battalions=(red,), courses_of_action=drive(task("attack", "Eastford"))), coa="drive", draws=3
    )
    assert (outcome.reinforcement_bn == 0.0).all() and np.isnan(outcome.first_brigade_h).all()


@pytest.mark.parametrize(
    "numbers", [{"draws": 0}, {"draws": 1, "seed": -1}, {"draws": 1, "seed": 2**32}, {"draws": 1, "first_draw": -1}]
)
def test_numbers_that_address_no_draw_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(InputError, match="is not a number from"):
        fight(scenario(), coa="drive", **numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"battalions": ()},
        {"orders": (), "courses_of_action": drive()},
        {"ways_in": ()},
        {"objectives": ()},
        {"days": 1, "lead_h": 0},
        {"sides": {"blue": Side("blue", "", ("AA",), ("AA",), ()), "red": Side("red", "", ("BB",), ("BB", "AA"), ())}},
    ],
)
def test_what_is_empty_is_fought_all_the_same(changes: dict[str, Any]) -> None:
    war = replace(scenario(2, 4, days=3), **changes)
    outcome = fight(war, coa="drive", draws=3)
    assert outcome.power.shape == (3, war.days + 1, 2) and np.isfinite(outcome.lost_persons).all()
    assert (outcome.isolated_h.sum(axis=1) == (war.days * 24 if not war.ways_in else 0)).all() or war.ways_in


def test_a_goal_that_cannot_be_reached_is_waited_for_without_a_move() -> None:
    ground = theatre(14)
    cut = replace(ground, cells=replace(ground.cells, passable=np.zeros_like(ground.cells.passable)))
    kept = trace(scenario(2, 4, days=3, ground=cut), coa="drive", seed=1, draw=0)
    assert (kept.cell == kept.cell[0]).all()


def end_of(war: Scenario) -> np.ndarray:
    """Records of all units after one draw."""
    ready = prepared(war, "drive")
    space = ready.workspace()
    doubt = sample(ready.columns, seed=1, first_draw=0, draws=1)
    run_draws(
        space,
        _room(war, 1, keep=False),
        ready.by_name(doubt),
        Batch(1, 0, war.days, war.lead_h, keep=0, law=0, off_road_share=ready.off_road_share),
        ready.sea.of_draws(doubt[:, ready.sea_first :], war, seed=1, first_draw=0),
    )
    return space.u


def test_supply_does_not_pass_through_a_third_state() -> None:
    """A force with a neutral strip behind it, which its side may not enter, is not fed across that strip."""
    ground = theatre(14)
    country, lon = ground.cells.country.copy(), ground.cells.lon
    country[(lon > -29.75) & (lon < -29.25)] = 2
    near = int(np.flatnonzero((country == 0) & (lon < -29.75))[0])
    places = {**ground.places, "Gate": replace(ground.places["Gate"], cell=near)}
    ground = replace(ground, countries=("AA", "BB", "CC"), places=places, cells=replace(ground.cells, country=country))
    blue = battalion("b/0", "blue", "Gate", type=kind(supply_days=exact(1.0)))
    end = end_of(scenario(0, 0, ground=ground, battalions=(blue,), days=12, orders=(), assumptions=fixed()))
    assert end["line_share"][0] == 0.0 and end["dry_h"][0] > 0.0


def test_marching_before_h_hour_does_not_use_up_the_stocks_for_the_war() -> None:
    """Lead time is long; the unit is fed as it moves, so a day after H-hour it still has most of its four days."""
    order = Order(
        "go", ("b",), (task("hold", "Gate", -96.0), task("hold", "Eastburg", -60.0), task("hold", "Gate", -30.0))
    )
    war = scenario(
        0,
        0,
        battalions=(battalion("b/0", "blue", "Eastburg"),),
        orders=(order,),
        days=1,
        lead_h=120,
        assumptions=fixed(host_decision_h=0.0),
        courses_of_action={"drive": CourseOfAction("drive", "", "", exact(1e3), {}, ())},
    )
    assert end_of(war)["supply"][0] > 3.5


def test_an_undefended_objective_that_is_surrounded_falls() -> None:
    """Two columns pass on either side; nobody is ordered into the place, yet it does not stay Blue's for ever."""
    war = scenario(0, 6, days=20)
    cells = war.theatre.cells
    middle = cell_of(war, "Mark")
    ring = [int(n) for n in cells.neighbours[middle] if n >= 0]
    second = sorted({int(n) for each in ring for n in cells.neighbours[each] if n >= 0} - set(ring) - {middle})
    places = dict(war.theatre.places)
    names = [f"Ring {number}" for number in range(len(second))]
    for name, cell in zip(names, second, strict=True):
        places[name] = replace(places["Mark"], name=name, cell=cell)
    tour = tuple(task("move", name, 0.0) for name in names)
    country = cells.country.copy()
    country[[middle, *ring]] = 0
    ground = replace(war.theatre, places=places, cells=replace(cells, country=country))
    war = replace(
        war,
        theatre=ground,
        courses_of_action=drive(*tour),
        orders=(),
        objectives=(Objective("Mark", "Mark", "blue", True, "town"),),
        ways_in=(WayIn("East road", "blue", "road", "Eastburg", (), exact(4.0), ""),),
    )
    outcome = fight(war, coa="drive", draws=5)
    assert outcome.lost_at_end[:, 0].all()
