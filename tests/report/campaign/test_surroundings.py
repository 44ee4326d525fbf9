"""What surrounds a campaign in the report: the air, the sea, the lines; and the assumptions in groups."""

from __future__ import annotations

import dataclasses
import json
import re
from functools import lru_cache

import numpy as np
import pytest

from hillfort.air.war import DAILY
from hillfort.campaign.doubt import rests_on
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError, Problem
from hillfort.report.campaign import assumptions, page
from hillfort.report.campaign import surroundings as around_sections
from hillfort.studies.campaign import surroundings as answer
from hillfort.studies.campaign.assess import conclude
from hillfort.studies.surroundings import study as around
from report.test_hostile_names import HOSTILE, hostile, same_elements
from studies import synthetic

DRAWS = 12


@lru_cache
def shipped() -> Scenario:
    return read.scenario("baltic-2019")


@lru_cache
def coa() -> str:
    return next(iter(shipped().courses_of_action))


@lru_cache
def found() -> answer.Around:
    return around.study(shipped(), coa=coa(), draws=DRAWS, seed=3)


@lru_cache
def sections() -> dict[str, str]:
    made = around_sections.all_of(found(), names={"EE": "Estonia"}, credit="Somebody & others")
    return {re.findall(r'<section id="(\w+)"', each)[0]: each for each in made}


def test_a_scenario_with_air_sea_and_network_tells_of_all_three() -> None:
    assert list(sections()) == ["air", "sea", "lines"]
    assert [key for key in ("air", "sea", "lines") if "missing" in found().summary[key]] == []


def test_the_sections_show_the_numbers_of_the_summary() -> None:
    air, lines = found().summary["air"], found().summary["lines"]
    assert "Estonia" in sections()["air"]
    assert all(side in sections()["air"] for side in ("Blue", "Red"))
    assert f"{air['draws']} draws" in sections()["air"]
    for lane in found().summary["sea"]["lanes"]:
        assert lane["name"] in sections()["sea"]
    for group in lines["isolating_set"]["groups"]:
        assert group in sections()["lines"]
    assert [each["k"] for each in lines["attack"]] == [1, 2, 3]
    assert all(text.count("data:image/png;base64,") == 1 for key, text in sections().items() if key != "air")


def test_every_number_of_the_summary_is_json_and_has_its_interval() -> None:
    written = json.loads(json.dumps(found().summary, allow_nan=False))
    for days in written["air"]["countries"].values():
        for day in days:
            for key in ("blue_holds", "denied", "red_holds", "airlift_open"):
                assert 0.0 <= day[key]["low"] <= day[key]["chance"] <= day[key]["high"] <= 1.0
            assert sum(day[key]["chance"] for key in ("red_holds", "denied", "blue_holds")) == pytest.approx(1.0)
    for lane in written["sea"]["lanes"]:
        assert all(each["low"] <= each["chance"] <= each["high"] for each in lane["delivers_by"])
    assert {"p10", "p50", "p90"} <= set(written["lines"]["chance"]["days"][10]["vehicles"])


def test_the_sky_of_the_summary_is_that_of_its_draws() -> None:
    sky = found().sky
    assert sky is not None
    held = sky.daily[:, 6, 0, DAILY.index("superiority")]
    code = sky.countries[0]
    assert found().summary["air"]["countries"][code][6]["red_holds"]["chance"] == pytest.approx(
        float(np.mean(held <= -1 / 3))
    )
    flown = sky.daily[..., DAILY.index("sorties_red")].sum(axis=2)
    lost = sky.daily[..., DAILY.index("aircraft_red")].sum(axis=2)
    assert (flown[:, 0] > 0).all()
    assert (lost <= flown + 1e-9).all()


