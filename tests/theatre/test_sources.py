"""Readers of source packages on files small enough to write here."""

from pathlib import Path

import numpy as np
import pytest

from hillfort.files.theatre.gshhg import read_lakes, read_streams
from hillfort.files.theatre.scgraph import read_lines
from hillfort.files.theatre.topojson import countries
from hillfort.foundation.errors import InputError

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


def test_roads_are_read_as_text_and_never_run(tmp_path: Path) -> None:
    path = tmp_path / "roads.py"
    path.write_text(
        "raise SystemExit('run')\n"
        "graph=[{1: 2.5, 0: 0.0}, {0: 2.5, 2: 1e-2}, {1: 0.01}]\n"
        "nodes=[[55.0, 24.0], [55.0, 24.04], [80.0, 24.04]]\n"
        "roads = GeoGraph(graph=graph, nodes=nodes)\n"
    )
    lines = read_lines(path, bounds=(20.0, 50.0, 30.0, 60.0), kind=2)
    assert lines.km.tolist() == [2.5]
    assert (lines.start.tolist(), lines.end.tolist()) == ([0], [1])
    assert len(read_lines(path, bounds=EVERYWHERE, kind=2).km) == 2


def test_a_file_without_the_literals_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roads.py"
    path.write_text("graph = build()\n")
    with pytest.raises(InputError, match="literals"):
        read_lines(path, bounds=EVERYWHERE, kind=2)


def test_countries_share_arcs_and_negative_numbers_run_backwards() -> None:
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [10.0, 50.0]},
        "arcs": [[[2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4], [2, 0]], [[2, 0], [2, 0], [0, 4], [-2, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "1", "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "2", "arcs": [[[2, -1]]]},
                    {"type": "Polygon", "id": "3", "arcs": [[0, 1]]},
                ]
            }
        },
    }
    found = countries(topology, codes={"WW": "1", "EE": "2"}, bounds=EVERYWHERE)
    assert list(found) == ["WW", "EE"]
    assert found["WW"].area == pytest.approx(2.0)
    assert found["EE"].area == pytest.approx(2.0)
    assert found["WW"].intersection(found["EE"]).length == pytest.approx(2.0)


def write_pieces(folder: Path, pieces: list[tuple[int, list[tuple[float, float]]]]) -> tuple[Path, Path]:
    rows, data = [], b""
    for number, (level, spots) in enumerate(pieces):
        array = np.array(spots, dtype="<f4")
        rows.append(
            f"{level} 1.0 {len(array)} {array[:, 1].min()} {array[:, 1].max()} {len(data)} {array.nbytes} {number}"
        )
        data += array.tobytes()
    index, points = folder / "index.dat", folder / "points.dat"
    index.write_text("\n".join(rows) + "\n")
    points.write_bytes(data)
    return index, points


def test_lakes_lose_their_islands_and_small_ones_are_left_out(tmp_path: Path) -> None:
    def square(side: float, lon: float, lat: float) -> list[tuple[float, float]]:
        return [(lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side), (lon, lat)]

    pieces = [
        (1, square(9.0, 20.0, 50.0)),
        (2, square(0.5, 24.0, 55.0)),
        (3, square(0.1, 24.2, 55.2)),
        (2, square(0.01, 25.0, 55.0)),
        (2, square(0.5, 100.0, 55.0)),
    ]
    index, points = write_pieces(tmp_path, pieces)
    lakes = read_lakes(index, points, bounds=(20.0, 50.0, 30.0, 60.0), min_km2=3.0)
    assert len(lakes) == 1
    assert lakes[0].area == pytest.approx(0.24, abs=1e-4)


def test_streams_in_reach_are_kept_and_longitudes_above_180_are_west(tmp_path: Path) -> None:
    index, points = write_pieces(tmp_path, [(-1, [(24.0, 55.0), (24.5, 55.1)]), (-1, [(320.0, 45.0), (320.5, 45.1)])])
    assert len(read_streams(index, points, bounds=(20.0, 50.0, 30.0, 60.0))) == 1
    (west,) = read_streams(index, points, bounds=(-41.0, 44.0, -39.0, 46.0))
    assert west[0].tolist() == [-40.0, 45.0]
