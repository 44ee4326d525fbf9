"""Advance rates: what is measured on a draw that is known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from hillfort.campaign.outcome import Trace
from hillfort.campaign.scenario import Scenario
from hillfort.validation import advance

KM = 111.195
"""Of a degree on the equator."""
LEAD, HOURS, GOAL = 3, 24 * advance.DAYS + 1, 240


def scenario() -> Scenario:
    """A strip of cells along the equator, 1 km apart; red has battalions of two formations and guns."""
    cells = SimpleNamespace(lat=np.zeros(400), lon=np.arange(400) / KM)
    units = [
        ("a", "first", "manoeuvre"),
        ("b", "second", "manoeuvre"),
        ("guns", "first", "artillery"),
        ("blue", "third", "manoeuvre"),
    ]
    return cast(
        Scenario,
        SimpleNamespace(
            theatre=SimpleNamespace(cells=cells, places={"Capital": SimpleNamespace(cell=GOAL)}),
            battalions=[
                SimpleNamespace(id=name, formation=formation, type=SimpleNamespace(role=role))
                for name, formation, role in units
            ],
            objectives=[SimpleNamespace(place="Capital", protect=True)],
        ),
    )


def trace() -> Trace:
    """`a` goes 1 km an hour and is never in contact; `b` goes 1 km every twelve hours and always is."""
    hours = np.arange(-LEAD, HOURS)
    ahead = np.clip(hours, 0, None)
    cell = np.stack([ahead, ahead // 12, ahead * 0 + 9, ahead * 0 + GOAL], axis=1).astype(np.int32)
    status = np.ones_like(cell, dtype=np.int8)
    status[:, 1] = advance.ENGAGED
    nothing = np.zeros_like(cell)
    return Trace(
        draw=0,
        aim=nothing - 1,
        repulses=nothing,
        power=nothing,
        line_share=nothing,
        duty=nothing - 1,
        bridge=nothing - 1,
        gave_up=nothing > 0,
        outskirts_h=np.zeros(0),
        how_regained=np.zeros(0),
        first_hour=-LEAD,
        unit_ids=("a", "b", "guns", "blue"),
        unit_side=np.array([1, 1, 1, 0], np.int8),
        cell=cell,
        strength=np.ones_like(cell, dtype=np.float32),
        status=status,
        control_hour=np.array([100, GOAL], np.int32),
        control_cell=np.array([3, GOAL], np.int32),
        control_side=np.array([1, 1], np.int8),
        control_start=np.zeros(400, np.int8),
    )


def test_only_the_hours_of_contact_count_for_an_advance_in_contact() -> None:
    where = scenario()
    km = advance.contact_km(where, advance.attackers(where, trace()))
    assert km.size == 24 * advance.DAYS
    assert 24.0 * km.mean() == pytest.approx(2.0, rel=1e-3)


def test_a_drive_is_that_of_those_who_stood_at_the_capital_when_it_fell() -> None:
    where = scenario()
    drives = advance.capital_drives(where, trace(), advance.attackers(where, trace()))
    assert drives == pytest.approx([24.0], rel=1e-3)


def test_a_capital_that_never_falls_is_no_drive() -> None:
    where, kept = scenario(), trace()
    kept.control_side[:] = 0
    assert advance.capital_drives(where, kept, advance.attackers(where, kept)).size == 0


def test_formations_are_those_that_manoeuvre_and_are_measured_by_day_and_over_all_days() -> None:
    where = scenario()
    found = advance.formation_days(where, advance.attackers(where, trace()))
    assert found.km[0] == pytest.approx(np.full(advance.DAYS, 24.0), rel=1e-3)
    assert found.km[1] == pytest.approx(np.full(advance.DAYS, 2.0), rel=1e-3)
    assert found.net_km == pytest.approx([240.0, 20.0], rel=1e-3)
    assert found.net_contact.tolist() == [0.0, 1.0]
    assert found.drive_km == pytest.approx([96.0, 8.0], rel=1e-3)


def test_every_published_rate_stands_beside_one_measured_with_halts_and_one_by_the_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    where = SimpleNamespace(**vars(scenario()), courses_of_action={"only": None})
    monkeypatch.setattr("hillfort.campaign.run.trace", lambda *_, **__: trace())
    given = SimpleNamespace(scenario=lambda name, measures: where, draws=3, seed=1)
    found = list(advance.anchors(cast(Any, given), lambda done, wanted: None))
    published = [each.published for each in found]
    assert sorted(published) == [2.0, 2.0, 2.0, 11.0, 11.0, 35.0, 35.0]
    ours = {each.name: each.ours for each in found}
    assert ours["In contact, for 24 hours of contact, mean"] == pytest.approx(2.0, rel=1e-3)
    assert ours["Drives that took a capital, halts included, mean"] == pytest.approx(24.0, rel=1e-3)
