"""Blocks of addressed uniforms."""

from __future__ import annotations

from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit


@njit()
def uniform_block(seed, stream, first_draw, addresses, out_chances):  # type: ignore[no-untyped-def]
    """Fill (draw, address) with uniforms of one stream."""
    for row in range(out_chances.shape[0]):
        for column in range(out_chances.shape[1]):
            out_chances[row, column] = uniform(seed, stream, first_draw + row, 0, addresses[column])
