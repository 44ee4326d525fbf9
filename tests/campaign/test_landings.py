"""Landings and air assaults: what carries them, what stops them, what becomes of those ashore, what is refused."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from campaign.sandbox import assumptions, battalion, exact, scenario, task, theatre
from hillfort.campaign._kernels import lifted as kernel
from hillfort.campaign._kernels import records
from hillfort.campaign.landings import has_coast
from hillfort.campaign.outcome import BECAME, Outcome
from hillfort.campaign.run import fight, trace
from hillfort.campaign.scenario import Lift, Scenario
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError
from hillfort.plans.plan import CourseOfAction, Order
from hillfort.studies.campaign.event_log import log
from hillfort.theatre.theatre import Theatre

DRAWS = 60
AIRCRAFT = Lift(
    "Wing", "red", "aircraft", "Westford", exact(2000.0, "persons"), exact(200.0, "count"), exact(600.0, "km/h"),
    exact(3.0, "h"), exact(1000.0, "km"),
)  # fmt: skip
ASHORE, THROWN_BACK, CALLED_OFF = (BECAME.index(each) for each in ("ashore", "thrown back", "called off"))


def with_airfield() -> Theatre:
    ground = theatre()
    field = replace(ground.places["Eastburg"], kinds=("town", "airfield"))
    return replace(ground, places={**ground.places, "Eastburg": field})


def drop(defenders: int = 1, *, lift: Lift = AIRCRAFT, days: int = 4, **values: float) -> Scenario:
    """One red battalion without tanks is dropped on Eastburg's airfield, which some blue ones hold."""
    war = scenario(defenders, 1, days=days, ground=with_airfield())
    units = tuple(
        replace(
            each,
            type=replace(each.type, tanks=exact(0.0)),
            base="Eastburg" if each.side == "blue" else each.base,
        )
        for each in war.battalions
    )
    sure = {"landing_least_sky": -1.0, "landing_denied_sky_loss": 0.0} | values
    given = {name: exact(value, war.assumptions[name].unit) for name, value in sure.items()}
    carried = Order("drop", ("r",), (task("air-assault", "Eastburg", lift=lift.name), task("hold", "Eastburg")))
    return replace(
        war,
        battalions=units,
        lifts={lift.name: lift},
        orders=(Order("stand", ("b",), (task("hold", "Eastburg"),)),) if defenders else (),
        courses_of_action={"drive": CourseOfAction("drive", "Drive", "", exact(48.0, "h"), {}, (carried,))},
        assumptions={**war.assumptions, "air_superiority": exact(0.0, "index"), **given},
    )


def fought(war: Scenario) -> Outcome:
    return fight(war, coa="drive", draws=DRAWS, seed=4)


def became(outcome: Outcome) -> np.ndarray:
    return outcome.landing[:, 0, 0].astype(int)


def test_nobody_at_the_place_and_nothing_on_the_way_puts_all_ashore_light_and_without_a_line() -> None:
    war = drop(0, landed_supply_days=2.0)
    outcome = fought(war)
    assert (became(outcome) == ASHORE).all() and np.isnan(outcome.landing[:, 0, 3]).all()
    km = 2.0 * math.radians(1.4) * 6371.0 / 2.0 * math.cos(math.radians(50.0))
    assert outcome.landing[:, 0, 2] == pytest.approx(math.ceil(3.0 + km / 600.0), abs=1.0)
    assert (outcome.lost_h[:, outcome.objectives.index("Eastburg")] == outcome.landing[:, 0, 2]).all()
    path = trace(war, coa="drive", seed=4, draw=0)
    unit = int(path.landing_unit[0])
    there = path.cell[:, unit] == path.landing_cell[0]
    assert there.any() and (path.line_share[there, unit] == 0.0).all()
    assert {"sets out", "ashore"} <= {each.kind for each in log(war, path)}


