"""Assessments and comparisons, from a scenario's name to a result folder that a stopped run goes on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.progress import Progress
from hillfort.studies.asked import Asked, ReplayAsked, taking
from hillfort.studies.request import Request
from hillfort.workbench.inputs import Given, Named, resolve, sides
from hillfort.workbench.places import Note, claimed, study_of

if TYPE_CHECKING:
    import numpy as np

    from hillfort.campaign.outcome import Outcome
    from hillfort.files.results.checkpoints import Checkpoints, StudyKey
    from hillfort.files.results.place import ResultPlace
    from hillfort.report.campaign.notebook import ShownAssessment, ShownComparison
    from hillfort.studies.campaign.assessment import Assessment
    from hillfort.studies.campaign.batches import Checkpoint
    from hillfort.studies.campaign.compare import Comparison
    from hillfort.studies.campaign.retold import Again

TRACE_TABLES = ("trace_units", "trace_control")
"""Tables of one draw hour by hour."""
EVENTS = "events"
"""Table of what happened in one draw."""


@taking(Asked)
def assess(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    out: str | Path | None = None,
    trace: bool | int = True,
    progress: Progress | None = None,
    force: bool = False,
    **asked: Unpack[Asked],
) -> ShownAssessment:
    """Is it enough? The chance that the protected places hold, with all that belongs to the answer.

    Parameters
    ----------
    scenario : Scenario, str, path or mapping
        A scenario, or the name, path or content of one.
    measures : sequence of str, path or mapping
        Applied in order.
    out : path, optional
        Folder for `result.json`, Parquet tables and `report.html`.
    trace : bool or int
        Keep one draw hour by hour: True for the one nearest the middle.
    progress : callable, optional
        Called with draws done and draws wanted.
    force : bool
        Let the result take the place of another study's in `out`; files that are not Hillfort's are never replaced.
    **asked
        Options of `Asked`.

    Raises
    ------
    InputError
        Anything in the request is wrong; nothing has been computed then.

    Examples
    --------
    >>> import hillfort as hf
    >>> result = hf.assess("marrow", draws=50, seed=1, trace=False)
    >>> result.summary["draws"]
    50
    """
    from hillfort.report.campaign.notebook import ShownAssessment

    folder = Path(out) if out is not None else None
    chosen = resolve(scenario, measures)
    with writing(folder, chosen, force=force, **asked) as place:
        found = study(chosen, out=folder, trace=trace, progress=progress, **asked)
        if place is not None:
            found = surrounded(found)
            save(found, place)
    return ShownAssessment.of(found)


@taking(Asked)
def compare(
    *scenarios: Named,
    measures: Sequence[Given] = (),
    out: str | Path | None = None,
    progress: Progress | None = None,
    force: bool = False,
    **asked: Unpack[Asked],
) -> ShownComparison:
    """Does it change the answer? Scenarios against the first of them, draw by draw, on the same luck.

    Parameters
    ----------
    *scenarios : Scenario, str, path or mapping
        The baseline first; the others are options. With `measures` the baseline is enough.
    measures : sequence of str, path or mapping
        Each, laid on the baseline, is one option more; 'a+b' is a package of both.
    out, progress, force
        As in `assess`.
    **asked
        Options of `Asked`; the course of action and the days are the baseline's where none are given.

    Raises
    ------
    InputError
        Anything in the request is wrong; nothing has been computed then.

    Examples
    --------
    >>> import hillfort as hf
    >>> sooner = hf.scenario("marrow").vary({"courses_of_action.both-coasts.warning_h": 200}, reason="A try.")
    >>> found = hf.compare("marrow", sooner, draws=20)
    >>> [each.address for each in found.result.options[0].differs]
    ['courses_of_action.both-coasts.warning_h']
    """
    from hillfort.report.campaign.notebook import ShownComparison

    folder = Path(out) if out is not None else None
    baseline, variants = sides(scenarios, measures)
    with writing(folder, baseline, options=variants, force=force, **asked) as place:
        found = study_options(baseline, variants, out=folder, progress=progress, **asked)
        if place is not None:
            save_comparison(found, place)
    return ShownComparison.of(found)


@contextmanager
def writing(
    out: Path | None,
    scenario: Scenario,
    *,
    options: Mapping[str, Scenario] | None = None,
    force: bool = False,
    note: Note | None = None,
    **asked: Unpack[Asked],
) -> Iterator[ResultPlace | None]:
    """Check the request of an assessment, or of a comparison where there are options,
    and hold the result folder for this run.

    Gives the place for `save` or `save_comparison`; None where `out` is None. `note` is told what will be replaced.

    Raises
    ------
    InputError
        The request is wrong, the folder cannot be used, or another run is writing to it.
    """
    from hillfort.studies import request

    checked = request.check(scenario, **asked)
    told = checked.told()
    if options is None:
        study, names = study_of("assess", scenario, draws=checked.draws, asked=told), _assessment_names()
    else:
        told["options"] = {name: each.hash for name, each in options.items()}
        study = study_of("compare", scenario, draws=checked.draws, asked=told)
        names = ["differences.parquet", "report.html", "result.json"]
    with claimed(out, study, names=names, force=force, note=note) as place:
        yield place


def _assessment_names() -> list[str]:
    """Files that the result folder of an assessment may hold."""
    from hillfort.report.campaign import assumptions
    from hillfort.studies.campaign import frames

    tables = [f"{name}.parquet" for name in (*frames.TABLES, *TRACE_TABLES)]
    return [*tables, "report.html", "map.png", assumptions.LIST, "result.json"]


def study(
    scenario: Scenario,
    *,
    out: Path | None = None,
    trace: bool | int = True,
    progress: Progress | None = None,
    note: Note | None = None,
    **asked: Unpack[Asked],
) -> Assessment:
    """Assess, keeping draws in `OUT.partial` while the study runs; a later call of the same goes on from there.

    On Ctrl-C the answer of the draws so far is kept there too, marked as not complete. Nothing is written to `out`
    itself: see `save`.
    """
    from hillfort.studies import request
    from hillfort.studies.campaign import assess as studies_assess
    from hillfort.studies.campaign.batches import Interrupted

    checked = request.check(scenario, **asked)
    if out is None:
        return studies_assess.assess(scenario, trace=trace, progress=progress, **asked)
    kept = _checkpoints(scenario, checked, out)
    checkpoint = _going_on([kept], checked, note)[0]
    try:
        return studies_assess.assess(scenario, trace=trace, progress=progress, checkpoint=checkpoint, **asked)
    except Interrupted as stop:
        if stop.outcome is not None:
            so_far = studies_assess.conclude(studies_assess.lasting(scenario, checked.days), stop.outcome)
            kept.keep_summary(so_far.summary, stop.wanted)
        raise
    finally:
        _tell_trouble([kept], note)


def study_options(
    baseline: Scenario,
    options: Mapping[str, Scenario],
    *,
    out: Path | None = None,
    progress: Progress | None = None,
    note: Note | None = None,
    **asked: Unpack[Asked],
) -> Comparison:
    """Compare, keeping the draws of the baseline and of each option in `OUT.partial`, as `study` does."""
    from hillfort.studies import request
    from hillfort.studies.campaign import compare as studies_compare

    checked = request.check(baseline, **asked)
    if out is None:
        return studies_compare.compare(baseline, options=options, progress=progress, **asked)
    scenarios = [baseline, *options.values()]
    kept = [_checkpoints(each, checked, out) for each in scenarios]
    found = {id(each): place for each, place in zip(scenarios, _going_on(kept, checked, note), strict=True)}
    try:
        return studies_compare.compare(
            baseline, options=options, progress=progress, checkpoint=lambda each: found[id(each)], **asked
        )
    finally:
        _tell_trouble(kept, note)


def _going_on(kept: Sequence[Checkpoints], checked: Request, note: Note | None) -> list[Checkpoint]:
    """What was kept of each study by an earlier run, and where new draws go."""
    from hillfort.studies.campaign.batches import Checkpoint, usable

    done = [tuple(usable(each.load(), checked.draws)) for each in kept]
    distinct = {each.folder: parts for each, parts in zip(kept, done, strict=True)}
    count = sum(part.draws for parts in distinct.values() for part in parts)
    if count and note is not None:
        note(f"{count:,} draws of this study were kept in {kept[0].partial}: going on from there.")
    return [Checkpoint(parts, each.keep) for parts, each in zip(done, kept, strict=True)]


def _tell_trouble(kept: Sequence[Checkpoints], note: Note | None) -> None:
    for trouble in dict.fromkeys(each.trouble for each in kept if each.trouble):
        if note is not None:
            note(trouble)


def _checkpoints(scenario: Scenario, checked: Request, out: Path) -> Checkpoints:
    from hillfort.files.results.checkpoints import Checkpoints
    from hillfort.studies.campaign.assess import lasting

    fought = lasting(scenario, checked.days)
    return Checkpoints(out, _key(fought.hash, checked.coa, checked.seed, checked.days))


def _key(scenario_hash: str, coa: str, seed: int, days: int) -> StudyKey:
    from hillfort.files.results.checkpoints import StudyKey
    from hillfort.foundation.jit import kernel_digest
    from hillfort.foundation.version import VERSION

    return StudyKey(VERSION, kernel_digest(), scenario_hash, coa, seed, days)


def _draws_kept(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Names of the folders in which draws of these outcomes were kept while they were fought."""
    keys = [_key(each.scenario_hash, each.coa, each.seed, each.days) for each in outcomes]
    return tuple(dict.fromkeys(key.digest() for key in keys))


