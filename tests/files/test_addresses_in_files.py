"""Addresses as keys of scenario files, and types, templates and lines of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import hillfort as hf
from hillfort.campaign.acting import Present, idle
from hillfort.files.scenario.read import scenario
from hillfort.foundation.addressed import addresses, get
from hillfort.foundation.domains import WHOLE
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.theatre.season import OFF_ROAD

HEAD = "version: 1\nname: mine\nbase: marrow\n"
WIDE = "source: judgement, grade: F6"


def patched(folder: Path, text: str, *, head: str = HEAD) -> Path:
    path = folder / "mine.yaml"
    path.write_text(head + text, encoding="utf-8")
    return path


def written(evidence: Evidence) -> str:
    ends = f"value: {evidence.value!r}, low: {evidence.low!r}, high: {evidence.high!r}, unit: '{evidence.unit}'"
    return f"{{{ends}, shape: {evidence.shape}, {WIDE}}}"


ASKED = (
    "quality.BB",
    "formations.cc-bde.notice_to_move_h",
    "formations.aa-guard.manning_share",
    "courses_of_action.middle-road.warning_h",
    "courses_of_action.middle-road.orders.south.tasks[0].start_h",
    "types.tank-bn.power_bneq",
    "types.mech-bn.personnel",
    "ways_in.Port of Alder.battalions_per_day",
    "lines.values.main_road_vehicles",
    "lines.ports.Alder.rate",
    "movement.delays.border_permission_h",
    "movement.types.tank-bn.wheeled",
    "movement.tail_share",
)


@pytest.mark.parametrize("address", ASKED)
def test_what_has_an_address_in_python_is_set_under_it_in_a_file(tmp_path: Path, address: str) -> None:
    now = get(hf.scenario("marrow"), address)
    assert isinstance(now, Evidence)
    other = Evidence(now.value * 0.97, now.unit, now.low * 0.95, now.high * 0.99, shape="triangular")
    if address.rpartition(".")[2] in WHOLE:  # there is no part of a person
        other = Evidence(now.value - 1, now.unit, now.low - 1, now.high - 1, shape="triangular")
    found = get(scenario(str(patched(tmp_path, f"{address}: {written(other)}\n"))), address)
    assert isinstance(found, Evidence)
    assert (found.value, found.low, found.high) == (other.value, other.low, other.high)


def test_every_assumption_can_be_set_under_its_address(tmp_path: Path) -> None:
    war = hf.scenario("marrow")
    present = Present(air=False, sea=False, ways_in=True, classical=False)  # others are refused: they cannot act there
    every = [
        address
        for address in addresses(war)
        if address.startswith("assumptions.") and not idle(address.removeprefix("assumptions."), present)
    ]
    other_months = {f"assumptions.{each}" for each in OFF_ROAD if each != OFF_ROAD[int(war.date[5:7]) - 1]}
    every = [address for address in every if address not in other_months]  # the month of D-day holds throughout
    lines = []
    for address in every:
        now = get(war, address)
        assert isinstance(now, Evidence)
        lines.append(f"{address}: {written(now)[:-1]}, why: tried}}")
    found = scenario(str(patched(tmp_path, "\n".join(lines) + "\n")))
    assert set(found.overridden) == {address.removeprefix("assumptions.") for address in every}


def test_all_ways_of_a_mode_and_one_way_can_be_told_how_much_they_carry(tmp_path: Path) -> None:
    text = f"ways_in.Port of Alder.vehicles_per_day: {{value: 90, low: 80, high: 120, {WIDE}}}\n"
    text += f"lines.vehicles_per_day.sea: {{value: 70, low: 60, high: 80, {WIDE}}}\n"
    found = scenario(str(patched(tmp_path, text)))
    assert get(found, "ways_in.Port of Alder.vehicles_per_day") == found.ways_in[0].vehicles_per_day
    assert found.lines is not None and found.lines.vehicles_per_day.sea is not None
    from hillfort.campaign.ways_in import on_network

    assert on_network(found).limits["Port of Alder"].value == 90.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "formations.cc-bd.notice_to_move_h: {}",
            "formations.cc-bd.notice_to_move_h: 'cc-bd' is not there. Did you mean",
        ),
        ("formations.cc-bde.notice_h: {value: 1}", "Did you mean 'notice_to_move_h'?"),
        (
            f"types.tankbn.power_bneq: {{value: 1, low: 0, high: 2, {WIDE}}}",
            "types.tankbn: 'tankbn' is not there. Did you",
        ),
        (f"types.tank-bn.power: {{value: 1, low: 0, high: 2, {WIDE}}}", "types.tank-bn.power: is not a field here."),
        (f"lines.values.main_road: {{value: 1, low: 0.5, high: 2, {WIDE}}}", "lines.values.main_road: is not one of"),
        (
            f"lines.vehicles_per_day.ship: {{value: 1, low: 0, high: 2, {WIDE}}}",
            "lines.vehicles_per_day.ship: is not a",
        ),
        (f"movement.types.tank-bn.wheels: {{value: 1, low: 0, high: 2, {WIDE}}}", "Did you mean 'wheeled'?"),
        ("orders.border.tasks[7].at: Alder", "Did you mean 'orders.border.tasks[1]'?"),
        ("quality..BB: 1", "quality..BB: 'quality..BB' is no address from '..BB' on."),
        ("qualty.BB: {}", "qualty: is not a field here. Did you mean 'quality'?"),
        ("types.tank-bn.power_bneq: {value: 11, low: 1, high: 12, source: judgement, grade: F6}", "outside 0 to 10"),
    ],
)
def test_a_wrong_address_in_a_file_is_said_with_its_line_and_what_is_near(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        scenario(str(patched(tmp_path, line + "\n")))
    assert said in str(error.value)
    assert len(error.value.problems) <= 4
    assert all(problem.line == 4 for problem in error.value.problems)


TYPE = """
types:
  ski-bn:
    {name: Ski Battalion, role: manoeuvre, mobility: light, symbol: "1211000000", personnel: @N, tanks: @0,
     fighting_vehicles: @0, guns: @0, vehicles: @N, power_bneq: @S, fires_bneq: @0, supply_days: @S}
