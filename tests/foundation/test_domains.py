"""Domains: what is absurd is refused at every address, in Python and in files, and what ships is not."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest

import hillfort as hf
from hillfort.campaign.prepare import prepare
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario.read import names, scenario
from hillfort.foundation import addressed
from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.domains import BY_NAME, BY_UNIT, problems_in
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence

FROM_H_HOUR = "hours from H-hour: before it they are negative"
EITHER_SIGN = {
    r"(orders|courses_of_action)\..*\.start_h": FROM_H_HOUR,
    r"sea\..*\.(from_h|starts_h)|sea\.assumptions\.(commercial_stop|strike_from|landing_from)_h": FROM_H_HOUR,
    r"assumptions\.air_superiority|air\.assumptions\.air_airlift_superiority": "-1 is Red's sky and 1 Blue's",
    r"assumptions\.fit_(margin|exchange|intensity|advance)_(?!ratio|lasting|daily).*": "effects on logarithms",
    r"assumptions\.landing_least_sky": "-1 is the enemy's sky and 1 one's own",
    r"assumptions\.landing_opposed_log_odds": "an effect on log-odds that nobody has published",
    r"assumptions\.fit_luck_\w+": "correlations of luck",
}
"""Addresses at which minus the highest value means something, and what."""

NOUGHT_MEANS_NOTHING = (
    "air.types.aircraft.f-16.cruise_kmh",
    "air.types.sams.s-400.channels",
    "air.types.sams.s-400.range_km",
    "assumptions.column_veh_per_km",
    "assumptions.destroyed_share",
    "assumptions.fatigue_h",
    "assumptions.forest_factor",
    "assumptions.fortification_h",
    "assumptions.march_share",
    "assumptions.overrun_ratio",
    "assumptions.preparation_h",
    "assumptions.road_kmh_tracked",
    "assumptions.stack_limit_bneq",
    "assumptions.supply_reach_km_red",
    "assumptions.surrender_h",
    "assumptions.travel_factor",
    "lines.values.main_road_km",
    "lines.values.main_road_vehicles",
    "lines.values.vehicles_per_train",
    "movement.delays.tonnes_per_truck",
    "quality.RU",
    "sea.assumptions.clear_km2_per_day",
    "sea.assumptions.convoy_every_days",
    "sea.assumptions.convoy_km_per_h",
    "sea.assumptions.merchant_hits",
    "types.tank-bn.personnel",
)


@cache
def war(name: str = "baltic-2019") -> Scenario:
    return hf.scenario(name)


@cache
def every(name: str = "baltic-2019") -> dict[Address, Evidence]:
    return {steps: value for steps, value in addressed.numbers(war(name)) if isinstance(value, Evidence)}


def certain(value: float, like: Evidence) -> Evidence:
    return Evidence.fixed(value, like.unit)


@pytest.mark.parametrize("name", names())
def test_nothing_that_ships_is_absurd(name: str) -> None:
    assert addressed.problems(war(name)) == []
    assert {value.unit for value in every(name).values()} <= set(BY_UNIT)


def test_a_thousand_times_the_highest_value_of_a_field_is_refused_everywhere() -> None:
    """A field that many things have (a mast, shelters of a base) has one domain,
    which has to hold the highest of them."""
    highest: dict[tuple[str, str], float] = {}
    field = {steps: (str(steps[0]), [each for each in steps if isinstance(each, str)][-1]) for steps in every()}
    for steps, value in every().items():
        highest[field[steps]] = max(value.high, highest.get(field[steps], value.high))
    passed = [
        printed(steps)
        for steps, value in every().items()
        if highest[field[steps]] and not problems_in(steps, certain(highest[field[steps]] * 1000.0, value))
    ]
    assert passed == []


def test_minus_the_highest_value_is_refused_at_every_address_where_it_means_nothing() -> None:
    passed = [
        printed(steps)
        for steps, value in every().items()
        if value.high != 0.0 and not problems_in(steps, certain(-value.high, value))
    ]
    assert [each for each in passed if not any(re.fullmatch(sign, each) for sign in EITHER_SIGN)] == []


@pytest.mark.parametrize("absurd", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_refused_at_every_address(absurd: float) -> None:
    for steps, value in every().items():
        assert problems_in(steps, dataclasses.replace(value, high=absurd)), printed(steps)


@pytest.mark.parametrize("address", NOUGHT_MEANS_NOTHING)
def test_nought_is_refused_where_it_means_nothing(address: str) -> None:
    now = addressed.get(war(), address)
    assert isinstance(now, Evidence)
    with pytest.raises(InputError, match="0 is out of range"):
        addressed.replace(war(), {address: certain(0.0, now)})


def test_every_domain_holds_its_own_ends_and_says_why() -> None:
    for name, domain in {**BY_UNIT, **BY_NAME}.items():
        assert domain.least < domain.most and domain.why, name


def test_a_scenario_that_python_made_absurd_is_refused_before_it_is_fought() -> None:
    marrow = war("marrow")
    slow = dataclasses.replace(marrow.assumptions["road_kmh_light"], low=-28.0, value=-28.0, high=-20.0)
    turned = dataclasses.replace(marrow.assumptions["march_share"], low=0.6, value=0.5)
    other = dataclasses.replace(
        marrow, assumptions={**marrow.assumptions, "road_kmh_light": slow, "march_share": turned}
    )
    with pytest.raises(InputError) as error:
        prepare(other, next(iter(other.courses_of_action)))
    said = str(error.value)
    assert "assumptions.road_kmh_light: -28 is out of range. Allowed: 1 to 120 km/h" in said
    assert "assumptions.march_share: value 0.5 is outside its own range" in said


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize("times", [-1.0, 1000.0])
def test_a_file_that_sets_every_assumption_to_the_absurd_gets_a_line_for_each(
    tmp_path: Path, times: float, part: int
) -> None:
    """In two halves: a file's report ends after two hundred problems."""
    whole = {
        printed(steps): value
        for steps, value in every("marrow").items()
        if steps[0] == "assumptions" and problems_in(steps, certain(value.high * times, value))
    }
    own = dict(list(whole.items())[part::2])
    lines = ["version: 1", "name: absurd", "base: marrow"]
    for address, value in own.items():
        bad = value.high * times
        lines.append(
            f"{address}: {{value: {bad!r}, low: {bad!r}, high: {bad!r}, "
            "shape: fixed, source: judgement, grade: F6, why: tried}"
        )
    file = tmp_path / "absurd.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        scenario(str(file))
    found = {problem.where.removesuffix(".value"): problem.line for problem in error.value.problems}
    assert {address: lines.index(line) + 1 for address in own for line in lines if line.startswith(f"{address}: ")} == {
        address: found.get(address) for address in own
    }
    assert all("Allowed: " in each.found or "cannot act" in each.found for each in error.value.problems)
