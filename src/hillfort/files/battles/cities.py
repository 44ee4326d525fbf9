"""Files of fights for cities: what was known at the start apart from what came of it, and predictions written back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hillfort.files.battles import amounts
from hillfort.files.evidence.read import read_assumptions
from hillfort.files.tables import cells, write
from hillfort.files.tables import read as tables
from hillfort.files.tables.cells import Number
from hillfort.files.tables.read import Shape, Table, TableRow
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.ground.city.fitting import CityOutcome
from hillfort.ground.city.law import CityAmount, CityFight, CityPrediction

SHIPPED = DATA / "ground" / "cities.csv"
"""The record that the law of a city is fitted to."""
ONE_CITY = DATA / "ground" / "one-city.yaml"
"""A scenario of one city, one garrison and one attacker."""
PARAMETERS = DATA / "ground" / "cities.yaml"

KNOWN_AT_THE_START = (
    "attackers", "defenders", "ratio", "area_km2", "defenders_per_km2", "population", "isolated",
)  # fmt: skip
"""Columns that a prediction is made from; no other is looked at for it, but the name."""
COLUMNS = (
    "battle", "dates", "days", *KNOWN_AT_THE_START, "attacker_losses", "defender_losses", "advance", "outcome", "note",
    "remark",
    "source", "grade",
)  # fmt: skip
NUMBERS = {
    "days": Number(0.05, 5000.0, told=True),
    "ratio": Number(0.001, 10_000.0, told=True),
    "area_km2": Number(0.01, 100_000.0, told=True),
    "defenders_per_km2": Number(0.001, 100_000.0, told=True),
}
PEOPLE = ("attackers", "defenders", "population")
SHAPE = Shape(known=COLUMNS, needed=("battle",), numbers=NUMBERS, max_bytes=5_000_000, max_rows=5_000)
PREDICTED = ("battle", "days_p10", "days_p50", "days_p90", "taken_chance")

_YES = ("yes", "y", "true", "1", "isolated", "encircled", "surrounded", "besieged", "blockaded", "cut off", "full")
_NO = ("no", "n", "false", "0", "not isolated", "open", "not encircled", "not surrounded", "partly", "partial", "semi")
_TAKEN = re.compile(
    r"(?:was |were |city |town "
    r")?(?:taken|captured|crushed|fell|fallen|surrender(?:ed)?|seized|occupied|liberated|recaptured|retaken|lost"
    r"|capitulat(?:ed|ion)|attackers? (?:won|victory)|victory of the attacker|1|yes|put "
    r"down|evacuated|abandoned|conquered)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"(?:was |were |city |town )?(?:held|not taken|not captured|never (?:taken|fell)|did not "
    r"fall|failed|repulsed|repelled|relieved|lifted"
    r"|attack(?:ers?)? (?:failed|withdrew|repulsed|repelled|beaten)|defenders? (?:won|held|victory)|siege "
    r"(?:lifted|broken|raised)"
    r"|stalemate|ceasefire|truce|withdrawn|attackers? withdrew|0|no|saved|not)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 3
"""An outcome of more words that is not understood is an account, which is kept, told and not scored."""


@dataclass(frozen=True, slots=True)
class CityCases:
    """The fights of a file, what came of them, and what of it was not understood."""

    file: str
    fights: tuple[CityFight, ...]
    outcomes: tuple[CityOutcome, ...]
    lines: tuple[int, ...]
    remarks: tuple[str, ...]
    """What stands in a cell and was not used, with line and column."""


@cache
def shipped_parameters() -> dict[str, Evidence]:
    """The numbers of the law of a city, by name."""
    return read_assumptions(PARAMETERS)[0]


def read_cities(path: Path | None = None) -> CityCases:
    """The fights of a CSV file; those shipped with the package when no file is given.

    Columns are found by name in any order; columns that are not known are kept apart. Blank means not known.

    Raises
    ------
    InputError
        Every problem of the file, each with its line and column.
    """
    return _cases(tables.read(path or SHIPPED, SHAPE, SHIPPED.name if path is None else str(path)))


def parse_cities(text: str, file: str) -> CityCases:
    r"""The fights of a CSV text; `file` is the name used in problems.

    >>> parse_cities("battle,attackers,area_km2,days\nX,38-40000,~29,>90\n", "x.csv").fights[0].attackers
    CityAmount(low=38000.0, high=40000.0)
    """
    return _cases(tables.parse(text, SHAPE, file))


def _cases(table: Table) -> CityCases:
    problems, remarks = list(table.problems), list[str]()
    seen: dict[str, int] = {}
    fights, outcomes = [], []
    for row in table.rows:
        name = row.text["battle"]
        if not name or len(name) > 200:
            found = "has no name." if not name else "is longer than 200 characters."
            problems.append(Problem(table.file, row.line, "battle", found, "Give each battle a name."))
        elif name in seen:
            found = f"'{name[:60]}' stands here a second time (first on line {seen[name]})."
            problems.append(Problem(table.file, row.line, "battle", found, "Give each battle a name of its own."))
        seen.setdefault(name, row.line)
        fights.append(_fight(row, table, problems, remarks))
        outcomes.append(_outcome(row, table, problems, remarks))
    if not table.rows:
        problems.append(Problem(table.file, 0, "", "has a header and no battles."))
    if problems:
        raise InputError(problems, table.file)
    lines = tuple(row.line for row in table.rows)
    return CityCases(table.file, tuple(fights), tuple(outcomes), lines, tuple(remarks))


def _fight(row: TableRow, table: Table, problems: list[Problem], remarks: list[str]) -> CityFight:
    """What was known at the start; cells of other columns are not looked at."""
    told = {}
    for column in PEOPLE:
        text = row.text.get(column, "")
        told[column] = amounts.Told()
        if text and (text == "0" or not cells.is_blank(text)):
            told[column] = amounts.people_of(text, shipped_parameters(), table.decimal)
        if told[column].wrong:
            advice = "Write people, as 3000, 3,000-6,000 or 'two brigades', or leave the cell blank."
            problems.append(Problem(table.file, row.line, column, told[column].wrong, advice))
        elif text and not cells.is_blank(text) and told[column].people is None and not told[column].nobody:
            remarks.append(f"line {row.line}, {column}: '{text[:60]}' says no number of people and counts as not known")
        if told[column].nobody and column != "defenders":
            found = f"'{text[:40]}' is nobody."
            problems.append(Problem(table.file, row.line, column, found, "Leave the cell blank where it is not known."))
    known = {name: _amount(row, name, table.decimal) for name in ("ratio", "area_km2", "defenders_per_km2")}
    return CityFight(
        row.text["battle"],
        told["attackers"].people,
        told["defenders"].people,
        known["ratio"],
        known["area_km2"],
        told["population"].people,
        known["defenders_per_km2"],
        _isolated(row, table, problems),
        organised=not told["defenders"].nobody,
    )


def _amount(row: TableRow, column: str, decimal: str) -> CityAmount | None:
    found = cells.ends(row.text.get(column, ""), NUMBERS[column], decimal)
    if found is None:
        return None
    low, high, bound = found
    return CityAmount(low / amounts.BEYOND if bound == "<" else low, high * amounts.BEYOND if bound == ">" else high)


def _isolated(row: TableRow, table: Table, problems: list[Problem]) -> bool | None:
    text = row.text.get("isolated", "")
    if not text or cells.is_blank(text):
        return None
    word = text.casefold().strip(" .")
    for words, value in ((_NO, False), (_YES, True)):
        if any(word == each or re.match(rf"{re.escape(each)}\b[ ,;(]", word) for each in words):
            return value
    advice = did_you_mean(word, ("yes", "no"))
    problems.append(Problem(table.file, row.line, "isolated", f"'{text[:40]}' is neither yes nor no.", advice))
    return None


def _outcome(row: TableRow, table: Table, problems: list[Problem], remarks: list[str]) -> CityOutcome:
    """What came of it, for scores alone."""
    days, at_least = None, False
    found = cells.ends(row.text.get("days", ""), NUMBERS["days"], table.decimal)
    if found is not None:
        low, high, bound = found
        at_least = bound == ">"
        days = CityAmount(low / amounts.BEYOND if bound == "<" else low, high)
    text = row.text.get("outcome", "")
    if not text or cells.is_blank(text):
        return CityOutcome(days, at_least)
    if _HELD.match(text):
        return CityOutcome(days, at_least, taken=False)
    if _TAKEN.match(text):
        return CityOutcome(days, at_least, taken=True)
    if len(text.split()) > _FEW_WORDS:
        remarks.append(f"line {row.line}, outcome: '{text[:60]}' does not begin with taken or held and is not scored")
    else:
        advice = did_you_mean(text.casefold(), ("taken", "held"))
        problems.append(Problem(table.file, row.line, "outcome", f"'{text[:40]}' is neither taken nor held.", advice))
    return CityOutcome(days, at_least)


def results_of(predicted: Iterable[CityPrediction], scores: Mapping[str, Any]) -> dict[str, str]:
    """Text of `predictions.csv`, whose columns are `PREDICTED`, and of `scores.json`."""
    rows = (
        [each.name, f"{each.days_p10:.1f}", f"{each.days_p50:.1f}", f"{each.days_p90:.1f}", f"{each.taken_chance:.3f}"]
        for each in predicted
    )
    plain = json.dumps(scores, ensure_ascii=False, indent=1) + "\n"
    return {"predictions.csv": write.text(list(PREDICTED), rows), "scores.json": plain}
