"""The study of the sea: its numbers belong together, levers and measures are paired, and a request is checked."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from hillfort.foundation.errors import InputError
from hillfort.report import figures, sea_pictures, sea_words
from hillfort.studies import sea
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
    picture = figures.png(sea_pictures.lane_map(found()), dpi=30)
    assert picture[:4] == b"\x89PNG"
    assert picture == figures.png(sea_pictures.lane_map(found()), dpi=30)
    assert figures.png(sea_pictures.curves(found()), dpi=30)[:4] == b"\x89PNG"
