"""Public case files of expert panels: answers (.dtt) and realisations (.rls)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from hillfort.files.tables.split import decoded
from hillfort.foundation.errors import InputError, Problem, why
from hillfort.judgement.panel import Panel, PanelQuestion, wrong_answer

MISSING = -999.0
"""What stands for an answer that was not given; -999.5, -999.6 and -9999 do as well."""
MOST_BYTES = 20_000_000
MOST_NAMED = 5
OLD_LETTERS, LAST_ASCII = "latin-1", 0x7F
"""Files of the nineties say nothing of their letters; this reads any, and it is said where it was needed."""
_NUMBER = r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eEdD][-+]?\d+)?"
_SCALE = r"(?P<scale>uni|log)(?:form|uniform|arithmic)?"
_TAIL = re.compile(rf"^(?P<head>.*)[\s;,]+{_SCALE}[\s;]+(?P<values>.+)$", re.IGNORECASE)
_HEAD = re.compile(r"NQ\s*=\s*(\d+)\s+QU\s*=\s*(.*)$", re.IGNORECASE)
_VALUE = re.compile(rf"^{_NUMBER}$")
_KNOWN = re.compile(
    rf"^\s*(?P<number>\d+)[\s;]+(?P<name>.+?)[\s;]+(?P<value>{_NUMBER})[\s;]+{_SCALE}(?:[\s;]|$)", re.IGNORECASE
)
_KNOWN_BARE = re.compile(rf"^\s*(?P<number>\d+)[\s;]+(?P<name>.+?)[\s;]+(?P<value>{_NUMBER})(?:[\s;]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """The panel of a pair of case files, and what a reader of its scores has to know of them."""

    panel: Panel
    remarks: tuple[str, ...]


@dataclass
class _Found:
    """What has been read so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    chances: tuple[float, ...] = ()
    experts: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    logs: dict[str, bool] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[list[float], int]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def wrong(self, line: int, where: str, found: str, advice: str = "") -> None:
        self.problems.append(Problem(self.file, line, where, found, advice))


def read_case(answers: Path, realisations: Path) -> CaseFiles:
    """The panel of a pair of case files.

    Raises
    ------
    InputError
        All that is wrong in both files, each with its line.
    """
    found = _Found(str(answers))
    truth = _realisations(realisations, found)
    for number, line in enumerate(_text(answers, found).splitlines(), 1):
        _line(line, number, truth, found)
    if not found.chances and not found.problems:
        found.wrong(
            1, "", "has no line with NQ = and QU =.", "Begin with '* CLASS ASCII OUTPUT FILE. NQ= 3 QU= 5 50 95'."
        )
    if not found.answers and not found.problems:
        found.wrong(0, "", "holds no answers.")
    known = {key: value for key, (_, value, _) in truth.items() if key in found.questions}
    if found.answers and not known:
        where = str(realisations)
        said = "none of its questions stands among the answers" if truth else "holds no seed question"
        found.problems.append(
            Problem(where, 0, "", f"{said}: nobody can be scored.", "Name the questions alike in both.")
        )
    _scored(found, known)
    if found.problems:
        raise InputError(found.problems, str(answers))
    lost = [name for key, (name, _, _) in truth.items() if key not in found.questions]
    if lost:
        names = ", ".join(lost[:MOST_NAMED]) + (" ..." if len(lost) > MOST_NAMED else "")
        found.remarks.append(
            f"{realisations}: {len(lost)} of its questions nobody was asked, and they score nobody: {names}."
        )
    return CaseFiles(_panel(found, known), tuple(found.remarks))


def _text(path: Path, found: _Found) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(str(path), 0, "", f"could not be read: {why(error)}.")) from None
    if len(content) > MOST_BYTES:
        raise InputError(Problem(str(path), 0, "", f"is larger than {MOST_BYTES:,} bytes."))
    content = content.rstrip(b"\x1a\x00")
    try:
        text = decoded(content, str(path))
    except InputError:
        if b"\0" in content:
            raise
        text = content.decode(OLD_LETTERS)
    if len(text) == len(content) and not content.isascii():  # one byte, one letter: neither UTF-8 nor UTF-16
        place = next(place for place, byte in enumerate(content) if byte > LAST_ASCII)
        said = f"is not UTF-8; letters beyond ASCII are read as those of Western Europe, the first as '{text[place]}'"
        line = content[:place].count(b"\n") + 1
        found.remarks.append(f"{path}:{line}: {said}. Save it as UTF-8 if names look wrong.")
    return text


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _float(text: str) -> float:
    return float(text.replace(",", ".").replace("d", "e").replace("D", "e"))


