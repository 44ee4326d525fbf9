"""The readable law and the assumptions that the campaign samples agree."""

from __future__ import annotations

from dataclasses import asdict

from tests.campaign.sandbox import assumptions

from hillfort.ground.law import Law


def test_the_law_stands_at_the_best_estimates_of_the_assumptions() -> None:
    assert asdict(Law()) == {name: assumptions()[name].value for name in asdict(Law())}
