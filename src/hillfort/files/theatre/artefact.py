"""The built artefact of a theatre: Parquet tables and a manifest, same theatre, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.files.theatre.loading import DATED, NETWORKS, ONE, SHAPES, SIX, load_theatre
from hillfort.files.theatre.manifest import FORMAT, MANIFEST, manifest_digest, manifest_of
from hillfort.files.theatre.notice import NOTICE, notice_of
from hillfort.files.theatre.recipe import theatre_names
from hillfort.theatre.theatre import Cells, Place, Theatre

if TYPE_CHECKING:
    from hillfort.theatre.build import Built

__all__ = ["FORMAT", "load_theatre", "manifest_of", "save_theatre", "theatre_names"]


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
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "theatre": _facts(theatre, provenance),
        "states": [state.date for state in built.later],
        "provenance": {**theatre.provenance, **provenance},
        "files": {f"{name}.parquet": _digest(folder / f"{name}.parquet") for name in tables},
    }
    manifest["digest"] = manifest_digest(manifest)
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / NOTICE).write_text(notice_of(theatre.title, manifest["provenance"]), encoding="utf-8")
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


def _cells_table(cells: Cells) -> dict[str, Any]:
    columns: dict[str, Any] = {name: getattr(cells, name) for name in ONE}
    for name in SIX:
        array = getattr(cells, name)
        columns |= {f"{name}_{side}": np.ascontiguousarray(array[:, side]) for side in range(array.shape[1])}
    return columns


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
    kinds = {
        "state": np.int8,
        "cell": np.int32,
        "side": np.int8,
        **{name: getattr(before, name).dtype for name in DATED},
    }
    return {
        name: np.concatenate(parts).astype(kinds[name]) if parts else np.zeros(0, kinds[name])
        for name, parts in rows.items()
    }


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
