"""Words for the names of doubted values that follow a pattern: the fitted law, the air, the sea, the ways in."""

from __future__ import annotations

from collections.abc import Mapping

from hillfort.campaign.scenario import Scenario

LATENTS = {
    "margin": "who prevails",
    "exchange": "ratio of losses",
    "intensity": "rate of losses",
    "advance": "rate of advance",
}
"""What the law of ground combat is about."""
TERMS = {
    "ratio": "weight of the force ratio",
    "air": "weight of air superiority",
    "surprise": "weight of surprise",
    "wealth": "weight of wealth",
    "armour": "weight of armour",
    "delaying": "weight of a delaying defence",
    "fortified": "weight of fortification",
    "dug": "weight of digging in",
    "density": "weight of troops on a kilometre of front",
    "size": "weight of size",
    "era": "weight of the era",
    "wet": "weight of wet weather",
    "army": "difference of the two armies",
    "intercept": "level",
    "lasting": "luck that lasts for a fight",
    "daily": "luck of a day",
    "size_exponent": "how luck falls with size",
}
MINES = {
    "chance": "chance that they are laid",
    "stock": "stock",
    "per_day": "laid a day",
    "starts_h": "first hour",
    "delivered_share": "share that is laid where it was meant",
}
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
SINGLE = {
    "fit_neighbour_share": "luck that neighbouring cells share",
    "air_authority_h": "transfer of authority to allied aircraft",
    "air_kills_per_meeting": "aircraft lost when fighters meet them",
    "air_low_share": "sorties that stay low",
    "air_sam_kill_long": "kill chance of long-range batteries",
    "air_sam_kill_medium": "kill chance of medium-range batteries",
    "air_sam_kill_short": "kill chance of short-range batteries",
    "air_missile_kill_medium": "missile defence by medium-range batteries",
    "air_missile_kill_long": "missile defence by long-range batteries",
    "air_sam_worth": "worth of batteries in holding the sky",
    "air_cap_bneq_per_day": "most that aircraft destroy in a day",
    "air_slow_most": "most that columns are slowed from the air",
    "air_slow_half_sorties": "sorties at which columns are slowed half as much",
    "air_airlift_superiority": "sky at which airlift flies",
    "air_airlift_sam_cover": "cover of air defence at which airlift stops",
    "air_repair_h_airfield": "repair of a runway",
    "air_repair_h_port": "repair of a port",
    "air_repair_h_rail": "repair of a rail crossing or yard",
    "air_repair_h_bridge": "repair of a road bridge",
    "air_aim_airfields": "weight of airfields among Red's aims",
    "air_aim_ports": "weight of ports among Red's aims",
    "air_aim_rail": "weight of railways among Red's aims",
    "air_aim_bridges": "weight of bridges among Red's aims",
    "air_reload_h": "reloading of a battery",
    "air_start_h": "start of attacks from the air",
    "air_start_blue_h": "start of Blue's war in the air",
    "sea.own_radar_share": "ships shot at on a battery's own radar",
    "sea.boat_sinks": "transports lost in an attack by a submarine",
    "sea.boats_at_sea_share": "submarines on patrol",
    "sea.boat_attacks_per_day": "attacks by a submarine",
    "sea.boat_loss_per_day": "submarines lost or driven off",
    "sea.escort_half": "escorts that halve attacks by submarines",
    "sea.meet_per_day": "salvo exchanges between ships",
    "sea.group_ships": "ships in an exchange",
    "sea.raids_per_day": "raids of surface ships",
    "sea.scouting_share": "missiles aimed at what is there",
    "sea.channel_km": "width of the cleared channel",
    "sea.clear_km2_per_day": "sea floor searched by a vessel",
    "sea.clear_pass_share": "mines cleared in a pass",
    "sea.clear_to_risk": "risk at which a water is called clear",
    "sea.strike_per_day": "wear of coastal batteries by strikes",
    "sea.strike_from_h": "first strikes on coastal batteries",
    "sea.offboard_fade_per_day": "loss of targeting from afar",
    "sea.merchant_hits": "hits that cost a transport its load",
    "sea.single_km_per_h": "speed of a ship by itself",
    "sea.convoy_km_per_h": "speed of a convoy",
    "sea.mine_damage_width_m": "width in which a mine works",
    "sea.commercial_stop_h": "owners keep merchant ships away",
    "sea.commercial_risk": "risk that owners take",
    "sea.military_risk": "risk at which convoys are ordered",
    "sea.confidence_days": "calm before owners sail",
    "sea.landing_from_h": "hour of a landing",
    "sea.landing_ratio": "strength ashore at which a landing holds",
}
"""Names whose words alone say little."""


