"""Parts of the world in which moves have other habits: railways of another gauge, and the far side of an ocean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

Box = tuple[float, float, float, float]
"""South, west, north and east in degrees; its edges belong to it."""


class Point(Protocol):
    """Something that lies somewhere."""

    @property
    def lat(self) -> float:
        """Latitude, degrees."""

    @property
    def lon(self) -> float:
        """Longitude, degrees."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Boxes of latitude and longitude, as a file of geography states them.

    Assumes
    -------
    What lies in no box is on this side of the ocean and has standard gauge.
    """

    far_side: tuple[Box, ...] = ()
    broad_gauge: tuple[Box, ...] = ()
    standard_gauge: tuple[Box, ...] = ()
    """Parts of the boxes of broad gauge that have standard gauge."""

    def overseas(self, lat: float, lon: float) -> bool:
        """Whether a point lies on the far side of the ocean.

        >>> Regions(far_side=((-90, -180, 90, -30),)).overseas(30.1, -94.1)
        True
        """
        return _inside(self.far_side, lat, lon)

    def gauge_changes(self, one: Point, other: Point) -> bool:
        """Whether trains between two points meet another gauge."""
        return self._broad(one) != self._broad(other)

    def _broad(self, point: Point) -> bool:
        at = (point.lat, point.lon)
        return _inside(self.broad_gauge, *at) and not _inside(self.standard_gauge, *at)


def _inside(boxes: tuple[Box, ...], lat: float, lon: float) -> bool:
    return any(south <= lat <= north and west <= lon <= east for south, west, north, east in boxes)
