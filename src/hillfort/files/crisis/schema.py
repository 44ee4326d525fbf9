"""What may stand in the `crisis` section of a scenario or of a measure."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from hillfort.files.evidence.entries import (
    ChanceOf,
    Country,
    Entry,
    EvidenceEntry,
    Key,
    KeyedEntry,
    Override,
    Prose,
    SourceEntry,
    Title,
    _bounded,
    _within,
)

Days = Annotated[EvidenceEntry, AfterValidator(_within("days", 0, 365)), _bounded("days", 0, 365)]


class SignalEntry(KeyedEntry):
    """One sign of a build-up."""

    title: Title
    hit_chance: ChanceOf = Field(description="Chance that it is found where an attack follows.")
    false_chance: ChanceOf = Field(description="Chance that it is found where none does.")
    days_before: Days = Field(description="Days before the end of the build-up at which it is looked for.")
    note: Prose = ""


class CrisisEntry(Entry):
    """Warning and decision, laid on what comes with the package."""

    signals: dict[Key, SignalEntry] = Field(
        default_factory=dict, max_length=12, description="Signs of a build-up, beside or in place of the package's."
    )
    consents: dict[Country, Days] = Field(
        default_factory=dict, description="Days until a nation's parliament has consented, by country."
    )
    assumptions: dict[Key, Override] = Field(default_factory=dict)


class SignalsFileEntry(Entry):
    """The signs and parliaments of the package."""

    version: Literal[1]
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    signals: dict[Key, SignalEntry]
    consents: dict[Country, Days]
