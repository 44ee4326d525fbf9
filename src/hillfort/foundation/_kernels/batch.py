"""Blocks of addressed uniforms."""

from __future__ import annotations

from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation._kernels.kinds import Integers, Numbers
from hillfort.foundation.jit import njit


@njit()
def uniform_block(seed: int, stream: int, first_draw: int, addresses: Integers, out_chances: Numbers) -> None:
    """Fill (draw, address) with uniforms of one stream."""
    for row in range(out_chances.shape[0]):
        for column in range(out_chances.shape[1]):
            out_chances[row, column] = uniform(
                seed=seed, stream=stream, draw=first_draw + row, hour=0, unit=addresses[column]
            )
