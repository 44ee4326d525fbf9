"""Whatever a file calls things: no page gains an element, an attribute or a script by it."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

import pytest

from hillfort.foundation.evidence import Evidence

HOSTILE = "<b onclick=q() id='z'>\"'></script><!--<script>x()</script>&lt;i&gt;"
"""Opens elements, ends attributes and scripts, and begins a comment that nothing would end."""
NAMES = ("title", "name", "note", "source", "command", "description", "who", "contributor", "equipment", "unit")
"""Fields that people write freely."""


class Elements(HTMLParser):
    """Every element with the names of its attributes, and comments."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[tuple[str, ...]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[(tag, *sorted(name for name, _ in attrs))] += 1

    def handle_comment(self, data: str) -> None:
        self.found[("comment",)] += 1


def elements(page: str) -> Counter[tuple[str, ...]]:
    reader = Elements()
    reader.feed(page)
    reader.close()
    return reader.found


def hostile(value: Any, depth: int = 0, words: str = HOSTILE) -> Any:
    """The same with every free text made hostile: in objects, mappings and lists."""
    if depth > 9 or isinstance(value, str | int | float | type(None)):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for each in dataclasses.fields(value):
            old = getattr(value, each.name)
            if isinstance(value, Evidence) and each.name in ("source", "unit"):
                continue
            new = _changed(each.name, old, depth, words)
            if new is not old and each.init:
                changed[each.name] = new
        return dataclasses.replace(value, **changed) if changed else value
    if isinstance(value, dict | MappingProxyType):
        return {key: _changed(str(key), old, depth, words) for key, old in value.items()}
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(hostile(each, depth + 1, words) for each in value)
    return value


def _changed(name: str, old: Any, depth: int, words: str) -> Any:
    if name in NAMES and isinstance(old, str):
        return f"{old} {words}"
    return hostile(old, depth + 1, words)


def same_elements(make: Callable[[Any], str], plain: Any, given: Any) -> None:
    before, after = elements(make(plain)), elements(make(given))
    assert set(after) <= set(before), set(after) - set(before)
    assert all(after[each] == before[each] for each in before if each[0] in ("script", "style", "b"))
    assert "onclick" not in {name for each in after for name in each[1:]}
    assert HOSTILE[:12] not in make(given).replace(json.dumps(HOSTILE), "")


def test_a_hostile_name_is_found_if_it_gets_through() -> None:
    with pytest.raises(AssertionError):
        same_elements(lambda name: f"<p>{name}</p>", "plain", HOSTILE)


def test_battles() -> None:
    from hillfort.report.validation import battles

    def run(name: str) -> dict[str, Any]:
        worst = {"name": name, "theatre": name, "chance": 0.1, "won": True}
        far = {"name": name, "theatre": name, "expected": 0.1, "was": 1.0, "deviations": 3.0}
        return {"battles": 3, "decisive": 0, "measures": {}, "worst": {"winner": [worst], "exchange": [far]}}

    same_elements(
        lambda name: battles.battles(name, {name: run(name)}, in_sample=True, remarks=[name]), "plain", HOSTILE
    )


def test_validation() -> None:
    from hillfort.report.validation import page
    from hillfort.validation.anchors import Anchor

    def anchors(name: str) -> list[Anchor]:
        return [
            Anchor(name, name, 2.0, 2.1, 1.0, 3.0, unit=unit, rule=rule, kind="fitted", source=name, note=name)
            for unit, rule in (("days", "near"), ("%", "at most"))
        ]

    same_elements(lambda name: page.validation(anchors(name), made=name), "plain", HOSTILE)


def test_an_assessment_a_replay_and_a_comparison() -> None:
    from hillfort.report.campaign import comparison as comparison_page
    from hillfort.report.campaign import page, replay
    from hillfort.studies.campaign.retold import Again
    from hillfort.studies.campaign.story import Picked
    from report.campaign.test_report import assessment, comparison

    found = assessment()
    given = dataclasses.replace(found, scenario=hostile(found.scenario), summary=hostile(dict(found.summary)))
    same_elements(page.assessment, found, given)
    assert found.trace is not None
    told = Again(found.scenario, found.trace, "short", 1, Picked("Alva falls", 0, 1, 2)).summary
    told |= {"decisions": [{"place": "Alva", "lost_h": 9, "decided_h": 5, "words": "Alva fell at hour 9."}]}
    assert told["events"] and told["picked"]
    same_elements(lambda each: replay.replay(found.scenario, found.trace, each), told, hostile(told))
    same_elements(lambda each: replay.replay(each.scenario, each.trace, told), found, given)
    pair = comparison()
    same_elements(comparison_page.comparison, pair, hostile(pair))


def test_air() -> None:
    from hillfort.files.scenario import read
    from hillfort.report.air import page
    from hillfort.studies.air import study

    found = study.study(read.scenario("baltic-2019"), draws=20)
    pictures = dict.fromkeys(("coverage", "interception", "leak", "year", "sky"), b"png")
    given = dataclasses.replace(found, scenario=hostile(found.scenario), summary=hostile(dict(found.summary)))
    same_elements(lambda each: page.page(each, pictures), found, given)


def test_control_characters_and_marks_of_direction_are_shown_on_a_page_not_obeyed() -> None:
    from hillfort.report.parts.markup import embedded, markup

    assert markup("<b>{}</b>", "a\x1b[31mb\u202ec\x00") == "<b>a\u241b[31mb\ufffdc\u2400</b>"
    assert "\u202e" not in embedded({"name": "a\u202eb"}) and "\u2028" not in embedded({"name": "\u2028"})


def test_what_is_no_html_is_escaped_however_it_is_joined() -> None:
    from hillfort.report.parts.markup import Html, document, joined, markup

    bold = markup("<b>{}</b>", "x")
    assert [type(each) for each in (bold, bold + "<", "<" + bold, joined(["<", bold]))] == [Html] * 4
    assert bold + "<" == "<b>x</b>&lt;" and "<" + bold == "&lt;<b>x</b>"
    assert joined(["<", bold, 2], "&") == "&lt;&amp;<b>x</b>&amp;2"
    assert markup("{:>5} {name!r}", "<a>", name="'") == "  &lt;a&gt; &quot;&#x27;&quot;"
    assert "<i>" not in document("<i>", ["<i>"], {"a": "<i>"})
