"""hillfort compare: does a measure change the answer?"""

from __future__ import annotations

from typing import Annotated

import typer

from hillfort.cli.assess import Coa, Days, Draws, Name, Out, Seed, Threads


def compare(
    scenario: Name,
    *,
    measure: Annotated[list[str], typer.Option(help="A measure to compare; may be given several times; 'a+b' is both together.")],
    coa: Coa = None,
    draws: Draws = 1000,
    days: Days = None,
    seed: Seed = 1,
    threads: Threads = None,
    out: Out = None,
) -> None:
    """Does a measure change the answer? Fights each on the same luck and prints paired differences.

    Example: hillfort compare baltic-2019 --measure seven-brigades --measure higher-readiness
    """
    from hillfort import workbench
    from hillfort.cli import show
    from hillfort.files.results import check_folder
    from hillfort.studies import compare as studies_compare

    baseline, options = workbench.options(scenario, measure)
    if out is not None:
        check_folder(out)
    with show.progress(scenario) as progress:
        found = studies_compare.compare(
            baseline, options=options, progress=progress, coa=coa, draws=draws, days=days, seed=seed, threads=threads
        )
    with show.comparison_whatever_happens(found.summary):
        report = workbench.save_comparison(found, out) if out is not None else None
    if report is not None:
        show.console().print(f"Report: {report}", markup=False)
