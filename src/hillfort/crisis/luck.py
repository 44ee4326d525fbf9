"""Luck of a crisis: whether looks find what is there, and what came before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.draws import uniform_table
from hillfort.foundation.streams import CRISIS

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Luck:
    """Uniforms by name for consecutive draws.

    >>> whole, part = Luck(1, 0, 4).of("a"), Luck(1, 2, 2).of("a")
    >>> whole[2:].tolist() == part.tolist()
    True
    """

    seed: int
    first_draw: int
    draws: int

    def of(self, name: str) -> Array:
        """(draw,) uniforms at the address of a name."""
        found: Array = self._block([name])[:, 0]
        return found

    def of_each(self, name: str, count: int) -> Array:
        """(draw, count) uniforms at the addresses of a name with a number."""
        return self._block([f"{name}/{number}" for number in range(count)])

    def _block(self, names: list[str]) -> Array:
        return uniform_table(names, stream=CRISIS, draws=self.draws, first_draw=self.first_draw, seed=self.seed)
