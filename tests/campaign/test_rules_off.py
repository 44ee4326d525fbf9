"""With every rule of conduct switched off the numbers are those of the model that knew none of them.

The law of ground combat is the one that held when the rules came, `tests/golden/law-of-before.json`, so that a better
law moves the headlines and not this.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

import hillfort as hf
from hillfort.campaign.acting import idle
from hillfort.campaign.outcome import Outcome
from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario
from hillfort.files.battles.read import wealth
from hillfort.ground.adjudication import from_plain
from hillfort.ground.fitted import as_evidence

COA = "both-coasts"
DRAWS = 200
LAW = Path(__file__).parents[1] / "golden" / "law-of-before.json"


def of_before(war: Scenario) -> Scenario:
    """The same war under the law of ground combat that held when the rules came."""
    law = from_plain(json.loads(LAW.read_text(encoding="utf-8")), wealth())
    latents = {
        name: replace(each, outside_theatre=math.sqrt(2.0), outside_army=1.0) for name, each in law.latents.items()
    }
    law = replace(law, latents=latents)
    return replace(war, adjudication=law, assumptions={**war.assumptions, **as_evidence(law)})


def rules(war: Scenario) -> list[str]:
    """Those that can act in it: `marrow` has no city."""
    return [name for name in war.assumptions if name.startswith("rule_") and not idle(name, war.present())]


def without(war: Scenario, *names: str) -> Scenario:
    return war.vary({f"assumptions.{name}": 0.0 for name in names}, reason="What this rule is worth.")


@lru_cache(maxsize=2)
def fought(*, rules_on: bool) -> Outcome:
    war = hf.scenario("marrow")
    war = of_before(war if rules_on else without(war, *rules(war)))
    return fight(war, coa=COA, draws=DRAWS, seed=1)


def test_every_rule_is_a_switch_that_is_on_and_can_be_varied() -> None:
    war = hf.scenario("marrow")
    assert len(rules(war)) >= 21
    assert {(war.assumptions[name].value, war.assumptions[name].unit) for name in rules(war)} == {(1.0, "switch")}
    assert {name: without(war, name).assumptions[name].value for name in rules(war)} == dict.fromkeys(rules(war), 0.0)


def test_with_all_rules_off_the_kept_numbers_of_before_come_out() -> None:
    outcome = fought(rules_on=False)
    alder = outcome.objectives.index("Alder")
    assert np.mean(~np.isnan(outcome.lost_h[:, alder])) == pytest.approx(0.51, abs=0.0005)
    assert np.nanmedian(outcome.outskirts_h[:, alder]) == 25.0
    assert outcome.lost_persons[:, -1].mean(axis=0).round().tolist() == [2969.0, 2656.0]
    assert outcome.reinforcement_bn[:, -1].mean() == pytest.approx(2.7, abs=0.05)


def test_rules_do_act() -> None:
    off, on = fought(rules_on=False), fought(rules_on=True)
    assert not np.array_equal(off.lost_h, on.lost_h, equal_nan=True)
    assert not np.array_equal(off.lost_persons, on.lost_persons)
