"""Bytes of a table into cells: which letters, which separator, which line."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hillfort.files.tables.write import unguarded
from hillfort.foundation.errors import InputError, Problem

SEPARATORS = (",", ";", "\t", "|")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; those of four bytes are asked for before those of two that they begin with."""
WINDOWS = {"cp1252": "Western Europe", "cp1257": "the Baltic states", "cp1250": "Central Europe", "cp1251": "Cyrillic"}
ALIKE = ("cp1252", "cp1257", "cp1250")
"""Old alphabets of Windows that share the letters of German, Estonian and Swedish."""
SHOWN = 40
"""Characters of a cell that an error repeats."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """Cells of one row, and the line of the file that it begins on."""

    number: int
    cells: tuple[str, ...]


def decoded(content: bytes, file: str) -> str:
    """The text of a file in UTF-8 or UTF-16, with or without its mark, or in letters that old alphabets agree on.

    Raises
    ------
    InputError
        It is none of these: an older alphabet is named with what its first strange letter would be.

    Examples
    --------
    >>> decoded("Šiauliai".encode("utf-16"), "x.csv")
    'Šiauliai'
    """
    coding = next((coding for mark, coding in MARKS if content.startswith(mark)), "") or _without_mark(content)
    try:
        text = content.decode(coding or "utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if coding:
            raise InputError(Problem(file, 0, "", f"begins as {coding.upper()} and is not: {error.reason}.")) from None
        text = _older(content, error.start, file)
    if "\0" in text:
        raise InputError(Problem(file, 0, "", "holds a zero byte; it is not a table of text.", "Save it as CSV."))
    return text


def _without_mark(content: bytes) -> str:
    """UTF-16 that nothing announces shows itself by a zero in every second byte of its first line."""
    head = content[:200]
    if len(head) < 4 or len(content) % 2:
        return ""
    zeros = [head[start::2].count(0) / len(head[start::2]) for start in (0, 1)]
    if zeros[1] > 0.8 and zeros[0] == 0.0:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > 0.8 and zeros[1] == 0.0 else ""


def _older(content: bytes, start: int, file: str) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise InputError(Problem(file, 0, "", "is a workbook or archive, not text.", "Save the sheet as CSV UTF-8."))
    found = set()
    for coding in ALIKE:
        try:
            found.add(content.decode(coding))
        except UnicodeDecodeError:
            found.add("")
    if len(found) == 1:
        return found.pop()
    places = [place for place in range(start, len(content)) if content[place] > 127]
    place = next(
        (each for each in places if len({content[each : each + 1].decode(a, "replace") for a in ALIKE}) > 1), start
    )
    line = content[:place].count(b"\n") + 1
    letters = ", ".join(
        f"'{content[place : place + 1].decode(coding, 'replace')}' in that of {where} ({coding})"
        for coding, where in WINDOWS.items()
    )
    words = f"is not UTF-8. Byte {content[place]:02X} may be of an older alphabet of Windows: {letters}."
    raise InputError(Problem(file, line, "", words, "Save it as 'CSV UTF-8'; nothing is guessed."))


def lines(text: str, file: str, known: Collection[str], most: int) -> tuple[list[TableLine], str]:
    """Rows of a text, the header first, and its separator; blank lines and remarks that begin with # are left out.

    `known` are the columns that may be found: the separator is the one that finds most of them in the header.

    Raises
    ------
    InputError
        A quote is never closed, there are more than `most` rows, or there is none.
    """
    text, said = _announced(text)
    mark = said or _separator(text, known)
    found: list[TableLine] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    last = 0
    try:
        for cells in reader:
            first, last = last + 1, reader.line_num
            if any(each.strip() for each in cells) and not cells[0].lstrip().startswith("#"):
                found.append(TableLine(first + bool(said), tuple(unguarded(each.strip()) for each in cells)))
            if len(found) > most + 1:
                raise InputError(Problem(file, first, "", f"has more than {most:,} rows."))
    except csv.Error as error:
        advice = (
            "Close the quote, and write a quote inside a cell twice."
            if "quote" in str(error) or "expected" in str(error) or "EOF" in str(error)
            else ""
        )
        raise InputError(Problem(file, last + 1, "", f"is not a table of text: {error}.", advice)) from None
    return found, mark


def _announced(text: str) -> tuple[str, str]:
    """What some spreadsheets write before the header, `sep=;`: the rest, and the separator."""
    head, _, rest = text.partition("\n")
    word = head.strip().casefold()
    if len(word) == 5 and word.startswith("sep=") and word[4] in SEPARATORS:
        return rest, word[4]
    return (rest, "\t") if head.rstrip("\r\n") == "sep=\t" else (text, "")


def _separator(text: str, known: Collection[str]) -> str:
    head = next((each for each in text.splitlines() if each.strip(" \t;,|") and not each.lstrip().startswith("#")), "")

    def worth(mark: str) -> tuple[int, int]:
        cells = next(csv.reader([head], delimiter=mark), [])
        return len({column_key(each) for each in cells} & set(known)), len(cells)

    return max(SEPARATORS, key=worth)


def column_key(text: str) -> str:
    """A header as columns are named: lower case, underscores for blanks and dashes.

    >>> column_key(" Attacker Strength ")
    'attacker_strength'
    """
    return "_".join(text.replace("-", " ").replace("_", " ").casefold().split())


def trimmed(found: Sequence[TableLine], file: str) -> tuple[list[str], list[TableLine], list[Problem]]:
    """Header and rows of one width: blank cells behind the last column are what separators at line ends leave."""
    header = [column_key(each) for each in found[0].cells]
    while header and not header[-1]:
        header.pop()
    problems = [
        Problem(file, found[0].number, name, f"stands {header.count(name)} times in the header.", "Keep one.")
        for name in sorted({each for each in header if each and header.count(each) > 1})
    ]
    rows = []
    for line in found[1:]:
        cells = list(line.cells)
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            words = f"has {len(cells)} cells; the header has {len(header)}."
            problems.append(Problem(file, line.number, "", words, "Put text that holds a separator in quotes."))
            continue
        bare = [place for place, cell in enumerate(cells) if cell and not header[place]]
        problems += [
            Problem(file, line.number, "", f"'{cells[place][:SHOWN]}' stands in column {place + 1}, which has no name.")
            for place in bare
        ]
        rows.append(TableLine(line.number, tuple(cells)))
    return header, rows, problems
