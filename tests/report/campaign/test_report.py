"""The report: self-contained, says what was found, escapes what it was given."""

from __future__ import annotations

import base64
import dataclasses
import itertools
import json
import re
import shutil
import subprocess
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from hillfort.files.theatre.artefact import load_theatre
from hillfort.foundation.errors import InputError
from hillfort.report.campaign import comparison as comparison_page
from hillfort.report.campaign import figures, mapping, notebook, page
from hillfort.report.campaign import replay as replay_page
from hillfort.report.parts import ground, markup, pictures, words
from hillfort.report.parts.projection import Projection
from hillfort.studies.campaign.assess import conclude
from hillfort.studies.campaign.assessment import Assessment
from hillfort.studies.campaign.compare import Comparison, _summary
from hillfort.studies.campaign.summary import provenance
from studies import synthetic

CHROMIUM = shutil.which("chromium")


@lru_cache
def assessment() -> Assessment:
    case = synthetic.scenario()
    found = conclude(case, synthetic.outcome())
    return dataclasses.replace(found, trace=synthetic.trace(case, coa="short", seed=1, draw=3))


@lru_cache
def html() -> str:
    return page.assessment(assessment())


class Reader(HTMLParser):
    """Collects tags, links and text, and notices what is not closed."""

    VOID = ("meta", "br", "input", "link", "img", "i")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action", "data")]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and tag not in ("line", "rect", "polygon", "polyline"):
            while self.open and self.open[-1] in ("line", "rect", "polygon", "polyline"):
                self.open.pop()
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return reader


def data_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def test_the_page_fetches_nothing() -> None:
    text = html()
    assert not re.search(r"https?://|//cdn|@import|url\(|fetch\(|XMLHttpRequest|import\(", text)
    assert all(link.startswith("#") for link in read(text).links)


def test_every_link_leads_to_a_place_on_the_page() -> None:
    reader = read(html())
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))


def test_the_page_says_what_it_has_to() -> None:
    text = " ".join(read(html()).text)
    for each in synthetic.scenario().objectives:
        assert each.name in text
    for sentence in (
        *words.answer(assessment().summary),
        words.headline(assessment().summary),
        *assessment().summary["leaves_out"],
    ):
        assert sentence in text
    for word in ("seed 1", synthetic.scenario().hash, "Slower here.", "A book", "F6", "Battalions arrived"):
        assert word in text


def test_nothing_that_was_given_becomes_markup() -> None:
    text = html()
    assert "Invented <coast>" not in text
    assert "Invented &lt;coast&gt;" in text
    assert "</script>" not in markup.embedded({"name": "</script><script>alert(1)</script>"})


def test_the_map_holds_a_class_and_a_chance_for_each_cell_of_land() -> None:
    case, outcome = synthetic.scenario(), synthetic.outcome()
    loss, base = mapping.losses(case, outcome), mapping.base(case, mapping.touched(outcome))
    land = (case.theatre.cells.country >= 0).sum()
    assert loss["days"] == [3, 7, 10]
    for row in (*loss["chance"], *loss["classes"], base["home"]):
        assert len(base64.b64decode(row)) == land
    assert len(base64.b64decode(base["faces"])) == land * 6 * 4
    assert json.loads(json.dumps(data_of(html())))["loss"] == loss


def test_classes_of_the_map_follow_their_legend() -> None:
    chances = np.array([0.0, 0.001, 0.05, 0.07, 0.25, 0.5, 0.51, 0.9, 0.95, 1.0])
    assert mapping.classes_of(chances).tolist() == [0, 1, 1, 2, 3, 4, 5, 6, 7, 7]
    assert len(mapping.COLOURS) == len(mapping.LEGEND) == 8


def test_colours_of_the_map_darken_step_by_step() -> None:
    """So that they stay apart in grey and for every kind of colour vision."""
    lightness = [
        sum(w * int(c[i : i + 2], 16) for w, i in ((0.2126, 1), (0.7152, 3), (0.0722, 5))) for c in mapping.COLOURS
    ]
    assert all(one - two > 8 for one, two in itertools.pairwise(lightness))


def test_a_replay_tells_every_change_and_nothing_twice() -> None:
    trace = synthetic.trace(synthetic.scenario(), coa="short", seed=1, draw=3)
    found = mapping.replay(synthetic.scenario(), trace)
    assert (found["first"], found["last"]) == (-24, 240)
    walker = next(unit for unit in found["units"] if unit["side"] == 1)
    steps = np.array(walker["steps"]).reshape(-1, 4)
    assert steps[0, 0] == -24
    assert (np.diff(steps[:, 0]) > 0).all()
    assert np.any(np.diff(steps[:, 1:], axis=0) != 0, axis=1).all()


