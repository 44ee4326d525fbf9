"""How a place came back is told of each objective: three chances that add up to that of its being retaken."""

from __future__ import annotations

import numpy as np

import hillfort as hf
from hillfort.campaign.outcome import ABANDONED, FOUGHT_BACK, GAVE_UP
from hillfort.studies.campaign.assess import conclude
from studies.synthetic import outcome, scenario

WAYS = ("fought_back_chance", "besieger_gave_up_chance", "abandoned_chance")


def test_each_way_is_counted_by_itself() -> None:
    hours = np.full((100, 3), np.nan, np.float32)
    how = np.zeros((100, 3), np.int8)
    for first, last, way in ((0, 30, FOUGHT_BACK), (30, 50, GAVE_UP), (50, 55, ABANDONED)):
        how[first:last, 0], hours[first:last, 0] = way, 200.0
    lost = np.where(np.arange(3) == 0, np.float32(100.0), np.float32(np.nan))
    case = outcome(100, lost_h=np.tile(lost, (100, 1)), retaken_h=hours, how_regained=how)
    told = conclude(scenario(), case).summary["objectives"][0]
    assert [told[way]["chance"] for way in WAYS] == [0.3, 0.2, 0.05]
    assert told["retaken_chance"]["chance"] == 0.55


def test_whatever_is_retaken_came_back_in_one_way() -> None:
    found = hf.assess("marrow", draws=100, seed=1, trace=False)
    for each in found.summary["objectives"]:
        ways = sum(each[way]["chance"] for way in WAYS)
        assert abs(ways - each["retaken_chance"]["chance"]) < 1e-9
    assert any(each["retaken_chance"]["chance"] > 0.0 for each in found.summary["objectives"])
