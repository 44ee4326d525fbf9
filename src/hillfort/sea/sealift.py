"""Sealift: how long some ships take to carry a force, and how much of it arrives."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shuttle:
    """Ships that go to and fro between two ports."""

    distance: float
    """In any unit; `speed` is in the same unit an hour."""
    speed: float
    load_h: float
    unload_h: float

    @property
    def transit_h(self) -> float:
        """Hours at sea one way."""
        return self.distance / self.speed

    @property
    def cycle_h(self) -> float:
        """Hours from one loading to the next."""
        return 2.0 * self.transit_h + self.load_h + self.unload_h


def closure_h(shuttle: Shuttle, *, cargo: float, ships: int, capacity: float) -> float:
    """Hours until the last of a cargo is unloaded, by ships that all start loading at once.

    Assumes
    -------
    Every port takes all ships at once; nothing is lost.

    Examples
    --------
    >>> lift = Shuttle(distance=300.0, speed=18.0, load_h=12.0, unload_h=10.0)
    >>> round(closure_h(lift, cargo=9000, ships=3, capacity=2000), 2)
    94.0
    """
    waves = math.ceil(cargo / (ships * capacity))
    return shuttle.load_h + shuttle.transit_h + shuttle.unload_h + (waves - 1) * shuttle.cycle_h


def expected_loads(trips: int, survival: float) -> float:
    """Loads delivered by one ship in so many trips, if it survives each way with this chance.

    Assumes
    -------
    A ship that is lost is not replaced.

    Examples
    --------
    >>> [round(expected_loads(5, s), 3) for s in (0.95, 0.9, 0.8)]
    [4.298, 3.686, 2.689]
    """
    return sum(survival**trip for trip in range(1, trips + 1))
