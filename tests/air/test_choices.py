"""Where to put batteries, which calendar to keep, what long-range systems deny: answers and refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hillfort import workbench
from hillfort.air import presence
from hillfort.air.posture import Site
from hillfort.campaign.scenario import Scenario
from hillfort.cli import main
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence
from hillfort.studies.air import denied as air_denied
from hillfort.studies.air import places as air_places
from hillfort.studies.air import rotations as air_rotations
from hillfort.studies.air.rotations import Wish


@pytest.fixture(scope="module")
def baltic() -> Scenario:
    return read.scenario("baltic-2019")


def test_more_batteries_cover_more_people_and_always_more_than_at_random(baltic: Scenario) -> None:
    found = air_places.study(baltic, counts=(1, 2, 4), kind="nasams", altitudes_m=(100.0, 1000.0))
    for height in (100.0, 1000.0):
        rows = [row for row in found["placement"] if row["altitude_m"] == height]
        shares = [row["people_share"] for row in rows]
        assert shares == sorted(shares)
        assert all(row["people_share"] > row["at_random"] for row in rows)
        assert [len(row["sites"]) for row in rows] == [1, 2, 4]
    assert found["placement"][3]["reach_km"] > found["placement"][0]["reach_km"]


def test_where_no_missile_goes_nothing_is_covered(baltic: Scenario) -> None:
    found = air_places.study(baltic, counts=(2,), kind="nasams", altitudes_m=(25_000.0,))
    assert (found["placement"][0]["people_share"], found["placement"][0]["sites"]) == (0.0, [])


def test_everything_wrong_with_a_request_for_places_is_said_at_once(baltic: Scenario) -> None:
    with pytest.raises(InputError) as caught:
        air_places.study(baltic, counts=(0, 51), kind="nasamz", altitudes_m=(-5.0,))
    assert sorted(each.where for each in caught.value.problems) == ["--altitude", "--count", "--count", "--kind"]
    assert "Did you mean 'nasams'?" in str(caught.value)


def test_weeks_enough_for_the_year_leave_no_gap_and_one_less_leaves_the_chosen_day_bare(baltic: Scenario) -> None:
    whole = air_rotations.study(baltic, Wish(contributors=4, weeks=13)).summary
    assert (whole["weeks_covered"], whole["longest_gap_weeks"], whole["planned"]["chosen_day"]) == (52, 0, 1.0)
    short = air_rotations.study(baltic, Wish(contributors=3, weeks=17)).summary
    assert (short["weeks_covered"], short["longest_gap_weeks"], short["planned"]["chosen_day"]) == (51, 1, 0.0)
    assert short["planned"]["random_day"] > 0.95 > short["unplanned"]["random_day"]
    assert short["unplanned"]["random_day"] == pytest.approx(presence.together([17 / 52] * 3))


def test_dates_of_stays_are_the_weeks_that_the_calendar_covers(baltic: Scenario) -> None:
    found = air_rotations.study(baltic, Wish(contributors=3, weeks=11, stays=2))
    days = np.zeros(365, bool)
    for stay in found.stays:
        days[presence.days_of(stay)] = True
        assert (date.fromisoformat(stay.last) - date.fromisoformat(stay.first)).days % 7 in (6, 0)
    assert abs(days.sum() - 7 * found.summary["weeks_covered"]) <= 1


def test_everything_wrong_with_a_request_for_a_calendar_is_said_at_once(baltic: Scenario) -> None:
    with pytest.raises(InputError) as caught:
        air_rotations.study(baltic, Wish(contributors=13, weeks=0, stays=27, kind="nasamz", place="Atlantis"))
    assert {each.where for each in caught.value.problems} == {
        "--contributors",
        "--weeks",
        "--stays",
        "--kind",
        "--place",
    }


def test_a_calendar_that_is_written_is_a_measure_whose_battery_is_there_on_the_chosen_day(tmp_path: Path) -> None:
    out = tmp_path / "by-turns.yaml"
    workbench.rotations("baltic-2019", wish=Wish(contributors=4, weeks=13, place="Riga"), out=out)
    told = read.scenario("baltic-2019", measures=[str(out)])
    assert told.air is not None
    assert told.air.crisis_day == "chosen"
    assert told.air.batteries["rotating"].site.place == "Riga"
    assert presence.calendar(list(told.air.rotations.values())).chosen_day == 1.0
    assert told.measures[0].cost_meur_per_year.value == pytest.approx(65.0)
    with pytest.raises(InputError, match="is there already"):
        workbench.rotations("baltic-2019", wish=Wish(), out=out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("batteries", "baltic-2019", "--count", "1", "--altitude", "100"), "Best places"),
        (("rotations", "baltic-2019"), "none that covers as many has a shorter gap"),
    ],
)
def test_commands_print_tables(arguments: tuple[str, ...], said: str) -> None:
    found = CliRunner().invoke(main.app, list(arguments))
    assert found.exit_code == 0, found.output
    assert said in found.output


@pytest.mark.parametrize("command", ["batteries", "rotations"])
def test_a_scenario_without_an_air_order_ends_with_2(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main.run([command, "marrow"])
    assert end.value.code == 2
    assert "says nothing about the air" in capsys.readouterr().err


def test_a_low_flight_is_denied_less_than_a_high_one_and_a_longer_reach_denies_more(baltic: Scenario) -> None:
    assert baltic.air is not None
    rows = air_denied.denied(baltic, baltic.air)
    assert {"Malbork AB", "Šiauliai AB", "Tallinn airport"} <= {row["place"] for row in rows}
    for row in rows:
        for found in row["shot_down"].values():
            assert 0.0 <= found["low"] <= found["value"] <= found["high"] <= 1.0
        assert row["shot_down"]["airlifter_300m"]["value"] <= row["shot_down"]["airlifter_8000m"]["value"]
        assert (row["from_m"]["high"] or 1e9) <= (row["from_m"]["value"] or 1e9) <= (row["from_m"]["low"] or 1e9)


def test_the_height_from_which_a_place_is_in_reach_is_plain_geometry(baltic: Scenario) -> None:
    assert baltic.air is not None
    long = baltic.air.batteries["ru-183-s400"]
    flat = {
        name: Evidence.fixed(value, "")
        for name, value in (
            ("range_km", 400.0),
            ("range_low_km", 400.0),
            ("highest_m", 30_000.0),
            ("search_antenna_m", 30.0),
            ("guide_antenna_m", 0.0),
        )
    }
    mast = replace(long, site=Site("mast", 55.0, 21.0, "RU"), type=replace(long.type, **flat))
    north = Site("place", 55.0 + 150.0 / 111.195, 21.0, "LT")
    height = air_denied.lowest_m(north, [mast])
    assert height is not None
    assert 955.7 <= height <= 955.7 + 20.0
    assert air_denied.lowest_m(Site("far", 60.0, 21.0, "EE"), [mast]) is None
