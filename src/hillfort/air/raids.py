"""A raid on a place: which batteries it meets, how long it is inside their envelopes, how many get through."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.air.coverage import apart_km
from hillfort.air.engagement import DefenceLayer, raid_leakers
from hillfort.air.envelope import envelope, reach_km
from hillfort.air.posture import LONG, MEDIUM, Battery, SamType, Site
from hillfort.foundation.evidence import Evidence

RULES = ("air_ballistic_reach_share", "air_shots_per_target")
"""Assumptions of the air that say how batteries meet a raid."""


@dataclass(frozen=True, slots=True)
class FireRules:
    """How batteries meet a raid, whatever their type."""

    ballistic_reach_share: float
    """Reach against a ballistic missile over reach against aircraft."""
    shots: int
    """Missiles of long and medium range fired at each target."""

    @classmethod
    def of(cls, assumptions: Mapping[str, Evidence]) -> FireRules:
        """As the assumptions of an air order say."""
        share, shots = (assumptions[name].value for name in RULES)
        return cls(share, max(1, round(shots)))


@dataclass(frozen=True, slots=True)
class Threat:
    """A kind of raider."""

    name: str
    speed_kmh: float
    altitude_m: float
    kill: str
    """Which of a type's kill chances counts: 'kill_aircraft', 'kill_cruise' or 'kill_ballistic'."""


THREATS = {
    "aircraft at 5,000 m": Threat("aircraft at 5,000 m", 850.0, 5000.0, "kill_aircraft"),
    "aircraft at 100 m": Threat("aircraft at 100 m", 800.0, 100.0, "kill_aircraft"),
    "cruise missiles": Threat("cruise missiles", 850.0, 50.0, "kill_cruise"),
    "slow drones": Threat("slow drones", 180.0, 500.0, "kill_cruise"),
    "ballistic missiles": Threat("ballistic missiles", 6000.0, 15_000.0, "kill_ballistic"),
}
"""What air defences are asked to stop; speeds and heights are round figures for a class."""


def inside_s(battery: Battery, place: Site, threat: Threat, *, ballistic_reach_share: float) -> float:
    """Seconds that a raid on a place is inside a battery's envelope before it is there, meaned over directions.

    Assumes
    -------
    Straight at the place from a direction that nobody knows, at a steady speed. Against ballistic missiles the reach
    is a share of that against aircraft. The least range counts only where the battery stands at the place.

    Examples
    --------
    >>> inside_s.__name__
    'inside_s'
    """
    unit = envelope(battery.type)
    reach = reach_km(unit, threat.altitude_m) * (ballistic_reach_share if threat.kill == "kill_ballistic" else 1.0)
    away = float(apart_km(np.array(place.lat), np.array(place.lon), battery.site))
    if away >= reach:
        return 0.0
    angles = np.linspace(0.0, 2.0 * math.pi, 72, endpoint=False)
    way = -away * np.cos(angles) + np.sqrt(reach**2 - (away * np.sin(angles)) ** 2)
    lost = max(0.0, unit.min_range_km - away)
    return float(max(0.0, way.mean() - lost) * 3600.0 / threat.speed_kmh)


def layers_at(
    place: Site,
    batteries: Sequence[Battery],
    threat: Threat,
    *,
    rules: FireRules,
    values: Mapping[str, Mapping[str, float]] | None = None,
) -> list[DefenceLayer]:
    """The layers that a raid on a place meets, outermost first.

    Parameters
    ----------
    rules : FireRules
        As the air order's assumptions say: `FireRules.of(order.assumptions)`.
    values : mapping, optional
        By type key, values to use in place of best estimates ('kill_cruise', 'channels', 'cycle_s', 'magazine').

    Assumes
    -------
    Fire units of one battery work together, and each battery is a layer; the long reach shoots first. At least one
    engagement for each channel where a target is inside at all.

    Examples
    --------
    >>> layers_at(Site("x", 56.0, 24.0, "LV"), [], THREATS["slow drones"], rules=FireRules(0.2, 2))
    []
    """
    found: list[tuple[float, DefenceLayer]] = []
    for battery in batteries:
        window = inside_s(battery, place, threat, ballistic_reach_share=rules.ballistic_reach_share)
        units = battery.units.value
        if window <= 0.0 or units <= 0.0:
            continue
        read = _Reader(battery.type, (values or {}).get(battery.type.key, {}))
        kill = read(threat.kill)
        if kill <= 0.0:
            continue
        shots = 1 if battery.type.class_ not in (LONG, MEDIUM) else rules.shots
        layer = DefenceLayer(
            battery.name,
            max(1, round(read("channels") * units)),
            read("cycle_s"),
            max(window, read("cycle_s")),
            kill,
            shots,
            max(shots, round(read("magazine") * units)),
        )
        found.append((window, layer))
    return [layer for _, layer in sorted(found, key=lambda pair: -pair[0])]


class _Reader:
    """A type's value by the name of its field, sampled or best."""

    def __init__(self, kind: SamType, sampled: Mapping[str, float]) -> None:
        self.kind, self.sampled = kind, sampled

    def __call__(self, name: str) -> float:
        return float(self.sampled[name] if name in self.sampled else getattr(self.kind, name).value)


def leak_curve(layers: Sequence[DefenceLayer], sizes: Sequence[int], *, common: float) -> np.ndarray:
    """(size,) share of a raid that gets through, by its size.

    Assumes
    -------
    As `engagement.raid_leakers`.

    Examples
    --------
    >>> leak_curve([], [1, 10], common=0.1).tolist()
    [1.0, 1.0]
    """
    return np.array([raid_leakers(size, layers=layers, common=common) / size for size in sizes])
