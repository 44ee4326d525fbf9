"""hillfort validate: what is published against what the model says."""

from __future__ import annotations

import math
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, Unpack

import typer
from rich.text import Text

from hillfort.cli import stop, validate_cities, validate_crises, validate_moves
from hillfort.cli.asking import Force, ForceJson, asking
from hillfort.cli.layout import PrintedTable
from hillfort.cli.output import Console
from hillfort.cli.registry import Reprint
from hillfort.cli.sections import Only, asked_for, wanted
from hillfort.foundation.errors import InputError, Problem
from hillfort.studies.asked import (
    CitiesAsked,
    CulminationAsked,
    MovesAsked,
    SanityAsked,
    ValidationAsked,
    WargameAsked,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any

    from hillfort.validation.anchors import Anchor
    from hillfort.validation.sanity import ProbeAnswer
    from hillfort.validation.wargame import CapitalFall, Sensitivity, WargameResult

app = typer.Typer(help="What is published against what the model says.", no_args_is_help=False)
app.command()(validate_crises.crises)
app.command()(validate_crises.plans)

SECTIONS = {
    "wins": "Wins by force ratio",
    "advance-by-the-law": "Advance by the law",
    "battles-left-out": "Battles left out",
    "wargame": "Wargame of 2016",
    "advance-rates": "Advance rates",
    "real-moves": "Real moves",
    "lines": "Lines of communication",
    "radar-horizon": "Radar horizon",
    "sorties": "Sorties",
    "losses-of-aircraft": "Losses of aircraft",
    "interception": "Interception",
    "leak-through": "Leak-through",
    "runways": "Runways",
    "presence": "Presence",
    "coverage": "Coverage",
    "active-fence": "Active Fence",
    "drawn-rings": "Drawn rings",
    "air-bands": "Bands",
    "salvo-exchange": "Salvo exchange",
    "salvo-with-luck": "Salvo with luck",
    "mines": "Mines",
    "convoys": "Convoys",
    "coastal-missiles": "Coastal missiles",
    "sealift": "Sealift",
    "sea-lanes": "Sea lanes",
    "sea-bands": "Bands from history",
    "three-to-one": "3:1 rule",
    "lanchester": "Lanchester",
    "epstein": "Epstein",
    "biddle": "Biddle",
}
"""Subjects that can be asked for, by a short name."""

WARGAME = {"anchors": "", "capitals": "", "drivers": ""}
"""Sections of the wargame that can be asked for."""
BATTLES = {"winner": "", "measures": "", "remarks": ""}
"""Sections of the scores of battles that can be asked for."""
Json = Annotated[Path | None, typer.Option("--json", help="File for the anchors as a list.")]


@app.callback(invoke_without_command=True)
@asking(ValidationAsked)
def validate(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option(help="Folder for report.html.")] = Path("validation"),
    json: Json = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[ValidationAsked],
) -> None:
    """What is published against what the model says: runs every validation and prints one table.

    A miss is a result, not an error: the exit code is 0, and DIFFERENCES.md explains each.

    Example: hillfort validate --out out/validation --json out/validation/anchors.json
    """
    if context.invoked_subcommand is not None:
        return
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # matrices this small are slower on several threads
    from hillfort import workbench
    from hillfort.cli import show
    from hillfort.report.parts import numbers

    sections = asked_for(only, SECTIONS)
    given = workbench.validation_given(**asked)
    workbench.check_validation(json, force=force)
    found: list[Anchor] = []
    with show.stopping(None), workbench.writing_validation(out, given, force=force, note=show.note) as place:
        try:
            for each in workbench.validate(given, stage=show.progress):
                found.append(each)  # noqa: PERF402  (an interruption keeps what was found)
        except KeyboardInterrupt as stopped:
            stop.told()
            answer(found, only=sections)
            show.note(f"Interrupted after {numbers.plural(len(found), 'anchor')}; no report was written.")
            raise typer.Exit(130) from stopped
        with show.whatever_happens(lambda _: answer(found, only=sections), {}):
            report = workbench.keep_validation(found, given, place=place, json=json)
    show.console().print(f"Report: {report}", markup=False)


