"""hillfort compare: whether a measure changes the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Unpack

import typer

from hillfort.cli.asking import Force, Name, asking
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for
from hillfort.studies.asked import Asked

SECTIONS = {"baseline": "", "costs": "", "differences": ""}
"""Sections that can be asked for."""


@asking(Asked)
def compare(
    scenario: Name,
    *,
    measure: Annotated[
        list[str], typer.Option(help="A measure to compare; may be given several times; 'a+b' is both together.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder for result.json, differences.parquet and report.html.")
    ] = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[Asked],
) -> None:
    """Does a measure change the answer? Fights each on the same luck and prints paired differences.

    Example: hillfort compare baltic-2019 --measure seven-brigades-three-heavy --measure higher-readiness
    """
    from hillfort import workbench
    from hillfort.cli import show

    sections = asked_for(only, SECTIONS)
    baseline, options = workbench.options(scenario, measure)
    report = None
    writing = workbench.writing(out, baseline, options=options, force=force, note=show.note, **asked)
    with show.stopping(out), writing as place:
        with show.progress(scenario) as progress:
            found = workbench.study_options(baseline, options, out=out, progress=progress, note=show.note, **asked)
        with show.whatever_happens(partial(show.comparison, only=sections), found.summary):
            report = workbench.save_comparison(found, place) if place is not None else None
    if report is not None:
        show.console().print(f"Report: {report}", markup=False)


def _answer(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    from hillfort.cli import show

    show.comparison(summary, only=only)


AGAIN = {"compare": Reprint("result.json", _answer, SECTIONS)}
