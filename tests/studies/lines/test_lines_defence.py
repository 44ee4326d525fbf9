"""A protection whose search ran out of time is weighed again, and never told as more than what comes undisturbed."""

from __future__ import annotations

import dataclasses

import pytest

from hillfort.files.lines import read as lines_files
from hillfort.files.scenario import read
from hillfort.lines.loss.fortification import Fortified
from hillfort.studies.lines import study as lines


def test_a_value_that_is_not_proved_is_weighed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = lines.fortify

    def hasty(*given: object, **asked: object) -> Fortified:
        found = exact(*given, **asked)  # type: ignore[arg-type]
        return dataclasses.replace(
            found, delivered=1e6, bound=1e6, proved=False, worth=dict.fromkeys(found.groups, 1e6)
        )

    monkeypatch.setattr(lines, "fortify", hasty)
    marrow = read.scenario("marrow")
    answer = lines.study(
        marrow,
        network=lines_files.network(marrow.theatre),
        movement=lines_files.shipped_movement(),
        draws=0,
        attack=2,
        fortify=1,
    )
    for found in (answer.fortified, answer.prepared):
        assert found is not None
        assert not found.proved
        assert found.delivered <= answer.attack.undisturbed
        assert found.bound <= answer.attack.undisturbed
    assert answer.fortified is not None
    assert answer.fortified.worth == {"Port Alder": pytest.approx(answer.attack.undisturbed)}
