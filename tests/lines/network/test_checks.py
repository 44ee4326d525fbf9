from __future__ import annotations

from dataclasses import replace

import pytest

from hillfort.lines.network.checks import NetworkCheck, check
from hillfort.lines.network.network import LineNetwork
from lines.laid import laid


@pytest.mark.parametrize("name", ["baltic-2019", "baltic-2025", "marrow"])
def test_the_shipped_networks_pass_every_check(name: str) -> None:
    assert [each for each in check(laid(name)) if not each.ok] == []


def test_known_city_pairs_crossings_and_cuts_are_among_the_checks() -> None:
    kinds = [each.kind for each in check(laid("baltic-2019"))]
    assert kinds.count("distance") >= 35
    assert kinds.count("crossings") >= 6
    assert kinds.count("cut") >= 6


def failing(network: LineNetwork) -> dict[str, list[NetworkCheck]]:
    found: dict[str, list[NetworkCheck]] = {}
    for each in check(network):
        if not each.ok:
            found.setdefault(each.kind, []).append(each)
    return found


def without(network: LineNetwork, group: str) -> LineNetwork:
    """The network as if the file had forgotten the links of a group."""
    gone = set(network.groups[group].links)
    index = {old: new for new, old in enumerate(n for n in range(len(network.links)) if n not in gone)}
    groups = {
        name: replace(each, links=tuple(index[link] for link in each.links if link in index))
        for name, each in network.groups.items()
    }
    links = tuple(link for number, link in enumerate(network.links) if number not in gone)
    return replace(network, links=links, groups=groups)


def test_a_missing_crossing_is_found() -> None:
    broken = failing(without(laid("baltic-2019"), "DK16 crossing"))
    assert [each.name for each in broken["crossings"]] == ["road crossings PL-LT"]


def test_a_crossing_too_many_is_found() -> None:
    network = laid("baltic-2019")
    extra = network.links[network.groups["E67 crossing"].links[0]]
    assert failing(replace(network, links=(*network.links, extra)))["crossings"]


def test_a_second_way_round_a_cut_is_found() -> None:
    """A road beside the corridor that belongs to no group: what closes the corridor no longer cuts anything."""
    network = laid("baltic-2019")
    stray = replace(network.links[network.groups["E67 crossing"].links[0]], groups=())
    cuts = failing(replace(network, links=(*network.links, stray)))["cut"]
    assert any("Corridor" in each.name and "another way" in each.found for each in cuts)


def test_a_gap_in_a_railway_is_found() -> None:
    broken = failing(without(laid("baltic-2019"), "Rail crossing Valga"))
    assert any("Tartu" in each.name or "Valga" in each.name for each in broken["distance"])
    assert "rail-1520 is one piece" in {each.name for each in broken["gauge"]}


def test_a_link_between_the_gauges_is_found() -> None:
    network = laid("baltic-2019")
    one, two = network.node("Kaunas", "rail-1435"), network.node("Riga", "rail-1520")
    wild = replace(network.links[0], start=one, end=two, mode="rail-1435")
    assert "gauges meet at transloads only" in {
        each.name for each in failing(replace(network, links=(*network.links, wild)))["gauge"]
    }


def test_a_length_that_is_wrong_is_found() -> None:
    network = laid("marrow")
    longer = tuple(replace(link, km=(link.km[0] * 2, link.km[1] * 2, link.km[2] * 2)) for link in network.links)
    assert {"distance"} <= set(failing(replace(network, links=longer)))


def test_a_zero_capacity_is_found() -> None:
    network = laid("marrow")
    columns = dict(network.columns)
    columns["main_road_vehicles"] = replace(columns["main_road_vehicles"], value=0.0, low=0.0)
    assert failing(replace(network, columns=columns))["values"][0].found == "wrong: main_road_vehicles"


def test_what_could_not_be_laid_is_a_failure() -> None:
    network = replace(laid("marrow"), notes=("Alder is 40 km from the nearest road line.",))
    assert failing(network)["laid"]
