"""hillfort assess: whether it is enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Unpack

import typer

from hillfort.cli.asking import Force, Measures, Name, asking
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for
from hillfort.studies.asked import Asked

Out = Annotated[Path | None, typer.Option(help="Folder for result.json, tables, report.html and map.png.")]

SECTIONS = {"answer": "", "objectives": "", "drivers": "What would", "left-out": "What the model"}
"""Sections that can be asked for, and how their titles begin."""


@asking(Asked)
def assess(
    scenario: Name,
    *,
    measure: Measures = None,
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

    chosen_sections = asked_for(only, SECTIONS)
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


def _answer(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    from hillfort.cli import show

    show.answer(summary, only=only)
    show.hinges(summary)


AGAIN = {"assess": Reprint("result.json", _answer, SECTIONS)}
