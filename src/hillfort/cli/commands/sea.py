"""hillfort sea: whether the sea delivers, when, and what would clear it sooner."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Unpack

import typer

from hillfort.cli.asking import Force, Measures, Name, asking
from hillfort.cli.layout import PrintedTable
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for, titled
from hillfort.studies.asked import SeaAsked

SECTIONS = {
    "worth": "What it is worth",
    "arrivals": "Chance that a load",
    "lanes": "State of each lane",
    "straits": "Straits",
    "landings": "Landings",
    "sooner": "What would clear",
    "longer": "What would close",
    "left-out": "What the model leaves out",
    "definitions": "What the numbers mean",
}
"""Sections that can be asked for, and how their titles begin; the last is printed only where it is asked for."""


@asking(SeaAsked)
def sea(
    scenario: Name,
    *,
    measure: Measures = None,
    out: Annotated[Path | None, typer.Option(help="Folder for sea.json, sea-map.png and sea-curves.png.")] = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[SeaAsked],
) -> None:
    """Does the sea deliver? The chance that each lane delivers by each day, what closes it and what clears it sooner.

    Example: hillfort sea baltic-2019 --measure maritime-package --out out/sea
    """
    from hillfort import workbench
    from hillfort.cli import show

    sections = asked_for(only, SECTIONS)
    chosen = workbench.resolve(scenario, measure or ())
    writing = workbench.writing_around(out, "sea", chosen, force=force, note=show.note, **asked)
    with show.stopping(None), writing as place:
        with show.progress(scenario) as progress:
            found = workbench.sea_study(scenario, measures=measure or (), progress=progress, **asked)
        answer(found.summary, only=sections)
        if place is not None:
            show.console().print(f"Written: {workbench.save_sea(found, place)}", markup=False)


def answer(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """The tables, and what they mean."""
    from hillfort.cli import show
    from hillfort.report.sea import words as sea_words

    out = show.console()
    out.print(sea_words.headline(summary), style="bold", markup=False)
    out.print(sea_words.head(summary), style="dim", markup=False)
    for title, rows, notes in sea_words.tables(summary):
        if not titled(title, SECTIONS, only):
            continue
        out.print()
        out.print(title, style="bold", markup=False)
        out.print(_table(rows))
        for note in notes:
            out.print(note, style="dim", markup=False)
    if titled("What the model leaves out", SECTIONS, only):
        show.listed(out, "What the model leaves out", summary["leaves_out"])
    if "definitions" in only:
        from hillfort.studies.sea.quantities import SEA

        show.defined(out, SEA)


AGAIN = {"sea": Reprint("sea.json", answer, SECTIONS)}


def _table(rows: list[list[str]]) -> PrintedTable:
    table = PrintedTable(rows[0], right=range(1, len(rows[0])))
    for row in rows[1:]:
        table.add_row(*row)
    return table
