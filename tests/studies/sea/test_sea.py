"""The study of the sea: its numbers belong together, levers and measures are paired, and a request is checked."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from hillfort.foundation.errors import InputError
from hillfort.report.parts import pictures
from hillfort.report.sea import pictures as sea_pictures
from hillfort.report.sea import words as sea_words
from hillfort.studies.sea import study as sea
from scenarios.shipped import shipped

DRAWS = 40


@cache
def found() -> sea.SeaStudy:
    return sea.study(shipped("baltic-2019", "maritime-package"), baseline=shipped("baltic-2019"), draws=DRAWS, days=8)


def test_each_lane_tells_chances_that_belong_together() -> None:
    for lane in found().summary["lanes"]:
        arrived = [each["chance"] for each in lane["delivers_by"]]
        assert arrived == sorted(arrived), lane["name"]
        for each in lane["states"]:
            assert sum(each[name]["chance"] for name in ("open", "contested", "closed")) == pytest.approx(1.0)
            assert sum(each["reasons"].values()) == pytest.approx(1.0 - each["open"]["chance"])


def test_days_are_those_of_the_period() -> None:
    assert [each["day"] for each in found().summary["lanes"][0]["delivers_by"]] == [1, 2, 3, 5, 7]


def test_the_best_that_can_happen_is_that_nothing_threatens() -> None:
    changes = {lever["lever"]: lever["days_sooner"]["change"] for lever in found().summary["levers"]}
    assert set(changes) == {lever.key for lever in sea.LEVERS}
    assert changes["no-missiles"] < 0.0
    assert changes["no-mines"] <= 0.0
    assert min(changes, key=lambda key: changes[key]) in ("no-missiles", "no-mines")


def test_a_lever_changes_its_own_columns_of_its_own_side_only() -> None:
    prepared, values = found().prepared, found().values
    names = list(prepared.columns)
    for lever in sea.LEVERS:
        changed = np.flatnonzero((sea.pulled(prepared, values, lever) != values).any(axis=0))
        told = {names[column] for column in changed}
        assert told, lever.key
        if lever.key == "clearance-vessels":
            assert not any("ru-mcm" in name for name in told)
        if lever.key == "escorts":
            assert told == {f"sea.surface.{key}.ships" for key in ("allied-escorts", "promised-escorts")}


def test_the_maritime_package_opens_blues_lanes_sooner_and_reds_later() -> None:
    by_side: dict[str, list[float]] = {"blue": [], "red": []}
    for lane in found().summary["against_baseline"]["days_sooner"]:
        by_side[lane["side"]].append(lane["change"])
    assert max(by_side["blue"]) <= 0.0
    assert min(by_side["blue"]) < -0.2
    assert by_side["red"][0] > 0.0


def test_a_landing_tells_whether_it_would_hold_with_an_interval() -> None:
    names = [each["name"] for each in found().summary["landings"]]
    assert "Landing on Saaremaa" in names
    for each in found().summary["landings"]:
        assert each["holds"]["low"] <= each["holds"]["chance"] <= each["holds"]["high"]


def test_a_scenario_without_a_sea_is_refused() -> None:
    with pytest.raises(InputError, match="says nothing about the sea"):
        sea.study(shipped("marrow"), draws=5)


def test_a_request_out_of_range_is_refused_at_once() -> None:
    with pytest.raises(InputError) as caught:
        sea.study(shipped("baltic-2019"), draws=0, days=0)
    assert len(caught.value.problems) == 2


def test_the_same_seed_gives_the_same_answer() -> None:
    first, again = (sea.study(shipped("baltic-2019"), draws=3, days=2, seed=9).summary for _ in range(2))
    assert first == again


def test_words_name_the_best_and_the_worst_lane_and_every_table_is_rectangular() -> None:
    said = sea_words.headline(found().summary)
    assert "by day 7" in said
    for title, rows, notes in sea_words.tables(found().summary):
        assert len({len(row) for row in rows}) == 1, title
        assert notes


def test_pictures_are_drawn_and_the_same_for_the_same_study() -> None:
    picture = pictures.png(sea_pictures.lane_map(found()), dpi=30)
    assert picture[:4] == b"\x89PNG"
    assert picture == pictures.png(sea_pictures.lane_map(found()), dpi=30)
    assert pictures.png(sea_pictures.curves(found()), dpi=30)[:4] == b"\x89PNG"


def test_mines_of_a_strait_are_the_closed_form_and_states_are_all_there_is() -> None:
    from hillfort.sea import mines
    from hillfort.studies.sea import straits as sea_straits

    study_ = found()
    prepared, values = study_.prepared, study_.values[:1].copy()
    at = {name: index for index, name in enumerate(prepared.columns)}

    def put(name: str, value: float) -> None:
        values[0, at[f"sea.{name}" if "." in name else f"sea.assumptions.{name}"]] = value

    for name in prepared.order.waters:
        put(f"waters.{name}.red_weight", 1.0 if name == "Irbe Strait" else 0.0)
    for name, value in (
        ("mines.red.chance", 1.0),
        ("mines.red.stock", 40.0),
        ("mines.red.delivered_share", 0.5),
        ("waters.Irbe Strait.width_km", 2.0),
        ("channel_km", 2.0),
        ("mine_reliability", 0.8),
        ("mine_damage_width_m", 40.0),
        ("believed_mines", 0.0),
        ("mine_belief_factor", 1.0),
        ("mine_loss_share", 1.0),
        ("military_risk", 0.2),
        ("clear_to_risk", 0.02),
        ("clear_pass_share", 0.7),
        ("clear_km2_per_day", 2.0),
        ("vessels_in_water", 5.0),
        ("waters.Irbe Strait.length_km", 30.0),
    ):
        put(name, value)
    (row,) = [
        each
        for each in sea_straits.waters(prepared, values)
        if each["name"] == "Irbe Strait" and each["side"] == "blue"
    ]
    chance = mines.actuation_chance(reliability=0.8, damage_width_m=40, water_width_m=2000)
    assert row["mines_if_laid"]["p50"] == pytest.approx(20.0)
    assert row["first_ship_risk"]["p50"] == pytest.approx(mines.initial_threat(20, chance))
    assert row["states"] == {"open": 0.0, "contested": 0.0, "closed": 1.0}
    left = math.log(0.98) / (20.0 * math.log1p(-chance))
    days = mines.clearance_days(area_km2=60.0, vessels=5.0, km2_per_day=2.0, pass_share=0.7, share=1.0 - left)
    assert row["days_to_clear"]["p50"] == pytest.approx(days)


def test_what_the_defender_does_more_of_never_helps_the_aggressor_and_having_nothing_does() -> None:
    later = {each["lever"]: each["days_later"]["change"] for each in found().summary["closers"]}
    assert later["none-blue"] < 0.0
    assert all(change >= -0.05 for key, change in later.items() if key != "none-blue")
    assert later["mines-double"] >= later["mines-laid"]