def _is_missing(value: float) -> bool:
    return value <= MISSING and not str(int(-value)).strip("9")


def _realisations(path: Path, case: _Found) -> dict[str, tuple[str, float, bool | None]]:
    """Of each seed question by key: its name, its answer, and whether its scale is logarithmic (None: not said)."""
    found: dict[str, tuple[str, float, bool | None]] = {}
    problems = case.problems
    for number, line in enumerate(_text(path, case).splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("*"):
            continue
        read = _KNOWN.match(line) or _KNOWN_BARE.match(line)
        if read is None:
            if line.strip("\x1a ") and any(each.isalnum() for each in line):
                said = f"'{line.strip()[:60]}' is not number, name, answer, scale."
                problems.append(Problem(str(path), number, "", said, "Example: 1 Q1 24.0 UNI"))
            continue
        key, value = _key(read["name"]), _float(read["value"])
        if key in found:
            problems.append(Problem(str(path), number, read["name"].strip(), "stands twice.", "Keep one of them."))
        elif not math.isfinite(value):
            problems.append(Problem(str(path), number, read["name"].strip(), "its answer is not a finite number."))
        elif not _is_missing(value):
            scale = read.groupdict().get("scale")
            found[key] = read["name"].strip(), value, scale.casefold() == "log" if scale else None
    return found


def _line(line: str, number: int, truth: Mapping[str, tuple[str, float, bool | None]], found: _Found) -> None:
    if not line.strip() or line.strip("\x1a ") == "":
        return
    head = _HEAD.search(line)
    if head:
        _chances(head, number, found)
        return
    if line.lstrip().startswith("*"):
        return
    tail = _TAIL.match(line)
    names = _names(tail["head"], truth) if tail else None
    if tail is None or names is None:
        said = f"'{' '.join(line.split())[:60]}' is not expert, question, scale and quantiles."
        found.wrong(number, "", said, "Example: 1 A 1 Q1 UNI 2 5 7; the scale is UNI or LOG.")
        return
    expert, question = names
    parts = tail["values"].split()
    if len(parts) == 1 and ";" in parts[0]:
        parts = parts[0].split(";")
    parts = [each.strip(";") for each in parts if each.strip(";")][: len(found.chances) or None]
    bad = [each for each in parts if not _VALUE.match(each)]
    where = f"{expert}, {question}"
    if bad:
        found.wrong(number, where, f"'{bad[0][:30]}' is not a number.")
    elif found.chances and len(parts) != len(found.chances):
        found.wrong(number, where, f"has {len(parts)} quantiles; {len(found.chances)} were asked for.")
    else:
        values = [_float(each) for each in parts]
        logs, seed = tail["scale"].casefold() == "log", _key(question) in truth
        if _answer(expert, question, values, logs, number, found):
            _checked(expert, question, values, seed, number, found)


def _chances(head: re.Match[str], number: int, found: _Found) -> None:
    parts = head[2].split()
    if not all(_VALUE.match(each) for each in parts):
        found.wrong(number, "QU", f"'{head[2].strip()[:40]}' is not a row of per cents.", "Example: QU= 5 50 95")
        return
    given = tuple(_float(each) / 100.0 for each in parts)
    if len(given) != int(head[1]):
        found.wrong(number, "NQ", f"says {head[1]} quantiles, and QU lists {len(given)}.")
    if not given or any(not 0.0 < each < 1.0 for each in given) or list(given) != sorted(set(given)):
        found.wrong(number, "QU", f"'{head[2].strip()[:40]}' does not rise between 0 and 100.")
        return
    found.chances = given


def _splits(head: str) -> Iterator[tuple[str, int, str]]:
    """Every way to read expert, number of the question, name of the question; the columns of the format come first."""
    if head[:5].strip().isdigit() and head[14:19].strip().isdigit() and head[5:14].strip() and head[19:].strip():
        yield head[5:14].strip(), int(head[14:19]), head[19:].strip()
    rest = re.match(r"^\s*\d+[\s;]+(?P<rest>.+)$", head)
    if rest is None:
        return
    for middle in re.finditer(r"[\s;]+(\d+)[\s;]+", rest["rest"]):
        expert, question = rest["rest"][: middle.start()], rest["rest"][middle.end() :]
        if expert.strip(" ;") and question.strip(" ;"):
            yield expert.strip(" ;"), int(middle[1]), question.strip(" ;")


def _names(head: str, truth: Mapping[str, tuple[str, float, bool | None]]) -> tuple[str, str] | None:
    """Expert and question.

    Names may hold blanks and numbers: of several readings that one holds whose question stands among the realisations.
    """
    ways = list(_splits(head))
    for expert, _, question in ways:
        if _key(question) in truth:
            return expert, question
    return (ways[0][0], ways[0][2]) if ways else None


def _answer(expert: str, question: str, values: list[float], log: bool, number: int, found: _Found) -> bool:
    """Whether there is an answer to check."""
    who, what = _key(expert), _key(question)
    where = f"{expert}, {question}"
    found.experts.setdefault(who, " ".join(expert.split()))
    found.questions.setdefault(what, " ".join(question.split()))
    if found.logs.setdefault(what, log) != log:
        found.wrong(number, where, "its scale is not that of the other experts.", "Give each question one scale.")
    if (who, what) in found.answers:
        first = found.answers[who, what][1]
        said = f"stands here a second time (first on line {first})."
        found.wrong(number, where, said, "Give each expert a code of its own, and one answer to a question.")
        return False
    if all(_is_missing(each) for each in values):
        return False
    found.answers[who, what] = values, number
    return True


def _checked(expert: str, question: str, values: list[float], seed: bool, number: int, found: _Found) -> None:
    """Quantiles that do not rise, or are not all there: wrong on a seed question, told on others where published cases
    have them."""
    where = f"{expert}, {question}"
    wrong = wrong_answer(np.array(values), log=found.logs[_key(question)], seed=seed)
    some = any(_is_missing(each) for each in values)
    if not wrong and some and seed:
        wrong = f"of the quantiles {_shown(values)} some stand for no answer."
    if wrong:
        found.wrong(number, where, wrong, "Quantiles rise, or are all -999 where there is no answer.")
        return
    here = f"{found.file}:{number}: {where}: the quantiles {_shown(values)}"
    if some:
        found.remarks.append(f"{here} hold what stands for no answer beside numbers; it is read as a number.")
    if any(first == second for first, second in pairwise(values)):
        found.remarks.append(f"{here} do not all rise: the expert's information on this question has no bound.")


def _shown(values: list[float]) -> str:
    return ", ".join(f"{each:g}" for each in values)


def _scored(found: _Found, known: Mapping[str, float]) -> None:
    """Whoever has answered no seed question cannot be scored; a realisation on a log scale is above zero."""
    for who, name in found.experts.items():
        if known and not any((who, what) in found.answers for what in known):
            found.wrong(0, name, "has answered no seed question, and cannot be scored.")
    for what, value in known.items():
        if found.logs[what] and value <= 0.0:
            found.wrong(0, found.questions[what], f"its answer {value:g} is not above 0, and its scale is log.")


def _panel(found: _Found, known: Mapping[str, float]) -> Panel:
    answers = np.full((len(found.experts), len(found.questions), len(found.chances)), np.nan)
    for row, who in enumerate(found.experts):
        for column, what in enumerate(found.questions):
            if (who, what) in found.answers:
                answers[row, column] = found.answers[who, what][0]
    questions = [PanelQuestion(name, found.logs[what], known.get(what)) for what, name in found.questions.items()]
    return Panel(found.chances, tuple(found.experts.values()), tuple(questions), answers)
