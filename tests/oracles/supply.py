"""Supply, slowly: what reaches each unit, what it uses, who gives up."""

from __future__ import annotations

from oracles.world import Thing, World

STEP_H = 12
FARTHEST_CELLS = 300


def draw_on_stocks(world: World, isolated: bool) -> None:
    """Stocks of the region last for days while it is isolated, and fill again while it is not."""
    clock = world.clock
    if not any(way.counts for way in world.ways):
        return
    days = clock.stocks_days + (-1 if isolated else 1) / 24
    clock.stocks_days = min(max(days, 0.0), world.p["stocks_days"]) if not isolated else max(days, 0.0)
    clock.starved = int(isolated and clock.stocks_days <= 0)


def brings(world: World, depot: Thing) -> bool:
    """Whether a source is not lost, and has anything."""
    lost = world.cells[depot.cell].control == 1 - depot.side
    return not lost and not (world.clock.starved and depot.region)


def source_of(world: World, unit: Thing) -> Thing | None:
    """The nearest source of a unit's side that brings anything."""
    nearest = world.ground[unit.cell].depot[unit.side]
    if nearest >= 0 and brings(world, world.depots[nearest]):
        return world.depots[nearest]
    own = [depot for depot in world.depots if depot.side == unit.side and brings(world, depot)]
    near = [depot for depot in own if world.cost[depot.field, unit.cell] < 1e9]
    return min(near, key=lambda depot: world.cost[depot.field, unit.cell], default=None)


def own_ground(world: World, side: int, cell: int) -> bool:
    return world.cells[cell].control != 1 - side and not world.cells[cell].here[1 - side]


def downhill(world: World, side: int, field: int, cell: int) -> int:
    """The next cell of a line: the way of least distance, else the nearest way round what blocks it; -1 if there is none."""
    ahead = world.ahead(cell, int(world.next[field, cell]))
    if own_ground(world, side, ahead):
        return ahead
    here = world.cost[field, cell]
    round_about = [
        (world.cost[field, other], other_side, other)
        for other_side, other in world.joined(cell)
        if world.next[field, other] >= 0 and own_ground(world, side, other) and world.cost[field, other] < here
    ]
    return min(round_about)[2] if round_about else -1


def has_line(world: World, side: int, field: int, cell: int, known: dict[int, tuple[int, bool]]) -> bool:
    """Whether a line leads from a cell to a source; what is found is remembered for every cell on the way."""
    passed, answer = [cell], False
    for _ in range(FARTHEST_CELLS):
        here = passed[-1]
        if here in known and known[here][0] == field:
            answer = known[here][1]
            break
        if world.next[field, here] == 6:
            answer = True
            break
        onward = downhill(world, side, field, here) if world.next[field, here] >= 0 else -1
        if onward < 0:
            break
        passed.append(onward)
    known.update(dict.fromkeys(passed, (field, answer)))
    return answer


def joined_to_a_line(world: World, side: int, cell: int, known: dict[int, tuple[int, bool]]) -> bool:
    """Whether own ground joins a cell to one from which a line leads."""
    seen, waiting = {cell}, [cell]
    while waiting:
        for _, other in world.joined(waiting.pop()):
            if not world.ground[other].enter[side] or not own_ground(world, side, other):
                continue
            if known.get(other, (0, False))[1]:
                return True
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def truck_share(world: World, unit: Thing, km: float) -> float:
    """Share of consumption that trucks bring over a distance: a full share as far as a side's reach."""
    p = world.p
    reach = p["supply_reach_km_blue" if unit.side == 0 else "supply_reach_km_red"]

    def round_trip(far: float) -> float:
        return 2 * far / p["truck_km_per_h"] + p["truck_handling_h"]

    return min(1.0, round_trip(reach) / round_trip(km))


def find_lines(world: World, *, whole: bool) -> None:
    """What reaches each unit; without a line downhill, whatever is joined to somebody's line."""
    known: tuple[dict[int, tuple[int, bool]], dict[int, tuple[int, bool]]] = ({}, {})
    cut: list[Thing] = []
    for unit in world.alive():
        if not whole and unit.dry_h <= 0:
            continue
        source, unit.line_share = source_of(world, unit), 0.0
        if source is not None:
            unit.line_share = truck_share(world, unit, world.cost[source.field, unit.cell])
            if not has_line(world, unit.side, source.field, unit.cell, known[unit.side]):
                cut.append(unit)
    for unit in cut:
        if not joined_to_a_line(world, unit.side, unit.cell, known[unit.side]):
            unit.line_share = 0.0


def outmatched(world: World, unit: Thing) -> bool:
    """Whether enemies beside a unit are strong enough for it to give up."""
    enemy = sum(world.power(each) for _, other in world.around(unit.cell) for each in world.enemies(unit, other))
    own = sum(world.power(each) for each in world.cells[unit.cell].here[unit.side])
    return enemy > 0 and enemy >= world.p["surrender_power_share"] * own


def resupply(world: World) -> None:
    """Half a day's consumption and delivery; those who have been cut off for long, and have nothing, give up."""
    for unit in world.alive():
        busy = min(unit.busy_h, STEP_H)
        used = (busy + world.p["supply_idle_share"] * (STEP_H - busy)) / 24
        brought = world.p["catch_up_factor"] * unit.line_share * STEP_H / 24
        unit.busy_h = 0.0
        unit.supply = max(0.0, min(unit.supply_days, unit.supply + brought - used))
        if unit.line_share > 0:
            unit.dry_h = 0.0
            continue
        unit.dry_h += STEP_H
        unit.wake_h = min(unit.wake_h, world.t)
        if unit.dry_h > world.p["surrender_h"] and unit.supply <= 0 and outmatched(world, unit):
            world.destroy(unit)
