"""A small theatre made by hand: two countries, a few towns, ten cells in a row."""

from __future__ import annotations

import numpy as np
import pytest

from hillfort.theatre.theatre import Cells, Layer, Place, Theatre


def _network(mode: str) -> Layer:
    none = np.zeros(0)
    return Layer(mode, none, none, *(np.zeros(0, np.int32) for _ in range(2)), none, none, none)


def _cells(count: int) -> Cells:
    shape = (count, 6)
    neighbours = np.full(shape, -1, np.int32)
    back = np.full(shape, -1, np.int8)
    for index in range(count - 1):
        neighbours[index, 1], neighbours[index + 1, 4] = index + 1, index
        back[index, 1], back[index + 1, 4] = 4, 1
    share = np.zeros(count, np.float32)
    return Cells(
        ids=np.arange(count, dtype=np.uint64),
        lat=np.full(count, 58.0),
        lon=24.0 + 0.1 * np.arange(count),
        country=np.array([0] * (count // 2) + [1] * (count - count // 2), np.int8),
        land_share=share + 1,
        forest_share=share,
        wetland_share=share,
        lake_share=share,
        urban_share=share,
        neighbours=neighbours,
        back=back,
        edge_km=np.where(neighbours >= 0, 5.9, 0).astype(np.float32),
        passable=neighbours >= 0,
        road=np.where(neighbours >= 0, 2, 0).astype(np.int8),
        road_km=np.where(neighbours >= 0, 6.5, 0).astype(np.float32),
        rail_gauge_mm=np.zeros(shape, np.int16),
        river=np.zeros(shape, np.int16),
        bridge=np.zeros(shape, np.int8),
    )


@pytest.fixture(scope="session")
def small_theatre() -> Theatre:
    """Aland (cells 0-4) and Bland (5-9), a town in each, a port and a place far away."""
    places = [
        Place("Ādaži", 58.0, 24.0, 0, ("capital",), "EE", aliases=("Adazi",)),
        Place("Tapa", 58.0, 24.2, 2, ("town",), "EE"),
        Place("Narva", 58.0, 24.4, 4, ("town",), "EE"),
        Place("Pskov", 58.0, 24.7, 7, ("town",), "RU"),
        Place("Rostock", 54.0, 12.1, -1, ("port",), "DE"),
    ]
    empty: tuple[np.ndarray, ...] = ()
    return Theatre(
        name="small",
        title="Small",
        resolution=6,
        bounds=(23.9, 57.9, 25.0, 58.1),
        countries=("EE", "RU"),
        rivers=(),
        cells=_cells(10),
        places={place.name: place for place in places},
        regions={"West": ("EE",), "East": ("RU",)},
        road=_network("road"),
        rail=_network("rail"),
        sea=_network("sea"),
        coarse_road=_network("road"),
        coarse_rail=_network("rail"),
        coast=empty,
        borders=empty,
        lakes=empty,
        river_lines=empty,
        provenance={"digest": "small-1"},
    )


GOOD = """\
version: 1
name: small
title: A small war
theatre: small
date: 2030-05-01
h_hour_utc: 3
days: 5
lead_h: 48
sources:
  book: {title: A book, date: "2029", grade: C3}
sides:
  blue: {name: Aland, countries: [EE], may_enter: [EE], supply_from: [Ādaži]}
  red: {name: Bland, countries: [RU], may_enter: [RU, EE], supply_from: [Pskov]}
quality:
  EE: {value: 1.0, low: 0.7, high: 1.3, source: judgement, grade: F6}
  RU: {value: 0.9, low: 0.6, high: 1.2, source: judgement, grade: F6}
formations:
  a-1bde:
    name: 1st Brigade
    side: blue
    country: EE
    template: light-brigade
    base: Tapa
    command: Land Forces
    notice_to_move_h: {value: 24, low: 6, high: 72, source: book, grade: C3}
    manning_share: {value: 0.9, low: 0.7, high: 1.0, source: judgement, grade: F6}
    source: book
    grade: C3
  b-div:
    name: 4th Tank Division
    side: red
    country: RU
    template: ru-tank-division
    base: Pskov
    notice_to_move_h: {value: 24, low: 6, high: 72, source: book, grade: C3}
    manning_share: {value: 0.9, low: 0.7, high: 1.0, source: judgement, grade: F6}
    source: book
    grade: C3
  c-bn:
    name: 45th Battalion
    side: blue
    country: EE
    template: mech-bn
    base: Rostock
    outside: true
    ways_in: [Port road]
    notice_to_move_h: {value: 24, low: 6, high: 72, source: book, grade: C3}
    manning_share: {value: 0.9, low: 0.7, high: 1.0, source: judgement, grade: F6}
    source: book
    grade: C3
orders:
  stand:
    forces: [a-1bde]
    tasks:
      - {task: delay, at: Narva, fallback: Tapa}
      - {task: hold, at: Adazi}
courses_of_action:
  straight:
    title: Straight on
    warning_h: {value: 24, low: 0, high: 96, source: judgement, grade: F6}
    orders:
      first:
        forces: [b-div]
        tasks:
          - {task: attack, to: Ādaži, via: [Narva, Tapa], bypass: true}
objectives:
  Ādaži: {place: Ādaži, side: blue, protect: true, kind: capital}
ways_in:
  Port road:
    {side: blue, mode: road, place: Ādaži, through: [Ādaži], start: Rostock,
     battalions_per_day: {value: 1, low: 0.5, high: 3, source: judgement, grade: F6}}
"""


@pytest.fixture
def good() -> str:
    """A scenario file without a fault."""
    return GOOD