def surrounded(found: Assessment, *, stage: Note | None = None) -> Assessment:
    """The assessment with what it hangs on, and the air, the sea and the lines around it, as its report tells them.

    Takes about as long again as the draws themselves.
    """
    import dataclasses

    from hillfort.files.scenario.hinge_settings import shipped_hinges
    from hillfort.studies.campaign.hinges import hang_on
    from hillfort.studies.campaign.spread import apportioned
    from hillfort.studies.surroundings.study import with_around

    if found.around is not None:
        return found
    hinges = hang_on(found.scenario, found.outcome, shipped_hinges(), stage=stage)
    spread = apportioned(found.scenario, found.outcome, stage=stage)
    more = {"hinges": hinges, "spread": spread}
    return with_around(dataclasses.replace(found, summary=found.summary | more), stage=stage)


def save(found: Assessment, place: ResultPlace) -> Path:
    """Write the result folder of an assessment; the path of its report. Sections in the air, at sea and on lines:
    see `surrounded`.

    `place` comes from `writing`.
    """
    from hillfort.files.results import checkpoints
    from hillfort.files.results import folder as results
    from hillfort.files.tables import write
    from hillfort.report.campaign import assumptions, figures, page
    from hillfort.report.parts import pictures
    from hillfort.studies.campaign import frames

    tables = {name: frames.columns(name, found.scenario, found.outcome) for name in frames.TABLES}
    if found.trace is not None:
        tables |= results.trace_tables(found.trace, found.scenario.theatre.cells.ids)
    picture = pictures.png(figures.loss_map(found.scenario, found.outcome))
    documents: dict[str, str | bytes] = {
        "report.html": page.assessment(found),
        "map.png": picture,
        assumptions.LIST: write.text(assumptions.LIST_HEAD, assumptions.list_rows(found.scenario, found.outcome.coa)),
    }
    kept = _draws_kept([found.outcome])
    results.write_result(place, summary=found.summary, tables=tables, documents=documents, draws_kept=kept)
    checkpoints.remove_partial(place.folder, kept)
    return place.folder / "report.html"


