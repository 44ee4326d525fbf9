"""Real battles: every row is predicted, outcomes are never looked at, scores are what they say."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hillfort import workbench
from hillfort.files.battles import read as files
from hillfort.foundation.errors import InputError
from hillfort.ground.adjudication import predict
from hillfort.ground.fight import Fight
from hillfort.validation.battles import baselines as battles_baselines
from hillfort.validation.battles import scores as battles_scores

AFTERWARDS = (
    "outcome",
    "attacker_win",
    "log_ler",
    "log_fer",
    "attacker_casualty_pct_per_day",
    "defender_casualty_pct_per_day",
    "advance_km_per_day",
    "attacker_advance_km",
    "attacker_casualties",
    "defender_casualties",
    "combat_days",
    "span_days",
    "n_active_periods",
    "active_hours",
    "posture_changed_in_time",
    "outcome_criterion",
)


@pytest.fixture(scope="module")
def shipped() -> list[dict[str, str]]:
    with files.SHIPPED.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def predicted(path: Path, *, surprise: bool = True) -> str:
    cases = files.read(path)
    model = files.adjudication(surprise=surprise)
    return files.predictions_text(cases, predict(model, [each.fight for each in cases]))


def test_blank_outcomes_change_no_prediction(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    blank = written(tmp_path / "blank.csv", [row | dict.fromkeys(AFTERWARDS, "") for row in shipped])
    assert predicted(blank) == predicted(files.SHIPPED)


def test_scrambled_outcomes_change_no_prediction(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    moved = [
        row | {name: shipped[(place * 7 + 3) % len(shipped)][name] for name in AFTERWARDS}
        for place, row in enumerate(shipped)
    ]
    assert predicted(written(tmp_path / "moved.csv", moved)) == predicted(files.SHIPPED)


def test_absent_outcome_columns_change_no_prediction(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    bare = [{name: value for name, value in row.items() if name not in AFTERWARDS} for row in shipped]
    assert predicted(written(tmp_path / "bare.csv", bare)) == predicted(files.SHIPPED)


def test_a_battle_is_predicted_alike_in_whatever_company(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    lines = predicted(files.SHIPPED).splitlines()
    assert predicted(written(tmp_path / "one.csv", [shipped[41]])).splitlines()[1] == lines[42]


def test_every_row_is_predicted_whatever_is_blank_in_it(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    rows = [
        {name: shipped[0][name] if name == "isqno" else "" for name in shipped[0]},
        shipped[1] | {"attacker_strength": "", "defender_strength": ""},
    ]
    for text in (
        predicted(written(tmp_path / "blank.csv", rows)),
        predicted(written(tmp_path / "keys.csv", [{"isqno": "1"}, {"isqno": "2"}])),
    ):
        found = list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))
        assert len(found) == 2
        assert tuple(found[0]) == files.COLUMNS
        assert all(math.isfinite(float(value)) for row in found for value in row.values())


def test_blank_strengths_widen_the_interval(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    rows = [
        shipped[1],
        shipped[1] | {"isqno": "x", "attacker_strength": "", "defender_strength": "", "attacker_tanks": ""},
    ]
    text = predicted(written(tmp_path / "b.csv", rows)).removeprefix("\ufeff")
    known, blank = csv.DictReader(text.splitlines())
    width = [float(row["log_ler_p90"]) - float(row["log_ler_p10"]) for row in (known, blank)]
    assert width[1] > width[0]


def test_without_surprise_nothing_hangs_on_it(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    changed = written(tmp_path / "surprise.csv", [row | {"surprise": "3"} for row in shipped])
    assert predicted(changed, surprise=False) == predicted(files.SHIPPED, surprise=False)
    assert predicted(changed) != predicted(files.SHIPPED)


def test_every_problem_of_a_file_is_said_at_once_with_its_line(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    rows = [
        shipped[0] | {"attacker_strength": "many"},
        shipped[1] | {"defender_posture": "fortifed"},
        shipped[2] | {"air_superiority": "4"},
        shipped[0],
    ]
    with pytest.raises(InputError) as raised:
        files.read(written(tmp_path / "bad.csv", rows))
    found = [(each.line, each.where) for each in raised.value.problems]
    assert found == [(2, "attacker_strength"), (3, "defender_posture"), (4, "air_superiority"), (5, "isqno")]
    assert "Did you mean 'fortified'?" in str(raised.value)


@pytest.mark.parametrize("text", ["", "name,year\nX,1944\n", "isqno\n", "isqno,isqno\n1,2\n", "isqno\n1,2\n"])
def test_what_is_no_file_of_battles_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        files.read(path)


@pytest.mark.parametrize("said", ["won", "Sieg", "победа", "W", "yes", "true", "1/0", "unentschieden"])
def test_an_outcome_in_words_of_any_language_is_answered_with_what_to_write(tmp_path: Path, said: str) -> None:
    path = tmp_path / "battles.csv"
    path.write_text(f"isqno,attacker_strength,defender_strength,outcome\n1,900,300,{said}\n", encoding="utf-8")
    with pytest.raises(InputError, match="Write 1 if the attacker won, 0 for a draw, -1 if he lost"):
        files.read(path)


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no such file"):
        files.read("nowhere.csv")


def test_the_command_writes_all_it_promises_and_says_what_is_in_sample(tmp_path: Path) -> None:
    found = workbench.validate_battles(out=tmp_path)
    assert found["fitted_to"] == found["battles"] == 271
    saved = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert set(saved["winner"]) == {
        "model",
        "base rate",
        "3:1 rule",
        "force ratio",
        "QJM-style ratio",
        "three features",
    }
    for each in saved["winner"]["model"].values():
        assert each["low"] <= each["value"] <= each["high"]
    page = (tmp_path / "battles.html").read_text(encoding="utf-8")
    assert "In sample." in page
    assert saved["worst"]["winner"][0]["name"].title() in page
    assert len((tmp_path / "predictions.csv").read_text(encoding="utf-8").splitlines()) == 272


def test_without_outcomes_there_are_predictions_and_no_scores(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    workbench.validate_battles(out=tmp_path)
    workbench.validate_battles(
        written(tmp_path / "b.csv", [row | dict.fromkeys(AFTERWARDS, "") for row in shipped[:5]]),
        out=tmp_path,
        force=True,
    )
    assert (tmp_path / "predictions.csv").exists()
    assert not (tmp_path / "scores.json").exists()


def test_scores_are_those_of_the_textbook() -> None:
    won, chances = np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.8, 0.4, 0.1])
    assert battles_scores.auc(won, chances) == 0.75
    assert battles_scores.balanced(won, chances) == 0.5
    assert battles_scores.calibration_error(won, chances) == pytest.approx((0.1 + 0.8 + 0.6 + 0.1) / 4.0)
    found = battles_scores.winner(won, chances, [np.arange(4)])
    assert found["brier"]["value"] == pytest.approx((0.01 + 0.64 + 0.36 + 0.01) / 4.0)


def test_baselines_do_not_look_at_what_they_are_asked_for() -> None:
    cases = files.read()
    first = battles_baselines.baselines(cases, cases[:30])
    silent = [
        type(each)(
            each.isqno,
            each.name,
            each.war,
            each.theatre,
            each.campaign,
            each.fight,
            each.guns,
            each.terrain,
            each.river,
            type(each.result)(),
        )
        for each in cases[:30]
    ]
    for name, chances in battles_baselines.baselines(cases, silent).items():
        assert chances == pytest.approx(first[name])
        assert ((chances > 0.0) & (chances < 1.0)).all()


def test_cross_validation_never_learns_from_what_it_predicts() -> None:
    """Turning every outcome of one small theatre round must not change the predictions for it."""
    cases = [
        each for each in files.read() if each.theatre in ("KOREA", "WWII-NORTH-AFRICA", "RUSSO-JAPANESE", "BALKAN-1912")
    ]
    turned = []
    for each in cases:
        result = each.result
        if each.theatre == "KOREA":
            result = type(result)(
                -result.outcome, -result.log_exchange, result.defender_pct, result.attacker_pct, 0.0, result.days
            )
        turned.append(
            type(each)(
                each.isqno,
                each.name,
                each.war,
                each.theatre,
                each.campaign,
                each.fight,
                each.guns,
                each.terrain,
                each.river,
                result,
            )
        )
    wealth = files.wealth()
    before, after = (battles_scores.cross_validation(part, wealth, by="theatre")[0] for part in (cases, turned))
    korea = np.array([each.theatre == "KOREA" for each in cases])
    assert before.win_chance[korea] == pytest.approx(after.win_chance[korea])
    assert before.log_exchange[0][korea] == pytest.approx(after.log_exchange[0][korea])
    assert not np.allclose(before.win_chance[~korea], after.win_chance[~korea])


def test_cross_validation_of_too_little_is_refused(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    with pytest.raises(InputError, match="30 battles"):
        workbench.validate_battles(written(tmp_path / "few.csv", shipped[:5]), out=tmp_path, cross_validate=True)


def test_the_shipped_model_is_what_calibration_makes_of_the_shipped_battles() -> None:
    from hillfort.files.battles import calibration
    from hillfort.ground.fit import calibrate
    from hillfort.validation.battles.file import record

    saved = json.loads(files.MODEL.read_text(encoding="utf-8"))
    assert saved["provenance"]["sha256"] == files.digest(files.SHIPPED)
    assert saved["provenance"]["wealth_sha256"] == files.digest(files.WEALTH)
    made = calibration.rounded(
        calibrate(record(files.read()), files.wealth(), earlier=record(files.read(files.EARLIER)))
    )
    assert json.loads(json.dumps(made)) == saved["models"]["full"]


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_other_separators_are_read_alike(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "b.csv"
    path.write_text("isqno;name;attacker_tanks\n1;X, Y and Z;3\n2;A, B;4\n".replace(";", mark), encoding="utf-8")
    assert [(each.name, each.fight.attacker_tanks) for each in files.read(path)] == [("X, Y and Z", 3.0), ("A, B", 4.0)]


@pytest.mark.parametrize(("end", "coding"), [("\r\n", "utf-8"), ("\r", "utf-8"), ("\n", "utf-8-sig")])
def test_line_ends_and_marks_of_other_programs_change_nothing(
    tmp_path: Path, shipped: list[dict[str, str]], end: str, coding: str
) -> None:
    plain = written(tmp_path / "b.csv", shipped[:5])
    path = tmp_path / "other.csv"
    path.write_bytes(plain.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\n", end).encode(coding))
    assert files.read(path) == files.read(plain)


def test_rules_have_errors_and_coverage_beside_the_model(tmp_path: Path) -> None:
    found = workbench.validate_battles(out=tmp_path)
    for each in found["measures"].values():
        assert set(each["rules"]) == set(found["winner"]) - {"model"}
        for rule in each["rules"].values():
            assert each["rmse"]["value"] < rule["rmse"]["value"]
            assert 0.6 < rule["coverage_80"]["value"] < 0.95
    spread = np.std([case.result.log_exchange for case in files.read()])
    assert found["measures"]["log_ler"]["rules"]["base rate"]["rmse"]["value"] == pytest.approx(spread)


def test_without_groups_each_battle_is_its_own_and_with_one_group_there_is_no_interval(
    tmp_path: Path, shipped: list[dict[str, str]]
) -> None:
    groups = ("war", "war_group", "theatre_group", "campaign", "campaign_group")
    ungrouped = workbench.validate_battles(
        written(tmp_path / "b.csv", [row | dict.fromkeys(groups, "") for row in shipped[:40]]), out=tmp_path
    )
    brier = ungrouped["winner"]["model"]["brier"]
    assert brier["low"] < brier["value"] < brier["high"]
    one = workbench.validate_battles(
        written(tmp_path / "c.csv", [row | dict.fromkeys(groups, "X") for row in shipped[:40]]),
        out=tmp_path,
        force=True,
    )
    assert np.isnan(one["winner"]["model"]["brier"]["low"])
    assert json.loads((tmp_path / "scores.json").read_text())["winner"]["model"]["brier"]["low"] is None
    assert "nan" not in (tmp_path / "battles.html").read_text(encoding="utf-8").lower().replace("fernand", "")


def test_what_is_not_known_of_a_file_is_said(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    rows = [dict(row) for row in shipped[:3]]
    rows[0] |= {"year": "1805", "date_start": "", "attacker_nation": "Utopia"}
    rows[1] |= {"attacker_strength": "", "air_superiority": ""}
    found = workbench.validate_battles(written(tmp_path / "b.csv", rows), out=tmp_path)["remarks"]
    assert (found["outside_era"], found["unknown_armies"]) == (1, {"Utopia": 1})
    assert found["missing"]["strength"] == found["missing"]["air superiority"] == 1
    page = (tmp_path / "battles.html").read_text(encoding="utf-8")
    assert "outside the era" in page and "Utopia" in page


def test_no_prediction_is_beyond_what_can_happen(tmp_path: Path, shipped: list[dict[str, str]]) -> None:
    wild = shipped[0] | {
        "attacker_strength": "3000000",
        "defender_strength": "200",
        "attacker_tanks": "9000",
        "defender_tanks": "0",
        "air_superiority": "1",
        "surprise": "3",
        "attacker_front_km": "0.1",
        "defender_front_km": "0.1",
    }
    workbench.validate_battles(written(tmp_path / "b.csv", [wild]), out=tmp_path)
    row = next(csv.DictReader((tmp_path / "predictions.csv").read_text(encoding="utf-8").splitlines()))
    assert float(row["defender_pct_day_p90"]) == 100.0
    assert abs(float(row["advance_km_day_p90"])) <= 96.0


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("USSR", "Russia"),
        ("Soviet Union", "Russia"),
        ("Imperial Japan", "Japan"),
        ("Egypt & Syria", "Egypt"),
        ("Ottoman Empire", "Turkey"),
        ("Austria-Hungary", "Austria-Hungary"),
        ("North Vietnam", "Vietnam"),
        ("INDIA", "India"),
        ("Great Britain & Australia", "Great Britain"),
    ],
)
def test_armies_are_known_by_their_usual_names(name: str, country: str) -> None:
    assert files.wealth().countries(name)[0] == country


def test_a_civil_war_is_in_doubt_as_two_armies_are() -> None:
    model = files.adjudication()
    fight = Fight(
        attacker_persons=30_000.0, defender_persons=15_000.0, year=1937.0, attacker_army="Spain", defender_army="Spain"
    )
    civil = replace(fight, attacker_army="Nationalist Spain", defender_army="Republican Spain")
    same, two = predict(model, [fight, civil]).margin_doubt
    assert two > same
    assert predict(model, [fight]).margin[0] == predict(model, [civil]).margin[0]


def test_a_war_before_the_record_is_as_doubtful_as_one_after() -> None:
    before, within = predict(files.adjudication(), [Fight(year=year) for year in (1899.0, 1901.0)]).margin_doubt
    assert before > within


def test_each_war_counts_once_and_has_its_own_scores() -> None:
    """Two wars of three and one battles, by hand: pooled and by war differ."""
    from hillfort.validation.battles import wars

    base = files.read()[0]
    won = replace(base.result, outcome=1.0, log_exchange=0.0)
    cases = [replace(base, war=war, result=won) for war in ("A", "A", "A", "B")]
    known = predict(files.adjudication(), [each.fight for each in cases])
    spread = np.ones(4)
    said = replace(
        known, win_chance=np.array([0.9, 0.9, 0.9, 0.5]), log_exchange=(np.array([0.0, 0.0, 2.0, 2.0]), spread)
    )
    rules = battles_baselines.Rules({"three features": np.full(4, 0.6)}, {})
    rows = wars.by_war(cases, said, rules, {"log_ler": "log_exchange"})
    assert [(row["war"], row["battles"], row["decisive"]) for row in rows] == [("A", 3, 3), ("B", 1, 1)]
    assert [row["brier"] for row in rows] == pytest.approx([0.01, 0.25])
    assert [row["brier_three_features"] for row in rows] == pytest.approx([0.16, 0.16])
    assert [row["coverage_80_log_ler"] for row in rows] == pytest.approx([2 / 3, 0.0])
    assert wars.each_war_once(rows)["brier"] == pytest.approx(0.13)
