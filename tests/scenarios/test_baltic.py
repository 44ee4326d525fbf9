"""The Baltic scenarios hold what their sources say and nothing that cannot work."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hillfort.campaign.scenario import Scenario
from hillfort.forces.formation import Battalion
from hillfort.lines.network.planning_figures import Travel
from scenarios.shipped import shipped

NAMES = ("baltic-2016", "baltic-2019", "baltic-2025")


def count(scenario: Scenario, side: str, role: str = "manoeuvre") -> int:
    return sum(1 for unit in scenario.battalions if unit.side == side and unit.type.role == role)


def ordered(scenario: Scenario) -> set[str]:
    """Battalions of Blue that have an order."""
    named = {force for order in scenario.orders for force in order.forces}
    parents = {each.id: each.parent for each in scenario.formations}

    def has_order(unit: Battalion) -> bool:
        key, chain = unit.id, unit.formation
        while key not in named and chain:
            key, chain = chain, parents.get(chain, "")
        return key in named

    return {unit.id for unit in scenario.battalions if unit.side == "blue" and has_order(unit)}


def full_tanks(units: list[Battalion]) -> float:
    return sum(unit.type.tanks.value for unit in units)


def test_the_wargame_posture_has_12_blue_and_27_red_manoeuvre_battalions() -> None:
    scenario = shipped("baltic-2016")
    assert count(scenario, "blue") == 12
    assert count(scenario, "red") == 27


def test_the_wargame_posture_has_one_blue_battalion_with_armour_and_no_blue_guns_behind_it() -> None:
    blue = [unit for unit in shipped("baltic-2016").battalions if unit.side == "blue"]
    assert [unit.type.key for unit in blue if unit.type.key != "light-bn"] == ["stryker-bn"]
    assert full_tanks(blue) == 0


def test_the_wargame_posture_has_ten_red_fires_battalions_of_which_seven_rockets() -> None:
    fires = [unit.type.key for unit in shipped("baltic-2016").battalions if unit.type.role == "fires"]
    assert len(fires) == 10
    assert fires.count("rocket-artillery-bn") == 7


def test_lithuania_is_not_entered_in_the_wargame_posture() -> None:
    scenario = shipped("baltic-2016")
    assert "LT" not in scenario.sides["red"].may_enter
    assert {each.name for each in scenario.objectives if each.protect} == {"Tallinn", "Riga"}


def test_the_three_capitals_are_protected_in_the_reference_scenario() -> None:
    protected = {each.place for each in shipped("baltic-2019").objectives if each.protect}
    assert protected == {"Tallinn", "Riga", "Vilnius"}


def test_the_default_course_of_action_is_the_seizure_at_short_warning() -> None:
    scenario = shipped("baltic-2019")
    first = next(iter(scenario.courses_of_action.values()))
    assert first.key == "short-warning-seizure"
    assert 24 <= first.warning_h.value <= 48
    assert not first.opened


def test_tank_and_rocket_ratios_are_of_the_published_size(record_property: Callable[[str, object], None]) -> None:
    """Published for 2017: tanks 5.9 to 1, rocket artillery 270 to none, Red's western forces against NATO's."""
    scenario = shipped("baltic-2019")
    forward = ("EE", "LV", "LT")
    places = scenario.theatre.places
    blue = [
        unit
        for unit in scenario.battalions
        if unit.side == "blue" and (places[unit.base].country in forward or unit.formation == "us-abct-zagan")
    ]
    red = [unit for unit in scenario.battalions if unit.country == "RU"]
    manned = sum(unit.type.tanks.value * unit.readiness.manning_share.value for unit in red)
    rockets = [unit for unit in blue if unit.type.key == "rocket-artillery-bn"]
    ratio = manned / full_tanks(blue)
    record_property("tanks, red to blue", round(ratio, 1))
    assert not rockets
    assert 4.5 < ratio < 7.5
    assert 120 <= full_tanks(blue) <= 140


@pytest.mark.parametrize("name", NAMES)
def test_every_blue_battalion_has_an_order(name: str) -> None:
    scenario = shipped(name)
    without = {unit.id for unit in scenario.battalions if unit.side == "blue"} - ordered(scenario)
    assert not without


@pytest.mark.parametrize("name", NAMES)
def test_every_course_of_action_attacks_something_and_there_are_at_least_two(name: str) -> None:
    courses = shipped(name).courses_of_action
    assert len(courses) >= 2
    for course in courses.values():
        assert any(task.kind == "attack" for order in course.orders for task in order.tasks)


@pytest.mark.parametrize("name", NAMES)
def test_units_that_stand_outside_the_theatre_have_ways_in_of_their_side(name: str) -> None:
    scenario = shipped(name)
    side_of = {way.name: way.side for way in scenario.ways_in}
    for unit in scenario.battalions:
        if scenario.theatre.places[unit.base].cell < 0:
            assert unit.ways_in, unit.id
        assert all(side_of[way] == unit.side for way in unit.ways_in)


@pytest.mark.parametrize("name", NAMES)
def test_red_units_ordered_to_attack_stand_or_arrive_on_ground_they_may_enter(name: str) -> None:
    scenario = shipped(name)
    country_of = {each.name: each.country for each in scenario.theatre.places.values()}
    bases = {unit.formation: unit.base for unit in scenario.battalions}
    for course in scenario.courses_of_action.values():
        allowed = {*scenario.sides["red"].may_enter, *course.opened}
        for order in course.orders:
            for force in order.forces:
                start = course.staging.get(force, bases.get(force, ""))
                if start:  # the others wait outside the map for the lift that fetches them
                    assert country_of[start] in allowed, (course.key, force)
            for task in order.tasks:
                if task.kind in ("landing", "air-assault"):  # they are set down on ground that is the enemy's
                    continue
                assert country_of[task.place] in allowed, (course.key, order.id, task.place)


@pytest.mark.parametrize("name", NAMES)
def test_judgement_is_always_graded_f6_and_never_a_point(name: str) -> None:
    scenario = shipped(name)
    values = [
        *(unit.readiness.notice_to_move_h for unit in scenario.battalions),
        *(unit.readiness.manning_share for unit in scenario.battalions),
        *(way.battalions_per_day for way in scenario.ways_in),
        *scenario.quality.values(),
        *(course.warning_h for course in scenario.courses_of_action.values()),
    ]
    for value in values:
        if value.is_judgement:
            assert value.grade == "F6"
            assert value.high > value.low
        else:
            assert value.source in scenario.sources


@pytest.mark.parametrize("name", NAMES)
def test_the_range_of_every_quality_spans_one(name: str) -> None:
    for country, value in shipped(name).quality.items():
        assert value.low < 1.0 < value.high, country


def test_belarus_is_opened_only_where_the_course_of_action_says_so() -> None:
    scenario = shipped("baltic-2019")
    assert "BY" not in scenario.sides["red"].may_enter
    opened = {key for key, course in scenario.courses_of_action.items() if "BY" in course.opened}
    assert opened == {"corridor-both-sides"}
    for course in scenario.courses_of_action.values():
        ordered_by = {force for order in course.orders for force in order.forces if force.startswith("by-")}
        assert not ordered_by


def test_in_2025_red_is_weaker_and_blue_is_stronger_than_in_2019() -> None:
    def manned(scenario: Scenario, side: str) -> float:
        return sum(
            unit.type.power_bneq.value * unit.readiness.manning_share.value
            for unit in scenario.battalions
            if unit.side == side and unit.country != "BY"
        )

    before, after = shipped("baltic-2019"), shipped("baltic-2025")
    assert manned(after, "red") < 0.6 * manned(before, "red")
    assert manned(after, "blue") > manned(before, "blue")
    assert {"FI", "SE"} <= set(after.sides["blue"].countries)


def test_the_published_manning_of_2025_is_inside_the_ranges() -> None:
    scenario = shipped("baltic-2025")
    shares = {unit.formation: unit.readiness.manning_share for unit in scenario.battalions}
    assert (shares["ru-79mrb"].low, shares["ru-79mrb"].high) == (0.1, 0.71)
    assert shares["ru-104aar"].value < 0.3


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_outside_can_reach_one_of_its_ways_in_within_ten_days_of_travel(name: str) -> None:
    scenario = shipped(name)
    travel = Travel(scenario.theatre)
    ways = {way.name: way for way in scenario.ways_in}
    places = scenario.theatre.places
    bases = {(unit.formation, unit.base, unit.ways_in) for unit in scenario.battalions if unit.ways_in}
    for formation, base, listed in bases:
        hours = [
            travel.hours(
                places[base],
                ways[way].mode,
                places[ways[way].start] if ways[way].start else None,
                places[ways[way].place],
            )
            for way in listed
        ]
        assert 6 < min(hours) < 240, (formation, hours)


@pytest.mark.parametrize(
    ("name", "measures"), [*((each, ()) for each in NAMES), ("baltic-2019", ("prepositioned-equipment",))]
)
def test_ways_in_are_written_alike(name: str, measures: tuple[str, ...]) -> None:
    ways = [way.name for way in shipped(name, *measures).ways_in]
    assert ways
    assert [way for way in ways if not way[0].isupper()] == []
