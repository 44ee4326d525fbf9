"""Reading a theatre's recipe and overlay: strict YAML, all problems at once, each with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from hillfort.files.yaml import positions
from hillfort.files.yaml.lines import read_yaml
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import GRADE
from hillfort.theatre.overlay import Overlay
from hillfort.theatre.recipe import LAYERS, Check, Recipe

Shape = TypeVar("Shape")

RECIPE_FILE = "recipe.yaml"

KINDS = ("town", "capital", "port", "airfield", "crossing", "military")

NARROWEST_MM, WIDEST_MM = 600, 2000
"""Gauges of railways that carry formations."""

MAX_BYTES = 4_000_000


def theatre_home() -> Path:
    """Folder of the theatres that come with the package."""
    return Path(__file__).resolve().parents[2] / "data" / "theatres"


def theatre_names() -> list[str]:
    """Names of the theatres that come with the package."""
    return sorted(folder.name for folder in theatre_home().iterdir() if (folder / RECIPE_FILE).is_file())


def theatre_folder(name_or_path: str) -> Path:
    """Folder of a theatre: one that comes with the package, or any folder that holds a recipe or a manifest.

    Raises `InputError` with the nearest name when there is none.
    """
    shipped = theatre_home() / name_or_path
    if name_or_path in theatre_names():
        return shipped
    path = Path(name_or_path)
    if any((path / name).is_file() for name in (RECIPE_FILE, "manifest.json")):
        return path
    advice = did_you_mean(name_or_path, theatre_names())
    raise InputError(Problem("theatre", 0, "", f"'{name_or_path}' is neither a theatre nor a folder of one.", advice))


def read_checks(folder: Path) -> dict[str, Check]:
    """The checks of a theatre's recipe; none where the folder has no recipe."""
    path = folder / RECIPE_FILE
    return _read(path, Recipe).checks if path.is_file() else {}


def read_recipe(folder: Path) -> tuple[Recipe, Overlay]:
    """The recipe of a folder and the overlay it names. Raises `InputError` with every problem found."""
    path = folder / RECIPE_FILE
    recipe = _read(path, Recipe)
    problems = [
        Problem(str(path), 0, "sources", f"layer '{layer}' is not known.", did_you_mean(layer, LAYERS))
        for layer in recipe.sources
        if layer not in LAYERS
    ]
    west, south, east, north = recipe.bounds
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        problems.append(Problem(str(path), 0, "bounds", f"{recipe.bounds} is not west, south, east, north."))
    if not 3 <= recipe.resolution <= 8:
        problems.append(Problem(str(path), 0, "resolution", f"{recipe.resolution} is outside 3 to 8."))
    overlay_path = folder / recipe.overlay
    overlay = _read(overlay_path, Overlay)
    problems += _overlay_problems(overlay, str(overlay_path))
    problems += positions.problems(read_yaml(overlay_path), recipe.bounds)
    if problems:
        raise InputError(problems)
    return recipe, overlay


def _overlay_problems(overlay: Overlay, file: str) -> list[Problem]:
    problems = [
        Problem(file, 0, f"sources.{key}", f"grade '{cited.grade}' is not an Admiralty grade (A1 to F6).")
        for key, cited in overlay.sources.items()
        if not GRADE.match(cited.grade)
    ]
    groups = ("places", "links", "stretches", "rivers", "barriers", "areas")
    for group in groups:
        for entry in getattr(overlay, group):
            where = f"{group}.{entry.name}"
            problems += _cited(entry, where, overlay, file)
            for bridge in getattr(entry, "bridges", ()):
                problems += _cited(bridge, f"{where}.bridges.{bridge.name}", overlay, file)
    for country, gauge in overlay.gauges.items():
        problems += _cited(gauge, f"gauges.{country}", overlay, file)
        if not NARROWEST_MM <= gauge.mm <= WIDEST_MM:
            found = f"{gauge.mm} mm is outside {NARROWEST_MM} to {WIDEST_MM}."
            problems.append(Problem(file, 0, f"gauges.{country}.mm", found))
    for mark in overlay.places:
        for kind in mark.kinds:
            if kind not in KINDS:
                problems.append(
                    Problem(file, 0, f"places.{mark.name}", f"kind '{kind}' is not one.", did_you_mean(kind, KINDS))
                )
    for area in overlay.areas:
        if not 0.0 <= area.low <= area.share <= area.high <= 1.0:
            problems.append(Problem(file, 0, f"areas.{area.name}", "needs 0 <= low <= share <= high <= 1."))
    return problems


def _cited(entry: Any, where: str, overlay: Overlay, file: str) -> list[Problem]:
    found = []
    if entry.source not in overlay.sources:
        advice = did_you_mean(entry.source, overlay.sources)
        found.append(Problem(file, 0, where, f"source '{entry.source}' is not one of its sources.", advice))
    if not GRADE.match(entry.grade):
        found.append(Problem(file, 0, where, f"grade '{entry.grade}' is not an Admiralty grade (A1 to F6)."))
    return found


def _read(path: Path, shape: type[Shape]) -> Shape:
    """A YAML file as a dataclass."""
    from pydantic import TypeAdapter, ValidationError
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    if not path.is_file():
        raise InputError(Problem(str(path), 0, "", "this file does not exist."))
    if path.stat().st_size > MAX_BYTES:
        raise InputError(Problem(str(path), 0, "", f"it is larger than {MAX_BYTES} bytes."))
    try:
        tree = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputError(Problem(str(path), line, "", f"it is not YAML: {error.problem}.")) from None
    except (UnicodeDecodeError, RecursionError) as error:
        raise InputError(Problem(str(path), 0, "", f"it cannot be read: {type(error).__name__}.")) from None
    try:
        return TypeAdapter(shape).validate_python(tree)
    except ValidationError as error:
        raise InputError([_problem(path, tree, item) for item in error.errors()]) from None


def _problem(path: Path, tree: Any, item: Any) -> Problem:
    trail = [step for step in item["loc"] if not _is_branch(step)]
    found = "is not a field here." if item["type"] == "unexpected_keyword_argument" else f"{item['msg']}."
    return Problem(str(path), _line(tree, trail), ".".join(map(str, trail)), found)


def _is_branch(step: Any) -> bool:
    return isinstance(step, str) and (step == "str" or step.startswith(("tuple[", "function-")))


def _line(tree: Any, trail: list[Any]) -> int:
    line = 0
    for step in trail:
        marks = getattr(tree, "lc", None)
        try:
            if marks is not None:
                line = (marks.key(step) if isinstance(step, str) else marks.item(step))[0] + 1
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            break
    return line
