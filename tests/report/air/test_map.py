"""Geometry on the real map: what is covered at which altitude, what is met where."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from hillfort.air import coverage, policing
from hillfort.air.envelope import ALTITUDES_M
from hillfort.air.posture import AirPosture, FlightTrack, Site
from hillfort.air.raids import THREATS, FireRules, inside_s, layers_at, leak_curve
from hillfort.air.situation import presence_on
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.foundation.evidence import Evidence


@cache
def case(*measures: str, name: str = "baltic-2019") -> Scenario:
    return read.scenario(name, measures=measures)


def order(*measures: str, name: str = "baltic-2019") -> AirPosture:
    found = case(*measures, name=name).air
    assert found is not None
    return found


def test_kaliningrad_denies_the_corridor_at_medium_altitude_and_not_to_a_low_flyer() -> None:
    red = [each for each in order().of_side("red") if each.site.place in ("Gvardeysk", "Kruglovo")]
    places = {
        "Suwałki": Site("Suwałki", 54.10, 22.93, "PL"),
        "Vilnius": Site("Vilnius", 54.69, 25.28, "LT"),
        "Riga": Site("Riga", 56.95, 24.11, "LV"),
    }
    found = coverage.of_places(places, batteries=red, altitudes_m=ALTITUDES_M)
    assert found["Suwałki"][0] == 0
    assert found["Suwałki"][2] >= 1
    assert found["Riga"] == [0, 0, 0, 0], (
        "a drawn ring of 400 km holds Riga; the battery does not reach it at any altitude"
    )


def test_what_is_covered_grows_with_altitude_for_a_long_range_battery_and_is_a_share() -> None:
    scenario = case()
    red = [each for each in order().of_side("red") if each.type.class_ == "long"]
    found = coverage.by_country(scenario.theatre, batteries=red, altitudes_m=ALTITUDES_M, countries=("EE", "LV", "LT"))
    for country, shares in found.items():
        assert ((shares >= 0.0) & (shares <= 1.0)).all(), country
        assert (np.diff(shares, axis=1) >= 0.0).all(), country
    assert found["LT"][1, 2] > 10 * found["LT"][1, 0]


def test_the_chance_that_circles_at_random_cover_is_what_circles_thrown_by_hand_cover() -> None:
    rows = 200
    here = (np.arange(1, 6 * rows + 1)[:, None] * np.array([0.7548776662, 0.5698402910])) % 1.0 * 255.0
    covered = [
        np.any(np.hypot(here[6 * k : 6 * k + 6, 0] - x, here[6 * k : 6 * k + 6, 1] - y) <= 25.0)
        for k in range(rows)
        for x, y in ((90.0, 90.0), (127.0, 127.0), (160.0, 100.0))
    ]
    assert np.mean(covered) == pytest.approx(coverage.random_share(6, reach=25.0, area_km2=255.0**2), abs=0.04)


def path(*points: Site, altitude: float = 9000.0, speed: float = 900.0) -> policing.Path:
    track = FlightTrack(
        "t", "t", "red", points, Evidence.fixed(speed, "km/h"), Evidence.fixed(altitude, "m"), points[-1].place
    )
    return policing.path_of(
        track,
        case().theatre,
        radars=tuple(order().radars.values()),
        home=("EE", "LV", "LT", "PL"),
        aim=points[-1],
        near_km=5.0,
    )


CHKALOVSK, RIGA = Site("Chkalovsk", 54.768, 20.393, "RU"), Site("Riga", 56.946, 24.106, "LV")
SIAULIAI = Site("Šiauliai AB", 55.894, 23.395, "LT")


def test_a_flight_from_kaliningrad_to_riga_is_met_before_the_border_only_by_those_who_are_up_already() -> None:
    found = path(CHKALOVSK, RIGA)
    assert found.detected < found.border < found.capital < len(found.km)
    outcomes = [
        policing.outcome(
            found, policing.meeting(found, [policing.Reaction(SIAULIAI, 0.0, ready, 1100.0)], speed_kmh=900.0)[0]
        )
        for ready in (0.0, 10.0, 15.0, 30.0)
    ]
    assert outcomes[-1] in ("too late", "never")
    order_of = {name: place for place, name in enumerate(policing.OUTCOMES)}
    assert [order_of[each] for each in outcomes] == sorted(order_of[each] for each in outcomes), (
        "later readiness is never better"
    )


def test_nobody_meets_what_nobody_sees() -> None:
    track = FlightTrack(
        "t", "t", "red", (CHKALOVSK, RIGA), Evidence.fixed(900.0, "km/h"), Evidence.fixed(100.0, "m"), "Riga"
    )
    found = policing.path_of(track, case().theatre, radars=(), home=("LV",), aim=RIGA, near_km=5.0)
    assert found.detected == len(found.km)
    assert policing.meeting(found, [policing.Reaction(SIAULIAI, 0.0, 0.0, 2000.0)], speed_kmh=900.0)[0] == len(found.km)


def test_on_the_map_a_head_on_flight_is_met_where_the_closed_form_says() -> None:
    start, base = Site("start", 56.0, 30.0, "RU"), Site("base", 56.0, 23.6, "LT")
    length = float(coverage.apart_km(np.array(56.0), np.array(30.0), base))
    found = path(start, base)
    found = policing.Path(found.lat, found.lon, found.km, 0, found.border, found.capital)
    place, minutes = policing.meeting(found, [policing.Reaction(base, 2.0, 3.0, 900.0)], speed_kmh=900.0)
    form = policing.head_on(detected_km=length, base_km=0.0, delay_min=5.0, speeds_km_min=(15.0, 15.0))
    assert minutes == pytest.approx(form.minutes, abs=0.2)
    assert length - found.km[place] == pytest.approx(form.km, abs=2.0)


def test_a_raid_from_any_direction_is_longest_inside_a_battery_that_stands_at_its_aim() -> None:
    battery = next(each for each in order(name="baltic-2025").batteries.values() if each.key == "lt-nasams-vilnius")
    threat = THREATS["aircraft at 5,000 m"]
    at_home = inside_s(battery, battery.site, threat, ballistic_reach_share=0.2)
    beside = inside_s(
        battery, Site("beside", battery.site.lat + 0.15, battery.site.lon, "LT"), threat, ballistic_reach_share=0.2
    )
    away = inside_s(
        battery, Site("away", battery.site.lat + 1.0, battery.site.lon, "LT"), threat, ballistic_reach_share=0.2
    )
    assert at_home > 0.0
    assert beside > 0.0
    assert away == 0.0
    assert at_home == pytest.approx((25.0 - 1.0) * 3600 / 850, rel=0.01)


def test_a_standing_group_lets_less_through_and_large_raids_saturate_it() -> None:
    vilnius = Site("Vilnius", 54.689, 25.28, "LT")
    bare = layers_at(vilnius, order().of_side("blue"), THREATS["cruise missiles"], rules=FireRules(0.2, 2))
    group = layers_at(
        vilnius, order("standing-medium-range").of_side("blue"), THREATS["cruise missiles"], rules=FireRules(0.2, 2)
    )
    assert bare == []
    few, many = leak_curve(group, [4, 64], common=0.1)
    assert few < 0.3
    assert many > 2 * few


@pytest.mark.parametrize(("measure", "chance"), [("rotation-weeks", 0.0), ("rotation-calendar", 1.0)])
def test_against_who_chooses_the_day_only_a_calendar_without_a_gap_helps(measure: str, chance: float) -> None:
    assert presence_on(order(measure), "rotating", case().date) == chance
