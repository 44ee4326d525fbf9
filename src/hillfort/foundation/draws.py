"""Uniforms at an address, for everything that is no kernel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hillfort.foundation.streams import address_of


def uniforms(name: str, *, stream: int, draws: int, seed: int = 1) -> np.ndarray:
    """One uniform in (0, 1) for each draw at the address of a name; the same whatever else is asked for.

    >>> float(uniforms("a", stream=100, draws=2)[1]) == float(uniforms("a", stream=100, draws=5)[1])
    True
    """
    from hillfort.foundation._kernels.batch import uniform_block

    block = np.empty((draws, 1))
    uniform_block(
        seed=seed,
        stream=stream,
        first_draw=0,
        addresses=np.array([address_of(name)], dtype=np.int64),
        out_chances=block,
    )
    return block[:, 0]


def uniform_table(names: Sequence[str], *, stream: int, draws: int, first_draw: int = 0, seed: int = 1) -> np.ndarray:
    """Uniforms in (0, 1), (draw, name), at the addresses of names: consecutive draws from the first on.

    >>> uniform_table(["a", "b"], stream=100, draws=3).shape
    (3, 2)
    """
    from hillfort.foundation._kernels.batch import uniform_block

    block = np.empty((draws, len(names)))
    addresses = np.array([address_of(each) for each in names], np.int64)
    uniform_block(seed=seed, stream=stream, first_draw=first_draw, addresses=addresses, out_chances=block)
    return block


def normals(name: str, *, stream: int, draws: int, seed: int = 1) -> np.ndarray:
    """One standard normal for each draw at the address of a name.

    >>> bool(abs(normals("a", stream=100, draws=4000).mean()) < 0.06)
    True
    """
    from hillfort.foundation._kernels.chance import normal_quantile

    chances = uniforms(name, stream=stream, draws=draws, seed=seed)
    return np.array([normal_quantile(chance) for chance in chances])
