"""Whatever a file calls things: every picture is drawn, a dollar sign begins no formula,
and nothing warns of a missing sign."""

from __future__ import annotations

import dataclasses
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from hillfort.files.scenario import read
from hillfort.foundation.lettering import as_written
from report.test_hostile_names import hostile

HOSTILE = "$\\frac{1}{0}$ <script> \u202egnirts\u2028 \x1b[31m\x07 \\$ 50 $ %s {0}"
BAD = ("\x1b", "\x07", "\u202e", "\u2028")


def drawn(figure: Figure) -> bytes:
    """Drawn outside of the function that made it, as a notebook does."""
    FigureCanvasAgg(figure)
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*(?:Glyph|math)")
        figure.savefig(buffer, format="png", dpi=50)
    return buffer.getvalue()


def is_harmless(figure: Figure, *, named: bool = True) -> None:
    texts = [each for each in figure.findobj(Text) if isinstance(each, Text)]
    said = " ".join(each.get_text() for each in texts)
    assert not named or "frac" in said
    assert not any(each.get_parse_math() for each in texts)
    assert drawn(figure).startswith(b"\x89PNG")
    assert not any(bad in each.get_text() for each in figure.findobj(Text) for bad in BAD)  # type: ignore[attr-defined]


def poisoned(value: Any) -> Any:
    return hostile(value, words=HOSTILE)


def test_a_picture_that_is_not_made_so_would_fail() -> None:
    figure = Figure()
    figure.subplots().set_title("$\\frac{1}{0}$ $\\no{such$")
    with pytest.raises(ValueError, match="no"):
        drawn(figure)


@pytest.mark.parametrize(
    "words", [HOSTILE, "$\\no{such$", "$$", "$", "a$b$c", "\\", "^", "%", "\u200f", "\t", "\n", "\u0000", "\ud800"]
)
def test_words_are_drawn_as_they_are_wherever_they_stand(words: str) -> None:
    @as_written
    def make() -> Figure:
        figure = Figure(figsize=(16, 16), layout="constrained")
        axes = figure.subplots()
        axes.plot([1, 2], label=words or "x")
        axes.set(title=words, xlabel=words, ylabel=words)
        axes.text(1, 1, words)
        axes.annotate(words, (1, 1))
        axes.legend()
        figure.suptitle(words)
        return figure

    before = mpl.rcParams["text.parse_math"]
    is_harmless(make(), named=False)
    assert mpl.rcParams["text.parse_math"] == before


def test_the_map_and_the_curves_of_lines() -> None:
    from hillfort.files.lines import read as lines_files
    from hillfort.report.lines import curves
    from hillfort.report.lines import map as maps
    from hillfort.studies.lines import study as lines

    marrow = read.scenario("marrow")
    answer = lines.study(
        marrow, network=lines_files.network(marrow.theatre), movement=lines_files.shipped_movement(), draws=2, attack=1
    )
    given = dataclasses.replace(answer, scenario=poisoned(answer.scenario), summary=poisoned(dict(answer.summary)))
    for make in (maps.lines_map, curves.curves):
        is_harmless(make(given))


def test_the_sea() -> None:
    from hillfort.report.sea import pictures
    from hillfort.studies.sea import study as sea

    found = sea.study(read.scenario("baltic-2019"), draws=2, days=4)
    given = dataclasses.replace(found, scenario=poisoned(found.scenario), summary=poisoned(dict(found.summary)))
    for make in (pictures.lane_map, pictures.curves):
        is_harmless(make(given))


def test_the_air() -> None:
    from hillfort.report.air import charts, maps
    from hillfort.studies.air import study

    found = study.study(read.scenario("baltic-2019"), draws=2)
    given = dataclasses.replace(found, scenario=poisoned(found.scenario), summary=poisoned(dict(found.summary)))
    makes: tuple[Callable[[Any], Figure], ...] = (
        maps.coverage, maps.interception, charts.leak, charts.through_the_year, charts.sky,
    )  # fmt: skip
    for make in makes:
        is_harmless(make(given), named=False)


def test_an_assessment_and_a_comparison() -> None:
    from hillfort.report.campaign import figures
    from report.campaign.test_report import assessment, comparison

    found = assessment()
    outcome = dataclasses.replace(
        found.outcome, objectives=tuple(f"{each} {HOSTILE}" for each in found.outcome.objectives)
    )
    is_harmless(figures.loss_map(poisoned(found.scenario), found.outcome))
    for make in (figures.survival, figures.reinforcement, figures.balance):
        is_harmless(make(outcome), named=make is figures.survival)
    is_harmless(figures.differences(poisoned(dict(comparison().summary))))


def test_a_theatre(tmp_path: Path) -> None:
    from hillfort.files.theatre.picture import draw_theatre

    whole = read.scenario("marrow").theatre
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*(?:Glyph|math)")
        draw_theatre(poisoned(whole), tmp_path / "map.svg")
    drawn_words = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert "frac" in drawn_words
    assert not any(bad in drawn_words for bad in BAD)
