"""Tables of what happened and panels of experts made wrong by a seed are refused in words or used without a fault."""

from __future__ import annotations

import pytest

from fuzz.harness import Kind, parts_of, try_part
from fuzz.subjects import TABLES


@pytest.mark.parametrize(("kind", "part"), parts_of(*TABLES))
def test_a_wrong_file_is_refused_in_words_or_gives_a_result_in_its_range(kind: Kind, part: range) -> None:
    try_part(kind, part)
