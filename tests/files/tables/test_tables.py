"""One table in the habits of many programs is read as one table; what may mean two things is refused with its line."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.files.tables import write
from hillfort.files.tables.cells import Number, day, readings
from hillfort.files.tables.read import Shape, Table, parse
from hillfort.foundation.errors import InputError

SHAPE = Shape(
    known=("name", "attacker_strength", "front_km", "when"),
    needed=("name",),
    numbers={"attacker_strength": Number(0, 1e8, whole=True), "front_km": Number(-1e5, 1e5)},
    dates=("when",),
)
HEAD = ["name", "attacker_strength", "front_km", "when", "remark"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda text: not text.startswith(("#", "sep="))
)
ROW = st.tuples(
    TEXT,
    st.integers(0, 9_999_999),
    st.integers(-999_999, 999_999).map(lambda value: value / 100 + 0.005),
    st.dates(date(1001, 1, 1), date(2199, 12, 31)),
    TEXT,
)


def read(text: str | bytes, shape: Shape = SHAPE) -> Table:
    found = parse(text, shape, "x.csv")
    if found.problems:
        raise InputError(found.problems)
    return found


def facts(found: Table) -> list[tuple[object, ...]]:
    return [
        (row.text["name"], *row.numbers.values(), *row.dates.values(), row.text.get("remark")) for row in found.rows
    ]


def grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark) if value >= 1_000_000 or mark == " " else str(value)


@given(
    st.lists(ROW, min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([".", ","]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d-%b-%Y"]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_one_table_in_many_dialects_reads_as_one(
    rows: list[tuple[str, int, float, date, str]],
    separator: str,
    decimal: str,
    end: str,
    coding: str,
    form: str,
    quoted: bool,
) -> None:
    thousands = " " if quoted else "." if decimal == "," else ","
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    table = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    table.writerow([*(each.upper().replace("_", " ") for each in HEAD), ""])
    for name, strength, front, when, remark in rows:
        shown = form.replace("%Y", f"{when.year:04d}")
        cells = [
            name,
            grouped(strength, thousands),
            f"{front:.3f}0".replace(".", decimal),
            when.strftime(shown),
            remark,
        ]
        table.writerow([*cells, ""])
        out.write(end)
    found = facts(read(out.getvalue().encode(coding)))
    wanted = [(write_back(n), float(s), round(f, 3), w, write_back(r)) for n, s, f, w, r in rows]
    assert found == [tuple(each) for each in wanted]


def write_back(text: str) -> str:
    """A cell that begins as our own writer guards cells is read without the guard."""
    from hillfort.files.tables.write import unguarded

    return unguarded(text)


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(-1e9, 1e9), st.integers(-(10**14), 10**14)), max_size=8))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_again_and_no_cell_is_a_formula(rows: list[tuple[str, float, int]]) -> None:
    text = write.text(["name", "a", "b"], rows)
    assert text.startswith("\ufeff")
    cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
    for row, (name, number, count) in zip(cells, rows, strict=True):
        assert (float(row[1]), int(row[2])) == (number, count)
        for part in row[0].split(";"):
            bare = part.lstrip()
            assert not bare.startswith(("=", "+", "-", "@")) or write.NUMBER.fullmatch(part)
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in row[0])
        if name.isprintable() and name == name.strip():
            assert write.unguarded(row[0]) == name


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1", " =1", "＝1+1", "x;=1+1", "'=1"]
)
def test_formulas_become_text(text: str) -> None:
    cell = write.cell(text)
    assert all(not part.lstrip().startswith(("=", "+", "-", "@", "＝")) for part in cell.split(";"))
    assert "\t" not in cell
    assert "\r" not in cell


def test_keys_of_cells_stay_whole_and_baltic_letters_stay_letters() -> None:
    raw = write.text(["cell", "name"], [(599718752904282111, "Šiauliai, Žagań, Lielvārde")]).encode()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert read(raw, Shape(known=("cell", "name"))).rows[0].text == {
        "cell": "599718752904282111",
        "name": "Šiauliai, Žagań, Lielvārde",
    }
    assert b"'599718752904282111" in raw


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1200", [1200]),
        ("1 200", [1200]),
        ("1\u202f234\u202f567", [1234567]),
        ("1'200", [1200]),
        ("1.234.567", [1234567]),
        ("1,234.5", [1234.5]),
        ("1.234,5", [1234.5]),
        ("53,57", [53.57]),
        ("0,500", [0.5]),
        ("3.500", [3.5, 3500]),
        ("\u22125", [-5]),
        ("1e3", [1000]),
        *(
            (wrong, [])
            for wrong in ("1_000", "nan", "inf", "-inf", "0x10", "1,2,3", "1.2.3", "٣", "1 2", "5%", "1e", "--1")
        ),
    ],
)
def test_numbers_mean_what_people_write(text: str, values: list[float]) -> None:
    assert [value for _, value in readings(text)] == values


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("a;3.500;53.57", "attacker_strength: '3.500'"),
        ("a;1.000;", "may be 1 or 1,000"),
        ("a;3.5;", "counted whole"),
        ("a;1_000;", "digits alone"),
        ("a;nan;", "Leave the cell blank"),
        ("a;;inf", "is not a number"),
        ("a;;0x10", "is not a number"),
        ("a;-1;", "out of range"),
        ("a;;1,5\nb;;1.5\nc;;2.5", "x.csv:2  front_km: '1,5'"),
        ("a;;1.500", "may be 1.5 or 1,500"),
    ],
)
def test_what_may_mean_two_things_or_none_is_refused_with_its_line(cells: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        read(f"name;attacker_strength;front_km\n{cells}\n")
    assert told in str(raised.value)
    assert ":2  " in str(raised.value)


def test_a_mark_that_can_only_mean_thousands_means_thousands() -> None:
    assert facts(read("name;attacker_strength;front_km\na;3.500;53,57\n")) == [("a", 3500.0, 53.57, None, None)]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("name,attackers_strength", "Did you mean 'attacker_strength'?"),
        ("name,attacker_stength", "Did you mean 'attacker_strength'?"),
        ("name,strength_attacker", "Did you mean 'attacker_strength'?"),
        ("nmae,front_km", "Did you mean 'name'?"),
        ("name,front_km,front km", "stands 2 times"),
        ("front_km", "needed column"),
    ],
)
def test_headers_that_are_wrong_are_named(header: str, told: str) -> None:
    with pytest.raises(InputError) as raised:
        read(f"{header}\n{','.join('1' * (header.count(',') + 1))}\n")
    assert told in str(raised.value)


def test_a_column_that_only_resembles_one_that_is_there_is_kept() -> None:
    assert read("name,names\na,b\n").columns == ("name", "names")
    assert read("name,front_km_2\na,b\n").columns == ("name", "front_km_2")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5/6/1944", "1944-06-05 or 1944-05-06"),
        ("43830", "2019-12-31"),
        ("31.08.42", "century"),
        ("31.02.1942", "calendar"),
        ("soon", "not a date"),
    ],
)
def test_dates_that_may_be_several_or_none_say_which(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        day(text)


def test_a_column_of_dates_settles_its_own_order() -> None:
    rows = read("name,when\na,5/6/1944\nb,8/31/1942\n").rows
    assert [row.dates["when"] for row in rows] == [date(1944, 5, 6), date(1942, 8, 31)]


@pytest.mark.parametrize("coding", ["cp1257", "cp1252", "cp1250", "cp1251"])
def test_letters_of_an_older_alphabet_are_read_where_all_agree_and_refused_by_name_elsewhere(coding: str) -> None:
    assert read("name\nKöln\n".encode("cp1252")).rows[0].text["name"] == "Köln"
    word = {"cp1257": "Šiauliai ir Kėdainiai", "cp1252": "señor", "cp1250": "Łódź", "cp1251": "Псков"}[coding]
    with pytest.raises(InputError, match=r"x\.csv:2  is not UTF-8.*cp1257"):
        read(f"name\n{word}\n".encode(coding))


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"name,when,front_km\n"):
        with contextlib.suppress(InputError):
            assert parse(start + content, SHAPE, "x.csv").columns


def test_lines_are_those_of_the_file_whatever_is_blank_or_folded() -> None:
    text = 'sep=;\nname;front_km\n\n"two\nlines";1\n# a remark\nlast;x\n'
    with pytest.raises(InputError, match=r"x\.csv:7  front_km: 'x'"):
        read(text)
    assert [row.line for row in parse(text, SHAPE, "x.csv").rows] == [4, 7]
