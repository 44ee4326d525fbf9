"""Lengths of added lines between the places that they join."""

from __future__ import annotations

import pytest

import hillfort as hf
from hillfort.foundation.errors import InputError
from hillfort.lines.network.lengths import MOST_WINDING, SLACK_KM, impossible_length
from hillfort.theatre.geodesy import great_circle_km

FUNEN = "lines.links[3].km"


def straight(index: int) -> tuple[float, float]:
    """The straight way of a line of two places, and how far its ends may lie from them."""
    lines = hf.scenario("baltic-2019").lines
    assert lines is not None
    one, other = (lines.curation.hubs[name] for name in lines.curation.links[index].between)
    return great_circle_km(one.lat, one.lon, other.lat, other.lon), one.within_km + other.within_km


def test_a_line_is_at_least_as_long_as_the_way_between_its_places_and_not_many_times_that() -> None:
    lines = hf.scenario("baltic-2019").lines
    assert lines is not None
    way, slack = straight(3)
    least, most = way - slack, MOST_WINDING * way + SLACK_KM
    for km, fits in ((least - 0.1, False), (least + 0.1, True), (most - 0.1, True), (most + 0.1, False)):
        assert (impossible_length(lines.curation, 3, km) is None) == fits


@pytest.mark.parametrize("name", ["marrow", "baltic-2019", "baltic-2025"])
def test_lines_that_come_with_the_package_can_be(name: str) -> None:
    lines = hf.scenario(name).lines
    assert lines is not None
    for index, link in enumerate(lines.curation.links):
        assert impossible_length(lines.curation, index, link.km) is None, link.name


@pytest.mark.parametrize("km", [1.0, 2000.0])
def test_a_length_that_cannot_be_is_refused_where_it_is_varied(km: float) -> None:
    with pytest.raises(InputError, match=r"lines\.links\[3\]\.km: .*Kolding-Nyborg cannot be"):
        hf.scenario("baltic-2019").vary({FUNEN: km}, reason="A try.")
    assert hf.scenario("baltic-2019").vary({FUNEN: 120.0}, reason="A try.").changes
