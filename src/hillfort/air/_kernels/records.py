"""What the air remembers and gives: records of elements, bases and regions, the state, and the hour.

One draw's values of the assumptions are `p`: a record with the fields of `PARAMETERS`.
"""

from __future__ import annotations

import numpy as np

from hillfort.foundation._kernels.kinds import Numbers, Record, Records

PARAMETERS = (
    "air_authority_h",
    "air_ready_share_blue",
    "air_ready_share_red",
    "air_quality_blue",
    "air_quality_red",
    "air_kills_per_meeting",
    "air_low_share",
    "air_sam_kill_long",
    "air_sam_kill_medium",
    "air_sam_kill_short",
    "air_tolerable_loss",
    "air_ground_share",
    "air_line_share",
    "air_vehicles_per_sortie_blue",
    "air_vehicles_per_sortie_red",
    "air_vehicles_per_battalion",
    "air_cap_bneq_per_day",
    "air_slow_most",
    "air_slow_half_sorties",
    "air_missiles_per_day_share",
    "air_missile_closes",
    "air_cuts_per_missile",
    "air_aim_airfields",
    "air_aim_ports",
    "air_aim_rail",
    "air_aim_bridges",
    "air_sortie_closes",
    "air_repair_h_airfield",
    "air_repair_h_port",
    "air_repair_h_rail",
    "air_repair_h_bridge",
    "air_missile_kill_medium",
    "air_missile_kill_long",
    "air_reload_h",
    "air_airlift_superiority",
    "air_airlift_sam_cover",
    "air_arrival_days",
    "air_suppression",
    "air_bad_weather_chance",
    "air_bad_weather_share",
    "air_sam_worth",
    "air_shelter_loss",
    "air_start_blue_h",
    "air_tanker_fuel_blue",
    "air_tanker_fuel_red",
    "air_sam_rounds_per_kill",
    "air_rounds_per_missile",
    "air_airlift_least_share",
    "air_rule_rest",
    "air_rule_tolerance",
    "air_rule_break_off",
    "air_rule_denial",
    "air_rule_hunt",
    "air_rule_replacement",
    "air_sorties_most_blue",
    "air_sorties_most_red",
    "air_loss_tolerance_blue",
    "air_loss_tolerance_red",
    "air_stand_down_share",
    "air_caught_share",
    "air_hunt_share",
    "air_hunt_share_others",
    "air_hunt_kill",
    "air_hunt_risk",
    "air_aim_batteries",
    "air_missile_kill_battery",
    "air_replaced_share",
)
"""The air model's assumptions: the names by which kernels read them,
and the first of the doubt's columns about the air.

One number for each element follows, then delays.
"""

SQUADRON, BATTERY, MISSILES = 0, 1, 2
FIGHTER, ATTACK, MULTIROLE = 0, 1, 2
LONG, MEDIUM, SHORT = 0, 1, 2
STANDING, OUTSIDE, ROTATING = 0, 1, 2
AIRFIELDS, PORTS, RAIL, BRIDGES = 0, 1, 2, 3
GROUPS = ("airfields", "ports", "rail", "bridges")
MOST_REGIONS, MOST_BASES, MOST_ELEMENTS = 8, 32, 64
NEVER = 1.0e9

ELEMENT = np.dtype(
    [
        ("kind", np.int8),
        ("side", np.int8),
        ("class", np.int8),
        ("base", np.int8),
        ("home", np.int8),
        ("when", np.int8),
        ("column", np.int16),
        ("delay_column", np.int16),  # among the doubts about the air; delay -1: none
        ("presence", np.float32),  # chance that a rotating one is there on D-day
        ("magazine", np.float32),  # missiles ready in one fire unit
        (
            "reach",
            np.float32,
            MOST_REGIONS,
        ),  # squadron: sorties a day to the region; battery: share covered high; missiles: 1 in reach
        ("low", np.float32, MOST_REGIONS),  # battery: share covered low
        ("fuel", np.float32, MOST_REGIONS),  # squadron: tonnes from tankers for each sortie to the region
        ("hits", np.uint8, MOST_BASES),  # missiles: weight of each enemy base in reach
        ("strikes", np.uint8, MOST_ELEMENTS),  # missiles: 1 for each battery of the enemy's in reach
        ("hunts", np.uint8),  # squadron: 1 where it is trained to hunt air defence
        ("luck", np.int64),
    ],
    align=True,
)
"""Squadrons, then batteries, then missile forces (`e`): nothing here changes during a campaign."""
Elements = Records

