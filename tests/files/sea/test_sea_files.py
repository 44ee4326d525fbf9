"""The sea of a scenario file: laid on a sea of the package, and every mistake said with its line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from hillfort.files.scenario import read
from hillfort.files.sea import read as sea_files
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import problems_of
from hillfort.sea.prepare import columns, prepare
from scenarios.shipped import shipped

HEAD = "version: 1\nname: other\nbase: baltic-2019\nsea:\n"


def problems(tmp_path: Path, text: str, head: str = HEAD) -> list[str]:
    file = tmp_path / "other.yaml"
    file.write_text(head + text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read.scenario(str(file))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  base: balti\n", "sea.base: 'balti' is not a sea that comes with the package. Did you mean 'baltic'?"),
        (
            "  lanes: {Rostock–Klaipėda: {start: Rostok}}\n",
            "'Rostok' is not a port of this sea. Did you mean 'Rostock'?",
        ),
        ("  lanes: {Rostock–Klaipėda: {end: Rostock}}\n", "end: is where the lane starts."),
        (
            "  lanes: {Rostock–Klaipėda: {waters: [Irbe Strat]}}\n",
            "'Irbe Strat' is not a water of this sea. Did you mean 'Irbe Strait'?",
        ),
        ("  lanes: {Rostock–Klaipėda: {purpose: landing}}\n", "lift: is required for a landing and absent."),
        ("  lanes: {Rostock–Klaipėda: {purpose: cruise}}\n", "'cruise' is not one of supply, landing."),
        ("  ports: {Rostock: {lat: 95}}\n", "lat: 95 is above 90."),
        ("  clear_first: {blue: [Irbe Strait, Irbe Strait]}\n", "'Irbe Strait' stands here twice."),
        ("  clearance: {snmcmg1: {source: rumour}}\n", "'rumour' is not one of the sources."),
        ("  clearance: {snmcmg1: {vessels: 6}}\n", "is a number without range and source."),
        (
            "  clearance: {snmcmg1: {vessels: {value: -1, low: -2, high: 3, source: judgement, grade: F6}}}\n",
            "-1 is outside 0 to 500 ships.",
        ),
        (
            "  strikers: {ru-bal: {hit_share: {value: 1.5, low: 0, high: 2, source: judgement, grade: F6}}}\n",
            "1.5 is outside 0 to 1 share.",
        ),
        (
            "  strikers: {ru-bal: {from_h: {value: 5, low: 6, high: 9, source: judgement, grade: F6}}}\n",
            "value 5.0 is outside its own range 6.0 to 9.0.",
        ),
        ("  strikers: {ru-bal: {kind: kite}}\n", "'kite' is not one of coastal, aircraft."),
        (
            "  assumptions: {military_rsk: {value: 1, low: 0, high: 2, source: judgement, grade: F6, why: x}}\n",
            "Did you mean 'military_risk'?",
        ),
        ("  waves: {}\n", "sea.waves: is not a field here."),
        ("  clearance: {snmcmg9: null}\n", "is deleted here, but is not there. Did you mean 'snmcmg1'?"),
    ],
)
def test_each_mistake_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    found = problems(tmp_path, text)
    assert any(message in line for line in found), found
    assert any("other.yaml:" in line for line in found)


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = (
        "  lanes: {Rostock–Klaipėda: {start: Rostok, waters: [Nowhere]}}\n"
        "  clearance: {snmcmg1: {vessels: {value: -1, low: -2, high: 3, source: judgement, grade: F6}}}\n"
        "  ports: {Rostock: {lat: 95}}\n"
    )
    assert len(problems(tmp_path, text)) >= 4


def test_a_scenario_may_leave_the_sea_out() -> None:
    assert shipped("marrow").sea is None


def test_a_measure_needs_a_sea_to_change(tmp_path: Path) -> None:
    found = problems(tmp_path, "  clearance: {}\n", "version: 1\nname: other\nbase: marrow\nsea:\n")
    assert any("sea.ports: is required and absent." in line for line in found)


@pytest.mark.parametrize("name", ["baltic-2016", "baltic-2019", "baltic-2025"])
def test_every_number_of_a_shipped_sea_is_sound_and_its_source_is_known(name: str) -> None:
    scenario = shipped(name)
    assert scenario.sea is not None
    for column, evidence in ((name, each.evidence) for name, each in columns(scenario.sea).items()):
        assert problems_of(evidence) == [], column
        assert evidence.is_judgement or evidence.source in scenario.sources, column
        assert evidence.shape == "fixed" or evidence.low < evidence.high, column


def test_what_nobody_has_verified_has_the_lowest_grade() -> None:
    scenario = shipped("baltic-2019")
    assert scenario.sea is not None
    for column, evidence in ((name, each.evidence) for name, each in columns(scenario.sea).items()):
        if evidence.source in ("judgement", "believed"):
            assert evidence.grade == "F6", column


def test_the_sea_and_its_assumptions_are_part_of_the_scenarios_hash(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(
        HEAD + "  clearance: {snmcmg1: {vessels: {value: 5, low: 3, high: 8, source: judgement, grade: F6}}}\n",
        encoding="utf-8",
    )
    assert read.scenario(str(file)).hash != shipped("baltic-2019").hash


def test_a_whole_text_of_a_scenario_keeps_its_sea(tmp_path: Path) -> None:
    file = tmp_path / "whole.yaml"
    file.write_text(read.whole_text("baltic-2019", measures=["maritime-package"]), encoding="utf-8")
    assert read.scenario(str(file)).sea == shipped("baltic-2019", "maritime-package").sea
    file.write_text(read.whole_text("baltic-2025"), encoding="utf-8")
    assert read.scenario(str(file)).hash == shipped("baltic-2025").hash


@pytest.mark.parametrize("name", ["baltic-2016", "baltic-2019", "baltic-2025"])
def test_every_way_in_by_sea_has_a_lane(name: str) -> None:
    scenario = shipped(name)
    assert scenario.sea is not None
    sea = prepare(scenario.sea, scenario.theatre)
    for way in scenario.ways_in:
        if way.mode == "sea":
            assert sea.lane_to(way.start, way.place) >= 0, way.name


def test_seas_that_come_with_the_package_are_listed() -> None:
    assert sea_files.names() == ["baltic"]


def test_an_assumption_outside_what_can_be_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "version: 1\nname: wrong\nbase: baltic-2019\nsea:\n  assumptions:\n"
        "    military_risk: {value: 0.5, low: 0.1, high: 1.4, source: judgement, grade: F6, why: x}\n"
        "    clear_km2_per_day: {value: 1, low: -2, high: 3, source: judgement, grade: F6, why: x}\n"
        "    strike_from_h: {value: -5, low: -20, high: 3, source: judgement, grade: F6, why: hours may be "
        "before H-hour}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read.scenario(str(path))
    assert [(each.line, each.where) for each in caught.value.problems] == [
        (6, "sea.assumptions.military_risk.high"),
        (7, "sea.assumptions.clear_km2_per_day.low"),
    ]
