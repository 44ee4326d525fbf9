"""hillfort sea: does the sea deliver, when, and what would clear it sooner?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from hillfort.cli.assess import Force

Name = Annotated[str, typer.Argument(help="Name of a scenario, or path of a scenario file.", show_default=False)]


def sea(
    scenario: Name,
    *,
    measure: Annotated[list[str] | None, typer.Option(help="A measure to apply; may be given several times.")] = None,
    draws: Annotated[int, typer.Option(help="Simulated seas, 1 to 1,000,000.")] = 1000,
    days: Annotated[
        int | None, typer.Option(help="Length of the period, 1 to 180; the scenario's own if not given.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same numbers.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder for sea.json, sea-map.png and sea-curves.png.")] = None,
    force: Force = False,
) -> None:
    """Does the sea deliver? The chance that each lane delivers by each day, what closes it and what clears it sooner.

    Example: hillfort sea baltic-2019 --measure maritime-package --out out/sea
    """
    from hillfort import workbench
    from hillfort.cli import show

    chosen = workbench.resolve(scenario, measure or ())
    lasting = days if days is not None else chosen.days
    writing = workbench.writing_around(
        out, "sea", chosen, force=force, note=show.note, draws=draws, days=lasting, seed=seed
    )
    with show.stopping(None), writing as place:
        with show.progress(scenario) as progress:
            found = workbench.sea_study(
                scenario, measures=measure or (), draws=draws, days=days, seed=seed, progress=progress
            )
        answer(found.summary)
        if place is not None:
            show.console().print(f"Written: {workbench.save_sea(found, place)}", markup=False)


def answer(summary: Mapping[str, Any]) -> None:
    """The tables, and what they mean."""
    from hillfort.cli import show
    from hillfort.report.sea import words as sea_words

    out = show.console()
    out.print(f"[bold]{sea_words.headline(summary)}[/bold]")
    out.print(sea_words.head(summary), style="dim", markup=False)
    for title, rows, notes in sea_words.tables(summary):
        out.print()
        out.print(title, style="bold", markup=False)
        out.print(_table(rows))
        for note in notes:
            out.print(note, style="dim", markup=False)
    out.print()
    out.print("What the model leaves out", style="bold")
    for sentence in summary["leaves_out"]:
        out.print(f"  {sentence}", markup=False)


def _table(rows: list[list[str]]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, name in enumerate(rows[0]):
        table.add_column(name, overflow="fold", justify="left" if place == 0 else "right")
    for row in rows[1:]:
        table.add_row(*row)
    return table
