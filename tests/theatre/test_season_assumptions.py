"""Ground off the roads by the month of D-day: what a scenario can set, and what acts on nothing there."""

from __future__ import annotations

import pytest

import hillfort as hf
from hillfort.campaign.prepare import prepare
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.theatre.season import MONTHS, OFF_ROAD


def test_every_month_has_a_share_and_judges_between_what_it_lies() -> None:
    war = hf.scenario("marrow")
    assert len(MONTHS) == 12
    for name in OFF_ROAD:
        assert 0.0 < war.assumptions[name].value <= 1.0
        assert "Judged to lie between" in war.assumptions[name].note


def test_the_month_of_d_day_says_how_fast_one_goes_off_the_roads() -> None:
    war = hf.scenario("marrow")
    wet = war.vary({"assumptions.off_road_share_may": 0.3}, reason="A wet spring.")
    assert prepare(war, "middle-road").off_road_share == 0.85
    assert prepare(wet, "middle-road").off_road_share == 0.3


def test_another_month_is_refused_with_the_reason_in_python_and_in_a_file() -> None:
    with pytest.raises(InputError, match="D-day is in another month"):
        hf.scenario("marrow").vary({"assumptions.off_road_share_march": 0.3}, reason="A try.")
    low = {"value": 0.3, "low": 0.3, "high": 0.3, "shape": "fixed", "source": "judgement", "grade": "F6", "why": "x"}
    mine = {"version": 1, "name": "mine", "base": "marrow", "assumptions": {"off_road_share_march": low}}
    with pytest.raises(InputError, match="D-day is in another month"):
        hf.scenario(mine)


def test_a_range_for_what_is_read_before_any_draw_is_refused() -> None:
    wide = Evidence(0.6, "share", 0.3, 0.9)
    war = hf.scenario("marrow").vary({"assumptions.off_road_share_may": wide}, reason="A try.")
    with pytest.raises(InputError, match="read once, before any draw"):
        prepare(war, "middle-road")
