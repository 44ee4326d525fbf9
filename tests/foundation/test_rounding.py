"""Which operations round otherwise where nothing is compiled: the two that the page of results on disk names,
and no other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from hillfort.foundation.jit import njit

SINGLE, DOUBLE = 0.7, 0.1


@njit()
def times_a_double(u: Any, p: Any) -> float:
    return u[0].s * p[0].d


@njit()
def times_a_number(u: Any, p: Any) -> float:
    return u[0].s * 0.1


@njit()
def exponential(u: Any, p: Any) -> float:
    return math.exp(u[0].s)


@njit()
def of_two_fields(u: Any, p: Any) -> float:
    return u[0].s * u[0].t + u[0].s - u[0].t


@njit()
def bounded(u: Any, p: Any) -> float:
    return min(max(u[0].s - u[0].t, 0.0), 1.0)


@pytest.mark.parametrize(
    ("kernel", "same"),
    [(times_a_double, True), (times_a_number, False), (exponential, False), (of_two_fields, True), (bounded, True)],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_only_numbers_in_the_code_and_functions_of_single_precision_round_otherwise(kernel: Any, *, same: bool) -> None:
    units = np.zeros(1, [("s", np.float32), ("t", np.float32)]).view(np.recarray)
    values = np.zeros(1, [("d", np.float64)]).view(np.recarray)
    units.s, units.t, values.d = SINGLE, 0.3, DOUBLE
    compiled, plain = float(kernel(units, values)), float(kernel.py_func(units, values))
    assert (compiled == plain) == same
    assert compiled == pytest.approx(plain, rel=1.2e-7)
