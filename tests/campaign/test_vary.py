"""A scenario is changed only in ways that are recorded and that its hash sees."""

from __future__ import annotations

import copy
import dataclasses
import os
import pickle
import subprocess
import sys

import pytest

import hillfort as hf
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addressed import get
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.fixed import content_digest
from hillfort.report.campaign.sections import foot

ONE = Evidence.fixed(1.0, "factor")


@pytest.fixture(scope="module")
def marrow() -> Scenario:
    return hf.scenario("marrow")


def test_the_hash_follows_content_however_the_scenario_was_made(marrow: Scenario) -> None:
    replaced = dataclasses.replace(marrow, quality={**marrow.quality, "BB": ONE})
    varied = marrow.vary({"quality.BB": 1.0}, reason="A try.")
    assert replaced.hash == varied.hash != marrow.hash
    back = varied.vary({"quality.BB": marrow.quality["BB"]}, reason="Back again.")
    assert back.hash == marrow.hash
    assert dataclasses.replace(marrow).hash == marrow.hash
    assert dataclasses.replace(marrow, days=marrow.days + 1).hash != marrow.hash


@pytest.mark.parametrize(
    "address",
    [
        "formations.cc-bde.notice_to_move_h",
        "types.tank-bn.power_bneq",
        "courses_of_action.middle-road.warning_h",
        "assumptions.wet_share",
        "lines.values.main_road_vehicles",
        "movement.tail_share",
        "ways_in.Port of Alder.battalions_per_day",
    ],
)
def test_every_kind_of_number_is_in_the_hash(marrow: Scenario, address: str) -> None:
    now = get(marrow, address)
    assert isinstance(now, Evidence)
    other = dataclasses.replace(now, value=now.value * 0.99, low=now.low * 0.99)
    assert marrow.vary({address: other}, reason="A try.").hash != marrow.hash


def test_the_hash_is_the_same_in_another_process_with_another_seed_of_hashing(marrow: Scenario) -> None:
    code = "import hillfort as hf; print(hf.scenario('marrow').hash)"
    for seed in ("1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
        assert done.stdout.strip() == marrow.hash


def test_the_order_of_courses_of_action_counts_and_that_of_countries_does_not(marrow: Scenario) -> None:
    turned = dict(reversed(marrow.courses_of_action.items()))
    assert dataclasses.replace(marrow, courses_of_action=turned).hash != marrow.hash
    assert dataclasses.replace(marrow, quality=dict(reversed(marrow.quality.items()))).hash == marrow.hash


def test_mappings_of_a_scenario_cannot_be_changed_in_place(marrow: Scenario) -> None:
    for change in (
        lambda: marrow.quality.update({"BB": ONE}),
        lambda: marrow.assumptions.pop("wet_share"),
        lambda: marrow.quality.__setitem__("BB", ONE),
    ):
        with pytest.raises(TypeError, match="with `vary`"):
            change()
    assert pickle.loads(pickle.dumps(marrow.quality)) == marrow.quality == copy.deepcopy(marrow.quality)


def test_a_change_is_recorded_with_what_was_there_and_why(marrow: Scenario) -> None:
    varied = marrow.vary({"formations.cc-bde.notice_to_move_h": 24}, reason="  Kept ready. ")
    change = varied.changes[0].as_dict()
    assert (change["was"], change["value"], change["unit"], change["reason"]) == (72.0, 24, "h", "Kept ready.")
    assert varied.reasons["formations.cc-bde.notice_to_move_h"] == "Kept ready."
    assert "assumptions.sea_closed_days" in varied.reasons
    result = hf.assess(varied, draws=3, days=2, trace=False)
    told = foot(result.summary)
    assert "formations.cc-bde.notice_to_move_h from 72 to 24 h (Kept ready.)" in told
    assert result.summary["changes"] == [change]
    assert result.summary["scenario"]["hash"] == dataclasses.replace(varied, days=2).hash


def test_a_change_without_a_reason_or_with_wrong_addresses_is_refused_with_all_that_is_wrong(marrow: Scenario) -> None:
    with pytest.raises(InputError) as error:
        marrow.vary({"quality.BBB": 1.0, "days": 0})
    assert len(error.value.problems) == 3
    assert "Say in a sentence why" in str(error.value)


def test_measures_are_laid_on_a_varied_scenario_and_win_where_they_set_the_same(marrow: Scenario) -> None:
    varied = marrow.vary({"quality.BB": 1.0}, reason="A try.")
    both = varied.with_measures("marrow-brigade")
    assert [each.name for each in both.measures] == ["marrow-brigade"]
    assert both.quality["BB"] == ONE and both.changes == varied.changes
    assert both.hash not in (varied.hash, hf.scenario("marrow", measures=["marrow-brigade"]).hash)
    assert marrow.with_measures("marrow-brigade").hash == hf.scenario("marrow", measures=["marrow-brigade"]).hash
    compared = hf.compare(varied, measures=["marrow-brigade"], draws=3, days=2)
    assert compared.summary["scenario"]["hash"] == dataclasses.replace(varied, days=2).hash


def test_measures_need_a_scenario_that_a_file_and_records_explain(marrow: Scenario) -> None:
    silent = dataclasses.replace(marrow, quality={**marrow.quality, "BB": ONE})
    with pytest.raises(InputError, match="no file and no record shows"):
        silent.with_measures("marrow-brigade")
    with pytest.raises(InputError, match="have no file to be laid on"):
        dataclasses.replace(marrow, origin=None).with_measures("marrow-brigade")
    with pytest.raises(InputError, match="Did you mean 'marrow-brigade'"):
        marrow.with_measures("marrow-brigad")


def test_numbers_count_by_value_and_lists_by_order() -> None:
    assert content_digest((1, 2.0)) == content_digest((1.0, 2))
    assert content_digest((1, 2)) != content_digest((2, 1))
    assert content_digest("1") != content_digest(1)
    assert content_digest(True) != content_digest(1)
    assert content_digest(0.1 + 0.2) == content_digest(0.3)
    assert content_digest(("a", "b")) != content_digest(("ab",))


def test_an_assumption_that_cannot_act_is_not_varied(marrow: Scenario) -> None:
    with pytest.raises(
        InputError, match=r"assumptions\.least_way_share: cannot act in this scenario: there is no `air` section"
    ):
        marrow.vary({"assumptions.least_way_share": 0.1}, reason="A try.")
