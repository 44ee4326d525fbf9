"""Loading a built theatre: every table as it was written, every index within its table, both sides of an edge alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.files.theatre.country_names import country_names
from hillfort.files.theatre.manifest import manifest_of
from hillfort.files.theatre.recipe import KINDS, NARROWEST_MM, WIDEST_MM, theatre_folder
from hillfort.files.theatre.tables import (
    AGAIN,
    LONGEST_EDGE_KM,
    MAX_ROWS,
    TEXT,
    Columns,
    Range,
    first_wrong,
    read_table,
)
from hillfort.files.theatre.world import shipped_world
from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.soundness import Unsound, unsound, unsound_edges
from hillfort.theatre.theatre import ROAD_DUAL, Cells, Layer, Place, Theatre

ONE = ("ids", "lat", "lon", "country", "land_share", "forest_share", "wetland_share", "lake_share", "urban_share")
SIX = ("neighbours", "back", "edge_km", "passable", "road", "road_km", "rail_gauge_mm", "river", "bridge")
DATED = ("passable", "road", "road_km", "rail_gauge_mm", "bridge")
"""Arrays that can change when a road or railway opens."""

NETWORKS = ("road", "rail", "sea", "coarse_road", "coarse_rail")
SHAPES = ("coast", "borders", "lakes", "river_lines")

WIDEST_CELL_KM = 3_000.0
"""Cells of the coarsest grid are less far apart, and roads between neighbours less long."""

_LAT, _LON, _SHARE = Range(np.float64, -90, 90), Range(np.float64, -180, 180), Range(np.float32, 0, 1)
_SIDE = Range(np.int8, 0, 5)
_GROUND = {
    "passable": Range(np.bool_),
    "road": Range(np.int8, 0, ROAD_DUAL),
    "road_km": Range(np.float32, 0, WIDEST_CELL_KM),
    "rail_gauge_mm": Range(np.int16, 0, WIDEST_MM),
    "bridge": Range(np.int8, 0, 1),
}
_MOST_PEOPLE = 100_000_000
_MOST_TRACKS = 20


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
        No such theatre, not built yet, of another format, changed since it was built, or with values out of range.
        Tables without a digest in the manifest are loaded when all their values are in range.

    Examples
    --------
    >>> theatre = load_theatre("marrow")
    >>> theatre.countries
    ('AA', 'BB')
    """
    folder = theatre_folder(name_or_path)
    manifest = manifest_of(folder)
    facts = manifest["theatre"]
    tables, problems = _tables(folder, manifest)
    if problems:
        raise InputError(problems)
    wanted = [state for state in manifest["states"] if date is not None and state <= date]
    cells = _cells(tables["cells"])
    _refuse(unsound(cells, facts["resolution"]), cells, folder / "cells.parquet")
    for number in range(len(wanted)):
        cells = _changed(cells, tables["changes"], number)
        _refuse(unsound_edges(cells, DATED), cells, folder / "changes.parquet")
    states = [facts["date"], *manifest["states"]]
    state = wanted[-1] if wanted else facts["date"]
    networks, shapes = _networks(tables["networks"], states.index(state)), _shapes(tables["shapes"])
    return Theatre(
        name=facts["name"],
        title=facts["title"],
        resolution=facts["resolution"],
        bounds=tuple(facts["bounds"]),
        countries=tuple(facts["countries"]),
        rivers=tuple(facts["rivers"]),
        cells=cells,
        places=_places(tables["places"]),
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
        provenance={**manifest["provenance"], "state": state, "states": states},
        country_names=country_names(folder, tuple(facts["countries"])),
        lands=shipped_world,
    )


def _tables(folder: Path, manifest: dict[str, Any]) -> tuple[dict[str, Columns], list[Problem]]:
    """All tables with every value in its range, and what is wrong with them."""
    tables: dict[str, Columns] = {}
    problems: list[Problem] = []
    digests, cells = manifest.get("files", {}), MAX_ROWS["cells"]
    for name in ("cells", "places", "changes", "networks", "shapes"):
        ranges = _ranges(name, manifest, cells)
        if digests and f"{name}.parquet" not in digests:
            found = f"has no SHA-256 for {name}.parquet."
            problems.append(Problem(str(folder / "manifest.json"), 0, "files", found, AGAIN))
            continue
        try:
            tables[name] = read_table(folder, name, ranges, digests.get(f"{name}.parquet"))
        except InputError as error:
            problems += error.problems
            continue
        if name == "cells":
            cells = len(tables[name]["ids"])
    for name, table in tables.items():
        problems += _crossed(name, table, folder / f"{name}.parquet")
    return tables, problems


