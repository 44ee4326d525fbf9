"""The toll in words: in how many of a hundred campaigns how many places are lost, which, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hillfort.report.parts import numbers

Summary = Mapping[str, Any]
HUNDRED = 100
MOST_NAMED = 4
"""Places above which they are counted, not named."""
SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HALF = "less than half a"
MOSTLY = 0.5
"""Share of a row from which one set of places is said to be it most often."""


def headline(summary: Summary) -> str:
    """The whole toll in one sentence: nothing lost, one place, more than one; which, and for how many days.

    Counts are of 100 campaigns and add up to 100; with fewer draws they are of the draws themselves.
    """
    found, days = summary["toll"], numbers.plural(summary["days"], "day")
    rows, names = found["lost"], found["places"]
    whole, shares = shares_of(rows)
    none = rows[0]
    if none["draws"] == summary["draws"]:
        held = f"{_all(summary['draws'])} {_none_of(names)} lost within {days}"
        return f"{'; '.join([held, *_beyond(summary)])}."
    first = f"In {shares[0]} of {whole} campaigns {_none_of(names)} lost within {days}"
    if none["draws"] == 0:
        first = f"{_all(summary['draws'])} {_some_of(names)} lost within {days}"
    more = [_row(row, share, names) for row, share in zip(rows[1:], shares[1:], strict=True)]
    if len(more) > 2:
        more = [more[0], _rest(rows[2:], _sum(shares[2:]))]
    return f"{'; '.join([first, *more, *_beyond(summary)])}."


def _beyond(summary: Summary) -> list[str]:
    """What the course of action is after that is not protected: nothing lost is then not nothing taken."""
    aims = [each for each in summary["objectives"] if each.get("aim") and not each["protected"]]
    draws = summary["draws"]
    told = []
    for each in aims[:MOST_NAMED]:
        lost = round(each["lost_at_end_chance"]["chance"] * draws)
        whole, shares = shares_of([{"draws": lost}, {"draws": draws - lost}])
        told.append(f"{each['name']} is in enemy hands at the end in {shares[0]} of {whole}")
    if told:
        told[0] = f"but of what the course of action is after {told[0]}"
    return told


def at_end(summary: Summary) -> str:
    """What is held when the period ends, of the same campaigns."""
    found, day = summary["toll"], f"day {summary['days']}"
    rows, names = found["at_end"], found["places"]
    whole, shares = shares_of(rows)
    many = len(names) > 1
    if rows[0]["draws"] == summary["draws"]:
        return f"At the end of {day} {'all are' if many else f'{names[0]} is'} in friendly hands in every campaign."
    lost = [
        f"in {share} {_lost_now(row, names)}"
        for row, share in zip(rows[1:], shares[1:], strict=True)
        if row["draws"] > 0
    ]
    held = f"{'all are' if many else f'{names[0]} is'} in friendly hands in {shares[0]} of {whole}"
    return f"At the end of {day} {held}; {', '.join(lost)}."


def shares_of(rows: Sequence[Mapping[str, Any]]) -> tuple[int, list[str]]:
    """Of how many campaigns it is told, and how many each row has: they add up.

    The first row is rounded as its percentage is, which stands in the next sentence; of the others the largest
    remainders are rounded up. What occurs and rounds to none is 'fewer than 1', what does not always occur and rounds
    to all 'more than 99'.

    >>> shares_of([{"draws": 12}, {"draws": 8}])
    (20, ['12', '8'])
    >>> shares_of([{"draws": 665}, {"draws": 331}, {"draws": 4}])
    (100, ['66', '33', '1'])
    >>> shares_of([{"draws": 999}, {"draws": 1}])
    (100, ['more than 99', 'fewer than 1'])
    """
    draws = sum(row["draws"] for row in rows)
    whole = min(HUNDRED, draws)
    exact = [row["draws"] * whole / draws for row in rows]
    told = [round(exact[0]), *(int(each) for each in exact[1:])]
    order = sorted(range(1, len(rows)), key=lambda place: (told[place] - exact[place], place))
    for place in order[: whole - sum(told)]:
        told[place] += 1
    return whole, [_count(count, row["draws"], draws, whole) for count, row in zip(told, rows, strict=True)]


def _count(count: int, draws: int, of: int, whole: int) -> str:
    if count == 0 and draws > 0:
        return "fewer than 1"
    return f"more than {whole - 1}" if count == whole and draws < of else str(count)


def _sum(shares: Sequence[str]) -> str:
    """Several counts together; those that are fewer than one count for nothing where others do."""
    whole = sum(int(each) for each in shares if each.isdigit())
    return str(whole) if whole else "fewer than 1"


def _all(draws: int) -> str:
    return "In the one campaign" if draws == 1 else f"In all {draws:,} campaigns"


def _none_of(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} is not"
    return f"none of {listing(names)} is" if len(names) <= MOST_NAMED else f"none of {len(names)} protected places is"


def _some_of(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} is"
    return f"one of {listing(names)} at least is" if len(names) <= MOST_NAMED else "a protected place at least is"


def _row(row: Mapping[str, Any], share: str, names: Sequence[str]) -> str:
    """In how many campaigns so many places are lost, which they are, for how long."""
    number = row["places"]
    if len(names) == 1:
        return f"in {share} it is, for {_days(row)}"
    each = "each for" if number > 1 else "for"
    return f"in {share} {_how_many(number, len(names))}{_which(row, number, len(names))}, {each} {_days(row)}"


def _how_many(number: int, of: int) -> str:
    if number == of:
        return "both are" if of == 2 else f"all {spelled(of)} are"
    return "one is" if number == 1 else f"{spelled(number)} are"


def _which(row: Mapping[str, Any], number: int, of: int) -> str:
    """The set of places that it is, where it can be another."""
    found = row["which"]
    if not found or number == of:
        return ""
    if len(found) == 1:
        return f", always {listing(found[0]['names'])}" if found[0]["share"] == 1.0 and row["draws"] > 1 else ""
    if found[0]["share"] == found[1]["share"]:
        return f", {listing(found[0]['names'])} as often as {listing(found[1]['names'])}"
    return f", most often {listing(found[0]['names'])}" if number == 1 or found[0]["share"] >= MOSTLY else ""


def _rest(rows: Sequence[Mapping[str, Any]], share: str) -> str:
    """Two places and more, in one."""
    low = min(row["days"]["p50"] for row in rows)
    high = max(row["days"]["p50"] for row in rows)
    least = rows[0]["places"]
    days = _day_count(low) if round(low) == round(high) else f"{_number(low)} to {_day_count(high)}"
    return f"in {share} {spelled(least)} or more are, each for a median of {days}"


def how_many_lost(number: int, of: int) -> str:
    """How many of the protected places, as the head of a row.

    >>> how_many_lost(0, 3), how_many_lost(1, 3), how_many_lost(3, 3), how_many_lost(1, 1)
    ('None', 'One', 'All three', 'It')
    """
    if number == 0:
        return "None"
    if number == of:
        return {1: "It", 2: "Both"}.get(of, f"All {spelled(of)}")
    return spelled(number).capitalize()


def spelled(number: int) -> str:
    """A small number as a word, so that two numbers do not stand side by side.

    >>> spelled(2), spelled(12)
    ('two', '12')
    """
    return SMALL[number] if number < len(SMALL) else str(number)


def sets(row: Mapping[str, Any]) -> str:
    """Which places they are, with their share of the row's draws."""
    if not row["which"]:
        return numbers.DASH
    return "; ".join(
        listing(each["names"]) if each["share"] == 1.0 else f"{listing(each['names'])} {numbers.percent(each['share'])}"
        for each in row["which"]
    )


def _lost_now(row: Mapping[str, Any], names: Sequence[str]) -> str:
    if len(names) == 1:
        return "it is in enemy hands"
    return f"{_how_many(row['places'], len(names))} in enemy hands{_which(row, row['places'], len(names))}"


def _days(row: Mapping[str, Any]) -> str:
    return f"a median of {_day_count(row['days']['p50'])}"


def _day_count(days: float) -> str:
    number = _number(days)
    return f"{number} day{'' if number in ('1', HALF) else 's'}"


def _number(days: float) -> str:
    """Whole days, halves below three: the model knows no finer.

    >>> _number(9.2), _number(1.4), _number(0.2)
    ('9', '1.5', 'less than half a')
    """
    if days < 0.25:
        return HALF
    return f"{round(2.0 * days) / 2.0:g}" if days < 3.0 else f"{days:.0f}"


def listing(words: Sequence[str]) -> str:
    """Words with commas and an 'and'.

    >>> listing(["Riga"]), listing(["Riga", "Tallinn", "Vilnius"])
    ('Riga', 'Riga, Tallinn and Vilnius')
    """
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
