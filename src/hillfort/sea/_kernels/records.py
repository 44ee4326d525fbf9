"""Layout of what the sea's kernels read and write: parameters, columns of doubt, arrays of geometry and of state."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

PARAMETERS = (
    "mine_damage_width_m",
    "mine_reliability",
    "mine_loss_share",
    "channel_km",
    "clear_km2_per_day",
    "clear_pass_share",
    "vessels_in_water",
    "clear_to_risk",
    "vessel_loss_per_mine",
    "clearance_caution",
    "believed_mines",
    "mine_belief_factor",
    "risk_belief_factor",
    "commercial_stop_h",
    "commercial_risk",
    "confidence_days",
    "military_risk",
    "convoy_ships",
    "convoy_every_days",
    "convoys_at_sea",
    "single_km_per_h",
    "convoy_km_per_h",
    "merchant_hits",
    "own_radar_share",
    "offboard_fade_per_day",
    "strike_per_day",
    "strike_from_h",
    "boats_at_sea_share",
    "boat_attacks_per_day",
    "boat_sinks",
    "escort_half",
    "boat_loss_per_day",
    "meet_per_day",
    "group_ships",
    "scouting_share",
    "raids_per_day",
    "surface_at_sea_share",
)
"""Parameters by name, in the order of their columns."""
(
    DAMAGE_WIDTH_M,
    RELIABILITY,
    MINE_LOSS_SHARE,
    CHANNEL_KM,
    CLEAR_KM2,
    CLEAR_PASS,
    VESSELS_IN_WATER,
    CLEAR_TO_RISK,
    VESSEL_LOSS,
    CAUTION,
    BELIEVED_MINES,
    MINE_BELIEF,
    RISK_BELIEF,
    COMMERCIAL_STOP_H,
    COMMERCIAL_RISK,
    CONFIDENCE_DAYS,
    MILITARY_RISK,
    CONVOY_SHIPS,
    CONVOY_EVERY_DAYS,
    CONVOYS_AT_SEA,
    SINGLE_KM_H,
    CONVOY_KM_H,
    MERCHANT_HITS,
    OWN_RADAR,
    FADE_PER_DAY,
    STRIKE_PER_DAY,
    STRIKE_FROM_H,
    BOATS_AT_SEA,
    BOAT_ATTACKS,
    BOAT_SINKS,
    ESCORT_HALF,
    BOAT_LOSS,
    MEET_PER_DAY,
    GROUP_SHIPS,
    SCOUTING,
    RAIDS_PER_DAY,
    SURFACE_AT_SEA,
) = range(37)
SHARED = 37
"""Columns of parameters: those of the forces come after."""

MINE_CHANCE, MINE_STOCK, MINES_PER_DAY, MINES_START_H, MINES_DELIVERED = range(5)
MINE_COLUMNS = 5
LENGTH_KM, WIDTH_KM, WEIGHT = range(3)
"""The weight of blue, then that of red."""
WATER_COLUMNS = 4
STRIKER_FROM_H, RANGE_KM, MAST_M, OFFBOARD, SALVO, SALVOS_PER_DAY, MAGAZINE, REARM, STRIKER_HIT = range(9)
STRIKER_COLUMNS = 9
GROUP_FROM_H, SHIPS, SHOTS, GROUP_HIT, STOPS, STOP_SHARE, STAYING, GROUP_REACH = range(8)
GROUP_COLUMNS = 8
BOATS_FROM_H, BOATS, BOATS_REACH = range(3)
BOAT_COLUMNS = 3
CLEAR_FROM_H, VESSELS = range(2)
CLEAR_COLUMNS = 2

OPEN, CONTESTED, CLOSED = 0, 1, 2
BY_MINES, BY_MISSILES, BY_AIRCRAFT, BY_BOATS, BY_SHIPS, BY_WILLINGNESS = 1, 2, 3, 4, 5, 6
REASONS = 7
STEP_H = 6
"""Hours of one step."""
RING_KM = 10.0
MERCHANT_MAST_M = 20.0
HORIZON_FACTOR = 4.1214
CLEARANCE_KM_H = 20.0
"""Speed of clearance vessels to where they work, about 11 knots."""


SIDE = 0
"""Column of a table of the chart: 0 blue, 1 red."""
LANDING, AIR, ESCORT = 1, 1, 1
"""Column of a table of the chart: 1 for a landing, for aircraft, for an escort."""
BELIEVED = 2
"""First column of the mines as the other side believes; before it as they are, by the side that laid them."""
UNLAID, ALIVE, ESCORTS = range(3)
"""Of a side: mines left to lay, share of its clearance vessels that are left, escorts of one convoy."""
MISSILES, ABLE, FOUND, LOSS = range(4)
"""Of a striker: missiles left, share of its attacks that it can make, chance that a ship beyond its own horizon is
found for it, ships lost to one of its attacks (of one by itself; in the next column, of a convoy)."""
AFLOAT, RAID_LOSS = range(2)
"""Of a group: ships left, ships lost to one of its raids (of one by itself; in the next column, of a convoy)."""
NUMBER = 0
"""Of sums over groups: ships; the other columns are those of a group, weighted by ships (the hour has no sum)."""


class Chart(NamedTuple):
    """What does not change from draw to draw: who, where, how far."""

    lane: np.ndarray
    """(lane, 2) side, landing."""
    lane_km: np.ndarray
    lane_water: np.ndarray
    """(lane, water) 1 where the lane passes it."""
    striker: np.ndarray
    """(striker, 2) side, aircraft."""
    group: np.ndarray
    """(group, 2) side, escort."""
    boat_side: np.ndarray
    clear_side: np.ndarray
    within: np.ndarray
    """(lane, force, ring) km of the lane within 0, 10, 20 ... km of strikers, then groups, then submarines."""
    to_water: np.ndarray
    """(force, water) km from strikers, then from clearance groups."""
    striker_group_km: np.ndarray
    clear_first: np.ndarray
    """(side, water) waters in the order in which they are cleared."""
    first_column: np.ndarray
    """(6,) first column of mines, waters, strikers, groups, boats, clearance."""


class SeaState(NamedTuple):
    """What changes within a draw."""

    mines: np.ndarray
    """(water, 4) laid by blue, by red, and the same as believed by the other side."""
    side: np.ndarray
    """(side, 3) UNLAID, ALIVE, ESCORTS."""
    striker: np.ndarray
    """(striker, 5) MISSILES, ABLE, FOUND, LOSS and loss of a convoy."""
    group: np.ndarray
    """(group, 3) AFLOAT, RAID_LOSS and loss of a convoy."""
    boats: np.ndarray
    calm_h: np.ndarray
    """(lane,) hours of believed calm."""
    parts: np.ndarray
    """(2, REASONS) risk of a ship by itself and of one in convoy by cause: room for one lane."""
    sums: np.ndarray
    """(side, hunting or escorting, column) sums over groups that are ready."""


class Log(NamedTuple):
    """What is written down of a draw, by step and lane."""

    state: np.ndarray
    """(step, lane) int8: OPEN, CONTESTED, CLOSED."""
    reason: np.ndarray
    """(step, lane) int8: why it is not open."""
    survival: np.ndarray
    """(step, lane) float32: chance that one transport that sails now gets through, if it sails."""
    delay_h: np.ndarray
    """(step, lane) float32: wait for a convoy and its slower way."""
