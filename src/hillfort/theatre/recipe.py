"""Recipe: what a theatre is made from, and which known facts it must agree with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

_STRICT = {"extra": "forbid", "allow_inf_nan": False}


@dataclass(frozen=True)
class LayerSource:
    """Where one layer comes from: a file of a package, or `geojson` beside the recipe."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    package: str
    file: str
    points: str = ""
    """A second file that holds the points, for sources that keep an index apart."""
    licence: str = ""
    version: str = ""
    sha256: str = ""
    kind: int = 0
    """ROAD_* class or gauge that every line of this layer has unless the overlay says otherwise."""
    winding: float = 1.0
    """Length on the ground over the length in the source, where that measures straight chords."""
    min_km2: float = 0.0
    min_population: dict[str, int] = field(default_factory=dict)
    """By country; `default` for the others."""


@dataclass(frozen=True)
class Coarse:
    """The wider, thinned network that reinforcement comes over."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    bounds: tuple[float, float, float, float]
    merge_km: float
    """Junctions nearer to each other than this along the line become one."""
    least_km: float = 300.0
    """Connected pieces with less line than this are left out."""


@dataclass(frozen=True)
class Check:
    """One known figure: `measure` says what is compared; `low` and `high` bound what passes."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    measure: str
    low: float
    high: float
    source: str
    grade: str
    between: tuple[str, ...] = ()
    """Names of places (two for a distance), countries, or a river."""
    points: tuple[tuple[float, float], ...] = ()
    """Lat, lon pairs where the ends are not places."""
    date: str = ""
    """State of the theatre to look at; '' for that of the recipe."""
    note: str = ""


@dataclass(frozen=True)
class Recipe:
    """A theatre, before it is built."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    version: int
    name: str
    title: str
    date: str
    """The state of roads and railways that is loaded unless another is asked for, ISO."""
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    resolution: int
    countries: dict[str, str]
    """ISO 3166 alpha-2 -> identifier in the source of the land."""
    sources: dict[str, LayerSource]
    """land, lakes, streams, road, rail, sea, ports, airfields, towns."""
    overlay: str
    stitch_km: float
    coarse: Coarse
    credit: str = ""
    """What a picture of the theatre must say about its sources."""
    regions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)


LAYERS = ("land", "lakes", "streams", "road", "rail", "sea", "ports", "airfields", "towns")
