"""Two classes of supply, slowly: what units use, how far trains come, what trucks bring."""

from __future__ import annotations

import math

from oracles.world import ACTIVE, MANOEUVRE, Thing, World

STEP_H = 12
CELL_KM = 6.5
HOST = 1
ATTACK, COUNTER = 0, 3
CLASSES = AMMUNITION, FUEL = (0, 1)


def bring_supplies(world: World) -> None:
    """Ships and trains refill the region's depots, and take the room of units while they do."""
    if world.off("supply_classes") or world.t <= 0:
        return
    clock, p = world.clock, world.p
    for way in world.ways:
        missing = [full - stock for full, stock in zip(clock.full_t, clock.stock_t, strict=False)]
        vehicles = way.rate * way.slot
        if way.limit_column >= 0:
            vehicles = min(vehicles, way.limit)
        hours = STEP_H * p["way_supply_share"]
        room = hours / 24 * vehicles * way.share * p["way_tonnes_per_vehicle"]
        if not way.open or not way.counts or sum(missing) <= 0 or room <= 0:
            continue
        loaded = min(sum(missing), room)
        way.free_h = max(way.free_h, world.t) + hours * loaded / room
        landed = loaded * way.survival if way.sea == 1 else loaded
        clock.stock_t = [
            stock + landed * gap / sum(missing) for stock, gap in zip(clock.stock_t, missing, strict=False)
        ]
        clock.imported_t += landed


def safe(world: World, cell: int, side: int) -> bool:
    """Trains go where their side holds the ground and no enemy stands."""
    return world.cells[cell].control == side and not world.cells[cell].here[1 - side]


def sides(world: World, cell: int, gauge: int) -> set[int]:
    """Sides of a cell that a railway of a gauge crosses: each a hexadecimal digit, counted from 1."""
    packed = int(world.ground[cell].rails[gauge - 1])
    return {int(digit, 16) - 1 for digit in f"{packed:x}" if digit != "0"}


def along(world: World, cell: int, gauge: int) -> list[int]:
    """Cells to which a railway of a gauge leads from a cell."""
    leaves_by = sides(world, cell, gauge)
    return [other for side, other in world.around(cell) if side in leaves_by]


def reach_of_trains(world: World, side: int, gauge: int, cells: int) -> set[int]:
    """All cells that trains come to: what is joined to depots and was in use, then some cells of repaired line."""
    before = world.clock.rail_t

    def in_use(cell: int) -> bool:
        return world.t <= 0 or world.cells[cell].rail_h[side][gauge - 1] == before

    depots = [depot.cell for depot in world.depots if depot.side == side and world.cells[depot.cell].control == side]
    starts = {near for depot in depots for near in (depot, *(other for _, other in world.around(depot)))}
    joined = {cell for cell in starts if safe(world, cell, side) and sides(world, cell, gauge)}
    waiting = list(joined)
    while waiting:
        for other in along(world, waiting.pop(), gauge):
            if other not in joined and in_use(other) and safe(world, other, side):
                joined.add(other)
                waiting.append(other)
    for _ in range(cells):
        joined |= {other for cell in joined for other in along(world, cell, gauge) if safe(world, other, side)}
    return joined


def run_trains(world: World) -> None:
    """A day of trains and of repair for both sides and both gauges."""
    if world.off("supply_classes"):
        return
    clock = world.clock
    repaired = clock.rail_km + (world.p["rail_repair_km_per_day"] if world.t > 0 else 0.0)
    cells = math.floor(repaired / CELL_KM)
    clock.rail_km = repaired - cells * CELL_KM
    for side in (0, 1):
        for gauge in (1, 2):
            for cell in reach_of_trains(world, side, gauge, cells):
                world.cells[cell].rail_h[side][gauge - 1] = world.t
    clock.rail_t = world.t


def use(world: World, unit: Thing) -> None:
    """What a unit has used since the last step, by what it did; nothing before H-hour."""
    p = world.p
    attack = min(unit.attack_h, STEP_H)
    defend = min(unit.defend_h, STEP_H - attack)
    quiet = STEP_H - attack - defend
    if world.t > 0:
        days = min(0.5, (attack + p["ammunition_defend_share"] * defend) / p["combat_day_h"])
        fired = 24 * days * min(1.0, unit.supply / p["save_below_days"])
        burnt = p["fuel_fight_km_per_h"] * (attack + defend) + p["fuel_rest_km_per_h"] * quiet
        unit.supply = max(0.0, unit.supply - (fired + p["ammunition_quiet_share"] * quiet) / 24)
        unit.fuel = max(0.0, unit.fuel - unit.gone_km - burnt)
    unit.gone_km = unit.attack_h = unit.defend_h = 0.0


