"""Culmination: the law of trucks by its closed form, the same tonnes as the kernel's, and what campaigns add."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hillfort import workbench
from hillfort.campaign._kernels import haul
from hillfort.campaign.doubt import sample
from hillfort.campaign.run import fight, prepared
from hillfort.cli import validate_culmination
from hillfort.validation import culmination
from scenarios.shipped import shipped


def test_at_the_distance_of_culmination_a_fleet_brings_just_what_is_used() -> None:
    lift, hours, need = np.array([30.0, 50.0]), np.array([9.0, 9.0]), np.array([25.0, 20.0])
    pace, handling = np.array([30.0, 40.0]), np.array([3.0, 2.0])
    km = culmination.sustained_km(lift * hours, need, pace, handling)
    for row in range(2):
        loads = culmination.trips(km[row], km_per_h=pace[row], handling_h=handling[row], hours=hours[row])
        assert lift[row] * loads == pytest.approx(need[row])
    assert culmination.sustained_km(np.array([20.0]), np.array([25.0]), pace[:1], handling[:1])[0] == 0.0


def test_a_mean_battalion_uses_what_the_kernel_says_of_all_of_them() -> None:
    war = shipped("marrow")
    ready = prepared(war, "both-coasts")
    p = ready.by_name(sample(ready.columns, seed=1, first_draw=0, draws=3, scenario=war)).assumed
    space = ready.workspace()
    units = space.u.view(np.recarray)
    for unit in range(len(units)):
        haul.fill_up.py_func(units, p[1], unit)
    red = units[units.side == 1]
    assert culmination.day_tonnes(p, red)[1] == pytest.approx(red.day_t.mean(), rel=1e-4)
    assert culmination.km_tonnes(p, red)[1] == pytest.approx(red.km_t.mean(), rel=1e-4)


def test_who_attacks_with_less_reaches_farther_and_more_trucks_reach_farther() -> None:
    war = shipped("marrow")
    whole, half = culmination.reaches(war, draws=50, seed=1).values()
    assert (half >= whole).all() and half.mean() > whole.mean()
    more = war.vary({"assumptions.lift_ammunition_t_red": 1e4, "assumptions.lift_fuel_t_red": 1e4}, reason="Trucks.")
    assert (next(iter(culmination.reaches(more, draws=50, seed=1).values())) > whole).all()
    none = war.vary({"assumptions.lift_fuel_t_red": 0.0}, reason="No tankers.")
    assert (next(iter(culmination.reaches(none, draws=50, seed=1).values())) == 0.0).all()


def test_where_battalions_paused_is_told_of_reds_attackers_alone() -> None:
    war = shipped("marrow")
    outcome = fight(war, coa="both-coasts", draws=20)
    red = [n for n, each in enumerate(war.battalions) if each.side == "red" and each.type.role == "manoeuvre"]
    outcome.short_km[:] = np.nan
    row = culmination.paused(war, outcome, "nobody")
    assert row.share == 0.0 and math.isnan(row.km_p50)
    outcome.short_km[:, red[0]] = 120.0
    outcome.short_km[:, [n for n in range(len(war.battalions)) if n not in red]] = 7.0
    row = culmination.paused(war, outcome, "one")
    assert (row.km_p10, row.km_p50, row.km_p90) == (120.0, 120.0, 120.0) and row.share == pytest.approx(1 / len(red))


def test_the_articles_own_figures_come_out_of_the_law_of_trucks() -> None:
    reach, far, farthest = culmination.anchors(np.array([80.0, 120.0, 160.0]))
    assert reach.ours == 120.0 and reach.ok and not next(iter(culmination.anchors(np.array([10.0])))).ok
    assert far.ours == pytest.approx(2.0 / 3.0, rel=1e-3) and far.ok
    assert farthest.ours == pytest.approx(0.4, rel=1e-3) and farthest.ok


def test_the_command_prints_distances_and_verdicts(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        culmination.ReachRow("Whole", 60.0, 100.0, 180.0, math.nan),
        culmination.ReachRow("None", *[math.nan] * 3, 0.0),
    )
    validate_culmination.answer(culmination.Culmination(rows, tuple(culmination.anchors(np.array([200.0])))))
    said = capsys.readouterr().out
    assert "published 90 to 150 km, ours 200: missed" in said and "Tonnage at 90 miles" in said and "0 %" in said


def test_draws_out_of_range_are_refused() -> None:
    with pytest.raises(Exception, match="draws"):
        workbench.culmination(draws=3)
