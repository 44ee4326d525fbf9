"""Reads probes: one thing otherwise, and the direction in which an answer has to move."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from hillfort.files.evidence.entries import Entry, Key, Prose, Title
from hillfort.files.yaml.lines import read_yaml
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import validated
from hillfort.foundation.errors import InputError
from hillfort.validation.sanity import Expectation, Probe

SHIPPED = DATA / "probes" / "sanity.yaml"
Names = tuple[str, ...]


class ExpectationEntry(Entry):
    """What has to become of one quantity."""

    what: Title
    direction: Literal["up", "down", "not up", "not down", "same", "within", "at most"] = Field(alias="is")
    much: float = Field(0.0, ge=0.0, description="For `within` and `at most`: how much.")
    why: Prose = ""


class ProbeEntry(Entry):
    """One thing otherwise."""

    title: Title
    expect: tuple[ExpectationEntry, ...] = Field(min_length=1)
    set: dict[str, float] = Field({}, description="Address -> number; `*` for every one there is.")
    double: Names = ()
    halve: Names = ()
    remove: Names = Field((), description="Sides, countries, formations or battalions.")
    keep: dict[Literal["blue", "red"], Names] = Field({}, description="Side -> the only types of battalions it has.")
    in_place: Names = Field((), description="Places at which outside forces stand from the start, in turn.")


class ProbesEntry(Entry):
    """A file of probes."""

    version: int = Field(ge=1, le=1)
    scenario: Title
    probes: dict[Key, ProbeEntry] = Field(min_length=1)


def read(path: Path = SHIPPED) -> tuple[str, tuple[Probe, ...]]:
    """The scenario that probes are of, by name or path, and the probes of a file.

    Raises
    ------
    InputError
        Every problem of the file.

    Examples
    --------
    >>> name, probes = read()
    >>> name, probes[0].key
    ('baltic-2019', 'nothing')
    """
    entry, problems = validated(ProbesEntry, read_yaml(path))
    if entry is None or problems:
        raise InputError(problems)
    return entry.scenario, tuple(_probe(key, each) for key, each in entry.probes.items())


def _probe(key: str, entry: ProbeEntry) -> Probe:
    expect = tuple(Expectation(each.what, each.direction, each.much, each.why) for each in entry.expect)
    return Probe(
        key,
        entry.title,
        expect,
        values=dict(entry.set),
        double=entry.double,
        halve=entry.halve,
        remove=entry.remove,
        keep={str(side): types for side, types in entry.keep.items()},
        in_place=entry.in_place,
    )
