"""How a scenario is shown in a terminal."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from rich.markup import escape
from rich.text import Text
from rich.tree import Tree

from hillfort.campaign.quality import factors_by_wealth, year_of_wealth
from hillfort.campaign.scenario import Measure, Scenario
from hillfort.cli import show
from hillfort.cli.layout import PrintedTable
from hillfort.cli.output import Console
from hillfort.cli.sections import wanted
from hillfort.forces.balance import Balance, BalanceRange, BalanceRow, Strength, balance_of_forces
from hillfort.forces.orbat import Element, members_of, order_of_battle
from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.evidence import Evidence
from hillfort.plans.expand import destinations
from hillfort.plans.plan import CourseOfAction, Order, Task

SECTIONS = {
    "balance": "Balance of forces",
    "quality": "Quality of troops by country",
    "order-of-battle": "Order of battle",
    "orders": "Orders of blue",
    "courses": "Course of action of red",
    "objectives": "Objectives and ways in",
    "correlations": "Correlations between doubted values",
    "measures": "Measures applied",
}
"""Sections that can be asked for, and how their titles begin."""
SIDES = {"blue": "bright_blue", "red": "red"}


def print_names(out: Console, scenarios: Mapping[str, str], measures: Sequence[Measure]) -> None:
    """The scenarios that are shipped, name to title, and the measures."""
    named = {measure.name: measure.title for measure in measures}
    for title, found in (("Scenarios", scenarios), ("Measures", named)):
        if found:
            out.print(title, style="bold")
            table = PrintedTable(("", ""))
            for name, meaning in found.items():
                table.add_row(f"  {name}", meaning)
            out.print(table)


def print_scenario(
    out: Console, scenario: Scenario, *, full: bool = False, codes: bool = False, only: Collection[str] = ()
) -> None:
    """Everything that a reader wants to know of a scenario before it is fought, or the sections asked for."""
    _header(out, scenario)
    if wanted("balance", only):
        _balance(out, scenario)
    if wanted("quality", only):
        _quality(out, scenario)
    if wanted("order-of-battle", only):
        _order_of_battle(out, scenario, full=full, codes=codes)
    if wanted("orders", only):
        _heading(out, "Orders of blue")
        _orders(out, scenario.orders)
    if wanted("courses", only):
        for course in scenario.courses_of_action.values():
            _course(out, scenario, course)
    if wanted("objectives", only):
        _objectives(out, scenario)
    if wanted("correlations", only) and scenario.correlations:
        _correlations(out, scenario)
    if wanted("measures", only):
        _measures(out, scenario.measures)


def _quality(out: Console, scenario: Scenario) -> None:
    """What the scenario states of each country's troops, and what the law presumes on top."""
    _heading(out, "Quality of troops by country")
    shown = PrintedTable(("Country", "Stated", "Range", "By wealth", "Product per head of"), right=(1, 3))
    for country, factor in sorted(factors_by_wealth(scenario).items()):
        stated, year = scenario.quality[country], year_of_wealth(scenario, country)
        known = str(year) if year is not None else "not known: as the mean"
        shown.add_row(country, f"{stated.value:g}", f"{stated.low:g} to {stated.high:g}", f"{factor:.2f}", known)
    out.print(shown)
    presumed, beyond = scenario.assumptions["fit_margin_army"], "beyond both: "
    difference, where = scenario.quality_difference, "quality.difference"
    if difference is None:
        words = (
            "By wealth: the strength each head that the law presumes on top of what is stated, against the mean "
            "of these countries; `law: {wealth: off}` presumes nothing. "
        )
        difference, where = presumed, "assumptions.fit_margin_army; state it as quality.difference"
    else:
        words, beyond = "The difference of the two sides is stated, and nothing is presumed by wealth. ", "is "
    _wrapped(
        out,
        f"{words}Red's army over blue's {beyond}{difference.value:g} ({difference.low:.1f} to {difference.high:.1f}) "
        f"log-odds in every fight of a draw (`{where}`).",
        "dim",
    )


