"""Anchors: verdicts follow their rules, the table keeps what it is told, every miss is explained."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden import validation as golden

from documents.pages import ROOT
from hillfort.files.results.folder import strict_json
from hillfort.foundation.errors import InputError
from hillfort.report.validation import page as validation_page
from hillfort.report.validation import words as anchor_words
from hillfort.validation import reference_laws, table
from hillfort.validation.anchors import FITTED, RULES, Anchor, Given, Progress, exact

GIVEN = Given(lambda name, measures: None, lambda name: None)  # type: ignore[arg-type,return-value]
KEPT = json.loads(golden.STORE.read_text(encoding="utf-8"))
DIFFERENCES = (ROOT / "DIFFERENCES.md").read_text(encoding="utf-8")


def anchor(
    published: Any, ours: float, rule: str, *, low: float | None = None, high: float | None = None, **more: Any
) -> Anchor:
    edges = (ours if low is None else low, ours if high is None else high)
    return Anchor("Subject", "name", published, ours, *edges, rule=rule, **more)


def quiet(done: int, wanted: int) -> None:
    """Nobody to tell."""


@contextmanager
def stage(name: str) -> Iterator[Progress]:
    yield quiet


@pytest.mark.parametrize(
    ("published", "ours", "rule", "ok"),
    [
        ((36.0, 60.0), 36.0, "inside", True),
        ((36.0, 60.0), 60.1, "inside", False),
        (0.8, 0.8, "at least", True),
        (0.8, 0.79, "at least", False),
        (0.1, 0.1, "at most", True),
        (0.1, 0.11, "at most", False),
        (2.0, 3.0, "near", True),
        (2.0, 3.1, "near", False),
        (2.0, 1.3, "near", False),
        (5.0, math.nan, "near", False),
    ],
)
def test_a_verdict_follows_its_rule(published: Any, ours: float, rule: str, ok: bool) -> None:
    assert anchor(published, ours, rule).ok is ok


def test_an_interval_decides_only_where_the_rule_says_so() -> None:
    assert anchor(0.8, 0.79, "at least", low=0.7, high=0.9).verdict == "missed, within chance"
    assert anchor(0.8, 0.81, "at least", low=0.7, high=0.9).verdict == "met, within chance"
    assert anchor(0.8, 0.95, "at least", low=0.9, high=0.97).verdict == "met"
    assert anchor(0.8, 0.6, "covers", low=0.5, high=0.85).verdict == "met"
    assert anchor(0.8, 0.6, "covers", low=0.5, high=0.75).verdict == "missed"


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_what_is_printed_to_so_many_digits_is_equal_to_them(value: float, digits: int) -> None:
    printed = float(f"{value:.{digits}f}")
    assert exact("S", "n", printed, value, digits=digits, source="x").ok
    assert not exact("S", "n", printed, printed + 0.6 * 10.0**-digits, digits=digits, source="x").ok


@pytest.mark.parametrize("wrong", [{"rule": "nearly"}, {"rule": "at least", "kind": "guessed"}, {"rule": "inside"}])
def test_an_anchor_that_no_rule_can_judge_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        Anchor("S", "n", 1.0, 1.0, 1.0, 1.0, **wrong)


def test_an_anchor_in_the_result_file_has_the_promised_names_and_a_figure_that_is_missing_is_null() -> None:
    found = json.loads(strict_json([anchor((1.0, 2.0), math.nan, "inside").as_dict()]))[0]
    assert {"name", "published", "ours", "low", "high", "kind", "ok", "source"} <= set(found)
    assert (found["ours"], found["ok"], found["published"]) == (None, False, [1.0, 2.0])


def test_every_published_figure_of_the_classical_laws_is_met_and_sourced() -> None:
    found = list(reference_laws.anchors(GIVEN, quiet))
    assert len(found) > 25
    assert {each.subject for each in found} == {"3:1 rule", "Lanchester", "Epstein", "Biddle"}
    assert [each.name for each in found if not each.ok] == []
    assert all(each.source for each in found)
    names = [(each.subject, each.name) for each in found]
    assert len(set(names)) == len(names)


def test_whoever_is_interrupted_has_what_was_found_before() -> None:
    def slow(given: Given, progress: Progress) -> list[Anchor]:
        raise KeyboardInterrupt

    first = ("quick", lambda given, progress: [anchor(1.0, 1.0, "near")])
    running = table.run(GIVEN, stage, subjects=(first, ("slow", slow)))
    assert next(running).ok
    with pytest.raises(KeyboardInterrupt):
        next(running)


def test_the_page_shows_every_anchor_and_misses_first() -> None:
    found = [
        anchor((36.0, 60.0), 40.0, "inside", low=38.0, high=41.0, unit="h", source="A <report>"),
        Anchor("Other", "late & slow", 0.1, 0.3, 0.2, 0.4, unit="share", rule="at most", kind=FITTED, note="<b>"),
        exact("Law", "survivors", 529.15, 529.1499, digits=2, source="book"),
    ]
    page = validation_page.validation(found, made="300 draws")
    misses, subjects = page.index('id="misses"'), page.index('id="subject"')
    assert misses < page.index("late &amp; slow") < subjects < page.index("36–60") < page.rindex("late &amp; slow")
    assert "<b>ours" not in page and "&lt;b&gt;" in page and "A &lt;report&gt;" in page
    assert page.count("<svg") == 2
    assert "1 of 1 published figures" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_what_every_note_of_a_subject_says_is_said_once() -> None:
    found = [Anchor("S", f"row {n}", 1.0, 1.0, 0.5, 1.5, note=f"{n} cases. The same for all.") for n in range(3)]
    page = validation_page.validation(found, made="now")
    assert page.count("The same for all.") == 1
    assert all(f"{n} cases." in page for n in range(3))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_can_be_shown(rule: str) -> None:
    published = (1.0, 2.0) if rule == "inside" else 1.5
    for ours in (1.5, math.nan, 0.0, -3.0):
        shown = anchor(published, ours, rule, unit="km/day", tolerance=0.05)
        assert anchor_words.published(shown) and anchor_words.ours(shown)
        assert ("<circle" in validation_page.strip(shown)) != math.isnan(ours)


def explained() -> set[str]:
    """Names of anchors that have a heading in DIFFERENCES.md."""
    return set(re.findall(r"^### (.+)$", DIFFERENCES, re.MULTILINE))


def test_every_miss_of_the_last_recorded_validation_is_explained() -> None:
    missed = {each["name"] for each in KEPT["anchors"] if not each["ok"]}
    assert missed - explained() == set()


def test_nothing_is_explained_that_is_not_missed() -> None:
    missed = {each["name"] for each in KEPT["anchors"] if not each["ok"]}
    assert explained() - missed == set()


def test_the_recorded_validation_is_of_all_subjects() -> None:
    """If this fails, a subject was added: `python tests/golden/validation.py` records the validation anew."""
    assert KEPT["subjects"] == [name for name, _ in table.SUBJECTS]


def test_an_explanation_says_what_is_behind_a_miss() -> None:
    parts = re.split(r"^### .+$", DIFFERENCES, flags=re.MULTILINE)[1:]
    for name, part in itertools.zip_longest(sorted(explained()), parts):
        assert name is not None
        assert len(re.split(r"^## ", part, flags=re.MULTILINE)[0].split()) > 30, name
