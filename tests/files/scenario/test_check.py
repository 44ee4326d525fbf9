"""A measure file that is checked is tried on all of its bases, or is not checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hillfort.files.scenario.check import checked
from hillfort.files.scenario.read import lineage, scenario
from hillfort.foundation.errors import InputError

FIXED = "{value: 0, low: 0, high: 0, source: judgement, grade: F6, shape: fixed}"
HEAD = f"""measure: more
title: More
who: Somebody
cost_meur_per_year: {FIXED}
cost_once_meur: {FIXED}
lead_time_months: {FIXED}
"""


def written(folder: Path, text: str, name: str = "more.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_measure_is_tried_on_its_base_and_on_patches_to_it(tmp_path: Path) -> None:
    assert checked("better-warning").endswith("tried on baltic-2019, baltic-2025")
    file = written(tmp_path, HEAD + "applies_to: [marrow]\npatch: {days: 7}\n")
    assert checked(file).endswith("tried on marrow")


def test_a_measure_for_a_scenario_that_nobody_knows_is_not_checked(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + "applies_to: [marow]\npatch: {days: 7}\n")
    with pytest.raises(InputError, match=r"not checked on 'marow'.*Did you mean 'marrow'") as caught:
        checked(file)
    assert [each.line for each in caught.value.problems] == [7]


def test_one_base_that_is_known_does_not_hide_one_that_is_not(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not checked on 'elsewhere'"):
        checked(written(tmp_path, HEAD + "applies_to: [marrow, elsewhere]\npatch: {days: 7}\n"))


def test_a_measure_names_a_scenario_by_a_path_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "wars").mkdir()
    (tmp_path / "measures").mkdir()
    mine = written(tmp_path, "version: 1\nname: mine\nbase: marrow\n", "wars/mine.yaml")
    file = written(tmp_path, HEAD + "applies_to: [../wars/mine.yaml]\npatch: {days: 7}\n", "measures/more.yaml")
    assert checked(file).endswith("tried on ../wars/mine.yaml")
    assert scenario(mine, measures=[file]).days == 7
    with pytest.raises(InputError, match="was written for"):
        scenario("marrow", measures=[file])
    wrong = written(tmp_path, HEAD + "applies_to: [../wars/none.yaml]\npatch: {days: 7}\n", "measures/wrong.yaml")
    with pytest.raises(InputError, match=r"wrong.yaml:7  applies_to\[0\]: '../wars/none.yaml'"):
        checked(wrong)


def test_a_measure_is_tried_on_the_scenarios_given_beside_it(tmp_path: Path) -> None:
    mine = written(tmp_path, "version: 1\nname: mine\nbase: marrow\n", "mine.yaml")
    file = written(tmp_path, HEAD + "applies_to: [mine]\npatch: {days: 7}\n")
    assert checked(file, beside=[mine]).endswith("mine.yaml")
    assert lineage(mine) == ["mine", "marrow"]
    with pytest.raises(InputError, match="not checked on 'mine'"):
        checked(file)


def test_a_measure_that_is_wrong_on_one_of_its_bases_is_wrong(tmp_path: Path) -> None:
    text = HEAD + "applies_to: [marrow, baltic-2016]\npatch: {formations: {cc-bde: {base: Alder}}}\n"
    with pytest.raises(InputError, match="cc-bde"):
        checked(written(tmp_path, text))


def test_a_measure_for_any_scenario_says_which_it_does_not_fit(tmp_path: Path) -> None:
    found = checked(written(tmp_path, HEAD + "patch: {formations: {cc-bde: {base: Alder}}}\n"))
    assert "tried on marrow; it does not fit baltic-2016" in found
