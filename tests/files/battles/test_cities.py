"""Files of fights for cities: how people write numbers, what is refused with its line, and what is never looked at."""

from __future__ import annotations

import random
import re

import pytest

from hillfort.files.battles.amounts import people_of
from hillfort.files.battles.cities import COLUMNS, KNOWN_AT_THE_START, parse_cities, read_cities, shipped_parameters
from hillfort.files.tables.cells import Number, ends
from hillfort.foundation.errors import InputError
from hillfort.validation.cities import predictions

DAYS = Number(0.05, 5000.0, told=True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("38,000 around, 6,000-10,000 entered on day 1; later to 60,000", 38_000, 38_000),
        ("1,000-5,000 (Moscow: 12,000)", 1_000, 12_000),
        ("21,200 (older page 50,000)", 21_200, 50_000),
        ("up to 36,000", 24_000, 36_000),
        ("38-40,000", 38_000, 40_000),
        ("40,000+", 40_000, 60_000),
        ("> 2.000", 2_000, 3_000),
        ("~12 500", 12_500, 12_500),
        ("12.5k", 12_500, 12_500),
        ("1,5 million", 1_500_000, 1_500_000),
        ("3 to 5 thousand", 3_000, 5_000),
        ("three thousand", 3_000, 3_000),
        ("between 3,000 and 5,000", 3_000, 5_000),
        ("180,000 Germans and 20,000 Hungarians", 200_000, 200_000),
        ("70,000 and 7,000 vehicles crossed the border; 115 km to the city", 70_000, 70_000),
        ("10,000-15,000 men, 600 tanks", 10_000, 15_000),
        ("6 battalions (about 3,000 men)", 3_000, 3_000),
    ],
)
def test_people_are_understood_as_accounts_write_them(text: str, low: float, high: float) -> None:
    found = people_of(text, shipped_parameters()).people
    assert found is not None
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "few", "many", "unit"),
    [
        ("two or three brigades", 2, 3, "brigade"),
        ("several brigades", 3, 6, "brigade"),
        ("72nd Brigade, national guard, territorials", 1, 1, "brigade"),
        ("10 BTGs", 10, 10, "battalion"),
        ("an armoured division", 1, 1, "division"),
    ],
)
def test_formations_in_words_are_people_with_their_doubt(text: str, few: int, many: int, unit: str) -> None:
    size = shipped_parameters()[f"{unit}_people"]
    found = people_of(text, shipped_parameters()).people
    assert found is not None
    assert (found.low, found.high) == (few * size.low, many * size.high)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("39-66", (39, 66, "")),
        (">90", (90, 90, ">")),
        ("90+", (90, 90, ">")),
        ("more than 90 days", (90, 90, ">")),
        ("<5", (5, 5, "<")),
        ("154 (G)", (154, 154, "")),
        ("about 14", (14, 14, "")),
        ("~14,5", (14.5, 14.5, "")),
        ("5–90", (5, 90, "")),
        ("51 after encirclement + 28 in the works", (51, 79, "")),
        ("51 (79 with the works)", (51, 79, "")),
        ("n/a", None),
        ("three weeks", None),
        ("9 months", None),
    ],
)
def test_days_are_understood_as_accounts_write_them(text: str, found: tuple[float, float, str] | None) -> None:
    assert ends(text, DAYS, ",") == found


def test_a_ratio_may_be_written_to_one() -> None:
    assert ends("8:1-12:1", Number(0.001, 1e4, told=True), ".") == (8.0, 12.0, "")


def test_other_orders_separators_and_decimal_commas_give_the_same_fights() -> None:
    plain = parse_cities(
        "battle,attackers,defenders,ratio,area_km2,days\nX,20000,3000,6.7,29.5,40\nY,,n/a,,,\n", "a.csv"
    )
    other = parse_cities(
        "Days;Area km2;Ratio;Defenders;Battle;Attackers;Weather\n40;29,5;6,7;3.000;X;20 000;fog\n;;;unknown;Y;-;\n",
        "b.csv",
    )
    assert other.fights == plain.fights
    assert other.outcomes == plain.outcomes


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("attackers", "-5"), ("attackers", "1_000"), ("attackers", "12,5"), ("attackers", "0"),
        ("defenders", "99,000,000"),
        ("days", "three weeks"), ("days", "-3"), ("days", "0"), ("ratio", "1:3"), ("area_km2", "12 sq mi"),
        ("area_km2", "nan"),
        ("outcome", "perhaps"), ("isolated", "maybe"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_with_its_line_and_column(column: str, text: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_cities(f'battle;{column}\nX;\nY;"{text}"\n', "c.csv")
    assert re.search(rf"c\.csv:3.*{column}", str(refused.value))


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        parse_cities("battle;days;outcome\nX;soon;perhaps\nX;;\n;3;\n", "c.csv")
    assert len(refused.value.problems) == 4


def test_an_account_without_a_number_counts_as_not_known_and_is_told() -> None:
    cases = parse_cities("battle;attackers;outcome\nX;militia of the town;the attacker nearly always won\n", "c.csv")
    assert cases.fights[0].attackers is None
    assert cases.outcomes[0].taken is None
    assert [each.split(":")[0] for each in cases.remarks] == ["line 2, attackers", "line 2, outcome"]


def test_what_came_of_a_fight_is_never_used_for_its_prediction() -> None:
    """Every column that was not known at the start is scrambled."""
    names = ("Alpha", "Beta", "Gamma")
    known = {
        "attackers": "20000",
        "defenders": "3000",
        "ratio": "7",
        "area_km2": "30",
        "population": "90000",
        "isolated": "yes",
    }
    luck = random.Random(1)

    def text(days: str, outcome: str) -> str:
        rows = [",".join(COLUMNS)]
        for name in names:
            row = {"battle": name, "days": days, "outcome": outcome} | known
            for column in COLUMNS:
                if column not in row and column not in KNOWN_AT_THE_START:
                    row[column] = str(luck.random())
            rows.append(",".join(row.get(column, "") for column in COLUMNS))
        return "\n".join(rows)

    one, other = (parse_cities(text(*each), "c.csv") for each in (("3", "taken"), (">900", "held")))
    assert one.outcomes != other.outcomes
    assert predictions(one.fights, shipped_parameters(), draws=200) == predictions(
        other.fights, shipped_parameters(), draws=200
    )


def test_the_shipped_record_names_source_and_grade_in_every_row() -> None:
    from hillfort.files.battles.cities import SHAPE, SHIPPED
    from hillfort.files.tables import read

    rows = read.read(SHIPPED, SHAPE).rows
    assert len(rows) == len(read_cities().fights) >= 16
    assert all(row.text["source"] and re.fullmatch("[A-F][1-6]", row.text["grade"]) for row in rows)
    assert read_cities().remarks == ()
