"""hillfort assess: is it enough?"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from hillfort.cli.sections import Only, asked_for

Name = Annotated[str, typer.Argument(help="Name of a scenario, or path of a scenario file.", show_default=False)]
Coa = Annotated[str | None, typer.Option(help="Course of action of the aggressor; the scenario's first if not given.")]
Draws = Annotated[int, typer.Option(help="Simulated campaigns, 1 to 1,000,000.")]
Days = Annotated[int | None, typer.Option(help="Length of the campaign, 1 to 180; the scenario's own if not given.")]
Seed = Annotated[int, typer.Option(help="Same seed, same numbers, on any number of threads.")]
Threads = Annotated[int | None, typer.Option(help="Threads; all cores if not given. Never changes a result.")]
Out = Annotated[Path | None, typer.Option(help="Folder for result.json, tables, report.html and map.png.")]
Force = Annotated[
    bool, typer.Option("--force", help="Replace another result in --out; files that are not Hillfort's always stay.")
]


def assess(
    scenario: Name,
    *,
    measure: Annotated[list[str] | None, typer.Option(help="A measure to apply; may be given several times.")] = None,
    coa: Coa = None,
    draws: Draws = 1000,
    days: Days = None,
    seed: Seed = 1,
    threads: Threads = None,
    out: Out = None,
    trace: Annotated[
        int | None, typer.Option(help="Draw to keep hour by hour; the one nearest the middle if not given.")
    ] = None,
    force: Force = False,
    only: Only = None,
) -> None:
    """Is it enough? Fights a scenario many times and says how often the protected places hold.

    Example: hillfort assess baltic-2019 --draws 1000 --out out/baltic-2019
    """
    from hillfort import workbench
    from hillfort.cli import show
    from hillfort.studies.request import Asked

    chosen_sections = asked_for(only, show.SECTIONS)
    show.check_draw(trace, draws)
    chosen = workbench.resolve(scenario, measure or ())
    asked = Asked(coa=coa, draws=draws, days=days, seed=seed, threads=threads)
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
        show.console().print(f"Report: {report}", markup=False)
