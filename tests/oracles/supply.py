"""Supply, slowly: what reaches each unit, what it uses, who gives up."""

from __future__ import annotations

import math

from oracles.philox import uniform
from oracles.world import ACTIVE, MANOEUVRE, Thing, World

SURRENDER = 12
STEP_H = 12
FARTHEST_CELLS = 300


def draw_on_stocks(world: World, isolated: bool) -> None:
    """Stocks of the region last for days while it is isolated, and fill again while it is not."""
    clock = world.clock
    if not any(way.counts for way in world.ways):
        return
    if not world.off("supply_classes"):
        clock.starved = int(isolated and clock.stock_t[0] <= 0)
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


def through(world: World, side: int, cell: int) -> float:
    """Share of the convoys that get through a cell."""
    enemy, p = 1 - side, world.p
    there = world.cells[cell].here[enemy]
    if world.cells[cell].control != enemy and not there:
        return 1.0
    if world.off("graded_lines"):
        return 0.0
    holding = sum(world.power(unit) for unit in there if unit.role == MANOEUVRE and unit.status == ACTIVE)
    share = max(0.0, 1 - holding / p["line_block_bneq"])
    return share * p["escort_share"] if world.cells[cell].control == enemy else share


def downhill(world: World, side: int, field: int, cell: int) -> int:
    """The next cell of a line: the way of least distance, else the nearest way round what bars it;
    -1 if there is none."""
    ahead = world.ahead(cell, int(world.next[field, cell]))
    if through(world, side, ahead) > 0:
        return ahead
    here = world.cost[field, cell]
    round_about = [
        (world.cost[field, other], other_side, other)
        for other_side, other in world.joined(cell)
        if world.next[field, other] >= 0 and world.cost[field, other] < here and through(world, side, other) > 0
    ]
    return min(round_about)[2] if round_about else -1


def loads_at(world: World, side: int, cell: int) -> bool:
    """Whether a side's trains come to a cell."""
    return world.clock.rail_t in world.cells[cell].rail_h[side]


def line_part(
    world: World, side: int, field: int, cell: int, known: dict[int, tuple[int, float, float]]
) -> tuple[float, float]:
    """Share of a source's convoys that reach a cell downhill, and how far it is from the nearest railhead or depot;
    what is found is remembered for every cell on the way."""
    passed, part, km = [cell], 0.0, 0.0
    for _ in range(FARTHEST_CELLS):
        here = passed[-1]
        if here in known and known[here][0] == field:
            _, part, km = known[here]
            break
        if world.next[field, here] == 6:
            part = 1.0
            break
        onward = downhill(world, side, field, here) if world.next[field, here] >= 0 else -1
        if onward < 0:
            break
        passed.append(onward)
    known[passed[-1]] = (field, part, km)
    for nearer, place in zip(passed[:0:-1], passed[-2::-1], strict=True):
        part *= through(world, side, nearer)
        step = float(world.cost[field, place] - world.cost[field, nearer])
        km = 0.0 if loads_at(world, side, place) else km + step
        known[place] = (field, part, km)
    return part, km


def round_about(
    world: World, side: int, cell: int, known: dict[int, tuple[int, float, float]], told: dict[int, float]
) -> float:
    """Share of the convoys that reach a cell over own ground from one that has a line; remembered for all it joins."""
    if cell in told:
        return told[cell]
    seen, part = [cell], 0.0
    told[cell] = 0.0
    for here in seen:
        if part > 0:
            break
        for _, other in world.joined(here):
            share = through(world, side, other)
            if not world.ground[other].enter[side] or share <= 0:
                continue
            if known.get(other, (0, 0.0, 0.0))[1] > 0:
                part = max(part, known[other][1] * share)
            elif other in told:
                part = max(part, told[other] * share)
            else:
                told[other] = 0.0
                seen.append(other)
    if part > 0:
        told.update(dict.fromkeys(seen, part))
    return part


def truck_share(world: World, unit: Thing, km: float) -> float:
    """Share of consumption that trucks bring over a distance: a full share as far as a side's reach."""
    p = world.p
    reach = p["supply_reach_km_blue" if unit.side == 0 else "supply_reach_km_red"]

    def round_trip(far: float) -> float:
        return 2 * far / p["truck_km_per_h"] + p["truck_handling_h"]

    return min(1.0, round_trip(reach) / round_trip(km))


def find_lines(world: World, *, whole: bool) -> None:
    """What reaches each unit; without a line downhill, whatever is joined to somebody's line."""
    known: tuple[dict[int, tuple[int, float, float]], ...] = ({}, {})
    told: tuple[dict[int, float], ...] = ({}, {})
    cut: list[Thing] = []
    for unit in world.alive():
        if not whole and unit.dry_h <= 0:
            continue
        source, unit.line_share = source_of(world, unit), 0.0
        unit.source = -1 if source is None else source.number
        if source is not None:
            far = float(world.cost[source.field, unit.cell])
            part, km = line_part(world, unit.side, source.field, unit.cell, known[unit.side])
            whole_share = truck_share(world, unit, far) if world.off("supply_classes") else 1.0
            unit.line_share = whole_share * (part or 1.0)
            unit.line_km = km if part > 0 else far
            if part <= 0:
                cut.append(unit)
    for unit in cut:
        unit.line_share *= round_about(world, unit.side, unit.cell, known[unit.side], told[unit.side])


def odds_against(world: World, unit: Thing) -> float:
    """Power of the enemies beside a unit over that of all in its cell."""
    enemy = sum(world.power(each) for _, other in world.around(unit.cell) for each in world.enemies(unit, other))
    own = sum(world.power(each) for each in world.cells[unit.cell].here[unit.side])
    return enemy / max(own, 1e-6)


def gives_up(world: World, unit: Thing) -> bool:
    """By chance from some days on, the sooner the harder it is pressed; with the rule off, everybody after a time."""
    p, odds = world.p, odds_against(world, unit)
    if odds <= 0 or odds < p["surrender_power_share"]:
        return False
    if world.off("gradual_surrender"):
        return bool(unit.dry_h > p["surrender_h"])
    if unit.dry_h < p["surrender_after_h"]:
        return False
    stays = math.exp(-STEP_H * min(odds, p["surrender_odds_limit"]) / p["surrender_h"])
    clock = world.clock
    return uniform(clock.seed, SURRENDER, clock.draw, world.t + clock.lead_h, unit.luck) < 1 - stays


def resupply(world: World) -> None:
    """Half a day's consumption and delivery; those who are cut off and have nothing fall apart, and give up."""
    for unit in world.alive():
        busy = min(unit.busy_h, STEP_H)
        used = (busy + world.p["supply_idle_share"] * (STEP_H - busy)) / 24
        brought = world.p["catch_up_factor"] * unit.line_share * STEP_H / 24
        unit.busy_h = 0.0
        if world.off("supply_classes"):
            unit.supply = max(0.0, min(unit.supply_days, unit.supply + brought - used))
        if unit.line_share > 0:
            unit.dry_h = 0.0
            continue
        unit.dry_h += STEP_H
        unit.wake_h = min(unit.wake_h, world.t)
        if unit.supply > 0 and not world.is_hungry(unit):
            continue
        if not world.off("gradual_surrender"):
            unit.cohesion = max(0.0, unit.cohesion - world.p["hunger_cohesion_per_day"] * STEP_H / 24)
        if gives_up(world, unit):
            for number, goal in enumerate(world.goals):
                if goal.side != unit.side and (world.ground[unit.cell].zone >> number) & 1:
                    goal.gave_up_h = world.t
            world.destroy(unit)
