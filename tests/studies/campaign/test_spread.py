"""How much of what sets draws apart is doubt: closed forms of the estimate, and the same doubt on other luck."""

from __future__ import annotations

import numpy as np
import pytest
from tests.campaign.sandbox import scenario

from hillfort.campaign.run import fight, fight_on_other_luck
from hillfort.foundation.errors import InputError
from hillfort.studies.campaign import spread
from hillfort.studies.campaign.spread import apportioned, in_common


@pytest.mark.parametrize("doubt", [0.0, 0.3, 0.8])
def test_what_pairs_have_in_common_is_found_again(doubt: float) -> None:
    luck = np.random.default_rng(7)
    common = luck.normal(size=4000) * np.sqrt(doubt)
    first, second = (common + luck.normal(size=4000) * np.sqrt(1.0 - doubt) for _ in range(2))
    found = in_common(first, second)
    assert found is not None
    _, low, high = found
    assert low <= doubt <= high
    assert high - low < 0.08
    assert in_common(second, first) == pytest.approx(found)


def test_the_interval_of_a_chance_holds_as_often_as_it_says() -> None:
    """Yes and no with a chance that is doubted: the share is Var(p) / (E(p) (1 - E(p))), here that of a uniform p."""
    luck, held = np.random.default_rng(11), 0
    for _ in range(400):
        chances = luck.random(200)
        first, second = (luck.random(200) < chances for _ in range(2))
        found = in_common(first, second)
        assert found is not None
        held += found[1] <= (1.0 / 12.0) / 0.25 <= found[2]
    assert 0.92 <= held / 400 <= 0.98


def test_luck_of_its_own_changes_the_luck_and_not_the_doubt() -> None:
    war = scenario()
    plain = fight(war, coa="drive", draws=20, seed=3)
    same, other = (fight_on_other_luck(war, coa="drive", draws=20, seed=3, luck_seed=luck) for luck in (3, 4))
    assert np.array_equal(plain.lost_persons, same.lost_persons)
    assert np.array_equal(plain.doubt, other.doubt)
    assert not np.array_equal(plain.lost_persons, other.lost_persons)
    with pytest.raises(InputError, match="luck_seed"):
        fight_on_other_luck(war, coa="drive", draws=1, seed=3, luck_seed=-1)


def test_each_primary_quantity_is_told_and_few_draws_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "FEWEST_DRAWS", 20)
    war = scenario()
    assert apportioned(war, fight(war, coa="drive", draws=19)) == []
    found = apportioned(war, fight(war, coa="drive", draws=30))
    assert [each["outcome"] for each in found] == ["hold", "held_at_end", "fait_accompli"]
    for each in found:
        assert each["draws"] == 30
        assert each["doubt"] is None or 0.0 <= each["low"] <= each["doubt"] <= each["high"] <= 1.0
    assert any(each["doubt"] is not None for each in found)
