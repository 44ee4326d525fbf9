"""The fitted law beside figures from outside its record: rows of the published table, and rates of advance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hillfort import workbench
from hillfort.ground.adjudication import Adjudication, predict
from hillfort.ground.fight import Fight
from hillfort.validation import record
from hillfort.validation.anchors import PREDICTED, Anchor


@pytest.fixture(scope="module")
def model() -> Adjudication:
    found = workbench.validation_given(draws=1, seed=1).data("adjudication")
    assert isinstance(found, Adjudication)
    return found


@pytest.fixture(scope="module")
def rows(model: Adjudication) -> list[Anchor]:
    return list(record.wins(model))


def test_the_table_is_the_published_one() -> None:
    """672 engagements of which 63.7 % were won by the attacker."""
    count = sum(row[3] for row in record.TABLE)
    assert count == 672
    assert sum(row[2] * row[3] for row in record.TABLE) / count == pytest.approx(63.7, abs=0.6)


def test_every_row_is_judged_by_an_interval_that_grows_as_engagements_get_fewer(rows: list[Anchor]) -> None:
    assert len(rows) == 12
    assert all(each.rule == "covers" and each.kind == PREDICTED and each.low <= each.ours <= each.high for each in rows)
    widths = {row[3]: each.high - each.low for row, each in zip(record.TABLE, rows, strict=True)}
    assert widths[2] > widths[9] > widths[77]
    assert all(0.0 <= each.low and each.high <= 1.0 for each in rows)


def test_more_force_wins_more_often(rows: list[Anchor]) -> None:
    assert [each.ours for each in rows] == sorted(each.ours for each in rows)


def test_the_law_is_within_what_so_many_rows_allow(rows: list[Anchor]) -> None:
    """Of twelve intervals of 90 %, more than four missed would happen less than once in two hundred times."""
    assert sum(not each.ok for each in rows) <= 4


def test_advances_are_those_that_the_law_predicts(model: Adjudication) -> None:
    found = list(record.advances(model))
    prediction = predict(model, [Fight(attacker_persons=45_000.0, defender_persons=15_000.0, posture="prepared")])
    assert found[0].ours == pytest.approx(math.sinh(float(prediction.asinh_advance[0][0])))
    assert found[0].ours < found[1].ours
    inside = np.arcsinh([found[0].low, found[0].high])
    assert (inside[1] - inside[0]) / 2.0 == pytest.approx(1.2816 * float(prediction.asinh_advance[1][0]), rel=1e-3)
