"""Steps of the hour against readable twins and closed forms; the order of the hour against the kernel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.campaign.sandbox import assumptions, battalion, exact, kind, scenario, task, theatre
from tests.oracles.engagement import Force, Luck, hour_of_fighting
from tests.oracles.philox import uniform
from tests.oracles.routes import hours_to_goal

from hillfort.campaign._kernels import records
from hillfort.campaign._kernels.battle import MOST_PARTS
from hillfort.campaign.doubt import sample
from hillfort.campaign.fields import GIVEN, Passage
from hillfort.campaign.parameters import PARAMETERS
from hillfort.campaign.readiness import PARAMETERS as READINESS
from hillfort.campaign.run import fight, prepared, trace
from hillfort.campaign.scenario import WayIn
from hillfort.forces.formation import Readiness
from hillfort.foundation._kernels.chance import normal_quantile
from hillfort.foundation.errors import InputError
from hillfort.foundation.streams import address_of
from hillfort.ground.fitted import FITTED
from hillfort.plans.plan import CourseOfAction, Order


def fixed() -> dict:
    return {name: exact(each.value) for name, each in assumptions().items()}


def test_the_kernel_knows_exactly_the_assumptions_that_are_published() -> None:
    assert {*PARAMETERS, *FITTED, *GIVEN, *READINESS} == set(assumptions())


def test_a_kernel_reads_under_a_name_what_the_doubt_holds_under_it() -> None:
    ready = prepared(scenario(), "drive")
    doubt = sample(ready.columns, seed=3, first_draw=0, draws=4)
    found = ready.by_name(doubt).assumed
    assert set(ready.shared.values()) == {*PARAMETERS, "warning_h", *FITTED}
    for address, name in ready.shared.items():
        np.testing.assert_array_equal(found[name].astype(np.float32), doubt[:, list(ready.columns).index(address)])


def test_what_is_fixed_reaches_the_kernel_unrounded_and_what_is_given_a_shape_is_doubted() -> None:
    war = scenario()
    fixed_as_shipped = prepared(war, "drive")
    doubt = sample(fixed_as_shipped.columns, seed=3, first_draw=0, draws=4)
    assert (fixed_as_shipped.by_name(doubt).assumed.worst_air_share_per_h == 0.005).all()
    given = replace(war.assumptions["truck_km_per_h"], low=15.0, high=45.0, shape="triangular")
    ready = prepared(replace(war, assumptions=war.assumptions | {"truck_km_per_h": given}), "drive")
    found = ready.by_name(sample(ready.columns, seed=3, first_draw=0, draws=4)).assumed.truck_km_per_h
    assert len(set(found.tolist())) == 4 and (found >= given.low).all() and (found <= given.high).all()


def test_a_doubt_about_what_is_read_before_any_draw_is_refused() -> None:
    war = scenario()
    given = replace(war.assumptions["track_winding_factor"], low=1.1, high=1.5, shape="uniform")
    with pytest.raises(InputError, match="read once, before any draw"):
        fight(replace(war, assumptions=war.assumptions | {"track_winding_factor": given}), coa="drive", draws=1)


def test_fields_are_shortest_times() -> None:
    ground = theatre(13)
    enter = np.ones(len(ground.cells), bool)
    enter[::7] = False
    goal = int(np.flatnonzero(enter)[11])
    way = Passage(ground, enter, assumptions(), 1.0)
    sides, hours = way.towards("tracked", [goal])
    wanted = hours_to_goal(ground.cells.neighbours.tolist(), way.hours("tracked").tolist(), goal)
    reachable = np.isfinite(wanted)
    np.testing.assert_allclose(hours[reachable], np.array(wanted)[reachable], rtol=1e-5)
    assert (sides[~reachable] == -1).all() and sides[goal] == 6
    for cell in np.flatnonzero(reachable & (sides < 6)):
        ahead = ground.cells.neighbours[cell, sides[cell]]
        assert hours[ahead] < hours[cell]


def test_one_hour_of_fighting_is_what_the_readable_twin_says() -> None:
    """Two battalions side by side, the attacker two to one; the same addressed luck; no fires, no fatigue."""
    p = {name: each.value for name, each in assumptions().items()}
    units = (battalion("b/0", "blue", "Mark"), battalion("r/0", "red", "Westford"), battalion("r/1", "red", "Westford"))
    drive = Order("drive", ("r",), (task("attack", "Eastburg"),))
    calm = fixed() | {"air_start_h": exact(1e6), "rule_attack_by_chance": exact(0.0)}
    war = scenario(
        assumptions=calm,
        battalions=units,
        orders=(),
        days=3,
        courses_of_action={"drive": CourseOfAction("drive", "", "", exact(8760.0), {}, (drive,))},
    )
    kept = trace(war, coa="drive", seed=5, draw=2)
    hour = int(np.argmax(kept.status[:, 0] == records.ENGAGED))
    cell = int(kept.cell[hour, 0])
    ground = prepared(war, "drive").arrays.w[cell]
    squares = int(calm["battle_part_km"].value / records.SQUARE_KM)
    part = 1 + (ground["row"] // squares) * MOST_PARTS + ground["column"] // squares
    items = {1: cell, 2: cell, 10: address_of("r") // 4, 11: address_of("r") // 4}
    places = {1: 1 + address_of("r") // 4, 10: int(part)}
    luck = {
        stream: [normal_quantile(uniform(5, stream, 2, places.get(stream, 8), item * 4 + index)) for index in range(4)]
        for stream, item in items.items()
    }
    before = kept.strength[hour - 1]
    engaged = [i for i in (1, 2) if kept.status[hour, i] == records.ENGAGED]
    attacker = Force([(1.0, float(before[i]), 700.0, 10.0) for i in engaged])
    _, _, attack_share, defend_share = hour_of_fighting(
        attacker,
        Force([(1.0, float(before[0]), 700.0, 10.0)]),
        Luck(luck[10], luck[11], luck[1], luck[2]),
        p,
        dug_in_h=hour,
        red_attacks=True,
    )
    lost = 1.0 - kept.strength[hour] / before
    assert lost[0] == pytest.approx(defend_share, rel=0.02)
    assert lost[engaged[0]] == pytest.approx(attack_share, rel=0.02)


def test_doubt_of_a_draw_does_not_depend_on_the_batch() -> None:
    columns = prepared(scenario(), "drive").columns
    batch = sample(columns, seed=9, first_draw=0, draws=10)
    np.testing.assert_array_equal(batch[7:8], sample(columns, seed=9, first_draw=7, draws=1))


def test_a_unit_cut_off_from_its_depot_runs_dry_and_red_culminates() -> None:
    """With a reach of a few kilometres an attacker stops short of what he takes when supplied."""
    never = {"surrender_h": exact(8760.0)}
    plain = {"rule_supply_classes": exact(0.0, "switch")} | never
    scarce = {"fuel_range_km": exact(60.0), "fuel_reserve_km": exact(5.0)} | never
    pairs = (
        (plain | {"supply_reach_km_red": exact(1.0)}, plain | {"supply_reach_km_red": exact(5000.0)}),
        (scarce | {"lift_fuel_t_red": exact(0.0)}, scarce | {"lift_fuel_t_red": exact(1000.0)}),
    )
    for near, far in pairs:
        assert taken_with(near) < 0.9 * taken_with(far)


def taken_with(values: dict) -> int:
    """Cells in Red's hands at the end, of an attacker who carries a day of ammunition."""
    war = scenario(2, 8, days=20, assumptions=assumptions() | values)
    hungry = tuple(replace(u, type=kind(supply_days=exact(1.0))) for u in war.battalions)
    return int(fight(replace(war, battalions=hungry), coa="drive", draws=60).cell_lost[-1].sum())


