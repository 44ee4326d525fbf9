"""The order of a campaign: one row a step, as the kernel takes them, and the assumptions that belong to it.

A row of `HOUR` is a call in the loop over hours, and every call there is a row; `DRAW` holds what happens before the
first hour and after the last. What a step reads and no coupling names is listed with the step.
"""

from __future__ import annotations

from typing import NamedTuple

from hillfort.sea.prepare import PARAMETERS as SEA_PARAMETERS


class Step(NamedTuple):
    """One step of the hour."""

    name: str
    """Name of the kernel function."""
    reads: str
    writes: str
    words: str
    parameters: tuple[str, ...] = ()
    """Assumptions that belong to the step itself; those of `couplings` come on top."""
    needs: str = ""
    """What a scenario has to have for the step to act, a key of `acting.NEEDS`; '' for nothing."""


HOUR: tuple[Step, ...] = (
    Step(
        "sky_hour",
        "bases held, where the enemy is, weather",
        "who holds the sky; losses, pace, lines and airlift of this hour",
        "With an air order: sorties of both sides, what they meet, and what they do to ground, columns and lines.",
        (
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
            "air_tanker_fuel_blue",
            "air_tanker_fuel_red",
            "air_sam_worth",
            "air_sam_rounds_per_kill",
            "air_reload_h",
            "air_suppression",
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
        ),
        needs="air order",
    ),
    Step(
        "keep_sky",
        "who holds the sky, sorties, aircraft lost",
        "the sky of the day",
        "With an air order, from H-hour on: write down who holds each sky, what flies and what is lost.",
        needs="air order",
    ),
    Step(
        "sea_step",
        "mines, missiles, ships, willingness to sail",
        "lanes open, contested or closed",
        "With a sea order, every 6 hours: the state of each lane, made before the fighting ashore.",
    ),
    Step(
        "check_ways",
        "control, units, sea and air closure",
        "ways in open or closed",
        "See which ways into the region are open; the region is isolated in an hour with none.",
    ),
    Step(
        "draw_on_stocks",
        "ways in open or closed",
        "days that the region's depots hold",
        "The region's depots live on stocks while it is isolated and refill while it is not; empty and "
        "isolated, they bring nothing.",
    ),
    Step(
        "bring_supplies",
        "ways in open or closed, what depots lack",
        "tonnes in the region's depots, queues at ways in",
        "Every 12 hours: supplies come in over the open ways, and take room there that units then lack.",
    ),
    Step(
        "call_up",
        "notice, who is called up",
        "strength",
        "Reservists come to their units in waves: a part when its notice ends, the rest over the next days, and never "
        "more than call-ups have shown.",
        ("rule_mobilisation", "later_waves_h"),
    ),
    Step(
        "bring_in",
        "notice, decision, ways in",
        "units on the map",
        "Units outside whose notice has run out set out by their best open way, queue at its end for as long "
        "as those before take "
        "it up, or turn to another.",
        ("way_preference_h",),
        needs="ways in",
    ),
    Step(
        "run_trains",
        "control, units, railways",
        "how far the trains of either side come",
        "Once a day: trains come as far as a line of the own gauge is held, and has been repaired.",
    ),
    Step(
        "find_lines",
        "control, depots, distance, railheads",
        "share of consumption or of convoys that arrives, kilometres from the railhead",
        "Every 24 hours, and every 6 for those who had none: which source in own hands is nearest, and whether own "
        "ground leads there.",
    ),
    Step(
        "secure_lines",
        "lines, control, units",
        "control",
        "Once a day, from H-hour on: a supply road that convoys have used, and on which no enemy stands, becomes their "
        "side's own.",
        ("rule_secure_lines",),
    ),
    Step(
        "land_troops",
        "lifts, sky, lanes, who defends the place",
        "units ashore, thrown back or lost; supply of those ashore",
        "Landings and air assaults from H-hour on: lifts set out, arrive, supply those ashore, who have "
        "no line until troops that came by land join them.",
        (
            "rule_landings",
            "landing_least_sky",
            "landing_own_sky_loss",
            "landing_denied_sky_loss",
            "landing_enemy_sky_loss",
            "landing_passage_survival",
            "landing_patience_h",
            "load_parts",
            "least_ashore_share",
            "landing_opposed_log_odds",
            "landing_ratio_log_odds",
            "landing_repulse_loss",
            "landed_power_share",
            "landed_foot_share",
            "landed_supply_days",
            "landed_vehicle_share",
            "lift_supply_share",
        ),
        needs="lifts",
    ),
    Step(
        "haul",
        "who marched or fought, lines, trucks, depots",
        "ammunition and fuel of each unit, tonnes lifted and delivered",
        "Every 12 hours: units use ammunition and fuel by what they did, and each nation's trucks bring what they "
        "can, to attackers first; who attacks and is short pauses.",
    ),
    Step(
        "resupply",
        "lines, who was busy",
        "days of supply",
        "Every 12 hours: consume, and receive what the line brings, unless supply goes by class; those cut off "
        "decline, and give up by and by.",
        (
            "catch_up_factor",
            "supply_idle_share",
        ),
    ),
    Step(
        "raise_alerts",
        "intruders",
        "alerts",
        "Every 6 hours: which places that reserves watch have an intruder near or were taken; alerts fade over a day.",
        ("alert_lasts_h",),
    ),
    Step(
        "survey",
        "units",
        "power by square of the map; who is worn down",
        "Every 6 hours: where the power of both sides stands, and whether a side has paid its price.",
        ("price_share",),
    ),
    Step(
        "apply_standing_rules",
        "power by square, control, who is free",
        "duties",
        "Every 6 hours, from H-hour on: commanders reinforce what is threatened, relieve what is lost and go "
        "on to what is next.",
        (
            "rule_reinforce_blue",
            "rule_reinforce_red",
            "rule_relieve_blue",
            "rule_relieve_red",
            "rule_exploit_blue",
            "rule_exploit_red",
            "rule_guard_blue",
            "rule_guard_red",
            "rule_home_first",
            "rule_territorials_rally",
            "standing_reach_h",
            "idle_h",
            "release_h",
            "threat_km",
            "reinforce_odds",
            "relief_odds",
            "commit_odds",
            "position_km",
            "leave_behind_odds",
            "garrison_odds",
            "day_march_km",
        ),
    ),
    Step(
        "consolidate",
        "control, units",
        "control",
        "Once a day, from H-hour on: units take the ground they stand on, and a force what it has passed and "
        "nobody contests.",
        (
            "rule_consolidate",
            "enclosed_share",
        ),
    ),
    Step(
        "want",
        "tasks, clocks, enemies ahead",
        "aim or field of each unit",
        "Each unit looks at its task: stay, march along a field, or attack the cell ahead.",
        (
            "left_alone_h",
            "bypass_ratio",
            "rule_clear_blue",
            "rule_clear_red",
            "rule_regroup_blue",
            "rule_regroup_red",
            "regroup_cohesion",
        ),
    ),
    Step(
        "shift_inside",
        "contested cells of cities, quiet ones",
        "units within a city",
        "Interior lines: a garrison moves a unit an hour from a quiet cell of its city into one that is pressed more.",
        ("preparation_h", "stack_limit_bneq"),
        needs="cities",
    ),
    Step(
        "gather_fires",
        "guns, engaged units",
        "fires of each command",
        "Each command's guns within reach of one of its fights are shared among its engaged units.",
    ),
    Step(
        "count_battles",
        "attackers and defenders of each fight",
        "cells and persons of each command's battle",
        "The fights that one command attacks in are one battle, with luck in common.",
        ("new_engagement_after_h",),
    ),
    Step(
        "fight",
        "powers, luck",
        "losses, ground given up",
        "For each contested cell: whether to attack; ratio, margin, losses, advance; defenders stand, delay, "
        "give way or are overrun.",
        (
            "least_attack_ratio",
            "rule_attack_by_chance",
            "attack_chance_blue",
            "attack_chance_red",
            "operation_km",
            "massing_gap_h",
            "battle_part_km",
            "build_up_h",
            "hasty_log_odds",
            "repulse_log_odds",
            "break_off_log_odds",
            "waiting_log_odds_per_day",
            "least_attack_chance",
            "rule_luck_of_the_pair",
            "rule_sure_ratio",
            "sure_ratio",
            "rule_learn_quality",
            "learning_days",
            "unknown_quality_log_odds",
            "rule_price",
            "rule_broken_hold",
            "overrun_ratio",
            "overrun_depths",
            "pressed_share",
            "delay_ratio",
            "called_off_h",
            "closing_share",
            "cohesion_per_loss",
            "cohesion_per_retreat",
            "retreat_loss_share",
            "obstacles_after_h",
            "rear_unit_bneq",
            "belt_factor",
            "longest_engagement_h",
            "hostile_retreat_h",
            "fit_margin_intercept",
            "fit_margin_ratio",
            "fit_margin_army",
            "fit_margin_lasting",
            "fit_margin_daily",
            "fit_exchange_intercept",
            "fit_exchange_ratio",
            "fit_exchange_army",
            "fit_exchange_lasting",
            "fit_exchange_daily",
            "fit_exchange_size_exponent",
            "fit_intensity_intercept",
            "fit_intensity_size",
            "fit_intensity_era",
            "fit_intensity_density",
            "fit_intensity_lasting",
            "fit_intensity_daily",
            "fit_intensity_size_exponent",
            "fit_advance_intercept",
            "fit_advance_ratio",
            "fit_advance_density",
            "fit_advance_army",
            "fit_advance_lasting",
            "fit_advance_daily",
            "fit_advance_size_exponent",
            "fit_luck_exchange_margin",
            "fit_luck_exchange_exchange",
            "fit_luck_intensity_margin",
            "fit_luck_intensity_exchange",
            "fit_luck_intensity_intensity",
            "fit_luck_advance_margin",
            "fit_luck_advance_exchange",
            "fit_luck_advance_intensity",
            "fit_luck_advance_advance",
            "fit_neighbour_share",
        ),
    ),
    Step(
        "settle",
        "who fought",
        "who is engaged",
        "Those who only stood before each other did not fight.",
    ),
    Step(
        "move",
        "fields, roads, bridges, room",
        "cells, control, queues",
        "Each unit that is free to march does so, as far as roads, queues, bridges and room allow; ground "
        "changes hands.",
        (
            "rule_barriers",
            "uncovered_share",
            "covered_factor",
            "full_cover_bneq",
            "columns_per_cell",
            "detour_slack_h",
            "march_share",
        ),
    ),
    Step("air_losses", "who marches or fights", "strength", "Aircraft wear down those who march or fight."),
    Step(
        "check_units",
        "strength, cohesion",
        "status",
        "Units break, rally, or cease to exist.",
        ("break_cohesion", "destroyed_share"),
    ),
    Step(
        "rest",
        "who marched or fought",
        "fatigue, cohesion",
        "The busy tire; the others rest and regain cohesion while in supply.",
        (
            "cohesion_recovery_per_day",
            "fatigue_rest_factor",
            "most_fatigue_factor",
        ),
    ),
    Step(
        "close_hour",
        "ways in open or closed",
        "hours open, hours isolated",
        "From H-hour on: write down which ways in were open and whether the region was isolated.",
    ),
    Step(
        "close_day",
        "units, control",
        "power, losses and arrivals of the day, snapshots of the map",
        "At H-hour and at the end of each day: write down what is left.",
    ),
    Step("keep_track", "units", "the track of the draw", "Of a draw that is kept: write down where everybody is."),
)