templates:
  ski-bde: {name: Ski Brigade, echelon: brigade, symbol: "1211000000", battalions: [{type: ski-bn, count: 4}]}
movement:
  types:
    ski-bn: {wheeled: @N, tracked: @0, heaviest_mlc: @N, wagons: @N, trains: @S, lane_metres: @N, pallets: @N,
      tonnes_per_day: @N, days_of_supply: @S}
"""


def own_types() -> str:
    text = TYPE.replace(": @N", f": {{value: 50, low: 40, high: 60, {WIDE}}}")
    text = text.replace(": @S", f": {{value: 3, low: 2, high: 4, {WIDE}}}")
    return text.replace(": @0", f": {{value: 0, low: 0, high: 0, shape: fixed, {WIDE}}}")


def test_a_folder_holds_types_and_templates_of_its_own_which_scenarios_include(tmp_path: Path) -> None:
    (tmp_path / "ski.yaml").write_text(own_types(), encoding="utf-8")
    found = scenario(
        str(patched(tmp_path, "include: [ski.yaml]\nformations.aa-2bde.template: ski-bde\norders.south: null\n"))
    )
    own = [unit for unit in found.battalions if unit.formation == "aa-2bde"]
    assert [unit.type.key for unit in own] == ["ski-bn"] * 4
    assert get(found, "types.ski-bn.power_bneq") == own[0].type.power_bneq


def test_an_included_file_that_is_a_scenario_or_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("name: other\nquality: {}\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not for a file that is included to say"):
        scenario(str(patched(tmp_path, "include: [part.yaml]\n")))
    with pytest.raises(InputError, match="is not the path of a YAML file"):
        scenario(str(patched(tmp_path, "include: [part]\n")))


def test_a_patch_laid_later_wins_over_an_address_in_its_base(tmp_path: Path) -> None:
    first = patched(tmp_path, f"quality.BB: {{value: 0.5, low: 0.4, high: 0.6, {WIDE}}}\n")
    second = tmp_path / "second.yaml"
    second.write_text(
        f"version: 1\nname: second\nbase: ./{first.name}\nquality: {{BB: {{value: 0.7, low: 0.6, high: 0.8, "
        f"{WIDE}}}}}\n",
        encoding="utf-8",
    )
    found = get(scenario(str(second)), "quality.BB")
    assert isinstance(found, Evidence) and found.value == 0.7
