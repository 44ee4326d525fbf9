"""Whole jobs, from a scenario's name to a result folder: what `import hillfort` and the command line both call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem
from hillfort.studies.batches import Progress
from hillfort.studies.request import Asked, Request

if TYPE_CHECKING:
    from hillfort.files.checkpoints import Checkpoints
    from hillfort.files.deployments import Cases
    from hillfort.foundation.evidence import Evidence
    from hillfort.lines.moves import Prediction
    from hillfort.lines.moves_atlas import Ways
    from hillfort.lines.moves_legs import Move
    from hillfort.lines.checks import Check
    from hillfort.report.lines_shown import ShownLines
    from hillfort.report.notebook import ShownAssessment, ShownComparison
    from hillfort.studies.air import AirStudy
    from hillfort.studies.assess import Assessment
    from hillfort.studies.batches import Checkpoint
    from hillfort.studies.compare import Comparison
    from hillfort.studies.lines import LinesAnswer, Stage as Saying
    from hillfort.studies.lines_request import LinesAsked
    from hillfort.studies.sea import SeaStudy
    from hillfort.theatre.theatre import Theatre
    from hillfort.validation.anchors import Anchor, Given
    from hillfort.validation.table import Stage

MOVE_DRAWS = (100, 100_000)
"""Fewest and most draws for the days of a move."""
Named = Scenario | str
"""A scenario, or the name or path of one."""
Note = Callable[[str], None]
"""Told, in a sentence, what the user should know while a study runs."""


@dataclass(frozen=True)
class Deployments:
    """Real moves, what is predicted for each, and the scores."""

    cases: Cases
    predicted: Sequence[Prediction]
    scores: Mapping[str, Any]


def scenario(name: str, *, measures: Sequence[str] = ()) -> Scenario:
    """A scenario that ships with Hillfort, or one in a file, with measures applied in order.

    Raises
    ------
    InputError
        No such scenario or measure, or the file has problems: all of them are named.

    Examples
    --------
    >>> import hillfort as hf
    >>> hf.scenario("baltic-2019").days
    30
    """
    from hillfort.files import read

    return read.scenario(name, measures=_listed(measures))


def scenarios() -> list[str]:
    """Names of the scenarios that ship with Hillfort.

    >>> import hillfort as hf
    >>> "baltic-2019" in hf.scenarios()
    True
    """
    from hillfort.files import read

    return list(read.names())


def measures() -> list[str]:
    """Names of the measures that ship with Hillfort.

    >>> import hillfort as hf
    >>> len(hf.measures()) > 0
    True
    """
    from hillfort.files import read

    return list(read.measure_names())


def load_theatre(name: str) -> Theatre:
    """A theatre that ships with Hillfort, or one in a folder.

    >>> import hillfort as hf
    >>> hf.load_theatre("baltic").places["Narva"].country
    'EE'
    """
    from hillfort.files import theatre_files

    return theatre_files.load_theatre(name)


def assess(
    scenario: Named,
    *,
    measures: Sequence[str] = (),
    out: str | Path | None = None,
    trace: bool | int = True,
    progress: Progress | None = None,
    **asked: Unpack[Asked],
) -> ShownAssessment:
    """Is it enough? The chance that the protected places hold, with all that belongs to the answer.

    Parameters
    ----------
    scenario : Scenario or str
        A scenario, or the name or path of one.
    measures : sequence of str
        Applied in order; only with a scenario given by name.
    out : path, optional
        Folder for `result.json`, Parquet tables and `report.html`.
    trace : bool or int
        Keep one draw hour by hour: True for the one nearest the middle.
    progress : callable, optional
        Called with draws done and draws wanted.
    **asked
        coa (the scenario's first), draws (1000), days (the scenario's), seed (1), threads (all cores).

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
    from hillfort.report.notebook import ShownAssessment

    folder = Path(out) if out is not None else None
    chosen = resolve(scenario, measures)
    with writing(folder, chosen, **asked):
        found = study(chosen, out=folder, trace=trace, progress=progress, **asked)
        if folder is not None:
            save(found, folder)
    return ShownAssessment.of(found)


