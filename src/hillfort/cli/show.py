"""What commands have in common: a progress bar, the answer on the screen."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.text import Text

from hillfort.cli import stop
from hillfort.cli.layout import PrintedTable, wrapped
from hillfort.cli.output import Console, say
from hillfort.cli.sections import wanted
from hillfort.foundation.errors import InputError, Problem
from hillfort.report.parts import numbers, toll_words, words

if TYPE_CHECKING:
    from hillfort.studies.campaign.batches import Interrupted
    from hillfort.studies.quantity import QuantityTable

PLAIN_WIDTH = 120
"""Characters in a line of a table where there is no terminal."""
NARROWEST = 20
"""Characters in a line below which nothing can be laid out."""
PLAIN_EVERY_S = 10.0
"""Seconds between lines of progress where there is no terminal."""


def console(*, error: bool = False) -> Console:
    """A console for the answer or, on standard error, for everything else.

    Lines break at the width of the terminal, or at `COLUMNS` where that is set. Elsewhere sentences stay whole, for
    programs that search them, and tables have `PLAIN_WIDTH`.
    """
    if os.environ.get("COLUMNS", "").isdigit():
        return Console(stderr=error, highlight=False, width=max(NARROWEST, int(os.environ["COLUMNS"])))
    if (sys.stderr if error else sys.stdout).isatty():
        return Console(stderr=error, highlight=False)
    return Console(stderr=error, highlight=False, soft_wrap=True, width=PLAIN_WIDTH)


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, a plain line now and then elsewhere; both on standard error."""
    if sys.stderr.isatty():
        with _bar(title) as report:
            yield report
        return
    yield _lines(title)