DRAW: tuple[Step, ...] = (
    Step(
        "reset",
        "the map, the draw's assumptions",
        "control, ways in, objectives, speeds",
        "Before the first hour: set ground, ways in, objectives and sums to what holds then.",
        (
            "road_kmh_tracked",
            "road_kmh_wheeled",
            "road_kmh_light",
            "dual_speed_factor",
            "local_road_share",
            "cross_country_share_tracked",
            "cross_country_share_wheeled",
        ),
    ),
    Step(
        "muster",
        "manning, notice, decision, warning",
        "units, each at its place with its clock; surprise or not",
        "Before the first hour: fill each unit, say when it may act, put it where it starts.",
        ("first_wave_share", "most_turnout"),
    ),
    Step(
        "begin_barriers",
        "barriers of the draw",
        "hours and chances of water lines; belts laid out",
        "Before the first hour: set barriers to what they are in this draw.",
    ),
    Step(
        "begin_landings",
        "lifts of the draw",
        "lifts free; who is fetched from outside the map waits there",
        "Before the first hour: set lifts and landings to what holds then.",
    ),
    Step(
        "begin_sky",
        "air order, rotations, warning",
        "squadrons, batteries and missiles, each with its hour of arrival",
        "Before the first hour, with an air order: the air as it is then.",
        needs="air order",
    ),
    Step(
        "close_draw",
        "objectives, units",
        "when objectives fell, what is left of each unit",
        "After the last hour: write down how the draw ended.",
    ),
    Step(
        "close_landings",
        "landings, units",
        "what became of each landing",
        "After the last hour: write down what became of landings and air assaults.",
    ),
)
"""Before the first hour and after the last."""

SEA = Step(
    "run_draw",
    "sea order, chance",
    "state of each lane, what a sailing survives and how long it waits",
    "With a sea order, before the campaign ashore: mines, clearance, missiles, ships and willingness to sail, "
    "every 6 hours.",
    tuple(f"sea.{name}" for name in SEA_PARAMETERS),
    needs="sea order",
)
"""The sea of a draw, made before the campaign ashore."""


def table() -> str:
    """The steps of an hour as text, one a line.

    >>> table().splitlines()[0].split()[0]
    'sky_hour'
    """
    width = max(len(step.name) for step in HOUR)
    return "\n".join(f"{step.name:<{width}}  {step.words}" for step in HOUR)
