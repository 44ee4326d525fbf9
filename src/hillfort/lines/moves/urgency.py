"""How urgent a move is, how fast its ships are, and which of its vehicles is waited for.

An administrative move drives one stage by day, waits for paths and berths and loads in one shift, as in the exercises
of the record. An urgent one works day and night and goes first; a forced one drives without rest.
"""

from __future__ import annotations

import numpy as np

from hillfort.lines.moves.doubts import Doubts
from hillfort.lines.moves.legs import Move

FASTER = {
    "wheeled_km_per_day": "march",
    "het_km_per_day": "march",
    "rail_km_per_day": "rail",
    "trains_per_day": "rail",
    "gauge_trains_per_day": "rail",
    "load_items_per_day": "handling",
    "discharge_items_per_day": "handling",
    "convoys_per_day": "handling",
    "ship_knots": "sea",
}
"""Rates that urgency multiplies, and by the factor of what."""
SHORTER = {
    "train_load_h": "handling",
    "train_unload_h": "handling",
    "gauge_change_h": "handling",
    "ship_call_days": "handling",
    "short_march_km": "waits",
    "train_wait_h": "waits",
    "border_wait_days": "waits",
    "ferry_days": "waits",
    "port_stay_short_days": "waits",
    "port_stay_ocean_days": "waits",
    "port_release_short_days": "waits",
    "port_release_ocean_days": "waits",
    "ship_interval_days": "waits",
    "start_days": "waits",
    "air_alert_days": "waits",
    "air_stop_days": "waits",
    "air_spread_european_days": "air",
    "air_spread_american_days": "air",
}
"""Times that urgency divides, and by the factor of what."""
STEPS = {"administrative": (), "urgent": ("urgent",), "forced": ("urgent", "forced")}
"""The factors that each urgency takes: a forced move is an urgent one and more."""


class Hurried(Doubts):
    """The figures of one move in each draw: those of any move, with its urgency and the speed of its ships.

    Assumes
    -------
    Urgency never slows: a factor under 1 counts as 1. What the file says of a move (convoys, ships, trains a day) and a
    given speed of ships stand as they are.
    """

    def __init__(self, doubts: Doubts, move: Move) -> None:
        super().__init__(doubts.parameters, draws=doubts.draws, seed=doubts.seed)
        self._plain, self._move = doubts, move

    def __getitem__(self, name: str) -> np.ndarray:
        found: np.ndarray = self._plain[name]
        if name == "ship_knots" and self._move.ship_knots is not None:
            found = self._move.ship_knots * np.minimum(self._plain["ship_made_good"], 1.0)
        elif name in FASTER:
            found = found * self._factor(FASTER[name])
        elif name in SHORTER:
            found = found / self._factor(SHORTER[name])
        return found

    def _factor(self, what: str) -> np.ndarray:
        factor = np.ones(self.draws)
        for step in STEPS[self._move.urgency]:
            factor = factor * np.maximum(self._plain[f"{step}_{what}"], 1.0)
        return factor


def phase_share(phase: str, doubts: Doubts) -> np.ndarray:
    """Share of the queue that has passed when the first vehicle, the main body or the last vehicle arrives, 0 to 1.

    Assumes
    -------
    The queue passes evenly; the main body is there when `main_share` of it has passed.
    """
    if phase == "first":
        return np.zeros(doubts.draws)
    return np.ones(doubts.draws) if phase == "last" else np.clip(doubts["main_share"], 0.0, 1.0)
