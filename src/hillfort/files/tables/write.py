"""Tables for people: they open in a spreadsheet as they were meant, and nothing in them is run."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence

from hillfort.foundation.visible import visible

MARK = "\ufeff"
"""Byte order mark: without it some spreadsheets read Baltic letters as those of another alphabet."""
DIGITS = 15
"""Longest whole number that a spreadsheet keeps to its last digit."""
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_RUN = re.compile(r"\s*[=+\-@＝＋－＠]")


def text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""A table with its header: UTF-8 with its mark, commas, decimal points,
    text that no spreadsheet takes for a formula.

    >>> text(["name", "days"], [["=1+1", 2.5]])
    "\ufeffname,days\n'=1+1,2.5\n"
    """
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow([cell(each) for each in head])
    table.writerows([cell(each) for each in row] for row in rows)
    return MARK + out.getvalue()


def cell(value: object) -> str:
    """One cell: numbers stay numbers, keys of many digits and whatever begins like a formula become text.

    >>> cell(-2.5), cell("-2.5"), cell("-2.5 km"), cell(599718752904282111), cell(None)
    ('-2.5', '-2.5', "'-2.5 km", "'599718752904282111", '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(float(value)) if math.isfinite(value) else ""
    plain = visible(str(value)).replace("\n", " ").replace("\t", " ")
    if isinstance(value, int):
        return plain if len(plain.lstrip("-")) <= DIGITS else f"'{plain}"
    if _long(plain.lstrip("'")):
        return f"'{plain}"
    return ";".join(_guarded(each) for each in plain.split(";"))


def _guarded(part: str) -> str:
    """Each part between semicolons: half of the spreadsheets of Europe take those for the ends of cells."""
    return f"'{part}" if _runs(part.lstrip("'")) else part


def _runs(part: str) -> bool:
    return _RUN.match(part) is not None and NUMBER.fullmatch(part) is None


def _long(part: str) -> bool:
    """Spreadsheets round what has more digits than they keep."""
    return part.isdigit() and len(part) > DIGITS


def unguarded(value: str) -> str:
    """A cell as it was before it was written.

    >>> unguarded(cell("=1+1;-x")), unguarded("'tis")
    ('=1+1;-x', "'tis")
    """
    if value.startswith("'") and _long(value.lstrip("'")):
        return value[1:]
    parts = value.split(";")
    return ";".join(each[1:] if each.startswith("'") and _runs(each.lstrip("'")) else each for each in parts)
