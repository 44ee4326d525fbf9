"""Overlay: curated corrections to what the sources hold, each with its source and grade."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

_STRICT = {"extra": "forbid", "allow_inf_nan": False}

Point = tuple[float, float]
"""Lat, lon in degrees."""

Spot = str | Point
"""A place by name, or a point."""


@dataclass(frozen=True)
class Citation:
    """A source that entries name by its key."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    title: str
    grade: str
    date: str = ""
    note: str = ""


@dataclass(frozen=True)
class Gauge:
    """The gauge of a country's railways."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    mm: int
    """Gauges that trains run through between are one number."""
    source: str
    grade: str
    note: str = ""


@dataclass(frozen=True)
class OverlayLine:
    """A road or railway that the sources lack."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    mode: str
    name: str
    through: tuple[Spot, ...]
    kind: int
    source: str
    grade: str
    tracks: int = 1
    km: float = 0.0
    """Length along the line; 0 takes the straight pieces times 1.1."""
    opened: str = ""
    """ISO date from which it exists; '' for always."""
    coarse: bool = False
    """Belongs to the wider network alone."""
    note: str = ""


@dataclass(frozen=True)
class Stretch:
    """What a stretch of the mapped network is: its class or gauge, and tracks or lanes."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    mode: str
    name: str
    through: tuple[Spot, ...]
    kind: int
    source: str
    grade: str
    tracks: int = 1
    opened: str = ""
    note: str = ""


@dataclass(frozen=True)
class Bridge:
    """A road bridge over a river."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    name: str
    at: Point
    source: str
    grade: str


@dataclass(frozen=True)
class River:
    """A river that matters: its line follows the mapped streams between the given points."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    name: str
    through: tuple[Point, ...]
    source: str
    grade: str
    bridges: tuple[Bridge, ...] = ()
    """Where this list is not empty, roads cross within 9 km of one of them and nowhere else."""
    border: tuple[str, ...] = ()
    """Two countries whose border runs down the river: between points on it, the border is the river's line."""
    note: str = ""


@dataclass(frozen=True)
class Barrier:
    """Wide water or another line that ground forces do not cross except by road."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    name: str
    line: tuple[Point, ...]
    source: str
    grade: str
    note: str = ""


@dataclass(frozen=True)
class Area:
    """The share of forest, wetland or built-up ground in a country or a region; later ones go over earlier ones."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    name: str
    cover: str
    """forest, wetland or urban."""
    share: float
    low: float
    high: float
    source: str
    grade: str
    country: str = ""
    outline: tuple[Point, ...] = ()
    """Where both are given, the part of the country inside the outline."""
    note: str = ""


@dataclass(frozen=True)
class OverlayPlace:
    """A place that orders speak of."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    name: str
    at: Point
    country: str
    kinds: tuple[str, ...]
    source: str
    grade: str
    aliases: tuple[str, ...] = ()
    population: int = 0


@dataclass(frozen=True)
class Overlay:
    """All corrections of one theatre."""

    __pydantic_config__: ClassVar[dict[str, object]] = _STRICT
    version: int
    sources: dict[str, Citation]
    gauges: dict[str, Gauge] = field(default_factory=dict)
    """Country -> gauge of its railways; `default` for the others."""
    places: tuple[OverlayPlace, ...] = ()
    links: tuple[OverlayLine, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    rivers: tuple[River, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    areas: tuple[Area, ...] = ()

    def dates(self) -> tuple[str, ...]:
        """The dates on which something opens, in order."""
        opened = {link.opened for link in self.links} | {stretch.opened for stretch in self.stretches}
        return tuple(sorted(opened - {""}))
