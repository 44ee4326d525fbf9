"""Standing rules, slowly: what commanders do about the places that are to be protected."""

from __future__ import annotations

from collections import Counter

from oracles.world import ACTIVE, MANOEUVRE, Thing, World

ATTACK, HOLD, COUNTER = 0, 1, 3
IN_COUNTRY = 1
SQUARE_KM = 10.0
NOWHERE_H = 1e9

Squares = Counter[tuple[int, int]]


class Staff:
    """What staffs of both sides know in a step: power by square, and what of their own is still where it was."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seen: list[Squares] = [Counter(), Counter()]
        for unit in world.units:
            if unit.cell >= 0 and unit.role == MANOEUVRE and unit.status == ACTIVE:
                self.seen[unit.side][self.square(unit.cell)] += world.power(unit)  # type: ignore[assignment]
        self.staying: list[Squares] = [Counter(each) for each in self.seen]

    def square(self, cell: int) -> tuple[int, int]:
        return self.world.ground[cell].row, self.world.ground[cell].column

    def near(self, squares: Squares, cell: int, km: float) -> float:
        row, column = self.square(cell)
        most = (km / SQUARE_KM) ** 2
        return sum(power for (r, s), power in squares.items() if (r - row) ** 2 + (s - column) ** 2 <= most)


def survey(world: World) -> None:
    """A side is worn down when too much of the fighting power that it has brought in is gone."""
    for side in range(2):
        own = [unit for unit in world.units if unit.side == side and unit.role == MANOEUVRE and unit.cell >= 0]
        once, now = (sum(unit.power * getattr(unit, name) for unit in own) for name in ("strength0", "strength"))
        world.clock.worn[side] = int(once > 0 and now < (1 - world.p["price_share"]) * once)


def on(world: World, rule: str, side: int) -> bool:
    return not world.off(f"{rule}_{('blue', 'red')[side]}")


def distance(world: World, one: int, other: int) -> float:
    a, b = world.ground[one], world.ground[other]
    return float(((a.x_km - b.x_km) ** 2 + (a.y_km - b.y_km) ** 2) ** 0.5)


def free(world: World, unit: Thing) -> bool:
    p, t = world.p, world.t
    if unit.status != ACTIVE or unit.role != MANOEUVRE or not unit.obeys or unit.duty >= 0:
        return False
    if unit.obeys == IN_COUNTRY and world.off("territorials_rally"):
        return False
    rested = t >= unit.ready_h and t - unit.fought_h >= p["idle_h"] and unit.cohesion >= p["regroup_cohesion"]
    if not rested or unit.supply < 1 or unit.line_share <= 0 or unit.paused:
        return False
    if unit.task < 0:
        return True
    task, last = world.tasks[unit.task], unit.task + 1 >= unit.task_first + unit.task_count
    if task.kind == HOLD:
        return last or world.tasks[unit.task + 1].begin > t + p["standing_reach_h"]
    return task.kind == COUNTER or (task.kind == ATTACK and last and unit.cell == task.cell)


def enough_stays(world: World, staff: Staff, unit: Thing, goal: Thing) -> bool:
    """Those who stay are a share of the enemies who could come: where the unit stands, and at every place it guards."""
    p, side, mine = world.p, unit.side, world.power(unit)
    if not on(world, "guard", side):
        return True
    own, enemy = staff.staying[side], staff.seen[1 - side]
    threat = staff.near(enemy, unit.cell, p["position_km"])
    if threat > 0 and staff.near(own, unit.cell, p["position_km"]) - mine < p["leave_behind_odds"] * threat:
        return False
    abroad = not world.off("home_first") and goal.side == side and goal.country != unit.country
    for other in world.goals:
        if other is goal or not other.protect:
            continue
        own_country = abroad and other.side == side and other.country == unit.country
        if world.cells[other.cell].control != side:
            if own_country:
                return False
            continue
        beside = distance(world, unit.cell, other.cell) <= p["threat_km"]
        if not beside and not own_country:
            continue
        stay = staff.near(own, other.cell, p["threat_km"]) - (mine if beside else 0.0)
        near, far = (staff.near(enemy, other.cell, p[name]) for name in ("threat_km", "day_march_km"))
        if stay < p["garrison_odds"] * near or stay < p["leave_behind_odds"] * far:
            return False
    return True


def hours(world: World, unit: Thing, goal: Thing) -> float:
    field = goal.fields[unit.side][unit.mobility]
    if field < 0 or world.next[field, unit.cell] < 0:
        return NOWHERE_H
    return float(world.cost[field, unit.cell])


def candidates(world: World, staff: Staff, side: int, goal: Thing, onward: bool) -> list[Thing]:
    """Those whom a rule may send to a place, the nearest first."""
    found = []
    for unit in world.units:
        if unit.side != side or not free(world, unit) or hours(world, unit, goal) >= world.p["standing_reach_h"]:
            continue
        if unit.obeys == IN_COUNTRY and unit.country != goal.country:
            continue
        if onward and (unit.task < 0 or world.tasks[unit.task].kind != ATTACK):
            continue
        if enough_stays(world, staff, unit, goal):
            found.append(unit)
    return sorted(found, key=lambda unit: hours(world, unit, goal))


def send(world: World, staff: Staff, side: int, goal: Thing, onward: bool, wanted: float) -> None:
    while wanted > 0:
        choice = candidates(world, staff, side, goal, onward)
        if not choice:
            return
        unit = choice[0]
        unit.duty, unit.wake_h = goal.number, world.t
        wanted -= max(world.power(unit), 0.01)
        staff.staying[side][staff.square(unit.cell)] -= world.power(unit)  # type: ignore[assignment]


def look_after(world: World, staff: Staff, side: int, goal: Thing) -> None:
    p = world.p
    enemy = staff.near(staff.seen[1 - side], goal.cell, p["threat_km"])
    own = staff.near(staff.staying[side], goal.cell, p["threat_km"])
    own += sum(
        world.power(unit)
        for unit in world.units
        if unit.side == side
        and unit.duty == goal.number
        and unit.status == ACTIVE
        and distance(world, unit.cell, goal.cell) > p["threat_km"]
    )
    if world.cells[goal.cell].control == side:
        if enemy > 0 and on(world, "reinforce", side):
            send(world, staff, side, goal, False, p["reinforce_odds"] * enemy - own)
        return
    onward = goal.side != side
    if not on(world, "exploit" if onward else "relieve", side) or (own > 0 and own >= p["commit_odds"] * enemy):
        return
    in_reach = sum(world.power(unit) for unit in candidates(world, staff, side, goal, onward))
    if own + in_reach >= p["relief_odds"] * enemy:
        wanted = max(p["commit_odds"] * enemy, p["control_floor_bneq"]) - own
        send(world, staff, side, goal, onward, wanted)


def apply_standing_rules(world: World) -> None:
    """First those go back whose place is safe; then each side looks after each place."""
    if world.t < 0:
        return
    staff = Staff(world)
    for unit in world.units:
        if unit.duty < 0:
            continue
        goal = world.goals[unit.duty]
        safe = world.cells[goal.cell].control == unit.side == goal.side
        quiet = world.t - unit.fought_h >= world.p["release_h"]
        if safe and quiet and staff.near(staff.seen[1 - unit.side], goal.cell, world.p["threat_km"]) <= 0:
            unit.duty, unit.wake_h = -1, world.t
    for side in range(2):
        for goal in world.goals:
            if goal.protect:
                look_after(world, staff, side, goal)
