"""Crises and phases of plans: predicted from what was known at first, and scored."""

from __future__ import annotations

import csv
import io
import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from hillfort.cli import main
from hillfort.crisis.history import CrisisCase
from hillfort.files.crisis import cases as files
from hillfort.foundation.errors import InputError
from hillfort.studies.intervals import wilson
from hillfort.validation import crises, phases
from hillfort.validation.forecast import Forecast, crps, scores, weighted
from hillfort.workbench import forecasts

CRISIS_INPUTS = ("case", "year", "decider")
PLAN_INPUTS = ("operation", "phase", "planned_days")


def rewritten(source: Path, target: Path, inputs: tuple[str, ...], how: str) -> Path:
    """A record whose other columns are scrambled, filled with nonsense or dropped."""
    rows = list(csv.DictReader(io.StringIO(source.read_text(encoding="utf-8"))))
    others = [name for name in rows[0] if name not in inputs]
    if how == "scrambled":
        luck = random.Random(4)
        for name in others:
            column = [row[name] for row in rows]
            luck.shuffle(column)
            for row, cell in zip(rows, column, strict=True):
                row[name] = cell
    columns = inputs if how == "dropped" else list(rows[0])
    if how == "nonsense":
        for row in rows:
            row.update(dict.fromkeys(others, "attack 9999 (not so)"))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    target.write_text(text.getvalue(), encoding="utf-8")
    return target


@pytest.mark.parametrize("how", ["scrambled", "nonsense", "dropped"])
def test_what_came_of_it_never_moves_a_prediction(how: str, tmp_path: Path) -> None:
    crisis = rewritten(files.CRISES, tmp_path / "crises.csv", CRISIS_INPUTS, how)
    plan = rewritten(files.PLANS, tmp_path / "plans.csv", PLAN_INPUTS, how)
    assert forecasts.crises(crisis).rows == forecasts.crises().rows
    assert forecasts.phases(plan).rows == forecasts.phases().rows


def test_a_crisis_of_the_record_is_predicted_without_itself() -> None:
    record = files.crisis_record()
    case = record.cases[4]
    assert len(record.without(case).cases) == len(record.cases) - 1
    other = CrisisCase("another name", case.year, case.deciders)
    assert crises.predict(case, record).chance < crises.predict(other, record).chance


def test_members_of_the_alliance_are_told_by_year() -> None:
    members = files.members()
    assert CrisisCase("x", 2017, ("NATO", "Baltic states")).is_member(members)
    assert not CrisisCase("x", 1939, ("Poland",)).is_member(members)
    assert CrisisCase("x", 2023, ("Poland",)).is_member(members)
    assert not CrisisCase("x", None, ("Poland",)).is_member(members)


def test_who_decides_says_more_than_the_base_rate_and_intervals_hold_four_in_five() -> None:
    found = forecasts.crises().summary["scores"]
    mine, plain = found[crises.MODEL], found[crises.BASELINE]
    assert (mine["cases"], mine["decided"], mine["observed"]) == (45, 43, 42)
    assert mine["brier"] < plain["brier"] < 0.26
    assert mine["log_score"] < plain["log_score"]
    assert mine["crps_ln_days"] < plain["crps_ln_days"]
    assert 0.75 <= mine["coverage_80"] <= 0.92
    slips = forecasts.phases().summary["scores"]
    assert slips[phases.MODEL]["quantile_loss"] < slips[phases.BASELINE]["quantile_loss"]
    assert slips[phases.MODEL]["coverage_80"] == 0.75


def test_phases_of_the_record_slip_as_published() -> None:
    record = files.phase_record()
    assert math.exp(float(np.median(record.ratios()[1]))) == pytest.approx(2.13, abs=0.01)
    assert sum(each.never for each in record.outcomes) == 8
    assert crises.QUARTILES == 1.349