@contextmanager
def stages(title: str) -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None]]]:
    """What is being computed, and a bar for draws where there are any: a terminal sees both,
    elsewhere a line now and then."""
    if not sys.stderr.isatty():
        draws = _lines(title)

        def quiet(_: str) -> None:
            """Says nothing, and stops if asked to."""
            stop.check()

        yield quiet, draws
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[counted]}"), TimeElapsedColumn())
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task(title, total=None, counted="")

        def stage(what: str) -> None:
            """Says what is being computed."""
            stop.check()
            bar.update(task, description=f"{title}: {what}", total=None, counted="")

        def report(done: int, wanted: int) -> None:
            """Says how many draws there are."""
            stop.check()
            bar.update(task, description=title, completed=done, total=wanted, counted=f"{done:,}/{wanted:,} draws")

        yield stage, report


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("draws,"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console(error=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def report(done: int, wanted: int) -> None:
            stop.check()
            bar.update(task, completed=done, total=wanted)

        yield report


def _lines(title: str) -> Callable[[int, int], None]:
    last = time.monotonic()

    def report(done: int, wanted: int) -> None:
        nonlocal last
        stop.check()
        if time.monotonic() - last >= PLAIN_EVERY_S:
            last = time.monotonic()
            say(f"{title}: {done:,} of {wanted:,} draws", err=True)

    return report


def hinges(summary: Mapping[str, Any]) -> None:
    """What the answer hangs on, which takes as long to find out as the answer itself."""
    out = console()
    for sentence in [*words.hinges(summary), *words.spread(summary)]:
        out.print(sentence, markup=False)


def answer(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """The answer of an assessment: sentences, a small table, what would change it, what is left out."""
    out = console()
    out.print(words.headline(summary), style="bold", markup=False)
    out.print(f"({words.title(summary)})", style="dim", markup=False)
    if wanted("answer", only):
        out.print()
        for sentence in words.answer(summary):
            out.print(sentence, markup=False)
    if wanted("objectives", only):
        out.print()
        if "toll" in summary:
            out.print(toll_table(summary))
            out.print()
        out.print(objectives_table(summary))
        out.print(
            "Hours after H-hour: median and the range of four draws in five. * does not count for holding.", style="dim"
        )
    if wanted("drivers", only):
        listed(out, "What would change the answer most", words.drivers(summary, most=3))
    if wanted("left-out", only):
        listed(out, "What the model leaves out", summary["leaves_out"])
    out.print()
    out.print(
        f"Hillfort {summary['hillfort']}, scenario {summary['scenario']['hash'][:12]}, seed {summary['seed']}, "
        f"{numbers.plural(summary['draws'], 'draw')}, {words.speed(summary)}.",
        style="dim",
        markup=False,
    )


def listed(out: Console, title: str, sentences: Iterable[str]) -> None:
    """Sentences under a title."""
    out.print()
    out.print(title, style="bold", markup=False)
    for sentence in sentences:
        indented(out, sentence)


def defined(out: Console, table: QuantityTable) -> None:
    """What each quantity of a family counts."""
    for part, title in table.parts.items():
        listed(out, title, (f"{each.title} ({each.unit}): {each.definition}" for each in table.of_part(part)))


def indented(out: Console, sentence: str, style: str = "", *, by: int = 2) -> None:
    """A sentence whose lines all stand `by` characters to the right."""
    width = out.width if not out.soft_wrap else by + len(sentence) + 1
    for line in wrapped(Text(sentence, style=style), width, indent=by):
        out.print(line)


@contextmanager
def whatever_happens(said: Callable[[Mapping[str, Any]], None], summary: Mapping[str, Any]) -> Iterator[None]:
    """Print what was found once the result is written, or although it could not be."""
    try:
        yield
    finally:
        said(summary)


@contextmanager
def stopping(out: Path | None) -> Iterator[None]:
    """Leave with 130 on Ctrl-C, saying what is left and how to go on."""
    from hillfort.files.results.folder import WriteError

    try:
        yield
    except KeyboardInterrupt as stopped:
        from hillfort.studies.campaign.batches import Interrupted

        if isinstance(stopped, Interrupted):
            interrupted(stopped, out)
        else:
            interruption(out)
        raise typer.Exit(130) from stopped
    except WriteError:
        _kept(out)
        raise


def interruption(out: Path | None = None) -> None:
    """What is left after an interruption between two stages, and how to go on."""
    stop.told()
    if not _kept(out):
        note("Interrupted: nothing is kept. The same command starts anew.")


def _kept(out: Path | None) -> int:
    """Say how many draws are kept for a result that was not written; 0 where none are."""
    from hillfort.files.results.checkpoints import kept_draws, partial_of

    count = kept_draws(out) if out is not None else 0
    if out is not None and count:
        are = "draw is" if count == 1 else "draws are"
        note(f"{count:,} {are} kept in {_shown(partial_of(out))}; the same command goes on from there.")
    return count


def _shown(path: Path) -> str:
    """A path as a person would type it: relative where it lies below the working directory."""
    from hillfort.files.yaml.lines import shown_path

    return shown_path(path)


def note(sentence: str) -> None:
    """Something to know beside the answer."""
    console(error=True).print(sentence, markup=False)


def toll_table(summary: Mapping[str, Any]) -> PrintedTable:
    """One row for each number of protected places that is lost in a draw."""
    found = summary["toll"]
    table = PrintedTable(
        ("Protected places lost", "of all draws", "which", "days in enemy hands", "still lost at the end")
    )
    for row in found["lost"]:
        table.add_row(
            toll_words.how_many_lost(row["places"], len(found["places"])),
            numbers.chance(row["chance"]),
            toll_words.sets(row),
            numbers.span(row["days"], "days") if row["which"] else numbers.DASH,
            numbers.chance(row["still_lost"]) if row["still_lost"] else numbers.DASH,
        )
    return table


def objectives_table(summary: Mapping[str, Any]) -> PrintedTable:
    """One row an objective."""
    table = PrintedTable(("Objective", "lost", "lost at the end", "hour lost", "enemy at the outskirts"))
    for each in summary["objectives"]:
        mark = "" if each["protected"] else "*"
        table.add_row(
            f"{each['name']}{mark}",
            numbers.chance(each["lost_chance"]),
            numbers.chance(each["lost_at_end_chance"]),
            numbers.span(each["lost_h"], "h"),
            numbers.span(each["outskirts_h"], "h"),
        )
    return table


def comparison(summary: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """Paired differences of a comparison."""
    out = console()
    out.print(
        f"{words.title(summary)}: each measure against the baseline on the same luck.", style="bold", markup=False
    )
    if wanted("baseline", only):
        out.print(f"Baseline: {words.headline(summary)}", markup=False)
        out.print(words.hold(summary), markup=False)
    for option in summary["options"]:
        if not (wanted("costs", only) or wanted("differences", only)):
            break
        out.print()
        out.print(words.comparison(option, summary["draws"]), style="bold", markup=False)
        if "toll" in option and not option["identical"]:
            indented(out, f"With it: {toll_words.headline({**summary, 'toll': option['toll']})}")
        for ask in option["measures"] if wanted("costs", only) else ():
            indented(out, words.cost(ask))
        if not option["identical"] and wanted("differences", only):
            out.print(differences_table(option))
    if wanted("differences", only):
        out.print()
        out.print("Differences are option minus baseline, draw by draw, with 95 % intervals.", style="dim")


def differences_table(option: Mapping[str, Any]) -> PrintedTable:
    """One row an aspect."""
    table = PrintedTable(("", "baseline", "with it", "difference", "reads as"))
    for each in option["differences"]:
        table.add_row(
            each["title"],
            words.level(each["baseline"], each["unit"]),
            words.level(each["option"], each["unit"]),
            numbers.difference(each, each["unit"]),
            words.FINDINGS[each["finding"]],
        )
    return table


def interrupted(early: Interrupted, out: Path | None) -> None:
    """What is left after Ctrl-C, and how to go on."""
    stop.told()
    note(f"Interrupted after {early.done:,} of {early.wanted:,} draws.")
    if not _kept(out) and early.done:
        note("Nothing of them is kept." if out is not None else "Without --out nothing of them is kept.")


def check_draw(draw: int | None, draws: int) -> None:
    """A draw to be kept has to be one of those that are fought."""
    if draw is not None and not 0 <= draw < draws:
        found = f"draw {draw:,} is not among the {draws:,} that are fought."
        raise InputError(Problem("request", 0, "--trace", found, f"Allowed: 0 to {draws - 1:,}."), "the request")
