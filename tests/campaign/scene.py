"""A few battalions on the sandbox, put where a test wants them: one kernel is asked, and nothing moves by itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from campaign.sandbox import scenario
from hillfort.campaign._kernels import hour as hours
from hillfort.campaign._kernels import move, records
from hillfort.campaign.doubt import sample
from hillfort.campaign.run import _room, prepared

PLAIN: dict[str, float] = {
    "fatigue_h": 20.0, "fatigue_floor": 0.4, "least_cohesion_power": 0.5, "no_supply_factor": 0.25,
    "unready_factor": 0.6,
    "rear_unit_bneq": 0.1, "stack_limit_bneq": 3.0, "river_factor": 1.6, "fires_bonus_limit": 0.75,
    "gun_reach_km": 20.0,
    "preparation_h": 10.0, "fortification_h": 40.0, "forest_factor": 1.5, "urban_factor": 2.0,
    "new_engagement_after_h": 12.0,
    "longest_engagement_h": 120.0, "cohesion_per_loss": 2.0, "cohesion_per_retreat": 0.05, "retreat_loss_share": 0.02,
    "called_off_h": 24.0, "destroyed_share": 0.3, "break_cohesion": 0.4, "march_share": 0.25,
    "fatigue_rest_factor": 2.0,
    "cohesion_recovery_per_day": 0.24, "most_fatigue_factor": 3.0, "closing_share": 0.6, "wet_share": 0.3,
    "air_superiority": -0.5, "stocks_days": 3.0, "sea_closes_h": 10.0, "sea_closed_days": 2.0, "air_closed_days": 1.5,
    "surprise_chance": 0.8, "warning_h": 48.0, "warning_memory_h": 24.0, "host_decision_h": 6.0,
    "alliance_decision_h": 30.0,
}  # fmt: skip
"""Values that differ from one another, so that one is not taken for another."""


class Scene:
    """Blue and red battalions; `a` are the arrays of the kernels, `p` one draw's values."""

    def __init__(self, blue: int = 3, red: int = 3, *, days: int = 3) -> None:
        self.war = scenario(blue, red, days=days)
        ready = prepared(self.war, "drive")
        doubt = ready.by_name(sample(ready.columns, seed=1, first_draw=0, draws=1, scenario=self.war))
        self.a: Any = type(ready.workspace())(
            *(each.view(np.recarray) if each.dtype.names else each for each in ready.workspace())
        )
        self.p: Any = doubt.assumed[0]
        self.own = doubt.columns[0]
        for name, value in PLAIN.items():
            self.p[name] = value
        self.out: Any = _room(self.war, 1, keep=True)
        self.a.x["seed"], self.a.x["draw"], self.a.x["lead_h"] = 7, 3, self.war.lead_h
        self.reset()
        self.u, self.c, self.q, self.x, self.w = self.a.u, self.a.c, self.a.q, self.a.x, self.a.w
        self.blue, self.red = (np.flatnonzero(self.u["side"] == side).tolist() for side in (0, 1))
        for name in ("forest", "wetland", "urban"):
            self.w[name] = 0.0
        self.w["river"] = 0

    def reset(self) -> None:
        """What holds before the first hour, nobody there yet."""
        a = self.a
        run(hours.reset, a.w, a.c, a.y, a.g, a.q, a.x, self.p, self.own, 0.5)

    def place(self, unit: int, cell: int, **values: float) -> int:
        """An active battalion of one battalion equivalent, fresh and supplied, in a cell;
        then what a test wants otherwise."""
        plain = {
            "status": records.ACTIVE, "power": 1.0, "strength": 1.0, "strength0": 1.0, "quality": 1.0, "cohesion": 1.0,
            "supply": 4.0, "fatigue": 0.0, "persons": 700.0, "tanks": 10.0, "wealth": 0.0, "ready_h": -100.0,
            "static_h": 0.0,
            "engaged": 0, "moved": 0, "task": -1, "heading": -1, "aim": -1, "progress": 0.0, "next_attacker": -1,
            "fires": 0.0,
            "role": records.MANOEUVRE, "command": 0 if self.u[unit].side == 0 else 1, "load": 100.0,
        }  # fmt: skip
        for name, value in (plain | values).items():
            self.u[unit][name] = value
        run(move.put, self.u, self.c, unit, cell)
        return unit


def run(kernel: Any, *given: Any) -> Any:
    """A kernel as the Python that it is written in."""
    return kernel.py_func(*given)
