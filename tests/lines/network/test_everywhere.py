"""Parameters that hold on any theatre: each has its number, stands at its address, and says where it cannot act."""

from __future__ import annotations

from pathlib import Path

import pytest

import hillfort as hf
from hillfort.files.lines.any_theatre import shipped_assumptions
from hillfort.foundation import addressed
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import JUDGEMENT, Evidence
from hillfort.lines.network.everywhere import KINDS, PARAMETERS, PRICED, READ_ONCE, problem
from hillfort.lines.network.network import LineNetwork
from lines.laid import laid, scenario


def test_every_parameter_has_a_number_and_every_number_is_a_parameter() -> None:
    assert set(shipped_assumptions()[0]) == set(PARAMETERS)
    assert len(PARAMETERS) == len(set(PARAMETERS))


def test_a_judgement_is_wide_or_says_between_what_it_lies() -> None:
    for name, each in shipped_assumptions()[0].items():
        assert each.source != JUDGEMENT or each.grade == "F6", name
        assert each.low < each.high or "Judged to lie between" in each.note, name


@pytest.mark.parametrize("name", ["marrow", "baltic-2019"])
def test_every_parameter_stands_at_its_address(name: str) -> None:
    war = scenario(name)
    for each in PARAMETERS:
        assert addressed.get(war, f"lines.assumptions.{each}") == shipped_assumptions()[0][each]


@pytest.mark.parametrize("name", READ_ONCE)
def test_a_range_for_what_is_read_once_is_refused(name: str) -> None:
    said = laid("baltic-2019").curation
    now = said.assumptions[name]
    found = problem(name, Evidence(now.value, now.unit, now.value / 2.0, now.value * 2.0), said)
    assert found is not None and "read once" in found[0] and "shape: fixed" in found[1]
    assert problem(name, now, said) is None


def test_a_parameter_of_something_that_is_not_there_is_refused_with_what_is_missing() -> None:
    with pytest.raises(InputError, match="cannot act in this scenario: its lines have no corridors") as caught:
        scenario("marrow").vary(
            {"lines.assumptions.corridor_seized_h": 24.0, "lines.assumptions.port_struck_chance": 0.9}, reason="A try."
        )
    assert len(caught.value.problems) == 1


def test_a_measure_may_set_a_parameter_and_its_reason_is_kept(tmp_path: Path) -> None:
    text = (
        "measure: guns\ntitle: Guns at the ports\nwho: Anybody\n"
        "cost_meur_per_year: {value: 1, low: 0, high: 3, source: judgement, grade: F6}\n"
        "cost_once_meur: {value: 1, low: 0, high: 3, source: judgement, grade: F6}\n"
        "lead_time_months: {value: 1, low: 0, high: 3, source: judgement, grade: F6}\n"
        "patch:\n  lines.assumptions.port_struck_chance: {scale: 0.5, why: Guns.}\n"
    )
    path = tmp_path / "guns.yaml"
    path.write_text(text, encoding="utf-8")
    war = hf.scenario("marrow", measures=[str(path)])
    found = addressed.get(war, "lines.assumptions.port_struck_chance")
    assert isinstance(found, Evidence) and found.value == 0.2
    assert war.reasons["lines.assumptions.port_struck_chance"] == "Guns."
    path.write_text(text.replace("port_struck_chance", "port_struk_chance"), encoding="utf-8")
    with pytest.raises(InputError, match="port_struck_chance"):
        hf.scenario("marrow", measures=[str(path)])


def test_the_file_says_what_is_wrong_with_a_name_a_unit_and_a_number(tmp_path: Path) -> None:
    wrong = (
        "version: 1\nname: mine\nbase: marrow\nlines:\n  assumptions:\n"
        "    port_struk_chance: {value: 0.2, low: 0.1, high: 0.3, source: judgement, grade: F6, why: x}\n"
        "    struck_days: {value: 4, low: 1, high: 9, unit: h, source: judgement, grade: F6, why: x}\n"
        "    bridge_struck_chance: {value: 2, low: 0.1, high: 3, source: judgement, grade: F6, why: x}\n"
    )
    path = tmp_path / "mine.yaml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        hf.scenario(str(path))
    told = {each.line: each.text() if hasattr(each, "text") else str(each) for each in caught.value.problems}
    assert set(told) == {6, 7, 8}
    assert "port_struck_chance" in told[6] and "days" in told[7] and "0 to 1" in told[8]


def test_what_the_network_is_priced_with_is_laid_afresh() -> None:
    longer = scenario("marrow").vary({"lines.assumptions.ocean_winding": 1.5}, reason="A try.")
    assert longer.lines is not None
    network: LineNetwork = longer.lines.network
    assert network.columns["ocean_winding"].value == 1.5
    assert set(PRICED) <= set(network.columns)
    assert longer.hash != scenario("marrow").hash


def test_every_kind_of_group_has_days_of_repair() -> None:
    assert {f"repair_days_{kind}" for kind in KINDS} <= set(PARAMETERS)
