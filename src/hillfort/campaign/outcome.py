"""What a batch of campaigns came to: arrays with named axes, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from hillfort.campaign._kernels.records import ABANDONED, AMMUNITION, FOUGHT_BACK, FUEL, GAVE_UP

__all__ = ["ABANDONED", "AMMUNITION", "BECAME", "CAUSES", "FOUGHT_BACK", "FUEL", "GAVE_UP", "SIDES", "Outcome", "Trace"]

SIDES = ("blue", "red")
BECAME = ("not tried", "under way", "called off", "lost on the way", "thrown back", "ashore")
"""What can become of a landing or an air assault, by number."""
CAUSES = ("fighting", "retreat", "aircraft", "surrender", "passage")
"""What persons and strength are lost to: fighting; driving back, being overrun and breaking up; the other side's
aircraft; giving up when cut off; on the way in. Every loss has one of them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Draws of one scenario under one course of action. Axis order is (draw, day, thing).

    Hours are counted from H-hour; NaN means it did not happen.
    """

    scenario: str
    scenario_hash: str
    coa: str
    seed: int
    first_draw: int
    days: int
    objectives: tuple[str, ...]
    protected: np.ndarray
    """(objective,) bool."""
    aims: np.ndarray
    """(objective,) bool: what the course of action is after."""
    ways_in: tuple[str, ...]
    doubt_names: tuple[str, ...]
    outskirts_h: np.ndarray
    """(draw, objective) float32: first hour an enemy of the holder stands within two cells (about 13 km) or beside
    the built-up ground of its city."""
    lost_h: np.ndarray
    """(draw, objective) float32: first hour it is in enemy hands."""
    retaken_h: np.ndarray
    """(draw, objective) float32: first hour it is back in the holder's hands after being lost."""
    lost_at_end: np.ndarray
    """(draw, objective) bool."""
    how_regained: np.ndarray
    """(draw, objective) int8: 0 never regained, `FOUGHT_BACK`,
    `GAVE_UP` (its besieger did) or `ABANDONED` (he had left)."""
    allied_at_loss: np.ndarray
    """(draw, objective) float32: allied fighting battalions that stood in its country when it was first lost;
    0 if never."""
    enemy_h: np.ndarray
    """(draw, objective) float32: hours of the period in which it is in enemy hands, over all losses."""
    reinforcement_bn: np.ndarray
    """(draw, day) float32: battalions from outside the region that have arrived by the end of each day (0..days)."""
    first_brigade_h: np.ndarray
    """(draw,) float32: hour at which three such manoeuvre battalions are in the region."""
    way_open_h: np.ndarray
    """(draw, way) float32: hours in which each way in was open, of days * 24."""
    isolated_h: np.ndarray
    """(draw, day) float32: hours of each day in which no way in was open; day 0 is the first 24 hours."""
    power: np.ndarray
    """(draw, day, side) float32: battalion equivalents alive in the theatre at the end of each day (0..days)."""
    lost_persons: np.ndarray
    """(draw, day, side) float32: cumulative, killed, wounded, captured and missing."""
    losses: np.ndarray
    """(draw, cause, side, what) float32: persons, then battalion equivalents, lost by the end to each of `CAUSES`."""
    skies: tuple[str, ...]
    """Countries whose sky is told apart; none without an air order."""
    sky: np.ndarray
    """(draw, day, country, what) float32: means over the day of who holds the sky (-1 Red, 1 Blue), and of airlift."""
    flown: np.ndarray
    """(draw, day, side, what) float32: sorties, and aircraft lost in the air; 0 without an air order."""
    unit_strength: np.ndarray
    """(draw, unit) float32: share of full strength at the end; 0 destroyed or captured, NaN never there."""
    short_h: np.ndarray
    """(draw, unit) float32: hour at which a unit that was to attack first stopped for want of ammunition or fuel."""
    short_km: np.ndarray
    """(draw, unit) float32: how far by road it then was from the nearest railhead or depot of its side."""
    short_bn_days: np.ndarray
    """(draw, side, class) float32: days that fighting battalions were short of ammunition and of fuel, added up."""
    lifted_t: np.ndarray
    """(draw, side, class) float32: tonnes of ammunition and of fuel that trucks took from railheads and depots."""
    delivered_t: np.ndarray
    """(draw, side, class) float32: tonnes of them that reached units."""
    unit_ids: tuple[str, ...]
    landings: tuple[str, ...]
    """Each landing or air assault of a battalion: what lands, and where."""
    landing: np.ndarray
    """(draw, landing, 6) float32: what became of it (`BECAME`), the hours at which it was tried, came ashore and was
    relieved (troops that came by land joined it), the battalion's strength at the end, and the hour of its failure."""
    doubt: np.ndarray
    """(draw, doubt) float32: the value of each assumption in each draw."""
    snapshot_days: tuple[int, ...]
    cell_lost: np.ndarray
    """(snapshot, cell) int32: draws in which a cell that was Blue's at H-hour is in Red hands at that day's end."""
    unit_hours: float
    """Hours lived by units in the theatre, over all draws."""
    seconds: float
    """Wall-clock time of the kernel."""

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.first_brigade_h)


@dataclass(frozen=True, slots=True)
class Trace:
    """One draw, hour by hour, for replay."""

    draw: int
    first_hour: int
    """Hour of the first row, from H-hour (negative: before)."""
    unit_ids: tuple[str, ...]
    unit_side: np.ndarray
    """(unit,) int8: 0 blue, 1 red."""
    cell: np.ndarray
    """(hour, unit) int32, -1 when not in the theatre."""
    strength: np.ndarray
    """(hour, unit) float32."""
    status: np.ndarray
    """(hour, unit) int8: 0 waiting, 1 active, 2 broken, 3 destroyed, 4 engaged."""
    aim: np.ndarray
    """(hour, unit) int32: cell that a unit attacks or stands ready to attack, -1 for none."""
    repulses: np.ndarray
    """(hour, unit) int16: attacks on that cell that have failed until then, one after the other."""
    power: np.ndarray
    """(hour, unit) float32: battalion equivalents of manoeuvre units in the theatre, of this draw; 0 for others."""
    line_share: np.ndarray
    """(hour, unit) float32: share of full combat consumption that its line brings; 0 for none."""
    duty: np.ndarray
    """(hour, unit) int8: objective to which a standing rule has sent it, -1 for none."""
    bridge: np.ndarray
    """(hour, unit) int8: side of its cell on which it stands before a bridge that was blown, -1 for none."""
    gave_up: np.ndarray
    """(hour, unit) bool: it has surrendered."""
    outskirts_h: np.ndarray
    """(objective,) float32: as in `Outcome`, of this draw."""
    how_regained: np.ndarray
    """(objective,) int8: as in `Outcome`, of this draw."""
    control_hour: np.ndarray
    control_cell: np.ndarray
    control_side: np.ndarray
    """(change,) int32/int32/int8: each change of control of a cell; at the start each cell is its country's."""
    control_start: np.ndarray
    """(cell,) int8: 0 blue, 1 red, -1 nobody (sea or neutral)."""
    landing: np.ndarray = field(default_factory=lambda: np.zeros((0, 6), np.float32))
    """(landing, 6) float32: as in `Outcome`, of this draw; none where nobody lands."""
    landing_unit: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    """(landing,) int32: the unit that lands."""
    landing_cell: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    """(landing,) int32: where it is to land."""
