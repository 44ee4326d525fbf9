"""What `import hillfort` offers: questions that take a scenario in any form, and answers that can be had again."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import hillfort as hf
from hillfort.files.results import schema

PLUMBING = ("writing", "save", "keep", "claimed", "study_of", "surrounded", "progress", "place", "note")
MINE: dict[str, Any] = {"version": 1, "name": "mine", "base": "marrow", "days": 3}
TEXT = "version: 1\nname: mine\nbase: marrow\ndays: 3\n"


@pytest.fixture
def forms(tmp_path: Path) -> dict[str, Any]:
    """The same scenario in every form."""
    file = tmp_path / "mine.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return {"text path": str(file), "path": file, "mapping": MINE, "scenario": hf.scenario(file)}


def test_every_question_takes_a_scenario_in_every_form(forms: dict[str, Any]) -> None:
    hashes = {hf.scenario(each).hash for each in forms.values()}
    assert len(hashes) == 1
    chances = {hf.assess(each, draws=5, trace=False).result.verdict.hold.chance for each in forms.values()}
    assert len(chances) == 1
    traces = [hf.trace(each, 1).trace for each in forms.values()]
    assert {(len(each.cell), each.first_hour) for each in traces} == {
        (3 * 24 - traces[0].first_hour, traces[0].first_hour)
    }
    assert [hf.check(each) for each in forms.values()] == [[]] * len(forms)
    found = hf.compare(*forms.values(), draws=5)
    assert [option["identical"] for option in found.summary["options"]] == [True] * 3
    assert [option["differs"] for option in found.summary["options"]] == [[], [], []]
    assert [option["name"] for option in found.summary["options"]] == ["mine", "mine (2)", "mine (3)"]


def test_the_lines_take_every_form_as_well(forms: dict[str, Any]) -> None:
    first, *others = [hf.lines(each, attack=1, fortify=0, draws=0) for each in list(forms.values())[1:3]]
    assert all(each.result.arrival == first.result.arrival for each in others)


def test_any_scenarios_are_compared_on_common_luck_and_what_differs_is_listed() -> None:
    marrow = hf.scenario("marrow")
    later = marrow.vary({"formations.cc-bde.notice_to_move_h": 200.0, "days": 20}, reason="A try.")
    found = hf.compare("marrow", later, measures=["marrow-brigade"], draws=10)
    first, second = found.result.options
    assert [each.address for each in first.differs] == ["days", "formations.cc-bde.notice_to_move_h"]
    assert (first.differs[1].before["value"], first.differs[1].after["value"]) == (72.0, 200.0)
    assert second.name == "marrow-brigade"
    assert [each.address for each in second.differs][:2] == ["measures", "formations.cc-bde.notice_to_move_h"]
    alone = hf.compare("marrow", measures=["marrow-brigade"], draws=10).result.options[0]
    hangs_on_company = {"asked", "finding"}  # what a difference reads as is corrected for all options asked together
    assert [each.model_dump(exclude=hangs_on_company) for each in alone.differences] == [
        each.model_dump(exclude=hangs_on_company) for each in second.differences
    ]
    assert [2 * each.asked for each in alone.differences] == [each.asked for each in second.differences]


def test_a_measure_may_be_given_as_data() -> None:
    from hillfort.files.scenario.measures import read_measure_file
    from hillfort.files.yaml.lines import plain, read_yaml
    from hillfort.files.yaml.shipped import resolve

    data = plain(read_yaml(resolve("measure", "marrow-brigade")))
    assert read_measure_file(data).measure == read_measure_file("marrow-brigade").measure
    assert hf.scenario("marrow", measures=[data]).hash == hf.scenario("marrow", measures=["marrow-brigade"]).hash


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (hf.compare, "nothing to compare with"),
        (lambda: hf.compare("marrow"), "nothing to compare with"),
        (lambda: hf.compare("marrow", "baltic-2019", draws=5), "both-coasts"),
        (lambda: hf.assess(3), "int is not a scenario"),  # type: ignore[arg-type]
        (lambda: hf.assess("marrow", measures="marrow-brigade"), "not a list"),
        (lambda: hf.assess("marow"), "Did you mean 'marrow'"),
        (lambda: hf.trace("marrow", -1), "--draw"),
        (lambda: hf.load("nowhere"), "not a folder with a complete"),
        (lambda: hf.validate("seas"), "Did you mean 'sea'"),
        (lambda: hf.scenario({"version": 1, "name": "x", "base": "marrow", "days": float("nan")}), "not plain data"),
        (lambda: hf.scenario({"version": 1, "name": "x", "base": "marrow", "days": 400}), "400 is above 180"),
    ],
)
def test_a_wrong_request_says_what_is_wrong(call: Any, says: str) -> None:
    with pytest.raises(hf.InputError, match=says):
        call()


def test_check_gives_every_problem_as_an_object_and_nothing_where_all_is_well() -> None:
    assert hf.check("marrow") == hf.check("marrow-brigade") == hf.check(hf.scenario("marrow")) == []
    wrong = hf.check({**MINE, "days": 400, "ground_law": "luck"})
    assert sorted(each.where for each in wrong) == ["days", "ground_law"]
    assert all(isinstance(each, hf.Problem) for each in wrong)
    assert [each.where for each in hf.check("marow")] == ["scenario"]


def test_an_assessment_is_loaded_again_with_its_plots(tmp_path: Path) -> None:
    found = hf.assess(MINE, draws=10, out=tmp_path / "a")
    again = hf.load(tmp_path / "a")
    assert again.result == found.result
    assert again.frame("draws")["hold"].tolist() == found.frame("draws")["hold"].tolist()
    for name in ("survival", "reinforcement", "balance"):
        mine, kept = getattr(found, f"plot_{name}")().axes[0], again.plot(name).axes[0]
        assert [line.get_xydata().tolist() for line in mine.lines] == [
            line.get_xydata().tolist() for line in kept.lines
        ]
    assert again.plot("map").axes[0].images  # Nobody knows a scenario by the name of `mine`: the picture as written.
    with pytest.raises(hf.InputError, match="Leave the day out"):
        again.plot_map(day=3)  # type: ignore[attr-defined]
    for wrong in (lambda: again.frame("draw"), lambda: again.plot("surviva")):
        with pytest.raises(hf.InputError, match="Did you mean"):
            wrong()


def test_the_map_of_a_known_scenario_is_drawn_again(tmp_path: Path) -> None:
    found = hf.assess("marrow", draws=10, days=4, trace=False, out=tmp_path / "a")
    again = hf.load(tmp_path / "a")
    known = hf.assess("marrow", draws=10, trace=False, out=tmp_path / "b")
    for mine, kept in ((known, hf.load(tmp_path / "b")),):
        colours = [
            figure.axes[0].collections[0].get_facecolor().tolist() for figure in (mine.plot_map(7), kept.plot_map(7))
        ]  # type: ignore[attr-defined]
        assert colours[0] == colours[1]
    assert again.result.days == found.result.days == 4  # type: ignore[attr-defined]


def test_comparisons_and_traces_are_loaded_again(tmp_path: Path) -> None:
    found = hf.compare(MINE, measures=["marrow-brigade"], draws=5, out=tmp_path / "c")
    assert hf.load(tmp_path / "c").result == found.result
    assert len(hf.load(tmp_path / "c").plot("first_loss_h").axes) == 1
    drawn = hf.trace(MINE, 2, out=tmp_path / "t")
    again = hf.load(tmp_path / "t")
    assert again.result == drawn.result
    assert len(again.frame("trace_units")) == len(drawn.frame("trace_units"))


def test_the_air_is_loaded_again(tmp_path: Path) -> None:
    found = hf.air("baltic-2019", draws=5, out=tmp_path / "x")
    again = hf.load(tmp_path / "x")
    assert again.result == found.result
    assert len(again.plots) == 5
    assert again.plot("sky").axes[0].images
    assert json.loads(json.dumps(schema.json_schema("air")))["type"] == "object"


def test_packages_of_the_same_name_stay_packages_and_questions() -> None:
    for name in ("air", "lines", "sea"):
        package = importlib.import_module(f"hillfort.{name}")
        assert getattr(hf, name) is package
        assert callable(package)
    code = (
        "import hillfort.lines.network.network, hillfort as hf; import hillfort.air.policing as p; hf.check('marrow')"
    )
    ran = f"{code}; print(callable(hf.lines), callable(hf.air), callable(hf.sea), p.__name__)"
    out = subprocess.run([sys.executable, "-c", ran], check=True, capture_output=True, text=True).stdout
    assert out.split() == ["True", "True", "True", "hillfort.air.policing"]


def test_public_names_are_for_readers() -> None:
    assert {
        "assess",
        "compare",
        "trace",
        "lines",
        "air",
        "sea",
        "validate",
        "load",
        "scenario",
        "measures",
        "check",
    } <= set(hf.__all__)
    assert [name for name in hf.__all__ if name.startswith(PLUMBING)] == []


def test_every_public_function_has_an_example() -> None:
    for name in hf.__all__:
        thing = getattr(hf, name)
        if not isinstance(thing, type) and callable(thing):
            made = importlib.import_module(hf._WHERE[name]).__dict__[name]
            assert ">>> " in made.__doc__, name
