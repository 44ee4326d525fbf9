"""A whole invented theatre in one GeoJSON file: each feature names its layer in its properties."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre.geodesy import distance_km
from hillfort.theatre.survey import Chords, GazetteerSpot

KIND_OF = {"ports": "port", "airfields": "airfield", "towns": "town"}


def read_layer(path: Path, *, layer: str) -> Any:
    """Features whose property `layer` is this one, as the reader of that layer gives them.

    land: country code -> shape; lakes: shapes; streams: name -> lines; road, rail, sea: `Lines`; others: spots.
    """
    import shapely

    features = [item for item in _features(path) if item["properties"].get("layer") == layer]
    if layer == "land":
        return {item["properties"]["country"]: _shape(item) for item in features}
    if layer == "lakes":
        return tuple(_shape(item) for item in features)
    if layer == "streams":
        return {item["properties"]["name"]: (shapely.get_coordinates(_shape(item)),) for item in features}
    if layer in ("road", "rail", "sea"):
        return _lines(features)
    return tuple(_spot(item, KIND_OF[layer], path.name) for item in features)


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        return [item for item in tree["features"] if item["type"] == "Feature"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        found = f"it is not a GeoJSON feature collection ({type(error).__name__})."
        raise InputError(Problem(str(path), 0, "", found)) from None


def _shape(item: dict[str, Any]) -> Any:
    import shapely

    return shapely.from_geojson(json.dumps(item["geometry"]))


def _lines(features: list[dict[str, Any]]) -> Chords:
    points: dict[tuple[float, float], int] = {}
    rows: list[tuple[int, int, float, int, int]] = []
    for item in features:
        spots = item["geometry"]["coordinates"]
        kind, tracks = int(item["properties"].get("kind", 0)), int(item["properties"].get("tracks", 1))
        for (lon_1, lat_1), (lon_2, lat_2) in itertools.pairwise(spots):
            ends = [points.setdefault(spot, len(points)) for spot in ((lat_1, lon_1), (lat_2, lon_2))]
            rows.append((*ends, float(distance_km(lat_1, lon_1, lat_2, lon_2)), kind, tracks))  # type: ignore[arg-type]
    if not rows:
        return Chords.none()
    start, end, km, kinds, counts = (np.array(column) for column in zip(*rows, strict=True))
    spots_of = np.array(list(points), dtype=np.float64)
    return Chords(
        spots_of[:, 0],
        spots_of[:, 1],
        start.astype(np.int64),
        end.astype(np.int64),
        km,
        kinds.astype(np.int16),
        counts.astype(np.int8),
    )


def _spot(item: dict[str, Any], kind: str, source: str) -> GazetteerSpot:
    lon, lat = item["geometry"]["coordinates"]
    facts = item["properties"]
    aliases = tuple(facts.get("aliases", ()))
    return GazetteerSpot(
        facts["name"], lat, lon, kind, facts["country"], int(facts.get("population", 0)), aliases, source
    )
