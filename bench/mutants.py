"""Do the tests notice a change? One small fault at a time is put into the law of combat,
the campaign's kernels and the verdict.

    python bench/mutants.py --count 200 --seed 1 --jobs 2

Sites of all targets are sampled by the seed. Each mutant is one change in a copy of the tree; the tests that are named
for its file (`RELATED`) run against it with kernels uncompiled, so that nothing is compiled anew. A mutant is killed if
they fail, and if they take many times the processor's time that they take without it; how busy the machine is does not
matter. What is known is kept in a journal: a run that was stopped goes on from there, a killed mutant is tried again
only where its file or the test that killed it has changed, and a survivor where any of its tests has.
"""

from __future__ import annotations

import argparse
import ast
import copy
import hashlib
import json
import os
import queue
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("src/hillfort")
STEPS = "tests/campaign/test_steps.py::"
CONDUCT = "tests/campaign/test_conduct.py::"
HOURS = (
    f"{STEPS}test_one_hour_of_fighting_is_what_the_readable_twin_says",
    f"{CONDUCT}test_who_is_told_to_hold_a_place_stands_in_it",
    f"{CONDUCT}test_an_undefended_objective_that_is_surrounded_falls",
    "tests/campaign/test_twins.py::test_every_hour_is_what_the_slow_twins_make_of_it[0]",
    "tests/campaign/test_twins.py::test_every_hour_is_what_the_slow_twins_make_of_it[1]",
)
"""Single draws, which run uncompiled in seconds, quickest first; tests of many draws would take hours."""
FIGHT = ("tests/campaign/test_fight_parts.py", "tests/campaign/test_defence.py", *HOURS)
WHOLE = ("tests/campaign/test_hour_parts.py", "tests/campaign/test_twins.py::test_the_steps_one_by_one_are_the_draw")
SUPPLY = (
    f"{CONDUCT}test_supply_does_not_pass_through_a_third_state",
    f"{CONDUCT}test_marching_before_h_hour_does_not_use_up_the_stocks_for_the_war",
    *HOURS,
)
WAYS = (f"{CONDUCT}test_a_way_in_passes_what_its_capacity_says", *HOURS)
LAW = ("tests/ground/test_law.py", "tests/ground/test_adjudication.py")
MODEL = ("tests/ground/test_model.py", "tests/ground/test_adjudication.py")
FACTS = ("tests/ground/test_fight.py",)
CLASSICAL = ("tests/ground/test_classical.py", "tests/validation/test_reference.py")
RELATED: dict[str, tuple[str, ...]] = {
    "ground/_kernels/adjudication.py": LAW,
    "ground/_kernels/reference.py": CLASSICAL,
    "ground/adjudication.py": MODEL,
    "ground/fight.py": FACTS,
    "ground/reference/biddle.py": CLASSICAL,
    "ground/reference/engagement.py": CLASSICAL,
    "ground/reference/epstein.py": CLASSICAL,
    "ground/reference/lanchester.py": CLASSICAL,
    "campaign/_kernels/battle.py": FIGHT,
    "campaign/_kernels/fight.py": FIGHT,
    "campaign/_kernels/hour.py": (*WHOLE, *SUPPLY),
    "campaign/_kernels/power.py": FIGHT,
    "campaign/_kernels/venture.py": FIGHT,
    "campaign/_kernels/control.py": HOURS,
    "campaign/_kernels/standing.py": HOURS,
    "campaign/_kernels/move.py": HOURS,
    "campaign/_kernels/orders.py": HOURS,
    "campaign/_kernels/supply.py": SUPPLY,
    "campaign/_kernels/ways.py": WAYS,
    "studies/campaign/verdict.py": ("tests/studies/campaign/test_verdict.py", "tests/studies/test_quantities.py"),
}
"""File to the tests that should notice a fault in it."""
OTHER_WAY: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
ENDS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum"}
SHARED = ("tests", "tests/oracles", "tests/campaign", "tests/ground", "tests/studies")
"""Where the tests have what they share."""
KILLED, LATE, SURVIVED = "killed", "killed (does not end)", "SURVIVED"


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what stood there and what stands there instead."""

    file: str
    line: int
    start: int
    end: int
    before: str
    after: str

    @property
    def name(self) -> str:
        """What it is called in the journal."""
        return f"{self.file}:{self.line}:{self.start}: {self.before} -> {self.after}"

    def shown(self) -> str:
        """One line for people."""
        before, after = " ".join(self.before.split())[:60], " ".join(self.after.split())[:60]
        return f"{PACKAGE / self.file}:{self.line}: {before} -> {after}"


def changes_of(node: ast.AST) -> Iterator[ast.AST | str]:
    """Every small fault that can be put in the place of a node."""
    if isinstance(node, ast.Compare | ast.BinOp | ast.BoolOp):
        operator = node.ops[0] if isinstance(node, ast.Compare) else node.op
        if type(operator) in OTHER_WAY:
            other: Any = copy.deepcopy(node)
            new: Any = OTHER_WAY[type(operator)]()
            if isinstance(node, ast.Compare):
                other.ops[0] = new
            else:
                other.op = new
            yield other
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1 if isinstance(node.value, int) or node.value == 0.0 else node.value * 2.0)
    elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ENDS:
        other = copy.deepcopy(node)
        place = "id" if isinstance(other.func, ast.Name) else "attr"
        setattr(other.func, place, ENDS[getattr(other.func, place)])
        yield other
    elif (
        isinstance(node, ast.AugAssign)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript))
    ):
        yield "pass"


def arithmetic_of(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node of what functions do: neither annotations, nor decorators, nor what is set once for a module."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                yield from ast.walk(statement)


def mutants_of(file: str) -> list[Mutant]:
    """All mutants of a file, in order."""
    text = (ROOT / PACKAGE / file).read_text(encoding="utf-8")
    content = text.encode("utf-8")
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = {}
    for node in arithmetic_of(ast.parse(text)):
        for change in changes_of(node):
            place: Any = node
            start = starts[place.lineno - 1] + place.col_offset
            end = starts[place.end_lineno - 1] + place.end_col_offset
            after = change if isinstance(change, str) else f"({ast.unparse(change)})"
            found[start, end, after] = Mutant(file, place.lineno, start, end, content[start:end].decode("utf-8"), after)
    return [found[key] for key in sorted(found)]


def digest_of(*tests: str) -> str:
    """Short digest of test files and of what they share."""
    paths = [ROOT / test.split("::")[0] for test in tests]
    shared = [
        path for each in SHARED for path in sorted((ROOT / each).glob("*.py")) if not path.name.startswith("test_")
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in (*sorted(set(paths)), *shared))).hexdigest()[:16]


def source_of(file: str) -> str:
    """Short digest of a file that faults are put into."""
    return hashlib.sha256((ROOT / PACKAGE / file).read_bytes()).hexdigest()[:16]


def copied(folder: Path) -> Path:
    """A copy of what the tests need, to put faults into."""
    for name in ("src", "tests", "bench", "docs", "examples"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@dataclass(frozen=True)
class Said:
    """What the tests said: all passed, or which one failed; and the processor's seconds that they took."""

    passed: bool
    late: bool
    by: str
    seconds: float
    words: str


