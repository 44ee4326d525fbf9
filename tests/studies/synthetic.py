"""A small made-up theatre, scenario and outcome, so that studies and reports can be tested against known answers."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any

import h3
import numpy as np

from hillfort.campaign.outcome import Outcome, Trace
from hillfort.campaign.scenario import Objective, Scenario, Side, Source, WayIn
from hillfort.files.battles.read import adjudication
from hillfort.forces.formation import Battalion, BattalionType, Formation, Readiness
from hillfort.foundation.evidence import Evidence
from hillfort.plans.plan import CourseOfAction
from hillfort.theatre.theatre import Cells, Layer, Place, Theatre

NOTHING = Evidence.fixed(0.0, "")
TOWNS = {"Alva": (58.4, 24.6, "AA", "capital"), "Brod": (57.0, 24.2, "AA", "port"), "Cask": (57.6, 27.4, "AA", "town")}


def country_of(lat: float, lon: float) -> int:
    """Sea in the west, AA in the middle, RR in the east."""
    return -1 if lon < 23.6 + 0.2 * (lat - 57.5) else (0 if lon < 28.0 else 1)


@lru_cache
def theatre() -> Theatre:
    """An invented coast: two countries, three towns, cells of about 7 km."""
    box = h3.LatLngPoly([(56.6, 22.8), (56.6, 28.8), (58.8, 28.8), (58.8, 22.8)])
    names = sorted(h3.polygon_to_cells(box, 6))
    points = np.array([h3.cell_to_latlng(name) for name in names])
    count = len(names)
    country = np.array([country_of(lat, lon) for lat, lon in points], np.int8)
    whole = {
        name: np.zeros((count, 6), kind)
        for name, kind in (
            ("neighbours", np.int32),
            ("back", np.int8),
            ("edge_km", np.float32),
            ("passable", bool),
            ("road", np.int8),
            ("road_km", np.float32),
            ("rail_gauge_mm", np.int16),
            ("river", np.int16),
            ("bridge", np.int8),
        )
    }
    shares = {f"{name}_share": np.zeros(count, np.float32) for name in ("forest", "wetland", "lake", "urban")}
    cells = Cells(
        ids=np.array([h3.str_to_int(name) for name in names], np.uint64),
        lat=points[:, 0],
        lon=points[:, 1],
        country=country,
        land_share=(country >= 0).astype(np.float32),
        **shares,
        **whole,
    )
    places = {
        name: Place(
            name, lat, lon, int(np.argmin((points[:, 0] - lat) ** 2 + (points[:, 1] - lon) ** 2)), (kind,), land
        )
        for name, (lat, lon, land, kind) in TOWNS.items()
    }
    none = Layer("road", *(np.zeros(0, np.float32) for _ in range(7)))
    lats = np.linspace(56.6, 58.8, 60)
    coast = np.column_stack([23.6 + 0.2 * (lats - 57.5) + 0.05 * np.sin(9 * lats), lats])
    border = np.array([[28.0, 56.6], [28.0, 58.8]])
    return Theatre(
        "invented",
        "Invented coast",
        6,
        (22.8, 56.6, 28.8, 58.8),
        ("AA", "RR"),
        ("Brook",),
        cells,
        places,
        {"all": ("AA",)},
        none,
        none,
        none,
        none,
        none,
        (coast,),
        (border,),
        (),
        (np.array([[24.2, 57.0], [27.0, 57.2]]),),
    )


def battalion(number: int, side: str) -> Battalion:
    """One of ten on each side."""
    kind = BattalionType("mech", "Mechanised", "manoeuvre", "tracked", *(NOTHING for _ in range(8)), "1211000000")
    country = "AA" if side == "blue" else "RR"
    return Battalion(
        f"{country.lower()}-1bde/{number}",
        f"{number} Bn",
        side,
        country,
        f"{country.lower()}-1bde",
        "corps",
        kind,
        "Alva",
        Readiness(NOTHING, NOTHING),
        outside=side == "blue" and number > 6,
    )


@lru_cache
def scenario() -> Scenario:
    """Three objectives (two protected), two ways in, two courses of action, three assumptions."""
    battalions = tuple(sorted((battalion(n, s) for s in ("blue", "red") for n in range(10)), key=lambda each: each.id))
    warning = Evidence(24.0, "h", 6.0, 96.0)
    plan = CourseOfAction("short", "Short warning", "An attack with little warning.", warning, {}, ())
    objectives = tuple(Objective(name, name, "blue", name != "Cask", kind) for name, (_, _, _, kind) in TOWNS.items())
    ways = tuple(
        WayIn(name, "blue", mode, "Brod", ("Brod",), NOTHING, "")
        for name, mode in (("Road south", "road"), ("Brod port", "sea"))
    )
    return Scenario(
        name="invented",
        title="Invented <coast>",
        description="A made-up case.",
        date="2019-09-15",
        h_hour_utc=3,
        days=10,
        lead_h=24,
        theatre=theatre(),
        sides={
            "blue": Side("blue", "The coast", ("AA",), ("AA",), ("Brod",)),
            "red": Side("red", "The east", ("RR",), ("RR", "AA"), ("Cask",)),
        },
        formations=(
            Formation("aa-1bde", "1st Brigade", "blue", "AA", "brigade", "t", "Alva", "", "", (), "", "", "s", "C3"),
        ),
        battalions=battalions,
        orders=(),
        courses_of_action={"short": plan, "corridor": dataclasses.replace(plan, key="corridor", title="Corridor")},
        objectives=objectives,
        ways_in=ways,
        quality={},
        adjudication=adjudication(),
        assumptions={
            "advance_km_per_day": Evidence(20.0, "km/day", 8.0, 40.0, "2019", "book", "B2", note="Per day & <unit>."),
            "decision_delay_h": Evidence(24.0, "h", 6.0, 96.0),
            "stacking_km": Evidence.fixed(7.0, "km", source="book", grade="B2"),
        },
        sources={"book": Source("book", "A book", "2019", "B2")},
        overridden={"decision_delay_h": "Slower here."},
    )


def _landing(k: np.ndarray) -> np.ndarray:
    """One landing: every second draw puts it ashore at hour 30, every fourth relieves it; the others throw it back."""
    ashore, relieved = k % 2 == 0, k % 4 == 0
    never = np.full(len(k), np.nan)
    columns = (
        np.where(ashore, 5, 4),
        np.full(len(k), 12.0),
        np.where(ashore, 30.0, never),
        np.where(relieved, 70.0, never),
        np.where(relieved, 0.6, 0.0),
        np.where(ashore, never, 30.0),
    )
    return np.stack(columns, axis=1)[:, None, :].astype(np.float32)


def outcome(draws: int = 200, first_draw: int = 0, *, held: float = 0.25, **changes: Any) -> Outcome:
    """Draws with known answers: draw k holds where (k mod 100) < 100 * held; else Alva falls at hour 40 + k mod 50."""
    case, k = scenario(), np.arange(first_draw, first_draw + draws)
    count, days = len(case.objectives), case.days
    lost = np.full((draws, count), np.nan, np.float32)
    fell = (k % 100) >= 100 * held
    lost[fell, 0] = 40 + (k % 50)[fell]
    lost[:, 2] = 12.0
    arrived = np.minimum(np.maximum(np.arange(days + 1)[None, :] - 2 - (k % 3)[:, None], 0), 3).astype(np.float32)
    cells = len(case.theatre.cells)
    rows = np.tile(np.arange(cells), (4, 1))
    swept = np.clip((case.theatre.cells.lon - 23.6) / 4.4, 0, 1) * draws
    lost_cells = np.where(
        (case.theatre.cells.country == 0)[None, :], swept * np.array([0.25, 0.5, 0.8, 1.0])[:, None], 0
    )
    power = np.stack(
        [np.linspace(10, 5, days + 1) + 0 * k[:, None], np.linspace(20, 12, days + 1) + 0 * k[:, None]], axis=2
    )
    found = Outcome(
        scenario=case.name,
        scenario_hash=case.hash,
        coa="short",
        seed=1,
        first_draw=first_draw,
        days=days,
        objectives=tuple(each.name for each in case.objectives),
        protected=np.array([True, True, False]),
        aims=np.array([True, True, False]),
        ways_in=tuple(each.name for each in case.ways_in),
        doubt_names=tuple(f"assumptions.{name}" for name in ("advance_km_per_day", "decision_delay_h", "stacking_km")),
        outskirts_h=(lost - 6).astype(np.float32),
        lost_h=lost,
        retaken_h=np.full((draws, count), np.nan, np.float32),
        how_regained=np.zeros((draws, count), np.int8),
        allied_at_loss=np.zeros((draws, count), np.float32),
        landings=("1st Battalion (BB): landing at Alva",),
        landing=_landing(k),
        enemy_h=np.where(np.isnan(lost), 0.0, 24.0 * days - np.nan_to_num(lost)).astype(np.float32),
        lost_at_end=~np.isnan(lost),
        reinforcement_bn=arrived,
        first_brigade_h=np.where(k % 10 == 0, np.nan, 60.0).astype(np.float32),
        way_open_h=np.tile(np.array([120.0, 240.0], np.float32), (draws, 1)),
        isolated_h=np.where((k % 2 == 0)[:, None] & (np.arange(days) < 2)[None, :], 24.0, 0.0).astype(np.float32),
        power=power.astype(np.float32),
        lost_persons=(np.cumsum(np.ones((draws, days + 1, 2)), axis=1) * 100).astype(np.float32),
        losses=np.tile(
            np.array([600.0, 200.0, 100.0, 150.0, 50.0], np.float32)[None, :, None, None] * [1.0, 0.001],
            (draws, 1, 2, 1),
        ).astype(np.float32),
        skies=(),
        sky=np.zeros((draws, days, 0, 2), np.float32),
        flown=np.zeros((draws, days, 2, 2), np.float32),
        short_h=np.full((draws, 20), np.nan, np.float32),
        short_km=np.full((draws, 20), np.nan, np.float32),
        short_bn_days=np.zeros((draws, 2, 2), np.float32),
        lifted_t=np.zeros((draws, 2, 2), np.float32),
        delivered_t=np.zeros((draws, 2, 2), np.float32),
        unit_strength=np.tile(np.linspace(0, 0.9, 20, dtype=np.float32), (draws, 1)),
        unit_ids=tuple(each.id for each in case.battalions),
        doubt=np.column_stack([k % 100, (k * 7919) % 101, np.full(draws, 7)]).astype(np.float32),
        snapshot_days=(3, 7, 10, 10),
        cell_lost=np.where(rows >= 0, lost_cells, 0).astype(np.int32),
        unit_hours=1000.0 * draws,
        seconds=0.01 * draws,
    )
    return dataclasses.replace(found, **changes)


def fight(
    case: Scenario,
    *,
    coa: str,
    draws: int,
    seed: int = 1,
    first_draw: int = 0,
    threads: int | None = None,
    progress: Any = None,
) -> Outcome:
    """Stands in for the campaign: same call, known answers."""
    if progress is not None:
        progress(draws, draws)
    return outcome(draws, first_draw, coa=coa, seed=seed, scenario_hash=case.hash)


def fight_on_other_luck(case: Scenario, *, luck_seed: int, **asked: Any) -> Outcome:
    """Stands in for the same draws on other luck: whose answers are known has none."""
    assert luck_seed != asked["seed"]
    return fight(case, **asked)


def trace(case: Scenario, *, coa: str, seed: int, draw: int) -> Trace:
    """Ten units a side; Red walks west, Blue stays; Red's units take the cells they walk over."""
    land = case.theatre.cells
    hours, units = 24 + 24 * case.days + 1, len(case.battalions)
    side = np.array([0 if each.side == "blue" else 1 for each in case.battalions], np.int8)
    cell = np.full((hours, units), -1, np.int32)
    for hour in range(hours):
        for unit in range(units):
            west = 28.4 - 0.015 * max(0, hour - 24) if side[unit] else 24.8
            cell[hour, unit] = np.argmin((land.lat - 57.0 - 0.15 * (unit % 10)) ** 2 + (land.lon - west) ** 2)
    entered = [
        (hour, c) for unit in np.flatnonzero(side) for hour, c in enumerate(cell[:, unit]) if land.country[c] == 0
    ]
    first = {c: hour for hour, c in sorted(entered, reverse=True)}
    changes = sorted((hour - 24, c) for c, hour in first.items())
    aside = np.full((hours, units), -1)
    places = len(case.objectives)
    return Trace(
        draw=draw,
        aim=aside.astype(np.int32),
        repulses=np.zeros((hours, units), np.int16),
        power=(cell >= 0).astype(np.float32),
        line_share=np.ones((hours, units), np.float32),
        duty=aside.astype(np.int8),
        bridge=aside.astype(np.int8),
        gave_up=np.zeros((hours, units), bool),
        outskirts_h=np.full(places, np.nan, np.float32),
        how_regained=np.zeros(places, np.int8),
        first_hour=-24,
        unit_ids=tuple(each.id for each in case.battalions),
        unit_side=side,
        cell=cell,
        strength=np.linspace(1, 0.4, hours, dtype=np.float32)[:, None] * np.ones(units, np.float32),
        status=np.where(np.arange(hours)[:, None] > 60, 4, 1).astype(np.int8) * np.ones(units, np.int8),
        control_hour=np.array([hour for hour, _ in changes], np.int32),
        control_cell=np.array([c for _, c in changes], np.int32),
        control_side=np.ones(len(changes), np.int8),
        control_start=np.where(land.country < 0, -1, land.country).astype(np.int8),
    )
