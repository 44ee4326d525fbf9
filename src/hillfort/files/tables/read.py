"""A table that somebody else wrote: its columns by name, its numbers and dates by one set of rules,
its problems all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hillfort.files.tables import cells, split
from hillfort.files.tables.cells import Number
from hillfort.foundation.errors import InputError, Problem

MAX_BYTES, MAX_ROWS = 20_000_000, 100_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of table may hold."""

    known: Collection[str]
    """Columns that are read or that its own files have; others are kept as they are."""
    needed: Sequence[str] = ()
    numbers: Mapping[str, Number] | None = None
    dates: Sequence[str] = ()
    max_bytes: int = MAX_BYTES
    max_rows: int = MAX_ROWS


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its line in the file, its cells by column as text, and what the columns of numbers and dates hold."""

    line: int
    text: dict[str, str]
    numbers: dict[str, float | None]
    dates: dict[str, date | None]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that a file holds, with what is wrong in its cells."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    decimal: str
    """Its decimal mark; '' where no number tells."""
    problems: tuple[Problem, ...]


def header(path: Path, shape: Shape, shown: str = "") -> tuple[str, ...]:
    """The columns of a file, whatever they are; for telling what kind of table it is before it is read.

    Raises
    ------
    InputError
        It is not there, too large, or no text.
    """
    found, _ = split.lines(split.decoded(_content(path, shape, shown), shown), shown, shape.known, shape.max_rows)
    return tuple(split.column_key(each) for each in found[0].cells) if found else ()


def read(path: Path, shape: Shape, shown: str = "") -> Table:
    """A table from a file; `shown` is the name that errors use.

    Raises
    ------
    InputError
        It is not there, too large, no text, or its header is wrong. What is wrong in its cells comes back in
        `problems`.
    """
    shown = shown or str(path)
    return parse(_content(path, shape, shown), shape, shown)


def _content(path: Path, shape: Shape, shown: str) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(Problem(shown, 0, "", "is not a file.", "Give a CSV file."))
        if size > shape.max_bytes:
            raise InputError(Problem(shown, 0, "", f"is larger than {shape.max_bytes:,} bytes."))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(Problem(shown, 0, "", "no such file.", "Give a CSV file.")) from error
    except (OSError, UnicodeError) as error:
        raise InputError(Problem(shown, 0, "", "cannot be read.", "Give a CSV file that may be read.")) from error


def parse(content: bytes | str, shape: Shape, shown: str) -> Table:
    r"""A table from its bytes or its text; see `read`.

    >>> shape = Shape(("name", "days"), numbers={"days": Number(0, 99)})
    >>> parse("name;days\nŠiauliai;2,5\n", shape, "x.csv").rows[0].numbers
    {'days': 2.5}
    """
    text = split.decoded(content, shown) if isinstance(content, bytes) else content.removeprefix("\ufeff")
    if "\0" in text:
        raise InputError(Problem(shown, 0, "", "holds a zero byte; it is not a table of text."))
    found, separator = split.lines(text, shown, shape.known, shape.max_rows)
    if not found:
        advice = f"A header was expected: {', '.join(shape.needed or list(shape.known)[:12])}."
        raise InputError(Problem(shown, 0, "", "is empty.", advice))
    header, lines, problems = split.trimmed(found, shown)
    problems += _header_problems(header, shape, shown, found[0].number)
    if any(each.line == found[0].number for each in problems):
        raise InputError(problems, shown)
    rows = [(line.number, dict(zip(header, line.cells, strict=True))) for line in lines]
    decimal = _decimal(rows, shape, (shown, separator), problems)
    orders = {name: cells.order([row.get(name, "") for _, row in rows]) for name in shape.dates}
    made = tuple(_row(line, row, shape, (decimal, orders, shown), problems) for line, row in rows)
    return Table(shown, tuple(header), made, decimal, tuple(problems))


def _header_problems(header: Sequence[str], shape: Shape, file: str, line: int) -> list[Problem]:
    problems = []
    asked = {}
    for name in header:
        if name and name not in shape.known and (meant := meant_column(name, header, shape)):
            asked[meant] = name
            problems.append(Problem(file, line, name, "is not a column that is read.", f"Did you mean '{meant}'?"))
    for name in shape.needed:
        if name not in header and name not in asked:
            shown = ", ".join(each[:24] for each in header[:8] if each)
            problems.append(Problem(file, line, name, "is a needed column and is missing.", f"Found: {shown}."))
    return problems


def meant_column(name: str, header: Collection[str], shape: Shape) -> str:
    """The known column that an unknown one is a slip of the pen away from, where the file does not have it; else ''."""
    for known in shape.known:
        if known in header or name.startswith(f"{known}_"):
            continue
        if sorted(name.split("_")) == sorted(known.split("_")):
            return known
        if len(known) >= 4 and _slips(name, known, 2 if len(known) >= 8 else 1):
            return known
    return ""


def _slips(found: str, meant: str, most: int) -> bool:
    """Whether at most so many letters are wrong, missing, too many or changed round with their neighbour."""
    if abs(len(found) - len(meant)) > most:
        return False
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for row, letter in enumerate(found, start=1):
        now = [row]
        for column, other in enumerate(meant, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != other))
            turned = row > 1 and column > 1 and letter == meant[column - 2] and found[row - 2] == other
            now.append(min(cost, before[column - 2] + 1) if turned else cost)
        before, last = last, now
    return last[-1] <= most


def _decimal(
    rows: Sequence[tuple[int, dict[str, str]]], shape: Shape, about: tuple[str, str], problems: list[Problem]
) -> str:
    """The decimal mark of a file: the one that its unmistakable numbers have; those that have another are problems.

    Where both are found, a file with commas between its cells has points, any other what most of its numbers have.
    """
    file, separator = about
    said: dict[str, list[tuple[int, str, str]]] = {".": [], ",": []}
    for name, column in (shape.numbers or {}).items():
        for line, row in rows:
            for part in cells.rough(row.get(name, ""), column):
                marks = {mark for mark, _ in cells.legal(part, column)}
                if len(marks) == 1 and (mark := marks.pop()):
                    said[mark].append((line, name, part))
    decimal = "." if separator == "," and said["."] else max(said, key=lambda mark: len(said[mark]))
    if not said[decimal]:
        return ""
    first = min(said[decimal])
    for line, name, part in said["," if decimal == "." else "."]:
        words = (
            f"'{part[:40]}' does not go with '{first[2]}' of line {first[0]} ({first[1]}), where the decimal mark "
            f"is '{decimal}'."
        )
        problems.append(
            Problem(file, line, name, words, "Write thousands without a mark and one decimal mark throughout.")
        )
    return decimal


def _row(
    line: int,
    row: dict[str, str],
    shape: Shape,
    how: tuple[str, Mapping[str, bool | None], str],
    problems: list[Problem],
) -> TableRow:
    decimal, orders, file = how
    wrong = {(each.line, each.where) for each in problems}
    numbers = {
        name: _number(row.get(name, ""), column, decimal, Problem(file, line, name, ""), problems)
        if (line, name) not in wrong
        else None
        for name, column in (shape.numbers or {}).items()
    }
    days: dict[str, date | None] = {}
    for name in shape.dates:
        try:
            days[name] = cells.day(row.get(name, ""), month_first=orders[name])
        except ValueError as error:
            days[name] = None
            problems.append(Problem(file, line, name, str(error), "Write year, month and day, as 1942-08-31."))
    return TableRow(line, row, numbers, days)


def _number(text: str, column: Number, decimal: str, at: Problem, problems: list[Problem]) -> float | None:
    if cells.is_blank(text):
        return None
    if cells.falls(text, column):
        advice = "Write the least first; what a spreadsheet made a date of is to be written anew."
        problems.append(Problem(at.file, at.line, at.where, f"'{text[:40]}' is a span that falls.", advice))
        return None
    values = []
    for part in cells.rough(text, column):
        found = cells.readings(part)
        if len(found) > 1:
            found = tuple(each for each in found if each[0] == decimal) if decimal else cells.legal(part, column)
        if len(found) > 1:
            problems.append(Problem(at.file, at.line, at.where, *cells.ambiguous(part, found)))
            return None
        if column.whole and len(cells.legal(part, column)) > 1 and found[0][1] < 1000.0:
            words = f"'{part[:40]}' may be {found[0][1]:g} or thousands."
            problems.append(Problem(at.file, at.line, at.where, words, "Write a whole number without a mark."))
            return None
        if not found or not column.holds(found[0][1]):
            problems.append(Problem(at.file, at.line, at.where, *cells.why_not(part, column)))
            return None
        values.append(found[0][1])
    return sum(values) / len(values)
