"""One row is one number of a result: what it is called, means, is measured in, and how it is found.

Each family of results has one table of such rows. Its file, typed result, JSON Schema, page, the columns of its
tables on the screen and its definitions are printed from the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from hillfort.studies import intervals
from hillfort.studies.records import Spread

CHANCE = "chance"
"""Unit of what happens or does not; any other quantity is a number with a spread."""
SUMMARY, TABLE, COMPARISON = "summary", "table", "comparison"
"""Where a quantity of a whole campaign may be shown: in `result.json`, as a column of `draws`,
as a paired difference."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a result.

    Parameters
    ----------
    key : str
        The same wherever it stands; ends in its unit where that is not plain.
    title : str
        A few words for tables and headings.
    unit : str
        'chance' for what happens or not; else 'h' (from H-hour), 'days', 'persons', 'battalions', 'share' and so on.
    definition : str
        One sentence: what exactly is counted.
    values : callable
        From what the part is a number of. In a campaign from scenario and outcome to (draw,) for a whole campaign,
        else (draw, thing); bool for a chance, NaN where it did not happen in a draw. Elsewhere (draw,) values as well,
        or what stands in the file.
    better : int
        1 where more is better for the defender, -1 where less is, 0 where that depends.
    part : str
        Section of the file: 'verdict' for a whole campaign, else that of the things it is a number of.
    shown : tuple of str
        Of a whole campaign: where it is shown.
    asked : bool
        Drivers are asked what moves it.
    whole : bool
        Whole numbers in the table of draws.
    kind : type, optional
        What stands in the file, where that is neither a chance nor a spread over draws.
    column : str
        Heading of its column, or words before it, on the screen and the page; '' where it is told in other words or is
        in the file alone.
    """

    key: str
    title: str
    unit: str
    definition: str
    values: Callable[..., Any]
    better: int = 0
    part: str = "verdict"
    shown: tuple[str, ...] = (SUMMARY, TABLE, COMPARISON)
    asked: bool = False
    whole: bool = False
    kind: Any = None
    column: str = ""

    @property
    def stands(self) -> Any:
        """Type of what stands in the file."""
        usual = intervals.Chance if self.unit == CHANCE else Spread
        return usual if self.kind is None else self.kind

    def told(self, *things: Any) -> Any:
        """What stands in the file: a chance or quantiles of draws, else what is found as it is."""
        found = self.values(*things)
        return numbers_of(found) if isinstance(found, np.ndarray) else found


@dataclass(slots=True)
class QuantityTable:
    """The rows of a family, in the order of tables; a new number is one more row.

    Parameters
    ----------
    rows : tuple of Quantity
    parts : mapping of str to str
        Each section of the file to what its quantities are numbers of.
    """

    rows: tuple[Quantity, ...]
    parts: Mapping[str, str]

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self.rows)

    def of_part(self, part: str) -> tuple[Quantity, ...]:
        """The quantities of one section of the file, in order."""
        return tuple(each for each in self.rows if each.part == part and (part != "verdict" or SUMMARY in each.shown))

    def columns(self, part: str) -> tuple[Quantity, ...]:
        """Those of them that have a column on the screen and the page."""
        return tuple(each for each in self.of_part(part) if each.column)

    def numbers(self, part: str, *things: Any) -> dict[str, Any]:
        """What stands in the file of all quantities of a section, by key."""
        return {each.key: each.told(*things) for each in self.of_part(part)}


def numbers_of(values: np.ndarray) -> dict[str, Any]:
    """A chance with its interval for yes and no, else quantiles: as files of results name them."""
    return intervals.chance(values).as_dict() if values.dtype == bool else intervals.quantiles(values)


class OfQuantities(BaseModel):
    """A record with every quantity of one part of a table and no other: as `found.hold` or `found["hold"]`."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)
    table: ClassVar[QuantityTable]
    part: ClassVar[str]

    if TYPE_CHECKING:

        def __getattr__(self, key: str) -> Any:
            """A quantity by its key."""

    def __getitem__(self, key: str) -> Any:
        return self.quantities[key]

    @property
    def quantities(self) -> dict[str, Any]:
        """Every quantity by its key."""
        return dict(self.__pydantic_extra__ or {})

    @model_validator(mode="after")
    def _has_every_quantity(self) -> OfQuantities:
        wanted = {each.key: each for each in self.table.of_part(self.part)}
        found = self.__pydantic_extra__ or {}
        if set(found) != set(wanted):
            missing, unknown = set(wanted) - set(found), set(found) - set(wanted)
            raise ValueError(f"quantities of '{self.part}': missing {missing}, unknown {unknown}")
        for key, row in wanted.items():
            found[key] = TypeAdapter(row.stands).validate_python(found[key])
        return self


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a result, with the quantities of the tables as they are now."""
    found = model.model_json_schema()
    parts = found.setdefault("$defs", {})
    for each in _kinds(OfQuantities):
        part = found if each is model else parts.get(each.__name__)
        if part is None:
            continue
        for row in each.table.of_part(each.part):
            told = TypeAdapter(row.stands).json_schema(ref_template="#/$defs/{model}")
            for name, below in told.pop("$defs", {}).items():
                parts.setdefault(name, below)
            if "$ref" not in told and row.stands in (intervals.Chance, Spread):
                parts.setdefault(row.stands.__name__, told)
                told = {"$ref": f"#/$defs/{row.stands.__name__}"}
            words = {"title": row.title, "description": f"{row.definition} Unit: {row.unit}."}
            part.setdefault("properties", {})[row.key] = told | words
            part.setdefault("required", []).append(row.key)
        part["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _kinds(kind: type[OfQuantities]) -> Iterator[type[OfQuantities]]:
    """All kinds of records of quantities, those of kinds as well."""
    for each in kind.__subclasses__():
        if hasattr(each, "table"):
            yield each
        yield from _kinds(each)
