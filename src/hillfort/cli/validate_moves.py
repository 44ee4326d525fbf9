"""The days of real moves on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from hillfort.cli.layout import PrintedTable
from hillfort.cli.sections import wanted
from hillfort.foundation.errors import on_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hillfort.cli.output import Console
    from hillfort.lines.moves.moves import MovePrediction
    from hillfort.workbench import Deployments

WORDS = {
    "march": "on the road",
    "rail": "in trains",
    "queue": "waiting for its turn",
    "sea": "at sea and in ports",
    "air": "by air",
    "start": "getting under way",
}


SECTIONS = {"moves": "", "scores": "", "remarks": ""}
"""Sections of the days of moves that can be asked for."""


def answer(found: Deployments, *, only: Collection[str] = ()) -> None:
    """The table of moves, the scores in words, and what was not understood."""
    from hillfort.cli import show

    out = show.console()
    for mine in found.predicted:
        for doubt in mine.doubts:
            out.print(f"Check {mine.case}: {doubt}.", style="yellow", markup=False)
    if wanted("moves", only):
        out.print(_table(found))
        out.print()
    if wanted("scores", only):
        _scores(out, found)
    if wanted("remarks", only):
        _remarks(out, found)
    out.print(
        "Green: the days lie between 10 and 90 %. Permission to cross borders is not counted in the days.", style="dim"
    )


def _table(found: Deployments) -> PrintedTable:
    table = PrintedTable(("Move", "days", "10 to 90 %", "observed", "off", "most of it", "way"))
    for move, mine in zip(found.cases.moves, found.predicted, strict=True):
        seen = move.observed_days
        off = f"{100 * (mine.p50 / seen - 1):+.0f} %" if seen else ""
        style = ("green" if mine.p10 <= seen <= mine.p90 else "red") if seen else "dim"
        table.add_row(
            mine.case,
            f"{mine.p50:.1f}",
            f"{mine.p10:.1f} to {mine.p90:.1f}",
            f"{seen:g}" if seen else "",
            Text(off, style=style),
            _most(mine),
            f"{mine.words} ({mine.ends})",
        )
    return table


def _scores(out: Console, found: Deployments) -> None:
    out.print(words(found.scores), style="bold")
    blank = [
        line for line, move in zip(found.cases.lines, found.cases.moves, strict=True) if move.observed_days is None
    ]
    if blank and len(blank) < len(found.cases.moves):
        out.print(
            f"Not in the scores, since observed_days is blank: {on_lines(blank)} of {found.cases.file}.", markup=False
        )


def _remarks(out: Console, found: Deployments) -> None:
    remarks = [f"{mine.case}: {text}" for mine in found.predicted for text in remarks_of(mine)]
    if remarks:
        out.print()
        for remark in remarks:
            out.print(remark, style="yellow", markup=False)
    for told in (straight_words(found), taken_words(found), outside_words(found)):
        if told:
            out.print(told, markup=False)


def straight_words(found: Deployments) -> str:
    """What `straight` means, and how many stretches of each move are; empty where none is."""
    told = [
        f"{mine.case} {mine.straight[0]} of {mine.straight[1]} ({mine.straight[2]:,.0f} km)"
        for mine in found.predicted
        if mine.straight[0]
    ]
    if not told:
        return ""
    return (
        "Straight: no stored road or railway, so the great circle (around wide water) times a detour of about "
        "1.27 by road "
        f"and 1.36 by rail. Stretches over land that are straight: {'; '.join(told)}."
    )


def taken_words(found: Deployments) -> str:
    """The urgency, phase and speed of ships that were taken for moves whose line does not say them."""
    habits = found.habits
    if habits is None:
        return ""
    speed = "13 to 19 knots" if habits.ship_knots is None else f"{habits.ship_knots:g} knots of service speed"
    taken = {
        "urgency": f"urgency {habits.urgency}",
        "phase": f"until the {habits.phase} {'body' if habits.phase == 'main' else 'vehicle'}",
        "ship_knots": f"ships of {speed}",
    }
    silent, lines = found.cases.silent, len(found.cases.lines)
    if silent is not None:
        taken = {
            name: said if len(silent[name]) == lines else f"{said} ({on_lines(silent[name])})"
            for name, said in taken.items()
            if silent[name]
        }
    told = f"Where the file does not say it: {', '.join(taken.values())}." if taken else ""
    if found.cases.explained:
        told = f"{told} A text of many words in phase is kept and not read: {on_lines(found.cases.explained)}."
    return told.strip()


def outside_words(found: Deployments) -> str:
    """Where each move lies outside the record, one line a move; empty where none does."""
    told = [
        f"  {mine.case}: {'; '.join(each)}." for mine, each in zip(found.predicted, found.outside, strict=True) if each
    ]
    if not told:
        return ""
    head = "Outside the record of real moves that the model was fitted with; the span of days is wider for it:"
    return "\n".join([head, *told])


def _most(mine: MovePrediction) -> str:
    name = max(mine.parts, key=lambda part: mine.parts[part])
    return f"{WORDS[name]}, {mine.parts[name]:.1f}"


def remarks_of(mine: MovePrediction) -> list[str]:
    """What was not understood or left out of one move."""
    unknown = [f"the place '{name}' is not known and left out." for name in mine.unknown]
    return unknown + [f"{note}." for note in mine.notes]


def words(scores: Mapping[str, Any]) -> str:
    """The scores in a sentence."""
    count = scores["cases"]
    if not scores["observed"]:
        return f"{count} move{'s' if count != 1 else ''} predicted; no days are known to compare with."
    return (
        f"{count} moves, {scores['observed']} with known days: the median error is "
        f"{scores['median_absolute_error_pct']:.0f} %, "
        f"{100 * scores['within_20_pct']:.0f} % lie within 20 %, and the intervals of 80 % hold "
        f"{100 * scores['coverage_80']:.0f} %."
    )
