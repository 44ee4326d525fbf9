"""The built artefact of a theatre: Parquet tables and a manifest, same theatre, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.files.theatre.recipe import theatre_folder, theatre_names
from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.theatre import Cells, Layer, Place, Theatre

if TYPE_CHECKING:
    from hillfort.theatre.build import Built

__all__ = ["FORMAT", "load_theatre", "manifest_of", "save_theatre", "theatre_names"]

FORMAT = 1
"""Version of the artefact; a reader refuses another one."""

MANIFEST = "manifest.json"

ONE = ("ids", "lat", "lon", "country", "land_share", "forest_share", "wetland_share", "lake_share", "urban_share")
SIX = ("neighbours", "back", "edge_km", "passable", "road", "road_km", "rail_gauge_mm", "river", "bridge")
DATED = ("passable", "road", "road_km", "rail_gauge_mm", "bridge")
"""Arrays that can change when a road or railway opens."""

NETWORKS = ("road", "rail", "sea", "coarse_road", "coarse_rail")
SHAPES = ("coast", "borders", "lakes", "river_lines")


def load_theatre(name_or_path: str, *, date: str | None = None) -> Theatre:
    """A built theatre by name, or from the folder of one; nothing but the artefact is needed.

    Parameters
    ----------
    name_or_path : str
        One of `theatre_names()`, or a folder with a manifest.
    date : str, optional
        ISO date: roads and railways as they are then. The recipe's own date when left out.

    Raises
    ------
    InputError
        No such theatre, not built yet, or an artefact that is damaged or of another format.

    Examples
    --------
    >>> theatre = load_theatre("marrow")
    >>> theatre.countries
    ('AA', 'BB')
    """
    folder = theatre_folder(name_or_path)
    manifest = manifest_of(folder)
    try:
        cells = _read_cells(folder)
        facts = manifest["theatre"]
        wanted = [state for state in manifest["states"] if date is not None and state <= date]
        cells = _at(cells, folder, wanted)
        state = wanted[-1] if wanted else facts["date"]
        networks, shapes = _read_networks(folder, state), _read_shapes(folder)
        return Theatre(
            name=facts["name"],
            title=facts["title"],
            resolution=facts["resolution"],
            bounds=tuple(facts["bounds"]),
            countries=tuple(facts["countries"]),
            rivers=tuple(facts["rivers"]),
            cells=cells,
            places=_read_places(folder),
            regions={name: tuple(members) for name, members in facts["regions"].items()},
            road=networks["road"],
            rail=networks["rail"],
            sea=networks["sea"],
            coarse_road=networks["coarse_road"],
            coarse_rail=networks["coarse_rail"],
            coast=shapes["coast"],
            borders=shapes["borders"],
            lakes=shapes["lakes"],
            river_lines=shapes["river_lines"],
            provenance={**manifest["provenance"], "state": state, "states": [facts["date"], *manifest["states"]]},
        )
    except (KeyError, OSError, TypeError, ValueError) as error:
        found = f"the artefact is damaged ({type(error).__name__}: {error})."
        raise InputError(Problem(str(folder), 0, "", found, "Build the theatre again.")) from error


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a built theatre. Raises `InputError` when it was never built or is of another format."""
    path = folder / MANIFEST
    if not path.is_file():
        advice = f"Build it with `hillfort theatre build {folder.name}`."
        raise InputError(Problem(str(folder), 0, "", "this theatre has not been built.", advice))
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise InputError(Problem(str(path), 0, "", "it is not JSON.", "Build the theatre again.")) from None
    if manifest.get("format") != FORMAT:
        found = f"the artefact is of format {manifest.get('format')}, this version reads {FORMAT}."
        raise InputError(Problem(str(path), 0, "format", found, "Build the theatre again."))
    return manifest


