"""Fights for cities against the law of a city: predictions, scores,
and the record predicted with each city left out."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.foundation.evidence import Evidence
from hillfort.ground.city.fitting import CityOutcome, fit
from hillfort.ground.city.law import QUANTILES, CityAmount, CityDoubts, CityFight, CityPrediction, predict

if TYPE_CHECKING:
    from hillfort.campaign.scenario import Scenario

LEAST_COVERED_PCT = 70.0
"""Aim: the share of days that intervals of 80 % must hold at least."""
NOBODY_THERE = 0.0
"""Manning of a garrison that is none."""
BASELINE = "the record's own quantiles"
MODEL = "the law of a city"


def predictions(
    fights: Sequence[CityFight], parameters: Mapping[str, Evidence], *, draws: int = 999, seed: int = 1
) -> list[CityPrediction]:
    """A prediction for each fight, in order; the same input gives the same numbers."""
    doubts = CityDoubts(parameters, draws=draws, seed=seed)
    return [predict(each, doubts) for each in fights]


def left_out(
    fights: Sequence[CityFight],
    outcomes: Sequence[CityOutcome],
    parameters: Mapping[str, Evidence],
    *,
    draws: int = 999,
    seed: int = 1,
) -> tuple[list[CityPrediction], list[CityPrediction]]:
    """Each fight predicted by a law that was fitted without it, and by the quantiles of the others alone."""
    mine, plain = [], []
    for index, fight in enumerate(fights):
        others = [each for other, each in enumerate(outcomes) if other != index]
        rest = [each for other, each in enumerate(fights) if other != index]
        fitted = dict(parameters) | fit(rest, others, parameters)
        mine += predictions([fight], fitted, draws=draws, seed=seed)
        plain.append(baseline(fight.name, others))
    return mine, plain


def baseline(name: str, outcomes: Sequence[CityOutcome]) -> CityPrediction:
    """What somebody says who knows other fights and nothing of this one: their quantiles,
    and their share that was taken.

    >>> from hillfort.ground.city.law import CityAmount
    >>> known = [CityOutcome(CityAmount(days, days), taken=True) for days in (4.0, 40.0, 400.0)]
    >>> round(baseline("X", known).days_p50), baseline("X", known).taken_chance
    (40, 0.8)
    """
    days = [math.log(each.days.middle) for each in outcomes if each.days is not None]
    taken = [each.taken for each in outcomes if each.taken is not None]
    low, middle, high = np.exp(np.quantile(days, QUANTILES)) if days else (math.nan,) * len(QUANTILES)
    return CityPrediction(name, float(low), float(middle), float(high), (sum(taken) + 1) / (len(taken) + 2))


def scores(predicted: Sequence[CityPrediction], outcomes: Sequence[CityOutcome]) -> dict[str, Any]:
    """How near predictions are, over the fights whose days or outcome are known.

    Returns
    -------
    dict
        battles; observed (with days); coverage_80 (share whose days lie between 10 and 90 %: a range counts by its
        middle, a lower bound is inside where 90 % is not below it); median_absolute_log_error; quantile_loss (mean over
        fights of the losses of the three quantiles of ln days: less is better; bounds are left out of both); decided;
        brier (of being taken). None where nothing is known.
    """
    known = [(mine, each) for mine, each in zip(predicted, outcomes, strict=True) if each.days is not None]
    exact = [(mine, math.log(each.days.middle)) for mine, each in known if each.days and not each.at_least]
    off = [abs(math.log(mine.days_p50) - seen) for mine, seen in exact]
    decided = [
        (mine.taken_chance, float(each.taken))
        for mine, each in zip(predicted, outcomes, strict=True)
        if each.taken is not None
    ]
    return {
        "battles": len(predicted),
        "observed": len(known),
        "coverage_80": round(float(np.mean([inside(mine, each) for mine, each in known])), 3) if known else None,
        "median_absolute_log_error": round(float(np.median(off)), 3) if off else None,
        "quantile_loss": round(float(np.mean([_loss(mine, seen) for mine, seen in exact])), 3) if exact else None,
        "decided": len(decided),
        "brier": round(float(np.mean([(chance - came) ** 2 for chance, came in decided])), 4) if decided else None,
    }


def inside(mine: CityPrediction, outcome: CityOutcome) -> bool | None:
    """Whether what came lies between 10 and 90 % of a prediction; None where it is not known."""
    if outcome.days is None:
        return None
    if outcome.at_least:
        return outcome.days.low <= mine.days_p90
    return mine.days_p10 <= outcome.days.middle <= mine.days_p90


def _loss(mine: CityPrediction, seen: float) -> float:
    """Losses of the three quantiles of ln days together."""
    each = zip(QUANTILES, (mine.days_p10, mine.days_p50, mine.days_p90), strict=True)
    return sum(max(chance * (seen - math.log(days)), (chance - 1.0) * (seen - math.log(days))) for chance, days in each)


def familiar(fights: Sequence[CityFight], record: Sequence[CityFight]) -> tuple[str, ...]:
    """Fights that the law was fitted to, as far as the first word of their name says so:
    two fights for one city count as one.

    >>> familiar([CityFight("Aachen, 13 Oct 1944"), CityFight("Elsewhere")], [CityFight("Aachen 1944")])
    ('Aachen, 13 Oct 1944',)
    """
    words = {_place(each.name) for each in record}
    return tuple(each.name for each in fights if _place(each.name) in words)


def _place(name: str) -> str:
    found = re.match(r"\W*(\w+)", name)
    return found[1].casefold() if found else ""


def facts_of(fight: CityFight) -> str:
    """What a prediction was made from, in words; '' where nothing but the name was known.

    >>> from hillfort.ground.city.law import CityAmount
    >>> facts_of(CityFight("X", attackers=CityAmount(3000.0, 6000.0), isolated=True))
    'attackers 3,000-6,000, isolated'
    """
    amounts = {
        "attackers": fight.attackers,
        "defenders": fight.defenders,
        "ratio": fight.ratio,
        "area in km²": fight.area_km2,
        "inhabitants": fight.inhabitants,
        "defenders a km²": fight.density,
    }
    told = []
    for name, each in amounts.items():
        if each is not None:
            span = f"{each.low:,.6g}" if each.low == each.high else f"{each.low:,.6g}-{each.high:,.6g}"
            told.append(f"{name} {span}")
    if not fight.organised:
        told.append("defence not organised")
    if fight.isolated is not None:
        told.append("isolated" if fight.isolated else "not isolated")
    return ", ".join(told)


@dataclass(frozen=True, slots=True)
class CityCampaign:
    """Days from the first enemy in the outskirts until a city is lost, in campaigns or by the law of cities; None:
    longer than the period."""

    name: str
    days_p10: float | None
    days_p50: float | None
    days_p90: float | None
    taken_chance: float


def one_city(
    scenario: Scenario, parameters: Mapping[str, Evidence], *, draws: int, seed: int = 1
) -> list[CityCampaign]:
    """The campaign's own duration of a fight for a city beside the law's: a garrison that holds, as the law mixes,
    nobody there.

    Assumes
    -------
    The scenario has one objective and one course of action, and all of its blue forces stand in that city.
    """
    from hillfort.campaign.cities import built_km2

    ground = built_km2(scenario, scenario.objectives[0].place)
    facts = CityFight(
        scenario.title, _people(scenario, "red"), _people(scenario, "blue"), area_km2=CityAmount(ground, ground)
    )
    told = predict(facts, CityDoubts(parameters, seed=seed))
    garrison = sorted({each.formation for each in scenario.battalions if each.side == "blue"})
    holds = {"assumptions.city_quick_chance": 0.0}
    absent = {f"formations.{each}.manning_share": NOBODY_THERE for each in garrison}
    return [
        CityCampaign("the law of cities", told.days_p10, told.days_p50, told.days_p90, told.taken_chance),
        _fought("campaign, a garrison that holds", scenario, holds, draws=draws, seed=seed),
        _fought("campaign, as the law mixes them", scenario, {}, draws=draws, seed=seed),
        _fought("campaign, nobody in the city", scenario, holds | absent, draws=draws, seed=seed),
    ]


def _people(scenario: Scenario, side: str) -> CityAmount:
    total = sum(each.type.personnel.value for each in scenario.battalions if each.side == side)
    return CityAmount(total, total)


def _fought(name: str, scenario: Scenario, values: Mapping[str, float], *, draws: int, seed: int) -> CityCampaign:
    from hillfort.campaign import run

    varied = scenario.vary(values, reason="the comparison with the law of cities") if values else scenario
    (coa,) = scenario.courses_of_action
    outcome = run.fight(varied, coa=coa, draws=draws, seed=seed)
    days = (outcome.lost_h[:, 0] - outcome.outskirts_h[:, 0]) / 24.0
    found = np.quantile(np.where(np.isnan(days), np.inf, days), QUANTILES, method="higher")
    low, middle, high = (float(each) if math.isfinite(each) else None for each in found)
    return CityCampaign(name, low, middle, high, float(np.mean(~np.isnan(days))))
