"""What a scenario's answer rests on: every value that a draw may vary, with the words for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hillfort.campaign.air_and_sea import doubts
from hillfort.campaign.doubt import scenario_doubts
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.evidence import Evidence
from hillfort.studies.doubt.words import is_of_one_thing, words_of

UNITS_IN_NAMES = re.compile(r"_(km_per_day|bneq_per_day|veh_per_km|pct_per_day|kmh|km|h|days|bneq)(?=_|$)")
"""Units at the end of a parameter's name, or before the side it is for: in words they stand with the number."""


def rests_on(scenario: Scenario, coa: str) -> dict[str, Evidence]:
    """Name to evidence: the warning, quality of troops, power of battalions, every model parameter."""
    given = scenario_doubts(scenario, coa) if coa in scenario.courses_of_action else {}
    air, sea = doubts(scenario)
    return given | dict(sorted(scenario.assumptions.items())) | air | sea


def spoken(name: str, names: Mapping[str, str] | None = None) -> str:
    """A parameter's name as words, without the unit that stands with its number; `names` says what keys of forces are called.

    >>> spoken("sea_closes_h"), spoken("quality_EE"), spoken("air_loss_bneq_per_day_blue"), spoken("march_share")
    ('sea closes', 'quality of troops, EE', 'air loss, Blue', 'march share')
    >>> spoken("fit_advance_wet"), spoken("sea.mine_reliability"), spoken("sea.waters.Irbe Strait.width_km")
    ('rate of advance: weight of wet weather', 'mine reliability', 'Irbe Strait: width')
    """
    if found := words_of(name, names):
        return found
    if name.startswith("quality_"):
        return f"quality of troops, {name.removeprefix('quality_')}"
    for start, words in (("power_", "combat power"), ("fires_", "fires")):
        if name.startswith(start) and name.endswith("-bn"):
            kind = name.removeprefix(start).removesuffix("-bn").replace("-", " ")
            return f"{words} of {'an' if kind[0] in 'aeiou' else 'a'} {kind} battalion"
    plain = UNITS_IN_NAMES.sub("", name.removeprefix("sea.")).replace("_", " ")
    for side in ("blue", "red"):
        if plain.endswith(f" {side}"):
            return f"{plain.removesuffix(side).rstrip()}, {side.capitalize()}"
    return plain


def meaning(name: str, evidence: Evidence | None) -> str:
    """What it means, in a sentence; '' where nobody wrote it down.

    >>> meaning("surrender_h", Evidence(200, "h", 100, 400, note="Hours until a unit gives up. Judged."))
    'Hours until a unit gives up'
    """
    if name == "warning_h":
        return "Time between the moment the defender understands and H-hour"
    if name.startswith("quality_"):
        return "Combat effectiveness per head against an average force"
    if name.startswith("power_") and evidence and not evidence.note:
        return "Battalion equivalents at full strength: 1 is a heavy mechanised battalion"
    return evidence.note.split(". ")[0].rstrip(".") if evidence else ""


def title(name: str, sentence: str) -> str:
    """What people call it: what it means where that says it alone, else its name as words.

    >>> title("air_loss_bneq_per_day_red", "Red ground power lost to Blue aircraft each day")
    'Red ground power lost to Blue aircraft each day'
    >>> title("break_cohesion", "Cohesion below which a unit breaks; it rejoins half-way back to 1")
    'Cohesion below which a unit breaks'
    >>> title("quality_EE", "Combat effectiveness per head against an average force"), title("warning_h", "Time between ...")
    ('Quality of troops, EE', 'Warning before H-hour')
    >>> title("fit_margin_intercept", "The range holds what a new theatre of war adds"), title("air_quality_red", "The same, Red")
    ('Who prevails: level', 'Air quality, Red')
    """
    if name == "warning_h":
        return "Warning before H-hour"
    plain = spoken(name)
    general = (
        name.startswith(("quality_", "power_"))
        or name.endswith("-bn")
        or is_of_one_thing(name)
        or sentence.startswith("The same")
    )
    found = plain if general or not sentence else sentence.split(";")[0].split(":")[0]
    return found[:1].upper() + found[1:]
