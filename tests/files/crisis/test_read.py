"""The `crisis` section of a scenario: read, laid on the package's, refused where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import hillfort as hf
from hillfort.files.crisis.read import shipped
from hillfort.foundation.errors import InputError

HEAD = "version: 1\nname: mine\nbase: marrow\ncrisis:\n"
JUDGED = "source: judgement, grade: F6"
RANGE = f"{{value: 2, low: 1, high: 3, {JUDGED}"
UNLISTED = "{value: 2, low: 1, high: 9, source: nobody, grade: F6}"


def read(tmp_path: Path, section: str) -> hf.Scenario:
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + section, encoding="utf-8")
    return hf.scenario(file)


def test_a_scenario_without_the_section_has_the_packages(tmp_path: Path) -> None:
    assert hf.scenario("marrow").crisis == shipped()[0]
    assert read(tmp_path, "  assumptions: {}\n").hash == read(tmp_path, "  signals: {}\n").hash


def test_what_a_file_says_is_laid_on_the_packages(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"""\
  signals:
    drones: {{title: Drones over the border,
      hit_chance: {{value: 0.8, low: 0.6, high: 0.9, {JUDGED}}},
      false_chance: {{value: 0.2, low: 0.1, high: 0.4, {JUDGED}}},
      days_before: {{value: 9, low: 2, high: 20, {JUDGED}}}}}
  consents: {{CC: {{value: 3, low: 1, high: 10, {JUDGED}}}}}
  assumptions:
    rule_crisis_hours: {{value: 1, low: 1, high: 1, shape: fixed, unit: switch, {JUDGED}, why: to see}}
    nation_days: {{value: 2, low: 0.5, high: 6, {JUDGED}, why: slower}}
""",
    ).crisis
    assert found is not None
    assert found
    assert set(found.signals) == {*shipped()[0].signals, "drones"}
    assert set(found.consents) == {"DE", "CC"}
    assert found.assumptions["nation_days"].value == 2
    assert found.assumptions["nation_days"].unit == "days"
    assert found.overridden["nation_days"] == "slower"


def test_a_measure_patches_a_scenario_that_has_no_section(tmp_path: Path) -> None:
    before, after = hf.scenario("marrow"), hf.scenario("marrow", measures=["forty-eight-hour-decision"])
    assert not before.crisis
    assert after.crisis
    assert after.crisis.assumptions["council_limit_days"].value == 2
    both = hf.scenario("marrow", measures=["forty-eight-hour-decision", "delegated-authority"])
    assert both.crisis is not None
    assert both.crisis.is_on("rule_command_deploys")
    assert both.crisis.assumptions["council_limit_days"].value == 2


@pytest.mark.parametrize(
    ("section", "where", "found"),
    [
        (f"  assumptions:\n    nation_day: {RANGE}, why: x}}\n", "crisis.assumptions.nation_day", "nation_days"),
        (
            f"  assumptions:\n    nation_days: {RANGE}, unit: h, why: x}}\n",
            "crisis.assumptions.nation_days.unit",
            "'days'",
        ),
        (f"  assumptions:\n    attack_chance: {RANGE}, why: x}}\n", "crisis.assumptions.attack_chance", "out of range"),
        (f"  assumptions:\n    nation_days: {RANGE}}}\n", "crisis.assumptions.nation_days.why", "required"),
        (f"  consents:\n    Germany: {RANGE}}}\n", "crisis.consents", "Germany"),
        (f"  consents:\n    DE: {{value: 2, low: 1, high: 900, {JUDGED}}}\n", "crisis.consents.DE", "900"),
        (f"  consents:\n    DE: {UNLISTED}\n", "crisis.consents.DE.source", "nobody"),
        ("  signals:\n    mass: {title: Mass}\n", "crisis.signals.mass.hit_chance", "required"),
        ("  sirens: {}\n", "crisis.sirens", "not a field"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_advice(tmp_path: Path, section: str, where: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, section)
    told = [each for each in caught.value.problems if each.where.startswith(where)]
    assert told, [str(each) for each in caught.value.problems]
    assert all(each.line > 3 for each in told)
    assert any(found in f"{each.found} {each.advice} {each.where}" for each in told)


def test_a_crisis_of_numbers_at_the_edge_still_gives_hours(tmp_path: Path) -> None:
    extreme = (
        f"  assumptions:\n    attack_chance: {{value: 0, low: 0, high: 1, {JUDGED}, why: x}}\n"
        f"    dulled_share: {{value: 1, low: 0, high: 1, {JUDGED}, why: x}}\n"
        f"    look_alikes_per_year: {{value: 0, low: 0, high: 100, {JUDGED}, why: x}}\n"
        f"    rule_crisis_hours: {{value: 1, low: 1, high: 1, shape: fixed, {JUDGED}, why: x}}\n"
    )
    found = hf.crisis(read(tmp_path, extreme), draws=500, campaigns=0).result
    assert 0 <= found.hours["warning"].p10 <= found.hours["warning"].p90 <= 21 * 24
