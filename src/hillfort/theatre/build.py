"""Build: a theatre made of a recipe, its overlay and what the sources hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.theatre import gazetteer, ground, mending, rivers, stitching, thinning, tracing
from hillfort.theatre.areas import covers
from hillfort.theatre.bridges import find_bridges
from hillfort.theatre.grid import Grid, make_grid, outlines
from hillfort.theatre.local_roads import join_places
from hillfort.theatre.overlay import Overlay, OverlayLine, Point, Spot, Stretch
from hillfort.theatre.places import PlaceIndex
from hillfort.theatre.recipe import Recipe
from hillfort.theatre.survey import Chords, Survey
from hillfort.theatre.theatre import ROAD_MAIN, Cells, Layer, Place, Theatre

MARGIN_DEG = 0.4
"""Networks reach this far beyond the bounds, so that they connect round the corner."""

DRAWN_KM = 0.5
"""Lines are drawn with chords that stay this near to them."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DatedNetworks:
    """Roads and railways as they are from a date on, over the cells."""

    date: str
    cells: Cells
    road: Layer
    rail: Layer


@dataclass(frozen=True, slots=True)
class Built:
    """A theatre in the state of its recipe's date, and its later states in order."""

    theatre: Theatre
    later: tuple[DatedNetworks, ...]


def build(recipe: Recipe, overlay: Overlay, survey: Survey, *, progress: Progress | None = None) -> Built:
    """Everything that the campaign knows about the ground, from raw lines and polygons. Same input, same output."""
    say = progress or (lambda text: None)
    say("cells")
    grid = make_grid(recipe.bounds, resolution=recipe.resolution)
    shapes = outlines(grid.ids)
    say("land and lakes")
    near = _near(survey.countries, recipe.bounds)
    land = ground.survey_ground(grid, shapes, countries=near, lakes=survey.lakes)
    places = gazetteer.gather(overlay.places, survey.spots)
    where = _where(places)
    say("rivers")
    named = _river_lines(overlay, survey)
    say("forest and wetland")
    codes = tuple(near)
    home = np.array([*codes, ""])[land.country]
    shares = covers(grid, shapes, overlay.areas, country=home, towns=places)
    work = _Work(recipe, overlay, survey, near, grid, land, named, places, shares, where, codes)
    say("roads and railways")
    state = work.state(recipe.date)
    later = []
    for date in (date for date in overlay.dates() if date > recipe.date):
        say(f"state of {date}")
        later.append(work.state(date))
    say("network of the wider region")
    theatre = work.theatre(state)
    return Built(theatre, tuple(later))


