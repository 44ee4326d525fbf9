"""hillfort scenario list, schema, check, show."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from hillfort.cli import scenario_view
from hillfort.cli.main import run
from hillfort.files.scenario import measures, read
from hillfort.foundation.addressed import get

BAD = """\
version: 1
name: bad
base: baltic-2019
days: -4
formations:
  ee-1bde: {base: Tappa}
"""


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        run(["scenario", *arguments])
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_list_names_every_scenario_and_measure(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = output(capsys, "list")
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for name, title in ((each, read.scenario(each).title) for each in read.names()):
        assert f"{name} {title}" in lines
    for name in measures.measure_names():
        assert f"{name} {measures.read_measure(name).title}" in " ".join(lines)


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert "courses_of_action" in json.loads(output(capsys, "schema")[1])["$defs"]["ScenarioEntry"]["properties"]
    assert "patch" in json.loads(output(capsys, "schema", "--measure")[1])["properties"]


def test_check_reports_everything_with_file_and_line_and_leaves_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    code, out, err = output(capsys, "check", str(tmp_path / "bad.yaml"), str(tmp_path / "absent.yaml"))
    assert (code, out) == (2, "")
    assert "has 3 problems" in err
    assert "bad.yaml:4  days: -4 is below 1." in err
    assert "bad.yaml:6  formations.ee-1bde.base: 'Tappa' is not a place of the theatre or of this file." in err
    assert "absent.yaml  does not exist." in err
    assert "Traceback" not in err


@pytest.mark.parametrize("name", [*read.names(), *measures.measure_names()])
def test_everything_that_is_shipped_passes_its_check(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = output(capsys, "check", name)
    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: no problems")


def test_show_tells_the_balance_the_order_of_battle_and_the_plans(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    code, out, _ = output(capsys, "show", "baltic-2016", "--full", "--codes")
    assert code == 0
    scenario = read.scenario("baltic-2016")
    for battalion in scenario.battalions:
        assert battalion.id in out
    for formation in scenario.formations:
        assert formation.symbol in out
    for course in scenario.courses_of_action:
        assert f"Course of action of red: {course}" in out
    assert "Red : Blue" in out
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 100


def test_show_names_the_measures_applied(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = output(capsys, "show", "baltic-2019", "--measure", "brigade-instead-of-battalion")
    assert code == 0
    assert "Measures applied" in out


def test_names_are_shown_as_written_not_as_markup() -> None:
    import dataclasses

    page = io.StringIO()
    scenario = dataclasses.replace(read.scenario("baltic-2016"), title="[bold]War[/bold] [link=x]")
    scenario_view.print_scenario(Console(file=page, width=100), scenario)
    assert "[bold]War[/bold] [link=x]" in page.getvalue()


def test_ranges_are_shown_with_the_address_by_which_they_can_be_set() -> None:
    page, scenario = io.StringIO(), read.scenario("baltic-2019")
    scenario_view.print_scenario(Console(file=page, width=300), scenario, only=("orders", "courses", "objectives"))
    lines = [line.strip() for line in page.getvalue().splitlines()]
    shown = [line for line in lines if line.endswith(("start_h", "warning_h", "battalions_per_day"))]
    assert {line.split(".")[0] for line in shown} == {"courses_of_action", "ways_in"}
    assert any(".tasks[" in line for line in shown)
    assert all(get(scenario, line).unit for line in shown)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hillfort.cli.main", "scenario", "show", "baltic-2091"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "Did you mean 'baltic-2019'?" in done.stderr
    assert done.stdout == ""


def test_a_check_that_tried_nothing_does_not_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    free = "{value: 0, low: 0, high: 0, source: judgement, grade: F6, shape: fixed}"
    costs = f"cost_meur_per_year: {free}\ncost_once_meur: {free}\nlead_time_months: {free}\n"
    file = tmp_path / "more.yaml"
    file.write_text(f"measure: more\ntitle: More\nwho: I\n{costs}applies_to: [elsewhere]\npatch: {{days: 7}}\n")
    code, _, error = output(capsys, "check", str(file))
    assert code == 2 and "not checked" in error


def test_the_help_of_compare_promises_the_files_that_are_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(["compare", "--help"])
    promised = capsys.readouterr().out
    assert "differences.parquet" in promised and "map.png" not in promised
    said = ["compare", "marrow", "--measure", "nothing", "--draws", "2", "--days", "1", "--out", str(tmp_path / "c")]
    with pytest.raises(SystemExit) as left:
        run(said)
    assert left.value.code == 0
    assert {"result.json", "differences.parquet", "report.html"} <= {each.name for each in (tmp_path / "c").iterdir()}
