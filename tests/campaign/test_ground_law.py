"""The law that decides engagements is the scenario's choice, and the choice shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from campaign.sandbox import scenario
from hillfort.campaign.run import fight
from hillfort.foundation.errors import InputError
from hillfort.ground.reference.engagement import LAWS


def lost_by_law() -> dict[str, float]:
    war = scenario(4, 6, days=6)
    coa = next(iter(war.courses_of_action))
    outcomes = {law: fight(replace(war, ground_law=law), coa=coa, draws=60) for law in LAWS}
    return {law: float(outcome.lost_persons[:, -1].sum()) for law, outcome in outcomes.items()}


def test_every_law_gives_a_campaign_of_its_own() -> None:
    found = lost_by_law()
    assert all(np.isfinite(value) and value > 0.0 for value in found.values())
    assert len({round(value) for value in found.values()}) == len(LAWS)


def test_an_attack_at_less_than_three_to_one_fails_under_that_rule() -> None:
    war = scenario(6, 6, days=6)
    coa = next(iter(war.courses_of_action))
    ruled = fight(replace(war, ground_law="three-to-one"), coa=coa, draws=60)
    calibrated = fight(war, coa=coa, draws=60)
    assert np.isfinite(ruled.lost_h).mean() < np.isfinite(calibrated.lost_h).mean()


def test_another_name_is_refused() -> None:
    with pytest.raises(InputError, match="'wishful' is not a law of ground combat"):
        fight(replace(scenario(), ground_law="wishful"), coa="drive", draws=1)