def _ranges(name: str, manifest: dict[str, Any], cells: int) -> dict[str, Range]:
    """What each column of a table may hold; `cells` is how many cells there are."""
    facts, states = manifest["theatre"], len(manifest["states"])
    if name == "cells":
        return _cell_ranges(len(facts["countries"]), len(facts["rivers"]))
    if name == "places":
        return _place_ranges(cells)
    if name == "changes":
        return _change_ranges(cells, states)
    return _network_ranges(len(NETWORKS) + 2 * states) if name == "networks" else _shape_ranges()


def _cell_ranges(countries: int, rivers: int) -> dict[str, Range]:
    most = MAX_ROWS["cells"] - 1
    six = {
        "neighbours": Range(np.int32, -1, most),
        "back": Range(np.int8, -1, 5),
        "edge_km": Range(np.float32, 0, WIDEST_CELL_KM),
        **_GROUND,
        "river": Range(np.int16, 0, rivers),
    }
    return {
        "ids": Range(np.uint64, 0, 2.0**63),
        "lat": _LAT,
        "lon": _LON,
        "country": Range(np.int8, -1, countries - 1),
        **dict.fromkeys((name for name in ONE if name.endswith("_share")), _SHARE),
        **{f"{name}_{side}": six[name] for name in SIX for side in range(6)},
    }


def _place_ranges(cells: int) -> dict[str, Range]:
    texts = dict.fromkeys(("name", "country", "source", "kinds", "aliases"), TEXT)
    cell, people = Range(np.int32, -1, cells - 1), Range(np.int64, 0, _MOST_PEOPLE)
    return {**texts, "lat": _LAT, "lon": _LON, "cell": cell, "population": people}


def _change_ranges(cells: int, states: int) -> dict[str, Range]:
    return {"state": Range(np.int8, 0, states - 1), "cell": Range(np.int32, 0, cells - 1), "side": _SIDE, **_GROUND}


def _network_ranges(networks: int) -> dict[str, Range]:
    ends = Range(np.int32, 0, 2 * MAX_ROWS["networks"])
    return {
        "network": Range(np.int16, 0, networks - 1),
        "from": ends,
        "to": ends,
        "from_lat": _LAT,
        "from_lon": _LON,
        "to_lat": _LAT,
        "to_lon": _LON,
        "km": Range(np.float32, 0, LONGEST_EDGE_KM, above=True),
        "class": Range(np.int16, 0, WIDEST_MM),
        "tracks": Range(np.int8, 0, _MOST_TRACKS),
    }


def _shape_ranges() -> dict[str, Range]:
    layer, line = Range(np.int8, 0, len(SHAPES) - 1), Range(np.int32, 0, MAX_ROWS["shapes"])
    return {"layer": layer, "line": line, "lon": _LON, "lat": _LAT}


def _crossed(name: str, table: Columns, path: Path) -> list[Problem]:
    """What is wrong between the columns of one table."""
    if name == "networks":
        return _crossed_networks(table, path)
    if name == "shapes":
        step = np.diff(table["line"], prepend=-1)
        words = "lines are numbered from 0 in order"
        found = first_wrong(path, "line", table["line"], (step < 0) | (step > 1), words)
        same = (step[1:] == 0) & (np.diff(table["layer"]) != 0)
        return found + first_wrong(path, "layer", table["layer"][1:], same, "one layer for all of a line")
    if name == "places":
        kinds = [not set(each.split(",")) <= set(KINDS) for each in table["kinds"]]
        codes = [not (len(each) == 2 and each.isascii() and each.isupper()) for each in table["country"]]
        names = table["name"]
        times: Counter[str] = Counter(names)
        twice = [not each.strip() or times[each] > 1 for each in names]
        return (
            first_wrong(path, "kinds", table["kinds"], np.array(kinds, np.bool_), ", ".join(KINDS))
            + first_wrong(path, "country", table["country"], np.array(codes, np.bool_), "two capital letters")
            + first_wrong(path, "name", names, np.array(twice, np.bool_), "a name that no other place has")
        )
    if name == "changes":
        return _gauges(table["rail_gauge_mm"], path, "rail_gauge_mm")
    return [
        problem
        for side in range(6)
        for problem in _gauges(table[f"rail_gauge_mm_{side}"], path, f"rail_gauge_mm_{side}")
    ]


def _gauges(values: np.ndarray, path: Path, column: str) -> list[Problem]:
    wrong = (values != 0) & (values < NARROWEST_MM)
    return first_wrong(path, column, values, wrong, f"0, or {NARROWEST_MM} to {WIDEST_MM} mm")


