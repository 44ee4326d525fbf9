"""Battles left out: the table shows the cross-validation itself, each score beside its aim."""

from __future__ import annotations

import pytest

from hillfort import workbench
from hillfort.validation import left_out
from hillfort.validation.anchors import FITTED, Anchor, Given
from hillfort.validation.battles import scores as battles_scores


@pytest.fixture(scope="module")
def given() -> Given:
    """A part of the record, for speed."""
    whole = workbench.validation_given(draws=1, seed=1)
    battles, wealth = whole.data("battles")
    part = [
        each
        for each in battles
        if each.theatre in ("KOREA", "WWII-NORTH-AFRICA", "RUSSO-JAPANESE", "BALKAN-1912", "ARAB-ISRAELI-1967")
    ]
    earlier = whole.data("earlier battles")[::8]
    return Given(whole.scenario, lambda name: earlier if name == "earlier battles" else (part, wealth))


@pytest.fixture(scope="module")
def found(given: Given) -> list[Anchor]:
    return list(left_out.anchors(given, lambda done, wanted: None))


def test_every_aim_has_its_anchor_and_none_is_called_predicted(found: list[Anchor]) -> None:
    aims = [each.published for each in found]
    assert all(aim in aims for _, aim in battles_scores.TARGETS.values())
    assert aims.count(battles_scores.COVERAGE_TARGET) == len(battles_scores.MEASURES) - 1
    assert aims.count(battles_scores.EACH_WAR_TARGET) == 1
    assert {each.kind for each in found} == {FITTED}
    assert len({each.name for each in found}) == len(found)


def test_the_scores_are_those_of_the_cross_validation(given: Given, found: list[Anchor]) -> None:
    battles, wealth = given.data("battles")
    prediction, said = battles_scores.cross_validation(
        battles, wealth, by="theatre", earlier=given.data("earlier battles")
    )
    scores = battles_scores.scores(battles, prediction, said)
    assert found[0].ours == scores["winner"]["model"]["brier"]["value"]
    assert found[0].low <= found[0].ours <= found[0].high
    best = min(each["brier"]["value"] for name, each in scores["winner"].items() if name != "model")
    curve = scores["by_ratio"]["distance"]
    assert (found[-3].ours, found[-3].published) == (curve["model"], curve["three features"])
    assert found[-2].ours == pytest.approx(found[0].ours - best)
