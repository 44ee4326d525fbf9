"""A report tells warning and decision where these come from a crisis, and only there."""

from __future__ import annotations

from dataclasses import replace

import hillfort as hf
from hillfort.campaign.scenario import Scenario
from hillfort.report.campaign import page


def report(scenario: Scenario) -> str:
    return str(page.assessment(hf.assess(scenario, draws=4, days=3, trace=False)))


def test_the_section_stands_where_a_rule_is_on_and_nowhere_else() -> None:
    scenario = hf.scenario("marrow")
    on = scenario.vary({"crisis.assumptions.rule_crisis_hours": 1}, reason="a test")
    told, silent = report(on), report(scenario)
    for text in ('<section id="crisis">', "Belief and decision by day", "Decision of the council", 'href="#crisis"'):
        assert text in told
        assert text not in silent
    for text in ("From the moment a nation under threat believes", "International Crisis Behavior project"):
        assert text in told
    assert "From the moment a nation under threat believes" not in silent


def test_names_of_signs_and_formations_stay_text() -> None:
    scenario = hf.scenario("marrow").vary({"crisis.assumptions.rule_crisis_hours": 1}, reason="a test")
    assert scenario.crisis is not None
    evil = replace(scenario.crisis.signals["mass"], title="<script>alert(1)</script>")
    named = replace(scenario, crisis=replace(scenario.crisis, signals={**scenario.crisis.signals, "mass": evil}))
    assert "<script>alert(1)" not in report(named)
