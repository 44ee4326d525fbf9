"""Every answer fits the width that it is given, breaks between words alone, and has no boxes in a pipe."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of
from rich.text import Text

from hillfort.cli import main
from hillfort.cli.commands import air, lines, sea, validate
from hillfort.cli.layout import PrintedTable, wrapped

BOXES = re.compile("[\u2500-\u259f]")
STUDIES = {
    "assess": ("assess", "marrow", "--draws", "20"),
    "compare": ("compare", "marrow", "--draws", "20", "--measure", "marrow-brigade"),
    "lines": ("lines", "marrow", "--draws", "20"),
    "air": ("air", "baltic-2019", "--draws", "5"),
    "sea": ("sea", "baltic-2019", "--draws", "20"),
    "moves": ("validate", "deployments", "--draws", "100"),
    "cities": ("validate", "cities", "--draws", "100"),
    "battles": ("validate", "battles"),
}
COMMANDS = {
    "list": ("scenario", "list"),
    "scenario": ("scenario", "show", "baltic-2019", "--full"),
    "codes": ("scenario", "show", "marrow", "--codes"),
    "network": ("lines", "check", "marrow"),
    "theatre": ("theatre", "check", "marrow"),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, pytest.CaptureFixture[str]], tuple[Path, str]]:
    """The folder of a study, computed once, and what was printed when it was made."""
    made: dict[str, tuple[Path, str]] = {}

    def keep(name: str, capsys: pytest.CaptureFixture[str]) -> tuple[Path, str]:
        if name not in made:
            folder = tmp_path_factory.mktemp("results") / name
            assert leave(*STUDIES[name], "--out", str(folder)) == 0
            made[name] = folder, capsys.readouterr().out
        return made[name]

    return keep


def leave(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    return int(left.value.code or 0)


Kept = Callable[[str, pytest.CaptureFixture[str]], tuple[Path, str]]


@pytest.mark.parametrize("name", [*STUDIES, *COMMANDS])
def test_answers_fit_and_no_word_is_broken(
    name: str, kept: Kept, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = COMMANDS.get(name)
    if command is None:
        folder, _ = kept(name, capsys)
        monkeypatch.chdir(folder.parent)
        command = ("show", folder.name)
    said = {}
    for width in (400, 60, 80, 100, 120, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        assert leave(*command) == 0
        said[width] = re.sub(r"[\d,.]+\s+(draws|unit-hours)/s[,.]?", "", capsys.readouterr().out)
    known = set(said[400].split())
    for width in (60, 80, 100, 120, 200):
        lines = [line for line in said[width].splitlines() if Text(line).cell_len > width]
        long = [line for line in lines if len(line.split()) > 1]  # an address alone on its line stays whole
        assert long == []
        # A stacked row writes "head: value", so a word may have gained a colon.
        assert {word for word in said[width].split() if word not in known and word.rstrip(":") not in known} == set()
        assert not BOXES.search(said[width])


@pytest.mark.parametrize(
    "arguments", [("--help",), ("assess", "--help"), ("validate", "--help"), ("scenario", "show", "-h")]
)
def test_help_has_no_boxes(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert leave(*arguments) == 0
    said = capsys.readouterr().out
    assert "Usage:" in said
    assert not BOXES.search(said)


@given(
    any_of.lists(any_of.lists(any_of.text("ab ", max_size=30), min_size=3, max_size=3), max_size=4),
    any_of.integers(5, 90),
)
@settings(max_examples=150, deadline=None)
def test_a_table_keeps_its_words_whole_at_any_width(rows: list[list[str]], width: int) -> None:
    table = PrintedTable(("", "", ""), right=[1])
    for row in rows:
        table.add_row(*row)
    found = [line.plain for line in table.laid_out(width)]
    # The first column stands again before each block of figures.
    assert set(" ".join(found).split()) == {word for row in rows for cell in row for word in cell.split()}
    longest = max((len(word) for row in rows for cell in row for word in cell.split()), default=0)
    assert all(len(line) <= max(width, longest + 35) for line in found)


def test_figures_go_in_blocks_and_words_are_stacked() -> None:
    figures = PrintedTable(("Day", *(str(day) for day in range(10))))
    figures.add_row("vehicles", *("1234567" for _ in range(10)))
    told = [line.plain for line in figures.laid_out(40)]
    assert sum(line.startswith("vehicles") for line in told) == 4
    assert all(len(line) <= 40 for line in told)
    stacked = PrintedTable(("Place", "why"))
    stacked.add_row("Alder", "one two three four five six seven eight nine ten " * 4)
    assert stacked.laid_out(24)[0].plain == "Alder"
    assert stacked.laid_out(24)[1].plain.startswith("  why: one")


def test_a_word_longer_than_the_width_is_left_whole() -> None:
    assert [line.plain for line in wrapped(Text("see /a/long/path/of/a/page now"), 10)] == [
        "see",
        "/a/long/path/of/a/page",
        "now",
    ]


@pytest.mark.parametrize(
    ("name", "section", "there", "not_there"),
    [
        ("assess", "objectives", "hour lost", "What the model leaves out"),
        ("lines", "fortify", "What to fortify", "What limits it"),
        ("sea", "lanes", "State of each lane", "What would clear"),
        ("compare", "differences", "Differences are option", "Baseline:"),
        ("moves", "scores", "the median error", "most of it"),
        ("cities", "cities", "known at the start", "Brier"),
        ("battles", "winner", "Brier", "RMSE"),
        ("theatre", "checks", "allowed", "battalions of road"),
        ("list", "scenarios", "baltic-2019", "higher-readiness"),
        ("list", "measures", "higher-readiness", "baltic-2019"),
        ("network", "connected", "are joined to the destinations", "All 0 checks"),
        ("scenario", "objectives", "Objectives and ways in", "Order of battle"),
    ],
)
def test_a_section_alone(
    name: str, section: str, there: str, not_there: str, kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    command = COMMANDS.get(name) or ("show", str(kept(name, capsys)[0]))
    assert leave(*command, "--only", section) == 0
    said = capsys.readouterr().out
    assert there in said
    assert not_there not in said


def test_an_unknown_section_is_refused_before_anything_is_computed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from hillfort import workbench

    monkeypatch.setattr(workbench, "lines_study", lambda *_, **__: pytest.fail("computed"))
    assert leave("lines", "marrow", "--only", "fortfy") == 2
    said = capsys.readouterr().err
    assert "Did you mean 'fortify'?" in said
    assert "arrivals" in said


@pytest.mark.parametrize(
    ("name", "sections"), [("lines", lines.SECTIONS), ("air", air.SECTIONS), ("sea", sea.SECTIONS)]
)
def test_every_title_belongs_to_one_section(
    name: str, sections: dict[str, str], kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    from hillfort.files.results import kept as results
    from hillfort.report.air import tables as air_tables
    from hillfort.report.lines import words as lines_words
    from hillfort.report.sea import words as sea_words

    found = results.read(kept(name, capsys)[0], {name: f"{name}.json"}, {}).content
    titles = {
        "lines": lambda: [title for title, _, _ in lines_words.parts(found)],
        "air": lambda: [table.title for table in air_tables.all_of(found)],
        "sea": lambda: [title for title, _, _ in sea_words.tables(found)],
    }[name]()
    for title in titles:
        assert sum(title.startswith(start) for start in sections.values()) == 1, title


def test_every_subject_of_the_validations_is_a_section() -> None:
    golden = json.loads((Path(__file__).parents[1] / "golden" / "validation.json").read_text(encoding="utf-8"))
    assert {each["subject"] for each in golden["anchors"]} == set(validate.SECTIONS.values())


@pytest.mark.parametrize("name", STUDIES)
def test_a_finished_result_is_printed_again(name: str, kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    folder, first = kept(name, capsys)
    assert leave("show", str(folder)) == 0
    said = capsys.readouterr().out
    told = ("Report:", "Written:", "Predictions:", "Scores:")
    assert before(said, told) == before(first, told)


def before(said: str, told: tuple[str, ...]) -> list[str]:
    """Lines that are not empty, as far as the one that says where files were written."""
    lines = [line for line in said.splitlines() if line]
    return lines[: next((place for place, line in enumerate(lines) if line.startswith(told)), len(lines))]


@pytest.mark.parametrize("content", [None, "{", '{"study": 1, "files": {}}'])
def test_what_is_no_finished_result_is_refused(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    assert leave("show", str(tmp_path)) == 2
    assert "Traceback" not in capsys.readouterr().err
