"""Towns, airfields, ports and sea lanes, as their packages ship them."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.files.tables import read as tables
from hillfort.files.tables.read import Shape
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.survey import Chords, GazetteerSpot

Bounds = tuple[float, float, float, float]


def _inside(lat: float, lon: float, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return south <= lat <= north and west <= lon <= east


def read_towns(path: Path, *, bounds: Bounds, least: dict[str, int], source: str) -> tuple[GazetteerSpot, ...]:
    """Towns of GeoNames with at least as many people as `least` says for their country or `default`, largest first."""
    found = []
    for entry in json.loads(path.read_text(encoding="utf-8")).values():
        lat, lon = float(entry["latitude"]), float(entry["longitude"])
        people = int(entry["population"])
        if people < least.get(entry["countrycode"], least.get("default", 0)) or not _inside(lat, lon, bounds):
            continue
        latin = tuple(sorted({name for name in entry["alternatenames"] if _latin(name)} - {entry["name"]}))
        found.append(GazetteerSpot(entry["name"], lat, lon, "town", entry["countrycode"], people, latin, source))
    return tuple(sorted(found, key=lambda spot: (-spot.population, spot.name, spot.lat)))


def _latin(name: str) -> bool:
    return 2 < len(name) <= 24 and all(ord(letter) < 0x250 for letter in name)


def read_airfields(path: Path, *, bounds: Bounds, source: str) -> tuple[GazetteerSpot, ...]:
    """Airfields with an ICAO code; the name is `NAME (CODE)`, the code alone an alias."""
    found = []
    columns = Shape(known=("icao", "name", "country", "lat", "lon"), needed=("icao", "name", "country", "lat", "lon"))
    for line in tables.read(path, columns).rows:
        row = line.text
        lat, lon = float(row["lat"]), float(row["lon"])
        if row["icao"] and _inside(lat, lon, bounds):
            aliases = (row["icao"], row["name"])
            title = f"{row['name']} ({row['icao']})"
            found.append(GazetteerSpot(title, lat, lon, "airfield", row["country"], 0, aliases, source))
    return tuple(sorted(found, key=lambda spot: spot.name))


def read_ports(path: Path, *, bounds: Bounds, source: str) -> tuple[GazetteerSpot, ...]:
    """Ports with their UN/LOCODE as an alias; the country is the first two letters of it."""
    found = []
    for item in json.loads(path.read_text(encoding="utf-8"))["features"]:
        lon, lat = item["geometry"]["coordinates"]
        facts = item["properties"]
        if _inside(lat, lon, bounds) and facts.get("name"):
            code = str(facts.get("port") or "")
            found.append(
                GazetteerSpot(str(facts["name"]), lat, lon, "port", code[:2], 0, (code,) if code else (), source)
            )
    return tuple(sorted(found, key=lambda spot: (spot.name, spot.lat)))


def read_sea_lanes(path: Path, *, bounds: Bounds) -> Chords:
    """Sea lanes with both ends in `bounds`, in the order of the file."""
    index: dict[tuple[float, float], int] = {}
    pairs: list[tuple[int, int]] = []
    for item in json.loads(path.read_text(encoding="utf-8"))["features"]:
        for (lon_1, lat_1), (lon_2, lat_2) in _chords(item):
            if _inside(lat_1, lon_1, bounds) and _inside(lat_2, lon_2, bounds):
                ends = [index.setdefault((lat, lon), len(index)) for lat, lon in ((lat_1, lon_1), (lat_2, lon_2))]
                pairs.append((min(ends), max(ends)))
    points = np.array(list(index)).reshape(-1, 2)
    ends_of = np.array(list(dict.fromkeys(pairs))).reshape(-1, 2)
    first, last = points[ends_of[:, 0]], points[ends_of[:, 1]]
    return Chords.of(points, ends_of, distance_km(first[:, 0], first[:, 1], last[:, 0], last[:, 1]))


def _chords(item: Any) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight pieces of a LineString or MultiLineString."""
    shape = item["geometry"]
    lines = shape["coordinates"] if shape["type"] == "MultiLineString" else [shape["coordinates"]]
    found = []
    for line in lines:
        spots = [(float(spot[0]), float(spot[1])) for spot in line]
        found += list(itertools.pairwise(spots))
    return found