def test_reinforcements_wait_while_the_way_in_is_closed_and_turn_to_another() -> None:
    outside = tuple(
        battalion(
            f"z/{index}",
            "blue",
            "Oversea",
            formation="z",
            outside=True,
            ways_in=("Sea", "East road"),
            readiness=Readiness(exact(24.0, "h"), exact(1.0, "share")),
        )
        for index in range(3)
    )
    war = scenario(
        blue=1, red=0, days=30, assumptions=assumptions() | {"travel_factor": exact(1.0), "sea_closes_h": exact(8000.0)}
    )
    ways = (WayIn("Sea", "blue", "sea", "Eastford", (), exact(24.0), ""), *war.ways_in)
    values = war.assumptions | {"sea_closes_h": exact(-1e3), "sea_closed_days": exact(1e3)}
    war = replace(war, battalions=tuple(sorted((*war.battalions, *outside), key=lambda u: u.id)), ways_in=ways)
    shut = fight(replace(war, assumptions=values), coa="drive", draws=20)
    both = fight(war, coa="drive", draws=20)
    assert (shut.way_open_h[:, 0] == 0.0).all() and (shut.way_open_h[:, 1] == war.days * 24).all()
    assert (both.reinforcement_bn[:, -1] == 3.0).all() and (shut.reinforcement_bn[:, -1] == 3.0).all()
    assert (both.first_brigade_h <= shut.first_brigade_h).all()
    assert (both.first_brigade_h < shut.first_brigade_h).any()
    shut_alone = fight(
        replace(
            war,
            assumptions=values,
            ways_in=ways[:1],
            battalions=tuple(replace(u, ways_in=("Sea",)) if u.ways_in else u for u in war.battalions),
        ),
        coa="drive",
        draws=20,
    )
    assert (shut_alone.reinforcement_bn == 0.0).all()
    assert (shut_alone.isolated_h.sum(axis=1) == war.days * 24).all()


def test_a_place_in_the_sea_is_refused_before_anything_is_fought() -> None:
    war = scenario(orders=(Order("stand", ("b",), (task("hold", "Oversea"),)),))
    with pytest.raises(InputError, match="outside the theatre"):
        fight(war, coa="drive", draws=1)


def test_an_unknown_course_of_action_is_named_with_what_is_there() -> None:
    with pytest.raises(InputError, match="Did you mean 'drive'"):
        fight(scenario(), coa="drivee", draws=1)


def test_a_light_battalion_type_is_weaker_than_a_heavy_one() -> None:
    war = scenario(2, 4)
    light = tuple(
        replace(u, type=kind(key="light-bn", power_bneq=exact(0.4))) if u.side == "blue" else u for u in war.battalions
    )
    heavy_held = (~fight(war, coa="drive", draws=200).lost_at_end[:, 1]).mean()
    light_held = (~fight(replace(war, battalions=light), coa="drive", draws=200).lost_at_end[:, 1]).mean()
    assert light_held < heavy_held


def test_cells_of_another_size_are_refused_rather_than_fought_on_wrongly() -> None:
    war = scenario()
    with pytest.raises(InputError, match="fought on resolution 6"):
        fight(replace(war, theatre=replace(war.theatre, resolution=5)), coa="drive", draws=1)
