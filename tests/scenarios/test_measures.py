"""The shipped measures lie on their scenarios and change what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import hillfort
from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import measures, read
from hillfort.foundation.errors import InputError
from scenarios.shipped import shipped

ON_2019 = (
    "air-policing-to-air-defence",
    "better-warning",
    "brigade-instead-of-battalion",
    "defence-line",
    "delegated-authority",
    "faster-borders",
    "forty-eight-hour-decision",
    "higher-readiness",
    "maritime-package",
    "nothing",
    "prepositioned-equipment",
    "river-lines",
    "rotation-calendar",
    "rotation-weeks",
    "seven-brigades-three-heavy",
    "shelters-and-runway-repair",
    "standing-medium-range",
    "territorial-defence-plans",
)
ON_2025 = ("northern-flank", "regeneration-five-years", "regeneration-six-months", "regeneration-two-years")
"""They change what stands there in that year."""


def in_place(scenario: Scenario) -> dict[str, float]:
    """Combat power of allied units that stand in a Baltic state, by state."""
    found = dict.fromkeys(("EE", "LV", "LT"), 0.0)
    for unit in scenario.battalions:
        where = scenario.theatre.places[unit.base].country
        if unit.side == "blue" and where in found and unit.country != where:
            found[where] += unit.type.power_bneq.value
    return found


@pytest.mark.parametrize("outside", ["false", "true"])
def test_a_brigade_that_stands_in_the_region_has_not_arrived(outside: str, tmp_path: Path) -> None:
    shipped_text = (Path(hillfort.__file__).parent / "data" / "measures" / "marrow-brigade.yaml").read_text(
        encoding="utf-8"
    )
    file = tmp_path / "stationed.yaml"
    file.write_text(shipped_text.replace("outside: false", f"outside: {outside}"), encoding="utf-8")
    outcome = fight(read.scenario("marrow", measures=[str(file)]), coa="both-coasts", draws=5, threads=1)
    assert outcome.reinforcement_bn.max() == 0.0
    assert np.isnan(outcome.first_brigade_h).all()


def test_every_measure_that_is_shipped_is_tested_here() -> None:
    assert {name for name in measures.measure_names() if not name.startswith("marrow")} == {*ON_2019, *ON_2025}


@pytest.mark.parametrize("measure", ON_2025)
def test_a_measure_of_2025_composes_there_and_changes_the_scenario(measure: str) -> None:
    changed = shipped("baltic-2025", measure)
    assert [each.name for each in changed.measures] == [measure]
    assert changed.hash != shipped("baltic-2025").hash


@pytest.mark.parametrize("measure", ON_2019)
@pytest.mark.parametrize("name", ["baltic-2019", "baltic-2025"])
def test_a_measure_composes_and_changes_the_scenario_unless_it_is_the_null_measure(name: str, measure: str) -> None:
    changed = shipped(name, measure)
    assert [each.name for each in changed.measures] == [measure]
    assert (changed.hash == shipped(name).hash) is (measure == "nothing")


def test_measures_compose_with_one_another() -> None:
    together = shipped("baltic-2019", "brigade-instead-of-battalion", "higher-readiness", "territorial-defence-plans")
    assert len(together.measures) == 3
    assert len(together.battalions) == len(shipped("baltic-2019").battalions) + 9


@pytest.mark.parametrize("measure", ON_2019)
def test_a_measure_has_a_cost_and_a_lead_time_with_a_range(measure: str) -> None:
    found = measures.read_measure(measure)
    values = (found.cost_meur_per_year, found.cost_once_meur, found.lead_time_months)
    if measure == "nothing":
        assert all(value.value == 0 for value in values)
    else:
        assert all(0 < value.low < value.value < value.high for value in values)
    assert found.who


def test_an_allied_brigade_stands_in_each_baltic_state() -> None:
    before, after = in_place(shipped("baltic-2019")), in_place(shipped("baltic-2019", "brigade-instead-of-battalion"))
    assert all(after[state] > 2.0 * before[state] for state in before)


@pytest.mark.parametrize("name", ["baltic-2016", "baltic-2019"])
def test_seven_brigades_of_which_three_heavy_are_added_in_place(name: str) -> None:
    known = {each.id for each in shipped(name).formations}
    added = [each for each in shipped(name, "seven-brigades-three-heavy").formations if each.id not in known]
    brigades = [each for each in added if each.echelon == "brigade" and "fires" not in each.id]
    assert len(brigades) == 7
    assert sum(each.template == "us-abct" for each in brigades) == 3


def test_higher_readiness_never_lengthens_a_notice() -> None:
    before = {unit.id: unit.readiness.notice_to_move_h for unit in shipped("baltic-2019").battalions}
    shorter = 0
    for unit in shipped("baltic-2019", "higher-readiness").battalions:
        assert unit.readiness.notice_to_move_h.value <= before[unit.id].value, unit.id
        assert unit.readiness.notice_to_move_h.high <= before[unit.id].high, unit.id
        shorter += unit.readiness.notice_to_move_h.value < before[unit.id].value
    assert shorter > 40


def test_a_measure_written_for_another_scenario_is_refused_with_one_problem() -> None:
    with pytest.raises(InputError) as caught:
        read.scenario("baltic-2016", measures=["higher-readiness"])
    assert len(caught.value.problems) == 1