BASE = np.dtype(
    [
        ("side", np.int8),
        ("region", np.int8),
        ("airlift", np.uint8),
        ("strip", np.float32),  # length needed over length of the runway
        ("runways", np.float32),
        ("teams", np.float32),
        ("shelters", np.float32),
    ],
    align=True,
)
"""Airfields (`b`); region -1 outside the defended region."""
Bases = Records

REGION = np.dtype([("ports", np.float32), ("rail", np.float32), ("bridges", np.float32)], align=True)
"""How many there are to close in each region (`r`)."""
Regions = Records

STATE = np.dtype(
    [
        ("alive", np.float64, MOST_ELEMENTS),  # aircraft, fire units or missiles left
        ("rounds", np.float64, MOST_ELEMENTS),  # missiles in the launchers of a battery
        ("from_h", np.float64, MOST_ELEMENTS),  # hour from which it takes part
        ("over_h", np.float64, MOST_ELEMENTS),  # hours over which it arrives
        ("strength", np.float64, MOST_ELEMENTS),  # of a battery in this hour: there and loaded, 0 to 1
        ("shield", np.uint8, MOST_REGIONS),  # 1 where blue has, or may have, batteries that stop missiles
        ("cuts", np.float64, MOST_BASES),
        ("held", np.uint8, MOST_BASES),  # held: 0 once the enemy stands on it
        ("closed", np.float64, (MOST_REGIONS, 3)),  # share of ports, rail crossings, bridges
        ("weight", np.float64, (2, MOST_REGIONS)),  # where each side wants its sorties: set by the caller
        ("cover", np.float64, (2, 2, MOST_REGIONS)),  # side, high or low: chance to be in somebody's envelope
        ("risk", np.float64, (2, MOST_REGIONS)),  # loss for each sortie of the side
        ("calm", np.float64, (2, MOST_REGIONS)),  # share of sorties that is flown in spite of it
        ("fighter", np.float64, (2, MOST_REGIONS)),
        ("attack", np.float64, (2, MOST_REGIONS)),  # sorties in this hour that are not broken off
        ("hunt", np.float64, (2, MOST_REGIONS)),  # sorties in this hour against the other side's batteries
        ("flown", np.float64, (2, MOST_REGIONS)),  # all that take off in this hour
        (
            "threat",
            np.float64,
            (2, MOST_REGIONS),
        ),  # share of the region that the other side's batteries reach, added up
        ("hunt_risk", np.float64, (2, MOST_REGIONS)),  # loss for each sortie that hunts
        ("hunt_calm", np.float64, (2, MOST_REGIONS)),  # share of those sorties that is flown in spite of it
        ("first", np.float64, MOST_ELEMENTS),  # alive at the start
        ("recent", np.float64, 2),  # aircraft that the side has lost in about the last day
        ("lost_air", np.float64, 2),
        ("lost_ground", np.float64, 2),
        ("fired", np.float64, 2),
        ("authority_h", np.float64),
        ("regions", np.int64),
        ("bases", np.int64),
        ("batteries", np.int64),
        ("missiles", np.int64),
        ("elements", np.int64),  # where batteries and missiles begin; all
    ],
    align=True,
)
"""One record (`s[0]`): everything that the air remembers from hour to hour."""
State = Records

HOUR = np.dtype(
    [
        ("superiority", np.float64, MOST_REGIONS),  # -1 the sky is red's, 1 blue's
        ("ground_loss", np.float64, (2, MOST_REGIONS)),  # battalion equivalents that the side loses in this hour
        ("slow", np.float64, (2, MOST_REGIONS)),  # share of speed that the side's columns lose
        ("open", np.float64, (MOST_REGIONS, 4)),  # share of airfields, ports, rail crossings, bridges in use
        ("airlift", np.uint8, MOST_REGIONS),
        ("sorties", np.float64, 2),
        ("lost", np.float64, 2),  # aircraft
        ("base_open", np.float64, MOST_BASES),
    ],
    align=True,
)
"""One record (`o[0]`): what the hour gives to others."""
HourGiven = Records
StateNow = Record
"""The one record of the state, `s[0]`."""
Assumed = Record
"""One draw's parameters by name (`p`)."""
Assumptions = Records
"""Those of many draws."""
Row = Numbers
"""One draw's values of every doubt about the air: an element knows its columns."""
Rows = Numbers
"""Those of many draws."""
