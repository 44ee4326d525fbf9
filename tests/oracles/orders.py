"""Orders, slowly: what each unit wants in an hour, from its tasks and from what it sees."""

from __future__ import annotations

from oracles.march import detour
from oracles.world import BROKEN, EVER, MANOEUVRE, Thing, World

ATTACK, HOLD, DELAY, COUNTER, MOVE = range(5)
WATCH_STEP_H = 6
LOOKS_AGAIN_H = 3
IDLE_H = 6
STAY = (-1, False)


def raise_alerts(world: World) -> None:
    """Watched places: an alert fades step by step, and is fresh when the place is lost or an intruder comes near."""
    fresh = int(world.p["alert_lasts_h"] / WATCH_STEP_H)
    for watch in world.watches:
        if world.t == -world.clock.lead_h:
            watch.held = watch.alert = 0
        watch.alert = max(0, watch.alert - 1)
        holder = world.cells[watch.cell].control
        if holder == watch.side:
            watch.held = 1
        elif holder == 1 - watch.side and watch.held:
            watch.alert = fresh
    for watch in world.watches if world.t >= 0 else []:
        place = world.ground[watch.cell]
        for unit in world.alive():
            here = world.ground[unit.cell]
            intruder = unit.side != watch.side and here.holder == 1 - unit.side
            if intruder and (here.x_km - place.x_km) ** 2 + (here.y_km - place.y_km) ** 2 <= watch.within_km**2:
                watch.alert = fresh


def enemy_beside(world: World, unit: Thing) -> bool:
    return any(world.enemies(unit, other) for _, other in world.around(unit.cell))


def at_goal(world: World, unit: Thing, cell: int, field: int) -> bool:
    """On the goal, or next to it once it is in own hands."""
    side = world.next[field, unit.cell]
    beside = 0 <= side < 6 and world.ahead(unit.cell, int(side)) == cell
    return unit.cell == cell or (beside and world.cells[cell].control == unit.side)


def in_place(world: World, unit: Thing, cell: int, field: int) -> bool:
    """On the cell to hold; beside it if it is full, or for guns and support."""
    if unit.cell == cell or not at_goal(world, unit, cell, field):
        return bool(unit.cell == cell)
    return unit.role != MANOEUVRE or world.load(cell, unit.side) + unit.power > world.p["stack_limit_bneq"]


def is_last(unit: Thing) -> bool:
    return bool(unit.task + 1 >= unit.task_first + unit.task_count)


def go_on(unit: Thing) -> bool:
    if is_last(unit):
        return False
    unit.task, unit.phase = unit.task + 1, 0
    return True


def countering(world: World, unit: Thing, task: Thing) -> tuple[int, bool]:
    """A reserve strikes at the place with the freshest alert, and waits at its own while there is none."""
    watches = world.watches[task.watch_first : task.watch_first + task.watch_count]
    freshest = max(watches, key=lambda watch: watch.alert, default=None)
    if freshest is not None and freshest.alert > 0:
        wish = (freshest.field, True)
    else:
        wish = (-1 if in_place(world, unit, task.cell, task.field) else task.field, False)
    if wish[0] < 0 or world.next[wish[0], unit.cell] > 5:
        unit.wake_h = world.t + WATCH_STEP_H - (world.t + world.clock.lead_h) % WATCH_STEP_H
        return -1, wish[1]
    return wish


def delaying(world: World, unit: Thing, task: Thing) -> tuple[int, bool]:
    """Out to the position; once pressed, back to the fallback as soon as nobody follows."""
    back = unit.phase == 1 or unit.dry_h > 0
    if not back:
        if unit.cell == task.cell:
            unit.wake_h = EVER
            return STAY
        return task.field, False
    if unit.cell == task.fallback_cell:
        if not go_on(unit):
            unit.wake_h = EVER
        return STAY
    if task.fallback_field < 0:
        if unit.cell == task.cell:
            unit.wake_h = EVER
            return STAY
        return task.field, False
    on_the_way = unit.heading >= 0 and unit.progress > 0
    alone = unit.static_h >= world.p["left_alone_h"] and not enemy_beside(world, unit)
    if on_the_way or unit.dry_h > 0 or alone:
        return task.fallback_field, False
    unit.wake_h = world.t + LOOKS_AGAIN_H
    return STAY


def wish(world: World, unit: Thing) -> tuple[int, bool]:
    """(field to march along or -1, whether to fight for it) of a unit that is not broken."""
    if unit.duty >= 0:
        goal = world.goals[unit.duty]
        field = goal.fields[unit.side][unit.mobility]
        if at_goal(world, unit, goal.cell, field):
            unit.wake_h = world.t + IDLE_H
            return STAY
        return field, True
    if unit.task < 0:
        unit.wake_h = EVER
        return STAY
    task = world.tasks[unit.task]
    begin = max(unit.ready_h, task.begin)
    if world.t < begin:
        unit.wake_h = begin
        return STAY
    if task.kind == COUNTER:
        return countering(world, unit, task)
    if task.kind == DELAY:
        return delaying(world, unit, task)
    if task.kind == ATTACK:
        if not at_goal(world, unit, task.cell, task.field):
            return task.field, True
        if not go_on(unit):
            unit.wake_h = world.t + IDLE_H
        return STAY
    there, due = in_place(world, unit, task.cell, task.field), EVER
    if not is_last(unit):
        due = world.tasks[unit.task + 1].begin
        done = there if task.kind == MOVE else world.t >= due and (there or due > task.begin)
        if done:
            go_on(unit)
            return STAY
    if there:
        unit.wake_h = min(due, world.t + IDLE_H)
        return STAY
    return task.field, False