def _crossed_networks(table: Columns, path: Path) -> list[Problem]:
    """Classes by kind of network, ends that are numbered without gaps, and one position for each end."""
    number = table["network"]
    plain = len(NETWORKS)
    mode = np.where(number < plain, np.array([0, 1, 2, 0, 1])[np.minimum(number, plain - 1)], (number - plain) % 2)
    kind = table["class"]
    wrong = np.select(
        [mode == 0, mode == 1], [(kind < 1) | (kind > ROAD_DUAL), (kind < NARROWEST_MM) | (kind > WIDEST_MM)], kind != 0
    )
    words = f"1 to {ROAD_DUAL} for roads, {NARROWEST_MM} to {WIDEST_MM} mm for railways, 0 at sea"
    problems = first_wrong(path, "class", kind, wrong.astype(np.bool_), words)
    for each in np.unique(number).tolist():
        rows = np.flatnonzero(number == each)
        ends = np.concatenate([table["from"][rows], table["to"][rows]])
        if len(np.unique(ends)) != int(ends.max()) + 1:
            found = f"the ends of network {each} are not numbered from 0 without gaps."
            problems.append(Problem(str(path), 0, "from, to", found, AGAIN))
            continue
        for axis in ("lat", "lon"):
            spots = np.concatenate([table[f"from_{axis}"][rows], table[f"to_{axis}"][rows]])
            of_end = np.zeros(int(ends.max()) + 1)
            of_end[ends] = spots
            if (of_end[ends] != spots).any():
                end = int(ends[np.flatnonzero(of_end[ends] != spots)[0]])
                found = f"end {end} of network {each} lies at two places."
                problems.append(Problem(str(path), 0, f"from_{axis}, to_{axis}", found, AGAIN))
    return problems


def _refuse(wrong: list[Unsound], cells: Cells, path: Path) -> None:
    problems = [
        problem for name, rows, words in wrong for problem in first_wrong(path, name, getattr(cells, name), rows, words)
    ]
    if problems:
        raise InputError(problems)


def _cells(table: Columns) -> Cells:
    arrays: dict[str, np.ndarray] = {name: table[name] for name in ONE}
    for name in SIX:
        arrays[name] = np.ascontiguousarray(np.column_stack([table[f"{name}_{side}"] for side in range(6)]))
    return Cells(**arrays)


def _changed(cells: Cells, changes: Columns, number: int) -> Cells:
    """The cells in a later state."""
    arrays = {name: getattr(cells, name).copy() for name in DATED}
    rows = changes["state"] == number
    cell, side = changes["cell"][rows], changes["side"][rows]
    for name in DATED:
        arrays[name][cell, side] = changes[name][rows]
    return replace(cells, **arrays)


def _places(table: Columns) -> dict[str, Place]:
    found = {}
    names = ("name", "lat", "lon", "cell", "kinds", "country", "population", "aliases", "source")
    columns = [values if isinstance(values := table[key], list) else values.tolist() for key in names]
    for name, lat, lon, cell, kinds, country, people, aliases, source in zip(*columns, strict=True):
        spellings = tuple(aliases.split("\t")) if aliases else ()
        found[name] = Place(name, lat, lon, cell, tuple(kinds.split(",")), country, people, spellings, source)
    return found


def _networks(table: Columns, later: int) -> dict[str, Layer]:
    found = {}
    for number, name in enumerate(NETWORKS):
        row = number if later == 0 or number > 1 else len(NETWORKS) + 2 * (later - 1) + number
        picked = table["network"] == row
        found[name] = _network(name.removeprefix("coarse_"), {key: column[picked] for key, column in table.items()})
    return found


def _network(mode: str, rows: Mapping[str, np.ndarray]) -> Layer:
    count = int(max(rows["from"].max(initial=-1), rows["to"].max(initial=-1))) + 1
    lat, lon = np.zeros(count), np.zeros(count)
    for end in ("from", "to"):
        lat[rows[end]], lon[rows[end]] = rows[f"{end}_lat"], rows[f"{end}_lon"]
    return Layer(mode, lat, lon, rows["from"], rows["to"], rows["km"], rows["class"], rows["tracks"])


def _shapes(table: Columns) -> dict[str, tuple[np.ndarray, ...]]:
    points = np.column_stack([table["lon"], table["lat"]])
    starts = np.flatnonzero(np.diff(table["line"], prepend=-1))
    pieces = np.split(points, starts[1:]) if len(starts) else []
    layers = table["layer"][starts]
    return {
        name: tuple(piece for piece, layer in zip(pieces, layers.tolist(), strict=True) if layer == number)
        for number, name in enumerate(SHAPES)
    }
