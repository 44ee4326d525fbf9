"""A flat, featureless theatre of two countries and small forces on it, for tests of the campaign."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import h3
import numpy as np
from ruamel.yaml import YAML

import hillfort
from hillfort.campaign.scenario import Objective, Scenario, Side, WayIn
from hillfort.files.battles.read import adjudication
from hillfort.forces.formation import Battalion, BattalionType, Formation, Readiness
from hillfort.foundation.evidence import Evidence
from hillfort.ground.fitted import as_evidence
from hillfort.plans.plan import CourseOfAction, Order, Task
from hillfort.theatre.theatre import Cells, Layer, Place, Theatre

CENTRE = (50.0, -30.0)
RINGS = 14


def exact(value: float, unit: str = "") -> Evidence:
    return Evidence.fixed(value, unit)


def _bearing(a: str, b: str) -> float:
    lat_a, lon_a = np.radians(h3.cell_to_latlng(a))
    lat_b, lon_b = np.radians(h3.cell_to_latlng(b))
    east = np.sin(lon_b - lon_a) * np.cos(lat_b)
    north = np.cos(lat_a) * np.sin(lat_b) - np.sin(lat_a) * np.cos(lat_b) * np.cos(lon_b - lon_a)
    return float(np.degrees(np.arctan2(east, north)) % 360.0)


@lru_cache(maxsize=4)
def theatre(rings: int = RINGS, road: int = 0) -> Theatre:
    """Hexagons around a point in the ocean: BB in the west (red), AA in the east (blue), all open country."""
    middle = h3.latlng_to_cell(*CENTRE, 6)
    ids = sorted(h3.grid_disk(middle, rings))
    index = {cell: number for number, cell in enumerate(ids)}
    count = len(ids)
    around = np.full((count, 6), -1, np.int32)
    for number, cell in enumerate(ids):
        near = sorted((each for each in h3.grid_disk(cell, 1) if each != cell), key=lambda b: _bearing(cell, b))
        for side, each in enumerate(near[:6]):
            around[number, side] = index.get(each, -1)
    back = np.full((count, 6), -1, np.int8)
    for number in range(count):
        for side in range(6):
            if around[number, side] >= 0:
                back[number, side] = int(np.argmax(around[around[number, side]] == number))
    latlng = np.array([h3.cell_to_latlng(cell) for cell in ids])
    zeros = np.zeros(count, np.float32)
    cells = Cells(
        ids=np.array([int(cell, 16) for cell in ids], np.uint64),
        lat=latlng[:, 0],
        lon=latlng[:, 1],
        country=np.where(latlng[:, 1] < CENTRE[1], 1, 0).astype(np.int8),
        land_share=zeros + 1,
        forest_share=zeros,
        wetland_share=zeros,
        lake_share=zeros,
        urban_share=zeros,
        neighbours=around,
        back=back,
        edge_km=np.full((count, 6), 6.5, np.float32),
        passable=around >= 0,
        road=np.where(around >= 0, road, 0).astype(np.int8),
        road_km=np.full((count, 6), 7.0, np.float32),
        rail_gauge_mm=np.zeros((count, 6), np.int16),
        river=np.zeros((count, 6), np.int16),
        bridge=np.zeros((count, 6), np.int8),
    )
    places = {}
    names = {"Westburg": -0.9, "Westford": -0.5, "Mark": -0.05, "Gate": 0.1, "Eastford": 0.5, "Eastburg": 0.9}
    for name, east in names.items():
        lon = CENTRE[1] + east
        cell = index[h3.latlng_to_cell(CENTRE[0], lon, 6)]
        places[name] = Place(name, CENTRE[0], lon, cell, ("town",), "BB" if east < 0 else "AA")
    places["Oversea"] = Place("Oversea", 40.0, -40.0, -1, ("town",), "CC")
    nothing = Layer(
        "road",
        *(np.zeros(0) for _ in range(2)),
        *(np.zeros(0, np.int32) for _ in range(2)),
        np.zeros(0, np.float32),
        np.zeros(0, np.int16),
        np.zeros(0, np.int8),
    )
    far = places["Oversea"], places["Eastburg"]
    joined = Layer(
        "road",
        np.array([each.lat for each in far]),
        np.array([each.lon for each in far]),
        np.array([0], np.int32),
        np.array([1], np.int32),
        np.array([1000.0], np.float32),  # farther than by sea
        np.zeros(1, np.int16),
        np.zeros(1, np.int8),
    )
    return Theatre(
        name="sandbox",
        title="Sandbox",
        resolution=6,
        bounds=(-31.5, 49.0, -28.5, 51.0),
        countries=("AA", "BB"),
        rivers=(),
        cells=cells,
        places=places,
        regions={"East": ("AA",), "West": ("BB",)},
        road=nothing,
        rail=nothing,
        sea=nothing,
        coarse_road=joined,
        coarse_rail=nothing,
        coast=(),
        borders=(),
        lakes=(),
        river_lines=(),
    )


@lru_cache(maxsize=1)
def assumptions() -> dict[str, Evidence]:
    path = Path(hillfort.__file__).parent / "data" / "assumptions.yaml"
    content = YAML(typ="safe").load(path.read_text())["assumptions"]
    fields = ("value", "unit", "low", "high", "source", "grade", "shape")
    return {
        name: Evidence(
            **{
                key: float(value) if key in ("value", "low", "high") else value
                for key, value in entry.items()
                if key in fields
            }
        )
        for name, entry in content.items()
    } | as_evidence(adjudication())


def kind(**changes: Any) -> BattalionType:
    heavy = BattalionType(
        key="mech-bn",
        name="Mechanised battalion",
        role="manoeuvre",
        mobility="tracked",
        personnel=exact(700.0),
        tanks=exact(10.0),
        fighting_vehicles=exact(40.0),
        guns=exact(0.0),
        vehicles=exact(110.0),
        power_bneq=exact(1.0),
        fires_bneq=exact(0.0),
        supply_days=exact(4.0),
        symbol="1211020000",
    )
    return replace(heavy, **changes)


def battalion(name: str, side: str, base: str, **changes: Any) -> Battalion:
    unit = Battalion(
        id=name,
        name=name,
        side=side,
        country="AA" if side == "blue" else "BB",
        formation=name.split("/", maxsplit=1)[0],
        command=name.split("/", maxsplit=1)[0],
        type=kind(),
        base=base,
        readiness=Readiness(exact(0.0, "h"), exact(1.0, "share")),
        outside=False,
    )
    return replace(unit, **changes)


def task(kind_: str, place: str, start_h: float = 0.0, **changes: Any) -> Task:
    return Task(kind=kind_, place=place, start_h=exact(start_h, "h"), **changes)


def scenario(
    blue: int = 2, red: int = 6, *, days: int = 10, ground: Theatre | None = None, lead_h: int = 24, **changes: Any
) -> Scenario:
    """Red drives from Westford on Eastburg; Blue stands at Eastford, where one of its battalions delays."""
    units = [battalion(f"b/{index}", "blue", "Eastford") for index in range(blue)]
    units += [battalion(f"r/{index}", "red", "Westford") for index in range(red)]
    formations = tuple(
        Formation(
            key,
            key,
            side,
            "",
            "brigade",
            "x",
            "",
            key,
            "",
            tuple(u.id for u in units if u.side == side),
            "",
            "",
            "judgement",
            "F6",
        )
        for key, side in (("b", "blue"), ("r", "red"))
    )
    attack = Order("drive", ("r",), (task("attack", "Eastford"), task("attack", "Eastburg")))
    plan = CourseOfAction("drive", "Drive", "", exact(48.0, "h"), {}, (attack,))
    whole = Scenario(
        name="sandbox",
        title="",
        description="",
        date="2019-09-15",
        h_hour_utc=3,
        days=days,
        lead_h=lead_h,
        theatre=ground or theatre(),
        sides={
            "blue": Side("blue", "Blue", ("AA",), ("AA",), ("Eastburg",)),
            "red": Side("red", "Red", ("BB",), ("BB", "AA"), ("Westburg",)),
        },
        formations=formations,
        battalions=tuple(sorted(units, key=lambda u: u.id)),
        orders=(Order("stand", ("b",), (task("hold", "Eastford"),)),),
        courses_of_action={"drive": plan},
        objectives=(
            Objective("Eastford", "Eastford", "blue", False, "town"),
            Objective("Eastburg", "Eastburg", "blue", True, "capital"),
        ),
        ways_in=(WayIn("East road", "blue", "road", "Eastburg", (), exact(4.0), ""),),
        quality={"AA": exact(1.0), "BB": exact(1.0)},
        assumptions=dict(assumptions()),
        adjudication=adjudication(),
        sources={},
    )
    return replace(whole, **changes)
