"""Scenarios and measures from files: the one crossing between what is written and what a campaign is run from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hillfort.campaign.barriers import problems as barrier_problems
from hillfort.campaign.correlated import correlation_problems
from hillfort.campaign.landings import problems as landing_problems
from hillfort.campaign.scenario import Scenario, unfit_lines
from hillfort.files.air import read as air_files
from hillfort.files.battles.read import adjudication
from hillfort.files.crisis import read as crisis_files
from hillfort.files.evidence.read import domain_problems, shipped_assumptions, source_problems, sources_of
from hillfort.files.forces.known import Known
from hillfort.files.forces.templates import templates_of
from hillfort.files.lines import read as lines_files
from hillfort.files.lines.any_theatre import shipped_assumptions as of_any_theatre
from hillfort.files.scenario.assemble import Assembler, land_cells, with_places
from hillfort.files.scenario.claims import BeforeAndAfter, unkept
from hillfort.files.scenario.measures import MeasureFile, _fitting, _twice, read_measure_file
from hillfort.files.scenario.patches import Beyond, clashes, evidence_node, fits, is_laid_later, resolved
from hillfort.files.scenario.references import reference_problems
from hillfort.files.scenario.schema import MeasureEntry, PlaceEntry, ScenarioEntry
from hillfort.files.sea import read as sea_files
from hillfort.files.theatre.place_names import Gazetteer
from hillfort.files.yaml import positions
from hillfort.files.yaml.compose import composed, laid
from hillfort.files.yaml.given import Given, path_of, tree_of
from hillfort.files.yaml.lines import YamlNode, plain, read_yaml, shorten
from hillfort.files.yaml.shipped import is_path, resolve, shipped
from hillfort.files.yaml.structure import locate, validated
from hillfort.forces.template import Templates
from hillfort.foundation import addressed
from hillfort.foundation.addresses import Address, parse
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import JUDGEMENT, Evidence
from hillfort.ground.adjudication import MODERN_YEAR
from hillfort.ground.fitted import as_evidence
from hillfort.lines.ways_in import Lines
from hillfort.theatre.theatre import Theatre

MAX_PROBLEMS = 500
"""Problems that are listed one by one."""


def names() -> list[str]:
    """Names of the scenarios that come with the package, sorted."""
    return shipped("scenario")


def title(name_or_path: str) -> str:
    """What a scenario is called, from its file or else from its base; the rest of it is not checked.

    Examples
    --------
    >>> title("marrow")
    'The peninsula of Marrow (invented)'
    """
    file = resolve("scenario", name_or_path)
    own = read_yaml(file)
    found = own if "title" in own.items else composed(file, [])[0]
    return str(plain(found.items["title"])) if "title" in found.items else ""


def scenario(name_or_path: Given, *, measures: Sequence[Given] = (), theatre: Theatre | None = None) -> Scenario:
    """The scenario of that name or file, with measures applied in order.

    Parameters
    ----------
    name_or_path : str, path or mapping
        Name of a shipped scenario, path of a YAML file (with a folder or `.yaml` in it), or the content of such a file.
    measures : sequence of the same
        Measures.
    theatre : Theatre, optional
        In place of the one that the file names.

    Raises
    ------
    InputError
        Everything that is wrong with the files, at once, each with file and line.

    Examples
    --------
    >>> scenario("marrow").theatre.name
    'marrow'
    """
    problems: list[Problem] = []
    root, asked = _laid(name_or_path, measures, problems)
    return _assembled(root, asked, theatre, problems, _File(name_or_path, tuple(measures), theatre))


def lineage(name_or_path: Given) -> list[str]:
    """Names of a scenario and of the scenarios that it is a patch to, itself first; the rest of it is not checked.

    >>> lineage("baltic-2025")
    ['baltic-2025', 'baltic-2019']
    """
    own = tree_of("scenario", name_or_path)
    return composed(path_of("scenario", name_or_path), [], own=own)[1]


@dataclasses.dataclass(frozen=True)
class _File:
    """What was asked for when a scenario was read."""

    name_or_path: Given
    measures: tuple[Given, ...]
    theatre: Theatre | None

    def read(self, measures: Sequence[Any]) -> Scenario:
        """The scenario as its files say it, with measures on top of those it was read with."""
        return scenario(self.name_or_path, measures=(*self.measures, *measures), theatre=self.theatre)


def whole_text(name_or_path: str, *, measures: Sequence[str] = ()) -> str:
    """A scenario as one YAML file, bases and measures worked in; read again, it is the same scenario.

    Raises
    ------
    InputError
        Everything that is wrong with the files.
    """
    import io

    from ruamel.yaml import YAML

    scenario(name_or_path, measures=measures)
    root, asked = _laid(name_or_path, measures, [])
    data = _lists(plain(root))
    if (ground := root.get("theatre")) is not None and ground.text and is_path(ground.text):
        data["theatre"] = str(Path(_beside(ground.text, ground.file)).resolve())  # Wherever this text is kept.
    for file in asked:
        for key, source in file.entry.sources.items():
            data.setdefault("sources", {}).setdefault(key, source.model_dump(exclude_defaults=True))
    writer: Any = YAML(typ="safe", pure=True)
    page = io.StringIO()
    writer.allow_unicode, writer.default_flow_style, writer.width = True, False, 120
    writer.sort_base_mapping_type_on_output = False
    writer.dump(data, page)
    return page.getvalue()


def _lists(data: Any) -> Any:
    """Tuples as lists, as YAML has them."""
    if isinstance(data, dict):
        return {key: _lists(value) for key, value in data.items()}
    return [_lists(value) for value in data] if isinstance(data, tuple) else data


def _laid(
    name_or_path: Given, measures: Sequence[Given], problems: list[Problem]
) -> tuple[YamlNode, list[MeasureFile]]:
    """The scenario's file with its bases and the measures worked in, and the measures."""
    own = tree_of("scenario", name_or_path)
    root, lineage = composed(path_of("scenario", name_or_path), problems, _whole, own=own)
    root = _whole(root)
    asked = [read_measure_file(measure) for measure in measures]
    unfit = [problem for file in asked for problem in _fitting(file, lineage)] + _twice(asked)
    if unfit:  # What it patches is then not there, and would be reported field by field.
        raise InputError([*problems, *unfit], root.file)
    return _with_measures(root, asked, lineage, problems), asked


