"""How far from its railheads an attacker can be supplied, beside what is published.

Figures: A. Vershinin, Feeding the Bear (War on the Rocks, 2021): Russian trucks suffice to about 90 miles (145 km) from
supply dumps; tonnage falls by a third from 45 to 90 miles and by two thirds to 180; others say 90 to 150 km without a
pause. None of the parameters was set with these distances in sight; speed and hours of trucks are doubted around the
article's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.campaign.doubt import sample
from hillfort.campaign.outcome import Outcome
from hillfort.campaign.run import fight, prepared
from hillfort.campaign.scenario import Scenario
from hillfort.validation.anchors import Anchor
from hillfort.validation.sanity import Probe, otherwise

SCENARIO = "baltic-2019"
SUBJECT = "Culmination"
ARTICLE = "Vershinin, Feeding the Bear, War on the Rocks (2021)"
PUBLISHED_KM = (90.0, 150.0)
MILES_KM = 1.609
ARTICLE_KM_PER_H, ARTICLE_HANDLING_H = 45.0 * MILES_KM, 2.0
"""Speed of the article's trucks and their loading and unloading."""
NEAR_MILES, FAR_MILES, FARTHEST_MILES = 45.0, 90.0, 180.0
AT_FAR, AT_FARTHEST = 0.67, 0.34
"""Published tonnage at 90 and at 180 miles, against that at 45."""
ADVANCE_KM_PER_DAY = 30.0
"""Advance of the whole force in a day for which its fuel is counted."""
WHOLE, HALF = 1.0, 0.5
"""Share of the battalions that attack on a day."""
QUANTILES = (0.1, 0.5, 0.9)
NOBODY_LEFT = Probe("unopposed", "No Blue battalion", (), remove=("blue",))


@dataclass(frozen=True, slots=True)
class ReachRow:
    """Kilometres of road from the railhead, over draws: of the law of trucks, or of battalions that paused."""

    name: str
    km_p10: float
    km_p50: float
    km_p90: float
    """NaN where nobody paused."""
    share: float
    """Of attackers' battalions: those that paused at least once; NaN for the law."""


@dataclass(frozen=True, slots=True)
class Culmination:
    """What the law of trucks and campaigns say, and the anchors."""

    rows: tuple[ReachRow, ...]
    anchors: tuple[Anchor, ...]


def measure(
    scenario: Scenario,
    *,
    draws: int = 200,
    seed: int = 1,
    threads: int | None = None,
    stage: Callable[[str], None] | None = None,
) -> Culmination:
    """The distances of the law of trucks for the scenario's Red army, those of its campaigns, and the anchors."""
    law = reaches(scenario, draws=draws, seed=seed)
    rows = [_row(name, km) for name, km in law.items()]
    for war, words in ((otherwise(scenario, NOBODY_LEFT), "unopposed"), (scenario, "as it stands")):
        for key in scenario.courses_of_action:
            if stage:
                stage(f"{key}, {words}")
            outcome = fight(war, coa=key, draws=draws, seed=seed, threads=threads)
            rows.append(paused(war, outcome, f"Campaign {key}, {words}"))
    return Culmination(tuple(rows), tuple(anchors(law[next(iter(law))])))


def trips(km: float, *, km_per_h: float, handling_h: float, hours: float) -> float:
    """Loads of a truck in a day at a distance.

    >>> trips(72.4, km_per_h=72.4, handling_h=2.0, hours=12.0)
    3.0
    """
    return hours / (2.0 * km / km_per_h + handling_h)


def sustained_km(
    tonne_hours: np.ndarray, need_t: np.ndarray, km_per_h: np.ndarray, handling_h: np.ndarray
) -> np.ndarray:
    """Distance at which a day of a fleet brings just what is used in a day; 0 where it does not even at the railhead.

    >>> one = np.array
    >>> float(sustained_km(one([120.0]), one([20.0]), one([40.0]), one([2.0]))[0])
    80.0
    """
    return np.asarray(np.maximum(0.0, (tonne_hours / np.maximum(need_t, 1e-9) - handling_h) * km_per_h / 2.0))


