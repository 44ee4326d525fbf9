"""A scenario states whose army is better, with its doubt: that stands in place of what wealth presumes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import hillfort as hf
from campaign.sandbox import scenario
from hillfort.campaign.doubt import doubted, sample
from hillfort.campaign.quality import factors_by_wealth
from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence

ADDRESS = "quality.difference"


def stated(value: float, low: float, high: float, *, unit: str = "log-odds") -> Evidence:
    shape = "fixed" if low == high else "triangular"
    return Evidence(value, unit, low, high, "2019", "judgement", "F6", shape=shape)


def drawn(war: Scenario, draws: int = 3000) -> dict[str, np.ndarray]:
    columns = doubted(war, next(iter(war.courses_of_action)))
    values = sample(columns, seed=1, first_draw=0, draws=draws, scenario=war)
    return dict(zip(columns, values.T, strict=True))


@pytest.fixture(scope="module")
def baltic() -> Scenario:
    return hf.scenario("baltic-2019")


def test_a_draw_takes_the_difference_that_is_stated_and_wealth_presumes_nothing(baltic: Scenario) -> None:
    before = drawn(baltic)
    after = drawn(baltic.vary({ADDRESS: stated(-0.8, -1.5, 0.2)}, reason="Blue trains more."))
    own = after[ADDRESS]
    assert own.mean() == pytest.approx((-0.8 - 1.5 + 0.2) / 3.0, abs=0.03)
    assert own.min() >= -1.5 and own.max() <= 0.2
    assert np.all(after["assumptions.fit_margin_wealth"] == 0.0) and "assumptions.fit_margin_army" not in after
    others = [name for name in before if name.startswith("assumptions.fit_") and name in after]
    moved = {name for name in others if not np.array_equal(before[name], after[name])}
    assert moved == {"assumptions.fit_margin_wealth"}  # what wealth says of losses and advance stands


def test_what_is_not_stated_is_as_it_was(baltic: Scenario) -> None:
    assert baltic.quality_difference is None
    back = baltic.vary({ADDRESS: 1.0}, reason="A try.")
    assert back.hash != baltic.hash
    assert set(factors_by_wealth(back).values()) == {1.0} != set(factors_by_wealth(baltic).values())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({ADDRESS: 7.0}, "7 is out of range. Allowed: -5 to 5 log-odds"),
        ({ADDRESS: stated(0.5, 0.1, 0.9, unit="factor")}, "'factor' is not its unit, which is 'log-odds'"),
        ({"quality.diference": 1.0}, "Did you mean 'quality.difference'?"),
        ({"quality.EE": 20.0}, "20 is out of range"),
    ],
)
def test_what_it_cannot_be_is_refused(baltic: Scenario, values: dict[str, Evidence | float], words: str) -> None:
    with pytest.raises(InputError) as caught:
        baltic.vary(values, reason="A try.")
    assert words in str(caught.value)


def test_one_difference_at_two_addresses_is_refused(baltic: Scenario) -> None:
    twice = baltic.vary({ADDRESS: 1.0, "assumptions.fit_margin_army": 0.5}, reason="A try.")
    with pytest.raises(InputError, match=r"fit_margin_army: is set beside quality\.difference"):
        doubted(twice, "short-warning-seizure")


def written(folder: Path, entry: str, *, under: str = "quality.difference") -> Path:
    file = folder / "mine.yaml"
    file.write_text(f"version: 1\nname: mine\nbase: marrow\n{under}: {entry}\n", encoding="utf-8")
    return file


def test_a_file_states_it_under_quality_or_by_its_address(tmp_path: Path) -> None:
    entry = "{value: -0.5, low: -1.5, high: 0.5, source: judgement, grade: F6}"
    by_address = read.scenario(written(tmp_path, entry))
    nested = read.scenario(written(tmp_path, f"{{difference: {entry}}}", under="quality"))
    assert by_address.hash == nested.hash
    assert by_address.quality_difference is not None and by_address.quality_difference.unit == "log-odds"
    assert set(by_address.quality) == set(hf.scenario("marrow").quality)


def test_a_file_that_states_it_wrongly_is_refused_with_its_line(tmp_path: Path) -> None:
    entry = "{value: 9, low: -1.5, high: 0.5, sourc: judgement, grade: F6}"
    with pytest.raises(InputError) as caught:
        read.scenario(written(tmp_path, entry))
    assert "mine.yaml:4" in str(caught.value) and "Did you mean 'source'?" in str(caught.value)


def lost(war: Scenario, difference: Evidence) -> np.ndarray:
    told = war.vary({ADDRESS: difference}, reason="A try.")
    outcome = fight(told, coa=next(iter(told.courses_of_action)), draws=60)
    return np.isfinite(outcome.lost_h).any(axis=1).astype(float)


def test_the_better_army_of_the_attacker_takes_more() -> None:
    war = scenario(6, 6, days=6)
    shares = [lost(war, stated(value, value, value)).mean() for value in (-4.0, 0.0, 4.0)]
    assert shares[0] < shares[1] < shares[2]
