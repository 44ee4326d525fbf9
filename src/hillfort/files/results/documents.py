"""Single documents that a user names: written whole or not at all, and never over what is not Hillfort's."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from hillfort.files.results.folder import WriteError
from hillfort.files.results.manifest import MANIFEST
from hillfort.files.results.swap import write_bytes
from hillfort.foundation.errors import InputError, Problem, why


def check_place(path: Path, *, option: str, force: bool = False) -> None:
    """Make sure that a document can be written to a path, before anything long is computed; makes folders above it.

    A file that is there is left alone, unless it is a list of anchors as Hillfort writes it, or `force` is set.

    Raises
    ------
    InputError
        The path is a folder or somebody's file, or no file can be made there.
    """
    try:
        problem = None
        if path.is_dir():
            problem = Problem(str(path), 0, option, "is a folder, not a file.", "Give the name of a file.")
        elif os.path.lexists(path) and not force and not is_list_of_anchors(path):
            advice = "Choose another name, or add --force to replace it."
            problem = Problem(str(path), 0, option, "is there already.", advice)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            _sweep(path)
            probe = _beside(path)
            probe.write_bytes(b"")
            probe.unlink()
    except OSError as error:
        problem = Problem(str(path), 0, option, f"cannot be written to: {why(error)}.", "Choose another place.")
    if problem is not None:
        raise InputError(problem, "the request")


def check_new(path: Path, *, option: str, force: bool) -> None:
    """Make sure that nothing of that name is there, unless it may be replaced.

    Raises
    ------
    InputError
        There is.
    """
    if os.path.lexists(path) and not force:
        advice = "Choose another name, or add --force to replace it."
        raise InputError(Problem(str(path), 0, option, "is there already.", advice), "the request")


def check_artefact(folder: Path, *, theatre: str) -> None:
    """Make sure that building a theatre into a folder replaces nothing but an earlier build of it.

    Raises
    ------
    InputError
        Files of the same names are there, and are no build of that theatre.
    """
    tables = ("cells", "places", "changes", "networks", "shapes")
    there = [name for name in (MANIFEST, *(f"{table}.parquet" for table in tables)) if (folder / name).exists()]
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["theatre"]["name"] if there else theatre
    except (OSError, ValueError, KeyError, TypeError):
        found = ""
    if found != theatre:
        what = f"the theatre {found}" if found else "no theatre of Hillfort's"
        said = f"holds {', '.join(there)}, of {what}."
        advice = "Choose another folder, or add --force to replace them."
        raise InputError(Problem(str(folder), 0, "--out", said, advice), "the request")


def write(path: Path, text: str) -> None:
    """Write a document in one step; an earlier one of that name is replaced only then. A link stays,
    and its target changes.

    Raises
    ------
    WriteError
        The disk is full or fails; nothing is left that looks finished.
    """
    real = Path(os.path.realpath(path))
    unfinished = _beside(real)
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(unfinished, text.encode("utf-8"))
        unfinished.replace(real)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise WriteError(f"{path} could not be written: {why(error)}.") from error


def is_list_of_anchors(path: Path) -> bool:
    """Whether a file is a list of anchors as Hillfort writes it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (
        isinstance(found, list) and bool(found) and all(isinstance(each, dict) and "verdict" in each for each in found)
    )


def _beside(path: Path) -> Path:
    return path.parent / f".{path.name}.unfinished-{os.getpid()}"


def _sweep(path: Path) -> None:
    """Remove what writers of this document left that are no more."""
    torn = re.compile(re.escape(f".{path.name}.unfinished-") + "([0-9]+)")
    for name in os.listdir(path.parent):
        found = torn.fullmatch(name)
        if found and not _alive(int(found[1])):
            (path.parent / name).unlink(missing_ok=True)


def _alive(process: int) -> bool:
    """Whether a process of that number may still be there."""
    if os.name != "posix":  # pragma: no cover
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
