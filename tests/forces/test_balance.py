"""The balance of forces, and the order of battle as a tree."""

from __future__ import annotations

import dataclasses

import pytest

from hillfort.files.forces.templates import shipped_templates
from hillfort.forces.balance import OUTSIDE, balance_of_forces, strength
from hillfort.forces.formation import Battalion, Formation, Readiness
from hillfort.forces.orbat import members_of, order_of_battle
from hillfort.forces.template import ListedFormation, expand
from hillfort.foundation.evidence import Evidence
from hillfort.theatre.theatre import Place, Theatre

NINE_TENTHS = Evidence(0.9, "share", 0.5, 1.0)


def forces(name: str, side: str, template: str, base: str, **more: object) -> tuple[list[Formation], list[Battalion]]:
    templates, _ = shipped_templates()
    composition = templates.find(template)
    assert composition is not None
    notice = Evidence.fixed(24.0, "h")
    entry = ListedFormation(name, name.title(), side, "EE", composition, base, "Army", Readiness(notice, NINE_TENTHS))
    return expand(dataclasses.replace(entry, **more), templates)  # type: ignore[arg-type]


def units(*lists: tuple[list[Formation], list[Battalion]]) -> list[Battalion]:
    return [unit for _, battalions in lists for unit in battalions]


@pytest.fixture
def theatre() -> Theatre:
    """Three towns, no ground."""
    places = [
        Place("Riga", 57.0, 24.0, 0, (), "LV"),
        Place("Narva", 59.4, 28.2, 1, (), "EE"),
        Place("Luga", 58.7, 29.8, 2, (), "RU"),
        Place("Gusev", 54.6, 22.2, 3, (), "RU"),
        Place("Kamenka", 60.4, 29.1, 4, (), "RU"),
    ]
    empty = dict.fromkeys([field.name for field in dataclasses.fields(Theatre)], ())
    regions = {"Latvia": ("LV",), "Estonia": ("EE",), "Kaliningrad": ("RU", "Gusev"), "Leningrad": ("RU", "Luga")}
    return Theatre(**{**empty, "places": {place.name: place for place in places}, "regions": regions})  # type: ignore[arg-type]


def test_strength_is_what_is_there_at_its_manning() -> None:
    battalions = units(forces("a", "blue", "us-abct", "Riga"))
    found = strength(battalions)
    assert found.battalions == 6
    assert found.by_type["combined-arms-bn"] == 3
    assert found.tanks.value == pytest.approx(sum(unit.type.tanks.value for unit in battalions) * 0.9)
    assert found.tanks.low < found.tanks.value < found.tanks.high


def test_bases_count_to_the_sector_that_names_them_or_else_to_the_nearest(theatre: Theatre) -> None:
    battalions = units(
        forces("a", "blue", "tank-bn", "Riga"),
        forces("b", "red", "tank-bn", "Gusev"),
        forces("c", "red", "tank-bn", "Kamenka"),
        forces("d", "blue", "tank-bn", "Narva", outside=True),
        forces("e", "red", "tank-bn", "Moscow", ways_in=("rail",)),
    )
    rows = {row.sector: row for row in balance_of_forces(battalions, theatre=theatre).rows}
    assert {name: (row.blue.battalions, row.red.battalions) for name, row in rows.items()} == {
        "Latvia": (1, 0),
        "Kaliningrad": (0, 1),
        "Leningrad": (0, 1),
        OUTSIDE: (1, 1),
    }


def test_units_can_be_counted_where_they_are_sent(theatre: Theatre) -> None:
    battalions = units(forces("a", "blue", "tank-bn", "Narva"), forces("b", "red", "tank-bn", "Moscow", ways_in=("r",)))
    balance = balance_of_forces(battalions, theatre=theatre, sent_to={"b/1": "Narva"})
    assert [(row.sector, row.blue.battalions, row.red.battalions) for row in balance.rows] == [("Estonia", 1, 1)]
    assert balance.rows[0].ratio is not None
    assert balance.rows[0].ratio.value == pytest.approx(1.0)


def test_sectors_add_up_to_the_total(theatre: Theatre) -> None:
    battalions = units(
        forces("a", "blue", "ru-tank-division", "Riga"),
        forces("b", "red", "ru-mr-brigade", "Luga"),
        forces("c", "red", "us-abct", "Gusev", ways_in=("x",)),
    )
    balance = balance_of_forces(battalions, theatre=theatre)
    for side in ("blue", "red"):
        for what in ("personnel", "tanks", "guns", "power_bneq", "fires_bneq"):
            total = getattr(getattr(balance.total, side), what)
            assert sum(getattr(getattr(row, side), what).high for row in balance.rows) == pytest.approx(total.high)
            assert total.low <= total.value <= total.high


def test_the_ratio_says_nothing_where_one_side_has_nothing(theatre: Theatre) -> None:
    balance = balance_of_forces(units(forces("b", "red", "tank-bn", "Luga")), theatre=theatre)
    assert balance.total.ratio is None


def test_swapping_the_sides_turns_the_ratio_over(theatre: Theatre) -> None:
    one = units(forces("a", "blue", "us-abct", "Riga"), forces("b", "red", "ru-mr-brigade", "Riga"))
    other = [dataclasses.replace(unit, side="red" if unit.side == "blue" else "blue") for unit in one]
    ratio, turned = (balance_of_forces(battalions, theatre=theatre).total.ratio for battalions in (one, other))
    assert ratio is not None
    assert turned is not None
    assert ratio.value == pytest.approx(1 / turned.value)
    assert ratio.low == pytest.approx(1 / turned.high)


def test_the_order_of_battle_holds_every_battalion_once() -> None:
    lists = [
        forces("a", "blue", "ru-tank-division", "Riga"),
        forces("b", "blue", "light-brigade", "Riga", country="LV", command="B"),
        forces("c", "red", "tank-bn", "Luga"),
    ]
    formations = [formation for above, _ in lists for formation in above]
    battalions = units(*lists)
    tree = order_of_battle(formations, battalions, side="blue")
    assert [(country.label, country.battalions) for country in tree] == [("EE", 19), ("LV", 4)]
    army = tree[0].below[0]
    assert (army.label, army.below[0].label, army.below[0].below[0].label) == ("Army", "A", "1st Tank Regiment")
    assert army.below[0].below[0].below[0].label == "1st Tank Battalion"
    assert tree[1].below[0].id == "b"  # Its own command: no heading above it.
    assert len(members_of("a", battalions)) == 19
    assert members_of("a/1", battalions) == ["a/1/1", "a/1/2", "a/1/3", "a/1/4", "a/1/5"]
