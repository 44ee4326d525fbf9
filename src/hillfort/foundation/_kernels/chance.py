"""Addressed randomness: Philox 4x32-10, so that any draw, hour and unit can be asked for alone.

A uniform is not drawn from a queue but looked up by its address (seed, stream, draw, hour, unit). Source:
Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
"""

from __future__ import annotations

import math

import numpy as np

from hillfort.foundation.jit import njit

Word = np.uint64
"""Holds 32 bits, with room for a product."""
MASK = np.uint64(0xFFFFFFFF)
MULTIPLY_0 = np.uint64(0xD2511F53)
MULTIPLY_1 = np.uint64(0xCD9E8D57)
WEYL_0 = np.uint64(0x9E3779B9)
WEYL_1 = np.uint64(0xBB67AE85)
SHIFT_32 = np.uint64(32)
SHIFT_5 = np.uint64(5)
SHIFT_6 = np.uint64(6)
TO_UNIT = 1.0 / 9007199254740992.0
HALF = 0.5


@njit()
def philox(key_0: Word, key_1: Word, word_0: Word, word_1: Word, word_2: Word, word_3: Word) -> tuple[Word, Word]:
    """Two 32-bit words (as uint64) at a counter of four words under a key of two."""
    for _ in range(10):
        product_0 = MULTIPLY_0 * word_0
        product_1 = MULTIPLY_1 * word_2
        word_0 = (product_1 >> SHIFT_32) ^ word_1 ^ key_0
        word_1 = product_1 & MASK
        word_2 = (product_0 >> SHIFT_32) ^ word_3 ^ key_1
        word_3 = product_0 & MASK
        key_0 = (key_0 + WEYL_0) & MASK
        key_1 = (key_1 + WEYL_1) & MASK
    return word_0, word_1


@njit()
def uniform(seed: int, stream: int, draw: int, hour: int, unit: int) -> float:
    """Uniform in (0, 1) at an address; each part is a non-negative integer below 2**32."""
    word_0, word_1 = philox(
        key_0=np.uint64(seed) & MASK,
        key_1=np.uint64(stream) & MASK,
        word_0=np.uint64(draw) & MASK,
        word_1=np.uint64(hour) & MASK,
        word_2=np.uint64(unit) & MASK,
        word_3=np.uint64(0),
    )
    high = word_0 >> SHIFT_5
    low = word_1 >> SHIFT_6
    return (float(high) * 67108864.0 + float(low) + HALF) * TO_UNIT


@njit()
def normal(seed: int, stream: int, draw: int, hour: int, unit: int) -> float:
    """Standard normal at an address, by Acklam's rational approximation (relative error below 1.2e-9)."""
    return normal_quantile(uniform(seed=seed, stream=stream, draw=draw, hour=hour, unit=unit))


@njit()
def normal_quantile(chance: float) -> float:
    """Inverse of the standard normal distribution; `chance` in (0, 1)."""
    if chance < 0.02425:
        tail = math.sqrt(-2.0 * math.log(chance))
        return _tail(tail)
    if chance > 1.0 - 0.02425:
        tail = math.sqrt(-2.0 * math.log(1.0 - chance))
        return -_tail(tail)
    centre = chance - 0.5
    square = centre * centre
    over = (
        (((-39.69683028665376 * square + 220.9460984245205) * square - 275.9285104469687) * square + 138.3577518672690)
        * square
        - 30.66479806614716
    ) * square + 2.506628277459239
    under = (
        (((-54.47609879822406 * square + 161.5858368580409) * square - 155.6989798598866) * square + 66.80131188771972)
        * square
        - 13.28068155288572
    ) * square + 1.0
    return over * centre / under


@njit()
def _tail(tail: float) -> float:
    """Lower tail of the inverse normal."""
    over = (
        (((-0.007784894002430293 * tail - 0.3223964580411365) * tail - 2.400758277161838) * tail - 2.549732539343734)
        * tail
        + 4.374664141464968
    ) * tail + 2.938163982698783
    under = (
        ((0.007784695709041462 * tail + 0.3224671290700398) * tail + 2.445134137142996) * tail + 3.754408661907416
    ) * tail + 1.0
    return over / under
