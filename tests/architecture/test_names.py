"""Names: one word, one meaning, and a reader who knows the word finds the file."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from architecture.source import PACKAGE, ROOT, Module, classes, modules

ROLES = {
    "_kernels": "hot arithmetic of its folder",
    "batch": "many draws of a kernel at once",
    "build": "making a thing from its sources",
    "charts": "pictures with axes",
    "check": "problems of a thing as it stands in files",
    "checks": "problems of a thing as it stands in memory",
    "curves": "pictures over time",
    "hour": "one hour of a kernel's loop, and the table of its steps",
    "kept": "results of its kind as they were written",
    "limits": "what a study can be asked for",
    "manifest": "what a folder holds, with digests",
    "maps": "pictures on the ground",
    "notebook": "pictures for a notebook",
    "page": "a document of its family",
    "pictures": "pictures of more than one kind",
    "posture": "what a side has in place",
    "prepare": "a posture as arrays for a kernel",
    "quantities": "the table of the quantities of its family",
    "read": "what its folder reads",
    "recipe": "what a theatre is made from",
    "records": "records that its folder shares",
    "request": "what a study was asked",
    "result": "the typed result of a study",
    "run": "the loop of a kernel",
    "schema": "what a file of its folder may say",
    "situation": "a posture laid on a theatre",
    "study": "a study of its family",
    "summary": "the numbers of a study by name",
    "tables": "rows and columns of its family",
    "titles": "titles of what its folder doubts",
    "words": "numbers of its family in sentences",
}
"""Names of modules that stand for a part that many families have: the folder says of what."""

BY_SUBJECT = ("cli", "validation", "workbench")
"""Packages in which a module is named after the subject that it serves,
whatever that subject's own module is called."""

SHARED = {
    "adjudication": "the law of an engagement, and its kernel",
    "chance": "draws of closures (studies), addresses of luck (foundation)",
    "cities": "fights for cities in a file (files), cells of cities in a scenario (campaign)",
    "convoy": "vehicles on a road (lines), ships under escort (sea)",
    "deployments": "the file of moves, and the anchors made from it",
    "engagement": "of a raid with a defence (air), of the classical laws (ground)",
    "fight": "what a fight is (ground), and its kernel in the campaign",
    "ground": "of a theatre, and as it is drawn",
    "places": "of a theatre, and of batteries (studies)",
    "rotations": "the file of stays, and their calendar",
    "surroundings": "air, sea and lines beside a campaign: studied, and told",
    "ways_in": "on the network of lines, and as the campaign knows them",
}
"""Other names that two modules share, and what they share it for."""


def classes_with_two_meanings(found: list[Module]) -> list[str]:
    places = defaultdict(list)
    for module in found:
        for name in classes(module):
            places[name].append(module.name)
    return [f"{name}: {', '.join(where)}" for name, where in sorted(places.items()) if len(where) > 1]


def modules_with_two_meanings(found: list[Module]) -> list[str]:
    places = defaultdict(list)
    for module in found:
        if not module.is_init and module.parts and module.package not in BY_SUBJECT:
            places[module.parts[-1]].append(module.name)
    allowed = {*ROLES, *SHARED}
    return [
        f"{name}: {', '.join(where)}"
        for name, where in sorted(places.items())
        if len(where) > 1 and name not in allowed
    ]


def terms() -> list[str]:
    """Terms of the glossary, in its order."""
    rows = re.findall(r"^\| ([^|]+?) \| [^|]+ \|", (ROOT / "CONTEXT.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [row for row in rows if row not in ("say", "---")]


def table() -> dict[str, str]:
    """Term and file, as the page about the house lists them."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text[text.index("## Where a term lives") :]
    return dict(re.findall(r"^\| ([^|]+?) \| `([^`|]+)` \|$", section, re.MULTILINE))


def test_no_public_class_has_two_meanings() -> None:
    assert classes_with_two_meanings(modules()) == []


def test_no_module_has_two_meanings() -> None:
    assert modules_with_two_meanings(modules()) == []


def test_a_second_meaning_is_noticed() -> None:
    pair = [Module(f"hillfort.{package}.thing", "class Thing: ...") for package in ("air", "sea")]
    assert classes_with_two_meanings(pair) == ["Thing: hillfort.air.thing, hillfort.sea.thing"]
    assert modules_with_two_meanings(pair) == ["thing: hillfort.air.thing, hillfort.sea.thing"]


def test_every_term_of_the_glossary_has_its_file() -> None:
    assert sorted(table()) == sorted(set(terms()))


@pytest.mark.parametrize("file", sorted(set(table().values())))
def test_the_file_of_a_term_exists(file: str) -> None:
    assert (PACKAGE / file).exists()
