"""Files of crises and of phases of operations: what was known on the first day apart from what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hillfort.crisis.history import CrisisCase, CrisisOutcome, PlanOutcome, PlanPhase, deciders_of
from hillfort.files.crisis.read import FOLDER
from hillfort.files.tables import cells
from hillfort.files.tables import read as tables
from hillfort.files.tables.cells import Number
from hillfort.files.tables.read import Shape, Table, TableRow
from hillfort.foundation.errors import InputError, Problem
from hillfort.validation.crises import CrisisRecord, ResponseTimes
from hillfort.validation.phases import PhaseRecord

CRISES, PLANS = FOLDER / "crises.csv", FOLDER / "plans.csv"
CRISIS_COLUMNS = (
    "case", "year", "decider", "days_strategic_warning_buildup_visible", "hours_tactical_warning_acted_on",
    "days_warning_to_decision", "decision", "decided_before_attack", "icb_trigger_to_response_days",
    "signal_true_or_false_alarm", "buildup_duration_days", "outcome", "source", "grade", "note",
)  # fmt: skip
"""Of these only the first three are read for a prediction."""
PLAN_COLUMNS = (
    "operation", "year", "phase", "planned", "actual", "planned_days", "actual_days", "delay_days", "cause", "source",
    "grade", "note",
)  # fmt: skip
"""Of these only operation, phase and planned_days are read for a prediction."""
YEARS, DAYS = Number(-3000, 2200, whole=True), Number(0.0, 5000.0, told=True)
CRISIS_SHAPE = Shape(CRISIS_COLUMNS, ("case",), {"year": YEARS}, max_bytes=5_000_000, max_rows=5_000)
PLAN_SHAPE = Shape(PLAN_COLUMNS, ("operation", "phase"), {"planned_days": DAYS}, max_bytes=5_000_000, max_rows=5_000)
_NO = re.compile(
    r"(?:no (?:attack|invasion|war|fighting)|not attacked|none\b|no\b|deterred|ceded|accepted|0$|false)", re.IGNORECASE
)
_YES = re.compile(
    r"(?:the )?(?:full-scale |limited |surprise )*(?:attack|inva|war\b|seiz|incursion|occup|cross-border|"
    r"land(?:ing|ed)\b|shell|bomb|annex|overrun|offensive|yes\b|1$|true)",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:never|not (?:achieved|reached|taken)|failed|fails|withdr[ae]w|abandoned|cancelled|no crossing)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CrisisFile:
    """Crises of a file, what came of them, and what of that was not understood."""

    file: str
    cases: tuple[CrisisCase, ...]
    outcomes: tuple[CrisisOutcome, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanFile:
    """Phases of a file, what came of them, and what of that was not understood."""

    file: str
    phases: tuple[PlanPhase, ...]
    outcomes: tuple[PlanOutcome, ...]
    remarks: tuple[str, ...]


@cache
def crisis_record() -> CrisisRecord:
    """The record that comes with the package, members of the alliance and published response times."""
    found = read_crises()
    return CrisisRecord(found.cases, found.outcomes, members(), {each.group: each for each in response_times()})


@cache
def phase_record() -> PhaseRecord:
    """The record of phases that comes with the package."""
    found = read_plans()
    return PhaseRecord(found.phases, found.outcomes)


@cache
def members() -> Mapping[str, int]:
    """Year of accession to the alliance by name in small letters."""
    shape = Shape(("name", "since"), ("name", "since"), {"since": YEARS})
    rows = tables.read(FOLDER / "members.csv", shape, "members.csv").rows
    return {row.text["name"].casefold(): int(row.numbers["since"] or 0) for row in rows}


@cache
def response_times() -> tuple[ResponseTimes, ...]:
    """Published quantiles of response times by group."""
    names = ("p10", "p25", "median", "p75", "p90")
    numbers = dict.fromkeys(names, DAYS) | {"n": Number(1, 1e6)}
    shape = Shape(("group", *numbers), ("group", *numbers), numbers)
    rows = tables.read(FOLDER / "response_times.csv", shape, "response_times.csv").rows
    found = []
    for row in rows:
        p10, p25, middle, p75, p90 = (float(row.numbers[each] or 0.0) for each in names)
        found.append(ResponseTimes(row.text["group"], int(row.numbers["n"] or 0), (p10, p25, middle, p75, p90)))
    return tuple(found)


def read_crises(path: Path | None = None) -> CrisisFile:
    """Crises of a CSV file; those shipped with the package when no file is given.

    Raises
    ------
    InputError
        Every problem of what a prediction is made from, each with its line and column.
    """
    table = tables.read(path or CRISES, CRISIS_SHAPE, CRISES.name if path is None else str(path))
    problems, remarks = list(table.problems), list[str]()
    cases, outcomes = [], []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        name, decider = row.text["case"], row.text.get("decider", "")
        _named(row, table, "case", problems)
        key = name.casefold(), row.text.get("year", ""), decider.casefold()
        _once(key, name, row, table, seen, problems)
        year = row.numbers.get("year")
        deciders = () if cells.is_blank(decider) else deciders_of(decider)
        if year is None or not deciders:
            remarks.append(f"line {row.line}: year or decider is not said, so the base rate holds for '{name[:60]}'")
        cases.append(CrisisCase(name, None if year is None else int(year), deciders))
        outcomes.append(_crisis_outcome(row, table, remarks))
    _checked(table, problems, "crises")
    return CrisisFile(table.file, tuple(cases), tuple(outcomes), tuple(remarks))


def read_plans(path: Path | None = None) -> PlanFile:
    """Phases of a CSV file; those shipped with the package when no file is given.

    Raises
    ------
    InputError
        Every problem of what a prediction is made from, each with its line and column.
    """
    table = tables.read(path or PLANS, PLAN_SHAPE, PLANS.name if path is None else str(path))
    problems, remarks = list(table.problems), list[str]()
    phases, outcomes = [], []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        operation, phase = row.text["operation"], row.text["phase"]
        for column in ("operation", "phase"):
            _named(row, table, column, problems)
        key = operation.casefold(), phase.casefold(), row.text.get("year", "")
        _once(key, f"{operation}: {phase}", row, table, seen, problems)
        planned = _days(row, "planned_days", table.decimal)
        if not planned:
            said = "nothing was to be planned for" if planned == 0.0 else "planned_days is not said"
            remarks.append(f"line {row.line}: {said}, so there is no ratio for '{phase[:60]}'")
        phases.append(PlanPhase(operation, phase, planned))
        outcomes.append(_plan_outcome(row, table, remarks))
    _checked(table, problems, "phases")
    return PlanFile(table.file, tuple(phases), tuple(outcomes), tuple(remarks))


def _named(row: TableRow, table: Table, column: str, problems: list[Problem]) -> None:
    text = row.text[column]
    if not text or len(text) > 200:
        found = "has no name." if not text else "is longer than 200 characters."
        problems.append(Problem(table.file, row.line, column, found, "Give each row a name."))


def _once(
    key: tuple[str, ...], name: str, row: TableRow, table: Table, seen: dict[tuple[str, ...], int],
    problems: list[Problem],
) -> None:  # fmt: skip
    if key in seen and name:
        found = f"'{name[:60]}' stands here a second time (first on line {seen[key]})."
        problems.append(Problem(table.file, row.line, "", found, "Give each row a name of its own."))
    seen.setdefault(key, row.line)


def _checked(table: Table, problems: list[Problem], what: str) -> None:
    if not table.rows:
        problems.append(Problem(table.file, 0, "", f"has a header and no {what}."))
    if problems:
        raise InputError(problems, table.file)


def _days(row: TableRow, column: str, decimal: str) -> float | None:
    """The middle of what a cell says; None where it is blank or says no number."""
    text = row.text.get(column, "")
    found = cells.ends(text, DAYS, decimal) if text else None
    return (found[0] + found[1]) / 2.0 if found is not None and not found[2] else None


def _unread(row: TableRow, column: str, remarks: list[str]) -> None:
    text = row.text.get(column, "")
    if text and not cells.is_blank(text):
        remarks.append(f"line {row.line}, {column}: '{text[:60]}' is not understood and not scored")


def _crisis_outcome(row: TableRow, table: Table, remarks: list[str]) -> CrisisOutcome:
    """What came of a crisis, for the fit of others and for scores alone."""
    text = row.text.get("outcome", "")
    attacked = False if _NO.match(text) else True if _YES.match(text) else None
    if attacked is None:
        _unread(row, "outcome", remarks)
    numbers: dict[str, float | None] = {}
    for column in ("days_warning_to_decision", "icb_trigger_to_response_days"):
        numbers[column] = _days(row, column, table.decimal)
        if numbers[column] is None:
            _unread(row, column, remarks)
    return CrisisOutcome(attacked, numbers["days_warning_to_decision"], numbers["icb_trigger_to_response_days"])


def _plan_outcome(row: TableRow, table: Table, remarks: list[str]) -> PlanOutcome:
    """How long a phase took, for the fit of others and for scores alone."""
    actual = _days(row, "actual_days", table.decimal)
    if actual is not None:
        return PlanOutcome(actual or None)
    _unread(row, "actual_days", remarks)
    return PlanOutcome(never=bool(_NEVER.search(row.text.get("actual", ""))))
