"""What is counted is whole: every address of a shipped scenario that counts things refuses a part of one,
and what is no number."""

from __future__ import annotations

import dataclasses
import math

import pytest

import hillfort as hf
from hillfort.foundation.addressed import numbers
from hillfort.foundation.domains import WHOLE, problems_in
from hillfort.foundation.evidence import Evidence

PART = 0.5


@pytest.mark.parametrize("name", ["marrow", "baltic-2019"])
def test_no_address_takes_what_is_no_number_and_no_count_takes_a_part(name: str) -> None:
    counted = 0
    for steps, number in numbers(hf.scenario(name)):
        for wrong in (math.nan, math.inf, -math.inf):
            assert problems_in(steps, _with(number, wrong)), steps
        if steps[-1] in WHOLE:
            counted += 1
            value = number.value if isinstance(number, Evidence) else number
            assert any("whole" in text for text in problems_in(steps, _with(number, value + PART))), steps
            assert not problems_in(steps, number)
    assert counted


def _with(number: Evidence | float, value: float) -> Evidence | float:
    if isinstance(number, Evidence):
        return dataclasses.replace(number, value=value, low=value, high=value, shape="fixed", table=(), sample=())
    return value
