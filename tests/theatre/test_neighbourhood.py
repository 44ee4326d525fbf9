"""What lies at, around and between cells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.files.theatre.artefact import load_theatre
from hillfort.theatre.neighbourhood import cell_at, cells_apart_km, neighbourhood, outline
from hillfort.theatre.theatre import Theatre

MARROW = load_theatre("marrow")


@given(st.integers(0, len(MARROW.cells) - 1))
def test_the_centre_of_a_cell_lies_in_it(cell: int) -> None:
    cells = MARROW.cells
    assert cell_at(MARROW, lat=float(cells.lat[cell]), lon=float(cells.lon[cell])) == cell


def test_a_point_outside_has_no_cell(marrow: Theatre) -> None:
    assert cell_at(marrow, lat=10.0, lon=10.0) == -1


def test_two_rings_are_nineteen_cells_and_grow_from_the_inside(marrow: Theatre) -> None:
    middle = marrow.places["Eastholt"].cell
    counts = [len(neighbourhood(marrow, cell=middle, rings=rings)) for rings in (0, 1, 2)]
    assert counts == [1, 7, 19]
    inner, outer = (set(neighbourhood(marrow, cell=middle, rings=rings).tolist()) for rings in (1, 2))
    assert inner < outer


def test_neighbours_are_an_edge_apart_and_outlines_surround_the_centre(marrow: Theatre) -> None:
    cells = marrow.cells
    middle = marrow.places["Eastholt"].cell
    other = int(cells.neighbours[middle, 0])
    assert cells_apart_km(marrow, first=middle, last=other) == pytest.approx(float(cells.edge_km[middle, 0]), rel=1e-5)
    ring = outline(marrow, cell=middle)
    assert (ring[0] == ring[-1]).all()
    assert ring[:, 0].min() < cells.lon[middle] < ring[:, 0].max()
    assert np.isfinite(ring).all()
