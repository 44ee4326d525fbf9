"""Building a theatre from its recipe and writing the artefact."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hillfort.files.theatre.artefact import save_theatre
from hillfort.files.theatre.recipe import RECIPE_FILE, read_recipe, theatre_folder
from hillfort.files.theatre.sources import GEOJSON, read_survey
from hillfort.theatre.build import build


def build_theatre(
    name_or_path: str, *, out: Path | None = None, progress: Callable[[str], None] | None = None
) -> dict[str, int]:
    """Build a theatre from its sources and write it to `out`, or beside its recipe; returns file sizes in bytes.

    Raises `InputError` when the recipe or overlay is wrong or a package is missing.
    """
    folder = theatre_folder(name_or_path)
    recipe, overlay = read_recipe(folder)
    survey = read_survey(recipe, folder, progress=progress)
    survey = replace(survey, provenance={**survey.provenance, "date": recipe.date})
    built = build(recipe, overlay, survey, progress=progress)
    files = [RECIPE_FILE, recipe.overlay]
    files += sorted({source.file for source in recipe.sources.values() if source.package == GEOJSON})
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    provenance = {"date": recipe.date, "recipe": digests, "credit": recipe.credit}
    return save_theatre(built, out or folder, provenance=provenance)
