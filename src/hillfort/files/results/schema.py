"""What the files of a result hold, as JSON Schema and as a page: both are printed from the table of quantities."""

from __future__ import annotations

from typing import Any

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.studies.air.result import AirResult
from hillfort.studies.campaign import quantities
from hillfort.studies.campaign.result import AssessmentResult, ComparisonResult, TraceResult
from hillfort.studies.lines.result import LinesResult
from hillfort.studies.quantity import Quantity, schema_of
from hillfort.studies.records import ResultPart
from hillfort.studies.sea.quantities import SEA
from hillfort.studies.sea.result import SeaResult

MODELS: dict[str, tuple[str, type[ResultPart]]] = {
    "assess": ("result.json", AssessmentResult),
    "compare": ("result.json", ComparisonResult),
    "trace": ("result.json", TraceResult),
    "lines": ("lines.json", LinesResult),
    "air": ("air.json", AirResult),
    "sea": ("sea.json", SeaResult),
}
"""Command to the file that holds its numbers, and what that file holds."""

TABLES = {"assess": quantities.QUANTITIES, "sea": SEA}
"""Command to the table of the quantities of its result; that of `assess` is that of `compare` as well."""
BETTER = {1: "more", -1: "less", 0: "depends"}


def json_schema(command: str) -> dict[str, Any]:
    """The JSON Schema of the file with the numbers of a command's result.

    Raises
    ------
    InputError
        No command of that name leaves a result with a schema.

    Examples
    --------
    >>> json_schema("assess")["$defs"]["VerdictResult"]["properties"]["hold"]["title"]
    'Chance to hold'
    """
    if command not in MODELS:
        found = f"'{command}' is not a command that leaves a result with a schema."
        raise InputError(Problem("request", 0, "of", found, did_you_mean(command, MODELS)), "the request")
    return schema_of(MODELS[command][1])


def page(command: str = "assess") -> str:
    """Every quantity of a command's result in tables, as Markdown: what its page in `docs/` shows.

    >>> "| `hold` | Chance to hold | chance | more |" in page()
    True
    """
    table = TABLES.get(command, quantities.QUANTITIES)
    found: list[str] = []
    for part, title in table.parts.items():
        head = ["key", "title", "unit", "better for the defender"]
        head += ["where"] if part == "verdict" else []
        found += [f"### {title}", "", f"| {' | '.join([*head, 'what is counted'])} |", f"|{' --- |' * (len(head) + 1)}"]
        for each in table:
            if each.part == part:
                cells = [f"`{each.key}`", each.title, each.unit, BETTER[each.better]]
                cells += [_where(each)] if part == "verdict" else []
                found.append(f"| {' | '.join([*cells, each.definition])} |")
        found.append("")
    return "\n".join(found)


def _where(row: Quantity) -> str:
    """Where a quantity of whole campaigns stands."""
    names = {"summary": "`verdict`", "table": "`draws.parquet`", "comparison": "`differences`"}
    return ", ".join(names[each] for each in row.shown) + (", drivers" if row.asked else "")