@app.command()
@asking(WargameAsked)
def wargame(
    *,
    json: Json = None,
    force: ForceJson = False,
    only: Only = None,
    **asked: Unpack[WargameAsked],
) -> None:
    """The published wargame of 2016: hours to Riga or Tallinn, and what seven brigades would change.

    Example: hillfort validate wargame --draws 2000
    """
    from hillfort import workbench
    from hillfort.cli import show
    from hillfort.validation import wargame as measured

    sections = asked_for(only, WARGAME)
    given = workbench.validation_given(**asked)
    workbench.check_validation(json, force=force)
    with show.stopping(None), show.progress("wargame") as progress:
        found = measured.measure(given, progress)
    with show.whatever_happens(lambda _: _wargame(found, sections), {}):
        if json is not None:
            workbench.keep_anchors(found.anchors, json)


@app.command()
@asking(MovesAsked)
def deployments(
    file: Annotated[
        Path | None, typer.Argument(help="CSV file of moves; the shipped cases if not given.", show_default=False)
    ] = None,
    *,
    out: Annotated[Path | None, typer.Option(help="Folder for predictions.csv and scores.json.")] = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[MovesAsked],
) -> None:
    """Real moves: how many days each takes by road, rail, sea or air, and how near that is where the days are known.

    Below the table stands where a move lies outside the record that the model was fitted with.

    Example: hillfort validate deployments moves.csv --urgency urgent --ship-knots 24 --out out/deployments
    """
    from hillfort import workbench
    from hillfort.cli import show

    sections = asked_for(only, validate_moves.SECTIONS)
    writing = workbench.writing_deployments(out, file, force=force, note=show.note, **asked)
    with show.stopping(None), writing as place:
        found = workbench.deployments(file, **asked)
        with show.whatever_happens(lambda _: validate_moves.answer(found, only=sections), {}):
            if place is not None:
                workbench.keep_deployments(found, place)
    if out is not None:
        show.console().print(f"Written: {out / 'predictions.csv'}, {out / 'scores.json'}", markup=False)


@app.command()
@asking(CitiesAsked)
def cities(
    file: Annotated[
        Path | None,
        typer.Argument(help="CSV file of fights for cities; the shipped record if not given.", show_default=False),
    ] = None,
    *,
    out: Annotated[Path | None, typer.Option(help="Folder for predictions.csv and scores.json.")] = None,
    force: Force = False,
    only: Only = None,
    **asked: Unpack[CitiesAsked],
) -> None:
    """Fights for cities: days until each is taken and the chance of it, from what was known at the start, and scored.

    What came of a fight is never used for its prediction.
    Without a file each city of the record is left out of the fit in turn.

    Example: hillfort validate cities cities.csv --out out/cities
    """
    from hillfort import workbench
    from hillfort.cli import show

    sections = asked_for(only, validate_cities.SECTIONS)
    writing = workbench.writing_cities(out, file, force=force, note=show.note, **asked)
    with show.stopping(None), writing as place:
        found = workbench.cities(file, **asked)
        with show.whatever_happens(lambda _: validate_cities.answer(found, only=sections), {}):
            if place is not None:
                workbench.keep_cities(found, place)
    if out is not None:
        show.console().print(f"Written: {out / 'predictions.csv'}, {out / 'scores.json'}", markup=False)


@app.command()
@asking(SanityAsked)
def sanity(
    file: Annotated[
        Path | None,
        typer.Argument(help="YAML file of probes; those that are shipped if not given.", show_default=False),
    ] = None,
    **asked: Unpack[SanityAsked],
) -> None:
    """Probes: the same war with one thing otherwise, and whether the answer moves in the direction that it has to.

    What is not met is a result, not an error: the exit code is 0.

    Example: hillfort validate sanity --draws 100
    """
    from hillfort import workbench
    from hillfort.cli import show, validate_sanity

    found: list[ProbeAnswer] = []
    with show.stopping(None), show.stages("Probes") as (stage, _):
        found.extend(workbench.sanity(file, stage=stage, **asked))
    validate_sanity.answer(found)


