"""Cities in a campaign: who holds one, how its ground is taken, how its garrison shifts,
and how long all that takes."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

import hillfort as hf
from campaign.scene import Scene, run
from hillfort.campaign._kernels import city, control, move, ring
from hillfort.campaign.cities import cells_of, problems, rings
from hillfort.campaign.run import fight
from hillfort.files.battles.cities import ONE_CITY, shipped_parameters
from hillfort.foundation.errors import InputError
from hillfort.validation.cities import one_city


@pytest.fixture
def scene() -> Scene:
    """A city of three cells around the first objective."""
    scene = Scene(4, 4)
    first = int(scene.a.g[0].cell)
    near = [int(n) for n in scene.w[first].neighbours if n >= 0]
    second = near[0]
    third = next(n for n in near[1:] if n not in (first, second))
    scene.city = [first, second, third]  # type: ignore[attr-defined]
    side = scene.a.g[0].side
    for index, cell in enumerate(scene.city):  # type: ignore[attr-defined]
        scene.w[cell].city = scene.c[cell].city = scene.city[(index + 1) % 3]  # type: ignore[attr-defined]
        scene.w[cell].urban, scene.c[cell].control, scene.w[cell].holder = 0.9, side, side
    scene.x[0].t = 30
    return scene


def test_a_city_is_lost_with_more_than_half_of_its_built_up_ground_and_regained_with_half(scene: Scene) -> None:
    goal, enemy = scene.a.g[0], 1 - scene.a.g[0].side
    give = (scene.w, scene.a.u, scene.c, scene.a.g, scene.x, scene.out.changes)
    run(control.change_control, *give, scene.city[0], enemy)
    assert math.isnan(goal.lost_h) and not run(ring.lost_to, scene.w, scene.c, scene.city[0], enemy)
    scene.x[0].t = 40
    run(control.change_control, *give, scene.city[1], enemy)
    assert goal.lost_h == 40 and run(ring.lost_to, scene.w, scene.c, scene.city[2], enemy)
    scene.x[0].t = 50
    run(control.change_control, *give, scene.city[1], goal.side)
    assert goal.retaken_h == 50


def test_ground_counts_by_how_much_of_it_is_built_up(scene: Scene) -> None:
    for cell, share in zip(scene.city, (0.9, 0.3, 0.0), strict=True):
        scene.w[cell].urban = share
    scene.c[scene.city[0]].control = 1 - scene.a.g[0].side
    held = run(ring.held_share, scene.w, scene.c, scene.city[1], scene.a.g[0].side)
    assert held == pytest.approx((0.3 + ring.LEAST_SHARE) / (1.2 + ring.LEAST_SHARE))


def test_nobody_marches_into_buildings_that_the_enemy_holds(scene: Scene) -> None:
    side = 1 - scene.a.g[0].side
    unit = (scene.blue, scene.red)[side][0]
    scene.w[scene.city[1]].enter[side] = 1
    assert not run(move.room_for, scene.w, scene.u, scene.c, scene.p, unit, scene.city[1])
    scene.c[scene.city[1]].control = side
    assert run(move.room_for, scene.w, scene.u, scene.c, scene.p, unit, scene.city[1])


def assault(scene: Scene, count: int) -> int:
    """So many battalions attack the second cell from the first of its outer neighbours; their side."""
    side = 1 - scene.a.g[0].side
    target = scene.city[1]
    d = next(d for d in range(6) if (n := int(scene.w[target].neighbours[d])) >= 0 and n not in scene.city)
    outside = int(scene.w[target].neighbours[d])
    scene.c[target].attackers, scene.c[target].attack_power = -1, 3.0
    for unit in (scene.blue, scene.red)[side][:count]:
        scene.place(
            unit, outside, aim=target, heading=int(scene.w[target].back[d]), next_attacker=scene.c[target].attackers
        )
        scene.c[target].attackers = unit
    return side


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("density", "slower"),
    [(0.1, 0.1 / 0.07 + 0.9 / 15.0), (1.0, 1.0 / 0.07), (4.0, 2.0 / 0.07)],
    ids=["a tenth is manned", "all is manned", "four times as many as it takes"],
)
def test_ground_is_taken_at_headway_where_the_garrison_can_man_it_and_searched_elsewhere(
    scene: Scene, count: int, density: float, slower: float
) -> None:
    side = assault(scene, count)
    ground = city.CELL_KM2 * 0.9
    people = density * 60.0 * 3.0 * ground
    scene.place((scene.blue, scene.red)[1 - side][0], scene.city[1], persons=people)
    p = scene.p
    p.city_front_km, p.city_battalion_people, p.city_headway_km2, p.city_search_km2 = 0.5, 500.0, 0.07, 15.0
    p.city_holdable_density, p.city_density_power = 60.0, 0.5
    battalions = min(count * 700.0 / 500.0, city.SIDE_KM / 0.5)
    expected = battalions / slower / (24.0 * ground)
    share = run(city.headway_share, scene.w, scene.u, scene.c, p, scene.city[1], 1 - side)
    assert share == pytest.approx(expected, rel=1e-5)
    assert run(city.city_km, scene.w, scene.u, scene.c, p, scene.city[1], 1 - side, 0.1) == pytest.approx(
        city.CELL_KM * expected, rel=1e-5
    )
    assert run(city.city_km, scene.w, scene.u, scene.c, p, scene.city[1], 1 - side, -0.1) == 0.0


def test_where_nobody_has_organised_a_defence_all_is_searched_at_the_losses_of_open_ground(scene: Scene) -> None:
    side = assault(scene, 2)
    own = (scene.blue, scene.red)[1 - side]
    scene.place(own[0], scene.city[1], persons=5000.0)
    scene.place(own[1], scene.city[0], static_h=500.0)
    p = scene.p
    p.city_front_km, p.city_battalion_people, p.city_search_km2 = 0.5, 700.0, 15.0
    for cell in scene.city:
        scene.c[cell].unorganised = 1
    share = run(city.headway_share, scene.w, scene.u, scene.c, p, scene.city[1], 1 - side)
    assert share == pytest.approx(2.0 * 15.0 / (24.0 * city.CELL_KM2 * 0.9), rel=1e-5)
    assert run(city.city_losses, scene.w, scene.u, scene.c, p, scene.city[1], 0.004, 0.001) == 1.0
    scene.u[0].contested = scene.city[1]
    run(city.shift_inside, scene.w, scene.u, scene.c, scene.x, p, 1)
    assert scene.u[own[1]].cell == scene.city[0]


def test_a_battalion_that_finds_no_room_at_the_edge_does_not_count(scene: Scene) -> None:
    assault(scene, 4)
    scene.p.city_front_km, scene.p.city_battalion_people = 1.5, 350.0
    assert run(city.assault_battalions, scene.w, scene.u, scene.c, scene.p, scene.city[1]) == pytest.approx(
        city.SIDE_KM / 1.5
    )


def test_empty_buildings_take_time_to_go_through(scene: Scene) -> None:
    assault(scene, 2)
    scene.p.city_front_km, scene.p.city_battalion_people, scene.p.city_search_km2 = 0.5, 700.0, 0.6
    hours = 1
    while not run(city.search_empty, scene.w, scene.u, scene.c, scene.p, scene.city[1]):
        hours += 1
    assert hours == math.ceil(24.0 * city.CELL_KM2 * 0.9 / (2.0 * 0.6))


def test_losses_in_a_city_keep_their_exchange_and_are_never_more_than_outside(scene: Scene) -> None:
    assault(scene, 2)
    scene.p.city_front_km, scene.p.city_battalion_people, scene.p.city_loss_share_per_day = 0.1, 700.0, 0.012
    factor = run(city.city_losses, scene.w, scene.u, scene.c, scene.p, scene.city[1], 0.004, 0.001)
    assert math.sqrt(0.004 * 0.001) * factor * 24.0 == pytest.approx(0.012)
    assert run(city.city_losses, scene.w, scene.u, scene.c, scene.p, scene.city[1], 1e-5, 1e-5) == 1.0


def test_a_garrison_shifts_from_a_quiet_cell_into_one_that_is_pressed_one_unit_an_hour(scene: Scene) -> None:
    side = assault(scene, 2)
    own = (scene.blue, scene.red)[1 - side]
    for unit in own[:3]:
        scene.place(unit, scene.city[0], static_h=500.0)
    scene.u[0].contested = scene.city[1]
    run(city.shift_inside, scene.w, scene.u, scene.c, scene.x, scene.p, 1)
    there = [unit for unit in own[:3] if scene.u[unit].cell == scene.city[1]]
    assert len(there) == 1 and scene.u[there[0]].moved == 1
    assert scene.u[there[0]].static_h == pytest.approx(scene.p.preparation_h)
    scene.c[scene.city[0]].attackers = own[0]  # pressed as well: nobody leaves
    run(city.shift_inside, scene.w, scene.u, scene.c, scene.x, scene.p, 1)
    assert sum(scene.u[unit].cell == scene.city[1] for unit in own[:3]) == 1


@pytest.mark.parametrize(("rule", "chance", "ring", "unorganised"), [(1, 0, 3, 0), (1, 1, 3, 3), (0, 0, 0, 0)])
def test_whether_a_city_s_defence_is_organised_is_a_chance_and_the_rule_can_be_switched_off(
    scene: Scene, rule: float, chance: float, ring: int, unorganised: int
) -> None:
    scene.p.rule_cities, scene.p.city_quick_chance = rule, chance
    run(city.open_cities, scene.w, scene.c, scene.x, scene.p)
    assert sum(scene.c[cell].city >= 0 for cell in scene.city) == ring == sum(each >= 0 for each in scene.c["city"])
    assert sum(scene.c[cell].unorganised for cell in scene.city) == unorganised


def test_every_shipped_city_is_a_ring_of_its_cells_on_land() -> None:
    for name in ("baltic-2016", "baltic-2019", "baltic-2025"):
        war = hf.scenario(name)
        found = cells_of(war)
        assert {"Tallinn", "Riga", "Vilnius", "Kaunas", "Klaipėda", "Daugavpils", "Narva"} <= set(found)
        assert problems(war) == []
        following = rings(war)
        for place, cells in found.items():
            assert war.theatre.places[place].cell in cells
            at, seen = cells[0], []
            while at not in seen:
                seen.append(at)
                at = int(following[at])
            assert sorted(seen) == sorted(cells)


def test_cells_that_are_not_there_or_stand_twice_are_refused_together() -> None:
    war = hf.scenario("baltic-2019")
    name = war.cities["Riga"][0]
    wrong = dataclasses.replace(war, cities={"Riga": (name, name), "Nowhere": ("861f60777fffffe",), "Tallinn": ()})
    with pytest.raises(InputError) as refused:
        fight(wrong, coa=next(iter(wrong.courses_of_action)), draws=1, seed=1)
    told = str(refused.value)
    assert "cities.Riga" in told and "stands twice" in told and "cities.Nowhere" in told and "cities.Tallinn" in told


def test_with_the_rule_off_cities_change_nothing() -> None:
    war = hf.scenario("baltic-2019").vary({"assumptions.rule_cities": 0.0}, reason="compared")
    war = dataclasses.replace(war, days=12, origin=None)
    coa = next(iter(war.courses_of_action))
    one, other = (fight(each, coa=coa, draws=4, seed=3) for each in (war, dataclasses.replace(war, cities={})))
    for name in ("lost_h", "outskirts_h", "lost_persons", "unit_strength"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_city_that_is_held_takes_weeks_and_agrees_with_the_law_and_an_empty_one_is_entered_in_days() -> None:
    """Published fights for a whole city took 4 to 12 weeks; a campaign's is lost with more than half of the ground."""
    law, held, mixed, empty = one_city(hf.scenario(str(ONE_CITY)), shipped_parameters(), draws=60)
    assert held.days_p50 is not None and 14.0 <= held.days_p50 <= 84.0
    assert held.taken_chance > 0.8
    assert mixed.days_p50 is not None and law.days_p50 is not None and 0.5 < mixed.days_p50 / law.days_p50 < 2.0
    assert mixed.days_p10 is not None and law.days_p10 is not None and 0.25 < mixed.days_p10 / law.days_p10 < 4.0
    assert empty.days_p50 is not None and empty.days_p50 < 6.0
