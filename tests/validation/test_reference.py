"""The classical laws against their published figures, and the campaign's hour of each against its readable form."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.foundation.errors import InputError
from hillfort.ground.reference import biddle, epstein, lanchester
from hillfort.ground.reference.engagement import LAWS, Hour, Tempo, code, hour

FIGURES = json.loads(Path(__file__).with_name("figures.json").read_text(encoding="utf-8"))
CLASSICAL = LAWS[1:]
RATIOS = st.floats(0.05, 20.0)
LANDINGS = [
    lanchester.Reinforcement(0, 1, 54_000),
    lanchester.Reinforcement(2, 3, 6_000),
    lanchester.Reinforcement(5, 6, 13_000),
]
ISLAND = lanchester.Sides(0.0, 21_500.0, first_rate=0.0106, second_rate=0.0544)


def runge_kutta(sides: lanchester.Sides, days: float, steps: int) -> tuple[float, float]:
    """The square law with landings on an island, step by step: an oracle that shares nothing with the closed form."""
    first, second, step = sides.first, sides.second, days / steps

    def slope(t: float, u: float, j: float) -> tuple[float, float]:
        landing = sum(each.number / (each.end - each.start) for each in LANDINGS if each.start <= t < each.end)
        return landing - sides.second_rate * j, -sides.first_rate * u

    for place in range(steps):
        t = place * step
        a = slope(t, first, second)
        b = slope(t + step / 2, first + step / 2 * a[0], second + step / 2 * a[1])
        c = slope(t + step / 2, first + step / 2 * b[0], second + step / 2 * b[1])
        d = slope(t + step * (1 - 1e-9), first + step * c[0], second + step * c[1])
        first += step / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0])
        second += step / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1])
    return first, second


def engagement(name: str, ratio: float, *, hours: int, persons: tuple[float, float] = (700.0, 700.0)) -> list[Hour]:
    """An engagement at a steady ratio, hour by hour."""
    found: list[Hour] = []
    state = (0.0, 0.0)
    for _ in range(hours):
        found.append(hour(name, ratio, persons=persons, state=state))
        state = found[-1].state
    return found


def test_half_as_many_of_three_times_the_rate_lose_and_leave_their_own_number_standing() -> None:
    case = FIGURES["lanchester"]["two_against_one_of_three_times_the_rate"]
    sides = lanchester.Sides(*case["start"], *case["rates"])
    assert lanchester.square_survivors(sides) == pytest.approx((case["survivors"], 0.0))


def test_the_square_law_ends_as_its_closed_form_says() -> None:
    case = FIGURES["lanchester"]["square_1000_against_800"]
    sides = lanchester.Sides(1000.0, 800.0, *case["rates"])
    assert lanchester.square_survivors(sides)[0] == pytest.approx(case["survivors"], abs=5e-4)
    assert lanchester.square_duration(sides) == pytest.approx(case["end"], abs=5e-6)
    first, second = lanchester.square_course(sides, lanchester.square_duration(sides))
    assert first == pytest.approx(case["survivors"], abs=5e-4)
    assert second == pytest.approx(0.0, abs=1e-6)


def test_the_linear_law_leaves_the_surplus() -> None:
    assert (
        lanchester.linear_survivors(lanchester.Sides(1000.0, 800.0))[0]
        == FIGURES["lanchester"]["linear_1000_against_800"]
    )
    assert lanchester.linear_survivors(lanchester.Sides(800.0, 1000.0)) == (0.0, 200.0)


@given(st.floats(1.0, 5000.0), st.floats(1.0, 5000.0), st.floats(0.01, 2.0), st.floats(0.01, 2.0), st.floats(0.0, 1.0))
def test_the_square_law_keeps_the_difference_of_squares(
    first: float, second: float, p: float, q: float, share: float
) -> None:
    sides = lanchester.Sides(first, second, p, q)
    end = lanchester.square_duration(sides)
    time = share * min(end, 5.0)
    now = lanchester.square_course(sides, time)
    before, after = p * first**2 - q * second**2, p * now[0] ** 2 - q * now[1] ** 2
    assert after == pytest.approx(before, abs=1e-6 * (p * first**2 + q * second**2))


@pytest.mark.parametrize(("day", "japanese", "american"), FIGURES["iwo_jima"]["rows_day_japanese_american"])
def test_iwo_jima_runs_as_engel_found(day: int, japanese: float, american: float) -> None:
    first, second = lanchester.square_course(ISLAND, float(day), LANDINGS)
    assert (first, second) == pytest.approx((american, japanese), abs=0.05)


def test_the_closed_form_of_the_landings_is_what_small_steps_come_to() -> None:
    assert lanchester.square_course(ISLAND, 28.0, LANDINGS) == pytest.approx(
        runge_kutta(ISLAND, 28.0, 28 * 40), rel=1e-6
    )


@pytest.mark.parametrize(("a", "b", "chance"), FIGURES["stochastic_square"]["rows_a_b_chance"])
def test_chances_under_the_stochastic_square_law(a: int, b: int, chance: float) -> None:
    assert lanchester.square_chance(a, b) == pytest.approx(chance, abs=1e-6)
    assert lanchester.square_chance(b, a) == pytest.approx(1.0 - chance, abs=1e-6)


@pytest.mark.parametrize(("a", "b", "chance"), FIGURES["stochastic_linear"]["rows_a_b_chance"])
def test_chances_under_the_stochastic_linear_law(a: int, b: int, chance: float) -> None:
    assert lanchester.linear_chance(a, b) == pytest.approx(chance, abs=1e-6)


@given(st.integers(2, 25), st.integers(2, 25))
def test_the_normal_scores_are_near_the_exact_chains(a: int, b: int) -> None:
    normal = NormalDist()
    assert normal.cdf(lanchester.square_score(a, b)) == pytest.approx(lanchester.square_chance(a, b), abs=0.04)
    assert normal.cdf(lanchester.linear_score(a, b)) == pytest.approx(lanchester.linear_chance(a, b), abs=0.04)


@pytest.mark.parametrize(
    "row",
    FIGURES["epstein"]["rows_day_defender_attacker_prosecution_attacker_loss_withdrawal_defender_loss_ground"],
    ids=str,
)
def test_epsteins_base_case_day_by_day(row: list[float]) -> None:
    day = epstein.course(epstein.EpsteinInputs(), days=10)[int(row[0]) - 1]
    assert (day.defender, day.attacker) == pytest.approx(row[1:3], abs=0.05)
    rates = [100 * each for each in (day.prosecution, day.attacker_loss, day.defender_loss)]
    assert rates == pytest.approx([row[3], row[4], row[6]], abs=5e-4)
    assert day.withdrawal_km == pytest.approx(row[5], abs=5e-4)
    assert day.ground_lost_km == pytest.approx(row[7], abs=5e-3)


def test_epsteins_aircraft_kill_what_is_published() -> None:
    inputs, lost = epstein.EpsteinInputs(), FIGURES["epstein"]["day_1_lost_to_aircraft"]
    score = inputs.division_score / inputs.division_vehicles
    assert score * inputs.defender_air.vehicles_killed(1) == pytest.approx(lost["attacker"], abs=1e-4)
    assert score * inputs.attacker_air.vehicles_killed(1) == pytest.approx(lost["defender"], abs=1e-4)


def test_epsteins_base_case_without_aircraft() -> None:
    inputs = replace(epstein.EpsteinInputs(), attacker_air=epstein.NO_AIR, defender_air=epstein.NO_AIR)
    day, told = epstein.course(inputs, days=10)[9], FIGURES["epstein"]["day_10_without_aircraft"]
    assert (day.defender, day.attacker) == pytest.approx((told["defender"], told["attacker"]), abs=0.05)
    assert day.ground_lost_km == pytest.approx(told["ground"], abs=5e-3)


@given(st.floats(1e4, 1e6), st.floats(1e4, 1e6), st.floats(0.001, 0.2))
def test_epsteins_rates_stay_in_their_ranges(attacker: float, defender: float, prosecution: float) -> None:
    inputs = epstein.EpsteinInputs(attacker=attacker, defender=defender, prosecution=prosecution)
    for day in epstein.course(inputs, days=40):
        assert 0.0 <= day.withdrawal_km <= inputs.fastest_withdrawal_km_per_day
        assert day.prosecution >= 0.0
        assert 0.0 <= day.attacker_loss <= 1.0 and 0.0 <= day.defender_loss <= 1.0


def test_biddles_base_case() -> None:
    found = biddle.assault(biddle.BiddleInputs())
    for name, value in FIGURES["biddle"]["base"].items():
        assert getattr(found, name) == pytest.approx(value, rel=2e-4), name
    assert not found.breakthrough


def test_biddles_variations() -> None:
    told, base = FIGURES["biddle"], biddle.BiddleInputs()
    half = biddle.assault(replace(base, modern_share=0.5))
    assert half.ground_gained_km == pytest.approx(told["half_not_exposed"]["ground_gained_km"], abs=5e-4)
    assert half.casualties == pytest.approx(told["half_not_exposed"]["casualties"], abs=0.005)
    shallow = biddle.assault(replace(base, depth_km=5.0))
    assert shallow.ground_gained_km == pytest.approx(told["five_km_deep"], abs=5e-4)
    assert half.breakthrough and shallow.breakthrough
    slow = biddle.assault(replace(base, assault_km_per_day=2.0))
    assert slow.ground_gained_km == pytest.approx(told["two_km_a_day"], abs=5e-4)
    modern = biddle.assault(replace(base, attacker_year=1990.0, defender_year=1990.0))
    assert modern.ground_gained_km == pytest.approx(told["weapons_of_1990"], abs=5e-4)


def test_at_three_to_one_both_sides_lose_the_same_share() -> None:
    told = FIGURES["three_to_one"]
    found = hour("three-to-one", told["ratio"])
    assert found.attacker_share / found.defender_share == pytest.approx(told["quotient_of_loss_shares"])


@given(RATIOS)
def test_three_to_one_is_the_border_of_the_rule_whatever_the_luck(ratio: float) -> None:
    for luck in (-2.0, 2.0):
        assert (hour("three-to-one", ratio, tempo=Tempo(luck=luck)).margin > 0.0) == (math.log(ratio) > math.log(3.0))


@pytest.mark.parametrize(("name", "exponent"), [("lanchester-square", 2.0), ("lanchester-linear", 1.0)])
@given(ratio=st.floats(0.3, 3.0))
def test_losses_split_as_the_law_says(name: str, exponent: float, ratio: float) -> None:
    found = hour(name, ratio)
    assert found.defender_share / found.attacker_share == pytest.approx(ratio**exponent)
    assert math.sqrt(found.defender_share * found.attacker_share) == pytest.approx(Tempo().loss_share_per_h)


@pytest.mark.parametrize(
    ("name", "score"), [("lanchester-square", lanchester.square_score), ("lanchester-linear", lanchester.linear_score)]
)
@given(ratio=RATIOS, persons=st.floats(100.0, 5000.0))
def test_the_kernels_chance_is_that_of_as_many_platoons(name: str, score: object, ratio: float, persons: float) -> None:
    platoons = max(2.0 * persons / 35.0, 2.0)
    attacker = platoons * ratio / (1.0 + ratio)
    expected = score(attacker, platoons - attacker)  # type: ignore[operator]
    assert hour(name, ratio, persons=(persons, persons)).margin / 1.8137993642342178 == pytest.approx(
        expected, abs=1e-9
    )


@given(st.floats(0.5, 20.0))
def test_the_kernels_speed_of_a_breakthrough_is_the_one_found_by_halving(ratio: float) -> None:
    inputs = biddle.BiddleInputs(attackers=ratio * 1e6, attacker_year=1990.0, defender_year=1990.0, depth_km=6.5)
    speed = biddle.fastest_breakthrough_km_per_day(inputs)
    found = hour("biddle", ratio)
    assert (found.margin > 0.0) == (speed > 0.4)
    assert math.exp(found.margin) * 0.4 == pytest.approx(speed, rel=1e-6, abs=1e-6)
    if speed > 0.4:
        assert 24.0 * found.advance_km == pytest.approx(min(speed, 35.0), rel=1e-6)


def test_an_hour_of_epsteins_model_summed_over_days_is_the_model_of_days() -> None:
    """The same equations in steps of an hour: at a steady ratio the rates of loss settle where those of days do."""
    hourly = engagement("epstein", 1.65, hours=24 * 20)[-1]
    withdrawal = prosecution = attacker = defender = 0.0
    inputs, prosecution = epstein.EpsteinInputs(), 0.02
    for _ in range(20):
        attacker = prosecution * (1.0 - withdrawal / 20.0)
        defender = attacker / 1.5 * 1.65
        withdrawal, prosecution = (
            epstein.next_withdrawal(inputs, withdrawal, defender),
            epstein.next_prosecution(inputs, prosecution, attacker),
        )
    assert 24.0 * hourly.attacker_share == pytest.approx(attacker, rel=0.02)
    assert 24.0 * hourly.defender_share == pytest.approx(defender, rel=0.02)
    assert 24.0 * hourly.advance_km == pytest.approx(withdrawal, rel=0.15)


def test_epsteins_defender_stands_on_the_first_day_and_then_trades_ground() -> None:
    course = engagement("epstein", 2.0, hours=96)
    assert all(each.advance_km == 0.0 for each in course[:12])
    assert course[-1].advance_km > 0.0
    assert course[0].state != course[-1].state


@pytest.mark.parametrize("name", CLASSICAL)
@given(
    ratio=RATIOS, luck=st.floats(-3.0, 3.0), attackers=st.floats(50.0, 20_000.0), defenders=st.floats(50.0, 20_000.0)
)
def test_an_hour_is_always_in_its_bounds(
    name: str, ratio: float, luck: float, attackers: float, defenders: float
) -> None:
    found = hour(name, ratio, persons=(attackers, defenders), tempo=Tempo(luck=luck))
    assert 0.0 <= found.attacker_share <= 0.03 and 0.0 <= found.defender_share <= 0.03
    assert 0.0 <= 24.0 * found.advance_km <= 35.0 + 1e-9
    assert math.isfinite(found.margin) and all(math.isfinite(each) for each in found.state)
    if name != "epstein":  # there the defender's withdrawal follows an hour behind
        assert (found.advance_km > 0.0) == (found.margin > 0.0)


@pytest.mark.parametrize("name", CLASSICAL)
@given(one=RATIOS, other=RATIOS)
def test_more_force_never_hurts_the_attacker(name: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    weak, strong = engagement(name, low, hours=48)[-1], engagement(name, high, hours=48)[-1]
    assert weak.margin <= strong.margin + 1e-9 or name == "epstein"
    assert weak.advance_km <= strong.advance_km + 1e-9


@pytest.mark.parametrize("name", ["calibrated", "epstien", ""])
def test_a_law_that_is_not_classical_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        code(name)
    with pytest.raises(InputError):
        hour("epstein", 0.0)
