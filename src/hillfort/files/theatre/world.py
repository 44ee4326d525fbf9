"""The lands of the world as shipped, and the bridges and tunnels between them."""

from __future__ import annotations

from functools import cache

from hillfort.files.tables import read as tables
from hillfort.files.tables.read import Shape
from hillfort.files.yaml.shipped import DATA
from hillfort.theatre.lands import FixedLink, World

LINKS = Shape(known=("name", "lat", "lon", "to_lat", "to_lon", "modes"))


@cache
def shipped_world() -> World:
    """The lands of the world and the bridges and tunnels between them, as shipped."""
    import polars as pl
    import shapely

    folder = DATA / "lines"
    table = pl.read_parquet(folder / "world.parquet")
    shapes = shapely.from_wkb(table["shape"].to_list())
    links = []
    for row in tables.read(folder / "fixed_links.csv", LINKS).rows:
        lat, lon, to_lat, to_lon = (float(row.text[name]) for name in ("lat", "lon", "to_lat", "to_lon"))
        modes = frozenset(row.text["modes"].split(";"))
        links.append(FixedLink(row.text["name"], (lat, lon), (to_lat, to_lon), modes))
    return World(shapes, table["land"].to_list(), table["country"].to_list(), links)