@pytest.mark.parametrize(
    ("group", "mu", "sigma"), [("all actors 1918-2016", 1.609, 1.629), (crises.MEMBERS, 1.705, 1.193)]
)
def test_published_laws_of_response_times_come_out(group: str, mu: float, sigma: float) -> None:
    found = files.crisis_record().responses[group].lognormal
    assert (round(found[0], 3), round(found[1], 3)) == (mu, sigma)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(15, 178, 0.0517, 0.1344), (6, 38, 0.0744, 0.3042), (2, 340, 0.0016, 0.0212)]
)
def test_published_intervals_of_rates_come_out(count: int, of: int, low: float, high: float) -> None:
    found = wilson(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_the_councils_clock_is_that_of_members_with_a_military_trigger() -> None:
    groups = {each["group"]: each for each in forecasts.crises().summary["groups"]}
    ours = groups["the council's clock of a crisis"]
    assert ours["law"] == pytest.approx(ours["published"])
    assert len(groups) == 18


def test_scores_are_what_they_are_by_hand() -> None:
    told = Forecast("x", 0.79, np.log([5.0]), np.ones(1))
    found = scores([told, told], [True, None], [5.0, None])
    assert 2 * found["brier"] == pytest.approx(0.0882, abs=2e-4)
    assert found["log_score"] == pytest.approx(-math.log(0.79), abs=1e-4)
    assert (found["coverage_80"], found["crps_ln_days"], found["quantile_loss"]) == (1.0, 0.0, 0.0)
    nothing = scores([told], [None], [None])
    assert (nothing["brier"], nothing["coverage_80"]) == (None, None)


@given(points=any_of.lists(any_of.floats(-5, 5), min_size=1, max_size=8), seen=any_of.floats(-5, 5))
def test_the_ranked_score_is_the_integral_of_squares(points: list[float], seen: float) -> None:
    grid = np.linspace(-6, 6, 24_001)
    below = (np.array(points)[:, None] <= grid).mean(axis=0)
    slow = float(((below - (grid >= seen)) ** 2).sum() * (grid[1] - grid[0]))
    assert crps(np.array(points), np.ones(len(points)), seen) == pytest.approx(slow, abs=0.01)


def test_few_points_do_not_claim_to_know_the_tails() -> None:
    assert weighted(np.arange(1.0, 10.0), np.ones(9)).tolist() == pytest.approx([1.0, 5.0, 9.0])


def called(*arguments: str) -> int:
    try:
        main.run(["validate", *arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.mark.parametrize("command", ["crises", "plans"])
def test_predictions_and_scores_are_written_and_shown_again(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = Path(__file__).parents[2] / "examples" / f"my-{command}.csv"
    assert called(command, str(example), "--out", str(tmp_path / "o")) == 0
    first = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "o" / "predictions.csv").read_text(encoding="utf-8-sig"))))
    assert set(rows[0]) == set(forecasts.CRISIS_HEAD if command == "crises" else forecasts.PHASE_HEAD)
    with pytest.raises(SystemExit):
        main.run(["show", str(tmp_path / "o")])
    again = capsys.readouterr().out
    assert again.strip() == first.split("Written")[0].strip()


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("crises", "", "is empty"),
        ("crises", "case,year\n", "has a header and no crises."),
        ("crises", "name,year\nx,2000\n", "case"),
        ("crises", "case,year\nx,soon\n", "'soon' is not a number"),
        ("crises", "case,year\n,2000\n", "has no name."),
        ("crises", "case,year\nx,2000\nx,2000\n", "stands here a second time (first on line 2)."),
        ("plans", "operation,phase,planned_days\na,b,minus\n", "'minus'"),
        ("plans", "operation,phase,planned_days\na,,3\nc,,4\n", "has no name."),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_line_and_column(
    command: str, text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text(text, encoding="utf-8")
    assert called(command, str(file)) == 2
    assert said in capsys.readouterr().err


def test_what_is_not_understood_is_counted_and_named(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("case,year,decider,outcome\nx,2000,France,perhaps\ny,,,no attack\n", encoding="utf-8")
    found = forecasts.crises(file)
    assert found.summary["scores"][crises.MODEL]["decided"] == 1
    assert [each.split(":")[0] for each in found.summary["remarks"]] == ["line 2, outcome", "line 3"]


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError):
        files.read_crises(Path("nowhere.csv"))


def test_a_span_that_falls_is_refused_where_it_predicts_and_told_where_it_is_scored(tmp_path: Path) -> None:
    file = tmp_path / "plans.csv"
    file.write_text("operation,phase,planned_days,actual_days\nA,p,5-3,7\nB,q,3-5,7\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        files.read_plans(file)
    assert [(each.line, each.where) for each in refused.value.problems] == [(2, "planned_days")]
    file.write_text("operation,phase,planned_days,actual_days\nA,p,3-5,9-7\nB,q,4,7-9\n", encoding="utf-8")
    found = files.read_plans(file)
    assert [each.actual_days for each in found.outcomes] == [None, 8.0]
    assert found.remarks == ("line 2, actual_days: '9-7' is not understood and not scored",)
