"""The study of lines of communication, on the small invented theatre and on networks worked out by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from hillfort.files.lines import read as lines_files
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError
from hillfort.lines.flow.flow import Arc, FlowNetwork, FlowSource, network_of
from hillfort.lines.moves.convoy import Closure, Convoys, closures_of
from hillfort.lines.network.everywhere import REPAIRS
from hillfort.lines.network.network import LineNetwork
from hillfort.studies.lines import chance as lines_chance
from hillfort.studies.lines import limits as lines_limits
from hillfort.studies.lines import loss as lines_loss
from hillfort.studies.lines import request as lines_request
from hillfort.studies.lines import study as lines
from hillfort.studies.lines.answer import LinesAnswer


@pytest.fixture(scope="module")
def network() -> LineNetwork:
    return lines_files.network(read.scenario("marrow").theatre)


@pytest.fixture(scope="module")
def answer(network: LineNetwork) -> LinesAnswer:
    return lines.study(
        read.scenario("marrow"), network=network, movement=lines_files.shipped_movement(), draws=20, attack=2, fortify=1
    )


@pytest.fixture(scope="module")
def closed(network: LineNetwork) -> LinesAnswer:
    return lines.study(
        read.scenario("marrow"), network=network, movement=lines_files.shipped_movement(), draws=0, close=["Port Alder"]
    )


def test_every_problem_of_a_request_is_named_at_once(network: LineNetwork) -> None:
    with pytest.raises(InputError) as wrong:
        lines_request.check(network, close=["Port Aldr"], attack=99, fortify=9, by=300, draws=-1, work=0, atack=2)  # type: ignore[call-arg]
    said = str(wrong.value)
    assert len(wrong.value.problems) == 7
    for part in (
        "Did you mean 'Port Alder'?",
        "--attack: 99 losses",
        "--by: 300",
        "--draws: -1",
        "--fortify: 9",
        "--work: 0",
        "atack",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("name", "value"), [("attack", 0), ("attack", 1.5), ("by", 0.5), ("by", 61), ("seed", -1), ("fortify", True)]
)
def test_a_number_out_of_range_is_refused(network: LineNetwork, name: str, value: object) -> None:
    with pytest.raises(InputError):
        lines_request.check(network, **{name: value})  # type: ignore[arg-type]


def test_the_curve_rises_to_all_that_is_wanted_and_is_not_beaten_by_the_schedule(answer: LinesAnswer) -> None:
    rows = [row["vehicles"] for row in answer.summary["arrival"]]
    assert rows == sorted(rows)
    assert rows[-1] == answer.summary["wanted"]["vehicles"]
    for row in answer.summary["gap"]["by_day"]:
        assert row["scheduled"] <= row["exact"] + 1e-6


def test_battalions_are_vehicles_by_the_mean_of_a_battalion(answer: LinesAnswer) -> None:
    assert answer.summary["arrival"][-1]["battalions"] == pytest.approx(answer.summary["wanted"]["battalions"])


def test_losing_more_never_leaves_more(answer: LinesAnswer) -> None:
    left = [answer.summary["undisturbed"], *(each["delivered"] for each in answer.summary["attack"])]
    assert left == sorted(left, reverse=True)
    assert all(each["bound"] <= each["delivered"] for each in answer.summary["attack"])


def test_the_only_port_isolates_and_is_what_to_protect(answer: LinesAnswer) -> None:
    assert answer.summary["isolating_set"]["groups"] == ["Port Alder"]
    assert answer.summary["fortify"]["groups"] == ["Port Alder"]
    assert answer.summary["fortify"]["delivered"] == answer.summary["undisturbed"]


def test_every_certificate_holds(answer: LinesAnswer) -> None:
    assert answer.summary["certificate"]["proved"]
    assert len(answer.proofs) >= 4


def test_what_arrives_is_what_has_been_carried_to_the_destinations(answer: LinesAnswer) -> None:
    assert sum(each.scheduled for each in answer.places) == pytest.approx(answer.schedule.delivered(answer.by_day))
    assert max(answer.carried.values()) == pytest.approx(answer.schedule.delivered(answer.by_day))


def test_periods_follow_on_from_each_other_and_hold_all_that_arrives(answer: LinesAnswer) -> None:
    assert answer.periods[0].from_day == 0.0
    for first, second in zip(answer.periods, answer.periods[1:], strict=False):
        assert first.to_day == second.from_day
    assert sum(each.vehicles for each in answer.periods) == pytest.approx(answer.summary["wanted"]["vehicles"])


def test_short_spells_go_to_their_neighbours_and_like_stands_with_like() -> None:
    days = [
        lines_limits.Period(float(day), day + 1.0, kind, names, 10.0)
        for day, (kind, names) in enumerate(
            [
                ("nothing", ()),
                *[("release", ("A",))] * 4,
                ("capacity", ("port",)),
                *[("release", ("B", "C"))] * 4,
                *[("capacity", ("ramp",))] * 3,
                ("complete", ()),
            ]
        )
    ]
    found = lines_limits._joined(days)
    assert [(each.kind, each.from_day, each.to_day) for each in found] == [
        ("nothing", 0, 1),
        ("release", 1, 10),
        ("capacity", 10, 13),
        ("complete", 13, 14),
    ]
    assert sum(each.vehicles for each in found) == 140.0


def test_that_nothing_can_arrive_is_an_answer(closed: LinesAnswer) -> None:
    assert closed.summary["first_day"] is None
    assert closed.summary["undisturbed"] == 0.0
    assert closed.summary["attack"] == []
    assert closed.summary["isolating_set"]["groups"] == []


def test_a_scenario_to_which_nothing_comes_is_refused(network: LineNetwork) -> None:
    alone = read.scenario("marrow")
    stays = dataclasses.replace(alone, battalions=tuple(each for each in alone.battalions if not each.outside))
    with pytest.raises(InputError, match="nothing comes from outside"):
        lines.study(stays, network=network, movement=lines_files.shipped_movement(), draws=0)


def test_wide_groups_are_areas_and_points_are_targets(network: LineNetwork) -> None:
    wide = lines_loss.areas(network)
    assert "Port Alder" not in wide
    assert all(network.groups[name].kind in lines_loss.AREAS or len(network.groups[name].links) > 1 for name in wide)
    assert set(REPAIRS) >= {group.kind for group in network.groups.values()}


# --- chance


@pytest.fixture
def two_ways() -> FlowNetwork:
    arcs = [Arc("a", "b", 60, 144, ("bridge",)), Arc("a", "b", 600, 144, ("ferry",))]
    return network_of(arcs, sources=[("a", FlowSource("force", 0, stock=144))], sinks=["b"])


def closes(network: FlowNetwork, windows: dict[str, tuple[float, float]], battalions: int = 2) -> list[float]:
    day, _, _ = Convoys(network, [battalions]).run(network, closures_of(network, windows), days=30)
    return [round(float(each) * 1440.0, 3) for each in day]


def test_battalions_follow_each_other_over_the_shorter_way(two_ways: FlowNetwork) -> None:
    # 72 vehicles at 144 a day take 720 minutes to pass: by the bridge at 780; the next by the ferry at 1,320, sooner
    # than behind the first.
    assert closes(two_ways, {}) == [780.0, 1320.0]


def test_a_closed_link_is_waited_for_or_gone_round(two_ways: FlowNetwork) -> None:
    assert closes(two_ways, {"bridge": (0.0, 100.0)}) == [880.0, 1320.0]
    assert closes(two_ways, {"bridge": (0.0, np.inf)}) == [1320.0, 2040.0]
    assert closes(two_ways, {"bridge": (0.0, np.inf), "ferry": (10.0, np.inf)}) == [np.inf, np.inf]


def test_a_battalion_does_not_pass_a_link_that_closes_under_it(two_ways: FlowNetwork) -> None:
    assert closes(two_ways, {"bridge": (700.0, 5000.0)}, 1) == [2040.0]


def test_the_region_is_apart_while_every_way_is_closed(two_ways: FlowNetwork) -> None:
    windows = [Closure(0, 1440.0, 4 * 1440.0), Closure(1, 2 * 1440.0, np.inf)]
    _, _, apart = Convoys(two_ways, [1]).run(two_ways, windows, days=6)
    assert apart.tolist() == [False, False, True, True, False, False]


def test_draws_have_the_same_luck_however_many_there_are(answer: LinesAnswer) -> None:
    few = lines_chance.simulate(answer.scenario, answer.made, draws=5, seed=1)
    assert answer.chances is not None
    assert (few.delivered == answer.chances.delivered[:5]).all()
    assert (lines_chance.simulate(answer.scenario, answer.made, draws=5, seed=2).delivered != few.delivered).any()


def test_longer_closures_never_bring_more(answer: LinesAnswer) -> None:
    short = lines_chance.simulate(answer.scenario, answer.made, draws=30, seed=3).delivered
    said = answer.network.curation
    days = {name: dataclasses.replace(said.assumptions[name], **dict.fromkeys(("value", "low", "high"), 4.0 * value))
            for name in REPAIRS.values() for value in [said.assumptions[name].value]}  # fmt: skip
    slow = dataclasses.replace(said, assumptions={**said.assumptions, **days})
    made = dataclasses.replace(answer.made, network=dataclasses.replace(answer.network, curation=slow))
    longer = lines_chance.simulate(answer.scenario, made, draws=30, seed=3).delivered
    assert (longer <= short + 1e-9).all()
    assert (longer < short).any()


def test_a_study_can_be_stopped(network: LineNetwork) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lines.study(
            read.scenario("marrow"), network=network, movement=lines_files.shipped_movement(), draws=0, stage=stop
        )
