"""One row of the table of quantities is one number, wherever numbers are shown."""

from __future__ import annotations

import re

import numpy as np
import pytest

from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.files.results import schema
from hillfort.report.campaign import page
from hillfort.studies import intervals
from hillfort.studies.campaign import compare, frames, primary, quantities
from hillfort.studies.campaign.assess import conclude
from hillfort.studies.campaign.result import AssessmentResult
from hillfort.studies.quantity import CHANCE, Quantity
from studies.synthetic import outcome, scenario


def late(_: Scenario, found: Outcome) -> np.ndarray:
    """Hours after the tenth."""
    return np.arange(found.draws) + 10.0


NEW = Quantity("new_h", "A new hour", "h", "An hour that nobody counted before.", late, better=1, asked=True)


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantities.QUANTITIES, "rows", (NEW, *quantities.QUANTITIES))


@pytest.mark.usefixtures("one_more")
def test_a_new_number_is_one_row() -> None:
    found = conclude(scenario(), outcome(90))
    assert found.summary["verdict"]["new_h"]["p50"] == 55.0
    assert found.summary["definitions"]["new_h"] == NEW.definition
    assert found.result.verdict.new_h.p50 == found.result.verdict["new_h"].p50 == 55.0  # type: ignore[union-attr]
    assert found.frame("draws")["new_h"].tolist() == (np.arange(90) + 10.0).tolist()
    differences = {each["aspect"]: each for each in compare.differences(scenario(), outcome(90), outcome(90))}
    assert differences["new_h"]["baseline"] == 54.5
    part = schema.json_schema("assess")["$defs"]["VerdictResult"]
    assert part["properties"]["new_h"]["$ref"] == "#/$defs/Spread"
    assert "new_h" in part["required"]
    assert "new_h" in schema.json_schema("compare")["$defs"]["VerdictResult"]["properties"]
    assert "| `new_h` | A new hour | h | more | `verdict`, `draws.parquet`, `differences`, drivers |" in schema.page()
    assert NEW.definition in page.assessment(found)
    assert found.questions[0].outcome == "new_h" or any(each.outcome == "new_h" for each in found.questions)


def test_without_the_row_the_number_is_nowhere() -> None:
    found = conclude(scenario(), outcome(90))
    assert "new_h" not in found.summary["verdict"]
    assert "new_h" not in schema.page()


def test_keys_are_given_once_and_hours_end_in_their_unit() -> None:
    keys = [(each.part, each.key) for each in quantities.QUANTITIES]
    assert len(set(keys)) == len(keys)
    assert [key for _, key in keys if re.search(r"_(hour|days_h|percent)$", key)] == []
    assert [each.key for each in quantities.QUANTITIES if each.unit == "h" and not each.key.endswith("_h")] == []


@pytest.mark.parametrize("row", quantities.QUANTITIES.rows, ids=lambda row: f"{row.part}-{row.key}")
def test_a_chance_is_yes_or_no_in_each_draw_and_nothing_else_is(row: Quantity) -> None:
    values = row.values(scenario(), outcome(40))
    assert len(values) == 40
    assert (values.dtype == bool) == (row.unit == CHANCE)
    assert row.definition.endswith(".")


def test_the_typed_result_is_the_summary() -> None:
    found = conclude(scenario(), outcome(60))
    assert found.result.model_dump(mode="json", exclude_unset=True)["verdict"] == found.summary["verdict"]
    assert found.result.objectives[0].name == found.summary["objectives"][0]["name"]


def test_a_result_with_an_unknown_or_a_missing_number_is_refused() -> None:
    numbers = conclude(scenario(), outcome(60)).summary
    more = numbers | {"verdict": numbers["verdict"] | {"luck": {"chance": 1.0, "low": 1.0, "high": 1.0}}}
    less = numbers | {"verdict": {key: each for key, each in numbers["verdict"].items() if key != "hold"}}
    for wrong in (more, less, numbers | {"extra": 1}):
        with pytest.raises(ValueError, match=r"luck|hold|extra"):
            AssessmentResult.model_validate(wrong)


def test_every_table_has_columns_of_one_length() -> None:
    for name in frames.TABLES:
        assert len({len(column) for column in frames.columns(name, scenario(), outcome(20)).values()}) == 1


def test_what_a_difference_reads_as_is_corrected_for_all_that_is_asked_together() -> None:
    """At 2.2 standard errors a difference is clear alone, and within chance when 40 options are asked with it."""
    held = quantities.shown_in("comparison")[0]
    half = 0.1 / 2.2 * intervals.Z
    paired = {"change": 0.1, "low": 0.1 - half, "high": 0.1 + half, "changed_share": 0.5}
    assert [compare._finding(paired, held, asked) for asked in (1, 40)] == ["better", "unclear"]
    rows = compare.differences(scenario(), outcome(90), outcome(90), options=5)
    first = [row["aspect"] for row in rows if row["primary"]]
    assert first == list(primary.KEYS)
    assert {row["asked"] for row in rows if row["primary"]} == {15}
    assert {row["asked"] for row in rows if not row["primary"]} == {5 * (len(rows) - 3)}