def compare(
    scenario: Named,
    *,
    measures: Sequence[str],
    out: str | Path | None = None,
    progress: Progress | None = None,
    **asked: Unpack[Asked],
) -> ShownComparison:
    """Does a measure change the answer? Each against the scenario as it is, draw by draw, on the same luck.

    Parameters
    ----------
    scenario : Scenario or str
        The baseline, by name; measures are applied to it.
    measures : sequence of str
        Each is one option; 'a+b' is a package of both.
    out, progress, **asked
        As in `assess`.

    Raises
    ------
    InputError
        Anything in the request is wrong; nothing has been computed then.

    Examples
    --------
    >>> import hillfort as hf
    >>> hf.compare("baltic-2019", measures=["seven-brigades-three-heavy"], draws=200)  # doctest: +SKIP
    """
    from hillfort.report.notebook import ShownComparison

    folder = Path(out) if out is not None else None
    baseline, variants = options(scenario, measures)
    with writing(folder, baseline, **asked):
        found = study_options(baseline, variants, out=folder, progress=progress, **asked)
        if folder is not None:
            save_comparison(found, folder)
    return ShownComparison.of(found)


def resolve(scenario: Named, measures: Sequence[str] = ()) -> Scenario:
    """The scenario itself, or the one of that name with measures applied."""
    if isinstance(scenario, str):
        return _read(scenario, measures)
    if measures:
        advice = "Pass the scenario's name, or apply measures with hf.scenario(name, measures=[...])."
        raise InputError(Problem("request", 0, "measures", "need a scenario given by name.", advice), "the request")
    return scenario


def options(scenario: Named, measures: Sequence[str]) -> tuple[Scenario, dict[str, Scenario]]:
    """The baseline and each measure applied to it; 'a+b' applies both."""
    if not isinstance(scenario, str):
        resolve(scenario, measures)
    if not measures:
        raise InputError(Problem("request", 0, "--measure", "is needed at least once."), "the request")
    name = str(scenario)
    measures = _listed(measures)
    return _read(name), {measure: _read(name, measure.split("+")) for measure in dict.fromkeys(measures)}


def _read(name: str, measures: Sequence[str] = ()) -> Scenario:
    from hillfort.files import read

    return read.scenario(name, measures=_listed(measures))


def _listed(measures: Sequence[str]) -> tuple[str, ...]:
    """The measures; a name alone, which is a sequence of letters, is refused."""
    if isinstance(measures, str):
        advice = f"Pass a list: measures=['{measures}']."
        raise InputError(Problem("request", 0, "measures", f"'{measures}' is text, not a list.", advice), "the request")
    return tuple(measures)


@contextmanager
def writing(out: Path | None, scenario: Scenario, **asked: Unpack[Asked]) -> Iterator[None]:
    """Check the request and the result folder, and hold the folder for this run alone; nothing to hold where None.

    Raises
    ------
    InputError
        The request is wrong, the folder cannot be used, or another run is writing to it.
    """
    from hillfort.files import lock, results
    from hillfort.studies import request

    request.check(scenario, **asked)
    if out is not None:
        results.check_folder(out)
    with lock.alone(out):
        yield


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
    from hillfort.studies import assess as studies_assess
    from hillfort.studies import request
    from hillfort.studies.batches import Interrupted

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
    from hillfort.studies import compare as studies_compare
    from hillfort.studies import request

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
    from hillfort.studies.batches import Checkpoint, usable

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
    from hillfort import __version__
    from hillfort.files.checkpoints import Checkpoints, StudyKey
    from hillfort.foundation.jit import kernel_digest

    key = StudyKey(__version__, kernel_digest(), scenario.hash, checked.coa, checked.seed, checked.days)
    return Checkpoints(out, key)


def save(found: Assessment, out: Path) -> Path:
    """Write the result folder of an assessment; the path of its report."""
    from hillfort.files import checkpoints, results
    from hillfort.report import figures, page
    from hillfort.studies import frames

    tables = {name: frames.columns(name, found.scenario, found.outcome) for name in frames.TABLES}
    if found.trace is not None:
        tables |= results.trace_tables(found.trace, found.scenario.theatre.cells.ids)
    picture = figures.png(figures.loss_map(found.scenario, found.outcome))
    documents: dict[str, str | bytes] = {"report.html": page.assessment(found), "map.png": picture}
    results.write_result(out, summary=found.summary, tables=tables, documents=documents)
    checkpoints.remove_partial(out)
    return out / "report.html"


