"""The sea of many draws: who sails when, how sure it is to arrive, and what would have to be cleared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hillfort.sea._kernels.batch import run_draws
from hillfort.sea._kernels.records import CLOSED, PARAMETERS, STEP_H
from hillfort.sea.prepare import PreparedSea, lead, steps, values_by_name

NEVER = np.nan


@dataclass(frozen=True, slots=True, repr=False)
class Timeline:
    """State of every lane in steps of six hours, for consecutive draws.

    Step `k` begins at hour `6 k - lead_h` from H-hour.
    """

    lanes: tuple[str, ...]
    lead_h: int
    state: np.ndarray
    """(draw, step, lane) int8: 0 open, 1 contested, 2 closed."""
    reason: np.ndarray
    """(draw, step, lane) int8, index into `order.REASONS`: why it is not open."""
    survival: np.ndarray
    """(draw, step, lane) float32: chance that a transport that sails now arrives with its load."""
    delay_h: np.ndarray
    """(draw, step, lane) float32: wait for a convoy and its slower way; nothing where the lane is open."""

    def step_of(self, hour: float) -> int:
        """The step that an hour belongs to, within the period.

        >>> empty = np.zeros((1, 10, 1))
        >>> Timeline(("x",), 24, empty, empty, empty, empty).step_of(7.0)
        5
        """
        return int(min(max((hour + self.lead_h) // STEP_H, 0), self.state.shape[1] - 1))

    @property
    def hours(self) -> np.ndarray:
        """(step,) the hour at which each begins."""
        return STEP_H * np.arange(self.state.shape[1]) - self.lead_h

    def closes_h(self) -> np.ndarray:
        """(draw, lane) first hour at which a lane is closed, NaN where it never is."""
        return self._first(self.state == CLOSED)

    def opens_h(self) -> np.ndarray:
        """(draw, lane) hour at which a lane that was closed is sailed again for good;
        NaN if never closed or never again."""
        closed = self.state == CLOSED
        last = closed.shape[1] - 1 - np.argmax(closed[:, ::-1], axis=1)
        again = np.where(
            closed.any(axis=1) & (last < closed.shape[1] - 1),
            self.hours[np.minimum(last + 1, len(self.hours) - 1)],
            NEVER,
        )
        return np.asarray(again, dtype=np.float64)

    def contested_h(self) -> np.ndarray:
        """(draw, lane) hours from H-hour in which ships sail in convoy only."""
        return np.asarray(STEP_H * ((self.state == 1) & (self.hours >= 0)[None, :, None]).sum(axis=1), dtype=np.float64)

    def _first(self, happens: np.ndarray) -> np.ndarray:
        return np.where(happens.any(axis=1), self.hours[np.argmax(happens, axis=1)].astype(float), NEVER)


def timeline(
    prepared: PreparedSea, values: np.ndarray, *, days: int, lead_h: int, seed: int, first_draw: int = 0
) -> Timeline:
    """The sea of consecutive draws.

    Parameters
    ----------
    prepared : Prepared
    values : np.ndarray
        (draw, column) values of `prepared.columns`, one row a draw.
    days, lead_h : int
        Length of the period, and of what is stepped before H-hour.
    seed, first_draw : int
        Address of chance: the same draw gives the same sea whatever batch it is part of.

    Assumes
    -------
    What happens at sea does not hang on the campaign ashore, but for ports that fall: a port that is lost closes its
    lanes whatever their state, and batteries that are overrun go on shooting here.
    """
    shape = (len(values), steps(days, lead_h), len(prepared.lanes))
    found = Timeline(
        prepared.lanes,
        lead(lead_h),
        np.zeros(shape, np.int8),
        np.zeros(shape, np.int8),
        np.zeros(shape, np.float32),
        np.zeros(shape, np.float32),
    )
    run_draws(
        prepared.chart,
        values_by_name(prepared.order, np.asarray(values, dtype=np.float64)),
        prepared.room(),
        state=found.state,
        reason=found.reason,
        survival=found.survival,
        delay_h=found.delay_h,
        lead_h=float(lead(lead_h)),
        seed=seed,
        first_draw=first_draw,
    )
    return found


def delivered(
    found: Timeline, prepared: PreparedSea, values: np.ndarray, *, ready_h: float, by_h: np.ndarray
) -> np.ndarray:
    """Share of a load ready at an hour that each lane has delivered by each of some hours: (draw, hour, lane).

    It sails with the first sailing from then on, and arrives whole or, with the chance that the sailing has, not.

    Assumes
    -------
    One load and one try: what is lost is not sent again.
    """
    first = found.step_of(ready_h)
    sails = found.state[:, first:] != CLOSED
    step = np.argmax(sails, axis=1) + first
    draws, lanes = np.indices(step.shape)
    single = values[:, PARAMETERS.index("single_km_per_h")]
    kilometres = np.array([prepared.tracks[name].length_km for name in found.lanes])
    arrival = found.hours[step] + found.delay_h[draws, step, lanes] + kilometres[None, :] / single[:, None]
    arrival = np.where(sails.any(axis=1), np.maximum(arrival, ready_h), np.inf)
    survival = found.survival[draws, step, lanes]
    return np.asarray((arrival[:, None, :] <= by_h[None, :, None]) * survival[:, None, :])
