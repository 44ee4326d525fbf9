"""Result folders: written whole or not at all, with a manifest of what is in them."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Trace
from hillfort.files.results import lock, swap
from hillfort.files.results.manifest import MANIFEST, contents, digest_of, manifest_bytes
from hillfort.files.results.place import ResultPlace, check_place, real_folder
from hillfort.files.results.swap import SUMMARY, write_bytes
from hillfort.files.tables import write
from hillfort.foundation.errors import HillfortError, InputError, Problem, why

Columns = Mapping[str, np.ndarray]


class WriteError(HillfortError):
    """The result could not be written; the answer itself exists."""

    slug = "write"
    exit_code = 2


def is_result(folder: Path) -> bool:
    """True for a folder with a complete Hillfort result in it."""
    try:
        found = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and "hillfort" in found and bool(found.get("complete"))


def read_summary(folder: Path) -> dict[str, Any]:
    """The summary of a result folder; `InputError` where there is no complete one.

    Where a run was cut off while it replaced the result, and nobody is writing there now, the earlier one is put back.
    """
    with contextlib.suppress(InputError, OSError):
        real = real_folder(folder)
        if swap.left_over(real):
            with lock.alone(real) as held:
                if held:
                    swap.recover(real)
    if not is_result(folder):
        raise InputError(Problem(str(folder), 0, "", "is not a folder with a complete Hillfort result."))
    found: dict[str, Any] = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    return found


def write_result(
    place: ResultPlace,
    *,
    summary: Mapping[str, Any],
    tables: Mapping[str, Columns],
    documents: Mapping[str, str | bytes],
    draws_kept: tuple[str, ...] = (),
) -> None:
    """Write a result folder in one step: it is there whole, or not at all.

    Files of others that are in the folder stay as they are. `draws_kept` names the folders of kept draws that the
    result was made of, so that a later run can sweep them where this one is stopped before it does.

    Raises
    ------
    InputError
        As for `place.claimed`.
    WriteError
        The disk is full or fails; what was there before is there still.
    """
    names = [*(f"{name}.parquet" for name in tables), *documents, SUMMARY]
    check_place(place, names)
    try:
        staged = swap.prepare(place.real)
        for name, columns in tables.items():
            write_table(staged / f"{name}.parquet", columns)
        for name, content in documents.items():
            write_bytes(staged / name, content.encode("utf-8") if isinstance(content, str) else content)
        write_bytes(staged / SUMMARY, strict_json(summary).encode("utf-8"))
        digests = {name: digest_of(staged / name) for name in names}
        write_bytes(staged / MANIFEST, manifest_bytes(place.study, digests, draws_kept))
        swap.commit(place.real, staged, replaced=_ours(place.real))
    except OSError as error:
        raise WriteError(
            f"The result could not be written to {place.folder}: {why(error)}. No part of it was left there."
        ) from error
    finally:
        with contextlib.suppress(OSError):  # The next command on this folder tries again.
            swap.recover(place.real)


def _ours(folder: Path) -> tuple[str, ...]:
    """Files of the earlier result that are there."""
    return contents(folder).ours if folder.is_dir() else ()


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


EVENT_COLUMNS = ("hour", "kind", "side", "who", "where", "words")


def event_table(events: Sequence[Any], cell_ids: np.ndarray) -> dict[str, np.ndarray]:
    """Events of one draw as a table: hours from H-hour, the cell by its H3 number (0 for none)."""
    cells = [cell_ids[each.cell] if each.cell >= 0 else 0 for each in events]
    return {
        "hour": np.array([each.hour for each in events], dtype=np.int32),
        **{name: np.array([getattr(each, name) for each in events], dtype=object) for name in EVENT_COLUMNS[1:]},
        "h3": np.array(cells, dtype=np.uint64),
    }


def event_list(rows: Sequence[Mapping[str, Any]]) -> str:
    """Events of one draw as a table for people."""
    return write.text(EVENT_COLUMNS, [[row[name] for name in EVENT_COLUMNS] for row in rows])


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


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
