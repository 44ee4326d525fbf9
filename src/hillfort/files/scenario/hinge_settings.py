"""Reads what an answer may hang on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from hillfort.files.evidence.entries import Entry, Key, Title
from hillfort.files.yaml.lines import read_yaml
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import validated
from hillfort.foundation.errors import InputError
from hillfort.studies.campaign.hinges import Hinge, HingeSetting

SHIPPED = DATA / "probes" / "hinges.yaml"


class HingeSettingEntry(Entry):
    """One setting: numbers by address."""

    set: dict[str, float] = Field(min_length=1, description="Address of a number of the scenario -> the number.")


class HingeEntry(Entry):
    """A rule or structural choice with its settings."""

    title: Title
    settings: dict[Title, HingeSettingEntry] = Field(min_length=1)


class HingesEntry(Entry):
    """A file of hinges."""

    version: int = Field(ge=1, le=1)
    hinges: dict[Key, HingeEntry]


@cache
def shipped_hinges() -> tuple[Hinge, ...]:
    """The hinges that come with the package.

    >>> "decision-to-attack" in [hinge.key for hinge in shipped_hinges()]
    True
    """
    return read(SHIPPED)


def read(path: Path) -> tuple[Hinge, ...]:
    """Hinges of a file.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    entry, problems = validated(HingesEntry, read_yaml(path))
    if entry is None or problems:
        raise InputError(problems)
    return tuple(
        Hinge(
            key,
            each.title,
            tuple(HingeSetting(name, dict(setting.set)) for name, setting in each.settings.items()),
        )
        for key, each in entry.hinges.items()
    )
