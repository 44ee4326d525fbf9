"""Make `data/lines/world.parquet` from the countries of Natural Earth 1:50m: which land and whose a point is.

Run: python bench/world_land.py countries-50m.json. The file is that of the npm package `world-atlas` 2.0.2.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import affinity

OUT = Path(__file__).parents[1] / "src" / "hillfort" / "data" / "lines" / "world.parquet"
AROUND_THE_POLE = frozenset(["Antarctica"])
EDGE = 179.99
"""Polygons are cut at the antimeridian: those that reach it at the same latitude are one land."""


def rings(topology: dict[str, Any]) -> list[tuple[str, shapely.Polygon]]:
    """Every polygon with the name of its country."""
    scale, shift = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: list[int]) -> np.ndarray:
        parts = [arcs[each] if each >= 0 else arcs[~each][::-1] for each in numbers]
        points = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
        points[:, 0] = np.unwrap(points[:, 0], period=360.0)
        return points

    found = []
    for each in topology["objects"]["countries"]["geometries"]:
        shapes = {"Polygon": [each.get("arcs")], "MultiPolygon": each.get("arcs")}.get(each.get("type"), [])
        for shell, *holes in shapes:
            if each["properties"]["name"] not in AROUND_THE_POLE:
                whole = shapely.Polygon(ring(shell), [ring(hole) for hole in holes]).buffer(0)
                found += [(each["properties"]["name"], part) for part in cut(whole)]
    return found


def cut(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """The parts of a shape between 180 W and 180 E; the source joins what the antimeridian divides."""
    turns = [affinity.translate(shape, turn) for turn in (-360.0, 0.0, 360.0)]
    inside = [
        part for turned in turns for part in shapely.get_parts(turned.intersection(shapely.box(-180, -90, 180, 90)))
    ]
    return [part for part in inside if part.geom_type == "Polygon" and part.area > 0]


def landmasses(shapes: list[shapely.Polygon]) -> np.ndarray:
    """Number of the connected land of each polygon; touching polygons are one."""
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    west = [row for row, shape in enumerate(shapes) if shape.bounds[0] < -EDGE]
    east = [row for row, shape in enumerate(shapes) if shape.bounds[2] > EDGE]
    over = [
        (left, right)
        for left in west
        for right in east
        if affinity.translate(shapes[left], 360.0).intersects(shapes[right].buffer(0.01))
    ]
    rows = np.concatenate([one, [left for left, _ in over]]).astype(int)
    columns = np.concatenate([other, [right for _, right in over]]).astype(int)
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(shapes), len(shapes)))
    return connected_components(graph, directed=False)[1]


def main() -> None:
    """Write the table."""
    found = rings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    shapes = [shape for _, shape in found]
    table = pl.DataFrame(
        {
            "country": [name for name, _ in found],
            "land": landmasses(shapes).astype(np.int32),
            "shape": [shapely.to_wkb(shapely.set_precision(shape, 0.001)) for shape in shapes],
        }
    )
    table.write_parquet(OUT, compression="zstd", compression_level=19)


if __name__ == "__main__":
    main()
