"""Rank correlation: reached, possible or refused with the nearest that is, and nothing else touched."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest, spearmanr

from hillfort.foundation.correlation import (
    Correlation,
    allowed,
    contradiction,
    correlate,
    is_possible,
    matrix,
    members,
    offending,
)

DRAWS = 4000
RANKS = st.floats(-1.0, 1.0, allow_nan=False)


def _chances(columns: int, seed: int = 3) -> np.ndarray:
    return np.random.Generator(np.random.PCG64(seed)).uniform(1e-9, 1 - 1e-9, (DRAWS, columns))


def _said(**ranks: float) -> list[Correlation]:
    return [Correlation((pair[0], pair[1]), rank, "A try.") for pair, rank in ranks.items()]


@settings(max_examples=25, deadline=None)
@given(rank=RANKS)
def test_the_rank_that_is_asked_for_is_reached_and_both_stay_uniform(rank: float) -> None:
    chances = _chances(3)
    untouched = chances[:, 2].copy()
    correlate({"a": 0, "b": 1, "c": 2}, chances, _said(ab=rank))
    assert spearmanr(chances[:, 0], chances[:, 1]).statistic == pytest.approx(rank, abs=4.5 / DRAWS**0.5)
    assert kstest(chances[:, 1], "uniform").pvalue > 1e-5
    assert (chances[:, 2] == untouched).all()


def test_the_first_by_its_address_keeps_its_chances_whatever_the_order_of_the_list() -> None:
    found = []
    for said in (_said(ab=0.5, bc=0.3), _said(bc=0.3, ab=0.5), _said(cb=0.3, ba=0.5)):
        chances = _chances(3)
        first = chances[:, 0].copy()
        correlate({"a": 0, "b": 1, "c": 2}, chances, said)
        assert (chances[:, 0] == first).all()
        found.append(chances.tobytes())
    assert len(set(found)) == 1


def test_nought_touches_nothing() -> None:
    chances = _chances(2)
    before = chances.tobytes()
    correlate({"a": 0, "b": 1}, chances, _said(ab=0.0))
    assert chances.tobytes() == before


def test_a_draw_is_the_same_in_any_batch() -> None:
    whole, alone = _chances(3), _chances(3)[41:42].copy()
    for chances in (whole, alone):
        correlate({"a": 0, "b": 1, "c": 2}, chances, _said(ab=0.7, bc=-0.4))
    assert (whole[41] == alone[0]).all()


def test_a_chain_of_wholly_correlated_values_is_one_value() -> None:
    chances = _chances(3)
    correlate({"a": 0, "b": 1, "c": 2}, chances, _said(ab=1.0, bc=-1.0, ac=-1.0))
    np.testing.assert_allclose(chances[:, 1], chances[:, 0], atol=1e-9)
    np.testing.assert_allclose(chances[:, 2], 1.0 - chances[:, 0], atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(ranks=st.lists(RANKS, min_size=6, max_size=6))
def test_what_cannot_be_is_named_with_a_value_that_can(ranks: list[float]) -> None:
    pairs = ["".join(each) for each in itertools.combinations("abcd", 2)]
    said = _said(**dict(zip(pairs, ranks, strict=True)))
    found = contradiction(said)
    whole = matrix(["a", "b", "c", "d"], said)
    assert (found is None) == is_possible(whole)
    if found is None:
        return
    addresses = offending(said)
    fewer = [matrix([one for one in addresses if one != each], said) for each in addresses]
    assert all(is_possible(each) for each in fewer)
    least, most = allowed(addresses, said, found[0].pair)
    rest = [each for each in said if each.pair != found[0].pair and each.pair <= set(addresses)]
    for rank in (least, most):
        mended = matrix(addresses, [*rest, Correlation(found[0].between, rank, "")])
        assert np.linalg.eigvalsh(mended).min() > -1e-6


def test_a_contradiction_says_who_and_what_is_nearest() -> None:
    found = contradiction(_said(ab=0.9, bc=0.9, cd=0.1))
    assert found is not None
    each, wrong, advice = found
    assert members([each]) <= ["a", "b", "c"]
    assert "among a, b, c." in wrong
    assert "Between a and c nothing is said, which counts as 0: all is possible with 0.632 to 1 there." in advice