def _with_measures(root: YamlNode, asked: list[MeasureFile], lineage: list[str], problems: list[Problem]) -> YamlNode:
    """The scenario with measures laid on it in order, if they may be laid together."""
    beyond = _beyond(root)
    base, settings = root, []
    for file in asked:
        worked = resolved(file.patch_on(lineage), base, root, beyond, problems, why=file.measure.title)
        settings.append((file.measure.name, worked.settings))
        root = laid(root, worked.patch, problems)
    if found := clashes(settings):
        raise InputError(_presentable([*problems, *found]), base.file)
    for file in asked:
        alone = (
            root if len(asked) == 1 else laid(base, resolved(file.patch_on(lineage), base, base, beyond, []).patch, [])
        )
        problems += unkept(file.claims, BeforeAndAfter(base, alone, beyond), lineage[0])
    return root


def _beyond(root: YamlNode) -> Beyond:
    """Numbers of the package under a scenario, from the scenario itself: it is made when one is asked for."""
    made: list[Scenario] = []

    def found(pattern: Address) -> dict[Address, YamlNode]:
        if not is_laid_later(pattern):
            return {}
        if not made:
            made.append(_assembled(root, [], None, [], _File("", (), None)))
        return {
            steps: evidence_node(number, root)
            for steps, number in addressed.numbers(made[0])
            if fits(pattern, steps) and isinstance(number, Evidence)
        }

    return found


def _whole(root: YamlNode) -> YamlNode:
    """The scenario with the orders for the sea and the air that it names as bases worked in."""
    return air_files.based(sea_files.based(root))


