"""A theatre is a recipe and data: the same input gives the same bytes, and wrong input is refused in full."""

import shutil
from pathlib import Path

import pytest

from hillfort.files.theatre.artefact import load_theatre
from hillfort.files.theatre.build import build_theatre
from hillfort.files.theatre.recipe import read_recipe, theatre_home
from hillfort.foundation.errors import InputError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The recipe, overlay and map of Marrow, without what was built from them."""
    folder = tmp_path / "other"
    folder.mkdir()
    for name in ("recipe.yaml", "overlay.yaml", "map.geojson"):
        shutil.copy(theatre_home() / "marrow" / name, folder)
    return folder


def test_marrow_is_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    build_theatre("marrow", out=tmp_path)
    for built in tmp_path.iterdir():
        assert built.read_bytes() == (theatre_home() / "marrow" / built.name).read_bytes(), built.name


def test_another_theatre_needs_no_code(copy: Path) -> None:
    text = (copy / "recipe.yaml").read_text(encoding="utf-8")
    text = text.replace("name: marrow", "name: coarse-marrow").replace("resolution: 6", "resolution: 5")
    (copy / "recipe.yaml").write_text(text, encoding="utf-8")
    build_theatre(str(copy))
    theatre = load_theatre(str(copy))
    assert theatre.name == "coarse-marrow"
    assert 20 < len(theatre.cells) < 100


def test_an_overlay_link_makes_a_road(copy: Path) -> None:
    path = copy / "overlay.yaml"
    link = (
        "links:\n  - {mode: road, name: New road, kind: 2, through: [Dunmarsh, [44.90, -40.33], Cold Ford],"
        " source: invented, grade: A1}"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("links:", link, 1), encoding="utf-8")
    build_theatre(str(copy))
    before, after = load_theatre("marrow"), load_theatre(str(copy))
    assert (after.cells.road > 0).sum() > (before.cells.road > 0).sum()


def test_a_barrier_closes_the_sides_it_crosses(copy: Path) -> None:
    path = copy / "overlay.yaml"
    wall = "barriers:\n  - {name: Wall, line: [[45.06, -40.7], [45.06, -40.3]], source: invented, grade: A1}"
    path.write_text(path.read_text(encoding="utf-8").replace("barriers: []", wall), encoding="utf-8")
    build_theatre(str(copy))
    assert load_theatre(str(copy)).cells.passable.sum() < load_theatre("marrow").cells.passable.sum()


def test_an_unlisted_bridge_does_not_exist(copy: Path) -> None:
    path = copy / "overlay.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines() if "South bridge" in row)
    path.write_text(text.replace(line + "\n", "").replace("[44.785, -40.25]", ""), encoding="utf-8")
    build_theatre(str(copy))
    cells = load_theatre(str(copy)).cells
    assert 0 < (cells.bridge > 0).sum() <= (load_theatre("marrow").cells.bridge > 0).sum()


def test_all_problems_of_an_overlay_come_at_once_with_their_lines(copy: Path) -> None:
    path = copy / "overlay.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("kind: 1, through: [Brackwater", "kind: many, thruogh: [Brackwater")
    path.write_text(text.replace("share: 0.45, low", "share: heavy, low"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_recipe(copy)
    problems = caught.value.problems
    assert {problem.where for problem in problems} >= {"links.0.kind", "links.0.thruogh", "areas.1.share"}
    assert all(problem.line > 0 for problem in problems if "thruogh" in problem.where or "kind" in problem.where)


def test_an_unknown_source_and_a_false_grade_are_named(copy: Path) -> None:
    path = copy / "overlay.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "source: invented, grade: A1, aliases", "source: inventd, grade: Z9, aliases"
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_recipe(copy)
    assert len(caught.value.problems) == 2
    assert "Did you mean 'invented'" in str(caught.value)


def test_a_gauge_needs_its_source_its_grade_and_a_width_that_trains_run_on(copy: Path) -> None:
    path = copy / "overlay.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("{mm: 1520, source: invented, grade: A1}", "{mm: 152, source: hearsay, grade: A9}"),
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_recipe(copy)
    assert [problem.where for problem in caught.value.problems] == ["gauges.BB", "gauges.BB", "gauges.BB.mm"]
    path.write_text(text.replace("BB: {mm: 1520, source: invented, grade: A1}", "BB: 1520"), encoding="utf-8")
    with pytest.raises(InputError, match=r"gauges\.BB"):
        read_recipe(copy)


def test_the_gauges_of_an_overlay_are_those_of_its_railways(copy: Path) -> None:
    path = copy / "overlay.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{mm: 1520,", "{mm: 1668,"), encoding="utf-8")
    build_theatre(str(copy))
    before, after = (set(load_theatre(name).rail.edge_class.tolist()) for name in ("marrow", str(copy)))
    assert after == {1668 if gauge == 1520 else gauge for gauge in before}
    assert 1520 in before


def test_a_place_that_does_not_exist_stops_the_build(copy: Path) -> None:
    path = copy / "overlay.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[Brackwater,", "[Brakwater,"), encoding="utf-8")
    with pytest.raises(InputError, match="Did you mean 'Brackwater'"):
        build_theatre(str(copy))


def test_a_missing_package_is_named_with_what_to_install(copy: Path) -> None:
    path = copy / "recipe.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("road: {package: geojson", "road: {package: scgraph_data", 1)
    path.write_text(text.replace("rail: {package: geojson", "rail: {package: no-such", 1), encoding="utf-8")
    with pytest.raises(InputError, match="'no-such' is not known"):
        build_theatre(str(copy))


def test_a_file_that_is_not_yaml_is_refused(copy: Path) -> None:
    (copy / "recipe.yaml").write_text("version: [1\nname: {", encoding="utf-8")
    with pytest.raises(InputError, match="not YAML"):
        read_recipe(copy)
