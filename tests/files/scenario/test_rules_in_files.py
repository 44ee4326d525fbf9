"""What files say of standing rules: an order may keep its forces where it puts them, a type in their country."""

from __future__ import annotations

from pathlib import Path

import pytest

import hillfort as hf
from hillfort.campaign._kernels import records
from hillfort.campaign.run import prepared
from hillfort.foundation.errors import InputError

MOVEMENT = (
    "wheeled", "tracked", "heaviest_mlc", "wagons", "trains", "lane_metres", "pallets", "tonnes_per_day",
    "days_of_supply",
)  # fmt: skip
VARIANT = """
version: 1
name: mine
base: marrow
title: Mine
description: A variant.
"""


def written(folder: Path, more: str) -> str:
    (folder / "mine.yaml").write_text(VARIANT + more, encoding="utf-8")
    return str(folder / "mine.yaml")


@pytest.mark.parametrize(
    ("line", "rules"), [("", True), ("standing_rules: true", True), ("standing_rules: false", False)]
)
def test_an_order_says_whether_its_forces_follow_standing_rules(tmp_path: Path, line: str, *, rules: bool) -> None:
    more = f"orders:\n  capital:\n    note: Read.\n    {line}\n"
    war = hf.scenario(written(tmp_path, more))
    said = {order.id: order.standing_rules for order in war.orders}
    assert said.pop("capital") is rules
    assert set(said.values()) == {True}
    units = prepared(war, "both-coasts").workspace().u
    ids = [unit.id for unit in war.battalions]
    obeys = {int(units["obeys"][ids.index(name)]) for name in ids if name in ("aa-2bde/1", "aa-2bde/2")}
    assert obeys == {records.EVERYWHERE if rules else records.DISOBEYS}


def test_the_hash_sees_whether_an_order_lets_its_forces_go(tmp_path: Path) -> None:
    plain = hf.scenario(written(tmp_path, "orders:\n  capital:\n    standing_rules: true\n"))
    kept = hf.scenario(written(tmp_path, "orders:\n  capital:\n    standing_rules: false\n"))
    assert plain.hash != kept.hash


def test_a_word_that_is_neither_true_nor_false_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="standing_rules") as caught:
        hf.scenario(written(tmp_path, "orders:\n  capital:\n    standing_rules: perhaps\n"))
    assert [problem.line for problem in caught.value.problems] == [9]


@pytest.mark.parametrize("name", ["marrow", "baltic-2019"])
def test_territorial_units_and_no_others_are_marked_as_staying_in_their_country(name: str) -> None:
    types = {unit.type.key: unit.type.stays_in_country for unit in hf.scenario(name).battalions}
    assert {key for key, stays in types.items() if stays} == {key for key in types if "territorial" in key}
    assert any(types.values()) and not all(types.values())


def test_a_type_of_one_s_own_may_stay_in_its_country(tmp_path: Path) -> None:
    number = "{value: 30, low: 30, high: 30, source: judgement, grade: F6, shape: fixed}"
    none = "{value: 0, low: 0, high: 0, source: judgement, grade: F6, shape: fixed}"
    one = "{value: 0.5, low: 0.5, high: 0.5, source: judgement, grade: F6, shape: fixed}"
    (tmp_path / "types.yaml").write_text(
        "types:\n  watch-bn:\n    name: Watch\n    role: manoeuvre\n    mobility: light\n    symbol: '1211000000'\n"
        f"    stays_in_country: true\n    personnel: {number}\n    tanks: {none}\n    fighting_vehicles: {none}\n"
        f"    guns: {none}\n    vehicles: {number}\n    power_bneq: {one}\n    fires_bneq: {none}\n    "
        f"supply_days: {one}\n"
        "movement:\n  types:\n    watch-bn:\n" + "".join(f"      {name}: {number}\n" for name in MOVEMENT),
        encoding="utf-8",
    )
    more = "include: [types.yaml]\nformations:\n  watch:\n"
    more += "    name: Watch\n    side: blue\n    country: AA\n    base: Alder\n"
    more += "    echelon: battalion\n    battalions: [{type: watch-bn, count: 1}]\n"
    more += "    notice_to_move_h: {value: 0, low: 0, high: 0, source: judgement, grade: F6, shape: fixed}\n"
    more += "    manning_share: {value: 1, low: 1, high: 1, source: judgement, grade: F6, shape: fixed}\n"
    more += "    source: judgement\n    grade: F6\n"
    war = hf.scenario(written(tmp_path, more))
    found = [unit.type.stays_in_country for unit in war.battalions if unit.formation == "watch"]
    assert found and all(found)
