"""The quantities that an assessment tells of: what each is called, means, is measured in, and how draws give it.

One row is one number. The summary, the table of draws, paired differences, what drivers are asked about, the
definitions under a report, the JSON Schema of `result.json` and its page are all printed from these rows.
"""

from __future__ import annotations

import numpy as np

from hillfort.campaign.outcome import ABANDONED, AMMUNITION, BECAME, FOUGHT_BACK, FUEL, GAVE_UP, SIDES, Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.studies.campaign import toll, verdict
from hillfort.studies.quantity import CHANCE, COMPARISON, SUMMARY, TABLE, Quantity, QuantityTable

BY_DAY = 10
"""Day by whose end reinforcement is compared."""
_FAILED = ("lost on the way", "thrown back")


def compared(row: Quantity, scenario: Scenario, outcome: Outcome) -> np.ndarray:
    """(draw,) values of a quantity without gaps: the period's end stands for an hour that never came."""
    values: np.ndarray = row.values(scenario, outcome)
    if values.dtype == bool:
        return values
    end = 24.0 * outcome.days if row.unit == "h" else 0.0
    return np.asarray(np.where(np.isnan(values), end, values))


def of_part(part: str) -> tuple[Quantity, ...]:
    """The quantities of one section of `result.json`, in order."""
    return QUANTITIES.of_part(part)


def shown_in(place: str) -> tuple[Quantity, ...]:
    """The quantities of a whole campaign that are shown in 'summary', 'table' or 'comparison', in order."""
    return tuple(each for each in QUANTITIES if each.part == "verdict" and place in each.shown)


def definitions() -> dict[str, str]:
    """What each quantity of a whole campaign counts, and the words that definitions use."""
    return {each.key: each.definition for each in QUANTITIES if each.part == "verdict"} | WORDS


def _happened(hours: np.ndarray) -> np.ndarray:
    return np.asarray(~np.isnan(hours))


def _real(values: np.ndarray) -> np.ndarray:
    return np.asarray(values.astype(np.float64))


def _reinforcement(_: Scenario, outcome: Outcome) -> np.ndarray:
    return _real(outcome.reinforcement_bn[:, min(BY_DAY, outcome.reinforcement_bn.shape[1] - 1)])


def _ways_open(_: Scenario, outcome: Outcome) -> np.ndarray:
    return np.asarray(outcome.way_open_h.sum(axis=1) / 24.0 / max(1, outcome.way_open_h.shape[1]))


def _open_share(_: Scenario, outcome: Outcome) -> np.ndarray:
    return np.asarray(outcome.way_open_h.astype(np.float64) / (24.0 * outcome.days))


def _power_lost(_: Scenario, outcome: Outcome) -> np.ndarray:
    return np.asarray(outcome.losses[..., 1].astype(np.float64).sum(axis=1))


def _sides(scenario: Scenario, outcome: Outcome) -> np.ndarray:
    """(unit,) side of each unit."""
    side_of = {battalion.id: battalion.side for battalion in scenario.battalions}
    return np.array([side_of.get(unit, "") for unit in outcome.unit_ids], dtype=object)


def _destroyed(scenario: Scenario, outcome: Outcome) -> np.ndarray:
    sides, gone = _sides(scenario, outcome), outcome.unit_strength <= 0.0
    return np.stack([gone[:, sides == side].sum(axis=1) for side in SIDES], axis=1)


def _culminated(scenario: Scenario, outcome: Outcome) -> np.ndarray:
    sides, stopped = _sides(scenario, outcome), ~np.isnan(outcome.short_h)
    return np.stack([stopped[:, sides == side].sum(axis=1) for side in SIDES], axis=1)


def _median_of_side(scenario: Scenario, outcome: Outcome, values: np.ndarray) -> np.ndarray:
    """(draw, side) median over the units of a side that have a value; NaN where none has."""
    sides, found = _sides(scenario, outcome), np.full((outcome.draws, len(SIDES)), np.nan)
    for column, side in enumerate(SIDES):
        mine = values[:, sides == side].astype(np.float64)
        some = (~np.isnan(mine)).any(axis=1)
        found[some, column] = np.nanmedian(mine[some], axis=1)
    return found


