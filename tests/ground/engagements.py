"""An engagement fought hour by hour in plain Python with the kernels' own arithmetic, and added up afterwards."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hillfort.ground._kernels import adjudication as kernels

LATENTS = 4


@dataclass(frozen=True)
class Facts:
    """What the hours of an engagement have in common."""

    attacker: float = 15_000.0
    defender: float = 10_000.0
    front_km: float = 10.0
    air: float = 0.0
    surprise: float = 0.0
    wealth: float = 0.0
    armour: float = 0.0
    delaying: float = 0.0
    dug: float = 0.5
    wet: float = 0.0
    era: float = 1.0
    army: float = 0.0


def lucks(p: np.record, normals: np.ndarray) -> np.ndarray:
    """Correlated standard normals of the four latents: (..., 4) from independent ones."""
    z = np.moveaxis(normals, -1, 0)
    return np.stack(
        [
            z[0],
            kernels.exchange_luck.py_func(p, z[0], z[1]),
            kernels.intensity_luck.py_func(p, z[0], z[1], z[2]),
            kernels.advance_luck.py_func(p, z[0], z[1], z[2], z[3]),
        ],
        axis=-1,
    )


def expected(p: np.record, f: Facts, size: float, density: float) -> tuple[float, float, float, float]:
    """The four latents before luck."""
    ratio = math.log(f.attacker / f.defender)
    return (
        kernels.expected_margin.py_func(p, ratio, f.air, f.surprise, f.wealth, f.armour, f.delaying, f.dug, f.army),
        kernels.expected_exchange.py_func(p, ratio, f.surprise, f.wealth, f.armour, f.dug, f.army),
        kernels.expected_intensity.py_func(p, f.surprise, f.delaying, size, f.era, f.wet, density),
        kernels.expected_advance.py_func(p, ratio, f.air, f.surprise, f.wealth, f.delaying, f.dug, density, f.army),
    )


def fought(
    p: np.record, facts: Facts, *, days: int, draws: int, cells: int = 1, seed: int = 1
) -> dict[str, np.ndarray]:
    """Engagements of some days, each cell with its share of the persons, hour by hour; sums over cells and hours.

    Strength is replaced as it is lost, as in the record, whose rates are of the strength at the start.
    """
    chance = np.random.default_rng(seed)
    size = kernels.size_of.py_func(facts.attacker, facts.defender)
    centre = expected(p, facts, size, kernels.density_of.py_func(facts.attacker, facts.defender, facts.front_km))
    ratio = math.log(facts.attacker / facts.defender)
    common, own = chance.standard_normal((draws, 1, LATENTS)), chance.standard_normal((draws, cells, LATENTS))
    mixed = kernels.shared.py_func(p, 1.0, 0.0) * common + kernels.shared.py_func(p, 0.0, 1.0) * own
    lasting = lucks(p, mixed) * kernels.widened.py_func(p, float(cells))
    per_hour = {
        name: np.vectorize(getattr(kernels, name).py_func, excluded=[0])
        for name in ("exchange", "intensity", "advance", "margin")
    }
    shares = {
        name: np.vectorize(getattr(kernels, name).py_func)
        for name in ("attacker_share_per_h", "defender_share_per_h", "advance_km_per_h")
    }
    lost_attacker, lost_defender, margin, km = (np.zeros(draws) for _ in range(4))
    for _ in range(days):
        daily = lucks(p, chance.standard_normal((draws, 1, LATENTS)))
        m = per_hour["margin"](p, centre[0], lasting[..., 0], daily[..., 0])
        e = per_hour["exchange"](p, centre[1], lasting[..., 1], daily[..., 1], size)
        u = per_hour["intensity"](p, centre[2], lasting[..., 2], daily[..., 2], size)
        a = per_hour["advance"](p, centre[3], lasting[..., 3], daily[..., 3], size)
        taken, given = shares["attacker_share_per_h"](u, e, ratio), shares["defender_share_per_h"](u, e, ratio)
        forward = shares["advance_km_per_h"](a)
        for _hour in range(24):  # the luck of a day holds for all its hours
            lost_attacker += facts.attacker * taken.mean(axis=1)
            lost_defender += facts.defender * given.mean(axis=1)
            margin += m.mean(axis=1) / 24.0
            km += forward.mean(axis=1)
    return {
        "won": margin > 0.0,
        "log_exchange": np.log(lost_attacker / lost_defender),
        "log_attacker_pct": np.log(100.0 * lost_attacker / facts.attacker / days),
        "log_defender_pct": np.log(100.0 * lost_defender / facts.defender / days),
        "asinh_advance": np.arcsinh(km / days),
    }
