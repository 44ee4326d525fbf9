"""Assessments and comparisons on a campaign with known answers."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hillfort.campaign import run
from hillfort.campaign.scenario import Measure, Scenario
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.studies.campaign import frames
from hillfort.studies.campaign.assess import assess
from hillfort.studies.campaign.compare import compare
from studies import synthetic


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "fight", synthetic.fight)
    monkeypatch.setattr(run, "trace", synthetic.trace)


def test_an_assessment_uses_the_first_course_of_action_and_the_scenarios_days() -> None:
    found = assess(synthetic.scenario(), draws=120, trace=False)
    assert (found.summary["coa"], found.summary["days"], found.summary["draws"]) == ("short", 10, 120)
    assert found.trace is None


def test_the_draw_that_was_asked_for_is_kept() -> None:
    found = assess(synthetic.scenario(), draws=60, trace=17)
    assert found.trace is not None
    assert found.trace.draw == found.summary["trace_draw"] == 17


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"draws": 0}, "--draws"),
        ({"draws": 1_000_001}, "--draws"),
        ({"draws": 1.5}, "whole number"),
        ({"draws": True}, "whole number"),
        ({"days": 0}, "--days"),
        ({"days": 181}, "--days"),
        ({"seed": -1}, "--seed"),
        ({"seed": 2**32}, "--seed"),
        ({"threads": 0}, "--threads"),
        ({"coa": "shrt"}, "Did you mean 'short'"),
        ({"draws": float("nan")}, "whole number"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_advice(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        assess(synthetic.scenario(), **asked)


def test_all_that_is_wrong_with_a_request_is_said_at_once() -> None:
    with pytest.raises(InputError) as found:
        assess(synthetic.scenario(), draws=0, days=999, seed=-5, coa="?")
    assert len(found.value.problems) == 4


def test_a_scenario_with_nothing_to_protect_has_no_verdict() -> None:
    case = synthetic.scenario()
    bare = dataclasses.replace(
        case, objectives=tuple(dataclasses.replace(each, protect=False) for each in case.objectives)
    )
    with pytest.raises(InputError, match="nothing to hold"):
        assess(bare)


@pytest.mark.parametrize("name", frames.TABLES)
def test_every_table_is_a_frame_with_columns_of_one_length(name: str) -> None:
    found = assess(synthetic.scenario(), draws=60, trace=False).frame(name)
    assert isinstance(found, pd.DataFrame)
    assert len(found) > 0


def test_a_table_that_does_not_exist_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match="Did you mean 'objectives'"):
        assess(synthetic.scenario(), draws=60, trace=False).frame("objectivs")


def test_polars_frames_say_the_same_as_pandas_frames() -> None:
    pytest.importorskip("polars")
    found = assess(synthetic.scenario(), draws=60, trace=False)
    assert found.polars("draws")["hold"].sum() == found.frame("draws")["hold"].sum()


def with_measure(case: Scenario) -> Scenario:
    ask = Measure("more", "More of it", *(Evidence(3.0, "M EUR", 1.0, 9.0) for _ in range(3)), who="Somebody")
    return dataclasses.replace(case, measures=(ask,), title="With it")


def test_a_measure_that_touches_nothing_changes_nothing() -> None:
    case = synthetic.scenario()
    found = compare(case, options={"nothing": with_measure(case)}, draws=150).summary["options"][0]
    assert found["identical"]
    for each in found["differences"]:
        assert (each["change"], each["low"], each["high"], each["changed_share"], each["finding"]) == (
            0.0,
            0.0,
            0.0,
            0.0,
            "none",
        )


def test_a_measure_that_holds_more_often_is_found_better(monkeypatch: pytest.MonkeyPatch) -> None:
    case = synthetic.scenario()

    def fight(fought: Scenario, *, draws: int, first_draw: int = 0, **_: Any) -> Any:
        share = 0.6 if fought.measures else 0.25
        return synthetic.outcome(draws, first_draw, held=share, scenario_hash=fought.hash)

    monkeypatch.setattr(run, "fight", fight)
    found = compare(case, options={"more": with_measure(case)}, draws=400)
    option = found.summary["options"][0]
    hold = next(each for each in option["differences"] if each["aspect"] == "hold")
    assert (hold["baseline"], hold["option"], hold["finding"]) == (0.25, 0.6, "better")
    assert hold["change"] == pytest.approx(0.35)
    assert hold["low"] < 0.35 < hold["high"]
    assert option["measures"][0]["lead_time_months"]["value"] == 3.0
    assert not option["identical"]
    assert len(found.frame()) == len(option["differences"])


def test_the_same_seed_gives_the_same_summary() -> None:
    one, two = (assess(synthetic.scenario(), draws=130, seed=9, trace=False, threads=n).summary for n in (1, 2))
    assert {key: value for key, value in one.items() if key != "speed"} == {
        key: value for key, value in two.items() if key != "speed"
    }
    assert np.isfinite(one["verdict"]["hold"]["chance"])


def test_a_table_of_differences_names_each_measure() -> None:
    case = synthetic.scenario()
    found = compare(case, options={"one": with_measure(case), "two": with_measure(case)}, draws=50).frame()
    assert list(found["measure"].unique()) == ["one", "two"]
    assert found["option"].dtype.kind == "f"


def test_a_name_where_a_list_of_measures_belongs_is_refused() -> None:
    import hillfort as hf

    for call in (hf.assess, hf.compare):
        with pytest.raises(hf.InputError, match="Pass a list"):
            call("marrow", measures="nothing", draws=1)