def cut_off(world: World, unit: Thing, fights: bool) -> bool:
    """Whether a unit makes for its own rear, fighting, since it is nearly out of supply and nothing comes."""
    p = world.p
    well = unit.supply >= 1 and not world.stands_still(unit) and not world.is_hungry(unit)
    if unit.line_share > 0 or well:
        return False
    if fights and unit.dry_h >= p["turn_back_h"]:
        return True
    holds = world.ground[unit.cell].strong and world.cells[unit.cell].control == unit.side
    able = unit.role == MANOEUVRE and unit.dry_h >= p["break_out_after_h"]
    return able and not holds and not world.off("break_out")


def cannot_begin(world: World, unit: Thing) -> bool:
    """Before H-hour, no fighting unit, out of supply, or shaken and not in a fight already."""
    name = f"regroup_{('blue', 'red')[unit.side]}"
    shaken = unit.fought_h < world.t - 1 and unit.cohesion < world.p["regroup_cohesion"] and not unit.homeward
    hungry = (unit.supply <= 0 and unit.dry_h <= 0) or (unit.paused and not unit.homeward) or world.stands_still(unit)
    return world.t < 0 or unit.role != MANOEUVRE or hungry or (shaken and not world.off(name))


def side_to_clear(world: World, unit: Thing) -> int:
    """Side of the weakest enemy beside a unit that has nothing left to do; -1 for those who only hold."""
    name = f"clear_{('blue', 'red')[unit.side]}"
    kind = world.tasks[unit.task].kind if unit.task >= 0 else HOLD
    sent = unit.duty >= 0 or kind in (ATTACK, COUNTER)
    if world.off(name) or unit.status == BROKEN or unit.role != MANOEUVRE or not unit.obeys or not sent:
        return -1
    found = [
        (world.load(other, 1 - unit.side), side)
        for side, other in world.joined(unit.cell)
        if world.ground[other].enter[unit.side] and world.enemies(unit, other)
    ]
    return min(found)[1] if found else -1


def join(world: World, unit: Thing, side: int) -> None:
    ahead = world.ahead(unit.cell, side)
    if unit.heading != side:
        unit.heading, unit.progress = side, 0.0
    unit.field, unit.aim, unit.engaged = -1, ahead, 1
    if not world.attackers.get(ahead):
        world.contested.append(ahead)
    world.attackers.setdefault(ahead, []).insert(0, unit)


def decide(world: World, unit: Thing) -> None:
    """Set where a unit marches in this hour, or enter it among those who attack the cell ahead."""
    unit.rear, unit.homeward, field, fights = unit.home, 0, -1, False
    if unit.status == BROKEN:
        if enemy_beside(world, unit):
            field = unit.home
        else:
            unit.wake_h = world.t + LOOKS_AGAIN_H
    else:
        task = world.tasks[unit.task] if unit.task >= 0 else None
        if task is not None and task.kind == DELAY and unit.phase == 1 and task.fallback_field >= 0:
            unit.rear = task.fallback_field
        field, fights = wish(world, unit)
        if cut_off(world, unit, fights):
            field, fights, unit.homeward = unit.home, True, 1
        elif fights and unit.paused and world.t >= 0:
            unit.field, unit.wake_h = -1, world.t + IDLE_H
            return
    unit.field = field
    if field < 0:
        side = side_to_clear(world, unit) if world.t >= max(unit.ready_h, 0) else -1
        if side >= 0 and not cannot_begin(world, unit):
            begun = world.cells[world.ahead(unit.cell, side)].fight_last >= world.t - 1
            unit.wake_h = world.t if begun else world.t + LOOKS_AGAIN_H
            join(world, unit, side)
        return
    side = int(world.next[field, unit.cell])
    if not 0 <= side < 6 or not fights:
        return
    ahead = world.ahead(unit.cell, side)
    if not world.enemies(unit, ahead):
        return
    if cannot_begin(world, unit):
        unit.field = -1
        unit.wake_h = world.t + IDLE_H if world.t >= 0 else 0.0
        return
    there = world.cells[ahead]
    stand_off = there.mass_last >= world.t - 1 and there.fight_last < world.t - 1
    if unit.duty >= 0 and stand_off and detour(world, unit, field) >= 0:
        return
    others = world.attackers.get(ahead, [])
    if others and unit.duty < 0 and unit.task >= 0 and world.tasks[unit.task].bypass:
        enough = world.p["bypass_ratio"] * world.load(ahead, 1 - unit.side)
        if sum(world.power(each) for each in others) > enough and detour(world, unit, field) >= 0:
            return
    join(world, unit, side)


def want(world: World) -> None:
    """Ask everybody who is awake."""
    world.contested, world.attackers = [], {}
    for unit in world.alive():
        world.clock.unit_hours += 1
        unit.engaged = unit.moved = 0
        unit.aim = -1
        if world.t < unit.wake_h:
            unit.field = -1
        else:
            decide(world, unit)
