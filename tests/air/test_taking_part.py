"""Who fights in the air follows the course of action: a third state only where it is said to take part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hillfort.air.situation import columns, prepare
from hillfort.campaign.air_and_sea import sky_arrays, staying_out
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.studies.air import study

OUT, IN = "short-warning-seizure", "corridor-both-sides"
THIRD = {"by-baranovichi", "by-lida", "by-115-s300"}


@pytest.fixture(scope="module")
def baltic() -> Scenario:
    return read.scenario("baltic-2019")


def with_part(scenario: Scenario, coa: str, *, takes_part: tuple[str, ...], opened: tuple[str, ...]) -> Scenario:
    plan = replace(scenario.courses_of_action[coa], takes_part=takes_part, opened=opened)
    return replace(scenario, courses_of_action=scenario.courses_of_action | {coa: plan})


def test_the_campaign_has_a_third_states_forces_only_where_it_takes_part(baltic: Scenario) -> None:
    absent, present = (sky_arrays(baltic, coa) for coa in (OUT, IN))
    assert len(present["elements"]) - len(absent["elements"]) == len(THIRD)
    assert len(present["bases"]) == len(absent["bases"])
    assert len(absent["presence"]) == len(absent["elements"])


def test_ground_that_is_opened_brings_no_forces_and_forces_need_no_opened_ground(baltic: Scenario) -> None:
    opened = with_part(baltic, OUT, takes_part=(), opened=("BY",))
    fights = with_part(baltic, OUT, takes_part=("BY",), opened=())
    assert staying_out(opened, OUT) == {"BY"}
    assert staying_out(fights, OUT) == frozenset()


def test_the_study_of_the_air_shows_who_takes_part_under_its_course_of_action(baltic: Scenario) -> None:
    absent, present = (study.study(baltic, coa=coa, draws=4) for coa in (OUT, IN))
    assert THIRD <= set(present.sky.element_names)
    assert set(present.sky.element_names) - set(absent.sky.element_names) == THIRD
    assert "by-115-s300" in present.order.batteries
    assert "by-115-s300" not in absent.order.batteries
    land = [found.summary["coverage"]["red"]["land"]["LT"] for found in (absent, present)]
    assert all(less <= more for less, more in zip(*land, strict=True))


def test_forces_that_stay_out_change_nobody_elses_numbers(baltic: Scenario) -> None:
    assert baltic.air is not None
    given = {"regions": ("EE", "LV", "LT", "PL"), "counts": {}, "day": baltic.date}
    whole = prepare(baltic.air, baltic.theatre, **given)
    fewer = prepare(baltic.air, baltic.theatre, **given, out=frozenset({"BY"}))
    kept = [whole.element_names.index(name) for name in fewer.element_names]
    apart = [name for name in whole.elements.dtype.names or () if name not in ("hits", "strikes")]
    for name in apart:
        assert np.array_equal(whole.elements[name][kept], fewer.elements[name]), name
    aimed = whole.elements["strikes"][kept][:, kept]
    assert np.array_equal(aimed, fewer.elements["strikes"][:, : len(kept)])
    assert len(columns(baltic.air)) > int(fewer.elements["column"].max())


def test_no_missile_is_aimed_at_an_airfield_of_a_state_that_stays_out_unless_it_is_used(baltic: Scenario) -> None:
    assert baltic.air is not None
    order = baltic.air
    missiles = next(iter(order.missiles.values()))
    far = replace(missiles.type, reach_km=replace(missiles.type.reach_km, value=5000.0, high=5000.0))
    site = order.bases["siauliai"].site if "siauliai" in order.bases else next(iter(order.bases.values())).site
    own = replace(missiles, key="own", side="blue", country="PL", type=far, site=site)
    armed = replace(order, missiles={**order.missiles, "own": own})
    given = {"regions": ("EE", "LV", "LT", "PL"), "counts": {}, "day": baltic.date}
    place = list(order.bases).index("lida")

    def aimed(order_of: object, out: frozenset[str]) -> int:
        sky = prepare(order_of, baltic.theatre, **given, out=out)  # type: ignore[arg-type]
        return int(sky.elements[sky.element_names.index("own")]["hits"][place])

    assert aimed(armed, frozenset()) == 1
    assert aimed(armed, frozenset({"BY"})) == 0
    guest = replace(order.squadrons["by-lida"], country="RU")
    assert aimed(replace(armed, squadrons={**armed.squadrons, "by-lida": guest}), frozenset({"BY"})) == 1
