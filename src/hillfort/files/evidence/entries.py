"""The bricks of the file schemas: evidence with the unit and bounds of its field, names, ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from hillfort.foundation.evidence import Evidence, problems_of


class Entry(BaseModel):
    """A mapping of a file: strict types, no unknown fields, frozen."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


class EvidenceEntry(Entry):
    """A number that the model depends on, with its range and where it comes from."""

    value: float = Field(description="Best estimate.")
    low: float = Field(description="Not expected below this.")
    high: float = Field(description="Not expected above this.")
    unit: str = Field("", max_length=40, description="May be left out: the field implies it.")
    source: str = Field(max_length=60, description="Key in `sources`, or `judgement` where nobody has published it.")
    grade: Annotated[str, Field(pattern=r"^[A-F][1-6]$", description="Admiralty grade, A1 to F6.")]
    date: Annotated[str, AfterValidator(lambda text: _iso_date(text, partial=True))] = Field(
        "", description="What the value speaks of: '2019', '2019-09' or '2019-09-15'."
    )
    shape: Literal["triangular", "uniform", "normal", "lognormal", "pert", "quantiles", "sample", "fixed"] = (
        "triangular"
    )
    table: tuple[tuple[float, float], ...] = Field(
        (), description="For `shape: quantiles`: pairs of a chance and the value not exceeded with it."
    )
    sample: tuple[float, ...] = Field((), description="For `shape: sample`: observed values.")
    note: str = Field("", max_length=2000)


def _iso_date(text: str, partial: bool = False) -> str:
    """The text, if it is an ISO date (of a day, or, if partial, of a month or year)."""
    full = text + {4: "-01-01", 7: "-01"}.get(len(text), "") if partial else text
    try:
        date.fromisoformat(full or "1")
        if len(full) != 10:
            raise ValueError
    except ValueError:
        raise PydanticCustomError("date", "'{text}' is not a date like 2019-09-15.", {"text": text[:40]}) from None
    return text


def _within(unit: str, least: float, most: float) -> Callable[[EvidenceEntry], EvidenceEntry]:
    """A check that an evidence is in its unit and inside the bounds of its field."""

    def check(entry: EvidenceEntry) -> EvidenceEntry:
        parts = []
        if entry.unit and unit and entry.unit != unit:
            parts.append(("unit", f"'{entry.unit}' is not the unit of this field, which is '{unit}'."))
        for name in ("value", "low", "high"):
            number = getattr(entry, name)
            if not least <= number <= most:
                parts.append((name, f"{number:g} is outside {least:g} to {most:g} {unit}."))
        if not parts:
            parts = [(_field_of(text), f"{text}.") for text in problems_of(evidence_of(entry, unit))]
        if parts:
            raise PydanticCustomError("evidence", "wrong evidence", {"parts": parts})
        return entry

    return check


def _field_of(text: str) -> str:
    """The field of an entry that a problem speaks of; '' for the entry as a whole."""
    return (
        "shape"
        if "a fixed value" in text
        else next((name for name in ("table", "sample") if f" {name} " in f"{text} "), "")
    )


def evidence_of(entry: EvidenceEntry, unit: str, default_date: str = "") -> Evidence:
    """The domain's evidence; `unit` is what the field implies."""
    return Evidence(
        value=entry.value,
        unit=unit or entry.unit,
        low=entry.low,
        high=entry.high,
        date=entry.date or default_date,
        source=entry.source,
        grade=entry.grade,
        shape="fixed" if entry.low == entry.high and not (entry.table or entry.sample) else entry.shape,
        note=entry.note,
        table=entry.table,
        sample=entry.sample,
    )


def _bounded(unit: str, least: float, most: float) -> Any:
    words = f"in {unit}, " if unit else ""
    return Field(description=f"Evidence {words}{least:g} to {most:g}.", json_schema_extra={"unit": unit})


def unit_of(entry: Entry, field: str) -> str:
    """The unit that a field of an entry implies, '' where its evidence says it itself."""
    extra = type(entry).model_fields[field].json_schema_extra
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