def save_theatre(built: Built, folder: Path, *, provenance: Mapping[str, Any]) -> dict[str, int]:
    """Write the artefact and return the size of each file in bytes; the manifest comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    theatre = built.theatre
    tables = {"cells": _cells_table(theatre.cells), "places": _places_table(theatre.places)}
    tables["changes"] = _changes_table(built)
    tables["networks"] = _networks_table(built)
    tables["shapes"] = _shapes_table(theatre)
    for name, columns in tables.items():
        _write(columns, folder / f"{name}.parquet")
    manifest = {
        "format": FORMAT,
        "theatre": _facts(theatre, provenance),
        "states": [state.date for state in built.later],
        "provenance": {**theatre.provenance, **provenance},
        "files": {f"{name}.parquet": _digest(folder / f"{name}.parquet") for name in tables},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.suffix in (".parquet", ".json")}


def _facts(theatre: Theatre, provenance: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": theatre.name,
        "title": theatre.title,
        "date": provenance["date"],
        "resolution": theatre.resolution,
        "bounds": list(theatre.bounds),
        "countries": list(theatre.countries),
        "rivers": list(theatre.rivers),
        "regions": {name: list(members) for name, members in theatre.regions.items()},
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(columns: Mapping[str, Any], path: Path) -> None:
    """One table, one row group, no statistics: nothing in the file but the data."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    parquet.write_table(
        table,
        path,
        compression="zstd",
        compression_level=12,
        row_group_size=max(len(table), 1),
        write_statistics=False,
        store_schema=False,
        version="2.6",
    )


def _read(path: Path) -> dict[str, Any]:
    from pyarrow import parquet

    table = parquet.ParquetFile(path).read(use_threads=False)
    return {name: table.column(name) for name in table.column_names}


def _numpy(column: Any, kind: Any) -> np.ndarray:
    return np.ascontiguousarray(column.to_numpy().astype(kind, copy=False))


def _cells_table(cells: Cells) -> dict[str, Any]:
    columns: dict[str, Any] = {name: getattr(cells, name) for name in ONE}
    for name in SIX:
        array = getattr(cells, name)
        columns |= {f"{name}_{side}": np.ascontiguousarray(array[:, side]) for side in range(array.shape[1])}
    return columns


KINDS = {
    "ids": np.uint64,
    "lat": np.float64,
    "lon": np.float64,
    "country": np.int8,
    "neighbours": np.int32,
    "back": np.int8,
    "edge_km": np.float32,
    "passable": np.bool_,
    "road": np.int8,
    "road_km": np.float32,
    "rail_gauge_mm": np.int16,
    "river": np.int16,
    "bridge": np.int8,
}


def _read_cells(folder: Path) -> Cells:
    columns = _read(folder / "cells.parquet")
    arrays: dict[str, np.ndarray] = {}
    for name in ONE:
        arrays[name] = _numpy(columns[name], KINDS.get(name, np.float32))
    for name in SIX:
        sides = [columns[f"{name}_{side}"].to_numpy() for side in range(6)]
        arrays[name] = np.ascontiguousarray(np.column_stack(sides).astype(KINDS[name], copy=False))
    return Cells(**arrays)


def _changes_table(built: Built) -> dict[str, Any]:
    """Every side that differs from the state before, with all its dated values."""
    rows: dict[str, list[Any]] = {name: [] for name in ("state", "cell", "side", *DATED)}
    before = built.theatre.cells
    for number, state in enumerate(built.later):
        differs = np.zeros(before.road.shape, dtype=bool)
        for name in DATED:
            differs |= getattr(state.cells, name) != getattr(before, name)
        cell, side = np.nonzero(differs)
        rows["state"].append(np.full(len(cell), number))
        rows["cell"].append(cell)
        rows["side"].append(side)
        for name in DATED:
            rows[name].append(getattr(state.cells, name)[cell, side])
        before = state.cells
    kinds = {"state": np.int8, "cell": np.int32, "side": np.int8, **{name: KINDS[name] for name in DATED}}
    return {
        name: np.concatenate(parts).astype(kinds[name]) if parts else np.zeros(0, kinds[name])
        for name, parts in rows.items()
    }


def _at(cells: Cells, folder: Path, wanted: list[str]) -> Cells:
    if not wanted:
        return cells
    changes = {name: column.to_numpy() for name, column in _read(folder / "changes.parquet").items()}
    arrays = {name: getattr(cells, name).copy() for name in DATED}
    for number in range(len(wanted)):
        rows = changes["state"] == number
        cell, side = changes["cell"][rows], changes["side"][rows]
        for name in DATED:
            arrays[name][cell, side] = changes[name][rows]
    return replace(cells, **arrays)


def _places_table(places: Mapping[str, Place]) -> dict[str, Any]:
    rows = [asdict(place) for place in places.values()]
    columns: dict[str, Any] = {
        name: [row[name] for row in rows] for name in ("name", "lat", "lon", "country", "source")
    }
    columns["cell"] = np.array([row["cell"] for row in rows], dtype=np.int32)
    columns["population"] = np.array([row["population"] for row in rows], dtype=np.int32)
    columns["kinds"] = [",".join(row["kinds"]) for row in rows]
    columns["aliases"] = ["\t".join(row["aliases"]) for row in rows]
    return columns


