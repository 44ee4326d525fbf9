"""Tables of a theatre as they come from disk: as they were written, no larger than stated, every number in its range.

A table is read only after its digest, its declared rows and bytes, and its columns are found right: what it declares
decides how much memory reading takes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.visible import visible

Columns = dict[str, Any]
"""Column by name: an array, or a list of texts."""

MAX_BYTES = 128_000_000
"""Bytes of one file of a theatre."""

MAX_UNPACKED = 512_000_000
"""Bytes of one table without compression, as it declares them."""

MAX_TEXT = 2_000
"""Letters of one text in a table."""

MAX_ROWS = {
    "cells": 500_000,
    "places": 100_000,
    "changes": 500_000,
    "networks": 2_000_000,
    "shapes": 5_000_000,
}

LONGEST_EDGE_KM = 20_100.0
"""No way without a stop on it is longer than half the girth of the Earth."""

AGAIN = "Build the theatre again."


class Range(NamedTuple):
    """What a column may hold: the type it is kept in, and the least and the greatest value."""

    kind: Any
    low: float = 0.0
    high: float = 0.0
    above: bool = False
    """Whether the least value itself is not allowed."""

    def __str__(self) -> str:
        if self.above:
            return f"above {self.low:g}, at most {self.high:g}"
        return f"{self.low:g} to {self.high:g}"


TEXT = Range(str)


def file_bytes(path: Path, digest: str | None) -> bytes:
    """What a file holds.

    Raises
    ------
    InputError
        It is absent, too large, no regular file, or not what was written when the theatre was built.
    """
    try:
        if not path.is_file():
            found = "is not a regular file." if path.exists() else "does not exist."
            raise InputError(Problem(str(path), 0, "", found, AGAIN))
        with path.open("rb") as stream:
            data = stream.read(min(path.stat().st_size, MAX_BYTES) + 1)
    except OSError as error:
        raise InputError(Problem(str(path), 0, "", f"cannot be read: {error.strerror}.")) from None
    if len(data) > MAX_BYTES:
        raise InputError(Problem(str(path), 0, "", f"is larger than {MAX_BYTES:,} bytes."))
    if digest is not None and hashlib.sha256(data).hexdigest() != digest:
        found = "was changed since the theatre was built: its SHA-256 is not the one in manifest.json."
        advice = f"{AGAIN} After a change on purpose take `files` and `digest` out of manifest.json."
        raise InputError(Problem(str(path), 0, "", found, advice))
    return data


def read_table(folder: Path, name: str, ranges: Mapping[str, Range], digest: str | None) -> Columns:
    """One table: arrays of the types in `ranges`, texts as lists.

    Raises
    ------
    InputError
        The table is damaged, larger than `MAX_ROWS`, lacks a column, or holds a value that is not allowed.
    """
    path = folder / f"{name}.parquet"
    data = file_bytes(path, digest)
    try:
        columns = _columns(data, path, name, ranges)
    except InputError:
        raise
    except (ArithmeticError, LookupError, MemoryError, NotImplementedError, OSError, TypeError, ValueError) as error:
        first = visible(str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__)
        raise InputError(Problem(str(path), 0, "", f"is damaged or no Parquet table ({first[:120]}).", AGAIN)) from None
    problems = [
        problem for column, allowed in ranges.items() for problem in _outside(path, column, columns[column], allowed)
    ]
    if problems:
        raise InputError(problems)
    return {column: _kept(columns[column], allowed) for column, allowed in ranges.items()}


def _columns(data: bytes, path: Path, name: str, ranges: Mapping[str, Range]) -> Columns:
    import pyarrow as pa
    from pyarrow import parquet

    texts = [column for column, allowed in ranges.items() if allowed is TEXT]
    file = parquet.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
    _refuse_large(file.metadata, path, name)
    schema = file.schema_arrow
    problems = []
    for column, allowed in ranges.items():
        if column not in schema.names:
            problems.append(Problem(str(path), 0, column, "this column is absent.", AGAIN))
        elif not _is_of(schema.field(column).type, allowed):
            found = f"holds {schema.field(column).type}, not {_words(allowed)}."
            problems.append(Problem(str(path), 0, column, found, AGAIN))
    if problems:
        raise InputError(problems)
    table = file.read(columns=list(ranges), use_threads=False)
    if len(table) != file.metadata.num_rows:
        raise InputError(Problem(str(path), 0, "", f"holds {len(table)} rows and declares others.", AGAIN))
    values: Columns = {}
    for column in ranges:
        if table.column(column).null_count:
            problems.append(Problem(str(path), 0, column, "holds empty values.", "Every row has a value."))
        else:
            values[column] = _values(table.column(column))
    if problems:
        raise InputError(problems)
    return values


def _refuse_large(metadata: Any, path: Path, name: str) -> None:
    """Before anything is unpacked: rows and bytes as they are declared."""
    rows, most = metadata.num_rows, MAX_ROWS[name]
    if not 0 <= rows <= most:
        raise InputError(Problem(str(path), 0, "", f"declares {rows:,} rows; at most {most:,} are read."))
    groups = [metadata.row_group(number) for number in range(min(metadata.num_row_groups, rows + 1))]
    if metadata.num_row_groups > len(groups) or sum(group.num_rows for group in groups) != rows:
        raise InputError(Problem(str(path), 0, "", "declares other rows for its parts than for the whole.", AGAIN))
    unpacked = sum(
        group.column(number).total_uncompressed_size for group in groups for number in range(group.num_columns)
    )
    if not 0 <= unpacked <= MAX_UNPACKED:
        found = f"declares {unpacked:,} bytes without compression; at most {MAX_UNPACKED:,} are read."
        raise InputError(Problem(str(path), 0, "", found))


def _is_of(found: Any, allowed: Range) -> bool:
    import pyarrow as pa

    if allowed is TEXT:
        return bool(pa.types.is_dictionary(found) and pa.types.is_string(found.value_type))
    if allowed.kind is np.bool_:
        return bool(pa.types.is_boolean(found))
    if np.issubdtype(allowed.kind, np.integer):
        return bool(pa.types.is_integer(found))
    return bool(pa.types.is_float32(found) or pa.types.is_float64(found))


def _words(allowed: Range) -> str:
    if allowed is TEXT:
        return "text"
    if allowed.kind is np.bool_:
        return "true or false"
    return "whole numbers" if np.issubdtype(allowed.kind, np.integer) else "numbers"


def _values(column: Any) -> Any:
    """A column as an array, read from its buffer (pyarrow's own way imports pandas), or a list of texts."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        found: list[str] = []
        for chunk in column.chunks:
            texts = chunk.dictionary.to_pylist()
            found += [texts[index] for index in _buffer(chunk.indices).tolist()]
        return found
    parts = [_buffer(chunk) for chunk in column.chunks]
    return np.concatenate(parts) if parts else np.zeros(0, column.type.to_pandas_dtype())


def _buffer(array: Any) -> np.ndarray:
    import pyarrow as pa

    start, end = array.offset, array.offset + len(array)
    content = array.buffers()[1]
    if content is None:
        return np.zeros(0, np.int64)
    if pa.types.is_boolean(array.type):
        bits = np.unpackbits(np.frombuffer(content, np.uint8), bitorder="little")
        return np.asarray(bits[start:end].astype(np.bool_))
    return np.asarray(np.frombuffer(content, array.type.to_pandas_dtype())[start:end])


def _outside(path: Path, column: str, values: Any, allowed: Range) -> list[Problem]:
    """The first value of a column that is not allowed, and how many there are."""
    if allowed is TEXT:
        bad = {text: len(text) > MAX_TEXT or visible(text) != text for text in set(values)}
        wrong = np.array([bad[text] for text in values], dtype=np.bool_)
        words = f"a text of at most {MAX_TEXT:,} letters without invisible ones"
    elif allowed.kind is np.bool_:
        return []
    else:
        low = values > allowed.low if allowed.above else values >= allowed.low
        wrong = ~(low & (values <= allowed.high))
        words = str(allowed)
    return first_wrong(path, column, values, wrong, words)


def first_wrong(path: Path, column: str, values: Any, wrong: np.ndarray, words: str) -> list[Problem]:
    """A problem for the first of the rows that are wrong, with how many more there are; none where all are right."""
    rows = np.flatnonzero(wrong)
    if not len(rows):
        return []
    row = int(rows[0])
    shown = visible(str(values[row]))[:60]
    more = f" (and {len(rows) - 1:,} more rows)" if len(rows) > 1 else ""
    return [Problem(str(path), 0, f"{column}, row {row}", f"{shown} is not allowed{more}.", f"Allowed: {words}.")]


def _kept(values: Any, allowed: Range) -> Any:
    if allowed is TEXT:
        return values
    return np.ascontiguousarray(values.astype(allowed.kind, copy=False))
