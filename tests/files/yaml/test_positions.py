"""Positions out of range, exchanged or without a sign are refused with the likely value and their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hillfort.files.scenario.read import scenario as read_scenario
from hillfort.files.theatre.recipe import read_recipe
from hillfort.files.yaml.lines import read_yaml
from hillfort.files.yaml.positions import positions, problems
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError

BALTIC = (18.0, 52.0, 32.0, 60.6)


def told(tmp_path: Path, text: str) -> list[tuple[int, str, str]]:
    """Line, place and advice of each problem of a text."""
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    return [(each.line, each.where, each.advice) for each in problems(read_yaml(file), BALTIC)]


@pytest.mark.parametrize("given", ["lat: 24.1\n  lon: 56.9", "lat: 56.9\n  lon: -24.1", "lat: -56.9\n  lon: 24.1"])
def test_a_pair_far_outside_whose_other_reading_lies_inside_is_refused(tmp_path: Path, given: str) -> None:
    found = told(tmp_path, f"a:\n  {given}\n")
    assert [(line, where) for line, where, _ in found] == [(2, "a.lat")]
    assert "56.9, 24.1" in found[0][2]


def test_out_of_range_is_refused_and_what_lies_elsewhere_is_not(tmp_path: Path) -> None:
    assert [line for line, *_ in told(tmp_path, "a:\n  at: [91, 24]\nb:\n  at: [53.6, 8.6]\n")] == [2]


def test_lines_of_points_are_looked_at_point_by_point(tmp_path: Path) -> None:
    found = told(tmp_path, "rivers:\n- through:\n  - [56.9, 24.1]\n  - [24.1, 56.9]\n  - Riga\n")
    assert [(line, where) for line, where, _ in found] == [(4, "rivers[0].through[1]")]


def test_every_shipped_overlay_gives_positions_and_is_read() -> None:
    for folder in sorted((DATA / "theatres").iterdir()):
        if (folder / "recipe.yaml").is_file():
            recipe, _ = read_recipe(folder)
            assert list(positions(read_yaml(folder / recipe.overlay))) or folder.name == "marrow"


def scenario(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    file = tmp_path / "mine.yaml"
    file.write_text(f"version: 1\nname: mine\nbase: baltic-2016\n{text}", encoding="utf-8")
    try:
        read_scenario(str(file))
    except InputError as error:
        return [(each.line, each.where) for each in error.problems]
    return []


def test_a_place_of_a_scenario_is_held_against_its_country(tmp_path: Path) -> None:
    swapped = "places:\n  Here: {lat: 24.9, lon: 56.8, country: LV}\n"
    dubai = "places:\n  Dubai: {lat: 25.2, lon: 55.3, country: AE}\n"
    assert scenario(tmp_path, swapped) == [(5, "places.Here.lat")]
    assert scenario(tmp_path, dubai) == []
