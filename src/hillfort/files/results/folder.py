"""Result folders: written whole or not at all, and what an interrupted study leaves behind."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Trace
from hillfort.foundation.errors import HillfortError, InputError, Problem

SUMMARY = "result.json"
"""Written last, so that a folder without it is not a result."""
Columns = Mapping[str, np.ndarray]


class WriteError(HillfortError):
    """The result could not be written; the answer itself exists."""

    slug = "write"
    exit_code = 2


def check_folder(folder: Path) -> None:
    """Make sure a result can be written to `folder`, before anything long is computed.

    The folders above it are made if need be. A folder that holds a Hillfort result, or nothing, may be used.

    Raises
    ------
    InputError
        It is a file, holds something else, or cannot be written to.
    """
    problem = _problem_with(folder)
    if problem is None:
        probe = _sibling(folder, "probe")
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            probe.mkdir()
            probe.rmdir()
        except OSError as error:
            problem = Problem(str(folder), 0, "--out", f"cannot be written to: {why(error)}.", "Choose another folder.")
    if problem is not None:
        raise InputError(problem, "the request")


def _problem_with(folder: Path) -> Problem | None:
    try:
        if not folder.exists():
            return None
        if not folder.is_dir():
            return Problem(str(folder), 0, "--out", "is a file, not a folder.", "Choose another name or remove it.")
        if any(folder.iterdir()) and not is_result(folder):
            advice = "Choose a new folder, an empty one, or one that holds an earlier result."
            return Problem(str(folder), 0, "--out", "holds files that are not a Hillfort result.", advice)
    except OSError as error:
        return Problem(str(folder), 0, "--out", f"cannot be read: {why(error)}.", "Choose another folder.")
    return None


def is_result(folder: Path) -> bool:
    """True for a folder with a complete Hillfort result in it."""
    try:
        found = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and "hillfort" in found and bool(found.get("complete"))


def read_summary(folder: Path) -> dict[str, Any]:
    """The summary of a result folder; `InputError` where there is no complete one."""
    if not is_result(folder):
        raise InputError(Problem(str(folder), 0, "", "is not a folder with a complete Hillfort result."))
    found: dict[str, Any] = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    return found


def write_result(
    folder: Path, *, summary: Mapping[str, Any], tables: Mapping[str, Columns], documents: Mapping[str, str | bytes]
) -> None:
    """Write a result folder in one step: it is there whole, or not at all.

    Everything goes into a hidden folder beside it, `result.json` last, which then takes its name. An earlier
    result of that name is replaced only at that moment.

    Raises
    ------
    InputError
        As for `check_folder`.
    WriteError
        The disk is full or fails; nothing is left that looks finished.
    """
    check_folder(folder)
    fresh = _sibling(folder, "unfinished")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        for name, columns in tables.items():
            write_table(fresh / f"{name}.parquet", columns)
        for name, content in documents.items():
            write_bytes(fresh / name, content.encode("utf-8") if isinstance(content, str) else content)
        write_bytes(fresh / SUMMARY, strict_json(summary).encode("utf-8"))
        _sync_folder(fresh)
        _take_name(fresh, folder)
    except OSError as error:
        raise WriteError(
            f"The result could not be written to {folder}: {why(error)}. No part of it was left there."
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _take_name(fresh: Path, folder: Path) -> None:
    """Rename `fresh` to `folder`, putting an earlier one back if that fails."""
    old = _sibling(folder, "replaced")
    shutil.rmtree(old, ignore_errors=True)
    existed = folder.exists()
    if existed:
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if existed:
            old.rename(folder)
        raise
    _sync_folder(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def write_table(path: Path, columns: Columns) -> None:
    """A Parquet file; NaN becomes null ('did not happen')."""
    import pyarrow
    import pyarrow.parquet

    arrays = {name: pyarrow.array(values, from_pandas=True) for name, values in columns.items()}
    pyarrow.parquet.write_table(pyarrow.table(arrays), path, compression="zstd")
    _sync(path)


def trace_tables(trace: Trace, cell_ids: np.ndarray) -> dict[str, dict[str, np.ndarray]]:
    """A trace as two tables: every unit in the theatre at every hour, and every change of control."""
    hour, unit = np.nonzero(trace.cell >= 0)
    sides = np.array(["blue", "red"], dtype=object)
    status = np.array(["waiting", "active", "broken", "destroyed", "engaged"], dtype=object)
    return {
        "trace_units": {
            "hour": (hour + trace.first_hour).astype(np.int32),
            "unit": np.array(trace.unit_ids, dtype=object)[unit],
            "side": sides[trace.unit_side[unit]],
            "h3": cell_ids[trace.cell[hour, unit]].astype(np.uint64),
            "strength_share": trace.strength[hour, unit],
            "status": status[trace.status[hour, unit]],
        },
        "trace_control": {
            "hour": np.asarray(trace.control_hour, dtype=np.int32),
            "h3": cell_ids[trace.control_cell].astype(np.uint64),
            "side": sides[trace.control_side],
        },
    }


def strict_json(value: Any) -> str:
    """JSON that every reader takes: no NaN and no infinity (`null` instead), keys in the order given.

    >>> print(strict_json({"a": float("nan"), "b": [1, 2.5]}))
    {
      "a": null,
      "b": [
        1,
        2.5
      ]
    }
    <BLANKLINE>
    """
    return json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.EACCES):
            raise
    finally:
        os.close(handle)


def _sibling(folder: Path, what: str) -> Path:
    return folder.parent / f".{folder.name}.{what}-{os.getpid()}"


def why(error: OSError) -> str:
    """What went wrong with the disk, in words."""
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file is where a folder should be"
    return (error.strerror or str(error)).lower()