_ROWS: tuple[Quantity, ...] = (
    Quantity(
        "hold",
        "Chance to hold",
        CHANCE,
        "No protected objective is lost within the period: none is in enemy hands at any hour of it.",
        lambda _, outcome: verdict.held(outcome),
        better=1,
        asked=True,
    ),
    Quantity(
        "held_at_end",
        "Chance that all are in friendly hands at the end",
        CHANCE,
        "All protected objectives are in friendly hands when the period ends; they may have been lost and retaken.",
        lambda _, outcome: verdict.held_at_end(outcome),
        better=1,
        asked=True,
    ),
    Quantity(
        "fait_accompli",
        "Chance of a fait accompli",
        CHANCE,
        "A protected objective is lost while no allied brigade (three manoeuvre battalions of countries outside the "
        "region, not broken) is present in its country, be it that it came or that it stood there at the start.",
        lambda _, outcome: verdict.fait_accompli(outcome),
        better=-1,
    ),
    Quantity(
        "denied",
        "Chance that the course of action is denied",
        CHANCE,
        "Nothing that the course of action is after is in enemy hands when the period ends.",
        lambda _, outcome: verdict.denied(outcome),
        better=1,
        shown=(SUMMARY, COMPARISON),
    ),
    Quantity(
        "aims_taken",
        "Places that the course of action is after and gets",
        "objectives",
        "Objectives that the course of action is after and that are in enemy hands at some hour of the period.",
        lambda _, outcome: verdict.aims_taken(outcome),
        better=-1,
        shown=(SUMMARY,),
    ),
    Quantity(
        "first_loss_h",
        "Hour of the first loss",
        "h",
        "Hour from H-hour at which the first protected objective is lost.",
        lambda _, outcome: verdict.first_loss_h(outcome),
        better=1,
        asked=True,
    ),
    Quantity(
        "first_outskirts_h",
        "Hour at which an enemy is first at the outskirts",
        "h",
        "Hour from H-hour at which an enemy first stands at the outskirts of a protected objective.",
        lambda _, outcome: verdict.first_outskirts_h(outcome),
        better=1,
        shown=(SUMMARY, TABLE),
    ),
    Quantity(
        "first_brigade_h",
        "Hour at which the first allied brigade has arrived",
        "h",
        "Hour from H-hour at which three manoeuvre battalions from outside the region are in it.",
        lambda _, outcome: _real(outcome.first_brigade_h),
        better=-1,
        shown=(SUMMARY, TABLE),
    ),
    Quantity(
        "first_brigade_arrives",
        "Chance that an allied brigade arrives",
        CHANCE,
        "The first allied brigade from outside the region arrives within the period.",
        lambda _, outcome: _happened(outcome.first_brigade_h),
        better=1,
        shown=(SUMMARY,),
    ),
    Quantity(
        "lost_count",
        "Protected objectives lost at some hour",
        "objectives",
        "Protected objectives that are in enemy hands at some hour of the period.",
        lambda _, outcome: _real(toll.lost_ever(outcome).sum(axis=1)),
        better=-1,
        whole=True,
    ),
    Quantity(
        "enemy_days",
        "Days in enemy hands, all protected objectives together",
        "days",
        "Days of the period in which a protected objective is in enemy hands, over all its losses, added up over them.",
        lambda _, outcome: np.asarray(toll.enemy_days(outcome).sum(axis=1)),
        better=-1,
    ),
    Quantity(
        "protected_lost",
        "Protected objectives lost at the end",
        "objectives",
        "Protected objectives in enemy hands when the period ends.",
        lambda _, outcome: verdict.protected_lost(outcome),
        better=-1,
        shown=(TABLE, COMPARISON),
        asked=True,
        whole=True,
    ),
    Quantity(
        "isolated_days",
        "Days isolated",
        "days",
        "Days (24 hours, not necessarily in one stretch) in which no line of communication was open.",
        lambda _, outcome: verdict.isolated_days(outcome),
        better=-1,
    ),
    Quantity(
        "ever_isolated",
        "Chance to be isolated at some time",
        CHANCE,
        "No line of communication is open in at least one hour of the period.",
        lambda _, outcome: np.asarray(verdict.isolated_days(outcome) > 0.0),
        better=-1,
        shown=(SUMMARY,),
    ),
    Quantity(
        "ways_open_days",
        "Days open, mean over the ways in",
        "days",
        "Days (24 hours, not necessarily in one stretch) in which a way in is open, the mean of all of them.",
        _ways_open,
        better=1,
        shown=(COMPARISON,),
    ),
    Quantity(
        "reinforcement_bn",
        f"Battalions arrived by day {BY_DAY}",
        "battalions",
        f"Battalions from outside the region that have arrived by the end of day {BY_DAY}, or of the last day.",
        _reinforcement,
        shown=(COMPARISON,),
    ),
    Quantity(
        "blue_lost_persons",
        "Blue's losses",
        "persons",
        "Persons of Blue's killed, wounded, captured and missing by the end of the period.",
        lambda _, outcome: np.asarray(verdict.losses_persons(outcome)[:, 0]),
        better=-1,
        shown=(TABLE, COMPARISON),
    ),
    Quantity(
        "red_lost_persons",
        "Red's losses",
        "persons",
        "Persons of Red's killed, wounded, captured and missing by the end of the period.",
        lambda _, outcome: np.asarray(verdict.losses_persons(outcome)[:, 1]),
        better=1,
        shown=(TABLE, COMPARISON),
        asked=True,
    ),
    Quantity(
        "blue_power_end",
        "Blue's strength at the end",
        "battalion equivalents",
        "Battalion equivalents of Blue's alive in the theatre when the period ends.",
        lambda _, outcome: _real(outcome.power[:, -1, 0]),
        better=1,
        shown=(TABLE,),
    ),
    Quantity(
        "red_power_end",
        "Red's strength at the end",
        "battalion equivalents",
        "Battalion equivalents of Red's alive in the theatre when the period ends.",
        lambda _, outcome: _real(outcome.power[:, -1, 1]),
        better=-1,
        shown=(TABLE,),
    ),
    Quantity(
        "lost_chance",
        "Lost",
        CHANCE,
        "The objective is in enemy hands at some hour of the period.",
        lambda _, outcome: _happened(outcome.lost_h),
        part="objectives",
    ),
    Quantity(
        "lost_at_end_chance",
        "Lost at the end",
        CHANCE,
        "The objective is in enemy hands when the period ends.",
        lambda _, outcome: outcome.lost_at_end.astype(bool),
        part="objectives",
    ),
    Quantity(
        "lost_h",
        "Hour lost",
        "h",
        "First hour from H-hour at which the objective is in enemy hands.",
        lambda _, outcome: outcome.lost_h,
        part="objectives",
    ),
    Quantity(
        "lost_days",
        "Days in enemy hands, where lost",
        "days",
        "Days of the period in which the objective is in enemy hands, over all its losses, where it is lost.",
        lambda _, outcome: np.where(np.isnan(outcome.lost_h), np.nan, outcome.enemy_h.astype(np.float64) / 24.0),
        part="objectives",
    ),
    Quantity(
        "outskirts_chance",
        "Enemy at the outskirts",
        CHANCE,
        "An enemy stands at the outskirts of the objective at some hour of the period.",
        lambda _, outcome: _happened(outcome.outskirts_h),
        part="objectives",
    ),
    Quantity(
        "outskirts_h",
        "Hour at which an enemy is at the outskirts",
        "h",
        "First hour from H-hour at which an enemy stands at the outskirts of the objective.",
        lambda _, outcome: outcome.outskirts_h,
        part="objectives",
    ),
    Quantity(
        "retaken_chance",
        "Lost and retaken",
        CHANCE,
        "The objective is back in its holder's hands after it was lost.",
        lambda _, outcome: _happened(outcome.retaken_h),
        part="objectives",
    ),
    Quantity(
        "fought_back_chance",
        "Retaken by fighting",
        CHANCE,
        "The objective is retaken, and there was fighting at it or beside it in the two days before.",
        lambda _, outcome: outcome.how_regained == FOUGHT_BACK,
        part="objectives",
    ),
    Quantity(
        "besieger_gave_up_chance",
        "Retaken since its besieger gave up",
        CHANCE,
        "The objective is retaken without fighting, and enemies gave up in its outskirts in the two days before.",
        lambda _, outcome: outcome.how_regained == GAVE_UP,
        part="objectives",
    ),
    Quantity(
        "abandoned_chance",
        "Retaken after the enemy had left",
        CHANCE,
        "The objective is retaken without fighting at it, and nobody had given up there.",
        lambda _, outcome: outcome.how_regained == ABANDONED,
        part="objectives",
    ),
    Quantity(
        "retaken_h",
        "Hour retaken",
        "h",
        "First hour from H-hour at which the objective is back in its holder's hands after it was lost.",
        lambda _, outcome: outcome.retaken_h,
        part="objectives",
    ),
    Quantity(
        "tried_chance",
        "Tried",
        CHANCE,
        "The landing or air assault set out.",
        lambda _, outcome: _happened(outcome.landing[:, :, 1]),
        part="landings",
    ),
    Quantity(
        "ashore_chance",
        "Came ashore",
        CHANCE,
        "It gained a foothold at its place.",
        lambda _, outcome: _happened(outcome.landing[:, :, 2]),
        part="landings",
    ),
    Quantity(
        "failed_chance",
        "Lost on the way or thrown back",
        CHANCE,
        "It set out, and was lost on the way or thrown back at its place.",
        lambda _, outcome: np.isin(outcome.landing[:, :, 0], [BECAME.index(each) for each in _FAILED]),
        part="landings",
    ),
    Quantity(
        "relieved_chance",
        "Relieved",
        CHANCE,
        "It came ashore, and troops of its side that came by land have joined it since.",
        lambda _, outcome: _happened(outcome.landing[:, :, 3]),
        part="landings",
    ),
    Quantity(
        "lost_ashore_chance",
        "Lost where it landed",
        CHANCE,
        "It came ashore and was not relieved, and nothing is left of it when the period ends.",
        lambda _, outcome: np.asarray(
            _happened(outcome.landing[:, :, 2])
            & ~_happened(outcome.landing[:, :, 3])
            & (outcome.landing[:, :, 4] <= 0.0)
        ),
        part="landings",
    ),
    Quantity(
        "ashore_h",
        "Hour ashore",
        "h",
        "Hour from H-hour at which it gained its foothold.",
        lambda _, outcome: outcome.landing[:, :, 2],
        part="landings",
    ),
    Quantity(
        "battalions",
        "Battalions arrived from outside",
        "battalions",
        "Battalions from outside the region that have arrived by the end of the day; day 0 is H-hour.",
        lambda _, outcome: outcome.reinforcement_bn,
        part="reinforcement",
    ),
    Quantity(
        "open_share",
        "Share of the period open",
        "share",
        "Share of the period's hours in which the way in is open.",
        _open_share,
        part="ways_in",
    ),
    Quantity(
        "isolated",
        "No way in open",
        CHANCE,
        "No way in is open for at least half of the day; day 1 is the first.",
        lambda _, outcome: np.asarray(outcome.isolated_h >= 12.0),
        part="isolation",
    ),
    Quantity(
        "persons",
        "Killed, wounded, captured, missing",
        "persons",
        "Persons of the side killed, wounded, captured and missing by the end of the period.",
        lambda _, outcome: outcome.lost_persons[:, -1, :],
        part="losses",
    ),
    Quantity(
        "battalion_equivalents",
        "Battalion equivalents lost",
        "battalion equivalents",
        "Battalion equivalents of the side's manoeuvre units lost by the end of the period, to all causes.",
        _power_lost,
        part="losses",
    ),
    Quantity(
        "battalions_destroyed",
        "Battalions destroyed or captured",
        "battalions",
        "Battalions of the side of which nothing is left when the period ends.",
        _destroyed,
        part="losses",
    ),
    Quantity(
        "short_of_ammunition_bn_days",
        "Short of ammunition",
        "battalion-days",
        "Days that fighting battalions of the side have less ammunition than an attack is begun with, added up.",
        lambda _, outcome: _real(outcome.short_bn_days[:, :, AMMUNITION]),
        part="supply",
    ),
    Quantity(
        "short_of_fuel_bn_days",
        "Short of fuel",
        "battalion-days",
        "Days that fighting battalions of the side have less fuel than their reserve, added up.",
        lambda _, outcome: _real(outcome.short_bn_days[:, :, FUEL]),
        part="supply",
    ),
    Quantity(
        "ammunition_delivered_t",
        "Ammunition delivered",
        "t",
        "Tonnes of ammunition that trucks bring to the side's battalions by the end of the period.",
        lambda _, outcome: _real(outcome.delivered_t[:, :, AMMUNITION]),
        part="supply",
    ),
    Quantity(
        "fuel_delivered_t",
        "Fuel delivered",
        "t",
        "Tonnes of fuel that trucks bring to the side's battalions by the end of the period.",
        lambda _, outcome: _real(outcome.delivered_t[:, :, FUEL]),
        part="supply",
    ),
    Quantity(
        "lifted_t",
        "Lifted at railheads and depots",
        "t",
        "Tonnes of both classes that the side's trucks take up; what is not delivered of it did not get through.",
        lambda _, outcome: _real(outcome.lifted_t.sum(axis=2)),
        part="supply",
    ),
    Quantity(
        "culminated_bn",
        "Battalions that culminate",
        "battalions",
        "Battalions of the side that were to attack and paused at least once for want of ammunition or fuel.",
        _culminated,
        part="supply",
    ),
    Quantity(
        "culminated_km",
        "Where they culminate",
        "km",
        "Road from the nearest railhead or depot at which such a battalion first paused: the median of a draw's.",
        lambda scenario, outcome: _median_of_side(scenario, outcome, outcome.short_km),
        part="supply",
    ),
    Quantity(
        "culminated_h",
        "When they culminate",
        "h",
        "Hour from H-hour at which such a battalion first paused: the median of a draw's.",
        lambda scenario, outcome: _median_of_side(scenario, outcome, outcome.short_h),
        part="supply",
    ),
)

PARTS = {
    "verdict": "Whole campaigns",
    "objectives": "An objective",
    "reinforcement": "A day's end (`reinforcement`)",
    "isolation": "A day (`isolation`)",
    "ways_in": "A way in",
    "landings": "A landing or air assault (`landings`)",
    "losses": "A side (`losses`)",
    "supply": "A side's supply (`supply`)",
}
"""What the quantities of each section are numbers of."""
QUANTITIES = QuantityTable(_ROWS, PARTS)
"""Every quantity; a new one is one more row. Order is the order of tables."""

WORDS = {
    "lost": "An enemy of the holder controls the objective's place; the hour is the first such hour after H-hour.",
    "outskirts": "An enemy of the holder stands within two cells (about 13 km) of the objective, or beside the "
    "built-up ground of its city.",
    "battalion_equivalents": "Strength counted in heavy mechanised battalions at full strength.",
    "interval": (
        "95 % intervals for the number of draws alone (Wilson for chances, order statistics for medians). They do "
        "not cover what the model leaves out; the range of doubt about inputs is inside the draws."
    ),
    "p10_p90": "One draw in ten lies below p10, one in ten above p90.",
}
"""What the words mean that definitions use."""