def save_comparison(found: Comparison, out: Path) -> Path:
    """Write the result folder of a comparison; the path of its report."""
    from hillfort.files import checkpoints, results
    from hillfort.report import comparison_page

    frame = found.frame()
    table = {name: frame[name].to_numpy() for name in frame.columns}
    documents = {"report.html": comparison_page.comparison(found)}
    results.write_result(out, summary=found.summary, tables={"differences": table}, documents=documents)
    checkpoints.remove_partial(out)
    return out / "report.html"


def keep_trace(scenario: Scenario, *, draw: int, out: Path, **asked: Unpack[Asked]) -> Path:
    """Fight one draw again and write it hour by hour; the path of a page that replays it."""
    from hillfort.files import results
    from hillfort.report import replay_page
    from hillfort.studies import assess as studies_assess
    from hillfort.studies import request, summary

    checked = request.check(scenario, **asked)
    if not 0 <= draw < request.MOST_DRAWS:
        allowed = f"Allowed: 0 to {request.MOST_DRAWS - 1:,}."
        raise InputError(Problem("request", 0, "--draw", f"{draw:,} is out of range.", allowed), "the request")
    fought = studies_assess.lasting(scenario, checked.days)
    with writing(out, scenario, **asked):
        kept = studies_assess.replay(fought, coa=checked.coa, seed=checked.seed, draw=draw)
        head = summary.provenance(fought, checked.coa, checked.seed) | {"trace_draw": draw}
        documents = {"report.html": replay_page.replay(fought, kept, head)}
        tables = results.trace_tables(kept, fought.theatre.cells.ids)
        results.write_result(out, summary=head, tables=tables, documents=documents)
    return out / "report.html"


VALIDATION_DATA: dict[str, Callable[[], object]] = {
    "adjudication": lambda: _adjudication(),
    "moves": lambda: _moves(None)[1:],
}
"""Name of each shipped set of data that a validation asks for, and what reads it."""


def _adjudication() -> object:
    from hillfort.files import battles

    return battles.adjudication()


def validation_given(*, draws: int, seed: int, threads: int | None = None) -> Given:
    """What validations need: the shipped scenarios, and how many draws on which luck."""
    from hillfort.validation.anchors import Given

    return Given(_read, lambda name: VALIDATION_DATA[name](), draws=draws, seed=seed, threads=threads)


def check_validation(out: Path | None, json: Path | None) -> None:
    """Make sure that the report and the list can be written before anything is computed."""
    from hillfort.files import documents

    if out is not None:
        documents.check_place(out / "report.html", option="--out")
    if json is not None:
        documents.check_place(json, option="--json")


def validate(given: Given, *, stage: Stage) -> Iterator[Anchor]:
    """Anchors of every validation, one by one; see `hillfort.validation.table`."""
    from hillfort.studies import request
    from hillfort.validation import table

    request.check(given.scenario("baltic-2016", ()), draws=given.draws, seed=given.seed, threads=given.threads)
    return table.run(given, stage)


def keep_validation(anchors: Sequence[Anchor], given: Given, *, out: Path, json: Path | None = None) -> Path:
    """Write the report of a validation and, if asked for, the list of its anchors; the path of the report."""
    from hillfort.files import documents
    from hillfort.report import numbers, validation_page

    made = f"{numbers.plural(given.draws, 'draw')} of each campaign, seed {given.seed}"
    documents.write(out / "report.html", validation_page.validation(anchors, made=made))
    if json is not None:
        keep_anchors(anchors, json)
    return out / "report.html"


def keep_anchors(anchors: Sequence[Anchor], path: Path) -> None:
    """Write anchors as a JSON list."""
    from hillfort.files import documents
    from hillfort.files.results import strict_json

    documents.write(path, strict_json([each.as_dict() for each in anchors]))


