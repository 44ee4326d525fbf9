"""What an answer hangs on: every setting on the first draws, the leading ones on more."""

from __future__ import annotations

import numpy as np
import pytest
from tests.campaign.sandbox import scenario

from hillfort.campaign.run import fight
from hillfort.studies import intervals
from hillfort.studies.campaign import hinges
from hillfort.studies.campaign.hinges import Hinge, HingeSetting, draws_again, hang_on

IDLE = Hinge("idle", "What cannot act", (HingeSetting("as it is", {"assumptions.nobody_reads_this": 1.0}),))
WEAK = Hinge("weak", "What rest gives", (HingeSetting("a little", {"assumptions.surrender_h": 700.0}),))


def test_few_draws_are_not_asked_and_many_are_asked_no_more_than_so_often() -> None:
    assert [draws_again(draws) for draws in (39, 40, 400, 700, 9000)] == [0, 40, 40, 70, 100]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LEAST_DRAWS", 10), ("MOST_DRAWS", 25), ("ONE_IN", 2), ("LEADING", 1)):
        monkeypatch.setattr(hinges, name, value)


@pytest.mark.usefixtures("few")
def test_the_leading_setting_goes_on_and_its_difference_is_that_of_all_its_draws() -> None:
    war = scenario()
    outcome = fight(war, coa="drive", draws=50)
    country = next(iter({each.country for each in war.battalions if each.side == "red"}))
    strong = Hinge("strong", "How strong the attacker is", (HingeSetting("hardly", {f"quality.{country}": 0.05}),))
    found = hang_on(war, outcome, [WEAK, IDLE, strong])
    assert [each["key"] for each in found] == ["strong", "weak"]  # the strongest first; what cannot act is left out
    (lead,), (other,) = (each["settings"] for each in found)
    assert (lead["draws"], other["draws"]) == (25, 10)
    varied = war.vary({f"quality.{country}": 0.05}, reason="a try")
    whole = fight(varied, coa="drive", draws=25)
    protected = np.flatnonzero(outcome.protected)
    held, again = (np.isnan(each.lost_h[:25, protected]).all(axis=1) for each in (outcome, whole))
    assert lead["differences"]["hold"] == intervals.paired(again, held).as_dict()
    assert abs(lead["differences"]["hold"]["change"]) <= found[0]["most"] > 0.2


@pytest.mark.usefixtures("few")
def test_with_too_few_draws_nothing_is_said() -> None:
    war = scenario()
    assert hang_on(war, fight(war, coa="drive", draws=9), [WEAK]) == []