def asked(folder: Path, tests: Sequence[str], limit_s: int | None) -> Said:
    """Run some tests, ended after so many seconds of the processor."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(str(folder / name) for name in ("src", "bench", "tests"))
    line = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "uncompiled", "-p", "no:cacheprovider", "-p", "no:xdist"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    limit = (lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))) if limit_s else None
    done = subprocess.run(
        [*line, "--tb=line", *tests],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    late = done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    found = re.search(r"^(?:FAILED|ERROR) ([^\s:]+\.py)", done.stdout, re.MULTILINE)
    return Said(
        done.returncode == 0, late, found[1] if found else "", seconds, done.stdout[-2000:] + done.stderr[-2000:]
    )


def limits(folder: Path, files: Sequence[str]) -> dict[tuple[str, ...], int]:
    """How long the tests of each file may take: four times as long as without a fault. They must pass there."""
    found: dict[tuple[str, ...], int] = {}
    for tests in sorted({RELATED[file] for file in files}):
        said = asked(folder, tests, None)
        if not said.passed:
            sys.exit(f"mutants: {' '.join(tests)} fails without any fault:\n{said.words}")
        found[tests] = int(20.0 + 4.0 * said.seconds)
        print(f"{said.seconds:.0f} s of the processor: {' '.join(tests)[:90]}", flush=True)
    return found


def known(journal: Path, sample: Sequence[Mutant]) -> dict[str, str]:
    """Verdicts that still hold, by name; a last line that was cut off is left out."""
    files = {mutant.name: mutant.file for mutant in sample}
    found: dict[str, str] = {}
    for line in journal.read_text(encoding="utf-8").splitlines() if journal.exists() else ():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        file = files.get(entry["mutant"])
        if (
            file is None
            or entry["source"] != source_of(file)
            or not all((ROOT / each).exists() for each in entry["tests"])
        ):
            continue
        whole = entry["verdict"] == KILLED or entry["tests"] == sorted({each.split("::")[0] for each in RELATED[file]})
        if whole and entry["digest"] == digest_of(*entry["tests"]):
            found[entry["mutant"]] = entry["verdict"]
    return found


def judge(mutant: Mutant, folder: Path, limit_s: int) -> dict[str, Any]:
    """Put the fault into a copy, run its tests, take it out again; the entry of the journal."""
    path = folder / PACKAGE / mutant.file
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[: mutant.start] + mutant.after.encode("utf-8") + whole[mutant.end :])
        said = asked(folder, RELATED[mutant.file], limit_s)
    finally:
        path.write_bytes(whole)
    verdict = SURVIVED if said.passed else LATE if said.late else KILLED
    tests = [said.by] if said.by else sorted({each.split("::")[0] for each in RELATED[mutant.file]})
    return {
        "mutant": mutant.name,
        "verdict": verdict,
        "tests": tests,
        "source": source_of(mutant.file),
        "digest": digest_of(*tests),
    }


def main() -> None:
    """Sample, judge what is not known yet, print each verdict and the score."""
    options = argparse.ArgumentParser(description="Do the tests notice a change?")
    options.add_argument("--count", type=int, default=200, help="mutants that are sampled")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2, help="mutants judged at a time")
    options.add_argument("--only", default="", help="files whose path contains this")
    options.add_argument("--journal", type=Path, default=ROOT / "out" / "mutants.jsonl")
    given = options.parse_args()
    every = [mutant for file in sorted(RELATED) if given.only in file for mutant in mutants_of(file)]
    sample = random.Random(given.seed).sample(every, min(given.count, len(every)))
    verdicts = known(given.journal, sample)
    left = [mutant for mutant in sample if mutant.name not in verdicts]
    print(
        f"{len(every):,} possible, {len(sample)} sampled by seed {given.seed}, {len(verdicts)} known already",
        flush=True,
    )
    given.journal.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, given.journal.open("a", encoding="utf-8") as journal:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(given.jobs if left else 0):
            copies.put(copied(Path(home) / str(number)))
        allowed = limits(copies.queue[0], sorted({mutant.file for mutant in left})) if left else {}

        def one(mutant: Mutant) -> None:
            folder = copies.get()
            try:
                entry = judge(mutant, folder, allowed[RELATED[mutant.file]])
            finally:
                copies.put(folder)
            journal.write(json.dumps(entry, ensure_ascii=False) + "\n")
            journal.flush()
            verdicts[mutant.name] = entry["verdict"]
            print(f"{len(verdicts)}/{len(sample)} {entry['verdict']}  {mutant.shown()}", flush=True)

        with ThreadPoolExecutor(given.jobs) as pool:
            list(pool.map(one, left))
    counts = [verdicts[mutant.name] for mutant in sample]
    survived = sorted(mutant.shown() for mutant in sample if verdicts[mutant.name] == SURVIVED)
    killed = len(counts) - len(survived)
    print(
        f"\n{killed} of {len(counts)} killed ({100 * killed / max(len(counts), 1):.0f} %), "
        f"{counts.count(LATE)} of them late"
    )
    print("\n".join(f"  survived  {each}" for each in survived))


if __name__ == "__main__":
    main()
