"""How a scenario is shown in a terminal."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.tree import Tree

from hillfort.campaign.scenario import Measure, Scenario
from hillfort.cli.output import Console
from hillfort.forces.balance import Balance, Range, Row, Strength, balance_of_forces
from hillfort.forces.orbat import Element, members_of, order_of_battle
from hillfort.foundation.evidence import Evidence
from hillfort.plans.expand import destinations
from hillfort.plans.plan import CourseOfAction, Order, Task

WIDTH = 100
SIDES = {"blue": "bright_blue", "red": "red"}


def console() -> Console:
    """A console 100 columns wide where the output is not a terminal of its own width."""
    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)


def print_names(out: Console, scenarios: Mapping[str, str], measures: Sequence[Measure]) -> None:
    """The scenarios that are shipped, name to title, and the measures."""
    out.print("[bold]Scenarios[/]")
    for name, title in scenarios.items():
        out.print(f"  {escape(name):28} {escape(title)}")
    out.print("[bold]Measures[/]" if measures else "")
    for measure in measures:
        out.print(f"  {escape(measure.name):28} {escape(measure.title)}")


def print_scenario(out: Console, scenario: Scenario, *, full: bool = False) -> None:
    """Everything that a reader wants to know of a scenario before it is fought."""
    _header(out, scenario)
    _heading(out, "Balance of forces by sector, at peacetime bases")
    out.print(_balance_table(balance_of_forces(scenario.battalions, theatre=scenario.theatre)))
    _wrapped(
        out,
        "Combat power in battalion equivalents (1 is a full heavy mechanised battalion), with the range "
        "its parts allow together. Persons and equipment at their manning.",
        "dim",
    )
    _heading(out, "Order of battle, with APP-6D codes")
    for side in ("blue", "red"):
        out.print(_tree(scenario, side, full=full))
    _heading(out, "Orders of blue")
    _orders(out, scenario.orders)
    for course in scenario.courses_of_action.values():
        _course(out, scenario, course)
    _objectives(out, scenario)
    _measures(out, scenario.measures)


def _course(out: Console, scenario: Scenario, course: CourseOfAction) -> None:
    _heading(out, f"Course of action of red: {course.key}")
    _wrapped(out, f"{course.title}. {course.description}")
    _wrapped(out, f"Warning {_range(course.warning_h)} h before H-hour.")
    if course.opened:
        _wrapped(out, f"Uses the ground of {', '.join(course.opened)}.")
    for unit, place in course.staging.items():
        _wrapped(out, f"{unit} stands at {place} at H-hour.", "dim")
    _orders(out, course.orders)
    members = {formation.id: members_of(formation.id, scenario.battalions) for formation in scenario.formations}
    sent_to = destinations((*scenario.orders, *course.orders), members)
    staged = {unit for formation in course.staging for unit in members.get(formation, ())}
    within = [unit for unit in scenario.battalions if unit.id in staged or not (unit.outside or unit.ways_in)]
    out.print()
    _wrapped(out, "Balance of what stands in the theatre, by the sector its orders send it to:", "dim")
    out.print(Padding(_sent_table(balance_of_forces(within, theatre=scenario.theatre, sent_to=sent_to)), (0, 0, 0, 2)))


def _sent_table(balance: Balance) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for name in ("Sector", "Blue bns", "Blue combat power", "Red bns", "Red combat power", "Red : Blue"):
        table.add_column(name, justify="left" if name == "Sector" else "right")
    for row in (*balance.rows, balance.total):
        blue, red = (_cells("", side, strength) for side, strength in (("blue", row.blue), ("red", row.red)))
        style = "bold" if row is balance.total else ""
        table.add_row(escape(row.sector), blue[2], blue[-1], red[2], red[-1], _ratio(row), style=style)
    return table


def _count(battalions: int) -> str:
    return f"{battalions} battalion{'' if battalions == 1 else 's'}"


def _header(out: Console, scenario: Scenario) -> None:
    out.print(f"[bold]{escape(scenario.title)}[/]  ({escape(scenario.name)})")
    _wrapped(out, scenario.description)
    _wrapped(
        out,
        f"D-day {scenario.date}, H-hour {scenario.h_hour_utc:02d}00Z, {scenario.days} days, "
        f"theatre {scenario.theatre.name}, {len(scenario.battalions)} battalions. Hash {scenario.hash[:12]}.",
        "dim",
    )


def _heading(out: Console, text: str) -> None:
    out.print()
    out.print(f"[bold]{escape(text)}[/]")


def _wrapped(out: Console, text: str, style: str = "") -> None:
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            out.print(Padding(escape(" ".join(paragraph.split())), (0, 0, 0, 2)), style=style)


def _balance_table(balance: Balance) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("Sector", max_width=20)
    table.add_column("Side")
    for name in ("Bns", "Persons", "Tanks", "IFV/APC", "Guns", "Combat power"):
        table.add_column(name, justify="right")
    table.add_column("Red : Blue", justify="right")
    for row in (*balance.rows, balance.total):
        last = row is balance.total
        table.add_row(*_cells(row.sector, "blue", row.blue), _ratio(row), style="bold" if last else "")
        table.add_row(*_cells("", "red", row.red), "", style="bold" if last else "", end_section=True)
    return table


def _cells(sector: str, side: str, strength: Strength) -> list[str]:
    power = strength.power_bneq
    return [
        escape(sector),
        f"[{SIDES[side]}]{side}[/]",
        str(strength.battalions),
        f"{_round(strength.personnel.value):,}",
        f"{strength.tanks.value:,.0f}",
        f"{strength.fighting_vehicles.value:,.0f}",
        f"{strength.guns.value:,.0f}",
        f"{power.value:.1f} ({power.low:.1f}-{power.high:.1f})" if strength.battalions else "-",
    ]


def _round(persons: float) -> int:
    """To two or three digits that mean something."""
    return int(round(persons, -2 if persons >= 1000 else -1))


def _ratio(row: Row) -> str:
    ratio: Range | None = row.ratio
    if ratio is None:
        return "red only" if row.red.battalions else "-"
    if not row.red.battalions:
        return "blue only"
    high = "∞" if math.isinf(ratio.high) else f"{ratio.high:.1f}"
    return f"{ratio.value:.1f} ({ratio.low:.1f}-{high})"


def _tree(scenario: Scenario, side: str, *, full: bool) -> Tree:
    elements = order_of_battle(scenario.formations, scenario.battalions, side=side)
    total = sum(element.battalions for element in elements)
    tree = Tree(f"[bold {SIDES[side]}]{escape(scenario.sides[side].name)}[/], {_count(total)}")
    for element in elements:
        _branch(tree, element, full=full)
    return tree


def _branch(tree: Tree, element: Element, *, full: bool) -> None:
    label = escape(element.label)
    if not element.id:
        branch = tree.add(f"{label}, {_count(element.battalions)}")
    else:
        branch = tree.add(f"[dim]{element.symbol}[/] {label} [dim]({escape(element.id)}) {escape(element.place)}[/]")
    units = [below for below in element.below if below.is_battalion]
    for below in element.below:
        if not below.is_battalion:
            _branch(branch, below, full=full)
    if full:
        for unit in units:
            branch.add(f"[dim]{unit.symbol}[/] {escape(unit.label)} [dim]({escape(unit.id)})[/]")
        return
    if len(units) == 1 and units[0].symbol == element.symbol:
        return  # A battalion on its own: its formation's line says it all.
    kinds = dict.fromkeys((unit.symbol, unit.kind) for unit in units)
    for symbol, kind in kinds:
        count = sum((unit.symbol, unit.kind) == (symbol, kind) for unit in units)
        branch.add(f"[dim]{symbol}[/] {count} x {escape(kind)}")


def _orders(out: Console, orders: Sequence[Order]) -> None:
    if not orders:
        _wrapped(out, "None: its forces stay at their bases.")
    for order in orders:
        _wrapped(out, f"{order.id}: {', '.join(order.forces)}")
        for task in order.tasks:
            out.print(Padding(escape(f"- {_task(task)}"), (0, 0, 0, 6)))
        if order.note:
            out.print(Padding(escape(order.note), (0, 0, 0, 6)), style="dim")


def _task(task: Task) -> str:
    """A task in words."""
    words = {
        "attack": f"attack to {task.place}{', going round resistance' if task.bypass else ''}",
        "move": f"move to {task.place}",
        "hold": f"hold {task.place}",
        "delay": f"delay at {task.place}, fall back to {task.fallback}",
        "counter-attack": f"wait at {task.place}; attack what comes within {task.within_km:g} km of "
        f"{', '.join(task.watch)}",
    }[task.kind]
    return words if task.start_h.high <= 0.0 else f"{words}, from H{task.start_h.value:+g} ({_range(task.start_h)})"


def _range(evidence: Evidence) -> str:
    if evidence.low == evidence.high:
        return f"{evidence.value:g}"
    return f"{evidence.value:g} ({evidence.low:g}-{evidence.high:g})"


def _objectives(out: Console, scenario: Scenario) -> None:
    _heading(out, "Objectives and ways in")
    for objective in scenario.objectives:
        protect = ", protected: losing it is not holding" if objective.protect else ""
        _wrapped(out, f"{objective.name} ({objective.kind}, {objective.side}{protect})")
    for way in scenario.ways_in:
        through = f", through {', '.join(way.through)}" if way.through else ""
        pace = _range(way.battalions_per_day)
        _wrapped(out, f"{way.name}: {way.mode} of {way.side} to {way.place}{through}; {pace} battalions a day")


def _measures(out: Console, measures: Sequence[Measure]) -> None:
    if not measures:
        return
    _heading(out, "Measures applied")
    for measure in measures:
        _wrapped(out, f"{measure.name}: {measure.title}. By {measure.who}.")
        costs = (
            f"{_range(measure.cost_once_meur)} MEUR once, {_range(measure.cost_meur_per_year)} MEUR a year, "
            f"lead time {_range(measure.lead_time_months)} months."
        )
        _wrapped(out, costs, "dim")
