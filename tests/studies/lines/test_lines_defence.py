"""A search that did not end says between what the answer lies, ranks behind what is proved, and advises nothing."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from hillfort.files.lines import read as lines_files
from hillfort.files.scenario import read
from hillfort.lines.loss.fortification import Fortified
from hillfort.lines.loss.isolation import Isolation
from hillfort.report.lines import marks, page, words
from hillfort.studies.lines import loss as lines_loss
from hillfort.studies.lines import study as lines
from hillfort.studies.lines.answer import LinesAnswer
from hillfort.studies.lines.loss import LineLever


def of_marrow(**asked: int) -> LinesAnswer:
    marrow = read.scenario("marrow")
    return lines.study(
        marrow,
        network=lines_files.network(marrow.theatre),
        movement=lines_files.shipped_movement(),
        draws=0,
        attack=2,
        fortify=1,
        **asked,  # type: ignore[arg-type]
    )


def unfinished_defence(monkeypatch: pytest.MonkeyPatch) -> LinesAnswer:
    exact = lines.fortify

    def hasty(*given: object, **asked: object) -> Fortified:
        found = exact(*given, **asked)  # type: ignore[arg-type]
        return dataclasses.replace(found, delivered=100.0, bound=1e6, proved=False, worth={})

    monkeypatch.setattr(lines, "fortify", hasty)
    return of_marrow()


def test_fortification_that_is_not_proved_is_told_between_bounds_and_not_advised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = unfinished_defence(monkeypatch)
    assert answer.fortified is not None
    assert answer.fortified.bound == answer.attack.undisturbed == 587.0
    said = " ".join(words.defence(answer.summary)[1])
    assert "is not proved" in said
    assert "between 100 and 587 vehicles" in said
    assert "Best to" not in said
    assert "fortify" not in {mark.kind for mark in marks.marks(answer)}
    assert "made safe</span>" not in page.lines(answer, b"")


def test_fortification_that_is_proved_is_advised() -> None:
    answer = of_marrow()
    assert "Best to protect: Port Alder." in " ".join(words.defence(answer.summary)[1])
    assert "fortify" in {mark.kind for mark in marks.marks(answer)}


def test_a_lever_that_is_not_proved_ranks_behind_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = lines_loss.lever
    best = of_marrow().levers[0]
    assert best.proved

    def hasty(name: str, **asked: object) -> LineLever:
        found = exact(name, **asked)  # type: ignore[arg-type]
        if name != best.name:
            return found
        return dataclasses.replace(found, proved=False, gain_attacked=7.0, gain_attacked_most=1e6)

    monkeypatch.setattr(lines_loss, "lever", hasty)
    answer = of_marrow()
    assert answer.levers[-1].name == best.name
    assert answer.summary["levers"][-1]["gain_attacked"] == 7.0
    _, sentences, table = words.defence(answer.summary)
    assert "those that are not proved last" in sentences[-1]
    assert table[-1][-1].startswith("not proved: between +7 and +1")


def test_isolation_that_is_not_proved_is_told_between_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        lines, "isolate", lambda *_, **__: Isolation(("Port Alder", "Port Birch"), 2, 1, (), False, False)
    )
    monkeypatch.setattr(lines, "in_plain_groups", lambda _, found: found)
    summary = of_marrow().summary
    assert summary["isolating_set"]["bound"] == 1
    assert "not proved: between 1 and 2 groups" in words.headline(summary)
    assert "Cut off only if" not in words.headline(summary)
    said = words.isolation(summary)[1]
    assert "not proved: between 1 and 2 groups" in said[0]
    assert "no fewer" not in said[0]
    assert "no more than 2 (not proved: between 1 and 2 groups)" in said[-1]


def test_a_worst_loss_that_is_not_proved_is_told_between_bounds() -> None:
    summary = copy.deepcopy(of_marrow().summary)
    summary["attack_targets"][0] |= {"groups": [], "delivered": 587.0, "bound": 200.0, "proved": False}
    rows = [row for row in words.worst(summary)[2] if "single targets" in row[0]]
    assert rows[0][-2:] == ["none found", "not proved: between 200 and 587"]
