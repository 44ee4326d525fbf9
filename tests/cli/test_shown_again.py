"""A finished result is printed again as it was, or refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hillfort.cli import main
from hillfort.files.results.manifest import MANIFEST, digest_of
from judgement.test_classical import files, lines


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main.run(arguments)
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


def test_answers_of_one_file_are_printed_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers, known = files(tmp_path, lines())
    questions = {
        "crisis": ("crisis", "marrow", "--draws", "100", "--campaigns", "0"),
        "experts": ("experts", "score", str(answers), str(known)),
    }
    for name, words in questions.items():
        out = tmp_path / f"{name}.json"
        code, first, _ = said(capsys, *words, "--json", str(out))
        again = said(capsys, "show", str(out))
        assert (code, again[0]) == (0, 0)
        assert first.startswith(again[1])
        assert len(again[1].splitlines()) > 8
        assert said(capsys, *words, "--json", str(out))[0] == 2
    code, part, _ = said(capsys, "show", str(tmp_path / "crisis.json"), "--only", "clocks")
    assert (code, part.strip().splitlines()[0]) == (0, "Warning and clocks")


@pytest.mark.parametrize("content", ["[1, 2]", "{", "{}", '{"experts": [], "decision_makers": {}}', "null", ""])
def test_any_other_file_is_refused_in_words(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other.json"
    file.write_text(content, encoding="utf-8")
    code, _, told = said(capsys, "show", str(file))
    assert code == 2
    assert str(file) in told


def test_numbers_that_were_changed_or_lack_something_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert said(capsys, "validate", "plans", "--out", str(out))[0] == 0
    assert said(capsys, "show", str(out))[0] == 0
    numbers, manifest = out / "result.json", out / MANIFEST
    numbers.write_text("{}", encoding="utf-8")
    code, _, told = said(capsys, "show", str(out))
    assert (code, "was changed since Hillfort wrote it" in told) == (2, True)
    kept: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
    kept["files"]["result.json"] = digest_of(numbers)
    manifest.write_text(json.dumps(kept), encoding="utf-8")
    for command in ("validate plans", "assess", "compare", "trace", "validate cities", "validate deployments"):
        kept["study"]["command"] = command
        manifest.write_text(json.dumps(kept), encoding="utf-8")
        code, _, told = said(capsys, "show", str(out))
        assert (code, "Traceback" in told) == (2, False), command
