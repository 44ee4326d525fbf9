"""Templates: what formations are made of, and the ids that come out."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.files.forces.templates import read_templates, shipped_templates
from hillfort.files.yaml.shipped import DATA
from hillfort.forces.balance import strength
from hillfort.forces.formation import MOBILITY, ROLES, Readiness
from hillfort.forces.template import Component, FormationTemplate, ListedFormation, Templates, expand
from hillfort.foundation.errors import InputError
from hillfort.foundation.evidence import Evidence

FULL = Evidence.fixed(1.0, "share")


def entry(template: str, templates: Templates) -> ListedFormation:
    composition = templates.find(template)
    assert composition is not None
    return ListedFormation(
        "x", "X", "red", "RU", composition, "Pskov", "Army", Readiness(Evidence.fixed(24.0, "h"), FULL)
    )


@pytest.fixture(scope="module")
def templates() -> Templates:
    return shipped_templates()[0]


def test_every_shipped_template_expands_to_battalions_with_ids_of_their_own(templates: Templates) -> None:
    for key in templates.all_keys():
        formations, battalions = expand(entry(key, templates), templates)
        ids = [unit.id for unit in battalions] + [formation.id for formation in formations]
        assert battalions
        assert len(ids) == len(set(ids)), key
        assert {unit.formation for unit in battalions} <= {formation.id for formation in formations}
        assert sorted(name for formation in formations for name in formation.battalions) == sorted(
            unit.id for unit in battalions
        )


def test_a_division_is_made_of_regiments_that_know_it(templates: Templates) -> None:
    formations, battalions = expand(entry("ru-tank-division", templates), templates)
    assert [(formation.id, formation.parent, formation.echelon) for formation in formations] == [
        ("x", "", "division"),
        ("x/1", "x", "regiment"),
        ("x/2", "x", "regiment"),
        ("x/3", "x", "regiment"),
        ("x/4", "x", "regiment"),
    ]
    assert battalions[0].id == "x/1/1"
    assert battalions[0].name == "1st Tank Battalion, 1st Tank Regiment, X"
    assert {unit.command for unit in battalions} == {"Army"}


def test_a_battalion_type_stands_for_one_battalion(templates: Templates) -> None:
    formations, battalions = expand(entry("mech-bn", templates), templates)
    assert [(unit.id, unit.name) for unit in battalions] == [("x/1", "X")]
    assert formations[0].echelon == "battalion"


@pytest.mark.parametrize(
    ("template", "what", "low", "high"),
    [
        ("ru-mr-brigade", "tanks", 40, 45),
        ("ru-mr-brigade", "fighting_vehicles", 120, 180),
        ("ru-mr-brigade", "guns", 72, 80),
        ("ru-mr-regiment", "tanks", 30, 44),
        ("ru-mr-regiment", "fighting_vehicles", 120, 150),
        ("ru-tank-regiment", "tanks", 90, 105),
        ("ru-airborne-regiment", "fighting_vehicles", 110, 125),
        ("us-abct", "tanks", 87, 87),
        ("us-abct", "guns", 18, 40),
        ("us-abct", "personnel", 2500, 3600),
        ("ru-missile-brigade", "guns", 12, 12),
    ],
)
def test_templates_add_up_to_the_published_totals(
    templates: Templates, template: str, what: str, low: float, high: float
) -> None:
    """Public counts of typical brigades and regiments; the guns of the first row are 36 + 18 + 18 and some
    anti-tank."""
    found = getattr(strength(expand(entry(template, templates), templates)[1]), what)
    assert found.low <= high
    assert found.high >= low
    assert low * 0.8 <= found.value <= high * 1.2


def test_every_type_is_complete(templates: Templates) -> None:
    for kind in templates.types.values():
        assert kind.role in ROLES
        assert kind.mobility in MOBILITY
        assert (kind.fires_bneq.value > 0) == (kind.role == "fires")
        assert kind.power_bneq.is_judgement
        assert kind.power_bneq.low < kind.power_bneq.value < kind.power_bneq.high
        assert 20 <= kind.vehicles.value <= 220
        assert kind.supply_days.low > 0
        for name in ("personnel", "tanks", "fighting_vehicles", "guns"):
            assert getattr(kind, name).source in ("judgement", *shipped_templates()[1].sources)


def test_a_template_that_contains_itself_never_runs_on(templates: Templates) -> None:
    circle = FormationTemplate("circle", "Circle", "division", "1205000000", (), (Component("circle", 1),))
    looped = Templates(templates.types, {"circle": circle})
    with pytest.raises(ValueError, match="contains itself"):
        expand(entry("circle", looped), looped)


@given(st.lists(st.tuples(st.sampled_from(["tank-bn", "mech-bn", "sof"]), st.integers(1, 5)), min_size=1, max_size=6))
def test_as_many_battalions_come_out_as_are_listed(parts: list[tuple[str, int]]) -> None:
    templates, _ = shipped_templates()
    composition = FormationTemplate("t", "T", "brigade", "1205000000", tuple(Component(*part) for part in parts))
    listed = dataclasses.replace(entry("tank-bn", templates), composition=composition)
    _, battalions = expand(listed, templates)
    assert len(battalions) == sum(count for _, count in parts)
    assert [unit.id for unit in battalions] == [f"x/{number}" for number in range(1, len(battalions) + 1)]
    assert len({unit.name for unit in battalions}) == len(battalions)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("{type: tank-bn, count: 3}", "{type: tankbn, count: 3}", "'tankbn' is not one of the battalion types"),
        ("{template: ru-tank-regiment, count: 2}", "{template: ru-tank-division, count: 2}", "contains itself"),
        ("{template: ru-tank-regiment, count: 2}", "{template: nope, count: 2}", "'nope' is not one of the templates"),
        ('symbol: "1205000000"', "symbol: 1205000000", "Put it in quotes"),
        ("source: gfsis, grade", "source: gfsys, grade", "Did you mean 'gfsis'"),
        ("role: manoeuvre", "role: maneuver", "Did you mean 'manoeuvre'"),
    ],
)
def test_a_mistake_in_the_templates_is_said_with_its_line(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    text = (DATA / "forces" / "templates.yaml").read_text(encoding="utf-8")
    assert right in text
    line = text.split(right)[0].count("\n") + 1
    (tmp_path / "t.yaml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_templates(tmp_path / "t.yaml")
    said = [problem for problem in caught.value.problems if words in str(problem)]
    assert said
    assert words == "contains itself" or said[0].line == line
