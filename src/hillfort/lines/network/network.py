"""The multimodal network of a theatre: nodes in layers, links with evidence, and the groups an analyst speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.lines.network.curation import Curation
from hillfort.lines.network.everywhere import REPAIRS
from hillfort.theatre.lands import World

LAYERS = ("road", "rail-1435", "rail-1520", "sea", "port", "airfield", "airlift")
PER_NATIVE = {
    "vehicles/day": "",
    "trains/day": "vehicles_per_train",
    "lane-metres/day": "lane_metres_per_vehicle",
    "sorties/day": "vehicles_per_sortie",
}
"""Native unit of a capacity to the value that turns it into vehicles; lane-metres are divided by theirs."""
OPEN_WATER = "open_water"
"""Column of a capacity that never binds."""
ROAD_CLASSES = ("local", "main", "dual")


@dataclass(frozen=True, slots=True)
class Node:
    """A point of one layer. `name` is the hub's, port's or sea area's; '' for a junction."""

    name: str
    layer: str
    lat: float
    lon: float
    state: str = ""
    """ISO country code, '' at sea or beyond the theatre."""
    near: str = ""
    """Where it lies from the nearest hub, for a junction: '12 km NE of Riga'."""


@dataclass(frozen=True, slots=True)
class Link:
    """What joins two nodes. Capacity and times are names of columns, so that a draw of doubt prices every link."""

    name: str
    start: int
    end: int
    mode: str
    """road, rail-1435, rail-1520, sea, ramp, transload, port, airfield or airlift."""
    km: tuple[float, float, float]
    """By class: local, main and dual for roads; one, two and more tracks for railways; all in the second else."""
    rate: str
    """Column of the capacity a day each way, in the unit of its evidence."""
    hours: str = ""
    """Column of the handling time from start to end; '' for none."""
    hours_back: str = ""
    bridge: str = ""
    """Column of the class of its weakest bridge (MLC); '' where bridges do not matter."""
    groups: tuple[str, ...] = ()
    third: bool = False
    """Runs through a third state: closed unless that is opened."""
    opened: str = ""
    """ISO date from which it is there; '' for always."""
    element: str = ""
    """Element that it belongs to: it is there when that is open."""
    upgrade: str = ""
    """Element that makes the road a dual carriageway; a main road before."""
    rates_with: tuple[tuple[str, str], ...] = ()
    """(element, column): the capacity once that element is open."""
    both: bool = True
    """Used in both directions."""

    @property
    def length(self) -> float:
        """Kilometres."""
        return sum(self.km)


@dataclass(frozen=True, slots=True)
class Group:
    """Links that are lost, attacked or fortified together under one name."""

    name: str
    kind: str
    """One of `everywhere.KINDS`."""
    links: tuple[int, ...]
    places: tuple[str, ...] = ()
    """Places of the theatre that it depends on: whoever holds one of them closes it."""
    cells: tuple[int, ...] = ()
    """Cells of the theatre where its crossing points lie."""
    sites: int = 1
    """Separate points that have to be lost: bridges and crossings one by one; a port, a strait, the sea are one."""
    map_name: str = ""
    """What it is called on a map; '' for its name."""


