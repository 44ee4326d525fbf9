"""Ways in, slowly: which are open, and how units from outside come by them."""

from __future__ import annotations

from oracles.control import claim
from oracles.philox import uniform
from oracles.world import ACTIVE, DESTROYED, EVER, WAITING, Thing, World

PASSAGE = 33
"""Stream of the luck of transports."""
BY_LAND, BY_SEA, BY_AIR = range(3)
CONTESTED, CLOSED = 1, 2
LOST = -3
"""`way` of a unit that has lost its way in: this less the way's number."""
LEAST_RATE = 0.01


def struck(world: World, way: Thing) -> bool:
    """Whether an air order strikes a way, and flies or does not fly what comes by it."""
    return bool(world.clock.air) and way.sky >= 0


def share_left(world: World, way: Thing) -> float:
    """Share of a way that strikes leave: they take only from what is not spared."""
    if not struck(world, way):
        return 1.0
    taken = 1.0 - world.clock.line_open[way.sky][way.group]
    return 1.0 - taken * (1.0 - way.spared)


def mode_allows(world: World, way: Thing) -> bool:
    """Whether sea and air let a way be used."""
    clock = world.clock
    if way.mode == BY_SEA:
        return not (way.sea == CLOSED if clock.sea else clock.sea_closes_h <= world.t < clock.sea_opens_h)
    if way.mode == BY_AIR:
        return bool(clock.airlift[way.sky]) if struck(world, way) else not 0 <= world.t < clock.air_opens_h
    return True


def check_ways(world: World) -> bool:
    """Say which ways are open; True if none is that counts. What the network has shut is neither open nor struck."""
    for way in world.ways:
        way.share = 1.0 if way.shut else share_left(world, way)
        lost = any(
            world.cells[cell].control == 1 - way.side or world.cells[cell].here[1 - way.side]
            for cell in way.through
            if cell >= 0
        )
        kept = not way.shut and way.share >= world.p["least_way_share"] and mode_allows(world, way)
        way.open = int(kept and not lost)
    return not any(way.open and way.counts for way in world.ways)


def hours_to(world: World, unit: Thing, place: int) -> float:
    """Hours to the way at a place of a unit's list: from its base, or from the way that it has lost."""
    if unit.way > LOST:
        return unit.travel_h[place] * world.p["travel_factor"]
    turn = world.ways[LOST - unit.way].turn_h[unit.ways[place]]
    return turn * world.p["travel_factor"] if turn >= 0 else world.p["reroute_h"]


def takes_from(world: World, way: Thing) -> float:
    """Hour from which a way takes the next unit."""
    return max(way.free_h, world.ways[way.pool].pool_free_h)


def choose(world: World, unit: Thing) -> int:
    """Place in the list of the open way by which the unit is there first; an earlier place is worth some hours."""
    scores = [
        (
            max(world.t + hours_to(world, unit, place), takes_from(world, world.ways[way]))
            + world.p["way_preference_h"] * place,
            place,
        )
        for place, way in enumerate(unit.ways)
        if way >= 0 and world.ways[way].open
    ]
    return min(scores)[1] if scores else -1


def take_up(world: World, unit: Thing, way: Thing) -> None:
    """Hold the way for the scenario's rate or the network's, whichever is slower, and what several ways share."""
    vehicle_hours = 24 * unit.load * unit.strength
    limited = way.limit_column >= 0
    hours = 24 / max(way.rate, LEAST_RATE)
    if limited:
        hours = max(hours, vehicle_hours / max(way.limit, LEAST_RATE))
    way.free_h = max(way.free_h, world.t) + hours / way.share
    if way.pool_column >= 0:
        keeper = world.ways[way.pool]
        keeper.pool_free_h = max(keeper.pool_free_h, world.t) + vehicle_hours / max(way.pool_limit, LEAST_RATE)
    if limited:
        unit.closing, unit.arrive_h = 1, takes_from(world, way)


def sail(world: World, unit: Thing, chance: float) -> bool:
    """Each transport comes through or does not, with its part of the unit; False if all are lost."""
    ships = max(1, int(world.p["transports_per_battalion"]))
    through = sum(
        uniform(world.clock.seed, PASSAGE, world.clock.draw, ship, unit.luck) < chance for ship in range(ships)
    )
    lost = unit.strength * (1 - through / ships)
    world.clock.lost[unit.side] += lost * unit.persons
    unit.strength -= lost
    if through == 0:
        unit.status, unit.strength = DESTROYED, 0.0
    return through > 0


def land(world: World, unit: Thing, cell: int) -> None:
    unit.status, unit.way, unit.wake_h, unit.previous = ACTIVE, -1, -EVER, -1
    world.put(unit, cell)
    if unit.outside and world.ground[cell].region:
        world.arrive(unit)
    claim(world, unit)


def come(world: World, unit: Thing) -> None:
    """One hour of a unit that is still outside: choose, travel, turn to another way, wait for a convoy, queue, land."""
    if unit.way < 0:
        place = choose(world, unit)
        if place >= 0:
            unit.arrive_h, unit.way = world.t + hours_to(world, unit, place), unit.ways[place]
        return
    if world.t < unit.arrive_h:
        unit.wake_h = unit.arrive_h
        return
    way = world.ways[unit.way]
    if not way.open or world.enemies(unit, way.cell):
        unit.way, unit.closing = LOST - way.number, 0
        return
    if way.sea == CONTESTED and not unit.convoyed:
        unit.convoyed, unit.arrive_h = 1, world.t + way.delay_h
        return
    if not unit.closing:
        if takes_from(world, way) >= world.t + 1:
            return
        take_up(world, unit, way)
        if unit.closing:
            return
    if way.sea != CONTESTED or sail(world, unit, way.survival):
        land(world, unit, way.cell)


def bring_in(world: World) -> None:
    for unit in world.units:
        if unit.status == WAITING and world.t >= unit.wake_h:
            come(world, unit)
