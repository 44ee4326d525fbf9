"""hillfort experts: what a panel of experts knows, and what it says together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from hillfort.cli.asking import ForceJson
from hillfort.cli.layout import PrintedTable
from hillfort.cli.registry import Reprint

app = typer.Typer(help="Experts: score what a panel said, and combine it.", no_args_is_help=True)
NAMES = {
    "equal": "equal weights",
    "global": "global weights",
    "global_optimised": "global weights, best cut-off",
    "item": "item weights",
    "item_optimised": "item weights, best cut-off",
    "quantile_average": "mean of quantiles",
}


@app.callback()
def experts() -> None:
    """Experts: score what they said on questions with known answers."""


@app.command()
def score(
    answers: Annotated[Path, typer.Argument(help="Answers of the experts (.dtt).", show_default=False)],
    realisations: Annotated[
        Path, typer.Argument(help="Known answers of the seed questions (.rls).", show_default=False)
    ],
    *,
    json: Annotated[Path | None, typer.Option("--json", help="File for the scores.")] = None,
    robust: Annotated[bool, typer.Option("--robust", help="Score again without each expert and each seed.")] = False,
    force: ForceJson = False,
) -> None:
    """Score a panel by Cooke's Classical Model: each expert, and every way of combining them.

    Example: hillfort experts score case.dtt case.rls --json scores.json
    """
    from hillfort.cli import show
    from hillfort.workbench import panels

    panels.check_place(json, force=force)
    with show.stopping(None):
        found = panels.score(answers, realisations, robust=robust)
        with show.whatever_happens(lambda _: answer(found), {}):
            if json is not None:
                panels.keep(found, json)
    if json is not None:
        show.console().print(f"Written: {json}", markup=False)


def answer(found: Mapping[str, Any]) -> None:
    """Tables of experts and of their combinations."""
    from hillfort.cli import show

    out = show.console()
    seeds = sum(each["answer"] is not None for each in found["questions"])
    out.print(f"{len(found['experts'])} experts, {seeds} seed questions", style="bold", markup=False)
    weights = found["decision_makers"]["global_optimised"]["weights"]
    rows = PrintedTable(("Expert", "calibration", "information", "of all", "seeds", "weight"), right=range(1, 6))
    for each in found["experts"]:
        numbers = (each["calibration"], each["information_seeds"], each["information_all"])
        rows.add_row(
            each["id"], *(f"{number:.4g}" for number in numbers), str(each["answered"]), f"{weights[each['id']]:.3f}"
        )
    out.print(rows)
    out.print()
    made = PrintedTable(("Combined by", "calibration", "information", "weighted"), right=range(1, 4))
    for way, each in found["decision_makers"].items():
        having = sum(weight > 0.0 for weight in each["weights"].values())
        made.add_row(NAMES[way], f"{each['calibration']:.4g}", f"{each['information']:.4g}", str(having))
    out.print(made)
    note = (
        "Calibration is the chance that luck alone puts the known answers so far from the stated quantiles. "
        "Information is in nats, on the seed questions. The weight is the global one with the best cut-off. "
        "A combination is scored on the questions that set its weights, which flatters it beside equal weights."
    )
    out.print(note, style="dim", markup=False)
    if found["remarks"]:
        show.listed(out, "Of the files", found["remarks"])


def _again(found: Mapping[str, Any], *, only: Collection[str] = ()) -> None:  # noqa: ARG001  (it has no sections)
    answer(found)


AGAIN = {"experts score": Reprint("", _again, {}, ("experts", "decision_makers"))}
