"""Laws that hold in every war: conservation, speed limits, symmetry, monotonicity."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.campaign.sandbox import assumptions, battalion, exact, kind, scenario, task, theatre

from hillfort.campaign._kernels import records
from hillfort.campaign._kernels.hour import run_draws
from hillfort.campaign._kernels.out import Out
from hillfort.campaign.doubt import sample
from hillfort.campaign.outcome import Trace
from hillfort.campaign.run import _room, fight, prepared, trace
from hillfort.campaign.scenario import Scenario
from hillfort.ground.fitted import WITH_ARMY
from hillfort.lines.network.planning_figures import great_circle_km
from hillfort.plans.plan import CourseOfAction, Order

SIZES = st.integers(1, 8)
SEEDS = st.integers(0, 2**32 - 1)
WARS = settings(max_examples=15, deadline=None)


def war_trace(war: Scenario, seed: int) -> Trace:
    return trace(war, coa="drive", seed=seed, draw=0)


@given(SIZES, SIZES, SEEDS)
@WARS
def test_strength_never_grows(blue: int, red: int, seed: int) -> None:
    kept = war_trace(scenario(blue, red, days=5), seed)
    assert (np.diff(kept.strength, axis=0) <= 0.0).all()
    assert (kept.strength >= 0.0).all() and (kept.strength <= 1.0).all()


@given(SIZES, SIZES, SEEDS)
@WARS
def test_the_destroyed_stay_destroyed_and_off_the_map(blue: int, red: int, seed: int) -> None:
    kept = war_trace(scenario(blue, red, days=5), seed)
    gone = kept.status == records.DESTROYED
    assert (np.diff(gone.astype(int), axis=0) >= 0).all()
    assert (kept.cell[gone] == -1).all() and (kept.strength[gone] == 0.0).all()


@given(SIZES, SIZES, SEEDS, st.sampled_from(["tracked", "wheeled", "light"]), st.sampled_from([0, 3]))
@WARS
def test_nobody_moves_faster_than_his_mobility_class(blue: int, red: int, seed: int, mobility: str, road: int) -> None:
    """Top speed of the class all day long, from cell to cell; a forced retreat is one cell an hour besides."""
    war = scenario(blue, red, days=4, ground=theatre(14, road))
    units = tuple(battalion(each.id, each.side, each.base, type=kind(mobility=mobility)) for each in war.battalions)
    kept = war_trace(replace(war, battalions=units), seed)
    fastest = assumptions()[f"road_kmh_{mobility}"].high * assumptions()["march_share"].high
    cells = war.theatre.cells
    for before, after in zip(kept.cell[:-1], kept.cell[1:], strict=True):
        for start, end in zip(before, after, strict=True):
            if start >= 0 and end >= 0 and start != end:
                km = great_circle_km(cells.lat[start], cells.lon[start], cells.lat[end], cells.lon[end])
                assert km <= fastest + 7.5


@given(SIZES, SIZES, SEEDS)
@WARS
def test_both_sides_never_stand_in_one_cell(blue: int, red: int, seed: int) -> None:
    kept = war_trace(scenario(blue, red, days=5), seed)
    for hour in kept.cell:
        mine, theirs = set(hour[kept.unit_side == 0]) - {-1}, set(hour[kept.unit_side == 1]) - {-1}
        assert not mine & theirs


def test_without_red_nothing_is_lost() -> None:
    outcome = fight(scenario(red=0), coa="drive", draws=20)
    assert np.isnan(outcome.lost_h).all() and not outcome.lost_at_end.any()
    assert (outcome.lost_persons == 0.0).all() and (outcome.cell_lost == 0).all()


def at_any_price(war: Scenario) -> Scenario:
    """The same war without the one rule that asks which side began it."""
    return replace(war, assumptions=war.assumptions | {"rule_price": exact(0.0, "switch")})


def swapped(war: Scenario, draws: int) -> Out:
    """The same war with the two sides' names exchanged in every array and parameter."""
    ready = prepared(war, "drive")
    a = ready.workspace()
    w = a.w.copy()
    w["enter"], w["depot"] = w["enter"][:, ::-1], w["depot"][:, ::-1]
    w["holder"] = np.where(w["holder"] >= 0, 1 - w["holder"], w["holder"])
    b = a.b.copy()
    for array in (a.u, b, a.y, a.g, a.v, a.s):
        array["side"] = 1 - array["side"]
    doubt = sample(ready.columns, seed=1, first_draw=0, draws=draws, scenario=war)
    columns = list(ready.columns)
    a.g["fields"] = a.g["fields"][:, ::-1]
    rules = {
        name.removesuffix("_blue") for name in war.assumptions if name.startswith("rule_") and name.endswith("_blue")
    }
    for name in (
        "supply_reach_km",
        "air_loss_bneq_per_day",
        "attack_chance",
        "lift_ammunition_t",
        "lift_fuel_t",
        *sorted(rules),
    ):
        one, other = (columns.index(f"assumptions.{name}_{side}") for side in ("blue", "red"))
        doubt[:, [one, other]] = doubt[:, [other, one]]
    for name in ("air_superiority", *(f"fit_{latent}_army" for latent in WITH_ARMY)):
        doubt[:, columns.index(f"assumptions.{name}")] *= -1.0
    out = _room(war, draws, keep=False)
    run_draws(
        a._replace(w=w, b=b),
        out,
        ready.by_name(doubt),
        records.Batch(1, 0, war.days, ready.lead_h, keep=0, law=0, off_road_share=ready.off_road_share),
        ready.sea.of_draws(doubt[:, ready.sea_first :], war, seed=1, first_draw=0, lead_h=ready.lead_h),
    )
    return out


