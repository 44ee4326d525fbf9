"""hillfort lines: whether they are cut off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Unpack

import typer

from hillfort.cli.asking import Force, Measures, asking
from hillfort.cli.layout import PrintedTable
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for, titled, wanted
from hillfort.studies.asked import LinesAsked

if TYPE_CHECKING:
    from hillfort.lines.network.checks import NetworkCheck

CHECK, USUAL = "check", "baltic-2019"
"""Said in place of a scenario: check a network; and whose, if none is named."""

SECTIONS = {
    "arrivals": "What arrives when",
    "limits": "What limits it",
    "schedule": "A schedule",
    "isolation": "What isolates",
    "attack": "What an adversary",
    "fortify": "What to fortify",
    "chance": "With chance",
    "proofs": "Proofs",
}
"""Sections that can be asked for, and how their titles begin."""

CHECKS = {"distance": "Distances", "crossings": "Crossings", "cut": "Cuts", "connected": "Connections"}
"""Sections of a check: kinds of checks."""

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO | check [SCENARIO]",
        help="Name of a scenario, or path of a scenario file; or 'check', for the network of the scenario after it.",
        show_default=False,
    ),
]


@asking(LinesAsked)
def lines(
    names: Names,
    *,
    measure: Measures = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for lines.json, report.html, map.png and curves.png.")
    ] = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[LinesAsked],
) -> None:
    """Are they cut off? What arrives when, what limits it, what isolates the region, what to cut first,
    what to fortify.

    Example: hillfort lines baltic-2019 --attack 3 --fortify 2 --out out/lines

    Example: hillfort lines baltic-2019 --close "E67 crossing" --by 20

    Example: hillfort lines check baltic-2019
    """
    from hillfort import workbench
    from hillfort.cli import show

    scenario, *rest = names
    if len(rest) > (1 if scenario == CHECK else 0):
        raise typer.BadParameter(f"'{rest[-1]}' is one name too many; one scenario at a time.")
    if scenario == CHECK:
        check(rest[0] if rest else USUAL, only=asked_for(only, CHECKS))
        return
    sections = asked_for(only, SECTIONS)
    chosen = workbench.resolve(scenario, measure or ())
    report = None
    writing = workbench.writing_lines(out, chosen, force=force, note=show.note, **asked)
    with show.stopping(None), writing as place:
        with show.stages(scenario) as (stage, progress):
            found = workbench.lines_study(chosen, stage=stage, progress=progress, **asked)
        with show.whatever_happens(partial(answer, only=sections), found.summary):
            report = workbench.save_lines(found, place) if place is not None else None
    if report is not None:
        show.console().print(f"Report: {report}", markup=False)


def answer(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """The answer in words, with small tables."""
    from hillfort.cli import show
    from hillfort.report.lines import words as lines_words

    out = show.console()
    out.print(lines_words.headline(summary), style="bold", markup=False)
    out.print(f"({lines_words.title(summary)})", style="dim", markup=False)
    for title, sentences, table in lines_words.parts(summary):
        if not titled(title, SECTIONS, only):
            continue
        out.print()
        out.print(title, style="bold", markup=False)
        for sentence in sentences:
            out.print(sentence, markup=False)
        if table:
            out.print(_table(table))
    out.print()
    out.print(lines_words.colophon(summary), style="dim", markup=False)


AGAIN = {"lines": Reprint("lines.json", answer, SECTIONS)}


def _table(rows: list[list[str]]) -> PrintedTable:
    table = PrintedTable(rows[0], right=[place for place in range(1, len(rows[0])) if _figures(rows, place)])
    for row in rows[1:]:
        table.add_row(*row)
    return table


def _figures(rows: list[list[str]], place: int) -> bool:
    return all(row[place][:1].isdigit() or row[place] in ("", "–") or row[place][:1] in "+−~≥" for row in rows[1:])


def check(scenario: str, *, only: Collection[str] = ()) -> None:
    """Known distances, crossings, cuts and connections of a network, or those kinds of them that are asked for.

    Exit code 3 where one of them fails.
    """
    from hillfort import workbench
    from hillfort.cli import show

    name, every = workbench.lines_check(scenario)
    found = [each for each in every if wanted(each.kind, only)]
    out = show.console()
    failed = [each for each in found if not each.ok]
    out.print(_checks(found))
    out.print()
    if failed:
        out.print(f"{len(failed)} of {len(found)} checks of the lines of {name} fail.", style="bold red", markup=False)
        raise typer.Exit(3)
    out.print(f"All {len(found)} checks of the lines of {name} hold.", style="bold", markup=False)


def _checks(found: list[NetworkCheck]) -> PrintedTable:
    """Checks with a figure one by one, connections summed up, failures first."""
    from rich.text import Text

    holds, fails = Text("holds", style="green"), Text("fails", style="red")
    table = PrintedTable(("Check", "found", "allowed", ""))
    for each in sorted(found, key=lambda each: each.ok):
        if each.ok and each.kind == "connected":
            continue
        table.add_row(each.name, each.found, each.wanted, holds if each.ok else fails)
    joined = sum(each.ok for each in found if each.kind == "connected")
    if joined:
        table.add_row(f"{joined} hubs and ports are joined to the destinations", "reached", "reached", holds)
    return table
