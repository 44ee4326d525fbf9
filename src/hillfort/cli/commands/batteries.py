"""`hillfort batteries`: where so many batteries cover most people, by the altitude of the target."""

from __future__ import annotations

from typing import Annotated

import typer

from hillfort.cli.asking import Measures


def batteries(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario, or path of a YAML file.", show_default=False)],
    *,
    count: Annotated[
        list[int] | None, typer.Option(help="Batteries to place, 1 to 50; may be given several times. 4 if not given.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Type of battery, as in the file of types; iris-t-slm if not given.")
    ] = None,
    altitude: Annotated[
        list[float] | None,
        typer.Option(
            help="Altitude of the target in metres; may be given several times. 100, 1000 and 5000 if not given."
        ),
    ] = None,
    measure: Measures = None,
) -> None:
    """Where would so many batteries cover most people? The best places, proven, for each altitude of the target.

    Example: hillfort batteries baltic-2019 --count 3 --kind nasams --altitude 1000
    """
    from hillfort import workbench
    from hillfort.cli import show
    from hillfort.cli.commands.air import print_table
    from hillfort.report.air import tables as air_tables

    found = workbench.air_places(
        scenario,
        measures=measure or (),
        counts=count or (4,),
        kind=kind,
        altitudes_m=altitude or (100.0, 1000.0, 5000.0),
    )
    print_table(show.console(), air_tables.places(found))
