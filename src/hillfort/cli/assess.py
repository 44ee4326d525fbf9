"""hillfort assess: whether it is enough."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Unpack

import typer

from hillfort.cli.asking import asking
from hillfort.cli.sections import Only, asked_for
from hillfort.studies.asked import Asked

Name = Annotated[str, typer.Argument(help="Name of a scenario, or path of a scenario file.", show_default=False)]
Out = Annotated[Path | None, typer.Option(help="Folder for result.json, tables, report.html and map.png.")]
Force = Annotated[
    bool, typer.Option("--force", help="Replace another result in --out; files that are not Hillfort's always stay.")
]


@asking(Asked)
def assess(
    scenario: Name,
    *,
    measure: Annotated[list[str] | None, typer.Option(help="A measure to apply; may be given several times.")] = None,
    out: Out = None,
    trace: Annotated[
        int | None, typer.Option(help="Draw to keep hour by hour; the one nearest the middle if not given.")
    ] = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[Asked],
) -> None:
    """Is it enough? Fights a scenario many times and says how often the protected places hold.

    Example: hillfort assess baltic-2019 --draws 1000 --out out/baltic-2019
    """
    from hillfort import workbench
    from hillfort.cli import show

    chosen_sections = asked_for(only, show.SECTIONS)
    show.check_draw(trace, asked["draws"])
    chosen = workbench.resolve(scenario, measure or ())
    report = None
    with show.stopping(out), workbench.writing(out, chosen, force=force, note=show.note, **asked) as place:
        with show.progress(scenario) as progress:
            keep = trace if trace is not None else out is not None
            found = workbench.study(chosen, out=out, trace=keep, progress=progress, note=show.note, **asked)
        with show.whatever_happens(partial(show.answer, only=chosen_sections), found.summary):
            if place is not None:
                with show.stages(scenario) as (stage, _):
                    found = workbench.surrounded(found, stage=stage)
                report = workbench.save(found, place)
    if report is not None:
        show.hinges(found.summary)
        show.console().print(f"Report: {report}", markup=False)
