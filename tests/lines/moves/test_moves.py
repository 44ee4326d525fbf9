"""Days that a move takes: against planning figures, arithmetic by hand, and laws that any move obeys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.files.lines.deployments import shipped_atlas, shipped_countries, shipped_parameters
from hillfort.files.theatre.artefact import load_theatre
from hillfort.foundation.evidence import Evidence, problems_of
from hillfort.lines.moves.atlas import MoveAtlas, Stop
from hillfort.lines.moves.doubts import Doubts
from hillfort.lines.moves.legs import MODES, Move, itinerary, via_names
from hillfort.lines.moves.moves import parts_of, predict

ATLAS = shipped_atlas()
WAYS = MoveAtlas(ATLAS, load_theatre("baltic"))
VILSECK, TAPA, BREMERHAVEN, ZAGAN, ROSTOCK, RUKLA = (
    (49.62, 11.80),
    (59.26, 25.96),
    (53.57, 8.55),
    (51.62, 15.31),
    (54.15, 12.10),
    (55.03, 24.39),
)
FORT_BLISS = (31.81, -106.42)
CERTAIN = {name: Evidence.fixed(value.value, value.unit) for name, value in shipped_parameters().items()}
PLAIN = {name: value for name, value in CERTAIN.items() if not name.startswith("fit_")}
DOUBTS = Doubts(shipped_parameters(), draws=199)


def move(origin: tuple[float, float], end: tuple[float, float], mode: str, **more: object) -> Move:
    return replace(Move("a move", origin, end, mode), **more)  # type: ignore[arg-type]


def certain(given: Move) -> dict[str, float]:
    """Days by part with every parameter at its value and nothing fitted."""
    found = parts_of(given, itinerary(given, WAYS), Doubts(PLAIN, draws=3))
    return {name: float(values[0]) for name, values in found.items()}


@pytest.mark.parametrize(
    ("one", "other", "nautical_miles"),
    [
        ("Rostock", "Klaipėda", 342),
        ("Gdańsk", "Klaipėda", 121),
        ("Karlshamn", "Klaipėda", 207),
        ("Antwerp", "Riga", 1122),
        ("Marchwood", "Paldiski", 1304),
        ("Nynäshamn", "Riga", 262),
        ("Rostock", "Tallinn", 550),
        ("Lübeck", "Liepāja", 390),
    ],
)
def test_sea_distances_are_those_of_the_published_lanes(one: str, other: str, nautical_miles: float) -> None:
    """Within 20 %: the published ones go round Denmark where ours may take the canal at Kiel."""
    km = ATLAS.sea_km(ATLAS.ports[one], ATLAS.ports[other]).km
    assert km / 1.852 == pytest.approx(nautical_miles, rel=0.2)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Beaumont", "Bremerhaven", 4900, 5500),
        ("Charleston", "Gdańsk", 4200, 4900),
        ("Norfolk", "Antwerp", 3300, 3800),
        ("Savannah", "Dammam", 8300, 9100),
        ("Halifax", "Riga", 3300, 3900),
        ("Thessaloniki", "Constanța", 400, 600),
    ],
)
def test_ocean_distances_are_as_mariners_know_them(one: str, other: str, low: float, high: float) -> None:
    assert low < ATLAS.sea_km(ATLAS.ports[one], ATLAS.ports[other]).km / 1.852 < high


def test_every_port_reaches_every_other_by_the_lanes() -> None:
    ports = list(ATLAS.ports.values())
    assert not [other.name for other in ports[1:] if ATLAS.sea_km(ports[0], other).straight]


def test_every_figure_says_where_it_comes_from_and_is_wide_where_nobody_published_it() -> None:
    for name, value in shipped_parameters().items():
        assert problems_of(value) == [], name
        if value.is_judgement:
            assert value.high / max(value.low, 1e-9) >= 1.2, name


def test_a_march_is_distance_over_speed() -> None:
    parts = certain(move(VILSECK, (52.41, 17.92), "road-wheeled", wheeled=22.0, tracked=0.0))
    km = WAYS.land_km("road", Stop("", *VILSECK), Stop("", 52.41, 17.92)).km
    assert parts["march"] == pytest.approx((km + CERTAIN["short_march_km"].value) / CERTAIN["wheeled_km_per_day"].value)
    assert parts["queue"] == parts["rail"] == parts["sea"] == 0.0


def test_forty_convoys_at_eight_a_day_follow_each_other_for_five_days() -> None:
    parts = certain(move(VILSECK, RUKLA, "road-wheeled", personnel=3000.0, convoys=40.0))
    assert parts["queue"] == pytest.approx(39 / CERTAIN["convoys_per_day"].value)


def test_thirty_trains_at_three_a_day_take_ten_days_less_one_turn() -> None:
    parts = certain(move(BREMERHAVEN, ZAGAN, "rail", wheeled=0.0, tracked=900.0 / 1.1, trains_per_day=3.0))
    assert parts["queue"] == pytest.approx(29 / 3, rel=1e-6)


def test_rail_to_estonia_changes_gauge_and_rail_to_kaunas_does_not() -> None:
    kaunas, tapa, munster = Stop("", 54.9, 23.9), Stop("", *TAPA), Stop("", 53.0, 10.1)
    assert ATLAS.regions.gauge_changes(munster, tapa)
    assert not ATLAS.regions.gauge_changes(munster, kaunas)
    assert not ATLAS.regions.gauge_changes(Stop("", 59.4, 24.7), tapa)


def test_a_sea_move_without_ports_takes_the_nearest_ones() -> None:
    way = itinerary(move((53.56, 13.26), RUKLA, "sea-road"), WAYS)
    sea = [leg for leg in way.streams[0].legs if leg.mode == "sea"]
    assert [(leg.start.name, leg.end.name) for leg in sea] == [("Świnoujście", "Klaipėda")]


def test_named_ports_are_used_and_unknown_names_are_told() -> None:
    way = itinerary(move(FORT_BLISS, ZAGAN, "sea-rail", via=via_names("Beaumont; Vlissingen; Nowhere on Sea")), WAYS)
    assert [leg.mode for leg in way.streams[0].legs] == ["rail", "sea", "rail"]
    assert way.streams[0].legs[1].end.name == "Vlissingen"
    assert way.unknown == ("Nowhere on Sea",)


def test_a_road_march_takes_the_ship_between_two_ports_that_no_road_joins() -> None:
    way = itinerary(move((52.0, 0.9), VILSECK, "road-wheeled", via=("Harwich", "Hook of Holland")), WAYS)
    assert [leg.mode for leg in way.streams[0].legs] == ["road", "sea", "road"]


def test_wheels_cannot_cross_an_ocean() -> None:
    assert "sea" in [leg.mode for leg in itinerary(move(FORT_BLISS, ZAGAN, "rail"), WAYS).streams[0].legs]


def test_a_mixed_move_over_land_sends_tracks_by_rail_and_wheels_by_road() -> None:
    way = itinerary(move(BREMERHAVEN, ZAGAN, "mixed"), WAYS)
    assert {stream.carries: stream.legs[0].mode for stream in way.streams} == {"tracked": "rail", "wheeled": "road"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rostock;Klaipėda", ("Rostock", "Klaipėda")),
        ("Powidz | Budzisko", ("Powidz", "Budzisko")),
        ("", ()),
        ("Bremerhaven - Żagań", ("Bremerhaven", "Żagań")),
        ("port of Antwerp → Germany → Poland", ("Antwerp",)),
        ("Le Havre, Brest (France)", ("Le Havre", "Brest (France)")),
        ("ferry Rostock-Überseehafen", ("Rostock-Überseehafen",)),
    ],
)
def test_places_on_the_way_are_read_liberally(text: str, names: tuple[str, ...]) -> None:
    assert via_names(text, shipped_countries()) == names


@pytest.mark.parametrize(
    ("place", "far"),
    [((51.12, 1.32), False), ((64.15, -21.9), False), ((48.38, -4.48), False), ((32.8, -79.9), True)],
)
def test_points_lie_on_the_right_side_of_the_ocean(place: tuple[float, float], far: bool) -> None:
    assert ATLAS.regions.overseas(*place) is far


def test_every_port_lies_on_the_side_of_the_ocean_of_its_country() -> None:
    for port in ATLAS.ports.values():
        if port.country:
            assert ATLAS.regions.overseas(port.lat, port.lon) is (port.country in {"US", "CA"}), port.name


@given(
    lat=st.floats(-60, 75),
    lon=st.floats(-125, 150),
    to_lat=st.floats(35, 70),
    to_lon=st.floats(-9, 40),
    mode=st.sampled_from(MODES),
    personnel=st.none() | st.floats(1, 20_000),
    wheeled=st.none() | st.floats(0, 5_000),
    tracked=st.none() | st.floats(0, 1_000),
    ships=st.none() | st.floats(1, 40),
    cleared=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_move_anywhere_has_a_finite_answer_in_order(
    lat: float, lon: float, to_lat: float, to_lon: float, mode: str, **more: object
) -> None:
    found = predict(move((lat, lon), (to_lat, to_lon), mode, **more), WAYS, DOUBTS)
    assert 0.0 < found.p10 <= found.p50 <= found.p90 < 5000.0
    assert all(np.isfinite(value) and value >= 0.0 for value in found.parts.values())


@given(more=st.floats(1.05, 6.0), mode=st.sampled_from(MODES))
@settings(max_examples=40, deadline=None)
def test_more_vehicles_never_take_less_time(more: float, mode: str) -> None:
    small = move(VILSECK, RUKLA, mode, personnel=900.0, wheeled=200.0, tracked=40.0)
    large = replace(small, personnel=900.0 * more, wheeled=200.0 * more, tracked=40.0 * more)
    assert predict(large, WAYS, DOUBTS).p50 >= predict(small, WAYS, DOUBTS).p50 - 1e-9


@given(rate=st.floats(0.5, 10.0), faster=st.floats(1.0, 4.0))
@settings(max_examples=30, deadline=None)
def test_more_trains_a_day_never_take_longer(rate: float, faster: float) -> None:
    slow = move(BREMERHAVEN, ZAGAN, "rail", wheeled=500.0, tracked=300.0, trains_per_day=rate)
    assert predict(replace(slow, trains_per_day=rate * faster), WAYS, DOUBTS).p50 <= predict(slow, WAYS, DOUBTS).p50


def test_the_same_move_has_the_same_days_whatever_else_is_asked_for() -> None:
    asked = move(ROSTOCK, RUKLA, "sea-road", personnel=500.0)
    fresh = Doubts(shipped_parameters(), draws=199)
    predict(move(VILSECK, TAPA, "rail"), WAYS, fresh)
    assert predict(asked, WAYS, fresh) == predict(asked, WAYS, Doubts(shipped_parameters(), draws=199))


def test_a_border_that_was_not_cleared_costs_time() -> None:
    asked = move(VILSECK, RUKLA, "road-wheeled", personnel=500.0)
    assert certain(replace(asked, cleared=False))["march"] > certain(asked)["march"]


def test_a_voyage_from_port_to_port_is_loading_sailing_and_discharge() -> None:
    beaumont = ATLAS.ports["Beaumont"]
    parts = certain(move((beaumont.lat, beaumont.lon), BREMERHAVEN, "sea-road", wheeled=700.0, tracked=0.0, ships=1.0))
    km = ATLAS.sea_km(beaumont, ATLAS.ports["Bremerhaven"]).km
    handling = 700.0 / CERTAIN["load_items_per_day"].value + 700.0 / CERTAIN["discharge_items_per_day"].value
    sailing = km / (CERTAIN["ship_knots"].value * 1.852 * 24.0)
    assert parts["sea"] == pytest.approx(handling + sailing + 2 * CERTAIN["ship_call_days"].value)
    assert parts["march"] == parts["rail"] == parts["queue"] == 0.0


def test_the_same_ship_takes_longer_when_it_is_fetched_from_inland() -> None:
    from_port = move((53.56, 8.58), (55.70, 21.13), "sea-road", wheeled=100.0, tracked=0.0)
    inland = replace(from_port, origin=(52.99, 10.09), via=("Bremerhaven",))
    assert certain(inland)["sea"] > certain(from_port)["sea"] + 0.2


def test_places_of_the_theatre_are_known_under_any_spelling() -> None:
    for name in ("Suwałki", "suwalki", "Marijampolė", "Valga"):
        assert WAYS.find(name, near=RUKLA) is not None, name
    way = itinerary(move(VILSECK, RUKLA, "road-wheeled", via=("Suwałki",)), WAYS)
    assert way.unknown == () and len(way.streams[0].legs[0].distances) == 2
