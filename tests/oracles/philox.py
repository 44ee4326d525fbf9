"""Philox 4x32-10 written to be read, with Python's own integers."""

from __future__ import annotations

WORD = 2**32


def philox(key: tuple[int, int], counter: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Ten rounds of Philox; words and keys are integers below 2**32."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        high_0, low_0 = divmod(0xD2511F53 * c0, WORD)
        high_1, low_1 = divmod(0xCD9E8D57 * c2, WORD)
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
        k0, k1 = (k0 + 0x9E3779B9) % WORD, (k1 + 0xBB67AE85) % WORD
    return c0, c1, c2, c3


def uniform(seed: int, stream: int, draw: int, hour: int, unit: int) -> float:
    """Uniform in (0, 1) from the first 53 bits of two words."""
    first, second, _, _ = philox((seed % WORD, stream % WORD), (draw % WORD, hour % WORD, unit % WORD, 0))
    return ((first >> 5) * 2**26 + (second >> 6) + 0.5) / 2**53
