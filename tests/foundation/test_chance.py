"""Addressed chance: right, reproducible, independent of order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest, norm
from tests.oracles import philox as oracle

from hillfort.foundation._kernels import chance as kernels
from hillfort.foundation._kernels.batch import uniform_block
from hillfort.foundation.streams import STREAMS, address_of

WORDS = st.integers(0, 2**32 - 1)


def test_philox_gives_the_published_vectors() -> None:
    """The known answers of the authors' own test file for ten rounds."""
    assert oracle.philox((0, 0), (0, 0, 0, 0)) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
    full = 0xFFFFFFFF
    assert oracle.philox((full, full), (full, full, full, full)) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)


@given(WORDS, WORDS, WORDS, WORDS, WORDS)
@settings(max_examples=200, deadline=None)
def test_the_kernel_equals_its_slow_twin(seed: int, stream: int, draw: int, hour: int, unit: int) -> None:
    assert kernels.uniform(seed, stream, draw, hour, unit) == oracle.uniform(seed, stream, draw, hour, unit)


def test_uniforms_are_uniform_and_neighbouring_addresses_are_unrelated() -> None:
    block = np.empty((2000, 4))
    uniform_block(7, 1, 0, np.arange(4), block)
    assert kstest(block.ravel(), "uniform").pvalue > 0.001
    assert np.abs(np.corrcoef(block.T) - np.eye(4)).max() < 0.08
    assert 0.0 < block.min() and block.max() < 1.0


@given(st.floats(1e-9, 1.0 - 1e-9))
@settings(max_examples=200, deadline=None)
def test_the_normal_quantile_is_scipys(chance: float) -> None:
    assert kernels.normal_quantile(chance) == pytest.approx(norm.ppf(chance), rel=1e-7, abs=1e-8)


def test_streams_have_numbers_of_their_own() -> None:
    assert len(set(STREAMS.values())) == len(STREAMS)


def test_a_name_keeps_its_address() -> None:
    assert address_of("ee-1bde/1") == 0xFFFFFFFF & address_of("ee-1bde/1")
    assert address_of("ee-1bde/1") != address_of("ee-1bde/2")
