"""Waters, bridges and ends of moves."""

from __future__ import annotations

from pathlib import Path

import pytest

from hillfort import workbench
from hillfort.files.lines.deployments import shipped_atlas
from hillfort.files.theatre.artefact import load_theatre
from hillfort.files.theatre.world import shipped_world
from hillfort.foundation.errors import InputError
from hillfort.lines.moves import ends
from hillfort.lines.moves.atlas import MoveAtlas
from hillfort.lines.moves.legs import Move, itinerary
from hillfort.theatre.lands import great_circle

WORLD = shipped_world()
WAYS = MoveAtlas(shipped_atlas(), load_theatre("baltic"))
HEADER = "case,from_lat,from_lon,to_lat,to_lon,mode,personnel\n"
EXAMPLE = Path(__file__).parents[2] / "examples" / "my-moves.csv"


def ways_of(move: Move) -> list[tuple[str, str, str]]:
    return [(leg.mode, leg.start.name, leg.end.name) for leg in itinerary(move, WAYS).streams[0].legs]


@pytest.mark.parametrize("mode", ["road-wheeled", "road-het", "rail", "mixed"])
@pytest.mark.parametrize(
    ("one", "other", "ports"),
    [
        ((59.33, 18.06), (57.64, 18.30), ("Stockholm", "Visby")),
        ((60.17, 24.94), (59.44, 24.75), ("Helsinki", "Tallinn")),
        ((53.35, -6.26), (53.31, -4.63), ("Dublin", "Holyhead")),
        ((63.10, 21.60), (63.83, 20.26), ("Vaasa", "Umeå")),
        ((36.13, -5.44), (35.78, -5.81), ("Algeciras", "Tangier")),
    ],
)
def test_water_that_nothing_joins_becomes_a_crossing_of_named_ports(
    mode: str, one: tuple[float, float], other: tuple[float, float], ports: tuple[str, str]
) -> None:
    found = [(start, end) for leg, start, end in ways_of(Move("x", one, other, mode)) if leg == "sea"]
    assert found == [ports]
    back = [(start, end) for leg, start, end in ways_of(Move("x", other, one, mode)) if leg == "sea"]
    assert back == [ports[::-1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((55.68, 12.57), (55.60, 13.00)),
        ((41.05, 28.80), (39.90, 32.90)),
        ((53.55, 10.00), (59.33, 18.06)),
        ((56.66, 16.36), (56.70, 16.60)),
        ((59.44, 24.75), (59.94, 30.30)),
    ],
)
def test_bridges_and_gulfs_with_a_shore_road_need_no_ship(one: tuple[float, float], other: tuple[float, float]) -> None:
    assert {leg for leg, _, _ in ways_of(Move("x", one, other, "road-wheeled"))} == {"road"}


def test_trains_go_through_the_channel_tunnel_and_lorries_on_a_ship() -> None:
    london, paris = (51.51, -0.13), (48.86, 2.35)
    assert {leg for leg, _, _ in ways_of(Move("x", london, paris, "rail"))} == {"rail"}
    assert ("sea", "Folkestone", "Calais") in ways_of(Move("x", london, paris, "road-wheeled"))


def test_the_antimeridian_divides_no_land_and_no_line() -> None:
    assert WORLD.land(64.73, 177.5) == WORLD.land(66.0, -175.0)
    assert WORLD.land(44.65, -63.6) != WORLD.land(59.44, 24.75)
    _, lon = great_circle((60.0, 179.0), (60.0, -179.0), 1.0)
    assert abs(abs(lon) - 180.0).max() < 1.01


def test_a_way_around_a_gulf_is_longer_than_the_line_and_none_leads_to_an_island() -> None:
    around = WORLD.way_km("road", (60.50, 26.95), (59.40, 27.28))
    assert 2.2 * 125.0 < around < 700.0
    assert WORLD.way_km("road", (59.33, 18.06), (57.64, 18.30)) == float("inf")


@pytest.mark.parametrize(
    ("row", "where", "words"),
    [
        ("b,52.9,170,52.9,-170,sea-road,300", "from_lat", "in the sea"),
        ("s,11.80,49.62,54.15,19.40,road-wheeled,300", "from_lat", "49.62, 11.8 (Germany)"),
        ("n,-41.29,174.78,-43.53,172.63,road-wheeled,300", "via", "no road joins"),
        ("l,35.14,79.0,50.11,22.02,sea-road,300", "via", "35.14, -79 (United States of America)"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line_and_the_likely_value(
    tmp_path: Path, row: str, where: str, words: str
) -> None:
    file = tmp_path / "moves.csv"
    file.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        workbench.deployments(file, draws=100)
    problem = refused.value.problems[0]
    assert (problem.line, problem.where) == (2, where)
    assert words in str(refused.value)


def test_ends_exchanged_on_land_are_warned_of_and_right_ones_are_not() -> None:
    wrong = Move("x", (24.39, 55.03), (19.40, 54.15), "road-wheeled")
    assert "55.03, 24.39 (Lithuania)" in ends.warnings(wrong, WAYS)[0]
    assert "54.15, 19.4 (Poland)" in ends.warnings(wrong, WAYS)[1]
    assert ends.warnings(Move("x", (55.03, 24.39), (54.15, 19.40), "road-wheeled"), WAYS) == ()


def test_the_example_is_predicted_as_it_stands() -> None:
    found = workbench.deployments(EXAMPLE, draws=100)
    assert len(found.predicted) == 4
    assert not any(mine.doubts or mine.unknown for mine in found.predicted)
