"""Files of a theatre that are not what was built: refused, or the very same ground."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hillfort.files.theatre import tables
from hillfort.files.theatre.artefact import load_theatre
from hillfort.files.theatre.manifest import manifest_digest
from hillfort.files.theatre.recipe import theatre_home
from hillfort.foundation.errors import InputError
from hillfort.theatre.routing import matrix
from hillfort.theatre.theatre import Theatre

MARROW = theatre_home() / "marrow"
DATE = "2030-12"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of a theatre that is somebody's own: without digests."""
    folder = tmp_path / "own"
    shutil.copytree(MARROW, folder)
    restate(folder, lambda manifest: (manifest.pop("files"), manifest.pop("digest")))
    return folder


def restate(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


def rewrite(folder: Path, table: str, column: str, row: int, value: Any) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    path = folder / f"{table}.parquet"
    columns = parquet.ParquetFile(path).read().to_pydict()
    columns[column][row] = value
    parquet.write_table(pa.table(columns), path)


def attempt(folder: Path) -> tuple[Theatre | None, str]:
    try:
        return load_theatre(str(folder), date=DATE), ""
    except InputError as error:
        return None, str(error)


def refused(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_theatre(str(folder), date=DATE)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_one_bit_of_any_file_is_refused_or_leaves_the_ground_as_it_is(tmp_path: Path) -> None:
    luck = random.Random(7)
    folder = tmp_path / "bits"
    shutil.copytree(MARROW, folder)
    ground = load_theatre(str(folder), date=DATE)
    files = sorted(folder.iterdir())
    found = 0
    for number in range(200):
        path = files[number % len(files)]
        whole = path.read_bytes()
        place = luck.randrange(8 * len(whole))
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        other, message = attempt(folder)
        if other is None:
            assert path.name in message
            found += 1
        else:
            assert other.content_digest == ground.content_digest
            assert (other.regions, other.rivers, other.bounds) == (ground.regions, ground.rivers, ground.bounds)
        path.write_bytes(whole)
    assert found > 100


def test_a_theatre_of_ones_own_needs_no_digests_and_gives_the_same_ground(own: Path) -> None:
    assert load_theatre(str(own)).content_digest == load_theatre("marrow").content_digest


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("cells", "back_0", 100, "back_0, row 40: 100 is not allowed. Allowed: -1 to 5"),
        ("cells", "road_km_0", -5.0, "-5.0 is not allowed. Allowed: 0 to"),
        ("cells", "edge_km_0", 0.0, "edge_km"),
        ("cells", "edge_km_0", float("nan"), "nan is not allowed"),
        ("cells", "land_share", 9.0, "land_share, row 40: 9.0 is not allowed. Allowed: 0 to 1"),
        ("cells", "neighbours_0", 10**8, "neighbours_0, row 40"),
        ("cells", "neighbours_0", 3, "each is the neighbour of its neighbour"),
        ("cells", "road_0", 100, "Allowed: 0 to 3"),
        ("cells", "country", 2, "Allowed: -1 to 1"),
        ("cells", "lat", 91.0, "Allowed: -90 to 90"),
        ("cells", "river_0", 2, "Allowed: 0 to 1"),
        ("cells", "ids", 12345, "H3 cells of resolution 6"),
        ("places", "cell", 10**7, "Allowed: -1 to 294"),
        ("places", "population", -1, "population, row 4"),
        ("places", "kinds", "fortress", "town, capital"),
        ("places", "name", "x" * 3000, "at most 2,000 letters"),
        ("networks", "km", -10.0, "Allowed: above 0"),
        ("networks", "km", float("inf"), "inf is not allowed"),
        ("networks", "from", 2**31 - 1, "from, row 4"),
        ("networks", "class", 7, "class, row 4"),
        ("networks", "from_lat", 10.0, "lies at two places"),
        ("networks", "network", 90, "network, row 4"),
        ("changes", "cell", 295, "Allowed: 0 to 294"),
        ("changes", "road_km", -1.0, "road_km, row 4"),
        ("shapes", "layer", 9, "Allowed: 0 to 3"),
        ("shapes", "lon", 200.0, "Allowed: -180 to 180"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_file_and_what_is_allowed(
    own: Path, table: str, column: str, value: Any, words: str
) -> None:
    rewrite(own, table, column, 40 if table == "cells" else 4, value)
    message = refused(own)
    assert words in message
    assert f"{table}.parquet" in message


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 53), row=st.integers(0, 294), value=st.integers(-130, 130))
def test_whatever_whole_number_stands_in_a_table_of_cells_the_ground_is_sound_or_refused(
    own: Path, number: int, row: int, value: int
) -> None:
    columns = ("neighbours", "back", "edge_km", "road", "road_km", "rail_gauge_mm", "river", "bridge", "back")
    name = columns[number // 6]
    whole = (own / "cells.parquet").read_bytes()
    rewrite(own, "cells", f"{name}_{number % 6}", row, value)
    try:
        cells = load_theatre(str(own)).cells
    except InputError:
        pass
    else:
        cell, side = np.nonzero(cells.neighbours >= 0)
        other, facing = cells.neighbours[cell, side], cells.back[cell, side]
        assert (cells.neighbours[other, facing] == cell).all()
        assert (cells.edge_km[cell, side] == cells.edge_km[other, facing]).all()
        assert (cells.edge_km[cell, side] > 0).all()
        assert (cells.road_km >= 0).all()
    finally:
        (own / "cells.parquet").write_bytes(whole)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda facts: facts.update(resolution=99), "Allowed: 0 to 15"),
        (lambda facts: facts.update(bounds=[1e400, 0, 1, 1]), "not JSON"),
        (lambda facts: facts.update(bounds=[5, 0, 1, 1]), "west < east"),
        (lambda facts: facts.update(countries=["aa"]), "two capital letters"),
        (lambda facts: facts.update(rivers=7), "is no list of names"),
        (lambda facts: facts.update(regions={"West": "AA"}), "no mapping of lists"),
        (lambda facts: facts.update(name="a\x1b[31m"), "theatre.name"),
        (lambda facts: facts.pop("title"), "theatre.title: is required"),
        (lambda facts: facts.update(date="soon"), "Dates like"),
    ],
)
def test_facts_of_a_manifest_have_their_form(own: Path, change: Callable[[dict[str, Any]], Any], words: str) -> None:
    restate(own, lambda manifest: change(manifest["theatre"]))
    assert words in refused(own)


