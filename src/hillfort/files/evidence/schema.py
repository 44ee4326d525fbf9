"""What a file may say of an assumption."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hillfort.files.evidence.entries import (
    AnyCheck,
    Entry,
    EvidenceEntry,
    Key,
    SourceEntry,
)


class AssumptionEntry(EvidenceEntry):
    """A parameter of the model."""

    unit: str = Field(min_length=1, max_length=40)
    meaning: str = Field("", max_length=2000)


Checked = Annotated[AssumptionEntry, AnyCheck]


class AssumptionsEntry(Entry):
    """The assumptions file."""

    version: Literal[1]
    sources: dict[Key, SourceEntry] = Field(default_factory=dict)
    assumptions: dict[Key, Checked]
