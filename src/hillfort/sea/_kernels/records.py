"""Layout of what the sea's kernels read and write: parameters, columns of doubt, arrays of geometry and of state."""

from __future__ import annotations

from typing import Any, NamedTuple

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
    "merchant_mast_m",
    "clearance_km_per_h",
)
"""The sea's assumptions: the names by which kernels read them, and the first of the doubt's columns about the sea."""
FORCES = {
    "mines": ("chance", "stock", "per_day", "starts_h", "delivered_share"),
    "waters": ("length_km", "width_km", "blue_weight", "red_weight"),
    "strikers": (
        "from_h",
        "range_km",
        "mast_m",
        "offboard_share",
        "salvo",
        "salvos_per_day",
        "magazine",
        "rearm_per_day",
        "hit_share",
    ),
    "surface": ("from_h", "ships", "shots", "hit_share", "stops", "stop_share", "staying", "reach_km"),
    "submarines": ("from_h", "boats", "reach_km"),
    "clearance": ("from_h", "vessels"),
}
"""What is doubted of each force, by kind; the columns of the doubt follow the parameters in this order."""

OPEN, CONTESTED, CLOSED = 0, 1, 2
BY_MINES, BY_MISSILES, BY_AIRCRAFT, BY_BOATS, BY_SHIPS, BY_WILLINGNESS = 1, 2, 3, 4, 5, 6
REASONS = 7
STEP_H = 6
"""Hours of one step."""
RING_KM = 10.0
HORIZON_FACTOR = 4.1214


LANE = np.dtype([("side", np.int8), ("landing", np.uint8), ("km", np.float64)], align=True)
"""Of the chart: side 0 blue, 1 red; landing 1 where it puts troops ashore; its length."""
STRIKER = np.dtype([("side", np.int8), ("aircraft", np.uint8)], align=True)
"""Of the chart: a shore battery or aircraft that attack ships."""
GROUP = np.dtype([("side", np.int8), ("escort", np.uint8)], align=True)
"""Of the chart: surface ships, hunting (0) or escorting (1)."""

WATER_NOW = np.dtype([("laid", np.float64, 2), ("believed", np.float64, 2)], align=True)
"""Mines in a water by the side that laid them, and as the other side believes."""
SIDE_NOW = np.dtype([("unlaid", np.float64), ("alive", np.float64), ("escorts", np.float64)], align=True)
"""Of a side: mines left to lay, share of its clearance vessels that are left, escorts of one convoy."""
STRIKER_NOW = np.dtype(
    [("missiles", np.float64), ("able", np.float64), ("found", np.float64), ("loss", np.float64, 2)], align=True
)
"""Of a striker: missiles left, share of its attacks that it can make, chance that a ship beyond its own horizon is
found for it, ships lost to one of its attacks (of one by itself, of a convoy)."""
GROUP_NOW = np.dtype([("afloat", np.float64), ("loss", np.float64, 2)], align=True)
"""Of a group: ships left, ships lost to one of its raids (of one by itself, of a convoy)."""
SUMS = np.dtype(
    [(name, np.float64) for name in ("ships", "shots", "hit_share", "stops", "stop_share", "staying")], align=True
)
"""Sums over groups: ships; the others are those of a group, weighted by ships."""


class Chart(NamedTuple):
    """What does not change from draw to draw: who, where, how far."""

    lane: np.ndarray
    """(lane,) LANE."""
    lane_water: np.ndarray
    """(lane, water) 1 where the lane passes it."""
    striker: np.ndarray
    """(striker,) STRIKER."""
    group: np.ndarray
    """(group,) GROUP."""
    boat_side: np.ndarray
    clear_side: np.ndarray
    within: np.ndarray
    """(lane, force, ring) km of the lane within 0, 10, 20 ... km of strikers, then groups, then submarines."""
    to_water: np.ndarray
    """(force, water) km from strikers, then from clearance groups."""
    striker_group_km: np.ndarray
    clear_first: np.ndarray
    """(side, water) waters in the order in which they are cleared."""


class SeaValues(NamedTuple):
    """Values of what is doubted, by name: of many draws, (draw, each); of one draw, (each,)."""

    shared: Any
    """PARAMETERS; of one draw, the record itself."""
    mines: np.ndarray
    """By side."""
    water: np.ndarray
    striker: np.ndarray
    group: np.ndarray
    boat: np.ndarray
    clear: np.ndarray


class SeaState(NamedTuple):
    """What changes within a draw."""

    water: np.ndarray
    """(water,) WATER_NOW."""
    side: np.ndarray
    """(side,) SIDE_NOW."""
    striker: np.ndarray
    """(striker,) STRIKER_NOW."""
    group: np.ndarray
    """(group,) GROUP_NOW."""
    boats: np.ndarray
    calm_h: np.ndarray
    """(lane,) hours of believed calm."""
    parts: np.ndarray
    """(2, REASONS) risk of a ship by itself and of one in convoy by cause: room for one lane."""
    sums: np.ndarray
    """(side, hunting or escorting) SUMS over groups that are ready."""


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
