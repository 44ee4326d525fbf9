"""The bare toy that the engine is measured against: what hourly steps of many units cost when almost nothing happens.

300 units, half of them red, stand at random on a torus of 40 by 40 cells. Every hour each living unit steps at random
to one of the nine cells around it (its own included); then all fire at once at the enemies within their nine cells
(Lanchester's square law), and a unit that is worn below a tenth of its strength is dead. 720 hours. It keeps no
record, knows no terrain, road, order or supply, and draws from numba's own generator, which is cheaper than addressed
chance. It is compiled by the same numba with the same options and run by a pool of as many threads.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from hillfort.foundation.jit import njit

UNITS = 300
HOURS = 720
EDGE = 40
DEAD_BELOW = 0.1
FIRE = (0.0026, 0.0024)
"""Strength that a full unit of each side (blue, red) takes from each enemy near it in an hour."""


@njit(allocates=True)
def fight_one(seed: Any, units: Any, hours: Any, edge: Any, fire_blue: Any, fire_red: Any) -> Any:
    """One replication: unit-hours lived, strength left to blue and to red."""
    np.random.seed(seed)  # numba's generator: one per thread, seeded for each replication
    x = np.random.randint(0, edge, units)
    y = np.random.randint(0, edge, units)
    strength = np.ones(units, np.float32)
    near = np.zeros((2, edge, edge), np.float32)
    lived = 0
    for _ in range(hours):
        near[:] = 0.0
        for i in range(units):
            if strength[i] > 0.0:
                lived += 1
                x[i] = (x[i] + np.random.randint(-1, 2) + edge) % edge
                y[i] = (y[i] + np.random.randint(-1, 2) + edge) % edge
                near[i % 2, x[i], y[i]] += strength[i]
        for i in range(units):
            if strength[i] > 0.0:
                enemy = 1 - i % 2
                seen = np.float32(0.0)
                for dx in range(-1, 2):
                    for dy in range(-1, 2):
                        seen += near[enemy, (x[i] + dx + edge) % edge, (y[i] + dy + edge) % edge]
                strength[i] -= seen * (fire_blue if enemy == 0 else fire_red)
                if strength[i] < DEAD_BELOW:
                    strength[i] = 0.0
    return lived, strength[0::2].sum(), strength[1::2].sum()


def fight(*, draws: int, seed: int = 1, threads: int | None = None) -> tuple[int, float, float]:
    """Unit-hours lived over all draws, and the mean strength left to blue and to red."""

    def one(draw: int) -> tuple[int, float, float]:
        found: tuple[int, float, float] = fight_one(seed * 1_000_003 + draw, UNITS, HOURS, EDGE, FIRE[0], FIRE[1])
        return found

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        lived, blue, red = zip(*pool.map(one, range(draws)), strict=True)
    return sum(lived), float(np.mean(blue)), float(np.mean(red))