@pytest.mark.parametrize(("chance", "wanted"), [(1.0, 0), (0.0, DRAWS)])
def test_what_is_lost_on_the_way_follows_the_sky(chance: float, wanted: int) -> None:
    outcome = fought(drop(0, landing_denied_sky_loss=chance))
    assert (became(outcome) == ASHORE).sum() == wanted


def test_a_sky_too_much_the_enemys_stops_aircraft_and_the_battalion_goes_on_to_its_next_task() -> None:
    outcome = fought(drop(0, landing_least_sky=0.1, landing_patience_h=6.0))
    assert (became(outcome) == CALLED_OFF).all() and np.isnan(outcome.landing[:, 0, 1]).all()


def test_with_the_rule_off_nobody_is_carried() -> None:
    assert (became(fought(drop(0, rule_landings=0.0))) == CALLED_OFF).all()


def test_a_lift_that_carries_nobody_is_refused() -> None:
    with pytest.raises(InputError, match="carries nobody"):
        fought(drop(lift=replace(AIRCRAFT, persons=exact(0.0, "persons"))))


def test_twice_the_defenders_never_let_more_ashore_draw_by_draw() -> None:
    one, two, three = (became(fought(drop(count))) == ASHORE for count in (1, 2, 4))
    assert one.sum() > two.sum() >= three.sum()
    assert not (two & ~one).any() and not (three & ~two).any()


def test_a_worse_sky_never_lets_more_ashore_draw_by_draw() -> None:
    losses = {"landing_own_sky_loss": 0.0, "landing_denied_sky_loss": 0.3, "landing_enemy_sky_loss": 0.9}
    skies = [became(fought(drop(1, air_superiority=held, **losses))) == ASHORE for held in (-1.0, 0.0, 1.0)]
    assert skies[0].sum() > skies[1].sum() > skies[2].sum()
    assert not (skies[2] & ~skies[1]).any() and not (skies[1] & ~skies[0]).any()


def test_the_chance_of_a_foothold_has_its_closed_form() -> None:
    given = {"landing_opposed_log_odds": 0.0, "landing_ratio_log_odds": 2.0, "landed_power_share": 0.5}
    outcome = fought(drop(1, **given))
    share = (became(outcome) == ASHORE).mean()
    odds = 2.0 * math.log(0.5)  # half the power of an equal battalion: a chance of 0.2
    assert share == pytest.approx(1.0 / (1.0 + math.exp(-odds)), abs=3.0 * math.sqrt(0.16 / DRAWS) + 0.05)


def test_a_small_lift_takes_several_loads_and_later_ones_come_later() -> None:
    once, thrice = (
        fought(drop(0, lift=replace(AIRCRAFT, persons=exact(people, "persons"), km_per_h=exact(20.0, "km/h"))))
        for people in (700.0, 240.0)
    )
    later = np.nanmedian(thrice.landing[:, 0, 2]) - np.nanmedian(once.landing[:, 0, 2])
    km = 2.0 * math.radians(1.4) * 6371.0 / 2.0 * math.cos(math.radians(50.0))
    assert later == pytest.approx(2.0 * (3.0 + 2.0 * km / 20.0), abs=2.0)


def test_troops_that_come_by_land_relieve_those_who_have_landed() -> None:
    war = drop(0, days=8)
    column = tuple(battalion(f"c/{index}", "red", "Westford") for index in range(3))
    drive = Order("column", tuple(each.id for each in column), (task("attack", "Eastburg"),))
    plan = war.courses_of_action["drive"]
    units = tuple(sorted((*war.battalions, *column), key=lambda each: each.id))
    whole = replace(war, battalions=units, courses_of_action={"drive": replace(plan, orders=(*plan.orders, drive))})
    outcome = fought(whole)
    relieved = outcome.landing[:, 0, 3]
    assert (~np.isnan(relieved)).all() and (relieved > outcome.landing[:, 0, 2] + 6.0).all()
    assert "relieved" in {each.kind for each in log(whole, trace(whole, coa="drive", seed=4, draw=0))}


