"""Cities of the record and of any file: scores, the record left out, and what the command writes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from hillfort import workbench
from hillfort.cli import main
from hillfort.ground.city.fitting import CityOutcome
from hillfort.ground.city.law import CityAmount, CityPrediction
from hillfort.validation.cities import BASELINE, LEAST_COVERED_PCT, MODEL, scores


def leave(*arguments: str) -> int:
    """Exit code of the command."""
    with pytest.raises(SystemExit) as stop:
        main.run(arguments)
    return int(stop.value.code or 0)


def amount(low: float, high: float | None = None) -> CityAmount:
    return CityAmount(low, high or low)


def test_scores_are_those_of_a_worked_example() -> None:
    mine = [
        CityPrediction(name, 5.0, 20.0, 80.0, chance) for name, chance in zip("ABCD", (0.9, 0.8, 0.5, 0.5), strict=True)
    ]
    came = [
        CityOutcome(amount(10.0, 40.0), taken=True),
        CityOutcome(amount(90.0), at_least=True, taken=False),
        CityOutcome(amount(70.0), at_least=True),
        CityOutcome(amount(4.0)),
    ]
    found = scores(mine, came)
    assert (found["battles"], found["observed"], found["decided"]) == (4, 4, 2)
    assert found["coverage_80"] == 0.5  # the first and the bound below 80; not the bound above it, not 4
    assert found["brier"] == pytest.approx((0.01 + 0.64) / 2)
    assert found["median_absolute_log_error"] == pytest.approx(1.609 / 2, abs=1e-3)  # of 0 and ln 5


def test_nothing_known_is_scored_with_nothing() -> None:
    found = scores([CityPrediction("A", 5.0, 20.0, 80.0, 0.9)], [CityOutcome()])
    assert found["observed"] == found["decided"] == 0
    assert found["brier"] is None and found["coverage_80"] is None


def test_cities_left_out_are_covered_and_better_told_than_by_the_records_own_quantiles() -> None:
    found = workbench.cities()
    assert found.left_out
    law, plain = found.scores[MODEL], found.scores[BASELINE]
    assert LEAST_COVERED_PCT <= 100.0 * law["coverage_80"] <= 95.0
    assert law["quantile_loss"] < plain["quantile_loss"]
    assert law["brier"] <= plain["brier"]


def test_the_command_writes_the_four_columns_and_the_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cities.csv"
    file.write_text(
        "battle,attackers,defenders,isolated,days,outcome\nÖrebro,20000,3000,yes,>30,taken\nAachen "
        "1,9000,5000,,9,held\n",
        encoding="utf-8",
    )
    assert leave("validate", "cities", str(file), "--out", str(tmp_path / "out"), "--draws", "200") == 0
    with (tmp_path / "out" / "predictions.csv").open(encoding="utf-8-sig") as opened:
        rows = list(csv.reader(opened))
    assert rows[0] == ["battle", "days_p10", "days_p50", "days_p90", "taken_chance"]
    assert [row[0] for row in rows[1:]] == ["Örebro", "Aachen 1"]
    for row in rows[1:]:
        low, middle, high, chance = map(float, row[1:])
        assert 0.0 < low <= middle <= high and 0.0 < chance < 1.0
    kept = json.loads((tmp_path / "out" / "scores.json").read_text(encoding="utf-8"))
    assert kept["fitted_to"] == ["Aachen 1"]
    assert kept["scores"][MODEL]["decided"] == 2
    told = capsys.readouterr().out
    assert "over 30" in told and "attackers 20,000" in told


def test_the_same_file_gives_the_same_bytes_and_a_city_keeps_its_numbers_beside_others(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("battle,attackers\nX,20000\n", encoding="utf-8")
    two.write_text("attackers,battle\n5,Y\n20000,X\n", encoding="utf-8")
    assert workbench.cities(one, draws=200).predicted[0] == workbench.cities(two, draws=200).predicted[1]


def test_a_file_that_cannot_be_understood_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cities.csv"
    file.write_text("battle,days\nX,soon\n", encoding="utf-8")
    assert leave("validate", "cities", str(file)) == 2
    assert "cities.csv:2" in capsys.readouterr().err.replace("\n", "")