@dataclass(frozen=True)
class LineNetwork:
    """Everything over which forces can reach the region; nothing is closed yet."""

    name: str
    title: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    columns: dict[str, Evidence]
    """Every number that a link names: capacities, speeds, handling times, classes of bridges, conversions."""
    groups: dict[str, Group]
    curation: Curation
    notes: tuple[str, ...] = ()
    """What could not be laid as the file says: hubs far from a line, gates that cut nothing."""
    _index: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)
    lands: Callable[[], World] | None = field(default=None, repr=False, compare=False)
    """The lands of the world, which say where water parts a base from a line; None where nothing is known of them."""
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """Column to the address by which its number can be set; a definition has none."""

    def node(self, name: str, layer: str) -> int:
        """Number of the node of that name on a layer; -1 where there is none."""
        return self._index.get((name, layer), -1)

    def group(self, name: str) -> Group:
        """The group of that name.

        Raises
        ------
        InputError
            No such group.
        """
        self.check_groups([name])
        return self.groups[name]

    def check_groups(self, names: Iterable[str]) -> None:
        """Nothing, where all are groups; InputError with every name that is none."""
        unknown = [name for name in names if name not in self.groups]
        if unknown:
            raise InputError(
                [
                    Problem(
                        self.name, 0, "group", f"'{name}' is not a group of links.", did_you_mean(name, self.groups)
                    )
                    for name in unknown
                ]
            )

    def check_elements(self, names: Iterable[str]) -> None:
        """Nothing, where all are elements that can be switched; InputError with every name that is none."""
        known = self.curation.elements
        unknown = [name for name in names if name not in known]
        if unknown:
            raise InputError(
                [
                    Problem(self.name, 0, "element", f"'{name}' is nothing that opens.", did_you_mean(name, known))
                    for name in unknown
                ]
            )

    def groups_at(self, places: Iterable[str] = (), *, cells: Iterable[int] = ()) -> list[str]:
        """Names of the groups that are lost with places, or with cells of the theatre.

        >>> from hillfort.files.lines.read import network
        >>> from hillfort.files.theatre.artefact import load_theatre
        >>> network(load_theatre("marrow")).groups_at(["Alder"])
        ['Railhead Alder', 'Port Alder']
        """
        held, lost = set(places), set(cells)
        return [name for name, group in self.groups.items() if held & set(group.places) or lost & set(group.cells)]

    def is_open(self, element: str, *, date: str, switch: Mapping[str, bool] | None = None) -> bool:
        """Whether an element is there on an ISO date; `switch` has the last word."""
        if switch and element in switch:
            return switch[element]
        opened = self.curation.elements[element].opened
        return opened != "" and opened <= date

    def repair_of(self, name: str) -> Evidence:
        """Days until a group carries again once it is lost: what is said of it, or of its kind."""
        said = self.curation.conditions.get(name)
        if said is not None and said.repair_days is not None:
            return said.repair_days
        return self.curation.assumptions[REPAIRS[self.groups[name].kind]]

    def capacity(self, link: int) -> Evidence:
        """Vehicles a day each way that a link carries, with its range; its classes as before any upgrade.

        The range takes capacity and conversion at the same end.
        """
        column = self.columns[self.links[link].rate]
        factor = PER_NATIVE[column.unit]
        if not factor:
            return column
        per = self.columns[factor]
        ends = [per.value, per.low, per.high]
        if column.unit == "lane-metres/day":
            ends = [1.0 / per.value, 1.0 / per.high, 1.0 / per.low]
        weakest = max((column, per), key=lambda part: (part.grade[1], part.grade[0]))
        return Evidence(
            column.value * ends[0],
            "vehicles/day",
            column.low * ends[1],
            column.high * ends[2],
            column.date,
            weakest.source,
            weakest.grade,
            note=f"{column.value:g} {column.unit}. {column.note}".strip(),
        )

    def hours(self, link: int) -> Evidence:
        """Hours from start to end of a link, handling in them, with its range."""
        each = self.links[link]
        names = speeds(each.mode)
        parts = [(km, self.columns[name]) for km, name in zip(each.km, names, strict=True) if km > 0.0]
        handling = self.columns[each.hours] if each.hours else Evidence.fixed(0.0, "h")
        value = sum(24.0 * km / speed.value for km, speed in parts) + handling.value
        low = sum(24.0 * km / speed.high for km, speed in parts) + handling.low
        high = sum(24.0 * km / speed.low for km, speed in parts) + handling.high
        sources = [speed for _, speed in parts] + ([handling] if each.hours else [])
        worst = max(sources, key=lambda part: (part.grade[1], part.grade[0]), default=handling)
        return Evidence(value, "h", low, high, worst.date, worst.source, worst.grade)

    def bridge_class(self, link: int) -> Evidence | None:
        """Load class (MLC) of a road's weakest bridges, or None where bridges do not matter."""
        return self.columns[self.links[link].bridge] if self.links[link].bridge else None

    def __repr__(self) -> str:
        return f"<Network {self.name}: {len(self.nodes)} nodes, {len(self.links)} links, {len(self.groups)} groups>"


def speeds(mode: str) -> tuple[str, str, str]:
    """Columns of the speed on each of the three classes of a mode.

    Sources
    -------
    Observed marches and sailings, as the theatre's file cites them.

    >>> speeds("road")
    ('local_road_km', 'main_road_km', 'dual_road_km')
    """
    if mode == "road":
        return "local_road_km", "main_road_km", "dual_road_km"
    if mode.startswith("rail"):
        return "rail_km", "rail_km", "rail_km"
    if mode in ("airlift", "airfield"):
        return "air_km", "air_km", "air_km"
    return "sea_km", "sea_km", "sea_km"


def class_rate(mode: str, worst: int) -> str:
    """Column of the capacity of a road or railway by its class, 1 to 3.

    Assumes
    -------
    The worst class along a link limits it.

    >>> class_rate("road", 2), class_rate("rail-1435", 1)
    ('main_road_vehicles', 'single_track_trains')
    """
    if mode == "road":
        return ("local_road_vehicles", "main_road_vehicles", "dual_road_vehicles")[worst - 1]
    return ("single_track_trains", "double_track_trains", "third_track_trains")[worst - 1]