def rank(world: World, unit: Thing) -> int:
    """Attackers first, then those who have fought within a day."""
    task = world.tasks[unit.task] if unit.task >= 0 else None
    ordered = task is not None and task.kind in (ATTACK, COUNTER) and world.t >= task.begin
    if unit.duty >= 0 or ordered:
        return 0
    return 1 if world.t - unit.fought_h <= 24 else 2


def load_h(world: World, unit: Thing) -> float:
    """Hours that a truck needs for one load to a unit."""
    return 2 * unit.line_km / world.p["supply_truck_km_per_h"] + world.p["supply_truck_handling_h"]


def short_of(world: World, unit: Thing) -> tuple[float, float]:
    """Tonnes of each class that would fill a unit."""
    days, km = unit.supply_days - unit.supply, world.p["fuel_range_km"] - unit.fuel
    return days * unit.day_t * unit.strength, km * unit.km_t * unit.strength


def carried(world: World, side: int, kind: int, units: list[Thing]) -> list[float]:
    """Tonnes that one fleet takes to each of its units: rank by rank, as far as its trucks' hours last."""
    p, names = world.p, ("lift_ammunition_t", "lift_fuel_t")
    lift = p[f"{names[kind]}_{'blue' if side == 0 else 'red'}"] * len(units)
    hours = lift * p["supply_truck_ready_share"] * p["supply_truck_hours_per_day"] / 24 * STEP_H
    wanted = [short_of(world, unit)[kind] if unit.line_share > 0 else 0.0 for unit in units]
    found = [0.0] * len(units)
    for each in range(3):
        mine = [index for index, unit in enumerate(units) if unit.rank == each]
        needed = sum(wanted[index] * load_h(world, units[index]) for index in mine)
        share = 1.0 if needed <= hours else hours / needed
        for index in mine:
            found[index] = wanted[index] * share
        hours = max(0.0, hours - needed * share)
    return found


def haul(world: World) -> None:
    """Half a day of two classes of supply."""
    if world.off("supply_classes"):
        return
    clock = world.clock
    for unit in world.alive():
        use(world, unit)
        unit.rank = rank(world, unit)
    for unit in world.alive():
        unit.lifted = [0.0, 0.0]
    for number, fleet in enumerate(world.fleets):
        units = [unit for unit in world.alive() if unit.fleet == number]
        for kind in CLASSES:
            for unit, tonnes in zip(units, carried(world, fleet.side, kind, units), strict=False):
                unit.lifted[kind] = tonnes
    has_ways = any(way.counts for way in world.ways)
    local = [unit for unit in world.alive() if has_ways and unit.source >= 0 and world.depots[unit.source].region]
    for kind in CLASSES:
        taken = sum(unit.lifted[kind] for unit in local)
        there = min(1.0, clock.stock_t[kind] / taken) if taken > 0 else 1.0
        for unit in local:
            unit.lifted[kind] *= there
        clock.stock_t[kind] = max(0.0, clock.stock_t[kind] - taken)
    for unit in world.alive():
        came = [tonnes * max(0.0, unit.line_share) for tonnes in unit.lifted]
        for kind in CLASSES:
            clock.lifted_t[unit.side][kind] += unit.lifted[kind]
            clock.delivered_t[unit.side][kind] += came[kind]
        if unit.strength * unit.day_t > 0:
            unit.supply = min(unit.supply_days, unit.supply + came[AMMUNITION] / (unit.strength * unit.day_t))
        if unit.strength * unit.km_t > 0:
            unit.fuel += came[FUEL] / (unit.strength * unit.km_t)
        pause(world, unit)


def pause(world: World, unit: Thing) -> None:
    """Who attacks and is short stops until he has enough of both; the first time is where he culminated."""
    p, clock = world.p, world.clock
    lacks = (unit.supply < p["attack_stock_days"], unit.fuel < p["fuel_reserve_km"])
    if unit.role == MANOEUVRE and unit.status == ACTIVE:
        for kind in CLASSES:
            clock.short_h[unit.side][kind] += STEP_H * lacks[kind]
    if any(lacks) and not unit.paused:
        unit.paused = 1
        if unit.rank == 0 and math.isnan(unit.short_h):
            unit.short_h, unit.short_km = world.t, unit.line_km
    share = p["pause_until_share"]
    rebuilt = unit.supply >= share * unit.supply_days and unit.fuel >= share * p["fuel_range_km"]
    if unit.paused and rebuilt:
        unit.paused = 0
        unit.wake_h = min(unit.wake_h, world.t)