def reaches(scenario: Scenario, *, draws: int, seed: int) -> dict[str, np.ndarray]:
    """Kilometres, (draw,), at which the trucks of Red's army bring what it uses, by what it does in a day."""
    coa = next(iter(scenario.courses_of_action))
    ready = prepared(scenario, coa)
    p = ready.by_name(sample(ready.columns, seed=seed, first_draw=0, draws=draws, scenario=scenario)).assumed
    units = ready.arrays.u[ready.arrays.u["side"] == 1]
    ammunition_t, km_t = day_tonnes(p, units), km_tonnes(p, units)
    hours = p["supply_truck_ready_share"] * p["supply_truck_hours_per_day"]
    pace, handling = p["supply_truck_km_per_h"], p["supply_truck_handling_h"]

    def reach(attacking: float, advance_km: float) -> np.ndarray:
        ammunition = ammunition_t * (attacking + (1.0 - attacking) * p["ammunition_quiet_share"])
        fought_h = attacking * p["combat_day_h"]
        fuel_km = advance_km + fought_h * p["fuel_fight_km_per_h"] + (24.0 - fought_h) * p["fuel_rest_km_per_h"]
        by_ammunition = sustained_km(p["lift_ammunition_t_red"] * hours, ammunition, pace, handling)
        by_fuel = sustained_km(p["lift_fuel_t_red"] * hours, km_t * fuel_km, pace, handling)
        return np.asarray(np.minimum(by_ammunition, by_fuel))

    return {
        "Every battalion attacks every day": reach(WHOLE, ADVANCE_KM_PER_DAY),
        "One battalion in two attacks every day": reach(HALF, ADVANCE_KM_PER_DAY),
    }


def day_tonnes(p: np.ndarray, units: np.ndarray) -> np.ndarray:
    """(draw,) tonnes of ammunition of the mean battalion in a day of attack."""
    return np.asarray(
        p["ammunition_t_per_gun"] * units["guns"].mean()
        + p["ammunition_t_per_tank"] * units["tanks"].mean()
        + p["ammunition_t_per_fighting_vehicle"] * units["fighting_vehicles"].mean()
        + p["ammunition_kg_per_person"] * units["persons"].mean() / 1000.0
    )


def km_tonnes(p: np.ndarray, units: np.ndarray) -> np.ndarray:
    """(draw,) tonnes of fuel of the mean battalion on a kilometre of march."""
    others = np.maximum(0.0, units["vehicles"] - units["tanks"] - units["fighting_vehicles"])
    kg = p["fuel_kg_per_km_tank"] * units["tanks"].mean() + p["fuel_kg_per_km_truck"] * others.mean()
    return np.asarray((kg + p["fuel_kg_per_km_fighting_vehicle"] * units["fighting_vehicles"].mean()) / 1000.0)


def paused(scenario: Scenario, outcome: Outcome, name: str) -> ReachRow:
    """Where Red's attackers paused for want of supply, over all battalions and draws of a campaign."""
    red = np.array([each.side == "red" and each.type.role == "manoeuvre" for each in scenario.battalions])
    km = outcome.short_km[:, red].astype(np.float64)
    return _row(name, km[~np.isnan(km)], share=float(np.mean(~np.isnan(km))))


def _row(name: str, km: np.ndarray, *, share: float = float("nan")) -> ReachRow:
    low, middle, high = np.quantile(km, QUANTILES) if km.size else np.full(3, np.nan)
    return ReachRow(name, float(low), float(middle), float(high), share)


def anchors(km: Sequence[float] | np.ndarray) -> Iterator[Anchor]:
    """The published reach beside ours, and the article's own fall of tonnage by our law with the article's figures."""
    low, middle, high = np.quantile(km, QUANTILES)
    yield Anchor(
        SUBJECT, "Reach of Red's army from railheads, without a pause", PUBLISHED_KM, float(middle), float(low),
        float(high), unit="km", rule="inside", source=ARTICLE,
        note="Road from the railhead at which trucks bring just what an army uses that attacks with all it has: the "
        "median over the doubt, and four draws in five.",
    )  # fmt: skip
    plain = {"km_per_h": ARTICLE_KM_PER_H, "handling_h": ARTICLE_HANDLING_H, "hours": 12.0}
    near = trips(NEAR_MILES * MILES_KM, **plain)
    for name, miles, published in (
        ("Tonnage at 90 miles against 45", FAR_MILES, AT_FAR),
        ("Tonnage at 180 miles against 45", FARTHEST_MILES, AT_FARTHEST),
    ):
        ours = trips(miles * MILES_KM, **plain) / near
        yield Anchor(
            SUBJECT, name, published, ours, ours, ours, unit="share", rule="near", source=ARTICLE,
            note="Our law with the article's speed and loading; the article counts whole trips.",
        )  # fmt: skip
