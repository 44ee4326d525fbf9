"""hillfort validate crises, hillfort validate plans: forecasts from a file on the screen, and their scores."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hillfort.cli.asking import Force
from hillfort.cli.layout import PrintedTable
from hillfort.cli.sections import Only, asked_for, wanted

if TYPE_CHECKING:
    from hillfort.workbench.forecasts import Forecasts

SECTIONS = {"predictions": "", "scores": "", "groups": "", "remarks": ""}
"""Sections of forecasts that can be asked for."""
Out = Annotated[Path | None, typer.Option(help="Folder for predictions.csv and scores.json.")]
HEADS = {
    "validate crises": ("Crisis", "attack", "10 %", "50 %", "90 %"),
    "validate plans": ("Operation", "phase", "10 %", "50 %", "90 %", "days 10 %", "50 %", "90 %", "never"),
}


def crises(
    file: Annotated[
        Path | None, typer.Argument(help="CSV file of crises; the shipped record if not given.", show_default=False)
    ] = None,
    *,
    out: Out = None,
    force: Force = False,
    only: Only = None,
) -> None:
    """Crises: the chance of an attack and the days to a decision, from case, year and decider alone, and scored.

    What came of a crisis is never used for its prediction.
    A crisis that is in the record is predicted without it.

    Example: hillfort validate crises crises.csv --out out/crises
    """
    from hillfort.workbench import forecasts

    _run(forecasts.CRISES, file, out, force, only)


def plans(
    file: Annotated[
        Path | None, typer.Argument(help="CSV file of phases; the shipped record if not given.", show_default=False)
    ] = None,
    *,
    out: Out = None,
    force: Force = False,
    only: Only = None,
) -> None:
    """Plans: how much longer than planned a phase takes, from operation, phase and planned days alone, and scored.

    What came of a phase is never used for its prediction. A phase that is in the record is predicted without it.

    Example: hillfort validate plans plans.csv --out out/plans
    """
    from hillfort.workbench import forecasts

    _run(forecasts.PHASES, file, out, force, only)


def _run(command: str, file: Path | None, out: Path | None, force: bool, only: list[str] | None) -> None:
    from hillfort.cli import show
    from hillfort.workbench import forecasts

    sections = asked_for(only, SECTIONS)
    with show.stopping(None), forecasts.writing(command, out, file, force=force, note=show.note) as place:
        found = forecasts.crises(file) if command == forecasts.CRISES else forecasts.phases(file)
        with show.whatever_happens(lambda _: answer(found, only=sections), {}):
            if place is not None:
                forecasts.keep(found, place)
    if out is not None:
        show.console().print(f"Written: {out / 'predictions.csv'}, {out / 'scores.json'}", markup=False)


def answer(found: Forecasts, *, only: Collection[str] = ()) -> None:
    """The table of predictions with what came, the scores beside the base rates, and what was not understood."""
    from hillfort.cli import show

    out, summary = show.console(), found.summary
    if wanted("predictions", only):
        head = (*HEADS[found.command], "came")
        table = PrintedTable(head, right=range(len(head) - len(found.head), len(head) - 1))
        for row, came in zip(found.rows, found.came, strict=True):
            table.add_row(*row, came)
        out.print(table)
        out.print()
    if wanted("scores", only):
        for name, each in summary["scores"].items():
            out.print(f"{name}: {score_words(each)}", style="bold", markup=False)
    if wanted("groups", only) and summary["groups"]:
        out.print()
        _groups(summary["groups"])
    if wanted("remarks", only):
        for remark in summary["remarks"]:
            out.print(f"{remark}.", style="yellow", markup=False)
        if summary["of_record"]:
            told = f"In the record, and left out of it for their own prediction: {', '.join(summary['of_record'])}."
            out.print(told, style="dim", markup=False)


def _groups(groups: list[dict[str, Any]]) -> None:
    """Published response times by group beside the law with the same quartiles."""
    from hillfort.cli import show

    shares = ("10 %", "25 %", "50 %", "75 %", "90 %")
    table = PrintedTable(("Days from trigger to response, published / law", "actors", *shares), right=range(1, 7))
    for each in groups:
        days = [f"{told:.3g} / {law:.3g}" for told, law in zip(each["published"], each["law"], strict=True)]
        table.add_row(each["group"], str(each["actors"]), *days)
    show.console().print(table)


def score_words(each: dict[str, Any]) -> str:
    """The scores of one way of predicting in a sentence.

    >>> known = {"brier": 0.25, "log_score": 0.69, "coverage_80": 0.8, "crps_ln_days": 0.9, "quantile_loss": 1.1}
    >>> score_words({"cases": 3, "decided": 2, "observed": 0, **known})
    '3 predicted; Brier score 0.250 and log score 0.690 of the chance over 2.'
    """
    told = [f"{each['cases']} predicted"]
    if each["decided"]:
        both = f"Brier score {each['brier']:.3f} and log score {each['log_score']:.3f}"
        told.append(f"{both} of the chance over {each['decided']}")
    if each["observed"]:
        inside = f"{100.0 * each['coverage_80']:.0f} % of {each['observed']} inside 10 to 90 %"
        both = f"CRPS {each['crps_ln_days']:.3f} and loss of the quantiles {each['quantile_loss']:.3f}"
        told.append(f"{inside}, {both} on the logarithm")
    return "; ".join(told) + ("." if len(told) > 1 else "; nothing is known to compare with.")
