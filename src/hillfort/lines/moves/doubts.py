"""The doubt about the figures of moves: one value of each in each draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from hillfort.foundation.draws import normals, uniforms
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.streams import DOUBT, MOVE

DRAWS = 999


class Doubts(Mapping[str, np.ndarray]):
    """One value of each parameter for each draw, by name; the same name, seed and draw give the same value.

    Assumes
    -------
    Parameters are independent of each other; those of the same name hold for all moves of a draw.
    """

    def __init__(self, parameters: Mapping[str, Evidence], *, draws: int = DRAWS, seed: int = 1) -> None:
        self.parameters, self.draws, self.seed = parameters, draws, seed
        self._drawn: dict[str, np.ndarray] = {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._drawn:
            evidence = self.parameters[name]
            chances = self.chances(DOUBT, f"moves.{name}")
            self._drawn[name] = np.array([evidence.quantile(float(chance)) for chance in chances])
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.parameters)

    def __len__(self) -> int:
        return len(self.parameters)

    def chances(self, stream: int, name: str) -> np.ndarray:
        """Uniforms, one for each draw, at the address of a name."""
        return uniforms(name, stream=stream, draws=self.draws, seed=self.seed)

    def normals(self, name: str) -> np.ndarray:
        """Standard normals, one for each draw, of what is not known of one move."""
        return normals(name, stream=MOVE, draws=self.draws, seed=self.seed)
