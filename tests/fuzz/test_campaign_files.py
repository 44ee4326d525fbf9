"""Scenarios, patches and measures made wrong by a seed are refused in words or used without a fault."""

from __future__ import annotations

import pytest

from fuzz.harness import Kind, fault_of, parts_of, try_part
from fuzz.subjects import CAMPAIGN, GENTLY


@pytest.mark.parametrize(("kind", "part"), parts_of(*CAMPAIGN))
def test_a_wrong_file_is_refused_in_words_or_gives_a_result_in_its_range(kind: Kind, part: range) -> None:
    try_part(kind, part)


def test_most_gently_changed_scenarios_are_accepted() -> None:
    accepted = sum(not fault_of(GENTLY, number) for number in range(20))
    assert accepted >= 12, "files that are refused are not fought, and prove little"
