"""The fitted law beside figures from outside its record: rows of the published table, and rates of advance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hillfort import workbench
from hillfort.ground.adjudication import LUCK_OF_MARGIN, Adjudication, predict, undecided_margin, wins_by_ratio
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
    return list(record.wins(model, workbench.validation_given(draws=1, seed=1).data("battles")[0]))


def test_the_table_is_the_published_one() -> None:
    """672 engagements of which 63.7 % were won by the attacker."""
    count = sum(row[3] for row in record.TABLE)
    assert count == 672
    assert sum(row[2] * row[3] for row in record.TABLE) / count == pytest.approx(63.7, abs=0.6)


def test_every_row_is_judged_by_an_interval_that_grows_as_engagements_get_fewer(rows: list[Anchor]) -> None:
    *points, _ = rows
    assert len(points) == 12
    assert all(each.rule == "covers" and each.kind == PREDICTED for each in points)
    assert all(each.low <= each.ours <= each.high for each in points)
    widths = {row[3]: each.high - each.low for row, each in zip(record.TABLE, points, strict=True)}
    assert widths[2] > widths[9] > widths[77]
    assert all(0.0 <= each.low and each.high <= 1.0 for each in rows)


def test_more_force_wins_more_often(rows: list[Anchor]) -> None:
    points = rows[:-1]
    assert [each.ours for each in points] == sorted(each.ours for each in points)


def test_the_law_is_within_what_so_many_rows_allow(rows: list[Anchor]) -> None:
    """Of twelve intervals of 90 %, more than four missed would happen less than once in two hundred times."""
    assert sum(not each.ok for each in rows[:-1]) <= 4


def test_advances_are_those_that_the_law_predicts(model: Adjudication) -> None:
    found = list(record.advances(model))
    prediction = predict(model, [Fight(attacker_persons=45_000.0, defender_persons=15_000.0, posture="prepared")])
    assert found[0].ours == pytest.approx(math.sinh(float(prediction.asinh_advance[0][0])))
    assert found[0].ours < found[1].ours
    inside = np.arcsinh([found[0].low, found[0].high])
    assert (inside[1] - inside[0]) / 2.0 == pytest.approx(1.2816 * float(prediction.asinh_advance[1][0]), rel=1e-3)


def test_a_draw_is_no_win_and_as_many_fights_are_drawn_as_were(model: Adjudication) -> None:
    battles, _ = workbench.validation_given(draws=1, seed=1).data("battles")
    fights = [each.fight for each in battles]
    margins = [undecided_margin(model, fights, drawn=share) for share in (0.0, 0.05, 0.1, 0.3)]
    assert margins[0] == 0.0 and margins == sorted(set(margins))
    found = predict(model, fights)
    luck = np.random.default_rng(1).standard_normal((400, len(fights))) * np.hypot(LUCK_OF_MARGIN, found.margin_doubt)
    assert (np.abs(found.margin + luck) < margins[2]).mean() == pytest.approx(0.1, abs=0.005)
    sure = wins_by_ratio(model, [0.4, 3.0], counts=[9, 48])
    strict = wins_by_ratio(model, [0.4, 3.0], counts=[9, 48], undecided=margins[2])
    assert all(less[0] < more[0] for less, more in zip(strict, sure, strict=True))


def test_the_distance_of_the_curve_is_one_figure_beside_what_luck_makes(rows: list[Anchor]) -> None:
    curve, points = rows[-1], rows[:-1]
    counts = [row[3] for row in record.TABLE]
    published = [row[2] / 100.0 for row in record.TABLE]
    assert curve.ours == pytest.approx(record.distance(published, [each.ours for each in points], counts))
    assert record.distance(published, published, counts) == 0.0
    assert 0.0 < curve.ours < 0.10 and not curve.ok  # further off than luck: said, not hidden
