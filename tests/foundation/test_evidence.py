"""Evidence: quantiles are inverse distributions, and nonsense is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import SHAPES, Evidence, problems_of

CHANCE = st.floats(0.0, 1.0)
MIDDLES = (np.arange(20_000) + 0.5) / 20_000


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    low, value, high = sorted(draw(st.lists(st.floats(0.01, 1e4), min_size=3, max_size=3)))
    shape = draw(st.sampled_from(SHAPES))
    if shape == "fixed":
        return Evidence.fixed(value, "h")
    if shape == "sample":
        observed = draw(st.lists(st.floats(low, high), min_size=1, max_size=8))
        return Evidence(value, "h", low, high, shape=shape, sample=tuple(observed))
    if shape == "quantiles":
        chances = sorted(draw(st.sets(st.floats(0.01, 0.99), min_size=1, max_size=5)))
        values = sorted(draw(st.lists(st.floats(low, high), min_size=len(chances), max_size=len(chances))))
        return Evidence(value, "h", low, high, shape=shape, table=tuple(zip(chances, values, strict=True)))
    return Evidence(value, "h", low, high, shape=shape)


@given(evidences(), CHANCE, CHANCE)
def test_quantiles_rise_and_stay_in_the_range(evidence: Evidence, one: float, other: float) -> None:
    low, high = sorted((one, other))
    first, second = evidence.quantile(low), evidence.quantile(high)
    assert first <= second * (1 + 1e-9)
    assert evidence.low * (1 - 1e-6) <= first and second <= evidence.high * (1 + 1e-6)


@given(evidences(), st.lists(CHANCE, min_size=1, max_size=5))
def test_many_quantiles_at_once_are_the_same_as_one_by_one(evidence: Evidence, chances: list[float]) -> None:
    singly = [evidence.quantile(chance) for chance in chances]
    assert evidence.quantiles(np.array(chances)) == pytest.approx(singly, rel=1e-12)


@given(evidences())
def test_a_table_gives_back_its_own_points(evidence: Evidence) -> None:
    for chance, value in evidence.table:
        assert evidence.quantile(chance) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("shape", "law"),
    [
        ("triangular", stats.triang(0.2, loc=1.0, scale=5.0)),
        ("uniform", stats.uniform(1.0, 5.0)),
        ("pert", stats.beta(1.8, 4.2, loc=1.0, scale=5.0)),
        ("normal", stats.truncnorm(-1.96 / 4.0, 1.96, loc=2.0, scale=4.0 / 1.96)),
        (
            "lognormal",
            stats.lognorm(s=np.log(3.0) / 1.96, scale=2.0),
        ),
    ],
)
def test_a_shape_is_the_law_that_it_is_named_after(shape: str, law: stats.rv_continuous) -> None:
    evidence = Evidence(2.0, "h", 1.0, 6.0, shape=shape)
    chances = np.array([0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99])
    floor, ceiling = law.cdf(1.0), law.cdf(6.0)
    assert evidence.quantiles(chances) == pytest.approx(law.ppf(floor + (ceiling - floor) * chances), rel=1e-9)


@pytest.mark.parametrize(
    ("evidence", "mean"),
    [
        (Evidence(2.0, "h", 1.0, 6.0), (1.0 + 2.0 + 6.0) / 3.0),
        (Evidence(2.0, "h", 1.0, 6.0, shape="uniform"), 3.5),
        (Evidence(2.0, "h", 1.0, 6.0, shape="pert"), (1.0 + 4.0 * 2.0 + 6.0) / 6.0),
        (Evidence(2.0, "h", -2.0, 6.0, shape="normal"), 2.0),
        (Evidence(2.0, "h", 1.0, 6.0, shape="sample", sample=(6.0, 1.0, 1.0, 4.0)), 3.0),
        (Evidence(2.0, "h", 1.0, 6.0, shape="quantiles", table=((0.5, 2.0),)), (1.5 + 4.0) / 2.0),
    ],
)
def test_the_mean_is_the_one_of_the_law(evidence: Evidence, mean: float) -> None:
    assert evidence.quantiles(MIDDLES).mean() == pytest.approx(mean, rel=1e-4)


def test_each_value_of_a_sample_is_as_likely_as_any_other() -> None:
    evidence = Evidence(2.0, "h", 1.0, 6.0, shape="sample", sample=(6.0, 1.0, 4.0))
    values, counts = np.unique(evidence.quantiles(np.linspace(0.0, 1.0, 3001)), return_counts=True)
    assert values.tolist() == [1.0, 4.0, 6.0]
    assert counts == pytest.approx([1000, 1000, 1000], abs=1)


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (Evidence(5.0, "h", 6.0, 9.0), "outside its own range"),
        (Evidence(7.0, "h", 6.0, 5.0), "outside its own range"),
        (Evidence(float("nan"), "h", 0.0, 1.0), "not a finite number"),
        (Evidence(1.0, "h", 0.0, float("inf")), "not a finite number"),
        (Evidence(1.0, "h", 0.0, 1.0, grade="G7"), "not an Admiralty grade"),
        (Evidence(1.0, "h", 0.0, 1.0, date="2019-13"), "is not a date like"),
        (Evidence(1.0, "h", 0.0, 1.0, date="last year"), "is not a date like"),
        (Evidence(1.0, "h", 0.0, 1.0, shape="bell"), "is not one of"),
        (Evidence(1.0, "h", 0.0, 1.0, shape="lognormal"), "needs low above 0"),
        (Evidence(1.0, "h", 0.0, 1.0, shape="fixed"), "needs low = value = high"),
        (Evidence(1.0, "h", 0.0, 1.0, shape="quantiles"), "needs a table"),
        (Evidence(1.0, "h", 0.0, 1.0, shape="sample"), "needs a sample"),
        (Evidence(1.0, "h", 0.0, 1.0, sample=(0.5,)), "a sample is for shape 'sample', found shape 'triangular'"),
        (Evidence(1.0, "h", 0.0, 2.0, shape="sample", sample=(0.5, 3.0)), "3.0 in the sample is outside"),
        (Evidence(1.0, "h", 0.0, 2.0, shape="sample", sample=(float("nan"),)), "nan in the sample is outside"),
        (Evidence(1.0, "h", 0.0, 2.0, shape="quantiles", table=((0.5, 1.0), (0.4, 1.5))), "do not rise"),
        (Evidence(1.0, "h", 0.0, 2.0, shape="quantiles", table=((0.4, 1.5), (0.5, 1.0))), "values in the table fall"),
        (Evidence(1.0, "h", 0.0, 2.0, shape="quantiles", table=((5.0, 1.5),)), "5.0 in the table is no chance"),
        (Evidence(1.0, "h", 0.0, 2.0, shape="quantiles", table=((0.0, 1.5),)), "where low belongs"),
    ],
)
def test_nonsense_is_named_and_refused_when_it_is_used(evidence: Evidence, words: str) -> None:
    assert any(words in problem for problem in problems_of(evidence))
    with pytest.raises(InputError):
        evidence.quantile(0.5)
