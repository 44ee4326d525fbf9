from __future__ import annotations

import pytest

from hillfort.files.forces.templates import shipped_templates
from hillfort.files.lines.read import shipped_movement
from hillfort.foundation.errors import InputError
from hillfort.lines.movers.demand import demand, totals
from lines.laid import scenario, wanted


def test_every_type_of_battalion_has_a_table() -> None:
    assert set(shipped_movement().types) == set(shipped_templates()[0].types)


def test_vehicles_of_the_table_are_those_of_the_template_within_their_ranges() -> None:
    for key, move in shipped_movement().types.items():
        kind = shipped_templates()[0].types[key]
        assert move.wheeled.value + move.tracked.value == pytest.approx(kind.vehicles.value, rel=0.05), key


def test_tracked_battalions_have_tracks_and_light_ones_have_none() -> None:
    table = shipped_movement()
    assert table.types["tank-bn"].tracked.value >= 33
    assert table.types["light-bn"].tracked.value == 0
    assert table.types["tank-bn"].heaviest_mlc.value >= 70 > table.types["mech-bn"].heaviest_mlc.value


def test_all_formations_from_outside_move_and_only_those() -> None:
    movers = wanted("baltic-2019").movers
    outside = {each.formation for each in scenario("baltic-2019").battalions if each.outside}
    assert {mover.formation for mover in movers} == outside
    assert len(movers) == 17


def test_formations_go_where_their_orders_send_them() -> None:
    where = {mover.formation: mover.destination for mover in wanted("baltic-2019").movers}
    assert where["gb-bde"] == "Tallinn"
    assert where["vjtf-lead"] == "Kaunas"
    assert where["dk-bg"] == "Riga"


def test_a_stryker_regiment_comes_near_the_thousand_vehicles_that_were_counted() -> None:
    made = wanted("baltic-2019")
    regiment = next(mover for mover in made.movers if mover.formation == "us-2cr")
    assert made.vehicles(regiment, made.best()) == pytest.approx(1000, rel=0.15)


def test_airborne_troops_fly_and_armour_does_not() -> None:
    how = {mover.formation: (mover.by_air, mover.by_land) for mover in wanted("baltic-2025").movers}
    assert how["us-82abn"] == (True, False)
    assert how["us-abct-zagan"] == (False, True)
    assert how["gb-4bde"] == (True, True)


def test_release_is_the_decision_and_the_longer_of_notice_and_permission() -> None:
    made = wanted("baltic-2019")
    mover = next(each for each in made.movers if each.formation == "vjtf-lead")
    values = {**made.best(), "alliance_decision_h": 10.0, "vjtf-lead: notice": 30.0, "border_permission_h": 50.0}
    assert made.release_h(mover, values) == 60.0
    assert made.release_h(mover, {**values, "border_permission_h": 5.0}) == 40.0


def test_a_force_in_place_needs_trucks_every_day() -> None:
    made = wanted("baltic-2019")
    brigade = next(mover for mover in made.movers if mover.formation == "us-abct-zagan")
    tonnes = made.tonnes_per_day(brigade, made.best())
    assert 300 < tonnes < 1500
    assert made.supply_vehicles_per_day(brigade, made.best()) == pytest.approx(tonnes / 12.0)
    assert made.days_of_supply(brigade, made.best()) == 3.0


def test_half_the_manning_is_half_of_everything() -> None:
    made = wanted("marrow")
    mover = made.movers[0]
    best = made.best()
    half = {**best, mover.manning: best[mover.manning] / 2}
    assert made.vehicles(mover, half) == pytest.approx(made.vehicles(mover, best) / 2)
    assert made.tonnes_per_day(mover, half) == pytest.approx(made.tonnes_per_day(mover, best) / 2)


def test_a_formation_can_be_asked_for_by_name_and_an_unknown_one_is_refused() -> None:
    posture = scenario("baltic-2019")
    made = demand(posture, shipped_movement(), formations=["vjtf-lead"])
    assert [mover.formation for mover in made.movers] == ["vjtf-lead"]
    with pytest.raises(InputError, match="'vjtf-tail' has no battalions"):
        demand(posture, shipped_movement(), formations=["vjtf-tail"])


def test_vehicles_add_up_by_destination() -> None:
    made = wanted("baltic-2019")
    best = made.best()
    assert sum(totals(made.movers, made, best).values()) == pytest.approx(
        sum(made.vehicles(m, best) for m in made.movers)
    )


def test_nothing_from_outside_is_an_empty_demand() -> None:
    assert wanted("baltic-2016").movers == ()
