"""Every published figure of the air is met, and the anchors are what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hillfort.files.scenario import read
from hillfort.validation import air
from hillfort.validation.anchors import Anchor, Given

CLOSED = [
    *air.horizons(),
    *air.aircraft(),
    *air.interception(),
    *air.leak_through(),
    *air.saturation(),
    *air.runways(),
    *air.being_there(),
    *air.active_fence(),
    *air.rings(),
]
FIGURES = json.loads((Path(__file__).parent / "figures.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("anchor", CLOSED, ids=lambda anchor: anchor.name)
def test_every_closed_form_is_met_to_the_digits_that_are_published(anchor: Anchor) -> None:
    assert anchor.ok, f"{anchor.ours} is not {anchor.published}"


def test_there_is_an_anchor_for_every_part_of_the_air() -> None:
    subjects = {anchor.subject for anchor in CLOSED}
    assert {
        "Radar horizon",
        "Sorties",
        "Losses of aircraft",
        "Interception",
        "Leak-through",
        "Runways",
        "Presence",
        "Coverage",
        "Active Fence",
        "Drawn rings",
    } == subjects
    assert len(CLOSED) > 60
    assert len({(anchor.subject, anchor.name) for anchor in CLOSED}) == len(CLOSED)


def test_the_bands_are_printed_and_inside_or_explained() -> None:
    given = Given(lambda name, measures: read.scenario(name, measures=measures), lambda name: None, draws=50)
    found = list(air.bands(given, lambda done, wanted: None))
    assert len(found) >= 5
    war = [anchor for anchor in found if anchor.name.startswith(("Aircraft that", "The sky over"))]
    assert len(war) == 9
    assert [anchor.name for anchor in found if not anchor.ok and anchor not in war] == []
    explained = (Path(__file__).parents[2] / "DIFFERENCES.md").read_text(encoding="utf-8")
    assert [anchor.name for anchor in war if not anchor.ok and f"### {anchor.name}" not in explained] == []
