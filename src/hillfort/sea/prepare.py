"""From a sea order to arrays: columns of doubt, geometry, room for a draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from hillfort.foundation.addresses import printed
from hillfort.foundation.doubted import NOTHING, Doubted, by_address, first_sentence, title_from
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.named import by_name, groups_by_name
from hillfort.sea._kernels import records
from hillfort.sea._kernels.records import FORCES, REASONS, STEP_H, Chart, SeaState, SeaValues
from hillfort.sea.posture import SIDES, Lane, SeaPosture
from hillfort.sea.titles import FIELDS, GROUP, MINES, TITLES
from hillfort.sea.tracks import GIVEN, RINGS, LaneTrack, SeaLines, great_circle_km, within
from hillfort.theatre.theatre import Theatre

PARAMETERS = records.PARAMETERS
LANDING = ("landing_from_h", "landing_ratio")


class _Sided(Protocol):
    @property
    def side(self) -> str: ...


class _Placed(Protocol):
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


@dataclass(frozen=True, slots=True, repr=False)
class PreparedSea:
    """A sea ready to be stepped."""

    order: SeaPosture
    lanes: tuple[str, ...]
    """Names, in the order of the arrays."""
    tracks: dict[str, LaneTrack]
    chart: Chart
    columns: dict[str, Doubted]
    """Everything that is doubted, by address, in the order of the columns that the kernels read; then landings."""

    def room(self) -> SeaState:
        """Fresh room for what changes within a draw."""
        return SeaState(
            water=np.zeros(len(self.order.waters), records.WATER_NOW),
            side=np.zeros(2, records.SIDE_NOW),
            striker=np.zeros(len(self.order.strikers), records.STRIKER_NOW),
            group=np.zeros(len(self.order.surface), records.GROUP_NOW),
            boats=np.zeros(len(self.order.submarines)),
            calm_h=np.zeros(len(self.lanes)),
            parts=np.zeros((2, REASONS)),
            sums=np.zeros((2, 2), records.SUMS),
        )

    def lane_to(self, start: str, end: str, *, side: str = "blue") -> int:
        """Index of the lane of supply between two ports, or the shortest of a side to that port, or -1.

        Assumes
        -------
        A unit that was to load in a port without a lane of its own loads at the nearest that has one.
        """
        fit = [
            index
            for index, name in enumerate(self.lanes)
            if (lane := self.order.lanes[name]).end == end and lane.side == side and lane.purpose == "supply"
        ]
        exact = [index for index in fit if self.order.lanes[self.lanes[index]].start == start]
        return min(exact or fit, key=lambda index: self.tracks[self.lanes[index]].length_km, default=-1)


def columns(order: SeaPosture) -> dict[str, Doubted]:
    """Everything about a sea that is doubted, by address: parameters, then forces in the order of the file.

    Assumes
    -------
    Doubts are independent of one another: nobody has published how they go together. Landings are answered beside the
    campaign and put no unit on the map: they do not act on it.

    Raises
    ------
    InputError
        A parameter is absent.
    """
    problems = [
        Problem(order.title, 0, f"sea.assumptions.{name}", "is required and absent.")
        for name in (*PARAMETERS, *LANDING, *GIVEN)
        if name not in order.assumptions
    ]
    problems += [
        Problem(
            order.title,
            0,
            f"sea.assumptions.{name}",
            f"has the shape '{order.assumptions[name].shape}', but it is read once, before any draw.",
            "Give `shape: fixed` and the value wanted; try others in scenarios of their own.",
        )
        for name in GIVEN
        if name in order.assumptions and order.assumptions[name].shape != "fixed"
    ]
    if problems:
        raise InputError(problems)
    listed = [_parameter(name, order.assumptions[name]) for name in PARAMETERS]
    for side in SIDES:
        stock = order.mines.get(side)
        for name in FORCES["mines"]:
            said = getattr(stock, name) if stock is not None else NOTHING
            listed.append(_number("mines", side, name, said, f"{side.capitalize()}'s mines: {MINES[name]}"))
    for key, water in order.waters.items():
        widths = {"length_km": water.length_km, "width_km": water.width_km}
        weights = {f"{side}_weight": water.weight.get(side, NOTHING) for side in SIDES}
        listed += [
            _number("waters", key, n, said, f"{key}: {FIELDS[n]}", luck=water.lucky(key))
            for n, said in {**widths, **weights}.items()
        ]
    for part in ("strikers", "surface", "submarines", "clearance"):
        for key, each in getattr(order, part).items():
            luck, name = each.lucky(key), each.name
            listed += [_number(part, key, n, getattr(each, n), f"{name}: {FIELDS[n]}", luck=luck) for n in FORCES[part]]
    for key, lane in order.lanes.items():
        for name in ("lift", "garrison"):
            if lane.lift is not None and lane.garrison is not None:
                said = getattr(lane, name)
                title, luck = f"{key}: {FIELDS[name]}", lane.lucky(key)
                listed.append(_number("lanes", key, name, said, title, luck=luck, acts=False))
    return by_address([*listed, *(_parameter(name, order.assumptions[name], acts=False) for name in LANDING)])


def _parameter(name: str, evidence: Evidence, *, acts: bool = True) -> Doubted:
    meaning = first_sentence(evidence.note)
    title = TITLES.get(name) or title_from(meaning)
    address = printed(("sea", "assumptions", name))
    return Doubted(address, title, GROUP, evidence, meaning, acts=acts, luck=f"sea.{name}")


def _number(
    part: str, key: str, name: str, evidence: Evidence, title: str, *, luck: str = "", acts: bool = True
) -> Doubted:
    address, drawn = printed(("sea", part, key, name)), f"sea.{part}.{luck or key}.{name}"
    return Doubted(address, title, GROUP, evidence, acts=acts, luck=drawn)


def values_by_name(order: SeaPosture, values: np.ndarray) -> SeaValues:
    """Values of the columns as records, for the kernels: (draw, column) to records of (draw,) and (draw, force).

    Assumes
    -------
    The layout of `columns`: parameters, then the forces of each kind in the order of `FORCES`.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> order = read.scenario("baltic-2025").sea
    >>> best = np.array([[each.value for each in columns(order).values()]])
    >>> values_by_name(order, best).water.shape == (1, len(order.waters))
    True
    """
    counts = {
        "mines": len(SIDES),
        "waters": len(order.waters),
        "strikers": len(order.strikers),
        "surface": len(order.surface),
        "submarines": len(order.submarines),
        "clearance": len(order.clearance),
    }
    groups, first = [], len(PARAMETERS)
    for kind, names in FORCES.items():
        groups.append(groups_by_name(values, names, first=first, count=counts[kind]))
        first += counts[kind] * len(names)
    return SeaValues(by_name(values, PARAMETERS), *groups)


def prepare(order: SeaPosture, theatre: Theatre) -> PreparedSea:
    """Lanes laid on the map of a theatre, and everything that does not change from draw to draw.

    Assumes
    -------
    Forces act from their base, or from the middle of their patrol area, as far as they reach.

    Raises
    ------
    InputError
        A lane cannot be sailed on this theatre's sea, or a force stands where no lane is.
    """
    lines = SeaLines(theatre.sea, order.assumptions)
    tracks = {name: lines.track(lane, order.ports, order.waters) for name, lane in order.lanes.items()}
    lanes, waters = list(order.lanes.values()), list(order.waters.values())
    strikers, groups, boats = (
        list(order.strikers.values()),
        list(order.surface.values()),
        list(order.submarines.values()),
    )
    clearing = list(order.clearance.values())
    chart = Chart(
        lane=_rows(
            [(SIDES.index(lane.side), lane.purpose == "landing", tracks[lane.name].length_km) for lane in lanes],
            records.LANE,
        ),
        lane_water=_passes(lanes, list(order.waters)),
        striker=_rows([(SIDES.index(each.side), each.kind == "aircraft") for each in strikers], records.STRIKER),
        group=_rows([(SIDES.index(each.side), each.role == "escort") for each in groups], records.GROUP),
        boat_side=_sides(boats),
        clear_side=_sides(clearing),
        within=_within(tracks, [*strikers, *groups, *boats]),
        to_water=_apart([*strikers, *clearing], waters),
        striker_group_km=_apart(strikers, groups),
        clear_first=_clear_first(order),
    )
    return PreparedSea(order, tuple(order.lanes), tracks, chart, columns(order))


def steps(days: int, lead_h: int) -> int:
    """Steps of six hours from the start of the lead to the end of the period.

    Assumes
    -------
    The lead is rounded up to whole steps: see `lead`.

    Examples
    --------
    >>> steps(30, 168)
    149
    """
    return (24 * days + lead(lead_h)) // STEP_H + 1


def lead(lead_h: int) -> int:
    """Hours before H-hour that are stepped: the lead in whole days, so that H-hour begins a step.

    Assumes
    -------
    Nothing at sea happens before the lead.

    Examples
    --------
    >>> lead(168), lead(100)
    (168, 120)
    """
    return 24 * -(-lead_h // 24)


def _sides(listed: Sequence[_Sided]) -> np.ndarray:
    return np.array([SIDES.index(each.side) for each in listed], dtype=np.int64)


def _rows(rows: Sequence[tuple[object, ...]], kind: np.dtype[np.void]) -> np.ndarray:
    """Records from tuples, of which there may be none."""
    return np.array(list(rows), kind)


def _passes(lanes: list[Lane], waters: list[str]) -> np.ndarray:
    return np.array([[name in lane.waters for name in waters] for lane in lanes], dtype=np.int64).reshape(
        len(lanes), len(waters)
    )


def _within(tracks: dict[str, LaneTrack], listed: Sequence[_Placed]) -> np.ndarray:
    table = np.zeros((len(tracks), len(listed), RINGS))
    for row, track in enumerate(tracks.values()):
        for place, each in enumerate(listed):
            table[row, place] = within(track, each.lat, each.lon)
    return table


def _apart(listed: Sequence[_Placed], others: Sequence[_Placed]) -> np.ndarray:
    table = np.zeros((len(listed), len(others)))
    for row, one in enumerate(listed):
        for column, other in enumerate(others):
            table[row, column] = great_circle_km(one.lat, one.lon, other.lat, other.lon)
    return table


def _clear_first(order: SeaPosture) -> np.ndarray:
    """(side, water) indices: those that are named first, the others after them in the order of the file."""
    names = list(order.waters)
    rows = []
    for side in SIDES:
        named = [names.index(name) for name in order.clear_first.get(side, ())]
        rows.append(named + [index for index in range(len(names)) if index not in named])
    return np.array(rows, dtype=np.int64).reshape(2, len(names))