def test_beside_an_answer_the_sky_is_that_of_its_own_draws() -> None:
    count, days, countries = 40, 10, around.air_study.attacked(shipped())
    outcome = synthetic.outcome(
        count,
        skies=tuple(countries),
        sky=np.full((count, days, len(countries), 2), [-0.9, 0.25], np.float32),
        flown=np.full((count, days, 2, 2), [30.0, 2.0], np.float32),
    )
    told = around.study(
        dataclasses.replace(shipped(), sea=None, lines=None), coa=coa(), draws=count, seed=1, outcome=outcome
    ).summary["air"]
    assert told["draws"] == count and told["days"] == days
    for each in told["countries"][countries[0]]:
        assert each["red_holds"]["chance"] == 1.0 and each["airlift_open"]["chance"] == pytest.approx(0.25)
    assert told["cost"]["red"]["sorties"]["p50"] == 300.0 and told["cost"]["blue"]["aircraft"]["p50"] == 20.0
    assert told["cost"]["blue"]["battalion_equivalents"]["p50"] == pytest.approx(0.1)
    assert "campaign's own draws" in told["definitions"]["sky"]


def test_the_same_luck_tells_the_same() -> None:
    again = around.study(dataclasses.replace(shipped(), sea=None, lines=None), coa=coa(), draws=DRAWS, seed=3)
    assert again.summary["air"] == found().summary["air"]
    assert (again.summary["sea"], again.summary["lines"]) == (None, None)
    assert not around_sections.all_of(dataclasses.replace(again, summary=again.summary | {"air": None}))


def test_what_cannot_be_told_says_why_and_takes_nothing_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InputError(Problem("harbour", 0, "lanes", "has <no> lane."), "the sea")

    monkeypatch.setattr(around.sea_study, "study", refuse)
    told = around.study(dataclasses.replace(shipped(), lines=None), coa=coa(), draws=2, seed=1)
    air, sea = around_sections.all_of(told, names={"EE": "Estonia"})
    assert "has &lt;no&gt; lane." in sea
    assert 'id="sea"' in sea
    assert "Estonia" in air


def test_a_page_has_a_link_to_each_section_it_has_and_no_other() -> None:
    case = conclude(synthetic.scenario(), synthetic.outcome())
    bare = page.assessment(case)
    assert not any(f'href="#{key}"' in bare for key in around_sections.TITLES)
    whole = page.assessment(dataclasses.replace(case, around=found()))
    for key in around_sections.TITLES:
        assert f'href="#{key}"' in whole
        assert f'<section id="{key}"' in whole


def test_assumptions_stand_in_groups_and_none_is_forgotten_or_told_twice() -> None:
    groups = assumptions.groups(shipped(), coa())
    told = [each.address for values in groups.values() for each in values]
    assert sorted(told) == sorted(rests_on(shipped(), coa()))
    assert all(
        each.address.startswith("assumptions.fit_")
        for each in groups["Law of ground combat, fitted to battles since 1900"]
    )
    assert all(each.address.startswith("sea.") for each in groups["At sea"])
    address = assumptions.LIST_HEAD.index("address")
    assert [row[address] for row in assumptions.list_rows(shipped(), coa())] == told


def test_long_groups_are_folded_and_point_to_the_list() -> None:
    text = assumptions.section(shipped(), {"coa": coa()})
    assert re.search(r'<details class="long"><summary>At sea: \d+', text)
    assert text.count(f"see {assumptions.LIST} beside this page") == text.count('class="long"') > 0


def test_titles_of_assumptions_read_as_words_and_none_stands_for_two() -> None:
    said = [each.title for each in rests_on(shipped(), coa()).values() if each.group != "Readiness"]
    assert not [words for words in said if re.search(r"[_]\w|\bfit\b|\d_|bneq", words)]
    assert len(set(said)) == len(said)


def test_no_name_becomes_an_element_of_the_sections() -> None:
    plain = found()
    given = dataclasses.replace(plain, summary=hostile(dict(plain.summary)))
    same_elements(lambda each: "".join(around_sections.all_of(each, credit="x")), plain, given)
    same_elements(lambda credit: "".join(around_sections.all_of(plain, credit=credit)), "x", HOSTILE)
