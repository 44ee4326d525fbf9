"""What happened in one draw, when it was decided, and which draw a story picks."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from tests.campaign.sandbox import exact, scenario
from tests.studies import synthetic

from hillfort.campaign.outcome import ABANDONED, FOUGHT_BACK, GAVE_UP, Trace
from hillfort.campaign.run import fight
from hillfort.campaign.run import trace as again
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError
from hillfort.studies.campaign import decisive, story
from hillfort.studies.campaign import event_log as events

HOURS, LEAD = 72, 0


def case(blue: int = 2, red: int = 2) -> Scenario:
    return scenario(blue, red, days=3, lead_h=LEAD)


def quiet(war: Scenario) -> Trace:
    """Everybody stands at home and nothing happens; each test then says what does."""
    units = [war.theatre.places[each.base].cell for each in war.battalions]
    shape = (HOURS, len(units))
    side = np.array([0 if each.side == "blue" else 1 for each in war.battalions], np.int8)
    return Trace(
        draw=0,
        first_hour=-LEAD,
        unit_ids=tuple(each.id for each in war.battalions),
        unit_side=side,
        cell=np.tile(np.array(units, np.int32), (HOURS, 1)),
        strength=np.ones(shape, np.float32),
        status=np.ones(shape, np.int8),
        aim=np.full(shape, -1, np.int32),
        repulses=np.zeros(shape, np.int16),
        power=np.ones(shape, np.float32),
        line_share=np.ones(shape, np.float32),
        duty=np.full(shape, -1, np.int8),
        bridge=np.full(shape, -1, np.int8),
        gave_up=np.zeros(shape, bool),
        outskirts_h=np.full(len(war.objectives), np.nan, np.float32),
        how_regained=np.zeros(len(war.objectives), np.int8),
        control_hour=np.zeros(0, np.int32),
        control_cell=np.zeros(0, np.int32),
        control_side=np.zeros(0, np.int8),
        control_start=war.theatre.cells.country.astype(np.int8),
    )


def place(war: Scenario, name: str) -> int:
    return war.theatre.places[name].cell


def told(war: Scenario, kept: Trace) -> list[tuple[int, str]]:
    return [(each.hour, each.kind) for each in events.log(war, kept)]


def changed(kept: Trace, war: Scenario, *moments: tuple[int, str, int]) -> Trace:
    hours, places, sides = zip(*moments, strict=True)
    return replace(
        kept,
        control_hour=np.array(hours, np.int32),
        control_cell=np.array([place(war, each) for each in places], np.int32),
        control_side=np.array(sides, np.int8),
    )


def test_where_nothing_happens_nothing_is_told() -> None:
    assert events.log(case(), quiet(case())) == []


def test_a_formation_is_in_contact_once() -> None:
    war, kept = case(), quiet(case())
    kept.status[[5, 9], 2] = events.ENGAGED
    kept.status[6, 3] = events.ENGAGED
    found = events.log(war, kept)
    assert [(each.hour, each.kind, each.who, each.side) for each in found] == [(5, "contact", "r (BB)", "red")]


def test_who_breaks_is_destroyed_or_gives_up_is_told_apart() -> None:
    war, kept = case(), quiet(case())
    kept.status[10:, 0], kept.status[20:, 0], kept.status[30:, 1], kept.status[40:, 2] = 2, 3, 3, 3
    kept.gave_up[30:, 1] = True
    assert told(war, kept) == [(10, "broken"), (20, "destroyed"), (30, "surrender"), (40, "destroyed")]


def test_a_route_is_cut_when_the_last_of_a_formation_has_none_and_open_with_the_first() -> None:
    war, kept = case(), quiet(case())
    kept.line_share[10:30, 0] = 0.0
    kept.line_share[12:20, 1] = 0.0
    assert told(war, kept) == [(12, "route cut"), (20, "route open")]


def test_each_bridge_is_found_blown_once() -> None:
    war, kept = case(), quiet(case())
    kept.bridge[5:9, 2], kept.bridge[7:9, 3], kept.bridge[20, 2] = 4, 4, 5
    assert told(war, kept) == [(5, "bridge"), (20, "bridge")]


def test_only_units_from_outside_arrive_and_those_of_an_hour_together() -> None:
    war = case()
    units = tuple(replace(each, outside=each.side == "blue") for each in war.battalions)
    war, kept = replace(war, battalions=units), quiet(war)
    kept.cell[:8, :] = -1
    found = events.log(war, kept)
    assert [(each.hour, each.kind, each.words) for each in found] == [
        (8, "arrival", "2 battalions of b (AA) arrive near Eastford.")
    ]


def test_orders_of_standing_rules_and_their_end_are_told_by_formation() -> None:
    war, kept = case(), quiet(case())
    kept.duty[6:20, :2] = 1
    found = events.log(war, kept)
    assert [(each.hour, each.kind, each.where) for each in found] == [
        (6, "order", "Eastburg"),
        (20, "release", "Eastburg"),
    ]
    assert found[0].words == "2 battalions of b (AA) are sent to Eastburg."


def test_an_attack_begins_is_thrown_back_and_another_is_broken_off() -> None:
    war, kept = case(), quiet(case())
    goal = place(war, "Eastford")
    kept.aim[5:9, 2], kept.status[5:9, 2], kept.repulses[8, 2] = goal, events.ENGAGED, 1
    kept.aim[30:34, 2], kept.status[30:34, 2], kept.repulses[30:34, 2] = goal, events.ENGAGED, 1
    assert [each for each in told(war, kept) if each[1] != "contact"] == [
        (5, "attack"), (5, "contested"), (8, "thrown back"), (30, "attack"), (30, "contested"), (34, "broken off"),
    ]  # fmt: skip


def test_an_attack_beside_a_place_does_not_contest_it_and_one_that_takes_it_is_not_broken_off() -> None:
    war, kept = case(), quiet(case())
    beside = int(war.theatre.cells.neighbours[place(war, "Eastford")][0])
    kept.aim[5:9, 2], kept.status[5:9, 2] = beside, events.ENGAGED
    kept = changed(kept, war, (9, "Eastford", 1))
    assert [each for each in told(war, kept) if each[1] != "contact"] == [(5, "attack"), (9, "lost")]


def test_the_outskirts_and_who_reached_them() -> None:
    war, kept = case(), quiet(case())
    kept.outskirts_h[1] = 12.0
    found = events.log(war, kept)
    assert [(each.hour, each.kind, each.where, each.who) for each in found] == [(12, "outskirts", "Eastburg", "r (BB)")]


@pytest.mark.parametrize(
    ("how", "said"), [(FOUGHT_BACK, "fought back"), (GAVE_UP, "its besieger gave up"), (ABANDONED, "had left")]
)
def test_a_place_regained_says_how(how: int, said: str) -> None:
    war, kept = case(), quiet(case())
    kept.how_regained[0] = how
    kept = changed(kept, war, (9, "Eastford", 1), (40, "Eastford", 0))
    found = events.log(war, kept)
    assert [(each.hour, each.kind) for each in found] == [(9, "lost"), (40, "regained")] and said in found[1].words


def test_how_a_place_is_regained_again_is_told_from_the_hours_before() -> None:
    war, kept = case(), quiet(case())
    asked = events.Course(war, kept)
    assert events.how_regained(asked, 0, 60) == ABANDONED
    kept.cell[:, 2] = place(war, "Eastford")
    kept.gave_up[30:, 2] = True
    assert events.how_regained(asked, 0, 60) == GAVE_UP
    kept.aim[20, 0], kept.status[20, 0] = place(war, "Eastford"), events.ENGAGED
    assert events.how_regained(asked, 0, 60) == FOUGHT_BACK


def test_it_was_decided_after_the_last_hour_of_at_least_equal_power() -> None:
    war, kept = case(), quiet(case())
    kept.cell[:, :2] = place(war, "Eastburg")
    kept.cell[10:, 2:] = place(war, "Eastburg")
    kept.power[:, 2:] = 3.0
    kept.power[20:30, 2:] = 1.0
    kept = changed(kept, war, (50, "Eastburg", 1))
    found = decisive.decisions(war, kept, events.log(war, kept))
    assert [(each.place, each.lost_h, each.decided_h) for each in found] == [("Eastburg", 50, 30)]
    assert "2 battalions within 30 km of it (2.0 battalion equivalents) faced 2 (6.0)" in found[0].words
    assert "nobody had been sent to help" in found[0].words
    assert decisive.summary(war, found) == "This draw was decided at hour 30, at Eastburg."


def test_help_that_had_not_come_is_told_with_its_distance() -> None:
    war, kept = case(), quiet(case())
    kept.cell[:, 2:] = place(war, "Eastburg")
    kept.cell[:, 0] = place(war, "Gate")
    kept.duty[6:, 0] = 1
    kept = changed(kept, war, (50, "Eastburg", 1))
    words = decisive.decisions(war, kept, events.log(war, kept))[0].words
    assert "the help ordered at hour 6 was near Gate, 5" in words and "km away" in words


def test_a_draw_in_which_nothing_protected_falls_says_so() -> None:
    war, kept = case(), changed(quiet(case()), case(), (9, "Eastford", 1))
    assert decisive.decisions(war, kept, events.log(war, kept)) == []
    assert decisive.summary(war, []) == "No protected place was lost (Eastburg)."


def city(blue: int = 2, red: int = 2) -> tuple[Scenario, list[int]]:
    """The small case with a city of five cells at Eastburg, of which the centre has least built-up ground."""
    war = case(blue, red)
    cells, centre = war.theatre.cells, place(war, "Eastburg")
    ring = [int(each) for each in cells.neighbours[centre] if each >= 0]
    far = next(int(each) for each in cells.neighbours[ring[2]] if each >= 0 and each not in (centre, *ring))
    members = [centre, *ring[:3], far]
    urban = cells.urban_share.copy()
    urban[members] = [0.1, 0.5, 0.5, 0.5, 0.9]
    theatre = replace(war.theatre, cells=replace(cells, urban_share=urban))
    names = tuple(f"{int(cells.ids[each]):x}" for each in members)
    return replace(war, theatre=theatre, cities={"Eastburg": names}), members


def taken(kept: Trace, *moments: tuple[int, int, int]) -> Trace:
    hours, cells, sides = zip(*moments, strict=True)
    return replace(
        kept,
        control_hour=np.array(hours, np.int32),
        control_cell=np.array(cells, np.int32),
        control_side=np.array(sides, np.int8),
    )


def test_a_city_falls_with_more_than_half_of_its_built_up_ground_whatever_becomes_of_its_centre() -> None:
    war, (centre, one, two, _, far) = city()
    kept = taken(quiet(war), (5, centre, 1), (10, one, 1), (20, far, 1), (30, one, 0), (35, two, 1), (40, far, 0))
    found = [(each.hour, each.kind) for each in events.log(war, kept)]
    assert found == [(20, "lost"), (30, "regained"), (35, "lost"), (40, "regained")]
    assert [each.lost_h for each in decisive.decisions(war, kept, events.log(war, kept))] == [20]
    off = replace(war, assumptions={**war.assumptions, "rule_cities": exact(0.0)})
    assert [(each.hour, each.kind) for each in events.log(off, kept)] == [(5, "lost")]


def test_a_fight_for_any_cell_of_a_city_contests_it_and_one_beside_any_attacks_it() -> None:
    war, (centre, *_, far) = city()
    kept = quiet(war)
    kept.aim[5:7, 2], kept.status[5:7, 2] = far, events.ENGAGED
    beyond = next(
        int(each) for each in war.theatre.cells.neighbours[far]
        if each >= 0 and each not in (centre, *war.theatre.cells.neighbours[centre])
    )  # fmt: skip
    kept.aim[40:42, 2], kept.status[40:42, 2] = beyond, events.ENGAGED
    assert [each for each in told(war, kept) if each[1] in ("attack", "contested")] == [
        (5, "attack"), (5, "contested"), (40, "attack"),
    ]  # fmt: skip


def test_power_beside_any_cell_of_a_city_counts_for_when_it_was_decided() -> None:
    war, (centre, *_, far) = city()
    asked = events.Course(war, quiet(war))
    km, of_centre = asked.from_ground_km(1), asked.distance_km(centre)
    only = np.flatnonzero((km <= decisive.AROUND_KM) & (of_centre > decisive.AROUND_KM))
    assert len(only) and km[far] == 0.0
    kept = quiet(war)
    kept.cell[:, :2], kept.cell[:, 2:] = place(war, "Eastburg"), only[0]
    kept.power[:, 2:] = 3.0
    kept = taken(kept, (50, centre, 1), (50, far, 1), (50, asked.grounds[1][1], 1))
    assert [each.decided_h for each in decisive.decisions(war, kept, events.log(war, kept))] == [0]


def test_the_log_loses_and_regains_a_city_at_the_hours_that_an_assessment_counts() -> None:
    war, _ = city(2, 8)
    war = replace(war, days=10)
    fell = 0
    for draw in range(6):
        counted = fight(war, coa="drive", draws=1, seed=2, first_draw=draw)
        told_again = events.log(war, again(war, coa="drive", seed=2, draw=draw))
        for kind, hours in (("lost", counted.lost_h), ("regained", counted.retaken_h)):
            first = [each.hour for each in told_again if each.kind == kind and each.where == "Eastburg"][:1]
            assert first == [int(hour) for hour in hours[0, 1:2] if not np.isnan(hour)]
            fell += len(first)
    assert fell


def test_a_campaign_that_was_fought_is_told_the_same_twice_and_agrees_with_what_was_counted() -> None:
    war = scenario(2, 8, days=10)
    counted = fight(war, coa="drive", draws=6, seed=2)
    kinds: set[str] = set()
    for draw in range(6):
        first, second = (events.log(war, again(war, coa="drive", seed=2, draw=draw)) for _ in range(2))
        assert first == second and [each.hour for each in first] == sorted(each.hour for each in first)
        kinds |= {each.kind for each in first}
        for goal, each in enumerate(war.objectives):
            lost = [event.hour for event in first if event.kind == "lost" and event.where == each.name]
            assert lost[:1] == [int(hour) for hour in counted.lost_h[draw, goal : goal + 1] if not np.isnan(hour)]
    assert {"contact", "attack", "lost"} <= kinds <= set(events.KINDS)


def outcome() -> synthetic.Outcome:
    found = synthetic.outcome(10)
    lost = np.full(found.lost_h.shape, np.nan, np.float32)
    lost[[1, 3, 5, 7, 8], 0] = [10.0, 90.0, 100.0, 150.0, 200.0]
    taken = np.full(found.lost_h.shape, np.nan, np.float32)
    taken[8, 0] = 220.0
    return dataclasses.replace(found, lost_h=lost, retaken_h=taken)


@pytest.mark.parametrize(
    ("asked", "draw", "fit"),
    [
        ("Alva falls", 5, 5), ("alva  FALLS before day 5", 1, 2), ("Alva falls after day 5", 7, 2),
        ("Alva is regained", 8, 1),
    ],
)  # fmt: skip
def test_a_story_picks_the_draw_nearest_the_median_hour(asked: str, draw: int, fit: int) -> None:
    war = synthetic.scenario()
    found = story.pick(story.read(asked, war, days=10), outcome())
    assert (found.draw, found.fit, found.draws) == (draw, fit, 10)


def test_a_place_that_holds_and_the_ranks_are_picked_from_the_right_draws() -> None:
    war = synthetic.scenario()
    held = story.pick(story.read("Alva holds", war, days=10), outcome())
    assert held.fit == 5 and held.draw not in (1, 3, 5, 7, 8)
    ranked = dataclasses.replace(outcome(), lost_at_end=np.arange(30).reshape(10, 3) >= 27)
    assert story.pick(story.read("worst", war, days=10), ranked).draw == 9
    assert story.pick(story.read("Best", war, days=10), ranked).draw != 9


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("midian", "Did you mean 'median'?"), ("Alvo falls", "Did you mean 'Alva'?"), ("Alva sinks", "Allowed: median"),
        ("", "Allowed: median"), ("Alva holds before day 3", "goes with 'falls' only"),
        ("Alva falls before day 11", "from 1 to 10"),
        ("Alva falls before day 0", "from 1 to 10"), ("Nowhere at all holds", "Allowed: Alva, Brod, Cask."),
    ],
)  # fmt: skip
def test_what_is_no_story_is_answered_with_what_is(asked: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        story.read(asked, synthetic.scenario(), days=10)
    assert said in str(error.value)


def test_a_story_that_never_happens_says_what_does() -> None:
    war = synthetic.scenario()
    with pytest.raises(InputError, match="falls in 5 of them, on day 1 at the earliest and 9 at the latest"):
        story.pick(story.read("Alva falls before day 1", war, days=10), outcome())
