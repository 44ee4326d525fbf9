"""Reading YAML strictly, with lines."""

from __future__ import annotations

import contextlib
import json
import os
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hillfort.files.yaml import lines as yaml_lines
from hillfort.files.yaml.lines import YamlNode, parse_yaml, plain, read_yaml
from hillfort.foundation.errors import InputError


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "x.yaml")
    return str(caught.value)


def test_every_value_remembers_the_line_of_its_key() -> None:
    root = parse_yaml("a: 1\nb:\n  c: 2\n  d:\n    - 3\n    - e: 4\n", "x.yaml")
    inner = root.items["b"].items
    assert (root.items["a"].line, root.items["b"].line, inner["c"].line, inner["d"].line) == (1, 2, 3, 4)
    assert [entry.line for entry in inner["d"].list] == [5, 6]


def test_dates_stay_text_and_no_is_a_country() -> None:
    root = parse_yaml("date: 2019-09-15\nNO: NO\nyes: on\nempty: null\nnumber: 1e3\ncount: -4", "x.yaml")
    assert plain(root) == {"date": "2019-09-15", "NO": "NO", "yes": "on", "empty": None, "number": 1000.0, "count": -4}


def test_letters_are_brought_to_one_form() -> None:
    assert plain(parse_yaml("name: Bia\u0142ystok\nother: A\u0304daz\u030ci", "x.yaml"))["other"] == "Ādaži"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", 3, "stands here a second time (first on line 1)"),
        ("a: &x 1\nb: *x", 1, "anchor '&x'"),
        ("a: *x", 1, "alias '*x'"),
        ("a: &" + "x" * 5000 + " 1", 1, "anchor '&xxx"),
        ("a: !" + "x" * 5000 + " 1", 1, "uses the tag '!xxx"),
        ('"' + "k" * 500 + '": 1', 1, "a key of more than 200 characters"),
        ("a: !!python/object/apply:os.system [ls]", 1, "uses the tag"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a:\n\tb: 1", 2, "not with tabs"),
        ("a: 1\nb: .nan", 2, ".nan is not a number"),
        ("a: -.inf", 1, "-.inf is not a number"),
        ("a: 1e999", 1, "beyond any number"),
        ("a: 9" + "9" * 400, 1, "beyond any number"),
        ("a: 'x", 1, "is not YAML"),
        ("a: b: c", 1, "is not YAML"),
        ("- 1\n- 2", 1, "holds a list, not a mapping"),
        ("12", 1, "holds a number, not a mapping"),
        ("? [a]\n: b", 1, "as a key"),
        ('a: "\\e[31mred"', 1, "invisible character U+001B"),
        ("a: x\u202ey", 1, "invisible character U+202E"),
        ("a: " + "[" * 100, 1, "nested more than"),
        ("a: " + "{" * 2000, 1, "as a key"),
        ("a: " + "{b: " * 100, 1, "nested more than"),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    message = refused(text)
    assert words in message
    assert len(message) < 300
    assert f"x.yaml:{line}  " in message


@pytest.mark.parametrize("text", ["", "   \n", "# only a comment\n", "---\n", "null"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert "is empty" in refused(text)


def test_a_file_with_too_many_values_is_refused_before_all_of_it_is_read() -> None:
    started = time.perf_counter()
    assert "holds more than" in refused("a: [" + "1," * 900_000 + "1]")
    assert time.perf_counter() - started < 30.0


def test_all_doubled_keys_and_impossible_numbers_are_reported_together() -> None:
    with pytest.raises(InputError) as caught:
        parse_yaml("a: 1\na: 2\nb: .nan\nc: 1e400\n", "x.yaml")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    file.write_bytes(b"#" * (yaml_lines.MAX_BYTES + 1))
    with pytest.raises(InputError, match="larger than 2,000,000 bytes"):
        read_yaml(file)


def test_bytes_that_are_not_utf8_are_refused_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("a: 1\nb: Ādaži".encode("cp1257"))
    with pytest.raises(InputError, match=r"latin.yaml:2  is not UTF-8"):
        read_yaml(file)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("absent", "does not exist"),
        ("folder", "is a folder"),
        ("pipe", "regular file"),
        ("device", "regular file"),
        ("nul", "cannot be read: embedded null"),
    ],
)
def test_what_is_not_a_file_is_refused(tmp_path: Path, kind: str, words: str) -> None:
    path = {"device": Path("/dev/zero"), "nul": Path("a\0b.yaml")}.get(kind, tmp_path / "x.yaml")
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(InputError) as caught:
        read_yaml(path)
    assert len(caught.value.problems) == 1
    assert words in caught.value.problems[0].found
    assert "\n" not in caught.value.problems[0].found


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_the_reader_fail_in_any_other_way(text: str) -> None:
    with contextlib.suppress(InputError):
        parse_yaml(text, "x.yaml")


_SYNTAX = st.text(alphabet=" \n\t:-[]{}#&*!|>'\"%@`,?ab01.~\\", max_size=80)


@given(_SYNTAX)
@settings(max_examples=300, deadline=None)
def test_no_heap_of_yaml_signs_makes_the_reader_fail_in_any_other_way(text: str) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(parse_yaml(text, "x.yaml"), YamlNode)


_WORDS = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_WORDS, _DATA, min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_again(data: dict[str, object]) -> None:
    text = unicodedata.normalize("NFC", json.dumps(data, ensure_ascii=False))
    keys = [key for entry in _mappings(data) for key in entry]
    assume(all(unicodedata.is_normalized("NFC", key) for key in keys))
    assert json.loads(json.dumps(plain(parse_yaml(text, "x.yaml")))) == json.loads(text)


def _mappings(data: object) -> Iterator[dict[str, object]]:
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _mappings(inner)
