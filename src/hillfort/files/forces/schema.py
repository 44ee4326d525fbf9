"""What a file may say of types of battalions and templates of formations."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hillfort.files.evidence.entries import (
    Entry,
    Grade,
    Items,
    Key,
    KeyedEntry,
    Persons,
    Power,
    Prose,
    SourceEntry,
    SupplyDays,
    Symbol,
    Title,
)


class BattalionsEntry(Entry):
    """Some battalions of one type in a formation."""

    type: Key
    count: int = Field(1, ge=1, le=50)
    name: Title = Field("", min_length=0, description="What they are called; the name of the type if left out.")


class PartEntry(Entry):
    """Some formations of one template in a larger one."""

    template: Key
    count: int = Field(1, ge=1, le=20)
    name: Title = Field("", min_length=0)


class BattalionTypeEntry(KeyedEntry):
    """What a battalion of this kind has at full strength."""

    name: Title
    role: Literal["manoeuvre", "fires", "support"]
    mobility: Literal["tracked", "wheeled", "light"]
    symbol: Symbol
    personnel: Persons
    tanks: Items
    fighting_vehicles: Items
    guns: Items
    vehicles: Items
    power_bneq: Power
    fires_bneq: Power
    supply_days: SupplyDays
    stays_in_country: bool = Field(
        default=False, description="True for a territorial unit: standing rules do not send it out of its own country."
    )


class FormationTemplateEntry(Entry):
    """What a formation of this kind is made of."""

    name: Title
    echelon: Literal["battalion", "regiment", "brigade", "division"]
    symbol: Symbol
    source: str = "judgement"
    grade: Grade = "F6"
    note: Prose = ""
    battalions: tuple[BattalionsEntry, ...] = ()
    parts: tuple[PartEntry, ...] = ()


class TemplatesEntry(Entry):
    """The templates file."""

    version: Literal[1]
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    types: dict[Key, BattalionTypeEntry]
    templates: dict[Key, FormationTemplateEntry]
