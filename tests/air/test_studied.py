"""Every assumption that the study of the air reads moves something that it tells, and a range for it is refused."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import hillfort as hf
from hillfort.air.situation import STUDIED
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addressed import numbers
from hillfort.foundation.addresses import printed
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.report.air import tables
from hillfort.studies.air import study
from hillfort.studies.air.result import PatrolResult
from hillfort.studies.air.study import READ_ONCE

OTHER = {
    "air_aim_near_km": 60.0,
    "air_scramble_h": 3.0,
    "air_ballistic_reach_share": 0.9,
    "air_shots_per_target": 1.0,
    "air_common_failure_share": 0.4,
}


@cache
def war() -> Scenario:
    return hf.scenario("baltic-2025")


@cache
def told(name: str = "") -> dict[str, Any]:
    """What rests on them: policing, flights and raids."""
    asked = war().vary({f"air.assumptions.{name}": OTHER[name]}, reason="A try.") if name else war()
    assert asked.air is not None
    _, _, tracks = study._tracks(asked, asked.air, 1, 3)
    _, raids = study._raids(asked, asked.air, 1, 3)
    return {"policing": study._policing(asked.air), "tracks": tracks, "raids": raids}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("air_aim_near_km", "tracks"),
        ("air_scramble_h", "policing"),
        ("air_ballistic_reach_share", "raids"),
        ("air_shots_per_target", "raids"),
        ("air_common_failure_share", "raids"),
    ],
)
def test_what_is_told_rests_on_it(name: str, part: str) -> None:
    assert told(name)[part] != told()[part]
    assert {key for key in told() if told(name)[key] != told()[key]} == {part}


def test_all_of_them_are_tried() -> None:
    assert set(OTHER) == set(STUDIED)


@pytest.mark.parametrize("name", READ_ONCE)
def test_a_range_for_what_is_read_once_is_refused(name: str) -> None:
    order = war().air
    assert order is not None
    now = order.assumptions[name]
    wide = Evidence(now.value, now.unit, 0.5 * now.value, 1.0 if now.unit == "share" else 9.0 * now.value)
    asked = war().vary({f"air.assumptions.{name}": wide}, reason="A try.")
    with pytest.raises(InputError, match=rf"air\.assumptions\.{name}: has the shape .triangular., but it is read"):
        study.study(asked, draws=2)


def test_a_station_out_of_reach_has_no_aircraft_and_is_told_as_such() -> None:
    """With a short radius and a slow cruise nobody stays over any country; the record and the page say so."""
    slow = {"radius_km": 10.0, "cruise_kmh": 100.0}
    fewer = {
        printed(steps): slow[str(steps[-1])]
        for steps, _ in numbers(war())
        if steps[:2] == ("air", "types") and steps[-1] in slow
    }
    near = war().vary(fewer, reason="A try.")
    assert near.air is not None
    rows = study._patrols(near, near.air)
    assert rows
    for row in rows:
        found = PatrolResult.model_validate(row)
        assert found.aircraft is found.aircraft_with_tankers is found.tankers is None
    assert {row[4] for row in tables.patrols({"patrols": rows}).rows} == {"out of reach"}
    assert all(row["aircraft"] > 0 for row in study._patrols(war(), war().air))  # type: ignore[arg-type]
