"""Scenario and measure files: what is read, and how what is wrong is said."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import measures, read
from hillfort.files.scenario.check import checked
from hillfort.foundation.errors import InputError
from hillfort.theatre.theatre import Theatre

Read = Callable[..., Scenario]


@pytest.fixture
def read_text(tmp_path: Path, small_theatre: Theatre) -> Read:
    def _read(text: str, measures: tuple[str, ...] = ()) -> Scenario:
        (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
        return read.scenario(str(tmp_path / "small.yaml"), measures=measures, theatre=small_theatre)

    return _read


@pytest.fixture
def problems_of(read_text: Read) -> Callable[[str], list[str]]:
    def _problems(text: str) -> list[str]:
        with pytest.raises(InputError) as caught:
            read_text(text)
        assert all(problem.line > 0 for problem in caught.value.problems)
        assert list(caught.value.problems) == sorted(caught.value.problems)
        return [str(dataclasses.replace(problem, file=Path(problem.file).name)) for problem in caught.value.problems]

    return _problems


def test_a_scenario_is_read_whole(read_text: Read, good: str) -> None:
    scenario = read_text(good)
    ids = [unit.id for unit in scenario.battalions]
    assert ids == sorted(ids)
    assert {"a-1bde/4", "b-div/1/1", "b-div/3/6", "c-bn/1"} <= set(ids)
    assert len(ids) == 24
    assert scenario.formations[2].parent == "b-div"
    assert [task.place for task in scenario.courses_of_action["straight"].orders[0].tasks] == ["Narva", "Tapa", "Ādaži"]
    assert scenario.orders[0].tasks[1].place == "Ādaži"  # It was written 'Adazi'.
    assert scenario.quality["RU"].unit == "factor"
    assert scenario.quality["RU"].date == "2030-05"  # Undated judgement speaks of the scenario's date ...
    assert scenario.formations[0].source == "book"
    assert scenario.battalions[0].readiness.notice_to_move_h.date == "2029"  # ... and a source's value of the source's.
    assert {"book", "gfsis"} <= set(scenario.sources)
    assert scenario.assumptions["wet_share"].value > 0


def test_a_scenario_can_be_derived_in_python(read_text: Read, good: str) -> None:
    scenario = read_text(good)
    none_of_red = tuple(unit for unit in scenario.battalions if unit.side == "blue")
    assert len(dataclasses.replace(scenario, battalions=none_of_red, days=3).battalions) == 5


def test_the_same_content_has_the_same_hash_whatever_its_form(read_text: Read, good: str) -> None:
    hashed = read_text(good).hash
    assert len(hashed) == 64
    assert read_text("# a comment\n" + good.replace("days: 5", "days:   5")).hash == hashed
    assert read_text(good.replace("days: 5", "days: 6")).hash != hashed
    assert read_text(good.replace("value: 0.9, low: 0.6", "value: 0.8, low: 0.6")).hash != hashed


def test_the_theatre_is_part_of_the_hash(good: str, small_theatre: Theatre, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(good, encoding="utf-8")
    longer = dataclasses.replace(small_theatre.cells, road_km=small_theatre.cells.road_km + 1)
    rebuilt = dataclasses.replace(small_theatre, cells=longer)
    hashes = {read.scenario(str(tmp_path / "small.yaml"), theatre=theatre).hash for theatre in (small_theatre, rebuilt)}
    assert len(hashes) == 2


WRONG = [
    ("date: 2030-05-01", "date: 2030-15-01", "date: '2030-15-01' is not a date like 2019-09-15."),
    ("date: 2030-05-01", "date: 20300501", "date: 2.03005e+07 is a number; text is expected. Put it in quotes."),
    ("days: 5", "days: 500", "days: 500 is above 180."),
    ("days: 5", "days: -1", "days: -1 is below 1."),
    ("days: 5", "days: 5.5", "days: 5.5 is a number; a whole number is expected."),
    ("days: 5", "dayz: 5", "dayz: 'dayz' is not a field here, and 'days' is required and absent. Did you mean 'days'?"),
    (
        "days: 5\n",
        "days: 5\nweather: bad\n",
        (
            "weather: is not a field here. Allowed: air, assumptions, barriers, base, cities, correlations, "
            "courses_of_action, crisis, date, days, description, formations, …"
        ),
    ),
    ("version: 1", "version: 2", "version: '2' is not one of 1."),
    ("side: red\n", "side: rd\n", "formations.b-div.side: 'rd' is not one of blue, red. Did you mean 'red'?"),
    (
        "base: Tapa",
        "base: Taпa",
        "formations.a-1bde.base: 'Taпa' is not a place of the theatre or of this file. Did you mean 'Tapa'?",
    ),
    (
        "base: Tapa",
        "base: Rostock",
        "formations.a-1bde.base: 'Rostock' lies outside the theatre's ground, and the formation has no ways_in.",
    ),
    (
        "template: light-brigade",
        "template: lite-brigade",
        (
            "formations.a-1bde.template: 'lite-brigade' is not one of "
            "the templates or battalion types. Did you mean 'light-brigade'?"
        ),
    ),
    (
        "    template: light-brigade\n",
        "",
        "formations.a-1bde: names neither a template nor its battalions. Add `template: ...`.",
    ),
    (
        "    template: light-brigade\n",
        "    battalions: [{type: tankbn, count: 2}]\n",
        "formations.a-1bde.battalions[0].type: 'tankbn' is not one of the battalion types. Did you mean 'tank-bn'?",
    ),
    (
        "    template: light-brigade\n",
        "    battalions: [{type: tank-bn, count: 2000}]\n",
        "formations.a-1bde.battalions[0].count: 2000 is above 50.",
    ),
    (
        "ways_in: [Port road]",
        "ways_in: [Prt road]",
        "formations.c-bn.ways_in[0]: 'Prt road' is not one of ways_in. Did you mean 'Port road'?",
    ),
    (
        "{side: blue, mode: road",
        "{side: red, mode: road",
        "formations.c-bn.ways_in[0]: 'Port road' is a way in of red.",
    ),
    (
        "forces: [a-1bde]",
        "forces: [a-1bd]",
        "orders.stand.forces[0]: 'a-1bd' is not a formation or battalion of blue. Did you mean 'a-1bde'?",
    ),
    ("forces: [a-1bde]", "forces: [b-div/1]", "orders.stand.forces[0]: 'b-div/1' belongs to the other side."),
    ("forces: [b-div]", "forces: []", "courses_of_action.straight.orders.first.forces: is empty."),
    (
        "at: Narva",
        "at: Narwa",
        "orders.stand.tasks[0].at: 'Narwa' is not a place of the theatre or of this file. Did you mean 'Narva'?",
    ),
    ("at: Narva", "at: Rostock", "orders.stand.tasks[0].at: 'Rostock' lies outside the theatre's ground."),
    (
        "at: Adazi",
        "at: Adazi, bypass: true",
        "orders.stand.tasks[1].bypass: is not a field here. Allowed: at, start_h, task.",
    ),
    (
        "task: hold",
        "task: hodl",
        (
            "orders.stand.tasks[1]: 'hodl' is not one of attack, move, hold, delay, counter-attack, "
            "landing, air-assault. Did you mean 'hold'?"
        ),
    ),
    (
        "kind: capital",
        "kind: capitol",
        (
            "objectives.Ādaži.kind: 'capitol' is not one of capital, port, corridor, "
            "airfield, town. Did you mean 'capital'?"
        ),
    ),
    (
        "value: 1, low: 0.5, high: 3",
        "value: 5, low: 0.5, high: 3",
        "ways_in.Port road.battalions_per_day: value 5.0 is outside its own range 0.5 to 3.0.",
    ),
    (
        "may_enter: [EE]",
        "may_enter: [EE, LT]",
        "sides.blue.may_enter[1]: 'LT' is not a country of the theatre. Allowed: EE, RU.",
    ),
    ("countries: [RU]", "countries: [RU, EE]", "sides.red.countries[1]: 'EE' is already held by blue."),
    (
        "supply_from: [Pskov]",
        "supply_from: [Pskow]",
        "sides.red.supply_from[0]: 'Pskow' is not a place of the theatre or of this file. Did you mean 'Pskov'?",
    ),
    (
        "  RU: {value: 0.9, low: 0.6, high: 1.2, source: judgement, grade: F6}\n",
        "",
        "formations.b-div.country: 'RU' has no entry in quality.",
    ),
    (
        "  RU: {value: 0.9, low: 0.6, high: 1.2, source: judgement, grade: F6}\n",
        "  RU: 0.9\n",
        (
            "quality.RU: 0.9 is a number without range and source. A value of the model is written "
            "{value, low, high, source, grade}."
        ),
    ),
    (
        "  RU: {value: 0.9, low: 0.6, high: 1.2, source: judgement, grade: F6}\n",
        "  RU: {value: 0.9, low: 0.9, high: 0.9, source: judgement, grade: F6}\n",
        (
            "quality.RU: is judgement without a range. Widen low and high, or say `shape: fixed` if it is a "
            "choice and not an "
            "estimate."
        ),
    ),
    (
        "  RU: {value: 0.9, low: 0.6, high: 1.2, source: judgement, grade: F6}\n",
        "  RU: {value: 0.9, low: 0.6, high: 1.2, source: jugement, grade: G6}\n",
        (
            "quality.RU.grade: 'G6' is not of the form allowed here. A grade is a letter A to F and a digit 1 to "
            "6, like C3."
        ),
    ),
    (
        "book: {title",
        "judgement: {title",
        "sources.judgement: is the built-in source of what nobody has published. Choose another key.",
    ),
    (
        "objectives:",
        "assumptions:\n  wet_shar: {value: 1, low: 0, high: 2, source: book, grade: C3, why: A try.}\nobjectives:",
        "assumptions.wet_shar: is not one of the assumptions. Did you mean 'wet_share'?",
    ),
    (
        "objectives:",
        "assumptions:\n  convoy_ships: {value: 6, low: 2, high: 15, source: book, grade: C3, why: A try.}\nobjectives:",
        (
            "assumptions.convoy_ships: cannot act in this scenario: there is no `sea` section. "
            "Give the scenario a sea section, or leave this out."
        ),
    ),
    (
        "objectives:",
        (
            "assumptions:\n  air_quality_red: {value: 1, low: 0.5, high: 1.4, source: book, grade: C3, why: A "
            "try.}\nobjectives:"
        ),
        (
            "assumptions.air_quality_red: cannot act in this scenario: there is no `air` section. "
            "Give the scenario an air section, or leave this out."
        ),
    ),
    (
        "objectives:",
        (
            "assumptions:\n  classical_pace_km_per_day: {value: 1, low: 0.5, high: 2, source: book, grade: C3, "
            "why: A try.}\nobjectives:"
        ),
        (
            "assumptions.classical_pace_km_per_day: cannot act in this scenario: the scenario fights under the "
            "calibrated law, which says how fast an attacker advances. "
            "Set `ground_law` to a classical law, or leave this out."
        ),
    ),
    (
        "objectives:",
        (
            "ground_law: epstein\nassumptions:\n  fit_margin_air: {value: 1, low: 0, high: 2, source: book, "
            "grade: C3, why: A try.}\nobjectives:"
        ),
        (
            "assumptions.fit_margin_air: cannot act in this scenario: the scenario fights under a classical "
            "`ground_law`, which "
            "has no such effect. Fight under the calibrated law, or leave this out."
        ),
    ),
    (
        "objectives:",
        "assumptions:\n  wet_share: {value: 1, low: 0, high: 2, source: book, grade: C3}\nobjectives:",
        "assumptions.wet_share.why: is required and absent.",
    ),
    (
        "objectives:",
        "places: {Camp: {lat: 99, lon: 24.3, country: EE}}\nobjectives:",
        "places.Camp.lat: 99 is above 90.",
    ),
    (
        "    orders:\n      first:",
        "    staging: {a-1bde: Narva}\n    orders:\n      first:",
        "courses_of_action.straight.staging: 'a-1bde' is not a formation of red. Allowed: b-div.",
    ),
    (
        "    orders:\n      first:",
        "    opened: [BY]\n    orders:\n      first:",
        "courses_of_action.straight.opened[0]: 'BY' is not a country of the theatre. Allowed: EE, RU.",
    ),
    (
        "    orders:\n      first:",
        "    takes_part: [RU, BY]\n    orders:\n      first:",
        "courses_of_action.straight.takes_part[1]: 'BY' is not a country of the theatre. Allowed: EE, RU.",
    ),
    (
        "  a-1bde:\n",
        "  a 1:\n",
        (
            "formations.a 1: 'a 1' is not of the form allowed here. An id has letters without "
            "accents, digits, dots, dashes and underscores."
        ),
    ),
]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG)
def test_each_mistake_is_said_with_place_finding_and_advice(
    problems_of: Callable[[str], list[str]], good: str, right: str, wrong: str, message: str
) -> None:
    assert right in good
    found = problems_of(good.replace(right, wrong, 1))
    assert message in [text.split("  ", 1)[1] for text in found]


def test_problems_of_structure_and_of_references_come_together_sorted_by_line(
    problems_of: Callable[[str], list[str]], good: str
) -> None:
    text = good.replace("days: 5", "days: 0").replace("at: Narva", "at: Narwa").replace("base: Tapa", "base: 7")
    assert [problem.split("  ")[0] for problem in problems_of(text)] == [
        "small.yaml:7",
        "small.yaml:23",
        "small.yaml:55",
    ]


@pytest.mark.parametrize(
    ("field", "bad"),
    [("notice_to_move_h", (-1, -2, 5)), ("notice_to_move_h", (9e6, 1, 9.9e6)), ("manning_share", (1.3, 1.0, 1.4))],
)
def test_absurd_numbers_are_refused_where_they_stand(
    problems_of: Callable[[str], list[str]], good: str, field: str, bad: tuple[float, float, float]
) -> None:
    value, low, high = bad
    block = (
        f"    {field}:\n      value: {value}\n      low: {low}\n      high: {high}\n      source: book\n      "
        "grade: C3\n"
    )
    text = re.sub(rf"    {field}: {{.*}}\n", block, good, count=1)
    line = text.split("      value:")[0].count("\n") + 1
    found = problems_of(text)
    assert any(problem.startswith(f"small.yaml:{line}  formations.a-1bde.{field}.value: ") for problem in found)


def test_a_unit_that_is_not_the_fields_own_is_refused(problems_of: Callable[[str], list[str]], good: str) -> None:
    text = good.replace("{value: 24, low: 6,", "{unit: days, value: 24, low: 6,", 1)
    assert "'days' is not the unit of this field, which is 'h'" in problems_of(text)[0]


def test_a_force_stands_in_one_order_only(problems_of: Callable[[str], list[str]], good: str) -> None:
    twice = "  stand:\n    forces: [a-1bde]\n    tasks:\n      - {task: hold, at: Tapa}\n  again:\n"
    assert any("already has orders in 'stand'" in text for text in problems_of(good.replace("  stand:\n", twice, 1)))


def test_a_battalion_singled_out_leaves_the_rest_to_its_brigade(read_text: Read, good: str) -> None:
    other = "  reserve:\n    forces: [a-1bde/2]\n    tasks:\n      - {task: hold, at: Tapa}\n  stand:\n"
    orders = {order.id: order.forces for order in read_text(good.replace("  stand:\n", other, 1)).orders}
    assert orders == {"reserve": ("a-1bde/2",), "stand": ("a-1bde/1", "a-1bde/3", "a-1bde/4")}


def test_a_place_of_the_scenarios_own_gets_the_cell_it_lies_in(read_text: Read, good: str) -> None:
    own = "places:\n  Camp: {lat: 58.01, lon: 24.29, country: EE}\n  Far: {lat: 55, lon: 24, country: EE}\nsources:"
    scenario = read_text(good.replace("sources:", own, 1).replace("base: Tapa", "base: Camp"))
    assert scenario.theatre.places["Camp"].cell == 3
    assert scenario.theatre.places["Far"].cell == -1
    assert scenario.battalions[0].base == "Camp"


def test_a_formation_can_say_itself_what_it_is_made_of(read_text: Read, good: str) -> None:
    text = good.replace(
        "    template: light-brigade\n",
        "    battalions: [{type: tank-bn, count: 2, name: Lancers}, {type: sof}]\n    echelon: regiment\n",
    )
    scenario = read_text(text)
    names = [unit.name for unit in scenario.battalions if unit.formation == "a-1bde"]
    assert names[:2] == ["1st Lancers, 1st Brigade", "2nd Lancers, 1st Brigade"]
    assert scenario.formations[0].symbol == "10031000171205000000"


def test_an_assumption_may_be_overridden_with_a_reason(read_text: Read, good: str) -> None:
    override = "assumptions:\n  wet_share: {value: 0.5, low: 0.4, high: 0.6, source: book, grade: C3, why: A try.}\nobj"
    scenario = read_text(good.replace("obj", override, 1))
    assert scenario.assumptions["wet_share"].value == 0.5
    assert scenario.overridden == {"wet_share": "A try."}


MEASURE = """\
measure: more
title: One more brigade
who: Aland
cost_meur_per_year: {value: 100, low: 50, high: 200, source: judgement, grade: F6}
cost_once_meur: {value: 500, low: 200, high: 1000, source: judgement, grade: F6}
lead_time_months: {value: 24, low: 12, high: 60, source: judgement, grade: F6}
patch: {}
"""


def test_a_measure_that_patches_nothing_changes_nothing_but_the_list_of_measures(
    read_text: Read, good: str, tmp_path: Path
) -> None:
    (tmp_path / "more.yaml").write_text(MEASURE)
    plain, with_measure = read_text(good), read_text(good, (str(tmp_path / "more.yaml"),))
    for name in (field.name for field in dataclasses.fields(Scenario)):
        if name not in ("measures", "theatre", "origin"):
            assert getattr(plain, name) == getattr(with_measure, name), name
    assert plain.hash == with_measure.hash
    assert [measure.name for measure in with_measure.measures] == ["more"]
    assert with_measure.measures[0].cost_once_meur.unit == "MEUR"


def test_a_measure_may_bring_a_formation_and_its_source(read_text: Read, good: str, tmp_path: Path) -> None:
    added = re.sub("Tapa", "Narva", good.split("  a-1bde:\n")[1].split("  b-div:", maxsplit=1)[0]).replace(
        "book", "plan"
    )
    patch = "patch:\n  formations:\n    a-2bde:\n" + "".join(f"  {line}\n" for line in added.splitlines())
    sources = "sources: {plan: {title: A plan, grade: B2}}\n"
    (tmp_path / "more.yaml").write_text(MEASURE.replace("patch: {}\n", sources + patch))
    scenario = read_text(good, (str(tmp_path / "more.yaml"),))
    assert "a-2bde/1" in [unit.id for unit in scenario.battalions]
    assert scenario.sources["plan"].title == "A plan"


def test_two_measures_that_set_the_same_number_are_refused_with_both_places(
    read_text: Read, good: str, tmp_path: Path
) -> None:
    for days in (7, 8):
        text = MEASURE.replace("patch: {}", f"patch: {{days: {days}}}").replace("more", f"m{days}")
        (tmp_path / f"m{days}.yaml").write_text(text)
    first, second = (str(tmp_path / f"m{days}.yaml") for days in (7, 8))
    assert read_text(good, (first,)).days == 7
    with pytest.raises(InputError, match=r"m8.yaml:7  days: is set by 'm8' here and by 'm7' in .*m7.yaml:7"):
        read_text(good, (first, second))


def test_a_mistake_in_a_measure_is_reported_in_the_measure(read_text: Read, good: str, tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(MEASURE.replace("patch: {}", "patch:\n  formations:\n    a-1bde: {base: Tapp}"))
    with pytest.raises(InputError, match=r"more.yaml:9  formations.a-1bde.base: 'Tapp' is not a place"):
        read_text(good, (str(tmp_path / "more.yaml"),))


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("patch: {}", "patch: {name: other}", "is not for a measure to change"),
        ("patch: {}", "patch: {formatoins: {}}", "Did you mean 'formations'"),
        ("who: Aland\n", "", "who: is required and absent"),
        ("value: 100, low: 50", "value: -100, low: -150", "is outside 0 to 1e\\+06 MEUR/year"),
        ("source: judgement", "source: gossip", "'gossip' is not one of the sources"),
    ],
)
def test_a_wrong_measure_is_refused(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    (tmp_path / "more.yaml").write_text(MEASURE.replace(right, wrong, 1))
    with pytest.raises(InputError, match=words):
        measures.read_measure(str(tmp_path / "more.yaml"))


def test_a_measure_asked_for_twice_is_refused(read_text: Read, good: str, tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(MEASURE)
    with pytest.raises(InputError, match="'more' is asked for twice"):
        read_text(good, (str(tmp_path / "more.yaml"),) * 2)


@pytest.mark.parametrize(
    ("name", "measures"),
    [("baltic-2016", ()), ("baltic-2025", ()), ("baltic-2019", ("brigade-instead-of-battalion", "higher-readiness"))],
)
def test_a_scenario_written_whole_is_read_again_as_the_same(
    tmp_path: Path, name: str, measures: tuple[str, ...]
) -> None:
    (tmp_path / "whole.yaml").write_text(read.whole_text(name, measures=measures), encoding="utf-8")
    first, again = read.scenario(name, measures=measures), read.scenario(str(tmp_path / "whole.yaml"))
    if not measures:
        assert again.hash == first.hash
    for part in (
        "name",
        "battalions",
        "orders",
        "courses_of_action",
        "objectives",
        "ways_in",
        "quality",
        "assumptions",
    ):
        assert getattr(again, part) == getattr(first, part), part
    assert set(again.sources) == set(first.sources)


def test_a_measure_for_other_scenarios_is_refused(read_text: Read, good: str, tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(MEASURE + "applies_to: [elsewhere]\n")
    with pytest.raises(InputError, match=r"more.yaml:8  applies_to\[0\]: 'elsewhere' is not one of the scenarios"):
        read_text(good, (str(tmp_path / "more.yaml"),))


def test_a_measure_file_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(MEASURE)
    assert "measure more" in checked(str(tmp_path / "more.yaml"))


@pytest.mark.parametrize("name", ["baltik-2019", "", "../etc/passwd", "x\0y", "a" * 5000, "-", "no/such.yaml"])
def test_an_unknown_scenario_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        read.scenario(name)


def test_an_unknown_theatre_is_a_problem_of_its_line(tmp_path: Path, good: str) -> None:
    (tmp_path / "small.yaml").write_text(
        good.replace("theatre: small", "theatre: atlantis").replace("days: 5", "days: 0")
    )
    with pytest.raises(InputError) as caught:
        read.scenario(str(tmp_path / "small.yaml"))
    assert [(problem.line, problem.where) for problem in caught.value.problems] == [(4, "theatre"), (7, "days")]


def test_the_schema_names_every_field_and_what_a_patch_needs() -> None:
    schema = read.json_schema()
    assert schema["then"]["required"] == ["version", "name", "base"]
    assert set(schema["$defs"]["ScenarioEntry"]["properties"]) == set(schema["then"]["properties"])
    assert "patch" in read.json_schema(measure=True)["required"]


_LINES = st.lists(st.integers(0, 70), min_size=1, max_size=6)
_JUNK = st.sampled_from(
    ["", "  - x", "a: [", "    base: {}", "  red: 5", "\tx", "formations: []", "x: null", "    side: [blue]"]
)


@given(_LINES, st.lists(_JUNK, min_size=6, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mangled_scenario_is_read_or_refused_but_never_fails(
    read_text: Read, good: str, lines: list[int], junk: list[str]
) -> None:
    text = good.splitlines()
    for line, piece in zip(lines, junk, strict=False):
        text[line % len(text)] = piece
    with contextlib.suppress(InputError):
        read_text("\n".join(text))


_VALUES = st.sampled_from(
    ["null", "[]", "{}", "-1", "1e9", "text", "[1, [2]]", "{a: {b: c}}", "true", "''", '"\\u0000"', "{value: 1}", "'*'"]
)


@given(st.integers(0, 70), _VALUES)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_value_of_any_other_kind_is_read_or_refused_but_never_fails(
    read_text: Read, good: str, line: int, value: str
) -> None:
    text = good.splitlines()
    here = line % len(text)
    text[here] = re.sub(r": .*$|:$", lambda _: f": {value}", text[here])
    with contextlib.suppress(InputError):
        read_text("\n".join(text))


def test_of_very_many_problems_the_first_are_listed_and_the_rest_counted(read_text: Read, good: str) -> None:
    many = "".join(f"  x{number}: {{side: red}}\n" for number in range(300))
    with pytest.raises(InputError) as caught:
        read_text(good.replace("formations:\n", "formations:\n" + many))
    assert len(caught.value.problems) == read.MAX_PROBLEMS + 1
    assert re.search(r"and 1,\d\d\d more problems", caught.value.problems[-1].found)
