"""Validations: known results, real moves and battles, each predicted, scored and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.progress import Progress
from hillfort.foundation.version import VERSION
from hillfort.studies import asked as requests
from hillfort.studies.asked import CitiesAsked, CulminationAsked, MovesAsked, SanityAsked, ValidationAsked
from hillfort.workbench import answers
from hillfort.workbench.inputs import named
from hillfort.workbench.places import Note, claimed, study_of_file

if TYPE_CHECKING:
    from hillfort.files.battles.cities import CityCases
    from hillfort.files.lines.deployments import Cases, Habits
    from hillfort.files.results.place import ResultPlace
    from hillfort.foundation.evidence import Evidence
    from hillfort.ground.city.law import CityPrediction
    from hillfort.lines.moves.atlas import MoveAtlas
    from hillfort.lines.moves.legs import Move
    from hillfort.lines.moves.moves import MovePrediction
    from hillfort.validation.anchors import Anchor, Given
    from hillfort.validation.battles.file import Battle
    from hillfort.validation.cities import CityCampaign
    from hillfort.validation.culmination import Culmination
    from hillfort.validation.sanity import ProbeAnswer
    from hillfort.validation.table import Stage


@dataclass(frozen=True)
class Deployments:
    """Real moves, what is predicted for each, and the scores."""

    cases: Cases
    predicted: Sequence[MovePrediction]
    scores: Mapping[str, Any]
    outside: Sequence[Sequence[str]] = ()
    """Of each move, where it lies outside the shipped record."""
    habits: Habits | None = None
    """What holds for moves whose line does not say it."""


@dataclass(frozen=True)
class Cities:
    """Fights for cities, what is predicted for each, and the scores by way of predicting."""

    cases: CityCases
    predicted: Sequence[CityPrediction]
    scores: Mapping[str, Mapping[str, Any]]
    left_out: bool
    """Each fight was predicted by a law that was fitted without it."""
    fitted_to: tuple[str, ...] = ()
    """Fights of the file that the shipped law was fitted to, as far as their names say so."""
    campaigns: Sequence[CityCampaign] = ()
    """The campaign's own duration of a fight for a city beside the law's; empty where it was not asked for."""


VALIDATION_DATA: dict[str, Callable[[], object]] = {
    "adjudication": lambda: _adjudication(),
    "battles": lambda: _battles(),
    "earlier battles": lambda: _earlier_battles(),
    "lines": lambda: _network(),
    "moves": lambda: _moves(None, None)[1:],
    "sea_lengths": lambda: _sea_lengths(),
}
"""Name of each shipped set of data that a validation asks for, and what reads it."""


def _network() -> object:
    from hillfort.files.lines import read as lines_files
    from hillfort.files.theatre import artefact as theatre_files

    return lines_files.network(theatre_files.load_theatre("baltic"))


def _sea_lengths() -> object:
    from hillfort.files.sea import read as sea_files

    return sea_files.published_lengths()


def _adjudication() -> object:
    from hillfort.files.battles import read as battles

    return battles.adjudication()


def _battles() -> object:
    from hillfort.files.battles import read as battles

    return battles.read(), battles.wealth()


def validation_given(**asked: Unpack[ValidationAsked]) -> Given:
    """What validations need: the shipped scenarios, and how many draws on which luck."""
    from hillfort.validation.anchors import Given

    return Given(named, lambda name: VALIDATION_DATA[name](), **requests.checked(ValidationAsked, asked))


def check_validation(json: Path | None, *, force: bool = False) -> None:
    """Make sure that the list can be written before anything is computed."""
    from hillfort.files.results import documents

    if json is not None:
        documents.check_place(json, option="--json", force=force)


@contextmanager
def writing_validation(
    out: Path, given: Given, *, force: bool = False, note: Note | None = None
) -> Iterator[ResultPlace]:
    """Hold the folder of the report of every validation; other files may be there. The place for `keep_validation`.

    Raises
    ------
    InputError
        The folder cannot be used, or another run is writing to it.
    """
    study = study_of_file("validate", None, draws=given.draws, asked={"seed": given.seed})
    names = ("report.html", "anchors.json", "result.json")
    with claimed(out, study, names=names, force=force, shared=True, note=note) as place:
        if place is not None:
            yield place


@contextmanager
def writing_deployments(
    out: Path | None,
    file: Path | None,
    *,
    force: bool = False,
    note: Note | None = None,
    **asked: Unpack[MovesAsked],
) -> Iterator[ResultPlace | None]:
    """Hold the folder of the days of real moves; the place for `keep_deployments`, None where `out` is None.

    Raises
    ------
    InputError
        The folder cannot be used, or another run is writing to it.
    """
    given = requests.checked(MovesAsked, asked)
    unusual = requests.unusual(MovesAsked, given)
    told = {"seed": given["seed"]} | {name: unusual[name] for name in unusual if name not in ("draws", "seed")}
    study = study_of_file("validate deployments", file, draws=given["draws"], asked=told)
    names = ("predictions.csv", "scores.json", "result.json")
    with claimed(out, study, names=names, force=force, shared=True, note=note) as place:
        yield place


def _head(place: ResultPlace) -> dict[str, Any]:
    """The summary of a validation, whose numbers are in files beside it."""
    return {"format": 1, "hillfort": VERSION, "complete": True, "study": place.study.command, **place.study.as_dict()}


def validate(given: Given, *, stage: Stage) -> Iterator[Anchor]:
    """Anchors of every validation, one by one; see `hillfort.validation.table`."""
    from hillfort.studies import request
    from hillfort.validation import table

    request.check(given.scenario("baltic-2016", ()), draws=given.draws, seed=given.seed, threads=given.threads)
    return table.run(given, stage)


def keep_validation(anchors: Sequence[Anchor], given: Given, *, place: ResultPlace, json: Path | None = None) -> Path:
    """Write the report of a validation and, if asked for, the list of its anchors; the path of the report."""
    from hillfort.files.results import folder as results
    from hillfort.report.parts import numbers
    from hillfort.report.validation import page as validation_page

    made = f"{numbers.plural(given.draws, 'draw')} of each campaign, seed {given.seed}"
    pages = {
        "report.html": validation_page.validation(anchors, made=made),
        "anchors.json": results.strict_json([each.as_dict() for each in anchors]),
    }
    results.write_result(place, summary=_head(place), tables={}, documents=pages)
    if json is not None:
        keep_anchors(anchors, json)
    return place.folder / "report.html"


def keep_anchors(anchors: Sequence[Anchor], path: Path) -> None:
    """Write anchors as a JSON list."""
    from hillfort.files.results import documents
    from hillfort.files.results.folder import strict_json

    documents.write(path, strict_json([each.as_dict() for each in anchors]))


def deployments(path: Path | None = None, **asked: Unpack[MovesAsked]) -> Deployments:
    """Days that real moves take, predicted, and how near that is where the days are known.

    `urgency`, `phase` and `ship_knots` hold for moves whose line does not say them.

    Raises
    ------
    InputError
        Every problem of the file; ends in the sea; waters that no road, railway or known ports lead over.
    """
    from hillfort.files.lines import deployments as files
    from hillfort.files.lines.deployments import Habits
    from hillfort.validation import deployments as real
    from hillfort.validation.outside import record

    given = requests.checked(MovesAsked, asked)
    habits = Habits(given["urgency"], given["phase"], given["ship_knots"])
    cases, moves, ways, parameters = _moves(path, habits)
    problems = [
        Problem(cases.file, line, each.where, f"{move.case}: {each.found}", each.advice)
        for line, move in zip(cases.lines, moves, strict=True)
        for each in real.refusals(move, ways)
    ]
    if problems:
        raise InputError(problems, cases.file)
    known = record(files.read_cases().moves)
    mine = real.predictions(moves, ways, parameters, known=known, draws=given["draws"], seed=given["seed"])
    return Deployments(cases, mine, real.scores(moves, mine), [known.outside(move) for move in moves], habits)


def keep_deployments(found: Deployments, place: ResultPlace) -> None:
    """Write `predictions.csv` and `scores.json` to a folder."""
    from hillfort.files.lines import deployments
    from hillfort.files.results import folder as results
    from hillfort.validation.deployments import row_of

    each = zip(found.cases.moves, found.predicted, found.outside or [()] * len(found.predicted), strict=True)
    rows = [row_of(move, mine) | {"outside_record": "; ".join(outside)} for move, mine, outside in each]
    texts: dict[str, str | bytes] = dict(deployments.results_of(found.cases, rows, found.scores))
    head = _head(place) | {"answer": answers.deployments_data(found)}
    results.write_result(place, summary=head, tables={}, documents=texts)


@contextmanager
def writing_cities(
    out: Path | None,
    file: Path | None,
    *,
    force: bool = False,
    note: Note | None = None,
    **asked: Unpack[CitiesAsked],
) -> Iterator[ResultPlace | None]:
    """Hold the folder of the predictions of cities; the place for `keep_cities`, None where `out` is None.

    Raises
    ------
    InputError
        The folder cannot be used, or another run is writing to it.
    """
    given = requests.checked(CitiesAsked, asked)
    study = study_of_file(
        "validate cities", file, draws=given["draws"], asked={"seed": given["seed"], "campaigns": given["campaigns"]}
    )
    names = ("predictions.csv", "scores.json", "result.json")
    with claimed(out, study, names=names, force=force, shared=True, note=note) as place:
        yield place


def cities(path: Path | None = None, **asked: Unpack[CitiesAsked]) -> Cities:
    """Days until cities are taken and the chance of it, from what was known at the start;
    scored where outcomes are known.

    Without a file the shipped record is predicted, each city by a law that was fitted without it. With `campaigns` that
    many draws of a campaign for one city are held against the law.

    Raises
    ------
    InputError
        Every problem of the file; draws out of range.
    """
    from hillfort.files.battles import cities as files
    from hillfort.validation import cities as law

    given = requests.checked(CitiesAsked, asked)
    draws, seed = given["draws"], given["seed"]
    cases, record, parameters = files.read_cities(path), files.read_cities(), files.shipped_parameters()
    if path is None:
        mine, plain = law.left_out(cases.fights, cases.outcomes, parameters, draws=draws, seed=seed)
    else:
        mine = law.predictions(cases.fights, parameters, draws=draws, seed=seed)
        plain = [law.baseline(each.name, record.outcomes) for each in cases.fights]
    found = {law.MODEL: law.scores(mine, cases.outcomes), law.BASELINE: law.scores(plain, cases.outcomes)}
    known = () if path is None else law.familiar(cases.fights, record.fights)
    fought: Sequence[CityCampaign] = ()
    if given["campaigns"]:
        fought = law.one_city(named(str(files.ONE_CITY)), parameters, draws=given["campaigns"], seed=seed)
    return Cities(cases, mine, found, path is None, known, fought)


def sanity(
    path: Path | None = None, *, stage: Callable[[str], None] | None = None, **asked: Unpack[SanityAsked]
) -> Iterator[ProbeAnswer]:
    """Probes, one after the other: what became of each expectation. Without a file those that are shipped.

    Raises
    ------
    InputError
        Every problem of the file; draws out of range.
    """
    from hillfort.files.scenario import probes
    from hillfort.validation import sanity as validation

    given = requests.checked(SanityAsked, asked)
    name, found = probes.read(path) if path is not None else probes.read()
    yield from validation.sanity(named(name), found, stage=stage, **given)


def culmination(*, stage: Callable[[str], None] | None = None, **asked: Unpack[CulminationAsked]) -> Culmination:
    """How far from its railheads an attacker can be supplied: by the law of trucks, and by ground in campaigns.

    Raises
    ------
    InputError
        Draws out of range.
    """
    from hillfort.validation import culmination as validation

    given = requests.checked(CulminationAsked, asked)
    return validation.measure(named(validation.SCENARIO), stage=stage, **given)


def keep_cities(found: Cities, place: ResultPlace) -> None:
    """Write `predictions.csv` and `scores.json` to a folder."""
    from hillfort.files.battles import cities as files
    from hillfort.files.results import folder as results

    summary = {"left_out": found.left_out, "fitted_to": list(found.fitted_to), "scores": found.scores}
    summary["campaigns"] = [asdict(each) for each in found.campaigns]
    summary["remarks"] = list(found.cases.remarks)
    texts: dict[str, str | bytes] = dict(files.results_of(found.predicted, summary))
    head = _head(place) | {"answer": answers.cities_data(found)}
    results.write_result(place, summary=head, tables={}, documents=texts)


def _earlier_battles() -> object:
    from hillfort.files.battles import read as battles

    return battles.read(battles.EARLIER)


def _moves(path: Path | None, habits: Habits | None) -> tuple[Cases, Sequence[Move], MoveAtlas, Mapping[str, Evidence]]:
    from hillfort.files.lines import deployments
    from hillfort.files.theatre import artefact as theatre_files
    from hillfort.lines.moves.atlas import MoveAtlas

    cases = deployments.read_cases(path, habits or deployments.HABITS)
    ways = MoveAtlas(deployments.shipped_atlas(), theatre_files.load_theatre("baltic"))
    return cases, cases.moves, ways, deployments.shipped_parameters()


def _others(earlier: Sequence[Battle], cases: Sequence[Battle]) -> list[Battle]:
    """The earlier battles that a file does not hold itself."""
    own = {each.isqno for each in cases}
    return [each for each in earlier if each.isqno not in own]


def validate_battles(
    file: Path | None = None,
    *,
    out: Path,
    surprise: bool = True,
    cross_validate: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    told: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, Any]:
    """Predict battles, score what is known of them, write `predictions.csv`, `scores.json` and `battles.html`.

    `told` is given the scores before anything is written, so that a full disk does not take them. Returns the content
    of `scores.json`, of which the first run is the one in `predictions.csv`.

    Raises
    ------
    InputError
        Every problem of the file, nothing in it to learn from, or the folder cannot be used.
    """
    from hillfort.files.battles import read as files
    from hillfort.files.results import folder as results
    from hillfort.report.validation import battles as battles_page
    from hillfort.validation.battles import file as known_battles
    from hillfort.validation.battles import sample, unscored
    from hillfort.validation.battles import scores as battles_scores

    cases = files.read(file)
    shipped = files.read()
    seen = sample.familiar(cases, shipped, files.wealth())
    asked = {"surprise": surprise, "cross-validate": cross_validate}
    names = ("predictions.csv", "scores.json", "battles.html", "result.json")
    study = study_of_file("validate battles", file, draws=0, asked=asked)
    with claimed(out, study, names=names, force=force, shared=True) as place:
        found = battles_scores.study(
            cases,
            shipped,
            files.adjudication(surprise=surprise),
            earlier=_others(files.read(files.EARLIER), cases) if cross_validate else (),
            surprise=surprise,
            cross_validate=cross_validate,
            progress=progress,
        )
        remarks = known_battles.remarks(cases, files.wealth()) | {"alike": found.prediction.alike()}
        summary: dict[str, Any] = {
            "file": str(file or files.SHIPPED.name),
            "surprise": surprise,
            "fitted_to": len(seen.found),
            "perhaps_fitted_to": len(seen.perhaps),
            "sample": sample.in_words(seen),
            "unscored": unscored.unscored(cases),
            "remarks": remarks,
        }
        summary |= found.summary
        if told is not None:
            told(summary)
        texts: dict[str, str | bytes] = {"predictions.csv": files.predictions_text(cases, found.prediction)}
        if found.scored:
            title = f"Battles of {summary['file']}" + ("" if surprise else ", without surprise")
            words = known_battles.in_words(remarks, len(cases))
            if not cross_validate:
                words = [summary["sample"], *words]
            in_sample = bool(seen.found or seen.perhaps) and not cross_validate
            texts["scores.json"] = results.strict_json(summary)
            texts["battles.html"] = battles_page.battles(
                title, summary["runs"], in_sample=in_sample, remarks=words, unscored=summary["unscored"]
            )
        if place is not None:
            results.write_result(place, summary=_head(place), tables={}, documents=texts)
    return summary
