"""Whose sky it is: Red's, denied or Blue's; denial is not holding."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort import workbench
from hillfort.air.war import DAILY, states_of_sky
from hillfort.report.air import tables


@given(st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=20))
def test_a_sky_is_in_exactly_one_state(values: list[float]) -> None:
    states = states_of_sky(np.array(values))
    assert (sum(found.astype(int) for found in states.values()) == 1).all()


@pytest.mark.parametrize(
    ("blue", "red", "state"), [(1.0, 2.0, "red"), (1.0, 1.99, "denied"), (1.99, 1.0, "denied"), (2.0, 1.0, "blue")]
)
def test_a_side_holds_from_twice_the_other_on(blue: float, red: float, state: str) -> None:
    assert states_of_sky(np.array((blue - red) / (blue + red)))[state]


def test_the_study_tells_the_three_states_of_its_draws() -> None:
    found = workbench.air_study("baltic-2019", draws=12)
    for place, region in enumerate(found.sky.region_names):
        day = found.summary["sky"][region]["3"]
        balance = found.daily[:, 2, place, DAILY.index("superiority")]
        assert day["red_holds"] == pytest.approx(float((balance <= -1 / 3).mean()))
        assert day["blue_holds"] == pytest.approx(float((balance >= 1 / 3).mean()))
        assert day["red_holds"] + day["denied"] + day["blue_holds"] == pytest.approx(1.0)
        assert found.result.sky[region][3].denied == day["denied"]
    assert {"Red holds", "denied", "Blue holds"} <= set(tables.sky(found.summary).head)


def day_one(red: float, denied: float, blue: float) -> dict[str, float]:
    return {"red_holds": red, "denied": denied, "blue_holds": blue}


def test_a_sky_that_leans_to_red_and_is_denied_is_not_said_to_be_reds() -> None:
    said = tables._first_day({"EE": day_one(0.4, 0.6, 0.0), "PL": day_one(0.9, 0.1, 0.0), "LV": day_one(0.0, 0.2, 0.8)})
    assert said == (
        "On the first day, more often than not, the aggressor holds the sky over PL, it is denied to both "
        "over EE and the "
        "defender holds it over LV."
    )
    assert "over none of the countries" in tables._first_day({"EE": day_one(0.4, 0.6, 0.0)})
