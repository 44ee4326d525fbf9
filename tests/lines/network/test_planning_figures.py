"""Travel by planning figures: what no line joins takes a ship, or nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from hillfort.lines.network.planning_figures import PLANNING, Travel
from hillfort.theatre.geodesy import great_circle_km
from hillfort.theatre.theatre import Layer, Place


def layer(mode: str) -> Layer:
    """Two lines of 111 km on two lands that nothing joins."""
    lat, lon = np.array([50.0, 51.0, 50.0, 51.0]), np.array([10.0, 10.0, 14.0, 14.0])
    ends, ones = (np.array([0, 2], np.int32), np.array([1, 3], np.int32)), np.ones(2)
    whole = ones.astype(np.int16)
    return Layer(mode, lat, lon, *ends, 111.2 * ones, whole, whole.astype(np.int8))


TRAVEL = Travel(cast("Any", SimpleNamespace(coarse_road=layer("road"), coarse_rail=layer("rail"), lands=None)))
HERE = Place("Here", 50.0, 10.0, -1, ("port",), "AA")
THERE = Place("There", 51.0, 10.0, -1, ("town",), "AA")
OTHER = Place("Other", 51.0, 14.0, -1, ("town",), "BB")
FAR = Place("Far", 30.0, -80.0, -1, ("military",), "CC")


def value(name: str) -> float:
    return PLANNING[name].value


def test_a_way_over_land_takes_its_kilometres() -> None:
    assert TRAVEL.hours(HERE, "road", None, THERE) == pytest.approx(24 * 111.2 / value("road_km_per_day"))


@pytest.mark.parametrize("mode", ["road", "rail"])
def test_a_leg_that_no_line_joins_is_never_a_day(mode: str) -> None:
    assert TRAVEL.hours(HERE, mode, THERE, OTHER) == float("inf")
    assert TRAVEL.hours(HERE, mode, None, OTHER) == float("inf")


def test_a_base_across_the_ocean_sails_to_the_port_where_the_way_begins() -> None:
    km = value("sea_winding") * great_circle_km(FAR.lat, FAR.lon, HERE.lat, HERE.lon)
    voyage = value("ocean_handling_h") + km / value("sea_km_per_h")
    march = 24 * 111.2 / value("road_km_per_day")
    assert TRAVEL.hours(FAR, "road", HERE, THERE) == pytest.approx(voyage + march)


def test_a_base_across_the_ocean_reaches_no_town_without_a_port() -> None:
    assert TRAVEL.hours(FAR, "road", THERE, HERE) == float("inf")
    assert TRAVEL.hours(FAR, "rail", None, THERE) == float("inf")
    assert np.isfinite(TRAVEL.hours(FAR, "air", None, THERE))
