"""What Red's long-range systems really deny, to whom and at which altitude: airfield by airfield, not ring by ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hillfort.air import coverage
from hillfort.air.envelope import envelope, reach_km
from hillfort.air.posture import LONG, AirPosture, Base, Battery, SamType, Site
from hillfort.air.raids import FireRules, Threat, layers_at, leak_curve
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.evidence import Evidence

FLIGHTS = {
    "fighter_5000m": Threat("fighter at 5,000 m", 850.0, 5000.0, "kill_aircraft"),
    "fighter_100m": Threat("fighter at 100 m", 800.0, 100.0, "kill_aircraft"),
    "airlifter_8000m": Threat("airlifter at 8,000 m", 600.0, 8000.0, "kill_aircraft"),
    "airlifter_300m": Threat("airlifter at 300 m", 400.0, 300.0, "kill_aircraft"),
}
"""One aircraft that flies to the place by itself, at this speed and height."""
ENDS = ("low", "value", "high")
VARIED = ("range_km", "range_low_km", "highest_m", "search_antenna_m", "kill_aircraft")
HEIGHTS_M = (*range(20, 1000, 20), *range(1000, 16_000, 250))


def denied(scenario: Scenario, order: AirPosture) -> list[dict[str, Any]]:
    """For each of Blue's airfields in the theatre: from which height it is in reach,
    and what becomes of one flight to it.

    Assumes
    -------
    Standing long-range batteries only, all working, nothing suppresses them; one flight by itself, from a direction
    that nobody knows; no terrain. The ends of the ranges have reach and kill chance at their low or high end at once.
    """
    batteries = {end: [_at(each, end) for each in order.of_side("red") if _counts(each)] for end in ENDS}
    if not batteries["value"]:
        return []
    rules = FireRules.of(order.assumptions)
    return [
        _row(base, batteries, rules)
        for base in order.bases.values()
        if base.side == "blue" and base.airlift and _inside(scenario, base)
    ]


def _counts(battery: Battery) -> bool:
    return battery.type.class_ == LONG and battery.presence == "standing" and battery.units.value >= 0.5


def _inside(scenario: Scenario, base: Base) -> bool:
    found = scenario.theatre.places.get(base.site.place)
    return found is not None and found.cell >= 0


def _at(battery: Battery, end: str) -> Battery:
    """A battery whose type has its reach and its kill chance at one end."""
    kind: SamType = battery.type
    fixed: dict[str, Any] = {
        name: Evidence.fixed(float(getattr(getattr(kind, name), end)), getattr(kind, name).unit) for name in VARIED
    }
    return replace(battery, type=replace(kind, **fixed))


def _row(base: Base, batteries: dict[str, list[Battery]], rules: FireRules) -> dict[str, Any]:
    away = [_km(base.site, each) for each in batteries["value"]]
    near = int(np.argmin(away))
    lost = {
        key: {
            end: 1.0 - float(leak_curve(layers_at(base.site, batteries[end], threat, rules=rules), [1], common=0.0)[0])
            for end in ENDS
        }
        for key, threat in FLIGHTS.items()
    }
    return {
        "place": base.site.place,
        "country": base.site.country,
        "nearest": batteries["value"][near].name,
        "km": away[near],
        "from_m": {end: lowest_m(base.site, batteries[end]) for end in ENDS},
        "shot_down": lost,
    }


def _km(site: Site, battery: Battery) -> float:
    return float(coverage.apart_km(np.array(site.lat), np.array(site.lon), battery.site))


def lowest_m(site: Site, batteries: Sequence[Battery]) -> float | None:
    """Lowest altitude over a place at which any of the batteries can engage, to the next step of height;
    None if none can."""
    units = [(envelope(each.type), _km(site, each)) for each in batteries]
    return next(
        (float(height) for height in HEIGHTS_M if any(reach_km(unit, height) >= km for unit, km in units)), None
    )
