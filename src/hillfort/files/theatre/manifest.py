"""The manifest of a built theatre: its facts, and the digests of its tables and of itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hillfort.files.theatre.tables import AGAIN, MAX_TEXT, file_bytes
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.visible import visible

FORMAT = 1
"""Version of the artefact; a reader refuses another one."""

MANIFEST = "manifest.json"

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}\Z")
_CODE = re.compile(r"[A-Z]{2}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_FIELDS = frozenset(("format", "theatre", "states", "provenance", "files", "digest"))
_FACTS = frozenset(("name", "title", "date", "resolution", "bounds", "countries", "rivers", "regions"))
MOST = 100
"""Countries and states of one theatre: their numbers are kept in one byte."""
MOST_RIVERS = 10_000


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """SHA-256 over all of a manifest but the digest itself, however it is laid out."""
    parts = {key: value for key, value in manifest.items() if key != "digest"}
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a built theatre, every fact in it checked.

    Raises
    ------
    InputError
        The theatre was never built or is of another format, or its manifest was changed or says what cannot be.
    """
    path = folder / MANIFEST
    if not path.is_file():
        advice = f"Build it with `hillfort theatre build {folder.name}`."
        raise InputError(Problem(str(folder), 0, "", "this theatre has not been built.", advice))
    try:
        manifest = json.loads(file_bytes(path, None).decode("utf-8"), parse_constant=_refused)
    except InputError:
        raise
    except (ValueError, RecursionError):
        raise InputError(Problem(str(path), 0, "", "it is not JSON.", AGAIN)) from None
    if not isinstance(manifest, dict):
        raise InputError(Problem(str(path), 0, "", "is not a mapping of fields.", AGAIN))
    if manifest.get("format") != FORMAT:
        shown = visible(str(manifest.get("format")))[:40]
        found = f"the artefact is of format {shown}, this version reads {FORMAT}."
        raise InputError(Problem(str(path), 0, "format", found, AGAIN))
    if "digest" in manifest and manifest["digest"] != manifest_digest(manifest):
        found = "was changed since the theatre was built: its SHA-256 is not the one in `digest`."
        advice = f"{AGAIN} After a change on purpose take `files` and `digest` out of it."
        raise InputError(Problem(str(path), 0, "digest", found, advice))
    problems = [Problem(str(path), 0, *wrong) for wrong in _wrong(manifest)]
    if problems:
        raise InputError(problems)
    return manifest


def _refused(word: str) -> float:
    raise ValueError(word)


def _wrong(manifest: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong with a manifest: where, what was found, what is allowed."""
    facts = manifest.get("theatre")
    if not isinstance(facts, dict):
        return [("theatre", "is no mapping of facts.", AGAIN)]
    found = [(key, "is not a field here.", did_you_mean(key, _FIELDS)) for key in manifest if key not in _FIELDS]
    found += [
        (f"theatre.{key}", "is not a field here.", did_you_mean(key, _FACTS)) for key in facts if key not in _FACTS
    ]
    found += [(f"theatre.{key}", "is required and absent.", AGAIN) for key in sorted(_FACTS - set(facts))]
    if not isinstance(manifest.get("provenance"), dict):
        found.append(("provenance", "is no mapping.", AGAIN))
    files = manifest.get("files", {})
    if not (isinstance(files, dict) and all(isinstance(each, str) and _DIGEST.match(each) for each in files.values())):
        found.append(("files", "does not give a SHA-256 for each file.", AGAIN))
    if found:
        return found
    return _wrong_dates(facts, manifest.get("states")) + _wrong_facts(facts)


def _wrong_dates(facts: dict[str, Any], states: Any) -> list[tuple[str, str, str]]:
    words = "Dates like 2022 or 2022-12 or 2022-12-01, each later than the one before."
    if not (isinstance(states, list) and len(states) <= MOST):
        return [("states", "is no list of dates.", words)]
    dates = [facts["date"], *states]
    good = all(isinstance(each, str) and _DATE.match(each) for each in dates)
    if not good or dates != sorted(set(dates)):
        return [("states", "are not dates after that of the theatre, in order.", words)]
    return []


def _wrong_facts(facts: dict[str, Any]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    found.extend(
        (f"theatre.{key}", "is no text.", f"Allowed: 1 to {MAX_TEXT:,} letters.")
        for key in ("name", "title")
        if not _is_text(facts[key])
    )
    if not (_is_whole(facts["resolution"]) and 0 <= facts["resolution"] <= 15):
        found.append(("theatre.resolution", "is no resolution of H3.", "Allowed: 0 to 15."))
    if not _are_bounds(facts["bounds"]):
        words = "Allowed: -180 <= west < east <= 180 and -90 <= south < north <= 90."
        found.append(("theatre.bounds", "are not west, south, east, north in degrees.", words))
    codes = facts["countries"]
    if not (
        isinstance(codes, list)
        and 0 < len(codes) <= MOST
        and all(isinstance(each, str) and _CODE.match(each) for each in codes)
        and len(set(codes)) == len(codes)
    ):
        words = f"Allowed: 1 to {MOST} codes of two capital letters, each once."
        found.append(("theatre.countries", "is no list of countries.", words))
    rivers = facts["rivers"]
    if not (isinstance(rivers, list) and len(rivers) <= MOST_RIVERS and all(map(_is_text, rivers))):
        found.append(("theatre.rivers", "is no list of names.", f"Allowed: at most {MOST_RIVERS:,} names."))
    regions = facts["regions"]
    if not (isinstance(regions, dict) and all(isinstance(each, list) for each in regions.values())):
        found.append(("theatre.regions", "is no mapping of lists.", "Each region lists countries and places."))
    elif not all(_is_text(each) for names in (regions, *regions.values()) for each in names):
        found.append(("theatre.regions", "names what is no text.", "Each region lists countries and places."))
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT and visible(value) == value and value.isprintable()


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_bounds(value: Any) -> bool:
    if not (isinstance(value, list) and len(value) == 4):
        return False
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in value):
        return False
    west, south, east, north = value
    return bool(-180 <= west < east <= 180 and -90 <= south < north <= 90)