def _read_places(folder: Path) -> dict[str, Place]:
    columns = {name: column.to_pylist() for name, column in _read(folder / "places.parquet").items()}
    names = ("name", "lat", "lon", "cell", "kinds", "country", "population", "aliases", "source")
    found = {}
    for name, lat, lon, cell, kinds, country, people, aliases, source in zip(
        *(columns[key] for key in names), strict=True
    ):
        spellings = tuple(aliases.split("\t")) if aliases else ()
        found[name] = Place(name, lat, lon, cell, tuple(kinds.split(",")), country, people, spellings, source)
    return found


def _networks_table(built: Built) -> dict[str, Any]:
    """All networks under one another: a row is an edge with the positions of its ends."""
    theatre = built.theatre
    state = theatre_date(built)
    named = [(name, state, getattr(theatre, name)) for name in NETWORKS]
    named += [(mode, later.date, getattr(later, mode)) for later in built.later for mode in ("road", "rail")]
    rows: dict[str, list[np.ndarray]] = {}
    for number, (_, _, network) in enumerate(named):
        start, end = network.edge_from, network.edge_to
        parts = {
            "network": np.full(len(start), number, dtype=np.int8),
            "from": start,
            "to": end,
            "from_lat": network.node_lat[start],
            "from_lon": network.node_lon[start],
            "to_lat": network.node_lat[end],
            "to_lon": network.node_lon[end],
            "km": network.edge_km,
            "class": network.edge_class,
            "tracks": network.edge_tracks,
        }
        for name, part in parts.items():
            rows.setdefault(name, []).append(part)
    return {name: np.concatenate(parts) for name, parts in rows.items()}


def theatre_date(built: Built) -> str:
    """The date of the state that a built theatre is in."""
    return str(built.theatre.provenance.get("date", ""))


def _read_networks(folder: Path, state: str) -> dict[str, Layer]:
    columns = {name: column.to_numpy() for name, column in _read(folder / "networks.parquet").items()}
    states = [manifest_of(folder)["theatre"]["date"], *manifest_of(folder)["states"]]
    later = states.index(state)
    found = {}
    for number, name in enumerate(NETWORKS):
        row = number if later == 0 or number > 1 else len(NETWORKS) + 2 * (later - 1) + number
        picked = columns["network"] == row
        found[name] = _network(name.removeprefix("coarse_"), {key: column[picked] for key, column in columns.items()})
    return found


def _network(mode: str, rows: Mapping[str, np.ndarray]) -> Layer:
    count = int(max(rows["from"].max(initial=-1), rows["to"].max(initial=-1))) + 1
    lat, lon = np.zeros(count), np.zeros(count)
    for end in ("from", "to"):
        lat[rows[end]], lon[rows[end]] = rows[f"{end}_lat"], rows[f"{end}_lon"]
    return Layer(
        mode,
        lat,
        lon,
        rows["from"].astype(np.int32),
        rows["to"].astype(np.int32),
        rows["km"].astype(np.float32),
        rows["class"].astype(np.int16),
        rows["tracks"].astype(np.int8),
    )


def _shapes_table(theatre: Theatre) -> dict[str, Any]:
    lines = [(number, line) for number, name in enumerate(SHAPES) for line in getattr(theatre, name)]
    points = np.concatenate([line for _, line in lines]) if lines else np.zeros((0, 2))
    size = [len(line) for _, line in lines]
    return {
        "layer": np.repeat(np.array([number for number, _ in lines], dtype=np.int8), size),
        "line": np.repeat(np.arange(len(lines), dtype=np.int32), size),
        "lon": points[:, 0].astype(np.float32),
        "lat": points[:, 1].astype(np.float32),
    }


def _read_shapes(folder: Path) -> dict[str, tuple[np.ndarray, ...]]:
    columns = {name: column.to_numpy() for name, column in _read(folder / "shapes.parquet").items()}
    points = np.column_stack([columns["lon"], columns["lat"]]).astype(np.float64)
    starts = np.flatnonzero(np.diff(columns["line"], prepend=-1))
    pieces = np.split(points, starts[1:]) if len(starts) else []
    layers = columns["layer"][starts]
    return {
        name: tuple(piece for piece, layer in zip(pieces, layers.tolist(), strict=True) if layer == number)
        for number, name in enumerate(SHAPES)
    }
