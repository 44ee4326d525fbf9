"""hillfort trace: one draw, hour by hour."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Unpack

import typer

from hillfort.cli.asking import Force, Measures, Name, asking
from hillfort.cli.layout import PrintedTable
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for, wanted
from hillfort.studies.asked import ReplayAsked

SECTIONS = {"decision": "", "places": "", "events": ""}
"""Sections of one draw again; the last, all events, is printed only where it is asked for."""
AT_PLACES = ("outskirts", "attack", "contested", "thrown back", "broken off", "lost", "regained", "order", "release")


@asking(ReplayAsked)
def trace(
    scenario: Name,
    *,
    draw: Annotated[
        int | None, typer.Option(help="Number of the draw, as in the tables of an assessment with the same seed.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the tables, result.json and report.html.")],
    measure: Measures = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[ReplayAsked],
) -> None:
    """One draw again, hour by hour: what happened and when it was decided, tables, and a page to replay it.

    Example: hillfort trace baltic-2019 --pick "Riga falls" --out out/riga
    """
    from hillfort import workbench
    from hillfort.cli import show

    sections = asked_for(only, SECTIONS)
    chosen = workbench.resolve(scenario, measure or ())
    with show.stopping(None), show.progress(scenario) as progress:
        found = workbench.keep_trace(
            chosen, draw=draw, out=out, force=force, note=show.note, progress=progress, **asked
        )
    answer(found.summary, only=sections)
    show.console().print(f"Replay: {out / 'report.html'}", markup=False)


def answer(head: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """Which draw it is, when it was decided, what happened at the protected and other objectives;
    all events if asked."""
    from hillfort.cli import show

    out = show.console()
    told = (
        f"Draw {head['trace_draw']:,} of {head['scenario']['title']}, course of action '{head['coa']}', seed "
        f"{head['seed']}."
    )
    out.print(told, style="bold", markup=False)
    if head.get("picked"):
        out.print(head["picked"]["words"], markup=False)
    events = head.get("events") or []
    if wanted("decision", only) and head.get("decided"):
        out.print()
        for sentence in (head["decided"], *(each["words"] for each in head["decisions"])):
            out.print(sentence, markup=False)
    if wanted("places", only):
        _table("Objectives", [each for each in events if each["kind"] in AT_PLACES])
    if "events" in only:
        _table("All events", events)
    elif events and not only:
        out.print()
        out.print(f"{len(events):,} events in all: see events.csv, or ask with --only events.", markup=False)


AGAIN = {"trace": Reprint("result.json", answer, SECTIONS)}


def _table(title: str, events: Collection[Mapping[str, Any]]) -> None:
    from hillfort.cli import show

    out = show.console()
    out.print()
    out.print(title, style="bold", markup=False)
    if not events:
        out.print("Nothing happened.", markup=False)
        return
    table = PrintedTable(("hour", "what", "event"), right=[0])
    for each in events:
        table.add_row(str(each["hour"]), each["kind"], each["words"])
    out.print(table)
