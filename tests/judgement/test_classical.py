"""The Classical Model gives the figures of its published examples."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from hillfort.cli.main import app
from hillfort.files.judgement.excalibur import read_case
from hillfort.foundation.errors import InputError
from hillfort.judgement.classical import calibration, score
from hillfort.judgement.panel import Panel, PanelQuestion

TRUTH = (24.0, 11.0, 68.0, 47.0, 31.0)
GIVEN = {
    "A": [(2, 5, 7), (12, 13, 15), (87, 89, 92), (2, 5, 8), (48, 50, 52)],
    "B": [(20, 23, 34), (8, 10, 11), (60, 70, 90), (20, 35, 45), (30, 35, 40)],
    "C": [(20, 25, 28), (10, 13, 15), (65, 67, 70), (42, 44, 46), (32, 33, 35)],
}
"""The worked example of the open course of TU Delft, 3.7.3 and 3.8.2."""
CHANCES = (0.05, 0.5, 0.95)


def course() -> Panel:
    questions = tuple(PanelQuestion(f"Q{place}", answer=each) for place, each in enumerate(TRUTH, 1))
    return Panel(CHANCES, tuple(GIVEN), questions, np.array(list(GIVEN.values()), dtype=np.float64))


def test_the_worked_example_has_its_printed_scores_and_quantiles() -> None:
    found = score(course())
    assert [each.calibration for each in found.experts] == pytest.approx([3.62102768e-05, 0.608358337, 0.327016738])
    assert [each.information_seeds for each in found.experts] == pytest.approx([1.41765361, 0.55806663, 1.3544079])
    assert found.makers["global"].weights[:, 0] == pytest.approx([6.56046083e-05, 0.433888254, 0.566046141])
    assert found.makers["global"].quantiles[0] == pytest.approx([19.97, 24.48, 33.11], abs=0.005)
    assert found.makers["equal"].quantiles[3] == pytest.approx([2.55, 34.28, 45.78], abs=0.005)
    assert found.makers["global"].information == pytest.approx(0.5208, abs=5e-5)


def test_without_the_first_expert_the_range_is_that_of_the_others() -> None:
    found = score(course().without_expert(0))
    assert found.makers["global"].weights[:, 0] == pytest.approx([0.297, 0.703], abs=5e-4)
    assert found.makers["global"].quantiles[0] == pytest.approx([20.0, 24.68, 32.31], abs=0.005)


def test_calibration_of_the_lecture_notes() -> None:
    shares, expected = np.array([0.5, 0.375, 0.0, 0.125]), np.array([0.05, 0.45, 0.45, 0.05])
    assert calibration(shares, expected, 8) == pytest.approx(0.0002534229859)


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(3)))
def test_the_order_of_experts_changes_nothing_and_weights_sum_to_one(order: list[int]) -> None:
    plain, panel = score(course()), course()
    turned = score(replace(panel, experts=tuple(panel.experts[each] for each in order), answers=panel.answers[order]))
    for way, maker in turned.makers.items():
        assert maker.quantiles == pytest.approx(plain.makers[way].quantiles)
        assert maker.weights.sum(axis=0) == pytest.approx(1.0)


def test_everybody_is_tested_with_the_count_of_whoever_answered_fewest() -> None:
    panel = course()
    fewer = panel.answers.copy()
    fewer[0, 0] = np.nan
    second = score(replace(panel, answers=fewer)).experts[1]
    bins = np.array([np.searchsorted(given, truth) for given, truth in zip(GIVEN["B"], TRUTH, strict=True)])
    shares = np.bincount(bins, minlength=4) / 5
    assert second.calibration == pytest.approx(calibration(shares, np.array([0.05, 0.45, 0.45, 0.05]), 4))


def test_a_log_scale_gives_the_scores_of_the_logarithms() -> None:
    panel = course()
    logs = replace(panel, questions=tuple(replace(each, log=True) for each in panel.questions))
    taken = replace(
        panel,
        questions=tuple(replace(each, answer=float(np.log(each.answer or 1.0))) for each in panel.questions),
        answers=np.log(panel.answers),
    )
    left, right = score(logs), score(taken)
    for one, other in zip(left.experts, right.experts, strict=True):
        assert one.information_seeds == pytest.approx(other.information_seeds)
    assert np.log(left.makers["global"].quantiles) == pytest.approx(right.makers["global"].quantiles)


def files(folder: Path, lines: list[str]) -> tuple[Path, Path]:
    """The worked example as case files with other lines of answers."""
    answers, known = folder / "case.dtt", folder / "case.rls"
    answers.write_text(
        "\n".join(["* CLASS ASCII OUTPUT FILE. NQ=   3   QU=   5  50  95", *lines, ""]), encoding="utf-8"
    )
    rows = [
        f"{place:5d} {'log name ' + str(place):>14s} {each:.4E} UNI   a note" for place, each in enumerate(TRUTH, 1)
    ]
    known.write_text("\r\n".join([*rows, "", ""]), encoding="utf-8")
    return answers, known


def lines() -> list[str]:
    return [
        f"{number:5d} {'Dr ' + name:>8s} {place:4d} {'log name ' + str(place):>14s} uni "
        + " ".join(f"{each:.5E}".replace(".", ",") for each in row)
        for number, (name, rows) in enumerate(GIVEN.items(), 1)
        for place, row in enumerate(rows, 1)
    ]


def test_case_files_are_read_with_blanks_in_names_and_commas_in_numbers(tmp_path: Path) -> None:
    panel = read_case(*files(tmp_path, lines())).panel
    assert panel.experts == ("Dr A", "Dr B", "Dr C")
    assert panel.answers.tolist() == course().answers.tolist()
    assert [each.answer for each in panel.questions] == list(TRUTH)


def test_all_that_is_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    wrong = [
        *lines(),
        lines()[0],
        "    4     Dr D    1     log name 1 uni 9 5 7",
        "    4     Dr D    2     log name 2 uni 9 5",
    ]
    with pytest.raises(InputError) as found:
        read_case(*files(tmp_path, wrong))
    assert [each.line for each in found.value.problems] == [17, 18, 19]


def test_equal_neighbours_are_refused_on_a_seed_question_with_their_line(tmp_path: Path) -> None:
    tied = [
        "    4     Dr D    1     log name 1 uni 5 5 9",
        "    4     Dr D    2     log name 2 uni 5 9 9",
        "    4     Dr D    3     log name 3 uni -999 5 9",
        "    4     Dr D    4     log name 4 uni -999 -999 -999",
    ]
    with pytest.raises(InputError) as found:
        read_case(*files(tmp_path, [*lines(), *tied]))
    assert [each.line for each in found.value.problems] == [17, 18, 19]


def test_what_published_cases_hold_besides_is_read_and_said(tmp_path: Path) -> None:
    answers, known = files(tmp_path, [*lines(), "    1     Dr A    6     µ per case uni 5 5 9"])
    answers.write_bytes(answers.read_bytes().decode("utf-8").encode("latin-1"))
    known.write_text(known.read_text(encoding="utf-8") + "    7     nobody asked 3.0 UNI\n", encoding="utf-8")
    case = read_case(answers, known)
    assert case.panel.questions[-1].name == "µ per case"
    letters, tie, lost = case.remarks
    assert letters.startswith(f"{answers}:17: is not UTF-8")
    assert tie.startswith(f"{answers}:17: Dr A, µ per case: the quantiles 5, 5, 9 do not all rise")
    assert "nobody asked" in lost
    told = CliRunner().invoke(app, ["experts", "score", str(answers), str(known)])
    assert told.exit_code == 0, told.output
    assert "is not UTF-8" in told.output


def test_a_seed_question_that_nobody_answered_scores_nobody_and_warns_of_nothing(tmp_path: Path) -> None:
    asked = [
        f"    {number}     Dr {name}    6      unanswered uni -999 -999 -999" for number, name in enumerate("ABC", 1)
    ]
    answers, known = files(tmp_path, [*lines(), *asked])
    known.write_text(known.read_text(encoding="utf-8") + "    6     unanswered 3.0 UNI\n", encoding="utf-8")
    found, plain = score(read_case(answers, known).panel), score(course())
    assert [each.calibration for each in found.experts] == [each.calibration for each in plain.experts]
    assert [each.information_all for each in found.experts] == [each.information_all for each in plain.experts]


def test_a_case_file_of_zero_bytes_is_no_text(tmp_path: Path) -> None:
    answers, known = files(tmp_path, lines())
    answers.write_bytes(b"PK\x03\x04\x00\x00\xff")
    with pytest.raises(InputError, match="not text"):
        read_case(answers, known)


def test_scores_load_no_campaign_and_no_statistics() -> None:
    code = (
        "import sys, hillfort.workbench.panels, hillfort.files.judgement.excalibur, hillfort.judgement.classical\n"
        "print([name for name in ('numba', 'scipy.stats', 'pydantic', 'hillfort.campaign.run') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_writes_scores(tmp_path: Path) -> None:
    answers, known = files(tmp_path, lines())
    out = tmp_path / "scores.json"
    told = CliRunner().invoke(app, ["experts", "score", str(answers), str(known), "--json", str(out)])
    assert told.exit_code == 0, told.output
    kept = json.loads(out.read_text(encoding="utf-8"))
    assert kept["experts"][1]["id"] == "Dr B"
    assert kept["decision_makers"]["global_optimised"]["weights"].keys() == {"Dr A", "Dr B", "Dr C"}
