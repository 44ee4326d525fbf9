"""Map, curves and page of lines of communication: nothing covers anything else, nothing is fetched, words are right."""

from __future__ import annotations

import dataclasses
import re

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from hillfort.files.lines import read as lines_files
from hillfort.files.scenario import read
from hillfort.report.lines import curves as lines_curves
from hillfort.report.lines import map as lines_map
from hillfort.report.lines import page as lines_page
from hillfort.report.lines import words as lines_words
from hillfort.report.parts.labels import Labels
from hillfort.report.parts.pictures import png
from hillfort.studies.lines import study as lines
from hillfort.studies.lines.answer import LinesAnswer
from report.test_hostile_names import hostile, same_elements


@pytest.fixture(scope="module")
def answer() -> LinesAnswer:
    marrow = read.scenario("marrow")
    return lines.study(
        marrow,
        network=lines_files.network(marrow.theatre),
        movement=lines_files.shipped_movement(),
        draws=5,
        attack=2,
        fortify=1,
    )


def test_labels_never_cover_each_other() -> None:
    figure = Figure(figsize=(4, 4), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10), ylim=(0, 10))
    figure.draw_without_rendering()
    labels = Labels(axes)
    placed = [labels.put((5.0 + 0.05 * number, 5.0), f"place {number}") for number in range(12)]
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.texts]
    assert sum(placed) == len(boxes) >= 8
    for place, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[place + 1 :])
    assert len(labels.dropped) == 12 - len(boxes)


def test_a_label_that_has_no_room_is_dropped_and_told() -> None:
    figure = Figure(figsize=(1, 1), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    figure.draw_without_rendering()
    labels = Labels(axes)
    assert not labels.put((0.5, 0.5), "far too long for a picture as small as this one is")
    assert len(labels.dropped) == 1


def test_the_map_marks_what_would_be_cut_and_what_to_fortify(answer: LinesAnswer) -> None:
    figure = lines_map.lines_map(answer)
    said = " ".join(text.get_text() for text in [*figure.texts, *(text for axes in figure.axes for text in axes.texts)])
    for part in ("Lines of communication", "Port Alder", "Worst loss of 2", "Fortify", "Map data: Invented"):
        assert part in said
    markers = {line.get_marker() for axes in figure.axes for line in axes.lines}
    assert {"X", "s"} <= markers
    assert png(figure)[:4] == b"\x89PNG"


def test_wider_lines_have_carried_more(answer: LinesAnswer) -> None:
    scene = lines_map._Scene(answer)
    assert (
        scene.width(scene.most)
        == lines_map.WIDEST
        > scene.width(scene.most / 2.0)
        > scene.width(0.0)
        == lines_map.LEAST_WIDTH
    )


def test_the_curves_show_the_exact_curve_and_the_schedule(answer: LinesAnswer) -> None:
    figure = lines_curves.curves(answer)
    names = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert {"at most (exact, at best values)", "feasible schedule", "median draw"} <= set(names)


def test_the_page_needs_nothing_but_a_browser(answer: LinesAnswer) -> None:
    page = lines_page.lines(answer, b"\x89PNG")
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    assert page.count("<section") == page.count("</section>")
    for key in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{key}"' in page
    for part in ("Port Alder", "What limits it", "What to fortify", "checked again by independent"):
        assert part in page


def test_periods_are_told_as_one_says_them() -> None:
    period = {
        "from_day": 4.0,
        "to_day": 11.0,
        "kind": "capacity",
        "names": ["Transload Mockava", "Metz to Metz (rail-1435)"],
        "vehicles": 700.0,
        "vehicles_per_day": 100.0,
    }
    assert (
        lines_words.period_words(period)
        == "From day 4 to day 11 Transload Mockava and loading at Metz bind: 100 vehicles a day."
    )
    assert lines_words.period_words(period, little=200.0).endswith("little else has been released.")
    waiting = period | {"kind": "release", "names": ["A", "B"]}
    assert "Waited for: A and B." in lines_words.period_words(waiting)


def test_the_headline_follows_the_isolating_set(answer: LinesAnswer) -> None:
    summary = dict(answer.summary)
    assert lines_words.headline(summary) == "Cut off only if Port Alder is lost."
    assert (
        lines_words.headline(summary | {"isolating_set": {"groups": None}}) == "No loss of groups cuts the region off."
    )
    assert lines_words.headline(summary | {"undisturbed": 0.0}) == "Nothing can arrive by day 30."


def test_no_name_becomes_an_element_of_the_page(answer: LinesAnswer) -> None:
    given = dataclasses.replace(answer, scenario=hostile(answer.scenario), summary=hostile(dict(answer.summary)))
    same_elements(lambda each: lines_page.lines(each, b"png"), answer, given)