def test_a_changed_manifest_is_told_from_what_was_built(tmp_path: Path) -> None:
    shutil.copytree(MARROW, tmp_path / "other")
    restate(tmp_path / "other", lambda manifest: manifest["theatre"].update(title="Elsewhere"))
    assert "was changed since the theatre was built" in refused(tmp_path / "other")
    restate(tmp_path / "other", lambda manifest: manifest.update(digest=manifest_digest(manifest)))
    assert load_theatre(str(tmp_path / "other")).title == "Elsewhere"


def test_a_table_that_unpacks_to_more_than_is_read_is_refused_before_it_is_unpacked(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    rows = tables.MAX_ROWS["shapes"] + 1
    zeros = np.zeros(rows, np.int8)
    columns = {"layer": zeros, "line": zeros, "lon": zeros.astype(np.float32), "lat": zeros.astype(np.float32)}
    parquet.write_table(pa.table(columns), own / "shapes.parquet", compression="zstd")
    unpack = parquet.ParquetFile.read

    def noted(file: Any, **options: Any) -> Any:
        assert file.metadata.num_rows < rows
        return unpack(file, **options)

    monkeypatch.setattr(parquet.ParquetFile, "read", noted)
    message = refused(own)
    assert "declares 5,000,001 rows; at most 5,000,000 are read" in message


def test_a_long_text_that_stands_once_and_is_named_often_takes_no_memory(own: Path) -> None:
    import tracemalloc

    import pyarrow as pa
    from pyarrow import parquet

    many = 50_000
    columns = parquet.ParquetFile(own / "places.parquet").read().to_pydict()
    columns = {name: [values[0]] * many for name, values in columns.items()}
    columns["source"] = pa.DictionaryArray.from_arrays(np.zeros(many, np.int32), ["x" * 100_000])
    parquet.write_table(pa.table(columns), own / "places.parquet", compression="zstd")
    tracemalloc.start()
    message = refused(own)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "source, row 0" in message
    assert most < 50_000_000


def test_no_way_is_sought_along_lengths_below_zero() -> None:
    ends = np.array([0, 1]), np.array([1, 2])
    for wrong in (-10.0, float("nan"), float("inf")):
        with pytest.raises(InputError, match="no length of an edge"):
            matrix(*ends, np.array([1.0, wrong]), count=3)
