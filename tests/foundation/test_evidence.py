"""Evidence: quantiles are inverse distributions, and nonsense is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.campaign.doubt import quantiles
from hillfort.foundation.evidence import Evidence, problems_of

SHAPES = st.sampled_from(["triangular", "uniform", "lognormal", "fixed"])
CHANCE = st.floats(0.0, 1.0)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    low, value, high = sorted(draw(st.lists(st.floats(0.01, 1e4), min_size=3, max_size=3)))
    return Evidence(value, "h", low, high, shape=draw(SHAPES))


@given(evidences(), CHANCE, CHANCE)
def test_quantiles_rise_and_stay_in_the_range(evidence: Evidence, one: float, other: float) -> None:
    low, high = sorted((one, other))
    first, second = evidence.quantile(low), evidence.quantile(high)
    assert first <= second * (1 + 1e-9)
    assert evidence.low * (1 - 1e-6) <= first and second <= evidence.high * (1 + 1e-6)


@given(evidences(), st.lists(CHANCE, min_size=1, max_size=5))
def test_many_quantiles_at_once_are_the_same_as_one_by_one(evidence: Evidence, chances: list[float]) -> None:
    singly = [evidence.quantile(chance) for chance in chances]
    assert quantiles(evidence, np.array(chances)) == pytest.approx(singly, rel=1e-9)


def test_the_triangular_mean_is_the_mean_of_its_corners() -> None:
    evidence = Evidence(2.0, "h", 1.0, 6.0)
    mean = np.mean([evidence.quantile(float(chance)) for chance in (np.arange(20000) + 0.5) / 20000])
    assert mean == pytest.approx((1.0 + 2.0 + 6.0) / 3.0, rel=1e-4)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (Evidence(5.0, "h", 6.0, 9.0), "outside its own range"),
        (Evidence(float("nan"), "h", 0.0, 1.0), "not a finite number"),
        (Evidence(1.0, "h", 0.0, 1.0, grade="G7"), "not an Admiralty grade"),
        (Evidence(1.0, "h", 0.0, 1.0, shape="bell"), "is not one of"),
        (Evidence(1.0, "h", 0.0, 1.0, shape="lognormal"), "needs low above 0"),
    ],
)
def test_nonsense_is_named(evidence: Evidence, words: str) -> None:
    assert any(words in problem for problem in problems_of(evidence))
