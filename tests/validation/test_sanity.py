"""Probes ask for quantities that an outcome has, and the shipped ones are all of them answerable."""

from __future__ import annotations

import numpy as np
import pytest

from hillfort.campaign.run import fight
from hillfort.cli.validate_sanity import in_words, unit_of
from hillfort.files.scenario import probes
from hillfort.validation import sanity
from scenarios.shipped import shipped


def test_what_a_sides_trucks_bring_and_its_battalions_lack_can_be_asked_for() -> None:
    war = shipped("marrow")
    outcome = fight(war, coa="both-coasts", draws=20)
    for name, values in (("delivered_t", outcome.delivered_t), ("short_bn_days", outcome.short_bn_days)):
        for column, side in enumerate(("blue", "red")):
            found = sanity.asked(war, outcome, f"{name} {side}")
            np.testing.assert_allclose(found, values[:, column].sum(axis=1), rtol=1e-6)
    assert outcome.delivered_t[:, 1].min() > 0.0


@pytest.mark.parametrize("what", sorted({each.what for probe in probes.read()[1] for each in probe.expect}))
def test_every_quantity_that_a_shipped_probe_asks_about_has_words(what: str) -> None:
    assert in_words(what) != what or " " not in what
    assert unit_of(what) in ("chance", "h", "persons", "t", "battalion-days", "count")


def test_a_probe_of_supply_sets_addresses_that_are_there() -> None:
    war = shipped("marrow")
    for probe in probes.read()[1]:
        names = [name for name in probe.values if name.startswith("assumptions.") and "*" not in name]
        assert {name.removeprefix("assumptions.") for name in names} <= set(war.assumptions), probe.key