def test_a_scenario_without_lifts_has_nothing_of_it() -> None:
    outcome = fight(scenario(), coa="drive", draws=2)
    assert outcome.landings == () and outcome.landing.shape == (2, 0, 6)
    assert {name for name in assumptions() if name.startswith(("landing_", "landed_"))}


def test_bridges_at_which_troops_are_set_down_are_not_blown_any_more() -> None:
    ground, cells = np.zeros(2, records.CELL), np.zeros(2, records.GROUND)
    ground["neighbours"] = -1
    ground["neighbours"][0][2], ground["neighbours"][1][5] = 1, 0
    ground["back"][0][2], ground["back"][1][5], ground["river"][0][2] = 5, 2, 1
    kernel.hold_bridges.py_func(ground.view(np.recarray), cells.view(np.recarray), 0)
    assert cells["crossed"][0][2] == cells["crossed"][1][5] == records.CROSSED and cells["crossed"].sum() == 2


WRONG = """
version: 1
name: wrong-landings
base: baltic-2019
lifts:
  Boats: {{side: red, kind: ships, start: Baltiysk, persons: {fixed600}, vehicles: {fixed45}, km_per_h: {fixed45},
    loading_h: {fixed45}, reach_km: {fixed45}, source: judgement, grade: F6}}
courses_of_action:
  wrong:
    title: Wrong
    warning_h: {fixed45}
    orders:
      unknown: {{forces: [ru-336nib/1], tasks: [{{task: landing, at: Kuressaare, lift: Ferries}}]}}
"""
WRONG_GROUND = """
      inland: {{forces: [ru-336nib/1], tasks: [{{task: landing, at: Vilnius, lift: {ships}}}]}}
      no-field: {{forces: [ru-331abr/1], tasks: [{{task: air-assault, at: Madona, lift: {aircraft}}}]}}
      tanks: {{forces: [ru-6tb/1], tasks: [{{task: air-assault, at: Riga airport, lift: Helicopters at Pskov}}]}}
      far: {{forces: [ru-336nib/2], tasks: [{{task: landing, at: Kuressaare, lift: Boats}}]}}
      ships-fly: {{forces: [ru-336nib/3], tasks: [{{task: air-assault, at: Riga airport, lift: Boats}}]}}
"""


def problems(tmp_path: Path, text: str) -> str:
    fixed = {
        name: f"{{value: {value}, low: {value}, high: {value}, shape: fixed, source: judgement, grade: F6}}"
        for name, value in (("fixed600", 600), ("fixed45", 45))
    }
    fixed |= {"ships": "Landing ships of the Baltic Fleet", "aircraft": "Transport aircraft at Ivanovo"}
    file = tmp_path / "wrong.yaml"
    file.write_text(text.format(**fixed), encoding="utf-8")
    with pytest.raises(InputError) as told:
        read.scenario(str(file))
    return str(told.value)


def test_a_lift_that_nobody_lists_is_refused_where_it_stands(tmp_path: Path) -> None:
    told = problems(tmp_path, WRONG)
    assert "'Ferries' is not one of the scenario's lifts" in told and "wrong.yaml:13" in told


def test_no_coast_no_airfield_tanks_and_too_far_are_refused_together_where_they_stand(tmp_path: Path) -> None:
    head = WRONG[: WRONG.index("      unknown")]
    told = problems(tmp_path, head + WRONG_GROUND.lstrip("\n"))
    for line, words in (
        (13, "'Vilnius' has no coast"),
        (14, "'Madona' has neither an airfield nor a bridge"),
        (15, "has tanks"),
        (16, "'Boats' reaches 45 km"),
        (17, "which makes no air-assault"),
    ):
        assert any(f"wrong.yaml:{line}" in each and words in each for each in told.splitlines()), (line, words)


def test_islands_have_a_coast_and_a_lake_has_none() -> None:
    ground = read.scenario("baltic-2019").theatre
    assert all(has_coast(ground, ground.places[name].cell) for name in ("Kuressaare", "Kärdla", "Visby", "Liepāja"))
    assert not any(has_coast(ground, ground.places[name].cell) for name in ("Gdov", "Mustvee", "Vilnius"))