def json_schema(*, measure: bool = False) -> dict[str, Any]:
    """The JSON Schema of a scenario file, or of a measure file, for editors."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    if measure:
        return {"$schema": dialect, **MeasureEntry.model_json_schema()}
    whole = ScenarioEntry.model_json_schema()
    parts = whole.pop("$defs")
    patch = {
        "description": "A patch to the scenario named in `base`: mappings merge key by key, lists and evidence are "
        "replaced whole, null deletes.",
        "properties": dict.fromkeys(ScenarioEntry.model_fields, True),
        "required": ["version", "name", "base"],
        "additionalProperties": False,
    }
    choice = {"if": {"required": ["base"]}, "then": patch, "else": {"$ref": "#/$defs/ScenarioEntry"}}
    return {
        "$schema": dialect,
        "title": "Scenario",
        "type": "object",
        **choice,
        "$defs": {**parts, "ScenarioEntry": whole},
    }


def _assembled(
    root: YamlNode, asked: list[MeasureFile], theatre: Theatre | None, problems: list[Problem], origin: _File
) -> Scenario:
    """Check everything, then build; all problems are raised together."""
    templates, template_file = templates_of(root, problems)
    air_types = air_files.air_types_of(root, problems)
    assumptions, assumption_file = shipped_assumptions()
    law = adjudication(by_wealth=_by_wealth(root))
    assumptions = assumptions | as_evidence(law, modern=_is_modern(root))
    theatre = theatre or _theatre(root, problems)
    gazetteer, ground, bare = None, "", theatre
    if theatre is not None:
        ground = theatre.content_digest
        theatre = with_places(theatre, _own_places(root))
        gazetteer = Gazetteer(theatre.places.values())
    extra = {key for file in asked for key in file.entry.sources}
    entry, structure = validated(ScenarioEntry, root)
    if bare is not None:
        structure += positions.problems(root, bare.bounds, _country_fits(bare))
    known = Known(root, templates, gazetteer, theatre.countries if theatre else (), assumptions, frozenset(extra))
    if theatre is None:
        known.countries = tuple(_countries(root))
    sea_files.reference_problems(known)
    crisis_files.reference_problems(known)
    air_files.reference_problems(known, theatre.bounds if theatre else None, air_types)
    problems += structure + reference_problems(known) + source_problems(root, extra)
    problems += domain_problems(root, _units(assumptions))
    lines = _lines(entry, bare, root, templates, ground, problems)
    if entry is None or theatre is None or bare is None or gazetteer is None or problems:
        raise InputError(_presentable(problems), root.file)
    sources = {**assumption_file.sources, **template_file.sources}
    for file in asked:
        sources |= sources_of(file.entry.sources)
    sources |= sources_of(entry.sources)
    if entry.sea is not None:
        sources = {**sea_files.shipped_assumptions()[1].sources, **sources}
    if entry.air is not None:
        sources = {**air_files.shipped_sources(), **air_types.sources, **sources}
    sources = {**crisis_files.shipped()[1], **sources}
    if lines is not None:
        sources = {**lines_files.lines_sources(theatre.name), **sources}
    assembler = Assembler(entry, theatre, gazetteer, templates, sources, air_types, lines)
    made = assembler.scenario(assumptions, law, tuple(file.measure for file in asked), origin)
    wrong = [*addressed.problems(made), *correlation_problems(made, also_fixed=bool(asked))]
    wrong += _unsourced(made)
    if lines is not None:
        changed = {f"lines.assumptions.{name}": lines.curation.assumptions[name] for name in lines.overridden}
        wrong += unfit_lines(made, changed)
    wrong += [*landing_problems(made), *barrier_problems(made)]
    if wrong:
        raise InputError(_presentable([_in_file(root, problem) for problem in wrong]), root.file)
    return made


def _unsourced(made: Scenario) -> list[Problem]:
    """Correlations whose source is not listed."""
    keys = {*made.sources, JUDGEMENT}
    return [
        Problem(
            made.name,
            0,
            f"correlations[{index}].source",
            f"'{each.source}' is not one of the sources.",
            did_you_mean(each.source, keys),
        )
        for index, each in enumerate(made.correlations)
        if each.source not in keys
    ]


def _units(assumptions: dict[str, Evidence]) -> dict[str, str]:
    """Unit of every parameter of the campaign, the sea and the air by its name."""
    everywhere = {**of_any_theatre()[0], **sea_files.shipped_assumptions()[0]}
    everywhere |= crisis_files.shipped()[0].assumptions
    everywhere |= {**air_files.shipped_air_assumptions()[0], **assumptions}
    return {name: each.unit for name, each in everywhere.items()}


def _in_file(root: YamlNode, problem: Problem) -> Problem:
    """A problem at an address, with the line of what stands there."""
    node, _ = locate(root, parse(problem.where))
    return node.problem(problem.where, problem.found, problem.advice)


def _lines(
    entry: ScenarioEntry | None,
    theatre: Theatre | None,
    root: YamlNode,
    templates: Templates,
    ground: str,
    problems: list[Problem],
) -> Lines | None:
    """The lines of communication, where anybody comes by them or the file speaks of them."""
    said = root.get("lines") is not None or root.get("movement") is not None
    if theatre is None or not (said or (entry is not None and _anybody_comes(entry))):
        return None
    try:
        return lines_files.lines_for(theatre, root, templates.types, key=ground)
    except InputError as error:
        problems += error.problems
    return None


def _anybody_comes(entry: ScenarioEntry) -> bool:
    """Whether a formation of the defender's comes by a way in."""
    return any(each.side == "blue" and each.ways_in for each in entry.formations.values())


