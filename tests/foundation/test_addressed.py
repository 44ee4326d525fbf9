"""Every number of a scenario is read and replaced at the address under which tables print it."""

from __future__ import annotations

import random

import pytest

import hillfort as hf
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addressed import addresses, get, nearest, replace
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence

ASKED = (
    "courses_of_action.short-warning-seizure.warning_h",
    "formations.de-bde.notice_to_move_h",
    "quality.RU",
    "types.tank-bn.power_bneq",
    "sea.strikers.pl-nsm.offboard_share",
    "sea.waters.Irbe Strait.red_weight",
    "sea.assumptions.mine_reliability",
    "air.types.sams.s-400.range_km",
    "air.assumptions.air_quality_red",
    "lines.values.main_road_vehicles",
    "lines.airlift.rate",
    "movement.delays.border_permission_h",
    "movement.types.tank-bn.wheeled",
    "assumptions.alliance_decision_h",
    "orders.ee-tallinn.tasks[0].start_h",
    "ways_in.Klaipėda port.battalions_per_day",
)


@pytest.fixture(scope="module")
def baltic() -> Scenario:
    return hf.scenario("baltic-2019")


@pytest.mark.parametrize("address", ASKED)
def test_numbers_of_every_kind_have_an_address(baltic: Scenario, address: str) -> None:
    assert isinstance(get(baltic, address), Evidence)
    assert address in set(addresses(baltic))


def test_whatever_has_an_address_can_be_replaced_there_and_nowhere_else(baltic: Scenario) -> None:
    every = list(addresses(baltic))
    for address in random.Random(7).sample(every, 150):
        now = get(baltic, address)
        new = (
            Evidence(now.value, now.unit, now.low, now.high, "2031", "judgement", "F6", now.shape, "other")
            if isinstance(now, Evidence)
            else now
        )
        changed = replace(baltic, {address: new})
        assert get(changed, address) == new
        assert get(baltic, address) == now
        near = random.Random(address).sample(every, 30)
        assert all(get(changed, other) == get(baltic, other) for other in near if other != address)


def test_a_formation_s_readiness_reaches_all_its_battalions_and_a_type_s_power_all_of_that_type(
    baltic: Scenario,
) -> None:
    changed = replace(baltic, {"formations.de-bde.notice_to_move_h": 30, "types.tank-bn.power_bneq": 2.0})
    own = [unit for unit in changed.battalions if unit.formation.split("/")[0] == "de-bde"]
    assert own and all(unit.readiness.notice_to_move_h == Evidence.fixed(30, "h") for unit in own)
    tanks = [unit for unit in changed.battalions if unit.type.key == "tank-bn"]
    assert tanks and all(unit.type.power_bneq.value == 2.0 for unit in tanks)


def test_the_types_of_aircraft_and_batteries_follow_into_who_has_them(baltic: Scenario) -> None:
    changed = replace(baltic, {"air.types.sams.s-400.range_km": 150.0})
    assert changed.air is not None
    assert {each.type.range_km.value for each in changed.air.batteries.values() if each.type.key == "s-400"} == {150.0}


def test_a_value_of_the_network_changes_the_network(baltic: Scenario) -> None:
    changed = replace(baltic, {"lines.values.main_road_vehicles": 123.0})
    assert changed.lines is not None
    assert changed.lines.network.columns["main_road_vehicles"].value == 123.0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("formations.de-bde.notice_h", "Did you mean 'formations.de-bde.notice_to_move_h'?"),
        ("formation.de-bde.notice_h", "Did you mean 'formations.de-bde.notice_to_move_h'?"),
        ("sea.striker.pl-nsm.offboard_shar", "Did you mean 'sea.strikers.pl-nsm.offboard_share'?"),
        ("quality.ru", "Did you mean 'quality.RU'?"),
        ("alliance_decision_h", "Did you mean 'assumptions.alliance_decision_h'?"),
        ("quality.EE.value", "Write 'quality.EE'."),
        ("quality.ZZ", "Allowed in quality: BE, BY, CA"),
        ("quality", "is not one number. It holds EE, LV"),
        ("orders.ee-tallinn.tasks[9].start_h", "Did you mean 'orders.ee-tallinn.tasks["),
        ("a..b", "is no address from '..b' on"),
        ("ways_in.Klaipėda port.vehicles_per_day", "is not set: it is worked out."),
    ],
)
def test_a_wrong_address_gets_the_nearest_right_one_in_that_place(baltic: Scenario, wrong: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        get(baltic, wrong)
    assert said in str(error.value)


def test_nearest_leaves_a_right_address_alone(baltic: Scenario) -> None:
    for address in ASKED:
        assert nearest(baltic, address) == address


@pytest.mark.parametrize(
    ("address", "value", "said"),
    [
        ("quality.RU", -1, "-1 is out of range. Allowed: 0.01 to 10 factor."),
        ("days", 200, "200 is out of range. Allowed: 1 to 180."),
        ("lead_h", 1.5, "a whole number is expected"),
        ("quality.EE", True, "True is neither evidence nor a number."),
        ("quality.EE", "1", "'1' is neither evidence nor a number."),
        ("quality.EE", Evidence(1, "h", 1, 2), "'h' is not its unit, which is 'factor'."),
        ("quality.EE", Evidence(3, "factor", 1, 2), "outside its own range"),
        ("formations.de-bde.manning_share", 1.3, "Allowed: 0 to 1.2 share."),
        ("sea.mines.red.chance", 1.5, "Allowed: 0 to 1 share."),
        ("assumptions.alliance_decision_h", -5, "-5 is out of range."),
        ("lines.ports.Klaipėda.rate", 0, "0 is out of range."),
    ],
)
def test_a_value_that_cannot_be_is_refused(baltic: Scenario, address: str, value: object, said: str) -> None:
    with pytest.raises((InputError, ValueError)) as error:
        replace(baltic, {address: value})  # type: ignore[dict-item]
    assert said in str(error.value)


def test_all_problems_are_said_at_once(baltic: Scenario) -> None:
    with pytest.raises(InputError) as error:
        replace(baltic, {"quality.RU": -1, "quality.EEE": 1.0, "days": 0})
    assert len(error.value.problems) == 3
