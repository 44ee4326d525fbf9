"""Laws of the closed forms, and the exact answers of what is optimised."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.air import engagement, presence, radar, runway
from hillfort.air.calendars import best_schedule
from hillfort.air.envelope import Envelope, reach_km, window_s
from hillfort.air.placement import best_placement
from hillfort.air.posture import Contributor, Rotation
from hillfort.foundation.evidence import Evidence

shares = st.floats(0.0, 1.0)


@given(st.floats(0.0, 20_000.0), st.floats(0.0, 200.0))
def test_the_lowest_visible_height_undoes_the_horizon(target: float, antenna: float) -> None:
    far = radar.horizon_km(target, antenna_m=antenna)
    assert radar.lowest_visible_m(far, antenna_m=antenna) == pytest.approx(target, rel=1e-6, abs=1e-6)


def test_a_height_below_the_ground_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        radar.horizon_km(-1.0, antenna_m=10.0)


@given(st.lists(shares, min_size=1, max_size=5), shares)
def test_a_common_cause_never_helps_and_never_makes_it_worse_than_the_best_layer_alone(
    misses: list[float], common: float
) -> None:
    leak = engagement.leak_share(misses, common=common)
    assert math.prod(misses) - 1e-12 <= leak <= min(misses) + 1e-12
    assert leak >= engagement.leak_share(misses, common=common / 2) - 1e-12


@given(
    st.lists(st.tuples(st.integers(1, 20), st.floats(0.05, 0.95), st.integers(1, 40)), min_size=1, max_size=4),
    st.integers(1, 80),
    shares,
)
def test_a_larger_raid_never_leaks_a_smaller_number(
    rows: list[tuple[int, float, int]], objects: int, common: float
) -> None:
    layers = [
        engagement.DefenceLayer(str(n), channels, 20.0, 60.0, kill, 1, magazine)
        for n, (channels, kill, magazine) in enumerate(rows)
    ]
    few, more = (engagement.raid_leakers(size, layers=layers, common=common) for size in (objects, objects + 1))
    assert 0.0 <= few <= objects + 1e-9
    assert more >= few - 1e-9
    assert (
        engagement.raid_leakers(objects, layers=[*layers, layers[0]], common=0.0)
        <= engagement.raid_leakers(objects, layers=layers, common=0.0) + 1e-9
    )


@given(st.integers(1, 60), st.lists(st.floats(0.05, 0.9), min_size=1, max_size=3))
def test_without_saturation_a_raid_leaks_by_the_product(objects: int, kills: list[float]) -> None:
    layers = [engagement.DefenceLayer(str(n), 100, 10.0, 100.0, kill, 1, 1000) for n, kill in enumerate(kills)]
    leak = engagement.leak_share([layer.miss for layer in layers])
    assert engagement.raid_leakers(objects, layers=layers) == pytest.approx(objects * leak)


@given(st.floats(0.01, 60.0), st.integers(1, 40))
def test_another_channel_blocks_fewer(load: float, channels: int) -> None:
    assert engagement.blocked_share(load, channels=channels + 1) <= engagement.blocked_share(load, channels=channels)


@given(st.integers(0, 12), st.floats(0.05, 1.0))
def test_another_cut_never_opens_a_runway(cuts: int, share: float) -> None:
    before, after = (runway.clear_strip_chance(each, share=share) for each in (cuts, cuts + 1))
    assert 0.0 <= after <= before + 1e-9 <= 1.0 + 1e-9


def test_clear_strips_agree_with_cuts_thrown_by_hand() -> None:
    points = (
        np.arange(1, 40_001)[:, None] * np.sqrt([2.0, 3.0, 5.0, 7.0])
    ) % 1.0  # Four cuts, evenly spread over all ways to fall.
    edges = np.concatenate([np.zeros((len(points), 1)), np.sort(points, axis=1), np.ones((len(points), 1))], axis=1)
    thrown = float((np.diff(edges, axis=1).max(axis=1) >= 0.45).mean())
    assert runway.clear_strip_chance(4, share=0.45) == pytest.approx(thrown, abs=0.01)


@given(st.floats(0.0, 35_000.0), st.floats(1.0, 40.0))
def test_a_battery_reaches_no_farther_than_its_missile_and_no_lower_than_it_sees(height: float, antenna: float) -> None:
    unit = Envelope(200.0, 60.0, 6000.0, 3.0, 5.0, 30_000.0, antenna, antenna)
    reach = reach_km(unit, height)
    assert 0.0 <= reach <= 200.0
    if 5.0 <= height <= 30_000.0:
        assert reach <= radar.horizon_km(height, antenna_m=antenna)
        assert reach_km(Envelope(200.0, 60.0, 6000.0, 3.0, 5.0, 30_000.0, antenna, 0.0, cued=True), height) >= reach
    else:
        assert reach == window_s(unit, altitude_m=height, speed_kmh=900.0) == 0.0


@settings(deadline=None)
@given(st.floats(0.5, 100.0), st.floats(0.0, 300.0), st.sampled_from(["triangular", "uniform", "lognormal"]))
def test_the_chance_to_be_deployed_undoes_the_quantile(low: float, more: float, shape: str) -> None:
    takes = Evidence(low + more / 3, "h", low, low + more + 1.0, shape=shape)
    for chance in (0.1, 0.5, 0.9):
        assert presence.deployed_chance(takes, warning=takes.quantile(chance)) == pytest.approx(chance, abs=1e-6)
    assert presence.deployed_chance(takes, warning=takes.high) == 1.0
    assert presence.deployed_chance(takes, warning=low / 2) == 0.0


def stay(first: str, last: str, weeks: float = 0.0) -> Rotation:
    return Rotation("r", "b", "NL", first, last, weeks)


def test_the_chosen_day_is_the_worst_of_the_year_and_a_gap_of_one_day_is_enough() -> None:
    nearly = presence.calendar([stay("2025-01-01", "2025-06-30"), stay("2025-07-02", "2025-12-31")])
    assert nearly.random_day == pytest.approx(364 / 365)
    assert nearly.chosen_day == 0.0
    assert nearly.longest_gap_days == 1
    whole = presence.calendar([stay("2025-01-01", "2025-06-30"), stay("2025-07-01", "2025-12-31")])
    assert (whole.random_day, whole.chosen_day, whole.longest_gap_days) == (1.0, 1.0, 0)


def test_stays_over_the_new_year_and_of_a_whole_year_are_counted_right() -> None:
    winter = presence.calendar([stay("2024-12-16", "2025-01-15")])
    assert winter.by_day.sum() == 31
    assert winter.by_day[0] == winter.by_day[364] == 1.0
    assert presence.calendar([stay("2024-01-01", "2025-06-01")]).chosen_day == 1.0
    assert presence.calendar([stay("2024-02-29", "2024-02-29")]).by_day[59] == 1.0


def test_stays_without_dates_are_not_there_on_the_day_of_an_adversary_who_watches() -> None:
    found = presence.calendar([stay("", "", 6.0), stay("", "", 6.0)])
    assert found.random_day == pytest.approx(presence.together([6 / 52] * 2))
    assert found.chosen_day == 0.0
    assert presence.calendar([stay("", "", 52.0)]).chosen_day == 1.0


def covered_by_hand(contributors: list[Contributor], weeks: int) -> int:
    """Most weeks that can be covered, by trying every placing of one stay each."""
    best = 0
    for starts in itertools.product(range(weeks), repeat=len(contributors)):
        there = set()
        for start, each in zip(starts, contributors, strict=True):
            own = {(start + week) % weeks for week in range(each.weeks)}
            there |= (
                {week for week in own if not any(first - 1 <= week <= last - 1 for first, last in each.busy)}
                if not any(first - 1 <= week <= last - 1 for week in own for first, last in each.busy)
                else set()
            )
        best = max(best, len(there))
    return best


@pytest.mark.parametrize("weeks_each", [(3, 3, 2), (4, 4, 4), (2, 5, 1)])
def test_a_calendar_is_as_good_as_any_that_can_be_tried(weeks_each: tuple[int, ...]) -> None:
    contributors = [Contributor(f"c{n}", weeks, 1, ((3, 4),) if n == 0 else ()) for n, weeks in enumerate(weeks_each)]
    found = best_schedule(contributors, weeks=12)
    assert found.covered == covered_by_hand(contributors, 12)
    for each, row in zip(contributors, found.there, strict=True):
        assert row.sum() <= each.weeks
        assert sum(row[week] and not row[week - 1] for week in range(12)) <= each.stays
        assert not any(row[week - 1] for first, last in each.busy for week in range(first, last + 1))


def test_two_stays_of_three_weeks_leave_gaps_of_three_and_no_shorter_ones_are_possible() -> None:
    found = best_schedule([Contributor("a", 3, 1), Contributor("b", 3, 1)], weeks=12)
    assert (found.covered, found.longest_gap) == (6, 3)
    assert best_schedule([], weeks=12).covered == 0


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**30), st.integers(1, 3))
def test_a_placement_is_as_good_as_any_that_can_be_tried(seed: int, count: int) -> None:
    bits = np.array([[(seed >> (7 * site + 3 * demand)) & 1 for demand in range(9)] for site in range(6)], bool)
    weight = np.array([(seed >> demand) % 7 for demand in range(9)], float)
    found = best_placement(bits, weight, count=count)
    by_hand = max(weight[bits[list(chosen)].any(axis=0)].sum() for chosen in itertools.combinations(range(6), count))
    assert weight[found.covered].sum() == pytest.approx(by_hand)
    assert len(found.chosen) <= count


def test_a_placement_of_fewer_than_none_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        best_placement(np.ones((2, 2), bool), np.ones(2), count=-1)
