"""Single documents beside result folders: written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from hillfort.files.results.folder import WriteError, why, write_bytes
from hillfort.foundation.errors import InputError, Problem


def check_place(path: Path, *, option: str) -> None:
    """Make sure that a document can be written to a path, before anything long is computed; makes folders above it.

    Raises
    ------
    InputError
        The path is a folder, or no file can be made there.
    """
    try:
        problem = None
        if path.is_dir():
            problem = Problem(str(path), 0, option, "is a folder, not a file.", "Give the name of a file.")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            probe = _beside(path)
            probe.write_bytes(b"")
            probe.unlink()
    except OSError as error:
        problem = Problem(str(path), 0, option, f"cannot be written to: {why(error)}.", "Choose another place.")
    if problem is not None:
        raise InputError(problem, "the request")


def write(path: Path, text: str) -> None:
    """Write a document in one step; an earlier one of that name is replaced only then.

    Raises
    ------
    WriteError
        The disk is full or fails; nothing is left that looks finished.
    """
    unfinished = _beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(unfinished, text.encode("utf-8"))
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise WriteError(f"{path} could not be written: {why(error)}.") from error


def forget(*paths: Path) -> None:
    """Remove documents of an earlier run that do not belong to this one."""
    for path in paths:
        path.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.parent / f".{path.name}.unfinished-{os.getpid()}"
