"""Shapes of evidence in files: every one is read, acts with its meaning,
and is refused with its line where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy import stats

import hillfort as hf
from hillfort.campaign.doubt import doubted, sample
from hillfort.files.scenario.read import scenario
from hillfort.foundation.addressed import get
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence

HEAD = "version: 1\nname: shaped\nbase: marrow\n"
RANGE = "value: 60, low: 24, high: 240, source: judgement, grade: F6, why: tried"


PERT = stats.beta(1 + 4 * 36 / 216, 1 + 4 * 180 / 216, loc=24, scale=216)
NORMAL = stats.truncnorm(-1.96 * 36 / 180, 1.96, loc=60, scale=180 / 1.96)


def written(tmp_path: Path, shape: str) -> str:
    file = tmp_path / "shaped.yaml"
    file.write_text(f"{HEAD}assumptions:\n  alliance_decision_h: {{{RANGE}, {shape}}}\n", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("shape", "tenth", "half"),
    [
        ("shape: uniform", 45.6, 132.0),
        ("shape: quantiles, table: [[0.1, 30], [0.5, 60], [0.9, 150]]", 30.0, 60.0),
        ("shape: sample, sample: [24, 48, 72, 240]", 24.0, 72.0),
        ("shape: pert", *PERT.ppf([0.1, 0.5])),
        ("shape: normal", *NORMAL.ppf([0.1, 0.5])),
    ],
)
def test_a_shape_of_a_file_is_the_one_that_is_drawn(tmp_path: Path, shape: str, tenth: float, half: float) -> None:
    war = scenario(written(tmp_path, shape))
    evidence = get(war, "assumptions.alliance_decision_h")
    assert isinstance(evidence, Evidence)
    assert (evidence.quantile(0.1), evidence.quantile(0.5)) == pytest.approx((tenth, half), rel=1e-6)
    columns = doubted(war, next(iter(war.courses_of_action)))
    drawn = sample(columns, seed=1, first_draw=0, draws=4000, scenario=war)[
        :, list(columns).index("assumptions.alliance_decision_h")
    ]
    assert 0.07 <= (drawn < tenth * 1.01).mean() <= 0.28
    assert war.hash != hf.scenario("marrow").hash


@pytest.mark.parametrize(
    ("shape", "where", "said"),
    [
        ("shape: bell", "shape", "'bell' is not one of triangular, uniform, normal"),
        ("shape: quantiles", "", "shape 'quantiles' needs a table"),
        ("shape: quantiles, table: [[0.5, 60], [0.1, 30]]", "table", "chances in the table do not rise"),
        ("shape: quantiles, table: [[0.5, 600]]", "table", "600.0 in the table is outside the range 24.0 to 240.0"),
        ("shape: sample, sample: [24, 1e9]", "sample", "in the sample is outside the range"),
        ("sample: [24, 48]", "sample", "a sample is for shape 'sample'"),
        ("shape: fixed", "shape", "a fixed value needs low = value = high"),
        ("date: 2019-13", "date", "'2019-13' is not a date"),
    ],
)
def test_a_wrong_shape_is_said_with_its_line(tmp_path: Path, shape: str, where: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        scenario(written(tmp_path, shape))
    first = error.value.problems[0]
    assert first.line == 5
    assert first.where.removeprefix("assumptions.alliance_decision_h").lstrip(".").startswith(where)
    assert any(said in problem.found for problem in error.value.problems)
