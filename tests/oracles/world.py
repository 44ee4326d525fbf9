"""A small world as plain Python objects, for the slow twins of march, orders, supply and ways in.

Nothing is shared with the kernels but the names of record fields: who stands in a cell is a list, newest first, and
what a kernel keeps in linked records is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

WAITING, ACTIVE, BROKEN, DESTROYED = range(4)
MANOEUVRE, FIRES, SUPPORT = range(3)
BLUE, RED = 0, 1
LIGHT = 2
SIDES_OF_A_CELL = range(6)
EVER = 1e9
KEPT_OF_A_CELL = (
    "head",
    "control",
    "obstacle",
    "crossed",
    "free_at",
    "work_h",
    "belt_h",
    "worked",
    "fought_last",
    "fight_last",
    "mass_last",
    "rail_h",
)


class Thing:
    """A record as an object: its fields are attributes, arrays are lists."""

    def __init__(self, number: int, fields: dict[str, Any]) -> None:
        self.number = number
        self.__dict__.update(fields)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def things(rows: np.ndarray) -> list[Thing]:
    names = rows.dtype.names or ()
    columns = [rows[name].tolist() for name in names]
    return [
        Thing(number, dict(zip(names, values, strict=True))) for number, values in enumerate(zip(*columns, strict=True))
    ]


class World:
    """Everything that an hour of a campaign changes, as it stands in a batch's arrays."""

    def __init__(self, arrays: Any, assumed: np.void, *, ground: list[Thing] | None = None) -> None:
        self.p = {name: float(assumed[name]) for name in assumed.dtype.names or ()}
        self.ground = ground or things(arrays.w)  # never changes
        self.cells = things(arrays.c[[*KEPT_OF_A_CELL]])
        self.units, self.tasks, self.watches = things(arrays.u), things(arrays.k), things(arrays.v)
        self.fleets = things(arrays.s)
        self.depots, self.ways, self.goals = things(arrays.b), things(arrays.y), things(arrays.g)
        self.clock = things(arrays.x)[0]
        self.cost, self.next = arrays.f["cost"].astype(float), arrays.f["next"].astype(int)
        self.contested: list[int] = []
        self.attackers: dict[int, list[Thing]] = {}
        for cell in self.cells:
            cell.here = [list(self._chain(first)) if first >= 0 else [] for first in cell.head]

    def _chain(self, first: int) -> Iterable[Thing]:
        while first >= 0:
            yield self.units[first]
            first = self.units[first].next_here

    @property
    def t(self) -> int:
        return int(self.clock.t)

    def alive(self) -> list[Thing]:
        return [unit for unit in self.units if unit.status in (ACTIVE, BROKEN)]

    def ahead(self, cell: int, side: int) -> int:
        """The neighbour on a side of a cell, -1 beyond the edge."""
        return int(self.ground[cell].neighbours[side])

    def around(self, cell: int) -> list[tuple[int, int]]:
        """(side, neighbour) of a cell within the map."""
        return [(side, self.ahead(cell, side)) for side in SIDES_OF_A_CELL if self.ahead(cell, side) >= 0]

    def joined(self, cell: int) -> list[tuple[int, int]]:
        """The same where one can pass."""
        return [(side, other) for side, other in self.around(cell) if self.ground[cell].kind[side] > 0]

    def enemies(self, unit: Thing, cell: int) -> list[Thing]:
        return self.cells[cell].here[1 - unit.side]

    def off(self, rule: str) -> bool:
        """Whether a rule is switched off."""
        return self.p[f"rule_{rule}"] < 0.5

    def load(self, cell: int, side: int) -> float:
        """Power of the fighting units of a side in a cell, at full strength: what its roads and front have to hold."""
        return sum(unit.power for unit in self.cells[cell].here[side] if unit.role == MANOEUVRE)

    # --- what a unit is worth

    def tired(self, unit: Thing) -> float:
        """Factor on speed and power: falls from one after some hours, to a floor."""
        over = unit.fatigue - self.p["fatigue_h"]
        return 1.0 if over <= 0 else max(self.p["fatigue_floor"], 1.0 - over / self.p["fatigue_h"])

    def power(self, unit: Thing) -> float:
        """Battalion equivalents that a unit brings to bear in this hour."""
        base = unit.power if unit.role == MANOEUVRE else self.p["rear_unit_bneq"]
        least = self.p["least_cohesion_power"]
        worth = base * unit.strength * unit.quality * (least + (1 - least) * unit.cohesion) * self.tired(unit)
        least = self.p["no_supply_factor"]
        if not self.off("supply_classes"):
            worth *= least + (1 - least) * min(1.0, unit.supply / self.p["save_below_days"])
        elif unit.supply <= 0:
            worth *= least
        surprised_in_barracks = unit.kind != 0 and self.t < unit.ready_h
        return worth * (self.p["unready_factor"] if surprised_in_barracks else 1.0)

    def stands_still(self, unit: Thing) -> bool:
        """Whether a unit has no fuel left to march; the light go on foot."""
        return not self.off("supply_classes") and unit.mobility != LIGHT and unit.gone_km >= unit.fuel

    def is_hungry(self, unit: Thing) -> bool:
        """Whether a cut-off unit has eaten all it had."""
        return not self.off("supply_classes") and unit.dry_h >= 24 * self.p["rations_days"]

    # --- who is where

    def put(self, unit: Thing, cell: int) -> None:
        unit.cell = cell
        self.cells[cell].here[unit.side].insert(0, unit)

    def take(self, unit: Thing) -> None:
        self.cells[unit.cell].here[unit.side].remove(unit)

    def destroy(self, unit: Thing) -> None:
        """Gone for good: what was left of it is lost."""
        self.clock.lost[unit.side] += unit.strength * unit.persons
        unit.strength, unit.status, unit.aim = 0.0, DESTROYED, -1
        self.take(unit)

    def arrive(self, unit: Thing) -> None:
        """A unit from outside stands in the region for the first time; three fighting ones are a brigade."""
        unit.way = -2
        self.clock.arrived += 1
        if unit.role == MANOEUVRE:
            self.clock.arrived_manoeuvre += 1
            if self.clock.arrived_manoeuvre == 3:
                self.clock.first_brigade_h = self.t

    # --- the end of an hour

    def check_units(self) -> None:
        """Units cease to exist, break, or rally."""
        for unit in self.alive():
            limit = self.p["break_cohesion"]
            if unit.strength < self.p["destroyed_share"] * unit.strength0:
                self.destroy(unit)
                unit.engaged = 0
            elif unit.status == ACTIVE and unit.cohesion < limit:
                unit.status, unit.progress, unit.wake_h = BROKEN, 0.0, self.t
            elif unit.status == BROKEN and unit.cohesion > (1 + limit) / 2:
                unit.status, unit.wake_h = ACTIVE, self.t

    def rest(self) -> None:
        """The busy tire, the others rest and come together again while they are fed."""
        for unit in self.alive():
            if unit.engaged or unit.moved:
                unit.fatigue += 1.0 if unit.engaged else self.p["march_share"]
                unit.busy_h += 1.0
                if unit.engaged and unit.aim >= 0:
                    unit.attack_h += 1
                elif unit.engaged:
                    unit.defend_h += 1
            else:
                unit.fatigue = max(0.0, unit.fatigue - self.p["fatigue_rest_factor"])
                if unit.supply > 0:
                    unit.cohesion = min(1.0, unit.cohesion + self.p["cohesion_recovery_per_day"] / 24)
            unit.fatigue = min(unit.fatigue, self.p["most_fatigue_factor"] * self.p["fatigue_h"])
            unit.static_h = 0.0 if unit.moved else unit.static_h + 1