def test_the_projection_keeps_distances_and_directions() -> None:
    projection = Projection.of((18.0, 52.0, 32.0, 60.6))
    tallinn, narva, riga = projection.xy(np.array([24.745, 28.19, 24.105]), np.array([59.437, 59.377, 56.949]))
    assert np.hypot(*(tallinn - narva)) == pytest.approx(1950.0, rel=0.02)
    assert riga[1] > tallinn[1]
    assert narva[0] > tallinn[0]
    corners = projection.xy(np.array([18.0, 32.0, 18.0, 32.0]), np.array([52.0, 52.0, 60.6, 60.6]))
    assert corners.min() > -1.0
    assert (corners.max(axis=0) <= [projection.width, projection.height]).all()


def test_the_coast_cuts_the_frame_into_land_and_sea() -> None:
    case = synthetic.scenario()
    projection = Projection.of(case.theatre.bounds)
    rings = ground.shapes(case.theatre, projection)["land"]
    assert len(rings) == 1
    x, y = np.array(rings[0]).T
    area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2.0
    share = (case.theatre.cells.country >= 0).mean()
    assert area / (projection.width * projection.height) == pytest.approx(share, abs=0.06)


def test_a_theatre_without_a_coast_still_has_a_map() -> None:
    bare = dataclasses.replace(synthetic.theatre(), coast=(), borders=(), lakes=(), river_lines=(), places={})
    case = dataclasses.replace(synthetic.scenario(), theatre=bare)
    assert mapping.base(case, np.zeros(0, np.int64))["land"] == []
    read(page.assessment(conclude(case, synthetic.outcome())))


@pytest.mark.parametrize("draws", [1, 2, 44, 46])
def test_a_page_of_few_draws_is_a_page(draws: int) -> None:
    read(page.assessment(conclude(synthetic.scenario(), synthetic.outcome(draws))))


def test_a_page_where_nothing_happens_is_a_page() -> None:
    never = np.full((60, 3), np.nan, np.float32)
    quiet = synthetic.outcome(
        60,
        lost_h=never,
        outskirts_h=never,
        lost_at_end=np.zeros((60, 3), bool),
        first_brigade_h=np.full(60, np.nan, np.float32),
        reinforcement_bn=np.zeros((60, 11), np.float32),
        isolated_h=np.zeros((60, 10), np.float32),
        power=np.zeros((60, 11, 2), np.float32),
        lost_persons=np.zeros((60, 11, 2), np.float32),
        cell_lost=np.zeros((4, len(synthetic.theatre().cells)), np.int32),
    )
    text = " ".join(read(page.assessment(conclude(synthetic.scenario(), quiet))).text)
    assert "No protected place is lost in any draw" in text
    assert "nan" not in text.lower().split()


def comparison() -> Comparison:
    case = synthetic.scenario()
    base, better = synthetic.outcome(), synthetic.outcome(held=0.5)
    fought = {"nothing": base, "more <of> it": better}
    return Comparison(base, fought, _summary(case, base, dict.fromkeys(fought, case), fought))


def test_a_comparison_says_what_changes_and_what_does_not() -> None:
    reader = read(comparison_page.comparison(comparison()))
    text = " ".join(reader.text)
    assert "nothing: not one of 200 draws changes." in text
    assert "more <of> it raises the chance to hold" in text
    assert reader.links == []


def test_a_comparison_says_by_address_what_each_option_has_otherwise() -> None:
    case, base, better = synthetic.scenario(), synthetic.outcome(), synthetic.outcome(held=0.5)
    longer = case.vary({"days": case.days + 5}, reason="A try.")
    options = {"longer": longer, "same": case}
    fought = {"longer": better, "same": better}
    page_text = comparison_page.comparison(Comparison(base, fought, _summary(case, base, options, fought)))
    text = " ".join(read(page_text).text)
    assert f"days {case.days} {case.days + 5}" in " ".join(text.split())
    assert text.count("otherwise than the baseline") == 1


def test_a_replay_page_names_its_draw() -> None:
    case = synthetic.scenario()
    trace = synthetic.trace(case, coa="short", seed=1, draw=3)
    text = replay_page.replay(case, trace, provenance(case, "short", 1))
    assert "Draw 3" in " ".join(read(text).text)


def test_results_show_themselves_in_a_notebook() -> None:
    shown = notebook.ShownAssessment.of(assessment())
    assert "Alva" in " ".join(read(shown._repr_html_()).text)
    assert "raises the chance" in " ".join(read(notebook.ShownComparison.of(comparison())._repr_html_()).text)


@pytest.mark.parametrize("picture", ["plot_map", "plot_survival", "plot_reinforcement", "plot_balance"])
def test_every_picture_can_be_drawn(picture: str) -> None:
    drawn = pictures.png(getattr(notebook.ShownAssessment.of(assessment()), picture)(), dpi=40)
    assert drawn.startswith(b"\x89PNG")


def test_the_same_map_is_the_same_picture() -> None:
    one, two = (
        pictures.png(figures.loss_map(synthetic.scenario(), synthetic.outcome(), day=3), dpi=40) for _ in range(2)
    )
    assert one == two