@pytest.mark.parametrize(("blue", "red"), [(2, 6), (6, 6), (5, 3)])
def test_exchanging_the_sides_exchanges_the_outcome(blue: int, red: int) -> None:
    war = at_any_price(scenario(blue, red))
    plain, other = fight(war, coa="drive", draws=30), swapped(war, 30)
    np.testing.assert_array_equal(plain.lost_h, other.per_objective[:, :, 1])
    np.testing.assert_array_equal(plain.power, other.per_day[:, :, 1:3][:, :, ::-1])
    np.testing.assert_array_equal(plain.lost_persons, other.per_day[:, :, 3:5][:, :, ::-1])
    np.testing.assert_array_equal(plain.unit_strength, other.per_unit)


def test_exchanging_the_sides_exchanges_the_outcome_with_guns_delays_and_reserves() -> None:
    war = scenario(4, 8)
    guns = kind(key="gun-bn", role="fires", fires_bneq=exact(1.0))
    more = [
        battalion(f"{side}/9", name, base, type=guns)
        for side, name, base in (("b", "blue", "Eastford"), ("r", "red", "Westford"))
    ]
    more += [
        battalion("c/0", "blue", "Eastburg"),
        battalion("d/0", "blue", "Eastford"),
        battalion("s/0", "red", "Westburg"),
    ]
    orders = (
        *war.orders,
        Order("reserve", ("c",), (task("counter-attack", "Eastburg", watch=("Eastford",)),)),
        Order("delay", ("d",), (task("delay", "Gate", -24.0, fallback="Eastford"), task("hold", "Eastburg", -24.0))),
    )
    red = Order("reserve-red", ("s",), (task("counter-attack", "Westford", watch=("Eastford", "Westford")),))
    plan = CourseOfAction("drive", "", "", exact(48.0), {}, (*war.courses_of_action["drive"].orders, red))
    war = replace(
        war,
        battalions=tuple(sorted((*war.battalions, *more), key=lambda unit: unit.id)),
        orders=orders,
        courses_of_action={"drive": plan},
    )
    plain, other = fight(war, coa="drive", draws=30), swapped(war, 30)
    np.testing.assert_array_equal(plain.lost_persons, other.per_day[:, :, 3:5][:, :, ::-1])
    np.testing.assert_array_equal(plain.unit_strength, other.per_unit)


def test_more_defenders_do_not_lower_the_chance_to_hold_beyond_noise() -> None:
    """Paired over the same luck: the mean change is not below minus two of its standard errors."""
    held = [~fight(scenario(blue=blue, red=6), coa="drive", draws=300).lost_at_end[:, 1] for blue in (1, 2, 4, 8)]
    for fewer, more in itertools.pairwise(held):
        change = more.astype(float) - fewer.astype(float)
        assert change.mean() >= -2.0 * change.std() / np.sqrt(len(change))
    assert held[-1].mean() > held[0].mean() + 0.2


def test_more_attackers_do_not_raise_it_beyond_noise() -> None:
    held = [~fight(scenario(blue=3, red=red), coa="drive", draws=300).lost_at_end[:, 1] for red in (1, 3, 6, 12)]
    for fewer, more in itertools.pairwise(held):
        change = more.astype(float) - fewer.astype(float)
        assert change.mean() <= 2.0 * change.std() / np.sqrt(len(change))
    assert held[-1].mean() < held[0].mean() - 0.2


def test_a_column_takes_its_time_to_pass_a_point() -> None:
    """Ten battalions on one road: the last crosses the border later than the first by nine passing times."""
    fixed = {name: exact(each.value) for name, each in assumptions().items()}
    march = Order("drive", ("r",), (task("attack", "Eastburg"),))
    war = scenario(
        0,
        10,
        ground=theatre(14, 2),
        assumptions=fixed,
        orders=(),
        courses_of_action={"drive": CourseOfAction("drive", "", "", exact(0.0), {}, (march,))},
    )
    kept = war_trace(war, 1)
    east = war.theatre.cells.country == 0
    hours = [int(np.argmax((column >= 0) & east[np.maximum(column, 0)])) for column in kept.cell.T]
    passing_h = 110.0 / (fixed["column_veh_per_km"].value * fixed["road_kmh_tracked"].value)
    assert max(hours) - min(hours) == pytest.approx(9 * passing_h, abs=1.01)
    assert max(hours) - min(hours) >= 2
