"""Figures as files, and their credit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hillfort.foundation.lettering import as_written

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def png(figure: Figure, *, dpi: int = 150) -> bytes:
    """A figure as the bytes of a PNG file, the same for the same figure.

    Names are drawn as they are: a dollar sign in one does not begin a formula (`foundation.lettering`).
    """
    buffer = io.BytesIO()
    as_written(lambda: figure)()
    figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def credit(axes: Axes, credit: str) -> None:
    """Whose map data it is, small in a corner; nothing where the theatre does not say."""
    if credit:
        axes.text(
            0.995,
            0.005,
            credit,
            transform=axes.transAxes,
            ha="right",
            va="bottom",
            fontsize=5,
            color="#444444",
            zorder=12,
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.5},
        )
