"""A measure of every kind changes what it is about, in the lines and in what a campaign is run from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hillfort.campaign import ways_in
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.foundation.addressed import get
from hillfort.foundation.errors import InputError
from hillfort.lines.movers.assembly import LinesState, assemble
from hillfort.lines.movers.demand import demand
from hillfort.studies.lines.study import losable

JUDGEMENT = "source: judgement, grade: F6"
COSTS = ("cost_meur_per_year", "cost_once_meur", "lead_time_months")
JUDGED = {"source": "judgement", "grade": "F6"}


def judged(value: float, unit: str = "") -> dict[str, Any]:
    return {"value": value, "low": value, "high": value, "shape": "fixed", **JUDGED} | ({"unit": unit} if unit else {})


def with_patch(patch: dict[str, Any]) -> Scenario:
    head: dict[str, Any] = {"measure": "tried", "title": "Tried", "who": "nobody"}
    costs = {name: judged(1.0) for name in COSTS}
    return read.scenario("marrow", measures=[{**head, **costs, "patch": patch}])


def condition(**said: Any) -> dict[str, Any]:
    return {"lines": {"conditions": {"Port Alder": said}}}


def number(address: str) -> Callable[[Scenario], Any]:
    return lambda made: get(made, address).value  # type: ignore[union-attr]


def limit(made: Scenario) -> float:
    return ways_in.on_network(made).limits["Port of Alder"].value


def columns(made: Scenario) -> list[tuple[int, float]]:
    rows = ways_in.way_records(made, _Columns())
    return [(int(row["shut"]), round(float(row["spared"]), 6)) for row in rows]


class _Columns(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 0


def links(made: Scenario) -> int:
    assert made.lines is not None
    return len(made.lines.network.links)


def may_be_lost(made: Scenario) -> bool:
    assert made.lines is not None
    wanted = demand(made, made.lines.movement)
    return "Port Alder" in losable(assemble(made.lines.network, wanted, state=LinesState(made.date)))


def repair(made: Scenario) -> float:
    assert made.lines is not None
    return made.lines.network.repair_of("Port Alder").value


ROAD = {"name": "New road", "layer": "road", "between": ["Alder", "Brackwater"], "km": 60, **JUDGED}
KINDS: dict[str, tuple[dict[str, Any], Callable[[Scenario], Any]]] = {
    "land": ({"formations.cc-bde.notice_to_move_h": {"add": -12}}, number("formations.cc-bde.notice_to_move_h")),
    "plans": (
        {"courses_of_action.*.warning_h": {"add": 24}},
        number("courses_of_action.middle-road.warning_h"),
    ),
    "types": ({"types.tank-bn.power_bneq": {"scale": 1.1}}, number("types.tank-bn.power_bneq")),
    "a capacity of the network in the campaign": ({"lines.ports.Alder.rate": {"scale": 0.5}}, limit),
    "a new link": ({"lines": {"links": {"add": [ROAD]}}}, links),
    "a closed group in the campaign": (condition(open=False), columns),
    "a fortified group": (condition(fortified=True), may_be_lost),
    "a fortified group in the campaign": (condition(fortified=True), columns),
    "a repair": (condition(repair_days=judged(7.0, "days")), repair),
    "a repair in the campaign": (condition(repair_days=judged(7.0, "days")), columns),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_measure_of_this_kind_acts(kind: str) -> None:
    patch, seen = KINDS[kind]
    base, changed = read.scenario("marrow"), with_patch(patch)
    assert seen(base) != seen(changed)
    assert base.hash != changed.hash


def test_half_the_days_of_repair_spare_half_of_what_strikes_take() -> None:
    assert columns(with_patch(condition(repair_days=judged(7.0, "days")))) == [(0, 0.5)]
    assert columns(with_patch(condition(repair_days=judged(99.0, "days")))) == [(0, 0.0)]
    assert columns(with_patch(condition(fortified=True))) == [(0, 1.0)]


def test_a_way_whose_only_port_is_closed_is_shut_and_does_not_fall_back_on_planning_figures() -> None:
    closed = with_patch(condition(open=False))
    assert ways_in.on_network(closed).shut == ("Port of Alder",)
    assert ways_in.notes(closed)[0] == "Port of Alder: closed on the network; nothing comes by it."


def test_a_condition_of_no_group_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean 'Port Alder'"):
        with_patch({"lines": {"conditions": {"Porr Alder": {"open": False}}}})


def test_an_operation_that_is_wrong_at_many_addresses_is_told_once_for_its_line(tmp_path: Path) -> None:
    costs = [f"{name}: {{value: 1, low: 1, high: 1, shape: fixed, {JUDGEMENT}}}" for name in COSTS]
    said = ["measure: tried", "title: Tried", "who: nobody", *costs, "patch:"]
    lines = [*said, "  formations.*.notice_to_move_h: {add: 100000}", "  quality.*: {add: 100000}", ""]
    file = tmp_path / "tried.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read.scenario("marrow", measures=[str(file)])
    assert [each.line for each in caught.value.problems] == [len(said) + 1, len(said) + 2]
    assert all("more addresses" in each.found for each in caught.value.problems)
