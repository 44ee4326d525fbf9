"""What a number can be: the least and the most that mean something, by its unit,
and by its name where the unit does not say.

A range of evidence says what is expected; a domain says what can be at all. Nothing outside is fought, whoever asks for
it. Where nought means nothing the least is above it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from hillfort.foundation.addresses import Address
from hillfort.foundation.evidence import Evidence

YEAR_H = 8760.0
QUARTER_H = 2160.0


class Domain(NamedTuple):
    """Both ends belong to it.

    >>> BY_UNIT["share"].problem(1.5, "share")
    '1.5 is out of range. Allowed: 0 to 1 share. Meaning: a part of a whole.'
    """

    least: float
    most: float
    why: str

    def problem(self, number: float, unit: str) -> str:
        """What is wrong with a number, in words; empty when nothing is."""
        if self.least <= number <= self.most:
            return ""
        span = f"{self.least:g} to {self.most:g}{f' {unit}' if unit else ''}"
        return f"{number:g} is out of range. Allowed: {span}.{f' Meaning: {self.why}.' if self.why else ''}"


_HOURS = Domain(0, YEAR_H, "hours that pass, at most a year of them")
_CLOCK = Domain(-QUARTER_H, YEAR_H, "hours from H-hour, before it negative")
_PART = Domain(0, 1, "a part of a whole")
_SOME = Domain(0.01, 1, "a part of a whole; with none of it nothing moves")
_SLOWED = Domain(0, 0.99, "the part of a speed that is lost; with all of it lost nobody arrives")
_REDUCED = Domain(0, 1, "what is left of a power that is whole at 1")
_COUNT = Domain(0, 100_000, "things that are counted")
_WEIGHT_OF_FIT = Domain(-5, 5, "an effect on a logarithm, of either sign")
_HELPS = Domain(0, 5, "an effect on a logarithm that helps whom it should help")
_SPREAD = Domain(0, 5, "a spread is not negative")
_BY_SIZE = Domain(-1, 1, "an exponent of size, of either sign")
_CORRELATED = Domain(-1, 1, "a part of correlated luck, of either sign")
_ROAD_SPEED = Domain(1, 120, "a column that moves, and no faster than a car")
_SHIP_SPEED = Domain(1, 100, "a ship that moves, and no faster than a fast ferry")
_PER_DAY = Domain(0, 24, "at most once an hour")
_REACH = Domain(1, 3000, "kilometres that something reaches")

BY_UNIT: dict[str, Domain] = {
    "h": _HOURS,
    "min": Domain(0, 600, "minutes until aircraft are off"),
    "s": Domain(0.5, 3600, "seconds between two shots"),
    "days": Domain(0, 365, "days that pass, at most a year of them"),
    "months": Domain(0, 600, "months that pass"),
    "switch": Domain(0, 1, "1 is on, 0 is off"),
    "share": _PART,
    "chance": _PART,
    "chance/day": _PART,
    "km": Domain(0, 5000, "kilometres within a continent"),
    "m": Domain(0, 100_000, "metres"),
    "km/h": Domain(1, 12_000, "what moves has a speed"),
    "km/day": Domain(1, 5000, "what moves has a speed"),
    "asinh km/day": _WEIGHT_OF_FIT,
    "ln": _WEIGHT_OF_FIT,
    "log-odds": _WEIGHT_OF_FIT,
    "factor": Domain(0.01, 20, "a factor of nought undoes what it multiplies"),
    "ratio": Domain(0.01, 100, "one force over another, and both are there"),
    "index": Domain(-1, 1, "from wholly Red's to wholly Blue's"),
    "weight": Domain(0, 100, "a weight against others; nought leaves it out"),
    "h/h": Domain(0.01, 100, "hours gained by an hour"),
    "cells": Domain(0.1, 100, "depths of a cell"),
    "share per share": Domain(0, 100, "a loss does not add"),
    "share per day": Domain(0, 24, "at most the whole in an hour"),
    "persons": Domain(0, 5000, "people of one battalion"),
    "count": _COUNT,
    "battalion equivalents": Domain(0, 100, "power that is there, of a corps at most"),
    "battalion equivalents/day": Domain(0, 50, "power lost in a day, of a corps at most"),
    "battalions/day": Domain(0, 100, "what comes in a day"),
    "vehicles": Domain(0, 10_000, "vehicles that are there"),
    "vehicles/km": Domain(1, 500, "a column has vehicles in it, and each takes two metres"),
    "vehicles/day": Domain(1e-6, 100_000, "a line that carries nothing is left out"),
    "vehicles/train": Domain(1, 500, "a train that carries something"),
    "vehicles/sortie": Domain(0.01, 100, "an aircraft that carries something"),
    "lane-metres": Domain(0, 40_000, "metres on decks that a battalion takes"),
    "lane-metres/day": Domain(1e-6, 1e6, "a line that carries nothing is left out"),
    "lane-metres/vehicle": Domain(1, 500, "a vehicle takes room"),
    "trains": Domain(0, 60, "trains that a battalion takes"),
    "trains/day": Domain(1e-6, 500, "a line that carries nothing is left out"),
    "sorties/day": Domain(1e-6, 5000, "a line that carries nothing is left out"),
    "sorties/h": Domain(0, 500, "flights in an hour"),
    "wagons": Domain(0, 2000, "wagons that a battalion takes"),
    "pallets": Domain(0, 10_000, "pallets that a battalion takes"),
    "MLC": Domain(1, 200, "classes of bridges and vehicles"),
    "t": Domain(0, 1e6, "tonnes that are there"),
    "kg": Domain(0, 100_000, "kilogrammes that are there"),
    "kg/km": Domain(0, 100, "an engine that runs burns fuel"),
    "t/day": Domain(0, 100_000, "tonnes that are there"),
    "t/h": Domain(0.1, 20, "an engine that runs burns fuel"),
    "t/vehicle": Domain(1, 100, "a truck that carries something"),
    "missiles": Domain(0, 10_000, "missiles that are there"),
    "missiles/day": Domain(0, 1000, "missiles that come in a day"),
    "salvoes/day": Domain(0, 100, "attacks in a day"),
    "ships": Domain(0, 500, "ships that are there"),
    "hits": Domain(0.2, 50, "a ship that stays afloat for no hit is none"),
    "mines": Domain(0, 200_000, "mines that are there"),
    "mines/day": Domain(0, 20_000, "mines laid in a day"),
    "km2/day": Domain(0.001, 1000, "with no clearance at all a water never opens"),
    "km2": Domain(0.01, 100_000, "ground that is there"),
    "people": Domain(1, 1e6, "people of one formation, or around one city"),
    "people/km2": Domain(0.01, 100_000, "people on a square kilometre"),
    "vessels": Domain(0, 500, "vessels that are there"),
    "vessels/mine": Domain(0, 1, "a mine costs one vessel at most"),
    "days/attack": Domain(0, 365, "days of caution after an attack"),
    "convoys": Domain(0.01, 100, "with no convoys nothing sails in contested water"),
    "escorts": Domain(0.01, 100, "escorts that halve a risk; with none there is nothing to halve"),
    "1/day": _PER_DAY,
    "attacks/day": _PER_DAY,
    "raids/day": _PER_DAY,
    "per year": Domain(0, 10_000, "alerts in a year"),
    "aircraft": Domain(0, 100, "aircraft lost in one event"),
    "cuts": Domain(0, 100, "cuts in a runway"),
    "berths": Domain(0, 200, "berths of one port"),
    "links": Domain(1, 1000, "links of one group"),
    "radii": Domain(1, 20, "tankers do not make a flight shorter"),
    "kn": Domain(1, 60, "a ship that moves, and no faster than a fast ferry"),
    "power": Domain(-2, 2, "an exponent"),
    "MEUR": Domain(0, 1e6, "money spent"),
    "MEUR/year": Domain(0, 1e6, "money spent"),
}
"""What a number of each unit can be, where its name says nothing else."""

_OF_THE_FIT: dict[str, Domain] = {
    "fit_margin_ratio": _HELPS,
    "fit_exchange_ratio": _HELPS,
    "fit_advance_ratio": _HELPS,
    "fit_margin_surprise": _HELPS,
    **{
        f"fit_{latent}_{spread}": _SPREAD
        for latent in ("margin", "exchange", "intensity", "advance")
        for spread in ("lasting", "daily")
    },
    **{f"fit_{latent}_size_exponent": _BY_SIZE for latent in ("exchange", "intensity", "advance")},
    **{f"fit_luck_{one}_{other}": _CORRELATED
       for one in ("exchange", "intensity", "advance") for other in ("margin", "exchange", "intensity", "advance")},
    "fit_luck_exchange_exchange": _PART,
    "fit_luck_intensity_intensity": _PART,
    "fit_luck_advance_advance": _PART,
}  # fmt: skip

_MORE_THAN_NOUGHT = "hours over which something grows or tires; in none of them it would be there at once and for ever"
_OF_THE_GROUND: dict[str, Domain] = {
    **dict.fromkeys(("preparation_h", "fortification_h", "fatigue_h", "surrender_h"),
        Domain(1, YEAR_H, _MORE_THAN_NOUGHT)),
    **dict.fromkeys(("warning_memory_h", "new_engagement_after_h", "turn_back_h"),
        Domain(1, YEAR_H, _MORE_THAN_NOUGHT)),
    "city_headway_km2": Domain(0.001, 20, "defended ground that one battalion takes in a day"),
    "city_search_km2": Domain(0.1, 500, "ground that one battalion goes through in a day where no defender stands"),
    "city_battalion_people": Domain(50, 5000, "people of one battalion"),
    "city_holdable_density": Domain(0.1, 10_000, "defenders on a square kilometre"),
    "city_density_power": Domain(0, 2, "a power by which a denser garrison slows"),
    "city_front_km": Domain(0.01, 20, "the front of one battalion"),
    "longest_engagement_h": Domain(1, 192, "an engagement lasts, and its luck is kept for eight days at most"),
    **dict.fromkeys(
        ("hasty_log_odds", "repulse_log_odds", "break_off_log_odds", "waiting_log_odds_per_day",
         "unknown_quality_log_odds"),
        Domain(0, 5, "an effect on a logarithm that works one way only"),
    ),
    **dict.fromkeys(("attack_chance_blue", "attack_chance_red", "least_attack_chance"),
                    Domain(0, 0.99, "a chance to prevail; nobody is certain of it")),
    **dict.fromkeys(("line_block_bneq", "control_floor_bneq"), Domain(0.001, 10, "the power of a small force")),
    "sure_ratio": Domain(1, 100, "who is sure of himself is the stronger"),
    "learning_days": Domain(0.1, 365, "a staff takes some time to learn"),
    "load_parts": Domain(1, 1000, "loads into which a lift is cut"),
    **dict.fromkeys(("lift_ammunition_t_red", "lift_ammunition_t_blue", "lift_fuel_t_red", "lift_fuel_t_blue"),
        Domain(0, 30_000, "tonnes that the trucks of one battalion's share lift")),
    **dict.fromkeys(("ammunition_t_per_gun", "ammunition_t_per_tank", "ammunition_t_per_fighting_vehicle"),
        Domain(0, 100, "tonnes that one weapon fires in a day")),
    "ammunition_kg_per_person": Domain(0, 1000, "kilogrammes that one person fires in a day"),
    "fuel_rest_km_per_h": Domain(0, 60, "kilometres' worth of fuel that an engine burns in an hour at rest"),
    "landing_least_sky": Domain(-1, 1, "-1 is the enemy's sky and 1 one's own"),
    "landing_ratio_log_odds": Domain(0, 5, "an effect on a logarithm that works one way only"),
    "escort_share": _SOME,
    "enclosed_share": _SOME,
    "obstacle_h": Domain(0, 168, "an obstacle holds up the first for a week at most"),
    "truck_handling_h": Domain(0, 168, "loading and unloading of one round, a week at most"),
    "detour_slack_h": Domain(0, 720, "a month of detour at most"),
    "reroute_h": _HOURS,
    **dict.fromkeys(
        ("march_share", "night_speed_share", "local_road_share", "hostile_speed_share", "closing_share",
         "cross_country_share_tracked", "cross_country_share_wheeled"),
        _SOME,
    ),
    "pressed_share": _SOME,
    "destroyed_share": Domain(0.01, 1, "what is left of a unit that counts as destroyed"),
    "forest_slow_share": _SLOWED,
    "wetland_slow_share": _SLOWED,
    "fires_bonus_limit": Domain(0, 10, "what fires add to a power that is whole at 1"),
    "surrender_power_share": Domain(0, 10, "the power of others against one's own"),
    **dict.fromkeys(("unready_factor", "no_supply_factor", "fatigue_floor", "least_cohesion_power"), _REDUCED),
    "least_attack_ratio": Domain(0, 20, "with nought everybody attacks whatever he meets"),
    "overrun_ratio": Domain(1, 100, "who overruns is not the weaker"),
    "stack_limit_bneq": Domain(0.1, 100, "a cell has room for somebody"),
    "rear_unit_bneq": Domain(0, 10, "the power of one unit"),
    "gun_reach_km": Domain(0, 500, "with nought guns support only their own command"),
    **dict.fromkeys(("supply_reach_km_blue", "supply_reach_km_red"),
        Domain(1, 5000, "supply that reaches nowhere is none")),
    **dict.fromkeys(("road_kmh_tracked", "road_kmh_wheeled", "road_kmh_light", "truck_km_per_h",
        "supply_truck_km_per_h"), _ROAD_SPEED),
    "supply_truck_handling_h": Domain(0.1, 168, "loading and unloading take time, a week at most"),
    "supply_truck_hours_per_day": Domain(0, 24, "hours of a day"),
    "uncovered_share": Domain(0.01, 1, "hours that an hour of work takes where nobody hinders it"),
    "full_cover_bneq": Domain(0.01, 10, "power that covers a crossing fully; with nought everybody did"),
    "later_waves_h": Domain(1, QUARTER_H, "hours over which the rest of those called up comes"),
    "save_below_days": Domain(0.01, 60, "days of ammunition below which it is saved; with nought nobody ever would"),
    "combat_day_h": Domain(0.5, 24, "hours of fighting of one day"),
    "fuel_range_km": Domain(1, 5000, "kilometres that a full unit goes"),
    "no_ammunition_attack_factor": _REDUCED,
    "rail_repair_km_per_day": Domain(0, 500, "kilometres of line put to use again in a day"),
    "classical_pace_km_per_day": Domain(0.01, 200, "an attacker who prevails moves"),
    "most_fatigue_factor": Domain(1, 20, "most of what begins at 1"),
    "open_country_passing_share": _SOME,
    "dual_passing_share": _SOME,
    "transports_per_battalion": Domain(0.1, 50, "a battalion needs ships"),
    "least_way_share": _SOME,
}  # fmt: skip

_OF_THE_AIR: dict[str, Domain] = {
    **dict.fromkeys(("air_repair_h_airfield",), Domain(0.01, 720, "a repair takes time, a month at most")),
    **dict.fromkeys(("air_repair_h_port", "air_repair_h_rail", "air_repair_h_bridge"),
        Domain(0.01, YEAR_H, "a repair takes time")),
    **dict.fromkeys(("air_sorties_most_blue", "air_sorties_most_red"),
        Domain(0, 20, "an aircraft flies some times in a day")),
    **dict.fromkeys(("air_hunt_kill", "air_missile_kill_battery"), Domain(0, 1, "fire units put out by one of them")),
    "air_aim_near_km": Domain(0, 200, "a distance at which something can be aimed at"),
    "air_scramble_h": Domain(0, 48, "aircraft on the ground take off within two days"),
    "air_shots_per_target": Domain(1, 50, "missiles at one target"),
    "air_reload_h": Domain(0.01, YEAR_H, "loading takes time"),
    "reload_h": Domain(0.01, 720, "loading takes time, a month at most"),
    "air_sam_rounds_per_kill": Domain(0.1, 100, "a battery spends missiles"),
    "air_rounds_per_missile": Domain(0.1, 100, "a battery spends missiles"),
    "air_task_h": Domain(0.01, 48, "a sortie is over the region for some time, two days at most"),
    "air_strip_m": Domain(300, 6000, "a runway that something lands on"),
    "air_cuts_per_missile": Domain(0, 100, "cuts in a runway"),
    **dict.fromkeys(("air_vehicles_per_sortie_blue", "air_vehicles_per_sortie_red"),
        Domain(0, 29, "vehicles that a sortie destroys")),
    "air_vehicles_per_battalion": Domain(1, 2000, "a battalion has vehicles"),
    "air_slow_half_sorties": Domain(0.1, 10_000, "sorties that halve a movement; with none there is nothing to halve"),
    "air_airlift_superiority": Domain(-1, 1, "from wholly Red's to wholly Blue's"),
    "air_ready_share_blue": _SOME,
    "air_ready_share_red": _SOME,
    "air_missiles_per_day_share": _PART,
    "speed_kmh": Domain(50, 12_000, "an aircraft that flies"),
    "cruise_kmh": Domain(50, 12_000, "an aircraft that flies"),
    "dash_kmh": Domain(50, 12_000, "an aircraft that flies"),
    "runways": Domain(0, 20, "runways of one base"),
    "shelters": Domain(0, 500, "shelters of one base"),
    "repair_teams": Domain(0, 100, "teams at one base"),
    "aircraft": Domain(0, 2000, "aircraft of one unit"),
    "units": Domain(0, 100, "fire units of one battery"),
    "rounds": Domain(0, 10_000, "missiles that are there"),
    "channels": Domain(1, 100, "a battery that guides something"),
    "magazine": Domain(0, 10_000, "missiles that are there"),
    "runway_m": Domain(300, 6000, "a runway that something lands on"),
    "strip_m": Domain(300, 6000, "a runway that something lands on"),
    "range_km": Domain(0.1, 3000, "what reaches nothing is not there"),
    "min_range_km": Domain(0, 500, "inside of which a battery cannot engage"),
    "range_low_km": Domain(0, 3000, "kilometres that something reaches"),
    "lowest_m": Domain(0, 10_000, "metres above the ground"),
    "antenna_m": Domain(0, 15_000, "metres above the ground, of a radar in the air at most"),
    **dict.fromkeys(("search_antenna_m", "guide_antenna_m"),
        Domain(0, 500, "metres above the ground, of a mast on a hill at most")),
    "mast_m": Domain(0, 900, "metres above the water, of a mast on a hill at most"),
    "altitude_m": Domain(0, 80_000, "metres above the ground, of a ballistic missile at most"),
}  # fmt: skip

_OF_THE_SEA: dict[str, Domain] = {
    **dict.fromkeys(("start_h", "starts_h", "from_h", "commercial_stop_h", "strike_from_h", "landing_from_h"), _CLOCK),
    "single_km_per_h": _SHIP_SPEED,
    "convoy_km_per_h": _SHIP_SPEED,
    "clearance_km_per_h": _SHIP_SPEED,
    "merchant_mast_m": Domain(0.1, 1000, "a ship is seen above the water"),
    "channel_km": Domain(0.01, 500, "a channel that ships fit into"),
    "length_km": Domain(0.1, 500, "a water that is there"),
    "width_km": Domain(0.1, 500, "a water that is there"),
    "reach_km": Domain(0, 3000, "kilometres that something reaches"),
    "mine_damage_width_m": Domain(0.1, 5000, "a mine that reaches nothing harms nobody"),
    "convoy_every_days": Domain(0.1, 365, "convoys are some time apart"),
    "confidence_days": Domain(0.1, 365, "owners wait some time"),
    "convoy_ships": Domain(0.1, 500, "a convoy has ships"),
    "group_ships": Domain(0.1, 500, "a group has ships"),
    "boat_sinks": Domain(0, 50, "ships that an attack sinks"),
    "believed_mines": Domain(0.01, 10_000, "a field is believed to hold mines"),
    "mine_belief_factor": Domain(0.01, 100, "a belief of nought would undo what it multiplies"),
    "risk_belief_factor": Domain(0.01, 100, "a belief of nought would undo what it multiplies"),
    "clear_to_risk": Domain(1e-6, 1, "no water is ever without any risk"),
    "commercial_risk": Domain(1e-6, 1, "no water is ever without any risk"),
    "military_risk": Domain(1e-6, 1, "no water is ever without any risk"),
    "vessels_in_water": Domain(0.1, 500, "vessels that find room"),
    "salvo": Domain(0, 500, "missiles of one attack"),
    "shots": Domain(0, 500, "missiles of one attack"),
    "stops": Domain(0, 500, "missiles that one ship stops"),
    "rearm_per_day": Domain(0, 1000, "missiles that come in a day"),
    "lift": Domain(0, 100, "power that one landing carries"),
    "garrison": Domain(0, 100, "power on the shore"),
}  # fmt: skip

_OF_FORCES_AND_LINES: dict[str, Domain] = {
    "look_alikes_per_year": Domain(0, 100, "exercises that look like a build-up, two a week at most"),
    "alarm_memory_months": Domain(0, 600, "months that pass"),
    "false_alarm_meur": Domain(0, 20_000, "a false alarm costs less than a year of an army"),
    "notice_to_move_h": _HOURS,
    "warning_h": _HOURS,
    "manning_share": Domain(0, 1.2, "persons and equipment that are there, a fifth over establishment at most"),
    "tail_share": Domain(0, 3, "what comes behind the battalions, three times as much at most"),
    "power_bneq": Domain(0, 10, "the power of one unit; nought for one that does not fight"),
    "fires_bneq": Domain(0, 10, "the power of one unit; nought for one that has no guns"),
    **dict.fromkeys(("tanks", "fighting_vehicles", "guns", "vehicles"), Domain(0, 1000, "vehicles of one battalion")),
    "personnel": Domain(1, 5000, "people of one battalion, which has some"),
    "wheeled": Domain(0, 2000, "vehicles of one battalion"),
    "tracked": Domain(0, 500, "vehicles of one battalion"),
    "supply_days": Domain(0, 60, "days that a battalion carries with it"),
    "days_of_supply": Domain(0, 60, "days that a battalion carries with it"),
    "tonnes_per_day": Domain(0, 5000, "tonnes that a battalion uses"),
    "air_stop_km": Domain(100, 20_000, "kilometres that an aircraft flies without a stop"),
    "air_km": Domain(100, 25_000, "kilometres that an aircraft flies in a day"),
    "sea_km": Domain(24, 2400, "kilometres that a ship sails in a day"),
    "local_bridge_class": Domain(1, 200, "classes of bridges and vehicles"),
    **dict.fromkeys(
        ("ramp_hours", "transload_hours", "load_hours", "discharge_hours", "ocean_hours", "airlift_hours",
            "origin_hours"),
        Domain(0, YEAR_H, "hours that pass, at most a year of them"),
    ),
    "km": Domain(0, 20_000, "half round the earth at most"),
    "rank": Domain(-1, 1, "a rank correlation"),
    "lat": Domain(-90, 90, "degrees north"),
    "lon": Domain(-180, 180, "degrees east"),
    "tracks": Domain(1, 16, "a railway has a track"),
    "berths": Domain(0, 200, "berths of one port"),
    "great_port_berths": Domain(0, 200, "berths of one port"),
    **dict.fromkeys(("prepared_repair_days", *(f"repair_days_{kind}" for kind in (
        "corridor", "crossing", "bridge", "port", "strait", "sea", "airfield", "airlift", "railhead", "transload",
        "line", "border"))), Domain(0.01, 365, "a repair takes time")),
    "within_km": Domain(0, 500, "how near an enemy has to come"),
    "days": Domain(1, 180, "days of a campaign"),
    "h_hour_utc": Domain(0, 23, "an hour of the day"),
    "lead_h": Domain(0, QUARTER_H, "hours simulated before H-hour"),
}  # fmt: skip

BY_NAME: dict[str, Domain] = {
    **_OF_THE_GROUND,
    **_OF_THE_FIT,
    **_OF_THE_AIR,
    **_OF_THE_SEA,
    **_OF_FORCES_AND_LINES,
}
"""What a number of a name can be, where its unit does not say it: the last step of its address that is a word."""

WHOLE = frozenset(
    {
        "aircraft", "runways", "shelters", "tanks", "fighting_vehicles", "guns", "personnel", "rounds", "magazine",
        "ships", "boats", "berths", "tracks", "vehicles", "wheeled", "tracked", "wagons", "pallets", "channels",
        "salvo", "shots",
    }
)  # fmt: skip
"""Names of numbers that count things of which there is no part. Fire units, repair teams and clearance vessels are not
among them: what is there is a mean over time, as batteries rotate and teams are shared. Nor are the trains that a
battalion fills, the ships of a convoy, the people of an average battalion and the missiles that a ship stops: they are
means over many."""

ANYTHING = Domain(-1e9, 1e9, "")
QUALITY = Domain(0.01, 10, "combat effectiveness per head against a common measure")
QUALITY_DIFFERENCE = Domain(-5, 5, "log-odds of prevailing in any one fight")


def domain_of(steps: Address, unit: str) -> Domain:
    """What the number at an address can be.

    >>> domain_of(("assumptions", "road_kmh_light"), "km/h")[:2]
    (1, 120)
    >>> domain_of(("sea", "assumptions", "mine_reliability"), "share")[:2]
    (0, 1)
    """
    if steps and steps[0] == "quality":
        return QUALITY_DIFFERENCE if steps[1:] == ("difference",) else QUALITY
    name = next((step for step in reversed(steps) if isinstance(step, str)), "")
    return BY_NAME.get(name) or BY_UNIT.get(unit) or ANYTHING


def problems_in(steps: Address, value: Evidence | float) -> list[str]:
    """What is wrong with the number at an address, in words; empty when it can be.

    Parameters
    ----------
    steps : address
        Of the number; its last word and the unit say what it can be.
    value : Evidence or float
        Value, low and high all have to be in the domain, and so does all that a table or sample holds.

    Examples
    --------
    >>> problems_in(("assumptions", "march_share"), Evidence(0.5, "share", 0.0, 1.2))[0]
    '0 is out of range. Allowed: 0.01 to 1 share. Meaning: a part of a whole; with none of it nothing moves.'
    """
    evidence = isinstance(value, Evidence)
    unit = value.unit if isinstance(value, Evidence) else ""
    numbers = (value.low, value.value, value.high) if isinstance(value, Evidence) else (value,)
    wrong = [number for number in numbers if not math.isfinite(number)]
    if wrong:
        return [f"{wrong[0]} is not a finite number."]
    domain = domain_of(steps, unit)
    found = [domain.problem(number, unit) for number in dict.fromkeys(numbers)]
    name = next((step for step in reversed(steps) if isinstance(step, str)), "")
    if name in WHOLE:
        parts = [number for number in dict.fromkeys(numbers) if number != int(number)]
        found += [f"{number:g} is not a whole number, and {name.replace('_', ' ')} are counted." for number in parts]
    unknown = evidence and unit != "" and unit not in BY_UNIT  # a bare number made in Python says none
    return [text for text in found if text] + ([f"'{unit}' is not a unit that is known here."] if unknown else [])
