"""What people call the doubted values of the air."""

from __future__ import annotations

GROUP = "In the air"
TITLES = {
    "air_authority_h": "Transfer of authority to allied aircraft",
    "air_kills_per_meeting": "Aircraft lost when fighters meet them",
    "air_low_share": "Sorties that stay low",
    "air_sam_kill_long": "Kill chance of long-range batteries",
    "air_sam_kill_medium": "Kill chance of medium-range batteries",
    "air_sam_kill_short": "Kill chance of short-range batteries",
    "air_missile_kill_medium": "Missile defence by medium-range batteries",
    "air_missile_kill_long": "Missile defence by long-range batteries",
    "air_sam_worth": "Worth of batteries in holding the sky",
    "air_cap_bneq_per_day": "Most that aircraft destroy in a day",
    "air_slow_most": "Most that columns are slowed from the air",
    "air_slow_half_sorties": "Sorties at which columns are slowed half as much",
    "air_airlift_superiority": "Sky at which airlift flies",
    "air_airlift_sam_cover": "Cover of air defence at which airlift stops",
    "air_repair_h_airfield": "Repair of a runway",
    "air_repair_h_port": "Repair of a port",
    "air_repair_h_rail": "Repair of a rail crossing or yard",
    "air_repair_h_bridge": "Repair of a road bridge",
    "air_aim_airfields": "Weight of airfields among Red's aims",
    "air_aim_ports": "Weight of ports among Red's aims",
    "air_aim_rail": "Weight of railways among Red's aims",
    "air_aim_bridges": "Weight of bridges among Red's aims",
    "air_reload_h": "Reloading of a battery",
    "air_start_h": "Start of attacks from the air",
    "air_start_blue_h": "Start of Blue's war in the air",
}
"""Titles of parameters whose meaning says more than a title should; the others are called by what they mean."""
