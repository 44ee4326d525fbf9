"""`hillfort air`: policing and defence, coverage by altitude, leak-through, presence, the sky day by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Unpack

import typer

from hillfort.cli.asking import Force, Measures, asking
from hillfort.cli.layout import PrintedTable
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for, titled
from hillfort.studies.asked import AirAsked

if TYPE_CHECKING:
    from hillfort.cli.output import Console
    from hillfort.report.air.tables import AirTable


SECTIONS = {
    "policing": "Air policing",
    "met-by": "Met by policing",
    "patrol": "Air defence",
    "reach": "Reach in km",
    "cover": "People / land",
    "denied": "What the aggressor",
    "leakage": "Share of a raid",
    "batteries": "Best places",
    "rotations": "Best calendar",
    "presence": "Presence",
    "day-by-day": "The air situation",
}
"""Sections that can be asked for, and how their titles begin."""

LEFT = ("where", "met by", "raid", "from", "to", "nearest system")
"""Columns of words."""


@asking(AirAsked)
def air(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario, or path of a YAML file.")],
    *,
    measure: Measures = None,
    out: Annotated[Path | None, typer.Option(help="Folder for air.json, the pictures and a page.")] = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[AirAsked],
) -> None:
    """Who holds the sky, and what is covered? Tables of the air; with --out, air.json, pictures and a page.

    Example: hillfort air baltic-2019 --draws 300 --out out/air
    """
    from hillfort import workbench
    from hillfort.cli import show

    sections = asked_for(only, SECTIONS)
    chosen = workbench.resolve(scenario, measure or ())
    writing = workbench.writing_around(out, "air", chosen, force=force, note=show.note, **asked)
    with show.stopping(None), writing as place:
        found = workbench.air_study(chosen, **asked)
        answer(found.summary, only=sections)
        if place is not None:
            show.console().print(f"\nReport: {workbench.save_air(found, place)}", markup=False)


def answer(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """The sentences and the tables, or those of the sections asked for."""
    from hillfort.cli import show
    from hillfort.report.air import tables as air_tables

    console = show.console()
    console.print(f"{summary['scenario']['title']}: the air", style="bold", markup=False)
    for sentence in air_tables.headline(summary):
        console.print(sentence, markup=False)
    for table in air_tables.all_of(summary):
        if table.rows and titled(table.title, SECTIONS, only):
            print_table(console, table)


AGAIN = {"air": Reprint("air.json", answer, SECTIONS)}


def print_table(console: Console, table: AirTable) -> None:
    """One table on the screen, with its title and its note."""
    shown = PrintedTable(
        table.head, right=[place for place, name in enumerate(table.head) if place and name not in LEFT]
    )
    for row in table.rows:
        shown.add_row(*row)
    console.print()
    console.print(table.title, style="bold", markup=False)
    console.print(shown)
    if table.note:
        console.print(table.note, style="dim", markup=False)
