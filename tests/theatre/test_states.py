"""Roads open on dates, and a theatre can be loaded as of any of them."""

import numpy as np

from hillfort.files.theatre.artefact import load_theatre
from hillfort.theatre.theatre import ROAD_DUAL


def test_a_date_before_every_opening_gives_the_recipes_own_state() -> None:
    own, early = load_theatre("marrow"), load_theatre("marrow", date="2030-02-01")
    assert (own.cells.road == early.cells.road).all()
    assert early.provenance["state"] == "2030-01"


def test_the_motorway_of_marrow_is_there_once_it_is_open() -> None:
    before, after = load_theatre("marrow"), load_theatre("marrow", date="2030-07-01")
    changed = before.cells.road != after.cells.road
    assert changed.any()
    assert (after.cells.road[changed] == ROAD_DUAL).all()
    assert (after.road.edge_class == ROAD_DUAL).sum() > (before.road.edge_class == ROAD_DUAL).sum()


def test_via_baltica_is_single_in_2019_and_dual_in_2026() -> None:
    states = [load_theatre("baltic", date=date) for date in ("2019-09-15", "2023-01-01", "2026-01-01")]
    dual = [int((state.cells.road == ROAD_DUAL).sum()) for state in states]
    assert dual[0] < dual[1] < dual[2]
    sizes = [float(state.road.edge_km.sum()) for state in states]
    assert np.allclose(sizes, sizes[0], rtol=1e-3)
