"""From degrees to a flat map: a conformal cone that keeps the shapes of a region a few hundred kilometres across."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Projection:
    """Lambert's conformal cone on a sphere; map units of 100 m, y downwards, (0, 0) the upper left corner."""

    cone: float
    scale: float
    lon_0: float
    left: float
    top: float
    width: int
    height: int

    @classmethod
    def of(cls, bounds: tuple[float, float, float, float]) -> Projection:
        """The projection that fits west, south, east, north in degrees."""
        west, south, east, north = bounds
        first, second = np.radians([south + (north - south) / 6.0, north - (north - south) / 6.0])
        tangents = [np.tan(np.pi / 4.0 + angle / 2.0) for angle in (first, second)]
        cone = float(np.log(np.cos(first) / np.cos(second)) / np.log(tangents[1] / tangents[0]))
        scale = float(10.0 * EARTH_KM * np.cos(first) * tangents[0] ** cone / cone)
        open_ = cls(cone, scale, (west + east) / 2.0, 0.0, 0.0, 0, 0)
        sides = np.linspace(0.0, 1.0, 40)
        ring_lon = np.concatenate(
            [west + (east - west) * sides, np.full(40, east), np.full(40, west), west + (east - west) * sides]
        )
        ring_lat = np.concatenate(
            [np.full(40, south), south + (north - south) * sides, south + (north - south) * sides, np.full(40, north)]
        )
        x, y = open_.xy(ring_lon, ring_lat).T
        return cls(
            cone, scale, open_.lon_0, float(x.min()), float(y.min()), int(np.ceil(np.ptp(x))), int(np.ceil(np.ptp(y)))
        )

    def xy(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """(point, 2) map units."""
        rho = self.scale / np.tan(np.pi / 4.0 + np.radians(lat) / 2.0) ** self.cone
        angle = self.cone * np.radians(np.asarray(lon) - self.lon_0)
        return np.column_stack([rho * np.sin(angle) - self.left, rho * np.cos(angle) - self.top])
