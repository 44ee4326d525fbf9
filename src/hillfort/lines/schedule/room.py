"""Room that is left on every arc through time: steps of a rate, exact to the minute, from which movers take.

An arc that nobody uses yet has one step for ever. A mover that departs at some minute enters the third arc of its way
later by the transit of the first two; its rate there is that of its departure, shifted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork

Times = NDArray[np.float64]
Rates = NDArray[np.float64]

TINY = 1e-9
"""Vehicles a minute below which nothing moves."""


@dataclass(frozen=True, slots=True)
class Way:
    """Arcs from a source to a destination, and the minute after departure at which each is entered."""

    arcs: tuple[int, ...]
    offsets: tuple[int, ...]
    transit_min: int


@dataclass(frozen=True, slots=True)
class Sending:
    """What may leave, or leaves, on a way: from `times[i]` to `times[i + 1]` vehicles depart at `rates[i]` a minute."""

    way: Way
    times: Times
    rates: Rates
    binding: NDArray[np.int64]
    """Arc of the network that allows no more, for each step; -1 where the source itself does not."""

    @property
    def sent(self) -> Times:
        """Vehicles departed by each of `times`."""
        return np.concatenate([[0.0], np.cumsum(self.rates * np.diff(self.times))])

    def until(self, minute: float) -> Sending:
        """The same, but nothing departs after a minute."""
        last = int(np.searchsorted(self.times, minute, side="left"))
        if last >= len(self.times):
            return self
        times = np.append(self.times[:last], max(minute, self.times[0]))
        return Sending(self.way, times, self.rates[: len(times) - 1], self.binding[: len(times) - 1])


def way_of(network: FlowNetwork, arcs: tuple[int, ...]) -> Way:
    """A way along arcs that follow each other.

    Assumes
    -------
    Nobody waits on the way: who would have to wait leaves later.
    """
    minutes = [int(network.transit_min[arc]) for arc in arcs]
    starts = np.concatenate([[0], np.cumsum(minutes)]).astype(int)
    return Way(arcs, tuple(starts[:-1].tolist()), int(starts[-1]))


class Room:
    """The rate left on every arc, in vehicles a minute, as steps in time.

    Assumes
    -------
    A daily capacity is a rate that holds at every minute of the day, counted where an arc is entered.
    """

    def __init__(self, network: FlowNetwork, *, until_min: float) -> None:
        self.network, self.until_min = network, until_min
        self.full: Rates = network.capacity_per_day / DAY_MIN
        self.steps: dict[int, tuple[Times, Rates]] = {}

    def copy(self) -> Room:
        """Another room with the same steps; taking from one leaves the other as it is."""
        other = Room.__new__(Room)
        other.network, other.until_min, other.full, other.steps = (
            self.network,
            self.until_min,
            self.full,
            dict(self.steps),
        )
        return other

    def at(self, arc: int, minutes: Times) -> Rates:
        """Rate left on an arc at some minutes."""
        if arc not in self.steps:
            return np.full(len(minutes), self.full[arc])
        times, rates = self.steps[arc]
        return rates[np.searchsorted(times, minutes, side="right") - 1]

    def free_from(self, arc: int, minute: float, share: float) -> float:
        """First minute from which a share of the arc's capacity is left, at or after a minute; infinite if never."""
        if arc not in self.steps:
            return minute
        times, rates = self.steps[arc]
        needed = share * self.full[arc]
        step = int(np.searchsorted(times, minute, side="right")) - 1
        if rates[step] >= needed:
            return minute
        later = np.flatnonzero(rates[step:] >= needed)
        return float(times[step + later[0]]) if len(later) else float("inf")

    def sending(self, way: Way, *, from_min: float, rate_per_day: int | None = None) -> Sending | None:
        """The most that can leave on a way at every minute; None where nothing arrives before the end."""
        end = self.until_min - way.transit_min
        if end <= from_min:
            return None
        arcs = np.array(way.arcs)
        touched = [(arc, offset) for arc, offset in zip(way.arcs, way.offsets, strict=True) if arc in self.steps]
        edges = [self.steps[arc][0] - offset for arc, offset in touched]
        inside = np.concatenate([edge[(edge > from_min) & (edge < end)] for edge in edges]) if edges else np.zeros(0)
        times = np.unique(np.concatenate([[from_min, end], inside]))
        untouched = np.array([self.full[arc] if arc not in self.steps else np.inf for arc in way.arcs])
        best = int(np.argmin(untouched))
        rates = np.full(len(times) - 1, untouched[best])
        binding = np.full(len(times) - 1, arcs[best], dtype=np.int64)
        for arc, offset in touched:
            left = self.at(arc, times[:-1] + offset)
            binding = np.where(left < rates, arc, binding)
            rates = np.minimum(rates, left)
        if rate_per_day is not None:
            binding = np.where(rate_per_day / DAY_MIN < rates, -1, binding)
            rates = np.minimum(rates, rate_per_day / DAY_MIN)
        rates = np.where(rates < TINY, 0.0, rates)
        return Sending(way, times, rates, binding) if rates.any() else None

    def take(self, sending: Sending) -> None:
        """Use the room that a sending needs on every arc of its way."""
        if not sending.rates.any():
            return
        for arc, offset in zip(sending.way.arcs, sending.way.offsets, strict=True):
            own = sending.times + offset
            old_times, old_rates = self.steps.get(arc, (np.zeros(1), self.full[arc : arc + 1]))
            times = np.unique(np.concatenate([old_times, own[own >= 0.0]]))
            rates = old_rates[np.searchsorted(old_times, times, side="right") - 1]
            step = np.searchsorted(own, times, side="right") - 1
            within = (step >= 0) & (step < len(sending.rates))
            used = np.where(within, sending.rates[np.clip(step, 0, len(sending.rates) - 1)], 0.0)
            rates = np.maximum(rates - used, 0.0)
            kept = np.concatenate([[True], np.abs(np.diff(rates)) > TINY])
            self.steps[arc] = (times[kept], rates[kept])