def _correlations(out: Console, scenario: Scenario) -> None:
    _heading(out, "Correlations between doubted values, by rank")
    shown = PrintedTable(("Between", "and", "Rank", "Why"))
    for each in scenario.correlations:
        shown.add_row(each.between[0], each.between[1], f"{each.rank:g}", each.why)
    out.print(shown)


def _balance(out: Console, scenario: Scenario) -> None:
    _heading(out, "Balance of forces by sector, at peacetime bases")
    out.print(_balance_table(balance_of_forces(scenario.battalions, theatre=scenario.theatre)))
    _wrapped(
        out,
        "Combat power in battalion equivalents (1 is a full heavy mechanised battalion), with the range "
        "its parts allow together. Persons and equipment at their manning.",
        "dim",
    )


def _order_of_battle(out: Console, scenario: Scenario, *, full: bool, codes: bool) -> None:
    _heading(out, "Order of battle, with APP-6D codes" if codes else "Order of battle")
    for side in ("blue", "red"):
        tree = _tree(scenario, side, full=full, codes=codes)
        if out.is_terminal:
            out.print(tree)
        else:
            _plain_tree(out, tree)


def _plain_tree(out: Console, tree: Tree, depth: int = 0) -> None:
    """The same tree, by indentation alone, for whatever reads a pipe."""
    show.indented(out, Text.from_markup(str(tree.label)).plain, by=2 * depth)
    for below in tree.children:
        _plain_tree(out, below, depth + 1)


def _course(out: Console, scenario: Scenario, course: CourseOfAction) -> None:
    _heading(out, f"Course of action of red: {course.key}")
    _wrapped(out, f"{course.title}. {course.description}")
    _wrapped(out, f"Warning {_range(course.warning_h)} h before H-hour.")
    _address(out, ("courses_of_action", course.key, "warning_h"))
    if course.opened:
        _wrapped(out, f"Uses the ground of {', '.join(course.opened)}.")
    if course.takes_part:
        _wrapped(out, f"In the air {', '.join(course.takes_part)} takes part.")
    for unit, place in course.staging.items():
        _wrapped(out, f"{unit} stands at {place} at H-hour.", "dim")
    _orders(out, course.orders, ("courses_of_action", course.key))
    members = {formation.id: members_of(formation.id, scenario.battalions) for formation in scenario.formations}
    sent_to = destinations((*scenario.orders, *course.orders), members)
    staged = {unit for formation in course.staging for unit in members.get(formation, ())}
    within = [unit for unit in scenario.battalions if unit.id in staged or not (unit.outside or unit.ways_in)]
    out.print()
    _wrapped(out, "Balance of what stands in the theatre, by the sector its orders send it to:", "dim")
    out.print(_sent_table(balance_of_forces(within, theatre=scenario.theatre, sent_to=sent_to)))


def _sent_table(balance: Balance) -> PrintedTable:
    head = ("Sector", "Blue bns", "Blue combat power", "Red bns", "Red combat power", "Red : Blue")
    table = PrintedTable(head, right=range(1, len(head)))
    for row in (*balance.rows, balance.total):
        blue, red = (_cells("", side, strength) for side, strength in (("blue", row.blue), ("red", row.red)))
        style = "bold" if row is balance.total else ""
        table.add_row(row.sector, blue[2], blue[-1], red[2], red[-1], _ratio(row), style=style)
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
            show.indented(out, " ".join(paragraph.split()), style)


def _balance_table(balance: Balance) -> PrintedTable:
    head = ("Sector", "Side", "Bns", "Persons", "Tanks", "IFV/APC", "Guns", "Combat power", "Red : Blue")
    table = PrintedTable(head, right=range(2, len(head)))
    for row in (*balance.rows, balance.total):
        last = row is balance.total
        table.add_row(*_cells(row.sector, "blue", row.blue), _ratio(row), style="bold" if last else "")
        table.add_row(*_cells("", "red", row.red), "", style="bold" if last else "")
    return table


