"""How a port joins the sea lines: what a scenario can set."""

from __future__ import annotations

import pytest

import hillfort as hf
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.sea.prepare import columns, prepare
from hillfort.sea.tracks import GIVEN


@pytest.mark.parametrize(("name", "value"), [("off_line_factor", 12.0), ("port_detour_km", 0.0)])
def test_lanes_join_the_lines_as_it_says(name: str, value: float) -> None:
    war = hf.scenario("baltic-2019")
    other = war.vary({f"sea.assumptions.{name}": value}, reason="A try.")
    assert war.sea is not None and other.sea is not None
    before, after = (prepare(each, war.theatre).tracks for each in (war.sea, other.sea))
    assert [each.length_km for each in before.values()] != [each.length_km for each in after.values()]


@pytest.mark.parametrize("name", GIVEN)
def test_a_range_for_what_is_read_once_is_refused(name: str) -> None:
    war = hf.scenario("baltic-2019")
    assert war.sea is not None
    now = war.sea.assumptions[name]
    wide = Evidence(now.value, now.unit, now.value / 2.0, now.value * 2.0)
    asked = war.vary({f"sea.assumptions.{name}": wide}, reason="A try.").sea
    assert asked is not None
    with pytest.raises(InputError, match=rf"sea\.assumptions\.{name}: has the shape 'triangular'"):
        columns(asked)
