"""hillfort trace: one draw, hour by hour."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Unpack

import typer

from hillfort.cli.asking import asking
from hillfort.cli.assess import Force, Name
from hillfort.studies.asked import ReplayAsked


@asking(ReplayAsked)
def trace(
    scenario: Name,
    *,
    draw: Annotated[
        int, typer.Option(help="Number of the draw, as in the tables of an assessment with the same seed.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for the tables, result.json and report.html.")],
    measure: Annotated[list[str] | None, typer.Option(help="A measure to apply; may be given several times.")] = None,
    force: Force = False,
    **asked: Unpack[ReplayAsked],
) -> None:
    """One draw again, hour by hour: positions, strengths and control as Parquet tables, and a page to replay it.

    Example: hillfort trace baltic-2019 --draw 17 --out out/draw-17
    """
    from hillfort import workbench
    from hillfort.cli import show

    chosen = workbench.resolve(scenario, measure or ())
    with show.stopping(None):
        report = workbench.keep_trace(chosen, draw=draw, out=out, force=force, note=show.note, **asked)
    show.console().print(f"Replay: {report}", markup=False)