def _near(countries: dict[str, Any], bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    """The land of the theatre itself; the sources reach as far as the wider network."""
    import shapely

    west, south, east, north = bounds
    box = (west - 1.0, south - 1.0, east + 1.0, north + 1.0)
    clipped = {code: shapely.make_valid(shapely.clip_by_rect(shape, *box)) for code, shape in countries.items()}
    return {code: shape for code, shape in clipped.items() if not shape.is_empty}


def _where(places: list[Place]) -> mending.Where:
    index = PlaceIndex(places)

    def where(spot: Spot, asks: str) -> Point:
        if not isinstance(spot, str):
            return (float(spot[0]), float(spot[1]))
        place = index.get(spot)
        if place is None:
            raise InputError(Problem("overlay", 0, asks, f"'{spot}' is not a place.", index.advice(spot)))
        return place.lat, place.lon

    return where


def _river_lines(overlay: Overlay, survey: Survey) -> dict[str, np.ndarray]:
    streams = rivers.stream_lines(survey.streams)
    found = {name: np.concatenate(lines) for name, lines in survey.rivers.items()}
    for river in overlay.rivers:
        if river.through:
            waypoints = np.array(river.through, dtype=np.float64)[:, ::-1]
            found[river.name] = rivers.river_line(waypoints, streams, border=_border_lines(survey, river.border))
    return found


def _border_lines(survey: Survey, pair: tuple[str, ...]) -> Chords:
    """The border between two countries as a network."""
    if len(pair) != 2 or any(code not in survey.countries for code in pair):
        return Chords.none()
    return rivers.stream_lines(_common(survey.countries[pair[0]], survey.countries[pair[1]]))


@dataclass(slots=True)
class _Work:
    recipe: Recipe
    overlay: Overlay
    survey: Survey
    near: dict[str, Any]
    grid: Grid
    land: ground.Ground
    named: dict[str, np.ndarray]
    places: list[Place]
    shares: dict[str, np.ndarray]
    where: mending.Where
    codes: tuple[str, ...]

    def state(self, date: str) -> DatedNetworks:
        """Networks and cells as they are on `date`."""
        road, rail = self._network("road", date), self._network("rail", date)
        resolution = self.recipe.resolution
        banks = self._banks()
        on_road = tracing.trace(road, self.grid, resolution=resolution, banks=banks)
        on_rail = tracing.trace(rail, self.grid, resolution=resolution, low_first=True)
        cells = self._cells(banks.river, on_road, on_rail)
        return DatedNetworks(date, cells, _network("road", road), _network("rail", rail))

    def _entries(self, entries: Any, mode: str, date: str) -> list[Any]:
        return [entry for entry in entries if entry.mode == mode and entry.opened <= date]

    def _network(self, mode: str, date: str) -> Chords:
        west, south, east, north = self.recipe.bounds
        wide = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
        lines = stitching.tidy(getattr(self.survey, mode).clip(wide))
        if mode == "rail":
            lines = mending.set_gauges(lines, gauges=self.overlay.gauges, countries=self.survey.countries)
        links: list[OverlayLine] = [link for link in self._entries(self.overlay.links, mode, date) if not link.coarse]
        lines = mending.add_links(lines, links, where=self.where)
        lines = stitching.drop_scraps(stitching.stitch(lines, gap_km=self.recipe.stitch_km), least_km=10.0)
        stretches: list[Stretch] = self._entries(self.overlay.stretches, mode, date)
        return mending.set_stretches(lines, stretches, where=self.where)

    def _cells(self, river: np.ndarray, on_road: tracing.Tracing, on_rail: tracing.Tracing) -> Cells:
        grid, land = self.grid, self.land
        dry = land.dry | ((land.land_share > 0.02) & (on_road.kind >= ROAD_MAIN).any(axis=1))
        lines = [np.array(barrier.line, dtype=np.float64)[:, ::-1] for barrier in self.overlay.barriers]
        bars = ground.barred(grid, lines)
        road, road_km = on_road.kind.astype(np.int8), on_road.km
        way = ground.passable(grid, dry, dry_side=land.dry_side, bars=bars, road=road)
        road = np.where(way, road, 0).astype(np.int8)
        road, road_km, bridge = find_bridges(grid, road, road_km, river=river, known=self._known_bridges())
        road, road_km = join_places(
            grid,
            road,
            road_km,
            passable=way,
            river=river,
            cells=sorted({place.cell for place in self._settled(dry) if place.cell >= 0}),
        )
        gauge = np.where(dry[:, None] & dry[np.maximum(grid.neighbours, 0)], on_rail.kind, 0).astype(np.int16)
        return Cells(
            grid.ids,
            grid.lat,
            grid.lon,
            np.where(dry, land.country, -1).astype(np.int8),
            land.land_share.astype(np.float32),
            self.shares["forest"].astype(np.float32),
            self.shares["wetland"].astype(np.float32),
            land.lake_share.astype(np.float32),
            self.shares["urban"].astype(np.float32),
            grid.neighbours,
            grid.back,
            grid.edge_km,
            way,
            road,
            np.where(road > 0, road_km, 0.0).astype(np.float32),
            gauge,
            river,
            bridge,
        )

    def _known_bridges(self) -> dict[int, np.ndarray]:
        names = list(self.named)
        return {
            names.index(river.name) + 1: np.array([bridge.at for bridge in river.bridges])
            for river in self.overlay.rivers
            if river.bridges and river.name in names
        }

    def _settled(self, dry: np.ndarray) -> list[Place]:
        land = replace(self.land, dry=dry)
        on = gazetteer.Settling(self.grid, land, self.recipe.resolution, self.codes, self._banks())
        return gazetteer.settle(self.places, on)

    def _banks(self) -> rivers.Banks:
        lines = tuple(self.named.values())
        return rivers.Banks(self.grid, lines, rivers.river_sides(self.grid, lines))

    def theatre(self, state: DatedNetworks) -> Theatre:
        """The theatre in one state, with everything that does not change."""
        recipe, survey = self.recipe, self.survey
        places = self._settled(state.cells.country >= 0)
        return Theatre(
            name=recipe.name,
            title=recipe.title,
            resolution=recipe.resolution,
            bounds=recipe.bounds,
            countries=self.codes,
            rivers=tuple(self.named),
            cells=state.cells,
            places={place.name: place for place in places},
            regions={name: tuple(members) for name, members in recipe.regions.items()},
            road=state.road,
            rail=state.rail,
            sea=_network("sea", survey.sea, tolerance_km=0.0),
            coarse_road=self._coarse("road"),
            coarse_rail=self._coarse("rail"),
            coast=_coast(self.near, recipe.bounds),
            borders=_borders(self.near),
            lakes=_rings(survey.lakes),
            river_lines=tuple(_simple(line) for line in self.named.values()),
            provenance=dict(survey.provenance),
        )

    def _coarse(self, mode: str) -> Layer:
        lines = stitching.tidy(getattr(self.survey, mode).clip(self.recipe.coarse.bounds))
        if mode == "rail":
            lines = mending.set_gauges(lines, gauges=self.overlay.gauges, countries=self.survey.countries)
        lines = mending.add_links(lines, self._entries(self.overlay.links, mode, self.recipe.date), where=self.where)
        lines = stitching.drop_scraps(
            stitching.stitch(lines, gap_km=self.recipe.stitch_km), least_km=self.recipe.coarse.least_km
        )
        lines = mending.set_stretches(
            lines, self._entries(self.overlay.stretches, mode, self.recipe.date), where=self.where
        )
        return _network(mode, thinning.thin(lines, merge_km=self.recipe.coarse.merge_km), tolerance_km=0.0)


def _network(mode: str, lines: Chords, *, tolerance_km: float = DRAWN_KM) -> Layer:
    drawn = thinning.contract(lines, tolerance_km=tolerance_km) if tolerance_km > 0.0 else lines
    order = np.lexsort((drawn.km, np.maximum(drawn.start, drawn.end), np.minimum(drawn.start, drawn.end)))
    return Layer(
        mode,
        np.round(drawn.lat, 5),
        np.round(drawn.lon, 5),
        drawn.start[order].astype(np.int32),
        drawn.end[order].astype(np.int32),
        drawn.km[order].astype(np.float32),
        drawn.kind[order].astype(np.int16),
        (drawn.tracks[order] if mode != "sea" else np.zeros(len(order))).astype(np.int8),
    )


def _simple(line: np.ndarray) -> np.ndarray:
    import shapely

    points: np.ndarray = np.round(shapely.get_coordinates(shapely.simplify(shapely.LineString(line), 0.003)), 4)
    return points


def _rings(shapes: tuple[Any, ...]) -> tuple[np.ndarray, ...]:
    import shapely

    found = []
    for shape in shapes:
        for part in shapely.get_parts(shapely.simplify(shape, 0.003)):
            found += [np.round(shapely.get_coordinates(ring), 4) for ring in shapely.get_rings(part)]
    return tuple(found)


def _coast(countries: dict[str, Any], bounds: tuple[float, float, float, float]) -> tuple[np.ndarray, ...]:
    """Outlines of the land, without the frame that the clipping left."""
    import shapely

    land = shapely.union_all([shapely.buffer(shape, 1e-4) for shape in countries.values()])
    west, south, east, north = bounds
    inside = shapely.box(west - 0.9, south - 0.9, east + 0.9, north + 0.9)
    lines = shapely.line_merge(shapely.intersection(shapely.boundary(land), inside))
    parts = [part for part in shapely.get_parts(lines) if part.geom_type == "LineString" and part.length > 0.02]
    return tuple(_simple(shapely.get_coordinates(part)) for part in parts)


def _borders(countries: dict[str, Any]) -> tuple[np.ndarray, ...]:
    codes = list(countries)
    found: list[np.ndarray] = []
    for place, one in enumerate(codes):
        for two in codes[place + 1 :]:
            found += [_simple(line) for line in _common(countries[one], countries[two])]
    return tuple(found)


def _common(one: Any, two: Any) -> tuple[np.ndarray, ...]:
    """The lines, (k, 2) lon, lat, that two countries share."""
    import shapely

    shared = shapely.get_parts(shapely.intersection(one, two, grid_size=1e-6))
    lines = [part for part in shared if part.geom_type == "LineString"]
    if not lines:
        return ()
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    return tuple(shapely.get_coordinates(part) for part in shapely.get_parts(merged))