def deployments(path: Path | None = None, *, draws: int = 999, seed: int = 1) -> Deployments:
    """Days that real moves take, predicted, and how near that is where the days are known.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    from hillfort.validation import deployments as real

    if not (MOVE_DRAWS[0] <= draws <= MOVE_DRAWS[1]):
        allowed = f"Allowed: {MOVE_DRAWS[0]:,} to {MOVE_DRAWS[1]:,}."
        raise InputError(Problem("request", 0, "--draws", f"{draws:,} is out of range.", allowed), "the request")
    cases, moves, ways, parameters = _moves(path)
    mine = real.predictions(moves, ways, parameters, draws=draws, seed=seed)
    return Deployments(cases, mine, real.scores(moves, mine))


def keep_deployments(found: Deployments, out: Path) -> None:
    """Write `predictions.csv` and `scores.json` to a folder."""
    from hillfort.files import deployments, documents
    from hillfort.validation.deployments import row_of

    rows = [row_of(move, mine) for move, mine in zip(found.cases.moves, found.predicted)]
    for name, text in deployments.results_of(found.cases, rows, found.scores).items():
        documents.write(out / name, text)


def _moves(path: Path | None) -> tuple[Cases, Sequence[Move], Ways, Mapping[str, Evidence]]:
    from hillfort.files import deployments, theatre_files
    from hillfort.lines.moves_atlas import Ways

    cases = deployments.read_cases(path)
    ways = Ways(deployments.shipped_atlas(), theatre_files.load_theatre("baltic"))
    return cases, cases.moves, ways, deployments.shipped_parameters()


def sea_study(
    scenario: Named, *, measures: Sequence[str] = (), draws: int = 1000, days: int | None = None, seed: int = 1,
    out: Path | None = None, progress: Progress | None = None,
) -> SeaStudy:  # fmt: skip
    """The sea of a scenario; with measures, also against the same without them, on the same luck.

    Raises
    ------
    InputError
        The scenario has no sea, anything in the request is wrong, or the folder cannot be used.
    """
    from hillfort.files import results
    from hillfort.studies import sea

    if out is not None:
        results.check_folder(out)
    chosen = resolve(scenario, measures)
    baseline = _read(scenario) if measures and isinstance(scenario, str) else None
    return sea.study(chosen, baseline=baseline, draws=draws, days=days, seed=seed, progress=progress)


def save_sea(found: SeaStudy, out: Path) -> Path:
    """Write the result folder of a study of the sea: `sea.json`, `sea-map.png`, `sea-curves.png`."""
    from hillfort.files import results
    from hillfort.report import figures, sea_pictures

    head = {key: found.summary[key] for key in ("format", "hillfort", "complete", "scenario", "measures", "seed", "draws", "days")}
    documents: dict[str, str | bytes] = {
        "sea.json": results.strict_json(found.summary),
        "sea-map.png": figures.png(sea_pictures.lane_map(found)),
        "sea-curves.png": figures.png(sea_pictures.curves(found)),
    }
    results.write_result(out, summary=head | {"study": "sea"}, tables={}, documents=documents)
    return out


def air_study(
    scenario: Named, *, measures: Sequence[str] = (), coa: str | None = None, day: str | None = None, draws: int = 300, seed: int = 1
) -> AirStudy:
    """The air of a scenario: policing, defence, coverage by altitude, leak-through, presence, the sky day by day.

    Raises
    ------
    InputError
        The scenario has no air order, or anything in the request is wrong.
    """
    from hillfort.studies import air

    return air.study(resolve(scenario, measures), coa=coa, day=day, draws=draws, seed=seed)


def save_air(found: AirStudy, out: Path) -> Path:
    """Write the result folder of a study of the air: `air.json`, its pictures, and a page with them; the page's path."""
    from hillfort.files import results
    from hillfort.report import air_page

    head = {key: found.summary[key] for key in ("hillfort", "complete", "kind", "scenario", "measures", "seed", "draws", "coa", "date")}
    pictures = air_page.pictures(found)
    documents: dict[str, str | bytes] = {"air.json": results.strict_json(found.summary), "air.html": air_page.page(found, pictures)}
    documents |= {f"{name}.png": picture for name, picture in pictures.items()}
    results.write_result(out, summary=head, tables={}, documents=documents)
    return out / "air.html"