def words_of(name: str, names: Mapping[str, str] | None = None) -> str:
    """A patterned name in words; '' for a name that follows no pattern. `names` says what keys of forces are called.

    >>> words_of("fit_margin_ratio"), words_of("sea.mines.red.stock"), words_of("way_limit_Klaipėda port")
    ('who prevails: weight of the force ratio', "Red's mines: stock", 'vehicles a day by Klaipėda port')
    >>> words_of("air_number_ru-183-s400"), words_of("air_number_x", {"x": "183rd Brigade"}), words_of("bridging_h")
    ('RU 183 S400: how many', '183rd Brigade: how many', '')
    """
    if name in SINGLE:
        return SINGLE[name]
    for start, make in (
        ("fit_", _fitted),
        ("way_", _way),
        ("air_number_", _number),
        ("air_delay_", _delay),
        ("sea.", _sea),
    ):
        if name.startswith(start):
            return make(name.removeprefix(start), names or {})
    return ""


def names_of(scenario: Scenario) -> dict[str, str]:
    """What the keys of a scenario's forces in the air and at sea are called."""
    found: dict[str, str] = {}
    if scenario.air is not None:
        for part in (scenario.air.squadrons, scenario.air.policing, scenario.air.batteries, scenario.air.missiles):
            found |= {key: each.name for key, each in part.items()}
    if scenario.sea is not None:
        for forces in (scenario.sea.strikers, scenario.sea.surface, scenario.sea.submarines, scenario.sea.clearance):
            found |= {key: each.name for key, each in forces.items()}
    return found


def is_of_one_thing(name: str) -> bool:
    """True where a note is about one force or place and does not say what the number is."""
    return name.startswith(("fit_", "way_", "air_number_", "air_delay_")) or name.count(".") > 1


def _fitted(rest: str, names: Mapping[str, str]) -> str:
    if rest.startswith("luck_"):
        first, second = rest.split("_")[1:3]
        if first == second:
            return f"luck in the {LATENTS[first]} by itself" if first != "margin" else "luck in who prevails by itself"
        return f"luck: how {LATENTS[first]} goes with {LATENTS[second]}"
    latent, _, term = rest.partition("_")
    if latent not in LATENTS:
        return ""
    return f"{LATENTS[latent]}: {TERMS.get(term, term.replace('_', ' '))}"


def _way(rest: str, names: Mapping[str, str]) -> str:
    kind, _, way = rest.partition("_")
    what = {"rate": "battalions a day", "limit": "vehicles a day"}.get(kind)
    if what is None or not way:
        return ""
    way = f"all ways by {way.removeprefix('all_')}" if way.startswith("all_") else way
    return f"{what} by {way}"


def _number(key: str, names: Mapping[str, str]) -> str:
    return f"{_called(key, names)}: how many"


def _delay(key: str, names: Mapping[str, str]) -> str:
    return f"{_called(key, names)}: time until ready"


def _sea(rest: str, names: Mapping[str, str]) -> str:
    parts = rest.split(".")
    if len(parts) == 3 and parts[0] == "mines":
        return f"{parts[1].capitalize()}'s mines: {MINES.get(parts[2], parts[2])}"
    if len(parts) >= 3:
        key, last = ".".join(parts[1:-1]), parts[-1]
        return f"{_called(key, names)}: {FIELDS.get(last, last.replace('_', ' '))}"
    return ""


def _called(key: str, names: Mapping[str, str]) -> str:
    """A force's name, or its key with the letters of its country large."""
    if key in names:
        return names[key]
    if " " in key or not key[:1].islower():
        return key
    first, *others = key.split("-")
    return " ".join(
        [
            first.upper() if len(first) == 2 else first.capitalize(),
            *(each.upper() if any(c.isdigit() for c in each) else each for each in others),
        ]
    )
