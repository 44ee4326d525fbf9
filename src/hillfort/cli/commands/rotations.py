"""`hillfort rotations`: the calendar of stays that leaves no gap, and what it is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hillfort.cli.asking import Measures
from hillfort.cli.sections import Only, asked_for, titled

SECTIONS = {"calendar": "Best calendar", "presence": "Is it there?"}
"""Sections that can be asked for, and how their titles begin."""


def rotations(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario, or path of a YAML file.", show_default=False)],
    *,
    contributors: Annotated[
        int | None, typer.Option(help="Contributors, all alike, 1 to 12; those of the scenario if not given.")
    ] = None,
    weeks: Annotated[int, typer.Option(help="Weeks a year that each of them can come.")] = 13,
    stays: Annotated[int, typer.Option(help="Stays in which each can split its weeks, at most.")] = 1,
    kind: Annotated[
        str | None, typer.Option(help="Type of battery of the measure that is written; nasams if not given.")
    ] = None,
    place: Annotated[str | None, typer.Option(help="Where it stands; a protected place if not given.")] = None,
    measure: Measures = None,
    only: Only = None,
    out: Annotated[
        Path | None, typer.Option(help="YAML file for the calendar as a measure, for `hillfort compare`.")
    ] = None,
) -> None:
    """Which calendar of rotations leaves no gap? Proven best, beside the same weeks unplanned; with --out,
    as a measure.

    Example: hillfort rotations baltic-2019 --contributors 3 --weeks 16 --stays 2 --out by-turns.yaml
    """
    from hillfort import workbench
    from hillfort.cli import show
    from hillfort.cli.commands.air import print_table
    from hillfort.report.air import tables as air_tables
    from hillfort.studies.air.rotations import Wish

    sections = asked_for(only, SECTIONS)
    wish = Wish(contributors, weeks, stays, kind, place)
    found = workbench.rotations(scenario, wish=wish, measures=measure or (), out=out)
    console = show.console()
    for table in air_tables.rotations(found.summary):
        if titled(table.title, SECTIONS, sections):
            print_table(console, table)
    if out is not None:
        console.print(f"\nMeasure: {out}, a battery of type {found.kind} at {found.place}", markup=False)
