from __future__ import annotations

from pathlib import Path

import pytest

from hillfort.files.lines.read import lines_names, lines_path, network, read_lines, read_movement
from hillfort.files.theatre.artefact import load_theatre
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError

MAP = load_theatre("marrow")
MARROW = (DATA / "lines" / "marrow.yaml").read_text(encoding="utf-8")
MOVEMENT = (DATA / "forces" / "movement.yaml").read_text(encoding="utf-8")


def problems(folder: Path, old: str, new: str) -> str:
    """What the reader says of the lines of Marrow with one passage changed."""
    assert old in MARROW
    path = folder / "lines.yaml"
    path.write_text(MARROW.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_lines(path, MAP)
    return str(caught.value)


def line_of(passage: str, text: str = MARROW) -> int:
    return text[: text.index(passage)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hub: Alder, runway_m", "hub: Aldr, runway_m", "'Aldr' is not one of the hubs. Did you mean 'Alder'?"),
        ("sea: Western Sea, berths", "sea: Eastern Sea, berths", "'Eastern Sea' is not one of the sea areas."),
        (
            "value: 10, low: 4, high: 30, unit: sorties/day",
            "value: 10, low: 4, high: 30, unit: flights/day",
            "'flights/day' is not a unit of capacity.",
        ),
        ("value: 3000, low: 1000", "value: 0, low: 0", "0 is outside 1e-06 to 1e+06"),
        ("value: 3000, low: 1000", "value: 3000, low: -1000", "-1000 is outside 1e-06 to 1e+06"),
        ("value: 3000, low: 1000", "value: 3000, low: 4000", "value 3000.0 is outside its own range"),
        ("  Eastholt: {gauge: 1435}", "  Eastholt: {gauge: 1524}", "1524"),
        ("places: [Cold Ford]", "places: [Cold Fjord]", "'Cold Fjord' is not a place of the theatre."),
        ("  Saltmouth: {road: true}", "  Saltmuth: {road: true}", "is not a place of the theatre. Say `at:`."),
        (
            "unit: vehicles/day, source: invented",
            "unit: trains/day, source: invented",
            "'trains/day' is not the unit of this value.",
        ),
        (
            "between: [Alder, Eastholt], low: 36",
            "between: [Alder, Eastham], low: 36",
            "'Eastham' is neither a hub nor a port.",
        ),
        ("{kind: bridge, layer: road", "{layer: road", "gates.Cold Ford bridge.kind: is required and absent."),
        ("{kind: bridge, layer: road", "{kind: strait, layer: road", "'strait' is not one of bridge, crossing."),
        ("  Sennet: bridge", "  Sennet: river", "'river' is not one of corridor, crossing, bridge"),
        (
            "groups: [Sennet], places",
            "groups: [Sennett], places",
            "'Sennett' is neither a gate nor one of the groups. Say under `groups` what it is: corridor",
        ),
        ("  Sennet: bridge", "  North bridge: bridge\n  Sennet: bridge", "is a gate too, which says its own kind."),
        ("gauge: 1435}", "gauge: 1435, element: canal}", "'canal' is not one of the elements."),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    found = problems(tmp_path, old, new)
    assert words in found
    assert f"lines.yaml:{line_of(old)}  " in found


def test_an_added_line_shorter_than_the_straight_way_is_named(tmp_path: Path) -> None:
    added = "links:\n  - {name: Cut, layer: road, between: [Alder, Eastholt], km: 3, source: invented, grade: F6}\n"
    found = problems(tmp_path, "gates:\n", added + "gates:\n")
    line = line_of("gates:\n") + 1
    assert f"lines.yaml:{line}  links[0].km: 3 km from Alder-Eastholt cannot be: the straight way is " in found


def test_a_missing_value_is_named(tmp_path: Path) -> None:
    start = MARROW.index("  rail_km:")
    line = MARROW[start : MARROW.index("\n", start) + 1]
    assert "values.rail_km: is required and absent. In km/day." in problems(tmp_path, line, "")


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    assert "Did you mean 'destination'?" in problems(tmp_path, "destination: true", "destinaton: true")


def test_judgement_without_a_range_is_refused(tmp_path: Path) -> None:
    exact = "value: 3000, low: 3000, high: 3000, unit: lane-metres/day, source: judgement"
    words = problems(tmp_path, "value: 3000, low: 1000, high: 8000, unit: lane-metres/day, source: invented", exact)
    assert "is judgement without a range." in words


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lines.yaml"
    text = MARROW.replace("sea: Western Sea, berths", "sea: Eastern Sea, berths").replace(
        "places: [Cold Ford]", "places: [Nowhere]"
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_lines(path, MAP)
    assert len(caught.value.problems) == 2


def test_a_file_for_another_theatre_is_refused() -> None:
    with pytest.raises(InputError, match=r"not a place of the theatre|this is no file for 'marrow'"):
        read_lines(lines_path("baltic"), MAP)


def test_a_theatre_without_lines_is_refused_with_those_that_have_some() -> None:
    assert lines_names() == ["baltic", "marrow"]
    with pytest.raises(
        InputError, match=r"theatre 'atlantis' has no lines of communication. Shipped for: baltic, marrow"
    ):
        lines_path("atlantis")


def test_a_network_can_come_from_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(MARROW.replace("title: Lines of communication of Alderland", "title: My lines"), encoding="utf-8")
    assert network(MAP, file=str(path)).title.startswith("My lines")


def test_a_hub_far_from_any_line_is_noted_not_hidden(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        MARROW.replace("  Saltmouth: {road: true}", "  Saltmouth: {at: [45.4, -41.5], road: true}"), encoding="utf-8"
    )
    notes = network(MAP, file=str(path)).notes
    assert any("Saltmouth is" in note and "from the nearest road line" in note for note in notes)


def test_a_movement_table_has_to_know_every_type_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "movement.yaml"
    path.write_text(MOVEMENT.replace("  tank-bn:", "  tank-battalion:", 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_movement(path)
    words = str(caught.value)
    assert "types.tank-battalion: is not a type of battalion." in words
    assert "types.tank-bn: is required and absent." in words


def test_negative_vehicles_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "movement.yaml"
    path.write_text(
        MOVEMENT.replace("wheeled: {value: 33, low: 16", "wheeled: {value: 33, low: -16", 1), encoding="utf-8"
    )
    with pytest.raises(InputError, match="-16 is outside 0 to 2000 vehicles"):
        read_movement(path)
