"""Faults for `make mutants`: each is a change of the one place that it names, and a seed decides which are tried."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
CODE = '''"""A law."""
LIMIT = 3


@kept(frozen=True)
class Kept:
    most: float = 24.0


@kept(True)
def law(x: float, most: int = 4) -> float:
    """Words with 5."""
    assert x > 0
    if x >= 1.5 and not x == 7:
        x += -2
    record.x = min(x, most)
    put(f"{x + 1}")
    return x * most
'''


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("faults")


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch, faults: Any) -> Any:
    return importlib.import_module("mutants")


def written(folder: Path, text: str = CODE) -> Path:
    (folder / "law.py").write_text(text, encoding="utf-8")
    return folder


def test_every_fault_is_one_change_of_what_a_function_does(faults: Any, tmp_path: Path) -> None:
    found = faults.mutants_of(written(tmp_path), "law.py")
    assert [(each.before, each.after) for each in found] == [
        ("x >= 1.5", "(x > 1.5)"),
        ("x >= 1.5 and not x == 7", "(x >= 1.5 or not x == 7)"),
        ("1.5", "(3.0)"),
        ("not x == 7", "(x == 7)"),
        ("x == 7", "(x != 7)"),
        ("7", "(8)"),
        ("x += -2", "pass"),
        ("-2", "(2)"),
        ("2", "(3)"),
        ("record.x = min(x, most)", "pass"),
        ("min(x, most)", "(max(x, most))"),
        ('put(f"{x + 1}")', "pass"),
        ("x * most", "(x / most)"),
    ]
    for each in found:
        changed = each.put_into(CODE.encode())
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(CODE))
        assert (each.line, each.function) == (CODE[: each.start].count("\n") + 1, "law")


def test_a_fault_keeps_its_name_and_its_lot_when_another_function_is_edited(faults: Any, tmp_path: Path) -> None:
    before = faults.mutants_of(written(tmp_path), "law.py")
    edited = CODE.replace("LIMIT = 3", "LIMIT = 3\n\n\ndef other() -> int:\n    return 1 - LIMIT")
    after = faults.mutants_of(written(tmp_path, edited), "law.py")
    assert len({each.id for each in after}) == len(after) == len(before) + 2
    assert {each.id for each in before} < {each.id for each in after}
    kept = {each.id: each.lines for each in after}
    assert all(kept[each.id] == each.lines for each in before)
    old, new = ([each.id for each in faults.sampled([part], 99, 1)] for part in (before, after))
    assert [each for each in new if each in old] == old


def test_the_sample_takes_families_by_turns_and_a_larger_one_begins_with_the_smaller(
    faults: Any, tmp_path: Path
) -> None:
    every = faults.mutants_of(written(tmp_path), "law.py")
    families = [every[:2], every[2:7], every[7:]]
    sample = faults.sampled(families, 9, 1)
    assert [next(n for n, family in enumerate(families) if each in family) for each in sample] == [
        0, 1, 2, 0, 1, 2, 1, 2, 1,
    ]  # fmt: skip
    assert faults.sampled(families, 4, 1) == sample[:4]
    assert faults.sampled(families, 99, 2) != faults.sampled(families, 99, 1)
    assert sorted(each.start for each in faults.sampled(families, 99, 1)) == [each.start for each in every]


def test_a_line_is_told_from_the_head_of_the_innermost_function(faults: Any, tmp_path: Path) -> None:
    code = "def a():\n    def b():\n        return 1\n    return b\n\n\nX = 1\n"
    places = faults.Places(written(tmp_path, code))
    assert places.of({f"src/{tmp_path.name}/law.py": [1, 3, 4, 7]}) == {"law.py a": [0, 3], "law.py a.b": [1]}


def test_the_interval_is_wilsons(tool: Any) -> None:
    """Its ends are the shares from which the count lies 1.96 standard deviations away."""
    for count, total in ((0, 10), (7, 10), (170, 200), (200, 200)):
        for end, sign in zip(tool.wilson(count, total), (1.0, -1.0), strict=True):
            share = end / 100.0
            away = (count / total - share) * sign
            assert away > -1e-9
            assert away**2 == pytest.approx(1.96**2 * share * (1 - share) / total, abs=1e-12)
    assert tool.wilson(0, 0) == (0.0, 100.0)


def test_an_equivalent_fault_is_a_possible_one_with_a_reason(tool: Any, tmp_path: Path) -> None:
    path = tmp_path / "equivalent.txt"
    path.write_text("# what\n\naa11 nobody reads it\n", encoding="utf-8")
    assert tool.equivalents(path, {"aa11"}) == {"aa11": "nobody reads it"}
    for line in ("bb22 gone", "aa11", "aa11  "):
        path.write_text(f"{line}\n", encoding="utf-8")
        with pytest.raises(SystemExit, match=r"equivalent.txt:1: (bb22|aa11)"):
            tool.equivalents(path, {"aa11"})


def test_what_is_known_holds_until_the_file_or_its_test_changes(tool: Any, tmp_path: Path) -> None:
    mutant = next(iter(tool.mutants_of(tool.ROOT / tool.PACKAGE, "studies/campaign/verdict.py")))
    place = {f"{mutant.file} {mutant.function}": list(mutant.lines)}
    tests = {name: {"file": "t.py", "digest": "1", "calls": 1, "places": place} for name in ("one", "two")}
    reach = tool.Reach(tmp_path / "reached.json", [], tests)
    journal = tool.Journal(tmp_path / "journal.jsonl", reach)
    source = tool.digest_of((tool.ROOT / tool.PACKAGE / mutant.file).read_bytes())

    def entry(by: str, names: list[str], source: str = source) -> str:
        kept = {"mutant": mutant.id, "verdict": "x", "by": by, "source": source, "tests": reach.digest(names)}
        return f"{tool.json.dumps(kept)}\n"

    for line, holds in (
        (entry("one", ["one"]), True),
        (entry("", ["one", "two"]), True),
        (entry("", ["one"]), False),
        (entry("one", ["one"], "other"), False),
        (entry("one", ["one"])[:30], False),
    ):
        journal.path.write_text(line, encoding="utf-8")
        assert (mutant.id in journal.known([mutant])) == holds
    journal.path.write_text(entry("one", ["one"]), encoding="utf-8")
    tests["one"]["digest"] = "2"
    assert journal.known([mutant]) == {}
