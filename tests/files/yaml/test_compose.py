"""Patches on bases: what merges, what is replaced, what is deleted, and where it all came from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.files.scenario import read
from hillfort.files.yaml.compose import digest, merged
from hillfort.files.yaml.lines import YamlNode, parse_yaml, plain
from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.theatre import Theatre

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return _write


def laid(base: str, patch: str) -> tuple[YamlNode, list[Problem]]:
    problems: list[Problem] = []
    return merged(parse_yaml(base, "base.yaml"), parse_yaml(patch, "patch.yaml"), problems), problems


def test_mappings_merge_and_lists_and_evidence_are_replaced_whole() -> None:
    base = "m: {a: 1, b: 2}\nl: [1, 2]\ne: {value: 1, low: 0, high: 2, note: old}"
    tree, problems = laid(base, "m: {b: 3}\nl: [9]\ne: {value: 5, low: 4, high: 6}")
    assert not problems
    assert plain(tree) == {"m": {"a": 1, "b": 3}, "l": (9,), "e": {"value": 5, "low": 4, "high": 6}}


def test_null_deletes_a_key_and_deleting_what_is_not_there_is_a_problem() -> None:
    tree, problems = laid("m: {tapa: 1, riga: 2}", "m: {tapa: null, rigga: null}")
    assert plain(tree) == {"m": {"riga": 2}}
    assert str(problems[0]) == "patch.yaml:1  m.rigga: is deleted here, but is not there. Did you mean 'riga'?"


EMPTY = [
    ("air:\n", 4, "air"),
    ("air: # later\n", 4, "air"),
    ("formations:\n  a-1bde:\n    base:\n", 6, "base"),
    ("sides: {blue: }\n", 4, "blue"),
    ("days:\n\n\nassumptions:\n", 4, "days"),
    ("objectives:\n  -\n", 5, ""),
]


@pytest.mark.parametrize(("patch", "line", "key"), EMPTY)
def test_a_heading_with_nothing_under_it_deletes_nothing_and_is_named(
    write: Write, good: str, small_theatre: Theatre, patch: str, line: int, key: str
) -> None:
    write("small.yaml", good)
    path = write("late.yaml", f"version: 1\nname: late\nbase: small.yaml\n{patch}")
    with pytest.raises(InputError) as refused:
        read.scenario(path, theatre=small_theatre)
    first = refused.value.problems[0]
    assert (Path(first.file).name, first.line, first.where) == ("late.yaml", line, key)
    assert "empty" in first.found or "nothing stands under it" in first.found
    assert "'null' takes it out of a base on purpose" in first.advice


@pytest.mark.parametrize("section", ["assumptions", "formations", "plans", "air", "sea", "objectives", "sides"])
@pytest.mark.parametrize("where", ["scenario", "measure"])
def test_no_section_of_a_base_goes_by_an_empty_heading(write: Write, where: str, section: str) -> None:
    if where == "scenario":
        path, measures = write("mine.yaml", f"version: 1\nname: mine\nbase: baltic-2019\n{section}:\n"), []
    else:
        cost = "{value: 1, low: 0, high: 2, source: judgement, grade: F6}"
        head = f"measure: mine\ntitle: Mine\ndescription: One.\nwho: Us\ncost_meur_per_year: {cost}\n"
        head += f"cost_once_meur: {cost}\nlead_time_months: {cost}\npatch:\n  {section}:\n"
        path, measures = "baltic-2019", [write("mine.yaml", head)]
    with pytest.raises(InputError, match=rf"mine\.yaml:\d+  {section}: nothing stands under it"):
        read.scenario(path, measures=measures)


def test_every_merged_value_points_into_the_file_it_was_written_in() -> None:
    tree, _ = laid("m:\n  a: 1\n  b: 2", "# patch\nm:\n  b: 3")
    inner = tree.items["m"].items
    assert [(inner[key].file, inner[key].line) for key in "ab"] == [("base.yaml", 2), ("patch.yaml", 3)]


def test_merging_changes_neither_file() -> None:
    base, patch = parse_yaml("m: {a: 1}", "b"), parse_yaml("m: {a: null, c: 2}", "p")
    merged(base, patch, [])
    assert (plain(base), plain(patch)) == ({"m": {"a": 1}}, {"m": {"a": None, "c": 2}})


def test_a_variant_is_its_base_with_the_patch(write: Write, good: str, small_theatre: Theatre) -> None:
    write("small.yaml", good)
    patch = "version: 1\nname: late\nbase: small.yaml\ndays: 9\nformations: {c-bn: null, a-1bde: {base: Narva}}\n"
    variant = read.scenario(write("late.yaml", patch), theatre=small_theatre)
    assert (variant.name, variant.days, variant.title) == ("late", 9, "A small war")
    assert {formation.id: formation.base for formation in variant.formations if not formation.parent} == {
        "a-1bde": "Narva",
        "b-div": "Pskov",
    }


def test_a_wrong_value_from_the_base_is_reported_in_the_base(write: Write, good: str, small_theatre: Theatre) -> None:
    base = write("small.yaml", good.replace("base: Tapa", "base: Tappa"))
    patch = write("late.yaml", "version: 1\nname: late\nbase: small.yaml\n\ndays: 900\n")
    with pytest.raises(InputError) as caught:
        read.scenario(patch, theatre=small_theatre)
    places = {(Path(problem.file).name, problem.line) for problem in caught.value.problems}
    assert places == {("small.yaml", Path(base).read_text().split("base: Tappa")[0].count("\n") + 1), ("late.yaml", 5)}


def test_a_field_that_a_patch_deleted_is_missed_where_it_was_deleted(
    write: Write, good: str, small_theatre: Theatre
) -> None:
    write("small.yaml", good)
    patch = write("late.yaml", "version: 1\nname: late\nbase: small.yaml\nformations:\n  a-1bde:\n    base: null\n")
    with pytest.raises(InputError, match=r"late.yaml:6  formations.a-1bde.base: is required and was deleted"):
        read.scenario(patch, theatre=small_theatre)


def test_a_patch_to_a_formation_of_another_name_does_not_pass(write: Write, good: str, small_theatre: Theatre) -> None:
    write("small.yaml", good)
    patch = write("late.yaml", "version: 1\nname: late\nbase: small.yaml\nformations: {a-2bde: {base: Narva}}\n")
    with pytest.raises(InputError, match=r"formations.a-2bde.side: is required and absent"):
        read.scenario(patch, theatre=small_theatre)


def test_bases_in_a_circle_are_named(write: Write) -> None:
    write("one.yaml", "version: 1\nname: one\nbase: two.yaml\n")
    path = write("two.yaml", "version: 1\nname: two\nbase: one.yaml\n")
    with pytest.raises(InputError, match="circle: two -> one -> two"):
        read.scenario(path)


def test_a_file_that_is_its_own_base_is_refused(write: Write) -> None:
    with pytest.raises(InputError, match="circle"):
        read.scenario(write("one.yaml", "version: 1\nname: one\nbase: ./one.yaml\n"))


@pytest.mark.parametrize("base", ["nowhere", "nowhere.yaml", "3", "[a]"])
def test_a_base_that_does_not_exist_is_refused(write: Write, base: str) -> None:
    with pytest.raises(InputError, match=r"nowhere|base"):
        read.scenario(write("one.yaml", f"version: 1\nname: one\nbase: {base}\n"))


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1.0, "b": (1, 2)}) == digest({"b": [1, 2], "a": 1.0}) != digest({"a": 1.5, "b": [1, 2]})


_KEYS = st.sampled_from("abcd")
_TREES = st.recursive(
    st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2),
    lambda inner: st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=10,
).filter(lambda tree: isinstance(tree, dict))


def node_of(data: object) -> YamlNode:
    if isinstance(data, dict):
        return YamlNode({key: node_of(value) for key, value in data.items()}, "x", 1)
    return YamlNode([node_of(value) for value in data] if isinstance(data, list) else data, "x", 1)


@given(_TREES, _TREES)
def test_a_patch_laid_on_twice_is_the_patch_laid_on_once(base: object, patch: object) -> None:
    once = merged(node_of(base), node_of(patch), [])
    assert plain(merged(once, node_of(patch), [])) == plain(once)
    assert plain(merged(node_of(base), node_of({}), [])) == plain(node_of(base))
    assert plain(merged(node_of({}), node_of(patch), [])) == plain(node_of(patch))
