"""`hillfort theatre`: build, show and check from the command line."""

from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hillfort.cli.commands.theatre import FAILED, app
from hillfort.files.theatre.check import check_theatre
from hillfort.files.theatre.packages import package_file, world_atlas
from hillfort.files.theatre.picture import draw_theatre
from hillfort.files.theatre.recipe import theatre_home
from hillfort.foundation.errors import InputError
from hillfort.theatre.theatre import Theatre

RUN = CliRunner()


def test_check_prints_contents_and_findings_and_passes() -> None:
    done = RUN.invoke(app, ["check", "marrow"])
    assert done.exit_code == 0
    assert "AA" in done.output
    assert "10 checks, 0 failed" in done.output


def test_check_tells_which_check_comes_next() -> None:
    told: list[str] = []
    report = check_theatre("marrow", progress=told.append)
    assert told == [f"check {number} of 10, {finding.name}" for number, finding in enumerate(report.findings, start=1)]


def test_check_without_a_terminal_prints_no_progress() -> None:
    assert RUN.invoke(app, ["check", "marrow"]).stderr == ""


def test_check_fails_and_names_what_is_out_of_tolerance(tmp_path: Path) -> None:
    for file in (theatre_home() / "marrow").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    recipe = tmp_path / "recipe.yaml"
    text = recipe.read_text(encoding="utf-8").replace(
        "Road Alder-Varn: {measure: road_km, low: 70, high: 85", "Road Alder-Varn: {measure: road_km, low: 20, high: 25"
    )
    recipe.write_text(text, encoding="utf-8")
    done = RUN.invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == FAILED
    assert "out of tolerance: Road Alder-Varn" in done.output


def test_build_writes_the_artefact_where_it_is_told(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["build", "marrow", "--out", str(tmp_path / "new")])
    assert done.exit_code == 0
    assert (tmp_path / "new" / "manifest.json").exists()


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_show_draws_a_picture(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"marrow.{ending}"
    assert RUN.invoke(app, ["show", "marrow", "--out", str(path)]).exit_code == 0
    assert path.stat().st_size > 20_000


def test_a_picture_of_another_kind_is_refused(marrow: Theatre, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Use \.png"):
        draw_theatre(marrow, tmp_path / "marrow.docx")


def test_a_picture_in_a_folder_that_is_not_there_is_refused(marrow: Theatre, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        draw_theatre(marrow, tmp_path / "nowhere" / "marrow.png")


def test_a_package_that_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(InputError, match=r"make theatre.*pip install 'hillfort\[theatre\]'"):
        package_file("searoute", "searoute/data/ports.geojson")


def test_without_npm_the_land_can_be_put_into_the_cache_by_hand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HILLFORT_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match=r"Put world-atlas-2\.0\.2\.tgz into"):
        world_atlas("countries-10m.json")


def test_a_land_archive_with_other_contents_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HILLFORT_CACHE", str(tmp_path))
    (tmp_path / "world-atlas-2.0.2.tgz").write_bytes(b"not an archive")
    with pytest.raises(InputError, match="SHA-256"):
        world_atlas("countries-10m.json", sha256="0" * 64)
