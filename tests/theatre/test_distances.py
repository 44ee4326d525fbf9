"""What is known about the ground of the Baltic theatre holds, over the networks and over the cells."""

import dataclasses

import numpy as np
import pytest

from hillfort.files.theatre.check import check_theatre
from hillfort.files.theatre.recipe import read_checks, theatre_folder
from hillfort.foundation.errors import InputError
from hillfort.theatre.checks import Check, cells_km, check, way_km
from hillfort.theatre.geodesy import geodesic_km
from hillfort.theatre.places import find_place
from hillfort.theatre.theatre import Theatre


@pytest.mark.parametrize("name", ["baltic", "marrow"])
def test_every_check_of_the_recipe_passes(name: str) -> None:
    failed = [finding for finding in check_theatre(name).findings if not finding.passed]
    assert failed == []


def test_the_tripoints_are_65_km_apart() -> None:
    assert geodesic_km(54.363, 22.792, 53.957, 23.515) == pytest.approx(65.4, abs=0.1)


def test_the_road_from_narva_to_tallinn_is_213_km(baltic: Theatre) -> None:
    narva, tallinn = find_place(baltic, name="Narva"), find_place(baltic, name="Tallinn")
    road = way_km(baltic.road, (narva.lat, narva.lon), (tallinn.lat, tallinn.lon))
    assert road == pytest.approx(213, rel=0.02)
    assert cells_km(baltic, narva, tallinn) == pytest.approx(213, rel=0.05)


def test_saaremaa_has_no_road_to_the_mainland(baltic: Theatre) -> None:
    island, main = find_place(baltic, name="Kuressaare"), find_place(baltic, name="Pärnu")
    assert cells_km(baltic, island, main) == np.inf


def test_the_narva_runs_along_the_whole_border_below_lake_peipus_with_one_bridge(baltic: Theatre) -> None:
    cells = baltic.cells
    estonia, russia = baltic.countries.index("EE"), baltic.countries.index("RU")
    other = cells.country[np.maximum(cells.neighbours, 0)]
    side = cells.passable & (cells.country == estonia)[:, None] & (other == russia) & (cells.lat > 59.03)[:, None]
    assert side.sum() > 10
    assert (cells.river[side] == baltic.rivers.index("Narva") + 1).all()
    assert cells.bridge[side].sum() == 1


def test_kaunas_and_tallinn_are_joined_by_rail_within_reason(baltic: Theatre) -> None:
    kaunas, tallinn = find_place(baltic, name="Kaunas"), find_place(baltic, name="Tallinn")
    assert way_km(baltic.rail, (kaunas.lat, kaunas.lon), (tallinn.lat, tallinn.lon)) < 850


def test_lake_peipus_cannot_be_walked_over(baltic: Theatre) -> None:
    middle = int(np.argmin((baltic.cells.lat - 58.75) ** 2 + (baltic.cells.lon - 27.45) ** 2))
    assert baltic.cells.country[middle] == -1
    assert not baltic.cells.passable[middle].any()


def test_half_of_the_suwalki_area_is_forest_and_lake(baltic: Theatre) -> None:
    cells = baltic.cells
    poland = baltic.countries.index("PL")
    area = (
        (cells.lat > 53.8) & (cells.lat < 54.35) & (cells.lon > 22.4) & (cells.lon < 23.5) & (cells.country == poland)
    )
    assert 0.42 < float((cells.forest_share + cells.lake_share)[area].mean()) < 0.62


def test_a_check_fails_when_the_data_are_broken(baltic: Theatre) -> None:
    checks = read_checks(theatre_folder("baltic"))
    wanted = {name: checks[name] for name in ("Road Narva-Tallinn", "Main roads Poland-Lithuania")}
    road = dataclasses.replace(baltic.road, edge_km=baltic.road.edge_km * np.float32(1.1))
    cells = dataclasses.replace(baltic.cells, road=np.zeros_like(baltic.cells.road))
    broken = dataclasses.replace(baltic, road=road, cells=cells)
    assert [finding.passed for finding in check(wanted, load=lambda date: broken)] == [False, False]


def test_a_check_of_something_unknown_is_refused(baltic: Theatre) -> None:
    wrong = {
        "a": Check("road_miles", 0, 1, "", "A1"),
        "b": Check("road_km", 0, 1, "", "A1", between=("Narvaa", "Riga")),
    }
    with pytest.raises(InputError) as caught:
        check(wrong, load=lambda date: baltic)
    assert len(caught.value.problems) == 2
