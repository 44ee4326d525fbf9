"""Commands about scenarios: list, schema, check, show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from hillfort.cli.output import say
from hillfort.cli.sections import Only, asked_for, wanted

app = typer.Typer(help="Scenarios: show, check, schema, list.", no_args_is_help=True)

LISTED = {"scenarios": "Scenarios", "measures": "Measures"}
"""Sections of the list."""

Measures = Annotated[list[str] | None, typer.Option("--measure", "-m", help="Apply this measure; repeat for more.")]


@app.command("list")
def list_(*, only: Only = None) -> None:
    """List the scenarios and measures that come with Hillfort, each with its title.

    Example: hillfort scenario list --only measures
    """
    from hillfort.cli.scenario_view import print_names
    from hillfort.cli.show import console
    from hillfort.files.scenario import measures, read

    chosen = asked_for(only, LISTED)
    print_names(
        console(),
        {name: read.title(name) for name in read.names()} if wanted("scenarios", chosen) else {},
        [measures.read_measure(name) for name in measures.measure_names()] if wanted("measures", chosen) else [],
    )


@app.command()
def schema(
    *,
    measure: Annotated[bool, typer.Option("--measure", help="The schema of a measure file instead.")] = False,
) -> None:
    """Print the JSON Schema of a scenario file, for editors."""
    from hillfort.files.scenario.read import json_schema

    say(json.dumps(json_schema(measure=measure), indent=2, ensure_ascii=False))


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario or measure files, or names.")],
    *,
    measure: Measures = None,
) -> None:
    """Report every problem of scenario and measure files at once, with file and line.

    A measure is tried on every scenario that it applies to: shipped ones, those it names by path, those in this
    command. One that can be tried on no scenario is "not checked", which is a problem.

    Example: hillfort scenario check baltic-2019 higher-readiness
    """
    from hillfort.files.scenario.check import checked
    from hillfort.foundation.errors import InputError, Problem

    problems: list[Problem] = []
    named = [str(file) for file in files]
    for file in files:
        try:
            say(f"{file}: {checked(str(file), measures=measure or [], beside=named)}")
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems, ", ".join(str(file) for file in files))


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Name of a scenario, or path of a file.")],
    *,
    measure: Measures = None,
    full: Annotated[bool, typer.Option("--full", help="List every battalion with its id.")] = False,
    codes: Annotated[bool, typer.Option("--codes", help="Show the APP-6D code of each unit.")] = False,
    only: Only = None,
    whole: Annotated[bool, typer.Option("--whole", help="Print it as one file, base and measures worked in.")] = False,
) -> None:
    """Show a scenario: balance of forces by sector, order of battle, plans, measures.

    Example: hillfort scenario show baltic-2019 --measure higher-readiness --full
    """
    from hillfort.cli.scenario_view import SECTIONS, print_scenario
    from hillfort.cli.show import console
    from hillfort.files.scenario.read import scenario, whole_text

    if whole:
        say(whole_text(name, measures=measure or []), nl=False)
        return
    chosen = asked_for(only, SECTIONS)
    print_scenario(console(), scenario(name, measures=measure or []), full=full, codes=codes, only=chosen)
