"""What acts on what: every effect that crosses from one domain into another, for an expert to review.

Each coupling has one place in the kernels, the parameters that set its size, and a source. What is not in this list
has no effect in the model.
"""

from __future__ import annotations

from typing import NamedTuple


class Coupling(NamedTuple):
    """One effect."""

    name: str
    cause: str
    effect: str
    kernel: str
    """Module and function that apply it."""
    parameters: tuple[str, ...]
    source: str


COUPLINGS: tuple[Coupling, ...] = (
    Coupling("fires on engagement", "guns of a command in reach of a fight of its own", "power of its engaged units, up to a limit",
             "_kernels_fight.supported", ("fires_bonus_limit", "gun_reach_km"), "judgement"),
    Coupling("supply on power", "stocks run out", "power falls and the unit no longer attacks",
             "_kernels_fight.power_now", ("no_supply_factor",), "judgement"),
    Coupling("distance on supply", "road distance from the source beyond reach", "less arrives than is consumed",
             "_kernels_supply.line_share", ("supply_reach_km_blue", "supply_reach_km_red"),
             "truck-line throughput; reach is judgement"),
    Coupling("control on supply", "the line crosses enemy ground", "nothing arrives",
             "_kernels_supply.line_open", (), "definition"),
    Coupling("isolation on surrender", "no supply beside the enemy for days", "the unit gives up",
             "_kernels_supply.resupply", ("surrender_h",), "judgement"),
    Coupling("fatigue on march and power", "hours of marching or fighting", "speed and power fall to a floor",
             "_kernels_move.tired", ("fatigue_h", "fatigue_floor"), "judgement"),
    Coupling("terrain on engagement", "forest, bog, buildings", "defender's power",
             "_kernels_fight.defending_power", ("forest_factor", "urban_factor"), "judgement"),
    Coupling("river on engagement", "a river between the two", "attacker's power",
             "_kernels_fight.attacking_power", ("river_factor",), "judgement"),
    Coupling("river on march", "a bridge is down, or there is none", "a wait until it is bridged",
             "_kernels_move.crossing_h", ("bridge_blown_chance", "bridging_h"), "judgement"),
    Coupling("delay on march", "a force has stood there", "obstacles cost the first to cross some hours",
             "_kernels_move.crossing_h", ("obstacle_h",), "judgement"),
    Coupling("columns on march", "a column has the road", "others wait until it has passed",
             "_kernels_move.march", ("column_veh_per_km",), "FM 3-21.8 march columns"),
    Coupling("hostile ground on march", "the cell ahead is the enemy's", "slower march",
             "_kernels_move.pace_km_per_h", ("hostile_speed_share",), "judgement"),
    Coupling("season and light on march", "month and hour", "slower off roads, slower at night",
             "_kernels_move.pace_km_per_h", ("night_speed_share",), "judgement; solar elevation"),
    Coupling("air on ground", "aircraft of the other side", "strength of those who march or fight",
             "_kernels_sky.plain_losses",
             ("air_loss_bneq_per_day_blue", "air_loss_bneq_per_day_red", "air_start_h"),
             "upper end from published wargames; otherwise judgement; for scenarios without an air order"),
    Coupling("sorties on ground", "attack sorties of the other side over the region, who holds its sky, weather",
             "strength of those who march or fight there", "_kernels_sky.strikes",
             ("air_vehicles_per_sortie_blue", "air_vehicles_per_sortie_red", "air_vehicles_per_battalion", "air_cap_bneq_per_day",
              "air_line_share", "air_bad_weather_chance", "air_bad_weather_share"),
             "Epstein's base case; upper end from published wargames"),
    Coupling("air on march", "attack sorties over the region", "pace of columns", "_kernels_move.pace_km_per_h",
             ("air_slow_most", "air_slow_half_sorties"), "judgement"),
    Coupling("air on lines", "missiles and sorties on ports, rail, bridges, airfields", "what a way in lets through in a day",
             "_kernels_ways.passable",
             ("air_aim_ports", "air_aim_rail", "air_aim_bridges", "air_aim_airfields", "air_missile_closes", "air_sortie_closes",
              "air_repair_h_port", "air_repair_h_rail", "air_repair_h_bridge", "air_repair_h_airfield"), "judgement"),
    Coupling("air on airlift", "who holds the sky, long-range batteries, runways", "airlift is flown or not",
             "_kernels_ways.passable", ("air_airlift_superiority", "air_airlift_sam_cover"), "judgement"),
    Coupling("ground on air", "the enemy stands on an airfield", "no sorties and no airlift from it",
             "_kernels_sky.sky_hour", (), "definition"),
    Coupling("warning on air", "warning and alliance decision", "when allied squadrons and batteries come",
             "_kernels_sky.begin_sky", ("alliance_decision_h", "air_arrival_days"), "judgement; Active Fence for batteries"),
    Coupling("authority on air", "transfer of authority", "policing and allied aircraft engage only from then on",
             "_kernels_sky.sky_hour", ("air_authority_h", "air_start_blue_h"), "published statement of the two tasks; hours are judgement"),
    Coupling("sea on ways in", "mines, missiles, ships, willingness to sail", "nobody sails on a lane that is closed",
             "_kernels_ways.sea_step", (), "the sea's own parameters (sea.*)"),
    Coupling("convoys on ways in", "a lane is contested", "transports wait for a convoy, and some are lost",
             "_kernels_ways.come_through", (), "the sea's own parameters (sea.*)"),
    Coupling("warning on readiness", "warning and decision", "when each unit may act; power before that",
             "_kernels.start_clock", ("host_decision_h", "alliance_decision_h", "unready_factor"), "judgement"),
    Coupling("surprise on engagement", "little warning", "the aggressor's margin, losses and advance on the first day",
             "_kernels_battle.adjudicate", ("surprise_chance", "fit_margin_surprise", "fit_exchange_surprise", "fit_advance_surprise"),
             "effect fitted to battles since 1900; chance is judgement"),
    Coupling("sky on engagement", "who holds the sky over the fighting", "the attacker's margin and advance",
             "_kernels_battle.adjudicate", ("air_superiority", "fit_margin_air", "fit_advance_air"), "fitted to battles since 1900"),
    Coupling("time in place on engagement", "hours in one place", "prepared, then fortified: margin, exchange, advance",
             "_kernels_fight.dug_in", ("preparation_h", "fortification_h", "fit_margin_fortified", "fit_advance_dug"),
             "effect fitted to battles since 1900; hours are judgement"),
    Coupling("wealth on engagement", "what each army's country produces for each head", "margin, exchange and advance",
             "_kernels_battle.adjudicate", ("fit_margin_wealth", "fit_exchange_wealth", "fit_advance_wealth"),
             "fitted to battles since 1900"),
    Coupling("armour on engagement", "tanks for each thousand persons of either side", "margin and exchange",
             "_kernels_battle.adjudicate", ("fit_margin_armour", "fit_exchange_armour"), "fitted to battles since 1900"),
    Coupling("control on ways in", "a port, airfield or crossing is lost",
             "units turn to another, in the hours that the network says lie between the two, or wait",
             "_kernels_ways.bring_in", ("reroute_h", "travel_factor"),
             "the network's distances and handling times; judgement where it knows none"),
    Coupling("network on ways in", "crossings, ramps, ports of loading, straits, ships and aircraft",
             "hours to a way in, vehicles a day through it and through all ways of its mode together",
             "_kernels_ways.take_up", ("travel_factor",), "the network's own evidence; the scenario's rate where that is less"),
    Coupling("borders on readiness", "permission to cross borders", "allies leave after it and their notice, whichever is longer",
             "_kernels.start_clock", (), "the network's own evidence; none without a network"),
    Coupling("isolation on supply", "no way in that counts is open", "depots of the region live on stocks, then bring nothing until one opens",
             "_kernels_supply.draw_on_stocks", ("stocks_days",), "judgement"),
    Coupling("sea and air closure on ways in", "the sea or the air is closed", "nothing arrives by that mode",
             "_kernels_ways.passable", ("sea_closes_h", "sea_closed_days", "air_closed_days"),
             "judgement; for scenarios without an order for the sea or the air"),
)