def save_comparison(found: Comparison, place: ResultPlace) -> Path:
    """Write the result folder of a comparison; the path of its report. `place` comes from `writing`."""
    from hillfort.files.results import checkpoints
    from hillfort.files.results import folder as results
    from hillfort.report.campaign import comparison as comparison_page

    frame = found.frame()
    table = {name: frame[name].to_numpy() for name in frame.columns}
    documents = {"report.html": comparison_page.comparison(found)}
    kept = _draws_kept([found.baseline, *found.options.values()])
    tables = {"differences": table}
    results.write_result(place, summary=found.summary, tables=tables, documents=documents, draws_kept=kept)
    checkpoints.remove_partial(place.folder, kept)
    return place.folder / "report.html"


def keep_trace(
    scenario: Scenario,
    *,
    out: Path,
    draw: int | None = None,
    force: bool = False,
    note: Note | None = None,
    progress: Progress | None = None,
    **asked: Unpack[ReplayAsked],
) -> Again:
    """Fight one draw again and write it hour by hour, with its events and a page that replays it (`report.html`)."""
    from hillfort.files.results import folder as results
    from hillfort.report.campaign import replay as replay_page
    from hillfort.studies.campaign import retold

    wanted = retold.check(scenario, draw=draw, **asked)
    names = [*(f"{name}.parquet" for name in (*TRACE_TABLES, EVENTS)), f"{EVENTS}.csv", "report.html", "result.json"]
    study = study_of("trace", scenario, draws=0, asked=wanted.told())
    with claimed(out, study, names=names, force=force, note=note) as place:
        found = retold.again(wanted, progress=progress)
        documents: dict[str, str | bytes] = {
            "report.html": replay_page.replay(found.scenario, found.trace, found.summary),
            f"{EVENTS}.csv": results.event_list(found.summary["events"]),
        }
        tables = again_tables(found)
        if place is not None:
            results.write_result(place, summary=found.summary, tables=tables, documents=documents)
    return found


def again_tables(found: Again) -> dict[str, dict[str, np.ndarray]]:
    """Tables of one draw again: units, control and events."""
    from hillfort.files.results import folder as results

    ids = found.scenario.theatre.cells.ids
    return results.trace_tables(found.trace, ids) | {EVENTS: results.event_table(found.events, ids)}
