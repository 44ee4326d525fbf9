"""Warning and decision of a scenario: what is believed by day, who has decided by then, and what false alarms cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.campaign.readiness import readiness_address
from hillfort.campaign.scenario import Scenario
from hillfort.crisis import columns, hours
from hillfort.crisis.luck import Luck
from hillfort.crisis.posture import DECIDERS, CrisisPosture
from hillfort.forces.formation import Battalion
from hillfort.foundation.draws import uniform_table
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.streams import DOUBT
from hillfort.foundation.version import VERSION
from hillfort.studies.crisis.result import CrisisResult
from hillfort.studies.intervals import chance, quantiles

DAYS = (60, 45, 30, 21, 14, 10, 7, 5, 3, 2, 1, 0)
"""Days before H-hour that are shown."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
FORMAT = 1
LEAVES_OUT = (
    "One belief holds for all who watch; services that see more than others are not told apart.",
    "Deception: a sign that is shown on purpose, or hidden, counts as found or not like any other.",
    "An alarm that deters: whoever was deterred does not attack, and no campaign is run of it.",
    "All allies have one clock; a nation's own is its parliament's consent alone.",
)


@dataclass(frozen=True)
class CrisisAnswer:
    """What a crisis says of a scenario."""

    scenario: Scenario
    coa: str
    summary: dict[str, Any]

    def __repr__(self) -> str:
        return f"<Warning and decision of {self.scenario.name}, {self.summary['draws']} draws>"

    @property
    def result(self) -> CrisisResult:
        """The same as a record with named fields."""
        return CrisisResult.model_validate(self.summary)


def study(scenario: Scenario, *, coa: str, draws: int, seed: int) -> CrisisAnswer:
    """What is believed and decided before H-hour of a scenario.

    Parameters
    ----------
    scenario : Scenario
    coa : str
        Course of action whose stated warning stands beside.
    draws, seed : int

    Raises
    ------
    InputError
        A scenario that was made in Python has no crisis.
    """
    posture = scenario.crisis
    if posture is None:
        found = "says nothing about warning and decision."
        raise InputError(Problem(scenario.name, 0, "crisis", found, "Read it from a file, which brings the package's."))
    values = columns.drawn(posture, seed=seed, draws=draws)
    luck = Luck(seed, 0, draws)
    clocks = hours.clocks(posture, values, luck)
    sees = {attack: hours.warned(posture, values, luck, attack=attack) for attack in (True, False)}
    deciders = {
        "warning": clocks.warning_h,
        **{who: getattr(clocks, f"{who}_h") for who in DECIDERS},
        "release": hours.release_h(posture, clocks),
    }
    summary = {
        "format": FORMAT,
        "hillfort": VERSION,
        "scenario": {
            "name": scenario.name,
            "hash": scenario.hash,
            "title": scenario.title,
            "date": scenario.date,
            "theatre": scenario.theatre.name,
        },
        "measures": [{"name": each.name, "title": each.title} for each in scenario.measures],
        "coa": coa,
        "draws": draws,
        "seed": seed,
        "rules": [name for name in posture.assumptions if name.startswith("rule_") and posture.is_on(name)],
        "days": [_day(day, sees, clocks) for day in DAYS],
        "hours": {name: _spread(hour) for name, hour in deciders.items()},
        "before_h_hour": {who: chance(getattr(clocks, f"{who}_h") < clocks.warning_h).as_dict() for who in DECIDERS},
        "stated": _stated(scenario, coa, draws, seed),
        "alarms": _alarms(sees, values),
        "formations": _formations(scenario, posture, values, clocks),
        "value_of_a_day": None,
        "leaves_out": list(LEAVES_OUT),
    }
    return CrisisAnswer(scenario, coa, summary)


def _spread(values: np.ndarray) -> dict[str, float]:
    return {f"p{100 * share:.0f}": round(float(np.quantile(values, share)), 2) for share in QUANTILES}


def _day(day: int, sees: dict[bool, hours.Warned], clocks: hours.Clocks) -> dict[str, Any]:
    """Belief on a day before H-hour, with an attack and without, and who has decided by then."""
    found: dict[str, Any] = {"day": day}
    for attack, name in ((True, "belief_if_attack"), (False, "belief_if_none")):
        belief = sees[attack].belief.on(float(day))
        found[name] = {"mean": round(float(belief.mean()), 4), **_spread(belief)}
    at = clocks.warning_h - hours.DAY_H * day
    found["decided"] = {who: chance(getattr(clocks, f"{who}_h") <= at).as_dict() for who in DECIDERS}
    return found


def _stated(scenario: Scenario, coa: str, draws: int, seed: int) -> dict[str, dict[str, float]]:
    """The hours that the scenario states, as spreads."""
    said: dict[str, Evidence] = {
        "warning": scenario.courses_of_action[coa].warning_h,
        "nation": scenario.assumptions["host_decision_h"],
        "release": scenario.assumptions["alliance_decision_h"],
    }
    chances = uniform_table(list(said), stream=DOUBT, draws=draws, seed=seed)
    return {name: _spread(each.quantiles(chances[:, place])) for place, (name, each) in enumerate(said.items())}


def _alarms(sees: dict[bool, hours.Warned], values: hours.Values) -> dict[str, Any]:
    """What alarms that were false are and cost."""
    false = ~np.isnan(sees[False].passes["nation"])
    a_year = values["look_alikes_per_year"] * float(false.mean())
    return {
        "missed": chance(np.isnan(sees[True].passes["nation"])).as_dict(),
        "false": chance(false).as_dict(),
        "false_a_year": round(float(a_year.mean()), 4),
        "remembered": round(float(sees[True].remembered.mean()), 3),
        "meur_a_year": _spread(a_year * values["false_alarm_meur"]),
    }


def _luck_of_notice(unit: Battalion) -> str:
    """The name under which the notice of a unit's formation is drawn, as in campaigns."""
    return readiness_address(unit.luck.split("/")[0], "notice_to_move_h")


def _formations(
    scenario: Scenario, posture: CrisisPosture, values: hours.Values, clocks: hours.Clocks
) -> list[dict[str, Any]]:
    """When allied formations may leave, days from H-hour."""
    found = []
    first = {each.formation.split("/")[0]: each for each in reversed(scenario.battalions)}
    names = {each.id: each.name for each in scenario.formations}
    for key, unit in sorted(first.items()):
        if unit.side != "blue" or not unit.outside:
            continue
        luck = uniform_table([_luck_of_notice(unit)], stream=DOUBT, draws=len(clocks.warning_h))
        notice = unit.readiness.notice_to_move_h.quantiles(luck[:, 0])
        leaves = hours.leaves_h(posture, values, clocks, unit.country, notice) - clocks.warning_h
        found.append(
            {
                "formation": key,
                "name": names.get(key, key),
                "country": unit.country,
                "leaves_days": {
                    name: None if number is None else round(float(number), 2)
                    for name, number in quantiles(leaves / hours.DAY_H).items()
                },
                "before_h_hour": chance(leaves <= 0.0).as_dict(),
            }
        )
    return found
