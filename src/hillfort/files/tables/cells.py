"""Numbers and dates as people and their spreadsheets write them: read where they can mean one thing,
refused elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

BLANK = frozenset(("", "-", "–", "—", "?", "na", "n/a", "none", "null", "unknown", "unk", "tbd"))
"""Cells that say that a value is not known."""
NOT_FINITE = frozenset(("nan", "inf", "infinity"))
_SPACES = " \u00a0\u2009\u202f'’"
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?|[+-]?\.[0-9]+")
_GROUPED_BY_SPACE = re.compile(rf"[+-]?[0-9]{{1,3}}([{_SPACES}])[0-9]{{3}}(\1[0-9]{{3}})*([.,][0-9]+)?")
_MARKED = re.compile(r"[+-]?[0-9]+([.,][0-9]+)+([eE][+-]?[0-9]{1,3})?")
_TOLD_NUMBER = r"[0-9](?:[0-9.,]*[0-9])?(?:[ '’\u00a0\u2009\u202f][0-9]{3}(?![0-9]))*"
_TOLD = re.compile(
    r"(?:(?P<least>>=?|≥|(?:over|above|more than|at least|from)\b)|(?P<most><=?|≤|(?:under|below|less than|at "
    r"most|up to|nearly|almost)\b)"
    r"|(?:about|around|circa|ca\.?|c\.|approx\.?|approximately|roughly|some|est\.?)(?![a-z])|~|≈)?\s*[~≈]?\s*"
    rf"(?P<first>{_TOLD_NUMBER})(?:\s*(?:-|–|—|\bto\b|\bor\b)\s*[~≈]?(?P<last>{_TOLD_NUMBER}))?"
    r"(?P<plus>\s*\+(?!\s*[0-9])|\s+or more\b)?(?P<rest>(?:\s|[(;,+/]|km|d\b).*)?",
    re.IGNORECASE,
)
_OTHER_UNIT = re.compile(
    r"\s*(?:k|m|mln|thousand|million|hours?|h|weeks?|months?|years?|sq\.? ?mi\w*|square "
    r"miles?|mi|miles?|ha|hectares?|acres?)\b|\s*%",
    re.IGNORECASE,
)
_OTHER_ACCOUNT = re.compile(rf"\([^()0-9]*(?P<other>{_TOLD_NUMBER})|\+\s*(?P<more>{_TOLD_NUMBER})")
_SPAN = re.compile(r"([0-9][0-9.,]*)\s*[-–]\s*([0-9][0-9.,]*)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))


@dataclass(frozen=True, slots=True)
class Number:
    """What a column of numbers holds."""

    low: float
    high: float
    whole: bool = False
    """Things that are counted: half of one is refused."""
    about: bool = False
    """`~300` and `7-8` may stand here, and mean about 300 and the middle of both."""
    told: bool = False
    """An account may stand here: beside `about`, also `>90`, `90+`, `about 14`, `154 (a note)`, `39 (66 by others)`,
    `7:1`."""
    instead: str = "Leave it blank if unknown."
    """What to write where a cell is no number: a code says here what its values mean, in whatever words it was told."""

    def holds(self, value: float) -> bool:
        """Whether a value is legal here."""
        return self.low <= value <= self.high and (not self.whole or value == int(value))


@lru_cache(maxsize=65536)
def readings(text: str) -> tuple[tuple[str, float], ...]:
    """Every number that a text can mean, with the decimal mark that each takes for granted ('' where either would do).

    >>> readings("53,57"), readings("3.500"), readings("1.234,5"), readings("1_000")
    (((',', 53.57),), (('.', 3.5), (',', 3500.0)), ((',', 1234.5),), ())
    """
    text = text.replace("\N{MINUS SIGN}", "-")
    mark = ""
    if _GROUPED_BY_SPACE.fullmatch(text):
        text = re.sub(f"[{_SPACES}]", "", text)
        mark = "." if "." in text else "," if "," in text else ""
        return ((mark, float(text.replace(",", "."))),)
    if not any(each in text for each in ".,"):
        return (("", float(text)),) if _PLAIN.fullmatch(text) else ()
    if _PLAIN.fullmatch(text) and not _thousands(text, "."):
        return ((".", float(text)),)
    if not _MARKED.fullmatch(text):
        return ()
    found = []
    for mark, other in ((".", ","), (",", ".")):
        whole, _, part = text.partition(mark)
        if other in part or mark in part or (other in whole and not _thousands(whole, other)):
            continue
        found.append((mark, float(whole.replace(other, "") + ("." + part if part else ""))))
    return tuple(found)


def _thousands(text: str, mark: str) -> bool:
    """Whether a mark stands where thousands are set apart."""
    return re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}([{mark}][0-9]{{3}})+", text) is not None


def is_blank(text: str) -> bool:
    """Whether a cell says that its value is not known."""
    return text.casefold() in BLANK


def rough(text: str, column: Number) -> tuple[str, ...]:
    """The numbers that a cell is made of: one, or both ends of a span where the column takes such."""
    if column.told:
        return _told(text)[0]
    if not column.about:
        return (text,)
    text = text.removeprefix("~").removeprefix("≈").strip()
    span = _SPAN.fullmatch(text)
    return (span[1], span[2]) if span else (text,)


def falls(text: str, column: Number) -> bool:
    """Whether a cell is a span whose end lies below its beginning, whatever its marks mean: a slip, or a date.

    >>> falls("9-3", Number(0.0, 90.0, told=True)), falls("7-8", Number(0.0, 90.0, about=True))
    (True, False)
    """
    span = rough(text, column)
    if column.told:
        told = _TOLD.fullmatch(text.strip())
        span = (told["first"], told["last"]) if told and told["last"] else ()
    found = [[value for _, value in readings(part)] for part in span]
    return len(found) > 1 and all(found) and min(found[0]) > max(found[1])


def _told(text: str) -> tuple[tuple[str, ...], str]:
    """The numbers of an account, the one that adds to the first behind a plus, and whether it is a bound: `>`,
    `<` or ''."""
    plain = re.sub(r"\s*:\s*1(?![0-9.,])", "", text.strip())
    found = _TOLD.fullmatch(plain)
    rest = (found["rest"] or "") if found else ""
    if found is None or _OTHER_UNIT.match(rest):
        return (text,), ""
    parts = [found["first"], *([found["last"]] if found["last"] else [])]
    if other := _OTHER_ACCOUNT.search(rest):
        parts.append(other["other"] or f"+{other['more']}")
    return tuple(parts), ">" if found["least"] or found["plus"] else "<" if found["most"] else ""


def ends(text: str, column: Number, decimal: str) -> tuple[float, float, str] | None:
    """Least and most that a cell says, and whether it is a bound (`>` or `<`);
    None where it is blank or cannot be read.

    >>> column = Number(0.1, 5000.0, told=True)
    >>> ends("39-66", column, "."), ends(">90", column, "."), ends("about 14 (G)", column, ".")
    ((39.0, 66.0, ''), (90.0, 90.0, '>'), (14.0, 14.0, ''))
    >>> ends("51 in the city + 28 in the works", column, "."), ends("weeks", column, ".")
    ((51.0, 79.0, ''), None)
    """
    if is_blank(text) or falls(text, column):
        return None
    parts, bound = _told(text) if column.told else (rough(text, column), "")
    values: list[float] = []
    for part in parts:
        found = legal(part.removeprefix("+"), column)
        said = [value for mark, value in found if mark in ("", decimal)] or [value for _, value in found]
        if not said or not column.holds(said[0]):
            return None
        values.append(said[0] + (values[0] if part.startswith("+") and values else 0.0))
    return min(values), max(values), bound


def legal(text: str, column: Number) -> tuple[tuple[str, float], ...]:
    """The readings of a cell that its column allows; all of them where it allows none."""
    found = readings(text)
    return tuple(each for each in found if column.holds(each[1])) or found


def why_not(text: str, column: Number) -> tuple[str, str]:
    """Why a cell is no number of its column: what was found, and what to write."""
    allowed = f"Allowed: {'whole numbers, ' if column.whole else ''}{column.low:,g} to {column.high:,g}."
    found = readings(text)
    shown = text[:40]
    if not found:
        if text.casefold().lstrip("+-") in NOT_FINITE:
            return f"'{shown}' is not a number.", "Leave the cell blank where the value is not known."
        if "_" in text or text.casefold().startswith("0x"):
            return f"'{shown}' is not a number from {column.low:g} to {column.high:g}.", "Write digits alone, as 1000."
        return f"'{shown}' is not a number from {column.low:g} to {column.high:g}.", column.instead
    value = found[0][1]
    if column.whole and value != int(value) and column.low <= value <= column.high:
        return f"'{shown}' is a part of something that is counted whole.", allowed
    return f"'{shown}' is out of range: it is not a number from {column.low:g} to {column.high:g}.", allowed


def ambiguous(text: str, found: Sequence[tuple[str, float]]) -> tuple[str, str]:
    """What is said of a number that can mean two."""
    low, high = sorted(value for _, value in found)
    return (
        f"'{text[:40]}' may be {low:g} or {high:,.0f}: nothing in the file says which mark is the decimal one.",
        f"Write {high:.0f} without a mark, or {low:g}0 with one digit more.",
    )


def day(text: str, *, month_first: bool | None = None) -> date | None:
    """The day that a text means, for the forms that mean one; None where it is blank.

    `month_first` settles 5/6/1944 where other dates of its column do.

    Raises
    ------
    ValueError
        It is none, or may be several: the message says which.

    Examples
    --------
    >>> day("31.08.1942"), day("8/31/1942"), day("1942-08-31T04:00:00"), day("31-Aug-1942") == day("Aug 31, 1942")
    (datetime.date(1942, 8, 31), datetime.date(1942, 8, 31), datetime.date(1942, 8, 31), True)
    """
    if is_blank(text):
        return None
    plain = re.sub(
        r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[AP]M)?(Z|[+-][0-9]{2}:?[0-9]{2})?$", "", text.strip()
    )
    if found := re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?", plain):
        return _date(int(found[1]), int(found[3]), int(found[4] or 1), text)
    if re.fullmatch(r"[0-9]{4}", plain):
        return _date(int(plain), 1, 1, text)
    if found := re.fullmatch(r"([0-9]{1,2})([./-])\s?([0-9]{1,2})\2\s?([0-9]{4})", plain):
        return _of_two(int(found[1]), int(found[3]), int(found[4]), found[2], month_first, text)
    if found := re.fullmatch(r"([0-9]{1,2})[-. ]+([A-Za-z]{3,9})[-., ]+([0-9]{4})", plain):
        return _date(int(found[3]), _month(found[2], text), int(found[1]), text)
    if found := re.fullmatch(r"([A-Za-z]{3,9})[. ]+([0-9]{1,2})[., ]+([0-9]{4})", plain):
        return _date(int(found[3]), _month(found[1], text), int(found[2]), text)
    if re.fullmatch(r"[0-9]{3,5}(\.[0-9]+)?", plain):
        days = [(epoch + timedelta(days=int(float(plain)))).isoformat() for epoch in _EPOCHS]
        raise ValueError(
            f"'{text[:40]}' is a spreadsheet's number of a day: {days[0]} in most of them, {days[1]} in those "
            "that count from 1904."
        )
    if re.search(r"(^|[^0-9])[0-9]{1,2}[./ -][0-9A-Za-z]{1,9}[./ -][0-9]{2}$", plain):
        raise ValueError(f"'{text[:40]}' does not say which century it is of.")
    raise ValueError(f"'{text[:40]}' is not a date.")


def _date(year: int, month: int, of_month: int, text: str) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is no day of the calendar.") from None


def _month(word: str, text: str) -> int:
    head = word[:3].casefold()
    if head not in MONTHS:
        raise ValueError(f"'{text[:40]}' names no month in English.")
    return MONTHS.index(head) + 1


def _of_two(first: int, second: int, year: int, mark: str, month_first: bool | None, text: str) -> date:
    """Points mean day and month; slashes and dashes may mean either,
    unless one number is above 12 or both are alike."""
    if mark == "." or first > 12 or first == second:
        return _date(year, second, first, text)
    if second > 12 or month_first:
        return _date(year, first, second, text)
    if month_first is None:
        days = f"{_date(year, second, first, text)} or {_date(year, first, second, text)}"
        raise ValueError(f"'{text[:40]}' may be {days}.")
    return _date(year, second, first, text)


def order(texts: Sequence[str]) -> bool | None:
    """Whether a column's dates put the month first; None where none of them tells, or they do not agree.

    >>> order(["8/31/1942", "5/6/1943"]), order(["31/8/1942"]), order(["5/6/1943"])
    (True, False, None)
    """
    said = set()
    for each in texts:
        found = re.match(r"([0-9]{1,2})([/-])([0-9]{1,2})\2[0-9]{4}", each.strip())
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            said.add(int(found[3]) > 12)
    return said.pop() if len(said) == 1 else None
