"""A scenario chooses the law that decides its engagements: all else stays the same."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from hillfort.campaign.outcome import Outcome
from hillfort.campaign.run import fight
from hillfort.foundation.errors import InputError
from hillfort.ground.reference.engagement import LAWS
from scenarios.shipped import shipped

DRAWS = 30


@cache
def fought(law: str) -> Outcome:
    war = dataclasses.replace(shipped("marrow"), ground_law=law)
    return fight(war, coa=next(iter(war.courses_of_action)), draws=DRAWS, seed=1)


@pytest.mark.parametrize("law", LAWS)
def test_the_same_law_on_the_same_luck_gives_the_same_campaign(law: str) -> None:
    war = dataclasses.replace(shipped("marrow"), ground_law=law)
    again = fight(war, coa=next(iter(war.courses_of_action)), draws=DRAWS, seed=1, threads=1)
    assert np.array_equal(again.lost_persons, fought(law).lost_persons)


def test_every_law_decides_otherwise_and_the_doubts_are_the_same() -> None:
    losses = {law: fought(law).lost_persons.tobytes() for law in LAWS}
    assert len(set(losses.values())) == len(LAWS)
    assert len({fought(law).doubt.tobytes() for law in LAWS}) == 1


def test_who_needs_three_to_one_takes_less_than_who_needs_little_more_than_even() -> None:
    """The linear law asks for a little more than one to one, the rule for three."""
    taken = {law: np.isfinite(fought(law).lost_h).mean() for law in ("three-to-one", "lanchester-linear")}
    assert taken["three-to-one"] < taken["lanchester-linear"]


def test_a_law_that_does_not_exist_is_refused() -> None:
    war = dataclasses.replace(shipped("marrow"), ground_law="four-to-one")
    with pytest.raises(InputError, match="four-to-one"):
        fight(war, coa=next(iter(war.courses_of_action)), draws=1)
