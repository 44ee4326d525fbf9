"""What a measure costs stands at an address, and what is told of costs follows it."""

from __future__ import annotations

import pytest

import hillfort as hf
from hillfort.campaign.scenario import Scenario
from hillfort.foundation import addressed
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.studies.campaign.compare import _ask
from hillfort.studies.campaign.differing import differing

ADDRESS = "measures.marrow-brigade.cost_meur_per_year"


def _told(war: Scenario) -> float:
    return float(_ask(war.measures[0])["cost_meur_per_year"]["value"])


def test_costs_and_lead_time_stand_at_their_addresses() -> None:
    war = hf.scenario("marrow", measures=["marrow-brigade"])
    for name in ("cost_meur_per_year", "cost_once_meur", "lead_time_months"):
        assert addressed.get(war, f"measures.marrow-brigade.{name}") == getattr(war.measures[0], name)


def test_a_cost_that_is_varied_is_told_and_recorded_and_moves_no_campaign() -> None:
    war = hf.scenario("marrow", measures=["marrow-brigade"])
    dear = war.vary({ADDRESS: Evidence(900.0, "MEUR/year", 700.0, 1200.0)}, reason="Another estimate.")
    assert _told(dear) == 900.0 != _told(war)
    assert dear.reasons[ADDRESS] == "Another estimate."
    assert dear.hash == war.hash and differing(war, dear) == []
    more = dear.with_measures("nothing")
    assert addressed.get(more, ADDRESS) == addressed.get(dear, ADDRESS)


def test_a_cost_of_a_measure_that_is_not_laid_is_refused_and_so_is_one_that_cannot_be() -> None:
    with pytest.raises(InputError, match="'measures' is not there"):
        hf.scenario("marrow").vary({ADDRESS: 3.0}, reason="A try.")
    with pytest.raises(InputError, match="out of range"):
        hf.scenario("marrow", measures=["marrow-brigade"]).vary({ADDRESS: -3.0}, reason="A try.")
