"""hillfort crisis: when an attack is understood, who has decided by then, and what a day is worth."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Unpack

import typer

from hillfort.cli import stop
from hillfort.cli.asking import ForceJson, Measures, Name, asking
from hillfort.cli.layout import PrintedTable
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for, titled, wanted
from hillfort.studies.asked import CrisisAsked

if TYPE_CHECKING:
    from hillfort.studies.crisis.value import FoughtPoint

SECTIONS = {
    "answer": "",
    "belief": "Belief and decision",
    "clocks": "Warning and clocks",
    "formations": "Allied formations",
    "value": "Value of a day",
    "readiness": "Value of readiness",
    "left-out": "What the model leaves out",
}
"""Sections that can be asked for, and how their titles begin."""


@asking(CrisisAsked)
def crisis(
    scenario: Name,
    *,
    measure: Measures = None,
    json: Annotated[Path | None, typer.Option("--json", help="File for the answer.")] = None,
    force: ForceJson = False,
    only: Only = None,
    **asked: Unpack[CrisisAsked],
) -> None:
    """When is an attack understood, who has decided by H-hour, and what is a day worth? Sentences and tables.

    Example: hillfort crisis baltic-2019 --measure delegated-authority --campaigns 0
    """
    from hillfort.cli import show
    from hillfort.workbench import crises

    sections = asked_for(only, SECTIONS)
    crises.check_place(json, force=force)
    given = crises.asked_of(scenario, measure or (), **asked)
    fought: list[FoughtPoint] = []
    with show.stopping(None):
        found = crises.warning(given)
        try:
            with show.progress(scenario) as progress:
                for each in crises.campaigns(given, progress=progress):
                    fought.append(each)  # noqa: PERF402  (an interruption keeps what was found)
        except KeyboardInterrupt as stopped:
            stop.told()
            answer((crises.with_value(found, fought) if fought else found).summary, only=sections)
            show.note(f"Interrupted after {len(fought)} points of the value of a day; nothing was written.")
            raise typer.Exit(130) from stopped
        found = crises.with_value(found, fought) if fought else found
        with show.whatever_happens(lambda _: answer(found.summary, only=sections), {}):
            if json is not None:
                crises.keep(found, json)
    if json is not None:
        show.console().print(f"Written: {json}", markup=False)


def answer(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """Sentences and tables."""
    from hillfort.cli import show
    from hillfort.report.crisis import words

    out = show.console()
    if wanted("answer", only):
        out.print(words.headline(summary), style="bold", markup=False)
        out.print(words.head(summary), style="dim", markup=False)
        for sentence in words.sentences(summary):
            out.print(sentence, markup=False)
    named = {name: start for name, start in SECTIONS.items() if start}
    asked = [name for name in only if name in named]
    for title, rows, notes in words.tables(summary) if asked or not only else ():
        if not titled(title, named, asked):
            continue
        out.print()
        out.print(title, style="bold", markup=False)
        table = PrintedTable(rows[0], right=range(1, len(rows[0])))
        for row in rows[1:]:
            table.add_row(*row)
        out.print(table)
        for note in notes:
            out.print(note, style="dim", markup=False)
    if wanted("left-out", only):
        show.listed(out, "What the model leaves out", summary["leaves_out"])


AGAIN = {"crisis": Reprint("", answer, SECTIONS, ("before_h_hour", "alarms", "value_of_a_day"))}
