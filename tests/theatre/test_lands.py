"""Joining a point to a line: never over water."""

from __future__ import annotations

import numpy as np
import pytest

from hillfort.files.theatre.artefact import load_theatre
from hillfort.files.theatre.world import shipped_world
from hillfort.lines.network.planning_figures import Travel
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.theatre import Place

WORLD = shipped_world()
TRAVEL = Travel(load_theatre("baltic"))
KAUNAS = Place("Kaunas", 54.9, 23.9, -1, ("town",), "LT")
ROSTOCK = Place("Rostock", 54.1, 12.1, -1, ("port",), "DE")
ISLANDS = {
    "Visby": (57.64, 18.30),
    "Reykjavik": (64.14, -21.90),
    "Catania": (37.50, 15.08),
    "Ruhnu, an island too small for the outlines": (57.78, 23.27),
    "Kihnu, near the shore": (58.13, 23.97),
    "Kuressaare": (58.25, 22.49),
    "Tunis": (36.80, 10.18),
}


@pytest.mark.parametrize("name", ISLANDS)
@pytest.mark.parametrize("mode", ["road", "rail"])
def test_no_road_or_railway_is_joined_over_the_sea(name: str, mode: str) -> None:
    base = Place(name, *ISLANDS[name], -1, ("town",), "XX")
    assert TRAVEL.hours(base, mode, None, KAUNAS) == np.inf
    assert TRAVEL.hours(KAUNAS, mode, None, base) == np.inf
    assert np.isfinite(TRAVEL.hours(base, "sea", ROSTOCK, KAUNAS))


@pytest.mark.parametrize("base", [(56.3, 42.9), (39.9, 32.9), (51.19, -1.76)])
@pytest.mark.parametrize("mode", ["road", "rail"])
def test_a_base_far_from_every_line_is_joined_over_land(base: tuple[float, float], mode: str) -> None:
    assert np.isfinite(TRAVEL.overland_h(mode, base, (KAUNAS.lat, KAUNAS.lon)))


def nearest(here: tuple[float, float], *nodes: tuple[float, float]) -> tuple[int, float]:
    lat, lon = np.array(nodes).T
    return WORLD.nearest(here, lat, lon, np.asarray(distance_km(*here, lat, lon)))


def test_the_nearest_node_across_water_gives_way_to_one_on_the_same_land() -> None:
    helsinki, tallinn, tampere = (60.20, 24.90), (59.42, 24.75), (61.50, 23.80)
    number, km = nearest(helsinki, tallinn, tampere)
    assert number == 1
    assert km == pytest.approx(float(distance_km(*helsinki, *tampere)))
    assert nearest(helsinki, tallinn) == (-1, np.inf)


def test_a_gulf_is_gone_around() -> None:
    """From Gdynia to the tip of the spit of Hel the straight line is 20 km of sea,
    the way by the shore twice as long."""
    number, km = nearest((54.52, 18.53), (54.61, 18.80))
    assert number == 0
    assert 45.0 < km < 90.0


def test_nothing_is_said_of_invented_ground_in_the_open_sea() -> None:
    assert nearest((44.9, -40.0), (45.0, -40.0))[0] == 0
    assert nearest((44.9, -40.0), (38.72, -9.14)) == (-1, np.inf)