def validate_battles(
    file: Path | None = None, *, out: Path, surprise: bool = True, cross_validate: bool = False, progress: Progress | None = None
) -> dict[str, Any]:
    """Predict battles, score what is known of them, write `predictions.csv`, `scores.json` and `battles.html`.

    Returns the content of `scores.json`, of which the first run is the one in `predictions.csv`.

    Raises
    ------
    InputError
        Every problem of the file, or nothing in it to learn from.
    """
    from hillfort.files import battles as files
    from hillfort.files import documents, results
    from hillfort.report import battles_page
    from hillfort.validation import battles_scores

    cases = files.read(file)
    documents.check_place(out / "predictions.csv", option="--out")
    shipped = files.read()
    known = {each.isqno: each.fight for each in shipped}
    seen = sum(known.get(each.isqno) == each.fight for each in cases)
    found = battles_scores.study(
        cases, shipped, files.adjudication(surprise=surprise), surprise=surprise, cross_validate=cross_validate, progress=progress
    )
    summary: dict[str, Any] = {"file": str(file or files.SHIPPED.name), "surprise": surprise, "fitted_to": seen} | found.summary
    documents.write(out / "predictions.csv", files.predictions_text(cases, found.prediction))
    if not found.scored:
        documents.forget(out / "scores.json", out / "battles.html")
    else:
        documents.write(out / "scores.json", results.strict_json(summary))
        title = f"Battles of {summary['file']}" + ("" if surprise else ", without surprise")
        documents.write(out / "battles.html", battles_page.battles(title, summary["runs"], in_sample=bool(seen) and not cross_validate))
    return summary


def lines(
    scenario: Named, *, measures: Sequence[str] = (), out: str | Path | None = None, progress: Progress | None = None, **asked: Unpack[LinesAsked]
) -> ShownLines:  # fmt: skip
    """Are they cut off? What arrives when, what limits it, what isolates the region, what to cut first, what to fortify.

    Parameters
    ----------
    scenario : Scenario or str
        A scenario, or the name or path of one.
    measures : sequence of str
        Applied in order; only with a scenario given by name.
    out : path, optional
        Folder for `lines.json`, `report.html`, `map.png` and `curves.png`.
    progress : callable, optional
        Called with draws done and draws wanted.
    **asked
        close (groups lost beforehand), attack (3), fortify (2), by (day 30), draws (200), seed (1).

    Raises
    ------
    InputError
        Anything in the request is wrong, or the theatre has no lines of communication; nothing has been computed then.

    Examples
    --------
    >>> from hillfort import workbench
    >>> answer = workbench.lines("baltic-2019", attack=3, draws=0)  # doctest: +SKIP
    >>> answer.summary["isolating_set"]["groups"]  # doctest: +SKIP
    """
    from hillfort.report.lines_shown import ShownLines

    folder = Path(out) if out is not None else None
    found = lines_study(scenario, measures=measures, out=folder, progress=progress, **asked)
    if folder is not None:
        save_lines(found, folder)
    return ShownLines.of(found)


def lines_study(
    scenario: Named, *, measures: Sequence[str] = (), out: Path | None = None, stage: Saying | None = None,
    progress: Progress | None = None, **asked: Unpack[LinesAsked],
) -> LinesAnswer:  # fmt: skip
    """The lines of communication of a scenario; see `lines`. `stage` is told what is being computed."""
    from hillfort.files import lines_files, results
    from hillfort.studies import lines as studies_lines

    if out is not None:
        results.check_folder(out)
    chosen = resolve(scenario, measures)
    network = lines_files.network(chosen.theatre)
    return studies_lines.study(
        chosen, network=network, movement=lines_files.shipped_movement(), stage=stage, progress=progress, **asked
    )


def save_lines(found: LinesAnswer, out: Path) -> Path:
    """Write the result folder of a study of lines; the path of its report."""
    from hillfort.files import results
    from hillfort.report import figures, lines_curves, lines_map, lines_page

    picture, curves = figures.png(lines_map.lines_map(found), dpi=170), figures.png(lines_curves.curves(found))
    head = {key: found.summary[key] for key in ("format", "hillfort", "complete", "scenario", "measures", "seed", "draws")}
    documents: dict[str, str | bytes] = {
        "lines.json": results.strict_json(found.summary), "map.png": picture, "curves.png": curves,
        "report.html": lines_page.lines(found, picture),
    }  # fmt: skip
    results.write_result(out, summary=head | {"study": "lines"}, tables={}, documents=documents)
    return out / "report.html"


def lines_check(scenario: Named) -> tuple[str, list[Check]]:
    """Name of a scenario's theatre, and what has to be true of its network."""
    from hillfort.files import lines_files
    from hillfort.lines import checks

    theatre = resolve(scenario).theatre
    return theatre.name, checks.check(lines_files.network(theatre))
