"""What surrounds a campaign ashore: the air over it, the sea beside it, the lines behind it,
told briefly beside its answer.

The sky is that of the campaign's own draws. The sea as it is at sea, and the lines with their arrival curve, what
isolates, and the two or three worst losses, are studies of their own on fewer draws of the same luck.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from hillfort.air.war import DAILY, states_of_sky
from hillfort.campaign.outcome import CAUSES, Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import HillfortError
from hillfort.studies import intervals
from hillfort.studies.air import study as air_study
from hillfort.studies.campaign.assessment import Assessment
from hillfort.studies.campaign.surroundings import Around, SkyAnswer
from hillfort.studies.lines import brief as lines_brief
from hillfort.studies.lines.answer import LinesAnswer
from hillfort.studies.sea import study as sea_study
from hillfort.studies.sea.quantities import mean
from hillfort.studies.sea.study import SeaStudy

AIR_DRAWS, SEA_DRAWS, LINES_DRAWS = 200, 200, 100
"""Most draws of each: intervals are wider than those of the campaign, and the report stays quick."""
SIDES = ("blue", "red")
DEFINITIONS = {
    "holds": "A side holds the sky over a country on a day on which its fighters and the cover of its air defence "
    "weigh at least twice the other's.",
    "denied": "A sky is denied on a day on which neither side holds it: both can keep the other from using it freely.",
    "airlift": "Share of a day in which transport aircraft can land: the sky is not the other side's, its air defence "
    "does not reach, a runway is open.",
    "aircraft": "Aircraft lost in the air, to fighters and to air defence.",
    "battalion_equivalents": "Ground power lost to the other side's aircraft, where "
    "both fly as they wish and nothing ashore answers.",
    "sky": "The sky alone, beside the campaign: in the campaign bases are overrun and sorties follow the fighting.",
}
OF_THE_CAMPAIGN = {
    "battalion_equivalents": "Strength of manoeuvre units lost to the other side's aircraft, as among losses by cause.",
    "sky": "The sky of the campaign's own draws: bases are overrun, and sorties follow the fighting.",
}
"""What is meant otherwise where the sky is that of campaigns."""
Note = Callable[[str], None]
T = TypeVar("T")


def with_around(found: Assessment, *, stage: Note | None = None) -> Assessment:
    """The same assessment with what surrounds it, on its luck; its summary gains 'air', 'sea' and 'lines'.

    What cannot be had is said in the summary and does not take the campaign's answer with it.
    """
    around = study(
        found.scenario,
        coa=found.outcome.coa,
        draws=found.outcome.draws,
        seed=found.outcome.seed,
        stage=stage,
        outcome=found.outcome,
    )
    return dataclasses.replace(found, around=around, summary=found.summary | around.summary)


def study(
    scenario: Scenario,
    *,
    coa: str,
    draws: int,
    seed: int,
    stage: Note | None = None,
    outcome: Outcome | None = None,
) -> Around:
    """Air, sea and lines of a scenario under one course of action: the sky of the draws of `outcome` where it is given,
    all else on at most so many draws as it is worth here."""
    say = stage or (lambda _: None)
    summary: dict[str, Any] = dict.fromkeys(("air", "sea", "lines"))
    sky = sea = answer = None
    if scenario.air is not None:
        say("the air")
        sky, summary["air"] = _told(
            lambda: (
                _sky_of(scenario, outcome) if outcome is not None else _air(scenario, coa, min(draws, AIR_DRAWS), seed)
            )
        )
    if scenario.sea is not None:
        say("the sea")
        sea, summary["sea"] = _told(lambda: _sea(scenario, min(draws, SEA_DRAWS), seed))
    if scenario.lines is not None:
        say("the lines of communication")
        answer, summary["lines"] = _told(lambda: _lines(scenario, coa, min(draws, LINES_DRAWS), seed))
    return Around(sky, sea, answer, summary)


def _told(make: Callable[[], tuple[T, dict[str, Any]]]) -> tuple[T | None, dict[str, Any]]:
    """What was found with its numbers, or why it could not be."""
    try:
        return make()
    except HillfortError as error:
        return None, {"missing": str(error)}


def _air(scenario: Scenario, coa: str, draws: int, seed: int) -> tuple[SkyAnswer, dict[str, Any]]:
    prepared, daily = air_study.over(scenario, coa=coa, draws=draws, seed=seed)
    return _air_told(scenario, tuple(prepared.region_names), daily, seed, DEFINITIONS)


def _sky_of(scenario: Scenario, outcome: Outcome) -> tuple[SkyAnswer, dict[str, Any]]:
    """The sky that the draws of a campaign had, in the columns of `DAILY`; those that the page has no use for are 0.

    Sorties and losses are not told apart by country there: all stand with the first; strength lost stands on the last
    day.
    """
    daily = np.zeros((*outcome.sky.shape[:3], len(DAILY)))
    daily[..., DAILY.index("superiority")], daily[..., DAILY.index("airlift")] = (
        outcome.sky[..., 0],
        outcome.sky[..., 1],
    )
    for place, side in enumerate(SIDES):
        daily[:, :, 0, DAILY.index(f"sorties_{side}")] = outcome.flown[:, :, place, 0]
        daily[:, :, 0, DAILY.index(f"aircraft_{side}")] = outcome.flown[:, :, place, 1]
        daily[:, -1, 0, DAILY.index(f"lost_{side}")] = outcome.losses[:, CAUSES.index("aircraft"), place, 1]
    return _air_told(scenario, outcome.skies, daily, outcome.seed, DEFINITIONS | OF_THE_CAMPAIGN)


def _air_told(
    scenario: Scenario, regions: Sequence[str], daily: np.ndarray, seed: int, definitions: Mapping[str, str]
) -> tuple[SkyAnswer, dict[str, Any]]:
    """The sky over the countries that are attacked, by day, and what the war in the air costs."""
    countries = air_study.attacked(scenario)
    places = [regions.index(country) for country in countries]
    sky = SkyAnswer(countries, daily[:, :, places])
    summary = {
        "draws": len(daily),
        "seed": seed,
        "days": daily.shape[1],
        "countries": {
            country: [_day_of(sky.daily[:, day, place], day) for day in range(daily.shape[1])]
            for place, country in enumerate(countries)
        },
        "sorties": {
            side: [
                {"day": day + 1, **intervals.quantiles(each)}
                for day, each in enumerate(_total(daily, f"sorties_{side}").T)
            ]
            for side in SIDES
        },
        "cost": {side: _cost(daily, side) for side in SIDES},
        "definitions": dict(definitions),
    }
    return sky, summary


def _day_of(part: np.ndarray, day: int) -> dict[str, Any]:
    """One day over one country; `part` is (draw, what)."""
    held = part[:, DAILY.index("superiority")]
    states = states_of_sky(held)
    return {
        "day": day + 1,
        "superiority": intervals.quantiles(held),
        "blue_holds": intervals.chance(states["blue"]).as_dict(),
        "denied": intervals.chance(states["denied"]).as_dict(),
        "red_holds": intervals.chance(states["red"]).as_dict(),
        "airlift_open": mean(part[:, DAILY.index("airlift")]),
    }


def _total(daily: np.ndarray, what: str) -> np.ndarray:
    """(draw, day) sums over all countries."""
    return np.asarray(daily[..., DAILY.index(what)].sum(axis=2))


def _cost(daily: np.ndarray, side: str) -> dict[str, Any]:
    """What the war in the air costs a side in the whole period."""
    return {
        "sorties": intervals.quantiles(_total(daily, f"sorties_{side}").sum(axis=1)),
        "aircraft": intervals.quantiles(_total(daily, f"aircraft_{side}").sum(axis=1)),
        "battalion_equivalents": intervals.quantiles(_total(daily, f"lost_{side}").sum(axis=1)),
    }


def _sea(scenario: Scenario, draws: int, seed: int) -> tuple[SeaStudy, dict[str, Any]]:
    found = sea_study.study(scenario, draws=draws, days=scenario.days, seed=seed, pull=False)
    return found, {key: found.summary[key] for key in ("draws", "seed", "days", "lanes", "landings", "leaves_out")}


def _lines(scenario: Scenario, coa: str, draws: int, seed: int) -> tuple[LinesAnswer, dict[str, Any]]:
    assert scenario.lines is not None
    chosen = dataclasses.replace(scenario, courses_of_action={coa: scenario.courses_of_action[coa]})
    answer = lines_brief.study(
        chosen, network=scenario.lines.network, movement=scenario.lines.movement, draws=draws, seed=seed
    )
    return answer, {key: answer.summary[key] for key in lines_brief.TOLD}
