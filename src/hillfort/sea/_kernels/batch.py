"""Many draws of the sea, one after the other."""

from __future__ import annotations

from hillfort.foundation._kernels.kinds import Marks, Numbers
from hillfort.foundation.jit import njit
from hillfort.sea._kernels.day import run_draw
from hillfort.sea._kernels.records import Chart, Log, SeaState, SeaValues


@njit()
def run_draws(
    c: Chart,
    values: SeaValues,
    s: SeaState,
    state: Marks,
    reason: Marks,
    survival: Numbers,
    delay_h: Numbers,
    lead_h: float,
    seed: int,
    first_draw: int,
) -> None:
    """Fill (draw, step, lane) for consecutive draws; row k of `values` is draw `first_draw + k`."""
    for row in range(len(values.shared)):
        v = SeaValues(
            values.shared[row],
            values.mines[row],
            values.water[row],
            values.striker[row],
            values.group[row],
            values.boat[row],
            values.clear[row],
        )
        out = Log(state[row], reason[row], survival[row], delay_h[row])
        run_draw(c, v, s, out, lead_h, seed=seed, draw=first_draw + row)
