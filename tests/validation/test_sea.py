"""Anchors of the sea: each is met, each can fail, and they read no clock and no chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from hillfort.campaign.scenario import Scenario
from hillfort.sea import salvo
from hillfort.validation import sea
from hillfort.validation.anchors import Anchor, Given
from hillfort.workbench import VALIDATION_DATA
from scenarios.shipped import shipped


def scenario(name: str, measures: Sequence[str]) -> Scenario:
    return shipped(name, *measures)


def shipped_data(name: str) -> Any:
    return VALIDATION_DATA[name]()


def found() -> list[Anchor]:
    return list(sea.anchors(Given(scenario, shipped_data), lambda done, wanted: None))


def test_every_published_figure_of_the_sea_is_met() -> None:
    assert [f"{each.subject}: {each.name}: {each.ours}" for each in found() if not each.ok] == []


def test_there_are_figures_of_every_subject_each_named_once_with_its_source() -> None:
    listed = found()
    assert {each.subject for each in listed} >= {
        "Salvo exchange",
        "Salvo with luck",
        "Mines",
        "Convoys",
        "Coastal missiles",
        "Sealift",
        "Sea lanes",
    }
    assert len({(each.subject, each.name) for each in listed}) == len(listed) > 45
    assert all(each.source for each in listed)


def test_bands_from_history_say_that_they_are_no_fit() -> None:
    listed = [each for each in found() if each.subject == "Bands from history"]
    assert listed
    assert all("not a fit" in each.note for each in listed)


def test_another_model_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvo, "losses", lambda attacker, defender: 0.0)
    missed = [each for each in sea.salvoes() if not each.ok]
    assert len(missed) >= 6
    assert not replace(missed[0], ours=missed[0].published + 1.0).ok