@app.command()
@asking(CulminationAsked)
def culmination(
    *,
    json: Json = None,
    force: ForceJson = False,
    **asked: Unpack[CulminationAsked],
) -> None:
    """How far from its railheads an attacker can be supplied, beside the published 90 to 150 km.

    By the law of trucks, over the doubt about it; and in campaigns by course of action, unopposed and as it stands.
    A miss is a result: the exit code is 0.

    Example: hillfort validate culmination --draws 200
    """
    from hillfort import workbench
    from hillfort.cli import show, validate_culmination

    workbench.check_validation(json, force=force)
    with show.stopping(None), show.stages("Culmination") as (stage, _):
        found = workbench.culmination(stage=stage, **asked)
    with show.whatever_happens(lambda _: validate_culmination.answer(found), {}):
        if json is not None:
            workbench.keep_anchors(found.anchors, json)


@app.command()
def battles(
    file: Annotated[
        Path | None, typer.Argument(help="CSV file of battles; the shipped ones if not given.", show_default=False)
    ] = None,
    *,
    out: Annotated[Path, typer.Option(help="Folder for predictions.csv, scores.json and battles.html.")] = Path(
        "validation/battles"
    ),
    without: Annotated[list[str] | None, typer.Option(help="Leave a fact out: surprise.", show_default=False)] = None,
    cross_validate: Annotated[
        bool, typer.Option("--cross-validate", help="Leave each theatre, then each war, out of the fit in turn.")
    ] = False,
    force: Force = False,
    only: Only = None,
) -> None:
    """Real battles: who prevails, at what cost and how fast, predicted from what was known before, and scored.

    Outcomes in the file are never used for prediction.

    Example: hillfort validate battles battles.csv --out out/battles --without surprise
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # matrices this small are slower on several threads
    from hillfort import workbench
    from hillfort.cli import show
    from hillfort.foundation.errors import InputError, Problem, did_you_mean

    sections = asked_for(only, BATTLES)
    for each in without or []:
        if each != "surprise":
            raise InputError(
                Problem("request", 0, "--without", f"'{each}' cannot be left out.", did_you_mean(each, ["surprise"])),
                "the request",
            )
    if cross_validate:
        show.note(
            "Each theatre and then each war is left out in turn and the model is fitted anew: this takes half "
            "a minute or so."
        )
    with show.stopping(None):
        found = workbench.validate_battles(
            file,
            out=out,
            surprise=not without,
            cross_validate=cross_validate,
            force=force,
            told=partial(battles_answer, only=sections),
        )
    written = show.console()
    written.print(f"Predictions: {out / 'predictions.csv'}", markup=False)
    if found["decisive"] or found["measures"]:
        written.print(f"Scores: {out / 'scores.json'}. Page: {out / 'battles.html'}", markup=False)


def answer(anchors: Sequence[Anchor], *, only: Collection[str] = ()) -> None:
    """The table of all anchors, or of the subjects asked for, and how many of all are met."""
    from hillfort.cli import show
    from hillfort.validation.table import counted

    out = show.console()
    out.print(_anchors([each for each in anchors if not only or each.subject in {SECTIONS[name] for name in only}]))
    out.print()
    out.print(counted(anchors), style="bold")
    out.print(
        "Fitted: something in the model was chosen with the figure in sight. Intervals are 95 %, for what was "
        "sampled alone.",
        style="dim",
    )


def _anchors(anchors: Sequence[Anchor]) -> PrintedTable:
    from hillfort.report.validation import words as anchor_words

    table = PrintedTable(("Anchor", "published", "ours", "how", "verdict"))
    subject = ""
    for each in anchors:
        if each.subject != subject:
            subject = each.subject
            table.add_row(Text(subject, style="bold"))
        style = "green" if each.ok else "red"
        table.add_row(
            f"  {each.name}",
            anchor_words.published(each),
            anchor_words.ours(each),
            each.kind,
            Text(each.verdict, style=style),
        )
    return table


def _wargame(found: WargameResult, only: Collection[str]) -> None:
    """The anchors, both capitals, and what the hours rest on."""
    from hillfort.cli import show
    from hillfort.report.parts import numbers
    from hillfort.validation.wargame import SUBJECT

    out = show.console()
    out.print(f"{SUBJECT}: {numbers.plural(found.draws, 'draw')} of each posture", style="bold", markup=False)
    if wanted("anchors", only):
        out.print(_anchors(found.anchors))
        out.print()
    if wanted("capitals", only):
        out.print(_places(found.places))
        out.print(
            "Hours after H-hour: median and the range of four draws in five; never counts as the last hour.",
            style="dim",
        )
    if wanted("drivers", only):
        _drivers(out, found)


def _drivers(out: Console, found: WargameResult) -> None:
    """What the hours rest on, in both postures."""
    for title, rows in (
        ("What moves the hour at which the first capital is reached", found.without),
        ("With seven brigades: what moves the hour at which the first capital is reached", found.with_brigades),
    ):
        out.print()
        out.print(title, style="bold")
        out.print(_sensitivities(rows) if any(each.clear for each in rows) else "  Nothing stands out from chance.")
    out.print()
    out.print(
        f"Rank correlation over all draws with its 95 % interval, for {found.asked} assumptions; shown are "
        "those that chance "
        "alone would hardly produce.",
        style="dim",
    )


def _places(places: Sequence[CapitalFall]) -> PrintedTable:
    from hillfort.report.parts import numbers

    table = PrintedTable(("Capital", "", "enemy at its outskirts", "lost", "hour lost"))
    for each in places:
        chance = {"chance": each.lost_chance.chance, "low": each.lost_chance.low, "high": each.lost_chance.high}
        posture = "with seven brigades" if each.brigades else "as it was"
        table.add_row(
            each.name, posture, numbers.span(each.reached, "h"), numbers.chance(chance), numbers.span(each.lost, "h")
        )
    return table


def _sensitivities(rows: Sequence[Sensitivity]) -> PrintedTable:
    from hillfort.report.parts import numbers
    from hillfort.validation.wargame import STRONGEST

    table = PrintedTable(("Assumption", "rank correlation", "low third", "high third", "hours then"))
    for each in [row for row in rows if row.clear][:STRONGEST]:
        table.add_row(
            f"  {each.meaning}",
            f"{each.rank_correlation:+.2f} ({each.low:+.2f} to {each.high:+.2f})",
            numbers.about(each.low_value, each.unit),
            numbers.about(each.high_value, each.unit),
            f"{each.at_low:.0f} to {each.at_high:.0f}",
        )
    return table


def battles_answer(found: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    """Scores of each way of predicting beside its aims and the rules."""
    from hillfort.cli import show
    from hillfort.report.parts import numbers
    from hillfort.validation.battles.file import in_words

    answer = show.console()
    for name, run in found["runs"].items():
        known = f", {run['decisive']} won or lost" if run["decisive"] or run["measures"] else "; no outcome is known"
        answer.print(f"{numbers.plural(run['battles'], 'battle')}{known}: {name}", style="bold", markup=False)
        if "winner" in run and wanted("winner", only):
            table = PrintedTable(("", "Brier", "AUC", "accuracy", "balanced", "calibration error"))
            for rule, each in run["winner"].items():
                shown = [_score(each[measure]) for measure in ("auc", "accuracy", "balanced_accuracy", "ece")]
                table.add_row(f"  {rule}", _score(each["brier"], edges=True), *shown)
            answer.print(table)
            less = run["brier_less_than"]["three features"]
            answer.print(f"  Brier less that of three features: {_score(less, edges=True)}", markup=False)
        if wanted("measures", only):
            _war_by_war(answer, run)
            _scored(answer, run, found["unscored"])
        answer.print()
    if not wanted("remarks", only):
        return
    if "the shipped model" in found["runs"]:
        answer.print(found["sample"], style="bold", markup=False)
    for each in in_words(found["remarks"], found["battles"]):
        answer.print(each, style="dim", markup=False)


def _war_by_war(answer: Console, run: Mapping[str, Any]) -> None:
    """Scores of every war, and their means with each war counting once; nothing for a single war."""
    if len(run.get("by_war", ())) < 2 or not run["each_war_once"]:
        return
    table = PrintedTable(
        ("War by war", "won or lost", "Brier", "three features", "exchange in 80 %", "advance in 80 %")
    )
    columns = ("brier", "brier_three_features", "coverage_80_log_ler", "coverage_80_asinh_advance")
    every = {"war": "each war once", "decisive": run["decisive"], **run["each_war_once"]}
    for row in (*run["by_war"], every):
        known = [row.get(name) for name in columns]
        shown = [
            "–" if each is None else f"{each:.3f}" if place < 2 else f"{each:.0%}" for place, each in enumerate(known)
        ]
        table.add_row(f"  {row['war']}", str(row["decisive"]), *shown)
    answer.print(table)


def _scored(answer: Console, run: Mapping[str, Any], unscored: Mapping[str, Mapping[str, Sequence[int]]]) -> None:
    """Each score with how many battles it holds, and where those are that it does not."""
    from hillfort.validation.battles.unscored import FIELDS, WINNER, in_words

    if not run["decisive"] and not run["measures"]:
        return
    count = run["battles"]
    answer.print(f"  who prevails: {in_words(unscored.get(WINNER, {}), count)}", markup=False)
    for measure in FIELDS:
        held = in_words(unscored.get(measure, {}), count)
        if measure not in run["measures"]:
            answer.print(f"  {measure}: not scored, {held}", markup=False)
            continue
        each = run["measures"][measure]
        inside, mean = each["coverage_80"]["value"], each["rules"]["base rate"]["rmse"]
        words = (
            f"RMSE {each['rmse']['value']:.3f} (the mean alone: {_score(mean)}), {inside:.1%} inside the 80 % interval"
        )
        answer.print(f"  {measure}: {words}, {held}", markup=False)


def _score(each: Mapping[str, float | None], *, edges: bool = False) -> str:
    """A score to three decimals, with its interval if asked for; a dash where it does not exist."""
    if each["value"] is None or not math.isfinite(each["value"]):  # A file has null for what is not a number.
        return "–"
    interval = (
        f" ({each['low']:.3f} to {each['high']:.3f})"
        if edges and each["low"] is not None and math.isfinite(each["low"])
        else ""
    )
    return f"{each['value']:.3f}{interval}"


def _anchors_again(found: Sequence[Mapping[str, Any]], *, only: Collection[str] = ()) -> None:
    from hillfort.validation.anchors import Anchor

    answer([Anchor.from_dict(each) for each in found], only=only)


Made = TypeVar("Made")


def _kept(read: Callable[[Mapping[str, Any]], Made], found: Mapping[str, Any]) -> Made:
    try:
        return read(found["answer"])
    except (KeyError, TypeError, ValueError):
        said = "was written by another version, or is damaged."
        raise InputError(Problem("result.json", 0, "answer", said, "Run the command anew.")) from None


def _moves_again(found: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    from hillfort.workbench import answers

    validate_moves.answer(_kept(answers.deployments_of, found), only=only)


def _cities_again(found: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    from hillfort.workbench import answers

    validate_cities.answer(_kept(answers.cities_of, found), only=only)


def _forecasts_again(command: str, found: Mapping[str, Any], *, only: Collection[str] = ()) -> None:
    from hillfort.workbench.forecasts import Forecasts

    validate_crises.answer(_kept(lambda kept: Forecasts.of(command, dict(kept)), found), only=only)


AGAIN = {
    "validate": Reprint("anchors.json", _anchors_again, SECTIONS),
    "validate battles": Reprint("scores.json", battles_answer, BATTLES),
    "validate deployments": Reprint("result.json", _moves_again, validate_moves.SECTIONS),
    "validate cities": Reprint("result.json", _cities_again, validate_cities.SECTIONS),
    "validate crises": Reprint("result.json", partial(_forecasts_again, "validate crises"), validate_crises.SECTIONS),
    "validate plans": Reprint("result.json", partial(_forecasts_again, "validate plans"), validate_crises.SECTIONS),
}