def _cells(sector: str, side: str, strength: Strength) -> list[str | Text]:
    power = strength.power_bneq
    return [
        sector,
        Text(side, style=SIDES[side]),
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


def _ratio(row: BalanceRow) -> str:
    ratio: BalanceRange | None = row.ratio
    if ratio is None:
        return "red only" if row.red.battalions else "-"
    if not row.red.battalions:
        return "blue only"
    high = "∞" if math.isinf(ratio.high) else f"{ratio.high:.1f}"
    return f"{ratio.value:.1f} ({ratio.low:.1f}-{high})"


def _tree(scenario: Scenario, side: str, *, full: bool, codes: bool) -> Tree:
    elements = order_of_battle(scenario.formations, scenario.battalions, side=side)
    total = sum(element.battalions for element in elements)
    tree = Tree(f"[bold {SIDES[side]}]{escape(scenario.sides[side].name)}[/], {_count(total)}")
    for element in elements:
        _branch(tree, element, full=full, codes=codes)
    return tree


def _branch(tree: Tree, element: Element, *, full: bool, codes: bool) -> None:
    label = escape(element.label)
    if not element.id:
        branch = tree.add(f"{label}, {_count(element.battalions)}")
    else:
        branch = tree.add(
            f"{_code(element.symbol, codes)}{label} [dim]({escape(element.id)}) {escape(element.place)}[/]"
        )
    units = [below for below in element.below if below.is_battalion]
    for below in element.below:
        if not below.is_battalion:
            _branch(branch, below, full=full, codes=codes)
    if full:
        for unit in units:
            branch.add(f"{_code(unit.symbol, codes)}{escape(unit.label)} [dim]({escape(unit.id)})[/]")
        return
    if len(units) == 1 and units[0].symbol == element.symbol:
        return  # A battalion on its own: its formation's line says it all.
    kinds = dict.fromkeys((unit.symbol if codes else "", unit.kind) for unit in units)
    for symbol, kind in kinds:
        count = sum(unit.kind == kind and (not codes or unit.symbol == symbol) for unit in units)
        branch.add(f"{_code(symbol, codes)}{count} x {escape(kind)}")


def _code(symbol: str, codes: bool) -> str:
    return f"[dim]{symbol}[/] " if codes else ""


def _address(out: Console, at: Address, *, by: int = 4) -> None:
    """The address by which the number on the line before can be set."""
    show.indented(out, printed(at), "dim", by=by)


def _orders(out: Console, orders: Sequence[Order], above: Address = ()) -> None:
    if not orders:
        _wrapped(out, "None: its forces stay at their bases.")
    for order in orders:
        _wrapped(out, f"{order.id}: {', '.join(order.forces)}")
        for number, task in enumerate(order.tasks):
            show.indented(out, f"- {_task(task)}", by=6)
            if _is_late(task):
                _address(out, (*above, "orders", order.id, "tasks", number, "start_h"), by=8)
        if order.note:
            show.indented(out, order.note, "dim", by=6)


def _task(task: Task) -> str:
    """A task in words."""
    words = {
        "attack": f"attack to {task.place}{', going round resistance' if task.bypass else ''}",
        "move": f"move to {task.place}",
        "hold": f"hold {task.place}",
        "delay": f"delay at {task.place}, fall back to {task.fallback}",
        "counter-attack": f"wait at {task.place}; attack what comes within {task.within_km:g} km of "
        f"{', '.join(task.watch)}",
        "landing": f"landing at {task.place} by {task.lift}",
        "air-assault": f"air assault on {task.place} by {task.lift}",
    }[task.kind]
    return words if not _is_late(task) else f"{words}, from H{task.start_h.value:+g} ({_range(task.start_h)})"


def _is_late(task: Task) -> bool:
    """Whether a task waits for its hour."""
    return task.start_h.high > 0.0


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
        _address(out, ("ways_in", way.name, "battalions_per_day"))


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
        for name in ("cost_once_meur", "cost_meur_per_year", "lead_time_months"):
            _address(out, ("measures", measure.name, name))
