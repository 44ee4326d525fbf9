"""What a batch of draws says, one array of draws at a time: what each counts is said in `quantities`."""

from __future__ import annotations

import numpy as np

from hillfort.campaign.outcome import Outcome

BRIGADE = 3
"""Manoeuvre battalions of one."""


def _protected(outcome: Outcome) -> np.ndarray:
    return np.flatnonzero(np.asarray(outcome.protected, dtype=bool))


def held_at_end(outcome: Outcome) -> np.ndarray:
    """(draw,) bool: no protected objective is in enemy hands at the end."""
    return np.asarray(~outcome.lost_at_end[:, _protected(outcome)].astype(bool).any(axis=1))


def held(outcome: Outcome) -> np.ndarray:
    """(draw,) bool: no protected objective was ever in enemy hands."""
    return np.asarray(np.isnan(outcome.lost_h[:, _protected(outcome)]).all(axis=1))


def first_loss_h(outcome: Outcome, *, censored: bool = False) -> np.ndarray:
    """(draw,) hour of the first loss of a protected objective; NaN for never, or the period's end if `censored`."""
    hours = outcome.lost_h[:, _protected(outcome)].astype(np.float64)
    return _earliest(hours, outcome, censored=censored)


def first_outskirts_h(outcome: Outcome, *, censored: bool = False) -> np.ndarray:
    """(draw,) hour at which an enemy first stands at the outskirts of a protected objective."""
    hours = outcome.outskirts_h[:, _protected(outcome)].astype(np.float64)
    return _earliest(hours, outcome, censored=censored)


def _earliest(hours: np.ndarray, outcome: Outcome, *, censored: bool) -> np.ndarray:
    end = 24.0 * outcome.days
    first = np.where(np.isnan(hours), np.inf, hours).min(axis=1, initial=np.inf)
    return np.minimum(first, end) if censored else np.where(np.isinf(first), np.nan, first)


def fait_accompli(outcome: Outcome) -> np.ndarray:
    """(draw,) bool: a protected objective was lost while no allied brigade stood in its country."""
    places = _protected(outcome)
    alone = ~np.isnan(outcome.lost_h[:, places]) & (outcome.allied_at_loss[:, places] < BRIGADE)
    return np.asarray(alone.any(axis=1))


def denied(outcome: Outcome) -> np.ndarray:
    """(draw,) bool: nothing that the course of action is after is in enemy hands at the end."""
    return np.asarray(~outcome.lost_at_end[:, np.flatnonzero(outcome.aims)].astype(bool).any(axis=1))


def aims_taken(outcome: Outcome) -> np.ndarray:
    """(draw,) number of places that the course of action is after that were ever in enemy hands."""
    return np.asarray((~np.isnan(outcome.lost_h[:, np.flatnonzero(outcome.aims)])).sum(axis=1).astype(np.float64))


def isolated_days(outcome: Outcome) -> np.ndarray:
    """(draw,) days without an open way in."""
    return np.asarray(outcome.isolated_h.astype(np.float64).sum(axis=1) / 24.0)


def protected_lost(outcome: Outcome) -> np.ndarray:
    """(draw,) number of protected objectives in enemy hands at the end."""
    return np.asarray(outcome.lost_at_end[:, _protected(outcome)].astype(np.float64).sum(axis=1))


def losses_persons(outcome: Outcome) -> np.ndarray:
    """(draw, side) persons lost by the end of the period."""
    return np.asarray(outcome.lost_persons[:, -1, :].astype(np.float64))


def typical_draw(outcome: Outcome) -> int:
    """The draw that lies nearest the middle of all of them: shown when one is to stand for many.

    Each of four results (protected objectives lost, first loss, days isolated, losses of both sides) is turned
    into its rank share; the draw nearest 0.5 in all of them together is taken, the first of equals.
    """
    return outcome.first_draw + int(np.argmin(from_the_middle(outcome)))


def from_the_middle(outcome: Outcome) -> np.ndarray:
    """(draw,) float64: how far each draw lies from the middle of all, see `typical_draw`; no unit."""
    results = [
        protected_lost(outcome),
        first_loss_h(outcome, censored=True),
        isolated_days(outcome),
        losses_persons(outcome)[:, 0],
        losses_persons(outcome)[:, 1],
    ]
    return np.asarray(sum((_rank_share(values) - 0.5) ** 2 for values in results))


def _rank_share(values: np.ndarray) -> np.ndarray:
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values, side="left")
    within = np.searchsorted(ordered, values, side="right")
    return (below + within) / (2.0 * values.size)
