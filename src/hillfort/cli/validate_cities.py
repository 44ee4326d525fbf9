"""The days of fights for cities on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from hillfort.cli.layout import PrintedTable
from hillfort.cli.sections import wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from hillfort.cli.output import Console
    from hillfort.ground.city.fitting import CityOutcome
    from hillfort.workbench import Cities


SECTIONS = {"cities": "", "scores": "", "campaigns": "", "remarks": ""}
"""Sections of the days of cities that can be asked for."""


def answer(found: Cities, *, only: Collection[str] = ()) -> None:
    """The table of cities with what each was predicted from, the scores beside the baseline,
    and what was not understood."""
    from hillfort.cli import show
    from hillfort.validation.cities import facts_of, inside

    out = show.console()
    table = PrintedTable(("City", "days", "10 to 90 %", "observed", "taken", "came", "known at the start"))
    for fight, mine, outcome in zip(found.cases.fights, found.predicted, found.cases.outcomes, strict=True):
        held = inside(mine, outcome)
        style = "dim" if held is None else "green" if held else "red"
        came = {None: "", True: "taken", False: "held"}[outcome.taken]
        table.add_row(
            mine.name,
            f"{mine.days_p50:.0f}",
            f"{mine.days_p10:.0f} to {mine.days_p90:.0f}",
            Text(days_words(outcome), style=style),
            f"{100.0 * mine.taken_chance:.0f} %",
            came,
            facts_of(fight) or "its name alone",
        )
    if wanted("cities", only):
        out.print(table)
        out.print()
    for name, each in found.scores.items() if wanted("scores", only) else ():
        out.print(f"{name}: {score_words(each)}", style="bold", markup=False)
    if found.campaigns and wanted("campaigns", only):
        _campaigns(out, found)
    if wanted("remarks", only):
        _remarks(out, found)
    how = "Each city was left out of the fit in turn. " if found.left_out else ""
    out.print(f"{how}Green: the days lie between 10 and 90 %.", style="dim")


def _campaigns(out: Console, found: Cities) -> None:
    """Days of one city in campaigns beside the law's."""
    table = PrintedTable(("One city, days from the outskirts", "10 %", "50 %", "90 %", "taken"))
    for row in found.campaigns:
        days = ["longer" if each is None else f"{each:.0f}" for each in (row.days_p10, row.days_p50, row.days_p90)]
        table.add_row(f"  {row.name}", *days, f"{100.0 * row.taken_chance:.0f} %")
    out.print()
    out.print(table)


def _remarks(out: Console, found: Cities) -> None:
    for remark in found.cases.remarks:
        out.print(f"{found.cases.file}: {remark}.", style="yellow", markup=False)
    if found.fitted_to:
        told = (
            f"The law was fitted to {', '.join(found.fitted_to)}, by name: scores with them are kinder than on "
            "other cities."
        )
        out.print(told, style="yellow", markup=False)
    if all(each.isolated is None for each in found.cases.fights):
        out.print(
            "Whether cities were isolated is not said: a column 'isolated' with yes or no would sharpen this.",
            style="dim",
        )


def days_words(outcome: CityOutcome) -> str:
    """The days that a fight took, in figures.

    >>> from hillfort.ground.city.fitting import CityOutcome
    >>> from hillfort.ground.city.law import CityAmount
    >>> days_words(CityOutcome(CityAmount(39.0, 66.0))), days_words(CityOutcome(CityAmount(90.0, 90.0), at_least=True))
    ('39-66', 'over 90')
    """
    if outcome.days is None:
        return ""
    if outcome.at_least:
        return f"over {outcome.days.low:g}"
    span = outcome.days
    return f"{span.low:.3g}" if span.low == span.high else f"{span.low:.3g}-{span.high:.3g}"


def score_words(each: Mapping[str, Any]) -> str:
    """The scores of one way of predicting in a sentence."""
    if not each["observed"] and not each["decided"]:
        return f"{each['battles']} predicted; no days and no outcome are known to compare with."
    told = []
    if each["observed"]:
        told.append(
            f"{each['observed']} with known days, {100.0 * each['coverage_80']:.0f} % of them inside the "
            "intervals of 80 %"
        )
    if each["quantile_loss"] is not None:
        told.append(
            f"median error of ln days {each['median_absolute_log_error']:.2f}, loss of the quantiles "
            f"{each['quantile_loss']:.3f}"
        )
    if each["decided"]:
        told.append(f"Brier score of being taken {each['brier']:.3f} over {each['decided']}")
    return "; ".join(told) + "."