def _by_wealth(root: YamlNode) -> bool:
    """Whether the law may presume that the richer side has the better army."""
    part = root.get("law")
    node = part.get("wealth") if part is not None else None
    return node is None or node.text != "off"


def _is_modern(root: YamlNode) -> bool:
    """Whether the war that the file describes is younger than the battles that the law is fitted to."""
    node = root.get("date")
    return node is None or str(node.text)[:4] >= str(MODERN_YEAR)


def _theatre(root: YamlNode, problems: list[Problem]) -> Theatre | None:
    """The theatre that the file names; what is wrong with it is a problem of that line."""
    from hillfort.files.theatre.artefact import load_theatre

    node = root.get("theatre")
    if node is None or not node.text:
        return None
    day = root.get("date")
    try:
        return load_theatre(_beside(node.text, node.file), date=day.text if day else None)
    except InputError as error:
        found = [(_in_theatre(problem), problem.advice) for problem in error.problems]
    except (OSError, ValueError) as error:
        found = [(f"'{shorten(node.text)}' cannot be read: {shorten(str(error), 200)}.", "")]
    problems += [node.problem("theatre", text, advice) for text, advice in found]
    return None


def _country_fits(theatre: Theatre) -> positions.Fits:
    """Whether a country of a file may lie at a point of the theatre: its own land there, or water; none given fits."""

    def fits(country: str, lat: float, lon: float) -> bool:
        (cell,) = land_cells(theatre, [(lat, lon)])
        there = theatre.countries[theatre.cells.country[cell]] if cell >= 0 else None
        return not country or country == there or (there is None and country in theatre.countries)

    return fits


def _in_theatre(problem: Problem) -> str:
    """What is wrong with a theatre, with its file and column where there are any."""
    parts = [problem.file, *([problem.where] if problem.where else []), problem.found]
    return shorten(problem.found if problem.file == "theatre" else ": ".join(parts), 300)


def _beside(written: str, file: str) -> str:
    """A path as seen from here, where it was written as seen from a file; a name stays a name."""
    return str(Path(file).parent / written) if is_path(written) else written


def _own_places(root: YamlNode) -> dict[str, PlaceEntry]:
    """The scenario's own places, those that are well formed."""
    listed = root.get("places")
    found: dict[str, PlaceEntry] = {}
    for name, node in (listed.items if listed else {}).items():
        try:
            found[name] = PlaceEntry.model_validate(plain(node))
        except ValidationError:
            continue  # Reported with the structure of the whole file.
    return found


def _countries(root: YamlNode) -> list[str]:
    """Countries that the file itself names: taken on trust where the theatre could not be read."""
    sides = root.get("sides")
    lists = [node.get(name) for node in (sides.items if sides else {}).values() for name in ("countries", "may_enter")]
    return [entry.text for listed in lists if listed for entry in listed.list if entry.text]


def _once(problems: set[Problem]) -> list[Problem]:
    """Problems of one kind at one place of a file, where `*` stands for many addresses, as one; others as they are.

    Fields that are absent from one place stay apart: of two steps, the last may differ only for numbers out of bounds.
    """
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for each in sorted(problems):
        address = re.sub(r"\.(value|low|high)$", "", each.where)
        bare = address.count(".") == 1 and re.search(r"\d", each.found)
        ends = address.partition(".")[0], "" if bare else address.rpartition(".")[2]
        kind = (each.file, each.line, *ends, re.sub(r"-?[\d.,]+", "0", each.found)) if each.line else (each,)
        alike.setdefault(kind, []).append(each)
    told: dict[tuple[str, int], tuple[Problem, set[str]]] = {}
    kept: list[Problem] = []
    for found in alike.values():
        wheres = {re.sub(r"\.(value|low|high)$", "", each.where) for each in found}
        if len(wheres) == 1:
            kept += found
            continue
        first, before = told.get((found[0].file, found[0].line), (found[0], set()))
        told[first.file, first.line] = first, before | wheres
    more = (
        dataclasses.replace(one, found=f"{one.found} So at {len(at) - 1} more addresses.") for one, at in told.values()
    )
    return [*kept, *more]


def _presentable(problems: list[Problem]) -> list[Problem]:
    """Each problem once, sorted; of more than anybody reads, the first, and how many there are."""
    found = sorted(_once(set(problems)))
    if len(found) <= MAX_PROBLEMS:
        return found
    last = found[MAX_PROBLEMS - 1]
    return [
        *found[:MAX_PROBLEMS],
        Problem(last.file, last.line, "…", f"and {len(found) - MAX_PROBLEMS:,} more problems."),
    ]
