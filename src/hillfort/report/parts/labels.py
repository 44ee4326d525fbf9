"""Words on a map of which none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.foundation.lettering import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIRECTIONS = ((1, 0.35), (-1, 0.35), (1, -0.6), (-1, -0.6), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1.4), (-1, -1.4))
"""Where a label may stand, best first: beside the point, then above and below."""
DISTANCES = (7.0, 16.0, 30.0, 48.0, 70.0, 95.0)
"""Points between a point and its label; a thin line leads from the farther ones."""
HALO = "#fffefb"


class Labels:
    """Places labels one by one; each keeps clear of those before it, of marks and of panels."""

    def __init__(self, axes: Axes, *, blocked: Sequence[Axes] = ()) -> None:
        figure = axes.get_figure(root=True)
        assert figure is not None
        self.axes = axes
        self.renderer: Any = figure.canvas.get_renderer()
        self.points = figure.dpi / 72.0
        box = axes.get_window_extent(self.renderer)
        self.frame = np.array([box.x0 + 3, box.y0 + 3, box.x1 - 3, box.y1 - 3])
        self.taken: list[np.ndarray] = []
        for each in blocked:
            panel = each.get_tightbbox(self.renderer)
            if panel is not None:
                self.taken.append(np.array([panel.x0 - 4, panel.y0 - 4, panel.x1 + 4, panel.y1 + 4]))
        self.dropped: list[str] = []

    def keep_clear(self, x: float, y: float, size: float) -> None:
        """No label on a mark of that many points."""
        px, py = self.axes.transData.transform((x, y))
        half = size * self.points / 2.0
        self.taken.append(np.array([px - half, py - half, px + half, py + half]))

    def put(
        self,
        spot: tuple[float, float],
        words: str,
        *,
        colour: str = "#22262b",
        size: float = 8.0,
        weight: str = "normal",
        leader: bool = True,
    ) -> bool:
        """A label near a spot in data units; False where there was no room for it."""
        from matplotlib.patheffects import withStroke

        words = plain(words)
        px, py = self.axes.transData.transform(spot)
        drawn = self.axes.text(
            0, 0, words, fontsize=size, weight=weight, color=colour, zorder=20, linespacing=1.12, transform=None
        )
        box = drawn.get_window_extent(self.renderer)
        found = self._free(px, py, box.width, box.height, DISTANCES if leader else DISTANCES[:4])
        drawn.remove()
        if found is None:
            self.dropped.append(words)
            return False
        left, bottom, far = found
        self.taken.append(np.array([left - 2, bottom - 1, left + box.width + 2, bottom + box.height + 1]))
        inverse = self.axes.transData.inverted()
        middle = (left + box.width / 2.0, bottom + box.height / 2.0)
        if leader and far > 20.0:
            end = inverse.transform((np.clip(px, left, left + box.width), np.clip(py, bottom, bottom + box.height)))
            self.axes.plot([spot[0], end[0]], [spot[1], end[1]], color=colour, lw=0.7, zorder=9.5, alpha=0.8)
        x, y = inverse.transform(middle)
        align = "left" if left > px else "right" if left + box.width < px else "center"
        anchor = {"left": left, "right": left + box.width, "center": middle[0]}[align]
        x = inverse.transform((anchor, middle[1]))[0]
        shown = self.axes.text(
            x, y, words, fontsize=size, weight=weight, color=colour, zorder=20, ha=align, va="center", linespacing=1.12
        )
        shown.set_path_effects([withStroke(linewidth=2.4, foreground=HALO)])
        return True

    def _free(
        self, px: float, py: float, width: float, height: float, distances: Sequence[float]
    ) -> tuple[float, float, float] | None:
        for distance in distances:
            away = distance * self.points
            for right, up in DIRECTIONS:
                left = px + away if right > 0 else px - away - width if right < 0 else px - width / 2.0
                bottom = py - height / 2.0 + up * (away + height / 2.0 if right == 0 else away * 0.8)
                box = np.array([left, bottom, left + width, bottom + height])
                if (box[:2] < self.frame[:2]).any() or (box[2:] > self.frame[2:]).any():
                    continue
                if not any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in self.taken):
                    return float(left), float(bottom), distance
        return None