def test_a_day_that_the_map_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="Allowed: 3, 7, 10"):
        figures.loss_map(synthetic.scenario(), synthetic.outcome(), day=4)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_browser_draws_the_page_without_a_complaint(tmp_path: Path) -> None:
    """Both maps are painted with more than the colour of the sea, and the console stays empty."""
    probe = (
        "<script>window.onerror=(m)=>{document.title='ERROR '+m};</script>",
        (
            "<script>setTimeout(()=>{const n=(id)=>{const c=document.querySelector('#'+id+' canvas');"
            "const d=c.getContext('2d').getImageData(0,0,c.width,c.height).data;const s=new Set();"
            "for(let i=0;i<d.length;i+=400)s.add(d[i]+','+d[i+1]+','+d[i+2]);return s.size};"
            "document.querySelector('#loss-days button').click();document.getElementById('hour').value=100;"
            "document.getElementById('hour').oninput();"
            "document.body.dataset.probe=document.title.startsWith('ERROR')?document.title:n('loss-map')+' "
            "'+n('replay-map')+' '"
            "+document.getElementById('clock').textContent},600)</script>"
        ),
    )
    text = html().replace("<head>", f"<head>{probe[0]}").replace("</body>", f"{probe[1]}</body>")
    target = tmp_path / "report.html"
    target.write_text(text, encoding="utf-8")
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=3000",
    ]
    done = subprocess.run(
        [str(CHROMIUM), *flags, "--dump-dom", target.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    found = re.search(r'data-probe="([^"]*)"', done.stdout)
    assert found is not None
    loss, replay, clock = found.group(1).split(" ", 2)
    assert int(loss) >= 5
    assert int(replay) >= 4
    assert clock == "day 5, H+100 h"


def test_a_result_says_what_it_is_in_a_line() -> None:
    found = notebook.ShownAssessment.of(conclude(synthetic.scenario(), synthetic.outcome(200)))
    assert repr(found).startswith("<Assessment of invented, course of action 'short'. In 25 of 100 campaigns none of")
    assert len(repr(found)) < 500


CREDIT = "Roads © Somebody & others (ODbL)"


def credited(credit: str | None) -> Assessment:
    found = assessment()
    theatre = dataclasses.replace(found.scenario.theatre, provenance={} if credit is None else {"credit": credit})
    return dataclasses.replace(found, scenario=dataclasses.replace(found.scenario, theatre=theatre))


def test_maps_and_feet_of_pages_name_whose_data_they_show() -> None:
    found = credited(CREDIT)
    shown = page.assessment(found)
    assert found.trace is not None
    replayed = replay_page.replay(found.scenario, found.trace, provenance(found.scenario, "short", 1))
    written = "Roads © Somebody &amp; others (ODbL)"
    assert (shown.count(written), replayed.count(written)) == (3, 2)  # under each map and in the foot
    assert written in shown[shown.index("<footer>") :]


def test_a_theatre_without_a_credit_shows_none() -> None:
    found = credited(None)
    assert found.trace is not None
    for shown in (
        page.assessment(found),
        replay_page.replay(found.scenario, found.trace, provenance(found.scenario, "short", 1)),
    ):
        assert "Map data" not in shown


@pytest.mark.parametrize("credit", [CREDIT, None])
def test_the_picture_of_the_map_carries_the_credit(credit: str | None) -> None:
    figure = figures.loss_map(credited(credit).scenario, synthetic.outcome())
    assert [each.get_text() for each in figure.axes[0].texts if "©" in each.get_text()] == ([credit] if credit else [])


def test_theatres_that_come_with_the_package_name_their_sources() -> None:
    said = load_theatre("baltic").provenance["credit"]
    assert all(name in said for name in ("OpenStreetMap contributors", "ODbL", "Natural Earth", "GSHHG", "GeoNames"))


@pytest.mark.skipif(
    CHROMIUM is None or shutil.which("pdftotext") is None, reason="no Chromium or no pdftotext on this machine"
)
def test_on_paper_each_map_stands_on_the_page_of_its_heading_and_nothing_is_to_be_pressed(tmp_path: Path) -> None:
    source, target = tmp_path / "report.html", tmp_path / "report.pdf"
    source.write_text(page.assessment(credited(CREDIT)), encoding="utf-8")
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={target}",
    ]
    subprocess.run([str(CHROMIUM), *flags, source.as_uri()], capture_output=True, timeout=120, check=True)
    said = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    pages = said.split("\f")
    for heading in ("Where the ground is lost", "One campaign, hour by hour"):
        assert ["Map data" in each for each in pages if heading in each] == [True]
    (ground_page,) = [each for each in pages if "Where the ground is lost" in each]
    days = re.findall(r"Day (\d+)", ground_page)
    assert days == [str(day) for day in mapping.snapshots(synthetic.outcome())[0]]
    assert not re.search(r"Point at a place|\bPlay\b|⌂", said)