_HUGE = 1e9
Hours = Annotated[EvidenceEntry, AfterValidator(_within("h", 0, 8760)), _bounded("h", 0, 8760)]
StartHour = Annotated[EvidenceEntry, AfterValidator(_within("h", -2160, 8760)), _bounded("h", -2160, 8760)]
Manning = Annotated[EvidenceEntry, AfterValidator(_within("share", 0, 1.2)), _bounded("share", 0, 1.2)]
Quality = Annotated[EvidenceEntry, AfterValidator(_within("factor", 0.01, 10)), _bounded("factor", 0.01, 10)]
Difference = Annotated[EvidenceEntry, AfterValidator(_within("log-odds", -5, 5)), _bounded("log-odds", -5, 5)]
BattalionsPerDay = Annotated[
    EvidenceEntry, AfterValidator(_within("battalions/day", 0, 100)), _bounded("battalions/day", 0, 100)
]
VehiclesPerDay = Annotated[
    EvidenceEntry, AfterValidator(_within("vehicles/day", 0, 1e6)), _bounded("vehicles/day", 0, 1e6)
]
Money = Annotated[EvidenceEntry, AfterValidator(_within("MEUR", 0, 1e6)), _bounded("MEUR", 0, 1e6)]
MoneyPerYear = Annotated[EvidenceEntry, AfterValidator(_within("MEUR/year", 0, 1e6)), _bounded("MEUR/year", 0, 1e6)]
Months = Annotated[EvidenceEntry, AfterValidator(_within("months", 0, 600)), _bounded("months", 0, 600)]
Persons = Annotated[EvidenceEntry, AfterValidator(_within("persons", 0, 5000)), _bounded("persons", 0, 5000)]
Items = Annotated[EvidenceEntry, AfterValidator(_within("count", 0, 1000)), _bounded("count", 0, 1000)]
Power = Annotated[
    EvidenceEntry, AfterValidator(_within("battalion equivalents", 0, 10)), _bounded("battalion equivalents", 0, 10)
]
SupplyDays = Annotated[EvidenceEntry, AfterValidator(_within("days", 0, 60)), _bounded("days", 0, 60)]
ObstacleHours = Annotated[EvidenceEntry, AfterValidator(_within("h", 0, 8760)), _bounded("h", 0, 8760)]
ChanceOf = Annotated[EvidenceEntry, AfterValidator(_within("chance", 0, 1)), _bounded("chance", 0, 1)]
LiftedPersons = Annotated[
    EvidenceEntry, AfterValidator(_within("persons", 0, 100_000)), _bounded("persons", 0, 100_000)
]
LiftedVehicles = Annotated[EvidenceEntry, AfterValidator(_within("count", 0, 100_000)), _bounded("count", 0, 100_000)]
LiftSpeed = Annotated[EvidenceEntry, AfterValidator(_within("km/h", 1, 1000)), _bounded("km/h", 1, 1000)]
LoadingHours = Annotated[EvidenceEntry, AfterValidator(_within("h", 0, 240)), _bounded("h", 0, 240)]
LiftReach = Annotated[EvidenceEntry, AfterValidator(_within("km", 1, 20_000)), _bounded("km", 1, 20_000)]
AnyCheck = AfterValidator(_within("", -_HUGE, _HUGE))
"""For evidence whose unit is its own."""


class OverrideEntry(EvidenceEntry):
    """A model parameter that this scenario sets otherwise."""

    why: str = Field(min_length=1, max_length=2000)


Override = Annotated[OverrideEntry, AnyCheck]

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]
"""An id: letters without accents, digits, dot, dash, underscore."""
Title = Annotated[str, Field(min_length=1, max_length=300)]
LUCK_KEY = "Stands for the key wherever luck is looked up and order is made: what was renamed keeps its luck."


class KeyedEntry(Entry):
    """What has a key, which is part of its luck."""

    luck_key: Key | None = Field(None, description=LUCK_KEY)


class TitledEntry(Entry):
    """What has a name for a key, which is part of its luck."""

    luck_key: Title | None = Field(None, description=LUCK_KEY)


def luck_key(key: str, entry: KeyedEntry | TitledEntry) -> str:
    """What an entry says of its luck, '' where that is its key or nothing."""
    return entry.luck_key if entry.luck_key is not None and entry.luck_key != key else ""


Prose = Annotated[str, Field(max_length=20_000)]
PlaceName = Annotated[str, Field(min_length=1, max_length=100)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166 alpha-2.")]
Grade = Annotated[str, Field(pattern=r"^[A-F][1-6]$", description="Admiralty grade, A1 to F6.")]
Day = Annotated[str, AfterValidator(_iso_date), Field(description="ISO date of a day.")]
Symbol = Annotated[
    str, Field(pattern=r"^[0-9]{10}$", description="APP-6D entity (6 digits) and two modifiers (2 + 2 digits).")
]
SideKey = Literal["blue", "red"]


class SourceEntry(Entry):
    """Where values come from."""

    title: Title
    date: Annotated[str, Field(max_length=40)] = ""
    grade: Grade
    note: Prose = ""
