"""What people call the doubted values of the sea."""

from __future__ import annotations

GROUP = "At sea"
TITLES = {
    "own_radar_share": "Ships shot at on a battery's own radar",
    "boat_sinks": "Transports lost in an attack by a submarine",
    "boats_at_sea_share": "Submarines on patrol",
    "boat_attacks_per_day": "Attacks by a submarine",
    "boat_loss_per_day": "Submarines lost or driven off",
    "escort_half": "Escorts that halve attacks by submarines",
    "meet_per_day": "Salvo exchanges between ships",
    "group_ships": "Ships in an exchange",
    "raids_per_day": "Raids of surface ships",
    "scouting_share": "Missiles aimed at what is there",
    "channel_km": "Width of the cleared channel",
    "clear_km2_per_day": "Sea floor searched by a vessel",
    "clear_pass_share": "Mines cleared in a pass",
    "clear_to_risk": "Risk at which a water is called clear",
    "strike_per_day": "Wear of coastal batteries by strikes",
    "strike_from_h": "First strikes on coastal batteries",
    "offboard_fade_per_day": "Loss of targeting from afar",
    "merchant_hits": "Hits that cost a transport its load",
    "single_km_per_h": "Speed of a ship by itself",
    "convoy_km_per_h": "Speed of a convoy",
    "mine_damage_width_m": "Width in which a mine works",
    "commercial_stop_h": "Owners keep merchant ships away",
    "commercial_risk": "Risk that owners take",
    "military_risk": "Risk at which convoys are ordered",
    "confidence_days": "Calm before owners sail",
    "landing_from_h": "Hour of a landing",
    "landing_ratio": "Strength ashore at which a landing holds",
}
"""Titles of parameters whose meaning says more than a title should; the others are called by what they mean."""
MINES = {
    "chance": "chance that they are laid",
    "stock": "stock",
    "per_day": "laid a day",
    "starts_h": "first hour",
    "delivered_share": "share that is laid where it was meant",
}
"""Numbers of a side's mines."""
FIELDS = {
    "from_h": "first hour",
    "range_km": "range",
    "mast_m": "height of its radar",
    "offboard_share": "chance of targeting from afar",
    "salvo": "missiles in a salvo",
    "salvos_per_day": "salvoes a day",
    "magazine": "missiles held",
    "rearm_per_day": "missiles brought up a day",
    "hit_share": "hits for each missile",
    "ships": "ships",
    "shots": "missiles of a ship",
    "stops": "missiles that a ship can stop",
    "stop_share": "chance to stop each of them",
    "staying": "hits that put a ship out of action",
    "reach_km": "reach",
    "boats": "boats",
    "vessels": "vessels",
    "length_km": "length",
    "width_km": "width",
    "blue_weight": "weight among Blue's minefields",
    "red_weight": "weight among Red's minefields",
    "lift": "battalions that it can land",
    "garrison": "defenders",
}
"""Numbers of a water, a lane or a force."""
