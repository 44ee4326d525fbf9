"""A thing that was renamed keeps its luck under its former key, in a file and in Python; without it, it does not."""

from __future__ import annotations

import dataclasses
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.files.yaml.lines import parse_yaml, plain
from hillfort.foundation.errors import InputError
from hillfort.foundation.keyed import KINDS
from hillfort.studies.campaign.differing import differing
from hillfort.studies.crisis.study import study

SCENARIO, COA, DRAWS = "baltic-2019", "landings-and-air-assault", 4


def fresh(key: str) -> str:
    """Another key, which comes elsewhere in any order."""
    return f"k{zlib.crc32(key[::-1].encode()):08x}"


def keys(data: dict[str, Any]) -> dict[tuple[str, ...], dict[str, Any]]:
    """The sections of a scenario file whose things have luck, by path."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for path in (each for kind in KINDS for each in kind):
        tops = list(data["courses_of_action"]) if "*" in path else [""]
        for top in tops:
            at: Any = data
            for step in path:
                at = at.get(top if step == "*" else step) or {}
            found[tuple(top if step == "*" else step for step in path)] = at
    return {path: section for path, section in found.items() if section}


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Plain data with other names for things, wherever they are named: a battalion's id begins with its formation's."""
    if isinstance(value, dict):
        return {renamed(key, names): each if key in FREE else renamed(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [renamed(each, names) for each in value]
    if not isinstance(value, str):
        return value
    head, slash, rest = value.partition("/")
    return f"{names.get(head, head)}{slash}{rest}"


FREE = ("name", "title", "command", "note", "description", "equipment", "luck_key", "place", "base", "source", "kind")


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    found: dict[str, Any] = plain(parse_yaml(read.whole_text(SCENARIO), "whole.yaml"))
    return found


def other(data: dict[str, Any], *, keeping: bool, only: tuple[str, ...] = ()) -> tuple[dict[str, Any], dict[str, str]]:
    """The scenario with everything that has luck renamed, each with its former key as its luck key, or not."""
    places, names = {*data["places"], *data["objectives"]}, {}
    for path, section in keys(data).items():
        if not only or path == only:
            names |= {key: fresh(key) for key in section if key not in places and path != ("courses_of_action",)}
    made: dict[str, Any] = renamed(data, names)
    back = {new: old for old, new in names.items()}
    for section in keys(made).values() if keeping else ():
        for key in section:
            if key in back:
                section[key]["luck_key"] = back[key]
    return made, names


def written(data: dict[str, Any], folder: Path) -> Scenario:
    import json

    (folder / "other.yaml").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return read.scenario(str(folder / "other.yaml"))


def arrays(scenario: Scenario, coa: str = COA) -> dict[str, np.ndarray]:
    outcome = fight(scenario, coa=coa, draws=DRAWS, seed=11)
    return {
        each.name: found
        for each in dataclasses.fields(outcome)
        if isinstance(found := getattr(outcome, each.name), np.ndarray)
    }


def same(one: dict[str, np.ndarray], two: dict[str, np.ndarray]) -> list[str]:
    return [name for name in one if not np.array_equal(one[name], two[name], equal_nan=one[name].dtype.kind == "f")]


def test_everything_renamed_with_its_former_key_is_the_same_campaign_bit_for_bit(
    data: dict[str, Any], tmp_path: Path
) -> None:
    before = written(data, tmp_path)
    changed, names = other(data, keeping=True)
    after = written(changed, tmp_path)
    assert len(names) > 150
    assert {path for path, section in keys(changed).items() if set(section) & set(names.values())} > {
        ("formations",), ("orders",), ("ways_in",), ("lifts",), ("air", "batteries"), ("air", "squadrons"),
        ("sea", "strikers"), ("sea", "surface"), ("sea", "waters"), ("sea", "lanes"),
    }  # fmt: skip
    assert [each.luck for each in after.battalions] == [each.id for each in before.battalions]
    assert not {each.id for each in after.battalions} & {each.id for each in before.battalions}
    assert same(arrays(before), arrays(after)) == []
    assert before.hash != after.hash
    leaves = [
        [
            {k: v for k, v in row.items() if k != "formation"}
            for row in study(each, coa=COA, draws=50, seed=3).summary["formations"]
        ]
        for each in (before, after)
    ]
    assert sorted(leaves[0], key=str) == sorted(leaves[1], key=str)
    assert differing(before, after) == []
    assert differing(before, written(other(data, keeping=False)[0], tmp_path)) != []


@pytest.mark.parametrize("only", [("formations",), ("air", "batteries"), ("sea", "strikers"), ("ways_in",)])
def test_a_rename_without_it_is_other_luck(data: dict[str, Any], tmp_path: Path, only: tuple[str, ...]) -> None:
    before = written(data, tmp_path)
    after = written(other(data, keeping=False, only=only)[0], tmp_path)
    assert same(arrays(before), arrays(after))


def test_in_python_a_luck_key_does_the_same(tmp_path: Path, data: dict[str, Any]) -> None:
    marrow = read.scenario("marrow")
    battalions = tuple(
        dataclasses.replace(each, id=renamed(each.id, MARROW), formation=renamed(each.formation, MARROW),
                            luck_key=each.id)
        for each in marrow.battalions
    )  # fmt: skip
    formations = tuple(
        dataclasses.replace(each, id=renamed(each.id, MARROW), parent=renamed(each.parent, MARROW),
                            battalions=tuple(renamed(each.battalions, MARROW)))
        for each in marrow.formations
    )  # fmt: skip
    orders = tuple(dataclasses.replace(each, forces=tuple(renamed(each.forces, MARROW))) for each in marrow.orders)
    after = dataclasses.replace(marrow, battalions=battalions, formations=formations, orders=orders)
    coa = next(iter(marrow.courses_of_action))
    assert same(arrays(marrow, coa), arrays(after, coa)) == []
    plain_ids = tuple(dataclasses.replace(each, luck_key="") for each in battalions)
    assert same(arrays(marrow, coa), arrays(dataclasses.replace(after, battalions=plain_ids), coa))


MARROW = {"aa-1bde": "north-bde", "aa-2bde": "a-bde"}


def test_a_luck_key_that_is_the_key_changes_nothing(data: dict[str, Any], tmp_path: Path) -> None:
    said = {**data, "formations": {key: {**each, "luck_key": key} for key, each in data["formations"].items()}}
    assert written(said, tmp_path).hash == written(data, tmp_path).hash


def test_two_of_a_kind_with_one_luck_are_refused_with_the_place_of_both(tmp_path: Path) -> None:
    (tmp_path / "twice.yaml").write_text(
        "version: 1\nname: twice\nbase: marrow\nformations:\n"
        "  aa-1bde:\n    luck_key: aa-2bde\n  cc-bde:\n    luck_key: aa-guard\n"
        "ways_in:\n  Port of Alder:\n    luck_key: aa-1bde\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as refused:
        read.scenario(str(tmp_path / "twice.yaml"))
    said = [str(each) for each in refused.value.problems]
    assert len(said) == 2
    assert any(
        "'aa-2bde' is also the luck of formations.aa-1bde in" in each and "twice.yaml:6" in each for each in said
    )
    assert any("twice.yaml:8" in each and "'aa-guard'" in each for each in said)


def test_one_luck_twice_is_refused_in_python() -> None:
    marrow = read.scenario("marrow")
    battalions = tuple(
        dataclasses.replace(each, luck_key="aa-2bde/9") if each.formation == "aa-1bde" else each
        for each in marrow.battalions
    )
    with pytest.raises(InputError, match="'aa-2bde' is also the luck of formations"):
        fight(dataclasses.replace(marrow, battalions=battalions), coa=next(iter(marrow.courses_of_action)), draws=1)
