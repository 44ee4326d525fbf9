from __future__ import annotations

import pytest

from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import problems_of
from hillfort.lines.network.everywhere import KINDS
from hillfort.lines.network.network import LAYERS
from lines.laid import laid

BALTIC = "baltic-2019"


def test_the_network_is_small_enough_to_cut_and_large_enough_to_mean_something() -> None:
    assert 300 <= len(laid(BALTIC).nodes) <= 2500


def test_every_layer_and_every_kind_of_link_is_there() -> None:
    network = laid(BALTIC)
    assert {node.layer for node in network.nodes} == set(LAYERS)
    modes = {"road", "rail-1435", "rail-1520", "sea", "ramp", "transload", "port", "airfield", "airlift"}
    assert {link.mode for link in network.links} == modes


def test_everything_on_the_file_could_be_laid() -> None:
    assert laid(BALTIC).notes == ()


@pytest.mark.parametrize(
    "name",
    [
        "Corridor",
        "E67 crossing",
        "DK16 crossing",
        "Local crossings",
        "Rail crossing Trakiszki-Mockava",
        "Port Klaipėda",
        "Port Bremerhaven",
        "Øresund",
        "Great Belt",
        "Kiel Canal",
        "Sea lanes of the Baltic",
        "Airlift",
        "Airfield Šiauliai AB",
        "Daugava at Riga",
        "Daugava at Daugavpils",
        "Nemunas at Alytus",
        "Transload Mockava",
        "Railhead Palemonas",
    ],
)
def test_what_an_analyst_speaks_of_is_a_group_with_links(name: str) -> None:
    group = laid(BALTIC).group(name)
    assert group.links
    assert group.kind in KINDS


def test_groups_overlap_the_corridor_holds_all_six_crossings() -> None:
    network = laid(BALTIC)
    parts = [
        "E67 crossing",
        "DK16 crossing",
        "Local crossing Galiniai",
        "Local crossing Kapčiamiestis",
        "Local crossing Radiškės",
        "Rail crossing Trakiszki-Mockava",
    ]
    assert {link for part in parts for link in network.group(part).links} == set(network.group("Corridor").links)
    assert set(network.group("Local crossings").links) < set(network.group("Roads Poland-Lithuania").links)


def test_bridges_and_crossings_are_lost_one_by_one_a_port_at_once() -> None:
    network = laid(BALTIC)
    sites = {
        name: network.group(name).sites
        for name in ("Corridor", "E67 crossing", "Daugava at Riga", "Port Riga", "Øresund")
    }
    assert sites == {"Corridor": 6, "E67 crossing": 1, "Daugava at Riga": 4, "Port Riga": 1, "Øresund": 1}


def test_a_junction_says_where_it_lies() -> None:
    for node in laid(BALTIC).nodes:
        assert bool(node.name) != bool(node.near)
    assert any(node.near.endswith("of Riga") for node in laid(BALTIC).nodes)


def test_a_group_that_is_not_there_is_named_with_what_may_have_been_meant() -> None:
    with pytest.raises(InputError, match=r"'E76 crossing' is not a group of links. Did you mean 'E67 crossing'"):
        laid(BALTIC).group("E76 crossing")


def test_places_and_cells_close_the_groups_that_depend_on_them() -> None:
    network = laid(BALTIC)
    assert "E67 crossing" in network.groups_at(["Kalvarija"])
    cells = network.group("Port Klaipėda").cells
    assert "Port Klaipėda" in network.groups_at(cells=cells)
    assert network.groups_at(["Nowhere"]) == []


def test_places_of_groups_are_places_of_the_theatre() -> None:
    from lines.laid import scenario

    places = scenario(BALTIC).theatre.places
    assert {place for group in laid(BALTIC).groups.values() for place in group.places} <= set(places)


def test_capacity_and_time_of_every_link_are_evidence_with_a_range() -> None:
    network = laid(BALTIC)
    for number in range(len(network.links)):
        capacity, hours = network.capacity(number), network.hours(number)
        assert not problems_of(capacity)
        assert not problems_of(hours)
        assert capacity.unit == "vehicles/day"
        assert capacity.low > 0.0


def test_a_capacity_in_vehicles_keeps_its_native_unit() -> None:
    network = laid(BALTIC)
    rail = network.capacity(network.group("Rail crossing Trakiszki-Mockava").links[0])
    assert rail.value == pytest.approx(6 * 40)
    assert "6 trains/day" in rail.note
    port = network.capacity(network.group("Port Klaipėda").links[0])
    assert port.value == pytest.approx(4500 / 15)
    assert port.high == pytest.approx(12000 / 8)
    sorties = network.capacity(network.group("Airlift").links[0])
    assert sorties.value == pytest.approx(20 * 2.5)


def test_what_nobody_published_is_judgement_and_wide() -> None:
    for name, evidence in laid(BALTIC).columns.items():
        if evidence.is_judgement and evidence.shape != "fixed":
            assert evidence.grade == "F6", name
            assert evidence.high >= 1.5 * evidence.low, name


def test_roads_have_classes_of_bridges_and_lanes_have_none() -> None:
    network = laid(BALTIC)
    e67 = network.bridge_class(network.group("E67 crossing").links[0])
    assert e67 is not None
    assert e67.low < 50 < e67.high
    assert network.bridge_class(network.group("Øresund").links[0]) is None


def test_lines_in_third_states_are_known_and_marked() -> None:
    network = laid(BALTIC)
    foreign = [link for link in network.links if link.third]
    assert len(foreign) > 30
    owners = {network.nodes[end].state for link in foreign for end in (link.start, link.end)}
    assert {"RU", "BY"} <= owners


def test_a_link_at_home_stays_out_of_third_states() -> None:
    network = laid(BALTIC)
    deep = [
        link
        for link in network.links
        if not link.third and {network.nodes[link.start].state, network.nodes[link.end].state} <= {"RU", "BY"}
    ]
    assert deep == []


def test_elements_open_on_their_day_and_by_hand() -> None:
    network = laid(BALTIC)
    assert not network.is_open("s61", date="2022-12-21")
    assert network.is_open("s61", date="2022-12-22")
    assert network.is_open("rail-baltica", date="2019-09-15", switch={"rail-baltica": True})
    assert not network.is_open("s61", date="2025-01-01", switch={"s61": False})


def test_the_shorter_name_of_a_network_tells_its_size() -> None:
    assert repr(laid("marrow")).startswith("<Network marrow: ")
